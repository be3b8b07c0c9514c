"""Mutants of interaction.chart_exists that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Sum, delta, index
from theorems.interaction.decomposition import S, i, interaction, j, k, m, n

from .chart_exists import K, P, Q, W, c, claim, dimensional, h, key, of_rank, query, r

o = index("o", n)


@dimensional.mutant("swapped index: i for i_ in S[i_, j_] (place 2)")
def centred_once_more(p):
    # with another row field taken off, S has the same interaction
    given = f.assume(p.goal.children[0].children[0])
    *_, known = f.obtain(given, Q, K)
    there, back = (f.part(p.use(claim, "dimension"), number) for number in range(2))
    at = f.spec(known, i, j)
    equal = solved(interaction(S, i, j), Sum(query * key, c), (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    low = f.release(f.exists(f.gen(equal, i, j), of_rank, ((i, c), query), ((j, c), key)), given, Q, K)
    return f.conj(f.imply(f.mp(there, low), given), back)


@dimensional.mutant("off-by-one range: all but one of Σ_{i∈n} P[i, i]")
def no_entry_is_negative(p):
    # P_oo = Σ_h P_oh²
    there, back = (f.part(p.use(claim, "dimension"), number) for number in range(2))
    low = f.assume(of_rank)
    existence = f.mp(there, low)
    *_, made = f.obtain(existence, P, W)
    spans, symmetric, fixed, trace = (f.part(made, number) for number in range(4))
    square = (f.spec(spans, h, k), P[i, h], h), (f.spec(spans, i, k), 1), (f.spec(fixed, i, j), W[j, k], j)
    square = f.inst(solved(Sum(P[i, h] * P[h, k], h), P[i, k], *square), {i: o, k: o})
    mirrored = f.linear(P[o, o], Sum(P[o, h] ** 2, h), (square, -1), (f.spec(symmetric, h, o), P[o, h], h))
    fewer = f.le(Sum((1 - delta(i, o)) * P[i, i], i), r, f.add(f.by(trace), f.tot(h, f.sq(P[o, h]))), (mirrored, 1))
    found = f.exists(f.conj(spans, symmetric, fixed, fewer), p.goal.children[0].children[1], P, W)
    return f.conj(f.imply(f.release(found, existence, P, W), low), back)
