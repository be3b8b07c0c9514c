"""Rows and columns rescale a kernel in n + m − c directions, and the other |M| − n − m + c are cycles.

Let c be the number of components of the bipartite graph of a carrier M, isolated rows and columns included.  The logarithms of the
kernels in one class of the two-sided gauge differ by the unary fields M_ij (u_i + v_j).  The orthogonal projection P onto these has
trace n + m − c, which is their dimension; what is left, the flows, has the dimension |M| − n − m + c, on full carriers (n − 1)(m − 1).
Source: Geometric Attention (arXiv 2601.11618), section 2; Diestel (2017), Graph Theory, theorem 1.9.5.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import projection
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Sum, delta, field, index, index_map, scalar, sizes

n, m, components = sizes("n m C")
(i, k, r), (j, l, s), (c, c2) = index("i k r", n), index("j l s", m), index("c c2", components)
M, P = field("M", i, j, domain="mask"), field("P", i, j, k, l)
row, column = index_map("row", i, c), index_map("column", j, c)
(u, g), (v, h), X, x = field("u g", i), field("v h", j), field("X", k, l), field("x", c)

# the component of every row and of every column
of_edges = ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(delta(row(i), column(j)), 1)))
along_edges = ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(g[i], h[j])))
connected = ForAll((g, h), Implies(along_edges, Exists(x, And(ForAll(i, Eq(g[i], x[row(i)])), ForAll(j, Eq(h[j], x[column(j)]))))))
not_empty = ForAll(c, Implies(ForAll(i, Eq(delta(row(i), c), 0)), Exists(j, Eq(delta(column(j), c), 1))))


def unary(u, v, i, j):
    return M[i, j] * (u[i] + v[j])


projects = And(
    ForAll((i, j, k, l), Eq(P[i, j, k, l], P[k, l, i, j])),
    ForAll((i, j, k, l), Eq(Sum(P[i, j, r, s] * P[r, s, k, l], r, s), P[i, j, k, l])),
    ForAll(X, Exists((u, v), ForAll((i, j), Eq(Sum(P[i, j, k, l] * X[k, l], k, l), unary(u, v, i, j))))),
    ForAll((u, v), ForAll((i, j), Eq(Sum(P[i, j, k, l] * unary(u, v, k, l), k, l), unary(u, v, i, j)))),
)
dimension = Eq(Sum(P[i, j, i, j], i, j), n + m - components)
rest = Eq(Sum(M[i, j] - P[i, j, i, j], i, j), Sum(M[i, j], i, j) - n - m + components)
shown = Exists(P, And(projects, dimension, rest))
claim = Claim(
    "probe.gauge_dimension",
    given={"edges": of_edges, "connected": connected, "not empty": not_empty},
    shows=shown,
    model={
        n: components,
        m: components,
        index_map("row", c, c): (c, c),
        index_map("column", c, c): (c, c),
        field("M", c, c): ((c, c2), delta(c, c2)),
    },
    source="Geometric Attention, section 2; Diestel (2017), theorem 1.9.5",
)


@claim.proof
def the_kernel_is_counted_by_components(p):
    i2, j2 = index("i_2", n), index("j_2", m)
    W = field("W", i, j, k, l)

    def member(k, l, i, j):
        return M[k, l] * (delta(k, i) + delta(l, j))

    spans = f.inst(projection((n.sort, m.sort), (n.sort, m.sort)), {"G": ((k, l, i, j), member(k, l, i, j))})
    *_, known = f.obtain(spans, P, W)
    product, symmetric, idempotent, fixed = (f.part(known, t) for t in range(4))

    def A(i, k, l):
        return Sum(W[i, j2, k, l], j2)

    def B(j, k, l):
        return Sum(W[i2, j, k, l], i2)

    # P fixes every row and every column
    expanded = f.linear(P[i, j, k, l], M[i, j] * (A(i, k, l) + B(j, k, l)), (f.spec(product, i, j, k, l), 1))
    t = -1 / (n + m)
    at = f.spec(fixed, i, j, i2, j2)
    fix_row = f.linear(Sum(P[i, j, r, l] * M[r, l], l), M[i, j] * delta(i, r), (at, (delta(i2, r) + t) / m, i2, j2))
    fix_column = f.linear(Sum(P[i, j, k, s] * M[k, s], k), M[i, j] * delta(j, s), (at, (delta(j2, s) + t) / n, i2, j2))

    # what a row or a column leaves of itself is constant along edges up to sign, so it is a function of the component
    def of_row(r):
        return lambda i: delta(i, r) - Sum(A(i, r, l) * M[r, l], l), lambda j: Sum(B(j, r, l) * M[r, l], l)

    def of_column(s):
        return lambda i: -Sum(A(i, k, s) * M[k, s], k), lambda j: Sum(B(j, k, s) * M[k, s], k) - delta(j, s)

    def by_component(left, vertex, name, *uses):
        """∃R ∀vertex ∀c: the rows and the columns of c have the value R there."""
        rows, columns = left
        live, z = f.assume(Eq(M[i, j], 1)), index("z", components)
        along = f.linear(rows(i), columns(j), (live, columns(j) - rows(i)), *uses)
        along = f.gen(f.imply(p.clear(along, known, live), live), i, j)
        values = f.mp(f.spec(p["connected"], (i, rows(i)), (j, columns(j))), along)
        (told,) = f.obtain(values, x)
        on_rows, on_columns = f.assume(Eq(delta(row(i), c), 1)), f.assume(Eq(delta(column(j), c), 1))
        first = f.rewrite(on_rows, f.spec(f.part(told, 0), i), z, Eq(rows(i), x[z]))
        second = f.rewrite(on_columns, f.spec(f.part(told, 1), j), z, Eq(columns(j), x[z]))
        here = f.conj(f.gen(f.imply(first, on_rows), i), f.gen(f.imply(second, on_columns), j))
        y = scalar("y")
        same_rows = ForAll(i, Implies(Eq(delta(row(i), c), 1), Eq(rows(i), y)))
        same_columns = ForAll(j, Implies(Eq(delta(column(j), c), 1), Eq(columns(j), y)))
        some = f.release(f.exists(here, Exists(y, And(same_rows, same_columns)), x[c]), values, x)
        return f.choice(f.gen(some, vertex, c), field(name, vertex, c))

    by_row = by_component(of_row(r), r, "R", (fix_row, -1), (f.inst(expanded, {k: r}), M[r, l], l))
    by_column = by_component(of_column(s), s, "S", (fix_column, -1), (f.inst(expanded, {l: s}), M[k, s], k))
    R, S = field("R", r, c), field("S", s, c)
    (rows_told,), (columns_told,) = f.obtain(by_row, R), f.obtain(by_column, S)

    # on the components this is the identity: T = 1, where T_cc' counts what c' leaves of itself in c
    def T(c, c2):
        return Sum(delta(row(r), c2) * R[r, c], r) - Sum(delta(column(s), c2) * S[s, c], s)

    live, z = f.assume(Eq(M[k, l], 1)), index("z", components)
    ends, one = (M[k, l] * delta(row(k), c2), M[k, l] * delta(column(l), c2)), delta(row(k), c2)
    moved = f.rewrite(f.mp(f.spec(p["edges"], k, l), live), f.linear(one, one), z, Eq(one, delta(z, c2)))
    none = f.linear(*ends, (f.assume(Eq(M[k, l], 0)), one - delta(column(l), c2)))
    edge = mask_cases(f.spec(p["M mask"], k, l), f.linear(*ends, (moved, M[k, l])), none)

    def read(told, vertex, number, at, c):
        """What the row or the column ``at`` of the component c has of a vertex."""
        return f.mp(f.spec(f.part(f.spec(told, vertex, c), number), at), f.linear(delta(c, c), 1))

    def unit(number, at, c, coefficient):
        """T(c, c2) = δ(c, c2), for the component c of a row or a column."""
        of_rows = read(rows_told, r, number, at, c), -delta(row(r), c2), r
        of_columns = read(columns_told, s, number, at, c), delta(column(s), c2), s
        return p.clear(f.linear(T(c, c2), delta(c, c2), of_rows, of_columns, (edge, coefficient, k, l)), rows_told, columns_told, known)

    at_row, at_column = unit(0, i, row(i), -A(i, k, l)), unit(1, j, column(j), B(j, k, l))
    has_row = Exists(i, Eq(delta(row(i), c), 1))
    in_row, in_column = f.assume(Eq(delta(row(i), c), 1)), f.assume(Eq(delta(column(j), c), 1))
    found = f.exists(in_row, has_row, i)
    clash = f.absurd(f.mp(f.assume(f.otherwise(has_row)), found), Eq(delta(row(i), c), 0))
    empty = mask_cases(f.linear(delta(row(i), c) * delta(row(i), c), delta(row(i), c)), clash, f.assume(Eq(delta(row(i), c), 0)))
    some_column = f.mp(f.spec(p["not empty"], c), f.gen(empty, i))
    goal = Eq(T(z, c2), delta(z, c2))
    yes = f.release(f.rewrite(in_row, at_row, z, goal), f.assume(has_row), i)
    no = f.release(f.rewrite(in_column, at_column, z, goal), some_column, j)
    unity = f.inst(f.cases(has_row, yes, no), {c2: c})

    # so the trace of what is left of rows and columns is the number of components
    own_rows, own_columns = read(rows_told, r, 0, r, row(r)), read(columns_told, s, 1, s, column(s))
    trace = solved(
        *dimension.args,
        (f.inst(expanded, {k: i, l: j}), 1, i, j),
        (own_rows, 1, r),
        (own_columns, 1, s),
        (unity, 1, c),
    )
    others = f.linear(*rest.args, (trace, -1))
    image = f.linear(
        Sum(P[i, j, k, l] * X[k, l], k, l),
        M[i, j] * (Sum(A(i, k, l) * X[k, l], k, l) + Sum(B(j, k, l) * X[k, l], k, l)),
        (expanded, X[k, l], k, l),
    )
    into = projects.args[2].body
    into = f.gen(f.exists(f.gen(image, i, j), into, (i, Sum(A(i, k, l) * X[k, l], k, l)), (j, Sum(B(j, k, l) * X[k, l], k, l))), X)
    kept = f.linear(Sum(P[i, j, k, l] * unary(u, v, k, l), k, l), unary(u, v, i, j), (fix_row, u[r], r), (fix_column, v[s], s))
    facts = f.conj(symmetric, f.restate(idempotent, projects.args[1]), into, f.gen(kept, u, v, i, j))
    whole = p.clear(f.conj(facts, trace, others), rows_told, columns_told, known)
    return f.release(f.release(f.release(f.exists(whole, shown, P), by_column, S), by_row, R), spans, P, W)


@claim.near_miss(
    "a constant moves from the rows to the columns once for every component, not once: the diagonal of two tokens has 2, not 3"
)
def one_constant():
    return Exists(P, And(projects, Eq(Sum(P[i, j, i, j], i, j), n + m - 1)))


@claim.near_miss("row and column fields have a constant in common: one entry has 1 direction, not 2")
def all_rows_and_columns():
    return Exists(P, And(projects, Eq(Sum(P[i, j, i, j], i, j), n + m)))


# "edges", "connected", "not empty" say that C is the set of the components: with more or fewer labels the number would be another.
