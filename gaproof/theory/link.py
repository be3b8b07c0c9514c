"""Links: how work becomes evidence, and the laws that single out the exponential."""

from abc import ABC, abstractmethod
from typing import final

import sympy

from ..terms import Eq, Exists, ForAll, Formula, Implies, Lt, Ne, Term, Variable, exp, number, scalar
from .carrier import NONE, optional


class Link(sympy.Basic, ABC):
    """ℓ: ℝ → [0, ∞)."""

    __slots__ = ()

    @abstractmethod
    def __call__(self, work: Term) -> Term:
        """ℓ(work)."""


@final
class Exponential(Link):
    """exp(-βw), or exp(-w/τ), or exp(-w)."""

    __slots__ = ()

    def __new__(cls, beta: object = None, tau: object = None) -> "Exponential":
        obj: Exponential = sympy.Basic.__new__(cls, optional(beta, number), optional(tau, number))
        return obj

    def __call__(self, work: Term) -> Term:
        beta, tau = self.args
        exponent = -work if beta == NONE else -(beta * work)
        return exp(exponent if tau == NONE else exponent / tau)


@final
class Uninterpreted(Link):
    """Any function of one real."""

    __slots__ = ()

    def __new__(cls, function: Variable) -> "Uninterpreted":
        obj: Uninterpreted = sympy.Basic.__new__(cls, function)
        return obj

    def __call__(self, work: Term) -> Term:
        return self.args[0](work)  # type: ignore[no-any-return]


def multiplicative(link: Link | Variable) -> Formula:
    """(mult) ∀x, y ℓ(x + y) = ℓ(x)ℓ(y)."""
    x, y = scalar("x y")
    return ForAll((x, y), Eq(link(x + y), link(x) * link(y)))


def nonzero(link: Link | Variable) -> Formula:
    """(nz) ∃x ℓ(x) ≠ 0."""
    x = scalar("x")
    return Exists(x, Ne(link(x), 0))


def strictly_decreasing(link: Link | Variable) -> Formula:
    """∀x, y x < y → ℓ(y) < ℓ(x)."""
    x, y = scalar("x y")
    return ForAll((x, y), Implies(Lt(x, y), Lt(link(y), link(x))))
