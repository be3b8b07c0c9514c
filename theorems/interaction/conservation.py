"""Gradient flow of a loss of the scores keeps the imbalance of queries and keys.

A loss sees queries and keys through their scores: to first order it changes by ⟨G, ΔS⟩, where G is its gradient in the scores.  With
S = QKᵀ the matrix QᵀQ − KᵀK does not change along gradient flow, whatever the loss, and a step η of gradient descent changes it by η²
times the same matrix of the gradients.  With rotary positions, s_ij = ⟨q_i, R_ij k_j⟩, what remains is its trace against the symmetric
matrices that commute with every R_ij on the carrier, and no other trace remains for all losses.  A loss of the anchored row has a
gradient in the scores that sums to 0 along the row.  So a chart that starts balanced stays balanced, and training does not see row
fields.
Source: Du, Hu and Lee (2018), NeurIPS, theorem 2.2; Kunin et al. (2021), ICLR, Neural mechanics.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas import calculus
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, ForAll, Iff, Implies, Rational, Sum, delta, field, function, index, scalar, sizes
from gaproof.theory import derivative
from theorems.anchor import jacobian

n, m, r = sizes("n m r")
(i, a), (j, b), (c, d, e, l) = index("i a", n), index("j b", m), index("c d e l", r)
(t, u, eta), F = scalar("t u eta"), function("F")
RUDIN = "Rudin (1976), Principles of Mathematical Analysis, theorem 5.11(b)"
WHY = "it takes the completeness of the reals for nested intervals or sets, of which the rules cannot speak; over the rationals it is false"
Q, DQ, K, DK = *field("Q DQ", t, i, c), *field("K DK", t, j, c)
G, M, R, B = field("G", t, i, j), field("M", i, j, domain="mask"), field("R", i, j, c, d), field("B", c, d)
q, dq, k, dk, gradient = *field("q dq", i, c), *field("k dk", j, c), field("g", i, j)
X, Y = field("X", i, c), field("Y", j, c)


def chain(Q, K, DQ, DK, G, turn=delta):
    """⟨∂L/∂Q, X⟩ + ⟨∂L/∂K, Y⟩ = ⟨G, change of the scores⟩ for all directions X and Y."""
    along = Sum(DQ(i, c) * X[i, c], i, c) + Sum(DK(j, c) * Y[j, c], j, c)
    change = X[i, c] * turn(c, d) * K(j, d) + Q(i, c) * turn(c, d) * Y[j, d]
    return ForAll((X, Y), Eq(along, Sum(G(i, j) * Sum(change, c, d), i, j)))


def now(F):
    """F at the time t."""
    return lambda *at: F(t, *at)


def imbalance(Q, K, c, d):
    """(QᵀQ − KᵀK)_cd."""
    return Sum(Q(i, c) * Q(i, d), i) - Sum(K(j, c) * K(j, d), j)


def at(F, x):
    return lambda *places: F(x, *places)


def trace(x):
    """tr B(QᵀQ − KᵀK) at a time."""
    return Sum(B[c, d] * imbalance(at(Q, x), at(K, x), c, d), c, d)


flow = {
    "queries flow": ForAll((i, c), derivative(lambda x: Q(x, i, c), t, -DQ(t, i, c))),
    "keys flow": ForAll((j, c), derivative(lambda x: K(x, j, c), t, -DK(t, j, c))),
}
rotary = {"loss of the scores": chain(now(Q), now(K), now(DQ), now(DK), lambda i, j: M[i, j] * G(t, i, j), lambda c, d: R[i, j, c, d])}
plain = {"loss of the scores": chain(now(Q), now(K), now(DQ), now(DK), now(G))}
symmetric = {"symmetric": ForAll((c, d), Eq(B[c, d], B[d, c]))}
commutes = ForAll((i, j, c, d), Eq(M[i, j] * Sum(B[c, e] * R[i, j, e, d], e), M[i, j] * Sum(R[i, j, c, e] * B[e, d], e)))


def always(given):
    """The same at all times."""
    return {name: ForAll(t, formula) for name, formula in given.items()}


def change(q, k, dq, dk):
    """How fast tr B(qᵀq − kᵀk) changes when q and k move by dq and dk."""
    return Sum(B[c, d] * (Sum(dq(i, c) * q(i, d) + q(i, c) * dq(i, d), i) - Sum(dk(j, c) * k(j, d) + k(j, c) * dk(j, d), j)), c, d)


loss = chain(q, k, dq, dk, lambda i, j: M[i, j] * gradient[i, j], lambda c, d: R[i, j, c, d])
no_loss_changes_it = ForAll((q, k, gradient, dq, dk), Implies(loss, Eq(change(q, k, dq, dk), 0)))
descended = imbalance(lambda i, c: q[i, c] - eta * dq[i, c], lambda j, c: k[j, c] - eta * dk[j, c], c, d)
row = jacobian.claim.given
sensitivity, upstream = field("g", jacobian.j), field("H", jacobian.j)
anchored_loss = Eq(
    Sum(sensitivity[jacobian.j] * jacobian.x[jacobian.j], jacobian.j), Sum(upstream[jacobian.j] * jacobian.applied(jacobian.j), jacobian.j)
)

claim = Claim("interaction.conservation", source="Du, Hu and Lee (2018), theorem 2.2; Kunin et al. (2021)")
rotary_rate = claim.part(
    "rate with rotations", given={**flow, **rotary, **symmetric, "commutes": commutes}, shows=derivative(trace, t, Rational(0))
)
rate = claim.part(
    "rate", given={**flow, **plain}, shows=ForAll((c, d), derivative(lambda x: imbalance(at(Q, x), at(K, x), c, d), t, Rational(0)))
)
conserved = claim.part(
    "conserved",
    given=always({**flow, **plain}),
    shows=ForAll((t, u, c, d), Eq(imbalance(at(Q, t), at(K, t), c, d), imbalance(at(Q, u), at(K, u), c, d))),
)
rotary_conserved = claim.part(
    "conserved with rotations",
    given={**always({**flow, **rotary}), **symmetric, "commutes": commutes},
    shows=ForAll((t, u), Eq(trace(t), trace(u))),
)
decided = claim.part("all losses", given=symmetric, shows=Iff(no_loss_changes_it, commutes))
descent = claim.part(
    "descent",
    given={"loss of the scores": chain(q, k, dq, dk, gradient)},
    shows=ForAll((c, d), Eq(descended, imbalance(q, k, c, d) + eta**2 * imbalance(dq, dk, c, d))),
    model={q: ((i, c), 0), k: ((j, c), 0), dq: ((i, c), 0), dk: ((j, c), 0), gradient: ((i, j), 0)},
)
row_gauge = claim.part(
    "row gauge",
    given={**row, "loss of the anchored row": ForAll(jacobian.x, anchored_loss)},
    shows=Eq(Sum(sensitivity[jacobian.j], jacobian.j), 0),
)


@decided.proof
def directions_that_do_not_move_the_scores(p):
    never, still, given = f.assume(no_loss_changes_it), f.assume(commutes), f.assume(loss)
    moved = f.spec(given, ((i, c), Sum(q[i, e] * B[e, c], e)), ((j, c), -Sum(k[j, e] * B[c, e], e)))
    kept = solved(
        change(q, k, dq, dk),
        0,
        (moved, 1),
        (f.spec(still, i, j, e, d), gradient[i, j] * q[i, e] * k[j, d], i, j, e, d),
        (f.spec(p["symmetric"], c, d), Sum(dq[i, c] * q[i, d], i), c, d),
        (f.spec(p["symmetric"], c, d), Sum(dk[j, c] * k[j, d], j), c, d),
    )
    enough = f.imply(f.gen(f.imply(kept, given), q, k, gradient, dq, dk), still)
    # one query with one coordinate, one key, one score
    one = f.spec(
        never,
        ((i, c), delta(i, a) * delta(c, e)),
        ((j, d), delta(j, b) * delta(d, l)),
        ((i, j), delta(i, a) * delta(j, b)),
        ((i, c), M[a, b] * delta(i, a) * R[a, b, c, l]),
        ((j, d), M[a, b] * delta(j, b) * R[a, b, e, d]),
    )
    same = solved(
        M[a, b] * Sum(B[e, c] * R[a, b, c, l], c),
        M[a, b] * Sum(R[a, b, e, c] * B[c, l], c),
        (f.mp(one, p.auto(one.conclusion.children[0])), 1),
        (f.spec(p["symmetric"], c, e), M[a, b] * R[a, b, c, l], c),
        (f.spec(p["symmetric"], c, l), M[a, b] * R[a, b, e, c], c),
    )
    return f.conj(f.imply(f.gen(same, a, b, e, l), never), enough)


def constant(p, function):
    """A function with derivative 0 everywhere is constant."""
    flat = Implies(ForAll(t, derivative(F, t, Rational(0))), ForAll((t, u), Eq(F(t), F(u))))
    return f.inst(p.axiom("zero_derivative", flat, source=RUDIN, why=WHY), {F: (t, function(t))})


@descent.proof
def the_first_order_cancels(p):
    # X = q e_d e_cᵀ and Y = −k e_c e_dᵀ
    at = [f.spec(p["loss of the scores"], ((i, e), q[i, c] * delta(e, d)), ((j, e), -k[j, d] * delta(e, c))) for c, d in ((c, d), (d, c))]
    return p.solve(*((th, eta) for th in at))


@row_gauge.proof
def a_row_field_does_not_move_the_anchor(p):
    j = jacobian.j
    constant = f.part(p.use(jacobian.claim, "kernel", {jacobian.x: (j, 1)}), 1)
    flat = f.spec(f.mp(constant, p.auto(constant.conclusion.children[0])), j)
    return solved(p.left, 0, (f.spec(p["loss of the anchored row"], (j, 1)), 1), (flat, upstream[j], j))


def square(p, flow, F, DF, i):
    """(x ↦ Σ_i F_ic F_id)′ at t, from F′ = −DF: the theorem, the function and its derivative."""
    first, second = (f.spec(p[flow], i, at) for at in (c, d))
    th = calculus.times(first, second, lambda x: F(x, i, c), lambda x: F(x, i, d), (-DF(t, i, c), -DF(t, i, d)))
    slope = -DF(t, i, c) * F(t, i, d) + F(t, i, c) * -DF(t, i, d)
    return calculus.total(th, i, lambda x: F(x, i, c) * F(x, i, d), slope), lambda x: Sum(F(x, i, c) * F(x, i, d), i), Sum(slope, i)


@rotary_rate.proof
def no_loss_changes_the_trace(p):
    of_queries, queries, q_slope = square(p, "queries flow", Q, DQ, i)
    of_keys, keys, k_slope = square(p, "keys flow", K, DK, j)
    less = calculus.multiple(of_keys, Rational(-1), keys, k_slope)
    th = calculus.plus(of_queries, less, queries, lambda x: Rational(-1) * keys(x), (q_slope, Rational(-1) * k_slope))
    body, slope = (lambda x: queries(x) + Rational(-1) * keys(x)), q_slope + Rational(-1) * k_slope
    th = calculus.multiple(th, B[c, d], body, slope)
    th = calculus.total(th, d, lambda x: B[c, d] * body(x), B[c, d] * slope)
    th = calculus.total(th, c, lambda x: Sum(B[c, d] * body(x), d), Sum(B[c, d] * slope, d))
    moved = change(now(Q), now(K), now(DQ), now(DK))
    th = p.clear(f.restate(th, derivative(trace, t, -moved)))
    never = f.mp(f.part(p.use(claim, "all losses"), 1), p["commutes"])
    here = [((i, c), Q(t, i, c)), ((j, c), K(t, j, c)), ((i, j), G(t, i, j)), ((i, c), DQ(t, i, c)), ((j, c), DK(t, j, c))]
    still = f.mp(f.spec(never, *here), p["loss of the scores"])
    return f.rewrite(f.linear(-moved, 0, (still, -1)), th, u, derivative(trace, t, u))


@rate.proof
def the_rotations_are_trivial(p):
    # B = (e_a e_bᵀ + e_b e_aᵀ)/2 and R = 1 on the full carrier
    unit = (delta(c, e) * delta(d, l) + delta(c, l) * delta(d, e)) / 2
    values = {B: ((c, d), unit), R: ((i, j, c, d), delta(c, d)), M: ((i, j), 1)}
    same_loss = chain(now(Q), now(K), now(DQ), now(DK), lambda i, j: Rational(1) * G(t, i, j))
    th = f.cut(p.use(claim, "rate with rotations", values), f.restate(p["loss of the scores"], same_loss))
    th = p.clear(f.restate(th, derivative(lambda x: imbalance(at(Q, x), at(K, x), e, l), t, Rational(0))))
    return f.gen(th, e, l)


@rotary_conserved.proof
def a_function_without_slope_is_constant(p):
    rates = p.use(claim, "rate with rotations")
    rates = f.gen(f.cut(rates, *(f.spec(p[name], t) for name in (*flow, *rotary))), t)
    return f.mp(constant(p, trace), rates)


@conserved.proof
def every_entry_is_constant(p):
    rates = f.cut(p.use(claim, "rate"), *(f.spec(p[name], t) for name in (*flow, *plain)))
    entry = f.gen(f.spec(rates, c, d), t)
    same = f.mp(constant(p, lambda x: imbalance(at(Q, x), at(K, x), c, d)), entry)
    return f.gen(f.spec(same, t, u), t, u, c, d)


number = {q: [[1]], k: [[0]], dq: [[0]], dk: [[1]], gradient: [[1]], eta: 1}  # the score is not seen from k = 0


stretched = {M: [[1]], R: [[[[1, 0], [0, 2]]]], B: [[0, 1], [1, 0]], q: [[1, 0]], k: [[0, 1]], gradient: [[1]], dq: [[0, 2]], dk: [[1, 0]]}


@decided.near_miss("only what commutes with the rotations", at=stretched)
def any_symmetric_matrix():
    return {**symmetric, "loss of the scores": loss}, Eq(change(q, k, dq, dk), 0)


# "symmetric": the trace against an antisymmetric matrix is 0, whatever commutes.  "M mask": the gradients may have any weights.


@descent.near_miss("descent has an error of second order: q = 1, k = 0, one step of length 1", at=number)
def exact():
    return ForAll((c, d), Eq(descended, imbalance(q, k, c, d)))


descent.necessary(
    "loss of the scores", "a query that shrinks by itself", at={q: [[1]], k: [[0]], dq: [[1]], dk: [[0]], gradient: [[0]], eta: 1}
)

row_of_two = {jacobian.M: [1, 1], jacobian.kappa: [1, 1], jacobian.s: [0, 0], jacobian.tau: 1, upstream: [1, 0]}


@row_gauge.near_miss("only the sum vanishes", at={**row_of_two, sensitivity: [Rational(1, 4), Rational(-1, 4)]})
def no_gradient():
    return ForAll(jacobian.j, Eq(sensitivity[jacobian.j], 0))


row_gauge.necessary("loss of the anchored row", "a loss of the scores", at={**row_of_two, sensitivity: [1, 0]})
signed = {**row_of_two, sensitivity: [0, 1]}
row_gauge.necessary("kappa positive", "shares of total 0", at={**signed, jacobian.kappa: [1, -1]}, undefined=1)
row_gauge.necessary("M mask", "shares of total 0", at={**signed, jacobian.M: [1, -1]}, undefined=1)
# "live": an empty row has no gradient.  "temperature": 1/τ is a factor of all of them.


# ---- statements about derivatives --------------------------------------------------------------------------------------------

step = scalar("step")
at_a, at_b = delta(i, a) * delta(c, e), delta(j, b) * delta(c, e)
rest = {name: (places, 0) for name, places in (("Q", (t, i, c)), ("K", (t, j, c)), ("DQ", (t, i, c)), ("DK", (t, j, c)), ("G", (t, i, j)))}
query, key = {**rest, "Q": ((t, i, c), at_a * t)}, {**rest, "K": ((t, j, c), at_b * t)}
shrinking = {**query, "DQ": ((t, i, c), -at_a)}
growing = {**shrinking, "K": key["K"], "DK": ((t, j, c), -at_b), "G": ((t, i, j), -delta(i, a) * delta(j, b))}
resting = {**rest, "Q": ((t, i, c), at_a)}
simple = {"t": 1, "B": ((c, d), delta(c, e) * delta(d, e)), "R": ((i, j, c, d), delta(c, d)), "M": ((i, j), 1)}


def constant_at(value, at, *places):
    """x ↦ value has the derivative 0."""
    return f.gen(f.restate(f.inst(calculus.constant(), {"a": value}), derivative(lambda x: value, at, -Rational(0))), *places)


def proportional(factor, at, *places):
    """x ↦ factor · x has the derivative factor."""
    th = f.inst(calculus.multiple(calculus.identity(), factor, lambda x: x, Rational(1)), {"t": at})
    fall = -factor  # of a loss
    return f.gen(f.restate(th, derivative(lambda x: factor * x, at, -fall)), *places)


def steep(th, slope):
    """0 = 1, where the derivative at 1 is said to be 0 and the quotients are slope · (1 + h/2)."""
    some = f.mp(f.spec(th, 1), f.lt(0, 1, f.num(1)))
    (near,) = f.obtain(some, step)
    wide, steps = f.part(near, 0), f.spec(f.part(near, 1), step)
    near = f.mp(steps, f.unequal(wide), f.le(-step, step, f.mul(f.num(2), f.by(wide))), f.le(step, step, f.num(0)))
    size, side = abs(slope), f.by(f.part(near, 1 if slope > 0 else 0))
    never = f.lt(0, 0, f.add(side, f.num(size - 1), f.mul(f.num(Fraction(size, 2)), f.by(wide))))
    return f.release(f.cut(f.absurd(never, Eq(0, 1)), f.unequal(wide)), some, step)


def moves(at, *times):
    """Without a hypothesis a query or a key may move alone: why, where, what holds there, and the slope of the imbalance at 1."""
    queries, keys = constant_at(0, at, *times, i, c), constant_at(0, at, *times, j, c)
    return {
        "queries flow": ("a query that moves by itself", query, [keys], 2),
        "keys flow": ("a key that moves by itself", key, [queries], -2),
        "loss of the scores": ("a query that shrinks by itself", shrinking, [proportional(at_a, at, *times, i, c), keys], 2),
    }


def growing_together(claim, *where):
    """Q = K = x and G = −1."""
    facts = proportional(at_a, 1, i, c), proportional(at_b, 1, j, c)
    return steep(f.spec(claim.at({**growing, **simple}, *facts), *where), 4)


def unmoved(claim, *where):
    """Q = 1 and K = 0."""
    facts = constant_at(at_a, t, t, i, c), constant_at(0, t, t, j, c)
    return f.absurd(f.spec(claim.at({**resting, **kept_simple}, *facts), *where), Eq(0, 1))


kept_simple = {name: value for name, value in simple.items() if name != "t"}
for part, where in ((rate, (e, e)), (rotary_rate, ())):
    for name, (why, values, facts, slope) in moves(1).items():
        part.necessary(name, why)(
            lambda claim, v=values, known=facts, s=slope, at=where: steep(f.spec(claim.at({**v, **simple}, *known), *at), s)
        )
for part, where in ((conserved, (1, 0, e, e)), (rotary_conserved, (1, 0))):
    for name, (why, values, facts, _) in moves(t, t).items():
        part.necessary(name, why)(
            lambda claim, v=values, known=facts, at=where: f.absurd(f.spec(claim.at({**v, **kept_simple}, *known), *at), Eq(0, 1))
        )
# "symmetric", "commutes", "M mask" as for all losses.


def total(x, c, d):
    """(QᵀQ + KᵀK)_cd."""
    return Sum(Q(x, i, c) * Q(x, i, d), i) + Sum(K(x, j, c) * K(x, j, d), j)


@rate.near_miss("the sum of the two is not kept: Q = K = 1 and G = -1", by=lambda claim: growing_together(claim, e, e))
def sum_of_both():
    return ForAll((c, d), derivative(lambda x: total(x, c, d), t, Rational(0)))


@rotary_rate.near_miss("the sum of the two is not kept: Q = K = 1, G = -1 and R = 1", by=growing_together)
def trace_of_both():
    return derivative(lambda x: Sum(B[c, d] * total(x, c, d), c, d), t, Rational(0))


@conserved.near_miss("it need not be 0: one query, and a loss without slope", by=lambda claim: unmoved(claim, 1, e, e))
def balanced():
    return ForAll((t, c, d), Eq(imbalance(at(Q, t), at(K, t), c, d), 0))


@rotary_conserved.near_miss("the trace need not be 0: one query, and a loss without slope", by=lambda claim: unmoved(claim, 1))
def without_trace():
    return ForAll(t, Eq(trace(t), 0))
