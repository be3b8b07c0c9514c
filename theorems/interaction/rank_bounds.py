"""Centring a field lowers its rank by at most two, and a border of ones says by how much.

For every score field S with interaction S̃: rank S − 2 ≤ rank S̃ ≤ rank S, and exactly rank S̃ = rank [[S, 1], [1ᵀ, 0]] − 2.  "Rank at most
the size of R" is a factorisation with columns in R, and |R| = |r| + 2 says that R has two columns more than r.  The upper end is
attained within every gauge class, by the interaction itself.  The lower end is attained at X + a1ᵀ + 1bᵀ whenever a and b
are centred, not 0 and orthogonal to the columns and rows of a centred X, so for X = 0 as soon as there are two rows and two columns.
Source: bordered matrices, Horn and Johnson (2013), Matrix Analysis, 0.8.5; Marsaglia and Styan (1974), Linear and Multilinear Algebra 2.
"""

from gaproof import Claim
from gaproof.lemmas.rank import trace_at_most, trace_columns, two_to_spare
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Sum, delta, field, index, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.decomposition import S, column_effect, grand_mean, i, interaction, j, k, l, m, n, row_effect

r, R = sizes("r", maybe_empty=True), sizes("R")
(c, c2), (d, e, h, o, o2) = index("c c2", r), index("d e h o o2", R)
Q, K, A, B = field("Q", i, c), field("K", j, c), field("A", i, d), field("B", j, d)
(x, y), a, b, X = field("x y", d), field("a", i), field("b", j), field("X", i, j)
i2, j2 = index("i2", n), index("j2", m)
U, V = field("U V", c, d)
F, G = field("F G", d, c)
two_more = Eq(R, r + 2)


def within(S):
    """S has rank at most |r|."""
    return rank_at_most(S, i, j, c, Q, K)


def wider(S):
    """S has rank at most |R|."""
    return rank_at_most(S, i, j, d, A, B)


T = interaction(S, i, j)
border = (
    ForAll((i, j), Eq(S[i, j], Sum(A[i, d] * B[j, d], d))),
    ForAll(i, Eq(1, Sum(A[i, d] * y[d], d))),
    ForAll(j, Eq(1, Sum(x[d] * B[j, d], d))),
    Eq(0, Sum(x[d] * y[d], d)),
)
bordered = Exists((A, B, x, y), And(*border))  # [[S, 1], [1ᵀ, 0]] has rank at most |R|


def low(i, j):
    """The sum of two units, a field without interaction."""
    return delta(i, k) + delta(j, l)


query, key = Q[i, c] - Sum(Q[k, c], k) / n, K[j, c] - Sum(K[l, c], l) / m  # with mean 0
p, q, p2, q2 = field("p", i), field("q", j), field("p2", i), field("q2", j)
Q2, K2 = field("Q2", i, c), field("K2", j, c)

claim = Claim("interaction.rank_bounds", source="Horn and Johnson (2013), 0.8.5; Marsaglia and Styan (1974)")
upper = claim.part(
    "rank S̃ ≤ rank S",
    given={"factors": ForAll((i, j), Eq(S[i, j], Sum(Q[i, c] * K[j, c], c)))},
    shows=ForAll((i, j), Eq(T, Sum(query * key, c))),
)
lower = claim.part(
    "rank S ≤ rank S̃ + 2",
    given={"factors": ForAll((i, j), Eq(T, Sum(Q[i, c] * K[j, c], c)))},
    shows=rank_at_most(S[i, j], i, j, c, Q2, K2, (p, q), (p2, q2)),
)
exact = claim.part("bordered", shows=Implies(two_more, Iff(within(T), bordered)))
least = claim.part("border", shows=Implies(bordered, Le(2, R)))
upper_end = claim.part("upper end", shows=Exists((a, b), ForAll((i, j), Eq(S[i, j] + a[i] + b[j], T))))


