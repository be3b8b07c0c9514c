"""Why the compositions of Tsallis and of Kaniadakis have generators: x ⊕ y, with g(x ⊕ y) = g(x) + g(y), and the inverse h of g.

They are said as in ``gaproof.theory.deformed``; Tsallis' with c for 1 − q.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import Eq, Le, Lt, Ne, Term, exp, log, scalar
from .logarithm import log_of, log_product

c, x, y, t, u, kappa = scalar("c x y t u kappa")


def inside(x: Term) -> Any:
    """Positive where x can be composed."""
    return 1 + c * x


@cache
def tsallis() -> Theorem:
    """c ≠ 0 ⊢ for ⊕ = x + y + c·x·y, on D where 1 + c·x > 0: h maps ℝ into D and g(h(t)) = t, h(g(x)) = x on D, and x ⊕ y is in D
    with g(x ⊕ y) = g(x) + g(y).  Here g(x) = log(1 + c·x)/c, h(t) = (e^(c·t) − 1)/c, and 1 + c·(x ⊕ y) = (1 + c·x)(1 + c·y)."""

    def g(x: Term) -> Any:
        return log(inside(x)) / c

    def h(t: Term) -> Any:
        return (exp(c * t) - 1) / c

    both = x + y + c * x * y
    c_not_0, x_in, y_in = f.assume(Ne(c, 0)), f.assume(Lt(0, inside(x))), f.assume(Lt(0, inside(y)))

    def settled(th: Theorem, *facts: Theorem) -> Theorem:
        return discharge(th, [c_not_0, *facts], c_not_0.hypotheses | x_in.hypotheses | y_in.hypotheses)

    value = f.linear(inside(h(t)), exp(c * t))
    there = f.lt(0, inside(h(t)), f.ex(c * t), (value, 1))
    onto = f.gen(settled(f.conj(there, f.linear(g(h(t)), t, (log_of(value), 1 / c))), there), t)
    back = f.gen(f.imply(settled(f.linear(h(g(x)), x), x_in), x_in), x)

    closed = f.lt(0, inside(both), f.mul(f.by(x_in), f.by(y_in)))
    product = log_of(f.linear(inside(both), inside(x) * inside(y)))
    split = f.cut(f.inst(log_product(), {"x": inside(x), "y": inside(y)}), x_in, y_in)
    sums = settled(f.conj(closed, f.linear(g(both), g(x) + g(y), (product, 1 / c), (split, 1 / c))), closed, x_in, y_in)
    return f.conj(onto, back, f.gen(f.imply(sums, x_in, y_in), x, y))


def root(v: Any) -> Any:
    """√v, for v > 0."""
    return exp(log(v) / 2)


@cache
def root_of_square() -> Theorem:
    """0 < u ⊢ √(u·u) = u: log(u·u) = 2·log u."""
    positive = f.assume(Lt(0, u))
    double = f.cut(f.inst(log_product(), {"x": u, "y": u}), positive)
    same = f.rewrite(f.flip(double), f.linear(exp((log(u) + log(u)) / 2), u), t, Eq(exp(t / 2), u))
    return discharge(same, [positive, f.lt(0, u * u, f.mul(f.by(positive), f.by(positive)))], positive.hypotheses)


@cache
def larger_in_size() -> Theorem:
    """0 < y, 0 < y·y − x·x ⊢ 0 < x + y: otherwise 0 ≤ −(x + y) and 0 < y − x, whose product is x·x − y·y."""
    positive, wider, other = f.assume(Lt(0, y)), f.assume(Lt(0, y * y - x * x)), f.assume(Le(x + y, 0))
    apart = f.lt(0, y - x, f.add(f.by(positive), f.by(positive), f.by(other)))
    contrary = f.lt(0, 0, f.add(f.mul(f.by(other), f.by(apart)), f.by(wider)))
    return f.cases(Lt(0, x + y), f.assume(Lt(0, x + y)), f.absurd(contrary, Lt(0, x + y)))


@cache
def kaniadakis() -> Theorem:
    """κ ≠ 0 ⊢ for ⊕ = x·√(1 + κ²y²) + y·√(1 + κ²x²): g(h(t)) = t, h(g(x)) = x and g(x ⊕ y) = g(x) + g(y), where
    g(x) = log(κx + √(1 + κ²x²))/κ and h(t) = sinh(κt)/κ.  The root at h(t) is cosh κt; at
    x ⊕ y it is κx·κy plus the product of the roots."""
    not_0 = f.assume(Ne(kappa, 0))

    def square(v: Term) -> Any:
        return 1 + kappa * v * (kappa * v)

    def grown(v: Term) -> Any:
        """e^(κ·g(v))."""
        return kappa * v + root(square(v))

    def g(v: Term) -> Any:
        return log(grown(v)) / kappa

    def h(v: Term) -> Any:
        return (exp(kappa * v) - exp(-(kappa * v))) / (2 * kappa)

    def settled(th: Theorem, *facts: Theorem) -> Theorem:
        return discharge(th, [not_0, *facts], not_0.hypotheses)

    def signs(v: Term) -> tuple[Theorem, Theorem, Theorem, Theorem]:
        """0 < 1 + (κv)², its root r has 0 < r and r·r = 1 + (κv)², and 0 < κv + r."""
        inside = settled(f.lt(0, square(v), f.add(f.num(1), f.sq(kappa * v))))
        r = root(square(v))
        above, squared = settled(f.lt(0, r, f.ex(log(square(v)) / 2)), inside), settled(f.linear(r * r, square(v)), inside)
        wider = settled(f.lt(0, r * r - kappa * v * (kappa * v), f.num(1), (squared, 1)), inside)
        return inside, above, squared, f.cut(f.inst(larger_in_size(), {x: kappa * v, y: r}), above, wider)

    def root_is(value: Any, positive: Theorem, v: Term, *facts: Theorem) -> Theorem:
        """√(1 + (κv)²) = value, for 0 < value whose square that is."""
        squared = settled(f.linear(value * value, square(v)), *facts)
        return f.rewrite(squared, f.cut(f.inst(root_of_square(), {u: value}), positive), c, Eq(root(c), value))

    cosh = (exp(kappa * t) + exp(-(kappa * t))) / 2
    positive = f.lt(0, cosh, f.mul(f.num(1), f.add(f.ex(kappa * t), f.ex(-(kappa * t))), f.inv(f.num(2))))
    inside, _, _, grows = signs(h(t))
    value = settled(f.linear(grown(h(t)), exp(kappa * t), (root_is(cosh, positive, h(t)), 1)), inside)
    onto = f.gen(settled(f.linear(g(h(t)), t, (log_of(value), 1 / kappa)), inside, grows), t)

    # (κx + √)·(√ − κx) = 1, and so e^(−κ·g(x)) is √ − κx
    inside_x, above_x, squared_x, grows_x = signs(x)
    inverse = f.linear(1 / grown(x), root(square(x)) - kappa * x, (squared_x, -1 / grown(x)))
    back = f.gen(settled(f.linear(h(g(x)), x, (inverse, -1 / (2 * kappa))), inside_x, grows_x), x)

    inside_y, above_y, _, grows_y = signs(y)
    r, s, product = root(square(x)), root(square(y)), kappa * x * (kappa * y)
    both, facts = x * s + y * r, (inside_x, inside_y)
    wide = f.lt(0, r * s * (r * s) - product * product, f.add(f.num(1), f.sq(kappa * x), f.sq(kappa * y)))
    above = settled(f.lt(0, r * s, f.mul(f.by(above_x), f.by(above_y))), *facts)
    positive = f.cut(f.inst(larger_in_size(), {x: product, y: r * s}), above, settled(wide, *facts))
    at_both = root_is(product + r * s, positive, both, *facts)
    inside, _, _, grows = signs(both)
    value = log_of(settled(f.linear(grown(both), grown(x) * grown(y), (at_both, 1)), inside, *facts))
    split = f.cut(f.inst(log_product(), {"x": grown(x), "y": grown(y)}), grows_x, grows_y)
    sums = f.linear(g(both), g(x) + g(y), (value, 1 / kappa), (split, 1 / kappa))
    return f.conj(onto, back, f.gen(settled(sums, inside, grows, grows_x, grows_y, *facts), x, y))
