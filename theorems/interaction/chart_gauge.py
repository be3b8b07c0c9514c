"""Two charts of full column rank give the same scores exactly if an invertible matrix relates them.

A chart writes the scores as QKᵀ with r columns.  If Q and K have full column rank (independent columns), then
QKᵀ = Q₂K₂ᵀ holds if and only if Q₂ = QG and K₂ = KG⁻ᵀ for some G in GL(r), and this G is unique.  Nothing is asked of Q₂ and K₂:
their rank follows.  Below H is G⁻¹; with left inverses L of Q and N of K the witness is G = LQ₂, H = K₂ᵀNᵀ, and HG = 1 follows
from GH = 1 because G is square.
Source: Geometric Attention (arXiv 2601.11618), section 4; Horn and Johnson (2013), Matrix Analysis, 0.4.6.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import left_inverse, two_sided_inverse
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Sum, delta, field, index, sizes

n, m, r = sizes("n m r")
i, j, (c, d, e) = index("i", n), index("j", m), index("c d e", r)
Q, Q2, K, K2 = *field("Q Q2", i, c), *field("K K2", j, c)
L, N, (G, G2, H), x = field("L", c, i), field("N", c, j), field("G G2 H", c, d), field("x", c)


def independent(Q, i):
    """The columns of Q are independent."""
    return ForAll(x, Implies(ForAll(i, Eq(Sum(Q[i, c] * x[c], c), 0)), ForAll(c, Eq(x[c], 0))))


Q_rank, K_rank = independent(Q, i), independent(K, j)
same_scores = ForAll((i, j), Eq(Sum(Q[i, c] * K[j, c], c), Sum(Q2[i, c] * K2[j, c], c)))


def inverse(G, H):
    """GH = 1."""
    return ForAll((c, d), Eq(Sum(G[c, e] * H[e, d], e), delta(c, d)))


def moved(G):
    """Q₂ = QG."""
    return ForAll((i, c), Eq(Q2[i, c], Sum(Q[i, d] * G[d, c], d)))


countermoved = ForAll((j, c), Eq(K2[j, c], Sum(K[j, d] * H[c, d], d)))  # K₂ = KHᵀ
related = Exists((G, H), And(inverse(G, H), inverse(H, G), moved(G), countermoved))

claim = Claim("interaction.chart_gauge", source="Geometric Attention, section 4; Horn and Johnson (2013), 0.4.6")
acts = claim.part("gauge acts", shows=Implies(related, same_scores))
complete = claim.part(
    "gauge is all", given={"Q full rank": Q_rank, "K full rank": K_rank}, shows=Implies(same_scores, related), model={n: r, m: r}
)
unique = claim.part(
    "unique", given={"Q full rank": Q_rank, "by G": moved(G), "by G2": moved(G2)}, shows=ForAll((c, d), Eq(G[c, d], G2[c, d])), model={n: r}
)


@acts.proof
def inverse_cancels(p):
    condition = f.assume(p.goal.children[0])
    *_, given = f.obtain(condition, G, H)
    unit, _, query, key = (f.part(given, k) for k in range(4))
    scores = solved(
        Sum(Q[i, c] * K[j, c], c),
        Sum(Q2[i, c] * K2[j, c], c),
        (f.spec(query, i, c), K2[j, c], c),
        (f.spec(key, j, c), Sum(Q[i, d] * G[d, c], d), c),
        (f.spec(unit, d, e), Q[i, d] * K[j, e], d, e),
    )
    return f.release(scores, condition, G, H)


@complete.proof
def left_inverses_give_the_gauge(p):
    left_of_q = f.cut(f.inst(left_inverse(n.sort, r.sort), {"G": Q}), p["Q full rank"])
    left_of_k = f.cut(f.inst(left_inverse(m.sort, r.sort), {"G": K}), p["K full rank"])
    (q_rank,), (k_rank,) = f.obtain(left_of_q, L), f.obtain(left_of_k, N)

    def G(c, d):
        return Sum(L[c, i] * Q2[i, d], i)

    def H(c, d):
        return Sum(K2[j, c] * N[d, j], j)

    same = f.assume(same_scores)
    # Q = QKᵀNᵀ = Q₂K₂ᵀNᵀ and Kᵀ = LQKᵀ = LQ₂K₂ᵀ
    query = f.gen(solved(Q[i, c], Sum(Q2[i, d] * H(d, c), d), (f.spec(k_rank, c, e), Q[i, e], e), (f.spec(same, i, j), N[c, j], j)), i, c)
    key = f.gen(solved(K[j, c], Sum(K2[j, d] * G(c, d), d), (f.spec(q_rank, c, e), K[j, e], e), (f.spec(same, i, j), L[c, i], i)), j, c)
    unit = solved(Sum(G(c, e) * H(e, d), e), delta(c, d), (f.spec(query, i, d), L[c, i], i), (f.spec(q_rank, c, d), 1))
    unit = f.gen(unit, c, d)
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), G(c, d)), "G": ((c, d), H(c, d))})
    other = f.cut(lemma, f.restate(unit, min(lemma.hypotheses)))
    # Q₂ = Q₂HG = QG and K₂ = K₂(HG)ᵀ = KHᵀ
    to_query = solved(Q2[i, c], Sum(Q[i, d] * G(d, c), d), (f.spec(other, d, c), Q2[i, d], d), (f.spec(query, i, e), G(e, c), e))
    to_key = solved(K2[j, c], Sum(K[j, d] * H(c, d), d), (f.spec(other, c, d), K2[j, d], d), (f.spec(key, j, e), H(c, e), e))
    found = f.conj(unit, other, f.gen(to_query, i, c), f.gen(to_key, j, c))
    gauge = f.exists(found, related, ((c, d), G(c, d)), ((c, d), H(c, d)))
    return f.release(f.release(gauge, left_of_q, L), left_of_k, N)


@unique.proof
def the_difference_is_killed(p):
    # Q(G − G2) = Q₂ − Q₂ = 0, column by column
    gap = G[c, d] - G2[c, d]
    zero = solved(Sum(Q[i, c] * gap, c), 0, (f.spec(p["by G"], i, d), 1), (f.spec(p["by G2"], i, d), 1))
    same = f.mp(f.spec(p["Q full rank"], ((c,), gap)), f.gen(zero, i))
    return p.solve((f.spec(same, c), 1))


unit, shear = [[1, 0], [0, 1]], [[1, 1], [0, 1]]


@acts.near_miss(
    "the key moves by the inverse transpose, not the inverse: Q = K = 1, G = [[1, 1], [0, 1]] gives GG⁻ᵀ ≠ 1",
    at={Q: unit, K: unit, Q2: shear, K2: [[1, -1], [0, 1]], G: shear, H: [[1, -1], [0, 1]]},
)
def inverse_not_transposed():
    wrong = ForAll((j, c), Eq(K2[j, c], Sum(K[j, d] * H[d, c], d)))
    return Implies(Exists((G, H), And(inverse(G, H), inverse(H, G), moved(G), wrong)), same_scores)


@acts.near_miss("an arbitrary change of the key columns is visible: all sizes 1, Q = K = 1, G = 1, H = 2")
def not_inverse():
    return Implies(Exists((G, H), And(moved(G), countermoved)), same_scores)


@complete.near_miss("the gauge is GL(r), not O(r): all sizes 1, Q = K = 1, Q₂ = 2, K₂ = 1/2")
def orthogonal_gauge():
    orthogonal = ForAll((c, d), Eq(H[c, d], G[d, c]))
    wrong = Exists((G, H), And(inverse(G, H), inverse(H, G), moved(G), countermoved, orthogonal))
    return {"Q full rank": Q_rank, "K full rank": K_rank}, Implies(same_scores, wrong)


column, other, none = [[1], [0]], [[0], [1]], [[0], [0]]
complete.necessary("K full rank", "all scores 0 fit any Q", at={Q: column, Q2: other, K: none, K2: none})
complete.necessary("Q full rank", "all scores 0 fit any K", at={K: column, K2: other, Q: none, Q2: none})
unique.necessary("Q full rank", "a vanishing column can be multiplied by anything", at={Q: [[0]], Q2: [[0]], G: [[1]], G2: [[2]]})
unique.necessary("by G", "any G", at={Q: [[1]], Q2: [[1]], G: [[2]], G2: [[1]]})
unique.necessary("by G2", "any G2", at={Q: [[1]], Q2: [[1]], G: [[1]], G2: [[2]]})
