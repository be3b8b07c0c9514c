"""A block of layers is a layer: blocks compose, and their supports are products of masks.

A pre-norm block x ↦ (id + FFN∘N)((id + Attn∘N)(x)) is put together from stages of two kinds: unary maps, and rows of softmax.  Stages
compose where their carriers match; composition is associative, and the identity is neutral.
For weights that are held fixed the composed kernel is positive exactly on the relational product of the masks, M ∪ id for a residual
stage: weights are not negative, so nothing cancels.  The states themselves depend on more, since a row reads its own state through
its query: what a state depends on lies in the product of the M ∪ id, at any depth, with or without residuals.  Causal after causal is
causal.  Source: Vaswani et al. (2017), section 3.1; Xiong et al. (2020), On Layer Normalization in the Transformer Architecture, for
the pre-norm block; Geometric Attention (arXiv 2601.11618), section 5.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import chained, on_mask, product_support, read_as, same_on_mask, same_shares, turned
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Sum,
    companion,
    delta,
    exp,
    field,
    index,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)
from gaproof.theory import (
    Carrier,
    EvidenceKernel,
    attention,
    extensional,
    linear,
    live_rows,
    row_anchor,
    softmax,
)

n, m, q, p = sizes("n m q p")
i, k, j = index("i k j", n)
r, s, t, u = index("r", n), index("s", m), index("t", q), index("u", p)
l = natural("l")
u_, y = scalar("u_ y")
claim = Claim("depth.block_closure", source="Vaswani et al. (2017), section 3.1; Xiong et al. (2020); Geometric Attention, section 5")

# ---- a stage that reads its carrier ----------------------------------------------------------------------------------------

C, H, A, B = sizes("C H A B")
c, h, a, b = index("c", C), index("h", H), index("a", A), index("b", B)
x, M, tau = field("x", i, c), field("M", i, j, domain="mask"), scalar("tau")
WQ, WK, WV = *field("WQ WK", h, a, c), field("WV", h, b, c)
heads = attention(Carrier(i, j, M), linear(WQ, (i, c), (i, h, a)), linear(WK, (j, c), (j, h, a)), linear(WV, (j, c), (j, h, b)), tau=tau)


def project(W, at, *out):
    """W x at a place."""
    return Sum(W[(*out, c)] * x[at, c], c)


weight = softmax(Sum(project(WQ, i, h, a) * project(WK, j, h, a), a), over=j, mask=M[i, j], temperature=tau)
anchored = claim.part(
    "row-anchored stage",
    shows=Eq(heads(x)[i, h, b], Sum(weight * project(WV, j, h, b), j)),
)


@anchored.proof
def softmax_of_scores(p):
    return same_shares(p.left, p.right, inverses={tau: u_})  # u_ is 1/τ, or any number


# ---- with weights held fixed: supports are products of masks ---------------------------------------------------------------

P, Q = field("P", r, s, domain="mask"), field("Q", s, t, domain="mask")
e = field("e", r, s, domain="positive")
K = EvidenceKernel(Carrier(r, s, P), baseline=e)
share = row_anchor(K[r, s], s)
scale = e[r, s] / Sum(K[r, s], s)
support = claim.part("one stage", given={"live": live_rows(P, r, s)}, shows=ForAll((r, s), And(Eq(share, P[r, s] * scale), Lt(0, scale))))


@support.proof
def the_mask_times_positive_weights(p):
    alive = p.auto(Lt(0, Sum(K[r, s], s)))
    return f.gen(p.clear(f.conj(f.linear(share, P[r, s] * scale), p.auto(Lt(0, scale), alive)), alive), r, s)


g = field("g", s, t, domain="positive")
through = Exists(s, And(Eq(P[r, s], 1), Eq(Q[s, t], 1)))
product = claim.part("product", shows=ForAll((r, t), Iff(Lt(0, Sum(P[r, s] * e[r, s] * (Q[s, t] * g[s, t]), s)), through)))


@product.proof
def some_key_between(p):
    left, right = (
        on_mask(f.spec(p["P mask"], r, s), f.spec(p["e positive"], r, s)),
        on_mask(f.spec(p["Q mask"], s, t), f.spec(p["g positive"], s, t)),
    )
    return f.gen(product_support(left[1], right[1], (left[0], right[0]), s), r, t)


N, U = field("M", i, k, domain="mask"), field("U", i, k, domain="mask")
d = field("d", i, k, domain="positive")
either = ForAll((i, k), Iff(Eq(U[i, k], 0), And(Eq(delta(i, k), 0), Eq(N[i, k], 0))))
residual = claim.part(
    "residual stage", given={"union": either}, shows=ForAll((i, k), Iff(Lt(0, delta(i, k) + N[i, k] * d[i, k]), Eq(U[i, k], 1)))
)


@residual.proof
def nothing_cancels(p):
    sign, told = on_mask(f.spec(p["M mask"], i, k), f.spec(p["d positive"], i, k))
    inside, outside = (f.part(f.spec(p["union"], i, k), side) for side in (0, 1))
    total = delta(i, k) + N[i, k] * d[i, k]
    diagonal, off = f.assume(Eq(delta(i, k), 1)), f.assume(Eq(delta(i, k), 0))
    open_, shut = f.assume(Eq(N[i, k], 1)), f.assume(Eq(N[i, k], 0))
    positive, one = f.assume(Lt(0, total)), f.assume(Eq(U[i, k], 1))

    def both(alive, number, equation):
        """Both sides hold: the total is positive, and U = 0 would make a 1 equal to 0."""
        none = f.part(f.mp(inside, f.assume(Eq(U[i, k], 0))), number)
        never = f.absurd(f.linear(1, 0, (equation, -1), (none, 1)), one.conclusion)
        return f.conj(f.imply(mask_cases(f.spec(p["U mask"], i, k), one, never), positive), f.imply(alive, one))

    own = both(f.lt(0, total, f.add(f.num(1), f.by(sign)), (diagonal, 1)), 0, diagonal)
    key = both(f.lt(0, total, f.by(f.mp(f.part(told, 1), open_)), (off, 1)), 1, open_)
    # off the diagonal and off the mask both sides fail
    gone = f.mp(outside, f.conj(off, shut))
    nothing = f.absurd(f.lt(0, 0, f.by(positive), (off, -1), (shut, -d[i, k])), one.conclusion)
    none = f.conj(f.imply(nothing, positive), f.imply(f.absurd(f.linear(1, 0, (one, -1), (gone, 1)), positive.conclusion), one))
    masked = mask_cases(f.spec(p["M mask"], i, k), key, none)
    return f.gen(mask_cases(f.linear(delta(i, k) * delta(i, k), delta(i, k)), own, masked), i, k)


# ---- any depth ---------------------------------------------------------------------------------------------------------------

V, W = field("U", l, i, k, domain="mask"), field("e", l, i, k, domain="positive")  # the mask of stage l, and its weights there
G, R = field("G", l, i, j), field("R", l, i, j)  # the composed kernel of l stages; how many walks lead along their masks from i back to j
walks = {
    "no stage": ForAll((i, j), Eq(R[zero, i, j], delta(i, j))),
    "one more": ForAll((l, i, j), Eq(R[succ(l), i, j], Sum(V[l, i, k] * R[l, k, j], k))),
}
staying = {V: ((l, i, k), delta(i, k)), R: ((l, i, j), delta(i, j)), W: ((l, i, k), 1), G: ((l, i, j), delta(i, j))}
onward = Exists(k, And(Eq(V[l, i, k], 1), Lt(0, R[l, k, j])))
walk = claim.part(
    "walks", given=walks, model=staying, shows=ForAll((l, i, j), And(Le(0, R[l, i, j]), Iff(Lt(0, R[succ(l), i, j]), onward)))
)


@walk.proof
def along_the_masks(p):
    more = f.spec(p["one more"], l, i, j)
    sign, entry = on_mask(f.spec(p["U mask"], l, i, k))
    known = f.assume(ForAll((i, j), Le(0, R[l, i, j])))
    base = f.gen(f.le(0, R[zero, i, j], f.sq(delta(i, j)), (f.spec(p["no stage"], i, j), 1)), i, j)
    step = f.gen(f.le(0, R[succ(l), i, j], f.tot(k, f.mul(f.by(sign), f.by(f.spec(known, k, j)))), (more, 1)), i, j)
    signs = f.gen(f.induction(base, step, l, known.conclusion), l)
    itself = f.assume(Lt(0, R[l, k, j]))
    told = product_support(entry, f.conj(f.imply(itself, itself), f.imply(itself, itself)), (sign, f.spec(signs, l, k, j)), k)
    return f.gen(f.conj(f.spec(signs, l, i, j), read_as(more, told)), l, i, j)


composed = {
    "identity": ForAll((i, j), Eq(G[zero, i, j], delta(i, j))),
    "composition": ForAll((l, i, j), Eq(G[succ(l), i, j], Sum(V[l, i, k] * W[l, i, k] * G[l, k, j], k))),
}


def supported(l, i, j):
    """The composed kernel is positive exactly where a walk leads."""
    return And(Le(0, G[l, i, j]), Iff(Lt(0, G[l, i, j]), Lt(0, R[l, i, j])))


depth = claim.part("any depth", given={**walks, **composed}, model=staying, shows=ForAll((l, i, j), supported(l, i, j)))


@depth.proof
def one_stage_more(p):
    start, first, more = f.spec(p["identity"], i, j), f.spec(p["no stage"], i, j), f.spec(p["composition"], l, i, j)
    same = f.assume(Lt(0, delta(i, j)))
    same = f.conj(f.imply(same, same), f.imply(same, same))
    alike = chained(read_as(start, same), turned(read_as(first, same)))
    base = f.gen(f.conj(f.le(0, G[zero, i, j], f.sq(delta(i, j)), (start, 1)), alike), i, j)
    known = f.spec(f.assume(ForAll((i, j), supported(l, i, j))), k, j)
    sign, entry = on_mask(f.spec(p["U mask"], l, i, k), f.spec(p["e positive"], l, i, k))
    signs = sign, f.part(known, 0)
    told = product_support(entry, f.part(known, 1), signs, k)
    led = f.part(f.spec(p.use(claim, "walks"), l, i, j), 1)
    sign = f.le(0, G[succ(l), i, j], f.tot(k, f.mul(*map(f.by, signs))), (more, 1))
    step = f.conj(sign, chained(read_as(more, told), turned(led)))
    return f.gen(f.induction(base, f.gen(step, i, j), l, ForAll((i, j), supported(l, i, j))), l)


# ---- what the states depend on ---------------------------------------------------------------------------------------------

X, Y = field("X", l, i, c), field("Y", l, i, c)


def agree(l, i):
    """Two runs have the same state at token i after l stages."""
    return ForAll(c, Eq(X[l, i, c], Y[l, i, c]))


def where_walks_lead(l, i):
    """The runs start alike wherever a walk of l stages leads from i."""
    return ForAll(j, Implies(Lt(0, R[l, i, j]), agree(zero, j)))


dependence = claim.part(
    "dependence at any depth",
    given={**walks, "stages": ForAll((l, i), Implies(ForAll(k, Implies(Eq(V[l, i, k], 1), agree(l, k))), agree(succ(l), i)))},
    shows=ForAll((l, i), Implies(where_walks_lead(l, i), agree(l, i))),
    model={V: staying[V], R: staying[R], X: ((l, i, c), 0), Y: ((l, i, c), 0)},
)


@dependence.proof
def follow_the_walks(p):
    given = f.assume(where_walks_lead(zero, i))
    itself = f.lt(0, R[zero, i, i], f.num(1), (f.spec(p["no stage"], i, i), 1))
    base = f.gen(f.imply(f.mp(f.spec(given, i), itself), given), i)
    known, given = f.assume(ForAll(i, Implies(where_walks_lead(l, i), agree(l, i)))), f.assume(where_walks_lead(succ(l), i))
    open_, on = f.assume(Eq(V[l, i, k], 1)), f.assume(Lt(0, R[l, k, j]))
    longer = f.part(f.part(f.spec(p.use(claim, "walks"), l, i, j), 1), 1)
    longer = f.mp(longer, f.exists(f.conj(open_, on), onward, k))
    starts = f.gen(f.imply(f.mp(f.spec(given, j), longer), on), j)
    reached = f.gen(f.imply(f.mp(f.spec(known, k), starts), open_), k)
    step = f.gen(f.imply(f.mp(f.spec(p["stages"], l, i), reached), given), i)
    return f.gen(f.induction(base, step, l, known.conclusion), l)


# a residual row-anchored stage is one of these, with M ∪ id: a row reads its own state through its query
z, z2, v, v2 = field("z z2 v v2", i, c)
w, w2 = field("w w2", i, k)
kappa, kappa2 = field("kappa kappa2", i, k)


def equal_states(i):
    return ForAll(c, Eq(z[i, c], z2[i, c]))


def stage(z, v, w, kappa):
    """x_i + Σ_k A_ik v_k."""
    return z[i, c] + extensional(row_anchor(N[i, k] * kappa[i, k] * exp(-w[i, k]), k), v[k, c], k)


reads = claim.part(
    "what a row reads",
    given={
        "itself": equal_states(i),
        "its keys": ForAll(k, Implies(Eq(N[i, k], 1), equal_states(k))),
        "evidence": ForAll(k, Implies(And(equal_states(i), equal_states(k)), And(Eq(w[i, k], w2[i, k]), Eq(kappa[i, k], kappa2[i, k])))),
        "values": ForAll(k, Implies(equal_states(k), ForAll(c, Eq(v[k, c], v2[k, c])))),
    },
    shows=ForAll(c, Eq(stage(z, v, w, kappa), stage(z2, v2, w2, kappa2))),
)


@reads.proof
def same_entries_on_the_mask(p):
    key = f.assume(Eq(N[i, k], 1))
    there = f.mp(f.spec(p["its keys"], k), key)
    entry = f.mp(f.spec(p["evidence"], k), f.conj(p["itself"], there))
    value = f.spec(f.mp(f.spec(p["values"], k), there), c)
    power = f.rewrite(f.part(entry, 0), f.linear(exp(-w[i, k]), exp(-w[i, k])), y, Eq(exp(-w[i, k]), exp(-y)))
    one, other = kappa[i, k] * exp(-w[i, k]), kappa2[i, k] * exp(-w2[i, k])
    weight = f.linear(one, other, (power, kappa[i, k]), (f.part(entry, 1), exp(-w2[i, k])))

    term = f.linear(one * v[k, c], other * v2[k, c], (weight, v[k, c]), (value, other))
    mask, same = f.spec(p["M mask"], i, k), f.spec(p["itself"], c)

    def entries(u):
        return [(same_on_mask(mask, term), u, k), (same, 1)]

    return f.gen(same_shares(p.left, p.right, [(same_on_mask(mask, weight), 1, k)], entries), c)


# ---- causal after causal is causal -------------------------------------------------------------------------------------------

time, B = field("t", i), field("B", k, j, domain="mask")
causal = claim.part(
    "causal after causal",
    given={
        "first": ForAll((k, j), Iff(Eq(B[k, j], 1), Le(time[j], time[k]))),
        "second": ForAll((i, k), Iff(Eq(N[i, k], 1), Le(time[k], time[i]))),
    },
    shows=ForAll((i, j), Iff(Exists(k, And(Eq(N[i, k], 1), Eq(B[k, j], 1))), Le(time[j], time[i]))),
)


@causal.proof
def earlier_than_earlier(p):
    between, earlier = Exists(k, And(Eq(N[i, k], 1), Eq(B[k, j], 1))), f.assume(Le(time[j], time[i]))
    first, second = f.spec(p["first"], k, j), f.spec(p["second"], i, k)
    some = f.assume(between.body)
    steps = f.by(f.mp(f.part(first, 0), f.part(some, 1))), f.by(f.mp(f.part(second, 0), f.part(some, 0)))
    alive = f.assume(between)
    there = f.release(f.le(time[j], time[i], f.add(*steps)), alive, k)
    stay = f.mp(f.part(f.spec(p["second"], i, i), 1), f.le(time[i], time[i], f.num(0)))  # k = i
    back = f.exists(f.conj(stay, f.mp(f.part(f.spec(p["first"], i, j), 1), earlier)), between, i)
    return f.gen(f.conj(f.imply(there, alive), f.imply(back, earlier)), i, j)


# ---- composition of kernels ----------------------------------------------------------------------------------------------------

L = field("L", t, u)
one, two = field("A", r, s), field("B", s, t)
twice = Eq(Sum(Sum(one[r, s] * two[s, t], s) * L[t, u], t), Sum(one[r, s] * Sum(two[s, t] * L[t, u], t), s))
s2, r2 = companion(s), companion(r)
neutral = And(Eq(Sum(delta(r, r2) * one[r2, s], r2), one[r, s]), Eq(Sum(one[r, s2] * delta(s2, s), s2), one[r, s]))
laws = claim.part("associative, with identity", shows=And(twice, neutral))


@laws.proof
def sums_in_another_order(p):
    return p.auto()


# ---- what fails ------------------------------------------------------------------------------------------------------------------

plain = {x: [[1], [1]], M: [[1, 0], [1, 1]], tau: 1, WQ: [[[0]]], WK: [[[0]]], WV: [[[1]]], i: 0, h: 0, b: 0}


@anchored.near_miss("the mask after softmax: half of the weight is lost", at=plain)
def mask_after_softmax():
    unmasked = softmax(Sum(project(WQ, i, h, a) * project(WK, j, h, a), a), over=j, temperature=tau)
    return Eq(heads(x)[i, h, b], Sum(M[i, j] * unmasked * project(WV, j, h, b), j))


# "M mask": this holds for any weights in place of a mask.


@support.near_miss("off the mask there is no weight: P = (1, 0)")
def weights_everywhere():
    return ForAll((r, s), Eq(share, scale))


support.necessary("live", "an empty row has no weights", at={P: [[0]], e: [[1]]}, undefined=0)
support.necessary("e positive", "negative weights of a negative total", at={P: [[1, 1]], e: [[2, -1]]})
support.necessary("P mask", "entries of both signs: the total is negative", at={P: [[1, -2]], e: [[1, 1]]})


@product.near_miss("one key between is enough, not all are needed: P = (1, 0)")
def through_every_key():
    return ForAll((r, t), Iff(Lt(0, Sum(P[r, s] * e[r, s] * (Q[s, t] * g[s, t]), s)), ForAll(s, And(Eq(P[r, s], 1), Eq(Q[s, t], 1)))))


@product.near_miss("with weights of both signs the ways through two keys cancel: (1, -1)")
def signed():
    weight = field("w", r, s)
    return ForAll((r, t), Iff(Lt(0, Sum(P[r, s] * weight[r, s] * (Q[s, t] * g[s, t]), s)), through))


ways = {P: [[1, 1]], Q: [[1], [1]], e: [[1, 1]], g: [[1], [1]]}
product.necessary("e positive", "the ways through two keys cancel", at={**ways, e: [[1, -1]]})
product.necessary("g positive", "the ways through two keys cancel", at={**ways, g: [[1], [-1]]})
product.necessary("P mask", "an entry 2 of the mask", at={**ways, P: [[2, 2]]})
product.necessary("Q mask", "an entry 2 of the mask", at={**ways, Q: [[2], [2]]})


@residual.near_miss("a residual stage reaches the token itself, whatever the mask: M = 0", at={N: [[0]], U: [[1]], d: [[1]]})
def mask_alone():
    return ForAll((i, k), Iff(Lt(0, delta(i, k) + N[i, k] * d[i, k]), Eq(N[i, k], 1)))


residual.necessary("d positive", "a weight -1 cancels the residual", at={N: [[1]], U: [[1]], d: [[-1]]})
residual.necessary("union", "the diagonal is missing", at={N: [[0]], U: [[0]], d: [[1]]})
residual.necessary("U mask", "an entry 2 of the union", at={N: [[0]], U: [[2]], d: [[1]]})
residual.necessary("M mask", "an entry -1 cancels the residual", at={N: [[-1]], U: [[1]], d: [[1]]})


@walk.near_miss("a walk need not pass through every key: one stage that stays", at={n: 2, V: staying[V], R: staying[R]})
def through_all_keys():
    return ForAll((l, i, j), Iff(Lt(0, R[succ(l), i, j]), ForAll(k, And(Eq(V[l, i, k], 1), Lt(0, R[l, k, j])))))


@depth.near_miss("without residual a token need not reach another: two tokens that read themselves", at={n: 2, **staying})
def every_token_reaches_all():
    return ForAll((l, i, j), Lt(0, G[l, i, j]))


# "no stage" and "one more" define R, "identity" and "composition" define G: without them these are any numbers.
# "U mask", "e positive" at any depth: as in the product; there is no closed form for the walks of other numbers.
alike = {n: 1, C: 1, V: staying[V], R: staying[R], X: ((l, i, c), 0), Y: ((l, i, c), 1)}  # one token, which starts from 0 and from 1


def from_0_and_from_1(refutation):
    """Two runs that stay at 0 and at 1."""
    given = f.assume(ForAll(k, Implies(Eq(delta(i, k), 1), ForAll(c, Eq(0, 1)))))
    stays = f.gen(f.imply(f.mp(f.spec(given, i), f.linear(delta(i, i), 1)), given), l, i)
    th = f.spec(refutation.at({"U": staying[V], "R": staying[R], "X": ((l, i, c), 0), "Y": ((l, i, c), 1)}, stays), zero, i)
    both = f.assume(And(Lt(0, delta(i, j)), Eq(delta(i, j), 0)))
    never = f.absurd(f.lt(0, 0, f.by(f.part(both, 0)), (f.part(both, 1), -1)), ForAll(c, Eq(0, 1)))
    return f.spec(f.mp(th, f.gen(f.imply(never, both), j)), c)


@dependence.near_miss("what a token starts from counts: tokens that read themselves, from 0 and from 1", by=from_0_and_from_1)
def own_start_does_not_count():
    others = ForAll(j, Implies(And(Lt(0, R[l, i, j]), Eq(delta(i, j), 0)), agree(zero, j)))
    return ForAll((l, i), Implies(others, agree(l, i)))


dependence.necessary("stages", "the number of the stage is added in one run only", at={**alike, Y: ((l, i, c), nat(l))})

# row 0 of three tokens reads the two others, whose values are 0 and 1
three = {i: 0, N: [[0, 1, 1], [1, 1, 1], [1, 1, 1]], z: [[0], [0], [0]], z2: [[0], [0], [0]], v: [[0], [0], [1]], v2: [[0], [0], [1]]}
three |= {w: [[0] * 3] * 3, w2: [[0] * 3] * 3, kappa: [[1] * 3] * 3, kappa2: [[1] * 3] * 3}
other_query = {**three, z2: [[1], [0], [0]], kappa2: [[1, 1, 3], [1, 1, 1], [1, 1, 1]]}


@reads.near_miss("a row that does not read itself still has its own query: the weights (1, 1) become (1, 3)", at=other_query)
def keys_alone():
    def read(v, w, kappa):
        return extensional(row_anchor(N[i, k] * kappa[i, k] * exp(-w[i, k]), k), v[k, c], k)

    given = {name: formula for name, formula in reads.given.items() if name != "itself"}
    return given, ForAll(c, Eq(read(v, w, kappa), read(v2, w2, kappa2)))


reads.necessary("itself", "the residual, and the query", at=other_query)
reads.necessary("its keys", "another value", at={**three, z2: [[0], [0], [1]], v2: [[0], [0], [2]]})
reads.necessary("evidence", "a baseline that the states do not determine", at={**three, kappa2: other_query[kappa2]})
reads.necessary("values", "a value that the states do not determine", at={**three, v2: [[0], [0], [2]]})
reads.necessary("M mask", "an entry 2 counts as well", at={**three, N: [[0, 0, 2]] * 3, z2: [[0], [0], [1]], v2: [[0], [0], [2]]})


@causal.near_miss("of a window of one step back, after itself, the past is not all: three tokens")
def window():
    given = {
        "first": ForAll((k, j), Iff(Eq(B[k, j], 1), And(Le(time[j], time[k]), Le(time[k], time[j] + 1)))),
        "second": ForAll((i, k), Iff(Eq(N[i, k], 1), And(Le(time[k], time[i]), Le(time[i], time[k] + 1)))),
    }
    return given, causal.shows


causal.necessary("first", "a first stage without keys", at={time: [0], B: [[0]], N: [[1]]})
causal.necessary("second", "a second stage without keys", at={time: [0], B: [[1]], N: [[0]]})
# "M mask", "B mask": all that counts of a mask is where it is 1.


@laws.near_miss("the order of two stages counts")
def commutative():
    A2, B2 = field("A2 B2", i, k)
    return Eq(Sum(A2[i, k] * B2[k, j], k), Sum(B2[i, k] * A2[k, j], k))


# ---- mutants that are true: what is never negative is not negative, no entry of a mask is −1, and what is above 1 is above 0 ----------


def never(sign, below, then):
    """x < 0 → then, from 0 ≤ x."""
    given = f.assume(Lt(below, 0))
    return f.imply(f.absurd(f.lt(0, 0, f.add(f.by(sign), f.by(given))), then), given)
