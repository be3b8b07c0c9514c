"""A kernel with zeros has a plan anchor exactly if its carrier carries some plan.

Let K be positive exactly on M, with margins r, c > 0.  There are d, e > 0 such that diag(d) K diag(e) has these margins if and only if some
matrix has them that is positive exactly on M; and if and only if r and c have the same total and no set A of rows holds more than the set
N(A) of columns that it meets, r(A) ≤ c(N(A)), with equality only if no other row meets N(A).  The plan is unique, and so are the scalings
up to one factor for each component of the carrier's graph: d may be multiplied by t and e divided by w where t_i = w_j on every edge.

The carrier [[1, 1], [0, 1]] with uniform margins carries no plan.  After k sweeps the iteration is at [[1 − x, x], [0, 1]], x = 1/(2k): it
converges, but slowly and to a matrix that is no scaling.
Source: Menon (1968), Canadian Journal of Mathematics 20; Brualdi (1968), the same volume; Sinkhorn and Knopp (1967).
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.reals import naturals_nonnegative, successor, zero_is_zero
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent, square_zero
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Sum,
    array,
    exp,
    field,
    index,
    log,
    nat,
    natural,
    number,
    scalar,
    sizes,
    succ,
    zero,
)
from gaproof.theory import Carrier, EvidenceKernel

n, m = sizes("n m")
(i, k2), j = index("i k2", n), index("j", m)
M, kappa = field("M", i, j, domain="mask"), field("kappa", i, j, domain="positive")
K = EvidenceKernel(Carrier(i, j, M), baseline=kappa)
(r, d, d2), (c, e, e2) = field("r d d2", i, domain="positive"), field("c e e2", j, domain="positive")
(any_r, D, t), (any_c, E, w), P = field("r d t", i), field("c e w", j), field("P", i, j)
A, B = field("A", i, domain="mask"), field("B", j, domain="mask")


def margins(entry, r, c):
    """The row sums are r, the column sums c."""
    return And(ForAll(i, Eq(Sum(entry, j), r[i])), ForAll(j, Eq(Sum(entry, i), c[j])))


def positive(d, e):
    """Both fields are positive."""
    return And(ForAll(i, Lt(0, d[i])), ForAll(j, Lt(0, e[j])))


scaled, plan, plan2 = (d[i] * K[i, j] * e[j] for d, e in ((D, E), (d, e), (d2, e2)))
scalable = Exists((D, E), And(positive(D, E), margins(scaled, r, c)))
live, dead = Implies(Eq(M[i, j], 1), Lt(0, P[i, j])), Implies(Eq(M[i, j], 0), Eq(P[i, j], 0))
pattern = Exists(P, And(ForAll((i, j), And(live, dead)), margins(P[i, j], r, c)))

meets = ForAll(j, Iff(Eq(B[j], 1), Exists(i, And(Eq(A[i], 1), Eq(M[i, j], 1)))))  # B = N(A)
row_mass, column_mass = Sum(A[i] * r[i], i), Sum(B[j] * c[j], j)
alone = ForAll((i, j), Implies(And(Eq(A[i], 0), Eq(B[j], 1)), Eq(M[i, j], 0)))  # no other row meets N(A)
tight = And(Le(row_mass, column_mass), Implies(Eq(row_mass, column_mass), alone))
room = And(Eq(Sum(r[i], i), Sum(c[j], j)), ForAll((A, B), Implies(meets, tight)))

MENON, BRUALDI = "Menon (1968), Canad. J. Math. 20, 225-232", "Brualdi (1968), Canad. J. Math. 20, 144-157"
COMPACTNESS = "the scalings are found as a minimum over a compact set, and the rules have no compactness"
HALF = Fraction(1, 2)
CUTS = "the pattern is a flow that fills every cut, and the rules have no largest flow"

k = natural("k")
claim = Claim("anchor.plan_support", source="Menon (1968); Brualdi (1968); Sinkhorn and Knopp (1967)")
carries = claim.part("carries a plan", shows=Iff(scalable, pattern))
enough = claim.part("enough room", shows=Iff(pattern, room))
first, second = margins(plan, any_r, any_c), margins(plan2, any_r, any_c)
two = {"first": first, "second": second}
all_ones = {M: ((i, j), 1), any_r: (i, m), any_c: (j, n), d: (i, 1), e: (j, 1)}
same = claim.part("same plan", given=two, shows=ForAll((i, j), Eq(plan, plan2)), model=all_ones)
on_edges = ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(t[i], w[j])))
moved = And(ForAll(i, Eq(d2[i], t[i] * d[i])), ForAll(j, Eq(e2[j], e[j] / w[j])))
one_factor = Exists((t, w), And(positive(t, w), on_edges, moved))
factors = claim.part("one factor for each component", given={"first": first}, shows=Iff(second, one_factor), model=all_ones)


def plan_to_pattern(p):
    """The plan itself is the pattern."""
    condition, on, off = f.assume(scalable), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    *_, known = f.obtain(condition, D, E)
    (row, column), sums = (f.part(f.part(known, 0), x) for x in range(2)), f.part(known, 1)
    product = f.mul(f.by(f.spec(row, i)), f.by(f.spec(p["kappa positive"], i, j)), f.by(f.spec(column, j)))
    alive = f.imply(f.lt(0, scaled, product, (on, D[i] * kappa[i, j] * E[j])), on)
    none = f.imply(f.linear(scaled, 0, (off, D[i] * kappa[i, j] * E[j])), off)
    found = f.exists(f.conj(f.gen(f.conj(alive, none), i, j), sums), pattern, ((i, j), scaled))
    return f.imply(f.release(found, condition, D, E), condition)


@carries.proof
def the_plan_is_the_pattern(p):
    there = plan_to_pattern(p)
    back = p.axiom("menon", Implies(pattern, scalable), source=MENON, why=COMPACTNESS)
    return f.conj(there, back)


def pattern_to_room(p):
    """What flows out of some rows flows into their neighbours."""
    condition, on = f.assume(pattern), f.assume(Eq(M[i, j], 1))
    *_, known = f.obtain(condition, P)
    entries, rows, columns = f.part(known, 0), f.part(f.part(known, 1), 0), f.part(f.part(known, 1), 1)
    some, none = (f.part(f.spec(entries, i, j), x) for x in range(2))
    dark = f.assume(Eq(M[i, j], 0))
    sign = mask_cases(f.spec(p["M mask"], i, j), f.le(0, P[i, j], f.by(f.mp(some, on))), f.le(0, P[i, j], f.num(0), (f.mp(none, dark), 1)))
    equal = f.linear(Sum(r[i], i), Sum(c[j], j), (f.spec(rows, i), -1, i), (f.spec(columns, j), 1, j))
    # c(N(A)) − r(A) = Σ (B − A) P = Σ (1 − A) B P, as A (1 − B) P = 0
    a_set, b_set, around = f.assume(ForAll(i, Eq(A[i] * A[i], A[i]))), f.assume(ForAll(j, Eq(B[j] * B[j], B[j]))), f.assume(meets)
    inside, outside = f.assume(Eq(A[i], 1)), f.assume(Eq(A[i], 0))
    met = f.mp(f.part(f.spec(around, j), 1), f.exists(f.conj(inside, on), Exists(i, And(Eq(A[i], 1), Eq(M[i, j], 1))), i))
    lost = A[i] * (1 - B[j]) * P[i, j]
    lit = f.linear(lost, 0, (met, -A[i] * P[i, j]))
    unlit = f.linear(lost, 0, (f.mp(none, dark), A[i] * (1 - B[j])))
    kept = mask_cases(
        f.spec(a_set, i), mask_cases(f.spec(p["M mask"], i, j), lit, unlit), f.linear(lost, 0, (outside, (1 - B[j]) * P[i, j]))
    )
    rest = (1 - A[i]) * B[j] * P[i, j]
    square = f.mul(f.sq(1 - A[i]), f.sq(B[j]), f.by(sign))
    others = f.le(0, rest, square, (f.spec(a_set, i), -B[j] * B[j] * P[i, j]), (f.spec(b_set, j), -(1 - A[i]) * P[i, j]))
    sums = (f.spec(rows, i), A[i], i), (f.spec(columns, j), -B[j], j), (kept, -1, i, j)
    capacity = f.le(row_mass, column_mass, f.tot(i, f.tot(j, f.by(others))), *sums)
    full = f.assume(Eq(row_mass, column_mass))
    zero = f.zero_sum(others, f.linear(Sum(rest, i, j), 0, *((th, -c, *over) for th, c, *over in sums), (full, -1)), i, j)
    entry = f.assume(And(Eq(A[i], 0), Eq(B[j], 1)))
    nothing = f.linear(P[i, j], 0, (zero, 1), (f.part(entry, 0), B[j] * P[i, j]), (f.part(entry, 1), -P[i, j]))
    clash = f.absurd(f.lt(0, 0, f.by(f.mp(some, on)), (nothing, -1)), Eq(M[i, j], 0))
    unmet = mask_cases(f.spec(p["M mask"], i, j), clash, f.assume(Eq(M[i, j], 0)))
    cut = f.conj(capacity, f.imply(f.gen(f.imply(unmet, entry), i, j), full))
    cuts = f.gen(f.imply(f.gen(f.imply(f.imply(cut, around), b_set), B), a_set), A)
    return f.imply(f.release(f.conj(equal, cuts), condition, P), condition)


@enough.proof
def what_flows_into_the_neighbours(p):
    there = pattern_to_room(p)
    return f.conj(there, p.axiom("brualdi", Implies(room, pattern), source=BRUALDI, why=CUTS))


@same.proof
def the_sum_of_squares_vanishes(p):
    # with d = eᵃ and e = eᵇ:  Σ K (√P − √P₂)² ≤ ½ Σ (P − P₂)(log P − log P₂) = 0, by 1 + t ≤ eᵗ at t = ½ (log P₂ − log P), and at −t
    (a, a2), (b, b2) = field("a a2", i), field("b b2", j)
    q, q2, entry = a[i] + b[j], a2[i] + b2[j], K[i, j]
    root, gap, sign = exp(HALF * q) - exp(HALF * q2), entry * exp(q) - entry * exp(q2), p.auto(Le(0, entry))
    rows, columns = f.assume(ForAll(i, Eq(Sum(gap, j), 0))), f.assume(ForAll(j, Eq(Sum(gap, i), 0)))
    there, back = (f.inst(exp_tangent(), {"t": x}) for x in (HALF * (q2 - q), HALF * (q - q2)))
    squares = f.mul(f.by(sign), f.add(f.mul(f.ex(q), f.by(there)), f.mul(f.ex(q2), f.by(back))))
    unary = (f.spec(rows, i), -HALF * (a[i] - a2[i]), i), (f.spec(columns, j), -HALF * (b[j] - b2[j]), j)
    small = f.le(Sum(entry * root * root, i, j), 0, f.tot(i, f.tot(j, squares)), *unary)
    none = f.zero_sum(f.le(0, entry * root * root, f.mul(f.by(sign), f.sq(root))), small, i, j)
    zero = f.cut(f.inst(square_zero(), {"x": entry * root}), f.linear(entry * root * (entry * root), 0, (none, entry)))
    equal = f.gen(f.linear(gap, 0, (zero, exp(HALF * q) + exp(HALF * q2))), i, j)
    at_logs = {a: (i, log(d[i])), a2: (i, log(d2[i])), b: (j, log(e[j])), b2: (j, log(e2[j]))}
    found = f.inst(equal, at_logs)
    for x, over, at, empty in ((0, j, i, rows), (1, i, j, columns)):
        one, other = (f.spec(f.part(p[name], x), at) for name in two)
        sums = f.gen(f.linear(Sum(plan - plan2, over), 0, (one, 1), (other, -1)), at)
        found = f.cut(found, f.restate(sums, f.inst(empty, at_logs).conclusion))
    return p.everywhere(f.linear(plan, plan2, (f.spec(found, i, j), 1)), i, j)


@factors.proof
def equal_on_the_edges(p):
    other, condition, on = f.assume(second), f.assume(one_factor), f.assume(Eq(M[i, j], 1))
    alike = f.spec(f.cut(p.use(claim, "same plan"), p["first"], other), i, j)
    row, column = d2[i] / d[i], e[j] / e2[j]
    weight = 1 / (d[i] * kappa[i, j] * e2[j])
    edge = p.clear(f.linear(row, column, (alike, -weight), (on, weight * (d[i] * e[j] - d2[i] * e2[j]) * kappa[i, j])), on, other)
    edges = f.gen(f.imply(edge, on), i, j)
    signs = p.auto(positive(array(i, row), array(j, column)))
    scales = f.conj(p.everywhere(f.linear(d2[i], row * d[i]), i), p.everywhere(f.linear(e2[j], e[j] / column), j))
    there = f.imply(f.exists(f.conj(signs, edges, scales), one_factor, (i, row), (j, column)), other)
    *_, known = f.obtain(condition, t, w)
    shared, (by_row, by_column) = f.mp(f.spec(f.part(known, 1), i, j), on), (f.part(f.part(known, 2), x) for x in range(2))
    uses = (f.spec(by_row, i), K[i, j] * e2[j]), (f.spec(by_column, j), t[i] * d[i] * K[i, j])
    lit = f.linear(plan2, plan, *uses, (shared, d[i] * K[i, j] * e[j] / w[j]))
    off = f.assume(Eq(M[i, j], 0))
    unlit = f.linear(plan2, plan, (off, kappa[i, j] * (d2[i] * e2[j] - d[i] * e[j])))
    entry = p.clear(mask_cases(f.spec(p["M mask"], i, j), lit, unlit), known)
    sums = (
        f.gen(f.linear(Sum(plan2, over), margin[at], (entry, 1, over), (f.spec(f.part(p["first"], x), at), 1)), at)
        for x, over, at, margin in ((0, j, i, any_r), (1, i, j, any_c))
    )
    back = f.imply(f.release(f.conj(*sums), condition, t, w), condition)
    return f.conj(there, back)


# the carrier [[1, 1], [0, 1]]: whatever is scaled so that both rows have mass 1 has too little in its first column
(upper, lower), corner = scalar("upper lower"), scalar("corner", domain="positive")
triangle = claim.part(
    "no plan on a triangle",
    given={"first row": Eq(upper + corner, 1), "second row": Eq(lower, 1)},
    shows=And(Lt(upper, 1), Lt(1, corner + lower)),
)


@triangle.proof
def the_corner_is_too_much(p):
    more = f.by(p["corner positive"])
    return f.conj(f.lt(upper, 1, more, (p["first row"], -1)), f.lt(1, corner + lower, more, (p["second row"], 1)))


def corner_at(k):
    """The corner after k + 1 half-steps on rows; the first column is short by as much."""
    return 1 / (2 * k + 2)


y = scalar("y")
x = corner_at(nat(k))
columns_then_rows = x / (1 + x) / (1 + x / (1 + x)), 1 / (1 + x / (1 + x))  # of [[1 − x, x], [0, 1]]: its first row


def swept(after):
    return And(Eq(columns_then_rows[0], after), Eq(columns_then_rows[1], 1 - after))


slow = claim.part("slow on a triangle", shows=And(Eq(corner_at(nat(zero)), HALF), ForAll(k, swept(corner_at(nat(succ(k)))))))


@slow.proof
def the_reciprocal_grows_by_two(p):
    start = f.rewrite(f.flip(zero_is_zero()), f.linear(corner_at(number(0)), HALF), y, Eq(corner_at(y), HALF))
    sign = f.by(f.spec(naturals_nonnegative(), k))
    positive = f.lt(0, 2 * nat(k) + 2, f.add(f.mul(f.num(2), sign), f.num(2)))
    more = f.lt(0, 2 * (nat(k) + 1) + 2, f.add(f.mul(f.num(2), sign), f.num(4)))
    step = f.conj(*(f.linear(*e.args) for e in swept(corner_at(nat(k) + 1)).args))
    step = f.rewrite(f.flip(f.spec(successor(), k)), step, y, swept(corner_at(y)))
    return f.conj(start, p.everywhere(step, k, facts=[positive, more]))


ones, one, signs = [[1, 1], [1, 1]], [1, 1], [[1, -1], [-1, 1]]
half, most, rest = HALF, Fraction(3, 4), Fraction(1, 4)
uniform = {M: ones, kappa: ones, r: one, c: one, any_r: one, any_c: one, d: [half, half], e: one}
single = {M: [[1]], r: [1], c: [1]}


@carries.near_miss("the scaling is not the pattern: many matrices have the margins", at={**uniform, P: [[most, rest], [rest, most]]})
def pattern_is_plan():
    return {"scaled": margins(plan, r, c), "pattern": margins(P[i, j], r, c)}, ForAll((i, j), Eq(plan, P[i, j]))


@enough.near_miss("all rows together fill their columns", at={**single, P: [[1]], A: [1], B: [1]})
def room_to_spare():
    return Implies(pattern, ForAll((A, B), Implies(meets, Lt(row_mass, column_mass))))


twice = {**uniform, d2: one, e2: [half, half]}
swapped = {**uniform, M: signs, any_r: [0, 0], any_c: [0, 0], d2: one, e2: one}


@same.near_miss("the scalings are not unique: d may be doubled and e halved", at=twice)
def one_scaling():
    return ForAll(i, Eq(d[i], d2[i]))


same.necessary("first", "other margins", at={**twice, d: one})
same.necessary("second", "other margins", at={**twice, d2: [2, 2]})
same.necessary("M mask", "entries of both signs hide a factor from the margins", at=swapped)
same.necessary("kappa positive", "entries of both signs hide a factor from the margins", at={**swapped, M: ones, kappa: signs})


@factors.near_miss("two components have two factors", at={**uniform, M: [[1, 0], [0, 1]], d: one, d2: [2, 1], e2: [half, 1]})
def one_factor_for_all():
    return {"first": first, "second": second}, ForAll((i, k2), Eq(d2[i] * d[k2], d2[k2] * d[i]))


factors.necessary("first", "then no multiple has the margins either", at={**twice, d2: one, d: one, e2: one, t: one, w: one})


@factors.necessary("e2 positive", "an empty column can have any factor, 0 also")
def factor_zero(claim):
    said = f.part(
        claim.at({"M": ((i, j), 0), "kappa": ((i, j), 1), "r": (i, 0), "c": (j, 0), "d": (i, 1), "e": (j, 1), "d2": (i, 1), "e2": (j, 0)}),
        0,
    )
    found = f.mp(said, f.restate(f.conj(f.gen(f.linear(0, 0), i), f.gen(f.linear(0, 0), j)), said.conclusion.children[0]))
    *_, known = f.obtain(found, t, w)
    sign, zero = f.spec(f.part(f.part(known, 0), 1), j), f.spec(f.part(f.part(known, 2), 1), j)  # 0 < w and 0 = 1/w
    return f.release(f.cut(f.linear(0, 1, (zero, w[j])), f.unequal(sign)), found, t, w)


@triangle.near_miss("the last column has too much", at={upper: half, corner: half, lower: 1})
def last_column_is_filled():
    return And(Lt(upper, 1), Eq(corner + lower, 1))


triangle.necessary("first row", "more in the first row", at={upper: 1, corner: 1, lower: 1})
triangle.necessary("second row", "less in the second row", at={upper: half, corner: half, lower: rest})
triangle.necessary("corner positive", "the diagonal is a plan of its own carrier", at={upper: 1, corner: 0, lower: 1})


@slow.near_miss("the corner is not halved at each sweep")
def geometric():
    return ForAll(k, Eq(columns_then_rows[0], x / 2))
