"""The rank of an interaction depends neither on the weights of the centring nor on unary fields.

For weights u of the rows and v of the columns, each of total 1 and of any signs, the field (I − 1uᵀ) S (I − v1ᵀ) has the same rank:
it has a factorisation with r columns for one choice of weights exactly if it has one for any other, and adding a row field and a
column field to S changes nothing at all.  So the *interaction rank* is an invariant of the two-sided gauge that asks for no measure
on rows and columns.  The singular values do ask for one: an entry of one 1 centred at a corner is (1 − δ)(1 − δ), centred uniformly it is
(δ − 1/n)(δ − 1/m), and the sums of the squares differ by the factor nm.
Source: two-way analysis of variance with weights, Scheffé (1959), The Analysis of Variance, 4.1.
"""

from gaproof import Claim
from gaproof.lemmas.rank import equal_rank
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Iff, Sum, delta, field, index, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.decomposition import S, i, interaction, j, k, l, m, n

r = sizes("r", maybe_empty=True)
c = index("c", r)
A, B = field("A", i, c), field("B", j, c)
k2, l2 = index("k2", n), index("l2", m)
(u, u2, a), (v, v2, b) = field("u u2 a", i), field("v v2 b", j)


def centred(S, u, v):
    """(I − 1uᵀ) S (I − v1ᵀ)."""
    return lambda i, j: S(i, j) - Sum(u(k) * S(k, j), k) - Sum(S(i, l) * v(l), l) + Sum(u(k) * S(k, l) * v(l), k, l)


def shifted(i, j):
    """S with a row field and a column field added."""
    return S[i, j] + a[i] + b[j]


def unit(i, j):
    """One entry is 1."""
    return delta(i, k2) * delta(j, l2)


corner = lambda i: delta(i, k2), lambda j: delta(j, l2)
uniform = lambda i: 1 / n, lambda j: 1 / m


def square(S):
    """The sum of the squares of the entries, which is that of the singular values."""
    return Sum(S(i, j) * S(i, j), i, j)


def of_rank(S):
    return rank_at_most(S(i, j), i, j, c, A, B)


def weighing(u, v):
    """The weights have total 1."""
    return {"rows": Eq(Sum(u[i], i), 1), "columns": Eq(Sum(v[j], j), 1)}


first, second = weighing(u, v), {f"other {name}": h for name, h in weighing(u2, v2).items()}
claim = Claim("interaction.rank_invariant", source="Scheffé (1959), The Analysis of Variance, 4.1")
unary = claim.part("unary fields", given=first, shows=ForAll((i, j), Eq(centred(shifted, u, v)(i, j), centred(S, u, v)(i, j))))
weights = claim.part("weights", given={**first, **second}, shows=Iff(of_rank(centred(S, u, v)), of_rank(centred(S, u2, v2))))
gauge = claim.part("gauge", given={**first, **second}, shows=Iff(of_rank(centred(S, u, v)), of_rank(centred(shifted, u2, v2))))
uniformly = claim.part("uniform weights", shows=ForAll((i, j), Eq(centred(S, *uniform)(i, j), interaction(S, i, j))))
spectrum = claim.part(
    "singular values",
    shows=And(
        Eq(square(centred(unit, *corner)), (n - 1) * (m - 1)),
        Eq(square(centred(unit, *uniform)), (1 - 1 / n) * (1 - 1 / m)),
    ),
)


@unary.proof
def weights_of_total_1(p):
    return p.solve((p["rows"], b[j] - Sum(b[l] * v[l], l)), (p["columns"], a[i] - Sum(u[k] * a[k], k)))


def recentred(S, u, v, u2, v2, rows, columns):
    """The rank for u and v → that for u2 and v2: (I − 1u2ᵀ)(I − 1uᵀ) = I − 1u2ᵀ because u2ᵀ1 = 1, so the factors are centred again."""
    given = f.assume(of_rank(centred(S, u, v)))
    *_, known = f.obtain(given, A, B)
    left, right = A[i, c] - Sum(u2[k] * A[k, c], k), B[j, c] - Sum(B[l, c] * v2[l], l)
    column, row, mean = Sum(u[k] * S(k, j), k), Sum(S(i, l) * v[l], l), Sum(u[k] * S(k, l) * v[l], k, l)
    equal = solved(
        centred(S, u2, v2)(i, j),
        Sum(left * right, c),
        (f.spec(known, i, j), 1),
        (f.spec(known, k, j), u2[k], k),
        (f.spec(known, i, l), v2[l], l),
        (f.spec(known, k, l), u2[k] * v2[l], k, l),
        *((rows, x) for x in (column, Sum(u[k] * S(k, l) * v2[l], k, l), mean, mean * Sum(v2[l], l))),
        *((columns, x) for x in (row, Sum(u2[k] * S(k, l) * v[l], k, l), mean)),
    )
    found = f.exists(f.gen(equal, i, j), of_rank(centred(S, u2, v2)), ((i, c), left), ((j, c), right))
    return f.imply(f.release(found, given, A, B), given)


