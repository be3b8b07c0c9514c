"""Query and key maps exist for all states exactly if a family of scores has finite shared rank.

A score family s(x, y) gives a matrix s(x_i, y_j) for every choice of states.  Maps q and k into r dimensions with s(x, y) = ⟨q(x), k(y)⟩
for all states exist exactly if r of the sections s(u, ·) span all of them: the shared separation rank is at most r.  If r is less than
both sizes, and states are free to vary, it is enough that every single matrix has rank at most r.  Otherwise that says nothing: a matrix
with at most r rows or columns has rank at most r anyway, and with one key state it has rank 1; but e^(xy) has no finite shared rank,
on no rectangle, however small.
Source: Light and Cheney (1985), Approximation Theory in Tensor Product Spaces, chapter 1; Geometric Attention (arXiv 2601.11618),
section 4.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.rank import identity_columns
from gaproof.lemmas.separation import all_matrices, between, exponential_not_separable, on_rectangle, sections_span, separation
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, index, scalar, sizes
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


# Signs, factors and columns that are left out go to the factors of a product that exists.
def existing(found, formula, names, *values):
    """Another product, of values given by the factors of one that exists."""
    *_, known = f.obtain(found, *names)
    return f.release(f.exists(known, formula, *values), found, *names)


for part in (few_rows, few_columns):
    for name, factor in {"constant factor: 2 times": Rational(2), "sign:": Rational(-1)}.items():

        @part.mutant(f"{name} the right side of s(p[i], o_[j]) = Σ_{{c∈r?}} A[i, c]·B[j, c]")
        def a_multiple_of_a_product(proof, part=part, factor=factor):
            return f.gen(multiple(f.spec(proof.use(claim, part.name), p, o), factor), p, o)


def multiple(some, factor):
    times = Exists((A, B), ForAll((i, j), Eq(s(p[i], o[j]), factor * Sum(A[i, c] * B[j, c], c))))
    return existing(some, times, (A, B), ((i, c), A[i, c] / factor), B)


@one_state.mutant("constant factor: 2 times the right side of s(p[i], y) = a[i]·b[j]")
def half_a_column(proof):
    return column_of(proof, 2 * (a[i] * b[j]), s(p[i], y) / 2)


@one_state.mutant("sign: the right side of s(p[i], y) = a[i]·b[j]")
def minus_a_column(proof):
    return column_of(proof, -(a[i] * b[j]), -s(p[i], y))


def column_of(proof, product, value):
    same = f.gen(f.linear(s(p[i], y), s(p[i], y) * 1), i, j)
    return f.gen(f.exists(same, Exists((a, b), ForAll((i, j), Eq(s(p[i], y), product))), (i, value), (j, 1)), p, y)


@one_state.mutant("swapped symbol: a for p in p[i]")
def the_state_1(proof):
    same = f.gen(f.linear(s(1, y), 1 * s(1, y)), i, j)
    return f.gen(f.exists(same, Exists((a, b), ForAll((i, j), Eq(s(a[i], y), a[i] * b[j]))), (i, 1), (j, s(1, y))), p, y)


# A special case of what is shared is shared, and what is spanned in another way is spanned.
def sections_of(proof, special, *values):
    given, both = f.assume(proof.goal.children[0].children[0]), proof.use(claim, "sections")
    there = f.mp(f.part(both, 0), existing(given, shared, special, *values))
    return f.conj(f.imply(there, given), f.part(both, 1))


@sections.mutant("dropped factor: the 2nd factor of q(c, x)·k(c, y)")
def keys_of_1(proof):
    return sections_of(proof, (q, k), q, ((c, y), 1))


@sections.mutant("swapped symbol: x for y in y (place 2)")
def one_state_twice(proof):
    return sections_of(proof, (q, k), ((c, x), q[c, x] * k[c, x]), ((c, y), 1))


@sections.mutant("sign: the right side of s(x, y) = Σ_{c∈r?} rho(c, x)·s(u[c], y) (place 2)")
def minus_the_sections(proof):
    return keys_of(proof, u, ((c, x), -rho[c, x]))


@sections.mutant("off-by-one range: all but one of Σ_{c∈r?} rho(c, x)·s(u[c], y) (place 2)")
def fewer_sections(proof):
    return keys_of(proof, u, ((c, x), (1 - delta(c, left_out)) * rho[c, x]))


@sections.mutant("constant factor: 2 times the right side of s(x, y) = Σ_{c∈r?} q(c, x)·k(c, y) (place 2)")
def half_the_keys(proof):
    given, both = f.assume(spanned), proof.use(claim, "sections")
    twice = Exists((q, k), ForAll((x, y), Eq(s(x, y), 2 * Sum(q[c, x] * k[c, y], c))))
    return f.conj(f.part(both, 0), f.imply(existing(f.mp(f.part(both, 1), given), twice, (q, k), q, ((c, y), k[c, y] / 2)), given))


def keys_of(proof, *values):
    given, both = f.assume(proof.goal.children[1].children[0]), proof.use(claim, "sections")
    return f.conj(f.part(both, 0), f.imply(f.mp(f.part(both, 1), existing(given, spanned, (u, rho), *values)), given))


for name, values in {
    "sign: the right side of s(x, y) = Σ_{c∈r?} q(c, x)·k(c, y)": (q, ((c, y), -k[c, y])),
    "off-by-one range: all but one of Σ_{c∈r?} q(c, x)·k(c, y)": (((c, x), (1 - delta(c, left_out)) * q[c, x]), k),
    "dropped factor: the 2nd factor of q(c, x)·k(c, y)": (q, ((c, y), 1)),
    "swapped symbol: x for y in y (place 2)": (((c, x), q[c, x] * k[c, x]), ((c, y), 1)),
}.items():

    @matrices.mutant(name)
    def matrices_of_what_is_shared(proof, values=values):
        large = f.assume(larger)
        given, both = f.assume(proof.goal.children[1].children[0].children[0]), f.mp(proof.use(claim, "all matrices"), large)
        there = f.imply(f.mp(f.part(both, 0), existing(given, shared, (q, k), *values)), given)
        return f.imply(f.conj(there, f.part(both, 1)), large)


@matrices.mutant("constant factor: 2 times the right side of s(p[i], o_[j]) = Σ_{c∈r?} A[i, c]·B[j, c]")
def half_of_every_product(proof):
    large, maps = f.assume(larger), f.assume(shared)
    both = f.mp(proof.use(claim, "all matrices"), large)
    every = f.gen(multiple(f.spec(f.mp(f.part(both, 0), maps), p, o), Rational(2)), p, o)
    return f.imply(f.conj(f.imply(every, maps), f.part(both, 1)), large)


@matrices.mutant("wrong axis: |r| for |n|")
def r_is_not_less_than_r(proof):
    given = f.assume(proof.goal.children[0])
    return f.imply(f.absurd(f.lt(0, 0, f.by(f.part(given, 0))), proof.goal.children[1]), given)


# Another rectangle, or fewer features, inside what the mutant speaks of.
def inside(proof, values, bounds, width=None, height=None):
    found = f.cut(proof.use(claim, "exponential", values), width or proof["width"], height or proof["height"])
    *_, known = f.obtain(found, x, y)
    sides = f.part(known, 0), f.part(known, 1)
    conditions = bounds(*(f.by(f.part(side, k)) for side in sides for k in (0, 1)))
    point = f.conj(f.conj(*conditions[:2]), f.conj(*conditions[2:]), f.part(known, 2))
    return f.release(f.exists(point, proof.goal, x, y), found, x, y)


@exponential.mutant("strictness: lo ≤ x")
def in_the_right_half(proof):
    wide, middle = f.by(proof["width"]), (lo + hi) / 2
    half = f.mul(f.num(Fraction(1, 2)), wide)

    def bounds(left, right, below, above):
        return f.lt(lo, x, f.add(half, left)), f.le(x, hi, right), f.le(low, y, below), f.le(y, high, above)

    return inside(proof, {"lo": middle}, bounds, f.lt(middle, hi, half))


@exponential.mutant("swapped symbol: lo for x in x")
def lo_is_at_least_lo(proof):
    def bounds(left, right, below, above):
        return f.le(lo, lo, f.num(0)), f.le(x, hi, right), f.le(low, y, below), f.le(y, high, above)

    return inside(proof, {}, bounds)


@exponential.mutant("direction: x ≤ hi")
def beyond_the_rectangle(proof):
    def bounds(left, right, below, above):
        return f.le(lo, x, f.add(f.by(proof["width"]), left)), f.le(hi, x, left), f.le(low, y, below), f.le(y, high, above)

    return inside(proof, {"lo": hi, "hi": hi + 1}, bounds, f.lt(hi, hi + 1, f.num(1)))


@exponential.mutant("sign: the right side of low ≤ y")
def far_below(proof):
    top, rest = -(low * low) - high * high - 1, f.num(Fraction(3, 4))

    def bounds(left, right, below, above):
        mirrored = f.le(low, -y, f.add(above, f.sq(low - Rational(1, 2)), f.sq(high), rest))
        return f.le(lo, x, left), f.le(x, hi, right), mirrored, f.le(y, high, f.add(above, f.sq(low), f.sq(high + Rational(1, 2)), rest))

    return inside(proof, {"low": top - 1, "high": top}, bounds, height=f.lt(top - 1, top, f.num(1)))


@exponential.mutant("off-by-one range: all but one of Σ_{c∈r?} q(c, x)·k(c, y)")
def fewer_features(proof):
    def bounds(left, right, below, above):
        return f.le(lo, x, left), f.le(x, hi, right), f.le(low, y, below), f.le(y, high, above)

    return inside(proof, {"q": ((c, x), (1 - delta(c, left_out)) * q[c, x])}, bounds)


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
