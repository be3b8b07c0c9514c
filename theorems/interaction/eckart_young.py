"""The truncated singular value decomposition is the best approximation of a given rank.

Let A = Σ_k σ_k u_k v_kᵀ be a singular value decomposition: orthonormal u_k, orthonormal v_k, σ_k ≥ 0.  Keep r positions that hold the
r largest singular values.  Then ‖A − B‖² ≥ Σ σ_k² over the positions left out, for every B of rank at most r, and the sum of the r
terms kept attains it.  It is the only B that does exactly if every non-zero singular value left out is smaller than every one kept,
that is if σ_r > σ_(r+1) or σ_(r+1) = 0.  With room for all singular values A itself has rank at most r.  Norms are Frobenius norms.
It is why a head with r coordinates should learn the leading singular directions of the scores, and what it must lose.

Let P be the orthogonal projection on the columns of a factor of B, and w_k = ‖P u_k‖².  Then ‖A − B‖² = Σ σ_k² (1 − w_k) + ‖PA − B‖²,
the w_k lie between 0 and 1, and their sum is at most tr P ≤ r: the rest is Ky Fan's bound.
Source: Schmidt (1907); Eckart and Young (1936), Psychometrika 1; Horn and Johnson (2013), Matrix Analysis, 7.4.2.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import column_projection
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.spectrum import threshold
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero, square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, field, index, index_map, scalar, sizes
from gaproof.theory import rank_at_most
from theorems.interaction import ky_fan

n, m, K, Z = sizes("n m K Z")
R = sizes("R", maybe_empty=True)
(i, a, b), j, (k, l, r, s, t), (c, d), z = index("i a b", n), index("j", m), index("k l r s t", K), index("c d", R), index("z", Z)
A, B, U, V = *field("A B", i, j), field("U", i, k), field("V", j, k)
sigma, g = field("sigma", k, domain="nonnegative"), field("g", k)
x, y = scalar("x y")
top, slot = index_map("top", R, K), index_map("slot", K, Z)
L, N, P, W = field("L", i, c), field("N", j, c), field("P", i, a), field("W", c, i)


def svd(A):
    """A = Σ_k σ_k u_k v_kᵀ with orthonormal u and orthonormal v."""
    return {
        "decomposed": ForAll((i, j), Eq(A(i, j), Sum(U[i, k] * sigma[k] * V[j, k], k))),
        "U orthonormal": ForAll((k, l), Eq(Sum(U[i, k] * U[i, l], i), delta(k, l))),
        "V orthonormal": ForAll((k, l), Eq(Sum(V[j, k] * V[j, l], j), delta(k, l))),
    }


def kept(k):
    """1 at the positions in the list, 0 at the others."""
    return Sum(delta(k, top(c)), c)


def parted(k, l, formula):
    """The formula holds if k is left out and l is kept."""
    return ForAll((k, l), Implies(And(Eq(kept(k), 0), Eq(kept(l), 1)), formula))


def norm(D):
    """‖D‖²."""
    return Sum(D(i, j) * D(i, j), i, j)


def distance(B):
    """‖A − B‖²."""
    return norm(lambda i, j: A[i, j] - B(i, j))


def B_at(i, j):
    """B."""
    return B[i, j]


def truncated(i, j):
    """Σ_c σ_top(c) u_top(c) v_top(c)ᵀ."""
    return Sum(U[i, top(c)] * sigma[top(c)] * V[j, top(c)], c)


def has_rank(B, c=c):
    """B has rank at most r, the number of values of c."""
    return rank_at_most(B, i, j, c, field("L", i, c), field("N", j, c))


factored = ForAll((i, j), Eq(B[i, j], Sum(L[i, c] * N[j, c], c)))
distinct = {"distinct": ForAll((c, d), Eq(delta(top(c), top(d)), delta(c, d)))}
head = {**distinct, "largest": parted(k, l, Le(sigma[k], sigma[l]))}
tail = Sum((1 - kept(k)) * sigma[k] ** 2, k)
gap = parted(k, l, Implies(Ne(sigma[k], 0), Lt(sigma[k], sigma[l])))
optimal = And(has_rank(B[i, j]), Le(distance(B), tail))
only = ForAll(B, Implies(optimal, ForAll((i, j), Eq(B[i, j], truncated(i, j)))))

decomposition = svd(A)
unit = {n: K, m: K, U: ((k, l), delta(k, l)), V: ((k, l), delta(k, l)), sigma: (k, 1), A: ((k, l), delta(k, l))}  # A = 1
full = {**unit, R: K, top: (k, k)}
claim = Claim("interaction.eckart_young", source="Eckart and Young (1936), Psychometrika 1; Horn and Johnson (2013), 7.4.2")
bound = claim.part("bound", given={**decomposition, **head, "rank": factored}, shows=Le(tail, distance(B_at)), model=full)
of_rank = claim.part("rank", shows=has_rank(truncated(i, j)))
attained = claim.part("attained", given={**decomposition, **distinct}, shows=Eq(distance(truncated), tail), model=full)
unique = claim.part("unique", given={**decomposition, **head}, shows=Iff(only, gap), model=full)
room = claim.part(
    "room for all",
    given={"decomposed": decomposition["decomposed"], "one slot each": ForAll((k, l), Eq(delta(slot(k), slot(l)), delta(k, l)))},
    shows=has_rank(A[i, j], z),
    model={**unit, Z: K, slot: (k, k)},
)

# Models for numbers: u and v are unit vectors; what is kept has a value of at least 1, what is left out of at most 1.
left, right = delta(i, index_map("e", K, n)(k)), delta(j, index_map("f", K, m)(k))
levels = kept(k) + field("s", k, domain="mask")[k]
drawn = {U: ((i, k), left), V: ((j, k), right), sigma: (k, levels), A: ((i, j), Sum(left * levels * right, k))}
bound.drawn({**drawn, B: ((i, j), Sum(L[i, c] * N[j, c], c))})
attained.drawn(drawn)


# ---- the truncation --------------------------------------------------------------------------------------------------------


def combination(g):
    """Σ_k g_k σ_k u_k v_kᵀ."""
    return lambda i, j: Sum(U[i, k] * g(k) * sigma[k] * V[j, k], k)


def is_mask(p):
    """kept² = kept."""
    return solved(kept(k) * kept(k), kept(k), (f.spec(p["distinct"], c, d), delta(k, top(c)), c, d))


def difference(p, weight):
    """‖A − Σ g σ u vᵀ‖² = Σ (1 − g)² σ²."""
    rest, scaled = combination(lambda k: 1 - g[k])(i, j), (1 - g[k]) * sigma[k] * (1 - g[l]) * sigma[l]
    th = solved(
        distance(combination(g)),
        Sum((1 - g[k]) ** 2 * sigma[k] ** 2, k),
        (f.spec(p["decomposed"], i, j), A[i, j] - combination(g)(i, j) + rest, i, j),
        (f.spec(p["U orthonormal"], k, l), scaled * Sum(V[j, k] * V[j, l], j), k, l),
        (f.spec(p["V orthonormal"], k, k), (1 - g[k]) ** 2 * sigma[k] ** 2, k),
    )
    return f.inst(th, {g: (k, weight(k))})


@of_rank.proof
def one_column_each(p):
    itself = f.gen(f.linear(truncated(i, j), truncated(i, j)), i, j)
    return f.exists(itself, p.goal, ((i, c), U[i, top(c)] * sigma[top(c)]), ((j, c), V[j, top(c)]))


@attained.proof
def keep_the_terms_of_the_list(p):
    return p.identity((difference(p, kept), 1), (is_mask(p), sigma[k] ** 2, k))


@room.proof
def a_column_for_every_position(p):
    left, right = Sum(delta(slot(k), z) * U[i, k] * sigma[k], k), Sum(delta(slot(k), z) * V[j, k], k)
    unit = f.spec(p["one slot each"], k, l), U[i, k] * sigma[k] * V[j, l], k, l
    split = solved(A[i, j], Sum(left * right, z), (f.spec(p["decomposed"], i, j), 1), unit)
    return f.exists(f.gen(split, i, j), p.goal, ((i, z), left), ((j, z), right))


# ---- any other matrix of that rank -----------------------------------------------------------------------------------------


def image(i, k):
    """(P u_k)_i."""
    return Sum(P[i, a] * U[a, k], a)


def share(k):
    """w_k = ⟨u_k, P u_k⟩."""
    return Sum(U[i, k] * P[i, a] * U[a, k], i, a)


def missed(i, j):
    """(PA − B)_ij."""
    return Sum(P[i, a] * A[a, j], a) - B[i, j]


class Projected:
    """P is the projection on the columns of a factor of B: what it keeps of A."""

    def __init__(self, p):
        self.existence = f.inst(column_projection(n.sort, R.sort), {"G": L})
        factors = f.assume(factored)
        *_, known = f.obtain(self.existence, P, W)
        _, symmetric, idempotent, fixed, trace = (f.part(known, number) for number in range(5))
        unit, other = p["U orthonormal"], p["V orthonormal"]
        same = solved(  # PB = PLNᵀ = LNᵀ = B
            Sum(P[i, a] * B[a, j], a),
            B[i, j],
            (f.spec(factors, a, j), P[i, a], a),
            (f.spec(factors, i, j), 1),
            (f.spec(fixed, i, c), N[j, c], c),
        )
        same = f.gen(same, i, j)
        # w = ‖Pu‖² and 1 − w = ‖u − Pu‖²
        self.square = solved(
            Sum(image(i, k) ** 2, i),
            share(k),
            (f.spec(symmetric, i, a), U[a, k] * image(i, k), i, a),
            (f.spec(idempotent, a, b), U[a, k] * U[b, k], a, b),
        )
        rest = solved(Sum((U[i, k] - image(i, k)) ** 2, i), 1 - share(k), (self.square, 1), (f.spec(unit, k, k), 1))
        self.low = f.le(0, share(k), f.tot(i, f.sq(image(i, k))), (self.square, -1))
        self.high = f.le(share(k), 1, f.tot(i, f.sq(U[i, k] - image(i, k))), (rest, -1))
        # r − Σ w ≥ tr P − tr PUUᵀ = ‖P − PUUᵀ‖²
        defect = P[i, a] - Sum(image(i, k) * U[a, k], k)
        others = solved(
            Sum(defect * defect, i, a),
            Sum(P[i, i], i) - Sum(share(k), k),
            (f.spec(symmetric, i, a), P[i, a], i, a),
            (f.spec(idempotent, i, i), 1, i),
            (f.spec(unit, k, l), Sum(image(i, k) * image(i, l), i), k, l),
            (self.square, 1, k),
        )
        self.few = f.le(Sum(share(k), k), Sum(kept(k), k), f.add(f.by(trace), f.tot(i, f.tot(a, f.sq(defect)))), (others, -1))
        # ‖A − B‖² = ‖A‖² − ‖PA‖² + ‖PA − B‖², with A = UΣVᵀ
        spread, moved = combination(lambda k: 1)(i, j), Sum(P[i, a] * A[a, j], a)
        self.split = solved(
            distance(B_at),
            Sum(sigma[k] ** 2 * (1 - share(k)), k) + norm(missed),
            (f.spec(symmetric, i, a), A[a, j] * B[i, j], i, a, j),
            (f.spec(same, a, j), A[a, j], a, j),
            (f.spec(symmetric, i, a), A[a, j] * moved, i, a, j),
            (f.spec(idempotent, a, b), A[a, j] * A[b, j], a, b, j),
            (f.spec(p["decomposed"], i, j), A[i, j] + spread, i, j),
            (f.spec(p["decomposed"], i, j), moved, i, j),
            (f.spec(p["decomposed"], a, j), P[i, a] * spread, i, a, j),
            (f.spec(other, k, l), sigma[k] * sigma[l] * Sum(U[i, k] * U[i, l], i), k, l),
            (f.spec(other, k, l), sigma[k] * sigma[l] * Sum(U[i, k] * P[i, a] * U[a, l], i, a), k, l),
            (f.spec(unit, k, k), sigma[k] ** 2, k),
        )
        # the set kept ends at some place r
        out, has, is_kept = f.assume(Eq(kept(l), 0)), f.assume(Eq(kept(k), 1)), kept(k) * (1 - kept(l)) * (sigma[k] ** 2 - sigma[l] ** 2)
        less = f.mp(f.spec(p["largest"], l, k), f.conj(out, has))
        wide = f.add(*(f.by(f.spec(p["sigma nonnegative"], at)) for at in (k, l)))
        differ = sigma[k] ** 2 - sigma[l] ** 2
        some = f.le(0, is_kept, f.mul(f.by(less), wide), (out, -kept(k) * differ), (has, differ))
        none = f.le(0, is_kept, f.num(0), (f.assume(Eq(kept(k), 0)), (1 - kept(l)) * differ))
        full = f.le(0, is_kept, f.num(0), (f.assume(Eq(kept(l), 1)), -kept(k) * differ))
        mask = is_mask(p)
        order = mask_cases(mask, mask_cases(f.inst(mask, {k: l}), full, some), none)
        self.ended = f.inst(threshold(K), {"h": (k, kept(k)), "v": (k, sigma[k] ** 2)})
        self.ended = f.cut(self.ended, f.gen(mask, k), f.gen(order, k, l))
        self.end = f.obtain(self.ended, r)[0]
        self.inside, self.outside = (f.part(f.spec(self.end, k), side) for side in (0, 1))

    def collects(self, p):
        """Σ σ² w ≤ Σ kept σ²."""
        low, high = -(sigma[k] ** 2), -(sigma[r] ** 2)
        yes, no, some, part = map(f.assume, (Eq(kept(k), 1), Eq(kept(k), 0), Lt(0, kept(k)), Lt(kept(k), 1)))
        inside = f.le(low, high, f.by(self.inside), (yes, -(high - low)))
        outside = f.le(high, low, f.by(self.outside), (no, low - high))
        inside = mask_cases(is_mask(p), inside, f.absurd(f.lt(0, 0, f.by(some), (no, -1)), Le(low, high)))
        outside = mask_cases(is_mask(p), f.absurd(f.lt(0, 0, f.by(part), (yes, 1)), Le(high, low)), outside)
        along = f.assume(Le(-(sigma[k] ** 2), -(sigma[l] ** 2)))
        along = f.imply(f.le(sigma[l] ** 2, sigma[k] ** 2, f.by(along)), along)
        facts = f.gen(along, k, l), *(f.gen(th, k) for th in (f.imply(inside, some), f.imply(outside, part), self.low, self.high)), self.few
        return self.ky_fan(p, "bound", *facts)

    def ky_fan(self, p, part, *facts):
        """Ky Fan's theorem for the squares of the singular values and the weights w."""
        values = {"h": (k, kept(k)), "lam": (k, sigma[k] ** 2), "w": (k, share(k)), "r": r}
        if part == "bound":
            values["pos"] = k, -(sigma[k] ** 2)
        th = f.inst(f.retype(p.use(ky_fan.claim, part), {ky_fan.n: K}), values)
        return p.clear(th, *facts)

    def release(self, th):
        return f.release(f.release(th, self.ended, r), self.existence, P, W)


