"""A staged stack is a stack on all tokens.

Some networks change their carrier on the way: they drop tokens, or pool them, work on what is left, and go back.  Let U take states down
to a smaller carrier and V take them up, with U V = id: restriction to some tokens with extension by 0, or block averages with copying.  A
stage f below, extended by the identity, is f̂(x) = x + V(f(U x) − U x) on all tokens.  Seen from below it is f, and it composes as f does.
So a staged stack of any depth, whose carriers shrink from stage to stage, is what a stack on the fixed tokens shows of itself; for
U = V = id nothing is extended, f̂ = f: the fixed-token stack is the case of a constant carrier.
Source: Geometric Attention (arXiv 2601.11618), section 5; Dai et al. (2020), Funnel-Transformer, for pooled stages.
"""

from gaproof import Claim
from gaproof.lemmas.reals import successor, zero_is_zero
from gaproof.tactics import forward as f
from gaproof.terms import (
    And,
    Eq,
    ForAll,
    Implies,
    Rational,
    Sum,
    array,
    delta,
    exp,
    field,
    index,
    index_map,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)
from gaproof.theory import coarsening, reading

n, m, q, C = sizes("n m q C")  # tokens, what is left of them, what is left of that; features
i, k, k2 = index("i k k_2", n)
r, s, r2, s2 = index("r s r_2 s_2", m)
t, t2, c, l = index("t", q), index("t_2", q), index("c", C), natural("l")
x, h, y = *field("x h", i, c), field("y", s, c)
claim = Claim("depth.staged", source="Geometric Attention, section 5; Dai et al. (2020)")

# ---- two ways down and up: U V = id -------------------------------------------------------------------------------------------

inc, pi = index_map("inc", s, i), index_map("pi", i, s)
restriction = claim.part(
    "restriction",
    given={"different tokens": ForAll((r, s), Eq(delta(inc(r), inc(s)), delta(r, s)))},
    shows=Eq(reading(inc, (i, c), s)(array((i, c), Sum(delta(inc(r), i) * y[r, c], r)))[s, c], y[s, c]),
    model={n: m, inc: (s, s)},
)
U, z = field("U", i), scalar("z")
pooled = coarsening(pi, (i, c), s, U)
blocks = claim.part(
    "coarsening",
    given={"live": ForAll(s, pooled.requires[0].body)},
    shows=Eq(pooled(reading(pi, (s, c), i)(y))[s, c], y[s, c]),
    model={m: n, pi: (i, i)},
)


@restriction.proof
def one_token_each(p):
    return p.identity((f.spec(p["different tokens"], r, s), y[r, c], r))


@blocks.proof
def averages_of_copies(p):
    weight = delta(pi(i), s) * exp(-U[i])
    total = Sum(weight, i)
    # in block s every copy is y_s; z stands for the total
    copies = f.linear(Sum(weight * y[pi(i), c] / z, i), y[s, c], (f.assume(Eq(total, z)), y[s, c] / z))
    return p.clear(f.restate(f.inst(copies, {z: total}), p.goal))


# ---- a stage below, extended by the identity -------------------------------------------------------------------------------------

down, up = field("u", s, i), field("v", i, s)
section = {"section": ForAll((s, s2), Eq(Sum(down[s, i] * up[i, s2], i), delta(s, s2)))}
fx, gx = field("f", s, c), field("g", s, c)  # the stage at U x, and the next stage at that


def below(x):
    """(U x)_s."""
    return Sum(down[s, k] * x[k, c], k)


def extended(x, result):
    """x + V(f(U x) − U x)."""
    return array((i, c), x[i, c] + Sum(up[i, s] * (result[s, c] - below(x)), s))


alone = {m: n, down: ((i, k), delta(i, k)), up: ((i, k), delta(i, k))}  # nothing is left out
lift = claim.part("seen from below", given=section, model=alone, shows=Eq(Sum(down[s2, i] * extended(x, fx)[i, c], i), fx[s2, c]))
g2 = field("g2", s, c)  # the next stage at what the extended first stage shows
composition = claim.part(
    "composition",
    given={**section, "function": Implies(ForAll((s, c), Eq(below(extended(x, fx)), fx[s, c])), ForAll((s, c), Eq(g2[s, c], gx[s, c])))},
    shows=Eq(extended(extended(x, fx), g2)[i, c], extended(x, gx)[i, c]),
    model={**alone, g2: ((i, c), 0), gx: ((i, c), 0)},
)


