"""The derivative of the anchored row is the covariance matrix of its indicator, over the temperature.

On a live row with mask M, baseline κ > 0, scores s and temperature τ ≠ 0 let J_jk = (α_j δ_jk − α_j α_k)/τ.  J is the derivative of
s ↦ α(s): if every |x_k| ≤ h ≤ |τ|/4, then α_j(s + x) − α_j(s) − (J x)_j is at most 12 α_j h²/τ², so for every ε > 0 it is at most
ε h once h is small enough, uniformly in the column, the direction and the scores.  J is symmetric, xᵀ J x is the variance of x under α
over τ, hence not negative for τ > 0, and J x = 0 exactly for the x that are constant on the support: row fields, and anything at all
on masked columns.  Source: Geometric Attention (arXiv 2601.11618), section 4; Bridle (1990), Probabilistic interpretation of
feedforward classification network outputs.
"""

from fractions import Fraction
from functools import partial

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.taylor import exp_above, exp_below, shares
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero
from gaproof.tactics.search import discharge, prove
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import softmax

m = sizes("m")
j, k = index("j k", m)
s, x, a = field("s x a", j)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
tau, h = scalar("tau h")
epsilon, eta = scalar("epsilon eta", domain="positive")


def anchored(score, at=j):
    """The anchored row of a score."""
    return softmax(score, over=at, mask=M[at], baseline=kappa[at], temperature=tau)


def alpha(at):
    """α(s) at a column."""
    return anchored(s[at], at)


def jacobian(at, by):
    """∂α_at/∂s_by."""
    return (alpha(at) * delta(at, by) - alpha(at) * alpha(by)) / tau


def applied(at):
    """(J x)_at."""
    return Sum(jacobian(at, k) * x[k], k)


def within(value, radius):
    """|value| ≤ radius."""
    return And(Le(-radius, value), Le(value, radius))


mean = Sum(alpha(j) * x[j], j)
total = Sum(M[j] * kappa[j] * exp(s[j] / tau), j)
quadratic = Sum(x[j] * jacobian(j, k) * x[k], j, k)
change = anchored(s[j] + x[j]) - alpha(j)
rest = change - applied(j)
claim = Claim(
    "anchor.jacobian",
    given={"live": Exists(j, Eq(M[j], 1)), "temperature": Ne(tau, 0)},
    source="Geometric Attention, section 4; Bridle (1990)",
)
claim.where(alpha=alpha(j), J=jacobian(j, k))


# ---- derivative ----------------------------------------------------------------------------------------------------------

remainder = claim.part(
    "remainder",
    given={"step": ForAll(k, within(x[k], h)), "small": Le(16 * h * h, tau * tau)},
    shows=ForAll(j, within(rest, 12 * alpha(j) * h * h / (tau * tau))),
)


@remainder.proof
def tangent_on_both_sides(p):
    # for any weights a of mass 1: z = (x − Σ a x)/τ has mean 0, z² ≤ 4h²/τ² ≤ 1/4, so z ≤ z² + 1/4 ≤ 1/2
    given, mass = f.assume(ForAll(j, Le(0, a[j]))), f.assume(Eq(Sum(a[j], j), 1))
    low, high = (f.part(f.spec(p["step"], j), side) for side in (0, 1))
    mean, weight = Sum(a[j] * x[j], j), f.by(f.spec(given, j))
    mean_low = f.le(-h, mean, f.tot(j, f.mul(weight, f.by(low))), (mass, -h))
    mean_high = f.le(mean, h, f.tot(j, f.mul(weight, f.by(high))), (mass, -h))
    z, g = (x[j] - mean) / tau, 4 * h * h / (tau * tau)
    above, below = f.add(f.by(high), f.by(mean_low)), f.add(f.by(low), f.by(mean_high))
    square = f.le(z * z, g, f.mul(above, below, f.sq(1 / tau)))
    quarter = f.mul(f.num(Fraction(1, 4)), f.sq(1 / tau), f.by(p["small"]))
    half = f.le(z, Fraction(1, 2), f.add(f.sq(z - Fraction(1, 2)), f.by(square), quarter))
    centred = f.linear(Sum(a[j] * z, j), 0, (mass, -mean / tau))
    th = f.inst(shares(j.sort), {"w": a, "z": (j, z), "g": g})
    th = p.clear(th, given, mass, centred, *(f.gen(p.clear(t, given, mass), j) for t in (square, half)))
    return p.clear(f.inst(th, {a: (j, alpha(j))}))


