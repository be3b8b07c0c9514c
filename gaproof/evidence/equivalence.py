"""Mutants that are true: no value can refute them, and the kernel says so.

A mutant whose hypotheses are inconsistent is true for nothing; it is not excused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from ..claim import Part
from ..errors import ProofError
from ..proof import rules
from ..proof.normal import fresh as normal_form_symbol
from ..proof.normal import normal
from ..proof.obligations import eta, nonzero
from ..proof.statement import Statement
from ..proof.substitution import Lambda, closed, lambda_of, opened, rebuild, substitute
from ..proof.syntax import (
    BINDERS,
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Eq,
    Exists,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Lt,
    Ne,
    Number,
    Plus,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.facts import NotFound
from ..tactics.model import find_model
from ..tactics.products import nonzero_factors
from ..tactics.search import discharge, prove
from .mutants import Mutant, sample
from .sequents import fresh
from .settings import ATTACKS

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
    sizes = {attack.per_kind for attack in ATTACKS.values()} if part.true_mutants else ()  # one change may have several names
    known = {q.name: q for per_kind in sizes for q in sample(part.statement, per_kind, 0)}
    for name in part.true_mutants:
        if name not in known:
            return f"it proves the mutant {name!r}, and there is none of that name: gaproof check --json names those that survive"
        try:
            proved = _as_the_file_says(part, known[name])
        except Exception as error:
            return f"its proof of the mutant {name!r} does not go through: {error}"
        if proved.conclusion != known[name].statement.conclusion or known[name].statement.missing(proved):
            return f"its proof of the mutant {name!r} shows something else"
    return ""


def _attempt(way: Way, part: Part, mutant: Mutant) -> Theorem | None:
    try:
        return way(part, mutant)
    except Exception:  # the proof of a theorem file, run on a statement that it was not written for, may fail in any way
        return None


# ---- ways to prove a mutant -------------------------------------------------------------------------------------------------------


def _restated(part: Part, mutant: Mutant) -> Theorem:
    """The theorem with the mutated conclusion in its place, its hypotheses proved from the mutated ones."""
    return _granted(f.restate(part.claim.theorem(part.name), mutant.statement.conclusion), mutant.statement)


def _proved_likewise(part: Part, mutant: Mutant) -> Theorem:
    """The part's own proof, run on the mutant, which is granted what follows from its hypotheses at once."""
    statement = mutant.statement
    if not (mutant.where or part.aimed):  # it would show what the theorem says
        raise NotFound(statement.conclusion)
    changed = part.statement.hypotheses.get(mutant.where)
    more = {f"so {k}": th.conclusion for k, th in enumerate(_consequences(statement, changed))}
    return _granted(part.attempt(Statement({**more, **statement.hypotheses}, statement.conclusion)), statement)


def _as_the_file_says(part: Part, mutant: Mutant) -> Theorem:
    """A proof that the theorem file gives for this mutant."""
    return _granted(part.attempt(mutant.statement, part.true_mutants[mutant.name]), mutant.statement)


def _followed(part: Part, mutant: Mutant) -> Theorem:
    """The mutated conclusion from the theorem and the mutated hypotheses, by search."""
    theorem = part.claim.theorem(part.name)
    return _granted(prove(mutant.statement.conclusion, [theorem, *_assumed(mutant.statement)]), mutant.statement)


def _changed_alone(part: Part, mutant: Mutant) -> Theorem:
    """What the mutant has in common with the theorem from that, and what was changed by search."""
    theorem = part.claim.theorem(part.name)
    return _granted(_alongside(mutant.statement.conclusion, theorem, _assumed(mutant.statement)), mutant.statement)


def _alongside(goal: Any, th: Theorem, facts: Sequence[Theorem]) -> Theorem:
    """The goal, by search where it says something else than a theorem of the same shape; a condition the other way round."""
    match goal, th.conclusion:
        case _ if th.conclusion == goal:
            return th
        case And(), And() if len(goal.children) == len(th.conclusion.children):
            parts = [rules.part(th, number=k) for k in range(len(goal.children))]
            return rules.conjoin(*(_alongside(g, part, [*facts, *parts]) for g, part in zip(goal.children, parts, strict=True)))
        case ForAll(), ForAll() if goal.type == th.conclusion.type:
            v = _unused(goal, th, *facts)
            return rules.generalise(_alongside(opened(goal, eta(v)), rules.specialise(th, value=eta(v)), facts), symbol=v)
        case Exists(), Exists() if goal.type == th.conclusion.type:
            v = _unused(goal, th, *facts)
            there = _alongside(opened(goal, eta(v)), f.assume(opened(th.conclusion, eta(v))), facts)
            return rules.obtain(th, rules.witness(there, formula=goal, value=eta(v)), symbol=v)
        case Implies(children=(condition, then)), Implies(children=(same, _)):
            given = f.assume(condition)
            with suppress(ProofError):
                known = [*facts, given]
                return rules.imply(_alongside(then, rules.modus_ponens(th, _alongside(same, given, facts)), known), formula=condition)
    for way in (prove, _with_numbers, _never, _apart):
        with suppress(ProofError):
            return way(goal, [th, *facts])
    raise NotFound(goal)


