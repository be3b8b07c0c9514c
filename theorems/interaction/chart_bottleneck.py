"""The attention of a chart with r columns has a log of rank at most r + 1.

If P = softmax(QKᵀ) with r columns, then log P = QKᵀ − log Z has rank at most r + 1, for the normaliser Z is a row field.  Conversely a
positive P with row sums 1 comes from such a chart exactly if log P minus its row means has rank at most r.  On a carrier with mask M
this reads: exactly if some completion T of the entries log P_ij + z_i on M, for some row field z, has rank at most r.
So a head with r columns cannot attend to arbitrary patterns, whatever its inputs are: the softmax bottleneck.
Source: Yang, Dai, Salakhutdinov and Cohen (2018), Breaking the Softmax Bottleneck, ICLR; Bhojanapalli et al. (2020), Low-Rank
Bottleneck in Multi-head Attention Models, ICML.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, Exists, ForAll, Implies, Lt, Ne, Sum, exp, field, index, log, scalar, sizes
from gaproof.theory import rank_at_most, softmax

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
i, (j, l), (c, o) = index("i", n), index("j l", m), index("c o", r)
(Q, A), (K, B) = field("Q A", i, c), field("K B", j, c)
P, z, p, q, x = field("P", i, j), field("z", i), field("p", i), field("q", j), scalar("x")
M = field("M", i, j, domain="mask")
scores = Sum(Q[i, c] * K[j, c], c)
total, masked_total = Sum(exp(scores), j), Sum(M[i, j] * exp(scores), j)
centred_key = K[j, c] - Sum(K[l, c], l) / m


def attention(M=None):
    return softmax(scores, over=j, mask=M)


def is_attention(M=None):
    """P is the attention of the chart."""
    return ForAll((i, j), Eq(P[i, j], attention(M)))


centred = log(P[i, j]) - Sum(log(P[i, j]), j) / m
stochastic = {"rows": ForAll(i, Eq(Sum(P[i, j], j), 1))}
supported = {
    "on the mask": ForAll((i, j), Implies(Eq(M[i, j], 1), Lt(0, P[i, j]))),
    "off the mask": ForAll((i, j), Implies(Eq(M[i, j], 0), Eq(P[i, j], 0))),
}


def completed(z):
    """log P and a row field are the chart, on the mask."""
    return ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(scores, log(P[i, j]) + z)))


claim = Claim("interaction.chart_bottleneck", source="Yang, Dai, Salakhutdinov and Cohen (2018); Bhojanapalli et al. (2020)")
bottleneck = claim.part("bottleneck", shows=rank_at_most(log(attention()), i, j, c, A, B, (p, q)))
rank = claim.part("rank of the log", given={"attention": is_attention()}, shows=ForAll((i, j), Eq(centred, Sum(Q[i, c] * centred_key, c))))
full = claim.part(
    "full carrier",
    given={"positive": ForAll((i, j), Lt(0, P[i, j])), **stochastic, "chart": ForAll((i, j), Eq(centred, scores))},
    shows=is_attention(),
)
masked_rank = claim.part("masked log", given={"attention": is_attention(M[i, j])}, shows=completed(log(masked_total)))
uniform = {M: ((i, j), 1), P: ((i, j), 1 / m), Q: ((i, c), 0), K: ((j, c), 0), z: (i, -log(1 / m))}
masked = claim.part("masked", given={**supported, **stochastic, "completion": completed(z[i])}, shows=is_attention(M[i, j]), model=uniform)

own_scores = Sum(A[i, c] * B[j, c], c)
full.drawn({P: ((i, j), softmax(own_scores, over=j)), Q: ((i, c), A[i, c]), K: ((j, c), B[j, c] - Sum(B[l, c], l) / m)})


@bottleneck.proof
def the_normaliser_takes_one_column(proof):
    spent = f.linear(log(attention()), scores + -log(total) * 1)
    return f.exists(f.gen(proof.clear(spent), i, j), proof.goal, Q, K, (i, -log(total)), (j, 1))


def positive_share(proof, equation, normaliser, *facts):
    """0 < P, from P = e^scores/normaliser."""
    return f.rewrite(f.flip(equation), proof.auto(Lt(0, exp(scores) / normaliser), *facts), x, Lt(0, x))


def log_of_share(equation, normaliser):
    """log P = scores − log of the normaliser, from the same."""
    return f.linear(log(P[i, j]), scores - log(normaliser), (log_of(equation), 1))


@rank.proof
def centring_takes_the_normaliser(proof):
    share = f.spec(proof["attention"], i, j)
    positive = proof.everywhere(positive_share(proof, share, total), i, j)
    at = proof.clear(log_of_share(share, total), positive)
    return proof.clear(proof.identity((at, 1), (at, -1 / m, j)), positive)


@masked_rank.proof
def the_normaliser_is_a_row_field(proof):
    on = f.assume(Eq(M[i, j], 1))
    live = f.exists(on, Exists(j, Eq(M[i, j], 1)), j)
    share = exp(scores) / masked_total
    share = f.linear(P[i, j], share, (f.spec(proof["attention"], i, j), 1), (on, share))
    positive = proof.clear(positive_share(proof, share, masked_total, on, live), on, live)
    at = f.linear(scores, log(P[i, j]) + log(masked_total), (log_of_share(share, masked_total), -1))
    return proof.clear(at, on, live, positive)


@masked.proof
def the_row_field_is_the_normaliser(proof):
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    positive, none = f.mp(f.spec(proof["on the mask"], i, j), on), f.mp(f.spec(proof["off the mask"], i, j), off)
    at = f.mp(f.spec(proof["completion"], i, j), on)
    power = f.rewrite(at, f.linear(exp(scores), exp(scores)), x, Eq(exp(scores), exp(x)))
    power = f.restate(power, Eq(exp(scores), P[i, j] * exp(z[i])))
    here = f.cut(f.linear(M[i, j] * exp(scores), P[i, j] * exp(z[i]), (power, 1), (on, exp(scores))), positive)
    away = f.linear(M[i, j] * exp(scores), P[i, j] * exp(z[i]), (off, exp(scores)), (none, -exp(z[i])))
    weight = proof.everywhere(mask_cases(f.spec(proof["M mask"], i, j), here, away), i, j)
    mass = solved(masked_total, exp(z[i]), (f.spec(weight, i, j), 1, j), (f.spec(proof["rows"], i), exp(z[i])))
    share = f.linear(P[i, j], attention(M[i, j]), (mass, P[i, j] / masked_total), (f.spec(weight, i, j), -1 / masked_total))
    nonzero = f.rewrite(f.flip(mass), proof.auto(Ne(exp(z[i]), 0)), x, Ne(x, 0))
    return f.cut(share, nonzero)


@full.proof
def every_entry_is_on_the_mask(proof):
    mean = Sum(log(P[i, j]), j) / m
    th = f.inst(proof.use(claim, "masked"), {M: ((i, j), 1), z: (i, -mean)})
    entries = f.linear(scores, log(P[i, j]) + -mean, (f.spec(proof["chart"], i, j), -1))
    entries = proof.everywhere(f.imply(entries, f.assume(Eq(1, 1))), i, j)
    return proof.clear(f.cut(th, entries))


even = {P: [[Fraction(1, 2), Fraction(1, 2)]], r: 0, Q: [[]], K: [[], []]}
hard, all_live = [[1, 0]], [[1, 1]]


@bottleneck.near_miss("the normaliser needs a column of its own: without columns P = (1/2, 1/2)")
def no_column_for_the_normaliser():
    return rank_at_most(log(attention()), i, j, c, A, B)


@rank.near_miss("the keys are centred as well: Q = 1, K = (1, 1)")
def keys_as_they_are():
    return rank.given, ForAll((i, j), Eq(centred, scores))


@full.near_miss("where all keys are live, log P itself is no chart: P = (1/2, 1/2)", at=even)
def not_centred():
    return {**stochastic, "attention": is_attention()}, ForAll((i, j), Eq(log(P[i, j]), scores))


@masked_rank.near_miss("log P itself is no chart: P = (1/2, 1/2)", at={**even, M: all_live})
def without_the_row_field():
    return masked_rank.given, completed(0)


@masked.near_miss("the softmax runs over the mask only: M = P = (1, 0)", at={**even, P: hard, M: hard, z: [0]})
def all_keys():
    return masked.given, is_attention()


third = {**even, P: [[Fraction(1, 3), Fraction(2, 3)]]}
rank.necessary("attention", "any other row", at=third)
full.necessary("positive", "P = (1, 0), if log 0 is 0, looks like P = 1", at={**even, P: hard}, undefined=0)
full.necessary("rows", "P = (1, 1)", at={**even, P: [[1, 1]]})
full.necessary("chart", "any other chart", at=third)
masked_rank.necessary("attention", "any other row", at={**third, M: all_live})
masked_rank.necessary("M mask", "a total of 0", at={**even, P: [[1, -1]], M: [[1, -1]]}, undefined=1)
masked.necessary("on the mask", "P = (1, 0), if log 0 is 0, looks like P = 1", at={**even, P: hard, M: all_live, z: [0]}, undefined=0)
masked.necessary(
    "off the mask", "nothing is asked of P there", at={P: [[1, 1, -1]], M: [[1, 0, 0]], z: [0], r: 0, Q: [[]], K: [[], [], []]}
)
masked.necessary("rows", "P = (1, 1)", at={**even, P: [[1, 1]], M: all_live, z: [0]})
masked.necessary("completion", "any other chart", at={**third, M: all_live, z: [0]})
masked.necessary("M mask", "an entry 2 counts twice in the total", at={**even, P: [[0, 1]], M: [[2, 1]], z: [0]})
