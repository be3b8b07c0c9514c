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
from gaproof.lemmas.logarithm import log_monotone, log_product
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import permuted
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, Rational, Sum, array, delta, field, index, index_map, log, scalar, sizes
from gaproof.theory import Carrier, EvidenceKernel
from gaproof.theory.walk import ClosedWalk

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
a, b, k = index("a", n), index("b", m), index("k", n)
M, (kappa, kappa2) = field("M", i, j, domain="mask"), field("kappa kappa2", i, j, domain="positive")
(d, d2), (e, e2) = field("d d2", i, domain="positive"), field("e e2", j, domain="positive")
epsilon, L = scalar("epsilon"), scalar("L", domain="nonnegative")
h, c, back = field("h", i), index_map("c", i, j), index_map("back", j, i)
carrier = Carrier(i, j, M)
K, K2 = EvidenceKernel(carrier, baseline=kappa), EvidenceKernel(carrier, baseline=kappa2, name="K2")
P, P2 = (array((i, j), d[i] * K[i, j] * e[j]) for d, K, e in ((d, K, e), (d2, K2, e2)))


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
close = within(log(kappa2[i, j]) - log(kappa[i, j]), epsilon)
logs, logs2 = (log(d[i]) + log(kappa[i, j]) + log(e[j]) for d, kappa, e in ((d, kappa, e), (d2, kappa2, e2)))  # log P and log P₂ on M
given = {"row margins": rows, "column margins": columns, "close": close}
claim = Claim("anchor.plan_lipschitz", given=given, source="new; Ford and Fulkerson (1962), section I.2")
longest = claim.part(
    "longest cycle", given={"cycles": ForAll((h, c, back), Implies(cycle, Le(length, L)))}, shows=within(logs2 - logs, L * epsilon)
)
sides = claim.part("rows and columns", shows=And(within(logs2 - logs, 2 * n * epsilon), within(logs2 - logs, 2 * m * epsilon)))


D, moved = array((i, j), log(kappa2[i, j]) - log(kappa[i, j])), array((i, j), logs2 - logs)
F = array((i, j), P2[i, j] - P[i, j])
entry, entry2 = d[i] * kappa[i, j] * e[j], d2[i] * kappa2[i, j] * e2[j]


def follows(p, sign, less, more):
    """log P ≤ log P₂ on M from P ≤ P₂, and the same with them exchanged; ``less`` and ``more`` are factors and logarithm of either."""
    on, products = f.assume(Eq(M[i, j], 1)), []
    for (x, y, z), _ in (less, more):
        products.append((f.inst(log_product(), {"x": x * y, "y": z}), f.inst(log_product(), {"x": x, "y": y})))
    small, large = (x * y * z for (x, y, z), _ in (less, more))
    below = f.le(small, large, f.by(sign), (on, small - large))
    logs = f.cut(f.inst(log_monotone(), {"x": small, "y": large}), below)
    uses = [(th, k) for pair, k in zip(products, (1, -1), strict=True) for th in pair]
    return p.clear(f.le(0, more[1] - less[1], f.by(logs), *uses), on, sign)


FIRST, SECOND = ((d[i], kappa[i, j], e[j]), logs), ((d2[i], kappa2[i, j], e2[j]), logs2)


def addressable(sign, coefficient, mask):
    """M = 1, from P₂ − P ≠ 0: off M both are 0."""
    off = f.assume(Eq(M[i, j], 0))
    gone = f.linear(F[i, j], 0, (off, entry2 - entry))
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
    grows = f.cut(f.inst(follows(p, f.le(P[i, j], P2[i, j], f.by(more)), FIRST, SECOND), here), up, edge[0])
    falls = f.cut(f.inst(follows(p, f.le(P2[i, j], P[i, j], f.by(less)), SECOND, FIRST), there), down, edge[1])
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
    not_negative, at_most = p.clear(not_negative, known), p.clear(at_most, known)
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
    size = f.le(0, epsilon, f.mul(f.num(Fraction(1, 2)), f.add(*(f.by(f.part(entry_close, x)) for x in range(2)))))
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
        (f.spec(cancel, i), log(d2[i]) - log(d[i]), i),
    )
    bound = f.rewrite(to_b, bound, index("y", m), Le(moved[a, index("y", m)], L * epsilon))
    return f.release(p.clear(bound, known, f.assume(Lt(0, F[a, b]))), found, h, c, back)


