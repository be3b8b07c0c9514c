"""Mutants of transformer.head_gauge that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import by_sides, empty_share
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Sum, array, companion, delta, exp
from gaproof.theory import gibbs
from theorems.interaction.chart_rope import G as G_
from theorems.interaction.chart_rope import H as H_
from theorems.interaction.chart_rope import M as on
from theorems.interaction.chart_rope import R, between, cos, invariant, k, other_side, q, sin, theta, y
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
    from_biases,
    h_,
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


@rotary_bias.mutant("dropped hypothesis: live")
def each_row_by_itself(proof):
    """The theorem for rows that are all row a: if that has a key, it says what is asked there, and if not, nothing is asked."""
    a = companion(i)
    same, one = (f.assume(side.children[0]) for side in proof.goal.children)
    copies = {mask: ((i, j), mask[a, j]), prior: ((i, j), prior[a, j]), x_: (i, x_[a])}
    live, both = f.assume(Exists(j, Eq(mask[a, j], 1))), f.assume(And(Eq(mask[a, j], 1), Eq(mask[a, l], 1)))
    told = f.cut(f.inst(proof.use(claim, "key bias with rotary positions"), copies), f.gen(live, i))
    there, back = (f.part(told, side) for side in (0, 1))
    unseen = f.gen(f.gen(f.spec(same, ((a, c), Q[i, c]), beta, a, j), i, j), Q, beta)
    one_turn = f.mp(f.spec(f.mp(there, unseen), i, j, l), both)
    one_turn = f.cut(one_turn, f.exists(f.part(both, 0), live.conclusion, j))
    there = f.imply(f.gen(f.imply(proof.clear(one_turn, same, both), both), a, j, l), same)
    kept = f.spec(f.mp(back, f.gen(f.spec(one, a, j, l), i, j, l)), ((i, c), Q[a, c]), beta, a, j)
    some, key = Exists(j, Eq(mask[i, j], 1)), f.assume(Eq(mask[i, j], 1))
    no_key = f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(key, some, j)), Eq(mask[i, j], 0))
    off = mask_cases(f.spec(proof["M mask"], i, j), no_key, f.assume(Eq(mask[i, j], 0)))
    none = [empty_share(alpha(s), lambda w, s=s: [(off, prior[i, j] * exp(s / tau) * w)]) for s in (rotary_biased, rotary_plain)]
    kept = f.cases(live.conclusion, kept, by_sides(*kept.conclusion.children, *(f.inst(th, {i: a}) for th in none)))
    back = f.imply(f.gen(f.gen(proof.clear(kept, one), a, j), Q, beta), one)
    return f.conj(there, back)


@rotary_bias.mutant("dropped hypothesis: orthogonal")
def whatever_turns(proof):
    """The bias adds ⟨R(x_i) q_i, R(y_j) b⟩.  For the difference E of two R(y_j) of a row, R(x_i)ᵀE = 0, and E = R(x_i) D, so that
    |E|² = 0; and R(y_j − x_i) = R(−x_i) R(y_j)."""
    raw = array((j,), turned_score(lambda c: beta[c]))
    biased = f.linear(rotary_biased, rotary_plain + raw[j])
    difference, gap = array((c, d), R(y[j], c, d) - R(y[l], c, d)), array((c, d), R(y[j] - x_[i], c, d) - R(y[l] - x_[i], c, d))
    splits = [f.spec(between(proof, x_[i], y[at]), c, d) for at in (j, l)]
    split = f.linear(difference[c, d], Sum(R(x_[i], c, e) * gap[e, d], e), (splits[0], 1), (splits[1], -1))

    def seen_turns(equal):
        none = f.linear(Sum(R(x_[i], h_, c) * difference[h_, d], h_), 0, (equal, 1))
        square = f.linear(
            Sum(difference[c, d] * difference[c, d], c), 0, (split, difference[c, d], c), (f.inst(none, {c: e}), gap[e, d], e)
        )
        square = f.zero_sum(f.le(0, difference[c, d] * difference[c, d], f.sq(difference[c, d])), square, c)
        same = f.cut(f.inst(square_zero(), {"x": difference[c, d]}), square)
        back = [f.spec(proof["group"], -x_[i], y[at], c, d) for at in (j, l)]
        sides = R(y[j] - x_[i], c, d), R(y[l] - x_[i], c, d)
        return f.linear(*sides, (back[0], 1), (back[1], -1), (f.inst(same, {c: e}), R(-x_[i], c, e), e))

    def added_scores(equal):
        uses = (splits[0], 1), (splits[1], -1)
        same = f.linear(R(y[j], c, d), R(y[l], c, d), *uses, (f.inst(equal, {c: e}), R(x_[i], c, e), e))
        return f.linear(raw[j], raw[l], (f.inst(same, {c: h_}), Sum(R(x_[i], h_, e) * Q[i, e], e) * beta[d], h_, d))

    return from_biases(proof, raw, biased, seen_turns, added_scores)
