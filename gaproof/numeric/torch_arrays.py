"""What the plain and the ball arithmetic share: contraction of tensors, exact zeros, integers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import reduce
from math import isfinite
from typing import Any, TypeVar

import torch

from ..errors import GaproofError
from .arithmetic import Axes, letters
from .model import Table
from .rounding import rounding

Tensor = torch.Tensor
V = TypeVar("V", bound=Any)
Dead = tuple[Tensor, ...]  # 0 where a value is exactly 0, else 1: the value is dead where any of them is 0
UNROLLED = 16  # a contraction over at most so many terms with a contiguous batch is a loop of fused multiply-adds
BLOCK = 2**16  # of its result at a time, which stays in the second-level cache


class PrecisionError(GaproofError):
    """Torch is set to compute matrix products in less than their type."""


class OnTorch:
    """Integers and axes on a device; the base of the arithmetics on tensors."""

    name = "torch"
    stable = True

    def __init__(self, dtype: torch.dtype, device: torch.device | str) -> None:
        self.rounding = rounding(dtype)
        self.dtype, self.wide, self.device = dtype, self.rounding.wide, torch.device(device)
        self.tile = 2**20 if self.device.type == "cpu" else 2**26  # on a CPU what fits the last-level cache

    def working(self) -> AbstractContextManager[Any]:
        return torch.no_grad()

    def holds(self, numbers: Tensor) -> bool:
        """Whether the type has room for every such number: it is at least as wide, or they are integers up to 1/u."""
        if numbers.is_floating_point():
            return torch.promote_types(numbers.dtype, self.dtype) == self.dtype
        return not numbers.numel() or int(numbers.abs().amax()) * self.rounding.unit <= 1

    def integers(self, table: Table) -> Tensor:
        return table.numbers

    def arange(self, start: int, stop: int) -> Tensor:
        return torch.arange(start, stop, device=self.device)[:, None]

    def shared(self, above: Tensor, below: Tensor) -> bool:
        """Whether x/y is computed as x·(1/y): where many entries share a denominator, as a division takes four times as long as a product.
        A half type divides, for there 1/y may overflow."""
        return self.wide == self.dtype and below.numel() < above.numel()

    def quotient(self, above: Tensor, below: Tensor, out: Tensor | None = None) -> Tensor:
        """x/y."""
        if self.shared(above, below):
            return torch.mul(above, below.reciprocal(), out=out)
        return torch.div(above, below, out=out)

    def _by_products(self, x: V, y: V, by: tuple[Axes, Axes, Axes]) -> V:
        """A contraction that does form the products."""
        x_axes, y_axes, out = by
        every = (*out, *(a for a in x_axes if a not in out))
        products = self.times([v.map(lambda t, axes=axes: placed(t, axes, every)) for v, axes in ((x, x_axes), (y, y_axes))])
        total: V = self.sum(products, tuple(range(len(out), len(every))))
        return total

    times: Any
    sum: Any


def finite(x: Tensor) -> bool:
    """Whether every entry is finite, by one sum, which is many times faster than a test; a sum that overflows is taken for no."""
    return isfinite(x.sum(dtype=rounding(x.dtype).wide).item())


def asked(x: Tensor) -> bool:
    """Whether one asks what numbers are like to save a step.  Not an accelerator: to wait for its answer takes longer than the step."""
    return x.device.type == "cpu"


def seen_finite(x: Tensor) -> bool:
    """Whether every entry is seen to be finite."""
    return asked(x) and finite(x)


def divides(below: Tensor, dead: Dead) -> bool:
    """Whether what is dead is seen to be 0 without further ado once it is 0/below: 0/0 is none."""
    return not dead or (asked(below) and not some_zero(below))


def some_zero(x: Tensor) -> bool:
    """Whether some entry may be 0: no if all have a finite reciprocal, which is again faster than a test."""
    return not finite(x.reciprocal())


def kill(x: Tensor, dead: Dead) -> Tensor:
    """x with 0 where it is dead, whatever stands there."""
    for live in dead:
        # on a CPU masked_fill takes ten times as long as a product
        x = y if asked(x) and finite(y := x * live) else x.masked_fill(live == 0, 0.0)
    return x


def all_dead(dead: Dead, x: Tensor, axes: Axes) -> Dead:
    """Where a sum of x over some axes has nothing but exact zeros to add."""
    if not x.numel():
        return (x.sum(axes),)
    if not dead:
        return ()
    together = reduce(torch.mul, dead)
    live = together.expand(*x.shape[:-1], together.shape[-1]).amax(axes)
    return () if bool(live.all()) else (live,)


def dead_products(x: Any, y: Any, x_axes: Axes, y_axes: Axes, out: Axes) -> Dead:
    """Where a contraction has nothing but exact zeros to add."""
    lives = []
    for v in (x, y):
        live = reduce(torch.mul, v.dead) if v.dead else torch.ones((1,) * len(v.shape), device=(x.dead or y.dead)[0].device)
        lives.append(live.to(torch.float32).expand(*v.shape[:-1], live.shape[-1]))
    live = contracted(lives[0], lives[1], x_axes, y_axes, out).sign()
    return () if bool(live.all()) else (live.to((x.dead or y.dead)[0].dtype),)


def contracted(x: Tensor, y: Tensor, x_axes: Axes, y_axes: Axes, out: Axes) -> Tensor:
    """Σ x·y over the axes that are not in ``out``: a matrix product, or a short loop if the batch is contiguous."""
    common = [a for a in x_axes if a in y_axes and a not in out]
    if len(common) == 1 and x.shape[-1] > 1 and x.stride(-1) == 1 and 0 < x.shape[x_axes.index(common[0])] <= UNROLLED:
        return _unrolled(x, y, x_axes, y_axes, out, common[0])
    if x.dtype == torch.float32:
        refuse_rounded_factors(x.device)
    return torch.einsum(f"{letters(x_axes)},{letters(y_axes)}->{letters(out)}", x, y)


def refuse_rounded_factors(device: torch.device) -> None:
    """Torch may be set to take bfloat16 or TF32 for float32 in matrix products; a setting "none" leaves it to the next."""
    library = torch.backends.cuda if device.type == "cuda" else torch.backends.mkldnn
    said = (place.fp32_precision for place in (library.matmul, library, torch.backends) if hasattr(place, "fp32_precision"))
    chosen = next((precision for precision in said if precision != "none"), "ieee")
    if torch.amp.is_autocast_available(device.type) and torch.is_autocast_enabled(device.type):
        raise PrecisionError("float32 matrix products are computed in what autocast says, expected float32 — leave torch.autocast")
    if chosen != "ieee":
        raise PrecisionError(
            f"float32 matrix products are set to be computed in {chosen}, expected ieee — torch.set_float32_matmul_precision('highest')"
        )


def _unrolled(x: Tensor, y: Tensor, x_axes: Axes, y_axes: Axes, out: Axes, over: int) -> Tensor:
    x, y = placed(x, x_axes, (*out, over)), placed(y, y_axes, (*out, over))
    *shape, _, batch = (b if a == 1 else a for a, b in zip(x.shape, y.shape, strict=True))
    total = x.new_empty((*shape, batch))
    step = max(1, BLOCK * batch // max(1, total.numel())) if x.device.type == "cpu" else batch
    for start in range(0, batch, step):
        part = slice(start, start + step)
        pairs = zip(*((v[..., part] if v.shape[-1] > 1 else v).unbind(-2) for v in (x, y)), strict=True)
        sums = torch.mul(*next(pairs), out=total[..., part])
        for column, row in pairs:
            sums.addcmul_(column, row)
    return total


def placed(x: Tensor, axes: Axes, out: Axes) -> Tensor:
    """A view of x, whose axes have names, with the axes ``out``, of size 1 where x has none."""
    order = [axes.index(a) for a in out if a in axes]
    x = x.permute(*order, -1)
    for place, axis in enumerate(out):
        if axis not in axes:
            x = x.unsqueeze(place)
    return x
