"""Scores are best approximated by unary fields and r directions by truncating their interaction.

Approximate a score field S by a constant, a row field, a column field and a matrix B of rank at most r.  With a singular value
decomposition of the interaction S̃, the squared error is at least Σ σ_k² over the singular values of S̃ beyond the r largest.  The mean,
the row and column effects and the truncated decomposition T of S̃ attain it, and T is centred by itself.  The fitted total is unique
exactly if every non-zero singular value left out is smaller than every one kept; the four parts are unique as well if all of them are
asked to be centred.  Unary fields are free, since they are seen apart from the pair, and so rank is spent on the interaction alone.
Truncating the scores first and centring afterwards is worse.
Source: Gabriel (1978), JRSS B 40, least squares approximation of matrices by additive and multiplicative models.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Le, Lt, Rational, Sum, field, scalar
from theorems.interaction import decomposition, eckart_young
from theorems.interaction.decomposition import S, column_effect, grand_mean, interaction, interaction_of, row_effect
from theorems.interaction.eckart_young import (
    A,
    B,
    L,
    N,
    R,
    U,
    V,
    c,
    factored,
    full,
    gap,
    has_rank,
    head,
    i,
    j,
    k,
    l,
    m,
    n,
    norm,
    sigma,
    svd,
    tail,
    top,
    truncated,
    vanishing,
)

a, b, mu = field("a", i), field("b", j), scalar("mu")


def total(B):
    """μ + a_i + b_j + B_ij."""
    return lambda i, j: mu + a[i] + b[j] + B(i, j)


def means(i, j):
    """The parts of S that are no interaction."""
    return grand_mean(S) + row_effect(S, i) + column_effect(S, j)


def error(F):
    """‖S − F‖²."""
    return norm(lambda i, j: S[i, j] - F(i, j))


def best(i, j):
    """The means and the truncated interaction."""
    return means(i, j) + truncated(i, j)


def fitted(i, j):
    return total(B)(i, j)


def centred(T):
    """Rows and columns sum to 0."""
    return And(ForAll(i, Eq(Sum(T(i, j), j), 0)), ForAll(j, Eq(Sum(T(i, j), i), 0)))


optimal = {"rank": factored, "optimal": Le(error(fitted), tail)}
same_total = ForAll((i, j), Eq(fitted(i, j), best(i, j)))
one_total = ForAll((mu, a, b, B), Implies(And(has_rank(B[i, j]), optimal["optimal"]), same_total))
is_centred = {"B centred": centred(B)}
centred_effects = {"a centred": Eq(Sum(a[i], i), 0), "b centred": Eq(Sum(b[j], j), 0)}
same_interaction = ForAll((i, j), Eq(B[i, j], truncated(i, j)))
same_effects = And(Eq(mu, grand_mean(S)), ForAll(i, Eq(a[i], row_effect(S, i))), ForAll(j, Eq(b[j], column_effect(S, j))))

model = {**full, mu: 0, sigma: (k, 0), S: ((k, l), 0), B: ((k, l), 0), a: (k, 0), b: (k, 0)}
claim = Claim("interaction.normal_form", source="Gabriel (1978), JRSS B 40", given=svd(interaction_of(S)))
claim.where(S_tilde=interaction(S, i, j), g=grand_mean(S), p=row_effect(S, i), q=column_effect(S, j))
bound = claim.part("bound", given={**head, "rank": optimal["rank"]}, shows=Le(tail, error(fitted)), model=model)
attained = claim.part(
    "attained",
    given={"distinct": head["distinct"]},
    shows=And(centred(truncated), Eq(error(best), tail)),
    model=model,
)
unique = claim.part("unique total", given=head, shows=Iff(one_total, gap), model=model)
of_rank = claim.part("unique interaction", given={**head, "gap": gap, **optimal, **is_centred}, shows=same_interaction, model=model)
effects = claim.part("unique effects", given={**head, **optimal, **is_centred, **centred_effects}, shows=same_effects, model=model)


def inner(i, j):
    """B̃_ij."""
    return interaction(B, i, j)


def spread(i, j):
    """What centring takes off S − F."""
    return S[i, j] - fitted(i, j) - interaction(S, i, j) + inner(i, j)


def pythagoras():
    """‖S − F‖² = ‖S̃ − B̃‖² + ‖S − F − (S̃ − B̃)‖²."""
    return f.linear(error(fitted), norm(lambda i, j: interaction(S, i, j) - inner(i, j)) + norm(spread))


centred_factors = L[i, c] - Sum(L[i, c], i) / n, N[j, c] - Sum(N[j, c], j) / m


def centred_rank():
    """B = LNᵀ ⊢ B̃ = (L centred)(N centred)ᵀ."""
    split, (left, right) = f.spec(f.assume(factored), i, j), centred_factors
    uses = (split, 1), (split, -1 / n, i), (split, -1 / m, j), (split, 1 / (n * m), i, j)
    return f.gen(f.linear(inner(i, j), Sum(left * right, c), *uses), i, j)


at_interaction = {A: ((i, j), interaction(S, i, j))}
left_factor, right_factor = ((i, c), centred_factors[0]), ((j, c), centred_factors[1])
at_inner = {**at_interaction, B: ((i, j), inner(i, j)), L: left_factor, N: right_factor}


@bound.proof
def centring_takes_nothing_that_counts(p):
    least = f.cut(p.use(eckart_young.claim, "bound", at_inner), centred_rank())
    return p.bound(f.add(f.by(least), f.tot(i, f.tot(j, f.sq(spread(i, j))))), (pythagoras(), 1))


def truncation_is_centred(p):
    """T is centred: Σ_i S̃_ij = 0 for all j gives σ_k Σ_i U_ik = 0 for all k."""
    split = f.spec(p["decomposed"], i, j)
    columns = f.linear(
        sigma[l] * Sum(U[i, l], i), 0, (split, -V[j, l], i, j), (f.spec(p["V orthonormal"], k, l), -sigma[k] * Sum(U[i, k], i), k)
    )
    rows = f.linear(
        sigma[l] * Sum(V[j, l], j), 0, (split, -U[i, l], i, j), (f.spec(p["U orthonormal"], k, l), -sigma[k] * Sum(V[j, k], j), k)
    )
    of_row = f.linear(Sum(truncated(i, j), j), 0, (f.inst(rows, {l: top(c)}), U[i, top(c)], c))
    of_column = f.linear(Sum(truncated(i, j), i), 0, (f.inst(columns, {l: top(c)}), V[j, top(c)], c))
    return f.conj(f.gen(of_row, i), f.gen(of_column, j))


@attained.proof
def keep_the_means(p):
    value = p.use(eckart_young.claim, "attained", at_interaction)
    return f.conj(truncation_is_centred(p), f.linear(error(best), tail, (value, 1)))


def nothing_is_taken(p, small):
    """B = LNᵀ is optimal ⊢ B̃ has rank at most r, ‖S̃ − B̃‖² ≤ tail, and centring takes nothing off S − F."""
    small = f.by(small)
    apart, square = f.tot(i, f.tot(j, f.sq(spread(i, j)))), spread(i, j) * spread(i, j)
    near = f.le(norm(lambda i, j: interaction(S, i, j) - inner(i, j)), tail, f.add(small, apart), (pythagoras(), 1))
    least = f.cut(p.use(eckart_young.claim, "bound", at_inner), centred_rank())
    none = f.le(norm(spread), 0, f.add(small, f.by(least)), (pythagoras(), 1))
    none = f.cut(f.inst(square_zero(), {"x": spread(i, j)}), vanishing(square, f.le(0, square, f.sq(spread(i, j))), none, i, j))
    rank = f.exists(centred_rank(), has_rank(inner(i, j)), left_factor, right_factor)
    return f.conj(rank, near), none


@unique.proof
def all_that_is_left_is_the_interaction(p):
    decided = p.use(eckart_young.claim, "unique", at_interaction)
    no_tie, given, one = f.assume(gap), f.assume(And(has_rank(B[i, j]), optimal["optimal"])), f.assume(one_total)
    near, none = nothing_is_taken(p, f.part(given, 1))
    same = f.spec(f.mp(f.spec(f.mp(f.part(decided, 1), no_tie), ((i, j), inner(i, j))), near), i, j)
    equal = f.release(f.gen(solved(fitted(i, j), best(i, j), (none, 1), (same, 1)), i, j), f.part(given, 0), L, N)
    only = f.imply(f.gen(f.imply(equal, given), mu, a, b, B), no_tie)
    # a best approximation of S̃ together with the means is one of S
    other = f.assume(And(has_rank(B[i, j]), Le(norm(lambda i, j: interaction(S, i, j) - B[i, j]), tail)))
    small = f.restate(f.part(other, 1), Le(error(lambda i, j: means(i, j) + B[i, j]), tail))
    totals = f.mp(f.spec(one, grand_mean(S), (i, row_effect(S, i)), (j, column_effect(S, j)), B), f.conj(f.part(other, 0), small))
    alone = f.gen(f.imply(f.gen(f.linear(B[i, j], truncated(i, j), (f.spec(totals, i, j), 1)), i, j), other), B)
    return f.conj(f.imply(f.mp(f.part(decided, 0), alone), one), only)


def total_is_best(p):
    """μ + a_i + b_j + B_ij is the best total."""
    only = f.mp(f.part(p.use(claim, "unique total"), 1), p["gap"])
    rank = f.exists(p["rank"], has_rank(B[i, j]), L, N)
    return f.spec(f.mp(f.spec(only, mu, a, b, B), f.conj(rank, p["optimal"])), i, j)


@of_rank.proof
def centre_the_total(p):
    # B = B̃ is the interaction of the total, which is T̃ = T
    equal, flat = total_is_best(p), truncation_is_centred(p)
    sums = [(f.spec(f.part(th, side), at), over) for th in (p["B centred"], flat) for side, at, over in ((0, i, m), (1, j, n))]
    rows = [(th, 1 / size) for th, size in sums]
    totals = [(th, 1 / (n * m), i) for th, size in sums if size is m]
    means = (equal, 1), (equal, 1 / m, j), (equal, 1 / n, i), (equal, 1 / (n * m), i, j)
    return f.gen(solved(B[i, j], truncated(i, j), *means, *rows, *totals), i, j)


@effects.proof
def one_total_has_one_decomposition(p):
    _, none = nothing_is_taken(p, p["optimal"])
    rows, columns = (f.part(p["B centred"], number) for number in (0, 1))
    itself = f.gen(f.linear(fitted(i, j), fitted(i, j)), i, j)
    total_of = {S: ((i, j), fitted(i, j)), decomposition.T: B}
    read = f.cut(p.use(decomposition.claim, "uniqueness", total_of), itself, p["a centred"], p["b centred"], rows, columns)

    def same(number, left, right, *at):
        whole, row, column = (none, 1 / (n * m), i, j), (none, 1 / m, j), (none, 1 / n, i)
        return f.gen(solved(left, right, (f.spec(f.part(read, number), *at), 1), whole, *((row, column) if at else ())), *at)

    return f.conj(same(0, mu, grand_mean(S)), same(1, a[i], row_effect(S, i), i), same(2, b[j], column_effect(S, j), j))


def patterned(first, second=0):
    """first · x xᵀ + second · y yᵀ for x = (1, 1, -1, -1) and y = (1, -1, 1, -1), whose singular values are 4 times the factors."""
    return [[first * x * z + second * y * w for z, w in signs] for x, y in signs]


def second(factor, *more):
    """B = factor · y yᵀ with its factors; more columns of them are 0."""
    return {B: patterned(0, factor), L: [[factor * y, *more] for _, y in signs], N: [[y, *more] for _, y in signs]}


signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
halves = [[Rational(x, 2), Rational(y, 2)] for x, y in signs]
no_fields, small = {mu: 0, a: [0], b: [0], S: [[0]]}, {U: [[1]], V: [[1]], sigma: [0], B: [[0]]}
number = {**no_fields, **small, R: 0, top: [], L: [[]], N: [[]]}
four = {mu: 0, a: [0] * 4, b: [0] * 4, U: halves, V: halves, top: [0]}
empty = {R: 0, top: [], L: [[]] * 4, N: [[]] * 4}
one_left, large_left = {**four, S: patterned(1, 2), sigma: [4, 8]}, {**four, S: patterned(1, -2), sigma: [4, -8]}
constant = {**four, U: [[x] for x, _ in halves], V: [[x] for x, _ in halves], S: patterned(1), sigma: [4]}  # one position


@bound.near_miss("not strict: S = 0", at=number)
def strict():
    return bound.given, Lt(tail, error(fitted))


@bound.near_miss(
    "truncating first and centring afterwards is worse: S = diag(2, 1), r = 1",
    at={
        S: [[2, 0], [0, 1]],
        U: [[1, 0], [0, 1]],
        V: [[1, 0], [0, 1]],
        sigma: [2, 1],
        top: [0],
        mu: Rational(3, 4),
        a: [Rational(1, 4), Rational(-1, 4)],
        b: [Rational(1, 4), Rational(-1, 4)],
        B: [[Rational(3, 4), Rational(-3, 4)], [Rational(-3, 4), Rational(3, 4)]],
        L: [[Rational(3, 4)], [Rational(-3, 4)]],
        N: [[1], [-1]],
    },
)
def truncate_then_centre():
    def centred_truncation(i, j):
        return means(i, j) + interaction(lambda i, j: truncated(i, j), i, j)

    return {**svd(S), **head, "rank": optimal["rank"]}, Le(error(centred_truncation), error(fitted))


bound.necessary("decomposed", "a spectrum of something else", at={**number, sigma: [1]})
bound.necessary("U orthonormal", "no left vector", at={**number, U: [[0]], sigma: [1]})
bound.necessary("V orthonormal", "no right vector", at={**number, V: [[0]], sigma: [1]})
bound.necessary("distinct", "a position kept twice", at={**one_left, top: [0, 0], **second(2, 0)})
bound.necessary("largest", "the smaller value is kept", at={**one_left, **second(2)})
bound.necessary("rank", "the interaction itself", at={**constant, **empty, B: patterned(1)})
bound.necessary("sigma nonnegative", "-8 counts more than 4", at={**large_left, **second(-2)})


no_scores = {S: [[0]], U: [[1]], V: [[1]], sigma: [1]}


@attained.near_miss("the interaction is truncated, not the scores: S = 1, r = 1", at={**no_scores, S: [[1]], top: [0]})
def truncated_scores():
    return {**svd(S), "distinct": head["distinct"]}, Eq(error(best), tail)


attained.necessary("decomposed", "a spectrum of something else", at={**no_scores, top: [0]})
attained.necessary("U orthonormal", "no left vector", at={**no_scores, U: [[0]], R: 0, top: []})
attained.necessary("V orthonormal", "no right vector", at={**no_scores, V: [[0]], R: 0, top: []})
one_position = {x: constant[x] for x in (S, U, V, sigma)}
attained.necessary("distinct", "a position kept twice", at={**one_position, top: [0, 0]})
# "sigma nonnegative": any order and any sign will do.

tie = {**four, S: patterned(1, 1), sigma: [4, 4], **second(1)}


@unique.near_miss("a tie leaves a choice: two equal values, r = 1", at=tie)
def always_one_total():
    return {**unique.given, **optimal}, same_total


unique.necessary("decomposed", "a spectrum of something else", at={**no_scores, top: [0]})
unique.necessary("U orthonormal", "no left vector", at={**no_scores, U: [[0]], R: 0, top: []})
unique.necessary("V orthonormal", "no right vector", at={**no_scores, V: [[0]], R: 0, top: []})
unique.necessary("distinct", "a position kept twice", at={**one_left, top: [0, 0], **second(2, 0)})
unique.necessary("sigma nonnegative", "-8 counts more than 4", at={**large_left, **second(-2)})
# "largest" follows from the gap, and is not needed without one.


@of_rank.near_miss("the interaction is truncated: one value, r = 0", at={**constant, **empty, B: patterned(0)})
def the_whole_interaction():
    return ForAll((i, j), Eq(B[i, j], interaction(S, i, j)))


no_vectors = {mu: 0, a: [0, 0], b: [0, 0], S: [[0, 0], [0, 0]], U: [[1, 0], [0, 1]], V: [[1, 0], [0, 1]], sigma: [3, 2], top: [0]}
no_vectors |= {B: [[1, -1], [-1, 1]], L: [[1], [-1]], N: [[1], [-1]]}
of_rank.necessary("decomposed", "a spectrum of something else", at={**number, sigma: [1], R: 1, top: [0], L: [[0]], N: [[0]]})
of_rank.necessary("U orthonormal", "no left vectors", at={**no_vectors, U: [[0, 0], [0, 0]]})
of_rank.necessary("V orthonormal", "no right vectors", at={**no_vectors, V: [[0, 0], [0, 0]]})
of_rank.necessary("distinct", "a position kept twice", at={**one_left, top: [0, 0], **second(2, 0)})
of_rank.necessary("gap", "a tie", at=tie)
of_rank.necessary("rank", "the interaction itself", at={**constant, **empty, B: patterned(1)})
of_rank.necessary("optimal", "no low rank at all", at={**constant, **second(0)})
of_rank.necessary("B centred", "a constant may move between μ and B", at={**number, mu: -1, B: [[1]], L: [[1]], N: [[1]], R: 1, top: [0]})
of_rank.necessary("sigma nonnegative", "-8 counts more than 4", at={**large_left, **second(-2)})
# "largest" follows from the gap.


@effects.near_miss("the effects are deviations from the mean: S = 1", at={**number, mu: 1, S: [[1]]})
def raw_means():
    return And(Eq(mu, grand_mean(S)), ForAll(i, Eq(a[i], Sum(S[i, j], j) / m)))


off_by_one = {mu: 1, **second(2)}
effects.necessary("decomposed", "a spectrum of something else", at={**number, sigma: [1], mu: 1})
effects.necessary("U orthonormal", "no left vector", at={**number, U: [[0]], sigma: [1], mu: 1})
effects.necessary("V orthonormal", "no right vector", at={**number, V: [[0]], sigma: [1], mu: 1})
effects.necessary("distinct", "a position kept twice", at={**one_left, **off_by_one, **second(2, 0), top: [0, 0]})
effects.necessary("largest", "the smaller value is kept", at={**one_left, **off_by_one})
effects.necessary("rank", "the interaction itself", at={**constant, **empty, B: patterned(1), mu: 1})
effects.necessary("optimal", "another mean", at={**number, mu: 1})
effects.necessary("B centred", "a constant may move between μ and B", at={**number, mu: -1, B: [[1]], L: [[1]], N: [[1]], R: 1, top: [0]})
effects.necessary("a centred", "a constant may move between μ and a", at={**number, mu: -1, a: [1]})
effects.necessary("b centred", "a constant may move between μ and b", at={**number, mu: -1, b: [1]})
effects.necessary("sigma nonnegative", "-8 counts more than 4", at={**large_left, mu: 1, **second(-2)})
