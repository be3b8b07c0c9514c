"""Spectra: where a set of largest values ends, and that an orthogonal matrix cannot raise a decreasing one."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Rational, Sum, delta, field, index
from .mask import mask_cases
from .subsets import FALSE, indicator, truth_is_mask, where_true


@cache
def threshold(n: Any) -> Theorem:
    """h is 0 or 1, ∀k, l 0 ≤ h_k (1 − h_l) (v_k − v_l) ⊢ ∃r ∀k 0 ≤ h_k (v_k − v_r) and 0 ≤ (1 − h_k) (v_r − v_k).

    A set that holds the largest values ends at some place r.  Induction over the places that are compared with r: the next one
    takes over where it is inside the set and smaller, or outside and larger.
    """
    k, l, i, r = index("k l i r", n)
    h, v, s = field("h v s", k)

    def ends(s: Any, r: Any) -> Any:
        return ForAll(k, And(Le(0, s(k) * h[k] * (v[k] - v[r])), Le(0, s(k) * (1 - h[k]) * (v[r] - v[k]))))

    def claim(s: Any) -> Any:
        return Exists(r, ends(s, r))

    def more(k: Any) -> Any:
        return s[k] + delta(k, i)

    mask, set_of = (f.assume(ForAll(k, Eq(g[k] * g[k], g[k]))) for g in (h, s))
    ordered = f.assume(ForAll((k, l), Le(0, h[k] * (1 - h[l]) * (v[k] - v[l]))))
    before = f.assume(claim(s))
    (end,) = f.obtain(before, r)
    old = [f.part(f.spec(end, k), side) for side in (0, 1)]
    is_mask, is_set = f.spec(mask, k), f.spec(set_of, k)
    has, out = f.by(f.le(0, h[k], f.sq(h[k]), (is_mask, -1))), f.by(f.le(0, 1 - h[k], f.sq(1 - h[k]), (is_mask, -1)))
    here, place = f.by(f.le(0, s[k], f.sq(s[k]), (is_set, -1))), f.sq(delta(k, i))
    inside, outside = f.assume(Eq(h[i], 1)), f.assume(Eq(h[i], 0))

    def found(at: Any, *proofs: Theorem) -> Theorem:
        return f.exists(f.gen(f.conj(*proofs), k), claim(more), at)

    def sides(at: Any) -> Any:
        return ends(more, at).body.args

    def shown(at: Any, side: int, witness: Any, *uses: Any) -> Theorem:
        return f.le(0, sides(at)[side].right, witness, *uses)

    # r stays: only the terms of the new place i are added
    above, below = f.assume(Le(v[r], v[i])), f.assume(Le(v[i], v[r]))
    keep_inside = found(
        r,
        shown(r, 0, f.add(f.by(old[0]), f.mul(place, f.by(above))), (inside, delta(k, i) * (v[k] - v[r]))),
        shown(r, 1, f.by(old[1]), (inside, -delta(k, i) * (v[r] - v[k]))),
    )
    keep_outside = found(
        r,
        shown(r, 0, f.by(old[0]), (outside, delta(k, i) * (v[k] - v[r]))),
        shown(r, 1, f.add(f.by(old[1]), f.mul(place, f.by(below))), (outside, -delta(k, i) * (v[r] - v[k]))),
    )
    # i takes over
    lower, higher = f.assume(f.otherwise(above.conclusion)), f.assume(f.otherwise(below.conclusion))
    move_inside = found(
        i,
        shown(i, 0, f.add(f.by(old[0]), f.mul(here, has, f.by(lower)))),
        shown(i, 1, f.mul(here, f.by(f.spec(ordered, i, k))), (inside, -s[k] * (1 - h[k]) * (v[i] - v[k]))),
    )
    move_outside = found(
        i,
        shown(i, 0, f.mul(here, f.by(f.spec(ordered, k, i))), (outside, s[k] * h[k] * (v[k] - v[i]))),
        shown(i, 1, f.add(f.by(old[1]), f.mul(here, out, f.by(higher)))),
    )
    step = mask_cases(
        f.spec(mask, i),
        f.cases(above.conclusion, keep_inside, move_inside),
        f.cases(below.conclusion, keep_outside, move_outside),
    )
    step = f.release(step, before, r)
    nothing = claim(lambda k: Rational(0))
    base = f.exists(f.gen(f.conj(*(f.le(0, side.right, f.num(0)) for side in ends(lambda k: Rational(0), r).body.args)), k), nothing, r)
    every = rules.subset_induct(base, step, field=f.symbol(s), index=f.symbol(i), formula=f.node(claim(s)))
    th = f.restate(f.inst(every, {s: (k, 1)}), Exists(r, ForAll(k, And(Le(0, h[k] * (v[k] - v[r])), Le(0, (1 - h[k]) * (v[r] - v[k]))))))
    return discharge(th, [], mask.hypotheses | ordered.hypotheses)


@cache
def not_raised(n: Any) -> Theorem:
    """OOᵀ = OᵀO = 1, λ_k O_kl = O_kl μ_l, λ and μ decrease along pos ⊢ ∀k λ_k ≤ μ_k.

    If λ_k > μ_k, then O has no entry in the rows up to k and the columns from k on.  So these rows, which are orthonormal, lie in
    the span of fewer columns.
    """
    (k, l), (a, b) = index("k l", n), index("a b", n)
    (lam, mu, pos), O = field("lambda mu pos", k), field("O", k, l)
    rows, columns = (
        f.assume(ForAll((k, l), Eq(Sum(O[k, a] * O[l, a], a), delta(k, l)))),
        f.assume(ForAll((k, l), Eq(Sum(O[a, k] * O[a, l], a), delta(k, l)))),
    )
    between = f.assume(ForAll((k, l), Eq(lam[k] * O[k, l], O[k, l] * mu[l])))
    falls = {v: f.assume(ForAll((k, l), Implies(Le(pos[k], pos[l]), Le(v[l], v[k])))) for v in (lam, mu)}
    higher = f.assume(Lt(mu[k], lam[k]))
    upto, before, (F, G) = Le(pos[a], pos[k]), Lt(pos[a], pos[k]), field("f g", a)
    first, second = indicator(upto, F, a), indicator(before, G, a)
    told_f, told_g = f.spec(f.obtain(first, F)[0], a), f.spec(f.obtain(second, G)[0], a)
    is_f, is_g = f.cut(truth_is_mask(upto, F[a]), told_f), f.cut(truth_is_mask(before, G[a]), told_g)
    in_f, in_g = f.cut(where_true(upto, F[a]), told_f), f.cut(where_true(before, G[a]), told_g)
    some_f, some_g = f.le(0, F[a], f.sq(F[a]), (is_f, -1)), f.le(0, G[a], f.sq(G[a]), (is_g, -1))
    rest_f = f.le(0, 1 - F[a], f.sq(1 - F[a]), (is_f, -1))

    # no entry in the rows of f and the columns not of g
    late, early, none_g = (f.assume(x) for x in (Le(pos[k], pos[b]), Lt(pos[b], pos[k]), Eq(G[b], 0)))
    low, high = f.mp(f.spec(falls[mu], k, b), late), f.mp(f.spec(falls[lam], a, k), in_f)
    apart = f.lt(0, lam[a] - mu[b], f.add(f.by(low), f.by(high), f.by(higher)))
    entry = f.cut(f.linear(O[a, b], 0, (f.spec(between, a, b), 1 / (lam[a] - mu[b]))), f.unequal(apart))
    is_one = f.mp(f.part(f.inst(told_g, {a: b}), 0), f.conj(early))
    clash = f.absurd(f.linear(0, 1, (none_g, -1), (is_one, 1)), Eq(O[a, b], 0))
    entry = f.cases(late.conclusion, entry, clash)
    block = F[a] * (1 - G[b]) * O[a, b]
    not_in = f.linear(block, 0, (f.assume(Eq(F[a], 0)), (1 - G[b]) * O[a, b]))
    full = f.linear(block, 0, (f.assume(Eq(G[b], 1)), -F[a] * O[a, b]))
    block = mask_cases(is_f, mask_cases(f.inst(is_g, {a: b}), full, f.linear(block, 0, (entry, F[a] * (1 - G[b])))), not_in)

    # the rows of f are at most as many as the columns of g, but k is in f and not in g
    outside = Sum((1 - F[a]) * G[b] * O[a, b] ** 2, a, b)
    count = solved(
        Sum(G[b], b) - Sum(F[a], a), outside, (block, O[a, b], a, b), (f.spec(columns, b, b), G[b], b), (f.spec(rows, a, a), F[a], a)
    )
    few = f.le(Sum(F[a], a), Sum(G[a], a), f.tot(a, f.tot(b, f.mul(f.by(rest_f), f.by(f.inst(some_g, {a: b})), f.sq(O[a, b])))), (count, 1))
    never = f.assume(And(Lt(pos[k], pos[k])))
    never = f.imply(f.absurd(f.part(never, 0), FALSE), never)
    own_f = f.mp(f.part(f.inst(told_f, {a: k}), 0), f.conj(f.le(pos[k], pos[k], f.num(0))))
    own_g = f.mp(f.part(f.inst(told_g, {a: k}), 1), never)
    as_well = f.mp(f.part(told_f, 0), f.conj(f.le(pos[a], pos[k], f.by(in_g))))
    inside = f.le(0, F[a] - G[a], f.num(0), (as_well, 1), (f.assume(Eq(G[a], 1)), -1))
    inside = mask_cases(is_g, inside, f.le(0, F[a] - G[a], f.by(some_f), (f.assume(Eq(G[a], 0)), -1)))
    many = f.le(Sum(G[a], a) + 1, Sum(F[a], a), f.tot(a, f.mul(f.sq(1 - delta(a, k)), f.by(inside))), (own_f, 1), (own_g, -1))
    goal = Le(lam[k], mu[k])
    th = f.absurd(f.lt(0, 0, f.add(f.by(few), f.by(many), f.num(1))), goal)
    th = f.release(f.release(th, first, F), second, G)
    th = f.gen(f.cases(goal, f.assume(goal), th), k)
    return discharge(th, [], frozenset().union(*(x.hypotheses for x in (rows, columns, between, *falls.values()))))
