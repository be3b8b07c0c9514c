"""Mutants of probe.row_gauge_only that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, Sum
from gaproof.theory import row_anchor

from .row_gauge_only import K, M, a, claim, column, e, free, i, j, moved, one_at_the_key, r

# What counts is not at the key, so that it does not matter what is there.
free.mutant("sign: the 1st term of δ(j, key(i)) + (1 - δ(j, key(i)))·r[i, j] (place 2)")(partial(one_at_the_key, slope=-1 - r[i, j]))
free.mutant("constant factor: -2 for -1 in -δ(j, key(i)) (place 3)")(partial(one_at_the_key, slope=1 - 2 * r[i, j]))


@column.mutant("strictness: M[i, j]·a[i, j]·e[j]/(Σ_{j′∈m} … ]/(Σ_{j′∈m} M[i, j′]·a[i, j′])")
def shares_of_one(p):  # both rows sum to 1, so that no share is less
    less, on, off = f.assume(p.goal.children[0].children[0]), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    share = row_anchor(K[i, j], over=j)
    low = f.le(0, share - moved, f.by(f.mp(f.spec(less, i, j), on)))
    none = f.le(0, share - moved, f.num(0), (off, a[i, j] * (1 / Sum(K[i, j], j) - e[j] / Sum(K[i, j] * e[j], j))))
    gap = f.zero_sum(mask_cases(f.spec(p["M mask"], i, j), low, none), f.linear(Sum(share - moved, j), 0), j)
    equal = p.clear(f.linear(moved, share, (gap, -1)), f.exists(on, Exists(j, Eq(M[i, j], 1)), j), on, less)
    forward, back = (f.part(p.use(claim, "column field"), side) for side in (0, 1))
    return f.conj(f.imply(f.mp(forward, f.gen(f.imply(equal, on), i, j)), less), back)
