"""On an incomplete carrier a truncated singular value decomposition is no best chart, and there may be none.

Let all cells but one be addressable, and all scores be 1.  A chart with one column fits them without error.  But fill the missing cell
with 0, and truncate the singular value decomposition to rank 1: that misses the scores on the carrier.  And let a carrier lack the cell
(o, q) and have (o, b), (a, q) and (a, b), with scores 1, 1 and 0 there and 0 elsewhere: charts with one column come as close as one
likes, but none fits.  So the theorem on truncation needs a full carrier.  To find the best chart with one column for given weights of
the cells is NP-hard (Gillis and Glineur 2011), so unless P = NP no algorithm with polynomial time finds a normal form on every carrier.
Source: Gillis and Glineur (2011), SIAM J. Matrix Anal. Appl. 32, 1149-1165; Srebro and Jaakkola (2003), ICML.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Sum, delta, field, index, scalar
from theorems.interaction import eckart_young
from theorems.interaction.eckart_young import A, B, L, N, R, U, V, c, d, has_rank, head, i, j, k, m, n, sigma, svd, top, truncated

(o, a), (q, b) = index("o a", i), index("q b", j)
M, x, y, epsilon, t = field("M", i, j, domain="mask"), field("x", i), field("y", j), scalar("epsilon", domain="positive"), scalar("t")


def hole(i, j):
    """1 at the missing cell."""
    return delta(i, o) * delta(j, q)


def filled(i, j):
    """All scores 1, with 0 for the missing one."""
    return 1 - hole(i, j)


def missed(B):
    """The squared error of B on the other cells."""
    return Sum((1 - hole(i, j)) * (1 - B(i, j)) ** 2, i, j)


def error(x, y):
    """The squared error of the chart x yᵀ on the carrier, for scores 1 at (o, b) and (a, q) and 0 elsewhere."""
    return Sum(M[i, j] * (delta(i, o) * delta(j, b) + delta(i, a) * delta(j, q) - x(i) * y(j)) ** 2, i, j)


one_column = Eq(R, 1), Eq(delta(o, a), 0), Eq(delta(q, b), 0)  # r = 1, and o and q are not the only row and column
truncation = And(*svd(filled).values(), *head.values(), *one_column)
exact = Exists(B, And(has_rank(B[i, j]), Eq(missed(B), 0)))
cells = And(Eq(M[o, q], 0), Eq(M[o, b], 1), Eq(M[a, q], 1), Eq(M[a, b], 1))
close = ForAll(epsilon, Exists((x, y), Le(error(x, y), epsilon)))

claim = Claim("interaction.chart_masked", source="Gillis and Glineur (2011), SIAM J. Matrix Anal. Appl. 32, 1149-1165")
zeros = claim.part("zeros for the missing", shows=Implies(truncation, And(Lt(0, missed(truncated)), exact)))
no_best = claim.part("no best chart", shows=Implies(cells, And(ForAll((x, y), Lt(0, error(x, y))), close)))


def root(square):
    """term = 0, from term · term = 0."""
    term = square.conclusion.children[0].children[0]
    return f.cut(f.inst(square_zero(), {"x": term}), square)


def each(summand, sign, total):
    """summand = 0 at every cell, from 0 ≤ summand and a total that is not positive."""
    return f.zero_sum(sign, f.restate(total, Le(Sum(summand, i, j), 0)), i, j)


def filled_in(given, fits):
    """c = d, and 1 − T = 0 for the truncation T: it is 1 on the carrier, and has one column."""
    T = truncated
    single, row, column = (f.part(given, k) for k in range(len(truncation.args) - 3, len(truncation.args)))
    off = (1 - hole(i, j)) * (1 - T(i, j))
    off = root(each(off * off, f.le(0, off * off, f.sq(off)), fits))
    # one column: T_oq T_ab = T_ob T_aq
    one = f.le(0, 1 - delta(c, d), f.sq(1 - delta(c, d)))
    one = f.zero_sum(one, f.linear(Sum(1 - delta(c, d), c, d), 0, (single, R)), c, d)
    swap = V[q, top(c)] * V[b, top(d)] - V[b, top(c)] * V[q, top(d)]
    minor = T(o, q) * T(a, b) - T(o, b) * T(a, q)
    minor = f.linear(minor, 0, (one, U[o, top(c)] * sigma[top(c)] * U[a, top(d)] * sigma[top(d)] * swap, c, d))
    right = f.linear(T(o, b), 1, (f.inst(off, {i: o, j: b}), -1), (column, T(o, b) - 1))
    left = f.linear(T(a, q), 1, (f.inst(off, {i: a, j: q}), -1), (row, T(a, q) - 1))
    corner = f.linear(T(a, b), 1, (f.inst(off, {i: a, j: b}), -1), (row, delta(q, b) * (T(a, b) - 1)))
    at_hole = f.linear(T(o, q), 1, (minor, 1), (corner, -T(o, q)), (right, T(a, q)), (left, 1))
    return one, f.linear(1 - T(i, j), 0, (off, 1), (at_hole, -hole(i, j)))


@zeros.proof
def a_product_that_is_1_elsewhere_is_1_everywhere(p):
    T, goal, given = truncated, Lt(0, missed(truncated)), f.assume(truncation)
    *decomposed, single, _, _ = (f.part(given, k) for k in range(len(truncation.args)))
    fits = f.assume(Le(missed(T), 0))
    _, ones = filled_in(given, fits)
    # so T misses the zero by 1, and 1 − 1/m would be possible
    zeros_for = {A: ((i, j), filled(i, j))}
    value = p.use(eckart_young.claim, "attained", zeros_for)
    distance = f.linear(value.conclusion.children[0], 1, (ones, 1 - T(i, j) - 2 * hole(i, j), i, j))

    def better(i, j):
        return 1 - delta(i, o) * t

    rank = f.gen(f.linear(better(i, j), Sum(better(i, j), c), (single, -better(i, j))), i, j)
    at_better = {**zeros_for, B: ((i, j), better(i, j)), L: ((i, c), better(i, j)), N: ((j, c), 1)}
    bound = p.use(eckart_young.claim, "bound", at_better)
    least = f.cut(bound, f.restate(rank, ForAll((i, j), Eq(better(i, j), Sum(better(i, j) * 1, c)))))
    least = f.inst(least, {t: 1 / m})
    never = f.lt(0, 0, f.add(f.by(least), f.inv(f.size(m))), (value, -1), (distance, 1))
    some = f.cases(fits.conclusion, f.absurd(never, goal), f.assume(goal))
    # all scores 1 have rank 1
    full = f.exists(f.gen(f.linear(1, Sum(1, c), (single, -1)), i, j), has_rank(1 + 0 * A[i, j]), ((i, c), 1), ((j, c), 1))
    found = f.exists(f.conj(full, f.linear(missed(lambda i, j: 1), 0)), exact, ((i, j), 1))
    return f.imply(f.cut(f.conj(some, found), *decomposed), given)


@no_best.proof
def products_approach_what_is_no_product(p):
    given = f.assume(cells)
    absent, top_right, low_left, low_right = (f.part(given, k) for k in range(4))
    row = f.linear(delta(o, a), 0, (absent, delta(o, a)), (low_left, -delta(o, a)))
    column = f.linear(delta(q, b), 0, (absent, delta(q, b)), (top_right, -delta(q, b)))
    product = x[i] * y[j]
    score = delta(i, o) * delta(j, b) + delta(i, a) * delta(j, q)
    exact, term = f.assume(Le(error(x, y), 0)), M[i, j] * (score - product)
    off = root(
        each(
            term * term,
            f.le(0, term * term, f.sq(term)),
            f.le(Sum(term * term, i, j), 0, f.by(exact), (f.spec(p["M mask"], i, j), -((score - product) ** 2), i, j)),
        )
    )
    first, second, corner = (f.inst(off, {i: r, j: s}) for r, s in ((o, b), (a, q), (a, b)))
    first = solved(
        x[o] * y[b], 1, (first, 1), (top_right, x[o] * y[b]), (top_right, 1), (top_right, delta(o, a) * delta(q, b)), (row, delta(q, b))
    )
    second = solved(
        x[a] * y[q],
        1,
        (second, 1),
        (low_left, x[a] * y[q]),
        (low_left, 1),
        (low_left, delta(o, a) * delta(q, b)),
        (row, delta(q, b)),
    )
    corner = solved(x[a] * y[b], 0, (corner, 1), (low_right, x[a] * y[b]), (row, M[a, b]), (column, M[a, b]))
    clash = f.linear(1, 0, (first, -x[a] * y[q]), (second, -1), (corner, x[o] * y[q]))
    positive = Lt(0, error(x, y))
    always = f.gen(f.cases(exact.conclusion, f.absurd(clash, positive), f.assume(positive)), x, y)
    # (e_o + t e_a)(e_q/t + e_b)ᵀ errs by t at (a, b) only

    def left(t):
        return delta(i, o) + t * delta(i, a)

    def right(t):
        return delta(j, q) / t + delta(j, b)

    both = delta(q, b) * M[o, q]
    uses = (absent, (1 / t) ** 2), (low_right, t**2), (row, both), (row, both / t), (row, both * t)
    value = solved(error(lambda i: left(t), lambda j: right(t)), t**2, *uses)
    positive, chosen = f.assume(Lt(0, epsilon)), epsilon / (1 + epsilon)
    over = f.inv(f.add(f.num(1), f.by(positive)))
    small = f.le(chosen**2, epsilon, f.mul(f.by(positive), f.add(f.num(1), f.by(positive), f.sq(epsilon)), over, over))
    below = f.unequal(f.lt(0, 1 + epsilon, f.add(f.num(1), f.by(positive))))
    nonzero = f.unequal(f.lt(0, chosen, f.mul(f.by(positive), over)))
    value = f.inst(value, {t: chosen})
    small = f.le(value.conclusion.children[0], epsilon, f.by(small), (value, -1))
    found = f.exists(small, f.node(Exists((x, y), Le(error(x, y), epsilon))), (i, left(chosen)), (j, right(chosen)))
    return f.imply(f.conj(always, f.gen(f.imply(f.cut(found, nonzero, below), positive), epsilon)), given)


vector = {sigma: [1], top: [0], o: 0, q: 0}


# All scores 1 have no error, whatever the weights of the cells are, and δ is not negative.
def all_ones(p, error):
    given = f.assume(truncation)
    single = f.part(given, len(truncation.args) - 3)
    full = f.exists(f.gen(f.linear(1, Sum(1, c), (single, -1)), i, j), has_rank(1 + 0 * A[i, j]), ((i, c), 1), ((j, c), 1))
    some = Exists(B, And(has_rank(B[i, j]), Eq(error(B), 0)))
    found = f.exists(f.conj(full, f.linear(error(lambda i, j: 1), 0)), some, ((i, j), 1))
    return f.imply(f.conj(f.part(f.mp(p.use(claim, "zeros for the missing"), given), 0), found), given)


@zeros.mutant("constant factor: 2 for 1 in 1 - δ(i, o)·δ(j, q) (place 3)")
def other_weights(p):
    return all_ones(p, lambda B: Sum((2 - hole(i, j)) * (1 - B(i, j)) ** 2, i, j))


@zeros.mutant("sign: -B[i, j]")
def another_factor(p):
    return all_ones(p, lambda B: Sum((1 - hole(i, j)) * ((1 + B(i, j)) * (1 - B(i, j))), i, j))


@zeros.mutant("strictness: δ(q, b) = 0")
def delta_is_not_negative(p):
    given, count = f.assume(p.goal.children[0]), len(truncation.args)
    apart = f.antisymmetry(f.part(given, count - 1), f.le(0, delta(q, b), f.sq(delta(q, b))))
    parts = f.conj(*(f.part(given, k) for k in range(count - 1)), apart)
    return f.imply(f.mp(p.use(claim, "zeros for the missing"), parts), given)


def against_itself(given, fits, S, at=j):
    """Σ_j S_oj = m: the truncation T = 1 of S is orthogonal to S − T, row by row, whichever column it has and whatever their signs."""
    (one, ones), T = filled_in(given, fits), truncated
    decomposed, _, orthonormal, *_ = (f.part(given, k) for k in range(len(truncation.args)))
    every, kept, other = U[o, k] * sigma[k], U[o, top(c)] * sigma[top(c)], U[o, top(d)] * sigma[top(d)]
    return f.linear(
        Sum(S(o, at), j),
        m,
        (f.spec(decomposed, o, at), T(o, j), j),
        (f.spec(orthonormal, k, top(c)), every * kept, k, c),
        (f.spec(orthonormal, top(c), top(d)), -kept * other, c, d),
        (one, -kept * other * delta(top(c), top(d)), c, d),
        (f.inst(ones, {i: o}), S(o, at) - T(o, at), j),
        (f.inst(ones, {i: o, j: at}), -1, j),
    )


@zeros.mutant("quantifier: ∃ for ∀ in ∀ c ∈ R?, ∀ d ∈ R?, δ(top(c), top(d)) = δ(c, d)")
@zeros.mutant("wrong axis: over k for c in Σ_{c∈R?} δ(k, top(c))")
@zeros.mutant("off-by-one range: all but one of Σ_{c∈R?} δ(l, top(c))")
@zeros.mutant("direction: sigma[k] ≤ sigma[l]")
@zeros.mutant("dropped hypothesis: sigma nonnegative")
def in_whatever_order(p):
    return never_fits(p, lambda given, fits: f.linear(1, 0, (against_itself(given, fits, filled), -1)))


@zeros.mutant("dropped term: the 1st term of 1 - δ(i, o)·δ(j, q)")
def the_hole_alone(p):
    def never(given, fits):
        return f.lt(0, 0, f.add(f.num(1), f.size(m)), (against_itself(given, fits, lambda i, j: -hole(i, j)), 1))

    return never_fits(p, never)


@zeros.mutant("swapped index: q for j in V[j, k] (place 2)")
def the_missing_column_for_all(p):
    return never_fits(p, lambda given, fits: f.lt(0, 0, f.size(m), (against_itself(given, fits, filled, q), 1)))


@zeros.mutant("dropped factor: the 2nd factor of U[i, k]·sigma[k]")
def without_the_values(p):
    def never(given, fits):
        # the row sums of what has the vectors of T = 1 are all the same
        _, ones = filled_in(given, fits)
        decomposed, _, orthonormal, *_, row, _ = (f.part(given, k) for k in range(len(truncation.args)))
        uses = [(row, -1)]
        for at, other, sign in ((o, a, 1), (a, o, -1)):
            uses.append((f.spec(decomposed, at, j), sign * truncated(other, j), j))
            uses.append((f.spec(orthonormal, k, top(c)), sign * U[at, k] * U[other, top(c)] * sigma[top(c)], k, c))
            uses.append((f.inst(ones, {i: other}), sign * filled(at, j), j))
        return f.linear(0, 1, *uses)

    return never_fits(p, never)


def never_fits(p, never):
    """What the theorem says, since that the truncation fits comes to what is false."""
    given, (goal, some) = f.assume(p.goal.children[0]), p.goal.children[1].children
    single, fits = f.part(given, len(truncation.args) - 3), f.assume(Le(missed(truncated), 0))
    misses = f.cases(fits.conclusion, f.absurd(never(given, fits), goal), f.assume(goal))
    full = f.exists(f.gen(f.linear(1, Sum(1, c), (single, -1)), i, j), has_rank(1 + 0 * A[i, j]), ((i, c), 1), ((j, c), 1))
    return f.imply(f.conj(misses, f.exists(f.conj(full, f.linear(missed(lambda i, j: 1), 0)), some, ((i, j), 1))), given)


@no_best.mutant("swapped index: o for a in M[a, q]")
def a_cell_that_is_there_and_is_not(p):
    given = f.assume(p.goal.children[0])
    return f.imply(f.absurd(f.linear(0, 1, (f.part(given, 0), -1), (f.part(given, 2), 1)), p.goal.children[1]), given)


@no_best.mutant("strictness: Σ_{i∈n} Σ_{j∈m} M[i, j]·(δ(i,  … (j, q) - x[i]·y[j])² ≤ epsilon")
def less_than_half(p):
    given, positive = f.assume(cells), f.assume(Lt(0, epsilon))
    both = f.mp(p.use(claim, "no best chart"), given)
    half = f.lt(0, epsilon / 2, f.mul(f.num(Fraction(1, 2)), f.by(positive)))
    near = f.mp(f.spec(f.part(both, 1), epsilon / 2), half)
    *_, known = f.obtain(near, x, y)
    small = f.lt(error(x, y), epsilon, f.add(f.by(known), f.mul(f.num(Fraction(1, 2)), f.by(positive))))
    small = f.release(f.exists(small, Exists((x, y), Lt(error(x, y), epsilon)), x, y), near, x, y)
    return f.imply(f.conj(f.part(both, 0), f.gen(f.imply(small, positive), epsilon)), given)


@no_best.mutant("off-by-one range: all but one of Σ_{i∈n} Σ_{j∈m} M[i, j]·(δ(i,  …  δ(i, a)·δ(j, q) - x[i]·y[j])² (place 2)")
def all_but_one_row(p):
    given, positive, left = f.assume(cells), f.assume(Lt(0, epsilon)), index("o_", n)
    both, off = p.use(claim, "no best chart"), delta(left, o) * delta(j, b) + delta(left, a) * delta(j, q) - x[left] * y[j]
    always, near = (f.part(f.mp(both, given), k) for k in range(2))
    near = f.mp(f.spec(near, epsilon), positive)
    *_, known = f.obtain(near, x, y)
    row = f.tot(j, f.sq(M[left, j] * off)), (f.spec(p["M mask"], left, j), -(off**2), j)
    cell = M[i, j] * (delta(i, o) * delta(j, b) + delta(i, a) * delta(j, q) - x[i] * y[j]) ** 2
    fewer = Sum((1 - delta(i, left)) * Sum(cell, j), i)
    small = f.le(fewer, epsilon, f.add(f.by(known), row[0]), row[1])
    some = f.release(f.exists(small, Exists((x, y), Le(fewer, epsilon)), x, y), near, x, y)
    return f.imply(f.conj(always, f.gen(f.imply(some, positive), epsilon)), given)


@no_best.mutant("direction: Σ_{i∈n} Σ_{j∈m} M[i, j]·(δ(i,  … (j, q) - x[i]·y[j])² ≤ epsilon")
def a_chart_that_errs_by_more(p):
    given, positive, s = f.assume(cells), f.assume(Lt(0, epsilon)), 1 + epsilon
    absent, top_right, low_left, low_right = (f.part(given, k) for k in range(4))
    row = f.linear(delta(o, a), 0, (absent, delta(o, a)), (low_left, -delta(o, a)))
    column = f.linear(delta(q, b), 0, (absent, delta(q, b)), (top_right, -delta(q, b)))
    there = error(lambda i: s * delta(i, a), lambda j: delta(j, b))
    kept = (top_right, 1), (low_left, 1), (low_right, s**2), (row, s * M[o, b]), (column, s * M[a, q]), (row, delta(q, b) * M[o, b])
    large = f.le(epsilon, there, f.add(f.num(3), f.by(positive), f.sq(epsilon)), (solved(there, 2 + s**2, *kept), 1))
    some = f.exists(large, Exists((x, y), Le(epsilon, error(lambda i: x[i], lambda j: y[j]))), (i, s * delta(i, a)), (j, delta(j, b)))
    always = f.part(f.mp(p.use(claim, "no best chart"), given), 0)
    return f.imply(f.conj(always, f.gen(f.imply(some, positive), epsilon)), given)


@zeros.near_miss("one row with a hole is fitted", at={**vector, U: [[1]], V: [[0], [1]], b: 1, n: 1, m: 2})
def one_row():
    return Implies(And(*svd(filled).values(), *head.values(), Eq(R, 1), Eq(delta(q, b), 0)), And(Lt(0, missed(truncated)), exact))


@zeros.near_miss("one column with a hole is fitted", at={**vector, U: [[0], [1]], V: [[1]], a: 1, n: 2, m: 1})
def one_column_only():
    return Implies(And(*svd(filled).values(), *head.values(), Eq(R, 1), Eq(delta(o, a), 0)), And(Lt(0, missed(truncated)), exact))


# "sigma nonnegative" is not needed, nor are the largest values: see `in_whatever_order`.

corner = {o: 0, q: 0, a: 1, b: 1}


@no_best.near_miss("without the corner (1, 1)ᵀ(1, 1) fits", at={**corner, M: [[0, 1], [1, 0]]})
def no_corner():
    return Implies(And(Eq(M[o, q], 0), Eq(M[o, b], 1), Eq(M[a, q], 1)), ForAll((x, y), Lt(0, error(x, y))))


no_best.necessary("M mask", "a cell that rewards errors", at={**corner, M: [[0, 1], [1, 1], [-9, -9]]})
