"""A score of d uncorrelated products has variance d.

If the d products q_l k_l of a query and a key are pairwise uncorrelated and have mean 0 and variance 1, then ⟨q, k⟩ has mean 0 and variance
d, and ⟨q, k⟩/√d has variance 1, whatever d is: hence the 1/√d of attention.  The products are such if query and key are independent, the
entries of the query are uncorrelated with mean 0 and variance 1, and those of the key have second moment 1, correlated or not.
Expectations are sums against probabilities here.  In general the variance is the sum of all covariances: d² for d equal products.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.2.1.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Implies, Rational, Sum, delta, field, index, sizes
from gaproof.theory import root

outcomes, other_outcomes, d = sizes("O U d")
o, u, (c, e, l) = index("o", outcomes), index("u", other_outcomes), index("c e l", d)
P, z = field("P", o, domain="simplex"), field("z", o, c)  # z are the products
R, q, k = field("R", u, domain="simplex"), field("q", o, c), field("k", u, c)


def mean(value):
    """E[value]."""
    return Sum(P[o] * value, o)


def independent_mean(value):
    """E[value], for a query and a key that are independent."""
    return Sum(P[o] * R[u] * value, o, u)


def variance(value, mean=mean):
    """E[value²] − E[value]²."""
    return mean(value * value) - mean(value) * mean(value)


def covariance(first, second):
    """E[first · second] − E[first] E[second]."""
    return mean(first * second) - mean(first) * mean(second)


score, independent_score = Sum(z[o, c], c), Sum(q[o, c] * k[u, c], c)
products = {
    "mean 0": ForAll(c, Eq(mean(z[o, c]), 0)),
    "variance 1": ForAll(c, Eq(variance(z[o, c]), 1)),
    "uncorrelated": ForAll((c, e), Implies(Eq(delta(c, e), 0), Eq(covariance(z[o, c], z[o, e]), 0))),
}
claim = Claim("transformer.scale", source="Vaswani et al. (2017), section 3.2.1")
general = claim.part("covariances", shows=Eq(variance(score), Sum(covariance(z[o, c], z[o, e]), c, e)))
# a condition in what is shown: with a single outcome no variance is 1, and a model is one for all sizes
unit = products.pop("variance 1")
scaled = And(Eq(mean(score), 0), Eq(variance(score), d), Eq(variance(score / root(d)), 1))
growth = claim.part("variance d", given=products, shows=Implies(unit, scaled), model={z: ((o, c), 0), P: (o, 1 / outcomes)})


@general.proof
def expand_the_square(proof):
    return proof.identity()


@growth.proof
def d_variances(proof):
    apart, same = f.assume(Eq(delta(c, e), 0)), f.assume(Eq(delta(c, e), 1))
    own = f.rewrite(same, f.spec(f.assume(unit), c), l, Eq(covariance(z[o, c], z[o, l]), 1))
    goal = covariance(z[o, c], z[o, e]), delta(c, e)
    on = f.linear(*goal, (own, 1), (same, -1))
    off = f.linear(*goal, (f.mp(f.spec(proof["uncorrelated"], c, e), apart), 1), (apart, -1))
    each = mask_cases(f.linear(delta(c, e) * delta(c, e), delta(c, e)), on, off)
    centred = f.linear(mean(score), 0, (f.spec(proof["mean 0"], c), 1, c))
    total = f.linear(variance(score), d, (proof.use(claim, "covariances"), 1), (each, 1, c, e))
    scaled = f.linear(variance(score / root(d)), 1, (total, 1 / (root(d) * root(d))))
    return proof.clear(f.conj(centred, total, scaled), f.assume(unit))


# query and key independent: E[f(q) g(k)] = E[f(q)] E[g(k)], because probabilities multiply
moments = {
    "mean 0": ForAll(c, Eq(mean(q[o, c]), 0)),
    "uncorrelated": ForAll((c, e), Eq(mean(q[o, c] * q[o, e]), delta(c, e))),
    "second moment 1": ForAll(c, Eq(Sum(R[u] * k[u, c] * k[u, c], u), 1)),
}
uncorrelated = moments.pop("uncorrelated")
apart = claim.part(
    "independent",
    given=moments,
    shows=Implies(uncorrelated, Eq(variance(independent_score, independent_mean), d)),
    model={q: ((o, c), 0), k: ((u, c), 1), P: (o, 1 / outcomes), R: (u, 1 / other_outcomes)},
)


@apart.proof
def expectations_multiply(proof):
    query, both = f.spec(proof["mean 0"], c), f.spec(f.assume(uncorrelated), c, e)
    key = Sum(R[u] * k[u, c], u)
    return solved(
        proof.left,
        proof.right,
        (both, Sum(R[u] * k[u, c] * k[u, e], u), c, e),
        (f.spec(proof["second moment 1"], c), 1, c),
        (query, key * Sum(mean(q[o, e]) * Sum(R[u] * k[u, e], u), e), c),
    )


half = Rational(1, 2)
coin = {P: [half, half]}


@general.near_miss("variances do not add up in general: two equal products", at={**coin, z: [[1, 1], [-1, -1]]})
def variances_alone():
    return Eq(variance(score), Sum(variance(z[o, c]), c))


# "P simplex": the identity holds of any weights.


@growth.near_miss(
    "the variance is d, not d²: four outcomes of two coins", at={P: [half * half] * 4, z: [[1, 1], [1, -1], [-1, 1], [-1, -1]]}
)
def square():
    return Implies(unit, Eq(variance(score), d * d))


@growth.near_miss("dividing by d is too much", at={P: [half * half] * 4, z: [[1, 1], [1, -1], [-1, 1], [-1, -1]]})
def divided_by_d():
    return Implies(unit, Eq(variance(score / d), 1))


growth.necessary("mean 0", "a product with mean 1", at={**coin, z: [[2], [0]]})
growth.necessary("uncorrelated", "two equal products", at={**coin, z: [[1, 1], [-1, -1]]})
# "P simplex": not known; the moments are what counts.


@apart.near_miss("queries with equal entries", at={**coin, R: [half, half], q: [[1, 1], [-1, -1]], k: [[1, 1], [1, 1]]})
def correlated_queries():
    return Implies(ForAll(c, Eq(mean(q[o, c] * q[o, c]), 1)), apart.shows.args[1])


apart.necessary("mean 0", "a constant query", at={P: [1], R: [half, half], q: [[1]], k: [[1], [1]]})
apart.necessary("second moment 1", "a key twice as long", at={**coin, R: [1], q: [[1], [-1]], k: [[2]]})
# "P simplex", "R simplex": as above.
