"""Mutants of transformer.head_gauge that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, ForAll, Sum, delta, exp
from gaproof.theory import gibbs
from theorems.interaction.chart_rope import G as G_
from theorems.interaction.chart_rope import H as H_
from theorems.interaction.chart_rope import M as on
from theorems.interaction.chart_rope import R, cos, invariant, k, other_side, q, sin, theta
from theorems.interaction.chart_rope import claim as chart_rope
from theorems.interaction.chart_rope import v as v_
from theorems.interaction.chart_rope import x as x_

from .head_gauge import (
    K,
    Q,
    across,
    along,
    alpha,
    beta,
    bias,
    c,
    claim,
    commuting,
    d,
    dot,
    e,
    fields,
    i,
    j,
    l,
    level,
    mask,
    offset,
    plain,
    prior,
    query_bias,
    rotary_bias,
    rotary_biased,
    rotary_chart,
    rotary_plain,
    scores,
    seen,
    tau,
    turned_score,
    turns,
    witness,
)


def no_weight_falls(proof, name, biased, unbiased, *contents):
    """Both rows have mass 1: if no weight is less than before, all are the same."""
    there, back = (f.part(proof.use(claim, name), side) for side in (0, 1))
    weaker, rest = f.assume(proof.goal.children[0].children[0]), alpha(unbiased) - alpha(biased)
    total = proof.auto(Eq(Sum(rest, j), 0))
    equal = f.zero_sum(f.le(0, rest, f.by(f.spec(weaker, *contents, i, j))), total, j)
    same = proof.clear(f.linear(alpha(biased), alpha(unbiased), (equal, -1)), weaker)
    return f.conj(f.imply(f.mp(there, f.gen(same, *contents, i, j)), weaker), back)


def normalised(proof, name, biased, unbiased, side=1):
    """Whatever the weights of one side are divided by, it makes their sum 1."""
    there, back = (f.part(proof.use(claim, name), side) for side in (0, 1))
    given = f.assume(proof.goal.children[0].children[0])
    weights, divided = (alpha(biased), alpha(unbiased)), [alpha(biased), alpha(unbiased)]
    divided[side] = gibbs((biased, unbiased)[side], mask[i, j], prior[i, j], tau) * level[i]
    of_any, ones = f.assume(ForAll((i, j), Eq(*divided))), [proof.auto(Eq(Sum(w, j), 1)) for w in weights]
    totals = [(f.spec(of_any, i, l), weights[side], l), *((one, w) for one in ones for w in (*weights, divided[side]))]
    same = f.gen(proof.clear(solved(*weights, (f.spec(of_any, i, j), 1), *totals), of_any), i, j)
    inverse = f.spec(given, i, j).conclusion.children[side].children[-1]
    return f.conj(f.imply(f.mp(there, f.cut(f.inst(same, {level: (i, inverse)}), given)), given), back)


field_bias, query_biased = (scores[i, j] + bias[i, j], scores[i, j]), (dot(lambda c: Q[i, c] + beta[c], lambda c: K[j, c]), plain)
fields.mutant("strictness: M[i, j]·kappa[i, j]·exp((s[i,  … appa[i, j′]·exp(s[i, j′]/tau))")(
    lambda p: no_weight_falls(p, "biases", *field_bias)
)
query_bias.mutant("strictness: M[i, j]·kappa[i, j]·exp((Σ_{c∈ … _{c∈r} Q[i, c]·K[j′, c])/tau))")(
    lambda p: no_weight_falls(p, "query bias", *query_biased)
)
fields.mutant("exp dropped: exp(s[i, j_]/tau)")(lambda p: normalised(p, "biases", *field_bias))
query_bias.mutant("exp dropped: exp((Σ_{c∈r} Q[i, c]·K[j_, c])/tau)")(lambda p: normalised(p, "query bias", *query_biased))
query_bias.mutant("dropped factor: the 1st factor of M[i, j_]·kappa[i, j_]")(lambda p: normalised(p, "query bias", *query_biased, side=0))


# Scores that one side alone depends on, linearly, are 0.
@rotary_chart.mutant("dropped factor: the 2nd factor of G[d, e]·q[e]")
@rotary_chart.mutant("swapped symbol: q for k in k[e]")
def no_turn_at_all(proof):
    same, here = f.assume(proof.goal.children[0].children[0]), f.assume(Eq(on[i, j], 1))
    nothing, unit = ([(e, number * delta(e, at)) for at in (c, d)] for number in (0, 1))
    kept = f.inst(proof.use(chart_rope, "relative position"), {q: unit[0], k: unit[1]})
    uses = [f.mp(f.spec(same, a, b, i, j), here) for a in (nothing[0], unit[0]) for b in (nothing[1], unit[1])]
    flat = f.gen(solved(R(offset, c, d), 0, (kept, 1), *((th, 1) for th in uses)), c, d)
    commutes = solved(*commuting.body.args[1].body.args, (f.spec(flat, e, d), G_[e, c], e), (f.spec(flat, c, e), G_[d, e], e))
    there = f.imply(f.gen(f.imply(f.gen(commutes, c, d), here), i, j), same)
    return f.conj(there, f.part(proof.use(claim, "queries and keys with rotary positions"), 1))


rotary_bias.mutant("strictness: M[i, j]·kappa[i, j]·exp((Σ_{h∈ … (y[j′], h, d)·K[j′, d]))/tau))")(
    lambda p: no_weight_falls(p, "key bias with rotary positions", rotary_biased, rotary_plain, Q, beta)
)


# Without a bias the keys on the support are seen to score 0.
@rotary_bias.mutant("dropped term: the 1st term of K[j, d] + beta[d]")
def no_keys(proof):
    there, back = (f.part(proof.use(claim, "key bias with rotary positions"), side) for side in (0, 1))
    given = f.assume(proof.goal.children[0].children[0])
    biased, unbiased = (f.spec(given, Q, content, i, j) for content in (beta, (c, 0)))
    before, after = (Sum(gibbs(s, mask[i, j], prior[i, j], tau), j) for s in (rotary_plain, rotary_biased))
    factor = exp(turned_score(lambda c: beta[c]) / tau) * before / after
    same = f.linear(alpha(rotary_biased), alpha(rotary_plain), (biased, 1), (unbiased, -factor))
    return f.conj(f.imply(f.mp(there, f.gen(proof.clear(same, given), Q, beta, i, j)), given), back)


# Scores that are wrong otherwise differ at one of two contents as well.
@witness.mutant("wrong axis: over j for u in Σ_{u∈b} ((cos(x[i]·theta[u])·( … ) + cos(y[j]·theta[u])·k2[u]))")
@witness.mutant("off-by-one range: all but one of Σ_{u∈b} ((cos(x[i]·theta[u])·( … ) + cos(y[j]·theta[u])·k2[u])) (place 2)")
@witness.mutant("constant factor: 2 for 1 in 1·q1[u] (place 2)")
def both_directions(proof):
    return seen(proof, across, along, over=(j,))


@witness.mutant("swapped symbol: k1 for q1 in q1[u]")
def both_signs(proof):
    return seen(proof, along, (0, 1, -1, 0))


# (cos² + sin²)·sin δ = 0, and where cos = sin = 0 at one angle, sin is 0 at all.
@witness.mutant("dropped hypothesis: circle")
def on_no_circle(proof):
    start, gap = x_[i] * theta[v_], offset * theta[v_]
    co, si, back = cos(start), sin(start), f.spec(proof["sine"], start, gap - start)

    def still(same):
        laws = (f.spec(proof["cosine"], start, gap), si / turns), (f.spec(proof["sine"], start, gap), co / turns)
        length, zeros = solved(co * co + si * si, 0, (same, 1 / turns), *laws), []
        for one, two in ((si, co), (co, si)):
            none = f.antisymmetry(f.le(one * one, 0, f.sq(two), (length, -1)), f.le(0, one * one, f.sq(one)))
            zeros.append(f.cut(f.inst(square_zero(), {"x": one}), none))
        return solved(turns, 0, (back, 1), (zeros[0], cos(gap - start)), (zeros[1], sin(gap - start)))

    return seen(proof, across, still=still)


# 4|GᵀR|² = |RGᵀ|² is 4|G|² = |G|², since R is orthogonal, and 0 has no inverse.
@rotary_chart.mutant("constant factor: 2 times the left side of Σ_{e∈r} G[e, c]·R(y[j] - x[i], … } R(y[j] - x[i], c, e)·G[d, e] (place 2)")
def twice_as_long(proof):
    there, _ = (f.part(proof.use(claim, "queries and keys with rotary positions"), side) for side in (0, 1))
    given, here = f.assume(proof.goal.children[1].children[0]), f.assume(Eq(on[i, j], 1))
    double = f.mp(f.spec(given, i, j), here)
    left, right = (Sum(G_[e, c] * R(offset, e, d), e), Sum(R(offset, c, e) * G_[d, e], e))
    length = solved(
        Sum(G_[c, d] * G_[c, d], c, d),
        0,
        (f.spec(double, c, d), 2 * left + right, c, d),
        (f.spec(other_side(offset, proof), d, e), Sum(G_[d, c] * G_[e, c], c), d, e),
        (f.spec(proof["orthogonal"], offset, d, e), Sum(G_[c, d] * G_[c, e], c), d, e),
    )
    square = f.zero_sum(f.le(0, G_[c, d] * G_[c, d], f.sq(G_[c, d])), length, c, d)
    none = f.gen(f.cut(f.inst(square_zero(), {"x": G_[c, d]}), square), c, d)
    unit = f.spec(proof["inverse"], c, c)
    wrong = f.linear(0, 1, (unit, 1), (f.spec(none, e, c), -H_[e, c], e))
    back = f.absurd(wrong, invariant.body.body.args[1])
    return f.conj(there, f.imply(f.gen(f.gen(f.imply(back, here), i, j), q, k), given))
