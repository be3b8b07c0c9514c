"""Anchors: one representative of each gauge class, by dividing by a total; softmax is the row anchor of exp(score)."""

from functools import reduce
from operator import mul
from typing import Any, final

import sympy

from ..terms import Definition, Element, Sum, Term, exp, number
from .carrier import NONE, optional

Over = Element | tuple[Element, ...]


def _indices(over: Over) -> sympy.Tuple:
    return sympy.Tuple(*(over if isinstance(over, (tuple, list, sympy.Tuple)) else (over,)))


def _latex_call(printer: Any, name: str, over: sympy.Tuple, *args: sympy.Basic) -> str:
    inside = ", ".join(map(printer._print, args))
    return rf"\operatorname{{{name}}}_{{{' '.join(map(printer._print, over))}}}\left({inside}\right)"


@final
class Share(Definition):
    """K_ij / Σ_over K_ij: the part of an entry in the total over some of its indices."""

    __slots__ = ()

    def __new__(cls, entry: object, over: Over) -> "Share":
        entry, over = number(entry), _indices(over)
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


def gibbs(score: object, mask: object = None, baseline: object = None, temperature: object = None) -> Term:
    """mask · baseline · exp(score/temperature), of what is there."""
    exponent = number(score)
    factors = [number(t) for t in (mask, baseline) if t is not None]
    return reduce(mul, [*factors, exp(exponent if temperature is None else exponent / number(temperature))])


@final
class Softmax(Definition):
    """The share of mask · baseline · exp(score/temperature) in its total over an index."""

    __slots__ = ()

    def __new__(cls, score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> "Softmax":
        parts = [optional(t, number) for t in (mask, baseline, temperature)]
        obj: Softmax = sympy.Basic.__new__(cls, number(score), _indices(over), *parts)
        Sum(score, *obj.args[1])  # checks the indices
        return obj

    def unfold(self) -> Term:
        score, over, *parts = self.args
        weight = gibbs(score, *(None if t == NONE else t for t in parts))
        return weight / Sum(weight, *over)

    def _options(self, printer: Any) -> list[str]:
        names = ("mask", "baseline", "temperature")
        return [f"{name}={printer._print(t)}" for name, t in zip(names, self.args[2:], strict=True) if t != NONE]

    def _sympystr(self, printer: Any) -> str:
        over = ", ".join(map(printer._print, self.args[1]))
        return f"softmax({', '.join([printer._print(self.args[0]), f'over={over}', *self._options(printer)])})"

    def _latex(self, printer: Any) -> str:
        score, over, mask, baseline, temperature = self.args
        inside = printer._print(score if temperature == NONE else (score / temperature).shown())
        factors = r"\,".join(printer._print(t) for t in (mask, baseline) if t != NONE)
        weight = rf";\, {factors}" if factors else ""
        return rf"\operatorname{{softmax}}_{{{' '.join(map(printer._print, over))}}}\left({inside}{weight}\right)"


def softmax(score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> Softmax:
    """The anchored row at the entry that the score is written at; ``over`` is free above and bound below the line."""
    return Softmax(score, over, mask, baseline, temperature)
