"""Plan anchors by Sinkhorn's iteration, in the log domain and a batch at a time, with a certificate instead of a tolerance.

A sweep is g = log c − LSE_i(f_i + log K_ij), then f = log r − LSE_j(log K_ij + g_j).  Most sweeps run in the exponential domain, on a
kernel that has absorbed all scalings so far (Schmitzer 2019, "Stabilized sparse scaling algorithms for entropy regularized transport
problems", §3): two matrix-vector products and no exponential.  Where a block of them leaves the range of floats it is done again in logs.
Nothing of this is trusted: ``enclosed`` judges the scalings that come out.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import torch

from ..torch_arrays import UNROLLED, contracted
from .bounds import PlanAnchor, enclosed
from .margins import PlanError
from .problem import PlanProblem, plan_problem

Tensor = torch.Tensor
BLOCK = 16  # sweeps between two absorptions
REACH = 2.0**200  # scalings of a block that go further have lost the small entries of the kernel
TILE = 2**17  # elements that fit a second-level cache


def plan_anchor(
    log_kernel: Tensor,
    rows: Tensor,
    columns: Tensor,
    mask: Tensor | None = None,
    *,
    sweeps: int = 200,
    seconds: float = float("inf"),
    rescale: bool = False,
) -> PlanAnchor:
    """The matrix diag(d) K diag(e) with margins r and c, enclosed; for log K (n, m, B), rows (n, B), columns (m, B), float64, any device.

    It ends after so many sweeps, or sooner when the time is up, in a half-step that gets the rows right; how good that is
    says the certificate.  Margins are exact numbers, so their totals must agree to the last bit, or ``rescale`` makes them.
    Raises PlanError if there is no such matrix, naming the rows, the columns or the entries that are the reason.
    """
    problem = plan_problem(log_kernel, rows, columns, mask, rescale=rescale)
    f, g = scalings(problem, sweeps, seconds)
    with torch.no_grad():
        tiles = _tiles(problem, 16 * TILE)
        return PlanAnchor.joined([enclosed(problem.instances(s, k), f.narrow(1, s, k), g.narrow(1, s, k)) for s, k in tiles])


def scalings(problem: PlanProblem, sweeps: int, seconds: float = float("inf")) -> tuple[Tensor, Tensor]:
    """(f, g) after so many sweeps, or what can be done in the time (at least one sweep)."""
    if sweeps < 1 or not seconds > 0:
        raise PlanError(f"{sweeps} sweeps in {seconds} seconds leave nothing to certify — ask for at least one, and for some time")
    start, batch, parts = perf_counter(), problem.log_kernel.shape[-1], []
    with torch.no_grad():
        for s, count in _tiles(problem, TILE):
            end = start + seconds * (s + count) / batch
            parts.append(_scaled(problem.instances(s, count), sweeps, end))
    f, g = (torch.cat(x, -1) for x in zip(*parts, strict=True))
    return f, g


def _tiles(problem: PlanProblem, elements: int) -> Iterator[tuple[int, int]]:
    """Slices of the batch, as (start, count), of about so many elements; as a whole on a device that has no small cache."""
    n, m, batch = problem.log_kernel.shape
    step = max(1, elements // (n * m)) if problem.log_kernel.device.type == "cpu" else batch
    return ((s, min(step, batch - s)) for s in range(0, batch, step))


def _scaled(problem: PlanProblem, sweeps: int, end: float) -> tuple[Tensor, Tensor]:
    x, r, c = _laid_out(problem.exponents()), problem.rows.mid, problem.columns.mid
    log_r, log_c = r.log(), c.log()
    f, g = _in_logs(x, log_r, log_c, torch.zeros_like(r), 1)
    left = sweeps - 1
    while left > 1 and perf_counter() < end:
        count = min(BLOCK, left - 1)
        u, v = _in_floats((x + f[:, None] + g[None]).exp_(), r, c, count)
        if bool(torch.stack([t.amax() < REACH for t in (u, v, 1 / u, 1 / v)]).all()):
            f, g = f + u.log(), g + v.log()
        else:
            f, g = _in_logs(x, log_r, log_c, f, count)
        left -= count
    return _in_logs(x, log_r, log_c, f, 1) if left else (f, g)


def _in_logs(x: Tensor, log_r: Tensor, log_c: Tensor, f: Tensor, count: int) -> tuple[Tensor, Tensor]:
    for _ in range(count):
        g = log_c - (x + f[:, None]).logsumexp(0)
        f = log_r - (x + g[None]).logsumexp(1)
    return f, g


def _in_floats(P: Tensor, r: Tensor, c: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Scalings of P after so many sweeps from 1, perhaps 0, ∞ or NaN."""
    u = torch.ones_like(r)
    for _ in range(count):
        v = c / contracted(P, u, (0, 1), (0,), (1,))
        u = r / contracted(P, v, (0, 1), (1,), (0,))
    return u, v


def _laid_out(x: Tensor) -> Tensor:
    """Small matrices with the batch contiguous, large ones each by itself."""
    return x.contiguous() if max(x.shape[:2]) <= UNROLLED else x.movedim(-1, 0).contiguous().movedim(0, -1)
