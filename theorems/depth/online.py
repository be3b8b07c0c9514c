"""Streaming, tiled and ring attention are exact.

What is kept of a part of a row is its partial state: the largest score, the sum of e^(score − largest) and the sum of the values weighted
so, or nothing if no key of the part is addressed.  Two partial states are merged by bringing both to the larger of their largest scores.
Partial states with this merge are a commutative monoid, whose unit is the state of nothing, a symbol of its own: in place of −∞, for which
−∞ − (−∞) has no value.  Every part of the keys has one state, and the state of two parts together is the merge of theirs.  So divide the
keys of a row into parts in any way, empty parts included, and merge the states of the parts in any order and with any brackets: where every
part with a key in it came in once, the result is the state of the row, and its weighted value over its sum is the row of attention.
All this is exact arithmetic; what rounding does is another matter.
Source: Milakov and Gimelshein (2018), Online normalizer calculation for softmax; Dao et al. (2022), FlashAttention, NeurIPS.
"""

from gaproof import Claim
from gaproof.lemmas import descent
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.merging import attained_of, called, merged_once, one_merge, one_of_keys, one_state, reweighed, split, together, under
from gaproof.tactics import forward as f
from gaproof.tactics.model import FACTS
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
    index_map,
    log,
    number,
    scalar,
    sizes,
)
from gaproof.theory import Partial, merges, softmax, state_of
from gaproof.theory.merging import empty, partial, proper, same

keys, (parts, steps, features) = sizes("m", maybe_empty=True), sizes("B N D")
j, (p, q), n, d, x = index("j", keys), index("p q", parts), index("n", steps), index("d", features), scalar("x")
s, v = field("s", j), field("v", j, d)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
weight, weight2 = field("w w2", j, domain="nonnegative")
a, b, c, ab, bc, abc = (partial(name, d) for name in ("a", "b", "c", "ab", "bc", "abc"))


def merged(a, b, c):
    """c is the merge of a and b."""
    return merges(a, b, c, d)


def of_keys(weight, a):
    """a is the state of the keys with a weight."""
    return state_of(weight, a, s, v, j, d)


def nothing(*states):
    """A model: all of them are empty."""
    zeros = {of.value: (d, 0) for of in states} | {number: 0 for of in states for number in of[:3]}
    none = Exists(j, Lt(0, 0))
    no_key = f.imply(f.release(f.absurd(f.assume(Lt(0, 0)), Eq(0, 1)), f.assume(none), j), none)
    return zeros | {FACTS: lambda: [no_key]}


claim = Claim("depth.online", source="Milakov and Gimelshein (2018); Dao et al. (2022)")
closed = claim.part("one merge", shows=one_state(lambda c: merged(a, b, c), d))
nothing_more = And(*(Iff(merged(*pair, c), same(c, a, d)) for pair in ((a, b), (b, a))))
unit = claim.part("unit", given={"empty": empty(b, d), "proper": proper(a, d)}, shows=nothing_more, model=nothing(a, b))
commutative = claim.part("commutative", given={"merged": merged(a, b, c)}, shows=merged(b, a, c), model=nothing(a, b, c))
brackets = {"left": merged(a, b, ab), "all": merged(ab, c, abc), "right": merged(b, c, bc)}
associative = claim.part("associative", given=brackets, shows=merged(a, bc, abc), model=nothing(a, b, c, ab, bc, abc))
state = claim.part("one state", shows=one_state(lambda a: of_keys(lambda j: weight[j], a), d))
two = {"first": of_keys(lambda j: weight[j], a), "second": of_keys(lambda j: weight2[j], b), "merged": merged(a, b, c)}
union = claim.part(
    "together", given=two, shows=of_keys(lambda j: weight[j] + weight2[j], c), model={**nothing(a, b, c), weight: (j, 0), weight2: (j, 0)}
)

