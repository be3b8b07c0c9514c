"""Mutants of a statement: the same claim with one thing wrong, which a check worth its name refutes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, final

from ..errors import GaproofError
from ..proof.statement import Statement, names
from ..proof.substitution import closed
from ..proof.syntax import (
    FINITE,
    MAYBE_EMPTY,
    Exists,
    Formula,
    Sort,
    Symbol,
)  # fmt: skip
from .mutations import Place, changes

M = TypeVar("M", "Mutant", "Draft")


class MutationError(GaproofError):
    """What was to be mutated, or the number of mutants asked for, makes no sense."""


@final
@dataclass(frozen=True)
class Mutant:
    """A statement with one thing wrong.  ``where``: the hypothesis that was changed or dropped, empty if it is the conclusion."""

    kind: str
    name: str
    statement: Statement
    where: str = ""


@final
@dataclass(frozen=True)
class Draft:
    """A mutant that is not written out: most are only counted."""

    kind: str
    name: str
    where: str
    hypotheses: Mapping[str, Formula]
    conclusion: Formula

    def mutant(self) -> Mutant:
        """The mutant itself."""
        return Mutant(self.kind, self.name, Statement(self.hypotheses, self.conclusion), self.where)


def mutants(statement: Statement) -> list[Mutant]:
    """Every statement that differs from this one at one place, by a change that can make it false; in a fixed order."""
    return [draft.mutant() for draft in drafts(statement)]


def drafts(statement: Statement) -> list[Draft]:
    """The same, not written out yet."""
    if not isinstance(statement, Statement):
        raise MutationError(f"got {statement!r}, expected a statement — of a claim, it is claim.only.statement")
    found: dict[tuple[str, str], Draft] = {}
    called: dict[str, int] = {}
    for kind, what, where, hypotheses, conclusion in _mutated(statement):
        key = (where, hypotheses[where].key if where in hypotheses else "" if where else conclusion.key)
        if key in found or (conclusion == statement.conclusion and hypotheses == statement.hypotheses):
            continue
        name = f"{kind}: {what}" + (f", in ‘{where}’" if where and where != what else "")
        called[name] = called.get(name, 0) + 1
        name += f" (place {called[name]})" if called[name] > 1 else ""
        found[key] = Draft(kind, name, where, hypotheses, conclusion)
    return list(found.values())


def chosen(mutants: Sequence[M], per_kind: int, seed: int) -> list[M]:
    """At most ``per_kind`` mutants of each kind, from different parts of the statement; the same for the same seed."""
    if type(per_kind) is not int or per_kind < 1:
        raise MutationError(f"got {per_kind!r} mutants of a kind, expected an integer ≥ 1")
    of_kind: dict[str, list[int]] = {}
    for place, mutant in enumerate(mutants):
        of_kind.setdefault(mutant.kind, []).append(place)
    kept: list[int] = []
    for kind, places in of_kind.items():
        rng, count = random.Random(f"{seed} {kind}"), min(per_kind, len(places))
        stretches = [places[k * len(places) // count : (k + 1) * len(places) // count] for k in range(count)]
        kept.extend(map(rng.choice, stretches))
    return [mutants[place] for place in sorted(kept)]


def _mutated(statement: Statement) -> Iterator[tuple[str, str, str, Mapping[str, Formula], Formula]]:
    """Kind, what was changed, in which hypothesis, the hypotheses and the conclusion then."""
    hypotheses, conclusion = statement.hypotheses, statement.conclusion
    known = names(conclusion).union(*map(names, hypotheses.values()))
    symbols = tuple(s for s in sorted(known, key=lambda x: x.key) if isinstance(s, Symbol) and not s.constant)
    sizes = tuple(sorted(x for x in known if isinstance(x, Sort) and x.kind in (FINITE, MAYBE_EMPTY)))
    other = "o"
    while other in {x.name for x in known}:
        other += "_"
    for where, formula in (("", conclusion), *hypotheses.items()):
        for place in Place(formula, formula, symbols, (), other, lambda new: new, where == "").all():
            for kind, what, instead in changes(place, sizes):
                new = place.put(instead)
                if not where:
                    yield kind, what, where, hypotheses, new
                    continue
                for s in sorted(s for s in new.free if s.name == other):  # ∀o (H → C) says (∃o H) → C
                    new = Exists(other, s.type, closed(new, s))
                yield kind, what, where, {**hypotheses, where: new}, conclusion
    for name in hypotheses:
        yield "dropped hypothesis", name, name, {k: h for k, h in hypotheses.items() if k != name}, conclusion
