"""The programs that a part is realised as: what a second evaluator says of them, and whether it would matter if one had a bug."""

from __future__ import annotations

from ..claim import Part
from ..numeric.ball import BallArithmetic
from ..numeric.model import Model
from ..numeric.realisation import program
from ..proof.syntax import Node, Term
from .campaign import cases
from .killing import Killed
from .machinery import broken
from .program_bugs import caught, program_bugs
from .second_opinion import disagreement, pieces
from .sequents import Given, needs_values
from .settings import Settings

INSTANCES = 16  # of a batch that bugs are looked for in


def programs_examined(part: Part, given: Given | None, settings: Settings) -> tuple[str, Killed]:
    """The programs of the conclusion's sides: what a second evaluator says of them, and whether it matters if one has a bug."""
    wrong = broken(settings.balls.dtype, settings.balls.device)
    found, seen, looked_at = Killed(), set[str](), set[Node]()
    for case in cases(part.statement, given, settings.balls, drawings=part.drawings):
        if not case.principal:
            continue
        sides = [t for t in case.imposed.conclusion.children if isinstance(t, Term)]
        models = [case.sampler.model(s, INSTANCES) for s in case.sampler.sweep(6, settings.seed)]
        for side in sides:
            for model in models[: settings.attack.batches]:
                wrong = wrong or disagreement(side, model, settings.balls.dtype) or ""
            _bugs(side, models, settings.attack.bugs, settings.balls, found, seen)
        last = models[-1].instances(INSTANCES - 1, 1)
        said = [case.imposed.conclusion, *(h for h in case.trial.waiting if not needs_values(h))]
        for piece in dict.fromkeys(piece for formula in said for piece in pieces(formula) if piece not in looked_at):
            looked_at.add(piece)
            wrong = wrong or disagreement(piece, last, settings.balls.dtype) or ""
    return wrong, found


def _bugs(side: Term, models: list[Model], most: int, balls: BallArithmetic, found: Killed, seen: set[str]) -> None:
    """Bugs planted in a program: does the comparison with the right one see them?"""
    right = program(side, models[0])
    named = [(name, bug) for name, bug in program_bugs(right) if name not in seen]
    for name, bug in named[:most]:
        seen.add(name)
        found.total += 1
        if any(caught(right, bug, model, balls) for model in models):
            found.killed += 1
        else:
            found.survivors.append(name)