@weights.proof
def centre_again(p):
    there = recentred(S, u, v, u2, v2, p["other rows"], p["other columns"])
    return f.conj(there, recentred(S, u2, v2, u, v, p["rows"], p["columns"]))


@gauge.proof
def the_unary_fields_vanish(p):
    same = f.inst(p.use(claim, "unary fields"), {u: u2, v: v2})
    back = f.gen(f.flip(f.spec(same, i, j)), i, j)
    X, Y = centred(shifted, u2, v2)(i, j), centred(S, u2, v2)(i, j)
    lemma = equal_rank(n, m, r)
    with_fields, without = (f.inst(lemma, {"X": ((i, j), x), "Y": ((i, j), y)}) for x, y in ((X, Y), (Y, X)))
    there, here = (f.part(p.use(claim, "weights"), side) for side in (0, 1))
    start, end = f.assume(of_rank(centred(S, u, v))), f.assume(of_rank(centred(shifted, u2, v2)))
    there = f.imply(f.cut(with_fields, same, f.mp(there, start)), start)
    return f.conj(there, f.imply(f.mp(here, f.cut(without, back, end)), end))


@uniformly.proof
def means(p):
    return p.identity()


@spectrum.proof
def count_the_entries(p):
    return p.auto()


@unary.near_miss("centring the rows alone leaves a row field: n = 2, m = 1, a = (0, 1)")
def one_side_only():
    rows_only = [S(i, j) - Sum(u[k] * S(k, j), k) for S in (shifted, S)]
    return first, ForAll((i, j), Eq(*rows_only))


@weights.near_miss("the rank of the rows centred alone is another: a row field has rank 1 then, and no interaction")
def not_both_sides():
    rows_only = rank_at_most(S[i, j] - Sum(u[k] * S[k, j], k), i, j, c, A, B)
    return {**first, **second}, Iff(rows_only, of_rank(centred(S, u2, v2)))


zeros, one = [[0, 0], [0, 0]], {w: [1, 0] for w in (u, u2, v, v2)}


@gauge.near_miss("a product of a row and a column field is no unary field", at={**one, r: 0, S: zeros, a: [0, 1], b: [0, 1]})
def product_added():
    added = of_rank(centred(lambda i, j: S[i, j] + a[i] * b[j], u2, v2))
    return {**first, **second}, Iff(of_rank(centred(S, u, v)), added)


@uniformly.near_miss("the weights of the columns are 1/m, not 1/n: n = 1, m = 2")
def weights_of_the_rows():
    return ForAll((i, j), Eq(centred(S, lambda i: 1 / n, lambda j: 1 / n)(i, j), interaction(S, i, j)))


@spectrum.near_miss("the squares differ by the factor nm: n = m = 2 gives 1 and 1/4")
def same_squares():
    return Eq(square(centred(unit, *corner)), square(centred(unit, *uniform)))


# a single row of weight 0, or a single column, is not centred at all
row_left, column_left = {u: [0], v: [1, 0], S: [[0, 1]]}, {u: [1, 0], v: [0], S: [[0], [1]]}
unary.necessary("rows", "the column field stays", at={**row_left, S: [[0, 0]], a: [0], b: [0, 1]})
unary.necessary("columns", "the row field stays", at={**column_left, S: [[0], [0]], a: [0, 1], b: [0]})
for part in (weights, gauge):
    plain = {r: 0, a: [0], b: [0, 0]} if part is gauge else {r: 0}
    part.necessary("rows", "a column field has rank 1 then", at={**row_left, **plain, u2: [1], v2: [1, 0]})
    part.necessary("other rows", "a column field has rank 1 then", at={**row_left, **plain, u: [1], u2: [0], v2: [1, 0]})
    plain = {r: 0, a: [0, 0], b: [0]} if part is gauge else {r: 0}
    part.necessary("columns", "a row field has rank 1 then", at={**column_left, **plain, u2: [1, 0], v2: [1]})
    part.necessary("other columns", "a row field has rank 1 then", at={**column_left, **plain, v: [1], u2: [1, 0], v2: [0]})
