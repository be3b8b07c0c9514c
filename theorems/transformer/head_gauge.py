"""Bases inside a head and the order of heads are not seen, and under rotary positions fewer are free.

Queries and keys may change basis against each other, (W_Q G, W_K G⁻ᵀ), values and outputs as well, (W_V H, H⁻¹ W_O), and heads may change
places: the layer stays the same.  A constant key bias adds ⟨q_i, b⟩ to row i and is not seen; a query bias adds ⟨b, k_j⟩ to column j and is
not seen exactly if that is constant along the support of every row.  With rotary positions R the basis change of queries and keys keeps
all scores exactly if Gᵀ commutes with R(δ) for all offsets δ on the carrier, and diag(2, 1) does not; a key bias adds ⟨q_i, R(δ_ij) b⟩,
which is unseen for all contents exactly if R(δ) is the same along the support of every row.  Values, outputs and the order of heads stay
free, whatever the weights are.
Source: Geometric Attention (arXiv 2601.11618), section 4; Su et al. (2024), RoFormer, Neurocomputing 568.
"""

from gaproof import Claim
from gaproof.lemmas.linear_algebra import two_sided_inverse
from gaproof.lemmas.reading import same_reading
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.solve import solved
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Ne,
    Rational,
    Sum,
    array,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    log,
    scalar,
    sizes,
)
from gaproof.theory import Carrier, extensional, gibbs, softmax
from theorems.anchor.shift import claim as shift
from theorems.interaction.chart_rope import G as G_
from theorems.interaction.chart_rope import H as H_
from theorems.interaction.chart_rope import M as on
from theorems.interaction.chart_rope import (
    R,
    addition,
    dot_of_planes,
    invariant,
    k,
    k1,
    k2,
    on_plane,
    q,
    q1,
    q2,
    rotations,
    sin,
    still,
    theta,
    turned,
    u,
    y,
)
from theorems.interaction.chart_rope import claim as chart_rope
from theorems.interaction.chart_rope import v as v_
from theorems.interaction.chart_rope import x as x_

heads, n, m, features, r, s, t = sizes("heads n m E r s t")
h, g = index("h g", heads)
i, (j, l), b = index("i", n), index("j l", m), index("b", features)
(c, d, e, e2, h_), (w, w2, c2), o = index("c d e e2 h", r), index("w w2 w3", s), index("o", t)
p, x = field("p", i, b), field("x", j, b)  # the states of rows and keys
M, kappa, tau = field("M", h, i, j, domain="mask"), field("kappa", h, i, j, domain="positive"), scalar("tau", domain="positive")
WQ, WK = field("WQ WK", h, b, c)
WV, WO, A = field("WV", h, b, w), field("WO", h, w, o), field("A", h, i, j)
G, N = field("G N", h, c, d)  # N is G⁻¹
H, L = field("H L", h, w, w2)  # L is H⁻¹
pi, key, level = index_map("pi", h, h), index_map("key", i, j), field("level", i)
(z, cold), one, other = scalar("z cold"), *field("one other", h)


def head(weight, WV, WO, h):
    """Σ_j α_ij x_j W_V W_O of one head."""
    return extensional(weight, Sum(Sum(x[j, b] * WV(h, b, w), b) * WO(h, w, o), w), j)


def score(WQ, WK, h):
    """⟨W_Qᵀ p_i, W_Kᵀ x_j⟩."""
    return Sum(Sum(p[i, b] * WQ(h, b, c), b) * Sum(x[j, b] * WK(h, b, c), b), c)


def layer(WQ, WK):
    """Σ_h of the heads."""
    weight = softmax(score(WQ, WK, h), over=j, mask=M[h, i, j], baseline=kappa[h, i, j], temperature=tau)
    return Sum(head(weight, WV, WO, h), h)


inverse = {"inverse": ForAll((h, c, d), Eq(Sum(G[h, c, e] * N[h, e, d], e), delta(c, d)))}


def queries(h, b, c):
    """W_Q G."""
    return Sum(WQ[h, b, d] * G[h, d, c], d)


def keys(h, b, c):
    """W_K G⁻ᵀ."""
    return Sum(WK[h, b, d] * N[h, c, d], d)


