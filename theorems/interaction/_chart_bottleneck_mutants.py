"""Mutants of interaction.chart_bottleneck that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Sum, delta, exp, log

from .chart_bottleneck import K, M, P, Q, attention, bottleneck, c, claim, i, j, l, m, masked_rank, o, scores, total, x


# What does not depend on the column goes to p, and what does not depend on the row to B.
@masked_rank.mutant("swapped symbol: P for M in M[i, j]")
def one_key_is_on_the_mask(proof):
    one, off, share = f.assume(Eq(P[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(Eq(P[i, j], M[i, j] * exp(scores) * x))
    said, weight = f.spec(proof.use(claim, "masked log"), i, j), f.spec(proof["attention"], i, j)
    none = f.linear(0, 1, (off, -exp(scores) * x), (share, -1), (one, 1))
    none = f.cut(f.inst(none, {x: weight.conclusion.children[1].children[1]}), weight)  # whatever 1/0 is
    never = f.absurd(none, said.conclusion.children[1])
    on = f.mp(said, f.assume(Eq(M[i, j], 1)))
    return f.gen(f.imply(mask_cases(f.spec(proof["M mask"], i, j), on, never), one), i, j)


@bottleneck.mutant("wrong axis: over j for c in Σ_{c∈r?} Q[i, c]·K[j, c]")
def scores_of_a_row(proof):
    return one_column(proof, Sum(Q[i, o] * K[j, o], j), total)


@bottleneck.mutant("sign: the exponent of exp(Σ_{c∈r?} Q[i, c]·K[j_, c])")
def another_normaliser(proof):
    return one_column(proof, scores, Sum(exp(-scores), j), ((i, c), Q[i, c]), ((j, c), K[j, c]))


@bottleneck.mutant("off-by-one range: all but one of Σ_{c∈r?} Q[i, c]·K[j_, c]")
def a_normaliser_of_fewer_columns(proof):
    return one_column(proof, scores, Sum(exp(Sum((1 - delta(c, o)) * (Q[i, c] * K[j, c]), c)), j), ((i, c), Q[i, c]), ((j, c), K[j, c]))


@bottleneck.mutant("dropped factor: the 1st factor of Q[i, c]·K[j, c]")
def scores_of_a_column(proof):
    return one_column(proof, Sum(K[j, c], c), total, ((i, c), 1), ((j, c), K[j, c]))


@bottleneck.mutant("swapped index: j for j_ in K[j_, c]")
def one_share_for_all(proof):
    spent = f.linear(log(exp(scores) / Sum(exp(scores), l)), Sum(0 * K[j, c], c) + -log(m) * 1)
    return f.exists(f.gen(proof.clear(spent), i, j), proof.goal, ((i, c), 0), K, (i, -log(m)), (j, 1))


@bottleneck.mutant("constant factor: 2 times the 2nd term of Σ_{c∈r?} A[i, c]·B[j, c] + p[i]·q[j]")
def half_of_a_column(proof):
    spent = f.linear(log(attention()), scores + 2 * (-log(total) / 2 * 1))
    return f.exists(f.gen(proof.clear(spent), i, j), proof.goal, Q, K, (i, -log(total) / 2), (j, 1))


def one_column(proof, numerator, normaliser, *factors):
    left, right = factors or (((i, c), 0), ((j, c), 0))
    field_of_rows = -log(normaliser) if factors else numerator - log(normaliser)
    whole = Sum(left[1] * right[1], c) + field_of_rows * 1
    spent = f.linear(log(exp(numerator) / normaliser), whole)
    return f.exists(f.gen(proof.clear(spent), i, j), proof.goal, left, right, (i, field_of_rows), (j, 1))
