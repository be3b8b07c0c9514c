"""Mutants of probe.cross_ratio that are true: no value can refute them, and these proofs say why."""

from functools import partial, reduce
from operator import mul

from gaproof.lemmas.flows import is_flow
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import And, Eq, ForAll, Lt, Ne, Sum, delta, index, number, scalar
from theorems.probe.cycle import F, K, L, M, a, b, d, e, gauge, i, j, n, x

from ._forest_mutants import S, carrier_of_ones, h_1, loop_of_ones, seen_on, seen_with
from .cross_ratio import (
    A2,
    B2,
    D,
    E,
    H,
    N,
    W,
    a2,
    agree,
    b2,
    blind,
    causal,
    claim,
    complete,
    corners,
    criterion,
    generate,
    generated,
    k,
    l,
    no_squares,
    o,
    on_carrier,
    p,
    q,
    r,
    square,
    t,
)
from .cross_ratio import s as s

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


def related_likewise(proof, told, values, agreement, back):
    """The mutated completeness gives the gauge of a and b, as it gives that of other kernels: ``back`` makes one of the other."""
    known_a, known_b = values
    signs = [f.assume(ForAll((i, j), Lt(0, kernel[i, j]))) for kernel in (a, b)]
    at = f.mp(f.spec(f.mp(f.spec(told, ((i, j), known_a[0])), known_a[1]), ((i, j), known_b[0])), known_b[1])
    (corners_,), same = peel(at.conclusion.children[0])[1:]
    related = f.mp(at, f.gen(f.imply(agreement(f.assume(corners_), same), corners_), i, k, j, l))
    *_, known = f.obtain(related, d, e)
    found = f.release(back(known), related, d, e)
    return f.gen(f.imply(f.gen(f.imply(proof.clear(found, told, f.assume(agree), *signs), signs[1], f.assume(agree)), b), signs[0]), a)


def from_completeness(proof, found):
    """What 4-cycles generate, from the completeness that follows from the mutated one."""
    both, told = proof.use(claim, "criterion"), f.assume(proof.goal.children[0].children[0])
    return f.conj(f.imply(f.mp(f.part(both, 0), found(told)), told), f.part(both, 1))


POSITIVE = ForAll((i, j), Lt(0, a[i, j])), ForAll((i, j), Lt(0, b[i, j]))


@criterion.mutant("dropped condition: the 2nd part of M[i, j] = 1 ∧ M[i_2, j_2] = 1  …  M[i, j_2] = 1 ∧ M[i_2, j] = 1")
def both_ratios_are_0(proof):  # where M_kl = 0
    def found(told):
        def agreement(given, same):
            on, off = f.assume(Eq(M[k, l], 1)), f.assume(Eq(M[k, l], 0))
            first, *rest = (f.part(given, t) for t in range(3))
            there = f.mp(f.spec(f.assume(agree), i, k, j, l), f.conj(first, on, *rest))
            tops = [x[i, j] * x[k, l] * M[i, j] / (y[i, l] * y[k, j]) for x, y in ((a, K), (b, L))]
            none = f.linear(*same.children, (off, tops[0] - tops[1]))
            return proof.clear(
                mask_cases(f.spec(proof["M mask"], k, l), there, none), given, *rest, f.assume(agree), *map(f.assume, POSITIVE)
            )

        values = [(kernel[i, j], f.assume(sign)) for kernel, sign in zip((a, b), POSITIVE, strict=True)]
        return related_likewise(proof, told, values, agreement, lambda known: f.exists(known, gauge, d, e))

    return from_completeness(proof, found)


