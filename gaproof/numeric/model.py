"""A model: sizes of the index types and values of the symbols, a batch of them at once.

A field over p indices is a tensor ``(n₁, …, n_p, B)``, the batch last, or ``(n₁, …, n_p)`` if all instances share it.
For small sizes let the batch be contiguous; for large ones put it first in memory and hand in ``x.movedim(0, -1)``,
a view: programs follow the strides.  Numbers are exact: a float stands for itself, a ``Fraction`` is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, final

import numpy
import torch

from ..errors import GaproofError
from ..proof.substitution import Lambda
from ..proof.syntax import FINITE, FREE, MAYBE_EMPTY, NAT, REAL, Sort, Symbol
from ..terms import IndexType
from ..terms import symbol as symbol_of

Function = Callable[..., Any] | Lambda


class ModelError(GaproofError):
    """A value does not fit its symbol, or a size its index type."""


@final
@dataclass(frozen=True)
class Table:
    """The values of one symbol, ``(params…, B or 1)``; ``exact`` holds the fractions that ``numbers`` only approximates."""

    numbers: torch.Tensor
    exact: Any = None

    @cached_property
    def zeros(self) -> bool:
        """Whether some value is exactly 0."""
        return bool((self.numbers == 0).any()) if self.exact is None else bool((self.exact == 0).any())

    @cached_property
    def mask(self) -> bool:
        """Whether every value is 0 or 1."""
        return self.exact is None and bool((self.numbers * self.numbers == self.numbers).all())

    @cached_property
    def nonnegative(self) -> bool:
        return bool((self.numbers >= 0).all())

    @cached_property
    def _made(self) -> dict[Any, torch.Tensor]:
        return {}

    def floats(self, dtype: torch.dtype) -> torch.Tensor:
        """The numbers in a dtype, rounded to nearest; made once."""
        if dtype not in self._made:
            self._made[dtype] = self.numbers.to(dtype)
        return self._made[dtype]

    def live(self, dtype: torch.dtype) -> torch.Tensor:
        """0 where a number is exactly 0, else 1; made once."""
        if self.mask:
            return self.floats(dtype)
        if ("live", dtype) not in self._made:
            alive = (
                self.numbers != 0
                if self.exact is None
                else torch.from_numpy(numpy.asarray(self.exact != 0, dtype=bool)).to(self.numbers.device)
            )
            self._made["live", dtype] = alive.to(dtype)
        return self._made["live", dtype]

    def instances(self, start: int, length: int) -> Table:
        """A part of the batch; what is known of the whole is true of the part."""
        if self.numbers.shape[-1] == 1:
            return self
        at = (..., slice(start, start + length))
        part = Table(self.numbers[at], None if self.exact is None else self.exact[at])
        made = {key: value[at] for key, value in self._made.items()}
        part.__dict__.update(mask=self.mask, nonnegative=self.nonnegative, zeros=self.zeros, _made=made)
        return part

    def chosen(self, instances: Sequence[int]) -> Table:
        """The instances with these numbers."""
        if self.numbers.shape[-1] == 1:
            return self
        places = list(instances)
        return Table(self.numbers[..., places], None if self.exact is None else self.exact[..., places])


@final
class Model:
    """``sizes``: index type → number of elements; ``values``: variable → tensor, array or nested list; ``functions``: function → what
    computes it, ``(arithmetic, *arguments)``, or a kernel ``Lambda``.  Everything lies on ``device``."""

    def __init__(
        self,
        sizes: Mapping[Any, int],
        values: Mapping[Any, Any] | None = None,
        functions: Mapping[Any, Function] | None = None,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        self.device = torch.device(device)
        self.sizes = {_sort(s): _size(_sort(s), n) for s, n in sizes.items()}
        self.tables = {s: self._table(s, v) for s, v in ((_symbol(s), v) for s, v in (values or {}).items())}
        self.functions = {_symbol(s): f for s, f in (functions or {}).items()}
        counts = {s.name: t.numbers.shape[-1] for s, t in self.tables.items() if t.numbers.shape[-1] != 1}
        if len(set(counts.values())) > 1:
            got = ", ".join(f"{name} has {n}" for name, n in counts.items())
            raise ModelError(f"the values disagree on the batch size: {got} — give every value the same last axis, or none if it is shared")
        self.batch = next(iter(counts.values()), 1)

    def size(self, sort: Sort) -> int:
        if sort not in self.sizes:
            raise ModelError(f"the index type {sort.name} has no size — add it to sizes (it has {_names(self.sizes)})")
        return self.sizes[sort]

    def table(self, symbol: Symbol) -> Table:
        if symbol not in self.tables:
            raise ModelError(f"{symbol.name} has no value — add it to values (there are {_names(self.tables)})")
        return self.tables[symbol]

    def instances(self, start: int, length: int) -> Model:
        """The model of some instances of the batch."""
        part = object.__new__(Model)
        part.__dict__.update(self.__dict__, batch=length)
        part.tables = {s: t.instances(start, length) for s, t in self.tables.items()}
        return part

    def chosen(self, instances: Sequence[int]) -> Model:
        """The model of the instances with these numbers."""
        part = object.__new__(Model)
        part.__dict__.update(self.__dict__, batch=len(instances))
        part.tables = {s: t.chosen(instances) for s, t in self.tables.items()}
        return part

    def _table(self, symbol: Symbol, value: Any) -> Table:
        what, params = symbol.name, symbol.type.params
        if any(p.kind not in (FINITE, MAYBE_EMPTY) for p in params):
            raise ModelError(f"{what} is a function of numbers or naturals — give it in functions, as a callable or a Lambda")
        numbers, exact = _numbers(what, value, self.device)
        shape = tuple(self.size(p) for p in params)
        if numbers.ndim == len(params):
            numbers, exact = numbers[..., None], None if exact is None else exact[..., None]
        if tuple(numbers.shape[:-1]) != shape or numbers.ndim != len(params) + 1 or numbers.shape[-1] == 0:
            expected = ", ".join(f"|{p.name}| = {n}" for p, n in zip(params, shape, strict=True))
            got = tuple(getattr(value, "shape", numbers.shape))
            raise ModelError(f"{what} has the shape {got}, expected ({expected or 'none'}) and then the batch — the batch is the last axis")
        if symbol.type.result == REAL:
            if numbers.is_floating_point() and not bool(torch.isfinite(numbers).all()):
                at = tuple((~torch.isfinite(numbers)).nonzero()[0].tolist())
                entry = numbers[at].item()
                raise ModelError(
                    f"{what}{list(at)} is {entry}, expected a real number — mask the entry instead (with weight 0 it does not count)"
                )
            if not numbers.is_floating_point() and numbers.numel() and int(numbers.abs().max()) > 2**53:
                raise ModelError(f"{what} holds integers beyond 2⁵³, which float64 rounds — hand them in as Fractions")
            return Table(numbers, exact)
        return self._indices(what, symbol.type.result, numbers)

    def _indices(self, what: str, sort: Sort, numbers: torch.Tensor) -> Table:
        if sort.kind == FREE and sort != NAT:
            raise ModelError(f"{what} is an element of {sort.name}, a type without numbers for its elements — only Nat has tensors")
        if numbers.is_floating_point():
            raise ModelError(f"{what} is an index into {sort.name} with values of type {numbers.dtype} — hand in integers")
        numbers = numbers.to(torch.int64)
        high = None if sort == NAT else self.size(sort)
        if numbers.numel() and (int(numbers.min()) < 0 or (high is not None and int(numbers.max()) >= high)):
            bound = "≥ 0" if high is None else f"from 0 to {high - 1}, the size of {sort.name} being {high}"
            raise ModelError(f"{what} takes the values {int(numbers.min())} … {int(numbers.max())}, expected {bound}")
        return Table(numbers)


def _names(known: Mapping[Any, Any]) -> str:
    return ", ".join(sorted(k.name for k in known)) or "none"


def _symbol(x: Any) -> Symbol:
    return x if isinstance(x, Symbol) else symbol_of(x)


def _sort(x: Any) -> Sort:
    sort = x if isinstance(x, Sort) else x.sort if isinstance(x, IndexType) else None
    if sort is None:
        raise ModelError(f"{x!r} is no index type — sizes maps index types (from sizes(…)) to integers")
    return sort


def _size(sort: Sort, n: Any) -> int:
    least = 0 if sort.kind == MAYBE_EMPTY else 1
    if sort.kind not in (FINITE, MAYBE_EMPTY):
        raise ModelError(f"{sort.name} has no size: only a finite index type has one — leave it out")
    if isinstance(n, bool) or not isinstance(n, int) or n < least:
        remedy = "" if least == 0 else " — declare the type with maybe_empty=True if it may have no element"
        raise ModelError(f"the size of {sort.name} is {n!r}, expected an integer ≥ {least}{remedy}")
    return n


def _numbers(what: str, value: Any, device: torch.device) -> tuple[torch.Tensor, Any]:
    """The value as a tensor, and its fractions if the tensor cannot hold them."""
    if isinstance(value, torch.Tensor):
        if value.is_complex():
            raise ModelError(f"{what} has complex values, expected real numbers")
        if value.device != device and value.device.type != device.type:
            raise ModelError(f"{what} lies on {value.device}, the model on {device} — move it with .to({str(device)!r})")
        return (value.to(torch.int64) if value.dtype == torch.bool else value), None
    array = numpy.asarray(value)
    if array.dtype != object:
        if array.dtype.kind not in "fiub":
            raise ModelError(f"{what} holds values of type {array.dtype}, expected numbers")
        return torch.as_tensor(array.astype(numpy.int64) if array.dtype.kind in "ub" else array, device=device), None
    try:
        exact = numpy.vectorize(Fraction, otypes=[object])(array)
    except (TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"{what} holds something that is no number: {error} — numbers are int, float or Fraction") from error
    numbers = torch.as_tensor(numpy.vectorize(float, otypes=[float])(exact), device=device)
    rounded = any(Fraction(x) != q for x, q in zip(numbers.flatten().tolist(), exact.flat, strict=True))
    return numbers, (exact if rounded else None)
