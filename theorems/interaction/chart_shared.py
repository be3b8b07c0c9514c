"""Query and key maps exist for all states exactly if a family of scores has finite shared rank.

A score family s(x, y) gives a matrix s(x_i, y_j) for every choice of states.  Maps q and k into r dimensions with s(x, y) = ⟨q(x), k(y)⟩
for all states exist exactly if r of the sections s(u, ·) span all of them: the shared separation rank is at most r.  If r is less than
both sizes, and states are free to vary, it is enough that every single matrix has rank at most r.  Otherwise that says nothing: a matrix
with at most r rows or columns has rank at most r anyway, and with one key state it has rank 1; but e^(xy) has no finite shared rank,
on no rectangle, however small.
Source: Light and Cheney (1985), Approximation Theory in Tensor Product Spaces, chapter 1; Geometric Attention (arXiv 2601.11618),
section 4.
"""

from gaproof import Claim
from gaproof.lemmas.rank import identity_columns
from gaproof.lemmas.separation import all_matrices, between, exponential_not_separable, on_rectangle, sections_span, separation
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, exp, field, index, scalar, sizes
from gaproof.theory import rank_at_most

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
(i, i2), (j, j2), c = index("i i2", n), index("j j2", m), index("c", r)
x, y, lo, hi, low, high = scalar("x y lo hi low high")
s, q, k = field("s", x, y), field("q", c, x), field("k", c, y)
u, rho = field("u", c), field("rho", c, x)
p, o, left_out = field("p", i), field("o", j), index("o", r)  # the states of rows and columns; a column of the maps
(U, V), (W, Z) = field("U V", i, c), field("W Z", j, c)
A, B, (a, b) = field("A", i, c), field("B", j, c), (field("a", i), field("b", j))

shared = Exists((q, k), ForAll((x, y), Eq(s(x, y), Sum(q[c, x] * k[c, y], c))))
spanned = Exists((u, rho), ForAll((x, y), Eq(s(x, y), Sum(rho[c, x] * s(u[c], y), c))))
of_one_column = Exists((a, b), ForAll((i, j), Eq(s(p[i], y), a[i] * b[j])))
of_rank = rank_at_most(s(p[i], o[j]), i, j, c, A, B)

claim = Claim("interaction.chart_shared", source="Light and Cheney (1985), chapter 1; Geometric Attention, section 4")
sections = claim.part("sections", shows=Iff(shared, spanned))
larger = And(Lt(r, n), Lt(r, m))
matrices = claim.part("all matrices", shows=Implies(larger, Iff(shared, ForAll((p, o), of_rank))))
few_rows = claim.part("few rows", given={"few rows": Le(n, r)}, shows=ForAll((p, o), of_rank), model={r: n})
few_columns = claim.part("few columns", given={"few columns": Le(m, r)}, shows=ForAll((p, o), of_rank), model={r: m})
one_state = claim.part("one key state", shows=ForAll((p, y), of_one_column))
exponential = claim.part(
    "exponential",
    given={"width": Lt(lo, hi), "height": Lt(low, high)},
    shows=Exists((x, y), And(between(lo, x, hi), between(low, y, high), Ne(exp(x * y), Sum(q[c, x] * k[c, y], c)))),
)


@sections.proof
def sections_take_the_place_of_keys(proof):
    maps, span = f.assume(shared), f.assume(spanned)
    there = f.cut(sections_span(r), maps)
    *_, known = f.obtain(span, u, rho)
    back = f.release(f.exists(known, shared, rho, ((c, y), s(u[c], y))), span, u, rho)
    return f.conj(f.imply(f.restate(there, spanned), maps), f.imply(back, span))


@matrices.proof
def pivots_run_out(proof):
    maps, every = f.assume(shared), f.assume(ForAll((p, o), of_rank))
    *_, known = f.obtain(maps, q, k)
    there = f.exists(f.gen(f.spec(known, p[i], o[j]), i, j), of_rank, ((i, c), q[c, p[i]]), ((j, c), k[c, o[j]]))
    there = f.gen(f.release(there, maps, q, k), p, o)
    back = f.cut(all_matrices(n, m, r), every, *(f.part(f.assume(larger), side) for side in (0, 1)))
    return f.conj(f.imply(there, maps), f.imply(f.restate(back, shared), every))


@few_rows.proof
def as_many_columns_as_rows(proof):
    identity = f.cut(identity_columns(n, r), proof["few rows"])
    *_, unit = f.obtain(identity, U, V)
    key = Sum(V[i, c] * s(p[i], o[j]), i)
    equal = solved(s(p[i], o[j]), Sum(U[i, c] * key, c), (f.spec(unit, i, i2), s(p[i2], o[j]), i2))
    return f.gen(f.release(f.exists(f.gen(equal, i, j), of_rank, U, ((j, c), key)), identity, U, V), p, o)


