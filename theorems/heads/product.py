"""A product of evidence kernels adds potentials and intersects carriers.

Multiply two exponential evidence kernels entry by entry.  The product is again an exponential evidence kernel: its carrier is the
intersection of the two, its baseline the product, and its work, at any temperature, the sum of the two works, each in units of its own
temperature.  It has a row anchor exactly if the rows stay live in the intersection, and the anchor does not change if the two kernels
are anchored first, so a product of anchored rows is well defined.  On full carriers the interactions of the logs add, and so the
interaction ranks at most add.
Source: Geometric Attention (arXiv 2601.11618); Hinton (2002), Neural Computation 14, 1771-1800, for products of experts.
"""

from gaproof import Claim
from gaproof.lemmas.logarithm import log_product
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.rank_sum import sum_columns
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Sum, array, exp, field, index, log, number, scalar, sizes
from gaproof.theory import Carrier, EvidenceKernel, Exponential, rank_at_most, row_anchor, softmax
from theorems.carrier.live_rows import claim as live_rows
from theorems.interaction.decomposition import i, interaction, j, m, n

M, N = field("M N", i, j, domain="mask")
kappa, rho = field("kappa rho", i, j, domain="positive")  # baselines
U, V, d = *field("U V", i, j), field("d", i)  # works
tau, theta, eta = scalar("tau theta eta", domain="positive")
both = array((i, j), M[i, j] * N[i, j])


def gibbs(mask, work, temperature, baseline, name):
    return EvidenceKernel(Carrier(i, j, mask), work, Exponential(tau=temperature), baseline, name)


K, L = gibbs(M, U, tau, kappa, "K"), gibbs(N, V, theta, rho, "L")
total = array((i, j), eta * (U[i, j] / tau + V[i, j] / theta))  # the work at temperature η
product = gibbs(both, total, eta, array((i, j), kappa[i, j] * rho[i, j]), "P")
live = {"live": ForAll(i, Exists(j, And(Eq(M[i, j], 1), Eq(N[i, j], 1))))}
anchored = row_anchor(K[i, j] * L[i, j], j)
score = -(U[i, j] / tau + V[i, j] / theta)

claim = Claim("heads.product", source="Geometric Attention; Hinton (2002), Neural Computation 14, for products of experts")
gibbs_class = claim.part("potentials add", shows=ForAll((i, j), Eq(K[i, j] * L[i, j], product[i, j])))
anchor = claim.part(
    "anchor",
    given=live,
    shows=And(
        ForAll((i, j), Eq(anchored, softmax(score, over=j, mask=both[i, j], baseline=kappa[i, j] * rho[i, j]))),
        ForAll(i, Eq(Sum(anchored, j), 1)),
    ),
)
scaled = Exists(d, And(ForAll(i, Lt(0, d[i])), ForAll(i, Eq(Sum(d[i] * (K[i, j] * L[i, j]), j), 1))))
rows = claim.part("rows stay live", shows=Iff(scaled, live["live"]))
twice = row_anchor(row_anchor(K[i, j], j) * row_anchor(L[i, j], j), j)
experts = claim.part("anchored first", given=live, shows=ForAll((i, j), Eq(twice, anchored)))

r, s, R = sizes("r s R", maybe_empty=True)
a, b, c = index("a", r), index("b", s), index("c", R)
E, F = field("E F", i, j, domain="positive")  # kernels on the full carrier
Q, Y, A = field("Q", i, a), field("Y", j, a), field("A", i, c)
Q2, Y2, B = field("Q2", i, b), field("Y2", j, b), field("B", j, c)


def logs(*kernels):
    """The interaction of the log of a product."""
    first, *rest = kernels

    def log_of(i, j):
        entry = first[i, j]
        for kernel in rest:
            entry = entry * kernel[i, j]
        return log(entry)

    return interaction(log_of, i, j)


