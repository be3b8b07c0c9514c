"""Spectra: where a set of largest values ends, and that an orthogonal matrix cannot raise a decreasing one."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.substitution import opened
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..tactics.order import square_zero
from ..tactics.search import discharge
from ..tactics.solve import solved
from ..terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Rational, Sum, delta, field, index, scalar
from .linear_algebra import column_projection
from .mask import mask_cases
from .subsets import FALSE, indicator, truth_is_mask, where_true


@cache
def threshold(n: Any) -> Theorem:
    """h is 0 or 1, ∀k, l 0 ≤ h_k (1 − h_l) (v_k − v_l) ⊢ ∃r ∀k 0 ≤ h_k (v_k − v_r) and 0 ≤ (1 − h_k) (v_r − v_k).

    A set that holds the largest values ends at some place r.  Induction over the places that are compared with r: the next one
    takes over where it is inside the set and smaller, or outside and larger.
    """
    k, l, i, r = index("k l i r", n)
    h, v, s = field("h v s", k)

    def ends(s: Any, r: Any) -> Any:
        return ForAll(k, And(Le(0, s(k) * h[k] * (v[k] - v[r])), Le(0, s(k) * (1 - h[k]) * (v[r] - v[k]))))

    def claim(s: Any) -> Any:
        return Exists(r, ends(s, r))

    def more(k: Any) -> Any:
        return s[k] + delta(k, i)

    mask, set_of = (f.assume(ForAll(k, Eq(g[k] * g[k], g[k]))) for g in (h, s))
    ordered = f.assume(ForAll((k, l), Le(0, h[k] * (1 - h[l]) * (v[k] - v[l]))))
    before = f.assume(claim(s))
    (end,) = f.obtain(before, r)
    old = [f.part(f.spec(end, k), side) for side in (0, 1)]
    is_mask, is_set = f.spec(mask, k), f.spec(set_of, k)
    has, out = f.by(f.le(0, h[k], f.sq(h[k]), (is_mask, -1))), f.by(f.le(0, 1 - h[k], f.sq(1 - h[k]), (is_mask, -1)))
    here, place = f.by(f.le(0, s[k], f.sq(s[k]), (is_set, -1))), f.sq(delta(k, i))
    inside, outside = f.assume(Eq(h[i], 1)), f.assume(Eq(h[i], 0))

    def found(at: Any, *proofs: Theorem) -> Theorem:
        return f.exists(f.gen(f.conj(*proofs), k), claim(more), at)

    def sides(at: Any) -> Any:
        return ends(more, at).body.args

    def shown(at: Any, side: int, witness: Any, *uses: Any) -> Theorem:
        return f.le(0, sides(at)[side].right, witness, *uses)

    # r stays: only the terms of the new place i are added
    above, below = f.assume(Le(v[r], v[i])), f.assume(Le(v[i], v[r]))
    keep_inside = found(
        r,
        shown(r, 0, f.add(f.by(old[0]), f.mul(place, f.by(above))), (inside, delta(k, i) * (v[k] - v[r]))),
        shown(r, 1, f.by(old[1]), (inside, -delta(k, i) * (v[r] - v[k]))),
    )
    keep_outside = found(
        r,
        shown(r, 0, f.by(old[0]), (outside, delta(k, i) * (v[k] - v[r]))),
        shown(r, 1, f.add(f.by(old[1]), f.mul(place, f.by(below))), (outside, -delta(k, i) * (v[r] - v[k]))),
    )
    # i takes over
    lower, higher = f.assume(f.otherwise(above.conclusion)), f.assume(f.otherwise(below.conclusion))
    move_inside = found(
        i,
        shown(i, 0, f.add(f.by(old[0]), f.mul(here, has, f.by(lower)))),
        shown(i, 1, f.mul(here, f.by(f.spec(ordered, i, k))), (inside, -s[k] * (1 - h[k]) * (v[i] - v[k]))),
    )
    move_outside = found(
        i,
        shown(i, 0, f.mul(here, f.by(f.spec(ordered, k, i))), (outside, s[k] * h[k] * (v[k] - v[i]))),
        shown(i, 1, f.add(f.by(old[1]), f.mul(here, out, f.by(higher)))),
    )
    step = mask_cases(
        f.spec(mask, i),
        f.cases(above.conclusion, keep_inside, move_inside),
        f.cases(below.conclusion, keep_outside, move_outside),
    )
    step = f.release(step, before, r)
    nothing = claim(lambda k: Rational(0))
    base = f.exists(f.gen(f.conj(*(f.le(0, side.right, f.num(0)) for side in ends(lambda k: Rational(0), r).body.args)), k), nothing, r)
    every = rules.subset_induct(base, step, field=f.symbol(s), index=f.symbol(i), formula=f.node(claim(s)))
    th = f.restate(f.inst(every, {s: (k, 1)}), Exists(r, ForAll(k, And(Le(0, h[k] * (v[k] - v[r])), Le(0, (1 - h[k]) * (v[r] - v[k]))))))
    return discharge(th, [], mask.hypotheses | ordered.hypotheses)


class UpTo:
    """F is the set of the places up to k along pos, and G of those before k: G has fewer elements."""

    def __init__(self, pos: Any, k: Any, a: Any) -> None:
        upto, before, (self.F, self.G) = Le(pos[a], pos[k]), Lt(pos[a], pos[k]), field("f g", a)
        F, G = self.F, self.G
        self.first, self.second = indicator(upto, F, a), indicator(before, G, a)
        told_f, self.told_g = f.spec(f.obtain(self.first, F)[0], a), f.spec(f.obtain(self.second, G)[0], a)
        self.is_f, self.is_g = f.cut(truth_is_mask(upto, F[a]), told_f), f.cut(truth_is_mask(before, G[a]), self.told_g)
        self.in_f, in_g = f.cut(where_true(upto, F[a]), told_f), f.cut(where_true(before, G[a]), self.told_g)
        some_f = f.le(0, F[a], f.sq(F[a]), (self.is_f, -1))
        never = f.assume(And(Lt(pos[k], pos[k])))
        never = f.imply(f.absurd(f.part(never, 0), FALSE), never)
        own_f = f.mp(f.part(f.inst(told_f, {a: k}), 0), f.conj(f.le(pos[k], pos[k], f.num(0))))
        own_g = f.mp(f.part(f.inst(self.told_g, {a: k}), 1), never)
        as_well = f.mp(f.part(told_f, 0), f.conj(f.le(pos[a], pos[k], f.by(in_g))))
        inside = f.le(0, F[a] - G[a], f.num(0), (as_well, 1), (f.assume(Eq(G[a], 1)), -1))
        inside = mask_cases(self.is_g, inside, f.le(0, F[a] - G[a], f.by(some_f), (f.assume(Eq(G[a], 0)), -1)))
        others = f.tot(a, f.mul(f.sq(1 - delta(a, k)), f.by(inside)))
        self.fewer = f.le(Sum(G[a], a) + 1, Sum(F[a], a), others, (own_f, 1), (own_g, -1))

    def not_before(self, pos: Any, k: Any, a: Any) -> Theorem:
        """G_a = 0 ⊢ pos_k ≤ pos_a."""
        late, early = f.assume(Le(pos[k], pos[a])), f.assume(Lt(pos[a], pos[k]))
        is_one = f.mp(f.part(self.told_g, 0), f.conj(early))
        clash = f.linear(0, 1, (f.assume(Eq(self.G[a], 0)), -1), (is_one, 1))
        return f.cases(late.conclusion, late, f.absurd(clash, late.conclusion))

    def release(self, th: Theorem) -> Theorem:
        return f.release(f.release(th, self.first, self.F), self.second, self.G)


@cache
def not_raised(n: Any) -> Theorem:
    """OOᵀ = OᵀO = 1, λ_k O_kl = O_kl μ_l, λ and μ decrease along pos ⊢ ∀k λ_k ≤ μ_k.

    If λ_k > μ_k, then O has no entry in the rows up to k and the columns from k on.  So these rows, which are orthonormal, lie in
    the span of fewer columns.
    """
    (k, l), (a, b) = index("k l", n), index("a b", n)
    (lam, mu, pos), O = field("lambda mu pos", k), field("O", k, l)
    rows, columns = (
        f.assume(ForAll((k, l), Eq(Sum(O[k, a] * O[l, a], a), delta(k, l)))),
        f.assume(ForAll((k, l), Eq(Sum(O[a, k] * O[a, l], a), delta(k, l)))),
    )
    between = f.assume(ForAll((k, l), Eq(lam[k] * O[k, l], O[k, l] * mu[l])))
    falls = {v: f.assume(ForAll((k, l), Implies(Le(pos[k], pos[l]), Le(v[l], v[k])))) for v in (lam, mu)}
    higher = f.assume(Lt(mu[k], lam[k]))
    sets = UpTo(pos, k, a)
    F, G, is_f, is_g = sets.F, sets.G, sets.is_f, sets.is_g
    rest_f, some_g = f.le(0, 1 - F[a], f.sq(1 - F[a]), (is_f, -1)), f.le(0, G[a], f.sq(G[a]), (is_g, -1))

    # no entry in the rows of f and the columns not of g
    low, high = f.mp(f.spec(falls[mu], k, b), f.inst(sets.not_before(pos, k, a), {a: b})), f.mp(f.spec(falls[lam], a, k), sets.in_f)
    apart = f.lt(0, lam[a] - mu[b], f.add(f.by(low), f.by(high), f.by(higher)))
    entry = f.cut(f.linear(O[a, b], 0, (f.spec(between, a, b), 1 / (lam[a] - mu[b]))), f.unequal(apart))
    block = F[a] * (1 - G[b]) * O[a, b]
    not_in = f.linear(block, 0, (f.assume(Eq(F[a], 0)), (1 - G[b]) * O[a, b]))
    full = f.linear(block, 0, (f.assume(Eq(G[b], 1)), -F[a] * O[a, b]))
    block = mask_cases(is_f, mask_cases(f.inst(is_g, {a: b}), full, f.linear(block, 0, (entry, F[a] * (1 - G[b])))), not_in)

    # the rows of f are at most as many as the columns of g
    outside = Sum((1 - F[a]) * G[b] * O[a, b] ** 2, a, b)
    count = solved(
        Sum(G[b], b) - Sum(F[a], a), outside, (block, O[a, b], a, b), (f.spec(columns, b, b), G[b], b), (f.spec(rows, a, a), F[a], a)
    )
    few = f.le(Sum(F[a], a), Sum(G[a], a), f.tot(a, f.tot(b, f.mul(f.by(rest_f), f.by(f.inst(some_g, {a: b})), f.sq(O[a, b])))), (count, 1))
    goal = Le(lam[k], mu[k])
    th = sets.release(f.absurd(f.lt(0, 0, f.add(f.by(few), f.by(sets.fewer), f.num(1))), goal))
    th = f.gen(f.cases(goal, f.assume(goal), th), k)
    return discharge(th, [], frozenset().union(*(x.hypotheses for x in (rows, columns, between, *falls.values()))))


@cache
def smaller_trace(n: Any) -> Theorem:
    """Pᵀ = P, E² = E, P² = P, ∀x (PEx = 0 → Ex = 0) ⊢ tr E ≤ tr P.

    With the projection S = PEW on the columns of PE: PE(WPE − 1) = 0, so EWPE = E, and tr E = tr PEW = tr S.  Since PS = S,
    tr P − tr S = |P − S|².
    """
    i, j, k, l, e = index("i j k l e", n)
    (E, P, S, W), x = field("E P S W", i, j), field("x", i)

    def symmetric(A: Any) -> Any:
        return ForAll((i, j), Eq(A[i, j], A[j, i]))

    def idempotent(A: Any) -> Any:
        return ForAll((i, j), Eq(Sum(A[i, k] * A[k, j], k), A[i, j]))

    def both(i: Any, j: Any) -> Any:
        return Sum(P[i, e] * E[e, j], e)

    seen, gone = (ForAll(i, Eq(Sum(A(i, j) * x[j], j), 0)) for A in (both, E))
    given = [f.assume(h) for h in (symmetric(P), idempotent(E), idempotent(P), ForAll(x, Implies(seen, gone)))]
    p_sym, e_twice, p_twice, injective = given
    existence = f.inst(column_projection(n.sort, n.sort), {"G": ((i, j), both(i, j))})
    *_, known = f.obtain(existence, S, W)
    spans, s_sym, s_twice, fixed = (f.part(known, number) for number in range(4))
    defect = Sum(W[j, k] * both(k, l), k) - delta(j, l)
    nothing = solved(Sum(both(i, j) * defect, j), 0, (f.spec(spans, i, k), both(k, l), k), (f.spec(fixed, i, l), 1))
    kept = f.gen(f.mp(f.spec(injective, (j, defect)), f.gen(nothing, i)), l)  # EWPE = E
    trace = solved(
        Sum(E[i, i], i),
        Sum(S[i, i], i),
        (f.spec(kept, i, i), 1, i),
        (f.spec(e_twice, l, j), P[k, l] * W[j, k], l, j, k),
        (f.spec(spans, i, i), 1, i),
    )
    inside = solved(
        Sum(P[i, k] * S[k, j], k),
        S[i, j],
        (f.spec(spans, k, j), P[i, k], k),
        (f.spec(p_twice, i, l), Sum(E[l, k] * W[k, j], k), l),
        (f.spec(spans, i, j), 1),
    )
    gap = P[i, k] - S[i, k]
    distance = solved(
        Sum(gap * gap, i, k),
        Sum(P[i, i], i) - Sum(S[i, i], i),
        (f.spec(p_sym, i, k), P[i, k], i, k),
        (f.spec(p_twice, i, i), 1, i),
        (f.spec(p_sym, i, k), S[i, k], i, k),
        (f.spec(f.gen(inside, i, j), i, i), 1, i),
        (f.spec(s_sym, i, k), S[i, k], i, k),
        (f.spec(s_twice, i, i), 1, i),
    )
    th = f.le(Sum(E[i, i], i), Sum(P[i, i], i), f.tot(i, f.tot(k, f.sq(gap))), (distance, -1), (trace, -1))
    return discharge(f.release(th, existence, S, W), given, frozenset(g.conclusion for g in given))


def bounded_on_kernel(A: Any, P: Any, i: Any, j: Any, o: Any, z: Any, beta: Any) -> Any:
    """‖Az‖² ≤ β²‖z‖² for all z with Pz = 0."""
    short = Le(Sum(Sum(A[i, j] * z[j], j) ** 2, i), beta**2 * Sum(z[j] ** 2, j))
    return ForAll(z, Implies(ForAll(j, Eq(Sum(P[j, o] * z[o], o), 0)), short))


@cache
def few_long(n: Any, m: Any, K: Any) -> Theorem:
    """A = UΣVᵀ with orthonormal columns, P is an orthogonal projection, ‖Az‖² ≤ β²‖z‖² where Pz = 0, σ ≥ α > β ≥ 0 on the set p
    ⊢ Σ p ≤ tr P.

    On the span of the v_k of the set ‖Az‖² ≥ α²‖z‖², so P does not vanish there except at 0.
    """
    i, (j, o, e), (k, l) = index("i", n), index("j o e", m), index("k l", K)
    A, U, V, P = field("A", i, j), field("U", i, k), field("V", j, k), field("P", j, o)
    (sigma, p), (z, x), (alpha, beta) = field("sigma p", k), field("z x", j), scalar("alpha beta")
    given = split, left, unit, symmetric, idempotent, quiet, long, mask, some, above = [
        f.assume(h)
        for h in (
            ForAll((i, j), Eq(A[i, j], Sum(U[i, k] * sigma[k] * V[j, k], k))),
            ForAll((k, l), Eq(Sum(U[i, k] * U[i, l], i), delta(k, l))),
            ForAll((k, l), Eq(Sum(V[j, k] * V[j, l], j), delta(k, l))),
            ForAll((j, o), Eq(P[j, o], P[o, j])),
            ForAll((j, o), Eq(Sum(P[j, e] * P[e, o], e), P[j, o])),
            bounded_on_kernel(A, P, i, j, o, z, beta),
            ForAll(k, Le(0, p[k] * (sigma[k] - alpha))),
            ForAll(k, Eq(p[k] * p[k], p[k])),
            Le(0, beta),
            Lt(beta, alpha),
        )
    ]
    orthonormal, is_p = f.spec(unit, k, l), f.spec(mask, k)

    def onto(j: Any, o: Any) -> Any:
        return Sum(p[k] * V[j, k] * V[o, k], k)

    def image(j: Any) -> Any:
        return Sum(onto(j, e) * x[e], e)

    def along(k: Any) -> Any:
        return Sum(V[o, k] * x[o], o)

    lemma = f.inst(smaller_trace(m), {"E": ((j, o), onto(j, o)), "P": P})
    injective = max(lemma.hypotheses, key=lambda h: len(h.key))
    killed, gone = opened(injective, f.value(x)).children
    heard = f.mp(f.spec(quiet, (j, image(j))), f.assume(killed))
    # z = Σ p_k ⟨v_k, x⟩ v_k has ‖z‖² = Σ p ⟨v, x⟩² and ‖Az‖² = Σ σ² p ⟨v, x⟩²
    part = Sum(V[j, k] * image(j), j)
    known = solved(part, p[k] * along(k), (orthonormal, p[l] * along(l), l))
    length = solved(Sum(image(j) ** 2, j), Sum(p[k] * along(k) ** 2, k), (known, p[k] * along(k), k), (is_p, along(k) ** 2, k))
    there, spread = Sum(A[i, j] * image(j), j), Sum(U[i, k] * sigma[k] * Sum(V[j, k] * image(j), j), k)
    moved = solved(
        Sum(there**2, i),
        Sum(sigma[k] ** 2 * p[k] * along(k) ** 2, k),
        (f.spec(split, i, j), image(j) * (there + spread), i, j),
        (f.spec(left, k, l), sigma[k] * sigma[l] * part * Sum(V[j, l] * image(j), j), k, l),
        (known, sigma[k] ** 2 * (part + p[k] * along(k)), k),
        (is_p, sigma[k] ** 2 * along(k) ** 2, k),
    )
    # (α² − β²) ‖z‖² ≤ ‖Az‖² − β² ‖z‖² ≤ 0
    excess, over, under = sigma[k] - alpha, f.by(above), f.by(some)
    larger = f.mul(f.sq(along(k)), f.add(f.sq(p[k] * excess), f.mul(f.num(2), f.add(over, under), f.by(f.spec(long, k)))))
    uses = (length, -(beta**2)), (moved, 1), (is_p, -((excess * along(k)) ** 2), k)
    total = Sum(p[k] * along(k) ** 2, k)
    low = f.le((alpha**2 - beta**2) * total, 0, f.add(f.by(heard), f.tot(k, larger)), *uses)
    apart = f.lt(0, alpha**2 - beta**2, f.mul(over, f.add(over, f.mul(f.num(2), under))))
    none = f.cut(f.le(total, 0, f.mul(f.inv(f.by(apart)), f.by(low))), f.unequal(apart))
    none = f.le(Sum(image(j) ** 2, j), 0, f.by(none), (length, -1))
    flat = f.cut(f.inst(square_zero(), {"x": image(j)}), f.zero_sum(f.le(0, image(j) ** 2, f.sq(image(j))), none, j))
    still = f.gen(f.imply(f.restate(f.gen(flat, j), gone), f.node(killed)), x)
    squared = solved(
        Sum(onto(j, e) * onto(e, o), e), onto(j, o), (orthonormal, p[k] * p[l] * V[j, k] * V[o, l], k, l), (is_p, V[j, k] * V[o, k], k)
    )
    th = f.cut(lemma, f.restate(still, injective), f.gen(squared, j, o), symmetric, idempotent)
    count = solved(Sum(onto(j, j), j), Sum(p[k], k), (f.spec(unit, k, k), p[k], k))
    th = f.le(Sum(p[k], k), Sum(P[j, j], j), f.by(th), (count, 1))
    return discharge(th, given, frozenset(g.conclusion for g in given))
