"""The plan anchor forgets row and column fields, and nothing else.

Let K and L be kernels on one carrier.  If L = diag(u) K diag(v) with u, v > 0, the plans of K and L with the same margins are equal,
and if one exists so does the other.  A plan has the cross-ratios and all cycle products of its kernel; so two kernels with a plan have
the same plan exactly if their cycle products agree.  The row anchor forgets less: on live rows K and L have the same one exactly if L =
diag(u) K.
Source: Geometric Attention (arXiv 2601.11618), section 4; Sinkhorn (1967), American Mathematical Monthly 74.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Lt, Rational, Sum, array, exp, field, scalar
from gaproof.theory import CrossRatios, EvidenceKernel, RowRatios, row_anchor
from theorems.anchor.plan_support import claim as plan_support
from theorems.probe.cycle import (
    K,
    L,
    M,
    a,
    agree_on_cycles,
    b,
    by_factors,
    carrier,
    gauge,
    i,
    j,
    walk,
)
from theorems.probe.cycle import claim as probe_cycle

(u, d, d2), (v, e, e2) = field("u d d2", i, domain="positive"), field("v e e2", j, domain="positive")
r, s = field("r", i), field("s", j)


def margins(entry):
    """The row sums are r, the column sums s."""
    return And(ForAll(i, Eq(Sum(entry, j), r[i])), ForAll(j, Eq(Sum(entry, i), s[j])))


plan, other = d[i] * K[i, j] * e[j], d2[i] * L[i, j] * e2[j]
scaled = {"scaled": ForAll((i, j), Eq(L[i, j], u[i] * K[i, j] * v[j]))}
plans = {"plan of K": margins(plan), "plan of L": margins(other)}
equal = ForAll((i, j), Eq(plan, other))
claim = Claim("anchor.plan_gauge", source="Geometric Attention, section 4; Sinkhorn (1967)")

invisible = claim.part("fields are invisible", given={**scaled, **plans}, shows=equal)


def same_plan(p, related):
    """The plans agree, because d₂ L e₂ = (d₂ u) K (e₂ v) and plans of K are unique."""
    entry = d2[i] * u[i] * K[i, j] * (e2[j] * v[j])
    moved = f.linear(other, entry, (f.spec(related, i, j), d2[i] * e2[j]))
    rows = f.linear(Sum(entry, j), r[i], (moved, -1, j), (f.spec(f.part(p["plan of L"], 0), i), 1))
    columns = f.linear(Sum(entry, i), s[j], (moved, -1, i), (f.spec(f.part(p["plan of L"], 1), j), 1))
    only = p.use(plan_support, "same plan", {"kappa": a, "c": s, "d2": (i, d2[i] * u[i]), "e2": (j, e2[j] * v[j])})
    only = f.cut(only, p["plan of K"], f.conj(f.gen(rows, i), f.gen(columns, j)))
    return f.linear(plan, other, (f.spec(only, i, j), 1), (moved, -1))


@invisible.proof
def plans_are_unique(p):
    return same_plan(p, p["scaled"])


@invisible.near_miss("other margins make another plan: one entry, r = s = 1 for K and 2 for L")
def other_margins():
    doubled = And(ForAll(i, Eq(Sum(other, j), 2 * r[i])), ForAll(j, Eq(Sum(other, i), 2 * s[j])))
    return {**scaled, "plan of K": margins(plan), "plan of L": doubled}, equal


moved_along = d[i] / u[i] * L[i, j] * (e[j] / v[j])
exists = claim.part(
    "plans move along", given={**scaled, "plan of K": margins(plan)}, shows=And(margins(moved_along), ForAll((i, j), Eq(moved_along, plan)))
)


@exists.proof
def divide_the_scalings(p):
    entry = f.linear(moved_along, plan, (f.spec(p["scaled"], i, j), d[i] * e[j] / (u[i] * v[j])))
    entry = p.clear(entry)
    rows = f.linear(Sum(moved_along, j), r[i], (entry, 1, j), (f.spec(f.part(p["plan of K"], 0), i), 1))
    columns = f.linear(Sum(moved_along, i), s[j], (entry, 1, i), (f.spec(f.part(p["plan of K"], 1), j), 1))
    return f.conj(f.conj(p.everywhere(rows, i), p.everywhere(columns, j)), p.everywhere(entry, i, j))


P = EvidenceKernel(carrier, baseline=array((i, j), d[i] * a[i, j] * e[j]), name="P")  # diag(d) K diag(e)
around = claim.part(
    "cycle products", given={name: by_factors[name] for name in ("returns", "edges")}, shows=Eq(walk.product(K), walk.product(P))
)


@around.proof
def the_kernel_and_its_plan(p):
    return p.clear(p.use(probe_cycle, "sound", {b: ((i, j), d[i] * a[i, j] * e[j])}))


crossed = claim.part("cross-ratios", shows=CrossRatios(carrier).agree(P, K))


@crossed.proof
def all_factors_cancel(p):
    return p.identity()


forgets = claim.part("same plan", given=plans, shows=Iff(equal, agree_on_cycles))


@forgets.proof
def cycles_tell(p):
    same, agree = (f.assume(g.children[0]) for g in p.goal.children)
    # equal plans: L = diag(d/d₂) K diag(e/e₂), so that all closed walks agree, cycles among them
    entry = f.linear(L[i, j], d[i] / d2[i] * K[i, j] * (e[j] / e2[j]), (f.spec(same, i, j), -1 / (d2[i] * e2[j])))
    signs = (p.auto(ForAll(index, Lt(0, factor))) for index, factor in ((i, d[i] / d2[i]), (j, e[j] / e2[j])))
    scalings = f.exists(f.conj(*signs, p.everywhere(entry, i, j, facts=[same])), gauge, (i, d[i] / d2[i]), (j, e[j] / e2[j]))
    there = f.mp(f.part(p.use(probe_cycle, "complete"), 1), scalings)
    # equal cycle products: L = diag(u) K diag(v)
    found = f.mp(f.part(p.use(probe_cycle, "complete"), 0), agree)
    *_, known = f.obtain(found, u, v)
    positive_u, positive_v, related = (f.part(known, k) for k in range(3))
    back_ = f.cut(same_plan(p, related), positive_u, positive_v)
    back_ = f.release(f.gen(p.clear(back_, known), i, j), found, u, v)
    return f.conj(f.imply(there, same), f.imply(back_, agree))


related = Exists(u, ForAll((i, j), Eq(L[i, j], u[i] * K[i, j])))
rows_only = claim.part(
    "row anchor",
    given={"live": carrier.live_rows()},
    shows=Iff(ForAll((i, j), Eq(row_anchor(L[i, j], j), row_anchor(K[i, j], j))), related),
)


@rows_only.proof
def row_sums_are_the_factors(p):
    same, scaled = (f.assume(g.children[0]) for g in p.goal.children)
    sums = [Sum(kernel[i, j], j) for kernel in (K, L)]
    factor = sums[1] / sums[0]
    entry = f.linear(L[i, j], factor * K[i, j], (f.spec(same, i, j), sums[1]))
    entry = p.everywhere(entry, i, j, facts=[same])
    there = f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), entry), related, (i, factor))
    (known,) = f.obtain(scaled, u)
    at = f.spec(f.part(known, 1), i, j)
    share = f.quotient(at, f.linear(sums[1], u[i] * sums[0], (at, 1, j)))
    share = f.linear(row_anchor(L[i, j], j), row_anchor(K[i, j], j), (share, 1))
    back_ = f.release(p.everywhere(share, i, j, facts=[known]), scaled, u)
    return f.conj(f.imply(there, same), f.imply(back_, scaled))


# ---- near misses and necessity ---------------------------------------------------------------------------------------------

ones = {M: [[1]], a: [[1]], b: [[1]], u: [1], v: [1], d: [1], e: [1], d2: [1], e2: [1], r: [1], s: [1]}


def some(*names, **others):
    """Some of the ones, and other values by name."""
    return {name: ones[name] for name in names} | {globals()[name]: value for name, value in others.items()}


@exists.near_miss("the row factor is divided by u, not multiplied", at=some(M, a, v, d, e, r, s, b=[[2]], u=[2]))
def multiplied():
    entry = d[i] * u[i] * L[i, j] * (e[j] / v[j])
    return And(margins(entry), ForAll((i, j), Eq(entry, plan)))


@around.near_miss("a walk that does not return sees the row factors: one step from row 1 to row 0")
def not_returning():
    return {"edges": by_factors["edges"]}, Eq(walk.product(K), walk.product(P))


@crossed.near_miss("row ratios see column factors: one row, e = (1, 2)")
def row_ratios():
    return RowRatios(carrier).agree(P, K)


@forgets.near_miss("equal plans do not mean equal kernels", at=some(M, a, e, r, s, d2, e2, b=[[2]], d=[1]) | {d2: [Rational(1, 2)]})
def equal_kernels():
    return Iff(equal, ForAll((i, j), Eq(K[i, j], L[i, j])))


@rows_only.near_miss("column fields are visible to the row anchor", at={M: [[1, 1]], a: [[1, 1]], b: [[1, 2]], v: [1, 2]})
def column_fields():
    columns = Exists(v, ForAll((i, j), Eq(L[i, j], v[j] * K[i, j])))
    return Iff(ForAll((i, j), Eq(row_anchor(L[i, j], j), row_anchor(K[i, j], j))), columns)


even = {M: [[1, 1], [1, 1]], a: [[1, 1], [1, 1]], **{f_: [1, 1] for f_ in (u, v, d, e, d2, e2)}, r: [2, 2], s: [2, 2]}
half = Rational(1, 2)
invisible.necessary("scaled", "another interaction", at={**even, b: [[3 * half, half], [half, 3 * half]]})
invisible.necessary("plan of K", "a scaling with other margins", at={**ones, d: [2]})
invisible.necessary("plan of L", "a scaling with other margins", at={**ones, d2: [2]})
exists.necessary("scaled", "another kernel", at=some(M, a, u, v, d, e, r, s, b=[[2]]))
exists.necessary("plan of K", "a scaling with other margins", at=some(M, a, b, u, v, e, r, s, d=[2]))
crossed.necessary("d positive", "a plan that vanishes", at=some(M, a, e, d=[0]), undefined=0)
crossed.necessary("e positive", "a plan that vanishes", at=some(M, a, d, e=[0]), undefined=0)
crossed.necessary("a positive", "the cross-ratio 1/0", at=some(e=[1, 1], d=[2, 1]) | {M: even[M], a: [[1, 0], [1, 1]]}, undefined=1)
rows_only.necessary("M mask", "an empty sum of both signs", at={M: [[1, -1]], a: [[1, 1]], b: [[2, 2]]}, undefined=1)
# P = [[-1, x], [x, -1]] and P = (x − 1)/2 with x = e: log -1, taken to be 1, hides that the cycle products differ
mixed, flat = [[-1, exp(1)], [exp(1), -1]], [(exp(1) - 1) / 2] * 2
plain = {M: even[M], e: [1, 1], e2: [1, 1], r: [exp(1) - 1] * 2, s: [exp(1) - 1] * 2}
forgets.necessary("a positive", "log -1", at={**plain, a: mixed, b: even[M], d: [1, 1], d2: flat}, undefined=1)
forgets.necessary("b positive", "log -1", at={**plain, a: even[M], b: mixed, d: flat, d2: [1, 1]}, undefined=1)
# Positive fields: each follows from the others, where K is not 0, up to signs that cancel.
# "M mask": of kernels with signs there may be several plans.  "returns", "edges", "taken mask": as in probe.cycle.
# "plan of K", "plan of L" in "same plan": no finite model can tell that all cycle products agree.
# "live": an empty row is 0 in both kernels, and any factor scales it.

# models: L is K scaled, and so is its plan; the margins are those of the plan
factor = scalar("t", domain="positive")
moved_plan = {b: ((i, j), u[i] * a[i, j] * v[j]), r: (i, Sum(plan, j)), s: (j, Sum(plan, i))}
invisible.drawn({**moved_plan, d2: (i, factor * d[i] / u[i]), e2: (j, e[j] / (factor * v[j]))})
exists.drawn(moved_plan)
