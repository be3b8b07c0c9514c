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
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, Ne, Rational, exp, function, log, number, scalar

w, t, u = scalar("w t u")
relu = function("relu")  # max(0, w), which is no term of the fragment
is_relu = ForAll(w, And(Implies(Le(0, w), Eq(relu(w), w)), Implies(Le(w, 0), Eq(relu(w), 0))))
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


of_relu = claim.part("ReLU", shows=Implies(is_relu, And(values(relu, 1, 1, 2, 1), values(lambda w: relu(-w), -1, -1, 2, 1))))


def value(at):
    """relu(at) = at, for a number that is not negative."""
    return f.mp(f.part(f.spec(f.assume(is_relu), at), 0), f.le(0, at, f.num(at)))


@of_relu.proof
def two_is_not_one(p):
    one, two = value(1), value(2)
    squares = [(one, relu(1)), (one, 1)]
    up, down = of_relu.shows.args[1].args
    return f.imply(f.conj(*(computed(b, [(two, 1)], squares) for b in (up, down))), is_relu)


def obeys(miss, broken, left, other, *at):
    """At a rectifier, which exists, both sides are 0: relu(left) on the left, and relu(−1) times the other factor on the right."""
    below, above = ForAll(w, Implies(Le(w, 0), Eq(relu(w), 0))), ForAll(w, Implies(Lt(0, w), Eq(relu(w), w)))
    low, high = (f.mp(f.spec(f.part(f.assume(And(below, above)), k), w), f.assume(c)) for k, c in enumerate((Le(w, 0), Lt(0, w))))
    zero = f.antisymmetry(f.assume(Le(w, 0)), f.assume(Le(0, w)))
    from_0 = f.cases(Le(w, 0), f.linear(relu(w), w, (low, 1), (zero, -1)), high)
    rectifier = f.gen(f.conj(f.imply(from_0, Le(0, w)), f.imply(low, Le(w, 0))), w)
    wrong = f.spec(f.mp(miss.at({}), rectifier), *at)
    none, last = (f.cut(f.inst(low, {w: v}), f.le(v, 0, f.num(-v))) for v in (left, -1))
    equal = f.linear(*broken.args, (none, 1), (last, -other))
    return f.absurd(f.rewrite(equal, wrong, u, Ne(u, broken.args[1])), Eq(0, 1))


@of_relu.near_miss("at works 1 and −1 it obeys: ℓ(0) = 0 = 1·0", by=lambda miss: obeys(miss, breaks(relu, 1, -1), 0, relu(1)))
def relu_of_opposites():
    return Implies(is_relu, breaks(relu, 1, -1))


of_threshold = claim.part("threshold", shows=Implies(is_relu, ForAll(t, values(threshold, t, -1, 1, 0))))


@of_threshold.proof
def nothing_is_left_at_t(p):
    left, none = value(1), value(0)
    return f.imply(f.gen(computed(values(threshold, t, -1, 1, 0), [(left, 1)], [(none, relu(t + 1))]), t), is_relu)


@of_threshold.near_miss(
    "beyond the threshold nothing is left to differ: t = 0 with works 0 and 1",
    by=lambda miss: obeys(miss, breaks(lambda w: relu(0 - w), 0, 1), -1, relu(0), 0),
)
def beyond_the_threshold():
    return Implies(is_relu, ForAll(t, breaks(threshold, t, 1)))
