"""A second torch device without a GPU, which is strict: its numbers lie on the host, but nothing gets at them unnoticed.

    with Shadow() as shadow:
        x = torch.zeros(3, device="shadow")
        float(x.sum())              # counted: shadow.syncs == {"item": 1}
        x + torch.ones(3)           # DeviceBug: it was made on the host

What an accelerator would refuse raises DeviceBug, and so does what it would only suffer from: an index that lies on the host, which CUDA
copies silently, and a tensor with data that is made or changed on the host.  Allowed there are

- tensors without axes, which torch takes for numbers and hands to a kernel as arguments;
- arrays of numpy on their way to the device, and what was fetched from it on its way to numpy or python-flint, which know no other place
  than the host: they may be viewed and converted to another type, no more.

Whatever makes the host wait for the device is counted by kind.  A DeviceBug that somebody caught is raised again at the end.

Torch has a place for devices that it does not know, PrivateUse1; it is given the name ``shadow`` once in a process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

NAME, HOST = "shadow", torch.device("cpu")
MOVES = ("_to_copy", "copy_")
NESTED = (tuple, list)
MASKED = ("index", "index_put", "index_put_", "_index_put_impl_")  # with a mask for an index they count its entries


class DeviceBug(RuntimeError):
    """Something that an accelerator refuses, or that should not happen on the host."""


class ShadowTensor(torch.Tensor):
    """A tensor that says that it lies on the shadow device; ``raw`` holds its numbers."""

    raw: torch.Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, raw: torch.Tensor) -> ShadowTensor:
        place = {"strides": raw.stride(), "storage_offset": raw.storage_offset(), "dtype": raw.dtype, "device": device()}
        x = torch.Tensor._make_wrapper_subclass(cls, raw.size(), **place)
        x.raw = raw
        return x

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        raise DeviceBug(f"{func} is called where no Shadow is open")

    def __bool__(self) -> bool:
        _open[-1].syncs["bool"] += 1
        return bool(self.raw)

    def tolist(self) -> Any:
        _open[-1].syncs["tolist"] += 1
        return self.raw.tolist()

    def __repr__(self) -> str:
        return f"ShadowTensor({self.raw!r})"


class Shadow(TorchDispatchMode):
    """The device at work.  ``syncs``: how often the host waited, by kind: item, bool, tolist, cpu, upload (of numbers of the host), nonzero
    (a shape that depends on values), mask (an index that is one), linalg (which asks how it went)."""

    def __init__(self) -> None:
        super().__init__()
        device()
        self.syncs: Counter[str] = Counter()
        self.bugs: list[DeviceBug] = []

    def __enter__(self) -> Shadow:
        if _open:
            raise RuntimeError("a Shadow is open already — one sees all that another would")
        _open.append(self)
        super().__enter__()
        return self

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        super().__exit__(kind, error, traceback)
        _open.pop()
        if error is None and self.bugs:
            raise self.bugs[0]

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs, name = kwargs or {}, func.overloadpacket.__name__
        tensors = [x for x in _leaves((args, *kwargs.values())) if isinstance(x, torch.Tensor)]
        here = [x for x in tensors if type(x) is not ShadowTensor]
        there = [x for x in tensors if type(x) is ShadowTensor]
        onto = bool(there) if kwargs.get("device") is None else torch.device(kwargs["device"]).type == NAME
        moves = name in MOVES and (bool(there) or onto)
        if moves:
            onto = type(args[0]) is ShadowTensor if name == "copy_" else onto
            self._move(bool(there), bool(here), onto)
        elif there or onto:
            self._refuse_strangers(func, args, kwargs, here)
            self._count(func, args)
        options = {key: HOST if key == "device" and onto else _raw(x) for key, x in kwargs.items()}
        out = func(*map(_raw, args), **options)
        if onto:
            return _shadowed(out, {id(x.raw): x for x in there})
        if not moves:
            self._refuse_host(func, name, here, out)
        return out

    def _move(self, there: bool, here: bool, onto: bool) -> None:
        if there and not onto:
            self.syncs["cpu"] += 1
        elif here:
            self.syncs["upload"] += 1

    def _count(self, func: Any, args: Sequence[Any]) -> None:
        kind = _waits(func)
        if kind and (kind != "mask" or any(x is not None and x.dtype == torch.bool for x in args[1])):
            self.syncs[kind] += 1

    def _refuse_strangers(self, func: Any, args: Sequence[Any], kwargs: dict[str, Any], here: Sequence[torch.Tensor]) -> None:
        """Tensors of the host beside those of the device, unless they are read and have no axes; its random numbers."""
        if here:
            named = [*zip(func._schema.arguments, args, strict=False), *((a, kwargs.get(a.name)) for a in func._schema.arguments)]
            written = {id(x) for a, value in named if a.is_write for x in _leaves((value,))}
            if any(x.dim() > 0 or id(x) in written for x in here):
                self._raise(f"{func}: expected all tensors to be on the same device, found {NAME} and cpu")
        if isinstance(kwargs.get("generator"), torch.Generator):
            self._raise(f"{func}: expected a generator of the device {NAME}, found one of the cpu")

    def _refuse_host(self, func: Any, name: str, here: Sequence[torch.Tensor], out: Any) -> None:
        """New data on the host."""
        if name == "_to_copy":
            return
        known = {x.untyped_storage().data_ptr() for x in here}
        for x in _leaves((out,)):
            if isinstance(x, torch.Tensor) and x.dim() > 0 and x.numel():
                memory = x.untyped_storage()
                # what borrows the memory of an array cannot be resized, and so is told from what torch was given as a list
                fresh = memory.resizable() if name == "lift_fresh" else memory.data_ptr() not in known
                if fresh or func._schema.is_mutable:
                    self._raise(f"{func}: a tensor of shape {tuple(x.shape)} is computed on the cpu, expected on {NAME}")

    def _raise(self, what: str) -> None:
        self.bugs.append(DeviceBug(what))
        raise self.bugs[-1]


_open: list[Shadow] = []


@cache
def _waits(func: Any) -> str:
    """Why the host waits for an operation, if it does."""
    name = func.overloadpacket.__name__
    if name in MASKED:
        return "mask"
    if name == "_local_scalar_dense":
        return "item"
    if not {torch.Tag.dynamic_output_shape, torch.Tag.data_dependent_output}.isdisjoint(func.tags):
        return "nonzero"
    return "linalg" if name.startswith("_linalg") else ""


def _leaves(values: Sequence[Any]) -> Iterator[Any]:
    for x in values:
        if type(x) in NESTED:
            yield from _leaves(x)
        else:
            yield x


def _raw(x: Any) -> Any:
    return x.raw if type(x) is ShadowTensor else type(x)(map(_raw, x)) if type(x) in NESTED else x


def _shadowed(out: Any, before: dict[int, ShadowTensor]) -> Any:
    """Results as tensors of the device; what was written in place is the tensor that it was."""
    if type(out) in NESTED:
        return type(out)(_shadowed(x, before) for x in out)
    if not isinstance(out, torch.Tensor):
        return out
    known = before.get(id(out))
    if known is not None and (known.shape != out.shape or known.stride() != out.stride()):
        raise NotImplementedError(f"the shadow device gives no tensor another shape in place: {tuple(known.shape)}, {tuple(out.shape)}")
    return ShadowTensor(out) if known is None else known


@cache
def device() -> torch.device:
    """The shadow device, made known to torch."""
    _setup_privateuseone_for_python_backend(rename=NAME)
    # torch.tensor and lists as indices copy below the level at which a mode sees them
    _KERNELS.impl("empty_strided", _empty, "PrivateUse1")
    _KERNELS.impl("_copy_from", _uploaded, "PrivateUse1")
    return torch.device(NAME, 0)


_KERNELS = torch.library.Library("aten", "IMPL")


def _empty(size: Any, stride: Any, dtype: Any = None, **_: Any) -> ShadowTensor:
    return ShadowTensor(torch.empty_strided(size, stride, dtype=dtype))


def _uploaded(source: torch.Tensor, target: ShadowTensor, non_blocking: bool = False) -> ShadowTensor:
    _open[-1].syncs["upload"] += 1
    target.raw.copy_(source)
    return target


# Torch's engine of gradients makes a queue for each device that it knows when it starts, which may be before a Shadow is opened.  But where
# there is a GPU, it takes no gradients there once it knows this one.
if not torch.cuda.is_available():
    device()