def _never(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """A goal whose condition is false, or says that an entry is a number that it is known not to be: no entry of a mask is −1."""
    if type(goal) is not Implies:
        raise NotFound(goal)
    condition, then = goal.children
    given = f.assume(condition)
    for said in [f.part(given, k) for k in range(len(condition.children))] if type(condition) is And else [given]:
        for false in _contradictions(said, facts):
            return rules.imply(f.absurd(false, then), formula=condition)
    raise NotFound(goal)


def _apart(goal: Any, facts: Sequence[Theorem]) -> Theorem:
    """That two numbers are different, because 0 would else be another number."""
    if type(goal) is not Ne:
        raise NotFound(goal)
    equal = Eq(*goal.children)
    return f.cases(equal, f.absurd(f.assume(equal), goal), f.assume(goal))


def _contradictions(said: Theorem, facts: Sequence[Theorem]) -> Iterator[Theorem]:
    """Comparisons of numbers that are false, from an equation and the facts."""
    gap = normal(_gap(said.conclusion)) if type(said.conclusion) is Eq else ZERO
    if isinstance(gap, Number) and gap.value:
        yield said
    match said.conclusion:
        case Eq(children=(Times(children=(Number() as many, App() as entry)), Number() as number)) if many.value:
            said = f.linear(entry, Number(number.value / many.value), (said, 1 / many.value))
    match said.conclusion:
        case Eq(children=(App() as entry, Number())):
            for fact in (fact for fact in facts if type(fact.conclusion) is ForAll):
                with suppress(ProofError):
                    known = f.spec(fact, *entry.children)
                    z = fresh("z", Type((), REAL), {s.name for g in (known.conclusion, *known.hypotheses) for s in g.free})
                    put = f.rewrite(said, known, z, _replaced(known.conclusion, entry, App(z)))
                    if f.absurd(put, Eq(ZERO, ONE)):
                        yield put


def _with_numbers(goal: Formula, facts: Sequence[Theorem]) -> Theorem:
    """The goal with a number in the place of an entry that is known to be one, whatever its 1/x are: 0 · 1/x is 0."""
    z = fresh("z", Type((), REAL), {s.name for s in goal.free})
    for fact in facts:
        match fact.conclusion:
            case Eq(children=(App() as entry, Number() as number)):
                template = _replaced(goal, entry, App(z))
                there, values = abstracted(Statement({}, substitute(template, {z: Lambda((), number)})), lambda value: True)
                th = rules.instantiate(prove(there.conclusion, facts), values=values)
                return f.rewrite(f.linear(number, entry, (fact, -1)), th, z, template)
    raise NotFound(goal)


def _replaced(t: Any, old: Any, new: Any) -> Any:
    return new if t == old else rebuild(t, tuple(_replaced(c, old, new) for c in t.children))


def _whatever_inverses_are(part: Part, mutant: Mutant) -> Theorem:
    """The theorem without a hypothesis, with any numbers in the place of its 1/x, of all of them or of one alone, by search or by its
    proof: then nothing is asked of x."""
    if not mutant.where:
        raise NotFound(mutant.statement.conclusion)
    every = list(abstracted(mutant.statement, lambda value: True)[1].values())
    for chosen in (every, *([value] for value in every if len(every) > 1)):
        general, values = abstracted(mutant.statement, chosen.__contains__)
        for proof in (partial(prove, general.conclusion, _assumed(general)), partial(part.attempt, general)):
            try:
                return _granted(rules.instantiate(proof(), values=values), mutant.statement)
            except Exception:  # whatever a proof does on a statement that it was not written for
                continue
    raise NotFound(mutant.statement.conclusion)


WAYS: dict[str, Way] = {
    "the theorem file proves it": _as_the_file_says,
    "it is the theorem, written in another way": _restated,
    "the proof of the theorem proves it": _proved_likewise,
    "it follows from the theorem": _followed,
    "what was changed follows by itself": _changed_alone,
    "it holds whatever its 1/x are": _whatever_inverses_are,
}


# ---- inverses ---------------------------------------------------------------------------------------------------------------------------


def abstracted(statement: Statement, chosen: Callable[[Lambda], bool]) -> tuple[Statement, dict[Symbol, Lambda]]:
    """The statement with new fields, or numbers, in the place of those of its 1/x that are chosen; and what they stand for."""
    taken = {s.name for g in (*statement.hypotheses.values(), statement.conclusion) for s in g.free}
    found: dict[Lambda, Symbol] = {}
    inside = partial(_abstracted, chosen=chosen, around=(), taken=taken, found=found)
    general = Statement({name: inside(h) for name, h in statement.hypotheses.items()}, inside(statement.conclusion))
    return general, {symbol: value for value, symbol in found.items()}


def _abstracted(t: Any, chosen: Callable[[Lambda], bool], around: tuple[Symbol, ...], taken: set[str], found: dict[Lambda, Symbol]) -> Any:
    deeper = partial(_abstracted, chosen=chosen, taken=taken, found=found)
    if type(t) in BINDERS:
        v = normal_form_symbol(t.type)
        return type(t)(t.hint, t.type, closed(deeper(opened(t, eta(v)), around=(*around, v)), v))
    if type(t) is Inverse and not nonzero(t.children[0]):
        at = tuple(v for v in around if v in t.free)
        if not any(v.type.params for v in at) and chosen(value := lambda_of(at, t)):
            if value not in found:
                found[value] = fresh("inverse", Type(value.params, REAL), taken)
            return App(found[value], *map(App, at))
    return rebuild(t, tuple(deeper(c, around=around) for c in t.children))


# ---- hypotheses ---------------------------------------------------------------------------------------------------------------------


def _assumed(statement: Statement) -> list[Theorem]:
    return [f.assume(h) for h in statement.hypotheses.values()]


def _granted(th: Theorem, statement: Statement) -> Theorem:
    """th with every hypothesis that the statement does not grant proved from those that it grants."""
    facts, granted = _assumed(statement), frozenset(statement.hypotheses.values())
    for owed in sorted(th.hypotheses - granted):
        for fact in facts:
            weaker = _weaker(owed, fact)
            if weaker is not None:
                th = f.cut(th, weaker)
                break
    return discharge(th, facts, granted)


def _consequences(statement: Statement, changed: Any) -> Iterator[Theorem]:
    """The hypothesis that was changed, if the mutated ones imply it, and x ≠ 0 for every one that says x < 0."""
    for fact in _assumed(statement):
        for goal in (changed, _nonzero(fact.conclusion)):
            weaker = None if goal is None else _weaker(goal, fact)
            if weaker is not None:
                yield weaker


def _nonzero(formula: Any) -> Any:
    """∀… x ≠ 0 for ∀… x < 0."""
    if type(formula) is ForAll:
        body = _nonzero(formula.children[0])
        return None if body is None else ForAll(formula.hint, formula.type, body)
    return Ne(formula.children[0], ZERO) if type(formula) is Lt and formula.children[1] == ZERO else None


def _weaker(goal: Any, th: Theorem) -> Theorem | None:
    """The goal from a theorem of the same shape whose comparisons leave it a number to spare: 0 < x from 1 ≤ x."""
    try:
        return _weakened(goal, th)
    except ProofError:
        return None


def _weakened(goal: Any, th: Theorem) -> Theorem:
    if th.conclusion == goal:
        return th
    match goal, th.conclusion:
        case ForAll(), ForAll():
            v = _unused(goal, th)
            return rules.generalise(_weakened(opened(goal, eta(v)), rules.specialise(th, value=eta(v))), symbol=v)
        case Implies(children=(condition, then)), Implies(children=(same, _)) if condition == same:
            return rules.imply(_weakened(then, rules.modus_ponens(th, f.assume(condition))), formula=condition)
        case And(), And() if len(goal.children) == len(th.conclusion.children):
            return rules.conjoin(*(_weakened(g, rules.part(th, number=k)) for k, g in enumerate(goal.children)))
        case Ne(children=(t, zero)), Lt() if zero == ZERO:
            positive = _weakened(Lt(ZERO, Times(MINUS, t)), th)
            return next(x for x in nonzero_factors(rules.unequal(positive)) if x.conclusion == goal)
        case ((Le() | Lt()), (Eq() | Le() | Lt())):
            return _compared(goal, f.eq_le(th) if type(th.conclusion) is Eq else th)
    raise NotFound(goal)


def _compared(goal: Any, th: Theorem) -> Theorem:
    rest = normal(Plus(_gap(goal), Times(MINUS, _gap(th.conclusion))))
    if not isinstance(rest, Number) or rest.value < 0:
        raise NotFound(goal)
    return f.le(*goal.children, f.add(f.by(th), f.num(rest.value)), strict=type(goal) is Lt)


def _gap(comparison: Any) -> Term:
    left, right = comparison.children
    return Plus(right, Times(MINUS, left))


def _unused(goal: ForAll | Exists, *known: Theorem) -> Symbol:
    formulas = [goal, *(formula for th in known for formula in (th.conclusion, *th.hypotheses))]
    name, taken = goal.hint, {s.name for formula in formulas for s in formula.free}
    while name in taken:
        name += "_"
    return Symbol(name, goal.type)


def _consistent(part: Part, mutant: Statement) -> bool:
    """Whether the mutated hypotheses have a model: they follow from those of the part, or one is found."""
    granted = frozenset(part.statement.hypotheses.values())
    for h in frozenset(mutant.hypotheses.values()) - granted:
        try:
            _granted(f.assume(h), part.statement)
        except ProofError:
            return find_model(mutant, part.model or {}) is not None
    return True
