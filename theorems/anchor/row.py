"""Every row gauge orbit has exactly one row anchor.

On a carrier with live rows the orbit K ↦ diag(d) K, d > 0, of a kernel contains exactly one kernel whose rows sum to 1, and it is
K_ij / Σ_k K_ik.  Source: Geometric Attention (arXiv 2601.11618), section 4.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.products import factor_nonzero
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Sum, field, index, sizes
from gaproof.theory import Carrier, EvidenceKernel, row_anchor

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
M, e = field("M", i, j, domain="mask"), field("e", i, j, domain="positive")
carrier = Carrier(i, j, M)
K = EvidenceKernel(carrier, baseline=e)  # positive exactly on the mask
A, d = field("A", i, j), field("d", i)


def orbit(kernel, target):
    """target is in the row gauge orbit of the kernel."""
    return Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(target, d[i] * kernel))))


anchored = row_anchor(K[i, j], j)
live = {"live": carrier.live_rows()}
claim = Claim("anchor.row", source="Geometric Attention, section 4")

exists = claim.part("exists", given=live, shows=And(orbit(K[i, j], anchored), ForAll(i, Eq(Sum(anchored, j), 1))))


@exists.proof
def divide_by_the_row_sum(p):
    factor = 1 / Sum(K[i, j], j)
    positive = p.auto(ForAll(i, Lt(0, factor)))
    entries = p.everywhere(f.linear(anchored, factor * K[i, j]), i, j)
    in_orbit = f.exists(f.conj(positive, entries), p.goal.children[0], ((i,), factor))
    return f.conj(in_orbit, p.everywhere(f.linear(Sum(anchored, j), 1), i))


@exists.near_miss("dividing by the size of the row does not make unit rows: K = (2, 2)")
def mean_anchor():
    return And(orbit(K[i, j], K[i, j] / m), ForAll(i, Eq(Sum(K[i, j] / m, j), 1)))


exists.necessary("live", "an empty row cannot sum to 1", at={M: [[0]], e: [[1]]})
exists.necessary("e positive", "the factor would be -1", at={M: [[1]], e: [[-1]]})
exists.necessary("M mask", "the row sums to -1, and so the factor would be -1", at={M: [[1, -2]], e: [[1, 1]]})


# For the anchor to be unique the kernel may be any: a scaled copy with unit rows shows that the row sums are not zero.
L = field("L", i, j)
unit_rows = ForAll(i, Eq(Sum(A[i, j], j), 1))
only = ForAll((i, j), Eq(A[i, j], row_anchor(L[i, j], j)))
scaled = Exists(d, ForAll((i, j), Eq(A[i, j], d[i] * L[i, j])))
unique = claim.part("unique", given={"scaled": scaled, "unit rows": unit_rows}, shows=only)


@unique.proof
def the_factor_is_known(p):
    # d_i Σ_k L_ik = Σ_k A_ik = 1
    found = f.obtain(p["scaled"], d)[0]
    entry, total = f.spec(found, i, j), Sum(L[i, j], j)
    factor = f.linear(d[i] * total, 1, (entry, -1, j), (f.spec(p["unit rows"], i), 1))
    nonzero = f.cut(f.inst(factor_nonzero(), {"x": d[i], "y": total}), factor)
    known = f.linear(A[i, j], row_anchor(L[i, j], j), (entry, 1), (factor, row_anchor(L[i, j], j)))
    return f.release(p.everywhere(known, i, j, facts=[found, nonzero]), p["scaled"], d)


@unique.near_miss("unit columns pick another representative: L = A = (1, 1)")
def unit_columns():
    return {"scaled": scaled, "unit rows": ForAll(j, Eq(Sum(A[i, j], i), 1))}, only


@unique.near_miss("a column gauge leaves the orbit: L = (1, 1), A = (1/3, 2/3)")
def column_scaled():
    g = field("d", j)
    return {"scaled": Exists(g, ForAll((i, j), Eq(A[i, j], g[j] * L[i, j]))), "unit rows": unit_rows}, only


unique.necessary("scaled", "a row of mass 1 in another direction", at={L: [[1, 1]], A: [[0, 1]]})
unique.necessary("unit rows", "any scaled copy", at={L: [[1]], A: [[2]]})


constant = claim.part(
    "constant on orbits",
    given=live,
    shows=ForAll(d, Implies(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(row_anchor(d[i] * K[i, j], j), anchored)))),
)


@constant.proof
def the_factor_cancels(p):
    return p.identity()


@constant.near_miss("a column gauge changes the row anchor: K = (1, 1), factor (1, 2)")
def column_gauge():
    g = field("g", j)
    return ForAll(g, Implies(ForAll(j, Lt(0, g[j])), ForAll((i, j), Eq(row_anchor(g[j] * K[i, j], j), anchored))))


# If the row sums to 0, the factor does not cancel in d K_ij · 1/0.
constant.necessary("e positive", "a row that sums to 0", at={M: [[1, 1]], e: [[1, -1]], d: [2]}, undefined=1)
constant.necessary("M mask", "a row that sums to 0", at={M: [[1, -1]], e: [[1, 1]], d: [2]}, undefined=1)
# "live": an empty row is 0 · 1/0 before and after, and 0 times anything is 0.
