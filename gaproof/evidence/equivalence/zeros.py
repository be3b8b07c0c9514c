"""Equations that differ from a known one by products with a factor that is known to be 0: whatever else is multiplied by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...proof.normal import equal
from ...proof.syntax import ONE, ZERO, Eq, Inverse, Term, Times
from ...proof.theorem import Theorem
from ...tactics.facts import NotFound
from ...tactics.forward import Use
from ...tactics.solve import solved


def times_nothing(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """The goal from the first of the facts, and from those that say that something is 0."""
    if type(goal) is not Eq or type(facts[0].conclusion) is not Eq:
        raise NotFound(goal)
    zeros = [th for th in facts if type(th.conclusion) is Eq and th.conclusion.children[1] == ZERO]
    sides = (*goal.children, *facts[0].conclusion.children)
    return solved(*goal.children, (facts[0], 1), *(use for side in sides for product in _products(side) for use in _uses(product, zeros)))


def _uses(product: Times, zeros: Sequence[Theorem]) -> Iterator[Use]:
    """Of each factor that is a multiple of what is 0: that, and what it is multiplied by."""
    for k, factor in enumerate(product.children):
        others = (*product.children[:k], *product.children[k + 1 :])
        for zero in zeros:
            for multiple in (ONE, *_inverses(factor)):
                if equal(factor, Times(multiple, zero.conclusion.children[0])):
                    yield zero, Times(multiple, *others)


def _products(t: Term) -> Iterator[Times]:
    """The products in a term outside of sums over indices."""
    if not t.loose and type(t) is Times:
        yield t
    for child in t.children:
        if not child.loose:
            yield from _products(child)


def _inverses(t: Any) -> Iterator[Term]:
    """The 1/x in a term that mention no variable of a sum."""
    if type(t) is Inverse and not t.loose:
        yield t
    for child in t.children:
        yield from _inverses(child)
