"""The truncated singular value decomposition is best in every unitarily invariant norm.

Let T be the sum of the terms of A at r positions with the largest singular values, and B of rank at most r.  Then every singular value
of A − B is at least the one of A − T in the same place of the order (Weyl: σ_(k+r)(A) ≤ σ_k(A − B)).  So A − B is at least as long in
every norm max_s Σ_k γ_k(s) σ_k with weights γ ≥ 0, and every unitarily invariant norm is of this form (von Neumann).  In the spectral
norm the error is the largest singular value left out, and T is the only best approximation exactly if r = 0 or that value is 0:
otherwise a kept term may be shortened by as much.  So what is best for a head does not depend on how errors of scores are measured.
Source: Mirsky (1960), Quarterly Journal of Mathematics 11; Weyl (1912); von Neumann (1937); Horn and Johnson (2013), 7.4.9.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import column_projection
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.rank import nowhere
from gaproof.lemmas.spectrum import UpTo, few_long
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, field, index, scalar
from theorems.interaction.eckart_young import (
    A,
    B,
    K,
    L,
    N,
    R,
    U,
    V,
    c,
    factored,
    full,
    has_rank,
    head,
    i,
    is_mask,
    j,
    k,
    kept,
    l,
    m,
    n,
    sigma,
    svd,
    top,
    truncated,
)

(o, e, u), w, d, s, beta = index("o e u", m), index("w", K), index("d", R), scalar("s"), scalar("beta")
X, tau, Y = field("X", i, l), field("tau", l, domain="nonnegative"), field("Y", j, l)
gamma, pos, z = field("gamma", s, k, domain="nonnegative"), field("pos", k), field("z", j)
g, P, W, (x, y) = field("g", k), field("P", j, o), field("W", c, j), scalar("x y")


def left(k):
    """The singular values of A − T: σ at the positions left out, and 0."""
    return (1 - kept(k)) * sigma[k]


def decreasing(v):
    return ForAll((k, l), Implies(Le(pos[k], pos[l]), Le(v(l), v(k))))


def at_most(v, bound):
    """The norm of a matrix with singular values v is at most the bound."""
    return ForAll(s, Le(Sum(gamma(s, k) * v(k), k), bound))


def no_longer(B, beta):
    """‖(A − B)z‖² ≤ β²‖z‖² for every z: the spectral norm of A − B is at most β, for β ≥ 0."""
    return ForAll(z, Le(Sum(Sum((A[i, j] - B(i, j)) * z[j], j) ** 2, i), beta**2 * Sum(z[j] ** 2, j)))


def B_at(i, j):
    return B[i, j]


rest = {
    "rest decomposed": ForAll((i, j), Eq(A[i, j] - B[i, j], Sum(X[i, k] * tau[k] * Y[j, k], k))),
    "X orthonormal": ForAll((k, l), Eq(Sum(X[i, k] * X[i, l], i), delta(k, l))),
    "Y orthonormal": ForAll((k, l), Eq(Sum(Y[j, k] * Y[j, l], j), delta(k, l))),
}
ordered = {"rest ordered": decreasing(lambda k: tau[k]), "left out ordered": decreasing(left)}
rank = {"rank": factored}
largest_left_out = {"largest left out": ForAll(k, Le(left(k), left(w)))}
optimal = And(has_rank(B[i, j]), no_longer(B_at, left(w)))
only = ForAll(B, Implies(optimal, ForAll((i, j), Eq(B[i, j], truncated(i, j)))))

one = ((k, l), delta(k, l))
model = {**full, B: ((k, l), 0), X: one, tau: (k, 1), Y: one, beta: 1, pos: (k, 0), gamma: ((s, k), 0)}  # A − B = 1
claim = Claim("interaction.mirsky", source="Mirsky (1960); Horn and Johnson (2013), 7.4.9", given={**svd(A), "distinct": head["distinct"]})
largest = {"largest": head["largest"]}
each = claim.part("every singular value", given={**largest, **rank, **rest, **ordered}, shows=ForAll(k, Le(left(k), tau[k])), model=model)
norms = claim.part(
    "every norm",
    given={**largest, **rank, **rest, **ordered, "bounded": at_most(lambda k: tau[k], beta)},
    shows=at_most(left, beta),
    model=model,
)
spectral = claim.part(
    "spectral norm",
    given={**largest, **rank, "bounded": no_longer(B_at, beta), "not negative": Le(0, beta)},
    shows=ForAll(k, Le(left(k), beta)),
    model=model,
)
attained = claim.part("spectral norm attained", given=largest_left_out, shows=no_longer(truncated, left(w)), model=model)
unique = claim.part("spectral norm unique", given=largest_left_out, shows=Iff(only, Implies(Lt(0, R), Eq(left(w), 0))), model=model)


def longer_than_the_rank(proof, values, *facts):
    """Σ p ≤ tr P for the projection P, where A is short on its kernel."""
    th = f.inst(few_long(n, m, K), {"A": A, "U": U, "V": V, "sigma": sigma, "P": P, **values})
    return f.cut(th, *(proof[name] for name in svd(A)), *facts)


def columns_of(G):
    """The projection on the columns of a matrix: existence, and its facts."""
    existence = f.inst(column_projection(m.sort, R.sort), {"G": ((j, c), G)})
    *_, known = f.obtain(existence, P, W)
    return existence, [f.part(known, number) for number in range(5)]


@spectral.proof
def more_directions_than_columns(p):
    factors = p["rank"]
    existence, (_, symmetric, idempotent, fixed, trace) = columns_of(N[j, c])
    # where Pz = 0, also Bz = 0, and Az = (A − B)z
    silent = f.assume(ForAll(j, Eq(Sum(P[j, o] * z[o], o), 0)))
    unheard = solved(
        Sum(N[j, c] * z[j], j),
        0,
        (f.spec(fixed, j, c), z[j], j),
        (f.spec(symmetric, j, o), N[o, c] * z[j], j, o),
        (f.spec(silent, j), N[j, c], j),
    )
    moved = solved(Sum(A[i, j] * z[j], j), Sum((A[i, j] - B[i, j]) * z[j], j), (f.spec(factors, i, j), z[j], j), (unheard, L[i, c], c))
    there, difference = Sum(A[i, j] * z[j], j), Sum((A[i, j] - B[i, j]) * z[j], j)
    short = f.spec(p["bounded"], z)
    short = f.le(Sum(there**2, i), beta**2 * Sum(z[j] ** 2, j), f.by(short), (moved, -(there + difference), i))
    quiet = f.gen(f.imply(short, silent), z)
    # the positions kept and w are one more than P has dimensions
    out, above, mask = f.assume(Eq(kept(w), 0)), f.assume(Lt(beta, sigma[w])), is_mask(p)
    set_of = kept(k) + delta(k, w)
    is_set = solved(set_of * set_of, set_of, (mask, 1), (out, delta(k, w)))
    has = f.assume(Eq(kept(k), 1))
    less = f.mp(f.spec(p["largest"], w, k), f.conj(out, has))
    differ = sigma[k] - sigma[w]
    long = mask_cases(
        mask,
        f.le(0, set_of * differ, f.by(less), (has, differ)),
        f.le(0, set_of * differ, f.num(0), (f.assume(Eq(kept(k), 0)), differ)),
    )
    values = {"p": (k, set_of), "alpha": sigma[w], "beta": beta}
    few = longer_than_the_rank(p, values, symmetric, idempotent, quiet, f.gen(long, k), f.gen(is_set, k), p["not negative"])
    clash = f.absurd(f.lt(0, 0, f.add(f.by(few), f.by(trace), f.num(1))), Le(sigma[w], beta))
    clash = f.release(clash, existence, P, W)
    below = f.cases(above.conclusion, clash, f.assume(Le(sigma[w], beta)))
    kept_too = f.le(left(w), beta, f.by(p["not negative"]), (f.assume(Eq(kept(w), 1)), sigma[w]))
    return f.gen(mask_cases(f.inst(mask, {k: w}), kept_too, f.le(left(w), beta, f.by(below), (out, sigma[w]))), w)


def projected(V, unit):
    """z − VVᵀz, and that its square norm is ‖z‖² − ‖Vᵀz‖²."""
    off, along = z[j] - Sum(V[j, k] * Sum(V[o, k] * z[o], o), k), Sum(V[j, k] * z[j], j)
    return off, solved(Sum(off**2, j), Sum(z[j] ** 2, j) - Sum(along**2, k), (unit, along * Sum(V[j, l] * z[j], j), k, l))


def no_longer_than_its_values(p):
    """A − B = Σ_k g_k u_k v_kᵀ, g² ≤ β² ⊢ ‖(A − B)z‖² ≤ β²‖z‖²: it is Σ g² ⟨v, z⟩², and Σ ⟨v, z⟩² ≤ ‖z‖²."""
    split, small = (
        f.assume(ForAll((i, j), Eq(A[i, j] - B[i, j], Sum(U[i, k] * g[k] * V[j, k], k)))),
        f.assume(ForAll(k, Le(g[k] ** 2, beta**2))),
    )
    along, moved = Sum(V[j, k] * z[j], j), Sum((A[i, j] - B[i, j]) * z[j], j)
    unit = f.spec(p["V orthonormal"], k, l)
    length = solved(
        Sum(moved**2, i),
        Sum(g[k] ** 2 * along**2, k),
        (f.spec(split, i, j), z[j] * (moved + Sum(U[i, k] * g[k] * along, k)), i, j),
        (f.spec(p["U orthonormal"], k, l), g[k] * g[l] * along * Sum(V[j, l] * z[j], j), k, l),
    )
    off, bessel = projected(V, unit)
    slack = f.add(f.mul(f.sq(beta), f.tot(j, f.sq(off))), f.tot(k, f.mul(f.sq(along), f.by(f.spec(small, k)))))
    return f.gen(f.le(Sum(moved**2, i), beta**2 * Sum(z[j] ** 2, j), slack, (bessel, -(beta**2)), (length, -1)), z)


def not_negative(p, k=k):
    """0 ≤ (1 − kept) σ."""
    mask = f.le(0, 1 - x, f.sq(1 - x), (f.assume(Eq(x * x, x)), -1))
    return f.cut(
        f.inst(f.le(0, (1 - x) * sigma[k], f.mul(f.by(mask), f.by(f.spec(p["sigma nonnegative"], k)))), {x: kept(k)}),
        f.inst(is_mask(p), {"k": k}),
    )


def squared():
    """0 ≤ x, x ≤ y ⊢ x² ≤ y²."""
    sign, less = f.by(f.assume(Le(0, x))), f.by(f.assume(Le(x, y)))
    return f.le(x**2, y**2, f.mul(less, f.add(less, f.mul(f.num(2), sign))))


@attained.proof
def the_values_left_out(p):
    split = f.linear(A[i, j] - truncated(i, j), Sum(U[i, k] * left(k) * V[j, k], k), (f.spec(p["decomposed"], i, j), 1))
    small = f.cut(f.inst(squared(), {x: left(k), y: left(w)}), not_negative(p), f.spec(p["largest left out"], k))
    values = {B: ((i, j), truncated(i, j)), g: (k, left(k)), beta: left(w)}
    return f.cut(f.inst(no_longer_than_its_values(p), values), f.gen(split, i, j), f.gen(small, k))


@unique.proof
def a_kept_term_may_be_shortened(p):
    tied, one, best = f.assume(Implies(Lt(0, R), Eq(left(w), 0))), f.assume(only), f.assume(optimal)
    some, nothing, mask = f.assume(Lt(0, R)), f.assume(Le(R, 0)), is_mask(p)
    zero = f.mp(tied, some)
    # r = 0: both are empty sums
    *_, factors = f.obtain(f.part(best, 0), L, N)
    none = f.zero_sum(f.le(0, delta(c, c), f.sq(delta(c, c))), f.le(Sum(delta(c, c), c), 0, f.by(nothing)), c)
    differ = L[i, c] * N[j, c] - U[i, top(c)] * sigma[top(c)] * V[j, top(c)]
    empty = f.linear(B[i, j], truncated(i, j), (f.spec(factors, i, j), 1), (none, differ, c))
    empty = f.release(empty, f.part(best, 0), L, N)
    # σ_(r+1) = 0: A − B is 0, and so is all that is left out of A
    column, entry = f.spec(f.part(best, 1), (j, delta(j, o))), A[i, o] - B[i, o]
    column = f.le(Sum(entry**2, i), 0, f.by(column), (zero, -left(w)))
    same = f.cut(f.inst(square_zero(), {"x": entry}), f.zero_sum(f.le(0, entry**2, f.sq(entry)), column, i))
    less = f.le(left(k), 0, f.by(f.spec(p["largest left out"], k)), (zero, -1))
    gone = f.antisymmetry(less, not_negative(p))
    all_kept = f.linear(A[i, o], truncated(i, o), (f.spec(p["decomposed"], i, o), 1), (gone, U[i, k] * V[o, k], k))
    whole = f.linear(B[i, o], truncated(i, o), (same, -1), (all_kept, 1))
    alike = f.gen(f.cases(some.conclusion, f.inst(whole, {o: j}), empty), i, j)
    enough = f.imply(f.gen(f.imply(alike, best), B), tied)

    # a kept term shortened by β = σ_(r+1): the values of A − B are β there and those left out
    def shortened(i, j):
        return truncated(i, j) - beta * U[i, top(d)] * V[j, top(d)]

    at_left, at_right = U[i, top(c)] * (sigma[top(c)] - beta * delta(c, d)), V[j, top(c)]
    rank = f.gen(f.linear(shortened(i, j), Sum(at_left * at_right, c)), i, j)
    rank = f.exists(rank, has_rank(shortened(i, j)), ((i, c), at_left), ((j, c), at_right))
    its, at = top(d), delta(k, top(d))
    is_kept = solved(kept(its), 1, (f.spec(p["distinct"], d, c), 1, c))
    apart = f.linear(at, 0, (f.assume(Eq(kept(k), 0)), at), (is_kept, -at))
    value = (1 - x) * sigma[k] + beta * at  # for x = 0 and x = 1
    alone = f.linear(value, (1 - x) * sigma[k], (apart, beta))
    small = f.assume(Le(((1 - x) * sigma[k]) ** 2, beta**2))
    small = f.le(value**2, beta**2, f.by(small), (alone, -(value + (1 - x) * sigma[k])))
    moved = f.linear(value, beta * at, (f.assume(Eq(x, 1)), -sigma[k]))
    none = f.le(value**2, beta**2, f.mul(f.sq(beta), f.sq(1 - at)), (moved, -(value + beta * at)))
    small, none = (f.inst(th, {x: kept(k)}) for th in (small, none))
    short = f.inst(no_longer_than_its_values(p), {B: ((i, j), shortened(i, j)), g: (k, left(k) + beta * at)})
    split = f.linear(A[i, j] - shortened(i, j), Sum(U[i, k] * (left(k) + beta * at) * V[j, k], k), (f.spec(p["decomposed"], i, j), 1))
    at_w = f.cut(f.inst(squared(), {x: left(k), y: left(w)}), not_negative(p), f.spec(p["largest left out"], k))
    small = f.gen(f.cut(f.inst(mask_cases(mask, none, small), {beta: left(w)}), at_w), k)
    short = f.cut(f.inst(f.cut(short, f.gen(split, i, j)), {beta: left(w)}), small)
    other = f.spec(one, ((i, j), truncated(i, j) - left(w) * U[i, its] * V[j, its]))
    same = f.spec(f.mp(other, f.conj(f.inst(rank, {beta: left(w)}), short)), i, j)
    none = solved(
        beta * delta(d, d),
        0,
        (f.spec(f.assume(ForAll((i, j), Eq(shortened(i, j), truncated(i, j)))), i, j), U[i, its] * V[j, its], i, j),
        (f.spec(p["U orthonormal"], its, its), beta * Sum(V[j, its] ** 2, j)),
        (f.spec(p["V orthonormal"], its, its), beta),
    )
    none = f.cut(f.inst(none, {beta: left(w)}), f.gen(same, i, j))
    # there is a kept term, because r > 0
    existence = Exists(d, Ne(delta(d, d), 0))
    here = f.obtain(f.assume(existence), d)[0]
    none = f.linear(left(w), 0, (f.part(f.conj(none, here), 0), 1))
    empty = f.lt(0, 0, f.by(some), (f.spec(nowhere(existence), d), -1, d))
    inhabited = f.cases(existence, f.assume(existence), f.absurd(empty, existence))
    needed = f.imply(f.imply(f.release(none, inhabited, d), some), one)
    return f.conj(needed, enough)


@each.proof
def weyl(p):
    mask, sets, goal = is_mask(p), UpTo(pos, w, k), Le(left(w), tau[w])
    F, G = sets.F, sets.G
    out, above, low = f.assume(Eq(kept(w), 0)), f.assume(Lt(tau[w], left(w))), f.spec(p["tau nonnegative"], w)
    # P is the projection on the y_k before w and on the columns of N: E + P′, with P′ that on (1 − E)N
    factors = p["rank"]

    def onto(j, o):
        return Sum(G[k] * Y[j, k] * Y[o, k], k)

    def rest_of(j):
        return N[j, c] - Sum(onto(j, u) * N[u, c], u)

    unit, is_g = f.spec(p["Y orthonormal"], k, l), sets.is_g
    existence, (spans, symmetric, idempotent, fixed, trace) = columns_of(rest_of(j))
    twice = solved(Sum(onto(j, e) * onto(e, o), e), onto(j, o), (unit, G[k] * G[l] * Y[j, k] * Y[o, l], k, l), (is_g, Y[j, k] * Y[o, k], k))
    twice = f.gen(twice, j, o)
    none = solved(Sum(onto(j, e) * rest_of(e), e), 0, (f.spec(twice, j, u), N[u, c], u))
    cross = f.gen(solved(Sum(onto(j, e) * P[e, o], e), 0, (f.spec(spans, e, o), onto(j, e), e), (none, W[c, o], c)), j, o)
    whole = onto(j, o) + P[j, o]
    both = solved(
        Sum((onto(j, e) + P[j, e]) * (onto(e, o) + P[e, o]), e),
        whole,
        (f.spec(twice, j, o), 1),
        (f.spec(idempotent, j, o), 1),
        (f.spec(cross, j, o), 1),
        (f.spec(symmetric, j, e), onto(e, o), e),
        (f.spec(cross, o, j), 1),
    )
    mirrored = f.linear(whole, onto(o, j) + P[o, j], (f.spec(symmetric, j, o), 1))
    # where z is not seen by P, neither B nor the y_k before w see it, so Az = (A − B)z is no longer than τ_w ‖z‖
    silent = f.assume(ForAll(j, Eq(Sum((onto(j, o) + P[j, o]) * z[o], o), 0)))
    unseen = solved(
        Sum(onto(j, o) * z[o], o),
        0,
        (f.spec(silent, e), onto(j, e), e),
        (f.spec(twice, j, o), z[o], o),
        (f.spec(cross, j, o), z[o], o),
    )
    unseen = f.gen(unseen, j)
    quiet_p = f.gen(solved(Sum(P[j, o] * z[o], o), 0, (f.spec(silent, j), 1), (f.spec(unseen, j), 1)), j)
    unheard = solved(
        Sum(N[j, c] * z[j], j),
        0,
        (f.spec(fixed, j, c), z[j], j),
        (f.spec(symmetric, j, o), rest_of(o) * z[j], j, o),
        (f.spec(quiet_p, j), rest_of(j), j),
        (f.spec(unseen, j), N[j, c], j),
    )
    along, there = Sum(Y[j, k] * z[j], j), Sum(A[i, j] * z[j], j)
    spread = Sum(X[i, k] * tau[k] * along, k)
    same = solved(there, spread, (f.spec(p["rest decomposed"], i, j), z[j], j), (f.spec(factors, i, j), z[j], j), (unheard, L[i, c], c))
    length = solved(
        Sum(there**2, i),
        Sum(tau[k] ** 2 * along**2, k),
        (same, there + spread, i),
        (f.spec(p["X orthonormal"], k, l), tau[k] * tau[l] * along * Sum(Y[j, l] * z[j], j), k, l),
    )
    not_along = solved(G[k] * along, 0, (f.spec(unseen, j), Y[j, k], j), (unit, G[l] * Sum(Y[j, l] * z[j], j), l))
    before, later = f.assume(Eq(G[k], 1)), f.assume(Eq(G[k], 0))
    not_along = f.linear(along, 0, (not_along, 1), (before, -along))
    less = f.mp(f.spec(p["rest ordered"], w, k), f.cut(sets.not_before(pos, w, k), later))
    wide = f.add(f.by(low), f.by(f.spec(p["tau nonnegative"], k)))
    some = f.le(tau[k] ** 2 * along**2, tau[w] ** 2 * along**2, f.mul(f.sq(along), f.by(less), wide))
    no_more = f.le(tau[k] ** 2 * along**2, tau[w] ** 2 * along**2, f.num(0), (not_along, (tau[w] ** 2 - tau[k] ** 2) * along))
    term = mask_cases(is_g, no_more, some)
    off, bessel = projected(Y, unit)
    slack = f.add(f.tot(k, f.by(term)), f.mul(f.sq(tau[w]), f.tot(j, f.sq(off))))
    short = f.le(Sum(there**2, i), tau[w] ** 2 * Sum(z[j] ** 2, j), slack, (length, -1), (bessel, -(tau[w] ** 2)))
    quiet = f.gen(f.imply(short, silent), z)
    # the positions kept and those up to w are more than P has dimensions
    has, not_kept, late = f.assume(Eq(kept(k), 1)), f.assume(Eq(kept(k), 0)), f.assume(Eq(F[k], 1))
    longer = f.mp(f.spec(p["left out ordered"], k, w), sets.in_f)
    never = f.lt(0, 0, f.add(f.by(longer), f.by(above), f.by(low)), (has, sigma[k]))
    apart = f.absurd(never, Eq(kept(k) * F[k], 0))
    apart = mask_cases(sets.is_f, apart, f.linear(kept(k) * F[k], 0, (f.assume(Eq(F[k], 0)), kept(k))))
    apart = mask_cases(mask, apart, f.linear(kept(k) * F[k], 0, (not_kept, F[k])))
    chosen = kept(k) + F[k]
    is_chosen = f.gen(solved(chosen * chosen, chosen, (mask, 1), (sets.is_f, 1), (apart, 2)), k)
    differ = sigma[k] - left(w)
    larger = f.mp(f.spec(p["largest"], w, k), f.conj(out, has))
    first = f.le(0, chosen * differ, f.by(larger), (has, differ), (apart, differ), (has, -F[k] * differ), (out, sigma[w]))
    taken = f.linear(chosen, 1, (not_kept, 1), (late, 1))
    second = f.le(0, chosen * differ, f.by(longer), (taken, differ), (not_kept, sigma[k]))
    third = f.le(0, chosen * differ, f.num(0), (not_kept, differ), (f.assume(Eq(F[k], 0)), differ))
    long = f.gen(mask_cases(mask, first, mask_cases(sets.is_f, second, third)), k)
    values = {"p": (k, chosen), "alpha": left(w), "beta": tau[w], "P": ((j, o), whole)}
    few = longer_than_the_rank(p, values, f.gen(mirrored, j, o), f.gen(both, j, o), quiet, long, is_chosen, low)
    count = solved(Sum(onto(j, j) + P[j, j], j), Sum(G[k], k) + Sum(P[j, j], j), (f.spec(p["Y orthonormal"], k, k), G[k], k))
    clash = f.absurd(f.lt(0, 0, f.add(f.by(few), f.by(trace), f.by(sets.fewer), f.num(1)), (count, -1)), goal)
    clash = sets.release(f.release(clash, existence, P, W))
    below = f.cases(above.conclusion, clash, f.assume(goal))
    kept_too = f.le(left(w), tau[w], f.by(low), (f.assume(Eq(kept(w), 1)), sigma[w]))
    return f.gen(mask_cases(f.inst(mask, {k: w}), kept_too, below), w)


@norms.proof
def weights_are_not_negative(p):
    less = f.spec(p.use(claim, "every singular value"), k)
    total = f.tot(k, f.mul(f.by(f.spec(p["gamma nonnegative"], s, k)), f.by(less)))
    return f.gen(f.le(Sum(gamma(s, k) * left(k), k), beta, f.add(total, f.by(f.spec(p["bounded"], s)))), s)


I2, swap, two = [[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, 0], [0, 2]]
number = {A: [[1]], U: [[1]], V: [[1]], sigma: [1]}
nothing = {**number, R: 0, top: []}  # of A = 1 nothing is kept
empty = {L: [[]], N: [[]]}
zero = {**nothing, **empty, B: [[0]], X: [[1]], tau: [1], Y: [[1]], pos: [0]}
itself = {**nothing, **empty, B: [[1]], X: [[1]], tau: [0], Y: [[1]], pos: [0]}
none_kept = {
    A: [[2, 0], [0, 1]],
    U: I2,
    V: I2,
    sigma: [2, 1],
    R: 0,
    top: [],
    B: [[0, 0], [0, 0]],
    L: [[], []],
    N: [[], []],
    X: swap,
    tau: [1, 2],
    Y: swap,
}
twice = {A: two, U: I2, V: I2, sigma: [1, 2], top: [0, 0], B: two, L: I2, N: two}
small_kept = {A: two, U: I2, V: I2, sigma: [1, 2], top: [0], B: [[0, 0], [0, 2]], L: [[0], [2]], N: [[0], [1]]}


@each.near_miss("only what is left out must be in the rest: A = B = 1, r = 1", at={**itself, R: 1, top: [0], L: [[1]], N: [[1]]})
def all_values():
    return ForAll(k, Le(sigma[k], tau[k]))


short = Rational(1, 2)
witnesses = {
    "decomposed": ("the values of another matrix", {**itself, A: [[0]], B: [[0]]}),
    "U orthonormal": ("no left vector", {**itself, A: [[0]], B: [[0]], U: [[0]]}),
    "V orthonormal": ("no right vector", {**itself, A: [[0]], B: [[0]], V: [[0]]}),
    "distinct": ("a position kept twice", {**twice, X: I2, tau: [0, 0], Y: I2, pos: [1, 0]}),
    "largest": ("the smaller value is kept", {**small_kept, X: swap, tau: [0, 1], Y: swap, pos: [1, 0]}),
    "rank": ("A itself", itself),
    "rest decomposed": ("the values of another rest", {**zero, tau: [0]}),
    "X orthonormal": ("a left vector that is too long", {**zero, tau: [short], X: [[2]]}),
    "Y orthonormal": ("a right vector that is too long", {**zero, tau: [short], Y: [[2]]}),
    "tau nonnegative": ("the value -1", {**zero, tau: [-1], X: [[-1]]}),
}
for hypothesis, (why, model) in witnesses.items():
    each.necessary(hypothesis, why, at=model)
    norms.necessary(hypothesis, why, at={**model, gamma: ((s, k), 1), beta: sum(model[tau])})
each.necessary("rest ordered", "the values of the rest from below", at={**none_kept, pos: [0, 1]})
each.necessary("left out ordered", "the values left out from below", at={**none_kept, pos: [1, 0]})
# "sigma nonnegative": a negative value left out is at most 0.


@norms.near_miss("the bound is attained: A = 1, B = 0, r = 0", at={**zero, gamma: ((s, k), 1), beta: 1})
def half_of_it():
    return at_most(left, beta / 2)


norms.necessary("bounded", "no bound", at={**zero, gamma: ((s, k), 1), beta: 0})
norms.necessary("gamma nonnegative", "a weight -1", at={**zero, R: 1, top: [0], L: [[0]], N: [[0]], gamma: ((s, k), -1), beta: -1})
by_sigma = {gamma: ((s, k), sigma[k]), beta: 4}
norms.necessary("rest ordered", "the values of the rest from below", at={**none_kept, pos: [0, 1], **by_sigma})
norms.necessary("left out ordered", "the values left out from below", at={**none_kept, pos: [1, 0], **by_sigma})


@spectral.near_miss("not strict: A = 0", at={**nothing, A: [[0]], sigma: [0], B: [[0]], beta: 0, **empty})
def strict():
    return ForAll(k, Lt(left(k), beta))


exactly = {**nothing, **empty, A: [[0]], B: [[0]], beta: 0}
spectral.necessary("decomposed", "the values of another matrix", at=exactly)
spectral.necessary("U orthonormal", "no left vector", at={**exactly, U: [[0]]})
spectral.necessary("V orthonormal", "no right vector", at={**exactly, V: [[0]]})
spectral.necessary("distinct", "a position kept twice", at={**twice, beta: 0})
spectral.necessary("largest", "the smaller value is kept", at={**small_kept, A: [[0, 0], [0, 2]], sigma: [0, 2], beta: 0})
spectral.necessary("rank", "A itself", at={**nothing, **empty, B: [[1]], beta: 0})
spectral.necessary("bounded", "no bound", at={**nothing, **empty, B: [[0]], beta: 0})
# "not negative": β enters the bound squared, so -1 bounds what 1 bounds.
# "sigma nonnegative": a negative value left out is at most 0.


@attained.near_miss("the error is all of the value: A = 1, r = 0", at={**nothing, w: 0})
def half_of_the_value():
    return no_longer(truncated, left(w) / 2)


attained.necessary("decomposed", "another matrix", at={**nothing, sigma: [0], w: 0})
attained.necessary("U orthonormal", "a left vector that is too long", at={**nothing, A: [[2]], U: [[2]], w: 0})
attained.necessary("V orthonormal", "a right vector that is too long", at={**nothing, A: [[2]], V: [[2]], w: 0})
attained.necessary("distinct", "a position kept twice", at={A: [[3, 0], [0, 1]], U: I2, V: I2, sigma: [3, 1], top: [0, 0], w: 1})
last = {U: I2, V: I2, R: 0, top: []}
attained.necessary("largest left out", "a smaller value", at={**last, A: [[2, 0], [0, 1]], sigma: [2, 1], w: 1})
attained.necessary("sigma nonnegative", "-3 counts more than 1", at={**last, A: [[1, 0], [0, -3]], sigma: [1, -3], w: 0})


@unique.near_miss("not always: A = 1 of size 2, r = 1", at={A: I2, U: I2, V: I2, sigma: [1, 1], top: [0], w: 1})
def always():
    return unique.shows.args[1]


unique.necessary("decomposed", "another matrix", at={**number, A: [[0]], top: [0], w: 0})
# The vectors, "distinct" and "sigma nonnegative": where they fail, there may be no B at all within the bound, and then no other.
# "largest left out": a smaller value than the largest one left out is a bound that no B keeps.
