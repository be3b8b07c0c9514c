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


def inverse(x: arb) -> arb | None:
    return None if x.contains(0) else 1 / x


def logarithm(x: arb) -> arb | None:
    return x.log() if x > 0 else None


def quotient(x: arb, y: arb) -> arb | None:
    return None if y.contains(0) else x / y


UNARY: dict[str, tuple[Callable[[Ball], Ball], Callable[[arb], arb | None]]] = {
    "exp": (lambda x: A.exp(x), lambda x: x.exp()),
    "log": (lambda x: A.log(x), logarithm),
    "inverse": (lambda x: A.inverse(x), inverse),
    "a third of": (lambda x: A.linear([(Fraction(1, 3), x)]), lambda x: x / 3),
    "minus": (lambda x: A.linear([(-ONE, x)]), lambda x: -x),
}
BINARY: dict[str, tuple[Callable[[Ball, Ball], Ball], Callable[[arb, arb], arb | None]]] = {
    "plus": (lambda x, y: A.linear([(ONE, x), (ONE, y)]), lambda x, y: x + y),
    "minus": (lambda x, y: A.linear([(ONE, x), (-ONE, y)]), lambda x, y: x - y),
    "times": (lambda x, y: A.times([x, y]), lambda x, y: x * y),
    "over": (lambda x, y: A.over(x, y), quotient),
}


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    return max(COUNT, request.config.getoption("--fuzz"))


def test_no_operation_excludes_the_true_value_in_a_hundred_thousand_evaluations(count: int) -> None:
    evaluations = finite = 0
    for name, (ours, true) in UNARY.items():
        for exact in (False, True):
            x, inside = balls(count, seed=len(name), exact=exact)
            ball = ours(x)
            assert [] == outside(ball, each(true, inside, bits=EXACT if name == "minus" else BITS)), name
            evaluations, finite = evaluations + count, finite + int(ball.enclosure()[1].isfinite().sum())
    for name, (of_two, true_of_two) in BINARY.items():
        for exact_pair in product((False, True), repeat=2):
            (x, a), (y, b) = (balls(count // 2, seed=100 * k + 7, exact=e) for k, e in enumerate(exact_pair))
            ball = of_two(x, y)
            assert [] == outside(ball, each(true_of_two, a, b)), name
            evaluations, finite = evaluations + count // 2, finite + int(ball.enclosure()[1].isfinite().sum())
    assert evaluations >= 200_000
    assert finite > evaluations / 2, "most balls must say something"


@pytest.mark.parametrize("size", [1, 3, 40])
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("positive", [False, True])
def test_a_sum_encloses_its_value(size: int, exact: bool, positive: bool, count: int) -> None:
    some = count // 12
    x, inside = balls(size * some, seed=size, exact=exact)
    moderate = x.mid.abs() < 1e290
    rad = None if x.rad is None else torch.where(moderate, x.rad, 0.0).reshape(size, some)
    mid = torch.where(moderate, x.mid, 0.0).reshape(size, some)
    inside = [v if m else arb(0) for v, m in zip(inside, moderate.tolist(), strict=True)]
    if positive:
        inside = each(lambda v, m: -v if m < 0 else v, inside, mid.flatten().tolist(), bits=EXACT)
        mid = mid.abs()
    total = A.sum(Ball(mid, rad, positive=positive), (0,))
    assert [] == outside(total, each(lambda *xs: sum(xs, arb(0)), *(inside[k * some : (k + 1) * some] for k in range(size)), bits=EXACT))


@pytest.mark.parametrize("batch", [1, 6])
@pytest.mark.parametrize("exact", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("inner", [1, 5, 33])
def test_a_contraction_encloses_its_value(inner: int, exact: tuple[bool, bool], batch: int) -> None:
    rows, columns = 6, 7
    pair = []
    for k, (n, e) in enumerate(((rows, exact[0]), (columns, exact[1]))):
        x, inside = balls(n * inner * batch, seed=31 * k + inner, exact=e)
        small = x.mid.abs() < 1e150
        keep = [v if m else arb(0) for v, m in zip(inside, small.tolist(), strict=True)]
        mid, rad = torch.where(small, x.mid, 0.0), None if x.rad is None else torch.where(small, x.rad, 0.0)
        shape = (n, inner, batch)
        pair.append((Ball(mid.reshape(shape), None if rad is None else rad.reshape(shape)), keep))
    (x, a), (y, b) = pair
    z = A.contract(x, y, (0, 2), (1, 2), (0, 1))

    def entry(i: int, j: int, q: int) -> arb:
        return sum((a[(i * inner + k) * batch + q] * b[(j * inner + k) * batch + q] for k in range(inner)), arb(0))

    assert [] == outside(z, each(entry, *zip(*[(i, j, q) for i in range(rows) for j in range(columns) for q in range(batch)], strict=True)))


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
