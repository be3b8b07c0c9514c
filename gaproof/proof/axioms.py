"""The axioms: what is taken from analysis without proof here.  A theorem records every axiom it rests on, by formula.

A name of this file can only be used with its formula here; a user's axiom has another name and is shown the same way.
"""

from hashlib import sha256
from typing import NamedTuple

from .substitution import closed
from .syntax import (
    EMBED,
    MINUS,
    NAT,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Exists,
    Exp,
    ForAll,
    Formula,
    Implies,
    Le,
    Plus,
    Symbol,
    Term,
    Times,
    Type,
    need,
)


class Standard(NamedTuple):
    """An axiom of the project."""

    formula: Formula
    source: str
    why: str


_t, _x, _K = (Symbol(n, Type((), REAL)) for n in ("t", "x", "K"))
_k, _m, _n = (Symbol(n, Type((), NAT)) for n in ("k", "m", "n"))


def _nat(k: Symbol) -> Term:
    return App(EMBED, App(k))


def _exists(symbol: Symbol, body: Formula) -> Formula:
    return Exists(symbol.name, symbol.type, closed(body, symbol))


_integer = Plus(_nat(_k), Times(MINUS, _nat(_m)))

STANDARD: dict[str, Standard] = {
    "exp_tangent": Standard(
        Le(Plus(ONE, App(_t)), Exp(App(_t))),
        "Rudin (1976), Principles of Mathematical Analysis, Theorem 8.6",
        "exp is a primitive of the kernel: besides its algebra this inequality is all that is known of it",
    ),
    "archimedes": Standard(
        Implies(ForAll("n", _n.type, closed(Le(Times(_nat(_n), App(_t)), App(_K)), _n)), Le(App(_t), ZERO)),
        "Rudin (1976), Theorem 1.20(a)",
        "the ordered-field rules do not exclude infinitesimals",
    ),
    "floor": Standard(
        _exists(_k, _exists(_m, And(Le(_integer, App(_x)), Le(App(_x), Plus(_integer, ONE))))),
        "Rudin (1976), Theorem 1.20(b)",
        "the least-number principle behind it needs more than induction on one statement",
    ),
}


def digest(formula: Formula) -> str:
    """SHA-256 of the canonical string of a formula; the names of bound variables do not matter."""
    return sha256(formula.key.encode()).hexdigest()


def check(name: str, formula: Formula) -> None:
    """Refuse a standard name with another formula."""
    known = STANDARD.get(name)
    need(known is None or digest(known.formula) == digest(formula), f"the axiom {name} has another formula")
