"""On the full carrier two kernels have the same interaction exactly if one is a two-sided scaling of the other.

For evidence kernels K and L that are positive everywhere, log K and log L have the same doubly centred part if and only if
L = diag(d) K diag(e) for some positive d and e.  So the interaction of log K is a complete invariant of the two-sided gauge: what a plan
anchor can see of a kernel, and all of it.
Source: Geometric Attention (arXiv 2601.11618), section 4; log-linear models of tables, Bishop, Fienberg and Holland (1975),
Discrete Multivariate Analysis, chapter 2.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import prove
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, Exists, ForAll, Iff, Lt, delta, exp, field, log
from gaproof.theory import Carrier, RowGauge, TwoSidedGauge
from theorems.interaction.decomposition import S, c, i, interaction, j, m, n, r
from theorems.interaction.decomposition import claim as decomposition

K, L = field("K L", i, j, domain="positive")
d, e = field("d", i, domain="positive"), field("e", j, domain="positive")
gauge = TwoSidedGauge(Carrier(i, j))


def log_interaction(K):
    """The interaction of log K."""
    return interaction(lambda i, j: log(K[i, j]), i, j)


same = ForAll((i, j), Eq(log_interaction(K), log_interaction(L)))
equivalent = gauge.equivalent(K, L)
claim = Claim(
    "interaction.complete",
    shows=Iff(same, equivalent),
    source="Geometric Attention, section 4; Bishop, Fienberg and Holland (1975), chapter 2",
)


@claim.proof
def the_ratio_is_unary(p):
    kernel = f.inst(p.use(decomposition, "kernel"), {S: ((i, j), log(L[i, j]) - log(K[i, j]))})
    flat, _ = f.part(kernel, 0).conclusion.children
    given, scaled = f.assume(same), f.assume(equivalent)
    none = p.everywhere(f.linear(log_interaction(L) - log_interaction(K), 0, (f.spec(given, i, j), -1)), i, j, facts=[given])
    split = f.mp(f.part(kernel, 0), p.clear(f.restate(none, flat), given))
    *_, known = f.obtain(split, r, c)
    exponent = solved(log(L[i, j]), log(K[i, j]) + r[i] + c[j], (f.spec(known, i, j), 1))
    entry = f.cut(f.inst(from_log(), {"x": L[i, j], "y": log(K[i, j]) + r[i] + c[j]}), exponent)
    entry = f.restate(entry, Eq(L[i, j], exp(r[i]) * exp(c[j]) * K[i, j]))
    columns = f.conj(p.auto(ForAll(j, Lt(0, exp(c[j])))), p.everywhere(entry, i, j, facts=[given, known]))
    columns = f.exists(columns, Exists(e, ForAll((i, j), Eq(L[i, j], exp(r[i]) * e[j] * K[i, j]))), (j, exp(c[j])))
    there = f.exists(f.conj(p.auto(ForAll(i, Lt(0, exp(r[i])))), columns), equivalent, (i, exp(r[i])))
    there = f.imply(f.release(there, split, r, c), given)

    (rows,) = f.obtain(scaled, d)
    (columns,) = f.obtain(f.part(rows, 1), e)
    at = f.spec(f.part(columns, 1), i, j)  # log L = log d + log e + log K
    log_de = f.inst(log_product(), {"x": d[i], "y": e[j]})
    log_dek = f.inst(log_product(), {"x": d[i] * e[j], "y": K[i, j]})
    entry = p.everywhere(
        solved(log(L[i, j]), log(d[i]) + log(e[j]) + log(K[i, j]), (log_of(at), 1), (log_dek, 1), (log_de, 1)), i, j, facts=[rows, columns]
    )
    at = f.spec(entry, i, j)
    equal = solved(log_interaction(K), log_interaction(L), (at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))
    equal = p.everywhere(equal, i, j, facts=[rows, columns])
    return f.conj(there, f.imply(f.release(f.release(equal, f.part(rows, 1), e), scaled, d), scaled))


def columns_differ(refutation):
    """K = 1 and L_ij = e^δ(j, a) have no interaction, but no factor of the rows is e at the column a and 1 at b."""
    a, b, apart = refutation.different(m)
    complete = f.part(refutation.at({"K": ((i, j), 1), "L": ((i, j), exp(delta(j, a)))}), 0)
    scaled = f.mp(complete, prove(complete.conclusion.children[0], []))
    (known,) = f.obtain(scaled, d)
    at_a, at_b = (f.spec(f.part(known, 1), i, column) for column in (a, b))
    equal = refutation.separated(f.linear(exp(delta(a, b)), exp(1), (at_b, 1), (at_a, -1)), apart)
    below = f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (equal, 1))
    return f.release(f.absurd(below, Eq(0, 1)), scaled, d)


@claim.near_miss("a row scaling is not all: a column field has no interaction", by=columns_differ)
def row_scalings_only():
    return Iff(same, RowGauge(Carrier(i, j)).equivalent(K, L))


claim.necessary("K positive", "K = 0, if log 0 is some number, has the interaction of L = 1", at={K: [[0]], L: [[1]]}, undefined=0)
# "L positive": L = 0, if log 0 is some number, has the interaction of K = 1, and is no positive scaling of it.
