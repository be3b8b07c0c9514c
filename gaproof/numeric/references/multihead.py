"""Whole attention layers: what they are given, and how far round-off may take them.

The bound allows every order in which implementations do the same: each projection, rotation, score, bias, weight, head and merge may be
stored in the dtype of the layer; scores may be scaled before or after their product, or by √scale on both sides; softmax is computed in
float32 at least.
"""

from __future__ import annotations

import torch

from ...terms import symbol
from ...theory.carrier import NONE
from ...theory.multihead import MultiHead
from .attention import read
from .inputs import Argument, Inputs
from .roundoff import Rounded, Rounding, Tensor
from .subjects import Anatomy, anatomy, indices

PROJECTIONS = ("query", "key", "value")


@anatomy.register
def _(subject: MultiHead) -> Anatomy:
    """States (rows or keys, features), weights (heads, coordinates, features), merge (heads, coordinates, out)."""
    *projections, merge, offset, (h, j, c, f), mask, bias, turn, _ = subject.args
    head, keys, dim, width = ((symbol(x),) for x in (h, j, c, f))
    features = [(symbol(p.args[2]),) for p in projections]
    rows = tuple(s for s in indices(projections[0].args[1]) if s not in features[0])
    outs = tuple(s for s in indices(merge) if s not in head + width)
    arguments: dict[str, Argument | None] = {}
    for name, projection, at, of, state in zip(PROJECTIONS, projections, (dim, dim, width), features, (rows, keys, keys), strict=True):
        weight, source, _, offset_of = projection.args
        arguments[f"{name}_state"] = Argument(source, (state, of))
        arguments[f"{name}_weight"] = Argument(weight, (head, at, of))
        arguments[f"{name}_bias"] = Argument(offset_of, (head, at))
    arguments |= {"merge": Argument(merge, (head, width, outs)), "offset": Argument(offset, (outs,))}
    arguments["temperature"] = Argument(subject.temperature, ((), ()))
    arguments["mask"] = None if mask == NONE else Argument(mask, (rows, keys))
    arguments["bias"] = None if bias == NONE else Argument(bias, (head, rows, keys))
    to = () if turn == NONE else (symbol(turn[2]),)
    for name, place, number in (("query_turn", rows, 0), ("key_turn", keys, 1)):
        arguments[name] = None if turn == NONE else Argument(turn[number], (place, to, dim))
    return Anatomy(arguments, (rows, outs))


# ---- the bound -------------------------------------------------------------------------------------------------------------


def projected(fl: Rounding, given: Inputs, name: str) -> Rounded:
    """(instances, heads, tokens, coordinates)."""
    state, weight, bias = (given.exact(f"{name}_{part}") for part in ("state", "weight", "bias"))
    product = fl.dot(_at(state, 1), Rounded(weight.value.mT, weight.error.mT))
    return fl.plus(product, _at(bias, 2))


def turned(fl: Rounding, x: Rounded, turn: Rounded) -> Rounded:
    """Σ_c turn·x, each product and the sum stored."""
    return fl.sum(fl.times(_at(turn, 1), _at(x, 3)))


def _at(x: Rounded, axis: int) -> Rounded:
    """x with another axis."""
    return Rounded(x.value.unsqueeze(axis), x.error.unsqueeze(axis))


def scores(fl: Rounding, query: Rounded, key: Rounded, given: Inputs) -> Rounded:
    """Σ q·k/temperature + bias."""
    scale = 1 / given.exact("temperature").value[:, None]
    transposed = Rounded(key.value.mT, key.error.mT)
    s = fl.dot(query, transposed)
    # eight roundings at most: of the scale or its root on both sides, of what they multiply, of the scaled score, each relative to Σ|q||k|
    size = ((query.value.abs() + query.error) @ (transposed.value.abs() + transposed.error)) * scale
    s = Rounded(s.value * scale, s.error * scale * (1 + 8 * fl.unit) + 8 * fl.unit * size + fl.absolute)
    return s if given.numbers["bias"] is None else fl.plus(s, fl.stored(given.exact("bias")))


def multihead_run(given: Inputs) -> Rounded:
    """The layer with its round-off."""
    fl = Rounding(given.dtype, given.device)
    query, key, value = (projected(fl, given, name) for name in PROJECTIONS)
    if given.numbers["query_turn"] is not None:
        query, key = (turned(fl, x, given.exact(f"{name}_turn")) for x, name in ((query, "query"), (key, "key")))
    live = None if given.live is None else given.live[:, None]
    s = scores(fl, query, key, given)
    told = s.error.isfinite().all(-1, keepdim=True)
    heads = fl.stored(read(fl, Rounded(s.value, torch.where(told, s.error, torch.inf)), live, value))
    joined = (t.transpose(1, 2).flatten(2) for t in (heads.value, heads.error))
    merge = given.exact("merge")
    product = fl.dot(Rounded(*joined), Rounded(merge.value.flatten(1, 2), merge.error.flatten(1, 2)))
    return fl.plus(product, _at(given.exact("offset"), 1))


def multihead_bound(given: Inputs) -> Tensor:
    """How far the layer may be from exact."""
    return multihead_run(given).error
