"""Mutants of a statement: the same claim with one thing wrong, which a check worth its name refutes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile
from typing import Any, final

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

DROPPED = "dropped hypothesis"  # a kind of mutant


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
    what: str
    where: str
    write: Callable[[], tuple[Mapping[str, Formula], Formula]]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.what}" + (f", in ‘{self.where}’" if self.where not in ("", self.what) else "")


def mutants(statement: Statement) -> list[Mutant]:
    """Every statement that differs from this one at one place, by a change that can make it false; in a fixed order."""
    found: dict[tuple[str, str], Mutant] = {}
    called = Counter[str]()
    for draft in _drafts(statement):
        hypotheses, conclusion = draft.write()
        key = (draft.where, hypotheses[draft.where].key if draft.where in hypotheses else "" if draft.where else conclusion.key)
        if key not in found and not (conclusion == statement.conclusion and hypotheses == statement.hypotheses):
            called[draft.name] += 1
            found[key] = _mutant(draft, called[draft.name], Statement(hypotheses, conclusion))
    return list(found.values())


@lru_cache(maxsize=64)  # each part's are asked for from several sides
def sample(statement: Statement, per_kind: int, seed: int) -> tuple[Mutant, ...]:
    """At most ``per_kind`` mutants of the conclusion of each kind, from different parts of it, and the statement without each of its
    hypotheses.  No others are written out."""
    drafts = list(takewhile(lambda draft: not draft.where, _drafts(statement)))
    called, number = Counter[str](), list[int]()
    for draft in drafts:
        called[draft.name] += 1
        number.append(called[draft.name])
    found: dict[Formula, int] = {statement.conclusion: -1}
    for stretch in _stretches([draft.kind for draft in drafts], per_kind, seed):
        written = ((drafts[place].write()[1], place) for place in stretch)
        conclusion, place = next(((c, place) for c, place in written if c not in found), (statement.conclusion, -1))
        found[conclusion] = place
    del found[statement.conclusion]
    changed = sorted(found.items(), key=lambda item: item[1])
    kept = [_mutant(drafts[place], number[place], Statement(statement.hypotheses, c)) for c, place in changed]
    return *kept, *(_mutant(draft, 1, Statement(*draft.write())) for draft in _dropped(statement))


def chosen(mutants: Sequence[Mutant], per_kind: int, seed: int) -> list[Mutant]:
    """At most ``per_kind`` of some mutants of each kind, from different parts of the statement; the same for the same seed."""
    return [mutants[place] for place in sorted(stretch[0] for stretch in _stretches([m.kind for m in mutants], per_kind, seed))]


def _stretches(kinds: Sequence[str], per_kind: int, seed: int) -> Iterator[list[int]]:
    """The places of each kind in as many stretches as some of it are wanted, each in random order."""
    if type(per_kind) is not int or per_kind < 1:
        raise MutationError(f"got {per_kind!r} mutants of a kind, expected an integer ≥ 1")
    of_kind: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        of_kind.setdefault(kind, []).append(place)
    for kind, places in of_kind.items():
        rng, count = random.Random(f"{seed} {kind}"), min(per_kind, len(places))
        for k in range(count):
            stretch = places[k * len(places) // count : (k + 1) * len(places) // count]
            yield rng.sample(stretch, len(stretch))


def _mutant(draft: Draft, number: int, statement: Statement) -> Mutant:
    return Mutant(draft.kind, draft.name + (f" (place {number})" if number > 1 else ""), statement, draft.where)


def _drafts(statement: Statement) -> Iterator[Draft]:
    """Mutants of the conclusion, of the hypotheses, and without one of these; some may be equal."""
    if not isinstance(statement, Statement):
        raise MutationError(f"got {statement!r}, expected a statement — of a claim, it is claim.only.statement")
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
                yield Draft(kind, what, where, partial(_written, statement, where, place, instead))
    yield from _dropped(statement)


def _dropped(statement: Statement) -> Iterator[Draft]:
    for name in statement.hypotheses:
        rest = {k: h for k, h in statement.hypotheses.items() if k != name}
        yield Draft(DROPPED, name, name, lambda rest=rest: (rest, statement.conclusion))  # type: ignore[misc]


def _written(statement: Statement, where: str, place: Place, instead: Any) -> tuple[Mapping[str, Formula], Formula]:
    new = place.put(instead)
    if not where:
        return statement.hypotheses, new
    for s in sorted(s for s in new.free if s.name == place.other):  # ∀o (H → C) says (∃o H) → C
        new = Exists(s.name, s.type, closed(new, s))
    return {**statement.hypotheses, where: new}, statement.conclusion
