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
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Le, Lt, Rational, Sum, exp, field, index, log, scalar, sizes

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


# models: the margins are those of P*, and P is between P* and the plan without costs, which has the same
u = scalar("u", domain="nonnegative")
rows, columns = Sum(star, j), Sum(star, i)
independent = rows * columns / Sum(star, i, j)
for name in claim.parts.keys() - {"unique"}:
    claim.parts[name].drawn({r: (i, rows), c: (j, columns), P: ((i, j), (star + u * independent) / (1 + u))})