@remainder.near_miss(
    "the second derivative is not 0, whatever the sign of the temperature: one column, tau = -1",
    at={M: [1], tau: -1, h: Rational(1, 4), x: [Rational(1, 4)], kappa: [1], s: [0]},
)
def third_order():
    return ForAll(j, within(rest, 12 * alpha(j) * h * h * h / (tau * tau * tau)))


even, negative_share = {M: [1, 1], kappa: [1, 1], s: [0, 0]}, Rational(-1, 2)
remainder.necessary("small", "far from s: alpha_0 = e^-20", at={**even, s: [0, 20], tau: 1, x: [5, -5], h: 5})
remainder.necessary("step", "a step that h does not bound", at={**even, tau: 1, x: [1, 0], h: 0})
remainder.necessary("kappa positive", "a negative radius", at={**even, kappa: [1, negative_share], tau: 1, x: [0, 0], h: Rational(1, 4)})
remainder.necessary("M mask", "a negative radius", at={**even, M: [1, negative_share], tau: 1, x: [0, 0], h: Rational(1, 4)})
# "live": an empty row stays 0.  "temperature": at τ = 0 the step is 0 by "small", and nothing changes.


near = And(ForAll(k, within(x[k], h)), Le(h, eta))


def vanishing(rest):
    """∀ε > 0 ∃η > 0: |rest| ≤ ε h for all scores and all |x| ≤ h ≤ η."""
    return ForAll(epsilon, Exists(eta, ForAll((s, x, h), Implies(near, ForAll(j, within(rest, epsilon * h))))))


derivative = claim.part("derivative", shows=vanishing(rest))


@derivative.proof
def remainder_is_quadratic(p):
    # η = ετ²/(2c) with c = 6 + ε + ετ² has 12η ≤ ετ² and 16η² ≤ τ², since c² = 4ε²τ² + 36 + 12ε(1 + τ²) + ε²(1 − τ²)²
    positive, close = f.by(f.assume(Lt(0, epsilon))), f.assume(near)
    chosen = epsilon * tau**2 / (2 * (6 + epsilon + epsilon * tau**2))
    over = f.inv(f.add(f.num(6), positive, f.mul(positive, f.sq(tau))))  # 1/c
    linear = f.le(12 * chosen, epsilon * tau**2, f.mul(positive, f.sq(tau), over, positive, f.add(f.num(1), f.sq(tau))))
    excess = f.add(f.num(36), f.mul(f.num(12), positive, f.add(f.num(1), f.sq(tau))), f.sq(epsilon * (1 - tau**2)))
    square = f.le(16 * chosen**2, tau**2, f.mul(f.sq(tau), over, over, excess))
    squared = f.cut(f.inst(positive_if_nonzero(), {"x": tau**2}), f.le(0, tau**2, f.sq(tau)), p.auto(Ne(tau**2, 0)))
    some = f.lt(0, chosen, f.mul(f.num(Fraction(1, 2)), positive, f.by(squared), over))
    # for any η like that, h ≤ η makes the remainder's step small, and 12 α h²/τ² ≤ ε h
    of_eta = [f.assume(Lt(0, eta)), f.assume(Le(12 * eta, epsilon * tau**2)), f.assume(Le(16 * eta**2, tau**2))]
    step, short = f.spec(f.part(close, 0), j), f.by(f.part(close, 1))
    size = f.mul(f.num(Fraction(1, 2)), f.add(f.by(f.part(step, 0)), f.by(f.part(step, 1))))  # 0 ≤ h
    small = f.le(16 * h * h, tau * tau, f.add(f.by(of_eta[2]), f.mul(f.num(16), short, f.add(f.by(of_eta[0]), size))))
    others = f.le(alpha(j), 1, f.tot(k, f.mul(f.sq(1 - delta(j, k)), f.by(p.auto(Le(0, alpha(k)))))))
    slack = f.add(f.by(of_eta[1]), f.mul(f.num(12), short), f.mul(f.num(12), size, f.by(others)))
    radius = f.le(12 * alpha(j) * h * h / (tau * tau), epsilon * h, f.mul(size, f.sq(1 / tau), slack))
    low, high = (f.part(f.spec(p.use(claim, "remainder"), j), side) for side in (0, 1))
    bound = f.conj(f.le(-epsilon * h, rest, f.add(f.by(low), f.by(radius))), f.le(rest, epsilon * h, f.add(f.by(high), f.by(radius))))
    body = f.gen(f.imply(p.everywhere(bound, j, facts=[close, *of_eta, small]), near), s, x, h)
    body = f.cut(f.inst(body, {eta: chosen}), some, linear, square)
    return f.exists(f.conj(some, body), p.peeled()[2], chosen)


