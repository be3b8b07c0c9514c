"""Mutants of interaction.rank_bounds that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, Exists, ForAll, Le, Rational, Sum, delta, index, scalar
from theorems.interaction.decomposition import S, column_effect, i, j, k, l, m, n, row_effect

from .rank_bounds import (
    A,
    B,
    K,
    Q,
    R,
    T,
    X,
    a,
    b,
    bordered,
    c,
    claim,
    column,
    columns,
    counted,
    d,
    exact,
    key,
    least,
    lower,
    lower_end,
    mean,
    minor_of,
    o,
    of_two_rows,
    query,
    r,
    row,
    solved_split,
    split,
    through_two_columns,
    total,
    two_more,
    unary,
    upper_end,
    within,
    without_border,
    x,
    y,
)


def effects_of(p, row, column):
    """Row and column fields that make up what the goal says."""
    return f.exists(f.gen(f.linear(S[i, j] + row + column, S[i, j] + row + column), i, j), p.goal, (i, row), (j, column))


other_effects = {
    "sign: the 2nd term of S[i, j] - (Σ_{i′∈n} Σ_{j′∈m} S[i′, j′])/(|n|·|m|)": (3 * mean - row, -column),
    "dropped factor: the 1st factor of |n|·|m|": (2 * mean - total / m - row, -column),
    "wrong axis: over i for j_ in Σ_{j∈m} S[i, j]": (mean, -columns / m - column),
    "swapped index: i for i_ in S[i_, j_] (place 2)": (0, -column),
    "constant factor: 2 times the 1st term of (Σ_{i∈n} S[i, j])/|n| - (Σ_{i∈ … } Σ_{j′∈m} S[i, j′])/(|n|·|m|)": (mean - row, -2 * column),
    "missing normaliser: |n|⁻¹": (mean - row, -columns),
}
for name, fields in other_effects.items():
    upper_end.mutant(name)(lambda p, fields=fields: effects_of(p, *fields))


def of_the_interaction(p):
    """From the rank of a field with other means taken off, that of its interaction."""
    given = f.assume(p.goal.children[1].children[0].children[0])
    *_, known = f.obtain(given, Q, K)
    at = f.spec(known, i, j)
    centred = solved(T, Sum(query * key, c), (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    inside = f.release(f.exists(f.gen(centred, i, j), within(T), ((i, c), query), ((j, c), key)), given, Q, K)
    both = f.mp(p.use(claim, "bordered"), f.assume(two_more))
    return f.imply(f.conj(f.imply(f.mp(f.part(both, 0), inside), given), f.part(both, 1)), f.assume(two_more))


for name in (
    "dropped factor: the 1st factor of |n|·|m| (place 2)",
    "wrong axis: |m| for |n| (place 3)",
    "swapped index: j for j_ in S[i_, j_] (place 3)",
):
    exact.mutant(name)(of_the_interaction)


@least.mutant("strictness: S[i, j] = Σ_{d∈R} A[i, d]·B[j, d]")
@least.mutant("wrong axis: over j for d in Σ_{d∈R} A[i, d]·B[j, d]")
@least.mutant("dropped factor: the 2nd factor of A[i, d]·B[j, d]")
def whatever_is_bordered(p):
    # the border alone has rank 2
    ones = f.assume(p.goal.children[0])
    *_, made = f.obtain(ones, A, B, x, y)
    again, trace = without_border(made)
    return f.imply(f.release(counted(split, solved_split(again), trace), ones, A, B, x, y), ones)


@least.mutant("sign: the right side of 1 = Σ_{d∈R} x[d]·B[j, d]")
def the_row_turned_round(p):
    ones = f.assume(p.goal.children[0])
    *_, made = f.obtain(ones, A, B, x, y)
    parts = [f.part(made, number) for number in range(3)]
    corner = f.linear(0, Sum(-x[d] * y[d], d), (f.part(made, 3), -1))
    turned = f.exists(f.conj(*parts, corner), bordered, A, B, (d, -x[d]), y)
    return f.imply(f.release(f.mp(p.use(claim, "border"), turned), ones, A, B, x, y), ones)


@least.mutant("off-by-one range: all but one of Σ_{d∈R} x[d]·B[j, d]")
def all_but_one_column(p):
    ones = f.assume(p.goal.children[0])
    *_, made = f.obtain(ones, A, B, x, y)
    kept = (1 - delta(d, o)) * B[j, d]
    there = p.use(claim, "border", {S: ((i, j), Sum(A[i, d] * kept, d))})
    whole = f.gen(f.linear(Sum(A[i, d] * kept, d), Sum(A[i, d] * kept, d)), i, j)
    parts = f.conj(whole, *(f.part(made, number) for number in range(1, 4)))
    found = f.mp(there, f.exists(parts, there.conclusion.children[0], A, ((j, d), kept), x, y))
    return f.imply(f.release(found, ones, A, B, x, y), ones)


@least.mutant("quantifier: ∃ for ∀ in ∀ j ∈ m, 1 = Σ_{d∈R} x[d]·B[j, d]")
def one_column_is_enough(p):
    ones = f.assume(p.goal.children[0])
    there = p.use(claim, "border", {S: ((i, j), S[i, l])})
    *_, made = f.obtain(ones, A, B, x, y)
    whole, last_column, some, corner = (f.part(made, number) for number in range(4))
    *_, last_row = f.obtain(some, l)
    parts = f.conj(f.gen(f.spec(whole, i, l), i, j), last_column, f.gen(last_row, j), corner)
    found = f.mp(there, f.exists(parts, there.conclusion.children[0], A, ((j, d), B[l, d]), x, y))
    return f.imply(f.release(f.release(found, some, l), ones, A, B, x, y), ones)


def other_columns(p, left, right, left2, right2):
    """The proof of the theorem, with other factors of the two effects."""
    whole = solved(S[i, j], Sum(Q[i, c] * K[j, c], c) + mean + effect_of_row + effect_of_column, (f.spec(p["factors"], i, j), 1))
    return f.exists(f.gen(whole, i, j), p.goal, Q, K, (i, left), (j, right), (i, left2), (j, right2))


effect_of_row, effect_of_column = row - mean, column - mean


@lower.mutant("sign: the 2nd term of Σ_{c∈r?} Q2[i, c]·K2[j, c] + p[i]·q[j] + p2[i]·q2[j]")
def one_turned_round(p):
    return other_columns(p, row, 1, -1, effect_of_column)


@lower.mutant("constant factor: 2 times the 2nd term of Σ_{c∈r?} Q2[i, c]·K2[j, c] + p[i]·q[j] + p2[i]·q2[j]")
def one_of_half_the_length(p):
    return other_columns(p, row, 1, Rational(1, 2), effect_of_column)


@lower.mutant("dropped factor: the 2nd factor of p2[i]·q2[j]")
def a_row_field_needs_one_factor(p):
    return other_columns(p, 1, effect_of_column, row, 0)


@unary.mutant("strictness: δ(i, k) = 0")
def no_less_than_0(p):
    condition = f.assume(p.goal.children[0])
    parts = [f.part(condition, number) for number in range(3)]
    apart = f.antisymmetry(parts[0], f.le(0, delta(i, k), f.sq(delta(i, k))))
    return f.imply(f.mp(p.use(claim, "lower end without interaction"), f.conj(apart, *parts[1:])), condition)


@unary.mutant("sign: the 2nd term of δ(i2, k) + δ(j2, l)")
def a_minor_of_the_difference(p):
    # [[0, 1], [-1, 0]]
    return of_two_rows(p, f.assume(p.goal.children[0]), lambda d, e: B[j, d] * A[k, e] - B[l, d] * A[i, e])


@unary.mutant("swapped index: k for i in δ(i, k)")
def one_is_not_0(p):
    condition = f.assume(p.goal.children[0])
    return f.imply(f.absurd(f.linear(1, 0, (f.part(condition, 0), 1)), Le(2, R)), condition)


@unary.mutant("constant factor: 2 times the right side of 2 ≤ |R|")
def twice_the_size(p):
    condition = f.assume(minor_of)
    least = f.mp(p.use(claim, "lower end without interaction"), condition)
    return f.imply(f.le(2, 2 * R, f.add(f.by(least), f.size(R))), condition)


@unary.mutant("wrong axis: over j2 for d in Σ_{d∈R} A[i2, d]·B[j2, d]")
def the_same_in_every_column(p):
    condition = f.assume(p.goal.children[0])
    *_, known = f.obtain(f.part(condition, 2), A, B)
    never = f.linear(1, 0, (f.spec(known, k, l), 1), (f.spec(known, k, j), -1), (f.part(condition, 1), 1))
    return f.imply(f.release(f.absurd(never, Le(2, R)), f.part(condition, 2), A, B), condition)


@unary.mutant("dropped factor: the 1st factor of A[i2, d]·B[j2, d]")
def the_same_in_every_row(p):
    condition = f.assume(p.goal.children[0])
    *_, known = f.obtain(f.part(condition, 2), A, B)
    never = f.linear(1, 0, (f.spec(known, k, l), 1), (f.spec(known, i, l), -1), (f.part(condition, 0), 1))
    return f.imply(f.release(f.absurd(never, Le(2, R)), f.part(condition, 2), A, B), condition)


rooms = {
    "strictness: |R| = |r?| + 2": lambda size: (f.by(size),),
    "dropped term: the 1st term of |r?| + 2": lambda size: (f.size(r), (size, -1)),
}
for name, room in rooms.items():
    lower_end.mutant(name)(lambda p, room=room: through_two_columns(p, f.assume(p.goal.children[0]), room))


@lower_end.mutant("sign: the 2nd term of X[i, j] + a[i] + b[j]")
def the_column_field_turned_round(p):
    condition, there = f.assume(p.goal.children[0]), p.use(claim, "lower end", {b: (j, -b[j])})
    parts = [f.part(condition, number) for number in range(10)]
    parts[2] = f.linear(Sum(-b[j], j), 0, (parts[2], -1))
    parts[6] = f.gen(f.linear(Sum(-X[i, j] * b[j], j), 0, (f.spec(parts[6], i), -1)), i)
    needed = map(f.restate, parts, there.conclusion.children[0].children)
    return f.imply(f.mp(there, f.conj(*needed)), condition)


@lower_end.mutant("constant factor: 2 times the 1st term of X[i, j] + a[i] + b[j]")
def fields_of_twice_the_size(p):
    condition, there = f.assume(p.goal.children[0]), p.use(claim, "lower end", {X: ((i, j), 2 * X[i, j]), a: (i, 2 * a[i])})
    parts = [f.part(condition, number) for number in range(10)]
    parts[1] = f.linear(Sum(2 * a[i], i), 0, (parts[1], 2))
    parts[3] = f.lt(0, Sum(4 * a[i] * a[i], i), f.mul(f.num(4), f.by(parts[3])))
    parts[5] = f.gen(f.linear(Sum(4 * a[i] * X[i, j], i), 0, (f.spec(parts[5], j), 4)), j)
    parts[6] = f.gen(f.linear(Sum(2 * X[i, j] * b[j], j), 0, (f.spec(parts[6], i), 2)), i)
    parts[7] = f.gen(f.linear(Sum(2 * X[i, j], j), 0, (f.spec(parts[7], i), 2)), i)
    parts[8] = f.gen(f.linear(Sum(2 * X[i, j], i), 0, (f.spec(parts[8], j), 2)), j)
    found = f.mp(there, f.conj(*map(f.restate, parts, there.conclusion.children[0].children)))
    *_, known = f.obtain(found, Q, K)
    half = f.gen(solved(X[i, j], Sum(Q[i, c] / 2 * K[j, c], c), (f.spec(known, i, j), 1)), i, j)
    return f.imply(f.release(f.exists(half, within(X[i, j]), ((i, c), Q[i, c] / 2), K), found, Q, K), condition)


@lower_end.mutant("wrong axis: |R| for |r?|")
def no_size(p):
    condition = f.assume(p.goal.children[0])
    return f.imply(f.absurd(f.linear(2, 0, (f.part(condition, 0), -1)), within(X[i, j])), condition)


@lower_end.mutant("direction: 0 < Σ_{i∈n} a[i]²")
def no_square(p):
    condition = f.assume(p.goal.children[0])
    never = f.lt(0, 0, f.add(f.by(f.part(condition, 3)), f.tot(i, f.sq(a[i]))))
    return f.imply(f.absurd(never, within(X[i, j])), condition)


@lower_end.mutant("off-by-one range: all but one of Σ_{i∈n} a[i]²")
def not_0_without_one(p):
    condition, o = f.assume(p.goal.children[0]), index("o", n)
    parts = [f.part(condition, number) for number in range(10)]
    parts[3] = f.lt(0, Sum(a[i] * a[i], i), f.add(f.by(parts[3]), f.sq(a[o])))
    return f.imply(f.mp(p.use(claim, "lower end"), f.conj(*parts)), condition)


@exact.mutant("sign: the right side of 1 = Σ_{d∈R} x[d]·B[j, d]")
def a_row_of_either_sign(p):
    there, back = (f.part(f.mp(p.use(claim, "bordered"), f.assume(two_more)), number) for number in range(2))
    ones = f.mp(there, f.assume(within(T)))
    *_, made = f.obtain(ones, A, B, x, y)
    parts, corner = [f.part(made, number) for number in range(3)], f.linear(0, Sum(-x[d] * y[d], d), (f.part(made, 3), -1))
    found = f.exists(f.conj(*parts, corner), p.goal.children[1].children[0].children[1], A, B, (d, -x[d]), y)
    return f.imply(f.conj(f.imply(f.release(found, ones, A, B, x, y), f.assume(within(T))), back), f.assume(two_more))


# Whatever 1/(|n| - 1) is where |n| = 1: z is any number.
z, inverse = scalar("z"), ((n + (-1)) * m) ** -1


@upper_end.mutant("off-by-one range: the size |n| (place 2)")
def a_constant_goes_to_the_rows(p):
    left, fields = S[i, j] + a[i] + b[j], ((i, total * z - row), (j, -column))
    field = S[i, j] - mean - (row - total * z) - column_effect(S, j)
    equal = f.gen(f.linear(S[i, j] + (total * z - row) - column, field), i, j)
    return f.inst(f.exists(equal, Exists((a, b), ForAll((i, j), Eq(left, field))), *fields), {z: inverse})


@exact.mutant("off-by-one range: the size |n| (place 4)")
def centred_with_a_constant(p):
    # centring takes off the constant, and no rank is gained
    given = f.assume(within(S[i, j] - mean - row_effect(S, i) - (column - total * z)))
    *_, known = f.obtain(given, Q, K)
    at = f.spec(known, i, j)
    centred = solved(T, Sum(query * key, c), (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    inside = f.release(f.exists(f.gen(centred, i, j), within(T), ((i, c), query), ((j, c), key)), given, Q, K)
    both = f.mp(p.use(claim, "bordered"), f.assume(two_more))
    there = f.inst(f.imply(f.mp(f.part(both, 0), inside), given), {z: inverse})
    return f.imply(f.conj(there, f.part(both, 1)), f.assume(two_more))
