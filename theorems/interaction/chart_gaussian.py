"""Gaussian and dot-product scores differ by unary fields only.

−½‖q − k‖² = ⟨q, k⟩ − ½‖q‖² − ½‖k‖², so the Gaussian kernel is a two-sided scaling of the dot-product kernel.  On any carrier a plan anchor
does not see the difference: a matrix P is a scaling of one kernel exactly if it is one of the other, so if its row and column sums are
the margins asked for, it is the plan of both.  A row anchor does see
the key norms: on a carrier with live rows the two kernels have the same anchored rows exactly if, along the support of every row, all
keys have one norm.
Source: Tsai et al. (2019), Transformer Dissection, EMNLP; Geometric Attention (arXiv 2601.11618), section 4.
"""

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Rational, Sum, exp, field, index, log, scalar, sizes
from gaproof.theory import live_rows, softmax

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
i, (j, l), c = index("i", n), index("j l", m), index("c", r)
q, key, P, x = field("q", i, c), field("k", j, c), field("P", i, j), scalar("x")
M = field("M", i, j, domain="mask")
d, e, W = field("d", i), field("e", j), field("W", i, j)  # any scalings; W is a mask, or whatever else both kernels have
half = Rational(1, 2)
query_norm, key_norm = Sum(q[i, c] * q[i, c], c), Sum(key[j, c] * key[j, c], c)
dot, gaussian = Sum(q[i, c] * key[j, c], c), -half * Sum((q[i, c] - key[j, c]) * (q[i, c] - key[j, c]), c)


def scaled(score, by_rows, by_columns):
    """P is the kernel of the score with its rows and columns scaled."""
    return ForAll((i, j), Eq(P[i, j], by_rows * by_columns * (W[i, j] * exp(score))))


def dot_with(j):
    return Sum(q[i, c] * key[j, c], c)


def gaussian_with(j):
    return -half * Sum((q[i, c] - key[j, c]) * (q[i, c] - key[j, c]), c)


def norm_of(j):
    return Sum(key[j, c] * key[j, c], c)


same_rows = ForAll((i, j), Eq(softmax(gaussian, over=j, mask=M[i, j]), softmax(dot, over=j, mask=M[i, j])))
one_norm = ForAll((i, j, l), Implies(And(Eq(M[i, j], 1), Eq(M[i, l], 1)), Eq(norm_of(j), norm_of(l))))
claim = Claim("interaction.chart_gaussian", source="Tsai et al. (2019), Transformer Dissection; Geometric Attention, section 4")
identity = claim.part("unary fields", shows=Eq(gaussian, dot - half * query_norm - half * key_norm))
at_query, at_key = exp(-half * query_norm), exp(-half * key_norm)
plan = claim.part("plan anchor", given={"plan": scaled(gaussian, d[i], e[j])}, shows=scaled(dot, d[i] * at_query, e[j] * at_key))
back = claim.part("plan anchor back", given={"plan": scaled(dot, d[i], e[j])}, shows=scaled(gaussian, d[i] / at_query, e[j] / at_key))
live = {"live": live_rows(M, i, j)}
rows = claim.part("row anchor", given={**live, "one norm": one_norm}, shows=same_rows)
only = claim.part("row anchor only if", given={**live, "same rows": same_rows}, shows=one_norm)


@identity.proof
def expand_the_square(p):
    return p.identity()


@plan.proof
def the_scalings_take_up_the_norms(p):
    return p.identity((f.spec(p["plan"], i, j), 1))


@back.proof
def the_scalings_give_them_back(p):
    return p.identity((f.spec(p["plan"], i, j), 1))


masses = Sum(M[i, j] * exp(gaussian), j), Sum(M[i, j] * exp(dot), j)
shares = exp(gaussian) / masses[0], exp(dot) / masses[1]


