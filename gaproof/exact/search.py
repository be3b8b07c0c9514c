"""Counterexamples: a small model in which the hypotheses of a statement hold and its conclusion fails.

Entries get values only when a formula asks for one, depth first, and formulas are judged in Kleene's logic as soon as their entries
are known.  What is found is certain: numbers are exact, or balls that do not meet.  If it takes a value of 1/0 or log 0, several do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from flint import fmpq

from ..proof.statement import Statement
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import MAYBE_EMPTY, REAL, Formula, Sort, Symbol
from .affine import Affine, Entry
from .evaluate import NOUGHT, Value, precision
from .functions import candidates, proved
from .instance import BUDGET, NUMBERS, Exhausted, Instance
from .judge import judge
from .values import sorts_of

JUNK = (fmpq(0), fmpq(1), fmpq(-5, 3), fmpq(7))  # values for 1/0 and log 0
ONE_FIRST = sorted(NUMBERS, key=lambda q: q != 1)  # masks are full, and nothing vanishes
VALUES = 80  # given in one attempt
WORK = 5_000  # terms evaluated in one search, for each attempt it may make: a count, so that a search ends alike on every machine


class Search(Instance):
    """A model of given sizes whose entries are found by search; later seeds try values in another order."""

    def __init__(self, sizes: Mapping[Sort, int], tried: Mapping[str, Any], budget: int, seed: int, most: int) -> None:
        super().__init__(sizes, tried=tried, undefined=JUNK[0] if seed % 3 == 2 else None)
        self.seed, self.rng = seed, random.Random(str(seed))
        self.budget, self.most, self.found = budget, most, dict[Entry, Any]()
        self.divided = False  # has a value of 1/0 or log 0 been missing?

    def choices(self, sort: Sort) -> Iterable[Any]:
        values = NUMBERS if sort == REAL else self.elements(sort)
        return values if self.seed == 0 else ONE_FIRST if self.seed == 1 and sort == REAL else self.rng.sample(values, len(values))

    def undefined(self, what: str, x: Value) -> Value:
        self.divided = True
        return super().undefined(what, x)

    def finds(self, hypotheses: list[Formula], conclusion: Formula, fails: bool = True) -> bool:
        """Find values with which the hypotheses hold and the conclusion fails (or holds as well), and keep them."""
        if self.work > self.most:
            raise Exhausted
        with self.solved(hypotheses, (), conclusion.free.union(*(h.free for h in hypotheses))):
            verdicts = [judge(self, h) for h in hypotheses]
            if all(v.holds for v in verdicts):
                verdicts = [~judge(self, conclusion) if fails else judge(self, conclusion)]
            if all(v.holds for v in verdicts):
                self.found = dict(self.tables)
                return True
            wanted = [entry for v in verdicts for entry in v.wanted]
            if any(v.holds is False for v in verdicts):
                return False
            if not wanted:
                return self.divided and self.junk is None and fails and self._supposing(hypotheses, conclusion)
            for value in self.candidates(wanted[0]):
                with self.taken_back():
                    self.give(wanted[0], value)
                    if self.finds(hypotheses, conclusion, fails):
                        return True
            return False

    def _supposing(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Whether there are values with one for 1/0 and log 0; a formula that depends on it told nothing, not even what it wants."""
        self.junk = JUNK[0]
        self.forget()
        try:
            return self.finds(hypotheses, conclusion)
        finally:
            self.junk = None
            self.forget()

    def whatever(self, hypotheses: list[Formula], conclusion: Formula) -> bool:
        """Whether the values found do the same for every one of ``JUNK``; what was left open is 0."""
        self.tables, self.budget = self.found, BUDGET
        while still_open := [e for v in self.tables.values() if isinstance(v, Affine) for e in v.slopes]:
            self.give(still_open[0], NOUGHT)
        for self.junk in JUNK:
            self.forget()
            if not (all(judge(self, h).holds for h in hypotheses) and judge(self, conclusion).holds is False):
                return False
        self.junk = None
        return True


def interpretations(statement: Statement) -> Iterator[dict[Symbol, Lambda]]:
    """Values for the functions of one number in a statement; none if there are others, of which no values are known."""
    functions = sorted({s for g in (*statement.hypotheses.values(), statement.conclusion) for s in g.free if REAL in s.type.params})
    for values in product(*(candidates(len(functions)) if s.type.params == (REAL,) else () for s in functions)):
        yield dict(zip(functions, values, strict=True))


def counterexample(statement: Statement, hints: Mapping[str, Any] | None = None, largest: int = 2, attempts: int = 60) -> str | None:
    """A model in which the statement is false, in words; None if none was found.

    ``hints`` gives values to try, by the names of variables, and sizes, by the names of index types; other sizes go up to ``largest``.
    """
    with precision():
        for model, functions, hypotheses, conclusion in _attempts(statement, hints or {}, largest, attempts):
            try:
                if model.finds(hypotheses, conclusion) and model.whatever(hypotheses, conclusion):
                    return "; ".join([str(model), *(f"{s.name} = {value.body.key}" for s, value in functions.items())])
            except Exhausted:
                continue
    return None


def agreeing(statement: Statement, largest: int = 2, attempts: int = 4) -> int:
    """How many different models there are, among those found, in which all hypotheses and the conclusion certainly hold."""
    found: set[str] = set()
    with precision():
        for model, functions, hypotheses, conclusion in _attempts(statement, {}, largest, attempts):
            try:
                if model.finds(hypotheses, conclusion, fails=False):
                    found.add(f"{model.sizes} {model.found} {functions}")
            except Exhausted:
                continue
    return len(found)


def _attempts(
    statement: Statement, hints: Mapping[str, Any], largest: int, attempts: int
) -> Iterator[tuple[Search, dict[Symbol, Lambda], list[Formula], Formula]]:
    """Searches at all sizes, in one order of values after the other, with what is asked of the entries."""
    sorts = sorted(sorts_of([*statement.hypotheses.values(), statement.conclusion]))
    ranges = [[hints[s.name]] if s.name in hints else range(int(s.kind != MAYBE_EMPTY), largest + 1) for s in sorts]
    sizes = [dict(zip(sorts, size, strict=True)) for size in sorted(product(*ranges), key=sum)]
    left = WORK * attempts
    for seed, size, functions in product(range(attempts), sizes, interpretations(statement)):
        given = [substitute(h, functions) for h in statement.hypotheses.values()]
        hypotheses, conclusion = [h for h in given if not (functions and proved(h))], substitute(statement.conclusion, functions)
        model = Search(size, hints, VALUES * (20 if hints else 1 + seed // 20), seed, left)
        yield model, functions, hypotheses, conclusion
        left -= model.work
        if left < 0:
            return