of_rank = rank_at_most(logs(E, F), i, j, c, A, B)
factors = {
    "E factored": ForAll((i, j), Eq(logs(E), Sum(Q[i, a] * Y[j, a], a))),
    "F factored": ForAll((i, j), Eq(logs(F), Sum(Q2[i, b] * Y2[j, b], b))),
}
interactions = claim.part("interactions add", shows=ForAll((i, j), Eq(logs(E, F), logs(E) + logs(F))))
charts = Sum(Q[i, a] * Y[j, a], a) + Sum(Q2[i, b] * Y2[j, b], b)
side_by_side = claim.part("charts side by side", given=factors, shows=ForAll((i, j), Eq(logs(E, F), charts)))
ranks = claim.part("ranks at most add", given=factors, shows=Implies(Le(r + s, R), of_rank))


@gibbs_class.proof
def exponents_add(p):
    return p.auto()


@anchor.proof
def same_evidence(p):
    alive = f.gen(p.auto(Lt(0, Sum(K[i, j] * L[i, j], j))), i)
    return p.auto(p.goal, alive)


def intersection(p):
    """MN is a mask."""
    at = f.spec(p["M mask"], i, j)
    product = f.linear(both[i, j] * both[i, j], both[i, j], (at, N[i, j] * N[i, j]), (f.spec(p["N mask"], i, j), M[i, j]))
    return f.gen(product, i, j)


def live_if_scaled(p, given, weight):
    """Every row is live, if numbers d, of any sign, make the row sums of MN times some weight 1."""
    *_, unit = f.obtain(given, d)
    needed = p.use(live_rows, "live rows are needed", {"M": ((i, j), both[i, j]), "w": ((i, j), weight)})
    some = Exists(d, ForAll(i, Eq(Sum(d[i] * (both[i, j] * weight), j), 1)))
    found = f.spec(f.cut(needed, intersection(p), f.exists(f.part(unit, 1), some, d)), i)
    one = f.obtain(found, j)[0]

    def on(X, Y):
        """X_ij = 1, from X_ij Y_ij = 1."""
        here, gone = f.assume(Eq(X[i, j], 1)), f.assume(Eq(X[i, j], 0))
        return mask_cases(f.spec(p[f"{X} mask"], i, j), here, f.absurd(f.linear(0, 1, (one, 1), (gone, -Y[i, j])), here.conclusion))

    there = f.exists(f.conj(on(M, N), on(N, M)), live["live"].body, j)
    return f.release(f.gen(f.release(there, found, j), i), given, d)


@rows.proof
def live_rows_of_the_intersection(p):
    weight, is_mask = kappa[i, j] * rho[i, j] * exp(score), intersection(p)
    given, alive = f.assume(scaled), f.assume(live["live"])
    there = live_if_scaled(p, given, weight)

    here = f.obtain(f.spec(alive, i), j)[0]
    meet = f.exists(f.linear(both[i, j], 1, (f.part(here, 0), N[i, j]), (f.part(here, 1), 1)), Exists(j, Eq(both[i, j], 1)), j)
    meet = f.gen(f.release(meet, f.spec(alive, i), j), i)
    enough = p.use(live_rows, "live rows suffice", {"M": ((i, j), both[i, j]), "e": ((i, j), weight)})
    back = f.restate(f.cut(enough, is_mask, meet, p.auto(ForAll((i, j), Lt(0, weight)))), scaled)
    return f.conj(f.imply(there, given), f.imply(back, alive))


@experts.proof
def row_sums_cancel(p):
    sums = [p.auto(Lt(0, Sum(entry, j))) for entry in (K[i, j] * L[i, j], K[i, j], L[i, j])]
    both_rows = Sum(row_anchor(K[i, j], j) * row_anchor(L[i, j], j), j)
    return p.clear(p.identity(), f.lt(0, both_rows, f.mul(f.by(sums[0]), *(f.inv(f.by(th)) for th in sums[1:]))), *sums)


@interactions.proof
def logs_of_products_add(p):
    at = f.spec(p.everywhere(f.inst(log_product(), {"x": E[i, j], "y": F[i, j]}), i, j), i, j)
    return p.solve((at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))


@side_by_side.proof
def columns_of_both_charts(p):
    return p.identity(*((th, 1) for th in (f.spec(p.use(claim, "interactions add"), i, j), *(f.spec(p[name], i, j) for name in factors))))


