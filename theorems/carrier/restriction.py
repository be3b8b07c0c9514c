"""Restricting a carrier is conditioning the anchored rows.

Restrict an evidence kernel to fewer columns of each row and anchor again: the result is the old anchored row conditioned on the
columns that are left.  Source: Geometric Attention (arXiv 2601.11618), section 2; Luce's choice axiom (1959).
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Implies, Sum, field, index, sizes
from gaproof.theory import Carrier, EvidenceKernel, row_anchor

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
M, N = field("M N", i, j, domain="mask")
e = field("e", i, j, domain="positive")
wide, narrow = (EvidenceKernel(Carrier(i, j, mask), baseline=e) for mask in (M, N))

A = row_anchor(wide[i, j], j)
conditioned = N[i, j] * A / Sum(N[i, j] * A, j)
part_of = ForAll((i, j), Implies(Eq(N[i, j], 1), Eq(M[i, j], 1)))
live = narrow.carrier.live_rows()

claim = Claim(
    "carrier.restriction",
    given={"narrower": part_of, "live": live},
    shows=ForAll((i, j), Eq(row_anchor(narrow[i, j], j), conditioned)),
    source="Geometric Attention, section 2; Luce (1959)",
)


@claim.proof
def condition(p):
    # N M = N entry by entry, so the restricted kernel is N times the old one
    kept = f.mp(f.spec(p["narrower"], i, j), f.assume(Eq(N[i, j], 1)))
    gone = f.assume(Eq(N[i, j], 0))
    on, off = (f.linear(N[i, j] * M[i, j], N[i, j], use) for use in ((kept, N[i, j]), (gone, M[i, j] - 1)))
    entry = f.linear(N[i, j] * wide[i, j], narrow[i, j], (mask_cases(f.spec(p["N mask"], i, j), on, off), e[i, j]))
    # the wide row is live because the narrow one is
    one = f.assume(Eq(N[i, j], 1))
    lives = f.exists(f.mp(f.spec(p["narrower"], i, j), one), Exists(j, Eq(M[i, j], 1)), j)
    alive = f.gen(f.release(lives, f.spec(p["live"], i), j), i)
    below = f.linear(Sum(narrow[i, j], j), Sum(N[i, j] * wide[i, j], j), (entry, -1, j))
    anchored = f.quotient(f.linear(narrow[i, j], N[i, j] * wide[i, j], (entry, -1)), below)
    return p.clear(f.linear(p.left, p.right, (anchored, 1)), alive)


@claim.near_miss("the anchored row itself is not the restricted one: two live columns, one left")
def unconditioned():
    return ForAll((i, j), Eq(row_anchor(narrow[i, j], j), N[i, j] * A))


claim.necessary("narrower", "the columns that are left must have been there", at={M: [[1, 0]], N: [[1, 1]], e: [[1, 1]]})
claim.necessary("M mask", "the old row has mass 0", at={M: [[1, -1]], N: [[1, 0]], e: [[1, 1]]}, undefined=0)
claim.necessary("N mask", "a new entry 2 need not be an old one", at={M: [[1, 0]], N: [[1, 2]], e: [[1, 1]]})
claim.necessary("e positive", "what is left has mass 0", at={M: [[1, 1, 1]], N: [[1, 1, 0]], e: [[1, -1, 2]]}, undefined=1)
# "live": in an empty row both sides are 0 · 1/0, and 0 times anything is 0.
