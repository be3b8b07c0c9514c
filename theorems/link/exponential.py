"""A multiplicative link with any regularity is exponential.

If ℓ(x+y) = ℓ(x)·ℓ(y) for all real x and y, ℓ is not identically 0, and ℓ is monotone, or continuous at one point, or bounded
above on one interval, then ℓ(w) = exp(−β·w) with β = −log ℓ(1): additive work and multiplicative evidence leave one parameter.
The weakest condition here is the bound, and the others give one; a measurable ℓ has one as well (Aczél 1966).
Source: Cauchy (1821), Cours d'analyse, chapter V; Darboux (1880), Mathematische Annalen 17; Aczél (1966), section 2.1.
"""

from gaproof import Claim
from gaproof.lemmas.additive import bounded_is_linear, from_log, log_additive, log_tangent
from gaproof.lemmas.regularity import bounded_by
from gaproof.lemmas.step import step_at_one, step_laws
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, exp, log, scalar
from gaproof.theory import REGULARITIES, Exponential
from theorems.link.positive import additive, ell, mult, multiplicative_from_0, nz, w, x, y
from theorems.link.positive import claim as link_positive

a, K, t = scalar("a K t")
delta = scalar("delta", domain="positive")
beta = -log(ell(1))
law = ForAll(w, Eq(ell(w), Exponential(beta)(w)))
bounded, decreasing, increasing, continuous = (regular(ell) for regular in REGULARITIES.values())

claim = Claim("link.exponential", given={"mult": mult, "nz": nz}, source="Cauchy (1821); Darboux (1880); Aczél (1966), section 2.1")

from_bound = claim.part("bounded on an interval", given={"bounded": bounded}, shows=law)


@from_bound.proof
def logarithm_is_linear(p):
    positive = p.use(link_positive, "positive")
    here = f.obtain(p["bounded"], a, K, delta)[-1]
    wide, capped = f.part(here, 0), f.part(here, 1)
    start, end = f.assume(Le(a, y)), f.assume(Le(y, a + delta))
    tangent, cap = f.inst(log_tangent(), {"x": ell(y)}), f.mp(f.spec(capped, y), start, end)
    low = f.le(log(ell(y)), K - 1, f.add(f.by(tangent), f.by(cap)))  # log ℓ ≤ ℓ − 1 ≤ K − 1
    low = f.gen(f.imply(f.cut(low, f.spec(positive, y)), start, end), y)
    linear = f.inst(bounded_is_linear(), {"f": (t, log(ell(t))), "K": K - 1, "x": w})
    linear = f.cut(linear, f.cut(log_additive(), positive), wide, low)  # log ℓ(w) = log ℓ(1)·w
    power = f.cut(f.inst(from_log(), {"x": ell(w), "y": log(ell(1)) * w}), linear)
    power = p.clear(f.restate(power, law.body), positive, here)
    return f.release(power, p["bounded"], a, K, delta)


@from_bound.near_miss("the sign of the rate: ℓ(w) = e⁻ʷ")
def opposite_rate():
    return ForAll(w, Eq(ell(w), Exponential(-beta)(w)))


def no_bound(miss):
    """ℓ(w) = e⁻ʷ is at most 1 on [0, 1]; a bound K everywhere fails at w = −K, because 1 + K ≤ eᴷ."""
    everywhere = miss.at({"ell": (x, exp(-x))})
    (bound,) = f.obtain(everywhere, K)
    over, steep = f.spec(bound, -K), f.inst(exp_tangent(), {"t": K})
    return f.release(f.absurd(f.le(1, 0, f.add(f.by(over), f.by(steep))), Eq(0, 1)), everywhere, K)


@from_bound.near_miss("bounded on one interval is not bounded: ℓ(w) = e⁻ʷ", by=no_bound)
def bounded_everywhere():
    return Exists(K, ForAll(w, Le(ell(w), K)))


