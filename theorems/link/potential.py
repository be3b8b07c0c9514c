"""A product of positive evidence is a sum of potentials.

Evidence K^a > 0 of any number of independent reasons multiplies.  With the potentials U^a = −τ·log K^a the product of the first k of them
is positive, and −τ·log Π_{a<k} K^a = Σ_{a<k} U^a at every entry; equally Π K^a = e^(−Σ U^a/τ) when τ ≠ 0.  Heads, masks of soft
evidence, biases and priors that multiply can therefore be added up as energies, which is the form that free energy needs.
Source: Geometric Attention (arXiv 2601.11618), section 3; Hinton (2002), Neural Computation 14, 1771-1800, for products of experts.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.proof import rules
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Lt, Ne, exp, field, index, log, nat, natural, scalar, sizes, succ, zero

n, m = sizes("n m")
i, j, a, k = index("i", n), index("j", m), *natural("a k")
K, P, S = field("K", i, j, a), field("P", i, j, a), field("S", i, j, a)
c, tau = field("c", i, j), scalar("tau")


def potential(a):
    """U^a = −τ·log K^a."""
    return -(tau * log(K[i, j, a]))


everywhere = (i, j, a)
given = {
    "positive": ForAll(everywhere, Lt(0, K[i, j, a])),
    "empty product": ForAll((i, j), Eq(P[i, j, zero], 1)),
    "product": ForAll(everywhere, Eq(P[i, j, succ(a)], P[i, j, a] * K[i, j, a])),
    "empty sum": ForAll((i, j), Eq(S[i, j, zero], 0)),
    "sum": ForAll(everywhere, Eq(S[i, j, succ(a)], S[i, j, a] + potential(a))),
}
source = "Geometric Attention, section 3; Hinton (2002)"
claim = Claim("link.potential", given=given, source=source)
sums = claim.part("sum of potentials", shows=ForAll((i, j, k), And(Lt(0, P[i, j, k]), Eq(-(tau * log(P[i, j, k])), S[i, j, k]))))


@sums.proof
def one_factor_at_a_time(p):
    def stated(k):
        return And(Lt(0, P[i, j, k]), Eq(-(tau * log(P[i, j, k])), S[i, j, k]))

    one, none = f.spec(p["empty product"], i, j), f.spec(p["empty sum"], i, j)
    unit = f.linear(-(tau * log(P[i, j, zero])), S[i, j, zero], (log_of(one), -tau), (none, -1))
    base = p.clear(f.conj(f.lt(0, P[i, j, zero], f.num(1), (one, 1)), unit))
    positive, here = f.part(f.assume(stated(a)), 0), f.part(f.assume(stated(a)), 1)
    factor, more, added = (f.spec(p[name], i, j, a) for name in ("positive", "product", "sum"))
    split = f.cut(f.inst(log_product(), {"x": P[i, j, a], "y": K[i, j, a]}), positive, factor)
    grown = f.lt(0, P[i, j, succ(a)], f.mul(f.by(positive), f.by(factor)), (more, 1))
    total = f.linear(-(tau * log(P[i, j, succ(a)])), S[i, j, succ(a)], (log_of(more), -tau), (split, -tau), (here, 1), (added, -1))
    step = p.clear(f.conj(grown, total), f.assume(stated(a)), grown)
    both = rules.induct(base, step, variable=f.symbol(k), formula=f.node(stated(k)), arguments=((), (f.symbol(a),)))
    return f.gen(both, i, j, k)


place = (i, j, a)
factors_e = {n: 1, m: 1, K: (place, exp(1)), P: (place, exp(nat(a)))}  # every factor is e, every potential −τ


@sums.near_miss("the temperature multiplies the sum: K = e, τ = 2", at={**factors_e, tau: 2, S: (place, -(2 * nat(a)))})
def without_temperature():
    return ForAll((i, j, k), Eq(-log(P[i, j, k]), S[i, j, k]))


@sums.near_miss(
    "a potential is what evidence costs, and a product of evidence e has logarithm 1, not −1", at={**factors_e, tau: 1, S: (place, -nat(a))}
)
def opposite_sign():
    return ForAll((i, j, k), Eq(tau * log(P[i, j, k]), S[i, j, k]))


gibbs = claim.part("Gibbs form", given={"temperature": Ne(tau, 0)}, shows=ForAll((i, j, k), Eq(P[i, j, k], exp(-S[i, j, k] / tau))))


@gibbs.proof
def exponentials_of_both_sides(p):
    both = f.spec(p.use(claim, "sum of potentials"), i, j, k)
    logarithm = f.linear(log(P[i, j, k]), -S[i, j, k] / tau, (f.part(both, 1), -1 / tau))
    product = f.cut(f.inst(from_log(), {"x": P[i, j, k], "y": -S[i, j, k] / tau}), logarithm)
    return f.gen(p.clear(product, f.part(both, 0)), i, j, k)


@gibbs.near_miss("the sum is divided by the temperature: K = e, τ = 2", at={**factors_e, tau: 2, S: (place, -(2 * nat(a)))})
def undivided():
    return ForAll((i, j, k), Eq(P[i, j, k], exp(-S[i, j, k])))


for part in (sums, gibbs):
    ones = {n: 1, m: 1, tau: 1, K: (place, 1), P: (place, 1), S: (place, 0)}
    part.necessary("empty product", "P = 2 keeps a factor 2", at=ones | {P: (place, 2)})
    part.necessary("empty sum", "S = 1 keeps a potential 1", at=ones | {S: (place, 1)})
    part.necessary("product", "P that grows by e where K = 1", at=ones | {P: (place, exp(nat(a)))})
    part.necessary("sum", "S that grows by 1 where K = 1", at=ones | {S: (place, nat(a))})
    part.drawn({K: (place, exp(c[i, j])), P: (place, exp(c[i, j] * nat(a))), S: (place, -(tau * c[i, j] * nat(a)))})
# "positive": the products of K = −1 alternate, and half of their logarithms may be anything.  "temperature": e^(−S/τ) needs a meaning.