uniform = {"M": (j, 1), "kappa": (j, 1)}  # with s = 0 the anchor is 1/m


def constant_step(miss):
    """At τ = 1 and x = (h, …, h) nothing changes, but x/m does: ε = 1/(2m) fails for every η, at h = η."""
    small = f.mp(f.spec(miss.at({**uniform, "tau": 1}), 1 / (2 * m)), prove(f.node(Lt(0, 1 / (2 * m))), []))
    (chosen,) = f.obtain(small, eta)
    positive, rest = f.part(chosen, 0), f.spec(f.part(chosen, 1), (j, 0), (j, eta), eta)
    below = f.part(f.spec(f.mp(rest, prove(rest.conclusion.children[0], [positive])), j), 0)  # −η/(2m) ≤ −η/m
    half = f.mul(f.by(positive), f.inv(f.size(m)), f.num(Fraction(1, 2)))
    th = f.absurd(f.lt(0, 0, f.add(half, f.by(below))), Eq(0, 1))
    return f.release(discharge(th, [], below.hypotheses), small, eta)


@derivative.near_miss("the normaliser moves too: alpha = (1/2, 1/2), x = (h, h) changes nothing", by=constant_step)
def diagonal_only():
    return vanishing(change - alpha(j) * x[j] / tau)


def step_in_one_column(miss):
    """At τ = 2 the change is Jx up to ε h, and so cannot be 2Jx: that bounds Jx by 2ε h, while the step x = h in column a of m ≥ 2
    has (Jx)_a = (m − 1) h/(2m²).  For ε = 1/(8m²) this is more."""
    right, wrong = scalar("right wrong")
    a, b, apart = miss.different(m)
    bound, h = 1 / (8 * m * m), right * wrong / (right + wrong)
    values = {**uniform, "tau": 2}
    true = discharge(f.inst(claim.theorem("derivative"), values), [], frozenset())
    small, smaller = (f.mp(f.spec(th, bound), prove(f.node(Lt(0, bound)), [])) for th in (true, miss.at(values)))
    (near,), (nearer,) = f.obtain(small, right), f.obtain(smaller, wrong)
    signs = [f.part(chosen, 0) for chosen in (near, nearer)]
    positive = f.mul(*map(f.by, signs), f.inv(f.add(*map(f.by, signs))))  # h
    low = f.le(-h, h * delta(k, a), f.mul(positive, f.add(f.num(1), f.sq(delta(k, a)))))
    high = f.le(h * delta(k, a), h, f.mul(positive, f.sq(1 - delta(k, a))))
    inside = f.gen(f.conj(low, high), k)

    def rest_at_a(chosen, radius):
        rest = f.spec(f.part(chosen, 1), (j, 0), (k, h * delta(k, a)), h)
        short = f.le(h, radius, f.mul(f.sq(radius), f.inv(f.add(*map(f.by, signs)))))
        return f.spec(f.mp(rest, f.conj(inside, short)), a)

    upper, lower = f.part(rest_at_a(near, right), 1), f.part(rest_at_a(nearer, wrong), 0)
    two, half, quarter = f.le(2, m, f.tot(k, f.sq(1 - delta(k, a) - delta(k, b))), (apart, -2)), Fraction(1, 2), Fraction(1, 4)
    excess = f.mul(positive, f.inv(f.size(m)), f.inv(f.size(m)), f.add(f.mul(f.num(half), f.by(two)), f.num(quarter)))
    th = f.absurd(f.lt(0, 0, f.add(f.by(upper), f.by(lower), excess)), Eq(0, 1))
    granted = frozenset().union(*(t.hypotheses for t in (near, nearer, apart, smaller)))
    return f.release(f.release(discharge(th, signs, granted), smaller, wrong), small, right)


