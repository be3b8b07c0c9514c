"""Closed walks of a carrier, and the alternating products of a kernel around them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

import sympy

from ..terms import And, Definition, Element, Eq, Exists, ForAll, Formula, Implies, Le, Sum, Term, exp, field, log, number
from .carrier import Carrier

Step = Callable[[Any], Any]


@final
class Product(Definition):
    """Π factor over the places of an index where the weight is 1: exp Σ weight · log factor, for positive factors."""

    __slots__ = ()

    def __new__(cls, factor: object, over: Element, weight: object = 1) -> "Product":
        obj: Product = sympy.Basic.__new__(cls, number(factor), number(weight), over)
        Sum(factor, over)  # checks the index
        return obj

    def unfold(self) -> Term:
        factor, weight, over = self.args
        return exp(Sum(weight * log(factor), over))

    def _sympystr(self, printer: Any) -> str:
        factor, weight, over = map(printer._print, self.args)
        return f"Product({factor}, {over}, {weight})"

    def _latex(self, printer: Any) -> str:
        factor, weight, over = self.args
        exponent = "" if weight == number(1) else f"^{{{printer._print(weight)}}}"
        return rf"\prod_{{{printer._print(over)}}} {{{printer._print(factor)}}}{exponent}"


def is_set(h: Any, i: Element) -> Formula:
    """The entries of h are 0 and 1."""
    return ForAll(i, Eq(h[i] * h[i], h[i]))


def inside(g: Any, h: Any, i: Element) -> Formula:
    """g ⊆ h."""
    return ForAll(i, Le(g[i], h[i]))


def closed(h: Any, step: Step, i: Element) -> Formula:
    """The set h is not empty, and the map sends it into itself."""
    return And(Exists(i, Eq(h[i], 1)), ForAll(i, Implies(Eq(h[i], 1), Eq(h[step(i)], 1))))


def going_round(h: Any, step: Step, i: Element) -> Formula:
    """The map sends the set h into itself, and no smaller set, except the empty one: it goes round through all of h."""
    g = field("g_", i)
    return And(closed(h, step, i), ForAll(g, Implies(And(is_set(g, i), inside(g, h, i), closed(g, step, i)), inside(h, g, i))))


@final
@dataclass(frozen=True)
class ClosedWalk:
    """For each step t in ``taken``: from ``row(t)`` to ``column(t)``, and back to ``row(next(t))``, where the next step begins."""

    t: Element
    taken: Any
    next: Step
    row: Step
    column: Step

    def edges(self, carrier: Carrier) -> Formula:
        """Step t goes along edges of the carrier."""
        t, column = self.t, self.column(self.t)
        return And(carrier.addressable(self.row(t), column), carrier.addressable(self.row(self.next(t)), column))

    def on(self, carrier: Carrier) -> Formula:
        """It goes round, along edges of the carrier."""
        t = self.t
        edges = ForAll(t, Implies(Eq(self.taken[t], 1), self.edges(carrier)))
        return And(is_set(self.taken, t), going_round(self.taken, self.next, t), edges)

    def product(self, kernel: Any) -> Term:
        """The entries on the ways to the columns over those on the ways back."""
        t, column = self.t, self.column(self.t)
        there, back = kernel[self.row(t), column], kernel[self.row(self.next(t)), column]
        return Product(there, t, self.taken[t]) / Product(back, t, self.taken[t])

    def agree(self, carrier: Carrier, kernel: Any, other: Any) -> Formula:
        """If it is a closed walk of the carrier, both kernels have one product around it."""
        return Implies(self.on(carrier), Eq(self.product(kernel), self.product(other)))
