"""Top-k sets exist: they grow by the best of the rest, which is the greatest by score and among those the least by label."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Sum, delta, field, index, nat, natural, number, succ, zero
from ..terms.variables import IndexType
from ..theory.top import before, top_set
from .extremes import maximum, minimum
from .mask import mask_cases
from .reals import successor, zero_is_zero
from .subsets import indicator, truth_is_mask, where_true


@cache
def top_exists(sort: Sort) -> Theorem:
    """O is a mask, ∀j, l (t_j = t_l → j = l) ⊢ ∀k (nat k ≤ Σ O → there is a top k of O)."""
    m = IndexType(sort)
    (j, l, a, b, b2), k = index("j l a b b2", m), natural("k")
    x, t, O, g, w = field("x t O g w", j)
    o_mask = f.assume(ForAll(j, Eq(O[j] * O[j], O[j])))
    distinct = f.assume(ForAll((j, l), Implies(Eq(t[j], t[l]), Eq(delta(j, l), 1))))

    def first(P: Any, size: Any) -> Formula:
        return top_set(P, size, O, x, t, j)

    def stated(k: Any) -> Formula:
        return Implies(Le(nat(k), Sum(O[j], j)), Exists(g, first(g, nat(k))))

    never = f.assume(Eq(0, 1))
    none = f.node(first(lambda j: number(0), nat(zero)))
    inside = f.gen(f.imply(f.absurd(never, Eq(O[j], 1)), never), j)
    given = f.assume(And(Eq(0, 1), Eq(O[l], 1), Eq(0, 0)))
    ahead = f.gen(f.imply(f.absurd(f.part(given, 0), before(x, t, j, l)), given), j, l)
    nothing = f.conj(
        f.gen(f.linear(number(0) * number(0), 0), j), inside, f.linear(Sum(number(0), j), nat(zero), (zero_is_zero(), -1)), ahead
    )
    room = f.assume(Le(nat(zero), Sum(O[j], j)))
    base = f.imply(f.exists(f.restate(nothing, none), stated(zero).args[1], (j, 0)), room)

    # k experts are found, and there are more admissible ones
    here, room, next_ = f.assume(stated(k)), f.assume(Le(nat(succ(k)), Sum(O[j], j))), f.spec(successor(), k)
    before_k = f.mp(here, f.le(nat(k), Sum(O[j], j), f.add(f.by(room), f.num(1)), (next_, 1)))
    found = f.obtain(before_k, g)[0]
    mask, inside, count, ahead = (f.part(found, number) for number in range(4))
    of_o, of_g = f.spec(o_mask, j), f.spec(mask, j)

    def rest(j: Any) -> Any:
        return O[j] * (1 - g[j])

    rest_mask = f.linear(rest(j) * rest(j), rest(j), (of_o, (1 - g[j]) * (1 - g[j])), (of_g, O[j]))
    some = Exists(j, Eq(rest(j), 1))
    left = f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(f.assume(Eq(rest(j), 1)), some, j)), Eq(rest(j), 0))
    left = mask_cases(rest_mask, left, f.assume(Eq(rest(j), 0)))
    chosen, gone = f.assume(Eq(g[j], 1)), f.assume(Eq(g[j], 0))
    sides = f.linear(O[j] * g[j], g[j], (f.mp(f.spec(inside, j), chosen), g[j])), f.linear(O[j] * g[j], g[j], (gone, O[j] - 1))
    part_of_o = mask_cases(of_g, *sides)
    full = f.le(1, 0, f.by(room), (left, -1, j), (part_of_o, -1, j), (count, -1), (next_, 1))
    alive = f.cases(some, f.assume(some), f.absurd(full, some))
    # the best of the rest, and of those with its score the one with the least label
    best = f.cut(f.inst(maximum(sort), {"h": (j, rest(j))}), f.gen(rest_mask, j), alive)
    highest = f.obtain(best, b)[0]
    tied = And(Eq(rest(j), 1), Eq(x[j], x[b]))
    set_of_tied = indicator(tied, w, j)
    told = f.obtain(set_of_tied, w)[0]
    tied_mask = f.gen(f.cut(truth_is_mask(tied, w[j]), f.spec(told, j)), j)
    itself = f.mp(f.part(f.spec(told, b), 0), f.conj(f.conj(f.part(highest, 0), f.linear(x[b], x[b]))))
    itself = f.exists(itself, Exists(j, Eq(w[j], 1)), b)
    least = f.cut(f.inst(minimum(sort), {"h": w, "x": t}), tied_mask, itself)
    new = f.obtain(least, a)[0]
    new_tied = f.cut(f.inst(where_true(tied, w[j]), {j: a}), f.spec(told, a), f.part(new, 0))
    new_rest, new_score = f.part(new_tied, 0), f.part(new_tied, 1)  # O_a (1 − g_a) = 1 and x_a = x_b

    def at_a(X: Any, value: int, other: Any) -> tuple[Theorem, Theorem]:
        """X_a = value, from O_a (1 − g_a) = 1."""
        wrong = f.assume(Eq(X[a], 1 - value))
        clash = f.absurd(f.linear(0, 1, (new_rest, 1), (wrong, other)), Eq(X[a], value))
        right = f.assume(Eq(X[a], value))
        return (clash, right) if value == 0 else (right, clash)

    new_o = mask_cases(f.spec(o_mask, a), *at_a(O, 1, -(1 - g[a])))
    new_g = mask_cases(f.spec(mask, a), *at_a(g, 0, O[a]))

    def grown_by_a(j: Any) -> Any:
        return g[j] + delta(j, a)

    same, other = f.assume(Eq(delta(j, a), 1)), f.assume(Eq(delta(j, a), 0))
    is_delta = f.linear(delta(j, a) * delta(j, a), delta(j, a))
    grown_mask = f.gen(f.linear(grown_by_a(j) * grown_by_a(j), grown_by_a(j), (of_g, 1), (new_g, 2 * delta(j, a))), j)
    member = f.assume(Eq(grown_by_a(j), 1))
    old = f.linear(g[j], 1, (member, 1), (other, -1))
    grown_inside = mask_cases(is_delta, f.linear(O[j], 1, (same, 1 - O[j]), (new_o, delta(j, a))), f.mp(f.spec(inside, j), old))
    grown_inside = f.gen(f.imply(grown_inside, member), j)
    grown_count = f.linear(Sum(grown_by_a(j), j), nat(succ(k)), (count, 1), (next_, -1))
    given = f.assume(And(Eq(grown_by_a(j), 1), Eq(O[l], 1), Eq(grown_by_a(l), 0)))
    admissible, absent = f.part(given, 1), f.part(given, 2)
    minus_one = (absent, (g[l] - 2) / 2), (f.assume(Eq(delta(l, a), 1)), -(g[l] - 2) / 2), (f.spec(mask, l), number(-Fraction(1, 2)))
    never = f.absurd(f.linear(0, 1, *minus_one), Eq(delta(l, a), 0))  # g_l = -1 is neither 0 nor 1
    apart = mask_cases(f.linear(delta(l, a) * delta(l, a), delta(l, a)), never, f.assume(Eq(delta(l, a), 0)))
    l_gone = f.linear(g[l], 0, (absent, 1), (apart, -1))
    l_left = f.linear(rest(l), 1, (admissible, 1 - g[l]), (l_gone, -1))
    below = f.mp(f.spec(f.part(highest, 1), l), l_left)
    lower = f.le(x[l], x[a], f.by(below), (new_score, 1))
    equal = f.assume(Eq(x[l], x[a]))
    l_tied = f.mp(f.part(f.spec(told, l), 0), f.conj(f.conj(l_left, f.linear(x[l], x[b], (equal, 1), (new_score, 1)))))
    label = f.mp(f.spec(f.part(new, 1), l), l_tied)
    reverse = f.assume(f.otherwise(Lt(t[a], t[l])))
    one_label = f.mp(f.spec(distinct, a, l), f.antisymmetry(label, reverse))
    strict = f.absurd(f.linear(0, 1, (one_label, 1), (apart, -1)), Lt(t[a], t[l]))
    strict = f.cases(Lt(t[a], t[l]), f.assume(Lt(t[a], t[l])), strict)
    of_a = f.conj(lower, f.imply(strict, equal))
    moved = f.rewrite(f.linear(delta(a, j), 1, (same, 1)), of_a, b2, before(x, t, b2, l))
    old = f.linear(g[j], 1, (f.part(given, 0), 1), (other, -1))
    kept_before = f.mp(f.spec(ahead, j, l), f.conj(old, admissible, l_gone))
    grown_ahead = f.gen(f.imply(mask_cases(is_delta, moved, kept_before), given), j, l)
    goal = stated(succ(k)).args[1]
    step = f.exists(f.conj(grown_mask, grown_inside, grown_count, grown_ahead), goal, (j, grown_by_a(j)))
    for existence, variable in ((least, a), (set_of_tied, w), (best, b), (before_k, g)):
        step = f.release(step, existence, variable)
    return f.gen(f.induction(base, f.imply(step, room), k, stated(k)), k)
