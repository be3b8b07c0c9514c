"""Mutants of interaction.chart_shared that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Rational, Sum, delta

from .chart_shared import (
    A,
    B,
    a,
    b,
    c,
    claim,
    exponential,
    few_columns,
    few_rows,
    hi,
    high,
    i,
    inside,
    j,
    k,
    larger,
    left_out,
    lo,
    low,
    matrices,
    o,
    one_state,
    p,
    q,
    rho,
    s,
    sections,
    shared,
    spanned,
    u,
    x,
    y,
)


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
