"""Nodes: a graph of array operations in which every index variable is a named axis.

A node is a function of some index variables, numbered in the order in which they first occur in it; who uses it says
which of its own axes stand there.  So ``exp(s_ij)`` above a fraction and ``exp(s_ik)`` under the sum over k below it are one
node, computed once.  Nodes are shared by structure, never by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, final

from ..errors import GaproofError
from ..proof.syntax import FINITE, MAYBE_EMPTY, Node, Sort, Symbol, Type

Axis = int  # the name of an index variable while a graph is built


class RealiseError(GaproofError):
    """A term has no reading as arrays."""


@final
@dataclass(frozen=True, eq=False)
class Op:
    """A node: ``kind`` applied to the nodes of ``args``; ``args[k]`` = (node, the places of its axes among all ``sorts``).  The first
    ``kept`` axes are its own, the others are reduced."""

    kind: str
    data: Any
    args: tuple[tuple[Op, tuple[int, ...]], ...]
    sorts: tuple[Sort, ...]
    kept: int


@final
@dataclass(frozen=True)
class Use:
    """A node at certain index variables."""

    op: Op
    axes: tuple[Axis, ...]


@dataclass
class Graph(ABC):
    """Makes nodes, each once.  ``open``: the free index symbols that are axes; ``stable``: exponents are shifted by row maxima; ``read``:
    what became of terms, by the axes that their bound variables are."""

    open: dict[Symbol, Axis] = field(default_factory=dict)
    stable: bool = True
    sorts: list[Sort] = field(default_factory=list)
    shared: dict[Any, Op] = field(default_factory=dict)
    read: dict[tuple[Node, tuple[Axis, ...]], Use] = field(default_factory=dict)

    @abstractmethod
    def term(self, t: Node, env: tuple[Axis, ...] = ()) -> Use:
        """The use of a term or formula whose bound variables, from the outside in, are the axes ``env``."""

    @abstractmethod
    def signed(self, t: Node, env: tuple[Axis, ...]) -> tuple[Fraction, Use]:
        """c and x with t = c·x, for a number c that stands in the product t."""

    def axis(self, sort: Sort) -> Axis:
        self.sorts.append(sort)
        return len(self.sorts) - 1

    def make(self, kind: str, args: Sequence[Use], data: Any = None, reduced: Sequence[Axis] = ()) -> Use:
        """The node of this shape, at the index variables of its arguments."""
        seen = tuple(dict.fromkeys(a for use in args for a in use.axes))
        kept, gone = [a for a in seen if a not in reduced], [a for a in seen if a in reduced]
        place = {a: n for n, a in enumerate((*kept, *gone))}
        inner = tuple((use.op, tuple(place[a] for a in use.axes)) for use in args)
        sorts = tuple(self.sorts[a] for a in place)
        key = (kind, data, tuple((id(op), at) for op, at in inner), sorts, len(kept))
        if key not in self.shared:
            self.shared[key] = Op(kind, data, inner, sorts, len(kept))
        return Use(self.shared[key], tuple(kept))

    def linear(self, terms: Sequence[tuple[Fraction, Use]]) -> Use:
        """Σ c·x."""
        some = [(c, x) for c, x in terms if c != 0]
        if not some:
            return self.make("number", (), Fraction(0))
        if len(some) == 1 and some[0][0] == 1:
            return some[0][1]
        return self.make("linear", [x for _, x in some], tuple(c for c, _ in some))

    def entry(self, head: Symbol, axes: list[Axis]) -> Use:
        """A field at index variables, which may coincide."""
        own = tuple(dict.fromkeys(axes))
        key = ("field", head, tuple(own.index(a) for a in axes))
        if key not in self.shared:
            self.shared[key] = Op("field", key[1:], (), tuple(self.sorts[a] for a in own), len(own))
        return Use(self.shared[key], own)

    def index(self, axis: Axis) -> Use:
        """An index variable as a number."""
        key = ("iota", self.sorts[axis])
        if key not in self.shared:
            self.shared[key] = Op("iota", None, (), (self.sorts[axis],), 1)
        return Use(self.shared[key], (axis,))

    def bound(self, type: Type) -> Axis:
        if type.params or type.result.kind not in (FINITE, MAYBE_EMPTY):
            raise RealiseError(
                f"a quantifier over {type.key} has no reading as arrays: only a finite index type is an axis — take the variable out first"
            )
        return self.axis(type.result)
