"""The true plan, enclosed from any scalings that come near it: two bounds, and no iteration to trust.

Let Q = exp(f + log K + g) with margins (r', c'), all of it known as balls, and let P be the plan anchor of K with margins (r, c).  Each
bound is one on max |log P − log Q| over the mask.

**Birkhoff** (K > 0).  P = diag(a) Q diag(b), and b is the fixed point of T(b) = c/Qᵀ(r/Qb).  In Hilbert's metric d (d(b, 1) is the spread
of log b) each half of T contracts by θ = tanh(Δ/4), Δ the largest log cross-ratio of K (Franklin and Lorenz 1989, "On the scaling of
multidimensional matrices", Linear Algebra Appl. 114/115).  So d(b, 1) ≤ d(T(1), 1)/(1 − θ²), where 1/(1 − θ²) = cosh²(Δ/4) ≤
(e^{Δ/2} + 3)/4 and d(T(1), 1) ≤ spread log c/c' + spread log r/r'.  Row i of P reads r_i = a_i Σ_j Q_ij b_j, which puts log a_i + log b_j
within d(b, 1) of log r_i/r'_i.

**Tree** (any mask, any K).  Let F send r − r' to the rows and c − c' to the columns along a spanning forest of the mask, with
|F_e| ≤ ζ Q_e and ζ < 1.  Q + F has the margins (r, c), so it is the plan of K∘e^E with |E| = |log(1 + F/Q)| ≤ ζ/(1 − ζ).  Then
|log P − log(Q + F)| ≤ L max |E|, and in all |log P − log Q| ≤ (L + 1) ζ/(1 − ζ), where L ≤ 2 min(n, m) is the length of a longest cycle of
the mask: along K∘e^{tE} the plan moves by d log P = dE − (the P-weighted projection of dE to unary fields); a weighted
projection is a mean of the fields that agree with dE on a spanning forest (Ben-Tal and Teboulle 1990, "A geometric property of the least
squares solution of linear equations", Linear Algebra Appl. 139); and dE less such a field is at an edge the alternating sum of dE around
a cycle.  (F exists: in each component of the mask the totals agree, because there is a plan.)

Neither bound asks where the scalings come from.  Whatever they say, 0 ≤ P_ij ≤ min(r_i, c_j).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import torch

from ..ball import Ball
from ..rounding import rounding
from .problem import PlanProblem
from .spanning import NO_EDGE, heaviest_forest

Tensor = torch.Tensor
ONE = Fraction(1)
FLOAT = rounding(torch.float64)
U, UP, TINY = FLOAT.unit, FLOAT.up, FLOAT.tiny


@final
@dataclass(frozen=True)
class PlanAnchor:
    """Log scalings f (n, B), g (m, B), the margins of exp(f + log K + g) as balls, ``residual`` Σ|margin − what it should be| over rows
    and columns (B,), ``distance`` a bound on max |log P − (f + log K + g)| for the true plan P (B,), ∞ if neither bound says anything, and
    a ball (n, m, B) that contains P."""

    f: Tensor
    g: Tensor
    rows: Ball
    columns: Ball
    residual: Ball
    distance: Tensor
    plan: Ball

    @classmethod
    def joined(cls, parts: Sequence[PlanAnchor]) -> PlanAnchor:
        """The instances of all of them."""
        f, g, distance = (torch.cat(x, -1) for x in zip(*((p.f, p.g, p.distance) for p in parts), strict=True))
        rows, columns, residual, plan = (beside(x, -1) for x in zip(*((p.rows, p.columns, p.residual, p.plan) for p in parts), strict=True))
        return cls(f, g, rows, columns, residual, distance, plan)


def beside(balls: Sequence[Ball], axis: int) -> Ball:
    """Balls side by side."""
    mids, rads = zip(*(x.enclosure() for x in balls), strict=True)
    return Ball(torch.cat(mids, axis), torch.cat(rads, axis))


def enclosed(problem: PlanProblem, f: Tensor, g: Tensor) -> PlanAnchor:
    """What scalings, finite but otherwise arbitrary, say about the plan anchor."""
    A = problem.arithmetic
    exponents = A.linear([(ONE, Ball(x)) for x in (f[:, None], g[None], problem.log_kernel)])
    Q = A.exp(exponents)
    Q = Q if problem.mask is None else A.times((A.indicator(problem.mask), Q))
    rows, columns = (A.finish(A.sum(Q, (axis,))) for axis in (1, 0))
    missing = beside([A.linear([(ONE, x), (-ONE, y)]) for x, y in ((problem.rows, rows), (problem.columns, columns))], 0)
    residual = A.finish(A.sum(Ball(missing.mid.abs(), missing.rad, positive=True), (0,)))
    distance = _by_tree(problem, exponents.mid, Q, missing)
    if problem.mask is None:
        distance = distance.minimum(_by_birkhoff(problem, rows, columns))
    return PlanAnchor(f, g, rows, columns, residual, distance, _around(problem, Q, distance))


def _by_birkhoff(problem: PlanProblem, rows: Ball, columns: Ball) -> Tensor:
    A = problem.arithmetic
    ratios = [A.log(A.over(wanted, got)).enclosure() for wanted, got in ((problem.rows, rows), (problem.columns, columns))]
    # spread log x ≤ spread of midpoints + 2 max radius
    spreads = [mid.amax(0) - mid.amin(0) + 2 * rad.amax(0) for mid, rad in ratios]
    growth = ((cross_ratio(problem.log_kernel) / 2).exp() * (1 + 2 * FLOAT.elementary) + 3) / 4
    mid, rad = ratios[0]
    return _known(((mid.abs() + rad).amax(0) + (spreads[0] + spreads[1]) * growth) * UP)


def cross_ratio(log_kernel: Tensor) -> Tensor:
    """An upper bound on Δ = max log K_ij K_kl/(K_il K_kj), (B,), for log K (n, m, B): the largest spread of a difference of two rows."""
    x = log_kernel if log_kernel.shape[0] <= log_kernel.shape[1] else log_kernel.transpose(0, 1)
    largest = torch.zeros_like(x[0, 0])
    for i in range(x.shape[0] - 1):
        between = x[i + 1 :] - x[i]  # each is off by at most u of itself
        high, low = between.amax(1), between.amin(1)
        largest = largest.maximum((high - low + 2 * U * (high.abs() + low.abs())).amax(0))
    return largest * UP


def _by_tree(problem: PlanProblem, exponents: Tensor, Q: Ball, missing: Ball) -> Tensor:
    exponents = exponents.clamp(min=NO_EDGE / 2)  # every entry of the mask is an edge
    forest = heaviest_forest(exponents if problem.mask is None else exponents.masked_fill(~problem.mask, -torch.inf))
    flow, doubt = forest.flows(missing).enclosure()
    mid, rad = (forest.along(x) for x in Q.enclosure())
    least = (mid - rad) * (1 - 4 * U)
    share = torch.where(forest.joined, _known((flow.abs() + doubt) / least * UP, least > 0), 0.0).amax(0)
    n, m = problem.log_kernel.shape[:2]
    longest = 2 * min(n, m) if min(n, m) > 1 else 0
    return _known((longest + 1) * share / (1 - share) * UP, share < 1)


def _around(problem: PlanProblem, Q: Ball, distance: Tensor) -> Ball:
    """Q·e^{±distance}, or 0 … min(r, c) where that is narrower."""
    A = problem.arithmetic
    mid, rad = A.times((Q, A.exp(Ball(torch.zeros_like(distance), distance)))).enclosure()
    r, c = ((x.mid if x.rad is None else (x.mid + x.rad) * UP) for x in (problem.rows, problem.columns))
    half = torch.minimum(r[:, None], c[None]) / 2
    wide = rad > half
    return Ball(torch.where(wide, half, mid), torch.where(wide, half + TINY, rad))


def _known(bound: Tensor, where: Tensor | None = None) -> Tensor:
    """A bound, ∞ where it is not one."""
    valid = ~bound.isnan() if where is None else where & ~bound.isnan()
    return torch.where(valid, bound, torch.inf)