@derivative.near_miss("the temperature counts: alpha = (1/2, 1/2), tau = 2", by=step_in_one_column)
def derivative_at_temperature_one():
    return vanishing(change - tau * applied(j))


def vanishing_total(claim, signs):
    """With weights 1 in column a and −1 in column b the total vanishes for equal scores, and close to that J is no derivative: for
    s = 2u δ_a, x = −u δ_a and E = eᵘ the rest in column b is −1/(E − 1) + 1/D + u E²/D² ≤ −u E/D² < −u, where D = E² − 1 < 1.
    """
    a, b, apart = claim.different(m)
    (u, z), opposite = scalar("u z"), delta(j, a) - delta(j, b)
    alive = f.exists(f.linear(1 - delta(a, b), 1, (apart, -1)), Exists(j, Eq(opposite, 1)), a)
    some = f.mp(f.spec(claim.at({"M": (j, 1), "kappa": (j, 1), "tau": 1, signs: (j, opposite)}, alive), 1), f.lt(0, 1, f.num(1)))
    (chosen,) = f.obtain(some, eta)
    wide, positive, small, short = f.part(chosen, 0), *(f.assume(g) for g in (Lt(0, u), Le(8 * u, 1), Le(u, eta)))
    above, move = f.by(positive), delta(k, a)
    low, high = f.le(-u, -u * move, f.mul(above, f.sq(1 - move))), f.le(-u * move, u, f.mul(above, f.add(f.num(1), f.sq(move))))
    rest = f.spec(f.part(chosen, 1), (j, 2 * u * delta(j, a)), (j, -u * delta(j, a)), u)
    rest = f.part(f.spec(f.mp(rest, f.conj(f.gen(f.conj(low, high), k), short)), b), 0)
    for score in (2 * u, u):  # both totals are e^score − e^(score δ(a, b)), which is e^score − 1
        total = exp(score) - exp(score * delta(a, b))
        rest = claim.divided(rest, f.rewrite(apart, f.linear(total, total), z, Eq(total, exp(score) - exp(score * z))))
    low = f.by(claim.separated(rest, apart))
    # 0 < E − 1, 0 < D ≤ 4u + 4u² ≤ 9/16, and so 0 < u(E − D²)/D² = −u − rest − E(E + 1)(E − 1 − u)/D²
    E, D, tangent = exp(u), exp(2 * u) - 1, f.by(f.inst(exp_above(), {"z": u}))
    first = f.lt(0, E - 1, f.add(tangent, above))
    second = f.lt(0, D, f.mul(f.by(first), f.add(f.ex(u), f.num(1))))
    half = f.le(u, Fraction(1, 2), f.add(f.mul(f.num(Fraction(1, 8)), f.by(small)), f.num(Fraction(3, 8))))
    quadratic = f.by(f.cut(f.inst(exp_below(), {"z": u}), half))
    line = f.le(E, 1 + 2 * u, f.add(quadratic, f.mul(f.num(2), above, f.by(half))))
    square = f.le(D, 4 * u + 4 * u * u, f.mul(f.by(line), f.add(f.num(1), f.mul(f.num(2), above), f.ex(u))))
    ninth = f.mul(f.num(Fraction(1, 2)), f.by(small), f.add(above, f.num(Fraction(9, 8))))
    less = f.by(f.le(D, Fraction(9, 16), f.add(f.by(square), ninth)))
    excess = f.add(tangent, above, f.mul(f.add(less, f.num(Fraction(7, 16))), f.add(f.num(1), f.by(second))))
    over = f.inv(f.by(second))
    gap = f.mul(f.add(f.mul(above, excess), f.mul(f.ex(u), f.add(f.ex(u), f.num(1)), tangent)), over, over)
    never = f.absurd(f.lt(0, 0, f.add(low, gap)), Eq(0, 1))
    never = claim.divisible(never, first, second)
    # such a u is η/(8 + 8η)
    value, step, inverse = eta / (8 + 8 * eta), f.by(wide), f.inv(f.add(f.num(1), f.by(wide)))
    signs_of_u = f.lt(0, value, f.mul(f.num(Fraction(1, 8)), step, inverse)), f.le(8 * value, 1, inverse)
    below = f.le(value, eta, f.mul(step, inverse, f.add(f.num(Fraction(7, 8)), step)))
    never = f.cut(f.inst(never, {u: value}), *signs_of_u, below)
    return f.release(discharge(never, [wide], wide.hypotheses | apart.hypotheses), some, eta)


