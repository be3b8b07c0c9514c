"""Anchors: one representative of each gauge class, by dividing by a total."""

from typing import Any, final

import sympy

from ..terms import Definition, Element, Sum, Term, number

Over = Element | tuple[Element, ...]


def indices_of(over: Over) -> sympy.Tuple:
    """The indices of a total, as a tuple."""
    return sympy.Tuple(*(over if isinstance(over, (tuple, list, sympy.Tuple)) else (over,)))


def _latex_call(printer: Any, name: str, over: sympy.Tuple, *args: sympy.Basic) -> str:
    inside = ", ".join(map(printer._print, args))
    return rf"\operatorname{{{name}}}_{{{' '.join(map(printer._print, over))}}}\left({inside}\right)"


@final
class Share(Definition):
    """K_ij / Σ_over K_ij: the part of an entry in the total over some of its indices."""

    __slots__ = ()

    def __new__(cls, entry: object, over: Over) -> "Share":
        entry, over = number(entry), indices_of(over)
        Sum(entry, *over)  # checks the indices
        obj: Share = sympy.Basic.__new__(cls, entry, over)
        return obj

    def unfold(self) -> Term:
        entry, over = self.args
        return entry / Sum(entry, *over)  # type: ignore[no-any-return]

    def _sympystr(self, printer: Any) -> str:
        return f"anchor({printer._print(self.args[0])}, over={', '.join(map(printer._print, self.args[1]))})"

    def _latex(self, printer: Any) -> str:
        return _latex_call(printer, "anchor", self.args[1], self.args[0])


def row_anchor(entry: object, over: Element) -> Share:
    """K_ij / Σ_j K_ij, over the column index: rows sum to 1."""
    return Share(entry, over)


def column_anchor(entry: object, over: Element) -> Share:
    """K_ij / Σ_i K_ij, over the row index: columns sum to 1."""
    return Share(entry, over)


def mass_anchor(entry: object, over: tuple[Element, Element]) -> Share:
    """K_ij / Σ_ij K_ij, over both: the total is 1."""
    return Share(entry, over)
