"""Writing certificates.  Not trusted: what is written counts only once it has been replayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import ProofError
from .axioms import digest
from .certificate import FORMAT, Json, Reader
from .statement import Statement
from .substitution import Lambda
from .syntax import BINDERS, App, Card, Formula, Node, Number, Sort, Symbol, Term, Type
from .theorem import Theorem


@dataclass(frozen=True)
class Model:
    """Index types and values at which every hypothesis of a statement holds, and the theorem that says so."""

    sorts: Mapping[Sort, Sort]
    values: Mapping[Symbol, Lambda]
    theorem: Theorem


Parts = Mapping[str, tuple[Statement, Theorem | None, Model | None]]


def export(
    title: str, parts: Parts, labels: Mapping[int, str] | None = None, written: Mapping[str, str] | None = None, as_trees: bool = False
) -> Json:
    """The certificate of a claim: for each part its statement, the theorem that proves it (None: it is stated only), and a model of its
    hypotheses if one is known.  ``labels`` (by ``id`` of a theorem) and ``written`` (a statement as its author wrote it) are notes, which
    replay ignores.  ``as_trees``: no number stands for a formula or term inside another."""
    writer = _Writer(as_trees)
    number: dict[int, int] = {}
    steps: list[Json] = []
    same: dict[str, int] = {}
    for theorem in [t for _, th, model in parts.values() if th for t in ((th, model.theorem) if model else (th,))]:
        for step in theorem.steps():
            if id(step) not in number:
                entry = writer.step(step, [number[id(p)] for p in step.premises])
                number[id(step)] = same.setdefault(json.dumps(entry), len(steps))
                if number[id(step)] == len(steps):  # equal steps are written once
                    steps.append(entry)
                if labels and id(step) in labels:
                    steps[number[id(step)]]["label"] = labels[id(step)]
    described = {
        name: {
            "hypotheses": {h: writer.formula(f) for h, f in statement.hypotheses.items()},
            "conclusion": writer.formula(statement.conclusion),
            "written": (written or {}).get(name, ""),
            "digest": statement.digest,
            "step": None if theorem is None else number[id(theorem)],
            "axioms": [
                {"name": n, "formula": writer.formula(f), "digest": digest(f)} for n, f in sorted(theorem.axioms if theorem else ())
            ],
            "model": model
            and {"sorts": writer.value(model.sorts), "values": writer.value(model.values), "step": number[id(model.theorem)]},
        }
        for name, (statement, theorem, model) in parts.items()
    }
    return {
        "format": FORMAT,
        "claim": title,
        "sorts": writer.sorts,
        "symbols": writer.symbols,
        "nodes": writer.nodes,
        "parts": described,
        "steps": steps,
    }


def terms_as_json(values: Mapping[Symbol, Lambda]) -> Json:
    """Terms in the place of symbols, with the tables that ``terms_from_json`` reads them by."""
    writer = _Writer(as_trees=True)
    written = writer.value(values)
    return {"format": FORMAT, "sorts": writer.sorts, "symbols": writer.symbols, "nodes": writer.nodes, "values": written}


def terms_from_json(document: Json) -> dict[Symbol, Lambda]:
    """What ``terms_as_json`` wrote."""
    values: dict[Symbol, Lambda] = Reader(document).value(document["values"])
    return values


class _Writer:
    def __init__(self, as_trees: bool = False) -> None:
        self.as_trees = as_trees
        self.sorts: dict[str, Json] = {}
        self.symbols: dict[str, Json] = {}
        self.nodes: list[Json] = []
        self._names: dict[tuple[int, str], str] = {}
        self._numbers: dict[Node, int] = {}

    def _name(self, what: Sort | Symbol, table: dict[str, Json], entry: Callable[[], Json]) -> str:
        key = id(table), what.key
        if key not in self._names:
            written, name = entry(), what.name
            taken = name
            while taken in table:
                taken = f"{name}~{int(taken.partition('~')[2] or 1) + 1}"
            table[taken] = written
            self._names[key] = taken
        return self._names[key]

    def sort(self, s: Sort) -> str:
        return self._name(s, self.sorts, lambda: {"kind": s.kind} | self._constructors(s))

    def _constructors(self, s: Sort) -> Json:
        found = {c: [a and self.sort(a) for a in args] for c, args in s.constructors}
        return {"constructors": found} if found else {}

    def type(self, t: Type) -> Json:
        return [[self.sort(s) for s in t.params], self.sort(t.result)]

    def symbol(self, s: Symbol) -> str:
        return self._name(s, self.symbols, lambda: self.type(s.type))

    def formula(self, f: Node) -> int:
        """The number of a formula or term."""
        if f not in self._numbers:
            written = self._written(f, ())
            self._numbers[f] = len(self.nodes)
            self.nodes.append(written)
        return self._numbers[f]

    def node(self, t: Any, names: tuple[str, ...]) -> Json:
        return self._written(t, names) if self.as_trees or t.loose or not t.children else self.formula(t)

    def _written(self, t: Any, names: tuple[str, ...]) -> Json:
        match t:
            case Number():
                return ["number", str(t.value)]
            case Card():
                return ["card", self.sort(t.over)]
            case App():
                head = ["app", self.symbol(t.head)] if isinstance(t.head, Symbol) else ["bound", names[-1 - t.head.index]]
                return head + [self.node(a, names) for a in t.children]
            case _ if type(t) in BINDERS:
                taken = {s.name for s in t.free} | set(names)
                name = t.hint
                while name in taken:
                    name += "_"
                return [t.tag, name, self.type(t.type), self.node(t.children[0], (*names, name))]
            case _:
                return [t.tag, *[self.node(c, names) for c in t.children]]

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
                return {
                    "lambda": [[n, self.sort(s)] for n, s in zip(names, v.params, strict=True)],
                    "body": self.node(v.body, tuple(names)),
                }
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
            "hypotheses": sorted(self.formula(h) for h in sorted(th.hypotheses)),
            "conclusion": self.formula(th.conclusion),
        }
