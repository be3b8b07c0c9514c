"""Axioms that a theorem file states, with the source and the reason that readers of a claim that rests on them are shown."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from ..errors import ProofError
from ..proof import rules
from ..proof.syntax import Formula, Implies
from ..proof.theorem import Theorem
from . import forward as f


class Note(NamedTuple):
    """Where an axiom is proved, and why it is not proved here."""

    source: str
    why: str


axiom_notes: WeakKeyDictionary[Theorem, Note] = WeakKeyDictionary()


def axiom(name: str, formula: Any, *, source: str, why: str) -> Theorem:
    """⊢ formula, for all values of its free variables; a domain of theirs becomes a condition of the axiom and a hypothesis of the
    theorem.  Raises ``ProofError`` without a source or a reason, and for a standard name with another formula."""
    if not (source.strip() and why.strip()):
        raise ProofError(f"the axiom {name!r} needs a source and a reason: source=… where it is proved, why=… it is not proved here")
    stated, domains = f.node(formula), _domains(formula)
    for condition in reversed(domains):
        stated = Implies(condition, stated)
    th = rules.axiom(name=name, formula=stated)
    axiom_notes[th] = Note(" ".join(source.split()), " ".join(why.split()))
    return f.mp(th, *map(f.assume, domains))


def _domains(formula: Any) -> list[Formula]:
    """The domains of the free variables of an expression; a kernel formula has them written out."""
    if isinstance(formula, Formula):
        return []
    from ..terms import domain_hypotheses  # the tactics work on kernel nodes alone as well, without SymPy

    return list(domain_hypotheses(formula).values())
