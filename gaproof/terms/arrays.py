"""Numbers that depend on indices, as values: ``A = array((i, j), body)`` and then ``A[k, l]`` for any k and l."""

from typing import Any, final

import sympy

from ..errors import TermError
from .arithmetic import Term, number
from .base import Index
from .variables import Element, variable


@final
class Array(sympy.Basic):
    """params ↦ body.  Reading it elsewhere is left to the kernel's substitution, which captures nothing."""

    __slots__ = ()
    __iter__ = None

    def __new__(cls, params: sympy.Tuple, body: Term) -> "Array":
        if not params or len(set(params)) != len(params):
            raise TermError(f"array over {tuple(params)} — name at least one index, and none twice")
        for p in params:
            if not isinstance(p, Element):
                raise TermError(f"an array has index variables as parameters, got {p} ({type(p).__name__})")
            variable(p)
        obj: Array = sympy.Basic.__new__(cls, params, number(body))
        return obj

    def __getitem__(self, at: Any) -> Term:
        params, body = self.args
        at = tuple(at) if isinstance(at, (tuple, sympy.Tuple)) else (at,)
        if len(at) != len(params) or any(not isinstance(a, Index) or a.sort != p.sort for p, a in zip(params, at, strict=False)):
            raise TermError(f"the array over {tuple(params)} takes indices of {', '.join(p.sort.name for p in params)}, got {at}")
        return body if at == tuple(params) else At(self, sympy.Tuple(*at))


@final
class At(Term):
    """An array read at indices; made by ``A[k, l]``."""

    __slots__ = ()

    def __new__(cls, array: Array, at: sympy.Tuple) -> "At":
        obj: At = sympy.Basic.__new__(cls, array, at)
        return obj

    def _sympystr(self, printer: Any) -> str:
        (params, body), at = self.args[0].args, self.args[1]
        moves = ", ".join(f"{printer._print(p)}={printer._print(a)}" for p, a in zip(params, at, strict=True) if p != a)
        return f"({printer._print(body)})[{moves}]"

    def _latex(self, printer: Any) -> str:
        (params, body), at = self.args[0].args, self.args[1]
        moves = ", ".join(f"{printer._print(p)}={printer._print(a)}" for p, a in zip(params, at, strict=True) if p != a)
        return rf"\left. {printer._print(body)} \right|_{{{moves}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(sympy.Symbol(str(self)))


def array(params: object, body: object) -> Array:
    """params ↦ body, for one index variable or a tuple of them."""
    return Array(sympy.Tuple(*params) if isinstance(params, (tuple, list)) else sympy.Tuple(params), number(body))
