"""Mutants of depth.coarse_lumpable that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Sum, delta, index

from .coarse_lumpable import (
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
    n,
    one,
    pi,
    smaller,
    stochastic,
    x,
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