@bound.proof
def no_projection_keeps_more(p):
    on = Projected(p)
    return on.release(f.le(tail, distance(B_at), f.add(f.by(on.collects(p)), f.tot(i, f.tot(j, f.sq(missed(i, j))))), (on.split, 1)))


# ---- when it is the only one -----------------------------------------------------------------------------------------------


def smaller(p, k, l):
    """σ_k < σ_l ⊢ 0 < σ_l² − σ_k²."""
    less = f.by(f.assume(Lt(sigma[k], sigma[l])))
    return f.lt(0, sigma[l] ** 2 - sigma[k] ** 2, f.mul(less, f.add(less, f.mul(f.num(2), f.by(f.spec(p["sigma nonnegative"], k))))))


def below(p, no_tie, k, l):
    """A gap; k left out, l kept, σ_l ≠ 0 ⊢ 0 < σ_l² − σ_k², also if σ_k = 0."""
    positive = f.cut(f.inst(positive_if_nonzero(), {"x": sigma[l]}), f.spec(p["sigma nonnegative"], l))
    zero = f.assume(Eq(sigma[k], 0))
    from_zero = f.cut(smaller(p, k, l), f.lt(sigma[k], sigma[l], f.by(positive), (zero, -1)))
    out, has = f.assume(Eq(kept(k), 0)), f.assume(Eq(kept(l), 1))
    from_gap = f.cut(smaller(p, k, l), f.mp(f.spec(no_tie, k, l), f.conj(out, has), f.assume(Ne(sigma[k], 0))))
    return f.cases(zero.conclusion, from_zero, from_gap)


