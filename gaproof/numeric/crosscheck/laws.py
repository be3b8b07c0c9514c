"""The laws that a layer of a structure obeys, each the consequence of a claim: whoever breaks it contradicts that claim.

A law compares the layer with the regime on inputs at which only one thing can go wrong, or two runs of the layer that the claim says are
equal.  Whatever is compared is allowed the round-off of the layer, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import final

import torch

from ..references import Agreement, Reference
from ..references.agreement import Comparison
from ..references.inputs import Inputs
from ..references.multihead import multihead_bound
from ..references.roundoff import SLACK, working
from .structure import Structure, Tensor, Weights, handed_over, model, regime

Layer = Callable[[Tensor, Weights, Tensor], Tensor]  # (tokens, features), weights, mask (tokens, tokens) to (tokens, out)


@final
@dataclass(frozen=True)
class Run:
    """One run of a layer: its result, the regime, and how far the layer may be from it."""

    structure: Structure
    x: Tensor
    weights: Weights
    mask: Tensor
    result: Tensor
    bias: Tensor | None = None

    @cached_property
    def comparison(self) -> Comparison:
        numbers = model(self.structure, self.x, self.weights, self.mask, self.bias)
        return Comparison(regime(self.structure), numbers, self.x.dtype)

    @cached_property
    def error(self) -> Tensor:
        """How far round-off may have taken the result, (tokens, out)."""
        return _bound(handed_over(self.comparison.model, self.x.dtype))[0]

    @cached_property
    def agreement(self) -> Agreement:
        """The result against the regime."""
        mine = Reference("the layer", type(self.comparison.subject), lambda **numbers: self.result[None], _bound)
        return self.comparison.judge(mine)


def _bound(given: Inputs) -> Tensor:
    """The layer makes its own table of rotations, in float32 at least: angles, cosines and sines are rounded, and what is stored."""
    errors, stored, inner = dict(given.errors), torch.finfo(given.dtype).eps, torch.finfo(working(given.dtype)).eps
    for name in ("query_turn", "key_turn"):
        if given.numbers[name] is not None:
            at = torch.arange(errors[name].shape[1], dtype=torch.float64)[:, None, None]
            errors[name] = errors[name] + stored + 2 * inner * (1 + at)
    return multihead_bound(replace(given, errors=errors))


def differ(one: Tensor, other: Tensor, room: Tensor) -> Tensor:
    """Where two results are certainly apart, or not numbers; nowhere that anything may come out."""
    gap = (one.double() - other.double()).abs()
    return room.isfinite() & ~(gap <= room * SLACK)


@final
class Bench:
    """A layer, its structure, and inputs for it."""

    def __init__(self, layer: Layer, structure: Structure, weights: Weights, tokens: int, seed: int, dtype: torch.dtype) -> None:
        self.layer, self.structure, self.weights, self.tokens, self.dtype = layer, structure, weights, tokens, dtype
        self.generator = torch.Generator().manual_seed(seed)
        self.x, self.mask = self.normal(tokens, structure.features), structure.mask(tokens)

    def normal(self, *shape: int) -> Tensor:
        return torch.randn(*shape, dtype=torch.float64, generator=self.generator).to(self.dtype)

    def run(
        self,
        weights: Weights | None = None,
        *,
        x: Tensor | None = None,
        mask: Tensor | None = None,
        bias: Tensor | None = None,
        of: Structure | None = None,
    ) -> Run:
        """The layer with other weights, at other inputs, with another mask; ``bias`` and ``of``: held against another regime."""
        x, mask = self.x if x is None else x, self.mask if mask is None else mask
        weights = self.weights if weights is None else weights
        with torch.no_grad():
            result = self.layer(x, weights, mask)
        return Run(self.structure if of is None else of, x, weights, mask, result, bias)

    @cached_property
    def plain(self) -> Run:
        return self.run()

    def without(self, *names: str) -> Weights:
        """The weights, some of them 0."""
        return self.weights.but(**{name: torch.zeros_like(getattr(self.weights, name)) for name in names})

    def head(self, h: int) -> Tensor:
        """The output map of one head, 0 for the others."""
        size = self.structure.values
        alone = torch.zeros_like(self.weights.output)
        alone[:, h * size : (h + 1) * size] = self.weights.output[:, h * size : (h + 1) * size]
        return alone


# ---- what a law says of a layer: nothing, if it holds, and else where it breaks ---------------------------------------------


def agrees(run: Run, what: str) -> str:
    """Where the layer is not the regime."""
    found = run.agreement
    return f"{what}: {found.where}" if found.disagrees else ""


def same(one: Run, other: Run, what: str, rows: slice = slice(None), to: list[int] | None = None) -> str:
    """Where two runs that should be equal are not; ``to``: the tokens of the first as they stand in the other one."""
    mine, its = (t[rows] for t in (one.result, one.error)), (t if to is None else t[to] for t in (other.result, other.error))
    (a, e), (b, g) = mine, its
    apart = differ(a, b, e + g)
    if not bool(apart.any()):
        return ""
    i, o = (int(k) for k in apart.nonzero()[0])
    return f"{what}: row {i}, feature {o} is {float(a[i, o])!r}, and then {float(b[i, o])!r}, round-off is below {float((e + g)[i, o]):.3g}"


@final
@dataclass(frozen=True)
class Law:
    """``claim``: the claim that it follows from.  ``applies``: why it is not asked of a structure, or nothing.  ``breaks``: where a layer
    breaks it, one line each."""

    claim: str
    name: str
    breaks: Callable[[Bench], Iterator[str]]
    applies: Callable[[Structure], str] = lambda structure: ""


LAWS: list[Law] = []


def law(
    claim: str, name: str, applies: Callable[[Structure], str] = lambda structure: ""
) -> Callable[..., Callable[[Bench], Iterator[str]]]:
    """Decorator: a law that follows from a claim."""

    def add(function: Callable[[Bench], Iterator[str]]) -> Callable[[Bench], Iterator[str]]:
        LAWS.append(Law(claim, name, function, applies))
        return function

    return add


def without_rotation(s: Structure) -> str:
    return "with rotary positions it is no law" if s.rotation else ""


def rotated(s: Structure) -> str:
    return "" if s.rotation else "there are no rotary positions"


def no_positions(s: Structure) -> str:
    if s.rotation or s.slopes:
        return "its work knows positions"
    return "" if s.told else "it makes its own mask"


def lower(mask: Tensor) -> bool:
    return bool((mask == mask.tril()).all()) and bool(mask.diagonal().all())


def causal(s: Structure) -> str:
    short, long = s.mask(3), s.mask(6)
    return "" if lower(long) and torch.equal(long[:3, :3], short) else "its carrier is not causal"


def biased(s: Structure) -> str:
    return without_rotation(s) or ("" if s.biases else "it has no biases")


def shared(s: Structure) -> str:
    return "" if s.kinds < s.heads else "every head has keys and values of its own"


def one_head(s: Structure) -> str:
    return "it has one head" if s.heads == 1 else ""


def sloped(s: Structure) -> str:
    return causal(s) if s.slopes else "it has no ALiBi slopes"


def powers(bench: Bench, count: int) -> Tensor:
    """Powers of two with signs: products with them are exact."""
    sign = torch.randint(2, (count,), generator=bench.generator) * 2 - 1
    return (2.0 ** torch.randint(-1, 2, (count,), generator=bench.generator) * sign).to(bench.dtype)


def by_group(s: Structure, weight: Tensor, size: int, of: Tensor, *, of_heads: bool) -> Tensor:
    """A weight (or bias) whose coordinates are multiplied, (groups, size), in each head of the group or in the group itself."""
    factor = of.repeat_interleave(s.heads // s.kinds, 0) if of_heads else of
    return weight * factor.reshape(-1, *[1] * (weight.ndim - 1)) if size else weight


def chart(bench: Bench, factor: Tensor) -> Run:
    """Queries times a factor for each coordinate of a group, and keys divided by it."""
    w, s = bench.weights, bench.structure
    scaled = {name: by_group(s, getattr(w, name), s.dim, factor, of_heads=True) for name in ("query", "query_bias")}
    scaled |= {name: by_group(s, getattr(w, name), s.dim, 1 / factor, of_heads=False) for name in ("key", "key_bias")}
    return bench.run(w.but(**scaled))


@law("interaction.chart_alibi", "a slope is a prior of keys", sloped)
def key_prior(bench: Bench) -> Iterator[str]:
    """On a causal carrier ALiBi is the key prior e^(slope·j) (E15), which is all there is without queries."""
    s = bench.structure
    at = torch.arange(bench.tokens, dtype=torch.float64)
    prior = (torch.tensor(s.slopes, dtype=torch.float64)[:, None, None] * at).expand(-1, bench.tokens, -1)
    yield agrees(bench.run(bench.without("query", "query_bias"), bias=prior), "no queries, the prior e^(slope·j)")


@law("interaction.chart_rope", "planes may be scaled", rotated)
def planes(bench: Bench) -> Iterator[str]:
    """What commutes with the rotations is gauge (E16): one factor for both coordinates of a plane."""
    s = bench.structure
    assert s.rotation is not None
    factor = torch.zeros(s.kinds, s.dim, dtype=bench.dtype)
    for number, (a, b) in enumerate(s.rotation.planes()):
        factor[:, a] = factor[:, b] = 2.0 ** (number % 3 - 1) if number else 4.0
    yield same(chart(bench, factor), bench.plain, "planes scaled in queries and unscaled in keys")


@law("interaction.chart_rope", "only offsets count", lambda s: rotated(s) or ("" if s.told else "it makes its own mask"))
def offsets(bench: Bench) -> Iterator[str]:
    """The same tokens after others that they cannot see (E16)."""
    for before in (1, 3):
        longer = torch.cat([bench.normal(before, bench.structure.features), bench.x])
        mask = torch.zeros(len(longer), len(longer), dtype=torch.bool)
        mask[before:, before:], mask[:before, :before] = bench.mask, torch.eye(before, dtype=torch.bool)
        later = list(range(before, len(longer)))
        yield same(bench.plain, bench.run(x=longer, mask=mask), f"after {before} tokens that nobody sees", to=later)


@law("heads.shared", "a head reads its group", shared)
def own_group(bench: Bench) -> Iterator[str]:
    """What the output map reads of one head does not depend on the keys and values of another group (G6)."""
    s, w = bench.structure, bench.weights
    for h in range(s.heads):
        alone, g = bench.head(h), s.group(h)
        key, value = (bench.normal(*t.shape) / s.features**0.5 for t in (w.key, w.value))
        for new, old, size in ((key, w.key, s.dim), (value, w.value, s.values)):
            new[s.of_group(g, size)] = old[s.of_group(g, size)]
        other = bench.run(w.but(output=alone, key=key, value=value))
        yield same(other, bench.run(w.but(output=alone)), f"head {h}, other keys and values in the groups other than {g}")


@law("heads.concat", "a head has its own coordinates", lambda s: one_head(s))
def own_coordinates(bench: Bench) -> Iterator[str]:
    """The layer is the sum of its heads (G1): what the output map reads of one head does not depend on the queries of others."""
    s, w = bench.structure, bench.weights
    for h in range(s.heads):
        alone, mine = bench.head(h), slice(h * s.dim, (h + 1) * s.dim)
        query = bench.normal(*w.query.shape) / s.features**0.5
        query[mine] = w.query[mine]
        yield same(
            bench.run(w.but(output=alone, query=query)), bench.run(w.but(output=alone)), f"head {h}, other queries in the other heads"
        )


@law("transformer.head_gauge", "the basis of queries and keys", without_rotation)
def basis_of_queries(bench: Bench) -> Iterator[str]:
    """(W_Q G, W_K G⁻ᵀ) for diagonal G, and for a permutation of the coordinates (F7)."""
    s, w = bench.structure, bench.weights
    factor = torch.stack([powers(bench, s.dim) for _ in range(s.kinds)])
    yield same(chart(bench, factor), bench.plain, "coordinates scaled in queries and unscaled in keys")
    order = torch.randperm(s.dim, generator=bench.generator)
    moved = {
        name: getattr(w, name).unflatten(0, (-1, s.dim))[:, order].flatten(0, 1) for name in ("query", "query_bias", "key", "key_bias")
    }
    yield same(bench.run(w.but(**moved)), bench.plain, "coordinates of queries and keys in another order")


@law("transformer.head_gauge", "the basis of values")
def basis_of_values(bench: Bench) -> Iterator[str]:
    """(W_V H, H⁻¹ W_O) for H a scaling or permutation of the coordinates of a group (F7)."""
    s, w = bench.structure, bench.weights
    factor = torch.stack([powers(bench, s.values) for _ in range(s.kinds)])
    scaled = {name: by_group(s, getattr(w, name), s.values, factor, of_heads=False) for name in ("value", "value_bias")}
    output = by_group(s, w.output.mT, s.values, 1 / factor, of_heads=True).mT
    yield same(bench.run(w.but(**scaled, output=output)), bench.plain, "coordinates scaled in values and unscaled in the output map")
    order = torch.randperm(s.values, generator=bench.generator)
    moved = {name: getattr(w, name).unflatten(0, (-1, s.values))[:, order].flatten(0, 1) for name in ("value", "value_bias")}
    output = w.output.unflatten(1, (s.heads, s.values))[:, :, order].flatten(1)  # type: ignore[no-untyped-call]
    yield same(bench.run(w.but(**moved, output=output)), bench.plain, "coordinates of values in another order")


@law("transformer.head_gauge", "the order of heads", lambda s: "each head has its slope" if s.slopes else one_head(s))
def order_of_heads(bench: Bench) -> Iterator[str]:
    """Groups of heads in another order, and the heads of a group (F7); slopes belong to their heads."""
    s, w = bench.structure, bench.weights
    each = s.heads // s.kinds
    groups = list(range(s.kinds))[::-1]
    heads = [g * each + k for g in groups for k in range(each)[::-1]]

    def moved(weight: Tensor, size: int, order: list[int]) -> Tensor:
        return weight.reshape(len(order), size, *weight.shape[1:])[order].reshape(weight.shape)

    changed = {name: moved(getattr(w, name), s.dim, heads) for name in ("query", "query_bias")}
    changed |= {name: moved(getattr(w, name), s.dim, groups) for name in ("key", "key_bias")}
    changed |= {name: moved(getattr(w, name), s.values, groups) for name in ("value", "value_bias")}
    yield same(bench.run(w.but(**changed, output=moved(w.output.mT, s.values, heads).mT)), bench.plain, f"heads in the order {heads}")


@law("transformer.head_gauge", "a key bias is not seen", biased)
def key_bias(bench: Bench) -> Iterator[str]:
    """A constant key bias is pure gauge under row anchoring (F7)."""
    w = bench.weights
    yield same(bench.run(w.but(key_bias=w.key_bias + bench.normal(len(w.key_bias)))), bench.plain, "another key bias")


@law("transformer.head_gauge", "a query bias is seen", lambda s: "" if s.biases else "it has no biases")
def query_bias(bench: Bench) -> Iterator[str]:
    """A query bias is no gauge (F7): it is the query of a feature that is 1 everywhere."""
    w, x = bench.weights, bench.x.clone()
    x[:, 0] = 1.0
    query = w.query.clone()
    query[:, 0] = w.query_bias
    alone = torch.zeros_like(w.query)
    alone[:, 1:] = w.query[:, 1:]
    moved = bench.without("query_bias").but(query=query)
    yield same(bench.run(w.but(query=alone), x=x), bench.run(moved, x=x), "the query bias as the weight of a feature that is 1")


@law("transformer.hull", "constant values come back")
def constant_values(bench: Bench) -> Iterator[str]:
    """A row has mass 1 (F5): a value that all keys have in all coordinates is what it reads, whatever the weights are."""
    w, x = bench.without("value", "value_bias"), bench.x.clone()
    x[:, 0] = 1.0
    value = w.value.clone()
    value[:, 0] = 1.5
    yield agrees(bench.run(w.but(value=value), x=x), "every key has the value 1.5")
    if bench.structure.biases:
        yield agrees(bench.run(w.but(value_bias=w.value_bias + 1.5)), "every value is its bias 1.5")


@law("transformer.hull", "a row stays between the values")
def between_the_values(bench: Bench) -> Iterator[str]:
    """What a head reads lies between the least and the greatest value (F5), here the same in all coordinates."""
    s, w = bench.structure, bench.without("value_bias", "output_bias")
    w = w.but(value=w.value[:1].expand_as(w.value).contiguous())
    value = bench.x.double() @ w.value[0].double()
    low, high = float(value.min()), float(value.max())
    for column in range(0, s.heads * s.values, s.values):
        output = torch.zeros_like(w.output)
        output[0, column] = 1.0
        run = bench.run(w.but(output=output))
        out, room = run.result[:, 0].double(), run.error[:, 0] * SLACK
        wrong = room.isfinite() & ~((out >= low - room) & (out <= high + room))
        for i in wrong.nonzero()[:1, 0].tolist():
            yield f"coordinate {column} of row {i} is {float(out[i])!r}, the values are between {low!r} and {high!r}"


@law("carrier.prefix", "the first tokens do not know what follows", causal)
def prefixes(bench: Bench) -> Iterator[str]:
    """On the first tokens alone the layer returns their rows (A3)."""
    for t in range(1, bench.tokens):
        first = bench.run(x=bench.x[:t], mask=bench.structure.mask(t))
        yield same(first, bench.plain, f"{t} of {bench.tokens} tokens", to=list(range(t)))


@law("depth.block_closure", "a row reads its carrier")
def reads_its_carrier(bench: Bench) -> Iterator[str]:
    """With scores that do not depend on the row's own state, a row depends on exactly the states that the mask admits (H8)."""
    still = bench.without("query", "query_bias")
    before = bench.run(still)
    for j in range(bench.tokens):
        x = bench.x.clone()
        x[j] = bench.normal(bench.structure.features) * 2
        after = bench.run(still, x=x)
        read = differ(before.result, after.result, before.error + after.error).any(-1)
        known = (before.error + after.error).isfinite().all(-1)
        for i in (known & (read != bench.mask[:, j])).nonzero()[:1, 0].tolist():
            yield f"row {i} {'reads' if read[i] else 'does not read'} key {j}, which its carrier {'excludes' if read[i] else 'admits'}"


