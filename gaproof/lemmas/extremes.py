"""A field has a greatest and a least value on every set of indices that is not empty."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, delta, field, index, number
from ..terms.variables import IndexType
from .mask import mask_cases


@cache
def maximum(sort: Sort) -> Theorem:
    """∀j h_j h_j = h_j, ∃j h_j = 1 ⊢ ∃a (h_a = 1 ∧ ∀j (h_j = 1 → x_j ≤ x_a)): the set grows one index at a time."""
    j, i, a, k = index("j i a k", IndexType(sort))
    h, x = field("h x", j)

    def live(h: Any) -> Formula:
        return Exists(j, Eq(h(j), 1))

    def greatest(h: Any, a: Any) -> Formula:
        return And(Eq(h(a), 1), ForAll(j, Implies(Eq(h(j), 1), Le(x[j], x[a]))))

    def attained(h: Any) -> Formula:
        return Exists(a, greatest(h, a))

    def old(j: Any) -> Any:
        return h[j]

    def grown(j: Any) -> Any:
        return h[j] + delta(j, i)

    # nothing is in the empty set
    none = f.assume(Eq(0, 1))
    empty = f.release(f.absurd(none, attained(lambda j: number(0))), f.assume(live(lambda j: number(0))), j)
    base = f.imply(empty, live(lambda j: number(0)))

    # a set and one more index i
    new = f.assume(Eq(h[i], 0))
    member, itself = f.assume(Eq(grown(j), 1)), f.assume(Eq(delta(j, i), 1))
    other = f.linear(h[j], 1, (member, 1), (f.assume(Eq(delta(j, i), 0)), -1))  # j is not i: it was there before

    def at_most(top: Any, bound: Theorem, itself_below: Theorem) -> Theorem:
        """∀j (j is in the larger set → x_j ≤ top), from h_j = 1 ⊢ x_j ≤ top and x_i ≤ top."""
        there = f.linear(delta(i, j), 1, (itself, 1))
        moved = f.rewrite(there, itself_below, k, Le(x[k], top))
        return f.gen(f.imply(mask_cases(f.linear(delta(j, i) * delta(j, i), delta(j, i)), moved, f.cut(bound, other)), member), j)

    known = f.assume(greatest(old, a))
    before = f.mp(f.spec(f.part(known, 1), j), f.assume(Eq(h[j], 1)))  # x_j ≤ x_a
    # x_i ≤ x_a: a is still greatest; it is not i, where h is 0
    clash = f.rewrite(f.assume(Eq(delta(a, i), 1)), f.part(known, 0), k, Eq(h[k], 1))
    clash = f.absurd(f.linear(0, 1, (clash, 1), (new, -1)), Eq(delta(a, i), 0))
    differ = mask_cases(f.linear(delta(a, i) * delta(a, i), delta(a, i)), clash, f.assume(Eq(delta(a, i), 0)))
    small, large = f.assume(Le(x[i], x[a])), f.assume(f.otherwise(Le(x[i], x[a])))
    stays = f.conj(f.linear(grown(a), 1, (f.part(known, 0), 1), (differ, 1)), at_most(x[a], before, small))
    stays = f.exists(stays, attained(grown), a)
    # x_a < x_i: i is greatest
    here = f.linear(grown(i), 1, (new, 1))
    same = f.le(x[i], x[i], f.num(0))
    comes = f.conj(here, at_most(x[i], f.le(x[j], x[i], f.add(f.by(before), f.by(large))), same))
    either = f.cases(small.conclusion, stays, f.exists(comes, attained(grown), i))
    some = f.mp(f.assume(Implies(live(old), attained(old))), f.assume(live(old)))
    either = f.release(either, some, a)
    # nothing was there before: i is alone
    nobody = f.assume(f.otherwise(live(old)))
    never = f.absurd(f.mp(nobody, f.exists(f.assume(Eq(h[j], 1)), live(old), j)), Le(x[j], x[i]))
    alone = f.exists(f.conj(here, at_most(x[i], never, same)), attained(grown), i)
    step = f.imply(f.cases(live(old), either, alone), live(grown))
    claim = f.node(Implies(live(old), attained(old)))
    every = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(i), formula=claim)
    return f.mp(every, f.assume(live(old)))


@cache
def minimum(sort: Sort) -> Theorem:
    """∀j h_j h_j = h_j, ∃j h_j = 1 ⊢ ∃a (h_a = 1 ∧ ∀j (h_j = 1 → x_a ≤ x_j)): −x is greatest there."""
    j, a = index("j a", IndexType(sort))
    h, x = field("h x", j)
    negative = f.inst(maximum(sort), {x: (j, -x[j])})
    (found,) = f.obtain(negative, a)
    here = f.assume(Eq(h[j], 1))
    least = f.le(x[a], x[j], f.by(f.mp(f.spec(f.part(found, 1), j), here)))
    least = f.conj(f.part(found, 0), f.gen(f.imply(least, here), j))
    goal = Exists(a, And(Eq(h[a], 1), ForAll(j, Implies(Eq(h[j], 1), Le(x[a], x[j])))))
    return f.release(f.exists(least, goal, a), negative, a)
