"""Blocks of a Transformer in torch, as one would write them, and the same with the round-off of every step."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from gaproof.numeric.references.attention import read
from gaproof.numeric.references.roundoff import SLACK, Rounded, Rounding, exactly, working

Tensor = torch.Tensor
EPSILON = 1e-5


@dataclass(frozen=True)
class Block:
    """x + attention(norm x), and then + W₂ silu(W₁ norm x): weights as (out, in), in the dtype."""

    heads: int
    query: Tensor
    key: Tensor
    value: Tensor
    output: Tensor
    gains: Tensor  # of both norms
    wide: Tensor
    narrow: Tensor

    @property
    def dtype(self) -> torch.dtype:
        return self.query.dtype

    def split(self, x: Tensor) -> Tensor:
        """(heads, tokens, dim)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(0, 1)

    def projected(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of normed states."""
        normed = norm(x, self.gains[0])
        q, k, v = (self.split(functional.linear(normed, w)) for w in (self.query, self.key, self.value))
        return q, k, v

    def finished(self, x: Tensor, heads: Tensor) -> Tensor:
        """The states, from what the heads read."""
        x = x + functional.linear(heads.transpose(0, 1).flatten(1), self.output)
        hidden = functional.silu(functional.linear(norm(x, self.gains[1]), self.wide))
        return x + functional.linear(hidden, self.narrow)


def drawn(depth: int, heads: int, features: int, dtype: torch.dtype, seed: int) -> list[Block]:
    g = torch.Generator().manual_seed(seed)

    def normal(*shape: int) -> Tensor:
        """A quarter of what would keep the size of states: bounds grow by the size of the maps."""
        return (torch.randn(*shape, dtype=torch.float64, generator=g) / shape[-1] ** 0.5 / 4).to(dtype)

    def gains() -> Tensor:
        return (1 + torch.randn(2, features, dtype=torch.float64, generator=g) / 4).to(dtype)

    square = [features, features]
    return [
        Block(heads, *(normal(*square) for _ in range(4)), gains(), normal(2 * features, features), normal(features, 2 * features))
        for _ in range(depth)
    ]


def norm(x: Tensor, gain: Tensor) -> Tensor:
    """Centred and scaled to variance 1, in float32 at least, times a gain; one state at a time or many."""
    wide = x.to(working(x.dtype))
    far = wide - wide.mean(-1, keepdim=True)
    return (far / ((far * far).mean(-1, keepdim=True) + EPSILON).sqrt() * gain.to(wide.dtype)).to(x.dtype)


# ---- with round-off ----------------------------------------------------------------------------------------------------------


def turned(x: Rounded) -> Rounded:
    return Rounded(x.value.mT, x.error.mT)


def mapped(fl: Rounding, x: Rounded, weight: Tensor) -> Rounded:
    return fl.dot(x, turned(exactly(weight)))


def root_of(fl: Rounding, x: Rounded) -> Rounded:
    """|√X − √x| = |X − x|/(√X + √x) ≤ e/(√x + √(x − e)); the root is correctly rounded."""
    value, least = x.value.sqrt(), (x.value - x.error).clamp(min=0).sqrt()
    return fl._made(value, x.error / (value + least))


def norm_run(dtype: torch.dtype, x: Rounded, gain: Tensor) -> Rounded:
    fl, count = Rounding(working(dtype)), exactly(torch.tensor(float(x.value.shape[-1])))
    mean = fl.over(kept(fl.sum(x)), count)
    far = fl.minus(x, mean)
    variance = fl.over(kept(fl.sum(fl.times(far, far))), count)
    # torch's kernel updates mean and square sum together: 2nu·mean(x²) (Chan, Golub and LeVeque 1983, Algorithms for computing the sample
    # variance, Am. Stat. 37), and forms x·s − mean·s with s the scale
    size = x.value.abs() + x.error
    variance = Rounded(variance.value, variance.error + 2 * x.value.shape[-1] * fl.unit * (size * size).mean(-1, keepdim=True))
    root = root_of(fl, fl.plus(variance, exactly(torch.tensor(EPSILON, dtype=torch.float64))))
    y = fl.times(fl.over(far, root), exactly(gain))
    apart = 4 * fl.unit * (size + size.mean(-1, keepdim=True)) * (exactly(gain).value / (root.value - root.error)).abs()
    return Rounding(dtype).stored(Rounded(y.value, y.error + apart))


def kept(x: Rounded) -> Rounded:
    return Rounded(x.value[..., None], x.error[..., None])


def silu_run(dtype: torch.dtype, x: Rounded) -> Rounded:
    """x/(1 + e^(−x)), stored once."""
    fl = Rounding(working(dtype))
    return Rounding(dtype).stored(fl.over(x, fl.plus(exactly(torch.ones(())), fl.exp(Rounded(-x.value, x.error)))))


def split_run(block: Block, x: Rounded) -> Rounded:
    return Rounded(block.split(x.value), block.split(x.error))


def block_run(block: Block, x: Rounded, mask: Tensor) -> Rounded:
    """The block on all tokens at once, scores scaled by the power of two 1/√dim or rounded once more."""
    fl, normed = Rounding(block.dtype), norm_run(block.dtype, x, block.gains[0])
    q, k, v = (split_run(block, mapped(fl, normed, w)) for w in (block.query, block.key, block.value))
    scale, s = q.value.shape[-1] ** -0.5, fl.dot(q, turned(k))
    size = ((q.value.abs() + q.error) @ (k.value.abs() + k.error).mT) * scale
    s = Rounded(s.value * scale, s.error * scale * (1 + 8 * fl.unit) + 6 * fl.unit * size + fl.absolute)
    heads = fl.stored(read(fl, s, mask, v))
    joined = Rounded(*(t.transpose(0, 1).flatten(1) for t in (heads.value, heads.error)))
    x = fl.plus(x, mapped(fl, joined, block.output))
    hidden = silu_run(block.dtype, mapped(fl, norm_run(block.dtype, x, block.gains[1]), block.wide))
    return fl.plus(x, mapped(fl, hidden, block.narrow))


def apart(one: Tensor, run: Rounded) -> Tensor:
    """Where a result is certainly not within round-off of the exact value; nowhere that anything may come out."""
    return run.error.isfinite() & ~((one.double() - run.value).abs() <= run.error * SLACK)
