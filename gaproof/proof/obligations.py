"""Undefinedness as obligations: what must hold for the laws of 1/x and log to be used in an expression.

The obligation of 1/x is x ≠ 0, that of log x is 0 < x, closed over the enclosing sums.  In a product p·log x it is only
p ≠ 0 → 0 < x, since for p = 0 the product is 0 whatever log x is; this is the convention 0 log 0 = 0.  (p collects the
factors that are not logarithms themselves.  Inside exp there is no such condition: exp(p·log x) becomes a power of x.)
Obligations that hold by form are dropped; the others are stated about the original arguments, never about what the normal form
made of them.
"""

from typing import Any

from .normal import equal, fresh, positive
from .substitution import Lambda, closed, opened, shift
from .syntax import (
    BINDERS,
    ONE,
    ZERO,
    And,
    App,
    Bound,
    Eq,
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
    Sum,
    Symbol,
    Term,
    Times,
    Type,
    need,
    types_of,
)  # fmt: skip

Obligations = frozenset[Formula]
NONE: Obligations = frozenset()


def obligations(t: Node, strict: bool = False) -> Obligations:
    """The obligations of every 1/x and log inside a term, under its own binders; ``strict``: without conditions p ≠ 0."""
    if not t.partial:
        return NONE
    strict = strict or type(t) is Exp
    found = NONE.union(*(obligations(c, strict) for c in t.children)) if type(t) is not Times or strict else _of_product(t)
    match t:
        case Sum():
            return _closed(found, t)
        case Inverse():
            return found if nonzero(t.children[0]) else found | {Ne(t.children[0], ZERO)}
        case Log():
            return found if positive(t.children[0]) else found | {Lt(ZERO, t.children[0])}
        case _:
            return found


def _of_product(t: Times) -> Obligations:
    logs = [c for c in t.children if type(c) is Log]
    others = [c for c in t.children if type(c) is not Log]
    found = NONE.union(*map(obligations, others), *(obligations(c.children[0]) for c in logs))
    weight = Times(*others) if len(others) > 1 else others[0] if others else ONE
    for log in logs:
        if not positive(log.children[0]):
            law = Lt(ZERO, log.children[0])
            found |= {law if nonzero(weight) else Implies(Ne(weight, ZERO), law)}
    return found


def nonzero(t: Term) -> bool:
    """Whether t ≠ 0 by its form alone."""
    match t:
        case Number():
            return t.value != 0
        case Times() | Inverse():
            return all(map(nonzero, t.children))
        case _:
            return positive(t)


def _closed(found: Obligations, binder: Any) -> Obligations:
    """Obligations of a body, for every value of the bound variable; a binder that is not used is dropped."""
    return frozenset(ForAll(binder.hint, binder.type, o) if types_of(o, 0) else shift(o, -1) for o in found)


def same(f: Any, g: Any) -> Obligations:
    """Obligations under which f and g are equivalent: they differ only by the normal form of terms inside."""
    if f == g:
        return NONE
    need(type(f) is type(g), f"different shapes: {f.tag} and {g.tag}")
    match f:
        case And() | Implies():
            need(len(f.children) == len(g.children), "different numbers of parts")
            parts = [same(a, b) for a, b in zip(f.children, g.children, strict=True)]
            if type(f) is Implies:  # what the conclusion needs may use the condition
                parts[1] = frozenset(Implies(g.children[0], o) for o in parts[1] if o != g.children[0])
            return NONE.union(*parts)
        case _ if type(f) in BINDERS:
            need(f.type == g.type, "different types of bound variables")
            variable = fresh(f.type)
            found = same(opened(f, eta(variable)), opened(g, eta(variable)))
            return _closed(frozenset(closed(o, variable) for o in found), g)
        case _:
            left, right = zip(f.children, g.children, strict=True)
            return same_term(*left) | same_term(*right)


def same_term(a: Term, b: Term) -> Obligations:
    """Obligations under which a = b by the normal form."""
    if a == b:
        return NONE
    need(equal(a, b), "the two sides have different normal forms")
    return obligations(a) | obligations(b)


def eta(symbol: Symbol) -> Lambda:
    """The symbol itself as a value."""
    params = symbol.type.params
    return Lambda(params, App(symbol, *(App(Bound(len(params) - 1 - k, Type((), s))) for k, s in enumerate(params))))


def negation(f: Formula) -> Formula:
    """What holds when f does not: the reals are totally ordered and logic is classical."""
    match f:
        case Eq():
            return Ne(*f.children)
        case Ne():
            return Eq(*f.children)
        case Le():
            return Lt(f.children[1], f.children[0])
        case Lt():
            return Le(f.children[1], f.children[0])
        case _:
            return Implies(f, Eq(ZERO, ONE))
