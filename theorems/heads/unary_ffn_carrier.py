"""A feed-forward network reads its hidden coordinates by a kernel that is not anchored.

A network with two layers is y_i = Σ_h φ(⟨x_i, k_h⟩ + b_h) v_h: the token addresses hidden coordinates h with keys k_h and values v_h,
and φ makes evidence of the scores.  ReLU is max(w, 0) = S·w, where the mask S is 1 for 0 < w and else 0: the state makes the carrier,
and may leave it empty.  With φ(w) = wΦ and Φ > 0, as in SiLU and GELU, the coefficient is negative exactly where the score is, and any
activation with a negative value gives every key that is not 0 a state with a negative coefficient.
Without biases a ReLU network is positively homogeneous, so its coefficients do not sum to 1 both at x and at 2x: the kernel is not
row-anchored.
Source: Geva et al. (2021), Transformer Feed-Forward Layers Are Key-Value Memories, EMNLP; Hendrycks and Gimpel (2016), arXiv 1606.08415.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Ne,
    Rational,
    Sum,
    array,
    exp,
    field,
    function,
    index,
    scalar,
    sizes,
)
from gaproof.theory import Carrier, EvidenceKernel, Uninterpreted, extensional

n, d, H, D = sizes("n d H D")
i, c, h, o = index("i", n), index("c", d), index("h", H), index("o", D)  # tokens, features, hidden coordinates, outputs
X, W, V, bias = field("X", i, c), field("W", h, c), field("V", h, o), field("b", h)
S, A, B = field("S", i, h, domain="mask"), *field("A B", h, domain="mask")
x, u, w, v, t, phi, Phi = *field("x u", c), *scalar("w v t"), function("phi"), scalar("Phi", domain="positive")


def score(x, h):
    """⟨x, k_h⟩."""
    return Sum(x(c) * W[h, c], c)


def times(t, x):
    return lambda c: t * x(c)


def on(mask, score, *over):
    """The mask is 1 exactly where the score is positive."""
    return ForAll(over, Iff(Eq(mask, 1), Lt(0, score)))


biased = score(lambda c: X[i, c], h) + bias[h]
kernel = EvidenceKernel(Carrier(i, h), array((i, h), biased), Uninterpreted(phi))
relu = S[i, h] * biased
active = {"active": on(S[i, h], biased, i, h)}

claim = Claim("heads.unary_ffn_carrier", source="Geva et al. (2021), EMNLP; Hendrycks and Gimpel (2016), arXiv 1606.08415")
read = claim.part(
    "kernel", shows=ForAll((i, o), Eq(Sum(V[h, o] * phi(Sum(W[h, c] * X[i, c], c) + bias[h]), h), extensional(kernel[i, h], V[h, o], h)))
)
larger = And(Le(0, relu), Le(biased, relu), Iff(Lt(0, relu), Lt(0, biased)))
of_relu = claim.part("ReLU", given=active, shows=ForAll((i, h), larger))
unread = ForAll(i, Iff(ForAll(h, Eq(relu, 0)), ForAll(h, Le(biased, 0))))
empty = claim.part("empty support", given=active, shows=unread)
opposite = claim.part(
    "opposite state",
    given={"one side": ForAll(h, Lt(0, score(u, h))), "active": on(A[h], score(times(-1, u), h), h)},
    shows=ForAll(h, Eq(A[h], 0)),
)


def network(mask, x, o):
    """A ReLU network without biases."""
    return extensional(mask[h] * score(x, h), V[h, o], h)


both = {"active": on(A[h], score(x, h), h), "active at the multiple": on(B[h], score(times(t, x), h), h)}
homogeneous = claim.part(
    "homogeneous", given={**both, "factor": Le(0, t)}, shows=ForAll(o, Eq(network(B, times(t, x), o), t * network(A, x, o)))
)
one, two = Sum(A[h] * score(x, h), h), Sum(B[h] * score(times(2, x), h), h)
unanchored = claim.part(
    "not anchored",
    given={"active": both["active"], "active at the double": on(B[h], score(times(2, x), h), h)},
    shows=And(Eq(two, 2 * one), Implies(Eq(one, 1), Ne(two, 1))),
)
signs = Iff(Lt(w * Phi, 0), Lt(w, 0)), Iff(Lt(0, w * Phi), Lt(0, w))
gated = claim.part("gated", shows=And(*signs))
of_silu = claim.part("SiLU", shows=And(Iff(Lt(w / (1 + exp(-w)), 0), Lt(w, 0)), Iff(Lt(w / (1 + exp(-v)), 0), Lt(w, 0))))
reaching = array(c, (w - bias[h]) / Sum(W[h, c] * W[h, c], c) * W[h, c])  # the multiple of k_h whose score is w
signed = claim.part(
    "signed",
    given={"negative value": Lt(phi(w), 0), "key": Ne(Sum(W[h, c] * W[h, c], c), 0)},
    shows=Lt(phi(score(lambda c: reaching[c], h) + bias[h]), 0),
)


@read.proof
def by_definition(p):
    return p.identity()


def rectified(told, is_mask, mask, score):
    """0 ≤ S·w, w ≤ S·w, and 0 < w from S = 1, w ≤ 0 from S = 0, where S = 1 ⟺ 0 < w."""
    yes, no, high = f.assume(Eq(mask, 1)), f.assume(Eq(mask, 0)), f.assume(Lt(0, score))
    positive = f.mp(f.part(told, 0), yes)
    clash = f.absurd(f.linear(0, 1, (f.mp(f.part(told, 1), high), 1), (no, -1)), Le(score, 0))
    negative = f.cases(Le(score, 0), f.assume(Le(score, 0)), clash)
    value = mask * score
    sign = mask_cases(is_mask, f.le(0, value, f.by(positive), (yes, score)), f.le(0, value, f.num(0), (no, score)))
    above = mask_cases(is_mask, f.le(score, value, f.num(0), (yes, score)), f.le(score, value, f.by(negative), (no, score)))
    return sign, above, positive, negative


def at_row(p):
    return rectified(f.spec(p["active"], i, h), f.spec(p["S mask"], i, h), S[i, h], biased)


@of_relu.proof
def the_larger_of_two(p):
    sign, above, positive, _ = at_row(p)
    value, high, no = f.assume(Lt(0, relu)), f.assume(Lt(0, biased)), f.assume(Eq(S[i, h], 0))
    never = f.absurd(f.lt(0, 0, f.by(value), (no, -biased)), Lt(0, biased))
    there = f.imply(mask_cases(f.spec(p["S mask"], i, h), positive, never), value)
    here = f.lt(0, relu, f.by(high), (f.mp(f.part(f.spec(p["active"], i, h), 1), high), biased))
    return f.gen(f.conj(sign, above, f.conj(there, f.imply(here, high))), i, h)


@empty.proof
def no_score_is_positive(p):
    _, above, _, _ = at_row(p)
    none, low = f.assume(ForAll(h, Eq(relu, 0))), f.assume(ForAll(h, Le(biased, 0)))
    there = f.imply(f.gen(f.le(biased, 0, f.by(above), (f.spec(none, h), -1)), h), none)
    _, _, positive, _ = at_row(p)
    never = f.absurd(f.lt(0, 0, f.add(f.by(positive), f.by(f.spec(low, h)))), Eq(relu, 0))
    gone = mask_cases(f.spec(p["S mask"], i, h), never, f.linear(relu, 0, (f.assume(Eq(S[i, h], 0)), biased)))
    return f.gen(f.conj(there, f.imply(f.gen(gone, h), low)), i)


@opposite.proof
def every_score_is_negative(p):
    yes = f.assume(Eq(A[h], 1))
    positive = f.mp(f.part(f.spec(p["active"], h), 0), yes)
    never = f.absurd(f.lt(0, 0, f.add(f.by(positive), f.by(f.spec(p["one side"], h)))), Eq(A[h], 0))
    return f.gen(mask_cases(f.spec(p["A mask"], h), never, f.assume(Eq(A[h], 0))), h)


def scaled(p, t, at_multiple, size):
    """B·(t·w) = t·A·w for the score w, from 0 ≤ t."""
    w = score(x, h)
    sides = B[h] * score(times(t, x), h), t * (A[h] * w)
    on_a, off_a, on_b, off_b = (f.assume(Eq(mask[h], value)) for mask in (A, B) for value in (1, 0))
    _, _, positive, negative = rectified(f.spec(p["active"], h), f.spec(p["A mask"], h), A[h], w)
    _, _, above, below = rectified(f.spec(p[at_multiple], h), f.spec(p["B mask"], h), B[h], score(times(t, x), h))
    both_on = f.linear(*sides, (on_b, t * w), (on_a, -t * w))
    # w is positive and t·w is not: t·w = 0
    zero = f.antisymmetry(below, f.le(0, score(times(t, x), h), f.mul(f.by(size), f.by(positive))))
    only_a = f.linear(*sides, (off_b, t * w), (zero, -A[h]))
    # w is not positive, and so t·w is not
    never = f.absurd(f.lt(0, 0, f.add(f.by(above), f.mul(f.by(size), f.by(negative)))), Eq(*sides))
    none = f.linear(*sides, (off_b, t * w), (off_a, -t * w))
    mask = f.spec(p["B mask"], h)
    return mask_cases(f.spec(p["A mask"], h), mask_cases(mask, both_on, only_a), mask_cases(mask, never, none))


@homogeneous.proof
def scale_the_scores(p):
    entry = scaled(p, t, "active at the multiple", p["factor"])
    return f.gen(f.linear(network(B, times(t, x), o), t * network(A, x, o), (entry, V[h, o], h)), o)


@unanchored.proof
def twice_the_state(p):
    entry, given = scaled(p, 2, "active at the double", f.le(0, 2, f.num(2))), f.assume(Eq(one, 1))
    double = f.linear(two, 2 * one, (entry, 1, h))
    return f.conj(double, f.imply(f.unequal(f.lt(1, two, f.num(1), (double, 1), (given, 2))), given))


@gated.proof
def the_sign_of_the_score(p):
    positive, product = f.by(p["Phi positive"]), w * Phi
    below, above, low, high = (f.assume(formula) for formula in (Lt(product, 0), Lt(0, product), Lt(w, 0), Lt(0, w)))
    negative = f.imply(f.lt(w, 0, f.mul(f.by(below), f.inv(positive))), below), f.imply(f.lt(product, 0, f.mul(f.by(low), positive)), low)
    other = f.imply(f.lt(0, w, f.mul(f.by(above), f.inv(positive))), above), f.imply(f.lt(0, product, f.mul(f.by(high), positive)), high)
    return p.clear(f.conj(f.conj(*negative), f.conj(*other)))


@of_silu.proof
def a_sigmoid_is_positive(p):
    def negative(v):
        gate = 1 / (1 + exp(-v))
        positive = f.lt(0, gate, f.inv(f.add(f.num(1), f.ex(-v))))
        return f.part(f.cut(f.inst(p.use(claim, "gated"), {Phi: gate}), positive), 0)

    return p.clear(f.conj(negative(w), negative(v)))


@signed.proof
def a_multiple_of_the_key(p):
    reached = p.clear(f.linear(w, score(lambda c: reaching[c], h) + bias[h]))
    return f.rewrite(reached, p["negative value"], t, Lt(phi(t), 0))


@read.near_miss("the bias is added before the activation, not after: φ(w) = w²")
def bias_outside():
    outside = Sum(V[h, o] * (phi(Sum(W[h, c] * X[i, c], c)) + bias[h]), h)
    return ForAll((i, o), Eq(outside, extensional(kernel[i, h], V[h, o], h)))


@of_relu.near_miss("a coefficient is not positive at the score 0")
def also_at_zero():
    return active, ForAll((i, h), And(Le(0, relu), Le(biased, relu), Iff(Lt(0, relu), Le(0, biased))))


@empty.near_miss("coefficients vanish at all scores that are not positive, not at 0 alone: one score of -1")
def scores_are_zero():
    return active, ForAll(i, Iff(ForAll(h, Eq(relu, 0)), ForAll(h, Eq(biased, 0))))


@opposite.near_miss("keys on both sides of 0 leave no such state: keys 1 and -1")
def two_sides():
    return {"active": opposite.given["active"]}, opposite.shows


@homogeneous.near_miss("not for negative factors: relu(-1) is 0, and -relu(1) is -1")
def all_factors():
    return both, homogeneous.shows


@unanchored.near_miss("coefficients of sum 1/2 at x have the sum 1 at 2x")
def anywhere():
    return unanchored.given, And(Eq(two, 2 * one), Ne(two, 1))


@gated.near_miss("at the score 0 the coefficient is 0")
def negative_at_zero():
    return And(Iff(Lt(w * Phi, 0), Le(w, 0)), signs[1])


@of_silu.near_miss("the sigmoid alone, which is the gate, is never negative")
def gate_alone():
    return Iff(Lt(1 / (1 + exp(-v)), 0), Lt(w, 0))


@signed.near_miss("at the key itself the score is |k|² + b, not w: φ(w) = w", at={phi: (w, w), W: [[1]], bias: [0], h: 0, w: -1})
def at_the_key():
    return signed.given, Lt(phi(score(lambda c: W[h, c], h) + bias[h]), 0)


of_relu.necessary("active", "a coordinate of negative score is read", at={X: [[-1]], W: [[1]], bias: [0], S: [[1]]})
of_relu.necessary("S mask", "an entry -1 for the score -1", at={X: [[-1]], W: [[1]], bias: [0], S: [[2]]})
empty.necessary("active", "a coordinate of positive score is not read", at={X: [[1]], W: [[1]], bias: [0], S: [[0]]})
empty.necessary("S mask", "an entry 2 for the score -1", at={X: [[-1]], W: [[1]], bias: [0], S: [[2]]})
opposite.necessary("one side", "a key on the other side", at={u: [-1], W: [[1]], A: [1]})
opposite.necessary("active", "any mask", at={u: [1], W: [[1]], A: [1]})
opposite.necessary("A mask", "an entry 2 is not 1", at={u: [1], W: [[1]], A: [2]})
ray = {x: [1], W: [[1]], V: [[1]], t: 1, A: [1], B: [1]}
homogeneous.necessary("active", "any mask", at={**ray, A: [0]})
homogeneous.necessary("active at the multiple", "any mask", at={**ray, B: [0]})
homogeneous.necessary("factor", "relu(-1) is not -relu(1)", at={**ray, t: -1, B: [0]})
homogeneous.necessary("A mask", "an entry 2 for a score of -1", at={**ray, x: [-1], A: [2], B: [0]})
homogeneous.necessary("B mask", "an entry 2 for a score of -1", at={**ray, x: [-1], A: [0], B: [2]})
half = Rational(1, 2)
unanchored.necessary("active at the double", "one of two coordinates is read", at={x: [1], W: [[half], [half]], A: [1, 1], B: [1, 0]})
unanchored.necessary("A mask", "an entry -1/2 for the score -1", at={x: [1], W: [[half], [-1]], A: [1, -half], B: [1, 0]})
unanchored.necessary("B mask", "an entry 1/2 for the score -2", at={x: [1], W: [[1], [-1]], A: [1, 0], B: [1, half]})
unanchored.necessary("active", "a coordinate that is read is left out", at={x: [1], W: [[1]], A: [0], B: [1]})
gated.necessary("Phi positive", "a negative gate turns the sign round", at={Phi: -1, w: 1})
signed.necessary("negative value", "an activation without one", at={phi: (w, 0), W: [[1]], bias: [0], h: 0, w: 0})
signed.necessary("key", "a key that does not see the state", at={phi: (w, w), W: [[0]], bias: [0], h: 0, w: -1}, undefined=0)

for part in (of_relu, empty):
    part.drawn({S: ((i, h), Lt(0, biased))})
opposite.drawn({A: (h, Lt(0, score(times(-1, u), h)))})
homogeneous.drawn({A: (h, Lt(0, score(x, h))), B: (h, Lt(0, score(times(t, x), h)))})
unanchored.drawn({A: (h, Lt(0, score(x, h))), B: (h, Lt(0, score(times(2, x), h)))})
