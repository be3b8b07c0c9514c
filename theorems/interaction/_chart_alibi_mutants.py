"""Mutants of interaction.chart_alibi that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Sum, delta

from .chart_alibi import A, B, T, c, claim, different, full, h, i, k, n, o, of_rank


# A product of A with itself, or of fewer columns, is a product as well.
@full.mutant("swapped symbol: A for B in B[k, c]")
def a_product_with_itself(p):
    return as_a_product(p, A, A)


@full.mutant("off-by-one range: all but one of Σ_{c∈r?} A[i, c]·B[k, c]")
def a_product_of_fewer_columns(p):
    return as_a_product(p, ((i, c), (1 - delta(c, o)) * A[i, c]), B)


# What is added to all entries of a row is gone after centring, which keeps the number of columns.
@full.mutant("dropped term: the 2nd term of (-lam)·(2·M[i, k] - 1)·(x[i] - … h, l] - 1)·(x[h] - x[l]))/|n|²")
@full.mutant("dropped factor: the 1st factor of (-lam)·(2·M[i, l] - 1)·(x[i] - x[l])")
def centred_again(p):
    left, right = (X[at, c] - Sum(X[h, c], h) / n for X, at in ((A, i), (B, k)))

    def centred(known):
        here = f.spec(known, i, k)
        uses = (here, 1), (here, 1 / n, i), (here, 1 / n, k), (here, 1 / (n * n), i, k)
        return f.gen(solved(T, Sum(left * right, c), *uses), i, k)

    return as_a_product(p, ((i, c), left), ((k, c), right), centred)


def as_a_product(p, left, right, also=lambda known: known):
    given = f.assume(different)
    special, both = f.assume(p.goal.children[1].children[0].children[0]), f.mp(p.use(claim, "full carrier"), given)
    *_, known = f.obtain(special, A, B)
    low = f.release(f.exists(also(known), of_rank, left, right), special, A, B)
    return f.imply(f.conj(f.imply(f.mp(f.part(both, 0), low), special), f.part(both, 1)), given)
