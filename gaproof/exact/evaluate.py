"""Terms of the kernel evaluated point by point: exact rationals, what exponentials and logarithms make of them, and otherwise Arb balls.

Written apart from ``gaproof.numeric``, so that either can be wrong without the other.  1/0 and the logarithm of a number that is not
positive have no value, or one that the model gives them; a factor that is exactly 0 makes a product 0 all the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from flint import arb, ctx, fmpq

from ..proof.syntax import (
    EMBED,
    FREE,
    NAT,
    REAL,
    SUCC,
    ZERO_NAT,
    App,
    Bound,
    Card,
    Delta,
    Exists,
    Exp,
    ForAll,
    Formula,
    Inverse,
    Log,
    Node,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
)
from .exponentials import Exponential, ball, exponential, logarithm
from .exponentials import Undecided as Undecided
from .small import Small

Value = Any  # fmpq, Exponential, arb, or a number of the model's own with + and *
Place = tuple[int, ...]  # the values of the bound variables, from the outside in
NOUGHT, UNIT = fmpq(0), fmpq(1)
NATURALS = range(5)  # those that a quantifier over the naturals is tried at
EXACT = (fmpq, Exponential, Small)
BITS = 256
LIMIT = 20_000  # values computed before a computation counts as too long


class Undefined(Exception):
    """1/0 or the logarithm of a number that is not positive."""


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """Balls of so many bits inside."""
    before, ctx.prec = ctx.prec, bits
    try:
        yield
    finally:
        ctx.prec = before


def narrow(x: Value) -> bool:
    """Whether the ball is so small that a meeting of two such balls says that the numbers are equal."""
    return type(x) in EXACT or (x.is_finite() and (x.rad() < arb(2) ** -80 or x.rel_accuracy_bits() > 80))


def differ(x: Value, y: Value) -> bool:
    """Whether two numbers are provably different."""
    gap = x - y
    return bool(gap != 0) if type(gap) is fmpq else type(gap) in EXACT or not gap.contains(0)


def same(x: Value, y: Value) -> bool:
    """Whether two numbers are provably the same."""
    gap = x - y
    return type(gap) is fmpq and gap == 0


class Evaluator(ABC):
    """A model, as far as the values of terms go: subclasses say how large index types are and what the entries of symbols are."""

    naturals_suffice = False  # does what holds for ``NATURALS`` count as true of all naturals?

    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}  # by the key of a term or formula, and the values of the variables bound outside
        self.about: dict[frozenset[Symbol], list[Any]] = {}  # which of these keys are about terms with these free symbols
        self.steps = self.work = 0  # terms evaluated since something was forgotten, and in all

    @abstractmethod
    def size(self, sort: Sort) -> int:
        """The number of elements of a finite index type."""

    @abstractmethod
    def entry(self, sort: Sort, *key: Any) -> Any:
        """The value of a symbol at indices: key = (symbol, *indices).  A number, or the number of an element of the sort."""

    @abstractmethod
    def undefined(self, what: str, x: Value) -> Value:
        """The value of 1/0 or of the logarithm of x ≤ 0; raises ``Undefined`` if the model has none."""

    def suffice(self, quantifier: Any) -> bool:
        """Whether what holds at the places that are tried holds everywhere."""
        return quantifier.type.result != NAT or self.naturals_suffice

    def function(self, head: Any, sort: Sort, args: list[Any]) -> Any:
        """The value of a function of numbers."""
        raise Undecided(f"{head.name} is a function without values")

    def quantified(self, f: Any, at: Place) -> Any:
        """The verdict on a quantifier over numbers, fields or functions; None stands for: cannot tell."""
        return None

    def implied(self, comparison: Any, at: Place) -> bool | None:
        """Whether a comparison of numbers that are not known holds, or fails, whatever they are."""
        return None

    def plain(self, x: Value) -> Value:
        """x where only an ordinary number will do."""
        return x

    def exp(self, x: Value) -> Value:
        """The exponential of a number."""
        x = self.plain(x)
        return x.exp() if type(x) is Small else exponential(x)

    def places(self, quantifier: Any) -> range:
        """The elements that a quantifier over an index type is tried at."""
        return self.elements(quantifier.type.result)

    def elements(self, sort: Sort) -> range:
        if sort.kind == FREE and sort != NAT:
            raise Undecided(f"no elements of {sort.name} are known")
        return NATURALS if sort == NAT else range(self.size(sort))

    def remember(self, t: Node, key: Any, value: Any) -> None:
        """Keep what was found of a term or formula until an entry of one of its symbols changes."""
        self.known[key] = value
        self.about.setdefault(t.free, []).append(key)

    def forget(self, *symbols: Symbol) -> None:
        """Drop what is known of some symbols, because entries of them changed; everything, if none are named."""
        self.steps = 0
        if not symbols:
            self.known.clear()
            self.about.clear()
        for free in [free for free in self.about if not free.isdisjoint(symbols)]:
            for key in self.about.pop(free):
                self.known.pop(key, None)

    def value(self, t: Term, at: Place = ()) -> Value:
        """The value of a number; ``Undefined`` or ``Undecided`` is raised if there is none."""
        out = self._value(t, at)
        return fmpq(out) if type(out) is int else out

    def _value(self, t: Term, at: Place) -> Any:
        if not t.children:
            return LEAVES[type(t)](self, t, at)
        key = (t.key, at[len(at) - t.loose :]) if t.loose else t.key
        found = self.known.get(key)
        if found is None:
            self.steps += 1
            self.work += 1
            if self.steps > LIMIT:
                raise Undecided("too long")
            found = COMPOUNDS[type(t)](self, t, at)
            self.remember(t, key, found)
        return found

    def _number(self, t: Any, at: Place) -> Value:
        return fmpq(t.value.numerator, t.value.denominator)

    def _card(self, t: Any, at: Place) -> Value:
        return fmpq(self.size(t.over))

    def _symbol(self, t: Any, at: Place) -> Any:
        if type(t.head) is Bound:
            return at[-1 - t.head.index]
        return 0 if t.head == ZERO_NAT else self.entry(t.sort, t.head)

    def _delta(self, t: Any, at: Place) -> Value:
        left, right = (self._value(c, at) for c in t.children)
        return UNIT if left == right else NOUGHT

    def _plus(self, t: Any, at: Place) -> Value:
        return sum((self.value(c, at) for c in t.children), NOUGHT)

    def _sum(self, t: Any, at: Place) -> Value:
        body = t.children[0]
        return sum((self.value(body, (*at, k)) for k in self.elements(t.type.result)), NOUGHT)

    def _product(self, t: Times, at: Place) -> Value:
        """A factor 0 makes the product 0, whatever the others are or whether they have a value at all."""
        out, trouble = UNIT, None
        for child in t.children:
            try:
                out = out * self.value(child, at)
            except (Undefined, Undecided) as e:
                trouble = trouble or e
            if type(out) is fmpq and out == 0:
                return NOUGHT
        if trouble:
            raise trouble
        return out

    def _inverse(self, t: Any, at: Place) -> Value:
        x = self.plain(self.value(t.children[0], at))
        if type(x) is fmpq:
            return self.undefined("1/0", x) if x == 0 else 1 / x
        if type(x) is arb and x.contains(0):
            raise Undecided("1/x for a ball around 0")
        return 1 / x

    def _exp(self, t: Any, at: Place) -> Value:
        return self.exp(self.value(t.children[0], at))

    def _log(self, t: Any, at: Place) -> Value:
        x = self.plain(self.value(t.children[0], at))
        enclosure = ball(x)
        if enclosure > 0:
            return logarithm(x)
        if enclosure <= 0:
            return self.undefined("log", x)
        raise Undecided("log x for a ball around 0")

    def _applied(self, t: Any, at: Place) -> Any:
        head, args = t.head, [self._value(c, at) for c in t.children]
        if head == EMBED:
            return fmpq(args[0])
        if head == SUCC:
            return args[0] + 1
        if REAL in head.type.params:
            return self.function(head, t.sort, args)
        return self.entry(t.sort, head, *args)


Way = Callable[[Evaluator, Any, Place], Any]
LEAVES: dict[type, Way] = {Number: Evaluator._number, Card: Evaluator._card, App: Evaluator._symbol}
COMPOUNDS: dict[type, Way] = {
    App: Evaluator._applied,
    Delta: Evaluator._delta,
    Plus: Evaluator._plus,
    Times: Evaluator._product,
    Sum: Evaluator._sum,
    Inverse: Evaluator._inverse,
    Exp: Evaluator._exp,
    Log: Evaluator._log,
}


def over_indices(quantifier: Any) -> bool:
    """Whether a quantifier runs over the elements of an index type."""
    return bool(quantifier.type.result != REAL and not quantifier.type.params)


@lru_cache(maxsize=4096)
def speaks_of_numbers(f: Formula) -> bool:
    """Whether a quantifier over numbers, fields or functions occurs."""
    here = isinstance(f, ForAll | Exists) and not over_indices(f)
    return here or any(speaks_of_numbers(part) for part in f.children if isinstance(part, Formula))
