"""A gate of experts is a row-anchored kernel, and keeping the top k restricts its carrier.

The gate of a mixture of experts gives every token a softmax over experts: a row-anchored kernel whose columns are experts.  To keep k of
the admissible experts and divide by what is left is to restrict the carrier to those and anchor again, so it is the softmax of the kept
scores: "softmax, keep, normalise" and "keep, softmax" are one gate.  "The top k" is one set only once ties are broken: with distinct
labels t and the rule that of equal scores the smaller label goes first, there is exactly one set of k experts that come before all others,
for every k up to the number of admissible experts.
Source: Shazeer et al. (2017), Outrageously Large Neural Networks, arXiv 1701.06538, section 2.1; Luce's choice axiom (1959).
"""

from gaproof import Claim
from gaproof.lemmas.contraction import monotone
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.reals import successor, zero_is_zero
from gaproof.lemmas.top import top_exists
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Sum,
    array,
    delta,
    exp,
    field,
    index,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)
from gaproof.theory import Carrier, EvidenceKernel, extensional, row_anchor, softmax, top_set
from theorems.carrier.restriction import claim as restriction

n, m, d = sizes("n m d")
i, (j, l), c, k = index("i", n), index("j l", m), index("c", d), natural("k")  # tokens, experts, features
M, T = field("M T", i, j, domain="mask")
s, v, (size, other) = field("s", i, j), field("v", i, j, c), scalar("K L")  # scores, and what expert j makes of token i
gate = softmax(s[i, j], over=j, mask=M[i, j])
kept = T[i, j] * gate / Sum(T[i, j] * gate, j)

claim = Claim("heads.gate", source="Shazeer et al. (2017), section 2.1; Luce (1959)")
live = ForAll(i, Exists(j, Eq(M[i, j], 1)))
kernel = EvidenceKernel(Carrier(i, j, M), array((i, j), -s[i, j]))
positive = ForAll((i, j), Iff(Lt(0, gate), Eq(M[i, j], 1)))
unit_rows = ForAll(i, Eq(Sum(gate, j), 1))
anchored = claim.part("gate", given={"live": live}, shows=And(ForAll((i, j), Eq(gate, row_anchor(kernel[i, j], j))), positive, unit_rows))

other_gate = softmax(s[i, l], over=l, mask=M[i, l])
admissible = And(Eq(M[i, j], 1), Eq(M[i, l], 1))
order = claim.part("one order", shows=ForAll((i, j, l), Implies(admissible, Iff(Le(other_gate, gate), Le(s[i, l], s[i, j])))))

count = {
    "admissible": ForAll((i, j), Implies(Eq(T[i, j], 1), Eq(M[i, j], 1))),
    "at least one": ForAll(i, Exists(j, Eq(T[i, j], 1))),
}
of_kept = softmax(s[i, j], over=j, mask=T[i, j])
keep = claim.part(
    "keep k",
    given=count,
    shows=And(
        ForAll((i, j), Eq(kept, of_kept)),
        ForAll((i, c), Eq(extensional(kept, v[i, j, c], j), extensional(of_kept, v[i, j, c], j))),
    ),
)

# one token: scores, admissible experts, and labels that break ties
x, t, O, P, P2, g = *field("x t", j), field("O", j, domain="mask"), *field("P P2 g", j)
distinct = ForAll((j, l), Implies(Eq(t[j], t[l]), Eq(delta(j, l), 1)))
exists = claim.part(
    "a top k",
    shows=Implies(distinct, ForAll(k, Implies(Le(nat(k), Sum(O[j], j)), Exists(g, top_set(g, nat(k), O, x, t, j))))),
)
unique = claim.part(
    "only one", given={"P": top_set(P, size, O, x, t, j), "P2": top_set(P2, size, O, x, t, j)}, shows=ForAll(j, Eq(P[j], P2[j]))
)


