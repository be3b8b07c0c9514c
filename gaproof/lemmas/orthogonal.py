"""Orthogonal matrices: vectors with the same inner products are turned into each other, and Gram matrices are square roots."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules, syntax
from ..proof.substitution import opened
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import square_zero
from ..tactics.search import discharge, prove
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Rational, Sum, delta, field, index, scalar, sizes
from .linear_algebra import inverse_square_norm, two_sided_inverse

ANY = sizes("n m r", maybe_empty=True)  # what is proved for these holds for all types


def orthonormal_rows(O: Any, c: Any, d: Any, e: Any) -> Any:
    """OOᵀ = 1."""
    return ForAll((c, d), Eq(Sum(O(c, e) * O(d, e), e), delta(c, d)))


def orthogonal(O: Any, c: Any, d: Any, e: Any) -> Any:
    """OOᵀ = OᵀO = 1."""
    return And(orthonormal_rows(O, c, d, e), orthonormal_rows(lambda c, d: O(d, c), c, d, e))


def moved(X: Any, O: Any, Y: Any, i: Any, c: Any, d: Any) -> Any:
    """Y = XO."""
    return ForAll((i, c), Eq(Y[i, c], Sum(X[i, d] * O(d, c), d)))


def turned(n: Any, m: Any, r: Any) -> Theorem:
    """∃O: OOᵀ = 1 and X₂ = XO, XYᵀ = X₂Y₂ᵀ, YYᵀ = Y₂Y₂ᵀ ⊢ ∃O: OOᵀ = 1, X₂ = XO and Y₂ = YO.  All have r columns.

    Induction over the rows of Y: if z = y_tO is not yet y₂, then the reflection that exchanges the two fixes everything that is in place,
    since v = y₂ − z is orthogonal to it.
    """
    return f.retype(_turned(), dict(zip(ANY, (n, m, r), strict=True)))


@cache
def _turned() -> Theorem:
    n, m, r = ANY
    i, (j, t), (c, d, e) = index("i", n), index("j t", m), index("c d e", r)
    (X, X2), (Y, Y2) = field("X X2", i, c), field("Y Y2", j, c)
    O, v, h, s = field("O", c, d), field("v", c), field("h", j), scalar("s")

    def rows(O: Any) -> tuple[Any, Any]:
        return orthonormal_rows(O, c, d, e), moved(X, O, X2, i, c, d)

    def placed(O: Any, h: Any) -> Any:
        return ForAll((j, c), Eq(h(j) * Y2[j, c], h(j) * Sum(Y[j, d] * O(d, c), d)))

    def claim(h: Any) -> Any:
        return Exists(O, And(*rows(O), placed(O, h)))

    first = f.assume(Exists(O, And(*rows(O))))
    cross = f.assume(ForAll((i, j), Eq(Sum(X[i, c] * Y[j, c], c), Sum(X2[i, c] * Y2[j, c], c))))
    gram = f.assume(ForAll((j, t), Eq(Sum(Y[j, c] * Y[t, c], c), Sum(Y2[j, c] * Y2[t, c], c))))
    known = f.obtain(first, O)[0]
    nothing = f.gen(f.linear(Rational(0) * Y2[j, c], Rational(0) * Sum(Y[j, d] * O[d, c], d)), j, c)
    base = f.release(f.exists(f.conj(f.part(known, 0), f.part(known, 1), nothing), claim(lambda j: Rational(0)), O), first, O)

    before = f.assume(claim(h))
    known = f.obtain(before, O)[0]
    unit, same, done = (f.part(known, number) for number in range(3))
    image = Sum(Y[t, d] * O[d, c], d)
    residual = f.assume(ForAll(c, Eq(v[c], Y2[t, c] - image)))
    length, norm = inverse_square_norm(r.sort), Sum(v[c] * v[c], c)
    scale = f.obtain(length, s)[0]
    rescaled, inverse = f.part(scale, 0), f.part(scale, 1)
    at = f.spec(residual, c)
    # |v|² = −2⟨z, v⟩, and v is orthogonal to what is in place
    itself = solved(
        Sum(image * v[c], c),
        -norm / 2,
        (at, image, c),
        (at, v[c], c),
        (at, Y2[t, c] - image, c),
        (f.spec(gram, t, t), 1),
        (f.spec(unit, d, e), Y[t, d] * Y[t, e], d, e),
    )
    to_x = solved(
        Sum(X2[i, c] * v[c], c),
        0,
        (at, X2[i, c], c),
        (f.spec(same, i, c), image, c),
        (f.spec(cross, i, t), 1),
        (f.spec(unit, d, e), X[i, d] * Y[t, e], d, e),
    )
    to_y = solved(
        h[j] * Sum(Y2[j, c] * v[c], c),
        0,
        (at, h[j] * Y2[j, c], c),
        (f.spec(done, j, c), image, c),
        (f.spec(gram, j, t), h[j]),
        (f.spec(unit, d, e), h[j] * Y[j, d] * Y[t, e], d, e),
    )
    turn = Sum(O[d, e] * v[e], e)

    def reflected(d: Any, c: Any) -> Any:
        return O[d, c] - 2 * s * Sum(O[d, e] * v[e], e) * v[c]

    def more(j: Any) -> Any:
        return h[j] + delta(j, t)

    orthonormal, in_place, placed_too = (goal.body for goal in (*rows(reflected), placed(reflected, more)))
    turned_c = Sum(O[c, e] * v[e], e)
    grown = f.conj(
        f.gen(solved(orthonormal.left, orthonormal.right, (f.spec(unit, c, d), 1), (inverse, turned_c * turn)), c, d),
        f.gen(
            solved(in_place.left, in_place.right, (f.spec(same, i, c), 1), (f.spec(same, i, e), s * v[e] * v[c], e), (to_x, s * v[c])), i, c
        ),
        f.gen(
            solved(
                placed_too.left,
                placed_too.right,
                (f.spec(done, j, c), 1),
                (f.spec(done, j, e), s * v[e] * v[c], e),
                (to_y, s * v[c]),
                (at, delta(j, t)),
                (itself, s * v[c] * delta(j, t)),
                (f.spec(rescaled, c), delta(j, t)),
            ),
            j,
            c,
        ),
    )
    step = f.release(f.exists(grown, claim(more), ((d, c), reflected(d, c))), length, s)
    difference = Y2[t, c] - image
    step = f.cut(f.inst(step, {v: (c, difference)}), f.gen(f.linear(difference, difference), c))
    step = f.release(step, before, O)
    every = rules.subset_induct(base, step, field=f.symbol(h), index=f.symbol(t), formula=f.node(claim(h)))
    every = discharge(f.inst(every, {h: (j, 1)}), [], first.hypotheses | cross.hypotheses | gram.hypotheses)
    return f.restate(every, Exists(O, And(*rows(O), moved(Y, O, Y2, j, c, d))))


def same_products(n: Any, m: Any, r: Any) -> Theorem:
    """XXᵀ = X₂X₂ᵀ, XYᵀ = X₂Y₂ᵀ, YYᵀ = Y₂Y₂ᵀ ⊢ ∃O: OOᵀ = OᵀO = 1, X₂ = XO and Y₂ = YO: turn X first, starting from nothing."""
    return f.retype(_same_products(), dict(zip(ANY, (n, m, r), strict=True)))


@cache
def _same_products() -> Theorem:
    n, m, r = ANY
    i, j, (c, d, e) = index("i", n), index("j", m), index("c d e", r)
    (X, X2), (Y, Y2), O = field("X X2", i, c), field("Y Y2", j, c), field("O", c, d)
    of_x = f.inst(turned(n, n, r), {"X": ((i, c), 0), "X2": ((i, c), 0), "Y": X, "Y2": X2})
    for h in sorted(of_x.hypotheses):
        if type(h) is syntax.Exists:
            of_x = f.cut(of_x, f.exists(prove(opened(h, f.value(((c, d), delta(c, d)))), []), h, ((c, d), delta(c, d))))
    of_x = discharge(of_x, [], frozenset(h for h in of_x.hypotheses if h.free))
    turn = f.obtain(of_x, O)[0]
    unit, same = f.part(turn, 0), f.part(turn, 2)
    both = turned(n, m, r)
    start = next(h for h in both.hypotheses if type(h) is syntax.Exists)
    both = f.cut(both, f.release(f.exists(f.conj(unit, same), start, O), of_x, O))
    turn = f.obtain(both, O)[0]
    lemma = f.inst(two_sided_inverse(r.sort), {"H": O, "G": ((c, d), O[d, c])})
    columns = f.cut(lemma, f.restate(f.part(turn, 0), min(lemma.hypotheses)))
    wanted = Exists(O, And(orthogonal(O, c, d, e), moved(X, O, X2, i, c, d), moved(Y, O, Y2, j, c, d)))
    found = f.conj(f.conj(f.part(turn, 0), columns), f.part(turn, 1), f.part(turn, 2))
    return f.release(f.exists(found, wanted, O), both, O)


def gram_root(n: Any, p: Any, q: Any) -> Theorem:
    """(FFᵀ)² = (GGᵀ)² ⊢ FFᵀ = GGᵀ, for F of p and G of q columns.

    With X = FFᵀ, Y = GGᵀ and D = X − Y: |FᵀD|² + |GᵀD|² = tr D(X + Y)D = tr D(D(X + Y)) = tr D(XY − YX) = 0.  So FᵀD = 0 and GᵀD = 0,
    and hence D² = XD − YD = 0.
    """
    return f.retype(_gram_root(), dict(zip(ANY, (n, p, q), strict=True)))


@cache
def _gram_root() -> Theorem:
    n, p, q = ANY
    (i, j, k), c, d = index("i j k", n), index("c", p), index("d", q)
    F, G, x = field("F", i, c), field("G", i, d), scalar("x")

    def gram(F: Any, c: Any) -> Any:
        return lambda i, j: Sum(F[i, c] * F[j, c], c)

    X, Y = gram(F, c), gram(G, d)

    def D(i: Any, j: Any) -> Any:
        return X(i, j) - Y(i, j)

    squares = f.assume(ForAll((i, j), Eq(Sum(X(i, k) * X(k, j), k), Sum(Y(i, k) * Y(k, j), k))))
    at_f, at_g = Sum(F[i, c] * D(i, j), i), Sum(G[i, d] * D(i, j), i)
    total = Sum(at_f * at_f, c, j) + Sum(at_g * at_g, d, j)
    # D(X + Y) = XY − YX where X² = Y², and the trace of D(XY − YX) is 0
    none = solved(total, 0, (f.spec(squares, i, j), X(i, j), i, j), (f.spec(squares, i, j), Y(i, j), i, j))

    def vanishes(t: Any, over: tuple[Any, Any], others: f.Witness) -> Theorem:
        """t = 0, a term of one of the two sums of squares."""
        below = f.le(Sum(t * t, *over), 0, others, (none, -1))
        return f.cut(f.inst(square_zero(), {x: t}), f.zero_sum(f.le(0, t * t, f.sq(t)), below, *over))

    no_f = vanishes(at_f, (c, j), f.tot(d, f.tot(j, f.sq(at_g))))
    no_g = vanishes(at_g, (d, j), f.tot(c, f.tot(j, f.sq(at_f))))
    square = solved(Sum(D(i, j) * D(i, j), i, j), 0, (no_f, F[j, c], c, j), (no_g, G[j, d], d, j))
    gap = f.cut(
        f.inst(square_zero(), {x: D(i, j)}),
        f.zero_sum(f.le(0, D(i, j) * D(i, j), f.sq(D(i, j))), square, i, j),
    )
    return f.gen(f.linear(X(i, j), Y(i, j), (gap, 1)), i, j)
