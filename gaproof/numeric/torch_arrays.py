"""What the plain and the ball arithmetic share: contraction of tensors, exact zeros, integers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import reduce
from typing import Any

import torch

from .arithmetic import Axes, letters
from .model import Table

Tensor = torch.Tensor
Dead = tuple[Tensor, ...]  # masks whose union is where a value is exactly 0
UNROLLED = 16  # a contraction over at most so many terms with a contiguous batch is a loop of fused multiply-adds


class OnTorch:
    """Integers and axes on a device; the base of the arithmetics on tensors."""

    name = "torch"
    stable = True

    def __init__(self, dtype: torch.dtype, device: torch.device | str) -> None:
        self.dtype, self.device = dtype, torch.device(device)
        self.tile = 2**16 if self.device.type == "cpu" else 2**26  # on a CPU what fits the second-level cache

    def working(self) -> AbstractContextManager[Any]:
        return torch.no_grad()

    def integers(self, table: Table) -> Tensor:
        return table.numbers

    def arange(self, start: int, stop: int) -> Tensor:
        return torch.arange(start, stop, device=self.device)[:, None]

    def _by_products(self, x: Any, y: Any, by: tuple[Axes, Axes, Axes]) -> Any:
        """A contraction that does form the products."""
        x_axes, y_axes, out = by
        every = (*out, *(a for a in x_axes if a not in out))
        products = self.times([v.map(lambda t, axes=axes: placed(t, axes, every)) for v, axes in ((x, x_axes), (y, y_axes))])
        return self.sum(products, tuple(range(len(out), len(every))))

    times: Any
    sum: Any


def kill(x: Tensor, dead: Dead, value: float = 0.0) -> Tensor:
    """x (a tensor no one else holds) with another value where it is exactly 0."""
    for mask in dead:
        x = x.masked_fill_(mask, value) if _fits(mask, x) else x.masked_fill(mask, value)
    return x


def _fits(mask: Tensor, x: Tensor) -> bool:
    return all(m in (1, n) for m, n in zip(mask.shape, x.shape, strict=True))


def all_dead(dead: Dead, x: Tensor, axes: Axes) -> Dead:
    """Where a sum of x over some axes has nothing but exact zeros to add."""
    if not x.numel():
        return (x.sum(axes) == 0,)
    if not dead:
        return ()
    together = reduce(torch.logical_or, dead)
    gone = together.expand(*x.shape[:-1], together.shape[-1]).amin(axes)
    return (gone,) if bool(gone.any()) else ()


def dead_products(x: Any, y: Any, x_axes: Axes, y_axes: Axes, out: Axes) -> Dead:
    """Where a contraction has nothing but exact zeros to add."""
    if not (x.dead or y.dead):
        return ()
    alive = []
    for v in (x, y):
        shape = torch.broadcast_shapes(v.shape, *(d.shape for d in v.dead))
        dead = reduce(
            torch.logical_or, v.dead, torch.zeros(shape, dtype=torch.bool, device=v.dead[0].device) if v.dead else torch.tensor(False)
        )
        alive.append((~dead).expand(shape).to(torch.float32))
    gone = contracted(*alive, x_axes, y_axes, out) == 0
    return (gone,) if bool(gone.any()) else ()


def contracted(x: Tensor, y: Tensor, x_axes: Axes, y_axes: Axes, out: Axes) -> Tensor:
    """Σ x·y over the axes that are not in ``out``: a matrix product, or a short loop if the batch is contiguous."""
    common = [a for a in x_axes if a in y_axes and a not in out]
    if len(common) == 1 and x.shape[-1] > 1 and x.stride(-1) == 1 and x.shape[x_axes.index(common[0])] <= UNROLLED:
        return _unrolled(x, y, x_axes, y_axes, out, common[0])
    return torch.einsum(f"{letters(x_axes)},{letters(y_axes)}->{letters(out)}", x, y)


def _unrolled(x: Tensor, y: Tensor, x_axes: Axes, y_axes: Axes, out: Axes, over: int) -> Tensor:
    columns, rows = placed(x, x_axes, (*out, over)).unbind(-2), placed(y, y_axes, (*out, over)).unbind(-2)
    total = columns[0] * rows[0]
    for column, row in zip(columns[1:], rows[1:], strict=True):
        total.addcmul_(column, row)
    return total


def placed(x: Tensor, axes: Axes, out: Axes) -> Tensor:
    """A view of x, whose axes have names, with the axes ``out``, of size 1 where x has none."""
    order = [axes.index(a) for a in out if a in axes]
    x = x.permute(*order, -1)
    for place, axis in enumerate(out):
        if axis not in axes:
            x = x.unsqueeze(place)
    return x
