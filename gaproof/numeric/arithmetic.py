"""What a program asks of an arithmetic: one small protocol, values with axes and a batch.

A value is a bundle of arrays of one shape, ``(*axes, batch)``: the index axes of a node in order, the batch last (of
size B, or 1 if all instances share it).  Where memory puts the batch is a matter of strides.  ``0·x = 0`` whatever x
is, undefined included: an entry that is exactly 0 is *dead*, and every arithmetic keeps track of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any, Protocol, Self

from .model import Table
from .truth import Truth

Array = Any  # a torch tensor or a numpy array
Change = Callable[[Array], Array]
Axes = tuple[int, ...]


class Value(Protocol):
    """A bundle of arrays of one shape."""

    @property
    def shape(self) -> Sequence[int]: ...

    def map(self, change: Change) -> Self:
        """The same change of shape (a permutation, a slice, an expansion) in all its arrays."""
        ...


class Arithmetic(Protocol):
    """The operations of the fragment.  Values handed to one call have the same number of axes and broadcast."""

    name: str
    stable: bool  # whether exponents should be shifted by row maxima
    tile: int  # about how many elements an intermediate array should have; 0: as many as there are

    def working(self) -> AbstractContextManager[Any]:
        """What has to hold while a program runs."""
        ...

    def finish(self, x: Any) -> Any:
        """A value as it is handed out, with nothing but its arrays."""
        ...

    def load(self, table: Table) -> Any:
        """The values of a field, (params…, batch)."""
        ...

    def integers(self, table: Table) -> Array:
        """The values of an index, a natural or an index map."""
        ...

    def arange(self, start: int, stop: int) -> Array:
        """start, …, stop − 1."""
        ...

    def number(self, value: Fraction) -> Any:
        """A rational number, of shape (1,)."""
        ...

    def indicator(self, mask: Array) -> Any:
        """1 where the mask holds, else 0."""
        ...

    def embed(self, integers: Array) -> Any:
        """Naturals as numbers."""
        ...

    def linear(self, terms: Sequence[tuple[Fraction, Any]]) -> Any:
        """Σ c·x."""
        ...

    def times(self, factors: Sequence[Any]) -> Any:
        """Π x, with 0·x = 0 for every x."""
        ...

    def over(self, above: Any, below: Any) -> Any:
        """x/y, with 0/y = 0 for every y."""
        ...

    def inverse(self, x: Any) -> Any:
        """1/x."""
        ...

    def exp(self, x: Any) -> Any:
        """eˣ."""
        ...

    def log(self, x: Any) -> Any:
        """log x."""
        ...

    def sum(self, x: Any, axes: Axes) -> Any:
        """Σ over some axes, which disappear."""
        ...

    def contract(self, x: Any, y: Any, x_axes: Axes, y_axes: Axes, out: Axes) -> Any:
        """Σ x·y over the named axes that are not in ``out``, without the product."""
        ...

    def peak(self, x: Any, weights: Sequence[Any], axes: Axes) -> Any:
        """A point near max x over some axes, where no weight is dead; 0 if there is no such place.  Any point is correct."""
        ...

    def compare(self, kind: str, x: Any, y: Any) -> Truth:
        """x ○ y for eq, ne, le, lt."""
        ...


def permuted(x: Array, order: Sequence[int]) -> Array:
    """Axes in another order: a view, of a tensor or of a numpy array."""
    return x.permute(tuple(order)) if hasattr(x, "permute") else x.transpose(tuple(order))


def letters(axes: Axes) -> str:
    """Axes as letters of an einsum; Z is the batch."""
    return "".join(chr(ord("a") + k) for k in axes) + "Z"
