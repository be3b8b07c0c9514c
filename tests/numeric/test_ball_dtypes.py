"""Balls in float32, bfloat16 and float16: no ball excludes the true value, and midpoints are what the plain program returns."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
import torch
from flint import arb

from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, PlainArithmetic, realise
from gaproof.numeric.ball import Ball
from gaproof.numeric.rounding import DtypeError, rounding
from gaproof.numeric.torch_arrays import PrecisionError
from gaproof.terms import Sum, exp, field, index, log, scalar, sizes
from gaproof.theory import softmax
from tests.numeric.drawn import BATCH, drawn, model_of, reference_value
from tests.numeric.points import each, outside
from tests.numeric.test_ball import UNARY, enclosing, enclosing_contraction, enclosing_sum

NARROW = (torch.float32, torch.bfloat16, torch.float16)
HALVES = (torch.bfloat16, torch.float16)
ALL = (torch.float64, *NARROW)
n, m, r = sizes("n m r")
i, (j, k), c = index("i", n), index("j k", m), index("c", r)
s, M, Q, K = field("s", i, j), field("M", i, j), field("Q", i, c), field("K", j, c)
TERMS = {
    "softmax": softmax(s[i, j], over=j),
    "masked softmax": softmax(s[i, j], over=j, mask=M[i, j]),
    "logsumexp": log(Sum(exp(s[i, j]), j)),
    "masked logsumexp": log(Sum(M[i, j] * exp(s[i, j]), j)),
    "contraction": Sum(Q[i, c] * K[j, c], c),
    "attention": Sum(softmax(s[i, j], over=j) * K[j, c], j),
    "double centring": s[i, j] - Sum(s[i, j], i) / n - Sum(s[i, j], j) / m + Sum(s[i, j], i, j) / (n * m),
}
named = pytest.mark.parametrize("term", TERMS)
narrow = pytest.mark.parametrize("dtype", NARROW, ids=str)
every = pytest.mark.parametrize("dtype", ALL, ids=str)
halves = pytest.mark.parametrize("dtype", HALVES, ids=str)


def model(scale: float, keys: int = 7, dtype: torch.dtype = torch.float64) -> Model:
    g = torch.Generator().manual_seed(1)

    def draw(*shape: int) -> torch.Tensor:
        return (torch.randn(*shape, 3, dtype=torch.float64, generator=g) * scale).to(dtype)

    mask = torch.rand(4, keys, 3, generator=g) < 0.6
    mask[:, 0] = True
    return Model({n: 4, m: keys, r: 5}, {s: draw(4, keys), Q: draw(4, 5), K: draw(keys, 5), M: mask})


@narrow
def test_no_operation_excludes_the_true_value_in_a_hundred_thousand_evaluations(dtype: torch.dtype) -> None:
    evaluations, finite = enclosing(BallArithmetic(dtype=dtype), 6000)
    assert evaluations >= 100_000
    assert finite > evaluations / 2, "most balls must say something"


@pytest.mark.slow
@narrow
def test_no_operation_excludes_the_true_value_in_a_million_evaluations(dtype: torch.dtype) -> None:
    evaluations, _ = enclosing(BallArithmetic(dtype=dtype), 60_000)
    assert evaluations >= 1_000_000


@halves
@pytest.mark.parametrize("operation", ["exp", "log", "inverse", "a third of"])
def test_no_ball_of_a_half_precision_number_excludes_the_true_value(dtype: torch.dtype, operation: str) -> None:
    every_number = torch.arange(-(2**15), 2**15, dtype=torch.int32).to(torch.int16).view(dtype)
    x = every_number[every_number.isfinite()]
    ours, true = UNARY[operation]
    assert [] == outside(ours(BallArithmetic(dtype=dtype), Ball(x)), each(true, [arb(v) for v in x.tolist()]))


@narrow
@pytest.mark.parametrize(("exact", "positive"), list(product((False, True), repeat=2)))
def test_a_sum_encloses_its_value(dtype: torch.dtype, exact: bool, positive: bool) -> None:
    for size in (1, 3, 40, 700):
        enclosing_sum(BallArithmetic(dtype=dtype), size, exact, positive, 6000 // size)


@narrow
@pytest.mark.parametrize("batch", [1, 6])
def test_a_contraction_encloses_its_value(dtype: torch.dtype, batch: int) -> None:
    for inner, exact in product((1, 5, 33), product((False, True), repeat=2)):
        enclosing_contraction(BallArithmetic(dtype=dtype), inner, exact, batch)


@narrow
def test_random_terms_lie_inside_their_balls(dtype: torch.dtype, request: pytest.FixtureRequest) -> None:
    finite = valued = 0
    for seed in range(max(150, request.config.getoption("--fuzz"))):
        t, references = drawn(seed)
        true = [reference_value(t, reference) for reference in references]
        known = [place for place, v in enumerate(true) if v is not None]
        for stable in (True, False):
            ball = realise(t, model_of(t, references), BallArithmetic(dtype=dtype), stable=stable).map(lambda x: x.expand(BATCH))
            part = ball.map(lambda x, known=known: x[known])
            assert [] == outside(part, [arb(true[place]) for place in known], provably=True), f"{t} (seed {seed}, stable={stable})"
            finite, valued = finite + int(part.enclosure()[1].isfinite().sum()), valued + len(known)
    assert finite > valued / 2, "most balls should say something"


@every
@named
@pytest.mark.parametrize("scale", [0.1, 10.0, 3e3])
def test_a_term_lies_inside_its_ball_whatever_the_type_cannot_hold_of_its_model(dtype: torch.dtype, term: str, scale: float) -> None:
    true = realise(TERMS[term], model(scale), ExactArithmetic()).value
    ball = realise(TERMS[term], model(scale), BallArithmetic(dtype=dtype))
    assert dtype == ball.mid.dtype and rounding(dtype).wide == ball.rad.dtype
    assert [] == outside(ball, [arb(v) for v in true.flatten()], provably=True)


@every
@named
@pytest.mark.parametrize("scale", [0.1, 10.0, 100.0])
def test_midpoints_are_what_the_plain_program_returns(dtype: torch.dtype, term: str, scale: float) -> None:
    mod = model(scale, dtype=dtype)
    mid, rad = realise(TERMS[term], mod, BallArithmetic(dtype=dtype)).enclosure()
    plain = realise(TERMS[term], mod, PlainArithmetic(dtype)).value
    assert dtype == plain.dtype and bool(rad.isfinite().any())
    if term == "double centring":  # the plain program scales and adds at once
        assert bool(((plain.double() - mid.double()).abs() <= 2 * rad.double()).logical_or(rad.isinf()).all())
    else:
        assert torch.equal(torch.where(rad.isfinite(), plain, 0), mid)


@halves
def test_a_long_flat_row_has_a_narrow_ball(dtype: torch.dtype) -> None:
    length = 1 << 12  # as many ones as half precision cannot count
    mod = Model({n: 1, m: length}, {s: torch.zeros(1, length, dtype=dtype)})
    mid, rad = realise(log(Sum(exp(s[i, j]), j)), mod, BallArithmetic(dtype=dtype)).enclosure()
    assert abs(mid.item() - arb(length).log()) <= rad.item() <= 16 * torch.finfo(dtype).eps


@every
def test_what_overflows_has_no_value(dtype: torch.dtype) -> None:
    a, largest = BallArithmetic(dtype=dtype), torch.tensor([torch.finfo(dtype).max, 1.0], dtype=dtype)
    x = Ball(largest)
    doubled = a.linear([(Fraction(1), x), (Fraction(1), x)])
    for ball in (doubled, a.times([x, a.number(Fraction(3))]), a.exp(x), a.exp(a.linear([(Fraction(-1), doubled)])), a.exp(doubled)):
        rad = ball.enclosure()[1]
        small = a.exp(a.linear([(Fraction(-1), Ball(largest))])).enclosure()
        assert not bool(ball.mid.isnan().any()) and bool(rad[1].isfinite()) and (bool(rad[0].isinf()) or bool(ball.mid[0] == 0))
        assert 0.0 == small[0][0].item() and small[1][0].item() < 1e-4
    beyond = a.number(Fraction(10) ** 400)
    assert float("inf") == beyond.enclosure()[1].item()


@every
def test_a_number_is_rounded_to_the_nearest_of_its_type(dtype: torch.dtype) -> None:
    random, info = Random(0), torch.finfo(dtype)
    values = [Fraction(random.getrandbits(40), random.getrandbits(30) + 1) * Fraction(2) ** random.randint(-60, 20) for _ in range(2000)]
    values += [Fraction(info.max), Fraction(info.tiny) * Fraction(info.eps) / 3, Fraction(info.tiny) * Fraction(info.eps) * 5 / 2]
    for value in values:
        near = rounding(dtype).nearest(value)
        below, above = (torch.tensor(near, dtype=dtype).nextafter(torch.tensor(e, dtype=dtype)).item() for e in (-info.max, info.max))
        assert torch.tensor(near, dtype=dtype).item() == near
        if abs(near) < info.max:
            assert abs(value - Fraction(near)) <= min(abs(value - Fraction(below)), abs(Fraction(above) - value))
        ball = BallArithmetic(dtype=dtype).number(value)
        assert [] == outside(ball, each(lambda p, q: p / q, [arb(value.numerator)], [arb(value.denominator)]))
    assert float("inf") == rounding(dtype).nearest(Fraction(info.max) * 2)


@narrow
def test_a_model_that_the_type_cannot_hold_gets_radii_and_one_that_it_can_does_not(dtype: torch.dtype) -> None:
    x, a = scalar("x"), BallArithmetic(dtype=dtype)
    for values, exact in (([0.5, 3.0, 0.0], True), ([0.1, 1 / 3, 1e-30], False), ([1e300, -7.0, 1e-300], False)):
        table = next(iter(Model({}, {x: torch.tensor(values, dtype=torch.float64)}).tables.values()))
        ball = a.load(table)
        mid, rad = ball.enclosure()
        assert [] == outside(ball, [arb(v) for v in values])
        assert exact == (not bool(rad.any()))
        assert bool((rad[mid.double() == torch.tensor(values, dtype=torch.float64)] == 0).all())
    fractions = next(iter(Model({}, {x: [Fraction(1, 3), Fraction(2, 7), Fraction(0)]}).tables.values()))
    ball = a.load(fractions)
    assert [] == outside(ball, each(lambda p, q: p / q, [arb(1), arb(2), arb(0)], [arb(3), arb(7), arb(1)]))
    assert 0.0 == ball.enclosure()[1][2].item()


@narrow
def test_an_integer_that_the_type_cannot_hold_gets_a_radius(dtype: torch.dtype) -> None:
    a, last = BallArithmetic(dtype=dtype), round(1 / torch.finfo(dtype).eps)
    assert a.embed(torch.tensor([last])).rad is None
    values = [2 * last + 1, 3 * last + 1]
    assert [] == outside(a.embed(torch.tensor(values)), [arb(v) for v in values])


def test_a_type_without_an_arithmetic_is_refused() -> None:
    for arithmetic in (lambda d: BallArithmetic(dtype=d), PlainArithmetic):
        with pytest.raises(DtypeError, match=r"got dtype torch\.int64, expected one of .*float16"):
            arithmetic(torch.int64)


def test_a_float32_product_is_refused_where_torch_would_round_its_factors() -> None:
    x = Ball(torch.ones(2, 3, 1))
    before = torch.get_float32_matmul_precision()
    try:
        torch.set_float32_matmul_precision("medium")
        with pytest.raises(PrecisionError, match=r"set_float32_matmul_precision\('highest'\)"):
            BallArithmetic(dtype=torch.float32).contract(x, x, (0, 2), (1, 2), (0, 1))
    finally:
        torch.set_float32_matmul_precision(before)
    with torch.autocast("cpu", torch.bfloat16), pytest.raises(PrecisionError, match=r"leave torch\.autocast"):
        BallArithmetic(dtype=torch.float32).contract(x, x, (0, 2), (1, 2), (0, 1))


def test_the_name_says_the_type() -> None:
    assert ["ball float64", "ball float32", "ball bfloat16", "ball float16"] == [BallArithmetic(dtype=d).name for d in ALL]
