"""The rank of a sum is at most the sum of the ranks, and a matrix with a minor of two rows has rank at least two."""

from __future__ import annotations

from typing import Any

from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.solve import solved
from ..terms import Le, Sum, delta, field, index
from .linear_algebra import column_projection
from .rank import factorisation, for_all_types, trace_at_most, trace_columns


@for_all_types
def sum_columns(n: Any, m: Any, r: Any, s: Any, R: Any) -> Theorem:
    """X has r columns, Y has s columns, |r| + |s| ≤ |R| ⊢ X + Y has R columns.

    X = ABᵀ and Y = CDᵀ.  Let P be the projection on the columns of A and P₂ that on those of (1 − P)C.  Then PP₂ = 0 = P₂P, so
    that E = P + P₂ is idempotent of trace at most |r| + |s|; EA = A and EC = C, and so X + Y = E(X + Y).
    """
    (i, k, l), j = index("i k l", n), index("j", m)
    c, d, e = index("c", r), index("d", s), index("e", R)
    (X, Y), A, B, C, D = field("X Y", i, j), field("A", i, c), field("B", j, c), field("C", i, d), field("D", j, d)
    P, W, P2, W2 = field("P", i, k), field("W", c, k), field("P2", i, k), field("W2", d, k)
    U, V, A2, B2 = field("U", i, e), field("V", k, e), field("A", i, e), field("B", j, e)
    first, second = f.assume(factorisation(X[i, j], i, j, c, A, B)), f.assume(factorisation(Y[i, j], i, j, d, C, D))
    *_, x = f.obtain(first, A, B)
    *_, y = f.obtain(second, C, D)
    on_a = f.inst(column_projection(n.sort, r.sort), {"G": A})
    *_, known = f.obtain(on_a, P, W)
    _, symmetric, projects, fixed, count = (f.part(known, number) for number in range(5))
    outside = C[i, d] - Sum(P[i, k] * C[k, d], k)
    on_rest = f.inst(column_projection(n.sort, s.sort), {"G": ((i, d), outside)})
    *_, known2 = f.obtain(on_rest, P2, W2)
    spans2, symmetric2, projects2, fixed2, count2 = (f.part(known2, number) for number in range(5))

    # PP₂ = P(1 − P)CW₂ = 0, and P₂P is its transpose
    apart = solved(
        Sum(P[i, l] * P2[l, k], l),
        0,
        (f.spec(spans2, l, k), P[i, l], l),
        (f.spec(projects, i, l), Sum(C[l, d] * W2[d, k], d), l),
    )
    apart = f.gen(apart, i, k)
    apart2 = solved(
        Sum(P2[i, l] * P[l, k], l),
        0,
        (f.spec(symmetric2, i, l), P[l, k], l),
        (f.spec(symmetric, l, k), P2[l, i], l),
        (f.spec(apart, k, i), 1),
    )
    apart2 = f.gen(apart2, i, k)
    E = P[i, k] + P2[i, k]
    again = solved(
        Sum((P[i, l] + P2[i, l]) * (P[l, k] + P2[l, k]), l),
        E,
        *((th, 1) for th in (f.spec(projects, i, k), f.spec(projects2, i, k), f.spec(apart, i, k), f.spec(apart2, i, k))),
    )
    few = f.assume(Le(r + s, R))
    trace = f.le(Sum(P[i, i] + P2[i, i], i), R, f.add(f.by(count), f.by(count2), f.by(few)))
    columns = f.cut(f.inst(trace_columns(n, R), {"E": ((i, k), E)}), f.gen(again, i, k), trace)
    *_, product = f.obtain(columns, U, V)

    keeps_a = solved(
        Sum(E * A[k, c], k), A[i, c], (f.spec(fixed, i, c), 1), (f.spec(fixed, k, c), P2[i, k], k), (f.spec(apart2, i, l), A[l, c], l)
    )
    keeps_c = solved(Sum(E * C[k, d], k), C[i, d], (f.spec(fixed2, i, d), 1), (f.spec(apart2, i, l), C[l, d], l))
    whole = X[i, j] + Y[i, j]
    right = Sum(V[k, e] * (X[k, j] + Y[k, j]), k)
    equal = solved(
        whole,
        Sum(U[i, e] * right, e),
        (f.spec(x, i, j), 1),
        (f.spec(y, i, j), 1),
        (keeps_a, B[j, c], c),
        (keeps_c, D[j, d], d),
        (f.spec(x, k, j), E, k),
        (f.spec(y, k, j), E, k),
        (f.spec(product, i, k), X[k, j] + Y[k, j], k),
    )
    found = f.exists(f.gen(equal, i, j), factorisation(whole, i, j, e, A2, B2), U, ((j, e), right))
    found = f.release(f.release(f.release(found, columns, U, V), on_rest, P2, W2), on_a, P, W)
    return f.release(f.release(found, second, C, D), first, A, B)


@for_all_types
def minor_of_two(n: Any, m: Any, r: Any) -> Theorem:
    """X has r columns, the minor of the rows p, q and the columns u, v is not 0 ⊢ 2 ≤ |r|.

    X = ABᵀ.  With A′ the rows p, q of A and B′ the rows u, v of B the minor is that of A′B′ᵀ, and F = B′ᵀ(A′B′ᵀ)⁻¹A′ is idempotent of
    trace 2; it has r rows and columns.
    """
    (p, q, i), (u, v, j), (c, d, e) = index("p q i", n), index("u v j", m), index("c d e", r)
    X, A, B, (D, H) = field("X", i, j), field("A", i, c), field("B", j, c), field("D H", c, d)
    given = f.assume(factorisation(X[i, j], i, j, c, A, B))
    *_, known = f.obtain(given, A, B)
    minor = X[p, u] * X[q, v] - X[p, v] * X[q, u]

    def F(c: Any, d: Any) -> Any:
        first, second = X[q, v] * A[p, d] - X[p, v] * A[q, d], X[p, u] * A[q, d] - X[q, u] * A[p, d]
        return (B[u, c] * first + B[v, c] * second) / minor

    at = {(row, column): f.spec(known, row, column) for row in (p, q) for column in (u, v)}
    cofactor = {(p, u): X[q, v], (q, v): X[p, u], (p, v): -X[q, u], (q, u): -X[p, v]}
    trace = f.linear(Sum(F(c, c), c), 2, *((at[k], -cofactor[k] / minor) for k in at))
    left = {u: {p: X[q, v], q: -X[p, v]}, v: {p: -X[q, u], q: X[p, u]}}  # B′ᵀ(A′B′ᵀ)⁻¹A′ is Σ B_uc left[u][p] A_pd/minor
    uses = [
        (at[p2, u2], -B[u1, c] * left[u1][p2] * left[u2][p1] * A[p1, d] / minor / minor)
        for u1 in (u, v)
        for p2 in (p, q)
        for u2 in (u, v)
        for p1 in (p, q)
    ]
    again = f.gen(f.linear(Sum(F(c, e) * F(e, d), e), F(c, d), *uses), c, d)
    whole = f.gen(f.linear(F(c, d), Sum(F(c, e) * delta(d, e), e)), c, d)
    columns = f.exists(whole, factorisation(F(c, d), c, d, e, D, H), ((c, e), F(c, e)), ((d, e), delta(d, e)))
    few = f.cut(f.inst(trace_at_most(r, r), {"E": ((c, d), F(c, d))}), again, columns)
    return f.release(f.le(2, r, f.by(few), (trace, 1)), given, A, B)
