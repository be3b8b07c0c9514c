"""The symbolic carrier: rows, columns, and which columns a row may address."""

from collections.abc import Callable
from typing import Any, final

import sympy

from ..terms import And, Array, Element, Eq, Exists, ForAll, Formula, Implies, Term, Variable, companion

NONE = sympy.Tuple()  # stands for an absent part: SymPy's trees have no None


def optional(part: Any, make: Callable[[Any], Any] = lambda part: part) -> Any:
    """``make(part)``, or ``NONE`` if there is no part."""
    return NONE if part is None or part == NONE else make(part)


@final
class Carrier(sympy.Basic):
    """(I, J, M): a row index, a column index, and a 0/1 field over both; without a field every pair is addressable."""

    __slots__ = ()

    def __new__(cls, rows: Element, cols: Element, mask: Variable | Array | None = None) -> "Carrier":
        obj: Carrier = sympy.Basic.__new__(cls, rows, cols, optional(mask))
        obj.factors(rows, cols)  # checks the types
        return obj

    @property
    def rows(self) -> Element:
        return self.args[0]  # type: ignore[no-any-return]

    @property
    def cols(self) -> Element:
        return self.args[1]  # type: ignore[no-any-return]

    @property
    def full(self) -> bool:
        return bool(self.args[2] == NONE)

    def factors(self, i: object, j: object) -> tuple[Term, ...]:
        """M_ij as a factor, or none for the full carrier."""
        return () if self.full else (self.args[2][i, j],)

    def addressable(self, i: object, j: object) -> Formula:
        """M_ij = 1."""
        return Eq(1 if self.full else self.args[2][i, j], 1)

    def given(self, pairs: tuple[tuple[Element, Element], ...], body: Formula) -> Formula:
        """The body, for pairs that are addressable."""
        conditions = [self.addressable(i, j) for i, j in pairs]
        return body if self.full else Implies(conditions[0] if len(conditions) == 1 else And(*conditions), body)

    def live_rows(self) -> Formula:
        """Every row addresses some column."""
        return ForAll(self.rows, Exists(self.cols, self.addressable(self.rows, self.cols)))

    def another_row(self, *avoid: sympy.Basic) -> Element:
        return companion(self.rows, self, *avoid)

    def another_col(self, *avoid: sympy.Basic) -> Element:
        return companion(self.cols, self, *avoid)


def live_rows(mask: Variable, i: Element, j: Element) -> Formula:
    """∀i ∃j M_ij = 1."""
    return Carrier(i, j, mask).live_rows()
