"""Probes and gauges determine each other: a Galois connection.

A set of probes is invariant under a set of bijections of the states exactly if these bijections preserve all the probes.  So more
probes have fewer gauges and finer classes.  The observables that all gauges of the probes leave alone are those that are constant
on the classes of the probes; the bijections that preserve all that a group G leaves alone are those that keep every state in its
G-orbit, as soon as observables take two values.
Source: Ore (1944), Transactions of the AMS 55, Galois connexions; Geometric Attention (arXiv 2601.11618), section 2.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Ne, Sum, companion, delta, field, function, index, index_map, scalar, sizes
from theorems.probe.quotient import constant, equivalent, observable, p, probe, states, x, y

gauges, others = sizes("G R2")
g, g2, g3, p2, z = *index("g g2 g3", gauges), index("p2", others), index("z", states)
move, sigma, more = index_map("move", (g, x), x), index_map("sigma", x, x), field("P2", p2, x)


def bijection(sigma):
    """Every state is reached once."""
    return ForAll(z, Eq(Sum(delta(sigma(x), z), x), 1))


def preserves(sigma, value, *over):
    """The values at σ(x) are those at x."""
    return ForAll((*over, x), Eq(value(sigma(x)), value(x)))


claim = Claim("probe.galois", source="Ore (1944), Galois connexions")

# 𝒫 ⊆ Inv(G) iff G ⊆ Gauge(𝒫)
invariant = ForAll(p, ForAll((g, x), Eq(probe[p, move(g, x)], probe[p, x])))
preserving = ForAll(g, ForAll((p, x), Eq(probe[p, move(g, x)], probe[p, x])))
connection = claim.part("connection", shows=Iff(invariant, preserving))

# 𝒫 ⊆ 𝒫′
among = ForAll(p, Exists(p2, ForAll(x, Eq(probe[p, x], more[p2, x]))))
fewer_gauges = Implies(preserves(sigma, lambda x: more[p2, x], p2), preserves(sigma, lambda x: probe[p, x], p))
finer = ForAll((x, y), Implies(ForAll(p2, Eq(more[p2, x], more[p2, y])), equivalent(x, y)))
antitone = claim.part("more probes", given={"among": among}, shows=And(ForAll(sigma, fewer_gauges), finer))

# Inv(Gauge(𝒫)): the observables that are constant on the classes
gauge = And(bijection(sigma), preserves(sigma, lambda x: probe[p, x], p))
left_alone = ForAll(sigma, Implies(gauge, preserves(sigma, lambda x: observable[x])))
closed_probes = claim.part("closed probes", shows=Iff(left_alone, constant))

# Gauge(Inv(G)): the bijections that keep every state in its orbit
values, a, b = function("V"), *scalar("a b")
group = {
    "products": ForAll((g, g2), Exists(g3, ForAll(x, Eq(delta(move(g3, x), move(g, move(g2, x))), 1)))),
    "inverses": ForAll(g, Exists(g2, ForAll(x, Eq(delta(move(g2, move(g, x)), x), 1)))),
}
two_values = {"a value": Eq(values(a), 1), "another": Eq(values(b), 1), "different": Ne(a, b)}
of_group = And(ForAll(x, Eq(values(observable[x]), 1)), ForAll((g, x), Eq(observable[move(g, x)], observable[x])))
kept = ForAll(observable, Implies(of_group, preserves(sigma, lambda x: observable[x])))
in_orbit = ForAll(x, Exists(g, Eq(delta(move(g, x), sigma(x)), 1)))
closed_gauges = claim.part("closed gauges", given=group | two_values, shows=Iff(kept, in_orbit))


@connection.proof
def exchange_the_quantifiers(proof):
    first, second = f.assume(invariant), f.assume(preserving)
    forward = f.gen(f.spec(first, p, g, x), g, p, x)
    return f.conj(f.imply(forward, first), f.imply(f.gen(f.spec(second, g, p, x), p, g, x), second))


@antitone.proof
def every_probe_is_among_the_others(proof):
    there = f.spec(proof["among"], p)
    (same,) = f.obtain(there, p2)
    kept = f.assume(fewer_gauges.args[0])
    moved = f.linear(probe[p, sigma(x)], probe[p, x], (f.spec(same, sigma(x)), 1), (f.spec(kept, p2, x), 1), (f.spec(same, x), -1))
    fewer = f.gen(f.imply(f.gen(f.release(moved, there, p2), p, x), kept), sigma)
    alike = f.assume(ForAll(p2, Eq(more[p2, x], more[p2, y])))
    equal = f.linear(probe[p, x], probe[p, y], (f.spec(same, x), 1), (f.spec(alike, p2), 1), (f.spec(same, y), -1))
    return f.conj(fewer, f.gen(f.imply(f.gen(f.release(equal, there, p2), p), alike), x, y))


def exchange_two_states(proof, equal):
    alone, alike, same = f.assume(proof.goal.children[0].children[0]), f.assume(equivalent(x, y)), f.assume(constant)
    v, w = companion(x, y, z), companion(y, x, z)
    at_x, at_y = delta(v, x), delta(v, y)
    entry = at_x * delta(y, z) + (1 - at_x) * (at_y * delta(x, z) + (1 - at_y) * delta(v, z))  # v goes to z

    def goes(w):
        return Exists(w, ForAll(z, Eq(delta(w, z), entry)))

    def case(to, *facts):
        return f.exists(f.gen(f.linear(delta(to, z), entry, *facts), z), goes(w), to)

    is_x, no_x, is_y, no_y = (f.assume(Eq(at, k)) for at in (at_x, at_y) for k in (1, 0))
    first = case(y, (is_x, at_y * delta(x, z) + (1 - at_y) * delta(v, z) - delta(y, z)))
    rest = at_y * delta(x, z) + (1 - at_y) * delta(v, z)
    second = case(x, (no_x, rest - delta(y, z)), (is_y, delta(v, z) - delta(x, z)))
    third = case(v, (no_x, rest - delta(y, z)), (no_y, delta(v, z) - delta(x, z)))
    other = mask_cases(f.linear(at_y * at_y, at_y), second, third)
    exchange = f.choice(f.gen(mask_cases(f.linear(at_x * at_x, at_x), first, other), v), sigma)
    (known,) = f.obtain(exchange, sigma)
    at = f.spec(known, v, z)
    bijective = f.gen(f.linear(Sum(delta(sigma(v), z), v), 1, (at, 1, v)), z)
    kept_ = f.linear(probe[p, sigma(v)], probe[p, v], (at, probe[p, z], z), (f.spec(alike, p), at_y - at_x))
    moved = f.mp(f.spec(alone, sigma), f.conj(f.restate(bijective, bijection(sigma)), f.gen(kept_, p, v)))
    forward = f.gen(f.imply(f.release(equal(moved, f.gen(at, v)), exchange, sigma), alike), x, y)
    given = f.assume(gauge)
    still = f.mp(f.spec(same, sigma(x), x), f.gen(f.spec(f.part(given, 1), p, x), p))
    return f.conj(f.imply(forward, alone), f.imply(f.gen(f.imply(f.gen(still, x), given), sigma), same))


@closed_probes.proof
def what_x_goes_to(proof):
    def equal(moved, at):
        return f.linear(observable[x], observable[y], (f.spec(moved, x), -1), (f.spec(at, x), observable[z], z))

    return exchange_two_states(proof, equal)


@closed_gauges.proof
def the_orbit_is_an_observable(proof):
    every, orbit = f.assume(kept), f.assume(in_orbit)
    h, v, w, u = field("h", x), companion(x, z), companion(x, z, companion(x, z)), scalar("u")
    to = Eq(delta(move(g, x), z), 1)
    level = indicator(Exists(g, to), h, z)
    (told,) = f.obtain(level, h)

    def member(v):
        """v is in the orbit of x ⊢ h_v = 1, and the other way round."""
        reached = Exists(g, Eq(delta(move(g, x), v), 1))
        return (
            reached,
            f.mp(f.part(f.spec(told, v), 0), f.conj(f.assume(reached))),
            f.cut(f.inst(where_true(Exists(g, to), h[z]), {z: v}), f.spec(told, v)),
        )

    # the group moves no state into the orbit, nor out of it
    inside, is_in, lies = member(v)
    there, enters, was = member(move(g2, v))
    here = f.assume(Eq(delta(move(g, x), v), 1))
    product = f.spec(proof["products"], g2, g)
    (both,) = f.obtain(product, g3)
    step = f.rewrite(here, f.spec(both, x), w, Eq(delta(move(g3, x), move(g2, w)), 1))
    step = f.release(f.release(f.exists(step, there, g3), product, g3), f.assume(inside), g)
    forth = f.cut(enters, step)
    came, undo = f.assume(Eq(delta(move(g, x), move(g2, v)), 1)), f.spec(proof["inverses"], g2)
    g4 = companion(g, g2, g3)
    (undone,) = f.obtain(undo, g4)
    turned = f.restate(came, Eq(delta(move(g2, v), move(g, x)), 1))
    step = f.rewrite(turned, f.spec(undone, v), w, Eq(delta(move(g4, w), v), 1))
    product = f.spec(proof["products"], g4, g)
    (both,) = f.obtain(product, g3)
    step = f.release(f.exists(f.rewrite(step, f.spec(both, x), w, Eq(delta(move(g3, x), w), 1)), inside, g3), product, g3)
    back = f.cut(is_in, f.release(f.release(step, undo, g4), f.assume(there), g))
    one, none = f.assume(Eq(h[v], 1)), f.assume(Eq(h[v], 0))
    gone, goal = f.assume(Eq(h[move(g2, v)], 0)), (h[move(g2, v)], h[v])

    def is_mask(v):
        return f.cut(f.inst(truth_is_mask(Exists(g, to), h[z]), {z: v}), f.spec(told, v))

    yes = f.linear(*goal, (f.cut(forth, lies), 1), (one, -1))
    clash = f.absurd(f.linear(0, 1, (f.cut(back, was), 1), (none, -1)), Eq(*goal))
    same = mask_cases(is_mask(v), yes, mask_cases(is_mask(move(g2, v)), clash, f.linear(*goal, (gone, 1), (none, -1))))

    # so a in the orbit and b outside is left alone, hence kept by σ; and σ(x) lies where x lies
    def o(v):
        return b + h[v] * (a - b)

    def valued(v):
        inner, outer = f.linear(a, o(v), (f.assume(Eq(h[v], 1)), b - a)), f.linear(b, o(v), (f.assume(Eq(h[v], 0)), b - a))
        sides = ((proof["a value"], inner), (proof["another"], outer))
        return mask_cases(is_mask(v), *(f.rewrite(equal, value, u, Eq(values(u), 1)) for value, equal in sides))

    alone = f.conj(f.gen(valued(v), v), f.gen(f.linear(o(move(g2, v)), o(v), (same, a - b)), g2, v))
    moved = f.spec(f.mp(f.spec(every, (v, o(v))), alone), x)
    undo, product = f.spec(proof["inverses"], g), f.spec(proof["products"], g4, g)  # x itself is in its orbit
    (undone,), (both,) = f.obtain(undo, g4), f.obtain(product, g3)
    itself = f.rewrite(f.spec(undone, x), f.spec(both, x), w, Eq(delta(move(g3, x), w), 1))
    itself = f.release(f.release(f.exists(itself, member(x)[0], g3), product, g3), undo, g4)
    at_x = f.cut(member(x)[1], itself)
    at_sigma = f.linear(h[sigma(x)], 1, (moved, 1 / (a - b)), (at_x, 1))
    equal = f.linear(a, b, (f.assume(Eq(a - b, 0)), 1))
    clash = f.absurd(f.rewrite(equal, proof["different"], u, Ne(u, b)), Ne(a - b, 0))
    at_sigma = f.cut(at_sigma, f.cases(Eq(a - b, 0), clash, f.assume(Ne(a - b, 0))))
    reached = f.release(f.cut(member(sigma(x))[2], at_sigma), level, h)
    forward = f.imply(f.gen(reached, x), every)
    # where σ goes as the group does, what the group leaves alone is kept
    there = f.spec(orbit, x)
    given = f.assume(peel(proof.goal.children[1])[1][1])
    goes = f.assume(Eq(delta(move(g, x), sigma(x)), 1))
    level = f.linear(observable[move(g, x)], observable[move(g, x)])
    level = f.rewrite(goes, level, w, Eq(observable[w], observable[move(g, x)]))
    stays = f.linear(observable[sigma(x)], observable[x], (level, 1), (f.spec(f.part(given, 1), g, x), 1))
    stays = f.gen(f.imply(f.gen(f.release(stays, there, g), x), given), observable)
    return f.conj(forward, f.imply(stays, orbit))


@connection.near_miss("to preserve the probes is not to move nothing: two states that no probe tells apart")
def moving_nothing():
    return Iff(invariant, ForAll((g, x), Eq(delta(move(g, x), x), 1)))


@antitone.near_miss("more probes have fewer gauges, not more: one more probe, which tells two states apart")
def more_gauges():
    return And(ForAll(sigma, Implies(*reversed(fewer_gauges.args))), finer)


@antitone.near_miss("more probes have finer classes, not coarser ones: one more probe, which tells two states apart")
def coarser():
    return And(ForAll(sigma, fewer_gauges), ForAll((x, y), Implies(equivalent(x, y), ForAll(p2, Eq(more[p2, x], more[p2, y])))))


def what_the_probes_say(miss):
    """0 = 1: the observable is the probe, which tells two states apart."""
    first, second, apart = miss.different(states)
    th = f.part(miss.at({"P": ((p, x), delta(x, first)), "f": (x, delta(x, first))}), 0)
    _, (is_gauge,), _ = peel(th.conclusion.children[0])
    given = f.assume(is_gauge)
    alone = f.gen(f.imply(f.gen(f.spec(f.part(given, 1), p, x), x), given), sigma)
    return f.linear(0, 1, (f.spec(f.mp(th, alone), first, second), -1), (apart, -1))


@closed_probes.near_miss(
    "an observable need not be constant: a probe tells two states apart, and so does the observable", by=what_the_probes_say
)
def constants_only():
    return Iff(left_alone, ForAll((x, y), Eq(observable[x], observable[y])))


@closed_gauges.near_miss("a group need not be closed: turns of three states leave alone what exchanges leave alone")
def in_the_group():
    return Iff(kept, Exists(g, ForAll(x, Eq(delta(move(g, x), sigma(x)), 1))))


antitone.necessary("among", "another probe, which sees nothing", at={probe: [[0, 1]], more: [[0, 0]]})
u = scalar("u")
swap = {move: [[0, 1]], sigma: [1, 0], values: (u, 1 - u)}
all_values = {values: (u, 1), a: 0, b: 1}
turns = {move: [[1, 2, 0], [2, 0, 1]], sigma: [0, 1, 2]}
closed_gauges.necessary("products", "the turns of three states by one and by two places, without that by none", at={**turns, **all_values})
closed_gauges.necessary("inverses", "all states go to one", at={move: [[0, 0]], sigma: [1, 0], **all_values})
closed_gauges.necessary("a value", "observables with one value see nothing", at={**swap, a: 1, b: 0})
closed_gauges.necessary("another", "observables with one value see nothing", at={**swap, a: 0, b: 1})
closed_gauges.necessary("different", "observables with one value see nothing", at={**swap, a: 0, b: 0})
