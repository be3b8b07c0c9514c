"""The anchors of the row gauge are the positive row factors of the row anchor.

An anchor of the row gauge maps every kernel K to a multiple diag(d(K)) K, d > 0, and all kernels of an orbit to the same one.  On live
rows the anchors are exactly K ↦ diag(φ(A)) A, where A is the row anchor of K and φ > 0 any function of it: φ are the row sums.  An
anchor is continuous exactly if its φ is.  So there are as many anchors as positive functions on the classes, and none is singled out by
the gauge itself; the row anchor is the one with φ = 1. Kernels are named here by numbers x, which are as many as kernels: K(x), its
anchor a(x), and so on.  Nothing is asked of the names.
Source: Geometric Attention (arXiv 2601.11618), section 4.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Rational, Sum, delta, field, index, scalar, sizes
from gaproof.theory import row_anchor
from theorems.anchor.plan_gauge import claim as plan_gauge

n, m, q = sizes("n m q")
(i, l_), (j, b), (x, y) = index("i o", n), index("j b", m), index("x y", q)
M, kappa = field("M", i, j, domain="mask"), field("kappa", x, i, j, domain="positive")
d, phi = field("d phi", x, i, domain="positive")
e = field("e", i, domain="positive")


def K(x):
    """The kernel of a name, at (i, j)."""
    return M[i, j] * kappa[x, i, j]


def A(x):
    """Its row anchor."""
    return row_anchor(K(x), j)


live = {"live": ForAll(i, Exists(j, Eq(M[i, j], 1)))}
same_class = ForAll((i, j), Eq(A(x), A(y)))
claim = Claim("anchor.torsor", given=live, source="Geometric Attention, section 4")

orbits = claim.part("orbits", shows=ForAll((x, y), Iff(same_class, Exists(e, ForAll((i, j), Eq(K(x), e[i] * K(y)))))))


@orbits.proof
def the_row_anchor_names_the_orbit(p):
    return p.everywhere(p.use(plan_gauge, "row anchor", {"a": ((i, j), kappa[y, i, j]), "b": ((i, j), kappa[x, i, j])}), x, y)


anchored = d[x, i] * K(x)
row_sum = Sum(anchored, j)
constant = {"constant on orbits": ForAll((x, y), Implies(same_class, ForAll((i, j), Eq(anchored, d[y, i] * K(y)))))}
factor_of_A = And(
    ForAll((x, i), Lt(0, row_sum)),
    ForAll((x, i, j), Eq(anchored, row_sum * A(x))),
    ForAll((x, y), Implies(same_class, ForAll(i, Eq(row_sum, Sum(d[y, i] * K(y), j))))),
)
factors = claim.part("anchors have a factor", given=constant, shows=factor_of_A)


@factors.proof
def row_sums(p):
    positive = p.goal.children[0]
    same = f.assume(same_class)
    equal = f.spec(f.mp(f.spec(p["constant on orbits"], x, y), same), i, j)
    sums = f.linear(row_sum, Sum(d[y, i] * K(y), j), (equal, 1, j))
    entry = f.linear(anchored, row_sum * A(x))
    return f.conj(p.auto(positive), p.everywhere(entry, x, i, j), f.gen(f.imply(f.gen(sums, i), same), x, y))


function_of_A = {"function of A": ForAll((x, y), Implies(same_class, ForAll(i, Eq(phi[x, i], phi[y, i]))))}
scaling = phi[x, i] / Sum(K(x), j)
is_anchor = And(
    ForAll((x, i), Lt(0, scaling)),
    ForAll((x, i, j), Eq(phi[x, i] * A(x), scaling * K(x))),
    ForAll((x, y), Implies(same_class, ForAll((i, j), Eq(phi[x, i] * A(x), phi[y, i] * A(y))))),
)
every = claim.part("every factor gives one", given=function_of_A, shows=is_anchor)


@every.proof
def scaled_representatives(p):
    positive = p.goal.children[0]
    same = f.assume(same_class)
    equal, factor = f.spec(same, i, j), f.spec(f.mp(f.spec(p["function of A"], x, y), same), i)
    product = f.linear(phi[x, i] * A(x), phi[y, i] * A(y), (equal, phi[x, i]), (factor, A(y)))
    entry = f.linear(phi[x, i] * A(x), scaling * K(x))
    return f.conj(p.auto(positive), p.everywhere(entry, x, i, j), f.gen(f.imply(p.everywhere(product, i, j, facts=[same]), same), x, y))


k, l = field("k l", i, j, domain="positive")  # two kernels near each other
mass, other_mass = Sum(M[i, j] * k[i, j], j), Sum(M[i, j] * l[i, j], j)
r, epsilon, width = scalar("r epsilon width")


def close(value, other, radius):
    """|value − other| ≤ radius."""
    return And(Le(-radius, value - other), Le(value - other, radius))


def anchor_of(k):
    return row_anchor(M[i, j] * k[i, j], j)


near = {"near": ForAll((i, j), close(M[i, j] * l[i, j], M[i, j] * k[i, j], r))}
moves = claim.part(
    "the row anchor is continuous", given=near, shows=ForAll((i, j), close(anchor_of(l), anchor_of(k), 2 * (1 + m) * r / mass))
)


def at_most_1(p, kernel):
    """A ≤ 1: the other entries of the row are not negative."""
    others = f.tot(b, f.mul(f.sq(1 - delta(b, j)), f.by(p.auto(Le(0, M[i, b] * kernel[i, b])))))
    total = p.auto(Lt(0, Sum(M[i, j] * kernel[i, j], j)))
    return f.le(anchor_of(kernel), 1, f.mul(f.inv(f.by(total)), others))


@moves.proof
def numerator_and_total(p):
    # A' − A = (K' − K + A (S − S'))/S', where |S − S'| ≤ m r and A ≤ 1; if 2m r ≤ S then S' is at least S/2, if not the radius is above 1
    low, high = (f.part(f.spec(p["near"], i, j), side) for side in (0, 1))
    below, above = f.le(other_mass, mass + m * r, f.tot(j, f.by(high))), f.le(mass - m * r, other_mass, f.tot(j, f.by(low)))
    small, positive, other = f.assume(Le(2 * m * r, mass)), p.auto(Lt(0, mass)), p.auto(Lt(0, other_mass))
    rest, other_rest = (at_most_1(p, kernel) for kernel in (k, l))
    size, radius, over = f.size(m), f.mul(f.num(Fraction(1, 2)), f.add(f.by(low), f.by(high))), f.inv(f.by(other))  # m, r, 1/S'
    half = f.add(f.mul(f.num(2), f.by(above)), f.by(small))  # 2S' − S
    common = f.mul(f.add(f.num(1), size), radius, f.inv(f.by(positive)), over, half)
    spare, weight = f.mul(size, radius, f.by(rest)), f.by(p.auto(Le(0, anchor_of(k))))
    large = f.mul(f.inv(f.by(positive)), f.add(f.by(f.assume(f.otherwise(small.conclusion))), f.mul(f.num(2), radius)))  # the radius − 1
    shares = (f.add(f.by(p.auto(Le(0, anchor_of(l)))), f.by(rest)), f.add(weight, f.by(other_rest)))
    sides = [
        f.cases(
            small.conclusion,
            f.le(*side.children, f.add(f.mul(over, f.add(f.by(entry), f.mul(weight, f.by(total)), spare)), common)),
            f.le(*side.children, f.add(large, share)),
        )
        for side, entry, total, share in zip(p.peeled()[2].children, (low, high), (below, above), shares, strict=True)
    ]
    return p.clear(f.conj(*sides), positive, other)


# kernels named by numbers: x ↦ K(x), and a factor of each
u, v, t, y1, y2 = scalar("u v t y1 y2")
named, factor = field("kernel", u, i, j, domain="positive"), field("factor", u, i, domain="positive")


def kernel(u):
    return M[i, j] * named(u, i, j)


def anchor_at(u):
    return kernel(u) * (1 / Sum(kernel(u), j))


def continuous(value, at, over):
    """For every name and ε > 0 there is a δ > 0 such that the values differ by at most ε where the arguments do by at most δ."""
    closely = Implies(ForAll((i, j), close(at(v), at(u), width)), ForAll(over, close(value(v), value(u), epsilon)))
    return ForAll((u, epsilon), Implies(Lt(0, epsilon), Exists(width, And(Lt(0, width), ForAll(v, closely)))))


same_anchor = ForAll((i, j), Eq(anchor_at(u), anchor_at(v)))
all_anchored = {
    "function of A": ForAll((u, v), Implies(same_anchor, ForAll(i, Eq(factor(u, i), factor(v, i))))),
    "anchored kernels are kernels": ForAll(u, Exists(v, ForAll((i, j), Eq(kernel(v), anchor_at(u))))),
}
of_factor = continuous(lambda u: factor(u, i), anchor_at, i)
of_anchor = continuous(lambda u: factor(u, i) * anchor_at(u), kernel, (i, j))
continuity = claim.part("continuous if the factor is", given=all_anchored, shows=Iff(of_anchor, of_factor))


def represented(p, name, other):
    """Where K(other) = A(name): the two have one row anchor, so one factor."""
    told = f.obtain(f.spec(p["anchored kernels are kernels"], name), other)[0]
    here = f.spec(told, i, j)
    total = f.linear(Sum(kernel(other), j), 1, (here, 1, j))
    same = f.linear(anchor_at(name), anchor_at(other), (f.quotient(here, total), -1))
    same = p.everywhere(same, i, j, facts=[told])
    return told, here, f.spec(f.mp(f.spec(p["function of A"], name, other), same), i)


def from_anchor(p, given):
    """The factor is continuous if the anchor is: compare the row sums at the row anchors themselves."""
    positive, near_ = f.assume(Lt(0, epsilon)), f.assume(ForAll((i, j), close(anchor_at(v), anchor_at(u), width)))
    at_u, here, factor_u = represented(p, u, y1)
    at_v, there, factor_v = represented(p, v, y2)
    some = f.mp(f.spec(given, y1, epsilon / m), f.lt(0, epsilon / m, f.mul(f.by(positive), f.inv(f.size(m)))))
    (found,) = f.obtain(some, width)
    low, high = (f.part(f.spec(near_, i, j), side) for side in (0, 1))
    moved = f.conj(
        f.le(-width, kernel(y2) - kernel(y1), f.by(low), (there, 1), (here, -1)),
        f.le(kernel(y2) - kernel(y1), width, f.by(high), (there, -1), (here, 1)),
    )
    closely = f.mp(f.spec(f.part(found, 1), y2), p.everywhere(moved, i, j, facts=[at_u, at_v, near_]))
    change = factor(v, i) - factor(u, i)
    bounds = []
    for side, pair in enumerate(((-epsilon, change), (change, epsilon))):
        entry = f.tot(j, f.by(f.part(f.spec(closely, i, j), side)))
        uses = (factor_v, 1 - 2 * side), (factor_u, 2 * side - 1)
        bounds.append(f.le(*pair, entry, *uses))
    th = p.clear(f.conj(*bounds), at_u, at_v, near_, found, positive)
    th = f.release(f.gen(th, i), f.spec(p["anchored kernels are kernels"], v), y2)
    th = f.conj(f.part(found, 0), f.gen(f.imply(th, near_), v))
    goal = of_factor.body.args[1]
    th = f.exists(th, goal, width)
    th = f.release(th, some, width)
    th = f.release(th, f.spec(p["anchored kernels are kernels"], u), y1)
    return f.gen(f.imply(p.clear(th, given, positive), positive), u, epsilon)


def from_factor(p, given):
    """The anchor is continuous if the factor is: δ = σ η/(2(1 + m)(1 + η)), where 2(Φ + 1)η ≤ ε with Φ = Σ (φ² + 1), and σ ≤ S at all
    rows.  It does not matter which sign φ has."""
    positive, eta, sigma = f.assume(Lt(0, epsilon)), f.assume(Lt(0, r)), f.assume(Lt(0, t))
    mass, all_factors = Sum(kernel(u), j), Sum(factor(u, i) ** 2 + 1, i)
    below, budget = f.assume(ForAll(i, Le(t, mass))), f.assume(Le(2 * (all_factors + 1) * r, epsilon))
    row, size, over = f.spec(below, i), f.size(m), f.inv(f.add(f.num(1), f.by(eta)))
    chosen = t * r / (2 * (1 + m) * (1 + r))
    near_ = f.assume(ForAll((i, j), close(kernel(v), kernel(u), chosen)))
    # |A(v) − A(u)| ≤ η
    split = f.inv(f.add(f.num(1), size))
    live_mass = p.auto(Lt(0, mass))
    moved = f.spec(
        f.cut(
            p.use(claim, "the row anchor is continuous", {"k": ((i, j), named(u, i, j)), "l": ((i, j), named(v, i, j)), "r": chosen}),
            near_,
        ),
        i,
        j,
    )
    slack = f.mul(f.by(eta), over, f.inv(f.by(live_mass)), f.add(f.mul(f.by(eta), f.by(live_mass)), f.by(row)))
    drift = anchor_at(v) - anchor_at(u)
    low, high = f.le(-r, drift, f.add(f.by(f.part(moved, 0)), slack)), f.le(drift, r, f.add(f.by(f.part(moved, 1)), slack))
    facts = [positive, eta, sigma, below, budget, near_, live_mass]
    low, high = (p.clear(th, *facts) for th in (low, high))
    # so the factors differ by at most ε/2, and φ'A' − φA = (φ' − φ)A' + φ(A' − A)
    some = f.mp(f.spec(given, u, epsilon / 2), f.lt(0, epsilon / 2, f.mul(f.num(Fraction(1, 2)), f.by(positive))))
    (found,) = f.obtain(some, y1)
    short = f.assume(Le(r, y1))
    inside = f.conj(f.le(-y1, drift, f.add(f.by(low), f.by(short))), f.le(drift, y1, f.add(f.by(high), f.by(short))))
    closely = f.spec(f.mp(f.spec(f.part(found, 1), v), p.everywhere(inside, i, j, facts=[*facts, short])), i)
    other_mass = p.auto(Lt(0, Sum(kernel(v), j)))
    own, own_less = (f.add(f.sq(factor(u, i) + shift), f.num(Fraction(3, 4))) for shift in (Rational(1, 2), -Rational(1, 2)))  # φ² + 1 ± φ
    others = f.tot(b, f.mul(f.sq(1 - delta(b, j)), f.by(p.auto(Le(0, M[i, b] * named(v, i, b))))))
    rest = f.le(anchor_at(v), 1, f.mul(f.inv(f.by(other_mass)), others))
    share = f.by(p.auto(Le(0, anchor_at(v))))
    bound = f.add(f.sq(factor(u, l_)), f.num(1))
    remaining = f.mul(f.tot(l_, f.mul(f.sq(1 - delta(l_, i)), bound)), f.by(eta))  # (Φ − φ_i² − 1) η
    spare = f.add(
        f.mul(f.num(Fraction(1, 2)), f.by(positive), f.by(rest)), remaining, f.mul(f.num(Fraction(1, 2)), f.by(budget)), f.by(eta)
    )
    value = factor(v, i) * anchor_at(v) - factor(u, i) * anchor_at(u)
    sides = []
    for side, pair in enumerate(((-epsilon, value), (value, epsilon))):
        same_way, other_way = (low, high)[side], (high, low)[side]
        moves_ = f.mul(f.num(Fraction(1, 2)), f.add(f.mul(own, f.by(same_way)), f.mul(own_less, f.by(other_way))))
        sides.append(f.le(*pair, f.add(f.mul(share, f.by(f.part(closely, side))), moves_, spare)))
    th = p.clear(f.conj(*sides), *facts, other_mass, found, short)
    wide = p.clear(f.lt(0, chosen, f.mul(f.by(sigma), f.by(eta), f.num(Fraction(1, 2)), split, over)), *facts[:3])
    th = f.conj(wide, f.gen(f.imply(f.gen(th, i, j), near_), v))
    th = f.exists(th, of_anchor.body.args[1], chosen)
    # η = 1/(1/δ + 2(Φ + 1)/ε) and σ = 1/Σ 1/S will do, where δ belongs to ε/2
    width_, total, inverse = f.part(found, 0), f.add(f.tot(i, f.add(f.sq(factor(u, i)), f.num(1))), f.num(1)), Sum(1 / mass, i)
    need = 2 * (all_factors + 1) / epsilon
    least, over_epsilon = 1 / (1 / y1 + need), f.inv(f.by(positive))
    bottom = f.inv(f.add(f.inv(f.by(width_)), f.mul(f.num(2), total, over_epsilon)))
    some_eta = f.lt(0, least, bottom)
    below_width = f.le(least, y1, f.mul(bottom, f.by(width_), f.num(2), total, over_epsilon))
    in_budget = f.le(2 * (all_factors + 1) * least, epsilon, f.mul(f.by(positive), bottom, f.inv(f.by(width_))))
    sums = f.tot(i, f.inv(f.by(live_mass)))
    some_sigma = f.lt(0, 1 / inverse, f.inv(sums))
    rest_ = f.tot(l_, f.mul(f.sq(1 - delta(l_, i)), f.inv(f.by(p.auto(Lt(0, Sum(M[l_, j] * named(u, l_, j), j)))))))
    low_sigma = f.le(1 / inverse, mass, f.mul(f.inv(sums), f.by(live_mass), rest_))
    chosen_ = f.inst(th, {r: least, t: 1 / inverse})
    chosen_ = f.cut(chosen_, some_eta, below_width, in_budget, some_sigma, f.gen(p.clear(low_sigma, live_mass), i))
    chosen_ = f.release(p.clear(chosen_, given, positive, found), some, y1)
    return f.gen(f.imply(p.clear(chosen_, given, positive), positive), u, epsilon)


@continuity.proof
def products_and_row_sums(p):
    anchor, factor_ = (f.assume(g.children[0]) for g in p.goal.children)
    return f.conj(f.imply(from_anchor(p, anchor), anchor), f.imply(from_factor(p, factor_), factor_))


# ---- near misses and necessity ---------------------------------------------------------------------------------------------

g = field("g", j, domain="positive")
one_row, two_classes, one_class = {M: [[1, 1]]}, {kappa: [[[1, 1]], [[1, 2]]]}, {M: [[1]], kappa: [[[1]], [[1]]]}


@orbits.near_miss("a column factor leaves the class", at={**one_row, **two_classes, g: [1, 2]})
def column_factor():
    return ForAll((x, y), Iff(same_class, Exists(g, ForAll((i, j), Eq(K(x), g[j] * K(y))))))


@factors.near_miss("the factor depends on the class", at={**one_row, **two_classes, d: [[1], [1]]})
def one_factor_for_all():
    return And(*factor_of_A.args[:2], ForAll((x, y), ForAll(i, Eq(row_sum, Sum(d[y, i] * K(y), j)))))


@every.near_miss("the factor of the kernel is not that of its anchor", at={**one_row, kappa: [[[1, 1]]], phi: [[1]]})
def undivided():
    return And(ForAll((x, i), Lt(0, phi[x, i])), ForAll((x, i, j), Eq(phi[x, i] * A(x), phi[x, i] * K(x))), is_anchor.args[2])


moved = {**one_row, k: [[1, 1]], l: [[Rational(5, 4), Rational(3, 4)]], r: Rational(1, 4)}


@moves.near_miss("a quarter of the radius for each key is too little", at=moved)
def small_radius():
    return ForAll((i, j), close(anchor_of(l), anchor_of(k), m * r / (4 * mass)))


empty, negative = {M: [[0]]}, {M: [[1, -2]], kappa: [[[1, 1]]]}
factors.necessary("live", "an empty row has the factor 0", at={**empty, kappa: [[[1]]], d: [[1]]})
factors.necessary("constant on orbits", "two members of one class", at={**one_class, d: [[1], [2]]})
factors.necessary("M mask", "a negative row sum", at={**negative, d: [[1]]})
factors.necessary("kappa positive", "a negative row sum", at={M: [[1]], kappa: [[[-1]]], d: [[1]]})
factors.necessary("d positive", "a negative factor", at={M: [[1]], kappa: [[[1]]], d: [[-1]]})
every.necessary("live", "an empty row cannot be scaled to mass φ", at={**empty, kappa: [[[1]]], phi: [[1]]}, undefined=0)
every.necessary("function of A", "two factors for one class", at={**one_class, phi: [[1], [2]]})
every.necessary("M mask", "a negative row sum", at={**negative, phi: [[1]]})
every.necessary("kappa positive", "a negative row sum", at={M: [[1]], kappa: [[[-1]]], phi: [[1]]})
every.necessary("phi positive", "a negative factor", at={M: [[1]], kappa: [[[1]]], phi: [[-1]]})
moves.necessary("near", "a kernel far away", at={**one_row, k: [[1, 1]], l: [[1, 2]], r: 0})
moves.necessary("live", "1/0 may be negative", at={**empty, k: [[1]], l: [[1]], r: 1}, undefined=-1)
shrunk = {M: [[1, -Rational(1, 2)]], k: [[1, 1]], l: [[Rational(4, 5), Rational(7, 5)]], r: Rational(1, 5)}
moves.necessary("M mask", "a total that may vanish", at=shrunk)
moves.necessary("k positive", "a negative total", at={**one_row, k: [[1, -2]], l: [[1, 1]], r: 3})
moves.necessary("l positive", "a total close to 0", at={**one_row, k: [[1, 1]], l: [[1, -Rational(9, 10)]], r: 2})
# "orbits": an empty row is 0 in both kernels; that no factor exists for a kernel with signs, no finite model can tell.
# "continuous if the factor is": nor can it tell whether a kernel that varies with its name is near another.
