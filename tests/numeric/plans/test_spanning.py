"""Forests span what can be spanned with as much weight as any, and what is summed along them arrives."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import networkx
import pytest
import torch
from flint import arb

from gaproof.numeric.ball import Ball
from gaproof.numeric.plans.spanning import Forest, heaviest_forest
from tests.numeric.points import EXACT, each, outside

Tensor = torch.Tensor
SHAPES = [(1, 1), (1, 5), (4, 1), (3, 4), (6, 5)]
BATCH = 8


def weights(n: int, m: int, seed: int) -> Tensor:
    """Small integers, a third of the edges missing."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randint(-20, 20, (n, m, BATCH), generator=g).double()
    return x.masked_fill(torch.rand(n, m, BATCH, generator=g) < 1 / 3, -inf)


def pairs(forest: Forest, k: int) -> list[tuple[int, int]]:
    """The edges of one instance, as they are joined."""
    columns = zip(forest.nodes[:, k].tolist(), forest.parents[:, k].tolist(), forest.joined[:, k].tolist(), strict=True)
    return [(v, p) for v, p, joined in columns if joined]


def graph(x: Tensor, k: int) -> networkx.Graph:
    n, m = x.shape[:2]
    out = networkx.Graph()
    out.add_nodes_from(range(n + m))
    out.add_weighted_edges_from((i, n + j, float(x[i, j, k])) for i in range(n) for j in range(m) if x[i, j, k] > -inf)
    return out


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_a_forest_is_as_heavy_as_any_and_has_a_tree_for_each_component(n: int, m: int) -> None:
    x = weights(n, m, 10 * n + m)
    forest = heaviest_forest(x)
    for k in range(BATCH):
        whole = graph(x, k)
        expected = networkx.maximum_spanning_tree(whole)
        found = whole.edge_subgraph(pairs(forest, k))
        assert expected.number_of_edges() == len(pairs(forest, k)) == found.number_of_edges()
        assert expected.size("weight") == found.size("weight")
        assert networkx.is_forest(expected) and sorted(range(n + m)) == sorted(forest.nodes[:, k].tolist())


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_flows_bring_to_each_node_but_the_roots_what_it_wants(n: int, m: int) -> None:
    g = torch.Generator().manual_seed(n + m)
    forest = heaviest_forest(weights(n, m, n + 10 * m))
    wanted = torch.randn(n + m, BATCH, dtype=torch.float64, generator=g)
    flows = forest.flows(Ball(wanted))
    true: list[arb] = [arb(0)] * flows.mid.numel()
    for k in range(BATCH):
        left = {v: Fraction(x) for v, x in enumerate(wanted[:, k].tolist())}
        for place, v, p, joined in reversed(
            list(zip(range(n + m), *(t[:, k].tolist() for t in (forest.nodes, forest.parents, forest.joined)), strict=True))
        ):
            if joined:
                left[p] -= left[v]
                (true[place * BATCH + k],) = each(lambda a, b: a / b, *([arb(z)] for z in left[v].as_integer_ratio()), bits=EXACT)
    assert [] == outside(flows, true, provably=True)
    late = Ball(flows.mid.roll(1, 0), flows.rad)
    assert min(n, m) == 1 or [] != outside(late, true, provably=True)


def test_potentials_agree_with_a_unary_field_wherever_a_tree_joins() -> None:
    g = torch.Generator().manual_seed(3)
    f, h = (torch.randint(-9, 9, (k, BATCH), generator=g).double() for k in (5, 4))
    x = weights(5, 4, 3)
    found = heaviest_forest(x).potentials(f[:, None] + h[None])
    same = found.tree[:5, None] == found.tree[None, 5:]
    assert bool(same[x > -inf].all())
    assert bool(((found.field[:5, None] + found.field[None, 5:] == f[:, None] + h[None]) | ~same).all())
    twisted = heaviest_forest(x).potentials(f[:, None] * h[None])
    assert not bool(((twisted.field[:5, None] + twisted.field[None, 5:] == f[:, None] * h[None]) | ~same).all())
