"""Whether a formula holds in a model: provably, not, or cannot tell.  Comparisons of balls mean "provably"."""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from flint import arb, fmpq

from gaproof.proof.syntax import REAL, And, App, Bound, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Ne, Node, Sort, Symbol, Term, Type
from tests.fuzz.evaluate import Model, Undecided, Undefined, Value, differ, narrow


class Verdict(NamedTuple):
    """Whether a formula provably holds (None: cannot tell) and whether every ball compared was narrow."""

    holds: bool | None
    sharp: bool


def symbols_of(nodes: Iterable[Node]) -> frozenset[Symbol]:
    return frozenset().union(*(n.free for n in nodes))


def holds(model: Model, formulas: Iterable[Formula]) -> bool:
    """Whether all of them provably hold."""
    return all(judge(model, f).holds is True for f in sorted(formulas))  # tables are drawn on demand: the order must not vary


def judge(model: Model, f: Formula, env: tuple[int, ...] = (), *, trusting: bool = False) -> Verdict:
    """Kleene's logic; numbers are never quantified over, naturals run over a few.  ``trusting``: narrow balls that meet are equal
    numbers; otherwise they prove nothing."""
    match f:
        case Eq() | Ne() | Le() | Lt():
            try:
                return _compared(f, *(model.value(c, env) for c in f.children), trusting)
            except (Undefined, Undecided):
                return Verdict(None, False)
        case And():
            return _all([judge(model, p, env, trusting=trusting) for p in f.children])
        case Implies():
            condition, conclusion = (judge(model, p, env, trusting=trusting) for p in f.children)
            return conclusion if condition.holds else _not(_all([condition, _not(conclusion)]))
        case ForAll() | Exists() if f.type.result != REAL and not f.type.params:
            parts = [judge(model, f.children[0], (*env, k), trusting=trusting) for k in model.elements(f.type.result)]
            return _all(parts) if type(f) is ForAll else _not(_all(list(map(_not, parts))))
    return Verdict(None, False)


def _compared(f: Formula, x: Value, y: Value, trusting: bool) -> Verdict:
    sharp = narrow(x) and narrow(y)
    exact = type(x) is fmpq and type(y) is fmpq
    equal = False if differ(x, y) else True if exact or (sharp and trusting) else None
    match f:
        case Eq():
            return Verdict(equal, sharp)
        case Ne():
            return _not(Verdict(equal, sharp))
    if equal:
        return Verdict(type(f) is Le, sharp)
    below, above = (x < y, x > y) if exact else (arb(x) < arb(y), arb(x) > arb(y))
    return Verdict(True if below else False if above else None, sharp)


def _not(v: Verdict) -> Verdict:
    return Verdict(None if v.holds is None else not v.holds, v.sharp)


def _all(parts: list[Verdict]) -> Verdict:
    values = [p.holds for p in parts]
    return Verdict(False if False in values else None if None in values else True, all(p.sharp for p in parts))


def obey(model: Model, hypotheses: Iterable[Formula]) -> None:
    """Make x_i… = t true for every i…, for hypotheses of this form with x not in t, by giving x the values of t."""
    for f in sorted(hypotheses):
        binders: list[Sort] = []
        while type(f) is ForAll:
            binders.append(f.type.result)
            f = f.children[0]
        match f:
            case Eq(children=(App(head=Symbol() as x, children=args), right)) if x not in right.free and not x.constant:
                last = len(binders) - 1
                if args == tuple(App(Bound(last - n, Type((), s))) for n, s in enumerate(binders)):
                    _define(model, x, right, [model.elements(s) for s in binders])


def _define(model: Model, x: Symbol, right: Term, ranges: list[range]) -> None:
    for place in product(*ranges):
        try:
            value = model.value(right, place)
        except (Undefined, Undecided):
            continue
        if type(value) is fmpq:
            model.tables[(x, *place)] = value
    model.known.clear()