def vanishing(term, sign, total, *over):
    """term = 0, from 0 ≤ term and Σ term ≤ 0."""
    return f.zero_sum(sign, f.restate(total, Le(Sum(term, *over), 0)), *over)


def divided(product, factor, positive):
    """factor = 0, from factor · t = 0 and 0 < t."""
    t = positive.conclusion.children[1]
    return f.cut(f.inst(f.linear(x, 0, (f.assume(Eq(x * y, 0)), 1 / y)), {x: factor, y: t}), product, f.unequal(positive))


def the_only_one(p, no_tie, best):
    """A gap; B is optimal ⊢ B is the truncation."""
    on, square, mask = Projected(p), sigma[r] ** 2, is_mask(p)
    gained, lost = kept(k) * (1 - share(k)), (1 - kept(k)) * share(k)
    gain, loss, unused = gained * (sigma[k] ** 2 - square), lost * (square - sigma[k] ** 2), (Sum(kept(k), k) - Sum(share(k), k)) * square
    has = f.by(f.le(0, kept(k), f.sq(kept(k)), (mask, -1)))
    out = f.by(f.le(0, 1 - kept(k), f.sq(1 - kept(k)), (mask, -1)))
    is_gain = f.le(0, gain, f.mul(f.by(on.inside), f.by(on.high)))
    is_loss = f.le(0, loss, f.mul(f.by(on.outside), f.by(on.low)))
    is_unused = f.le(0, unused, f.mul(f.by(on.few), f.sq(sigma[r])))
    # ‖PA − B‖² and Ky Fan's three costs add up to ‖A − B‖² − tail ≤ 0, so each of them is 0
    costs = norm(missed) + Sum(gain, k) + Sum(loss, k) + unused
    total = f.by(f.le(costs, 0, f.by(f.part(best, 1)), (on.split, 1), (on.ky_fan(p, "identity"), 1)))
    gains, losses, apart = f.tot(k, f.by(is_gain)), f.tot(k, f.by(is_loss)), f.tot(i, f.tot(j, f.sq(missed(i, j))))
    no_gain = vanishing(gain, is_gain, f.le(Sum(gain, k), 0, f.add(total, losses, apart, f.by(is_unused))), k)
    no_loss = vanishing(loss, is_loss, f.le(Sum(loss, k), 0, f.add(total, gains, apart, f.by(is_unused))), k)
    no_unused = f.antisymmetry(f.le(unused, 0, f.add(total, gains, losses, apart)), is_unused)
    same = missed(i, j)
    same = vanishing(
        same * same, f.le(0, same * same, f.sq(same)), f.le(norm(missed), 0, f.add(total, gains, losses, f.by(is_unused))), i, j
    )
    same = f.cut(f.inst(square_zero(), {"x": missed(i, j)}), same)
    # all that is kept is caught by P, and all that is left out is not, unless σ_k = 0
    error = sigma[k] ** 2 * (gained + lost)
    zero, nonzero = f.assume(Eq(sigma[r], 0)), f.assume(Ne(sigma[r], 0))
    flat = f.linear(error, 0, (no_gain, 1), (no_loss, -1), (zero, (gained + lost) * sigma[r]))
    last = f.cut(f.inst(positive_if_nonzero(), {"x": sigma[r]}), f.spec(p["sigma nonnegative"], r), nonzero)
    all_used = divided(no_unused, Sum(kept(k), k) - Sum(share(k), k), f.lt(0, square, f.mul(f.by(last), f.by(last))))
    balance = f.linear(Sum(lost, k), Sum(gained, k), (all_used, -1))
    yes, no, last_kept, last_out = map(f.assume, (Eq(kept(k), 1), Eq(kept(k), 0), Eq(kept(r), 1), Eq(kept(r), 0)))

    def caught(none, other, other_sign, side):
        """error = 0, from none = 0."""
        empty = f.le(Sum(other, k), 0, f.num(0), (balance, side), (none, -1, k))
        return f.linear(error, 0, (none, sigma[k] ** 2), (vanishing(other, other_sign, empty, k), sigma[k] ** 2))

    differ = f.cut(below(p, no_tie, k, r), no, last_kept, nonzero)
    not_lost = divided(no_loss, lost, differ)
    not_lost = mask_cases(mask, f.linear(lost, 0, (yes, -share(k))), not_lost)
    first = caught(not_lost, gained, f.le(0, gained, f.mul(has, f.by(on.high))), 1)
    differ = f.cut(smaller(p, r, k), f.mp(f.spec(no_tie, r, k), f.conj(last_out, yes), nonzero))
    not_gained = divided(no_gain, gained, differ)
    not_gained = mask_cases(mask, not_gained, f.linear(gained, 0, (no, 1 - share(k))))
    second = caught(not_gained, lost, f.le(0, lost, f.mul(out, f.by(on.low))), -1)
    right = f.cases(zero.conclusion, flat, mask_cases(f.inst(mask, {k: r}), first, second))
    # ‖Σ g σ u vᵀ − PA‖² = Σ σ² (g² − 2 g w + w)
    gap = Sum(sigma[k] * (g[k] * U[i, k] - image(i, k)) * V[j, k], k)
    apart = solved(
        Sum(gap * gap, i, j),
        Sum(sigma[k] ** 2 * (g[k] ** 2 - 2 * g[k] * share(k) + share(k)), k),
        (
            f.spec(p["V orthonormal"], k, l),
            sigma[k] * sigma[l] * Sum((g[k] * U[i, k] - image(i, k)) * (g[l] * U[i, l] - image(i, l)), i),
            k,
            l,
        ),
        (f.spec(p["U orthonormal"], k, k), sigma[k] ** 2 * g[k] ** 2, k),
        (on.square, sigma[k] ** 2, k),
    )
    apart = f.inst(apart, {g: (k, kept(k))})
    gap = Sum(sigma[k] * (kept(k) * U[i, k] - image(i, k)) * V[j, k], k)
    none = f.le(Sum(gap * gap, i, j), 0, f.num(0), (apart, -1), (mask, -(sigma[k] ** 2), k), (right, -1, k))
    equal = f.cut(f.inst(square_zero(), {"x": gap}), vanishing(gap * gap, f.le(0, gap * gap, f.sq(gap)), none, i, j))
    equal = f.linear(B[i, j], truncated(i, j), (equal, -1), (same, -1), (f.spec(p["decomposed"], a, j), P[i, a], a))
    return on.release(f.gen(equal, i, j))


