"""Every theorem has a page and every page a theorem; no build is needed to see it."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.book.pages import DIRECTIVES, ROOT, pages, problems

BOOK, THEOREMS = ROOT / "book", ROOT / "theorems"
PAGE = "anchor/shift.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The book without what is built."""
    return Path(copytree(BOOK, tmp_path / "book", ignore=ignore_patterns("_build")))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def planted(book: Path, theorems: Path = THEOREMS) -> set[str]:
    """What is wrong with a book besides what may be wrong with this one."""
    return {*problems(book, theorems)} - {*problems(BOOK, THEOREMS)}


def test_each_theorem_has_its_page_and_each_page_its_theorem_and_its_place_in_the_contents() -> None:
    assert [] == list(problems(BOOK, THEOREMS))


def test_there_are_pages_to_look_at() -> None:
    assert "anchor.shift" in pages(BOOK)


def test_a_theorem_without_a_page_is_noticed(copy: Path) -> None:
    (copy / PAGE).unlink()
    assert {"anchor.shift has no page", "the contents have anchor/shift, which does not exist"} == planted(copy)


def test_a_page_without_a_theorem_is_noticed(copy: Path) -> None:
    (copy / "anchor/dreamt.md").write_text("# A dream\n", encoding="utf-8")
    assert {"the page anchor.dreamt has no theorem", "anchor/dreamt is not in the contents"} == planted(copy)


def test_another_title_than_that_of_the_theorem_file_is_noticed(copy: Path) -> None:
    edit(copy / PAGE, "# Row softmax ignores row fields", "# Softmax ignores everything")
    assert {"anchor.shift has the title ['Softmax ignores everything']"} == planted(copy)


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_directive_that_is_left_out_is_noticed(copy: Path, directive: str) -> None:
    edit(copy / PAGE, f"```{{{directive}}} anchor.shift", "```")
    assert {f"anchor.shift does not have {{{directive}}} of itself, once"} == planted(copy)


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_directive_of_another_claim_is_noticed(copy: Path, directive: str) -> None:
    edit(copy / PAGE, f"```{{{directive}}} anchor.shift", f"```{{{directive}}} anchor.row")
    assert {f"anchor.shift does not have {{{directive}}} of itself, once"} == planted(copy)


def test_a_page_that_is_not_in_the_contents_is_noticed(copy: Path) -> None:
    edit(copy / "_toc.yml", "          - file: anchor/shift\n", "")
    assert {"anchor/shift is not in the contents"} == planted(copy)


def test_a_page_that_is_in_the_contents_twice_is_noticed(copy: Path) -> None:
    edit(copy / "_toc.yml", "- file: anchor/shift", "- file: anchor/shift\n          - file: anchor/shift")
    assert {"anchor/shift is in the contents twice"} == planted(copy)


def test_options_of_a_cell_that_cannot_be_read_are_noticed(copy: Path) -> None:
    edit(copy / PAGE, "    alt: ", "    alt: two: ")
    assert {"anchor/shift has a cell whose options cannot be read"} == planted(copy)
