"""Mutants of anchor.torsor that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Le, Lt, Sum, delta

from .torsor import (
    A,
    K,
    M,
    anchor_at,
    anchor_of,
    b,
    claim,
    continuity,
    e,
    epsilon,
    every,
    factors,
    i,
    j,
    k,
    l,
    m,
    mass,
    moves,
    orbits,
    other_mass,
    products_and_row_sums,
    r,
    u,
    v,
    width,
    x,
    y,
)


def contradicted(here, excess):
    """Both rows have mass 1."""
    return f.absurd(f.lt(0, 0, f.num(excess), (here, -1, j)), Eq(A(x), A(y)))


def at_most(here):
    sign = f.le(0, A(y) - A(x), f.by(here))
    return f.linear(A(x), A(y), (f.zero_sum(sign, f.linear(Sum(A(y) - A(x), j), 0), j), -1))


def undivided_row(here):
    return f.linear(A(x), A(y), (f.quotient(here, f.linear(Sum(K(x), j), 1, (here, 1, j))), 1))


A_is_A = "M[i, j]·kappa[x, i, j]/(Σ_{j′∈ … ′∈m} M[i, j′]·kappa[y, i, j′])"
for part, place in ((factors, 2), (every, 4)):
    for name, condition, equal in (
        (f"constant factor: 2 times the left side of {A_is_A}", Eq(2 * A(x), A(y)), lambda here: contradicted(here, 1)),
        (f"sign: the right side of {A_is_A}", Eq(A(x), -A(y)), lambda here: contradicted(here, 2)),
        (f"strictness: {A_is_A}", Le(A(x), A(y)), at_most),
        (f"missing normaliser: (Σ_{{j∈m}} M[i, j]·kappa[x, i, j])⁻¹ (place {place})", Eq(K(x), A(y)), undivided_row),
    ):

        @part.mutant(name)
        def another_condition(p, part=part, condition=condition, equal=equal):
            th, told = p.use(claim, part.name), f.assume(ForAll((i, j), condition))
            same = p.everywhere(equal(f.spec(told, i, j)), i, j, facts=[told])
            last = f.gen(f.imply(f.mp(f.spec(f.part(th, 2), x, y), same), told), x, y)
            return f.restate(f.conj(f.part(th, 0), f.part(th, 1), last), p.goal)


K_is_eK = "the right side of M[i, j]·kappa[x, i, j] = e[i]·(M[i, j]·kappa[y, i, j]) (place 2)"


def from_a_factor(p, shown):
    """The second half, where something else is told of a factor."""
    there, other = f.spec(p.use(claim, "orbits"), x, y), p.peeled()[2].children
    given = f.assume(other[1].children[0])
    (found,) = f.obtain(given, e)
    back = f.release(shown(f.part(there, 1), other[0].children[1], *(f.part(found, side) for side in (0, 1))), given, e)
    return f.gen(f.conj(f.part(there, 0), f.imply(back, given)), x, y)


@orbits.mutant(f"constant factor: 2 times {K_is_eK}")
def twice_a_factor(p):
    def shown(back, exists, positive, equal):
        double = f.gen(f.lt(0, 2 * e[i], f.mul(f.num(2), f.by(f.spec(positive, i)))), i)
        return f.mp(back, f.exists(f.conj(double, equal), exists, (i, 2 * e[i])))

    return from_a_factor(p, shown)


@orbits.mutant(f"sign: {K_is_eK}")
def no_factor(p):
    def shown(back, exists, positive, equal):
        masses = f.add(f.by(p.auto(Lt(0, Sum(K(x), j)))), f.mul(f.by(f.spec(positive, i)), f.by(p.auto(Lt(0, Sum(K(y), j))))))
        never = f.lt(0, 0, masses, (f.spec(equal, i, j), -1, j))
        return f.gen(f.absurd(never, Eq(A(x), A(y))), i, j)

    return from_a_factor(p, shown)


def one_entry_against_the_others(p):
    """|A' − A| ≤ m r/S, since S S'(A' − A) = K' R − K R' with the rest R of a row, where |K' − K| ≤ r and |R' − R| ≤ (m − 1) r."""
    low, high = (f.spec(p["near"], i, j), f.spec(p["near"], i, b))
    down, up = (f.by(f.part(low, side)) for side in (0, 1))  # K' − K + r, r − (K' − K)
    others_down, others_up = (f.tot(b, f.mul(f.sq(1 - delta(b, j)), f.by(f.part(high, side)))) for side in (0, 1))
    radius, more = f.mul(f.num(Fraction(1, 2)), f.add(down, up)), f.tot(b, f.sq(1 - delta(b, j)))  # r, m − 1
    positive, other = p.auto(Lt(0, mass)), p.auto(Lt(0, other_mass))
    entry = f.by(p.auto(Le(0, M[i, j] * l[i, j])))
    rest = f.tot(b, f.mul(f.sq(1 - delta(b, j)), f.by(p.auto(Le(0, M[i, b] * l[i, b])))))
    over = f.mul(f.inv(f.by(positive)), f.inv(f.by(other)))
    spare = f.add(f.mul(radius, entry), f.mul(more, radius, rest))
    change, bound = anchor_of(l) - anchor_of(k), m * r / mass
    upper = f.le(change, bound, f.mul(over, f.add(f.mul(entry, others_down), f.mul(rest, up), spare)))
    lower = f.le(-change, bound, f.mul(over, f.add(f.mul(entry, others_up), f.mul(rest, down), spare)))
    return *(p.clear(th, positive, other) for th in (lower, upper)), radius, positive, other


def both_sides(p, below, above):
    """Of the goal, from the two bounds times numbers, and multiples of r/S."""
    lower, upper, radius, positive, other = one_entry_against_the_others(p)
    (low, high), unit = p.peeled()[2].children, f.mul(radius, f.inv(f.by(positive)))
    sides = (
        f.le(*side.children, f.add(f.mul(f.num(times), f.by(th)), f.mul(f.add(f.num(plus), f.mul(f.num(more), f.size(m))), unit)))
        for side, th, (times, plus, more) in ((low, lower, below), (high, upper, above))
    )
    return p.clear(f.conj(*sides), positive, other)


@moves.mutant("dropped term: the 1st term of 1 + |m|")
def the_size_without_1(p):
    return both_sides(p, (1, 0, 1), (1, 2, 1))


@moves.mutant("constant factor: 2 times the left side of M[i, j]·l[i, j]/(Σ_{j′∈m} M[i, … r/(Σ_{j′∈m} M[i, j′]·k[i, j′])")
def half_the_radius(p):
    return both_sides(p, (1, 2, 1), (2, 2, 0))


@moves.mutant("swapped index: j for j_ in M[i, j_] (place 4)")
def a_larger_total(p):
    """Where M is 1, the total of l over all keys is larger, and where it is 0, so are both entries."""
    th, on, off = p.use(claim, "the row anchor is continuous"), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    lower, upper = (f.part(f.spec(th, i, j), side) for side in (0, 1))
    bound, every = 2 * (1 + m) * r / mass, Sum(l[i, b], b)
    facts = [p.auto(Lt(0, total)) for total in (mass, other_mass, every)]
    less = f.tot(b, f.mul(f.sq(1 - M[i, b]), f.by(f.spec(p["l positive"], i, b))))
    smaller = f.mul(f.by(f.spec(p["l positive"], i, j)), less, *(f.inv(f.by(total)) for total in facts[1:]))
    uses = (on, l[i, j] / other_mass), (f.spec(p["M mask"], i, b), -l[i, j] * l[i, b] / (other_mass * every), b)
    there = f.le(l[i, j] / every - anchor_of(k), bound, f.add(f.by(upper), smaller), *uses)
    there = f.rewrite(f.flip(on), there, u, Le(u * l[i, j] / Sum(u * l[i, b], b) - anchor_of(k), bound))
    low, high = (f.by(f.part(f.spec(p["near"], i, j), side)) for side in (0, 1))
    positive = f.mul(f.add(f.num(1), f.size(m)), f.add(low, high), f.inv(f.by(facts[0])))
    none = f.le(M[i, j] * l[i, j] * v - anchor_of(k), bound, positive, (off, k[i, j] / mass - l[i, j] * v))
    none = f.inst(none, {v: f.node(M[i, j] / Sum(M[i, j] * l[i, b], b)).children[1]})  # whatever 1/0 is
    return f.gen(p.clear(f.conj(lower, mask_cases(f.spec(p["M mask"], i, j), there, none)), *facts), i, j)


@continuity.mutant("wrong axis: over i for j_ in Σ_{j∈m} M[i, j]·kernel(v, i, j) (place 4)")
def entries_that_do_not_fall_do_not_rise(p):
    """Rows have mass 1: if no entry falls by more than δ/m, none rises by more than δ, whatever else is asked."""
    th, forward = p.use(claim, "continuous if the factor is"), p.goal.children[0]
    given, positive = f.assume(forward.children[0]), f.assume(Lt(0, epsilon))
    some = f.mp(f.spec(f.mp(f.part(th, 0), given), u, epsilon), positive)
    (found,) = f.obtain(some, width)
    wide = f.part(found, 0)
    goal = f.spec(f.assume(forward.children[1]), u, epsilon).conclusion.children[1]
    (at_r,) = f.obtain(f.assume(goal), r)
    near_ = f.assume(f.spec(f.part(f.inst(at_r, {r: width / m}), 1), v).conclusion.children[0])
    low, low_b = (f.by(f.part(f.spec(near_, i, at), 0)) for at in (j, b))
    change, others = anchor_at(v) - anchor_at(u), f.tot(b, f.sq(1 - delta(b, j)))
    rest = f.tot(b, f.mul(f.sq(1 - delta(b, j)), low_b))
    step = f.mul(f.by(wide), f.inv(f.size(m)))
    close_ = f.conj(f.le(-width, change, f.add(low, f.mul(others, step))), f.le(change, width, f.add(rest, step)))
    close_ = p.everywhere(close_, i, j, facts=[near_, wide, found])
    body = f.gen(f.imply(f.mp(f.spec(f.part(found, 1), v), close_), near_), v)
    there = f.exists(f.conj(f.lt(0, width / m, step), body), goal, width / m)
    there = f.gen(f.imply(p.clear(f.release(there, some, width), given, positive), positive), u, epsilon)
    return f.conj(f.imply(there, given), f.part(th, 1))


continuity.mutant("dropped hypothesis: factor positive")(products_and_row_sums)  # the signs of the factors play no part in it
