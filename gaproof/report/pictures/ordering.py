"""The order of vertices in the columns of a layered drawing: few crossings of the links between neighbouring columns.

The barycentre heuristic of Sugiyama, Tagawa and Toda (1981): a vertex goes where the mean of its neighbours is, sweep after sweep.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable
from typing import TypeVar

V = TypeVar("V", bound=Hashable)
SWEEPS = 12


def ordered(columns: list[list[V]], links: Iterable[tuple[V, V]]) -> list[list[V]]:
    """The columns, each in an order of its own; a link joins a vertex to one of the next column."""
    links = list(links)
    back: dict[V, list[V]] = {v: [] for column in columns for v in column}
    forth: dict[V, list[V]] = {v: [] for column in columns for v in column}
    for tail, head in links:
        forth[tail].append(head)
        back[head].append(tail)
    now = [list(column) for column in columns]
    best, fewest = now, crossings(now, links)
    for sweep in range(SWEEPS):
        now = _swept(now, back) if sweep % 2 == 0 else _swept(now[::-1], forth)[::-1]
        count = crossings(now, links)
        if count < fewest:
            best, fewest = now, count
    return best


def _swept(columns: list[list[V]], neighbours: dict[V, list[V]]) -> list[list[V]]:
    """Each column sorted by where the neighbours in the column before are, which was sorted just now."""
    done = columns[:1]
    for column in columns[1:]:
        place = {v: n for n, v in enumerate(done[-1])}
        own = {v: n for n, v in enumerate(column)}
        means = {v: sum(place[u] for u in neighbours[v]) / len(neighbours[v]) if neighbours[v] else own[v] for v in column}
        done.append(sorted(column, key=lambda v: (means[v], own[v])))
    return done


def crossings(columns: list[list[V]], links: Iterable[tuple[V, V]]) -> int:
    """How many pairs of links cross."""
    place = {v: (c, n) for c, column in enumerate(columns) for n, v in enumerate(column)}
    between: dict[int, list[tuple[int, int]]] = {}
    for tail, head in links:
        between.setdefault(place[tail][0], []).append((place[tail][1], place[head][1]))
    count = 0
    for pairs in between.values():
        seen: list[int] = []
        for _, end in sorted(pairs):
            count += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return count
