"""Truth values of formulas on a batch: where they certainly hold, where they certainly fail, and by what ratio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, final

Array = Any  # a torch tensor or a numpy array


@final
@dataclass(frozen=True)
class Truth:
    """Kleene's three values: neither ``holds`` nor ``fails`` is "cannot tell".  ``ratio``: |difference| / (sum of radii) of the sides
    that decide, 0 if they meet in a point, above 1 if they are disjoint, NaN if one of them has no value: then nothing was compared."""

    holds: Array
    fails: Array
    ratio: Array

    @property
    def shape(self) -> Sequence[int]:
        return self.holds.shape  # type: ignore[no-any-return]

    def map(self, change: Callable[[Array], Array]) -> Truth:
        return Truth(change(self.holds), change(self.fails), change(self.ratio))

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.holds & other.holds, self.fails | other.fails, _larger(self.ratio, other.ratio))

    def implies(self, then: Truth) -> Truth:
        """The ratio of the second where the first holds."""
        counts = self.holds | (then.fails & False)  # of the shape of both
        return Truth(self.fails | then.holds, self.holds & then.fails, _only(counts, then.ratio))

    def every(self, axis: int) -> Truth:
        """For all along an axis."""
        return Truth(self.holds.all(axis), self.fails.any(axis), _extreme(self.ratio, axis, largest=True))

    def some(self, axis: int) -> Truth:
        """For some along an axis."""
        return Truth(self.holds.any(axis), self.fails.all(axis), _extreme(self.ratio, axis, largest=False))

    def constant(self, value: bool) -> Truth:
        """The same everywhere."""
        nothing = self.holds & False
        return Truth(nothing | value, nothing | (not value), _only(nothing, self.ratio))


def _only(mask: Array, x: Array) -> Array:
    """x where the mask holds, else 0; also where x is infinite."""
    if hasattr(x, "masked_fill"):
        return x.expand(mask.shape).masked_fill(~mask, 0.0)
    out = x + 0.0 * mask
    out[~mask] = 0.0
    return out


def _larger(a: Array, b: Array) -> Array:
    """The larger of two, NaN if one of them is."""
    if hasattr(a, "amax"):
        return a.maximum(b)
    import numpy

    return numpy.maximum(a, b)


def _extreme(x: Array, axis: int, largest: bool) -> Array:
    if x.shape[axis] == 0:
        return x.sum(axis)
    if hasattr(x, "amax"):
        return x.amax(axis) if largest else x.amin(axis)
    return x.max(axis) if largest else x.min(axis)
