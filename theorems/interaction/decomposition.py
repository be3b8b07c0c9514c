"""Every score field is a mean, a row field, a column field and an interaction, in exactly one way.

S_ij = μ + a_i + b_j + S̃_ij with Σ a = Σ b = 0 and zero row and column sums of S̃ has one solution: μ the grand mean, a and b the
deviations of the row and column means, S̃ the doubly centred field.  The four parts are orthogonal, centring twice is centring
once, and S̃ = 0 exactly for the unary fields r_i + c_j.  These have dimension n + m − 1: r and c are coordinates of them once c
vanishes at a chosen key, and the projection S ↦ S − S̃ onto them has trace n + m − 1.
Source: two-way analysis of variance; Scheffé (1959), The Analysis of Variance, 4.1.
"""

from itertools import combinations

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Sum, delta, field, index, scalar, sizes

n, m = sizes("n m")
(i, k), (j, l) = index("i k", n), index("j l", m)
S, T = field("S T", i, j)
(a, r, r2), (b, c, c2) = field("a r r2", i), field("b c c2", j)
mu = scalar("mu")


def grand_mean(S):
    return Sum(S(i, j), i, j) / (n * m)


def row_effect(S, i):
    return Sum(S(i, j), j) / m - grand_mean(S)


def column_effect(S, j):
    return Sum(S(i, j), i) / n - grand_mean(S)


def interaction(S, i, j):
    """S̃_ij, the doubly centred field."""
    return S(i, j) - grand_mean(S) - row_effect(S, i) - column_effect(S, j)


def interaction_of(S):
    return lambda i, j: interaction(S, i, j)


def decomposed(mu, a, b, T):
    """S = μ + a + b + T with centred a, b and T."""
    return {
        "sum": ForAll((i, j), Eq(S[i, j], mu + a(i) + b(j) + T(i, j))),
        "a centred": Eq(Sum(a(i), i), 0),
        "b centred": Eq(Sum(b(j), j), 0),
        "row sums": ForAll(i, Eq(Sum(T(i, j), j), 0)),
        "column sums": ForAll(j, Eq(Sum(T(i, j), i), 0)),
    }


def orthogonal(*fields):
    """The inner products of all pairs vanish."""
    return And(*(Eq(Sum(p(i, j) * q(i, j), i, j), 0) for p, q in combinations(fields, 2)))


def is_unary(r, c):
    return ForAll((i, j), Eq(S[i, j], r[i] + c[j]))


means = grand_mean(S), lambda i: row_effect(S, i), lambda j: column_effect(S, j), interaction_of(S)
four_parts = (lambda i, j: grand_mean(S), lambda i, j: row_effect(S, i), lambda i, j: column_effect(S, j), interaction_of(S))
all_means = And(
    Eq(mu, grand_mean(S)),
    ForAll(i, Eq(a[i], row_effect(S, i))),
    ForAll(j, Eq(b[j], column_effect(S, j))),
    ForAll((i, j), Eq(T[i, j], interaction(S, i, j))),
)
no_interaction = ForAll((i, j), Eq(interaction(S, i, j), 0))
other_coordinates = And(Eq(c2[l], 0), is_unary(r2, c2))
same_coordinates = And(ForAll(i, Eq(r2[i], r[i])), ForAll(j, Eq(c2[j], c[j])))


def kept_of_unit(k, l):
    """The coefficient of S_kl in (S − S̃)_kl: a diagonal entry of the projection onto the unary fields."""
    return 1 - interaction(lambda i, j: delta(i, k) * delta(j, l), k, l)


claim = Claim("interaction.decomposition", source="Scheffé (1959), The Analysis of Variance, 4.1")
claim.where(g=grand_mean(S), u=row_effect(S, i), v=column_effect(S, j), S_tilde=interaction(S, i, j), P=kept_of_unit(k, l))
existence = claim.part("existence", shows=And(*decomposed(*means).values()))
uniqueness = claim.part("uniqueness", given=decomposed(mu, a, b, T), shows=all_means)
orthogonality = claim.part("orthogonality", shows=orthogonal(*four_parts))
idempotence = claim.part("idempotence", shows=ForAll((i, j), Eq(interaction(interaction_of(S), i, j), interaction(S, i, j))))
kernel = claim.part("kernel", shows=Iff(no_interaction, Exists((r, c), is_unary(r, c))))
coordinates = claim.part(
    "coordinates",
    given={"no interaction": no_interaction},
    shows=Exists((r, c), And(Eq(c[l], 0), is_unary(r, c), ForAll((r2, c2), Implies(other_coordinates, same_coordinates)))),
)
trace = claim.part("trace", shows=Eq(Sum(kept_of_unit(k, l), k, l), n + m - 1))


@existence.proof
def the_means_decompose(p):
    return p.auto()


