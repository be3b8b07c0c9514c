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
        return Sum(weight * state, over) + bias  # type: ignore[no-any-return]

    def _latex(self, printer: Any) -> str:
        weight, state, over, bias = map(printer._print, self.args)
        return rf"\Bigl(\sum_{{{over}}} {weight}\,{state} + {bias}\Bigr)"


@final
class MultiHead(Definition):
    """Σ_h Σ_f (Σ_j softmax_j(Σ_c q·k/√d + bias) · v) · merge + offset, with as many coordinates c as d says.

    The query is that of head h at the row, written at coordinate c; the key that of head h at j and c; the value that of head h at j and f.
    ``turn``: matrices that queries and keys are multiplied by first, from coordinate c to another one, and that one.
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
        turn: tuple[Term, Term, Element] | None = None,
        temperature: object = None,
    ) -> "MultiHead":
        parts = (optional(mask, number), optional(bias, number), optional(turn, lambda t: sympy.Tuple(*t)), optional(temperature, number))
        obj: MultiHead = sympy.Basic.__new__(cls, query, key, value, number(merge), number(offset), sympy.Tuple(*over), *parts)
        obj.unfold()  # checks the indices
        return obj

    @property
    def temperature(self) -> Term:
        """√d, unless another one is given."""
        given: Term = self.args[9]
        return root(IndexType(self.args[5][2].sort)) if given == NONE else given

    @property
    def score(self) -> Term:
        """Σ_c q·k/√d + bias."""
        (query, key), (_, _, c, _), (bias, turn) = self.args[:2], self.args[5], self.args[7:9]
        if turn == NONE:
            product = Sum(query * key, c)
        else:
            turn_query, turn_key, to = turn
            product = Sum(Sum(turn_query * query, c) * Sum(turn_key * key, c), to)
        score = product / self.temperature
        return score if bias == NONE else score + bias

    def unfold(self) -> Term:
        value, merge, offset, (h, j, _, f), mask = self.args[2:7]
        weight = softmax(self.score, over=j, mask=None if mask == NONE else mask)
        return Sum(Sum(weight * value, j) * merge, h, f) + offset  # type: ignore[no-any-return]

    def _latex(self, printer: Any) -> str:
        query, key, value, merge, offset = map(printer._print, self.args[:5])
        return rf"\operatorname{{MultiHead}}\left({query}, {key}, {value};\, {merge}, {offset}\right)"


def affine(weight: object, state: object, over: Element, bias: object = 0) -> Affine:
    """Σ_over weight·state + bias."""
    return Affine(weight, state, over, bias)
