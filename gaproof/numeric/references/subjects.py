"""The objects of the theory that occur in a statement, and what a foreign function for each is given.

Definitions stand opaque in a statement, so they are found by walking its tree; three shapes without a definition are recognised too:
Σ_j softmax·value is ``Attention``, log Σ … eˣ is a log-partition, and x/Σx is a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce, singledispatch
from operator import mul
from typing import Any, Protocol, final

import sympy

from ...proof.syntax import FINITE, MAYBE_EMPTY, Symbol
from ...terms import Definition, Element, Rational, Sum, Term, symbol
from ...terms.arithmetic import Exp, Log, Over, Times
from ...theory.anchor import Share
from ...theory.carrier import NONE
from ...theory.information import Divergence, Entropy, LogPartition
from ...theory.softmax import Softmax
from ..realisation import node_of, occurring
from .inputs import Argument, Groups, ReferenceError


class Sequent(Protocol):
    """What has hypotheses and a conclusion, as the part of a claim has."""

    @property
    def given(self) -> Mapping[str, Any]: ...

    @property
    def shows(self) -> Any: ...


@final
class Attention(Definition):
    """Σ_j softmax_j · value_j: what a row of attention reads."""

    __slots__ = ()

    def __new__(cls, weight: Softmax, value: Term, over: Element) -> Attention:
        obj: Attention = sympy.Basic.__new__(cls, weight, value, over)
        return obj

    def unfold(self) -> Term:
        weight, value, over = self.args
        return Sum(weight * value, over)


@final
@dataclass(frozen=True)
class Anatomy:
    """The arguments of an object by name, None for a part that it does not have, and the axes of its value."""

    arguments: Mapping[str, Argument | None]
    axes: Groups


@singledispatch
def anatomy(subject: object) -> Anatomy:
    """What a foreign function for this object is given.  Another type of object is made known by ``anatomy.register``."""
    raise ReferenceError(f"no foreign function is given the arguments of a {type(subject).__name__} — say which with anatomy.register")


def indices(*terms: object) -> tuple[Symbol, ...]:
    """The free index variables, in the order of writing."""
    found = dict.fromkeys(s for t in map(node_of, terms) for s in occurring(t) if s in t.free)
    return tuple(s for s in found if not s.type.params and s.type.result.kind in (FINITE, MAYBE_EMPTY))


def _rows(subject: Term, keys: tuple[Symbol, ...], *terms: object) -> tuple[Symbol, ...]:
    return tuple(s for s in indices(*terms, subject) if s not in keys)


def _gibbs(subject: Term, reduces: bool) -> Anatomy:
    score, over, *weights = subject.args
    keys = tuple(map(symbol, over))
    rows = _rows(subject, keys, score)
    named = zip(("score", "mask", "baseline", "temperature"), (score, *weights), strict=True)
    arguments = {name: None if part == NONE else Argument(part, (rows, keys)) for name, part in named}
    return Anatomy(arguments, (rows,) if reduces else (rows, keys))


@anatomy.register
def _(subject: Softmax) -> Anatomy:
    return _gibbs(subject, reduces=False)


@anatomy.register
def _(subject: LogPartition) -> Anatomy:
    return _gibbs(subject, reduces=True)


@anatomy.register
def _(subject: Share) -> Anatomy:
    entry, over = subject.args
    keys = tuple(map(symbol, over))
    axes = (_rows(subject, keys, entry), keys)
    return Anatomy({"entry": Argument(entry, axes)}, axes)


@anatomy.register(Divergence)
@anatomy.register(Entropy)
def _(subject: Divergence | Entropy) -> Anatomy:
    *terms, over = subject.args
    keys = (symbol(over),)
    rows = _rows(subject, keys, *terms)
    return Anatomy({name: Argument(t, (rows, keys)) for name, t in zip("pq", terms, strict=False)}, (rows,))


@anatomy.register
def _(subject: Attention) -> Anatomy:
    """Scores that are c·Σ q·k are handed over as query, key and scale; any others as the query of the unit vectors."""
    weight, value, over = subject.args
    score, _, mask, _, temperature = weight.args
    keys = (symbol(over),)
    rows, columns = _rows(weight, keys, score), tuple(s for s in indices(value) if s not in keys)
    found = _contraction(score, rows, keys)
    unit = Rational(1)
    scale = unit if temperature == NONE else unit / temperature
    arguments: dict[str, Argument | None]
    if found is None or indices(scale):
        scaled = score if temperature == NONE else score / temperature
        arguments = {"query": Argument(scaled, (rows, keys)), "key": None, "scale": Argument(unit, ((), ()))}
    else:
        query, key, inner, factor = found
        arguments = {
            "query": Argument(query, (rows, inner)),
            "key": Argument(key, (keys, inner)),
            "scale": Argument(factor * scale, ((), ())),
        }
    arguments["value"] = Argument(value, (keys, columns))
    arguments["mask"] = None if mask == NONE else Argument(mask, (rows, keys))
    return Anatomy(arguments, (rows, columns))


def _contraction(score: Term, rows: tuple[Symbol, ...], keys: tuple[Symbol, ...]) -> tuple[Term, Term, tuple[Symbol, ...], Term] | None:
    """q, k, the indices summed over, and c, if the score reads c·Σ q·k with q of the rows and k of the keys."""
    factor: Term = Rational(1)
    if isinstance(score, Over) and not indices(score.args[1]):
        factor, score = 1 / score.args[1], score.args[0]
    elif isinstance(score, Times) and not indices(score.args[0]):
        factor, score = score.args
    if not (isinstance(score, Sum) and isinstance(score.args[0], Times)):
        return None
    inner = tuple(map(symbol, score.args[1:]))
    for q, k in (score.args[0].args, score.args[0].args[::-1]):
        if {*indices(q)} <= {*rows, *inner} and {*indices(k)} <= {*keys, *inner}:
            return q, k, inner, factor
    return None


def subjects(*expressions: Any) -> tuple[Term, ...]:
    """The objects of the theory in some formulas or terms, each once, in the order of writing."""
    return tuple(dict.fromkeys(s for e in expressions for s in _walk(e)))


def subjects_of(part: Sequent) -> tuple[Term, ...]:
    """The objects that a statement is about, those of its conclusion first."""
    return subjects(part.shows, *part.given.values())


def _walk(expression: sympy.Basic) -> Iterator[Term]:
    for node in sympy.preorder_traversal(expression):
        found = _recognised(node)
        if found is not None:
            yield found
        elif isinstance(node, Definition):
            yield from _walk(node.unfold())


def _recognised(node: sympy.Basic) -> Term | None:
    match node:
        case Definition() if anatomy.dispatch(type(node)) is not anatomy.dispatch(object):
            return node
        case Sum(args=(Times(args=(a, b)), over)):
            return _attention(a, b, over) or _attention(b, a, over)
        case Log(args=(Sum(args=(body, *over)),)):
            return _partition(body, over)
        case Over(args=(x, Sum(args=(y, *over)))) if x == y:
            return Share(x, tuple(over))
    return None


def _attention(weight: Term, value: Term, over: Element) -> Attention | None:
    if not isinstance(weight, Softmax) or weight.args[1] != sympy.Tuple(over) or weight.args[3] != NONE:
        return None
    shared = {*indices(weight)} & {*indices(value)}
    return Attention(weight, value, over) if shared == {symbol(over)} else None


def _partition(body: Term, over: list[Element]) -> LogPartition | None:
    factors = list(_factors(body))
    exponents = [f for f in factors if isinstance(f, Exp)]
    if len(exponents) != 1:
        return None
    weights = [f for f in factors if f not in exponents]
    return LogPartition(exponents[0].args[0], tuple(over), baseline=reduce(mul, weights) if weights else None)


def _factors(term: Term) -> Iterator[Term]:
    if isinstance(term, Times):
        for factor in term.args:
            yield from _factors(factor)
    else:
        yield term
