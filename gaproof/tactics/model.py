"""Models of hypotheses: values at which all of them can be proved, for index types of any size.

A theorem whose hypotheses have no model says nothing.  A model is itself a theorem of the kernel, so it is replayed too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import ProofError
from ..proof.certificate import satisfied
from ..proof.export import Model
from ..proof.statement import Statement
from ..proof.substitution import Lambda, resort, substitute
from ..proof.syntax import FINITE, NAT, ONE, REAL, ZERO, App, Bound, Card, Delta, Exp, Formula, Inverse, Number, Sort, Symbol, Type
from ..proof.theorem import Theorem
from . import forward as f
from .facts import NotFound
from .search import prove

TRIES = 3_000
FACTS = "facts"


def find_model(statement: Statement, given: Mapping[Any, Any]) -> Model | None:
    """A model of the hypotheses: ``given`` maps variables to values and index types to index types; the rest is searched.  Under the key
    ``FACTS`` there may be a function that returns theorems, from which the hypotheses are proved at these values."""
    sorts: dict[Sort, Sort] = {}
    values: dict[Symbol, Lambda] = {}
    facts: list[Theorem] = list(given[FACTS]()) if FACTS in given else []
    for key, v in given.items():
        if key == FACTS:
            continue
        old = _sort_of(key)
        new = _sort_of(v)
        if old is not None and new is not None:
            sorts[old] = new
        else:
            values[f.symbol(key)] = f.value(v)
    hypotheses = [resort(h, sorts) for _, h in sorted(statement.hypotheses.items())]
    if not hypotheses:
        return None
    values = {s: v for s, v in values.items() if any(s in h.free for h in hypotheses)}
    found = _search([substitute(h, values) for h in hypotheses], sorted(_open(hypotheses) - set(values)), {}, [0], facts)
    if found is None:
        return None
    values |= found
    try:
        theorem = f.conj(*(prove(substitute(h, values), facts) for h in hypotheses))
    except ProofError:
        return None
    return Model(sorts, values, theorem) if theorem.conclusion == satisfied(statement, sorts, values) and not theorem.hypotheses else None


def _sort_of(x: Any) -> Sort | None:
    """The index type that x stands for, or None."""
    if isinstance(x, Sort):
        return x
    try:
        n = f.node(x)
    except Exception:  # a field or function is no expression by itself
        return None
    return n.over if type(n) is Card else None


def _open(hypotheses: list[Formula]) -> set[Symbol]:
    """The free symbols that need values: everything but indices, which may be any."""
    return {s for h in hypotheses for s in h.free if not s.constant and (s.type.result == REAL or s.type.params)}


def _search(
    hypotheses: list[Formula], symbols: list[Symbol], values: dict[Symbol, Lambda], spent: list[int], facts: list[Theorem]
) -> dict[Symbol, Lambda] | None:
    """Depth first: give the next symbol a value; a hypothesis without open symbols left must be provable."""
    pending = []
    for h in hypotheses:
        if _open([h]):
            pending.append(h)
        elif _proof(h, facts) is None:
            return None
    if not pending:
        return values
    spent[0] += 1
    if spent[0] > TRIES:
        return None
    symbol = min((s for s in symbols if s in _open(pending)), key=lambda s: min(len(_open([h])) for h in pending if s in h.free))
    for candidate in _candidates(symbol):
        found = _search([substitute(h, {symbol: candidate}) for h in pending], symbols, {**values, symbol: candidate}, spent, facts)
        if found is not None:
            return found
    return None


def _proof(h: Formula, facts: list[Theorem]) -> Theorem | None:
    try:
        return prove(h, facts)
    except (NotFound, ProofError):
        return None


def _candidates(symbol: Symbol) -> Iterator[Lambda]:
    """Values to try for a symbol: constants, 1/size, the identity, exp."""
    params, result = symbol.type.params, symbol.type.result
    if result != REAL:
        for k, p in enumerate(reversed(params)):
            if p == result:
                yield Lambda(params, App(Bound(k, Type((), p))))
        if result.kind == FINITE:
            yield Lambda(params, App(Symbol("any", Type((), result))))
        return
    for c in (ONE, ZERO, Number(2), Number(-1)):
        yield Lambda(params, c)
    if params and params[-1].kind == FINITE:
        yield Lambda(params, Inverse(Card(params[-1])))
    if len(params) == 2 and params[0] == params[1] not in (REAL, NAT):
        yield Lambda(params, Delta(App(Bound(1, Type((), params[0]))), App(Bound(0, Type((), params[1])))))
    if params == (REAL,):
        yield Lambda(params, App(Bound(0, Type((), REAL))))
        yield Lambda(params, Exp(App(Bound(0, Type((), REAL)))))