@from_bound.near_miss("an additive link: ℓ(w) = w has ℓ(0) = 0")
def additive_link():
    return {"mult": additive, "nz": nz, "bounded": bounded}, law


def law_from(p, regular, regularity):
    """The law, from a bound on an interval, which follows from the regularity."""
    bound = f.cut(f.inst(bounded_by(regularity), {"f": ell}), regular)
    return f.cut(p.use(claim, "bounded on an interval"), bound)


from_decrease = claim.part("decreasing", given={"decreasing": decreasing}, shows=law)


@from_decrease.proof
def below_its_left_end(p):
    return law_from(p, p["decreasing"], "decreasing")


@from_decrease.near_miss("the rate may be 0: ℓ = 1 decreases, though not strictly")
def strictly():
    return Lt(ell(1), 1)


def vanishing_exponential(miss):
    """The step has ℓ(1) = 0, and no exponential is 0."""
    wrong = f.mp(f.spec(miss.at({}, *step_laws()), 1), f.le(0, 1, f.num(1)))
    power = wrong.conclusion.children[1]
    vanishes = f.rewrite(wrong, step_at_one(), x, Eq(x, 0))  # no law of log is used: log 0 may be anything
    positive = f.inst(f.lt(0, exp(x), f.ex(x)), {x: power.children[0]})
    return f.absurd(f.rewrite(vanishes, positive, x, Lt(0, x)), Eq(0, 1))


@from_decrease.near_miss(
    "on the half-line: ℓ(w) = 1 for w ≤ 0 and 0 for w > 0 decreases and obeys the law from 0 on", by=vanishing_exponential
)
def half_line():
    return {"mult": multiplicative_from_0, "nz": nz, "decreasing": decreasing}, ForAll(
        w, Implies(Le(0, w), Eq(ell(w), Exponential(beta)(w)))
    )


@from_decrease.near_miss("the mean law leaves a factor ℓ(0): ℓ = 2")
def mean_law():
    mean = ForAll((x, y), Eq(ell((x + y) / 2) * ell((x + y) / 2), ell(x) * ell(y)))
    return {"mult": mean, "nz": nz, "decreasing": decreasing}, law


from_increase = claim.part("increasing", given={"increasing": increasing}, shows=law)


@from_increase.proof
def below_its_right_end(p):
    return law_from(p, p["increasing"], "increasing")


@from_increase.near_miss("the sign of the rate: ℓ(w) = eʷ")
def opposite_growth():
    return ForAll(w, Eq(ell(w), Exponential(-beta)(w)))


@from_increase.near_miss("the rate is free: ℓ = 1")
def unit_rate():
    return ForAll(w, Eq(ell(w), Exponential(-1)(w)))


from_continuity = claim.part("continuous at a point", given={"continuous": continuous}, shows=law)


@from_continuity.proof
def bounded_near_the_point(p):
    return law_from(p, p["continuous"], "continuous at a point")


@from_continuity.near_miss("continuity of ℓ² with ℓ(x+y)² = ℓ(x)²ℓ(y)² leaves the sign: ℓ = −1")
def up_to_sign():
    square = ForAll((x, y), Eq(ell(x + y) * ell(x + y), ell(x) * ell(x) * ell(y) * ell(y)))
    return {"mult": square, "nz": nz, "continuous": continuous}, law


# Without regularity the axiom of choice gives ℓ = e^a for an additive a that is unbounded on every interval.
for part, regularity in zip(claim.parts.values(), ("bounded", "decreasing", "increasing", "continuous"), strict=True):
    part.necessary("nz", "ℓ = 0 is multiplicative, constant, and no exponential", at={ell: (w, 0)}, undefined=0)
    part.necessary("mult", "the constant -1 is no exponential", at={ell: (w, -1)}, undefined=0)
    part.necessary(regularity, cited="Hamel (1905), Mathematische Annalen 60, 459-462")
