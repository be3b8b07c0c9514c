"""Mutants of anchor.plan_support that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, Le, Lt, Sum, companion, delta, field, index, number, scalar

from .plan_support import (
    B,
    D,
    E,
    K,
    M,
    P,
    any_c,
    any_r,
    c,
    carries,
    claim,
    corner,
    d,
    d2,
    e,
    e2,
    enough,
    factors,
    i,
    j,
    kappa,
    lower,
    n,
    one_factor,
    pattern,
    plan,
    plan2,
    plan_to_pattern,
    r,
    same,
    scalable,
    t,
    triangle,
    two,
    upper,
    w,
)


@carries.mutant("dropped condition: the 1st part of (∀ i ∈ n, 0 < d[i]) ∧ (∀ j ∈ m, 0 < e[j])")
@carries.mutant("strictness: 0 < d[i]")
def rows_have_mass(p):
    th, given, dead = p.use(claim, "carries a plan"), f.assume(p.goal.children[0].children[0]), f.assume(Le(D[i], 0))
    *_, known = f.obtain(given, D, E)
    signs, sums = (f.part(known, x) for x in range(2))
    column = f.part(signs, 1) if len(signs.conclusion.children) == 2 else signs
    nothing = f.mul(f.by(dead), f.by(p.auto(Le(0, Sum(K[i, j] * E[j], j)), column)))
    clash = f.absurd(f.lt(0, 0, f.add(f.by(f.spec(p["r positive"], i)), nothing), (f.spec(f.part(sums, 0), i), 1)), Lt(0, D[i]))
    row = f.gen(f.cases(dead.conclusion, clash, f.assume(f.otherwise(dead.conclusion))), i)
    found = f.exists(f.conj(f.conj(row, column), sums), scalable, D, E)
    return f.conj(f.imply(f.release(f.mp(f.part(th, 0), found), given, D, E), given), f.part(th, 1))


# The sign of each of d, e, d2, e2 follows from those of the others, since the margins are those of the other plan; in an empty row or
# column it does not matter.
u, v = field("u", i), field("v", j)
FIELDS = {"d": (d, u, 0, e), "e": (e, v, 1, d), "d2": (d2, u, 0, e2), "e2": (e2, v, 1, d2)}


def unsigned(p, name):
    """The same plan, with a positive field in the place of that whose sign is not known."""
    x, z, side, along = FIELDS[name]
    (at, over), k = ((i, j), (j, i))[side], list(FIELDS).index(name) // 2
    weight, positive = kappa[i, j] * along[over], kappa[i, j] * (d[i] * e[j] if k else d2[i] * e2[j])
    mine, others = (p[h] for h in list(two)[:: 1 - 2 * k])
    equal = f.spec(f.part(mine, side), at), f.spec(f.part(others, side), at)
    equal = f.linear(Sum(x[at] * M[i, j] * weight, over), Sum(M[i, j] * positive, over), (equal[0], 1), (equal[1], -1))
    found = revived(p, M[i, j], x, z, at, over, weight, positive, equal)
    (known,) = f.obtain(found, z)
    known, alike = (f.part(f.spec(known, at), n) for n in range(2))
    alike = f.spec(alike, over)
    sums = ((f.spec(f.part(mine, n), a), alike, m[a], a, b) for n, a, b, m in ((0, i, j, any_r), (1, j, i, any_c)))
    moved = (f.gen(f.linear(Sum(z[at] * M[i, j] * weight, b), m, (own, 1), (same, -weight, b)), a) for own, same, m, a, b in sums)
    moved = f.restate(f.conj(*moved), f.inst(f.assume(mine.conclusion), {x: z}).conclusion)
    only = f.cut(f.inst(p.use(claim, "same plan"), {x: z}), f.gen(known, at), moved)
    return f.release(
        p.everywhere(f.linear(plan, plan2, (f.spec(only, i, j), 1), (alike, weight * (1 - 2 * k))), i, j, facts=[known]), found, z
    )


for name in FIELDS:
    same.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name: unsigned(p, name))


def no_row_is_short(first, short, plan, plan2):
    """The margins of the second plan, from those of the first, if no row has more and all columns have theirs: the total is the same."""
    at_most, columns, gap = f.part(short, 0), f.part(short, 1), any_r[i] - Sum(plan2, j)
    sums = (f.spec(f.part(first, 0), i), -1, i), (f.spec(f.part(first, 1), j), 1, j), (f.spec(columns, j), -1, j)
    none = f.zero_sum(f.le(0, gap, f.by(f.spec(at_most, i))), f.linear(Sum(gap, i), 0, *sums), i)
    return f.conj(f.gen(f.linear(Sum(plan2, j), any_r[i], (none, -1)), i), columns)


@factors.mutant("strictness: Σ_{j∈m} d2[i]·(M[i, j]·kappa[i, j])·e2[j] = r[i]")
def rows_at_most(p):
    th, short = p.use(claim, "one factor for each component"), f.assume(p.goal.children[0].children[0])
    return f.conj(f.imply(f.mp(f.part(th, 0), no_row_is_short(p["first"], short, plan, plan2)), short), f.part(th, 1))


@factors.mutant("constant factor: 1 for 0 in 0 < t[i] (place 2)")
def factors_above_1(p):
    th, given = p.use(claim, "one factor for each component"), f.assume(p.goal.children[1].children[0])
    *_, known = f.obtain(given, t, w)
    signs = f.conj(f.gen(f.lt(0, t[i], f.add(f.by(f.spec(f.part(f.part(known, 0), 0), i)), f.num(1))), i), f.part(f.part(known, 0), 1))
    found = f.exists(f.conj(signs, f.part(known, 1), f.part(known, 2)), one_factor, t, w)
    return f.conj(f.part(th, 0), f.imply(f.release(f.mp(f.part(th, 1), found), given, t, w), given))


@triangle.mutant("constant factor: 2 times the right side of 1 < corner + lower")
def the_last_row_alone_is_enough(p):
    upper_is = f.lt(upper, 1, f.by(p["corner positive"]), (p["first row"], -1))
    more = f.mul(f.num(2), f.by(p["corner positive"]))
    return f.conj(upper_is, f.lt(1, 2 * (corner + lower), f.add(more, f.num(1)), (p["second row"], 2)))


@enough.mutant("off-by-one range: all but one of Σ_{i∈n} r[i] (place 2)")
def all_rows_have_no_room(p):
    """All rows but o hold as much as all columns, so there is no room for all rows: r_o is positive."""
    th, (told, goal) = p.use(claim, "enough room"), p.goal.children[1].children
    given, o = f.assume(told), index("o", n)
    met = Exists(i, And(Eq(1, 1), Eq(M[i, j], 1)))
    columns = indicator(met, B, j)
    (known,) = f.obtain(columns, B)
    at = f.spec(known, j)
    digital, holds = (f.cut(lemma(met, B[j]), at) for lemma in (truth_is_mask, where_true))
    seen, some = f.assume(Eq(B[j], 1)), f.assume(met)
    iff = f.conj(f.imply(holds, seen), f.imply(f.mp(f.part(at, 0), f.conj(some)), some))
    cut = f.mp(f.spec(f.part(given, 1), (i, 1)), f.gen(f.linear(f.node(1 * number(1)), 1), i))
    tight = f.part(f.mp(f.mp(f.spec(cut, B), f.gen(digital, j)), f.gen(iff, j)), 0)
    most = mask_cases(digital, f.le(B[j], 1, f.num(0), (seen, -1)), f.le(B[j], 1, f.num(1), (f.assume(Eq(B[j], 0)), -1)))
    room = f.tot(j, f.mul(f.by(f.spec(p["c positive"], j)), f.by(most)))
    never = f.lt(0, 0, f.add(f.by(tight), room, f.by(f.spec(p["r positive"], o))), (f.part(given, 0), 1))
    none = f.release(p.clear(f.absurd(never, goal), given, known), columns, B)
    return f.conj(f.part(th, 0), f.imply(none, told))


# ---- lines of mass 0 -------------------------------------------------------------------------------------------------------------------
#
# A row or column of mass 0 is empty.  The theorem asks for positive masses: it is told that the empty lines are copies of one line a that
# has mass, and that a and its copies share this mass equally.  The scaling of a is then the sum of those of them all.


def of_empty_lines(p, side):
    """The second half for masses of rows, or of columns, that may be 0."""
    given, (at, over), (mass, other) = f.assume(pattern), ((i, j), (j, i))[side], ((r, c), (c, r))[side]
    k, a, g, z = companion(at), companion(at, companion(at)), field("g", at), scalar("z")

    def cell(x, line):
        return x[line, over] if side == 0 else x[over, line]

    *_, known = f.obtain(given, P)
    entries, sums = f.part(known, 0), [f.part(f.part(known, 1), x) for x in (side, 1 - side)]
    lines, others = f.spec(sums[0], at), f.spec(sums[1], over)
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    some, none = (f.part(f.spec(entries, i, j), x) for x in range(2))
    sign = mask_cases(f.spec(p["M mask"], i, j), f.le(0, P[i, j], f.by(f.mp(some, on))), f.le(0, P[i, j], f.num(0), (f.mp(none, off), 1)))
    # g is 1 on lines with mass; the others are empty
    has_mass = Lt(0, mass[at])
    chosen = indicator(has_mass, g, at)
    (told,) = f.obtain(chosen, g)
    truth = f.spec(told, at)
    g_mask, holds = (f.cut(lemma(has_mass, g[at]), truth) for lemma in (truth_is_mask, where_true))
    here, gone = f.assume(Eq(g[at], 1)), f.assume(Eq(g[at], 0))
    clash = f.linear(0, 1, (gone, -1), (f.mp(f.part(truth, 0), f.conj(f.assume(has_mass))), 1))
    no_mass = f.cases(has_mass, f.absurd(clash, Le(mass[at], 0)), f.assume(Le(mass[at], 0)))
    no_entry = f.zero_sum(sign, f.le(Sum(P[i, j], over), 0, f.by(no_mass), (lines, -1)), over)
    unmet = mask_cases(f.spec(p["M mask"], i, j), f.absurd(f.lt(0, 0, f.by(f.mp(some, on)), (no_entry, -1)), Eq(M[i, j], 0)), off)

    def where_gone(value, zero):
        """(1 − g) value = 0."""
        goal = (1 - g[at]) * value, 0
        return p.clear(mask_cases(g_mask, f.linear(*goal, (here, -value)), f.linear(*goal, (zero, 1 - g[at]))), known, told)

    no_P, no_M = where_gone(P[i, j], no_entry), where_gone(M[i, j], unmet)
    no_r = f.linear((1 - g[at]) * mass[at], 0, (lines, g[at] - 1), (no_P, 1, over))
    # there is a line a with mass, as there is mass in the other direction
    alive = Exists(a, Lt(0, mass[a]))
    dead = f.mp(f.assume(f.otherwise(alive)), f.exists(f.assume(has_mass), alive, at))
    at_most = f.cases(has_mass, f.absurd(dead, Le(mass[at], 0)), f.assume(Le(mass[at], 0)))
    whole = f.tot(over, f.by(f.spec(p[("c positive", "r positive")[side]], over)))
    never = f.lt(0, 0, f.add(f.tot(at, f.by(at_most)), whole), (lines, -1, at), (others, 1, over))
    some_line = f.cases(alive, f.assume(alive), f.absurd(never, alive))
    (heavy,) = f.obtain(some_line, a)
    g_a = f.mp(f.part(f.spec(told, a), 0), f.conj(heavy))

    # u is 1 at a and at its copies
    def u(line):
        return delta(line, a) + 1 - g[line]

    count = Sum(u(at), at)
    many = f.lt(0, count, f.add(f.num(1), f.tot(at, f.sq(1 - g[at]))), (g_mask, -1, at))
    unit = f.inst(f.linear(z * z**-1, 1), {z: count})
    u_mask = solved(u(at) * u(at), u(at), (g_mask, 1), (g_a, delta(at, a)))
    copy, own = f.assume(Eq(u(at), 1)), f.assume(Eq(u(at), 0))
    owned = solved(g[at], 1, (own, 1), (own, g[at]), (g_mask, 1), (g_a, delta(at, a)))

    def copied(x, of_a):
        """What a has, at its copies, and what is there elsewhere."""
        return (1 - u(at)) * x + u(at) * of_a

    def bound(x, of_a, at_copy, at_own):
        """0 < what is copied, from bounds for both."""
        at_copy, at_own = (f.lt(0, copied(x, of_a), f.by(th), (use, of_a - x)) for th, use in ((at_copy, copy), (at_own, own)))
        return mask_cases(u_mask, at_copy, at_own)

    (M_, M_a), (kappa_, kappa_a), (P_, P_a) = ((cell(x, at), cell(x, a)) for x in (M, kappa, P))
    M2, kappa2, P2, mass2 = copied(M_, M_a), copied(kappa_, kappa_a), copied(P_, P_a / count), copied(mass[at], mass[a] / count)
    # the theorem for the copies
    masks = f.spec(p["M mask"], i, j), f.inst(f.spec(p["M mask"], i, j), {at: a})
    mask2 = f.linear(M2 * M2, M2, (masks[0], (1 - u(at)) ** 2), (masks[1], u(at) ** 2), (u_mask, M_ - 2 * M_ * M_a + M_a))
    sign = f.spec(p["kappa positive"], i, j)
    kappa_sign = bound(kappa_, kappa_a, f.inst(sign, {at: a}), sign)
    share = f.lt(0, mass[a] / count, f.mul(f.by(heavy), f.inv(f.by(many))))
    mass_sign = bound(mass[at], mass[a] / count, share, f.cut(holds, owned))
    values = {M: ((i, j), M2), kappa: ((i, j), kappa2), mass: (at, mass2)}
    facts = [known, told, heavy, many]
    theorem = f.inst(p.use(claim, "carries a plan"), values)
    theorem = f.cut(theorem, *(p.everywhere(th, i, j, facts=facts) for th in (mask2, kappa_sign)), p.everywhere(mass_sign, at, facts=facts))
    # their pattern
    some_a, none_a = (f.inst(th, {at: a}) for th in (some, none))

    def read(truth):
        """M is the number at a or here, if the copied M is."""
        there = f.assume(Eq(M2, truth))
        return there, *(f.linear(x, truth, (there, 1), (use, M_ - M_a)) for x, use in ((M_a, copy), (M_, own)))

    (on2, on_a, on_own), (off2, off_a, off_own) = read(1), read(0)
    there = f.lt(0, P_a / count, f.mul(f.by(f.mp(some_a, on_a)), f.inv(f.by(many))))
    there = f.imply(bound(P_, P_a / count, there, f.mp(some, on_own)), on2)
    gap = P_a / count - P_
    empty = (
        f.linear(P2, 0, (f.mp(th, zero), x), (use, gap)) for th, zero, x, use in ((none_a, off_a, 1 / count, copy), (none, off_own, 1, own))
    )
    entries = p.everywhere(f.conj(there, f.imply(mask_cases(u_mask, *empty), off2)), i, j, facts=facts)
    line_a = f.inst(lines, {at: a})
    line2 = f.gen(p.clear(f.linear(Sum(P2, over), mass2, (lines, 1 - u(at)), (line_a, u(at) / count)), *facts), at)
    other2 = f.linear(Sum(P2, at), other[over], (others, 1), (no_P, -1, at), (unit, P_a))
    other2 = f.gen(p.clear(other2, *facts), over)
    some_pattern = f.part(theorem, 1).conclusion.children[0]
    both = (line2, other2) if side == 0 else (other2, line2)
    scaled_ = f.mp(f.part(theorem, 1), f.exists(f.conj(entries, f.conj(*both)), some_pattern, ((i, j), P2)))
    # the scaling of a is that of all its copies
    *_, found = f.obtain(scaled_, D, E)
    signs, sums = ([f.part(f.part(found, x), y) for y in (side, 1 - side)] for x in range(2))
    x, y = ((D, E), (E, D))[side]
    line, column, x_sign = f.spec(sums[0], at), f.spec(sums[1], over), f.spec(signs[0], at)
    all_ = Sum(u(k) * x[k], k)
    z_, entry = (1 - u(at)) * x[at] + delta(at, a) * all_ + 1 - g[at], M_ * kappa_
    (own_k, of_a), crossed = (entry, M_a * kappa_a), M_ * kappa_a + M_a * kappa_
    kept = (1 - u(at)) * own_k, (1 - u(at)) * M2 * kappa2
    kept = f.linear(*kept, (u_mask, (1 - u(at)) * crossed + u(at) * of_a - (2 - u(at)) * own_k))
    moved = u(at) * of_a, u(at) * M2 * kappa2
    moved = f.linear(*moved, (u_mask, (1 - u(at)) * own_k + u(at) * crossed - (1 + u(at)) * of_a))
    line_k, moved_k, mask_k = (f.inst(th, {at: k}) for th in (line, moved, u_mask))
    masses = (u_mask, mass[at] - mass[a] / count), (mask_k, delta(at, a) * (mass[a] / count - mass[k]), k)
    masses = (line, 1 - u(at)), (line_k, delta(at, a) * u(k), k), *masses, (unit, delta(at, a) * mass[a]), (no_r, -1)
    entries = (no_M, kappa_ * y[over], over), (kept, x[at] * y[over], over), (moved_k, delta(at, a) * x[k] * y[over], over, k)
    line = f.linear(Sum(z_ * entry * y[over], over), mass[at], *entries, *masses)
    entries = (no_M, kappa_ * y[over], at), (kept, x[at] * y[over], at), (moved_k, x[k] * y[over], k)
    column = f.linear(Sum(z_ * entry * y[over], at), other[over], *entries, (column, 1))
    x_k, g_k = (f.inst(th, {at: k}) for th in (x_sign, g_mask))
    all_sign = f.lt(0, all_, f.add(f.by(f.inst(x_sign, {at: a})), f.tot(k, f.mul(f.sq(1 - g[k]), f.by(x_k)))), (g_k, -x[k], k))
    uses = (copy, all_ - x[at]), (own, all_ - x[at])
    of_copy = mask_cases(g_mask, f.lt(0, z_, f.by(all_sign), uses[0], (here, all_ - 1)), f.lt(0, z_, f.num(1), uses[0], (gone, all_ - 1)))
    z_sign = mask_cases(u_mask, of_copy, f.lt(0, z_, f.by(x_sign), uses[1], (owned, all_ - 1)))
    z_sign, line, column = (p.everywhere(th, v, facts=[*facts, found]) for th, v in ((z_sign, at), (line, at), (column, over)))
    signs, sums, scales = ((one, two)[:: 1 - 2 * side] for one, two in ((z_sign, signs[1]), (line, column), ((at, z_), y)))
    shown = f.exists(f.conj(f.conj(*signs), f.conj(*sums)), scalable, *scales)
    shown = f.release(p.clear(shown, *facts, found), scaled_, D, E)
    shown = f.release(f.release(f.release(p.clear(shown, *facts), some_line, a), chosen, g), given, P)
    return f.imply(p.clear(shown, given), given)


@carries.mutant("dropped hypothesis: r positive")
def empty_rows(p):
    return f.conj(plan_to_pattern(p), of_empty_lines(p, 0))


@carries.mutant("dropped hypothesis: c positive")
def empty_columns(p):
    return f.conj(plan_to_pattern(p), of_empty_lines(p, 1))
