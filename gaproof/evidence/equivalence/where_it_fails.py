"""A mutant without a hypothesis: the theorem where the hypothesis holds, and what is left of the mutant where it does not.

An empty row has no weights, and much that is said of weights is then said of zeros.  A hypothesis on every row is split row by row:
the theorem is used with the fields of one row in every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...claim import Part
from ...errors import ProofError
from ...proof import rules
from ...proof.obligations import eta, negation
from ...proof.statement import Statement
from ...proof.substitution import Lambda, closed, lambda_of, opened
from ...proof.syntax import MINUS, ONE, REAL, ZERO, And, App, Eq, Exists, ForAll, Formula, Implies, Inverse, Plus, Symbol, Times, Type
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.search import prove
from ..mutants import DROPPED, Mutant
from .granting import assumed, settled, unused
from .known_values import FALSE, Known, shown


def either_way(part: Part, mutant: Mutant) -> Theorem:
    """The theorem where the dropped hypothesis holds, and what is left of the mutant where it does not."""
    dropped, statement = _dropped(part, mutant), mutant.statement
    no = shown(statement.conclusion, denied(dropped, assumed(statement)))
    return f.cases(dropped, settled(part.claim.theorem(part.name), _with(statement, dropped)), no)


def not_dropped(part: Part, mutant: Mutant) -> Theorem:
    """The theorem, if the dropped hypothesis follows from the others, which contradict each other where it fails."""
    dropped, statement = _dropped(part, mutant), mutant.statement
    body, facts, at = dropped, assumed(statement), list[Symbol]()
    while type(body) is ForAll:
        at.append(unused(body, *facts))
        body = opened(body, eta(at[-1]))
        facts = [*_at(facts, at[-1]), *facts]
    follows = f.gen(f.cases(body, f.assume(body), shown(body, denied(body, facts))), *at)
    return settled(f.cut(part.claim.theorem(part.name), follows), statement)


def row_by_row(part: Part, mutant: Mutant) -> Theorem:
    """The theorem in each row where the dropped hypothesis holds, and what is left of the mutant in the others."""
    dropped, statement = _dropped(part, mutant), mutant.statement
    if type(dropped) is not ForAll or dropped.type.params or dropped.type.result == REAL:
        raise NotFound(dropped)
    theorem, given = part.claim.theorem(part.name), assumed(statement)
    row = unused(dropped, theorem)
    there = opened(dropped, eta(row))
    once = f.inst(theorem, {s: _in_row(s, row) for s in sorted(_free(theorem)) if s.type.params.count(row.type.result) == 1})
    for owed in sorted(once.hypotheses - {there, *statement.hypotheses.values()}):
        once = f.cut(once, prove(owed, [f.assume(there), *_at(given, row), *given]))
    return _Rows(row, there, given).proved(statement.conclusion, once)


def _at(facts: Sequence[Theorem], v: Symbol) -> list[Theorem]:
    """What the facts that are about all values of a variable say of one."""
    return [said for fact in facts for said in _said_of(fact, v)]


def _said_of(fact: Theorem, v: Symbol) -> Iterator[Theorem]:
    match fact.conclusion:
        case And():
            yield from (said for k in range(len(fact.conclusion.children)) for said in _said_of(f.part(fact, k), v))
        case ForAll() if fact.conclusion.type == v.type:
            yield f.spec(fact, v)
        case ForAll():
            w = unused(fact.conclusion, fact, v)
            yield from (f.gen(said, w) for said in _said_of(f.spec(fact, w), v))


def _dropped(part: Part, mutant: Mutant) -> Any:
    if mutant.kind != DROPPED:
        raise NotFound(mutant.statement.conclusion)
    return part.statement.hypotheses[mutant.where]


def _with(statement: Statement, more: Formula) -> Statement:
    return Statement({**statement.hypotheses, "in this case": more}, statement.conclusion)


def _free(th: Theorem) -> frozenset[Symbol]:
    return frozenset().union(*(g.free for g in (th.conclusion, *th.hypotheses)))


def _in_row(field: Symbol, row: Symbol) -> Lambda:
    """A field that is in every row what it is in this one."""
    own = [Symbol.internal(f"at{k}", Type((), sort)) for k, sort in enumerate(field.type.params)]
    return lambda_of(tuple(own), App(field, *(App(row if s.type == row.type else s) for s in own)))


# ---- where it fails -------------------------------------------------------------------------------------------------------------------


def denied(formula: Any, facts: Sequence[Theorem]) -> list[Theorem]:
    """The facts, and what the negation of a formula says beside them: entries of masks that are not 1 are 0."""
    no = f.assume(negation(formula))
    new, known = [no], [*facts, no]
    if type(formula) is Exists:
        v = unused(formula, *facts)
        given = f.assume(opened(formula, eta(v)))
        new.append(f.gen(f.imply(f.mp(no, rules.witness(given, formula=formula, value=eta(v))), given), v))
    while new:
        values = Known([zero for th in new for zero in (th, *_zeros(th, facts))])
        known += values.facts
        told = [values.told(th) for th in facts] if values.heads else []
        new = [th for th in told if th.conclusion not in {x.conclusion for x in known} and (_values(th) or list(_zeros(th, facts)))]
    return known


def _values(th: Theorem) -> bool:
    return bool(Known([th]).values)


def _zeros(th: Theorem, facts: Sequence[Theorem]) -> Iterator[Theorem]:
    """∀… x = 0 for entries x of masks, from ∀… (x = 1 → 0 = 1)."""
    match th.conclusion:
        case ForAll():
            v = unused(th.conclusion, th, *facts)
            yield from (f.gen(zero, v) for zero in _zeros(f.spec(th, v), facts))
        case And():
            yield from (zero for k in range(len(th.conclusion.children)) for zero in _zeros(f.part(th, k), facts))
        case Implies(children=(Eq(children=(App() as x, one)), false)) if (one, false) == (ONE, FALSE):
            with suppress(ProofError):
                yield f.cut(f.inst(_not_one(), {"x": x}), prove(Eq(Times(x, x), x), facts), th)


@cache
def _not_one() -> Theorem:
    """x·x = x, x = 1 → 0 = 1 ⊢ x = 0."""
    x = App(Symbol("x", Type((), REAL)))
    mask, never, equal = f.assume(Eq(Times(x, x), x)), f.assume(Implies(Eq(x, ONE), FALSE)), Eq(Plus(x, MINUS), ZERO)
    apart = f.cases(equal, f.absurd(f.mp(never, f.linear(x, ONE, (f.assume(equal), 1))), f.otherwise(equal)), f.assume(f.otherwise(equal)))
    return f.cut(f.linear(x, ZERO, (mask, Inverse(Plus(x, MINUS)))), apart)


# ---- every row ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """Goals about every row from a theorem about one, which assumes what is true ``there``."""

    row: Symbol
    there: Formula
    facts: Sequence[Theorem]

    def proved(self, goal: Any, th: Theorem) -> Theorem:
        """A goal, from the theorem with the fields of one row in every row."""
        match goal, th.conclusion:
            case And(), And():
                return f.conj(*(self.proved(g, f.part(th, k)) for k, g in enumerate(goal.children)))
            case Implies(), Implies():
                given = f.assume(goal.children[0])
                more = _Rows(self.row, self.there, [given, *self.facts])
                return f.imply(more.proved(goal.children[1], f.mp(th, more.given(th.conclusion.children[0], given))), given)
            case ForAll(), ForAll() if goal.type != self.row.type:
                v = unused(goal, th, *self.facts)
                return f.gen(self.proved(opened(goal, eta(v)), f.spec(th, v)), v)
        formula = self._of_row(goal)
        no = shown(formula, denied(self.there, [*_at(self.facts, self.row), *self.facts]))
        return self._of_every(goal, f.gen(f.cases(self.there, self._at_row(formula, th), no), self.row))

    def given(self, goal: Any, th: Theorem) -> Theorem:
        """A condition with the fields of the row in every row, from the condition."""
        match goal:
            case Exists() if goal.type.params == (self.row.type.result,):
                v = unused(goal, th, *self.facts)
                (there,) = f.obtain(th, v)
                value = _in_row(v, self.row)
                return f.release(rules.witness(self.given(opened(goal, value), there), formula=goal, value=value), th, v)
            case And():
                return f.conj(*(self.given(g, f.part(th, k)) for k, g in enumerate(goal.children)))
        facts = [th, *self.facts]
        return prove(goal, [*_at(facts, self.row), *facts])

    def _of_row(self, goal: Any) -> Any:
        """What a goal says of the row."""
        match goal:
            case ForAll() if goal.type == self.row.type:
                return opened(goal, eta(self.row))
            case And():
                return And(*map(self._of_row, goal.children))
            case Exists() if goal.type.params == (self.row.type.result,):
                y = Symbol(unused(goal, *self.facts).name, Type((), goal.type.result))
                return Exists(y.name, y.type, closed(self._of_row(opened(goal, Lambda(goal.type.params, App(y)))), y))
        raise NotFound(goal)

    def _at_row(self, formula: Any, th: Theorem) -> Theorem:
        """What is said of the row, from a theorem that says it of every row."""
        match formula, th.conclusion:
            case And(), And():
                return f.conj(*(self._at_row(part, f.part(th, k)) for k, part in enumerate(formula.children)))
            case Exists(), Exists():
                v = unused(th.conclusion, th, *self.facts)
                (there,) = f.obtain(th, v)
                value = Lambda((), App(v, App(self.row)))
                one = rules.witness(self._at_row(opened(formula, value), there), formula=formula, value=value)
                return f.release(one, th, v)
        return f.spec(th, self.row)

    def _of_every(self, goal: Any, rows: Theorem) -> Theorem:
        """The goal, from what it says of each row."""
        match goal:
            case And():
                of_row = f.spec(rows, self.row)
                return f.conj(*(self._of_every(part, f.gen(f.part(of_row, k), self.row)) for k, part in enumerate(goal.children)))
            case Exists():
                v = unused(goal, rows, *self.facts)
                every = rules.choice(rows, name=v.name)
                (there,) = f.obtain(every, v)
                return f.release(rules.witness(self._of_every(opened(goal, eta(v)), there), formula=goal, value=eta(v)), every, v)
        return rows