def two_ways(p, no_other):
    """The truncation is the only optimal B ⊢ a gap: where there is none, the term of s left out could stand for that of t kept."""
    both, some, tie = map(f.assume, (And(Eq(kept(s), 0), Eq(kept(t), 1)), Ne(sigma[s], 0), Le(sigma[t], sigma[s])))
    out, has = f.part(both, 0), f.part(both, 1)
    apart = f.linear(delta(s, t), 0, (out, delta(s, t)), (has, -delta(s, t)))

    def exchanged(i, j):
        return truncated(i, j) + U[i, s] * sigma[s] * V[j, s] - U[i, t] * sigma[t] * V[j, t]

    left = U[i, top(c)] * sigma[top(c)] + delta(top(c), t) * (U[i, s] * sigma[s] - U[i, t] * sigma[t])
    right = V[j, top(c)] + delta(top(c), t) * (V[j, s] - V[j, t])
    product = f.gen(f.linear(exchanged(i, j), Sum(left * right, c), (has, truncated(i, j) - exchanged(i, j))), i, j)
    rank = f.exists(product, has_rank(exchanged(i, j)), ((i, c), left), ((j, c), right))
    value = solved(
        distance(exchanged),
        tail - sigma[s] ** 2 + sigma[t] ** 2,
        (difference(p, lambda k: kept(k) + delta(k, s) - delta(k, t)), 1),
        (is_mask(p), sigma[k] ** 2, k),
        (out, sigma[s] ** 2),
        (has, sigma[t] ** 2),
        (apart, sigma[t] ** 2),
    )
    wide = f.add(*(f.by(f.spec(p["sigma nonnegative"], at)) for at in (s, t)))
    best = f.le(distance(exchanged), tail, f.mul(f.by(tie), wide), (value, -1))
    same = f.mp(f.spec(no_other, ((i, j), exchanged(i, j))), f.conj(rank, best))
    zero = solved(
        sigma[s],
        0,
        (f.spec(same, i, j), U[i, s] * V[j, s], i, j),
        (f.spec(p["U orthonormal"], s, s), sigma[s] * Sum(V[j, s] * V[j, s], j)),
        (f.spec(p["V orthonormal"], s, s), sigma[s]),
        (f.spec(p["U orthonormal"], s, t), sigma[t] * Sum(V[j, s] * V[j, t], j)),
        (apart, sigma[t] * Sum(V[j, s] * V[j, t], j)),
    )
    less = Lt(sigma[s], sigma[t])
    less = f.cases(tie.conclusion, f.absurd(f.rewrite(zero, some, x, Ne(x, 0)), less), f.assume(less))
    return f.gen(f.imply(less, both, some), s, t)


