"""Mutants of carrier.live_rows that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import ForAll, Lt, Sum

from .live_rows import K, e, enough, i, j


@enough.mutant("constant factor: 2 for 1 in Σ_{j∈m} d[i]·(M[i, j]·e[i, j]) = 1")
def rows_of_any_mass(p):
    factor = 2 / Sum(K[i, j], j)
    twice = p.everywhere(f.linear(Sum(factor * K[i, j], j), 2), i)
    return f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), twice), p.goal, ((i,), factor))


@enough.mutant("swapped symbol: e for M in M[i, j]")
def a_positive_row(p):
    # all entries are positive
    factor = 1 / Sum(e[i, j] * e[i, j], j)
    unit = p.everywhere(f.linear(Sum(factor * e[i, j] * e[i, j], j), 1), i)
    return f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), unit), p.goal, ((i,), factor))
