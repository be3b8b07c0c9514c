"""A layout by topological layers, from left to right: a claim stands left of all that it uses.

Each set of connected claims is drawn by itself.  An edge over several columns runs through a lane of its own in those between, so that
no curve crosses a box.
"""

from __future__ import annotations

from itertools import pairwise

import networkx as nx

from ...runner.graph import layers
from .layout import Box, Layout, Point, packed
from .ordering import ordered
from .placing import placed

Lane = tuple[str, str, int]  # an edge in the column that it passes
Vertex = str | Lane
Size = tuple[float, float]
ACROSS, APART, LANE = 96.0, 18.0, 7.0  # between columns, between boxes, half a lane
ROUNDS = 10


def layered(made: nx.DiGraph, sizes: dict[str, Size]) -> Layout:
    """The layout of a graph whose boxes have these sizes."""
    return packed([_connected(made.subgraph(ids), sizes) for ids in nx.weakly_connected_components(made)])


def _connected(made: nx.DiGraph, sizes: dict[str, Size]) -> Layout:
    ranks = _ranks(made)
    column_of: dict[Vertex, int] = {id: max(ranks.values()) - rank for id, rank in ranks.items()}
    columns: list[list[Vertex]] = [[id for id in sorted(made) if column_of[id] == c] for c in range(max(column_of.values()) + 1)]
    chains: dict[tuple[str, str], list[Vertex]] = {}
    for tail, head in sorted(made.edges):
        lanes = [(tail, head, c) for c in range(column_of[tail] + 1, column_of[head])]
        chains[tail, head] = [tail, *lanes, head]
        for lane in lanes:
            columns[lane[2]].append(lane)
    links = [link for chain in chains.values() for link in pairwise(chain) if column_of.get(chain[0]) != column_of.get(chain[-1])]
    columns = ordered(columns, links)
    middles = _middles(columns, links, sizes)
    boxes = _boxes(columns, middles, sizes)
    curves = _curves(chains, boxes)
    left = min([0.0, *(x for points in curves.values() for x, _ in points)])
    right, height = max(box.x + box.width for box in boxes.values()), max(box.y + box.height for box in boxes.values())
    claims = {id: box for id, box in boxes.items() if isinstance(id, str)}
    return Layout(right - left, height, claims, curves).moved(-left, 0.0)


def _ranks(made: nx.DiGraph) -> dict[str, int]:
    """How far from the right each claim stands: its layer, or as near as can be to the claims that use it, if that shortens edges.  No
    rank is left empty: along a longest way down nothing can move."""
    ranks = {id: n for n, layer in enumerate(layers(made)) for id in layer}
    for id in sorted(made, key=lambda id: (-ranks[id], id)):
        nearest = min([ranks[user] for user in made.predecessors(id)], default=ranks[id] + 1) - 1
        if nearest > ranks[id] and made.in_degree(id) > made.out_degree(id):
            ranks[id] = nearest
    return ranks


def _half(vertex: Vertex, sizes: dict[str, Size]) -> float:
    """Half of the height that a vertex takes up."""
    return (sizes[vertex][1] + APART) / 2 if isinstance(vertex, str) else LANE


def _middles(columns: list[list[Vertex]], links: list[tuple[Vertex, Vertex]], sizes: dict[str, Size]) -> dict[Vertex, float]:
    """The height of every vertex, near those of its neighbours; lanes more so than boxes, which keeps long edges straight."""
    near: dict[Vertex, list[Vertex]] = {v: [] for column in columns for v in column}
    for tail, head in links:
        near[tail].append(head)
        near[head].append(tail)
    middles: dict[Vertex, float] = {}
    for turn in range(ROUNDS):
        for column in columns if turn % 2 == 0 else columns[::-1]:
            wanted = []
            for vertex in column:
                known = [middles[u] for u in near[vertex] if u in middles]
                wanted.append(sum(known) / len(known) if known else middles.get(vertex, 0.0))
            gaps = [_half(a, sizes) + _half(b, sizes) for a, b in pairwise(column)]
            weights = [1.0 if isinstance(vertex, str) else 4.0 for vertex in column]
            middles |= zip(column, placed(wanted, gaps, weights), strict=True)
    return middles


def _boxes(columns: list[list[Vertex]], middles: dict[Vertex, float], sizes: dict[str, Size]) -> dict[Vertex, Box]:
    """Boxes of claims, and of lanes, which are as wide as their column and have no height."""
    boxes: dict[Vertex, Box] = {}
    x = 0.0
    for column in columns:
        width = max(sizes[v][0] for v in column if isinstance(v, str))
        for v in column:
            height = sizes[v][1] if isinstance(v, str) else 0.0
            boxes[v] = Box(x, middles[v] - height / 2, width, height)
        x += width + ACROSS
    top = min(box.y for box in boxes.values())
    return {v: box.moved(0.0, -top) for v, box in boxes.items()}


def _curves(chains: dict[tuple[str, str], list[Vertex]], boxes: dict[Vertex, Box]) -> dict[tuple[str, str], list[Point]]:
    """The edges, each from the right side of a box through its lanes to the left side of another."""
    leaving = _spread([(chain[0], chain[1], edge) for edge, chain in chains.items()], boxes)
    coming = _spread([(chain[-1], chain[-2], edge) for edge, chain in chains.items()], boxes)
    curves = {}
    for edge, chain in chains.items():
        first, last = boxes[chain[0]], boxes[chain[-1]]
        if first.x == last.x:  # of one cycle: around the left side
            a, b = (first.x, leaving[edge]), (last.x, coming[edge])
            out = min(ACROSS / 2, 16 + abs(a[1] - b[1]) / 4)
            curves[edge] = [a, (a[0] - out, a[1]), (b[0] - out, b[1]), b]
            continue
        stops = [(first.x + first.width, leaving[edge])]
        for lane in (boxes[v] for v in chain[1:-1]):
            stops += [(lane.x, lane.y), (lane.x + lane.width, lane.y)]
        stops.append((last.x, coming[edge]))
        curves[edge] = [stops[0], *(point for a, b in pairwise(stops) for point in _bend(a, b))]
    return curves


def _bend(a: Point, b: Point) -> list[Point]:
    """A piece of a curve that leaves and arrives level."""
    half = (b[0] - a[0]) / 2
    return [(a[0] + half, a[1]), (b[0] - half, b[1]), b]


def _spread(ends: list[tuple[Vertex, Vertex, tuple[str, str]]], boxes: dict[Vertex, Box]) -> dict[tuple[str, str], float]:
    """The heights at which edges touch the side of their box, in the order of where they come from."""
    at: dict[Vertex, list[tuple[float, tuple[str, str]]]] = {}
    for here, there, edge in ends:
        at.setdefault(here, []).append((boxes[there].middle, edge))
    heights = {}
    for here, found in at.items():
        step = min(7.0, (boxes[here].height - 8) / len(found))
        for number, (_, edge) in enumerate(sorted(found)):
            heights[edge] = boxes[here].middle + (number - (len(found) - 1) / 2) * step
    return heights
