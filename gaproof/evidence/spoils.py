"""What a planted bug does to a value: the functions that spoilt operations call, by the names under which a model knows them.

The axis in question is the last one before the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy
import torch

from ..numeric.arithmetic import Arithmetic
from ..numeric.evaluate import mapped
from ..numeric.nodes import RealiseError
from ..proof.syntax import REAL, Symbol, Type


def _misses_last(a: Arithmetic, x: Any) -> Any:
    n = x.shape[-2]
    return a.times((x, a.indicator(_ranged(a, x) != n - 1)))


def _counts_last_twice(a: Arithmetic, x: Any) -> Any:
    n = x.shape[-2]
    return a.times((x, a.embed(1 + (_ranged(a, x) == n - 1))))


def _ranged(a: Arithmetic, x: Any) -> Any:
    """0, 1, … along the last axis."""
    return a.arange(0, x.shape[-2])[(None,) * (len(x.shape) - 2)]


def _rolled(a: Arithmetic, x: Any) -> Any:
    return mapped(x, lambda t: t.roll(1, -2) if isinstance(t, torch.Tensor) else numpy.roll(t, 1, -2))


def _last_copied(a: Arithmetic, x: Any) -> Any:
    def change(t: Any) -> Any:
        parts = (t[..., :-1, :], t[..., -2:-1, :])
        return t if t.shape[-2] < 2 else torch.cat(parts, -2) if isinstance(t, torch.Tensor) else numpy.concatenate(parts, -2)

    return mapped(x, change)


def _ones(a: Arithmetic, x: Any) -> Any:
    return a.number(Fraction(1))


def _zeros(a: Arithmetic, x: Any) -> Any:
    return a.number(Fraction(0))


def _one_less(a: Arithmetic, index: Any) -> Any:
    return (index - 1).clip(0)


def _in_bfloat16(a: Arithmetic, x: Any) -> Any:
    """Rounded to bfloat16, the radius not widened."""

    def change(t: Any) -> Any:
        if not isinstance(t, torch.Tensor):
            raise RealiseError(f"{a.name} arithmetic has no bfloat16 — plant this bug in plain or ball arithmetic")
        return t.to(torch.bfloat16).to(t.dtype)

    return mapped(x, change)


def _meaning(name: str) -> Symbol:
    return Symbol.internal(name, Type((REAL,), REAL))


MISSES_LAST, COUNTS_LAST_TWICE = _meaning("misses the last"), _meaning("counts the last twice")
ROLLED, LAST_COPIED, ONES, ZEROS = _meaning("rolled"), _meaning("last copied"), _meaning("1"), _meaning("0")
ONE_LESS, IN_BFLOAT16 = _meaning("one less"), _meaning("in bfloat16")
SPOILS: dict[Symbol, Callable[..., Any]] = {
    MISSES_LAST: _misses_last,
    COUNTS_LAST_TWICE: _counts_last_twice,
    ROLLED: _rolled,
    LAST_COPIED: _last_copied,
    ONES: _ones,
    ZEROS: _zeros,
    ONE_LESS: _one_less,
    IN_BFLOAT16: _in_bfloat16,
}
