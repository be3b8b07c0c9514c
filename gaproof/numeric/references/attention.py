"""Attention in torch: its scaled dot product with each backend, and the rows that MultiheadAttention reports.

Kernels form scores, weights and sums in float32 at least; of halves they round the weights, before or after the division, and the result.
(torch.backends.cuda.allow_fp16_bf16_reduction_math_sdp, off by default, would round more.)  Tensor cores have their own round-off, see
``roundoff.py``.  They differ in how often a running maximum
rescales what was summed: the bound allows for every ``BLOCK`` keys (Dao et al. 2022, FlashAttention, algorithm 1).  A row of softmax is
what attention reads from the unit vectors.
"""

from __future__ import annotations

from functools import partial
from warnings import catch_warnings

import torch
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from ...theory.softmax import Softmax
from .inputs import Inputs, Unavailable
from .registry import EVERY, FLOATS, Reference, register
from .roundoff import Rounded, Rounding, Tensor, exactly
from .softmax import Part, logits, rounded_logits, shifted, total
from .subjects import Attention

BLOCK = 16  # no kernel has smaller blocks of keys
MULTIPLE = 8  # of coordinates
NO_KERNEL = ("No available kernel", "No viable backend", "no kernel found to launch")  # in what torch says if there is none
LARGEST = 1024  # unit vectors for as many keys: the matrix has the square of it
ANYWHERE = {"math": SDPBackend.MATH, "flash": SDPBackend.FLASH_ATTENTION}
ON_GPUS = {"efficient": SDPBackend.EFFICIENT_ATTENTION, "cudnn": SDPBackend.CUDNN_ATTENTION}


def unit_vectors(x: Tensor) -> Tensor:
    """The identity for each instance, (instances, m, m) of the last axis of x."""
    return torch.eye(x.shape[-1], dtype=x.dtype, device=x.device).expand(x.shape[0], -1, -1)


def on_backend(backend: SDPBackend, query: Tensor, key: Tensor, value: Tensor, **options: object) -> Tensor:
    """torch's scaled dot-product attention by one backend: (instances, heads, tokens, coordinates) each."""
    try:
        with sdpa_kernel(backend), catch_warnings(action="ignore", category=UserWarning):  # which say why there is no kernel
            heads = functional.scaled_dot_product_attention(*fitting(query, key, value), **options)  # type: ignore[arg-type]
    except RuntimeError as error:
        if any(said in str(error) for said in NO_KERNEL):
            raise Unavailable(
                f"torch has no {backend.name} kernel for {query.dtype} on {query.device.type} with these arguments"
            ) from error
        raise
    return heads[..., : value.shape[-1]]


