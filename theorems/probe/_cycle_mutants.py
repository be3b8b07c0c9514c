"""Mutants of probe.cycle that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import And, Eq, ForAll, Le, Lt, Ne, Sum, field, log, number
from gaproof.theory import EvidenceKernel
from gaproof.theory.walk import closed, inside

from ._forest_mutants import g, goes_round, positive_instead, with_rounds
from .cycle import (
    K,
    L,
    M,
    a,
    b,
    back,
    c,
    carrier,
    claim,
    column,
    complete,
    cycle,
    d,
    e,
    gauge,
    h,
    i,
    j,
    onward,
    proper,
    row,
    sound,
    t,
    taken,
    walk,
    x,
)

half = number(Fraction(1, 2))


@complete.mutant("sign: the right side of h[i]² = h[i] (place 2)")
def no_entry_is_1(p):  # where h² = −h
    related = f.assume(gauge)
    cycle_ = f.assume(peel(p.goal.children[1])[1][1])
    mask, goes = (f.part(f.part(cycle_, 0), k) for k in (0, 1))
    inhabited = f.part(f.part(goes, 0), 0)
    one = f.assume(Eq(h[i], 1))
    conclusion = peel(p.goal.children[1])[2]
    clash = f.absurd(f.linear(0, 1, (f.spec(mask, i), -half), (one, half * h[i] + half * 2 - 0)), conclusion)
    none = f.release(clash, inhabited, i)
    backward = f.gen(f.imply(none, cycle_), h, c, back)
    return f.conj(f.part(p.use(claim, "complete"), 0), f.imply(backward, related))


for name, factor in {"dropped hypothesis: d positive": d, "dropped hypothesis: e positive": e}.items():

    @sound.mutant(name)
    def positive_along_the_walk(p, factor=factor):  # where b = d a e; elsewhere the factors play no part
        at = i if factor is d else j
        instead, live, off = field("Z", at), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
        chosen = positive_instead(factor[at], instead, at)
        (known,) = f.obtain(chosen, instead)
        other, beside = (e, j) if factor is d else (d, i)
        scaled = f.spec(p["scaled"], i, j)
        signs = [f.by(f.spec(p[name_], *places)) for name_, places in (("b positive", (i, j)), ("a positive", (i, j)))]
        signs.append(f.by(f.spec(p["e positive" if factor is d else "d positive"], beside)))
        rest = b[i, j] / (a[i, j] * other[beside])
        uses = (scaled, -1 / (a[i, j] * other[beside])), (live, rest - factor[at])
        positive = f.lt(0, factor[at], f.mul(signs[0], *map(f.inv, signs[1:])), *uses)
        same = f.mp(f.part(f.spec(known, at), 1), positive)
        goal = L[i, j], (instead[i] * K[i, j] * e[j] if factor is d else d[i] * K[i, j] * instead[j])
        yes = f.linear(*goal, (scaled, 1), (same, -K[i, j] * other[beside]))
        no = f.linear(*goal, (off, b[i, j] - instead[at] * a[i, j] * other[beside]))
        entries = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), yes, no), i, j, facts=[known])
        found = f.inst(p.use(claim, "sound"), {factor: instead})
        found = p.clear(found, f.gen(f.part(f.spec(known, at), 0), at), entries, known)
        return f.release(found, chosen, instead)


@complete.mutant("strictness: g_[i]² = g_[i]")
def between_0_and_1(p):  # where g is 1 is a set, all of the cycle, and elsewhere 0 ≤ g² ≤ g
    told, some = f.assume(p.goal.children[0].children[0]), f.assume(And(cycle.on(carrier), proper))
    condition = And(ForAll(i, Le(g[i] * g[i], g[i])), inside(g, h, i), closed(g, cycle.next, i))
    rounds = goes_round(some, condition, lambda below, off: f.le(0, g[i], f.add(f.sq(g[i]), f.by(f.spec(below, i)))))
    agree = f.gen(f.imply(f.mp(f.spec(told, h, c, back), with_rounds(some, rounds)), some), h, c, back)
    both = p.use(claim, "complete")
    return f.conj(f.imply(f.mp(f.part(both, 0), agree), told), f.part(both, 1))


def with_sum(found, equal):
    """What was found, with the right side of the equation in place of the left."""
    return f.rewrite(equal, found, x, put(found.conclusion, equal.conclusion.children[0], f.node(x)))


def same_logs(p, weight, mask, left, right, equal, over, *facts):
    """Σ w log x = Σ w log y, from w = 1 ⊢ x = y, and facts that say that x and y are positive there."""
    live, off = f.assume(Eq(weight, 1)), f.assume(Eq(weight, 0))
    on = f.linear(weight * log(left), weight * log(right), (log_of(equal), weight))
    on = f.cut(on, *(p.auto(Lt(0, side), live, *facts) for side in (left, right)))
    none = f.rewrite(f.flip(off), f.linear(0 * log(left), 0 * log(right)), x, Eq(x * log(left), x * log(right)))
    taken = f.imply(f.linear(weight, 1, (mask, 1 / weight)), Ne(weight, 0))
    step = p.clear(mask_cases(mask, on, none), taken, *facts)
    return p.clear(f.linear(Sum(weight * log(left), over), Sum(weight * log(right), over), (step, 1, over)), f.gen(taken, over), *facts)


def either_end(p, walk, kernel, mask, edges, found):
    """On the way back M may be read at either end of a step: it is 1 at both."""
    t, taken, col = walk.t, walk.taken[walk.t], walk.column(walk.t)
    ends = walk.row(t), walk.row(walk.next(t))
    here, there = (f.part(f.mp(f.spec(edges, t), f.assume(Eq(taken, 1))), side) for side in range(2))
    entry = kernel[ends[1], col]
    left, right = M[ends[1], col] * entry, M[ends[0], col] * entry
    equal = f.linear(left, right, (there, entry), (here, -entry))
    return with_sum(found, same_logs(p, taken, f.spec(mask, t), left, right, equal, t, edges))


@complete.mutant("swapped index: i for back(c(i)) in M[back(c(i)), c(i)] (place 5)")
def read_at_the_row(p):
    both, related, some = p.use(claim, "complete"), f.assume(gauge), f.assume(And(cycle.on(carrier), proper))
    mask, _, edges = (f.part(f.part(some, 0), side) for side in range(3))
    found = f.mp(f.spec(f.mp(f.part(both, 1), related), h, c, back), some)
    found = either_end(p, cycle, a, mask, edges, found)
    return f.conj(f.part(both, 0), f.imply(f.gen(f.imply(found, some), h, c, back), related))


@sound.mutant("swapped index: t for onward(t) in row(onward(t)) (place 3)")
def read_where_the_step_begins(p):
    return either_end(p, walk, b, p["taken mask"], p["edges"], p.use(claim, "sound"))


for name, kernel in {"dropped hypothesis: a positive": a, "dropped hypothesis: b positive": b}.items():

    @sound.mutant(name)
    def positive_along_edges(p, kernel=kernel):  # where b = d a e; elsewhere the kernel plays no part
        entry, instead, live = kernel[i, j], field("Z", i, j), f.assume(Eq(M[i, j], 1))
        chosen = positive_instead(entry, instead, i, j)
        (known,) = f.obtain(chosen, instead)
        scaled, factors = f.spec(p["scaled"], i, j), [f.by(f.spec(p["d positive"], i)), f.by(f.spec(p["e positive"], j))]
        if kernel is a:
            signs = [f.by(f.spec(p["b positive"], i, j)), *map(f.inv, factors)]
            value, cofactor = b[i, j] / (d[i] * e[j]), -1 / (d[i] * e[j])
        else:
            signs = [f.by(f.spec(p["a positive"], i, j)), *factors]
            value, cofactor = d[i] * a[i, j] * e[j], 1
        positive = p.clear(f.lt(0, entry, f.mul(*signs), (scaled, cofactor), (live, value - entry)), live)
        same = f.mp(f.part(f.spec(known, i, j), 1), positive)  # M_ij = 1 ⊢ Z_ij is the entry
        masked = M[i, j] * instead[i, j], M[i, j] * entry
        off = f.linear(*masked, (f.assume(Eq(M[i, j], 0)), instead[i, j] - entry))
        masked = mask_cases(f.spec(p["M mask"], i, j), f.linear(*masked, (same, M[i, j])), off)
        new_a, new_b = (EvidenceKernel(carrier, baseline=instead if kernel is old else old) for old in (a, b))
        entries = f.linear(new_b[i, j], d[i] * new_a[i, j] * e[j], (scaled, 1), (masked, -d[i] * e[j] if kernel is a else 1))
        facts = f.gen(f.part(f.spec(known, i, j), 0), i, j), f.gen(f.imply(positive, live), i, j), p["edges"], known
        found = f.cut(f.inst(p.use(claim, "sound"), {kernel: instead}), facts[0], p.everywhere(entries, i, j, facts=[known]))
        for at in ((row(t), column(t)), (row(onward(t)), column(t))):
            sides, equal = [M[at] * y[at] for y in (instead, kernel)], f.inst(masked, dict(zip((i, j), at, strict=True)))
            found = with_sum(found, same_logs(p, taken[t], f.spec(p["taken mask"], t), *sides, equal, t, *facts))
        return f.release(found, chosen, instead)
