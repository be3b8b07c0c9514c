"""Cycle products are complete for the two-sided gauge.

Two kernels on a carrier agree on all cycle products, the alternating products of entries around the cycles of the carrier's bipartite
graph, exactly if one is diag(d) K diag(e) of the other with d, e > 0.  Then they agree around all closed walks, of any length.
Source: Engel and Schneider (1973), Linear Algebra and its Applications 7, Cyclic and diagonal products on a matrix.
"""

from gaproof import Claim
from gaproof.lemmas.flows import alternating_cycle, unary_and_flow
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import permuted
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.tactics.order import positive_sum
from gaproof.tactics.search import discharge
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Lt,
    Ne,
    Sum,
    companion,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    number,
    scalar,
    sizes,
)
from gaproof.theory import Carrier, ClosedWalk, EvidenceKernel

n, m, T = sizes("n m T")
i, j, t = index("i", n), index("j", m), index("t", T)
M, a, b = field("M", i, j, domain="mask"), *field("a b", i, j, domain="positive")
carrier = Carrier(i, j, M)
K, L = EvidenceKernel(carrier, baseline=a, name="K"), EvidenceKernel(carrier, baseline=b, name="L")
(d, u), (e, v), F, x = field("d u", i), field("e v", j), field("F", i, j), scalar("x")


def parts_of(t, domain="real"):
    """What a closed walk with steps t is made of: for the t that are taken, from row(t) to column(t), and on to row(onward(t))."""
    maps = index_map("onward", t, t), index_map("row", t, i), index_map("column", t, j)
    return field("taken", t, domain=domain), *maps


# a cycle: through the rows of h, from row i to column c(i), from there to the next row, back(c(i))
h, c, back = field("h", i), index_map("c", i, j), index_map("back", j, i)
cycle = ClosedWalk(i, h, lambda i: back(c(i)), lambda i: i, c)
proper = ForAll(i, Implies(Eq(h[i], 1), Eq(delta(back(c(i)), i), 0)))
agree_on_cycles = ForAll((h, c, back), Implies(And(cycle.on(carrier), proper), Eq(cycle.product(K), cycle.product(L))))
scaled = ForAll((i, j), Eq(L[i, j], d[i] * K[i, j] * e[j]))
gauge = Exists((d, e), And(ForAll(i, Lt(0, d[i])), ForAll(j, Lt(0, e[j])), scaled))

# a closed walk of any number of steps, or several: every step is reached as often as it is taken
taken, onward, row, column = parts_of(t, domain="mask")
walk, s = ClosedWalk(t, taken, onward, row, column), companion(t)
by_factors = {
    "d positive": ForAll(i, Lt(0, d[i])),
    "e positive": ForAll(j, Lt(0, e[j])),
    "scaled": scaled,
    "returns": ForAll(s, Eq(Sum(taken[t] * delta(onward(t), s), t), taken[s])),
    "edges": ForAll(t, Implies(Eq(taken[t], 1), walk.edges(carrier))),
}

claim = Claim("probe.cycle", source="Engel and Schneider (1973)")
sound = claim.part("sound", given=by_factors, shows=Eq(walk.product(K), walk.product(L)))
complete = claim.part("complete", shows=Iff(agree_on_cycles, gauge))


def unmasked(p, walk, a, mask, edges):
    """Around a walk on the carrier M a has the product of a: M is 1 there."""
    t, h, col = walk.t, walk.taken[walk.t], walk.column(walk.t)
    K, mask, edge, taken = EvidenceKernel(carrier, baseline=a), f.spec(mask, t), f.spec(edges, t), f.assume(Eq(h, 1))

    def sums(k, r):
        entry, plain, live = K[r, col], a[r, col], f.part(f.mp(edge, taken), k)
        positive = p.auto(Lt(0, entry), live)
        one = f.linear(h * log(entry), h * log(plain), (log_of(f.linear(entry, plain, (live, plain))), h))
        none = f.rewrite(f.flip(f.assume(Eq(h, 0))), f.linear(0 * log(entry), 0 * log(plain)), x, Eq(x * log(entry), x * log(plain)))
        counts = f.imply(f.cut(positive, f.linear(h, 1, (mask, 1 / h))), Ne(h, 0))
        step = p.clear(mask_cases(mask, f.cut(one, positive), none), edges, counts)
        return p.clear(f.linear(Sum(h * log(entry), t), Sum(h * log(plain), t), (step, 1, t)), edges, f.gen(counts, t))

    there, back = sums(0, walk.row(t)), sums(1, walk.row(walk.next(t)))
    product, plain = walk.product(K), walk.product(a)
    same = f.rewrite(there, f.linear(product, product), x, Eq(product, exp(x) / product.args[1]))
    return f.rewrite(back, same, x, Eq(product, plain.args[0] / exp(x)))


