"""Mutants of depth.cross that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.support import same_on_mask, same_shares
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Sum, exp

from .cross import WK, WQ, WV, M, a, b, c, d, i, j, reads, score, tau, u, value, x, y, z, z2


@reads.mutant("swapped symbol: z2 for z in z[j, d]")
def scores_of_either_memory(p):
    # where the mask is 1 the two memories have the same scores
    on, mask = f.assume(Eq(M[i, j], 1)), f.spec(p["M mask"], i, j)
    equal = f.spec(f.mp(f.spec(p["memory"], j), on), d)
    product = f.linear(score(z), score(z2), (equal, Sum(WQ[a, c] * x[i, c], c) * WK[a, d], a, d))
    one, other = (exp(score(memory) * u) for memory in (z, z2))
    weight = f.rewrite(product, f.linear(one, one), y, Eq(one, exp(y * u)))
    term = f.linear(other * value(z), other * value(z2), (equal, other * WV[b, d], d))
    totals = [(same_on_mask(mask, weight), 1, j)]
    return same_shares(p.left, p.right, totals, lambda w: [(same_on_mask(mask, term), w, j)], {tau: u})
