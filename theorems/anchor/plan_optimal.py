"""The plan anchor is the one optimum of entropic transport.

Let C be costs, ε > 0, K = e^{−C/ε} and P* = diag(d) K diag(e) with row sums r and column sums c, d, e > 0.  For every P ≥ 0 with the
same margins F(P) = ⟨C, P⟩ + ε Σ P (log P − 1) exceeds F(P*) by ε KL(P‖P*), KL(P‖P*) = Σ P log P − P log P* with 0 log 0 = 0.  Hence P*
is a minimum of F, and there is no other: the kernel says what is cheap, the margins how much must arrive, ε how far the plan is spread.
Source: Cuturi (2013), Sinkhorn Distances (NeurIPS 26); Peyré and Cuturi (2019), Computational Optimal Transport, 4.1 (arXiv
1803.00567).
"""

from gaproof import Claim
from gaproof.lemmas.entropy import excess_not_negative, excess_zero
from gaproof.lemmas.logarithm import log_product
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, ForAll, Le, Lt, Ne, Rational, Sum, exp, field, index, log, scalar, sizes

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
C, P = field("C", i, j), field("P", i, j, domain="nonnegative")
d, e, eps = field("d", i, domain="positive"), field("e", j, domain="positive"), scalar("eps", domain="positive")
r, c = field("r", i), field("c", j)

star = d[i] * exp(-C[i, j] / eps) * e[j]


def margins(entry):
    """The row sums are r, the column sums c."""
    return And(ForAll(i, Eq(Sum(entry, j), r[i])), ForAll(j, Eq(Sum(entry, i), c[j])))


def objective(entry, logarithm=None):
    """F: the mean cost and ε times the negative entropy."""
    return Sum(C[i, j] * entry, i, j) + eps * Sum(entry * (log(entry) if logarithm is None else logarithm) - entry, i, j)


divergence = Sum(P[i, j] * log(P[i, j]) - P[i, j] * log(star), i, j)
given = {"plan": margins(star), "feasible": margins(P[i, j])}
even = {C: ((i, j), 0), P: ((i, j), 1), d: (i, 1), e: (j, 1), eps: 1, r: (i, m), c: (j, n)}  # a model: all entries are 1
claim = Claim("anchor.plan_optimal", given=given, source="Cuturi (2013), NeurIPS 26; Peyré and Cuturi (2019), 4.1")

identity = claim.part("identity", shows=Eq(objective(P[i, j]) - objective(star), eps * divergence), model=even)


@identity.proof
def costs_are_logarithms_of_the_plan(p):
    # C = ε (log d + log e − log P*): the first two depend on the margins alone
    split = f.inst(log_product(), {"x": d[i] * exp(-C[i, j] / eps), "y": e[j]})
    cost = f.linear(C[i, j], eps * (log(d[i]) + log(e[j]) - log(star)), (split, eps))
    costs = (p.clear(cost), P[i, j], i, j), (p.clear(cost), -star, i, j)
    rows = ((f.spec(f.part(p[of], 0), i), sign * eps * (log(d[i]) - 1), i) for of, sign in (("feasible", 1), ("plan", -1)))
    columns = ((f.spec(f.part(p[of], 1), j), sign * eps * log(e[j]), j) for of, sign in (("feasible", 1), ("plan", -1)))
    return p.identity(*costs, *rows, *columns)


spread = {C: [[0, 0], [0, 0]], d: [1, 1], e: [1, 1], eps: 1, r: [2, 2], c: [2, 2], P: [[1, 1], [1, 1]]}  # P* is 1 everywhere
sparse = {P: [[2, 0], [0, 2]]}


@identity.near_miss("the divergence has the factor ε", at={**spread, **sparse, eps: 2})
def without_epsilon():
    return Eq(objective(P[i, j]) - objective(star), divergence)


optimal = claim.part("optimal", shows=And(Le(0, divergence), Le(objective(star), objective(P[i, j]))), model=even)


at_plans = {"p": P[i, j], "q": star}


