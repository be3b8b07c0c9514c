"""Indices and propositions; numbers are in ``arithmetic``."""

from typing import Any, NoReturn

import sympy
from sympy.logic.boolalg import Boolean

from ..errors import TermError
from ..proof.syntax import Sort


def no_substitution(self: Any, *args: object, **options: object) -> NoReturn:
    """Stands for ``subs``, ``xreplace`` and ``replace``, which go by names."""
    raise TermError(f"SymPy's substitution into {self} may capture an index — build the expression again, or instantiate in the proof")


def no_arithmetic(self: Any, other: object) -> NoReturn:
    """Stands for the operators of what is not a number."""
    raise TermError(f"{self} is not a number — {self.instead}")


class Index(sympy.Basic):
    """An element of an index type."""

    __slots__ = ()
    subs = xreplace = replace = no_substitution
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = no_arithmetic
    __lt__ = __le__ = __gt__ = __ge__ = no_arithmetic
    instead = "an index is compared by delta(i, k), counts by nat(k) if it is a natural, and else is where a field is read"

    @property
    def sort(self) -> Sort:
        """The kernel's sort of this index."""
        raise NotImplementedError


class Formula(Boolean):
    """A proposition.  It has no truth value: that is for proofs to say."""

    __slots__ = ()
    subs = xreplace = replace = no_substitution
    precedence = 1  # SymPy's printers put it in parentheses inside anything else

    def __bool__(self) -> NoReturn:
        raise TermError(f"{self} has no truth value — a statement is proved, never used in `if`, `and`, `or` or a chain a < b < c")

    def __and__(self, other: object) -> "Formula":
        from .formulas import And

        return And(self, other)

    def __rshift__(self, other: object) -> "Formula":
        from .formulas import Implies

        return Implies(self, other)
