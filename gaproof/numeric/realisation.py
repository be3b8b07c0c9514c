"""Terms and formulas of the fragment on tensors: build the program once, run it on a model in an arithmetic.

>>> realise(softmax(s[i, j], over=j), model)                      # float64, (n, m, B)
>>> realise(softmax(s[i, j], over=j), model, BallArithmetic())    # midpoints and radii
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import prod
from typing import Any, final

import torch

from ..proof.substitution import Lambda, substitute
from ..proof.syntax import FINITE, MAYBE_EMPTY, App, Node, Sort, Symbol
from ..terms import kernel
from ..terms import symbol as symbol_of
from .arithmetic import Arithmetic
from .builder import Builder
from .evaluate import Run, _expanded, aligned, mapped
from .model import Model
from .nodes import Op, RealiseError
from .plain import PlainArithmetic
from .truth import Truth

Inside = tuple[
    Node, tuple[Sort, ...]
]  # a term or formula inside others, and the types of the variables bound around it, from the outside in
ROWS = 32  # a matrix product is not cut into fewer rows


@final
@dataclass(frozen=True)
class Program:
    """A term or formula as a graph; ``axes``: the free index symbols that are the axes of its value, in the order of writing."""

    root: Op
    axes: tuple[Symbol, ...]
    order: tuple[int, ...]  # axis k of the root is axis order[k] of the value

    def largest(self, model: Model) -> int:
        """How many elements the largest array has for one instance."""
        return _largest(self.root, model)

    def run(self, model: Model, arithmetic: Arithmetic, *, tile: int | None = None) -> Realised:
        """The value on a model, in tiles of about ``tile`` elements (0: in one piece; None: what suits the arithmetic)."""
        with arithmetic.working():
            tile = arithmetic.tile if tile is None else tile
            largest = self.largest(model)
            if tile and model.batch > 1 and largest * model.batch > 2 * tile:
                step = max(1, tile // max(1, largest))
                parts = Parts(-1, model.batch)
                for start in range(0, model.batch, step):
                    count = min(step, model.batch - start)
                    parts.add(self._cut(model.instances(start, count), arithmetic, tile, largest), count)
                value = parts.value
            else:
                value = self._cut(model, arithmetic, tile, largest)
            return Realised(self.axes, aligned(value, self.order, len(self.order)))

    def _cut(self, model: Model, arithmetic: Arithmetic, tile: int, largest: int) -> Any:
        """A value whose first axis is cut into tiles if it is large."""
        run = Run(arithmetic, model)
        rows = model.size(self.root.sorts[0]) if self.axes else 0
        step = max(ROWS, tile * rows // max(1, largest * model.batch))
        if not tile or rows <= step:
            return _finished(arithmetic, run.value(self.root))
        parts = Parts(0, rows)
        for start in range(0, rows, step):
            stop = min(start + step, rows)
            parts.add(_finished(arithmetic, run.value(self.root, 0, (start, stop))), stop - start)
        return parts.value


@final
@dataclass(frozen=True)
class Programs:
    """Several terms and formulas as one graph, which computes once what they share; all their values have all axes in order."""

    root: Op  # its inputs are theirs

    def some(self, which: Sequence[int]) -> Programs:
        """Those with these numbers, with the axes of all."""
        return Programs(replace(self.root, args=tuple(self.root.args[k] for k in which)))

    def run(self, model: Model, arithmetic: Arithmetic) -> list[Any]:
        """The values on a model, in tiles of the batch; along an axis that a value does not depend on its arrays have length 1."""
        with arithmetic.working():
            step = arithmetic.tile // max(1, _largest(self.root, model)) or 1 if arithmetic.tile else model.batch
            parts, starts = [Parts(-1, model.batch) for _ in self.root.args], range(0, model.batch, step)
            for start in starts:
                count = min(step, model.batch - start)
                some = model if count == model.batch else model.instances(start, count)
                for part, value in zip(parts, Run(arithmetic, some).value(self.root), strict=True):
                    part.add(_finished(arithmetic, value), count)
            return [part.value for part in parts]


@final
@dataclass(frozen=True)
class Realised:
    """A value, its arrays ``(axes…, batch)``."""

    axes: tuple[Symbol, ...]
    value: Any

    def at(self, model: Model, *axes: Any) -> Any:
        """The value with these axes (variables or symbols) in this order, also those that it does not depend on."""
        wanted = tuple(a if isinstance(a, Symbol) else symbol_of(a) for a in axes)
        missing = [a.name for a in self.axes if a not in wanted]
        if missing:
            raise RealiseError(f"the value depends on {', '.join(missing)} — name all of {', '.join(a.name for a in self.axes)}")
        sizes = [model.size(a.type.result) for a in wanted]
        value = aligned(self.value, tuple(map(wanted.index, self.axes)), len(wanted))
        return mapped(value, lambda t: _expanded(t, sizes))


def _finished(arithmetic: Arithmetic, value: Any) -> Any:
    return value if isinstance(value, Truth) else arithmetic.finish(value)


@lru_cache(maxsize=2048)
def _shapes(root: Op) -> frozenset[tuple[Sort, ...]]:
    """The axes of a node and of all that it is made of."""
    return frozenset(op.sorts[: op.kept] for op in reachable(root))


def _largest(root: Op, model: Model) -> int:
    return max(prod(map(model.size, shape)) for shape in _shapes(root))


def reachable(root: Op) -> list[Op]:
    """A node and all that it is made of."""
    seen: dict[Op, None] = {root: None}
    stack = [root]
    while stack:
        for child, _ in stack.pop().args:
            if child not in seen:
                seen[child] = None
                stack.append(child)
    return list(seen)


@final
@dataclass
class Parts:
    """Values side by side along an axis, ``length`` of it in all: each is copied into its place while it is in the cache."""

    axis: int
    length: int
    value: Any = None
    done: int = 0
    room: list[torch.Tensor] = field(default_factory=list)

    def add(self, part: Any, length: int) -> None:
        """The next part; a value that does not depend on the axis has there the length 1 whatever ``length`` is."""
        if self.value is None:
            alone = part.shape[self.axis] != length or length == self.length
            self.value = part if alone else part.map(self._new)
        if self.room:
            into = iter(self.room)
            part.map(lambda t: next(into).narrow(self.axis, self.done, length).copy_(t))
        self.done += length

    def _new(self, t: torch.Tensor) -> torch.Tensor:
        shape = list(t.shape)
        shape[self.axis] = self.length
        self.room.append(t.new_empty(shape))
        return self.room[-1]


def joined(values: Sequence[Any], axis: int) -> Any:
    """Values side by side along an axis."""
    sizes = [v.shape[axis] for v in values]
    parts = Parts(axis, sum(sizes))
    for value, size in zip(values, sizes, strict=True):
        parts.add(value, size)
    return parts.value


@lru_cache(maxsize=512)
def _program(node: Node, closed: frozenset[Symbol], stable: bool) -> Program:
    indices = [s for s in sorted(node.free) if not s.type.params and s.type.result.kind in (FINITE, MAYBE_EMPTY) and s not in closed]
    b = Builder(stable=stable)
    b.open.update((s, b.axis(s.type.result)) for s in indices)
    use = b.term(node)
    written = [s for s in occurring(node) if b.open.get(s) in use.axes]
    return Program(use.op, tuple(written), tuple(written.index(s) for a in use.axes for s in written if b.open[s] == a))


@lru_cache(maxsize=512)
def _programs(nodes: tuple[Node, ...], axes: tuple[Symbol, ...], stable: bool) -> Programs:
    b = Builder(stable=stable)
    b.open.update((s, b.axis(s.type.result)) for s in axes)
    uses = [b.term(node) for node in nodes]
    return Programs(Op("together", None, tuple((use.op, use.axes) for use in uses), tuple(b.sorts[: len(axes)]), len(axes)))


def programs_inside(pieces: Sequence[Inside], *, stable: bool = True) -> tuple[Programs, list[tuple[int, ...]]]:
    """The programs of what stands inside others; and of each, where the variables bound around it are among the axes.  Those of one type
    that are equally far from the outside are one axis."""
    b = Builder(stable=stable)
    axes = {place: b.axis(place[1]) for place in dict.fromkeys(place for _, around in pieces for place in enumerate(around))}
    at = [tuple(axes[place] for place in enumerate(around)) for _, around in pieces]
    uses = [b.term(node, env) for (node, _), env in zip(pieces, at, strict=True)]
    sorts = tuple(sort for _, sort in axes)
    return Programs(Op("together", None, tuple((use.op, use.axes) for use in uses), sorts, len(sorts))), at


def occurring(node: Node) -> list[Symbol]:
    """Index symbols in the order in which they stand in a term."""
    found: dict[Symbol, None] = {}
    stack: list[Any] = [node]
    while stack:
        t = stack.pop()
        if isinstance(t, App) and isinstance(t.head, Symbol) and not t.children:
            found[t.head] = None
        stack.extend(reversed(t.children))
    return list(found)


def node_of(expr: object) -> Node:
    """The kernel's term or formula for what was written."""
    return expr if isinstance(expr, Node) else kernel(expr)


