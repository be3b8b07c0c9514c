"""Counterexamples: a small model in which the hypotheses of a statement hold and its conclusion fails.

Entries get values only when a formula asks for one, depth first, and formulas are judged in Kleene's logic as soon as their entries
are known.  What is found is certain: numbers are exact, or balls that do not meet.  If it takes a value of 1/0 or log 0, several do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any

from flint import fmpq

from ..proof.statement import Statement
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import MAYBE_EMPTY, REAL, Formula, Sort, Symbol
from .affine import Affine, Entry
from .evaluate import NOUGHT, Value, precision
from .functions import interpretations, of_one_number, proved
from .instance import NUMBERS, Instance
from .judge import Verdict, judge
from .quantifiers import BUDGET, Exhausted
from .values import sorts_of

JUNK = (fmpq(0), fmpq(1), fmpq(-5, 3), fmpq(7))  # values for 1/0 and log 0
ONE_FIRST = sorted(NUMBERS, key=lambda q: q != 1)  # masks are full, and nothing vanishes
VALUES = 80  # given in one attempt
WIDE = 3  # times as many orders of values are tried for all conclusions at once
WORK = 5_000  # terms evaluated in one search, for each attempt it may make: a count, so that a search ends alike on every machine

Found = tuple[Mapping[Sort, int], Mapping[Entry, Any], Mapping[Symbol, Lambda]]  # a model as sizes, entries and functions


class Search(Instance):
    """A model of given sizes whose entries are found by search; later seeds try values in another order.

    ``left``: the conclusions that are not yet known to fail, by number.  All of them say which values are tried, or only the first one,
    ``aim``, and the others are judged where that one is decided."""

    allowance = 2 * VALUES
    thorough = False  # most models fail or hold for simpler reasons

    def __init__(
        self, hypotheses: Sequence[Formula], left: dict[int, Formula], aim: int | None, sizes: Mapping[Sort, int], seed: int, most: int
    ) -> None:
        super().__init__(sizes, undefined=JUNK[0] if seed % 3 == 2 else None)
        self.hypotheses, self.left, self.aim, self.most = hypotheses, left, aim, most
        self.symbols = frozenset[Symbol]().union(*(g.free for g in (*hypotheses, *left.values())))
        self.seed, self.rng, self.found = seed, random.Random(str(seed)), list[dict[Entry, Any]]()

    def choices(self, sort: Sort) -> Iterable[Any]:
        values = NUMBERS if sort == REAL else self.elements(sort)
        return values if self.seed == 0 else ONE_FIRST if self.seed == 1 and sort == REAL else self.rng.sample(values, len(values))

    def finds(self, fails: bool = True) -> bool:
        """Find values at which the hypotheses hold and conclusions fail (or hold as well), until none that is aimed at is left."""
        if self.work > self.most:
            raise Exhausted
        with self.solved(self.hypotheses, (), self.symbols):
            verdicts = [judge(self, h) for h in self.hypotheses]
            if any(v.holds is False for v in verdicts):
                return False
            if all(v.holds for v in verdicts):
                verdicts = self._undecided(fails)
                if not self.left or self.aim not in (None, *self.left):
                    return True
            wanted = [entry for v in verdicts for entry in v.wanted]
            if not wanted:
                return bool(verdicts) and fails and self.divided and self.junk is None and self._supposing()
            for value in self.candidates(wanted[0]):
                with self.taken_back():
                    self.give(wanted[0], value)
                    if self.finds(fails):
                        return True
            return False

    def _undecided(self, fails: bool) -> list[Verdict]:
        """Judge the conclusions that are left, until one that counts wants a value; those that do as they should are left no more."""
        found = []
        for k, conclusion in list(self.left.items()):
            verdict = judge(self, conclusion)
            if verdict.holds is None and self.aim in (None, k):
                found.append(verdict)
                if verdict.wanted or self.aim == k:
                    break
            elif verdict.holds is not None and verdict.holds is not fails and (not fails or self.whatever(conclusion)):
                self.found.append(dict(self.tables))
                del self.left[k]
        return found

    def _supposing(self) -> bool:
        """Go on with a value for 1/0 and log 0: a formula that depends on it told nothing, not even what it wants."""
        self.junk = JUNK[0]
        self.forget()
        try:
            return self.finds()
        finally:
            self.junk = None
            self.forget()

    def whatever(self, conclusion: Formula) -> bool:
        """Whether the conclusion fails at the present values, with every one of ``JUNK``; what is left open is 0."""
        junk, budget = self.junk, self.budget
        with self.taken_back():
            self.budget = BUDGET
            while still_open := [e for v in self.tables.values() if isinstance(v, Affine) for e in v.slopes]:
                self.give(still_open[0], NOUGHT)
            try:
                return all(self._fails(conclusion, value) for value in JUNK)
            finally:
                self.junk, self.budget = junk, budget
                self.forget()

    def _fails(self, conclusion: Formula, junk: Value) -> bool:
        """Whether the hypotheses hold and the conclusion fails with this value of 1/0 and log 0."""
        self.junk = junk
        self.forget()
        return all(judge(self, h).holds for h in self.hypotheses) and judge(self, conclusion).holds is False


def counterexample(statement: Statement, hints: Mapping[str, Any] | None = None, largest: int = 2, attempts: int = 60) -> str | None:
    """A model in which the statement is false, in words; None if none was found.

    ``hints`` gives values to try, by the names of variables, and sizes, by the names of index types; other sizes go up to ``largest``.
    """
    hypotheses, left = tuple(statement.hypotheses.values()), {0: statement.conclusion}
    for model, functions in _searches(hypotheses, left, hints or {}, largest, [(seed, 0) for seed in range(attempts)]):
        if not left:
            model.tables = model.found[-1]
            return "; ".join([str(model), *(f"{s.name} = {value.body.key}" for s, value in functions.items())])
    return None


def refuted(
    hypotheses: Sequence[Formula], conclusions: Sequence[Formula], aims: Iterable[int] = (), largest: int = 2, attempts: int = 60
) -> set[int]:
    """Which of several conclusions (by number) fail in some model of the hypotheses that was found: for all of them at once, and then
    for those that are aimed at one by one."""
    left = dict(enumerate(conclusions))
    for _ in refuting(hypotheses, left, aims, largest, attempts):
        pass
    return set(range(len(conclusions))) - left.keys()


def refuting(
    hypotheses: Sequence[Formula], left: dict[int, Formula], aims: Iterable[int] = (), largest: int = 2, attempts: int = 60
) -> Iterator[Found]:
    """The models where they fail; what has failed is not ``left``."""
    together: list[tuple[int, int | None]] = [(seed, None) for seed in range(WIDE * attempts)]
    for model, functions in _searches(hypotheses, left, {}, largest, [*together, *product(range(attempts), aims)]):
        for entries in model.found:
            yield model.sizes, entries, functions


def agreeing(statement: Statement, largest: int = 2, attempts: int = 4) -> list[Found]:
    """The different models, among those found, in which all hypotheses and the conclusion certainly hold."""
    found: dict[str, Found] = {}
    hypotheses, left = tuple(statement.hypotheses.values()), {0: statement.conclusion}
    for model, functions in _searches(hypotheses, left, {}, largest, [(seed, 0) for seed in range(attempts)], fails=False):
        if not left:
            found[f"{model.sizes} {model.found[-1]} {functions}"] = model.sizes, model.found[-1], functions
            left[0] = statement.conclusion
    return list(found.values())


def _searches(
    hypotheses: Sequence[Formula],
    left: dict[int, Formula],
    hints: Mapping[str, Any],
    largest: int,
    rounds: Sequence[tuple[int, int | None]],
    fails: bool = True,
) -> Iterator[tuple[Search, dict[Symbol, Lambda]]]:
    """Searches at all sizes, in rounds: each has an order of values and a conclusion that is aimed at, or all that are left; until the
    work that may be spent on that is done: on all, since the last of them failed."""
    formulas = (*hypotheses, *left.values())
    sorts = sorted(sorts_of(formulas))
    ranges = [[hints[s.name]] if s.name in hints else range(int(s.kind != MAYBE_EMPTY), largest + 1) for s in sorts]
    sizes = [dict(zip(sorts, size, strict=True)) for size in product(*ranges)]
    symbols = frozenset[Symbol]().union(*(g.free for g in formulas))
    functions_of = [s for s in symbols if REAL in s.type.params]
    meant = interpretations(functions_of, {s.name for s in symbols})
    ways = sorted(product(meant, sizes), key=lambda way: way[0][1] + sum(way[1].values()))
    most = WORK * (1 if all(map(of_one_number, functions_of)) else 2)  # functions sought by their entries take longer
    allowed = {aim: most * sum(of == aim for _, of in rounds) for aim in {aim for _, aim in rounds}}
    work = dict(allowed)
    for turn, ((seed, aim), ((functions, _), size)) in enumerate(product(rounds, ways)):
        if work[aim] < 0 or not left or aim not in (None, *left):
            continue
        with precision():
            given = [substitute(h, functions) for h in hypotheses]
            first = [aim] if aim is not None else list(left)[turn % len(left) :]  # each has its turn to be asked first
            there = {k: substitute(left[k], functions) for k in dict.fromkeys([*first, *left])}
            model = Search([h for h in given if not (functions and proved(h))], there, aim, size, seed, min(work[aim], WORK))
            model.tried, model.budget = dict(hints), VALUES * (20 if hints else 1 + seed // 20)
            with suppress(Exhausted):
                model.finds(fails)
        done = left.keys() - there.keys()
        for k in done:
            del left[k]
        work[aim] = allowed[aim] if done and aim is None else work[aim] - model.work
        yield model, functions
