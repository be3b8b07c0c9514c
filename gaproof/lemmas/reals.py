"""Naturals among the reals: their signs, the floor of a number, Archimedes."""

from __future__ import annotations

from functools import cache

from ..proof import rules
from ..proof.axioms import STANDARD
from ..proof.syntax import EMBED, NAT, SUCC, ZERO, ZERO_NAT, App, Le, Symbol, Term, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f

_k = Symbol("k", Type((), NAT))


def nat(k: Symbol) -> Term:
    """The natural k as a number."""
    return App(EMBED, App(k))


@cache
def zero_is_zero() -> Theorem:
    """⊢ nat(zero) = 0, by definition."""
    return f.part(rules.naturals(), 0)


@cache
def successor() -> Theorem:
    """⊢ ∀k nat(succ k) = nat k + 1, by definition."""
    return f.part(rules.naturals(), 1)


@cache
def naturals_nonnegative() -> Theorem:
    """⊢ ∀k 0 ≤ nat k, by induction."""
    here, zero, after = nat(_k), App(EMBED, App(ZERO_NAT)), App(EMBED, App(SUCC, App(_k)))
    base = f.le(ZERO, zero, f.num(0), (zero_is_zero(), 1))
    step = f.le(ZERO, after, f.add(f.by(f.assume(Le(ZERO, here))), f.num(1)), (f.spec(successor(), App(_k)), 1))
    return f.gen(rules.induct(base, step, variable=_k, formula=Le(ZERO, here), arguments=((), (_k,))), _k)


@cache
def successors_positive() -> Theorem:
    """⊢ ∀k 0 < nat(succ k): it is nat k + 1."""
    after = App(EMBED, App(SUCC, App(_k)))
    here = f.spec(naturals_nonnegative(), App(_k))
    return f.gen(f.lt(ZERO, after, f.add(f.by(here), f.num(1)), (f.spec(successor(), App(_k)), 1)), _k)


@cache
def archimedes() -> Theorem:
    """⊢ (∀n nat n · t ≤ K) → t ≤ 0 (an axiom)."""
    return rules.axiom(name="archimedes", formula=STANDARD["archimedes"].formula)


@cache
def floor() -> Theorem:
    """⊢ ∃k∃m nat k − nat m ≤ x ∧ x ≤ nat k − nat m + 1 (an axiom)."""
    return rules.axiom(name="floor", formula=STANDARD["floor"].formula)
