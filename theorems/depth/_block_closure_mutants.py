"""Mutants of depth.block_closure that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, Le, Lt, Sum, delta, succ

from .block_closure import (
    G,
    N,
    P,
    Q,
    R,
    U,
    V,
    claim,
    d,
    depth,
    e,
    g,
    i,
    j,
    k,
    l,
    never,
    onward,
    product,
    r,
    residual,
    s,
    t,
    through,
    walk,
)


def no_entry(mask, entry, some, k, then):
    """∃k (entry = −1 and more) → then, as entries of masks are 0 or 1."""
    given = f.assume(some)
    (found,) = f.obtain(given, k)
    square = f.linear(1, -1, (mask, 1), (f.part(found, 0), 2 - entry))
    return f.imply(f.release(f.absurd(square, then), given, k), given)


@product.mutant("direction: 0 < Σ_{s∈m} P[r, s]·e[r, s]·(Q[s, t]·g[s, t])")
def no_sum_is_negative(p):
    total = Sum(P[r, s] * e[r, s] * (Q[s, t] * g[s, t]), s)
    return f.gen(f.conj(never(p.auto(Le(0, total)), total, through), f.part(f.spec(p.use(claim, "product"), r, t), 1)), r, t)


@product.mutant("sign: the right side of P[r, s] = 1 (place 2)")
def no_entry_is_minus_one(p):
    told, some = f.spec(p.use(claim, "product"), r, t), Exists(s, And(Eq(P[r, s], -1), Eq(Q[s, t], 1)))
    return f.gen(
        f.conj(f.part(told, 0), no_entry(f.spec(p["P mask"], r, s), P[r, s], some, s, told.conclusion.children[0].children[0])), r, t
    )


@product.mutant("swapped symbol: P for e in e[r, s]")
def the_square_of_a_mask(p):
    total = Sum(P[r, s] * P[r, s] * (Q[s, t] * g[s, t]), s)
    ones = f.spec(p.use(claim, "product", {e: ((r, s), 1)}), r, t)
    plain = Sum(P[r, s] * 1 * (Q[s, t] * g[s, t]), s)
    given = f.assume(Lt(0, total))
    alike = f.lt(0, plain, f.by(given), (f.spec(p["P mask"], r, s), -Q[s, t] * g[s, t], s))
    there = f.imply(f.mp(f.part(ones, 0), alike), given)
    return f.gen(p.clear(f.conj(there, f.part(f.spec(p.use(claim, "product"), r, t), 1))), r, t)


@residual.mutant("direction: 0 < δ(i, k) + M[i, k]·d[i, k]")
def no_weight_is_negative(p):
    total = delta(i, k) + N[i, k] * d[i, k]
    sign = f.le(0, total, f.add(f.sq(delta(i, k)), f.by(p.auto(Le(0, N[i, k] * d[i, k])))))
    return f.gen(f.conj(never(sign, total, Eq(U[i, k], 1)), f.part(f.spec(p.use(claim, "residual stage"), i, k), 1)), i, k)


def walks_with(p, there=None, back=None):
    """The theorem on walks with another direction of the equivalence, or both."""
    sign, told = (f.part(f.spec(p.use(claim, "walks"), l, i, j), side) for side in (0, 1))
    return f.gen(f.conj(sign, f.conj(there or f.part(told, 0), back or f.part(told, 1))), l, i, j)


@walk.mutant("direction: 0 < R[succ(l), i, j]")
def no_number_of_walks_is_negative(p):
    sign = f.part(f.spec(p.use(claim, "walks"), succ(l), i, j), 0)
    return walks_with(p, there=never(sign, R[succ(l), i, j], onward))


@walk.mutant("sign: the right side of U[l, i, k] = 1 (place 2)")
def no_step_is_minus_one(p):
    some = Exists(k, And(Eq(V[l, i, k], -1), Lt(0, R[l, k, j])))
    return walks_with(p, back=no_entry(f.spec(p["U mask"], l, i, k), V[l, i, k], some, k, Lt(0, R[succ(l), i, j])))


@walk.mutant("constant factor: 1 for 0 in 0 < R[l, k, j] (place 2)")
def more_than_one_walk(p):
    given = f.assume(Exists(k, And(Eq(V[l, i, k], 1), Lt(1, R[l, k, j]))))
    (found,) = f.obtain(given, k)
    some = f.exists(f.conj(f.part(found, 0), f.lt(0, R[l, k, j], f.add(f.by(f.part(found, 1)), f.num(1)))), onward, k)
    back = f.mp(f.part(f.part(f.spec(p.use(claim, "walks"), l, i, j), 1), 1), some)
    return walks_with(p, back=f.imply(f.release(back, given, k), given))


@depth.mutant("direction: 0 < G[l, i, j]")
def no_kernel_is_negative(p):
    sign, told = (f.part(f.spec(p.use(claim, "any depth"), l, i, j), side) for side in (0, 1))
    return f.gen(f.conj(sign, f.conj(never(sign, G[l, i, j], Lt(0, R[l, i, j])), f.part(told, 1))), l, i, j)


@depth.mutant("constant factor: 1 for 0 in 0 < R[l, i, j] (place 2)")
def where_more_than_one_walk_leads(p):
    sign, told = (f.part(f.spec(p.use(claim, "any depth"), l, i, j), side) for side in (0, 1))
    given = f.assume(Lt(1, R[l, i, j]))
    back = f.mp(f.part(told, 1), f.lt(0, R[l, i, j], f.add(f.by(given), f.num(1))))
    return f.gen(f.conj(sign, f.conj(f.part(told, 0), f.imply(back, given))), l, i, j)
