"""What a hypothesis looks like: its variables and its body, the domain that it puts a symbol in, the entries and factors in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..errors import ProofError
from ..proof import rules
from ..proof.obligations import eta
from ..proof.substitution import Lambda, opened
from ..proof.syntax import (
    App,
    Eq,
    ForAll,
    Formula,
    Implies,
    Le,
    Lt,
    Ne,
    Node,
    Number,
    Plus,
    Sum,
    Symbol,
    Times,
)
from .sequents import over_indices

Kinds = Mapping[Symbol, str]
Solution = dict[Symbol, Lambda]


def bare(f: Formula) -> tuple[tuple[Symbol, ...], Formula]:
    """A formula without its leading ∀ over indices; conditions of an equation are dropped, which asks for more than it says."""
    variables: list[Symbol] = []
    while True:
        if type(f) is ForAll and over_indices(f.type):
            variables.append(Symbol(f"at{len(variables)}", f.type))
            f = opened(f, eta(variables[-1]))
        elif type(f) is Implies and type(core(f)) is Eq:
            f = f.children[1]
        else:
            return tuple(variables), f


def core(f: Any) -> Any:
    while type(f) in (ForAll, Implies):
        f = f.children[-1]
    return f


def kinds_of(hypotheses: Sequence[Formula]) -> dict[Symbol, str]:
    """The domains that hypotheses put fields and scalars in: positive, nonnegative or mask."""
    found: dict[Symbol, str] = {}
    for h in hypotheses:
        variables, body = bare(h)
        match body:
            case Lt(children=(Number(value=0), App() as entry)) if plainly_at(entry, variables):
                found[head_of(entry)] = "positive"
            case Le(children=(Number(value=0), App() as entry)) if plainly_at(entry, variables):
                found.setdefault(head_of(entry), "nonnegative")
            case Eq(children=(Times(children=(App() as entry, other)), third)) if plainly_at(entry, variables) and entry == other == third:
                found[head_of(entry)] = "mask"
    return found


def head_of(entry: Any) -> Symbol:
    head: Symbol = entry.head
    return head


def plainly_at(entry: Any, variables: Sequence[Symbol]) -> bool:
    """Whether something is a symbol at all the variables, each once."""
    if type(entry) is not App or type(entry.head) is not Symbol or entry.head.constant:
        return False
    return sorted(c.key for c in entry.children) == sorted(App(v).key for v in variables)


@lru_cache(maxsize=4096)
def holds_by_form(body: Formula) -> bool:
    """Whether an equation holds wherever its sides are defined, by the kernel's normal form."""
    if type(body) is not Eq:
        return False
    try:
        rules.linear(left=body.children[0], right=body.children[1], uses=())
    except ProofError:
        return False
    return True


def drawn(symbol: Symbol) -> Symbol:
    """What is drawn in place of a symbol that gets its values from it."""
    return Symbol(f"{symbol.name}_drawn", symbol.type)


def factors_of(t: Any) -> list[Any]:
    return [f for c in t.children for f in factors_of(c)] if type(t) is Times else [t]


def entries(t: Node) -> set[Any]:
    """Every symbol at closed arguments in a term."""
    own = {t} if type(t) is App and type(t.head) is Symbol and t.loose == 0 else set()
    return own.union(*(entries(c) for c in t.children))


def degree(t: Node, entry: Any) -> float:
    """A bound on the degree of a term as a polynomial in an entry; ∞ if its symbol also stands elsewhere."""
    if entry.head not in t.free:
        return 0
    if t == entry:
        return 1
    match t:
        case Plus() | Sum():
            return max(degree(c, entry) for c in t.children)
        case Times():
            return sum(degree(c, entry) for c in t.children)
    return float("inf")


def trivial(f: Formula) -> bool:
    """Whether a formula compares something with itself: it says nothing."""
    return isinstance(f, Eq | Le | Ne) and f.children[0] == f.children[1]
