"""Terms of the kernel evaluated point by point: exact rationals, and Arb balls once exp or log made a number real.

Written apart from ``gaproof.numeric``, so that either can be wrong without the other.  1/0 and the logarithm of a number that is not
positive have no value, or one that the model gives them; a factor that is exactly 0 makes a product 0 all the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
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
    Exp,
    Inverse,
    Log,
    Node,
    Number,
    Plus,
    Sort,
    Sum,
    Term,
    Times,
)

Value = Any  # fmpq, arb, or a number of the model's own with + and *
Place = tuple[int, ...]  # the values of the bound variables, from the outside in
NOUGHT, UNIT = fmpq(0), fmpq(1)
NATURALS = range(5)  # those that a quantifier over the naturals is tried at
BITS = 256
LIMIT = 20_000  # values computed before a computation counts as too long


class Undefined(Exception):
    """1/0 or the logarithm of a number that is not positive."""


class Undecided(Exception):
    """A ball is too wide to tell, or the computation too long."""


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
    return type(x) is fmpq or (x.is_finite() and (x.rad() < arb(2) ** -80 or x.rel_accuracy_bits() > 80))


def differ(x: Value, y: Value) -> bool:
    """Whether two numbers are provably different."""
    if type(x) is fmpq and type(y) is fmpq:
        return bool(x != y)
    return not arb(x).overlaps(arb(y))


class Evaluator(ABC):
    """A model, as far as the values of terms go: subclasses say how large index types are and what the entries of symbols are."""

    naturals_suffice = False  # does what holds for ``NATURALS`` count as true of all naturals?

    def __init__(self) -> None:
        self.known: dict[tuple[Node, Place], Any] = {}
        self.steps = 0

    @abstractmethod
    def size(self, sort: Sort) -> int:
        """The number of elements of a finite index type."""

    @abstractmethod
    def entry(self, sort: Sort, *key: Any) -> Any:
        """The value of a symbol at indices: key = (symbol, *indices).  A number, or the number of an element of the sort."""

    @abstractmethod
    def undefined(self, what: str, x: Value) -> Value:
        """The value of 1/0 or of the logarithm of x ≤ 0; raises ``Undefined`` if the model has none."""

    def function(self, head: Any, sort: Sort, args: list[Any]) -> Any:
        """The value of a function of numbers."""
        raise Undecided(f"{head.name} is a function without values")

    def quantified(self, f: Any, at: Place) -> Any:
        """The verdict on a quantifier over numbers, fields or functions; None stands for: cannot tell."""
        return None

    def plain(self, x: Value) -> Value:
        """x where only an ordinary number will do."""
        return x

    def elements(self, sort: Sort) -> range:
        if sort.kind == FREE and sort != NAT:
            raise Undecided(f"no elements of {sort.name} are known")
        return NATURALS if sort == NAT else range(self.size(sort))

    def forget(self) -> None:
        """Drop computed values, because an entry changed."""
        self.known.clear()
        self.steps = 0

    def value(self, t: Term, at: Place = ()) -> Value:
        """The value of a number; ``Undefined`` or ``Undecided`` is raised if there is none."""
        out = self._value(t, at)
        return fmpq(out) if type(out) is int else out

    def _value(self, t: Term, at: Place) -> Any:
        if not t.children:
            return self._leaf(t, at)
        key = (t, at[len(at) - t.loose :] if t.loose else ())
        if key not in self.known:
            self.steps += 1
            if self.steps > LIMIT:
                raise Undecided("too long")
            self.known[key] = self._compound(t, at)
        return self.known[key]

    def _leaf(self, t: Term, at: Place) -> Any:
        match t:
            case Number():
                return fmpq(t.value.numerator, t.value.denominator)
            case Card():
                return fmpq(self.size(t.over))
            case App() if isinstance(t.head, Bound):
                return at[-1 - t.head.index]
            case App() if t.head == ZERO_NAT:
                return 0
            case App():
                return self.entry(t.sort, t.head)
        raise TypeError(t)

    def _compound(self, t: Any, at: Place) -> Any:
        match t:
            case App():
                return self._applied(t, [self._value(c, at) for c in t.children])
            case Delta():
                left, right = (self._value(c, at) for c in t.children)
                return UNIT if left == right else NOUGHT
            case Plus():
                return sum((self.value(c, at) for c in t.children), NOUGHT)
            case Times():
                return self._product(t, at)
            case Sum():
                return sum((self.value(t.children[0], (*at, k)) for k in self.elements(t.type.result)), NOUGHT)
        x = self.plain(self.value(t.children[0], at))
        return {Inverse: self._inverse, Exp: self._exp, Log: self._log}[type(t)](x)

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

    def _inverse(self, x: Value) -> Value:
        if type(x) is fmpq:
            return self.undefined("1/0", x) if x == 0 else 1 / x
        if x.contains(0):
            raise Undecided("1/x for a ball around 0")
        return 1 / x

    def _exp(self, x: Value) -> Value:
        return UNIT if type(x) is fmpq and x == 0 else arb(x).exp()

    def _log(self, x: Value) -> Value:
        if type(x) is fmpq and x == 1:
            return NOUGHT
        ball = arb(x)
        if ball > 0:
            return ball.log()
        if ball <= 0:
            return self.undefined("log", x)
        raise Undecided("log x for a ball around 0")

    def _applied(self, t: App, args: list[Any]) -> Any:
        head = t.head
        if head == EMBED:
            return fmpq(args[0])
        if head == SUCC:
            return args[0] + 1
        if REAL in head.type.params:
            return self.function(head, t.sort, args)
        return self.entry(t.sort, head, *args)


def over_indices(quantifier: Any) -> bool:
    """Whether a quantifier runs over the elements of an index type."""
    return bool(quantifier.type.result != REAL and not quantifier.type.params)
