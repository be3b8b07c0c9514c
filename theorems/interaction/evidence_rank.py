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
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Ne, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import rank_at_most
from theorems.interaction.chart_shared import claim as chart_shared
from theorems.interaction.decomposition import column_effect, grand_mean, i, interaction, j, k, l, m, n, row_effect

r, D = sizes("r", maybe_empty=True), sizes("D")
c, t = index("c", r), index("t", D)
x, y, lo, hi, low, high = scalar("x y lo hi low high")
K, d, e = field("K", i, j, domain="positive"), field("d", i, domain="positive"), field("e", j, domain="positive")
N = field("N", i, j)  # of any signs
A, B, a, b = field("A", i, c), field("B", j, c), field("a", i), field("b", j)
evidence, phi, psi = field("s", x, y), field("phi", c, x), field("psi", c, y)
p, o = field("p", i), field("o", j)  # the states of rows and columns
q0, u, k0, v = field("q0 u k0 v", t)


def of_rank(K):
    return rank_at_most(K, i, j, c, A, B)


def log_K(i, j):
    return log(K[i, j])


def factored(K, left, right):
    """K is a product of the two with r columns."""
    return ForAll((i, j), Eq(K, Sum(left * right, c)))


no_interaction = ForAll((i, j), Eq(interaction(log_K, i, j), 0))
by_rows, by_columns = exp(grand_mean(log_K) + row_effect(log_K, i)), exp(column_effect(log_K, j))
features = Exists((phi, psi), ForAll((x, y), Eq(exp(evidence(x, y)), Sum(phi[c, x] * psi[c, y], c))))
all_matrices = ForAll((p, o), of_rank(exp(evidence(p[i], o[j]))))
on_lines = exp(Sum((q0[t] + x * u[t]) * (k0[t] + y * v[t]), t))

claim = Claim("interaction.evidence_rank", source="Katharopoulos et al. (2020); Choromanski et al. (2021)")
scaled = d[i] * e[j] * N[i, j]
gauge = claim.part("gauge", given={"factors": factored(N[i, j], A[i, c], B[j, c])}, shows=factored(scaled, d[i] * A[i, c], e[j] * B[j, c]))
back = claim.part(
    "gauge back", given={"factors": factored(scaled, A[i, c], B[j, c])}, shows=factored(N[i, j], A[i, c] / d[i], B[j, c] / e[j])
)
one = claim.part("rank one", given={"product": ForAll((i, j), Eq(K[i, j], a[i] * b[j]))}, shows=no_interaction)
flat = claim.part("no interaction", given={"no interaction": no_interaction}, shows=ForAll((i, j), Eq(K[i, j], by_rows * by_columns)))
larger = And(Lt(r, n), Lt(r, m))
maps = claim.part("features", shows=Implies(larger, Iff(features, all_matrices)))
never = claim.part(
    "exponential kernel",
    given={"width": Lt(lo, hi), "height": Lt(low, high), "lines": Ne(Sum(u[t] * v[t], t), 0)},
    shows=Exists((x, y), And(between(lo, x, hi), between(low, y, high), Ne(on_lines, Sum(phi[c, x] * psi[c, y], c)))),
)


f_, g_ = field("f", i), field("g", j)
back.drawn({N: ((i, j), Sum(A[i, c] * B[j, c], c) / (d[i] * e[j]))})
one.drawn({K: ((i, j), exp(f_[i] + g_[j])), a: (i, exp(f_[i])), b: (j, exp(g_[j]))})
flat.drawn({K: ((i, j), exp(f_[i] + g_[j]))})


@gauge.proof
def scale_the_factors(proof):
    return proof.identity((f.spec(proof["factors"], i, j), d[i] * e[j]))


@back.proof
def scale_them_back(proof):
    return proof.clear(proof.identity((f.spec(proof["factors"], i, j), 1 / (d[i] * e[j]))))


@one.proof
def minors_vanish(proof):
    # K_ij K_kl = K_il K_kj, whose log is summed over k and l
    known = proof["product"]
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
    at = f.spec(proof.everywhere(sums, i, j, k, l), i, j, k, l)
    return proof.solve((at, 1 / (n * m), k, l))