@law("transformer.permutation", "relabelled tokens are relabelled rows", no_positions)
def relabelled(bench: Bench) -> Iterator[str]:
    """Tokens and mask relabelled (F4)."""
    for _ in range(3):
        order = torch.randperm(bench.tokens, generator=bench.generator).tolist()
        yield same(bench.run(x=bench.x[order], mask=bench.mask[order][:, order]), bench.plain, f"tokens in the order {order}", to=order)


def fitting(bench: Bench, weights: Weights, neighbours: Mapping[str, Structure]) -> Iterator[str]:
    """The neighbours of a structure that a layer is the regime of, though it is not that of its own structure."""
    if bench.run(weights).agreement.disagrees:
        yield from (name for name, s in neighbours.items() if not bench.run(weights, of=s).agreement.disagrees)


@law("interaction.chart_alibi", "no other slopes fit", lambda s: "" if s.slopes else "it has no ALiBi slopes")
def other_slopes(bench: Bench) -> Iterator[str]:
    """Slopes of the other sign, in the other order, or none (E15), with queries that play no part."""
    s = bench.structure
    slopes = s.slopes or ()
    others = {"of the other sign": tuple(-x for x in slopes), "in the other order": slopes[::-1], "of 0": tuple(0.0 for _ in slopes)}
    neighbours = {name: replace(s, slopes=other) for name, other in others.items() if other != slopes}
    yield from (f"it is the regime with slopes {name}" for name in fitting(bench, bench.without("query", "query_bias"), neighbours))


