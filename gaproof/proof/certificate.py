"""Certificates: a derivation as plain JSON, complete enough for another kernel to check it; this file reads them.

``sorts`` and ``symbols`` are tables (an entry is called by its name, or name~2 if the name has another meaning too),
``nodes`` lists formulas and terms, with named bound variables; where one without loose variables stands inside another, its number may
stand for it.  Each step records its rule, earlier steps as premises, its parameters, and its full hypotheses and conclusion as numbers
in ``nodes``.  ``parts`` says which step proves which statement.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..errors import CertificateError
from .statement import Statement
from .substitution import Lambda, resort, substitute
from .syntax import GRAMMAR, And, App, Bound, Card, Formula, Number, Sort, Symbol, Type

FORMAT = "gaproof-certificate/2"
RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?\Z")
LONGEST = 10_000_000
Json = Any


def satisfied(statement: Statement, sorts: Mapping[Sort, Sort], values: Mapping[Symbol, Lambda]) -> Formula:
    """All hypotheses of a statement at a model, in the order of their names."""
    return And(*(substitute(resort(statement.hypotheses[name], sorts), values) for name in sorted(statement.hypotheses)))


class Reader:
    """Decodes the tables of a certificate through the kernel's own constructors, which check every type again."""

    def __init__(self, document: Json) -> None:
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise CertificateError(f"not a certificate: expected an object with format {FORMAT!r}")
        self._sorts: Json = document["sorts"]
        self._known: dict[str, Sort] = {}
        self._symbols = {name: Symbol(name.partition("~")[0], self.type(t)) for name, t in document["symbols"].items()}
        self._nodes: list[Any] = []
        for t in document["nodes"]:
            self._nodes.append(self.node(t, ()))
            if len(self._nodes[-1].key) > LONGEST:
                raise CertificateError(f"the formula or term {len(self._nodes) - 1} is too long: over {LONGEST} characters written out")

    def sort(self, name: str, above: tuple[str, ...] = ()) -> Sort:
        if name in above:
            raise CertificateError(f"the index type {name} is defined by itself")
        if name not in self._known:
            entry = self._sorts[name]
            constructors = tuple(
                (c, tuple(None if a is None else self.sort(a, (*above, name)) for a in args))
                for c, args in entry.get("constructors", {}).items()
            )
            self._known[name] = Sort(name.partition("~")[0], entry["kind"], constructors)
        return self._known[name]

    def type(self, t: Json) -> Type:
        params, result = t
        return Type(tuple(map(self.sort, params)), self.sort(result))

    def node(self, t: Json, bound: tuple[tuple[str, Type], ...]) -> Any:
        if type(t) is int:
            return self.formula(t)
        tag, *rest = t
        match tag:
            case "number":
                return Number(_rational(rest[0]))
            case "card":
                return Card(self.sort(rest[0]))
            case "app":
                return App(self._symbols[rest[0]], *(self.node(a, bound) for a in rest[1:]))
            case "bound":
                depth = next(d for d, (name, _) in enumerate(reversed(bound)) if name == rest[0])
                return App(Bound(depth, bound[-1 - depth][1]), *(self.node(a, bound) for a in rest[1:]))
            case "sum" | "forall" | "exists":
                hint, type_, body = rest
                ty = self.type(type_)
                binder: Any = GRAMMAR[tag]
                return binder(hint, ty, self.node(body, (*bound, (hint, ty))))
            case _:
                kind: Any = GRAMMAR[tag]
                return kind(*(self.node(c, bound) for c in rest))

    def value(self, v: Json) -> Any:
        match v:
            case {"fraction": text}:
                return _rational(text)
            case {"formula": number}:
                return self.formula(number)
            case {"term": t}:
                return self.node(t, ())
            case {"symbol": name}:
                return self._symbols[name]
            case {"sort": name}:
                return self.sort(name)
            case {"lambda": params, "body": body}:
                names = tuple((n, Type((), self.sort(s))) for n, s in params)
                return Lambda(tuple(t.result for _, t in names), self.node(body, names))
            case {"map": items}:
                return {self.value(k): self.value(x) for k, x in items}
            case list():
                return tuple(self.value(x) for x in v)
            case bool() | str() | int():
                return v
            case _:
                raise CertificateError(f"unknown kind of parameter: {v!r}")

    def formula(self, number: Json) -> Any:
        """The formula, or term, with this number."""
        if type(number) is not int or not 0 <= number < len(self._nodes):
            raise CertificateError(f"no formula {number!r}")
        return self._nodes[number]

    def pick(self, numbers: Sequence[int]) -> frozenset[Formula]:
        """The formulas with these numbers."""
        return frozenset(map(self.formula, numbers))


def _rational(text: Json) -> Fraction:
    if type(text) is not str or not RATIONAL.match(text):
        raise CertificateError(f"a number is written p or p/q, got {text!r}")
    return Fraction(text)
