"""Attention layers of transformers, made from configurations with random weights, as layers that can be cross-checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from transformers import BertConfig, GPT2Config, LlamaConfig, Qwen2Config
from transformers.models.bert.modeling_bert import BertSelfAttention
from transformers.models.gpt2.modeling_gpt2 import GPT2Attention
from transformers.models.llama.modeling_llama import LlamaAttention
from transformers.models.qwen2.modeling_qwen2 import Qwen2Attention

from gaproof.numeric.crosscheck import Layer, Rotation, Structure, Weights, of_module
from gaproof.theory import causal, padding

Tensor = torch.Tensor
FEATURES, HEADS, DIM = 16, 4, 4
SIZES = {"hidden_size": FEATURES, "num_attention_heads": HEADS, "attention_dropout": 0.0}
ANGLES = tuple(float(100.0**-p) for p in (0, 0.5))  # base 10⁴, two planes
QKVO = {name: f"{letter}_proj.weight" for name, letter in zip(("query", "key", "value", "output"), "qkvo", strict=True)}


def as_added(mask: Tensor, dtype: torch.dtype) -> Tensor:
    """The mask as transformers hands it to its layers: 0, or the lowest number of the dtype."""
    return torch.zeros(mask.shape, dtype=dtype).masked_fill(~mask, torch.finfo(dtype).min)[None, None]


def tables(tokens: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosines and sines as LlamaRotaryEmbedding makes them, in float64: (1, tokens, dim)."""
    angles = torch.arange(tokens, dtype=torch.float64)[:, None] * torch.tensor(ANGLES * 2, dtype=torch.float64)
    return angles.cos()[None].to(dtype), angles.sin()[None].to(dtype)


@dataclass(frozen=True)
class Model:
    """``make(kind)``: the module, its attention by "eager" code or by torch's "sdpa"; ``names`` of its parameters."""

    structure: Structure
    make: Callable[[str], torch.nn.Module]
    names: dict[str, str]
    call: Callable[..., Any]

    def layer(self, kind: str, dtype: torch.dtype) -> Layer:
        module = self.make(kind).to(dtype).eval()
        return of_module(module, self.names, self.call)

    def weights(self, dtype: torch.dtype, seed: int = 0) -> Weights:
        return self.structure.drawn(seed, dtype)


def plain(module: Any, x: Tensor, mask: Tensor) -> Tensor:
    return module(x[None], attention_mask=as_added(mask, x.dtype))[0][0]  # type: ignore[no-any-return]


def turned(module: Any, x: Tensor, mask: Tensor) -> Tensor:
    out = module(x[None], position_embeddings=tables(len(x), x.dtype), attention_mask=as_added(mask, x.dtype))
    return out[0][0]  # type: ignore[no-any-return]


class BertHeads(torch.nn.Module):
    """BERT's attention and its output map, without the residual and the norm that follow."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.heads, self.dense = BertSelfAttention(config), torch.nn.Linear(FEATURES, FEATURES)

    def forward(self, x: Tensor, attention_mask: Tensor) -> tuple[Tensor, None]:
        return self.dense(self.heads(x, attention_mask=attention_mask)[0]), None


def gpt2(kind: str) -> torch.nn.Module:
    config = GPT2Config(n_embd=FEATURES, n_head=HEADS, n_layer=1, attn_pdrop=0.0, resid_pdrop=0.0, attn_implementation=kind)
    return GPT2Attention(config, layer_idx=0)


def bert(kind: str) -> torch.nn.Module:
    sizes = {"hidden_size": FEATURES, "num_attention_heads": HEADS, "attention_probs_dropout_prob": 0.0}
    return BertHeads(BertConfig(**sizes, attn_implementation=kind))


def llama(kind: str) -> torch.nn.Module:
    return LlamaAttention(LlamaConfig(**SIZES, num_key_value_heads=HEADS, attn_implementation=kind), layer_idx=0)


def qwen2(kind: str) -> torch.nn.Module:
    config = Qwen2Config(**SIZES, num_key_value_heads=2, num_hidden_layers=1, attn_implementation=kind)
    return Qwen2Attention(config, layer_idx=0)


def padded(tokens: int) -> Any:
    """The last two tokens are padding."""
    return padding([max(1, tokens - 2)] * tokens, tokens)


STACKED = {"query": "c_attn.weight.T", "key": "c_attn.weight.T", "value": "c_attn.weight.T", "output": "c_proj.weight.T"}
STACKED |= {"query_bias": "c_attn.bias", "key_bias": "c_attn.bias", "value_bias": "c_attn.bias", "output_bias": "c_proj.bias"}
OF_BERT = {name: f"heads.{name}.weight" for name in ("query", "key", "value")} | {"output": "dense.weight", "output_bias": "dense.bias"}
OF_BERT |= {f"{name}_bias": f"heads.{name}.bias" for name in ("query", "key", "value")}
OF_QWEN = QKVO | {f"{name}_bias": f"{name[0]}_proj.bias" for name in ("query", "key", "value")}

base = {"heads": HEADS, "dim": DIM, "features": FEATURES}
MODELS = {
    "GPT-2, causal": Model(Structure(**base, carrier=causal), gpt2, STACKED, plain),
    "BERT, padded": Model(Structure(**base, carrier=padded), bert, OF_BERT, plain),
    "Llama, rotary": Model(
        Structure(**base, carrier=causal, biases=False, output_bias=False, rotation=Rotation(ANGLES)), llama, QKVO, turned
    ),
    "Qwen2, grouped and rotary": Model(
        Structure(**base, groups=2, carrier=causal, output_bias=False, rotation=Rotation(ANGLES)), qwen2, OF_QWEN, turned
    ),
}
