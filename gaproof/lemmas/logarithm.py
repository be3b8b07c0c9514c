"""Lemmas on the logarithm."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import REAL, ZERO, App, Eq, Exp, Log, Lt, Plus, Symbol, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
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


def log_of(equation: Theorem) -> Theorem:
    """log a = log b, from a = b."""
    a = equation.conclusion.children[0]
    return f.rewrite(equation, f.linear(Log(a), Log(a)), _u, Eq(Log(a), Log(U)))
