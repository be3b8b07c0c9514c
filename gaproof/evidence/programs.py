"""The programs that a part is realised as: what a second evaluator says of them, and whether it would matter if one had a bug."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import islice

from ..claim import Part
from ..numeric.ball import BallArithmetic
from ..numeric.model import Model
from ..numeric.realisation import Inside, program
from ..proof.syntax import Term
from .campaign import cases
from .killing import Killed
from .machinery import broken
from .program_bugs import bugs_of, which_caught
from .sampling import Sampler
from .second_opinion import disagreement, disagreements
from .sequents import Given, needs_values
from .settings import Settings

MODELS, INSTANCES = 6, 16  # so many batches, of so many each, that bugs are looked for in


def programs_examined(part: Part, given: Given | None, settings: Settings) -> tuple[str, Killed]:
    """The programs of the conclusion's sides: what a second evaluator says of them, and whether it matters if one has a bug."""
    wrong = broken(settings.balls.dtype, settings.balls.device)
    found, seen, tried, looked_at = Killed(), set[str](), set[Term](), set[Inside]()
    for case in cases(part.statement, given, settings.balls, most=0, drawings=part.drawings):
        sides = [t for t in case.imposed.conclusion.children if isinstance(t, Term)]
        models = drawn(case.sampler, settings.seed)
        for side in sides:
            # batches and tiles have been tried on terms of all shapes
            for k in range(MODELS if settings.level == "exhaustive" and side not in tried else 0):
                wrong = wrong or disagreement(side, models(k), settings.balls.dtype, tiled=k == 0) or ""
            tried.add(side)
            _bugs(side, models, settings.attack.bugs, settings.balls, found, seen)
        said = [case.imposed.conclusion, *(h for h in case.trial.waiting if not needs_values(h))]
        wrong = wrong or disagreements(said, models(MODELS - 1), settings.balls.dtype, looked_at) or ""
    return wrong, found


def drawn(sampler: Sampler, seed: int) -> Callable[[int], Model]:
    """The models by number, each drawn when it is first asked for: most bugs show on the first one."""
    structures = list(sampler.sweep(MODELS, seed))
    return cache(lambda k: sampler.model(structures[k], INSTANCES))


def _bugs(side: Term, models: Callable[[int], Model], most: int, balls: BallArithmetic, found: Killed, seen: set[str]) -> None:
    """Bugs planted in a program: does the comparison with the right one see them?"""
    right = program(side, models(0))
    left = dict(islice(((name, bug) for name, bug in bugs_of(right) if name not in seen), most))
    seen.update(left)
    found.total += len(left)
    found.killed += len(left)
    for k in range(MODELS):
        if not left:
            break
        noticed = which_caught(right, list(left.values()), models(k), balls)
        left = {name: bug for (name, bug), yes in zip(left.items(), noticed, strict=True) if not yes}
    found.killed -= len(left)
    found.survivors += left