def conditions(size):
    """X is centred, a and b are centred, not 0 and orthogonal to X, and X + a1ᵀ + 1bᵀ has rank at most |R|, which is such a size."""
    return {
        "size": size,
        "a centred": Eq(Sum(a[i], i), 0),
        "b centred": Eq(Sum(b[j], j), 0),
        "a not 0": Lt(0, Sum(a[i] * a[i], i)),
        "b not 0": Lt(0, Sum(b[j] * b[j], j)),
        "columns": ForAll(j, Eq(Sum(a[i] * X[i, j], i), 0)),
        "rows": ForAll(i, Eq(Sum(X[i, j] * b[j], j), 0)),
        "row sums": ForAll(i, Eq(Sum(X[i, j], j), 0)),
        "column sums": ForAll(j, Eq(Sum(X[i, j], i), 0)),
        "rank": wider(X[i, j] + a[i] + b[j]),
    }


low_rank = And(*conditions(two_more).values())
lower_end = claim.part("lower end", shows=Implies(low_rank, within(X[i, j])))
another_row, another_column = Eq(delta(i, k), 0), Eq(delta(j, l), 0)
minor_of = And(another_row, another_column, rank_at_most(low(i2, j2), i2, j2, d, A, B))
unary = claim.part("lower end without interaction", shows=Implies(minor_of, Le(2, R)))
lower.drawn(
    {
        S: ((i, j), p[i] + q[j] + Sum(Q2[i, c] * K2[j, c], c)),
        Q: ((i, c), Q2[i, c] - Sum(Q2[k, c], k) / n),
        K: ((j, c), K2[j, c] - Sum(K2[l, c], l) / m),
    }
)


@upper.proof
def centre_the_factors(p):
    at = f.spec(p["factors"], i, j)
    return p.solve((at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))


@lower.proof
def the_effects_take_two_columns(proof):
    rows, columns = grand_mean(S) + row_effect(S, i), column_effect(S, j)
    whole = solved(S[i, j], Sum(Q[i, c] * K[j, c], c) + rows * 1 + 1 * columns, (f.spec(proof["factors"], i, j), 1))
    return f.exists(f.gen(whole, i, j), proof.goal, Q, K, (i, rows), (j, 1), (i, 1), (j, columns))


def embedded(p):
    """R holds the columns of r and two more, o and o2: the existence, the fact that these differ, and UgVᵀ = 1."""
    spare = f.cut(two_to_spare(r, R), f.assume(two_more))
    *_, both = f.obtain(spare, o, o2)
    return spare, f.part(both, 0), f.part(both, 1)


def mean_row(d):
    return Sum(A[i, d], i) / n


def mean_column(d):
    return Sum(B[j, d], j) / m


def dual(d):
    """A mean row that is orthogonal to the mean column."""
    return mean_row(d) - Sum(mean_row(e) * mean_column(e), e) * x[d]


def split(d, e):
    """F, the idempotent of trace 2 that carries the border."""
    return y[d] * dual(e) + mean_column(d) * x[e]


def rest(d, e):
    """1 − F."""
    return delta(d, e) - split(d, e)


def without_border(made):
    """(1 − F)² = 1 − F and tr F = 2, from the factors of the bordered matrix."""
    _, last_column, last_row, corner = (f.part(made, number) for number in range(4))
    row = solved(Sum(mean_row(d) * y[d], d), 1, (f.spec(last_column, i), 1 / n, i))
    column = solved(Sum(x[d] * mean_column(d), d), 1, (f.spec(last_row, j), 1 / m, j))
    overlap = Sum(mean_row(e) * mean_column(e), e)
    again = solved(
        Sum(rest(d, h) * rest(h, e), h),
        rest(d, e),
        (row, y[d] * dual(e)),
        (corner, overlap * y[d] * dual(e)),
        (corner, mean_column(d) * dual(e)),
        (column, mean_column(d) * x[e]),
        (column, overlap * y[d] * x[e]),
    )
    trace = solved(Sum(split(d, d), d), 2, (row, 1), (corner, overlap), (column, 1))
    return f.gen(again, d, e), trace


