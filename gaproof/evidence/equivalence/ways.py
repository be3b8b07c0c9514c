"""Mutants that are true: no value can refute them, and the kernel says so.

A mutant whose hypotheses are inconsistent is true for nothing; it is not excused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from ...claim import Part
from ...errors import ProofError
from ...proof import rules
from ...proof.obligations import eta
from ...proof.statement import Statement
from ...proof.substitution import Lambda, opened, substitute
from ...proof.syntax import (
    REAL,
    And,
    App,
    Eq,
    Exists,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Log,
    Ne,
    Number,
    Type,
)
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.model import find_model
from ...tactics.search import prove
from ..mutants import Mutant, sample
from ..sequents import fresh
from ..settings import ATTACKS
from .any_values import abstracted
from .granting import assumed, consequences, settled, unused
from .instances import combined
from .never import never, replaced
from .nonzero import nonzero_suffices, zero_or_not
from .rescaled import rescaled
from .room import used_at, with_room
from .where_it_fails import either_way, not_dropped, row_by_row
from .zeros import times_nothing

Way = Callable[[Part, Mutant], Theorem]


def equivalent(part: Part, mutant: Mutant, first: str = "") -> str | None:
    """Why a mutant of a part's statement is true, if the kernel proves it; None if no proof is found.  ``first``: the way to try first."""
    statement = mutant.statement
    for reason, way in sorted(WAYS.items(), key=lambda item: item[0] != first):
        proved = _attempt(way, part, mutant)
        if proved is not None and proved.conclusion == statement.conclusion and not statement.missing(proved):
            return reason if _consistent(part, statement) else None
    return None


def unfounded(part: Part) -> str:
    """What is wrong with the mutants that a theorem file proves, if anything is."""
    for name in part.true_mutants:
        mutant = _called(name, part)
        if mutant is None:
            return f"it proves the mutant {name!r}, and there is none of that name: gaproof check --json names those that survive"
        try:
            proved = _as_the_file_says(part, mutant)
        except Exception as error:
            return f"its proof of the mutant {name!r} does not go through: {error}"
        if proved.conclusion != mutant.statement.conclusion or mutant.statement.missing(proved):
            return f"its proof of the mutant {name!r} shows something else"
    return ""


def _called(name: str, part: Part) -> Mutant | None:
    """The mutant of that name at some level, the fewest mutants first; one change may have several names."""
    sizes = sorted({attack.per_kind for attack in ATTACKS.values()})
    return next((q for per_kind in sizes for q in sample(part.statement, per_kind, 0) if q.name == name), None)


def _attempt(way: Way, part: Part, mutant: Mutant) -> Theorem | None:
    try:
        return way(part, mutant)
    except Exception:  # the proof of a theorem file, run on a statement that it was not written for, may fail in any way
        return None


# ---- ways to prove a mutant -------------------------------------------------------------------------------------------------------


def _restated(part: Part, mutant: Mutant) -> Theorem:
    """The theorem with the mutated conclusion in its place, its hypotheses proved from the mutated ones."""
    return settled(f.restate(part.claim.theorem(part.name), mutant.statement.conclusion), mutant.statement)


def _proved_likewise(part: Part, mutant: Mutant) -> Theorem:
    """The part's own proof, run on the mutant, which is granted what follows from its hypotheses at once."""
    statement = mutant.statement
    if not (mutant.where or part.aimed):  # it would show what the theorem says
        raise NotFound(statement.conclusion)
    changed = part.statement.hypotheses.get(mutant.where)
    more = {f"so {k}": th.conclusion for k, th in enumerate(consequences(statement, changed))}
    return settled(part.attempt(Statement({**more, **statement.hypotheses}, statement.conclusion)), statement)


def _as_the_file_says(part: Part, mutant: Mutant) -> Theorem:
    """A proof that the theorem file gives for this mutant, which is run once."""
    asked = mutant.name, mutant.statement.digest
    if asked not in part.shown_mutants:
        part.shown_mutants[asked] = settled(part.attempt(mutant.statement, part.true_mutants[mutant.name]), mutant.statement)
    return part.shown_mutants[asked]


def _followed(part: Part, mutant: Mutant) -> Theorem:
    """The mutated conclusion from the theorem and the mutated hypotheses, by search."""
    theorem = part.claim.theorem(part.name)
    return settled(prove(mutant.statement.conclusion, [theorem, *assumed(mutant.statement)]), mutant.statement)


def _changed_alone(part: Part, mutant: Mutant) -> Theorem:
    """What the mutant has in common with the theorem from that, and what was changed by search."""
    theorem = part.claim.theorem(part.name)
    facts = [part for th in assumed(mutant.statement) for part in _parts(th)]
    return settled(_alongside(mutant.statement.conclusion, theorem, facts), mutant.statement)


def _parts(th: Theorem) -> Iterator[Theorem]:
    """A theorem, and all that it is a conjunction of."""
    yield th
    for k in range(len(th.conclusion.children) if type(th.conclusion) is And else 0):
        yield from _parts(rules.part(th, number=k))


