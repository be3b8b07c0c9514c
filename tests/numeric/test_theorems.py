"""The theorems as they are stated, run: the sides meet in balls, agree exactly, and near misses are refuted."""

from __future__ import annotations

import pytest

from gaproof.claim import NearMiss, Part
from gaproof.numeric import BallArithmetic, ExactArithmetic, PlainArithmetic, RealiseError, judge, program, realise
from gaproof.proof.syntax import Eq, Formula
from tests.numeric.theorem_models import conclusions, models
from tests.theorems.corpus import NEAR_MISSES, PARTS, miss_name, part_name

SEEDS = range(4)
# conclusions that quantify over fields, functions or real numbers under a connective: they need witnesses, not values
WITHOUT_VALUES = {
    "anchor.jacobian[derivative]",
    "anchor.shift[recovery]",
    "carrier.live_rows[live rows suffice]",
    "interaction.chart_gauge[gauge acts]",
    "interaction.chart_gauge[gauge is all]",
    "interaction.decomposition[kernel]",
    "interaction.decomposition[coordinates]",
    "probe.row_ratio[complete]",
}
# near misses of other parts that no value refutes, by how their reasons begin
NOT_REFUTED = {
    "masked columns are free": "an equation between exponentials, as a condition, is never certain in balls",
    "zero on the support is too much": "the same",
    "a block without admissible keys": "log 0 has no value",
    "on the half-line: ℓ(w) = 1 for w ≤ 0": "the same: the rate is −log 0",
    "bounded on one interval": "it asks for a bound on a function",
    "without nz: ℓ = 0, and no exponential": "log 0 has no value",
}


def realisable(pieces: list[Formula], model: object) -> list[Formula]:
    kept = []
    for piece in pieces:
        try:
            program(piece, model)  # type: ignore[arg-type]
        except RealiseError:
            continue
        kept.append(piece)
    return kept


@pytest.mark.parametrize("part", PARTS, ids=part_name)
def test_a_theorem_holds_in_every_arithmetic_on_random_models(part: Part) -> None:
    pieces = conclusions(part.statement.conclusion)
    instances = 0
    for seed in SEEDS:
        for label, model in models(part.claim.id, part.statement, pieces, seed):
            for piece in realisable(pieces, model):
                verdict = judge(piece, model)
                assert "AGREES" == verdict.outcome, f"{label} {piece} at seed {seed}: {verdict}"
                truth = program(piece, model, stable=False).run(model, ExactArithmetic()).value
                assert not truth.fails.any(), f"{label} {piece} at seed {seed}"
                instances += model.batch
                if type(piece) is Eq:
                    assert_plain_is_inside(piece, model)
    assert (instances == 0) == (part_name(part) in WITHOUT_VALUES), f"{instances} instances"


def assert_plain_is_inside(equation: Eq, model: object) -> None:
    """float64 does the operations whose round-off the radius bounds."""
    for side in equation.children:
        ball = realise(side, model, BallArithmetic())  # type: ignore[arg-type]
        plain = realise(side, model, PlainArithmetic())  # type: ignore[arg-type]
        known = ball.rad.isfinite()
        assert bool(((plain.value - ball.mid).abs() <= 2 * ball.rad)[known].all())


@pytest.mark.parametrize(("part", "miss"), NEAR_MISSES, ids=lambda x: x.why[:40] if isinstance(x, NearMiss) else part_name(x))
def test_a_near_miss_is_refuted_on_some_model(part: Part, miss: NearMiss) -> None:
    pieces = conclusions(miss.statement.conclusion)
    refuted = False
    for seed in range(12):
        for _, model in models(part.claim.id, miss.statement, pieces, seed, near_miss=True):
            refuted = refuted or any("REFUTED" == judge(piece, model, exact=True).outcome for piece in realisable(pieces, model))
        if refuted:
            break
    excused = part_name(part) in WITHOUT_VALUES or miss.why.startswith(tuple(NOT_REFUTED))
    assert refuted or excused, miss_name(part, miss)
