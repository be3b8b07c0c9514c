"""Independence of the rest, shift invariance and continuity single out softmax.

Let F map scores on at least three columns to positive rows of mass 1, such that F_j/F_k depends on s_j and s_k alone, in the same way
for all pairs, F(s + t) = F(s) for every constant t, and F is continuous at one point.  Then F(s) = softmax(βs) for some β: no link,
kernel or exponential is assumed.  It is enough to know F where all scores but three are equal: x, y, z at columns a, b, c and w
elsewhere.  The ratio r of one pair is that of a middle column times that of the others, so r(x + y, 0) = r(x, 0) r(y, 0), and a
continuous multiplicative function is exponential.  With two columns there is no middle: F = (Φ(x − y), 1 − Φ(x − y)) does for every
continuous Φ with Φ(−x) = 1 − Φ(x).
Source: Luce (1959), Individual Choice Behavior; Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import REGULARITIES
from theorems.anchor.ratio_unique import claim as ratio_unique
from theorems.link.exponential import claim as link_exponential

m = sizes("m")
j, k, n, a, b, c = index("j k n j1 j2 j3", m)
x, y, z, w, t, u, v = scalar("x y z w t u v")
epsilon, width = scalar("epsilon width", domain="positive")
F, r = field("F", x, y, z, w, j), field("r", x, y)
s, p = field("s", j), field("p", j, domain="positive")


def shares(beta):
    """softmax(βs) at j."""
    return exp(beta * s[j]) * (1 / Sum(exp(beta * s[j]), j))


def score(x, y, z, w, at):
    """x at column a, y at b, z at c, w elsewhere."""
    return x * delta(at, a) + y * delta(at, b) + z * delta(at, c) + w * (1 - delta(at, a) - delta(at, b) - delta(at, c))


def ratios(row, score):
    """The ratio of two columns is r of their scores."""
    return ForAll((j, k), Implies(Eq(delta(j, k), 0), Eq(row(j) / row(k), r(score(j), score(k)))))


rule = {
    "positive": ForAll((x, y, z, w, j), Lt(0, F(x, y, z, w, j))),
    "independence": ForAll((x, y, z, w), ratios(lambda j: F(x, y, z, w, j), lambda j: score(x, y, z, w, j))),
    "shift": ForAll((x, y, z, w, t, j), Eq(F(x + t, y + t, z + t, w + t, j), F(x, y, z, w, j))),
}
distinct = And(Eq(delta(a, b), 0), Eq(delta(b, c), 0), Eq(delta(a, c), 0))
change = F(x, 0, 0, 0, j) - F(0, 0, 0, 0, j)
claim = Claim("anchor.softmax_unique", given=rule, source="Luce (1959); Aczél (1966), section 2.1")

multiplicative = claim.part("ratios multiply", shows=Implies(distinct, ForAll((x, y), Eq(r(x + y, 0), r(x, 0) * r(y, 0)))))


apart = f.assume(distinct)
flags = {(a, b): f.part(apart, 0), (b, c): f.part(apart, 1), (a, c): f.part(apart, 2)}
flags |= {(two, one): f.linear(delta(two, one), 0, (flag, 1)) for (one, two), flag in flags.items()}


def ratio(p, first, second, *values):
    """F_first/F_second = r of their scores at x, y, z, w, for two of a, b, c in this order."""
    x, y, z, w = values
    told = f.mp(f.spec(p["independence"], *values, first, second), flags[first, second])
    uses = {
        a: ((flags[a, b], y - w), (flags[a, c], z - w)),
        b: ((flags[a, b], x - w), (flags[b, c], z - w)),
        c: ((flags[a, c], x - w), (flags[b, c], y - w)),
    }
    places = {a: x, b: y, c: z}
    here, there = (f.linear(score(*values, at), places[at], *uses[at]) for at in (first, second))
    left = F(*values, first) / F(*values, second)
    told = f.rewrite(here, told, u, Eq(left, r(u, score(*values, second))))
    return f.rewrite(there, told, u, Eq(left, r(places[first], u)))


def shifted(p, x, y):
    """r(x + y, y) = r(x, 0), because F does not see the shift by y."""
    told = ratio(p, a, b, x + y, 0 + y, 0 + y, 0 + y)
    here, there = (f.spec(p["shift"], x, 0, 0, 0, y, at) for at in (a, b))
    return f.linear(r(x + y, y), r(x, 0), (told, -1), (f.quotient(here, there), 1), (ratio(p, a, b, x, 0, 0, 0), 1))


@multiplicative.proof
def through_a_middle_column(p):
    # r(x + y, 0) = r(x + y, y) r(y, 0), at the scores x + y, y, 0
    whole, first, second = (ratio(p, one, other, x + y, y, 0, y) for one, other in ((a, c), (a, b), (b, c)))
    rest = F(x + y, y, 0, y, b) / F(x + y, y, 0, y, c)
    th = f.linear(r(x + y, 0), r(x, 0) * r(y, 0), (whole, -1), (first, rest), (second, r(x + y, y)), (shifted(p, x, y), r(y, 0)))
    return f.imply(f.gen(p.clear(th, apart), x, y), apart)


continuous = {
    "continuous": ForAll(
        epsilon,
        Exists(
            width,
            ForAll(x, Implies(And(Le(-width, x), Le(x, width)), ForAll(j, And(Le(-epsilon, change), Le(change, epsilon))))),
        ),
    )
}
beta = log(r(1, 0))
value = And(Eq(Sum(p[j], j), 1), ratios(lambda j: p[j], lambda j: s[j]))  # of F at the scores s
everywhere = Implies(distinct, ForAll((s, p), Implies(value, ForAll(j, Eq(p[j], shares(beta))))))
regular = {name: law(lambda x: r(x, 0)) for name, law in REGULARITIES.items()}
of_ratio = claim.part("continuous ratio", given={"continuous": regular["continuous at a point"]}, shows=everywhere)
of_map = claim.part("continuous map", given=continuous, shows=everywhere)


def bounded_ratio(proof):
    """r(x, 0) ≤ (F_a(0) + e)/e on [0, width], where the width belongs to e = F_b(0)/2."""
    old_a, old_b = F(0, 0, 0, 0, a), F(0, 0, 0, 0, b)
    e = old_b / 2
    positive = f.lt(0, e, f.mul(f.num(Fraction(1, 2)), f.by(f.spec(proof["positive"], 0, 0, 0, 0, b))))
    some = f.mp(f.spec(proof["continuous"], e), positive)
    (close,) = f.obtain(some, width)
    start, end, wide = f.assume(Le(0, x)), f.assume(Le(x, 0 + width)), f.part(close, 0)
    left = f.le(-width, x, f.add(f.by(start), f.by(wide)))
    near = f.mp(f.spec(f.part(close, 1), x), f.conj(left, f.restate(end, Le(x, width))))
    low_b, high_a = (f.by(f.part(f.spec(near, at), side)) for at, side in ((b, 0), (a, 1)))
    above = f.add(f.by(f.spec(proof["positive"], 0, 0, 0, 0, a)), f.by(positive))
    over = f.mul(f.inv(f.by(positive)), f.inv(f.by(f.spec(proof["positive"], x, 0, 0, 0, b))))
    cap = (old_a + e) / e
    told = ratio(proof, a, b, x, 0, 0, 0)
    capped = f.le(r(x, 0), cap, f.mul(over, f.add(f.mul(above, low_b), f.mul(f.by(positive), high_a))), (told, 1))
    capped = f.gen(f.imply(proof.clear(capped, start, end, close, apart), start, end), x)
    return f.release(f.exists(f.conj(wide, capped), regular["bounded on an interval"], 0, cap, width), some, width)


def softmax_row(proof, regularity, told, multiply, one, shift=shifted, facts=()):
    """The row at any scores is softmax, since a regularity of r(·, 0), which is told, makes it exponential, if it multiplies and r(1, 0) is
    positive."""
    facts = [apart, one, *facts]
    alive = f.exists(f.unequal(one), Exists(x, Ne(r(x, 0), 0)), 1)
    power = proof.use(link_exponential, regularity, {"ell": (x, r(x, 0))})
    power = f.spec(proof.clear(f.cut(power, multiply, alive, told), *facts), x - y)
    both = f.restate(shift(proof, x - y, y), Eq(r(x, y), r(x - y, 0)))
    general = f.gen(proof.clear(f.linear(r(x, y), exp(beta * (x - y)), (both, 1), (power, 1)), *facts), x, y)
    # the row at any scores has the ratios of e^{βs}, and unit mass
    given = f.assume(value)
    other, same = f.assume(Eq(delta(j, k), 0)), f.assume(Eq(delta(j, k), 1))
    quotient, v = f.mp(f.spec(f.part(given, 1), j, k), other), exp(beta * s[j])
    differ = f.linear(p[j] / p[k], v / exp(beta * s[k]), (quotient, 1), (f.spec(general, s[j], s[k]), 1))
    equal = f.rewrite(same, f.linear(p[j] / p[j], v / v), n, Eq(p[j] / p[n], v / exp(beta * s[n])))
    every = mask_cases(f.linear(delta(j, k) * delta(j, k), delta(j, k)), equal, differ)
    row = proof.use(ratio_unique, "unique", {"p": p, "v": (j, v)})
    facts += [given, f.assume(ForAll(j, Lt(0, p[j])))]
    row = f.cut(row, f.part(given, 0), f.gen(proof.clear(every, *facts), j, k))
    return proof.clear(f.restate(row, ForAll(j, Eq(p[j], shares(beta)))), *facts)


def at_all_scores(row):
    """The claim, from the row at some scores."""
    return f.imply(f.gen(f.imply(row, ForAll(j, Lt(0, p[j])), value), s, p), apart)


def exponential_ratios(proof, regularity, told):
    """The claim, from a regularity of r(·, 0)."""
    multiply = f.mp(proof.use(claim, "ratios multiply"), apart)
    sign = f.mul(f.by(f.spec(proof["positive"], 1, 0, 0, 0, a)), f.inv(f.by(f.spec(proof["positive"], 1, 0, 0, 0, b))))
    one = proof.clear(f.lt(0, r(1, 0), sign, (ratio(proof, a, b, 1, 0, 0, 0), -1)), apart)
    return at_all_scores(softmax_row(proof, regularity, told, multiply, one))


@of_ratio.proof
def one_ratio_is_continuous(proof):
    return exponential_ratios(proof, "continuous at a point", proof["continuous"])


@of_map.proof
def ratios_are_bounded_near_0(proof):
    return exponential_ratios(proof, "bounded on an interval", bounded_ratio(proof))


# ---- near misses and necessity ---------------------------------------------------------------------------------------------

one_pair = {
    "positive": rule["positive"],
    "one pair": ForAll((x, y, z, w), Eq(F(x, y, z, w, a) / F(x, y, z, w, b), r(x, y))),
    "shift": rule["shift"],
}


def cubes(refutation):
    """r = e^{(x − y)³} is the ratio of one pair of columns, and e^8 is not e^2."""
    one, two, differ = refutation.different(m)
    cube, seen = (x - y) * (x - y) * (x - y), 1 - delta(one, two)
    th = refutation.at({"F": ((x, y, z, w, j), exp(cube * delta(j, one))), "r": ((x, y), exp(cube * seen)), "j1": one, "j2": two})
    th = f.linear(exp(8 * seen), exp(2 * seen), (f.spec(f.mp(th, differ), 1, 1), 1))
    th = f.rewrite(
        differ, f.restate(th, Eq(exp(8 * (1 - delta(one, two))), exp(2 * (1 - delta(one, two))))), u, Eq(exp(8 * (1 - u)), exp(2 * (1 - u)))
    )
    return f.lt(0, 0, f.mul(f.ex(2), f.add(f.by(f.inst(exp_tangent(), {"t": 6})), f.num(6))), (th, -1))


@multiplicative.near_miss("two columns have no middle: any odd exponent does", by=cubes)
def two_columns():
    return one_pair, Implies(Eq(delta(a, b), 0), ForAll((x, y), Eq(r(x + y, 0), r(x, 0) * r(y, 0))))


three = {a: 0, b: 1, c: 2, m: 3}
always = {**three, F: ((x, y, z, w, j), 1)}
multiplicative.necessary("independence", "any r", at={**always, r: ((x, y), 2)})
square = {F: ((x, y, z, w, j), exp(score(x, y, z, w, j) ** 2)), r: ((x, y), exp(x * x - y * y))}
multiplicative.necessary("shift", "the softmax of squares", at={**three, **square, x: 1, y: 1})
# "positive": needed for a meaning, since ratios of zeros say nothing.

third, no_middle = Rational(1, 3), (1 + x * x * x * y * y) / (1 + x * x * y * y * y)
for part in (of_ratio, of_map):

    @part.near_miss(f"the row has unit mass ({part.name})", at={**always, r: ((x, y), 1), s: [0, 0, 0], p: [1, 1, 1]})
    def any_mass(part=part):
        row = Implies(ratios(lambda j: p[j], lambda j: s[j]), ForAll(j, Eq(p[j], shares(beta))))
        return part.given, Implies(distinct, ForAll((s, p), row))

    @part.near_miss(
        f"β is the logarithm of the ratio, not the ratio ({part.name})", at={**always, r: ((x, y), 1), s: [1, 0, 0], p: [third] * 3}
    )
    def ratio_as_rate(part=part):
        row = Implies(value, ForAll(j, Eq(p[j], shares(r(1, 0)))))
        return part.given, Implies(distinct, ForAll((s, p), row))

    unrelated = {**always, r: ((x, y), no_middle), s: [1, 2, 2], p: [Rational(5, 23), Rational(9, 23), Rational(9, 23)]}
    part.necessary("independence", "any r with r(x, y) r(y, x) = 1", at=unrelated)
    part.necessary("continuous", cited="Hamel (1905), Mathematische Annalen 60, 459-462")
# "positive": needed for a meaning.  "shift": the shares of 1 + s² are independent of the rest and continuous.

drawn_row = exp(score(x, y, z, w, j)) / Sum(exp(score(x, y, z, w, j)), j)
rows = {F: ((x, y, z, w, j), drawn_row), r: ((x, y), exp(x - y))}
multiplicative.drawn(rows)
of_ratio.drawn({**rows, p: (j, shares(1))})
of_map.drawn({F: ((x, y, z, w, j), 1 / m), r: ((x, y), 1), p: (j, 1 / m)})