def read_off(p, walk, agreement, a, b, mask, edges):
    """Around the walk a and b have the same product, from the agreement of M a and M b."""
    to_a, to_b = (unmasked(p, walk, kernel, mask, edges) for kernel in (a, b))
    agreement = f.rewrite(to_a, agreement, x, Eq(x, walk.product(EvidenceKernel(carrier, baseline=b))))
    return f.rewrite(to_b, agreement, x, Eq(walk.product(a), x))


def factors(p, splits, none, *facts):
    """The kernels are related, from M (log b − log a) = M (u + v) + F and F = 0: so log b = log a + u + v on the carrier."""
    live, masked = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    gap = log(b[i, j]) - log(a[i, j]) - u[i] - v[j]
    logs = f.linear(log(b[i, j]), log(a[i, j]) + u[i] + v[j], (f.spec(splits, i, j), 1), (none, 1), (live, -gap))
    power = f.rewrite(logs, f.linear(exp(log(b[i, j])), b[i, j]), x, Eq(exp(x), b[i, j]))
    entry = L[i, j], exp(u[i]) * K[i, j] * exp(v[j])
    yes, no = f.linear(*entry, (power, -M[i, j])), f.linear(*entry, (masked, b[i, j] - a[i, j] * exp(u[i] + v[j])))
    entries = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), yes, no), i, j, facts=facts)
    signs = f.gen(f.lt(0, exp(u[i]), f.ex(u[i])), i), f.gen(f.lt(0, exp(v[j]), f.ex(v[j])), j)
    return f.exists(f.conj(*signs, entries), gauge, (i, exp(u[i])), (j, exp(v[j])))


