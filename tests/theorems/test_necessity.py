"""Of every hypothesis of every part: whether it is necessary, checked anew, is as the committed evidence says."""

import pytest

from gaproof.claim import Part
from gaproof.evidence.record import necessity, on_record
from gaproof.exact import check
from tests.theorems.corpus import PARTS, part_name
from tests.theorems.test_evidence import EVIDENCE


def recorded(part: Part) -> dict[str, str]:
    """What the committed evidence says."""
    found: dict[str, str] = EVIDENCE["theorems"][part.claim.id]["numeric"]["parts"][part.name]["necessity"]
    return found


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_the_necessity_of_every_hypothesis_is_as_recorded(part: Part) -> None:
    assert recorded(part) == necessity(part, on_record(part)), "run `make evidence`"


def test_one_hypothesis_at_a_time_gives_what_the_theorem_file_says() -> None:
    for part in PARTS[::7]:
        assert check(part) == {hypothesis: part.necessity(hypothesis) for hypothesis in part.statement.hypotheses}
