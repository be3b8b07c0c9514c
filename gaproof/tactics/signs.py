"""Signs by the form of a term and from facts: exponentials, squares, sums and products, masked sums with a live key."""

from __future__ import annotations

from typing import Any

from ..proof import rules
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, opened
from ..proof.syntax import (
    FINITE,
    REAL,
    ZERO,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
    Formula,
    Inverse,
    Le,
    Lt,
    Ne,
    Number,
    Plus,
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from . import forward as f
from .facts import Known, NotFound
from .order import positive_if_nonzero, positive_sum

_X = Symbol("x", Type((), REAL))


def sign(t: Term, strict: bool, known: Known) -> Theorem:
    """0 < t, or 0 ≤ t; raises ``NotFound``."""
    tree = witness(t, strict, known)
    if tree[0] == "premise" and tree[1].conclusion == _goal(t, strict):
        fact: Theorem = tree[1]
        return fact
    return known.settled(f.le(ZERO, t, tree, strict=strict))


def _goal(t: Term, strict: bool) -> Formula:
    return (Lt if strict else Le)(ZERO, t)


def witness(t: Any, strict: bool, known: Known) -> f.Witness:
    """A witness tree for 0 < t, or 0 ≤ t."""
    if known.depth <= 0:
        raise NotFound(_goal(t, strict))
    leaf = _from_facts(t, strict, known)
    if leaf is not None:
        return leaf
    match t:
        case Number() if t.value > 0 or (t.value == 0 and not strict):
            return f.num(t.value)
        case Exp():
            return f.ex(t.children[0])
        case Card() if t.over.kind == FINITE or not strict:
            return f.size(t.over)
        case Delta() if not strict:
            return f.sq(t)
        case Inverse():
            return f.inv(witness(t.children[0], True, known.deeper()))
        case Times():
            return _product(factors_of(t), strict, known.deeper())
        case Plus() if strict:
            return _plus(t, known.deeper())
        case Plus():
            return f.add(*(witness(c, False, known.deeper()) for c in t.children))
        case Sum():
            return _total(t, strict, known)
        case _:
            raise NotFound(_goal(t, strict))


def _from_facts(t: Term, strict: bool, known: Known) -> f.Witness | None:
    """A witness from one fact about t: its sign, its value, that it is a mask, or that it is not negative and not zero."""
    for th in known.instances(Lt(ZERO, t)):
        return f.by(th)
    for th in known.values(t):
        c = th.conclusion.children[1].value
        if c > 0 or (c == 0 and not strict):
            return f.by(f.le(ZERO, t, f.num(c), (th, 1), strict=c > 0))
    weak = next(known.instances(Le(ZERO, t)), None)
    for th in known.instances(Eq(Times(t, t), t)) if weak is None else ():
        weak = f.le(ZERO, t, f.sq(t), (th, -1))
        break
    if weak is None or not strict:
        return weak and f.by(weak)
    for th in known.instances(Ne(t, ZERO)):
        return f.by(f.cut(f.inst(positive_if_nonzero(), {_X: t}), weak, th))
    return None


def factors_of(t: Term) -> list[Term]:
    """The factors of nested products."""
    return [a for c in t.children for a in factors_of(c)] if type(t) is Times else [t]


def _product(factors: list[Term], strict: bool, known: Known) -> f.Witness:
    trees: list[f.Witness] = []
    while factors:
        a = factors.pop(0)
        if a in factors and not strict:
            factors.remove(a)
            trees.append(f.sq(a))
        else:
            trees.append(witness(a, strict, known))
    return f.mul(*trees)


def _plus(t: Plus, known: Known) -> f.Witness:
    """One summand is positive and the others are not negative."""
    for k, c in enumerate(t.children):
        try:
            first = witness(c, True, known)
        except NotFound:
            continue
        return f.add(first, *(witness(o, False, known) for o in (*t.children[:k], *t.children[k + 1 :])))
    raise NotFound(Lt(ZERO, t))


def _total(t: Sum, strict: bool, known: Known) -> f.Witness:
    j = known.unused(t.hint, t.type, t)
    body: Term = opened(t, eta(j))
    if not strict or t.type.result.kind == FINITE:
        try:
            return f.tot(j, witness(body, strict, known.deeper()))
        except NotFound:
            if not strict:
                raise
    return f.by(_live_sum(t, j, body, known))


def _live_sum(t: Sum, j: Symbol, body: Term, known: Known) -> Theorem:
    """0 < Σ_j body, from 0 ≤ body and a fact ∃j … that makes the body positive at one key."""
    below = rules.generalise(sign(body, False, known.deeper()), symbol=j)
    for reading in known.readings():
        shape: Any = reading.shape
        if type(shape) is not Exists or shape.type != t.type:
            continue
        for aim in _sides(opened(shape, eta(j))):
            for factor in (body, *factors_of(body)):
                found = reading.at(aim, factor)
                if found is None:
                    continue
                try:
                    alive = known.use(reading, found)
                    here = f.assume(opened(alive.conclusion, eta(j)))
                    there = sign(body, True, known.deeper(here))
                except NotFound:
                    continue
                one = rules.witness(there, formula=Exists(t.hint, t.type, closed(there.conclusion, j)), value=eta(j))
                weight = Lambda((t.type.result,), t.children[0])
                return f.cut(f.inst(positive_sum(t.type.result), {"w": weight}), below, rules.obtain(alive, one, symbol=j))
    raise NotFound(Lt(ZERO, t))


def _sides(g: Any) -> list[Term]:
    """The sides of the comparisons in a conjunction."""
    return [side for part in (g.children if g.tag == "and" else (g,)) for side in part.children if isinstance(side, Term)]