# Step n takes the state of part(n), or merges what two earlier steps gave; times[n, p] is how often part p came in.
pi, taken, left, right = index_map("pi", j, p), index_map("part", n, p), *(index_map(name, n, n) for name in ("left", "right"))
merging, rank, times = field("merging", n, domain="mask"), field("rank", n), field("times", n, p)
U, T, L, O = field("U", n, domain="mask"), *field("T L", n), field("O", n, d)


def reached(n):
    """The state after step n."""
    return Partial(U[n], T[n], L[n], array((d,), O[n, d]))


def in_part(p):
    """The evidence of the keys of a part, without e^score."""
    return lambda j: M[j] * kappa[j] * delta(pi(j), p)


def so_far(n):
    """The evidence of the keys that came in up to step n, each as often as its part."""
    return lambda j: M[j] * kappa[j] * times[n, pi(j)]


before = And(*(Lt(rank[of(n)], rank[n]) for of in (left, right)))
counted_part, counted_merge = Eq(times[n, p], delta(taken(n), p)), Eq(times[n, p], times[left(n), p] + times[right(n), p])
one_part = And(of_keys(in_part(taken(n)), reached(n)), ForAll(p, counted_part))
one_of_two = And(before, merged(reached(left(n)), reached(right(n)), reached(n)), ForAll(p, counted_merge))
run = {
    "parts": ForAll(n, Implies(Eq(merging[n], 0), one_part)),
    "merges": ForAll(n, Implies(Eq(merging[n], 1), one_of_two)),
}
# a model: as many keys as parts, all of them in part p
ones, zeros, all_in = field("M kappa", p), field("s", p), index_map("pi", p, p)
all_in_one = {keys: parts, **dict.fromkeys(ones, (p, 1)), zeros: (p, 0), all_in: (q, p), field("v", p, d): ((p, d), 0), merging: (n, 0)}
all_in_one |= {taken: (n, p), times: ((n, q), delta(p, q)), U: (n, 1), T: (n, 0), L: (n, parts), O: ((n, d), 0)}

order = claim.part("any order", given=run, shows=ForAll(n, of_keys(so_far(n), reached(n))), model=all_in_one)
row = softmax(s[j], over=j, mask=M[j], baseline=kappa[j])
total = Sum(M[j] * kappa[j] * exp(s[j]), j)
all_parts = {"live": Exists(j, Eq(M[j], 1)), "once": ForAll(j, Implies(Eq(M[j], 1), Eq(times[n, pi(j)], 1)))}
attention = And(ForAll(d, Eq(O[n, d] / L[n], Sum(row * v[j, d], j))), Eq(T[n] + log(L[n]), log(total)))
output = claim.part("the row", given={**run, **all_parts}, shows=attention, model=all_in_one)


@closed.proof
def the_larger_of_two(p):
    return p.clear(one_merge(j, d))


