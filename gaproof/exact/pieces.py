"""Laws of functions that are given in pieces: |x| = x²·e^(-log(x²)/2), a step, the root of a sum of squares.

What is divided by, or has a logarithm, is positive, negative or 0: each is a case, and the kernel proves the law in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Any

from ..errors import ProofError
from ..lemmas.logarithm import log_product
from ..proof.normal import normal
from ..proof.obligations import eta
from ..proof.substitution import opened, rebuild
from ..proof.syntax import (
    MINUS,
    REAL,
    ZERO,
    And,
    App,
    Eq,
    ForAll,
    Formula,
    Implies,
    Inverse,
    Le,
    Log,
    Lt,
    Ne,
    Node,
    Number,
    Plus,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.products import nonzero_factors
from ..tactics.search import discharge, prove

SPLITS = 3  # numbers that are told apart by their signs
NUMBER = Type((), REAL)
_Z = Symbol("z_", NUMBER)


def by_pieces(goal: Any, facts: Sequence[Theorem] = (), splits: int = SPLITS) -> Theorem:
    """The goal, from the facts; raises ``ProofError`` if no proof is found."""
    match goal:
        case ForAll():
            v = _unused(goal, facts)
            return f.gen(by_pieces(opened(goal, eta(v)), facts, splits), v)
        case Implies(children=(condition, then)):
            given = f.assume(condition)
            parts = [f.part(given, k) for k in range(len(condition.children))] if type(condition) is And else [given]
            return f.imply(by_pieces(then, [*facts, *parts], splits), condition)
        case And():
            return f.conj(*(by_pieces(part, facts, splits) for part in goal.children))
    for false in _contradictions(facts):
        return f.absurd(false, goal)
    with suppress(ProofError):
        return prove(goal, facts)
    for t in _inside(goal, Log, Inverse):
        if _without_value(t):
            some = Symbol(_free_name("some", goal, facts), NUMBER)
            return f.inst(by_pieces(_replaced(goal, t, App(some)), facts, splits), {some: t})
    for t in _inside(goal, Log):
        for equation in _as_sum(t, facts):
            return _put(equation, goal, t, by_pieces(_replaced(goal, t, equation.conclusion.children[0]), facts, splits))
    return _by_sign(goal, facts, splits)


def _by_sign(goal: Any, facts: Sequence[Theorem], splits: int) -> Theorem:
    """The goal where a number that decides is positive, negative, and 0."""
    u = next((u for u in _deciding(goal) if not (_holds(Lt(ZERO, u), facts) or _holds(Lt(u, ZERO), facts))), None)
    if u is None or splits == 0:
        for false in _contradictions(facts, 3):
            return f.absurd(false, goal)
        raise ProofError(f"no piece decides {goal.key}")
    above, below, zero = (f.assume(g) for g in (Lt(ZERO, u), Lt(u, ZERO), Eq(u, ZERO)))
    turned = f.lt(ZERO, Times(MINUS, u), f.by(below))
    positive = by_pieces(goal, [*facts, above], splits - 1)
    negative = by_pieces(goal, [*facts, below, turned, *nonzero_factors(f.unequal(turned))], splits - 1)
    v, value = _solved(u)
    known = f.linear(v, value, (zero, 1))
    moved = [_plain(_put(known, fact.conclusion, v, fact)) for fact in facts]
    vanishing = _put(f.flip(known), goal, v, by_pieces(_replaced(goal, v, value), moved, splits - 1))
    vanishing = f.cut(vanishing, f.antisymmetry(f.assume(Le(u, ZERO)), f.assume(Le(ZERO, u))))
    return f.cases(above.conclusion, positive, f.cases(below.conclusion, negative, vanishing))


def _deciding(goal: Any) -> Iterator[Term]:
    """Numbers on the signs of which it depends what the goal says: what is divided by, has a logarithm, or is squared there."""
    for t in dict.fromkeys(_inside(goal, Log, Inverse)):
        if all(s.type == NUMBER for s in t.free):
            for u in _factors(t.children[0]):
                yield from (u,) if _linear(u) else map(App, sorted(u.free))


def _without_value(t: Any) -> bool:
    """Whether it is 1/0, or the logarithm of a number that is not positive: any number, for all that is known."""
    x = normal(t.children[0])
    return isinstance(x, Number) and (x.value == 0 or (type(t) is Log and x.value < 0))


def _linear(u: Term) -> bool:
    """Whether it is a number x, or x − t for a number x and another term: it is 0 where x has one value."""
    return type(u) is App or (type(u) is Plus and type(u.children[0]) is App and u.children[0].head not in Plus(ZERO, *u.children[1:]).free)


def _solved(u: Any) -> tuple[Term, Term]:
    """x and the value that it has where u is 0."""
    if type(u) is App:
        return u, ZERO
    return u.children[0], Times(MINUS, Plus(ZERO, *u.children[1:]))


def _as_sum(t: Any, facts: Sequence[Theorem]) -> Iterator[Theorem]:
    """log x + log y = log(x·y), if the signs are known."""
    if type(t.children[0]) is not Times or any(type(x) is Number for x in t.children[0].children):
        return
    x, *others = t.children[0].children
    y = others[0] if len(others) == 1 else Times(*others)
    for sides in ((x, y), (Times(MINUS, x), Times(MINUS, y))):
        with suppress(ProofError):
            signs = [prove(Lt(ZERO, side), facts) for side in sides]
            products = [f.lt(ZERO, product, f.mul(*map(f.by, signs))) for product in (t.children[0], Times(*sides))]
            th = f.cut(f.inst(log_product(), dict(zip("xy", sides, strict=True))), *signs)
            granted = frozenset[Formula]().union(*(fact.hypotheses for fact in facts))
            yield discharge(f.linear(th.conclusion.children[1], t, (th, -1)), [*facts, *products], granted)


def _contradictions(facts: Sequence[Theorem], most: int = 2) -> Iterator[Theorem]:
    """0 < 0, from so many comparisons at most."""
    order = [fact for fact in facts if type(fact.conclusion) in (Le, Lt)]
    for some in (some for n in range(1, most + 1) for some in combinations(order, n)):
        with suppress(ProofError):
            yield f.lt(ZERO, ZERO, f.add(*map(f.by, some)))


def _holds(goal: Any, facts: Sequence[Theorem]) -> bool:
    with suppress(ProofError):
        return bool(prove(goal, facts))
    return False


def _put(equation: Theorem, formula: Any, place: Node, th: Theorem) -> Theorem:
    """The formula with the right side of an equation in a place, from th, which says it with the left side there."""
    return f.rewrite(equation, th, _Z, _replaced(formula, place, App(_Z)))


def _plain(th: Theorem) -> Theorem:
    """A comparison in normal form, if that costs no obligation."""
    if type(th.conclusion) not in (Eq, Ne, Le, Lt):
        return th
    with suppress(ProofError):
        restated = f.restate(th, type(th.conclusion)(*map(normal, th.conclusion.children)))
        return restated if restated.hypotheses == th.hypotheses else th
    return th


def _replaced(t: Any, old: Node, new: Node) -> Any:
    return new if t == old else rebuild(t, tuple(_replaced(c, old, new) for c in t.children))


def _inside(t: Any, *kinds: type) -> list[Any]:
    """The terms of some kinds that mention no variable of a binder, inner ones first."""
    own = [t] if type(t) in kinds and not t.loose else []
    return [*(x for c in t.children for x in _inside(c, *kinds)), *own]


def _factors(t: Any) -> list[Term]:
    return [u for c in t.children for u in _factors(c)] if type(t) is Times else [] if type(t) is Number else [t]


def _unused(goal: Any, facts: Sequence[Theorem]) -> Symbol:
    return Symbol(_free_name(goal.hint, goal, facts), goal.type)


def _free_name(name: str, goal: Any, facts: Sequence[Theorem]) -> str:
    taken = {s.name for g in (goal, *(fact.conclusion for fact in facts)) for s in g.free}
    while name in taken or Symbol(name, NUMBER).constant:
        name += "_"
    return name