@criterion.mutant("swapped symbol: b for M in M[i_2, j]")
def no_entry_is_1(proof):  # in b/(1 + Σ b), so that it agrees with every kernel
    total = 1 + Sum(b[p, q], p, q)

    each = f.by(f.spec(f.assume(POSITIVE[1]), p, q))
    whole = f.lt(0, total, f.add(f.num(1), f.tot(p, f.tot(q, each))))
    share = f.lt(0, b[i, j] / total, f.mul(f.by(f.spec(f.assume(POSITIVE[1]), i, j)), f.inv(f.by(whole))))
    positive = f.gen(proof.clear(share, whole, f.assume(POSITIVE[1])), i, j)
    others = f.mul(each, f.sq(1 - delta(p, k) * delta(q, j)))
    less = f.lt(b[k, j], total, f.add(f.num(1), f.tot(p, f.tot(q, others))))

    def found(told):
        def agreement(given, same):
            clash = f.lt(0, 0, f.by(less), (f.part(given, 3), total))
            return proof.clear(f.absurd(clash, same), given, whole, f.assume(POSITIVE[1]))

        def back(known):
            entries = f.linear(L[i, j], total * d[i] * K[i, j] * e[j], (f.spec(f.part(known, 2), i, j), total))
            entries = f.gen(proof.clear(entries, known, whole, f.assume(POSITIVE[1])), i, j)
            signs = f.gen(f.lt(0, total * d[i], f.mul(f.by(whole), f.by(f.spec(f.part(known, 0), i)))), i)
            return f.exists(f.conj(signs, f.part(known, 1), entries), gauge, (i, total * d[i]), e)

        return related_likewise(proof, told, [(a[i, j], f.assume(POSITIVE[0])), (b[i, j] / total, positive)], agreement, back)

    return from_completeness(proof, found)


@criterion.mutant("swapped index: i_2 for i in b[i, j_2]")
def a_over_b_and_1(proof):
    def found(told):
        ratio = f.lt(
            0, a[i, j] / b[i, j], f.mul(f.by(f.spec(f.assume(POSITIVE[0]), i, j)), f.inv(f.by(f.spec(f.assume(POSITIVE[1]), i, j))))
        )
        positive = f.gen(proof.clear(ratio, *map(f.assume, POSITIVE)), i, j), f.gen(f.lt(0, 1, f.num(1)), i, j)

        def agreement(given, same):
            ones = [f.part(given, t) for t in range(4)]
            there = f.mp(f.spec(f.assume(agree), i, k, j, l), given)
            cross = b[i, l] * b[k, j] / (b[i, j] * b[k, l])
            return proof.clear(f.linear(*same.children, (there, cross)), given, *ones, f.assume(agree), *map(f.assume, POSITIVE))

        def back(known):
            entries = f.linear(L[i, j], d[i] * K[i, j] * e[j], (f.spec(f.part(known, 2), i, j), b[i, j]))
            entries = f.gen(proof.clear(entries, known, *map(f.assume, POSITIVE)), i, j)
            return f.exists(f.conj(f.part(known, 0), f.part(known, 1), entries), gauge, d, e)

        return related_likewise(proof, told, [(a[i, j] / b[i, j], positive[0]), (1, positive[1])], agreement, back)

    return from_completeness(proof, found)


@criterion.mutant("strictness: M[i, j]·a[i, j]·(M[i_2, j_2]·a … i, j_2]·(M[i_2, j]·b[i_2, j]))")
def at_most_both_ways(proof):  # with the rows exchanged the ratios are 1 over these
    both, every = proof.use(claim, "criterion"), f.assume(generate)
    signs = [f.assume(sign) for sign in POSITIVE]
    _, conditions, _ = peel(proof.goal.children[1].children[1])
    less = f.assume(conditions[-1])
    given = f.assume(And(*(Eq(M[at], 1) for at in corners)))
    ones = [f.part(given, t) for t in range(4)]
    here, there = f.mp(f.spec(less, i, k, j, l), given), f.mp(f.spec(less, k, i, j, l), f.conj(ones[3], ones[2], ones[1], ones[0]))
    tops, bottoms = [x[i, j] * x[k, l] for x in (K, L)], [x[i, l] * x[k, j] for x in (K, L)]
    entries = [proof.auto(Lt(0, x[at]), one, *signs) for x in (K, L) for at, one in zip(corners, ones, strict=True)]
    scale = f.mul(*(f.by(entries[t]) for t in (0, 1, 4, 5)), *(f.inv(f.by(entries[t])) for t in (2, 3, 6, 7)))
    above = f.le(tops[1] / bottoms[1], tops[0] / bottoms[0], f.mul(f.by(there), scale))
    same = proof.clear(f.antisymmetry(here, above), given, *ones, *entries, less, *signs)
    equal = f.gen(f.imply(same, given), i, k, j, l)
    found = f.mp(f.spec(f.mp(f.spec(f.mp(f.part(both, 1), every), a), signs[0]), b), signs[1], equal)
    found = f.gen(f.imply(f.gen(f.imply(found, signs[1], less), b), signs[0]), a)
    return f.conj(f.part(both, 0), f.imply(found, every))


