"""What is monotone, or continuous at a point, is bounded above on an interval (each as it is said in ``gaproof.theory``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Exists, ForAll, Formula, Implies, Le, Lt, function, number, scalar

F = function("f")
x, y, a, K = scalar("x y a K")
delta, epsilon = scalar("delta epsilon", domain="positive")


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