for hypothesis, signed in (("M mask", "M"), ("kappa positive", "kappa")):
    derivative.necessary(hypothesis, "no derivative is uniform next to scores with Z = 0")(partial(vanishing_total, signs=signed))
# "live": an empty row stays 0.  "temperature": scores enter as s/τ, and J is divided by τ, whatever 1/τ is.


# ---- the matrix ----------------------------------------------------------------------------------------------------------

symmetric = claim.part("symmetric", shows=ForAll((j, k), Eq(jacobian(j, k), jacobian(k, j))))


@symmetric.proof
def exchange(p):
    return p.identity()


@symmetric.near_miss("the log anchor has the derivative (delta - alpha_k)/tau: alpha = (1/4, 3/4)")
def logarithmic():
    return ForAll((j, k), Eq((delta(j, k) - alpha(k)) / tau, (delta(k, j) - alpha(j)) / tau))


# Of "symmetric" every hypothesis is needed for a meaning only: α_j (δ_jk − α_k) is symmetric for any numbers α.


on_support = ForAll((j, k), Implies(And(Eq(M[j], 1), Eq(M[k], 1)), Eq(x[j], x[k])))
null = ForAll(j, Eq(applied(j), 0))
kernel = claim.part("kernel", shows=Iff(null, on_support))


@kernel.proof
def weighted_differences(p):
    forward, _ = p.goal.children
    null, constant = map(f.assume, forward.children)
    here, there = f.assume(Eq(M[j], 1)), f.assume(Eq(M[k], 1))
    # J x = α (x − mean)/τ: where α_j > 0 a null x is the mean
    at_j, at_k = (f.linear(x[i], mean, (f.spec(null, i), tau / alpha(i))) for i in (j, k))
    same = f.linear(x[j], x[k], (p.clear(at_j, null, here), 1), (p.clear(at_k, null, there), -1))
    both = f.assume(And(Eq(M[j], 1), Eq(M[k], 1)))
    same = f.imply(f.cut(same, f.part(both, 0), f.part(both, 1)), both)
    # (J x)_j = Σ_k α_j α_k (x_j − x_k)/τ, and M_j M_k (x_j − x_k) = 0
    equal, difference = f.mp(f.spec(constant, j, k), f.conj(here, there)), M[j] * M[k] * (x[j] - x[k])
    off_j, off_k = (f.linear(difference, 0, (f.assume(Eq(M[i], 0)), M[l] * (x[j] - x[k]))) for i, l in ((j, k), (k, j)))
    on_j = mask_cases(f.spec(p["M mask"], k), f.linear(difference, 0, (equal, M[j] * M[k])), off_k)
    nothing = mask_cases(f.spec(p["M mask"], j), on_j, off_j)
    share_j, share_k = (kappa[i] * exp(s[i] / tau) / total for i in (j, k))
    gone = p.clear(f.linear(applied(j), 0, (nothing, share_j * share_k / tau, k)), constant)
    return f.conj(f.imply(f.gen(same, j, k), null), f.imply(f.gen(gone, j), constant))


