"""Runs a graph: every node once, in an order that lets values go after their last use, in tiles that fit the cache.

A tile is a range of one index variable of the result.  A node that mentions the variable is computed once a tile, for that range;
the others once.  Which axis of a node the range cuts is its *cut* (None: it is whole).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, final

from ..proof.substitution import Lambda
from ..proof.syntax import REAL
from .arithmetic import Arithmetic, permuted
from .model import Model, ModelError
from .nodes import Op
from .truth import Truth

Step = tuple[Op, int | None]
Range = tuple[int, int]
COMPUTED = frozenset(("linear", "times", "over", "inverse", "exp", "log", "sum", "contract"))  # these have memory of their own
View = tuple[tuple[int, ...] | None, tuple[slice | None, ...] | None]
AS_IT_IS: View = (None, None)


def inputs(op: Op, cut: int | None) -> Iterator[Step]:
    """The values that a step needs."""
    for child, at in op.args:
        yield child, at.index(cut) if cut is not None and cut in at else None


@final
@dataclass(frozen=True)
class Need:
    """A value that a step needs: its place among the values, whether the step may write over it, and the view it takes."""

    place: int
    spent: bool
    view: View


@final
@dataclass(frozen=True)
class Stage:
    """A step in its place among the others: what it needs, and the places of the values that nobody needs after it."""

    op: Op
    cut: int | None
    needs: tuple[Need, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=512)
def stages(root: Op, cut: int | None) -> tuple[Stage, ...]:
    """The steps of a node, each after its inputs."""
    steps = schedule((root, cut))
    place = {step: n for n, step in enumerate(steps)}
    last = {child: n for n, step in enumerate(steps) for child in inputs(*step)}
    out = []
    for n, step in enumerate(steps):
        op, children = step[0], list(inputs(*step))
        spent = [last[child] == n and children.count(child) == 1 and _may_go(op, child, cut) for child in children]  # x·x needs x
        views = [AS_IT_IS if op.kind == "contract" else view(at, len(op.sorts)) for _, at in op.args]
        needs = tuple(map(Need, map(place.__getitem__, children), spent, views))
        out.append(Stage(*step, needs, tuple({place[child] for child in children if last[child] == n})))
    return tuple(out)


def _may_go(op: Op, child: Step, cut: int | None) -> bool:
    """Whether a value may be written over at its last use: not by a function, which may use it again, nor in a tile if it is whole."""
    return op.kind != "call" and _new(child[0]) and (cut is None or child[1] is not None)


def _new(op: Op) -> bool:
    """Whether a value shares no memory with others: a product of one factor, and 1·x, are what they are made of."""
    return op.kind in COMPUTED and not (len(op.args) == 1 and (op.kind == "times" or op.data == (1,)))


def schedule(root: Step) -> list[Step]:
    """All steps, each after its inputs."""
    order: dict[Step, None] = {}
    stack: list[tuple[Step, bool]] = [(root, False)]
    while stack:
        step, ready = stack.pop()
        if ready:
            order[step] = None
        elif step not in order:
            stack.append((step, True))
            stack.extend((child, False) for child in inputs(*step) if child not in order)
    return list(order)


@final
@dataclass
class Run:
    """One evaluation: the values of the steps that are whole, and of those in the present tile."""

    arithmetic: Arithmetic
    model: Model
    loaded: dict[Any, Any] = field(default_factory=dict)
    whole: dict[Op, Any] = field(default_factory=dict)

    def value(self, root: Op, cut: int | None = None, tile: Range = (0, 0)) -> Any:
        """The value of a node, whole or in a tile."""
        values: list[Any] = []
        for stage in stages(root, cut):
            op, whole = stage.op, cut is not None and stage.cut is None
            if whole and op in self.whole:
                values.append(self.whole[op])
                continue
            args = [_handed(values[need.place], need) for need in stage.needs]
            values.append(self.step(op, stage.cut, tile, args))
            del args
            if whole:
                self.whole[op] = values[-1]
            for place in stage.ends:
                values[place] = None
        return values[-1]

    def step(self, op: Op, cut: int | None, tile: Range, args: list[Any]) -> Any:
        """One node, from the values of its inputs."""
        a, rank = self.arithmetic, len(op.sorts)
        gone = tuple(range(op.kept, rank))
        if op.kind == "contract":
            (_, at), (_, by) = op.args
            x, y = args
            return a.contract(x, y, at, by, tuple(range(op.kept)))
        if op.kind in LEAVES:
            return LEAVES[op.kind](self, op, cut, tile)
        match op.kind:
            case "linear":
                return a.linear(list(zip(op.data, args, strict=True)))
            case "times":
                return a.times(args)
            case "over":
                return a.over(*args)
            case "inverse" | "exp" | "log":
                return getattr(a, op.kind)(*args)
            case "sum":
                return a.sum(args[0], gone)
            case "peak":
                return a.peak(args[0], args[1:], gone)
            case "delta":
                return a.indicator(args[0] == args[1])
            case "succ":
                return args[0] + 1
            case "embed":
                return a.embed(args[0])
            case "gather":
                return self.gathered(op, args)
            case "call":
                return self.called(op, cut, tile, args)
            case "eq" | "ne" | "le" | "lt":
                return a.compare(op.kind, *args)
            case "together":
                return args
            case _:
                return self.judged(op, args, rank)

    def judged(self, op: Op, args: list[Truth], rank: int) -> Truth:
        first, *more = args
        match op.kind:
            case "and":
                for other in more:
                    first = first & other
                return first
            case "implies":
                return first.implies(*more)
            case "vacuous":
                quantifier, sort = op.data
                return first if self.model.size(sort) else first.constant(quantifier == "forall")
            case _:
                return first.every(rank - 1) if op.kind == "forall" else first.some(rank - 1)

    def loaded_field(self, symbol: Any) -> Any:
        if symbol not in self.loaded:
            table = self.model.table(symbol)
            self.loaded[symbol] = self.arithmetic.load(table) if symbol.type.result == REAL else self.arithmetic.integers(table)
        return self.loaded[symbol]

    def entries(self, op: Op, cut: int | None, tile: Range) -> Any:
        symbol, places = op.data
        x = self.loaded_field(symbol)
        if len(set(places)) < len(places):  # a diagonal
            x = mapped(x, lambda t: t[tuple(_along(self.arithmetic.arange(0, t.shape[k])[:, 0], p, op.kept) for k, p in enumerate(places))])
        return x if cut is None else mapped(x, lambda t: t[(slice(None),) * cut + (slice(*tile),)])

    def gathered(self, op: Op, at: list[Any]) -> Any:
        x = self.loaded_field(op.data)
        if all(k.shape[-1] == 1 for k in at):
            return mapped(x, lambda t: t[tuple(k[..., 0] for k in at)])
        every = self.arithmetic.arange(0, self.model.batch)[:, 0]
        return mapped(x, lambda t: t[(*at, every if t.shape[-1] > 1 else every * 0)])

    def called(self, op: Op, cut: int | None, tile: Range, args: list[Any]) -> Any:
        if op.data not in self.model.functions:
            raise ModelError(f"{op.data.name} is a function without a meaning — add it to functions, as a callable or a Lambda")
        function = self.model.functions[op.data]
        if isinstance(function, Lambda):
            raise ModelError(f"{op.data.name} is given by a Lambda, and the program was built for another model — build it for this one")
        out = function(self.arithmetic, *args)
        sizes = [self.model.size(s) if k != cut else tile[1] - tile[0] for k, s in enumerate(op.sorts)]
        return mapped(out, lambda t: _expanded(t, sizes))

    def counted(self, op: Op, cut: int | None, tile: Range) -> Any:
        return self.arithmetic.arange(*(tile if cut is not None else (0, self.model.size(op.sorts[0]))))


LEAVES: dict[str, Callable[[Run, Op, int | None, Range], Any]] = {
    "number": lambda run, op, cut, tile: run.arithmetic.number(op.data),
    "card": lambda run, op, cut, tile: run.arithmetic.number(Fraction(run.model.size(op.data))),
    "natural": lambda run, op, cut, tile: run.arithmetic.arange(op.data, op.data + 1)[0],
    "iota": Run.counted,
    "field": Run.entries,
}


def _handed(x: Any, need: Need) -> Any:
    """A value for its next use, with leave to write over it if nobody else needs it and its arithmetic can."""
    x = x if need.view is AS_IT_IS else viewed(x, need.view)
    return x.handed_over() if need.spent and hasattr(x, "handed_over") else x


def mapped(x: Any, change: Callable[[Any], Any]) -> Any:
    """A change of shape in a value, or in an array of integers."""
    return x.map(change) if hasattr(type(x), "map") else change(x)


def aligned(x: Any, at: tuple[int, ...], rank: int) -> Any:
    """A value whose axes stand at the places ``at`` among ``rank``, as a view with all of them."""
    return viewed(x, view(at, rank))


def viewed(x: Any, change: View) -> Any:
    """A value with its axes moved, and then with new ones."""
    order, shape = change
    if order is not None:
        x = mapped(x, lambda t: permuted(t, order))
    return x if shape is None else mapped(x, lambda t: t[shape])


def view(at: tuple[int, ...], rank: int) -> View:
    """The order of the axes, and then the places of new ones; None where nothing changes."""
    order = sorted(range(len(at)), key=at.__getitem__)
    moved = (*order, len(at)) if order != list(range(len(at))) else None
    if moved is None and len(at) == rank:
        return AS_IT_IS
    return moved, tuple(slice(None) if k in at else None for k in range(rank)) if len(at) < rank else None


def _along(x: Any, place: int, rank: int) -> Any:
    return x[tuple(slice(None) if k == place else None for k in range(rank))]


def _expanded(t: Any, sizes: list[int]) -> Any:
    """To the shape (sizes…, batch)."""
    t = t[(None,) * (len(sizes) + 1 - t.ndim)]
    shape = (*sizes, t.shape[-1])
    if hasattr(t, "expand"):
        return t.expand(shape)
    import numpy

    return numpy.broadcast_to(t, shape)
