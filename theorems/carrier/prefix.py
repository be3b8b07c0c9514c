"""On a causal carrier the first tokens do not know how many follow.

Run a stack of causal layers on the first tokens of a sequence, and on all of it: at the first tokens all states agree, at any depth,
if work and baseline of an entry depend only on the states up to its row, and the other operations act on every position by itself.
So the keys and values of past tokens may be kept while a sequence grows.  The layers are row-anchored attention, of any number of
features, followed by anything that takes the state and the output of one position to its next state: a residual, a unary map, both.
Source: Vaswani et al. (2017), Attention Is All You Need, section 3.1; Geometric Attention (arXiv 2601.11618), section 2.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Sum,
    companion,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)
from gaproof.theory import extensional, mass_anchor, row_anchor

first, tokens, features = sizes("S N C")
(r, s), (i, j), c, l = index("r s", first), index("i j", tokens), index("c", features), natural("l")
x = scalar("u")
t, M, inc = field("t", i), field("M", i, j, domain="mask"), index_map("inc", s, i)

sequence = {
    "causal": ForAll((i, j), Iff(Eq(M[i, j], 1), Le(t[j], t[i]))),
    "first tokens": ForAll((s, j), Implies(Le(t[j], t[inc(s)]), Exists(r, Eq(delta(inc(r), j), 1)))),
    "different tokens": ForAll((r, s), Eq(delta(inc(r), inc(s)), delta(r, s))),
}


def before(s, r):
    """Token s is not later than token r."""
    return Le(t[inc(s)], t[inc(r)])


def output(M, kappa, w, v, j, anchor=row_anchor):
    """Σ_j A_ij v_j of one row."""
    return extensional(anchor(M * kappa * exp(-w), j), v, j)


def runs(*depth):
    """Work, baseline, values and states of the run on the first tokens and of that on all of them."""
    short = field("w2", *depth, r, s), field("kappa2", *depth, r, s, domain="positive"), field("v2", *depth, s, c), field("y", *depth, s, c)
    full = field("w", *depth, i, j), field("kappa", *depth, i, j, domain="positive"), field("v", *depth, j, c), field("x", *depth, j, c)
    return short, full


(w2, kappa2, v2, _), (w, kappa, v, _) = runs()
of_first = output(M[inc(r), inc(s)], kappa2[r, s], w2[r, s], v2[s, c], s)
of_all = output(M[inc(r), j], kappa[inc(r), j], w[inc(r), j], v[j, c], j)
same = And(Eq(w2[r, s], w[inc(r), inc(s)]), Eq(kappa2[r, s], kappa[inc(r), inc(s)]), Eq(v2[s, c], v[inc(s), c]))

claim = Claim("carrier.prefix", given=sequence, source="Vaswani et al. (2017), section 3.1; Geometric Attention, section 2")
layer = claim.part(
    "one layer",
    given={"same": ForAll(s, Implies(before(s, r), same))},
    shows=Eq(of_first, of_all),
    model={first: tokens, inc: (s, s), t: (i, 0), M: ((i, j), 1)},
)

(W2, B2, V2, Y), (W, B, V, X) = runs(l)
of_first_at = output(M[inc(r), inc(s)], B2[l, r, s], W2[l, r, s], V2[l, s, c], s)
of_all_at = output(M[inc(r), j], B[l, inc(r), j], W[l, inc(r), j], V[l, j, c], j)


def agree(l, s):
    """The states of token s at depth l."""
    return ForAll(c, Eq(Y[l, s, c], X[l, inc(s), c]))


# what is computed at a token: entries from the states before it, values from its own, the next state from its own and the output
same_entries = And(Eq(W2[l, r, s], W[l, inc(r), inc(s)]), Eq(B2[l, r, s], B[l, inc(r), inc(s)]))
stack = {
    "start": ForAll(s, agree(zero, s)),
    "entries": ForAll((l, r), Implies(ForAll(s, Implies(before(s, r), agree(l, s))), ForAll(s, Implies(before(s, r), same_entries)))),
    "values": ForAll((l, s), Implies(agree(l, s), ForAll(c, Eq(V2[l, s, c], V[l, inc(s), c])))),
    "next": ForAll((l, r), Implies(And(agree(l, r), ForAll(c, Eq(of_first_at, of_all_at))), agree(succ(l), r))),
}
depth = claim.part(
    "any depth", given=stack, shows=ForAll((l, s), agree(l, s)), model={first: tokens, inc: (s, s), t: (i, 0), M: ((i, j), 1)}
)


def past_among_first(p):
    """Total and weighted sum of the two rows agree, and both have a key."""
    # every token that row r addresses is one of the first tokens, once
    on, q, z = f.assume(Eq(M[inc(r), j], 1)), companion(s), companion(i, j)
    found = f.mp(f.spec(p["first tokens"], r, j), f.mp(f.part(f.spec(p["causal"], inc(r), j), 0), on))
    there = f.assume(Eq(delta(inc(q), j), 1))
    once = f.linear(Sum(delta(inc(s), inc(q)), s), 1, (f.spec(p["different tokens"], s, q), 1, s))
    once = f.release(f.rewrite(there, once, z, Eq(Sum(delta(inc(s), z), s), 1)), found, q)
    row = M[inc(r), j]
    goal = row * Sum(delta(inc(s), j), s), row
    is_mask = f.spec(p["M mask"], inc(r), j)
    counted = mask_cases(is_mask, f.linear(*goal, (once, row)), f.linear(*goal, (f.assume(Eq(row, 0)), Sum(delta(inc(s), j), s) - 1)))
    counted = p.clear(counted)

    # at those the two rows agree, in total and weighted
    key = M[inc(r), inc(s)]
    one = f.mp(f.spec(p["same"], s), f.mp(f.part(f.spec(p["causal"], inc(r), inc(s)), 0), f.assume(Eq(key, 1))))
    w_same, kappa_same, v_same = (f.part(one, k) for k in range(3))
    weight, weight2 = kappa[inc(r), inc(s)] * exp(-w[inc(r), inc(s)]), kappa2[r, s] * exp(-w2[r, s])
    power = f.rewrite(w_same, f.linear(exp(-w2[r, s]), exp(-w2[r, s])), x, Eq(exp(-w2[r, s]), exp(-x)))
    weights = f.linear(weight2, weight, (kappa_same, exp(-w2[r, s])), (power, kappa[inc(r), inc(s)]))

    def summed(value2, value, use, at):
        """Σ_s M K2 value2 = Σ_j M K value, from K2 value2 = K value at the keys."""
        goal = key * weight2 * value2, key * weight * value
        gone = f.linear(*goal, (f.assume(Eq(key, 0)), weight2 * value2 - weight * value))
        entry = p.clear(mask_cases(f.spec(p["M mask"], inc(r), inc(s)), f.linear(*goal, *use), gone))
        full = row * kappa[inc(r), j] * exp(-w[inc(r), j]) * at
        moved = counted, kappa[inc(r), j] * exp(-w[inc(r), j]) * at, j
        return f.linear(Sum(goal[0], s), Sum(full, j), (entry, 1, s), moved)

    totals = summed(1, 1, [(weights, key)], 1)
    values = summed(v2[s, c], v[inc(s), c], [(weights, key * v2[s, c]), (v_same, key * weight)], v[j, c])
    itself = f.mp(f.part(f.spec(p["causal"], inc(r), inc(r)), 1), f.le(t[inc(r)], t[inc(r)], f.num(0)))
    live = f.exists(itself, Exists(j, Eq(row, 1)), inc(r)), f.exists(itself, Exists(s, Eq(key, 1)), r)
    return totals, values, live


@layer.proof
def the_past_is_among_the_first_tokens(p):
    totals, values, live = past_among_first(p)
    return p.clear(f.linear(of_first, of_all, (f.quotient(values, totals), 1)), *live)


def layer_by_layer(p, one_layer):
    """The states agree at every depth, as the outputs of one layer do."""
    known = f.assume(ForAll(s, agree(l, s)))
    past = f.assume(before(s, r))
    entries = f.mp(f.spec(p["entries"], l, r), f.gen(f.imply(f.spec(known, s), past), s))
    values = f.spec(f.mp(f.spec(p["values"], l, s), f.spec(known, s)), c)
    entry = f.mp(f.spec(entries, s), past)
    alike = f.gen(f.imply(f.conj(f.part(entry, 0), f.part(entry, 1), values), past), s)
    run = {w2: ((r, s), W2[l, r, s]), kappa2: ((r, s), B2[l, r, s]), v2: ((s, c), V2[l, s, c])}
    run |= {w: ((i, j), W[l, i, j]), kappa: ((i, j), B[l, i, j]), v: ((j, c), V[l, j, c])}
    outputs = p.everywhere(f.inst(one_layer, run), c, facts=[alike, known])
    step = f.gen(f.mp(f.spec(p["next"], l, r), f.conj(f.spec(known, r), outputs)), r)
    return f.gen(f.induction(p["start"], step, l, ForAll(s, agree(l, s))), l)


@depth.proof
def of_states_that_agree(p):
    return layer_by_layer(p, p.use(claim, "one layer"))


@layer.near_miss("normalised over the whole sequence, a row knows how many follow: one token of two, w = 0, v = 1")
def mass_of_the_sequence():
    def share(entry, j):
        return mass_anchor(entry, (r, s) if j == s else (i, j))

    whole = output(M[i, j], kappa[i, j], w[i, j], v[j, c], j, share)
    return Eq(output(M[inc(r), inc(s)], kappa2[r, s], w2[r, s], v2[s, c], s, share), Sum(delta(i, inc(r)) * whole, i))


causal_of_three = {t: [0, 1, 2], M: [[1, 0, 0], [1, 1, 0], [1, 1, 1]], kappa: [[1] * 3] * 3, w: [[0, 1, 0]] * 3, v: [[0], [1], [2]]}
two_of_three = {**causal_of_three, inc: [0, 1], r: 1, c: 0, kappa2: [[1, 1]] * 2, w2: [[0, 1]] * 2, v2: [[0], [1]]}


@layer.near_miss("a temperature that grows with the number of tokens: two of three tokens, w = (0, 1)", at=two_of_three)
def log_n_temperature():
    def hot(w, size):
        return w * log(size)

    first_row = output(M[inc(r), inc(s)], kappa2[r, s], hot(w2[r, s], first), v2[s, c], s)
    return Eq(first_row, output(M[inc(r), j], kappa[inc(r), j], hot(w[inc(r), j], tokens), v[j, c], j))


times = {t: [0, 1], M: [[1, 0], [1, 1]], inc: [0], X: ((l, j, c), t[j]), Y: ((l, s, c), t[inc(s)]), features: 1}
times |= {W: ((l, i, j), 0), W2: ((l, r, s), 0), B: ((l, i, j), 1), B2: ((l, r, s), 1), V: ((l, j, c), 0), V2: ((l, s, c), 0)}


@depth.near_miss("later tokens are not in the states of the first: one token of two, whose states are their times", at=times)
def all_tokens():
    return ForAll((l, s, j, c), Eq(Y[l, s, c], X[l, j, c]))


one_of_two = {inc: [0], t: [0, 1], M: [[1, 0], [1, 1]], w: [[0, 0], [0, 0]], kappa: [[1, 1], [1, 1]], v: [[0], [1]]}
one_of_two |= {r: 0, c: 0, w2: [[0]], kappa2: [[1]], v2: [[0]]}
two_of_two = {**one_of_two, inc: [0, 1], r: 1, w2: [[0, 0], [0, 0]], kappa2: [[1, 1], [1, 1]], v2: [[0], [1]]}
ones = [[1, 1, 1]] * 3
layer.necessary("causal", "the first token sees the second", at={**one_of_two, M: [[1, 1], [1, 1]]})
layer.necessary("first tokens", "the second token without the first", at={**one_of_two, inc: [1], v2: [[1]]})
layer.necessary(
    "different tokens",
    "the first token taken twice",
    at={**two_of_two, inc: [0, 0, 1], r: 2, w2: [[0, 0, 0]] * 3, kappa2: ones, v2: [[0], [0], [1]]},
)
layer.necessary("same", "another baseline", at={**two_of_two, kappa2: [[1, 1], [1, 2]]})
layer.necessary("M mask", "what is later counts five times", at={**one_of_two, M: [[1, 5], [1, 1]]})
layer.drawn(
    {w2: ((r, s), w[inc(r), inc(s)]), kappa2: ((r, s), kappa[inc(r), inc(s)]), v2: ((s, c), v[inc(s), c]), M: ((i, j), Le(t[j], t[i]))}
)

still = {inc: [0], t: [0], M: [[1]], W: ((l, i, j), 0), W2: ((l, r, s), 0), B: ((l, i, j), 1), B2: ((l, r, s), 1)}
zeros = {V: ((l, j, c), 0), V2: ((l, s, c), 0), X: ((l, j, c), 0), Y: ((l, s, c), 0), features: 1}
depth.necessary("next", "the number of the layer is added in one run only", at={**still, **zeros, Y: ((l, s, c), nat(l))})


def parted(seen=((1, 1), (1, 1)), at=(0, 0), taken=(0,), baseline=1):
    """Two tokens of the values 0 and 1, whose states after the first layer differ in the two runs."""
    count = len(taken)
    run = {t: list(at), M: list(map(list, seen)), inc: list(taken), W: [[[0, 0]] * 2] * 3, B: [[[1, 1]] * 2] * 3, V: [[[0], [1]]] * 3}
    run |= {W2: [[[0] * count] * count] * 3, B2: [[[baseline, *[1] * (count - 1)]] * count] * 3, V2: [[[k] for k in taken]] * 3}
    return run | {X: [[[0], [0]]] * 3, Y: [[[0]] * count, [[1]] * count, [[1]] * count]}


depth.necessary("start", "two runs that begin otherwise", at={**still, **zeros, Y: ((l, s, c), 1)})
depth.necessary("causal", "the first token sees the second", at=parted(at=(0, 1)))
depth.necessary("first tokens", "the second token without the first", at=parted())
depth.necessary("different tokens", "the first token taken twice", at=parted(taken=(0, 0, 1)))
depth.necessary("M mask", "what is later counts five times", at=parted(seen=((1, 5), (1, 1)), at=(0, 1)))
depth.necessary("entries", "another baseline", at=parted(taken=(0, 1), baseline=2))
depth.necessary("values", "another value", at={**parted(taken=(0, 1)), V2: [[[0], [0]]] * 3})
