"""Spectra: where a set of largest values ends."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import And, Eq, Exists, ForAll, Le, Rational, delta, field, index
from .mask import mask_cases


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
