"""Mutants of depth.online that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, Le, Lt

from .online import (
    M,
    U,
    a,
    ab,
    associative,
    b,
    bc,
    c,
    claim,
    commutative,
    j,
    kappa,
    n,
    order,
    pi,
    reached,
    times,
    union,
    unit,
    weight,
    weight2,
)

HALF = Fraction(1, 2)


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