units = {G: ((h, c, d), delta(c, d)), N: ((h, c, d), delta(c, d))}
claim = Claim("transformer.head_gauge", source="Geometric Attention, section 4; Su et al. (2024)")
chart = claim.part("queries and keys", given=inverse, shows=Eq(layer(queries, keys), layer(WQ, WK)), model=units)


@chart.proof
def the_scores_stay(proof):
    new, old = score(queries, keys, h), score(WQ, WK, h)
    query, key = Sum(p[i, b] * WQ[h, b, c], b), Sum(x[j, b] * WK[h, b, d], b)
    same = solved(new, old, (f.spec(proof["inverse"], h, c, d), query * key, c, d))
    before, after = (gibbs(s * cold, M[h, i, j], kappa[h, i, j]) for s in (new, old))  # 1/τ may be any number
    entry = f.rewrite(same, f.linear(before, before), z, Eq(before, gibbs(z * cold, M[h, i, j], kappa[h, i, j])))
    # equal evidence is read equally, in each head and in their sum
    value = Sum(Sum(x[j, b] * WV[h, b, w], b) * WO[h, w, o], w)
    read = f.inst(same_reading(m.sort), {"A": (j, before), "B": (j, after), "V": (j, value), "W": (j, value)})
    read = f.cut(read, f.gen(entry, j), f.gen(f.linear(before * value, after * value, (entry, value)), j))
    heads_agree = ForAll(h, Eq(one[h], other[h]))
    total = f.linear(Sum(one[h], h), Sum(other[h], h), (f.spec(f.assume(heads_agree), h), 1, h))
    sides = read.conclusion.children
    every_head = f.cut(f.inst(total, {one: (h, sides[0]), other: (h, sides[1])}), f.gen(read, h))
    return f.inst(every_head, {cold: tau**-1})


def mixed(WV, WO, A=A):
    """The layer of any weights, with or without positions."""
    return Sum(head(A(h, i, j), WV, WO, h), h)


back = {"inverse": ForAll((h, w, w2), Eq(Sum(H[h, w, c2] * L[h, c2, w2], c2), delta(w, w2)))}
values = claim.part(
    "values and outputs",
    given=back,
    shows=Eq(
        mixed(lambda h, b, w: Sum(WV[h, b, w2] * H[h, w2, w], w2), lambda h, w, o: Sum(L[h, w, w2] * WO[h, w2, o], w2)), mixed(WV, WO)
    ),
    model={H: ((h, w, w2), delta(w, w2)), L: ((h, w, w2), delta(w, w2))},
)


@values.proof
def in_between_is_1(proof):
    content = Sum(A[h, i, j] * x[j, b] * WV[h, b, w], j, b)
    return proof.identity((f.spec(proof["inverse"], h, w, w2), content * WO[h, w2, o], h, w, w2))


once = {"every head once": ForAll(g, Eq(Sum(delta(pi(h), g), h), 1))}
placed = Sum(head(A(pi(h), i, j), WV, WO, pi(h)), h)
order = claim.part("order of heads", given=once, shows=Eq(placed, mixed(WV, WO)), model={pi: (h, h)})


@order.proof
def every_term_once(proof):
    return proof.identity((f.spec(proof["every head once"], g), head(A(g, i, j), WV, WO, g), g))


# ---- biases, of one head --------------------------------------------------------------------------------------------------------

mask, scores, bias = field("M", i, j, domain="mask"), field("s", i, j), field("B", i, j)
prior = field("kappa", i, j, domain="positive")
Q, K, beta = field("Q", i, c), field("K", j, c), field("beta", c)
one_head = {"live": Carrier(i, j, mask).live_rows()}


def alpha(s):
    """The weights of a score."""
    return softmax(s, over=j, mask=mask[i, j], baseline=prior[i, j], temperature=tau)


def unseen(bias, s):
    """The weights are those without the bias."""
    return ForAll((i, j), Eq(alpha(s + bias), alpha(s)))


def along_rows(bias):
    """Constant along the support of every row."""
    return ForAll((i, j, l), Implies(And(Eq(mask[i, j], 1), Eq(mask[i, l], 1)), Eq(bias(i, j), bias(i, l))))


fields = claim.part("biases", given=one_head, shows=Iff(unseen(bias[i, j], scores[i, j]), along_rows(lambda i, j: bias[i, j])))


