"""Programs mean what terms mean: every arithmetic against an independent exact evaluator, on random terms and models."""

from __future__ import annotations

import pytest
import torch
from flint import arb, fmpq

from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, PlainArithmetic, program, realise
from gaproof.numeric.realisation import reachable
from gaproof.proof.syntax import Exp, Log
from gaproof.terms import Sum, exp, field, index, index_map, log, scalar, sizes, symbol
from gaproof.theory import softmax
from tests.fuzz.generate import subterms
from tests.numeric.drawn import BATCH, drawn, model_of, reference_value
from tests.numeric.points import near, outside, precision

n, m, r = sizes("n m r")
i, (j, k), c = index("i", n), index("j k", m), index("c", r)
s, M, Q, K, b = field("s", i, j), field("M", i, j), field("Q", i, c), field("K", j, c), field("b", i)
TERMS = 600


def kinds(expr: object, model: Model) -> list[str]:
    return [op.kind for op in reachable(program(expr, model).root)]


@pytest.fixture(scope="module")
def terms(request: pytest.FixtureRequest) -> range:
    return range(max(TERMS, request.config.getoption("--fuzz")))


def test_random_terms_have_the_reference_value_exactly_and_inside_their_balls(terms: range) -> None:
    valued = finite = 0
    for seed in terms:
        t, references = drawn(seed)
        model = model_of(t, references)
        true = [reference_value(t, reference) for reference in references]
        exact = realise(t, model, ExactArithmetic()).value
        ours = list(exact) if len(exact) > 1 else list(exact) * len(true)
        for stable in (True, False):
            ball = realise(t, model, BallArithmetic(), stable=stable)
            ball = ball.map(lambda x: x.expand(BATCH))
            known = [k for k, v in enumerate(true) if v is not None]
            part = ball.map(lambda x, known=known: x[known])
            assert [] == outside(part, [arb(true[k]) for k in known], provably=True), f"{t} (seed {seed}, stable={stable})"
            finite += int(part.enclosure()[1].isfinite().sum())
        for got, expected in zip(ours, true, strict=True):
            if expected is None:
                continue
            if got is None and expected == 0 and any(type(s) in (Exp, Log) for s in subterms(t)):
                continue  # log e + log e⁻¹ is a ball around 0, which does not make a product 0 whose other factor has no value
            valued += 1
            if type(expected) is fmpq:
                assert (type(got) is fmpq and expected == got) or arb(expected).overlaps(got), f"{t} (seed {seed})"
            else:
                assert got is not None and arb(got).overlaps(expected), f"{t} (seed {seed})"
    assert valued > len(terms), "most terms should have a value"
    assert finite > 1.5 * valued, "most balls should say something"


def test_plain_floats_are_near_their_balls(terms: range) -> None:
    # the ball bounds the round-off of the same operations, whatever the order of the sums
    checked = 0
    for seed in terms[:200]:
        t, references = drawn(seed)
        model = model_of(t, references)
        ball = realise(t, model, BallArithmetic())
        assert near(ball, realise(t, model, PlainArithmetic()).value), f"{t} (seed {seed})"
        checked += int(ball.rad.isfinite().sum())
    assert checked > 100


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_low_precision_runs_in_its_own_dtype(dtype: torch.dtype) -> None:
    model = Model({n: 4, m: 5}, {s: torch.randn(4, 5, 3, dtype=torch.float64)})
    value = realise(softmax(s[i, j], over=j), model, PlainArithmetic(dtype)).value
    ball = realise(softmax(s[i, j], over=j), model, BallArithmetic(dtype=dtype))
    assert dtype == value.dtype and near(ball, value) and bool((ball.rad < 32 * torch.finfo(dtype).eps).all())


