"""The layers that torch fuses where no gradient is asked for: TransformerEncoderLayer, also of nested tensors, and MultiheadAttention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from warnings import catch_warnings

import pytest
import torch
from torch.nn import MultiheadAttention, TransformerEncoder, TransformerEncoderLayer

from gaproof.numeric.crosscheck import Structure, cross_check, of_module
from gaproof.numeric.devices import available
from gaproof.numeric.references.attention import read
from gaproof.numeric.references.roundoff import Rounded, Rounding, exactly
from tests.numeric.test_modules import DTYPES, FAMILIES, FEATURES, HEADS, TOKENS, states
from tests.numeric.transformer_bounds import apart, mapped, norm_run, turned

Tensor = torch.Tensor
DEVICES = [kind for kind in available() if kind != "mps"]
everywhere = pytest.mark.parametrize("device", DEVICES)
every = pytest.mark.parametrize("dtype", DTYPES, ids=str)
both_ways = pytest.mark.parametrize("first", [True, False], ids=["norm first", "norm last"])


def encoder_layer(dtype: torch.dtype, device: str, first: bool) -> TransformerEncoderLayer:
    """With random parameters, also the biases and gains."""
    options = {"dropout": 0.0, "batch_first": True, "norm_first": first, "dtype": dtype, "device": device}
    module, g = TransformerEncoderLayer(FEATURES, HEADS, 2 * FEATURES, **options).eval(), torch.Generator().manual_seed(8)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            x = torch.randn(parameter.shape, dtype=torch.float64, generator=g) / FEATURES**0.5 / 4
            parameter.copy_(1 + x if name.startswith("norm") and name.endswith("weight") else x)
    return module


# ---- with round-off --------------------------------------------------------------------------------------------------------


def layer_run(module: TransformerEncoderLayer, x: Rounded, mask: Tensor, device: str) -> Rounded:
    """x + attention(norm x) and then + W₂ relu(W₁ norm x), or each norm after its sum."""
    own = {name: parameter.detach().cpu() for name, parameter in module.named_parameters()}
    fl = Rounding(own["linear1.weight"].dtype, torch.device(device))
    first = module.norm_first

    def affine(x: Rounded, name: str) -> Rounded:
        return fl.plus(mapped(fl, x, own[f"{name}weight"]), exactly(own[f"{name}bias"]))

    def normed(x: Rounded, name: str) -> Rounded:
        return fl.plus(norm_run(fl.dtype, x, own[f"{name}.weight"]), exactly(own[f"{name}.bias"]))

    def wide(x: Rounded) -> Rounded:
        hidden = affine(x, "linear1.")
        return affine(Rounded(hidden.value.clamp(min=0), hidden.error), "linear2.")  # |max(X, 0) − max(x, 0)| ≤ |X − x|

    def attention(x: Rounded) -> Rounded:
        return affine(heads_run(fl, affine(x, "self_attn.in_proj_"), mask), "self_attn.out_proj.")

    for name, part in (("norm1", attention), ("norm2", wide)):
        x = fl.plus(x, part(normed(x, name))) if first else normed(fl.plus(x, part(x)), name)
    return x


def heads_run(fl: Rounding, joined: Rounded, mask: Tensor) -> Rounded:
    """What the heads read, side by side, from queries, keys and values side by side; the scale before or after the product."""
    value, error = (t.unflatten(-1, (3 * HEADS, -1)).transpose(0, 1).chunk(3) for t in (joined.value, joined.error))
    q, k, v = (Rounded(*pair) for pair in zip(value, error, strict=True))
    scale, s = q.value.shape[-1] ** -0.5, fl.dot(q, turned(k))
    size = ((q.value.abs() + q.error) @ (k.value.abs() + k.error).mT) * scale
    s = Rounded(s.value * scale, s.error * scale * (1 + 8 * fl.unit) + 6 * fl.unit * size + fl.absolute)
    heads = fl.stored(read(fl, s, mask, v))
    return Rounded(*(t.transpose(0, 1).flatten(1) for t in (heads.value, heads.error)))


# ---- encoder layers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def fused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The fused functions of torch that ran."""
    ran: list[str] = []

    def noted(name: str) -> Callable[..., Any]:
        true = getattr(torch, name)
        return lambda *args, **options: (ran.append(name), true(*args, **options))[1]

    for name in ("_transformer_encoder_layer_fwd", "_native_multi_head_attention"):
        monkeypatch.setattr(torch, name, noted(name))
    return ran


