"""Plain floating point: tensors of one dtype on one device, rounded as the device rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any, final

import torch

from .arithmetic import Axes, Change
from .model import Table
from .torch_arrays import Dead, OnTorch, Tensor, all_dead, contracted, dead_products, divides, finite, kill, seen_finite, some_zero
from .truth import Truth


@final
@dataclass(eq=False, slots=True)
class Plain:
    """A tensor; it is exactly 0 where one of ``dead`` is 0; a ``mask`` holds only 0 and 1."""

    value: Tensor
    dead: Dead = ()
    mask: bool = False
    spent: bool = False  # nobody else needs it: the next operation may write over it

    @property
    def shape(self) -> Sequence[int]:
        return self.value.shape

    def map(self, change: Change) -> Plain:
        return Plain(change(self.value), tuple(map(change, self.dead)), self.mask, self.spent)

    def handed_over(self) -> Plain:
        """The same value, which the next operation may write over."""
        return Plain(self.value, self.dead, self.mask, True)


@final
class PlainArithmetic(OnTorch):
    """float64, float32, bfloat16 or float16; sums and contractions of the last two are formed in float32 and rounded once."""

    def __init__(self, dtype: torch.dtype = torch.float64, device: torch.device | str = "cpu") -> None:
        super().__init__(dtype, device)
        self.name = f"plain {str(dtype).removeprefix('torch.')}"

    def finish(self, x: Plain) -> Plain:
        return Plain(x.value)

    def load(self, table: Table) -> Plain:
        return Plain(table.floats(self.dtype), (table.live(self.dtype),) if table.zeros else (), table.mask)

    def number(self, value: Fraction) -> Plain:
        x = torch.full((1,), self.rounding.nearest(value), dtype=self.dtype, device=self.device)
        return Plain(x, (x,) if value == 0 else ())

    def indicator(self, mask: Tensor) -> Plain:
        live = mask.to(self.dtype)
        return Plain(live, (live,), True)

    def embed(self, integers: Tensor) -> Plain:
        return Plain(integers.to(self.dtype))

    def linear(self, terms: Sequence[tuple[Fraction, Plain]]) -> Plain:
        # a − b, not −b + a; of more terms what is small first
        many = len(terms) > 2
        terms = sorted(terms, key=lambda term: (many and term[1].value.numel(), term[0].numerator < 0))
        c, first = terms[0]
        total = first.value if c.numerator == c.denominator else first.value * as_float(c)
        for c, x in terms[1:]:
            minus = c.numerator < 0
            total = (torch.sub if minus else torch.add)(total, x.value, alpha=as_float(-c if minus else c))
        if len(terms) == 1:
            return Plain(total, first.dead)
        simple = all(x.mask or x.value.numel() == 1 for _, x in terms) and some_zero(total)  # 1 − M is a mask too
        return Plain(total, ((total != 0).to(self.dtype),) if simple else ())

    def times(self, factors: Sequence[Plain]) -> Plain:
        total, dead = factors[0], tuple(d for x in factors for d in x.dead)
        for x in factors[1:]:
            into = _room(total, x)
            into = _room(x, total) if into is None else into
            total = Plain(torch.mul(total.value, x.value, out=into), spent=True)
        value = kill(total.value, dead) if dead and not seen_finite(total.value) else total.value
        return Plain(value, dead, all(x.mask for x in factors))

    def over(self, above: Plain, below: Plain) -> Plain:
        value = self.quotient(above.value, below.value, _room(above, below))
        return Plain(value if divides(below.value, above.dead) else kill(value, above.dead), above.dead)

    def inverse(self, x: Plain) -> Plain:
        return Plain(x.value.reciprocal())

    def exp(self, x: Plain) -> Plain:
        return Plain(x.value.exp_() if x.spent else x.value.exp())

    def log(self, x: Plain) -> Plain:
        return Plain(x.value.log())

    def sum(self, x: Plain, axes: Axes) -> Plain:
        value = x.value.sum(axes, dtype=self.wide).to(self.dtype)
        return Plain(value, all_dead(x.dead, x.value, axes) if (x.dead or not x.value.numel()) and some_zero(value) else ())

    def contract(self, x: Plain, y: Plain, x_axes: Axes, y_axes: Axes, out: Axes) -> Plain:
        by = (x_axes, y_axes, out)
        value = contracted(x.value.to(self.wide), y.value.to(self.wide), *by).to(self.dtype)
        if (x.dead or y.dead) and not finite(value):
            return self._by_products(x, y, by)  # 0·x = 0 where x has no value
        return Plain(value, dead_products(x, y, *by) if (x.dead or y.dead) and some_zero(value) else ())

    def peak(self, x: Plain, weights: Sequence[Plain], axes: Axes) -> Plain:
        return Plain(peaked(x.value, tuple(d for w in weights for d in w.dead), axes))

    def compare(self, kind: str, x: Plain, y: Plain) -> Truth:
        a, b = x.value, y.value
        holds: Any = {"eq": torch.eq, "ne": torch.ne, "le": torch.le, "lt": torch.lt}[kind](a, b)
        known = ~(a.isnan() | b.isnan())
        return Truth(holds & known, ~holds & known, (a != b).to(torch.float64).masked_fill_(~known, torch.nan))


def peaked(x: Tensor, dead: Dead, axes: Axes) -> Tensor:
    """max x over the axes where no mask is dead, as a finite number; 0 where all is dead."""
    if not x.numel():
        return x.sum(axes)
    for live in dead:  # x − 1/live is x − 1 or −∞
        x = x - live.reciprocal()
    top = x.amax(axes).nan_to_num_(0.0, 0.0, 0.0)
    return top.add_(len(dead)) if dead else top


def as_float(c: Fraction) -> float:
    """A coefficient in float64, ±∞ beyond its largest number."""
    try:
        return c.numerator / c.denominator
    except OverflowError:
        return inf if c > 0 else -inf


def _room(x: Plain, y: Plain) -> Tensor | None:
    """The memory of x for a result of the shape of both, if nobody needs x."""
    fits = x.spent and all(b in (1, a) for a, b in zip(x.shape, y.shape, strict=True))
    return x.value if fits else None
