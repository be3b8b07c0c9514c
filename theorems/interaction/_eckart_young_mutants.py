"""Mutants of interaction.eckart_young that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Implies, Lt, Ne, Rational, Sum, delta, index

from .eckart_young import (
    A,
    B,
    R,
    U,
    V,
    a,
    attained,
    bound,
    c,
    claim,
    d,
    gap,
    i,
    j,
    k,
    kept,
    l,
    of_rank,
    only,
    r,
    room,
    scaled,
    sigma,
    tail,
    top,
    truncated,
    two_ways,
    unique,
    x,
)

o = index("o", R)
far = f.tot(i, f.tot(j, f.sq(A[i, j] - B[i, j])))  # 0 ≤ ‖A − B‖²


def loosened(bound, far):
    """Mutants of a bound on an error, ``far`` ≥ 0: it is at least less than what is left out, as nothing, or less, is left out."""
    kept_apart, counted = (f.tot(k, f.mul(f.tot(c, f.sq(x)), f.sq(sigma[k]))) for x in (delta(k, top(c)), 1 - delta(k, top(c))))
    bound.mutant("dropped term: the 1st term of 1 - Σ_{c∈R?} δ(k, top(c))")(lambda p: p.bound(f.add(far, kept_apart)))
    bound.mutant("wrong axis: over k for c in Σ_{c∈R?} δ(k, top(c))")(lambda p: p.bound(far))
    all_counted = bound.mutant("swapped index: k for top(c) in δ(k, top(c))")  # kept ≤ r
    all_counted(lambda p: p.bound(f.add(f.by(p.use(bound.claim, "bound")), counted)))


loosened(bound, far)


def witnessed(p, field, left, right):
    """The goal, that a field has two factors, by these two."""
    return f.exists(f.gen(f.linear(field, field), i, j), p.goal, left, right)


@of_rank.mutant("constant factor: 2 times the right side of Σ_{c∈R?} U[i, top(c)]·sigma[to … c)] = Σ_{c∈R?} L[i, c]·N[j, c]")
def half_the_columns(p):
    return witnessed(p, truncated(i, j), ((i, c), U[i, top(c)] * sigma[top(c)] / 2), ((j, c), V[j, top(c)]))


@of_rank.mutant("sign: the right side of Σ_{c∈R?} U[i, top(c)]·sigma[to … c)] = Σ_{c∈R?} L[i, c]·N[j, c]")
def columns_turned_round(p):
    return witnessed(p, truncated(i, j), ((i, c), -U[i, top(c)] * sigma[top(c)]), ((j, c), V[j, top(c)]))


@of_rank.mutant("wrong axis: over j for c in Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)]")
def a_row_field(p):
    # its column is that of o
    row_field = U[i, top(o)] * sigma[top(o)] * Sum(V[j, top(o)], j)
    return witnessed(p, row_field, ((i, c), delta(c, o) * row_field), ((j, c), 1))


room.mutant("constant factor: 2 times the right side of A[i, j] = Σ_{z∈Z} L[i, z]·N[j, z]")(lambda p: scaled(p, Rational(1, 2)))
room.mutant("sign: the right side of A[i, j] = Σ_{z∈Z} L[i, z]·N[j, z]")(lambda p: scaled(p, -1))


def orthogonal_to_the_rest(p):
    """(A − T) v_top(d) = 0."""
    return solved(
        Sum((A[i, j] - truncated(i, j)) * V[j, top(d)], j),
        0,
        (f.spec(p["decomposed"], i, j), V[j, top(d)], j),
        (f.spec(p["V orthonormal"], k, top(d)), U[i, k] * (1 - kept(k)) * sigma[k], k),
        (f.spec(p["distinct"], c, d), U[i, top(c)] * sigma[top(c)], c),
    )


@attained.mutant("off-by-one range: all but one of Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)]")
@attained.mutant("wrong axis: over i for c in Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)]")
@attained.mutant("sign: the 2nd term of A[i, j] - Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)] (place 2)")
def the_rest_is_orthogonal_to_the_truncation(p):
    rest = orthogonal_to_the_rest(p)
    at_o = f.inst(rest, {d: o})
    return p.solve(
        (p.use(claim, "attained"), 1),
        (rest, U[i, top(d)] * sigma[top(d)], i, d),
        (at_o, U[i, top(o)] * sigma[top(o)], i),
        (at_o, Sum(U[a, top(o)], a) * sigma[top(o)], i),
    )


def gap_decides(p, condition, smaller):
    """Uniqueness, where the second direction has another condition, from which σ_k < σ_l follows for k left out and l kept."""
    there, back = (f.part(p.use(claim, "unique"), number) for number in range(2))
    both, some = f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1))), f.assume(Ne(sigma[k], 0))
    return f.conj(there, f.imply(f.mp(back, f.gen(f.imply(smaller(both, some), both, some), k, l)), condition))


@unique.mutant("swapped index: l for k in sigma[k] (place 4)")
def nothing_is_left_out(p):
    condition = f.assume(p.goal.children[1].children[0])

    def smaller(both, some):
        never = f.mp(f.mp(f.spec(condition, k, l), both), some)  # σ_l < σ_l
        return f.absurd(f.lt(0, 0, f.by(never)), Lt(sigma[k], sigma[l]))

    return gap_decides(p, condition, smaller)


@unique.mutant("off-by-one range: all but one of Σ_{c∈R?} δ(k, top(c)) (place 3)")
def left_out_by_all_but_one(p):
    condition = f.assume(p.goal.children[1].children[0])

    def smaller(both, some):
        place = delta(k, top(c))
        apart = f.zero_sum(f.le(0, place, f.sq(place)), f.part(both, 0), c)
        left_out = f.linear(Sum((1 - delta(c, o)) * place, c), 0, (apart, 1 - delta(c, o), c))
        return f.mp(f.mp(f.spec(condition, k, l), f.conj(left_out, f.part(both, 1))), some)

    return gap_decides(p, condition, smaller)


@unique.mutant("wrong axis: over k for c in Σ_{c∈R?} δ(k, top(c)) (place 2)")
def a_place_is_one_place(p):
    both = f.assume(And(Eq(Sum(delta(r, top(o)), r), 0), Eq(kept(l), 1)))
    never = f.absurd(f.lt(0, 0, f.num(1), (f.part(both, 0), -1)), Implies(Ne(sigma[k], 0), Lt(sigma[k], sigma[l])))
    back = f.part(p.use(claim, "unique"), 1)
    return f.conj(f.imply(f.gen(f.imply(never, both), k, l), f.assume(only)), back)


def is_the_only_one(other, x, left, least, *total):
    """A constant field x = Σ_c left_c is the truncation, if every field is whose rank is at most r and that is within a bound on 0."""
    then = f.spec(other, ((i, j), x))
    rank, small = then.conclusion.children[0].children
    inside = f.exists(f.gen(f.linear(x, Sum(left, c), *total), i, j), rank, ((i, c), left), ((j, c), 1))
    return f.spec(f.mp(then, f.conj(inside, f.restate(least, small))), i, j)


@unique.mutant("swapped symbol: A for B in B[i, j] (place 3)")
def zero_and_one_are_within(p):
    other, both = f.assume(p.goal.children[0].children[0]), f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1)))
    least = f.le(0, tail, f.tot(i, f.tot(j, f.sq(A[i, j] - truncated(i, j)))), (p.use(claim, "attained"), -1))
    zero, one = is_the_only_one(other, 0, 0, least), is_the_only_one(other, 1, delta(l, top(c)), least, (f.part(both, 1), -1))
    never = f.absurd(f.linear(0, 1, (zero, 1), (one, -1)), Implies(Ne(sigma[k], 0), Lt(sigma[k], sigma[l])))
    return f.conj(f.imply(f.gen(f.imply(never, both), k, l), other), f.part(p.use(claim, "unique"), 1))


def ordered(p, no_tie):
    """What is kept has the largest values, if there is a gap."""
    both, zero = f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1))), f.assume(Eq(sigma[k], 0))
    less = f.mp(f.spec(no_tie, k, l), both, f.assume(Ne(sigma[k], 0)))
    at_zero = f.le(sigma[k], sigma[l], f.by(f.spec(p["sigma nonnegative"], l)), (zero, -1))
    return f.gen(f.imply(f.cases(zero.conclusion, at_zero, f.le(sigma[k], sigma[l], f.by(less))), both), k, l)


@unique.mutant("dropped hypothesis: largest")
def a_gap_orders(p):
    no_tie, no_other = f.assume(gap), f.assume(only)
    only_one = f.mp(f.part(p.use(claim, "unique"), 1), no_tie)
    return f.conj(f.imply(two_ways(p, no_other), no_other), f.imply(f.cut(only_one, ordered(p, no_tie)), no_tie))


@unique.mutant("dropped term: the 1st term of A[i, j] - B[i, j]")
def more_than_one_is_within(p):
    # ‖B‖² − ⟨A, B⟩ is 0 for B = 0, and at most the tail for B = σ_k u_l v_lᵀ with k left out and l kept
    other, both, some = (
        f.assume(p.goal.children[0].children[0]),
        f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1))),
        f.assume(Ne(sigma[k], 0)),
    )
    out, has = f.part(both, 0), f.part(both, 1)
    nothing = f.le(0, tail, f.tot(i, f.tot(j, f.sq(A[i, j] - truncated(i, j)))), (p.use(claim, "attained"), -1))
    zero = is_the_only_one(other, 0, 0, nothing)
    left, right = sigma[k] * U[i, l], V[j, l]
    then = f.spec(other, ((i, j), left * right))
    rank, small = then.conclusion.children[0].children
    at_left = delta(l, top(c)) * left
    inside = f.exists(
        f.gen(f.linear(left * right, Sum(at_left * right, c), (has, -left * right)), i, j), rank, ((i, c), at_left), ((j, c), right)
    )
    mask = solved(kept(r) * kept(r), kept(r), (f.spec(p["distinct"], c, d), delta(r, top(c)), c, d))
    along = solved(
        Sum(A[i, j] * U[i, l] * V[j, l], i, j),
        sigma[l],
        (f.spec(p["decomposed"], i, j), U[i, l] * V[j, l], i, j),
        (f.spec(p["U orthonormal"], r, l), sigma[r] * Sum(V[j, r] * V[j, l], j), r),
        (f.spec(p["V orthonormal"], l, l), sigma[l]),
    )
    left_out = f.by(f.le(0, 1 - kept(r), f.sq(1 - kept(r)), (mask, -1)))
    others = f.tot(r, f.mul(left_out, f.sq(1 - delta(r, k)), f.sq(sigma[r])))
    products = f.mul(f.by(f.spec(p["sigma nonnegative"], k)), f.by(f.spec(p["sigma nonnegative"], l)))
    value, bound = small.children
    least = f.le(
        value,
        bound,
        f.add(others, products),
        (along, sigma[k]),
        (f.spec(p["U orthonormal"], l, l), -(sigma[k] ** 2) * Sum(V[j, l] ** 2, j)),
        (f.spec(p["V orthonormal"], l, l), -(sigma[k] ** 2)),
        (out, -(sigma[k] ** 2)),
    )
    same = f.spec(f.mp(then, f.conj(inside, least)), i, j)
    none = solved(
        sigma[k],
        0,
        (same, U[i, l] * V[j, l], i, j),
        (zero, U[i, l] * V[j, l], i, j),
        (f.spec(p["U orthonormal"], l, l), sigma[k] * Sum(V[j, l] ** 2, j)),
        (f.spec(p["V orthonormal"], l, l), sigma[k]),
    )
    never = f.absurd(f.rewrite(none, some, x, Ne(x, 0)), Lt(sigma[k], sigma[l]))
    return f.conj(f.imply(f.gen(f.imply(never, both, some), k, l), other), f.part(p.use(claim, "unique"), 1))
