"""What can be wrong with one node of a formula: a term dropped, a sign, an index, an axis, a normaliser, an element, a condition.

Changes that only make a claim weaker (a conjunct of the conclusion less, ≤ for <) are left out: no value can refute them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, final

from ..notation import plain
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, opened, rebuild, substitute
from ..proof.syntax import (
    BINDERS,
    FINITE,
    MAYBE_EMPTY,
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
    ForAll,
    Implies,
    Inverse,
    Le,
    Log,
    Lt,
    Ne,
    Node,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)  # fmt: skip

SHOWN = 60  # so many characters of a formula stand in the name of a mutant
Change = tuple[str, str, Any]  # the kind, where it is, what stands there instead


@final
@dataclass(frozen=True)
class Place:
    """A node of a formula, the variables ``bound`` around it as symbols; ``raw``: as it stands there.  ``free``: the other symbols of the
    statement; ``other``: a name that none of them has; ``fill``: the formula with something else instead of ``raw``; ``asserted``:
    a stronger formula here makes a stronger claim (in a hypothesis, a weaker one does)."""

    node: Any
    raw: Any
    free: tuple[Symbol, ...]
    bound: tuple[Symbol, ...]
    other: str
    fill: Callable[[Any], Any]
    asserted: bool

    @property
    def scope(self) -> tuple[Symbol, ...]:
        """All that may be mentioned here."""
        return (*self.free, *self.bound)

    def put(self, new: Any) -> Any:
        """The formula with something else here."""
        return self.fill(reduce(closed, self.bound, new))

    def unused(self, hint: str, type: Type, *more: Symbol) -> Symbol:
        """A symbol named like the hint that does not occur here."""
        taken = {self.other, *(s.name for s in (*self.scope, *more))}
        while hint in taken or Symbol(hint, type).constant:
            hint += "_"
        return Symbol(hint, type)

    def all(self) -> Iterator[Place]:
        """This place and all below it, from left to right."""
        yield self
        children, bound = self.node.children, self.bound
        if type(self.node) in BINDERS:
            v = self.unused(self.node.hint, self.node.type)
            children, bound = (opened(self.node, eta(v)),), (*bound, v)
        for k, (child, raw) in enumerate(zip(children, self.raw.children, strict=True)):
            asserted = self.asserted != (type(self.node) is Implies and k == 0)
            yield from Place(child, raw, self.free, bound, self.other, partial(self._fill_child, k), asserted).all()

    def _fill_child(self, k: int, new: Any) -> Any:
        return self.fill(_with(self.raw, k, new))


def changes(place: Place, sizes: tuple[Sort, ...]) -> Iterator[Change]:
    """What can be wrong with a node and the numbers in it."""
    node = place.node
    for k, child in enumerate(node.children):
        if type(child) is Number:
            wrong = Number(child.value + (1 if child.value >= 0 else -1))
            yield "constant factor", f"{wrong.value} for {child.value} in {_shown(node)}", _with(node, k, wrong)
    match node:
        case Plus():
            yield from _of_terms(node)
        case Times():
            yield from _of_factors(node)
        case Inverse(children=(x,)):
            yield ("missing normaliser" if _totals(x) else "dropped factor"), _shown(node), ONE
        case Exp(children=(x,)):
            yield "exp dropped", _shown(node), x
            yield "sign", f"the exponent of {_shown(node)}", Exp(_negated(x))
        case Log(children=(x,)):
            yield "log dropped", _shown(node), x
        case Card(over=sort):
            yield "off-by-one range", f"the size {_shown(node)}", Plus(node, MINUS)
            yield from (("wrong axis", f"|{s.name}| for {_shown(node)}", Card(s)) for s in sizes if s != sort)
        case Sum():
            yield from _of_range(place)
        case App() | Delta():
            yield from _of_indices(place)
        case Eq() | Ne() | Le() | Lt():
            yield from _of_comparison(place)
        case And() | Implies() | ForAll() | Exists():
            yield from _of_logic(place)


def _of_terms(node: Plus) -> Iterator[Change]:
    for k, term in enumerate(node.children):
        what = f"the {ordinal(k)} term of {_shown(node)}"
        if len(node.children) > 1:
            yield "dropped term", what, _without(node, k)
        yield "sign", what, _with(node, k, _negated(term))
        if _bare(term):
            yield "constant factor", f"2 times {what}", _with(node, k, _doubled(term))


def _of_factors(node: Times) -> Iterator[Change]:
    for k, factor in enumerate(node.children):
        rest = (*node.children[:k], *node.children[k + 1 :])
        if factor == MINUS and rest:
            yield "sign", _shown(node), _without(node, k)
        elif type(factor) not in (Number, Inverse) and any(type(c) is not Number for c in rest):  # these have changes of their own
            yield "dropped factor", f"the {ordinal(k)} factor of {_shown(node)}", _without(node, k)


def _of_range(place: Place) -> Iterator[Change]:
    """A sum that misses an element, and sums over an index that is free in them while their own is held fixed."""
    node = place.node
    o = Symbol(place.other, node.type)
    j = place.unused(node.hint, node.type)
    body = opened(node, eta(j))
    missing = Times(Plus(ONE, Times(MINUS, Delta(App(j), App(o)))), body)
    yield "off-by-one range", f"all but one of {_shown(node)}", Sum(node.hint, node.type, closed(missing, j))
    for i in place.scope:
        if i in body.free and not i.type.params and i.type.result.kind in (FINITE, MAYBE_EMPTY):
            beside = [s for s in place.scope if s.type == node.type]
            held = i if i in beside else beside[-1] if beside else o
            k = place.unused(i.name, i.type, j)
            turned = substitute(body, {i: Lambda((), App(k)), j: Lambda((), App(held))})
            yield "wrong axis", f"over {i.name} for {j.name} in {_shown(node)}", Sum(i.name, i.type, closed(turned, k))


def _of_indices(place: Place) -> Iterator[Change]:
    """An index, or the head, replaced by another of its type; two indices exchanged."""
    node, args = place.node, place.node.children
    for k, argument in enumerate(args):
        if argument.sort == REAL:
            continue
        for s in place.scope:
            if s.type == Type((), argument.sort):
                yield "swapped index", f"{s.name} for {_shown(argument)} in {_shown(node)}", _with(node, k, App(s))
        for l in range(k + 1, len(args)) if type(node) is App else ():
            if args[l].sort == argument.sort:
                what = f"{_shown(argument)} and {_shown(args[l])} exchanged in {_shown(node)}"
                yield "swapped index", what, _with(_with(node, k, args[l]), l, argument)
    if type(node) is App and isinstance(node.head, Symbol) and not node.head.constant and (args or node.sort == REAL):
        for s in place.scope:
            if s.type == node.head.type:
                yield "swapped symbol", f"{s.name} for {node.head.name} in {_shown(node)}", App(s, *args)


def _of_comparison(place: Place) -> Iterator[Change]:
    node, (left, right) = place.node, place.node.children
    if ZERO not in (left, right):  # 2x = 0 and −x = 0 say what x = 0 says
        for k, side in enumerate((left, right)):
            if _bare(side):
                yield "constant factor", f"2 times the {('left', 'right')[k]} side of {_shown(node)}", _with(node, k, _doubled(side))
        yield "sign", f"the right side of {_shown(node)}", _with(node, 1, _negated(right))
    if type(node) in (Le, Lt):
        yield "direction", _shown(node), type(node)(right, left)
    instead = {Le: Lt} if place.asserted else {Lt: Le, Eq: Le}
    if type(node) in instead:
        yield "strictness", _shown(node), instead[type(node)](left, right)


def _of_logic(place: Place) -> Iterator[Change]:
    node = place.node
    index = type(node) in (ForAll, Exists) and not node.type.params and node.type.result.kind in (FINITE, MAYBE_EMPTY)
    match node:
        case And() if not place.asserted and len(node.children) > 1:
            for k in range(len(node.children)):
                yield "dropped condition", f"the {ordinal(k)} part of {_shown(node)}", _without(node, k)
        case Implies() if place.asserted:
            yield "dropped condition", f"that of {_shown(node)}", node.children[1]
        case ForAll() if index and not place.asserted:
            yield "quantifier", f"∃ for ∀ in {_shown(node)}", Exists(node.hint, node.type, node.children[0])
        case Exists() if index and place.asserted:
            yield "quantifier", f"∀ for ∃ in {_shown(node)}", ForAll(node.hint, node.type, node.children[0])


def _totals(t: Node) -> bool:
    """Whether 1/t normalises: t has a total or a size in it.  Otherwise it is a factor like others, such as a temperature."""
    return type(t) in (Sum, Card) or any(map(_totals, t.children))


def _with(node: Any, k: int, child: Any) -> Any:
    return rebuild(node, (*node.children[:k], child, *node.children[k + 1 :]))


def _without(node: Any, k: int) -> Any:
    rest = (*node.children[:k], *node.children[k + 1 :])
    return rest[0] if len(rest) == 1 else type(node)(*rest)


def _negated(t: Term) -> Term:
    if isinstance(t, Number):
        return Number(-t.value)
    return _without(t, 0) if type(t) is Times and t.children[0] == MINUS and len(t.children) > 1 else Times(MINUS, t)


def _bare(t: Term) -> bool:
    """Whether no number stands in the product, which would be changed itself."""
    return type(t) is not Number and not (type(t) is Times and any(type(c) is Number for c in t.children))


def _doubled(t: Term) -> Term:
    return Times(Number(2), t)


def ordinal(k: int) -> str:
    """1st, 2nd, … for 0, 1, …"""
    return {0: "1st", 1: "2nd", 2: "3rd"}.get(k, f"{k + 1}th")


def _shown(node: Node) -> str:
    return shortened(plain(node))


def shortened(text: str) -> str:
    """A text without its middle, if it is long."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN // 2]} … {text[-SHOWN // 2 :]}"
