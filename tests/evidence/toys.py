"""Small statements, as text and as sequents, for the tests of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from gaproof.claim import statement
from gaproof.evidence.campaign import Effort, Tally, campaign
from gaproof.evidence.sequents import Given, Sequent, sequents
from gaproof.evidence.together import contradicted
from gaproof.notation import plain
from gaproof.numeric import BallArithmetic
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, closed
from gaproof.proof.syntax import And, ForAll, Formula, Implies, Symbol

SMALL = Effort(rounds=8, batch=24, examples=0, exact_rounds=4, exact_batch=4, largest=3)


def told(sequent: Sequent) -> str:
    """A sequent in a line."""
    return f"{', '.join(plain(h) for _, h in sequent.hypotheses)} ⊢ {plain(sequent.conclusion)}"


def sequent_of(given: Mapping[str, Any], shows: Any) -> Sequent:
    """The only sequent of a statement."""
    (found,) = sequents(statement(given, shows))
    return found


def closed_off(sequent: Sequent, original: Statement) -> Formula:
    """The sequent as a formula, for all values of the symbols that the statement does not have."""
    formula = sequent.conclusion
    if sequent.hypotheses:
        formula = Implies(And(*(h for _, h in sequent.hypotheses)), formula)
    known = original.conclusion.free.union(*(h.free for h in original.hypotheses.values()))
    return reduce(lambda f, s: ForAll(s.name, s.type, closed(f, s)), sorted(sequent.free - known), formula)


def tried(given: Mapping[str, Any], shows: Any, seed: int = 0, witnesses: Given | None = None, effort: Effort = SMALL) -> Tally:
    """What comes of a small campaign."""
    return campaign(statement(given, shows), effort, seed, given=witnesses)


def contradicts(stated: Statement, at: Mapping[Symbol, Lambda], effort: Effort, seed: int, balls: BallArithmetic) -> bool:
    """Whether a statement fails at values of some of its symbols."""
    tallies = [Tally()]
    contradicted([sequents(stated)], tallies, at, effort, seed, balls)
    return tallies[0].refutation is not None