@blind.mutant("dropped factor: the 2nd factor of M[i, j_2]·1·(M[i_2, j]·1)")
def the_entry_is_1(proof):
    on_cycle, both = f.assume(Eq(H[r], 1)), proof.use(claim, "a cycle without squares")
    alike_, seen_ = (f.part(f.mp(both, on_cycle), side) for side in (0, 1))
    _, (given,), same = peel(proof.goal.children[1].children[0])
    given = f.assume(given)
    live = f.part(given, 3)
    there = f.mp(f.spec(alike_, i, k, j, l), given)
    equal = f.linear(*same.children, (there, 1), (live, M[i, j] * M[k, l] / (M[i, l] * M[k, j])))
    equal = proof.clear(equal, given, *(f.part(given, t) for t in range(4)), on_cycle)
    return f.imply(f.conj(f.gen(f.imply(equal, given), i, k, j, l), seen_), on_cycle)


@blind.mutant("dropped hypothesis: M mask")
def entries_that_are_1(proof):  # they have no squares, and no other is compared or seen
    ones, is_one, member, facts = carrier_of_ones()
    on_cycle, in_square = f.assume(Eq(H[r], 1)), f.inst(f.assume(Eq(square(i, j, k, l), 1)), {M: S})
    there = [f.cut(f.inst(th, {M: S}), facts[0]) for th in on_carrier({"M mask": f.assume(blind.statement.hypotheses["M mask"])})]
    there = [f.cut(f.inst(is_one, dict(zip((i, j), at, strict=True))), th) for at, th in zip(corners, there, strict=True)]
    whole = f.linear(
        square(i, j, k, l), 1, *((th, reduce(mul, [M[at] for at in corners[t + 1 :]], number(1))) for t, th in enumerate(there))
    )
    apart_ = f.gen(f.imply(f.mp(f.spec(proof["apart"], i, j, k, l), whole), in_square), i, j, k, l)
    both = f.mp(f.cut(f.inst(proof.use(claim, "a cycle without squares"), {M: S}), apart_, *facts), on_cycle)

    given = f.assume(And(*(Eq(M[at], 1) for at in corners)))
    live = [f.part(given, t) for t in range(4)]
    members = [f.cut(f.inst(member, dict(zip((i, j), at, strict=True))), th) for at, th in zip(corners, live, strict=True)]
    same = f.mp(f.spec(f.part(both, 0), i, k, j, l), f.conj(*members))
    for at, here, one in zip(corners, members, live, strict=True):
        equal = f.linear(S[at], M[at], (here, 1), (one, -1))
        same = f.rewrite(equal, same, x, put(same.conclusion, f.node(S[at]), f.node(x)))
    seen_ = seen_on(f.part(both, 1), is_one, proof.goal.children[1].children[1])
    found = f.conj(f.gen(f.imply(same, given), i, k, j, l), seen_)
    return f.imply(f.release(found, ones, S), on_cycle)


@blind.mutant("dropped hypothesis: h mask")
def rows_where_h_is_1(proof):
    ones, member, facts = loop_of_ones()
    found = f.cut(f.inst(proof.use(claim, "a cycle without squares"), {H: h_1}), *facts)
    return f.imply(f.release(f.mp(found, member), ones, h_1), f.assume(Eq(H[r], 1)))


for name, which in {
    "dropped hypothesis: d positive": (D, E, D[i]),
    "dropped hypothesis: e positive": (E, D, E[j]),
    "swapped symbol: h for d in d[i]": (D, E, H[i]),
}.items():

    @blind.mutant(name)
    def seen_with_any_factors(proof, which=which):
        on_cycle = f.assume(Eq(H[r], 1))
        both = f.mp(proof.use(claim, "a cycle without squares"), on_cycle)
        seen_ = seen_with(proof, f.part(both, 1), *which, proof.goal.children[1].children[1])
        same = f.inst(f.part(both, 0), {which[0]: (i if which[0] is D else j, 1)})
        same = f.cut(same, f.gen(f.lt(0, 1, f.num(1)), i if which[0] is D else j))
        return f.imply(f.conj(same, seen_), on_cycle)


