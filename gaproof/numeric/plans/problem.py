"""What a plan is asked for: a positive kernel on a mask and two margins, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import torch

from ..ball import Ball, BallArithmetic
from .margins import PlanError, Support, support_condition, surplus, unequal_totals

Tensor = torch.Tensor
LARGEST_LOG = 1e300  # sums of scalings and logits stay finite


@final
@dataclass(frozen=True)
class PlanProblem:
    """log K (n, m, B), 0 off the mask; the mask (n, m, 1 or B), None if it is full; the margins as balls (n, B) and (m, B).

    A margin is the float that was given; if columns are rescaled, the ball of c·Σr/Σc.
    """

    log_kernel: Tensor
    mask: Tensor | None
    rows: Ball
    columns: Ball

    @property
    def arithmetic(self) -> BallArithmetic:
        return BallArithmetic(self.log_kernel.device)

    def exponents(self) -> Tensor:
        """log K, −∞ off the mask."""
        return self.log_kernel if self.mask is None else self.log_kernel.masked_fill(~self.mask, -torch.inf)

    def instances(self, start: int, count: int) -> PlanProblem:
        """Some instances of the batch."""
        mask = self.mask if self.mask is None or self.mask.shape[-1] == 1 else self.mask.narrow(-1, start, count)
        rows, columns = (x.map(lambda t: t.narrow(-1, start, count)) for x in (self.rows, self.columns))
        return PlanProblem(self.log_kernel.narrow(-1, start, count), mask, rows, columns)


def plan_problem(log_kernel: Tensor, rows: Tensor, columns: Tensor, mask: Tensor | None = None, *, rescale: bool = False) -> PlanProblem:
    """A problem that has a solution, for log K (n, m, B), rows (n, B) and columns (m, B) > 0, a bool mask (n, m) or (n, m, B).

    A batch of size 1 is shared.  Totals are compared exactly, as floats are exact numbers; ``rescale`` multiplies the columns' margins by
    Σr/Σc, exactly.  Raises PlanError, naming instance and place, for anything that has no plan anchor: see ``support_condition``.
    """
    live, batch = _shaped(log_kernel, rows, columns, mask)
    within = f"within ±{LARGEST_LOG} — where the kernel is 0, say so with a mask"
    _refuse(~(log_kernel.abs() <= LARGEST_LOG) & live, log_kernel, "log_kernel", within)
    for name, x in (("rows", rows), ("columns", columns)):
        _refuse(~(x.isfinite() & (x > 0)), x, name, "finite and above 0 — drop what has the margin 0")
    mask = None if mask is None else live
    _have_a_plan(live, rows, columns, mask is None, rescale)
    kernel = log_kernel if mask is None else log_kernel.masked_fill(~mask, 0.0)
    r, c = Ball(rows, positive=True), Ball(columns, positive=True)
    if rescale:
        A = BallArithmetic(log_kernel.device)
        total, shares = (A.sum(x, (0,)).map(lambda t: t[None]) for x in (r, c))
        c = A.finish(A.times((A.over(c, shares), total)))
        _refuse(~(c.mid > c.enclosure()[1]), c.mid, "columns, rescaled,", "above 0 by more than its rounding — use larger units")
    return PlanProblem(kernel.expand(-1, -1, batch), mask, *(x.map(lambda t: t.expand(-1, batch)) for x in (r, c)))


def _shaped(log_kernel: Tensor, rows: Tensor, columns: Tensor, mask: Tensor | None) -> tuple[Tensor, int]:
    """The mask (n, m, 1 or B), whether or not there is one, and B."""
    for name, x, axes in (("log_kernel", log_kernel, 3), ("rows", rows, 2), ("columns", columns, 2)):
        if x.dtype != torch.float64 or x.ndim != axes or x.device != log_kernel.device or not x.numel():
            wanted = f"float64 with {axes} axes, the last one the batch, on {log_kernel.device}, and not empty"
            raise PlanError(f"{name} is {_described(x)}; it must be {wanted}")
    live = torch.ones_like(log_kernel[:, :, :1], dtype=torch.bool) if mask is None else mask
    if live.dtype != torch.bool or live.ndim not in (2, 3) or live.device != log_kernel.device:
        raise PlanError(f"mask is {_described(live)}; it must be bool, (n, m) or (n, m, batch), on {log_kernel.device}")
    live = live[..., None] if live.ndim == 2 else live
    n, m = log_kernel.shape[:2]
    batch = max(x.shape[-1] for x in (log_kernel, rows, columns, live))
    for name, x, shape in (("log_kernel", log_kernel, (n, m)), ("rows", rows, (n,)), ("columns", columns, (m,)), ("mask", live, (n, m))):
        if x.shape[:-1] != shape or x.shape[-1] not in (1, batch):
            raise PlanError(f"{name} has the shape {tuple(x.shape)}; it must be {(*shape, batch)}, or end in 1 for all instances")
    return live, batch


def _described(x: Tensor) -> str:
    return f"{str(x.dtype)[6:]} of shape {tuple(x.shape)} on {x.device}"


def _refuse(bad: Tensor, x: Tensor, name: str, expected: str) -> None:
    if bool(bad.any()):
        *place, instance = bad.nonzero()[0].tolist()
        raise PlanError(f"{name}{place} of instance {instance} is {float(x[(*place, instance)])}; it must be {expected}")


def _have_a_plan(live: Tensor, rows: Tensor, columns: Tensor, full: bool, rescale: bool) -> None:
    """Refuse margins that no plan has.  On a full mask only their totals matter: every set of rows but all of them meets all columns,
    and has less than the total."""
    masks, rs, cs = (x.movedim(-1, 0).tolist() for x in (live, rows, columns))
    known: dict[object, Support] = {}
    for k in range(max(map(len, (masks, rs, cs)))):
        mask, r, c = (x[k] if len(x) > 1 else x[0] for x in (masks, rs, cs))
        difference = surplus(r, c)
        if difference and not rescale:
            raise PlanError(f"instance {k}: {unequal_totals(difference)}")
        if full:
            continue
        key = (*map(tuple, mask), tuple(r), tuple(c))
        if key not in known:
            known[key] = support_condition(mask, r, _to_the_total(r, c) if rescale else c)
        if known[key].outcome != "plan exists":
            raise PlanError(f"instance {k}: {known[key].outcome}: {known[key].reason}")


def _to_the_total(r: Sequence[float], c: Sequence[float]) -> list[Fraction]:
    """c·Σr/Σc, exactly."""
    factor = sum(map(Fraction, r), Fraction(0)) / sum(map(Fraction, c), Fraction(0))
    return [Fraction(x) * factor for x in c]
