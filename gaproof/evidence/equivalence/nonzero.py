"""A mutant without a sign: the proof of the theorem may need no more than that a number is not 0.

That it is not 0 is granted where an equation says so: the factors of what is not 0 are not 0.  Else 0 is a case of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ...claim import Part
from ...errors import ProofError
from ...proof.statement import Statement
from ...proof.syntax import REAL, ZERO, And, App, Eq, ForAll, Implies, Inverse, Lt, Ne, Number, Symbol, Type
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound
from ...tactics.products import nonzero_factors
from ...tactics.search import prove
from ..mutants import DROPPED, Mutant
from .granting import assumed, settled, unused
from .known_values import flipped, shown


def nonzero_suffices(part: Part, mutant: Mutant) -> Theorem:
    """The part's own proof, run on the mutant, which is granted what is not 0 because an equation says so."""
    if mutant.kind != DROPPED:
        raise NotFound(mutant.statement.conclusion)
    facts = assumed(mutant.statement)
    found = {th.conclusion: th for fact in facts for th in _not_zero(fact, facts)}
    if not found:
        raise NotFound(mutant.statement.conclusion)
    more = {f"so {k}": formula for k, formula in enumerate(found)}
    th = part.attempt(Statement({**more, **mutant.statement.hypotheses}, mutant.statement.conclusion))
    return settled(f.cut(th, *found.values()), mutant.statement)


def zero_or_not(part: Part, mutant: Mutant) -> Theorem:
    """The part's own proof, granted x ≠ 0 instead of 0 < x, and what is left of the mutant where x = 0."""
    dropped: Any = part.statement.hypotheses.get(mutant.where)
    if mutant.kind != DROPPED or type(dropped) is not Lt or dropped.children[0] != ZERO or type(dropped.children[1]) is not App:
        raise NotFound(mutant.statement.conclusion)
    statement, zero = mutant.statement, Eq(dropped.children[1], ZERO)
    none = shown(statement.conclusion, [f.assume(zero), *assumed(statement)])
    some = Statement({mutant.where: f.otherwise(zero), **statement.hypotheses}, statement.conclusion)
    return f.cases(zero, none, settled(part.attempt(some), some))


def _not_zero(fact: Theorem, facts: Sequence[Theorem]) -> Iterator[Theorem]:
    """∀… x ≠ 0, from ∀… a·x = b with b ≠ 0."""
    formula = fact.conclusion
    match formula:
        case And():
            yield from (th for k in range(len(formula.children)) for th in _not_zero(f.part(fact, k), facts))
        case ForAll() if not formula.type.params:
            v = unused(formula, fact, *facts)
            yield from (f.gen(th, v) if v in th.conclusion.free else th for th in _not_zero(f.spec(fact, v), facts))
        case Implies():
            given = f.assume(formula.children[0])
            yield from (f.imply(th, given) for th in _not_zero(f.mp(fact, given), [given, *facts]))
        case Eq():
            for equation in (fact, flipped(fact)):
                with suppress(ProofError):
                    z, x = Symbol("not_zero", Type((), REAL)), equation.conclusion.children[0]
                    whole = f.rewrite(flipped(equation), prove(Ne(equation.conclusion.children[1], ZERO), facts), z, Ne(App(z), ZERO))
                    factors = [whole, *nonzero_factors(whole)] if not isinstance(x, Number) else []
                    yield from (th for th in factors if not isinstance(th.conclusion.children[0], Number | Inverse))
