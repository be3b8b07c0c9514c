"""Heaviest spanning forests of bipartite graphs, a batch at a time, and what is summed along them.

The nodes are the n rows, 0 … n − 1, and then the m columns.  A tree is what makes sums along a graph explicit: given what each node has
to receive, the flow on its edges is determined, and given a value on each edge, so is the unary field f_i + g_j that agrees with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import torch

from ..ball import Ball
from ..rounding import rounding

Tensor = torch.Tensor
FLOAT = rounding(torch.float64)
NO_EDGE = torch.finfo(torch.float64).min


@final
@dataclass(frozen=True)
class Potentials:
    """f and then g, 0 at roots; how many edges lead to each node, and the root of its tree.  All (n + m, batch)."""

    field: Tensor
    depth: Tensor
    tree: Tensor


@final
@dataclass(frozen=True)
class Forest:
    """The k-th node to be reached, ``nodes[k]``, was reached from ``parents[k]`` along ``edges[k]`` = i·m + j; ``joined[k]`` is false
    where no edge led to a new node: there a new tree starts.  All (n + m, batch)."""

    nodes: Tensor
    parents: Tensor
    edges: Tensor
    joined: Tensor

    def along(self, x: Tensor) -> Tensor:
        """The values of (n, m, batch) on the edges, (n + m, batch); at a root whatever stands at (0, 0)."""
        return x.flatten(0, 1).gather(0, self.edges)

    def flows(self, wanted: Ball) -> Ball:
        """The flow on each edge that brings ``wanted`` (n + m, batch) to the nodes; 0 at roots, where what is left is 0 in truth."""
        mid, rad = (x.clone() for x in wanted.enclosure())
        flows, doubts = [], []
        for v, p, joined in reversed(list(zip(self.nodes[:, None], self.parents[:, None], self.joined[:, None], strict=True))):
            # all that hangs below v has been settled: its edge carries what v still wants, and its parent wants so much less
            flow, doubt = (torch.where(joined, x.gather(0, v), 0.0) for x in (mid, rad))
            left = mid.gather(0, p) - flow
            unsure = (rad.gather(0, p) + doubt + left.abs() * FLOAT.unit) * FLOAT.up
            mid.scatter_(0, p, left)
            rad.scatter_(0, p, unsure)
            flows.append(flow)
            doubts.append(doubt)
        return Ball(torch.cat(flows[::-1]), torch.cat(doubts[::-1]))

    def potentials(self, values: Tensor) -> Potentials:
        """The unary field f_i + g_j that agrees with ``values`` (n, m, batch) along the forest."""
        found = Potentials(torch.zeros_like(self.joined, dtype=values.dtype), torch.zeros_like(self.nodes), torch.zeros_like(self.nodes))
        steps = zip(self.nodes[:, None], self.parents[:, None], self.joined[:, None], self.along(values)[:, None], strict=True)
        for v, p, joined, step in steps:
            found.field.scatter_(0, v, torch.where(joined, step - found.field.gather(0, p), 0.0))
            found.depth.scatter_(0, v, torch.where(joined, found.depth.gather(0, p) + 1, 0))
            found.tree.scatter_(0, v, torch.where(joined, found.tree.gather(0, p), v))
        return found


def heaviest_forest(weights: Tensor) -> Forest:
    """The heaviest spanning forest of the edges with a weight above NO_EDGE, (n, m, batch), by Prim's method from the heaviest row."""
    n, m, batch = weights.shape
    graph = weights.new_full((n + m, n + m, batch), NO_EDGE)
    graph[:n, n:] = weights.clamp(min=NO_EDGE)
    graph[n:, :n] = graph[:n, n:].transpose(0, 1)
    best = weights.new_full((n + m, batch), NO_EDGE)
    origin = torch.zeros_like(best, dtype=torch.long)
    reached = torch.zeros_like(best, dtype=torch.bool)
    node = weights.amax(1).argmax(0, keepdim=True)
    nodes, parents, joined = [], [], []
    for _ in range(n + m):
        nodes.append(node)
        parents.append(origin.gather(0, node))
        joined.append(best.gather(0, node) > NO_EDGE)
        reached.scatter_(0, node, True)
        onward = graph.gather(0, node.expand(n + m, -1)[None])[0]
        closer = onward > best
        best = torch.where(closer, onward, best)
        origin = torch.where(closer, node, origin)
        node = best.masked_fill(reached, -torch.inf).argmax(0, keepdim=True)
    every, before, linked = (torch.cat(x) for x in (nodes, parents, joined))
    edges = torch.where(linked, torch.minimum(every, before) * m + torch.maximum(every, before) - n, 0)
    return Forest(every, before, edges, linked)
