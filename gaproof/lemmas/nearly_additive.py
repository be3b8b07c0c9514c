"""Functions that are additive up to an error: |f(x + y) − f(x) − f(y)| ≤ ε for all x and y.

Multiples f((n+1)·x)/(n+1) stay within ε of f(x), so those of one step δ squeeze a number s.  If s exists (which takes completeness), and
f is bounded above on one interval of length δ, then f is within ε of the line through 0 and (δ, s) (Hyers).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from ..proof import rules
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.search import discharge
from ..terms import And, ForAll, Formula, Implies, Le, Lt, Rational, Term, function, nat, natural, scalar
from .reals import archimedes, floor, naturals_nonnegative, successor, zero_is_zero

F = function("f")
x, y, a, c, K, s, u, epsilon, delta, lowest, highest = scalar("x y a c K s u epsilon delta lowest highest")
k, m, n = natural("k m n")
HALF = Fraction(1, 2)


def within(t: Any, error: Any) -> Formula:
    """|t| ≤ error."""
    return And(Le(-error, t), Le(t, error))


LAW = ForAll((x, y), within(F(x + y) - F(x) - F(y), epsilon))
BELOW = ForAll(y, Implies(Le(a, y), Implies(Le(y, a + delta), Le(F(y), K))))
WIDE = Lt(0, delta)
NEAR = ForAll(x, And(Le(lowest, F(x) - c * x), Le(F(x) - c * x, highest)))


def low(t: Term) -> Any:
    """(f(t·δ) − ε)/t, a lower bound of the slope times δ."""
    return (F(t * delta) - epsilon) / t


def high(t: Term) -> Any:
    """(f(t·δ) + ε)/t, an upper one."""
    return (F(t * delta) + epsilon) / t


GAP = F(x) - s / delta * x
TOP = K - F(a) + epsilon  # of f on [0, δ]
BEND = Rational(1, 2) * (s * s + 1)  # of s·v for 0 ≤ v ≤ 1
LEAST, MOST = F(delta) - TOP - 5 * epsilon - BEND, TOP + 4 * epsilon + BEND
SQUEEZED = ForAll(n, And(Le(low(nat(n) + 1), s), Le(s, high(nat(n) + 1))))


def _error(x: Any, y: Any) -> tuple[f.Witness, f.Witness]:
    """0 ≤ d + ε and 0 ≤ ε − d, for d = f(x + y) − f(x) − f(y)."""
    here = f.spec(f.assume(LAW), x, y)
    return f.by(f.part(here, 0)), f.by(f.part(here, 1))


def _sides(th: Theorem) -> tuple[f.Witness, f.Witness]:
    return f.by(f.part(th, 0)), f.by(f.part(th, 1))


def _settled(th: Theorem, *facts: Theorem) -> Theorem:
    """The theorem without what follows from the facts, and from natural numbers being at least 0."""
    return discharge(th, [naturals_nonnegative(), *facts], frozenset().union(*(t.hypotheses for t in facts)))


@cache
def multiples() -> Theorem:
    """LAW ⊢ |f((n+1)·x) − (n+1)·f(x)| ≤ n·ε, by induction."""

    def claim(n: Any) -> Formula:
        return within(F((n + 1) * x) - (n + 1) * F(x), n * epsilon)

    def both(n: Any, below: f.Witness, above: f.Witness) -> Theorem:
        sides = claim(n).args
        return f.conj(*(f.le(*side.args, witness) for side, witness in zip(sides, (below, above), strict=True)))

    zero = Rational(0)
    base = f.rewrite(f.flip(zero_is_zero()), both(zero, f.num(0), f.num(0)), u, claim(u))
    here, one_more = _sides(f.assume(claim(nat(k)))), _error((nat(k) + 1) * x, x)
    added = both(nat(k) + 1, *(f.add(*pair) for pair in zip(here, one_more, strict=True)))
    step = f.rewrite(f.flip(f.spec(successor(), k)), added, u, claim(u))
    return rules.induct(base, step, variable=f.symbol(n), formula=f.node(claim(nat(n))), arguments=((), (f.symbol(k),)))


@cache
def slopes() -> Theorem:
    """LAW ⊢ low(n+1) ≤ high(m+1): compare f((m+1)(n+1)·δ) with multiples of both."""
    N, M = nat(n) + 1, nat(m) + 1
    of_n = f.inst(multiples(), {n: m, x: N * delta})
    of_m = f.inst(multiples(), {x: M * delta})
    at_0 = _error(0, 0)
    epsilon_not_negative = f.mul(f.num(HALF), f.add(*at_0))
    cross = f.add(f.by(f.part(of_n, 0)), f.by(f.part(of_m, 1)), epsilon_not_negative, epsilon_not_negative)
    over = (f.inv(f.add(f.by(f.spec(naturals_nonnegative(), v)), f.num(1))) for v in (n, m))
    return _settled(f.le(low(N), high(M), f.mul(cross, *over)), f.assume(LAW))


@cache
def bounded_gap() -> Theorem:
    """LAW, WIDE, BELOW, SQUEEZED ⊢ LEAST ≤ GAP ≤ MOST, which do not depend on x.

    x = j·δ + r for an integer j and 0 ≤ r ≤ δ.  At multiples of δ the gap is at most ε, on [0, δ] f is bounded above because it is on
    [a, a + δ], and below because r and δ − r add to δ.
    """
    wide, below, squeezed = map(f.assume, (WIDE, BELOW, SQUEEZED))
    j = nat(k) - nat(m)
    r = x - j * delta
    v = r / delta  # between 0 and 1
    steps = f.assume(And(Le(j, x / delta), Le(x / delta, j + 1)))
    v_low, v_high = _sides(steps)
    r_low, r_high = (f.mul(f.by(wide), side) for side in (v_low, v_high))

    def cap(r: Term, low: f.Witness, high: f.Witness) -> Theorem:
        """f(r) ≤ K − f(a) + ε for 0 ≤ r ≤ δ."""
        at_r = f.mp(f.spec(below, a + r), f.le(a, a + r, low), f.le(a + r, a + delta, high))
        return f.le(F(r), TOP, f.add(f.by(at_r), _error(a, r)[0]))

    under, over = cap(r, r_low, r_high), cap(delta - r, r_high, r_low)
    bottom = f.le(F(delta) - TOP - epsilon, F(r), f.add(f.by(over), _error(r, delta - r)[1]))

    def at_step(i: Term) -> tuple[f.Witness, f.Witness]:
        """|f((i+1)·δ) − (i+1)·s| ≤ ε."""
        positive = f.add(f.by(f.spec(naturals_nonnegative(), i)), f.num(1))
        here = f.spec(squeezed, i)
        return f.mul(positive, f.by(f.part(here, 1))), f.mul(positive, f.by(f.part(here, 0)))

    # f(x) = f(j·δ) + f(r) and f((k+1)·δ) = f(j·δ) + f((m+1)·δ), each up to ε
    K1, M1, sum_of_r, sum_of_m = at_step(k), at_step(m), _error(j * delta, r), _error(j * delta, (nat(m) + 1) * delta)

    def bend(t: Term) -> f.Witness:  # 0 ≤ BEND ± s·v
        return f.mul(f.num(HALF), f.add(f.sq(t), f.mul(v_low, v_high), v_high))

    lower = f.le(LEAST, GAP, f.add(f.by(bottom), K1[0], M1[1], sum_of_r[0], sum_of_m[1], bend(s - v)))
    upper = f.le(GAP, MOST, f.add(f.by(under), K1[1], M1[0], sum_of_r[1], sum_of_m[0], bend(s + v)))
    both = _settled(f.conj(lower, upper), f.unequal(wide), steps, squeezed, below, f.assume(LAW), wide)
    return f.release(both, f.inst(floor(), {"x": x / delta}), k, m)


@cache
def sharpened() -> Theorem:
    """LAW, NEAR ⊢ ∀x |f(x) − c·x| ≤ ε, whatever the bounds in NEAR are.

    n times the gap at x is, up to n·ε, the gap at (n+1)·x less that at x, and this is bounded: by Archimedes the gap is at most ε.
    """
    gap, many = F(x) - c * x, multiples()
    here, far = (f.spec(f.assume(NEAR), at) for at in (x, (nat(n) + 1) * x))

    def small(excess: Term, cap: Term, side: int) -> Theorem:
        """excess ≤ 0, because n times it is at most cap for all n."""
        repeated = f.le(nat(n) * excess, cap, f.add(f.by(f.part(far, side)), f.by(f.part(many, 1 - side))))
        return f.mp(f.inst(archimedes(), {"t": excess, "K": cap}), f.gen(_settled(repeated, here, f.assume(LAW)), n))

    below, above = small(-epsilon - gap, gap - lowest, 0), small(gap - epsilon, highest - gap, 1)
    return f.gen(f.conj(f.le(-epsilon, gap, f.by(below)), f.le(gap, epsilon, f.by(above))), x)


@cache
def near_a_line() -> Theorem:
    """LAW, WIDE, BELOW, SQUEEZED ⊢ ∀x |f(x) − (s/δ)·x| ≤ ε."""
    return f.cut(f.inst(sharpened(), {c: s / delta, lowest: LEAST, highest: MOST}), f.gen(bounded_gap(), x))