@kernel.near_miss("masked columns are free: one live and one masked column, x = (0, 1)")
def constant_everywhere():
    return Iff(null, ForAll((j, k), Eq(x[j], x[k])))


@kernel.near_miss("zero on the support is too much: one column, x = 1")
def zero_on_the_support():
    return Iff(null, ForAll(j, Implies(Eq(M[j], 1), Eq(x[j], 0))))


kernel.necessary("kappa positive", "without evidence a direction is not seen", at={**even, kappa: [1, 0], tau: 1, x: [0, 1]})
kernel.necessary("M mask", "an entry 2 counts, but is not on the support", at={**even, M: [1, 2], tau: 1, x: [0, 1]})
kernel.necessary("temperature", "directions that are divided away", at={**even, tau: 0, x: [0, 1]}, undefined=0)
# "live": an empty row has J = 0, and nothing is asked of x on it.


pairs = Sum(alpha(j) * alpha(k) * (x[j] - x[k]) ** 2, j, k)
spread = Sum(alpha(j) * x[j] ** 2, j) - mean**2
variance = claim.part("variance", shows=And(Eq(quadratic, spread / tau), Eq(quadratic, pairs / (2 * tau))))


@variance.proof
def expand(p):
    return p.clear(f.conj(*(f.linear(*equation.children) for equation in p.goal.children)))


@variance.near_miss("the mean is subtracted: one column, x = 1")
def second_moment():
    return And(Eq(quadratic, (spread + mean**2) / tau), Eq(quadratic, pairs / (2 * tau)))


@variance.near_miss("each pair counts twice: alpha = (1/2, 1/2), x = (0, 1)")
def ordered_pairs():
    return And(Eq(quadratic, spread / tau), Eq(quadratic, pairs / tau))


variance.necessary("kappa positive", "a row that sums to 0 has no unit mass", at={**even, kappa: [1, -1], tau: 1, x: [1, 0]}, undefined=1)
variance.necessary("M mask", "a row that sums to 0 has no unit mass", at={**even, M: [1, -1], tau: 1, x: [1, 0]}, undefined=1)
variance.necessary("temperature", "1/(2τ) is not half of 1/τ", at={**even, tau: 0, x: [1, 0]}, undefined=1)
# "live": an empty row is 0 on all sides.


semidefinite = claim.part("semidefinite", given={"temperature": Lt(0, tau)}, shows=Le(0, quadratic))


@semidefinite.proof
def variance_is_not_negative(p):
    return p.bound(f.by(p.auto(Le(0, pairs / (2 * tau)))), (f.part(p.use(claim, "variance"), 1), 1))


@semidefinite.near_miss("not definite: x = (1, 1)")
def definite():
    return Lt(0, quadratic)


semidefinite.necessary("temperature", "a negative temperature turns the sign", at={**even, tau: -1, x: [0, 1]})
semidefinite.necessary("kappa positive", "a negative share", at={**even, kappa: [1, negative_share], tau: 1, x: [0, 1]})
semidefinite.necessary("M mask", "a negative share", at={**even, M: [1, negative_share], tau: 1, x: [0, 1]})
# "live": an empty row has J = 0.