@everywhere
@every
@both_ways
@pytest.mark.parametrize("family", FAMILIES)
def test_a_fused_encoder_layer_is_the_layer(family: str, first: bool, dtype: torch.dtype, device: str, fused: list[str]) -> None:
    module, x, mask = encoder_layer(dtype, device, first), states(dtype), torch.tensor(FAMILIES[family].mask)
    exact = layer_run(module, exactly(x), mask, device)
    with torch.no_grad():
        result = module(x[None].to(device), src_mask=~mask.to(device))[0].cpu()
        other = module(x[None].to(device), src_mask=(mask if family != "full" else torch.eye(TOKENS, dtype=torch.bool)).to(device))[0].cpu()
    assert ["_transformer_encoder_layer_fwd"] * 2 == fused
    assert bool((exact.error < exact.value.abs().max() / 4).all())
    assert not bool(apart(result, exact).any())
    if dtype in DTYPES[:2]:
        assert bool(apart(other, exact).any()), "with the mask turned round it is another layer"


@everywhere
@every
def test_a_fused_encoder_of_nested_tensors_is_the_layer_on_each_sequence(dtype: torch.dtype, device: str, fused: list[str]) -> None:
    """Padding is cut off, and zeros stand in its place afterwards."""
    module, x, lengths = encoder_layer(dtype, device, False), states(dtype), (TOKENS, 5, 1)
    padding = torch.stack([torch.arange(TOKENS) >= length for length in lengths])
    spoiled = torch.stack([x] * len(lengths)).masked_fill(padding[..., None], torch.nan).to(device)
    with torch.no_grad(), catch_warnings(action="ignore", category=UserWarning):  # that nested tensors may change
        result = TransformerEncoder(module, 1).eval()(spoiled, src_key_padding_mask=padding.to(device)).cpu()
    assert ["_transformer_encoder_layer_fwd"] == fused
    assert bool((result.masked_select(padding[..., None]) == 0).all())
    for one, length in zip(result, lengths, strict=True):
        exact = layer_run(module, exactly(x[:length]), torch.ones(length, length, dtype=torch.bool), device)
        assert not bool(apart(one[:length], exact).any())


# ---- MultiheadAttention ----------------------------------------------------------------------------------------------------

STRUCTURE = Structure(heads=HEADS, dim=FEATURES // HEADS, features=FEATURES, out=FEATURES, carrier=lambda n: FAMILIES["causal"])
NAMES = {name: "in_proj_weight" for name in ("query", "key", "value")} | {"output": "out_proj.weight", "output_bias": "out_proj.bias"}
NAMES |= {f"{name}_bias": "in_proj_bias" for name in ("query", "key", "value")}


@everywhere
@every
def test_fused_multihead_attention_obeys_every_law(dtype: torch.dtype, device: str, fused: list[str]) -> None:
    module = MultiheadAttention(FEATURES, HEADS, batch_first=True, dtype=dtype, device=device).eval()

    def call(run: Callable[..., Any], x: Tensor, mask: Tensor) -> Tensor:
        there = x[None].to(device)
        return run(there, there, there, attn_mask=~mask.to(device), need_weights=False)[0][0].cpu()

    layer = of_module(module, NAMES, call)
    report = cross_check(
        lambda x, w, mask: layer(x, w.but(**{n: getattr(w, n).to(device) for n in NAMES}), mask), STRUCTURE, tokens=TOKENS, dtype=dtype
    )
    assert [] == [str(f) for f in report.findings if f.verdict == "broken"]
    assert {"_native_multi_head_attention"} == {*fused}
    assert {"an empty row": "NaN", "NaN that others do not read": "the other rows are NaN"} == report.behaviour


@everywhere
@every
@both_ways
def test_what_a_fused_encoder_layer_does_with_an_empty_row_is_recorded(first: bool, dtype: torch.dtype, device: str) -> None:
    """Its softmax is NaN there, unlike that of the layer that is not fused, which reads zeros; NaN at a token reaches all, as 0 · NaN."""
    module, x, mask = encoder_layer(dtype, device, first), states(dtype), torch.tensor(FAMILIES["causal"].mask)
    mask[3] = False
    with torch.no_grad():
        result, spoiled = module(x[None].to(device), src_mask=~mask.to(device))[0], x.clone()
        spoiled[-1] = torch.nan
        others = module(spoiled[None].to(device), src_mask=~torch.eye(TOKENS, dtype=torch.bool, device=device))[0][:-1]
    assert [3] == result.isnan().all(-1).nonzero().flatten().tolist() == result.isnan().any(-1).nonzero().flatten().tolist()
    assert bool(others.isnan().all())
