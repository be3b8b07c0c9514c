"""The same work on the host and on the shadow device, and whether the same came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import torch

from gaproof.numeric import Model
from tests.numeric.shadow import Shadow, ShadowTensor, device

T = TypeVar("T")
HOST = torch.device("cpu")


def moved(x: Any, place: torch.device) -> Any:
    """A tensor, a model or a sequence of them on a device."""
    if isinstance(x, Model):
        return Model(x.sizes, {s: t.numbers.to(place) for s, t in x.tables.items()}, x.functions, device=place)
    if isinstance(x, Sequence):
        return [moved(y, place) for y in x]
    return x.to(place) if isinstance(x, torch.Tensor) else x


def both(work: Callable[[torch.device], T]) -> tuple[T, T]:
    """What work finds on the host, and on the shadow device."""
    here = work(HOST)
    with Shadow():
        there = work(device())
    return here, there


def same(x: Any, y: Any) -> bool:
    """Whether results are the same, those of the first on the host, those of the second on the shadow device: all numbers bit for bit,
    except that −0 is 0; so 1/0, which has no value, may be any of what is not finite."""
    if isinstance(x, torch.Tensor):
        if not isinstance(y, ShadowTensor):
            return False
        return (x.shape, x.dtype) == (y.raw.shape, y.raw.dtype) and bool(((x == y.raw) | ~(x.isfinite() | y.raw.isfinite())).all())
    if is_dataclass(x) and not isinstance(x, type):
        return type(x) is type(y) and all(same(getattr(x, f.name), getattr(y, f.name)) for f in fields(x))
    if isinstance(x, Mapping):
        return x.keys() == y.keys() and all(same(x[key], y[key]) for key in x)
    if isinstance(x, list | tuple):
        return len(x) == len(y) and all(map(same, x, y))
    return bool(x == y)
