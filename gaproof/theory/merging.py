"""Partial states of a row of attention, and how two of them are merged.

A partial state is whether there is anything (1 or 0), the largest score, the sum of e^(score − largest) and the sum of the values weighted
so.  Of nothing all four are 0: that it is nothing is said by a symbol of its own and not by a largest score −∞, since −∞ − (−∞) has
no value.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..terms import And, Element, Eq, Exists, ForAll, Formula, Iff, Implies, Le, Lt, Sum, Value, exp, field, scalar

Weight = Callable[[Any], Any]


class Partial(NamedTuple):
    """What is kept of a part of a row."""

    there: Any
    top: Any
    mass: Any
    value: Any

    def at(self, top: object) -> Any:
        """The factor that brings its sums to another largest score."""
        return self.there * exp(self.top - top)


def partial(name: str, d: Element) -> Partial:
    """A partial state of that name: u, t, l and o."""
    top, mass = scalar(f"t_{name} l_{name}")
    return Partial(scalar(f"u_{name}", domain="mask"), top, mass, field(f"o_{name}", d))


def empty(a: Partial, d: Element) -> Formula:
    """The state of nothing, the unit of merging."""
    return And(Eq(a.there, 0), Eq(a.top, 0), Eq(a.mass, 0), ForAll(d, Eq(a.value[d], 0)))


def proper(a: Partial, d: Element) -> Formula:
    """Nothing has one state."""
    return Implies(Eq(a.there, 0), empty(a, d))


def same(a: Partial, b: Partial, d: Element) -> Formula:
    """The two states are one."""
    return And(Eq(a.there, b.there), Eq(a.top, b.top), Eq(a.mass, b.mass), ForAll(d, Eq(a.value[d], b.value[d])))


def greatest(a: Partial, bounded: Callable[[Value], Formula], attained: Formula) -> Formula:
    """Its largest score bounds all scores and is one of them, if there is any; else it is 0."""
    return And(bounded(a.top), Implies(Eq(a.there, 1), attained), Implies(Eq(a.there, 0), Eq(a.top, 0)))


def bounding(x: object, *states: Partial) -> Formula:
    """No largest score is more than x."""
    return And(*(Implies(Eq(of.there, 1), Le(of.top, x)) for of in states))


def is_top_of(c: Partial, a: Partial, b: Partial) -> Formula:
    """The largest score of c is that of a or that of b, of those that there are."""
    alone = Implies(Eq(a.there, 0), Eq(c.top, b.top)), Implies(Eq(b.there, 0), Eq(c.top, a.top))
    return And(*alone, Eq((c.top - a.top) * (c.top - b.top), 0))


def merges(a: Partial, b: Partial, c: Partial, d: Element) -> Formula:
    """c is the merge of a and b: both are brought to the larger of their largest scores, and their sums are added."""
    return And(
        Eq(c.there, a.there + b.there - a.there * b.there),
        greatest(c, lambda x: bounding(x, a, b), is_top_of(c, a, b)),
        Eq(c.mass, a.at(c.top) * a.mass + b.at(c.top) * b.mass),
        ForAll(d, Eq(c.value[d], a.at(c.top) * a.value[d] + b.at(c.top) * b.value[d])),
    )


def state_of(weight: Weight, a: Partial, s: Any, v: Any, j: Element, d: Element) -> Formula:
    """a is the state of the keys whose weight is positive, with scores s and values v: they weigh weight · e^score."""
    return And(
        Iff(Eq(a.there, 1), Exists(j, Lt(0, weight(j)))),
        greatest(
            a,
            lambda x: ForAll(j, Implies(Lt(0, weight(j)), Le(s[j], x))),
            Exists(j, And(Lt(0, weight(j)), Eq(s[j], a.top))),
        ),
        Eq(a.mass, Sum(weight(j) * exp(s[j] - a.top), j)),
        ForAll(d, Eq(a.value[d], Sum(weight(j) * exp(s[j] - a.top) * v[j, d], j))),
    )
