"""Shares of a total: division of non-negative entries by their sum.

The sum is off by γ_{n−1} of it at most.  ``normalize`` never divides by less than a floor; totals near it are not compared.
"""

from __future__ import annotations

import torch

from ...theory.anchor import Share
from .inputs import Inputs
from .registry import Reference, register
from .roundoff import Rounded, Rounding, Tensor, working
from .softmax import total


def share_bound(given: Inputs) -> Tensor:
    """The sum in the working precision, kept in the dtype, and the quotient.  Entries of either sign, whose norm is not their sum, and
    totals near 0 are not for these functions."""
    inner, outer, x = Rounding(working(given.dtype)), Rounding(given.dtype), given.exact("entry")
    z = outer.stored(total(inner, x))
    fit = (x.value >= 0).all(-1, keepdim=True) & (z.value - z.error > 8 * torch.finfo(given.dtype).tiny)
    z = Rounded(z.value, torch.where(fit, z.error, torch.inf))
    return outer.over(x, z).error


def normalized(entry: Tensor) -> Tensor:
    """By the 1-norm."""
    return torch.nn.functional.normalize(entry, p=1.0, dim=-1, eps=torch.finfo(entry.dtype).tiny)


def categorical(entry: Tensor) -> Tensor:
    """The probabilities of a distribution given by weights."""
    return torch.distributions.Categorical(probs=entry, validate_args=False).probs


register(Reference("torch.nn.functional.normalize", Share, normalized, share_bound))
register(Reference("torch.distributions.Categorical", Share, categorical, share_bound))
