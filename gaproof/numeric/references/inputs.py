"""What a foreign function receives: the arguments of an object of the theory as numbers of a dtype, and how far they are from exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, final

import torch

from ...errors import GaproofError
from ...proof.syntax import Symbol
from ...terms import Term
from ..ball import Ball, BallArithmetic
from ..model import Model
from ..realisation import program
from .roundoff import Rounded

Tensor = torch.Tensor
Groups = tuple[tuple[Symbol, ...], ...]  # index variables, those of one group flattened into one axis


class ReferenceError(GaproofError):
    """A reference does not do what its registration says."""


class Unavailable(ReferenceError):
    """A foreign function does not exist here, or not for these numbers: for the dtype, the device or the build."""


class TooLarge(Unavailable):
    """No instance of a model fits a dtype."""


@final
@dataclass(frozen=True)
class Argument:
    """A number of the statement and the axes it is handed over with, after the batch."""

    term: Term
    axes: Groups


@final
@dataclass(frozen=True)
class Inputs:
    """``numbers[name]``: (instances, axes…) in a dtype, None if the statement has no such part; ``errors``: how far the exact value may
    be from it, 0 where the dtype holds it."""

    dtype: torch.dtype
    numbers: Mapping[str, Tensor | None]
    errors: Mapping[str, Tensor]

    def exact(self, name: str) -> Rounded:
        """An argument that is there, with its error."""
        number = self.numbers[name]
        if number is None:
            raise ReferenceError(f"there is no {name} — ask numbers[{name!r}] first")
        return Rounded(number.double(), self.errors[name])

    @property
    def device(self) -> torch.device:
        return next(x.device for x in self.errors.values())

    @property
    def fit(self) -> Tensor:
        """Of which instances no number overflows the dtype, (instances,)."""
        rows = [x.isfinite().flatten(1).all(1) for x in self.numbers.values() if x is not None]
        return torch.stack(rows).all(0)

    @property
    def live(self) -> Tensor | None:
        """Where the mask admits; None: everywhere."""
        return self.numbers.get("mask")


def laid_out(ball: Ball, model: Model, axes: Groups) -> tuple[Tensor, Tensor]:
    """Midpoints and radii, batch first, each group of axes flattened."""
    shape = (model.batch, *(prod(model.size(s.type.result) for s in group) for group in axes))
    mid, rad = (t.expand(*t.shape[:-1], model.batch).movedim(-1, 0).reshape(shape).contiguous() for t in ball.enclosure())
    return mid, rad


def enclosed(term: Term, model: Model, axes: Groups) -> tuple[Tensor, Tensor]:
    """A term in ball arithmetic, as (instances, axes…)."""
    realised = program(term, model).run(model, BallArithmetic(model.device))
    ball: Ball = realised.at(model, *(s for group in axes for s in group))
    return laid_out(ball, model, axes)


def inputs(arguments: Mapping[str, Argument | None], model: Model, dtype: torch.dtype) -> Inputs:
    """The arguments on a model.  A weight that is exactly 0 takes its entry off the carrier: it joins the mask."""
    numbers: dict[str, Any] = {}
    errors: dict[str, Tensor] = {}
    for name, argument in arguments.items():
        numbers[name] = None
        if argument is None:
            continue
        mid, rad = enclosed(argument.term, model, argument.axes)
        if name in ("mask", "baseline"):
            numbers["mask"] = _admitted(numbers.get("mask"), (mid != 0) | (rad != 0))
        if name != "mask":
            numbers[name] = mid.to(dtype)
            errors[name] = rad + (mid - numbers[name].double()).abs()
        elif bool(((mid != 0) & (mid != 1) | (rad != 0)).any()):
            raise ReferenceError("a mask takes values other than 0 and 1 — write the weight as a baseline")
    return Inputs(dtype, numbers, errors)


def _admitted(before: Tensor | None, live: Tensor) -> Tensor:
    return live if before is None else before & live


def in_dtype(model: Model, dtype: torch.dtype, device: torch.device | str | None = None) -> Model:
    """The model of numbers that a dtype holds: the fields rounded, without the instances in which one overflows."""
    device = model.device if device is None else torch.device(device)
    values, kept = {}, torch.ones(model.batch, dtype=torch.bool, device=device)
    for symbol, table in model.tables.items():
        numbers = table.numbers.to(device)
        values[symbol] = numbers.to(dtype) if numbers.is_floating_point() else numbers
        kept &= values[symbol].isfinite().reshape(-1, values[symbol].shape[-1]).all(0).expand(model.batch)
    if not bool(kept.all()):
        if not bool(kept.any()):
            raise TooLarge(f"every instance overflows {dtype} — draw smaller numbers, or choose a dtype with a larger range")
        values = {s: x if x.shape[-1] == 1 else x[..., kept] for s, x in values.items()}
    return Model(model.sizes, values, model.functions, device=device)
