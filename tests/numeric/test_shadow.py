"""The shadow device computes what the host does, and notices what an accelerator would not do or not like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy
import pytest
import torch

from tests.numeric.shadow import NAME, DeviceBug, Shadow, ShadowTensor, device

Tensor = torch.Tensor
HERE = torch.arange(1.0, 5.0, dtype=torch.float64)  # made before any Shadow is open, as by somebody else


@pytest.fixture
def shadow() -> Iterator[Shadow]:
    with Shadow() as opened:
        yield opened


def there(*shape: int) -> Tensor:
    """1, 2, … on the device."""
    count = int(numpy.prod(shape))
    return torch.arange(1, count + 1, device=NAME).to(torch.float64).reshape(shape)


# ---- what it refuses -----------------------------------------------------------------------------------------------------

BUGS: dict[str, Callable[[Tensor], Any]] = {
    "zeros without a device": lambda x: torch.zeros(4),
    "an arange of positions without a device": lambda x: torch.arange(len(x)),
    "an identity without a device": lambda x: torch.eye(4),
    "a constant vector without a device": lambda x: torch.full((4,), 0.5),
    "uninitialised memory without a device": lambda x: torch.empty(4),
    "a literal without a device": lambda x: torch.tensor([1.0, 2.0, 3.0, 4.0]),
    "random numbers without a device": lambda x: torch.rand(4),
    "a layer whose parameters stay on the host": lambda x: torch.nn.Linear(4, 2, dtype=torch.float64)(x),
    "zeros like a tensor, but on the host": lambda x: torch.zeros_like(x, device="cpu"),
    "a random generator of the host": lambda x: torch.rand(4, device=NAME, generator=torch.Generator()),
    "made on the host, then moved": lambda x: torch.linspace(0.0, 1.0, 4).to(NAME),
    "fetched and computed with": lambda x: x.cpu().exp(),
    "fetched, computed with, and sent back": lambda x: x.cpu().softmax(0).to(x.device),
    "fetched and written to": lambda x: x.cpu().mul_(2),
    "an array of numpy computed with before it is sent": lambda x: (torch.from_numpy(numpy.ones(4)) * 2).to(NAME),
    "a sum with a tensor of the host": lambda x: x + HERE,
    "a difference in place": lambda x: x.sub_(HERE),
    "concatenated with a tensor of the host": lambda x: torch.cat((x, HERE)),
    "stacked with a tensor of the host": lambda x: torch.stack((HERE, x)),
    "a choice by a mask of the host": lambda x: torch.where(HERE > 2, x, 0.0),
    "a choice between both devices": lambda x: torch.where(x > 2, x, HERE),
    "filled where a mask of the host holds": lambda x: x.masked_fill(HERE > 2, 0.0),
    "a scalar product with a tensor of the host": lambda x: x @ HERE,
    "a contraction with a tensor of the host": lambda x: torch.einsum("i,j->ij", x, HERE),
    "indexed by a tensor of the host": lambda x: x[HERE.to(torch.int64) - 1],
    "indexed by a mask of the host": lambda x: x[HERE > 2],
    "assigned at places of the host": lambda x: x.__setitem__(HERE.to(torch.int64) - 1, 0.0),
    "gathered by an index of the host": lambda x: x.gather(0, HERE.to(torch.int64) - 1),
    "scattered from a tensor of the host": lambda x: x.scatter_(0, torch.arange(4, device=NAME), HERE),
    "a result written to the host": lambda x: torch.mul(x, x, out=HERE),
    "added to a number of the host in place": lambda x: torch.tensor(0.0, dtype=torch.float64).add_(x.sum()),
    "sorted places looked up on the host": lambda x: torch.searchsorted(HERE, x),
    "a tensor of the host in a list of many": lambda x: torch.einsum("i,i,i->", x, x, HERE),
    "attention with a mask of the host": lambda x: torch.nn.functional.scaled_dot_product_attention(
        *(x.reshape(1, 2, 2),) * 3, attn_mask=HERE.reshape(2, 2) > 1
    ),
    "a bug that somebody swallows": lambda x: _swallowed(lambda: x + HERE),
}


def _swallowed(bug: Callable[[], Any]) -> None:
    with suppress(Exception):
        bug()


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(bug: str) -> None:
    with pytest.raises(DeviceBug, match=f"{NAME}"), Shadow():
        BUGS[bug](there(4))


@pytest.mark.parametrize("asked", [lambda x: x.numpy(), numpy.asarray], ids=["numpy()", "numpy.asarray"])
def test_numpy_cannot_look_at_the_device(asked: Callable[[Tensor], Any], shadow: Shadow) -> None:
    with pytest.raises(RuntimeError, match="numpy"):
        asked(there(4))


def test_a_tensor_of_the_device_is_of_no_use_when_it_is_closed() -> None:
    with Shadow():
        x = there(4)
    with pytest.raises(DeviceBug, match="no Shadow is open"):
        x + 1


def test_a_new_shape_in_place_is_not_followed_silently(shadow: Shadow) -> None:
    with pytest.raises(NotImplementedError, match="another shape in place"):
        there(4).unsqueeze_(0)


# ---- what it allows ------------------------------------------------------------------------------------------------------

FINE: dict[str, Callable[[Tensor], Any]] = {
    "a number of the host": lambda x: x + torch.tensor(2.0),
    "a choice between a tensor and a number": lambda x: torch.where(x > 2, x, 0.0),
    "an array of numpy on its way": lambda x: torch.from_numpy(numpy.ones(4)).to(x.device) + x,
    "an array of numpy, asked for on the device": lambda x: torch.as_tensor(numpy.ones(4), device=x.device) + x,
    "a literal, asked for on the device": lambda x: torch.tensor([1.0, 2.0, 3.0, 4.0], device=x.device) + x,
    "a list for an index": lambda x: x[[0, 2]],
    "fetched, viewed and handed to numpy": lambda x: numpy.asarray(x.to(torch.float32).cpu().double()[None].expand(3, 4)),
    "written in place through a view": lambda x: x.reshape(2, 2).T.narrow(0, 0, 1).copy_(x[:2].reshape(1, 2)),
    "factories of every kind": lambda x: [f(4, device=NAME) for f in (torch.zeros, torch.ones, torch.eye, torch.arange, torch.rand)],
    "a tensor like another": lambda x: (x.new_zeros(3), torch.full_like(x, 2.0), x.new_tensor([1.0])),
    "a decomposition": lambda x: torch.linalg.svd(x.reshape(2, 2)),
    "a gradient": lambda x: torch.autograd.grad((y := x.clone().requires_grad_()).square().sum(), y),
}


@pytest.mark.parametrize("use", FINE)
def test_what_an_accelerator_does_is_done(use: str, shadow: Shadow) -> None:
    result = FINE[use](there(4))
    for x in result if isinstance(result, list | tuple) else [result]:
        assert isinstance(x, ShadowTensor | numpy.ndarray)
        assert isinstance(x, numpy.ndarray) or device() == x.device


def test_it_computes_what_the_host_does() -> None:
    def sample(place: torch.device | str) -> list[Tensor]:
        x = torch.arange(1, 25, device=place).to(torch.float64).reshape(2, 3, 4).log()
        y = x.transpose(0, 1)
        y[0, 1] = 7.0
        return [x, y.softmax(-1), torch.einsum("ijk,ilk->jl", x, x), x.amax(1), (x > 1).sum(), x.cumsum(0).to(torch.bfloat16), x[:, [0, 2]]]

    with Shadow():
        shadowed = sample(NAME)
    assert all(torch.equal(x, y.raw) for x, y in zip(sample("cpu"), shadowed, strict=True))


# ---- what it counts ------------------------------------------------------------------------------------------------------

WAITS: dict[str, tuple[Callable[[Tensor], Any], dict[str, int]]] = {
    "a number": (lambda x: x.sum().item(), {"item": 1}),
    "float and int": (lambda x: (float(x[0]), int(x[1])), {"item": 2}),
    "a condition": (lambda x: bool((x > 0).all()), {"bool": 1}),
    "an if": (lambda x: 1 if x.sum() > 0 else 0, {"bool": 1}),
    "any of python": (lambda x: any(x > 3), {"bool": 4}),
    "a list": (lambda x: x.tolist(), {"tolist": 1}),
    "fetched": (lambda x: x.cpu(), {"cpu": 1}),
    "fetched into": (lambda x: torch.from_numpy(numpy.empty(4)).copy_(x), {"cpu": 1}),
    "places": (lambda x: (x > 2).nonzero(), {"nonzero": 1}),
    "unique values": (lambda x: x.unique(), {"nonzero": 1}),
    "selected": (lambda x: torch.masked_select(x, x > 2), {"nonzero": 1}),
    "a mask for an index": (lambda x: x[x > 2], {"mask": 1}),
    "equal": (lambda x: torch.equal(x, x), {"nonzero": 1}),
    "a literal": (lambda x: torch.tensor([1.0, 2.0], device=NAME), {"upload": 1}),
    "a list for an index": (lambda x: x[[0, 2]], {"upload": 1}),
    "an array sent": (lambda x: torch.from_numpy(numpy.ones(4)).to(NAME), {"upload": 1}),
    "an array copied": (lambda x: x.copy_(torch.from_numpy(numpy.ones(4))), {"upload": 1}),
    "eigenvalues": (lambda x: torch.linalg.eigvalsh(x.reshape(2, 2)), {"linalg": 1}),
    "a loop over entries": (lambda x: [float(entry) for entry in x], {"item": 4}),
    "nothing": (lambda x: torch.where(x > 2, x, x.exp()).sum(0, keepdim=True)[0].to(torch.float32), {}),
}


@pytest.mark.parametrize("use", WAITS)
def test_waiting_is_counted_by_kind(use: str) -> None:
    with Shadow() as shadow:
        x = there(4)
        WAITS[use][0](x)
    assert WAITS[use][1] == shadow.syncs


def test_a_count_that_grows_with_the_sizes_is_seen_to_grow() -> None:
    def norm(x: Tensor) -> float:
        return sum(float(row.square().sum()) for row in x)

    counts = []
    for size in (3, 30):
        with Shadow() as shadow:
            norm(there(size, 2))
        counts.append(shadow.syncs)
    assert [{"item": 3}, {"item": 30}] == counts


def test_only_one_is_open_at_a_time(shadow: Shadow) -> None:
    with pytest.raises(RuntimeError, match="open already"), Shadow():
        pass
