"""Rotary positions make scores relative, and shrink the chart gauge to the matrices that commute with the rotations.

If queries and keys are turned by R(x_i) and R(y_j), orthogonal matrices with R(s + t) = R(s) R(t), then the score is qᵀR(y_j − x_i)k: only
the offset counts.  Linear changes q ↦ Gq, k ↦ Hk of the contents leave all scores on a carrier as they are exactly if GᵀR(δ)H = R(δ) at one
offset δ, which fixes H, and G commutes with R(δ − δ′) for all offsets δ, δ′ on the carrier.  Without positions every invertible G would do.
For rotations of planes G commutes with R exactly if in each block from one plane to another the ℂ-linear part vanishes unless the
angles are equal, and the ℂ-antilinear part unless they are opposite.  So different cosines and no angle in πℤ leave one complex
number for each plane; one angle outside πℤ leaves GL(k, ℂ), and the angle 0, or π, everywhere leaves GL(2k, ℝ).
Source: Su et al. (2024), RoFormer, Neurocomputing 568; Horn and Johnson (2013), Matrix Analysis, 2.5 and 4.4.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import two_sided_inverse
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Ne, Rational, Sum, delta, exp, field, function, index, log, scalar, sizes

n, m, r, b = sizes("n m r b")
(i, i2), (j, j2), (c, d, e, h, e2, h2, e3, h3) = index("i i2", n), index("j j2", m), index("c d e h e2 h2 e3 h3", r)
s, t = scalar("s t")
x, y, q, k = field("x", i), field("y", j), field("q", c), field("k", c)
R, G, H = field("R", t, c, d), *field("G H", c, d)
M = field("M", i, j)  # a pair is on the carrier where M is 1

rotations = {
    "group": ForAll((s, t, c, d), Eq(R(s + t, c, d), Sum(R(s, c, e) * R(t, e, d), e))),
    "orthogonal": ForAll((t, c, d), Eq(Sum(R(t, e, c) * R(t, e, d), e), delta(c, d))),
}


def turned(t, q):
    """R(t) q."""
    return lambda c: Sum(R(t, c, d) * q(d), d)


def changed(G, q):
    """Gq."""
    return lambda c: Sum(G[c, e] * q[e], e)


def score(q, k):
    """⟨R(x_i) q, R(y_j) k⟩."""
    return Sum(turned(x[i], q)(h) * turned(y[j], k)(h), h)


def commutes(t):
    """G R(t) = R(t) G."""
    return ForAll((c, d), Eq(Sum(G[c, e] * R(t, e, d), e), Sum(R(t, c, e) * G[e, d], e)))


def matched(t):
    """GᵀR(t)H = R(t)."""
    return ForAll((c, d), Eq(Sum(G[e, c] * R(t, e, h) * H[h, d], e, h), R(t, c, d)))


invariant = ForAll(
    (q, k), ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(score(changed(G, q), changed(H, k)), score(lambda c: q[c], lambda c: k[c]))))
)
both = And(Eq(M[i, j], 1), Eq(M[i2, j2], 1))
commutant = ForAll((i, j, i2, j2), Implies(both, commutes(y[j] - x[i] - (y[j2] - x[i2]))))
i0, j0 = index("i0", n), index("j0", m)

# planes u, v with cosines and sines of their angles, and G in blocks [[P, Q], [U, V]] from plane v to plane u
u, v, w = index("u v w", b)
cosine, sine = field("co si", u)
cos, sin = function("cos sin")
theta = field("theta", u)
q1, q2, k1, k2 = field("q1 q2 k1 k2", u)
P_, Q_, U_, V_ = field("P Q U V", u, v)
P, Q, U, V = (X[u, v] for X in (P_, Q_, U_, V_))
planes = ForAll(
    (u, v),
    And(
        Eq(cosine[u] * P - sine[u] * U, P * cosine[v] + Q * sine[v]),
        Eq(cosine[u] * Q - sine[u] * V, Q * cosine[v] - P * sine[v]),
        Eq(sine[u] * P + cosine[u] * U, U * cosine[v] + V * sine[v]),
        Eq(sine[u] * Q + cosine[u] * V, V * cosine[v] - U * sine[v]),
    ),
)


def vanish(*terms):
    return And(*(Eq(t, 0) for t in terms))


def unless_equal(sign, *parts):
    """The parts of a block are 0 unless cos u = cos v and sin u = ± sin v."""
    return [gap * part for part in parts for gap in (cosine[u] - cosine[v], sine[u] - sign * sine[v])]


linear_part, antilinear_part = (P + V, U - Q), (P - V, U + Q)
eight = (*unless_equal(1, *linear_part), *unless_equal(-1, *antilinear_part))
gaps = cosine[u], cosine[v], sine[u], sine[v]
complex_block = And(Eq(P, V), Eq(U, -Q))
addition = {
    "cosine": ForAll((s, t), Eq(cos(s + t), cos(s) * cos(t) - sin(s) * sin(t))),
    "sine": ForAll((s, t), Eq(sin(s + t), sin(s) * cos(t) + cos(s) * sin(t))),
    "circle": ForAll(t, Eq(cos(t) * cos(t) + sin(t) * sin(t), 1)),
}


def on_plane(t, a, b):
    """The plane's coordinates (a, b), turned by the angle t θ_u."""
    return cos(t * theta[u]) * a - sin(t * theta[u]) * b, sin(t * theta[u]) * a + cos(t * theta[u]) * b


