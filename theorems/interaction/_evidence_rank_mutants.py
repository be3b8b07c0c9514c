"""Mutants of interaction.evidence_rank that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Ne, Sum, delta, exp, index
from theorems.interaction.decomposition import i, j

from .evidence_rank import (
    A,
    B,
    c,
    claim,
    evidence,
    features,
    hi,
    larger,
    lo,
    maps,
    never,
    o_at,
    of_rank,
    p_at,
    phi,
    psi,
    q0,
    r,
    states,
    t,
    u,
    v,
    x,
    y,
)

one_c = index("o", r)


@maps.mutant("wrong axis: |r| for |n|")
def never_larger(p):
    condition = f.assume(p.goal.children[0])
    return f.imply(f.absurd(f.lt(0, 0, f.by(f.part(condition, 0))), p.goal.children[1]), condition)


def sums_of(p, product, left, right):
    """Matrices of a kernel that is Σ product have the factors left and right; the other direction is the theorem's."""
    larger_, given = f.assume(larger), f.assume(Exists((phi, psi), ForAll((x, y), Eq(exp(evidence(x, y)), Sum(product, c)))))
    *_, known = f.obtain(given, phi, psi)
    matrix = of_rank(exp(evidence(p_at, o_at)))
    found = f.exists(f.gen(f.spec(known, p_at, o_at), i, j), matrix, ((i, c), left), ((j, c), right))
    there = f.imply(f.gen(f.release(found, given, phi, psi), *states), given)
    return f.imply(f.conj(there, f.part(f.mp(p.use(claim, "features"), larger_), 1)), larger_)


of_row, of_column = phi[c, p_at], psi[c, o_at]


@maps.mutant("off-by-one range: all but one of Σ_{c∈r?} phi(c, x)·psi(c, y)")
def one_feature_less(proof):
    missing = 1 - delta(c, one_c)
    return sums_of(proof, missing * (phi[c, x] * psi[c, y]), missing * of_row, of_column)


@maps.mutant("dropped factor: the 2nd factor of phi(c, x)·psi(c, y)")
def functions_of_the_row(proof):
    return sums_of(proof, phi[c, x], of_row, 1)


@maps.mutant("swapped symbol: x for y in y (place 2)")
def products_of_the_row(proof):
    return sums_of(proof, phi[c, x] * psi[c, x], of_row * psi[c, p_at], 1)


@never.mutant("swapped symbol: lo for x in x")
def no_lower_end(proof):
    found = proof.use(claim, "exponential kernel")
    *_, known = f.obtain(found, x, y)
    (_, to), rest = (f.part(f.part(known, 0), number) for number in range(2)), (f.part(known, number) for number in (1, 2))
    return f.release(f.exists(f.conj(f.conj(f.le(lo, lo, f.num(0)), to), *rest), proof.goal, x, y), found, x, y)


def on_another_interval(proof, start, end, wide, ends):
    """The goal from the theorem for other ends of x; what the goal says of x follows from what the theorem says of it."""
    found = f.cut(proof.use(claim, "exponential kernel", {lo: start, hi: end}), wide)
    *_, known = f.obtain(found, x, y)
    inside = f.conj(*ends(*(f.part(f.part(known, 0), number) for number in range(2))))
    return f.release(f.exists(f.conj(inside, *(f.part(known, number) for number in (1, 2))), proof.goal, x, y), found, x, y)


@never.mutant("strictness: lo ≤ x")
def in_the_upper_half(proof):
    width, middle = f.by(proof["width"]), (lo + hi) / 2
    half = f.mul(f.num(Fraction(1, 2)), width)
    wide = f.lt(middle, hi, half)
    return on_another_interval(proof, middle, hi, wide, lambda above, below: (f.lt(lo, x, f.add(f.by(above), half)), below))


@never.mutant("direction: x ≤ hi")
def beyond_the_interval(proof):
    wide, width = f.lt(hi, hi + 1, f.num(1)), f.by(proof["width"])
    return on_another_interval(proof, hi, hi + 1, wide, lambda above, _: (f.le(lo, x, f.add(f.by(above), width)), above))


@never.mutant("sign: the exponent of exp(Σ_{t∈D} (q0[t] + x·u[t])·(k0[t] + y·v[t]))")
def queries_turned_round(proof):
    turned = -Sum(u[t] * v[t], t)
    zero = f.linear(Sum(u[t] * v[t], t), 0, (f.assume(Eq(turned, 0)), -1))
    never = f.absurd(f.rewrite(zero, proof["lines"], x, Ne(x, 0)), Ne(turned, 0))
    lines = f.cases(Eq(turned, 0), never, f.assume(Ne(turned, 0)))
    th = proof.use(claim, "exponential kernel", {q0: (t, -q0[t]), u: (t, -u[t])})
    (owed,) = th.hypotheses - {proof["width"].conclusion, proof["height"].conclusion}
    return f.restate(f.cut(th, f.restate(lines, owed)), proof.goal)


@never.mutant("dropped term: the 1st term of q0[t] + x·u[t]")
def through_the_origin(proof):
    return f.restate(proof.use(claim, "exponential kernel", {q0: (t, 0)}), proof.goal)


@never.mutant("off-by-one range: all but one of Σ_{c∈r?} phi(c, x)·psi(c, y)")
def without_one_feature(proof):
    return f.restate(proof.use(claim, "exponential kernel", {phi: ((c, x), (1 - delta(c, one_c)) * phi[c, x])}), proof.goal)


@maps.mutant("constant factor: 2 times the right side of exp(s(p[i], o_[j])) = Σ_{c∈r?} A[i, c]·B[j, c]")
def factors_of_half_the_size(proof):
    there, back = (f.part(f.mp(proof.use(claim, "features"), f.assume(larger)), number) for number in range(2))
    existence = f.spec(f.mp(there, f.assume(features)), *states)
    *_, known = f.obtain(existence, A, B)
    twice = Exists((A, B), ForAll((i, j), Eq(exp(evidence(p_at, o_at)), 2 * Sum(A[i, c] * B[j, c], c))))
    found = f.release(f.exists(known, twice, ((i, c), A[i, c] / 2), B), existence, A, B)
    return f.imply(f.conj(f.imply(f.gen(found, *states), f.assume(features)), back), f.assume(larger))
