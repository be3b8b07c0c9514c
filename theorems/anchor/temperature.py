"""Hot rows become uniform; cold rows share out among their best keys.

Let μ_j = M_j κ_j/Σ Mκ be the row without scores and ν_j = T_j κ_j/Σ Tκ that of the best keys, T the set of the maximisers of s on the
support. At temperature τ > 0 the total variation between the anchored row and μ is at most tanh(osc(s)/4τ), so the row tends to μ for τ
→ ∞; for κ = 1 that is the uniform row.  If every other key is worse by a gap at least, the mass off the best keys, which is the total
variation between the row and ν, is at most ρ/(1 + ρ) with ρ = (Σ M(1 − T)κ/Σ Tκ) e^{−gap/τ}, for κ = 1 and k best keys among m this is
((m − k)/k) e^{−gap/τ}, with equality exactly if all others are worse by just the gap.  So the row tends to ν for τ → 0: softmax does
not break a tie.
Source: Geometric Attention (arXiv 2601.11618), section 4; Georgii (2011), Gibbs Measures and Phase Transitions, for zero and infinite
temperature.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.extremes import maximum, minimum
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Rational, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import between, softmax, tanh, total_variation_at_most
from theorems.anchor.lipschitz import claim as anchor_lipschitz
from theorems.anchor.lipschitz import steep

m = sizes("m")
j, top, bottom, a = index("j top bottom a", m)
s, h = field("s h", j)
(M, T), kappa = field("M T", j, domain="mask"), field("kappa", j, domain="positive")
tau, epsilon, theta = scalar("tau epsilon theta", domain="positive")
low, high, gap, u = scalar("low high gap u")

alpha = softmax(s[j], over=j, mask=M[j], baseline=kappa[j], temperature=tau)
free, tied = (S[j] * kappa[j] / Sum(S[j] * kappa[j], j) for S in (M, T))
live = {"live": Exists(j, Eq(M[j], 1))}
claim = Claim("anchor.temperature", source="Geometric Attention, section 4; Georgii (2011)")

hot = claim.part(
    "hot",
    given={**live, "within": between(s[j], low, high, j, M)},
    shows=total_variation_at_most(alpha, free, j, tanh((high - low) / (4 * tau))),
)


@hot.proof
def all_scores_are_a_change_of_none(p):
    return p.clear(f.restate(p.use(anchor_lipschitz, "bound", {"s": (j, 0), "x": s}), p.goal))


def eventually(row, order):
    """∀ε > 0 ∃θ > 0: the total variation is at most ε at all temperatures beyond θ."""
    return ForAll(epsilon, Exists(theta, ForAll(tau, Implies(order(theta, tau), total_variation_at_most(alpha, row, j, epsilon)))))


hot_limit = claim.part("hot limit", given=live, shows=eventually(free, Le))


@hot_limit.proof
def slope_of_tanh(p):
    largest, smallest = (f.cut(f.inst(lemma(j.sort), {"h": M, "x": s}), p["M mask"], p["live"]) for lemma in (maximum, minimum))
    (upper,), (lower,) = f.obtain(largest, top), f.obtain(smallest, bottom)
    here = f.assume(Eq(M[j], 1))
    inside = f.conj(*(f.mp(f.spec(f.part(side, 1), j), here) for side in (lower, upper)))
    order = f.mp(f.spec(f.part(upper, 1), bottom), f.part(lower, 0))  # s_bottom ≤ s_top
    moved = f.cut(p.use(claim, "hot", {high: s[top], low: s[bottom]}), f.gen(f.imply(inside, here), j))
    small, warm, positive = f.assume(Lt(0, epsilon)), f.assume(Lt(0, tau)), f.inv(f.mul(f.num(4), f.by(f.assume(Lt(0, epsilon)))))
    chosen = (s[top] - s[bottom] + 1) / (4 * epsilon)
    some = f.lt(0, chosen, f.mul(f.add(f.by(order), f.num(1)), positive))
    beyond, test = f.assume(Le(chosen, tau)), f.assume(between(h[j], 0, 1, j))
    slack = f.mul(f.add(f.mul(f.num(4), f.by(small), f.by(beyond)), f.num(1)), f.inv(f.mul(f.num(4), f.by(warm))))
    flat = f.le((s[top] - s[bottom]) / (4 * tau), epsilon, slack)
    gained = f.mp(f.spec(moved, h), test)
    th = f.le(Sum((alpha - free) * h[j], j), epsilon, f.add(f.by(gained), f.by(steep(order, s[top], s[bottom])), f.by(flat)))
    th = f.imply(f.gen(f.imply(p.clear(th, upper, lower, small, warm, beyond, test), test), h), beyond)
    th = f.conj(p.clear(some, upper, lower, small), f.gen(f.imply(th, warm), tau))
    found = f.exists(th, p.peeled()[2], chosen)
    return f.gen(f.imply(f.release(f.release(found, largest, top), smallest, bottom), small), epsilon)


top_set = {
    "best": ForAll(j, Implies(Eq(T[j], 1), And(Eq(M[j], 1), Eq(s[j], high)))),
    "some": Exists(j, Eq(T[j], 1)),
}


def of_others(body):
    """For every key that is allowed and not among the best."""
    return ForAll(j, Implies(Eq(M[j], 1), Implies(Eq(T[j], 0), body)))


others = {"gap": of_others(Le(s[j], high - gap))}
best_weight, rest_weight = Sum(T[j] * kappa[j], j), Sum(M[j] * (1 - T[j]) * kappa[j], j)
rho = rest_weight / best_weight * exp(-gap / tau)
off = Sum((1 - T[j]) * alpha, j)
cold = claim.part(
    "cold",
    given={**top_set, **others},
    shows=And(Le(off, rho / (1 + rho)), Iff(Eq(off, rho / (1 + rho)), of_others(Eq(s[j], high - gap)))),
)


at_gap, one, none = (high - gap) / tau, f.assume(Eq(T[j], 1)), f.assume(Eq(T[j], 0))
open_, closed = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
rest = Sum(M[j] * (1 - T[j]) * kappa[j] * exp(s[j] / tau), j)
cold_total = best_weight * exp(high / tau) + rest


def everywhere(p, yes, no, t):
    """A statement about M (1 − T) t, from a proof at the other keys; elsewhere it is 0, which ``no`` is told by a use."""
    there = mask_cases(f.spec(p["T mask"], j), no((one, -M[j] * t)), yes)
    return mask_cases(f.spec(p["M mask"], j), there, no((closed, (1 - T[j]) * t)))


def share_off_the_best(p):
    """off = rest/Z and T α = T κ e^{high/τ}/Z with Z = K e^{high/τ} + rest, since on T all scores are high."""
    here = f.mp(f.spec(p["best"], j), one)
    power = f.rewrite(f.part(here, 1), f.linear(exp(s[j] / tau), exp(s[j] / tau)), u, Eq(exp(s[j] / tau), exp(u / tau)))
    sides = M[j] * T[j] * exp(s[j] / tau), T[j] * exp(high / tau)
    on = f.linear(*sides, (f.part(here, 0), T[j] * exp(s[j] / tau)), (power, T[j]))
    best = mask_cases(f.spec(p["T mask"], j), on, f.linear(*sides, (none, M[j] * exp(s[j] / tau) - exp(high / tau))))
    best = p.clear(best)
    total = f.linear(Sum(M[j] * kappa[j] * exp(s[j] / tau), j), cold_total, (best, kappa[j], j))
    tied = f.quotient(f.linear(kappa[j] * sides[0], kappa[j] * sides[1], (best, kappa[j])), total)
    return f.linear(off, rest / cold_total, (f.quotient(f.linear(rest, rest), total), 1)), tied


def positives(p):
    """0 ≤ 1 − T, and what follows: the weights are not negative, and the totals are positive."""
    less = f.gen(f.le(0, 1 - T[j], f.sq(1 - T[j]), (f.spec(p["T mask"], j), -1)), j)
    found = f.obtain(p["some"], j)[0]
    alive = f.release(f.exists(f.part(f.mp(f.spec(p["best"], j), found), 0), live["live"], j), p["some"], j)
    return [less, *(p.auto(g, less, f.assume(Lt(0, tau))) for g in (Lt(0, best_weight), Le(0, rest_weight), Lt(0, cold_total))), alive]


K, N, X, C, G = scalar("K N X C G")  # weights of the best keys, of the others, and of these with scores; e^{high/τ} and e^{−gap/τ}
lost, most, missing = X / (K * C + X), N / K * G / (1 + N / K * G), N * C * G - X
positive = [f.assume(Lt(0, t)) for t in (K, K + N * G, K * C + X)]


def of_numbers():
    """0 ≤ NCG − X ⊢ X/(KC + X) ≤ ρ/(1 + ρ) with ρ = NG/K; and the one is an equation exactly if the other is."""
    best, both, total = map(f.by, positive)
    odds = f.lt(0, 1 + N / K * G, f.mul(both, f.inv(best)))
    less, full, exact = (f.assume(g) for g in (Le(0, missing), Eq(lost, most), Eq(missing, 0)))
    below = f.le(lost, most, f.mul(best, f.by(less), f.inv(both), f.inv(total)))
    none_missing = f.linear(missing, 0, (full, -(K + N * G) * (K * C + X) / K))
    back = f.linear(lost, most, (exact, -K * (1 / (K + N * G)) * (1 / (K * C + X))))
    return (f.cut(th, *map(f.unequal, (odds, *positive))) for th in (below, none_missing, back))


@cold.proof
def shares_off_the_best_keys(p):
    facts, (share, _) = positives(p), share_off_the_best(p)
    spread = exp(at_gap) - exp(s[j] / tau)
    both = (open_, (1 - T[j]) * spread), (none, -spread)
    worse = f.mul(f.by(f.mp(f.spec(p["gap"], j), open_, none)), f.inv(f.by(p["tau positive"])))
    tangent, left = f.inst(exp_tangent(), {"t": at_gap - s[j] / tau}), M[j] * (1 - T[j]) * spread
    sign = f.le(0, left, f.mul(f.ex(s[j] / tau), f.add(f.by(tangent), worse)), *both)
    sign = p.clear(everywhere(p, sign, lambda use: f.le(0, left, f.num(0), use), spread))
    # the row, in numbers
    _, best, others_sign, total, _ = facts
    values = {K: best_weight, N: rest_weight, X: rest, C: exp(high / tau), G: exp(-gap / tau)}
    widened = f.lt(0, best_weight + rest_weight * values[G], f.add(f.by(best), f.mul(f.by(others_sign), f.ex(-gap / tau))))
    below, none_missing, back = (f.cut(f.inst(th, values), best, widened, total) for th in of_numbers())
    lost, missing = rest / cold_total, rest_weight * values[C] * values[G] - rest
    weighted = f.mul(f.by(f.spec(p["kappa positive"], j)), f.by(sign))
    bound, iff = p.goal.children
    most = bound.children[1]
    bound = f.le(off, most, f.by(f.cut(below, f.le(0, missing, f.tot(j, weighted)))), (share, -1))
    # equality: nothing is missing at any key
    full, exact = (f.assume(side) for side in iff.children[0].children)
    nothing = f.cut(none_missing, f.linear(lost, most, (full, 1), (share, -1)))
    nothing = f.linear(Sum(kappa[j] * left, j), 0, (nothing, 1))
    zero = f.zero_sum(f.le(0, kappa[j] * left, weighted), nothing, j)
    same = log_of(f.linear(exp(at_gap), exp(s[j] / tau), (zero, 1 / kappa[j]), *((th, -c) for th, c in both)))
    place = p.clear(f.linear(s[j], high - gap, (same, -tau)), open_, none, full, *facts)
    place = f.gen(f.imply(place, open_, none), j)
    moved = f.mp(f.spec(exact, j), open_, none)
    power = f.rewrite(moved, f.linear(exp(s[j] / tau), exp(s[j] / tau)), u, Eq(exp(s[j] / tau), exp(u / tau)))
    level = everywhere(p, f.linear(left, 0, (power, -M[j] * (1 - T[j]))), lambda use: f.linear(left, 0, use), spread)
    back = f.cut(back, f.linear(missing, 0, (p.clear(level, exact), kappa[j], j)))
    back = f.linear(off, most, (share, 1), (back, 1))
    return f.conj(p.clear(bound, *facts), f.conj(f.imply(place, full), f.imply(p.clear(back, exact, *facts), exact)))


tie = claim.part("tie", given={**top_set, **others}, shows=total_variation_at_most(alpha, tied, j, rho / (1 + rho)))


@tie.proof
def what_the_best_lose_the_others_have(p):
    (_, shared), facts = share_off_the_best(p), positives(p)
    less, best, _, total, _ = facts
    test = f.assume(between(h[j], 0, 1, j))
    some, others_ = (f.by(f.part(f.spec(test, j), side)) for side in (0, 1))
    weight = f.mul(f.by(p.auto(Le(0, T[j]))), f.by(f.spec(p["kappa positive"], j)))
    remaining = f.by(p.auto(Le(0, rest), less))
    loss = f.le(T[j] * alpha, tied, f.mul(weight, remaining, f.inv(f.by(best)), f.inv(f.by(total))), (shared, -1))
    loss = p.clear(loss, *facts)
    shares = f.mul(f.by(f.spec(less, j)), f.by(p.auto(Le(0, alpha), *facts)))
    slack = f.add(f.tot(j, f.mul(some, f.by(loss))), f.tot(j, f.mul(shares, others_)), f.by(f.part(p.use(claim, "cold"), 0)))
    th = f.le(Sum((alpha - tied) * h[j], j), rho / (1 + rho), slack)
    return f.gen(f.imply(p.clear(th, test, *facts), test), h)


worse = {"others are worse": of_others(Lt(s[j], high))}
cold_limit = claim.part("cold limit", given={**top_set, **worse}, shows=eventually(tied, lambda bound, tau: Le(tau, bound)))
by_a_gap = Exists(gap, And(Lt(0, gap), others["gap"]))


def some_gap(p):
    """All others are worse by some gap: that of the best of them, or any if there is none."""
    set_, goal = M[j] * (1 - T[j]), f.node(by_a_gap)
    inside = f.linear(set_, 1, (open_, 1 - T[j]), (none, -1))
    mask = f.gen(f.linear(set_ * set_, set_, (f.spec(p["M mask"], j), (1 - T[j]) * (1 - T[j])), (f.spec(p["T mask"], j), M[j])), j)
    nonempty = f.assume(Exists(j, Eq(set_, 1)))
    least = f.cut(f.inst(minimum(j.sort), {"h": (j, set_), "x": (j, high - s[j])}), mask, nonempty)
    (found,) = f.obtain(least, a)
    member = f.part(found, 0)
    open_a = f.linear(M[a], 1, (member, 1 - M[a]), (f.spec(p["M mask"], a), 1 - T[a]))
    worse_a = f.linear(T[a], 0, (member, -T[a]), (f.spec(p["T mask"], a), -M[a]))
    below = f.mp(f.spec(p["others are worse"], a), open_a, worse_a)
    size = high - s[a]
    room = f.le(s[j], high - size, f.by(f.mp(f.spec(f.part(found, 1), j), inside)))
    some = f.exists(f.conj(f.lt(0, size, f.by(below)), f.gen(f.imply(room, open_, none), j)), goal, size)
    nobody = f.assume(f.otherwise(nonempty.conclusion))
    never = f.absurd(f.mp(nobody, f.exists(inside, nonempty.conclusion, j)), Le(s[j], high - 1))
    any_ = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.gen(f.imply(never, open_, none), j)), goal, 1)
    return f.cases(nonempty.conclusion, f.release(some, least, a), any_)


@cold_limit.proof
def exponentially_fast(p):
    existence = some_gap(p)
    (found,) = f.obtain(existence, gap)
    wide, inside = f.part(found, 0), f.part(found, 1)
    small, warm, test = f.assume(Lt(0, epsilon)), f.assume(Lt(0, tau)), f.assume(between(h[j], 0, 1, j))
    facts = positives(p)
    _, best, others_, *_ = facts
    # ρ ≤ (N/K) τ/gap, because e^{−y} ≤ 1/y, and that is at most ε if τ ≤ ε K gap/(N + 1)
    over, scale = f.inv(f.add(f.by(others_), f.num(1))), f.inv(f.by(best))
    chosen = epsilon * best_weight * gap / (rest_weight + 1)
    some = f.lt(0, chosen, f.mul(f.by(small), f.by(best), f.by(wide), over))
    cool = f.assume(Le(tau, chosen))
    tangent = f.inst(exp_tangent(), {"t": gap / tau})
    inverse = f.mul(f.by(warm), f.inv(f.by(wide)), f.ex(-gap / tau), f.add(f.by(tangent), f.num(1)))
    linear = f.mul(f.by(others_), scale, f.add(inverse, f.mul(f.by(cool), f.inv(f.by(wide)))))
    rest_ = f.mul(f.by(small), over)
    bound = f.le(rho, epsilon, f.add(linear, rest_))
    sign = f.mul(f.by(others_), scale, f.ex(-gap / tau))
    fraction = f.le(rho / (1 + rho), rho, f.mul(sign, sign, f.inv(f.add(f.num(1), sign))))
    moved = f.mp(f.spec(f.cut(p.use(claim, "tie"), inside), h), test)
    th = f.le(Sum((alpha - tied) * h[j], j), epsilon, f.add(f.by(moved), f.by(fraction), f.by(bound)))
    th = f.imply(f.gen(f.imply(p.clear(th, *facts, found, small, warm, cool, test), test), h), cool)
    th = f.conj(p.clear(some, *facts[:3], found, small), f.gen(f.imply(th, warm), tau))
    return f.gen(f.imply(f.release(f.exists(th, p.peeled()[2], chosen), existence, gap), small), epsilon)


# ---- near misses and necessity ---------------------------------------------------------------------------------------------

two = {M: [1, 1], kappa: [1, 1], tau: 1, s: [0, 0]}
half = Rational(1, 2)
flat = {low: 0, high: 0}


@hot.near_miss("with a baseline the limit is not uniform", at={**two, kappa: [1, 3], **flat, h: [0, 1]})
def uniform_with_a_baseline():
    return total_variation_at_most(alpha, M[j] / Sum(M[j], j), j, tanh((high - low) / (4 * tau)))


hot.necessary("live", "an empty row stays, and low may exceed high", at={M: [0], kappa: [1], tau: 1, s: [0], low: 1, high: 0, h: [0]})
hot.necessary("within", "scores that low and high do not bound", at={**two, s: [1, 0], **flat, h: [1, 0]})
hot.necessary("M mask", "an entry 2 counts, but its score is not bounded", at={**two, M: [1, 2], s: [0, 1], **flat, h: [0, 1]})
signed = {**two, kappa: [2, -1], s: [half, -half], low: -half, high: half, h: [0, 1]}
hot.necessary("kappa positive", "a negative share moves further", at=signed)
hot.necessary("tau positive", "the bound is negative", at={**two, tau: -1, low: 0, high: 1, h: [0, 0]})


def more_than_one(differ, a, b):
    """0 < 1 − 1/m, since a and b differ."""
    others = f.tot(j, f.mul(f.sq(1 - delta(j, a)), f.sq(1 - delta(j, b))))
    return f.lt(0, 1 - 1 / m, f.mul(f.inv(f.size(m)), f.add(f.num(1), others)), (differ, -1 / m))


def at_some_temperature(th, gap, test, inside, *facts):
    """0 = 1, from a limit that a test tells from the row by 1 − 1/m at all temperatures."""
    less = (1 - 1 / m) / 2
    some = f.mp(f.spec(th, less), f.lt(0, less, f.mul(f.num(Fraction(1, 2)), f.by(gap))))
    (found,) = f.obtain(some, theta)
    there = f.mp(f.spec(f.part(found, 1), theta), f.part(found, 0), f.le(theta, theta, f.num(0)))
    gained = f.mp(f.spec(there, (j, test)), inside)
    never = f.absurd(f.lt(0, 0, f.add(f.by(gained), f.mul(f.num(Fraction(1, 2)), f.by(gap)))), Eq(0, 1))
    return f.release(discharge(never, [found, *facts], found.hypotheses | gap.hypotheses | th.hypotheses), some, theta)


def inside_of(place):
    """δ and 1 − δ are tests."""
    return [f.gen(f.conj(f.le(0, v, f.sq(v)), f.le(v, 1, f.sq(w))), j) for v, w in ((place, 1 - place), (1 - place, place))]


def one_open_key(refutation):
    """Of two keys one is masked: the row is (1, 0) at all temperatures."""
    a, b, differ = refutation.different(m)
    alive = f.exists(f.linear(delta(a, a), 1), Exists(j, Eq(delta(j, a), 1)), a)
    th = refutation.at({"M": (j, delta(j, a)), "kappa": (j, 1), "s": (j, 0)}, alive)
    total = f.lt(0, Sum(delta(j, a) * 1 * exp(0 / theta), j), f.num(1))
    return at_some_temperature(th, more_than_one(differ, a, b), delta(j, a), inside_of(delta(j, a))[0], total)


@hot_limit.near_miss("masked keys have no share at any temperature", by=one_open_key)
def all_keys():
    return eventually(kappa[j] / Sum(kappa[j], j), Le)


# Of "hot limit": no finite model can tell what happens at all high temperatures; the witnesses are those of "hot".

best = {**two, T: [1, 0], s: [0, -1], high: 0, gap: 1}


@cold.near_miss("the rate is the gap, not twice the gap", at=best)
def twice_the_gap():
    less = rest_weight / best_weight * exp(-2 * gap / tau)
    bound, iff = Le(off, less / (1 + less)), Iff(Eq(off, less / (1 + less)), of_others(Eq(s[j], high - gap)))
    return And(bound, iff)


@tie.near_miss("with a baseline the best keys do not share alike", at={**two, T: [1, 1], kappa: [1, 3], high: 0, gap: 1, h: [0, 1]})
def alike():
    return total_variation_at_most(alpha, T[j] / Sum(T[j], j), j, rho / (1 + rho))


nobody = {M: [1], kappa: [1], tau: 1, T: [0], s: [-1], high: 0, gap: 1}
negative_share = {**best, kappa: [2, -1], s: [0, -2]}
for part, other_test, last in ((cold, {}, {}), (tie, {h: [0, 1]}, {h: [1, 0]})):
    part.necessary("best", "a tie of bad keys", at={**best, s: [-5, -1], **other_test})
    part.necessary("some", "no key is among the best", at={**nobody, **({h: [1]} if other_test else {})}, undefined=0)
    part.necessary("gap", "another key is better", at={**best, s: [0, 5], **other_test})
    part.necessary("T mask", "half among the best, with any score", at={**best, T: [1, half], s: [0, 5], **other_test})
    part.necessary("M mask", "an entry 2 counts, but its score is not bounded", at={**best, M: [1, 2], s: [0, 5], **other_test})
    part.necessary("kappa positive", "a negative share", at={**negative_share, **last})
    part.necessary("tau positive", "the worst keys are the best", at={**best, tau: -1, s: [0, -2], **other_test})


def all_alike(refutation):
    """Two equal scores: each has one half at all temperatures."""
    one, other, differ = refutation.different(m)
    alive = f.exists(f.linear(1, 1), Exists(j, Eq(1, 1)), one)
    th = refutation.at({"M": (j, 1), "T": (j, 1), "kappa": (j, 1), "s": (j, 0), "high": 0, "a": one}, alive)
    return at_some_temperature(th, more_than_one(differ, one, other), 1 - delta(j, one), inside_of(delta(j, one))[1])


@cold_limit.near_miss("a tie is not broken: the limit is no single key", by=all_alike)
def hard_choice():
    return eventually(delta(j, a), lambda bound, tau: Le(tau, bound))


# With scores that are all alike the row is the same at all temperatures.
level = {**two, tau: 1, high: 0, epsilon: Rational(1, 10), h: [0, 1]}
cold_limit.necessary("best", "a masked key among the best", at={**level, M: [0, 1], T: [1, 1]})
cold_limit.necessary("some", "no key is among the best", at={**level, T: [0, 0], high: 1})
cold_limit.necessary("others are worse", "another key is as good", at={**level, T: [1, 0]})
cold_limit.necessary("T mask", "half among the best", at={**level, T: [1, half]})
cold_limit.necessary("M mask", "an entry 2 counts, but its score is not bounded", at={**level, M: [1, 2], T: [1, 0]})


# ---- models ------------------------------------------------------------------------------------------------------------------

(g, n), other = field("g n", j, domain="nonnegative"), field("other", j, domain="mask")
width = scalar("width", domain="nonnegative")
test = {h: (j, n[j] / (1 + n[j]))}
hot.drawn({high: low + width, s: (j, low + width * g[j] / (1 + g[j])), **test})
below, allowed = {s: (j, high - (1 - T[j]) * (gap + g[j]))}, {M: (j, T[j] + (1 - T[j]) * other[j])}
cold.drawn({**below, **allowed})
cold.drawn({s: (j, high - (1 - T[j]) * gap), **allowed})
tie.drawn({**below, **allowed, **test})