def dot_of_planes(left, right):
    return Sum(left[0] * right[0] + left[1] * right[1], u)


query, key = (q1[u], q2[u]), (k1[u], k2[u])

claim = Claim("interaction.chart_rope", source="Su et al. (2024); Horn and Johnson (2013), 2.5 and 4.4")
still = {R: ((t, c, d), delta(c, d))}
relative = claim.part(
    "relative position",
    model=still,
    given=rotations,
    shows=Eq(score(lambda c: q[c], lambda c: k[c]), Sum(q[c] * R(y[j] - x[i], c, d) * k[d], c, d)),
)
of_planes = claim.part(
    "relative position in planes",
    given=addition,
    shows=Eq(dot_of_planes(on_plane(x[i], *query), on_plane(y[j], *key)), dot_of_planes(query, on_plane(y[j] - x[i], *key))),
)
gauge = claim.part(
    "gauge",
    given={**rotations, "an edge": Eq(M[i0, j0], 1)},
    shows=Iff(invariant, And(matched(y[j0] - x[i0]), commutant)),
    model={**still, M: ((i, j), 1)},
)
generated = claim.part(
    "generated",
    given={**rotations, "first": commutes(s), "second": commutes(t)},
    shows=And(commutes(s + t), commutes(-s)),
    model={**still, G: ((c, d), delta(c, d))},
)
in_planes = claim.part("commutant", shows=Iff(planes, ForAll((u, v), vanish(*eight))))
all_different = ForAll((u, v), Implies(Eq(delta(u, v), 0), Ne(cosine[u], cosine[v])))
no_half_turn = {"no half turn": ForAll(u, Ne(sine[u], 0))}
between_planes_none = ForAll((u, v), Implies(Eq(delta(u, v), 0), vanish(P, Q, U, V)))
complex_planes = ForAll((u, v), Implies(Eq(delta(u, v), 1), complex_block))
different = claim.part(
    "different angles", given=no_half_turn, shows=Implies(all_different, Iff(planes, And(between_planes_none, complex_planes)))
)
one_angle = {
    "one cosine": ForAll((u, v), Eq(cosine[u], cosine[v])),
    "one sine": ForAll((u, v), Eq(sine[u], sine[v])),
}
equal = claim.part("one angle", given={**one_angle, **no_half_turn}, shows=Iff(planes, ForAll((u, v), complex_block)))
flat = claim.part("half turns", given={"one cosine": one_angle["one cosine"], "half turns": ForAll(u, Eq(sine[u], 0))}, shows=planes)


@relative.proof
def orthogonal_matrices_cancel(p):
    # R(y_j) = R(x_i) R(y_j − x_i) and R(x_i)ᵀR(x_i) = 1
    split = between(p, x[i], y[j])
    turn = f.spec(p["orthogonal"], x[i], c, e)
    offset = y[j] - x[i]
    return solved(
        p.left,
        p.right,
        (f.spec(split, h, d), Sum(R(x[i], h, c) * q[c], c) * k[d], h, d),
        (turn, q[c] * R(offset, e, d) * k[d], c, e, d),
    )


