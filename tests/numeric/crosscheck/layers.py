"""Three attention layers by three hands, in which bugs can be planted: head by head, with tensors of heads, with torch's own kernel."""

from __future__ import annotations

import torch
from torch.nn import functional

from gaproof.numeric.crosscheck import Structure, Weights

Tensor = torch.Tensor


def rotated(x: Tensor, structure: Structure, bug: str) -> Tensor:
    """Queries or keys (…, tokens, dim), turned by their positions."""
    turn = structure.rotation
    assert turn is not None
    neighbours = turn.neighbours != (bug == "rotary pairing")
    angles = torch.tensor(turn.angles, dtype=torch.float64)
    angles = angles.flip(0) if bug == "rotary frequencies reversed" else -angles if bug == "turned the other way" else angles
    at = torch.arange(x.shape[-2], dtype=torch.float64)[:, None] * angles
    cos, sin = at.cos().to(x.dtype), at.sin().to(x.dtype)
    if neighbours:
        a, b = x[..., 0::2], x[..., 1::2]
        return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


def own_mask(structure: Structure, tokens: int, mask: Tensor, bug: str) -> Tensor:
    """What the layer is told, or the causal mask that it makes; a bug may shift or turn it."""
    if structure.told:
        wider = mask | mask.roll(1, 1) if bug == "window too wide" else mask
        return wider.mT if bug == "mask transposed" else wider
    ones = torch.ones(tokens, tokens, dtype=torch.bool)
    if bug == "causal off by one, too much":
        return ones.tril(1)
    if bug == "causal off by one, too little":
        return ones.tril(-1) | torch.eye(tokens, dtype=torch.bool) & (torch.arange(tokens) == 0)
    return ones.triu() if bug == "mask transposed" else ones.tril()


def slopes(structure: Structure, tokens: int, bug: str, dtype: torch.dtype) -> Tensor:
    """ALiBi."""
    at = torch.arange(tokens, dtype=torch.float64)
    distance = at[:, None] - at
    distance = distance if bug == "alibi from the end" else distance.abs()
    slope = torch.tensor(structure.slopes, dtype=torch.float64)
    slope = slope.flip(0) if bug == "alibi slopes reversed" else slope
    return (slope[:, None, None] * distance * (1.0 if bug == "alibi slope sign" else -1.0)).to(dtype)


def around(structure: Structure, bug: str, layer):
    """The layer with what is wrong around it: where it is called, or what is made of its result."""
    if bug == "keys and values swapped":
        return lambda x, w, mask: layer(x, w.but(key=w.value, key_bias=w.value_bias, value=w.key, value_bias=w.key_bias), mask)
    if bug == "the residual is added":
        return lambda x, w, mask: layer(x, w, mask) + x
    if bug == "noise as of dropout":
        return lambda x, w, mask: functional.dropout(layer(x, w, mask), 0.1)
    return layer


def head_by_head(structure: Structure, bug: str = ""):
    """A loop over heads, the softmax written out."""
    s, each = structure, structure.heads // structure.kinds

    def layer(x: Tensor, w: Weights, mask: Tensor) -> Tensor:
        mask = own_mask(s, len(x), mask, bug)
        outputs = []
        for h in range(s.heads):
            g = h % s.kinds if bug == "group order" else h // each
            qs, ks, vs = slice(h * s.dim, (h + 1) * s.dim), slice(g * s.dim, (g + 1) * s.dim), slice(g * s.values, (g + 1) * s.values)
            q, k, v = x @ w.query[qs].T + w.query_bias[qs], x @ w.key[ks].T + w.key_bias[ks], x @ w.value[vs].T + w.value_bias[vs]
            if bug == "key bias as query bias":
                q, k = q + w.key_bias[ks], k - w.key_bias[ks]
            if bug == "query bias dropped":
                q = q - w.query_bias[qs]
            if bug == "value bias dropped":
                v = v - w.value_bias[vs]
            if s.rotation:
                q, k = rotated(q, s, bug), k if bug == "rotary only for queries" else rotated(k, s, bug)
            score = q @ k.T * (1.0 if bug == "no scale" else 1 / s.dim if bug == "scale of d" else 1 / s.temperature)
            if s.slopes:
                score = score + slopes(s, len(x), bug, x.dtype)[h]
            if bug == "mask after the softmax":
                weight = score.softmax(-1) * mask
            elif bug == "softmax over queries":
                weight = score.masked_fill(~mask, -torch.inf).softmax(0).nan_to_num(0.0)
            elif bug == "a sentinel of −5":
                weight = score.masked_fill(~mask, -5.0).softmax(-1)
            else:
                weight = score.masked_fill(~mask, -torch.inf).softmax(-1)
            outputs.append(weight @ v)
        if bug == "wrong head merge":
            joined = torch.stack(outputs).reshape(len(x), -1)  # heads before tokens
        elif bug == "heads interleaved":
            joined = torch.stack(outputs, -1).flatten(1)
        else:
            joined = torch.cat(outputs, -1)
        return joined @ w.output.T + w.output_bias

    return around(s, bug, layer)


