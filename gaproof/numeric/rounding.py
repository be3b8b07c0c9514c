"""What one operation in a floating-point type loses, and what it takes to round a radius outward.

One rounded operation is off by at most ``unit``·|result|, or by ``least`` if the result is subnormal (Higham 2002, Accuracy and
Stability of Numerical Algorithms, §2.2 and eq. (2.8)); γ_n = nu/(1 − nu) (§3.1).  float64 and float32 keep their radii and their sums
in themselves.  float16 and bfloat16 keep both in float32: a sum is formed there and rounded once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import inf
from typing import final

import torch

from ..errors import GaproofError

DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)


class DtypeError(GaproofError):
    """No arithmetic is done in this type."""


@final
@dataclass(frozen=True)
class Rounding:
    """``unit`` u and ``least`` η: of the type itself; ``wide``: the type of radii and sums, ``wide_unit`` its u.

    ``up``: a chain of at most eight operations on numbers ≥ 0 in ``wide`` loses a factor (1 − u)⁸ and at most 8η in all: the result is
    multiplied by ``up`` = 1 + 16u and, where products may underflow, raised by ``tiny`` or by ``lost``, both at least 8η (of ``wide``),
    ``lost`` also η/2 more (of the type).  ``tiny`` is the smallest normal number: to add a subnormal one takes fifty times as long.
    ``elementary``: exp and log, relative to their results: at most 2 ulp in ``wide``, hence 4u, and one rounding more in a half type.
    """

    dtype: torch.dtype
    wide: torch.dtype
    unit: float
    least: float
    wide_unit: float
    up: float
    tiny: float
    lost: float
    elementary: float

    def gamma(self, n: int) -> float:
        """γ_n of a sum of n terms, rounded up; ∞ where it would exceed 1/3, so that 1/(1 − γ_n) ≤ 1 + 2γ_n."""
        lost = n * self.wide_unit
        return lost / (1 - lost) * self.up if 4 * lost < 1 else inf

    def nearest(self, value: Fraction) -> float:
        """The number of the type nearest to a rational one (ties to even); ±∞ beyond the largest."""
        if value.denominator == 1 and abs(value.numerator) <= 1 / self.unit:
            return float(value.numerator)
        info, size = torch.finfo(self.dtype), abs(value)
        exponent = size.numerator.bit_length() - size.denominator.bit_length()
        exponent -= size < Fraction(2) ** exponent  # 2ᵉ ≤ |value| < 2ᵉ⁺¹
        step = max(Fraction(2) ** exponent * Fraction(info.eps), Fraction(self.least))
        rounded = round(size / step) * step
        out = inf if rounded > Fraction(info.max) else float(rounded)
        return out if value > 0 else -out


@cache
def rounding(dtype: torch.dtype) -> Rounding:
    """The constants of a floating-point type."""
    if dtype not in DTYPES:
        raise DtypeError(f"got dtype {dtype}, expected one of {', '.join(map(str, DTYPES))} — arithmetic is done in these")
    half = torch.finfo(dtype).bits < 32
    wide = torch.float32 if half else dtype
    own, radii = torch.finfo(dtype), torch.finfo(wide)
    wide_unit, least = radii.eps / 2, own.tiny * own.eps
    # a half type computes in float32 and then rounds: |fl(fl₃₂(z)) − z| ≤ (u + 2⁻²⁴(1 + 2u))|fl(fl₃₂(z))| ≤ u(1 + 2⁻¹²)|…| as u ≥ 2⁻¹¹
    unit = own.eps / 2 * (1 + 2.0**-12 if half else 1)
    elementary = 4 * wide_unit + (unit if half else 0)
    return Rounding(dtype, wide, unit, least, wide_unit, 1 + 16 * wide_unit, radii.tiny, max(least, radii.tiny), elementary)