def between(p, start, end):
    """R(end) = R(start) R(end − start), for all entries."""
    th = f.spec(p["group"], start, end - start, c, d)
    return f.gen(f.restate(th, Eq(R(end, c, d), Sum(R(start, c, e) * R(end - start, e, d), e))), c, d)


def other_side(t, p):
    """R(t) R(t)ᵀ = 1."""
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), R(t, d, c)), "G": ((c, d), R(t, c, d))})
    return f.cut(lemma, f.restate(f.spec(p["orthogonal"], t), min(lemma.hypotheses)))


def conjugate(t):
    """R(t)ᵀ G R(t)."""
    return lambda c, d: Sum(R(t, e3, c) * G[e3, h3] * R(t, h3, d), e3, h3)


@gauge.proof
def offsets_commute(p):
    same, given = (f.assume(side) for side in p.goal.children[0].children)
    relative_score = p.use(claim, "relative position")
    on, edges = f.assume(Eq(M[i, j], 1)), f.assume(both)
    offset, other = y[j] - x[i], y[j2] - x[i2]
    # unit vectors as contents: GᵀR(δ)H = R(δ) for the offset δ of an edge
    scores = f.mp(f.spec(same, (e, delta(e, c)), (e, delta(e, d)), i, j), on)
    moved = f.inst(relative_score, {q: (e, Sum(G[e, e2] * delta(e2, c), e2)), k: (e, Sum(H[e, e2] * delta(e2, d), e2))})
    kept = f.inst(relative_score, {q: (e, delta(e, c)), k: (e, delta(e, d))})
    match = solved(*matched(offset).body.args, (scores, 1), (moved, 1), (kept, 1))
    match = f.gen(f.imply(f.gen(match, c, d), on), i, j)
    at = f.mp(f.spec(match, i, j), f.part(edges, 0)), f.mp(f.spec(match, i2, j2), f.part(edges, 1))
    # R(δ)ᵀGᵀR(δ) is the inverse of H, whatever the edge
    inverses = [inverse_of_H(p, t, th) for t, th in zip((offset, other), at, strict=True)]
    (_, right), (left2, _) = inverses
    equal = solved(
        conjugate(other)(c, d),
        conjugate(offset)(c, d),
        (f.spec(right, e, c), conjugate(other)(e, d), e),
        (f.spec(left2, d, e), conjugate(offset)(c, e), e),
    )
    gap = offset - other
    there = f.gen(f.imply(f.gen(commuting(p, gap, other, offset, f.gen(equal, c, d)), c, d), edges), i, j, i2, j2)
    there = f.imply(f.conj(f.mp(f.spec(match, i0, j0), p["an edge"]), there), same)

    # back: R(δ) = S R(δ₀), and GᵀS = SGᵀ
    first = y[j0] - x[i0]
    gap = offset - first
    one_edge = f.mp(f.spec(f.part(given, 1), i, j, i0, j0), f.conj(on, p["an edge"]))
    split = f.restate(f.spec(p["group"], gap, first), ForAll((c, d), Eq(R(offset, c, d), Sum(R(gap, c, e) * R(first, e, d), e))))
    after = other_side(gap, p)
    transposed = solved(
        Sum(G[e, c] * R(gap, e, d), e),
        Sum(R(gap, c, e) * G[d, e], e),
        (f.spec(one_edge, e, h), R(gap, e, d) * R(gap, c, h), e, h),
        (f.spec(after, c, e), Sum(G[h, e] * R(gap, h, d), h), e),
        (f.spec(p["orthogonal"], gap, d, e), Sum(R(gap, c, h) * G[e, h], h), e),
    )
    transposed = f.gen(transposed, c, d)
    match = solved(
        *matched(offset).body.args,
        (f.spec(split, e, h), G[e, c] * H[h, d], e, h),
        (f.spec(transposed, c, e), Sum(R(first, e, h) * H[h, d], h), e),
        (f.spec(f.part(given, 0), e, d), R(gap, c, e), e),
        (f.spec(split, c, d), 1),
    )
    moved = f.inst(relative_score, {q: (e, Sum(G[e, e2] * q[e2], e2)), k: (e, Sum(H[e, e2] * k[e2], e2))})
    unchanged = score(changed(G, q), changed(H, k)), score(lambda c: q[c], lambda c: k[c])
    scores = solved(*unchanged, (moved, 1), (relative_score, 1), (match, q[c] * k[d], c, d))
    back = f.gen(f.gen(f.imply(scores, on), i, j), q, k)
    return f.conj(there, f.imply(back, given))


