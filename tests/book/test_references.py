"""Every reference of the book says where it is found, in a form that such a place has."""

import re

import pytest
from pybtex.database import Entry, parse_file

from tests.book.pages import ROOT

REFERENCES = parse_file(str(ROOT / "book" / "references.bib")).entries
FORMS = {
    "doi": re.compile(r"10\.[0-9]{4,9}/[^\s{}]+"),
    "eprint": re.compile(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?"),
    "url": re.compile(r"https://[^\s{}]+"),
    "isbn": re.compile(r"[0-9]-?([0-9]-?){8}[0-9X]|97[89]-?([0-9]-?){9}[0-9]"),
}
IN_A_LIBRARY = {"journal", "volume", "pages"}


def isbn_fits(isbn: str) -> bool:
    """Whether the last digit is the one that the others ask for."""
    digits = [10 if c == "X" else int(c) for c in isbn.replace("-", "")]
    if len(digits) == 10:
        return sum((10 - place) * digit for place, digit in enumerate(digits)) % 11 == 0
    return sum((1, 3)[place % 2] * digit for place, digit in enumerate(digits)) % 10 == 0


def places(entry: Entry) -> list[str]:
    """The fields of an entry that say where it is found."""
    return [name for name in FORMS if name in entry.fields]


@pytest.mark.parametrize("entry", REFERENCES.values(), ids=list(REFERENCES))
def test_a_reference_says_where_it_is_found(entry: Entry) -> None:
    assert places(entry) or IN_A_LIBRARY <= {*map(str.lower, entry.fields)}
    assert [] == [entry.fields[name] for name in places(entry) if not FORMS[name].fullmatch(entry.fields[name])]
    assert isbn_fits(entry.fields.get("isbn", "0000000000"))


@pytest.mark.parametrize("entry", REFERENCES.values(), ids=list(REFERENCES))
def test_a_reference_says_who_what_and_when(entry: Entry) -> None:
    assert entry.persons["author"]
    assert {"title", "year"} <= {*map(str.lower, entry.fields)}


def test_an_isbn_with_another_digit_does_not_fit() -> None:
    assert isbn_fits("007054235X") and isbn_fits("978-0-07-054235-8")
    assert not isbn_fits("0070542350") and not isbn_fits("9780070542359")
