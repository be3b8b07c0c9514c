"""Comparisons that leave room: a < b from a ≤ c, where c < b; and what holds for every ε > 0 holds for ε/2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...proof.obligations import eta
from ...proof.substitution import Lambda
from ...proof.syntax import MINUS, REAL, ZERO, App, Exists, ForAll, Formula, Implies, Le, Lt, Number, Plus, Symbol, Times, Type
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.search import prove
from ..sequents import fresh

HALF = Number(Fraction(1, 2))


def with_room(goal: Formula, facts: Sequence[Theorem]) -> Theorem:
    """A comparison from one, the first of the facts, and what its sides leave over on one side, which is not negative or positive."""
    said = facts[0].conclusion
    if not isinstance(goal, Le | Lt) or not isinstance(said, Le | Lt):
        raise NotFound(goal)
    (left, right), (low, high) = goal.children, said.children
    if left != low and right != high:
        raise NotFound(goal)
    over = Plus(right, Times(MINUS, high)) if left == low else Plus(low, Times(MINUS, left))
    strict, common = type(goal) is Lt, left if left == low else right
    more = prove(Lt(ZERO, over) if strict and type(said) is Le else Le(ZERO, over), facts[1:])
    z = fresh("z", Type((), REAL), {s.name for th in facts for formula in (goal, th.conclusion, *th.hypotheses) for s in formula.free})
    given = f.assume(type(said)(App(z), high) if left == low else type(said)(low, App(z)))
    sides = (App(z), right) if left == low else (left, App(z))
    th = f.imply(f.le(*sides, f.add(f.by(given), f.by(more)), strict=strict), given)  # whatever the side in common is made of
    return f.mp(f.spec(f.gen(th, z), Lambda((), common)), facts[0])


def used_at(goal: ForAll, variable: Symbol) -> Iterator[Lambda]:
    """What a theorem is used at to show a goal of the same shape for this variable: at the variable, or, if it is an ε, at ε/2."""
    yield eta(variable)
    match goal:
        case ForAll(children=(Implies(children=(Lt(children=(zero, App())), Exists())),)) if goal.type == Type((), REAL) and zero == ZERO:
            yield Lambda((), Times(HALF, App(variable)))
