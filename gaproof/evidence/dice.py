"""Random numbers that are the same on every device: integers hashed from a seed, made where they are needed.

SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators): the k-th number of a stream is a hash of
seed + k·γ, so that any number of them is one tensor expression in 64-bit integers, exact on a CPU and an accelerator alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import final

import torch

GAMMA, FIRST, SECOND = (c - 2**64 for c in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))  # as signed integers
MIXED = ((30, FIRST), (27, SECOND))
APART = 0x632BE59BD9B4E019  # of the starts of two streams whose seeds follow each other
AHEAD = 4096  # so many are made at once: they take hardly longer than a few
DIGITS = 8  # significant bits of a drawn number: what every floating-point type holds exactly


@final
class Dice:
    """A stream of random tensors on a device."""

    def __init__(self, seed: int, device: torch.device | str = "cpu") -> None:
        self.seed, self.device, self.drawn = seed, torch.device(device), 0
        self.hashed, self.first = torch.empty(0, dtype=torch.int64, device=self.device), 0  # numbers made ahead, and the place of the first
        self.dtype = torch.float32 if self.device.type == "mps" else torch.float64  # what numbers are handed out in

    def _bits(self, shape: Sequence[int]) -> torch.Tensor:
        """Random 32-bit integers."""
        count = prod(shape)
        start, self.drawn = self.drawn, self.drawn + count
        if not self.first <= start <= self.drawn <= self.first + len(self.hashed):
            self.hashed, self.first = hashed(self.seed, start, max(count, AHEAD), self.device), start
        return self.hashed[start - self.first : self.drawn - self.first].reshape(tuple(shape))

    def integers(self, low: int, high: int, shape: Sequence[int]) -> torch.Tensor:
        """low, …, high − 1, each about equally often (2⁻³¹ off)."""
        return (self._bits(shape) * (high - low)).bitwise_right_shift_(32).add_(low)

    def roll(self, low: int, high: int) -> int:
        """The number that ``integers`` would have drawn next, worked out on the host."""
        self.drawn += 1
        x = (self.drawn + self.seed * APART) * GAMMA % 2**64
        for shift, factor in MIXED:
            x = (x ^ (x >> shift)) * factor % 2**64
        return ((x ^ (x >> 31)) >> 32) * (high - low) // 2**32 + low

    def chance(self, probability: float, shape: Sequence[int]) -> torch.Tensor:
        """True with this probability."""
        return self.integers(0, 1 << 16, shape) < int(probability * (1 << 16))

    def magnitudes(self, low: int, high: int, shape: Sequence[int]) -> torch.Tensor:
        """Numbers m·2ᵉ with 1 ≤ m < 2 of eight significant bits and low ≤ e < high."""
        m = self.integers(1 << (DIGITS - 1), 1 << DIGITS, shape).to(self.dtype)
        return torch.ldexp(m, self.integers(low, high, shape) - (DIGITS - 1))

    def signs(self, shape: Sequence[int]) -> torch.Tensor:
        """1 or −1."""
        return self.integers(0, 2, shape).mul_(2).sub_(1).to(self.dtype)


@lru_cache(maxsize=256)
def hashed(seed: int, start: int, count: int, device: torch.device) -> torch.Tensor:
    """The upper halves of the numbers of a stream, which nobody writes over: statements are tried with the same seeds."""
    x = torch.arange(start + 1, start + count + 1, device=device)
    x = x.add_(_signed(seed * APART)).mul_(GAMMA)
    for shift, factor in MIXED:
        x = (x ^ _unsigned_shift(x, shift)).mul_(factor)
    return _unsigned_shift(x ^ _unsigned_shift(x, 31), 32)


def _unsigned_shift(x: torch.Tensor, by: int) -> torch.Tensor:
    """x ≫ by, filled with zeros."""
    return (x >> by) & ((1 << (64 - by)) - 1)


def _signed(x: int) -> int:
    x &= 2**64 - 1
    return x - 2**64 if x >= 2**63 else x
