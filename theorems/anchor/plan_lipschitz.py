"""A plan anchor moves at most as many times the kernel's change as the longest cycle of the carrier has edges.

Two kernels M e^s and M e^(s₂) on one carrier have plans P = M e^(f + s + g) and P₂ = M e^(f₂ + s₂ + g₂) with the same margins, whatever
these are.  If |s₂ − s| ≤ ε on M and no cycle of the carrier's graph is longer than L, then |log P₂ − log P| ≤ Lε there.  On a forest L = 0:
the margins alone fix the plan.  A cycle is at most 2n and 2m long, which gives 2 min(n, m) for n rows and m columns.

No derivative is needed.  P₂ − P is a flow, so a cycle runs through every edge where P₂ > P, along which P₂ − P is positive and negative in
turn.  The change of log P has the same signs, so its alternating sum along the cycle adds the absolute values of all its terms.  But row
and column fields cancel in that sum: it is that of s₂ − s, and at most ε for each edge of the cycle.

Source: new here, as far as we know; that flows go round in cycles is in Ford and Fulkerson (1962), Flows in Networks, section I.2.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.circulation import cycle_through
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import permuted
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, Sum, array, delta, exp, field, index, index_map, scalar, sizes
from gaproof.theory import Carrier
from gaproof.theory.walk import ClosedWalk

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
a, b, k = index("a", n), index("b", m), index("k", n)
M, (s, s2) = field("M", i, j, domain="mask"), field("s s2", i, j)
(u, u2), (v, v2) = field("u u2", i), field("v v2", j)
epsilon, L = scalar("epsilon"), scalar("L", domain="nonnegative")
h, c, back = field("h", i), index_map("c", i, j), index_map("back", j, i)
carrier = Carrier(i, j, M)
P, P2 = (array((i, j), M[i, j] * exp(u[i] + s[i, j] + v[j])) for u, s, v in ((u, s, v), (u2, s2, v2)))


def onward(i):
    """The row after i on the cycle."""
    return back(c(i))


walk = ClosedWalk(i, h, onward, lambda i: i, c)  # from row i to column c(i), from there to the row back(c(i))
no_way_back = ForAll(i, Implies(Eq(h[i], 1), Eq(delta(onward(i), i), 0)))
cycle, length = And(walk.on(carrier), no_way_back), 2 * Sum(h[i], i)


def within(change, bound):
    """|change| ≤ bound on M."""
    return ForAll((i, j), Implies(Eq(M[i, j], 1), And(Le(-bound, change), Le(change, bound))))


rows, columns = ForAll(i, Eq(Sum(P[i, j], j), Sum(P2[i, j], j))), ForAll(j, Eq(Sum(P[i, j], i), Sum(P2[i, j], i)))
close = within(s2[i, j] - s[i, j], epsilon)
change = u2[i] - u[i] + s2[i, j] - s[i, j] + v2[j] - v[j]  # log P₂ − log P
given = {"row margins": rows, "column margins": columns, "close": close}
claim = Claim("anchor.plan_lipschitz", given=given, source="new; Ford and Fulkerson (1962), section I.2")
longest = claim.part(
    "longest cycle", given={"cycles": ForAll((h, c, back), Implies(cycle, Le(length, L)))}, shows=within(change, L * epsilon)
)
sides = claim.part("rows and columns", shows=And(within(change, 2 * n * epsilon), within(change, 2 * m * epsilon)))


HALF = Fraction(1, 2)
D, moved = array((i, j), s2[i, j] - s[i, j]), array((i, j), change)
F = array((i, j), P2[i, j] - P[i, j])
logs, logs2 = u[i] + s[i, j] + v[j], u2[i] + s2[i, j] + v2[j]


def follows(sign, less, more):
    """less ≤ more, from M e^less ≤ M e^more on M: 1 + t ≤ eᵗ at t = less − more."""
    tangent, on = f.inst(exp_tangent(), {"t": less - more}), f.assume(Eq(M[i, j], 1))
    return f.le(0, more - less, f.add(f.by(tangent), f.mul(f.ex(-more), f.by(sign))), (on, exp(less - more) - 1))


def addressable(sign, coefficient, mask):
    """M = 1, from P₂ − P ≠ 0: off M both are 0."""
    off = f.assume(Eq(M[i, j], 0))
    gone = f.linear(F[i, j], 0, (off, exp(logs2) - exp(logs)))
    clash = f.absurd(f.lt(0, 0, f.by(sign), (gone, coefficient)), Eq(M[i, j], 1))
    return mask_cases(mask, f.assume(Eq(M[i, j], 1)), clash)


def rise(p):
    """log P₂ − log P ≤ Lε at an entry (a, b) where P < P₂."""
    mask, entry = f.spec(p["M mask"], i, j), f.assume(Lt(0, F[a, b]))
    no_rows = f.gen(f.linear(Sum(F[i, j], j), 0, (f.spec(p["row margins"], i), -1)), i)
    no_columns = f.gen(f.linear(Sum(F[i, j], i), 0, (f.spec(p["column margins"], j), -1)), j)
    found = f.cut(f.inst(cycle_through(n.sort, m.sort), {"F": ((i, j), F[i, j])}), no_rows, no_columns, entry)
    *_, known = f.obtain(found, h, c, back)
    h_set, going, through, signs = (f.part(known, x) for x in range(4))
    on, off = (f.assume(Eq(h[i], x)) for x in (1, 0))
    here, there = {j: c(i)}, {i: onward(i), j: c(i)}  # the edges from row i and back to the next row
    # P < P₂ on the way there and P₂ < P on the way back, so no term of the alternating sum is negative
    more, less = f.assume(Lt(0, F[i, j])), f.assume(Lt(F[i, j], 0))
    up, down = (f.part(f.mp(f.spec(signs, i), on), x) for x in range(2))
    edge = f.cut(f.inst(addressable(more, -1, mask), here), up), f.cut(f.inst(addressable(less, 1, mask), there), down)
    grows = f.cut(f.inst(follows(f.le(P[i, j], P2[i, j], f.by(more)), logs, logs2), here), up, edge[0])
    falls = f.cut(f.inst(follows(f.le(P2[i, j], P[i, j], f.by(less)), logs2, logs), there), down, edge[1])
    term, kernel = (x[i, c(i)] - x[onward(i), c(i)] for x in (moved, D))
    not_negative = mask_cases(
        f.spec(h_set, i),
        f.le(0, h[i] * term, f.add(f.by(grows), f.by(falls)), (on, term)),
        f.le(0, h[i] * term, f.num(0), (off, term)),
    )
    low, high = (f.part(f.mp(f.spec(p["close"], *at), e), x) for at, e, x in (((onward(i), c(i)), edge[1], 0), ((i, c(i)), edge[0], 1)))
    at_most = mask_cases(
        f.spec(h_set, i),
        f.le(h[i] * kernel, 2 * epsilon * h[i], f.add(f.by(low), f.by(high)), (on, 2 * epsilon - kernel)),
        f.le(h[i] * kernel, 2 * epsilon * h[i], f.num(0), (off, 2 * epsilon - kernel)),
    )
    # the cycle does not go back the way it came
    z, back_again = index("z", n), delta(onward(i), i)
    clash = f.rewrite(f.assume(Eq(back_again, 1)), down, z, Lt(F[z, c(i)], 0))
    clash = f.absurd(f.lt(0, 0, f.add(f.by(up), f.by(clash))), Eq(back_again, 0))
    ahead = mask_cases(f.linear(back_again * back_again, back_again), clash, f.assume(Eq(back_again, 0)))
    on_edges, apart = f.gen(f.imply(f.conj(*edge), on), i), f.gen(f.imply(ahead, on), i)
    short = f.mp(f.spec(p["cycles"], h, c, back), f.conj(f.conj(h_set, going, on_edges), apart))
    # it goes from row a to column b, and row fields cancel along it
    a_on, to_b = f.part(through, 0), f.part(through, 1)
    first = moved[a, c(a)] - moved[onward(a), c(a)]
    entry_close = f.cut(f.inst(f.conj(*(f.part(f.mp(f.spec(p["close"], i, c(i)), edge[0]), x) for x in range(2))), {i: a}), a_on)
    size = f.le(0, epsilon, f.mul(f.num(HALF), f.add(*(f.by(f.part(entry_close, x)) for x in range(2)))))
    cancel = f.cut(permuted(onward, i), h_set, going)
    bound = f.le(
        moved[a, c(a)],
        L * epsilon,
        f.add(
            f.mul(f.by(short), f.by(size)),
            f.tot(i, f.by(at_most)),
            f.tot(i, f.mul(f.sq(1 - delta(i, a)), f.by(not_negative))),
            f.by(f.cut(f.inst(falls, {i: a}), a_on)),
        ),
        (a_on, first),
        (f.spec(cancel, i), u2[i] - u[i], i),
    )
    bound = f.rewrite(to_b, bound, index("y", m), Le(moved[a, index("y", m)], L * epsilon))
    return f.release(bound, found, h, c, back)


def at_most(p):
    """log P₂ − log P ≤ Lε on M."""
    on, less = f.assume(Eq(M[i, j], 1)), f.assume(Le(P2[i, j], P[i, j]))
    close = f.mp(f.spec(p["close"], i, j), on)
    size = f.le(0, epsilon, f.mul(f.num(HALF), f.add(*(f.by(f.part(close, x)) for x in range(2)))))
    fallen = f.cut(follows(less, logs2, logs), on)
    no_rise = f.le(change, L * epsilon, f.add(f.by(fallen), f.mul(f.by(p["L nonnegative"]), f.by(size))))
    risen = f.cut(f.inst(rise(p), {a: i, b: j}), f.lt(0, F[i, j], f.by(f.assume(f.otherwise(less.conclusion)))))
    return f.cases(less.conclusion, no_rise, risen)


@longest.proof
def all_terms_of_a_cycle_have_one_sign(p):
    most, on = at_most(p), f.assume(Eq(M[i, j], 1))
    # the same with the kernels exchanged
    exchanged = f.inst(most, {s: s2, s2: s, u: u2, u2: u, v: v2, v2: v})
    near = f.mp(f.spec(p["close"], i, j), on)
    near = f.conj(
        *(f.le(*side, f.by(f.part(near, x))) for side, x in (((-epsilon, s[i, j] - s2[i, j]), 1), ((s[i, j] - s2[i, j], epsilon), 0)))
    )
    margins = (f.gen(f.flip(f.spec(p[name], x)), x) for name, x in (("row margins", i), ("column margins", j)))
    exchanged = f.cut(exchanged, *margins, f.gen(f.imply(near, on), i, j))
    return f.conj(f.le(-L * epsilon, change, f.by(exchanged)), most)


@sides.proof
def a_cycle_meets_nothing_twice(p):
    given, on, off = f.assume(cycle), f.assume(Eq(h[i], 1)), f.assume(Eq(h[i], 0))
    h_set, going = (f.part(f.part(given, 0), x) for x in range(2))
    sign = f.le(0, h[i], f.sq(h[i]), (f.spec(h_set, i), -1))
    few = f.le(h[i], 1, f.sq(1 - h[i]), (f.spec(h_set, i), -1))
    rows = f.le(length, 2 * n, f.mul(f.num(2), f.tot(i, f.by(few))))
    # a column j is met once at most: where c(i) = j the next row is back(j), and no row comes next twice
    reached, met, z = delta(onward(i), back(j)), delta(c(i), j), index("z", m)
    hit = f.rewrite(f.assume(Eq(met, 1)), f.linear(delta(onward(i), back(c(i))), 1), z, Eq(delta(onward(i), back(z)), 1))
    yes = f.le(h[i] * met, h[i] * reached, f.num(0), (hit, h[i]), (f.assume(Eq(met, 1)), -h[i]))
    no = f.le(h[i] * met, h[i] * reached, f.mul(f.by(sign), f.sq(reached)), (f.assume(Eq(met, 0)), -h[i]))
    once = f.inst(f.spec(f.cut(permuted(onward, i), h_set, going), i), {i: back(j)})
    each = f.le(
        Sum(h[i] * met, i),
        1,
        f.add(f.tot(i, f.by(mask_cases(f.linear(met * met, met), yes, no))), f.by(f.inst(few, {i: back(j)}))),
        (once, -1),
    )
    columns = f.le(length, 2 * m, f.mul(f.num(2), f.tot(j, f.by(each))))
    both = (
        f.cut(f.inst(p.use(claim, "longest cycle"), {L: 2 * size}), f.gen(f.imply(th, given), h, c, back))
        for th, size in ((rows, n), (columns, m))
    )
    return f.conj(*both)
