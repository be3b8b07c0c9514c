"""A ball that forgets a radius is caught: bugs are planted in one operation at a time, and the comparison with Arb sees each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from flint import arb

from gaproof.numeric import Model, judge, realise
from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.terms import Eq, Sum, exp, field, index, scalar, sizes
from gaproof.theory import softmax
from tests.numeric.points import EXACT, balls, each, outside
from tests.numeric.test_ball import BINARY, UNARY

DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
EXACTLY = {"u": 0.0, "wide_u": 0.0, "elementary": 0.0, "up": 1.0, "tiny": 0.0, "lost": 0.0, "gamma": lambda n: 0.0}


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
        before = {name: getattr(self, name) for name in EXACTLY}
        self.__dict__.update(EXACTLY)
        try:
            return true(self, *args)
        finally:
            self.__dict__.update(before)

    return bug


WHERE = {"exp": "exp", "log": "log", "inverse": "inverse", "_product": "times", "_plus": "plus", "over": "over", "quotient": "over shared"}
every = pytest.mark.parametrize("dtype", DTYPES, ids=str)


@every
@pytest.mark.parametrize("plant", [forgetful, without_round_off])
@pytest.mark.parametrize("operation", WHERE)
def test_a_planted_bug_in_an_operation_is_seen(
    monkeypatch: pytest.MonkeyPatch, operation: str, plant: Callable[[str], Any], dtype: torch.dtype
) -> None:
    name, a = WHERE[operation], BallArithmetic(dtype=dtype)
    monkeypatch.setattr(BallArithmetic, *(("over", plant("over")) if operation == "quotient" else (operation, plant(operation))))
    if name in UNARY:
        ours, true = UNARY[name]
        x, inside = balls(2000, seed=1, dtype=dtype)
        assert outside(ours(a, x), each(true, inside))
    else:
        of_two, true_of_two = BINARY[name]
        (x, p), (y, q) = balls(2000, seed=1, dtype=dtype), balls(2000, seed=2, dtype=dtype)
        assert outside(of_two(a, x, y), each(true_of_two, p, q, bits=200 if "over" in name else EXACT))


@every
@pytest.mark.parametrize("plant", [forgetful, without_round_off])
@pytest.mark.parametrize("operation", ["sum", "contract"])
def test_a_planted_bug_in_a_reduction_is_seen(
    monkeypatch: pytest.MonkeyPatch, operation: str, plant: Callable[[str], Any], dtype: torch.dtype
) -> None:
    monkeypatch.setattr(BallArithmetic, operation, plant(operation))
    a, eps = BallArithmetic(dtype=dtype), torch.finfo(dtype).eps
    part = 0.0 if plant is without_round_off else 4096 * eps  # of each entry's size: its radius, and how far its true value lies off
    x = torch.randn(30, 40, dtype=torch.float64, generator=torch.Generator().manual_seed(0)).abs().to(dtype)
    ball = Ball(x, x.to(a.wide) * part if part else None)
    if operation == "sum":
        got = a.sum(ball, (0,))
    else:
        got = a.contract(ball.map(lambda t: t[None]), Ball(torch.ones_like(x)[None]), (0, 2), (1, 2), (0, 1))
    assert outside(got, each(lambda *v: sum(v, arb(0)), *[[arb(t) * (1 + arb(part) * arb(0.9)) for t in row] for row in x.tolist()]))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_a_sum_that_is_formed_in_half_precision_is_outside_its_ball(dtype: torch.dtype) -> None:
    x = torch.rand(400, 50, generator=torch.Generator().manual_seed(0)).to(dtype)
    total = x[0].clone()
    for row in x[1:]:
        total += row
    mid, rad = BallArithmetic(dtype=dtype).sum(Ball(x), (0,)).enclosure()
    assert bool(((total.float() - mid.float()).abs() > 2 * rad).any())


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_a_model_loaded_without_its_rounding_is_seen(monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype) -> None:
    monkeypatch.setattr(BallArithmetic, "holds", lambda self, numbers: True)
    x, values = scalar("x"), torch.randn(50, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    assert outside(realise(x, Model({}, {x: values}), BallArithmetic(dtype=dtype)), [arb(v) for v in values.tolist()])


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
