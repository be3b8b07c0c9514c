"""Patterns of numbers that break things: the adversarial library that models are drawn from.

A pattern fills a tensor (params…, B) with numbers of eight significant bits, which every floating-point type holds exactly (as far as
its range goes).  The first of each table is what a random draw would be; the others are the cases at which formulas fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from .dice import Dice

Shape = tuple[int, ...]
Pattern = Callable[[Dice, Shape], torch.Tensor]


def along(shape: Shape, axis: int) -> Shape:
    """The shape of what varies only along one axis, and from one instance to the next."""
    axis %= max(1, len(shape) - 1)
    return tuple(n if k == axis or k == len(shape) - 1 else 1 for k, n in enumerate(shape))


def spread(d: Dice, shape: Shape, low: int = -4, high: int = 4) -> torch.Tensor:
    return d.magnitudes(low, high, shape).mul_(d.signs(shape))


def whole(d: Dice, shape: Shape, low: int, high: int) -> torch.Tensor:
    return d.integers(low, high, shape).to(d.dtype)


def steps(d: Dice, shape: Shape, sign: int = 1) -> torch.Tensor:
    """0, 1, 2, … along the last axis, times a number of the instance."""
    if len(shape) == 1:
        return spread(d, shape)
    x = torch.arange(shape[-2], device=d.device)[:, None].to(d.dtype)
    return (sign * x * d.magnitudes(-2, 2, (1,) * (len(shape) - 1) + shape[-1:])).expand(shape)


def unary(d: Dice, shape: Shape) -> torch.Tensor:
    """Row field plus column field, in quarters: no interaction at all."""
    return (whole(d, along(shape, 0), -9, 10) + whole(d, along(shape, -1 if len(shape) < 3 else len(shape) - 2), -9, 10)) / 4


def one_entry(d: Dice, shape: Shape) -> torch.Tensor:
    """Zero but for one place in each row."""
    if len(shape) == 1:
        return d.signs(shape)
    n, rest = shape[-2], (*shape[:-2], 1, shape[-1])
    return (torch.arange(n, device=d.device)[:, None] == d.integers(0, n, rest)).to(d.dtype)


def among(numbers: Sequence[float]) -> Pattern:
    """Each entry one of some numbers."""
    return lambda d, s: torch.tensor(numbers, dtype=d.dtype, device=d.device)[d.integers(0, len(numbers), s)]


REALS: dict[str, Pattern] = {
    "spread": spread,
    "unit scale": lambda d, s: spread(d, s, -1, 1),
    "small integers": lambda d, s: whole(d, s, -2, 3),
    "zeros and ones": lambda d, s: whole(d, s, 0, 2),
    "ties": lambda d, s: whole(d, s, 0, 2) * spread(d, (1,) * (len(s) - 1) + s[-1:]),
    "constant": lambda d, s: spread(d, (1,) * (len(s) - 1) + s[-1:]).expand(s),
    "along the first axis": lambda d, s: spread(d, along(s, 0)).expand(s),
    "along the last axis": lambda d, s: spread(d, along(s, max(0, len(s) - 2))).expand(s),
    "row field plus column field": lambda d, s: unary(d, s).expand(s),
    "rising": steps,
    "falling": lambda d, s: steps(d, s, -1),
    "one entry": one_entry,
    "zero": lambda d, s: whole(d, s, 0, 1),
    "logits ±1e4": lambda d, s: whole(d, s, -1, 2) * 1e4,
    "logits ±88": lambda d, s: whole(d, s, -1, 2) * 88 + spread(d, s, -3, 1),
    "scales": lambda d, s: spread(d, s, -30, 31),
    "fine steps": lambda d, s: spread(d, s, -24, -1),
    "huge": lambda d, s: spread(d, s, 480, 500),
    "subnormal": lambda d, s: spread(d, s, -1074, -1060),
}
POSITIVES: dict[str, Pattern] = {
    "spread": lambda d, s: d.magnitudes(-4, 4, s),
    "ones": lambda d, s: whole(d, s, 1, 2),
    "small integers": lambda d, s: whole(d, s, 1, 4),
    "constant": lambda d, s: d.magnitudes(-4, 4, (1,) * (len(s) - 1) + s[-1:]).expand(s),
    "along the first axis": lambda d, s: d.magnitudes(-4, 4, along(s, 0)).expand(s),
    "along the last axis": lambda d, s: d.magnitudes(-4, 4, along(s, max(0, len(s) - 2))).expand(s),
    "rising": lambda d, s: steps(d, s).abs() + 1,
    "scales": lambda d, s: d.magnitudes(-30, 31, s),
    "fine steps": lambda d, s: d.magnitudes(-24, -1, s),
    "extreme": lambda d, s: d.magnitudes(-500, 500, s),
    "subnormal": lambda d, s: d.magnitudes(-1074, -1060, s),
}
NONNEGATIVES: dict[str, Pattern] = {
    "spread": lambda d, s: d.magnitudes(-4, 4, s) * whole(d, s, 0, 2),
    **{name: pattern for name, pattern in POSITIVES.items() if name != "spread"},
    "zeros and ones": lambda d, s: whole(d, s, 0, 2),
    "one entry": lambda d, s: one_entry(d, s).abs(),
    "zero": lambda d, s: whole(d, s, 0, 1),
}


FRACTIONS: dict[str, Pattern] = {
    "spread": lambda d, s: spread(d, s, -3, 0),
    "ends": lambda d, s: whole(d, s, -1, 2),
    "quarters": lambda d, s: whole(d, s, -4, 5) / 4,
    "fine steps": lambda d, s: spread(d, s, -24, 0),
}
PARTS: dict[str, Pattern] = {name: lambda d, s, p=pattern: p(d, s).abs() for name, pattern in FRACTIONS.items()}  # type: ignore[misc]


def _places(d: Dice, shape: Shape) -> tuple[torch.Tensor, torch.Tensor]:
    """Row and column numbers of a mask; a mask of one index is one row."""
    rows = torch.arange(shape[-3], device=d.device)[:, None, None] if len(shape) > 2 else torch.zeros(1, dtype=torch.int64, device=d.device)
    return rows, torch.arange(shape[-2] if len(shape) > 1 else 1, device=d.device)[:, None]


def _carrier(admissible: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> Pattern:
    """A mask that does not depend on the instance."""
    return lambda d, s: admissible(*_places(d, s)).expand(s).to(d.dtype) if len(s) > 1 else whole(d, s, 0, 2)


MASKS: dict[str, Pattern] = {
    "random": lambda d, s: d.chance(0.7, s).to(d.dtype),
    "sparse": lambda d, s: d.chance(0.3, s).to(d.dtype),
    "full": lambda d, s: whole(d, s, 1, 2),
    "causal": _carrier(lambda i, j: j <= i),
    "window": _carrier(lambda i, j: (i - j).abs() <= 1),
    "blocks": _carrier(lambda i, j: i // 2 == j // 2),
    "all but the diagonal": _carrier(lambda i, j: i != j),
    "diagonal": _carrier(lambda i, j: i == j),
    "prefix": _carrier(lambda i, j: (j < 1) | (j <= i)),
    "dilated": _carrier(lambda i, j: (j <= i) & ((i - j) % 2 == 0)),
    "padding": _carrier(lambda i, j: j <= (i + 1) % 3),
    "one live column": _carrier(lambda i, j: (j == 0) | (i < 0)),
    "one live key a row": lambda d, s: one_entry(d, s).abs(),
    "a masked row": lambda d, s: (_places(d, s)[0] > 0).expand(s).to(d.dtype) if len(s) > 2 else whole(d, s, 0, 2),
}
INDICES: dict[str, Callable[[Dice, Shape, int], torch.Tensor]] = {
    "random": lambda d, s, n: d.integers(0, n, s),
    "in order": lambda d, s, n: _counted(d, s).clamp(max=n - 1).expand(s).contiguous(),
    "in turn": lambda d, s, n: (_counted(d, s) % n).expand(s).contiguous(),
    "constant": lambda d, s, n: d.integers(0, n, (1,) * (len(s) - 1) + s[-1:]).expand(s).contiguous(),
}


def _counted(d: Dice, shape: Shape) -> torch.Tensor:
    return torch.arange(shape[0], device=d.device).reshape(-1, *(1,) * (len(shape) - 1)) if len(shape) > 1 else d.integers(0, 1, shape)


TABLES: Mapping[str, Mapping[str, Any]] = {
    "real": REALS,
    "positive": POSITIVES,
    "nonnegative": NONNEGATIVES,
    "fraction": FRACTIONS,
    "part": PARTS,
    "mask": MASKS,
    "index": INDICES,
    "natural": {"random": lambda d, s, n: d.integers(0, n, s)},
}