def _alongside(goal: Any, th: Theorem, facts: Sequence[Theorem]) -> Theorem:
    """The goal, by search where it says something else than a theorem of the same shape; a condition the other way round."""
    match goal, th.conclusion:
        case _ if th.conclusion == goal:
            return th
        case And(), And() if len(goal.children) == len(th.conclusion.children):
            parts = [rules.part(th, number=k) for k in range(len(goal.children))]
            return rules.conjoin(*(_alongside(g, part, [*facts, *parts]) for g, part in zip(goal.children, parts, strict=True)))
        case ForAll(), ForAll() if goal.type == th.conclusion.type:
            v = unused(goal, th, *facts)
            for value in used_at(goal, v):
                with suppress(ProofError):
                    return rules.generalise(_alongside(opened(goal, eta(v)), rules.specialise(th, value=value), facts), symbol=v)
        case Exists(), Exists() if goal.type == th.conclusion.type:
            v = unused(goal, th, *facts)
            there = _alongside(opened(goal, eta(v)), f.assume(opened(th.conclusion, eta(v))), facts)
            return rules.obtain(th, rules.witness(there, formula=goal, value=eta(v)), symbol=v)
        case Implies(children=(condition, then)), Implies(children=(same, _)):
            given = f.assume(condition)
            with suppress(ProofError):
                known = [*facts, *_parts(given)]
                return rules.imply(_alongside(then, rules.modus_ponens(th, _condition(same, given, facts)), known), formula=condition)
    for way in (prove, _with_numbers, never, _apart, _at_its_bound, times_nothing, with_room):
        with suppress(ProofError):
            return way(goal, [th, *facts])
    raise NotFound(goal)


def _condition(goal: Any, given: Theorem, facts: Sequence[Theorem]) -> Theorem:
    """What a theorem is about, from what the mutant is about, at the same values or at others."""
    with suppress(ProofError):
        return _alongside(goal, given, facts)
    return combined(goal, given, facts)


def _apart(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """That two numbers are different, because 0 would else be another number."""
    if type(goal) is not Ne:
        raise NotFound(goal)
    equal = Eq(*goal.children)
    return f.cases(equal, f.absurd(f.assume(equal), goal), f.assume(goal))


def _at_its_bound(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """That a number is another, because it is at most that, and not less: a δ that is at most 0 is 0."""
    if type(goal) is not Eq:
        raise NotFound(goal)
    below = prove(Le(*goal.children), facts)
    return f.antisymmetry(below, prove(Le(*goal.children[::-1]), facts))


def _with_numbers(goal: Formula, facts: Sequence[Theorem]) -> Theorem:
    """The goal, and what the theorem says, with a number in the place of an entry that is known to be one, whatever its 1/x are: 0 · 1/x
    is 0."""
    said = facts[0].conclusion
    z = fresh("z", Type((), REAL), {s.name for formula in (goal, said) for s in formula.free})
    for fact in facts:
        match fact.conclusion:
            case Eq(children=(App() as entry, Number() as number)):
                template = replaced(goal, entry, App(z))
                put = substitute(template, {z: Lambda((), number)})
                with suppress(ProofError):
                    known = f.rewrite(fact, facts[0], z, replaced(said, entry, App(z)))
                    return f.rewrite(f.linear(number, entry, (fact, -1)), _proved_or_restated(put, [known, *facts]), z, template)
    raise NotFound(goal)


def _proved_or_restated(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """The goal by search, with any numbers for its 1/x, or as another form of the first fact."""
    there, values = abstracted(Statement({}, goal), lambda value: True)
    with suppress(ProofError):
        return rules.instantiate(prove(there.conclusion, facts), values=values)
    return f.restate(facts[0], goal)


def _whatever_they_are(part: Part, mutant: Mutant, kind: type) -> Theorem:
    """The theorem without a hypothesis, with any numbers in the place of its 1/x, or log x, of all of them or of one alone, by search or
    by its proof: then nothing is asked of x."""
    if not mutant.where:
        raise NotFound(mutant.statement.conclusion)
    every = list(abstracted(mutant.statement, lambda value: True, (kind,))[1].values())
    for chosen in (every, *([value] for value in every if len(every) > 1)):
        general, values = abstracted(mutant.statement, chosen.__contains__, (kind,))
        for proof in (partial(prove, general.conclusion, assumed(general)), partial(part.attempt, general)):
            try:
                return settled(rules.instantiate(proof(), values=values), mutant.statement)
            except Exception:  # whatever a proof does on a statement that it was not written for
                continue
    raise NotFound(mutant.statement.conclusion)


WAYS: dict[str, Way] = {
    "the theorem file proves it": _as_the_file_says,
    "it is the theorem, written in another way": _restated,
    "the proof of the theorem proves it": _proved_likewise,
    "it follows from the theorem": _followed,
    "what was changed follows by itself": _changed_alone,
    "it holds whatever its 1/x are": partial(_whatever_they_are, kind=Inverse),
    "it holds whatever its log x are": partial(_whatever_they_are, kind=Log),
    "it is the theorem, with 1/x as a factor of fields": rescaled,
    "the proof needs only that a number is not 0, and an equation says so": nonzero_suffices,
    "the proof needs only that a number is not 0, and if it is 0, it holds as well": zero_or_not,
    "where the hypothesis fails, it holds as well": either_way,
    "the hypothesis follows from the others": not_dropped,
    "in each row where the hypothesis fails, it holds as well": row_by_row,
}


def _consistent(part: Part, mutant: Statement) -> bool:
    """Whether the mutated hypotheses have a model: they follow from those of the part, or one is found."""
    known = frozenset(part.statement.hypotheses.values())
    for h in frozenset(mutant.hypotheses.values()) - known:
        try:
            settled(f.assume(h), part.statement)
        except ProofError:
            return find_model(mutant, part.model or {}) is not None
    return True
