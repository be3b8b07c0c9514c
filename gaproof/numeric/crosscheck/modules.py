"""Modules of torch as layers: their parameters stand for the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

import torch
from torch.func import functional_call

from .laws import Layer
from .structure import StructureError, Tensor, Weights


def of_module(module: torch.nn.Module, names: Mapping[str, str], call: Callable[[Callable[..., object], Tensor, Tensor], Tensor]) -> Layer:
    """A module as a layer.  ``names``: which of its parameters is which weight, ``{"query": "q_proj.weight", …}``; several that are
    stacked in one parameter are named alike, in order, and one that is (in, out) has ``.T`` after its name.  ``call(module, x, mask)``
    runs it on one sequence."""
    known, own = {f.name for f in fields(Weights)}, dict(module.named_parameters())
    for name, parameter in names.items():
        if name not in known or parameter.removesuffix(".T") not in own:
            raise StructureError(f"{name!r}: {parameter!r} — weights are {', '.join(sorted(known))}, parameters {', '.join(own)}")

    def layer(x: Tensor, weights: Weights, mask: Tensor) -> Tensor:
        stacked: dict[str, list[Tensor]] = {}
        for name, parameter in names.items():
            stacked.setdefault(parameter, []).append(getattr(weights, name))
        given = {
            name.removesuffix(".T"): torch.cat(parts).mT if name.endswith(".T") else torch.cat(parts) for name, parts in stacked.items()
        }
        return call(lambda *args, **options: functional_call(module, given, args, options), x, mask)

    return layer