@lift.proof
def the_change_comes_back(p):
    return p.identity((f.spec(p["section"], s2, s), fx[s, c] - below(x), s))


@composition.proof
def changes_add(p):
    seen = f.inst(p.use(claim, "seen from below"), {s2: s})
    same = f.spec(f.mp(p["function"], f.gen(seen, s, c)), s, c)
    return p.identity((same, up[i, s], s), (seen, -up[i, s], s))


# nothing is extended if all tokens are shown
whole = claim.part("constant carrier", shows=Eq(x[i, c] + Sum(delta(i, k) * (h[k, c] - Sum(delta(k, k2) * x[k2, c], k2)), k), h[i, c]))


@whole.proof
def identity_below(p):
    return p.identity()


# a row-anchored stage below is one on all tokens: tokens that are not shown read themselves
A = field("A", r, s)
shown = Sum(delta(inc(r), i), r)
everywhere = Sum(delta(inc(r), i) * A[r, s] * delta(inc(s), k), r, s) + (1 - shown) * delta(i, k)
part_of_all = x[i, c] + Sum(delta(inc(r), i) * (Sum(A[r, s] * x[inc(s), c], s) - x[inc(r), c]), r)
anchored = claim.part(
    "row-anchored stage",
    given={"rows": ForAll(r, Eq(Sum(A[r, s], s), 1))},
    shows=And(Eq(part_of_all, Sum(everywhere * x[k, c], k)), Eq(Sum(everywhere, k), 1)),
)


@anchored.proof
def rows_of_the_identity(p):
    states, rows = (g for g in p.goal.children)
    return f.conj(f.linear(*states.children), f.linear(*rows.children, (f.spec(p["rows"], r), delta(inc(r), i), r)))


# ---- carriers that shrink from stage to stage --------------------------------------------------------------------------------------

again, up_again = field("u2", t, s), field("v2", s, t)


def shows_of(i, k):
    """V U on the tokens."""
    return Sum(up[i, s] * down[s, k], s)


def shows_less(i, k):
    """V V′ U′ U on the tokens."""
    return Sum(up[i, s] * up_again[s, t] * again[t, s2] * down[s2, k], s, s2, t)


nested = claim.part(
    "nested carriers",
    given={**section, "again": ForAll((t, t2), Eq(Sum(again[t, s] * up_again[s, t2], s), delta(t, t2)))},
    shows=And(
        Eq(Sum(shows_of(i, k2) * shows_of(k2, k), k2), shows_of(i, k)),
        Eq(Sum(shows_less(i, k2) * shows_less(k2, k), k2), shows_less(i, k)),
        Eq(Sum(shows_less(i, k2) * shows_of(k2, k), k2), shows_less(i, k)),
    ),
    model={**alone, q: n, again: ((i, k), delta(i, k)), up_again: ((i, k), delta(i, k))},
)


@nested.proof
def one_inside_the_other(p):
    once, second, less = f.spec(p["section"], s, s2), f.spec(p["again"], t, t2), up[i, r] * up_again[r, t]
    own = once, up[i, s] * down[s2, k], s, s2
    under = once, less * again[t, s] * down[s2, k], r, t, s, s2  # U V between V V′ U′ and U
    twice = once, less * again[t, s] * up_again[s2, t2] * again[t2, r2] * down[r2, k], r, t, s, s2, t2, r2
    inner = second, less * again[t2, r2] * down[r2, k], r, t, t2, r2
    uses = (own,), (twice, inner), (under,)
    return f.conj(*(f.linear(*goal.children, *use) for goal, use in zip(p.goal.children, uses, strict=True)))