@fields.proof
def a_row_field_on_the_support(proof):
    same, flat = (f.assume(side.children[0]) for side in proof.goal.children)
    there, back = (f.part(proof.use(shift, "recovery", {"s": ((i, j), scores[i, j] + bias[i, j]), "t": scores}), side) for side in (0, 1))
    here, both = f.assume(Eq(mask[i, j], 1)), f.assume(And(Eq(mask[i, j], 1), Eq(mask[i, l], 1)))
    # weights that are the same: the bias is a row field
    row_field = f.mp(there, same)
    (found,) = f.obtain(row_field, level)
    first, second = (f.mp(f.spec(found, i, at), f.part(both, side)) for at, side in ((j, 0), (l, 1)))
    equal = f.gen(f.imply(f.linear(bias[i, j], bias[i, l], (first, 1), (second, -1)), both), i, j, l)
    there = f.imply(f.release(equal, row_field, level), same)
    # a bias that is constant along the support: its value at a live key of each row
    keys = f.choice(proof["live"], key)
    (chosen,) = f.obtain(keys, key)
    equal = f.mp(f.spec(flat, i, j, key(i)), f.conj(here, f.spec(chosen, i)))
    field_of_rows = f.gen(f.imply(f.linear(scores[i, j] + bias[i, j], scores[i, j] + bias[i, key(i)], (equal, 1)), here), i, j)
    field_of_rows = f.exists(field_of_rows, row_field.conclusion, ((i,), bias[i, key(i)]))
    back = f.imply(f.release(f.mp(back, field_of_rows), keys, key), flat)
    return f.conj(there, back)


def dot(q, k):
    """⟨q, k⟩."""
    return Sum(q(c) * k(c), c)


plain = dot(lambda c: Q[i, c], lambda c: K[j, c])
key_bias = claim.part(
    "key bias",
    given=one_head,
    shows=ForAll((i, j), Eq(alpha(dot(lambda c: Q[i, c], lambda c: K[j, c] + beta[c])), alpha(plain))),
)


@key_bias.proof
def a_row_field(proof):
    th = proof.use(shift, "shift", {"s": ((i, j), plain), "c": (i, Sum(Q[i, c] * beta[c], c))})
    return f.restate(th, proof.goal)


seen = along_rows(lambda i, j: Sum(beta[c] * K[j, c], c))
query_bias = claim.part(
    "query bias",
    given=one_head,
    shows=Iff(ForAll((i, j), Eq(alpha(dot(lambda c: Q[i, c] + beta[c], lambda c: K[j, c])), alpha(plain))), seen),
)


@query_bias.proof
def a_column_field(proof):
    th = proof.use(claim, "biases", {"s": ((i, j), plain), "B": ((i, j), Sum(beta[c] * K[j, c], c))})
    return f.restate(th, proof.goal)


# ---- rotary positions ---------------------------------------------------------------------------------------------------------------

offset = y[j] - x_[i]
transposed = {"inverse": ForAll((c, d), Eq(Sum(G_[e, c] * H_[e, d], e), delta(c, d)))}  # H = G⁻ᵀ
commuting = ForAll(
    (i, j),
    Implies(Eq(on[i, j], 1), ForAll((c, d), Eq(Sum(G_[e, c] * R(offset, e, d), e), Sum(R(offset, c, e) * G_[d, e], e)))),
)
rotary_chart = claim.part(
    "queries and keys with rotary positions",
    given={**rotations, **transposed},
    shows=Iff(invariant, commuting),
    model={**still, G_: ((c, d), delta(c, d)), H_: ((c, d), delta(c, d))},
)


