"""Weights between 0 and 1 of total at most r collect at most the r largest values of a spectrum.

The spectrum λ decreases along the positions ``pos``.  The head h is 1 before the r-th position and 0 after it; said without a case
for ties, it is positive only up to there and below 1 only from there on.  A fractional total Σ h, and a head that counts some
position twice, are allowed.  For all fields h, λ, w
Σ h λ − Σ λ w = Σ h (λ − λ_r)(1 − w) + Σ (1 − h)(λ_r − λ) w + λ_r (Σ h − Σ w),
and the right side is not negative if 0 ≤ w ≤ 1, Σ w ≤ Σ h and λ_r ≥ 0 (of λ ≥ 0 no more is needed).  For a head given as a list
``top`` of r positions this reads Σ λ w ≤ Σ_c λ_top(c) whenever Σ w ≤ r.
Source: Fan (1949), PNAS 35, theorem 1; Horn and Johnson (2013), Matrix Analysis, 4.3.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, Sum, delta, field, index, index_map, sizes

n, R = sizes("n R")
(k, l, r), (c, d) = index("k l r", n), index("c d", R)
h, lam, pos, w = field("h lam pos w", k)
top = index_map("top", R, n)

spectrum = {"decreasing": ForAll((k, l), Implies(Le(pos[k], pos[l]), Le(lam[l], lam[k]))), "threshold": Le(0, lam[r])}
weights = {"from 0": ForAll(k, Le(0, w[k])), "to 1": ForAll(k, Le(w[k], 1))}
collected, largest = Sum(lam[k] * w[k], k), Sum(h[k] * lam[k], k)


def head(h):
    """h is 1 before the r-th position and 0 after it; its size is all the weight there is."""
    return {
        "inside": ForAll(k, Implies(Lt(0, h(k)), Le(pos[k], pos[r]))),
        "outside": ForAll(k, Implies(Lt(h(k), 1), Le(pos[r], pos[k]))),
        "total": Le(Sum(w[k], k), Sum(h(k), k)),
    }


claim = Claim("interaction.ky_fan", source="Fan (1949), theorem 1; Horn and Johnson (2013), 4.3")
gains, losses = Sum(h[k] * (lam[k] - lam[r]) * (1 - w[k]), k), Sum((1 - h[k]) * (lam[r] - lam[k]) * w[k], k)
identity = claim.part("identity", shows=Eq(largest - collected, gains + losses + lam[r] * (Sum(h[k], k) - Sum(w[k], k))))
bound = claim.part("bound", given={**spectrum, **weights, **head(h)}, shows=Le(collected, largest))
listed = claim.part(
    "head as a list",
    given={
        **spectrum,
        **weights,
        "inside": ForAll(c, Le(pos[top(c)], pos[r])),
        "outside": ForAll(k, Implies(ForAll(c, Eq(delta(k, top(c)), 0)), Le(pos[r], pos[k]))),
        "total": Le(Sum(w[k], k), R),
    },
    shows=Le(collected, Sum(lam[top(c)], c)),
)


@identity.proof
def by_normal_form(p):
    return p.identity()


@bound.proof
def no_term_is_negative(p):
    gain = lam[k] - lam[r]
    term = (h[k] - w[k]) * gain  # h gain (1 − w) + (1 − h)(−gain) w
    some, part = f.assume(Lt(0, h[k])), f.assume(Lt(h[k], 1))
    none, full = f.assume(Le(h[k], 0)), f.assume(Le(1, h[k]))
    before = f.imply(f.mp(f.spec(p["decreasing"], k, r), f.mp(f.spec(p["inside"], k), some)), some)  # 0 < h → λ_r ≤ λ
    after = f.mp(f.spec(p["decreasing"], r, k), f.mp(f.spec(p["outside"], k), part))  # h < 1: λ ≤ λ_r
    tie = f.le(0, term, f.add(f.mul(f.by(some), f.by(f.mp(before, some))), f.mul(f.by(f.spec(p["from 0"], k)), f.by(after))))
    beyond = f.le(0, term, f.mul(f.add(f.by(none), f.by(f.spec(p["from 0"], k))), f.by(after)))
    ahead = f.mul(f.add(f.by(full), f.by(f.spec(p["to 1"], k))), f.by(f.mp(before, f.lt(0, h[k], f.add(f.num(1), f.by(full))))))
    sign = f.cases(part.conclusion, f.cases(some.conclusion, tie, beyond), f.le(0, term, ahead))
    return p.bound(f.add(f.tot(k, f.by(sign)), f.mul(f.by(p["threshold"]), f.by(p["total"]))))


@listed.proof
def count_the_list(p):
    def count(k):
        return Sum(delta(k, top(c)), c)

    wanted, listed, few = head(count), f.assume(Lt(0, count(k))), f.assume(Lt(count(k), 1))
    place, others = delta(k, top(c)), f.tot(d, f.mul(f.sq(delta(k, top(d))), f.sq(1 - delta(c, d))))
    # a listed position k is not after r: 0 < count (pos_k − pos_r) = Σ_c δ (pos_top(c) − pos_r) ≤ 0
    late = f.assume(Lt(pos[r], pos[k]))
    never = f.lt(0, 0, f.add(f.mul(f.by(listed), f.by(late)), f.tot(c, f.mul(f.sq(place), f.by(f.spec(p["inside"], c))))))
    inside = f.cases(late.conclusion, f.absurd(never, Le(pos[k], pos[r])), f.assume(Le(pos[k], pos[r])))
    # a position with a count below 1 is not listed: δ ≤ count < 1
    once = f.lt(place, 1, f.add(others, f.by(few)))
    here = f.absurd(f.lt(1, 1, f.by(once), (f.assume(Eq(place, 1)), 1)), Eq(place, 0))
    absent = mask_cases(f.linear(place * place, place), here, f.assume(Eq(place, 0)))
    outside = f.mp(f.spec(p["outside"], k), f.gen(absent, c))
    facts = f.gen(f.imply(inside, listed), k), f.gen(f.imply(outside, few), k), f.restate(p["total"], wanted["total"])
    return f.cut(p.use(claim, "bound", {h: (k, count(k))}), *facts)


@identity.near_miss("weight that is not used costs λ_r: n = 1, h = λ = 1, w = 0 gives 1 = 0")
def unused_weight():
    return Eq(largest - collected, gains + losses)


@bound.near_miss("not strict: the weights w = h attain the bound")
def strict():
    return bound.given, Lt(collected, largest)


two = {pos: [0, 1], r: 0, lam: [2, 1], h: [1, 0], w: [1, 0]}  # decreasing, and the head takes the first
bound.necessary("decreasing", "the largest value comes last", at={**two, lam: [0, 1], w: [0, 1]})
bound.necessary("threshold", "no weight at all collects 0 > -1", at={pos: [0], r: 0, lam: [-1], h: [1], w: [0]})
bound.necessary("from 0", "(1, 1, -1) collects 2 > 1", at={pos: [0, 1, 2], r: 0, lam: [1, 1, 0], h: [1, 0, 0], w: [1, 1, -1]})
bound.necessary("to 1", "(2, 0) collects 4 > 3", at={**two, r: 1, h: [1, 1], w: [2, 0]})
bound.necessary("inside", "a head that goes on to negative values", at={**two, lam: [1, -1], h: [1, 1]})
bound.necessary("outside", "a head that leaves out the first position", at={**two, r: 1, h: [0, 1]})
bound.necessary("total", "more weight than the head has", at={**two, w: [1, 1]})

list_of_one = {pos: [0, 1], r: 0, lam: [2, 1], w: [1, 0], top: [0]}
listed.necessary("decreasing", "the largest value comes last", at={**list_of_one, lam: [0, 1], w: [0, 1]})
listed.necessary("threshold", "no weight at all collects 0 > -1", at={pos: [0], r: 0, lam: [-1], w: [0], top: [0]})
listed.necessary("from 0", "(1, 1, -1) collects 2 > 1", at={pos: [0, 1, 2], r: 0, lam: [1, 1, 0], w: [1, 1, -1], top: [0]})
listed.necessary("to 1", "(2, 0) collects 4 > 3", at={**list_of_one, r: 1, w: [2, 0], top: [0, 1]})
listed.necessary("inside", "a list that goes on to negative values", at={**list_of_one, lam: [1, -1], top: [0, 1]})
listed.necessary("outside", "a list that leaves out the first position", at={**list_of_one, r: 1, top: [1]})
listed.necessary("total", "more weight than the list is long", at={**list_of_one, w: [1, 1]})
