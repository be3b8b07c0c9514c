"""Row softmax is the first half-step towards the plan.

Let K be positive exactly on a mask with live rows, A its row anchor, r > 0 row margins and c column margins.  Sinkhorn's iteration
starts with column factors 1 and chooses row factors that meet the row margins: there is one choice, r_i/Σ_k K_ik, and it gives diag(r)
A.  That is the row anchor itself exactly if r = 1; and it is the plan, the scaling diag(d) K diag(e) with both margins, exactly if it
has the column margins already.
Source: Sinkhorn (1967), American Mathematical Monthly 74; Sander, Ablin, Blondel and Peyré (2022), Sinkformers (arXiv 2110.11773).
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Iff, Sum
from gaproof.theory import row_anchor
from theorems.anchor.plan_support import D, K, M, any_c, any_r, d, d2, e, e2, i, j, kappa, margins, plan, r
from theorems.anchor.plan_support import claim as plan_support

A = row_anchor(K[i, j], j)
row_sum = Sum(K[i, j], j)
live = {"live": K.carrier.live_rows()}
claim = Claim("anchor.half_step", given=live, source="Sinkhorn (1967); Sander, Ablin, Blondel and Peyré (2022), arXiv 2110.11773")

meets = ForAll(i, Eq(Sum(D[i] * K[i, j], j), any_r[i]))
first = claim.part(
    "half-step",
    shows=And(Iff(meets, ForAll(i, Eq(D[i], any_r[i] / row_sum))), ForAll((i, j), Eq(any_r[i] / row_sum * K[i, j], any_r[i] * A))),
)


@first.proof
def divide_by_the_row_sum(p):
    iff, entries = p.goal.children
    margin, factor = map(f.assume, iff.children[0].children)
    at, given = f.spec(margin, i), f.spec(factor, i)
    known = p.everywhere(f.linear(D[i], any_r[i] / row_sum, (at, 1 / row_sum)), i, facts=[margin])
    back = p.everywhere(f.linear(Sum(D[i] * K[i, j], j), any_r[i], (given, row_sum)), i, facts=[factor])
    return f.conj(f.conj(f.imply(known, margin), f.imply(back, factor)), p.auto(entries))


@first.near_miss("another half-step divides by column sums: one row, K = (1, 2)")
def column_factors():
    sums = ForAll(j, Eq(Sum(K[i, j], i), any_c[j]))
    return And(Iff(meets, ForAll(i, Eq(D[i], any_r[i] / row_sum))), sums)


itself = claim.part("row anchor", shows=Iff(ForAll((i, j), Eq(any_r[i] * A, A)), ForAll(i, Eq(any_r[i], 1))))


@itself.proof
def rows_sum_to_1(p):
    same, ones = (f.assume(g.children[0]) for g in p.goal.children)
    total = p.everywhere(f.linear(any_r[i], 1, (f.spec(same, i, j), 1, j)), i, facts=[same])
    scaled = p.everywhere(f.linear(any_r[i] * A, A, (f.spec(ones, i), A)), i, j, facts=[ones])
    return f.conj(f.imply(total, same), f.imply(scaled, ones))


@itself.near_miss("unit total is not unit rows: one row of two keys has r = 1, two rows of one key r = 1/2")
def unit_total():
    return Iff(ForAll((i, j), Eq(any_r[i] * A, A)), Eq(Sum(any_r[i], i), 1))


given = {"plan": margins(plan, r, any_c)}
columns = ForAll(j, Eq(Sum(r[i] * A, i), any_c[j]))
arrived = claim.part("plan", given=given, shows=Iff(ForAll((i, j), Eq(r[i] * A, plan)), columns))


@arrived.proof
def plans_are_unique(p):
    same, told = (f.assume(g.children[0]) for g in p.goal.children)
    sums = f.spec(f.part(p["plan"], 1), j)
    there = p.everywhere(f.linear(Sum(r[i] * A, i), any_c[j], (f.spec(same, i, j), 1, i), (sums, 1)), j, facts=[same])
    # diag(r) A is the plan with d = r/Σ K and e = 1
    factor, one = r[i] / row_sum, f.gen(f.lt(0, 1, f.num(1)), j)
    rows = p.everywhere(f.linear(Sum(factor * K[i, j] * 1, j), r[i]), i)
    first = f.conj(rows, p.clear(f.restate(told, ForAll(j, Eq(Sum(factor * K[i, j] * 1, i), any_c[j]))), told))
    only = p.use(plan_support, "same plan", {d: (i, factor), e: (j, 1), d2: d, e2: e})
    only = p.clear(f.cut(only, first, one, p["plan"]), told)
    back = p.clear(f.restate(only, same.conclusion), told)
    return f.conj(f.imply(there, same), f.imply(back, told))


@arrived.near_miss("the column margins are needed, the total alone is not enough: K = 1, r = (1, 1), c = (1/2, 3/2)")
def total_only():
    return Iff(ForAll((i, j), Eq(r[i] * A, plan)), Eq(Sum(r[i], i), Sum(any_c[j], j)))


plain = {M: [[1, 1]], kappa: [[1, 1]]}
for hypothesis, signs in (("M mask", {M: [[1, -1]]}), ("kappa positive", {kappa: [[1, -1]]})):
    first.necessary(hypothesis, "a row that sums to 0 can be scaled by anything", at={**plain, **signs, D: [1], any_r: [0]})
    itself.necessary(hypothesis, "of a row that sums to 0 nothing may be left", at={**plain, **signs, any_r: [2]}, undefined=0)
first.necessary("live", "an empty row can be scaled by anything", at={M: [[0]], kappa: [[1]], D: [1], any_r: [0]})
itself.necessary("live", "an empty row has no mass", at={M: [[0]], kappa: [[1]], any_r: [2]})
arrived.necessary("plan", "a scaling with other margins", at={M: [[1]], kappa: [[1]], r: [1], any_c: [1], d: [2], e: [1]})
# "live" in "plan" follows from row sums r > 0; and there each of r, d, e > 0 follows from the others, where it counts.
# "M mask", "kappa positive" in "plan": of kernels with signs there may be several plans.


# models: the margins are those of the plan, and the first half-step may have them already
arrived.drawn({r: (i, Sum(plan, j)), any_c: (j, Sum(plan, i))})
arrived.drawn({e: (j, 1), r: (i, Sum(d[i] * K[i, j], j)), any_c: (j, Sum(d[i] * K[i, j], i))})
