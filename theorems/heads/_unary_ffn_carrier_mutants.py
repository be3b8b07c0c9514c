"""Mutants of heads.unary_ffn_carrier that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Le, Lt, Ne, Sum, exp, index

from .unary_ffn_carrier import (
    A,
    B,
    H,
    Phi,
    S,
    W,
    X,
    at_row,
    bias,
    biased,
    c,
    claim,
    empty,
    h,
    i,
    of_silu,
    one,
    rectified,
    relu,
    score,
    two,
    unanchored,
    v,
    w,
    x,
)


# The other sum is 2 or 3.
@unanchored.mutant("swapped symbol: B for A in A[h] (place 2)")
def the_same_coordinates(p):
    return never_1(p, two, 2, 0, 2)


@unanchored.mutant("constant factor: 3 for 2 in 2·x[c] (place 2)")
def three_times_the_state(p):
    return never_1(p, Sum(B[h] * Sum(3 * x[c] * W[h, c], c), h), 3, Fraction(3, 2), 3)


@unanchored.mutant("sign: the right side of Σ_{h∈H} A[h]·(Σ_{c∈d} x[c]·W[h, c]) = 1")
def twice_minus_1(p):
    double, given, no = f.part(p.use(claim, "not anchored"), 0), f.assume(Eq(one, -1)), f.assume(Eq(two, 1))
    third = Fraction(1, 3)
    clash = f.absurd(f.linear(0, 1, (double, -third), (given, -2 * third), (no, third)), Ne(two, 1))
    return f.conj(double, f.imply(f.cases(Eq(two, 1), clash, f.assume(Ne(two, 1))), given))


@unanchored.mutant("off-by-one range: all but one of Σ_{h∈H} A[h]·(Σ_{c∈d} x[c]·W[h, c]) (place 2)")
def all_but_one(p):  # what is left out is not negative
    double, given = f.part(p.use(claim, "not anchored"), 0), f.assume(p.goal.children[1].children[0])
    sign, *_ = rectified(f.spec(p["active"], h), f.spec(p["A mask"], h), A[h], score(x, h))
    more = f.lt(1, two, f.add(f.num(1), f.mul(f.num(2), f.by(f.inst(sign, {h: index("o", H)})))), (double, 1), (given, 2))
    return f.conj(double, f.imply(f.unequal(more), given))


def never_1(p, total, value, twice, once):
    double, given = f.part(p.use(claim, "not anchored"), 0), f.assume(p.goal.children[1].children[0])
    more = f.lt(1, total, f.num(value - 1), (double, twice), (given, once))
    return f.conj(double, f.imply(f.unequal(more), given))


@empty.mutant("strictness: S[i, h]·(Σ_{c∈d} X[i, c]·W[h, c] + b[h]) = 0")
def at_most_0_is_0(p):  # a rectified score is never negative
    _, above, *_ = at_row(p)
    low, both = f.assume(ForAll(h, Le(relu, 0))), f.spec(p.use(claim, "empty support"), i)
    there = f.imply(f.gen(f.le(biased, 0, f.add(f.by(above), f.by(f.spec(low, h)))), h), low)
    return f.gen(f.conj(there, f.part(both, 1)), i)


@empty.mutant("dropped factor: the 2nd factor of X[i, c]·W[h, c] (place 4)")
def nothing_is_read(p):  # S = 0 where no score is positive
    both, low = f.spec(p.use(claim, "empty support"), i), f.assume(ForAll(h, Le(biased, 0)))
    _, _, positive, _ = at_row(p)
    other = S[i, h] * (Sum(X[i, c], c) + bias[h])
    never = f.absurd(f.lt(0, 0, f.add(f.by(positive), f.by(f.spec(low, h)))), Eq(other, 0))
    gone = mask_cases(f.spec(p["S mask"], i, h), never, f.linear(other, 0, (f.assume(Eq(S[i, h], 0)), Sum(X[i, c], c) + bias[h])))
    return f.gen(f.conj(f.part(both, 0), f.imply(f.gen(gone, h), low)), i)


# Any other positive gate has the sign of w as well, and a negative w is less than 1.
@of_silu.mutant("dropped term: the 1st term of 1 + exp(-w)")
def another_gate(p):
    both, gate = p.use(claim, "SiLU"), 1 / exp(-w)
    sign = f.part(f.cut(f.inst(p.use(claim, "gated"), {Phi: gate}), f.lt(0, gate, f.inv(f.ex(-w)))), 0)
    return p.clear(f.conj(f.conj(f.part(sign, 0), f.part(f.part(both, 0), 1)), f.part(both, 1)))


@of_silu.mutant("exp dropped: exp(-w) (place 2)")
def a_rational_gate(p):
    both, low = p.use(claim, "SiLU"), f.assume(Lt(w, 0))
    positive = f.add(f.num(1), f.by(low))
    negative = p.clear(f.lt(w / (1 - w), 0, f.mul(f.by(low), f.inv(positive))), f.lt(0, 1 - w, positive), low)
    return f.conj(f.conj(f.part(f.part(both, 0), 0), f.imply(negative, low)), f.part(both, 1))


@of_silu.mutant("sign: the exponent of exp(-v)")
def the_opposite_gate(p):
    both, other = p.use(claim, "SiLU"), f.inst(p.use(claim, "SiLU"), {v: -v})
    return f.conj(
        f.part(both, 0), f.conj(f.restate(f.part(f.part(other, 1), 0), p.goal.children[1].children[0]), f.part(f.part(both, 1), 1))
    )


@of_silu.mutant("constant factor: 1 for 0 in w < 0 (place 3)")
def less_than_1(p):
    both = p.use(claim, "SiLU")
    negative = f.assume(Lt(w / (1 + exp(-v)), 0))
    small = f.lt(w, 1, f.add(f.by(f.mp(f.part(f.part(both, 1), 0), negative)), f.num(1)))
    return f.conj(f.part(both, 0), f.conj(f.imply(small, negative), f.part(f.part(both, 1), 1)))
