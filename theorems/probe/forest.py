"""On a forest there is no interaction: all kernels are one up to gauge.

If the bipartite graph of a carrier has no cycle, any two kernels on it are related by a two-sided gauge; if it has one, they are
not: 1 and the kernel with one entry of the cycle doubled differ by no row and column factors.  Diagonal carriers, and those
on which a token addresses itself and the token before it, are forests.
Source: Geometric Attention (arXiv 2601.11618), section 2; Diestel (2017), Graph Theory, section 1.5.
"""

from gaproof import Claim
from gaproof.lemmas.extremes import maximum
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Ne,
    Sum,
    array,
    companion,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    number,
)
from gaproof.theory import Carrier, ClosedWalk
from gaproof.theory.walk import is_set
from theorems.probe.cycle import K, L, M, T, a, b, back, c, carrier, cycle, d, e, gauge, h, i, j, m, n, proper, read_off, x
from theorems.probe.cycle import claim as probe_cycle

l, k = index("l", n), companion(i)
is_cycle = And(cycle.on(carrier), proper)
forest = ForAll((h, c, back), Implies(is_cycle, Eq(0, 1)))
claim = Claim("probe.forest", source="Geometric Attention, section 2; Diestel (2017), section 1.5")
empty = claim.part("empty interaction", shows=Implies(forest, gauge))

# a set of rows that a walk permutes, each step along a column to another row: a cycle, or several
H = field("h", i, domain="mask")


def permuting(carrier, walk):
    """The rows of H are on cycles."""
    return {
        "returns": ForAll(k, Eq(Sum(H[i] * delta(walk.next(i), k), i), H[k])),
        "edges": ForAll(i, Implies(Eq(H[i], 1), walk.edges(carrier))),
        "proper": ForAll(i, Implies(Eq(H[i], 1), Eq(delta(walk.next(i), i), 0))),
    }


# carriers of tokens, at times t
N, t = field("M", i, k, domain="mask"), field("t", i)
key, home = index_map("c", i, i), index_map("back", i, i)
tokens = Carrier(i, k, N)
loops = permuting(tokens, ClosedWalk(i, H, lambda i: home(key(i)), lambda i: i, key))
no_loop = ForAll(i, Eq(H[i], 0))
itself = ForAll((i, k), Implies(Eq(N[i, k], 1), Eq(delta(i, k), 1)))
diagonal = claim.part("diagonal", given={"itself": itself, "edges": loops["edges"], "proper": loops["proper"]}, shows=no_loop)
parent = index_map("parent", i, i)
earlier = ForAll(i, Implies(Le(t[i], t[parent(i)]), Eq(delta(parent(i), i), 1)))
two_keys = ForAll((i, k), Implies(Eq(N[i, k], 1), Implies(Eq(delta(i, k), 0), Eq(delta(parent(i), k), 1))))
band = claim.part(
    "itself and an earlier one",
    given={"earlier": earlier, "two keys": two_keys, **loops},
    shows=no_loop,
    model={N: ((i, k), 0), parent: (i, i), t: (i, 0), H: (i, 0)},
)

# a cycle through the row l, from which one entry is doubled
through = permuting(carrier, cycle)
D, E = field("d", i, domain="positive"), field("e", j, domain="positive")
doubled = 1 + delta(i, l) * delta(j, c(l))
seen = Exists((i, j), And(Eq(M[i, j], 1), Ne(doubled, D[i] * E[j])))
interaction = claim.part("a cycle interacts", given=through, shows=Implies(Eq(H[l], 1), seen))


@empty.proof
def nothing_to_compare(p):
    some = f.assume(is_cycle)
    equal = f.absurd(f.mp(f.spec(f.assume(forest), h, c, back), some), Eq(cycle.product(K), cycle.product(L)))
    return f.imply(f.mp(f.part(p.use(probe_cycle, "complete"), 0), f.gen(f.imply(equal, some), h, c, back)), forest)


@diagonal.proof
def no_other_column(p):
    on = f.assume(Eq(H[i], 1))
    edge = f.mp(f.spec(p["edges"], i), on)
    there, back = (f.mp(f.spec(p["itself"], r, key(i)), f.part(edge, k)) for k, r in enumerate((i, home(key(i)))))
    same = f.rewrite(f.linear(delta(key(i), i), 1, (there, 1)), back, l, Eq(delta(home(key(i)), l), 1))
    clash = f.linear(0, 1, (same, 1), (f.mp(f.spec(p["proper"], i), on), -1))
    return f.gen(mask_cases(f.spec(p["h mask"], i), f.absurd(clash, Eq(H[i], 0)), f.assume(Eq(H[i], 0))), i)


