"""Random models for the evaluator of ``gaproof.exact``, which the kernel is compared with.

A model gives every sort a size, every symbol a table and every function of numbers a fixed polynomial or sine.  In a *total* model 1/0
and the logarithm of a number that is not positive have some value that depends on nothing but the argument.
"""

import random
from collections.abc import Iterable
from typing import Any

from flint import ctx, fmpq

from gaproof.exact.evaluate import BITS, Evaluator, Undecided, Undefined, Value
from gaproof.exact.exponentials import ball
from gaproof.proof.syntax import FINITE, REAL, Sort, Symbol

ctx.prec = BITS
MOODS = ("mixed", "mixed", "positive", "ties", "sparse")


class Model(Evaluator):
    """Sizes, tables and functions drawn from a seed; an index type is inhabited if one of ``inhabitants`` is an element of it."""

    naturals_suffice = True

    def __init__(self, seed: object, inhabitants: Iterable[Symbol] = (), *, total: bool = True) -> None:
        super().__init__()
        self.rng = random.Random(str(seed))
        self.mood = self.rng.choice(MOODS)
        self.total = total
        self.needed = {s.type.result for s in inhabitants if not s.type.params}
        self.sizes: dict[Sort, int] = {}
        self.tables: dict[tuple[object, ...], fmpq | int] = {}
        self.kinds: dict[Symbol, str] = {}

    def strict(self) -> "Model":
        """The same model without values for 1/0 and log 0."""
        twin = object.__new__(Model)
        twin.__dict__.update(self.__dict__, total=False, known={}, steps=0)
        return twin

    def size(self, sort: Sort) -> int:
        if sort not in self.sizes:
            low = 1 if sort.kind == FINITE or sort in self.needed else 0
            self.sizes[sort] = self.rng.randint(low, 3 if sort.kind == FINITE else 2)
        return self.sizes[sort]

    def entry(self, sort: Sort, *key: object) -> fmpq | int:
        """The entry of a table: a number or an element of a sort."""
        if key not in self.tables:
            self.tables[key] = self._number() if sort == REAL else self.rng.choice(self.elements(sort))
        return self.tables[key]

    def _number(self) -> fmpq:
        match self.mood:
            case "positive":
                return fmpq(self.rng.randint(1, 5), self.rng.randint(1, 3))
            case "ties":
                return fmpq(self.rng.choice((-1, 1, 1, 2)))
            case "sparse":
                return fmpq(self.rng.choice((0, 0, 0, 1, 1, -2)))
            case _:
                return fmpq(self.rng.randint(-4, 4), self.rng.randint(1, 3))

    def undefined(self, what: str, x: Value) -> Value:
        if not self.total:
            raise Undefined(what)
        value = self.entry(REAL, what)
        return value + self.entry(REAL, "slope of log") * x if what == "log" else value

    def function(self, head: Any, sort: Sort, args: list[Any]) -> Any:
        reals = [x for x in args if type(x) is not int]
        place = (head, *(x for x in args if type(x) is int))
        kind = self.kinds.setdefault(head, self.rng.choice(("polynomial", "polynomial", "sine")))
        if sort != REAL:
            return self._rounded(sort, self._function("polynomial", place, reals))
        return self._function(kind, place, reals)

    def _function(self, kind: str, place: tuple[object, ...], reals: list[Value]) -> Value:
        """A polynomial or a sine in the numbers, the same for the same place."""
        line = sum((self.entry(REAL, *place, "slope", n) * x for n, x in enumerate(reals)), self.entry(REAL, *place, "start"))
        if kind == "sine":
            return ball(line).sin() + self.entry(REAL, *place, "level")
        return line + self.entry(REAL, *place, "bend") * reals[0] * reals[-1]

    def _rounded(self, sort: Sort, x: Value) -> int:
        floor = x.floor() if type(x) is fmpq else ball(x).floor().unique_fmpz()
        if floor is None:
            raise Undecided("the floor of a ball")
        return int(floor) % len(self.elements(sort))
