"""The standard regime is the attention that programs compute.

Take the regime of standard attention: a fixed carrier, the exponential link, the row anchor, a weighted sum.  Let the work be −⟨q, k⟩, the
temperature √d, and the baseline e^b for a finite bias b.  Its output is the formula in the documentation of
scaled_dot_product_attention, softmax(q kᵀ/√d + b) v, with the mask as the carrier: what the documentation writes as −∞ is a pair that
is not addressable, and no number.  What padded keys hold does not count.  Heads that are concatenated and then mapped are a sum over
heads, and keys that are repeated for the heads of a group are shared.
That a program computes this formula cannot be proved here; it is tested, within computed bounds on its round-off, against every
implementation that is registered.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.2; Ainslie et al. (2023), GQA, EMNLP, for groups; the documentation of
PyTorch 2, torch.nn.functional.scaled_dot_product_attention and torch.nn.MultiheadAttention.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.reading import same_reading
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Sum, array, delta, exp, field, index, index_map, scalar, sizes
from gaproof.theory import MAINLINE, Carrier, EvidenceKernel, Exponential, gibbs, root, softmax
from gaproof.theory.multihead import MultiHead, affine

n, m, d, width = sizes("n m d w")
heads, groups, features, joined, out = sizes("H G F E O")
i, j, c, a = index("i", n), index("j", m), index("c", d), index("a", width)
(h, h0), p, e, o = index("h h0", heads), index("p", features), index("e", joined), index("o", out)
q, k, v, b = field("q", i, c), field("k", j, c), field("v", j, a), field("b", i, j)
M, P = field("M", i, j, domain="mask"), field("P", j, domain="mask")
x = scalar("x")


def kernel(work, mask, bias, link=None):
    """Exponential evidence on the carrier, of temperature √d, or by another link, and of baseline e^b."""
    tables = array((i, j), work), array((i, j), exp(bias))
    carrier = Carrier(i, j, mask)
    return MAINLINE.evidence(carrier, *tables, root(d)) if link is None else EvidenceKernel(carrier, tables[0], link, tables[1])


def regime(work, value, mask, bias, link=None):
    """The output of the standard regime: row anchor and weighted sum."""
    return MAINLINE.output(kernel(work, mask, bias, link), value)


def formula(score, value, mask, bias):
    """Σ_j softmax_j(score/√d + b_ij) v_j over the mask."""
    return Sum(softmax(score / root(d) + bias, over=j, mask=mask) * value, j)


dot = Sum(q[i, c] * k[j, c], c)
source = "Vaswani et al. (2017), section 3.2; Ainslie et al. (2023); the documentation of PyTorch 2"
claim = Claim("transformer.sdpa", source=source)
attention = claim.part("attention", shows=Eq(regime(-dot, v[j, a], M, b[i, j]), formula(dot, v[j, a], M[i, j], b[i, j])))


def reads(entries, old, new, value, value2):
    """Σ_j old/Σold · value = Σ_j new/Σnew · value2, from old = new, or from old·value = new·value2 as well."""
    same, met = entries if isinstance(entries, tuple) else (entries, f.linear(old * value, new * value2, (entries, value)))
    lemma = f.inst(same_reading(m.sort), {"A": (j, old), "B": (j, new), "V": (j, value), "W": (j, value2)})
    return f.cut(lemma, f.gen(same, j), f.gen(f.restate(met, Eq(old * value, new * value2)), j))


def evidence(score, bias, mask):
    """The entry as softmax writes it."""
    return gibbs(score / root(d) + bias, mask)


@attention.proof
def the_same_weights(p):
    old, new = kernel(-dot, M, b[i, j])[i, j], evidence(dot, b[i, j], M[i, j])
    return reads(f.linear(old, new), old, new, v[j, a], v[j, a])


one_key_off = {i: 0, a: 0, M: [[1, 0]], q: [[0]], k: [[0], [0]], v: [[0], [1]], b: [[0, 0]]}


@attention.near_miss(
    "without the root of d: d = 4, q = 1, k = (0, 1)",
    at={i: 0, a: 0, q: [[1, 1, 1, 1]], k: [[0] * 4, [1] * 4], M: [[1, 1]], b: [[0, 0]], v: [[0], [1]]},
)
def unscaled():
    weight = softmax(dot + b[i, j], over=j, mask=M[i, j])
    return Eq(regime(-dot, v[j, a], M, b[i, j]), Sum(weight * v[j, a], j))


@attention.near_miss("a mask after the softmax leaves rows that do not sum to 1: one of two keys masked", at={**one_key_off, v: [[1], [1]]})
def masked_afterwards():
    weight = softmax(dot / root(d) + b[i, j], over=j)
    return Eq(regime(-dot, v[j, a], M, b[i, j]), Sum(M[i, j] * weight * v[j, a], j))


@attention.near_miss("a finite bias is no mask, however low: the masked key keeps a weight", at={**one_key_off, x: 9})
def sentinel():
    return Eq(regime(-dot, v[j, a], M, b[i, j]), Sum(softmax(dot / root(d) + b[i, j] - x * (1 - M[i, j]), over=j) * v[j, a], j))


inverse_temperature = Exponential(beta=1 / root(d))
scale = claim.part(
    "scale",
    shows=And(Eq(root(d) * root(d), d), Eq(regime(-dot, v[j, a], M, b[i, j]), regime(-dot, v[j, a], M, b[i, j], inverse_temperature))),
)


@scale.proof
def one_over_the_temperature(p):
    square = scale.shows.args[0]
    old, new = (kernel(-dot, M, b[i, j], link)[i, j] for link in (None, inverse_temperature))
    return f.conj(f.linear(*square.args), reads(f.linear(old, new), old, new, v[j, a], v[j, a]))


@scale.near_miss("the root of d is not d: d = 4", at={i: 0, a: 0, d: 4, q: [[0] * 4], k: [[0] * 4], M: [[1]], b: [[0]], v: [[0]]})
def whole_dimension():
    return And(Eq(root(d), d), scale.shows.args[1])


# ---- padded keys -----------------------------------------------------------------------------------------------------------

k2, v2, b2 = field("k2", j, c), field("v2", j, a), field("b2", i, j)
dot2 = Sum(q[i, c] * k2[j, c], c)
kept = And(ForAll(c, Eq(k[j, c], k2[j, c])), ForAll(a, Eq(v[j, a], v2[j, a])), Eq(b[i, j], b2[i, j]))
padding = claim.part(
    "padding",
    given={
        "same where not padded": ForAll(j, Implies(Eq(P[j], 1), kept)),
    },
    shows=Eq(formula(dot, v[j, a], M[i, j] * P[j], b[i, j]), formula(dot2, v2[j, a], M[i, j] * P[j], b2[i, j])),
)


@padding.proof
def nothing_is_read_there(p):
    on, off = f.assume(Eq(P[j], 1)), f.assume(Eq(P[j], 0))
    keys, values, biases = (f.part(f.mp(f.spec(p["same where not padded"], j), on), number) for number in range(3))
    first, second = dot / root(d) + b[i, j], dot2 / root(d) + b2[i, j]
    scores = f.linear(first, second, (f.spec(keys, c), q[i, c] / root(d), c), (biases, 1))
    powers = f.rewrite(scores, f.linear(exp(first), exp(first)), x, Eq(exp(first), exp(x)))
    there = M[i, j] * P[j]

    def everywhere(old, new, *use):
        """Equal where P is 1, and 0 where it is 0."""
        gone = f.linear(there * old, there * new, (off, M[i, j] * (old - new)))
        return p.clear(mask_cases(f.spec(p["P mask"], j), f.linear(there * old, there * new, *use), gone))

    same = everywhere(exp(first), exp(second), (powers, there))
    uses = (powers, there * v[j, a]), (f.spec(values, a), there * exp(second))
    met = everywhere(exp(first) * v[j, a], exp(second) * v2[j, a], *uses)
    return reads((same, met), there * exp(first), there * exp(second), v[j, a], v2[j, a])


@padding.near_miss(
    "a padded key that only loses its value still takes its weight",
    at={
        i: 0,
        a: 0,
        q: [[0]],
        k: [[0], [0]],
        k2: [[0], [0]],
        v: [[1], [0]],
        v2: [[1], [0]],
        b: [[0, 0]],
        b2: [[0, 0]],
        M: [[1, 1]],
        P: [1, 0],
    },
)
def only_the_value():
    weight = softmax(dot2 / root(d) + b2[i, j], over=j, mask=M[i, j])
    return Eq(padding.shows.args[0], Sum(weight * P[j] * v2[j, a], j))


pair = {i: 0, a: 0, q: [[0]], k: [[0]] * 2, k2: [[0]] * 2, b: [[0, 0]], b2: [[0, 0]], M: [[1, 1]], v: [[0], [0]], v2: [[0], [1]]}
padding.necessary("same where not padded", "another value", at={**pair, P: [1, 1]})
padding.necessary("P mask", "an entry 2 counts, but nothing is asked of it", at={**pair, P: [1, 2]})
lost_k, lost_v, lost_b = field("k3", j, c), field("v3", j, a), field("b3", i, j)  # what stood at the padded keys
padding.drawn(
    {
        k2: ((j, c), P[j] * k[j, c] + (1 - P[j]) * lost_k[j, c]),
        v2: ((j, a), P[j] * v[j, a] + (1 - P[j]) * lost_v[j, a]),
        b2: ((i, j), P[j] * b[i, j] + (1 - P[j]) * lost_b[i, j]),
    }
)


# ---- heads and groups ------------------------------------------------------------------------------------------------------

X, Y = field("X", i, p), field("Y", j, p)  # the states that ask, and those that are asked
WQ, WK, WV = field("WQ", h, c, p), field("WK", h, c, p), field("WV", h, a, p)
bQ, bK, bV = field("bQ", h, c), field("bK", h, c), field("bV", h, a)
W, bO = field("W", e, o), field("bO", o)
one, other = field("one other", h, a)
at = index_map("at", (h, a), e)  # where coordinate a of head h stands among the joined coordinates
query, key, value = (
    affine(WQ[h, c, p], X[i, p], p, bQ[h, c]),
    affine(WK[h, c, p], Y[j, p], p, bK[h, c]),
    affine(WV[h, a, p], Y[j, p], p, bV[h, a]),
)


def joined_heads(of_head):
    """Concat(head_1, …, head_H) W + b, the coordinates written side by side."""
    return Sum(Sum(delta(at(h, a), e) * of_head, h, a) * W[e, o], e) + bO[o]


def merged(query, key, value):
    """The layer as one sum over heads and their coordinates."""
    return MultiHead(query, key, value, W[at(h, a), o], bO[o], over=(h, j, c, a), mask=M[i, j], bias=b[i, j])


layer = claim.part("layer", shows=Eq(joined_heads(regime(-Sum(query * key, c), value, M, b[i, j])), merged(query, key, value)))


@layer.proof
def a_sum_over_heads(p):
    heads_are = f.assume(ForAll((h, a), Eq(one[h, a], other[h, a])))
    summed = Sum(other[h, a] * W[at(h, a), o], h, a) + bO[o]
    joined_is = f.linear(joined_heads(one[h, a]), summed, (f.spec(heads_are, h, a), W[at(h, a), o], h, a))
    of_head = p.use(claim, "attention", {q: ((i, c), query), k: ((j, c), key), v: ((j, a), value)})
    old, new = of_head.conclusion.children
    return f.cut(f.inst(joined_is, {one: ((h, a), old), other: ((h, a), new)}), f.gen(of_head, h, a))


single = {h: 0, i: 0, o: 0, X: [[1]], Y: [[1]], b: [[0]], M: [[1]], bO: [0]}
two_heads = {at: [[0], [1]], h0: 0, WQ: [[[0]]] * 2, WK: [[[0]]] * 2, WV: [[[0]], [[1]]], bQ: [[0]] * 2, bK: [[0]] * 2, bV: [[0], [0]]}


@layer.near_miss("one output map for all heads: the second head goes elsewhere", at={**single, **two_heads, W: [[0], [1]]})
def one_map_for_all():
    of_head = regime(-Sum(query * key, c), value, M, b[i, j])
    shared = MultiHead(query, key, value, W[at(h0, a), o], bO[o], over=(h, j, c, a), mask=M[i, j], bias=b[i, j])
    return Eq(joined_heads(of_head), shared)


g = index_map("g", h, groups)  # the group of a head
k_of, v_of = field("k", groups, j, c), field("v", groups, j, a)
k_repeated, v_repeated = field("k2", h, j, c), field("v2", h, j, a)
q_of = field("q", h, i, c)
repeated = {
    "repeated keys": ForAll((h, j, c), Eq(k_repeated[h, j, c], k_of[g(h), j, c])),
    "repeated values": ForAll((h, j, a), Eq(v_repeated[h, j, a], v_of[g(h), j, a])),
}


def of_head(keys, values):
    """The output of head h."""
    return formula(Sum(q_of[h, i, c] * keys, c), values, M[i, j], b[i, j])


grouped = claim.part(
    "groups",
    given=repeated,
    shows=Eq(of_head(k_repeated[h, j, c], v_repeated[h, j, a]), of_head(k_of[g(h), j, c], v_of[g(h), j, a])),
)


@grouped.proof
def each_head_reads_its_group(p):
    first, second = (Sum(q_of[h, i, c] * keys, c) / root(d) + b[i, j] for keys in (k_repeated[h, j, c], k_of[g(h), j, c]))
    scores = f.linear(first, second, (f.spec(p["repeated keys"], h, j, c), q_of[h, i, c] / root(d), c))
    powers = f.rewrite(scores, f.linear(exp(first), exp(first)), x, Eq(exp(first), exp(x)))
    old, new, value, value2 = M[i, j] * exp(first), M[i, j] * exp(second), v_repeated[h, j, a], v_of[g(h), j, a]
    same = f.linear(old, new, (powers, M[i, j]))
    met = f.linear(old * value, new * value2, (powers, M[i, j] * value), (f.spec(p["repeated values"], h, j, a), new))
    return reads((same, met), old, new, value, value2)


two_groups = {
    i: 0,
    a: 0,
    k_of: [[[0]]] * 2,
    k_repeated: [[[0]]] * 2,
    v_of: [[[0]], [[1]]],
    v_repeated: [[[0]], [[1]]],
    q_of: [[[0]]] * 2,
    b: [[0]],
    M: [[1]],
}


@grouped.near_miss("the group of another head", at={**two_groups, g: [0, 1], h: 0, h0: 1})
def another_group():
    return Eq(of_head(k_repeated[h, j, c], v_repeated[h, j, a]), of_head(k_of[g(h0), j, c], v_of[g(h0), j, a]))


shared = {i: 0, a: 0, q_of: [[[1]]], b: [[0, 0]], M: [[1, 1]], g: [0], h: 0, k_of: [[[0], [0]]], v_of: [[[0], [1]]]}
grouped.necessary("repeated keys", "another key", at={**shared, k_repeated: [[[0], [1]]], v_repeated: [[[0], [1]]]})
grouped.necessary("repeated values", "another value", at={**shared, k_repeated: [[[0], [0]]], v_repeated: [[[1], [1]]]})
grouped.drawn({k_repeated: ((h, j, c), k_of[g(h), j, c]), v_repeated: ((h, j, a), v_of[g(h), j, a])})
# "M mask": of the carrier nothing is used but that both sides have the same.  An empty row has no attention; in the statements it
# is 0 · 1/0 on both sides.
