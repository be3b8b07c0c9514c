"""A whole attention layer: projections, heads on one carrier, and their merge."""

from typing import Any, final

import sympy

from ..terms import Definition, Element, IndexType, Sum, Term, number
from .carrier import NONE, optional
from .root import root
from .softmax import softmax


@final
class Affine(Definition):
    """Σ_p weight·state + bias: what a linear map with a bias makes of a state."""

    __slots__ = ()

    def __new__(cls, weight: object, state: object, over: Element, bias: object = 0) -> "Affine":
        obj: Affine = sympy.Basic.__new__(cls, number(weight), number(state), over, number(bias))
        Sum(obj.args[0] * obj.args[1], over)  # checks the index
        return obj

    def unfold(self) -> Term:
        weight, state, over, bias = self.args
        return Sum(weight * state, over) + bias

    def _latex(self, printer: Any) -> str:
        weight, state, over, bias = map(printer._print, self.args)
        return rf"\Bigl(\sum_{{{over}}} {weight}\,{state} + {bias}\Bigr)"


@final
class MultiHead(Definition):
    """Σ_h Σ_f (Σ_j softmax_j(Σ_c q·k/√d + bias) · v) · merge + offset, with as many coordinates c as d says.

    The query is that of head h at the row, written at coordinate c; the key that of head h at j and c; the value that of head h at j and f.
    """

    __slots__ = ()

    def __new__(
        cls,
        query: Affine,
        key: Affine,
        value: Affine,
        merge: object,
        offset: object,
        over: tuple[Element, Element, Element, Element],  # head h, key j, coordinates c and f
        mask: object = None,
        bias: object = None,
    ) -> "MultiHead":
        parts = (optional(mask, number), optional(bias, number))
        obj: MultiHead = sympy.Basic.__new__(cls, query, key, value, number(merge), number(offset), sympy.Tuple(*over), *parts)
        obj.unfold()  # checks the indices
        return obj

    @property
    def score(self) -> Term:
        """Σ_c q·k/√d + bias."""
        query, key, _, _, _, (_, _, c, _), _, bias = self.args
        score = Sum(query * key, c) / root(IndexType(c.sort))
        return score if bias == NONE else score + bias  # type: ignore[no-any-return]

    def unfold(self) -> Term:
        _, _, value, merge, offset, (h, j, _, f), mask, _ = self.args
        weight = softmax(self.score, over=j, mask=None if mask == NONE else mask)
        return Sum(Sum(weight * value, j) * merge, h, f) + offset

    def _latex(self, printer: Any) -> str:
        query, key, value, merge, offset = map(printer._print, self.args[:5])
        return rf"\operatorname{{MultiHead}}\left({query}, {key}, {value};\, {merge}, {offset}\right)"


def affine(weight: object, state: object, over: Element, bias: object = 0) -> Affine:
    """Σ_over weight·state + bias."""
    return Affine(weight, state, over, bias)
