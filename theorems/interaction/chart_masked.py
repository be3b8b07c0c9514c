"""On an incomplete carrier a truncated singular value decomposition is no best chart, and there may be none.

Let all cells but one be addressable, and all scores be 1.  A chart with one column fits them without error.  But fill the missing cell
with 0, and truncate the singular value decomposition to rank 1: that misses the scores on the carrier.  And let a carrier lack the cell
(o, q) and have (o, b), (a, q) and (a, b), with scores 1, 1 and 0 there and 0 elsewhere: charts with one column come as close as one
likes, but none fits.  So the theorem on truncation needs a full carrier.  To find the best chart with one column for given weights of
the cells is NP-hard (Gillis and Glineur 2011), so unless P = NP no algorithm with polynomial time finds a normal form on every carrier.
Source: Gillis and Glineur (2011), SIAM J. Matrix Anal. Appl. 32, 1149-1165; Srebro and Jaakkola (2003), ICML.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Sum, delta, field, index, scalar
from theorems.interaction import eckart_young
from theorems.interaction.eckart_young import A, B, L, N, R, U, V, c, d, has_rank, head, i, j, m, n, sigma, svd, top, truncated

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
