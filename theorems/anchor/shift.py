"""Row softmax ignores row fields.

Adding a constant to every score of a row leaves the anchored row unchanged, so only differences along a row can be
observed: on the row's support log A_ij − log A_ik = (s_ij − s_ik)/τ + log κ_ij − log κ_ik.  Hence two scores anchor to the same
kernel exactly if they differ by a row field on the support.  Source: Geometric Attention (arXiv 2601.11618), sections 3 and 4;
Luce (1959), Individual Choice Behavior.
"""

from functools import partial

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import prove
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import gibbs, softmax

n, m = sizes("n m")
i, (j, k) = index("i", n), index("j k", m)
s, t = field("s t", i, j)
b, c, u = field("b", j), field("c", i), scalar("u")
M, kappa, tau = field("M", i, j, domain="mask"), field("kappa", i, j, domain="positive"), scalar("tau", domain="positive")


def A(score, column=j):
    """The anchored kernel of a score, at row i and a column."""
    return softmax(score, over=column, mask=M[i, column], baseline=kappa[i, column], temperature=tau)


def weight(score):
    """1/Z of row i."""
    return 1 / Sum(gibbs(score[i, k], M[i, k], kappa[i, k], tau), k)


live = ForAll(i, Exists(j, Eq(M[i, j], 1)))
claim = Claim("anchor.shift", source="Geometric Attention, sections 3-4; Luce (1959)")

shift = claim.part("shift", given={"live": live}, shows=ForAll((i, j), Eq(A(s[i, j] + c[i]), A(s[i, j]))))


@shift.proof
def row_field_cancels(p):
    return p.identity()


@shift.near_miss("a column field is visible: b = (0, log 2) on a full 1×2 carrier")
def column_field():
    return ForAll((i, j), Eq(A(s[i, j] + b[j]), A(s[i, j])))


@shift.near_miss("scaling the scores is visible: s = (0, 1)")
def scaled_scores():
    return ForAll((i, j), Eq(A(2 * s[i, j]), A(s[i, j])))


def sum_zero(claim, signs):
    """In a row with weights 1 and −1, Z = 0 for s = 0 and for s = 1: it says that e · 1/0 = 1/0."""
    a, b, apart = claim.different(m)
    values = {"M": ((i, j), 1), "kappa": ((i, j), 1), "tau": 1, "s": ((i, j), 0), "c": (i, 1)}
    opposite = delta(j, a) - delta(j, b)
    alive = f.exists(f.linear(1 - delta(a, b), 1, (apart, -1)), Exists(j, Eq(opposite, 1)), a)
    same = claim.at(values | {signs: ((i, j), opposite)}, f.gen(alive, i))
    same = claim.divided_by_zero(f.spec(same, i, a))
    unit = f.linear(exp(1), 1, (same, 1), (apart, exp(1) - 1))
    return f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (unit, -1))


for hypothesis, signed in (("M mask", "M"), ("kappa positive", "kappa")):
    shift.necessary(hypothesis, "a row that sums to 0", undefined=1)(partial(sum_zero, signs=signed))
# "live": an empty row is 0 · 1/0 on both sides.  "tau positive": e^((s + c)/τ) = e^(s/τ) e^(c/τ), whatever 1/τ is.


ratio = claim.part(
    "log ratios",
    shows=ForAll(
        (i, j, k),
        Implies(
            And(Eq(M[i, j], 1), Eq(M[i, k], 1)),
            Eq(log(A(s[i, j])) - log(A(s[i, k], k)), (s[i, j] - s[i, k]) / tau + log(kappa[i, j]) - log(kappa[i, k])),
        ),
    ),
)


wide = {tau: 1, s: [[0, 1, 0]]}


def log_entry(score, column, allowed):
    """log A_ij = s_ij/τ + log κ_ij + log(1/Z_i) at an allowed column."""
    factor = kappa[i, column] * exp(score[i, column] / tau) * weight(score)
    entry = f.linear(A(score[i, column], column), factor, (allowed, factor))
    split = f.inst(log_product(), {"x": kappa[i, column], "y": weight(score)})
    return f.linear(
        log(A(score[i, column], column)),
        score[i, column] / tau + log(kappa[i, column]) + log(weight(score)),
        (log_of(entry), 1),
        (split, 1),
    )


@ratio.proof
def logarithms_along_a_row(p):
    at_j, at_k = (f.part(f.assume(p.peeled()[1][0]), side) for side in (0, 1))
    alive = f.exists(at_j, Exists(j, Eq(M[i, j], 1)), j)
    return p.clear(p.solve((log_entry(s, j, at_j), 1), (log_entry(s, k, at_k), 1)), alive)


@ratio.near_miss("the baseline is visible: s = 0, κ = (1, 2)")
def without_baseline():
    scores = Eq(log(A(s[i, j])) - log(A(s[i, k], k)), (s[i, j] - s[i, k]) / tau)
    return ForAll((i, j, k), Implies(And(Eq(M[i, j], 1), Eq(M[i, k], 1)), scores))


