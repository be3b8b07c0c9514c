"""Derivatives of functions of one real: sums, products, and sums over a finite type of any size."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import ForAll, Le, Lt, Ne, Rational, Sum, delta, field, function, index, scalar, sizes
from ..theory.regularity import derivative

F, G = function("f"), function("g")
t, s, r, h = scalar("t s r h")
p, q, a, b, e, w = scalar("p q a b e w")
epsilon, eta, eta2, width = scalar("epsilon eta eta2 width", domain="positive")
x = scalar("x")
HALF = Fraction(1, 2)
ANY = sizes("n", maybe_empty=True)
Function = Callable[[Any], Any]


def harmonic(x: Any, y: Any) -> Any:
    """xy/(x + y), which is below both."""
    return x * y / (x + y)


class Steps:
    """Steps h ≠ 0 no longer than a width, for which difference quotients are within an error of their slopes."""

    def __init__(self, width: Any) -> None:
        self.width = width
        self.moves = f.assume(Ne(h, 0))
        self.low, self.high = f.assume(Le(-width, h)), f.assume(Le(h, width))

    def within(self, known: Theorem, wider: Any, room: Theorem) -> tuple[Theorem, Theorem]:
        """Both bounds of a quotient, from what holds for steps up to ``wider``, where width ≤ wider."""
        low = f.le(-wider, h, f.add(f.by(self.low), f.by(room)))
        high = f.le(h, wider, f.add(f.by(self.high), f.by(room)))
        near = f.mp(f.spec(f.part(known, 1), h), self.moves, low, high)
        return f.part(near, 0), f.part(near, 1)

    def found(self, goal: Any, positive: Theorem, low: Theorem, high: Theorem) -> Theorem:
        """The 'there is' of the derivative, for this width."""
        steps = f.gen(f.imply(f.conj(low, high), self.moves, self.low, self.high), h)
        return f.exists(f.conj(positive, steps), goal, self.width)


def at_error(th: Theorem, error: Any, positive: Theorem, name: Any) -> tuple[Theorem, Theorem]:
    """The existence of a width for an error, and what holds for it."""
    existence = f.mp(f.spec(th, error), positive)
    return existence, f.obtain(existence, name)[0]


def below_both(x: Any, y: Any, first: Theorem, second: Theorem) -> tuple[Theorem, ...]:
    """0 < w, w ≤ x and w ≤ y for the harmonic w = xy/(x + y), from 0 < x and 0 < y; and x + y ≠ 0."""
    over, nonzero = f.inv(f.add(f.by(first), f.by(second))), f.unequal(f.lt(0, x + y, f.add(f.by(first), f.by(second))))
    positive = f.lt(0, harmonic(x, y), f.mul(f.by(first), f.by(second), over))
    left = f.le(harmonic(x, y), x, f.mul(f.by(first), f.by(first), over))
    right = f.le(harmonic(x, y), y, f.mul(f.by(second), f.by(second), over))
    return f.cut(positive, nonzero), f.cut(left, nonzero), f.cut(right, nonzero), nonzero


@cache
def sum_rule() -> Theorem:
    """f′ = s, g′ = r at t ⊢ (f + g)′ = s + r."""
    given = f.assume(derivative(F, t, s)), f.assume(derivative(G, t, r))
    positive = f.assume(Lt(0, epsilon))
    half = f.lt(0, epsilon / 2, f.mul(f.num(HALF), f.by(positive)))
    (some, first), (other, second) = (at_error(th, epsilon / 2, half, name) for th, name in zip(given, (eta, eta2), strict=True))
    wide, left, right, nonzero = below_both(eta, eta2, f.part(first, 0), f.part(second, 0))
    steps = Steps(harmonic(eta, eta2))
    of_f, of_g = steps.within(first, eta, left), steps.within(second, eta2, right)

    def total(x: Any) -> Any:
        return F(x) + G(x)

    quotient, goal = (total(t + h) - total(t)) / h, derivative(total, t, s + r)
    low = f.le(s + r - epsilon, quotient, f.add(f.by(of_f[0]), f.by(of_g[0])))
    high = f.le(quotient, s + r + epsilon, f.add(f.by(of_f[1]), f.by(of_g[1])))
    found = f.release(f.release(f.cut(steps.found(goal.body, wide, low, high), nonzero), some, eta), other, eta2)
    return f.gen(f.imply(found, positive), epsilon)


@cache
def _product_of_quotients() -> tuple[Theorem, Theorem]:
    """Both bounds of p b + a q + h p q, which is within ε of s b + a r, from the assumptions below.

    p b + a q is within e (2 + a² + b²)/2 of s b + a r, and |h p q| ≤ w (p² + q²)/2 ≤ w (s² + r² + 2) ≤ e.
    """
    limits = Le(s - e, p), Le(p, s + e), Le(r - e, q), Le(q, r + e), Le(e, 1), Le(-w, h), Le(h, w)
    p_low, p_high, q_low, q_high, small, h_low, h_high = (f.by(f.assume(limit)) for limit in limits)
    narrow, fine = f.by(f.assume(Le(w * (2 + s**2 + r**2), e))), f.by(f.assume(Le(e * (4 + a**2 + b**2) / 2, epsilon)))
    half, quarter = f.num(HALF), f.num(HALF * HALF)
    size, width = f.mul(half, f.add(p_low, p_high)), f.mul(half, f.add(h_low, h_high))  # 0 ≤ e and 0 ≤ w

    def crossed(low: f.Witness, high: f.Witness, minus: f.Witness, plus: f.Witness) -> f.Witness:
        """(high plus + low minus)/4."""
        return f.mul(quarter, f.add(f.mul(high, plus), f.mul(low, minus)))

    def square(x: Any, slope: Any, low: f.Witness, high: f.Witness) -> f.Witness:
        """x² ≤ 2 slope² + 2."""
        near = f.add(f.mul(low, high), f.mul(small, f.add(size, f.num(1))))
        return f.by(f.le(x**2, 2 * slope**2 + 2, f.add(f.sq(x - 2 * slope), f.mul(f.num(2), near))))

    squares = f.mul(half, width, f.add(square(p, s, p_low, p_high), square(q, r, q_low, q_high)))
    of_b, of_a, of_pq = ((f.sq(1 - x), f.sq(1 + x)) for x in (b, a, Rational(0)))
    of_pq = f.sq(p - q), f.sq(p + q)
    above = f.add(fine, crossed(p_low, p_high, *of_b), crossed(q_low, q_high, *of_a), narrow, squares, crossed(h_low, h_high, *of_pq))
    below = f.add(fine, crossed(p_high, p_low, *of_b), crossed(q_high, q_low, *of_a), narrow, squares, crossed(h_high, h_low, *of_pq))
    value, slope = p * b + a * q + h * p * q, s * b + a * r
    return f.le(slope - epsilon, value, below), f.le(value, slope + epsilon, above)


@cache
def product_rule() -> Theorem:
    """f′ = s, g′ = r at t ⊢ (f·g)′ = s·g(t) + f(t)·r."""
    given = f.assume(derivative(F, t, s)), f.assume(derivative(G, t, r))
    positive = f.assume(Lt(0, epsilon))
    size, slopes = 4 + F(t) ** 2 + G(t) ** 2, 2 + s**2 + r**2
    error = 2 * epsilon / (size + 2 * epsilon)
    last = error / slopes
    squares = f.add(f.num(4), f.sq(F(t)), f.sq(G(t)))
    sizes_positive, wide = (
        f.lt(0, size + 2 * epsilon, f.add(squares, f.mul(f.num(2), f.by(positive)))),
        f.lt(0, slopes, f.add(f.num(2), f.sq(s), f.sq(r))),
    )
    over, nonzero = f.inv(f.by(sizes_positive)), [f.unequal(sizes_positive), f.unequal(wide)]
    some_error = f.cut(f.lt(0, error, f.mul(f.num(2), f.by(positive), over)), *nonzero)
    small = f.le(error, 1, f.mul(squares, over))
    fine = f.le(error * size / 2, epsilon, f.mul(f.num(2), f.by(positive), f.by(positive), over))

    (some, first), (other, second) = (at_error(th, error, some_error, name) for th, name in zip(given, (eta, eta2), strict=True))
    both, left, right, nonzero_2 = below_both(eta, eta2, f.part(first, 0), f.part(second, 0))
    short = f.cut(f.lt(0, last, f.mul(f.by(some_error), f.inv(f.by(wide)))), *nonzero)
    inner = harmonic(eta, eta2)
    wide_too, to_inner, to_last, nonzero_3 = below_both(inner, last, both, short)
    steps = Steps(harmonic(inner, last))
    left = f.le(steps.width, eta, f.add(f.by(left), f.by(to_inner)))
    right = f.le(steps.width, eta2, f.add(f.by(right), f.by(to_inner)))
    of_f, of_g = steps.within(first, eta, left), steps.within(second, eta2, right)
    narrow = f.le(steps.width * slopes, error, f.mul(f.by(to_last), f.by(wide)))

    def product(x: Any) -> Any:
        return F(x) * G(x)

    goal, quotient = derivative(product, t, s * G(t) + F(t) * r), (product(t + h) - product(t)) / h
    values = {p: (F(t + h) - F(t)) / h, q: (G(t + h) - G(t)) / h, a: F(t), b: G(t), e: error, w: steps.width}
    facts = *of_f, *of_g, small, steps.low, steps.high, narrow, fine
    low, high = (f.cut(f.inst(th, values), *facts) for th in _product_of_quotients())
    low = f.le(s * G(t) + F(t) * r - epsilon, quotient, f.by(low))
    high = f.le(quotient, s * G(t) + F(t) * r + epsilon, f.by(high))
    found = f.cut(steps.found(goal.body, wide_too, low, high), nonzero_3, nonzero_2, *nonzero)
    found = f.release(f.release(found, some, eta), other, eta2)
    return f.gen(f.imply(found, positive), epsilon)


@cache
def constant() -> Theorem:
    """⊢ (x ↦ a)′ = 0."""
    positive, steps = f.assume(Lt(0, epsilon)), Steps(1)
    quotient = (a - a) / h
    low, high = f.le(0 - epsilon, quotient, f.by(positive)), f.le(quotient, 0 + epsilon, f.by(positive))
    found = steps.found(derivative(lambda x: a, t, Rational(0)).body, f.lt(0, 1, f.num(1)), low, high)
    return f.gen(f.imply(found, positive), epsilon)


@cache
def identity() -> Theorem:
    """⊢ (x ↦ x)′ = 1."""
    positive, steps = f.assume(Lt(0, epsilon)), Steps(1)
    quotient, slope = (t + h - t) / h, Rational(1)
    low, high = f.le(slope - epsilon, quotient, f.by(positive)), f.le(quotient, slope + epsilon, f.by(positive))
    found = steps.found(derivative(lambda x: x, t, slope).body, f.lt(0, 1, f.num(1)), low, high)
    return f.gen(f.imply(found, positive), epsilon)


@cache
def scaled() -> Theorem:
    """f′ = s at t ⊢ (a f)′ = a s."""
    th = f.cut(f.inst(product_rule(), {F: (t, a), G: F, s: Rational(0), r: s}), constant())
    return f.restate(th, derivative(lambda x: a * F(x), t, a * s))


def plus(first: Theorem, second: Theorem, left: Function, right: Function, slopes: tuple[Any, Any]) -> Theorem:
    """(f + g)′ = s + r, from f′ = s and g′ = r."""
    th = f.inst(sum_rule(), {F: (x, left(x)), G: (x, right(x)), s: slopes[0], r: slopes[1]})
    return _cut(th, first, second)


def times(first: Theorem, second: Theorem, left: Function, right: Function, slopes: tuple[Any, Any]) -> Theorem:
    """(f·g)′ = s·g + f·r, from f′ = s and g′ = r."""
    th = f.inst(product_rule(), {F: (x, left(x)), G: (x, right(x)), s: slopes[0], r: slopes[1]})
    return _cut(th, first, second)


def multiple(th: Theorem, factor: Any, body: Function, slope: Any) -> Theorem:
    """(a f)′ = a s, from f′ = s."""
    return _cut(f.inst(scaled(), {a: factor, F: (x, body(x)), s: slope}), th)


def total(th: Theorem, i: Any, body: Function, slope: Any) -> Theorem:
    """(Σ_i f)′ = Σ_i s, from f′ = s for every i."""
    lemma = f.inst(f.retype(_indexed_sum(), {ANY: i}), {"f": ((x, i), body(x)), "s": (i, slope)})
    return _cut(lemma, f.gen(th, i))


def _cut(lemma: Theorem, *facts: Theorem) -> Theorem:
    """The lemma without the hypotheses that are the facts."""
    th = f.cut(lemma, *facts)
    owed = sorted(h for h in th.hypotheses if h in lemma.hypotheses)
    if owed:
        raise ProofError(f"{len(owed)} derivatives are not the ones asked for")
    return th


@cache
def _indexed_sum() -> Theorem:
    """∀i f_i′ = s_i at t ⊢ (Σ f)′ = Σ s, for any finite type: one term after the other."""
    n = ANY
    i, j = index("i j", n)
    f_, s_, mask = field("f", t, i), field("s", i), field("m", i)
    terms = f.assume(ForAll(i, derivative(lambda x: f_[x, i], t, s_[i])))

    def claim(mask: Any) -> Any:
        return derivative(lambda x: Sum(mask(i) * f_[x, i], i), t, Sum(mask(i) * s_[i], i))

    def more(i: Any) -> Any:
        return mask[i] + delta(i, j)

    here = f.assume(claim(mask))
    added = f.inst(sum_rule(), {F: (t, Sum(mask[i] * f_[t, i], i)), G: (t, f_[t, j]), s: Sum(mask[i] * s_[i], i), r: s_[j]})
    step = f.restate(f.cut(added, here, f.spec(terms, j)), claim(more))
    # the empty sum does not move
    positive, steps = f.assume(Lt(0, epsilon)), Steps(1)
    no_slope = Sum(Rational(0) * s_[i], i)

    def none(x: Any) -> Any:
        return Sum(Rational(0) * f_[x, i], i)

    quotient = (none(t + h) - none(t)) / h
    low, high = f.le(no_slope - epsilon, quotient, f.by(positive)), f.le(quotient, no_slope + epsilon, f.by(positive))
    found = steps.found(derivative(none, t, no_slope).body, f.lt(0, 1, f.num(1)), low, high)
    base = f.gen(f.imply(found, positive), epsilon)
    every = rules.subset_induct(base, step, field=f.symbol(mask), index=f.symbol(j), formula=f.node(claim(mask)))
    every = f.inst(every, {mask: (i, 1)})
    return discharge(f.restate(every, derivative(lambda x: Sum(f_[x, i], i), t, Sum(s_[i], i))), [], terms.hypotheses)
