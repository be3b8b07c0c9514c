"""Plain Python data as the entries of a model: numbers, and nested lists of them for fields and index maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from flint import arb, fmpq

from ..errors import GaproofError
from ..proof.substitution import Lambda
from ..proof.syntax import BINDERS, FINITE, FREE, MAYBE_EMPTY, NAT, REAL, Card, Node, Sort, Symbol
from ..tactics import forward as f
from ..terms import IndexType, Term
from .affine import Entry, shown
from .evaluate import Evaluator, Undecided, Undefined, Value
from .exponentials import Exponential
from .sequences import FIRST
from .small import Small

Sizes = dict[Sort, int]


class InstanceError(GaproofError):
    """A value does not fit its symbol, or a symbol or an index type has none."""


def sort_of(key: Any) -> Sort:
    """The index type that a key of ``sizes`` stands for."""
    if isinstance(key, Sort):
        return key
    if isinstance(key, IndexType):
        return key.sort
    raise InstanceError(f"{key!r} is no index type — write the object that sizes(…) gave")


def symbol_of(key: Any) -> Symbol:
    """The variable that a key of ``values`` stands for."""
    try:
        return f.symbol(key)
    except GaproofError as error:
        raise InstanceError(f"{key!r} is no variable — write the object that the statement is written with") from error


def term_of(symbol: Symbol, value: Any) -> Lambda:
    """A term, ``(parameters, body)`` or another variable as the value of a whole symbol."""
    try:
        found = f.value(value)
    except GaproofError as error:
        raise InstanceError(f"the value of {symbol.name} is no term: {error} — give (parameters, body)") from error
    if found.type != symbol.type:
        raise InstanceError(f"{symbol.name} has the type {symbol.type.key}, its value {found.type.key}")
    return found


def checked_size(sort: Sort, n: Any) -> int:
    """n, if the index type may have so many elements."""
    least = 0 if sort.kind == MAYBE_EMPTY else 1
    if sort.kind not in (FINITE, MAYBE_EMPTY):
        raise InstanceError(f"{sort.name} has no size: only a finite index type has one — leave it out")
    if isinstance(n, bool) or not isinstance(n, int) or n < least:
        raise InstanceError(f"the size of {sort.name} is {n!r}, expected an integer from {least} on")
    return n


def measure(symbol: Symbol, value: Any, sizes: Sizes) -> None:
    """Learn the sizes of index types from the lengths of a nested list; refuse what contradicts those that are known.  Along the
    naturals it has the entries of a sequence up to that which repeats for ever."""
    params = symbol.type.params
    if any(p.kind not in (FINITE, MAYBE_EMPTY) and p != NAT for p in params):
        raise InstanceError(f"{symbol.name} is a function of numbers — give (parameters, body)")
    level = [value]
    for sort in params:
        for part in level:
            if not isinstance(part, list | tuple):
                raise InstanceError(f"{symbol.name} is nested less deep than it has indices, at {part!r} — {_shape(symbol)}")
            expected = len(FIRST) if sort == NAT else sizes.get(sort)
            if expected is None:
                expected = sizes[sort] = checked_size(sort, len(part))
            if len(part) != expected:
                raise InstanceError(f"{symbol.name} has {len(part)} entries along {sort.name}, expected {expected} — {_shape(symbol)}")
        level = [x for part in level for x in part]
    if any(isinstance(x, list | tuple) for x in level):
        raise InstanceError(f"{symbol.name} is nested deeper than it has indices — {_shape(symbol)}")


def _shape(symbol: Symbol) -> str:
    axes = ", ".join(f"|{p.name}|" for p in symbol.type.params)
    return f"give nested lists of shape ({axes})" if axes else "give one number"


def entries(symbol: Symbol, value: Any, sizes: Sizes, model: Evaluator) -> Iterator[tuple[Entry, Value]]:
    """The entries of a nested list that was measured."""
    unsized = [p for p in symbol.type.params if p not in sizes and p != NAT]
    if unsized:
        raise InstanceError(f"the lists of {symbol.name} do not show how large {unsized[0].name} is — give its size")
    for place in places(symbol, sizes):
        yield (symbol, *place), leaf((symbol, *place), at(symbol, value, place), sizes, model)


def places(symbol: Symbol, sizes: Mapping[Sort, int]) -> Iterator[tuple[int, ...]]:
    """Where a table has entries."""
    return product(*(axis(p, sizes) for p in symbol.type.params))


def axis(sort: Sort, sizes: Mapping[Sort, int]) -> range:
    """The places along an index type, or along the naturals up to the entry that repeats."""
    return FIRST if sort == NAT else range(sizes[sort])


def at(symbol: Symbol, value: Any, place: tuple[int, ...]) -> Any:
    """What a nested list has at a place."""
    for k in place:
        if not isinstance(value, list | tuple) or k >= len(value):
            raise InstanceError(f"no value for {shown((symbol, *place))} — {_shape(symbol)}")
        value = value[k]
    return value


def leaf(entry: Entry, value: Any, sizes: Sizes, model: Evaluator) -> Value:
    """A number, or the number of an element of an index type."""
    sort = entry[0].type.result
    if sort == REAL:
        return number(shown(entry), value, model)
    if sort.kind == FREE and sort != NAT:
        raise InstanceError(f"{shown(entry)} is an element of {sort.name}, whose elements have no numbers")
    if isinstance(value, bool) or not isinstance(value, int) or value < 0 or (sort != NAT and value >= sizes.get(sort, value + 1)):
        last = "on" if sort == NAT or sort not in sizes else f"to {sizes[sort] - 1}, the size of {sort.name} being {sizes[sort]}"
        raise InstanceError(f"{shown(entry)} is {value!r}, expected an integer from 0 {last}")
    return value


def number(what: str, value: Any, model: Evaluator) -> Value:
    """An exact number: an integer, a fraction, a float (which stands for itself), or the value of a closed term."""
    if isinstance(value, fmpq | arb | Exponential | Small):
        return value
    if isinstance(value, Node | Term):
        term = f.node(value)
        if term.free:
            raise InstanceError(f"{what} is {value}, which mentions a variable — give a number")
        try:
            return model.value(term)
        except (Undefined, Undecided) as error:
            raise InstanceError(f"{what} is {value}, which has no value: {error} — give a number") from error
    try:
        q = Fraction(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise InstanceError(f"{what} is {value!r}, expected an integer, a fraction, a finite float or a closed term") from error
    return fmpq(q.numerator, q.denominator)


def sorts_of(nodes: Iterable[Any]) -> set[Sort]:
    """The finite index types that occur in nodes."""
    stack = list(nodes)
    types, found, seen = {s.type for t in stack for s in t.free}, set[Sort](), set[Any]()
    while stack:
        t = stack.pop()
        if t not in seen:
            seen.add(t)
            stack.extend(t.children)
            types |= {t.type} if isinstance(t, BINDERS) else set()
            found |= {t.over} if type(t) is Card else set()
    found |= {sort for ty in types for sort in (*ty.params, ty.result)}
    return {sort for sort in found if sort.kind in (FINITE, MAYBE_EMPTY)}


def names(known: Mapping[Any, Any] | Iterable[Any]) -> str:
    return ", ".join(sorted({k.name for k in known})) or "none"
