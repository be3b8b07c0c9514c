"""Conditions that are never met: what they say contradicts itself, or what is known of masks and deltas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ...errors import ProofError
from ...proof import rules
from ...proof.normal import normal
from ...proof.obligations import eta
from ...proof.substitution import opened, rebuild
from ...proof.syntax import MINUS, ONE, REAL, ZERO, And, App, Delta, Eq, Exists, ForAll, Implies, Number, Plus, Times, Type
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ..sequents import fresh
from .granting import gap, unused

FALSE = Eq(ZERO, ONE)


def never(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """A goal whose condition is false."""
    if type(goal) is not Implies:
        raise NotFound(goal)
    condition, then = goal.children
    return rules.imply(f.absurd(_false(f.assume(condition), facts), then), formula=condition)


def _false(given: Theorem, facts: Sequence[Theorem]) -> Theorem:
    """0 = 1, from what is given: a part of it, what it says of any element, or of one that it says there is."""
    match given.conclusion:
        case And():
            for k in range(len(given.conclusion.children)):
                with suppress(ProofError):
                    return _false(rules.part(given, number=k), facts)
        case ForAll():
            v = unused(given.conclusion, given, *facts)
            return _false(rules.specialise(given, value=eta(v)), facts)
        case Exists():
            v = unused(given.conclusion, given, *facts)
            return rules.obtain(given, _false(f.assume(opened(given.conclusion, eta(v))), facts), symbol=v)
        case Eq():
            for th in _contradictions(given, facts):
                with suppress(ProofError):
                    return f.absurd(th, FALSE)
    raise NotFound(given.conclusion)


def _contradictions(said: Theorem, facts: Sequence[Theorem]) -> Iterator[Theorem]:
    """Comparisons of numbers that may be false, from an equation and the facts: a δ is 0 or 1, and an entry what is said of all entries."""
    if isinstance(normal(gap(said.conclusion)), Number):
        yield said
    match said.conclusion:
        case Eq(children=(Times(children=(Number() as many, (App() | Delta()) as entry)), Number() as number)) if many.value:
            said = f.linear(entry, Number(number.value / many.value), (said, 1 / many.value))
    match said.conclusion:
        case Eq(children=(Delta() as delta, Number() as number)):
            rest = Plus(ONE, Times(MINUS, delta), Times(MINUS, number))  # (δ − q)(1 − δ − q) = q² − q, because δ² = δ
            yield f.linear(Number(number.value**2 - number.value), ZERO, (said, rest))
        case Eq(children=(App() as entry, Number())):
            for fact in (fact for fact in facts if type(fact.conclusion) is ForAll):
                with suppress(ProofError):
                    known = f.spec(fact, *entry.children)
                    z = fresh("z", Type((), REAL), {s.name for g in (known.conclusion, *known.hypotheses) for s in g.free})
                    yield f.rewrite(said, known, z, replaced(known.conclusion, entry, App(z)))


def replaced(t: Any, old: Any, new: Any) -> Any:
    return new if t == old else rebuild(t, tuple(replaced(c, old, new) for c in t.children))
