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
from gaproof.terms import And, Eq, ForAll, Iff, Implies, Le, Sum, field, scalar
from theorems.interaction import decomposition, eckart_young
from theorems.interaction.decomposition import S, column_effect, grand_mean, interaction, interaction_of, row_effect
from theorems.interaction.eckart_young import (
    A,
    B,
    L,
    N,
    U,
    V,
    c,
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


optimal = {"rank": has_rank(B[i, j]), "optimal": Le(error(fitted), tail)}
same_total = ForAll((i, j), Eq(fitted(i, j), best(i, j)))
one_total = ForAll((mu, a, b, B), Implies(And(*optimal.values()), same_total))
is_centred = {"B centred": centred(B)}
centred_effects = {"a centred": Eq(Sum(a[i], i), 0), "b centred": Eq(Sum(b[j], j), 0)}
same_interaction = ForAll((i, j), Eq(B[i, j], truncated(i, j)))
same_effects = And(Eq(mu, grand_mean(S)), ForAll(i, Eq(a[i], row_effect(S, i))), ForAll(j, Eq(b[j], column_effect(S, j))))

model = {**full, mu: 0, sigma: (k, 0), S: ((k, l), 0), B: ((k, l), 0), a: (k, 0), b: (k, 0)}
claim = Claim("interaction.normal_form", source="Gabriel (1978), JRSS B 40", given=svd(interaction_of(S)))
bound = claim.part("bound", given={**head, "rank": optimal["rank"]}, shows=Le(tail, error(fitted)), model=model)
attained = claim.part(
    "attained",
    given={"distinct": head["distinct"]},
    shows=And(has_rank(truncated(i, j)), centred(truncated), Eq(error(best), tail)),
    model=model,
)
unique = claim.part("unique total", given=head, shows=Iff(one_total, gap), model=model)
of_rank = claim.part("unique interaction", given={**head, "gap": gap, **optimal, **is_centred}, shows=same_interaction, model=model)
effects = claim.part(
    "unique effects", given={**head, "gap": gap, **optimal, **is_centred, **centred_effects}, shows=same_effects, model=model
)


def inner(i, j):
    """B̃_ij."""
    return interaction(B, i, j)


def spread(i, j):
    """What centring takes off S − F."""
    return S[i, j] - fitted(i, j) - interaction(S, i, j) + inner(i, j)


def pythagoras():
    """‖S − F‖² = ‖S̃ − B̃‖² + ‖S − F − (S̃ − B̃)‖²."""
    return f.linear(error(fitted), norm(lambda i, j: interaction(S, i, j) - inner(i, j)) + norm(spread))


def centred_rank(rank):
    """B has rank at most r ⊢ B̃ has: centre both factors."""
    *_, factors = f.obtain(rank, L, N)
    left, right = L[i, c] - Sum(L[i, c], i) / n, N[j, c] - Sum(N[j, c], j) / m
    split = f.spec(factors, i, j)
    equal = f.linear(inner(i, j), Sum(left * right, c), (split, 1), (split, -1 / n, i), (split, -1 / m, j), (split, 1 / (n * m), i, j))
    return f.release(f.exists(f.gen(equal, i, j), has_rank(inner(i, j)), ((i, c), left), ((j, c), right)), rank, L, N)


at_interaction = {A: ((i, j), interaction(S, i, j))}


@bound.proof
def centring_takes_nothing_that_counts(p):
    least = f.cut(p.use(eckart_young.claim, "bound", {**at_interaction, B: ((i, j), inner(i, j))}), centred_rank(p["rank"]))
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
    rank, value = (f.part(p.use(eckart_young.claim, "attained", at_interaction), number) for number in (0, 1))
    return f.conj(rank, truncation_is_centred(p), f.linear(error(best), tail, (value, 1)))


@unique.proof
def all_that_is_left_is_the_interaction(p):
    decided = p.use(eckart_young.claim, "unique", at_interaction)
    no_tie, given, one = f.assume(gap), f.assume(And(*optimal.values())), f.assume(one_total)
    # ‖S̃ − B̃‖² ≤ ‖S − F‖², with equality only if S − F = S̃ − B̃
    centred_B = {**at_interaction, B: ((i, j), inner(i, j))}
    rank, small = centred_rank(f.part(given, 0)), f.part(given, 1)
    apart = f.tot(i, f.tot(j, f.sq(spread(i, j))))
    near = f.le(norm(lambda i, j: interaction(S, i, j) - inner(i, j)), tail, f.add(f.by(small), apart), (pythagoras(), 1))
    least = f.cut(p.use(eckart_young.claim, "bound", centred_B), rank)
    square = spread(i, j) * spread(i, j)
    none = f.le(norm(spread), 0, f.add(f.by(small), f.by(least)), (pythagoras(), 1))
    none = f.cut(f.inst(square_zero(), {"x": spread(i, j)}), vanishing(square, f.le(0, square, f.sq(spread(i, j))), none, i, j))
    same = f.spec(f.mp(f.spec(f.mp(f.part(decided, 1), no_tie), ((i, j), inner(i, j))), f.conj(rank, near)), i, j)
    equal = f.gen(solved(fitted(i, j), best(i, j), (none, 1), (same, 1)), i, j)
    only = f.imply(f.gen(f.imply(equal, given), mu, a, b, B), no_tie)
    # a best approximation of S̃ together with the means is one of S
    other = f.assume(And(has_rank(B[i, j]), Le(norm(lambda i, j: interaction(S, i, j) - B[i, j]), tail)))
    with_means = mu, grand_mean(S), a, (i, row_effect(S, i)), b, (j, column_effect(S, j)), B, B
    totals = f.mp(
        f.spec(one, *with_means[1::2]),
        f.conj(f.part(other, 0), f.restate(f.part(other, 1), Le(error(lambda i, j: means(i, j) + B[i, j]), tail))),
    )
    alone = f.gen(f.imply(f.gen(f.linear(B[i, j], truncated(i, j), (f.spec(totals, i, j), 1)), i, j), other), B)
    return f.conj(f.imply(f.mp(f.part(decided, 0), alone), one), only)


def total_is_best(p):
    """μ + a_i + b_j + B_ij is the best total."""
    only = f.mp(f.part(p.use(claim, "unique total"), 1), p["gap"])
    return f.spec(f.mp(f.spec(only, mu, a, b, B), f.conj(p["rank"], p["optimal"])), i, j)


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
    F = {S: ((i, j), best(i, j)), decomposition.T: B}
    rows, columns = (f.part(p["B centred"], number) for number in (0, 1))
    split = f.gen(f.flip(f.linear(fitted(i, j), best(i, j), (total_is_best(p), 1))), i, j)
    read = f.cut(p.use(decomposition.claim, "uniqueness", F), split, p["a centred"], p["b centred"], rows, columns)
    # the means of the total are those of S, because T is centred
    flat = truncation_is_centred(p)
    row, column = f.spec(f.part(flat, 0), i), f.spec(f.part(flat, 1), j)
    none = (row, 1 / (n * m), i), (row, 1 / m), (column, 1 / n)

    def same(number, left, right, *at):
        return f.gen(solved(left, right, (f.spec(f.part(read, number), *at), 1), *none), *at)

    return f.conj(same(0, mu, grand_mean(S)), same(1, a[i], row_effect(S, i), i), same(2, b[j], column_effect(S, j), j))
