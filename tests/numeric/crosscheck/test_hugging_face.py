"""Attention layers of transformers are the regime, in every dtype and on every family of masks; where they are not, it is written down."""

from __future__ import annotations

from functools import cache

import pytest
import torch

from gaproof.numeric.crosscheck import Layer, cross_check
from gaproof.numeric.crosscheck.laws import Bench
from gaproof.theory import block_sparse, causal, dilated, full, graph, padding, prefix_lm, window
from gaproof.theory.families import ConcreteCarrier
from tests.numeric.crosscheck.hugging_face import MODELS

TOKENS = 6
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
RING: dict[int, list[int]] = {t: [(t + 1) % TOKENS, (t - 1) % TOKENS] for t in range(TOKENS)}
FAMILIES: dict[str, ConcreteCarrier] = {
    "full": full(TOKENS),
    "causal": causal(TOKENS),
    "window": window(TOKENS, 2),
    "window back": window(TOKENS, 2) & causal(TOKENS),
    "prefix": prefix_lm(TOKENS, 2),
    "dilated": dilated(TOKENS, 3, 2),
    "blocks": block_sparse([[True, False], [True, True]], TOKENS // 2),
    "ring": graph(RING),
    "padding": padding([TOKENS - 2] * TOKENS, TOKENS),
}
# The eager code of these computes its softmax in float32 whatever it is given.
SOFTMAX_IN_FLOAT32 = ("Llama, rotary", "Qwen2, grouped and rotary")


@cache
def layer(name: str, kind: str, dtype: torch.dtype) -> Layer:
    return MODELS[name].layer(kind, dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("kind", ["eager", "sdpa"])
@pytest.mark.parametrize("name", MODELS)
def test_a_layer_of_transformers_is_the_regime_on_every_family_of_masks(name: str, kind: str, dtype: torch.dtype) -> None:
    structure = MODELS[name].structure
    bench = Bench(layer(name, kind, dtype), structure, structure.drawn(1, dtype), TOKENS, 2, dtype)
    for family, carrier in FAMILIES.items():
        found = bench.run(mask=torch.tensor(carrier.require_live().mask)).agreement
        in_float32 = (kind, dtype) == ("eager", torch.float64) and name in SOFTMAX_IN_FLOAT32
        several = bool((torch.tensor(carrier.mask).sum(-1) > 1).any())
        assert (1, in_float32 and several) == (found.instances, found.disagrees), (family, found)
        if in_float32:
            assert found.worst_ratio * 2.0**-29 < 1, "within the round-off of float32"  # 2⁻²⁴ instead of 2⁻⁵³


@pytest.mark.parametrize("name", MODELS)
def test_a_layer_of_transformers_obeys_every_law(name: str) -> None:
    assert () == cross_check(layer(name, "sdpa", torch.float64), MODELS[name].structure, tokens=5).broken


@pytest.mark.parametrize("name", MODELS)
def test_what_transformers_does_with_an_empty_row_and_with_nan(name: str) -> None:
    """Its masks are the lowest number of the dtype: an empty row is a mean over everything.  In float16 torch's kernel, which adds the mask
    in float32, does not absorb the scores; eager code in float64 whose softmax is in float32 makes it −∞, and NaN."""
    structure = MODELS[name].structure
    done = {
        (kind, dtype): cross_check(layer(name, kind, dtype), structure, tokens=4, dtype=dtype, laws=()).behaviour
        for kind in ("eager", "sdpa")
        for dtype in DTYPES
    }
    mean, expected = "the mean of all values", {}
    for (kind, dtype), behaviour in done.items():
        assert "the other rows are NaN" == behaviour["NaN that others do not read"]
        if (kind, dtype) == ("sdpa", torch.float16):
            expected[kind, dtype] = "something else"
        elif (kind, dtype) == ("eager", torch.float64) and name in SOFTMAX_IN_FLOAT32:
            expected[kind, dtype] = "NaN"
        else:
            expected[kind, dtype] = mean
    assert expected == {run: behaviour["an empty row"] for run, behaviour in done.items()}
