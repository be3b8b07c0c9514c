"""Random and adversarial floats, balls around them, and true values in their balls; comparison with Arb at 200 bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from flint import arb, ctx

from gaproof.numeric.ball import Ball

BITS = 200
EXACT = 2200  # enough for the sum of any two floats
NASTY = [
    *(0.0, -0.0, 1.0, -1.0, 0.5, 3.0, 0.1, -0.1, 1e-8, 1 - 2.0**-53, 1 + 2.0**-52, 2.0**53),
    *(2.0**-1074, -(2.0**-1074), 2.0**-1022, 5e-320, 1e-300, 1e-160, 1e160, 1e300, -1e300, 1.7e308),
    *(709.78, 710.0, -745.1, -746.0, 88.0, -88.0, 1e4, -1e4),
]
SCALES = (1.0, 1e-3, 30.0, 700.0, 1e-12, 1e12, 1e-155, 1e150, 1e-310)
RADII = (0.0, 1e-16, 1e-10, 1e-3, 0.9, 1.5)


def points(count: int, seed: int) -> torch.Tensor:
    """Floats of all sizes, among them every nasty one."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(count, dtype=torch.float64, generator=g)
    x *= torch.tensor(SCALES, dtype=torch.float64)[torch.randint(len(SCALES), (count,), generator=g)]
    nasty = torch.tensor(NASTY, dtype=torch.float64)
    odd = torch.rand(count, generator=g) < 0.25
    x[odd] = nasty[torch.randint(len(NASTY), (int(odd.sum()),), generator=g)]
    near_one = torch.rand(count, generator=g) < 0.05
    x[near_one] = 1 + 2.0**-50 * torch.randn(int(near_one.sum()), dtype=torch.float64, generator=g)
    return x


def balls(count: int, seed: int, *, exact: bool = False) -> tuple[Ball, list[arb]]:
    """Balls (count,), and for each a true value inside it, often on its edge."""
    x, g = points(count, seed), torch.Generator().manual_seed(seed + 1)
    if exact:
        return Ball(x), [arb(v) for v in x.tolist()]
    rad = x.abs() * torch.tensor(RADII, dtype=torch.float64)[torch.randint(len(RADII), (count,), generator=g)]
    some = torch.rand(count, generator=g) < 0.2
    rad[some] = points(count, seed + 2).abs()[some]
    side = torch.tensor((-1.0, 1.0, 0.0, 0.5, -0.25))[torch.randint(5, (count,), generator=g)]
    with precision(EXACT):
        true = [arb(m) + arb(r) * arb(t) for m, r, t in zip(x.tolist(), rad.tolist(), side.tolist(), strict=True)]
    return Ball(x, rad), true


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


def each(f: Callable[..., arb | None], *args: Sequence[arb], bits: int = BITS) -> list[arb | None]:
    with precision(bits):
        return [f(*xs) for xs in zip(*args, strict=True)]
