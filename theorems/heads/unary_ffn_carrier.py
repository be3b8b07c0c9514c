"""A feed-forward network reads its hidden coordinates by a kernel that is not anchored.

A network with two layers is y_i = Σ_h φ(⟨x_i, k_h⟩ + b_h) v_h: the token addresses hidden coordinates h with keys k_h and values v_h,
and φ makes evidence of the scores.  With ReLU the coefficients are not negative; which of them are positive the state decides,
and it may leave none.  With φ(w) = wΦ(w) and Φ > 0, as in SiLU and GELU, the coefficient is negative exactly where the score is, and any
activation with a negative value gives every key that is not 0 a state with a negative coefficient.  Without biases a ReLU network
is positively homogeneous, so its coefficients do not sum to 1 somewhere on every ray: the kernel is not row-anchored.
Source: Geva et al. (2021), Transformer Feed-Forward Layers Are Key-Value Memories, EMNLP; Hendrycks and Gimpel (2016), arXiv 1606.08415.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, array, exp, field, function, index, number, scalar, sizes
from gaproof.theory import Carrier, EvidenceKernel, Uninterpreted, extensional

n, d, H, D = sizes("n d H D")
i, c, h, o = index("i", n), index("c", d), index("h", H), index("o", D)  # tokens, features, hidden coordinates, outputs
X, W, V, bias = field("X", i, c), field("W", h, c), field("V", h, o), field("b", h)
x, u, w, t, relu, phi, Phi, g = *field("x u", c), *scalar("w t"), *function("relu phi Phi g")


def score(x, h):
    """⟨x, k_h⟩."""
    return Sum(x(c) * W[h, c], c)


def at(i):
    return lambda c: X[i, c]


def times(t, x):
    return lambda c: t * x(c)


def network(x, o):
    """A ReLU network without biases."""
    return extensional(relu(score(x, h)), V[h, o], h)


rectifier = And(ForAll(w, Implies(Le(w, 0), Eq(relu(w), 0))), ForAll(w, Implies(Lt(0, w), Eq(relu(w), w))))  # max(w, 0)
biased = score(at(i), h) + bias[h]
kernel = EvidenceKernel(Carrier(i, h), array((i, h), biased), Uninterpreted(phi))
coefficient = relu(biased)

claim = Claim("heads.unary_ffn_carrier", source="Geva et al. (2021), EMNLP; Hendrycks and Gimpel (2016), arXiv 1606.08415")
read = claim.part(
    "kernel", shows=ForAll((i, o), Eq(Sum(V[h, o] * phi(Sum(W[h, c] * X[i, c], c) + bias[h]), h), extensional(kernel[i, h], V[h, o], h)))
)
of_relu = claim.part(
    "ReLU",
    given={"rectifier": rectifier},
    shows=ForAll((i, h), And(Le(0, coefficient), Iff(Lt(0, coefficient), Lt(0, biased)))),
)
unread = ForAll(i, Iff(ForAll(h, Eq(coefficient, 0)), ForAll(h, Le(biased, 0))))
behind = Implies(ForAll(h, Lt(0, score(u, h))), ForAll(h, Eq(relu(score(lambda c: -u[c], h)), 0)))
empty = claim.part("empty support", given={"rectifier": rectifier}, shows=And(unread, behind))
homogeneous = claim.part(
    "homogeneous",
    given={"rectifier": rectifier},
    shows=Implies(Le(0, t), ForAll((i, o), Eq(network(times(t, at(i)), o), t * network(at(i), o)))),
)
unanchored = claim.part(
    "not anchored",
    given={"rectifier": rectifier},
    shows=Exists(t, And(Lt(0, t), Ne(Sum(relu(score(times(t, x), h)), h), 1))),
)
gated = claim.part(
    "gated",
    given={"gate": ForAll(w, Lt(0, Phi(w)))},
    shows=ForAll(w, And(Iff(Lt(w * Phi(w), 0), Lt(w, 0)), Iff(Lt(0, w * Phi(w)), Lt(0, w)))),
)
of_silu = claim.part("SiLU", shows=ForAll(w, And(Iff(Lt(w / (1 + exp(-w)), 0), Lt(w, 0)), Iff(Lt(w / (1 + exp(-g(w))), 0), Lt(w, 0)))))
signed = claim.part(
    "signed",
    given={"negative value": Lt(phi(w), 0), "key": Ne(Sum(W[h, c] * W[h, c], c), 0)},
    shows=Exists(x, Lt(phi(score(x, h) + bias[h]), 0)),
)


@read.proof
def by_definition(p):
    return p.identity()


def rectified(p):
    """w ≤ 0 ⊢ relu(w) = 0, and 0 < w ⊢ relu(w) = w."""
    return tuple(f.mp(f.spec(f.part(p["rectifier"], k), w), f.assume(side)) for k, side in enumerate((Le(w, 0), Lt(0, w))))


def signs(p):
    """0 ≤ relu(w), 0 < relu(w) ⟺ 0 < w, and relu(w) = 0 ⟺ w ≤ 0."""
    below, above = rectified(p)
    value, low, high = relu(w), f.assume(Le(w, 0)), f.assume(Lt(0, w))
    sign = f.cases(Le(w, 0), f.le(0, value, f.num(0), (below, 1)), f.le(0, value, f.by(high), (above, 1)))
    positive, zero = f.assume(Lt(0, value)), f.assume(Eq(value, 0))
    from_value = f.cases(Le(w, 0), f.absurd(f.lt(0, 0, f.by(positive), (below, -1)), Lt(0, w)), high)
    from_zero = f.cases(Le(w, 0), low, f.absurd(f.lt(0, 0, f.by(high), (above, 1), (zero, -1)), Le(w, 0)))
    same_sign = f.conj(f.imply(from_value, positive), f.imply(f.lt(0, value, f.by(high), (above, 1)), high))
    return sign, same_sign, f.conj(f.imply(from_zero, zero), f.imply(below, low))


def scaled(p):
    """0 ≤ t ⊢ relu(t·w) = t·relu(w)."""
    below, above = rectified(p)
    size, sides = f.assume(Le(0, t)), (relu(t * w), t * relu(w))
    down = f.cut(f.inst(below, {w: t * w}), f.le(t * w, 0, f.mul(f.by(size), f.by(f.assume(Le(w, 0))))))
    # t·w is positive as well, unless t = 0
    none, some = f.assume(Le(t * w, 0)), f.inst(above, {w: t * w})
    nothing = f.antisymmetry(none, f.le(0, t * w, f.mul(f.by(size), f.by(f.assume(Lt(0, w))))))
    flat = f.linear(*sides, (f.inst(below, {w: t * w}), 1), (nothing, -1), (above, -t))
    up = f.cases(Le(t * w, 0), flat, f.linear(*sides, (some, 1), (above, -t)))
    return f.cases(Le(w, 0), f.linear(*sides, (down, 1), (below, -t)), up)


@of_relu.proof
def the_larger_of_two(p):
    sign, same_sign, _ = (f.inst(th, {w: biased}) for th in signs(p))
    return f.gen(f.conj(sign, same_sign), i, h)


@empty.proof
def no_score_is_positive(p):
    zero = f.inst(signs(p)[2], {w: biased})
    none, small = f.assume(ForAll(h, Eq(coefficient, 0))), f.assume(ForAll(h, Le(biased, 0)))
    there = f.imply(f.gen(f.mp(f.part(zero, 0), f.spec(none, h)), h), none)
    back = f.imply(f.gen(f.mp(f.part(zero, 1), f.spec(small, h)), h), small)
    ahead, negative = f.assume(behind.args[0]), score(lambda c: -u[c], h)
    gone = f.mp(f.part(f.inst(signs(p)[2], {w: negative}), 1), f.le(negative, 0, f.by(f.spec(ahead, h))))
    return f.conj(f.gen(f.conj(there, back), i), f.imply(f.gen(gone, h), ahead))


@homogeneous.proof
def scale_the_scores(p):
    at_score = f.inst(scaled(p), {w: score(at(i), h)})
    equal = f.linear(network(times(t, at(i)), o), t * network(at(i), o), (at_score, V[h, o], h))
    return f.imply(f.gen(equal, i, o), Le(0, t))


@unanchored.proof
def twice_the_state(p):
    def total(t):
        return Sum(relu(score(times(t, x), h)), h)

    one = Eq(total(1), 1)
    double = f.cut(f.inst(scaled(p), {w: score(x, h), t: 2}), f.le(0, 2, f.num(2)))
    two = f.linear(total(2), 2, (double, 1, h), (f.assume(one), 2))
    found = f.exists(f.conj(f.lt(0, 2, f.num(2)), f.unequal(f.lt(1, total(2), f.num(1), (two, 1)))), p.goal, 2)
    return f.cases(one, found, f.exists(f.conj(f.lt(0, 1, f.num(1)), f.assume(f.otherwise(one))), p.goal, 1))


@gated.proof
def the_sign_of_the_score(p):
    positive, product = f.by(f.spec(p["gate"], w)), w * Phi(w)
    below, above, low, high = (f.assume(formula) for formula in (Lt(product, 0), Lt(0, product), Lt(w, 0), Lt(0, w)))
    negative = f.imply(f.lt(w, 0, f.mul(f.by(below), f.inv(positive))), below), f.imply(f.lt(product, 0, f.mul(f.by(low), positive)), low)
    other = f.imply(f.lt(0, w, f.mul(f.by(above), f.inv(positive))), above), f.imply(f.lt(0, product, f.mul(f.by(high), positive)), high)
    return p.everywhere(f.conj(f.conj(*negative), f.conj(*other)), w)


@of_silu.proof
def a_sigmoid_is_positive(p):
    def negative(exponent):
        gate = 1 / (1 + exp(-exponent))
        there = f.inst(p.use(claim, "gated"), {Phi: (w, gate)})
        return f.part(f.spec(f.cut(there, f.gen(f.lt(0, gate, f.inv(f.add(f.num(1), f.ex(-exponent)))), w)), w), 0)

    return p.everywhere(f.conj(negative(w), negative(g(w))), w)


@signed.proof
def a_multiple_of_the_key(p):
    multiple = (w - bias[h]) / Sum(W[h, c] * W[h, c], c)
    reached = p.clear(f.linear(w, score(lambda c: multiple * W[h, c], h) + bias[h]))
    return f.exists(f.rewrite(reached, p["negative value"], t, Lt(phi(t), 0)), p.goal, (c, multiple * W[h, c]))


@read.near_miss("the bias is added before the activation, not after: φ(w) = w²")
def bias_outside():
    outside = Sum(V[h, o] * (phi(Sum(W[h, c] * X[i, c], c)) + bias[h]), h)
    return ForAll((i, o), Eq(outside, extensional(kernel[i, h], V[h, o], h)))


def score_of_zero(miss):
    """The score 0 has no coefficient."""
    th = f.spec(miss.at({"X": ((i, c), 0), "b": (h, 0)}, f.assume(rectifier)), i, h)
    positive = f.mp(f.part(f.part(th, 1), 1), f.le(0, 0, f.num(0)))
    zero = f.mp(f.spec(f.part(f.assume(rectifier), 0), 0), f.le(0, 0, f.num(0)))
    return f.absurd(f.lt(0, 0, f.by(positive), (zero, -1)), Eq(0, 1))


@of_relu.near_miss("at the score 0 there is no coefficient", by=score_of_zero)
def also_at_zero():
    return of_relu.given, ForAll((i, h), And(Le(0, coefficient), Iff(Lt(0, coefficient), Le(0, biased))))


def score_below_zero(miss):
    """The score -1 has the coefficient 0, as the score 0 has."""
    th = f.spec(f.part(miss.at({"X": ((i, c), 0), "b": (h, -1)}, f.assume(rectifier)), 0), i)
    none = f.mp(f.spec(f.part(f.assume(rectifier), 0), -1), f.le(-1, 0, f.num(1)))
    equal = f.spec(f.mp(f.part(th, 0), f.gen(f.restate(none, Eq(relu(Sum(number(0) * W[h, c], c) + number(-1)), 0)), h)), h)
    return f.absurd(equal, Eq(0, 1))


@empty.near_miss("a coefficient vanishes at all scores that are not positive, not at 0 alone", by=score_below_zero)
def scores_are_zero():
    alone = ForAll(i, Iff(ForAll(h, Eq(coefficient, 0)), ForAll(h, Eq(biased, 0))))
    return empty.given, And(alone, behind)


def minus_one(miss):
    """-relu(1) ≠ relu(-1)."""
    at_1, below = f.assume(rectifier), f.le(-1, 0, f.num(1))
    values = {"t": -1, "X": ((i, c), 1 / d), "W": ((h, c), 1), "V": ((h, o), 1)}
    th = f.spec(miss.at(values, f.assume(rectifier)), i, o)
    one = f.mp(f.spec(f.part(at_1, 1), 1), f.lt(0, 1, f.num(1)))
    none = f.mp(f.spec(f.part(at_1, 0), -1), below)
    total = f.linear(0, -H, (th, 1), (none, -1, h), (one, -1, h))
    return f.absurd(f.lt(0, 0, f.size(H), (total, -1)), Eq(0, 1))


@homogeneous.near_miss("not for negative factors: relu(-1) is 0, and -relu(1) is -1", by=minus_one)
def all_factors():
    return homogeneous.given, ForAll((i, o), Eq(network(times(t, at(i)), o), t * network(at(i), o)))


def with_bias_one(miss):
    """Without scores and with biases 1/|H| the coefficients are 1/|H|."""
    th = miss.at({"x": (c, 0), "W": ((h, c), 0), "b": (h, 1 / H)}, f.assume(rectifier))
    *_, known = f.obtain(th, t)
    one = f.mp(f.spec(f.part(f.assume(rectifier), 1), 1 / H), f.lt(0, 1 / H, f.inv(f.size(H))))
    apart, total = f.part(known, 1), Sum(relu(score(times(t, lambda c: number(0)), h) + 1 / H), h)
    return f.release(f.absurd(f.rewrite(f.linear(total, 1, (one, 1, h)), apart, w, Ne(w, 1)), Eq(0, 1)), th, t)


@unanchored.near_miss("with biases a kernel may be anchored on a whole ray: scores 0 and biases 1/|H|", by=with_bias_one)
def with_biases():
    return unanchored.given, Exists(t, And(Lt(0, t), Ne(Sum(relu(score(times(t, x), h) + bias[h]), h), 1)))


@gated.near_miss("at the score 0 the coefficient is 0", at={Phi: (w, 1)})
def negative_at_zero():
    return gated.given, ForAll(w, Iff(Lt(w * Phi(w), 0), Le(w, 0)))


@of_silu.near_miss("the sigmoid alone, which is the gate, is never negative", at={g: (w, w)})
def gate_alone():
    return ForAll(w, Iff(Lt(1 / (1 + exp(-g(w))), 0), Lt(w, 0)))


def no_square_is_negative(miss):
    """φ(w) = w²."""
    th = miss.at({"phi": (w, w * w), "w": 1, "W": ((h, c), 1), "b": (h, 0)})
    *_, known = f.obtain(th, x)
    reached = Sum(x[c], c)
    return f.release(f.absurd(f.lt(0, 0, f.add(f.by(known), f.sq(reached))), Eq(0, 1)), th, x)


@signed.near_miss("an activation without negative values: φ(w) = w²", by=no_square_is_negative)
def squared():
    return {"key": signed.given["key"], "value": Lt(0, phi(w))}, signed.shows


zero = {X: [[0]], W: [[0]], bias: [0]}
of_relu.necessary("rectifier", "the activation -1", at={relu: (w, -1), **zero})
empty.necessary("rectifier", "the activation 1 reads at all scores", at={relu: (w, 1), **zero, u: [0]})
homogeneous.necessary("rectifier", "a constant activation", at={relu: (w, 1), X: [[0]], W: [[0]], V: [[1]], t: 2})
unanchored.necessary("rectifier", "the activation 1 on one hidden coordinate", at={relu: (w, 1), W: [[0]], x: [0]})
gated.necessary("gate", "a negative gate turns the sign round", at={Phi: (w, -1)})
signed.necessary("negative value", "an activation without one", at={phi: (w, 0), W: [[1]], bias: [0], h: 0, w: 0})
signed.necessary("key", "a key that does not see the state", at={phi: (w, w), W: [[0]], bias: [0], h: 0, w: -1})
