"""Certificates that are spoiled are rejected by Coq, and for that reason."""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from gaproof.proof.export import export
from tests.redteam.coq.bench import Bench, bench, certificate, stated, without_coq
from tests.redteam.coq.spoiling import WAYS, Way
from tests.redteam.tampering import good

pytestmark = [pytest.mark.slow, without_coq]


def document(name: str) -> Any:
    """A certificate without numbers inside formulas, so that they are spoilt in one place."""
    if name == "bound":
        return good()
    with patch("gaproof.claim.export", partial(export, as_trees=True)):
        return json.loads(certificate("link.positive"))


@pytest.fixture(scope="module")
def coq() -> Iterator[Bench]:
    with bench() as made:
        yield made


@pytest.mark.parametrize("name", ["positive", "bound"])
def test_the_certificates_are_accepted_as_they_are(coq: Bench, name: str) -> None:
    assert "" == coq.refusal(document(name), stated(document(name)))


def test_there_are_at_least_thirty_ways() -> None:
    assert 30 <= len(WAYS)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_spoiled_certificate_is_rejected_for_that_reason(coq: Bench, way: Way) -> None:
    spoiled = document(way.of)
    way.spoil(spoiled)
    assert json.dumps(document(way.of)) != json.dumps(spoiled)  # the order of parts counts
    why = coq.refusal(spoiled, stated(document(way.of)))
    assert re.search(way.says, why, re.DOTALL), why
