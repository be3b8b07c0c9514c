"""Mutants of heads.unary_diagonal that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Le, Sum, delta

from .unary_diagonal import claim, composed, e, e2, exchanged, i, identity, inner_of, j, k, phi, psi, relabelled, t, total, u


# The total of the one key, over rows or over columns.
def total_of_the_column(p, e):
    return f.gen(f.lt(0, Sum(delta(k, i) * e[k, i], k), f.by(f.spec(p[f"{e} positive"], i, i))), i)


@identity.mutant("wrong axis: over i for j_ in Σ_{j∈n} δ(i, j)·e[i, j]")
def over_the_column(p):
    entry = f.linear(delta(i, j) * e[i, j] / Sum(delta(k, i) * e[k, i], k), delta(i, j))
    entry = p.everywhere(entry, i, j, facts=[total_of_the_column(p, e)])
    return f.conj(entry, f.part(p.use(claim, "diagonal carrier"), 1))


@composed.mutant("wrong axis: over i for j_ in Σ_{j∈n} δ(i, j)·e2[i, j]")
def over_the_column_of_the_second(p):
    image, of = p.use(claim, "composition"), psi(inner_of(j))
    weight = delta(i, j) * e2[i, j] / Sum(delta(k, i) * e2[k, i], k)
    same = f.linear(Sum(weight * of, j), psi(phi(u[i])), (f.spec(image, i), 1))
    return p.clear(same, total_of_the_column(p, e2), total(p, e), total(p, e2))


# A constant u is the same wherever it is read.
@relabelled.mutant("swapped index: i for pi(i) in u[pi(i)]")
@relabelled.mutant("swapped symbol: sigma for pi in pi(i) (place 2)")
def read_elsewhere(p):
    fixed = f.assume(p.goal.children[0].children[0])
    return f.conj(f.imply(exchanged(fixed), fixed), f.part(p.use(claim, "relabelling"), 1))


@relabelled.mutant("strictness: f(i, u[pi(i)]) = f(pi(i), u[pi(i)])")
def at_most_both_ways(p):
    fixed = f.assume(p.goal.children[0].children[0])
    less = exchanged(fixed, Le)
    equal = f.antisymmetry(f.spec(less, i, k, t), f.spec(less, k, i, t))
    return f.conj(f.imply(f.gen(equal, i, k, t), fixed), f.part(p.use(claim, "relabelling"), 1))
