"""Mutants of probe.cross_ratio that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.lemmas.flows import is_flow
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import Eq, delta, index
from theorems.probe.cycle import F, K, L, M, a, b, d, e, i, j, n

from .cross_ratio import W, claim, complete, criterion, generated, k, l, no_squares, p, q

# A 4-cycle is the opposite of the one with its rows exchanged.
for name, coefficient in {
    "dropped term: the 1st term of δ(p, i) - δ(p, i_2)": W[i, j, k, l] - W[k, j, i, l],
    "off-by-one range: all but one of Σ_{i_2∈n} Σ_{j_2∈m} c[i, j, i_ … , i_2))·(δ(q, j) - δ(q, j_2)))": W[i, j, k, l]
    - delta(i, index("o", n)) * W[k, j, i, l],
}.items():

    @criterion.mutant(name)
    def other_coefficients(proof, coefficient=coefficient):
        forward, back = (f.part(proof.use(claim, "criterion"), side) for side in (0, 1))
        told, flow = f.assume(complete), f.assume(is_flow(F, M, i, j))
        combined = f.mp(f.spec(f.mp(forward, told), F), flow)
        (known,) = f.obtain(combined, W)
        some = f.exists(known, peel(proof.goal.children[0].children[1])[2], ((i, j, k, l), coefficient))
        return f.conj(f.imply(f.gen(f.imply(f.release(some, combined, W), flow), F), told), back)


@criterion.mutant("direction: 0 < e[j]")
def no_factor_is_negative(proof):  # so that the carrier is empty, if K = 1 and L = 1 are related
    told, flow, live = f.assume(proof.goal.children[0].children[0]), f.assume(is_flow(F, M, i, j)), f.assume(Eq(M[p, q], 1))
    one = f.gen(f.lt(0, 1, f.num(1)), i, j)
    at_1 = f.mp(f.spec(f.mp(f.spec(told, ((i, j), 1)), one), ((i, j), 1)), one)
    (corners_,), same = peel(at_1.conclusion.children[0])[1:]
    related = f.mp(at_1, f.gen(f.imply(f.linear(*same.children), corners_), i, k, j, l))
    *_, known = f.obtain(related, d, e)
    positive = f.mul(f.by(f.spec(f.part(known, 0), p)), f.by(f.spec(f.part(known, 1), q)))
    clash = f.lt(0, 0, f.add(f.num(1), positive), (f.spec(f.part(known, 2), p, q), -1), (live, 1 - d[p] * e[q]))
    off = mask_cases(f.spec(proof["M mask"], p, q), f.absurd(clash, Eq(M[p, q], 0)), f.assume(Eq(M[p, q], 0)))
    none = f.linear(F[p, q], 0, (f.spec(f.part(flow, 0), p, q), 1), (f.release(off, related, d, e), F[p, q]))
    some = f.exists(f.gen(none, p, q), generated, ((i, j, k, l), 0))
    return f.conj(f.imply(f.gen(f.imply(some, flow), F), told), f.part(proof.use(claim, "criterion"), 1))


def one_corner_off(proof, corner):
    """Where M may be 0 at one corner of a numerator, both ratios are 0 as well."""
    given = f.assume(proof.peeled()[1][0])
    on, off = f.assume(Eq(M[corner], 1)), f.assume(Eq(M[corner], 0))
    others = {(i, j): 0, (k, l): 1, (i, l): 2, (k, j): 3}
    ones = [on if at == corner else f.part(given, t) for at, t in others.items()]
    agree_there = f.mp(f.spec(proof.use(claim, "no squares"), i, k, j, l), f.conj(*ones))
    left, right = agree_there.conclusion.children
    away = K[i, l] * K[k, j], L[i, l] * L[k, j]
    rest = [x[i, j] * x[k, l] for x in (a, b)]
    other = M[k, l] if corner == (i, j) else M[i, j]
    none = f.linear(left, right, (off, other * rest[0] / away[0] - other * rest[1] / away[1]))
    both = mask_cases(f.spec(proof["M mask"], *corner), agree_there, none)
    return f.gen(f.imply(proof.clear(both, *ones[2:], given), given), i, k, j, l)


for name, corner in {
    "strictness: M[i, j] = 1": (i, j),
    "swapped index: i for i_2 in M[i_2, j_2]": (k, l),
    "swapped symbol: a for M in M[i_2, j_2]": (k, l),
}.items():
    no_squares.mutant(name)(partial(one_corner_off, corner=corner))
