"""Numbers that are not known yet, as affine forms in unknown entries: q + Σ c·entry.  Linear equations are solved with them exactly."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, final

from flint import arb, fmpq

from ..proof.syntax import Symbol
from .evaluate import EXACT, Undecided, Value

Entry = tuple[Any, ...]  # (symbol, *indices)
KNOWN = (int, arb, *EXACT)  # what a number that is known is


class Unknown(Undecided):
    """Entries whose values are needed to go on."""

    def __init__(self, *entries: Entry) -> None:
        self.entries = entries


@final
class Affine:
    """constant + Σ slope·entry with at least one entry; slopes and constant are fmpq, or arb where they must be."""

    __slots__ = ("constant", "slopes")

    def __init__(self, constant: Value, slopes: dict[Entry, Value]) -> None:
        self.constant, self.slopes = constant, slopes

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.slopes)

    def __add__(self, other: Value) -> Value:
        if isinstance(other, KNOWN):
            return Affine(self.constant + other, self.slopes)
        if not isinstance(other, Affine):
            return NotImplemented
        sums = {e: self.slopes.get(e, 0) + other.slopes.get(e, 0) for e in {**self.slopes, **other.slopes}}
        return affine(self.constant + other.constant, sums)

    def __mul__(self, other: Value) -> Value:
        if isinstance(other, Affine):  # a product of unknown numbers is not affine
            raise Unknown(*self.slopes, *other.slopes)
        if not isinstance(other, KNOWN):
            return NotImplemented
        return affine(self.constant * other, {e: c * other for e, c in self.slopes.items()})

    def __sub__(self, other: Value) -> Value:
        return self + other * fmpq(-1)

    def __rsub__(self, other: Value) -> Value:
        return self * fmpq(-1) + other

    __radd__, __rmul__ = __add__, __mul__

    def put(self, entry: Entry, value: Value) -> Value:
        """The form with a value, or another form, in place of an entry."""
        if entry not in self.slopes:
            return self
        rest = affine(self.constant, {e: c for e, c in self.slopes.items() if e != entry})
        return rest + value * self.slopes[entry]

    def pivot(self, unknown: Collection[Symbol]) -> Entry | None:
        """An entry of the unknown symbols with a slope that is provably not 0."""
        return next((e for e, c in self.slopes.items() if e[0] in unknown and (type(c) is not arb or not c.contains(0))), None)

    def root(self, pivot: Entry) -> Value:
        """The value of the pivot at which the form is 0, given the other entries."""
        rest = affine(self.constant, {e: c for e, c in self.slopes.items() if e != pivot})
        return rest * (-1 / self.slopes[pivot])

    def __str__(self) -> str:
        return " + ".join([str(self.constant), *(f"{c}·{shown(e)}" for e, c in self.slopes.items())])


def affine(constant: Value, slopes: dict[Entry, Value]) -> Value:
    """The form without entries that do not count; a plain number if none is left."""
    slopes = {e: c for e, c in slopes.items() if type(c) is arb or c != 0}
    return Affine(constant, slopes) if slopes else constant


def shown(entry: Entry) -> str:
    """M[0, 1]."""
    symbol, *places = entry
    return f"{symbol.name}{places or ''}"