@unit.proof
def nothing_is_added(p):
    nowhere, some, none = f.part(p["empty"], 0), f.assume(Eq(a.there, 1)), f.assume(Eq(a.there, 0))
    _, zero_top, zero_mass, zero_value = (f.part(f.mp(p["proper"], none), k) for k in range(4))
    # what is a is the merge
    given = f.assume(same(c, a, d))
    equal, top, mass, value = (f.part(given, k) for k in range(4))
    there, gone, (bounded, each) = f.assume(Eq(c.there, 1)), f.assume(Eq(c.there, 0)), under(a, b)
    above = f.imply(f.le(a.top, c.top, f.num(0), (top, 1)), some)
    above_b = f.imply(f.absurd(f.linear(0, 1, (f.assume(Eq(b.there, 1)), 1), (nowhere, -1)), Le(b.top, c.top)), Eq(b.there, 1))
    least = f.le(c.top, x, f.by(f.mp(each[0], f.linear(a.there, 1, (there, 1), (equal, -1)))), (top, -1))
    zero = f.linear(c.top, 0, (top, 1), (f.cut(zero_top, f.linear(a.there, 0, (gone, 1), (equal, -1))), 1))
    least, both = (
        f.gen(f.imply(f.imply(least, there), bounded), x),
        f.linear(c.there, a.there + b.there - a.there * b.there, (equal, 1), (nowhere, a.there - 1)),
    )
    bounds = f.conj(f.conj(above, above_b), attained_of(both, [above, above_b], least, a, b, c), f.imply(zero, gone))

    def kept(said, number, zero):
        """The sum of a is that of the merge, since it is 0 where nothing is there and a does not move."""
        whole = (
            f.linear(a.there * number(a), number(a), (some, number(a))),
            f.linear(a.there * number(a), number(a), (none, number(a)), (zero, -1)),
        )
        still = f.rewrite(f.flip(top), f.linear(exp(a.top - a.top), 1), x, Eq(exp(a.top - x), 1))
        uses = (said, 1), (still, -a.there * number(a)), (mask_cases(p["u_a mask"], *whole), -1), (nowhere, -exp(b.top - c.top) * number(b))
        return f.linear(number(c), a.at(c.top) * number(a) + b.at(c.top) * number(b), *uses)

    sums = kept(mass, lambda of: of.mass, zero_mass), kept(f.spec(value, d), lambda of: of.value[d], f.spec(zero_value, d))
    back = f.imply(f.conj(both, bounds, sums[0], f.gen(sums[1], d)), given)
    # the merge is unique
    itself = f.conj(
        f.linear(a.there, a.there), f.linear(a.top, a.top), f.linear(a.mass, a.mass), f.gen(f.linear(a.value[d], a.value[d]), d)
    )
    of_a = f.mp(f.inst(back, called((c, (*a[:3], (d, a.value[d]))))), itself)
    only = f.cut(f.inst(merged_once(j, d), called((partial("c2", d), a))), of_a)
    first = f.conj(f.imply(only, merged(a, b, c)), back)
    # and does not know which comes first
    turned = p.use(claim, "commutative")
    there, here = f.imply(f.cut(f.inst(turned, called((a, b), (b, a))), f.assume(merged(b, a, c))), merged(b, a, c)), turned
    there = f.imply(f.mp(f.part(first, 0), f.mp(there, f.assume(merged(b, a, c)))), merged(b, a, c))
    return f.conj(first, f.conj(there, f.imply(f.cut(here, f.mp(back, given)), given)))


@commutative.proof
def the_two_bounds_trade_places(p):
    there, bounds, least, nothing, mass, value = split(p["merged"], a, b, c)
    bounded, (second, first) = under(b, a)
    least = f.gen(f.imply(f.mp(f.spec(least, x), f.conj(first, second)), bounded), x)
    both = f.linear(c.there, b.there + a.there - b.there * a.there, (there, 1))
    top = f.conj(f.conj(*reversed(bounds)), attained_of(both, bounds[::-1], least, b, a, c), nothing)
    return f.restate(f.conj(there, top, mass, value), p.goal)


