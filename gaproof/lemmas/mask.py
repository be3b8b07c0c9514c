"""Masks: a number x with x·x = x is 0 or 1."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import MINUS, ONE, REAL, ZERO, App, Eq, Inverse, Ne, Plus, Symbol, Term, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f

_x = Symbol("x", Type((), REAL))
X = App(_x)
IDEMPOTENT = Eq(Times(X, X), X)


@cache
def off() -> Theorem:
    """x·x = x, x ≠ 1 ⊢ x = 0: x = (x·x − x)/(x − 1)."""
    below = Plus(X, MINUS)
    zero = f.linear(X, ZERO, (f.assume(IDEMPOTENT), Inverse(below)))
    z = Symbol("z", Type((), REAL))
    one = f.linear(X, ONE, (f.assume(Eq(below, ZERO)), 1))
    moved = f.rewrite(one, f.assume(Ne(X, ONE)), z, Ne(App(z), ONE))
    return f.cases(Eq(below, ZERO), f.absurd(moved, Eq(X, ZERO)), zero)


def mask_cases(mask: Theorem, yes: Theorem, no: Theorem) -> Theorem:
    """c, from x = 1 ⊢ c and x = 0 ⊢ c, where ``mask`` says x·x = x."""
    x: Term = mask.conclusion.children[1]
    zero = f.cut(f.inst(off(), {_x: x}), mask)
    return f.cases(Eq(x, ONE), yes, f.cut(no, zero))
