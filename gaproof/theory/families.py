"""Concrete carriers: masks of known size, as tuples of rows of booleans."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from ..errors import CarrierError

Vertex = tuple[str, int]  # ("row", i) or ("col", j)


@final
@dataclass(frozen=True)
class ConcreteCarrier:
    """``mask[i][j]``: may row i address column j?"""

    mask: tuple[tuple[bool, ...], ...]

    def __post_init__(self) -> None:
        if not self.mask or not self.mask[0] or len({len(row) for row in self.mask}) != 1:
            raise CarrierError(f"a mask is rows of one positive length, got lengths {[len(row) for row in self.mask]}")

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mask), len(self.mask[0])

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        return tuple((i, j) for i, row in enumerate(self.mask) for j, admissible in enumerate(row) if admissible)

    def __and__(self, other: "ConcreteCarrier") -> "ConcreteCarrier":
        """The restriction of one carrier to the other."""
        if self.shape != other.shape:
            raise CarrierError(f"carriers of shapes {self.shape} and {other.shape} have no common restriction")
        return relation(*self.shape, lambda i, j: self.mask[i][j] and other.mask[i][j])

    def live_rows(self) -> tuple[int, ...]:
        """The rows with an admissible key."""
        return tuple(i for i, row in enumerate(self.mask) if any(row))

    def require_live(self) -> "ConcreteCarrier":
        """The carrier itself; raises for the first row without an admissible key."""
        for i, row in enumerate(self.mask):
            if not any(row):
                raise CarrierError(
                    f"row {i} of the carrier has no admissible key; softmax has no value there — drop the row or give it a fallback key"
                )
        return self

    def components(self) -> tuple[frozenset[Vertex], ...]:
        """The connected components of the bipartite graph; an isolated row or column is one."""
        rows, cols = self.shape
        component: dict[Vertex, set[Vertex]] = {v: {v} for v in [*(("row", i) for i in range(rows)), *(("col", j) for j in range(cols))]}
        for i, j in self.edges:
            merged = component["row", i] | component["col", j]
            component.update(dict.fromkeys(merged, merged))
        return tuple(dict.fromkeys(frozenset(c) for c in component.values()))


def relation(rows: int, cols: int, admissible: Callable[[int, int], bool]) -> ConcreteCarrier:
    """The carrier of a predicate on (row, column)."""
    if rows < 1 or cols < 1:
        raise CarrierError(f"a carrier has at least one row and one column, got {rows} × {cols}")
    return ConcreteCarrier(tuple(tuple(bool(admissible(i, j)) for j in range(cols)) for i in range(rows)))


def cross(n: int, m: int) -> ConcreteCarrier:
    """Every one of n queries addresses every one of m keys."""
    return relation(n, m, lambda i, j: True)


def full(n: int) -> ConcreteCarrier:
    """Every token addresses every token."""
    return cross(n, n)


def causal(n: int) -> ConcreteCarrier:
    """j ≤ i."""
    return relation(n, n, lambda i, j: j <= i)


def window(n: int, w: int) -> ConcreteCarrier:
    """|i - j| ≤ w; ``window(n, w) & causal(n)`` looks back only."""
    return relation(n, n, lambda i, j: abs(i - j) <= w)


def prefix_lm(n: int, p: int) -> ConcreteCarrier:
    """The first p tokens are addressable from everywhere, the others causally."""
    return relation(n, n, lambda i, j: j < p or j <= i)


def offsets(n: int, back: Iterable[int]) -> ConcreteCarrier:
    """i - j is one of the offsets."""
    allowed = frozenset(back)
    return relation(n, n, lambda i, j: i - j in allowed)


def dilated(n: int, w: int, s: int) -> ConcreteCarrier:
    """w keys back in steps of s, the token itself first: i - j in {0, s, …, (w - 1)s}."""
    return offsets(n, (t * s for t in range(w)))


def block_sparse(blocks: Sequence[Sequence[bool]], size: int) -> ConcreteCarrier:
    """``blocks[a][b]``: does block a of ``size`` rows address block b of ``size`` columns?"""
    layout = ConcreteCarrier(tuple(tuple(map(bool, row)) for row in blocks))
    rows, cols = layout.shape
    return relation(rows * size, cols * size, lambda i, j: layout.mask[i // size][j // size])


def graph(g: Mapping[Any, Any]) -> ConcreteCarrier:
    """Each vertex of a networkx graph addresses itself and its neighbours (successors, if directed), in the graph's order."""
    vertices = list(g)
    return relation(len(vertices), len(vertices), lambda i, j: i == j or vertices[j] in g[vertices[i]])


def padding(lengths: Sequence[int], keys: int | None = None) -> ConcreteCarrier:
    """Row i addresses the first ``lengths[i]`` of the keys."""
    return relation(len(lengths), max([*lengths, 1]) if keys is None else keys, lambda i, j: j < lengths[i])
