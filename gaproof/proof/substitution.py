"""Opening, closing and substituting: the only places where binding is handled.

A value for a symbol is a ``Lambda``: parameter types and a body in which parameter p of n is ``Bound(n-1-p)``.  Bodies
are closed apart from their parameters, so nothing can be captured.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, cast

from .syntax import (
    BINDERS,
    FINITE,
    FREE,
    KINDS,
    MAYBE_EMPTY,
    App,
    Bound,
    Card,
    Node,
    Number,
    Sort,
    Symbol,
    Term,
    Type,
    _Sealed,
    need,
    types_of,
)

N = Any  # a node; what comes out is of the kind that went in


class Lambda(_Sealed, final=True):
    """``params ↦ body``, a value for a symbol of type ``params → body.sort``; without parameters just the body."""

    __slots__ = ("body", "params")
    params: tuple[Sort, ...]
    body: Term

    def __init__(self, params: tuple[Sort, ...], body: Term) -> None:
        params = tuple(params)
        need(isinstance(body, Term) and type(body) in KINDS, "the value of a symbol is a term, got {!r}", body)
        need(body.loose <= len(params), "the value of a symbol has a bound variable outside its binder")
        self._set(params=params, body=body, key=f"\\{','.join(s.key for s in params)}.{body.key}")
        for k, sort in enumerate(reversed(self.params)):
            need(types_of(body, k) <= {Type((), sort)}, "a parameter is used with another type")

    @property
    def type(self) -> Type:
        return Type(self.params, self.body.sort)


def rebuild(t: Any, children: tuple[Any, ...]) -> Any:
    """The same node over other children (checked again by its constructor)."""
    if all(a is b for a, b in zip(children, t.children, strict=True)):
        return t
    if type(t) is App:
        return App(t.head, *children)
    if type(t) in BINDERS:
        return type(t)(t.hint, t.type, *children)
    return type(t)(*children)


def _walk(t: Any, depth: int, touch: Callable[[Node, int], bool], leaf: Callable[[App, tuple[Term, ...], int], Node]) -> Any:
    """Rebuild t bottom-up, passing every application to ``leaf``; skip the sub-trees that ``touch`` says are untouched."""
    if not touch(t, depth):
        return t
    inner = depth + 1 if type(t) in BINDERS else depth
    children = tuple([_walk(c, inner, touch, leaf) for c in t.children])
    if type(t) is App:
        return leaf(t, children, depth)
    return rebuild(t, children)


def shift(t: N, by: int, cutoff: int = 0) -> N:
    """Add ``by`` to every loose bound variable: what moving t under ``by`` more binders takes."""
    if by == 0 or t.loose <= cutoff:
        return t

    def leaf(a: App, args: tuple[Term, ...], depth: int) -> Node:
        head = a.head
        if type(head) is Bound and head.index >= depth:
            head = Bound(head.index + by, head.type)
        return App(head, *args)

    return _walk(t, cutoff, lambda u, d: u.loose > d, leaf)


def _fill(body: N, values: tuple[Lambda, ...], depth: int = 0) -> N:
    """Replace Bound(depth + k) by values[k] (which may be loose), lowering what lies outside."""

    def leaf(a: App, args: tuple[Term, ...], d: int) -> Any:
        head = a.head
        if type(head) is not Bound or head.index < d:
            return App(head, *args)
        if head.index >= d + len(values):
            return App(Bound(head.index - len(values), head.type), *args)
        return apply(values[head.index - d], args, d)

    return _walk(body, depth, lambda u, d: u.loose > d, leaf)


class _Loose:
    """A value with loose bound variables, used only while filling parameters."""

    __slots__ = ("body", "params")

    def __init__(self, body: Term) -> None:
        self.params: tuple[Sort, ...] = ()
        self.body = body


def apply(value: Lambda, args: tuple[Term, ...], depth: int = 0) -> Any:
    """The body of ``value`` with its parameters replaced by the arguments; ``depth``: binders crossed since ``value``."""
    if not value.params:
        return shift(value.body, depth)
    return _fill(value.body, tuple(cast(Lambda, _Loose(a)) for a in reversed(args)))


def opened(binder: Any, value: Lambda) -> Any:
    """The body of a binder with its variable replaced by a closed value of its type."""
    need(type(binder) in BINDERS, "{!r} binds nothing", binder)
    need(
        type(value) is Lambda and value.type == binder.type,
        "the variable {0.hint} has type {0.type.key}, the value {1.type.key}",
        binder,
        value,
    )
    return _fill(binder.children[0], (value,))


def closed(body: N, symbol: Symbol) -> N:
    """The body of a binder over ``symbol``: every occurrence becomes the bound variable."""
    need(not symbol.constant, "{.name} is a constant: it cannot be bound", symbol)
    shifted = shift(body, 1)

    def leaf(a: App, args: tuple[Term, ...], depth: int) -> Node:
        return App(Bound(depth, symbol.type), *args) if a.head == symbol else App(a.head, *args)

    return _walk(shifted, 0, lambda u, _: symbol in u.free, leaf)


def substitute(t: N, values: Mapping[Symbol, Lambda]) -> N:
    """Replace free symbols by closed values, all at once."""
    for symbol, value in values.items():
        need(type(symbol) is Symbol and type(value) is Lambda, "substitution maps symbols to values, got {!r}: {!r}", symbol, value)
        need(value.type == symbol.type, "{0.name} has type {0.type.key}, its value {1.type.key}", symbol, value)
        need(not symbol.constant, "{.name} is a constant: it cannot be instantiated", symbol)

    def leaf(a: App, args: tuple[Term, ...], depth: int) -> Node:
        value = values.get(a.head) if type(a.head) is Symbol else None
        return App(a.head, *args) if value is None else apply(value, args)

    names = frozenset(values)
    return _walk(t, 0, lambda u, _: not names.isdisjoint(u.free), leaf)


def rename(t: N, old: Symbol, new: Symbol) -> N:
    """Replace one scalar or index symbol by another."""
    return substitute(t, {old: Lambda((), App(new))})


def lambda_of(params: tuple[Symbol, ...], body: Term) -> Lambda:
    """``params ↦ body`` from named parameters (scalars or indices)."""
    need(all(not p.type.params for p in params), "a parameter is a scalar or an index")
    need(len(set(params)) == len(params), "parameters of a value have different names")
    return Lambda(tuple(p.type.result for p in params), reduce(closed, params, body))


def resort(t: Any, sorts: Mapping[Sort, Sort]) -> Any:
    """Replace index types throughout, also inside the constructors of free types, by others of the same kind; a type that may be
    empty may become one that is not."""
    for old, new in sorts.items():
        need(type(old) is Sort and type(new) is Sort, "index types are replaced by index types")
        need(old.kind in (FINITE, MAYBE_EMPTY) and new.kind in (FINITE, old.kind), f"{new.name} cannot stand for {old.name}")

    def sort_of(s: Sort) -> Sort:
        if s.kind == FREE:
            return Sort(s.name, FREE, tuple((c, tuple(a and sort_of(a) for a in args)) for c, args in s.constructors))
        return sorts.get(s, s)

    def type_of(ty: Type) -> Type:
        return Type(tuple(map(sort_of, ty.params)), sort_of(ty.result))

    children = tuple(resort(c, sorts) for c in t.children)
    if type(t) is App:
        moved = type_of(t.head.type)
        return App(Symbol(t.head.name, moved) if isinstance(t.head, Symbol) else Bound(t.head.index, moved), *children)
    if type(t) is Card:
        return Card(sort_of(t.over))
    if type(t) in BINDERS:
        return type(t)(t.hint, type_of(t.type), *children)
    return t if type(t) is Number else type(t)(*children)
