"""Random and adversarial floats, balls around them, and true values in their balls; comparison with Arb at 200 bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from typing import Any

import torch
from flint import arb, ctx

from gaproof.numeric.ball import Ball
from gaproof.numeric.rounding import rounding

BITS = 200
EXACT = 2200  # enough for the sum of any two floats
RADII = (0.0, 0.5, 1e6, 1e-3, 0.9, 1.5)  # relative to the midpoint, the first three in ulps


def nasty(dtype: torch.dtype) -> list[float]:
    """Numbers of a type at which something happens to it."""
    info = torch.finfo(dtype)
    least, low, high = info.tiny * info.eps, info.tiny, info.max
    near = [0.0, -0.0, 1.0, -1.0, 0.5, 3.0, 0.1, -0.1, info.eps**0.5, 1 - info.eps / 2, 1 + info.eps, 2 / info.eps]
    far = [least, -least, low, low - least, low * 5e-3, low**0.95, low**0.5, high**0.5, high**0.95, -(high**0.95), high, -high]
    exponents = [log(high), log(high) * (1 + info.eps), log(least), log(least) * (1 + info.eps), log(low), 88.0, -88.0, 1e4, -1e4]
    return [*near, *far, *exponents]


def scales(dtype: torch.dtype) -> list[float]:
    """Standard deviations from subnormal to near overflow."""
    info = torch.finfo(dtype)
    return [1.0, 1e-3, 30.0, log(info.max), info.eps**0.8, info.eps**-0.8, info.tiny**0.5, info.max**0.5, info.tiny * 5e-3]


def points(count: int, seed: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Finite floats of all sizes, among them every nasty one."""
    g, info = torch.Generator().manual_seed(seed), torch.finfo(dtype)

    def some(values: list[float], many: int) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float64)[torch.randint(len(values), (many,), generator=g)]

    x = torch.randn(count, dtype=torch.float64, generator=g) * some(scales(dtype), count)
    odd = torch.rand(count, generator=g) < 0.25
    x[odd] = some(nasty(dtype), int(odd.sum()))
    near_one = torch.rand(count, generator=g) < 0.05
    x[near_one] = 1 + 4 * info.eps * torch.randn(int(near_one.sum()), dtype=torch.float64, generator=g)
    return x.clamp(info.min, info.max).to(dtype)


def balls(
    count: int, seed: int, *, exact: bool = False, dtype: torch.dtype = torch.float64, device: torch.device | str = "cpu"
) -> tuple[Ball, list[arb]]:
    """Balls (count,) on a device, and for each a true value inside it, often on its edge."""
    x, g = points(count, seed, dtype), torch.Generator().manual_seed(seed + 1)
    if exact:
        return Ball(x.to(device)), [arb(v) for v in x.tolist()]
    wide = rounding(dtype).wide
    relative = torch.tensor(RADII, dtype=torch.float64) * torch.tensor([*[torch.finfo(dtype).eps] * 3, 1, 1, 1], dtype=torch.float64)
    rad = (x.double().abs() * relative[torch.randint(len(RADII), (count,), generator=g)]).to(wide)
    some = torch.rand(count, generator=g) < 0.2
    rad[some] = points(count, seed + 2, dtype).abs().to(wide)[some]
    side = torch.tensor((-1.0, 1.0, 0.0, 0.5, -0.25))[torch.randint(5, (count,), generator=g)]
    with precision(EXACT):
        true = [arb(m) + (arb(r) * arb(t) if t else 0) for m, r, t in zip(x.tolist(), rad.tolist(), side.tolist(), strict=True)]
    return Ball(x.to(device), rad.to(device)), true


class precision:
    """So many bits inside."""

    def __init__(self, bits: int = BITS) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        self.before, ctx.prec = ctx.prec, self.bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self.before


def outside(ball: Ball, true: Sequence[Any], *, provably: bool = False) -> list[int]:
    """The places at which the true value is not provably in its ball (``provably``: is provably not in it); None and what Arb cannot
    compute are in no ball that is finite."""
    mid, rad = ball.enclosure()
    found = []
    with precision():
        for k, (m, r, t) in enumerate(zip(mid.flatten().tolist(), rad.flatten().tolist(), true, strict=True)):
            if r == float("inf"):
                continue
            if t is None or not t.is_finite() or (abs(t - arb(m)) > arb(r) if provably else not abs(t - arb(m)) <= arb(r)):
                found.append(k)
    return found


def near(ball: Ball, value: torch.Tensor) -> bool:
    """Whether what a program returned may have the true value of a ball, if it rounds no worse than the midpoint: each is within a radius
    of it, and the difference is rounded once more."""
    mid, rad = (t.double() for t in ball.enclosure())
    return bool((((value.double() - mid).abs() <= 2 * rad * (1 + 2.0**-50)) | rad.isinf()).all())


def each(f: Callable[..., arb | None], *args: Sequence[arb], bits: int = BITS) -> list[arb | None]:
    with precision(bits):
        return [f(*xs) for xs in zip(*args, strict=True)]
