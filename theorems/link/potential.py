"""A product of positive evidence is a sum of potentials.

Evidence K^a > 0 of any number of independent reasons multiplies.  With the potentials U^a = −τ·log K^a the product of the first k of them
is positive, and −τ·log Π_{a<k} K^a = Σ_{a<k} U^a at every entry; equally Π K^a = e^(−Σ U^a/τ) when τ ≠ 0.  Heads, masks of soft
evidence, biases and priors that multiply can therefore be added up as energies, which is the form that free energy needs.
Source: Geometric Attention (arXiv 2601.11618); Hinton (2002), Neural Computation 14, 1771-1800, for products of experts.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.lemmas.reals import successor, zero_is_zero
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Lt, Ne, Rational, exp, field, index, log, nat, natural, number, scalar, sizes, succ, zero

n, m = sizes("n m")
i, j, a, k = index("i", n), index("j", m), *natural("a k")
K, P, S = field("K", i, j, a), field("P", i, j, a), field("S", i, j, a)
tau, x = scalar("tau x")


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
source = "Geometric Attention (arXiv 2601.11618); Hinton (2002)"
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
    return f.gen(f.induction(base, step, a, stated(a)), i, j, a)


place = (i, j, a)


def factors_of_e(miss, tau):
    """The near miss for k = 1 factor, with every factor e, so that every potential is −τ."""
    start, more, after = zero_is_zero(), f.spec(successor(), a), f.spec(successor(), zero)
    first = f.rewrite(f.flip(start), f.linear(exp(0), 1), x, Eq(exp(x), 1))
    grown = f.rewrite(f.flip(more), f.linear(exp(nat(a) + 1), exp(nat(a)) * exp(1)), x, Eq(exp(x), exp(nat(a)) * exp(1)))
    potential = -(tau * log(exp(1)))
    facts = [f.gen(first, i, j), f.gen(grown, *place), f.gen(f.linear(-(tau * nat(zero)), 0, (start, -tau)), i, j)]
    facts.append(f.gen(f.linear(-(tau * nat(succ(a))), -(tau * nat(a)) + potential, (more, -tau)), *place))
    wrong = miss.at({"tau": tau, "K": (place, exp(1)), "P": (place, exp(nat(a))), "S": (place, -(tau * nat(a)))}, *facts)
    return f.spec(wrong, i, j, succ(zero)), f.linear(nat(succ(zero)), 1, (after, 1), (start, 1))


def temperature_lost(miss):
    """−1 = −2."""
    wrong, one = factors_of_e(miss, number(2))
    return f.linear(0, 1, (wrong, -1), (one, 1))


def sign_lost(miss):
    """1 = −1."""
    wrong, one = factors_of_e(miss, number(1))
    return f.linear(0, 1, (wrong, Rational(-1, 2)), (one, 1))


def division_lost(miss):
    """e = e²."""
    wrong, one = factors_of_e(miss, number(2))
    return f.linear(0, 1, (log_of(wrong), 1), (one, 1))


@sums.near_miss("the temperature multiplies the sum: K = e, τ = 2", by=temperature_lost)
def without_temperature():
    return ForAll((i, j, k), Eq(-log(P[i, j, k]), S[i, j, k]))


@sums.near_miss("a potential is what evidence costs, and a product of evidence e has logarithm 1, not −1", by=sign_lost)
def opposite_sign():
    return ForAll((i, j, k), Eq(tau * log(P[i, j, k]), S[i, j, k]))


gibbs = claim.part("Gibbs form", given={"temperature": Ne(tau, 0)}, shows=ForAll((i, j, k), Eq(P[i, j, k], exp(-S[i, j, k] / tau))))


@gibbs.proof
def exponentials_of_both_sides(p):
    both = f.spec(p.use(claim, "sum of potentials"), i, j, k)
    logarithm = f.linear(log(P[i, j, k]), -S[i, j, k] / tau, (f.part(both, 1), -1 / tau))
    product = f.cut(f.inst(from_log(), {"x": P[i, j, k], "y": -S[i, j, k] / tau}), logarithm)
    return f.gen(p.clear(product, f.part(both, 0)), i, j, k)


@gibbs.near_miss("the sum is divided by the temperature: K = e, τ = 2", by=division_lost)
def undivided():
    return ForAll((i, j, k), Eq(P[i, j, k], exp(-S[i, j, k])))


for part in (sums, gibbs):
    ones = {n: 1, m: 1, tau: 1, K: (place, 1), P: (place, 1), S: (place, 0)}
    part.necessary("empty product", "P = 2 keeps a factor 2", at=ones | {P: (place, 2)})
    part.necessary("empty sum", "S = 1 keeps a potential 1", at=ones | {S: (place, 1)})
    part.necessary("product", "P that grows by e where K = 1", at=ones | {P: (place, exp(nat(a)))})
    part.necessary("sum", "S that grows by 1 where K = 1", at=ones | {S: (place, nat(a))})
    part.drawn({K: (place, 1), P: (place, 1), S: (place, 0)})
# "positive": the products of K = −1 alternate, and half of their logarithms may be anything.  "temperature": e^(−S/τ) needs a meaning.
