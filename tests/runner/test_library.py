"""Claims by id: as declared, or from the file of that id."""

import pytest

from gaproof import library
from gaproof.claim import Claim
from gaproof.errors import GaproofError
from gaproof.terms import Eq, scalar

x = scalar("x")


def test_a_claim_is_found_by_its_id_once_it_is_declared() -> None:
    claim = Claim("library.declared", shows=Eq(x, x))
    assert claim is library.find("library.declared")
    again = Claim("library.declared", shows=Eq(x, x))
    assert again is library.find("library.declared")


def test_an_installed_claim_is_imported_when_it_is_asked_for() -> None:
    assert "link.positive" == library.find("link.positive").id


@pytest.mark.parametrize(
    ("id", "said"),
    [("link.positiv", "did you mean link.positive"), ("", "no claim has the id ''"), ("..", "no claim"), ("link", "no claim")],
)
def test_an_unknown_id_is_refused_with_what_looks_like_it(id: str, said: str) -> None:
    with pytest.raises(GaproofError, match=said.replace(".", r"\.")):
        library.find(id)


def test_a_claim_knows_the_file_that_declares_it() -> None:
    assert __file__ == HERE.file


HERE = Claim("library.here", shows=Eq(x, x))
