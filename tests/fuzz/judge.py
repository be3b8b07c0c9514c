"""Hypotheses in random models: whether they hold, and models that are made to obey them."""

from collections.abc import Iterable
from itertools import product

from flint import fmpq

from gaproof.exact.evaluate import Undecided, Undefined
from gaproof.exact.judge import judge
from gaproof.proof.syntax import App, Bound, Eq, ForAll, Formula, Node, Sort, Symbol, Term, Type
from tests.fuzz.evaluate import Model


def symbols_of(nodes: Iterable[Node]) -> frozenset[Symbol]:
    return frozenset().union(*(n.free for n in nodes))


def holds(model: Model, formulas: Iterable[Formula]) -> bool:
    """Whether all of them provably hold."""
    return all(judge(model, f).holds is True for f in sorted(formulas))  # tables are drawn on demand: the order must not vary


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
