"""Whole attention layers in torch: heads by each backend of its scaled dot product and by flex_attention, and MultiheadAttention."""

from __future__ import annotations

from functools import partial
from typing import Any
from warnings import catch_warnings

import torch
from torch.nn import MultiheadAttention, functional
from torch.nn.attention import SDPBackend

from ...theory.multihead import MultiHead
from .attention import ANYWHERE, ON_GPUS, fitting, on_backend
from .inputs import Inputs
from .multihead import PROJECTIONS, multihead_bound, projected
from .registry import EVERY, Reference, register
from .roundoff import Rounding, Tensor

Numbers = dict[str, Any]  # tensors by the names of the anatomy, None for what is not there


def heads_of(numbers: Numbers, name: str) -> Tensor:
    """Queries, keys or values, (instances, heads, tokens, coordinates), by torch's linear map."""
    weight, state = numbers[f"{name}_weight"], numbers[f"{name}_state"]
    joined = linear(state, weight.flatten(1, 2), numbers[f"{name}_bias"].flatten(1))
    heads = joined.view(*joined.shape[:2], *weight.shape[1:3]).transpose(1, 2)
    turn = numbers[f"{name}_turn"] if name != "value" else None
    return heads if turn is None else (turn[:, None] * heads[..., None, :]).sum(-1)