@unique.proof
def a_gap_decides(p):
    no_tie, best, no_other = map(f.assume, (gap, optimal, only))
    only_one = f.release(the_only_one(p, no_tie, best), f.part(best, 0), L, N)
    only_one = f.gen(f.imply(only_one, best), B)
    return f.conj(f.imply(two_ways(p, no_other), no_other), f.imply(only_one, no_tie))


I2 = [[1, 0], [0, 1]]
one = {U: [[1]], V: [[1]], A: [[1]], sigma: [1]}
nothing = {**one, R: 0, top: []}  # of A = 1 nothing is kept
number = {**nothing, B: [[0]], L: [[]], N: [[]]}
pair = {U: I2, V: I2, top: [0]}  # of two positions the first is kept


@bound.near_miss("not strict: the truncation attains it", at={**number, B: [[1]], R: 1, top: [0], L: [[1]], N: [[1]]})
def strict():
    return bound.given, Lt(tail, distance(B_at))


@bound.near_miss("squares count, not values: A = 1/2, nothing kept", at={**number, A: [[Rational(1, 2)]], sigma: [Rational(1, 2)]})
def values():
    return Le(Sum((1 - kept(k)) * sigma[k], k), distance(B_at))


bound.necessary("decomposed", "another matrix", at={**number, A: [[0]]})
bound.necessary("U orthonormal", "a left vector that is too short", at={**number, A: [[Rational(1, 2)]], U: [[Rational(1, 2)]]})
bound.necessary("V orthonormal", "a right vector that is too short", at={**number, A: [[Rational(1, 2)]], V: [[Rational(1, 2)]]})
grow = {**pair, A: [[1, 0], [0, 2]], sigma: [1, 2]}
bound.necessary("distinct", "a position kept twice", at={**grow, top: [0, 0], B: [[1, 0], [0, 2]], L: I2, N: [[1, 0], [0, 2]]})
bound.necessary("largest", "the smaller value is kept", at={**grow, B: [[0, 0], [0, 2]], L: [[0], [2]], N: [[0], [1]]})
bound.necessary("rank", "A itself", at={**number, B: [[1]]})
bound.necessary(
    "sigma nonnegative",
    "-2 counts more than 1",
    at={**pair, A: [[1, 0], [0, -2]], sigma: [1, -2], B: [[0, 0], [0, -2]], L: [[0], [-2]], N: [[0], [1]]},
)


