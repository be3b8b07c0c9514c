"""How models of a statement are made, as a theorem file says: variables as terms in other variables, which are drawn freely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .errors import GaproofError
from .proof.statement import Statement
from .proof.substitution import Lambda
from .proof.syntax import REAL, Formula, Symbol
from .tactics import forward as f


class DrawingError(GaproofError):
    """A way to draw models does not fit the statement that it is for."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """Variables of a statement and what is put in their place; masks and the formulas that they are the truth of, with the variables
    that stand for their places; the domains of the variables that are drawn."""

    values: Mapping[Symbol, Lambda]
    masks: Mapping[Symbol, tuple[tuple[Symbol, ...], Formula]]
    domains: tuple[Formula, ...]

    def touches(self, free: frozenset[Symbol]) -> bool:
        """Whether it draws one of these variables."""
        return not free.isdisjoint({*self.values, *self.masks})

    def __str__(self) -> str:
        return ", ".join(sorted(s.name for s in (*self.values, *self.masks)))


def drawing(statement: Statement, made_of: Mapping[Any, Any]) -> Drawing:
    """Read ``{variable: term}`` and ``{field: (indices, term)}``, or ``{mask: (indices, formula)}``; raises ``DrawingError``."""
    from .terms import Formula as Truth  # SymPy is loaded only where claims are stated
    from .terms import domain_hypotheses

    if not made_of:
        raise DrawingError("nothing is said to be drawn: write {variable: term in new variables}")
    known = {s for formula in (statement.conclusion, *statement.hypotheses.values()) for s in _variables(formula) if not s.constant}
    values, masks, bodies = dict[Symbol, Lambda](), dict[Symbol, tuple[tuple[Symbol, ...], Formula]](), list[Any]()
    for variable, value in made_of.items():
        symbol, (params, body) = f.symbol(variable), value if isinstance(value, tuple) else ((), value)
        params = tuple(map(f.symbol, params if isinstance(params, tuple | list) else (params,)))
        if symbol not in known:
            there = ", ".join(sorted({s.name for s in known})) or "no variables"
            raise DrawingError(f"{symbol.name} does not occur in the statement, which has {there}")
        if isinstance(body, Truth):
            masks[symbol] = params, f.node(body)
        else:
            values[symbol] = f.value(value)
        types = tuple(p.type.result for p in params) if symbol in masks else values[symbol].params
        if types != symbol.type.params or (symbol in masks and symbol.type.result != REAL):
            raise DrawingError(f"the value of {symbol.name} is of another type: it takes {', '.join(s.name for s in symbol.type.params)}")
        bodies += [] if isinstance(body, int | Fraction) else [body]
    inside = frozenset().union(*(v.body.free for v in values.values()), *(formula.free - {*params} for params, formula in masks.values()))
    if circular := sorted(s.name for s in {*values, *masks} & inside):
        raise DrawingError(f"{circular[0]} is made of itself or of what is: put a new variable in its place")
    return Drawing(values, masks, tuple(f.node(c) for c in domain_hypotheses(*bodies).values()))


def _variables(t: Any) -> frozenset[Symbol]:
    """The free variables of a formula, and those of its quantifiers by the names that they have there."""
    own = t.free | ({Symbol(t.hint, t.type)} if hasattr(t, "hint") else frozenset())
    return frozenset(own).union(*map(_variables, t.children))
