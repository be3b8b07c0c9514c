"""What a page was made from: it is read and run again if that has changed, and not if something else has."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from gaproof.pages.caching import Corpus, cells, outdated
from gaproof.pages.ledger import Ledger
from gaproof.runner.verdict import Outcome, Verdict
from tests.pages.made import ROWS_AND_MORE, claimed

FIRST = "```{code-cell} python3\nfrom theorems.made.rows import claim\n```"
SECOND = "```{code-cell} python3\n1 + 1\n```"
PAGE = f"# Rows\n\n{FIRST}\n\nText on theorems.\n\n{SECOND}\n"


@pytest.fixture
def theorems(tmp_path: Path) -> Path:
    """made.rows uses made.base; made.other stands alone."""
    files = {"rows": "p.use('made.base')", "base": "", "other": ""}
    (tmp_path / "made").mkdir()
    for name, text in files.items():
        (tmp_path / "made" / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def changed(theorems: Path, name: str, program: str) -> bool:
    """Whether what a program needs is another thing once a theorem file has changed."""
    before = Corpus(theorems).needed(program)
    (theorems / "made" / f"{name}.py").write_text("changed", encoding="utf-8")
    return before != Corpus(theorems).needed(program)


def test_cells_are_what_a_page_runs() -> None:
    assert f"{FIRST}\n{SECOND}" == cells(PAGE)


@pytest.mark.parametrize(("name", "needed"), [("rows", True), ("base", True), ("other", False)])
def test_a_program_needs_what_it_names_and_what_that_names(theorems: Path, name: str, needed: bool) -> None:
    assert needed == changed(theorems, name, cells(PAGE))


@pytest.mark.parametrize(
    "program", ["from theorems import made", "import theorems.made", "gaproof.library.find(name)", "subprocess.run(call)"]
)
def test_a_program_that_may_reach_any_theorem_needs_all(theorems: Path, program: str) -> None:
    assert changed(theorems, "other", program)


@pytest.mark.parametrize("fence", ["```", "````", "~~~", ":::"])
def test_fences_of_every_kind_are_read(tmp_path: Path, fence: str) -> None:
    cell = f"{fence}{{code-cell}} python3\n1 + 1\n{fence}"
    assert cell == cells(f"Text.\n\n{cell}\n\nText.")
    page = f"- in a list:\n\n  {fence}{{claim}} made.rows\n  {fence}"
    assert stale(page, [claimed()], [claimed(ROWS_AND_MORE)], tmp_path)


def stale(page: str, before: list[Outcome], after: list[Outcome], folder: Path) -> bool:
    """Whether a page is read again, when what became of claims has changed."""
    (folder / "page.md").write_text(page, encoding="utf-8")
    env = SimpleNamespace(found_docs={"page"}, doc2path=lambda doc: str(folder / f"{doc}.md"))
    found = []
    for outcomes in (before, after):
        ledger = Ledger()
        ledger.outcomes = {outcome.id: outcome for outcome in outcomes}
        found.append(list(outdated(ledger, env, set())))
    assert [] == found[0], "a page that was not read before is new, not outdated"
    return ["page"] == found[1]


def test_a_page_is_read_again_when_its_claim_has_changed(tmp_path: Path) -> None:
    made, page = claimed(), "```{claim} made.rows\n```"
    assert stale(page, [made], [claimed(ROWS_AND_MORE)], tmp_path)
    assert stale(page, [made], [replace(made, verdict=Verdict.UNPROVED)], tmp_path)
    assert not stale(page, [made], [replace(made, seconds=1.0)], tmp_path)
    assert not stale("Nothing on it.", [made], [claimed(ROWS_AND_MORE)], tmp_path)


def test_a_link_is_read_again_when_the_verdict_has_changed(tmp_path: Path) -> None:
    made, page = claimed(), "See {claim}`made.rows`."
    assert stale(page, [made], [replace(made, verdict=Verdict.UNPROVED)], tmp_path)
    assert not stale(page, [made], [claimed(ROWS_AND_MORE)], tmp_path)


def test_the_links_of_a_claim_are_read_again_when_another_uses_it(tmp_path: Path) -> None:
    made = claimed()
    assert stale("```{links} made.rows\n```", [made], [made, replace(made, id="made.user", uses=["made.rows"])], tmp_path)


def test_every_page_is_read_again_by_another_gaproof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.md").write_text("Text.", encoding="utf-8")
    env = SimpleNamespace(found_docs={"page"}, doc2path=lambda doc: str(tmp_path / f"{doc}.md"))
    ledger = Ledger()
    ledger.outcomes = {}
    assert [] == list(outdated(ledger, env, set())) == list(outdated(ledger, env, set()))
    monkeypatch.setattr("gaproof.pages.caching.code", lambda: "another")
    assert ["page"] == list(outdated(ledger, env, set()))
