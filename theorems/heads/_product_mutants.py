"""Mutants of heads.product that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Sum, exp
from theorems.interaction.decomposition import i, j

from .product import K, L, M, U, V, claim, d, kappa, live, live_if_scaled, rho, rows, score, tau, theta

# A row without an admissible key has the sum 0, whatever is summed over the others.
potentials = exp(-U[i, j] / tau), exp(-V[i, j] / theta)
for name, weight in {
    "direction: 0 < d[i]": kappa[i, j] * rho[i, j] * exp(score),
    "strictness: 0 < d[i]": kappa[i, j] * rho[i, j] * exp(score),
    "dropped factor: the 2nd factor of M[i, j]·kappa[i, j]·exp((-U[i, j])/tau)": kappa[i, j] * rho[i, j] * potentials[1],
    "swapped symbol: M for kappa in kappa[i, j]": M[i, j] * rho[i, j] * exp(score),
    "exp dropped: exp((-V[i, j])/theta)": kappa[i, j] * rho[i, j] * potentials[0] * (-V[i, j] / theta),
}.items():

    @rows.mutant(name)
    def with_another_weight(p, weight=weight):
        given = f.assume(p.goal.children[0].children[0])
        return f.conj(f.imply(live_if_scaled(p, given, weight), given), f.part(p.use(claim, "rows stay live"), 1))


@rows.mutant("constant factor: 2 for 1 in Σ_{j∈m} d[i]·(M[i, j]·kappa[i, … j]·exp((-V[i, j])/theta))) = 1 (place 2)")
def rows_that_sum_to_2(p):
    both_ways, alive = p.use(claim, "rows stay live"), f.assume(live["live"])
    there = f.mp(f.part(both_ways, 1), alive)
    (known,) = f.obtain(there, d)
    positive, unit = f.spec(f.part(known, 0), i), f.spec(f.part(known, 1), i)
    twice_ = f.linear(Sum(2 * d[i] * (K[i, j] * L[i, j]), j), 2, (unit, 2))
    signs = f.gen(f.lt(0, 2 * d[i], f.mul(f.num(2), f.by(positive))), i)
    found = f.exists(f.conj(signs, f.gen(twice_, i)), p.goal.children[1].children[1], (i, 2 * d[i]))
    return f.conj(f.part(both_ways, 0), f.imply(f.release(found, there, d), alive))


@rows.mutant("sign: the exponent of exp((-V[i, j])/theta) (place 2)")
def with_the_opposite_work(p):
    both_ways = p.use(claim, "rows stay live")
    return f.conj(f.part(both_ways, 0), f.restate(f.part(f.inst(both_ways, {V: ((i, j), -V[i, j])}), 1), p.goal.children[1]))
