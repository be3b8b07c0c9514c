"""Lemmas on products."""

from __future__ import annotations

from functools import cache

from ..proof.syntax import ONE, REAL, ZERO, App, Eq, Inverse, Lt, Ne, Number, Symbol, Term, Times, Type
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
def factor_of_nonzero(count: int, place: int) -> Theorem:
    """x0·x1·… ≠ 0 ⊢ x_place ≠ 0: if it were 0, so would be the product of ``count`` factors."""
    xs = [App(Symbol(f"x{k}", Type((), REAL))) for k in range(count)]
    x, product, z = xs[place], Times(*xs), Symbol("z_", Type((), REAL))
    zero = f.linear(product, ZERO, (f.assume(Eq(x, ZERO)), Times(*xs[:place], ONE, *xs[place + 1 :])))
    moved = f.rewrite(zero, f.assume(Ne(product, ZERO)), z, Ne(App(z), ZERO))
    return f.cases(Eq(x, ZERO), f.absurd(moved, Ne(x, ZERO)), f.assume(Ne(x, ZERO)))


def nonzero_factors(th: Theorem) -> list[Theorem]:
    """a ≠ 0, b ≠ 0, … from a·b·… ≠ 0, however nested."""
    t, zero = th.conclusion.children
    if type(t) is not Times or zero != ZERO:
        return []
    values = {f"x{k}": c for k, c in enumerate(t.children)}
    own = [f.cut(f.inst(factor_of_nonzero(len(values), k), values), th) for k in range(len(values))]
    return [*own, *(g for x in own for g in nonzero_factors(x))]


@cache
def nonzero_number(t: Number) -> Theorem:
    """⊢ t ≠ 0 for a negative number."""
    z = Symbol("z_", Type((), REAL))
    moved = f.rewrite(f.assume(Eq(t, ZERO)), f.lt(t, ZERO, f.num(-t.value)), z, Lt(App(z), ZERO))
    return f.cases(Eq(t, ZERO), f.absurd(moved, Ne(t, ZERO)), f.assume(Ne(t, ZERO)))


@cache
def factor_nonzero() -> Theorem:
    """x·y = 1 ⊢ y ≠ 0."""
    x, y = Symbol("x", Type((), REAL)), Symbol("y", Type((), REAL))
    one, zero = f.assume(Eq(Times(App(x), App(y)), Number(1))), f.assume(Eq(App(y), ZERO))
    gone = f.linear(ZERO, Number(1), (one, 1), (zero, Times(Number(-1), App(x))))
    return f.cases(Eq(App(y), ZERO), f.absurd(gone, Ne(App(y), ZERO)), f.assume(Ne(App(y), ZERO)))
