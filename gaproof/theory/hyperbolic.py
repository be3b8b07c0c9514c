"""The hyperbolic tangent."""

from typing import Any, final

import sympy

from ..terms import Definition, Term, exp, number


@final
class Tanh(Definition):
    """(e^{2x} − 1)/(e^{2x} + 1)."""

    __slots__ = ()

    def __new__(cls, x: object) -> "Tanh":
        obj: Tanh = sympy.Basic.__new__(cls, number(x))
        return obj

    def unfold(self) -> Term:
        (x,) = self.args
        return (exp(2 * x) - 1) / (exp(2 * x) + 1)

    def _sympystr(self, printer: Any) -> str:
        return f"tanh({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\tanh\left({printer._print(self.args[0])}\right)"


def tanh(x: object) -> Tanh:
    """The hyperbolic tangent of x."""
    return Tanh(x)
