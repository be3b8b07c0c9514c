"""The rank of an interaction depends neither on the weights of the centring nor on unary fields.

For weights u of the rows and v of the columns, each of total 1 and of any signs, the field (I − 1uᵀ) S (I − v1ᵀ) has the same rank:
it has a factorisation with r columns for one choice of weights exactly if it has one for any other, and adding a row field and a
column field to S changes nothing at all.  So the *interaction rank* is an invariant of the two-sided gauge that asks for no measure
on rows and columns.  The singular values do ask for one: an entry of one 1 centred at a corner is (1 − δ)(1 − δ), centred uniformly it is
(δ − 1/n)(δ − 1/m), and the sums of the squares differ by the factor nm.
Source: two-way analysis of variance with weights, Scheffé (1959), The Analysis of Variance, 4.1.
"""

from operator import mul

from gaproof import Claim
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


def factors_centred(u, v):
    """(I − 1uᵀ) A and (I − 1vᵀ) B."""
    return A[i, c] - Sum(u[k] * A[k, c], k), B[j, c] - Sum(B[l, c] * v[l], l)


first, second = weighing(u, v), {f"other {name}": h for name, h in weighing(u2, v2).items()}
claim = Claim("interaction.rank_invariant", source="Scheffé (1959), The Analysis of Variance, 4.1")
claim.where(S_tilde=interaction(S, i, j))
unary = claim.part("unary fields", given=first, shows=ForAll((i, j), Eq(centred(shifted, u, v)(i, j), centred(S, u, v)(i, j))))
weights = claim.part(
    "weights",
    given={**second, "factors": ForAll((i, j), Eq(centred(S, u, v)(i, j), Sum(A[i, c] * B[j, c], c)))},
    shows=ForAll((i, j), Eq(centred(S, u2, v2)(i, j), Sum(mul(*factors_centred(u2, v2)), c))),
)
gauge = claim.part("gauge", given={**first, **second}, shows=Iff(of_rank(centred(S, u, v)), of_rank(centred(shifted, u2, v2))))
free_A, free_B, (p, p2), (q, q2) = field("free_A", i, c), field("free_B", j, c), field("p p2", i), field("q q2", j)
weights.drawn(
    {
        S: ((i, j), Sum(free_A[i, c] * free_B[j, c], c) + p[i] + q[j]),
        **{w: (i, x[i] + (1 - Sum(x[i], i)) / n) for w, x in ((u, p), (u2, p2))},
        **{w: (j, x[j] + (1 - Sum(x[j], j)) / m) for w, x in ((v, q), (v2, q2))},
        A: ((i, c), free_A[i, c] - Sum((p[k] + (1 - Sum(p[i], i)) / n) * free_A[k, c], k)),
        B: ((j, c), free_B[j, c] - Sum((q[l] + (1 - Sum(q[j], j)) / m) * free_B[l, c], l)),
    }
)
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


@weights.proof
def centre_again(p):
    # (I − 1u2ᵀ)(I − 1uᵀ) = I − 1u2ᵀ because u2ᵀ1 = 1
    factors, rows, columns = p["factors"], p["other rows"], p["other columns"]
    by_rows, by_columns, mean = Sum(u[k] * S[k, j], k), Sum(S[i, l] * v[l], l), Sum(u[k] * S[k, l] * v[l], k, l)
    return p.solve(
        (f.spec(factors, i, j), 1),
        (f.spec(factors, k, j), u2[k], k),
        (f.spec(factors, i, l), v2[l], l),
        (f.spec(factors, k, l), u2[k] * v2[l], k, l),
        *((rows, x) for x in (by_rows, Sum(u[k] * S[k, l] * v2[l], k, l), mean, mean * Sum(v2[l], l))),
        *((columns, x) for x in (by_columns, Sum(u2[k] * S[k, l] * v[l], k, l), mean)),
    )


@gauge.proof
def the_same_both_ways(p):
    def there(start, end, before, after):
        """The rank of one field centred with some weights → that of a field with the same interaction, with others."""
        given = f.assume(of_rank(centred(start, *before)))
        *_, known = f.obtain(given, A, B)
        weights = dict(zip((u, v, u2, v2), (*before, *after), strict=True))
        centred_again = f.cut(f.inst(p.use(claim, "weights"), {S: ((i, j), start(i, j)), **weights}), known)
        same = f.inst(p.use(claim, "unary fields"), {u: after[0], v: after[1]})
        left, right = factors_centred(*after)
        equal = solved(centred(end, *after)(i, j), Sum(left * right, c), (f.spec(centred_again, i, j), 1), (f.spec(same, i, j), 1))
        found = f.exists(f.gen(equal, i, j), of_rank(centred(end, *after)), ((i, c), left), ((j, c), right))
        return f.imply(f.release(found, given, A, B), given)

    return f.conj(there(S, shifted, (u, v), (u2, v2)), there(shifted, S, (u2, v2), (u, v)))


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


@weights.near_miss("the factors are centred as well: n = m = 2, u = v = (0, 1), u2 = v2 = (1, 0)")
def factors_as_they_are():
    return weights.given, ForAll((i, j), Eq(centred(S, u2, v2)(i, j), Sum(A[i, c] * B[j, c], c)))


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
other_rows, other_columns = {u: [1], u2: [0], v2: [1, 0]}, {v: [1], u2: [1, 0], v2: [0]}
weights.necessary("other rows", "a column field has rank 1 then", at={**row_left, **other_rows, r: 0, A: [[]], B: [[], []]})
weights.necessary("other columns", "a row field has rank 1 then", at={**column_left, **other_columns, r: 0, A: [[], []], B: [[]]})
weights.necessary("factors", "any factors", at={S: zeros, **one, A: [[0], [1]], B: [[0], [1]], r: 1})
no_fields = {r: 0, a: [0], b: [0, 0]}
gauge.necessary("rows", "a column field has rank 1 then", at={**row_left, **no_fields, u2: [1], v2: [1, 0]})
gauge.necessary("other rows", "a column field has rank 1 then", at={**row_left, **no_fields, **other_rows})
no_fields = {r: 0, a: [0, 0], b: [0]}
gauge.necessary("columns", "a row field has rank 1 then", at={**column_left, **no_fields, u2: [1, 0], v2: [1]})
gauge.necessary("other columns", "a row field has rank 1 then", at={**column_left, **no_fields, **other_columns})
