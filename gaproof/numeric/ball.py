"""Ball arithmetic: a midpoint and a radius, and the true value lies inside.  Midpoints are computed as a plain program in their type is.

Notation: u, η and γ_n as in ``rounding``.  A radius is itself rounded: each chain of at most eight operations on numbers ≥ 0 ends in
a factor ``up`` and, where products may underflow, a summand ``lost``, which also pays for the η of the midpoint.  The derivation of each
bound stands at its operation.

A ball without a value (1/0, log of something not provably positive, overflow) has the radius ∞ or NaN, or a midpoint that is not
finite; every operation hands this on, and ``enclosure`` makes it (0, ∞).  0·x is exactly 0 whatever x is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import expm1, prod
from typing import final

import torch

from .arithmetic import Axes, Change
from .model import Table
from .plain import peaked
from .rounding import rounding
from .torch_arrays import Dead, OnTorch, Tensor, all_dead, contracted, dead_products, divides, finite, kill, seen_finite, some_zero
from .truth import Truth


@final
@dataclass(eq=False, slots=True)
class Ball:
    """mid ± rad (None: exactly mid).  It is exactly 0 where one of ``dead`` is 0; ``positive``: no midpoint is negative; a ``mask``
    holds only 0 and 1."""

    mid: Tensor
    rad: Tensor | None = None
    dead: Dead = ()
    positive: bool = False
    mask: bool = False
    spent: bool = False  # nobody else needs it: the next operation may write over it

    @property
    def shape(self) -> Sequence[int]:
        return self.mid.shape

    def map(self, change: Change) -> Ball:
        rad = None if self.rad is None else change(self.rad)
        return Ball(change(self.mid), rad, tuple(map(change, self.dead)), self.positive, self.mask, self.spent)

    def handed_over(self) -> Ball:
        """The same ball, which the next operation may write over."""
        return replace(self, spent=True)

    def enclosure(self) -> tuple[Tensor, Tensor]:
        """Midpoint and radius, (0, ∞) where there is no value."""
        wide = rounding(self.mid.dtype).wide
        rad = torch.zeros_like(self.mid, dtype=wide) if self.rad is None else self.rad
        if seen_finite(self.mid) and seen_finite(rad):
            return self.mid, rad
        lost = ~(self.mid.isfinite() & rad.isfinite())
        return self.mid.masked_fill(lost, 0.0), rad.expand(lost.shape).masked_fill(lost, torch.inf)


@final
class BallArithmetic(OnTorch):
    """Enclosures on a device whose arithmetic rounds to nearest and keeps subnormals."""

    def __init__(self, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float64) -> None:
        super().__init__(dtype, device)
        self.name = f"ball {str(dtype).removeprefix('torch.')}"
        self.tile //= 2  # midpoints and radii
        r = self.rounding
        self.u, self.wide_u, self.gamma, self.elementary = r.unit, r.wide_unit, r.gamma, r.elementary
        self.up, self.tiny, self.lost = r.up, r.tiny, r.lost

    def finish(self, x: Ball) -> Ball:
        return Ball(*x.enclosure())

    def load(self, table: Table) -> Ball:
        mid, dead = table.floats(self.dtype), (table.live(self.dtype),) if table.zeros else ()
        if table.exact is None and (table.mask or self.holds(table.numbers)):
            return Ball(mid, None, dead, table.nonnegative, table.mask)
        # a float64 less its neighbour in a narrower type is a float64; where there are fractions it is itself off by 2⁻⁵³|x| + 2⁻¹⁰⁷⁴
        wide = table.floats(torch.float64)
        off = (mid.to(torch.float64) - wide).abs_()
        if table.exact is not None:
            off.add_(wide.abs(), alpha=2.0**-53).add_(2.0**-1074)
        rad = kill(off.to(self.wide).mul_(self.up).add_(self.lost).mul_(off != 0), dead)
        return Ball(mid, rad, dead, table.nonnegative)

    def number(self, value: Fraction) -> Ball:
        near = self.rounding.nearest(value)
        mid = torch.full((1,), near, dtype=self.dtype, device=self.device)
        exact = abs(near) < torch.inf and Fraction(near) == value
        rad = None if exact else torch.full((1,), (abs(near) * self.u + self.lost) * self.up, dtype=self.wide, device=self.device)
        return Ball(mid, rad, (mid,) if value == 0 else (), value >= 0)

    def indicator(self, mask: Tensor) -> Ball:
        live = mask.to(self.dtype)
        return Ball(live, None, (live,), True, True)

    def embed(self, integers: Tensor) -> Ball:
        mid = integers.to(self.dtype)
        return Ball(mid, None if self.holds(integers) else self._size(mid, True, self.u * self.up), (), True)

    def linear(self, terms: Sequence[tuple[Fraction, Ball]]) -> Ball:
        scaled = [x if abs(c) == 1 else self.times((self.number(abs(c)), x)) for c, x in terms]
        signed = sorted(
            zip((c < 0 for c, _ in terms), scaled, strict=True), key=lambda term: (term[1].mid.numel() if len(terms) > 2 else 0, term[0])
        )
        minus, first = signed[0]
        total = Ball(-first.mid, None if first.rad is None else first.rad.clone(), first.dead) if minus else first
        for minus, x in signed[1:]:
            total = self._plus(total, x, minus)
        if len(terms) > 1 and all(x.mask or x.mid.numel() == 1 for x in scaled):  # 1 − M is a mask too
            return Ball(total.mid, total.rad, _vanishing(total), total.positive)
        return total

    def _plus(self, x: Ball, y: Ball, minus: bool) -> Ball:
        # |fl(a ± b) − (a ± b)| ≤ u|fl(a ± b)|, also among subnormals, where addition is exact
        mid = x.mid - y.mid if minus else x.mid + y.mid
        positive = x.positive and y.positive and not minus
        rad = self._size(mid, positive, self.u * self.up)
        for part in (x.rad, y.rad):
            rad = rad if part is None else rad.add_(part, alpha=self.up)
        return Ball(mid, rad, (), positive)

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
        if dead and not seen_finite(mid):
            mid = kill(total.mid.expand(mid.shape), dead)
        rad = total.rad
        if rad is not None and (dead or masks):
            rad = kill(rad.expand(mid.shape), dead) if dead else rad.expand(mid.shape).clone()
        return Ball(mid, rad, dead, all(x.positive for x in factors), all(x.mask for x in factors))

    def _product(self, x: Ball, y: Ball) -> Ball:
        # |xy − ab| ≤ |a| r_y + r_x (|b| + r_y), and the product ab is rounded once
        mid = x.mid * y.mid
        rad = self._size(mid, x.positive and y.positive, self.u)
        if x.rad is not None:
            size = self._size(y.mid, y.positive)
            rad.addcmul_(x.rad, size if y.rad is None else size.add_(y.rad))
        if y.rad is not None:
            rad.addcmul_(self._size(x.mid, x.positive), y.rad)
        return Ball(mid, rad.mul_(self.up).add_(self.lost), (), x.positive and y.positive)

    def over(self, above: Ball, below: Ball) -> Ball:
        mid, positive = self.quotient(above.mid, below.mid), above.positive and below.positive
        rounded: Tensor | float = self.u * self.up
        if self.shared(above.mid, below.mid):
            # a·fl(1/b) is off by (1 + u)² − 1 of a/b, and by |a|η(1 + u) = |a/b| |b|η(1 + u) where 1/b is subnormal; |b|η ≤ 4u
            rounded = self._size(below.mid, below.positive, 2 * self.rounding.least).add_(2 * self.u * self.up)
        rad = self._quotient_radius(mid, positive, rounded, above.rad, below)
        mid = mid if divides(below.mid, above.dead) else kill(mid, above.dead)
        return Ball(mid, kill(rad, above.dead), above.dead, positive)

    def inverse(self, x: Ball) -> Ball:
        mid = x.mid.reciprocal()
        return Ball(mid, self._quotient_radius(mid, x.positive, self.u * self.up, None, x), (), x.positive)

    def _quotient_radius(self, mid: Tensor, positive: bool, rounded: Tensor | float, above: Tensor | None, below: Ball) -> Tensor:
        # with L = |b| − r_y > 0: |x/y − a/b| ≤ r_x/L + |a/b| r_y/L; mid is off by ρ|mid| + η, ρ = rounded ≤ 12u, so that
        # |a/b| ≤ |mid|(1 + 12u) + η; with p = (1 + 12u) r_y/L + ρ: |x/y − mid| ≤ |mid| p + r_x/L + η(1 + p).  up pays for fl(1/L) too,
        # which is off by 4u if it is subnormal
        part, size = rounded, self._size(mid, positive)
        if above is not None or below.rad is not None:
            inverse = self._least(below).reciprocal_().mul_(self.up)
            if below.rad is not None:
                part = (below.rad * inverse).mul_(1 + 12 * self.u).add_(rounded)
            if above is not None:
                return size.mul_(part).addcmul_(above, inverse).add_((part + 1) * self.lost)
        return size.mul_(part).add_((part + 1) * self.lost)

    def _least(self, x: Ball) -> Tensor:
        """A lower bound on |x|; ∞ divided by it, or anything by it, is no radius unless it is positive."""
        size = self._size(x.mid, x.positive)
        if x.rad is None:
            return size
        size.sub_(x.rad).mul_(1 - 4 * self.wide_u)
        return size.masked_fill_(~(size > 0), 0.0)

    def exp(self, x: Ball) -> Ball:
        # |e^x − e^a| ≤ e^a (e^r − 1), and M = fl(e^a) is off by at most E·M + η: e^a ≤ M(1 + E) + η
        mid, error = x.mid.exp_() if x.spent else x.mid.exp(), self.elementary
        if x.rad is None:
            return Ball(mid, self._size(mid, True, error * self.up).add_(self.lost), (), True)
        top = float(x.rad.amax()) if x.rad.numel() else 0.0
        rad = x.rad if x.spent else x.rad.clone()
        if 0 < top < 2.0**-10:  # eʳ − 1 lies below its chord
            rad.mul_(expm1(top) / top * (1 + 2 * error) * self.up).add_(error * self.up).mul_(mid).add_(2 * self.lost)
        else:
            rad.expm1_().mul_((1 + 3 * error) * self.up).add_(error * self.up).mul_(self._wide(mid) + self.lost).add_(self.lost)
        return Ball(mid, rad, (), True)

    def log(self, x: Ball) -> Ball:
        # |log x − log a| ≤ log(1 + r/L) ≤ r/L with L = a − r > 0
        mid = x.mid.log()
        rad = self._size(mid, False, self.elementary)
        if x.rad is not None:
            low = (self._wide(x.mid) - x.rad).mul_(1 - 4 * self.wide_u)
            rad = rad.add_(x.rad / low).masked_fill_(~(low > 0), torch.inf)
        return Ball(mid, rad.mul_(self.up).add_(self.lost))

    def sum(self, x: Ball, axes: Axes) -> Ball:
        # in any order |fl(Σ a) − Σ a| ≤ γ_{n−1} Σ|a| (Higham 2002, §4.2), and sums of numbers ≥ 0 are off by a factor 1 ± γ_n
        n = prod(x.shape[a] for a in axes)
        total = x.mid.sum(axes, dtype=self.wide)
        dead = all_dead(x.dead, x.mid, axes) if (x.dead or not x.mid.numel()) and some_zero(total) else ()
        if x.mask and n * self.u < 1:
            return Ball(total.to(self.dtype), None, dead, True)  # counting is exact
        gamma = self.gamma(n)
        rad = (total if x.positive else x.mid.abs().sum(axes, dtype=self.wide)) * gamma
        if x.rad is not None:
            rad.add_(x.rad.sum(axes))
        mid = self._rounded(total, rad)
        return Ball(mid, kill(rad.mul_(self.up + 2 * gamma).add_(self.lost), dead), dead, x.positive)

    def contract(self, x: Ball, y: Ball, x_axes: Axes, y_axes: Axes, out: Axes) -> Ball:
        # |fl(AB) − AB| ≤ γ_n |A||B| + 2nη in any order, with or without fused multiply-add (Higham 2002, §3.5); with radii as in a product
        n = prod(size for size, a in zip(x.shape, x_axes, strict=False) if a not in out)
        gamma, by = self.gamma(n), (x_axes, y_axes, out)
        total = contracted(self._wide(x.mid), self._wide(y.mid), *by)
        rows, columns = (self._wide(v.mid) if v.positive else self._size(v.mid, False) for v in (x, y))
        if y.rad is None:
            rad = contracted(rows, columns, *by).mul_(gamma)
        else:
            rad = contracted(rows, (columns * gamma).add_(y.rad).add_(self.tiny), *by)
        if x.rad is not None:
            rad.add_(contracted(x.rad, columns if y.rad is None else columns + y.rad, *by))
        mid = self._rounded(total, rad)
        rad.mul_(self.up + 2 * self.gamma(n + 2)).add_(n * self.tiny + min(n, 1) * self.lost)
        if (x.dead or y.dead) and not finite(rad):
            return self._by_products(x, y, by)  # 0·x = 0 where x has no value
        dead = dead_products(x, y, *by) if (x.dead or y.dead) and some_zero(mid) else ()
        return Ball(mid, kill(rad, dead), dead, x.positive and y.positive)

    def _rounded(self, total: Tensor, rad: Tensor) -> Tensor:
        """A sum in the type itself; its radius grows by the rounding."""
        if self.wide != self.dtype:
            rad.add_(total.abs(), alpha=self.u)
        return total.to(self.dtype)

    def peak(self, x: Ball, weights: Sequence[Ball], axes: Axes) -> Ball:
        return Ball(peaked(x.mid, tuple(d for w in weights for d in w.dead), axes))

    def compare(self, kind: str, x: Ball, y: Ball) -> Truth:
        gap, room = self._gap(x, y)
        size = gap.abs()
        distance, reach = size * (1 - 4 * self.wide_u), room * (1 + 4 * self.wide_u)  # rounded towards "cannot tell"
        apart = distance > reach
        same = size + room == 0
        ratio = (size / room).masked_fill(size == 0, 0.0)
        bounded = None if seen_finite(room) else room.isfinite()
        if bounded is not None:
            ratio = ratio.masked_fill(~bounded, torch.nan)
        if kind == "eq":
            return Truth(same, apart, ratio)
        beside = torch.where(ratio.isnan(), ratio, 0.0)  # no side decides
        if kind == "ne":
            return Truth(apart, same, beside)
        touching = distance >= reach
        touching = touching if bounded is None else touching & bounded
        ratio = torch.where(gap < 0, ratio, beside)
        if kind == "le":
            return Truth((gap >= 0) & touching, (gap < 0) & apart, ratio)
        return Truth((gap > 0) & apart, (gap <= 0) & touching, torch.where(same, torch.inf, ratio))

    def _gap(self, x: Ball, y: Ball) -> tuple[Tensor, Tensor]:
        """The difference of the midpoints, and the sum of the radii, ∞ where one side has no value."""
        gap, room = self._apart(x.mid, x.rad, y.mid, y.rad)
        if seen_finite(gap) and seen_finite(room):  # then so is all that they are made of
            return gap, room
        return self._apart(*x.enclosure(), *y.enclosure())

    def _apart(self, a: Tensor, r: Tensor | None, b: Tensor, s: Tensor | None) -> tuple[Tensor, Tensor]:
        gap = self._wide(b) - self._wide(a)
        room = r if s is None else s if r is None else r + s
        return gap, torch.zeros_like(gap) if room is None else room

    def _wide(self, x: Tensor) -> Tensor:
        return x.to(self.wide)

    def _size(self, x: Tensor, positive: bool, factor: float = 1.0) -> Tensor:
        """factor·|x| in the type of radii, in new memory."""
        size = self._wide(x) if positive else self._wide(x).abs_() if self.wide != self.dtype else x.abs()
        return size * factor if positive else size if factor == 1 else size.mul_(factor)


def _vanishing(x: Ball) -> Dead:
    zero = x.mid == 0 if x.rad is None else (x.mid == 0) & (x.rad == 0)
    return ((~zero).to(x.mid.dtype),) if bool(zero.any()) else ()
