"""Sets and fields that a map of a finite index type leaves as they are: through each index passes as much as is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Ne, Sum, companion, delta, field, scalar
from ..theory.walk import closed, going_round, inside, is_set
from .mask import mask_cases
from .subsets import indicator, truth, truth_is_mask, where_true

Step = Callable[[Any], Any]


def passes_through(step: Step, i: Any) -> Theorem:
    """h is a set, the map goes round through h, g ≤ h, g is 1 somewhere, and the map sends the places where it is into themselves
    ⊢ ∀i (h_i = 1 → g_i = 1): these places are a set inside h."""
    h, g, s = field("h g s_", i)
    mask, whole, within = f.assume(is_set(h, i)), f.assume(going_round(h, step, i)), f.assume(inside(g, h, i))
    keeps = f.assume(closed(g, step, i))
    ones = indicator(Eq(g[i], 1), s, i)
    (known,) = f.obtain(ones, s)
    one, on, off, here = (f.assume(e) for e in (Eq(g[i], 1), Eq(s[i], 1), Eq(s[i], 0), Eq(h[i], 1)))
    is_one = f.cut(where_true(Eq(g[i], 1), s[i]), f.spec(known, i))  # s_i = 1 ⊢ g_i = 1
    s_is_set = f.gen(f.cut(truth_is_mask(Eq(g[i], 1), s[i]), f.spec(known, i)), i)

    def marked(at: Any, one: Theorem) -> Theorem:
        return f.mp(f.part(f.spec(known, at), 0), f.conj(one))

    sign = f.le(0, h[i], f.sq(h[i]), (f.spec(mask, i), -1))
    below = f.le(s[i], h[i], f.by(f.spec(within, i)), (is_one, 1), (on, -1))
    less = f.gen(mask_cases(f.spec(s_is_set, i), below, f.le(s[i], h[i], f.by(sign), (off, -1))), i)
    some = f.release(f.exists(marked(i, one), Exists(i, Eq(s[i], 1)), i), f.part(keeps, 0), i)
    onward = f.gen(f.imply(marked(step(i), f.mp(f.spec(f.part(keeps, 1), i), is_one)), on), i)
    covers = f.mp(f.spec(f.part(whole, 1), s), f.conj(s_is_set, less, f.conj(some, onward)))  # h ≤ s
    clash = f.absurd(f.le(1, 0, f.by(f.spec(covers, i)), (here, 1), (off, -1)), Eq(g[i], 1))
    return f.release(f.gen(f.imply(mask_cases(f.spec(s_is_set, i), is_one, clash), here), i), ones, s)


def returns(h: Any, step: Step, i: Any) -> Formula:
    """What the map brings to each place is what is there."""
    k = companion(i)
    return ForAll(i, Eq(Sum(h[k] * delta(step(k), i), k), h[i]))


def onto(step: Step, i: Any) -> Theorem:
    """g is a set, ∀i (g_i = 1 → ∃k (g_k = 1 ∧ step k = i)) ⊢ ∀i Σ_k g_k δ(step k, i) = g_i: every element is reached at least once,
    and as many times as there are elements in all."""
    k, l = companion(i), companion(i, companion(i))
    g = field("g", i)
    total, some = Sum(g[k] * delta(step(k), i), k), Exists(l, And(Eq(g[l], 1), Eq(delta(step(l), i), 1)))
    mask, reached = f.assume(is_set(g, i)), f.assume(ForAll(i, Implies(Eq(g[i], 1), some)))
    there, none, from_l = f.assume(Eq(g[i], 1)), f.assume(Eq(g[i], 0)), f.assume(And(Eq(g[l], 1), Eq(delta(step(l), i), 1)))
    terms = f.by(f.le(0, g[k], f.sq(g[k]), (f.spec(mask, k), -1))), f.sq(delta(step(k), i))
    rest = f.tot(k, f.mul(*terms, f.sq(1 - delta(k, l))))
    once = f.le(g[i], total, rest, (there, -1), (f.part(from_l, 0), delta(step(l), i)), (f.part(from_l, 1), 1))
    once = f.release(once, f.mp(f.spec(reached, i), there), l)
    least = mask_cases(f.spec(mask, i), once, f.le(g[i], total, f.tot(k, f.mul(*terms)), (none, -1)))
    zero = f.zero_sum(f.le(0, total - g[i], f.by(least)), f.linear(Sum(total - g[i], i), 0), i)
    return f.gen(f.linear(total, g[i], (zero, 1)), i)


def ones_return(step: Step, i: Any) -> Theorem:
    """∀i Σ_k h_k δ(step k, i) = h_i, s is 1 where h is, and 0 elsewhere ⊢ ∀i Σ_k s_k δ(step k, i) = s_i.

    Where h is not 0 it comes from such a place, so from one only, and is what it is there.
    """
    k, l = companion(i), companion(i, companion(i))
    (h, q, s), z = field("h q_ s", i), scalar("z_")
    way, from_l = delta(step(k), i), delta(step(l), i)
    keeps, told = f.assume(returns(h, step, i)), f.assume(ForAll(i, truth(Eq(h[i], 1), s[i])))
    alive = indicator(Ne(h[i], 0), q, i)
    (known,) = f.obtain(alive, q)
    empty, lives = f.assume(Eq(h[i], 0)), f.assume(Ne(h[i], 0))
    q_mask = f.gen(f.cut(truth_is_mask(Ne(h[i], 0), q[i]), f.spec(known, i)), i)
    marked = f.mp(f.part(f.spec(known, i), 0), f.conj(lives))  # h_i ≠ 0 ⊢ q_i = 1

    # h_i ≠ 0 ⊢ ∃k (h_k ≠ 0 ∧ step k = i): otherwise the sum is 0
    some = Exists(k, And(Ne(h[k], 0), Eq(way, 1)))
    found = f.exists(f.conj(f.assume(Ne(h[k], 0)), f.assume(Eq(way, 1))), some, k)
    clash = f.absurd(f.mp(f.assume(f.otherwise(some)), found), Eq(h[k] * way, 0))
    arrives = mask_cases(f.linear(way * way, way), clash, f.linear(h[k] * way, 0, (f.assume(Eq(way, 0)), h[k])))
    nothing = f.cases(Eq(h[k], 0), f.linear(h[k] * way, 0, (f.assume(Eq(h[k], 0)), way)), arrives)
    nothing = f.linear(h[i], 0, (f.spec(keeps, i), -1), (nothing, 1, k))
    reached = f.cases(some, f.assume(some), f.absurd(f.rewrite(nothing, lives, z, Ne(z, 0)), some))

    # so what is not 0 is reached from one place only
    there = f.assume(And(Ne(h[k], 0), Eq(way, 1)))
    goal = Exists(k, And(Eq(q[k], 1), Eq(way, 1)))
    from_one = f.exists(f.conj(f.cut(f.inst(marked, {i: k}), f.part(there, 0)), f.part(there, 1)), goal, k)
    from_one = f.cut(f.release(from_one, reached, k), f.cut(where_true(Ne(h[i], 0), q[i]), f.spec(known, i)))
    one_way = f.cut(f.inst(onto(step, i), {"g": q}), q_mask, f.gen(f.imply(from_one, f.assume(Eq(q[i], 1))), i))
    there = f.assume(And(Ne(h[l], 0), Eq(from_l, 1)))
    l_on, l_to_i = f.cut(f.inst(marked, {i: l}), f.part(there, 0)), f.part(there, 1)
    sign = f.le(0, q[k], f.sq(q[k]), (f.spec(q_mask, k), -1))
    others = q[k] * way * (1 - delta(k, l))
    sign = f.le(0, others, f.mul(f.by(sign), f.sq(way), f.sq(1 - delta(k, l))))
    total = f.linear(Sum(others, k), 0, (f.spec(one_way, i), 1), (marked, 1), (l_on, -from_l), (l_to_i, -1))
    no_other = f.zero_sum(sign, total, k)

    # and is the same there: s is reached from where it is 1
    inside = f.cases(Eq(h[i], 0), f.linear(h[i], h[i] * q[i], (empty, 1 - q[i])), f.linear(h[i], h[i] * q[i], (marked, -h[i])))
    one = f.cut(where_true(Eq(h[i], 1), s[i]), f.spec(told, i))
    here = f.linear(
        h[l],
        1,
        (one, 1),
        (f.spec(keeps, i), 1),
        (f.inst(inside, {i: k}), -way, k),
        (no_other, -h[k], k),
        (l_to_i, -h[l] * q[l]),
        (f.inst(inside, {i: l}), 1),
    )
    here = f.mp(f.part(f.spec(told, l), 0), f.conj(here))
    goal = Exists(l, And(Eq(s[l], 1), Eq(from_l, 1)))
    from_one = f.release(f.exists(f.conj(here, l_to_i), goal, l), f.restate(reached, Exists(l, And(Ne(h[l], 0), Eq(from_l, 1)))), l)
    not_0 = f.unequal(f.lt(0, h[i], f.num(1), (one, 1)))
    from_one = f.release(f.cut(from_one, not_0), alive, q)
    s_mask = f.gen(f.cut(truth_is_mask(Eq(h[i], 1), s[i]), f.spec(told, i)), i)
    return f.cut(f.inst(onto(step, i), {"g": s}), s_mask, f.gen(f.imply(from_one, f.assume(Eq(s[i], 1))), i))
