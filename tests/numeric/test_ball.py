"""No ball excludes the true value: every operation against Arb at 200 bits, on random and adversarial balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
import torch
from flint import arb

from gaproof.numeric.ball import Ball, BallArithmetic
from tests.numeric.points import BITS, EXACT, balls, each, outside, points

A = BallArithmetic()
COUNT = 12_000
ONE = Fraction(1)
Operation = Callable[..., Ball]


def inverse(x: arb) -> arb | None:
    return None if x.contains(0) else 1 / x


def logarithm(x: arb) -> arb | None:
    return x.log() if x > 0 else None


def quotient(x: arb, y: arb) -> arb | None:
    return None if y.contains(0) else x / y


UNARY: dict[str, tuple[Operation, Callable[[arb], arb | None]]] = {
    "exp": (lambda a, x: a.exp(x), lambda x: x.exp()),
    "log": (lambda a, x: a.log(x), logarithm),
    "inverse": (lambda a, x: a.inverse(x), inverse),
    "a third of": (lambda a, x: a.linear([(Fraction(1, 3), x)]), lambda x: x / 3),
    "minus": (lambda a, x: a.linear([(-ONE, x)]), lambda x: -x),
}
BINARY: dict[str, tuple[Operation, Callable[[arb, arb], arb | None]]] = {
    "plus": (lambda a, x, y: a.linear([(ONE, x), (ONE, y)]), lambda x, y: x + y),
    "minus": (lambda a, x, y: a.linear([(ONE, x), (-ONE, y)]), lambda x, y: x - y),
    "times": (lambda a, x, y: a.times([x, y]), lambda x, y: x * y),
    "over": (lambda a, x, y: a.over(x, y), quotient),
    "over shared": (lambda a, x, y: over_shared(a, x, y), quotient),
}


def over_shared(a: BallArithmetic, x: Ball, y: Ball) -> Ball:
    """x/y with each denominator as the one of a row of two."""
    rows = x.map(lambda t: torch.stack([t, t], 1))
    return a.over(rows, y.map(lambda t: t[:, None])).map(lambda t: t[:, 0])


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    return max(COUNT, request.config.getoption("--fuzz"))


def enclosing(a: BallArithmetic, count: int) -> tuple[int, int]:
    """Evaluations in which no operation excludes the true value, and how many of them have a finite radius."""
    evaluations = finite = 0
    for name, (ours, true) in UNARY.items():
        for exact in (False, True):
            x, inside = balls(count, seed=len(name), exact=exact, dtype=a.dtype, device=a.device)
            ball = ours(a, x)
            assert [] == outside(ball, each(true, inside, bits=EXACT if name == "minus" else BITS)), name
            evaluations, finite = evaluations + count, finite + int(ball.enclosure()[1].isfinite().sum())
    for name, (of_two, true_of_two) in BINARY.items():
        for exact_pair in product((False, True), repeat=2):
            where = {"dtype": a.dtype, "device": a.device}
            (x, p), (y, q) = (balls(count // 2, seed=100 * k + 7, exact=e, **where) for k, e in enumerate(exact_pair))
            ball = of_two(a, x, y)
            assert [] == outside(ball, each(true_of_two, p, q)), name
            evaluations, finite = evaluations + count // 2, finite + int(ball.enclosure()[1].isfinite().sum())
    return evaluations, finite


def test_no_operation_excludes_the_true_value_in_two_hundred_thousand_evaluations(count: int) -> None:
    evaluations, finite = enclosing(A, count)
    assert evaluations >= 200_000
    assert finite > evaluations / 2, "most balls must say something"


@pytest.mark.parametrize("size", [1, 3, 40])
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("positive", [False, True])
def test_a_sum_encloses_its_value(size: int, exact: bool, positive: bool, count: int) -> None:
    enclosing_sum(A, size, exact, positive, count // 12)


def moderate(a: BallArithmetic, x: Ball, inside: list[arb], below: float) -> tuple[Ball, list[arb]]:
    """0 instead of what is larger."""
    small = x.mid.abs() < below
    rad = None if x.rad is None else torch.where(small, x.rad, 0.0)
    return Ball(torch.where(small, x.mid, 0.0), rad), [v if s else arb(0) for v, s in zip(inside, small.tolist(), strict=True)]


def enclosing_sum(a: BallArithmetic, size: int, exact: bool, positive: bool, count: int) -> None:
    x, inside = moderate(a, *balls(size * count, seed=size, exact=exact, dtype=a.dtype, device=a.device), torch.finfo(a.dtype).max / 1e3)
    if positive:
        inside = each(lambda v, m: -v if m < 0 else v, inside, x.mid.tolist(), bits=EXACT)
        x = Ball(x.mid.abs(), x.rad)
    shaped = x.map(lambda t: t.reshape(size, count))
    total = a.sum(Ball(shaped.mid, shaped.rad, positive=positive), (0,))
    assert [] == outside(total, each(lambda *xs: sum(xs, arb(0)), *(inside[k * count : (k + 1) * count] for k in range(size)), bits=EXACT))


@pytest.mark.parametrize("batch", [1, 6])
@pytest.mark.parametrize("exact", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("inner", [1, 5, 33])
def test_a_contraction_encloses_its_value(inner: int, exact: tuple[bool, bool], batch: int) -> None:
    enclosing_contraction(A, inner, exact, batch)


def enclosing_contraction(a: BallArithmetic, inner: int, exact: tuple[bool, bool], batch: int) -> None:
    rows, columns = 6, 7
    pair = []
    for k, (n, e) in enumerate(((rows, exact[0]), (columns, exact[1]))):
        drawn = balls(n * inner * batch, seed=31 * k + inner, exact=e, dtype=a.dtype, device=a.device)
        x, inside = moderate(a, *drawn, torch.finfo(a.dtype).max ** 0.5 / 8)
        pair.append((x.map(lambda t, n=n: t.reshape(n, inner, batch)), inside))
    (x, p), (y, q) = pair
    z = a.contract(x, y, (0, 2), (1, 2), (0, 1))

    def entry(i: int, j: int, b: int) -> arb:
        return sum((p[(i * inner + k) * batch + b] * q[(j * inner + k) * batch + b] for k in range(inner)), arb(0))

    assert [] == outside(z, each(entry, *zip(*[(i, j, b) for i in range(rows) for j in range(columns) for b in range(batch)], strict=True)))


def test_the_elementary_functions_of_torch_keep_their_assumed_error(count: int) -> None:
    x = points(count, seed=5)
    assert [] == outside(A.exp(Ball(x)), each(lambda v: v.exp(), [arb(v) for v in x.tolist()]))
    x = x.abs()
    assert [] == outside(A.log(Ball(x)), each(logarithm, [arb(v) for v in x.tolist()]))


def test_balls_of_points_are_narrow() -> None:
    x = torch.randn(1000, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    for ball in (A.exp(Ball(x)), A.log(Ball(x.abs())), A.times([Ball(x), Ball(x)]), A.over(Ball(x), Ball(x + 5))):
        mid, rad = ball.enclosure()
        assert bool((rad <= 16 * 2.0**-53 * mid.abs() + 1e-300).all())


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_what_has_no_value_has_an_infinite_radius_and_is_no_nan(value: float) -> None:
    x = Ball(torch.tensor([value, 1.0], dtype=torch.float64), torch.tensor([0.5, 2.0], dtype=torch.float64))
    for ball in (A.log(x), A.exp(A.log(x)), A.linear([(ONE, A.log(x)), (-ONE, A.log(x))])):
        mid, rad = ball.enclosure()
        assert [0.0, 0.0] == mid.tolist() and bool(rad.isinf().all())
    mid, rad = A.inverse(Ball(torch.tensor([0.0, 1.0], dtype=torch.float64), torch.tensor([0.0, 1.0], dtype=torch.float64))).enclosure()
    assert not bool(mid.isnan().any()) and bool(rad.isinf().all())


def test_zero_times_what_has_no_value_is_zero() -> None:
    zero = A.indicator(torch.tensor([False, True]))
    lost = A.log(Ball(torch.tensor([0.0, -1.0], dtype=torch.float64)))
    for answer in (A.times([zero, lost]), A.times([lost, zero])):
        mid, rad = answer.enclosure()
        assert [0.0, float("inf")] == rad.tolist() and [0.0, 0.0] == mid.tolist()
    mid, rad = A.over(zero, Ball(torch.zeros(2, dtype=torch.float64))).enclosure()
    assert [0.0, float("inf")] == rad.tolist()
