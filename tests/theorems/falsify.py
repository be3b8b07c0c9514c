"""Counterexamples: a small model in which the hypotheses of a statement hold and its conclusion fails.

Functions of a number are tried from a short list, and their laws are proved by the kernel; the rest is searched (``instance``).
What is found is certain: numbers are exact, or balls that do not meet.  If it takes a value of 1/0 or log 0, several do.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from gaproof.errors import ProofError
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, substitute
from gaproof.proof.syntax import (
    FINITE,
    MAYBE_EMPTY,
    MINUS,
    ONE,
    REAL,
    ZERO,
    App,
    Bound,
    Card,
    Exp,
    Formula,
    Implies,
    Le,
    Number,
    Plus,
    Sort,
    Symbol,
    Times,
    Type,
)
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import prove
from tests.theorems.instance import Exhausted, Instance

BUDGET = 80  # values given in one attempt
X, Y = (Symbol(name, Type((), REAL)) for name in "xy")
FUNCTIONS = [
    Lambda((REAL,), body)
    for x in [App(Bound(0, Type((), REAL)))]
    for body in (Exp(x), ZERO, ONE, Number(2), MINUS, x, Exp(Times(MINUS, x)))
]


@cache
def monotone() -> list[Theorem]:
    """⊢ ∀x ∀y (x ≤ y → eˣ ≤ eʸ), and what it gives for e⁻ˣ: 1 + (y − x) ≤ e^(y−x)."""
    order = f.assume(Le(App(X), App(Y)))
    steeper = f.inst(exp_tangent(), {"t": Plus(App(Y), Times(MINUS, App(X)))})
    up = f.le(Exp(App(X)), Exp(App(Y)), f.mul(f.ex(App(X)), f.add(f.by(order), f.by(steeper))))
    rises = f.gen(f.imply(up, order), X, Y)
    down = f.le(Times(MINUS, App(Y)), Times(MINUS, App(X)), f.by(order))
    falls = f.imply(f.mp(f.spec(rises, *down.conclusion.children), down), order)
    below_one = f.inst(falls, {X: ZERO})
    return [rises, f.gen(falls, X, Y), f.gen(f.restate(below_one, Implies(Le(ZERO, App(Y)), Le(Exp(Times(MINUS, App(Y))), ONE))), Y)]


def interpretations(statement: Statement) -> Iterator[dict[Symbol, Lambda]]:
    """Values for the functions of one number in a statement."""
    functions = sorted({s for g in (*statement.hypotheses.values(), statement.conclusion) for s in g.free if REAL in s.type.params})
    for values in product(FUNCTIONS, repeat=len(functions)):
        yield dict(zip(functions, values, strict=True))


@cache
def proved(hypothesis: Formula) -> bool:
    """Whether the kernel proves a hypothesis, from nothing."""
    try:
        return not prove(hypothesis, monotone()).hypotheses
    except ProofError:
        return False


def sorts_of(nodes: Iterable[Any]) -> set[Sort]:
    """The index types of symbolic size that occur in nodes."""
    found: set[Sort] = set()
    stack = list(nodes)
    while stack:
        t = stack.pop()
        stack.extend(t.children)
        found |= {t.over} if type(t) is Card else {*t.type.params, t.type.result} if hasattr(t, "type") else set()
        found |= {sort for s in t.free for sort in (*s.type.params, s.type.result)}
    return {sort for sort in found if sort.kind in (FINITE, MAYBE_EMPTY)}


def counterexample(statement: Statement, hints: Mapping[str, Any] | None = None, largest: int = 2, attempts: int = 60) -> str | None:
    """A model in which the statement is false, in words; None if none was found.  ``hints`` may also give the sizes."""
    hints = hints or {}
    sorts = sorted(sorts_of([*statement.hypotheses.values(), statement.conclusion]))
    ranges = [[hints[s.name]] if s.name in hints else range(1, largest + 1) for s in sorts]
    sizes = [dict(zip(sorts, size, strict=True)) for size in sorted(product(*ranges), key=sum)]
    for seed, size, functions in product(range(attempts), sizes, interpretations(statement)):
        given = [substitute(h, functions) for h in statement.hypotheses.values()]
        hypotheses, conclusion = [h for h in given if not (functions and proved(h))], substitute(statement.conclusion, functions)
        model = Instance(size, hints, BUDGET * (20 if hints else 1 + seed // 20), total=seed % 5 == 4, seed=seed)
        try:
            if model.falsifies(hypotheses, conclusion) and model.whatever(hypotheses, conclusion):
                return "; ".join([*filter(None, [str(model)]), *(f"{s.name} = {value.body.key}" for s, value in functions.items())])
        except Exhausted:
            continue
    return None
