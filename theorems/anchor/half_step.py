"""Row softmax is the first half-step towards the plan.

Let K be positive exactly on a mask with live rows, A its row anchor, r > 0 row margins and c column margins.  Sinkhorn's iteration
starts with column factors 1 and chooses row factors that meet the row margins: there is one choice, r_i/Σ_k K_ik, and it gives diag(r)
A.  That is the row anchor itself exactly if r = 1; and it is the plan, the scaling diag(d) K diag(e) with both margins, exactly if it
has the column margins already.
Source: Sinkhorn (1967), American Mathematical Monthly 74; Sander, Ablin, Blondel and Peyré (2022), Sinkformers (arXiv 2110.11773).
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Le, Lt, Rational, Sum
from gaproof.theory import row_anchor
from theorems.anchor.plan_support import D, K, M, any_c, any_r, d, d2, e, e2, i, j, kappa, margins, plan, r, revived, v
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


@arrived.mutant("dropped hypothesis: live")
def rows_with_mass_are_live(p):
    some, on = Exists(j, Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 1))
    none = f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(on, some, j)), Eq(M[i, j], 0))
    empty = mask_cases(f.spec(p["M mask"], i, j), none, f.assume(Eq(M[i, j], 0)))
    mass = f.by(f.spec(p["r positive"], i)), (f.spec(f.part(p["plan"], 0), i), 1), (empty, -d[i] * kappa[i, j] * e[j], j)
    row = f.cases(some, f.assume(some), f.absurd(f.lt(0, 0, *mass), some))
    return f.cut(p.use(claim, "plan"), f.gen(row, i))


@arrived.mutant("dropped hypothesis: d positive")
def factors_have_the_sign_of_the_row_sums(p):
    dead, row = f.assume(Le(d[i], 0)), f.spec(f.part(p["plan"], 0), i)
    nothing = f.mul(f.by(dead), f.by(p.auto(Le(0, Sum(K[i, j] * e[j], j)))))
    clash = f.absurd(f.lt(0, 0, f.add(f.by(f.spec(p["r positive"], i)), nothing), (row, 1)), Lt(0, d[i]))
    alive = f.cases(dead.conclusion, clash, f.assume(f.otherwise(dead.conclusion)))
    return f.cut(p.use(claim, "plan"), f.gen(alive, i))


@arrived.mutant("dropped hypothesis: r positive")
def row_sums_are_positive(p):
    total = f.lt(0, r[i], f.by(p.auto(Lt(0, Sum(plan, j)))), (f.spec(f.part(p["plan"], 0), i), -1))
    return f.cut(p.use(claim, "plan"), f.gen(total, i))


@arrived.mutant("strictness: r[i]·(M[i, j]·kappa[i, j]/(Σ_{ … [i]·(M[i, j]·kappa[i, j])·e[j]")
def equal_row_sums_leave_no_gap(p):
    th, less, gap = p.use(claim, "plan"), f.assume(p.goal.children[0].children[0]), plan - r[i] * A
    total = p.clear(f.linear(Sum(gap, j), 0, (f.spec(f.part(p["plan"], 0), i), 1)))
    none = f.zero_sum(f.le(0, gap, f.by(f.spec(less, i, j))), total, j)
    same = p.everywhere(f.linear(r[i] * A, plan, (none, -1)), i, j, facts=[less])
    return f.conj(f.imply(f.mp(f.part(th, 0), same), less), f.part(th, 1))


@arrived.mutant("sign: the right side of Σ_{i∈n} r[i]·(M[i, j]·kappa[i, … M[i, j′]·kappa[i, j′])) = c[j] (place 2)")
def no_mass_is_negative(p):
    th, told = p.use(claim, "plan"), f.assume(p.goal.children[1].children[0])
    row, column = (f.spec(f.part(p["plan"], n), at) for n, at in ((0, i), (1, j)))
    half = Rational(1, 2)
    whole = p.clear(f.linear(Sum(r[i] * A, j), r[i]))
    uses = (f.spec(told, j), -half, j), (whole, half, i), (column, -half, j), (row, half, i)
    never = f.lt(0, 0, f.by(p.auto(Lt(0, Sum(r[i], i)))), *uses)
    return f.conj(f.part(th, 0), f.imply(p.clear(f.absurd(never, th.conclusion.children[1].children[1]), told), told))


@arrived.mutant("dropped factor: the 1st factor of M[i, j_]·kappa[i, j_]")
def rows_are_full(p):
    th, same = p.use(claim, "plan"), f.assume(p.goal.children[0].children[0])
    every, entry = Sum(kappa[i, j], j), f.spec(same, i, j)
    row, column = (f.spec(f.part(p["plan"], n), at) for n, at in ((0, i), (1, j)))
    total = f.linear(r[i] * row_sum / every, r[i], (entry, 1, j), (row, 1))
    full = f.linear(row_sum, every, (total, every / r[i]))
    full = p.clear(f.linear(1 / row_sum, 1 / every, (full, -1 / (row_sum * every))), same)
    sums = (full, r[i] * K[i, j], i), (entry, 1, i), (column, 1)
    met = p.everywhere(f.linear(Sum(r[i] * A, i), any_c[j], *sums), j, facts=[same])
    return f.conj(f.imply(met, same), f.part(th, 1))


@arrived.mutant("dropped hypothesis: e positive")
def a_factor_counts_where_its_column_is_live(p):
    same, told = (f.assume(g.children[0]) for g in p.goal.children)
    sums, factor = f.spec(f.part(p["plan"], 1), j), r[i] / row_sum
    there = p.everywhere(f.linear(Sum(r[i] * A, i), any_c[j], (f.spec(same, i, j), 1, i), (sums, 1)), j, facts=[same])
    weight, positive = kappa[i, j] * d[i], kappa[i, j] * factor
    equal = f.linear(Sum(e[j] * M[i, j] * weight, i), Sum(M[i, j] * positive, i), (sums, 1), (f.spec(told, j), -1))
    found = revived(p, e, v, j, i, weight, positive, equal)
    (known,) = f.obtain(found, v)
    sign, alike = f.part(f.spec(known, j), 0), f.spec(f.part(f.spec(known, j), 1), i)
    rows = f.gen(f.linear(Sum(v[j] * M[i, j] * weight, j), r[i], (alike, -weight, j), (f.spec(f.part(p["plan"], 0), i), 1)), i)
    columns = f.gen(f.linear(Sum(v[j] * M[i, j] * weight, i), any_c[j], (alike, -weight, i), (sums, 1)), j)
    th = f.inst(p.use(claim, "plan"), {e: v})
    moved = f.restate(f.conj(rows, columns), f.inst(f.assume(margins(plan, r, any_c)), {e: v}).conclusion)
    only = f.spec(f.mp(f.part(f.cut(th, moved, f.gen(sign, j)), 1), told), i, j)
    back = p.everywhere(f.linear(r[i] * A, plan, (only, 1), (alike, -weight)), i, j, facts=[known, told])
    return f.conj(f.imply(there, same), f.imply(p.clear(f.release(back, found, v), told), told))


# models: the margins are those of the plan, and the first half-step may have them already
arrived.drawn({r: (i, Sum(plan, j)), any_c: (j, Sum(plan, i))})
arrived.drawn({e: (j, 1), r: (i, Sum(d[i] * K[i, j], j)), any_c: (j, Sum(d[i] * K[i, j], i))})
