"""Mutants of interaction.mirsky that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.rank import nowhere
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, delta, index
from theorems.interaction._eckart_young_mutants import is_the_only_one
from theorems.interaction.eckart_young import A, B, L, N, R, U, V, c, has_rank, i, is_mask, j, k, kept, sigma, top, truncated

from .mirsky import (
    B_at,
    attained,
    beta,
    claim,
    d,
    e,
    each,
    left,
    no_longer,
    norms,
    not_negative,
    only,
    optimal,
    s,
    spectral,
    tau,
    unique,
    w,
    x,
    y,
    z,
)

COUNTED_TWICE = "constant factor: -2 for -1 in -Σ_{c∈R?} δ(k, top(c))"
ALL_COUNTED = "swapped index: k for top(c) in δ(k, top(c))"


def lost(p, count):
    """0 ≤ kept σ or, with r - kept for the count, 0 ≤ (r - kept) σ."""
    return f.mul(f.tot(c, f.sq(count)), f.by(f.spec(p["sigma nonnegative"], k)))


for part in (each, spectral):

    @part.mutant(COUNTED_TWICE)
    def counted_twice(p, part=part):
        return p.bound(f.add(f.by(f.spec(p.use(claim, part.name), k)), lost(p, delta(k, top(c)))))

    @part.mutant(ALL_COUNTED)
    def all_counted(p, part=part):
        return p.bound(f.add(f.by(f.spec(p.use(claim, part.name), k)), lost(p, 1 - delta(k, top(c)))))


def weighted(p, less):
    """The bound for numbers that are at most τ."""
    total = f.tot(k, f.mul(f.by(f.spec(p["gamma nonnegative"], s, k)), f.by(less)))
    return p.bound(f.add(total, f.by(f.spec(p["bounded"], s))))


@norms.mutant("dropped term: the 1st term of 1 - Σ_{c∈R?} δ(k, top(c))")
def nothing_but_what_is_kept(p):
    slack = f.add(f.by(f.spec(p["tau nonnegative"], k)), lost(p, delta(k, top(c))))
    return weighted(p, f.le(-kept(k) * sigma[k], tau[k], slack))


@norms.mutant(COUNTED_TWICE)
def kept_twice(p):
    less = f.spec(p.use(claim, "every singular value"), k)
    return weighted(p, f.le((1 - 2 * kept(k)) * sigma[k], tau[k], f.add(f.by(less), lost(p, delta(k, top(c))))))


@norms.mutant(ALL_COUNTED)
def kept_by_all(p):
    less = f.spec(p.use(claim, "every singular value"), k)
    return weighted(p, f.le((1 - R) * sigma[k], tau[k], f.add(f.by(less), lost(p, 1 - delta(k, top(c))))))


@norms.mutant("wrong axis: over k for c in Σ_{c∈R?} δ(k, top(c))")
def nothing_left_out(p):
    return weighted(p, f.le(0, tau[k], f.by(f.spec(p["tau nonnegative"], k))))


def zero_or_one(p, factor, times):
    """For x = kept, factor · (1 − x) = (1 − x)² + times · (x² − x) is (1 − x)²."""
    same = f.linear(((1 - x) * y) ** 2, factor * y * ((1 - x) * y), (f.assume(Eq(x * x, x)), -times * y**2))
    same = f.cut(f.inst(same, {x: kept(w), y: sigma[w]}), f.inst(is_mask(p), {"k": w}))
    longest = Le(Sum(Sum((A[i, j] - truncated(i, j)) * z[j], j) ** 2, i), y * Sum(z[j] ** 2, j))
    return f.rewrite(same, f.spec(p.use(claim, "spectral norm attained"), z), y, longest)


attained.mutant("constant factor: -2 for -1 in -Σ_{c∈R?} δ(w, top(c))")(lambda p: zero_or_one(p, 1 - 2 * x, 1))
attained.mutant("sign: -Σ_{c∈R?} δ(w, top(c)) (place 2)")(lambda p: zero_or_one(p, 1 + x, -2))


def beside(p, witness, factor):
    """A bound with products of A − T and the terms of T in it, since Σ_i (A − T)_ij u_i = 0 for u = u_top(d)."""
    apart = solved(
        Sum((A[i, j] - truncated(i, j)) * U[i, top(d)], i),
        0,
        (f.spec(p["decomposed"], i, j), U[i, top(d)], i),
        (f.spec(p["U orthonormal"], k, top(d)), left(k) * V[j, k], k),
        (f.spec(p["distinct"], c, d), sigma[top(c)] * V[j, top(c)], c),
    )
    weight = sigma[top(d)] * Sum(V[e, top(d)] * z[e], e) * z[j]
    return p.bound(witness, (apart, factor * weight, d, j))


@attained.mutant("dropped term: the 1st term of A[i, j] - Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)]")
def the_rest_and_the_truncation(p):
    return beside(p, f.mul(f.sq(left(w)), f.tot(j, f.sq(z[j]))), 1)


@attained.mutant("off-by-one range: all but one of Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)] (place 2)")
def the_rest_and_more(p):
    return beside(p, f.by(f.spec(p.use(claim, "spectral norm attained"), z)), -delta(d, index("o", R)))


@unique.mutant("wrong axis: over i for c in Σ_{c∈R?} U[i, top(c)]·sigma[top(c)]·V[j, top(c)]")
@unique.mutant("swapped index: w for top(c) in sigma[top(c)]")
def the_truncation_is_one(p):
    # the only one is the truncation, which is within the bound
    other, best = f.assume(p.goal.children[0].children[0]), f.assume(optimal)
    there, back = (f.part(p.use(claim, "spectral norm unique"), number) for number in range(2))
    itself = f.conj(p.use("interaction.eckart_young", "rank"), p.use(claim, "spectral norm attained"))
    itself = f.mp(f.spec(other, ((i, j), truncated(i, j))), itself)
    same = f.linear(B[i, j], truncated(i, j), (f.spec(f.mp(f.spec(other, B), best), i, j), 1), (f.spec(itself, i, j), -1))
    return f.conj(f.imply(f.mp(there, f.gen(f.imply(f.gen(same, i, j), best), B)), other), back)


@unique.mutant("off-by-one range: the size |R?|")
def more_than_one(p):
    larger = f.assume(p.goal.children[0].children[1].children[0])
    there, back = (f.part(p.use(claim, "spectral norm unique"), number) for number in range(2))
    some = f.lt(0, R, f.add(f.by(larger), f.num(1)))
    return f.conj(f.imply(f.imply(f.mp(f.mp(there, f.assume(only)), some), larger), f.assume(only)), back)


@unique.mutant("direction: 0 < |R?|")
def less_than_none(p):
    less = f.assume(Lt(R, 0))
    back = f.part(p.use(claim, "spectral norm unique"), 1)
    never = f.absurd(f.lt(0, 0, f.add(f.by(less), f.size(R))), Eq(left(w), 0))
    return f.conj(f.imply(f.imply(never, less), f.assume(only)), back)


@unique.mutant("sign: the right side of B[i, j] = Σ_{c∈R?} L[i, c]·N[j, c] (place 2)")
def factors_of_either_sign(p):
    turned = And(Exists((L, N), ForAll((i, j), Eq(B[i, j], -Sum(L[i, c] * N[j, c], c)))), no_longer(B_at, left(w)))
    there, back = (f.part(p.use(claim, "spectral norm unique"), number) for number in range(2))
    given, tied = f.assume(turned), f.assume(Implies(Lt(0, R), Eq(left(w), 0)))
    *_, known = f.obtain(f.part(given, 0), L, N)
    factors = f.release(f.exists(known, has_rank(B[i, j]), ((i, c), -L[i, c]), N), f.part(given, 0), L, N)
    same = f.mp(f.spec(f.mp(back, tied), B), f.conj(factors, f.part(given, 1)))
    return f.conj(there, f.imply(f.gen(f.imply(same, given), B), tied))


@unique.mutant("swapped symbol: A for B in B[i, j] (place 3)")
def zero_and_one_are_within(p):
    other, some = f.assume(p.goal.children[0].children[0]), f.assume(Lt(0, R))
    least = f.gen(f.le(0, left(w) ** 2 * Sum(z[j] ** 2, j), f.mul(f.sq(left(w)), f.tot(j, f.sq(z[j])))), z)
    zero, ones = is_the_only_one(other, 0, 0, least), is_the_only_one(other, R, 1, least)
    never = f.absurd(f.lt(0, 0, f.by(some), (zero, 1), (ones, -1)), Eq(left(w), 0))
    return f.conj(f.imply(f.imply(never, some), other), f.part(p.use(claim, "spectral norm unique"), 1))


@unique.mutant("dropped term: the 1st term of A[i, j] - B[i, j]")
def more_than_one_is_within(p):
    # ‖Bz‖² − ⟨Bz, Az⟩ is 0 for B = 0, and at most β²‖z‖² for B = β u vᵀ, where u and v are kept and β is the largest value left out
    other, some, positive = f.assume(p.goal.children[0].children[0]), f.assume(Lt(0, R)), f.assume(Le(0, beta))
    nothing = f.gen(f.le(0, left(w) ** 2 * Sum(z[j] ** 2, j), f.mul(f.sq(left(w)), f.tot(j, f.sq(z[j])))), z)
    zero = is_the_only_one(other, 0, 0, nothing)
    its, along, moved = top(d), Sum(V[e, top(d)] * z[e], e), beta * U[i, top(d)] * V[j, top(d)]
    heard = solved(
        Sum(U[i, its] * A[i, j] * z[j], i, j),
        sigma[its] * along,
        (f.spec(p["decomposed"], i, j), U[i, its] * z[j], i, j),
        (f.spec(p["U orthonormal"], k, its), sigma[k] * Sum(V[j, k] * z[j], j), k),
    )
    bessel = f.mul(f.sq(beta), f.tot(j, f.sq(z[j] - along * V[j, its])))
    short = f.le(
        Sum(Sum(-moved * z[j], j) * Sum((A[i, j] - moved) * z[j], j), i),
        beta**2 * Sum(z[j] ** 2, j),
        f.add(bessel, f.mul(f.by(positive), f.by(f.spec(p["sigma nonnegative"], its)), f.sq(along))),
        (heard, beta * along),
        (f.spec(p["U orthonormal"], its, its), -(beta**2) * along**2),
        (f.spec(p["V orthonormal"], its, its), -(beta**2) * along**2),
    )
    short = f.cut(f.inst(f.gen(short, z), {beta: left(w)}), not_negative(p, w))
    then = f.spec(other, ((i, j), left(w) * U[i, its] * V[j, its]))
    rank = then.conclusion.children[0].children[0]
    at_left, at_right = delta(c, d) * left(w) * U[i, its], V[j, its]
    inside = f.gen(f.linear(left(w) * U[i, its] * V[j, its], Sum(at_left * at_right, c)), i, j)
    same = f.spec(f.mp(then, f.conj(f.exists(inside, rank, ((i, c), at_left), ((j, c), at_right)), short)), i, j)
    none = solved(
        left(w) * delta(d, d),
        0,
        (same, U[i, its] * V[j, its], i, j),
        (zero, U[i, its] * V[j, its], i, j),
        (f.spec(p["U orthonormal"], its, its), left(w) * Sum(V[j, its] ** 2, j)),
        (f.spec(p["V orthonormal"], its, its), left(w)),
    )
    # there is a kept term, because r > 0
    existence = Exists(d, Ne(delta(d, d), 0))
    here = f.obtain(f.assume(existence), d)[0]
    none = f.linear(left(w), 0, (f.part(f.conj(none, here), 0), 1))
    empty = f.lt(0, 0, f.by(some), (f.spec(nowhere(existence), d), -1, d))
    inhabited = f.cases(existence, f.assume(existence), f.absurd(empty, existence))
    first = f.imply(f.imply(f.release(none, inhabited, d), some), other)
    return f.conj(first, f.part(p.use(claim, "spectral norm unique"), 1))
