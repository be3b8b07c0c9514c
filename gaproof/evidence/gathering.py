"""The numeric evidence on a part of a claim: models, exact instances, mutants, planted bugs, references, necessity.

None of it makes a theorem.  It can refute one, it says how hard the statement was attacked, and what the attacks would have seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, final

import torch

from ..claim import Part
from ..exact import counterexample
from ..exact.necessity import WITNESSED, check
from ..numeric.ball import BallArithmetic
from ..numeric.devices import device
from ..numeric.model import Model
from ..numeric.realisation import node_of, program
from ..numeric.references import Agreement, Reference, references_of
from ..numeric.references import check as compared
from ..numeric.references.inputs import TooLarge
from ..proof.obligations import obligations
from ..proof.substitution import Lambda
from ..proof.syntax import Symbol, Term
from ..terms import Eq as Equation
from .campaign import EFFORTS, Effort, Tally, campaign, cases, contradicts
from .counterexample import described, shrunk, write
from .equivalence import equivalent
from .imposing import Imposed, determined, kinds_of
from .mutants import Mutant, chosen, drafts
from .program_bugs import caught, program_bugs
from .sampling import Sampler
from .second_opinion import disagreement
from .sequents import Given, given_by, sequents
from .trial import Trial

ALL = 10_000


@final
@dataclass(frozen=True)
class Attack:
    """How hard the evidence itself is tested: mutants of each kind, the effort on each, attempts of the exact search, planted bugs,
    batches for the references."""

    per_kind: int
    effort: Effort
    attempts: int
    bugs: int
    batches: int


ATTACKS = {
    "quick": Attack(1, Effort(6, 24, 0, 3, 3, 3), 2, 4, 1),
    "standard": Attack(1, Effort(16, 48, 0, 6, 4, 3), 5, 8, 3),
    "exhaustive": Attack(ALL, Effort(24, 64, 0, 12, 6, 4), 30, ALL, 12),
}


@final
@dataclass(frozen=True)
class Settings:
    """What the command line says: how hard, from which seed, how many models of each sequent are tried at least, on what, and where
    counterexamples go."""

    level: str = "standard"
    seed: int = 0
    models: int | None = None
    dtype: str = "float64"
    device: str = "cpu"
    folder: str = "counterexamples"

    @property
    def balls(self) -> BallArithmetic:
        """The arithmetic that it runs in."""
        dtype = getattr(torch, self.dtype)
        return BallArithmetic(device(self.device, dtype), dtype)

    @property
    def effort(self) -> Effort:
        effort = EFFORTS[self.level]
        return effort if self.models is None else replace(effort, batch=max(1, -(-self.models // effort.rounds)))


@final
@dataclass
class Killed:
    """How many mutants there were, how many were refuted (or, with the value that the statement determines, contradicted), how many the
    kernel proves to be true, and the names of the others."""

    total: int = 0
    killed: int = 0
    equivalent: int = 0
    survivors: list[str] = field(default_factory=list)


@final
@dataclass
class Evidence:
    """What was found out about one part.  ``programs``: where a realised program is wrong; ``refuted``: where the statement fails."""

    tally: Tally
    mutants: Killed
    bugs: Killed
    references: list[Agreement]
    necessity: dict[str, str]
    programs: str = ""
    refuted: str = ""
    file: str = ""


def evidence(part: Part, settings: Settings) -> Evidence:
    """Attack a part with everything there is."""
    attack = ATTACKS[settings.level]
    given = _given(part)
    tally = campaign(part.statement, settings.effort, settings.seed, settings.balls, given)
    refuted, file = _refuted(part, tally, settings, attack)
    programs, bugs = _programs(part, given, settings, attack)
    necessity = check(part)
    return Evidence(
        tally,
        _mutants(part, given, necessity, settings, attack),
        bugs,
        list(_references(part, settings, attack)),
        necessity,
        programs,
        refuted,
        file,
    )


def _given(part: Part) -> Given | None:
    """The witnesses of the part's proof, if it goes through."""
    try:
        return given_by(part.claim.theorem(part.name))
    except Exception:  # that the proof fails is said where it is asked for
        return None


def _refuted(part: Part, tally: Tally, settings: Settings, attack: Attack) -> tuple[str, str]:
    """What refutes the part, in words, and the file that holds it."""
    if tally.refutation is not None:
        found = shrunk(tally.refutation)
        about = {"claim": part.claim.id, "part": part.name, "file": part.claim.file}
        return described(found), str(write(found, part.statement, about, Path(settings.folder)))
    found = counterexample(part.statement, attempts=attack.attempts)
    return (f"{found}, whatever 1/0 and log 0 are" if found else ""), ""


