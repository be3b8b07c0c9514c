"""Mutants of transformer.permutation that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Lt, Sum, exp

from .permutation import M, c, claim, exactly, i, j, k, kappa, moved, relabelled, sigma, value, w, z


def whatever_totals_are(p):
    """Totals are the same, so that 1/total is, even if it is 1/0."""
    here, weight = M[sigma(i), j] * kappa[sigma(i), j] * exp(w[sigma(i), j]), f.spec(p["every token once"], j)
    of_moved = M[sigma(i), sigma(j)] * kappa[sigma(i), sigma(j)] * exp(w[sigma(i), sigma(j)])
    sums = f.linear(Sum(of_moved * z * value[sigma(j), c], j), Sum(here * z * value[j, c], j), (weight, here * z * value[j, c], j))
    totals = f.linear(Sum(of_moved, j), Sum(here, j), (weight, here, j))
    same = f.inst(sums, {z: f.node(1 / Sum(of_moved, j)).children[1]})
    return f.rewrite(totals, same, z, Eq(moved, Sum(here / z * value[j, c], j)))


for hypothesis in ("live", "M mask", "kappa positive"):
    relabelled.mutant(f"dropped hypothesis: {hypothesis}")(whatever_totals_are)


@exactly.mutant("swapped symbol: M for kappa in kappa[sigma(i), k] (place 2)")
def its_total_is_its_number_of_keys(p):
    """Σ_j K_σ(i)σ(j)/C = Σ_j K_ij/T_i = 1."""
    given, told = f.assume(p.goal.children[1].children[0]), p.use(claim, "prior")
    first, second = (lambda j: M[i, j] * kappa[i, j]), (lambda j: M[sigma(i), j] * kappa[sigma(i), j])
    T1, T2, C = Sum(first(k), k), Sum(second(k), k), Sum(M[sigma(i), k] * M[sigma(i), k], k)
    one = f.linear(T2 / C, 1, (f.spec(given, i, j), 1, j), (f.spec(p["every token once"], j), -second(j) / C, j))
    same = f.linear(second(sigma(j)) / T2, first(j) / T1, (f.spec(given, i, j), 1), (one, -second(sigma(j)) / T2))
    same = p.clear(same, *(p.auto(Lt(0, total)) for total in (T1, T2)), given)
    return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), f.gen(same, i, j)), given))
