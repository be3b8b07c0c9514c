"""Fields on a carrier M: the sum of a row field, a column field and a flow.  A flow lives on M, and its rows and columns sum to 0."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import positive_if_nonzero, positive_sum
from ..tactics.search import discharge
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Formula, Le, Lt, Ne, Sum, delta, field, index, index_map
from ..terms.variables import IndexType
from ..theory.walk import going_round, is_set
from .circulation import along, if_any
from .linear_algebra import projection
from .subsets import indicator, round_inside, truth_is_mask, where_true


def is_flow(F: Any, M: Any, i: Any, j: Any) -> Formula:
    """F lives on M, its rows and its columns sum to 0."""
    on_carrier = ForAll((i, j), Eq(F[i, j], M[i, j] * F[i, j]))
    return And(on_carrier, ForAll(i, Eq(Sum(F[i, j], j), 0)), ForAll(j, Eq(Sum(F[i, j], i), 0)))


@cache
def unary_and_flow(rows: Sort, cols: Sort) -> Theorem:
    """M is 0 or 1 ⊢ ∃a, b, F: M D = M (a + b) + F, and F is a flow.

    The projection of M D on the fields M_ij (a_i + b_j); what is left is orthogonal to all of them.
    """
    (i, k), (j, l) = index("i k", IndexType(rows)), index("j l", IndexType(cols))
    (M, D, F), (P, W), a, b = field("M D F", i, j), field("P W", i, j, i, j), field("a", i), field("b", j)
    mask = f.assume(ForAll((i, j), Eq(M[i, j] * M[i, j], M[i, j])))
    k2, l2 = index("k2", i), index("l2", j)

    def member(k: Any, l: Any, i: Any, j: Any) -> Any:
        return M[k, l] * (delta(k, i) + delta(l, j))  # the sum of row i and column j

    spans = f.inst(projection((rows, cols), (rows, cols)), {"G": ((k, l, i, j), member(k, l, i, j))})
    *_, known = f.obtain(spans, P, W)
    product, symmetric, _, fixed = (f.part(known, n) for n in range(4))

    def row(k: Any) -> Any:
        return Sum(W[k, j, k2, l2] * M[k2, l2] * D[k2, l2], j, k2, l2)

    def column(l: Any) -> Any:
        return Sum(W[i, l, k2, l2] * M[k2, l2] * D[k2, l2], i, k2, l2)

    def rest(k: Any, l: Any) -> Any:
        return M[k, l] * D[k, l] - Sum(P[k, l, k2, l2] * M[k2, l2] * D[k2, l2], k2, l2)

    expanded = f.spec(product, k, l, k2, l2), M[k2, l2] * D[k2, l2], k2, l2
    splits = solved(M[k, l] * D[k, l], M[k, l] * (row(k) + column(l)) + rest(k, l), expanded)
    inside = solved(
        rest(k, l),
        M[k, l] * rest(k, l),
        expanded,
        (f.spec(product, k, l, k2, l2), M[k, l] * M[k2, l2] * D[k2, l2], k2, l2),
        (f.spec(mask, k, l), D[k, l]),
        (f.spec(mask, k, l), row(k)),
        (f.spec(mask, k, l), column(l)),
    )
    row_sum, column_sum = Sum(rest(i, l), l), Sum(rest(k, j), k)
    # ⟨row i + column j, F⟩ = 0, so all row sums are equal, and minus the column sums; and both have the same total
    both = solved(
        row_sum + column_sum,
        0,
        (f.spec(fixed, k2, l2, i, j), M[k2, l2] * D[k2, l2], k2, l2),
        (f.spec(symmetric, k, l, k2, l2), member(k, l, i, j) * M[k2, l2] * D[k2, l2], k, l, k2, l2),
        (f.inst(inside, {k: i}), 1, l),
        (f.inst(inside, {l: j}), 1, k),
    )
    n, m = IndexType(rows), IndexType(cols)
    no_rows = f.linear(row_sum, 0, (both, 1 / m, j), (both, -1 / (m * (n + m)), i, j))
    no_columns = f.linear(column_sum, 0, (both, 1 / n, i), (both, -1 / (n * (n + m)), i, j))
    found = f.conj(f.gen(splits, k, l), f.conj(f.gen(inside, k, l), f.gen(no_rows, i), f.gen(no_columns, j)))
    split = ForAll((i, j), Eq(M[i, j] * D[i, j], M[i, j] * (a[i] + b[j]) + F[i, j]))
    goal = Exists((a, b, F), And(split, is_flow(F, M, i, j)))
    some = f.exists(found, goal, (k, row(k)), (l, column(l)), ((k, l), rest(k, l)))
    return f.release(some, spans, P, W)


@cache
def balance(sort: Sort) -> Theorem:
    """Σ x = 0, ∃j x_j < 0 ⊢ ∃j 0 < x_j: otherwise the sum is negative."""
    j = index("j", IndexType(sort))
    x = field("x", j)
    some, none = Exists(j, Lt(0, x[j])), f.assume(f.otherwise(Exists(j, Lt(0, x[j]))))
    here = f.assume(Lt(0, x[j]))
    below = f.cases(Le(x[j], 0), f.assume(Le(x[j], 0)), f.absurd(f.mp(none, f.exists(here, some, j)), Le(x[j], 0)))
    sign = f.gen(f.le(0, -x[j], f.by(below)), j)
    lost = f.assume(Lt(x[j], 0))
    live = f.release(f.exists(f.lt(0, -x[j], f.by(lost)), Exists(j, Lt(0, -x[j])), j), f.assume(Exists(j, Lt(x[j], 0))), j)
    positive = f.cut(f.inst(positive_sum(sort), {"w": (j, -x[j])}), sign, live)
    clash = f.lt(0, 0, f.by(positive), (f.assume(Eq(Sum(x[j], j), 0)), 1))
    return f.cases(some, f.assume(some), f.absurd(clash, some))


@cache
def alternating_cycle(rows: Sort, cols: Sort) -> Theorem:
    """F is a flow, F_ij ≠ 0 ⊢ there is a cycle along which F is positive and negative in turn.

    From a row with a positive entry go to that column, from there to a row with a negative entry, which has a positive one as well:
    a map of the rows with positive entries into themselves goes round through some of them.
    """
    (i, k), (j, l) = index("i k", IndexType(rows)), index("j l", IndexType(cols))
    F, (p, h) = field("F", i, j), field("p h", i)
    c, back = index_map("c", i, j), index_map("back", j, i)
    no_rows, no_columns = f.assume(ForAll(i, Eq(Sum(F[i, j], j), 0))), f.assume(ForAll(j, Eq(Sum(F[i, j], i), 0)))

    def up(i: Any, l: Any = l) -> Formula:
        return Exists(l, Lt(0, F[i, l]))

    def step(i: Any) -> Any:
        return back(c(i))

    forths = f.choice(f.gen(if_any(up(i), f.assume(up(i)), j, Lt(0, F[i, j])), i), c)
    lost = f.assume(Lt(0, F[k, j]))
    turned = f.inst(balance(rows), {"x": (i, -F[i, j])})
    some = f.release(f.exists(f.lt(-F[k, j], 0, f.by(lost)), Exists(i, Lt(-F[i, j], 0)), k), f.assume(Exists(k, Lt(0, F[k, j]))), k)
    turned = f.cut(turned, f.linear(Sum(-F[i, j], i), 0, (f.spec(no_columns, j), -1)), some)
    turned = f.restate(turned, Exists(i, Lt(0, -F[i, j])))
    (there,) = f.obtain(turned, i)
    below = f.release(f.exists(f.lt(F[i, j], 0, f.by(there)), Exists(i, Lt(F[i, j], 0)), i), turned, i)
    backs = f.choice(f.gen(if_any(Exists(k, Lt(0, F[k, j])), below, i, Lt(F[i, j], 0)), j), back)
    (forth_known,), (back_known,) = f.obtain(forths, c), f.obtain(backs, back)

    # p, the rows with a positive entry, is sent into itself
    image = indicator(up(i), p, i)
    (told,) = f.obtain(image, p)
    in_p = f.assume(Eq(p[i], 1))
    positive = f.mp(f.spec(forth_known, i), f.cut(where_true(up(i), p[i]), f.spec(told, i)))
    negative = f.mp(f.spec(back_known, c(i)), f.exists(positive, Exists(k, Lt(0, F[k, c(i)])), i))
    fall = f.assume(Lt(F[k, l], 0))
    rises = f.inst(balance(cols), {"x": (j, F[k, j])})
    rises = f.cut(rises, f.spec(no_rows, k), f.exists(fall, Exists(j, Lt(F[k, j], 0)), l))  # F_kl < 0 ⊢ ∃j 0 < F_kj
    onward = f.cut(f.inst(rises, {k: step(i), l: c(i)}), negative)
    onward = f.mp(f.part(f.spec(told, step(i)), 0), f.conj(f.restate(onward, up(step(i)))))
    closed = f.gen(f.imply(onward, in_p), i)
    rise = f.assume(Lt(0, F[i, j]))
    here = f.exists(f.mp(f.part(f.spec(told, i), 0), f.conj(f.exists(rise, up(i), j))), Exists(i, Eq(p[i], 1)), i)
    entry = F[i, l]
    upward = f.cut(f.inst(positive_if_nonzero(), {"x": entry}), f.assume(Le(0, entry)), f.assume(Ne(entry, 0)))
    live = f.cases(Le(0, entry), f.cut(f.inst(here, {j: l}), upward), f.release(here, f.inst(rises, {k: i}), j))
    p_is_set = f.gen(f.cut(truth_is_mask(up(i), p[i]), f.spec(told, i)), i)

    found = f.cut(round_inside(step, i), p_is_set, f.conj(live, closed))
    (cycle,) = f.obtain(found, h)
    on = f.assume(Eq(h[i], 1))
    last = f.part(cycle, 1)
    full = f.linear(p[i], 1, (f.spec(p_is_set, i), 1 / p[i]))  # p_i is 0 or 1, and h_i = 1 ≤ p_i
    most = f.lt(0, p[i], f.add(f.by(f.spec(last, i)), f.num(1)), (on, 1))
    full = discharge(full, [most], full.hypotheses.union(most.hypotheses) - {f.node(Ne(p[i], 0))})
    signs = f.gen(f.imply(f.conj(f.cut(positive, full), f.cut(negative, full)), on), i)
    goal = Exists((h, c, back), And(is_set(h, i), going_round(h, step, i), along(F, h, c, back, i)))
    whole = f.exists(f.conj(f.part(cycle, 0), f.part(cycle, 2), signs), goal, h, c, back)
    return f.release(f.release(f.release(f.release(whole, found, h), image, p), backs, back), forths, c)
