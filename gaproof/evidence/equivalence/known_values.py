"""What a formula says where entries are known: their numbers are put in their place, and what then holds or fails by itself is left out.

Every step is a theorem, so that the formula follows from what is left of it; what the other 1/x and log x are does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from ...errors import ProofError
from ...proof import rules
from ...proof.normal import normal
from ...proof.obligations import eta
from ...proof.substitution import Lambda, closed, opened, rebuild
from ...proof.syntax import (
    MAYBE_EMPTY,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Delta,
    Eq,
    Exists,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Log,
    Number,
    Plus,
    Sort,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from ...proof.theorem import Theorem
from ...tactics import forward as f
from ...tactics.facts import NotFound, readings
from ...tactics.search import prove
from .any_values import Instead

TRUE, FALSE = Eq(ZERO, ZERO), Eq(ZERO, ONE)
_numbers = count()


@dataclass(frozen=True)
class Said:
    """What is left of a formula: it follows from the formula (``there``: formula ⊢ left), and the other way round (``back``)."""

    left: Formula
    there: Theorem
    back: Theorem


def shown(goal: Formula, facts: Sequence[Theorem]) -> Theorem:
    """The goal from facts, some of which say what numbers entries are; raises ``NotFound``."""
    known = Known(facts)
    said = known.said(goal)
    if said.left == TRUE:
        return f.cut(said.back, _true())
    told = [th for th in map(known.told, facts) if th.conclusion != TRUE]
    for th in told:
        if th.conclusion == FALSE:
            return f.absurd(th, goal)
    with suppress(ProofError):
        return f.cut(said.back, prove(said.left, told))
    for th in map(_at_ones, told):  # what is said of all fields is said of a constant
        with suppress(ProofError):
            return f.cut(said.back, rewritten(th, said.left))
    raise NotFound(said.left)


def _at_ones(th: Theorem) -> Theorem:
    formula = th.conclusion
    while type(formula) is ForAll and formula.type.params and formula.type.result == REAL:
        th = f.spec(th, Lambda(formula.type.params, ONE))
        formula = th.conclusion
    return th


def rewritten(th: Theorem, goal: Formula) -> Theorem:
    """The goal, from a theorem that differs from it by the normal form of what is not inside a 1/x or a log, and of what is: nothing is
    asked of x."""
    known = Known((), everywhere=True)
    said, told = known.said(goal), known.told(th)
    if said.left not in (told.conclusion, TRUE):
        raise NotFound(goal)
    return f.cut(said.back, told if said.left == told.conclusion else _true())


class Known:
    """Entries that are known to be numbers, by facts ∀… entry = number.  ``everywhere``: the normal form is taken even of what has none."""

    def __init__(self, facts: Sequence[Theorem], everywhere: bool = False) -> None:
        self.facts, self.everywhere = facts, everywhere
        self.values = [r for th in facts for r in readings(th) if "if" not in r.path and _value(r.shape)]
        self.heads = {r.shape.children[0].head for r in self.values}

    def told(self, fact: Theorem) -> Theorem:
        """What is left of a fact."""
        return f.cut(self.said(fact.conclusion).there, fact)

    # ---- formulas

    def said(self, formula: Any) -> Said:
        """What is left of a formula where the entries have their numbers."""
        match formula:
            case And():
                return self._and(formula)
            case Implies():
                return self._implies(formula)
            case ForAll() | Exists():
                return self._quantified(formula)
            case _:
                return self._compared(formula)

    def _and(self, formula: And) -> Said:
        parts = [self.said(part) for part in formula.children]
        given = f.assume(formula)
        there = [f.cut(part.there, f.part(given, k)) for k, part in enumerate(parts)]
        for th in there:
            if th.conclusion == FALSE:
                return Said(FALSE, th, f.absurd(f.assume(FALSE), formula))
        kept = [part for part in parts if part.left != TRUE]
        left = And(*(part.left for part in kept)) if len(kept) > 1 else kept[0].left if kept else TRUE
        whole = f.assume(left)
        pieces = iter([f.part(whole, k) for k in range(len(kept))] if len(kept) > 1 else [whole])
        back = f.conj(*(f.cut(part.back, _true() if part.left == TRUE else next(pieces)) for part in parts))
        towards = [th for th in there if th.conclusion != TRUE]
        return Said(left, f.conj(*towards) if len(kept) > 1 else towards[0] if kept else _true(), back)

    def _implies(self, formula: Implies) -> Said:
        condition, then = map(self.said, formula.children)
        given = f.assume(formula.children[0])
        if condition.left == FALSE:
            return Said(TRUE, _true(), f.imply(f.absurd(f.cut(condition.there, given), formula.children[1]), formula.children[0]))
        if then.left == TRUE:
            return Said(TRUE, _true(), f.imply(f.cut(then.back, _true()), formula.children[0]))
        always = condition.left == TRUE
        left = then.left if always else Implies(condition.left, then.left)
        first = f.assume(left) if always else f.mp(f.assume(left), f.cut(condition.there, given))
        back = f.imply(f.cut(then.back, first), formula.children[0])
        met = f.cut(condition.back, _true() if always else f.assume(condition.left))
        there = f.cut(then.there, f.mp(f.assume(formula), met))
        return Said(left, there if always else f.imply(there, condition.left), back)

    def _quantified(self, formula: Any) -> Said:
        v = _new(formula.type)
        said = self.said(opened(formula, eta(v)))
        if type(formula) is ForAll:
            if said.left == TRUE:
                return Said(TRUE, _true(), f.gen(f.cut(said.back, _true()), v))
            if said.left == FALSE and _some(formula.type):
                return _false(formula, f.cut(said.there, f.spec(f.assume(formula), v)))
            left: Any = ForAll(formula.hint, formula.type, closed(said.left, v))
            there = f.gen(f.cut(said.there, f.spec(f.assume(formula), v)), v)
            return Said(left, there, f.gen(f.cut(said.back, f.spec(f.assume(left), v)), v))
        if said.left == FALSE:
            return _false(formula, rules.obtain(f.assume(formula), said.there, symbol=v))
        if said.left == TRUE and _some(formula.type):
            return Said(TRUE, _true(), rules.witness(f.cut(said.back, _true()), formula=formula, value=eta(v)))
        left = Exists(formula.hint, formula.type, closed(said.left, v))
        there = rules.obtain(f.assume(formula), rules.witness(said.there, formula=left, value=eta(v)), symbol=v)
        return Said(left, there, rules.obtain(f.assume(left), rules.witness(said.back, formula=formula, value=eta(v)), symbol=v))

    def _compared(self, formula: Any) -> Said:
        if not self.everywhere and self.heads.isdisjoint(formula.free):
            return Said(formula, f.assume(formula), f.assume(formula))
        sides = [self.valued(side) for side in formula.children]
        left = type(formula)(*(th.conclusion.children[1] for th in sides))
        there = _moved(f.assume(formula), sides)
        back = _moved(f.assume(left), [flipped(th) for th in sides])
        with suppress(ProofError):
            return Said(TRUE, _true(), f.cut(back, _comparison(left)))
        with suppress(ProofError):
            return _false(formula, f.absurd(there, FALSE))
        return Said(left, there, back)

    # ---- terms

    def valued(self, t: Term) -> Theorem:
        """t = t′, where t′ is t with the numbers of the entries, in normal form, in which 1/x and log x are anything."""
        return _simplified(self._at_values(t))

    def _at_values(self, t: Any) -> Theorem:
        match t:
            case Sum():
                v = _new(t.type)
                return _sums(t, f.gen(self._at_values(opened(t, eta(v))), v))
            case Plus() | Times():
                ths = [self._at_values(c) for c in t.children]
                zero = [th if th.conclusion.children[1] == ZERO else None for th in ths]
                return _in_place(t, zero if type(t) is Times and any(zero) else ths)
            case Delta():
                return _same(t)
            case _:
                th = _in_place(t, [self.valued(c) if c.sort == REAL else None for c in t.children])
                known = next(self._entries(th.conclusion.children[1]), None) if type(t) is App else None
                return th if known is None else _chained(th, known)

    def _entries(self, t: Any) -> Iterator[Theorem]:
        for reading in self.values:
            found = reading.at(reading.shape.children[0], t)
            if found is not None:
                th = reading.theorem
                for step in reading.path:
                    th = rules.specialise(th, value=found[step]) if isinstance(step, Symbol) else f.part(th, int(step))
                yield th


def _value(shape: Any) -> bool:
    return type(shape) is Eq and type(shape.children[0]) is App and type(shape.children[1]) is Number


def _new(type: Type) -> Symbol:
    return Symbol(f"known_{next(_numbers)}", type)


def _same(t: Term) -> Theorem:
    return rules.linear(left=t, right=t, uses=())


def _in_place(t: Any, ths: Sequence[Theorem | None]) -> Theorem:
    """t = t′ from equations of its children; where there is none, they stay."""
    th, now = _same(t), list(t.children)
    for k, child in enumerate(ths):
        if child and child.conclusion.children[0] != child.conclusion.children[1]:
            z = _new(Type((), REAL))
            th = rules.replace(child, th, symbol=z, formula=Eq(t, rebuild(t, (*now[:k], App(z), *now[k + 1 :]))))
            now[k] = child.conclusion.children[1]
    return th


def _sums(t: Sum, bodies: Theorem) -> Theorem:
    """Σ a = Σ b, from ∀v a = b."""
    a, b = (Lambda((t.type.result,), side) for side in bodies.conclusion.children[0].children)
    return _same(t) if a == b else f.cut(f.inst(_equal_sums(t.type.result), {"a": a, "b": b}), bodies)


@cache
def _equal_sums(sort: Sort) -> Theorem:
    """∀v a(v) = b(v) ⊢ Σ a = Σ b, whatever is inside."""
    v = Symbol("v", Type((), sort))
    a, b = (App(Symbol(name, Type((sort,), REAL)), App(v)) for name in "ab")
    equal = f.assume(f.forall([v], Eq(a, b)))
    left, right = (Sum("v", v.type, closed(side, v)) for side in (a, b))
    return f.linear(left, right, (f.spec(equal, v), 1, v))


def _simplified(th: Theorem) -> Theorem:
    """t = t″ in normal form, from t = t′; 1/x and log x may be anything."""
    there = th.conclusion.children[1]
    instead = Instead({s.name for s in there.free}, kinds=(Inverse, Log))
    instead.put(there)
    instead = Instead({s.name for s in there.free}, kinds=(Inverse, Log), order=sorted(instead.found, key=lambda value: value.key))
    plain = instead.put(there)
    simple = normal(plain)
    return th if simple == plain else _chained(th, f.inst(f.linear(plain, simple), instead.values))


def _chained(first: Theorem, second: Theorem) -> Theorem:
    """a = c, from a = b and b = c; whatever is inside."""
    z = _new(Type((), REAL))
    return rules.replace(second, first, symbol=z, formula=Eq(first.conclusion.children[0], App(z)))


def flipped(th: Theorem) -> Theorem:
    """b = a, from a = b; whatever is inside."""
    a, _ = th.conclusion.children
    z = _new(Type((), REAL))
    return rules.replace(th, _same(a), symbol=z, formula=Eq(App(z), a))


def _moved(th: Theorem, sides: Sequence[Theorem]) -> Theorem:
    """A comparison of other terms, from equations of its sides."""
    for k, side in enumerate(sides):
        z = _new(Type((), REAL))
        now = th.conclusion.children
        th = rules.replace(side, th, symbol=z, formula=type(th.conclusion)(*(App(z) if n == k else now[n] for n in range(2))))
    return th


def _comparison(formula: Any) -> Theorem:
    """A comparison of numbers that is true, or of a term with itself."""
    left, right = formula.children
    if left == right and type(formula) in (Eq, Le):
        x = _new(Type((), REAL))
        th = _same(App(x)) if type(formula) is Eq else f.le(App(x), App(x), f.num(0))
        return f.inst(th, {x: Lambda((), left)})
    return prove(formula, [])


def _false(formula: Formula, there: Theorem) -> Said:
    return Said(FALSE, there, f.absurd(f.assume(FALSE), formula))


def _some(type: Type) -> bool:
    """Whether there is a value of a type, whatever its sizes are."""
    return type.result.kind != MAYBE_EMPTY


def _true() -> Theorem:
    return _same(ZERO)