def fitting(*vectors: Tensor, multiple: int = MULTIPLE) -> list[Tensor]:
    """As many coordinates of values as of keys, a multiple of some number: fused kernels want that, and zeros change nothing."""
    length = -(-max(x.shape[-1] for x in vectors) // multiple) * multiple
    return [functional.pad(x, (0, length - x.shape[-1])) for x in vectors]


# ---- what a row reads ----------------------------------------------------------------------------------------------------


def sdpa(backend: SDPBackend, query: Tensor, key: Part, value: Tensor, mask: Part, scale: Tensor, causal: bool = False) -> Tensor:
    """By one backend, which is told the mask, or that it is causal."""
    key, (query, factor) = unit_vectors(query) if key is None else key, scaled(query, scale)
    told = {"is_causal": True} if causal else {"attn_mask": None if mask is None else mask[:, None]}
    return on_backend(backend, *(x[:, None] for x in (query, key, value)), scale=factor, **told)[:, 0]


def scaled(query: Tensor, scale: Tensor) -> tuple[Tensor, float]:
    """The query and the scale that torch is told: one number, or 1 if instances differ, and then the query takes it."""
    low, high = scale.min().item(), scale.max().item()
    return (query, low) if low == high else (query * scale, 1.0)


def sdpa_causal(query: Tensor, key: Part, value: Tensor, mask: Part, scale: Tensor) -> Tensor:
    """The same by whichever backend torch chooses, with its own causal mask."""
    key, (heads, factor) = unit_vectors(query) if key is None else key, scaled(query, scale)
    return functional.scaled_dot_product_attention(heads, key, value, is_causal=True, scale=factor)


def not_causal(given: Inputs) -> str:
    """torch aligns its causal mask at the top left, also where n ≠ m."""
    mask = given.numbers["mask"]
    if mask is not None and bool((mask == torch.ones_like(mask).tril()).all()):
        return too_large(given)
    return "the mask is not causal, j ≤ i"


def too_large(given: Inputs) -> str:
    """Unit vectors take the square of the number of keys."""
    keys = [x.shape[-1] for name in ("score", "query") if (x := given.numbers.get(name)) is not None]
    return "" if "key" in given.errors or max(keys) <= LARGEST else f"{max(keys)} keys, at most {LARGEST} have unit vectors"


def no_gpu(given: Inputs) -> str:
    """torch has these kernels for GPUs only."""
    return "torch has this kernel for GPUs only" if given.device.type == "cpu" else too_large(given)


def no_gpu_or_not_causal(given: Inputs) -> str:
    return no_gpu(given) or not_causal(given)


def attention_bound(given: Inputs) -> Tensor:
    """Scores scale·Σ q·k, where √scale may be applied to both sides, softmax, Σ weight·value, stored.  Of a row in which a score overflows
    nothing is known, also where it is masked: ∞ − ∞ is NaN."""
    fl, q = Rounding(given.dtype, given.device), given.exact("query")
    inner = fl.inside()
    k = exactly(unit_vectors(q.value)) if given.numbers["key"] is None else given.exact("key")
    scale = given.exact("scale")
    same = bool((scale.value == scale.value[:1]).all())
    q = q if same else fl.times(q, scale)
    s = inner.dot(q, Rounded(k.value.mT, k.error.mT))
    s = inner.times(s, scale) if same else s
    s = Rounded(s.value, s.error + 4 * inner.unit * (s.value.abs() + s.error))
    told = s.error.isfinite().all(-1, keepdim=True)
    return read(fl, Rounded(s.value, torch.where(told, s.error, torch.inf)), given.live, given.exact("value")).error


def read(fl: Rounding, scores: Rounded, live: Tensor | None, value: Rounded, rescalings: int | None = None) -> Rounded:
    """Σ softmax·value, the weights rounded to the dtype before or after their division.  ``rescalings``: how often a running maximum may
    rescale what was summed, once for every ``BLOCK`` keys unless said otherwise."""
    inner = fl.inside()
    t, peak = shifted(inner, scores, live)
    blocks = scores.value.shape[-1] // BLOCK + 1 if rescalings is None else rescalings
    # fused kernels form x·log₂e − max·log₂e, each rounded: 2u(|x| + |max|).  A rescaling by e^{old − new} costs an exponential and a
    # product, and its exponents add up to at most the range of the scores, which is that of t.
    spread = t.value.abs() if live is None else torch.where(live, t.value.abs(), 0.0)
    rescaling = blocks * (inner.elementary + 2 * inner.unit) + 2 * inner.unit * spread.amax(-1, keepdim=True)
    t = Rounded(t.value, t.error + 2 * inner.unit * (scores.value.abs() + peak.value.abs()) + rescaling)
    w = inner.exp(t).admitted(live)
    return fl.dot(fl.stored(inner.over(w, total(inner, w))).admitted(live), value)


# ---- its rows ------------------------------------------------------------------------------------------------------------


def sdpa_rows(backend: SDPBackend, score: Tensor, mask: Part, baseline: Part, temperature: Part) -> Tensor:
    """Softmax as what attention with scale 1 reads from the unit vectors, with the unit vectors as keys."""
    x, unit = logits(score, None, baseline, temperature), unit_vectors(score)
    x = x if mask is None else torch.where(mask, x, 0.0)  # any number: the mask is told
    told = None if mask is None else mask[:, None]
    return on_backend(backend, *(t[:, None] for t in (x, unit, unit)), attn_mask=told, scale=1.0)[:, 0]


def biased_rows(score: Tensor, mask: Part, baseline: Part, temperature: Part) -> Tensor:
    """Softmax as attention whose scores are all in the additive mask."""
    bias, unit = logits(score, mask, baseline, temperature), unit_vectors(score)
    query, key = torch.zeros_like(score[..., :1]), torch.zeros_like(unit[..., :1])
    return functional.scaled_dot_product_attention(query, key, unit, attn_mask=bias)


def multihead_rows(score: Tensor, mask: Part, baseline: Part, temperature: Part) -> Tensor:
    """Softmax as the weights of a MultiheadAttention of one head with unit projections: 4^k coordinates, so that its √d is a power of 2."""
    x = logits(score, None, baseline, temperature)
    x = x if mask is None else torch.where(mask, x, 0.0)
    keys = x.shape[-1]
    root = 1 << max(0, (keys - 1).bit_length() + 1 >> 1)
    room = root * root - keys
    unit = torch.eye(root * root, dtype=x.dtype, device=x.device)
    query = functional.pad(x * root, (0, room)).transpose(0, 1)
    key = unit[:keys, None].expand(-1, x.shape[0], -1)
    excluded = None if mask is None else ~mask  # True excludes there
    shape: tuple[int, int] = (root * root, 1)
    _, rows = functional.multi_head_attention_forward(
        query, key, key, *shape, unit.repeat(3, 1), None, None, None, False, 0.0, unit, None, training=False, attn_mask=excluded
    )
    if rows is None:
        raise Unavailable("torch reports no weights")
    return rows


def rows_bound(given: Inputs) -> Tensor:
    """As for attention; products with 1, 0 and a power of 2 are exact unless their factors are taken apart, so that scores are the
    logits."""
    fl = Rounding(given.dtype, given.device)
    return read(fl, taken_apart(fl, rounded_logits(given)), given.live, exactly(unit_vectors(given.exact("score").value))).error


def taken_apart(fl: Rounding, scores: Rounded) -> Rounded:
    """Scores that are products with 1."""
    return Rounded(scores.value, scores.error + fl.inside().split * (scores.value.abs() + scores.error))


for label, backend in {**ANYWHERE, **ON_GPUS}.items():
    refuses = no_gpu if label in ON_GPUS else too_large
    register(Reference(f"torch sdpa {label}", Attention, partial(sdpa, backend), attention_bound, EVERY, refuses))
    register(Reference(f"torch sdpa {label} of unit vectors", Softmax, partial(sdpa_rows, backend), rows_bound, EVERY, refuses))
    refuses = no_gpu_or_not_causal if label in ON_GPUS else not_causal
    register(Reference(f"torch sdpa causal, {label}", Attention, partial(sdpa, backend, causal=True), attention_bound, EVERY, refuses))
register(Reference("torch sdpa causal", Attention, sdpa_causal, attention_bound, EVERY, not_causal))
register(Reference("torch sdpa of scores as a bias", Softmax, biased_rows, rows_bound, EVERY, too_large))
register(Reference("torch MultiheadAttention", Softmax, multihead_rows, rows_bound, FLOATS, too_large))
