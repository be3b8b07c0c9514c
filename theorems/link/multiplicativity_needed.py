"""Softplus, ReLU, thresholds, the Cauchy kernel and squares do not turn sums into products.

Each of these links is used for attention or could be, and at explicit rational works x and y it has ℓ(x+y) ≠ ℓ(x)·ℓ(y): for each of
them the evidence of two costs together is not the product of the evidence of each.  For a threshold max(0, t − w), as in sparsemax, the
works t and −1 do, whatever t is.
Source: Martins and Astudillo (2016), arXiv 1602.02068, for thresholds; the other links are standard.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, ForAll, Implies, Le, Ne, Rational, exp, function, log, number, scalar

w, t, u = scalar("w t u")
relu = function("relu")  # max(0, w); what it does below 0 is not used
is_relu = {"rectifier": ForAll(w, Implies(Le(0, w), Eq(relu(w), w)))}
claim = Claim("link.multiplicativity_needed", source="Martins and Astudillo (2016), arXiv 1602.02068")


def sides(link, x, y):
    """ℓ(x + y) and ℓ(x)·ℓ(y)."""
    return link(number(x) + number(y)), link(number(x)) * link(number(y))


def breaks(link, x, y):
    """ℓ(x + y) ≠ ℓ(x)·ℓ(y)."""
    return Ne(*sides(link, x, y))


def values(link, x, y, together, apart):
    """What they are, and that they differ."""
    left, right = sides(link, x, y)
    return And(Eq(left, together), Eq(right, apart), Ne(together, apart))


def softplus(w):
    return log(1 + exp(w))


def cauchy(w):
    return 1 / (1 + w * w)


def square(w):
    return w * w


def threshold(w):
    """Evidence of the work that is left below t."""
    return relu(t - w)


def computed(formula, uses_left=(), uses_right=()):
    """What ``values`` says, the sides computed with the equations used."""
    left, right = f.linear(*formula.args[0].args, *uses_left), f.linear(*formula.args[1].args, *uses_right)
    same = f.assume(Eq(*formula.args[2].args))
    return f.conj(left, right, f.cases(same.conclusion, f.absurd(same, formula.args[2]), f.assume(formula.args[2])))


of_softplus = claim.part("softplus", shows=values(softplus, 0, 0, log(number(2)), log(number(2)) * log(number(2))))


@of_softplus.proof
def the_square_of_log_2(p):
    two = log(number(2))
    tangent = f.inst(exp_tangent(), {"t": -two})
    positive = f.lt(0, two, f.add(f.by(tangent), f.num(Fraction(1, 2))))  # 1 − log 2 ≤ e^(−log 2) = 1/2
    half = f.inst(exp_tangent(), {"t": two / 2})
    product = f.mul(f.by(half), f.add(f.ex(two / 2), f.num(1), f.mul(f.num(Fraction(1, 2)), f.by(positive))))
    below = f.lt(two, 1, f.add(product, f.mul(f.num(Fraction(1, 4)), f.by(positive), f.by(positive))))  # (1 + ½ log 2)² ≤ 2
    left, right = sides(softplus, 0, 0)
    apart = f.unequal(f.lt(two * two, two, f.mul(f.by(positive), f.by(below))))
    return f.conj(f.linear(left, two), f.linear(right, two * two), apart)


@of_softplus.near_miss("in the limit of large work softplus is linear, and of small work exponential: ℓ(x) = eˣ at 0")
def exponential_too():
    return breaks(exp, 0, 0)


of_cauchy = claim.part("Cauchy kernel", shows=values(cauchy, 1, 1, Rational(1, 5), Rational(1, 4)))


@of_cauchy.proof
def a_fifth_is_no_quarter(p):
    return computed(of_cauchy.shows)


@of_cauchy.near_miss("at work 0 no link with ℓ(0) = 1 fails")
def cauchy_at_no_work():
    return breaks(cauchy, 0, 1)


of_square = claim.part("square", shows=values(square, 1, 1, 4, 1))


@of_square.proof
def four_is_not_one(p):
    return computed(of_square.shows)


@of_square.near_miss("at works 2 and 2 the square happens to obey: 16 = 4·4")
def square_of_two():
    return breaks(square, 2, 2)


up, down = values(relu, 1, 1, 2, 1), values(lambda w: relu(-w), -1, -1, 2, 1)
of_relu = claim.part("ReLU", given=is_relu, shows=And(up, down))


def value(p, at):
    """relu(at) = at, for a number that is not negative."""
    return f.mp(f.spec(p["rectifier"], at), f.le(0, at, f.num(at)))


@of_relu.proof
def two_is_not_one(p):
    one, two = value(p, 1), value(p, 2)
    return f.conj(*(computed(both, [(two, 1)], [(one, relu(1)), (one, 1)]) for both in (up, down)))


@of_relu.near_miss("at works 0 and 0 it obeys: 0 = 0·0", at={relu: (w, w)})
def relu_of_nothing():
    return is_relu, breaks(relu, 0, 0)


of_threshold = claim.part("threshold", given=is_relu, shows=values(threshold, t, -1, 1, 0))


@of_threshold.proof
def nothing_is_left_at_t(p):
    return computed(values(threshold, t, -1, 1, 0), [(value(p, 1), 1)], [(value(p, 0), relu(t + 1))])


@of_threshold.near_miss("with no other work it obeys: 0 = 0·t at works t and 0", at={relu: (w, w), t: 1})
def threshold_of_nothing():
    return is_relu, breaks(threshold, t, 0)


for part in (of_relu, of_threshold):
    part.necessary("rectifier", "the link 0", at={relu: (w, 0), t: 0} if part is of_threshold else {relu: (w, 0)})
    part.drawn({relu: (w, w)})
