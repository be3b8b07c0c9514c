"""Of every hypothesis of every part: whether it is necessary, checked anew, is as the committed evidence says."""

import pytest

from gaproof.claim import Part
from gaproof.evidence.equivalence import equivalent
from gaproof.evidence.mutants import DROPPED, sample
from gaproof.evidence.record import necessity, on_record
from gaproof.exact import check
from gaproof.exact.necessity import NOT_KNOWN, NOT_NEEDED
from gaproof.runner.loading import load_beside
from tests.theorems.corpus import PARTS, part_name
from tests.theorems.test_evidence import EVIDENCE


def recorded(part: Part) -> dict[str, str]:
    """What the committed evidence says."""
    found: dict[str, str] = EVIDENCE["theorems"][part.claim.id]["numeric"]["parts"][part.name]["necessity"]
    return found


def needless(part: Part) -> set[str | None]:
    """The hypotheses without which the kernel proves a part, in the way that is on record."""
    true = on_record(part).true
    dropped = [q for q in sample(part.statement, 1, 0) if q.kind == DROPPED and q.name in true]
    if dropped and not part.true_mutants:
        load_beside(part.claim)
    return {q.where for q in dropped if equivalent(part, q, true[q.name])}


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_the_necessity_of_every_hypothesis_is_as_recorded(part: Part) -> None:
    found = necessity(part, on_record(part))
    found |= {h: NOT_NEEDED for h in needless(part) if h is not None and found[h] == NOT_KNOWN}
    assert recorded(part) == found, "run `make evidence`"


def test_one_hypothesis_at_a_time_gives_what_the_theorem_file_says() -> None:
    for part in PARTS[::7]:
        assert check(part) == {hypothesis: part.necessity(hypothesis) for hypothesis in part.statement.hypotheses}
