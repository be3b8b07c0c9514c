"""A statement tried on many models, in balls and exactly: how many models there were, how close its sides came, what refutes it.

First every pattern of the adversarial library has its turn, then Hypothesis draws structures, then small models are tried in exact
arithmetic, which also decides equations between rationals.  What fails in balls is refuted only if it fails at 200 bits as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, final

import hypothesis

from ..drawing import Drawing
from ..numeric.arithmetic import Arithmetic
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..numeric.model import Model
from ..proof.obligations import eta
from ..proof.statement import Statement
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import And, Formula, Symbol
from .imposing import Imposed, impose
from .laws import drawable, readings
from .sampling import Sampler, Structure
from .sequents import Given, Sequent, needs_values, over_indices, sequents
from .trial import Trial, Tried

BITS = 200
LESS = 3  # so many readings of functions, or cases that are not principal at least, share the rounds of one
CONFIRMED = 4  # so many offending instances of a batch are looked at more closely


@final
@dataclass(frozen=True)
class Effort:
    """How hard a statement is tried: rounds of the sweep and instances in each, examples of Hypothesis, rounds and instances in exact
    arithmetic, the largest size of an index type, how many choices of the hypotheses that are made true: all that can be, then one
    fewer."""

    rounds: int
    batch: int
    examples: int
    exact_rounds: int
    exact_batch: int
    largest: int
    variants: int = 99


EFFORTS = {
    "quick": Effort(12, 64, 0, 6, 4, 3),
    "standard": Effort(16, 128, 3, 8, 6, 5),
    "exhaustive": Effort(200, 512, 200, 60, 16, 9),
}


@final
@dataclass(frozen=True)
class Case:
    """A sequent of a statement with some of its hypotheses made true, all that can be in the ``principal`` one; ``functions``: what its
    functions of numbers are; ``drawing``: which of those that a theorem file gives, if any; ``place``: which it is of so many that
    ``share`` the rounds of one.  Cases are numbered in the order of ``cases``, which is always the same."""

    number: int
    sequent: int
    principal: bool
    imposed: Imposed
    functions: dict[Symbol, Lambda]
    trial: Trial
    sampler: Sampler
    drawing: int | None = None
    place: int = 0
    share: int = 1

    def of(self, conclusion: Formula) -> Case:
        """The case of one of the conclusions that are tried together."""
        imposed = replace(self.imposed, conclusion=conclusion)
        return self if len(self.trial.conclusions) == 1 else replace(self, imposed=imposed, trial=Trial(imposed))

    def models(self, rounds: int, seed: int, batch: int) -> Iterator[Model]:
        """The models of its share of some rounds: other ones than of those that it shares them with."""
        mine = -(-rounds // self.share)
        return self.sampler.models(self.sampler.sweep(mine, seed, self.place * mine), batch)


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
    one fewer in turn, ``most`` choices in all, and with twins, unless it is 0; and drawn in each way that the theorem file gives."""
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
        read_as = list(readings(sequent.at(at) if at else sequent))
        for n, (functions, read) in enumerate(read_as):
            others = [] if at or not most else [*less(read, most - 1), *twins(read)]
            share, shares = max(1, len(read_as) // LESS), max(LESS, len(others))
            for k, imposed in enumerate([impose(read, range(len(read.hypotheses))), *others]):
                shared = (n * shares + k - 1, share * shares) if k else (n, share)
                yield Case(number, which, k == 0, imposed, functions, Trial(imposed), Sampler(imposed, balls), None, *shared)
                number += 1
        for k, drawing in enumerate(drawings):
            numbers = {s: value for s, value in drawing.values.items() if drawable(s.type)}
            for functions, read in readings(sequent.at(numbers), drawing.values) if drawing.touches(sequent.free) else ():
                imposed = impose(read, range(len(read.hypotheses)), drawing)
                yield Case(number, which, True, imposed, functions, Trial(imposed), Sampler(imposed, balls), k)
                number += 1


def less(sequent: Sequent, most: int) -> Iterator[Imposed]:
    """All hypotheses made true that can be but one, each in turn."""
    if not most:
        return
    every = range(len(sequent.hypotheses))
    made = impose(sequent, every)
    for k in [k for k in every if k not in made.waiting or k in made.bounded][:most]:
        yield impose(sequent, [other for other in every if other != k])


def twins(sequent: Sequent) -> Iterator[Imposed]:
    """Two symbols of which the hypotheses say the same, the second as the first: of what is unique there are few models otherwise."""
    said = {h for _, h in sequent.hypotheses}
    mentioned = sorted({s for h in said for s in h.free if not (s.constant or over_indices(s.type))})
    for a, b in combinations(mentioned, 2):
        exchanged = {a: eta(b), b: eta(a)} if a.type == b.type else {}
        if exchanged and all(substitute(h, exchanged) in said for h in said if a in h.free or b in h.free):
            imposed = impose(sequent.at({b: eta(a)}), range(len(sequent.hypotheses)))
            imposed.values[b] = eta(a)
            yield imposed


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
    left = [(k, sequent) for k, sequent in enumerate(sequents(statement, given)) if sequent not in known]
    tally.unreached = len(left)
    for alike in together(left):
        reached = False
        for case in cases_of([(alike[0][0], joined([sequent for _, sequent in alike]))], balls, None, effort.variants, drawings):
            tally.unreached -= 0 if reached else len(alike)
            reached = True
            for arithmetic, rounds, batch in ((balls, effort.rounds, effort.batch), (exact, effort.exact_rounds, effort.exact_batch)):
                if any(try_on(case, model, arithmetic, tally) for model in case.models(rounds, seed + (arithmetic is exact), batch)):
                    break
            if tally.refutation is None and case.principal and effort.examples >= case.share:
                _explored(case, effort, seed, balls, tally)
            if tally.refutation is not None:
                tally.refutation = stated(tally.refutation, cases(statement, given, balls, drawings=drawings))
                return tally
    return tally


def together(stated: Iterable[tuple[int, Sequent]]) -> list[list[tuple[int, Sequent]]]:
    """Sequents that values may decide, those with the same models together."""
    groups: dict[Any, list[tuple[int, Sequent]]] = {}
    for k, sequent in stated:
        if not needs_values(sequent.conclusion):
            groups.setdefault(models_of(sequent), []).append((k, sequent))
    return list(groups.values())


def models_of(sequent: Sequent) -> Any:
    """What sequents with the same models have in common: the hypotheses.  One with a function that arrays do not hold keeps to those that
    mention it as well: it may have no reading."""
    return sequent.hypotheses, frozenset(s for s in sequent.conclusion.free if not (s.constant or drawable(s.type)))


def joined(sequents: Sequence[Sequent]) -> Sequent:
    """Sequents with the same hypotheses as one."""
    conclusions = list(dict.fromkeys(sequent.conclusion for sequent in sequents))
    return sequents[0] if len(conclusions) == 1 else replace(sequents[0], conclusion=And(*conclusions))


def stated(found: Found, cases: Iterable[Case]) -> Found:
    """The same failure in one of the cases in which a sequent stands alone, so that it is found again by its number."""
    tables = found.model.tables
    for case in cases:
        if case.imposed.conclusion == found.case.imposed.conclusion and tables.keys() >= set(case.sampler.symbols):
            drawn = {s: tables[s].numbers for s in case.sampler.symbols}
            model = case.sampler.completed({sort: found.model.sizes[sort] for sort in case.sampler.sorts}, drawn)
            if confirmed(case, model):
                return Found(case, model)
    return found


def try_on(case: Case, model: Model, arithmetic: Arithmetic, tally: Tally) -> bool:
    """Try a case on the instances of a model; whether it is refuted."""
    found, exactly = case.trial.each(model, arithmetic), isinstance(arithmetic, ExactArithmetic)
    count = sum(int(tried.models.sum()) for tried in found)
    tally.models += count
    tally.exact += count if exactly else 0
    tally.contrasts += sum(int(tried.contrasts.sum()) for tried in found)
    tally.ratio = max(tally.ratio, *(0.0 if exactly else tried.ratio for tried in found))
    if case.drawing is not None and (count or (not case.trial.says_something and bool(case.trial.admits(model, arithmetic).any()))):
        tally.drawings.add(case.drawing)
    failing = ((case.of(c), tried) for c, tried in zip(case.trial.conclusions, found, strict=True) if bool(tried.failing.any()))
    return any(refuted_at(one, model, tried, tally) for one, tried in failing)


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


def _explored(case: Case, effort: Effort, seed: int, arithmetic: Arithmetic, tally: Tally) -> None:
    """Let Hypothesis draw structures; if one refutes the case, the simplest that does."""
    smallest: list[Found] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=effort.examples // case.share,
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
