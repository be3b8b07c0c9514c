"""Mutants of anchor.plan_optimal that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.entropy import excess_not_negative, excess_zero
from gaproof.lemmas.logarithm import log_product
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, ForAll, Le, Lt, Ne, Sum, exp, field, log

from .plan_optimal import C, P, at_plans, claim, d, e, eps, i, identity, j, objective, optimal, star, unique

# Without the sign of d, or of e: it is that of the margins, and P and P* are 0 where that is 0.  There log P and log P* may be anything.
FIELDS = {"d": (d, i, j, e), "e": (e, j, i, d)}
k, l, g, h = *field("k l", i, j), field("g", i), field("h", j)
LOGS = {k: ((i, j), log(P[i, j])), l: ((i, j), log(star)), g: (i, log(d[i])), h: (j, log(e[j]))}
apart = Sum(P[i, j] * k[i, j] - P[i, j] * l[i, j], i, j)
told = Eq(objective(P[i, j], k[i, j]) - objective(star, l[i, j]), eps * apart)


def unsigned(p, name):
    """0 < x, where it is; 0 ≤ x; and elsewhere P = 0 and P* = 0."""
    x, at, over, along = FIELDS[name]
    weight, mass, alive, dead = exp(-C[i, j] / eps) * along[over], Sum(P[i, j], over), f.assume(Lt(0, x[at])), f.assume(Le(x[at], 0))
    sums = ((f.spec(f.part(p[of], int(at == j)), at), sign) for of, sign in (("feasible", 1), ("plan", -1)))
    same, total = f.linear(mass, x[at] * Sum(weight, over), *sums), f.by(p.auto(Lt(0, Sum(weight, over))))
    sign = p.clear(f.le(0, x[at], f.mul(f.by(p.auto(Le(0, mass))), f.inv(total)), (same, -1 / Sum(weight, over))))
    none = f.zero_sum(f.spec(p["P nonnegative"], i, j), f.le(mass, 0, f.mul(f.by(dead), total), (same, -1)), over)
    return alive, sign, p.clear(none, dead), p.clear(f.linear(star, 0, (f.antisymmetry(sign, dead), -weight)), dead)


def same_difference(p, name=""):
    alive, _, *none = unsigned(p, name) if name else (f.assume(Lt(0, d[i])), None, None, None)
    split, price = f.inst(log_product(), {"x": d[i] * exp(-C[i, j] / eps), "y": e[j]}), eps * (g[i] + h[j] - l[i, j])
    cost = p.clear(f.linear(C[i, j], eps * (log(d[i]) + log(e[j]) - log(star)), (split, eps)), alive)
    entries, shown = [], []
    for weight, gone in zip((P[i, j], star), none, strict=True):
        entry = Eq(weight * C[i, j], weight * price)
        th = f.cut(f.inst(f.linear(*entry.args, (f.assume(Eq(C[i, j], price)), weight)), LOGS), cost)
        if name:
            th = f.cases(alive.conclusion, th, f.inst(f.linear(*entry.args, (gone, C[i, j] - price)), LOGS))
        shown.append(f.gen(p.clear(th), i, j))
        entries.append(f.spec(f.assume(ForAll((i, j), entry)), i, j))
    given = [(p[of], sign) for of, sign in (("feasible", eps), ("plan", -eps))]
    sums = [(f.spec(f.part(th, part), at), sign * x, at) for th, sign in given for part, at, x in ((0, i, g[i] - 1), (1, j, h[j]))]
    th = p.clear(f.linear(*told.args, (entries[0], 1, i, j), (entries[1], -1, i, j), *sums), *entries)
    return f.cut(f.inst(th, LOGS), *shown)


def unsigned_excess(p, name, lemma, *known):
    """A fact about p log p − p log q − p + q at P and P*, wherever P* is positive or both are 0."""
    (alive, sign, none, _), along = unsigned(p, name), FIELDS[name][3]
    weight = f.ex(-C[i, j] / eps), f.by(p.auto(Lt(0, along[FIELDS[name][2]])))
    dead = f.absurd(f.linear(0, 1, (none, -1 / P[i, j])), Lt(0, star))
    above = f.imply(f.cases(alive.conclusion, f.lt(0, star, f.mul(f.by(alive), *weight)), dead), Ne(P[i, j], 0))
    return p.clear(lemma, above, p.clear(f.le(0, star, f.mul(f.by(sign), *weight))), *known)


def any_numbers(formula):
    """A formula with k and l for log P and log P*."""
    return put(put(formula, f.node(log(P[i, j])), f.node(k[i, j])), f.node(log(star)), f.node(l[i, j]))


def excess_and_difference(p, name):
    """What both claims rest on: assumed of any numbers instead of logarithms, and shown of these."""
    shown = unsigned_excess(p, name, f.inst(excess_not_negative(), at_plans))
    each, whole = f.assume(f.forall((i, j), any_numbers(shown.conclusion))), f.assume(told)
    equal = [(f.spec(f.part(p[of], 0), i), sign, i) for of, sign in (("plan", -1), ("feasible", 1))]
    return each, whole, equal, lambda th: f.cut(f.inst(p.clear(th, each, whole), LOGS), f.gen(shown, i, j), same_difference(p, name))


def still_optimal(p, name):
    each, whole, equal, at_logarithms = excess_and_difference(p, name)
    sign = f.le(0, apart, f.tot(i, f.tot(j, f.by(f.spec(each, i, j)))), *equal)
    best = f.le(objective(star, l[i, j]), objective(P[i, j], k[i, j]), f.mul(f.by(p["eps positive"]), f.by(sign)), (whole, 1))
    return at_logarithms(f.conj(sign, best))


def still_unique(p, name):
    each, whole, equal, at_logarithms = excess_and_difference(p, name)
    good = Le(objective(P[i, j], k[i, j]), objective(star, l[i, j]))
    gap = P[i, j] * k[i, j] - P[i, j] * l[i, j] - P[i, j] + star
    below = f.le(Sum(gap, i, j), 0, f.mul(f.inv(f.by(p["eps positive"])), f.by(f.assume(good))), (whole, 1 / eps), *equal)
    none = f.zero_sum(f.restate(f.spec(each, i, j), Le(0, gap)), below, i, j)
    only = f.inst(excess_zero(), at_plans)
    vanishes = next(h for h in only.hypotheses if h.tag == "eq")
    none = f.mp(at_logarithms(f.imply(f.gen(f.restate(none, any_numbers(vanishes)), i, j), good)), p["as good"])
    only = unsigned_excess(p, name, only, f.assume(vanishes))
    return f.gen(f.cut(only, f.spec(none, i, j)), i, j)


identity.mutant("dropped hypothesis: P nonnegative")(same_difference)


@optimal.mutant("log dropped: log(P[i, j]) (place 2)")
def squares_are_more(p):
    th, positive = p.use(claim, "optimal"), f.assume(Lt(0, P[i, j]))
    tangent = p.clear(f.restate(f.inst(exp_tangent(), {"t": log(P[i, j])}), Le(1 + log(P[i, j]), P[i, j])), positive)
    at_most = Le(P[i, j] * k[i, j], P[i, j] * P[i, j])
    none = f.antisymmetry(f.spec(p["P nonnegative"], i, j), f.assume(Le(P[i, j], 0)))
    some = f.le(*at_most.args, f.mul(f.by(positive), f.add(f.by(f.assume(Le(1 + k[i, j], P[i, j]))), f.num(1))))
    never = f.le(*at_most.args, f.num(0), (none, k[i, j] - P[i, j]))
    each = f.cases(positive.conclusion, f.cut(f.inst(some, LOGS), tangent), f.inst(never, LOGS))
    known, more = f.assume(Le(objective(star, l[i, j]), objective(P[i, j], k[i, j]))), f.assume(ForAll((i, j), at_most))
    gains = f.mul(f.by(p["eps positive"]), f.tot(i, f.tot(j, f.by(f.spec(more, i, j)))))
    best = f.le(objective(star, l[i, j]), objective(P[i, j], P[i, j]), f.add(f.by(known), gains))
    return f.conj(f.part(th, 0), f.cut(f.inst(best, LOGS), f.part(th, 1), f.gen(p.clear(each), i, j)))


for name in FIELDS:
    for part, shown in ((identity, same_difference), (optimal, still_optimal), (unique, still_unique)):
        part.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name, shown=shown: shown(p, name))