# stage l works below E_l = V_l U_l, on what the stage before it shows; F is its result there, and on the tokens
E, F, F2 = field("E", l, i, k), field("F", l, i, c), field("F2", l, i, c)
X, Y = field("X", l, i, c), field("Y", l, i, c)  # the states of the stack on all tokens, and of the staged one


def seen(l, x):
    """(E_l x)_i."""
    return Sum(E[l, i, k] * x[l, k, c], k)


stack = {
    "nested": ForAll((l, i, k), Eq(Sum(E[succ(l), i, k2] * E[l, k2, k], k2), E[succ(l), i, k])),
    "start": ForAll((i, c), Eq(Y[zero, i, c], seen(zero, X))),
    "staged": ForAll((l, i, c), Eq(Y[succ(l), i, c], Sum(E[succ(l), i, k] * F[l, k, c], k))),
    "on all tokens": ForAll((l, i, c), Eq(X[succ(l), i, c], X[l, i, c] + Sum(E[l, i, k] * (F2[l, k, c] - X[l, k, c]), k))),
    "function": ForAll(l, Implies(ForAll((i, c), Eq(seen(l, X), Y[l, i, c])), ForAll((i, c), Eq(F2[l, i, c], F[l, i, c])))),
}
depth = claim.part("any depth", given=stack, shows=ForAll((l, i, c), Eq(seen(l, X), Y[l, i, c])))


@depth.proof
def stage_by_stage(p):
    known = f.assume(ForAll((i, c), Eq(seen(l, X), Y[l, i, c])))
    same = f.spec(f.mp(f.spec(p["function"], l), known), k, c)
    after, here, staged = f.spec(p["on all tokens"], l, k, c), f.spec(p["nested"], l, i, k), f.spec(p["staged"], l, i, c)
    change = (here, F2[l, k, c] - X[l, k, c], k)
    step = f.linear(seen(succ(l), X), Y[succ(l), i, c], (after, E[succ(l), i, k], k), change, (same, E[succ(l), i, k], k), (staged, -1))
    start = f.gen(f.flip(f.spec(p["start"], i, c)), i, c)
    return f.gen(f.induction(start, f.gen(step, i, c), l, known.conclusion), l)


# ---- what fails ----------------------------------------------------------------------------------------------------------------------


@restriction.near_miss("up again after a restriction something is lost: one of two tokens", at={inc: [0], x: [[1], [1]], i: 1, c: 0})
def down_and_up():
    return Eq(Sum(delta(inc(s), i) * x[inc(s), c], s), x[i, c])


restriction.necessary("different tokens", "one token taken twice", at={n: 1, inc: [0, 0], y: [[1], [0]], s: 1, c: 0})
two_in_a_block = {m: 1, pi: [0, 0], U: [0, 0], y: [[1]], s: 0, c: 0}


@blocks.near_miss("sums of copies, not averages: a block of two", at={pi: [0, 0], y: [[1]], s: 0, c: 0})
def sums():
    return Eq(Sum(delta(pi(i), s) * y[pi(i), c], i), y[s, c])


blocks.necessary("live", "an empty block has no average", at={**two_in_a_block, m: 2, y: [[1], [1]], s: 1}, undefined=0)
one = {down: [[1]], up: [[1]], x: [[1]], fx: [[2]], i: 0, c: 0}
after = {**one, gx: [[3]], g2: [[3]]}


@lift.near_miss("what was there has to be taken away: one token", at={**one, s2: 0})
def added_on_top():
    return Eq(Sum(down[s2, i] * (x[i, c] + Sum(up[i, s] * fx[s, c], s)), i), fx[s2, c])


lift.necessary("section", "nothing is shown", at={**one, down: [[0]], s2: 0})


@composition.near_miss("the second stage starts from what the first one shows: one token", at=after)
def both_from_the_start():
    changes = fx[s, c] - below(x) + (gx[s, c] - below(x))
    return Eq(extended(extended(x, fx), g2)[i, c], x[i, c] + Sum(up[i, s] * changes, s))


composition.necessary("section", "up and down again is twice as much", at={**after, up: [[2]], g2: [[0]]})
composition.necessary("function", "another second stage", at={**after, g2: [[0]]})