@anchored.proof
def shares_of_a_live_row(p):
    on, off, share = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(Lt(0, gate))
    zero = f.linear(gate, 0, (off, exp(s[i, j]) / Sum(M[i, j] * exp(s[i, j]), j)))
    clash = f.absurd(f.lt(0, 0, f.by(share), (zero, -1)), Eq(M[i, j], 1))
    found = p.clear(mask_cases(f.spec(p["M mask"], i, j), on, clash), share)
    signs = f.conj(f.imply(found, share), f.imply(p.auto(Lt(0, gate), on), on))
    same = f.linear(gate, row_anchor(kernel[i, j], j))
    return f.conj(p.everywhere(same, i, j), f.gen(signs, i, j), p.everywhere(f.linear(Sum(gate, j), 1), i))


@order.proof
def exponentials_increase(p):
    both = f.assume(admissible)
    here, there = f.part(both, 0), f.part(both, 1)
    alive = f.exists(here, Exists(j, Eq(M[i, j], 1)), j)
    share = f.inv(f.by(p.auto(Lt(0, Sum(M[i, j] * exp(s[i, j]), j)), alive)))
    low, high = exp(s[i, l]) / Sum(M[i, j] * exp(s[i, j]), j), exp(s[i, j]) / Sum(M[i, j] * exp(s[i, j]), j)
    small, large = f.assume(Le(s[i, l], s[i, j])), f.assume(Lt(s[i, j], s[i, l]))
    uses = (there, -low), (here, high)
    up = f.le(other_gate, gate, f.mul(share, monotone(s[i, l], s[i, j], f.by(small))), *uses)
    down = f.lt(gate, other_gate, f.mul(share, monotone(s[i, j], s[i, l], f.by(large))), *((th, -w) for th, w in uses))
    given = f.assume(Le(other_gate, gate))
    never = f.absurd(f.lt(0, 0, f.add(f.by(given), f.by(down))), small.conclusion)
    back = f.cases(small.conclusion, small, never)
    found = p.clear(f.conj(f.imply(back, given), f.imply(up, small)), both, alive)
    return f.gen(f.imply(f.cut(found, alive), both), i, j, l)


@keep.proof
def condition_on_the_kept(p):
    # what is kept is admissible, so both rows are live
    row = f.spec(p["at least one"], i)
    kept_one = f.exists(f.mp(f.spec(p["admissible"], i, j), f.assume(Eq(T[i, j], 1))), live.body, j)
    alive = p["at least one"], f.gen(f.release(kept_one, row, j), i)
    restricted = p.use(restriction, "", {"M": M, "N": T, "e": ((i, j), exp(s[i, j]))})
    same = f.spec(p.clear(restricted, *alive), i, j)
    same = f.linear(kept, of_kept, (same, -1))
    output = f.linear(Sum(kept * v[i, j, c], j), Sum(of_kept * v[i, j, c], j), (same, v[i, j, c], j))
    return f.conj(p.everywhere(same, i, j, facts=alive), p.everywhere(output, i, c, facts=alive))


@exists.proof
def the_best_of_the_rest(p):
    return f.imply(f.cut(top_exists(m.sort), p["O mask"]), distinct)