for name, (kernel, other, vanishing) in {
    "dropped hypothesis: a positive": (A2, B2, a2),
    "dropped hypothesis: b positive": (B2, A2, b2),
}.items():

    @causal.mutant(name)
    def no_entry_that_counts_is_0(proof, kernel=kernel, other=other, vanishing=vanishing):
        # the ratio of the other kernel is positive, and so is 1 over it, which is a cross-ratio as well
        known, (z, w) = proof["causal"], scalar("z w")
        first = [f.mp(f.part(f.spec(known, x, o), 1), f.spec(proof["first"], x)) for x in (s, i)]
        own = f.mp(f.part(f.spec(known, s, s), 1), f.le(t[s], t[s], f.num(0)))
        live, masked = f.assume(Eq(N[i, s], 1)), f.assume(Eq(N[i, s], 0))
        places, ones, nonzero = ((i, s), (s, o), (i, o), (s, s)), (live, *first, own), []
        alive = [proof.auto(Lt(0, other[at]), one) for at, one in zip(places, ones, strict=True)]
        signs, side = list(map(f.by, alive)), 0 if kernel is A2 else 1
        for turn in (0, 2):
            tops, bottoms = places[turn : turn + 2], (turn + 2) % 4
            columns = (s, o) if turn == 0 else (o, s)
            corners_ = (*ones[turn:], *ones[:turn])
            ratio = f.mp(f.spec(proof["agree"], i, s, *columns), f.conj(*corners_))
            quotient = ratio.conclusion.children[side]
            top, inverse = quotient.children
            known_side = ratio.conclusion.children[1 - side]
            positive = f.mul(*signs[turn : turn + 2], *map(f.inv, signs[bottoms : bottoms + 2]))
            for at, beside in (tops, tops[::-1]):
                zero = f.assume(Eq(vanishing[at], 0))
                none = f.inst(f.linear(type(quotient)(top, f.node(z)), 0, (zero, N[at] * kernel[beside] * z)), {z: inverse})
                equation = (f.node(w), known_side) if side == 0 else (known_side, f.node(w))
                none = f.rewrite(none, ratio, w, type(ratio.conclusion)(*equation))
                clash = f.lt(0, 0, positive, (none, 1 - 2 * side))
                apart = f.assume(Ne(vanishing[at], 0))
                nonzero.append(proof.clear(f.cases(zero.conclusion, f.absurd(clash, apart.conclusion), apart), *ones, *alive))
        ratio = f.mp(f.spec(proof["agree"], i, s, s, o), f.conj(*ones))
        left, right = (x[i, s] * x[s, o] * y[i, o] * y[s, s] for x, y in ((a2, b2), (b2, a2)))
        entries = [N[at] for at in places]
        all_ones = f.linear(reduce(mul, entries), 1, *((one, reduce(mul, entries[at + 1 :], number(1))) for at, one in enumerate(ones)))
        products = f.linear(left, right, (ratio, A2[i, o] * A2[s, s] * B2[i, o] * B2[s, s]), (all_ones, right - left))
        goal = proof.peeled()[2].children
        yes = f.linear(*goal, (products, -N[i, s] / (a2[i, o] * a2[s, s] * b2[s, o])))
        yes = proof.clear(yes, *nonzero, *alive, *ones)
        return f.gen(mask_cases(f.spec(proof["M mask"], i, s), yes, off_the_carrier(proof, goal, masked)), i, s)


def off_the_carrier(proof, goal, masked):
    """Both sides are 0 there, whatever 1/x is."""
    (z1, z2), sides = scalar("z_1 z_2"), (b2[i, o], a2[i, s], b2[s, s] * a2[s, o])
    first, second = goal[1].children[0].children[0].children[1], goal[1].children[1].children[1]
    none = f.linear(B2[i, s], sides[0] * z1 * A2[i, s] * (sides[2] * z2), (masked, b2[i, s] - sides[0] * z1 * a2[i, s] * sides[2] * z2))
    return f.inst(none, {z1: first, z2: second})
