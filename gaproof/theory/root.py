"""The square root of a positive number."""

from typing import Any, final

import sympy

from ..terms import Definition, Term, exp, log, number


@final
class Root(Definition):
    """√x = exp(log(x)/2), for x > 0."""

    __slots__ = ()

    def __new__(cls, x: object) -> "Root":
        obj: Root = sympy.Basic.__new__(cls, number(x))
        return obj

    def unfold(self) -> Term:
        (x,) = self.args
        return exp(log(x) / 2)

    def _sympystr(self, printer: Any) -> str:
        return f"root({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\sqrt{{{printer._print(self.args[0])}}}"


def root(x: object) -> Root:
    """√x, for x > 0."""
    return Root(x)
