"""x ↦ a + e^(c·x) for rational a and c: monotone, bounded on an interval, continuous at 0.  Only 1 + t ≤ eᵗ is used of exp."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ..proof.rules import minus
from ..proof.substitution import closed
from ..proof.syntax import (
    ONE,
    REAL,
    ZERO,
    And,
    App,
    Exists,
    Exp,
    Formula,
    Implies,
    Inverse,
    Le,
    Lt,
    Number,
    Plus,
    Symbol,
    Term,
    Times,
    Type,
)
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from .taylor import HALF, exp_above, exp_below

_x, _y, _z, _r, _a, _K, _delta, _epsilon = (Symbol(n, Type((), REAL)) for n in ("x", "y", "z", "r", "a", "K", "delta", "epsilon"))
X, Y, Z, R, A, K, DELTA, EPSILON = map(App, (_x, _y, _z, _r, _a, _K, _delta, _epsilon))
TWO = Number(2)


def power(c: Fraction, x: Term, add: Fraction = ZERO.value) -> Term:
    """a + e^(c·x)."""
    exponential = Exp(Times(Number(c), x))
    return Plus(Number(add), exponential) if add else exponential


def exists(variables: tuple[Symbol, ...], body: Formula) -> Formula:
    """∃ variables body."""
    for v in reversed(variables):
        body = Exists(v.name, v.type, closed(body, v))
    return body


@cache
def monotone(c: Fraction, add: Fraction = ZERO.value, strict: bool = False) -> Theorem:
    """⊢ ∀x∀y (x ≤ y → a + e^(c·x) ≤ a + e^(c·y)), for c < 0 with the sides exchanged; with < for ≤, if it is strict.

    eᵛ − eᵘ = eᵘ ((e^(v−u) − 1 − (v − u)) + (v − u))."""
    relation, compared = (Lt, f.lt) if strict else (Le, f.le)
    order = f.assume(relation(X, Y))
    low, high = (X, Y) if c >= 0 else (Y, X)
    u, v = Times(Number(c), low), Times(Number(c), high)
    rise = compared(u, v, f.mul(f.num(abs(c)), f.by(order)))
    tangent = f.inst(exp_above(), {_z: minus(v, u)})
    below = compared(power(c, low, add), power(c, high, add), f.mul(f.ex(u), f.add(f.by(tangent), f.by(rise))))
    return f.gen(f.imply(below, order), _x, _y)


@cache
def bounded(c: Fraction, add: Fraction = ZERO.value) -> Theorem:
    """⊢ ∃a∃K∃δ (0 < δ ∧ ∀y (a ≤ y → y ≤ a + δ → f(y) ≤ K)) for such an f: on [0, 1] by the value at one end."""

    def below(a: Term, delta: Term, cap: Term) -> Formula:
        return f.forall([_y], Implies(Le(a, Y), Implies(Le(Y, Plus(a, delta)), Le(power(c, Y, add), cap))))

    start, end = f.assume(Le(ZERO, Y)), f.assume(Le(Y, Plus(ZERO, ONE)))
    order = monotone(c, add)
    top = f.mp(f.spec(order, Y, ONE), f.restate(end, Le(Y, ONE))) if c >= 0 else f.mp(f.spec(order, ZERO, Y), start)
    capped = f.gen(f.imply(top, start, end), _y)
    goal = exists((_a, _K, _delta), And(Lt(ZERO, DELTA), below(A, DELTA, K)))
    return f.exists(f.conj(f.lt(ZERO, ONE, f.num(1)), capped), goal, ZERO, power(c, ONE if c >= 0 else ZERO, add), ONE)


@cache
def near_one() -> Theorem:
    """−r ≤ z, z ≤ r, r ≤ 1/2 ⊢ 1 − 2r ≤ eᶻ ∧ eᶻ ≤ 1 + 2r: 1 + z ≤ eᶻ ≤ 1 + z + 2z², and z² ≤ r² ≤ r/2."""
    low, high, small = (f.assume(Le(*sides)) for sides in ((minus(ZERO, R), Z), (Z, R), (R, HALF)))
    radius = f.mul(f.num(HALF.value), f.add(f.by(low), f.by(high)))  # 0 ≤ r
    under = f.le(minus(ONE, Times(TWO, R)), Exp(Z), f.add(f.by(exp_above()), f.by(low), radius))
    quadratic = f.cut(exp_below(), f.le(Z, HALF, f.add(f.by(high), f.by(small))))
    square = f.add(f.mul(f.num(2), f.by(low), f.by(high)), f.mul(f.num(2), radius, f.by(small)))  # 2z² ≤ r
    return f.conj(under, f.le(Exp(Z), Plus(ONE, Times(TWO, R)), f.add(f.by(quadratic), f.by(high), square)))


@cache
def continuous(c: Fraction, add: Fraction = ZERO.value) -> Theorem:
    """⊢ ∃a∀ε (0 < ε → ∃δ (0 < δ ∧ ∀y (a − δ ≤ y → y ≤ a + δ → |f(y) − f(a)| ≤ ε))) for such an f, c ≠ 0: at 0, δ = ε/(2|c|(1 + ε))."""
    size = Number(abs(c))
    chosen = Times(EPSILON, Inverse(Times(TWO, size, Plus(ONE, EPSILON))))
    positive = f.assume(Lt(ZERO, EPSILON))
    over = f.inv(f.add(f.num(1), f.by(positive)))  # 1/(1 + ε)
    wide = f.lt(ZERO, chosen, f.mul(f.num(HALF.value / abs(c)), f.by(positive), over))
    left, right = f.assume(Le(minus(ZERO, chosen), Y)), f.assume(Le(Y, Plus(ZERO, chosen)))
    z, r = Times(Number(c), Y), Times(size, chosen)
    up, down = (f.mul(f.num(abs(c)), f.by(side)) for side in ((left, right) if c > 0 else (right, left)))
    inside = f.le(minus(ZERO, r), z, up), f.le(z, r, down), f.le(r, HALF, f.mul(f.num(HALF.value), over))
    close = f.cut(f.inst(near_one(), {_z: z, _r: r}), *inside)
    narrow = f.mul(f.sq(EPSILON), over)  # 2r ≤ ε
    low = f.le(minus(power(c, ZERO, add), EPSILON), power(c, Y, add), f.add(f.by(f.part(close, 0)), narrow))
    high = f.le(power(c, Y, add), Plus(power(c, ZERO, add), EPSILON), f.add(f.by(f.part(close, 1)), narrow))
    near = f.gen(f.imply(f.conj(low, high), left, right), _y)

    def around(a: Term, delta: Term) -> Formula:
        gap = And(Le(minus(power(c, a, add), EPSILON), power(c, Y, add)), Le(power(c, Y, add), Plus(power(c, a, add), EPSILON)))
        return And(Lt(ZERO, delta), f.forall([_y], Implies(Le(minus(a, delta), Y), Implies(Le(Y, Plus(a, delta)), gap))))

    def at(a: Term) -> Formula:
        return f.forall([_epsilon], Implies(Lt(ZERO, EPSILON), exists((_delta,), around(a, DELTA))))

    some = f.exists(f.conj(wide, near), exists((_delta,), around(ZERO, DELTA)), chosen)
    some = discharge(some, [positive], positive.hypotheses)
    return f.exists(f.gen(f.imply(some, positive), _epsilon), exists((_a,), at(A)), ZERO)
