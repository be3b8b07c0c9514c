"""Propositions as written: comparisons of numbers, And, Implies, Iff, ForAll, Exists."""

from typing import Any, Self, final

import sympy

from ..errors import TermError
from .arithmetic import Term, number
from .base import Formula, Index
from .refusal import outside
from .variables import Variable, variable


def formula(x: object) -> Formula:
    """x itself if it is a formula of the fragment; anything else is refused."""
    if isinstance(x, Formula):
        return x
    if isinstance(x, Term):
        raise TermError(f"{x} is a number, not a formula — write Eq({x}, 1) for a mask")
    raise outside(x, "a formula of the fragment")


class Comparison(Formula):
    """left ○ right for two numbers."""

    __slots__ = ()
    shape: Any = None  # the relation of SymPy that prints like this one

    def __new__(cls, left: object, right: object) -> Self:
        for side in (left, right):
            if isinstance(side, Index):
                raise TermError(f"{side} is an index: comparisons are of numbers — write Eq(delta({left}, {right}), 1), or 0 for ≠")
        obj: Self = sympy.Basic.__new__(cls, number(left), number(right))
        return obj

    @property
    def left(self) -> Term:
        return self.args[0]  # type: ignore[no-any-return]

    @property
    def right(self) -> Term:
        return self.args[1]  # type: ignore[no-any-return]

    def _sympystr(self, printer: Any) -> Any:
        return printer._print(self.shape(self.left.shown(), self.right.shown(), evaluate=False))

    _latex = _pretty = _sympystr


@final
class Eq(Comparison):
    """left = right."""

    __slots__ = ()
    shape = sympy.Eq


@final
class Ne(Comparison):
    """left ≠ right."""

    __slots__ = ()
    shape = sympy.Ne


@final
class Le(Comparison):
    """left ≤ right."""

    __slots__ = ()
    shape = sympy.Le


@final
class Lt(Comparison):
    """left < right."""

    __slots__ = ()
    shape = sympy.Lt


@final
class Ge(Comparison):
    """left ≥ right; the kernel reads right ≤ left."""

    __slots__ = ()
    shape = sympy.Ge


@final
class Gt(Comparison):
    """left > right; the kernel reads right < left."""

    __slots__ = ()
    shape = sympy.Gt


class _Connective(Formula):
    __slots__ = ()
    mark = ""

    def __new__(cls, *parts: object) -> Self:
        if len(parts) != 2 and (cls is not And or not parts):
            raise TermError(f"{cls.__name__} of {len(parts)} formulas — And takes at least one, Implies and Iff take two")
        obj: Self = sympy.Basic.__new__(cls, *map(formula, parts))
        return obj

    def _sympystr(self, printer: Any) -> str:
        return f"{type(self).__name__}({', '.join(map(printer._print, self.args))})"

    def _latex(self, printer: Any) -> str:
        return f" {self.mark} ".join(
            printer._print(a) if isinstance(a, Comparison) else rf"\left({printer._print(a)}\right)" for a in self.args
        )


@final
class And(_Connective):
    """All of them hold."""

    __slots__ = ()
    mark = r"\wedge"


@final
class Implies(_Connective):
    """If the first holds, so does the second."""

    __slots__ = ()
    mark = r"\Rightarrow"


@final
class Iff(_Connective):
    """Each implies the other."""

    __slots__ = ()
    mark = r"\Leftrightarrow"


class Quantifier(Formula):
    """For variables of any kind: one, or a tuple of them.  A domain of a bound variable restricts it."""

    __slots__ = ()
    mark = ""

    def __new__(cls, variables: object, body: object) -> Self:
        bound = tuple(map(variable, variables if isinstance(variables, (tuple, list, sympy.Tuple)) else (variables,)))
        if not bound or len({v.symbol.name for v in bound}) != len(bound):
            raise TermError(f"{cls.__name__} over {bound} — name at least one variable, and none twice")
        obj: Self = sympy.Basic.__new__(cls, sympy.Tuple(*bound), formula(body))
        return obj

    @property
    def variables(self) -> tuple[Variable, ...]:
        return tuple(self.args[0])

    @property
    def body(self) -> Formula:
        return self.args[1]  # type: ignore[no-any-return]

    def _sympystr(self, printer: Any) -> str:
        names = ", ".join(map(printer._print, self.variables))
        return f"{type(self).__name__}({names if len(self.variables) == 1 else f'({names})'}, {printer._print(self.body)})"

    def _latex(self, printer: Any) -> str:
        return rf"{self.mark} {', '.join(map(printer._print, self.variables))}\;\left({printer._print(self.body)}\right)"


@final
class ForAll(Quantifier):
    """The body holds for every value of the variables."""

    __slots__ = ()
    mark = r"\forall"


@final
class Exists(Quantifier):
    """The body holds for some value of the variables."""

    __slots__ = ()
    mark = r"\exists"
