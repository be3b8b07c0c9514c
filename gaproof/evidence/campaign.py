"""A statement tried on many models, in balls and exactly: how many models there were, how close its sides came, what refutes it.

First every pattern of the adversarial library has its turn, then Hypothesis draws structures, then small models are tried in exact
arithmetic, which also decides equations between rationals.  What fails in balls is refuted only if it fails at 200 bits as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import final

import hypothesis

from ..drawing import Drawing
from ..numeric.arithmetic import Arithmetic
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..numeric.model import Model
from ..proof.obligations import eta
from ..proof.statement import Statement
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import Symbol
from .imposing import Imposed, impose
from .laws import drawable, readings
from .sampling import Sampler, Structure
from .sequents import Given, Sequent, needs_values, over_indices, sequents
from .trial import Trial, Tried

BITS = 200
CONFIRMED = 4  # so many offending instances of a batch are looked at more closely


@final
@dataclass(frozen=True)
class Effort:
    """How hard a statement is tried: rounds of the sweep and instances in each, examples of Hypothesis, rounds and instances in exact
    arithmetic, the largest size of an index type, how many choices of the hypotheses that are made true."""

    rounds: int
    batch: int
    examples: int
    exact_rounds: int
    exact_batch: int
    largest: int
    variants: int = 99


EFFORTS = {
    "quick": Effort(12, 64, 0, 6, 4, 3),
    "standard": Effort(24, 128, 4, 8, 6, 5),
    "exhaustive": Effort(200, 512, 200, 60, 16, 9),
}


@final
@dataclass(frozen=True)
class Case:
    """A sequent of a statement with some of its hypotheses made true, all that can be in the ``principal`` one; ``functions``: what its
    functions of numbers are; ``drawing``: which of those that a theorem file gives, if any.  Cases are numbered in the order of
    ``cases``, which is always the same."""

    number: int
    sequent: int
    principal: bool
    imposed: Imposed
    functions: dict[Symbol, Lambda]
    trial: Trial
    sampler: Sampler
    drawing: int | None = None


@final
@dataclass(frozen=True)
class Found:
    """Where a statement fails: a case, and a model of one instance."""

    case: Case
    model: Model


@final
@dataclass
class Tally:
    """What came of a campaign.  ``models``: at which the conclusion was put to the test; ``contrasts``: at which it failed because one
    hypothesis did; ``exact``: how many of the models were exact; ``ratio``: the worst |difference| / (sum of radii); ``wrong``:
    conclusions that fail in balls and not at high precision, which no ball may say; ``unreached``: sequents with a conclusion or a law
    that values do not decide; ``drawings``: those that gave models; ``refutation``: a failure that was one."""

    models: int = 0
    contrasts: int = 0
    exact: int = 0
    ratio: float = 0.0
    wrong: int = 0
    unreached: int = 0
    drawings: set[int] = field(default_factory=set)
    refutation: Found | None = None


class _Refuted(Exception):
    """Ends the search of Hypothesis, and makes it shrink."""


def cases(
    statement: Statement,
    given: Given | None,
    balls: BallArithmetic,
    at: Mapping[Symbol, Lambda] | None = None,
    most: int = 99,
    drawings: Sequence[Drawing] = (),
    known: Collection[Sequent] = (),
) -> Iterator[Case]:
    """Every sequent of a statement that is not known, ``at`` values of its symbols, with all hypotheses made true that can be, and with
    one fewer in turn; and drawn in each way that the theorem file gives."""
    left = [(k, s) for k, s in enumerate(sequents(statement, given)) if s not in known and not needs_values(s.conclusion)]
    return cases_of(left, balls, at, most, drawings)


def cases_of(
    stated: Iterable[tuple[int, Sequent]],
    balls: BallArithmetic,
    at: Mapping[Symbol, Lambda] | None = None,
    most: int = 99,
    drawings: Sequence[Drawing] = (),
) -> Iterator[Case]:
    """The same of some sequents, each with a number."""
    number = 0
    for which, sequent in stated:
        for functions, read in readings(sequent.at(at) if at else sequent):
            for k, wanted in enumerate(variants(read)[: 1 if at else most]):
                imposed = impose(read, wanted)
                yield Case(number, which, k == 0, imposed, functions, Trial(imposed), Sampler(imposed, balls))
                number += 1
            for same in twins(read) if not at else ():
                imposed = impose(read.at(same), range(len(read.hypotheses)))
                imposed.values |= same
                yield Case(number, which, False, imposed, functions, Trial(imposed), Sampler(imposed, balls))
                number += 1
        for k, drawing in enumerate(drawings):
            numbers = {s: value for s, value in drawing.values.items() if drawable(s.type)}
            for functions, read in readings(sequent.at(numbers), drawing.values) if drawing.touches(sequent.free) else ():
                imposed = impose(read, range(len(read.hypotheses)), drawing)
                yield Case(number, which, True, imposed, functions, Trial(imposed), Sampler(imposed, balls), k)
                number += 1


def variants(sequent: Sequent) -> list[list[int]]:
    """Which hypotheses to make true: all that can be, and all of these but one."""
    every = list(range(len(sequent.hypotheses)))
    made = impose(sequent, every)
    able = [k for k in every if k not in made.waiting or k in made.bounded]
    return [every, *([k for k in every if k != left] for left in able)]


def twins(sequent: Sequent) -> Iterator[dict[Symbol, Lambda]]:
    """Two symbols of which the hypotheses say the same, the second as the first: of what is unique there are few models otherwise."""
    said = {h for _, h in sequent.hypotheses}
    mentioned = sorted({s for h in said for s in h.free if not (s.constant or over_indices(s.type))})
    for a, b in combinations(mentioned, 2):
        if a.type == b.type and said == {substitute(h, {a: eta(b), b: eta(a)}) for h in said}:
            yield {b: eta(a)}


def campaign(
    statement: Statement,
    effort: Effort,
    seed: int,
    balls: BallArithmetic | None = None,
    given: Given | None = None,
    drawings: Sequence[Drawing] = (),
    known: Collection[Sequent] = (),
) -> Tally:
    """Try a statement until it is refuted or the effort is spent, in float64 on the CPU unless an arithmetic is given; its ``known``
    sequents have been tried before."""
    tally, balls, exact = Tally(), balls or BallArithmetic(), ExactArithmetic(BITS)
    left = {k for k, sequent in enumerate(sequents(statement, given)) if sequent not in known}
    tally.unreached = len(left)
    for case in cases(statement, given, balls, most=effort.variants, drawings=drawings, known=known):
        left.discard(case.sequent)
        tally.unreached = len(left)
        share = 1 if case.principal else 3  # of the rounds
        swept = case.sampler.sweep(-(-effort.rounds // share), seed)
        if any(try_on(case, model, balls, tally) for model in case.sampler.models(swept, effort.batch)):
            return tally
        swept = case.sampler.sweep(-(-effort.exact_rounds // share), seed + 1)
        if any(try_on(case, model, exact, tally) for model in case.sampler.models(swept, effort.exact_batch)):
            return tally
        if case.principal and effort.examples and _explored(case, effort, seed, balls, tally):
            return tally
    return tally


def try_on(case: Case, model: Model, arithmetic: Arithmetic, tally: Tally) -> bool:
    """Try a case on the instances of a model; whether it is refuted."""
    tried = case.trial.run(model, arithmetic)
    count = int(tried.models.sum())
    tally.models += count
    if case.drawing is not None and (count or (not case.trial.says_something and bool(case.trial.admits(model, arithmetic).any()))):
        tally.drawings.add(case.drawing)
    tally.contrasts += int(tried.contrasts.sum())
    exactly = isinstance(arithmetic, ExactArithmetic)
    tally.exact += count if exactly else 0
    tally.ratio = tally.ratio if exactly else max(tally.ratio, tried.ratio)
    return refuted_at(case, model, tried, tally)


def refuted_at(case: Case, model: Model, tried: Tried, tally: Tally) -> bool:
    """Whether a case fails at high precision where it failed."""
    for k in tried.failing.nonzero().flatten().tolist()[:CONFIRMED]:
        one = model.instances(k, 1)
        again = case.trial.run(one, ExactArithmetic(BITS))
        if bool(again.failing.any()):
            tally.refutation = Found(case, one)
            return True
        tally.wrong += not bool(again.wrong.any())
    return False


def confirmed(case: Case, one: Model, bits: int = BITS) -> bool:
    """Whether the hypotheses hold and the conclusion fails at one instance, in exact arithmetic."""
    return bool(case.trial.run(one, ExactArithmetic(bits)).failing.any())


def _explored(case: Case, effort: Effort, seed: int, arithmetic: Arithmetic, tally: Tally) -> bool:
    """Let Hypothesis draw structures; if one refutes the case, the simplest that does."""
    smallest: list[Found] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=effort.examples,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @hypothesis.given(case.sampler.structures(effort.largest))
    def draw(structure: Structure) -> None:
        if try_on(case, case.sampler.model(structure, effort.batch), arithmetic, tally) and tally.refutation is not None:
            smallest.append(tally.refutation)
            raise _Refuted

    try:
        draw()
    except _Refuted:
        tally.refutation = smallest[-1]
        return True
    return False