@associative.proof
def the_largest_of_three(p):
    (ab_there, ab_top, ab_least, _, ab_mass, ab_value) = split(p["left"], a, b, ab)
    (abc_there, abc_top, abc_least, abc_nothing, abc_mass, abc_value) = split(p["all"], ab, c, abc)
    (bc_there, bc_top, bc_least, _, bc_mass, bc_value) = split(p["right"], b, c, bc)
    there = f.linear(
        abc.there,
        a.there + bc.there - a.there * bc.there,
        (abc_there, 1),
        (ab_there, 1 - c.there),
        (bc_there, a.there - 1),
    )
    # who is in a part is in the whole
    in_ab = [f.linear(ab.there, 1, (ab_there, 1), (f.assume(Eq(of.there, 1)), 1 - rest.there)) for of, rest in ((a, b), (b, a))]
    in_bc = [f.linear(bc.there, 1, (bc_there, 1), (f.assume(Eq(of.there, 1)), 1 - rest.there)) for of, rest in ((b, c), (c, b))]

    def through(of, middle, top, low, high):
        """of.there = 1 → of.top ≤ top, from of.top ≤ middle.top and middle.top ≤ top."""
        at = f.assume(Eq(of.there, 1))
        return f.imply(f.le(of.top, top, f.add(f.by(f.mp(low, at)), f.by(high))), at)

    below_abc = [through(of, ab, abc.top, ab_top[k], f.mp(abc_top[0], in_ab[k])) for k, of in enumerate((a, b))]
    bounds = f.conj(below_abc[0], f.mp(f.spec(bc_least, abc.top), f.conj(below_abc[1], abc_top[1])))
    bounded, each = under(a, bc)
    below_x = [through(of, bc, x, bc_top[k], f.mp(each[1], in_bc[k])) for k, of in enumerate((b, c))]
    ab_below = f.mp(f.spec(ab_least, x), f.conj(each[0], below_x[0]))
    least = f.mp(f.spec(abc_least, x), f.conj(ab_below, below_x[1]))
    least = f.gen(f.imply(least, bounded), x)
    attained = attained_of(there, [f.part(bounds, k) for k in range(2)], least, a, bc, abc)
    top = f.conj(bounds, attained, abc_nothing)
    # what is there in a part is there in the whole: u_ab u_a = u_a
    kept = [
        f.linear(whole.there * of.there, of.there, (th, of.there), (p[f"u_{name} mask"], 1 - rest.there))
        for whole, th, of, rest, name in (
            (ab, ab_there, a, b, "a"),
            (ab, ab_there, b, a, "b"),
            (bc, bc_there, b, c, "b"),
            (bc, bc_there, c, b, "c"),
        )
    ]

    def weighed(abc_sum, ab_sum, bc_sum, term):
        left, right = abc_sum.conclusion.children[0], a.at(abc.top) * term(a) + bc.at(abc.top) * term(bc)
        from_top = [exp(of.top - abc.top) * term(of) for of in (a, b, b, c)]
        uses = [(th, cofactor if n < 2 else -cofactor) for n, (th, cofactor) in enumerate(zip(kept, from_top, strict=True))]
        return f.linear(left, right, (abc_sum, 1), (ab_sum, ab.at(abc.top)), (bc_sum, -bc.at(abc.top)), *uses)

    mass = weighed(abc_mass, ab_mass, bc_mass, lambda of: of.mass)
    value = weighed(*(f.spec(th, d) for th in (abc_value, ab_value, bc_value)), lambda of: of.value[d])
    return f.conj(there, top, mass, f.gen(value, d))


@state.proof
def the_largest_score(p):
    return p.clear(one_of_keys(j, d))


@union.proof
def their_keys_together(p):
    return p.clear(together(j, d))


def holds(n):
    """No part came in a negative number of times, and the state is that of the keys."""
    return And(ForAll(p, Le(0, times[n, p])), of_keys(so_far(n), reached(n)))


def reweighed_at(n, old, new, equal, th):
    """The state after step n, with weights that are equal."""
    now = Partial(U[n], T[n], L[n], (d, O[n, d]))
    change = f.inst(reweighed(j, d), {**called((a, now)), "s": s, "v": v, "w": (j, old(j)), "w2": (j, new(j))})
    return f.cut(change, th, f.gen(f.restate(equal, Eq(old(j), new(j))), j))


