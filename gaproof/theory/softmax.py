"""Softmax: the row anchor of mask · baseline · exp(score/temperature)."""

from functools import reduce
from operator import mul
from typing import Any, final

import sympy

from ..terms import Definition, Sum, Term, exp, number
from .anchor import Over, indices_of
from .carrier import NONE, optional


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
        obj: Softmax = sympy.Basic.__new__(cls, number(score), indices_of(over), *parts)
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
        inside = printer._print(score if temperature == NONE else score / temperature)
        factors = r"\,".join(printer._print(t) for t in (mask, baseline) if t != NONE)
        weight = rf";\, {factors}" if factors else ""
        return rf"\operatorname{{softmax}}_{{{' '.join(map(printer._print, over))}}}\left({inside}{weight}\right)"


def softmax(score: object, over: Over, mask: object = None, baseline: object = None, temperature: object = None) -> Softmax:
    """The anchored row at the entry that the score is written at; ``over`` is free above and bound below the line."""
    return Softmax(score, over, mask, baseline, temperature)