@unique.proof
def neither_is_before_the_other(p):
    masks, inside, counts, ahead = zip(*([f.part(p[name], number) for number in range(4)] for name in ("P", "P2")), strict=True)

    def only(X, Y, j):
        """1 where X has an expert that Y has not."""
        return X[j] * (1 - Y[j])

    # j only in P and l only in P₂ would come before each other
    has, has2 = f.assume(Eq(P[j], 1)), f.assume(Eq(P2[l], 1))
    not2, not_ = f.assume(Eq(P2[j], 0)), f.assume(Eq(P[l], 0))
    one = f.mp(f.spec(ahead[0], j, l), f.conj(has, f.mp(f.spec(inside[1], l), has2), not_))
    two = f.mp(f.spec(ahead[1], l, j), f.conj(has2, f.mp(f.spec(inside[0], j), has), not2))
    equal = f.antisymmetry(f.part(one, 0), f.part(two, 0))
    labels = f.mp(f.part(one, 1), equal), f.mp(f.part(two, 1), f.flip(equal))
    never = Eq(only(P, P2, j) * only(P2, P, l), 0)
    found = f.absurd(f.lt(0, 0, f.add(*map(f.by, labels))), never)
    left, right = never.args
    for X, at, factor in ((P, l, -only(P, P2, j) * P2[l]), (P2, j, -P[j] * only(P2, P, l))):
        th = f.linear(left, right, (f.assume(Eq(X[at], 1)), factor))
        found = mask_cases(f.spec(masks[0 if X is P else 1], at), th, found)
    for X, at, factor in ((P, j, (1 - P2[j]) * only(P2, P, l)), (P2, l, only(P, P2, j) * (1 - P[l]))):
        th = f.linear(left, right, (f.assume(Eq(X[at], 0)), factor))
        found = mask_cases(f.spec(masks[0 if X is P else 1], at), found, th)
    # the sets have one size, so each has as many of its own as the other, and the product of these numbers is 0
    sums = Sum(only(P, P2, j), j), Sum(only(P2, P, j), j)
    same = f.linear(*sums, (counts[0], 1), (counts[1], -1))
    squares = [f.linear(x * x, 0, (found, 1, j, l), (same, sign * y)) for x, y, sign in ((sums[0], sums[0], 1), (sums[1], sums[1], -1))]
    gone = []
    for (X, Y), square, (own, other) in zip(((P, P2), (P2, P)), squares, (masks, masks[::-1]), strict=True):
        none, x = f.cut(f.inst(square_zero(), {"x": square.conclusion.children[0].children[0]}), square), only(X, Y, j)
        sign = f.le(0, x, f.sq(x), (f.spec(own, j), -(1 - Y[j]) * (1 - Y[j])), (f.spec(other, j), -X[j]))
        gone.append(f.zero_sum(sign, none, j))
    return f.linear(P[j], P2[j], (gone[0], 1), (gone[1], -1))


@anchored.near_miss("an expert that is not admissible has no share: one admissible expert of two")
def positive_everywhere():
    return And(ForAll((i, j), Lt(0, gate)), unit_rows)


@order.near_miss("an expert that is not admissible comes last, whatever its score: M = (1, 0), s = (0, 1)")
def order_off_the_carrier():
    return ForAll((i, j, l), Implies(Eq(M[i, j], 1), Iff(Le(other_gate, gate), Le(s[i, l], s[i, j]))))


@keep.near_miss("what is kept has to be normalised again: two experts, one kept")
def not_normalised():
    return count, And(
        ForAll((i, j), Eq(T[i, j] * gate, of_kept)),
        ForAll((i, c), Eq(extensional(T[i, j] * gate, v[i, j, c], j), extensional(of_kept, v[i, j, c], j))),
    )


def none_of_one(sets):
    """0 = 1, from a set of one expert, where no O_j is 1."""
    *_, known = f.obtain(sets, g)
    mask, inside, size = (f.part(known, number) for number in range(3))
    clash = f.absurd(f.mp(f.spec(inside, j), f.assume(Eq(g[j], 1))), Eq(g[j], 0))
    empty = mask_cases(f.spec(mask, j), clash, f.assume(Eq(g[j], 0)))
    return f.release(f.absurd(f.linear(0, 1, (empty, -1, j), (size, 1), (one_is_1(), 1)), Eq(0, 1)), sets, g)


def one_is_1():
    return f.linear(nat(succ(zero)), 1, (f.spec(successor(), zero), 1), (zero_is_zero(), 1))


def no_experts(miss):
    return none_of_one(f.spec(miss.at({"O": (j, 0)}), succ(zero)))


