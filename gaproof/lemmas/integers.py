"""Integers among the reals, as differences of naturals; 2 has no rational square root.

That is shown by descent: from p² = 2q² follows (2q − p)² = 2(p − q)², with naturals that are smaller unless q = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import square_zero
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne, nat, natural, scalar, succ, zero
from .reals import floor, naturals_nonnegative, successor, zero_is_zero

x, y, u = scalar("x y u")
k, l, m, n, p, q, d, e = natural("k l m n p q d e")


def integer(x: Any) -> Formula:
    """x is a difference of naturals."""
    return Exists((k, l), Eq(x, nat(k) - nat(l)))


def _at_least_0(k: Any) -> f.Witness:
    return f.by(f.spec(naturals_nonnegative(), k))


def _induction(claim: Callable[[Any], Formula], base: Theorem, step: Theorem) -> Theorem:
    """claim(nat m), from claim(nat zero) and claim(nat k) ⊢ claim(nat (succ k))."""
    return rules.induct(base, step, variable=f.symbol(m), formula=f.node(claim(m)), arguments=((), (f.symbol(k),)))


@cache
def sums() -> Theorem:
    """⊢ ∃d nat d = nat n + nat m."""

    def claim(m: Any) -> Formula:
        return Exists(d, Eq(nat(d), nat(n) + nat(m)))

    base = f.exists(f.linear(nat(n), nat(n) + nat(zero), (zero_is_zero(), -1)), claim(zero), n)
    here = f.assume(claim(k))
    (found,) = f.obtain(here, d)
    uses = (f.spec(successor(), d), 1), (found, 1), (f.spec(successor(), k), -1)
    more = f.exists(f.linear(nat(succ(d)), nat(n) + nat(succ(k)), *uses), claim(succ(k)), succ(d))
    return _induction(claim, base, f.release(more, here, d))


@cache
def one_or_more() -> Theorem:
    """⊢ nat m ≠ 0 → 1 ≤ nat m."""

    def claim(m: Any) -> Formula:
        return Implies(Ne(nat(m), 0), Le(1, nat(m)))

    start = f.rewrite(zero_is_zero(), f.assume(Ne(nat(zero), 0)), u, Ne(u, 0))
    base = f.imply(f.absurd(start, Le(1, nat(zero))), Ne(nat(zero), 0))
    step = f.imply(f.le(1, nat(succ(k)), _at_least_0(k), (f.spec(successor(), k), 1)), Ne(nat(succ(k)), 0))
    return _induction(claim, base, step)


@cache
def differences() -> Theorem:
    """⊢ ∀l (nat l ≤ nat m → ∃d nat m = nat l + nat d)."""

    def claim(m: Any) -> Formula:
        return ForAll(l, at(l, m))

    def at(l: Any, m: Any) -> Formula:
        return Implies(Le(nat(l), nat(m)), Exists(d, Eq(nat(m), nat(l) + nat(d))))

    def found(th: Theorem, l: Any, m: Any, d: Any) -> Theorem:
        return f.exists(th, at(l, m).args[1], d)

    below = f.assume(Le(nat(l), nat(zero)))
    is_zero = f.antisymmetry(f.le(nat(l), 0, f.by(below), (zero_is_zero(), -1)), f.spec(naturals_nonnegative(), l))
    base = f.linear(nat(zero), nat(l) + nat(zero), (is_zero, -1))
    base = f.gen(f.imply(found(base, l, zero, zero), below), l)

    # l is 0 or a successor
    from_zero = f.linear(nat(succ(k)), nat(zero) + nat(succ(k)), (zero_is_zero(), -1))
    from_zero = f.imply(found(from_zero, zero, succ(k), succ(k)), Le(nat(zero), nat(succ(k))))
    steps = f.spec(successor(), k), f.spec(successor(), e)
    order = f.assume(Le(nat(succ(e)), nat(succ(k))))
    earlier = f.mp(f.spec(f.assume(claim(k)), e), f.le(nat(e), nat(k), f.by(order), (steps[0], -1), (steps[1], 1)))
    (there,) = f.obtain(earlier, d)
    later = f.linear(nat(succ(k)), nat(succ(e)) + nat(d), (steps[0], 1), (there, 1), (steps[1], -1))
    later = f.imply(f.release(found(later, succ(e), succ(k), d), earlier, d), order)
    step = rules.induct(from_zero, later, variable=f.symbol(l), formula=f.node(at(l, succ(k))), arguments=((), (f.symbol(e),)))
    return _induction(claim, base, f.gen(step, l))


@cache
def ceiling() -> Theorem:
    """⊢ 0 ≤ x → ∃d (x ≤ nat d ∧ nat d ≤ x + 1): the integer that follows its floor."""
    sign = f.assume(Le(0, x))
    steps = f.assume(And(Le(nat(k) - nat(m), x), Le(x, nat(k) - nat(m) + 1)))
    low, high, after = f.part(steps, 0), f.part(steps, 1), f.spec(successor(), k)
    order = f.le(nat(m), nat(succ(k)), f.add(f.by(sign), f.by(high)), (after, 1))
    some = f.mp(f.spec(f.inst(differences(), {m: succ(k)}), m), order)
    (told,) = f.obtain(some, d)
    uses = (told, -1), (after, 1)
    near = f.conj(f.le(x, nat(d), f.by(high), *uses), f.le(nat(d), x + 1, f.by(low), *((th, -c) for th, c in uses)))
    near = f.release(f.exists(near, Exists(d, And(Le(x, nat(d)), Le(nat(d), x + 1))), d), some, d)
    return f.imply(f.release(near, f.inst(floor(), {"x": x}), k, m), sign)


@cache
def descent() -> Theorem:
    """⊢ ∀p∀q (nat q ≤ nat m → (nat p² = 2·nat q² → nat q = 0)), by induction on the bound."""

    def at(p: Any, q: Any, m: Any) -> Formula:
        square = Eq(nat(p) * nat(p), 2 * nat(q) * nat(q))
        return Implies(Le(nat(q), nat(m)), Implies(square, Eq(nat(q), 0)))

    def claim(m: Any) -> Formula:
        return ForAll((p, q), at(p, q, m))

    square = f.assume(at(p, q, m).args[1].args[0])
    none = f.assume(Le(nat(q), nat(zero)))
    base = f.antisymmetry(f.le(nat(q), 0, f.by(none), (zero_is_zero(), -1)), f.spec(naturals_nonnegative(), q))
    base = f.gen(f.imply(base, none, square), p, q)

    # p lies between q and 2q: otherwise p² would be less than q², or more than 4q²
    P, Q, D, E = map(nat, (p, q, d, e))
    low, high = f.assume(Lt(P, Q)), f.assume(Lt(2 * Q, P))
    smaller = f.mul(f.by(low), f.add(f.by(low), _at_least_0(p), _at_least_0(p)))
    larger = f.mul(f.by(high), f.add(f.by(high), f.mul(f.num(4), _at_least_0(q))))
    at_least = f.cases(Lt(P, Q), f.absurd(f.lt(0, 0, f.add(smaller, f.sq(Q)), (square, 1)), Le(Q, P)), f.assume(Le(Q, P)))
    too_much = f.absurd(f.lt(0, 0, f.add(larger, f.sq(Q), f.sq(Q)), (square, -1)), Le(P, 2 * Q))
    at_most = f.cases(Lt(2 * Q, P), too_much, f.assume(Le(P, 2 * Q)))

    # p = q + d and q = d + e with e² = 2d²
    first = f.mp(f.spec(f.inst(differences(), {m: p}), q), at_least)
    (of_p,) = f.obtain(first, d)
    second = f.mp(f.spec(f.inst(differences(), {m: q}), d), f.le(D, Q, f.by(at_most), (of_p, 1)))
    (of_q,) = f.obtain(second, e)
    again = f.linear(E * E, 2 * D * D, (square, -1), (of_p, P + Q + D), (of_q, -(E + Q - D)))
    both = f.linear(Q, 0, (of_q, 1), (f.assume(Eq(D, 0)), 1), (f.assume(Eq(E, 0)), 1))
    d_zero = f.cut(f.inst(square_zero(), {"x": D}), f.linear(D * D, 0, (again, Fraction(-1, 2)), (f.assume(Eq(E, 0)), E / 2)))
    flat = f.cut(both, d_zero)  # if e = 0
    some = f.mp(f.inst(one_or_more(), {m: e}), f.assume(Ne(E, 0)))
    bound = f.assume(Le(Q, nat(succ(k))))
    shorter = f.le(D, nat(k), f.add(f.by(bound), f.by(some)), (f.spec(successor(), k), -1), (of_q, 1))
    d_zero = f.mp(f.spec(f.assume(claim(k)), e, d), shorter, again)
    e_zero = f.cut(f.inst(square_zero(), {"x": E}), f.linear(E * E, 0, (again, 1), (d_zero, 2 * D)))
    steep = f.cut(f.cut(both, e_zero), d_zero)
    step = f.cases(Eq(E, 0), flat, steep)
    step = f.release(f.release(step, second, e), first, d)
    return _induction(claim, base, f.gen(f.imply(step, bound, square), p, q))


@cache
def sizes() -> Theorem:
    """integer(x) ⊢ ∃d nat d² = x²."""
    found = f.assume(integer(x))
    here = f.obtain(found, k, l)[-1]
    order, other = f.assume(Le(nat(l), nat(k))), f.assume(Lt(nat(k), nat(l)))
    goal = Exists(d, Eq(nat(d) * nat(d), x * x))

    def from_difference(th: Theorem, sign: int) -> Theorem:
        (apart,) = f.obtain(th, d)
        size = f.linear(x, sign * nat(d), (here, 1), (apart, sign))
        return f.release(f.exists(f.linear(nat(d) * nat(d), x * x, (size, -(x + sign * nat(d)))), goal, d), th, d)

    above = from_difference(f.mp(f.spec(f.inst(differences(), {m: k}), l), order), 1)
    below = from_difference(f.mp(f.spec(f.inst(differences(), {m: l, l: k}), k), f.le(nat(k), nat(l), f.by(other))), -1)
    return f.release(f.cases(Le(nat(l), nat(k)), above, below), found, k, l)


@cache
def irrational() -> Theorem:
    """integer(x), integer(y), x² = 2y² ⊢ x = 0 ∧ y = 0."""
    square = f.assume(Eq(x * x, 2 * y * y))
    of_x, of_y = sizes(), f.inst(sizes(), {x: y, d: e})
    (at_x,), (at_y,) = f.obtain(of_x, d), f.obtain(of_y, e)
    same = f.linear(nat(d) * nat(d), 2 * nat(e) * nat(e), (at_x, 1), (at_y, -2), (square, 1))
    none = f.mp(f.spec(f.inst(descent(), {m: e}), d, e), f.le(nat(e), nat(e), f.num(0)), same)
    y_zero = f.cut(f.inst(square_zero(), {"x": y}), f.linear(y * y, 0, (at_y, -1), (none, nat(e))))
    x_zero = f.cut(f.inst(square_zero(), {"x": x}), f.linear(x * x, 0, (square, 1), (y_zero, 2 * y)))
    return f.release(f.release(f.conj(x_zero, y_zero), of_y, e), of_x, d)


def near_root_of_two(m: Any) -> Formula:
    """There are naturals q > m and p with |p² − 2q²| = 1 and q ≤ p ≤ 3q/2."""
    norm = nat(p) * nat(p) - 2 * nat(q) * nat(q)
    return Exists((p, q), And(Eq(norm * norm, 1), Le(nat(q), nat(p)), Le(2 * nat(p), 3 * nat(q)), Le(nat(m) + 1, nat(q))))


@cache
def pell() -> Theorem:
    """⊢ near_root_of_two(m): from 1/1 on, p/q is followed by (p + 2q)/(p + q)."""
    one = f.linear(nat(succ(zero)), 1, (f.spec(successor(), zero), 1), (zero_is_zero(), 1))
    unit, o = succ(zero), nat(succ(zero))
    norm = o * o - 2 * o * o
    at_one = f.linear(norm * norm, 1, (one, o * o * o + o * o + o + 1))
    sides = f.le(o, o, f.num(0)), f.le(2 * o, 3 * o, f.num(1), (one, 1)), f.le(nat(zero) + 1, o, f.num(0), (one, 1), (zero_is_zero(), -1))
    base = f.exists(f.conj(at_one, *sides), near_root_of_two(zero), unit, unit)

    here = f.assume(near_root_of_two(k))
    found = f.obtain(here, p, q)[-1]
    square, low, many = (f.part(found, n) for n in (0, 1, 3))
    plus, twice = f.inst(sums(), {n: p, m: q}), f.inst(sums(), {n: d, m: q})
    (new_q,), (new_p,) = f.obtain(plus, d), f.obtain(twice, e)
    P, Q, D, E = map(nat, (p, q, d, e))
    old, new = P * P - 2 * Q * Q, E * E - 2 * D * D
    turned = f.linear(new, -old, (new_p, E + D + Q), (new_q, -(D - Q + P)))
    after = f.spec(successor(), k)
    more = f.conj(
        f.linear(new * new, 1, (turned, new - old), (square, 1)),
        f.le(D, E, _at_least_0(q), (new_p, 1)),
        f.le(2 * E, 3 * D, f.by(low), (new_q, 1), (new_p, -2)),
        f.le(nat(succ(k)) + 1, D, f.add(f.by(many), f.by(many), f.by(low), _at_least_0(k)), (new_q, 1), (after, -1)),
    )
    more = f.exists(more, near_root_of_two(succ(k)), e, d)
    step = f.release(f.release(f.release(more, twice, e), plus, d), here, p, q)
    return _induction(near_root_of_two, base, step)
