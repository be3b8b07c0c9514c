"""Rank: products of a matrix have no larger one, and that of an idempotent matrix is its trace.

Rank at most r is a factorisation with r columns.  The trace of an idempotent matrix says from both sides how many columns it needs,
so a rank is bounded below by the trace of an idempotent that it must produce, and columns are counted by traces.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any

from ..proof import rules, syntax
from ..proof.substitution import closed
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import square_zero
from ..tactics.search import discharge
from ..tactics.solve import solved
from ..terms import Eq, Exists, ForAll, Implies, Le, Ne, Rational, Sum, delta, field, index, sizes
from .linear_algebra import column_projection
from .mask import mask_cases


def factorisation(entry: Any, i: Any, j: Any, c: Any, A: Any, B: Any) -> Any:
    """∃A, B: entry_ij = Σ_c A_ic B_jc."""
    return Exists((A, B), ForAll((i, j), Eq(entry, Sum(A[i, c] * B[j, c], c))))


def nowhere(some: Any) -> Theorem:
    """Not ∃x t ≠ 0 ⊢ ∀x t = 0, for the formula ∃x t ≠ 0: where t ≠ 0 there would be such an x."""
    none, t = f.assume(f.otherwise(some)), some.body.left
    zero, there = f.assume(Eq(t, 0)), f.assume(Ne(t, 0))
    clash = f.mp(none, f.exists(there, some, *some.variables))
    return f.gen(f.cases(zero.conclusion, zero, f.absurd(clash, zero.conclusion)), *some.variables)


def for_all_types(make: Callable[..., Theorem]) -> Callable[..., Theorem]:
    """A lemma about index types, proved once for types that may be empty, which all others can stand for."""
    general = [sizes(f"{name}_type", maybe_empty=True) for name in signature(make).parameters]
    proved = cache(lambda: make(*general))

    @cache
    def at(*types: Any) -> Theorem:
        return rules.retype(proved(), sorts={g.sort: t.sort for g, t in zip(general, types, strict=True)})

    at.__doc__ = make.__doc__
    return at


@cache
def compressed(n: Any, m: Any, p: Any, q: Any, r: Any) -> Theorem:
    """Y has r columns ⊢ LYNᵀ has: (LA)(NB)ᵀ.  Y is p × q, and the product n × m."""
    i, j, k, l, c = index("i", n), index("j", m), index("k", p), index("l", q), index("c", r)
    Y, L, N = field("Y", k, l), field("L", i, k), field("N", j, l)
    A, B, A2, B2 = field("A", k, c), field("B", l, c), field("A", i, c), field("B", j, c)
    given = f.assume(factorisation(Y[k, l], k, l, c, A, B))
    *_, known = f.obtain(given, A, B)
    left, right = Sum(L[i, k] * A[k, c], k), Sum(N[j, l] * B[l, c], l)
    product = Sum(L[i, k] * Y[k, l] * N[j, l], k, l)
    equal = f.linear(product, Sum(left * right, c), (f.spec(known, k, l), L[i, k] * N[j, l], k, l))
    found = f.exists(f.gen(equal, i, j), factorisation(product, i, j, c, A2, B2), ((i, c), left), ((j, c), right))
    return f.release(found, given, A, B)


@cache
def equal_rank(n: Any, m: Any, r: Any) -> Theorem:
    """X = Y, Y has r columns ⊢ X has."""
    i, j, c = index("i", n), index("j", m), index("c", r)
    (X, Y), A, B = field("X Y", i, j), field("A", i, c), field("B", j, c)
    given, same = f.assume(factorisation(Y[i, j], i, j, c, A, B)), f.assume(ForAll((i, j), Eq(X[i, j], Y[i, j])))
    *_, known = f.obtain(given, A, B)
    equal = f.linear(X[i, j], Sum(A[i, c] * B[j, c], c), (f.spec(same, i, j), 1), (f.spec(known, i, j), 1))
    return f.release(f.exists(f.gen(equal, i, j), factorisation(X[i, j], i, j, c, A, B), A, B), given, A, B)


def idempotent(E: Any, i: Any, k: Any, l: Any) -> Any:
    """E² = E."""
    return ForAll((i, k), Eq(Sum(E[i, l] * E[l, k], l), E[i, k]))


class _Projection:
    """E² = E and the orthogonal projection P = EW on the columns of E: PE = E, EP = P and tr E = tr P = |P|²."""

    def __init__(self, n: Any) -> None:
        i, k, l = index("i k l", n)
        self.E, self.P, self.W = E, P, W = field("E P W", i, k)
        self.idempotent = f.assume(idempotent(E, i, k, l))
        self.existence = f.inst(column_projection(n.sort, n.sort), {"G": E})
        *_, known = f.obtain(self.existence, P, W)
        self.spans, self.symmetric, self.projects, self.fixed = spans, symmetric, projects, fixed = tuple(
            f.part(known, a) for a in range(4)
        )
        # EP = E²W = EW = P
        kept = solved(
            Sum(E[i, l] * P[l, k], l),
            P[i, k],
            (f.spec(spans, l, k), E[i, l], l),
            (f.spec(spans, i, k), 1),
            (f.spec(self.idempotent, i, l), W[l, k], l),
        )
        # tr E = tr PE = tr EP = tr P = tr P²
        self.trace = solved(Sum(E[i, i], i), Sum(P[i, i], i), (f.spec(fixed, i, i), 1, i), (f.spec(f.gen(kept, i, k), i, i), 1, i))
        self.norm = solved(
            Sum(P[i, i], i), Sum(P[i, k] * P[i, k], i, k), (f.spec(projects, i, i), 1, i), (f.spec(symmetric, i, k), P[i, k], i, k)
        )

    def release(self, th: Theorem) -> Theorem:
        return f.release(th, self.existence, self.P, self.W)


@for_all_types
def idempotent_vanishes(n: Any) -> Theorem:
    """E² = E, tr E ≤ 0 ⊢ ∀i, k E_ik = 0: with the projection P on its columns |P|² = tr E, and E = PE."""
    on, (i, k, l) = _Projection(n), index("i k l", n)
    small = f.assume(Le(Sum(on.E[i, i], i), 0))
    total = f.le(Sum(on.P[i, k] * on.P[i, k], i, k), 0, f.by(small), (on.norm, 1), (on.trace, 1))
    square = on.P[i, k] * on.P[i, k]
    flat = f.cut(
        f.inst(square_zero(), {"x": on.P[i, k]}), rules.zero_sum(f.le(0, square, f.sq(on.P[i, k])), total, over=(f.symbol(i), f.symbol(k)))
    )
    zero = solved(on.E[i, k], 0, (f.spec(on.fixed, i, k), 1), (f.spec(f.gen(flat, i, k), i, l), on.E[l, k], l))
    return on.release(f.gen(zero, i, k))


@for_all_types
def trace_at_most(n: Any, r: Any) -> Theorem:
    """E² = E, E has r columns ⊢ tr E ≤ |r|.

    Let Q be the projection on the columns of the left factor and P that on those of E.  Then QE = E and QP = P, so that
    tr Q − tr E = tr Q − tr P = |Q − P|², and tr Q ≤ |r|.
    """
    on, (i, k, l), c = _Projection(n), index("i k l", n), index("c", r)
    E, P = on.E, on.P
    (A, B), Q, V = field("A B", i, c), field("Q", i, k), field("V", c, k)
    given = f.assume(factorisation(E[i, k], i, k, c, A, B))
    *_, factors = f.obtain(given, A, B)
    existence = f.inst(column_projection(n.sort, r.sort), {"G": A})
    *_, known = f.obtain(existence, Q, V)
    _, symmetric, projects, fixed, count = (f.part(known, a) for a in range(5))
    kept = solved(  # QE = QABᵀ = ABᵀ = E
        Sum(Q[i, l] * E[l, k], l),
        E[i, k],
        (f.spec(factors, l, k), Q[i, l], l),
        (f.spec(factors, i, k), 1),
        (f.spec(fixed, i, c), B[k, c], c),
    )
    kept = f.gen(kept, i, k)
    inside = solved(  # QP = QEW = EW = P
        Sum(Q[i, l] * P[l, k], l),
        P[i, k],
        (f.spec(on.spans, l, k), Q[i, l], l),
        (f.spec(on.spans, i, k), 1),
        (f.spec(kept, i, l), on.W[l, k], l),
    )
    gap = Q[i, k] - P[i, k]
    distance = solved(
        Sum(gap * gap, i, k),
        Sum(Q[i, i], i) - Sum(E[i, i], i),
        (f.spec(symmetric, i, k), Q[i, k], i, k),
        (f.spec(projects, i, i), 1, i),
        (f.spec(symmetric, i, k), P[i, k], i, k),
        (f.spec(on.symmetric, i, k), Q[i, k], i, k),
        (f.spec(f.gen(inside, i, k), i, i), 1, i),
        (on.norm, 1),
        (on.trace, 1),
    )
    th = f.le(Sum(E[i, i], i), r, f.add(f.by(count), f.tot(i, f.tot(k, f.sq(gap)))), (distance, -1))
    return f.release(on.release(f.release(th, existence, Q, V)), given, A, B)


@for_all_types
def idempotent_factored(n: Any, r: Any) -> Theorem:
    """E² = E, g is 0 or 1 in every column, tr E ≤ Σ g ⊢ ∃U, V: E_ik = Σ_c U_ic g_c V_kc.

    Induction over the set g: a set without columns leaves E = 0.  Otherwise E = 0, or some entry ρ = E_ab is not 0, and then
    E − E e_b e_aᵀE/ρ is idempotent of trace tr E − 1; the new column of U is E e_b/ρ, that of V is Eᵀe_a.
    """
    (i, k, l, a, b), (c, d) = index("i k l a b", n), index("c d", r)
    E, (U, V), g = field("E", i, k), field("U V", i, c), field("g", c)

    def factored(E: Any, g: Any) -> Any:
        return Exists((U, V), ForAll((i, k), Eq(E(i, k), Sum(U[i, c] * g(c) * V[k, c], c))))

    def claim(g: Any) -> Any:
        small = Le(Sum(E[i, i], i), Sum(g(c), c))
        return ForAll(E, Implies(idempotent(E, i, k, l), Implies(small, factored(E, g))))

    def nothing(zero: Theorem, g: Any) -> Theorem:
        """The factors are 0, from ∀i, k E_ik = 0."""
        return f.exists(f.gen(f.linear(E[i, k], 0, (f.spec(zero, i, k), 1)), i, k), factored(E, g), ((i, c), 0), ((i, c), 0))

    square = f.assume(idempotent(E, i, k, l))

    def none(c: Any) -> Any:
        return Rational(0)

    few = f.assume(Le(Sum(E[i, i], i), Sum(none(c), c)))
    empty = f.cut(idempotent_vanishes(n), f.restate(few, Le(Sum(E[i, i], i), 0)))
    base = f.gen(f.imply(nothing(empty, none), square, few), E)

    def more(c: Any) -> Any:
        return g[c] + delta(c, d)

    here, new = f.assume(claim(g)), f.assume(Eq(g[d], 0))
    few = f.assume(Le(Sum(E[i, i], i), Sum(more(c), c)))
    some = Exists((a, b), Ne(E[a, b], 0))
    *_, pivot = f.obtain(f.assume(some), a, b)

    def rest(i: Any, k: Any) -> Any:
        return E[i, k] - E[i, b] * E[a, k] / E[a, b]

    at = f.spec(square, i, k), f.spec(square, i, b), f.spec(square, a, k), f.spec(square, a, b)
    again = solved(
        Sum(rest(i, l) * rest(l, k), l),
        rest(i, k),
        (at[0], 1),
        (at[1], E[a, k] / E[a, b]),
        (at[2], E[i, b] / E[a, b]),
        (at[3], E[i, b] * E[a, k] / (E[a, b] * E[a, b])),
    )
    fewer = f.le(Sum(rest(i, i), i), Sum(g[c], c), f.by(few), (at[3], 1 / E[a, b]))
    known = f.mp(f.spec(here, ((i, k), rest(i, k))), f.gen(again, i, k), fewer)
    *_, before = f.obtain(known, U, V)
    left, right = E[i, b] / E[a, b], E[a, k]
    grown = ((i, c), U[i, c] + delta(c, d) * (left - U[i, c])), ((k, c), V[k, c] + delta(c, d) * (right - V[k, c]))
    product = Sum(grown[0][1] * more(c) * grown[1][1], c)
    whole = f.linear(E[i, k], product, (f.spec(before, i, k), 1), (new, U[i, d] * V[k, d] - left * right))
    found = f.exists(f.gen(whole, i, k), factored(E, more), *grown)
    found = discharge(
        f.release(found, known, U, V), [pivot, square, few, here, new], frozenset(x.conclusion for x in (pivot, square, few, here, new))
    )
    found = f.release(found, f.assume(some), a, b)
    either = f.cases(some, found, nothing(nowhere(some), more))
    step = f.gen(f.imply(either, square, few), E)
    th = rules.subset_induct(base, step, field=f.symbol(g), index=f.symbol(d), formula=f.node(claim(g)))
    return f.mp(f.spec(th, E), square, f.assume(Le(Sum(E[i, i], i), Sum(g[c], c))))


@for_all_types
def trace_columns(n: Any, r: Any) -> Theorem:
    """E² = E, tr E ≤ |r| ⊢ E has r columns."""
    (i, k), c = index("i k", n), index("c", r)
    E, (U, V) = field("E", i, k), field("U V", i, c)
    small = f.assume(Le(Sum(E[i, i], i), r))
    th = f.inst(idempotent_factored(n, r), {"g": (c, 1)})
    every = f.gen(f.linear(Rational(1) * Rational(1), 1), c)
    th = f.cut(th, f.restate(small, Le(Sum(E[i, i], i), Sum(Rational(1), c))), every)
    return f.restate(th, factorisation(E[i, k], i, k, c, U, V))


def _fits(r: Any, R: Any, g: Any, total: Theorem, mask: Theorem) -> Theorem:
    """∃U, V: UgVᵀ = 1, from |r| = Σ_d g_d and g·g = g: the identity of r is an idempotent of trace |r|."""
    (c, e, h), d = index("c e h", r), index("d", R)
    U, V = field("U V", c, d)
    th = f.inst(idempotent_factored(r, R), {"E": ((c, e), delta(c, e)), "g": (d, g(d))})
    square = f.gen(f.linear(Sum(delta(c, h) * delta(h, e), h), delta(c, e)), c, e)
    few = f.le(Sum(delta(c, c), c), Sum(g(d), d), f.num(0), (total, -1))
    th = f.cut(th, square, few, f.gen(mask, d))
    return f.restate(th, Exists((U, V), ForAll((c, e), Eq(delta(c, e), Sum(U[c, d] * g(d) * V[e, d], d)))))


@cache
def one_to_spare(r: Any, R: Any) -> Theorem:
    """|R| = |r| + 1 ⊢ ∃a ∃U, V: δ_ce = Σ_d U_cd g_d V_ed with g_d = 1 − δ_da: the columns R hold those of r, and one is left."""
    (a, d), c = index("a d", R), index("c", r)
    size = f.assume(Eq(R, r + 1))
    mask = f.linear((1 - delta(d, a)) * (1 - delta(d, a)), 1 - delta(d, a))
    fits = _fits(r, R, lambda d: 1 - delta(d, a), f.linear(Sum(delta(c, c), c), Sum(1 - delta(d, a), d), (size, -1)), mask)
    one = f.exists(f.linear(delta(a, a), 1), Exists(a, Eq(delta(a, a), 1)), a)
    return f.release(f.exists(fits, _some(a, fits), a), one, a)


@cache
def two_to_spare(r: Any, R: Any) -> Theorem:
    """|R| = |r| + 2 ⊢ ∃a, b (δ_ab = 0 ∧ ∃U, V: δ_ce = Σ_d U_cd g_d V_ed with g_d = 1 − δ_da − δ_db): two columns are left."""
    (a, b, d), c = index("a b d", R), index("c", r)
    size, apart = f.assume(Eq(R, r + 2)), f.assume(Eq(delta(a, b), 0))

    def g(d: Any) -> Any:
        return 1 - delta(d, a) - delta(d, b)

    mask = f.linear(g(d) * g(d), g(d), (apart, 2 * delta(d, a)))
    fits = f.conj(apart, _fits(r, R, g, f.linear(Sum(delta(c, c), c), Sum(g(d), d), (size, -1)), mask))
    found = f.exists(fits, _some(a, fits, b), a, b)
    # if every column were a, there would be one
    some = Exists(b, Eq(delta(a, b), 0))
    same = mask_cases(
        f.linear(delta(a, d) * delta(a, d), delta(a, d)),
        f.assume(Eq(delta(a, d), 1)),
        f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(f.assume(Eq(delta(a, d), 0)), some, d)), Eq(delta(a, d), 1)),
    )
    few = f.lt(0, 0, f.add(f.size(r), f.num(1)), (size, 1), (same, 1, d))
    found = f.cases(some, f.release(found, f.assume(some), b), f.absurd(few, found.conclusion))
    one = f.exists(f.linear(delta(a, a), 1), Exists(a, Eq(delta(a, a), 1)), a)
    return f.release(found, one, a)


def _some(a: Any, th: Theorem, *more: Any) -> Any:
    """∃a, … what a theorem says."""
    formula = th.conclusion
    for v in reversed((a, *more)):
        s = f.symbol(v)
        formula = syntax.Exists(s.name, s.type, closed(formula, s))
    return formula


@for_all_types
def identity_columns(n: Any, r: Any) -> Theorem:
    """n ≤ |r| ⊢ the identity of n has r columns, so every matrix with n rows has."""
    i, k, l = index("i k l", n)
    square = f.gen(f.linear(Sum(delta(i, l) * delta(l, k), l), delta(i, k)), i, k)
    few = f.le(Sum(delta(i, i), i), r, f.by(f.assume(Le(n, r))))
    return f.cut(f.inst(trace_columns(n, r), {"E": ((i, k), delta(i, k))}), square, few)
