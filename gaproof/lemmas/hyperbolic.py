"""tanh x = (e^{2x} − 1)/(e^{2x} + 1) lies between x/(1 + x) and x for x ≥ 0.

All that is known of exp is 1 + t ≤ eᵗ; the upper bound, which is of third order at 0, takes Archimedes as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent
from ..tactics.search import discharge
from ..terms import Le, exp, nat, natural, scalar, succ
from .reals import archimedes, naturals_nonnegative, successor, zero_is_zero

x, y, u = scalar("x y u")
k = natural("k")
at_least_0 = {"x": f.assume(Le(0, x)), "y": f.assume(Le(0, y))}


def tanh(x: Any) -> Any:
    """The hyperbolic tangent of a term."""
    return (exp(2 * x) - 1) / (exp(2 * x) + 1)


def above_one(x: Any, sign: f.Witness) -> f.Witness:
    """0 ≤ e^{2x} − 1 = (e^{2x} − 1 − 2x) + 2x, from 0 ≤ x."""
    return f.add(f.by(f.inst(exp_tangent(), {"t": 2 * x})), f.mul(f.num(2), sign))


@cache
def tanh_above() -> Theorem:
    """0 ≤ x ⊢ x/(1 + x) ≤ tanh x: with E = e^{2x} the difference is (E − 1 − 2x)/((1 + x)(E + 1))."""
    below = f.inv(f.add(f.num(1), f.by(at_least_0["x"]))), f.inv(f.add(f.ex(2 * x), f.num(1)))
    th = f.le(x / (1 + x), tanh(x), f.mul(f.by(f.inst(exp_tangent(), {"t": 2 * x})), *below))
    return discharge(th, [at_least_0["x"]], at_least_0["x"].hypotheses)


@cache
def tanh_subadditive() -> Theorem:
    """0 ≤ x, 0 ≤ y ⊢ tanh(x + y) ≤ tanh x + tanh y: the difference is tanh x · tanh y · tanh(x + y)."""
    signs = [f.by(at_least_0[v]) for v in "xy"]
    above = [above_one(x, signs[0]), above_one(y, signs[1]), above_one(x + y, f.add(*signs))]
    below = [f.inv(f.add(f.ex(2 * t), f.num(1))) for t in (x, y, x + y)]
    return f.le(tanh(x + y), tanh(x) + tanh(y), f.mul(*above, *below))


@cache
def tanh_of_multiple() -> Theorem:
    """0 ≤ x ⊢ tanh(k·x) ≤ k·tanh x for a natural k, by induction."""

    def claim(factor: Any) -> Any:
        return f.node(Le(tanh(factor * x), factor * tanh(x)))

    here, sign = f.assume(claim(nat(k))), f.spec(naturals_nonnegative(), k)
    base = f.rewrite(f.flip(zero_is_zero()), f.le(*claim(0).children, f.num(0)), u, claim(u))
    multiple = f.le(0, nat(k) * x, f.mul(f.by(sign), f.by(at_least_0["x"])))
    one_more = f.cut(f.inst(tanh_subadditive(), {x: nat(k) * x, y: x}), multiple)
    added = f.le(*claim(nat(k) + 1).children, f.add(f.by(one_more), f.by(here)))
    step = f.rewrite(f.flip(f.spec(successor(), k)), added, u, claim(u))
    return rules.induct(base, step, variable=f.symbol(k), formula=claim(nat(k)), arguments=((), (f.symbol(k),)))


@cache
def tanh_below() -> Theorem:
    """0 ≤ x ⊢ tanh x ≤ x: tanh y ≤ y + 2y² for y = x/N, so N (tanh x − x) ≤ N (N tanh(x/N) − x) ≤ 2x² for all N."""
    # (E + 1)(y − (1 − y) tanh y) = E (e^{−2y} − 1 + 2y), and tanh y ≤ 1: tanh y ≤ 2y, and again tanh y ≤ y + 2y²
    sign = f.by(at_least_0["y"])
    tangent, below = f.by(f.inst(exp_tangent(), {"t": -2 * y})), f.inv(f.add(f.ex(2 * y), f.num(1)))
    first = f.mul(f.ex(2 * y), tangent, below)
    twice = f.le(tanh(y), 2 * y, f.add(first, f.mul(f.num(2), sign, below)))
    quadratic = f.le(tanh(y), y + 2 * y * y, f.add(first, f.mul(sign, f.by(twice))))
    # N tanh x ≤ N² tanh(x/N) ≤ N x + 2x²
    N, part = nat(k) + 1, x / (nat(k) + 1)
    size = f.add(f.by(f.spec(naturals_nonnegative(), k)), f.num(1))
    positive = f.le(0, part, f.mul(f.by(at_least_0["x"]), f.inv(size)))
    small, many = f.cut(f.inst(quadratic, {y: part}), positive), f.cut(f.inst(tanh_of_multiple(), {x: part, k: succ(k)}), positive)
    many = f.rewrite(f.spec(successor(), k), many, u, Le(tanh(u * part), u * tanh(part)))
    many = f.rewrite(f.linear(N * part, x), many, u, Le(tanh(u), N * tanh(part)))
    t = tanh(x) - x
    bound = f.le(nat(k) * t, 2 * x * x - t, f.add(f.mul(size, f.by(many)), f.mul(size, size, f.by(small))))
    bound = discharge(bound, [f.lt(0, N, size)], at_least_0["x"].hypotheses)
    above = f.mp(f.inst(archimedes(), {"t": t, "K": 2 * x * x - t}), f.gen(bound, k))
    return f.le(tanh(x), x, f.by(above))
