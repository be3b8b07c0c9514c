"""A multiplicative link turns rational multiples of work into rational powers.

ℓ(q·x) = ℓ(x)^q for every rational q = (k−m)/(n+1) with naturals k, m, n, and every real x; no regularity is needed.  The power
is exp(q·log ℓ(x)), defined because ℓ > 0.
Source: Cauchy (1821), Cours d'analyse, chapter V; Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log, log_additive, rational_factor
from gaproof.lemmas.reals import naturals_nonnegative
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, exp, log, nat, natural, scalar
from theorems.link.positive import additive, ell, mult, nz, x
from theorems.link.positive import claim as link_positive

(k, m, n), t = natural("k m n"), scalar("t")
q = (nat(k) - nat(m)) / (nat(n) + 1)


def everywhere(formula):
    """For all rational q and real x."""
    return ForAll((k, m, n, x), formula)


claim = Claim(
    "link.rational_power",
    given={"mult": mult, "nz": nz},
    shows=everywhere(Eq(ell(q * x), exp(q * log(ell(x))))),
    source="Cauchy (1821), chapter V; Aczél (1966), section 2.1",
)


@claim.proof
def by_the_logarithm(p):
    positive = p.use(link_positive, "positive")
    additive_log = f.cut(log_additive(), positive)
    scaled = f.cut(f.inst(rational_factor(), {"f": (t, log(ell(t)))}), additive_log)  # log ℓ(q·x) = q·log ℓ(x)
    scaled = f.restate(scaled, Eq(log(ell(q * x)), q * log(ell(x))))
    powers = f.cut(f.inst(from_log(), {"x": ell(q * x), "y": q * log(ell(x))}), scaled)
    return p.clear(powers, positive, naturals_nonnegative())


@claim.near_miss("for an additive link: ℓ(x) = x has ℓ(0) = 0")
def additive_link():
    return {"mult": additive, "nz": nz}, everywhere(Eq(ell(q * x), exp(q * log(ell(x)))))


@claim.near_miss("the denominator is needed: half the work gives the root, ℓ(x) = eˣ with k = n = 1, m = 0")
def without_denominator():
    return everywhere(Eq(ell(q * x), exp((nat(k) - nat(m)) * log(ell(x)))))


@claim.near_miss("a multiple instead of a power: at q = 0 it says 1 = 0")
def multiple():
    return everywhere(Eq(ell(q * x), q * ell(x)))


@claim.near_miss("the sign of the exponent: ℓ(x) = eˣ with k = 1, m = n = 0")
def inverse_power():
    return everywhere(Eq(ell(q * x), exp(-q * log(ell(x)))))


claim.necessary("nz", "ℓ = 0, and no exponential is 0", at={ell: (x, 0)}, undefined=0)
claim.necessary("mult", "the constant 2 is not its own 0th power", at={ell: (x, 2)})
