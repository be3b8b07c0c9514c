"""Statements that no finite model refutes: the kernel derives 0 = 1 from them, at explicit values and for all sizes.

They say something about functions on the reals, about steps that go to 0, or about equal exponentials, which balls cannot tell.
Where two different indices are needed, a and b with δ(a, b) = 0 are assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..errors import ProofError
from ..proof.axioms import STANDARD
from ..proof.statement import Statement
from ..proof.substitution import substitute
from ..proof.syntax import ONE, ZERO, Delta, Eq, Formula, Implies, Symbol
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import prove
from ..terms import delta, index
from .functions import law

FALSE = Eq(ZERO, ONE)


class Refutation:
    """What a derivation of 0 = 1 works with: the statement that is supposed to be true."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.symbols, self.claim = closure(statement)

    def at(self, values: Mapping[str, Any], *facts: Theorem) -> Theorem:
        """What the statement says at values of its variables (by name), its hypotheses proved there, from the facts if need be."""
        chosen = {s: f.value(values.get(s.name, s)) for s in self.symbols}
        th = f.spec(f.assume(self.claim), *chosen.values())
        for h in self.statement.hypotheses.values():
            there = substitute(h, chosen)
            th = f.mp(th, law(there) or prove(there, facts))
        return th

    def different(self, of: Any) -> tuple[Any, Any, Theorem]:
        """Two indices a and b of a type, and δ(a, b) = 0."""
        a, b = index("a b", of)
        there = f.node(delta(a, b))
        return a, b, f.assume(Eq(there, ZERO))


def closure(statement: Statement) -> tuple[list[Symbol], Formula]:
    """The free symbols of a statement, and the statement as one formula: ∀ symbols (hypotheses → conclusion)."""
    body = statement.conclusion
    for h in reversed(statement.hypotheses.values()):
        body = Implies(h, body)
    symbols = sorted(s for s in body.free if not s.constant)
    return symbols, f.forall(symbols, body)


def refutes(statement: Statement, th: Theorem, granted: Collection[Formula] = ()) -> bool:
    """Whether a theorem says 0 = 1 and assumes the statement, apart from what is granted or says that some type has two elements."""
    everywhere = closure(statement)[1]
    others = th.hypotheses - {everywhere}
    harmless = len(others) <= 1 and all(_two_elements(h) or h in granted for h in others)
    known = all(name in STANDARD and STANDARD[name].formula == formula for name, formula in th.axioms)
    return th.conclusion == FALSE and everywhere in th.hypotheses and harmless and known


def _two_elements(h: Formula) -> bool:
    """δ(a, b) = 0 for two variables: true for some a and b as soon as the type has two elements."""
    if type(h) is not Eq or type(h.children[0]) is not Delta or h.children[1] != ZERO:
        return False
    a, b = h.children[0].children
    return bool(a != b and not a.children and not b.children)


def contradiction(th: Theorem) -> Theorem:
    """0 = 1, from a false comparison of numbers."""
    if not isinstance(th, Theorem):
        raise ProofError(f"the derivation returned {th!r} instead of a theorem")
    return th if th.conclusion == FALSE else f.absurd(th, FALSE)