def program(expr: object, model: Model, *, stable: bool = True) -> Program:
    """The program of a term or formula.  Its axes are the free indices to which the model gives no value."""
    return _program(_meant(node_of(expr), model), frozenset(model.tables), stable)


def programs(nodes: Sequence[Node], axes: Sequence[Symbol], model: Model, *, stable: bool = True) -> Programs:
    """The programs of terms and formulas, whose free indices are the axes."""
    return _programs(tuple(_meant(node, model) for node in nodes), tuple(axes), stable)


def _meant(node: Node, model: Model) -> Node:
    """A term or formula with the functions that the model gives as terms."""
    values = {s: f for s, f in model.functions.items() if isinstance(f, Lambda)}
    return node if values.keys().isdisjoint(node.free) else substitute(node, values)


def realise(
    expr: object, model: Model, arithmetic: Arithmetic | None = None, *, axes: Sequence[Any] = (), stable: bool | None = None
) -> Any:
    """The value of a term or formula on a model: float64 on the model's device unless an arithmetic is given.

    ``axes`` orders the axes of the result.  Without ``stable`` (the default where rounding matters) exponentials are taken as written.
    """
    chosen = PlainArithmetic(torch.float64, model.device) if arithmetic is None else arithmetic
    result = program(expr, model, stable=chosen.stable if stable is None else stable).run(model, chosen)
    return result.at(model, *axes) if axes else result.value
