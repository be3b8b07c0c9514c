"""Lemmas on the logarithm."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import MINUS, REAL, ZERO, App, Eq, Exp, Inverse, Le, Log, Lt, Plus, Symbol, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent
from ..tactics.search import discharge

_x, _y, _u = (Symbol(n, Type((), REAL)) for n in "xyu")
X, Y, U = App(_x), App(_y), App(_u)


@cache
def log_product() -> Theorem:
    """0 < x, 0 < y ⊢ log(x·y) = log x + log y: write x and y as exponentials."""
    exponents = f.linear(Log(Times(Exp(X), Exp(Y))), Plus(X, Y))
    th = f.inst(exponents, {_x: Log(X), _y: Log(Y)})
    th = f.restate(th, Eq(Log(Times(X, Y)), Plus(Log(X), Log(Y))))
    positive = [f.assume(Lt(ZERO, X)), f.assume(Lt(ZERO, Y))]
    return discharge(th, positive, frozenset(p.conclusion for p in positive))


@cache
def log_quotient() -> Theorem:
    """0 < x, 0 < y ⊢ log(x/y) = log x − log y."""
    exponents = f.linear(Log(Times(Exp(X), Inverse(Exp(Y)))), Plus(X, Times(MINUS, Y)))
    th = f.inst(exponents, {_x: Log(X), _y: Log(Y)})
    th = f.restate(th, Eq(Log(Times(X, Inverse(Y))), Plus(Log(X), Times(MINUS, Log(Y)))))
    positive = [f.assume(Lt(ZERO, X)), f.assume(Lt(ZERO, Y))]
    return discharge(th, positive, frozenset(p.conclusion for p in positive))


@cache
def log_monotone() -> Theorem:
    """0 < x, 0 < y, x ≤ y ⊢ log x ≤ log y: 1 + t ≤ eᵗ = x/y ≤ 1 at t = log x − log y."""
    positive, below = [f.assume(Lt(ZERO, X)), f.assume(Lt(ZERO, Y))], f.assume(Le(X, Y))
    tangent = f.inst(exp_tangent(), {"t": Plus(Log(X), Times(MINUS, Log(Y)))})
    th = f.le(Log(X), Log(Y), f.add(f.by(tangent), f.mul(f.by(below), f.inv(f.by(positive[1])))))
    return discharge(th, positive, frozenset(p.conclusion for p in (*positive, below)))


@cache
def log_increasing() -> Theorem:
    """0 < x, 0 < y, x < y ⊢ log x < log y, by the same tangent."""
    positive, below = [f.assume(Lt(ZERO, X)), f.assume(Lt(ZERO, Y))], f.assume(Lt(X, Y))
    tangent = f.inst(exp_tangent(), {"t": Plus(Log(X), Times(MINUS, Log(Y)))})
    th = f.lt(Log(X), Log(Y), f.add(f.by(tangent), f.mul(f.by(below), f.inv(f.by(positive[1])))))
    return discharge(th, positive, frozenset(p.conclusion for p in (*positive, below)))


def log_of(equation: Theorem) -> Theorem:
    """log a = log b, from a = b."""
    a = equation.conclusion.children[0]
    return f.rewrite(equation, f.linear(Log(a), Log(a)), _u, Eq(Log(a), Log(U)))
