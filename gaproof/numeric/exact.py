"""Exact arithmetic: rationals, and Arb balls where exp, log or a function made a number real; element by element.

The reference for everything faster.  ``None`` is a number without a value (1/0, the logarithm of something not provably positive);
0·None = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy
from flint import arb, ctx, fmpq

from .arithmetic import Axes, Change, permuted
from .model import Table
from .truth import Truth

Number = Any  # fmpq, arb or None
Array = Any  # a numpy array of such objects
NOUGHT, UNIT = fmpq(0), fmpq(1)


@final
@dataclass(frozen=True)
class Exact:
    """An array of numbers."""

    value: Array

    @property
    def shape(self) -> Sequence[int]:
        return self.value.shape  # type: ignore[no-any-return]

    def map(self, change: Change) -> Exact:
        return Exact(change(self.value))


@final
class ExactArithmetic:
    """Rationals; balls of ``bits`` bits where there must be balls."""

    stable = False  # the exponents of Arb have no limit
    tile = 0

    def __init__(self, bits: int = 200) -> None:
        self.bits, self.name = bits, f"exact, {bits} bits"

    @contextmanager
    def working(self) -> Iterator[None]:
        before, ctx.prec = ctx.prec, self.bits
        try:
            yield
        finally:
            ctx.prec = before

    def finish(self, x: Exact) -> Exact:
        return x

    def load(self, table: Table) -> Exact:
        source = table.numbers.cpu().double().numpy() if table.exact is None else table.exact
        return Exact(_each(_rational, source))

    def integers(self, table: Table) -> Array:
        return table.numbers.cpu().numpy()

    def arange(self, start: int, stop: int) -> Array:
        return numpy.arange(start, stop)[:, None]

    def number(self, value: Fraction) -> Exact:
        return Exact(_each(_rational, numpy.array([value], dtype=object)))

    def indicator(self, mask: Array) -> Exact:
        return Exact(_each(lambda m: UNIT if m else NOUGHT, mask))

    def embed(self, integers: Array) -> Exact:
        return Exact(_each(lambda k: fmpq(int(k)), integers))

    def linear(self, terms: Sequence[tuple[Fraction, Exact]]) -> Exact:
        total: Array = NOUGHT
        for c, x in terms:
            total = ADD(total, MUL(_rational(c), x.value))
        return Exact(total)

    def times(self, factors: Sequence[Exact]) -> Exact:
        total: Array = UNIT
        for x in factors:
            total = MUL(total, x.value)
        return Exact(total)

    def over(self, above: Exact, below: Exact) -> Exact:
        return Exact(MUL(above.value, INVERSE(below.value)))

    def inverse(self, x: Exact) -> Exact:
        return Exact(INVERSE(x.value))

    def exp(self, x: Exact) -> Exact:
        return Exact(EXP(x.value))

    def log(self, x: Exact) -> Exact:
        return Exact(LOG(x.value))

    def sum(self, x: Exact, axes: Axes) -> Exact:
        total = x.value
        for axis in sorted(axes, reverse=True):
            total = ADD.reduce(total, axis=axis, initial=NOUGHT)
        return Exact(numpy.asarray(total, dtype=object))

    def contract(self, x: Exact, y: Exact, x_axes: Axes, y_axes: Axes, out: Axes) -> Exact:
        every = (*out, *(a for a in x_axes if a not in out))
        a, b = (_placed(v.value, axes, every) for v, axes in ((x, x_axes), (y, y_axes)))
        return self.sum(Exact(MUL(a, b)), tuple(range(len(out), len(every))))

    def peak(self, x: Exact, weights: Sequence[Exact], axes: Axes) -> Exact:
        return Exact(_each(lambda _: NOUGHT, x.value.sum(axes)))

    def compare(self, kind: str, x: Exact, y: Exact) -> Truth:
        decide = DECIDE[kind]
        verdict = numpy.frompyfunc(decide, 2, 1)(x.value, y.value)
        holds, fails = (numpy.asarray(verdict == wanted, dtype=bool) for wanted in (True, False))
        return Truth(holds, fails, numpy.asarray(numpy.frompyfunc(_ratio, 2, 1)(x.value, y.value), dtype=float))


def _everywhere(f: Callable[..., Number], arguments: int) -> Any:
    """The function on arrays, entry by entry."""
    return numpy.frompyfunc(f, arguments, 1)


def _each(f: Callable[[Any], Number], x: Array) -> Array:
    return numpy.asarray(numpy.frompyfunc(f, 1, 1)(x), dtype=object)


def _rational(x: Any) -> fmpq:
    q = Fraction(x)
    return fmpq(q.numerator, q.denominator)


def _placed(x: Array, axes: Axes, out: Axes) -> Array:
    x = permuted(x, [*(axes.index(a) for a in out if a in axes), x.ndim - 1])
    return x[tuple(slice(None) if a in axes else None for a in out)]


def _zero(x: Number) -> bool:
    return type(x) is fmpq and x == 0


def _add(x: Number, y: Number) -> Number:
    return None if x is None or y is None else x + y


def _mul(x: Number, y: Number) -> Number:
    if _zero(x) or _zero(y):
        return NOUGHT
    return None if x is None or y is None else x * y


def _inverse(x: Number) -> Number:
    if x is None or (x == 0 if type(x) is fmpq else x.contains(0)):
        return None
    return 1 / x


def _exp(x: Number) -> Number:
    return None if x is None else UNIT if _zero(x) else arb(x).exp()


def _log(x: Number) -> Number:
    if x is None or not arb(x) > 0:
        return None
    return NOUGHT if type(x) is fmpq and x == 1 else arb(x).log()


def _eq(x: Number, y: Number) -> bool | None:
    if x is None or y is None:
        return None
    if type(x) is fmpq and type(y) is fmpq:
        return bool(x == y)
    return None if arb(x).overlaps(arb(y)) else False


def _ne(x: Number, y: Number) -> bool | None:
    same = _eq(x, y)
    return None if same is None else not same


def _le(x: Number, y: Number) -> bool | None:
    if x is None or y is None:
        return None
    a, b = (x, y) if type(x) is fmpq and type(y) is fmpq else (arb(x), arb(y))
    return True if a <= b else False if a > b else None


def _lt(x: Number, y: Number) -> bool | None:
    other = _le(y, x)
    return None if other is None else not other


def _ratio(x: Number, y: Number) -> float:
    """|difference| / (sum of radii); NaN if a side has no value."""
    if x is None or y is None:
        return float("nan")
    if type(x) is fmpq and type(y) is fmpq:
        return 0.0 if x == y else float("inf")
    gap = arb(x) - arb(y)
    distance, radius = abs(gap.mid()), gap.rad()
    return 0.0 if distance == 0 else float(distance / radius) if radius else float("inf")


ADD, MUL = _everywhere(_add, 2), _everywhere(_mul, 2)
INVERSE, EXP, LOG = (_everywhere(f, 1) for f in (_inverse, _exp, _log))
DECIDE: dict[str, Callable[[Number, Number], bool | None]] = {"eq": _eq, "ne": _ne, "le": _le, "lt": _lt}
