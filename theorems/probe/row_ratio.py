"""Row ratios are complete for the row gauge.

On a carrier with live rows two kernels agree on all row ratios K_ij/K_ik exactly if one is a positive row scaling of the other,
and the scaling is unique.  Source: Geometric Attention (arXiv 2601.11618), section 2.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Lt, field, index, index_map, scalar, sizes
from gaproof.theory import Carrier, ColumnRatios, EvidenceKernel, RowRatios

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
M, a, b = field("M", i, j, domain="mask"), *field("a b", i, j, domain="positive")
carrier = Carrier(i, j, M)
K, L = EvidenceKernel(carrier, baseline=a, name="K"), EvidenceKernel(carrier, baseline=b, name="L")
k = carrier.another_col(K, L)
c, d = field("c d", i)
key = index_map("key", i, j)

live = {"live": carrier.live_rows()}
agree = RowRatios(carrier).agree(K, L)


def scaled(factor):
    """L = diag(factor) K."""
    return ForAll((i, j), Eq(L[i, j], factor[i] * K[i, j]))


gauge = Exists(d, And(ForAll(i, Lt(0, d[i])), scaled(d)))
claim = Claim("probe.row_ratio", source="Geometric Attention, section 2")

complete = claim.part("complete", given=live | {"agree": agree}, shows=gauge)


@complete.proof
def compare_with_one_key(p):
    # choose a live key of every row; the factor is the ratio of the evidence there
    chosen = f.choice(p["live"], key)
    at_key = f.obtain(chosen, key)[0]
    factor = b[i, key(i)] / a[i, key(i)]
    here, gone, there = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.spec(at_key, i)
    ratio = f.mp(f.spec(p["agree"], i, j, key(i)), f.conj(here, there))
    on = f.linear(L[i, j], factor * K[i, j], (ratio, -M[i, key(i)] * b[i, key(i)]))
    off = f.linear(L[i, j], factor * K[i, j], (gone, b[i, j] - factor * a[i, j]))
    entries = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), on, off), i, j, facts=[at_key])
    found = f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), entries), p.goal, ((i,), factor))
    return f.release(found, chosen, key)


@complete.near_miss("ratios of every row say nothing about columns: K = (1, 1), L = (1, 2) as one column of two rows")
def column_factor():
    e = field("d", j)
    return Exists(e, And(ForAll(j, Lt(0, e[j])), ForAll((i, j), Eq(L[i, j], e[j] * K[i, j]))))


@complete.near_miss("one factor for all rows is too few: K = (1; 1), L = (1; 2)")
def one_factor():
    e = scalar("d")
    return Exists(e, And(Lt(0, e), ForAll((i, j), Eq(L[i, j], e * K[i, j]))))


complete.necessary("agree", "K = (1, 1) and L = (1, 2) have different ratios", at={M: [[1, 1]], a: [[1, 1]], b: [[1, 2]]})
complete.necessary("a positive", "the factor would be -1", at={M: [[1]], a: [[-1]], b: [[1]]})
complete.necessary("b positive", "the factor would be -1", at={M: [[1]], a: [[1]], b: [[-1]]})
complete.necessary("M mask", "no ratio with an entry off the mask is compared", at={M: [[1, 2]], a: [[1, 1]], b: [[1, 2]]})
# "live": a row without keys is 0 in both kernels, and any factor scales it.


sound = claim.part("sound", given={"scaled": gauge}, shows=agree)


def the_factor_cancels(p, sign=lambda *facts: ()):
    found, condition = f.obtain(p["scaled"], d)[0], f.assume(p.peeled()[1][0])
    at_j, at_k = (f.spec(f.part(found, 1), i, column) for column in (j, k))
    ratio = f.linear(p.left, p.right, (f.quotient(at_j, at_k), -1))
    more = sign(p, f.spec(f.part(found, 0), i), at_k, f.part(condition, 1))
    whole = p.everywhere(f.imply(p.clear(ratio, found, condition, *more), condition), i, j, k, facts=[found])
    return f.release(whole, p["scaled"], d)


sound.proof(the_factor_cancels)


@sound.near_miss("column ratios change under a row scaling: K = (1; 1), L = (1; 2)")
def column_ratios():
    return ColumnRatios(carrier).agree(K, L)


sound.necessary("scaled", "K = (1, 1) and L = (1, 2) have different ratios", at={M: [[1, 1]], a: [[1, 1]], b: [[1, 2]]})


unique = claim.part("unique", given=live | {"c scales": scaled(c), "d scales": scaled(d)}, shows=ForAll(i, Eq(c[i], d[i])))


@unique.proof
def at_a_live_key(p):
    there = f.obtain(f.spec(p["live"], i), j)[0]
    left, right = (f.spec(p[name], i, j) for name in ("c scales", "d scales"))
    equal = f.linear(c[i], d[i], (left, -1 / K[i, j]), (right, 1 / K[i, j]))
    return f.gen(f.release(p.clear(equal, there), f.spec(p["live"], i), j), i)


unique.necessary("live", "an empty row can be scaled by anything", at={M: [[0]], a: [[1]], b: [[1]], c: [1], d: [2]})
unique.necessary("c scales", "any c", at={M: [[1]], a: [[1]], b: [[1]], c: [2], d: [1]})
unique.necessary("d scales", "any d", at={M: [[1]], a: [[1]], b: [[1]], c: [1], d: [2]})
