"""On the half-line the hard match is one more link.

If work is never negative, ℓ(x+y) = ℓ(x)·ℓ(y) for x, y ≥ 0 has one solution that link.exponential does not know: the hard match, 1 at work
0 and 0 at any other.  It is multiplicative, not 0 everywhere, decreasing, and no exponential.  It is also the only one of its kind: a
multiplicative link on [0, ∞) that is 1 at 0 and vanishes somewhere is the hard match, and one that vanishes nowhere is positive.  So the
positivity of link.positive comes from opposites: ℓ(x)·ℓ(−x) = 1.
Source: Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.reals import floor, naturals_nonnegative, successor, zero_is_zero
from gaproof.lemmas.step import step_at_one, step_cases, step_laws
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, exp, nat, natural, scalar
from gaproof.theory import multiplicative
from theorems.link.positive import ell, multiplicative_from_0, x, y

a, b, beta, t, z = scalar("a b beta t z")
k, m = natural("k m")


def from_0(*variables, formula):
    """The formula, for all variables that are not negative."""
    for v in reversed(variables):
        formula = Implies(Le(0, v), formula)
    return ForAll(variables, formula)


hard = And(Eq(ell(0), 1), ForAll(x, Implies(Lt(0, x), Eq(ell(x), 0))))  # ℓ is the hard match on [0, ∞)
falls = from_0(x, formula=ForAll(y, Implies(Le(x, y), Le(ell(y), ell(x)))))
no_exponential = ForAll(beta, Exists(x, And(Le(0, x), Ne(exp(-(beta * x)), ell(x)))))
not_positive = Exists(x, And(Le(0, x), Eq(ell(x), 0)))
claim = Claim("link.half_line", source="Aczél (1966), section 2.1")

solution = claim.part("the hard match is a link", shows=Implies(hard, And(multiplicative_from_0, falls, not_positive, no_exponential)))


@solution.proof
def zero_times_anything(p):
    given, off = f.assume(hard), f.assume(Ne(x, 0))
    from_x, from_y, order = (f.assume(g) for g in (Le(0, x), Le(0, y), Le(x, y)))
    one, none = f.part(given, 0), f.mp(f.spec(f.part(given, 1), x), f.assume(Lt(0, x)))
    beyond = f.cut(f.inst(positive_if_nonzero(), {"x": x}), from_x, off)  # 0 < x
    at_0 = f.flip(f.assume(Eq(x, 0)))
    one = f.rewrite(at_0, one, z, Eq(ell(z), 1))

    start = f.rewrite(at_0, f.linear(ell(0 + y), ell(y)), z, Eq(ell(z + y), ell(y)))
    start = f.linear(ell(x + y), ell(x) * ell(y), (start, 1), (one, -ell(y)))
    none_later = f.cut(f.inst(none, {x: x + y}), f.lt(0, x + y, f.add(f.by(beyond), f.by(from_y))))
    later = f.linear(ell(x + y), ell(x) * ell(y), (none_later, 1), (f.cut(none, beyond), -ell(y)))
    product = f.gen(f.imply(f.cases(Eq(x, 0), start, later), from_x, from_y), x, y)

    # it decreases: ℓ ≤ 1 everywhere, and from any x > 0 on ℓ is 0
    gone_y, later_y = f.inst(f.cut(none, beyond), {x: y}), f.lt(0, y, f.add(f.by(beyond), f.by(order)))
    start = f.le(ell(y), 1, f.num(0), (f.inst(one, {x: y}), -1))
    top = f.cases(Eq(y, 0), start, f.le(ell(y), 1, f.num(1), (gone_y, -1)))
    top = f.cut(f.inst(top, {y: y}), f.le(0, y, f.add(f.by(from_x), f.by(order))))
    from_start = f.le(ell(y), ell(x), f.by(top), (one, 1))
    from_later = f.le(ell(y), ell(x), f.num(0), (f.cut(f.inst(none, {x: y}), later_y), -1), (f.cut(none, beyond), 1))
    falls_here = f.gen(f.imply(f.gen(f.imply(f.cases(Eq(x, 0), from_start, from_later), order), y), from_x), x)

    gone = f.cut(f.inst(none, {x: 1}), f.lt(0, 1, f.num(1)))  # ℓ(1) = 0
    vanishes = f.exists(f.conj(f.le(0, 1, f.num(1)), gone), not_positive, 1)
    above = f.rewrite(f.flip(gone), f.inst(f.lt(0, exp(z), f.ex(z)), {z: -(beta * 1)}), t, Lt(t, exp(-(beta * 1))))
    differs = f.conj(f.le(0, 1, f.num(1)), f.unequal(above))
    return f.imply(f.conj(product, falls_here, vanishes, f.gen(f.exists(differs, no_exponential.body, 1), beta)), hard)


live = Exists(x, And(Le(0, x), Ne(ell(x), 0)))
never_zero, positive = from_0(x, formula=Ne(ell(x), 0)), from_0(x, formula=Lt(0, ell(x)))
only = claim.part(
    "no other",
    given={"mult": multiplicative_from_0, "nz": live},
    shows=And(Implies(not_positive, hard), Implies(never_zero, positive)),
)


@only.proof
def zeros_spread(p):
    # ℓ(0) = 1, because ℓ(x) = ℓ(x + 0) = ℓ(x)·ℓ(0) where ℓ(x) ≠ 0
    start, from_x, away = f.le(0, 0, f.num(0)), f.assume(Le(0, x)), f.assume(Lt(0, x))
    (alive,) = f.obtain(p["nz"], x)
    same = f.mp(f.spec(p["mult"], x, 0), f.part(alive, 0), start)
    one = f.release(f.cut(f.linear(ell(0), 1, (same, -1 / ell(x))), f.part(alive, 1)), p["nz"], x)

    # ℓ((k+1)·x) = 0 only if ℓ(x) = 0, by induction
    def claim(u):
        return Implies(Eq(ell((u + 1) * x), 0), Eq(ell(x), 0))

    base = f.imply(f.linear(ell(x), 0, (f.assume(Eq(ell((Rational(0) + 1) * x), 0)), 1)), Eq(ell((Rational(0) + 1) * x), 0))
    base = f.rewrite(f.flip(zero_is_zero()), base, t, claim(t))
    many = f.le(0, (nat(k) + 1) * x, f.mul(f.add(f.by(f.spec(naturals_nonnegative(), k)), f.num(1)), f.by(from_x)))
    split = f.mp(f.spec(p["mult"], (nat(k) + 1) * x, x), many, from_x)
    ends = f.assume(Eq(ell((nat(k) + 1 + 1) * x), 0))
    earlier = f.linear(ell((nat(k) + 1) * x), 0, (split, -1 / ell(x)), (ends, 1 / ell(x)))  # unless ℓ(x) = 0
    zero = f.mp(f.assume(claim(nat(k))), earlier)
    step = f.imply(f.cases(Eq(ell(x), 0), f.assume(Eq(ell(x), 0)), zero), ends)
    step = f.rewrite(f.flip(f.spec(successor(), k)), step, t, claim(t))
    only_if = f.induction(base, step, k, claim(nat(k)))
    # a zero at a: with k + 1 ≥ a/x steps of length x one is beyond a, where ℓ is 0
    (zero_at_a,) = f.obtain(f.assume(not_positive), a)
    steps = f.assume(And(Le(nat(k) - nat(m), a / x), Le(a / x, nat(k) - nat(m) + 1)))
    far = (nat(k) + 1) * x
    room = f.add(f.mul(f.by(away), f.by(f.part(steps, 1))), f.mul(f.by(away), f.by(f.spec(naturals_nonnegative(), m))))
    beyond = f.mp(f.spec(p["mult"], far - a, a), f.le(0, far - a, room), f.part(zero_at_a, 0))
    gone = f.mp(only_if, f.linear(ell(far), 0, (beyond, 1), (f.part(zero_at_a, 1), ell(far - a))))
    gone = f.cut(f.cut(gone, f.le(0, x, f.by(away))), f.unequal(away))
    gone = f.release(f.release(gone, f.inst(floor(), {"x": a / x}), k, m), f.assume(not_positive), a)
    match = f.conj(one, f.gen(f.imply(gone, away), x))

    half = Rational(1, 2) * x
    at_half = f.le(0, half, f.mul(f.num(Fraction(1, 2)), f.by(from_x)))
    square = f.mp(f.spec(p["mult"], half, half), at_half, at_half)
    sign = f.le(0, ell(x), f.sq(ell(half)), (square, 1))
    nowhere = f.assume(never_zero)
    above = f.cut(f.inst(positive_if_nonzero(), {"x": ell(x)}), sign, f.mp(f.spec(nowhere, x), from_x))
    return f.conj(f.imply(match, not_positive), f.imply(f.gen(f.imply(above, from_x), x), nowhere))


def hard_step():
    """⊢ a step from 1 to 0 at work 0 is a hard match."""
    at_0, beyond = step_cases()
    return f.conj(f.cut(f.inst(at_0, {"w": 0}), f.le(0, 0, f.num(0))), f.gen(f.imply(f.inst(beyond, {"w": x}), Lt(0, x)), x))


def opposites(miss):
    """ℓ(1 − 1) = 1, and ℓ(1) = 0."""
    wrong = f.spec(f.mp(miss.at({}), hard_step()), 1, -1)
    return f.linear(0, 1, (f.part(hard_step(), 0), 1), (wrong, -1), (step_at_one(), -ell(-1)))


def at_no_work(miss):
    """ℓ(0) = 1."""
    one, start = f.part(hard_step(), 0), f.le(0, 0, f.num(0))
    alive = f.exists(f.conj(start, f.unequal(f.lt(0, ell(0), f.num(1), (one, 1)))), live, 0)
    wrong = miss.at({}, step_laws()[0], alive)
    zero = f.exists(f.conj(f.le(0, 1, f.num(1)), step_at_one()), not_positive, 1)
    return f.linear(0, 1, (one, 1), (f.mp(f.spec(f.mp(wrong, zero), 0), start), -1))


@solution.near_miss("with opposites it fails: ℓ(0) = 1 is not ℓ(1)·ℓ(−1) = 0", by=opposites)
def on_the_line():
    return Implies(hard, multiplicative(ell))


@solution.near_miss("the match has to be exact: ℓ(w) = 1/(1 + w) at works 1 and 1", at={ell: (x, 1 / (1 + x)), x: 1, y: 1}, undefined=0)
def soft_match():
    return Implies(Eq(ell(0), 1), And(multiplicative_from_0, falls))


@only.near_miss("not the link 0: the hard match is 1 at work 0", by=at_no_work)
def nothing():
    return Implies(not_positive, from_0(x, formula=Eq(ell(x), 0)))


only.necessary("mult", "ℓ(w) = 1 − w vanishes at 1 only", at={ell: (x, 1 - x), x: 2})
only.necessary("nz", "the link 0", at={ell: (x, 0)})
