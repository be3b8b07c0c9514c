"""Which mutants of a part the checks notice, and which the kernel proves to be true as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, final

from ..claim import Part
from ..drawing import Drawing
from ..exact import counterexample, refuted
from ..exact.necessity import CITED, WITNESSED
from ..proof.obligations import eta
from ..proof.substitution import Lambda, opened
from ..proof.syntax import Eq, Exists, Formula, Symbol
from .campaign import Tally
from .equivalence import equivalent
from .imposing import determined
from .mutants import Mutant, sample
from .record import Record
from .sequents import Given, Sequent, needs_values, over_indices, sequents
from .settings import Settings
from .together import contradicted, tried_together

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
    known that refutes nothing here, a witness that fails or what is cited; ``true``: the names of those that are proved."""

    total: int = 0
    killed: int = 0
    equivalent: int = 0
    noticed: int = 0
    survivors: list[str] = field(default_factory=list)
    true: list[str] = field(default_factory=list)


def mutants_killed(
    part: Part, given: Given | None, necessity: Mapping[str, str], settings: Settings, record: Record | None = None, reached: bool = True
) -> Killed:
    """Try the mutants of a part; one without a hypothesis that is witnessed to be necessary is refuted by the witness, and others by the
    models on record.  What a long search has left is not searched for again, unless the level is exhaustive.  ``reached``: whether
    there are models at which the part itself holds; its witnesses are tried at no others."""
    record = record or Record()
    true = sequents(part.statement, given)
    known = frozenset((*true, *sequents(part.statement)))
    mutants = sample(part.statement, settings.attack.per_kind, 0)
    left = [q for q in mutants if necessity.get(q.where) != WITNESSED]
    by_model = record.refuted(left)
    left = [q for q in left if q.name not in by_model]
    kept = [q for q in left if q.name in record.left] if record.current and settings.level != "exhaustive" else []
    left = [q for q in left if q not in kept]
    expected = [q for q in left if q.name in record.true]
    true_ones = [q for q in expected if equivalent(part, q, record.true[q.name])]
    left = [q for q in left if q not in true_ones]
    tallies = dict(zip(left, survived(left, determined(true), settings, part.drawings, known), strict=True))
    left = [q for q in left if tallies[q].refutation is None]
    left = [q for q, found in zip(left, searched(left, [tallies[q] for q in left], settings, known), strict=True) if not found]
    open_ = [q for q in left if necessity.get(q.where) == CITED or not equivalent(part, q)]
    proved = [q.name for q in mutants if q in true_ones or (q in left and q not in open_)]
    why = reasons(open_, [tallies[q] for q in open_], given if reached else None, necessity, settings, known)
    why |= {q.name: record.left[q.name] for q in kept}
    found = Killed(len(mutants), len(mutants) - len(proved) - len(why), len(proved), true=proved)
    found.noticed = sum(w in (CITED_AS_NECESSARY, ANOTHER_WITNESS) for w in why.values())
    notes = {name: f"; {note}" for name, note in record.notes.items()}
    found.survivors = [f"{q.name} — {why[q.name]}{notes.get(q.name, '')}" for q in mutants if q.name in why]
    return found


def reasons(
    mutants: Sequence[Mutant],
    tallies: Sequence[Tally],
    given: Given | None,
    necessity: Mapping[str, str],
    settings: Settings,
    known: Collection[Sequent] = (),
) -> dict[str, str]:
    """Why each mutant survives, by its name."""
    found = {}
    for q, tally, at_the_witness in zip(mutants, tallies, noticed(mutants, given, settings, known), strict=True):
        unseen = UNREACHED if tally.unreached else HOLDS if tally.models else NO_MODEL
        found[q.name] = CITED_AS_NECESSARY if necessity.get(q.where) == CITED else ANOTHER_WITNESS if at_the_witness else unseen
    return found


def survived(
    mutants: Sequence[Mutant],
    at: Mapping[Symbol, Lambda],
    settings: Settings,
    drawings: Sequence[Drawing] = (),
    known: Collection[Sequent] = (),
) -> list[Tally]:
    """What came of trying mutants, also at the values that the true conclusion determines.  ``known``: the sequents of the true
    statement, which would be tried in vain."""
    asked = [[s for s in sequents(q.statement) if s not in known] for q in mutants]
    how = settings.attack.effort, settings.seed, settings.balls
    tallies = tried_together(asked, *how, drawings)
    contradicted(asked, tallies, at, *how)
    return tallies


def searched(mutants: Sequence[Mutant], tallies: Sequence[Tally], settings: Settings, known: Collection[Sequent] = ()) -> list[bool]:
    """Which mutants the exact search refutes: it solves the equations of conditions, which models that are drawn do not satisfy.  Those
    of the conclusion are searched for together."""
    most, found = settings.attack.attempts, dict.fromkeys(mutants, False)
    able = [q for q in mutants if any(refutable(s.conclusion) for s in sequents(q.statement) if s not in known)]
    poor = {q for q, tally in zip(mutants, tallies, strict=True) if tally.unreached or not tally.exact}
    of_conclusion = [q for q in able if not q.where]
    if not poor.isdisjoint(of_conclusion):
        hypotheses = tuple(of_conclusion[0].statement.hypotheses.values())
        aims = [k for k, q in enumerate(of_conclusion) if q in poor]
        which = refuted(hypotheses, [q.statement.conclusion for q in of_conclusion], aims, attempts=most)
        found |= {of_conclusion[k]: True for k in which}
    for q in able:
        if q.where:
            found[q] = counterexample(q.statement, attempts=2 * most if q in poor else min(1, most)) is not None
    return list(found.values())


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


def noticed(mutants: Sequence[Mutant], given: Given | None, settings: Settings, known: Collection[Sequent] = ()) -> list[bool]:
    """Whether the witness that the true statement's proof gives for what exists fails in mutants: another might do."""
    if given is None:
        return [False] * len(mutants)
    loose = replace(given, loose=True)
    existing = [any(needs_values(s.conclusion) for s in sequents(q.statement)) for q in mutants]
    asked = [[s for s in sequents(q.statement, loose) if s not in known] if e else [] for q, e in zip(mutants, existing, strict=True)]
    tallies = tried_together(asked, settings.attack.effort, settings.seed, settings.balls)
    return [tally.refutation is not None for tally in tallies]