@rotary_chart.proof
def what_commutes_with_every_offset(proof):
    same, free = (f.assume(side.children[0]) for side in proof.goal.children)
    here = f.assume(Eq(on[i, j], 1))
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), G_[d, c]), "G": ((c, d), H_[c, d])})
    other = f.cut(lemma, f.restate(proof["inverse"], min(lemma.hypotheses)))  # HGᵀ = 1
    # GᵀRH = R at an offset, times Gᵀ from the right
    gauge = f.inst(proof.use(chart_rope, "gauge"), {"i0": i, "j0": j})
    matched = f.part(f.mp(f.part(f.cut(gauge, here), 0), same), 0)
    commutes = solved(
        *commuting.body.args[1].body.args,
        (f.spec(matched, c, e), G_[d, e], e),
        (f.spec(other, e2, d), Sum(G_[e, c] * R(offset, e, e2), e), e2),
    )
    there = f.imply(f.gen(f.imply(f.gen(commutes, c, d), here), i, j), same)
    # (Gq)ᵀRHk = qᵀGᵀRHk = qᵀRGᵀHk = qᵀRk
    relative = proof.use(chart_rope, "relative position")
    moved = f.inst(relative, {q: (e, Sum(G_[e, e2] * q[e2], e2)), k: (e, Sum(H_[e, e2] * k[e2], e2))})
    commutes = f.mp(f.spec(free, i, j), here)
    kept = solved(
        *invariant.body.body.args[1].args,
        (moved, 1),
        (relative, 1),
        (f.spec(commutes, c, d), q[c] * Sum(H_[d, e] * k[e], e), c, d),
        (f.spec(proof["inverse"], d, e), Sum(q[c] * R(offset, c, d), c) * k[e], d, e),
    )
    return f.conj(there, f.imply(f.gen(f.gen(f.imply(kept, here), i, j), q, k), free))


def turned_score(key):
    """⟨R(x_i) q_i, R(y_j) key_j⟩."""
    return Sum(turned(x_[i], lambda c: Q[i, c])(h_) * turned(y[j], key)(h_), h_)


rotary_plain, rotary_biased = turned_score(lambda c: K[j, c]), turned_score(lambda c: K[j, c] + beta[c])
one_turn = ForAll(
    (i, j, l),
    Implies(And(Eq(mask[i, j], 1), Eq(mask[i, l], 1)), ForAll((c, d), Eq(R(y[j] - x_[i], c, d), R(y[l] - x_[i], c, d)))),
)


rotary_bias = claim.part(
    "key bias with rotary positions",
    given={**one_head, **rotations},
    shows=Iff(ForAll((Q, beta), ForAll((i, j), Eq(alpha(rotary_biased), alpha(rotary_plain)))), one_turn),
    model=still,
)


def from_biases(proof, added, biased, seen_turns, added_scores):
    """The claim, from what the bias adds: ``seen_turns`` gives R(y_j − x_i) = R(y_l − x_i) from added(j) = added(l) for unit vectors as
    contents, and ``added_scores`` the same addition for all contents from that."""
    unseen_, one = (f.assume(side.children[0]) for side in proof.goal.children)
    old = gibbs(rotary_biased, mask[i, j], prior[i, j], tau)
    power = proof.clear(f.rewrite(biased, f.linear(old, old), z, Eq(old, gibbs(z, mask[i, j], prior[i, j], tau))))
    totals = f.linear(Sum(old, j), Sum(gibbs(rotary_plain + added[j], mask[i, j], prior[i, j], tau), j), (power, 1, j))
    share = proof.clear(f.linear(alpha(rotary_biased), alpha(rotary_plain + added[j]), (f.quotient(power, totals), 1)))
    told = proof.use(claim, "biases", {"s": ((i, j), rotary_plain), "B": ((i, j), added[j])})
    forward, backward = (f.part(told, side) for side in (0, 1))
    # unit vectors as contents
    at = {Q: ((i, e), delta(e, c)), beta: (e, delta(e, d))}
    same, moved = (f.spec(th, *at.values(), i, j) for th in (unseen_, f.gen(share, Q, beta, i, j)))
    hidden = f.linear(moved.conclusion.children[1], same.conclusion.children[1], (same, 1), (moved, -1))
    hidden = f.gen(proof.clear(hidden, unseen_), i, j)
    flat = f.spec(f.mp(f.inst(forward, at), hidden), i, j, l)
    both = f.assume(And(Eq(mask[i, j], 1), Eq(mask[i, l], 1)))
    there = f.imply(f.gen(f.imply(f.gen(seen_turns(f.mp(flat, both)), c, d), both), i, j, l), unseen_)
    # and what is the same along a row adds the same
    equal = f.spec(f.mp(f.spec(one, i, j, l), both), c, d)
    flat = f.gen(f.imply(added_scores(equal), both), i, j, l)
    kept = f.spec(f.mp(backward, flat), i, j)
    kept = proof.clear(f.linear(alpha(rotary_biased), alpha(rotary_plain), (share, 1), (kept, 1)), one)
    kept = f.gen(f.gen(kept, i, j), Q, beta)
    return f.conj(there, f.imply(kept, one))


