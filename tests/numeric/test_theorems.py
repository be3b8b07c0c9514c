"""The theorems as they are stated, on models of their hypotheses in every floating-point type: none fails; near misses are refuted."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
import torch

from gaproof.claim import NearMiss, Part
from gaproof.evidence.campaign import EFFORTS, Effort, campaign
from gaproof.evidence.sequents import Given, given_by
from gaproof.numeric import BallArithmetic
from gaproof.numeric.rounding import DTYPES
from tests.theorems.corpus import SAMPLE, SAMPLE_MISSES, miss_name, part_name

SMALL, QUICK = Effort(rounds=6, batch=24, examples=0, exact_rounds=3, exact_batch=3, largest=3), EFFORTS["quick"]
NEVER_TRIED = {"interaction.chart_gauge[gauge is all]"}  # its hypotheses relate four matrices, and no equation gives one of them
THERE_IS = "it says that something is there: that fails at no value in particular"
# near misses that no campaign refutes, by how their names begin; tests/theorems/test_near_misses.py refutes each in another way
OUT_OF_REACH = {
    "anchor.free_energy[gibbs]: equal masses": "a divergence of 0 as the condition is met only where both rows are the same",
    "anchor.free_energy[unique]: the maximiser": "an equation between logarithms, as a condition, is never certain in balls",
    "anchor.jacobian[derivative]: the normaliser": THERE_IS,
    "anchor.jacobian[derivative]: the temperature": THERE_IS,
    "anchor.ratio_unique[on a support]: the mass of all of v": "unit mass and all ratios at once are met only by chance",
    "anchor.ratio_unique[unique]: differences": "unit mass and all differences at once are met only by chance",
    "anchor.shift[recovery]: nothing is said": THERE_IS,
    "anchor.shift[recovery]: the constant": THERE_IS,
    "carrier.live_rows[live rows suffice]: unit columns": THERE_IS,
    "depth.coarse_logsumexp[blocks]: a block": "log 0 has no value",
    "interaction.chart_gauge[gauge is all]: the gauge": THERE_IS,
    "interaction.decomposition[kernel]: a column": THERE_IS,
    "interaction.decomposition[coordinates]: a constant": THERE_IS,
    "link.exponential[bounded on an interval]: bounded": THERE_IS,
    "link.exponential[decreasing]: on the half-line": "the function with a step is not among those that are tried",
    "link.positive[positive]: on the half-line": "the function with a step is not among those that are tried",
    "probe.row_ratio[complete]: ratios": THERE_IS,
    "probe.row_ratio[complete]: one factor": THERE_IS,
}
each_part = pytest.mark.parametrize("part", SAMPLE, ids=part_name)


@cache
def witnesses(name: str) -> Given:
    (part,) = [p for p in SAMPLE if part_name(p) == name]
    return given_by(part.claim.theorem(part.name))


def assert_holds(part: Part, effort: Effort, dtype: torch.dtype, seed: int) -> None:
    tally = campaign(part.statement, effort, seed, BallArithmetic(dtype=dtype), witnesses(part_name(part)))
    assert tally.refutation is None
    assert 0 == tally.wrong, "a ball does not hold the true value"
    assert tally.ratio <= 1
    assert 0 == tally.unreached, "a sequent is left out"
    assert (part_name(part) in NEVER_TRIED) == (0 == tally.models + tally.contrasts)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
@each_part
def test_a_theorem_is_not_refuted(part: Part, dtype: torch.dtype) -> None:
    assert_holds(part, SMALL, dtype, DTYPES.index(dtype))


@pytest.mark.slow
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@each_part
def test_a_theorem_is_not_refuted_by_any_seed(part: Part, dtype: torch.dtype) -> None:
    for seed in range(3):
        assert_holds(part, QUICK, dtype, seed)


@pytest.mark.parametrize(("part", "miss"), [pytest.param(*pair, id=miss_name(*pair)) for pair in SAMPLE_MISSES])
def test_a_near_miss_is_refuted_unless_it_is_out_of_reach(part: Part, miss: NearMiss) -> None:
    tally = campaign(miss.statement, replace(QUICK, exact_rounds=14), 0)
    listed = any(miss_name(part, miss).startswith(key) for key in OUT_OF_REACH)
    assert listed == (tally.refutation is None)
    assert 0 == tally.wrong


@pytest.mark.parametrize("key", OUT_OF_REACH)
def test_every_key_of_the_table_begins_one_name(key: str) -> None:
    assert 1 == sum(miss_name(*pair).startswith(key) for pair in SAMPLE_MISSES)
