"""The anchored row is the one maximiser of free energy.

On a live row with mask M, reference π > 0 of any mass, scores s and temperature τ ≠ 0 let Z = Σ_j M_j π_j e^(s_j/τ) and
α_j = M_j π_j e^(s_j/τ)/Z.  For every probability row p on the support, F(p) = Σ p s/τ − KL(p‖π) equals log Z − KL(p‖α); hence
F(p) ≤ log Z, with equality at α and nowhere else.  KL(p‖q) = Σ p log p − p log q, where 0 log 0 = 0; it is at least Σp − Σq, with
equality only at p = q, whatever the masses are (Gibbs).  Source: Geometric Attention (arXiv 2601.11618), section 4; Gibbs (1902),
Elementary Principles in Statistical Mechanics, chapter XI.
"""

from gaproof import Claim
from gaproof.lemmas.entropy import gibbs, gibbs_equality
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import kl, log_partition, softmax

m = sizes("m")
j = index("j", m)
s, tau, w = field("s", j), scalar("tau"), scalar("w")
M, pi = field("M", j, domain="mask"), field("pi", j, domain="positive")
u, v = field("u v", j, domain="nonnegative")
p = field("p", j, domain="simplex")

alpha = softmax(s[j], over=j, mask=M[j], baseline=pi[j], temperature=tau)
log_z = log_partition(s[j], over=j, mask=M[j], baseline=pi[j], temperature=tau)
total = Sum(M[j] * pi[j] * exp(s[j] / tau), j)
share = pi[j] * exp(s[j] / tau) / total  # α_j = M_j share_j


def free(p):
    """F(p)."""
    return Sum(p * s[j] / tau, j) - kl(p, pi[j], j)


def supported(p):
    """p is 0 off the mask."""
    return ForAll(j, Eq(p * (1 - M[j]), 0))


row = {"live": Exists(j, Eq(M[j], 1)), "temperature": Ne(tau, 0)}
on_row = {**row, "supported": supported(p[j])}
claim = Claim("anchor.free_energy", source="Geometric Attention, section 4; Gibbs (1902)")
claim.where(alpha=alpha, Z=total)

masses = Sum(u[j], j) - Sum(v[j], j)
only_at_v = Iff(Eq(kl(u[j], v[j], j), masses), ForAll(j, Eq(u[j], v[j])))
inequality = claim.part(
    "gibbs",
    given={"dominated": ForAll(j, Implies(Ne(u[j], 0), Lt(0, v[j])))},
    shows=And(Le(masses, kl(u[j], v[j], j)), only_at_v),
)


@inequality.proof
def tangent_at_half_the_exponent(proof):
    forward, _ = proof.goal.children[1].children
    equal, same = map(f.assume, forward.children)
    only = f.cut(f.inst(gibbs_equality(j.sort), {"p": u, "q": v}), f.eq_le(equal))
    here = f.spec(same, j)  # where u = v every place adds nothing
    nothing = f.rewrite(here, f.linear(0, 0), w, Eq(u[j] * log(u[j]) - u[j] * log(w), 0))
    zero = f.linear(*equal.conclusion.children, (proof.clear(nothing, same), 1, j), (here, -1, j))
    return f.conj(f.inst(gibbs(j.sort), {"p": u, "q": v}), f.conj(f.imply(only, equal), f.imply(zero, same)))


@inequality.near_miss("unequal masses: u = 1/2, v = 1 in one column has KL < 0")
def any_masses():
    return And(Le(0, kl(u[j], v[j], j)), only_at_v)


@inequality.near_miss("KL is not symmetric: u = 1, v = 1/2 in one column")
def exchanged():
    return And(Le(masses, kl(v[j], u[j], j)), only_at_v)


@inequality.near_miss("equal masses do not make KL vanish: u = (1/2, 1/2), v = (1/4, 3/4)")
def equal_masses():
    return And(Le(masses, kl(u[j], v[j], j)), Iff(Eq(kl(u[j], v[j], j), masses), Eq(Sum(u[j], j), Sum(v[j], j))))


inequality.necessary("dominated", "log 0 may be anything", at={u: [1], v: [0]}, undefined=0)
inequality.necessary("u nonnegative", "so may log -1", at={u: [-1], v: [1]}, undefined=3)
inequality.necessary("v nonnegative", "where u is 0, v adds to the masses but not to KL", at={u: [0], v: [-1]})


# Below, "live" follows from "supported" and the unit mass of p, and "temperature" is needed for a meaning only: scores enter as s/τ,
# whatever 1/τ is.
def positive_where_p_is(proof):
    """p_j ≠ 0 → 0 < α_j: on the support M_j = 1."""
    on = f.linear(M[j], 1, (f.spec(proof["supported"], j), -1 / p[j]))
    positive = proof.auto(Lt(0, alpha), f.assume(Eq(M[j], 1)))
    return f.gen(f.imply(f.cut(positive, on), Ne(p[j], 0)), j)


