"""The ALiBi bias is a key prior on a causal carrier, and of the highest interaction rank on the full one.

The bias −λ|x_i − x_k| penalises the distance of positions x.  On a causal carrier, where a row sees only positions up to its own, it is
−λx_i + λx_k, a row field and a column field: under row anchoring it acts only as the prior e^(λx_k) of the keys.  On the full carrier its
interaction has rank n − 1, the largest there is, for any n different positions: it has a chart with r columns exactly if n − 1 ≤ r.
So one of the simplest position biases is no low-rank score.  The carrier mask M is the order of the positions, M_ik = 1 exactly if
x_k ≤ x_i, so that |x_i − x_k| = (2M_ik − 1)(x_i − x_k).
Source: Press, Smith and Lewis (2022), Train Short, Test Long, ICLR; distance matrices: Schoenberg (1938), Trans. AMS 44.
"""

from gaproof import Claim
from gaproof.lemmas.distance import distances_independent
from gaproof.lemmas.linear_algebra import left_inverse
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.rank import trace_at_most, trace_columns
from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, scalar, sizes
from gaproof.theory import rank_at_most, softmax

n, r = sizes("n"), sizes("r", maybe_empty=True)
(i, k, h, l), (c, o) = index("i k h l", n), index("c o", r)
x, s, lam = field("x", i), field("s", i, k), scalar("lam")
M = field("M", i, k, domain="mask")
A, B, U, V = field("A B U V", i, c)
W, w, z = field("W", i, k), field("w", i), scalar("z")


def distance(i, k):
    """|x_i − x_k|."""
    return (2 * M[i, k] - 1) * (x[i] - x[k])


def bias(i, k):
    """−λ|x_i − x_k|."""
    return -lam * (2 * M[i, k] - 1) * (x[i] - x[k])


def interaction(S, i, k):
    """S̃, the doubly centred field, of a square one."""
    return S(i, k) - Sum(S(i, l), l) / n - Sum(S(h, k), h) / n + Sum(S(h, l), h, l) / (n * n)


causal = {"causal": ForAll((i, k), Iff(Eq(M[i, k], 1), Le(x[k], x[i])))}
T = interaction(bias, i, k)
claim = Claim("interaction.chart_alibi", given=causal, source="Press, Smith and Lewis (2022); Schoenberg (1938)")
square = Eq(distance(i, k) * distance(i, k), (x[i] - x[k]) * (x[i] - x[k]))
fields = Eq(bias(i, k), -lam * x[i] + lam * x[k])
unary = claim.part("causal carrier", shows=ForAll((i, k), And(Le(0, distance(i, k)), square, Implies(Eq(M[i, k], 1), fields))))
prior = claim.part(
    "key prior",
    shows=Eq(softmax(s[i, k] + bias(i, k), over=k, mask=M[i, k]), softmax(s[i, k], over=k, mask=M[i, k], baseline=exp(lam * x[k]))),
)
different = ForAll((i, k), Implies(Eq(delta(i, k), 0), Ne(x[i], x[k])))
of_rank = rank_at_most(T, i, k, c, A, B)
full = claim.part("full carrier", given={"slope": Ne(lam, 0)}, shows=Implies(different, Iff(of_rank, Le(n - 1, r))))


@unary.proof
def later_positions_are_larger(p):
    on, off, order, gap = f.assume(Eq(M[i, k], 1)), f.assume(Eq(M[i, k], 0)), f.spec(p["causal"], i, k), x[i] - x[k]
    here = f.le(0, distance(i, k), f.by(f.mp(f.part(order, 0), on)), (on, 2 * gap))
    before, after = f.assume(Le(x[k], x[i])), f.assume(Lt(x[i], x[k]))
    clash = f.linear(0, 1, (off, -1), (f.mp(f.part(order, 1), before), 1))
    there = f.cases(before.conclusion, f.absurd(clash, here.conclusion), f.le(0, distance(i, k), f.by(after), (off, 2 * gap)))
    mask = f.spec(p["M mask"], i, k)
    unary_bias = f.imply(f.linear(*fields.args, (on, -2 * lam * gap)), on)
    return f.gen(f.conj(mask_cases(mask, here, there), f.linear(*square.args, (mask, 4 * gap * gap)), unary_bias), i, k)


@prior.proof
def the_row_field_cancels(p):
    on, off, a = f.assume(Eq(M[i, k], 1)), f.assume(Eq(M[i, k], 0)), exp(-lam * x[i])
    biased, weight = M[i, k] * exp(s[i, k] + bias(i, k)), M[i, k] * exp(lam * x[k]) * exp(s[i, k])
    exponent = f.linear(bias(i, k), -lam * (x[i] - x[k]), (on, -2 * lam * (x[i] - x[k])))
    here = exp(s[i, k] + bias(i, k))
    power = f.rewrite(exponent, f.linear(here, here), z, Eq(here, exp(s[i, k] + z)))
    here = f.linear(biased, a * weight, (power, M[i, k]))
    away = f.linear(biased, a * weight, (off, exp(s[i, k] + bias(i, k)) - a * exp(lam * x[k]) * exp(s[i, k])))
    moved = p.everywhere(mask_cases(f.spec(p["M mask"], i, k), here, away), k)
    totals = Sum(biased, k), Sum(weight, k)
    mass = f.linear(totals[0], a * totals[1], (f.spec(moved, k), 1, k))
    share = p.identity((f.spec(moved, k), 1 / totals[0]), (mass, -weight / (totals[0] * totals[1])))
    itself = f.mp(f.part(f.spec(p["causal"], i, i), 1), f.le(x[i], x[i], f.num(0)))  # a row sees itself
    return p.clear(share, f.exists(itself, Exists(k, Eq(M[i, k], 1)), i))


