"""Every near miss is refused by the proof that it is close to, and it is really false: at values, by a derivation, or as a search finds."""

import pytest

from gaproof.claim import NearMiss, Part
from gaproof.errors import GaproofError
from gaproof.exact import Refutation, counterexample, falsity
from gaproof.exact.refutation import FALSE, contradiction, granted, refutes
from gaproof.tactics import forward as f
from tests.theorems.corpus import NEAR_MISSES, SAMPLE, miss_name, part_name

each_near_miss = pytest.mark.parametrize(("part", "miss"), [pytest.param(*pair, id=miss_name(*pair)) for pair in NEAR_MISSES])
DERIVED = [pytest.param(*pair, id=miss_name(*pair)) for pair in NEAR_MISSES if pair[1].derivation is not None]


@each_near_miss
def test_it_is_refused_by_the_proof(part: Part, miss: NearMiss) -> None:
    if part.has_proof:
        part.attempt(part.statement)  # a proof that fails anyway refuses nothing
    with pytest.raises(GaproofError):
        part.attempt(miss.statement)


@each_near_miss
def test_it_is_false(part: Part, miss: NearMiss) -> None:
    assert "not known" != falsity(miss), "no counterexample found: is it perhaps true? else give at=… or by=…"


@pytest.mark.parametrize("part", SAMPLE, ids=part_name)
def test_what_is_proved_has_no_counterexample(part: Part) -> None:
    assert counterexample(part.statement, attempts=5) is None


@pytest.mark.parametrize(("part", "miss"), DERIVED)
def test_a_refutation_counts_only_for_its_near_miss(part: Part, miss: NearMiss) -> None:
    assert miss.derivation is not None
    allowed = granted(miss.undefined)
    derived = contradiction(miss.derivation(Refutation(miss.statement, miss.undefined)))
    assert refutes(miss.statement, derived, allowed)
    assert not refutes(part.statement, derived, allowed)
    assert not refutes(miss.statement, f.assume(FALSE)), "0 = 1 may not be assumed"
    try:
        true = contradiction(miss.derivation(Refutation(part.statement, miss.undefined)))
    except (GaproofError, KeyError):
        return
    assert not refutes(part.statement, true, allowed), "what is proved is refuted"
