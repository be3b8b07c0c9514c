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
from gaproof.lemmas.rank import one_to_spare
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Ne, Sum, delta, exp, field, index, log, scalar, sizes
from gaproof.theory import rank_at_most, softmax

n, m, r, R = *sizes("n m"), sizes("r", maybe_empty=True), sizes("R")
i, (j, l), (c, c2), (e, o) = index("i", n), index("j l", m), index("c c2", r), index("e o", R)
Q, K, A, B = field("Q", i, c), field("K", j, c), field("A", i, e), field("B", j, e)
P, T, z, x = field("P", i, j), field("T", i, j), field("z", i), scalar("x")
M = field("M", i, j, domain="mask")
U, V = field("U V", c, e)
other_factors = field("Q2", i, c), field("K2", j, c)
scores = Sum(Q[i, c] * K[j, c], c)


def attention(M=None):
    return softmax(scores, over=j, mask=M)


def realised(M=None):
    """P is the attention of a chart with r columns."""
    return Exists((Q, K), ForAll((i, j), Eq(P[i, j], attention(M))))


def of_rank(T):
    """T has rank at most r."""
    return rank_at_most(T, i, j, c, Q, K)


completed = Exists((z, T), And(ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(T[i, j], log(P[i, j]) + z[i]))), of_rank(T[i, j])))
centred = log(P[i, j]) - Sum(log(P[i, j]), j) / m
stochastic = {"rows": ForAll(i, Eq(Sum(P[i, j], j), 1))}
supported = {
    "on the mask": ForAll((i, j), Implies(Eq(M[i, j], 1), Lt(0, P[i, j]))),
    "off the mask": ForAll((i, j), Implies(Eq(M[i, j], 0), Eq(P[i, j], 0))),
}

claim = Claim("interaction.chart_bottleneck", source="Yang, Dai, Salakhutdinov and Cohen (2018); Bhojanapalli et al. (2020)")
bottleneck = claim.part("bottleneck", given={"one column more": Eq(R, r + 1)}, shows=rank_at_most(log(attention()), i, j, e, A, B))
masked = claim.part("masked", given={**supported, **stochastic}, shows=Iff(realised(M[i, j]), completed))
full = claim.part("full carrier", given={"positive": ForAll((i, j), Lt(0, P[i, j])), **stochastic}, shows=Iff(realised(), of_rank(centred)))


@bottleneck.proof
def the_normaliser_takes_one_column(p):
    spare = f.cut(one_to_spare(r, R), p["one column more"])
    (room,) = f.obtain(spare, o)
    *_, unit = f.obtain(room, U, V)

    def key(e):
        return Sum(K[j, c] * V[c, e], c)

    left = Sum(Q[i, c] * U[c, e], c) * (1 - delta(e, o)) - delta(e, o) * log(Sum(exp(scores), j))
    right = key(e) + delta(e, o) * (1 - key(o))
    spent = f.linear(log(attention()), scores - log(Sum(exp(scores), j)))
    equal = solved(log(attention()), Sum(left * right, e), (spent, 1), (f.spec(unit, c, c2), Q[i, c] * K[j, c2], c, c2))
    found = f.exists(f.gen(p.clear(equal, unit), i, j), p.goal, ((i, e), left), ((j, e), right))
    return f.release(f.release(found, room, U, V), spare, o)