@full.proof
def no_centred_vector_is_lost(p):
    low, many = f.assume(of_rank), f.assume(Le(n - 1, r))
    # if T w + (Σ w) 1 = 0 then Σ w = 0, all sums of distances Σ_k |x_i − x_k| w_k are equal, and w = 0
    killed = f.assume(ForAll(i, Eq(Sum((T + 1) * w[k], k), 0)))
    total = solved(Sum(w[k], k), 0, (f.spec(killed, i), 1 / n, i))
    level = Sum(Sum(bias(h, k), h) / n * w[k], k)
    sums = f.linear(
        Sum((2 * M[i, k] - 1) * (x[i] - x[k]) * w[k], k),
        -level / lam,
        (f.spec(killed, i), -1 / lam),
        (total, (1 + Sum(bias(h, l), h, l) / (n * n) - Sum(bias(i, l), l) / n) / lam),
    )
    lost = f.cut(f.inst(distances_independent(n), {"kappa": -level / lam}), total, f.gen(sums, i))
    independent = f.gen(f.imply(p.clear(lost, killed, f.assume(different)), killed), w)
    inverse = f.inst(left_inverse(n.sort, n.sort), {"G": ((i, k), T + 1)})
    inverse = f.cut(inverse, f.restate(independent, min(inverse.hypotheses)))
    (unit,) = f.obtain(inverse, W)
    *_, known = f.obtain(low, A, B)

    # so the centring C = 1 − 1/n, of trace n − 1, is WT and has as many columns as T
    def centring(i, k):
        return delta(i, k) - 1 / n

    product = Sum(Sum(W[i, h] * A[h, c], h) * B[k, c], c)
    equal = solved(centring(i, k), product, (f.spec(unit, i, k), 1), (f.spec(unit, i, k), 1 / n, k), (f.spec(known, h, k), W[i, h], h))
    columns = f.exists(f.gen(equal, i, k), rank_at_most(centring(i, k), i, k, c, A, B), ((i, c), Sum(W[i, h] * A[h, c], h)), B)
    again = f.gen(f.linear(Sum(centring(i, h) * centring(h, k), h), centring(i, k)), i, k)
    few = f.cut(f.inst(trace_at_most(n, r), {"E": ((i, k), centring(i, k))}), again, f.release(columns, low, A, B))
    there = f.release(f.le(n - 1, r, f.by(few)), inverse, W)

    # and n − 1 columns are enough for C, and for T = CT
    enough = f.le(Sum(centring(i, i), i), r, f.by(many))
    columns = f.cut(f.inst(trace_columns(n, r), {"E": ((i, k), centring(i, k))}), again, enough)
    *_, factors = f.obtain(columns, U, V)
    key = Sum(V[h, c] * interaction(bias, h, k), h)
    equal = f.linear(T, Sum(U[i, c] * key, c), (f.spec(factors, i, h), interaction(bias, h, k), h))
    back = f.release(f.exists(f.gen(equal, i, k), low.conclusion, U, ((k, c), key)), columns, U, V)
    return f.conj(f.imply(there, low), f.imply(back, many))


two = {x: [0, 1], M: [[1, 0], [1, 1]], lam: 1}


@unary.near_miss("beyond the mask the distance has the other sign: x = (0, 1)", at=two)
def everywhere():
    return ForAll((i, k), fields)


@prior.near_miss("later keys gain, they do not lose", at={**two, s: [[0, 0], [0, 0]], i: 1, k: 1})
def opposite_prior():
    wrong = softmax(s[i, k], over=k, mask=M[i, k], baseline=exp(-lam * x[k]))
    return Eq(softmax(s[i, k] + bias(i, k), over=k, mask=M[i, k]), wrong)


@full.near_miss("n - 1 columns are enough, n are not needed: n = 1", at={x: [0], M: [[1]], lam: 1, r: 0})
def as_many_as_tokens():
    return full.given, Implies(different, Iff(of_rank, Le(n, r)))


beyond = {x: [0, 1], M: [[1, 2], [1, 1]], lam: 1}
unary.necessary("causal", "without the order the distance may be negative", at={x: [0, 1], M: [[1, 1], [1, 1]], lam: 1})
unary.necessary("M mask", "an entry 2 triples the distance", at=beyond)
prior.necessary("M mask", "an entry 2 triples the distance", at={**beyond, s: [[0, 0], [0, 0]], i: 0, k: 0})
full.necessary("slope", "no bias at all", at={**two, lam: 0, r: 0})
# Two tokens at one place: the interaction of their distance is 0.
full.necessary("causal", "without the order the bias is unary", at={x: [0, 1], M: [[1, 1], [1, 1]], lam: 1, r: 0})
# "causal" in the key prior lets every row see itself; the equation holds without it wherever a row is live.
# "M mask" on the full carrier: an entry other than 0 or 1 is some other multiple of the distance.
