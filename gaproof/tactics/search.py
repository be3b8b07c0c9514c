"""Proving what a reader would call obvious: signs, obligations, instances of facts.  Every answer is a theorem made by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.normal import fresh, normal
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, opened
from ..proof.syntax import MINUS, ONE, REAL, ZERO, And, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne, Number, Plus, Term, Times
from ..proof.theorem import Theorem
from . import forward as f
from .facts import Known, NotFound
from .products import nonzero_factors, nonzero_number, nonzero_product
from .signs import sign

DEPTH = 12


def prove(goal: Formula, facts: Sequence[Theorem]) -> Theorem:
    """A theorem whose conclusion is the goal and whose hypotheses are those of the facts; raises ``NotFound``."""
    return _prove(goal, Known(tuple(facts), DEPTH, _prove))


def discharge(th: Theorem, facts: Sequence[Theorem], granted: frozenset[Formula]) -> Theorem:
    """th without the hypotheses that are not granted, each proved from the facts; raises ``NotFound`` for one that is not."""
    for _ in range(DEPTH):
        owed = sorted(th.hypotheses - granted)
        if not owed:
            return th
        for h in owed:
            th = f.cut(th, prove(h, facts))
    raise NotFound(min(th.hypotheses - granted))


def _prove(goal: Any, known: Known) -> Theorem:
    if known.depth <= known.missing.get(goal, 0):
        raise NotFound(goal)
    try:
        return _found(goal, known)
    except NotFound:
        known.missing[goal] = known.depth
        raise


def _found(goal: Any, known: Known) -> Theorem:
    for th in known.instances(goal):
        return th
    match goal:
        case ForAll():
            v = known.unused(goal.hint, goal.type, goal)
            return rules.generalise(_prove(opened(goal, eta(v)), known), symbol=v)
        case Implies():
            return _implication(goal, known)
        case And():
            return rules.conjoin(*(_prove(g, known) for g in goal.children))
        case Exists():
            return _example(goal, known)
        case Ne():
            return _nonzero(goal, known)
        case Le() | Lt():
            return _inequality(goal, known)
        case Eq():
            try:
                return known.settled(rules.linear(left=goal.children[0], right=goal.children[1], uses=()))
            except NotFound:
                raise
            except ProofError:
                raise NotFound(goal) from None
        case _:
            raise NotFound(goal)


def _implication(goal: Implies, known: Known) -> Theorem:
    condition, then = goal.children
    given = f.assume(condition)
    try:
        if not condition.free:  # a false comparison of numbers gives anything
            return rules.imply(f.absurd(given, then), formula=condition)
    except ProofError:
        pass
    factors = nonzero_factors(given) if type(condition) is Ne else []
    return rules.imply(_prove(then, known.deeper(given, *_in_normal_form(given), *factors)), formula=condition)


def _in_normal_form(th: Theorem) -> list[Theorem]:
    """The theorem with its terms in normal form, if that says something else and costs no obligation."""
    plain = _plain(th.conclusion)
    if plain == th.conclusion:
        return []
    restated = f.restate(th, plain)
    return [restated] if restated.hypotheses == th.hypotheses else []


def _plain(formula: Any) -> Any:
    if type(formula) in (ForAll, Exists):
        v = fresh(formula.type)
        return type(formula)(formula.hint, formula.type, closed(_plain(opened(formula, eta(v))), v))
    if isinstance(formula, Term):
        return normal(formula)
    return type(formula)(*map(_plain, formula.children))


def _example(goal: Exists, known: Known) -> Theorem:
    """∃ by trying the indices and fields at hand, an arbitrary index, or the constants 1 and 0."""
    v = known.unused(goal.hint, goal.type, goal)
    at_hand = [eta(s) for s in sorted(goal.free) if s.type == v.type]
    numbers = [Lambda(v.type.params, t) for t in (ONE, ZERO)]
    tries = [*at_hand, eta(v)] if v.type.result != REAL else [*at_hand, *numbers] if v.type.params else numbers
    for value in tries:
        try:
            return rules.witness(_prove(opened(goal, value), known.deeper()), formula=goal, value=value)
        except NotFound:
            continue
    raise NotFound(goal)


def _inequality(goal: Formula, known: Known) -> Theorem:
    left, right = goal.children
    strict = type(goal) is Lt
    difference = right if left == ZERO else Plus(right, Times(MINUS, left))
    try:
        th = sign(difference, strict, known)
    except NotFound as error:
        th = _sign_in_normal_form(goal, difference, error, known)
    return th if th.conclusion == goal else known.settled(f.le(left, right, f.by(th), strict=strict))


def _sign_in_normal_form(goal: Formula, difference: Term, error: NotFound, known: Known) -> Theorem:
    try:
        if normal(difference) != difference:
            return sign(normal(difference), type(goal) is Lt, known.deeper())
    except NotFound:
        pass
    raise error if error.goal.free else NotFound(goal)  # not 0 ≤ −1, which no fact can give


def _nonzero(goal: Ne, known: Known) -> Theorem:
    t, zero = goal.children
    if zero != ZERO:
        raise NotFound(goal)
    if type(t) is Number and t.value < 0:
        return nonzero_number(t)
    try:
        return rules.unequal(_inequality(Lt(ZERO, t), known))
    except NotFound as error:
        if type(t) is not Times:
            raise NotFound(goal if known.depth == DEPTH or error.goal == Lt(ZERO, t) else error.goal) from None
    return known.settled(nonzero_product(tuple(t.children)))