@few_columns.proof
def as_many_columns_as_there_are(proof):
    identity = f.cut(identity_columns(m, r), proof["few columns"])
    *_, unit = f.obtain(identity, W, Z)
    query = Sum(s(p[i], o[j]) * W[j, c], j)
    equal = solved(s(p[i], o[j]), Sum(query * Z[j, c], c), (f.spec(unit, j2, j), s(p[i], o[j2]), j2))
    return f.gen(f.release(f.exists(f.gen(equal, i, j), of_rank, ((i, c), query), Z), identity, W, Z), p, o)


@one_state.proof
def one_column(proof):
    column = f.gen(f.linear(s(p[i], y), s(p[i], y) * 1), i, j)
    return f.gen(f.exists(column, of_one_column, (i, s(p[i], y)), (j, 1)), p, y)


@exponential.proof
def sections_are_exponentials(proof):
    never = f.cut(f.inst(exponential_not_separable(r), {"kappa": 1}), proof["width"], proof["height"])
    product, equal = Sum(q[c, x] * k[c, y], c), f.assume(Eq(exp(x * y), Sum(q[c, x] * k[c, y], c)))
    inside = f.assume(between(lo, x, hi)), f.assume(between(low, y, high))
    differ = f.exists(f.conj(*inside, f.assume(Ne(exp(x * y), product))), proof.goal, x, y)
    clash = f.absurd(f.mp(f.assume(f.otherwise(proof.goal)), differ), equal.conclusion)
    always = f.cases(equal.conclusion, equal, clash)
    maps = separation(lambda x, y: exp(1 * x * y), c, on_rectangle)
    maps = f.exists(f.gen(f.imply(f.linear(exp(1 * x * y), product, (always, 1)), *inside), x, y), maps, q, k)
    never = f.absurd(f.cut(never, maps, proof.auto(Ne(1, 0))), proof.goal)
    return f.cases(proof.goal, f.assume(proof.goal), never)


# Another rectangle, or fewer features, inside what the mutant speaks of.
def inside(proof, values, bounds, width=None, height=None):
    found = f.cut(proof.use(claim, "exponential", values), width or proof["width"], height or proof["height"])
    *_, known = f.obtain(found, x, y)
    sides = f.part(known, 0), f.part(known, 1)
    conditions = bounds(*(f.by(f.part(side, k)) for side in sides for k in (0, 1)))
    point = f.conj(f.conj(*conditions[:2]), f.conj(*conditions[2:]), f.part(known, 2))
    return f.release(f.exists(point, proof.goal, x, y), found, x, y)


@sections.near_miss("no sections span s = 1", at={s: ((x, y), 1), r: 0})
def always_spanned():
    return spanned


@matrices.near_miss("one matrix is too few: s(x, y) = x is 0 at x = 0", at={s: ((x, y), x), r: 0, n: 1, m: 1, p: [0], o: [0]})
def one_matrix():
    return Implies(larger, Iff(shared, Exists((p, o), of_rank)))


# Without more rows and more columns than r every matrix of e^(xy) may have rank at most r, as the next parts say.


@few_rows.near_miss("not with one row more: s = 1, r = 0", at={s: ((x, y), 1), r: 0, n: 1, m: 1})
def one_row_more():
    return {"few rows": Le(n, r + 1)}, ForAll((p, o), of_rank)


few_rows.necessary("few rows", "s = 1, r = 0", at={s: ((x, y), 1), r: 0, n: 1, m: 1})


@few_columns.near_miss("not with one column more: s = 1, r = 0", at={s: ((x, y), 1), r: 0, n: 1, m: 1})
def one_column_more():
    return {"few columns": Le(m, r + 1)}, ForAll((p, o), of_rank)


few_columns.necessary("few columns", "s = 1, r = 0", at={s: ((x, y), 1), r: 0, n: 1, m: 1})


@one_state.near_miss("the scores of one key state differ from row to row: s(x, y) = x", at={s: ((x, y), x), p: [0, 1], n: 2, m: 1})
def all_rows_equal():
    return ForAll((p, y), Exists(b, ForAll((i, j), Eq(s(p[i], y), b[j]))))


R = sizes("R")
t = index("t", R)
phi, psi = field("phi", t, x), field("psi", t, y)


def features_of_a_sum(refutation):
    """e^(x+y) = Σ_t e^x/|R| · e^y."""
    values = {"phi": ((t, x), exp(x) / R), "psi": ((t, y), exp(y)), "lo": 0, "hi": 1, "low": 0, "high": 1}
    somewhere = refutation.at(values)
    *_, known = f.obtain(somewhere, x, y)
    product = Sum(exp(x) / R * exp(y), t)
    clash = f.rewrite(f.linear(exp(x + y), product), f.part(known, 2), lo, Ne(lo, product))
    return f.release(f.absurd(clash, Eq(0, 1)), somewhere, x, y)


@exponential.near_miss("e^(x+y) is separable", by=features_of_a_sum)
def exponential_of_a_sum():
    product = Sum(phi[t, x] * psi[t, y], t)
    inside = between(lo, x, hi), between(low, y, high)
    return exponential.given, Exists((x, y), And(*inside, Ne(exp(x + y), product)))


# "width", "height": at a single x the kernel is a function of y alone, which has one feature.
