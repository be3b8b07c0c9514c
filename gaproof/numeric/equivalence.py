"""Mutants that are true: no value can refute them, and the kernel says so.

A mutant whose hypotheses are inconsistent is true for nothing; it is not excused.
"""

from __future__ import annotations

from collections.abc import Callable

from ..claim import Part
from ..proof.statement import Statement
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.facts import NotFound
from ..tactics.model import find_model
from ..tactics.search import discharge, prove
from .mutants import Mutant

Way = Callable[[Part, Statement], Theorem]


def equivalent(part: Part, mutant: Mutant) -> str | None:
    """Why a mutant of a part's statement is true, if the kernel proves it; None if no proof is found."""
    statement = mutant.statement
    for reason, way in WAYS.items():
        proved = _attempt(way, part, statement)
        if proved is not None and proved.conclusion == statement.conclusion and not statement.missing(proved):
            return reason if _consistent(part, statement) else None
    return None


def _attempt(way: Way, part: Part, mutant: Statement) -> Theorem | None:
    try:
        return way(part, mutant)
    except Exception:  # the proof of a theorem file, run on a statement that it was not written for, may fail in any way
        return None


def _restated(part: Part, mutant: Statement) -> Theorem:
    """The theorem with the mutated conclusion in its place, its hypotheses proved from the mutated ones."""
    return _granted(f.restate(part.claim.theorem(part.name), mutant.conclusion), mutant)


def _followed(part: Part, mutant: Statement) -> Theorem:
    """The mutated conclusion from the theorem and the mutated hypotheses, by search."""
    theorem = part.claim.theorem(part.name)
    return _granted(prove(mutant.conclusion, [theorem, *_facts(mutant)]), mutant)


def _proved_likewise(part: Part, mutant: Statement) -> Theorem:
    """The part's own proof, run on the mutant."""
    return part.attempt(mutant)


def _granted(th: Theorem, mutant: Statement) -> Theorem:
    return discharge(th, _facts(mutant), frozenset(mutant.hypotheses.values()))


def _facts(mutant: Statement) -> list[Theorem]:
    return [f.assume(h) for h in mutant.hypotheses.values()]


WAYS: dict[str, Way] = {
    "it is the theorem, written in another way": _restated,
    "the proof of the theorem proves it": _proved_likewise,
    "it follows from the theorem": _followed,
}


def _consistent(part: Part, mutant: Statement) -> bool:
    """Whether the mutated hypotheses have a model: they follow from those of the part, or one is found."""
    granted = part.statement.hypotheses.values()
    try:
        for h in mutant.hypotheses.values():
            if h not in granted:
                prove(h, [f.assume(g) for g in granted])
    except NotFound:
        return find_model(mutant, part.model or {}) is not None
    return True