@attained.near_miss("squares count, not values: A = 2, nothing kept", at={**nothing, A: [[2]], sigma: [2]})
def error_of_values():
    return Eq(distance(truncated), Sum((1 - kept(k)) * sigma[k], k))


@of_rank.near_miss("one column is not enough for all: A = 1, r = 0", at={U: [[1]], V: [[1]], sigma: [1], R: 0})
def all_terms():
    return has_rank(Sum(U[i, k] * sigma[k] * V[j, k], k))


# "sigma nonnegative" of the rank: any signs will do.


attained.necessary("decomposed", "another matrix", at={**nothing, A: [[0]]})
attained.necessary("U orthonormal", "a left vector that is too long", at={**nothing, A: [[2]], U: [[2]]})
attained.necessary("V orthonormal", "a right vector that is too long", at={**nothing, A: [[2]], V: [[2]]})
attained.necessary("distinct", "a position kept twice", at={**nothing, R: 2, top: [0, 0]})
# "sigma nonnegative": any order and any sign will do.


@unique.near_miss("a tie leaves a choice: A = 1 of size 2, r = 1", at={**pair, A: I2, sigma: [1, 1]})
def always_the_only_one():
    return only


unique.necessary("decomposed", "another matrix", at={**nothing, A: [[0]], R: 1, top: [0]})
half = [[Rational(1, 2), 0], [0, 1]]
short = {**pair, A: [[Rational(3, 4), 0], [0, 1]], sigma: [Rational(3, 2), 1]}
unique.necessary("U orthonormal", "a left vector that is too short to be kept", at={**short, U: half})
unique.necessary("V orthonormal", "a right vector that is too short to be kept", at={**short, V: half})
unique.necessary("distinct", "a position kept twice", at={**pair, A: [[1, 0], [0, 2]], sigma: [1, 2], top: [0, 0]})
unique.necessary("sigma nonnegative", "-2 counts more than 1", at={**pair, A: [[1, 0], [0, -2]], sigma: [1, -2]})
# "largest" follows from the gap, and without a gap the truncation is not the only one, whatever is kept.


@room.near_miss("a non-zero matrix needs a column", at={**one, Z: 1, slot: [0], R: 0})
def without_columns():
    return has_rank(A[i, j])


other_values = {A: I2, Z: 1, U: [[0], [0]], V: [[0], [0]], sigma: [0], slot: [0]}
room.necessary("decomposed", "1 of size 2 has rank 2, whatever there is to be a decomposition of another A", at=other_values)
both = {A: I2, Z: 1, U: I2, V: I2, sigma: [1, 1], slot: [0, 0]}
room.necessary("one slot each", "1 of size 2 has rank 2, so that two values do not fit into one slot", at=both)
# "sigma nonnegative": any signs will do.


# ---- mutants that are true ---------------------------------------------------------------------------------------------------------


def scaled(p, factor):
    """There is room for columns of any length."""
    found, (left, right) = p.use(claim, "room for all"), (field("L", i, z), field("N", j, z))
    *_, known = f.obtain(found, left, right)
    return f.release(f.exists(known, p.goal, ((i, z), factor * left[i, z]), right), found, left, right)
