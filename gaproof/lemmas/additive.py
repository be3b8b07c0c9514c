"""Additive functions of a real number: f(x+y) = f(x) + f(y), among them the logarithms of multiplicative ones.

Rational factors come out of f for every additive f; real ones as soon as f is bounded above on one interval.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..proof import rules
from ..proof.rules import minus
from ..proof.syntax import MINUS, NAT, ONE, REAL, ZERO, And, App, Eq, Exp, Implies, Inverse, Le, Log, Lt, Plus, Symbol, Term, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent
from ..tactics.search import discharge
from .logarithm import log_of, log_product
from .reals import archimedes, floor, nat, naturals_nonnegative, successor, zero_is_zero

_x, _y, _a, _u, _delta, _K = (Symbol(n, Type((), REAL)) for n in ("x", "y", "a", "u", "delta", "K"))
_k, _m, _n = (Symbol(n, Type((), NAT)) for n in "kmn")
X, Y, A, U, DELTA, BOUND = map(App, (_x, _y, _a, _u, _delta, _K))
INTEGER = minus(nat(_k), nat(_m))
HALF = Fraction(1, 2)


def at(t: Term) -> Term:
    """f(t)."""
    return App(Symbol("f", Type((REAL,), REAL)), t)


@cache
def law() -> Theorem:
    """∀x∀y f(x+y) = f(x) + f(y), the hypothesis of what follows."""
    return f.assume(f.forall((_x, _y), Eq(at(Plus(X, Y)), Plus(at(X), at(Y)))))


@cache
def at_zero() -> Theorem:
    """f additive ⊢ f(0) = 0: f(0+0) = f(0) + f(0)."""
    return f.linear(at(ZERO), ZERO, (f.spec(law(), ZERO, ZERO), -1))


@cache
def odd() -> Theorem:
    """f additive ⊢ f(−x) = −f(x)."""
    minus_x = Times(MINUS, X)
    return f.linear(at(minus_x), Times(MINUS, at(X)), (f.spec(law(), X, minus_x), -1), (at_zero(), 1))


@cache
def natural_factor() -> Theorem:
    """f additive ⊢ f(k·x) = k·f(x) for a natural k, by induction."""

    def claim(factor: Term) -> Eq:
        return Eq(at(Times(factor, X)), Times(factor, at(X)))

    base = f.rewrite(f.flip(zero_is_zero()), f.linear(at(ZERO), ZERO, (at_zero(), 1)), _u, claim(U))
    here, one_more = f.assume(claim(nat(_k))), Plus(nat(_k), ONE)
    added = f.linear(*claim(one_more).children, (f.spec(law(), Times(nat(_k), X), X), 1), (here, 1))
    step = f.rewrite(f.flip(f.spec(successor(), App(_k))), added, _u, claim(U))
    return rules.induct(base, step, variable=_k, formula=claim(nat(_k)), arguments=((), (_k,)))


@cache
def integer_factor() -> Theorem:
    """f additive ⊢ f((k−m)·x) = (k−m)·f(x) for naturals k and m: every integer is such a difference."""
    kx, mx = Times(nat(_k), X), Times(nat(_m), X)
    split, negative = f.spec(law(), kx, Times(MINUS, mx)), f.inst(odd(), {_x: mx})
    k_times, m_times = natural_factor(), f.inst(natural_factor(), {_k: App(_m)})
    return f.linear(at(Times(INTEGER, X)), Times(INTEGER, at(X)), (split, 1), (negative, 1), (k_times, 1), (m_times, -1))


@cache
def rational_factor() -> Theorem:
    """f additive ⊢ f(q·x) = q·f(x) for q = (k−m)/(n+1), naturals k, m, n: (n+1)·f(q·x) = f((k−m)·x)."""
    below, one_more = Inverse(Plus(nat(_n), ONE)), Plus(nat(_n), ONE)
    qx = Times(INTEGER, below, X)
    multiple = f.spec(law(), Times(nat(_n), X), X)
    multiple = f.linear(at(Times(one_more, X)), Times(one_more, at(X)), (multiple, 1), (f.inst(natural_factor(), {_k: App(_n)}), 1))
    cleared = f.linear(Times(one_more, qx), Times(INTEGER, X))
    moved = f.rewrite(cleared, f.inst(multiple, {_x: qx}), _u, Eq(at(U), Times(one_more, at(qx))))
    th = f.linear(at(qx), Times(INTEGER, below, at(X)), (moved, Times(MINUS, below)), (integer_factor(), below))
    return discharge(th, [naturals_nonnegative()], law().hypotheses)


@cache
def bounded_is_linear() -> Theorem:
    """f additive, 0 < δ, ∀y (a ≤ y → y ≤ a+δ → f(y) ≤ K) ⊢ f(x) = f(1)·x.

    Let j be the floor of n·x/δ and v = n·x/δ − j.  Then n·(f(x) − f(δ)·x/δ) = f(δ·v) − f(δ)·v, and the right side is at
    most K − f(a) + (f(δ)² + 1)/2 because f(a + δ·v) ≤ K and 0 ≤ v ≤ 1: by Archimedes f(x) ≤ f(δ)·x/δ.  At −x this is the other inequality.
    """
    wide = f.assume(Lt(ZERO, DELTA))
    below = f.assume(f.forall((_y,), Implies(Le(A, Y), Implies(Le(Y, Plus(A, DELTA)), Le(at(Y), BOUND)))))
    steps = Times(nat(_n), X, Inverse(DELTA))
    lower, upper = Le(INTEGER, steps), Le(steps, Plus(INTEGER, ONE))
    v = minus(steps, INTEGER)
    near = Times(DELTA, v)
    v_at_least_0, v_at_most_1 = (f.part(f.assume(And(lower, upper)), side) for side in (0, 1))

    left = f.le(A, Plus(A, near), f.mul(f.by(wide), f.by(v_at_least_0)))
    right = f.le(Plus(A, near), Plus(A, DELTA), f.mul(f.by(wide), f.by(v_at_most_1)))
    capped = f.mp(f.spec(below, Plus(A, near)), left, right)  # f(a + δv) ≤ K

    split = f.spec(law(), A, near)
    nx, back = Times(nat(_n), X), Times(MINUS, INTEGER, DELTA)
    pieces = f.spec(law(), nx, back)  # δv = n·x − j·δ
    n_times, j_times = f.inst(natural_factor(), {_k: App(_n)}), f.inst(integer_factor(), {_x: DELTA})
    negative = f.inst(odd(), {_x: Times(INTEGER, DELTA)})

    slope = Times(at(DELTA), Inverse(DELTA))
    error = minus(at(X), Times(slope, X))
    cap = Plus(minus(BOUND, at(A)), Times(f.node(HALF), Plus(Times(at(DELTA), at(DELTA)), ONE)))
    slack = f.add(
        f.by(capped),
        f.mul(f.num(HALF), f.sq(Plus(at(DELTA), v))),
        f.mul(f.num(HALF), f.by(v_at_least_0), f.by(v_at_most_1)),
        f.mul(f.num(HALF), f.by(v_at_most_1)),
    )
    uses = ((split, 1), (pieces, 1), (n_times, 1), (negative, 1), (j_times, -1))
    bounded = f.release(f.le(Times(nat(_n), error), cap, slack, *uses), f.inst(floor(), {_x: steps}), _k, _m)
    over = f.mp(f.inst(archimedes(), {"t": error, "K": cap}), f.gen(bounded, _n))  # f(x) ≤ f(δ)·x/δ
    under = f.inst(over, {_x: Times(MINUS, X)})
    proportional = rules.antisymmetry(f.le(at(X), Times(slope, X), f.by(over)), f.le(Times(slope, X), at(X), f.by(under), (odd(), 1)))
    th = f.linear(at(X), Times(at(ONE), X), (proportional, 1), (f.inst(proportional, {_x: ONE}), Times(MINUS, X)))
    return f.cut(th, rules.unequal(wide))


# ---- logarithms -----------------------------------------------------------------------------------------------------------


@cache
def log_additive() -> Theorem:
    """∀x∀y ell(x+y) = ell(x)·ell(y), ∀x 0 < ell(x) ⊢ ∀x∀y log ell(x+y) = log ell(x) + log ell(y)."""
    ell = Symbol("ell", Type((REAL,), REAL))
    here, there, together = App(ell, X), App(ell, Y), App(ell, Plus(X, Y))
    multiplicative = f.spec(f.assume(f.forall((_x, _y), Eq(together, Times(here, there)))), X, Y)
    positive = f.assume(f.forall((_x,), Lt(ZERO, here)))
    split = f.inst(log_product(), {"x": here, "y": there})
    joined = f.linear(Log(together), Plus(Log(here), Log(there)), (log_of(multiplicative), 1), (split, 1))
    return f.gen(discharge(joined, [positive], multiplicative.hypotheses | positive.hypotheses), _x, _y)


@cache
def from_log() -> Theorem:
    """0 < x, log x = y ⊢ x = exp y: put y for log x in x = exp(log x)."""
    return f.rewrite(f.assume(Eq(Log(X), Y)), f.linear(X, Exp(Log(X))), _u, Eq(X, Exp(U)))


@cache
def log_tangent() -> Theorem:
    """0 < x ⊢ log x ≤ x − 1: the tangent of exp, 1 + t ≤ eᵗ, at t = log x."""
    return f.le(Log(X), minus(X, ONE), f.by(f.inst(exp_tangent(), {"t": Log(X)})))
