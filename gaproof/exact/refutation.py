"""Statements that no finite model refutes: the kernel derives 0 = 1 from them, at explicit values and for all sizes.

They say something about functions on the reals, about steps that go to 0, or about equal exponentials, which balls cannot tell.
Where two different indices are needed, a and b with δ(a, b) = 0 are assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.axioms import STANDARD
from ..proof.normal import equal, normal
from ..proof.statement import Statement
from ..proof.substitution import Lambda, opened, rebuild, substitute
from ..proof.syntax import (
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Delta,
    Eq,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Lt,
    Ne,
    Node,
    Number,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import prove
from ..terms import delta, index
from .functions import law

FALSE = Eq(ZERO, ONE)
_z = Symbol("z_", Type((), REAL))


class Refutation:
    """What a derivation of 0 = 1 works with: the statement that is supposed to be true, and the value that 1/0 is supposed to have."""

    def __init__(self, statement: Statement, undefined: Any = None) -> None:
        self.statement = statement
        self.symbols, self.claim = closure(statement)
        self.granted = granted(undefined)

    def at(self, values: Mapping[str, Any], *facts: Theorem) -> Theorem:
        """What the statement says at values of its variables (by name), its hypotheses proved there, from the facts if need be."""
        chosen = {s: f.value(values.get(s.name, s)) for s in self.symbols}
        th = f.spec(f.assume(self.claim), *chosen.values())
        for h in self.statement.hypotheses.values():
            there = substitute(h, chosen)
            th = f.mp(th, law(there) or prove(there, facts))
        return th

    def hypothesis(self, name: str, values: Mapping[str, Any]) -> Formula:
        """A hypothesis of the statement at values of its variables (by name)."""
        h = self.statement.hypotheses[name]
        there: Formula = substitute(h, {s: f.value(values[s.name]) for s in h.free if s.name in values})
        return there

    def different(self, of: Any) -> tuple[Any, Any, Theorem]:
        """Two indices a and b of a type, and δ(a, b) = 0."""
        a, b = index("a b", of)
        there = f.node(delta(a, b))
        return a, b, f.assume(Eq(there, ZERO))

    def put(self, th: Theorem, equation: Theorem) -> Theorem:
        """th with b for a, wherever a is written as it is in the equation a = b."""
        a, _ = equation.conclusion.children
        return rules.replace(equation, th, symbol=_z, formula=_replaced(th.conclusion, a, App(_z)))

    def divided(self, th: Theorem, equation: Theorem) -> Theorem:
        """th with 1/b for every 1/t such that t = a by the normal form, where the equation says a = b."""
        a, b = equation.conclusion.children
        for t in _inverted(th.conclusion):
            if equal(t, a):
                th = self.put(th, f.linear(t, b, (equation, 1)))
        return th

    def divided_by_zero(self, th: Theorem) -> Theorem:
        """th with the value of 1/0 for every 1/t such that t = 0 by the normal form."""
        if not self.granted:
            raise ProofError("nothing is known of 1/0: declare the necessity with undefined=…")
        return self.put(self.divided(th, f.linear(ZERO, ZERO)), f.assume(self.granted[0]))

    def separated(self, th: Theorem, apart: Theorem) -> Theorem:
        """th, a comparison, in normal form and with 0 for δ(a, b)."""
        plain = type(th.conclusion)(*map(normal, th.conclusion.children))
        delta = apart.conclusion.children[0]
        turned = Delta(*reversed(delta.children))
        formula = _replaced(_replaced(plain, delta, App(_z)), turned, App(_z))
        return f.rewrite(apart, f.restate(th, plain), _z, formula)

    def divisible(self, th: Theorem, *positive: Theorem) -> Theorem:
        """th without obligations t ≠ 0 such that ±t is by the normal form one of the right sides d of 0 < d."""
        for owed in [h for h in th.hypotheses if type(h) is Ne and h.children[1] == ZERO]:
            t, zero = owed.children[0], f.assume(Eq(*owed.children))
            for known, sign in product(positive, (1, -1)):
                if equal(t, Times(Number(sign), known.conclusion.children[1])):
                    never = f.absurd(f.lt(ZERO, ZERO, f.by(known), (zero, -sign)), owed)
                    th = f.cut(th, f.cases(zero.conclusion, never, f.assume(owed)))
        return th


def _replaced(t: Any, old: Node, new: Node) -> Any:
    return new if t == old else rebuild(t, tuple(_replaced(c, old, new) for c in t.children))


def _inverted(t: Any) -> list[Term]:
    """The arguments of 1/x in a node that mention no variable of a binder."""
    own = [t.children[0]] if type(t) is Inverse and not t.loose else []
    return [*own, *(x for c in t.children for x in _inverted(c))]


def granted(undefined: Any) -> tuple[Formula, ...]:
    """1/0 = the value that it is supposed to have, if any: it may have any value."""
    return () if undefined is None else (Eq(Inverse(ZERO), f.node(undefined)),)


def closure(statement: Statement) -> tuple[list[Symbol], Formula]:
    """The free symbols of a statement, and the statement as one formula: ∀ symbols (hypotheses → conclusion)."""
    body = statement.conclusion
    for h in reversed(statement.hypotheses.values()):
        body = Implies(h, body)
    symbols = sorted(s for s in body.free if not s.constant)
    return symbols, f.forall(symbols, body)


def refutes(statement: Statement, th: Theorem, allowed: Collection[Formula] = ()) -> bool:
    """Whether a theorem says 0 = 1 and assumes the statement, apart from what is allowed, and one formula that is true for some values: it
    says that a type has two elements, or what a function is on either side of a number."""
    everywhere = closure(statement)[1]
    others = th.hypotheses - {everywhere, *allowed}
    harmless = len(others) <= 1 and all(_two_elements(h) or _by_cases(h) for h in others)
    known = all(name in STANDARD and STANDARD[name].formula == formula for name, formula in th.axioms)
    return th.conclusion == FALSE and everywhere in th.hypotheses and harmless and known


def _two_elements(h: Formula) -> bool:
    """δ(a, b) = 0 for two variables: true for some a and b as soon as the type has two elements."""
    if type(h) is not Eq or type(h.children[0]) is not Delta or h.children[1] != ZERO:
        return False
    a, b = h.children[0].children
    return bool(a != b and not a.children and not b.children)


def _by_cases(h: Formula) -> bool:
    """∀w (w ≤ c → ℓ(w) = s) ∧ ∀w (c < w → ℓ(w) = t), where ℓ is not in c, s, t: such a function exists."""
    w, real = Symbol("w_", Type((), REAL)), Type((REAL,), REAL)
    here = App(w)
    sides = [opened(side, Lambda((), here)) for side in h.children if type(side) is ForAll and side.type == w.type]
    equations = [side.children[1] for side in sides if type(side) is Implies and type(side.children[1]) is Eq]
    if type(h) is not And or len(h.children) != 2 or len(equations) != 2 or type(equations[0].children[0]) is not App:
        return False
    ell, cut, values = equations[0].children[0].head, sides[0].children[0].children[-1], [e.children[1] for e in equations]
    if ell.type != real or not isinstance(cut, Term) or w in cut.free or any(ell in t.free for t in (cut, *values)):
        return False
    below, above = (Eq(App(ell, here), t) for t in values)
    return sides == [Implies(Le(here, cut), below), Implies(Lt(cut, here), above)]


def contradiction(th: Theorem) -> Theorem:
    """0 = 1, from a false comparison of numbers."""
    if not isinstance(th, Theorem):
        raise ProofError(f"the derivation returned {th!r} instead of a theorem")
    return th if th.conclusion == FALSE else f.absurd(th, FALSE)
