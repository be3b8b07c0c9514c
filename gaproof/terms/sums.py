"""Sums over finite index types, and Kronecker's delta."""

from typing import final

import sympy

from ..errors import TermError
from ..proof.syntax import FREE
from .arithmetic import Term, number
from .base import Index
from .variables import Element, Variable, variable


@final
class Sum(Term):
    """Σ_{i, j, …} body over index variables of finite types."""

    __slots__ = ()

    def __new__(cls, body: object, *over: object) -> "Sum":
        bound = tuple(map(summed, over))
        if not bound or len({v.symbol.name for v in bound}) != len(bound):
            raise TermError(f"a sum of {body} over {over} — name at least one index, and none twice")
        obj: Sum = sympy.Basic.__new__(cls, number(body), *over)
        return obj

    def shown(self) -> sympy.Expr:
        body, *over = self.args
        limits = (sympy.Tuple(i.shown(), 1, sympy.Symbol(i.sort.name)) for i in over)
        shown: sympy.Expr = sympy.Expr.__new__(_Printed, body.shown(), *limits)  # its own constructor would substitute into the body
        shown.is_commutative = True
        return shown


class _Printed(sympy.Sum):
    """A sum that is printed and nothing else.  Printers ask what is free in it to put terms in order; that would take a substitution."""

    is_number = False
    free_symbols = frozenset[sympy.Basic]()


def summed(i: object) -> Variable:
    """The index variable of a finite type behind i; anything else cannot be summed over."""
    if not isinstance(i, Element):
        raise TermError(f"a sum runs over index variables, got {i} ({type(i).__name__})")
    if i.sort.kind == FREE:
        raise TermError(f"{i} runs over {i.sort.name}, which is infinite — sum over a finite type")
    return variable(i)


@final
class Delta(Term):
    """1 if two indices of one type are equal, else 0."""

    __slots__ = ()

    def __new__(cls, left: object, right: object) -> "Delta":
        if not isinstance(left, Index) or not isinstance(right, Index) or left.sort != right.sort:
            raise TermError(f"delta compares two indices of one type, got {left} and {right}")
        obj: Delta = sympy.Basic.__new__(cls, left, right)
        return obj

    def shown(self) -> sympy.Expr:
        return sympy.Function("delta")(*(i.shown() for i in self.args))


delta = Delta