def at_most(p):
    """log P₂ − log P ≤ Lε on M."""
    on, less = f.assume(Eq(M[i, j], 1)), f.assume(Le(P2[i, j], P[i, j]))
    close = f.mp(f.spec(p["close"], i, j), on)
    size = f.le(0, epsilon, f.mul(f.num(Fraction(1, 2)), f.add(*(f.by(f.part(close, x)) for x in range(2)))))
    fallen = f.cut(follows(p, less, SECOND, FIRST), on)
    no_rise = f.le(logs2 - logs, L * epsilon, f.add(f.by(fallen), f.mul(f.by(p["L nonnegative"]), f.by(size))))
    risen = f.cut(f.inst(rise(p), {a: i, b: j}), f.lt(0, F[i, j], f.by(f.assume(f.otherwise(less.conclusion)))))
    return f.cases(less.conclusion, no_rise, risen)


@longest.proof
def all_terms_of_a_cycle_have_one_sign(p):
    most, on = at_most(p), f.assume(Eq(M[i, j], 1))
    # the same with the kernels exchanged
    exchanged = f.inst(most, {kappa: kappa2, kappa2: kappa, d: d2, d2: d, e: e2, e2: e})
    near, back_to = f.mp(f.spec(p["close"], i, j), on), log(kappa[i, j]) - log(kappa2[i, j])
    near = f.conj(f.le(-epsilon, back_to, f.by(f.part(near, 1))), f.le(back_to, epsilon, f.by(f.part(near, 0))))
    margins = (f.gen(f.flip(f.spec(p[name], x)), x) for name, x in (("row margins", i), ("column margins", j)))
    exchanged = f.cut(exchanged, *margins, p.everywhere(f.imply(near, on), i, j))
    return f.conj(f.le(-L * epsilon, logs2 - logs, f.by(exchanged)), most)


@sides.proof
def a_cycle_meets_nothing_twice(p):
    given = f.assume(cycle)
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


# P = [[p, 1], [1, 1]] and P₂ = P + p [[1, −1], [−1, 1]] with p = 1/100: a change of log 2 from one of log K by less than 1/5
ones, two, q = [[1, 1], [1, 1]], [1, 1], Rational
lever = {
    **{M: ones, kappa: [[q(1, 100), 1], [1, 1]], d: two, e: two, epsilon: q(1, 5)},
    **{kappa2: [[q(3, 250), q(33, 40)], [q(2079, 2500), q(707, 600)]], d2: [1, q(5, 7)], e2: [q(5, 3), q(6, 5)]},
}
same = {M: ones, kappa: ones, kappa2: ones, d: two, e: two, d2: two, e2: two, epsilon: 0}


@longest.near_miss("a plan moves more than its kernel", at=lever)
def as_the_kernel():
    return given, within(logs2 - logs, epsilon)


@longest.near_miss("three times as far is not enough for a cycle of four edges", at=lever)
def one_edge_less():
    return given, within(logs2 - logs, 3 * epsilon)


longest.necessary("cycles", "a cycle of four edges where L is 3", at={**lever, L: 3})
# The other hypotheses are needed as they are below; "L nonnegative" is a convention: without cycles L = 0.


@sides.near_miss("the scalings of one side do not pay for their kernel: 2n − 1 is too small", at=lever)
def one_edge_less_than_rows():
    return within(logs2 - logs, (2 * n - 1) * epsilon)


half = [q(1, 2), q(3, 2)]
sides.necessary("row margins", "the mass moves from row to row", at={**same, d2: half})
sides.necessary("column margins", "the mass moves from column to column", at={**same, e2: half})
sides.necessary("close", "another kernel", at={**lever, epsilon: 0})
sides.necessary("M mask", "entries of both signs hide a factor 2 from the margins", at={**same, M: [[1, -1], [-1, 1]], d2: [2, 2]})
# P = [[−1, 2], [2, −1]] and P₂ = 1/2: log −1, taken to be 7/10, hides that P₂ is not close to P
mixed, flat, quarter = [[-1, 2], [2, -1]], [[2, 2], [2, 2]], [q(1, 4), q(1, 4)]
hidden = {M: ones, e: two, e2: two, epsilon: q(1, 100)}
sides.necessary("kappa positive", "log -1", at={**hidden, kappa: mixed, kappa2: flat, d: two, d2: quarter}, undefined=q(7, 10))
sides.necessary("kappa2 positive", "log -1", at={**hidden, kappa: flat, kappa2: mixed, d: quarter, d2: two}, undefined=q(7, 10))
# The signs of d, e, d2, e2 follow from each other, where a row or column is not empty: they are those of the margins.