@exact.proof
def two_columns_for_the_border(p):
    given, ones = f.assume(within(T)), f.assume(bordered)
    spare, apart, room = embedded(p)
    *_, unit = f.obtain(room, U, V)
    *_, known = f.obtain(given, Q, K)
    place, place2, kept = delta(d, o), delta(d, o2), 1 - delta(d, o) - delta(d, o2)
    rows, columns = grand_mean(S) + row_effect(S, i), column_effect(S, j)

    def query(d):
        return Sum(Q[i, c] * U[c, d], c)

    def key(d):
        return Sum(K[j, c] * V[c, d], c)

    left, right = query(d) * kept + place * rows + place2, key(d) + place * (1 - key(o)) + place2 * (columns - key(o2))
    whole = solved(
        S[i, j],
        Sum(left * right, d),
        (f.spec(known, i, j), 1),
        (f.spec(unit, c, c2), Q[i, c] * K[j, c2], c, c2),
        (apart, (rows - query(o)) * (columns - key(o2))),
        (apart, (1 - query(o)) * (1 - key(o))),
    )
    ends = f.linear(1, Sum(left * place2, d), (apart, query(o) - rows)), f.linear(1, Sum(place * right, d), (apart, key(o2) - columns))
    parts = f.gen(whole, i, j), f.gen(ends[0], i), f.gen(ends[1], j), f.linear(0, Sum(place * place2, d), (apart, -1))
    there = f.exists(f.conj(*parts), bordered, ((i, d), left), ((j, d), right), (d, place), (d, place2))
    there = f.release(f.release(f.release(there, given, Q, K), room, U, V), spare, o, o2)

    # S̃ = A'B'ᵀ = A'(1 − F)B'ᵀ for the centred rows A' and B', since A'y = B'x = 0; the trace of 1 − F is |r|
    *_, made = f.obtain(ones, A, B, x, y)
    inner, last_column, last_row, _ = (f.part(made, number) for number in range(4))
    again, trace = without_border(made)
    few = f.le(Sum(rest(d, d), d), r, f.num(0), (trace, 1), (f.assume(two_more), -1))
    columns = f.cut(f.inst(trace_columns(R, r), {"E": ((d, e), rest(d, e))}), again, few)
    *_, product = f.obtain(columns, F, G)
    left, right = A[i, d] - mean_row(d), B[j, d] - mean_column(d)
    row, column, at = f.spec(last_column, i), f.spec(last_row, j), f.spec(inner, i, j)
    over_i, over_j = (row, Sum(right * dual(d), d)), (column, Sum(left * mean_column(d), d))
    equal = solved(
        T,
        Sum(Sum(left * F[d, c], d) * Sum(right * G[d, c], d), c),
        *((at, *w) for w in ((1,), (1 / n, i), (1 / m, j), (1 / (n * m), i, j))),
        (f.spec(product, d, e), left * (B[j, e] - mean_column(e)), d, e),
        over_i,
        (row, over_i[1] / n, i),
        over_j,
        (column, over_j[1] / m, j),
    )
    back = f.exists(f.gen(equal, i, j), within(T), ((i, c), Sum(left * F[d, c], d)), ((j, c), Sum(right * G[d, c], d)))
    back = f.release(f.release(back, columns, F, G), ones, A, B, x, y)
    return f.conj(f.imply(there, given), f.imply(back, ones))


@least.proof
def trace_of_the_border(p):
    ones = f.assume(bordered)
    *_, made = f.obtain(ones, A, B, x, y)
    again, trace = without_border(made)
    return f.release(counted(split, solved_split(again), trace), ones, A, B, x, y)


def solved_split(again):
    """F² = F, from (1 − F)² = 1 − F."""
    return f.gen(solved(Sum(split(d, h) * split(h, e), h), split(d, e), (f.spec(again, d, e), 1)), d, e)


def counted(F, again, trace):
    """2 ≤ |R|, from F² = F and tr F = 2: over R every matrix has |R| columns."""
    whole = f.gen(f.linear(F(d, e), Sum(F(d, h) * delta(e, h), h)), d, e)
    columns = f.exists(whole, rank_at_most(F(d, e), d, e, h, *field("D H", d, h)), ((d, h), F(d, h)), ((e, h), delta(e, h)))
    few = f.cut(f.inst(trace_at_most(R, R), {"E": ((d, e), F(d, e))}), again, columns)
    return f.le(2, R, f.by(few), (trace, 1))


