"""Heads that share keys and values have one change of basis for each group.

Multi-query and grouped-query attention give every group g of heads one chart of keys and one of values, and every head queries of
its own: they are the multi-head layers whose key charts agree within the groups.  A change of basis of the keys of a group has to be
undone by the queries of all its heads, and that is all there is: if the keys of a group are independent, and so are the columns of its
queries taken together, then equal scores of all its heads mean one invertible matrix for the group.  Heads that change basis on their own
change their scores, unless those of a group change alike.  Values and the pieces of W_O that read them behave in the same way.
Source: Shazeer (2019), Fast Transformer Decoding, arXiv 1911.02150; Ainslie et al. (2023), GQA, arXiv 2305.13245.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.linear_algebra import left_inverse, two_sided_inverse
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.stack import left_inverse_of_stack
from gaproof.tactics import forward as f
from gaproof.tactics.model import FACTS
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Sum, delta, exp, field, index, index_map, scalar, sizes
from gaproof.theory import extensional, softmax

n, m, H, G, r, s, D = sizes("n m H G r s D")
i, j, (h, h2), (g, g2), (c, d, e, b_), (a, b), o = (
    index("i", n),
    index("j", m),
    index("h h2", H),
    index("g g2", G),
    index("c d e b_", r),
    index("a b", s),
    index("o", D),
)
group, head = index_map("group", h, g), index_map("head", g, h)
Q, Q2, K, K2, V, V2 = *field("Q Q2", h, i, c), *field("K K2", g, j, c), *field("V V2", g, j, a)
W, W2, keys = *field("W W2", h, a, o), field("X", h, j, c)
(M, N), (S, T), P = field("M N", g, c, d), field("S T", g, a, b), field("P", h, c, d)
B, C, U, L, Z, x = *field("B C", c, d), field("U", h), field("L", c, h, i), field("Z", c, j), field("x", c)


def same_group(h, h2):
    return Eq(delta(group(h), group(h2)), 1)


def inverse(M, N):
    """MN = 1."""
    return ForAll((c, d), Eq(Sum(M[c, e] * N[e, d], e), delta(c, d)))


def scores(Q, K, h, i, j):
    """⟨q, k⟩ of a head with the keys of its group."""
    return Sum(Q[h, i, c] * K[group(h), j, c], c)


def layer(Q, K, V, W):
    """Σ_h A_h V W_h, with the values of the group of h."""
    weight = softmax(scores(Q, K, h, i, j), over=j)
    return Sum(extensional(weight, Sum(V[group(h), j, a] * W[h, a, o], a), j), h)


claim = Claim("heads.shared", source="Shazeer (2019), arXiv 1911.02150; Ainslie et al. (2023), arXiv 2305.13245")
agree = ForAll((h, h2), Implies(same_group(h, h2), ForAll((j, c), Eq(keys[h, j, c], keys[h2, j, c]))))
shared = Exists(K, ForAll((h, j, c), Eq(keys[h, j, c], K[group(h), j, c])))
charts = claim.part("shared charts", shows=Iff(shared, agree))


def one_in_every_group(M, N, i, j, k):
    """1 = M_g N_g."""
    return ForAll((g, i, j), Eq(delta(i, j), Sum(M[g, i, k] * N[g, k, j], k)))


moves = {
    "chart": one_in_every_group(M, N, c, d, e),
    "queries": ForAll((h, i, c), Eq(Q2[h, i, c], Sum(Q[h, i, d] * M[group(h), d, c], d))),
    "keys": ForAll((g, j, c), Eq(K2[g, j, c], Sum(K[g, j, d] * N[g, c, d], d))),
}
b2 = index("b2", s)
value_moves = {
    "values": ForAll((g, j, a), Eq(V2[g, j, a], Sum(V[g, j, b] * S[g, b, a], b))),
    "output": ForAll((h, a, o), Eq(W2[h, a, o], Sum(T[group(h), a, b] * W[h, b, o], b))),
    "value chart": one_in_every_group(S, T, a, b, b2),
}
units = {M: ((g, c, d), delta(c, d)), N: ((g, c, d), delta(c, d)), S: ((g, a, b), delta(a, b)), T: ((g, a, b), delta(a, b))}
ones_at = {Q: (h, i, c), Q2: (h, i, c), K: (g, j, c), K2: (g, j, c), V: (g, j, a), V2: (g, j, a), W: (h, a, o), W2: (h, a, o)}
acts = claim.part(
    "gauge acts",
    given={**moves, **value_moves},
    shows=ForAll((i, o), Eq(layer(Q2, K2, V2, W2), layer(Q, K, V, W))),
    model={**units, **{variable: (places, 1) for variable, places in ones_at.items()}},
)

same_scores = ForAll((h, i, j), Eq(scores(Q, K, h, i, j), scores(Q2, K2, h, i, j)))


def independent(vanish):
    return ForAll(x, Implies(vanish, ForAll(c, Eq(x[c], 0))))


K_rank = ForAll(g, independent(ForAll(j, Eq(Sum(K[g, j, c] * x[c], c), 0))))
together = ForAll((h, i), Implies(Eq(delta(group(h), g), 1), Eq(Sum(Q[h, i, c] * x[c], c), 0)))
of_group = And(
    inverse(B, C),
    inverse(C, B),
    ForAll(h, Implies(Eq(delta(group(h), g), 1), ForAll((i, c), Eq(Q2[h, i, c], Sum(Q[h, i, d] * B[d, c], d))))),
    ForAll((j, c), Eq(K2[g, j, c], Sum(K[g, j, d] * C[c, d], d))),
)
# a model: as many rows as columns, the unit matrix for all charts, and one group for each head
Q_own, Q2_own, K_own, K_of_group = *field("Q Q2 K", h, c, d), field("K K2", g, c, d)
group_own, square = index_map("group", h, h), {n: r, m: r, Q_own: ((h, c, d), delta(c, d))}


def head_alone():
    """With one head the unit matrix has independent columns."""
    gone = f.assume(ForAll((h, c), Implies(Eq(delta(h, h2), 1), Eq(Sum(delta(c, d) * x[d], d), 0))))
    zero = f.restate(f.mp(f.spec(gone, h2, c), f.linear(delta(h2, h2), 1)), Eq(x[c], 0))
    return f.gen(f.imply(f.gen(zero, c), gone), h2, x)


complete = claim.part(
    "gauge is all",
    given={"queries of a group": ForAll(g, independent(together)), "keys of a group": K_rank},
    shows=Implies(same_scores, ForAll(g, Exists((B, C), of_group))),
    model={**square, G: H, group_own: (h, h), K_own: ((h, c, d), delta(c, d)), FACTS: lambda: [head_alone()]},
)
each = claim.part(
    "once per group",
    given={
        "queries of a head": ForAll(h, independent(ForAll(i, Eq(Sum(Q[h, i, c] * x[c], c), 0)))),
        "keys of a group": K_rank,
        "moved": ForAll((h, i, c), Eq(Q2[h, i, c], Sum(Q[h, i, d] * P[h, d, c], d))),
        "same scores": same_scores,
    },
    shows=ForAll((h, h2), Implies(same_group(h, h2), ForAll((c, d), Eq(P[h, c, d], P[h2, c, d])))),
    model={**square, **{q: ((h, c, d), delta(c, d)) for q in (P, Q2_own)}, **{k: ((g, c, d), delta(c, d)) for k in K_of_group}},
)


@charts.proof
def a_head_for_every_group(p):
    given, alike = f.assume(shared), f.assume(agree)
    *_, known = f.obtain(given, K)
    same = f.assume(same_group(h, h2))
    other = f.rewrite(f.linear(delta(group(h2), group(h)), 1, (same, 1)), f.spec(known, h2, j, c), g, Eq(keys[h2, j, c], K[g, j, c]))
    equal = f.linear(keys[h, j, c], keys[h2, j, c], (f.spec(known, h, j, c), 1), (other, -1))
    there = f.release(f.gen(f.imply(f.gen(equal, j, c), same), h, h2), given, K)
    # every group has a head, or none is asked for
    has_head = Exists(h, Eq(delta(group(h), g), 1))
    none = Exists(h, Implies(has_head, Eq(delta(group(h), g), 1)))
    *_, member = f.obtain(f.assume(has_head), h)
    with_one = f.release(f.exists(f.imply(member, has_head), none, h), f.assume(has_head), h)
    clash = f.absurd(f.mp(f.assume(f.otherwise(has_head)), f.assume(has_head)), Eq(delta(group(h), g), 1))
    chosen = f.choice(f.gen(f.cases(has_head, with_one, f.exists(f.imply(clash, has_head), none, h)), g), head)
    *_, told = f.obtain(chosen, head)
    itself = f.exists(f.linear(delta(group(h), group(h)), 1), Exists(h2, Eq(delta(group(h2), group(h)), 1)), h)
    of_group = f.mp(f.spec(told, group(h)), itself)
    own = f.spec(f.mp(f.spec(alike, h, head(group(h))), f.linear(delta(group(h), group(head(group(h)))), 1, (of_group, 1))), j, c)
    back = f.release(f.exists(f.gen(own, h, j, c), shared, ((g, j, c), keys[head(g), j, c])), chosen, head)
    return f.conj(f.imply(there, given), f.imply(back, alike))


@acts.proof
def one_basis_cancels_in_every_head(p):
    w = scalar("w")
    at = group(h)
    score = solved(
        scores(Q2, K2, h, i, j),
        scores(Q, K, h, i, j),
        (f.spec(p["queries"], h, i, c), K2[at, j, c], c),
        (f.spec(p["keys"], at, j, c), Sum(Q[h, i, d] * M[at, d, c], d), c),
        (f.spec(p["chart"], at, d, e), Q[h, i, d] * K[at, j, e], d, e),
    )
    left, right = exp(scores(Q2, K2, h, i, j)), exp(scores(Q, K, h, i, j))
    power = f.rewrite(score, f.linear(left, left), w, Eq(left, exp(w)))
    share = f.quotient(power, f.linear(Sum(left, j), Sum(right, j), (power, 1, j)))
    value = solved(
        Sum(V2[at, j, a] * W2[h, a, o], a),
        Sum(V[at, j, a] * W[h, a, o], a),
        (f.spec(p["values"], at, j, a), W2[h, a, o], a),
        (f.spec(p["output"], h, a, o), Sum(V[at, j, b] * S[at, b, a], b), a),
        (f.spec(p["value chart"], at, b, b2), V[at, j, b] * W[h, b2, o], b, b2),
    )
    old = softmax(scores(Q, K, h, i, j), over=j)
    share = p.clear(share)
    return p.identity((share, Sum(V2[at, j, a] * W2[h, a, o], a), j, h), (value, old, j, h))


@complete.proof
def left_inverses_of_the_group(p):
    # U is the indicator of the group g
    on, of_g = U[h], delta(group(h), g)
    told, same = f.assume(ForAll(h, Eq(on, of_g))), f.assume(same_scores)
    member = f.assume(Eq(of_g, 1))
    inside = f.linear(on, 1, (f.spec(told, h), 1), (member, 1))
    # the stack of the queries of the group g has a left inverse L, and its keys have N
    killed = f.assume(ForAll((h, i), Eq(Sum(on * Q[h, i, c] * x[c], c), 0)))
    product = Sum(Q[h, i, c] * x[c], c)
    zero = f.gen(f.imply(f.linear(product, 0, (f.spec(killed, h, i), 1), (inside, -product)), member), h, i)
    zero = f.gen(f.imply(f.mp(f.spec(p["queries of a group"], g, x), zero), killed), x)
    stack = f.inst(left_inverse_of_stack(H, n, r), {"G": ((h, i, c), on * Q[h, i, c])})
    left_of_q = f.cut(stack, f.restate(zero, min(stack.hypotheses)))
    left_of_k = f.inst(left_inverse(m.sort, r.sort), {"G": ((j, c), K[g, j, c])})
    left_of_k = f.cut(left_of_k, f.restate(f.spec(p["keys of a group"], g), min(left_of_k.hypotheses)))
    (q_rank,), (k_rank,) = f.obtain(left_of_q, L), f.obtain(left_of_k, Z)

    def B_(c, d):
        return Sum(L[c, h, i] * on * Q2[h, i, d], h, i)

    def C_(c, d):
        return Sum(K2[g, j, c] * Z[d, j], j)

    # the scores of the heads of g, and 0 for the others
    left, right = (Sum(q[h, i, c] * k[g, j, c], c) for q, k in ((Q, K), (Q2, K2)))
    masked = on * left, on * right
    at_g = f.rewrite(member, f.spec(same, h, i, j), g2, Eq(*(Sum(q[h, i, c] * k[g2, j, c], c) for q, k in ((Q, K), (Q2, K2)))))
    off = f.assume(Eq(on, 0))
    at_g = f.cut(at_g, f.linear(of_g, 1, (f.spec(told, h), -1), (f.assume(Eq(on, 1)), 1)))
    is_mask = f.linear(on * on, on, (f.spec(told, h), on + of_g - 1))
    entry = mask_cases(is_mask, f.linear(*masked, (at_g, on)), f.linear(*masked, (off, left - right)))
    query = solved(on * Q[h, i, c], on * Sum(Q2[h, i, d] * C_(d, c), d), (f.spec(k_rank, c, e), on * Q[h, i, e], e), (entry, Z[c, j], j))
    key = solved(K[g, j, c], Sum(K2[g, j, d] * B_(c, d), d), (f.spec(q_rank, c, e), K[g, j, e], e), (entry, L[c, h, i], h, i))
    unit = f.gen(
        solved(Sum(B_(c, e) * C_(e, d), e), delta(c, d), (f.inst(query, {c: d}), L[c, h, i], h, i), (f.spec(q_rank, c, d), 1)), c, d
    )
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), B_(c, d)), "G": ((c, d), C_(c, d))})
    other = f.cut(lemma, f.restate(unit, min(lemma.hypotheses)))
    query, key = f.gen(query, c), f.gen(key, c)
    # Q₂ = Q₂CB = QB and K₂ = K₂(CB)ᵀ = KCᵀ
    to_query = solved(
        on * Q2[h, i, c], on * Sum(Q[h, i, d] * B_(d, c), d), (f.spec(other, d, c), on * Q2[h, i, d], d), (f.spec(query, e), B_(e, c), e)
    )
    to_query = f.linear(Q2[h, i, c], Sum(Q[h, i, d] * B_(d, c), d), (to_query, 1), (inside, Sum(Q[h, i, d] * B_(d, c), d) - Q2[h, i, c]))
    to_key = solved(K2[g, j, c], Sum(K[g, j, d] * C_(c, d), d), (f.spec(other, c, d), K2[g, j, d], d), (f.spec(key, e), C_(c, e), e))
    moved = f.gen(f.imply(f.gen(to_query, i, c), member), h)
    found = f.exists(f.conj(unit, other, moved, f.gen(to_key, j, c)), Exists((B, C), of_group), ((c, d), B_(c, d)), ((c, d), C_(c, d)))
    found = f.inst(f.release(f.release(found, left_of_q, L), left_of_k, Z), {U: (h, of_g)})
    return f.imply(p.everywhere(found, g, facts=[same]), same)


@each.proof
def the_keys_tell(p):
    # K_g = K₂_g P_hᵀ for every head of the group, because the queries Q_h are independent
    at = group(h)
    gap = Sum(P[h, c, d] * K2[at, j, d], d) - K[at, j, c]
    uses = (f.spec(p["same scores"], h, i, j), 1), (f.spec(p["moved"], h, i, d), K2[at, j, d], d)
    zero = f.gen(solved(Sum(Q[h, i, c] * gap, c), 0, *uses), i)
    key = f.spec(f.mp(f.spec(p["queries of a head"], h, (c, gap)), zero), c)
    # with NK_g = 1: (NK₂_g) P_hᵀ = 1 for every head of the group, and a square matrix has one inverse
    left_of_k = f.inst(left_inverse(m.sort, r.sort), {"G": ((j, c), K[at, j, c])})
    left_of_k = f.cut(left_of_k, f.restate(f.spec(p["keys of a group"], at), min(left_of_k.hypotheses)))
    (k_rank,), same = f.obtain(left_of_k, Z), f.assume(same_group(h, h2))
    key = f.gen(solved(K[at, j, c], Sum(P[h, c, d] * K2[at, j, d], d), (key, 1)), h, j, c)
    other = f.rewrite(
        f.linear(delta(group(h2), at), 1, (same, 1)), f.spec(key, h2, j, c), g, Eq(K[g, j, c], Sum(P[h2, c, d] * K2[g, j, d], d))
    )

    def inner(c, d):
        return Sum(Z[c, j] * K2[at, j, d], j)

    def unit(head, key):
        return f.gen(solved(Sum(inner(c, d) * P[head, e, d], d), delta(c, e), (key, Z[c, j], j), (f.spec(k_rank, c, e), 1)), c, e)

    first = unit(h, f.spec(key, h, j, e))
    second = unit(h2, f.spec(f.gen(other, c), e))
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), inner(c, d)), "G": ((d, e), P[h, e, d])})
    turned = f.cut(lemma, f.restate(first, min(lemma.hypotheses)))
    uses = (f.spec(turned, d, e), P[h2, c, e], e), (f.spec(second, e, c), P[h, e, d], e)
    equal = f.gen(solved(P[h, c, d], P[h2, c, d], *uses), c, d)
    return f.gen(f.imply(f.release(equal, left_of_k, Z), same), h, h2)


@charts.near_miss("heads of different groups have different keys: two heads in two groups")
def one_chart_for_all():
    return Iff(shared, ForAll((h, h2, j, c), Eq(keys[h, j, c], keys[h2, j, c])))


half = Fraction(1, 2)
one, two = [[[1]]], [[[2]]]
keys_of_two = [[[1], [0]]]  # two keys, so that a score is seen
base = {Q: one, Q2: one, K: keys_of_two, K2: keys_of_two, V: keys_of_two, V2: keys_of_two, W: one, W2: one, M: one, N: one, S: one, T: one}
base |= {group: [0]}
sheared = {M: [[[1, 1], [0, 1]]], N: [[[1, -1], [0, 1]]], Q: [[[0, 1]]], Q2: [[[1, 1]]], K: [[[1, 0], [0, 0]]], K2: [[[1, 0], [0, 0]]]}


@acts.near_miss("the queries move by M, not by its transpose: M = [[1, 1], [0, 1]], q = (0, 1)", at={**base, **sheared})
def transposed():
    turned = ForAll((h, i, c), Eq(Q2[h, i, c], Sum(Q[h, i, d] * M[group(h), c, d], d)))
    return {**acts.given, "queries": turned}, acts.shows


ones, scaled = [[[1]], [[1]]], [[[1]], [[2]]]
two_heads = {H: 2, G: 2, group: [0, 1], Q: ones, K: ones, Q2: scaled, K2: [[[1]], [[half]]]}


@complete.near_miss("two groups may change by two matrices", at=two_heads)
def one_matrix_for_all():
    return complete.given, Implies(same_scores, Exists((B, C), ForAll(g, of_group)))


@each.near_miss("heads of different groups need not change alike", at={**two_heads, P: scaled})
def all_heads():
    return each.given, ForAll((h, h2, c, d), Eq(P[h, c, d], P[h2, c, d]))


acts.necessary("chart", "queries and keys move alike", at={**base, M: two, Q2: two})
acts.necessary("queries", "any queries", at={**base, Q2: two})
acts.necessary("keys", "any keys", at={**base, K2: [[[2], [0]]]})
acts.necessary("values", "any values", at={**base, V2: [[[2], [0]]]})
acts.necessary("output", "any output matrix", at={**base, W2: two})
acts.necessary("value chart", "values and output matrix move alike", at={**base, S: two, V2: [[[2], [0]]]})
nothing = [[[0]]]
complete.necessary("queries of a group", "all scores 0 fit any keys", at={group: [0], Q: nothing, Q2: nothing, K: one, K2: [[[0]]]})
complete.necessary("keys of a group", "all scores 0 fit any queries", at={group: [0], Q: one, Q2: nothing, K: nothing, K2: nothing})
pair = {group: [0, 0], Q: ones, K: one, P: scaled}
each.necessary("queries of a head", "a head without queries", at={**pair, Q: [[[1]], [[0]]], Q2: [[[1]], [[0]]], K2: one})
each.necessary("keys of a group", "keys 0 fit any queries", at={**pair, Q2: scaled, K: nothing, K2: nothing})
each.necessary("moved", "any queries", at={**pair, Q2: ones, K2: one})
each.necessary("same scores", "two heads of one group that change on their own", at={**pair, Q2: scaled, K2: one})

p1, q1 = field("p1 q1", g, c, domain="positive")
p2, q2 = field("p2 q2", g, a, domain="positive")


def drawn_chart(p, q, i, j, k):
    """1 + pqᵀ of a group and its inverse."""
    return lambda g: delta(i, j) + p[g, i] * q[g, j], lambda g: delta(i, j) - p[g, i] * q[g, j] / (1 + Sum(p[g, k] * q[g, k], k))


of_c, inverse_c = drawn_chart(p1, q1, c, d, e)
of_a, inverse_a = drawn_chart(p2, q2, a, b, b2)
(of_d, _), (of_b, _) = drawn_chart(p1, q1, d, c, e), drawn_chart(p2, q2, b, a, b2)  # transposed
acts.drawn(
    {
        M: ((g, c, d), of_c(g)),
        N: ((g, c, d), inverse_c(g)),
        S: ((g, a, b), of_a(g)),
        T: ((g, a, b), inverse_a(g)),
        Q2: ((h, i, c), Sum(Q[h, i, d] * of_d(group(h)), d)),
        K2: ((g, j, c), Sum(K[g, j, d] * inverse_c(g), d)),
        V2: ((g, j, a), Sum(V[g, j, b] * of_b(g), b)),
        W2: ((h, a, o), Sum(inverse_a(group(h)) * W[h, b, o], b)),
    }
)
