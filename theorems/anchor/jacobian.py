"""The derivative of the anchored row is the covariance matrix of its indicator, over the temperature.

On a live row with mask M, baseline κ > 0, scores s and temperature τ ≠ 0 let J_jk = (α_j δ_jk − α_j α_k)/τ.  J is the derivative of
s ↦ α(s): if every |x_k| ≤ h ≤ |τ|/4, then α_j(s + x) − α_j(s) − (J x)_j is at most 12 α_j h²/τ², so for every ε > 0 it is at most
ε h once h is small enough, uniformly in the column, the direction and the scores.  J is symmetric, xᵀ J x is the variance of x under α
over τ, hence not negative for τ > 0, and J x = 0 exactly for the x that are constant on the support: row fields, and anything at all
on masked columns.  Source: Geometric Attention (arXiv 2601.11618), section 4; Bridle (1990), Probabilistic interpretation of
feedforward classification network outputs.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.taylor import shares
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import softmax

m = sizes("m")
j, k = index("j k", m)
s, x = field("s x", j)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
tau, h = scalar("tau h")
epsilon, eta = scalar("epsilon eta", domain="positive")


def alpha(at, score=s):
    """The anchored row of a score."""
    return softmax(score[at], over=at, mask=M[at], baseline=kappa[at], temperature=tau)


def moved(at):
    """α(s + x)."""
    return softmax(s[at] + x[at], over=at, mask=M[at], baseline=kappa[at], temperature=tau)


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
rest = moved(j) - alpha(j) - applied(j)
claim = Claim(
    "anchor.jacobian",
    given={"live": Exists(j, Eq(M[j], 1)), "temperature": Ne(tau, 0)},
    source="Geometric Attention, section 4; Bridle (1990)",
)


def unit_mass(p):
    """Σ α = 1."""
    return p.clear(f.linear(Sum(alpha(k), k), 1))


# ---- derivative ----------------------------------------------------------------------------------------------------------

remainder = claim.part(
    "remainder",
    given={"step": ForAll(k, within(x[k], h)), "small": Le(16 * h * h, tau * tau)},
    shows=ForAll(j, within(rest, 12 * alpha(j) * h * h / (tau * tau))),
)


@remainder.proof
def tangent_on_both_sides(p):
    # z = (x − mean)/τ has mean 0, z² ≤ 4h²/τ² ≤ 1/4, so z ≤ z² + 1/4 ≤ 1/2
    low, high = (f.part(f.spec(p["step"], j), side) for side in (0, 1))
    weight, mass = p.auto(Le(0, alpha(j))), unit_mass(p)
    mean_low = f.le(-h, mean, f.tot(j, f.mul(f.by(weight), f.by(low))), (mass, h))
    mean_high = f.le(mean, h, f.tot(j, f.mul(f.by(weight), f.by(high))), (mass, -h))
    z, g = (x[j] - mean) / tau, 4 * h * h / (tau * tau)
    above, below = f.add(f.by(high), f.by(mean_low)), f.add(f.by(low), f.by(mean_high))
    square = f.le(z * z, g, f.mul(above, below, f.sq(1 / tau)))
    half = f.le(z, Fraction(1, 2), f.add(f.sq(z - Fraction(1, 2)), f.by(square), f.mul(f.num(Fraction(1, 4)), f.sq(1 / tau), f.by(p["small"]))))
    centred = f.linear(Sum(alpha(j) * z, j), 0, (mass, -mean / tau))
    th = f.inst(shares(j.sort), {"w": (j, alpha(j)), "z": (j, z), "g": g})
    return p.clear(th, *(f.gen(p.clear(t), j) for t in (square, half)), p.clear(centred), mass)
