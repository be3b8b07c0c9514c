"""Proving signs and obligations from known facts.  Untrusted: every answer is a theorem made by the rules.

A fact is a theorem, read as a schema: its leading 'for all' over scalars and indices may be instantiated.  What is searched is
what a reader would call obvious: a sign by the form of a term, a masked sum with a live key, a condition that a fact grants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.normal import fresh, normal
from ..proof.obligations import eta
from ..proof.substitution import Lambda, closed, opened
from ..proof.syntax import (
    FINITE,
    MINUS,
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Card,
    Delta,
    Eq,
    Exists,
    Exp,
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
    Sum,
    Symbol,
    Term,
    Times,
    Type,
)  # fmt: skip
from ..proof.theorem import Theorem
from . import forward as f
from .order import positive_if_nonzero, positive_sum
from .products import nonzero_factors, nonzero_number, nonzero_product

DEPTH = 12


class NotFound(ProofError):
    """No fact gives the goal; ``goal`` is the innermost formula that is missing."""

    def __init__(self, goal: Formula) -> None:
        super().__init__(f"nothing known gives {goal.key}")
        self.goal = goal


def prove(goal: Formula, facts: Sequence[Theorem], depth: int = DEPTH) -> Theorem:
    """A theorem whose conclusion is the goal and whose hypotheses are those of the facts; raises ``NotFound``."""
    if depth <= 0:
        raise NotFound(goal)
    for th in _known(goal, facts, depth):
        return th
    match goal:
        case ForAll():
            v = unused(goal.hint, goal.type, goal, *(h for t in facts for h in (*t.hypotheses, t.conclusion)))
            return rules.generalise(prove(opened(goal, eta(v)), facts, depth), symbol=v)
        case Implies():
            condition, then = goal.children
            th = f.assume(condition)
            factors = nonzero_factors(th) if type(condition) is Ne else []
            known = [th, *_in_normal_form(th), *factors, *facts]
            return rules.imply(_refuted(condition, then) or prove(then, known, depth - 1), formula=condition)
        case And():
            return rules.conjoin(*(prove(g, facts, depth) for g in goal.children))
        case Ne():
            return _nonzero(goal, facts, depth)
        case Le() | Lt():
            left, right = goal.children
            strict = type(goal) is Lt
            difference = right if left == ZERO else Plus(right, Times(MINUS, left))
            try:
                th = _sign(difference, strict, facts, depth)
            except NotFound:
                if normal(difference) == difference:
                    raise
                th = _sign(normal(difference), strict, facts, depth - 1)
            return th if th.conclusion == goal else _settled(f.le(left, right, f.by(th), strict=strict), facts, depth)
        case Eq():
            try:
                th = rules.linear(left=goal.children[0], right=goal.children[1], uses=())
            except ProofError:
                raise NotFound(goal) from None
            return _settled(th, facts, depth)
        case Exists():
            return _example(goal, facts, depth)
        case _:
            raise NotFound(goal)


def _refuted(condition: Formula, then: Formula) -> Theorem | None:
    """condition ⊢ then, for a false comparison of numbers."""
    if condition.free or type(condition) not in (Eq, Ne, Le, Lt):
        return None
    try:
        return f.absurd(f.assume(condition), then)
    except ProofError:
        return None


def _example(goal: Exists, facts: Sequence[Theorem], depth: int) -> Theorem:
    """∃ by trying the indices at hand, an arbitrary one, or the constants 1 and 0."""
    v = unused(goal.hint, goal.type, goal, *(h for t in facts for h in (*t.hypotheses, t.conclusion)))
    at_hand = [eta(s) for s in sorted(goal.free) if s.type == v.type]
    tries = [*at_hand, eta(v)] if v.type.result != REAL else [Lambda(v.type.params, t) for t in (ONE, ZERO)]
    for value in tries:
        try:
            return rules.witness(prove(opened(goal, value), facts, depth - 1), formula=goal, value=value)
        except NotFound:
            continue
    raise NotFound(goal)


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


def discharge(th: Theorem, facts: Sequence[Theorem], granted: frozenset[Formula]) -> Theorem:
    """th without the hypotheses that are not granted, each proved from the facts; raises ``NotFound`` for one that is not."""
    for _ in range(DEPTH):
        owed = sorted(th.hypotheses - granted)
        if not owed:
            return th
        for h in owed:
            th = f.cut(th, prove(h, facts))
    raise NotFound(min(th.hypotheses - granted))


def unused(hint: str, type: Type, *avoid: Node) -> Symbol:
    """A symbol named like the hint that occurs in none of the nodes."""
    taken = {s.name for a in avoid for s in a.free}
    while hint in taken:
        hint += "_"
    return Symbol(hint, type)


# ---- matching ------------------------------------------------------------------------------------------------------------


def match(pattern: Any, target: Any, metas: frozenset[Symbol], found: dict[Symbol, Lambda]) -> bool:
    """Extend ``found`` so that the pattern at these values of the metavariables is the target."""
    if type(pattern) is App and pattern.head in metas and not pattern.children:
        if target.loose or not isinstance(target, Term) or target.sort != pattern.sort:
            return False
        head: Any = pattern.head
        return bool(found.setdefault(head, Lambda((), target)) == Lambda((), target))
    if pattern.free.isdisjoint(metas):
        return bool(pattern == target)
    if type(pattern) is not type(target) or len(pattern.children) != len(target.children):
        return False
    if type(pattern) is App and pattern.head != target.head:
        return False
    if type(pattern) in (Sum, ForAll, Exists) and pattern.type != target.type:
        return False
    return all(match(a, b, metas, found) for a, b in zip(pattern.children, target.children, strict=True))


Schema = tuple[Theorem, tuple[Symbol, ...], tuple[Formula, ...], Formula]


@cache
def _schema(th: Theorem) -> tuple[Schema, ...]:
    """The ways to read a theorem: metavariables, conditions and conclusion; a conjunction gives several."""
    out: list[Schema] = []

    def read(now: Theorem, metas: tuple[Symbol, ...], conditions: tuple[Formula, ...], shape: Formula, path: tuple[object, ...]) -> None:
        if type(shape) is ForAll and not shape.type.params:
            v = fresh(shape.type)
            read(now, (*metas, v), conditions, opened(shape, eta(v)), (*path, v))
        elif type(shape) is Implies:
            read(now, metas, (*conditions, shape.children[0]), shape.children[1], (*path, "if"))
        elif type(shape) is And:
            for k, g in enumerate(shape.children):
                read(now, metas, conditions, g, (*path, k))
        else:
            out.append((now, metas, (*conditions,), shape))
            _paths[out[-1]] = path

    read(th, (), (), th.conclusion, ())
    return tuple(out)


_paths: dict[Schema, tuple[object, ...]] = {}


def _follow(schema: Schema, found: dict[Symbol, Lambda], facts: Sequence[Theorem], depth: int) -> Theorem:
    """The theorem at the values found, its conditions proved."""
    th = schema[0]
    for step in _paths[schema]:
        if isinstance(step, Symbol):
            th = rules.specialise(th, value=found[step])
        elif isinstance(step, int):
            th = rules.part(th, number=step)
        else:
            th = rules.modus_ponens(th, prove(th.conclusion.children[0], facts, depth - 1))
    return th


def _known(goal: Formula, facts: Sequence[Theorem], depth: int) -> Iterator[Theorem]:
    """Instances of facts that are the goal."""
    for th in facts:
        if th.conclusion == goal:
            yield th
    for th in facts:
        for schema in _schema(th):
            _, metas, conditions, shape = schema
            found: dict[Symbol, Lambda] = {}
            if (
                (metas or conditions or type(th.conclusion) is And)
                and match(shape, goal, frozenset(metas), found)
                and len(found) == len(metas)
            ):
                try:
                    yield _follow(schema, found, facts, depth)
                except NotFound:
                    continue


# ---- signs ---------------------------------------------------------------------------------------------------------------


def _nonzero(goal: Ne, facts: Sequence[Theorem], depth: int) -> Theorem:
    t, zero = goal.children
    if zero != ZERO:
        raise NotFound(goal)
    if type(t) is Number and t.value < 0:
        return nonzero_number(t)
    try:
        return rules.unequal(_sign(t, True, facts, depth))
    except NotFound:
        if type(t) is not Times:
            raise NotFound(goal) from None
    th = nonzero_product(tuple(t.children))
    return discharge(th, facts, frozenset().union(*(x.hypotheses for x in facts)))


def _sign(t: Term, strict: bool, facts: Sequence[Theorem], depth: int) -> Theorem:
    """0 < t, or 0 ≤ t."""
    witness = _witness(t, strict, facts, depth)
    if witness[0] == "premise" and witness[1].conclusion == (Lt if strict else Le)(ZERO, t):
        th: Theorem = witness[1]
        return th
    return _settled(f.le(ZERO, t, witness, strict=strict), facts, depth)


def _settled(th: Theorem, facts: Sequence[Theorem], depth: int) -> Theorem:
    """th without the obligations that its own terms left."""
    granted: frozenset[Formula] = frozenset().union(*(x.hypotheses for x in facts))
    for owed in sorted(th.hypotheses - granted):
        th = f.cut(th, prove(owed, facts, depth - 1))
    return th


def _leaf(t: Term, strict: bool, facts: Sequence[Theorem], depth: int) -> f.Witness | None:
    """A witness for the sign of t from one fact about it."""
    for th in _known(Lt(ZERO, t), facts, depth):
        return f.by(th)
    for th in _equal_to_number(t, facts, depth):
        c = th.conclusion.children[1].value
        if c > 0 or (c == 0 and not strict):
            return f.by(f.le(ZERO, t, f.num(c), (th, 1), strict=c > 0))
    weak: Theorem | None = next(_known(Le(ZERO, t), facts, depth), None)
    if weak is None:
        for th in _known(Eq(Times(t, t), t), facts, depth):
            weak = f.le(ZERO, t, f.sq(t), (th, -1))
            break
    if weak is not None and strict:
        for th in _known(Ne(t, ZERO), facts, depth):
            return f.by(f.cut(f.inst(positive_if_nonzero(), {_X: t}), weak, th))
    return f.by(weak) if weak is not None and not strict else None


_X = Symbol("x", Type((), REAL))


def _equal_to_number(t: Term, facts: Sequence[Theorem], depth: int) -> Iterator[Theorem]:
    for th in facts:
        for schema in _schema(th):
            shape = schema[3]
            found: dict[Symbol, Lambda] = {}
            if (
                type(shape) is Eq
                and type(shape.children[1]) is Number
                and match(shape.children[0], t, frozenset(schema[1]), found)
                and len(found) == len(schema[1])
            ):
                try:
                    yield _follow(schema, found, facts, depth)
                except NotFound:
                    continue


def _witness(t: Term, strict: bool, facts: Sequence[Theorem], depth: int) -> f.Witness:
    """A witness tree for 0 ≤ t, or 0 < t."""
    goal = (Lt if strict else Le)(ZERO, t)
    if depth <= 0:
        raise NotFound(goal)
    leaf = _leaf(t, strict, facts, depth)
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
            return f.inv(_witness(t.children[0], True, facts, depth - 1))
        case Times():
            return _product(t, strict, facts, depth)
        case Plus():
            if not strict:
                return f.add(*(_witness(c, False, facts, depth - 1) for c in t.children))
            for k, c in enumerate(t.children):
                try:
                    first = _witness(c, True, facts, depth - 1)
                except NotFound:
                    continue
                return f.add(first, *(_witness(o, False, facts, depth - 1) for o in (*t.children[:k], *t.children[k + 1 :])))
            raise NotFound(goal)
        case Sum():
            return _total(t, strict, facts, depth)
        case Log():
            raise NotFound(goal)
        case _:
            raise NotFound(goal)


def factors_of(t: Term) -> list[Term]:
    """The factors of nested products."""
    return [a for c in t.children for a in factors_of(c)] if type(t) is Times else [t]


def _product(t: Times, strict: bool, facts: Sequence[Theorem], depth: int) -> f.Witness:
    factors = factors_of(t)
    trees: list[f.Witness] = []
    while factors:
        a = factors.pop(0)
        if a in factors and not strict:
            factors.remove(a)
            trees.append(f.sq(a))
        else:
            trees.append(_witness(a, strict, facts, depth - 1))
    return f.mul(*trees)


def _total(t: Sum, strict: bool, facts: Sequence[Theorem], depth: int) -> f.Witness:
    avoid = [h for th in facts for h in (*th.hypotheses, th.conclusion)]
    j = unused(t.hint, t.type, t, *avoid)
    body: Term = opened(t, eta(j))
    if not strict or t.type.result.kind == FINITE:
        try:
            return f.tot(j, _witness(body, strict, facts, depth - 1))
        except NotFound:
            if not strict:
                raise
    return f.by(_live_sum(t, j, body, facts, depth))


def _live_sum(t: Sum, j: Symbol, body: Term, facts: Sequence[Theorem], depth: int) -> Theorem:
    """0 < Σ_j body, from 0 ≤ body and a fact ∃j … that makes the body positive at one key."""
    sign = rules.generalise(_sign(body, False, facts, depth - 1), symbol=j)
    factors = [body, *factors_of(body)]
    for th in facts:
        for schema in _schema(th):
            shape = schema[3]
            if type(shape) is not Exists or shape.type != t.type:
                continue
            pattern = opened(shape, eta(j))
            aims = (
                [pattern.children[0], pattern.children[1]]
                if type(pattern) in (Eq, Lt)
                else [p for q in pattern.children for p in q.children]
            )
            for aim in aims:
                for factor in factors:
                    found: dict[Symbol, Lambda] = {}
                    if not match(aim, factor, frozenset(schema[1]), found) or len(found) != len(schema[1]):
                        continue
                    try:
                        alive = _follow(schema, found, facts, depth)
                        here = f.assume(opened(alive.conclusion, eta(j)))
                        there = _sign(body, True, [here, *facts], depth - 1)
                    except NotFound:
                        continue
                    claim = Exists(t.hint, t.type, closed(there.conclusion, j))
                    found_one = rules.obtain(alive, rules.witness(there, formula=claim, value=eta(j)), symbol=j)
                    return f.cut(
                        f.inst(positive_sum(t.type.result), {_weight(t.type): Lambda((t.type.result,), t.children[0])}), sign, found_one
                    )
    raise NotFound(Lt(ZERO, t))


def _weight(type: Type) -> Symbol:
    return Symbol("w", Type((type.result,), REAL))
