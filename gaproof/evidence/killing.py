"""Which mutants of a part the checks notice, and which the kernel proves to be true as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, final

from ..claim import Part
from ..drawing import Drawing
from ..exact import counterexample
from ..exact.necessity import CITED, WITNESSED
from ..proof.obligations import eta
from ..proof.substitution import Lambda, opened
from ..proof.syntax import Eq, Exists, Formula, Symbol
from .campaign import Tally, campaign, contradicts
from .equivalence import equivalent
from .imposing import determined
from .mutants import Mutant, sample
from .sequents import Given, Sequent, needs_values, over_indices, sequents
from .settings import Settings

CITED_AS_NECESSARY = "that the hypothesis is necessary is cited, not shown here"
ANOTHER_WITNESS = "the known witness fails, and another might do"
NO_MODEL = "no model was found at which its hypotheses certainly hold"
UNREACHED = "no array holds the truth of what it says, and no small model was found at which it fails"
HOLDS = "it holds at all models that were tried"


@final
@dataclass
class Killed:
    """How many mutants there were, how many were refuted (or, with the value that the statement determines, contradicted), how many the
    kernel proves to be true, and the names of the others, each with why it survives; ``noticed``: of how many of these something is
    known that refutes nothing here, a witness that fails or what is cited."""

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
        status = necessity.get(mutant.where)
        tally = None if status == WITNESSED else survived(mutant, at, settings, part.drawings, known)
        if tally is None:
            found.killed += 1
        elif status != CITED and equivalent(part, mutant):
            found.equivalent += 1
        elif searched(mutant, tally, settings, known):
            found.killed += 1
        else:
            why = CITED_AS_NECESSARY if status == CITED else ANOTHER_WITNESS if noticed(mutant, given, settings, known) else ""
            found.noticed += bool(why)
            found.survivors.append(f"{mutant.name} — {why or (UNREACHED if tally.unreached else HOLDS if tally.models else NO_MODEL)}")
    return found


def survived(
    mutant: Mutant,
    at: Mapping[Symbol, Lambda],
    settings: Settings,
    drawings: Sequence[Drawing] = (),
    known: Collection[Sequent] = (),
) -> Tally | None:
    """What came of trying a mutant; None if it is refuted, or contradicted at the values that the true conclusion determines.
    ``known``: the sequents of the true statement, which would be tried in vain."""
    statement, balls = mutant.statement, settings.balls
    tally = campaign(statement, settings.attack.effort, settings.seed, balls, drawings=drawings, known=known)
    refuted = tally.refutation is not None or (at and contradicts(statement, at, settings.attack.effort, settings.seed, balls))
    return None if refuted else tally


def searched(mutant: Mutant, tally: Tally, settings: Settings, known: Collection[Sequent] = ()) -> bool:
    """Whether the exact search refutes a mutant: it solves the equations of conditions, which models that are drawn do not satisfy."""
    if not any(refutable(s.conclusion) for s in sequents(mutant.statement) if s not in known):
        return False
    most = settings.attack.attempts
    attempts = 2 * most if tally.unreached or not tally.exact else min(1, most) if mutant.where else 0
    return counterexample(mutant.statement, attempts=attempts) is not None


def refutable(goal: Any) -> bool:
    """Whether a finite model may show that a goal fails: that numbers or fields exist can only fail if equations say what they are."""
    if type(goal) is not Exists or over_indices(goal.type):
        return True
    variable = Symbol.internal("sought", goal.type)
    body = opened(goal, eta(variable))
    return variable not in body.free or any(variable in equation.free for equation in _equations(body))


def _equations(f: Any) -> Iterator[Formula]:
    if type(f) is Eq:
        yield f
    for child in f.children if isinstance(f, Formula) else ():
        yield from _equations(child)


def noticed(mutant: Mutant, given: Given | None, settings: Settings, known: Collection[Sequent] = ()) -> bool:
    """Whether the witness that the true statement's proof gives for what exists fails in a mutant: another might do."""
    if given is None or not any(needs_values(s.conclusion) for s in sequents(mutant.statement)):
        return False
    loose = replace(given, loose=True)
    return campaign(mutant.statement, settings.attack.effort, settings.seed, settings.balls, loose, known=known).refutation is not None