@whole.near_miss("an average over all tokens is not the identity: two tokens", at={x: [[0], [0]], h: [[0], [1]], i: 0, c: 0})
def averaged():
    return Eq(x[i, c] + Sum((h[k, c] - Sum(x[k2, c], k2) / n) / n, k), h[i, c])


@anchored.near_miss("a token that is not shown would read nothing", at={inc: [0], A: [[1]], x: [[1], [1]], i: 1, c: 0})
def empty_row():
    return And(anchored.shows.args[0], Eq(Sum(delta(inc(r), i) * A[r, s] * delta(inc(s), k), r, s, k), 1))


anchored.necessary("rows", "a row of mass 2", at={inc: [0], A: [[2]], x: [[1]], i: 0, c: 0})
single = {down: [[1]], up: [[1]], again: [[1]], up_again: [[1]], i: 0, k: 0}


@nested.near_miss(
    "the smaller carrier shows less: one of two tokens",
    at={**single, down: [[1, 0], [0, 1]], up: [[1, 0], [0, 1]], again: [[1, 0]], up_again: [[1], [0]], i: 1, k: 1},
)
def shows_as_much():
    return Eq(Sum(shows_of(i, k2) * shows_less(k2, k), k2), shows_of(i, k))


nested.necessary("section", "up and down again is twice as much", at={**single, up: [[2]]})
nested.necessary("again", "up and down again is twice as much", at={**single, up_again: [[2]]})
hidden = {n: 1, C: 1, E: ((l, i, k), 0), X: ((l, i, c), 1), Y: ((l, i, c), 0), F: ((l, i, c), 0), F2: ((l, i, c), 0)}


@depth.near_miss("the tokens know more than the staged stack: nothing is shown of a state 1", at=hidden)
def the_same_states():
    return ForAll((l, i, c), Eq(X[l, i, c], Y[l, i, c]))


more, none = f.spec(successor(), l), zero_is_zero()
HALF = Rational(1, 2)


@depth.necessary("function", "the staged stack counts, that on all tokens does not")
def only_one_counts(refutation):
    values = {"E": ((l, i, k), delta(i, k)), "X": ((l, i, c), 0), "F2": ((l, i, c), 0)}
    values |= {"Y": ((l, i, c), nat(l)), "F": ((l, i, c), nat(l) + 1)}
    staged = f.gen(f.linear(nat(succ(l)), Sum(delta(i, k) * (nat(l) + 1), k), (more, 1)), l, i, c)
    start = f.gen(f.linear(nat(zero), Sum(delta(i, k) * 0, k), (none, 1)), i, c)
    th = f.spec(refutation.at(values, staged, start), succ(zero), i, c)
    return f.linear(0, 1, (th, 1), (f.spec(successor(), zero), 1), (none, 1))


@depth.necessary("nested", "both stacks count in twos, and E doubles what it shows")
def doubled(refutation):
    E2, count, result = 2 * delta(i, k), 2 * nat(l), 2 * nat(l) + 1
    values = {"E": ((l, i, k), E2), "X": ((l, i, c), count), "Y": ((l, i, c), count)}
    values |= {"F": ((l, i, c), nat(l) + 1), "F2": ((l, i, c), result)}
    staged = f.gen(f.linear(2 * nat(succ(l)), Sum(E2 * (nat(l) + 1), k), (more, 2)), l, i, c)
    start = f.gen(f.linear(2 * nat(zero), Sum(E2 * (2 * nat(zero)), k), (none, -2)), i, c)
    on_all = f.gen(f.linear(2 * nat(succ(l)), count + Sum(E2 * (result - count), k), (more, 2)), l, i, c)
    given = f.assume(ForAll((i, c), Eq(Sum(E2 * count, k), count)))  # so l is 0
    function = f.gen(f.linear(result, nat(l) + 1, (f.spec(given, i, c), HALF)), i, c)
    th = f.spec(refutation.at(values, staged, start, on_all, f.gen(f.imply(function, given), l)), succ(zero), i, c)
    return f.linear(0, 1, (th, -HALF), (f.spec(successor(), zero), 1), (none, 1))


# "start", "staged", "on all tokens" define the two stacks.
