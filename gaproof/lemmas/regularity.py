"""What is monotone, or continuous at a point, is bounded above on an interval (each as it is said in ``gaproof.theory``)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from ..proof.substitution import opened
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent
from ..tactics.search import discharge
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Rational, exp, function, number, scalar
from .exponential import near_one

F = function("f")
x, y, a, K, t, u = scalar("x y a K t u")
delta, epsilon = scalar("delta epsilon", domain="positive")
HALF = Fraction(1, 2)


def _within(lower: object, upper: object, formula: Formula) -> Formula:
    return ForAll(y, Implies(Le(lower, y), Implies(Le(y, upper), formula)))


BOUNDED = Exists((a, K, delta), _within(a, a + delta, Le(F(y), K)))
DECREASING = ForAll((x, y), Implies(Le(x, y), Le(F(y), F(x))))
INCREASING = ForAll((x, y), Implies(Le(x, y), Le(F(x), F(y))))
NEAR = And(Le(F(a) - epsilon, F(y)), Le(F(y), F(a) + epsilon))
CONTINUOUS = Exists(a, ForAll(epsilon, Exists(delta, _within(a - delta, a + delta, NEAR))))


def bound(left: object, cap: object, width: object, wide: Theorem, below: Theorem) -> Theorem:
    """``BOUNDED``, from 0 < width and a ≤ y, y ≤ a + width ⊢ f(y) ≤ cap."""
    ends = f.assume(Le(left, y)), f.assume(Le(y, number(left) + width))
    return f.exists(f.conj(wide, f.gen(f.imply(below, *ends), y)), BOUNDED, left, cap, width)


@cache
def _decreasing() -> Theorem:
    """f decreasing ⊢ f ≤ f(0) on [0, 1]."""
    start = f.assume(Le(0, y))
    return bound(0, F(0), 1, f.lt(0, 1, f.num(1)), f.mp(f.spec(f.assume(DECREASING), 0, y), start))


@cache
def _increasing() -> Theorem:
    """f increasing ⊢ f ≤ f(1) on [0, 1]."""
    end = f.restate(f.assume(Le(y, number(0) + 1)), Le(y, 1))
    return bound(0, F(1), 1, f.lt(0, 1, f.num(1)), f.mp(f.spec(f.assume(INCREASING), y, 1), end))


@cache
def _continuous() -> Theorem:
    """f continuous at some a ⊢ f ≤ f(a) + 1 on some [a, a + δ]."""
    (at_a,) = f.obtain(f.assume(CONTINUOUS), a)
    some = f.mp(f.spec(at_a, 1), f.lt(0, 1, f.num(1)))  # a δ for ε = 1
    (close,) = f.obtain(some, delta)
    wide = f.part(close, 0)
    left = f.le(a - delta, y, f.add(f.by(f.assume(Le(a, y))), f.by(wide)))
    near = f.mp(f.spec(f.part(close, 1), y), left, f.assume(Le(y, a + delta)))
    shown = bound(a, F(a) + 1, delta, wide, f.part(near, 1))
    return f.release(f.release(shown, some, delta), f.assume(CONTINUOUS), a)


_BY: dict[str, Callable[[], Theorem]] = {
    "bounded on an interval": lambda: f.assume(BOUNDED),
    "decreasing": _decreasing,
    "increasing": _increasing,
    "continuous at a point": _continuous,
}


def bounded_by(regularity: str) -> Theorem:
    """f has the regularity of this name ⊢ f is bounded above on an interval."""
    return _BY[regularity]()


@cache
def bounded_multiple() -> Theorem:
    """f bounded above on an interval, 0 < x ⊢ so is x·f: by x·K where f is by K."""
    positive = f.assume(Lt(0, x))
    here = f.obtain(f.assume(BOUNDED), a, K, delta)[-1]
    wide, capped = f.part(here, 0), f.mp(f.spec(f.part(here, 1), y), f.assume(Le(a, y)), f.assume(Le(y, a + delta)))
    scaled = f.le(x * F(y), x * K, f.mul(f.by(positive), f.by(capped)))
    ends = f.assume(Le(a, y)), f.assume(Le(y, a + delta))
    shown = f.conj(wide, f.gen(f.imply(scaled, *ends), y))
    multiple = Exists((a, K, delta), _within(a, a + delta, Le(x * F(y), K)))
    return f.release(f.exists(shown, multiple, a, x * K, delta), f.assume(BOUNDED), a, K, delta)


# ---- exponentials e^(u·t) of any rate u -----------------------------------------------------------------------------------

EXPONENTIAL = ForAll(t, Eq(F(t), exp(u * t)))


def _rising(low: Any, high: Any, sign: Theorem, order: Theorem) -> Theorem:
    """EXPONENTIAL ⊢ f(low) ≤ f(high), because u·low ≤ u·high: the tangent of exp at u·low."""
    at_low, at_high = (f.spec(f.assume(EXPONENTIAL), v) for v in (low, high))
    tangent = f.inst(exp_tangent(), {"t": u * (high - low)})
    above = f.mul(f.ex(u * low), f.add(f.by(tangent), f.mul(f.by(sign), f.by(order))))
    return f.gen(f.imply(f.le(F(low), F(high), above, (at_low, -1), (at_high, 1)), order), x, y)


@cache
def exponential_increasing() -> Theorem:
    """EXPONENTIAL, 0 ≤ u ⊢ f increases."""
    return _rising(x, y, f.assume(Le(0, u)), f.assume(Le(x, y)))


@cache
def exponential_decreasing() -> Theorem:
    """EXPONENTIAL, u ≤ 0 ⊢ f decreases."""
    return _rising(y, x, f.assume(Le(u, 0)), f.assume(Le(x, y)))


@cache
def exponential_bounded() -> Theorem:
    """EXPONENTIAL ⊢ f is bounded above on an interval, because it decreases or increases."""
    falls, rises = f.cut(_decreasing(), exponential_decreasing()), f.cut(_increasing(), exponential_increasing())
    return f.cases(Le(u, 0), falls, f.cut(rises, f.le(0, u, f.by(f.assume(Lt(0, u))))))


@cache
def exponential_continuous() -> Theorem:
    """EXPONENTIAL ⊢ f is continuous at 0: with δ = r/(1 + u²) and r = ε/(2(1 + ε)), |u·t| ≤ r and |e^(u·t) − 1| ≤ 2r ≤ ε."""
    positive = f.assume(Lt(0, epsilon))
    over, square = f.inv(f.add(f.num(1), f.by(positive))), f.inv(f.add(f.num(1), f.sq(u)))
    r = epsilon / (2 * (1 + epsilon))
    width = r / (1 + u * u)
    wide = f.lt(0, width, f.mul(f.num(HALF), f.by(positive), over, square))
    left, right = f.assume(Le(number(0) - width, y)), f.assume(Le(y, number(0) + width))
    half = f.mul(f.num(HALF), f.add(f.sq(u + Rational(1, 2)), f.num(Fraction(3, 4))))  # (1 + u + u²)/2
    other = f.mul(f.num(HALF), f.add(f.sq(u - Rational(1, 2)), f.num(Fraction(3, 4))))
    above = f.le(u * y, r, f.add(f.mul(half, f.by(right)), f.mul(other, f.by(left))))
    below = f.le(0 - r, u * y, f.add(f.mul(half, f.by(left)), f.mul(other, f.by(right))))
    near = f.inst(near_one(), {"r": r, "z": u * y})
    near = f.cut(near, below, above, f.le(r, Rational(1, 2), f.mul(f.num(HALF), over)))
    narrow = f.mul(f.sq(epsilon), over)  # 2r ≤ ε
    at_0, at_y = (f.spec(f.assume(EXPONENTIAL), v) for v in (number(0), y))
    low = f.le(F(0) - epsilon, F(y), f.add(f.by(f.part(near, 0)), narrow), (at_0, -1), (at_y, 1))
    high = f.le(F(y), F(0) + epsilon, f.add(f.by(f.part(near, 1)), narrow), (at_y, -1), (at_0, 1))
    both = discharge(f.conj(low, high), [positive], at_0.hypotheses.union(h.conclusion for h in (positive, left, right)))
    there = f.spec(f.assume(opened(f.node(CONTINUOUS), f.value(0))), epsilon).conclusion.children[1]
    some = f.exists(f.conj(wide, f.gen(f.imply(both, left, right), y)), there, width)
    some = discharge(some, [positive], at_0.hypotheses | positive.hypotheses)
    return f.exists(f.gen(f.imply(some, positive), epsilon), CONTINUOUS, 0)