def test_a_product_under_a_sum_is_a_contraction_without_a_cube() -> None:
    model = Model({n: 5, m: 6, r: 3}, {Q: torch.randn(5, 3, 2), K: torch.randn(6, 3, 2)})
    scores = Sum(Q[i, c] * K[j, c], c)
    assert 1 == kinds(scores, model).count("contract")
    assert max(op.kept for op in reachable(program(scores, model).root)) == 2
    three = Sum(s[i, j] * K[j, c] * Q[i, c], j, c)
    assert 1 >= max(op.kept for op in reachable(program(Sum(three, i), model).root)) - 1
    by_einsum = torch.einsum("icz,jcz->ijz", *(model.table(symbol(f)).numbers.double() for f in (Q, K)))
    assert near(realise(scores, model, BallArithmetic()), by_einsum)


def test_products_of_exponentials_stay_apart_under_a_sum() -> None:
    model = Model({n: 5, m: 6, r: 3}, {Q: torch.randn(5, 3, 2), K: torch.randn(6, 3, 2)})
    assert "contract" in kinds(Sum(exp(Q[i, c]) * exp(K[j, c]), c), model)


@pytest.mark.parametrize("length", [1, 4, 40])
@pytest.mark.parametrize("count", [1, 7])
def test_a_contraction_is_the_sum_of_the_products(length: int, count: int) -> None:
    x, y = torch.randn(5, length, count, dtype=torch.float64), torch.randn(6, length, count, dtype=torch.float64)
    model = Model({n: 5, m: 6, r: length}, {Q: x, K: y})
    by_products = (x[:, None] * y[None]).sum(2)
    ball = realise(Sum(Q[i, c] * K[j, c], c), model, BallArithmetic())
    assert near(ball, by_products)
    for value in (x, x.movedim(-1, 0).contiguous().movedim(0, -1)):  # the batch last and first in memory
        got = realise(Sum(Q[i, c] * K[j, c], c), Model({n: 5, m: 6, r: length}, {Q: value, K: y})).value
        assert near(ball, got)
    with precision():
        true = [
            sum((arb(x[a, p, q].item()) * arb(y[d, p, q].item()) for p in range(length)), arb(0))
            for a in range(5)
            for d in range(6)
            for q in range(count)
        ]
    assert [] == outside(ball, true)


def test_common_parts_are_computed_once_whatever_their_indices_are_called() -> None:
    model = Model({n: 5, m: 6}, {s: torch.randn(5, 6, 2), M: torch.ones(5, 6)})
    expr = softmax(s[i, j], over=j, mask=M[i, j])
    assert 1 == kinds(expr, model).count("exp")
    assert 1 == kinds(expr, model).count("times")
    assert 1 == kinds(expr, model).count("field") - 1
    assert 1 == kinds(softmax(s[i, j], over=j) * softmax(s[i, k], over=k), model).count("exp")


@pytest.mark.parametrize("tile", [0, 8, 64])
def test_tiles_do_not_change_the_value(tile: int) -> None:
    x, mask = torch.randn(100, 6, 1, dtype=torch.float64), (torch.rand(100, 6) > 0.4)
    mask[:, 0] = True
    model = Model({n: 100, m: 6}, {s: x, M: mask, b: torch.randn(100, dtype=torch.float64)})
    for expr in (softmax(s[i, j] + b[i], over=j, mask=M[i, j]), Sum(s[i, j] * b[i], i)):
        p = program(expr, model)
        whole, cut = (p.run(model, BallArithmetic(), tile=t).value for t in (0, tile))
        assert near(whole, p.run(model, PlainArithmetic(), tile=tile).value.value)
        assert bool(((whole.mid - cut.mid).abs() <= whole.rad + cut.rad).all())


def test_tiles_of_a_batch_do_not_change_the_value() -> None:
    x, mask = torch.randn(4, 6, 50, dtype=torch.float64), torch.rand(4, 6) < 0.5
    mask[:, 0] = True
    model = Model({n: 4, m: 6}, {s: x, M: mask})
    p = program(softmax(s[i, j], over=j, mask=M[i, j]), model)
    assert near(p.run(model, BallArithmetic(), tile=0).value, p.run(model, PlainArithmetic(), tile=48).value.value)