def inverse_of_H(p, t, match):
    """LH = 1 and HL = 1 for L = R(t)ᵀGᵀR(t), from GᵀR(t)H = R(t)."""
    L = conjugate(t)
    unit = solved(
        Sum(L(h2, c) * H[h2, d], h2),
        delta(c, d),
        (f.spec(match, h, d), R(t, h, c), h),
        (f.spec(p["orthogonal"], t, c, d), 1),
    )
    unit = f.gen(unit, c, d)
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), L(d, c)), "G": ((c, d), H[c, d])})
    return unit, f.cut(lemma, f.restate(unit, min(lemma.hypotheses)))


def commuting(p, gap, other, offset, equal):
    """GS = SG for S = R(gap), from R(other)ᵀGR(other) = R(offset)ᵀGR(offset) and R(offset) = S R(other)."""
    split = f.restate(f.spec(p["group"], gap, other), ForAll((c, d), Eq(R(offset, c, d), Sum(R(gap, c, e) * R(other, e, d), e))))
    after, before = other_side(other, p), other_side(gap, p)

    def inner(c, d):
        """SᵀGS."""
        return Sum(R(gap, e2, c) * G[e2, h2] * R(gap, h2, d), e2, h2)

    same = solved(  # SᵀGS = G, since R(other) is orthogonal on both sides
        inner(c, d),
        G[c, d],
        (f.spec(equal, e, h), R(other, c, e) * R(other, d, h), e, h),
        (f.spec(split, e3, e), Sum(G[e3, h3] * R(offset, h3, h), h3) * R(other, c, e) * R(other, d, h), e3, e, h),
        (f.spec(split, h3, h), Sum(R(gap, e3, e2) * R(other, e2, e) * G[e3, h3], e3, e2) * R(other, c, e) * R(other, d, h), h3, e, h),
        (f.spec(after, c, e), Sum(inner(e, e3) * R(other, e3, h) * R(other, d, h), e3, h), e),
        (f.spec(after, d, e3), inner(c, e3), e3),
        (f.spec(after, c, e3), Sum(G[e3, h3] * R(other, h3, h) * R(other, d, h), h3, h), e3),
        (f.spec(after, d, h3), G[c, h3], h3),
    )
    same = f.gen(same, c, d)
    return solved(
        Sum(G[c, e] * R(gap, e, d), e),
        Sum(R(gap, c, e) * G[e, d], e),
        (f.spec(same, e, d), R(gap, c, e), e),
        (f.spec(before, c, e2), Sum(G[e2, h2] * R(gap, h2, d), h2), e2),
    )


@of_planes.proof
def addition_laws(p):
    start, offset = x[i] * theta[u], (y[j] - x[i]) * theta[u]
    c, s = cos(start), sin(start)
    more_c, more_s = cos(offset), sin(offset)
    along, across = q1[u] * k1[u] + q2[u] * k2[u], q2[u] * k1[u] - q1[u] * k2[u]
    return p.identity(
        (f.spec(p["cosine"], start, offset), c * along - s * across, u),
        (f.spec(p["sine"], start, offset), s * along + c * across, u),
        (f.spec(p["circle"], start), more_c * along + more_s * across, u),
    )


