"""Mutants of anchor.plan_support that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Le, Lt, Sum, companion, delta, field, index, number, scalar

from .plan_support import (
    A,
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
    meets,
    n,
    one_factor,
    pattern,
    pattern_to_room,
    plan,
    plan2,
    plan_to_pattern,
    r,
    room,
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


def neighbours(A):
    """∃B that is the set of columns which the rows of A meet, what is known of it, that it is a set, and which, and 0 ≤ 1 − B."""
    met = Exists(i, And(Eq(A(i), 1), Eq(M[i, j], 1)))
    columns = indicator(met, B, j)
    (known,) = f.obtain(columns, B)
    at = f.spec(known, j)
    digital, holds = (f.cut(lemma(met, B[j]), at) for lemma in (truth_is_mask, where_true))
    seen, some = f.assume(Eq(B[j], 1)), f.assume(met)
    iff = f.conj(f.imply(holds, seen), f.imply(f.mp(f.part(at, 0), f.conj(some)), some))
    most = mask_cases(digital, f.le(B[j], 1, f.num(0), (seen, -1)), f.le(B[j], 1, f.num(1), (f.assume(Eq(B[j], 0)), -1)))
    return columns, known, f.gen(digital, j), f.gen(iff, j), most


@enough.mutant("off-by-one range: all but one of Σ_{i∈n} r[i] (place 2)")
def all_rows_have_no_room(p):
    """All rows but o hold as much as all columns, so there is no room for all rows: r_o is positive."""
    th, (told, goal) = p.use(claim, "enough room"), p.goal.children[1].children
    given, o = f.assume(told), index("o", n)
    columns, known, digital, iff, most = neighbours(lambda i: number(1))
    cut = f.mp(f.spec(f.part(given, 1), (i, 1)), f.gen(f.linear(f.node(1 * number(1)), 1), i))
    tight = f.part(f.mp(f.spec(cut, B), digital, iff), 0)
    rest = f.tot(j, f.mul(f.by(f.spec(p["c positive"], j)), f.by(most)))
    never = f.lt(0, 0, f.add(f.by(tight), rest, f.by(f.spec(p["r positive"], o))), (f.part(given, 0), 1))
    none = f.release(p.clear(f.absurd(never, goal), given, known), columns, B)
    return f.conj(f.part(th, 0), f.imply(none, told))


# ---- lines of mass 0 -------------------------------------------------------------------------------------------------------------------
#
# A row or column of mass 0 is empty.  The theorem asks for positive masses: it is told that the empty lines are copies of one line a that
# has mass, and that a and its copies share this mass equally.  The scaling of a is then the sum of those of them all.


M_IS_MASK = enough.statement.hypotheses["M mask"]


class Copies:
    """Rows, or columns: g is 1 on those with mass, a is one of them, and u is 1 at a and at its copies, those without mass."""

    def __init__(self, side):
        self.at, self.over, self.mass = at, _, mass = ((i, j, r), (j, i, c))[side]
        self.k, self.a, self.g = companion(at), companion(at, companion(at)), field("g", at)
        a, g, has_mass, z = self.a, self.g, Lt(0, mass[at]), scalar("z")
        self.chosen = indicator(has_mass, g, at)
        (self.told,) = f.obtain(self.chosen, g)
        truth = f.spec(self.told, at)
        self.g_mask, self.holds = (f.cut(lemma(has_mass, g[at]), truth) for lemma in (truth_is_mask, where_true))
        self.here, self.gone = f.assume(Eq(g[at], 1)), f.assume(Eq(g[at], 0))
        clash = f.linear(0, 1, (self.gone, -1), (f.mp(f.part(truth, 0), f.conj(f.assume(has_mass))), 1))
        self.no_mass = f.cases(has_mass, f.absurd(clash, Le(mass[at], 0)), f.assume(Le(mass[at], 0)))
        self.heavy = f.assume(Lt(0, mass[a]))
        self.g_a = g_a = f.mp(f.part(f.spec(self.told, a), 0), f.conj(self.heavy))
        self.count = Sum(self.u(at), at)
        self.many = f.lt(0, self.count, f.add(f.num(1), f.tot(at, f.sq(1 - g[at]))), (self.g_mask, -1, at))
        self.unit = f.inst(f.linear(z * z**-1, 1), {z: self.count})
        self.u_mask = solved(self.u(at) * self.u(at), self.u(at), (self.g_mask, 1), (g_a, delta(at, a)))
        self.copy, self.own = f.assume(Eq(self.u(at), 1)), f.assume(Eq(self.u(at), 0))
        self.owned = solved(g[at], 1, (self.own, 1), (self.own, g[at]), (self.g_mask, 1), (g_a, delta(at, a)))
        self.facts = [self.told, self.heavy, self.many]
        self.share = f.lt(0, mass[a] / self.count, f.mul(f.by(self.heavy), f.inv(f.by(self.many))))
        self.mass_sign = self.bound(mass[at], mass[a] / self.count, self.share, f.cut(self.holds, self.owned))
        (M_, M_a), masks = self.both(M), [f.assume(M_IS_MASK), f.assume(M_IS_MASK)]
        masks = [f.spec(th, i, j) for th in masks]
        masks[1] = f.inst(masks[1], {at: a})
        self.M, self.mass_ = self.copied(M_, M_a), self.copied(mass[at], mass[a] / self.count)
        uses = (masks[0], (1 - self.u(at)) ** 2), (masks[1], self.u(at) ** 2), (self.u_mask, M_ - 2 * M_ * M_a + M_a)
        self.M_mask = f.linear(self.M * self.M, self.M, *uses)

    def u(self, line):
        return delta(line, self.a) + 1 - self.g[line]

    def both(self, x):
        """An entry here and at a."""
        other = x[self.a, j] if self.at is i else x[i, self.a]
        return x[i, j], other

    def copied(self, x, of_a):
        """What a has, at its copies, and what is there elsewhere."""
        return (1 - self.u(self.at)) * x + self.u(self.at) * of_a

    def bound(self, x, of_a, at_copy, at_own):
        """0 < what is copied, from bounds for both."""
        pairs = (at_copy, self.copy), (at_own, self.own)
        return mask_cases(self.u_mask, *(f.lt(0, self.copied(x, of_a), f.by(th), (use, of_a - x)) for th, use in pairs))

    def read(self, truth):
        """M is a number at a or here, if the copied M is."""
        there, (M_, M_a) = f.assume(Eq(self.M, truth)), self.both(M)
        return there, *(f.linear(x, truth, (there, 1), (use, M_ - M_a)) for x, use in ((M_a, self.copy), (M_, self.own)))

    def where_gone(self, value, zero):
        """(1 − g) value = 0, if it is 0 without mass."""
        goal = (1 - self.g[self.at]) * value, 0
        return mask_cases(self.g_mask, f.linear(*goal, (self.here, -value)), f.linear(*goal, (zero, 1 - self.g[self.at])))

    def total(self, line, no_r):
        """The mass here is that of ``line``, a sum over all copies if it is a, from what ``line`` says of copied masses."""
        at, a, k, mass, u = self.at, self.a, self.k, self.mass, self.u
        line_k, mask_k = (f.inst(th, {at: k}) for th in (line, self.u_mask))
        gap = mass[a] / self.count
        masses = (self.u_mask, mass[at] - gap), (mask_k, delta(at, a) * (gap - mass[k]), k)
        return (line, 1 - u(at)), (line_k, delta(at, a) * u(k), k), *masses, (self.unit, delta(at, a) * mass[a]), (no_r, -1)

    def some(self, *never):
        """∃a 0 < mass_a, from what makes a total that is not positive absurd."""
        at, a, has_mass = self.at, self.a, Lt(0, self.mass[self.at])
        alive = Exists(a, Lt(0, self.mass[a]))
        dead = f.mp(f.assume(f.otherwise(alive)), f.exists(f.assume(has_mass), alive, at))
        at_most = f.cases(has_mass, f.absurd(dead, Le(self.mass[at], 0)), f.assume(Le(self.mass[at], 0)))
        witness, *uses = never
        return f.cases(alive, f.assume(alive), f.absurd(f.lt(0, 0, f.add(f.tot(at, f.by(at_most)), witness), *uses), alive))


def of_empty_lines(p, side):
    """The second half for masses of rows, or of columns, that may be 0."""
    given, lines_ = f.assume(pattern), Copies(side)
    at, over, mass, a, k, g, u, count = (getattr(lines_, name) for name in ("at", "over", "mass", "a", "k", "g", "u", "count"))
    other, other_sign = ((c, "c positive"), (r, "r positive"))[side]
    *_, known = f.obtain(given, P)
    facts = [known, *lines_.facts]
    entries, sums = f.part(known, 0), [f.part(f.part(known, 1), x) for x in (side, 1 - side)]
    lines, others = f.spec(sums[0], at), f.spec(sums[1], over)
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    some, none = (f.part(f.spec(entries, i, j), x) for x in range(2))
    sign = mask_cases(f.spec(p["M mask"], i, j), f.le(0, P[i, j], f.by(f.mp(some, on))), f.le(0, P[i, j], f.num(0), (f.mp(none, off), 1)))
    # lines without mass are empty
    no_entry = f.zero_sum(sign, f.le(Sum(P[i, j], over), 0, f.by(lines_.no_mass), (lines, -1)), over)
    unmet = mask_cases(f.spec(p["M mask"], i, j), f.absurd(f.lt(0, 0, f.by(f.mp(some, on)), (no_entry, -1)), Eq(M[i, j], 0)), off)
    no_P, no_M = (p.clear(lines_.where_gone(x[i, j], zero), *facts) for x, zero in ((P, no_entry), (M, unmet)))
    no_r = f.linear((1 - g[at]) * mass[at], 0, (lines, g[at] - 1), (no_P, 1, over))
    # some line has mass, as there is mass in the other direction
    some_line = lines_.some(f.tot(over, f.by(f.spec(p[other_sign], over))), (lines, -1, at), (others, 1, over))
    # the theorem for the copies
    (M_, M_a), (kappa_, kappa_a), (P_, P_a) = map(lines_.both, (M, kappa, P))
    M2, kappa2, P2, mass2 = lines_.M, lines_.copied(kappa_, kappa_a), lines_.copied(P_, P_a / count), lines_.mass_
    sign = f.spec(p["kappa positive"], i, j)
    kappa_sign = lines_.bound(kappa_, kappa_a, f.inst(sign, {at: a}), sign)
    values = {M: ((i, j), M2), kappa: ((i, j), kappa2), mass: (at, mass2)}
    signs = (lines_.M_mask, i, j), (kappa_sign, i, j), (lines_.mass_sign, at)
    theorem = f.inst(p.use(claim, "carries a plan"), values)
    theorem = f.cut(theorem, *(p.everywhere(th, *over_all, facts=facts) for th, *over_all in signs))
    # their pattern
    some_a, none_a = (f.inst(th, {at: a}) for th in (some, none))
    (on2, on_a, on_own), (off2, off_a, off_own) = lines_.read(1), lines_.read(0)
    there = f.lt(0, P_a / count, f.mul(f.by(f.mp(some_a, on_a)), f.inv(f.by(lines_.many))))
    there = f.imply(lines_.bound(P_, P_a / count, there, f.mp(some, on_own)), on2)
    gap = P_a / count - P_
    empty = (none_a, off_a, 1 / count, lines_.copy), (none, off_own, 1, lines_.own)
    empty = (f.linear(P2, 0, (f.mp(th, zero), x), (use, gap)) for th, zero, x, use in empty)
    entries = p.everywhere(f.conj(there, f.imply(mask_cases(lines_.u_mask, *empty), off2)), i, j, facts=facts)
    line_a = f.inst(lines, {at: a})
    line2 = f.gen(p.clear(f.linear(Sum(P2, over), mass2, (lines, 1 - u(at)), (line_a, u(at) / count)), *facts), at)
    other2 = f.linear(Sum(P2, at), other[over], (others, 1), (no_P, -1, at), (lines_.unit, P_a))
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
    kept = f.linear(*kept, (lines_.u_mask, (1 - u(at)) * crossed + u(at) * of_a - (2 - u(at)) * own_k))
    moved = u(at) * of_a, u(at) * M2 * kappa2
    moved = f.linear(*moved, (lines_.u_mask, (1 - u(at)) * own_k + u(at) * crossed - (1 + u(at)) * of_a))
    moved_k, masses = f.inst(moved, {at: k}), lines_.total(line, no_r)
    entries = (no_M, kappa_ * y[over], over), (kept, x[at] * y[over], over), (moved_k, delta(at, a) * x[k] * y[over], over, k)
    line = f.linear(Sum(z_ * entry * y[over], over), mass[at], *entries, *masses)
    entries = (no_M, kappa_ * y[over], at), (kept, x[at] * y[over], at), (moved_k, x[k] * y[over], k)
    column = f.linear(Sum(z_ * entry * y[over], at), other[over], *entries, (column, 1))
    x_k, g_k = (f.inst(th, {at: k}) for th in (x_sign, lines_.g_mask))
    all_sign = f.lt(0, all_, f.add(f.by(f.inst(x_sign, {at: a})), f.tot(k, f.mul(f.sq(1 - g[k]), f.by(x_k)))), (g_k, -x[k], k))
    cases = (all_sign, lines_.copy, lines_.here), (f.lt(0, 1, f.num(1)), lines_.copy, lines_.gone), (x_sign, lines_.own, lines_.owned)
    of_a, of_copy, of_own = (f.lt(0, z_, f.by(th), (use, all_ - x[at]), (truth, all_ - 1)) for th, use, truth in cases)
    z_sign = mask_cases(lines_.u_mask, mask_cases(lines_.g_mask, of_a, of_copy), of_own)
    z_sign, line, column = (p.everywhere(th, v, facts=[*facts, found]) for th, v in ((z_sign, at), (line, at), (column, over)))
    signs, sums, scales = ((one, two)[:: 1 - 2 * side] for one, two in ((z_sign, signs[1]), (line, column), ((at, z_), y)))
    shown = f.exists(f.conj(f.conj(*signs), f.conj(*sums)), scalable, *scales)
    shown = f.release(p.clear(shown, *facts, found), scaled_, D, E)
    shown = f.release(f.release(f.release(p.clear(shown, *facts), some_line, a), lines_.chosen, g), given, P)
    return f.imply(p.clear(shown, given), given)


@carries.mutant("dropped hypothesis: r positive")
def empty_rows(p):
    return f.conj(plan_to_pattern(p), of_empty_lines(p, 0))


@carries.mutant("dropped hypothesis: c positive")
def empty_columns(p):
    return f.conj(plan_to_pattern(p), of_empty_lines(p, 1))


def all_rows_but_one(p, given):
    """0 ≤ r_o, as the other rows have no more than all columns; and if r_o ≤ 0 they fill all columns, so that row o meets none."""
    o, total, light = companion(i), f.part(given, 0), f.assume(Le(r[companion(i)], 0))
    columns, known, digital, iff, most = neighbours(lambda i: 1 - delta(i, o))
    cut = f.mp(f.spec(f.part(given, 1), (i, 1 - delta(i, o))), f.gen(f.linear((1 - delta(i, o)) * (1 - delta(i, o)), 1 - delta(i, o)), i))
    tight = f.mp(f.spec(cut, B), digital, iff)
    capacity, (held, filled), some = f.part(tight, 0), (Sum((1 - delta(i, o)) * r[i], i), Sum(B[j] * c[j], j)), f.spec(p["c positive"], j)
    left = f.mul(f.by(some), f.by(most))
    sign = f.le(0, r[o], f.add(f.by(capacity), f.tot(j, left)), (total, 1))
    full = f.antisymmetry(capacity, f.le(filled, held, f.add(f.tot(j, left), f.by(light)), (total, 1)))
    gap = c[j] * (1 - B[j])
    none = f.zero_sum(f.le(0, gap, left), f.le(Sum(gap, j), 0, f.add(f.by(capacity), f.by(light)), (total, 1)), j)
    in_B = p.clear(f.linear(B[j], 1, (none, -1 / c[j])), given, known, light)
    unmet = f.mp(f.spec(f.mp(f.part(tight, 1), full), o, j), f.conj(f.linear(1 - delta(o, o), 0), in_B))
    return tuple(f.inst(f.release(p.clear(th, given, known, light), columns, B), {o: i}) for th in (sign, unmet))


def room_for_copies(p, rows, cuts):
    """Σ A r ≤ Σ B c for the copied masses, with equality only if no other row meets B, for sets A of rows with copies among them.  For
    these there is room, if a stands for all its copies: where one is in A, or where none is."""
    a, k, u = rows.a, rows.k, rows.u
    M2, mass2, (M_, M_a), share = rows.M, rows.mass_, rows.both(M), r[rows.a] / rows.count
    a_set, b_set = f.assume(ForAll(i, Eq(A[i] * A[i], A[i]))), f.assume(ForAll(j, Eq(B[j] * B[j], B[j])))
    around = f.inst(f.assume(meets), {M: ((i, j), M2)})
    facts = [*rows.facts, a_set, b_set, around, cuts]
    touched = Exists(k, And(Eq(u(k), 1), Eq(A[k], 1)))
    some, nobody, in_A, out_A = f.assume(touched), f.assume(f.otherwise(touched)), f.assume(Eq(A[i], 1)), f.assume(Eq(A[i], 0))
    is_set, z = f.spec(a_set, i), companion(i, k, a)
    rest = u(i) * (1 - A[i])
    rest = f.le(0, rest, f.mul(f.sq(u(i)), f.sq(1 - A[i])), (rows.u_mask, A[i] - 1), (is_set, -(u(i) ** 2)))
    on2, on_a, on_own = rows.read(1)
    shown = []
    for tau in (1, 0):

        def A1(line, tau=tau):
            return (1 - u(line)) * A[line] + tau * delta(line, a)

        mask = f.linear(A1(i) * A1(i), A1(i), (is_set, (1 - u(i)) ** 2), (rows.u_mask, A[i]), (rows.g_a, 2 * tau * delta(i, a) * A[i]))
        # A1 meets what A meets
        own = (rows.own, tau - A[i]), (rows.owned, tau)
        met, met2 = (Exists(i, And(Eq(line, 1), Eq(entry, 1))) for line, entry in ((A1(i), M_), (A[i], M2)))
        of_own = f.exists(f.conj(f.linear(A1(i), 1, (in_A, 1), *own), on_own), met, i)
        in_A_too = f.exists(f.conj(rows.copy, in_A), touched, i)
        of_copy = f.absurd(f.mp(nobody, in_A_too), met)
        if tau:
            of_copy = f.exists(f.conj(f.linear(A1(a), 1, (rows.g_a, A[a])), on_a), met, a)
        there = f.assume(met2)
        (one,) = f.obtain(there, i)
        there = f.release(f.cut(mask_cases(rows.u_mask, of_copy, of_own), f.part(one, 0), f.part(one, 1)), there, i)
        back = f.assume(met)
        (one,) = f.obtain(back, i)
        in_A1, on = f.part(one, 0), f.part(one, 1)
        its = f.linear(A[i], 1, (in_A1, 1), *((th, -x) for th, x in own)), f.linear(M2, 1, (on, 1), (rows.own, M_a - M_))
        of_own = f.exists(f.conj(*its), met2, i)
        if tau:
            is_a = f.linear(delta(i, a), 1, (in_A1, 1), (rows.copy, A[i]))
            on_a2 = f.rewrite(is_a, on, z, Eq(M[z, j], 1))
            (which,) = f.obtain(some, k)
            on_k = f.linear(f.inst(on2, {i: k}).conclusion.children[0], 1, (on_a2, 1), (f.part(which, 0), M_a - M[k, j]))
            of_copy = f.release(f.exists(f.conj(f.part(which, 1), on_k), met2, k), some, k)
        else:
            of_copy = f.absurd(f.linear(0, 1, (in_A1, 1), (rows.copy, A[i])), met2)
        back = f.imply(f.release(mask_cases(rows.u_mask, of_copy, of_own), back, i), back)
        in_B, around_ = f.assume(Eq(B[j], 1)), [f.part(f.spec(around, j), side) for side in (0, 1)]
        there = f.imply(f.mp(f.imply(there, met2), f.mp(around_[0], in_B)), in_B)
        back = f.imply(f.mp(around_[1], f.mp(back, f.assume(met))), met)
        cut = f.mp(f.spec(cuts, (i, A1(i))), f.gen(mask, i))
        tight = f.mp(f.spec(cut, B), b_set, f.gen(f.conj(there, back), j))
        # so there is room for A
        held, mine, filled = Sum(A[i] * mass2, i), Sum(A1(i) * r[i], i), Sum(B[j] * c[j], j)
        if tau:
            below = f.le(held, mine, f.mul(f.by(rows.share), f.tot(i, f.by(rest))), (rows.unit, -r[a]))
        else:
            none = f.absurd(f.mp(nobody, in_A_too), Eq(u(i) * A[i], 0)), f.linear(u(i) * A[i], 0, (out_A, u(i)))
            none = mask_cases(rows.u_mask, mask_cases(is_set, *none), f.linear(u(i) * A[i], 0, (rows.own, A[i])))
            below = f.le(held, mine, f.num(0), (none, -share, i))
        capacity = f.le(held, filled, f.add(f.by(below), f.by(f.part(tight, 0))))
        full = f.assume(Eq(held, filled))
        alone = f.mp(f.part(tight, 1), f.antisymmetry(f.part(tight, 0), f.le(filled, mine, f.by(below), (full, 1))))
        entry = f.assume(And(Eq(A[i], 0), Eq(B[j], 1)))
        out, meets_B = (f.part(entry, side) for side in (0, 1))
        unmet = f.mp(f.spec(alone, i, j), f.conj(f.linear(A1(i), 0, (out, 1), *own), meets_B))
        of_own = f.linear(M2, 0, (unmet, 1), (rows.own, M_a - M_))
        if tau:
            gap = share * u(i) * (1 - A[i])
            none = f.le(Sum(gap, i), 0, f.by(f.part(tight, 0)), (full, 1), (rows.unit, -r[a]))
            none = f.zero_sum(f.le(0, gap, f.mul(f.by(rows.share), f.by(rest))), none, i)
            uses = (none, -1), (rows.copy, share * (1 - A[i])), (out, -share)
            of_copy = f.absurd(f.lt(0, 0, f.by(rows.share), *uses), Eq(M2, 0))
        else:
            unmet = f.mp(f.spec(alone, a, j), f.conj(f.linear(A1(a), 0, (rows.g_a, A[a])), meets_B))
            of_copy = f.linear(M2, 0, (unmet, 1), (rows.copy, M_a - M_))
        unmet = f.imply(mask_cases(rows.u_mask, of_copy, of_own), entry)
        here = [*facts, (nobody, some)[tau]]
        shown.append(p.clear(f.conj(capacity, f.imply(f.gen(p.clear(unmet, *here, full), i, j), full)), *here))
    shown = f.imply(f.cases(touched, *shown), around)
    return f.gen(f.imply(f.gen(f.imply(shown, b_set), B), a_set), A)


@enough.mutant("dropped hypothesis: r positive")
def room_for_empty_rows(p):
    given, rows = f.assume(room), Copies(0)
    total, cuts = f.part(given, 0), f.part(given, 1)
    a, k, g, u = rows.a, rows.k, rows.g, rows.u
    sign, unmet = all_rows_but_one(p, given)
    no_M = rows.where_gone(M[i, j], f.cut(unmet, rows.no_mass))
    no_r = rows.where_gone(r[i], f.antisymmetry(rows.no_mass, sign))
    some_row = rows.some(f.tot(j, f.by(f.spec(p["c positive"], j))), (total, 1))
    theorem = f.inst(p.use(claim, "enough room"), {M: ((i, j), rows.M), r: (i, rows.mass_)})
    facts = [given, *rows.facts]
    masks, masses = p.everywhere(rows.M_mask, i, j, facts=facts), p.everywhere(rows.mass_sign, i, facts=facts)
    theorem = f.part(f.cut(theorem, masks, masses), 1)
    equal = p.clear(f.linear(Sum(rows.mass_, i), Sum(c[j], j), (no_r, -1, i), (rows.unit, r[a]), (total, 1)), *facts)
    found = f.mp(theorem, f.conj(equal, room_for_copies(p, rows, cuts)))
    # the pattern of a is that of all its copies
    *_, known = f.obtain(found, P)
    entries, sums = f.part(known, 0), [f.part(f.part(known, 1), x) for x in range(2)]
    some, none = (f.part(f.spec(entries, i, j), x) for x in range(2))
    (on2, *_), (off2, *_), (M_, M_a) = rows.read(1), rows.read(0), rows.both(M)
    sign = mask_cases(rows.M_mask, f.le(0, P[i, j], f.by(f.mp(some, on2))), f.le(0, P[i, j], f.num(0), (f.mp(none, off2), 1)))
    all_, z = Sum(u(k) * P[k, j], k), companion(i, k, a)
    P_ = (1 - u(i)) * P[i, j] + delta(i, a) * all_
    on, off = f.assume(Eq(M_, 1)), f.assume(Eq(M_, 0))
    use_copy, use_own, of_here = (rows.copy, all_ - P[i, j]), (rows.own, all_ - P[i, j]), (rows.here, all_)
    is_a = f.linear(delta(i, a), 1, (rows.copy, 1), (rows.here, 1))
    on_a, off_a = (f.rewrite(is_a, th, z, Eq(M[z, j], truth)) for th, truth in ((on, 1), (off, 0)))
    # some
    live = f.linear(g[i], 1, (no_M, -1), (on, 1 - g[i]))
    of_a = f.mp(f.inst(some, {i: a}), f.linear(f.inst(on2, {i: a}).conclusion.children[0], 1, (on_a, 1)))
    sign_k, g_k = (f.inst(th, {i: k}) for th in (sign, rows.g_mask))
    whole = f.lt(0, all_, f.add(f.by(of_a), f.tot(k, f.mul(f.sq(1 - g[k]), f.by(sign_k)))), (g_k, -P[k, j], k))
    of_copy = f.cut(f.lt(0, P_, f.by(whole), use_copy, of_here), live)
    of_own = f.mp(some, f.linear(on2.conclusion.children[0], 1, (on, 1), (rows.own, M_a - M_)))
    there = f.imply(mask_cases(rows.u_mask, of_copy, f.lt(0, P_, f.by(of_own), use_own, (rows.owned, all_))), on)
    # none
    at_k = f.assume(Eq(u(k), 1)), f.assume(Eq(u(k), 0))
    of_k = f.mp(f.inst(none, {i: k}), f.linear(f.inst(on2, {i: k}).conclusion.children[0], 0, (off_a, 1), (at_k[0], M_a - M[k, j])))
    goal = u(k) * P[k, j], 0
    of_k = mask_cases(f.inst(rows.u_mask, {i: k}), f.linear(*goal, (of_k, u(k))), f.linear(*goal, (at_k[1], P[k, j])))
    of_k = p.clear(of_k, *facts, known, off, rows.copy, rows.here)
    of_a = f.linear(P_, 0, (of_k, 1, k), use_copy, of_here)
    of_copy = mask_cases(rows.g_mask, of_a, f.linear(P_, 0, use_copy, (rows.gone, all_)))
    of_own = f.mp(none, f.linear(on2.conclusion.children[0], 0, (off, 1), (rows.own, M_a - M_)))
    empty = f.imply(mask_cases(rows.u_mask, of_copy, f.linear(P_, 0, (of_own, 1), use_own, (rows.owned, all_))), off)
    line = f.linear(Sum(P_, j), r[i], *rows.total(f.spec(sums[0], i), no_r))
    column = f.linear(Sum(P_, i), c[j], (f.spec(sums[1], j), 1))
    facts.append(known)
    entries = p.everywhere(f.conj(there, empty), i, j, facts=facts)
    line, column = p.everywhere(line, i, facts=facts), p.everywhere(column, j, facts=facts)
    shown = f.exists(f.conj(entries, f.conj(line, column)), pattern, ((i, j), P_))
    shown = p.clear(f.release(p.clear(shown, *facts), found, P), *facts[:-1])
    shown = f.release(f.release(shown, some_row, a), rows.chosen, g)
    return f.conj(pattern_to_room(p), f.imply(p.clear(shown, given), given))
