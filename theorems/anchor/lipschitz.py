"""A change of scores moves an anchored row by at most the hyperbolic tangent of a quarter of its oscillation.

On a live row with mask M, baseline κ > 0 and temperature τ > 0 let Δ be a change of the scores with low ≤ Δ ≤ high on the support. Then
the total variation between α = softmax(s) and α' = softmax(s + Δ) is at most tanh((high − low)/4τ); the least high − low is the
oscillation osc Δ = max − min. No constant is lost: a test h with values in [0, 1] gains that much exactly if osc Δ = 0, or h is 0 or 1,
Δ takes only the two extreme values, h says where it is high, and h has the share 1/(1 + e^{osc Δ/2τ}) of the old row. Corollaries: Σ
|α' − α| ≤ max |Δ|/τ, and no smaller constant will do for any row with two live columns; and Σ φ(2τ(α' − α)) ≤ Σ φ(Δ) over the support
for every even convex φ with φ(0) = 0, so that in every norm ‖x‖_p, p ≥ 1, the constant is 1/2τ. For the maximum, the sum of squares and
the sum of sizes this is said again without φ.
Source: Nair (2025), Softmax is 1/2-Lipschitz: A tight bound across all ℓp norms (arXiv 2510.23012), for the constants 1/2; the row as a
half-step of Sinkhorn's iteration, Franklin and Lorenz (1989), Linear Algebra and its Applications 114, for the hyperbolic tangent.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.convex import CONVEX, EVEN, VANISHES, chord, middle, not_negative, phi
from gaproof.lemmas.extremes import maximum, minimum
from gaproof.lemmas.hyperbolic import tanh_above, tanh_below
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.tilt import row_full_gain, row_gain
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Rational, Sum, delta, exp, field, index, log, number, scalar, sizes
from gaproof.theory import between, distance_at_most, extremes, softmax, tanh, total_variation_at_most

m = sizes("m")
j, k, top, bottom, a, b = index("j k top bottom a b", m)
s, x, h, v = field("s x h v", j)
e = field("e", j, domain="mask")
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
tau, (low, high, c, epsilon) = scalar("tau", domain="positive"), scalar("low high c epsilon")
t, u = scalar("t u")


def alpha(score, at=j):
    """The anchored row of a score."""
    return softmax(score, over=at, mask=M[at], baseline=kappa[at], temperature=tau)


old, new = alpha(s[j]), alpha(s[j] + x[j])


share_of = kappa[j] * exp(s[j] / tau) / Sum(M[j] * kappa[j] * exp(s[j] / tau), j)  # α_j = M_j share_of
live = Exists(j, Eq(M[j], 1))
claim = Claim("anchor.lipschitz", given={"live": live}, source="Nair (2025), arXiv 2510.23012; Franklin and Lorenz (1989)")


def most(high, low):
    """tanh((high − low)/4τ)."""
    return tanh((high - low) / (4 * tau))


def root(high, low):
    """r = e^{(high − low)/2τ}; tanh((high − low)/4τ) is (r − 1)/(r + 1)."""
    return exp((high - low) / (2 * tau))


within = {"within": between(x[j], low, high, j, M)}
bound = claim.part("bound", given=within, shows=total_variation_at_most(new, old, j, most(high, low)))


def ordered(p):
    """low ≤ high if Δ is between them: some column is live."""
    column = f.obtain(p["live"], j)[0]
    inside = f.mp(f.spec(f.assume(within["within"]), j), column)
    return f.release(f.le(low, high, f.add(*(f.by(f.part(inside, side)) for side in (0, 1)))), p["live"], j)


def factors(p):
    """∀j c α_j ≤ α_j e^{Δ_j/τ} ≤ c r² α_j for c = e^{low/τ}: on the support eᵘ − eᵛ ≥ eᵛ (u − v), off it both are 0."""
    here, gone, over = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0)), f.inv(f.by(p["tau positive"]))
    inside, weight = f.mp(f.spec(p["within"], j), here), f.by(p.auto(Le(0, old)))
    least, factor, greatest = (exp(t / tau) for t in (low, x[j], high))
    steps = [
        f.add(f.by(f.inst(exp_tangent(), {"t": (v - u) / tau})), f.mul(f.by(f.part(inside, side)), over))
        for side, (u, v) in enumerate(((low, x[j]), (x[j], high)))
    ]
    sides = (least * old, old * factor), (old * factor, least * root(high, low) * root(high, low) * old)
    on = f.conj(*(f.le(*pair, f.mul(weight, f.ex(u / tau), step)) for pair, u, step in zip(sides, (low, x[j]), steps, strict=True)))
    off = f.conj(
        *(
            f.le(u, v, f.num(0), (gone, share_of * (t - w)))
            for (u, v), (w, t) in zip(sides, ((least, factor), (factor, greatest)), strict=True)
        )
    )
    return f.gen(p.clear(mask_cases(f.spec(p["M mask"], j), on, off)), j)


def test(values=h):
    """0 ≤ h ≤ 1."""
    return f.assume(between(values[j], 0, 1, j))


@bound.proof
def the_share_of_a_test(p):
    over = f.inv(f.by(p["tau positive"]))
    exponent = (high - low) / (2 * tau)
    spread = f.mul(f.num(Fraction(1, 2)), f.by(ordered(p)), over)
    wide = f.le(1, root(high, low), f.add(f.by(f.inst(exp_tangent(), {"t": exponent})), spread))
    th = f.inst(row_gain(j.sort), {"w": (j, old), "y": (j, exp(x[j] / tau)), "c": exp(low / tau), "r": root(high, low)})
    th = p.clear(f.cut(th, factors(p), wide), test())
    return f.gen(f.imply(p.clear(f.restate(th, Le(Sum((new - old) * h[j], j), most(high, low))), test()), test()), h)


gain = Sum((new - old) * h[j], j)
two_values = And(Eq(h[j] * h[j], h[j]), Eq(x[j], low + (high - low) * h[j]))
full_share = Eq(Sum(old * h[j], j), 1 / (1 + root(high, low)))
attaining = Implies(Lt(low, high), And(ForAll(j, Implies(Eq(M[j], 1), two_values)), full_share))
equality = claim.part(
    "tests that attain it",
    given={**within, "test": between(h[j], 0, 1, j)},
    shows=Iff(Eq(gain, most(high, low)), attaining),
)


@equality.proof
def no_slack_is_left(p):
    full, extreme = map(f.assume, p.goal.children[0].children)
    wide, over = f.assume(Lt(low, high)), f.inv(f.by(p["tau positive"]))
    c, r, w, y = exp(low / tau), root(high, low), old, exp(x[j] / tau)
    # attained: every inequality behind the bound is an equation
    more = f.add(f.by(f.inst(exp_tangent(), {"t": (high - low) / (2 * tau)})), f.mul(f.num(Fraction(1, 2)), f.by(wide), over))
    more = f.lt(1, r, more)
    th = f.inst(row_full_gain(j.sort), {"w": (j, w), "y": (j, y), "c": c, "r": r})
    th = f.cut(th, f.restate(f.eq_le(f.flip(full)), min(g for g in th.hypotheses if g.tag == "le")), factors(p), more)
    share = f.linear(*f.node(full_share).children, (f.part(th, 0), 1))
    upper, lower = (f.spec(f.part(th, side), j) for side in (1, 2))  # h (c r² w − w y) = 0, (1 − h)(w y − c w) = 0
    here, square = f.assume(Eq(M[j], 1)), c * (r * r - 1)
    digital = f.linear(h[j] * h[j], h[j], (upper, -(1 - h[j]) / (w * square)), (lower, -h[j] / (w * square)))
    one, none = f.assume(Eq(h[j], 1)), f.assume(Eq(h[j], 0))
    at_high = log_of(f.linear(y, c * r * r, (upper, -1 / w), (one, c * r * r - y)))
    at_low = log_of(f.linear(y, c, (lower, 1 / w), (none, y - c)))
    place = [f.linear(x[j], low + (high - low) * h[j], (e, tau), (v, low - high)) for e, v in ((at_high, one), (at_low, none))]
    place = f.conj(digital, mask_cases(digital, *place))
    curved = f.lt(0, square, f.mul(f.ex(low / tau), f.add(f.by(more)), f.add(f.num(1), f.ex((high - low) / (2 * tau)))))
    curved, facts = f.by(curved), [curved, full, wide, p["test"], here]
    there = f.conj(f.gen(f.imply(p.clear(place, *facts), here), j), share)
    there = f.imply(p.clear(f.imply(there, wide), full, p["test"]), full)
    # extreme: w y h = c r² w h and w y = c w + c (r² − 1) w h, so that the share of h grows from 1/(1 + r) to r/(1 + r)
    known = f.mp(extreme, wide)
    value = f.mp(f.spec(f.part(known, 0), j), here)
    idempotent, placed = f.part(value, 0), f.part(value, 1)
    at_high, at_low = (
        f.rewrite(f.linear(x[j], t, (placed, 1), (v, high - low)), f.linear(y, y), u, Eq(y, exp(u / tau)))
        for t, v in ((high, one), (low, none))
    )
    gone, curve = f.assume(Eq(M[j], 0)), c * (r * r - 1)
    tests = mask_cases(
        idempotent,
        f.linear(w * y * h[j], c * r * r * w * h[j], (at_high, w * h[j])),
        f.linear(w * y * h[j], c * r * r * w * h[j], (none, w * (y - c * r * r))),
    )
    both = mask_cases(
        idempotent,
        f.linear(w * y, c * w + curve * w * h[j], (at_high, w), (one, -curve * w)),
        f.linear(w * y, c * w + curve * w * h[j], (at_low, w), (none, -curve * w)),
    )
    tests = mask_cases(
        f.spec(p["M mask"], j), tests, f.linear(w * y * h[j], c * r * r * w * h[j], (gone, share_of * (y - c * r * r) * h[j]))
    )
    both = mask_cases(f.spec(p["M mask"], j), both, f.linear(w * y, c * w + curve * w * h[j], (gone, share_of * (y - c - curve * h[j]))))
    part, mass = f.part(known, 1), f.linear(Sum(w, j), 1)
    above = f.linear(Sum(w * y * h[j], j), c * r * r / (1 + r), (p.clear(tests, known), 1, j), (part, c * r * r))
    total = f.linear(Sum(w * y, j), c * r, (p.clear(both, known), 1, j), (mass, c), (part, curve))
    back = f.linear(gain, most(high, low), (f.quotient(above, total), 1), (part, -1))
    # low = high: nothing moves, since the test and its opposite gain at most 0
    level = f.antisymmetry(ordered(p), f.assume(Le(high, low)))
    nothing = f.rewrite(level, f.linear(most(low, low), 0), u, Eq(most(u, low), 0))
    least, opposite = (f.spec(p.use(claim, "bound"), (j, t)) for t in (h[j], 1 - h[j]))
    inside = f.spec(p["test"], j)
    mirrored = f.gen(f.conj(f.le(0, 1 - h[j], f.by(f.part(inside, 1))), f.le(1 - h[j], 1, f.by(f.part(inside, 0)))), j)
    below = f.le(most(high, low), gain, f.by(f.mp(opposite, mirrored)), (nothing, -2))
    still = f.antisymmetry(f.mp(least, p["test"]), below)
    back = f.imply(p.clear(f.cases(wide.conclusion, back, still), extreme), extreme)
    return f.conj(there, back)


attained = Exists(h, And(between(h[j], 0, 1, j), Eq(gain, most(high, low))))
marked = And(ForAll(j, Implies(Eq(M[j], 1), Eq(x[j], low + (high - low) * e[j]))), Eq(Sum(old * e[j], j), 1 / (1 + root(high, low))))
extreme = Implies(Lt(low, high), Exists(e, marked))
attains = claim.part("equality", given=within, shows=Iff(attained, extreme))


@attains.proof
def by_the_mask_of_the_upper_value(p):
    given, told, wide = f.assume(attained), f.assume(extreme), f.assume(Lt(low, high))
    mask, here, gone = f.spec(p["M mask"], j), f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    # from a test: the mask is h on the support
    (found,) = f.obtain(given, h)
    known = f.mp(f.mp(f.part(f.cut(p.use(claim, "tests that attain it"), f.part(found, 0)), 0), f.part(found, 1)), wide)
    value, on = f.mp(f.spec(f.part(known, 0), j), here), M[j] * h[j]
    digital = mask_cases(
        mask, f.linear(on * on, on, (here, M[j] * h[j] ** 2), (f.part(value, 0), M[j])), f.linear(on * on, on, (gone, on * h[j] - h[j]))
    )
    placed = f.linear(x[j], low + (high - low) * on, (f.part(value, 1), 1), (here, -(high - low) * h[j]))
    share = f.linear(Sum(old * on, j), 1 / (1 + root(high, low)), (mask, share_of * h[j], j), (f.part(known, 1), 1))
    facts = [found, wide]
    both = f.conj(p.everywhere(f.imply(placed, here), j, facts=facts), p.clear(share, *facts))
    there = f.exists(f.conj(p.everywhere(digital, j, facts=facts), both), extreme.args[1], (j, on))
    there = f.release(f.imply(there, wide), given, h)
    # from a mask: it is a test; and if low = high, 0 is one, on which nothing is asked
    some = f.mp(told, wide)
    (found,) = f.obtain(some, e)
    own, place, share = f.spec(f.part(found, 0), j), *(f.part(f.part(found, 1), side) for side in (0, 1))
    test = f.gen(f.conj(f.le(0, e[j], f.sq(e[j]), (own, -1)), f.le(e[j], 1, f.sq(1 - e[j]), (own, -1))), j)
    exact = f.cut(f.part(p.use(claim, "tests that attain it", {h: e}), 1), test)
    on_support = f.gen(f.imply(f.conj(own, f.mp(f.spec(place, j), here)), here), j)
    reached = f.mp(exact, f.imply(f.conj(on_support, share), wide))
    upper = f.release(f.exists(f.conj(test, reached), attained, e), some, e)
    level = f.assume(f.otherwise(wide.conclusion))
    none = f.gen(f.conj(f.le(0, 0, f.num(0)), f.le(0, 1, f.num(1))), j)
    exact = f.cut(f.part(p.use(claim, "tests that attain it", {h: (j, 0)}), 1), none)
    never = f.absurd(f.lt(0, 0, f.add(f.by(wide), f.by(level))), exact.conclusion.children[0].children[1])
    lower = f.exists(f.conj(none, f.mp(exact, f.imply(never, wide))), attained, (j, 0))
    return f.conj(f.imply(there, given), f.imply(f.cases(wide.conclusion, upper, lower), told))


some = And(extremes(x, j, top, bottom, M), total_variation_at_most(new, old, j, most(x[top], x[bottom])))
oscillation = claim.part("oscillation", shows=Exists((top, bottom), some))


@oscillation.proof
def greatest_and_least_change(p):
    largest, smallest = (f.cut(f.inst(lemma(j.sort), {"h": M, "x": x}), p["M mask"], p["live"]) for lemma in (maximum, minimum))
    (upper,), (lower,) = f.obtain(largest, top), f.obtain(smallest, bottom)
    here = f.assume(Eq(M[j], 1))
    inside = f.conj(*(f.mp(f.spec(f.part(side, 1), j), here) for side in (lower, upper)))
    inside = f.gen(f.imply(inside, here), j)
    moved = f.cut(p.use(claim, "bound", {high: x[top], low: x[bottom]}), inside)
    found = f.exists(f.conj(f.conj(f.part(upper, 0), f.part(lower, 0), inside), moved), p.goal, top, bottom)
    return f.release(f.release(found, largest, top), smallest, bottom)


def steep(order, high, low):
    """tanh((high − low)/4τ) ≤ (high − low)/4τ, from low ≤ high."""
    quarter = f.inv(f.mul(f.num(4), f.by(f.assume(Lt(0, tau)))))
    return f.cut(f.inst(tanh_below(), {"x": (high - low) / (4 * tau)}), f.le(0, (high - low) / (4 * tau), f.mul(f.by(order), quarter)))


step = {"step": between(x[j], -epsilon, epsilon, j, M)}
largest = claim.part("largest change", given=step, shows=distance_at_most(new, old, j, epsilon / tau))


def signed(moved, slope, distance):
    """Σ (new − old) σ ≤ 2 tanh ≤ distance for −1 ≤ σ ≤ 1, since (1 + σ)/2 is a test; the slope bounds tanh by half the distance."""
    sign, half = f.assume(between(h[j], -1, 1, j)), (1 + h[j]) / 2
    least, greatest = (f.mul(f.num(Fraction(1, 2)), f.by(f.part(f.spec(sign, j), side))) for side in (0, 1))
    inside = f.gen(f.conj(f.le(0, half, least), f.le(half, 1, greatest)), j)
    th = f.mp(f.spec(moved, (j, half)), inside)
    return sign, f.le(Sum((new - old) * h[j], j), distance, f.mul(f.num(2), f.add(f.by(th), f.by(slope))))


@largest.proof
def half_of_a_sign_is_a_test(p):
    span = {high: epsilon, low: -epsilon}
    moved, order = (f.cut(f.inst(th, span), p["step"]) for th in (p.use(claim, "bound"), ordered(p)))
    sign, th = signed(moved, steep(order, epsilon, -epsilon), epsilon / tau)
    return f.gen(f.imply(p.clear(th, sign), sign), h)


always = ForAll((s, x, epsilon), Implies(step["step"], distance_at_most(new, old, j, c * epsilon)))
two_live = And(Eq(M[a], 1), Eq(M[b], 1), Eq(delta(a, b), 0))
sharp = claim.part("no smaller constant", shows=ForAll((a, b), Implies(two_live, ForAll(c, Implies(always, Le(1 / tau, c))))))


@sharp.proof
def a_small_change_of_one_score(p):
    # push one column up by t and all others down, at scores where the column has the share 1/(1 + r), r = e^{t/τ}
    given, claimed, push = f.assume(two_live), f.assume(always), f.assume(Lt(0, t))
    others = Sum(M[j] * kappa[j] * (1 - delta(j, a)), j)
    rest = f.tot(j, f.mul(f.sq(M[j]), f.by(f.spec(p["kappa positive"], j)), f.sq(1 - delta(j, a)), f.sq(1 - delta(j, b))))
    square = f.spec(p["M mask"], j), -kappa[j] * (1 - delta(j, a)) * (1 - delta(j, b)), j
    second = (f.part(given, 1), kappa[b]), (f.part(given, 2), -kappa[b] * M[b])
    positive = f.lt(0, others, f.add(f.by(f.spec(p["kappa positive"], b)), rest), square, *second)
    r, place, half = exp(t / tau), delta(j, a), t / (2 * tau)
    level, move = log(others / (kappa[a] * r)), t * (2 * place - 1)
    scores, digital = tau * level * place, f.linear(place * place, place)
    power = mask_cases(
        digital,
        *(
            f.rewrite(
                f.flip(f.assume(Eq(place, v))),
                f.linear(exp(v * level), 1 + v * (exp(level) - 1)),
                u,
                Eq(exp(u * level), 1 + u * (exp(level) - 1)),
            )
            for v in (1, 0)
        ),
    )
    weight = M[j] * kappa[j] * exp(scores / tau)
    total = f.linear(Sum(weight, j), others + others / r, (power, M[j] * kappa[j], j), (f.part(given, 0), others / r))
    column = f.linear(Sum(weight * place, j), others / r, (f.part(given, 0), others / r))
    share = f.linear(Sum(alpha(scores) * place, j), 1 / (1 + root(t, -t)), (f.quotient(column, total), 1))
    up, down = f.sq(place), f.sq(1 - place)
    bounds = f.le(-t, move, f.mul(f.num(2), f.by(push), up)), f.le(move, t, f.mul(f.num(2), f.by(push), down))
    inside = f.gen(f.imply(f.conj(*bounds), Eq(M[j], 1)), j)
    tested = f.gen(f.conj(f.le(0, place, up), f.le(place, 1, down)), j)
    values = {s: (j, scores), x: (j, move), h: (j, place), low: -t, high: t}
    exact = f.cut(f.part(p.use(claim, "tests that attain it", values), 1), inside, tested)
    placed = f.gen(f.imply(f.conj(digital, f.linear(move, -t + (t - -t) * place)), Eq(M[j], 1)), j)
    attained = f.mp(exact, f.imply(f.conj(placed, share), exact.conclusion.children[0].children[0]))
    # twice the gain is a distance, and x/(1 + x) ≤ tanh x at x = t/2τ
    sign = f.gen(f.conj(f.le(-1, 2 * place - 1, f.mul(f.num(2), up)), f.le(2 * place - 1, 1, f.mul(f.num(2), down))), j)
    distance = f.mp(f.spec(f.mp(f.spec(claimed, (j, scores), (j, move), t), inside), (j, 2 * place - 1)), sign)
    length = f.mul(f.num(Fraction(1, 2)), f.by(push), f.inv(f.by(p["tau positive"])))
    slope = f.add(f.by(distance), f.mul(f.num(2), f.by(f.cut(f.inst(tanh_above(), {"x": half}), f.le(0, half, length)))))
    least = f.le(1 / tau, c * (1 + half), f.mul(f.inv(f.by(push)), f.add(f.num(1), length), slope), (attained, 2 * (1 + half) / t))
    least = p.clear(least, given, claimed, push, positive)
    # with t = 2τ (1/τ − c)/(1 + c²) this excludes c < 1/τ: (1/τ − c)(1 − c/(1 + c²)) would be at most 0
    short, over = f.assume(Lt(c, 1 / tau)), f.inv(f.add(f.num(1), f.sq(c)))
    chosen = 2 * tau * (1 / tau - c) / (1 + c * c)
    some = f.lt(0, chosen, f.mul(f.num(2), f.by(p["tau positive"]), f.by(short), over))
    excess = f.mul(f.by(short), over, f.add(f.sq(c - Rational(1, 2)), f.num(Fraction(3, 4))))
    none = f.lt(0, 0, f.add(f.by(f.cut(f.inst(least, {t: chosen}), some)), excess))
    enough = f.cases(Le(1 / tau, c), f.assume(Le(1 / tau, c)), f.absurd(none, Le(1 / tau, c)))
    return f.gen(f.imply(f.gen(f.imply(p.clear(enough, given, claimed), claimed), c), given), a, b)


entry = new - old


def each_entry(moved, slope, high, low):
    """|d_j| ≤ (high − low)/4τ: the test for column j, and for all others."""
    column, others, most = delta(k, j), 1 - delta(k, j), (high - low) / (4 * tau)
    tests = (f.gen(f.conj(f.le(0, v, f.sq(v)), f.le(v, 1, f.sq(w))), k) for v, w in ((column, others), (others, column)))
    up, down = (f.mp(f.spec(moved, (k, v)), test) for v, test in zip((column, others), tests, strict=True))
    return f.le(-most, entry, f.add(f.by(down), f.by(slope))), f.le(entry, most, f.add(f.by(up), f.by(slope)))


each = claim.part("each weight", given=step, shows=ForAll(j, And(Le(-epsilon / (2 * tau), entry), Le(entry, epsilon / (2 * tau)))))


@each.proof
def one_column_or_all_others(p):
    moved = f.cut(p.use(claim, "bound", {high: epsilon, low: -epsilon}), p["step"])
    order = f.cut(f.inst(ordered(p), {high: epsilon, low: -epsilon}), p["step"])
    return f.restate(f.conj(*each_entry(moved, steep(order, epsilon, -epsilon), epsilon, -epsilon)), p.peeled()[2])


squares = claim.part("sum of squares", shows=Le(Sum(entry**2, j), Sum(M[j] * x[j] ** 2, j) / (4 * tau**2)))
majorant = {"majorant": between(x[j], -v[j], v[j], j, M)}
sums = claim.part("sum of sizes", given=majorant, shows=distance_at_most(new, old, j, Sum(M[j] * v[j], j) / (2 * tau)))


def at_extremes(p):
    """The oscillation of Δ: where its extremes are, the bound in terms of them, x_bottom ≤ x_top, tanh ≤ …, and v_top + v_bottom ≤ Σ M v if
    they are two places and M v is not negative."""
    known = f.obtain(p.use(claim, "oscillation"), top, bottom)[-1]
    ends, moved = f.part(known, 0), f.part(known, 1)
    order = f.part(f.mp(f.spec(f.part(ends, 2), top), f.part(ends, 0)), 0)
    two = f.assume(Eq(delta(top, bottom), 0))
    others = f.tot(j, f.mul(f.by(f.spec(f.assume(ForAll(j, Le(0, M[j] * v[j]))), j)), f.sq(1 - delta(j, top)), f.sq(1 - delta(j, bottom))))
    uses = (f.part(ends, 0), v[top]), (f.part(ends, 1), v[bottom]), (two, -M[top] * v[top])
    pair = f.le(v[top] + v[bottom], Sum(M[j] * v[j], j), others, *uses)
    return known, moved, order, steep(order, x[top], x[bottom]), pair


def differ(wide):
    """Places of different values are different."""
    same = f.rewrite(f.assume(Eq(delta(top, bottom), 1)), wide, k, Lt(x[bottom], x[k]))
    apart = f.absurd(same, Eq(delta(top, bottom), 0))
    return mask_cases(f.linear(delta(top, bottom) * delta(top, bottom), delta(top, bottom)), apart, f.assume(Eq(delta(top, bottom), 0)))


@squares.proof
def every_norm_at_the_square(p):
    y, z, lam = scalar("y z lam")  # λ y² + (1 − λ) z² − (λ y + (1 − λ) z)² = λ (1 − λ)(y − z)²
    low_, high_, mixed = f.assume(Le(0, lam)), f.assume(Le(lam, 1)), lam * y + (1 - lam) * z
    below = f.le(mixed * mixed, lam * (y * y) + (1 - lam) * (z * z), f.mul(f.by(low_), f.by(high_), f.sq(y - z)))
    laws = f.gen(f.imply(below, low_, high_), y, z, lam), f.gen(f.linear(-y * -y, y * y), y), f.linear(f.node(0 * number(0)), 0)
    th = p.use(claim, "every norm", {"phi": (y, y * y)})
    square = p.clear(f.cut(th, *laws))
    return f.le(*p.goal.children, f.mul(f.num(Fraction(1, 4)), f.sq(1 / tau), f.by(square)))


@sums.proof
def two_places_have_both_sizes(p):
    known, moved, _, slope, pair = at_extremes(p)
    total = Sum(M[j] * v[j], j)
    here, gone = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    inside = f.mp(f.spec(p["majorant"], j), here)
    low_, high_ = (f.by(f.part(inside, side)) for side in (0, 1))
    on = f.le(0, M[j] * v[j], f.mul(f.num(Fraction(1, 2)), f.add(low_, high_)), (here, v[j]))
    sizes = f.gen(mask_cases(f.spec(p["M mask"], j), on, f.le(0, M[j] * v[j], f.num(0), (gone, v[j]))), j)
    # x_top − x_bottom ≤ v_top + v_bottom ≤ Σ M v, or both places are one
    ends = f.part(known, 0)
    over = f.part(f.mp(f.spec(p["majorant"], top), f.part(ends, 0)), 1)
    under = f.part(f.mp(f.spec(p["majorant"], bottom), f.part(ends, 1)), 0)
    one = f.assume(Eq(delta(top, bottom), 1))
    apart = f.le(x[top] - x[bottom], total, f.add(f.by(pair), f.by(over), f.by(under)))
    same = f.rewrite(one, f.linear(x[top], x[top]), k, Eq(x[top], x[k]))
    same = f.le(x[top] - x[bottom], total, f.tot(j, f.by(f.spec(sizes, j))), (same, -1))
    most = f.cut(mask_cases(f.linear(delta(top, bottom) * delta(top, bottom), delta(top, bottom)), same, f.cut(apart, sizes)), sizes)
    # and so is (Σ M v)/4τ at least tanh
    quarter = f.mul(f.num(Fraction(1, 4)), f.inv(f.by(p["tau positive"])))
    slope = f.le(slope.conclusion.children[0], total / (4 * tau), f.add(f.by(slope), f.mul(quarter, f.by(most))))
    sign, th = signed(moved, slope, total / (2 * tau))
    th = f.gen(f.imply(p.clear(th, sign, known), sign), h)
    return f.release(th, p.use(claim, "oscillation"), top, bottom)


law = {"convex": CONVEX, "even": EVEN, "vanishes at 0": VANISHES}
every_norm = claim.part("every norm", given=law, shows=Le(Sum(phi(2 * tau * entry), j), Sum(M[j] * phi(x[j]), j)))


@every_norm.proof
def below_the_chord_of_the_oscillation(p):
    # t φ(2τ d) ≤ σ d φ(2τ t) for σ = ±1 with σ d = |d| ≤ t = (x_top − x_bottom)/4τ
    known, moved, order, slope, pair = at_extremes(p)
    size, sigma, choice = (x[top] - x[bottom]) / (4 * tau), field("sigma", j), scalar("sign")
    limits, wide, over = each_entry(moved, slope, x[top], x[bottom]), f.assume(Lt(x[bottom], x[top])), f.inv(f.by(p["tau positive"]))
    positive = f.lt(0, size, f.mul(f.num(Fraction(1, 4)), f.by(wide), over))
    twice, far = f.mul(f.num(2), f.by(p["tau positive"])), phi(2 * tau * size)
    signed_entry = And(Le(-1, choice), Le(choice, 1), Le(size * phi(2 * tau * entry), choice * entry * far))
    up, down = f.assume(Le(0, entry)), f.assume(Lt(entry, 0))

    def one_sign(y, side, point, sign):
        """The choice of a sign y, from 0 ≤ y d ≤ t; the point is 2τ y d."""
        inside = f.le(0, point, f.mul(twice, f.by(sign))), f.le(point, 2 * tau * size, f.mul(twice, f.by(limits[side])))
        here = f.cut(f.inst(chord(), {"a": point, "b": 2 * tau * size}), *inside, f.lt(0, 2 * tau * size, f.mul(twice, f.by(positive))))
        even = ((f.spec(p["even"], 2 * tau * entry), size),) if side == 0 else ()
        bound = f.le(size * phi(2 * tau * entry), y * entry * far, f.mul(f.num(Fraction(1, 2)), over, f.by(here)), *even)
        return f.exists(f.conj(f.le(-1, y, f.num(1 + y)), f.le(y, 1, f.num(1 - y)), bound), Exists(choice, signed_entry), y)

    signs = f.cases(up.conclusion, one_sign(1, 1, 2 * tau * entry, up), one_sign(-1, 0, -2 * tau * entry, down))
    chosen = f.choice(p.everywhere(signs, j, facts=[known, wide, positive]), sigma)
    (found,) = f.obtain(chosen, sigma)
    at = f.spec(found, j)
    _, gained = signed(moved, slope, 2 * size)
    gained = f.cut(f.inst(gained, {h: sigma}), f.gen(f.conj(f.part(at, 0), f.part(at, 1)), j))
    left, right = p.goal.children
    least = f.inst(not_negative(), {"y": 2 * tau * size})
    slack = f.add(f.tot(j, f.by(f.part(at, 2))), f.mul(f.by(least), f.by(gained)))
    twice_far = f.le(left, 2 * far, f.mul(f.inv(f.by(positive)), slack))
    # 2 φ((x_top − x_bottom)/2) ≤ φ(x_top) + φ(x_bottom) ≤ Σ M φ(x), since the two places differ
    value = f.inst(not_negative(), {"y": x[j]})
    weights = f.gen(f.le(0, M[j] * phi(x[j]), f.mul(f.by(p.auto(Le(0, M[j]))), f.by(value))), j)
    both = f.cut(f.inst(pair, {v: (j, phi(x[j]))}), differ(wide), weights)
    ends = f.inst(middle(), {"a": x[top], "b": x[bottom]})
    apart = p.clear(f.le(left, right, f.add(f.by(twice_far), f.by(ends), f.by(both))), known, wide, positive, found)
    apart = f.release(apart, chosen, sigma)
    # if they do not differ in value, nothing moves
    level = f.antisymmetry(order, f.assume(f.otherwise(wide.conclusion)))
    below, above = f.le(entry, 0, f.by(limits[1]), (level, 1 / (4 * tau))), f.le(0, entry, f.by(limits[0]), (level, 1 / (4 * tau)))
    zero = f.rewrite(
        f.flip(f.antisymmetry(below, above)), f.restate(p["vanishes at 0"], Eq(phi(2 * tau * 0), 0)), u, Eq(phi(2 * tau * u), 0)
    )
    still = f.le(left, right, f.tot(j, f.by(f.spec(weights, j))), (p.clear(zero, known, level), -1, j))
    th = f.cases(wide.conclusion, p.clear(apart, known, wide), p.clear(still, known, level))
    return f.release(p.clear(th, known), p.use(claim, "oscillation"), top, bottom)


# ---- near misses and necessity ---------------------------------------------------------------------------------------------

even = {M: [1, 1], kappa: [1, 1], tau: 1, s: [0, 0]}
push = {x: [Rational(1, 10), Rational(-1, 10)]}
pushed = {**even, **push, low: Rational(-1, 10), high: Rational(1, 10), h: [1, 0]}


def at(values, *more, **others):
    """Some of the values, and others by the names of variables."""
    return {
        **{key: values[key] for key in (M, kappa, tau, s, x)},
        **{key: values[key] for key in more},
        **{globals()[k]: v for k, v in others.items()},
    }


@bound.near_miss("half the angle is too little", at=pushed)
def half_the_angle():
    return total_variation_at_most(new, old, j, tanh((high - low) / (8 * tau)))


@equality.near_miss("the share of the test is not 1/2", at={**even, x: [1, 0], low: 0, high: 1, h: [1, 0]})
def half_of_the_row():
    half_share = Eq(Sum(old * h[j], j), Rational(1, 2))
    return Iff(Eq(gain, most(high, low)), Implies(Lt(low, high), And(ForAll(j, Implies(Eq(M[j], 1), two_values)), half_share)))


@attains.near_miss("a constant change attains the bound 0 as well", at={**even, x: [0, 0], low: 0, high: 0, h: [0, 0]})
def two_different_values():
    return Iff(attained, And(Lt(low, high), Exists(e, marked)))


@oscillation.near_miss("half the angle is too little here as well", at=at(pushed, h))
def half_the_oscillation():
    less = total_variation_at_most(new, old, j, tanh((x[top] - x[bottom]) / (8 * tau)))
    return Exists((top, bottom), And(extremes(x, j, top, bottom, M), less))


signed_push = {**even, **push, epsilon: Rational(1, 10), h: [1, -1]}


@largest.near_miss("the constant is 1/τ, not 1/2τ", at=signed_push)
def half_the_constant():
    return distance_at_most(new, old, j, epsilon / (2 * tau))


def one_is_enough(refutation):
    """At τ = 1 the constant c = 1 does, but 2 ≤ 1 is false."""
    one, two, differ = refutation.different(m)
    full = {"M": (j, 1), "kappa": (j, 1), "tau": 1}
    alive = f.exists(f.linear(1, 1), Exists(j, Eq(1, 1)), one)
    th = f.mp(f.spec(refutation.at(full, alive), one, two), f.conj(f.linear(1, 1), f.linear(1, 1), differ))
    small = f.inst(f.assume(step["step"]), {"M": (j, 1)})
    enough = discharge(f.inst(claim.theorem("largest change"), full), [alive], small.hypotheses)
    return f.mp(f.spec(th, 1), f.gen(f.imply(enough, small), s, x, epsilon))


@sharp.near_miss("1/τ is enough, 2/τ is not needed", by=one_is_enough)
def twice_the_constant():
    return ForAll((a, b), Implies(two_live, ForAll(c, Implies(always, Le(2 / tau, c)))))


@each.near_miss("a quarter is too little for one weight", at=at(signed_push, epsilon))
def a_quarter():
    return ForAll(j, And(Le(-epsilon / (4 * tau), entry), Le(entry, epsilon / (4 * tau))))


@squares.near_miss("an eighth is too little for the squares", at=at(signed_push))
def an_eighth():
    return Le(Sum(entry**2, j), Sum(M[j] * x[j] ** 2, j) / (8 * tau**2))


@sums.near_miss("a quarter is too little for the sum", at=at(signed_push, h, v=[Rational(1, 10), Rational(1, 10)]))
def a_quarter_of_the_sum():
    return distance_at_most(new, old, j, Sum(M[j] * v[j], j) / (4 * tau))


empty, level = {M: [0], kappa: [1], tau: 1, s: [0], x: [0]}, {low: 0, high: 0, epsilon: 0, v: [0, 0]}
unseen = {M: [1, 2], kappa: [1, 1], tau: 1, s: [0, 0], x: [0, 1], **level}
half, minus_half = Rational(1, 2), Rational(-1, 2)
signed_share = {M: [1, 1], kappa: [2, -1], tau: 1, s: [0, 0], x: [half, minus_half], low: minus_half, high: half, epsilon: half}
signed_mask = {**signed_share, M: [1, minus_half], kappa: [1, 1], v: [half, half]}
cold = {**even, tau: -1, x: [0, 0], low: 0, high: 1, epsilon: 1, v: [1, 1]}


bound.necessary("live", "an empty row does not move, and low may exceed high", at=at(empty, low=1, high=0, h=[0]))
bound.necessary("within", "a change that low and high do not bound", at={**even, x: [1, 0], low: 0, high: 0, h: [1, 0]})
bound.necessary("M mask", "an entry 2 counts, but its change is not bounded", at=at(unseen, low, high, h=[0, 1]))
bound.necessary("kappa positive", "a negative share moves further", at=at(signed_share, low, high, h=[0, 1]))
bound.necessary("tau positive", "the bound is negative", at=at(cold, low, high, h=[0, 0]))

equality.necessary("live", "an empty row does not move, and low may exceed high", at=at(empty, low=1, high=0, h=[0]))
equality.necessary("within", "a change that low and high do not bound", at={**even, x: [1, 0], low: 0, high: 0, h: [1, 0]})
equality.necessary("M mask", "an entry 2 counts, but its change is not bounded", at=at(unseen, low, high, h=[0, 1]))
divided_away = {**even, tau: 0, x: [1, 0], low: 0, high: 1, h: [half, half]}
equality.necessary("tau positive", "changes that are divided away", at=divided_away, undefined=0)
two_to_one = (exp(1) - 2) / (2 * exp(1) + 2)  # the weights 2 and −1 become 2 and −e
turned = {**even, kappa: [2, -1], x: [0, 1], low: 0, high: 2, h: [0, two_to_one]}
equality.necessary("kappa positive", "a negative share gains as much with a change that is neither low nor high", at=turned)
lifted = {**even, s: [0, 1], x: [2, 0], low: 0, high: 2, h: [2, 1]}
equality.necessary("test", "a constant added to h changes no gain", at=lifted)

attains.necessary("kappa positive", "a negative share gains as much with a change that is neither low nor high", at=turned)
attains.necessary("tau positive", "changes that are divided away", at={**even, tau: 0, x: [0, 0], low: 0, high: 1, h: [0, 0]}, undefined=0)
# Of "equality": that no test attains it, no finite model can tell.

oscillation.necessary("live", "no column has the greatest change", at=at(empty))
oscillation.necessary("M mask", "an entry 2 counts, but is not on the support", at=at(unseen, h=[0, 1]))
oscillation.necessary("kappa positive", "a negative share moves further", at=at(signed_share, h=[0, 1]))
oscillation.necessary("tau positive", "the bound is negative", at={**even, tau: -1, x: [1, 0], h: [0, 0]})

largest.necessary("live", "an empty row does not move, and ε may be negative", at=at(empty, epsilon=-1, h=[0]))
largest.necessary("step", "a change that ε does not bound", at={**even, x: [1, 0], epsilon: 0, h: [1, -1]})
largest.necessary("M mask", "an entry 2 counts, but its change is not bounded", at=at(unseen, epsilon, h=[-1, 1]))
largest.necessary("kappa positive", "a negative share moves further", at=at(signed_share, epsilon, h=[-1, 1]))
largest.necessary("tau positive", "the bound is negative", at=at(cold, epsilon, h=[0, 0]))

# Of "no smaller constant": "live" follows from the two columns; the others are needed for a meaning, and no finite model can tell that
# a constant serves for all scores.

each.necessary("live", "an empty row does not move, and ε may be negative", at=at(empty, epsilon=-1))
each.necessary("step", "a change that ε does not bound", at={**even, x: [1, 0], epsilon: 0})
each.necessary("M mask", "an entry 2 counts, but its change is not bounded", at=at(unseen, epsilon))
each.necessary("kappa positive", "a negative share moves further", at=at(signed_share, epsilon))
each.necessary("tau positive", "the bound is negative", at=at(cold, epsilon))

squares.necessary("M mask", "an entry -1/2 makes a negative share", at=at(signed_mask))
squares.necessary("kappa positive", "a negative share moves further", at=at(signed_share))
squares.necessary("tau positive", "1/τ² is not (1/τ)²", at={**even, tau: 0, x: [Rational(1, 100), Rational(-1, 100)]}, undefined=7)
# "live": an empty row is 0 on both sides.

sums.necessary("majorant", "a change that v does not bound", at={**even, x: [1, 0], v: [0, 0], h: [1, -1]})
sums.necessary("M mask", "an entry -1/2 makes a negative share", at=at(signed_mask, v, h=[-1, 1]))
sums.necessary("kappa positive", "a negative share moves further", at=at(signed_share, v=[half, half], h=[-1, 1]))
sums.necessary("tau positive", "the bound is negative", at=at(cold, v, h=[0, 0]))
# "live": an empty row is 0 on both sides.

y = scalar("y")
square = {phi: (y, y * y)}
every_norm.necessary("convex", "the opposite of the square", at={**even, x: [1, -1], phi: (y, -y * y)})
every_norm.necessary("M mask", "an entry -1/2 makes a negative share", at={**at(signed_mask), **square})
every_norm.necessary("kappa positive", "a negative share moves further", at={**at(signed_share), **square})
# Of "every norm": "live": an empty row is 0 on the left.  "tau positive": φ is even, and what is divided by −τ are opposite scores.


@sharp.necessary("kappa positive", "where only one column has a weight nothing changes")
def one_weight(claim):
    a, b, apart = claim.different(m)
    said = f.spec(claim.at({"M": (j, 1), "kappa": (j, delta(j, b)), "tau": 1}), a, b)
    said = f.spec(f.mp(said, f.conj(f.linear(1, 1), f.linear(1, 1), apart)), 0)
    changes = f.spec(f.assume(said.conclusion.children[0]), s, x, epsilon).conclusion
    rows = f.spec(f.assume(changes.children[1]), h).conclusion
    still = discharge(f.le(*rows.children[1].children, f.num(0)), [], frozenset())
    still = f.gen(f.imply(still, rows.children[0]), h)
    return f.mp(said, f.gen(f.imply(still, changes.children[0]), s, x, epsilon))


# ---- models: x between low and high, or at one of the two; h between 0 and 1, or one of them --------------------------------

(g, n), yes = field("g n", j, domain="nonnegative"), field("yes", j, domain="mask")
width = scalar("width", domain="nonnegative")
inner, other = g[j] / (1 + g[j]), n[j] / (1 + n[j])
for share, choice in ((inner, other), (yes[j], yes[j])):
    ends = {high: low + width, x: (j, low + width * share)}
    bound.drawn({**ends, h: (j, choice)})
    equality.drawn({**ends, h: (j, choice)})
    largest.drawn({epsilon: width, x: (j, width * (2 * share - 1)), h: (j, 2 * choice - 1)})
    each.drawn({epsilon: width, x: (j, width * (2 * share - 1))})
    sums.drawn({x: (j, width * (2 * share - 1)), v: (j, width), h: (j, 2 * choice - 1)})


# ---- mutants that are true ---------------------------------------------------------------------------------------------------


def opposite(p, bounded, bound):
    """Σ −α h ≤ bound: it is at most 0, and the test 0 shows that the bound is not negative."""
    none = f.gen(f.conj(f.le(0, 0, f.num(0)), f.le(0, 1, f.num(1))), j)
    nothing = f.mp(f.spec(bounded, (j, 0)), none)
    weight = f.mul(f.by(p.auto(Le(0, old))), f.by(f.part(f.spec(test(), j), 0)))
    return f.le(Sum(-old * h[j], j), bound, f.add(f.by(nothing), f.tot(j, weight)))


more_than_1, rows = (
    f.add(f.num(1), f.by(f.inst(exp_tangent(), {"t": 1}))),
    "M[j]·kappa[j]·exp((s[j] + x[j] … [j′]·kappa[j′]·exp(s[j′]/tau))",
)
