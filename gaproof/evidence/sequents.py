"""A statement as sequents whose formulas are arrays of truth values: quantifiers and connectives of the conclusion taken apart.

∀ opens, ∧ splits, → moves its condition among the hypotheses, ∃ gets each witness that the proof gives, under the hypotheses that the
proof had then: a case, or what something was chosen for.  So the kernel derives these sequents of a theorem as well.  An ∃ among the
hypotheses opens too: what holds whatever exists holds for any value of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from ..proof.obligations import eta
from ..proof.statement import Statement
from ..proof.substitution import Lambda, opened, substitute
from ..proof.syntax import FINITE, MAYBE_EMPTY, ZERO, And, Card, Exists, ForAll, Formula, Implies, Lt, Symbol, Type
from ..proof.theorem import Theorem

Named = tuple[str, Formula]
Witness = tuple[Lambda, tuple[Formula, ...]]


@final
@dataclass(frozen=True)
class Sequent:
    """Named hypotheses ⊢ conclusion.  ``opened``: the symbols that stand for variables of the statement's quantifiers."""

    hypotheses: tuple[Named, ...]
    conclusion: Formula
    opened: tuple[Symbol, ...] = ()

    @property
    def free(self) -> frozenset[Symbol]:
        """The symbols that a model gives values to, and the indices that are axes."""
        return frozenset(s for s in self.conclusion.free.union(*(h.free for _, h in self.hypotheses)) if not s.constant)

    @property
    def statement(self) -> Statement:
        """The sequent as a statement; several hypotheses may have one name."""
        return Statement({f"{k} {name}": h for k, (name, h) in enumerate(self.hypotheses)}, self.conclusion)

    def at(self, values: Mapping[Symbol, Lambda]) -> Sequent:
        """The sequent at values of its symbols."""
        return Sequent(
            tuple((name, substitute(h, values)) for name, h in self.hypotheses), substitute(self.conclusion, values), self.opened
        )


def over_indices(type: Type) -> bool:
    """Whether a variable of this type is an axis."""
    return not type.params and type.result.kind in (FINITE, MAYBE_EMPTY)


def needs_values(f: Formula) -> bool:
    """Whether a formula quantifies over something else than indices: then no array holds its truth."""
    if isinstance(f, ForAll | Exists) and not over_indices(f.type):
        return True
    return any(isinstance(c, Formula) and needs_values(c) for c in f.children)


@final
@dataclass(frozen=True)
class Given:
    """What a derivation gives away: the witnesses of every ∃ that it proves, each with the hypotheses under which it is one.  ``loose``: a
    witness also serves for another property of a variable of this name and type, as a mutant asks for."""

    witnesses: Mapping[Formula, Sequence[Witness]] = field(default_factory=dict)
    loose: bool = False

    def of(self, goal: Any) -> Iterator[Witness]:
        """The witnesses for a goal."""
        yield from self.witnesses.get(goal, ())
        if self.loose:
            for other, found in self.witnesses.items():
                if isinstance(other, Exists) and (other.hint, other.type) == (goal.hint, goal.type):
                    yield from found


def given_by(theorem: Theorem) -> Given:
    """The witnesses of a derivation."""
    found = dict[Formula, dict[Witness, None]]()
    for step in theorem.steps():
        if step.rule == "witness":
            found.setdefault(step.conclusion, {})[step.params["value"], tuple(sorted(step.hypotheses))] = None
    return Given({goal: list(witnesses) for goal, witnesses in found.items()})


def given_if_proved(prove: Callable[[], Theorem]) -> Given | None:
    """What a proof gives away; None if it does not go through, however it fails: that is said where it is asked for."""
    try:
        return given_by(prove())
    except Exception:
        return None


def sequents(statement: Statement, given: Given | None = None) -> list[Sequent]:
    """The sequents that together say what a statement says."""
    taken = {s.name for f in (*statement.hypotheses.values(), statement.conclusion) for s in f.free}
    symbols = statement.conclusion.free.union(*(h.free for h in statement.hypotheses.values()))
    hypotheses = list(_inhabited(sorted(symbols)))
    for name, h in statement.hypotheses.items():
        hypotheses += _granted(name, h, taken)
    return list(_goals(Sequent(tuple(hypotheses), statement.conclusion), given or Given(), taken))


def fresh(hint: str, type: Type, taken: set[str]) -> Symbol:
    """A symbol with a name like the hint that is not taken yet."""
    while hint in taken:
        hint += "_"
    taken.add(hint)
    return Symbol(hint, type)


def _granted(name: str, h: Formula, taken: set[str]) -> list[Named]:
    """The parts of a hypothesis; what exists gets a name, unless a law about it is left, which no value can be tested for."""
    if type(h) is And:
        return [piece for part in h.children for piece in _granted(name, part, taken)]
    if type(h) is Exists and not over_indices(h.type):
        pieces = _granted(name, opened(h, eta(fresh(h.hint, h.type, taken))), taken)
        return [(name, h)] if any(needs_values(piece) for _, piece in pieces) else pieces
    return [(name, h)]


def _inhabited(variables: Iterable[Symbol]) -> Iterator[Named]:
    """That the types of indices have elements.  Where one has none nothing is said about them, also in a part without the index."""
    for sort in sorted({v.type.result for v in variables if not v.type.params}):
        if sort.kind == MAYBE_EMPTY:
            yield f"an element of {sort.name}", Lt(ZERO, Card(sort))


def _goals(sequent: Sequent, given: Given, taken: set[str]) -> Iterator[Sequent]:
    goal: Any = sequent.conclusion
    if type(goal) is And:
        for part in goal.children:
            yield from _goals(Sequent(sequent.hypotheses, part, sequent.opened), given, set(taken))
    elif type(goal) is Implies:
        condition, then = goal.children
        granted = tuple(_granted("condition", condition, taken))
        yield from _goals(Sequent((*sequent.hypotheses, *granted), then, sequent.opened), given, taken)
    elif type(goal) is ForAll:
        variable = fresh(goal.hint, goal.type, taken)
        hypotheses = (*sequent.hypotheses, *(h for h in _inhabited([variable]) if h not in sequent.hypotheses))
        yield from _goals(Sequent(hypotheses, opened(goal, eta(variable)), (*sequent.opened, variable)), given, taken)
    elif type(goal) is Exists and not over_indices(goal.type) and (found := list(given.of(goal))):
        for value, needed in found:
            more = (("of the witness", h) for h in needed if h not in {known for _, known in sequent.hypotheses})
            names = {s.name for s in value.body.free.union(*(h.free for h in needed))}
            yield from _goals(Sequent((*sequent.hypotheses, *more), opened(goal, value), sequent.opened), given, taken | names)
    else:
        yield sequent
