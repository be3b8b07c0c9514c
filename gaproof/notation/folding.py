"""Definitions in a formula: which of its terms are what a definition says, at which indices.

A formula in which such a term is printed by what it is called says the same: the term is found by comparing, symbol by symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..proof.certificate import FORMAT, Json, Reader
from ..proof.export import _Writer
from ..proof.substitution import closed, rebuild, shift
from ..proof.syntax import BINDERS, REAL, App, Bound, Card, Node, Number, Symbol

Place = Mapping[Symbol, Any]  # the index terms at which a definition is read


@dataclass(frozen=True)
class Fold:
    """A term and what it is called: a name, with the indices ``shown``; or pieces of LaTeX, with the nodes ``shown`` between them."""

    term: Node
    name: str = ""
    pieces: tuple[str, ...] = ()
    shown: tuple[Node, ...] = ()

    @cached_property
    def indices(self) -> tuple[Symbol, ...]:
        """The index variables of the term, in order of appearance; it may be read at others."""
        heads = (node.head for node in nodes(self.term) if type(node) is App)
        return tuple(dict.fromkeys(h for h in heads if type(h) is Symbol and is_index(h)))

    @cached_property
    def dummies(self) -> tuple[Symbol, ...]:
        """The index variables that are shown and that the term binds."""
        found = (s for node in self.shown for s in sorted(node.free - self.term.free) if is_index(s))
        return tuple(dict.fromkeys(found))

    def at(self, node: Node, bound: Sequence[str]) -> Place | None:
        """The indices at which the term is the node; None if at none.  Other variables must be the same, or bound and called the same:
        ``bound`` are the names of the variables of the binders around the node, from the outside."""
        if type(self.term) is not type(node) or self.term.height != node.height:
            return None
        found: dict[Any, Any] = {}
        own = frozenset(self.indices)

        def same(a: Any, b: Any, depth: int) -> bool:
            if type(a) is App and a.head in own:
                if getattr(b, "sort", None) != a.sort or not _outside(b, depth):
                    return False
                here = shift(b, -depth)
                return bool(found.setdefault(a.head, here) == here)
            if type(a) is not type(b) or len(a.children) != len(b.children) or not _alike(a, b, depth, bound):
                return False
            inner = depth + 1 if type(a) in BINDERS else depth
            return all(same(x, y, inner) for x, y in zip(a.children, b.children, strict=True))

        if not same(self.term, node, 0) or (self.pieces and any(index.children for index in found.values())):
            return None
        return found

    def placed(self, place: Place) -> Iterator[Any]:
        """The nodes to be shown at these indices, in as many more binders as there are dummies."""
        for node in self.shown:
            for dummy in self.dummies:
                node = closed(node, dummy)
            yield _put(node, place, len(self.dummies))


def is_index(symbol: Symbol) -> bool:
    """Whether it is an index variable."""
    return not symbol.type.params and symbol.type.result != REAL and not symbol.constant


def nodes(node: Any) -> Iterator[Any]:
    """A node and all within it, from the outside and the left."""
    yield node
    for child in node.children:
        yield from nodes(child)


def _outside(index: Any, depth: int) -> bool:
    """Whether an index term has no variable of the innermost binders."""
    return all(type(n.head) is Symbol or n.head.index >= depth for n in nodes(index))


def _alike(a: Any, b: Any, depth: int, bound: Sequence[str]) -> bool:
    match a:
        case Number():
            return bool(a.value == b.value)
        case Card():
            return bool(a.over == b.over)
        case App() if type(a.head) is Symbol and type(b.head) is Bound:
            outwards = b.head.index - depth
            return bool(a.head.type == b.head.type and 0 <= outwards < len(bound) and bound[-1 - outwards] == a.head.name)
        case App():
            return bool(a.head == b.head)
        case _:
            return type(a) not in BINDERS or bool(a.type == b.type)


def _put(node: Any, place: Mapping[Any, Any], depth: int) -> Any:
    """The node with index terms for its free index variables, under ``depth`` more binders than these."""
    if type(node) is App and node.head in place:
        return shift(place[node.head], depth)
    inner = depth + 1 if type(node) in BINDERS else depth
    return rebuild(node, tuple(_put(child, place, inner) for child in node.children))


def written(folds: Iterable[Fold]) -> Json:
    """Folds as plain JSON, with tables of their own like those of a certificate."""
    writer: Any = _Writer()
    entries = [
        {
            "term": writer.formula(fold.term),
            "name": fold.name,
            "pieces": list(fold.pieces),
            "shown": list(map(writer.formula, fold.shown)),
        }
        for fold in folds
    ]
    return {"format": FORMAT, "sorts": writer.sorts, "symbols": writer.symbols, "nodes": writer.nodes, "folds": entries}


def read(document: Json) -> tuple[Fold, ...]:
    """What ``written`` wrote."""
    reader = Reader(document)
    return tuple(
        Fold(reader.formula(fold["term"]), fold["name"], tuple(fold["pieces"]), tuple(map(reader.formula, fold["shown"])))
        for fold in document["folds"]
    )
