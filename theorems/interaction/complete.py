"""On the full carrier two kernels have the same interaction exactly if one is a two-sided scaling of the other.

For evidence kernels K and L that are positive everywhere, log K and log L have the same doubly centred part if and only if
L = diag(d) K diag(e) for some positive d and e: any such scaling leaves it as it is, and if it is the same, then the exponentials of
the row and column effects of log L − log K are such d and e.  So the interaction of log K is a complete invariant of the two-sided
gauge: what a plan anchor can see of a kernel, and all of it.
Source: Geometric Attention (arXiv 2601.11618), section 4; log-linear models of tables, Bishop, Fienberg and Holland (1975),
Discrete Multivariate Analysis, chapter 2.
"""

from gaproof import Claim
from gaproof.lemmas.additive import from_log
from gaproof.lemmas.logarithm import log_product
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, ForAll, array, delta, exp, field, log
from gaproof.theory import Carrier, RowGauge, TwoSidedGauge
from theorems.interaction.decomposition import column_effect, grand_mean, i, interaction, j, m, n, row_effect

K, L = field("K L", i, j, domain="positive")
d, e = field("d", i, domain="positive"), field("e", j, domain="positive")
gauge = TwoSidedGauge(Carrier(i, j))


def log_interaction(K):
    """The interaction of log K."""
    return interaction(lambda i, j: log(K[i, j]), i, j)


def difference(i, j):
    """log L − log K."""
    return log(L[i, j]) - log(K[i, j])


same = {"same interaction": ForAll((i, j), Eq(log_interaction(K), log_interaction(L)))}
by_rows, by_columns = array(i, exp(grand_mean(difference) + row_effect(difference, i))), array(j, exp(column_effect(difference, j)))
claim = Claim("interaction.complete", source="Geometric Attention, section 4; Bishop, Fienberg and Holland (1975), chapter 2")
scaled = gauge.act(K, d, e)
invariant = claim.part("invariant", shows=ForAll((i, j), Eq(log_interaction(scaled), log_interaction(K))))
complete = claim.part("complete", given=same, shows=gauge.related(K, L, by_rows, by_columns))
x, p, q = field("x", i, j), field("p", i), field("q", j)
complete.drawn({K: ((i, j), exp(x[i, j])), L: ((i, j), exp(p[i] + q[j] + x[i, j]))})


@invariant.proof
def unary_fields_are_taken_off(p):
    log_de = f.inst(log_product(), {"x": d[i], "y": e[j]})
    log_dek = f.inst(log_product(), {"x": d[i] * e[j], "y": K[i, j]})
    split = solved(log(scaled[i, j]), log(d[i]) + log(e[j]) + log(K[i, j]), (log_dek, 1), (log_de, 1))
    at = f.spec(p.everywhere(split, i, j), i, j)
    return p.solve((at, 1), (at, 1 / n, i), (at, 1 / m, j), (at, 1 / (n * m), i, j))


@complete.proof
def effects_of_the_log_of_the_ratio(p):
    exponent = log(K[i, j]) + grand_mean(difference) + row_effect(difference, i) + column_effect(difference, j)
    equal = solved(log(L[i, j]), exponent, (f.spec(p["same interaction"], i, j), 1))
    return p.clear(f.cut(f.inst(from_log(), {"x": L[i, j], "y": exponent}), equal))


@invariant.near_miss("squared evidence has twice the interaction")
def squared():
    return ForAll((i, j), Eq(interaction(lambda i, j: log(K[i, j] * K[i, j]), i, j), log_interaction(K)))


def columns_differ(refutation):
    """K = 1 and L_ij = e^δ(j, a) have no interaction, and no factor of the rows is e at the column a and 1 at b."""
    a, b, apart = refutation.different(m)
    scaled = refutation.at({"K": ((i, j), 1), "L": ((i, j), exp(delta(j, a)))})
    at_a, at_b = (f.spec(scaled, i, column) for column in (a, b))
    equal = refutation.separated(f.linear(exp(delta(a, b)), exp(1), (at_b, 1), (at_a, -1)), apart)
    return f.absurd(f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (equal, 1)), Eq(0, 1))


@complete.near_miss("a row scaling is not all: a column field has no interaction", by=columns_differ)
def row_scalings_only():
    return complete.given, RowGauge(Carrier(i, j)).related(K, L, by_rows)


doubled = {K: [[1, 1], [1, 1]], L: [[1, 1], [1, 2]]}
negative = {K: [[2, 1], [1, 1]], d: [1, 1], e: [1, 1]}
invariant.necessary(
    "K positive", "the scaling is not seen at a negative entry", at={**negative, K: [[-1, 1], [1, 1]], d: [2, 1]}, undefined=0
)
invariant.necessary("d positive", "a row of negative numbers has one log", at={**negative, d: [-1, 1]}, undefined=0)
invariant.necessary("e positive", "a column of negative numbers has one log", at={**negative, e: [-1, 1]}, undefined=0)
complete.necessary("same interaction", "one entry is doubled", at=doubled)
complete.necessary("K positive", "K = 0, if log 0 is some number, has the interaction of L = 1", at={K: [[0]], L: [[1]]}, undefined=0)
complete.necessary("L positive", "L = 0, if log 0 is some number, has the interaction of K = 1", at={K: [[1]], L: [[0]]}, undefined=0)
