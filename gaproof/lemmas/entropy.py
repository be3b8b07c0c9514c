"""Lemmas on p log(p/q): Gibbs' inequality and its equality case, pointwise and summed.

The only fact about exp used is 1 + t ≤ eᵗ; at half the exponent it is strict enough for the equality case.  p log(p/q) is
written p log p − p log q, so that 0 log 0 = 0 and a place with p = q = 0 needs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from ..proof import rules
from ..proof.rules import minus, summed
from ..proof.substitution import Lambda, substitute
from ..proof.syntax import REAL, ZERO, App, Eq, Exp, Formula, Implies, Le, Log, Lt, Ne, Number, Plus, Sort, Symbol, Term, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent, square_zero
from ..tactics.search import discharge

_p, _q, _t = (Symbol(n, Type((), REAL)) for n in "pqt")
P, Q = App(_p), App(_q)


def divergence(p: Term, q: Term) -> Term:
    """p log p − p log q."""
    return minus(Times(p, Log(p)), Times(p, Log(q)))


def excess(p: Term, q: Term) -> Term:
    """p log p − p log q − p + q: what one place adds to KL(p‖q) − Σp + Σq."""
    return minus(Plus(divergence(p, q), q), p)


def weights(p: Term, q: Term) -> tuple[Formula, ...]:
    """0 ≤ p, 0 ≤ q, and q is positive where p is not zero."""
    return Le(ZERO, p), Le(ZERO, q), Implies(Ne(p, ZERO), Lt(ZERO, q))


def _for_weights(formula: Formula, prove_at: Callable[[Formula], Theorem]) -> Theorem:
    """The formula about p and q under ``weights``: proved at p = 0, and at p = eᵃ, q = eᵇ (a, b are called p, q too)."""
    zero, given = f.assume(Eq(P, ZERO)), [f.assume(h) for h in weights(P, Q)]
    none = f.rewrite(f.flip(zero), prove_at(substitute(formula, {_p: Lambda((), ZERO)})), _p, formula)
    exponents = prove_at(substitute(formula, {_p: Lambda((), Exp(P)), _q: Lambda((), Exp(Q))}))
    some = f.restate(f.inst(exponents, {_p: Log(P), _q: Log(Q)}), formula)
    both = f.cases(zero.conclusion, none, discharge(some, [*given, f.assume(Ne(P, ZERO))], frozenset((*weights(P, Q), Ne(P, ZERO)))))
    return discharge(both, given, frozenset(weights(P, Q)))


@cache
def excess_not_negative() -> Theorem:
    """weights(p, q) ⊢ 0 ≤ p log p − p log q − p + q: eᵃ(e^(b−a) − 1 − (b − a)) ≥ 0 for p = eᵃ, q = eᵇ."""
    tangent = f.inst(exp_tangent(), {_t: minus(Q, P)})

    def at(goal: Formula) -> Theorem:
        left, right = goal.children
        return f.le(left, right, f.by(f.assume(Le(ZERO, Q))) if _p not in goal.free else f.mul(f.ex(P), f.by(tangent)))

    return _for_weights(Le(ZERO, excess(P, Q)), at)


@cache
def excess_above_square() -> Theorem:
    """weights(p, q) ⊢ (p − q)² ≤ 2(p + q)(p log p − p log q − p + q).

    With x = √p, y = √q the excess is at least (x − y)², by 1 + t ≤ eᵗ at t = log(y/x), and 2(x² + y²)(x − y)² =
    (x² − y²)² + (x − y)⁴.
    """
    half = Number(Fraction(1, 2))
    x, y = Exp(Times(half, P)), Exp(Times(half, Q))
    tangent = f.inst(exp_tangent(), {_t: Times(half, minus(Q, P))})

    def at(goal: Formula) -> Theorem:
        left, right = goal.children
        root = f.mul(f.num(4), f.add(f.ex(P), f.ex(Q)), f.ex(P), f.by(tangent))
        return f.le(left, right, f.sq(Q) if _p not in goal.free else f.add(root, f.sq(Times(minus(x, y), minus(x, y)))))

    difference = minus(P, Q)
    return _for_weights(Le(Times(difference, difference), Times(Number(2), Plus(P, Q), excess(P, Q))), at)


@cache
def excess_zero() -> Theorem:
    """weights(p, q), p log p − p log q − p + q = 0 ⊢ p = q."""
    none = f.assume(Eq(excess(P, Q), ZERO))
    d = minus(P, Q)
    below = f.le(Times(d, d), ZERO, f.by(excess_above_square()), (none, Times(Number(-2), Plus(P, Q))))
    square = rules.antisymmetry(below, f.le(ZERO, Times(d, d), f.sq(d)))
    same = f.cut(f.inst(square_zero(), {"x": d}), square)
    return discharge(f.linear(P, Q, (same, 1)), [*map(f.assume, weights(P, Q)), none], frozenset((*weights(P, Q), none.conclusion)))


def _fields(sort: Sort) -> tuple[Symbol, Term, Term, list[Theorem]]:
    """An index j, p_j, q_j and the assumptions ∀j weights(p_j, q_j)."""
    j = Symbol("j", Type((), sort))
    p, q = (App(Symbol(n, Type((sort,), REAL)), App(j)) for n in "pq")
    return j, p, q, [f.assume(f.forall((j,), h)) for h in weights(p, q)]


@cache
def gibbs(sort: Sort) -> Theorem:
    """∀j weights(p_j, q_j) ⊢ Σ p − Σ q ≤ Σ p log p − p log q."""
    j, p, q, given = _fields(sort)
    place = f.cut(f.inst(excess_not_negative(), {_p: p, _q: q}), *(f.spec(g, App(j)) for g in given))
    th = f.le(minus(summed(p, (j,)), summed(q, (j,))), summed(divergence(p, q), (j,)), f.tot(j, f.by(place)))
    return discharge(th, given, frozenset(g.conclusion for g in given))


@cache
def gibbs_equality(sort: Sort) -> Theorem:
    """∀j weights(p_j, q_j), Σ p log p − p log q ≤ Σ p − Σ q ⊢ ∀j p_j = q_j."""
    j, p, q, given = _fields(sort)
    at = [f.spec(g, App(j)) for g in given]
    least = f.assume(Le(summed(divergence(p, q), (j,)), minus(summed(p, (j,)), summed(q, (j,)))))
    below = f.le(summed(excess(p, q), (j,)), ZERO, f.by(least))
    none = rules.zero_sum(f.cut(f.inst(excess_not_negative(), {_p: p, _q: q}), *at), below, over=(j,))
    same = f.cut(f.inst(excess_zero(), {_p: p, _q: q}), none, *at)
    return f.gen(discharge(same, [*given, least], frozenset(g.conclusion for g in (*given, least))), j)