@rotary_bias.proof
def a_turned_bias(proof):
    # the bias adds ⟨q_i, R(y_j − x_i) b⟩, written in the weights
    relative = f.inst(proof.use(chart_rope, "relative position"), {q: (c, Q[i, c]), k: beta})
    added = array((j,), Sum(Q[i, c] * R(y[j] - x_[i], c, d) * beta[d], c, d))
    biased = solved(rotary_biased, rotary_plain + added[j], (relative, 1))

    def seen_turns(equal):
        return f.linear(R(offset, c, d), R(y[l] - x_[i], c, d), (equal, 1))

    def added_scores(equal):
        return f.linear(added[j], added[l], (equal, Q[i, c] * beta[d], c, d))

    return from_biases(proof, added, biased, seen_turns, added_scores)


turns = sin(offset * theta[v_])  # of plane v


def in_planes(scale, query, key):
    """The score after the change of basis diag(scale, 1) in every plane, with the inverse transpose for the key."""
    return dot_of_planes(on_plane(x_[i], scale * query[0], query[1]), on_plane(y[j], key[0] / scale, key[1]))


contents = (q1[u], q2[u]), (k1[u], k2[u])
witness = claim.part(
    "a visible change of basis",
    given=addition,
    shows=Implies(Ne(turns, 0), Exists((q1, q2, k1, k2), Ne(in_planes(2, *contents), in_planes(1, *contents)))),
)


across, along = (1, 0, 0, 1), (0, 1, 1, 0)


@witness.proof
def one_plane(proof):
    # the score of q = (1, 0) and k = (0, 1) is −sin, and after the change of basis twice that
    return seen(proof, across)


def seen(proof, *contents, over=(), still=None):
    """One of some contents (q1, q2, k1, k2) of plane v shows it: if none did, nothing would be turned."""
    target, at, equations = proof.goal.children[-1], (q1, q2, k1, k2), []
    *_, differ = f.obtain(f.assume(target), *at)
    tried = [[(u, number * delta(u, v_)) for number in numbers] for numbers in contents]
    shown = [f.inst(differ, dict(zip(at, content, strict=True))).conclusion for content in tried]
    relative = proof.use(chart_rope, "relative position in planes")
    for (_, a), (_, b), (_, c), (_, d) in tried:
        equations += [f.inst(relative, {q1: (u, scale * a), q2: (u, b), k1: (u, c / scale), k2: (u, d)}) for scale in (2, 1)]
    same = [f.assume(f.otherwise(differs)) for differs in shown]
    nothing = still(*same) if still else solved(turns, 0, *((th, 1, *sums) for th in (*same, *equations) for sums in ((), over)))
    found = f.absurd(f.rewrite(nothing, f.assume(Ne(turns, 0)), z, Ne(z, 0)), target)
    for differs, content in zip(shown, tried, strict=True):
        found = f.cases(f.otherwise(differs), found, f.exists(f.assume(differs), target, *content))
    return found


# ---- what is false ------------------------------------------------------------------------------------------------------------------

up, down = field("up down", h, c)
two_keys = {p: [[1]], x: [[0], [1]], M: [[[1, 1]]], kappa: [[[1, 1]]], tau: 1, WV: [[[1]]], WO: [[[1]]], i: 0, o: 0}
shear, unshear = [[[1, 1], [0, 1]]], [[[1, -1], [0, 1]]]


@chart.near_miss(
    "the keys change by the inverse transpose, not the inverse", at={**two_keys, WQ: [[[1, 0]]], WK: [[[0, 1]]], G: shear, N: unshear}
)
def untransposed():
    return Eq(layer(queries, lambda h, b, c: Sum(WK[h, b, d] * N[h, d, c], d)), layer(WQ, WK))


