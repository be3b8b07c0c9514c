"""Gaussian and dot-product scores differ by unary fields only.

−½‖q − k‖² = ⟨q, k⟩ − ½‖q‖² − ½‖k‖², so the Gaussian kernel is a two-sided scaling of the dot-product kernel.  On any carrier a plan anchor
does not see the difference: P is the plan of one kernel with given margins exactly if it is that of the other.  A row anchor does see
the key norms: on a carrier with live rows the two kernels have the same anchored rows exactly if, along the support of every row, all
keys have one norm.
Source: Tsai et al. (2019), Transformer Dissection, EMNLP; Geometric Attention (arXiv 2601.11618), section 4.
"""

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Rational, Sum, exp, field, index, log, scalar, sizes
from gaproof.theory import live_rows, softmax

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
i, (j, l), c = index("i", n), index("j l", m), index("c", r)
q, key, P, x = field("q", i, c), field("k", j, c), field("P", i, j), scalar("x")
M = field("M", i, j, domain="mask")
d, e = field("d", i, domain="positive"), field("e", j, domain="positive")
a, b = field("a", i), field("b", j)
half = Rational(1, 2)
query_norm, key_norm = Sum(q[i, c] * q[i, c], c), Sum(key[j, c] * key[j, c], c)
dot, gaussian = Sum(q[i, c] * key[j, c], c), -half * Sum((q[i, c] - key[j, c]) * (q[i, c] - key[j, c]), c)


def plan(score):
    """P = diag(d) K diag(e) for the kernel of the score, with row sums a and column sums b."""
    scaled = Exists((d, e), ForAll((i, j), Eq(P[i, j], d[i] * e[j] * (M[i, j] * exp(score)))))
    return And(scaled, ForAll(i, Eq(Sum(P[i, j], j), a[i])), ForAll(j, Eq(Sum(P[i, j], i), b[j])))


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
plans = claim.part("plan anchor", shows=Iff(plan(gaussian), plan(dot)))
rows = claim.part("row anchor", given={"live": live_rows(M, i, j)}, shows=Iff(same_rows, one_norm))


@identity.proof
def expand_the_square(p):
    return p.identity()


@plans.proof
def the_scalings_take_up_the_norms(p):
    def moved(start, end, sign):
        """The plan of one score → that of the other, with d e^(±½‖q‖²) and e e^(±½‖k‖²)."""
        given = f.assume(plan(start))
        scaled = f.part(given, 0)
        (by_rows,) = f.obtain(scaled, d)
        columns = f.part(by_rows, 1)
        (by_columns,) = f.obtain(columns, e)
        to_d, to_e = d[i] * exp(sign * half * query_norm), e[j] * exp(sign * half * key_norm)
        known = [by_rows, by_columns]
        entry = f.restate(f.spec(f.part(by_columns, 1), i, j), Eq(P[i, j], to_d * to_e * (M[i, j] * exp(end))))
        inner = f.conj(p.auto(ForAll(j, Lt(0, to_e)), *known), f.gen(entry, i, j))
        inner = f.exists(inner, Exists(e, ForAll((i, j), Eq(P[i, j], to_d * e[j] * (M[i, j] * exp(end))))), (j, to_e))
        outer = f.conj(p.auto(ForAll(i, Lt(0, to_d)), *known), inner)
        found = f.exists(outer, plan(end).args[0], (i, to_d))
        found = f.release(f.release(found, columns, e), scaled, d)
        return f.imply(f.conj(found, f.part(given, 1), f.part(given, 2)), given)

    return f.conj(moved(gaussian, dot, -1), moved(dot, gaussian, 1))


@rows.proof
def compare_two_keys(p):
    equal, norms = f.assume(same_rows), f.assume(one_norm)
    on, off, both = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(And(Eq(M[i, j], 1), Eq(M[i, l], 1)))
    masses = Sum(M[i, j] * exp(gaussian), j), Sum(M[i, j] * exp(dot), j)
    shares = exp(gaussian) / masses[0], exp(dot) / masses[1]
    share = f.linear(*shares, (f.spec(equal, i, j), 1), (on, -shares[0]), (on, shares[1]))
    # the logs of the shares give the norm of the key by the row alone
    norm = -query_norm - 2 * (log(masses[0]) - log(masses[1]))
    by_row = p.everywhere(f.imply(p.clear(f.linear(key_norm, norm, (log_of(share), -2)), equal, on), on), i, j, facts=[equal])
    two = [f.mp(f.spec(by_row, i, column), f.part(both, side)) for side, column in enumerate((j, l))]
    there = p.everywhere(f.imply(f.linear(norm_of(j), norm_of(l), (two[0], 1), (two[1], -1)), both), i, j, l, facts=[equal])

    def at(norm):
        return exp(-half * query_norm - half * norm)

    # with one norm along the row, e^(−½‖q‖² − ½‖k‖²) is one factor on the support
    on_l, off_l = f.assume(Eq(M[i, l], 1)), f.assume(Eq(M[i, l], 0))
    same = f.linear(norm_of(l), norm_of(j), (f.mp(f.spec(norms, i, j, l), f.conj(on, on_l)), -1))
    one = f.rewrite(same, f.linear(at(norm_of(l)), at(norm_of(l))), x, Eq(at(norm_of(l)), at(x)))
    left, right = M[i, l] * exp(gaussian_with(l)), M[i, l] * exp(dot_with(l)) * at(norm_of(j))
    weight = mask_cases(
        f.spec(p["M mask"], i, l),
        f.linear(left, right, (one, M[i, l] * exp(dot_with(l)))),
        f.linear(left, right, (off_l, exp(gaussian_with(l)) - exp(dot_with(l)) * at(norm_of(j)))),
    )
    weight = p.everywhere(weight, l, facts=[norms, on])
    mass = f.linear(masses[0], masses[1] * at(norm_of(j)), (f.spec(weight, l), 1, l))
    inside = f.linear(shares[0], shares[1], (mass, -shares[0] / masses[1] / at(norm_of(j))))
    here = f.linear(M[i, j] * shares[0], M[i, j] * shares[1], (inside, M[i, j]))
    away = f.linear(M[i, j] * shares[0], M[i, j] * shares[1], (off, shares[0] - shares[1]))
    back = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), here, away), i, j, facts=[norms])
    return f.conj(f.imply(there, equal), f.imply(f.restate(back, same_rows), norms))


@identity.near_miss("the norms are taken off, not added: q = k = 1")
def norms_added():
    return Eq(gaussian, dot + half * query_norm + half * key_norm)


@plans.near_miss("the kernels themselves differ: q = 0, k = 1", at={q: [[0]], key: [[1]], M: [[1]], P: [[1]]})
def without_scalings():
    return Iff(*(ForAll((i, j), Eq(P[i, j], M[i, j] * exp(score))) for score in (gaussian, dot)))


# "M mask": the scalings do not care what M is.


two_keys = {q: [[0]], key: [[0], [1]]}


@rows.near_miss("the norms of the queries do not matter, those of the keys do: q = 0, k = 0 and 1", at={**two_keys, M: [[1, 1]]})
def norms_of_the_queries():
    other = index("i2", n)
    return rows.given, Iff(same_rows, ForAll((i, other), Eq(query_norm, Sum(q[other, c] * q[other, c], c))))


rows.necessary("M mask", "an entry 2 is not compared, but counts", at={**two_keys, M: [[1, 2]]})
# "live": an empty row has no share of anything.
