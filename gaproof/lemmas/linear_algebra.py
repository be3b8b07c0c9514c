"""Linear algebra on finite index types of any size, from one induction: orthogonal projections and inverses.

Matrices are fields with two indices.  The free matrices G and H of a theorem stand for all of their shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ..proof import rules
from ..proof.rules import minus, summed
from ..proof.substitution import closed, substitute
from ..proof.syntax import (
    MAYBE_EMPTY,
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Card,
    Delta,
    Eq,
    Exists,
    Formula,
    Implies,
    Inverse,
    Le,
    Plus,
    Sort,
    Symbol,
    Term,
    Times,
    Type,
)  # fmt: skip
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.context import peel
from ..tactics.order import square_zero
from ..tactics.search import discharge, prove
from ..tactics.solve import solved


def _variables(names: str, sort: Sort) -> list[App]:
    return [App(Symbol(name, Type((), sort))) for name in names]


def _field(name: str, *sorts: Sort) -> Symbol:
    return Symbol(name, Type(sorts, REAL))


def _places(name: str, sorts: Sequence[Sort]) -> tuple[App, ...]:
    """One index for each type, called k, k1, k2, …"""
    return tuple(App(Symbol(f"{name}{n or ''}", Type((), sort))) for n, sort in enumerate(sorts))


def _deltas(left: Sequence[App], right: Sequence[App]) -> Term:
    """1 if all the indices agree, else 0."""
    factors = [Delta(a, b) for a, b in zip(left, right, strict=True)]
    return factors[0] if len(factors) == 1 else Times(*factors) if factors else ONE


def _sum(body: Term, *over: App) -> Term:
    return summed(body, tuple(map(f.symbol, over)))


def _exists(variables: tuple[Symbol, ...], body: Formula) -> Formula:
    for v in reversed(variables):
        body = Exists(v.name, v.type, closed(body, v))
    return body


def _solve(goal: Formula, *candidates: f.Use) -> Theorem:
    """∀… left = right, a rational combination of the candidates, which call the bound variables by their hints."""
    variables, _, body = peel(goal)
    left, right = body.children
    return f.gen(solved(left, right, *candidates), *variables)


Sorts = tuple[Sort, ...]


@cache
def inverse_square_norm(*space: Sort) -> Theorem:
    """⊢ ∃s: s·|v|²·v = v and s²·|v|² = s: it is 1/|v|², or 0 for v = 0."""
    k, (s, x), v = _places("k", space), _variables("sx", REAL), _field("v", *space)
    entry, norm = App(v, *k), _sum(Times(App(v, *k), App(v, *k)), *k)
    claim = _exists((f.symbol(s),), And(f.forall(k, Eq(Times(s, norm, entry), entry)), Eq(Times(s, s, norm), s)))

    def at(value: Term, unit: tuple[f.Use, ...], inverse: tuple[f.Use, ...]) -> Theorem:
        same, square = f.linear(Times(value, norm, entry), entry, *unit), f.linear(Times(value, value, norm), value, *inverse)
        return f.exists(f.conj(f.gen(same, *k), square), claim, value)

    vanishes = rules.zero_sum(f.le(ZERO, Times(entry, entry), f.sq(entry)), f.assume(Eq(norm, ZERO)), over=tuple(map(f.symbol, k)))
    zero = f.cut(f.inst(square_zero(), {x: entry}), vanishes)
    one = f.inst(f.linear(Times(x, Inverse(x)), ONE), {x: norm})  # sums over a type that may be empty do not cancel by themselves
    nonzero = at(Inverse(norm), ((one, entry),), ((one, Inverse(norm)),))
    return f.cases(Eq(norm, ZERO), at(ZERO, ((zero, -1),), ()), nonzero)


@cache
def column_projection(rows: Sort, columns: Sort) -> Theorem:
    """⊢ ∃P, W: P = GW, Pᵀ = P, P² = P, PG = G, tr P ≤ |columns|: the orthogonal projection on the span of the columns of G."""
    sorts = Sort("Rows", MAYBE_EMPTY), Sort("Columns", MAYBE_EMPTY)  # proved once, and all other types can stand for these
    return rules.retype(projection(*((sort,) for sort in sorts)), sorts=dict(zip(sorts, (rows, columns), strict=True)))


@cache
def projection(space: Sorts, family: Sorts) -> Theorem:
    """The same for vectors with any number of indices, of which G is a family with any number of indices.

    Induction over the set h of members that P fixes.  The next one g leaves v = g − Pg, and P + s v vᵀ with s = 1/|v|² (0 if v = 0)
    fixes g as well, since Pv = 0 and ⟨v, g⟩ = |v|², and the old ones, which are orthogonal to v.  A family with several indices is
    filled up one index after the other.
    """
    k, l, m, c, i = *(_places(name, space) for name in "klm"), *(_places(name, family) for name in "ci")
    (s,) = _variables("s", REAL)
    G, P, W, v = _field("G", *space, *family), _field("P", *space, *space), _field("W", *family, *space), _field("v", *space)
    h, point = _field("h", *family), _deltas(c, i)

    def spanned(mask: Term, count: Term) -> Formula:
        projected, member = _sum(Times(App(P, *k, *l), App(G, *l, *c)), *l), App(G, *k, *c)
        return And(
            f.forall([*k, *l], Eq(App(P, *k, *l), _sum(Times(App(G, *k, *c), App(W, *c, *l)), *c))),
            f.forall([*k, *l], Eq(App(P, *k, *l), App(P, *l, *k))),
            f.forall([*k, *l], Eq(_sum(Times(App(P, *k, *m), App(P, *m, *l)), *m), App(P, *k, *l))),
            f.forall([*k, *c], Eq(projected, member) if mask == ONE else Eq(Times(mask, projected), Times(mask, member))),
            Le(_sum(App(P, *k, *k), *k), count),
        )

    def statement(mask: Term) -> Formula:
        return _exists((P, W), spanned(mask, _sum(mask, *c)))

    here = App(h, *c)
    in_set = spanned(here, _sum(here, *c))

    def at(mask: Term, projection: Term, coordinates: Term) -> tuple[Formula, tuple[f.Witness, f.Witness]]:
        """What the statement for another set says of a P and a W, and these two."""
        values = ((*k, *l), projection), ((*c, *l), coordinates)
        chosen = dict(zip((P, W), map(f.value, values), strict=True))
        return substitute(in_set, {h: f.value((c, mask)), **chosen}), values

    facts, witnesses = at(ZERO, ZERO, ZERO)
    base = f.exists(prove(facts, []), statement(ZERO), *witnesses)

    *_, known = f.obtain(f.assume(statement(here)), P, W)
    product, symmetric, idempotent, fixed, trace = (f.part(known, n) for n in range(5))
    difference = minus(App(G, *k, *i), _sum(Times(App(P, *k, *l), App(G, *l, *i)), *l))
    residual = f.assume(f.forall(k, Eq(App(v, *k), difference)))
    length, norm = inverse_square_norm(*space), _sum(Times(App(v, *l), App(v, *l)), *l)
    (scale,) = f.obtain(length, s)
    unit, inverse = f.part(scale, 0), f.part(scale, 1)

    killed = _solve(  # Pv = 0
        f.forall(k, Eq(_sum(Times(App(P, *k, *l), App(v, *l)), *l), ZERO)),
        (f.spec(residual, *l), App(P, *k, *l), *l),
        (f.spec(idempotent, *k, *l), App(G, *l, *i), *l),
    )
    itself = _solve(  # ⟨v, g⟩ = |v|²
        Eq(_sum(Times(App(v, *l), App(G, *l, *i)), *l), norm),
        (f.spec(residual, *l), App(v, *l), *l),
        (f.spec(symmetric, *l, *m), Times(App(v, *l), App(G, *m, *i)), *l, *m),
        (f.spec(killed, *m), App(G, *m, *i), *m),
    )
    orthogonal = _solve(  # h_c ⟨v, G_c⟩ = 0
        f.forall(c, Eq(Times(here, _sum(Times(App(v, *l), App(G, *l, *c)), *l)), ZERO)),
        (f.spec(residual, *l), Times(here, App(G, *l, *c)), *l),
        (f.spec(symmetric, *l, *m), Times(here, App(G, *m, *i), App(G, *l, *c)), *l, *m),
        (f.spec(fixed, *m, *c), App(G, *m, *i), *m),
    )

    coordinates = minus(point, _sum(Times(App(W, *c, *m), App(G, *m, *i)), *m))  # of v in the family
    goal, witnesses = at(
        Plus(here, point),
        Plus(App(P, *k, *l), Times(s, App(v, *k), App(v, *l))),
        Plus(App(W, *c, *l), Times(s, coordinates, App(v, *l))),
    )
    goals: tuple[Formula, ...] = goal.children
    added = f.conj(
        _solve(
            goals[0],
            (f.spec(product, *k, *l), 1),
            (f.spec(residual, *k), Times(s, App(v, *l))),
            (f.spec(product, *k, *m), Times(s, App(v, *l), App(G, *m, *i)), *m),
        ),
        _solve(goals[1], (f.spec(symmetric, *k, *l), 1)),
        _solve(
            goals[2],
            (f.spec(idempotent, *k, *l), 1),
            (f.spec(killed, *k), Times(s, App(v, *l))),
            (f.spec(killed, *l), Times(s, App(v, *k))),
            (f.spec(symmetric, *m, *l), Times(s, App(v, *k), App(v, *m)), *m),
            (inverse, Times(App(v, *k), App(v, *l))),
        ),
        _solve(
            goals[3],
            (f.spec(fixed, *k, *c), 1),
            (f.spec(orthogonal, *c), Times(s, App(v, *k))),
            (f.spec(residual, *k), point),
            (itself, Times(s, App(v, *k), point)),
            (f.spec(unit, *k), point),
        ),
        # the trace grows by s|v|², and 1 − s|v|² = (1 − s|v|²)²
        f.le(*goals[4].children, f.add(f.by(trace), f.sq(minus(ONE, Times(s, norm)))), (inverse, Times(MINUS, norm))),
    )
    step = f.release(f.exists(added, statement(Plus(here, point)), *witnesses), length, s)
    step = f.cut(f.inst(step, {v: (k, difference)}), f.gen(f.linear(difference, difference), *k))
    step = f.release(step, f.assume(statement(here)), P, W)

    def filled(mask: Term, depth: int) -> Theorem:
        """S(mask) ⊢ S(mask + the members that agree with the point i in their first ``depth`` indices)."""
        if depth == len(family):
            return f.inst(step, {h: (c, mask)})
        line, row = _deltas(c[:depth], i[:depth]), _field(f"h{depth}", family[depth])
        more = Times(line, App(row, c[depth])) if depth else App(row, c[depth])
        into = Plus(mask, more) if depth else more
        grown = substitute(into, {row: f.value((c[depth], Plus(App(row, c[depth]), Delta(c[depth], i[depth]))))})
        nothing, all_of_it = (substitute(into, {row: f.value((c[depth], t))}) for t in (ZERO, ONE))
        start = f.restate(f.assume(statement(mask)), statement(nothing)) if depth else base
        next_one = f.restate(filled(into, depth + 1), statement(grown))
        every = rules.subset_induct(start, next_one, field=row, index=f.symbol(i[depth]), formula=statement(into))
        every = discharge(f.inst(every, {row: (c[depth], ONE)}), [], frozenset({statement(mask)}))
        return f.restate(every, statement(Plus(mask, line) if depth else all_of_it))

    size = Times(*map(Card, family)) if len(family) > 1 else Card(family[0])
    return f.restate(filled(ZERO, 0), _exists((P, W), spanned(ONE, size)))


@cache
def left_inverse(rows: Sort, columns: Sort) -> Theorem:
    """∀x (Gx = 0 → x = 0) ⊢ ∃W: WG = 1: the columns of G are independent, and G(WG − 1) = PG − G = 0."""
    (k, l), (c, d) = _variables("kl", rows), _variables("cd", columns)
    G, P, W, x = _field("G", rows, columns), _field("P", rows, rows), _field("W", columns, rows), _field("x", columns)
    killed, zero = f.forall([k], Eq(_sum(Times(App(G, k, c), App(x, c)), c), ZERO)), f.forall([c], Eq(App(x, c), ZERO))
    independent = f.assume(f.forall([x], Implies(killed, zero)))
    projection = column_projection(rows, columns)
    *_, known = f.obtain(projection, P, W)
    defect = minus(_sum(Times(App(W, c, l), App(G, l, d)), l), Delta(c, d))
    in_kernel = _solve(
        f.forall([k], Eq(_sum(Times(App(G, k, c), defect), c), ZERO)),
        (f.spec(f.part(known, 0), k, l), App(G, l, d), l),
        (f.spec(f.part(known, 3), k, d), 1),
    )
    vanishes = f.spec(f.mp(f.spec(independent, f.value((c, defect))), in_kernel), c)
    unit = _solve(f.forall([c, d], Eq(_sum(Times(App(W, c, k), App(G, k, d)), k), Delta(c, d))), (vanishes, 1))
    inverse = _exists((W,), unit.conclusion)
    return f.release(f.exists(unit, inverse, W), projection, P, W)


@cache
def two_sided_inverse(sort: Sort) -> Theorem:
    """HG = 1 ⊢ GH = 1 for square matrices.

    Let P = GW be the projection on the columns of G.  Then HP = HGW = W and WG = HPG = HG = 1, so tr P = tr WG is the size r
    and |1 − P|² = r − 2 tr P + tr P² = 0.  Hence P = 1, H = HP = W and GH = GW = P = 1.
    """
    (a, b, c, d), (x,) = _variables("abcd", sort), _variables("x", REAL)
    G, H, P, W = (_field(name, sort, sort) for name in "GHPW")

    def product(A: Symbol, B: Symbol) -> Term:
        return _sum(Times(App(A, a, c), App(B, c, b)), c)

    left = f.assume(f.forall([a, b], Eq(product(H, G), Delta(a, b))))
    existence = column_projection(sort, sort)
    *_, known = f.obtain(existence, P, W)
    spans, symmetric, idempotent, fixed = (f.part(known, n) for n in range(4))

    same = _solve(
        f.forall([a, b], Eq(product(H, P), App(W, a, b))), (f.spec(spans, c, b), App(H, a, c), c), (f.spec(left, a, d), App(W, d, b), d)
    )
    inverse = _solve(
        f.forall([a, b], Eq(product(W, G), Delta(a, b))),
        (f.spec(same, a, d), App(G, d, b), d),
        (f.spec(fixed, c, b), App(H, a, c), c),
        (f.spec(left, a, b), 1),
    )
    gap = minus(Delta(a, b), App(P, a, b))
    distance = _solve(
        Eq(_sum(Times(gap, gap), a, b), ZERO),
        (f.spec(symmetric, a, b), App(P, a, b), a, b),
        (f.spec(idempotent, a, a), 1, a),
        (f.spec(spans, a, a), 1, a),
        (f.spec(inverse, a, a), 1, a),
    )
    square = rules.zero_sum(f.le(ZERO, Times(gap, gap), f.sq(gap)), distance, over=(f.symbol(a), f.symbol(b)))
    whole = f.gen(f.cut(f.inst(square_zero(), {x: gap}), square), a, b)  # 1 − P = 0
    right = _solve(
        f.forall([a, b], Eq(product(G, H), Delta(a, b))),
        (f.spec(whole, d, b), _sum(Times(App(G, a, c), App(H, c, d)), c), d),
        (f.spec(same, c, b), App(G, a, c), c),
        (f.spec(spans, a, b), 1),
        (f.spec(whole, a, b), 1),
    )
    return f.release(right, existence, P, W)