@generated.proof
def the_group_of_both(p):
    first, second, back = p["first"], p["second"], -s
    both = f.spec(p["group"], s, t)
    added = solved(
        *commutes(s + t).body.args,
        (f.spec(both, e, d), G[c, e], e),
        (f.spec(both, c, e), G[e, d], e),
        (f.spec(first, c, h), R(t, h, d), h),
        (f.spec(second, h, d), R(s, c, h), h),
    )
    # R(0) = R(0)ᵀR(0)R(0) = 1, so that R(s)R(−s) = 1 = R(−s)R(s)
    zero, unit = f.spec(p["group"], 0, 0), f.spec(p["orthogonal"], 0)
    one = solved(R(0, c, d), delta(c, d), (f.spec(zero, h, d), R(0, h, c), h), (f.spec(unit, c, e), R(0, e, d), e), (f.spec(unit, c, d), 1))
    after, before = (
        f.gen(solved(Sum(R(a, c, e) * R(-a, e, d), e), delta(c, d), (f.spec(p["group"], a, -a, c, d), 1), (one, 1)), c, d)
        for a in (s, back)
    )
    undone = solved(
        *commutes(back).body.args,
        (f.spec(before, c, e), Sum(G[e, h2] * R(back, h2, d), h2), e),
        (f.spec(first, h, h2), R(back, c, h) * R(back, h2, d), h, h2),
        (f.spec(after, h2, d), Sum(R(back, c, h) * G[h, h2], h), h2),
    )
    return f.conj(f.gen(added, c, d), f.gen(undone, c, d))


@in_planes.proof
def linear_and_antilinear(p):
    given, parts = f.assume(planes), f.assume(p.goal.children[1].children[0])
    at, rest = f.spec(given, u, v), f.spec(parts, u, v)
    equations = [f.part(at, number) for number in range(4)]

    def killed(sign, part, other):
        """gap·part = 0 for both gaps: the sum of their squares is 0."""
        gap = cosine[u] - cosine[v], sine[u] - sign * sine[v]
        total = solved(
            gap[0] * gap[0] * part * part + gap[1] * gap[1] * part * part,
            0,
            *((th, g * w) for th in equations for g in gap for w in (part, other)),
        )
        out = []
        for one, two in (gap, gap[::-1]):
            small = f.le(one * part * (one * part), 0, f.sq(two * part), (total, -1))
            none = f.antisymmetry(small, f.le(0, one * part * (one * part), f.sq(one * part)))
            out.append(f.cut(f.inst(square_zero(), {"x": one * part}), none))
        return out

    zeros = [*killed(1, *linear_part), *killed(1, *linear_part[::-1]), *killed(-1, *antilinear_part), *killed(-1, *antilinear_part[::-1])]
    back = [solved(*e.args, *((f.part(rest, number), 1) for number in range(8))) for e in planes.body.args]
    there = f.imply(f.gen(f.conj(*zeros), u, v), given)
    return f.conj(there, f.imply(f.gen(f.conj(*back), u, v), parts))


@different.proof
def no_part_between_planes(p):
    given, blocks = f.assume(planes), f.assume(And(between_planes_none, complex_planes))
    there, back = (f.part(p.use(claim, "commutant"), side) for side in (0, 1))
    at = f.spec(f.mp(there, given), u, v)
    apart, same = f.assume(Eq(delta(u, v), 0)), f.assume(Eq(delta(u, v), 1))
    gap = nonzero_gap(f.mp(f.spec(f.assume(all_different), u, v), apart))
    none = [
        f.cut(f.linear(part, 0, (f.part(at, 2 * number), 1 / (cosine[u] - cosine[v]))), gap)
        for number, part in enumerate((*linear_part, *antilinear_part))
    ]
    away = f.conj(*(solved(X, 0, *((th, 1) for th in none)) for X in (P, Q, U, V)))
    sines = f.rewrite(same, f.linear(sine[u], sine[u]), w, Eq(sine[u], sine[w]))
    here = complex_from(f.part(at, 5), f.part(at, 7), sines, f.spec(p["no half turn"], v))
    found = f.imply(f.conj(f.gen(f.imply(away, apart), u, v), f.gen(f.imply(here, same), u, v)), given)

    off, on = f.mp(f.spec(f.part(blocks, 0), u, v), apart), f.mp(f.spec(f.part(blocks, 1), u, v), same)
    cosines = f.rewrite(same, f.linear(cosine[u], cosine[u]), w, Eq(cosine[u], cosine[w]))
    zeros = []
    for term in eight:
        nothing = solved(term, 0, *((f.part(off, number), g) for number in range(4) for g in gaps))
        turned_alike = solved(term, 0, *vanishing(cosines, sines, on))
        zeros.append(mask_cases(f.linear(delta(u, v) * delta(u, v), delta(u, v)), turned_alike, nothing))
    return f.conj(found, f.imply(f.mp(back, f.gen(f.conj(*zeros), u, v)), blocks))


