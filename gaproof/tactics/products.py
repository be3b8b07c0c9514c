"""Lemmas on products."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import REAL, ZERO, App, Eq, Inverse, Lt, Ne, Number, Symbol, Term, Times, Type
from ..proof.theorem import Theorem
from . import forward as f


@cache
def nonzero_product(factors: tuple[Term, ...]) -> Theorem:
    """a ≠ 0, b ≠ 0, … ⊢ a·b·… ≠ 0: dividing the product by the other factors leaves a."""
    first, *others = factors
    product = Times(*factors)
    zero = f.assume(Eq(product, ZERO))
    gone = f.linear(first, ZERO, (zero, Times(*map(Inverse, others))) if others else (zero, 1))
    z = Symbol("z_", Type((), REAL))
    moved = f.rewrite(gone, f.assume(Ne(first, ZERO)), z, Ne(App(z), ZERO))
    return f.cases(Eq(product, ZERO), f.absurd(moved, Ne(product, ZERO)), f.assume(Ne(product, ZERO)))


@cache
def zero_factor() -> Theorem:
    """x·y = 0, x ≠ 0 ⊢ y = 0."""
    x, y = (App(Symbol(n, Type((), REAL))) for n in "xy")
    return f.linear(y, ZERO, (f.assume(Eq(Times(x, y), ZERO)), Inverse(x)))


@cache
def nonzero_number(t: Number) -> Theorem:
    """⊢ t ≠ 0 for a negative number."""
    z = Symbol("z_", Type((), REAL))
    moved = f.rewrite(f.assume(Eq(t, ZERO)), f.lt(t, ZERO, f.num(-t.value)), z, Lt(App(z), ZERO))
    return f.cases(Eq(t, ZERO), f.absurd(moved, Ne(t, ZERO)), f.assume(Ne(t, ZERO)))