@complete.proof
def no_flow_is_left(p):
    agree, related = f.assume(agree_on_cycles), f.assume(gauge)
    split = f.inst(unary_and_flow(n.sort, m.sort), {"D": ((i, j), log(b[i, j]) - log(a[i, j])), "M": M})
    split = f.cut(split, p["M mask"])
    *_, known = f.obtain(split, u, v, F)
    splits, flow = f.part(known, 0), f.part(known, 1)
    lives, no_rows, no_columns = (f.part(flow, k) for k in range(3))

    # if F is not 0 somewhere, it is positive and negative in turn along a cycle, which is then on the carrier
    found = f.cut(f.inst(alternating_cycle(n.sort, m.sort), {"F": F, "l": j}), no_rows, no_columns)
    *_, there = f.obtain(found, h, c, back)
    mask, goes, along = (f.part(there, k) for k in range(3))
    col, onward, k, here, out = c(i), back(c(i)), companion(i), f.assume(Eq(h[i], 1)), f.assume(Eq(h[i], 0))
    signs = f.mp(f.spec(along, i), here)

    def edge(r, sign, strict):
        zero = f.linear(F[r, col], 0, (f.spec(lives, r, col), 1), (f.assume(Eq(M[r, col], 0)), F[r, col]))
        clash = f.lt(0, 0, f.by(sign), (zero, strict))
        return mask_cases(f.spec(p["M mask"], r, col), f.assume(Eq(M[r, col], 1)), f.absurd(clash, Eq(M[r, col], 1)))

    edges = edge(i, f.part(signs, 0), -1), edge(onward, f.part(signs, 1), 1)
    on = f.gen(f.imply(f.conj(*edges), here), i)
    moved = f.rewrite(f.assume(Eq(delta(onward, i), 1)), f.part(signs, 1), k, Lt(F[k, col], 0))
    clash = f.absurd(f.lt(0, 0, f.add(f.by(moved), f.by(f.part(signs, 0)))), Eq(delta(onward, i), 0))
    stay = mask_cases(f.linear(delta(onward, i) * delta(onward, i), delta(onward, i)), clash, f.assume(Eq(delta(onward, i), 0)))
    whole = f.conj(f.conj(mask, goes, on), f.gen(f.imply(stay, here), i))
    equal = log_of(read_off(p, cycle, f.mp(f.spec(agree, h, c, back), whole), a, b, mask, on))

    # around it the potentials cancel, so that F there minus F back sums to 0; but it is positive
    def split_at(r, edge):
        rest = log(b[r, col]) - log(a[r, col]) - u[r] - v[col]
        return f.linear(rest, F[r, col], (f.spec(splits, r, col), 1), (edge, -rest))

    rise = F[i, col] - F[onward, col]
    turn = log(b[i, col]) - log(a[i, col]) - log(b[onward, col]) + log(a[onward, col])
    goal = h[i] * turn, h[i] * (u[i] - u[onward] + rise)
    yes = f.linear(*goal, (split_at(i, edges[0]), h[i]), (split_at(onward, edges[1]), -h[i]))
    step = p.clear(mask_cases(f.spec(mask, i), yes, f.linear(*goal, (out, turn - u[i] + u[onward] - rise))), known, there)
    returns = f.cut(f.inst(permuted(cycle.next, i), {"h": h}), mask, goes)
    flat = f.linear(Sum(h[i] * rise, i), 0, (step, -1, i), (equal, -1), (f.spec(returns, k), u[k], k))
    up = f.lt(0, h[i] * rise, f.add(f.by(f.part(signs, 0)), f.by(f.part(signs, 1))), (here, rise))
    weak = mask_cases(f.spec(mask, i), f.le(0, h[i] * rise, f.by(up)), f.le(0, h[i] * rise, f.num(0), (out, rise)))
    some = f.release(f.exists(up, Exists(i, Lt(0, h[i] * rise)), i), f.part(f.part(goes, 0), 0), i)
    positive = f.cut(f.inst(positive_sum(n.sort), {"w": (i, h[i] * rise)}), f.gen(weak, i), some)
    clash = p.clear(f.absurd(f.lt(0, 0, f.by(positive), (flat, -1)), Eq(F[i, j], 0)), known, there, agree)
    none = f.cases(Eq(F[i, j], 0), f.assume(Eq(F[i, j], 0)), f.release(clash, found, h, c, back))

    forward = f.release(factors(p, splits, none, known, agree), split, u, v, F)

    # the other way: a cycle is a closed walk
    is_cycle = f.assume(peel(p.goal.children[1])[1][1])
    mask, goes, edges = (f.part(f.part(is_cycle, 0), k) for k in range(3))
    *_, known = f.obtain(related, d, e)
    values = {"taken": h, "onward": (i, back(c(i))), "row": (i, i), "column": c}
    same = f.inst(f.retype(p.use(claim, "sound"), {T: n}), values)
    returns = f.cut(f.inst(permuted(cycle.next, i), {"h": h}), mask, goes)
    same = f.cut(same, returns, edges, mask, *(f.part(known, k) for k in range(3)))
    backward = f.gen(f.imply(f.release(same, related, d, e), is_cycle), h, c, back)
    return f.conj(f.imply(forward, agree), f.imply(backward, related))


@sound.proof
def every_row_is_left_as_often_as_reached(p):
    here, col, mask = f.assume(Eq(taken[t], 1)), column(t), p["taken mask"]

    def split_logs(r, edge):
        """log b = log d + log a + log e, where M = 1."""
        product, logs = d[r] * a[r, col] * e[col], log(d[r]) + log(a[r, col]) + log(e[col])
        plain = f.linear(b[r, col], exp(logs), (f.spec(p["scaled"], r, col), 1), (edge, product - b[r, col]))
        return f.rewrite(f.inst(f.linear(log(exp(x)), x), {x: logs}), log_of(plain), x, Eq(log(b[r, col]), x))

    def turn(kernel):
        return log(kernel[row(t), col]) - log(kernel[row(onward(t)), col])

    rest = log(d[row(t)]) - log(d[row(onward(t))])
    there, back = (split_logs(r, f.part(f.mp(f.spec(p["edges"], t), here), k)) for k, r in enumerate((row(t), row(onward(t)))))
    goal = taken[t] * turn(b), taken[t] * (turn(a) + rest)
    yes = f.linear(*goal, (there, taken[t]), (back, -taken[t]))
    no = f.linear(*goal, (f.assume(Eq(taken[t], 0)), turn(b) - turn(a) - rest))
    step = p.clear(mask_cases(f.spec(mask, t), yes, no))
    sums = Sum(taken[t] * turn(a), t), Sum(taken[t] * turn(b), t)
    same = f.linear(*sums, (step, -1, t), (f.spec(p["returns"], s), log(d[row(s)]), s))
    equal = f.rewrite(same, f.linear(exp(sums[0]), exp(sums[0])), x, Eq(exp(sums[0]), exp(x)))
    equal = p.clear(f.restate(equal, Eq(walk.product(a), walk.product(b))))

    of_k, of_l = (unmasked(p, walk, kernel, mask, p["edges"]) for kernel in (a, b))
    left, right = walk.product(K), walk.product(L)
    equal = f.rewrite(f.rewrite(of_k, f.linear(left, left), x, Eq(x, left)), equal, x, Eq(x, walk.product(b)))
    return f.rewrite(f.rewrite(of_l, f.linear(right, right), x, Eq(x, right)), equal, x, Eq(left, x))


