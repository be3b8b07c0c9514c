"""Mutants of depth.coarse_lumpable that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Ne, Sum, array, delta, field, index, scalar

from .coarse_lumpable import (
    HALF,
    A,
    U,
    b,
    bar,
    block_sum,
    c,
    claim,
    constant,
    converse,
    e,
    every,
    fixed_constant,
    i,
    j,
    k,
    l,
    lumpable,
    lumped,
    n,
    one,
    onto,
    pi,
    r,
    smaller,
    stochastic,
    two_blocks,
    x,
    y,
    z,
)


def changed(p, part, side, equal):
    """The theorem with a condition in the place of one of the two, from which two rows of a block have ``equal`` block sums."""
    given, here, told = f.assume(p.goal.children[side].children[0]), f.assume(Eq(delta(pi(i), pi(k)), 1)), p.use(claim, part)
    same = f.gen(f.imply(equal(given, here), here), i, k, c)
    if side == 0:
        return f.conj(f.imply(same, given), f.part(told, 1))
    return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), same), given))


@smaller.mutant("strictness: Σ_{j∈n} A[i, j]·δ(pi(j), c) = Σ_{j∈n} A[k, j]·δ(pi(j), c)")
def in_both_directions(p):
    def equal(given, here):
        there = f.linear(delta(pi(k), pi(i)), 1, (here, 1))
        return f.antisymmetry(f.mp(f.spec(given, i, k, c), here), f.mp(f.spec(given, k, i, c), there))

    return changed(p, "a smaller layer", 1, equal)


def opposite(part):
    """Block sums that are opposite for all rows of a block are 0, as a row is in its own block."""

    def equal(given, here):
        none = f.mp(f.spec(given, k, k, c), f.linear(delta(pi(k), pi(k)), 1))
        return f.linear(block_sum(A, i, c), block_sum(A, k, c), (f.mp(f.spec(given, i, k, c), here), 1), (none, -1))

    return lambda p: changed(p, part, 1, equal)


OPPOSITE = "sign: the right side of Σ_{j∈n} A[i, j]·δ(pi(j), c) = Σ_{j∈n} A[k, j]·δ(pi(j), c) (place 2)"
one.mutant(OPPOSITE)(opposite("one U"))
every.mutant(OPPOSITE)(opposite("every U"))


@one.mutant("strictness: Σ_{i∈n} U[b, i]·δ(pi(i), c) = δ(b, c)")
def whatever_U_is(p):
    given = f.assume(p.goal.children[0].children[0])
    (known,) = f.obtain(given, U)
    there = f.release(f.cut(fixed_constant(p, U, A), f.part(known, 1)), given, U)
    return f.conj(f.imply(there, given), f.part(p.use(claim, "one U"), 1))


def at_units(row):
    """At p = eᵢ and p2 = eₖ, and at both p = p2 = e of one row, the side that was not changed is a block sum, and the other the same."""

    def at(given, first, second, together):
        points, w = [(l, delta(l, position)) for position in (first, second)], index("w", c)
        units = [f.conj(f.gen(f.le(0, mass_at, f.sq(mass_at)), l), f.linear(Sum(mass_at, l), 1)) for _, mass_at in points]
        th = f.mp(f.spec(f.mp(f.spec(given, points[0]), units[0]), points[1]), units[1])
        alike = f.rewrite(together, f.linear(delta(pi(first), c), delta(pi(first), c)), w, Eq(delta(pi(first), c), delta(w, c)))
        return f.spec(f.mp(th, f.gen(alike, c)), c)

    def equal(given, here):
        itself = at(given, row, row, f.linear(delta(pi(row), pi(row)), 1))
        return f.linear(block_sum(A, i, c), block_sum(A, k, c), (at(given, i, k, here), 1), (itself, -1))

    return lambda proof: changed(proof, "strongly lumpable", 0, equal)


lumpable.mutant("dropped factor: the 2nd factor of p[i]·A[i, j]·δ(pi(j), c)")(at_units(i))
lumpable.mutant("wrong axis: over c for j in Σ_{j∈n} p2[i]·A[i, j]·δ(pi(j), c)")(at_units(k))


@stochastic.mutant("dropped factor: the 2nd factor of U[b, k]·A[k, l]·δ(pi(l), c)")
def all_masses_together(p):
    # they sum to 1
    mass = f.linear(Sum(U[b, k] * A[k, l], k, l), 1, (f.spec(p["unit rows"], k), U[b, k], k), (f.spec(p["U"], b, c), 1, c))
    return f.conj(f.gen(f.le(0, Sum(U[b, k] * A[k, l], k, l), f.num(1), (mass, 1)), b, c), f.part(p.use(claim, "rows"), 1))


@lumpable.mutant("strictness: 0 ≤ p[i]")
def one_position_for_another(proof):
    """At p = 1/|n|, and at what moves the share of i to k."""

    def equal(given, here):
        points, w = [(l, 1 / n), (l, (1 + delta(l, k) - delta(l, i)) / n)], index("w", c)
        signs = f.lt(0, 1 / n, f.inv(f.size(n))), f.mul(f.add(f.sq(1 - delta(l, i)), f.sq(delta(l, k))), f.inv(f.size(n)))
        signs = signs[0], f.le(0, points[1][1], signs[1])
        units = [f.conj(f.gen(th, l), f.linear(Sum(at, l), 1)) for th, (_, at) in zip(signs, points, strict=True)]
        th = f.mp(f.spec(f.mp(f.spec(given, points[0]), units[0]), points[1]), units[1])
        alike = f.rewrite(here, f.linear(delta(pi(i), c), delta(pi(i), c)), w, Eq(delta(pi(i), c), delta(w, c)))
        alike = f.linear(*(Sum(at * delta(pi(l), c), l) for _, at in points), (alike, 1 / n))
        return f.linear(block_sum(A, i, c), block_sum(A, k, c), (f.spec(f.mp(th, f.gen(alike, c)), c), n))

    return changed(proof, "strongly lumpable", 0, equal)


@smaller.mutant("dropped factor: the 2nd factor of A[i, j]·δ(pi(j), c) (place 4)")
def whole_rows(p):
    """They are the sums of block sums."""
    told, given = p.use(claim, "a smaller layer"), f.assume(constant(A))
    some = f.mp(f.part(told, 1), given)
    row = f.linear(Sum(A[i, j], j), Sum(bar[pi(i), e], e), (f.spec(f.obtain(some, bar)[0], i, e), 1, e))
    rows = f.exists(f.gen(row, i, c), p.goal.children[1].children[1], ((b, c), Sum(bar[b, e], e)))
    return f.conj(f.part(told, 0), f.imply(f.release(rows, some, bar), given))


@converse.mutant("dropped term: the 1st term of δ(c, pi(x)) + δ(c, pi(z))")
def another_block_than_all(p):
    given = f.assume(p.goal.children[0])
    clash = f.linear(0, 1, (f.spec(f.part(given, 3), pi(x)), 1), (f.part(given, 2), -1))
    return f.imply(f.absurd(clash, p.goal.children[1]), given)


def picking(k):
    """A U with UV = 1, which picks k in its block, and the position r of each other block: so (UAV)_π(k)c is S_kc."""
    chosen, w, here = f.choice(f.assume(onto["onto"]), r), index("w", c), delta(b, pi(k))
    (known,) = f.obtain(chosen, r)
    there = f.spec(known, b)
    moved = f.rewrite(there, f.linear(delta(pi(r(b)), c), delta(pi(r(b)), c)), w, Eq(delta(pi(r(b)), c), delta(w, c)))
    picks = here * delta(l, k) + (1 - here) * delta(l, r(b))
    unit = f.gen(f.linear(Sum(picks * delta(pi(l), c), l), delta(b, c), (moved, 1 - here)), b, c)
    return chosen, unit, ((b, l), picks)


def told_by(given, here, k, i):
    """S_kc is at most, or equal to, what row i of the same block is said to be, by the U that picks k."""
    chosen, unit, picks = picking(k)
    said, own, other = f.spec(f.mp(f.spec(given, picks), unit), i, c), block_sum(A, k, c), block_sum(A, r(pi(i)), c)
    right = said.conclusion.children[1]
    if type(said.conclusion) is f.node(Eq(0, 0)).__class__:
        return f.release(f.linear(own, right, (said, 1), (here, other - own)), chosen, r)
    return f.release(f.le(own, right, f.by(said), (here, own - other)), chosen, r)


@every.mutant("strictness: Σ_{k∈n} Σ_{l∈n} U[pi(i), k]·A[ …  = Σ_{j∈n} A[i, j]·δ(pi(j), c)")
def each_row_is_the_least(p):
    def equal(given, here):
        back = f.linear(delta(pi(k), pi(i)), 1, (here, 1))
        return f.antisymmetry(told_by(given, back, i, k), told_by(given, here, k, i))

    return changed(p, "every U", 0, equal)


@every.mutant("swapped index: c for pi(j) in δ(pi(j), c)")
def block_sums_are_row_sums(p):
    def equal(given, here):
        own = told_by(given, f.linear(delta(pi(i), pi(i)), 1), i, i)
        return f.linear(block_sum(A, i, c), block_sum(A, k, c), (own, 1), (told_by(given, here, k, i), -1))

    return changed(p, "every U", 0, equal)


@converse.mutant("quantifier: ∀ for ∃ in ∃ c ∈ q, δ(pi(i), pi(k)) = 1 ∧ …  ≠ Σ_{j∈n} A[k, j]·δ(pi(j), c)")
def what_leaves_one_block_enters_the_other(p):
    """Two rows of mass 1 that differ in one of two blocks differ in the other by as much."""
    given, told = f.assume(two_blocks), p.use(claim, "no converse")
    blocks, told = f.part(given, 3), f.mp(told, given)
    # D is 0 in a block if it is 0 in another one, as D at one of the two is −D at the other
    D = field("D", c)
    none = f.assume(Eq(D[pi(x)] + D[pi(z)], 0))
    sign = array((c,), delta(c, pi(x)) - delta(c, pi(z)))
    at_c = f.linear(D[c], sign[c] * D[pi(x)], (f.spec(blocks, c), -D[c]), (none, delta(c, pi(z))))
    at_x = f.linear(D[pi(x)], sign[e] * D[e], (f.spec(blocks, e), -D[pi(x)]), (none, delta(e, pi(z))))
    zero = f.linear(D[c], 0, (at_c, 1), (at_x, sign[c]), (f.assume(Eq(D[e], 0)), sign[c] * sign[e]))
    # and so is the difference of the two rows
    *_, known = f.obtain(told, A, U)
    mass, differ = f.part(known, 1), f.part(known, 4)
    *_, found = f.obtain(differ, i, k, c)
    rows, same = array((c,), block_sum(A, i, c) - block_sum(A, k, c)), f.assume(Eq(block_sum(A, i, e), block_sum(A, k, e)))
    both = f.linear(rows[pi(x)] + rows[pi(z)], 0, (f.spec(mass, i), 1), (f.spec(mass, k), -1), (f.spec(blocks, b), rows[b], b))
    zero = f.cut(f.inst(zero, {D: (c, rows[c])}), both, f.linear(rows[e], 0, (same, 1)))
    alike, w = f.linear(block_sum(A, i, c), block_sum(A, k, c), (zero, 1)), scalar("w")
    never, goal = f.rewrite(alike, f.part(found, 1), w, Ne(w, block_sum(A, k, c))), Ne(block_sum(A, i, e), block_sum(A, k, e))
    apart = f.gen(f.conj(f.part(found, 0), f.cases(same.conclusion, f.absurd(never, goal), f.assume(goal))), e)
    *_, said = f.obtain(f.assume(p.goal.children[1]), A, U)
    some = f.release(f.exists(apart, f.part(said, 4).conclusion, i, k), differ, i, k, c)
    th = f.exists(f.conj(*(f.part(known, n) for n in range(4)), some), p.goal.children[1], A, U)
    return f.imply(f.release(th, told, A, U), given)


@converse.mutant("wrong axis: over c for l in Σ_{l∈n} U[b, k]·(Σ_{k′∈n} A[k, k′]·A[k′, l])·δ(pi(l), c)")
def half_returns(p):
    """All go to x and to z, but y goes to x, and U picks x and z: half of each returns, as in each block of the square."""
    given = f.assume(two_blocks)
    apart, together, elsewhere, blocks = (f.part(given, number) for number in range(4))
    at_x, at_z, in_x, in_z, w = delta(pi(x), c), delta(pi(z), c), delta(b, pi(x)), delta(b, pi(z)), index("w", c)
    y_in_x = f.rewrite(together, f.linear(at_x, at_x), w, Eq(at_x, delta(w, c)))
    not_y = f.linear(delta(z, y), 0, (f.inst(y_in_x, {c: pi(z)}), -delta(z, y)), (elsewhere, delta(z, y)))
    not_z = f.linear(delta(x, z), 0, (elsewhere, delta(x, z)))
    half = array((j,), (delta(j, x) + delta(j, z)) / 2)
    layer = (i, j), (1 - delta(i, y)) * half[j] + delta(i, y) * delta(j, x)
    average = (b, i), in_x * delta(i, x) + in_z * delta(i, z)
    A0, U0 = array(*layer), array(*average)
    row_x, row_z = (f.linear(A0[at, j], half[j], (th, delta(j, x) - half[j])) for at, th in ((x, apart), (z, not_y)))
    lump = (row_x, in_x * delta(pi(j), c), j), (row_z, in_z * delta(pi(j), c), j), (f.spec(blocks, b), (at_x + at_z) / 2)
    lump = f.linear(lumped(U0, A0, b, c), HALF, *lump, (f.spec(blocks, c), HALF))
    back = [
        f.linear(
            Sum(A0[at, j] * A0[j, at], j),
            HALF,
            (row, A0[j, at], j),
            *((f.inst(th, {j: at}), HALF) for th in (row_x, row_z)),
            (not_z, HALF),
        )
        for at, row in ((x, row_x), (z, row_z))
    ]
    square = (back[0], in_x), (back[1], in_z), (f.inst(lump, {c: e}), -lumped(U0, A0, e, c), e), (f.inst(lump, {b: e}), -HALF, e)
    square = *square, (f.spec(blocks, b), HALF), (f.spec(blocks, e), HALF * HALF, e)
    turned = f.linear(delta(pi(y), pi(x)), 1, (together, 1))
    low = f.linear(block_sum(A0, x, pi(x)), HALF, (row_x, delta(pi(j), pi(x)), j), (elsewhere, HALF))
    differ = f.lt(block_sum(A0, x, pi(x)), block_sum(A0, y, pi(x)), f.num(HALF), (low, -1))
    half_sign = f.mul(f.num(HALF), f.add(f.sq(delta(j, x)), f.sq(delta(j, z))))
    sign = f.add(f.mul(f.sq(1 - delta(i, y)), half_sign), f.mul(f.sq(delta(i, y)), f.sq(delta(j, x))))
    return f.imply(witnessed(p.goal.children[1], layer, average, sign, blocks, square, f.conj(turned, f.unequal(differ)), y, x), given)


@converse.mutant("off-by-one range: all but one of Σ_{k′∈n} A[k, k′]·A[k′, l]")
def by_one_that_counts(p):
    """All go to x, but y goes to z, and U picks x and z, if x is not left out; if it is, then y is not."""
    given, o = f.assume(two_blocks), index("o", i)
    there = all_but_one_go_to_x(p)
    apart, together, elsewhere, blocks = (f.part(given, number) for number in range(4))
    turned = f.inst(there, {x: y, y: x})
    v, w = index("v", c), index("w", c)
    moved = f.rewrite(together, f.linear(delta(pi(x), v), delta(pi(x), v)), w, Eq(delta(pi(x), v), delta(w, v)))
    left_out = f.assume(Eq(delta(x, o), 1))
    facts = (
        f.linear(delta(y, x), 0, (apart, 1)),
        f.linear(delta(pi(y), pi(x)), 1, (together, 1)),
        f.linear(delta(pi(y), pi(z)), 0, (f.inst(moved, {v: pi(z)}), -1), (elsewhere, 1)),
        f.gen(f.linear(delta(c, pi(y)) + delta(c, pi(z)), 1, (f.inst(moved, {v: c}), -1), (f.spec(blocks, c), 1)), c),
        f.linear(delta(y, o), 0, (left_out, -delta(y, o)), (apart, delta(x, o))),
    )
    other = f.cut(turned, f.conj(*facts[:4]), facts[4])
    return f.imply(mask_cases(f.linear(delta(x, o) * delta(x, o), delta(x, o)), other, there), given)


def all_but_one_go_to_x(p):
    """The witness, if x is not left out."""
    given, o = f.assume(two_blocks), index("o", i)
    apart, together, elsewhere, blocks = (f.part(given, number) for number in range(4))
    counts, at_x, in_x, in_z, w = f.assume(Eq(delta(x, o), 0)), delta(pi(x), c), delta(b, pi(x)), delta(b, pi(z)), index("w", c)
    y_in_x = f.rewrite(together, f.linear(at_x, at_x), w, Eq(at_x, delta(w, c)))
    not_y = f.linear(delta(z, y), 0, (f.inst(y_in_x, {c: pi(z)}), -delta(z, y)), (elsewhere, delta(z, y)))
    layer = (i, j), (1 - delta(i, y)) * delta(j, x) + delta(i, y) * delta(j, z)
    average = (b, i), in_x * delta(i, x) + in_z * delta(i, z)
    A0, U0 = array(*layer), array(*average)
    row_x, row_z = (f.linear(A0[at, j], delta(j, x), (th, delta(j, z) - delta(j, x))) for at, th in ((x, apart), (z, not_y)))
    lump = (row_x, in_x * delta(pi(j), c), j), (row_z, in_z * delta(pi(j), c), j), (f.spec(blocks, b), at_x)
    lump = f.linear(lumped(U0, A0, b, c), at_x, *lump)
    kept = (1 - delta(j, o)) * array((i,), block_sum(A0, i, c))[j]
    twice = (row_x, in_x * kept, j), (row_z, in_z * kept, j), (row_x, (in_x + in_z) * (1 - delta(x, o)) * delta(pi(j), c), j)
    twice = *twice, (counts, -(in_x + in_z) * at_x), (f.spec(blocks, b), at_x)
    square = *twice, (f.inst(lump, {c: e}), -lumped(U0, A0, e, c), e), (f.inst(lump, {b: pi(x)}), -1)
    high = f.linear(block_sum(A0, x, pi(x)), 1, (row_x, delta(pi(j), pi(x)), j))
    differ = f.lt(block_sum(A0, y, pi(x)), block_sum(A0, x, pi(x)), f.num(1), (high, 1), (elsewhere, -1))
    sign = f.add(f.mul(f.sq(1 - delta(i, y)), f.sq(delta(j, x))), f.mul(f.sq(delta(i, y)), f.sq(delta(j, z))))
    return witnessed(p.goal.children[1], layer, average, sign, blocks, square, f.conj(together, f.unequal(differ)), x, y)


def witnessed(goal, layer, average, sign, blocks, square, differ, *two):
    """A layer and an average that picks x and z; ``square``: why its equation holds, ``differ``: why two rows of a block do not agree."""
    *_, said = f.obtain(f.assume(goal), A, U)
    said = f.inst(said, {A: layer, U: average})
    entry = f.gen(f.le(0, layer[1], sign), i, j)
    mass = f.gen(f.linear(Sum(layer[1], j), 1), i)
    in_x, in_z = delta(b, pi(x)), delta(b, pi(z))
    weight = f.le(0, average[1], f.add(f.mul(f.sq(in_x), f.sq(delta(i, x))), f.mul(f.sq(in_z), f.sq(delta(i, z)))))
    unit = f.linear(Sum(average[1] * delta(pi(i), c), i), delta(b, c), (f.spec(blocks, b), delta(b, c)))
    equal = f.gen(f.linear(*f.spec(f.part(said, 3), b, c).conclusion.children, *square), b, c)
    some = f.exists(differ, f.part(said, 4).conclusion, *two, pi(x))
    th = f.conj(entry, mass, f.conj(f.gen(weight, b, i), f.gen(unit, b, c)), equal, some)
    return f.exists(th, goal, layer, average)