def linear(state: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """torch's linear map of each instance."""
    return torch.stack([functional.linear(x, w, b) for x, w, b in zip(state, weight, bias, strict=True)])


def merged(heads: Tensor, numbers: Numbers) -> Tensor:
    """The heads side by side, and what the layer makes of them."""
    return linear(heads.transpose(1, 2).flatten(2), numbers["merge"].flatten(1, 2).mT, numbers["offset"])


def added_mask(mask: Tensor | None, bias: Tensor | None) -> Tensor | None:
    """Mask and bias as torch takes them: True for what takes part, or numbers that are added, −∞ for what does not."""
    if bias is None or mask is None:
        return mask if bias is None else bias
    return bias.masked_fill(~mask, -torch.inf)


def by_sdpa(backend: SDPBackend, **numbers: Any) -> Tensor:
    """Heads by torch's scaled dot product."""
    mask = numbers["mask"]
    mask = added_mask(None if mask is None else mask[:, None], numbers["bias"])
    heads = on_backend(backend, *(heads_of(numbers, name) for name in PROJECTIONS), attn_mask=mask, scale=scale_of(numbers))
    return merged(heads, numbers)


def scale_of(numbers: Numbers) -> float:
    """1/temperature, one number."""
    return 1 / float(numbers["temperature"].flatten()[0])


def by_flex(compiled: bool = False, **numbers: Any) -> Tensor:
    """Heads by flex_attention, eager unless it is to be compiled: for GPUs that works with 16 coordinates or more."""
    from torch.nn.attention.flex_attention import flex_attention  # it takes half a second to import

    query, key, value = (heads_of(numbers, name) for name in PROJECTIONS)
    width, mask, bias = value.shape[-1], numbers["mask"], numbers["bias"]

    def modified(score: Tensor, b: Tensor, h: Tensor, i: Tensor, j: Tensor) -> Tensor:
        score = score if bias is None else score + bias[b, h, i, j]
        return score if mask is None else torch.where(mask[b, i, j], score, -torch.inf)

    with catch_warnings(action="ignore"):  # that it is not compiled, or what the compiler imports
        function: Any = torch.compile(flex_attention) if compiled else flex_attention
        heads = function(*fitting(query, key, value, multiple=16), score_mod=modified, scale=scale_of(numbers))
    return merged(heads[..., :width], numbers)


def by_module(**numbers: Any) -> Tensor:
    """torch.nn.MultiheadAttention with these weights, an instance at a time."""
    instances = [{name: None if x is None else x[i] for name, x in numbers.items()} for i in range(len(numbers["query_state"]))]
    out = numbers["offset"].shape[-1]
    return torch.stack([_module(fitted(one))[:, :out] for one in instances])


def _module(one: Numbers) -> Tensor:
    module = multihead_module(one).eval()
    mask, bias = one["mask"], one["bias"]
    mask = None if mask is None else ~mask  # True excludes there
    if bias is not None:
        mask = bias if mask is None else bias.masked_fill(mask, -torch.inf)
    query, key, value = (one[f"{name}_state"][None] for name in PROJECTIONS)
    out: Tensor = module(query, key, value, attn_mask=mask, need_weights=False)[0][0]
    return out


def quadrupled(heads: int, dim: int, width: int, features: int, out: int) -> int:
    """How often the coordinates of a head are multiplied by 4 to give room to values, states and results."""
    times = 0
    while heads * dim * 4**times < max(features, out) or dim * 4**times < width:
        times += 1
    return times


def fitted(one: Numbers) -> Numbers:
    """The same layer with as many features as coordinates in all heads, as the module has it: zeros are added.  With 4ᵏ times as many
    coordinates √d is 2ᵏ times as large, and so are the queries: both are exact."""
    (heads, dim, features), (_, width, out) = (one[name].shape for name in ("query_weight", "merge"))
    times = quadrupled(heads, dim, width, features, out)
    size = dim * 4**times
    new = {name: padded(one[name], size, heads * size) for name in ("query_weight", "merge")}
    new |= {name: padded(one[name], size, one[name].shape[-1]) for name in ("key_weight", "value_weight")}
    new |= {f"{name}_bias": padded(one[f"{name}_bias"], heads, size) for name in PROJECTIONS}
    new["query_weight"], new["query_bias"] = new["query_weight"] * 2**times, new["query_bias"] * 2**times
    state, offset = one["query_state"], one["offset"]
    return {**one, **new, "query_state": padded(state, len(state), heads * size), "offset": functional.pad(offset, (0, heads * size - out))}


def padded(x: Tensor, rows: int, columns: int) -> Tensor:
    """Zeros below and to the right."""
    return functional.pad(x, (0, columns - x.shape[-1], 0, rows - x.shape[-2]))


def multihead_module(one: Numbers) -> MultiheadAttention:
    """The module with the weights of one instance."""
    merge, weights = one["merge"], [one[f"{name}_weight"].flatten(0, 1) for name in PROJECTIONS]
    heads, features, key_features, value_features = len(merge), *(w.shape[-1] for w in weights)
    where = {"dtype": merge.dtype, "device": merge.device}
    module = MultiheadAttention(features, heads, kdim=key_features, vdim=value_features, batch_first=True, **where)
    own = dict(module.named_parameters())
    parts = {"in_proj_weight": torch.cat(weights)} if "in_proj_weight" in own else dict(zip(_APART, weights, strict=True))
    parts["in_proj_bias"] = torch.cat([one[f"{name}_bias"].flatten() for name in PROJECTIONS])
    parts |= {"out_proj.weight": merge.flatten(0, 1).mT, "out_proj.bias": one["offset"]}
    with torch.no_grad():
        for name, weight in parts.items():
            own[name].copy_(weight)
    return module


_APART = ("q_proj_weight", "k_proj_weight", "v_proj_weight")


def not_flexible(given: Inputs) -> str:
    """torch has flex_attention for some kinds of devices."""
    kind = given.device.type
    return one_temperature(given) if kind in ("cpu", "cuda", "hpu", "mps") else f"torch has no flex_attention on {kind}"


def one_temperature(given: Inputs) -> str:
    """A scale is one number."""
    temperature = given.exact("temperature").value
    return "" if bool((temperature == temperature[:1]).all()) else "a scale is one number, instances have different temperatures"


def on_gpus(given: Inputs) -> str:
    """torch has these kernels for GPUs only."""
    return "torch has this kernel for GPUs only" if given.device.type == "cpu" else one_temperature(given)


def not_a_module(given: Inputs) -> str:
    """MultiheadAttention turns nothing and has the temperature √d; its queries may be larger than those of the layer."""
    (heads, dim, features), (width, out) = (given.exact(name).value.shape[k:] for name, k in (("query_weight", 1), ("merge", 2)))
    if given.numbers["query_turn"] is not None:
        return "MultiheadAttention turns nothing"
    if bool(((given.exact("temperature").value - dim**0.5).abs() > 2.0**-7 * dim**0.5).any()):
        return "MultiheadAttention has the temperature √d"
    times = quadrupled(heads, dim, width, features, out)
    query = projected(Rounding(given.dtype, given.device), given, "query")
    fits = bool(((query.value.abs() + query.error) * 2.0**times < torch.finfo(given.dtype).max).all())
    return "" if fits or not times else "queries for as many coordinates as there are features overflow"


for label, backend in {**ANYWHERE, **ON_GPUS}.items():
    refuses = on_gpus if label in ON_GPUS else one_temperature
    register(Reference(f"torch sdpa {label} of heads", MultiHead, partial(by_sdpa, backend), multihead_bound, EVERY, refuses))
register(Reference("torch flex_attention", MultiHead, by_flex, multihead_bound, EVERY, not_flexible))
register(Reference("torch MultiheadAttention of states", MultiHead, by_module, multihead_bound, EVERY, not_a_module))
