"""The page for a CI summary says what failed first, and no text of a theorem file can break it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gaproof.report.markdown import FAILURES, FOLDED, ROWS, text
from gaproof.report.printable import one_line, printable
from gaproof.runner.checking import Checked
from gaproof.runner.verdict import PartOutcome, Verdict
from tests.report.made import NASTY, checked, outcome

MEGABYTE = 2**20  # more is not shown by GitHub
ANY = st.text(st.characters())


def page(checked: Checked) -> list[Any]:
    """The tokens of the page, read as GitHub reads it."""
    return MarkdownIt("commonmark").enable("table").parse(text(checked))


def inside(tokens: list[Any], kind: str) -> list[str]:
    """The text in every element of a kind."""
    return ["".join(leaf.content for leaf in tokens[k + 1].children) for k, token in enumerate(tokens) if token.type == f"{kind}_open"]


def html(tokens: list[Any]) -> list[str]:
    return [token.content for token in tokens if token.type == "html_block"] + [
        leaf.content
        for token in tokens
        for leaf in token.children or ()
        if leaf.type not in ("text", "hardbreak", "softbreak", "text_special")
    ]


def test_the_headline_counts_and_says_whether_it_passed() -> None:
    low = outcome("a.c", Verdict.UNPROVED, "open")
    kept = outcome("a.d", Verdict.TESTED, promise=Verdict.TESTED)
    for made, line in (
        (checked(outcome("a.b"), kept), "gaproof passed: 1 PROVED, 1 TESTED"),
        (checked(outcome("a.b"), low), "gaproof failed: 1 PROVED, 1 UNPROVED (1 below what the lock promises)"),
        (checked(low, errors=("x.py: no",)), "gaproof failed: 1 UNPROVED (1 below what the lock promises, 1 wrong besides)"),
        (checked(), "gaproof passed: no claims"),
    ):
        assert line == inside(page(made), "heading")[0]


def test_failures_come_before_the_table_the_worst_first_and_say_what_where_and_what_to_do() -> None:
    refuted = outcome("a.z", Verdict.REFUTED, "it fails at\nx = 0", where="z.py:7")
    tokens = page(checked(outcome("a.b", Verdict.UNPROVED, "open"), refuted, errors=("bad.py: no",)))
    headings = ["cannot load bad.py", "a.z: REFUTED, promised PROVED", "a.b: UNPROVED, promised PROVED"]
    assert headings == inside(tokens, "heading")[1:]
    assert ["bad.py: no\n", "it fails at\nx = 0\n", "open\n"] == [token.content for token in tokens if token.type == "fence"]
    says = "".join(inside(tokens, "paragraph"))
    assert "Where: z.py:7" in says and "What to do: add a hypothesis that excludes the model" in says
    order = [token.type for token in tokens]
    assert order.index("fence") < order.index("table_open")


def test_only_a_long_table_is_folded_away() -> None:
    for number in (FOLDED, FOLDED + 1):
        tokens = page(checked(*(outcome(f"a.b{k}") for k in range(number))))
        folds = ["<details><summary>All 21 claims</summary>\n", "</details>\n"]
        assert ([] if number == FOLDED else folds) == [token.content for token in tokens if token.type == "html_block"]
        assert 1 + number == [token.type for token in tokens].count("tr_open")


def nasty(word: str) -> Checked:
    """Wherever a text can stand."""
    parts = {"": PartOutcome("d", [], {word: "f"})}
    return checked(outcome(word, Verdict.ERROR, word, parts=parts, uses=[word], where=word), errors=(f"{word}: {word}",))


@pytest.mark.parametrize(
    "word", [NASTY, "|", "`", "```\n", "~~~", "\\", "\n\n# x", "<!--", "<details>", "&amp;", "[x](y)", "_x_", "__", "*x*", "http://x"]
)
def test_no_text_breaks_the_page(word: str) -> None:
    unbroken(word)


@settings(deadline=None)
@given(ANY)
def test_no_text_that_anybody_thinks_of_breaks_the_page(word: str) -> None:
    unbroken(word)


def unbroken(word: str) -> None:
    """The page has its headings, blocks and cells and nothing else, and every cell says what it should."""
    tokens, plain = page(nasty(word)), page(nasty("word"))
    assert [token.type for token in plain] == [token.type for token in tokens]
    assert [] == html(tokens)
    shown = [" ".join(one_line(text).split()) for text in (word, printable(word))]
    for cell, expected in zip(inside(tokens, "td"), inside(plain, "td"), strict=True):
        assert " ".join(cell.split()) in (shown if expected == "word" else [expected])


def test_what_is_escaped_reads_as_it_was() -> None:
    word = "a|b `c` *d* _e_ <i>f</i> &amp; \\n [g](h) ~~i~~ x_y"
    assert word in inside(page(nasty(word)), "td")


def test_a_page_never_outgrows_what_is_shown() -> None:
    failed = [outcome(f"a.b{k}", Verdict.ERROR, "😀<\n" * 1_000_000) for k in range(FAILURES + 10)]
    many = [outcome(f"c.d{k}") for k in range(ROWS + 10)]
    made = text(checked(*failed, *many, errors=("x" * 100_000,) * (FAILURES + 5)))
    assert MEGABYTE > len(made.encode("utf-8"))
    assert "… and 10 more; the table and `--json` have them all." in made
    assert f"… and {FAILURES + 20} more; `--json` has them all." in made
