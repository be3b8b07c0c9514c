"""Mutants of anchor.plan_gauge that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.subsets import indicator, permuted, truth_is_mask, where_true
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Lt, Rational, Sum, field, log, scalar
from theorems.probe.cycle import K, L, M, T, a, b, back, c, column, gauge, h, i, j, n, onward, row, t, taken
from theorems.probe.cycle import claim as probe_cycle

from .plan_gauge import (
    around,
    claim,
    crossed,
    d,
    d2,
    e,
    e2,
    equal,
    exists,
    forgets,
    invisible,
    moved_along,
    other,
    plan,
    r,
    related,
    rows_only,
    s,
    u,
    v,
)


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


@forgets.mutant("dropped condition: the 2nd part of ((∀ i ∈ n, h[i]² = h[i]) ∧ ((( … i] = 1 → δ(back(c(i)), i) = 0)")
def all_closed_walks_agree(p):
    """Equal plans are those of kernels that are scaled into each other, and these agree around all closed walks, also there and back."""
    th, (told, goal) = p.use(claim, "same plan"), p.goal.children[0].children
    alike, walk_on = f.assume(told), f.assume(f.spec(f.assume(goal), h, c, back).conclusion.children[0])
    entry = f.linear(L[i, j], d[i] / d2[i] * K[i, j] * (e[j] / e2[j]), (f.spec(alike, i, j), -1 / (d2[i] * e2[j])))
    signs = (p.auto(ForAll(index, Lt(0, factor))) for index, factor in ((i, d[i] / d2[i]), (j, e[j] / e2[j])))
    scalings = f.exists(f.conj(*signs, p.everywhere(entry, i, j, facts=[alike])), gauge, (i, d[i] / d2[i]), (j, e[j] / e2[j]))
    *_, known = f.obtain(scalings, u, v)
    mask, goes, edges = (f.part(walk_on, k) for k in range(3))
    same = f.inst(
        f.retype(p.use(probe_cycle, "sound", {"d": u, "e": v}), {T: n}), {"taken": h, "onward": (i, back(c(i))), "row": (i, i), "column": c}
    )
    returns = f.cut(f.inst(permuted(lambda i: back(c(i)), i), {"h": h}), mask, goes)
    same = f.cut(same, returns, edges, mask, *(f.part(known, k) for k in range(3)))
    walks = f.gen(f.imply(f.release(same, scalings, u, v), walk_on), h, c, back)
    return f.conj(f.imply(walks, told), f.part(th, 1))


@forgets.mutant("strictness: h[i]² = h[i]")
def least_sets_are_masks(p):
    """Where h is 1 is one of the sets g ≤ h that it is compared with, and h ≤ g then makes h that set."""
    th, (told, goal) = p.use(claim, "same plan"), p.goal.children[0].children
    alike, given = f.assume(told), f.assume(f.spec(f.assume(goal), h, c, back).conclusion.children[0])
    below, goes, edges = (f.part(f.part(given, 0), k) for k in range(3))
    inhabited, closed, least = f.part(f.part(goes, 0), 0), f.part(f.part(goes, 0), 1), f.part(goes, 1)
    g = field("g", i)
    where_1 = indicator(Eq(h[i], 1), g, i)
    (known,) = f.obtain(where_1, g)
    at, here, out, (one,) = f.spec(known, i), f.assume(Eq(g[i], 1)), f.assume(Eq(g[i], 0)), f.obtain(inhabited, i)
    digital, on = (f.cut(lemma(Eq(h[i], 1), g[i]), at) for lemma in (truth_is_mask, where_true))
    size = f.le(0, h[i], f.add(f.sq(h[i]), f.by(f.spec(below, i))))
    under = mask_cases(digital, f.le(g[i], h[i], f.num(0), (on, 1), (here, -1)), f.le(g[i], h[i], f.by(size), (out, -1)))
    some = f.release(f.exists(f.mp(f.part(at, 0), f.conj(one)), Exists(i, Eq(g[i], 1)), i), inhabited, i)
    onwards = f.mp(f.part(f.spec(known, back(c(i))), 0), f.conj(f.mp(f.spec(closed, i), on)))
    closed_too = f.gen(f.imply(onwards, here), i)
    upper = f.mp(f.spec(least, g), f.conj(f.gen(digital, i), f.gen(under, i), f.conj(some, closed_too)))
    zero = f.antisymmetry(f.le(h[i], 0, f.by(f.spec(upper, i)), (out, -1)), size)
    mask = mask_cases(digital, f.linear(h[i] * h[i], h[i], (on, h[i])), f.linear(h[i] * h[i], h[i], (zero, h[i] - 1)))
    mask = f.release(f.gen(mask, i), where_1, g)
    same = f.mp(f.spec(f.mp(f.part(th, 0), alike), h, c, back), f.conj(f.conj(mask, goes, edges), f.part(given, 1)))
    return f.conj(f.imply(f.gen(f.imply(same, given), h, c, back), told), f.part(th, 1))