@order.proof
def one_step_after_the_other(proof):
    known, evidence = f.assume(descent.earlier(rank, n, holds)), M[j] * kappa[j]
    # a part
    alone = f.assume(Eq(merging[n], 0))
    single = f.mp(f.spec(proof["parts"], n), alone)
    count = f.part(single, 1)
    signs = f.gen(f.le(0, times[n, p], f.sq(delta(taken(n), p)), (f.spec(count, p), 1)), p)
    equal = f.linear(in_part(taken(n))(j), so_far(n)(j), (f.spec(count, pi(j)), -evidence))
    single = f.conj(signs, reweighed_at(n, in_part(taken(n)), so_far(n), equal, f.part(single, 0)))
    # a merge
    both = f.mp(f.spec(proof["merges"], n), f.assume(Eq(merging[n], 1)))
    first, second = (f.mp(f.spec(known, of(n)), f.part(f.part(both, 0), k)) for k, of in enumerate((left, right)))
    count = f.part(both, 2)
    signs = f.add(*(f.by(f.spec(f.part(th, 0), p)) for th in (first, second)))
    signs = f.gen(f.le(0, times[n, p], signs, (f.spec(count, p), 1)), p)

    def sum_(j):
        return so_far(left(n))(j) + so_far(right(n))(j)

    states = (Partial(U[k], T[k], L[k], (d, O[k, d])) for k in (left(n), right(n), n))
    values = {**called(*zip((a, b, c), states, strict=True)), weight: (j, so_far(left(n))(j)), weight2: (j, so_far(right(n))(j))}
    positive = (proof.auto(ForAll(j, Le(0, so_far(of(n))(j))), f.part(th, 0)) for of, th in ((left, first), (right, second)))
    sums = f.cut(proof.use(claim, "together", values), *positive, f.part(first, 1), f.part(second, 1), f.part(both, 1))
    sums = f.cut(sums, *(f.spec(proof["U mask"], k) for k in (left(n), right(n), n)))
    equal = f.linear(sum_(j), so_far(n)(j), (f.spec(count, pi(j)), -evidence))
    merge = f.conj(signs, reweighed_at(n, sum_, so_far(n), equal, sums))
    step = mask_cases(f.spec(proof["merging mask"], n), merge, single)
    return f.gen(f.part(f.spec(descent.everywhere(step, rank, n, holds), n), 1), n)


@output.proof
def all_parts_together(p):
    on, off = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))

    def whole(j):
        return M[j] * kappa[j]

    equal = so_far(n)(j), whole(j)
    once = f.mp(f.spec(p["once"], j), on)
    equal = mask_cases(
        f.spec(p["M mask"], j), f.linear(*equal, (once, whole(j))), f.linear(*equal, (off, kappa[j] * (times[n, pi(j)] - 1)))
    )
    state = reweighed_at(n, so_far(n), whole, p.clear(equal), f.spec(p.use(claim, "any order"), n))
    mass, value = (f.part(state, k) for k in (2, 3))
    positive = p.auto(Lt(0, total))
    mass = p.clear(f.linear(L[n], exp(-T[n]) * total, (mass, 1)))
    above = f.lt(0, L[n], f.mul(f.ex(-T[n]), f.by(positive)), (mass, 1))
    share = f.linear(O[n, d] / L[n], Sum(row * v[j, d], j), (f.quotient(f.spec(value, d), mass), 1))
    logs = f.linear(T[n] + log(L[n]), log(total), (log_of(mass), 1))
    return p.clear(f.conj(f.gen(p.clear(share, above, positive), d), p.clear(logs, above, positive)))


def there(says):
    """It is true of one state, in which there is something."""
    return one_state(lambda of: And(says(of), Eq(of.there, 1)), d)


def something(somewhere, names):
    """What is said of a state that is claimed to exist."""
    first, *rest = names
    (outer,) = f.obtain(somewhere, first)
    inner = f.part(outer, 1)
    *_, known = f.obtain(inner, *rest)
    return f.part(known, 0), lambda th: f.release(f.release(th, inner, *rest), somewhere, first)


def two_empty_states(miss):
    """Nothing merged with nothing is nothing."""
    new = partial("new", d)
    known, released = something(miss.at({"u_a": 0, "u_b": 0}), new)
    said, here = f.part(known, 0), f.part(known, 1)
    return released(f.linear(0, 1, (f.part(said, 0), -1), (here, 1)))


@closed.near_miss("nothing and nothing is something", by=two_empty_states)
def always_something():
    return there(lambda c: merged(a, b, c))


none, one_key = (0, 0, 0, [0]), (1, 0, 1, [0])


def states(**given):
    """Values of partial states."""
    return {symbol: number for name, of in given.items() for symbol, number in zip(partial(name, d), of, strict=True)}


