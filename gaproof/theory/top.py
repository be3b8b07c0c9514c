"""The top k of the admissible elements of a row, by scores, where ties are broken by labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..terms import And, Element, Eq, ForAll, Formula, Implies, Le, Lt, Sum, Term, Variable, companion


def before(x: Variable, t: Variable, j: Element, l: Element) -> Formula:
    """x_j > x_l, or x_j = x_l and t_j < t_l: the element j comes before l."""
    return And(Le(x[l], x[j]), Implies(Eq(x[l], x[j]), Lt(t[j], t[l])))


def top_set(P: Variable | Callable[[Element], Term], size: object, admissible: Variable, x: Variable, t: Variable, j: Element) -> Formula:
    """P is the indicator of that many admissible elements, each of which comes before all other admissible ones."""
    l = companion(j)
    inside = ForAll(j, Implies(Eq(P(j), 1), Eq(admissible[j], 1)))
    ahead: Any = Implies(And(Eq(P(j), 1), Eq(admissible[l], 1), Eq(P(l), 0)), before(x, t, j, l))
    return And(ForAll(j, Eq(P(j) * P(j), P(j))), inside, Eq(Sum(P(j), j), size), ForAll((j, l), ahead))
