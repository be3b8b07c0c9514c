"""Mutants of interaction.chart_masked that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, Le, Lt, Sum, delta, index
from theorems.interaction.eckart_young import A, B, U, c, d, has_rank, i, j, k, m, n, sigma, top, truncated

from .chart_masked import M, a, b, cells, claim, epsilon, error, filled, filled_in, hole, missed, no_best, o, q, truncation, x, y, zeros


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