row_scaled = Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(L[i, j], d[i] * K[i, j]))))


def one_column_doubled(miss):
    """0 = 1: on the full carrier let K = 1, and L = 1 but for one column of 2.  All products are 1, and no row factors relate them."""
    first, second, apart = miss.different(m)
    doubled = 1 + delta(j, first)
    values = {"M": ((i, j), 1), "a": ((i, j), 1), "b": ((i, j), doubled)}
    known = f.part(f.inst(claim.theorem("complete"), values), 1)
    positive = f.gen(f.lt(0, doubled, f.add(f.num(1), f.sq(delta(j, first)))), j), f.gen(f.lt(0, 1, f.num(1)), i)
    same = f.gen(f.linear(1 * doubled, 1 * (1 * number(1)) * doubled), i, j)
    related = f.exists(f.conj(positive[1], positive[0], same), known.conclusion.children[0], (i, 1), (j, doubled))
    agree = discharge(f.mp(known, related), [f.gen(positive[0], i)], frozenset())
    related = f.mp(f.part(miss.at(values, f.gen(positive[0], i)), 0), agree)
    (rows,) = f.obtain(related, d)
    at_first, at_second = (f.spec(f.part(rows, 1), i, column) for column in (first, second))
    return f.release(f.linear(0, 1, (at_first, -1), (at_second, 1), (apart, -1)), related, d)


@complete.near_miss("columns are scaled as well: K = (1, 1), L = (1, 2) has no cycle", by=one_column_doubled)
def row_gauge_only():
    return Iff(agree_on_cycles, row_scaled)


two, round_ = {M: [[1], [1]], a: [[1], [1]]}, {taken: [1, 1], onward: [1, 0], row: [0, 1]}
square = {**round_, M: [[1, 1], [1, 1]], column: [0, 1], a: [[1, 1], [1, 1]], d: [1, 1], e: [1, 1]}
one_step = {taken: [1, 0], onward: [1, 1], row: [0, 1], column: [0, 0]}
from_row_to_row = {**two, **one_step, b: [[1], [2]], d: [1, 2], e: [1]}


@sound.near_miss("a walk that does not return sees the factors of its ends: K = (1; 1), L = (1; 2)", at=from_row_to_row)
def open_walk():
    return {name: g for name, g in by_factors.items() if name != "returns"}, Eq(walk.product(K), walk.product(L))


@sound.near_miss("the entries on the way back divide, they do not multiply: K = (1), L = (2), one step there and back")
def all_entries():
    def whole(kernel):
        return walk.product(kernel).args[0] * walk.product(kernel).args[1]

    return Eq(whole(K), whole(L))


sound.necessary("scaled", "one entry of two by two is doubled", at={**square, b: [[2, 1], [1, 1]]})
sound.necessary("returns", "the step from row 0 to row 1 sees d", at=from_row_to_row)
off = {**round_, M: [[1, 0], [0, 0]], column: [0, 1], a: [[1, 1], [1, 1]], b: [[2, 1], [1, 1]], d: [2, 1], e: [1, 1]}
sound.necessary("edges", "off the carrier the logarithm of 0 counts for both kernels and cancels nothing", at=off, undefined=1)
sound.necessary("taken mask", "a step taken twice that need not be an edge", at={**off, taken: [2, 2]}, undefined=1)
# "a positive" and "b positive" follow from each other along edges.
sound.drawn({b: ((i, j), a[i, j] * d[i] * e[j])})
