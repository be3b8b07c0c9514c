"""Whole modules of torch on every family of masks and in every dtype: TransformerEncoderLayer, MultiheadAttention, flex_attention."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial

import pytest
import torch
from torch.nn import TransformerEncoderLayer, functional

from gaproof.numeric.references import check, registered
from gaproof.numeric.references.layers import by_flex
from gaproof.numeric.references.roundoff import Rounded, exactly
from gaproof.theory import block_sparse, causal, dilated, full, graph, padding, prefix_lm, window
from gaproof.theory.families import ConcreteCarrier
from tests.numeric.attention_models import LAYERS, model
from tests.numeric.transformer_bounds import Block, apart, block_run, drawn

Tensor = torch.Tensor
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
TOKENS, FEATURES, HEADS = 8, 8, 2
FAMILIES: dict[str, ConcreteCarrier] = {
    "full": full(TOKENS),
    "causal": causal(TOKENS),
    "window": window(TOKENS, 2),
    "prefix": prefix_lm(TOKENS, 3),
    "dilated": dilated(TOKENS, 3, 2),
    "blocks": block_sparse([[True, False], [True, True]], TOKENS // 2),
    "ring": graph({t: [(t + 1) % TOKENS, (t - 1) % TOKENS] for t in range(TOKENS)}),
    "padding": padding([TOKENS - 2] * TOKENS, TOKENS),
}


def encoder_layer(block: Block) -> TransformerEncoderLayer:
    """The module with the weights of a block: norm first, no biases."""
    options = {"dropout": 0.0, "batch_first": True, "norm_first": True, "bias": False, "dtype": block.dtype}
    module = TransformerEncoderLayer(FEATURES, HEADS, len(block.wide), activation=functional.silu, **options).eval()
    own = dict(module.named_parameters())
    parts = {"self_attn.in_proj_weight": torch.cat([block.query, block.key, block.value]), "self_attn.out_proj.weight": block.output}
    parts |= {"linear1.weight": block.wide, "linear2.weight": block.narrow, "norm1.weight": block.gains[0], "norm2.weight": block.gains[1]}
    assert own.keys() == parts.keys()
    with torch.no_grad():
        for name, weight in parts.items():
            own[name].copy_(weight)
    return module


def states(dtype: torch.dtype) -> Tensor:
    return torch.randn(TOKENS, FEATURES, dtype=torch.float64, generator=torch.Generator().manual_seed(5)).to(dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("family", FAMILIES)
def test_an_encoder_layer_is_the_block(family: str, dtype: torch.dtype) -> None:
    (block,), x, mask = drawn(1, HEADS, FEATURES, dtype, seed=6), states(dtype), torch.tensor(FAMILIES[family].mask)
    exact, module = block_run(block, exactly(x), mask), encoder_layer(block)
    with torch.no_grad():
        result = module(x[None], src_mask=~mask)[0]
        other = module(x[None], src_mask=mask if family != "full" else torch.eye(TOKENS, dtype=torch.bool))[0]
    assert bool((exact.error < exact.value.abs().max() / 4).all())
    assert not bool(apart(result, exact).any())
    if dtype in DTYPES[:2]:
        assert bool(apart(other, exact).any()), "with the mask turned round it is another layer"


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", ["torch sdpa math of heads", "torch flex_attention", "torch MultiheadAttention of states"])
def test_modules_agree_on_every_family(name: str, dtype: torch.dtype) -> None:
    given = model(TOKENS, TOKENS, 1.0, seed=7, batch=len(FAMILIES), masks=[torch.tensor(c.mask) for c in FAMILIES.values()])
    found = check(registered[name], LAYERS["attention layer"], given, dtype)
    assert (False, len(FAMILIES)) == (found.disagrees, found.instances), found


@pytest.mark.skipif("GAPROOF_COMPILE" not in os.environ, reason="it takes minutes and a C++ compiler: set GAPROOF_COMPILE")
def test_flex_attention_agrees_when_it_is_compiled() -> None:
    compiled = replace(registered["torch flex_attention"], function=partial(by_flex, True))
    found = check(compiled, LAYERS["attention layer"], model(TOKENS, TOKENS, 1.0, seed=7), torch.float32)
    assert (False, 6) == (found.disagrees, found.instances), found


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_what_an_encoder_layer_does_with_an_empty_row_is_recorded(dtype: torch.dtype) -> None:
    """torch's kernel reads zeros, so that the row keeps its state and only its feed-forward map acts; NaN at a token reaches those who may
    not read it as 0 · NaN."""
    (block,), x = drawn(1, HEADS, FEATURES, dtype, seed=6), states(dtype)
    mask = torch.tensor(FAMILIES["causal"].mask)
    mask[3] = False
    with torch.no_grad():
        module, spoiled = encoder_layer(block), x.clone()
        alone = module(x[None], src_mask=~mask)[0][3]
        spoiled[-1] = torch.nan
        others = module(spoiled[None], src_mask=~torch.eye(TOKENS, dtype=torch.bool))[0][:-1]
    nothing = block_run(replace(block, value=torch.zeros_like(block.value)), exactly(x), torch.ones(TOKENS, TOKENS, dtype=torch.bool))
    assert not bool(apart(alone, Rounded(nothing.value[3], nothing.error[3])).any())
    assert bool(others.isnan().all())
