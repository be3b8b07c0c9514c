"""Lemmas on order: squares, exponentials, sums of terms that are not negative."""

from __future__ import annotations

from functools import cache

from ..proof import rules
from ..proof.axioms import STANDARD
from ..proof.substitution import closed
from ..proof.syntax import (
    MINUS,
    ONE,
    REAL,
    ZERO,
    App,
    Delta,
    Eq,
    Exists,
    ForAll,
    Inverse,
    Le,
    Lt,
    Ne,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from . import forward as f

_x, _y = (Symbol(n, Type((), REAL)) for n in "xy")
X, Y = App(_x), App(_y)


@cache
def exp_tangent() -> Theorem:
    """⊢ 1 + t ≤ exp t (an axiom)."""
    return rules.axiom(name="exp_tangent", formula=STANDARD["exp_tangent"].formula)


@cache
def square_zero() -> Theorem:
    """x·x = 0 ⊢ x = 0."""
    square = f.assume(Eq(Times(X, X), ZERO))
    return f.cases(Eq(X, ZERO), f.assume(Eq(X, ZERO)), f.linear(X, ZERO, (square, Inverse(X))))


@cache
def positive_if_nonzero() -> Theorem:
    """0 ≤ x, x ≠ 0 ⊢ 0 < x."""
    zero = rules.antisymmetry(f.assume(Le(X, ZERO)), f.assume(Le(ZERO, X)))
    z = Symbol("z", Type((), REAL))
    moved = f.rewrite(zero, f.assume(Ne(X, ZERO)), z, Ne(App(z), ZERO))
    return f.cases(Le(X, ZERO), f.absurd(moved, Lt(ZERO, X)), f.assume(Lt(ZERO, X)))


@cache
def positive_sum(sort: Sort) -> Theorem:
    """∀j 0 ≤ w_j, ∃j 0 < w_j ⊢ 0 < Σ_j w_j: the term at the live key plus the others, (1 − δ)² w."""
    j, live = Symbol("j", Type((), sort)), Symbol("live", Type((), sort))
    w = Symbol("w", Type((sort,), REAL))

    def at(k: Symbol) -> Term:
        return App(w, App(k))

    sign = f.spec(f.assume(ForAll("j", j.type, closed(Le(ZERO, at(j)), j))), App(j))
    one = f.assume(Lt(ZERO, at(live)))
    others = f.tot(j, f.mul(f.sq(Plus(ONE, Times(MINUS, Delta(App(j), App(live))))), f.by(sign)))
    total = f.lt(ZERO, Sum("j", j.type, closed(at(j), j)), f.add(f.by(one), others))
    alive = f.assume(Exists("j", j.type, closed(Lt(ZERO, at(j)), j)))
    return rules.obtain(alive, total, symbol=live)
