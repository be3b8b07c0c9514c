"""Distances |x_i − x_k| of distinct numbers: no vector of total 0 but 0 has one sum of distances to all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, field, index, scalar
from .extremes import minimum
from .mask import mask_cases
from .rank import nowhere
from .subsets import FALSE, indicator, truth_is_mask, where_true

z = scalar("z")


def in_order(M: Any, x: Any, i: Any, k: Any) -> Any:
    """M_ik = 1 exactly if x_k ≤ x_i."""
    return ForAll((i, k), Iff(Eq(M[i, k], 1), Le(x[k], x[i])))


def distinct(x: Any, i: Any, k: Any) -> Any:
    """x_i ≠ x_k for i ≠ k."""
    return ForAll((i, k), Implies(Eq(delta(i, k), 0), Ne(x[i], x[k])))


def least(condition: Callable[[Any], Any], x: Any, k: Any) -> Theorem:
    """∃k condition(k) ⊢ ∃a (condition(a) ∧ ∀k (condition(k) → x_a ≤ x_k)), where a is called as the index is."""
    h = field("members", k)
    some = f.assume(Exists(k, condition(k)))
    members = indicator(condition(k), h, k)
    (told,) = f.obtain(members, h)
    here = f.mp(f.part(f.spec(told, k), 0), f.conj(f.assume(condition(k))))
    live = f.release(f.exists(here, Exists(k, Eq(h[k], 1)), k), some, k)
    masks = f.gen(f.cut(truth_is_mask(condition(k), h[k]), f.spec(told, k)), k)
    lowest = f.cut(f.inst(minimum(k.sort), {"h": h, "x": x}), live, masks)
    a = index("lowest", k)
    (found,) = f.obtain(lowest, a)
    member = f.cut(f.inst(where_true(condition(k), h[k]), {k: a}), f.spec(told, a), f.part(found, 0))
    below = f.gen(f.imply(f.mp(f.spec(f.part(found, 1), k), here), f.assume(condition(k))), k)
    goal = Exists(a, And(condition(a), ForAll(k, Implies(condition(k), Le(x[a], x[k])))))
    return f.release(f.release(f.exists(f.conj(member, below), goal, a), lowest, a), members, h)


@cache
def distances_independent(n: Any) -> Theorem:
    """M is the order of distinct x, Σ_k w_k = 0, Σ_k (2M_ik − 1)(x_i − x_k) w_k = kappa for all i ⊢ ∀k w_k = 0.

    Where x is least, Σ_k M_ik (x_i − x_k) w_k is 0, so it is 0 everywhere.  Let x_a be the least with w_a ≠ 0.  If x_b is the next above
    it, this sum is (x_b − x_a) w_a at b; and if none is above it, Σ w = w_a.
    """
    i, k, a, b = index("i k a b", n)
    x, w, M, kappa = field("x", i), field("w", i), field("M", i, k), scalar("kappa")
    order, apart = f.assume(in_order(M, x, i, k)), f.assume(distinct(x, i, k))
    mask = f.assume(ForAll((i, k), Eq(M[i, k] * M[i, k], M[i, k])))
    total = f.assume(Eq(Sum(w[k], k), 0))
    same = f.assume(ForAll(i, Eq(Sum((2 * M[i, k] - 1) * (x[i] - x[k]) * w[k], k), kappa)))
    facts = (order, apart, mask, total, same)

    def entry(i: Any, k: Any) -> Any:
        return M[i, k] * (x[i] - x[k]) * w[k]

    def not_before(i: Any, k: Any, after: Theorem, wanted: Any) -> Theorem:
        """M_ik (x_i − x_k) w_k = wanted, a term that is 0, from x_i ≤ x_k."""
        on, off = f.assume(Eq(M[i, k], 1)), f.assume(Eq(M[i, k], 0))
        equal = rules.antisymmetry(after, f.mp(f.part(f.spec(order, i, k), 0), on))
        return mask_cases(
            f.spec(mask, i, k),
            f.linear(entry(i, k), wanted, (equal, M[i, k] * w[k])),
            f.linear(entry(i, k), wanted, (off, (x[i] - x[k]) * w[k])),
        )

    # the sum is one number, and 0 at the least x
    level = (kappa - Sum(x[k] * w[k], k)) / 2
    reach = solved(Sum(entry(i, k), k), level, (f.spec(same, i), 1), (total, x[i]))
    whole = least(lambda k: Eq(0, 0), x, k)
    whole = f.cut(whole, f.exists(f.linear(0, 0), Exists(k, Eq(0, 0)), k))
    (first,) = f.obtain(whole, i)
    nothing = not_before(i, k, f.mp(f.spec(f.part(first, 1), k), f.linear(0, 0)), 0)
    flat = f.linear(level, 0, (reach, -1), (nothing, 1, k))
    flat = f.release(flat, whole, i)
    zero = f.linear(Sum(entry(i, k), k), 0, (reach, 1), (flat, 1))

    # the least place where w is not 0
    some = Exists(k, Ne(w[k], 0))
    lowest = least(lambda k: Ne(w[k], 0), x, k)
    (found,) = f.obtain(lowest, a)
    nonzero, here, there = f.part(found, 0), f.assume(Eq(delta(a, k), 1)), f.assume(Eq(delta(a, k), 0))
    at_a = f.linear(delta(a, k) * delta(a, k), delta(a, k))
    none, live = f.assume(Eq(w[k], 0)), f.assume(Ne(w[k], 0))
    from_a = f.mp(f.spec(f.part(found, 1), k), live)  # x_a ≤ x_k
    differ = f.mp(f.spec(apart, a, k), there)

    def beyond(goal: Any, th: Theorem) -> Theorem:
        """A goal, from x_a < x_k ⊢ goal, for a place k other than a where w is not 0."""
        back = f.assume(Le(x[k], x[a]))
        equal = rules.antisymmetry(from_a, back)
        clash = f.rewrite(equal, differ, z, Ne(z, x[k]))
        return f.cases(back.conclusion, f.absurd(clash, goal), f.cut(th, f.assume(Lt(x[a], x[k]))))

    def contradiction(zero_there: Theorem) -> Theorem:
        """0 = 1, from w_a = 0."""
        return f.absurd(f.rewrite(zero_there, nonzero, z, Ne(z, 0)), FALSE)

    above = Exists(k, Lt(x[a], x[k]))
    upper = least(lambda k: Lt(x[a], x[k]), x, k)
    (next_,) = f.obtain(upper, b)
    strictly = f.part(next_, 0)
    wanted = delta(a, k) * (x[b] - x[a]) * w[a]
    reached = f.mp(f.part(f.spec(order, b, a), 1), f.le(x[a], x[b], f.by(strictly)))
    at_k = f.rewrite(
        here, f.linear(entry(b, a), delta(a, a) * (x[b] - x[a]) * w[a], (reached, (x[b] - x[a]) * w[a])), k, Eq(entry(b, k), wanted)
    )
    after = f.mp(f.spec(f.part(next_, 1), k), f.assume(Lt(x[a], x[k])))
    away = beyond(Eq(entry(b, k), 0), not_before(b, k, after, 0))
    away = f.cases(none.conclusion, f.linear(entry(b, k), 0, (none, M[b, k] * (x[b] - x[k]))), away)
    away = f.linear(entry(b, k), wanted, (away, 1), (there, -(x[b] - x[a]) * w[a]))
    term = discharge(mask_cases(at_a, at_k, away), [found, next_, *facts], frozenset(t.conclusion for t in (found, next_, *facts)))
    alone = f.linear((x[b] - x[a]) * w[a], 0, (f.inst(zero, {i: b}), 1), (term, -1, k))
    positive = rules.unequal(f.lt(0, x[b] - x[a], f.by(strictly)))
    gone = f.cut(f.linear(w[a], 0, (alone, 1 / (x[b] - x[a]))), positive)
    with_next = f.release(f.cut(contradiction(gone)), upper, b)

    no_more = f.assume(f.otherwise(above))
    over = f.absurd(f.mp(no_more, f.exists(f.assume(Lt(x[a], x[k])), above, k)), Eq(w[k], 0))
    lone = f.cases(none.conclusion, none, beyond(Eq(w[k], 0), over))
    at_k = f.rewrite(here, f.linear(w[a], delta(a, a) * w[a]), k, Eq(w[k], delta(a, k) * w[a]))
    lone = mask_cases(at_a, at_k, f.linear(w[k], delta(a, k) * w[a], (lone, 1), (there, -w[a])))
    last = contradiction(f.linear(w[a], 0, (total, 1), (lone, -1, k)))
    never = f.release(f.cases(above, with_next, last), lowest, a)
    never = f.imply(never, f.assume(some))
    return f.cut(nowhere(some), never)
