"""What foreign floating-point code may have computed: an algorithm run with the round-off of every step.

A reference states its algorithm in these operations; what comes out bounds |computed − exact| a priori, whatever the code made of its
freedom (the order of sums, fused operations).  Standard model (Higham 2002, Accuracy and Stability of Numerical Algorithms, §2.2): one
operation is off by at most u·|result|, and by an absolute amount where results are subnormal; γ_n = nu/(1 − nu) bounds a sum of
n + 1 terms in any order (§4.2) and a scalar product of n (§3.1).

Tensor cores of GPUs round otherwise.  They truncate each addend of a sum to the last place of the largest, so that a term may cost 2u of
the sum instead of u (Fasi, Higham, Mikaitis and Pranesh 2021, Numerical behavior of NVIDIA tensor cores, PeerJ Comput. Sci. 7, §3).  And
where they multiply float32 each factor is taken apart into two numbers of 11 bits, the first truncated and the second rounded: the three
largest products are added, and 2⁻¹⁹ of the whole may be lost (CUTLASS, ``OpMultiplyAddFastF32``; torch's memory-efficient attention).

``value`` is the exact result, evaluated in float64.  That evaluation is off by less than 2⁻⁴⁰ of it, which enters only through errors that
are proportional to it, hence the factor ``SLACK``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import torch

Tensor = torch.Tensor
SLACK = 1 + 2.0**-20
HALVES = (torch.float16, torch.bfloat16)
HOST = torch.device("cpu")
# exp and log in units of round-off.  float32: 20 ulp, of torch's fast exponential in softmax and attention on CPU
# (at::vec::Vectorized<float>::exp_u20, "ULP=20"); its others, NumPy's (3.83 ulp) and CUDA's (2 ulp) are closer.  float64: 4 ulp, the
# bound of the vector libraries that NumPy and torch may be built with (SVML "la"); SLEEF's, glibc's and CUDA's are within 1.  A half
# is computed in float32 and rounded: 40·2⁻²⁴ is less than 1/64 of its u.
ELEMENTARY = {torch.float64: 8.0, torch.float32: 40.0, torch.float16: 1 + 2.0**-6, torch.bfloat16: 1 + 2.0**-6}


@final
@dataclass(frozen=True)
class Rounded:
    """A quantity and how far from it the foreign one may be; ∞ or NaN: anything may have come out."""

    value: Tensor
    error: Tensor

    def only(self, live: Tensor | None) -> Rounded:
        """Exactly 0 where nothing lives."""
        if live is None:
            return self
        return Rounded(torch.where(live, self.value, 0.0), torch.where(live, self.error, 0.0))

    def admitted(self, live: Tensor | None) -> Rounded:
        """The same for a mask: of a row in which nothing lives, or in which anything may have come out, nothing is known: ∞ − ∞ spoils
        what is masked too."""
        if live is None:
            return self
        kept = self.only(live)
        known = live.any(-1, keepdim=True) & kept.error.isfinite().all(-1, keepdim=True)
        return Rounded(kept.value, torch.where(known, kept.error, torch.inf))


def exactly(value: Tensor) -> Rounded:
    """A number that both sides have."""
    return Rounded(value.double(), torch.zeros_like(value, dtype=torch.float64))


def working(dtype: torch.dtype) -> torch.dtype:
    """Where a kernel for this dtype computes that rounds only what it stores."""
    return torch.float32 if dtype in HALVES else dtype


@final
class Rounding:
    """The operations of a dtype, each rounded; sums of halves are accumulated in float32 and rounded once.  On a GPU matrices may be
    multiplied by tensor cores.

    ``split``: what is lost of a product of two numbers whose factors are taken apart; ``addend``: what a term of a sum of products costs.
    """

    def __init__(self, dtype: torch.dtype, device: torch.device = HOST) -> None:
        info, cores = torch.finfo(dtype), device.type == "cuda" and dtype != torch.float64
        self.dtype, self.device, self.unit, self.largest = dtype, device, info.eps / 2, info.max
        self.split = 2.0**-19 if cores and dtype == torch.float32 else 0.0  # halves have 11 bits at most
        self.addend = torch.finfo(working(dtype)).eps / 2 * (1 if not cores else 6 if dtype == torch.float32 else 2)
        # vector units and GPUs may flush subnormals to 0; conversions to float16 keep them
        self.absolute = info.smallest_normal * info.eps if dtype == torch.float16 else info.tiny
        self.elementary = ELEMENTARY[dtype] * self.unit

    def inside(self) -> Rounding:
        """The operations of a kernel for this dtype that rounds only what it stores: products of halves are exact there."""
        inner = Rounding(working(self.dtype), self.device)
        if self.dtype in HALVES:
            inner.split, inner.addend = 0.0, self.addend
        return inner

    def _made(self, value: Tensor, error: Tensor, unit: float | None = None) -> Rounded:
        """A result: its error before rounding, then rounded; anything may come of an overflow."""
        size = value.abs() + error
        error = (error + size * (self.unit if unit is None else unit) + self.absolute) * SLACK
        return Rounded(value, torch.where(size + error <= self.largest, error, torch.inf))

    def stored(self, x: Rounded) -> Rounded:
        """x, rounded to this dtype."""
        return self._made(x.value, x.error)

    def plus(self, x: Rounded, y: Rounded) -> Rounded:
        return self._made(x.value + y.value, x.error + y.error)

    def minus(self, x: Rounded, y: Rounded) -> Rounded:
        return self._made(x.value - y.value, x.error + y.error)

    def times(self, x: Rounded, y: Rounded) -> Rounded:
        # |XY − xy| ≤ |x| e_y + e_x (|y| + e_y)
        return self._made(x.value * y.value, x.value.abs() * y.error + x.error * (y.value.abs() + y.error))

    def over(self, x: Rounded, y: Rounded) -> Rounded:
        # |X/Y − x/y| ≤ (e_x + |x/y| e_y)/(|y| − e_y)
        value, least = x.value / y.value, y.value.abs() - y.error
        return self._made(value, torch.where(least > 0, (x.error + value.abs() * y.error) / least, torch.inf))

    def exp(self, x: Rounded) -> Rounded:
        # |e^X − e^x| ≤ e^x (e^{e_x} − 1), and the function is off by ELEMENTARY units
        value = x.value.exp()
        return self._made(value, value * x.error.expm1(), self.elementary)

    def log(self, x: Rounded) -> Rounded:
        # |log X − log x| ≤ e_x/(x − e_x); a subnormal argument may be taken for 0
        least, tiny = x.value - x.error, torch.finfo(working(self.dtype)).tiny
        return self._made(x.value.log(), torch.where(least >= tiny, x.error / least, torch.inf), self.elementary)

    def sum(self, x: Rounded) -> Rounded:
        """Over the last axis, which disappears."""
        value, error = x.value.sum(-1), x.error.sum(-1)
        unit = torch.finfo(working(self.dtype)).eps / 2
        return self._accumulated(value, error, x.value.abs().sum(-1) + error, x.value.shape[-1], unit)

    def dot(self, x: Rounded, y: Rounded) -> Rounded:
        """The matrix product."""
        a, b, high = x.value.abs(), y.value.abs(), y.value.abs() + y.error
        error = a @ y.error + x.error @ high
        size = a @ b + error
        return self._accumulated(x.value @ y.value, error + self.split * size, size, x.value.shape[-1], self.addend)

    def _accumulated(self, value: Tensor, error: Tensor, size: Tensor, terms: int, unit: float) -> Rounded:
        gamma = terms * unit / (1 - terms * unit) if terms * unit < 1 else torch.inf
        error = error + gamma * size + terms * torch.finfo(working(self.dtype)).tiny
        return self._made(value, error, self.unit if self.dtype in HALVES else 0.0)