one_more = exp(up[h, c]) * exp(down[h, d])  # G = 1 + uvᵀ for positive u and v
chart.drawn({G: ((h, c, d), delta(c, d) + one_more), N: ((h, c, d), delta(c, d) - one_more / (1 + Sum(exp(up[h, e] + down[h, e]), e)))})
chart.necessary("inverse", "queries are doubled", at={**two_keys, WQ: [[[1]]], WK: [[[1]]], G: [[[2]]], N: [[[1]]]})
# "M mask", "kappa positive": the total of a row may be 0, and is then 0 after the change too; "tau positive": 1/0 is a number.


one_value = {x: [[1]], A: [[[1]]], WV: [[[1]]], WO: [[[1]]], H: [[[2]]], i: 0, o: 0}


@values.near_miss("outputs change by the inverse, not again: H = 2", at={**one_value, L: [[[Rational(1, 2)]]]})
def repeated():
    return Eq(
        mixed(lambda h, b, w: Sum(WV[h, b, w2] * H[h, w2, w], w2), lambda h, w, o: Sum(H[h, w, w2] * WO[h, w2, o], w2)), mixed(WV, WO)
    )


values.necessary("inverse", "values are doubled", at={**one_value, L: [[[1]]]})
two_heads = {x: [[1]], A: [[[1]], [[1]]], WV: [[[1]], [[2]]], WO: [[[1]], [[2]]], i: 0, o: 0}


@order.near_miss("a head moves as a whole: outputs that stay behind meet other values", at={**two_heads, pi: [1, 0]})
def outputs_stay():
    return Eq(Sum(head(A(pi(h), i, j), WV, lambda _, w, o: WO(h, w, o), pi(h)), h), mixed(WV, WO))


order.necessary("every head once", "the first head twice", at={**two_heads, pi: [0, 0]})
row = {tau: 1, prior: [[1, 1]], scores: [[0, 0]], bias: [[0, 1]]}


@fields.near_miss("off the mask nothing is asked", at={**row, mask: [[1, 0]]})
def off_the_mask():
    return Iff(unseen(bias[i, j], scores[i, j]), ForAll((i, j, l), Eq(bias[i, j], bias[i, l])))


fields.necessary("M mask", "an entry 2 counts, but no condition is put on it", at={**row, mask: [[1, 2]]})
fields.necessary("kappa positive", "without evidence a bias is not seen", at={**row, prior: [[1, 0]], mask: [[1, 1]]})
fields.necessary("tau positive", "biases that are divided away", at={**row, tau: 0, mask: [[1, 1]]}, undefined=0)
# "live": an empty row is 0 · 1/0 on both sides.
contents_at_rest = {tau: 1, mask: [[1, 1]], prior: [[1, 1]], Q: [[0, 0]], K: [[0, 0], [0, 1]]}


@key_bias.near_miss("a query bias is seen", at={**contents_at_rest, beta: [0, 1]})
def bias_of_queries():
    return ForAll((i, j), Eq(alpha(dot(lambda c: Q[i, c] + beta[c], lambda c: K[j, c])), alpha(plain)))


@query_bias.near_miss("keys may differ where the bias does not look", at={**contents_at_rest, beta: [1, 0]})
def all_keys_equal():
    equal = ForAll((i, j, l), Implies(And(Eq(mask[i, j], 1), Eq(mask[i, l], 1)), ForAll(c, Eq(K[j, c], K[l, c]))))
    return Iff(query_bias.shows.args[0], equal)


seen_row = {Q: [[0]], K: [[0], [1]], beta: [1]}
query_bias.necessary("M mask", "an entry 2", at={**seen_row, tau: 1, prior: [[1, 1]], mask: [[1, 2]]})
query_bias.necessary("kappa positive", "a key without evidence", at={**seen_row, tau: 1, prior: [[1, 0]], mask: [[1, 1]]})
query_bias.necessary("tau positive", "a bias divided away", at={**seen_row, tau: 0, prior: [[1, 1]], mask: [[1, 1]]}, undefined=0)
# "live": as above.

# where 1/0 is 1, a row that sums to 0 is not divided by its total
no_scores = {tau: 1, K: [[0], [0]]}
for name, signed in (("M mask", {mask: [[1, -1]], prior: [[1, 1]]}), ("kappa positive", {mask: [[1, 1]], prior: [[1, -1]]})):
    key_bias.necessary(name, "a row that sums to 0", at={**no_scores, **signed, Q: [[1]], beta: [1]}, undefined=1)
    positions = {x_: [0], y: [0, 0], R: ((z, c, d), delta(c, d))}
    rotary_bias.necessary(name, "a row that sums to 0", at={**no_scores, **signed, **positions}, undefined=1)


