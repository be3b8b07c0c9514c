"""Outputs lie in the convex hull of the values, and attention cannot spread them.

The weights of a live row are not negative, add up to 1 and are 0 off the mask, so the output of the row is a convex combination of the
values that it may address: no half-space that holds these values misses the output.  How far apart outputs can be is Dobrushin's
coefficient τ_D(A), the largest total variation between two rows: osc(Av) ≤ τ_D(A) osc(v) for all values v, and no smaller number will do.
So layers of attention alone draw states together, unless some rows have disjoint supports and τ_D = 1.
Source: Dobrushin (1956), Theory of Probability and Its Applications 1; Seneta (2006), Non-negative Matrices and Markov Chains, section 3.1.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import Carrier, between, extensional, gibbs, softmax, total_variation_at_most
from theorems.anchor.row import claim as anchor_row

n, m, features = sizes("n m C")
(i, k), j, a = index("i k", n), index("j", m), index("a", features)
M, kappa, s = field("M", i, j, domain="mask"), field("kappa", i, j, domain="positive"), field("s", i, j)
V, g, (v, test) = field("V", j, a), field("g", a), field("v h", j)
A, D, low, high = field("A", i, j), *scalar("D low high")

alpha = softmax(s[i, j], over=j, mask=M[i, j], baseline=kappa[i, j])
total = Sum(gibbs(s[i, j], M[i, j], kappa[i, j]), j)
live = {"live": Carrier(i, j, M).live_rows()}
claim = Claim("transformer.hull", source="Dobrushin (1956); Seneta (2006), section 3.1")

mass = ForAll(i, Eq(Sum(alpha, j), 1))
weights = claim.part(
    "convex weights",
    given=live,
    shows=And(ForAll((i, j), Le(0, alpha)), mass, ForAll((i, j), Implies(Eq(M[i, j], 0), Eq(alpha, 0)))),
)


@weights.proof
def positive_shares(p):
    sign = p.goal.children[0]
    none = f.assume(Eq(M[i, j], 0))
    gone = p.clear(f.linear(alpha, 0, (none, kappa[i, j] * exp(s[i, j]) / total)), none)
    unit = f.part(p.use(anchor_row, "exists", {"e": ((i, j), kappa[i, j] * exp(s[i, j]))}), 1)
    return p.clear(f.conj(p.auto(sign), f.restate(unit, mass), f.gen(f.imply(gone, none), i, j)))


def along(value):
    """⟨g, value⟩."""
    return Sum(g[a] * value(a), a)


value, output = along(lambda a: V[j, a]), along(lambda a: extensional(alpha, V[j, a], j))
addressed = {"values": ForAll(j, Implies(Eq(M[i, j], 1), Le(low, value)))}
half_space = claim.part("half-spaces", given={**live, **addressed}, shows=Le(low, output))


@half_space.proof
def an_average_of_what_is_addressed(p):
    on, off, gap = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), M[i, j] * (value - low)
    above = f.mp(f.spec(p["values"], j), on)
    sign = mask_cases(f.spec(p["M mask"], i, j), f.le(0, gap, f.by(above), (on, value - low)), f.le(0, gap, f.num(0), (off, value - low)))
    mass, weight = p.auto(Lt(0, total)), p.auto(Lt(0, kappa[i, j]))
    return p.clear(p.bound(f.tot(j, f.mul(f.by(p.clear(sign)), f.by(weight), f.ex(s[i, j]), f.inv(f.by(mass))))), mass)


def spread(v):
    """(Av)_i − (Av)_k."""
    return extensional(A[i, j], v[j], j) - extensional(A[k, j], v[j], j)


tied = ForAll((i, k), total_variation_at_most(A[i, j], A[k, j], j, D))
drawn_together = ForAll((v, low, high), Implies(between(v[j], low, high, j), ForAll((i, k), Le(spread(v), D * (high - low)))))
unit = {"unit rows": ForAll(i, Eq(Sum(A[i, j], j), 1))}
dobrushin = claim.part("Dobrushin's coefficient", given=unit, shows=Iff(tied, drawn_together))


@dobrushin.proof
def values_between_0_and_1(p):
    apart, together = f.assume(tied), f.assume(drawn_together)
    inside, wide = f.assume(between(v[j], low, high, j)), f.assume(Lt(low, high))
    above, below = (f.part(f.spec(inside, j), side) for side in (0, 1))
    rows = [f.spec(p["unit rows"], at) for at in (i, k)]
    # v = low + (high − low) h with 0 ≤ h ≤ 1, and low disappears because both rows have mass 1
    share, step, gap = (v[j] - low) / (high - low), f.inv(f.by(wide)), f.lt(0, high - low, f.by(wide))
    lower, upper = f.le(0, share, f.mul(f.by(above), step)), f.le(share, 1, f.mul(f.by(below), step))
    unit_values = f.gen(p.clear(f.conj(lower, upper), gap, inside), j)
    bound = f.mp(f.spec(apart, i, k, (j, share)), unit_values)
    some = p.clear(f.le(spread(v), D * (high - low), f.mul(f.by(bound), f.by(wide)), (rows[0], -low), (rows[1], low)), gap, apart, inside)
    # and values that are all equal are not moved
    level = f.le(high, low, f.by(f.assume(f.otherwise(wide.conclusion))))
    constant = f.gen(f.antisymmetry(f.le(v[j], low, f.add(f.by(below), f.by(level))), above), j)
    width = f.antisymmetry(level, f.le(low, high, f.add(f.by(above), f.by(below))))
    still = f.spec(constant, j)
    none = f.linear(spread(v), D * (high - low), (still, A[i, j], j), (still, -A[k, j], j), (rows[0], low), (rows[1], -low), (width, -D))
    bounded = f.gen(f.imply(f.gen(f.cases(wide.conclusion, some, f.eq_le(none)), i, k), inside), v, low, high)
    # back: values in [0, 1] are the tests of the total variation
    unit_test = f.assume(between(test[j], 0, 1, j))
    tests = f.spec(f.mp(f.spec(together, test, 0, 1), unit_test), i, k)
    tests = f.le(Sum((A[i, j] - A[k, j]) * test[j], j), D, f.by(tests))
    tests = f.gen(f.imply(tests, unit_test), test)
    return f.conj(f.imply(bounded, apart), f.imply(f.gen(tests, i, k), together))


@weights.near_miss("the mass is 1, not the size of the row: s = 0", at={M: [[1, 1]], kappa: [[1, 1]], s: [[0, 0]]})
def mean_mass():
    return And(ForAll((i, j), Le(0, alpha)), ForAll(i, Eq(Sum(alpha, j), m)))


@half_space.near_miss(
    "a value that no row addresses does not count: M = (1, 0)",
    at={M: [[1, 0]], kappa: [[1, 1]], s: [[0, 0]], g: [1], V: [[0], [1]], low: 1, i: 0},
)
def some_values():
    return {**live, "values": Exists(j, Le(low, value))}, half_space.shows


def equal_rows(miss):
    """A = 1/m and D = 1: values that are all -1 are not spread, and 0 ≤ -1 is false."""
    wrong = miss.at({"A": ((i, j), 1 / m), "D": 1})
    tie = f.assume(between(test[j], 0, 1, j))
    tie = f.gen(f.imply(f.le(Sum((1 / m - 1 / m) * test[j], j), 1, f.num(1)), tie), i, k, test)
    inside = f.gen(f.conj(f.le(-1, -1, f.num(0)), f.le(-1, -1, f.num(0))), j)
    return f.spec(f.mp(f.spec(f.mp(wrong, tie), (j, -1), -1, -1), inside), i, k)


@dobrushin.near_miss("it is the width of the values that counts, not the greatest: v = -1", by=equal_rows)
def greatest_value():
    greatest = Implies(between(v[j], low, high, j), ForAll((i, k), Le(spread(v), D * high)))
    return Implies(tied, ForAll((v, low, high), greatest))


weights.necessary("live", "an empty row has no mass", at={M: [[0]], kappa: [[1]], s: [[0]]}, undefined=0)
weights.necessary("M mask", "an entry -1 among three", at={M: [[-1, 1, 1]], kappa: [[1, 1, 1]], s: [[0, 0, 0]]})
weights.necessary("kappa positive", "a negative weight", at={M: [[1, 1, 1]], kappa: [[-1, 1, 1]], s: [[0, 0, 0]]})
point = {s: [[0, 0, 0]], g: [1], i: 0}
half_space.necessary("values", "a value below", at={M: [[1]], kappa: [[1]], s: [[0]], g: [1], i: 0, V: [[0]], low: 1})
half_space.necessary("live", "nothing to average", at={M: [[0]], kappa: [[1]], s: [[0]], g: [1], i: 0, V: [[1]], low: 1}, undefined=0)
half_space.necessary("M mask", "an entry 2 need not obey", at={M: [[1, 2, 1]], kappa: [[1, 1, 1]], **point, V: [[1], [0], [1]], low: 1})
half_space.necessary("kappa positive", "a negative weight", at={M: [[1, 1, 1]], kappa: [[-1, 1, 1]], **point, V: [[2], [1], [1]], low: 1})


@dobrushin.necessary("unit rows", "equal values do not come out equal from rows of masses m and 0")
def rows_of_two_masses(statement):
    a, b, apart = statement.different(n)
    tie = f.assume(between(test[j], 0, 1, j))
    above, below = (f.by(f.part(f.spec(tie, j), side)) for side in (0, 1))
    first, second = delta(i, a), delta(k, a)
    rest = f.add(below, f.mul(f.sq(1 - first), above), f.mul(f.sq(second), above))
    tie = f.gen(f.imply(f.le(Sum((first - second) * test[j], j), m, f.tot(j, rest)), tie), i, k, test)
    bound = f.mp(f.part(statement.at({"A": ((i, j), delta(i, a)), "D": m}), 0), tie)
    inside = f.gen(f.conj(f.le(1, 1, f.num(0)), f.le(1, 1, f.num(0))), j)
    mass = f.spec(f.mp(f.spec(bound, (j, 1), 1, 1), inside), a, b)  # m (1 − δ_ab) ≤ 0
    return f.le(1, 0, f.mul(f.by(mass), f.inv(f.size(m))), (apart, -1))
