"""A generator that is not onto lets the hard match back in.

For x ⊕ y = √(x² + y²) on [0, ∞) there is g(x) = x², which reaches no negative number.  The hard match, 1 at 0 and 0 elsewhere, turns ⊕
into a product and is not 0 everywhere, but it is exp(-β·x²) for no β.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero, square_zero
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Ne, Rational, exp, log, scalar

from tsallis.generator import compose, ell, x, y
from tsallis.hard import LAWS, hard_match, laws

beta, z, s, v = scalar("beta z s v")
claim = Claim("tsallis.half_line")


def from_0(formula):
    """The formula, for all x and y that are not negative."""
    return ForAll((x, y), Implies(Le(0, x), Implies(Le(0, y), formula)))


def norm(left, right):
    """√(left² + right²), also where this is 0."""
    square = left * left + right * right
    return square * exp(-log(square) / 2)


# First for any ⊕ that is such a norm, and any link that is such a match; then for these two.
NORM = ForAll((x, y), And(Le(0, compose(x, y)), Eq(compose(x, y) * compose(x, y), x * x + y * y)))


def norm_is_one():
    """⊢ NORM of the norm."""
    square = x * x + y * y
    root = {v: -log(square) / 2}
    sign = f.le(0, square, f.add(f.sq(x), f.sq(y)))
    at_least_0 = f.inst(f.le(0, square * exp(v), f.mul(f.by(sign), f.ex(v))), root)
    zero, other = f.assume(Eq(square, 0)), f.assume(Ne(square, 0))
    at_0 = f.inst(f.linear(square * exp(v) * (square * exp(v)), square, (zero, square * exp(v) * exp(v) - 1)), root)
    beyond = f.inst(f.linear(s * exp(-log(s) / 2) * (s * exp(-log(s) / 2)), s), {s: square})
    beyond = f.cut(beyond, f.cut(f.inst(positive_if_nonzero(), {"x": square}), sign, other))
    return f.gen(f.conj(at_least_0, f.cases(Eq(square, 0), at_0, beyond)), x, y)


product = claim.part("multiplicative", shows=from_0(Eq(hard_match(norm(x, y)), hard_match(x) * hard_match(y))))


@product.proof
def zero_only_if_both_are(p):
    both, at_0, elsewhere = compose(x, y), f.part(f.assume(LAWS), 0), f.part(f.assume(LAWS), 1)
    square = f.part(f.spec(f.assume(NORM), x, y), 1)
    x_zero, y_zero, both_zero = (f.assume(Eq(value, 0)) for value in (x, y, both))

    # Both are 0: so is x ⊕ y, and 1 = 1·1.
    gone = f.cut(f.inst(square_zero(), {"x": both}), f.linear(both * both, 0, (square, 1), (x_zero, x), (y_zero, y)))
    ones = [f.rewrite(f.flip(zero), at_0, z, Eq(ell(z), 1)) for zero in (gone, x_zero, y_zero)]
    all_one = f.linear(ell(both), ell(x) * ell(y), (ones[0], 1), (ones[1], -ell(y)), (ones[2], -1))

    def with_one_beyond(one, other):
        """One of the two is not 0: neither is x ⊕ y, and 0 is a product with 0."""
        apart = f.assume(Ne(one, 0))
        beyond = f.cut(f.inst(positive_if_nonzero(), {"x": one}), f.assume(Le(0, one)))
        longer = f.lt(0, both * both, f.add(f.mul(f.by(beyond), f.by(beyond)), f.sq(other)), (square, 1))
        contrary = f.absurd(f.lt(0, 0, f.by(longer), (both_zero, -both)), Ne(both, 0))
        reached = f.cases(Eq(both, 0), contrary, f.assume(Ne(both, 0)))
        left, right = f.mp(f.spec(elsewhere, both), reached), f.mp(f.spec(elsewhere, one), apart)
        return f.linear(ell(both), ell(x) * ell(y), (left, 1), (right, -ell(other)))

    th = f.cases(Eq(x, 0), f.cases(Eq(y, 0), all_one, with_one_beyond(y, x)), with_one_beyond(x, y))
    th = f.gen(f.imply(th, Le(0, x), Le(0, y)), x, y)
    th = f.inst(th, {ell: (x, hard_match(x)), compose: ((x, y), norm(x, y))})
    return f.cut(th, laws(), norm_is_one())


@product.near_miss("a sum of links: at 0 it says 1 = 2")
def sum_of_links():
    return from_0(Eq(hard_match(norm(x, y)), hard_match(x) + hard_match(y)))


exponential = exp(-(beta * (x * x)))
no_rate = claim.part("no exponential", shows=ForAll(beta, Exists(x, And(Le(0, x), Ne(exponential, hard_match(x))))))


@no_rate.proof
def zero_at_one(p):
    none = f.mp(f.spec(f.part(laws(), 1), 1), f.unequal(f.lt(0, 1, f.num(1))))  # the hard match is 0 at 1
    above = f.lt(hard_match(Rational(1)), exp(-(beta * (Rational(1) * 1))), f.ex(-beta), (none, -1))
    there = f.conj(f.le(0, 1, f.num(1)), f.unequal(above))
    return f.gen(f.exists(there, Exists(x, And(Le(0, x), Ne(exponential, hard_match(x)))), 1), beta)


@no_rate.near_miss("at 0 they agree")
def at_zero():
    return ForAll((beta, x), Implies(Le(0, x), Ne(exponential, hard_match(x))))