@ranks.proof
def as_many_columns_as_both(p):
    some = [
        f.exists(p["E factored"], rank_at_most(logs(E), i, j, a, Q, Y), Q, Y),
        f.exists(p["F factored"], rank_at_most(logs(F), i, j, b, Q2, Y2), Q2, Y2),
    ]
    added = f.inst(sum_columns(n, m, r, s, R), {"X": ((i, j), logs(E)), "Y": ((i, j), logs(F))})
    added = f.cut(added, *some)
    *_, known = f.obtain(added, A, B)
    whole = solved(logs(E, F), Sum(A[i, c] * B[j, c], c), (f.spec(p.use(claim, "interactions add"), i, j), 1), (f.spec(known, i, j), 1))
    found = f.release(f.exists(p.everywhere(whole, i, j, facts=[known]), of_rank, A, B), added, A, B)
    return f.imply(found, Le(r + s, R))


@gibbs_class.near_miss("the carriers meet, they do not join: M = 1 and N = 0 in one entry")
def union_of_carriers():
    union = array((i, j), M[i, j] + N[i, j] - M[i, j] * N[i, j])
    joined = gibbs(union, total, eta, array((i, j), kappa[i, j] * rho[i, j]), "P")
    return ForAll((i, j), Eq(K[i, j] * L[i, j], joined[i, j]))


@gibbs_class.near_miss("each work is divided by its own temperature")
def one_temperature():
    work = array((i, j), U[i, j] + V[i, j])
    return ForAll((i, j), Eq(K[i, j] * L[i, j], gibbs(both, work, tau, array((i, j), kappa[i, j] * rho[i, j]), "P")[i, j]))


@anchor.near_miss("the works are added, not averaged: one mask, two columns")
def mean_work():
    mean = softmax(score / 2, over=j, mask=both[i, j], baseline=kappa[i, j] * rho[i, j])
    return And(ForAll((i, j), Eq(anchored, mean)), ForAll(i, Eq(Sum(anchored, j), 1)))


apart = {M: [[1, 0]], N: [[0, 1]], kappa: [[1, 1]], rho: [[1, 1]], U: [[0, 0]], V: [[0, 0]], tau: 1, theta: 1}


@rows.near_miss("both kernels have live rows, and their product has none: M = (1, 0), N = (0, 1)", at=apart)
def live_apart():
    alive = [ForAll(i, Exists(j, Eq(mask[i, j], 1))) for mask in (M, N)]
    return Iff(scaled, And(*alive))


@experts.near_miss("the product of two anchored rows is not anchored: two columns, K = L = 1")
def already_anchored():
    return live, ForAll((i, j), Eq(row_anchor(K[i, j], j) * row_anchor(L[i, j], j), anchored))


@interactions.near_miss("a sum of kernels adds no logs: E = F = [[1, 1], [1, 2]]")
def sum_of_kernels():
    return ForAll((i, j), Eq(interaction(lambda i, j: log(E[i, j] + F[i, j]), i, j), logs(E) + logs(F)))


ramp, none = [[1, 2], [2, 3]], {Q: [[], []], Y: [[], []], Q2: [[], []], Y2: [[], []], r: 0, s: 0, R: 0}


def plain(*kernels):
    """The interaction of a product, not of its log."""
    return interaction((lambda i, j: E[i, j] * F[i, j]) if len(kernels) == 2 else kernels[0], i, j)


of_plain = ForAll((i, j), Eq(plain(E), Sum(Q[i, a] * Y[j, a], a))), ForAll((i, j), Eq(plain(F), Sum(Q2[i, b] * Y2[j, b], b)))
of_plain = dict(zip(factors, of_plain, strict=True))
without_interaction = {name: value for name, value in none.items() if name is not R}


@side_by_side.near_miss("it is the logs whose charts add: E = F = [[1, 2], [2, 3]]", at={E: ramp, F: ramp, **without_interaction})
def charts_of_the_kernels():
    return of_plain, ForAll((i, j), Eq(plain(E, F), charts))


@ranks.near_miss("it is the logs that add: E = F = [[1, 2], [2, 3]] have no interaction, and EF has", at={E: ramp, F: ramp, **none})
def without_logs():
    return of_plain, Implies(Le(r + s, R), rank_at_most(plain(E, F), i, j, c, A, B))


