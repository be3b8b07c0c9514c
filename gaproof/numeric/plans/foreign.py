"""A plan that other code computed, judged by what it is: its margins, its form, and its certified distance from the true plan.

Nothing of the other code is looked at.  A matrix X is close to a plan anchor of K as far as log X − log K is unary and its margins are
right; what it lacks in either is enclosed, and a claim about it is refuted only if the enclosure lies beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import final

import torch

from ..ball import Ball
from ..rounding import rounding
from .bounds import enclosed
from .margins import PlanError
from .problem import PlanProblem, plan_problem
from .spanning import heaviest_forest

Tensor = torch.Tensor
ONE = Fraction(1)
FLOAT = rounding(torch.float64)


@final
@dataclass(frozen=True)
class JudgedPlan:
    """``row_error`` and ``column_error``: Σ|margin − what it should be|, balls (B,).  ``form``: the worst
    |part of log X − log K that is not unary| / (what rounding explains), (B,), above 1 where X is no diag(d) K diag(e).  ``plan``: X with
    its certified error as radius, which contains the true plan (n, m, B).  ``claimed``: the margin error that was promised."""

    row_error: Ball
    column_error: Ball
    form: Tensor
    plan: Ball
    claimed: Tensor

    def faults(self) -> list[str]:
        """What is provably wrong, instance by instance; empty if every promise may be true."""
        found = []
        for k, (form, claimed) in enumerate(zip(self.form.tolist(), self.claimed.tolist(), strict=True)):
            if form > 1:
                found.append(
                    f"instance {k} is no diag(d) K diag(e): log X − log K is not f_i + g_j, by {form:.3g} times what rounding explains"
                )
            for side, error in (("row", self.row_error), ("column", self.column_error)):
                mid, rad = (float(x[k]) for x in error.enclosure())
                if mid - rad > claimed:
                    found.append(
                        f"instance {k} has {side} margins that are off by {mid:.3g} ± {rad:.1g} in total, {claimed:.3g} was claimed"
                    )
        return found


def judge_plan(
    plan: Tensor,
    log_kernel: Tensor,
    rows: Tensor,
    columns: Tensor,
    mask: Tensor | None = None,
    *,
    claimed: float | Tensor,
    rescale: bool = False,
) -> JudgedPlan:
    """Judge X (n, m, B), float64 to float16, as the plan anchor of exp(log_kernel) with these margins (as in ``plan_anchor``).

    ``claimed``, a number or one an instance: the margin error that the code which made X admits, Σ|error| over rows or over columns.
    What rounding explains is worked out for X = exp(f_i + log K_ij + g_j) evaluated in X's dtype, its exponent rounded twice, with scalings
    at most twice as large as those that ``judge_plan`` finds.  Raises PlanError if X is negative, not finite, or positive off the mask.
    """
    problem = plan_problem(log_kernel, rows, columns, mask, rescale=rescale)
    X = _checked(plan, problem)
    with torch.no_grad():
        f, g, room = _fitted(X, problem, plan.dtype)
        # |X − P| ≤ |X − centre of P's ball| + its radius
        mid, rad = enclosed(problem, f, g).plan.enclosure()
        certified = Ball(X, ((X - mid).abs() + rad) * FLOAT.up + FLOAT.tiny)
        off = [_margin_error(X, axis, wanted, problem) for axis, wanted in ((1, problem.rows), (0, problem.columns))]
        promise = torch.as_tensor(claimed, dtype=torch.float64, device=X.device).expand(X.shape[-1])
        return JudgedPlan(off[0], off[1], _form(X, problem, f, g, room, torch.finfo(plan.dtype).tiny), certified, promise)


def _margin_error(X: Tensor, axis: int, wanted: Ball, problem: PlanProblem) -> Ball:
    A = problem.arithmetic
    off = A.finish(A.linear([(ONE, A.sum(Ball(X, positive=True), (axis,))), (-ONE, wanted)]))
    return A.finish(A.sum(Ball(off.mid.abs(), off.rad, positive=True), (0,)))


def _checked(plan: Tensor, problem: PlanProblem) -> Tensor:
    wanted = problem.log_kernel
    if not plan.dtype.is_floating_point or plan.shape != wanted.shape or plan.device != wanted.device:
        got = f"{str(plan.dtype)[6:]} of shape {tuple(plan.shape)} on {plan.device}"
        raise PlanError(f"the plan is {got}; it must be floating-point, {tuple(wanted.shape)}, on {wanted.device}")
    X = plan.double()
    allowed = X.isfinite() & (X >= 0) & _on_mask(problem, True, X == 0)
    if not bool(allowed.all()):
        i, j, k = (~allowed).nonzero()[0].tolist()
        raise PlanError(f"entry ({i}, {j}) of instance {k} of the plan is {float(X[i, j, k])}; a plan is finite, ≥ 0, and 0 off the mask")
    return X


def _on_mask(problem: PlanProblem, inside: Tensor | float, outside: Tensor | float) -> Tensor | float:
    return inside if problem.mask is None else torch.where(problem.mask, inside, outside)


def _fitted(X: Tensor, problem: PlanProblem, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """(f, g) that fit log X − log K along the forest of X's largest entries, and how far rounding may move the other entries from them,
    (n, m, B); ∞ between trees, where X is 0 and says nothing.

    An entry in X's dtype, of unit u: exp is off by 4u of it and its exponent, of size s, by 2us; the logarithms and differences of the fit
    by 7us; K is given to it with us.  Hence 16u(1 + s), and η/X if X is subnormal, for the entry and for each edge on the way to it.
    """
    n, kind = X.shape[0], torch.finfo(dtype)
    forest = heaviest_forest(X.log())
    fit = forest.potentials(X.clamp(min=FLOAT.least).log() - problem.log_kernel)
    f, g = fit.field[:n], fit.field[n:]
    size = problem.log_kernel.abs().amax((0, 1)) + 2 * (f.abs().amax(0) + g.abs().amax(0))
    smallest = torch.where(forest.joined, forest.along(X), 1.0).amin(0)
    step = 8 * kind.eps * (1 + size) + kind.tiny * kind.eps / smallest
    room = step * (1 + fit.depth[:n, None] + fit.depth[None, n:])
    return f, g, torch.where(fit.tree[:n, None] == fit.tree[None, n:], room, torch.inf)


def _form(X: Tensor, problem: PlanProblem, f: Tensor, g: Tensor, room: Tensor, smallest: float) -> Tensor:
    """How far log X is from f + log K + g, in units of what rounding explains; where X has underflowed, the other side must as well."""
    A = problem.arithmetic
    apart = A.linear([(ONE, A.log(Ball(X.clamp(min=smallest)))), *((-ONE, Ball(x)) for x in (f[:, None], g[None], problem.log_kernel))])
    mid, rad = apart.enclosure()
    excess = torch.where(X >= smallest, mid.abs(), -mid) - rad
    ratio = (excess / room).clamp(min=0.0)
    return (ratio if problem.mask is None else ratio.masked_fill(~problem.mask, 0.0)).amax((0, 1))