@only.proof
def compare_two_keys(p):
    on, both = f.assume(Eq(M[i, j], 1)), f.assume(And(Eq(M[i, j], 1), Eq(M[i, l], 1)))
    share = f.linear(*shares, (f.spec(p["same rows"], i, j), 1), (on, -shares[0]), (on, shares[1]))
    # the logs of the shares give the norm of the key by the row alone
    norm = -query_norm - 2 * (log(masses[0]) - log(masses[1]))
    by_row = p.everywhere(f.imply(p.clear(f.linear(key_norm, norm, (log_of(share), -2)), on), on), i, j)
    two = [f.mp(f.spec(by_row, i, column), f.part(both, side)) for side, column in enumerate((j, l))]
    return p.everywhere(f.imply(f.linear(norm_of(j), norm_of(l), (two[0], 1), (two[1], -1)), both), i, j, l)


@rows.proof
def one_factor_for_the_row(p):
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    on_l, off_l = f.assume(Eq(M[i, l], 1)), f.assume(Eq(M[i, l], 0))

    def at(norm):
        return exp(-half * query_norm - half * norm)

    # with one norm along the row, e^(−½‖q‖² − ½‖k‖²) is one factor on the support
    same = f.linear(norm_of(l), norm_of(j), (f.mp(f.spec(p["one norm"], i, j, l), f.conj(on, on_l)), -1))
    one = f.rewrite(same, f.linear(at(norm_of(l)), at(norm_of(l))), x, Eq(at(norm_of(l)), at(x)))
    left, right = M[i, l] * exp(gaussian_with(l)), M[i, l] * exp(dot_with(l)) * at(norm_of(j))
    inside = f.linear(left, right, (one, M[i, l] * exp(dot_with(l))))
    outside = f.linear(left, right, (off_l, exp(gaussian_with(l)) - exp(dot_with(l)) * at(norm_of(j))))
    weight = p.everywhere(mask_cases(f.spec(p["M mask"], i, l), inside, outside), l, facts=[on])
    mass = f.linear(masses[0], masses[1] * at(norm_of(j)), (f.spec(weight, l), 1, l))
    equal = f.linear(*shares, (mass, -shares[0] / masses[1] / at(norm_of(j))))
    sides = M[i, j] * shares[0], M[i, j] * shares[1]
    return mask_cases(f.spec(p["M mask"], i, j), f.linear(*sides, (equal, M[i, j])), f.linear(*sides, (off, shares[0] - shares[1])))


@identity.near_miss("the norms are taken off, not added: q = k = 1")
def norms_added():
    return Eq(gaussian, dot + half * query_norm + half * key_norm)


@plan.near_miss("the kernels themselves differ: q = 0, k = 1")
def without_the_norms():
    return plan.given, scaled(dot, d[i], e[j])


@back.near_miss("the norms go the other way: q = 0, k = 1")
def the_same_way():
    return back.given, scaled(gaussian, d[i] * at_query, e[j] * at_key)


for part in (plan, back):
    part.necessary("plan", "any other matrix", at={q: [[0]], key: [[0]], W: [[1]], P: [[2]], d: [1], e: [1]})

two_keys = {q: [[0]], key: [[0], [1]]}


@rows.near_miss("the norms of the queries do not matter, those of the keys do: q = 0, k = 0 and 1", at={**two_keys, M: [[1, 1]]})
def norms_of_the_queries():
    other = index("i2", n)
    return {**live, "one norm": ForAll((i, other), Eq(query_norm, Sum(q[other, c] * q[other, c], c)))}, same_rows


@only.near_miss("off the support keys may be long: M = (1, 0)", at={**two_keys, M: [[1, 0]]})
def norms_of_all_keys():
    return only.given, ForAll((j, l), Eq(norm_of(j), norm_of(l)))


rows.necessary("one norm", "two keys", at={**two_keys, M: [[1, 1]]})
rows.necessary("M mask", "an entry 2 is not compared, but counts", at={**two_keys, M: [[1, 2]]})
only.necessary("same rows", "two keys", at={**two_keys, M: [[1, 1]]})
no_totals = {q: [[0, 0]], key: [[0, 0], [0, 0], [1, 1], [1, 1]], M: [[1, -1, 1, -1]]}
only.necessary("M mask", "both rows have the total 0", at=no_totals, undefined=0)
# "live": an empty row has no share of anything.
