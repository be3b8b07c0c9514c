"""What a claim says: named hypotheses and a conclusion, with a digest of exactly that."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .syntax import BINDERS, Card, Formula, Sort, Symbol, _Sealed, closed_formula, need
from .theorem import Theorem, genuine


class Statement(_Sealed, final=True):
    """``hypotheses`` (name → formula) ⊢ ``conclusion``; free symbols stand for all values of their types."""

    __slots__ = ("conclusion", "digest", "hypotheses")
    hypotheses: dict[str, Formula]
    conclusion: Formula
    digest: str

    def __init__(self, hypotheses: Mapping[str, Formula], conclusion: Formula) -> None:
        for name, formula in hypotheses.items():
            need(type(name) is str and bool(name.strip()) and name.isprintable(), f"a hypothesis needs a printable name, got {name!r}")
            closed_formula(formula)
        closed_formula(conclusion)
        meanings: dict[str, Symbol | Sort] = {}
        for named in sorted(names(conclusion).union(*map(names, hypotheses.values())), key=lambda x: x.key):
            other = meanings.setdefault(named.name, named)
            need(other == named, f"the name {named.name} stands for two things: {other.key} and {named.key}")
        key = "\n".join([*(f"{name}: {hypotheses[name].key}" for name in sorted(hypotheses)), f"|- {conclusion.key}"])
        self._set(key=key, hypotheses=dict(hypotheses), conclusion=conclusion, digest=sha256(key.encode()).hexdigest())

    def missing(self, theorem: Theorem) -> list[Formula]:
        """The hypotheses of the theorem that the statement does not grant; refuses another conclusion."""
        need(genuine(theorem), "not a theorem made by the rules")
        need(theorem.conclusion == self.conclusion, "the theorem has another conclusion than the statement")
        granted = set(self.hypotheses.values())
        return sorted(h for h in theorem.hypotheses if h not in granted)


def names(t: Any) -> frozenset[Symbol | Sort]:
    """The free symbols of a node and the index types in it."""
    found, types, nodes = set[Any](t.free), [s.type for s in t.free], [t]
    for node in nodes:  # which grows
        nodes += node.children
        if type(node) in BINDERS:
            types.append(node.type)
        elif type(node) is Card:
            found.add(node.over)
    return frozenset(found.union(*((*ty.params, ty.result) for ty in types)))
