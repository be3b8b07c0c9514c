"""The boundary α → 1, where a family of entmax-like maps ends in softmax.

The q-exponential with h = 1 − q > 0 is exp_q(x) = (1 + h x)^{1/h} = exp(log(1 + h x)/h) where 1 + h x > 0, and eˣ is its limit
(Tsallis 1988, J. Stat. Phys. 52; Peters, Niculae and Martins 2019, Sparse Sequence-to-Sequence Models, for α-entmax).  Where h|x| ≤ 1/2,

    x − h x² ≤ log(1 + h x)/h ≤ x,            since y − y² ≤ log(1 + y) ≤ y for |y| ≤ 1/2,

so weights lie within factors e^{−h x²} and 1 of eˣ, and a share of the total within factors e^{∓h X²} of the share of softmax, X = max |x|.
"""

from __future__ import annotations

import torch

from ...errors import GaproofError
from ...terms import Rational, Sum, exp, index, log, scalar, sizes
from ...terms import field as field_of
from ...theory.softmax import softmax
from ..ball import BallArithmetic
from ..model import Model
from ..realisation import realise

Tensor = torch.Tensor

m = sizes("m")
j = index("j", m)
x, h = field_of("x", j), scalar("h", domain="positive")
q_exponential = exp(log(Rational(1) + h * x[j]) / h)
q_share = q_exponential / Sum(q_exponential, j)
share = softmax(x[j], over=j)


def shares(scores: Tensor, step: float) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor], Tensor]:
    """Enclosures of the shares of exp_q and of softmax, and how far the exact ones may be apart: scores (keys,), step = 1 − q."""
    largest = float(scores.abs().max())
    if not (step > 0 and step * largest <= 0.5):
        raise GaproofError(f"the step 1 − q is {step} for scores up to {largest} — take it positive, with (1 − q)·|score| at most 1/2")
    number = torch.full((), step, dtype=torch.float64, device=scores.device)
    model = Model({m: scores.shape[0]}, {x: scores, h: number}, device=scores.device)
    balls = (realise(t, model, BallArithmetic(model.device), axes=(j,)) for t in (q_share, share))
    near, limit = (ball.map(lambda t: t[..., 0]).enclosure() for ball in balls)
    exponent = number * (largest**2 * (1 + 2.0**-50))
    apart = (limit[0] + limit[1]) * exponent.expm1() * (1 + 2.0**-40)
    return near, limit, apart


def naive_shares(scores: Tensor, step: float) -> Tensor:
    """As one would write it in the dtype of the scores: 1 + h x, its logarithm, over h."""
    weights = ((1 + step * scores).log() / step).exp()
    return weights / weights.sum()
