"""Which mutants of a part the checks notice, and which the kernel proves to be true as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import final

from ..claim import Part
from ..drawing import Drawing
from ..exact import counterexample
from ..exact.necessity import WITNESSED
from ..proof.substitution import Lambda
from ..proof.syntax import Symbol
from .campaign import campaign, contradicts
from .equivalence import equivalent
from .imposing import determined
from .mutants import Mutant, sample
from .sequents import Given, Sequent, needs_values, sequents
from .settings import Settings


@final
@dataclass
class Killed:
    """How many mutants there were, how many were refuted (or, with the value that the statement determines, contradicted), how many the
    kernel proves to be true, and the names of the others; ``noticed``: of how many of these the known witness of what exists fails, which
    refutes nothing."""

    total: int = 0
    killed: int = 0
    equivalent: int = 0
    noticed: int = 0
    survivors: list[str] = field(default_factory=list)


def mutants_killed(part: Part, given: Given | None, necessity: Mapping[str, str], settings: Settings) -> Killed:
    """Try the mutants of a part; one without a hypothesis that is witnessed to be necessary is refuted by the witness."""
    true = sequents(part.statement, given)
    at, known, found = determined(true), frozenset((*true, *sequents(part.statement))), Killed()
    for mutant in sample(part.statement, settings.attack.per_kind, 0):
        found.total += 1
        if necessity.get(mutant.where) == WITNESSED or killed(mutant, at, settings, part.drawings, known):
            found.killed += 1
        elif equivalent(part, mutant):
            found.equivalent += 1
        else:
            found.noticed += noticed(mutant, given, settings, known)
            found.survivors.append(mutant.name)
    return found


def killed(
    mutant: Mutant,
    at: Mapping[Symbol, Lambda],
    settings: Settings,
    drawings: Sequence[Drawing] = (),
    known: Collection[Sequent] = (),
) -> bool:
    """Whether a mutant is refuted, or contradicted at the values that the true conclusion determines; ``known``: the sequents of the
    true statement, which would be tried in vain."""
    statement, balls = mutant.statement, settings.balls
    tally = campaign(statement, settings.attack.effort, settings.seed, balls, drawings=drawings, known=known)
    if tally.refutation is not None or (at and contradicts(statement, at, settings.attack.effort, settings.seed, balls)):
        return True
    most = settings.attack.attempts
    attempts = most if tally.unreached else min(1, most) if mutant.where else 0
    return counterexample(statement, attempts=attempts) is not None


def noticed(mutant: Mutant, given: Given | None, settings: Settings, known: Collection[Sequent] = ()) -> bool:
    """Whether the witness that the true statement's proof gives for what exists fails in a mutant: another might do."""
    if given is None or not any(needs_values(s.conclusion) for s in sequents(mutant.statement)):
        return False
    loose = replace(given, loose=True)
    return campaign(mutant.statement, settings.attack.effort, settings.seed, settings.balls, loose, known=known).refutation is not None