def excess(p, lemma):
    """A fact about p log p − p log q − p + q at P and P*."""
    return p.clear(f.inst(lemma, at_plans))


@optimal.proof
def divergence_is_not_negative(p):
    equal = ((f.spec(f.part(p[of], 0), i), sign, i) for of, sign in (("plan", -1), ("feasible", 1)))
    sign = f.le(0, divergence, f.tot(i, f.tot(j, f.by(excess(p, excess_not_negative())))), *equal)
    sign = p.clear(sign)
    best = f.le(objective(star), objective(P[i, j]), f.mul(f.by(p["eps positive"]), f.by(sign)), (p.use(claim, "identity"), 1))
    return f.conj(sign, best)


as_good = {"as good": Le(objective(P[i, j]), objective(star))}
unique = claim.part("unique", given=as_good, shows=ForAll((i, j), Eq(P[i, j], star)), model=even)


@unique.proof
def no_divergence_is_left(p):
    equal = [(f.spec(f.part(p[of], 0), i), sign, i) for of, sign in (("plan", -1), ("feasible", 1))]
    gap = P[i, j] * log(P[i, j]) - P[i, j] * log(star) + star - P[i, j]
    below = f.le(Sum(gap, i, j), 0, f.mul(f.inv(f.by(p["eps positive"])), f.by(p["as good"])), (p.use(claim, "identity"), 1 / eps), *equal)
    none = f.zero_sum(f.restate(excess(p, excess_not_negative()), Le(0, gap)), p.clear(below), i, j)
    return f.gen(p.clear(f.cut(f.inst(excess_zero(), {"p": P[i, j], "q": star}), none)), i, j)


@optimal.near_miss("not strictly: P* is as good as itself", at=spread)
def strictly():
    return And(Le(0, divergence), Lt(objective(star), objective(P[i, j])))


@unique.near_miss("almost as good is not enough", at={**spread, **sparse, eps: Rational(1, 4)})
def almost_as_good():
    return {**given, "as good": Le(objective(P[i, j]), objective(star) + 1)}, ForAll((i, j), Eq(P[i, j], star))


twice = {d: [2, 2]}
negative = {**spread, P: [[3, -1], [-1, 3]]}
identity.necessary("plan", "a scaling with other margins", at={**spread, **twice})
identity.necessary("feasible", "twice the mass", at={**spread, P: [[2, 2], [2, 2]]})
identity.necessary("eps positive", "costs that are divided away", at={**spread, **sparse, C: [[1, 0], [0, 1]], eps: 0}, undefined=0)
optimal.necessary("plan", "twice the plan has a negative divergence", at={**spread, **twice})
optimal.necessary("feasible", "half the mass", at={**spread, P: [[Rational(1, 2)] * 2] * 2})
optimal.necessary("eps positive", "a negative ε turns the sign", at={**spread, **sparse, eps: -1})
optimal.necessary("P nonnegative", "log -1 may be large", at=negative, undefined=7)
unique.necessary("plan", "twice the plan is worse than the plan", at={**spread, **twice})
unique.necessary("feasible", "half of the plan with twice the margins", at={**spread, **twice, r: [4, 4], c: [4, 4]})
unique.necessary("as good", "any other P", at={**spread, **sparse})
unique.necessary("eps positive", "a negative ε turns the sign", at={**spread, **sparse, eps: -1})
unique.necessary("P nonnegative", "log -1 may be large", at=negative, undefined=7)
# "d positive", "e positive": each follows from the other and P ≥ 0, but for rows and columns of 0.
# "P nonnegative" in the identity is needed for a meaning only: P log P is on both sides.


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


# models: the margins are those of P*, and P is between P* and the plan without costs, which has the same
u = scalar("u", domain="nonnegative")
rows, columns = Sum(star, j), Sum(star, i)
independent = rows * columns / Sum(star, i, j)
for name in claim.parts.keys() - {"unique"}:
    claim.parts[name].drawn({r: (i, rows), c: (j, columns), P: ((i, j), (star + u * independent) / (1 + u))})
