"""Statements of the kernel at fixed small sizes, as ordinary SymPy expressions: what a computer algebra system is given to simplify.

Fields become symbols s_0_1, sums are written out, deltas and index maps get their values.  Symbols are positive or real as the
statement's hypotheses say; masks are given as numbers.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import getitem
from typing import Any

import sympy

from gaproof.proof.statement import Statement
from gaproof.proof.syntax import REAL, And, App, Bound, Card, Delta, Eq, Exp, ForAll, Formula, Implies, Inverse, Log, Lt, Number, Plus, Sum, Symbol, Times

Given = Mapping[str, Any]  # numbers in place of a field or index map, by its name; sizes in place of the usual one, by the type's


class Instance:
    """One size for all index types (unless given), and what the symbols stand for."""

    def __init__(self, statement: Statement, size: int, given: Given) -> None:
        self.size, self.given = size, given
        self.positive = set(filter(None, map(_declared_positive, statement.hypotheses.values())))
        self.named: list[Symbol] = []

    def elements(self, sort: Any) -> range:
        return range(self.given.get(f"|{sort.name}|", self.size))

    def value(self, t: Any, env: tuple[Any, ...] = ()) -> Any:
        """A number as an expression, an index as an integer; ``env`` has the values of the bound variables, from the outside in."""
        match t:
            case Number():
                return sympy.Rational(t.value.numerator, t.value.denominator)
            case Card():
                return sympy.Integer(len(self.elements(t.over)))
            case App():
                return self._applied(t, [self.value(c, env) for c in t.children], env)
            case Sum():
                return sympy.Add(*(self.value(t.children[0], (*env, k)) for k in self.elements(t.type.result)))
        children = [self.value(c, env) for c in t.children]
        match t:
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
        raise TypeError(t)

    def _applied(self, t: App, args: list[Any], env: tuple[Any, ...]) -> Any:
        if isinstance(t.head, Bound):
            head = env[-1 - t.head.index]
            if not isinstance(head, Symbol):
                return head
        else:
            head = t.head
        if head.name in self.given:
            found = reduce(getitem, args, self.given[head.name])
            return sympy.Integer(found) if t.sort == REAL else found
        if t.sort != REAL:  # a free index: any element will do, different ones if possible
            self.named.extend([head] if head not in self.named else [])
            return self.named.index(head) % len(self.elements(t.sort))
        name = "_".join([head.name, *map(str, args)])
        return sympy.Symbol(name, positive=True) if head in self.positive else sympy.Symbol(name, real=True)

    def equations(self, f: Any, env: tuple[Any, ...] = ()) -> Iterator[sympy.Expr]:
        """left − right of the equations in a conclusion, each at one entry; the variables of 'for all' are as good as free."""
        match f:
            case Eq():
                left, right = (self.value(side, env) for side in f.children)
                yield left - right
            case And():
                for part in f.children:
                    yield from self.equations(part, env)
            case ForAll():
                if f.type.params or f.type.result == REAL:
                    entry: Any = Symbol(f.hint, f.type)
                else:
                    entry = sum(not isinstance(e, Symbol) for e in env) % len(self.elements(f.type.result))
                yield from self.equations(f.children[0], (*env, entry))
            case Implies():
                condition = _declared_positive(f.children[0], env)
                self.positive |= {condition} if condition else set()
                yield from self.equations(f.children[1], env)


def _declared_positive(f: Formula, env: tuple[Any, ...] = ()) -> Symbol | None:
    """x, from ∀i… 0 < x_i…"""
    g: Any = f
    while type(g) is ForAll:
        g = g.children[0]
        env = (*env, None)
    if type(g) is not Lt or g.children[0] != Number(0) or type(g.children[1]) is not App:
        return None
    head = g.children[1].head
    found = env[-1 - head.index] if isinstance(head, Bound) else head
    return found if isinstance(found, Symbol) else None
