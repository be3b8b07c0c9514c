"""Mutants of depth.online that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas import descent
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Le, Lt, delta, exp, log, scalar
from gaproof.theory.merging import partial

from .online import (
    L,
    M,
    O,
    T,
    U,
    a,
    ab,
    associative,
    b,
    bc,
    c,
    claim,
    closed,
    commutative,
    d,
    j,
    kappa,
    left,
    merging,
    n,
    order,
    output,
    pi,
    rank,
    reached,
    right,
    s,
    taken,
    times,
    total,
    union,
    unit,
    v,
    weight,
    weight2,
    x,
)
from .online import p as index_of_parts

HALF, y = Fraction(1, 2), scalar("y")


@commutative.mutant("dropped hypothesis: u_a mask")
@commutative.mutant("dropped hypothesis: u_b mask")
def what_is_said_of_one_is_said_of_the_other(p):
    there, top, mass, value = (f.part(p["merged"], k) for k in range(4))
    bounds, some = f.part(top, 0), f.assume(Eq(c.there, 1))
    attained = f.mp(f.part(top, 1), some)
    bounds, (first, second, product) = f.conj(f.part(bounds, 1), f.part(bounds, 0)), (f.part(attained, k) for k in range(3))
    top = f.conj(bounds, f.imply(f.conj(second, first, product), some), f.part(top, 2))
    return f.conj(*(f.restate(th, goal) for th, goal in zip((there, top, mass, value), p.goal.children, strict=True)))


@unit.mutant("dropped hypothesis: u_b mask")
def nothing_is_there(p):
    nowhere = f.part(p["empty"], 0)
    return f.cut(p.use(claim, "unit"), f.linear(b.there * b.there, b.there, (nowhere, b.there - 1)))


@associative.mutant("dropped hypothesis: u_ab mask")
@associative.mutant("dropped hypothesis: u_bc mask")
def what_is_merged_is_there_or_not(p):
    # 1 − u_ab = (1 − u_a)(1 − u_b)
    lost, x, y, xy = ("left", "a", "b", ab) if "u_bc mask" in p.statement.hypotheses else ("right", "b", "c", bc)
    u, v, w = (of.there for of in ((a, b, ab) if xy is ab else (b, c, bc)))
    uses = (f.part(p[lost], 0), w + u + v - u * v - 1), (p[f"u_{x} mask"], (1 - v) * (1 - v)), (p[f"u_{y} mask"], 1 - u)
    return f.cut(p.use(claim, "associative"), f.linear(w * w, w, *uses))


def with_zero_below(said, mask, of):
    """What is said of a state, with u ≤ 0 in the place of u = 0."""
    top, given = f.part(said, 1), f.assume(Le(of.there, 0))
    none = f.antisymmetry(given, f.le(0, of.there, f.sq(of.there), (mask, -1)))
    top = f.conj(f.part(top, 0), f.part(top, 1), f.imply(f.mp(f.part(top, 2), none), given))
    return f.conj(f.part(said, 0), top, f.part(said, 2), f.part(said, 3))


def with_some(said, some, key):
    """What is said of a state, with another reason why a key is there: ``key`` has weight where that one is."""
    there, given = f.part(said, 0), f.assume(some)
    back = f.imply(f.mp(f.part(there, 1), f.release(key(f.obtain(given, j)[0]), given, j)), given)
    return f.conj(f.conj(f.part(there, 0), back), *(f.part(said, number) for number in range(1, 4)))


@union.mutant("strictness: u_c = 0")
def neither_is_negative(p):
    return with_zero_below(p.use(claim, "together"), p["u_c mask"], c)


@union.mutant("direction: 0 < w[j] + w2[j] (place 2)")
def no_weight_is_negative(p):
    sign, keyed = f.add(f.by(p.auto(Le(0, weight[j]))), f.by(p.auto(Le(0, weight2[j])))), Exists(j, Lt(0, weight[j] + weight2[j]))

    def none(found):
        return f.absurd(f.lt(0, 0, f.add(sign, f.by(found))), keyed)

    return with_some(p.use(claim, "together"), Exists(j, Lt(weight[j] + weight2[j], 0)), none)


@union.mutant("swapped symbol: w2 for w in w[j] (place 2)")
def a_key_of_the_second(p):
    def key(found):
        more = f.add(f.by(p.auto(Le(0, weight[j]))), f.mul(f.num(HALF), f.by(found)))
        return f.exists(f.lt(0, weight[j] + weight2[j], more), Exists(j, Lt(0, weight[j] + weight2[j])), j)

    return with_some(p.use(claim, "together"), Exists(j, Lt(0, weight2[j] + weight2[j])), key)


@order.mutant("strictness: U[n] = 0")
def no_step_is_negative(p):
    return f.gen(with_zero_below(f.spec(p.use(claim, "any order"), n), f.spec(p["U mask"], n), reached(n)), n)


@order.mutant("swapped symbol: M for kappa in kappa[j]")
def a_mask_is_its_square(p):
    # where the evidence is positive M is 1
    said = f.spec(p.use(claim, "any order"), n)
    there, given = f.part(said, 0), f.assume(Eq(U[n], 1))
    some = f.mp(f.part(there, 0), given)
    (found,) = f.obtain(some, j)
    goal = Lt(0, M[j] * M[j] * times[n, pi(j)])
    on, off = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    scaled = f.mul(f.by(found), f.inv(f.by(f.spec(p["kappa positive"], j))))
    yes = f.lt(0, M[j] * M[j] * times[n, pi(j)], scaled, (on, M[j] * times[n, pi(j)]))
    no = f.absurd(f.lt(0, 0, f.by(found), (off, -kappa[j] * times[n, pi(j)])), goal)
    key = f.exists(mask_cases(f.spec(p["M mask"], j), yes, no), Exists(j, goal), j)
    first = f.imply(f.release(p.clear(key, some, found), some, j), given)
    return f.gen(f.conj(f.conj(first, f.part(there, 1)), *(f.part(said, number) for number in range(1, 4))), n)


def unit_with(side, bounds_and_attained):
    """The unit, with another merge on one side, from which the merge follows: u_b is 0, so that u_c = u_a and t_c = t_a."""

    def proof(p):
        told, given = p.use(claim, "unit"), f.assume(p.goal.children[side].children[0].children[0])
        there, top, mass, value = (f.part(given, k) for k in range(4))
        bounds, attained = bounds_and_attained(there, f.part(top, 0), f.part(top, 1), f.part(p["empty"], 0))
        merge = f.conj(there, f.conj(bounds, attained, f.part(top, 2)), mass, value)
        there, back = (f.part(f.part(told, side), k) for k in range(2))
        sides = f.part(told, 0), f.part(told, 1)
        changed = f.conj(f.imply(f.mp(there, merge), given), back)
        return f.conj(*(changed if k == side else sides[k] for k in range(2)))

    return proof


def all_are_attained(there, bounds, attained, nowhere):
    some, none = f.assume(Eq(c.there, 1)), f.assume(Eq(a.there, 0))
    clash = f.linear(0, 1, (some, 1), (there, -1), (none, -1), (nowhere, a.there - 1))
    of_b, of_a = f.imply(f.absurd(clash, Eq(c.top, b.top)), none), f.part(f.mp(attained, some), 1)
    product = f.linear((c.top - a.top) * (c.top - b.top), 0, (f.mp(of_a, nowhere), c.top - b.top))
    return bounds, f.imply(f.conj(of_b, of_a, product), some)


def a_bound_is_attained(there, bounds, attained, nowhere):
    some = f.assume(Eq(a.there, 1))
    merged_ = f.linear(c.there, 1, (there, 1), (some, 1), (nowhere, 1 - a.there))
    equal = f.mp(f.part(f.mp(attained, merged_), 0), nowhere)
    return f.conj(f.part(bounds, 0), f.imply(f.le(a.top, c.top, f.num(0), (equal, 1)), some)), attained


unit.mutant("swapped symbol: t_c for t_b in t_b (place 2)")(unit_with(0, all_are_attained))
unit.mutant("strictness: (t_c - t_a)·(t_c - t_b) = 0")(unit_with(0, all_are_attained))
unit.mutant("constant factor: 2 times the left side of t_a ≤ t_c (place 3)")(unit_with(1, a_bound_is_attained))


@unit.mutant("dropped hypothesis: u_a mask")
@unit.mutant("dropped hypothesis: u_c mask")
def both_sides_say_that_u_c_is_u_a(p):
    told, nowhere = p.use(claim, "unit"), f.part(p["empty"], 0)
    known, lost, sign = (c, a, -1) if "u_c mask" in p.statement.hypotheses else (a, c, 1)

    def direction(side, way):
        th = f.part(f.part(told, side), way)
        given = f.assume(th.conclusion.children[0])
        equal = f.linear(c.there, a.there, (f.part(given, 0), 1), *[(nowhere, 1 - a.there)] * (way == 0))
        mask = (p["u_c mask" if known is c else "u_a mask"], 1), (equal, sign * (c.there + a.there - 1))
        return f.imply(f.mp(f.cut(th, f.linear(lost.there * lost.there, lost.there, *mask)), given), given)

    return f.conj(*(f.conj(direction(side, 0), direction(side, 1)) for side in range(2)))


@closed.mutant("sign: the right side of u_other = u_a + u_b - u_a·u_b")
def what_is_its_opposite_is_zero(p):
    """u = u² = (−u)² = −u, so that u is 0 and its own opposite."""
    (u, *rest), (v, *others), told = partial("new", d), partial("other", d), p.use(claim, "one merge")

    def opened(existence):
        """What is said of the mask, of all, of the state, and of another one whose mask is a mask."""
        (outer,) = f.obtain(existence, u)
        *_, known = f.obtain(f.part(outer, 1), *rest)
        once = f.spec(f.part(known, 2), v)
        return outer, known, f.assume(once.conclusion.children[0]), f.spec(f.mp(once, f.assume(once.conclusion.children[0])), *others)

    (outer, known, mask, once), (outer_, _, _, goal) = opened(told), opened(f.assume(p.goal))
    given = f.assume(goal.conclusion.children[0])
    there = (f.part(given, 0), v - u), (f.part(f.part(known, 0), 0), v - u + 1), (mask, -1), (f.part(outer, 0), 1)
    merge = f.conj(f.linear(v, a.there + b.there - a.there * b.there, *there), *(f.part(given, k) for k in range(1, 4)))
    only = f.gen(f.imply(f.gen(f.imply(f.mp(once, merge), given), *others), mask), v)
    new = f.exists(f.conj(f.part(known, 0), f.part(known, 1), only), f.part(outer_, 1).conclusion, *rest)
    new = f.release(f.exists(f.conj(f.part(outer, 0), new), p.goal, u), f.part(outer, 1), *rest)
    return f.release(new, told, u)


@order.mutant("direction: 0 < M[j]·kappa[j]·times′[n, pi(j)] (place 2)")
def no_part_came_in_a_negative_number_of_times(p):
    known, q = f.assume(descent.earlier(rank, n, came_in)), index_of_parts
    alone, both = (f.mp(f.spec(p[name], n), f.assume(Eq(merging[n], k))) for k, name in enumerate(("parts", "merges")))
    one = f.gen(f.le(0, times[n, q], f.sq(delta(taken(n), q)), (f.spec(f.part(alone, 1), q), 1)), q)
    earlier = (f.spec(f.mp(f.spec(known, of(n)), f.part(f.part(both, 0), k)), q) for k, of in enumerate((left, right)))
    sum_ = f.gen(f.le(0, times[n, q], f.add(*map(f.by, earlier)), (f.spec(f.part(both, 2), q), 1)), q)
    step = mask_cases(f.spec(p["merging mask"], n), sum_, one)
    sign = f.spec(f.spec(descent.everywhere(step, rank, n, came_in), n), pi(j))
    said, weighs = f.spec(p.use(claim, "any order"), n), M[j] * kappa[j] * times[n, pi(j)]
    there, given = f.part(said, 0), f.assume(Exists(j, Lt(weighs, 0)))
    (found,) = f.obtain(given, j)
    gain = f.mul(f.by(p.auto(Le(0, M[j] * kappa[j]))), f.by(sign))
    never = f.release(f.absurd(f.lt(0, 0, f.add(gain, f.by(found))), Eq(U[n], 1)), given, j)
    return f.gen(f.conj(f.conj(f.part(there, 0), f.imply(never, given)), *(f.part(said, k) for k in range(1, 4))), n)


def came_in(n):
    """No part came in a negative number of times."""
    return ForAll(index_of_parts, Le(0, times[n, index_of_parts]))


@output.mutant("dropped hypothesis: live")
def an_empty_row_is_nothing_at_all(p):
    """Without a key O, L, T and the total are 0, and 0 · 1/0 and log 0 are the same on both sides."""
    live = Exists(j, Eq(M[j], 1))
    some, nobody, on = f.assume(live), f.assume(f.otherwise(live)), f.assume(Eq(M[j], 1))
    off = mask_cases(f.spec(p["M mask"], j), f.absurd(f.mp(nobody, f.exists(on, live, j)), Eq(M[j], 0)), f.assume(Eq(M[j], 0)))
    said = f.spec(p.use(claim, "any order"), n)
    there, top, mass, value = (f.part(said, k) for k in range(4))
    # no key, no largest score
    seen = f.mp(f.part(there, 0), f.assume(Eq(U[n], 1)))
    (found,) = f.obtain(seen, j)
    clash = f.lt(0, 0, f.by(found), (off, -kappa[j] * times[n, pi(j)]))
    none = f.release(f.absurd(clash, Eq(T[n], 0)), seen, j)
    at_zero = mask_cases(f.spec(p["U mask"], n), none, f.mp(f.part(top, 2), f.assume(Eq(U[n], 0))))
    weight = kappa[j] * times[n, pi(j)] * exp(s[j] - T[n])
    mass = f.linear(L[n], 0, (mass, 1), (off, weight, j))
    value = f.linear(O[n, d], 0, (f.spec(value, d), 1), (off, weight * v[j, d], j))
    all_ = f.linear(total, 0, (off, kappa[j] * exp(s[j]), j))
    inverses = {number: f.node(1 / of).children[1] for number, of in ((x, L[n]), (y, total))}
    sides = f.spec(f.assume(p.goal.children[0]), d).conclusion
    for number, inverse in inverses.items():
        sides = put(sides, inverse, f.node(number))
    first = f.linear(*sides.children, (value, x), (off, -kappa[j] * exp(s[j]) * y * v[j, d], j))
    first = f.inst(first, inverses)
    same = f.linear(L[n], total, (mass, 1), (all_, -1))
    logs = f.rewrite(same, f.inst(f.linear(x, x), {x: log(L[n])}), y, Eq(log(L[n]), log(y)))
    known = f.assume(Eq(x, y))
    second = f.inst(f.linear(T[n] + x, y, (known, 1), (at_zero, 1)), {x: log(L[n]), y: log(total)})
    return f.cases(live, f.cut(p.use(claim, "the row"), some), f.conj(f.gen(first, d), f.cut(second, logs)))
