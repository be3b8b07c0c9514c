"""Singular values and eigenvalues by certificate: floating point proposes a decomposition, balls prove how far off it is.

Matrices are (n, m, B), the batch last, or (n, m) for one: floats, which stand for themselves, or a ``Ball`` around each entry.

The certificate needs nothing of the proposal.  For any U (n, p), s (p) and V (m, p) with p = min(n, m) let Â = U diag(s) Vᵀ, and
let ε bound ‖UᵀU − I‖ and ‖VᵀV − I‖ (the spectral norm, which the Frobenius norm bounds).

- σ_i(Â) lies in s_i·[1 − ε, 1 + ε], |s| in descending order.  Above: σ_i(XYZ) ≤ ‖X‖ σ_i(Y) ‖Z‖ and ‖U‖², ‖V‖² ≤ 1 + ε.  Below: if ε < 1,
  U and V have left inverses whose norms are at most 1/√(1 − ε), so s_i ≤ σ_i(Â)/(1 − ε); if ε ≥ 1, nothing is claimed.
- |σ_i(A) − σ_i(Â)| ≤ ‖A − Â‖, Weyl's inequality (Horn & Johnson 1991, Topics in Matrix Analysis, Theorem 3.3.16 (c) and (d)).
- For symmetric A and U = V, λ_i(Â) lies in λ_i·[1 − ε, 1 + ε], and Weyl's inequality holds (Horn & Johnson 2013, Matrix Analysis,
  Theorem 4.5.9 of Ostrowski, with Corollary 4.5.11 for singular U; Corollary 4.3.15).

Rump (2011, Verified bounds for singular values, BIT 51) bounds singular values in this way.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import torch

from ..errors import GaproofError
from .ball import Ball, BallArithmetic

Tensor = torch.Tensor
Decomposition = tuple[Tensor, Tensor, Tensor]  # U (n, p, B), s (p, B), V (m, p, B)
ONE = Fraction(1)


class SpectrumError(GaproofError):
    """Something is no batch of matrices, or a bound on it is impossible."""


def singular_values(a: Tensor | Ball) -> Ball:
    """Balls (min(n, m), B) around the singular values, in descending order; a radius is ∞ where there is no certificate."""
    return _tiled(_singular_values, matrices(a))


def eigenvalues(a: Tensor | Ball) -> Ball:
    """Balls (n, B) around the eigenvalues of symmetric matrices, in ascending order; of a ``Ball``, those of any symmetric matrix in it."""
    return _tiled(_eigenvalues, _symmetric(matrices(a)))


def spectral_norm(a: Tensor | Ball) -> Ball:
    """Balls (B,) around the largest singular values."""
    return singular_values(a).map(lambda t: t[0])


def nuclear_norm(a: Tensor | Ball) -> Ball:
    """Balls (B,) around the sums of all singular values."""
    sigma = singular_values(a)
    arithmetic = BallArithmetic(sigma.mid.device)
    return arithmetic.finish(arithmetic.sum(sigma, (0,)))


def frobenius_norm(a: Tensor | Ball) -> Ball:
    """Balls (B,) around √(Σ a_ij²)."""
    scaled, unscale = _scaled(matrices(a))
    low, high = _frobenius(BallArithmetic(scaled.mid.device), scaled)
    mid = (low + high) / 2
    return Ball(*_shifted(Ball(mid, _up(torch.maximum(high - mid, mid - low))), unscale).enclosure())


def gap(sigma: Ball, r: int) -> Ball:
    """Balls (B,) around σ_r − σ_{r+1}, counted from 1 and σ_{p+1} = 0: certainly positive where the midpoint exceeds the radius."""
    p = sigma.shape[0]
    if not 1 <= r <= p:
        raise SpectrumError(f"the gap after singular value {r} was asked for, there are {p} — take r from 1 to {p}")
    arithmetic = BallArithmetic(sigma.mid.device)
    above = sigma.map(lambda t: t[r - 1])
    return arithmetic.finish(above if r == p else arithmetic.linear([(ONE, above), (-ONE, sigma.map(lambda t: t[r]))]))


def perturbed(sigma: Ball, bound: float | Tensor) -> Ball:
    """Balls around the singular values of A + E for every E with ‖E‖ ≤ ``bound``, a number or (B,), by Weyl's inequality; ``sigma``
    are those of A.  Likewise for eigenvalues, if A and E are symmetric."""
    size = torch.as_tensor(bound, dtype=torch.float64, device=sigma.mid.device)
    if not bool((size >= 0).all()):
        raise SpectrumError(f"‖E‖ is bounded by {float(size[~(size >= 0)][0])}, expected a number ≥ 0 — hand in an upper bound of the norm")
    arithmetic = BallArithmetic(sigma.mid.device)
    return arithmetic.finish(arithmetic.linear([(ONE, sigma), (ONE, _around_zero(size.expand(sigma.shape)))]))


def matrices(a: Tensor | Ball) -> Ball:
    """A batch of matrices as balls (n, m, B) in float64, or an error that says what is wrong with it."""
    if not isinstance(a, Tensor | Ball):
        raise SpectrumError(f"got {type(a).__name__}, expected a batch of matrices (n, m, B) — hand in a tensor or a Ball")
    x = a if isinstance(a, Tensor) else a.mid
    if not x.is_floating_point():
        raise SpectrumError(f"the matrices have entries of type {x.dtype}, expected floats — convert them, for instance with .double()")
    if x.ndim not in (2, 3):
        raise SpectrumError(f"got the shape {tuple(x.shape)}, expected matrices (n, m, B) or one (n, m) — put the batch last")
    if x.numel() == 0:
        raise SpectrumError(f"got the shape {tuple(x.shape)}, in which an axis is empty — a spectrum needs n, m and B of at least 1")
    if isinstance(a, Tensor) and not bool(a.isfinite().all()):
        at = (~a.isfinite()).nonzero()[0].tolist()
        raise SpectrumError(f"the entry {at} of the matrices is {a[tuple(at)].item()}, expected a finite number — repair it")
    mid, rad = (a, None) if isinstance(a, Tensor) else a.enclosure()
    ball = Ball(mid, rad).map(lambda t: t.detach().to(torch.float64))
    return ball if x.ndim == 3 else ball.map(lambda t: t[..., None])


def _symmetric(a: Ball) -> Ball:
    """The same, unless the matrices are certainly not symmetric."""
    n, m, _ = a.shape
    if n != m:
        raise SpectrumError(f"the matrices are {n} × {m}, expected square and symmetric ones — singular_values takes any matrix")
    differ = BallArithmetic(a.mid.device).compare("eq", a, a.map(lambda t: t.transpose(0, 1))).fails
    if bool(differ.any()):
        i, j, k = differ.nonzero()[0].tolist()
        got = f"{a.mid[i, j, k].item()} at [{i}, {j}] and {a.mid[j, i, k].item()} at [{j}, {i}]"
        raise SpectrumError(f"matrix {k} is not symmetric: {got} — take (A + Aᵀ)/2, or singular_values for any matrix")
    return a


def _tiled(spectrum: Callable[[BallArithmetic, Ball], Ball], a: Ball) -> Ball:
    """The spectra of a batch, a part of it at a time, each part scaled and scaled back."""
    arithmetic = BallArithmetic(a.mid.device)
    n, m, batch = a.shape
    step = max(1, arithmetic.tile // (n * m))

    def part(start: int) -> tuple[Tensor, Tensor]:
        scaled, unscale = _scaled(a.map(lambda t: t[..., start : start + step]))
        return _shifted(spectrum(arithmetic, scaled), unscale).enclosure()

    mid, rad = (torch.cat(arrays, -1) for arrays in zip(*map(part, range(0, batch, step)), strict=True))
    return Ball(mid, rad)


def _scaled(a: Ball) -> tuple[Ball, Tensor]:
    """The matrices times a power of two each that brings the largest entry near 1, so that no square overflows; and what undoes it (B,)."""
    mid, rad = a.enclosure()
    exponent = (mid.abs() + rad).amax((0, 1)).frexp().exponent.to(torch.int64).clamp(-1022, 1022)
    down, up = (((1023 + k) << 52).view(torch.float64) for k in (-exponent, exponent))  # 2ᵏ by the bits of a float64: exact
    return _shifted(a, down), up


def _shifted(x: Ball, power: Tensor) -> Ball:
    """x times powers of two (B,): exact but for results that are subnormal, of which each is rounded by half a step at most."""
    mid, rad = x.enclosure()
    return Ball(mid * power, _up(_up(rad * power)))


def _singular_values(arithmetic: BallArithmetic, a: Ball) -> Ball:
    u, s, v = proposed_svd(a.mid)
    return _certified(arithmetic, a, (u, s, v), s.abs().sort(0, descending=True).values)


def _eigenvalues(arithmetic: BallArithmetic, a: Ball) -> Ball:
    q, s = proposed_eigh(a.mid)
    return _certified(arithmetic, a, (q, s, q), s.sort(0).values)


def proposed_svd(a: Tensor) -> Decomposition:
    """What torch takes for the singular value decomposition; the trivial one, U diag(0) Vᵀ, if it finds none."""
    try:
        u, s, vt = torch.linalg.svd(a.movedim(-1, 0), full_matrices=False)
    except torch.linalg.LinAlgError:  # type: ignore[attr-defined]
        n, m, _ = a.shape
        u, v = (torch.eye(k, min(n, m), dtype=a.dtype, device=a.device)[..., None] for k in (n, m))
        return u, torch.zeros(min(n, m), a.shape[-1], dtype=a.dtype, device=a.device), v
    return u.permute(1, 2, 0), s.T, vt.permute(2, 1, 0)


def proposed_eigh(a: Tensor) -> tuple[Tensor, Tensor]:
    """What torch takes for eigenvectors (n, n, B) and eigenvalues (n, B); the trivial ones if it finds none."""
    try:
        s, q = torch.linalg.eigh(a.movedim(-1, 0))
    except torch.linalg.LinAlgError:  # type: ignore[attr-defined]
        n, _, batch = a.shape
        return torch.eye(n, dtype=a.dtype, device=a.device)[..., None], torch.zeros(n, batch, dtype=a.dtype, device=a.device)
    return q.permute(1, 2, 0), s.T


def _certified(arithmetic: BallArithmetic, a: Ball, proposal: Decomposition, ordered: Tensor) -> Ball:
    """ordered·[1 − ε, 1 + ε] ± ‖A − Â‖."""
    u, _, v = proposal
    defect = torch.maximum(_defect(arithmetic, u), _defect(arithmetic, v))
    of_product = arithmetic.times([Ball(ordered), Ball(torch.ones_like(defect)[None], defect[None])])
    return arithmetic.linear([(ONE, of_product), (ONE, _around_zero(_residual(arithmetic, a, proposal).expand(ordered.shape)))])


def _residual(arithmetic: BallArithmetic, a: Ball, proposal: Decomposition) -> Tensor:
    """An upper bound (B,) of ‖A − U diag(s) Vᵀ‖ over all matrices A in the ball."""
    u, s, v = proposal
    product = arithmetic.contract(arithmetic.times([Ball(u), Ball(s[None])]), Ball(v), (0, 1), (2, 1), (0, 2))
    return _frobenius(arithmetic, arithmetic.linear([(ONE, a), (-ONE, product)]))[1]


def _defect(arithmetic: BallArithmetic, u: Tensor) -> Tensor:
    """An upper bound (B,) of ‖UᵀU − I‖."""
    gram = arithmetic.contract(Ball(u), Ball(u), (0, 1), (0, 2), (1, 2))
    identity = Ball(torch.eye(u.shape[1], dtype=u.dtype, device=u.device)[..., None])
    return _frobenius(arithmetic, arithmetic.linear([(ONE, gram), (-ONE, identity)]))[1]


def _frobenius(arithmetic: BallArithmetic, x: Ball) -> tuple[Tensor, Tensor]:
    """A lower and an upper bound (B,) of √(Σ x_ij²); 0 and ∞ where there is no value."""
    mid, rad = arithmetic.sum(arithmetic.times([x, x]), (0, 1)).enclosure()
    return -_up(-_least_root(mid - rad)), _up(_up(mid + rad).sqrt())


def _least_root(x: Tensor) -> Tensor:
    """The root of what lies just below x, or of 0."""
    return (-_up(-x)).clamp(min=0).sqrt()


def _up(x: Tensor) -> Tensor:
    """The next float above: addition, subtraction and the root are rounded to nearest, so that the true result is below it."""
    return x.nextafter(torch.full_like(x, torch.inf))


def _around_zero(rad: Tensor) -> Ball:
    return Ball(torch.zeros_like(rad), rad)