def reached(step, k, l, h):
    """Σ_k h_k δ(step k, l) = h_l everywhere, h_l = 1 ⊢ there is k in h with step k = l: otherwise the sum is 0."""
    way, some = delta(step(k), l), Exists(k, And(Eq(h[k], 1), Eq(delta(step(k), l), 1)))
    mask, returns, here = f.assume(is_set(h, i)), f.assume(ForAll(l, Eq(Sum(h[k] * way, k), h[l]))), f.assume(Eq(h[l], 1))
    found = f.exists(f.conj(f.assume(Eq(h[k], 1)), f.assume(Eq(way, 1))), some, k)
    clash = f.absurd(f.mp(f.assume(f.otherwise(some)), found), Eq(h[k] * way, 0))
    arrives = mask_cases(f.linear(way * way, way), clash, f.linear(h[k] * way, 0, (f.assume(Eq(way, 0)), h[k])))
    none = mask_cases(f.spec(mask, k), arrives, f.linear(h[k] * way, 0, (f.assume(Eq(h[k], 0)), way)))
    empty = f.linear(0, 1, (none, -1, k), (f.spec(returns, l), 1), (here, 1))
    return f.cases(some, f.assume(some), f.absurd(empty, some))


@band.proof
def the_last_row_has_only_one_way_back(p):
    some = Exists(i, Eq(H[i], 1))
    mask, leaves, edges, inhabited = p["h mask"], p["proper"], p["edges"], f.assume(some)

    def step(i):
        return home(key(i))

    # l is the last row of the loop, k the one before it; no row but l has the key l, since l would be its parent, and earlier
    top = f.cut(f.inst(maximum(n.sort), {"h": H, "x": t}), mask, inhabited)
    (last,) = f.obtain(top, l)
    in_loop, most = f.part(last, 0), f.part(last, 1)
    reaches = f.assume(And(Eq(H[k], 1), Eq(delta(step(k), l), 1)))
    found = f.cut(reached(step, k, l, H), p["returns"], in_loop, mask)
    here, arrives = f.part(reaches, 0), f.part(reaches, 1)
    z, yes, no = companion(i, k, l), lambda r, q: f.assume(Eq(delta(r, q), 1)), lambda r, q: f.assume(Eq(delta(r, q), 0))

    def either(r, q, same, other):
        """The conclusion, from δ(r, q) = 1 and from δ(r, q) = 0."""
        return mask_cases(f.linear(delta(r, q) * delta(r, q), delta(r, q)), same, other)

    def false(equation, unequal):
        return f.linear(0, 1, (equation, 1), (unequal, -1))

    def has_key_l(r, live, edge):
        """δ(r, l) = 1, for a row of the loop with the key l: else l is its parent, and t_l < t_r."""
        up = f.mp(f.spec(p["two keys"], r, l), edge, no(r, l))
        to_parent = f.restate(up, Eq(delta(l, parent(r)), 1))
        apart = f.rewrite(to_parent, f.restate(no(r, l), Eq(delta(l, r), 0)), z, Eq(delta(z, r), 0))
        own, less = f.assume(Le(t[r], t[parent(r)])), Lt(t[parent(r)], t[r])
        less = f.cases(Le(t[r], t[parent(r)]), f.absurd(false(f.mp(f.spec(p["earlier"], r), own), apart), less), f.assume(less))
        above = f.rewrite(up, less, z, Lt(t[z], t[r]))
        clash = f.lt(0, 0, f.add(f.by(above), f.by(f.mp(f.spec(most, r), live))))
        return either(r, l, yes(r, l), f.absurd(clash, Eq(delta(r, l), 1)))

    def edge_of(r, k):
        return f.part(f.mp(f.spec(edges, r), f.assume(Eq(H[r], 1))), k)

    go, come = key(l), key(k)  # the two keys of row l: on to the next row, and from k
    stays = f.mp(f.spec(leaves, l), in_loop)
    # the next row is in the loop as well: else no row leads to it, not even l
    weight = H[i] * delta(step(i), step(l))
    sign = f.le(0, weight, f.mul(f.sq(H[i]), f.sq(delta(step(i), step(l)))), (f.spec(mask, i), -delta(step(i), step(l))))
    nothing = f.linear(Sum(weight, i), 0, (f.spec(p["returns"], step(l)), 1), (f.assume(Eq(H[step(l)], 0)), 1))
    lost = f.inst(f.zero_sum(sign, nothing, i), {i: l})
    lost = f.absurd(f.linear(0, 1, (lost, -1), (in_loop, 1)), Eq(H[step(l)], 1))
    next_in = mask_cases(f.spec(mask, step(l)), f.assume(Eq(H[step(l)], 1)), lost)
    on_l = f.cut(f.rewrite(yes(go, l), edge_of(l, 1), z, Eq(N[step(l), z], 1)), in_loop)
    if_go = false(has_key_l(step(l), next_in, on_l), stays)
    k_to_l = f.cut(f.rewrite(yes(come, l), edge_of(k, 0), z, Eq(N[k, z], 1)), here)
    same_row = f.restate(has_key_l(k, here, k_to_l), Eq(delta(l, k), 1))
    if_come = false(f.rewrite(same_row, arrives, z, Eq(delta(step(k), z), 1)), f.mp(f.spec(leaves, k), here))

    def is_parent(q, edge):  # δ(parent l, q) = 1
        return f.mp(f.spec(p["two keys"], l, q), edge, f.restate(no(q, l), Eq(delta(l, q), 0)))

    to_l = f.rewrite(arrives, f.cut(edge_of(k, 1), here), z, Eq(N[z, come], 1))
    one_key = f.rewrite(is_parent(come, to_l), is_parent(go, f.cut(edge_of(l, 0), in_loop)), z, Eq(delta(z, go), 1))
    if_both = false(f.rewrite(one_key, arrives, z, Eq(delta(home(z), l), 1)), stays)
    clash = either(go, l, if_go, either(come, l, if_come, if_both))
    clash = f.release(f.release(clash, found, k), top, l)
    here = f.exists(f.assume(Eq(H[i], 1)), some, i)
    return f.gen(mask_cases(f.spec(mask, i), f.absurd(f.cut(clash, here), Eq(H[i], 0)), f.assume(Eq(H[i], 0))), i)


