"""Many statements tried on the same models: what mutants of one statement share is drawn, compiled and computed once.

Sequents with the same hypotheses are one sequent whose conclusion is all of theirs; of each conclusion it is told apart what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, final

from ..drawing import Drawing
from ..numeric.arithmetic import Arithmetic
from ..numeric.ball import BallArithmetic
from ..numeric.exact import ExactArithmetic
from ..numeric.model import Model
from ..proof.substitution import Lambda
from ..proof.syntax import And, Formula, Symbol
from .campaign import BITS, Case, Effort, Found, Tally, cases_of, models_of, refuted_at
from .sequents import Sequent, needs_values
from .trial import Trial


@final
@dataclass
class Group:
    """Sequents with the same hypotheses; ``of``: the numbers of the statements that say each conclusion."""

    sequent: Sequent
    of: dict[Formula, list[int]]

    @property
    def together(self) -> Sequent:
        """All of them as one."""
        return replace(self.sequent, conclusion=And(*self.of))


def grouped(asked: Sequence[Iterable[Sequent]]) -> list[Group]:
    """The sequents that values may decide, of each statement some, those with the same models together."""
    groups: dict[Any, Group] = {}
    for k, sequents in enumerate(asked):
        for sequent in sequents:
            if not needs_values(sequent.conclusion):
                group = groups.setdefault(models_of(sequent), Group(sequent, {}))
                group.of.setdefault(sequent.conclusion, []).append(k)
    return list(groups.values())


def tried_together(
    asked: Sequence[Sequence[Sequent]], effort: Effort, seed: int, balls: BallArithmetic, drawings: Sequence[Drawing] = ()
) -> list[Tally]:
    """What came of trying the sequents of each statement: a statement is tried no more once one of its sequents fails."""
    tallies = [Tally(unreached=len(sequents)) for sequents in asked]
    exact = ExactArithmetic(BITS)
    for group in grouped(asked):
        reached = False
        for case in cases_of([(0, group.together)], balls, most=effort.variants, drawings=drawings):
            if not reached:
                reached = True
                for k in (k for numbers in group.of.values() for k in numbers):
                    tallies[k].unreached -= 1
            share = 1 if case.principal else 3  # of the rounds
            run = _Run(case, group, tallies)
            swept = case.sampler.sweep(-(-effort.rounds // share), seed)
            run.on(case.sampler.models(swept, effort.batch), balls)
            swept = case.sampler.sweep(-(-effort.exact_rounds // share), seed + 1)
            run.on(case.sampler.models(swept, effort.exact_batch), exact)
    return tallies


def contradicted(
    asked: Sequence[Sequence[Sequent]],
    tallies: Sequence[Tally],
    at: Mapping[Symbol, Lambda],
    effort: Effort,
    seed: int,
    balls: BallArithmetic,
) -> None:
    """The same of those that are left, at values of some of their symbols: where none of their hypotheses fails at high precision."""
    exact = ExactArithmetic(BITS)
    asked = [sequents if tally.refutation is None else () for sequents, tally in zip(asked, tallies, strict=True)]
    for group in grouped(asked) if at else ():
        for case in cases_of([(0, group.together)], balls, at):
            run = _Run(case, group, tallies)
            for model in case.sampler.models(case.sampler.sweep(effort.exact_rounds, seed), effort.exact_batch):
                run.contradicted(model, exact)


@final
class _Run:
    """The conclusions of a case that do not fail yet."""

    def __init__(self, case: Case, group: Group, tallies: Sequence[Tally]) -> None:
        self.case, self.tallies = case, tallies
        self.left = list(zip(case.imposed.conclusion.children, group.of.values(), strict=True))
        self._ready()

    def _ready(self) -> None:
        self.left = [(conclusion, of) for conclusion, of in self.left if self._open(of)]
        self.trial = Trial(self.case.imposed, [conclusion for conclusion, _ in self.left]) if self.left else None

    def _open(self, numbers: Sequence[int]) -> list[int]:
        return [k for k in numbers if self.tallies[k].refutation is None]

    def on(self, models: Iterator[Model], arithmetic: Arithmetic) -> None:
        """Try what is left on models."""
        for model in models:
            if self.trial is None:
                return
            for (conclusion, of), tried in zip(self.left, self.trial.each(model, arithmetic), strict=True):
                open_ = self._open(of)
                if open_ and self._fails(conclusion, model, tried, self.tallies[open_[0]]):
                    for k in open_[1:]:
                        self.tallies[k].refutation = self.tallies[open_[0]].refutation
                count = int(tried.models.sum())
                for k in open_:
                    self.tallies[k].models += count
                    self.tallies[k].exact += count if isinstance(arithmetic, ExactArithmetic) else 0
            if 2 * sum(bool(self._open(of)) for _, of in self.left) <= len(self.left):
                self._ready()

    def contradicted(self, model: Model, exact: ExactArithmetic) -> None:
        """Try what is left on a model, where a hypothesis counts as one that holds unless it certainly fails."""
        for (_, of), tried in zip(self.left, self.trial.each(model, exact, lenient=True) if self.trial else (), strict=True):
            for k in self._open(of) if bool(tried.failing.any()) else ():
                self.tallies[k].refutation = Found(self.case, model)
        self._ready()

    def _fails(self, conclusion: Formula, model: Model, tried: Any, tally: Tally) -> bool:
        if not bool(tried.failing.any()):
            return False
        imposed = replace(self.case.imposed, conclusion=conclusion)
        return refuted_at(replace(self.case, imposed=imposed, trial=Trial(imposed)), model, tried, tally)
