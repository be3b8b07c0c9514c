"""A kernel term at concrete sizes as an ordinary SymPy expression: what one would simplify without a normal form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from gaproof.proof.obligations import eta
from gaproof.proof.substitution import Lambda, opened
from gaproof.proof.syntax import App, Symbol


class Instance:
    """Every index type has ``size`` elements; index variables in ``at`` stand for the element given."""

    def __init__(self, size: int, positive: frozenset[str]) -> None:
        self.size = size
        self.positive = positive

    def equations(self, formula: Any, at: dict[Symbol, int] | None = None) -> Iterator[tuple[sympy.Expr, sympy.Expr]]:
        """Both sides of every equation that the formula, made of 'for all' over indices, 'and' and equations, says at this size."""
        at = at or {}
        if formula.tag == "and":
            for part in formula.children:
                yield from self.equations(part, at)
        elif formula.tag == "forall":
            v = Symbol(f"at{len(at)}", formula.type)
            for k in range(self.size):
                yield from self.equations(opened(formula, eta(v)), {**at, v: k})
        else:
            left, right = formula.children
            yield self.expression(left, at), self.expression(right, at)

    def index(self, t: Any, at: dict[Symbol, int]) -> int:
        """The element that an index term stands for; an index map sends element k to k // 2."""
        if not t.children:
            return at.setdefault(t.head, 0)
        return self.index(t.children[0], at) // 2

    def expression(self, t: Any, at: dict[Symbol, int]) -> sympy.Expr:
        match t.tag:
            case "number":
                return sympy.Rational(t.value.numerator, t.value.denominator)
            case "card":
                return sympy.Integer(self.size)
            case "delta":
                return sympy.Integer(int(self.index(t.children[0], at) == self.index(t.children[1], at)))
            case "app":
                return self._value(t, at)
            case "sum":
                v = Symbol(f"s{len(at)}", t.type)
                body = opened(t, Lambda((), App(v)))
                return sympy.Add(*(self.expression(body, {**at, v: k}) for k in range(self.size)))
        parts = [self.expression(c, at) for c in t.children]
        kinds: dict[str, Any] = {"plus": sympy.Add, "times": sympy.Mul, "exp": sympy.exp, "log": sympy.log, "inverse": lambda x: 1 / x}
        return kinds[t.tag](*parts)

    def _value(self, t: Any, at: dict[Symbol, int]) -> sympy.Expr:
        name = "_".join([t.head.name, *(str(self.index(a, at)) for a in t.children)])
        return sympy.Symbol(name, real=True, positive=True if t.head.name in self.positive else None)
