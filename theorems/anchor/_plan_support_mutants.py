"""Mutants of anchor.plan_support that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, Le, Lt, Sum, field, index, number

from .plan_support import (
    B,
    D,
    E,
    K,
    M,
    any_c,
    any_r,
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
    plan,
    plan2,
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
