"""Dot-product charts with r columns are the score fields of interaction rank at most r.

The interaction S̃ has rank at most r, a factorisation S̃ = QKᵀ with r columns, exactly if S itself is a chart with r columns plus a row
field and a column field, and then Q and K can be chosen centred.  So "scores are dot products of r-dimensional queries and keys, and
what depends on the row or the column alone is free" and "the interaction has rank at most r" are one hypothesis.  Rank in the sense of
dimension is the same: S̃ has such a chart exactly if the orthogonal projection on the span of its columns has trace at most r.
Source: Geometric Attention (arXiv 2601.11618), section 4; Horn and Johnson (2013), Matrix Analysis, 0.4.6.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.linear_algebra import column_projection
from gaproof.lemmas.rank import trace_at_most, trace_columns
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Sum, field, index, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.decomposition import S, column_effect, grand_mean, i, interaction, j, k, l, m, n, row_effect

r = sizes("r", maybe_empty=True)
c, h = index("c", r), index("h", n)
Q, K, (A, B) = field("Q", i, c), field("K", j, c), field("A B", i, c)
a, b, P, W = field("a", i), field("b", j), field("P", i, k), field("W", j, k)
chart = Sum(Q[i, c] * K[j, c], c)
of_rank = rank_at_most(interaction(S, i, j), i, j, c, Q, K)
plus_unary = Exists((a, b, Q, K), ForAll((i, j), Eq(S[i, j], a[i] + b[j] + chart)))
centred = And(ForAll(c, Eq(Sum(Q[i, c], i), 0)), ForAll(c, Eq(Sum(K[j, c], j), 0)), ForAll((i, j), Eq(interaction(S, i, j), chart)))
projection = (  # P = S̃W, P = Pᵀ and PS̃ = S̃
    ForAll((i, k), Eq(P[i, k], Sum(interaction(S, i, j) * W[j, k], j))),
    ForAll((i, k), Eq(P[i, k], P[k, i])),
    ForAll((i, j), Eq(Sum(P[i, k] * interaction(S, k, j), k), interaction(S, i, j))),
)
dimension = Exists((P, W), And(*projection, Le(Sum(P[i, i], i), r)))

claim = Claim("interaction.chart_exists", source="Geometric Attention, section 4; Horn and Johnson (2013), 0.4.6")
charts = claim.part("charts", shows=Iff(of_rank, plus_unary))
balanced = claim.part("centred chart", shows=Implies(of_rank, Exists((Q, K), centred)))
dimensional = claim.part("dimension", shows=Iff(of_rank, dimension))


@charts.proof
def centre_the_factors(p):
    low, split = f.assume(of_rank), f.assume(plus_unary)
    *_, known = f.obtain(low, Q, K)
    rows, columns = grand_mean(S) + row_effect(S, i), column_effect(S, j)
    whole = f.gen(solved(S[i, j], rows + columns + chart, (f.spec(known, i, j), 1)), i, j)
    there = f.release(f.exists(whole, plus_unary, (i, rows), (j, columns), Q, K), low, Q, K)
    *_, known = f.obtain(split, a, b, Q, K)
    q, key = Q[i, c] - Sum(Q[i, c], i) / n, K[j, c] - Sum(K[j, c], j) / m
    at = f.spec(known, i, j)
    equal = solved(interaction(S, i, j), Sum(q * key, c), (at, 1), (at, 1, i), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    back = f.release(f.exists(f.gen(equal, i, j), of_rank, ((i, c), q), ((j, c), key)), split, a, b, Q, K)
    return f.conj(f.imply(there, low), f.imply(back, split))


@balanced.proof
def the_factors_of_a_centred_field(p):
    low = f.assume(of_rank)
    *_, known = f.obtain(low, Q, K)
    q, key = Q[i, c] - Sum(Q[k, c], k) / n, K[j, c] - Sum(K[l, c], l) / m
    at = f.spec(known, i, j)
    equal = solved(interaction(S, i, j), Sum(q * key, c), (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    zeros = f.gen(f.linear(Sum(q, i), 0), c), f.gen(f.linear(Sum(key, j), 0), c)
    found = f.exists(f.conj(*zeros, f.gen(equal, i, j)), p.goal.children[1], ((i, c), q), ((j, c), key))
    return f.imply(f.release(found, low, Q, K), low)


@dimensional.proof
def trace_of_the_projection(p):
    low, small = f.assume(of_rank), f.assume(dimension)
    existence = f.inst(column_projection(n.sort, m.sort), {"G": ((i, j), interaction(S, i, j))})
    *_, made = f.obtain(existence, P, W)
    spans, symmetric, projects, fixed = (f.part(made, number) for number in range(4))
    *_, known = f.obtain(low, Q, K)
    back = Sum(K[j, c] * W[j, k], j)  # P = S̃W = Q(KᵀW) has r columns
    product = f.linear(P[i, k], Sum(Q[i, c] * back, c), (f.spec(spans, i, k), 1), (f.spec(known, i, j), W[j, k], j))
    columns = f.exists(f.gen(product, i, k), rank_at_most(P[i, k], i, k, c, A, B), Q, ((k, c), back))
    trace = f.cut(f.inst(trace_at_most(n, r), {"E": P}), projects, columns)
    there = f.release(f.exists(f.conj(spans, symmetric, fixed, trace), dimension, P, W), existence, P, W)
    there = f.imply(f.release(there, low, Q, K), low)

    *_, given = f.obtain(small, P, W)
    spans, symmetric, fixed, trace = (f.part(given, number) for number in range(4))
    again = (f.spec(spans, h, k), P[i, h], h), (f.spec(spans, i, k), 1), (f.spec(fixed, i, j), W[j, k], j)  # PP = PS̃W = P
    again = solved(Sum(P[i, h] * P[h, k], h), P[i, k], *again)
    columns = f.cut(f.inst(trace_columns(n, r), {"E": P}), f.gen(again, i, k), trace)
    *_, product = f.obtain(columns, A, B)  # S̃ = PS̃ = A(BᵀS̃)
    key = Sum(B[k, c] * interaction(S, k, j), k)
    T = interaction(S, i, j)
    equal = solved(T, Sum(A[i, c] * key, c), (f.spec(fixed, i, j), 1), (f.spec(product, i, k), interaction(S, k, j), k))
    back = f.release(f.exists(f.gen(equal, i, j), of_rank, A, ((j, c), key)), columns, A, B)
    return f.conj(there, f.imply(f.release(back, small, P, W), small))


quarter = Fraction(1, 4)
rank_one = {S: [[1, 0], [0, 0]], r: 1, Q: [[1], [-1]], K: [[quarter], [-quarter]]}


@charts.near_miss("without the row field: n = 2, m = 1, S = (0, 1) has no interaction and is no column field", at={S: [[0], [1]], r: 0})
def column_field_only():
    return Iff(of_rank, Exists((b, Q, K), ForAll((i, j), Eq(S[i, j], b[j] + chart))))


@balanced.near_miss("S itself has no centred factors: n = m = 1, S = 1", at={S: [[1]], r: 1, Q: [[1]], K: [[1]]})
def not_centred():
    own_rank = rank_at_most(S[i, j], i, j, c, Q, K)
    own_chart = And(*centred.args[:2], ForAll((i, j), Eq(S[i, j], chart)))
    return Implies(own_rank, Exists((Q, K), own_chart))


@dimensional.near_miss("the dimension may be r: S̃ of rank 1", at=rank_one)
def less_than_r():
    return Iff(of_rank, Exists((P, W), And(*projection, Lt(Sum(P[i, i], i), r))))