@law("interaction.chart_rope", "no other angles fit", rotated)
def other_angles(bench: Bench) -> Iterator[str]:
    """Planes turned the other way, in the other order, in other pairs, or not at all (E16)."""
    s = bench.structure
    assert s.rotation is not None
    angles = s.rotation.angles
    others = {
        "the other way": replace(s.rotation, angles=tuple(-x for x in angles)),
        "by angles in the other order": replace(s.rotation, angles=angles[::-1]),
        "in other pairs": replace(s.rotation, neighbours=not s.rotation.neighbours),
        "by no angle": replace(s.rotation, angles=tuple(0.0 for _ in angles)),
    }
    neighbours = {name: replace(s, rotation=other) for name, other in others.items() if other != s.rotation}
    yield from (f"it is the regime with planes turned {name}" for name in fitting(bench, bench.weights, neighbours))


@law("transformer.scale", "no other scale fits")
def other_scales(bench: Bench) -> Iterator[str]:
    """Scores are divided by √d (F6), not by another of the usual numbers; with biases that play no part."""
    s = bench.structure
    others = {"1": 1.0, "1/d": 1 / s.dim, "1/√features": s.features**-0.5, "√d": s.dim**0.5, "1/√(heads·d)": (s.heads * s.dim) ** -0.5}
    neighbours = {name: replace(s, scale=other) for name, other in others.items() if abs(other - 1 / s.temperature) > 1e-9}
    plain = bench.without("query_bias", "key_bias")
    yield from (f"it is the regime with the scale {name}, not {1 / s.temperature:.6g}" for name in fitting(bench, plain, neighbours))


@law("transformer.sdpa", "it is the regime")
def is_the_regime(bench: Bench) -> Iterator[str]:
    """The layer and the regime of its structure (F3)."""
    yield agrees(bench.plain, "as it is")
    if bench.structure.told:
        mask = (torch.rand(bench.tokens, bench.tokens, generator=bench.generator) < 0.6) | torch.eye(bench.tokens, dtype=torch.bool)
        yield agrees(bench.run(mask=mask), "with another mask")