# a turn by 90° for each unit of position
cosine, sine, a = *function("cosine_of_quarters sine_of_quarters"), index("a", r)
quarters = {R: ((z, c, d), cosine(z) * delta(c, d) + sine(z) * (delta(c, a) - delta(d, a))), a: 0, x_: [0], y: [0, 1], K: [[0, 0], [0, 0]]}
divided_away = {**quarters, tau: 0, mask: [[1, 1]], prior: [[1, 1]]}
rotary_bias.necessary("tau positive", "biases that are divided away", at=divided_away, undefined=0)
# "live": as above.  "orthogonal" can be done without (_head_gauge_mutants.py).

no_pairs = {**still, G_: [[1]], H_: [[1]], on: [[0]], x_: [0], y: [0], r: 1}


@rotary_chart.near_miss("a carrier without pairs sees no change at all", at=no_pairs)
def some_offset():
    return Iff(invariant, Exists((i, j), And(Eq(on[i, j], 1), commuting.body.args[1])))


rotary_chart.necessary("inverse", "keys are doubled", at={**no_pairs, on: [[1]], H_: [[2]]})
# "group", "orthogonal": not known, as in interaction.chart_rope.


def nothing_is_turned(miss):
    """R = 1, q = 0, b = (1, …, 1)/r, and the key a is (1, …, 1): e/Σ = 1/m = 1/Σ."""
    a, other, apart = miss.different(m)
    at = {"R": ((z, c, d), delta(c, d)), "M": ((i, j), 1), "kappa": ((i, j), 1), "tau": 1, "K": ((j, c), delta(j, a))}
    biased = f.part(miss.at(at), 1)
    turns = f.gen(f.imply(f.gen(f.linear(delta(c, d), delta(c, d)), c, d), And(Eq(1, 1), Eq(1, 1))), i, j, l)
    equal = f.spec(f.mp(biased, turns), ((i, c), 0), (c, 1 / r), i)
    total = Sum(exp(delta(j, a)), j)
    one = f.linear(exp(1), exp(delta(other, a)), (f.spec(equal, a), total), (f.spec(equal, other), -total))
    steep = f.inst(exp_tangent(), {"t": 1})
    return f.le(2, 1, f.by(steep), (miss.separated(one, apart), -1))


@rotary_bias.near_miss("a query bias is seen even where nothing is turned", by=nothing_is_turned)
def turned_query_bias():
    biased = Sum(turned(x_[i], lambda c: Q[i, c] + beta[c])(h_) * turned(y[j], lambda c: K[j, c])(h_), h_)
    return Iff(ForAll((Q, beta), ForAll((i, j), Eq(alpha(biased), alpha(rotary_plain)))), one_turn)


def no_turn(miss):
    """cos = 1 and sin = 0: both scores are ⟨q, k⟩."""
    somewhere = miss.at({"cos": (z, 1), "sin": (z, 0)})
    *_, found = f.obtain(somewhere, q1, q2, k1, k2)
    return f.release(f.absurd(found, Eq(0, 1)), somewhere, q1, q2, k1, k2)


@witness.near_miss("where nothing is turned nothing is seen: cos = 1, sin = 0", by=no_turn)
def any_angle():
    return witness.shows.args[1]


def same_turn(cosine):
    """cos and sin are constant, so that both keys and queries are turned by the same angle: no score changes."""
    sine = exp(log(Rational(3, 4)) / 2)

    def nothing_seen(miss):
        turned_by = miss.at({"cos": (z, cosine), "sin": (z, sine)})
        somewhere = f.mp(turned_by, f.unequal(f.lt(0, sine, f.ex(sine.args[0]))))
        *_, found = f.obtain(somewhere, q1, q2, k1, k2)
        return f.release(f.absurd(found, Eq(0, 1)), somewhere, q1, q2, k1, k2)

    return nothing_seen


witness.necessary("cosine", "a turn by 60° everywhere")(same_turn(Rational(1, 2)))
witness.necessary("sine", "a turn by 120° everywhere")(same_turn(Rational(-1, 2)))
# "circle": it is true without, as shown above.
