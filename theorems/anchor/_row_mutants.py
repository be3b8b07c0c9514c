"""Mutants of anchor.row that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Lt, Ne, Sum

from .row import K, constant, d, i, j


@constant.mutant("direction: 0 < d[i]")  # a negative factor cancels as well
def a_negative_factor(p):
    total, below, row = Sum(d[i] * K[i, j], j), f.spec(f.assume(ForAll(i, Lt(d[i], 0))), i), p.auto(Lt(0, Sum(K[i, j], j)))
    zero = f.assume(Eq(total, 0))
    none = f.lt(0, 0, f.mul(f.by(below), f.by(row)), (zero, 1))
    return p.clear(p.identity(), f.cases(zero.conclusion, f.absurd(none, Ne(total, 0)), f.assume(Ne(total, 0))))