expanded = s[j] / tau + log(pi[j]) - log_z
identity = claim.part("identity", given=on_row, shows=Eq(free(p[j]), log_z - kl(p[j], alpha, j)))


def logarithm_of_the_anchor(proof):
    """p log α = p (s/τ + log π − log Z): on the mask by log α, off the mask because p = 0."""
    on, off = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    split = f.inst(log_product(), {"x": pi[j], "y": share / pi[j]})
    yes = f.linear(p[j] * log(alpha), p[j] * expanded, (log_of(f.linear(alpha, share, (on, share))), p[j]), (split, p[j]))
    none = f.linear(0, p[j], (f.spec(proof["supported"], j), -1), (off, -p[j]))
    no = f.rewrite(none, f.linear(0 * log(alpha), 0 * expanded), w, Eq(w * log(alpha), w * expanded))
    return proof.clear(mask_cases(f.spec(proof["M mask"], j), proof.clear(yes, on), no))


@identity.proof
def logarithms_cancel(proof):
    place = logarithm_of_the_anchor(proof)
    return proof.clear(proof.identity((place, -1, j), (proof["p simplex: unit rows"], log_z)), positive_where_p_is(proof))


@identity.near_miss("the sign of KL: two columns, p = (1/2, 1/2), s = (0, log 3), tau = 1")
def plus_kl():
    return Eq(free(p[j]), log_z + kl(p[j], alpha, j))


@identity.near_miss("the anchor knows the reference: pi = (1, 2), p = (1, 0), s = 0")
def anchor_without_reference():
    return Eq(free(p[j]), log_z - kl(p[j], softmax(s[j], over=j, mask=M[j], temperature=tau), j))


@identity.near_miss("the temperature divides the mean score: one column, s = 1, tau = 2")
def undivided_score():
    return Eq(Sum(p[j] * s[j], j) - kl(p[j], pi[j], j), log_z - kl(p[j], alpha, j))


row_of_one = {tau: 1, s: [0], M: [1]}
row_of_two = {tau: 1, s: [0, 0], M: [1, 1]}
identity.necessary("p simplex: unit rows", "log Z counts with the mass of p", at={**row_of_one, pi: [2], p: [2]})
identity.necessary("supported", "KL with log 0", at={**row_of_two, M: [1, 0], pi: [1, 1], p: [0, 1]}, undefined=1)
identity.necessary("pi positive", "KL with log -1", at={**row_of_two, pi: [-1, 3], p: [1, 0]}, undefined=0)
identity.necessary("M mask", "log Z and KL with log of negative numbers", at={**row_of_two, M: [1, -3], pi: [1, 1], p: [1, 0]}, undefined=1)
# "p simplex: nonnegative": p log p is the same on both sides, whatever it is.


feasible = claim.part("feasible", given=row, shows=And(ForAll(j, Le(0, alpha)), supported(alpha), Eq(Sum(alpha, j), 1)))


@feasible.proof
def shares_of_the_total(proof):
    signs, _, mass = proof.goal.children
    off = f.linear(alpha * (1 - M[j]), 0, (f.spec(proof["M mask"], j), -share))
    return f.conj(proof.auto(signs), proof.everywhere(off, j), proof.auto(mass))


@feasible.near_miss("masked columns have no share: one live and one masked column")
def positive_everywhere():
    return And(ForAll(j, Lt(0, alpha)), supported(alpha), Eq(Sum(alpha, j), 1))


feasible.necessary("live", "an empty row has no mass", at={**row_of_one, M: [0], pi: [1]})
feasible.necessary("pi positive", "a negative share", at={**row_of_two, pi: [-1, 2]})
feasible.necessary("M mask", "an entry 2 counts as masked", at={**row_of_two, M: [1, 2], pi: [1, 1]})


attained = claim.part("attained", given=row, shows=Eq(free(alpha), log_z))


@attained.proof
def no_divergence_from_itself(proof):
    at_alpha = proof.use(claim, "identity", {p: (j, alpha)})
    anchored = (f.part(proof.use(claim, "feasible"), k) for k in range(3))
    return proof.clear(proof.identity((at_alpha, 1)), *anchored)


@attained.near_miss("the mean score alone is less: two columns, s = 0")
def energy_without_entropy():
    return Eq(Sum(alpha * s[j] / tau, j), log_z)


attained.necessary("live", "log Z is log 0", at={**row_of_one, M: [0], pi: [1]}, undefined=1)
attained.necessary("pi positive", "shares of both signs", at={**row_of_two, pi: [-1, 3]}, undefined=0)
attained.necessary("M mask", "an entry 2 is no baseline", at={**row_of_two, M: [1, 2], pi: [1, 1]})


