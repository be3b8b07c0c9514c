"""Dot-product charts with r columns are the score fields of interaction rank at most r.

The interaction S̃ has rank at most r, a factorisation S̃ = QKᵀ with r columns, exactly if S itself is a chart with r columns plus a row
field and a column field: S is its effects plus any chart of S̃, and a chart of S, once its queries and keys are centred, is one of S̃.
So "scores are dot products of r-dimensional queries and keys, and what depends on the row or the column alone is free" and "the
interaction has rank at most r" are one hypothesis.  Rank in the sense of dimension is the same: S̃ has such a chart exactly if the
orthogonal projection on the span of its columns has trace at most r.
Source: Geometric Attention (arXiv 2601.11618), section 4; Horn and Johnson (2013), Matrix Analysis, 0.4.6.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.linear_algebra import column_projection
from gaproof.lemmas.rank import trace_at_most, trace_columns
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Le, Lt, Sum, field, index, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.decomposition import S, column_effect, grand_mean, i, interaction, j, k, l, m, n, row_effect

r = sizes("r", maybe_empty=True)
c, h = index("c", r), index("h", n)
Q, K, (A, B) = field("Q", i, c), field("K", j, c), field("A B", i, c)
a, b, P, W = field("a", i), field("b", j), field("P", i, k), field("W", j, k)
chart = Sum(Q[i, c] * K[j, c], c)
of_rank = rank_at_most(interaction(S, i, j), i, j, c, Q, K)
plus_unary = ForAll((i, j), Eq(S[i, j], a[i] + b[j] + chart))
row_field, column_field = grand_mean(S) + row_effect(S, i), column_effect(S, j)
query, key = Q[i, c] - Sum(Q[k, c], k) / n, K[j, c] - Sum(K[l, c], l) / m  # with mean 0
projection = (  # P = S̃W, P = Pᵀ and PS̃ = S̃
    ForAll((i, k), Eq(P[i, k], Sum(interaction(S, i, j) * W[j, k], j))),
    ForAll((i, k), Eq(P[i, k], P[k, i])),
    ForAll((i, j), Eq(Sum(P[i, k] * interaction(S, k, j), k), interaction(S, i, j))),
)
dimension = Exists((P, W), And(*projection, Le(Sum(P[i, i], i), r)))

claim = Claim("interaction.chart_exists", source="Geometric Attention, section 4; Horn and Johnson (2013), 0.4.6")
claim.where(S_tilde=interaction(S, i, j))
fields = claim.part(
    "chart plus fields",
    given={"chart": ForAll((i, j), Eq(interaction(S, i, j), chart))},
    shows=ForAll((i, j), Eq(S[i, j], row_field + column_field + chart)),
)
centred = claim.part(
    "centred chart",
    given={"chart plus fields": plus_unary},
    shows=And(
        ForAll((i, j), Eq(interaction(S, i, j), Sum(query * key, c))),
        ForAll(c, Eq(Sum(query, i), 0)),
        ForAll(c, Eq(Sum(key, j), 0)),
    ),
)
dimensional = claim.part("dimension", shows=Iff(of_rank, dimension))

A2, B2, p2, q2 = field("A2", i, c), field("B2", j, c), field("p", i), field("q", j)
fields.drawn(
    {
        S: ((i, j), p2[i] + q2[j] + Sum(A2[i, c] * B2[j, c], c)),
        Q: ((i, c), A2[i, c] - Sum(A2[k, c], k) / n),
        K: ((j, c), B2[j, c] - Sum(B2[l, c], l) / m),
    }
)


@fields.proof
def the_effects_are_the_fields(p):
    return p.solve((f.spec(p["chart"], i, j), 1))


@centred.proof
def centre_the_factors(p):
    at = f.spec(p["chart plus fields"], i, j)
    product = Sum(query * key, c)
    equal = solved(interaction(S, i, j), product, (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    return f.conj(f.gen(equal, i, j), *(f.gen(f.linear(Sum(x, over), 0), c) for x, over in ((query, i), (key, j))))


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


@fields.near_miss("without the row field: n = 2, m = 1, S = (0, 1) has no interaction and is no column field")
def column_field_only():
    return fields.given, ForAll((i, j), Eq(S[i, j], column_effect(S, j) + chart))


@centred.near_miss("the factors as they are do not have the interaction: n = m = 1, Q = K = 1")
def not_centred():
    return centred.given, ForAll((i, j), Eq(interaction(S, i, j), chart))


fields.necessary("chart", "any other chart", at={S: [[0]], Q: [[1]], K: [[1]]})
centred.necessary("chart plus fields", "any other chart", at={S: [[0, 0], [0, 0]], a: [0, 0], b: [0, 0], Q: [[0], [1]], K: [[0], [1]]})


@dimensional.near_miss("the dimension may be r: S̃ of rank 1", at=rank_one)
def less_than_r():
    return Iff(of_rank, Exists((P, W), And(*projection, Lt(Sum(P[i, i], i), r))))
