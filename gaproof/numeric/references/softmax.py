"""Softmax and its normaliser in torch and scipy.

All of them shift by the row maximum, exponentiate, sum and divide; the bounds run this algorithm with the round-off of each step
(Blanchard, Higham and Higham 2021, Accurately computing the log-sum-exp and softmax functions, IMA J. Numer. Anal. 41, §4, has the
closed forms).  The shift itself costs nothing: any shift has the same exact value, and the computed maximum is one of the numbers.
A softmax of halves computes in float32 and rounds what it stores; torch.logsumexp of halves rounds after every operation.
"""

from __future__ import annotations

from typing import Any

import numpy
import scipy.special
import torch

from ...theory.information import LogPartition
from ...theory.softmax import Softmax
from .inputs import Inputs
from .registry import FLOATS, Reference, on_host, register
from .roundoff import Rounded, Rounding, Tensor, exactly, working

Part = Tensor | None


def logits(score: Tensor, mask: Part = None, baseline: Part = None, temperature: Part = None) -> Tensor:
    """score/temperature + log baseline, −∞ where masked: how baselines and masks are handed to foreign code."""
    x = score if temperature is None else score / temperature
    x = x if baseline is None else x + baseline.log()
    return x if mask is None else x.masked_fill(~mask, -torch.inf)


def rounded_logits(given: Inputs) -> Rounded:
    """``logits`` with its round-off, every step in the dtype of the arguments; without the mask."""
    fl, x = Rounding(given.dtype), given.exact("score")
    if given.numbers["temperature"] is not None:
        x = fl.over(x, given.exact("temperature"))
    if given.numbers["baseline"] is not None:
        x = fl.plus(x, fl.log(given.exact("baseline")))
    return x


def shifted(fl: Rounding, x: Rounded, live: Tensor | None) -> tuple[Rounded, Rounded]:
    """x − max x, and the maximum, over the last axis; where nothing lives, any number."""
    peak = (x.value if live is None else x.value.masked_fill(~live, -torch.inf)).amax(-1, keepdim=True)
    peak = torch.where(peak.isfinite(), peak, 0.0)
    return fl.minus(x, exactly(peak)), exactly(peak)


def weights(fl: Rounding, x: Rounded, live: Tensor | None) -> Rounded:
    """e^{x − max x}, 0 where masked."""
    return fl.exp(shifted(fl, x, live)[0]).admitted(live)


def total(fl: Rounding, w: Rounded) -> Rounded:
    """Σ over the last axis, which stays."""
    z = fl.sum(w)
    return Rounded(z.value[..., None], z.error[..., None])


def anchored(fl: Rounding, x: Rounded, live: Tensor | None) -> Rounded:
    """Softmax of logits over the last axis."""
    w = weights(fl, x, live)
    return fl.over(w, total(fl, w)).admitted(live)


def softmax_bound(given: Inputs) -> Tensor:
    """Shift, exponential, sum, quotient; stored in the dtype.  A masked entry is exactly 0."""
    p = anchored(Rounding(working(given.dtype)), rounded_logits(given), given.live)
    return Rounding(given.dtype).stored(p).admitted(given.live).error


def exp_of_log_softmax_bound(given: Inputs) -> Tensor:
    """x − max − log Σ and its exponential: an absolute error of the logarithm is a relative one of the share.  torch's CPU kernel keeps
    Σ and log Σ in the dtype, as it does the result."""
    inner, outer = Rounding(working(given.dtype)), Rounding(given.dtype)
    t, _ = shifted(inner, rounded_logits(given), given.live)
    z = outer.stored(total(inner, inner.exp(t).admitted(given.live)))
    logarithm = inner.minus(t, outer.stored(inner.log(z)))
    return outer.exp(outer.stored(logarithm)).admitted(given.live).error


def logsumexp_bound(given: Inputs) -> Tensor:
    """max + log Σ e^{x − max}, rounded after every operation."""
    fl, x = Rounding(given.dtype), rounded_logits(given)
    t, peak = shifted(fl, x, given.live)
    z = total(fl, fl.exp(t).admitted(given.live))
    return fl.plus(fl.log(z), peak).error[..., 0]


def weighted_logsumexp_bound(given: Inputs) -> Tensor:
    """max + log m + log1p(s/m) for the weights m at the maxima and the others' weighted exponentials s: scipy's, which multiplies by
    the weights.  log1p(y) has a relative error of ELEMENTARY units and e_y/(1 + y) of its argument; with m, s ≥ 0 no term cancels."""
    fl, x = Rounding(given.dtype), given.exact("score")
    if given.numbers["temperature"] is not None:
        x = fl.over(x, given.exact("temperature"))
    t, peak = shifted(fl, x, given.live)
    w = fl.exp(t).admitted(given.live)
    if given.numbers["baseline"] is not None:
        w = fl.times(w, given.exact("baseline")).admitted(given.live)
    top = (t.value == 0) & (w.value > 0)
    m, s = total(fl, w.only(top)), total(fl, w.only(~top))
    # a maximum of computed logits may be another one than of the exact: both ways of splitting have the same exact value
    y = fl.over(s, m)
    rest = fl.log(Rounded(1 + y.value, y.error))
    return fl.plus(fl.plus(rest, fl.log(m)), peak).error[..., 0]


@on_host
def scipy_softmax(score: Any, mask: Any, baseline: Any, temperature: Any) -> Any:
    """scipy's, of ``logits`` in numpy arrays."""
    x = score if temperature is None else score / temperature
    x = x if baseline is None else x + numpy.log(baseline)
    return scipy.special.softmax(x if mask is None else numpy.where(mask, x, x.dtype.type(-numpy.inf)), axis=-1)


@on_host
def scipy_logsumexp(score: Any, mask: Any, baseline: Any, temperature: Any) -> Any:
    """scipy's, with mask and baseline as its weights ``b``."""
    x = score if temperature is None else score / temperature
    b = baseline if mask is None else mask.astype(x.dtype) * (1 if baseline is None else baseline)
    return scipy.special.logsumexp(x, axis=-1, b=b)


def masked_softmax(score: Tensor, mask: Part, baseline: Part, temperature: Part) -> Tensor:
    """torch.masked.softmax, which is told the mask."""
    return torch.masked.softmax(logits(score, None, baseline, temperature), -1, mask=mask)


register(Reference("torch.softmax", Softmax, lambda **parts: torch.softmax(logits(**parts), -1), softmax_bound))
register(Reference("torch.nn.functional.softmin", Softmax, lambda **p: torch.nn.functional.softmin(-logits(**p), -1), softmax_bound))
register(Reference("torch.masked.softmax", Softmax, masked_softmax, softmax_bound))
register(Reference("torch.log_softmax", Softmax, lambda **parts: torch.log_softmax(logits(**parts), -1).exp(), exp_of_log_softmax_bound))
register(Reference("scipy.special.softmax", Softmax, scipy_softmax, softmax_bound, FLOATS, host=True))
register(Reference("torch.logsumexp", LogPartition, lambda **parts: torch.logsumexp(logits(**parts), -1), logsumexp_bound))
register(Reference("scipy.special.logsumexp", LogPartition, scipy_logsumexp, weighted_logsumexp_bound, FLOATS, host=True))
