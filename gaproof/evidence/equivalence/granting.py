"""What a mutant grants: the hypotheses of a theorem proved from those of a mutant, which may be stronger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import ProofError
from ...proof import rules
from ...proof.normal import normal
from ...proof.obligations import eta
from ...proof.statement import Statement
from ...proof.substitution import opened
from ...proof.syntax import MINUS, ZERO, And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Number, Plus, Symbol, Term, Times
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.products import nonzero_factors
from ...tactics.search import discharge


def assumed(statement: Statement) -> list[Theorem]:
    return [f.assume(h) for h in statement.hypotheses.values()]


def settled(th: Theorem, statement: Statement) -> Theorem:
    """th with every hypothesis that the statement does not grant proved from those that it grants."""
    facts, granted = assumed(statement), frozenset(statement.hypotheses.values())
    for owed in sorted(th.hypotheses - granted):
        for fact in facts:
            enough = weaker(owed, fact)
            if enough is not None:
                th = f.cut(th, enough)
                break
    return discharge(th, facts, granted)


def consequences(statement: Statement, changed: Any) -> Iterator[Theorem]:
    """The hypothesis that was changed, if the mutated ones imply it, and x ≠ 0 for every one that says x < 0."""
    for fact in assumed(statement):
        for goal in (changed, _nonzero(fact.conclusion)):
            enough = None if goal is None else weaker(goal, fact)
            if enough is not None:
                yield enough


def _nonzero(formula: Any) -> Any:
    """∀… x ≠ 0 for ∀… x < 0."""
    if type(formula) is ForAll:
        body = _nonzero(formula.children[0])
        return None if body is None else ForAll(formula.hint, formula.type, body)
    return Ne(formula.children[0], ZERO) if type(formula) is Lt and formula.children[1] == ZERO else None


def weaker(goal: Any, th: Theorem) -> Theorem | None:
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
            v = unused(goal, th)
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
    rest = normal(Plus(gap(goal), Times(MINUS, gap(th.conclusion))))
    if not isinstance(rest, Number) or rest.value < 0:
        raise NotFound(goal)
    return f.le(*goal.children, f.add(f.by(th), f.num(rest.value)), strict=type(goal) is Lt)


def gap(comparison: Any) -> Term:
    left, right = comparison.children
    return Plus(right, Times(MINUS, left))


def unused(goal: ForAll | Exists, *known: Theorem | Symbol) -> Symbol:
    """A symbol for the variable of a quantifier, named like it, that occurs in none of these."""
    formulas = [goal, *(formula for x in known if not isinstance(x, Symbol) for formula in (x.conclusion, *x.hypotheses))]
    name, taken = goal.hint, {s.name for formula in formulas for s in formula.free} | {x.name for x in known if isinstance(x, Symbol)}
    while name in taken:
        name += "_"
    return Symbol(name, goal.type)
