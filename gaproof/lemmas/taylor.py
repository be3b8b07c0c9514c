"""The exponential to second order, and shares of a total under a change of exponents.  Only 1 + t ≤ eᵗ is used of exp."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..proof import rules
from ..proof.rules import minus, summed
from ..proof.syntax import MINUS, ONE, REAL, ZERO, App, Eq, Exp, Inverse, Le, Number, Plus, Sort, Symbol, Times, Type
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import exp_tangent

HALF = Number(Fraction(1, 2))
_t, _z, _g = (Symbol(n, Type((), REAL)) for n in "tzg")
Z, G = App(_z), App(_g)


@cache
def exp_above() -> Theorem:
    """⊢ 1 + z ≤ eᶻ."""
    return f.inst(exp_tangent(), {_t: Z})


@cache
def exp_below() -> Theorem:
    """z ≤ 1/2 ⊢ eᶻ ≤ 1 + z + 2z²: (1 − z)(1 + z + 2z² − eᶻ) = eᶻ(e⁻ᶻ − 1 + z) + z²(1 − 2z)."""
    small = f.assume(Le(Z, HALF))
    room = f.lt(Z, ONE, f.add(f.by(small), f.num(HALF.value)))
    tangent = f.inst(exp_tangent(), {_t: Times(MINUS, Z)})
    product = f.add(f.mul(f.ex(Z), f.by(tangent)), f.mul(f.num(2), f.sq(Z), f.by(small)))
    th = f.le(Exp(Z), Plus(ONE, Z, Times(Number(2), Z, Z)), f.mul(f.inv(f.by(room)), product))
    return f.cut(th, rules.unequal(f.lt(ZERO, minus(ONE, Z), f.by(room))))


@cache
def shares(sort: Sort) -> Theorem:
    """∀k 0 ≤ w_k, Σ w = 1, Σ w z = 0, ∀k z_k² ≤ g, ∀k z_k ≤ 1/2 ⊢ ∀j −3g w_j ≤ w_j e^(z_j)/E − w_j (1 + z_j) ≤ 3g w_j, E = Σ w eᶻ.

    1 ≤ E ≤ 1 + 2g because 1 + z ≤ eᶻ ≤ 1 + z + 2g.  Above, 1 + z + 2g − eᶻ/E = (1 + z + 2g − eᶻ) + eᶻ(E − 1)/E; below,
    E (eᶻ/E − 1 − z + 3g) = (eᶻ − 1 − z) + (1/2 − z)(E − 1) + 3/2 (1 + 2g − E) + 3g (E − 1).
    """
    j = Symbol("j", Type((), sort))
    w, z = (App(Symbol(n, Type((sort,), REAL)), App(j)) for n in "wz")
    weight, square, small = (f.spec(f.assume(f.forall((j,), h)), App(j)) for h in (Le(ZERO, w), Le(Times(z, z), G), Le(z, HALF)))
    mass, mean = f.assume(Eq(summed(w, (j,)), ONE)), f.assume(Eq(summed(Times(w, z), (j,)), ZERO))
    total, twice = summed(Times(w, Exp(z)), (j,)), Times(Number(2), G)
    above = f.inst(exp_above(), {_z: z})
    quadratic = f.cut(f.inst(exp_below(), {_z: z}), small)
    below = f.le(Exp(z), Plus(ONE, z, twice), f.add(f.by(quadratic), f.mul(f.num(2), f.by(square))))
    least = f.le(ONE, total, f.tot(j, f.mul(f.by(weight), f.by(above))), (mass, 1), (mean, 1))
    most = f.le(total, Plus(ONE, twice), f.tot(j, f.mul(f.by(weight), f.by(below))), (mass, Plus(MINUS, Times(MINUS, twice))), (mean, -1))
    positive = f.lt(ZERO, total, f.add(f.by(least), f.num(1)))
    inverse, radius = f.inv(f.by(positive)), f.add(f.sq(z), f.by(square))  # 1/E and g
    change, bound = minus(Times(w, Exp(z), Inverse(total)), Times(w, Plus(ONE, z))), Times(Number(3), G, w)
    up = f.le(change, bound, f.mul(f.by(weight), f.add(f.by(below), f.mul(f.ex(z), f.by(least), inverse), radius)))
    rest = f.mul(f.by(small), f.by(least)), f.mul(f.num(Fraction(3, 2)), f.by(most)), f.mul(f.num(3), radius, f.by(least))
    down = f.le(Times(MINUS, bound), change, f.mul(f.by(weight), inverse, f.add(f.by(above), *rest)))
    return f.gen(f.cut(f.conj(down, up), rules.unequal(positive)), j)
