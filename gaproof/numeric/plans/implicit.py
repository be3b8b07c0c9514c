"""The gradient of a plan anchor, by differentiating what it solves instead of how it was computed.

For dP = P (d log K + α_i + β_j) to have the margins dr and dc, (α, β) solves S(α, β) = (dr, dc) − (margins of P d log K), where
S = [[diag r, P], [Pᵀ, diag c]].  S is symmetric and positive semidefinite; its kernel, one (1, −1) for each component of the carrier,
is what the scalings leave free.  So for the gradient G in P, with (a, b) = S⁺(margins of P G), that in log K is P (G − a_i − b_j), and
(a, b) is that in the margins, as far as these may move.
"""

from __future__ import annotations

from typing import Any

import torch

from .sinkhorn import plan_anchor

Tensor = torch.Tensor


class _Plan(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, log_kernel: Tensor, rows: Tensor, columns: Tensor, mask: Tensor | None, sweeps: int) -> Tensor:
        plan: Tensor = plan_anchor(log_kernel, rows, columns, mask, sweeps=sweeps).plan.mid
        ctx.save_for_backward(plan)
        ctx.shapes = [x.shape for x in (log_kernel, rows, columns)]
        return plan

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (plan,), (gradient,) = ctx.saved_tensors, gradients
        n = plan.shape[0]
        weighted, P = plan * gradient, plan.movedim(-1, 0)
        S = torch.cat([torch.cat([P.sum(-1).diag_embed(), P], -1), torch.cat([P.mT, P.sum(-2).diag_embed()], -1)], -2)
        margins = torch.cat([weighted.sum(1), weighted.sum(0)]).movedim(-1, 0)
        multipliers = (torch.linalg.pinv(S, hermitian=True) @ margins[..., None])[..., 0].movedim(0, -1)
        a, b = multipliers[:n], multipliers[n:]
        found = plan * (gradient - a[:, None] - b[None]), a, b
        return (*(x.sum_to_size(shape) for x, shape in zip(found, ctx.shapes, strict=True)), None, None)


def plan_values(log_kernel: Tensor, rows: Tensor, columns: Tensor, mask: Tensor | None = None, *, sweeps: int = 200) -> Tensor:
    """The plan anchor (n, m, B) as ``plan_anchor`` finds it, without its certificate but with gradients in log K and in both margins.

    Margins have one total on every component of the carrier, so their gradients are those of moves that keep it; the part of a
    gradient that no such move has is 0.
    """
    plan: Tensor = _Plan.apply(log_kernel, rows, columns, mask, sweeps)  # type: ignore[no-untyped-call]
    return plan
