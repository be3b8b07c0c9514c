"""A plan anchor moves at most as many times the kernel's change as the longest cycle of the carrier has edges.

Two kernels K and K₂ on one carrier M have plans P = diag(d) K diag(e) and P₂ = diag(d₂) K₂ diag(e₂) with the same margins, whatever these
are.  If |log K₂ − log K| ≤ ε on M and no cycle of the carrier's graph is longer than L, then |log P₂ − log P| ≤ Lε there.  On a forest
L = 0: the margins alone fix the plan.  A cycle is at most 2n and 2m long, which gives 2 min(n, m) for n rows and m columns.  On a cycle
through n rows and n columns, whatever n ≥ 2, no factor below 2n will do: the change can be gathered on one edge of small weight.

No derivative is needed.  P₂ − P is a flow, so a cycle runs through every edge where P₂ > P, along which P₂ − P is positive and negative in
turn.  The change of log P has the same signs, so its alternating sum along the cycle adds the absolute values of all its terms.  But row
and column fields cancel in that sum: it is that of log K₂ − log K, and at most ε for each edge of the cycle.

Source: new here, as far as we know; that flows go round in cycles is in Ford and Fulkerson (1962), Flows in Networks, section I.2.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.circulation import cycle_through
from gaproof.lemmas.logarithm import log_monotone, log_product
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import permuted
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Rational,
    Sum,
    array,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    scalar,
    sizes,
)
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
claim = Claim("anchor.plan_lipschitz", source="new; Ford and Fulkerson (1962), section I.2")
longest = claim.part(
    "longest cycle",
    given={**given, "cycles": ForAll((h, c, back), Implies(cycle, Le(length, L)))},
    shows=within(logs2 - logs, L * epsilon),
    model={M: ((i, j), 1), L: 2 * n, "facts": lambda: [f.inst(f.gen(f.imply(rows_met_once(), cycle), h, c, back), {M: ((i, j), 1)})]},
)
sides = claim.part("rows and columns", given=given, shows=And(within(logs2 - logs, 2 * n * epsilon), within(logs2 - logs, 2 * m * epsilon)))

# a cycle through n rows and n columns: from row k to column k, and back to row next(k); pos counts along it, from a to the row before a
rate, pos, follow = scalar("lambda", domain="positive"), field("pos", i), index_map("next", i, i)
on_cycle = delta(i, k) + delta(i, follow(k))
numbered = {
    "once": ForAll(i, Eq(Sum(delta(follow(k), i), k), 1)),
    "in order": ForAll(i, Eq(pos[follow(i)], pos[i] + 1 - n * delta(follow(i), a))),
    "apart": ForAll(i, Eq(delta(follow(i), i), 0)),
}
(w, w2), (x, y) = field("w w2", i, k), field("x y", i)  # the plan w, its own kernel, and the plan diag(x) w₂ diag(y)
signs = And(ForAll((i, k), And(Lt(0, w[i, k]), Lt(0, w2[i, k]))), ForAll(i, And(Lt(0, x[i]), Lt(0, y[i]))))
gained = on_cycle * (x[i] * w2[i, k] * y[k] - w[i, k])
balanced = And(ForAll(i, Eq(Sum(gained, k), 0)), ForAll(k, Eq(Sum(gained, i), 0)))
near = ForAll((i, k), And(Le(-epsilon, log(w2[i, k]) - log(w[i, k])), Le(log(w2[i, k]) - log(w[i, k]), epsilon)))
far = Lt(rate * epsilon, log(x[a]) + log(w2[a, a]) + log(y[a]) - log(w[a, a]))
sharp = claim.part(
    "no smaller factor",
    given={"less": Lt(rate, 2 * n)},
    shows=Implies(And(*numbered.values()), Exists((w, w2, x, y, epsilon), And(signs, balanced, near, far))),
    model={rate: n},
)


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


def rise(p, cycles, scalings=False):
    """log P₂ − log P ≤ Lε at an entry (a, b) where P < P₂; the scalings alone move by at most (L − 1)ε there."""
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
    short = f.mp(f.spec(cycles, h, c, back), f.conj(f.conj(h_set, going, on_edges), apart))
    # it goes from row a to column b, and row fields cancel along it
    a_on, to_b = f.part(through, 0), f.part(through, 1)
    first = moved[a, c(a)] - moved[onward(a), c(a)]
    entry_close = f.cut(f.inst(f.conj(*(f.part(f.mp(f.spec(p["close"], i, c(i)), edge[0]), x) for x in range(2))), {i: a}), a_on)
    size = f.le(0, epsilon, f.mul(f.num(Fraction(1, 2)), f.add(*(f.by(f.part(entry_close, x)) for x in range(2)))))
    cancel = f.cut(permuted(onward, i), h_set, going)
    others = f.mul(f.sq(1 - delta(i, a)), f.by(not_negative))
    room = f.mul(f.by(short), f.by(size)), f.tot(i, others), f.by(f.cut(f.inst(falls, {i: a}), a_on))
    change, most, edges = moved, L * epsilon, [f.tot(i, f.by(at_most))]
    if scalings:  # the kernel at (a, b) is left out
        change = array((i, j), moved[i, j] - D[i, j])
        edges = [f.tot(i, f.mul(f.sq(1 - delta(i, a)), f.by(at_most))), f.by(f.cut(f.inst(low, {i: a}), a_on))]
        first, most = first + 2 * epsilon - D[a, c(a)] + D[onward(a), c(a)], (L - 1) * epsilon
    uses = (a_on, first), (f.spec(cancel, i), log(d2[i]) - log(d[i]), i)
    bound = f.le(change[a, c(a)], most, f.add(*room, *edges), *uses)
    bound = f.rewrite(to_b, bound, index("y", m), Le(change[a, index("y", m)], most))
    return f.release(p.clear(bound, known, cycles, f.assume(Lt(0, F[a, b]))), found, h, c, back)


def at_most(p):
    """log P₂ − log P ≤ Lε on M."""
    on, less = f.assume(Eq(M[i, j], 1)), f.assume(Le(P2[i, j], P[i, j]))
    close = f.mp(f.spec(p["close"], i, j), on)
    size = f.le(0, epsilon, f.mul(f.num(Fraction(1, 2)), f.add(*(f.by(f.part(close, x)) for x in range(2)))))
    fallen = f.cut(follows(p, less, SECOND, FIRST), on)
    no_rise = f.le(logs2 - logs, L * epsilon, f.add(f.by(fallen), f.mul(f.by(p["L nonnegative"]), f.by(size))))
    risen = f.cut(f.inst(rise(p, p["cycles"]), {a: i, b: j}), f.lt(0, F[i, j], f.by(f.assume(f.otherwise(less.conclusion)))))
    return f.cases(less.conclusion, no_rise, risen)


EXCHANGE = {kappa: kappa2, kappa2: kappa, d: d2, d2: d, e: e2, e2: e}


def exchanged(p, th):
    """The same with the kernels exchanged."""
    on, th = f.assume(Eq(M[i, j], 1)), f.inst(th, EXCHANGE)
    near, back_to = f.mp(f.spec(p["close"], i, j), on), log(kappa[i, j]) - log(kappa2[i, j])
    near = f.conj(f.le(-epsilon, back_to, f.by(f.part(near, 1))), f.le(back_to, epsilon, f.by(f.part(near, 0))))
    margins = (f.gen(f.flip(f.spec(p[name], x)), x) for name, x in (("row margins", i), ("column margins", j)))
    return f.cut(th, *margins, p.everywhere(f.imply(near, on), i, j))


@longest.proof
def all_terms_of_a_cycle_have_one_sign(p):
    most = at_most(p)
    return f.conj(f.le(-L * epsilon, logs2 - logs, f.by(exchanged(p, most))), most)


def rows_met_once():
    """2 Σ h ≤ 2n on a cycle."""
    h_set = f.part(f.part(f.assume(cycle), 0), 0)
    few = f.le(h[i], 1, f.sq(1 - h[i]), (f.spec(h_set, i), -1))
    return f.le(length, 2 * n, f.mul(f.num(2), f.tot(i, f.by(few))))


@sides.proof
def a_cycle_meets_nothing_twice(p):
    given = f.assume(cycle)
    h_set, going = (f.part(f.part(given, 0), x) for x in range(2))
    sign = f.le(0, h[i], f.sq(h[i]), (f.spec(h_set, i), -1))
    few = f.le(h[i], 1, f.sq(1 - h[i]), (f.spec(h_set, i), -1))
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
        for th, size in ((rows_met_once(), n), (columns, m))
    )
    return f.conj(*both)


def plans(p, wanted, extra=0):
    """The plans that are wanted: λε + extra is less than the change R at (a, a)."""
    given = f.assume(And(*numbered.values()))
    order = {name: f.part(given, x) for x, name in enumerate(numbered)}
    # one edge has the weight e^q, the others 1; t goes round: e^(q+R) = e^q + t, e^B = 1 + t, e^(−C) = 1 − t
    q, B, C, t, R = scalar("q B C t R")
    weak, grown, fallen = (f.assume(Eq(*sides)) for sides in ((exp(q + R) - exp(q), t), (exp(B), 1 + t), (exp(-C), 1 - t)))
    eps, rise, spot = (R + (n - 1) * B + n * C) / (2 * n), B + (R - B) * delta(k, a), delta(i, a) * delta(k, a)
    u = array((i,), (2 * eps - B - C) * pos[i] - (R - B) * (1 - delta(i, a)))
    weight, weight2 = exp(q * spot), exp(q * spot + eps * (2 * delta(i, k) - 1))
    back_to = array((k,), rise - eps - u[k])
    left, right = exp(u[i]), exp(back_to[k])
    z = scalar("z")

    def power(x, y, *uses):
        """exp x = exp y, from x = y."""
        return f.rewrite(f.linear(x, y, *uses), f.linear(exp(x), exp(x)), z, Eq(exp(x), exp(z)))

    # at (k, k) the plan gains t
    here, one, none = delta(k, a), f.assume(Eq(delta(k, a), 1)), f.assume(Eq(delta(k, a), 0))
    gains = exp(q * here + rise) - exp(q * here)
    at_a = power(q * here + rise, q + R, (one, q + R - B)), power(q * here, q, (one, q))
    beyond = power(q * here + rise, B, (none, q + R - B)), power(q * here, 0, (none, q))
    up = mask_cases(
        f.linear(here * here, here),
        f.linear(gains, t, (at_a[0], 1), (at_a[1], -1), (weak, 1)),
        f.linear(gains, t, (beyond[0], 1), (beyond[1], -1), (grown, 1)),
    )
    # at (next(k), k) it loses t
    ahead, loop = follow(k), f.spec(order["apart"], k)
    corner, step = delta(ahead, a) * delta(k, a), f.spec(order["in order"], k)
    first = u[ahead] + q * corner + eps * (2 * delta(ahead, k) - 1) + rise - eps - u[k]
    away = power(q * corner, 0, (loop, q * delta(ahead, a)))
    down = power(first, -C, (step, 2 * eps - B - C), (loop, q * delta(ahead, a)), (loop, 2 * eps))
    total = on_cycle * (left * weight2 * right - weight)
    there = delta(i, ahead)
    flow = f.linear(total, t * (delta(i, k) - there), (up, delta(i, k)), (down, there), (away, -there), (fallen, there))
    rows = f.linear(Sum(total, k), 0, (flow, 1, k), (f.spec(order["once"], i), -t))
    margins = f.conj(f.gen(rows, i), f.gen(f.linear(Sum(total, i), 0, (flow, 1, i)), k))
    # t ≤ C ≤ 2t and 0 ≤ B ≤ t, so that ε is little more than R/2n
    positive, half = f.assume(Lt(0, t)), f.assume(Le(t, Rational(1, 2)))
    tangent = {x: f.by(f.inst(exp_tangent(), {"t": x})) for x in (B, -B, C, -C)}
    b_low = f.le(0, B, f.add(tangent[-B], f.mul(f.by(positive), f.ex(-B))), (grown, exp(-B)))
    b_high = f.le(B, t, tangent[B], (grown, -1))
    c_low = f.le(0, C, f.add(tangent[-C], f.by(positive)), (fallen, -1))
    twice = f.le(exp(C), 2, f.mul(f.num(2), f.by(half), f.ex(C)), (fallen, 2 * exp(C)))
    c_high = f.le(C, 2 * t, f.add(f.mul(f.by(positive), f.by(twice)), tangent[C]), (fallen, exp(C)))
    others = f.tot(k, f.sq(1 - here))  # n − 1
    big, over = f.assume(Lt(0, R)), f.inv(f.mul(f.num(2), f.size(n)))
    size = f.le(0, eps, f.mul(f.add(f.by(big), f.mul(others, f.by(b_low)), f.mul(f.size(n), f.by(c_low))), over))
    side = f.mul(f.num(2), f.by(size))
    moved = eps * (2 * delta(i, k) - 1)
    logs = log(weight2) - log(weight)
    close = f.conj(f.le(-eps, logs, f.mul(side, f.sq(delta(i, k)))), f.le(logs, eps, f.mul(side, f.sq(1 - delta(i, k)))))
    # λε + extra < R
    little = f.assume(Lt(rate * (R + 3 * n * t), 2 * n * (R - extra)))
    rest = f.add(f.mul(others, f.by(b_high)), f.by(positive), f.mul(f.size(n), f.by(c_high)))
    below = f.lt(rate * eps + extra, R, f.mul(f.add(f.by(little), f.mul(f.by(p["lambda positive"]), rest)), over))
    entries, factors = (f.conj(*(f.lt(0, exp(x), f.ex(x)) for x in pair)) for pair in ((q * spot, q * spot + moved), (u[i], back_to[i])))
    positives = f.conj(f.gen(entries, i, k), f.gen(factors, i))
    found = f.conj(positives, margins, f.gen(close, i, k), below)
    found = f.exists(found, wanted, ((i, k), weight), ((i, k), weight2), (i, left), (k, right), eps)
    # t = (2n − λ)/12n² is small enough for R = 1 + 2n·extra/(2n − λ)
    T, part = (2 * n - rate) / (12 * n * n), f.mul(f.num(Fraction(1, 12)), f.inv(f.mul(f.size(n), f.size(n))))
    more, others, sign = f.by(p["less"]), f.tot(k, f.sq(1 - delta(k, a))), f.by(p["lambda positive"])
    above_0 = f.lt(0, T, f.mul(more, part))
    at_most = f.le(T, Rational(1, 2), f.mul(f.add(f.mul(f.size(n), f.add(f.mul(f.num(6), others), f.num(4))), sign), part))
    fits = f.mul(more, f.add(more, f.mul(f.num(2), f.size(n))), f.inv(f.mul(f.num(4), f.size(n))))
    change, unit = 1 + 2 * n * extra * (2 * n - rate) ** -1, f.inst(f.linear(z * z**-1, 1), {z: 2 * n - rate})
    small = f.lt(rate * (change + 3 * n * T), 2 * n * (change - extra), fits, (unit, 2 * n * extra))
    large = f.lt(0, change, f.add(f.num(1), f.mul(f.num(2 * extra), f.size(n), f.inv(more))))
    root = f.lt(0, exp(change) - 1, f.add(f.by(f.inst(exp_tangent(), {"t": change})), f.by(large)))
    share = f.cut(f.lt(0, T / (exp(change) - 1), f.mul(f.by(above_0), f.inv(f.by(root)))), f.unequal(root))
    room = f.lt(0, 1 - T, f.add(f.by(at_most), f.num(Fraction(1, 2))))
    th = f.inst(found, {q: log(T / (exp(change) - 1)), B: log(1 + T), C: -log(1 - T), t: T, R: change})
    th = p.clear(f.cut(th, above_0, at_most, small, large), above_0, root, share, room, given)
    return f.imply(p.clear(th, f.unequal(f.lt(0, 2 * n - rate, more)), given), given)


@sharp.proof
def one_edge_takes_it_all(p):
    return plans(p, p.goal.children[1])


# plans with the same margins, as models: P = rc and P₂ = rc (1 + ρ (u − ū)(v − v̄))
mass, tilt = (field("r", i, domain="positive")[i], field("c", j, domain="positive")[j]), scalar("s")
shares = field("u", i, domain="simplex")[i], field("v", j, domain="simplex")[j]
apart = [share - Sum(weight * share, at) / Sum(weight, at) for share, weight, at in zip(shares, mass, (i, j), strict=True)]
first, t = mass[0] * mass[1] / (d[i] * e[j]), scalar("t", domain="positive")
drift = 1 + (exp(tilt) - 1) / (exp(tilt) + 1) * apart[0] * apart[1]
nearby = {
    kappa: ((i, j), first),
    kappa2: ((i, j), first * drift),
    d2: (i, t * d[i]),
    e2: (j, e[j] / t),
    M: ((i, j), Lt(0, mass[0] * mass[1])),
}
sides.drawn({**nearby, epsilon: Sum(log(drift) * log(drift), i, j) + Rational(1, 4)})  # |x| ≤ x² + 1/4


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


still = {w: ones, w2: ones, x: two, y: two, epsilon: 1, rate: 1, follow: [1, 0], pos: [0, 1], a: 0}


@sharp.near_miss("most plans do not move that far, and some not at all", at=still)
def every_plan():
    assumed = {"signs": signs, "balanced": balanced, "near": near}
    return {**sharp.given, **numbered, **assumed}, far


# "less": the other parts say that it cannot be dropped.  "once", "in order" and "apart" say what a numbered cycle is; they are not known to
# be necessary, except that n = 1 is no cycle.
