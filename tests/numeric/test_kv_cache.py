"""A causal stack with a cache of keys and values returns, token by token, what it returns on the whole sequence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from gaproof.numeric.references.roundoff import SLACK, Rounded, exactly
from tests.numeric.transformer_bounds import Block, apart, block_run, drawn

Tensor = torch.Tensor
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
TOKENS, FEATURES, HEADS, DEPTH = 9, 8, 2, 4
DEPTHS = dict(zip(DTYPES, (4, 4, 2, 3), strict=True))  # through how many blocks a bound says something
Cache = list[tuple[Tensor, Tensor]]
Step = Callable[[Cache, int, Tensor, Tensor], tuple[Tensor, Tensor]]


def whole(blocks: list[Block], x: Tensor) -> list[Tensor]:
    """The states of all tokens after each block, by torch's attention with its own causal mask."""
    states = []
    for block in blocks:
        q, k, v = block.projected(x)
        x = block.finished(x, functional.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0])
        states.append(x)
    return states


def kept(cache: Cache, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    """The cache with one key and one value more."""
    if layer == len(cache):
        cache.append((key, value))
    else:
        cache[layer] = tuple(torch.cat(pair, 1) for pair in zip(cache[layer], (key, value), strict=True))  # type: ignore[assignment]
    return cache[layer]


def by_token(blocks: list[Block], x: Tensor, remember: Step = kept) -> Tensor:
    """The last states, one token after the other: each reads the keys and values that are kept of those before."""
    cache: Cache = []
    rows = []
    for token in range(len(x)):
        state = x[token : token + 1]
        for layer, block in enumerate(blocks):
            q, *new = block.projected(state)
            k, v = remember(cache, layer, *new)
            state = block.finished(state, functional.scaled_dot_product_attention(q[None], k[None], v[None])[0])
        rows.append(state)
    return torch.cat(rows)


def runs(blocks: list[Block], x: Tensor) -> list[Rounded]:
    """The exact states after each block, and how far round-off may take them, from the first to the last."""
    state, mask, states = exactly(x), torch.ones(len(x), len(x), dtype=torch.bool).tril(), []
    for block in blocks:
        state = block_run(block, state, mask)
        states.append(state)
    return states


def tokens(dtype: torch.dtype, seed: int) -> Tensor:
    return torch.randn(TOKENS, FEATURES, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)).to(dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_through_the_whole_stack_both_are_within_the_bound_of_the_exact_states(dtype: torch.dtype) -> None:
    blocks, x = drawn(DEPTHS[dtype], HEADS, FEATURES, dtype, seed=1), tokens(dtype, seed=2)
    exact = runs(blocks, x)[-1]
    assert bool((exact.error < exact.value.abs().max() / 4).all()), "the bound says something"
    for result in (whole(blocks, x)[-1], by_token(blocks, x)):
        assert not bool(apart(result, exact).any())


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_block_by_block_both_are_within_the_bound(dtype: torch.dtype) -> None:
    """Each block is given the states that were computed before it: so every depth is reached in halves too."""
    blocks, x = drawn(DEPTH, HEADS, FEATURES, dtype, seed=1), tokens(dtype, seed=2)
    for block, after in zip(blocks, whole(blocks, x), strict=True):
        (exact,) = runs([block], x)
        assert bool(exact.error.isfinite().all())
        assert not bool(apart(after, exact).any()) and not bool(apart(by_token([block], x), exact).any())
        x = after


@pytest.mark.parametrize("dtype", DTYPES[:2], ids=str)
def test_rows_of_a_prefix_do_not_know_what_follows(dtype: torch.dtype) -> None:
    blocks, x = drawn(DEPTH, HEADS, FEATURES, dtype, seed=3), tokens(dtype, seed=4)
    exact = runs(blocks, x)[-1]
    for t in range(1, TOKENS):
        first, room = whole(blocks, x[:t])[-1], 2 * exact.error[:t] * SLACK
        assert bool(((first.double() - whole(blocks, x)[-1][:t].double()).abs() <= room).all())


def forgets_the_first(cache: Cache, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    k, v = kept(cache, layer, key, value)
    return (k, v) if k.shape[1] < 3 else (k[:, 1:], v[:, 1:])


def writes_over_the_last(cache: Cache, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    k, v = kept(cache, layer, key, value)
    if k.shape[1] == 5:
        cache[layer] = (torch.cat([k[:, :3], k[:, 4:]], 1), torch.cat([v[:, :3], v[:, 4:]], 1))
    return cache[layer]


def of_another_layer(cache: Cache, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    kept(cache, layer, key, value)
    return cache[0]


def values_one_late(cache: Cache, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    k, v = kept(cache, layer, key, value)
    return k, v.roll(1, 1)


@pytest.mark.parametrize("dtype", DTYPES[:2], ids=str)
@pytest.mark.parametrize("bug", [forgets_the_first, writes_over_the_last, of_another_layer, values_one_late])
def test_a_cache_that_is_wrong_is_seen(bug: Step, dtype: torch.dtype) -> None:
    blocks, x = drawn(DEPTH, HEADS, FEATURES, dtype, seed=1), tokens(dtype, seed=2)
    assert bool(apart(by_token(blocks, x, bug), runs(blocks, x)[-1]).any())


def test_in_halves_too_a_cache_that_is_wrong_is_seen() -> None:
    (block,), x = drawn(1, HEADS, FEATURES, torch.float16, seed=1), tokens(torch.float16, seed=2)
    blocks = [replace(block, value=8 * block.value)]
    assert bool(apart(by_token(blocks, x, values_one_late), runs(blocks, x)[-1]).any())


def test_without_causality_the_first_rows_know_what_follows() -> None:
    """The witness n = 2, t = 1, in a block of the same stack."""
    blocks, x = drawn(1, HEADS, FEATURES, torch.float64, seed=1), tokens(torch.float64, seed=2)[:2]

    def everything(x: Tensor) -> Tensor:
        q, k, v = blocks[0].projected(x)
        return blocks[0].finished(x, functional.scaled_dot_product_attention(q[None], k[None], v[None])[0])

    (exact,) = runs(blocks, x[:1])
    assert not bool(apart(everything(x[:1]), exact).any()) and bool(apart(everything(x)[:1], exact).any())