one_entry = {M: [[1]], N: [[1]], kappa: [[1]], rho: [[1]], U: [[1]], V: [[0]], tau: 1, theta: 1}
gibbs_class.necessary("eta positive", "at η = 0 the work is 0", at={**one_entry, eta: 0}, undefined=1)
# The rest of the domains is not needed for "potentials add": both sides are one product, whatever 1/τ and the masks are.
anchor.necessary("live", "a row that is empty in the product has no anchor", at=apart)
no_mass = "a row of mass 0 has no anchor"
two_columns = {M: [[1, 1]], N: [[1, 1]], kappa: [[1, 1]], rho: [[1, 1]], U: [[0, 0]], V: [[0, 0]], tau: 1, theta: 1}
for name, variable in (("kappa positive", kappa), ("rho positive", rho), ("M mask", M), ("N mask", N)):
    anchor.necessary(name, no_mass, at={**two_columns, variable: [[1, -1]]}, undefined=0)
# "tau positive", "theta positive" for "anchor": an exponential is positive, whatever is in it.
rows.necessary("M mask", "an entry 2 is evidence, but no edge", at={**one_entry, M: [[2]]})
rows.necessary("N mask", "an entry 2 is evidence, but no edge", at={**one_entry, N: [[2]]})
rows.necessary("kappa positive", "negative evidence needs a negative factor", at={**one_entry, kappa: [[-1]]})
rows.necessary("rho positive", "negative evidence needs a negative factor", at={**one_entry, rho: [[-1]]})
# "tau positive", "theta positive": an exponential is positive, whatever is in it.
two_columns[rho] = [[1, 2]]
experts.necessary("kappa positive", no_mass, at={**two_columns, kappa: [[1, -1]]}, undefined=0)
experts.necessary("M mask", no_mass, at={**two_columns, M: [[1, -1]]}, undefined=0)
two_rows = {**two_columns, kappa: [[1, 2]], rho: [[1, 1]]}
experts.necessary("rho positive", no_mass, at={**two_rows, rho: [[1, -1]]}, undefined=0)
experts.necessary("N mask", no_mass, at={**two_rows, N: [[1, -1]]}, undefined=0)
# "live": in a row that is empty in the product both sides are 0 · 1/0.
minus, two = [[-1, 1], [1, 1]], [[2, 1], [1, 1]]
interactions.necessary("E positive", "log(-2) and log(-1) are both 0", at={E: minus, F: two}, undefined=0)
interactions.necessary("F positive", "log(-2) and log(-1) are both 0", at={E: two, F: minus}, undefined=0)
flat = [[1, 1], [1, 1]]
constant = ((i, j), exp(number(1)))
for part in (side_by_side, ranks):
    no_columns = none if part is ranks else without_interaction
    part.necessary("E factored", "any kernel", at={E: two, F: flat, **no_columns})
    part.necessary("F factored", "any kernel", at={E: flat, F: two, **no_columns})
    part.necessary("E positive", "log(-1) is 0, and log(-e) is", at={E: minus, F: constant, **no_columns}, undefined=0)
    part.necessary("F positive", "log(-1) is 0, and log(-e) is", at={E: constant, F: minus, **no_columns}, undefined=0)
(p_, q_), (f_, g_), k, l = field("p q", i), field("f g", j), index("k", n), index("l", m)
q0, y0, r0, z0 = field("Q0", i, a), field("Y0", j, a), field("R0", i, b), field("Z0", j, b)


def mean_off(Z, u, over, other, size):
    """A factor with mean 0."""
    return (over, u), Z[over, u] - Sum(Z[other, u], other) / size


drawn = {
    E: ((i, j), exp(p_[i] + f_[j] + Sum(q0[i, a] * y0[j, a], a))),
    F: ((i, j), exp(q_[i] + g_[j] + Sum(r0[i, b] * z0[j, b], b))),
    Q: mean_off(q0, a, i, k, n),
    Y: mean_off(y0, a, j, l, m),
    Q2: mean_off(r0, b, i, k, n),
    Y2: mean_off(z0, b, j, l, m),
}
side_by_side.drawn(drawn)  # "ranks at most add" asks for factors that exist, and no array tells which