def nonzero_gap(unequal):
    """a − b ≠ 0, from a ≠ b."""
    zero = f.assume(Eq(cosine[u] - cosine[v], 0))
    moved = f.rewrite(f.linear(cosine[u], cosine[v], (zero, 1)), unequal, t, Ne(t, cosine[v]))
    return f.cases(zero.conclusion, f.absurd(moved, Ne(cosine[u] - cosine[v], 0)), f.assume(Ne(cosine[u] - cosine[v], 0)))


def complex_from(gamma, epsilon, sines, turned):
    """The antilinear part is 0 between planes of one angle, from (sin u + sin v)·part = 0 and sin v ≠ 0."""
    inverse = 1 / sine[v] / 2
    P_V = f.linear(P, V, (gamma, inverse), (sines, -(P - V) * inverse))
    U_Q = f.linear(U, -Q, (epsilon, inverse), (sines, -(U + Q) * inverse))
    return f.cut(f.conj(P_V, U_Q), turned)


def vanishing(cosines, sines, block):
    """What makes all eight terms 0 for two planes of one angle and a complex block."""
    entries = (P, Q, U, V)
    return (*((th, X) for th in (cosines, sines) for X in entries), *((f.part(block, number), g) for number in (0, 1) for g in gaps))


@equal.proof
def antilinear_parts_vanish(p):
    given, blocks = f.assume(planes), f.assume(p.goal.children[1].children[0])
    there, back = (f.part(p.use(claim, "commutant"), side) for side in (0, 1))
    at, cosines, sines = f.spec(f.mp(there, given), u, v), f.spec(p["one cosine"], u, v), f.spec(p["one sine"], u, v)
    found = complex_from(f.part(at, 5), f.part(at, 7), sines, f.spec(p["no half turn"], v))
    zeros = [solved(term, 0, *vanishing(cosines, sines, f.spec(blocks, u, v))) for term in eight]
    return f.conj(f.imply(f.gen(found, u, v), given), f.imply(f.mp(back, f.gen(f.conj(*zeros), u, v)), blocks))


@flat.proof
def nothing_is_turned(p):
    same, zero = f.spec(p["one cosine"], u, v), [f.spec(p["half turns"], w) for w in (u, v)]
    return f.gen(f.conj(*(solved(*e.args, *((th, w) for th in (same, *zero) for w in (P, Q, U, V))) for e in planes.body.args)), u, v)


growth = {R: ((t, c, d), exp(t) * delta(c, d)), r: 1}  # a group of matrices that are not orthogonal
point = {x: [1], y: [1], q: [1], k: [1], i: 0, j: 0, n: 1, m: 1}
sign = {R: ((t, c, d), -delta(c, d)), r: 1}  # orthogonal matrices that are no group


@relative.near_miss("an inverse is not enough: R(t) = eᵗ", at={**growth, **point})
def invertible_instead():
    inverse = ForAll((t, c, d), Eq(Sum(R(t, c, e) * R(-t, e, d), e), delta(c, d)))
    return {"group": rotations["group"], "inverse": inverse}, relative.shows


relative.necessary("orthogonal", "R(t) = eᵗ", at={**growth, **point})
relative.necessary("group", "R(t) = -1", at={**sign, **point})

plane = {x: [1], y: [1], theta: [1], q1: [1], q2: [0], k1: [1], k2: [0], i: 0, j: 0}


@of_planes.near_miss("hyperbolic rotations: cos t = sin t = e²ᵗ/2", at={cos: (t, exp(2 * t) / 2), sin: (t, exp(2 * t) / 2), **plane})
def hyperbolic():
    laws = {
        "cosine": ForAll((s, t), Eq(cos(s + t), cos(s) * cos(t) + sin(s) * sin(t))),
        "sine": addition["sine"],
        "hyperbola": ForAll(t, Eq(cos(t) * cos(t) - sin(t) * sin(t), 0)),
    }
    return laws, of_planes.shows


