"""Masks and supports: sums and products of numbers that are not negative, entries that agree on a mask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from ..proof.substitution import closed, rebuild
from ..proof.syntax import (
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Eq,
    Exists,
    ForAll,
    Formula,
    Inverse,
    Le,
    Lt,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import positive_sum
from ..tactics.solve import solved
from ..terms import scalar
from .mask import mask_cases


def _not(positive: Theorem, bound: Theorem) -> Theorem:
    """0 < 0, from 0 < t and t ≤ 0."""
    return f.lt(0, 0, f.add(f.by(positive), f.by(bound)))


@cache
def positive_product() -> Theorem:
    """⊢ 0 ≤ a → 0 ≤ b → (0 < a b ↔ 0 < a ∧ 0 < b)."""
    a, b = (App(Symbol(name, Type((), REAL))) for name in "ab")
    signs = f.assume(Le(ZERO, a)), f.assume(Le(ZERO, b))
    product = f.assume(Lt(ZERO, Times(a, b)))

    def positive(x: Term, other: Theorem) -> Theorem:
        below = f.le(Times(a, b), 0, f.mul(f.by(f.assume(Le(x, ZERO))), f.by(other)))
        return f.cases(Lt(ZERO, x), f.assume(Lt(ZERO, x)), f.absurd(_not(product, below), Lt(ZERO, x)))

    both = f.conj(positive(a, signs[1]), positive(b, signs[0]))
    given = f.assume(both.conclusion)
    back = f.lt(0, Times(a, b), f.mul(f.by(f.part(given, 0)), f.by(f.part(given, 1))))
    return f.imply(f.conj(f.imply(both, product), f.imply(back, given)), *signs)


@cache
def positive_total(sort: Sort) -> Theorem:
    """⊢ ∀j 0 ≤ w_j → (0 < Σ_j w_j ↔ ∃j 0 < w_j)."""
    j, w = Symbol("j", Type((), sort)), Symbol("w", Type((sort,), REAL))
    here = App(w, App(j))
    whole = Sum("j", j.type, closed(here, j))
    positive = f.assume(Lt(ZERO, here))
    sign, total = f.assume(ForAll("j", j.type, closed(Le(ZERO, here), j))), f.assume(Lt(ZERO, whole))
    some = f.assume(Exists("j", j.type, closed(positive.conclusion, j)))
    # if none were positive the total would not be
    none = f.mp(f.assume(f.otherwise(some.conclusion)), f.exists(positive, some.conclusion, j))
    small = f.cases(positive.conclusion, f.absurd(none, Le(here, ZERO)), f.assume(Le(here, ZERO)))
    below = f.le(whole, 0, f.tot(j, f.by(small)))
    there = f.cases(some.conclusion, some, f.absurd(_not(total, below), some.conclusion))
    back = f.cut(f.inst(positive_sum(sort), {"w": w}), sign, some)
    return f.imply(f.conj(f.imply(there, total), f.imply(back, some)), sign)


def product_support(left: Theorem, right: Theorem, signs: tuple[Theorem, Theorem], over: Any) -> Theorem:
    """0 < Σ_k a_k b_k ↔ ∃k (P_k ∧ Q_k), from 0 < a_k ↔ P_k, 0 < b_k ↔ Q_k, 0 ≤ a_k and 0 ≤ b_k, for every k."""
    k = f.symbol(over)
    sort = k.type.result
    (a, P), (b, Q) = ((f.part(th, 0).conclusion.children[0].children[1], f.part(th, 0).conclusion.children[1]) for th in (left, right))
    product = Times(a, b)
    entry = f.mp(f.inst(positive_product(), {"a": a, "b": b}), *signs)
    both, found = And(Lt(ZERO, a), Lt(ZERO, b)), And(P, Q)

    def each(number: int, source: Formula, *ways: Theorem) -> Theorem:
        given = f.assume(source)
        return f.imply(f.conj(*(f.mp(f.part(way, number), f.part(given, place)) for place, way in enumerate(ways))), given)

    entry = chained(entry, f.conj(each(0, both, left, right), each(1, found, left, right)))
    sign = f.gen(f.le(ZERO, product, f.mul(*map(f.by, signs))), k)
    total = f.mp(f.inst(positive_total(sort), {"w": ((k,), product)}), sign)

    def some(number: int, source: Formula, target: Formula) -> Theorem:
        at = f.assume(source)
        given, goal = (Exists(k.name, k.type, closed(g, k)) for g in (source, target))
        alive = f.assume(given)
        return f.imply(f.release(f.exists(f.mp(f.part(entry, number), at), goal, k), alive, k), alive)

    positive = Lt(ZERO, product)
    return chained(total, f.conj(some(0, positive, found), some(1, found, positive)))


def chained(first: Theorem, second: Theorem) -> Theorem:
    """a ↔ c, from a ↔ b and b ↔ c."""

    def way(one: Theorem, two: Theorem) -> Theorem:
        given = f.assume(one.conclusion.children[0])
        return f.imply(f.mp(two, f.mp(one, given)), given)

    return f.conj(way(f.part(first, 0), f.part(second, 0)), way(f.part(second, 1), f.part(first, 1)))


def turned(th: Theorem) -> Theorem:
    """b ↔ a, from a ↔ b."""
    return f.conj(f.part(th, 1), f.part(th, 0))


def read_as(equation: Theorem, th: Theorem) -> Theorem:
    """0 < s ↔ a, from s = t and 0 < t ↔ a."""
    s, t = equation.conclusion.children
    one, other = f.assume(Lt(ZERO, s)), f.assume(Lt(ZERO, t))
    ways = f.imply(f.lt(ZERO, t, f.by(one), (equation, -1)), one), f.imply(f.lt(ZERO, s, f.by(other), (equation, 1)), other)
    return chained(f.conj(*ways), th)


def on_mask(mask: Theorem, weight: Theorem | None = None) -> tuple[Theorem, Theorem]:
    """0 ≤ M e and 0 < M e ↔ M = 1, from M M = M and 0 < e; without e, of M."""
    m: Term = mask.conclusion.children[1]
    e = ONE if weight is None else weight.conclusion.children[1]
    entry = m if weight is None else Times(m, e)
    size = f.num(1) if weight is None else f.by(weight)
    one, positive = f.assume(Eq(m, ONE)), f.assume(Lt(ZERO, entry))
    never = f.absurd(f.lt(0, 0, f.by(positive), (f.assume(Eq(m, ZERO)), Times(Number(-1), e))), one.conclusion)
    ways = f.imply(mask_cases(mask, one, never), positive), f.imply(f.lt(0, entry, size, (one, e)), one)
    return f.le(0, entry, f.mul(f.sq(m), size), (mask, Times(Number(-1), e))), f.conj(*ways)


def same_on_mask(mask: Theorem, equal: Theorem) -> Theorem:
    """M a = M b, from M M = M and a = b, which may assume M = 1."""
    m: Term = mask.conclusion.children[1]
    a, b = equal.conclusion.children
    left, right = Times(m, a), Times(m, b)
    off = f.linear(left, right, (f.assume(Eq(m, ZERO)), Plus(a, Times(Number(-1), b))))
    return mask_cases(mask, f.linear(left, right, (equal, m)), off)


def put(t: Any, old: Term, new: Term) -> Any:
    """t with a new term wherever the old one is written."""
    return new if t == old else rebuild(t, tuple(put(child, old, new) for child in t.children))


def divisor(t: Any) -> Any:
    """The sum that t divides by, the first if there are several; None if there is none."""
    if type(t) is Inverse and type(t.children[0]) is Sum:
        return t.children[0]
    return next((found for child in t.children if (found := divisor(child)) is not None), None)


def same_shares(
    left: Any,
    right: Any,
    totals: Sequence[f.Use] = (),
    entries: Callable[[Any], Sequence[f.Use]] = lambda w: (),
    inverses: Mapping[Any, Any] = MappingProxyType({}),
) -> Theorem:
    """left = right, where each divides by a total, from uses that show that the totals are equal, and the sides with w for one over their
    total.  So no total has to be shown to differ from 0; nor has τ, if ``inverses`` has the scalar that the uses write for 1/τ."""
    w, x = scalar("w_ x_")
    one, other = f.node(left), f.node(right)
    for t, u in inverses.items():
        one, other = (put(side, Inverse(f.node(t)), f.node(u)) for side in (one, other))
    s, t = divisor(one), divisor(other)
    plain = f.linear(put(one, Inverse(s), f.node(w)), put(other, Inverse(t), f.node(w)), *entries(w))
    th = f.rewrite(f.linear(s, t, *totals), f.inst(plain, {w: Inverse(s)}), x, Eq(one, put(other, t, f.node(x))))
    return f.inst(th, {u: Inverse(f.node(t)) for t, u in inverses.items()})


def empty_share(side: Any, entries: Callable[[Any], Sequence[f.Use]]) -> Theorem:
    """side = 0, whatever total it divides by, from uses that show it with w for one over that total."""
    w, one = scalar("w_"), f.node(side)
    inverse = Inverse(divisor(one))
    return f.inst(f.linear(put(one, inverse, f.node(w)), 0, *entries(w)), {w: inverse})


def by_sides(left: Any, right: Any, *equations: Theorem) -> Theorem:
    """left = right, from equations between these and other terms as a whole.  So no total that they divide by has to differ from 0."""
    sides = dict.fromkeys(map(f.node, (left, right, *(side for th in equations for side in th.conclusion.children))))
    named = {Symbol(f"side{n}", Type((), REAL)): side for n, side in enumerate(sides) if type(side) is not Number}
    called = {side: App(name) for name, side in named.items()}
    given = [f.assume(Eq(*(called.get(side, side) for side in th.conclusion.children))) for th in equations]
    th = solved(*(called.get(f.node(side), f.node(side)) for side in (left, right)), *((th, 1) for th in given))
    return f.cut(f.inst(th, named), *equations)