def with_tensors(structure: Structure, bug: str = ""):
    """All heads at once, as in most code."""
    s, each = structure, structure.heads // structure.kinds

    def split(x: Tensor, weight: Tensor, bias: Tensor, heads: int) -> Tensor:
        return functional.linear(x, weight, bias).view(len(x), heads, -1).transpose(0, 1)

    def layer(x: Tensor, w: Weights, mask: Tensor) -> Tensor:
        mask, query_bias, key_bias, value_bias = own_mask(s, len(x), mask, bug), w.query_bias, w.key_bias, w.value_bias
        if bug == "key bias as query bias":
            key_bias, query_bias = torch.zeros_like(key_bias), query_bias + key_bias.view(s.kinds, -1).repeat_interleave(each, 0).flatten()
        if bug == "query bias dropped":
            query_bias = torch.zeros_like(query_bias)
        if bug == "value bias dropped":
            value_bias = torch.zeros_like(value_bias)
        q = split(x, w.query, query_bias, s.heads)
        k, v = split(x, w.key, key_bias, s.kinds), split(x, w.value, value_bias, s.kinds)
        if bug == "group order":
            k, v = k.repeat(each, 1, 1), v.repeat(each, 1, 1)
        else:
            k, v = k.repeat_interleave(each, 0), v.repeat_interleave(each, 0)
        if s.rotation:
            q, k = rotated(q, s, bug), k if bug == "rotary only for queries" else rotated(k, s, bug)
        if bug == "no scale":
            score = q @ k.mT
        elif bug == "scale of d":
            score = q @ k.mT / s.dim
        else:
            score = (q / s.temperature) @ k.mT
        if s.slopes:
            score = score + slopes(s, len(x), bug, x.dtype)
        if bug == "softmax over queries":
            weight = torch.softmax(score.masked_fill(~mask, -torch.inf), -2).nan_to_num(0.0)
        elif bug == "mask after the softmax":
            weight = torch.softmax(score, -1).masked_fill(~mask, 0.0)
        elif bug == "a sentinel of −5":
            weight = torch.softmax(score + torch.where(mask, 0.0, -5.0).to(x.dtype), -1)
        else:
            weight = torch.softmax(score + torch.where(mask, 0.0, -torch.inf).to(x.dtype), -1)
        heads = weight @ v
        if bug == "wrong head merge":
            joined = heads.reshape(len(x), -1)  # the transposition forgotten
        elif bug == "heads interleaved":
            joined = heads.permute(1, 2, 0).reshape(len(x), -1)
        else:
            joined = heads.transpose(0, 1).reshape(len(x), -1)
        return functional.linear(joined, w.output, w.output_bias)

    return around(s, bug, layer)


def with_the_kernel(structure: Structure, bug: str = ""):
    """einsum for the projections, torch's scaled dot product for the rest."""
    s, each = structure, structure.heads // structure.kinds

    def layer(x: Tensor, w: Weights, mask: Tensor) -> Tensor:
        mask = own_mask(s, len(x), mask, bug)
        q = torch.einsum("tp,hcp->htc", x, w.query.view(s.heads, s.dim, -1)) + w.query_bias.view(s.heads, 1, s.dim)
        k = torch.einsum("tp,gcp->gtc", x, w.key.view(s.kinds, s.dim, -1)) + w.key_bias.view(s.kinds, 1, s.dim)
        v = torch.einsum("tp,gfp->gtf", x, w.value.view(s.kinds, s.values, -1)) + w.value_bias.view(s.kinds, 1, s.values)
        groups = torch.arange(s.heads) % s.kinds if bug == "group order" else torch.arange(s.heads) // each
        k, v = k[groups], v[groups]
        bias = w.key_bias.view(s.kinds, 1, s.dim)[groups]
        if bug == "key bias as query bias":
            q, k = q + bias, k - bias
        if bug == "query bias dropped":
            q = q - w.query_bias.view(s.heads, 1, s.dim)
        if bug == "value bias dropped":
            v = v - w.value_bias.view(s.kinds, 1, s.values)[groups]
        if s.rotation:
            q, k = rotated(q, s, bug), k if bug == "rotary only for queries" else rotated(k, s, bug)
        scale = {"no scale": 1.0, "scale of d": 1 / s.dim}.get(bug, 1 / s.temperature)
        added = slopes(s, len(x), bug, x.dtype) if s.slopes else torch.zeros(s.heads, len(x), len(x), dtype=x.dtype)
        if bug == "softmax over queries":
            score = (q @ k.mT * scale + added).masked_fill(~mask, -torch.inf)
            heads = score.softmax(1).nan_to_num(0.0) @ v
        elif bug == "mask after the softmax":
            unit = torch.eye(len(x), dtype=x.dtype).expand(s.heads, -1, -1)
            heads = (functional.scaled_dot_product_attention(q, k, unit, attn_mask=added, scale=scale) * mask) @ v
        else:
            shut = -5.0 if bug == "a sentinel of −5" else -torch.inf
            added = added.masked_fill(~mask, shut) if shut == -torch.inf else added + torch.where(mask, 0.0, shut).to(x.dtype)
            heads = functional.scaled_dot_product_attention(q[None], k[None], v[None], attn_mask=added[None], scale=scale)[0]
        merge = w.output.view(-1, s.heads, s.values)
        if bug == "wrong head merge":
            return functional.linear(heads.reshape(len(x), -1), w.output, w.output_bias)
        if bug == "heads interleaved":
            merge = w.output.view(-1, s.values, s.heads).mT
        return torch.einsum("htf,ohf->to", heads, merge) + w.output_bias

    return around(s, bug, layer)


STYLES = {"head by head": head_by_head, "with tensors": with_tensors, "with the kernel": with_the_kernel}