@uniqueness.proof
def read_off_the_means(p):
    split, rows, columns = f.spec(p["sum"], i, j), f.spec(p["row sums"], i), f.spec(p["column sums"], j)
    total = solved(mu, grand_mean(S), (split, 1 / (n * m), i, j), (p["a centred"], 1 / n), (p["b centred"], 1 / m), (rows, 1 / (n * m), i))
    row = solved(a[i], row_effect(S, i), (split, 1 / m, j), (p["b centred"], 1 / m), (rows, 1 / m), (total, 1))
    column = solved(b[j], column_effect(S, j), (split, 1 / n, i), (p["a centred"], 1 / n), (columns, 1 / n), (total, 1))
    rest = solved(T[i, j], interaction(S, i, j), (split, 1), (total, 1), (row, 1), (column, 1))
    return f.conj(total, f.gen(row, i), f.gen(column, j), f.gen(rest, i, j))


@orthogonality.proof
def centred_fields_are_orthogonal(p):
    return p.auto()


@idempotence.proof
def means_of_centred_fields_vanish(p):
    return p.identity()


@kernel.proof
def unary_fields(p):
    centred, split = f.assume(no_interaction), Exists((r, c), is_unary(r, c))
    sum_of_effects = solved(S[i, j], grand_mean(S) + row_effect(S, i) + column_effect(S, j), (f.spec(centred, i, j), 1))
    found = f.exists(f.gen(sum_of_effects, i, j), split, (i, grand_mean(S) + row_effect(S, i)), (j, column_effect(S, j)))
    *_, given = f.obtain(f.assume(split), r, c)
    at = f.spec(given, i, j)
    zero = solved(interaction(S, i, j), 0, (at, 1), (at, 1 / m, j), (at, 1 / n, i), (at, 1 / (n * m), i, j))
    return f.conj(f.imply(found, centred), f.imply(f.release(f.gen(zero, i, j), f.assume(split), r, c), split))


@coordinates.proof
def anchored_at_a_key(p):
    flat = p["no interaction"]

    def R(i):  # r_i = S_il
        return S[i, l]

    def C(j):  # c_j is the difference of two column means
        return column_effect(S, j) - column_effect(S, l)

    splits = solved(S[i, j], R(i) + C(j), (f.spec(flat, i, j), 1), (f.spec(flat, i, l), 1))
    other = f.assume(other_coordinates)
    anchor, same = f.part(other, 0), f.part(other, 1)
    row = solved(r2[i], R(i), (f.spec(same, i, l), 1), (anchor, 1))
    column = solved(c2[j], C(j), (f.spec(same, i, j), 1 / n, i), (f.spec(same, i, l), 1 / n, i), (anchor, 1))
    unique = f.gen(f.imply(f.conj(f.gen(row, i), f.gen(column, j)), other), r2, c2)
    return f.exists(f.conj(f.linear(C(l), 0), f.gen(splits, i, j), unique), p.goal, (i, R(i)), (j, C(j)))


@trace.proof
def count(p):
    return p.identity()


nothing = {mu: 0, a: [0], b: [0], T: [[0]], S: [[0]]}
uniqueness.necessary("sum", "the parts of another field", at={**nothing, S: [[1]]})
uniqueness.necessary("a centred", "a constant may move between μ and a", at={**nothing, mu: 1, a: [-1]})
uniqueness.necessary("b centred", "a constant may move between μ and b", at={**nothing, mu: 1, b: [-1]})
uniqueness.necessary("row sums", "a row field may move into T", at={mu: 0, a: [1, -1], b: [0], T: [[-1], [1]], S: [[0], [0]]})
uniqueness.necessary("column sums", "a column field may move into T", at={mu: 0, a: [0], b: [1, -1], T: [[-1, 1]], S: [[0, 0]]})


@orthogonality.near_miss("raw row and column means are not orthogonal: for S = 1 the product is nm")
def raw_means():
    return orthogonal(lambda i, j: grand_mean(S) + row_effect(S, i), lambda i, j: grand_mean(S) + column_effect(S, j))


@idempotence.near_miss("taking off both raw means is no projection: it turns S = 1 into -1 and back into 1")
def means_taken_off_twice():
    def off(S):
        return lambda i, j: interaction(S, i, j) - grand_mean(S)

    return ForAll((i, j), Eq(off(off(S))(i, j), off(S)(i, j)))


@kernel.near_miss("a column field has no interaction and is no row field: n = 1, m = 2, S = (0, 1)")
def row_fields_only():
    return Iff(no_interaction, Exists(r, ForAll((i, j), Eq(S[i, j], r[i]))))


@coordinates.near_miss("a constant may move from r to c unless c is fixed at a key: S = 0 = 1 + (-1)")
def not_anchored():
    unique = ForAll((r2, c2), Implies(is_unary(r2, c2), same_coordinates))
    return {"no interaction": no_interaction}, Exists((r, c), And(Eq(c[l], 0), is_unary(r, c), unique))


coordinates.necessary("no interaction", "a field that is no sum", at={S: [[1, 0], [0, 0]], l: 0})


@trace.near_miss("the constants are both row and column fields: for n = m = 1 the dimension is 1, not 2")
def constants_counted_twice():
    return Eq(Sum(kept_of_unit(k, l), k, l), n + m)
