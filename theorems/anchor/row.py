"""Every row gauge orbit has exactly one row anchor.

On a carrier with live rows the orbit K ↦ diag(d) K, d > 0, of a kernel contains exactly one kernel whose rows sum to 1, and it is
K_ij / Σ_k K_ik.  Source: Geometric Attention (arXiv 2601.11618), section 4.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Sum, field, index, sizes
from gaproof.theory import row_anchor

n, m = sizes("n m")
i, (j, k) = index("i", n), index("j k", m)
M, e = field("M", i, j, domain="mask"), field("e", i, j, domain="positive")
A, d = field("A", i, j), field("d", i)


def K(column=j):
    """An evidence kernel: positive exactly on the mask."""
    return M[i, column] * e[i, column]


def scaled(target):
    """target is in the row gauge orbit of K."""
    return Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(target, d[i] * K()))))


anchored = row_anchor(K(), j)
unit_rows = ForAll(i, Eq(Sum(A[i, j], j), 1))
claim = Claim("anchor.row", given={"live": ForAll(i, Exists(j, Eq(M[i, j], 1)))}, source="Geometric Attention, section 4")

exists = claim.part("exists", shows=And(scaled(anchored), ForAll(i, Eq(Sum(anchored, j), 1))))


@exists.proof
def divide_by_the_row_sum(p):
    orbit, rows = p.goal.children
    factor = 1 / Sum(K(), j)
    positive = p.auto(ForAll(i, Lt(0, factor)))
    in_orbit = f.exists(f.conj(positive, f.gen(f.linear(anchored, factor * K()), i, j)), orbit, ((i,), factor))
    return f.conj(p.clear(in_orbit), f.gen(p.clear(f.linear(Sum(anchored, j), 1)), i))


unique = claim.part("unique", given={"orbit": scaled(A[i, j]), "unit rows": unit_rows}, shows=ForAll((i, j), Eq(A[i, j], anchored)))


@unique.proof
def the_factor_is_known(p):
    # d_i Σ_k K_ik = Σ_k A_ik = 1
    found = f.obtain(p["orbit"], d)[0]
    entry = f.spec(f.part(found, 1), i, j)
    factor = f.linear(d[i] * Sum(K(), j), 1, (entry, -1, j), (f.spec(p["unit rows"], i), 1))
    known = f.linear(A[i, j], anchored, (entry, 1), (factor, anchored))
    return f.release(f.gen(p.clear(known, found), i, j), p["orbit"], d)


@unique.near_miss("column sums pick another representative: a 1×2 row")
def unit_columns():
    columns = ForAll(j, Eq(Sum(A[i, j], i), 1))
    return {"live": claim.given["live"], "orbit": scaled(A[i, j]), "unit columns": columns}, ForAll((i, j), Eq(A[i, j], anchored))


@unique.near_miss("unit rows alone do not tell which kernel is anchored: K = (1, 2), A = (1/2, 1/2)")
def any_unit_rows():
    return {"live": claim.given["live"], "unit rows": unit_rows}, ForAll((i, j), Eq(A[i, j], anchored))


constant = claim.part(
    "constant on orbits",
    shows=ForAll(d, Implies(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(row_anchor(d[i] * K(), j), anchored)))),
)


@constant.proof
def the_factor_cancels(p):
    return p.identity()


@constant.near_miss("a column gauge changes the row anchor: K = (1, 1), factor (1, 2)")
def column_gauge():
    g = field("g", j)
    return ForAll(g, Implies(ForAll(j, Lt(0, g[j])), ForAll((i, j), Eq(row_anchor(g[j] * K(), j), anchored))))
