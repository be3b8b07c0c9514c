"""Facts as schemas: a known theorem whose leading 'for all' may be instantiated, whose conditions are to be proved when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.normal import fresh
from ..proof.obligations import eta
from ..proof.substitution import Lambda, opened
from ..proof.syntax import And, App, Eq, Exists, ForAll, Formula, Implies, Node, Number, Sum, Symbol, Term, Type
from ..proof.theorem import Theorem
from . import forward as f

Found = dict[Symbol, Lambda]


class NotFound(ProofError):
    """Nothing known gives the goal; ``goal`` is the innermost formula that is missing."""

    def __init__(self, goal: Formula) -> None:
        super().__init__(f"nothing known gives {goal.key}")
        self.goal = goal


@dataclass(frozen=True)
class Reading:
    """One way to read a theorem: free ``metas``, the ``shape`` it then has, and the way there: metas to fill, parts to take ("if": a
    condition to prove)."""

    theorem: Theorem
    metas: frozenset[Symbol]
    shape: Formula
    path: tuple[Symbol | int | str, ...]

    def at(self, pattern: Node, target: Node) -> Found | None:
        """Values of all metas at which the pattern, a part of the shape, is the target."""
        found: Found = {}
        return found if _match(pattern, target, self.metas, found) and len(found) == len(self.metas) else None


@lru_cache(4096)
def readings(theorem: Theorem) -> tuple[Reading, ...]:
    """All ways to read a theorem; a conjunction gives several."""
    out: list[Reading] = []

    def read(shape: Any, metas: frozenset[Symbol], path: tuple[Symbol | int | str, ...]) -> None:
        if type(shape) is ForAll and not shape.type.params:
            v = fresh(shape.type)
            read(opened(shape, eta(v)), metas | {v}, (*path, v))
        elif type(shape) is Implies:
            read(shape.children[1], metas, (*path, "if"))
        elif type(shape) is And:
            for k, g in enumerate(shape.children):
                read(g, metas, (*path, k))
        else:
            out.append(Reading(theorem, metas, shape, path))

    read(theorem.conclusion, frozenset(), ())
    return tuple(out)


def _match(pattern: Any, target: Any, metas: frozenset[Symbol], found: Found) -> bool:
    """First-order matching up to names of bound variables."""
    if type(pattern) is App and pattern.head in metas and not pattern.children:
        if target.loose or not isinstance(target, Term) or target.sort != pattern.sort:
            return False
        return bool(found.setdefault(pattern.head, Lambda((), target)) == Lambda((), target))  # type: ignore[arg-type]
    if pattern.free.isdisjoint(metas):
        return bool(pattern == target)
    if type(pattern) is not type(target) or len(pattern.children) != len(target.children):
        return False
    if type(pattern) is App and pattern.head != target.head:
        return False
    if type(pattern) in (Sum, ForAll, Exists) and pattern.type != target.type:
        return False
    return all(_match(a, b, metas, found) for a, b in zip(pattern.children, target.children, strict=True))


@dataclass(frozen=True)
class Known:
    """The facts at hand, how deep the search may still go, and how conditions and obligations are proved.  ``missing``: what these facts
    do not give, and how deep that was searched for: it need not be searched for again."""

    facts: tuple[Theorem, ...]
    depth: int
    prove: Callable[[Formula, Known], Theorem]
    missing: dict[Formula, int] = field(default_factory=dict)

    def deeper(self, *more: Theorem) -> Known:
        """One level down, with more facts."""
        return Known((*more, *self.facts), self.depth - 1, self.prove, {} if more else self.missing)

    def use(self, reading: Reading, found: Found) -> Theorem:
        """The theorem at the values found, its conditions proved."""
        th = reading.theorem
        for step in reading.path:
            if isinstance(step, Symbol):
                th = rules.specialise(th, value=found[step])
            elif isinstance(step, int):
                th = rules.part(th, number=step)
            else:
                th = rules.modus_ponens(th, self.prove(th.conclusion.children[0], self.deeper()))
        return th

    def instances(self, goal: Formula) -> Iterator[Theorem]:
        """Facts that are the goal, then instances of facts that are."""
        yield from (th for th in self.facts if th.conclusion == goal)
        for reading in self.readings():
            found = reading.at(reading.shape, goal)
            if reading.path and found is not None:
                yield from self.attempt(reading, found)

    def values(self, t: Term) -> Iterator[Theorem]:
        """Instances t = number of facts."""
        for reading in self.readings():
            if type(reading.shape) is Eq and type(reading.shape.children[1]) is Number:
                found = reading.at(reading.shape.children[0], t)
                if found is not None:
                    yield from self.attempt(reading, found)

    def readings(self) -> Iterator[Reading]:
        """The ways to read the facts."""
        return (reading for th in self.facts for reading in readings(th))

    def attempt(self, reading: Reading, found: Found) -> Iterator[Theorem]:
        """The instance, if its conditions can be proved."""
        try:
            yield self.use(reading, found)
        except NotFound:
            return

    def settled(self, th: Theorem) -> Theorem:
        """th without the obligations that its own terms left."""
        granted: frozenset[Formula] = frozenset().union(*(x.hypotheses for x in self.facts))
        for owed in sorted(th.hypotheses - granted):
            th = f.cut(th, self.prove(owed, self.deeper()))
        return th

    def unused(self, hint: str, type: Type, *avoid: Node) -> Symbol:
        """A symbol named like the hint that occurs neither in the facts nor in the nodes."""
        nodes = (*avoid, *(h for t in self.facts for h in (*t.hypotheses, t.conclusion)))
        taken = {s.name for a in nodes for s in a.free}
        while hint in taken:
            hint += "_"
        return Symbol(hint, type)
