"""A ball that forgets a radius is caught: bugs are planted in one operation at a time, and the comparison with Arb sees each."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import torch

from gaproof.numeric import Model, judge
from gaproof.numeric import ball as module
from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.terms import Eq, Sum, exp, field, index, sizes
from gaproof.theory import softmax
from tests.numeric.points import EXACT, balls, each, outside
from tests.numeric.test_ball import BINARY, UNARY

ONE = Fraction(1)
A = BallArithmetic()


def forgetful(operation: str) -> Callable[..., Ball]:
    """The operation without the radii of what it is applied to."""
    true = getattr(BallArithmetic, operation)

    def bug(self: Any, *args: Any) -> Ball:
        return true(self, *(Ball(a.mid, None, a.dead, a.positive, a.mask) if isinstance(a, Ball) else a for a in args))

    return bug


def without_round_off(operation: str) -> Callable[..., Ball]:
    """The operation as if it were computed exactly."""
    true = getattr(BallArithmetic, operation)

    def bug(self: Any, *args: Any) -> Ball:
        before = module.U, module.ELEMENTARY, module.UP, module.TINY, module.gamma
        module.U, module.ELEMENTARY, module.UP, module.TINY, module.gamma = 0.0, 0.0, 1.0, 0.0, lambda n: 0.0
        try:
            return true(self, *args)
        finally:
            module.U, module.ELEMENTARY, module.UP, module.TINY, module.gamma = before

    return bug


WHERE = {"exp": "exp", "log": "log", "inverse": "inverse", "_product": "times", "_plus": "plus", "over": "over"}


@pytest.mark.parametrize("plant", [forgetful, without_round_off])
@pytest.mark.parametrize("operation", WHERE)
def test_a_planted_bug_in_an_operation_is_seen(monkeypatch: pytest.MonkeyPatch, operation: str, plant: Callable[[str], Any]) -> None:
    monkeypatch.setattr(BallArithmetic, operation, plant(operation))
    name = WHERE[operation]
    if name in UNARY:
        ours, true = UNARY[name]
        x, inside = balls(2000, seed=1)
        assert outside(ours(x), each(true, inside))
    else:
        of_two, true_of_two = BINARY[name]
        (x, a), (y, b) = balls(2000, seed=1), balls(2000, seed=2)
        assert outside(of_two(x, y), each(true_of_two, a, b, bits=EXACT if name != "over" else 200))


@pytest.mark.parametrize("plant", [forgetful, without_round_off])
@pytest.mark.parametrize("operation", ["sum", "contract"])
def test_a_planted_bug_in_a_reduction_is_seen(monkeypatch: pytest.MonkeyPatch, operation: str, plant: Callable[[str], Any]) -> None:
    monkeypatch.setattr(BallArithmetic, operation, plant(operation))
    g = torch.Generator().manual_seed(0)
    x = torch.randn(30, 40, dtype=torch.float64, generator=g)
    ball = Ball(x, x.abs() * 1e-12 if plant is forgetful else None)
    from flint import arb

    if operation == "sum":
        got = A.sum(ball, (0,))
        true = each(
            lambda *v: sum(v, arb(0)), *[[arb(t) + arb(t) * arb(0.9e-12 if plant is forgetful else 0.0) for t in row] for row in x.tolist()]
        )
    else:
        got = A.contract(
            Ball(x[None], None if ball.rad is None else ball.rad[None]), Ball(torch.ones_like(x)[None]), (0, 2), (1, 2), (0, 1)
        )
        shift = 0.9e-12 if plant is forgetful else 0.0
        true = each(lambda *v: sum(v, arb(0)), *[[arb(t) + arb(abs(t)) * arb(shift) for t in row] for row in x.tolist()])
    assert outside(got, true)


def test_balls_without_round_off_make_true_equations_disjoint_and_high_precision_contradicts(monkeypatch: pytest.MonkeyPatch) -> None:
    n, m = sizes("n m")
    i, j = index("i", n), index("j", m)
    s, c = field("s", i, j), field("c", i)
    model = Model({n: 4, m: 5}, {s: torch.randn(4, 5, 50, dtype=torch.float64), c: torch.randn(4, 50, dtype=torch.float64)})
    claim = Eq(softmax(s[i, j] + c[i], over=j), softmax(s[i, j], over=j))
    assert "AGREES" == judge(claim, model).outcome
    for operation in ("_plus", "exp", "sum", "over"):
        monkeypatch.setattr(BallArithmetic, operation, without_round_off(operation))
    verdict = judge(claim, model)
    assert ("UNDECIDED", True) == (verdict.outcome, verdict.ratio > 1)


def test_a_wrong_axis_or_a_missing_normaliser_is_refuted() -> None:
    n, m = sizes("n m")
    i, j, k = index("i", n), index("j", m), index("k", m)
    s = field("s", i, j)
    model = Model({n: 4, m: 5}, {s: torch.randn(4, 5, 8, dtype=torch.float64)})
    right = softmax(s[i, j], over=j)
    for wrong in (softmax(s[i, j], over=i), exp(s[i, j]), exp(s[i, j]) / Sum(exp(-s[i, k]), k), 2 * right):
        verdict = judge(Eq(wrong, right), model)
        assert ("REFUTED", 8) == (verdict.outcome, verdict.failing) and verdict.ratio > 1e6