def merge_of(first, second, larger):
    """⊢ the merge of two numeric states (t, l, o) of something is at ``larger``, with these sums."""
    low, high = (Partial(1, *of[:2], array((d,), number(of[2]))) for of in (first, second))
    top = (low, high)[larger].top
    sums = [low.at(top) * x + high.at(top) * y for x, y in ((low.mass, high.mass), (low.value[d], high.value[d]))]
    out = Partial(1, top, sums[0], array((d,), sums[1]))
    one, never = f.linear(1, 1), f.assume(Eq(1, 0))
    bounds = f.conj(*(f.imply(f.le(of.top, top, f.num(top - of.top)), one) for of in (low, high)))
    gone = f.assume(Eq(1, 0))
    alone_ = (f.imply(f.absurd(gone, Eq(top, of.top)), gone) for of in (high, low))
    attained = f.imply(f.conj(*alone_, f.linear((top - low.top) * (top - high.top), 0)), one)
    said = f.conj(bounds, attained, f.imply(f.absurd(never, Eq(top, 0)), never))
    th = f.conj(f.linear(1, 1), said, f.linear(sums[0], sums[0]), f.gen(f.linear(sums[1], sums[1]), d))
    return f.restate(th, merged(low, high, out)), out


def at_values(**given):
    """Values of partial states for a derivation, as (t, l, o) of something."""
    named = {}
    for name, (top, mass, value) in given.items():
        named |= {f"u_{name}": 1, f"t_{name}": top, f"l_{name}": mass, f"o_{name}": (d, value)}
    return named


def zero_is_no_unit(miss):
    """(−1, 0, 0) and (0, 0, 0) have the merge (0, 0, 0)."""
    fact, _ = merge_of((-1, 0, 0), (0, 0, 0), 1)
    said = miss.at(at_values(a=(-1, 0, 0), b=(0, 0, 0), c=(0, 0, 0)))
    return f.part(f.mp(f.part(f.part(said, 0), 0), fact), 1)


@unit.near_miss("a largest score 0 with a sum 0 is not the unit", by=zero_is_no_unit)
def zero_as_unit():
    zero = And(Eq(b.there, 1), Eq(b.top, 0), Eq(b.mass, 0), ForAll(d, Eq(b.value[d], 0)))
    return {"empty": zero, "proper": proper(a, d)}, nothing_more


at_0, at_1 = (1, 0, 0, [0]), (1, 1, 0, [0])
unit.necessary("empty", "a state with a larger score", at=states(a=at_0, b=at_1, c=at_1))
unit.necessary("proper", "another state of nothing", at=states(a=(0, 0, 1, [0]), b=none, c=none))
# "u_a mask": a number that is neither 0 nor 1 is neither there nor not.


def second_is_larger(miss):
    """(0, 0, 0) and (1, 0, 0) have the merge (1, 0, 0)."""
    fact, _ = merge_of((0, 0, 0), (1, 0, 0), 1)
    return miss.at(at_values(a=(0, 0, 0), b=(1, 0, 0), c=(1, 0, 0)), fact)


@commutative.near_miss("the first of two need not have the larger score", by=second_is_larger)
def first_is_larger():
    return Eq(c.top, a.top)


commutative.necessary("merged", "another state", at=states(a=none, b=none, c=one_key))


def third_is_larger(miss):
    """Of (0, 0, 0), (0, 0, 0) and (1, 0, 0) the third has the largest score."""
    lower, higher = merge_of((0, 0, 0), (0, 0, 0), 1)[0], merge_of((0, 0, 0), (1, 0, 0), 1)[0]
    low, high = (0, 0, 0), (1, 0, 0)
    said = miss.at(at_values(a=low, b=low, c=high, ab=low, bc=high, abc=high), lower, higher)
    return f.part(f.mp(f.part(f.part(said, 1), 1), f.linear(1, 1)), 2)


@associative.near_miss("the third state counts, too", by=third_is_larger)
def without_the_third():
    return merged(a, b, abc)


all_empty = dict.fromkeys(("a", "b", "c", "ab", "bc", "abc"), none)
associative.necessary("left", "another state of two", at=states(**{**all_empty, "ab": one_key, "abc": one_key}))
associative.necessary("all", "another state of three", at=states(**{**all_empty, "abc": one_key}))
associative.necessary("right", "another state of the other two", at=states(**{**all_empty, "bc": one_key}))
# The masks give u + u′ − u u′ the sense of "or".