maximiser = claim.part("maximiser", given=on_row, shows=And(Le(0, kl(p[j], alpha, j)), Le(free(p[j]), log_z)))


@maximiser.proof
def divergence_is_not_negative(proof):
    divergence, bound = proof.goal.children
    gap = f.inst(gibbs(j.sort), {"p": p, "q": (j, alpha)})
    positive = f.le(*divergence.children, f.by(gap), (proof["p simplex: unit rows"], 1))
    below = f.le(*bound.children, f.by(positive), (proof.use(claim, "identity"), -1))
    return proof.clear(f.conj(positive, below), positive_where_p_is(proof))


@maximiser.near_miss("log Z without the reference is too small: one column, pi = 2")
def partition_without_reference():
    return And(Le(0, kl(p[j], alpha, j)), Le(free(p[j]), log_partition(s[j], over=j, mask=M[j], temperature=tau)))


maximiser.necessary("p simplex: unit rows", "half the mass has a negative KL", at={**row_of_one, pi: [1], p: [Rational(1, 2)]})
maximiser.necessary("p simplex: nonnegative", "log -1 may be large", at={**row_of_two, pi: [1, 1], p: [2, -1]}, undefined=3)
maximiser.necessary("supported", "log 0 may be positive", at={**row_of_two, M: [1, 0], pi: [1, 1], p: [0, 1]}, undefined=1)
maximiser.necessary("pi positive", "a share above 1", at={**row_of_two, pi: [-1, 3], p: [0, 1]})
maximiser.necessary("M mask", "a share above 1", at={**row_of_two, M: [1, -Rational(1, 2)], pi: [1, 1], p: [1, 0]})


unique = claim.part("unique", given={**on_row, "optimal": Le(log_z, free(p[j]))}, shows=ForAll(j, Eq(p[j], alpha)))


@unique.proof
def no_other_row_has_divergence_zero(proof):
    uses = (proof.use(claim, "identity"), -1), (proof["p simplex: unit rows"], 1)
    none = f.le(kl(p[j], alpha, j), Sum(p[j], j) - Sum(alpha, j), f.by(proof["optimal"]), *uses)
    same = f.cut(f.inst(gibbs_equality(j.sort), {"p": p, "q": (j, alpha)}), none)
    return proof.clear(same, positive_where_p_is(proof))


@unique.near_miss("almost optimal is not optimal: two columns, p = (1, 0), s = 0, F = log Z - log 2")
def almost_optimal():
    return {**on_row, "optimal": Le(log_z - 1, free(p[j]))}, ForAll(j, Eq(p[j], alpha))


def another_maximiser(miss):
    """π = 1 + δ(j, a), s = 0: the optimal p = π/(m + 1) is not uniform, at b it would be 1/(m + 1) = 1/m."""
    a, b, apart = miss.different(m)
    at_a = 1 + delta(j, a)
    values = {"M": (j, 1), "tau": 1, "s": (j, 0), "pi": (j, at_a)}
    best = f.eq_le(f.flip(f.inst(claim.theorem("attained"), values)))
    values["p"] = (j, at_a / Sum(at_a, j))
    best = f.restate(best, miss.hypothesis("optimal", values))
    uniform = f.spec(miss.at(values, discharge(best, [], frozenset())), b)
    return discharge(f.linear(0, 1, (uniform, m * (m + 1)), (apart, -m)), [], uniform.hypotheses | apart.hypotheses)


@unique.near_miss("the maximiser is the anchor with its reference: two columns, s = 0, pi = (1, 2)", by=another_maximiser)
def without_reference():
    return ForAll(j, Eq(p[j], softmax(s[j], over=j, mask=M[j], temperature=tau)))


unique.necessary("optimal", "any other row", at={**row_of_two, pi: [1, 1], p: [1, 0]})
unique.necessary("p simplex: unit rows", "twice the mass has F = 4 - 2 log 2", at={**row_of_one, s: [2], pi: [1], p: [2]})
unique.necessary("p simplex: nonnegative", "log -1 may be large", at={**row_of_two, pi: [1, 1], p: [2, -1]}, undefined=9)
unique.necessary("supported", "a better column that is masked", at={**row_of_two, M: [1, 0], pi: [1, 3], p: [0, 1]})
unique.necessary("pi positive", "a share above 1", at={**row_of_two, pi: [-1, 3], p: [0, 1]})
unique.necessary("M mask", "a share above 1", at={**row_of_two, M: [1, -Rational(1, 2)], pi: [1, 1], p: [1, 0]})


# ---- mutants that are true ---------------------------------------------------------------------------------------------------


k, (e, l, y) = index("k", m), field("e l y", j)  # numbers instead of logarithms, about which nothing has to be known