@masked.proof
def the_normaliser_is_a_row_field(p):
    chart, filled = f.assume(realised(M[i, j])), f.assume(completed)
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    positive, none = f.mp(f.spec(p["on the mask"], i, j), on), f.mp(f.spec(p["off the mask"], i, j), off)
    # a row of total 1 has a live key
    live = Exists(j, Eq(M[i, j], 1))
    clash = f.absurd(f.mp(f.assume(f.otherwise(live)), f.exists(on, live, j)), none.conclusion)
    empty = f.gen(mask_cases(f.spec(p["M mask"], i, j), clash, none), j)
    alive = f.cases(live, f.assume(live), f.absurd(f.linear(0, 1, (f.spec(empty, j), -1, j), (f.spec(p["rows"], i), 1)), live))

    total = Sum(M[i, j] * exp(scores), j)
    *_, known = f.obtain(chart, Q, K)
    share = f.linear(P[i, j], exp(scores) / total, (f.spec(known, i, j), 1), (on, exp(scores) / total))
    spent = f.linear(scores, log(P[i, j]) + log(total), (log_of(share), -1))
    entries = p.everywhere(f.imply(p.clear(spent, known, on, alive), on), i, j, facts=[known])
    columns = f.exists(f.gen(f.linear(scores, scores), i, j), rank_at_most(scores, i, j, c, *other_factors), Q, K)
    there = f.exists(f.conj(entries, columns), completed, (i, log(total)), ((i, j), scores))
    there = p.clear(f.release(there, chart, Q, K), chart)

    *_, both = f.obtain(filled, z, T)
    *_, product = f.obtain(f.part(both, 1), Q, K)
    at = f.mp(f.spec(f.part(both, 0), i, j), on)
    equal = f.linear(scores, log(P[i, j]) + z[i], (f.spec(product, i, j), -1), (at, 1))
    power = f.rewrite(equal, f.linear(exp(scores), exp(scores)), x, Eq(exp(scores), exp(x)))
    power = f.restate(power, Eq(exp(scores), P[i, j] * exp(z[i])))
    here = f.cut(f.linear(M[i, j] * exp(scores), P[i, j] * exp(z[i]), (power, 1), (on, exp(scores))), positive)
    away = f.linear(M[i, j] * exp(scores), P[i, j] * exp(z[i]), (off, exp(scores)), (none, -exp(z[i])))
    weight = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), here, away), i, j, facts=[both, product])
    mass = solved(total, exp(z[i]), (f.spec(weight, i, j), 1, j), (f.spec(p["rows"], i), exp(z[i])))
    share = f.linear(P[i, j], attention(M[i, j]), (mass, P[i, j] / total), (f.spec(weight, i, j), -1 / total))
    share = p.everywhere(
        f.cut(share, p.clear(f.rewrite(f.flip(mass), p.auto(Ne(exp(z[i]), 0)), x, Ne(x, 0)), both, product)), i, j, facts=[both, product]
    )
    back = f.exists(share, realised(M[i, j]), Q, K)
    back = f.release(f.release(back, f.part(both, 1), Q, K), filled, z, T)
    return f.conj(f.imply(there, chart), f.imply(back, filled))


@full.proof
def centring_is_a_row_field(p):
    chart, low = f.assume(realised()), f.assume(of_rank(centred))
    there, back = (f.part(p.clear(p.use(claim, "masked", {M: ((i, j), 1)})), side) for side in (0, 1))
    filled = f.mp(there, chart)
    *_, both = f.obtain(filled, z, T)
    *_, product = f.obtain(f.part(both, 1), Q, K)
    at = f.mp(f.spec(f.part(both, 0), i, j), f.linear(1, 1))
    at = p.clear(f.linear(log(P[i, j]), scores - z[i], (at, -1), (f.spec(product, i, j), 1)), both, product)
    key = K[j, c] - Sum(K[l, c], l) / m
    equal = p.everywhere(f.linear(centred, Sum(Q[i, c] * key, c), (at, 1), (at, -1 / m, j)), i, j, facts=[both, product])
    found = f.release(f.exists(equal, of_rank(centred), Q, ((j, c), key)), f.part(both, 1), Q, K)
    found = f.imply(f.release(found, filled, z, T), chart)

    mean = Sum(log(P[i, j]), j) / m
    entries = p.everywhere(f.imply(f.linear(centred, log(P[i, j]) - mean), f.assume(Eq(1, 1))), i, j)
    filled = f.exists(f.conj(entries, low), back.conclusion.children[0], (i, -mean), ((i, j), centred))
    return f.conj(found, f.imply(f.restate(f.mp(back, filled), realised()), low))


even = {P: [[Fraction(1, 2), Fraction(1, 2)]], r: 0}
hard, all_live = [[1, 0]], [[1, 1]]


@bottleneck.near_miss("the normaliser needs a column of its own: without columns P = (1/2, 1/2)")
def no_column_for_the_normaliser():
    return {}, rank_at_most(log(attention()), i, j, c, *other_factors)


# "one column more": with r columns only, scores of rank r and a normaliser that is no combination of them do not fit.


@masked.near_miss("log P itself has no such completion: P = (1/2, 1/2)", at={**even, M: all_live})
def without_the_row_field():
    wrong = Exists(T, And(ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(T[i, j], log(P[i, j])))), of_rank(T[i, j])))
    return masked.given, Iff(realised(M[i, j]), wrong)


@full.near_miss("log P itself has another rank: P = (1/2, 1/2)", at=even)
def not_centred():
    return full.given, Iff(realised(), of_rank(log(P[i, j])))


masked.necessary("on the mask", "P = (1, 0), if log 0 is 0, looks like P = 1", at={P: hard, M: all_live, r: 0}, undefined=0)
masked.necessary("off the mask", "nothing is asked of P there", at={P: [[1, 1, -1]], M: [[1, 0, 0]], r: 0})
masked.necessary("rows", "P = (1, 1)", at={P: [[1, 1]], M: all_live, r: 0})
masked.necessary("M mask", "the entry 2 counts twice in the total, and nothing is asked of P there", at={P: [[0, 1]], M: [[2, 1]], r: 0})
full.necessary("positive", "P = (1, 0), if log 0 is 0, looks like P = 1", at={P: hard, r: 0}, undefined=0)
full.necessary("rows", "P = (1, 1)", at={P: [[1, 1]], r: 0})