@ratio.near_miss("the temperature scales the differences: s = (0, 1), τ = 2, κ = 1")
def without_temperature():
    scores = Eq(log(A(s[i, j])) - log(A(s[i, k], k)), s[i, j] - s[i, k] + log(kappa[i, j]) - log(kappa[i, k]))
    return ForAll((i, j, k), Implies(And(Eq(M[i, j], 1), Eq(M[i, k], 1)), scores))


ratio.necessary("kappa positive", "log A of a row with negative sum", at={**wide, M: [[1, 1, 1]], kappa: [[1, 1, -5]]}, undefined=0)
ratio.necessary("M mask", "log A of a row with negative sum", at={**wide, M: [[1, 1, -5]], kappa: [[1, 1, 1]]}, undefined=0)
# "tau positive": scores enter divided by τ on both sides, whatever 1/τ is.


recovery = claim.part(
    "recovery",
    given={"live": live},
    shows=Iff(
        ForAll((i, j), Eq(A(s[i, j]), A(t[i, j]))),
        Exists(c, ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(s[i, j], t[i, j] + c[i])))),
    ),
)


@recovery.proof
def scores_up_to_a_row_field(p):
    same, related = (g.children[0] for g in p.goal.children)
    here = f.assume(Eq(M[i, j], 1))
    # equal anchors: s/τ + log(1/Z_s) = t/τ + log(1/Z_t) on the support
    equal = log_of(f.spec(f.assume(same), i, j))
    scores = f.linear(
        s[i, j],
        t[i, j] + tau * (log(weight(t)) - log(weight(s))),
        (equal, tau),
        (log_entry(s, j, here), -tau),
        (log_entry(t, j, here), tau),
    )
    there = f.exists(
        f.gen(f.imply(p.clear(scores, here, f.assume(same)), here), i, j), related, ((i,), tau * (log(weight(t)) - log(weight(s))))
    )
    # a row field on the support: the weights agree everywhere, off the support because both are 0
    found = f.obtain(f.assume(related), c)[0]
    old, new = (gibbs(score, M[i, j], kappa[i, j], tau) for score in (s[i, j], t[i, j] + c[i]))
    exponent = f.mp(f.spec(found, i, j), here)
    on = f.rewrite(exponent, f.linear(old, old), u, Eq(old, gibbs(u, M[i, j], kappa[i, j], tau)))
    off = f.linear(old, new, (f.assume(Eq(M[i, j], 0)), kappa[i, j] * (exp(s[i, j] / tau) - exp((t[i, j] + c[i]) / tau))))
    weights = f.gen(mask_cases(f.spec(p["M mask"], i, j), on, off), j)
    shifted = f.inst(p.use(claim, "shift"), {s: t})
    here = f.spec(weights, j)
    anchors = f.quotient(here, f.linear(Sum(old, j), Sum(new, j), (here, 1, j)))
    back = f.linear(A(s[i, j]), A(t[i, j]), (anchors, 1), (f.spec(shifted, i, j), 1))
    back = f.release(f.gen(p.clear(back, found), i, j), f.assume(related), c)
    return f.conj(f.imply(there, same), f.imply(back, related))


@recovery.near_miss("nothing is said about scores off the support: M = (1, 0), s and t differ where M is 0")
def off_the_support():
    return Iff(ForAll((i, j), Eq(A(s[i, j]), A(t[i, j]))), Exists(c, ForAll((i, j), Eq(s[i, j], t[i, j] + c[i]))))


def two_constants(miss):
    """s_i = δ(i, a) is a row field, so it anchors like 0; one constant would be 1 in row a and 0 in row b."""
    a, b, apart = miss.different(n)
    values = {"M": ((i, j), 1), "kappa": ((i, j), 1), "tau": 1, "s": ((i, j), delta(i, a)), "t": ((i, j), 0)}
    forward = f.part(miss.at(values), 0)
    common = f.mp(forward, prove(forward.conclusion.children[0], []))
    (same,) = f.obtain(common, u)
    in_a, in_b = (f.mp(f.spec(same, row, j), f.linear(1, 1)) for row in (a, b))
    return f.release(f.linear(0, 1, (in_b, 1), (in_a, -1), (apart, -1)), common, u)


@recovery.near_miss("the constant is the row's own: s = t + (0, 1) on two full rows", by=two_constants)
def one_constant():
    return Iff(ForAll((i, j), Eq(A(s[i, j]), A(t[i, j]))), Exists(u, ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(s[i, j], t[i, j] + u)))))


pair = {s: [[0, 0]], t: [[0, 1]]}
recovery.necessary("kappa positive", "without evidence a score is not seen", at={**pair, tau: 1, M: [[1, 1]], kappa: [[1, 0]]})
recovery.necessary("M mask", "an entry 2 counts, but no condition is put on it", at={**pair, tau: 1, M: [[1, 2]], kappa: [[1, 1]]})
recovery.necessary("tau positive", "scores that are divided away", at={**pair, tau: 0, M: [[1, 1]], kappa: [[1, 1]]}, undefined=0)
# "live": an empty row is 0 · 1/0 on both sides, and a row field is asked for nowhere on it.