def no_key_at_all(miss):
    """Of keys without weight there is nothing."""
    new = partial("new", d)
    known, released = something(miss.at({"w": (j, 0)}), new)
    found = f.mp(f.part(f.part(f.part(known, 0), 0), 0), f.part(known, 1))
    (key,) = f.obtain(found, j)
    return released(f.release(f.absurd(key, Eq(0, 1)), found, j))


@state.near_miss("a largest score of no keys", by=no_key_at_all)
def there_is_a_key():
    return there(lambda of: of_keys(lambda j: weight[j], of))


alone = {s: [0], v: [[0]], weight: [1], weight2: [1], **states(a=one_key, b=one_key, c=(1, 0, 2, [0]))}


@union.near_miss("a key in both parts counts twice", at=alone)
def counted_once():
    return of_keys(lambda j: weight[j], c)


minus = (0, 0, -1, [0])
union.necessary("first", "another state", at={**alone, **states(a=(1, 0, 5, [0]), c=(1, 0, 6, [0]))})
union.necessary("second", "another state", at={**alone, **states(b=(1, 0, 5, [0]), c=(1, 0, 6, [0]))})
union.necessary("merged", "another state", at={**alone, **states(c=one_key)})
union.necessary("w nonnegative", "what weighs −1 is no key, but it counts", at={**alone, weight: [-1], **states(a=minus, c=one_key)})
union.necessary("w2 nonnegative", "what weighs −1 is no key, but it counts", at={**alone, weight2: [-1], **states(b=minus, c=one_key)})
# The masks: as in "associative".

one_step = {features: 1, pi: [0, 1], taken: [0], left: [0], right: [0], merging: [0], rank: [0], times: [[1, 0]]}
one_step |= {M: [1, 1], kappa: [1, 1], s: [0, 0], v: [[0], [0]], U: [1], T: [0], L: [1], O: [[0]]}
three_steps = {features: 1, pi: [0, 1], taken: [0, 1, 0], left: [0, 0, 0], right: [0, 0, 1], merging: [0, 0, 1], rank: [0, 0, 1]}
three_steps |= {times: [[1, 0], [0, 1], [1, 1]], M: [1, 1], kappa: [1, 1], s: [0, 0], v: [[0], [0]]}
three_steps |= {U: [0, 1, 1], T: [0, 0, 0], L: [-1, 1, 1], O: [[0]] * 3}


@order.near_miss("a part that did not come in does not count", at=one_step)
def all_keys():
    return ForAll(n, of_keys(lambda j: M[j] * kappa[j], reached(n)))


order.necessary("parts", "another state", at={**one_step, L: [5]})
order.necessary("merges", "a step that merges with itself", at={**one_step, merging: [1], L: [5]})
order.necessary("merging mask", "a step that does neither", at={**one_step, merging: [2], L: [5]})
order.necessary("M mask", "what weighs −1 is no key, but it counts", at={**three_steps, M: [-1, 1]})
order.necessary("kappa positive", "what weighs −1 is no key, but it counts", at={**three_steps, kappa: [-1, 1]})
# "U mask": a model on record refutes the part without it.

full = {**one_step, pi: [0, 0], n: 0, L: [2], v: [[1], [1]], O: [[2]]}


@output.near_miss("the weighted value is not yet divided by the sum", at=full)
def undivided():
    return ForAll(d, Eq(O[n, d], Sum(row * v[j, d], j)))


output.necessary("parts", "another state", at={**full, L: [5]})
output.necessary("merges", "a step that merges with itself", at={**full, merging: [1], L: [5]})
output.necessary("merging mask", "a step that does neither", at={**full, merging: [2], L: [5]})
output.necessary("once", "a part that did not come in", at={**one_step, n: 0})
# "live": without an admissible key O, L and the row are 0, divided by 0.  The other domains: as above.
