"""Mutants of transformer.scale that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Sum, number

from .scale import R, apart, c, claim, d, growth, independent_mean, independent_score, k, mean, o, u, uncorrelated, variance, z


@growth.mutant("dropped factor: the 2nd factor of (Σ_{o∈O} P[o]·z[o, c])²")
def second_moment_1(p):
    """The mean 0 is its own square."""
    moment = f.assume(p.goal.children[0])
    own = f.linear(variance(z[o, c]), 1, (f.spec(moment, c), 1), (f.spec(p["mean 0"], c), 1 - mean(z[o, c])))
    return f.mp(p.use(claim, "variance d"), f.gen(own, c))


# −E[z]² is 0 here, not 1.
@growth.mutant("dropped term: the 1st term of Σ_{o∈O} P[o]·z[o, c]² - (Σ_{o∈O} P[o]·z[o, c])²")
def no_square(p):
    given = f.assume(p.goal.children[0])
    false = f.linear(0, 1, (f.spec(given, c), 1), (f.spec(p["mean 0"], c), mean(z[o, c])))
    return f.imply(f.absurd(false, p.goal.children[1]), given)


@apart.mutant("dropped factor: the 2nd factor of P[o_]·R[u]·(Σ_{c∈d} q[o_, c]·k[u, c]) (place 2)")
def means_of_queries_are_0(p):
    """E[⟨q, k⟩] = 0, whatever it is multiplied by."""
    query, key = f.spec(p["mean 0"], c), Sum(R[u] * k[u, c], u)
    told = f.mp(p.use(claim, "independent"), f.assume(uncorrelated))
    mass = independent_mean(independent_score) - independent_mean(number(1))
    return f.imply(f.linear(p.goal.children[1].children[0], d, (told, 1), (query, key * mass, c)), f.assume(uncorrelated))
