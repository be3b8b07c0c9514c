"""Ranks: exact arithmetic decides them, certified singular values bound them from below, the number of columns of a factor from above.

There is no tolerance, so a rank may stay open: a singular value whose ball contains 0 decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

import numpy
import torch
from flint import fmpq, fmpq_mat

from .ball import Ball, BallArithmetic
from .spectra import SpectrumError, Tensor, matrices, singular_values


@final
@dataclass(frozen=True)
class Rank:
    """The ranks of a batch of matrices, enclosed: low ≤ rank ≤ high, both (B,)."""

    low: Tensor
    high: Tensor

    @property
    def decided(self) -> Tensor:
        """(B,): where the rank is known."""
        return self.low == self.high


def exact_rank(a: Any) -> Tensor:
    """The ranks (B,) of matrices (n, m, B), or one (n, m), of ints, floats and Fractions: a tensor, an array or nested lists.

    A float is the rational number it is.  The batch is a loop on the host; the answer lies where ``a`` does.
    """
    entries = numpy.array(a.tolist() if isinstance(a, Tensor) else a, dtype=object)
    if entries.ndim not in (2, 3) or entries.size == 0:
        raise SpectrumError(f"got the shape {entries.shape}, expected matrices (n, m, B) or one (n, m) — every axis needs at least 1")
    n, m = entries.shape[:2]
    rationals = [_rational(x, at) for at, x in numpy.ndenumerate(entries)]
    batch = len(rationals) // (n * m)
    ranks = [fmpq_mat(n, m, rationals[k::batch]).rank() for k in range(batch)]
    return torch.tensor(ranks, device=a.device if isinstance(a, Tensor) else "cpu")


def _rational(x: Any, at: tuple[int, ...]) -> fmpq:
    try:
        q = Fraction(x)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
        raise SpectrumError(
            f"the entry {list(at)} of the matrices is {x!r}, expected a finite int, float or Fraction — repair it"
        ) from error
    return fmpq(q.numerator, q.denominator)


def rank_at_least(sigma: Ball) -> Tensor:
    """(B,): how many of the singular values, balls (p, B), are certainly positive."""
    mid, rad = sigma.enclosure()
    return (mid > rad).sum(0)


def certified_rank(a: Tensor | Ball, *, at_most: int | None = None) -> Rank:
    """The ranks of matrices (n, m, B) or (n, m): from below by singular values, from above by the shape and by ``at_most``, the number
    of columns of a factor.

    A tensor stands for itself: what this leaves open, exact arithmetic decides.  A ``Ball`` holds many matrices, all within the bounds.
    """
    ball = matrices(a)
    n, m, batch = ball.shape
    high = torch.full((batch,), min(n, m) if at_most is None else min(n, m, at_most), device=ball.mid.device)
    low = rank_at_least(singular_values(ball))
    if isinstance(a, Tensor):
        unclear = (low < high).nonzero()[:, 0]
        if unclear.numel():
            low[unclear] = exact_rank(ball.mid[..., unclear])
            high[unclear] = high[unclear].minimum(low[unclear])
    if bool((low > high).any()):
        k = int((low > high).nonzero()[0])
        raise SpectrumError(
            f"matrix {k} has rank at least {int(low[k])}, expected at most {at_most} — it has no factor with so few columns"
        )
    return Rank(low, high)


def rank_of_product(left: Tensor | Ball, right: Tensor | Ball) -> Rank:
    """The ranks of the products of (n, r, B) and (r, m, B): at most r, whatever round-off makes of them."""
    u, v = matrices(left), matrices(right)
    (n, r, batch), (inner, m, other) = u.shape, v.shape
    if r != inner or (batch != other and 1 not in (batch, other)):
        raise SpectrumError(f"got factors of the shapes {(n, r, batch)} and {(inner, m, other)}, expected (n, r, B) and (r, m, B)")
    product = BallArithmetic(u.mid.device).contract(u, v, (0, 1), (1, 2), (0, 2))
    return certified_rank(product, at_most=r)


def independent_columns(a: Tensor | Ball) -> Tensor:
    """(B,): where the columns are certainly independent.  For a ``Ball`` "no" decides nothing."""
    rank = certified_rank(a)
    return rank.low == a.shape[1]
