"""Mutants of anchor.ratio_unique that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Lt, Ne, Sum, scalar

from .ratio_unique import h, j, k, normalisation, p, q, supported, unique, v

w = scalar("w")  # in the place of a 1/x of which nothing is asked


def over(number):
    """1/x as it stands in a quotient."""
    return f.node(p[j] / number).children[1]


def not_zero(number, one):
    """A number is not 0, because 1 would be 0 else: ``one`` concludes 1 = 0 from that it is 0."""
    zero = f.assume(Eq(number, 0))
    return f.cases(zero.conclusion, f.absurd(one(zero), Ne(number, 0)), f.assume(Ne(number, 0)))


@unique.mutant("dropped hypothesis: v positive")
def entries_with_a_ratio(context):
    # v_j = 0 makes p_j/p_k = 0; and p_k v_j = p_j v_k, summed over k, makes v_j = p_j Σv
    same, ratio = f.spec(context["ratios"], j, k), f.assume(Eq(p[j] / p[k], v[j] * w))
    alive = not_zero(v[j], lambda zero: f.linear(1, 0, (ratio, p[k] / p[j]), (zero, p[k] / p[j] * w)))
    alive = context.clear(f.cut(f.inst(alive, {w: over(v[k])}), same))
    cross = context.clear(f.linear(p[k] * v[j], p[j] * v[k], (same, -p[k] * v[k])), f.inst(alive, {j: k}))
    share = f.linear(v[j], p[j] * Sum(v[k], k), (context["unit mass"], -v[j]), (context.clear(cross), 1, k))
    total = not_zero(Sum(v[k], k), lambda zero: f.linear(1, 0, (share, 1 / v[j]), (zero, p[j] / v[j])))
    total = context.clear(total, alive)
    return f.gen(context.clear(context.identity((share, -1 / Sum(v[k], k))), total), j)


@normalisation.mutant("dropped hypothesis: v positive")
def positive_shares(context):
    # Σv = 0 makes Σp = Σv/Σv = 0, and v_j = 0 makes p_j = 0
    at, mass, masses = f.spec(context["normalised"], j), Sum(v[j], j), Sum(p[j], j)
    some = context.auto(Lt(0, masses))
    shares = f.assume(ForAll(j, Eq(p[j], v[j] * w)))
    share = f.spec(shares, j)
    total = not_zero(mass, lambda zero: f.linear(1, 0, (share, 1 / masses, j), (zero, w / masses)))
    alive = not_zero(v[j], lambda zero: f.linear(1, 0, (share, 1 / p[j]), (zero, w / p[j])))
    total, alive = (context.clear(f.cut(f.inst(th, {w: over(mass)}), context["normalised"]), some) for th in (total, alive))
    unit = f.linear(masses, 1, (at, 1, j))
    same = f.linear(p[j] / p[k], v[j] / v[k], (at, 1 / p[k]), (f.inst(at, {j: k}), -v[j] / (v[k] * p[k])))
    same = context.clear(same, total, f.inst(alive, {j: k}))
    return f.conj(context.clear(unit, total), f.gen(same, j, k))


@supported.mutant("dropped hypothesis: v positive")
def entries_with_a_ratio_on_the_support(context):
    # where h_j = 1, v_j = 0 makes q_j/q_j = 0; the rest is the proof of the theorem
    here, there, away, off = (f.assume(Eq(mask, truth)) for truth in (1, 0) for mask in (h[j], h[k]))
    support = context["support"]
    own, none, alive, gone = (
        f.mp(f.part(f.spec(support, at), side), th) for at, side, th in ((j, 0, here), (j, 1, away), (k, 0, there), (k, 1, off))
    )
    same, goal = f.mp(f.spec(context["ratios"], j, k), f.conj(here, there)), (q[k] * (h[j] * v[j]), q[j] * (h[k] * v[k]))
    ratio = f.assume(Eq(q[j] / q[k], v[j] * w))
    live = not_zero(v[j], lambda zero: f.linear(1, 0, (ratio, q[k] / q[j]), (zero, q[k] / q[j] * w)))
    live = f.inst(f.cut(f.inst(live, {w: over(v[k])}), same, own, alive), {k: j})
    live_there = f.inst(live, {j: k})
    both = f.cut(f.linear(*goal, (same, -q[k] * v[k]), (here, q[k] * v[j]), (there, -q[j] * v[k])), alive, live_there)
    one = f.linear(*goal, (away, q[k] * v[j]), (none, -h[k] * v[k]))
    cross = mask_cases(f.spec(context["h mask"], j), both, one)
    cross = mask_cases(f.spec(context["h mask"], k), cross, f.linear(*goal, (gone, h[j] * v[j]), (off, -q[j] * v[k])))
    total = Sum(h[j] * v[j], j)
    cross = f.linear(h[j] * v[j], q[j] * total, (context.clear(cross), 1, k), (context["unit mass"], -h[j] * v[j]))
    # a total of 0 would leave no mass
    zero = f.assume(Eq(total, 0))
    empty = f.cut(f.linear(h[j], 0, (cross, 1 / v[j]), (zero, q[j] / v[j])), live)
    empty = mask_cases(f.spec(context["h mask"], j), empty, away)
    nothing = f.linear(1, 0, (context["unit mass"], -1), (f.mp(f.part(f.spec(support, j), 1), empty), 1, j))
    nonzero = f.cases(zero.conclusion, f.absurd(nothing, Ne(total, 0)), f.assume(Ne(total, 0)))
    return f.gen(context.clear(context.identity((cross, -1 / total)), nonzero), j)
