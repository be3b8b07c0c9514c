"""Attention on a concrete carrier: exclusion is the carrier's business, so what a dead entry holds never counts.

A row without an admissible key has no attention, and is refused; it is neither NaN nor 0 nor a mean.
"""

from __future__ import annotations

import torch

from ...errors import GaproofError
from ...terms import Sum, field, index, sizes
from ...theory.families import ConcreteCarrier
from ...theory.softmax import softmax
from ..model import Model
from ..references.inputs import enclosed
from ..references.subjects import anatomy, subjects

Tensor = torch.Tensor

n, m, r = sizes("n m r")
i, (j, k), d = index("i", n), index("j k", m), index("d", r)
s, M = field("s", i, j), field("M", i, j, domain="mask")
v, g = field("v", j, d), field("g", i, d)
weight = softmax(s[i, j], over=j, mask=M[i, j])
(attention, *_) = subjects(Sum(weight * v[j, d], j))


class InputError(GaproofError):
    """A live entry holds something that is not a number."""


def mask_tensor(carrier: ConcreteCarrier, device: torch.device | str = "cpu") -> Tensor:
    """(rows, keys), True where addressable."""
    return torch.tensor(carrier.mask, device=device)


def masked_inputs(x: Tensor, live: Tensor, name: str = "the input") -> Tensor:
    """x with 0 at its dead entries, whatever they hold; refuses NaN or an infinity at a live one, and names it.

    ``live`` broadcasts to x: (rows, keys) for scores; for the values, (keys, coordinates), a key lives that some row addresses.
    """
    live = live.expand(x.shape)
    wrong = live & ~x.isfinite()
    if bool(wrong.any()):
        at = tuple(wrong.nonzero()[0].tolist())
        raise InputError(f"{name}{list(at)} is {x[at].item()}, and the carrier addresses it — give it a number, or mask it")
    return torch.where(live, x, 0.0)


def addressed(mask: Tensor) -> Tensor:
    """The keys that some row addresses, (keys, 1)."""
    return mask.any(0)[:, None]


def attend(carrier: ConcreteCarrier, scores: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Midpoints and radii of Σ_j softmax·value, (rows, coordinates): scores (rows, keys), values (keys, coordinates).

    Raises CarrierError for a row without an admissible key and InputError for a live entry that is no number.
    """
    return enclosures(mask_tensor(carrier.require_live(), scores.device), scores, values)


def enclosures(mask: Tensor, scores: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """The same where it has a value; rows without an admissible key are to be ignored."""
    model = model_of(mask, scores, values)
    mid, rad = enclosed(attention, model, anatomy(attention).axes)
    return mid[0], rad[0]


def model_of(mask: Tensor, scores: Tensor, values: Tensor, cotangent: Tensor | None = None) -> Model:
    """One instance, of numbers only."""
    rows, keys = mask.shape
    numbers = {s: masked_inputs(scores, mask, "scores"), v: masked_inputs(values, addressed(mask), "values"), M: mask}
    if cotangent is not None:
        numbers[g] = cotangent
    return Model({n: rows, m: keys, r: values.shape[-1]}, numbers, device=scores.device)
