"""Relative entropy and entropy in torch and scipy: sums of p log p, of p (log p − log q), or of p log(p/q)."""

from __future__ import annotations

from typing import Any

import scipy.special
import torch

from ...theory.information import Divergence, Entropy
from .inputs import Inputs
from .registry import FLOATS, Reference, on_host, register
from .roundoff import Rounded, Rounding, Tensor


def _nonnegative(x: Rounded) -> Tensor:
    """Where the functions, as the terms, have a value whatever round-off did."""
    return (x.value > 0) | ((x.value == 0) & (x.error == 0))


def _entries(fl: Rounding, p: Rounded, inside: Rounded) -> Tensor:
    """The error of Σ p·inside, 0 where p is exactly 0; ∞ where a p may be negative."""
    t = fl.times(p, inside).only((p.value != 0) | (p.error != 0))
    t = Rounded(t.value, torch.where(_nonnegative(p), t.error, torch.inf))
    return fl.sum(t).error


def difference_bound(given: Inputs) -> Tensor:
    """p (log p − log q), rounded after every operation; the two terms may also be formed apart, which costs u(|log p| + |log q|) more."""
    fl, p, q = Rounding(given.dtype), given.exact("p"), given.exact("q")
    log_p, log_q = fl.log(p), fl.log(q)
    inside = fl.minus(log_p, log_q)
    apart = 2 * fl.unit * (log_p.value.abs() + log_q.value.abs())
    return _entries(fl, p, Rounded(inside.value, inside.error + apart))


def kl_div_bound(given: Inputs) -> Tensor:
    """The same; torch has 0·(−∞) where p = 0 and log q = −∞, so nothing is said of rows in which a q is 0 in the dtype."""
    q = given.exact("q").value
    return torch.where((q > 0).all(-1), difference_bound(given), torch.inf)


def quotient_bound(given: Inputs) -> Tensor:
    """p log(p/q), rounded after every operation."""
    fl, p, q = Rounding(given.dtype), given.exact("p"), given.exact("q")
    return _entries(fl, p, fl.log(fl.over(p, q)))


def normalised_bound(given: Inputs) -> Tensor:
    """The same after p and q are divided by their sums: for probabilities the sum is 1, up to what it is off by."""
    fl = Rounding(given.dtype)
    p, q = (fl.over(x, _about_one(fl, x)) for x in (given.exact("p"), given.exact("q")))
    return _entries(fl, p, fl.log(fl.over(p, q)))


def _about_one(fl: Rounding, x: Rounded) -> Rounded:
    z = fl.sum(x)
    return Rounded(torch.ones_like(z.value[..., None]), ((z.value - 1).abs() + z.error)[..., None])


def entropy_bound(given: Inputs) -> Tensor:
    """p log p, rounded after every operation."""
    fl, p = Rounding(given.dtype), given.exact("p")
    return _entries(fl, p, fl.log(p))


def normalised_entropy_bound(given: Inputs) -> Tensor:
    """The same after p is divided by its sum."""
    fl, x = Rounding(given.dtype), given.exact("p")
    p = fl.over(x, _about_one(fl, x))
    return _entries(fl, p, fl.log(p))


def torch_kl_div(p: Tensor, q: Tensor) -> Tensor:
    """torch's takes log q first, and the reference distribution second."""
    return torch.nn.functional.kl_div(q.log(), p, reduction="none").sum(-1)


register(Reference("torch.nn.functional.kl_div", Divergence, torch_kl_div, kl_div_bound, FLOATS))
register(
    Reference(
        "scipy.special.rel_entr",
        Divergence,
        on_host(lambda p, q: scipy.special.rel_entr(p, q).sum(-1)),
        lambda given: torch.maximum(quotient_bound(given), difference_bound(given)),
        FLOATS,
        host=True,
    )
)


@on_host
def scipy_entropy(p: Any, q: Any = None) -> Any:
    """scipy's, which divides by the sums."""
    import scipy.stats  # half a second, only here

    return scipy.stats.entropy(p, q, axis=-1)


register(Reference("scipy.stats.entropy, relative", Divergence, scipy_entropy, normalised_bound, FLOATS, host=True))
register(Reference("scipy.stats.entropy", Entropy, scipy_entropy, normalised_entropy_bound, FLOATS, host=True))
register(Reference("torch.special.entr", Entropy, lambda p: torch.special.entr(p).sum(-1), entropy_bound))
register(Reference("scipy.special.entr", Entropy, on_host(lambda p: scipy.special.entr(p).sum(-1)), entropy_bound, FLOATS, host=True))
