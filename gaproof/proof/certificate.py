"""Certificates: a derivation as plain JSON, complete enough for another kernel to check it.

``sorts`` and ``symbols`` are tables (an entry is called by its name, or name~2 if the name has another meaning too),
``formulas`` lists every formula once, with named bound variables.  Each step records its rule, earlier steps as premises, its
parameters, and its full hypotheses and conclusion as numbers in ``formulas``.  ``parts`` says which step proves which statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import CertificateError, ProofError
from .axioms import digest
from .statement import Statement
from .substitution import Lambda, resort, substitute
from .syntax import BINDERS, GRAMMAR, And, App, Bound, Card, Formula, Node, Number, Sort, Symbol, Term, Type
from .theorem import Theorem

FORMAT = "gaproof-certificate/1"
RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?\Z")
Json = Any


@dataclass(frozen=True)
class Model:
    """Index types and values at which every hypothesis of a statement holds, and the theorem that says so."""

    sorts: Mapping[Sort, Sort]
    values: Mapping[Symbol, Lambda]
    theorem: Theorem


def satisfied(statement: Statement, sorts: Mapping[Sort, Sort], values: Mapping[Symbol, Lambda]) -> Formula:
    """All hypotheses of a statement at a model, in the order of their names."""
    return And(*(substitute(resort(statement.hypotheses[name], sorts), values) for name in sorted(statement.hypotheses)))


Parts = Mapping[str, tuple[Statement, Theorem, Model | None]]


def export(title: str, parts: Parts, labels: Mapping[int, str] | None = None) -> Json:
    """The certificate of a claim: for each part its statement, the theorem that proves it, and a model of its hypotheses if one is
    known.  ``labels`` (by ``id`` of a theorem) are notes."""
    writer = _Writer()
    number: dict[int, int] = {}
    steps: list[Json] = []
    for theorem in [t for _, th, model in parts.values() for t in ((th, model.theorem) if model else (th,))]:
        for step in theorem.steps():
            if id(step) not in number:
                number[id(step)] = len(steps)
                steps.append(writer.step(step, [number[id(p)] for p in step.premises]))
                if labels and id(step) in labels:
                    steps[-1]["label"] = labels[id(step)]
    described = {
        name: {
            "hypotheses": {h: writer.formula(f) for h, f in statement.hypotheses.items()},
            "conclusion": writer.formula(statement.conclusion),
            "digest": statement.digest,
            "step": number[id(theorem)],
            "axioms": [{"name": n, "formula": writer.formula(f), "digest": digest(f)} for n, f in sorted(theorem.axioms)],
            "model": model and {"sorts": writer.value(model.sorts), "values": writer.value(model.values), "step": number[id(model.theorem)]},
        }
        for name, (statement, theorem, model) in parts.items()
    }
    return {"format": FORMAT, "claim": title, "sorts": writer.sorts, "symbols": writer.symbols, "formulas": writer.formulas, "parts": described, "steps": steps}


class _Writer:
    def __init__(self) -> None:
        self.sorts: dict[str, Json] = {}
        self.symbols: dict[str, Json] = {}
        self.formulas: list[Json] = []
        self._names: dict[str, str] = {}
        self._numbers: dict[Formula, int] = {}

    def _name(self, key: str, name: str, table: dict[str, Json], entry: Json) -> str:
        key = f"{id(table)}{key}"
        if key not in self._names:
            taken = name
            while taken in table:
                taken = f"{name}~{int(taken.partition('~')[2] or 1) + 1}"
            table[taken] = entry
            self._names[key] = taken
        return self._names[key]

    def sort(self, s: Sort) -> str:
        constructors = {c: [a and self.sort(a) for a in args] for c, args in s.constructors}
        return self._name(s.key, s.name, self.sorts, {"kind": s.kind} | ({"constructors": constructors} if constructors else {}))

    def type(self, t: Type) -> Json:
        return [[self.sort(s) for s in t.params], self.sort(t.result)]

    def symbol(self, s: Symbol) -> str:
        return self._name(s.key, s.name, self.symbols, self.type(s.type))

    def formula(self, f: Formula) -> int:
        if f not in self._numbers:
            self._numbers[f] = len(self.formulas)
            self.formulas.append(self.node(f, ()))
        return self._numbers[f]

    def node(self, t: Node, names: tuple[str, ...]) -> Json:
        match t:
            case Number():
                return ["number", str(t.value)]
            case Card():
                return ["card", self.sort(t.over)]
            case App():
                head = ["app", self.symbol(t.head)] if type(t.head) is Symbol else ["bound", names[-1 - t.head.index]]  # type: ignore[union-attr]
                return head + [self.node(a, names) for a in t.children]
            case _ if type(t) in BINDERS:
                taken = {s.name for s in t.free} | set(names)
                name = t.hint  # type: ignore[attr-defined]
                while name in taken:
                    name += "_"
                return [t.tag, name, self.type(t.type), self.node(t.children[0], (*names, name))]  # type: ignore[attr-defined]
            case _:
                return [t.tag, *(self.node(c, names) for c in t.children)]

    def value(self, v: Any) -> Json:
        """A parameter of a rule, tagged by its kind."""
        match v:
            case bool() | str() | int():
                return v
            case Fraction():
                return {"fraction": str(v)}
            case Formula():
                return {"formula": self.formula(v)}
            case Term():
                return {"term": self.node(v, ())}
            case Symbol():
                return {"symbol": self.symbol(v)}
            case Sort():
                return {"sort": self.sort(v)}
            case Lambda():
                names = [f"p{k}_" for k in range(len(v.params))]
                while any(s.name in names for s in v.body.free):
                    names = [n + "_" for n in names]
                return {"lambda": [[n, self.sort(s)] for n, s in zip(names, v.params, strict=True)], "body": self.node(v.body, tuple(names))}
            case tuple() | list():
                return [self.value(x) for x in v]
            case Mapping():
                return {"map": [[self.value(k), self.value(x)] for k, x in sorted(v.items())]}
            case _:
                raise ProofError(f"a rule's parameter cannot be written to a certificate: {v!r}")

    def step(self, th: Theorem, premises: list[int]) -> Json:
        return {
            "rule": th.rule,
            "premises": premises,
            "params": {k: self.value(v) for k, v in th.params.items()},
            "hypotheses": sorted(self.formula(h) for h in th.hypotheses),
            "conclusion": self.formula(th.conclusion),
        }


class Reader:
    """Decodes the tables of a certificate through the kernel's own constructors, which check every type again."""

    def __init__(self, document: Json) -> None:
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise CertificateError(f"not a certificate: expected an object with format {FORMAT!r}")
        self._sorts: Json = document["sorts"]
        self._known: dict[str, Sort] = {}
        self._symbols = {name: Symbol(name.partition("~")[0], self.type(t)) for name, t in document["symbols"].items()}
        self._formulas: list[Node] = [self.node(f, ()) for f in document["formulas"]]

    def sort(self, name: str, above: tuple[str, ...] = ()) -> Sort:
        if name in above:
            raise CertificateError(f"the index type {name} is defined by itself")
        if name not in self._known:
            entry = self._sorts[name]
            constructors = tuple((c, tuple(None if a is None else self.sort(a, (*above, name)) for a in args)) for c, args in entry.get("constructors", {}).items())
            self._known[name] = Sort(name.partition("~")[0], entry["kind"], constructors)
        return self._known[name]

    def type(self, t: Json) -> Type:
        params, result = t
        return Type(tuple(map(self.sort, params)), self.sort(result))

    def node(self, t: Json, bound: tuple[tuple[str, Type], ...]) -> Any:
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
                return GRAMMAR[tag](hint, ty, self.node(body, (*bound, (hint, ty))))  # type: ignore[call-arg]
            case _:
                return GRAMMAR[tag](*(self.node(c, bound) for c in rest))  # type: ignore[call-arg]

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

    def formula(self, number: Json) -> Formula:
        """The formula with this number."""
        if type(number) is not int or not 0 <= number < len(self._formulas):
            raise CertificateError(f"no formula {number!r}")
        return self._formulas[number]  # type: ignore[return-value]

    def pick(self, numbers: Sequence[int]) -> frozenset[Formula]:
        """The formulas with these numbers."""
        return frozenset(map(self.formula, numbers))


def _rational(text: Json) -> Fraction:
    if type(text) is not str or not RATIONAL.match(text):
        raise CertificateError(f"a number is written p or p/q, got {text!r}")
    return Fraction(text)