def the_product_is_not_1(p, extra=1):
    # if M (1 + δδ) = d M e everywhere, the product around the cycle is 1; but it is 2
    doubled, seen, two = 1 + extra * delta(i, l) * delta(j, c(l)), p.goal.children[1], log(number(1 + extra))
    walk = ClosedWalk(i, H, cycle.next, cycle.row, c)
    on_cycle = f.assume(Eq(H[l], 1))
    not_seen, live = f.assume(f.otherwise(seen)), f.assume(Eq(M[i, j], 1))
    unlike = f.exists(f.conj(live, f.assume(Ne(doubled, D[i] * E[j]))), seen, i, j)
    same = f.cases(Eq(doubled, D[i] * E[j]), f.assume(Eq(doubled, D[i] * E[j])), f.absurd(f.mp(not_seen, unlike), Eq(doubled, D[i] * E[j])))
    goal = M[i, j] * doubled, D[i] * (M[i, j] * 1) * E[j]
    scaled = mask_cases(
        f.spec(p["M mask"], i, j), f.linear(*goal, (same, M[i, j])), f.linear(*goal, (f.assume(Eq(M[i, j], 0)), doubled - D[i] * E[j]))
    )
    values = {a: ((i, j), 1), b: ((i, j), doubled), "taken": H, "onward": (i, back(c(i))), "row": (i, i), "column": c, d: D, e: E}
    sound = f.inst(f.retype(p.use(probe_cycle, "sound"), {T: n}), values)
    one, other = array((i, j), 1), array((i, j), doubled)
    around = p.clear(sound, p.everywhere(scaled, i, j, facts=[not_seen]))
    equal = log_of(read_off(p, walk, around, one, other, p["h mask"], p["edges"]))
    # the way into row l along column c(l) would come from l itself
    way, col = delta(back(c(i)), l), delta(c(i), c(l))
    q = companion(j)
    stays = f.mp(f.spec(p["proper"], l), on_cycle)
    here = f.rewrite(f.linear(delta(c(l), c(i)), 1, (f.assume(Eq(col, 1)), 1)), stays, q, Eq(delta(back(q), l), 0))
    none = mask_cases(f.linear(col * col, col), f.linear(way * col, 0, (here, col)), f.linear(way * col, 0, (f.assume(Eq(col, 0)), way)))

    def log_of_double(y):
        """log(1 + y) = y log 2, for y = 0 and for y = 1."""
        one, zero = (
            f.rewrite(f.flip(f.assume(Eq(y, v))), f.linear(log(1 + extra * v), v * two), x, Eq(log(1 + extra * x), x * two))
            for v in (number(1), number(0))
        )
        return p.clear(mask_cases(f.linear(y * y, y), one, zero))

    there, back_ = log_of_double(delta(i, l) * col), log_of_double(way * col)
    zero = f.linear(two, 0, (equal, -1), (there, -H[i], i), (back_, H[i], i), (none, H[i] * two, i), (on_cycle, -two))
    clash = f.rewrite(zero, f.linear(exp(two), 1 + extra), x, Eq(exp(x), 1 + extra))
    return f.cases(seen, f.assume(seen), f.absurd(p.clear(clash, not_seen, on_cycle), seen))