@flat.proof
def the_effects_are_all(proof):
    exponent = grand_mean(log_K) + row_effect(log_K, i) + column_effect(log_K, j)
    equal = solved(log(K[i, j]), exponent, (f.spec(proof["no interaction"], i, j), 1))
    return proof.clear(f.cut(f.inst(from_log(), {"x": K[i, j], "y": exponent}), equal))


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


@gauge.near_miss("only one factor takes up the rows: n = 1, d = 2")
def rows_twice():
    return gauge.given, factored(scaled, d[i] * A[i, c], d[i] * e[j] * B[j, c])


gauge.necessary("factors", "any factors", at={N: [[1]], d: [1], e: [1], A: [[2]], B: [[1]]})
# "d positive", "e positive": a scaling by any numbers keeps the factors, but with a factor 0 there is no way back.


@back.near_miss("the scaling is undone, not repeated")
def repeated():
    return back.given, factored(N[i, j], d[i] * A[i, c], e[j] * B[j, c])


back.necessary("factors", "any factors", at={N: [[1]], d: [1], e: [1], A: [[2]], B: [[1]]})
back.necessary("d positive", "a factor 0 loses rank", at={N: [[1]], d: [0], e: [1], r: 0, A: [[]], B: [[]]})
back.necessary("e positive", "a factor 0 loses rank", at={N: [[1]], d: [1], e: [0], r: 0, A: [[]], B: [[]]})


@one.near_miss("it is log K, not K, that has no interaction: K = (1, 2)(1, 2)ᵀ")
def without_the_log():
    return one.given, ForAll((i, j), Eq(interaction(lambda i, j: K[i, j], i, j), 0))


one.necessary("product", "a kernel of rank 2", at={K: [[1, 1], [1, 2]], a: [1, 1], b: [1, 1]})
one.necessary("K positive", "a single entry, if log 0 is 5", at={K: [[1, 0], [0, 0]], a: [1, 0], b: [1, 0]}, undefined=5)


def rows_only(refutation):
    """K_ij = e^δ(j, a) has no interaction, and is no function of the row."""
    p, q, apart = refutation.different(m)
    entries = refutation.at({"K": ((i, j), exp(delta(j, p)))})
    equal = f.linear(exp(delta(p, q)), exp(1), (f.spec(entries, i, q), 1), (f.spec(entries, i, p), -1))
    below = f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (refutation.separated(equal, apart), 1))
    return f.absurd(below, Eq(0, 1))


@flat.near_miss("rows alone are not enough: K = (1, e)", by=rows_only)
def without_columns():
    return flat.given, ForAll((i, j), Eq(K[i, j], by_rows))


flat.necessary("no interaction", "a kernel of rank 2", at={K: [[1, 1], [1, 2]]})
flat.necessary("K positive", "K = -1, if log(-1) is 0", at={K: [[-1]]}, undefined=0)


@maps.near_miss("not the scores: s = 0 has rank 0, its evidence 1 has not", at={evidence: ((x, y), 0), r: 0, n: 1, m: 1})
def matrices_of_the_scores():
    return Implies(larger, Iff(features, ForAll((p, o), of_rank(evidence(p[i], o[j])))))


# Without more rows and more columns than r: the kernel e^(xy) has no features, and its matrices with at most r rows have rank at most r.

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


constant = {r: 1, phi: ((c, x), 1), psi: ((c, y), 1), q0: [0], u: [1], k0: [0], v: [1], lo: 0, hi: 1, low: 0, high: 1}  # Σ φ ψ = 1
never.necessary("width", "no x at all", at={**constant, lo: 1, hi: 0})
never.necessary("height", "no y at all", at={**constant, low: 1, high: 0})
never.necessary("lines", "queries at rest, ⟨q, k⟩ = 0", at={**constant, u: [0]})


# ---- mutants that are true ---------------------------------------------------------------------------------------------------------


states, p_at, o_at = (p, o), p[i], o[j]