# ---- mutants -------------------------------------------------------------------------------------------------------------


def picked(part: Part, attack: Attack) -> list[Mutant]:
    """Mutants of the conclusion, of every kind, and the statement without each of its hypotheses."""
    every = drafts(part.statement)
    kept = [*chosen([d for d in every if not d.where], attack.per_kind, 0), *(d for d in every if d.kind == "dropped hypothesis")]
    return [draft.mutant() for draft in kept]


def _mutants(part: Part, given: Given | None, necessity: Mapping[str, str], settings: Settings, attack: Attack) -> Killed:
    at = determined(sequents(part.statement, given))
    found = Killed()
    for mutant in picked(part, attack):
        found.total += 1
        if necessity.get(mutant.where) == WITNESSED or killed(mutant, given, at, settings, attack):
            found.killed += 1
        elif equivalent(part, mutant):
            found.equivalent += 1
        else:
            found.survivors.append(mutant.name)
    return found


def killed(mutant: Mutant, given: Given | None, at: Mapping[Symbol, Lambda], settings: Settings, attack: Attack) -> bool:
    """Whether a mutant is refuted, contradicted at the values that the true conclusion determines, or, if something is to exist, fails at
    the true statement's witness and has no other that is known."""
    statement, balls = mutant.statement, settings.balls
    tally = campaign(statement, attack.effort, settings.seed, balls)
    if tally.refutation is not None or (at and contradicts(statement, at, attack.effort, settings.seed, balls)):
        return True
    if (tally.unreached or mutant.where) and counterexample(statement, attempts=attack.attempts) is not None:
        return True
    if not tally.unreached or mutant.where or given is None:
        return False
    return campaign(statement, attack.effort, settings.seed, balls, replace(given, loose=True)).refutation is not None


# ---- programs ------------------------------------------------------------------------------------------------------------


def _programs(part: Part, given: Given | None, settings: Settings, attack: Attack) -> tuple[str, Killed]:
    """The programs of the conclusion's sides: what a second evaluator says of them, and whether it matters if one has a bug."""
    wrong, found, seen = "", Killed(), set[str]()
    for case in cases(part.statement, given, settings.balls):
        sides = [t for t in case.imposed.conclusion.children if isinstance(t, Term)]
        if not case.principal or not sides:
            continue
        models = [case.sampler.model(s, 16) for s in case.sampler.sweep(6, settings.seed)]
        for side in sides:
            for model in models[: attack.batches]:
                wrong = wrong or disagreement(side, model, settings.balls.dtype) or ""
            _bugs(side, models, attack, settings.balls, found, seen)
    return wrong, found


def _bugs(side: Term, models: list[Model], attack: Attack, balls: BallArithmetic, found: Killed, seen: set[str]) -> None:
    """Bugs planted in a program: does the comparison with the right one see them?"""
    right = program(side, models[0])
    named = [(name, bug) for name, bug in program_bugs(right) if name not in seen]
    for name, bug in named[: attack.bugs]:
        seen.add(name)
        found.total += 1
        if any(caught(right, bug, model, balls) for model in models):
            found.killed += 1
        else:
            found.survivors.append(name)


# ---- references ----------------------------------------------------------------------------------------------------------


def _references(part: Part, settings: Settings, attack: Attack) -> Iterator[Agreement]:
    """Foreign code for the objects of the statement, on models drawn for them: of each reference the worst comparison."""
    kinds = kinds_of(list(part.statement.hypotheses.values()))
    for subject, reference in references_of(part):
        defined = obligations(node_of(subject))  # foreign code is asked for no value that is not there
        drawn = Imposed(node_of(Equation(subject, subject)), dict(enumerate(sorted(defined))), dict(kinds))  # type: ignore[arg-type]
        sampler, trial = Sampler(drawn, settings.balls), Trial(drawn)
        tried = []
        for structure in sampler.sweep(attack.batches, settings.seed):
            model = sampler.model(structure, 64)
            admitted = trial.admits(model, settings.balls).nonzero().flatten().tolist()
            if admitted:
                tried.append(_compared(reference, subject, model.chosen(admitted), getattr(torch, settings.dtype)))
        worst = max(tried, key=lambda a: (a.disagrees, a.worst_ratio, a.instances), default=Agreement(reference.name, 0, 0.0, False))
        yield replace(worst, instances=sum(a.instances for a in tried))


def _compared(reference: Reference, subject: Any, model: Model, dtype: torch.dtype) -> Agreement:
    try:
        return compared(reference, subject, model, dtype)
    except TooLarge as reason:
        return Agreement(reference.name, 0, 0.0, False, str(reason))