interaction.proof(the_product_is_not_1)


def one_row_of_keys(miss):
    """0 = 1: only row r has keys, so no cycle; K = 1 there, and L = 1 but for one 2."""
    first, second, apart = miss.different(m)
    r, z = index("r", n), companion(i, k)
    th = miss.at({"M": ((i, j), delta(i, r)), "a": ((i, j), 1), "b": ((i, j), 1 + delta(j, first))}, two_or_one(first))
    (some,) = map(f.assume, peel(th.conclusion.children[0])[1])
    mask_round_edges, moves = f.part(some, 0), f.part(some, 1)
    live = f.assume(Eq(h[i], 1))
    edge = f.mp(f.spec(f.part(mask_round_edges, 2), i), live)
    same = f.rewrite(f.linear(delta(r, i), 1, (f.part(edge, 0), 1)), f.part(edge, 1), z, Eq(delta(back(c(i)), z), 1))
    clash = f.linear(0, 1, (same, 1), (f.mp(f.spec(moves, i), live), -1))
    clash = f.release(clash, f.part(f.part(f.part(mask_round_edges, 1), 0), 0), i)
    related = f.mp(th, f.gen(f.imply(clash, some), h, c, back))
    (rows,) = f.obtain(related, d)
    at_first, at_second = (f.spec(f.part(rows, 1), r, column) for column in (first, second))
    return f.release(f.linear(0, 1, (at_first, -1), (at_second, 1), (apart, -1)), related, d)


def two_or_one(column):
    """∀i ∀j 0 < 1 + δ(j, column)."""
    return f.gen(f.lt(0, 1 + delta(j, column), f.add(f.num(1), f.sq(delta(j, column)))), i, j)


@empty.near_miss("a row factor alone is not enough: K = (1, 1), L = (1, 2) is a tree", by=one_row_of_keys)
def row_factor():
    return Implies(forest, Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll((i, j), Eq(L[i, j], d[i] * K[i, j])))))


two_tokens = {N: [[1, 1], [1, 1]], H: [1, 1], key: [0, 1], home: [1, 0]}
three_tokens = {N: [[1, 0, 0], [1, 1, 0], [1, 1, 1]], H: [0, 1, 1], key: [0, 0, 1], home: [2, 1, 0], t: [0, 1, 2]}
alone = {N: [[1]], H: [1], key: [0], home: [0]}


@diagonal.near_miss("another key closes a loop: two tokens that address one another", at=two_tokens)
def two_keys_each():
    return loops, no_loop


@band.near_miss("itself and two before: of three tokens the last two share two keys", at=three_tokens)
def causal():
    return {"causal": ForAll((i, k), Implies(Eq(N[i, k], 1), Le(t[k], t[i]))), **loops}, no_loop


diagonal.necessary("itself", "two tokens that address one another", at=two_tokens)
diagonal.necessary("edges", "a loop that is not on the carrier", at={**two_tokens, N: [[1, 0], [0, 1]]})
diagonal.necessary("proper", "to stay at a token is no cycle", at=alone)
parents = {parent: [0, 0], t: [0, 1]}
band.necessary("earlier", "two tokens, each the parent of the other", at={**two_tokens, parent: [1, 0], t: [0, 0]})
band.necessary("two keys", "the first token addresses the second as well", at={**two_tokens, **parents})
band.necessary("returns", "one step down", at={**parents, N: [[1, 0], [1, 1]], H: [0, 1], key: [0, 0], home: [0, 0]})
band.necessary("edges", "a loop that is not on the carrier", at={**two_tokens, **parents, N: [[1, 0], [1, 1]]})
band.necessary("proper", "to stay at a token is no cycle", at={**alone, parent: [0], t: [0]})


@interaction.near_miss("without an entry doubled, the constant kernel has factors")
def constant_kernel():
    return Implies(Eq(H[l], 1), Exists((i, j), And(Eq(M[i, j], 1), Ne(1, D[i] * E[j]))))


square = {M: [[1, 1], [1, 1]], H: [1, 1], c: [0, 1], back: [1, 0], l: 0}
interaction.necessary("proper", "there and back is no cycle", at={M: [[1]], H: [1], c: [0], back: [0], l: 0, D: [2], E: [1]})
interaction.necessary("edges", "no edge, nothing to see", at={**square, M: [[0, 0], [0, 0]], D: [1, 1], E: [1, 1]})
