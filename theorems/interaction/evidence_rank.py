"""The rank of an evidence kernel is a gauge invariant, and finite feature maps are finite separation rank.

On the full carrier a two-sided scaling K ↦ diag(d) K diag(e) leaves the rank of K as it is, and K > 0 has rank 1 exactly if its log has no
interaction.  A kernel K(x, y) of states has feature maps φ and ψ into r dimensions, K(x, y) = ⟨φ(x), ψ(y)⟩ (linear attention),
exactly if all its matrices have rank at most r, where both sizes are larger than r.  The exponential kernel e^⟨q, k⟩ has none: along lines
q₀ + xu of queries and k₀ + yv of keys with ⟨u, v⟩ ≠ 0 no feature maps agree with it on any rectangle of x and y, hence on no open set.
With a single map, φ = ψ, the kernel would have to be symmetric as well.
Source: Katharopoulos et al. (2020), Transformers are RNNs, ICML; Choromanski et al. (2021), Rethinking Attention with Performers, ICLR.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.lemmas.separation import between, exponential_not_separable, on_rectangle, separation
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Lt, Ne, Sum, exp, field, index, log, scalar, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.chart_shared import claim as chart_shared
from theorems.interaction.decomposition import S as scores
from theorems.interaction.decomposition import c as column
from theorems.interaction.decomposition import claim as decomposition
from theorems.interaction.decomposition import i, interaction, j, k, l, m, n
from theorems.interaction.decomposition import r as row

r, D = sizes("r", maybe_empty=True), sizes("D")
c, t = index("c", r), index("t", D)
x, y, lo, hi, low, high = scalar("x y lo hi low high")
K, d, e = field("K", i, j, domain="positive"), field("d", i, domain="positive"), field("e", j, domain="positive")
N = field("N", i, j)  # of any signs
zero_too = field("f", i, domain="nonnegative")
A, B, a, b = field("A", i, c), field("B", j, c), field("a", i), field("b", j)
evidence, phi, psi = field("s", x, y), field("phi", c, x), field("psi", c, y)
p, o = field("p", i), field("o", j)  # the states of rows and columns
q0, u, k0, v = field("q0 u k0 v", t)


def of_rank(K):
    return rank_at_most(K, i, j, c, A, B)


one_column = Exists((a, b), ForAll((i, j), Eq(K[i, j], a[i] * b[j])))
no_interaction = ForAll((i, j), Eq(interaction(lambda i, j: log(K[i, j]), i, j), 0))
features = Exists((phi, psi), ForAll((x, y), Eq(exp(evidence(x, y)), Sum(phi[c, x] * psi[c, y], c))))
all_matrices = ForAll((p, o), of_rank(exp(evidence(p[i], o[j]))))
on_lines = exp(Sum((q0[t] + x * u[t]) * (k0[t] + y * v[t]), t))

claim = Claim("interaction.evidence_rank", source="Katharopoulos et al. (2020); Choromanski et al. (2021)")
gauge = claim.part("gauge", shows=Iff(of_rank(N[i, j]), of_rank(d[i] * e[j] * N[i, j])))
one = claim.part("rank one", shows=Iff(one_column, no_interaction))
maps = claim.part("features", given={"more rows": Lt(r, n), "more columns": Lt(r, m)}, shows=Iff(features, all_matrices))
never = claim.part(
    "exponential kernel",
    given={"width": Lt(lo, hi), "height": Lt(low, high), "lines": Ne(Sum(u[t] * v[t], t), 0)},
    shows=Exists((x, y), And(between(lo, x, hi), between(low, y, high), Ne(on_lines, Sum(phi[c, x] * psi[c, y], c)))),
)


@gauge.proof
def scale_the_factors(proof):
    given, scaled = (f.assume(side) for side in proof.goal.children[0].children)
    *_, known = f.obtain(given, A, B)
    equal = f.linear(d[i] * e[j] * N[i, j], Sum(d[i] * A[i, c] * (e[j] * B[j, c]), c), (f.spec(known, i, j), d[i] * e[j]))
    there = f.exists(f.gen(equal, i, j), of_rank(d[i] * e[j] * N[i, j]), ((i, c), d[i] * A[i, c]), ((j, c), e[j] * B[j, c]))
    *_, known = f.obtain(scaled, A, B)
    equal = f.linear(N[i, j], Sum(A[i, c] / d[i] * (B[j, c] / e[j]), c), (f.spec(known, i, j), 1 / (d[i] * e[j])))
    equal = proof.everywhere(equal, i, j, facts=[known])
    back = f.exists(equal, of_rank(N[i, j]), ((i, c), A[i, c] / d[i]), ((j, c), B[j, c] / e[j]))
    return f.conj(f.imply(f.release(there, given, A, B), given), f.imply(f.release(back, scaled, A, B), scaled))


@one.proof
def minors_vanish(proof):
    given, flat = f.assume(one_column), f.assume(no_interaction)
    *_, known = f.obtain(given, a, b)
    # K_ij K_kl = K_il K_kj, whose log is summed over k and l
    minor = f.linear(
        K[i, j] * K[k, l],
        K[i, l] * K[k, j],
        (f.spec(known, i, j), K[k, l]),
        (f.spec(known, k, l), a[i] * b[j]),
        (f.spec(known, i, l), -K[k, j]),
        (f.spec(known, k, j), -a[i] * b[l]),
    )
    logs = [f.inst(log_product(), {"x": K[at], "y": K[other]}) for at, other in (((i, j), (k, l)), ((i, l), (k, j)))]
    sums = solved(log(K[i, j]) + log(K[k, l]), log(K[i, l]) + log(K[k, j]), (log_of(minor), 1), (logs[0], 1), (logs[1], 1))
    sums = proof.everywhere(sums, i, j, k, l, facts=[known])
    at = f.spec(sums, i, j, k, l)
    equal = solved(interaction(lambda i, j: log(K[i, j]), i, j), 0, (at, 1 / (n * m), k, l))
    there = f.imply(f.release(proof.everywhere(equal, i, j, facts=[known]), given, a, b), given)

    kernel = f.part(f.inst(proof.use(decomposition, "kernel"), {scores: ((i, j), log(K[i, j]))}), 0)
    split = f.mp(kernel, f.restate(flat, kernel.conclusion.children[0]))
    *_, known = f.obtain(split, row, column)
    entry = f.cut(f.inst(from_log(), {"x": K[i, j], "y": row[i] + column[j]}), f.spec(known, i, j))
    entry = proof.everywhere(f.restate(entry, Eq(K[i, j], exp(row[i]) * exp(column[j]))), i, j, facts=[known])
    back = f.release(f.exists(entry, one_column, (i, exp(row[i])), (j, exp(column[j]))), split, row, column)
    return f.conj(there, f.imply(proof.clear(back, flat), flat))


@maps.proof
def shared_rank_of_the_kernel(proof):
    th = f.inst(proof.use(chart_shared, "all matrices"), {"s": ((x, y), exp(evidence(x, y)))})
    return f.restate(proof.clear(th), proof.goal)


@never.proof
def one_product_of_x_and_y_is_left(proof):
    rate = Sum(u[t] * v[t], t)
    by_x, by_y = Sum((q0[t] + x * u[t]) * k0[t], t), y * Sum(q0[t] * v[t], t)  # ⟨q, k⟩ = these and rate x y
    impossible = f.inst(exponential_not_separable(r), {"kappa": rate})
    impossible = f.cut(impossible, *(proof[name] for name in ("width", "height", "lines")))
    product = Sum(phi[c, x] * psi[c, y], c)
    inside = f.assume(between(lo, x, hi)), f.assume(between(low, y, high))
    equal, differ = f.assume(Eq(on_lines, product)), f.assume(Ne(on_lines, product))
    clash = f.mp(f.assume(f.otherwise(proof.goal)), f.exists(f.conj(*inside, differ), proof.goal, x, y))
    always = f.cases(equal.conclusion, equal, f.absurd(clash, equal.conclusion))
    query, key = phi[c, x] * exp(-by_x), psi[c, y] * exp(-by_y)
    equal = f.linear(exp(rate * x * y), Sum(query * key, c), (always, exp(-by_x) * exp(-by_y)))
    exponent = separation(lambda x, y: exp(rate * x * y), c, on_rectangle)
    found = f.exists(f.gen(f.imply(equal, *inside), x, y), exponent, ((c, x), query), ((c, y), key))
    return f.cases(proof.goal, f.assume(proof.goal), f.absurd(f.cut(impossible, found), proof.goal))


@gauge.near_miss("a factor 0 loses rank: K = 1, d = 0", at={N: [[1]], e: [1], r: 0, zero_too: [0]})
def factors_may_vanish():
    return Iff(of_rank(N[i, j]), of_rank(zero_too[i] * e[j] * N[i, j]))


gauge.necessary("d positive", "a factor 0 loses rank", at={N: [[1]], d: [0], e: [1], r: 0})
gauge.necessary("e positive", "a factor 0 loses rank", at={N: [[1]], d: [1], e: [0], r: 0})


@one.near_miss("it is log K, not K, that has no interaction: K = (1, 2)(1, 2)ᵀ", at={K: [[1, 2], [2, 4]], a: [1, 2], b: [1, 2]})
def without_the_log():
    return Iff(one_column, ForAll((i, j), Eq(interaction(lambda i, j: K[i, j], i, j), 0)))


one.necessary("K positive", "a single entry, if log 0 is 5", at={K: [[1, 0], [0, 0]], a: [1, 0], b: [1, 0]}, undefined=5)


@maps.near_miss("not the scores: s = 0 has rank 0, its evidence 1 has not", at={evidence: ((x, y), 0), r: 0, n: 1, m: 1})
def matrices_of_the_scores():
    return maps.given, Iff(features, ForAll((p, o), of_rank(evidence(p[i], o[j]))))


# "more rows", "more columns": the kernel e^(xy) has no features, and all its matrices with at most r rows or columns have rank at most r.

R = sizes("R")
g = index("g", R)
left, right = field("left", g, x), field("right", g, y)


def one_feature(refutation):
    """e^⟨q, k₀⟩ = Σ_g e^⟨q, k₀⟩/|R| · 1."""
    query = exp(Sum((q0[t] + x * u[t]) * k0[t], t))
    values = {"left": ((g, x), query / R), "right": ((g, y), 1), "lo": 0, "hi": 1, "low": 0, "high": 1}
    somewhere = refutation.at(values)
    *_, known = f.obtain(somewhere, x, y)
    product = Sum(query / R * 1, g)
    clash = f.rewrite(f.linear(query, product), f.part(known, 2), lo, Ne(lo, product))
    return f.release(f.absurd(clash, Eq(0, 1)), somewhere, x, y)


@never.near_miss("keys that do not move need one feature only", by=one_feature)
def keys_at_rest():
    given = {name: never.given[name] for name in ("width", "height")}
    inside, query = (between(lo, x, hi), between(low, y, high)), exp(Sum((q0[t] + x * u[t]) * k0[t], t))
    return given, Exists((x, y), And(*inside, Ne(query, Sum(left[g, x] * right[g, y], g))))


# "width", "height", "lines": without any of them ⟨q, k⟩ is a function of x plus one of y on the rectangle.
