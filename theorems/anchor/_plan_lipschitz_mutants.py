"""Mutants of anchor.plan_lipschitz that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.logarithm import log_product, log_quotient
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.scalings import revived
from gaproof.lemmas.subsets import permuted, round_inside
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, Exists, ForAll, Le, Lt, Sum, delta, exp, field, index, log, scalar

from .plan_lipschitz import (
    EXCHANGE,
    FIRST,
    P2,
    SECOND,
    F,
    L,
    M,
    P,
    a,
    b,
    back,
    balanced,
    c,
    claim,
    cycle,
    d,
    d2,
    e,
    e2,
    epsilon,
    exchanged,
    far,
    follow,
    follows,
    h,
    i,
    j,
    k,
    kappa,
    kappa2,
    longest,
    n,
    near,
    on_cycle,
    plans,
    pos,
    rate,
    rise,
    rows_met_once,
    sharp,
    sides,
    signs,
    w,
    w2,
    x,
    y,
)

# The signs of d, e, d2, e2 follow from each other, where a row or column is not empty: they are those of the margins.
y_, w_ = field("y", i), field("w", j)
FIELDS = {"d": (d, y_, i, j, e), "e": (e, w_, j, i, d), "d2": (d2, y_, i, j, e2), "e2": (e2, w_, j, i, d2)}


def unsigned(p, part, name):
    """The part for a field that is positive, and the same wherever an entry is admissible."""
    x, z, at, over, along = FIELDS[name]
    pairs = ((kappa[i, j], kappa2[i, j] * d2[i] * e2[j]), (kappa2[i, j], kappa[i, j] * d[i] * e[j]))
    sign, (kernel, positive) = (1, pairs[0]) if x in (d, e) else (-1, pairs[1])
    weight, sides_ = kernel * along[over], (("row margins", i, j), ("column margins", j, i))
    sums = f.spec(p[sides_[0 if at == i else 1][0]], at)
    masses = f.linear(Sum(x[at] * M[i, j] * weight, over), Sum(M[i, j] * positive, over), (sums, sign))
    found = revived(p, M[i, j], x, z, at, over, weight, positive, masses)
    (known,) = f.obtain(found, z)
    positive, alike = f.gen(f.part(f.spec(known, at), 0), at), f.spec(f.part(f.spec(known, at), 1), over)
    goals = [(f.spec(f.inst(p[side], {x: z}), a).conclusion, f.spec(p[side], a), a, b) for side, a, b in sides_]
    moved = (f.gen(f.linear(*goal.children, (own, 1), (alike, -sign * weight, b)), a) for goal, own, a, b in goals)
    th, on, u = f.cut(f.inst(p.use(claim, part), {x: z}), positive, *moved), f.assume(Eq(M[i, j], 1)), scalar("u")
    same = p.clear(f.linear(z[at], x[at], (alike, -1), (on, x[at] - z[at])), known, on)

    def returned(bound):
        there = f.mp(f.spec(bound, i, j), on)
        return f.gen(f.imply(f.rewrite(same, there, u, f.inst(there, {z: (at, u)}).conclusion), on), i, j)

    done = returned(th) if part == "longest cycle" else f.conj(*(returned(f.part(th, k)) for k in range(2)))
    return f.release(p.clear(done, known), found, z)


for name in FIELDS:
    for part, called in ((longest, "longest cycle"), (sides, "rows and columns")):
        part.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name, called=called: unsigned(p, called, name))


# The kernel at an entry is an edge of the cycle through it, so the scalings alone fall by less than all edges together.
FALLS, SCALINGS = Lt(P2[i, j], P[i, j]), log(d2[i]) + log(e2[j]) - (log(d[i]) + log(e[j]))


def one_edge_less(p):
    """P₂ < P ⊢ the scalings fall by at most (2n − 1)ε."""
    risen = exchanged(p, f.inst(rise(p, f.assume(longest.statement.hypotheses["cycles"]), scalings=True), {a: i, b: j}))
    other_way = f.inst(f.assume(Lt(0, F[i, j])), EXCHANGE).conclusion
    risen = f.cut(risen, f.lt(*other_way.children, f.by(f.assume(FALLS))))
    risen = f.cut(f.inst(risen, {L: 2 * n}), f.gen(f.imply(rows_met_once(), cycle), h, c, back))
    return f.le(-(2 * n - 1) * epsilon, SCALINGS, f.by(risen))


@sides.mutant("swapped symbol: kappa for kappa2 in kappa2[i, j]")
def scalings_of_rows(p):
    th, on = p.use(claim, "rows and columns"), f.assume(Eq(M[i, j], 1))
    low, high = (f.part(f.mp(f.spec(p["close"], i, j), on), side) for side in (0, 1))
    size = f.mul(f.num(Fraction(1, 2)), f.add(f.by(low), f.by(high)))
    goal, others = (-2 * n * epsilon, SCALINGS), f.tot(k, f.sq(1 - delta(k, i)))  # n − 1
    fallen = f.le(*goal, f.add(f.by(one_edge_less(p)), size))
    stays = f.assume(f.otherwise(FALLS))
    risen = f.cut(follows(p, stays, FIRST, SECOND), on)
    risen = f.le(*goal, f.add(f.by(risen), f.by(high), f.mul(f.num(2), size, others), size))
    bound = f.cases(FALLS, fallen, risen)
    upper = f.part(f.mp(f.spec(f.part(th, 0), i, j), on), 1)
    rows = f.mp(f.spec(f.assume(p.goal.children[0]), i, j), on).conclusion.children[0]
    rows = f.conj(f.le(*rows.children, f.by(bound)), upper)
    return f.conj(f.gen(f.imply(p.clear(rows, on), on), i, j), f.part(th, 1))


@sides.mutant("constant factor: 2 times the left side of M[i, j] = 1 (place 2)")
def no_entry_is_a_half(p):
    th, half = p.use(claim, "rows and columns"), f.assume(Eq(2 * M[i, j], 1))
    never = f.linear(0, 1, (f.spec(p["M mask"], i, j), 4), (half, 1 - 2 * M[i, j]))
    bound = f.absurd(never, f.spec(f.part(th, 1), i, j).conclusion.children[1])
    return f.conj(f.part(th, 0), f.gen(f.imply(bound, half), i, j))


@sharp.mutant("strictness: Σ_{k∈n} δ(next(k), i) = 1")
def met_at_most_once(p):
    given, gap = f.assume(p.goal.children[0]), 1 - Sum(delta(follow(k), i), k)
    none = f.zero_sum(f.le(0, gap, f.by(f.spec(f.part(given, 0), i))), f.linear(Sum(gap, i), 0), i)  # n rows are met in all
    once = f.gen(f.linear(Sum(delta(follow(k), i), k), 1, (none, -1)), i)
    return f.imply(f.mp(p.use(claim, "no smaller factor"), f.conj(once, f.part(given, 1), f.part(given, 2))), given)


@sharp.mutant("wrong axis: over i for k in Σ_{k∈n} δ(next(k), i)")
def numbered_in_order(p):
    """The map goes round through some set h of rows.  Σ_h pos(next(i)) = Σ_h pos(i), so that Σ_h (1 − n·δ(next(i), a)) = 0 and |h| = n·h_a:
    all rows are in h, and each is met once."""
    given = f.assume(p.goal.children[0])
    order, rounds = f.spec(f.part(given, 1), i), p.clear(f.inst(round_inside(follow, i), {"p": (i, 1)}))
    (found,) = f.obtain(rounds, h)
    is_set, going = f.spec(f.part(found, 0), i), f.part(found, 2)
    met = f.spec(f.cut(permuted(follow, i), f.part(found, 0), going), i)
    size = f.linear(Sum(h[i], i), n * h[a], (order, -h[i], i), (met, pos[i], i), (f.inst(met, {i: a}), n))
    some = p.auto(Lt(0, Sum(h[i], i)), f.part(found, 0), f.part(f.part(going, 0), 0))
    in_h, out = f.assume(Eq(h[a], 1)), f.assume(Eq(h[a], 0))
    in_h = mask_cases(f.inst(is_set, {i: a}), in_h, f.absurd(f.lt(0, 0, f.by(some), (size, -1), (out, -n)), Eq(h[a], 1)))
    none = f.le(0, 1 - h[i], f.sq(1 - h[i]), (is_set, -1))
    none = f.zero_sum(none, f.linear(Sum(1 - h[i], i), 0, (size, -1), (in_h, -n)), i)
    once = f.linear(Sum(delta(follow(k), i), k), 1, (met, 1), (f.inst(none, {i: k}), delta(follow(k), i), k), (none, -1))
    once = f.gen(p.clear(f.release(p.clear(once, given, found), rounds, h), given), i)
    return f.imply(f.mp(p.use(claim, "no smaller factor"), f.conj(once, f.part(given, 1), f.part(given, 2))), given)


def moving(p, at):
    """The plans of the theorem at a rate, and 0 ≤ ε."""
    given, room = f.assume(p.goal.children[0]), f.add(f.mul(f.num(2), f.tot(k, f.sq(1 - delta(k, a)))), f.num(1))
    found = f.inst(p.use(claim, "no smaller factor"), {rate: at})
    found = f.mp(p.clear(f.cut(found, f.lt(1, 2 * n, room)), given), given)
    *_, known = f.obtain(found, w, w2, x, y, epsilon)
    close = f.spec(f.part(known, 2), i, k)
    size = f.mul(f.num(Fraction(1, 2)), f.add(*(f.by(f.part(close, side)) for side in (0, 1))))
    return given, found, known, f.part(close, 0), f.le(0, epsilon, size)


@sharp.mutant("dropped hypothesis: lambda positive")
def slower(p):
    given, found, known, _, size = moving(p, 1)
    slow, fast = f.assume(Le(rate, 1)), f.assume(Lt(1, rate))
    gap = p.clear(f.lt(*far.args, f.add(f.by(f.part(known, 3)), f.mul(f.by(slow), f.by(size)))), known, slow)
    plans = f.exists(f.conj(*(f.part(known, part) for part in range(3)), gap), p.goal.children[1], w, w2, x, y, epsilon)
    quick = f.cut(p.use(claim, "no smaller factor"), f.lt(0, rate, f.add(f.by(fast), f.num(1))))
    return f.imply(f.cases(slow.conclusion, f.release(plans, found, w, w2, x, y, epsilon), f.mp(quick, given)), given)


@sharp.mutant("direction: log(w2[i, k]) - log(w[i, k]) ≤ epsilon")
def from_one_side(p):
    """The kernel times e^ε, x over e^ε: the plan is the same, and the kernel changes by at least 0."""
    given, found, known, low, size = moving(p, rate)
    more, less = w2[i, k] * exp(epsilon), x[i] * exp(-epsilon)
    up, down = (f.inst(log_product(), {"x": v, "y": exp(e)}) for v, e in ((w2[i, k], epsilon), (x[i], -epsilon)))
    positive = p.auto(And(ForAll((i, k), And(Lt(0, w[i, k]), Lt(0, more))), ForAll(i, And(Lt(0, less), Lt(0, y[i])))), f.part(known, 0))
    risen = p.clear(f.le(0, log(more) - log(w[i, k]), f.by(low), (up, 1)), known)
    gap = log(x[a] * exp(-epsilon)) + log(w2[a, a] * exp(epsilon)) + log(y[a]) - log(w[a, a])
    gain = f.add(f.by(f.part(known, 3)), f.mul(f.by(p["lambda positive"]), f.by(size)))
    gain = p.clear(f.lt(0, gap, gain, (f.inst(up, {i: a, k: a}), 1), (f.inst(down, {i: a}), 1)), known)
    plans = f.conj(positive, f.part(known, 1), f.gen(f.conj(risen, risen), i, k), gain)
    plans = f.exists(plans, p.goal.children[1], w, ((i, k), more), (i, less), y, 0)
    return f.imply(f.release(plans, found, w, w2, x, y, epsilon), given)


def at_another_scale(p, weight, sign, near):
    """The kernels times e^z: the plan is as good, and log w or log w2 has the sign that is wanted, if z is large enough either way: ±log w
    is at most e^(±log w) − 1, and so is less than the sum of all these."""
    given, found, known, low, _ = moving(p, rate)
    high, z, (i2, k2) = f.part(f.spec(f.part(known, 2), i, k), 1), scalar("z"), index("i2 k2", n)
    level, others = (-log(weight[at]) for at in ((i, k), (i2, k2)))
    room = f.assume(ForAll((i, k), Le(0, sign * (z - level))))
    scale, positive = exp(z), f.part(known, 0)
    up = {v: f.inst(log_product(), {"x": v, "y": scale}) for v in (w[i, k], w2[i, k])}
    signs = p.auto(
        And(ForAll((i, k), And(Lt(0, w[i, k] * scale), Lt(0, w2[i, k] * scale))), ForAll(i, And(Lt(0, x[i]), Lt(0, y[i])))), positive
    )
    total, balanced = on_cycle * (x[i] * (w2[i, k] * scale) * y[k] - w[i, k] * scale), f.part(known, 1)
    rows, columns = (
        f.gen(f.linear(Sum(total, over), 0, (f.spec(f.part(balanced, side), at), scale)), at)
        for side, (at, over) in enumerate(((i, k), (k, i)))
    )
    close = [
        f.le(*sides, f.add(*witness), *((up[v], c) for v, c in uses)) for sides, witness, uses in near(low, high, f.spec(room, i, k), scale)
    ]
    at_a = [f.inst(up[v], {i: a, k: a}) for v in (w[i, k], w2[i, k])]
    gap = log(x[a]) + log(w2[a, a] * scale) + log(y[a]) - log(w[a, a] * scale)
    gap = f.lt(rate * epsilon, gap, f.by(f.part(known, 3)), (at_a[1], 1), (at_a[0], -1))
    shown = p.clear(
        f.conj(signs, f.conj(rows, columns), f.gen(p.clear(f.conj(*close), known, room), i, k), p.clear(gap, known)), known, room
    )
    shown = f.exists(shown, p.goal.children[1], ((i, k), w[i, k] * scale), ((i, k), w2[i, k] * scale), x, y, epsilon)
    own = f.by(f.inst(exp_tangent(), {"t": sign * level}))
    rest = f.tot(i2, f.tot(k2, f.mul(f.ex(sign * others), f.sq(1 - delta(i2, i) * delta(k2, k)))))
    value = sign * Sum(exp(sign * others), i2, k2)
    enough = p.everywhere(f.le(0, sign * (value - level), f.add(own, rest, f.num(1))), i, k, facts=[known])
    shown = f.cut(f.inst(shown, {z: value}), enough)
    return f.imply(f.release(shown, found, w, w2, x, y, epsilon), given)


@sharp.mutant("sign: -log(w[i, k])")
def of_large_kernels(p):
    def near(low, high, room, scale):
        new, old = log(w2[i, k] * scale), log(w[i, k] * scale)
        yield (-epsilon, new + old), (f.by(low), f.mul(f.num(2), f.by(room))), ((w2[i, k], 1), (w[i, k], 1))
        yield (new - old, epsilon), (f.by(high),), ((w2[i, k], -1), (w[i, k], 1))

    return at_another_scale(p, w, 1, near)


@sharp.mutant("constant factor: 2 times the 1st term of log(w2[i, k]) - log(w[i, k]) (place 2)")
def of_small_kernels(p):
    def near(low, high, room, scale):
        new, old = log(w2[i, k] * scale), log(w[i, k] * scale)
        yield (-epsilon, new - old), (f.by(low),), ((w2[i, k], 1), (w[i, k], -1))
        yield (2 * new - old, epsilon), (f.by(high), f.by(room)), ((w2[i, k], -2), (w[i, k], 1))

    return at_another_scale(p, w2, -1, near)


@sharp.mutant("log dropped: log(w[a, a])")
def of_any_size(p):
    """There are plans with λε + 1 < log P₂ − log P at (a, a).  If both kernels are divided by the weight w there, log w is 0 and w is 1."""
    goal = p.goal.children[1]
    given, more = f.assume(p.goal.children[0]), Lt(rate * epsilon + 1, log(x[a]) + log(w2[a, a]) + log(y[a]) - log(w[a, a]))
    found = f.mp(plans(p, Exists((w, w2, x, y, epsilon), And(signs, balanced, near, more)), 1), given)
    *_, known = f.obtain(found, w, w2, x, y, epsilon)
    sign, flat, close, gap = (f.part(known, part) for part in range(4))
    weight = w[a, a]
    less = {v: f.inst(log_quotient(), {"x": v, "y": weight}) for v in (w[i, k], w2[i, k])}
    entries = And(ForAll((i, k), And(Lt(0, w[i, k] / weight), Lt(0, w2[i, k] / weight))), ForAll(i, And(Lt(0, x[i]), Lt(0, y[i]))))
    total = on_cycle * (x[i] * (w2[i, k] / weight) * y[k] - w[i, k] / weight)
    lines = (
        f.gen(p.clear(f.linear(Sum(total, over), 0, (f.spec(f.part(flat, side), at), 1 / weight)), known, sign), at)
        for side, (at, over) in enumerate(((i, k), (k, i)))
    )
    change = log(w2[i, k] / weight) - log(w[i, k] / weight)
    bounds = ((-epsilon, change), 1), ((change, epsilon), -1)
    bounds = (
        f.le(*pair, f.by(f.part(f.spec(close, i, k), side)), (less[w2[i, k]], c_), (less[w[i, k]], -c_))
        for side, (pair, c_) in enumerate(bounds)
    )
    moved = log(x[a]) + log(w2[a, a] / weight) + log(y[a]) - weight / weight
    moved = f.lt(rate * epsilon, moved, f.by(gap), (f.inst(less[w2[i, k]], {i: a, k: a}), 1))
    shown = f.conj(p.auto(entries, sign), f.conj(*lines), p.everywhere(f.conj(*bounds), i, k, facts=[known]), p.clear(moved, known))
    shown = f.exists(shown, goal, ((i, k), w[i, k] / weight), ((i, k), w2[i, k] / weight), x, y, epsilon)
    return f.imply(f.release(p.clear(shown, known), found, w, w2, x, y, epsilon), given)