@exists.near_miss("there are no more than all: one of none", by=no_experts)
def any_number():
    return ForAll(k, Exists(g, top_set(g, nat(k), O, x, t, j)))


def nobody_is_first(miss):
    a, b, apart = miss.different(m)
    gap = 1 - delta(j, a) - delta(j, b)
    two = f.le(2, m, f.tot(j, f.sq(gap)), (apart, -2))
    sets = f.spec(miss.at({"O": (j, 1), "x": (j, 0), "t": (j, 0)}), succ(zero))
    sets = f.mp(sets, f.le(nat(succ(zero)), m, f.add(f.by(two), f.num(1)), (one_is_1(), -1)))
    *_, known = f.obtain(sets, g)
    mask, _, size, ahead = (f.part(known, number) for number in range(4))
    first = f.mp(f.spec(ahead, j, l), f.conj(f.assume(Eq(g[j], 1)), f.linear(1, 1), f.assume(Eq(g[l], 0))))
    clash = f.absurd(f.mp(f.part(first, 1), f.linear(0, 0)), Eq(g[l], 1))
    others = mask_cases(f.spec(mask, l), f.assume(Eq(g[l], 1)), clash)  # g_j = 1 ⊢ g_l = 1
    full = f.absurd(f.le(2, 1, f.by(two), (others, 1, l), (size, -1), (one_is_1(), -1)), Eq(g[j], 0))
    none = mask_cases(f.spec(mask, j), full, f.assume(Eq(g[j], 0)))
    return f.release(f.absurd(f.linear(0, 1, (none, -1, j), (size, 1), (one_is_1(), 1)), Eq(0, 1)), sets, g)


@exists.near_miss("with equal scores and labels no expert comes before another: no set of one of two", by=nobody_is_first)
def equal_labels():
    return ForAll(k, Implies(Le(nat(k), Sum(O[j], j)), Exists(g, top_set(g, nat(k), O, x, t, j))))


@unique.near_miss("without a rule for ties: two experts of one score, and one is kept")
def no_rule_for_ties():
    def ahead(P):
        best = ForAll((j, l), Implies(And(Eq(P[j], 1), Eq(O[l], 1), Eq(P[l], 0)), Le(x[l], x[j])))
        return And(ForAll(j, Eq(P[j] * P[j], P[j])), ForAll(j, Implies(Eq(P[j], 1), Eq(O[j], 1))), Eq(Sum(P[j], j), size), best)

    return {"P": ahead(P), "P2": ahead(P2)}, ForAll(j, Eq(P[j], P2[j]))


zeros = {s: [[0, 0]], v: [[[0], [0]]]}
anchored.necessary("live", "an empty row has no shares", at={M: [[0]], s: [[0]]})
anchored.necessary("M mask", "a total of -1 has negative shares", at={M: [[1, -2]], s: [[0, 0]]})
order.necessary("M mask", "a total of -1 turns the order round", at={M: [[1, 1, -5]], s: [[0, 1, 0]], i: 0, j: 0, l: 1})
keep.necessary("admissible", "an expert without a share is kept", at={**zeros, M: [[1, 0]], T: [[0, 1]]}, undefined=0)
keep.necessary("M mask", "the old shares have the total 0", at={**zeros, M: [[1, -1]], T: [[1, 0]]}, undefined=0)
keep.necessary("T mask", "an entry 2 need not be admissible", at={**zeros, M: [[1, 0]], T: [[1, 2]]})
# "at least one": in a row where nothing is kept both sides are 0 · 1/0.
single = {x: [0], t: [0], O: [1], size: 1}
unique.necessary("P", "no set at all", at={**single, P: [0], P2: [1]})
unique.necessary("P2", "no set at all", at={**single, P: [1], P2: [0]})
# "O mask" for "a top k": of one expert with O = 2 there is no set of one, but that has no derivation here for all sizes.
# "O mask" for "only one": it is only asked where O is 1.
