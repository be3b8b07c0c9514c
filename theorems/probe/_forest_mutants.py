"""Mutants of probe.forest that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.returning import ones_return, passes_through
from gaproof.lemmas.subsets import indicator, truth_is_mask, where_true
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, delta, field, index, index_map, scalar
from gaproof.theory.walk import closed, inside, is_set
from theorems.probe.cycle import M, a, back, c, cycle, h, i, j, m

from .forest import D, E, H, claim, empty, interaction, is_cycle, l, the_product_is_not_1, through

g = field("g_", i)


@empty.mutant("dropped factor: the 2nd factor of M[i, j]·a[i, j]")
def related_to_the_constant_kernel(p):
    return p.clear(f.inst(p.use(claim, "empty interaction"), {a: ((i, j), 1)}), f.gen(f.lt(0, 1, f.num(1)), i, j))


interaction.mutant("constant factor: 2 times the 2nd term of 1 + δ(i, l)·δ(j, c(l))")(partial(the_product_is_not_1, extra=2))  # it is 3


@interaction.mutant("sign: the right side of 1 + δ(i, l)·δ(j, c(l)) ≠ d[i]·e[j]")
def no_factor_is_negative(p):
    on_cycle, col = f.assume(Eq(H[l], 1)), c(l)
    edge = f.part(f.mp(f.spec(p["edges"], l), on_cycle), 0)
    less = f.lt(-D[l] * E[col], 2, f.add(f.num(2), f.mul(f.by(f.spec(p["d positive"], l)), f.by(f.spec(p["e positive"], col)))))
    return f.exists(f.conj(edge, f.unequal(less)), p.goal.children[1], l, col)


@interaction.mutant("dropped term: the 1st term of 1 + δ(i, l)·δ(j, c(l))")
def no_factor_is_0(p):  # as it would be on the way into the next row
    on_cycle, col, row = f.assume(Eq(H[l], 1)), c(l), back(c(l))
    edge, stays = f.part(f.mp(f.spec(p["edges"], l), on_cycle), 1), f.mp(f.spec(p["proper"], l), on_cycle)
    signs = f.mul(f.by(f.spec(p["d positive"], row)), f.by(f.spec(p["e positive"], col)))
    equal, apart = f.assume(Eq(delta(row, l), D[row] * E[col])), Ne(delta(row, l), D[row] * E[col])
    clash = f.absurd(f.lt(0, 0, signs, (equal, 1), (stays, -1)), apart)
    return f.exists(f.conj(edge, f.cases(equal.conclusion, clash, f.assume(apart))), p.goal.children[1], row, col)


def empty_by(p, likewise):
    """The gauge, from a forest that is said in another way: a cycle is one in that sense too."""
    told, some = f.assume(p.goal.children[0]), f.assume(is_cycle)
    never = f.gen(f.imply(likewise(told, some), some), h, c, back)
    return f.imply(f.mp(p.use(claim, "empty interaction"), never), told)


def goes_round(some, condition, sign):
    """The cycle lies in every g of which the condition holds: g is 1 on the cycle, and 0 ≤ g off it by the sign."""
    mask, whole = f.part(f.part(some, 0), 0), f.part(f.part(some, 0), 1)
    given, off, on = f.assume(condition), f.assume(Eq(h[i], 0)), f.assume(Eq(h[i], 1))
    one = f.cut(f.inst(passes_through(cycle.next, i), {"h": h, "g": g}), mask, whole, f.part(given, 1), f.part(given, 2))
    here = f.le(h[i], g[i], f.num(0), (f.mp(f.spec(one, i), on), 1), (on, -1))
    there = f.le(h[i], g[i], f.by(sign(f.part(given, 0), off)), (off, -1))
    return f.gen(f.imply(f.gen(mask_cases(f.spec(mask, i), here, there), i), given), g)


def with_rounds(some, rounds):
    """The cycle, where going round is said in another way."""
    on_carrier = f.part(some, 0)
    mask, whole, edges = (f.part(on_carrier, side) for side in range(3))
    return f.conj(f.conj(mask, f.conj(f.part(whole, 0), rounds), edges), f.part(some, 1))


@empty.mutant("swapped symbol: h for g_ in g_[i] (place 2)")
def a_field_on_the_cycle(p):
    condition = And(ForAll(i, Eq(g[i] * h[i], g[i])), inside(g, h, i), closed(g, cycle.next, i))

    def sign(lives, off):
        return f.le(0, g[i], f.num(0), (f.spec(lives, i), -1), (off, g[i]))

    return empty_by(p, lambda told, some: f.mp(f.spec(told, h, c, back), with_rounds(some, goes_round(some, condition, sign))))


def from_everywhere(p, entering):
    """From all rows into the cycle: those off it may be sent along one of its columns, which changes nothing else."""
    other, z, o = index_map("other", i, j), index("z", m), index("o", i)

    def likewise(told, some):
        on_carrier, proper = f.part(some, 0), f.part(some, 1)
        mask, whole, edges = (f.part(on_carrier, side) for side in range(3))
        inhabited, keeps = (f.part(f.part(whole, 0), side) for side in range(2))
        on, off, at_o = f.assume(Eq(h[i], 1)), f.assume(Eq(h[i], 0)), f.assume(Eq(h[o], 1))
        enters = Exists(j, And(Eq(h[back(j)], 1), Implies(Eq(h[i], 1), Eq(delta(j, c(i)), 1))))
        own = f.conj(f.mp(f.spec(keeps, i), on), f.imply(f.linear(delta(c(i), c(i)), 1), on))
        clash = f.absurd(f.linear(1, 0, (on, -1), (off, 1)), Eq(delta(c(o), c(i)), 1))
        away = f.exists(f.conj(f.mp(f.spec(keeps, o), at_o), f.imply(clash, on)), enters, c(o))
        ways = mask_cases(f.spec(mask, i), f.exists(own, enters, c(i)), f.release(away, inhabited, o))
        chosen = f.choice(f.gen(ways, i), other)
        (known,) = f.obtain(chosen, other)
        same = f.mp(f.part(f.spec(known, i), 1), on)  # h_i = 1 ⊢ δ(other i, c i) = 1
        back_again = f.linear(delta(c(i), other(i)), 1, (same, 1))

        def moved(th, formula):
            return f.gen(f.imply(f.rewrite(back_again, f.mp(f.spec(th, i), on), z, formula), on), i)

        # no smaller set is kept: it was before
        given = f.assume(And(is_set(g, i), inside(g, h, i), closed(g, lambda i: back(other(i)), i)))
        inner, its = f.assume(Eq(g[i], 1)), f.part(given, 2)
        clash = f.absurd(f.le(1, 0, f.by(f.spec(f.part(given, 1), i)), (inner, 1), (off, -1)), Eq(h[i], 1))
        in_h = mask_cases(f.spec(mask, i), on, clash)
        stays = f.rewrite(f.cut(same, in_h), f.mp(f.spec(f.part(its, 1), i), inner), z, Eq(g[back(z)], 1))
        before = f.conj(f.part(given, 0), f.part(given, 1), f.conj(f.part(its, 0), f.gen(f.imply(stays, inner), i)))
        rounds = f.gen(f.imply(f.mp(f.spec(f.part(whole, 1), g), before), given), g)

        kept = f.conj(inhabited, f.gen(entering(f.part(f.spec(known, i), 0)), i))
        edges = moved(edges, And(Eq(M[i, z], 1), Eq(M[back(z), z], 1)))
        whole = f.conj(f.conj(mask, f.conj(kept, rounds), edges), moved(proper, Eq(delta(back(z), i), 0)))
        return f.release(f.mp(f.spec(told, h, other, back), whole), chosen, other)

    return empty_by(p, likewise)


empty.mutant("dropped condition: that of h[i] = 1 → h[back(c(i))] = 1")(partial(from_everywhere, entering=lambda th: th))
empty.mutant("strictness: h[i] = 1")(partial(from_everywhere, entering=lambda th: f.imply(th, Le(h[i], 1))))


def positive_instead(value, instead, *at):
    """⊢ There are positive numbers that are the values where these are positive."""
    y = scalar("y")
    some, yes, no = Exists(y, And(Lt(0, y), Implies(Lt(0, value), Eq(y, value)))), f.assume(Lt(0, value)), f.assume(Le(value, 0))
    there = f.exists(f.conj(yes, f.imply(f.linear(value, value), yes)), some, value)
    clash = f.absurd(f.lt(0, 0, f.add(f.by(yes), f.by(no))), Eq(1, value))
    elsewhere = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.imply(clash, yes)), some, 1)
    return f.choice(f.gen(f.cases(Lt(0, value), there, elsewhere), *at), instead)


def seen_with(p, found, factor, other, value, wanted):
    """What is seen with positive numbers that are the values where these are positive is seen with the values: the others are not it."""
    at, beside = (i, j) if factor is D else (j, i)
    instead, w = field("Z", at), scalar("w")
    chosen = positive_instead(value, instead, at)
    (known,) = f.obtain(chosen, instead)
    found = f.cut(f.inst(found, {factor: instead}), f.gen(f.part(f.spec(known, at), 0), at))
    (there,) = (f.obtain(found, i, j)[-1],)
    live, apart = f.part(there, 0), f.part(there, 1)
    doubled = 1 + delta(i, l) * delta(j, c(l))
    yes, no = f.assume(Lt(0, value)), f.assume(Le(value, 0))
    pair = (lambda x: x * other[beside]) if factor is D else (lambda x: other[beside] * x)
    same = f.rewrite(f.mp(f.part(f.spec(known, at), 1), yes), apart, w, Ne(doubled, pair(w)))
    positive = f.by(f.spec(p["e positive" if factor is D else "d positive"], beside))
    less = f.lt(pair(value), doubled, f.add(f.num(1), f.sq(delta(i, l) * delta(j, c(l))), f.mul(f.by(no), positive)))
    whole = f.exists(f.conj(live, f.cases(yes.conclusion, same, f.unequal(less))), wanted, i, j)
    return f.release(f.release(whole, found, i, j), chosen, instead)


@interaction.mutant("dropped hypothesis: d positive")
def seen_with_any_rows(p):
    on_cycle = f.assume(Eq(H[l], 1))
    return f.imply(seen_with(p, f.mp(p.use(claim, "a cycle interacts"), on_cycle), D, E, D[i], p.goal.children[1]), on_cycle)


@interaction.mutant("dropped hypothesis: e positive")
def seen_with_any_columns(p):
    on_cycle = f.assume(Eq(H[l], 1))
    return f.imply(seen_with(p, f.mp(p.use(claim, "a cycle interacts"), on_cycle), E, D, E[j], p.goal.children[1]), on_cycle)


def ones_of(value, at, new):
    """There is the set where the value is 1: where a member is the value is 1, and conversely; the entries of the set are 0 and 1."""
    ones = indicator(Eq(value, 1), new, *at)
    (known,) = f.obtain(ones, new)
    told = f.spec(known, *at)
    member = f.mp(f.part(told, 0), f.conj(f.assume(Eq(value, 1))))
    is_one, mask = (f.cut(make(Eq(value, 1), new[at]), told) for make in (where_true, truth_is_mask))
    return ones, is_one, member, f.gen(mask, *at)


S, h_1 = field("S", i, j), field("h_1", i)


def carrier_of_ones():
    """There is the set S of the entries of M that are 1 (either way, as ``ones_of`` says), and the loop is on the carrier S."""
    ones, is_one, member, mask = ones_of(M[i, j], (i, j), S)
    edge = f.mp(f.spec(f.assume(through["edges"]), i), f.assume(Eq(H[i], 1)))
    edges = (f.cut(f.inst(member, {i: r, j: c(i)}), f.part(edge, side)) for side, r in enumerate((i, back(c(i)))))
    return ones, is_one, member, (mask, f.gen(f.imply(f.conj(*edges), f.assume(Eq(H[i], 1))), i))


def seen_on(found, is_one, wanted):
    """What is seen on S is seen on M."""
    there = f.obtain(found, i, j)[-1]
    here = f.conj(f.cut(is_one, f.part(there, 0)), f.part(there, 1))
    return f.release(f.exists(here, wanted, i, j), found, i, j)


def loop_of_ones():
    """There is the set of the rows at which h is 1, l is in it if h_l = 1, and it is a loop, whatever else h is."""
    ones, is_one, member, mask = ones_of(H[i], (i,), h_1)
    (known,) = f.obtain(ones, h_1)
    step = f.inst(ones_return(cycle.next, i), {"h": H, "s": h_1})
    facts = [f.cut(step, known, f.assume(through["returns"])), mask]
    for name in ("edges", "proper"):
        there = f.mp(f.spec(f.assume(through[name]), i), is_one)
        facts.append(f.gen(f.imply(there, f.assume(Eq(h_1[i], 1))), i))
    return ones, f.inst(member, {i: l}), facts


@interaction.mutant("dropped hypothesis: M mask")
def entries_that_are_1(p):
    ones, is_one, _, facts = carrier_of_ones()
    on_cycle = f.assume(Eq(H[l], 1))
    found = f.mp(f.cut(f.inst(p.use(claim, "a cycle interacts"), {M: S}), *facts), on_cycle)
    return f.imply(f.release(seen_on(found, is_one, p.goal.children[1]), ones, S), on_cycle)


@interaction.mutant("dropped hypothesis: h mask")
def rows_where_h_is_1(p):
    ones, member, facts = loop_of_ones()
    found = f.cut(f.inst(p.use(claim, "a cycle interacts"), {H: h_1}), *facts)
    return f.imply(f.release(f.mp(found, member), ones, h_1), f.assume(Eq(H[l], 1)))
