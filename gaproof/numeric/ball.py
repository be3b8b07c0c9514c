"""Ball arithmetic: a midpoint and a radius in float64, and the true value lies inside.

Notation: u = 2⁻⁵³, η = 2⁻¹⁰⁷⁴.  One rounded operation is off by at most u·|result|, or by η if the result is subnormal
(Higham 2002, Accuracy and Stability of Numerical Algorithms, §2.2 and eq. (2.8)); γ_n = nu/(1 − nu) (§3.1).  A radius is itself
rounded: a chain of at most eight operations on numbers ≥ 0 loses a factor (1 − u)⁸ and at most 8η in all, so it is multiplied by
``UP`` = 1 + 2⁻⁴⁹ and, where products may underflow, raised by ``TINY`` = 2⁻¹⁰⁷⁰.  The derivation of each bound stands at its operation.

A ball without a value (1/0, log of something not provably positive, overflow) has the radius ∞ or NaN, or a midpoint that is not
finite; every operation hands this on, and ``enclosure`` makes it (0, ∞).  0·x is exactly 0 whatever x is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import final

import torch

from .arithmetic import Axes, Change
from .model import Table
from .plain import peaked
from .torch_arrays import Dead, OnTorch, Tensor, all_dead, contracted, dead_products, finite, kill
from .truth import Truth

U = 2.0**-53
UP = 1 + 2.0**-49
TINY = 2.0**-1070
ELEMENTARY = 4 * U  # torch's exp, expm1 and log in float64: at most 2 ulp, hence 4u of the result; tests hold it against Arb


def gamma(n: int) -> float:
    """γ_n, rounded up."""
    return n * U / (1 - n * U) * UP


@final
@dataclass(frozen=True)
class Ball:
    """mid ± rad (None: exactly mid).  It is exactly 0 where one of ``dead`` is 0; ``positive``: no midpoint is negative; a ``mask``
    holds only 0 and 1."""

    mid: Tensor
    rad: Tensor | None = None
    dead: Dead = ()
    positive: bool = False
    mask: bool = False

    @property
    def shape(self) -> Sequence[int]:
        return self.mid.shape

    def map(self, change: Change) -> Ball:
        rad = None if self.rad is None else change(self.rad)
        return Ball(change(self.mid), rad, tuple(map(change, self.dead)), self.positive, self.mask)

    def enclosure(self) -> tuple[Tensor, Tensor]:
        """Midpoint and radius, (0, ∞) where there is no value."""
        rad = torch.zeros_like(self.mid) if self.rad is None else self.rad
        known = self.mid.isfinite() & rad.isfinite()
        return torch.where(known, self.mid, 0.0), torch.where(known, rad, torch.inf)


@final
class BallArithmetic(OnTorch):
    """Enclosures on a device whose float64 rounds to nearest and keeps subnormals."""

    name = "ball"

    def __init__(self, device: torch.device | str = "cpu") -> None:
        super().__init__(torch.float64, device)
        self.tile //= 4  # a dozen arrays an operation: what fits the second-level cache

    def finish(self, x: Ball) -> Ball:
        return Ball(*x.enclosure())

    def load(self, table: Table) -> Ball:
        mid, dead = table.floats(torch.float64), (table.live(torch.float64),) if table.zeros else ()
        rad = None if table.exact is None else kill(mid.abs() * U + TINY, dead)  # a fraction, rounded to nearest
        return Ball(mid, rad, dead, table.nonnegative, table.mask)

    def number(self, value: Fraction) -> Ball:
        mid = torch.full((1,), float(value), dtype=torch.float64, device=self.device)
        rad = None if Fraction(float(value)) == value else mid.abs() * U + TINY
        return Ball(mid, rad, (mid,) if value == 0 else (), value >= 0)

    def indicator(self, mask: Tensor) -> Ball:
        live = mask.to(torch.float64)
        return Ball(live, None, (live,), True, True)

    def embed(self, integers: Tensor) -> Ball:
        return Ball(integers.to(torch.float64), None, (), True)  # a natural below 2⁵³

    def linear(self, terms: Sequence[tuple[Fraction, Ball]]) -> Ball:
        scaled = [x if abs(c) == 1 else self.times((self.number(abs(c)), x)) for c, x in terms]
        signed = sorted(
            zip((c < 0 for c, _ in terms), scaled, strict=True), key=lambda term: (term[1].mid.numel() if len(terms) > 2 else 0, term[0])
        )
        minus, first = signed[0]
        total = Ball(-first.mid, first.rad, first.dead) if minus else first
        for minus, x in signed[1:]:
            total = self._plus(total, x, minus)
        if len(terms) > 1 and all(x.mask or x.mid.numel() == 1 for x in scaled):  # 1 − M is a mask too
            return Ball(total.mid, total.rad, _vanishing(total), total.positive)
        return total

    def _plus(self, x: Ball, y: Ball, minus: bool) -> Ball:
        # |fl(a ± b) − (a ± b)| ≤ u|fl(a ± b)|, also among subnormals, where addition is exact
        mid = x.mid - y.mid if minus else x.mid + y.mid
        rad = mid.abs().mul_(U)
        for part in (x.rad, y.rad):
            rad = rad if part is None else rad.add_(part)
        return Ball(mid, rad.mul_(UP), (), x.positive and y.positive and not minus)

    def times(self, factors: Sequence[Ball]) -> Ball:
        dead, masks, rest = (tuple(d for x in factors for d in x.dead), [x for x in factors if x.mask], [x for x in factors if not x.mask])
        if not rest:
            masks, rest = masks[1:], masks[:1]
        total = rest[0]
        for x in rest[1:]:
            total = self._product(total, x)
        mid = total.mid
        for x in masks:  # exact: a factor 0 or 1
            mid = mid * x.mid
        shape = mid.shape
        if dead and not finite(mid):
            mid = kill(total.mid.expand(shape), dead)
        rad = None if total.rad is None else kill(total.rad.expand(shape), dead)
        return Ball(mid, rad, dead, all(x.positive for x in factors), all(x.mask for x in factors))

    def _product(self, x: Ball, y: Ball) -> Ball:
        # |xy − ab| ≤ |a| r_y + r_x (|b| + r_y), and the product ab is rounded once
        mid = x.mid * y.mid
        rad = mid.abs().mul_(U)
        if x.rad is not None:
            size = y.mid.abs() if y.rad is None else y.mid.abs().add_(y.rad)
            rad.addcmul_(x.rad, size)
        if y.rad is not None:
            rad.addcmul_(x.mid.abs(), y.rad)
        return Ball(mid, rad.mul_(UP).add_(TINY), (), x.positive and y.positive)

    def over(self, above: Ball, below: Ball) -> Ball:
        # with L = |b| − r_y > 0: |x/y − a/b| ≤ (r_x + |a/b| r_y)/L, and |a/b| ≤ |fl(a/b)|(1 + u) + η
        mid = above.mid / below.mid
        least = _least(below)
        rad = mid.abs()
        if below.rad is None:
            rad.mul_(U)
        else:
            rad = rad.add_(TINY).mul_((below.rad / least).mul_(1 + 4 * U).add_(U))
        if above.rad is not None:
            rad.addcdiv_(above.rad, least)
        rad = rad.mul_(UP).add_(TINY)
        mid = kill(mid, above.dead) if above.dead and not finite(mid) else mid
        return Ball(mid, kill(rad, above.dead), above.dead, above.positive and below.positive)

    def inverse(self, x: Ball) -> Ball:
        mid, rad = x.mid.reciprocal(), x.mid.reciprocal().abs_()
        if x.rad is None:
            rad.mul_(U)
        else:
            rad = rad.add_(TINY).mul_((x.rad / _least(x)).mul_(1 + 4 * U).add_(U))
        return Ball(mid, rad.mul_(UP).add_(TINY), (), x.positive)

    def exp(self, x: Ball) -> Ball:
        # e^a ≤ M(1 + ELEMENTARY) + TINY for M = fl(e^a); |e^x − e^a| ≤ e^a (e^r − 1)
        mid = x.mid.exp()
        if x.rad is None:
            return Ball(mid, (mid * ELEMENTARY).add_(TINY), (), True)
        growth = _growth(x.rad).mul_(1 + 2 * ELEMENTARY).add_(ELEMENTARY)
        return Ball(mid, growth.mul_(mid + TINY).mul_(UP).add_(TINY), (), True)

    def log(self, x: Ball) -> Ball:
        # |log x − log a| ≤ log(1 + r/L) ≤ r/L with L = a − r > 0
        mid = x.mid.log()
        rad = mid.abs().mul_(ELEMENTARY)
        if x.rad is not None:
            low = (x.mid - x.rad).mul_(1 - 4 * U)
            rad = rad.add_(x.rad / low).masked_fill_(~(low > 0), torch.inf)
        return Ball(mid, rad.mul_(UP).add_(TINY))

    def sum(self, x: Ball, axes: Axes) -> Ball:
        # in any order |fl(Σ a) − Σ a| ≤ γ_{n−1} Σ|a| (Higham 2002, §4.2), and sums of numbers ≥ 0 are off by a factor 1 ± γ_n
        n = prod(x.shape[a] for a in axes)
        mid = x.mid.sum(axes)
        dead = all_dead(x.dead, x.mid, axes) if (x.dead or not x.mid.numel()) and bool((mid == 0).any()) else ()
        if x.mask and n < 2**53:
            return Ball(mid, None, dead, True)  # counting is exact
        absolute = mid if x.positive else x.mid.abs().sum(axes)
        rad = absolute * gamma(n)
        if x.rad is not None:
            rad = rad.add_(x.rad.sum(axes))
        return Ball(mid, kill(rad.mul_(UP + 2 * gamma(n)).add_(TINY), dead), dead, x.positive)

    def contract(self, x: Ball, y: Ball, x_axes: Axes, y_axes: Axes, out: Axes) -> Ball:
        # |fl(AB) − AB| ≤ γ_n |A||B| + 2nη in any order, with or without fused multiply-add (Higham 2002, §3.5); with radii as in a product
        n = prod(size for size, a in zip(x.shape, x_axes, strict=False) if a not in out)
        by = (x_axes, y_axes, out)
        mid = contracted(x.mid, y.mid, *by)
        size = x.mid if x.positive else x.mid.abs()
        if y.rad is None:
            rad = contracted(size, y.mid.abs(), *by).mul_(gamma(n))
        else:
            rad = contracted(size, (y.mid.abs() * gamma(n)).add_(y.rad).add_(TINY), *by)
        if x.rad is not None:
            rad = rad.add_(contracted(x.rad, y.mid.abs() if y.rad is None else y.mid.abs().add_(y.rad), *by))
        rad = rad.mul_(UP + 2 * gamma(n + 2)).add_(n * TINY)
        if (x.dead or y.dead) and not finite(rad):
            return self._by_products(x, y, by)  # 0·x = 0 where x has no value
        dead = dead_products(x, y, *by) if (x.dead or y.dead) and bool((mid == 0).any()) else ()
        return Ball(mid, kill(rad, dead), dead, x.positive and y.positive)

    def peak(self, x: Ball, weights: Sequence[Ball], axes: Axes) -> Ball:
        return Ball(peaked(x.mid, tuple(d for w in weights for d in w.dead), axes))

    def compare(self, kind: str, x: Ball, y: Ball) -> Truth:
        (a, r), (b, s) = x.enclosure(), y.enclosure()
        gap, room = b - a, r + s
        distance, reach = gap.abs() * (1 - 4 * U), room * (1 + 4 * U)  # rounded towards "cannot tell"
        apart, same = distance > reach, (room == 0) & (gap == 0)
        ratio = torch.where(gap == 0, 0.0, gap.abs() / room).masked_fill_(~room.isfinite(), torch.nan)
        beside = torch.where(ratio.isnan(), ratio, 0.0)  # no side decides
        if kind in ("eq", "ne"):
            return Truth(same, apart, ratio) if kind == "eq" else Truth(apart, same, beside)
        touching = (distance >= reach) & room.isfinite()
        ratio = torch.where(gap < 0, ratio, beside)
        if kind == "le":
            return Truth((gap >= 0) & touching, (gap < 0) & apart, ratio)
        return Truth((gap > 0) & apart, (gap <= 0) & touching, torch.where(same, torch.inf, ratio))


def _least(x: Ball) -> Tensor:
    """A lower bound on |x|; ∞ divided by it, or anything by it, is no radius unless it is positive."""
    if x.rad is None:
        return x.mid.abs()
    least = (x.mid.abs() - x.rad).mul_(1 - 4 * U)
    return least.masked_fill_(~(least > 0), 0.0)


def _growth(rad: Tensor) -> Tensor:
    """An upper bound on eʳ − 1, up to a factor 1 + ELEMENTARY: r + r² as long as r ≤ 1."""
    if rad.numel() and bool(rad.amax() <= 1):
        return torch.addcmul(rad, rad, rad)
    return rad.expm1()


def _vanishing(x: Ball) -> Dead:
    zero = x.mid == 0 if x.rad is None else (x.mid == 0) & (x.rad == 0)
    return ((~zero).to(torch.float64),) if bool(zero.any()) else ()
