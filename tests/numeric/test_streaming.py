"""Streaming attention: the merge of partial states over any partition of the keys is the row, within the round-off of every rescaling."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import NamedTuple

import pytest
import torch

from gaproof.numeric.references import Agreement, Attention, Inputs, Reference, check
from gaproof.numeric.references.agreement import Comparison
from gaproof.numeric.references.attention import read
from gaproof.numeric.references.roundoff import Rounding, working
from tests.numeric.attention_models import TERMS, model

Tensor = torch.Tensor
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
KEYS = 23
PARTITIONS = {
    "one part": [range(KEYS)],
    "single keys": [[k] for k in range(KEYS)],
    "tiles of five": [range(k, min(k + 5, KEYS)) for k in range(0, KEYS, 5)],
    "tiles of sixteen": [range(16), range(16, KEYS)],
    "residues": [range(r, KEYS, 4) for r in range(4)],
    "empty parts": [[], range(7), [], [], range(7, KEYS), []],
}


class Partial(NamedTuple):
    """The largest score, Σ e^(score − largest) and Σ e^(score − largest)·value, (instances, rows…) each, in the working precision; rows of
    which nothing is known yet are marked, and what the numbers say of them does not matter: that is the unit."""

    some: Tensor
    peak: Tensor
    total: Tensor
    read: Tensor


def of_part(score: Tensor, value: Tensor, mask: Tensor, keys: list[int]) -> Partial:
    """The state of a part, its weights rounded to the dtype as tiled kernels do."""
    inner, some = working(value.dtype), mask[..., keys].any(-1)
    x = score[..., keys].to(inner).masked_fill(~mask[..., keys], -torch.inf)
    peak = torch.where(some, x.amax(-1) if keys else torch.zeros_like(x.sum(-1)), 0.0)
    weight = (x - peak[..., None]).exp()
    return Partial(some, peak, weight.sum(-1), weight.to(value.dtype).to(inner) @ value[..., keys, :].to(inner))


def merged(a: Partial, b: Partial) -> Partial:
    """Both brought to the larger peak; the unit changes nothing."""
    peak = torch.where(a.some & b.some, torch.maximum(a.peak, b.peak), torch.where(a.some, a.peak, b.peak))
    first, second = (torch.where(x.some, (x.peak - peak).exp(), 0.0) for x in (a, b))
    total = first * a.total + second * b.total
    return Partial(a.some | b.some, peak, total, first[..., None] * a.read + second[..., None] * b.read)


def in_turn(states: list[Partial]) -> Partial:
    return reduce(merged, states)


def backwards(states: list[Partial]) -> Partial:
    return reduce(lambda a, b: merged(b, a), states[::-1])


def as_a_tree(states: list[Partial]) -> Partial:
    middle = len(states) // 2
    return states[0] if len(states) == 1 else merged(as_a_tree(states[:middle]), as_a_tree(states[middle:]))


def as_a_ring(states: list[Partial]) -> Partial:
    """Another part comes first, as on each device of a ring."""
    return in_turn(states[2:] + states[:2])


ORDERS = {"in turn": in_turn, "backwards": backwards, "as a tree": as_a_tree, "as a ring": as_a_ring}


def streamed(
    parts: list[list[int]], order: Callable[[list[Partial]], Partial], query: Tensor, key: None, value: Tensor, mask: Tensor, scale: Tensor
) -> Tensor:
    """Attention part by part; the scores are the queries of the unit vectors."""
    state = order([of_part(query, value, mask, list(keys)) for keys in parts])
    return (state.read / state.total[..., None]).to(value.dtype)


def streaming_bound(parts: int, given: Inputs) -> Tensor:
    """As of other kernels, with a rescaling for every merge: an exponential and a product, whatever the order."""
    return read(Rounding(given.dtype), given.exact("query"), given.live, given.exact("value"), rescalings=parts).error


def judged(parts: list[list[int]], order: Callable[[list[Partial]], Partial], dtype: torch.dtype, scale: float = 1.0) -> Agreement:
    streaming = Reference("streaming", Attention, partial(streamed, parts, order), partial(streaming_bound, len(parts)))
    return check(streaming, TERMS["attention of given scores"], model(5, KEYS, scale, seed=3), dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("partition", PARTITIONS)
def test_any_partition_merged_in_any_order_is_the_row(partition: str, order: str, dtype: torch.dtype) -> None:
    parts = [list(keys) for keys in PARTITIONS[partition]]
    for scale in (1.0, 30.0):
        found = judged(parts, ORDERS[order], dtype, scale)
        assert (False, 6) == (found.disagrees, found.instances), found


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_a_merge_that_forgets_to_rescale_is_seen(dtype: torch.dtype) -> None:
    def forgetful(states: list[Partial]) -> Partial:
        total, some = sum(s.total for s in states), torch.stack([s.some for s in states]).any(0)
        return Partial(some, states[0].peak, total, sum(s.read for s in states))

    assert judged([list(range(9)), list(range(9, KEYS))], forgetful, dtype, 4.0).disagrees


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_a_key_in_two_parts_or_in_none_is_seen(dtype: torch.dtype) -> None:
    for parts in ([list(range(9)), list(range(8, KEYS))], [list(range(9)), list(range(10, KEYS))]):
        assert judged(parts, in_turn, dtype, 1.0).disagrees


def test_minus_infinity_is_no_unit_for_code_that_subtracts_it() -> None:
    """−∞ − (−∞) is NaN: a row whose first part is masked is lost by code that writes the unit as −∞."""
    nothing, some = torch.tensor(-torch.inf), torch.tensor(2.0)
    assert bool((nothing - torch.maximum(nothing, nothing)).exp().isnan())
    assert 0.0 == float((nothing - torch.maximum(nothing, some)).exp())


def test_the_bound_counts_rescalings_and_nothing_else() -> None:
    given = Comparison(TERMS["attention of given scores"], model(5, KEYS, 1.0, seed=3), torch.float32).given
    few, many = streaming_bound(1, given), streaming_bound(100, given)
    assert bool((few < many).all()) and bool((few < 1e-4).all())