@upper_end.proof
def take_the_effects_away(p):
    rows, columns = -grand_mean(S) - row_effect(S, i), -column_effect(S, j)
    return f.exists(p.auto(ForAll((i, j), Eq(S[i, j] + rows + columns, T))), p.goal, (i, rows), (j, columns))


@lower_end.proof
def a_and_b_use_two_columns(p):
    return through_two_columns(p, f.assume(low_rank), lambda size: (f.num(0), (size, -1)))


def through_two_columns(p, condition, room):
    """X has rank at most |r|; ``room``: why |R| − 2 ≤ |r|."""
    size, a_0, b_0, a_some, b_some, columns_0, rows_0, row_sums, column_sums, given = (f.part(condition, number) for number in range(10))
    *_, known = f.obtain(given, A, B)
    at = f.spec(known, i, j)
    aa, bb = Sum(a[i] * a[i], i), Sum(b[j] * b[j], j)
    alpha, alpha1 = lambda d: Sum(a[i] * A[i, d], i) / aa, lambda d: Sum(A[i, d], i) / n
    beta, beta1 = lambda d: Sum(b[j] * B[j, d], j) / bb, lambda d: Sum(B[j, d], j) / m

    def plane(d, e):
        """F, which carries a1ᵀ + 1bᵀ."""
        return beta1(d) * alpha(e) + beta(d) * alpha1(e)

    def rest(d, e):
        return delta(d, e) - plane(d, e)

    of_a, of_b = f.linear(aa / aa, 1), f.linear(bb / bb, 1)
    # A, B with the vectors: Aβ₁ = a, Aβ = 1, αBᵀ = 1, α₁Bᵀ = b
    to_a = solved(Sum(A[i, d] * beta1(d), d), a[i], (at, 1 / m, j), (f.spec(row_sums, i), 1 / m), (b_0, 1 / m))
    to_1 = solved(Sum(A[i, d] * beta(d), d), 1, (at, b[j] / bb, j), (f.spec(rows_0, i), 1 / bb), (b_0, a[i] / bb), (of_b, 1))
    from_1 = solved(Sum(alpha(d) * B[j, d], d), 1, (at, a[i] / aa, i), (f.spec(columns_0, j), 1 / aa), (a_0, b[j] / aa), (of_a, 1))
    from_b = solved(Sum(alpha1(d) * B[j, d], d), b[j], (at, 1 / n, i), (f.spec(column_sums, j), 1 / n), (a_0, 1 / n))
    pair = {
        "α β₁": solved(Sum(alpha(d) * beta1(d), d), 1, (from_1, 1 / m, j)),
        "α β": solved(Sum(alpha(d) * beta(d), d), 0, (from_1, b[j] / bb, j), (b_0, 1 / bb)),
        "α₁ β₁": solved(Sum(alpha1(d) * beta1(d), d), 0, (from_b, 1 / m, j), (b_0, 1 / m)),
        "α₁ β": solved(Sum(alpha1(d) * beta(d), d), 1, (from_b, b[j] / bb, j), (of_b, 1)),
    }
    again = solved(
        Sum(rest(d, h) * rest(h, e), h),
        rest(d, e),
        (pair["α β₁"], beta1(d) * alpha(e)),
        (pair["α β"], beta1(d) * alpha1(e)),
        (pair["α₁ β₁"], beta(d) * alpha(e)),
        (pair["α₁ β"], beta(d) * alpha1(e)),
    )
    spare, *more = room(size)
    few = f.le(Sum(rest(d, d), d), r, spare, (pair["α β₁"], 1), (pair["α₁ β"], 1), *more)
    columns = f.cut(
        f.inst(trace_columns(R, r), {"E": ((d, e), rest(d, e))}),
        p.everywhere(again, d, e, facts=[known, a_some, b_some]),
        p.clear(few, known, a_some, b_some, size),
    )
    *_, product = f.obtain(columns, F, G)
    equal = solved(
        X[i, j],
        Sum(Sum(A[i, d] * F[d, c], d) * Sum(B[j, d] * G[d, c], d), c),
        (at, 1),
        (f.spec(product, d, e), A[i, d] * B[j, e], d, e),
        (to_a, Sum(alpha(d) * B[j, d], d)),
        (from_1, a[i]),
        (to_1, Sum(alpha1(d) * B[j, d], d)),
        (from_b, 1),
    )
    equal = p.everywhere(equal, i, j, facts=[known, product, a_some, b_some])
    found = f.exists(equal, within(X[i, j]), ((i, c), Sum(A[i, d] * F[d, c], d)), ((j, c), Sum(B[j, d] * G[d, c], d)))
    found = p.clear(f.release(found, columns, F, G), given, known, a_some, b_some)
    return f.release(found, given, A, B)


