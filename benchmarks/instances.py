"""Statements of the kernel at fixed small sizes, as ordinary SymPy expressions: what a computer algebra system is given to simplify.

Fields become symbols s_0_1, sums are written out, deltas and index maps get their values.  Symbols are positive if a hypothesis or a
condition says so, else real.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import getitem
from typing import Any

import sympy

from gaproof.proof.statement import Statement
from gaproof.proof.syntax import (
    REAL,
    And,
    App,
    Bound,
    Card,
    Delta,
    Eq,
    Exp,
    ForAll,
    Implies,
    Inverse,
    Log,
    Lt,
    Number,
    Plus,
    Sum,
    Symbol,
    Times,
)

SIZE = 4
Given = Mapping[str, Any]  # tables for fields and index maps, by name (None: a symbol after all); sizes other than the usual as "|q|"


class Instance:
    """A statement at one size for all index types, or the sizes given."""

    def __init__(self, statement: Statement, given: Given) -> None:
        self.given = given
        self.conclusion = statement.conclusion
        self.positive = set(filter(None, (_positive(h, ()) for h in statement.hypotheses.values())))

    def differences(self) -> Iterator[sympy.Expr]:
        """left − right of every equation of the conclusion, at every entry; fields that are quantified over are symbols."""
        return self._differences(self.conclusion, ())

    def _differences(self, f: Any, env: tuple[Any, ...]) -> Iterator[sympy.Expr]:
        match f:
            case Eq():
                left, right = (self.value(side, env) for side in f.children)
                yield left - right
            case And():
                for part in f.children:
                    yield from self._differences(part, env)
            case Implies():
                self.positive |= set(filter(None, [_positive(f.children[0], env)]))
                yield from self._differences(f.children[1], env)
            case ForAll() if f.type.result == REAL:
                yield from self._differences(f.children[0], (*env, Symbol(f.hint, f.type)))
            case ForAll():
                for k in self.elements(f.type.result):
                    yield from self._differences(f.children[0], (*env, k))
            case _:
                raise TypeError(f"{f.tag} is no identity")

    def elements(self, sort: Any) -> range:
        return range(self.given.get(f"|{sort.name}|", SIZE))

    def value(self, t: Any, env: tuple[Any, ...] = ()) -> Any:
        """A number as an expression, an index as an integer; ``env`` has the values of the bound variables, from the outside in."""
        match t:
            case Number():
                return sympy.Rational(t.value.numerator, t.value.denominator)
            case Card():
                return sympy.Integer(len(self.elements(t.over)))
            case Sum():
                return sympy.Add(*(self.value(t.children[0], (*env, k)) for k in self.elements(t.type.result)))
        children = [self.value(c, env) for c in t.children]
        match t:
            case App():
                return self._applied(env[-1 - t.head.index] if isinstance(t.head, Bound) else t.head, t.sort, children)
            case Delta():
                return sympy.Integer(int(children[0] == children[1]))
            case Plus():
                return sympy.Add(*children)
            case Times():
                return sympy.Mul(*children)
            case Inverse():
                return 1 / children[0]
            case Exp():
                return sympy.exp(children[0])
            case Log():
                return sympy.log(children[0])
        raise TypeError(f"{t.tag} is no term")

    def _applied(self, head: Any, sort: Any, args: list[Any]) -> Any:
        if not isinstance(head, Symbol):  # the value of a bound index
            return head
        found = reduce(getitem, args, self.given[head.name]) if head.name in self.given else None
        if sort != REAL:  # a free index: any element will do
            return found or 0
        if found is not None:
            return sympy.sympify(found)
        assumption = {"positive": True} if head in self.positive else {"real": True}
        return sympy.Symbol("_".join([head.name, *map(str, args)]), **assumption)


def _positive(f: Any, env: tuple[Any, ...]) -> Symbol | None:
    """x, from ∀i… 0 < x_i…"""
    while type(f) is ForAll:
        f, env = f.children[0], (*env, None)
    if type(f) is not Lt or f.children[0] != Number(0) or type(f.children[1]) is not App:
        return None
    head = f.children[1].head
    found = env[-1 - head.index] if isinstance(head, Bound) else head
    return found if isinstance(found, Symbol) else None
