"""Mutants of anchor.half_step that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, Le, Lt, Rational, Sum
from theorems.anchor._plan_support_mutants import v
from theorems.anchor.plan_support import K, M, any_c, d, e, i, j, kappa, margins, plan, r

from .half_step import A, arrived, claim, row_sum


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
    found = revived(p, M[i, j], e, v, j, i, weight, positive, equal)
    (known,) = f.obtain(found, v)
    sign, alike = f.part(f.spec(known, j), 0), f.spec(f.part(f.spec(known, j), 1), i)
    rows = f.gen(f.linear(Sum(v[j] * M[i, j] * weight, j), r[i], (alike, -weight, j), (f.spec(f.part(p["plan"], 0), i), 1)), i)
    columns = f.gen(f.linear(Sum(v[j] * M[i, j] * weight, i), any_c[j], (alike, -weight, i), (sums, 1)), j)
    th = f.inst(p.use(claim, "plan"), {e: v})
    moved = f.restate(f.conj(rows, columns), f.inst(f.assume(margins(plan, r, any_c)), {e: v}).conclusion)
    only = f.spec(f.mp(f.part(f.cut(th, moved, f.gen(sign, j)), 1), told), i, j)
    back = p.everywhere(f.linear(r[i] * A, plan, (only, 1), (alike, -weight)), i, j, facts=[known, told])
    return f.conj(f.imply(there, same), f.imply(p.clear(f.release(back, found, v), told), told))
