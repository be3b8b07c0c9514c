"""A row anchor exists exactly if every row is live.

For evidence that is positive exactly on the mask there is a positive row scaling with unit row sums if and only if every row has
an admissible key.  A fully masked row has no softmax: an implementation must refuse it rather than return NaN or a mean.
Source: Geometric Attention (arXiv 2601.11618), section 2.
"""

from gaproof import Claim
from gaproof.lemmas.mask import off
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Lt, Sum, field, index, sizes
from gaproof.theory import Carrier, EvidenceKernel

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
M = field("M", i, j, domain="mask")
carrier = Carrier(i, j, M)
e = field("e", i, j, domain="positive")
K = EvidenceKernel(carrier, baseline=e)
d = field("d", i)

live = carrier.live_rows()
anchored = Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll(i, Eq(Sum(d[i] * K[i, j], j), 1))))
claim = Claim("carrier.live_rows", source="Geometric Attention, section 2")

enough = claim.part("live rows suffice", given={"live": live}, shows=anchored)


@enough.proof
def divide_by_the_row_sum(p):
    factor = 1 / Sum(K[i, j], j)
    unit = p.everywhere(f.linear(Sum(factor * K[i, j], j), 1), i)
    return f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), unit), p.goal, ((i,), factor))


@enough.near_miss("unit columns need live columns, not live rows: M = (1, 0)")
def columns():
    g = field("g", j)
    return Exists(g, And(ForAll(j, Lt(0, g[j])), ForAll(j, Eq(Sum(g[j] * K[i, j], i), 1))))


enough.necessary("live", "an empty row sums to 0 under every factor", at={M: [[0]], e: [[1]]})
enough.necessary("e positive", "negative evidence would need a negative factor", at={M: [[1]], e: [[-1]]})
enough.necessary("M mask", "entries of both signs cancel", at={M: [[1, -1]], e: [[1, 1]]})


# The converse holds for evidence and factors of any sign.
w = field("w", i, j)
any_sign = Exists(d, ForAll(i, Eq(Sum(d[i] * EvidenceKernel(carrier, baseline=w)[i, j], j), 1)))
needed = claim.part("live rows are needed", given={"anchored": any_sign}, shows=live)


@needed.proof
def an_empty_row_sums_to_zero(p):
    alive = Exists(j, Eq(M[i, j], 1))
    found = f.obtain(p["anchored"], d)[0]
    # if no key were admissible, every entry of the row would be 0
    none = f.assume(f.otherwise(alive))
    key = f.mp(none, f.exists(f.assume(Eq(M[i, j], 1)), alive, j))
    masked = f.cases(Eq(M[i, j], 1), f.absurd(key, Eq(M[i, j], 0)), f.cut(f.inst(off(), {"x": M[i, j]}), f.spec(p["M mask"], i, j)))
    empty = f.linear(1, 0, (f.spec(found, i), -1), (masked, d[i] * w[i, j], j))
    alive_row = f.cases(alive, f.assume(alive), f.absurd(empty, alive))
    return f.release(f.gen(alive_row, i), p["anchored"], d)


@needed.near_miss("anchored rows say nothing about columns: M = (1, 0)")
def live_columns():
    return ForAll(j, Exists(i, Eq(M[i, j], 1)))


@needed.near_miss("not every key of the row is admissible: M = (1, 0)")
def full():
    return ForAll(i, ForAll(j, Eq(M[i, j], 1)))


needed.necessary("anchored", "an empty row is not live", at={M: [[0]], w: [[1]]})
needed.necessary("M mask", "a row of mass 1 without an entry 1", at={M: [[2]], w: [[1]]})
