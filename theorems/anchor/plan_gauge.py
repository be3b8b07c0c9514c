"""The plan anchor forgets row and column fields, and nothing else.

Let K and L be kernels on one carrier.  If L = diag(u) K diag(v) with u, v > 0, the plans of K and L with the same margins are equal,
and if one exists so does the other.  A plan has the cross-ratios and all cycle products of its kernel; so two kernels with a plan have
the same plan exactly if their cycle products agree.  The row anchor forgets less: on live rows K and L have the same one exactly if L =
diag(u) K.
Source: Geometric Attention (arXiv 2601.11618), section 4; Sinkhorn (1967), American Mathematical Monthly 74.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Lt, Rational, Sum, array, exp, field, log, scalar
from gaproof.theory import CrossRatios, EvidenceKernel, RowRatios, row_anchor
from theorems.anchor.plan_support import claim as plan_support
from theorems.probe.cycle import (
    K,
    L,
    M,
    a,
    agree_on_cycles,
    b,
    back,
    by_factors,
    c,
    carrier,
    column,
    gauge,
    h,
    i,
    j,
    onward,
    row,
    t,
    taken,
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


# ---- mutants that are true -------------------------------------------------------------------------------------------------


def impossible(p, number, condition, *uses):
    """Nothing is said where an entry of the mask is −1 or 1/2: 0 = 1, by M·M = M."""
    (given,), formula = p.peeled()[1:]
    told = f.part(f.assume(given), number)
    entry = told.conclusion.children[0]
    where = (entry.children[1] if number == 3 else entry).children
    never = f.linear(0, 1, (f.spec(p["M mask"], i, j), uses[0]), (f.assume(condition), uses[1]))
    never = f.cut(f.inst(never, dict(zip((i, j), where, strict=True))), told)
    return f.absurd(never, formula)


@crossed.mutant("sign: the right side of M[i, j_2] = 1")
def no_entry_is_negative(p):
    return impossible(p, 2, Eq(M[i, j], -1), -Rational(1, 2), Rational(1, 2) * (M[i, j] - 2))


@crossed.mutant("constant factor: 2 times the left side of M[i_2, j] = 1")
def no_entry_is_a_half(p):
    return impossible(p, 3, Eq(2 * M[i, j], 1), 4, 1 - 2 * M[i, j])


@exists.mutant("dropped hypothesis: u positive")
def row_factors_are_positive_on_edges(p):
    weight = f.mul(f.by(f.spec(p["b positive"], i, j)), *(f.inv(f.by(p.auto(Lt(0, x)))) for x in (a[i, j], v[j])))
    return moved_by(p, u[i], weight, b[i, j] / (a[i, j] * v[j]), 1 / (a[i, j] * v[j]))


@exists.mutant("dropped hypothesis: v positive")
def column_factors_are_positive_on_edges(p):
    weight = f.mul(f.by(f.spec(p["b positive"], i, j)), *(f.inv(f.by(p.auto(Lt(0, x)))) for x in (a[i, j], u[i])))
    return moved_by(p, v[j], weight, b[i, j] / (a[i, j] * u[i]), 1 / (a[i, j] * u[i]))


def moved_by(p, x, weight, value, scale):
    """The plan moves along, with a factor x that is b/(a times the other factor) on edges."""
    on, off, told = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.spec(p["scaled"], i, j)
    positive = f.unequal(f.lt(0, x, weight, (told, -scale), (on, value - x)))
    # elsewhere it is 0, whatever 1/u and 1/v are
    (below, beside), Q = (field("x", i), field("y", j)), field("Q", i, j)
    unlit = f.linear(d[i] * below[i] * L[i, j] * (e[j] * beside[j]), plan, (off, d[i] * e[j] * (below[i] * b[i, j] * beside[j] - a[i, j])))
    unlit = f.inst(unlit, {below: (i, u[i] ** -1), beside: (j, v[j] ** -1)})
    lit = f.linear(*unlit.conclusion.children, (told, d[i] / u[i] * (e[j] / v[j])))
    lit = p.clear(f.cut(lit, positive), on)
    entry = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), lit, unlit), i, j)
    same = f.assume(ForAll((i, j), Eq(Q[i, j], plan)))
    rows = f.linear(Sum(Q[i, j], j), r[i], (f.spec(same, i, j), 1, j), (f.spec(f.part(p["plan of K"], 0), i), 1))
    columns = f.linear(Sum(Q[i, j], i), s[j], (f.spec(same, i, j), 1, i), (f.spec(f.part(p["plan of K"], 1), j), 1))
    both = f.conj(f.conj(f.gen(rows, i), f.gen(columns, j)), same)
    return f.cut(f.inst(both, {Q: ((i, j), moved_along)}), entry)


# A field that is positive where something is admissible: another is positive everywhere, and no different there.
y, w = field("y", i), field("w", j)
FIELDS = {"d": (d, y, i, j, e), "e": (e, w, j, i, d), "d2": (d2, y, i, j, e2), "e2": (e2, w, j, i, d2)}
FACTORS = {"u": (u, y, i, j, v), "v": (v, w, j, i, u)}


def moved_sums(had, entry, use):
    """The margins of another matrix of entries that are the same by one use."""
    sides = ((0, i, j, r[i]), (1, j, i, s[j]))
    return f.conj(
        *(f.gen(f.linear(Sum(entry, over), total, (f.spec(f.part(had, k), at), 1), (*use, over)), at) for k, at, over, total in sides)
    )


def unsigned(p, part, name):
    """The sign of a scaling is that of the margins, which are those of the other plan."""
    x, z, at, over, along = FIELDS[name]
    kernels = [("plan of K", plan, a, b[i, j] * d2[i] * e2[j]), ("plan of L", other, b, a[i, j] * d[i] * e[j])]
    (mine, own, kernel, positive), (theirs, others, *_) = kernels[:: 1 if x in (d, e) else -1]
    weight, sums = kernel[i, j] * along[over], [f.spec(f.part(p[h], int(at == j)), at) for h in (mine, theirs)]
    masses = f.linear(Sum(own, over), Sum(others, over), (sums[0], 1), (sums[1], -1))
    found = revived(p, M[i, j], x, z, at, over, weight, positive, masses)
    (known,) = f.obtain(found, z)
    sign, alike = f.part(f.spec(known, at), 0), f.spec(f.part(f.spec(known, at), 1), over)
    moved = moved_sums(p[mine], z[at] * M[i, j] * weight, (alike, -weight))
    moved = f.restate(moved, f.inst(p[mine], {x: z}).conclusion)
    th = f.cut(f.inst(p.use(claim, part), {x: z}), f.gen(sign, at), moved)
    given, turned, change = f.assume(equal), f.inst(f.assume(equal), {x: z}), weight if x in (d, e) else -weight
    there, back_ = (
        f.gen(f.linear(*f.spec(goal, i, j).conclusion.children, (f.spec(from_, i, j), 1), (alike, c)), i, j)
        for goal, from_, c in ((turned, given, -change), (given, turned, change))
    )
    if part == "fields are invisible":
        return f.release(p.clear(f.cut(back_, th), known), found, z)
    agree = f.assume(p.goal.children[0].children[1])
    both = f.imply(f.mp(f.part(th, 0), there), given), f.imply(f.cut(back_, f.mp(f.part(th, 1), agree)), agree)
    return f.release(p.clear(f.conj(*both), known), found, z)


def unsigned_factor(p, name):
    """The sign of a factor is that of b, where something is admissible."""
    x, z, at, over, along = FACTORS[name]
    weight, told = a[i, j] * along[over], f.spec(p["scaled"], i, j)
    masses = f.linear(Sum(x[at] * K[i, j] * along[over], over), Sum(L[i, j], over), (told, -1, over))
    found = revived(p, M[i, j], x, z, at, over, weight, b[i, j], masses)
    (known,) = f.obtain(found, z)
    sign, alike = f.part(f.spec(known, at), 0), f.spec(f.part(f.spec(known, at), 1), over)
    moved = f.gen(f.linear(L[i, j], z[at] * K[i, j] * along[over], (told, 1), (alike, weight)), i, j)
    th = f.inst(p.use(claim, "fields are invisible"), {x: z})
    moved = f.restate(moved, f.inst(p["scaled"], {x: z}).conclusion)
    return f.release(p.clear(f.cut(th, f.gen(sign, at), moved), known), found, z)


for name in FIELDS:
    for part, called in ((invisible, "fields are invisible"), (forgets, "same plan")):
        part.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name, called=called: unsigned(p, called, name))
for name in FACTORS:
    invisible.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name: unsigned_factor(p, name))


@invisible.mutant("dropped hypothesis: a positive")
def positive_where_admissible(p):
    told, mask, on, off = f.spec(p["scaled"], i, j), f.spec(p["M mask"], i, j), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    filled, scale = M[i, j] * a[i, j] + 1 - M[i, j], 1 / (u[i] * v[j])
    weight = f.mul(f.by(f.spec(p["b positive"], i, j)), *(f.inv(f.by(p.auto(Lt(0, x)))) for x in (u[i], v[j])))
    alive = f.lt(0, filled, weight, (told, -scale), (on, b[i, j] * scale - 1))
    sign = p.everywhere(mask_cases(mask, alive, f.lt(0, filled, f.num(1), (off, a[i, j] - 1))), i, j)
    entry, change = u[i] * (M[i, j] * filled) * v[j], (a[i, j] - 1) * d[i] * e[j]
    moved = p.everywhere(f.linear(L[i, j], entry, (told, 1), (mask, u[i] * v[j] * (1 - a[i, j]))), i, j)
    sums = moved_sums(p["plan of K"], d[i] * M[i, j] * filled * e[j], (mask, change))
    sums = f.restate(sums, f.inst(p["plan of K"], {a: ((i, j), filled)}).conclusion)
    th = f.cut(p.use(claim, "fields are invisible", {a: ((i, j), filled)}), sign, moved, sums)
    return p.everywhere(f.linear(plan, other, (f.spec(th, i, j), 1), (mask, -change)), i, j)


@forgets.mutant("constant factor: 2 for 1 in h[i] = 1 (place 8)")
def no_entry_is_2(p):
    th, told, two = p.use(claim, "same plan"), f.assume(p.goal.children[1].children[0]), f.assume(Eq(h[i], 2))
    given = f.assume(f.spec(f.assume(f.part(th, 1).conclusion.children[0]), h, c, back).conclusion.children[0])
    mask = f.spec(f.part(f.part(given, 0), 0), i)
    never = f.linear(0, 1, (mask, -Rational(1, 2)), (two, (h[i] + 1) / 2))
    proper = f.gen(f.imply(f.absurd(never, f.spec(f.part(given, 1), i).conclusion.children[1]), two), i)
    shown = f.gen(f.imply(f.mp(f.spec(told, h, c, back), f.conj(f.part(given, 0), proper)), given), h, c, back)
    return f.conj(f.part(th, 0), f.imply(f.mp(f.part(th, 1), shown), told))


@around.mutant("swapped index: t for onward(t) in row(onward(t)) (place 3)")
def both_entries_of_the_mask_are_1(p):
    th, on, off = p.use(claim, "cycle products"), f.assume(Eq(taken[t], 1)), f.assume(Eq(taken[t], 0))
    (x, z), q, (row_, column_) = field("x z", t), scalar("q"), (row(onward(t)), column(t))
    edge = f.mp(f.spec(p["edges"], t), on)
    same = f.linear(M[row_, column_], M[row(t), column_], (f.part(edge, 1), 1), (f.part(edge, 0), -1))

    def entry(mask):
        return log(mask * (d[row_] * a[row_, column_] * e[column_]))

    logs = entry(M[row_, column_]), entry(M[row(t), column_])
    first, other = (taken[t] * x for x in logs)
    one = f.rewrite(same, f.inst(f.linear(q, q), {q: first}), q, Eq(first, taken[t] * entry(q)))
    none = f.linear(taken[t] * x[t], taken[t] * z[t], (off, x[t] - z[t]))
    none = f.inst(none, {x: (t, logs[0]), z: (t, logs[1])})
    each, alike = f.gen(mask_cases(f.spec(p["taken mask"], t), one, none), t), f.assume(ForAll(t, Eq(x[t], z[t])))
    total = f.inst(f.linear(Sum(x[t], t), Sum(z[t], t), (f.spec(alike, t), 1, t)), {x: (t, first), z: (t, other)})
    return f.rewrite(f.cut(total, each), th, q, put(th.conclusion, total.conclusion.children[0], f.node(q)))


@rows_only.mutant("swapped symbol: b for M in M[i, j_]")
def any_positive_number_divides(p):
    th, shares = p.use(claim, "row anchor"), f.assume(p.goal.children[0].children[0])
    factor = Sum(b[i, j] * b[i, j], j) / Sum(K[i, j], j)
    entry = p.everywhere(f.linear(L[i, j], factor * K[i, j], (f.spec(shares, i, j), Sum(b[i, j] * b[i, j], j))), i, j, facts=[shares])
    found = f.exists(f.conj(p.auto(ForAll(i, Lt(0, factor))), entry), related, (i, factor))
    return f.conj(f.imply(found, shares), f.part(th, 1))


@rows_only.mutant("constant factor: 2 times the right side of M[i, j]·b[i, j] = u[i]·(M[i, j]·a[i, j]) (place 2)")
def twice_the_factor(p):
    th, doubled = p.use(claim, "row anchor"), f.assume(p.goal.children[1].children[0])
    (known,) = f.obtain(doubled, u)
    at = f.linear(L[i, j], 2 * u[i] * K[i, j], (f.spec(f.part(known, 1), i, j), 1))
    sign = f.lt(0, 2 * u[i], f.mul(f.num(2), f.by(f.spec(f.part(known, 0), i))))
    found = f.exists(f.conj(f.gen(sign, i), f.gen(at, i, j)), related, (i, 2 * u[i]))
    return f.conj(f.part(th, 0), f.imply(f.release(f.mp(f.part(th, 1), found), doubled, u), doubled))


@rows_only.mutant("sign: the right side of M[i, j]·b[i, j] = u[i]·(M[i, j]·a[i, j]) (place 2)")
def live_rows_have_positive_factors(p):
    th, opposite, live = p.use(claim, "row anchor"), f.assume(p.goal.children[1].children[0]), f.spec(p["live"], i)
    (known,), (on,) = f.obtain(opposite, u), f.obtain(live, j)
    entries = f.by(f.spec(p["b positive"], i, j)), f.mul(f.by(f.spec(f.part(known, 0), i)), f.by(f.spec(p["a positive"], i, j)))
    never = f.lt(0, 0, f.add(*entries), (f.spec(f.part(known, 1), i, j), -1), (on, b[i, j] + u[i] * a[i, j]))
    clash = f.release(f.release(f.absurd(never, th.conclusion.children[1].children[1]), live, j), opposite, u)
    return f.conj(f.part(th, 0), f.imply(clash, opposite))


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