@unary.proof
def a_minor_of_two_rows(p):
    def minor(d, e):
        """BNA for the inverse N of the rows k, i and columns l, j of the field, [[2, 1], [1, 0]]."""
        return B[l, d] * A[i, e] + B[j, d] * A[k, e] - 2 * B[j, d] * A[i, e]

    return of_two_rows(p, f.assume(minor_of), minor)


def of_two_rows(p, condition, minor):
    """2 ≤ |R|, since BNA is idempotent and has trace 2."""
    *apart, given = (f.part(condition, number) for number in range(3))
    *_, known = f.obtain(given, A, B)
    at = {(row, column): f.spec(known, row, column) for row in (i, k) for column in (j, l)}
    trace = solved(Sum(minor(d, d), d), 2, *((th, 1) for th in (*at.values(), *apart)))
    weights = B[l, d] * A[i, e], B[j, d] * A[k, e], B[j, d] * A[i, e], B[l, d] * A[k, e]
    again = solved(Sum(minor(d, h) * minor(h, e), h), minor(d, e), *((th, w) for th in (*at.values(), *apart) for w in weights))
    return f.release(counted(minor, f.gen(again, d, e), trace), given, A, B)


lower.necessary("factors", "S = 1 of size 3, with r = 0", at={S: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], r: 0, Q: [[]] * 3, K: [[]] * 3})


@upper.near_miss("the other way round: S = 1 has rank 1 and no interaction", at={S: [[1]], r: 0, Q: [[]], K: [[]]})
def rank_regained():
    return {"factors": ForAll((i, j), Eq(T, Sum(Q[i, c] * K[j, c], c)))}, within(S[i, j])


corner_one = {S: [[2, 1], [1, 1]], r: 0, R: 2, A: [[1, 1], [1, 0]], B: [[1, 1], [1, 0]], x: [1, 0], y: [1, 0]}


@exact.near_miss("the corner is 0, not 1: S = [[2, 1], [1, 1]] then has a bordered matrix of rank 2 and an interaction", at=corner_one)
def corner_of_one():
    return Implies(two_more, Iff(within(T), Exists((A, B, x, y), And(*border[:3], Eq(1, Sum(x[d] * y[d], d))))))


@least.near_miss("two columns may be enough: S = 0", at={S: [[0]], R: 2, A: [[1, 0]], y: [1, 0], B: [[0, 1]], x: [0, 1]})
def more_than_two():
    return Implies(bordered, Lt(2, R))


@lower.near_miss("a column for the row field alone is too few: n = 1, m = 2, S = (0, 1)", at={S: [[0, 1]], r: 0, Q: [[]], K: [[], []]})
def one_column_more():
    return lower.given, Exists(a, ForAll((i, j), Eq(S[i, j], a[i] + Sum(Q[i, c] * K[j, c], c))))


whole = {S: [[1, 0], [0, 0]], r: 0, R: 3, A: [[1, 0, 1], [0, 0, 1]], x: [1, 1, 0], B: [[1, 0, 0], [0, 1, 0]], y: [0, 0, 1]}


@exact.near_miss("three columns more hold every bordered matrix of two rows and columns", at=whole)
def three_for_the_border():
    return Implies(Eq(R, r + 3), Iff(within(T), bordered))


@upper_end.near_miss("a row field alone does not do: n = 1, m = 2, S = (0, 1)")
def row_field_only():
    return Exists(a, ForAll((i, j), Eq(S[i, j] + a[i], T)))


