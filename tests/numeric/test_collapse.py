"""Depth without residuals collapses: states that are read as they are lose oscillation at Dobrushin's rate, and a residual lifts that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pytest
import torch
from torch.nn import functional

from gaproof.numeric import BallArithmetic, Model, realise
from gaproof.numeric.references.attention import read
from gaproof.numeric.references.roundoff import SLACK, Rounded, Rounding, exactly
from gaproof.terms import Sum, field, index, sizes
from gaproof.theory import causal, full, softmax, window
from gaproof.theory.families import ConcreteCarrier

Tensor = torch.Tensor
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
TOKENS, FEATURES, DEPTH = 8, 8, 6
n, d = sizes("n d")
(i, j), c = index("i j", n), index("c", d)
Q, K, M = field("Q", i, c), field("K", j, c), field("M", i, j, domain="mask")
weight = softmax(Sum(Q[i, c] * K[j, c], c) / 8, over=j, mask=M[i, j])  # 8 > √d: so that rows do not become hard


@dataclass(frozen=True)
class Layer:
    """One layer on states (tokens, features): queries and keys as torch computes them in the dtype, the states as values."""

    query: Tensor
    key: Tensor
    states: Tensor
    mask: Tensor

    @property
    def output(self) -> Tensor:
        q, k, v = (x[None, None] for x in (self.query, self.key, self.states))
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=self.mask[None, None], scale=1 / 8)[0, 0]

    @cached_property
    def weights(self) -> tuple[Tensor, Tensor]:
        """Midpoints and radii of A, of the queries and keys as they are."""
        model = Model({n: TOKENS, d: FEATURES}, {Q: self.query, K: self.key, M: self.mask})
        mid, rad = realise(weight, model, BallArithmetic(), axes=(i, j)).enclosure()
        return mid[..., 0], rad[..., 0]

    @property
    def dobrushin(self) -> float:
        """An upper bound of max_ik TV(A_i, A_k)."""
        mid, rad = self.weights
        apart = ((mid[:, None] - mid).abs() + rad[:, None] + rad).sum(-1) / 2
        return min(1.0, float(apart.max()) * SLACK)

    @property
    def least(self) -> float:
        """A lower bound of the entries."""
        mid, rad = self.weights
        return float((mid - rad).min()) / SLACK

    @property
    def error(self) -> float:
        """How far torch's output may be from A·states."""
        fl, q, k = Rounding(self.states.dtype), exactly(self.query), exactly(self.key)
        s = fl.dot(q, Rounded(k.value.mT, k.error.mT))
        size = q.value.abs() @ k.value.abs().mT / 8
        scores = Rounded(s.value / 8, s.error / 8 + 4 * fl.unit * size)
        return float(read(fl, scores, self.mask, exactly(self.states)).error.max())


def osc(x: Tensor) -> float:
    """The largest oscillation of a feature over the tokens."""
    return float((x.double().amax(0) - x.double().amin(0)).max())


def stack(
    carrier: ConcreteCarrier, dtype: torch.dtype, step: Callable[[Tensor, Tensor], Tensor], seed: int = 0
) -> list[tuple[Layer, Tensor]]:
    """A stack of heads with their own projections: each layer, and the states that follow."""
    g = torch.Generator().manual_seed(seed)
    states, mask, layers = torch.randn(TOKENS, FEATURES, dtype=torch.float64, generator=g).to(dtype), torch.tensor(carrier.mask), []
    for _ in range(DEPTH):
        project = (torch.randn(2, FEATURES, FEATURES, dtype=torch.float64, generator=g) / FEATURES**0.5).to(dtype)
        layer = Layer(states @ project[0], states @ project[1], states, mask)
        states = step(states, layer.output)
        layers.append((layer, states))
    return layers


def alone(states: Tensor, output: Tensor) -> Tensor:
    return output


def residual(states: Tensor, output: Tensor) -> Tensor:
    return states + output


CARRIERS = {"full": full(TOKENS), "causal": causal(TOKENS), "window": window(TOKENS, 5)}


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", CARRIERS)
def test_oscillation_contracts_by_the_product_of_dobrushins_coefficients(name: str, dtype: torch.dtype) -> None:
    layers = stack(CARRIERS[name], dtype, alone)
    bound = osc(layers[0][0].states)
    for layer, after in layers:
        assert osc(after) <= (layer.dobrushin * osc(layer.states) + 2 * layer.error) * SLACK
        bound = (layer.dobrushin * bound + 2 * layer.error) * SLACK
        assert osc(after) <= bound
    if name == "full":
        assert bound < osc(layers[0][0].states) / 3, "the bound says something"


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_entries_of_at_least_delta_contract_by_one_minus_n_delta(dtype: torch.dtype) -> None:
    layers = stack(CARRIERS["full"], dtype, alone)
    delta, error = min(layer.least for layer, _ in layers), max(layer.error for layer, _ in layers)
    rate, bound = 1 - TOKENS * delta, osc(layers[0][0].states)
    assert 0 < delta and all(layer.dobrushin <= rate * SLACK + 2.0**-40 for layer, _ in layers)
    for _, after in layers:
        bound = (rate * bound + 2 * error) * SLACK
        assert osc(after) <= bound


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_with_residuals_the_bound_is_broken(dtype: torch.dtype) -> None:
    layers = stack(CARRIERS["full"], dtype, residual)
    first, after = layers[0]
    start, product = osc(first.states), 1.0
    assert osc(after) > (first.dobrushin * start + 2 * first.error) * SLACK
    for layer, _ in layers:
        product *= layer.dobrushin
    assert osc(layers[-1][1]) > start > product * start


def test_a_row_that_is_not_normalised_is_seen() -> None:
    def leaking(states: Tensor, output: Tensor) -> Tensor:
        return output * torch.linspace(0.5, 1.5, TOKENS, dtype=states.dtype)[:, None]

    layers = stack(CARRIERS["full"], torch.float64, leaking)
    assert any(osc(after) > (layer.dobrushin * osc(layer.states) + 2 * layer.error) * SLACK for layer, after in layers)
