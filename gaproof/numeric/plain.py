"""Plain floating point: tensors of one dtype on one device, rounded as the device rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import torch

from .arithmetic import Axes, Change
from .model import Table
from .torch_arrays import Dead, OnTorch, Tensor, all_dead, contracted, dead_products, kill
from .truth import Truth


@final
@dataclass(frozen=True)
class Plain:
    """A tensor; where ``dead`` it is exactly 0; a ``mask`` holds only 0 and 1."""

    value: Tensor
    dead: Dead = ()
    mask: bool = False

    @property
    def shape(self) -> Sequence[int]:
        return self.value.shape

    def map(self, change: Change) -> Plain:
        return Plain(change(self.value), tuple(map(change, self.dead)), self.mask)


@final
class PlainArithmetic(OnTorch):
    """float64, float32, bfloat16 or float16."""

    def __init__(self, dtype: torch.dtype = torch.float64, device: torch.device | str = "cpu") -> None:
        super().__init__(dtype, device)
        self.name = f"plain {str(dtype).removeprefix('torch.')}"

    def finish(self, x: Plain) -> Plain:
        return Plain(x.value)

    def load(self, table: Table) -> Plain:
        return Plain(table.numbers.to(self.dtype), () if table.dead is None else (table.dead,), table.mask)

    def number(self, value: Fraction) -> Plain:
        dead = (torch.ones(1, dtype=torch.bool, device=self.device),) if value == 0 else ()
        return Plain(torch.full((1,), float(value), dtype=self.dtype, device=self.device), dead)

    def indicator(self, mask: Tensor) -> Plain:
        return Plain(mask.to(self.dtype), (~mask,), True)

    def embed(self, integers: Tensor) -> Plain:
        return Plain(integers.to(self.dtype))

    def linear(self, terms: Sequence[tuple[Fraction, Plain]]) -> Plain:
        terms = sorted(terms, key=lambda term: term[0] < 0)  # a − b, not −b + a
        c, first = terms[0]
        total = first.value if c == 1 else -first.value if c == -1 else first.value * float(c)
        for c, x in terms[1:]:
            total = torch.sub(total, x.value, alpha=float(-c)) if c < 0 else torch.add(total, x.value, alpha=float(c))
        if len(terms) == 1:
            return Plain(total, first.dead)
        simple = all(x.mask or x.value.numel() == 1 for _, x in terms) and bool((total == 0).any())  # 1 − M is a mask too
        return Plain(total, (total == 0,) if simple else ())

    def times(self, factors: Sequence[Plain]) -> Plain:
        masks, rest = [x for x in factors if x.mask], [x for x in factors if not x.mask]
        if not rest:
            masks, rest = masks[1:], masks[:1]
        total = rest[0].value
        for x in rest[1:]:
            total = total * x.value
        dead = tuple(d for x in factors for d in x.dead)
        for d in dead:
            total = total.masked_fill(d, 0.0)
        shape = torch.broadcast_shapes(total.shape, *(x.value.shape for x in masks))
        return Plain(total.expand(shape), dead, len(masks) + (rest[0].mask) == len(factors))

    def over(self, above: Plain, below: Plain) -> Plain:
        return Plain(kill(above.value / below.value, above.dead), above.dead)

    def inverse(self, x: Plain) -> Plain:
        return Plain(x.value.reciprocal())

    def exp(self, x: Plain) -> Plain:
        return Plain(x.value.exp())

    def log(self, x: Plain) -> Plain:
        return Plain(x.value.log())

    def sum(self, x: Plain, axes: Axes) -> Plain:
        return Plain(x.value.sum(axes), all_dead(x.dead, x.value, axes))

    def contract(self, x: Plain, y: Plain, x_axes: Axes, y_axes: Axes, out: Axes) -> Plain:
        value, by = contracted(x.value, y.value, x_axes, y_axes, out), (x_axes, y_axes, out)
        if (x.dead or y.dead) and not bool(value.isfinite().all()):
            return self._by_products(x, y, by)  # 0·x = 0 where x has no value
        return Plain(value, dead_products(x, y, *by) if bool((value == 0).any()) else ())

    def peak(self, x: Plain, weights: Sequence[Plain], axes: Axes) -> Plain:
        return Plain(peaked(x.value, tuple(d for w in weights for d in w.dead), axes))

    def compare(self, kind: str, x: Plain, y: Plain) -> Truth:
        a, b = torch.broadcast_tensors(x.value, y.value)
        holds: Any = {"eq": torch.eq, "ne": torch.ne, "le": torch.le, "lt": torch.lt}[kind](a, b)
        known = ~(a.isnan() | b.isnan())
        return Truth(holds & known, ~holds & known, (a != b).to(torch.float64))


def peaked(x: Tensor, dead: Dead, axes: Axes) -> Tensor:
    """max x over the axes where no mask is dead, as a finite number; 0 where all is dead."""
    if not x.numel():
        return x.sum(axes)
    if dead:
        shape = torch.broadcast_shapes(x.shape, *(d.shape for d in dead))
        x = kill(x.expand(shape).clone(), dead, -torch.inf)
    top = x.amax(axes)
    return torch.where(top.isfinite(), top, 0.0)
