"""Even convex functions φ of a real number with φ(0) = 0: they are not negative, and lie below their chords through 0."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import Eq, ForAll, Implies, Le, Lt, function, scalar

phi, (x, y, t, a, b) = function("phi"), scalar("y z lam a b")
HALF = Fraction(1, 2)
CONVEX = ForAll((x, y, t), Implies(Le(0, t), Implies(Le(t, 1), Le(phi(t * x + (1 - t) * y), t * phi(x) + (1 - t) * phi(y)))))
EVEN, VANISHES = ForAll(x, Eq(phi(-x), phi(x))), Eq(phi(0), 0)
convex, even, vanishes = map(f.assume, (CONVEX, EVEN, VANISHES))


def between(first: object, second: object, weight: object, *signs: Theorem) -> Theorem:
    """What convexity says at a point between two others."""
    return f.mp(f.spec(convex, first, second, weight), *signs)


@cache
def chord() -> Theorem:
    """φ convex, φ(0) = 0, 0 ≤ a ≤ b, 0 < b ⊢ b φ(a) ≤ a φ(b): a lies between b and 0."""
    low, high, positive = (f.assume(g) for g in (Le(0, a), Le(a, b), Lt(0, b)))
    over = f.inv(f.by(positive))
    told = between(b, 0, a / b, f.le(0, a / b, f.mul(f.by(low), over)), f.le(a / b, 1, f.mul(f.by(high), over)))
    told = f.restate(told, Le(phi(a), a / b * phi(b) + (1 - a / b) * phi(0)))
    th = f.le(b * phi(a), a * phi(b), f.mul(f.by(positive), f.by(told)), (vanishes, a - b))
    return discharge(th, [low, high, positive, convex, vanishes], frozenset(g.conclusion for g in (low, high, positive, convex, vanishes)))


@cache
def not_negative() -> Theorem:
    """φ convex and even, φ(0) = 0 ⊢ 0 ≤ φ(x): 0 is the middle between x and −x."""
    half = f.le(0, HALF, f.num(HALF)), f.le(HALF, 1, f.num(HALF))
    told = f.restate(between(x, -x, HALF, *half), Le(phi(0), phi(x) / 2 + phi(-x) / 2))
    return f.le(0, phi(x), f.by(told), (vanishes, 1), (f.spec(even, x), -HALF))


@cache
def middle() -> Theorem:
    """φ convex and even ⊢ 2 φ((a − b)/2) ≤ φ(a) + φ(b): the middle between a and −b."""
    half = f.le(0, HALF, f.num(HALF)), f.le(HALF, 1, f.num(HALF))
    told = f.restate(between(a, -b, HALF, *half), Le(phi((a - b) / 2), phi(a) / 2 + phi(-b) / 2))
    return f.le(2 * phi((a - b) / 2), phi(a) + phi(b), f.mul(f.num(2), f.by(told)), (f.spec(even, b), -1))


@cache
def square() -> Theorem:
    """⊢ y² is convex: t x² + (1 − t) y² − (t x + (1 − t) y)² = t (1 − t)(x − y)²."""
    low, high, mixed = f.assume(Le(0, t)), f.assume(Le(t, 1)), t * x + (1 - t) * y
    below = f.le(mixed * mixed, t * (x * x) + (1 - t) * (y * y), f.mul(f.by(low), f.by(high), f.sq(x - y)))
    return f.gen(f.imply(below, low, high), x, y, t)
