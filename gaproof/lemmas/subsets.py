"""Subsets of a finite index type, as masks: the set where a formula holds, and least sets with a property."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Sum, companion, delta, field, index, scalar
from ..theory.walk import closed, going_round, inside, is_set
from .mask import mask_cases

FALSE = Eq(0, 1)


def truth(condition: Formula, value: Any) -> Formula:
    """The value is 1 if the condition holds, and 0 if not."""
    return And(Implies(And(condition), Eq(value, 1)), Implies(Implies(And(condition), FALSE), Eq(value, 0)))


def indicator(condition: Formula, h: Any, *over: Any) -> Theorem:
    """⊢ ∃h ∀i (h_i is 1 where the condition holds, and 0 where not): there is a value at every place."""
    y = scalar("y")
    yes, no = f.assume(And(condition)), f.assume(f.otherwise(And(condition)))
    clash, some = f.mp(no, yes), Exists(y, truth(condition, y))
    one = f.conj(f.imply(f.linear(1, 1), yes), f.imply(f.absurd(clash, Eq(1, 0)), no))
    none = f.conj(f.imply(f.absurd(clash, Eq(0, 1)), yes), f.imply(f.linear(0, 0), no))
    chosen = f.cases(And(condition), f.exists(one, some, 1), f.exists(none, some, 0))
    return f.choice(f.gen(chosen, *over), h)


def truth_is_mask(condition: Formula, value: Any) -> Theorem:
    """x is the truth of the condition ⊢ x·x = x."""
    told = f.assume(truth(condition, value))
    one, none = (f.mp(f.part(told, k), f.assume(c)) for k, c in enumerate((And(condition), f.otherwise(And(condition)))))
    return f.cases(And(condition), f.linear(value * value, value, (one, value)), f.linear(value * value, value, (none, value - 1)))


def where_true(condition: Formula, value: Any) -> Theorem:
    """x is the truth of the condition, x = 1 ⊢ the condition: otherwise x = 0."""
    told, one, no = f.assume(truth(condition, value)), f.assume(Eq(value, 1)), f.assume(f.otherwise(And(condition)))
    clash = f.linear(0, 1, (one, 1), (f.mp(f.part(told, 1), no), -1))
    return f.cases(And(condition), f.part(f.assume(And(condition)), 0), f.absurd(clash, condition))


@cache
def cube_of_sign() -> Theorem:
    """t³ = t, 0 < t ⊢ t = 1: (t − 1) t (t + 1) = 0."""
    t = scalar("t")
    positive = f.assume(Lt(0, t))
    one = f.linear(t, 1, (f.assume(Eq(t * t * t, t)), 1 / (t * (t + 1))))
    return discharge(
        one, [positive, f.lt(0, t + 1, f.add(f.by(positive), f.num(1)))], frozenset({f.node(Eq(t * t * t, t)), f.node(Lt(0, t))})
    )


def least_subset(having: Callable[[Any], Formula], of: Any) -> Theorem:
    """p is a set and has the property ⊢ ∃h: h is a set with the property, h ⊆ p, and lies in every set with the property inside it.

    Induction on the number of elements: either no set with the property inside p misses an element of p, and p itself is least, or
    one does, and has one element less.
    """
    i, k, l = index("i_ k_ l_", of)
    p, g, h, s = field("p g_ h s_", i)

    def candidate(q: Any, outer: Any) -> Formula:
        return And(is_set(q, i), inside(q, outer, i), having(q))

    def least(q: Any) -> Formula:
        return ForAll(g, Implies(candidate(g, q), inside(q, g, i)))

    def found(q: Any) -> Formula:
        return Exists(h, And(candidate(h, q), least(h)))

    def small(q: Any, bound: Any) -> Formula:
        return And(is_set(q, i), Le(Sum(q[i], i), bound), having(q))

    def reached(bound: Any) -> Formula:
        return ForAll(p, Implies(small(p, bound), found(p)))

    def itself(given: Theorem, nothing_less: Theorem) -> Theorem:
        """p is found, if it is least."""
        fits = f.conj(f.part(given, 0), f.gen(f.le(p[i], p[i], f.num(0)), i), f.part(given, 2))
        return f.exists(f.conj(fits, nothing_less), found(p), p)

    def sign(q: Any, fact: Theorem, at: Any) -> Theorem:
        return f.le(0, q[at], f.sq(q[at]), (f.spec(fact, at), -1))

    # a set of at most 0 elements is empty, and lies in every set
    given, other = f.assume(small(p, 0)), f.assume(candidate(g, p))
    total = f.restate(f.part(given, 1), Le(Sum(p[i], i), 0))
    empty = rules.zero_sum(sign(p, f.part(given, 0), i), total, over=(f.symbol(i),))
    in_all = f.gen(f.le(p[i], g[i], f.by(sign(g, f.part(other, 0), i)), (empty, -1)), i)
    base = f.gen(f.imply(itself(given, f.gen(f.imply(in_all, other), g)), given), p)
    base = f.restate(base, reached(Sum(0, i)))

    # one element more
    given = f.assume(small(p, Sum(s[i] + delta(i, k), i)))
    misses = Exists(g, And(candidate(g, p), Exists(i, Lt(g[i], p[i]))))
    missed = f.assume(Lt(g[i], p[i]))
    none = f.assume(f.otherwise(misses))
    some = f.exists(f.conj(other, f.exists(missed, Exists(i, Lt(g[i], p[i])), i)), misses, g)
    covered = f.cases(Le(p[i], g[i]), f.assume(Le(p[i], g[i])), f.absurd(f.mp(none, some), Le(p[i], g[i])))
    whole = itself(given, f.gen(f.imply(f.gen(covered, i), other), g))

    there = f.assume(And(candidate(g, p), Exists(i, Lt(g[i], p[i]))))
    one, gap = f.part(there, 0), f.assume(Lt(g[l], p[l]))
    own, its = f.spec(f.part(given, 0), l), f.spec(f.part(one, 0), l)
    cube = (own, 1 + p[l] - 3 * g[l]), (its, 3 * p[l] - 1 - g[l])  # (p − g)³ = p − g
    t = p[l] - g[l]
    lost = f.inst(cube_of_sign(), {"t": t})
    lost = f.cut(lost, f.linear(t * t * t, t, *cube), f.lt(0, t, f.by(gap)))
    rest = f.tot(i, f.mul(f.sq(1 - delta(i, l)), f.by(f.spec(f.part(one, 1), i))))  # the other elements of p − g
    fewer = f.le(Sum(g[i], i), Sum(s[i], i), f.add(rest, f.by(f.part(given, 1))), (lost, 1))
    smaller = f.conj(f.part(one, 0), fewer, f.part(one, 2))
    inner = f.mp(f.spec(f.assume(reached(Sum(s[i], i))), g), smaller)
    (last,) = f.obtain(inner, h)
    within = f.gen(f.le(h[i], p[i], f.add(f.by(f.spec(f.part(f.part(last, 0), 1), i)), f.by(f.spec(f.part(one, 1), i)))), i)
    again = f.conj(f.conj(f.part(f.part(last, 0), 0), within, f.part(f.part(last, 0), 2)), f.part(last, 1))
    deeper = f.release(f.exists(again, found(p), h), inner, h)
    deeper = f.release(deeper, f.part(there, 1), l)
    step = f.cases(misses, f.release(deeper, f.assume(misses), g), whole)
    step = f.gen(f.imply(step, given), p)
    every = rules.subset_induct(base, step, field=f.symbol(s), index=f.symbol(k), formula=f.node(reached(Sum(s[i], i))))
    every = f.spec(f.inst(every, {s: (i, 1)}), p)
    mask, has = f.assume(is_set(p, i)), f.assume(having(p))
    size = f.le(Sum(p[i], i), Sum(1, i), f.tot(i, f.sq(1 - p[i])), (f.spec(mask, i), -1, i))
    return discharge(f.mp(every, f.conj(mask, size, has)), [], frozenset(map(f.node, (is_set(p, i), having(p)))))


def round_inside(step: Callable[[Any], Any], i: Any) -> Theorem:
    """p is a set, not empty, the map sends p into itself ⊢ there is h, a set inside p, through which the map goes round."""
    p, h = field("p h", i)
    smallest = least_subset(lambda q: closed(q, step, i), i)
    (found,) = f.obtain(smallest, h)
    fits, least = f.part(found, 0), f.part(found, 1)
    goal = Exists(h, And(is_set(h, i), inside(h, p, i), going_round(h, step, i)))
    return f.release(f.exists(f.conj(f.part(fits, 0), f.part(fits, 1), f.conj(f.part(fits, 2), least)), goal, h), smallest, h)


def permuted(step: Callable[[Any], Any], i: Any) -> Theorem:
    """h is a set, the map goes round through h ⊢ ∀i Σ_k h_k δ(step k, i) = h_i: the image of h is all of h, and by counting nothing in
    it is reached twice."""
    k, l = companion(i), companion(i, companion(i))
    h, g, z = field("h", i), field("image", i), companion(i, k, l)
    mask, whole = f.assume(is_set(h, i)), f.assume(going_round(h, step, i))
    inhabited, closed = (f.part(f.part(whole, 0), n) for n in range(2))
    reaches = And(Eq(h[k], 1), Eq(delta(step(k), i), 1))
    image = indicator(Exists(k, reaches), g, i)
    (known,) = f.obtain(image, g)
    told, there = f.spec(known, i), f.assume(Eq(g[i], 1))
    g_is_set = f.gen(f.cut(truth_is_mask(Exists(k, reaches), g[i]), told), i)
    some = f.cut(where_true(Exists(k, reaches), g[i]), told)  # g_i = 1 ⊢ ∃k …
    here = f.assume(reaches)

    # the image is inside h, is not empty, and is sent into itself
    arrived = f.rewrite(f.part(here, 1), f.mp(f.spec(closed, k), f.part(here, 0)), z, Eq(h[z], 1))
    in_h = f.release(arrived, some, k)
    sign = f.le(0, h[i], f.sq(h[i]), (f.spec(mask, i), -1))
    none = f.assume(Eq(g[i], 0))
    less = mask_cases(f.spec(g_is_set, i), f.le(g[i], h[i], f.num(0), (there, -1), (in_h, 1)), f.le(g[i], h[i], f.by(sign), (none, -1)))

    def hit(one: Theorem) -> Theorem:
        """h_k = 1 ⊢ g_(step k) = 1."""
        there = f.exists(f.conj(one, f.linear(delta(step(k), step(k)), 1)), Exists(l, And(Eq(h[l], 1), Eq(delta(step(l), step(k)), 1))), k)
        return f.mp(f.part(f.spec(known, step(k)), 0), f.conj(there))

    one = f.assume(Eq(h[k], 1))
    live = f.release(f.exists(hit(one), Exists(i, Eq(g[i], 1)), step(k)), f.restate(inhabited, Exists(k, Eq(h[k], 1))), k)
    onward = f.gen(f.imply(f.cut(f.inst(hit(one), {k: i}), in_h), there), i)
    covers = f.mp(f.spec(f.part(whole, 1), g), f.conj(g_is_set, f.gen(less, i), f.conj(live, onward)))  # h ⊆ g

    # every element of h is reached at least once, and |h| times in all
    weight = h[k] * delta(step(k), i)
    k_sign = f.inst(sign, {i: k})
    never = f.tot(k, f.mul(f.by(k_sign), f.sq(delta(step(k), i))))
    l_here = f.assume(And(Eq(h[l], 1), Eq(delta(step(l), i), 1)))
    rest = f.tot(k, f.mul(f.by(k_sign), f.sq(delta(step(k), i)), f.sq(1 - delta(k, l))))
    total = Sum(weight, k)
    once = f.le(g[i], total, rest, (there, -1), (f.part(l_here, 0), delta(step(l), i)), (f.part(l_here, 1), 1))
    once = f.release(once, f.restate(some, Exists(l, And(Eq(h[l], 1), Eq(delta(step(l), i), 1)))), l)
    least = mask_cases(f.spec(g_is_set, i), once, f.le(g[i], total, never, (none, -1)))
    excess = f.le(0, total - h[i], f.add(f.by(least), f.by(f.spec(covers, i))))
    counted = f.linear(Sum(total - h[i], i), 0)
    zero = rules.zero_sum(excess, counted, over=(f.symbol(i),))
    return f.gen(f.release(f.linear(total, h[i], (zero, 1)), image, g), i)