def test_a_value_without_the_batch_is_the_same_in_tiles_of_the_batch() -> None:
    model = Model({n: 4, m: 6}, {s: torch.ones(4, 6), b: torch.ones(4, 50)})
    value = program(Sum(s[i, j], j), model).run(model, PlainArithmetic(), tile=48).value.value
    assert torch.equal(torch.full((4, 1), 6.0, dtype=torch.float64), value)


def test_a_value_that_is_used_twice_is_not_written_over() -> None:
    h, l = field("h", m, m), index("l", m)
    x = torch.randn(6, 6, 2, dtype=torch.float64)
    model, e = Model({m: 6}, {h: x}), x.exp()
    for expr, expected in (
        (log(exp(h[j, l]) + 1) * log(exp(h[j, l]) + 1) * log(exp(h[j, l]) + 1), (e + 1).log() ** 3),
        (log(exp(h[j, l]) + 1) * log(exp(h[l, j]) + 1), (e + 1).log() * (e.transpose(0, 1) + 1).log()),
        ((exp(h[j, l]) + 1) / (exp(h[l, j]) + 1), (e + 1) / (e.transpose(0, 1) + 1)),
    ):
        assert near(realise(expr, model, BallArithmetic(), axes=(j, l)), realise(expr, model, axes=(j, l)).value)
        assert near(realise(expr, model, BallArithmetic(), axes=(j, l)), expected)


def test_axes_are_ordered_and_spread_as_asked() -> None:
    x = torch.randn(4, 6, 2, dtype=torch.float64)
    model = Model({n: 4, m: 6, r: 3}, {s: x})
    assert torch.equal(x.transpose(0, 1), realise(s[i, j], model, axes=(j, i)).value)
    assert (4, 3, 6, 2) == tuple(realise(s[i, j], model, axes=(i, c, j)).value.shape)
    with pytest.raises(Exception, match="depends on j"):
        realise(s[i, j], model, axes=(i,))


def test_index_maps_gather_and_diagonals_are_read() -> None:
    pi, h, l = index_map("pi", m, n), field("h", m, m), index("l", m)
    x, maps = torch.randn(4, 6, 2, dtype=torch.float64), torch.randint(4, (6, 2))
    model = Model({n: 4, m: 6}, {s: x, pi: maps, h: torch.randn(6, 6, 2, dtype=torch.float64)})
    got = realise(s[pi(j), j], model).value
    assert all(got[p, q] == x[maps[p, q], p, q] for p in range(6) for q in range(2))
    assert torch.equal(model.table(symbol(h)).numbers.diagonal().transpose(0, 1), realise(h[l, l], model).value)
    both = realise(s[pi(j), k], model, axes=(j, k)).value
    assert all(both[p, a, q] == x[maps[p, q], a, q] for p in range(6) for a in range(6) for q in range(2))


def test_a_function_is_written_with_the_operations_of_its_arithmetic() -> None:
    from gaproof.terms import function

    ell, x = function("ell"), scalar("x")
    model = Model({}, {x: torch.tensor([0.5, 2.0], dtype=torch.float64)}, {ell: lambda a, t: a.exp(t)})
    assert torch.equal(torch.tensor([0.5, 2.0], dtype=torch.float64).exp(), realise(ell(x), model).value)
    assert isinstance(realise(ell(x), model, ExactArithmetic()).value[0], arb)


def test_a_function_may_use_its_argument_twice() -> None:
    from gaproof.terms import function

    ell, x = function("ell"), scalar("x")
    values = torch.tensor([0.5, 2.0], dtype=torch.float64)
    model = Model({}, {x: values}, {ell: lambda a, t: a.times([a.exp(t), t])})
    doubled = 2 * values
    assert torch.equal(doubled.exp() * doubled, realise(ell(2 * x), model).value)
    assert torch.equal(doubled.exp() * doubled, realise(ell(2 * x), model, BallArithmetic()).mid)
