"""A mutant in which a temperature may be 0 or negative: the theorem at temperature 1, with 1/τ as a factor of some fields.

Whatever number 1/τ is, s/τ is a field as s is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from typing import Any

from ...claim import Part
from ...errors import ProofError
from ...proof import rules
from ...proof.normal import fresh, poly
from ...proof.obligations import eta
from ...proof.statement import Statement
from ...proof.substitution import Lambda, opened
from ...proof.syntax import BINDERS, ONE, App, Inverse, Lt, Ne, Symbol, Times
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ..mutants import DROPPED, Mutant
from .any_values import abstracted
from .granting import assumed, settled
from .known_values import rewritten

FIELDS = 2  # how many are multiplied at most


def rescaled(part: Part, mutant: Mutant) -> Theorem:
    """The theorem at x = 1, for a dropped hypothesis that says 0 < x or x ≠ 0, with 1/x as a factor of fields."""
    general, values, x = _with_any_inverse(part, mutant)
    (factor,) = values
    theorem = f.inst(part.claim.theorem(part.name), {x: ONE})
    for fields in _choices(general, factor):
        with suppress(ProofError):
            there = rewritten(f.inst(theorem, {field: _times(field, factor) for field in fields}), general.conclusion)
            return settled(rules.instantiate(_restated(there, general), values=values), mutant.statement)
    raise NotFound(mutant.statement.conclusion)


def _with_any_inverse(part: Part, mutant: Mutant) -> tuple[Statement, Mapping[Symbol, Lambda], Symbol]:
    """The mutant with any number in the place of 1/x, that number, and x."""
    dropped: Any = part.statement.hypotheses.get(mutant.where)
    if mutant.kind == DROPPED and type(dropped) in (Lt, Ne):
        for x in dropped.children:
            if type(x) is App and isinstance(x.head, Symbol) and not x.children:
                one = Lambda((), Inverse(x))
                general, values = abstracted(mutant.statement, one.__eq__)
                if values and not any(x.head in g.free for g in (general.conclusion, *general.hypotheses.values())):
                    return general, values, x.head
    raise NotFound(mutant.statement.conclusion)


def _choices(statement: Statement, factor: Symbol) -> Iterator[tuple[Symbol, ...]]:
    """Fields of which just one is a factor of each term that the number is a factor of."""
    formulas = (statement.conclusion, *statement.hypotheses.values())
    terms = {frozenset(heads.items()): heads for g in formulas for heads in _beside(g, factor)}.values()
    fields = sorted({s for heads in terms for s in heads} & {s for g in formulas for s in g.free})
    for count in range(1, FIELDS + 1):
        yield from (some for some in combinations(fields, count) if all(sum(heads[s] for s in some) == 1 for heads in terms))


def _beside(t: Any, factor: Symbol) -> Iterator[Counter[Symbol]]:
    """How often each field is a factor of the terms that the number is a factor of."""
    if type(t) is Times and App(factor) in t.children:
        for _, factors in poly(Times(ONE, *(c for c in t.children if c != App(factor)))):
            yield Counter({a.head: e for a, e in factors if type(a) is App and isinstance(a.head, Symbol)})
    for child in [opened(t, eta(fresh(t.type)))] if type(t) in BINDERS else t.children:
        yield from _beside(child, factor)


def _times(field: Symbol, factor: Symbol) -> Lambda:
    own = eta(field)
    return Lambda(own.params, Times(own.body, App(factor)))


def _restated(th: Theorem, statement: Statement) -> Theorem:
    """th with hypotheses that differ by the normal form from those of a statement."""
    for owed in th.hypotheses - frozenset(statement.hypotheses.values()):
        for fact in assumed(statement):
            with suppress(ProofError):
                th = f.cut(th, rewritten(fact, owed))
                break
    return th
