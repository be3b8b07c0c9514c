"""Stable forms: shifted exponentials are finite where naive ones are not, and their balls meet the naive ones."""

from __future__ import annotations

import pytest
import torch

from gaproof.numeric import BallArithmetic, Model, PlainArithmetic, realise
from gaproof.terms import Sum, delta, exp, field, index, index_map, log, scalar, sizes
from gaproof.theory import softmax
from tests.numeric.points import near

n, m, q = sizes("n m q")
i, (j, k), c = index("i", n), index("j k", m), index("c", q)
s, M, kappa, tau, pi = field("s", i, j), field("M", i, j), field("kappa", i, j), scalar("tau"), index_map("pi", j, c)
full = softmax(s[i, j], over=j)
masked = softmax(s[i, j], over=j, mask=M[i, j], baseline=kappa[i, j], temperature=tau)
lse = log(Sum(kappa[i, j] * M[i, j] * exp(s[i, j] / tau), j))
log_ratio = log(masked) - log(softmax(s[i, k], over=k, mask=M[i, k], baseline=kappa[i, k], temperature=tau))
shares = Sum(delta(pi(j), c) * full, j)
potential = log(Sum(delta(pi(j), c) * M[i, j] * exp(s[i, j]), j))


def model(scale: float, dtype: torch.dtype = torch.float64) -> Model:
    g = torch.Generator().manual_seed(3)
    x = (torch.randn(5, 7, 20, dtype=torch.float64, generator=g) * scale).to(dtype)
    mask = torch.rand(5, 7, 20, generator=g) < 0.6
    mask[:, :3] = True
    weight = torch.rand(5, 7, 20, generator=g).to(dtype) + 0.5
    return Model({n: 5, m: 7, q: 3}, {s: x, M: mask, kappa: weight, tau: torch.full((20,), 2.0, dtype=dtype), pi: torch.arange(7) % 3})


@pytest.mark.parametrize("expr", [full, masked, lse, shares, potential, 1 / Sum(exp(s[i, j]), j)])
@pytest.mark.parametrize("scale", [0.1, 10.0, 150.0])
def test_naive_and_stable_balls_meet(expr: object, scale: float) -> None:
    a, b = (realise(expr, model(scale), BallArithmetic(), stable=stable).enclosure() for stable in (True, False))
    assert bool(((a[0] - b[0]).abs() <= (a[1] + b[1]) * (1 + 2.0**-50)).all())
    assert bool((a[1].isfinite() | (torch.tensor(scale > 100))).all())


@pytest.mark.parametrize("expr", [full, masked, lse, shares])
def test_float32_is_finite_at_logits_of_ten_thousand(expr: object) -> None:
    mod = model(1e4, torch.float32)
    assert not bool(realise(expr, mod, PlainArithmetic(torch.float32), stable=False).value.isfinite().all())
    value = realise(expr, mod, PlainArithmetic(torch.float32)).value
    assert torch.float32 == value.dtype and bool(value.isfinite().all())
    ball = realise(expr, mod, BallArithmetic(dtype=torch.float32))
    assert bool(ball.rad.isfinite().all()) and near(ball, value)
    (a, r), (b, t) = ball.enclosure(), realise(expr, mod, BallArithmetic()).enclosure()
    assert bool(((a - b).abs() <= (r + t) * (1 + 2.0**-50)).all())


def test_softmax_is_the_one_of_torch_at_every_scale() -> None:
    for scale in (1.0, 88.0, 1e4):
        mod = model(scale)
        x = mod.table(next(t for t in mod.tables if t.name == "s")).numbers
        ball = realise(full, mod, BallArithmetic())
        # torch's own round-off: an exponential, a sum of 7 and a quotient, each within 4 ulp, and the shift
        room = ball.rad + torch.softmax(x, 1) * 2.0**-52 * (7 + 8 + 2 * scale)
        assert bool(((torch.softmax(x, 1) - ball.mid).abs() <= room + 2.0**-1070).all())


def test_a_sentinel_above_every_valid_logit_changes_nothing_where_it_is_masked() -> None:
    x = torch.tensor([[1.0, 2.0, 3e4]], dtype=torch.float64)
    mod = Model({n: 1, m: 3}, {s: x, M: torch.tensor([[1.0, 1.0, 0.0]])})
    short = Model({n: 1, m: 2}, {s: x[:, :2]})
    for dtype in (torch.float64, torch.float32):
        value = realise(softmax(s[i, j], over=j, mask=M[i, j]), mod, PlainArithmetic(dtype)).value
        assert near(realise(full, short, BallArithmetic(dtype=dtype)), value[:, :2]) and value[0, 2] == 0
    ball = realise(log(Sum(M[i, j] * exp(s[i, j]), j)), mod, BallArithmetic())
    assert bool((ball.rad < 1e-14).all())


def test_a_fully_masked_row_is_undefined_and_other_rows_are_not() -> None:
    mod = Model({n: 2, m: 3}, {s: torch.zeros(2, 3, dtype=torch.float64), M: torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, 0.0]])})
    ball = realise(log(Sum(M[i, j] * exp(s[i, j]), j)), mod, BallArithmetic())
    assert [[float("inf")], [True]] == [[ball.rad[0, 0].item()], [bool(ball.rad[1, 0] < 1e-14)]]
    zero = realise(softmax(s[i, j], over=j, mask=M[i, j]), mod, BallArithmetic())
    assert [0.0, 0.0, 0.0] == zero.mid[0, :, 0].tolist() and [0.0, 0.0, 0.0] == zero.rad[0, :, 0].tolist()  # 0·(1/0) = 0
