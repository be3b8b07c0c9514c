"""What instances of a statement about all values come to: equations that are linear combinations of them.

An index is one at hand; a field, or a number, is one at hand, its negative, 0, or, of one index, 1 at an index at hand and 0 elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import combinations, islice
from typing import Any

from ...errors import ProofError
from ...proof import rules
from ...proof.obligations import eta
from ...proof.substitution import Lambda, opened
from ...proof.syntax import MINUS, REAL, ZERO, And, App, Bound, Delta, Eq, ForAll, Implies, Le, Number, Symbol, Times, Type
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.search import discharge, prove
from ...tactics.solve import solved
from ..sequents import fresh
from .granting import unused

MOST = 48  # instances that are combined


def combined(goal: Any, general: Theorem, facts: Sequence[Theorem], at_hand: tuple[Symbol, ...] = ()) -> Theorem:
    """The goal, where its equations follow from instances of one theorem, the conditions of which follow from the facts."""
    match goal:
        case ForAll():
            v = unused(goal, general, *facts, *at_hand)
            return rules.generalise(combined(opened(goal, eta(v)), general, facts, (*at_hand, v)), symbol=v)
        case Implies(children=(condition, then)):
            given = f.assume(condition)
            parts = [f.part(given, k) for k in range(len(condition.children))] if type(condition) is And else [given]
            return rules.imply(combined(then, general, [*parts, *facts], at_hand), formula=condition)
        case And():
            return rules.conjoin(*(combined(g, general, facts, at_hand) for g in goal.children))
        case Eq(children=(left, right)):
            found, known = list(islice(_instances(general, facts, at_hand), MOST)), [general, *facts]
            for way in WAYS:
                with suppress(ProofError):
                    return discharge(way(left, right, found), known, frozenset(h for th in known for h in th.hypotheses))
    raise NotFound(goal)


def _instances(th: Theorem, facts: Sequence[Theorem], at_hand: Sequence[Symbol]) -> Iterator[Theorem]:
    """The comparisons that a theorem says at values at hand, without their conditions."""
    match th.conclusion:
        case ForAll() as g:
            for value in _values(g.type, at_hand):
                yield from _instances(rules.specialise(th, value=value), facts, at_hand)
        case Implies(children=(condition, _)):
            with suppress(ProofError):
                yield from _instances(rules.modus_ponens(th, prove(condition, facts)), facts, at_hand)
        case And(children=parts):
            for k in range(len(parts)):
                yield from _instances(rules.part(th, number=k), facts, at_hand)
        case Eq() | Le():
            yield th


def _values(type_: Type, at_hand: Sequence[Symbol]) -> Iterator[Lambda]:
    same = [s for s in at_hand if s.type == type_]
    yield from map(eta, same)
    if type_.result == REAL:
        at = tuple(App(Bound(len(type_.params) - 1 - k, Type((), sort))) for k, sort in enumerate(type_.params))
        yield from (Lambda(type_.params, Times(MINUS, App(s, *at))) for s in same)
        yield Lambda(type_.params, ZERO)
        if len(at) == 1:
            yield from (Lambda(type_.params, Delta(*at, App(s))) for s in at_hand if s.type == Type((), at[0].sort))


# ---- what comparisons come to -----------------------------------------------------------------------------------------------------


def _linear(left: Any, right: Any, found: Sequence[Theorem]) -> Theorem:
    return solved(left, right, *((th, Number(1)) for th in found if type(th.conclusion) is Eq))


def _of_one_side(left: Any, right: Any, found: Sequence[Theorem]) -> Theorem:
    """a = b, from a = r and b = r, whatever r is: nothing is asked of what it divides by."""
    for one, other in combinations([th for th in found if type(th.conclusion) is Eq], 2):
        (a, same), (b, r) = one.conclusion.children, other.conclusion.children
        if same == r and a != b:
            z = fresh("z", Type((), REAL), {s.name for th in (one, other) for g in (th.conclusion, *th.hypotheses) for s in g.free})
            with suppress(ProofError):
                back = f.rewrite(other, f.linear(b, b), z, Eq(App(z), b))
                return f.restate(f.rewrite(back, one, z, Eq(a, App(z))), Eq(left, right))
    raise NotFound(Eq(left, right))


def _from_both_sides(left: Any, right: Any, found: Sequence[Theorem]) -> Theorem:
    """a = b, from a ≤ b and b ≤ a."""
    return f.antisymmetry(_at_most(left, right, found), _at_most(right, left, found))


def _at_most(left: Any, right: Any, found: Sequence[Theorem]) -> Theorem:
    for th in found:
        if type(th.conclusion) is Le:
            with suppress(ProofError):
                return f.le(left, right, f.by(th))
    raise NotFound(Le(left, right))


Way = Callable[[Any, Any, Sequence[Theorem]], Theorem]
WAYS: tuple[Way, ...] = (_linear, _of_one_side, _from_both_sides)