of_planes.necessary("circle", "cos t = eᵗ and sin t = 0", at={cos: (t, exp(t)), sin: (t, 0), **plane})
of_planes.necessary("cosine", "cos t = -1 and sin t = 0", at={cos: (t, -1), sin: (t, 0), **plane})


@of_planes.necessary("sine", "a turn by 120° everywhere")
def one_turn(miss):
    """cos = -1/2 and sin = √3/2 are constant: the score of q = k = (1/b, 0) is 1/b, and -1/2b is claimed."""
    at = {"cos": (t, Rational(-1, 2)), "sin": (t, exp(log(Rational(3, 4)) / 2)), "q1": (u, 1 / b), "k1": (u, 1), "q2": (u, 0), "k2": (u, 0)}
    return miss.at(at)


no_turn = {R: ((t, c, d), delta(c, d)), r: 1, x: [0], y: [0], i0: 0, j0: 0, G: [[1]], H: [[2]]}


@gauge.near_miss("H is not free: R = 1, G = 1, H = 2", at={**no_turn, M: [[1]]})
def commutant_alone():
    return gauge.given, Iff(invariant, commutant)


gauge.necessary("an edge", "a carrier without pairs has no scores", at={**no_turn, M: [[0]]})
# "group", "orthogonal": a model on record refutes the part without either.

turn = {cosine: [0], sine: [1]}  # a quarter


@in_planes.near_miss(
    "linear and antilinear exchanged: the quarter turn commutes with itself", at={**turn, P_: [[0]], Q_: [[-1]], U_: [[1]], V_: [[0]]}
)
def exchanged():
    return Iff(planes, ForAll((u, v), vanish(*unless_equal(-1, *linear_part), *unless_equal(1, *antilinear_part))))


none, shear = {P_: [[0]], Q_: [[0]], U_: [[0]], V_: [[0]]}, {P_: [[1]], Q_: [[0]], U_: [[0]], V_: [[2]]}
between_planes = {P_: [[0, 1], [0, 0]], Q_: [[0, 0], [0, 0]], U_: [[0, 0], [0, 0]], V_: [[0, 1], [0, 0]]}


@different.near_miss("within a plane not every matrix will do: diag(1, 2)", at={**turn, **shear})
def blocks_are_free():
    return no_half_turn, Implies(all_different, Iff(planes, between_planes_none))


# Two planes of one angle: the next part.
different.necessary("no half turn", "no turn at all", at={cosine: [1], sine: [0], **shear})


@equal.near_miss("a complex number, not its mirror image: U = Q = 1", at={**turn, **none, Q_: [[1]], U_: [[1]]})
def mirrored_block():
    return equal.given, Iff(planes, ForAll((u, v), And(Eq(P, V), Eq(U, Q))))


equal.necessary("one cosine", "two angles", at={cosine: [0, 1], sine: [1, 1], **between_planes})
equal.necessary("one sine", "opposite angles", at={cosine: [0, 0], sine: [1, -1], **between_planes})
equal.necessary("no half turn", "no turn at all", at={cosine: [1], sine: [0], **shear})


@flat.near_miss("no turn of one plane and a half turn of the other", at={cosine: [1, -1], sine: [0, 0], **between_planes})
def two_angles():
    return {"half turns": flat.given["half turns"]}, planes


flat.necessary("one cosine", "no turn of one plane and a half turn of the other", at={cosine: [1, -1], sine: [0, 0], **between_planes})
flat.necessary("half turns", "a quarter turn", at={**turn, **shear})


@generated.near_miss(
    "R(0) = 1 commutes with everything, R(1) does not", at={R: ((t, c, d), delta(c, d) + t * G[d, c]), G: [[0, 1], [0, 0]], s: 0, t: 1}
)
def one_of_the_two():
    return {"group": rotations["group"], "first": generated.given["first"]}, generated.shows


# "first", "second", "group": models on record refute the part without either.  "orthogonal" can be done without: for X = R(-s) and
# P = R(0) = R(s)X = XR(s), which need not be 1, GX = PGX = XGP = XG.