def product(f, g):
    """The matrix f gᵀ."""
    return [[p * q for q in g] for p in f]


def columns(*fields):
    """The fields as columns of one matrix."""
    return [list(row) for row in zip(*fields, strict=True)]


# X = f gᵀ, with a ⊥ f and b ⊥ g unless said otherwise, and factors A, B of X + a1ᵀ + 1bᵀ
long, flat, short, ones = (1, 1, -2), (1, -1, 0), (1, -1), (1, 1)
tall, wide = {X: product(long, short), a: list(flat)}, {X: product(short, long), b: list(flat)}
three = {
    X: product(long, long),
    a: list(flat),
    b: list(flat),
    r: 0,
    R: 3,
    A: columns(long, flat, [1, 1, 1]),
    B: columns(long, [1, 1, 1], flat),
}


@lower_end.near_miss("with three columns more the rank of X may be 1", at=three)
def three_columns_more():
    return Implies(And(*conditions(Eq(R, r + 3)).values()), within(X[i, j]))


needed = {  # what X, a and b may be without a condition
    "a centred": ("a constant a joins b", {**wide, a: [1, 1], A: columns(short, ones), B: columns(long, [2, 0, 1])}),
    "b centred": ("a constant b joins a", {**tall, b: [1, 1], A: columns(long, [2, 0, 1]), B: columns(short, ones)}),
    "a not 0": ("no row field is added", {**wide, a: [0, 0], A: columns(short, ones), B: columns(long, flat)}),
    "b not 0": ("no column field is added", {**tall, b: [0, 0], A: columns(long, flat), B: columns(short, ones)}),
    "columns": ("X = a gᵀ", {**wide, a: list(short), A: columns(short, ones), B: columns([2, 2, -1], flat)}),
    "rows": ("X = f bᵀ", {**tall, b: list(short), A: columns([2, 2, -1], flat), B: columns(short, ones)}),
    "row sums": (
        "X is a row field",
        {**tall, X: product(long, ones), b: list(short), A: columns([2, 0, -2], [1, 1, 1]), B: columns(ones, short)},
    ),
    "column sums": (
        "X is a column field",
        {**wide, X: product(ones, long), a: list(short), A: columns(short, ones), B: columns([1, 1, 1], [2, 0, -2])},
    ),
}
for dropped, (why, model) in needed.items():
    left = And(*(h for name, h in conditions(two_more).items() if name != dropped))
    lower_end.near_miss(f"{dropped}: {why}", at={**model, r: 0, R: 2})(lambda left=left: Implies(left, within(X[i, j])))


two_columns = {n: 2, m: 2, R: 2, i: 1, k: 0, j: 1, l: 0, A: [[1, 1], [0, 1]], B: [[1, 1], [1, 0]]}


@unary.near_miss("two columns are enough", at=two_columns)
def three_columns():
    return Implies(minor_of, Lt(2, R))


@unary.near_miss("one row has rank 1", at={n: 1, m: 2, R: 1, k: 0, j: 1, l: 0, A: [[1]], B: [[2], [1]]})
def one_row():
    return Implies(And(another_column, minor_of.args[2]), Le(2, R))


one_column = {R: 1, S: [[1]], A: [[1]], B: [[1]], x: [1], y: [1]}
for number, (why, model) in {1: ("last column", {y: [0]}), 2: ("last row", {x: [0]}), 3: ("corner", {})}.items():
    left = Exists((A, B, x, y), And(*(h for place, h in enumerate(border) if place != number)))
    least.near_miss(f"without its {why} the border may have rank 1", at={**one_column, **model})(lambda left=left: Implies(left, Le(2, R)))

upper.necessary("factors", "any factors", at={S: [[1, 0], [0, 0]], r: 0, Q: [[], []], K: [[], []]})
# "factors" for rank S ≤ rank S̃ + 2: without them S may have any rank.


# ---- mutants that are true ---------------------------------------------------------------------------------------------------------


total, rows, columns = Sum(S[i, j], i, j), Sum(S[i, j], j), Sum(S[i, j], i)
mean, row, column = total / (n * m), rows / m, columns / n
