"""Mutants of interaction.normal_form that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, Ne, Sum, delta, index
from theorems.interaction import eckart_young
from theorems.interaction.decomposition import S, column_effect, grand_mean, row_effect
from theorems.interaction.eckart_young import B, K, U, V, c, has_rank, i, j, k, kept, l, m, n, sigma, top, truncated

from .normal_form import a, attained, b, best, bound, claim, fitted, mu, of_rank, optimal, unique

o = index("o", n)
far = f.tot(i, f.tot(j, f.sq(S[i, j] - fitted(i, j))))  # 0 ≤ ‖S − F‖²


@bound.mutant("dropped term: the 1st term of 1 - Σ_{c∈R?} δ(k, top(c))")
def nothing_but_what_is_kept(p):
    return p.bound(f.add(far, f.tot(k, f.mul(f.tot(c, f.sq(delta(k, top(c)))), f.sq(sigma[k])))))


@bound.mutant("wrong axis: over k for c in Σ_{c∈R?} δ(k, top(c))")
def nothing_left_out(p):
    return p.bound(far)


@bound.mutant("swapped index: k for top(c) in δ(k, top(c))")
def all_counted(p):
    # kept ≤ r
    return p.bound(f.add(f.by(p.use(claim, "bound")), f.tot(k, f.mul(f.tot(c, f.sq(1 - delta(k, top(c)))), f.sq(sigma[k])))))


@attained.mutant("swapped index: j for j_ in S[i_, j_]")
@attained.mutant("constant factor: 2 times the 1st term of (Σ_{i∈n} S[i, j])/|n| - (Σ_{i∈ … } Σ_{j′∈m} S[i, j′])/(|n|·|m|)")
@attained.mutant("off-by-one range: all but one of Σ_{i∈n} S[i, j]")
@attained.mutant("wrong axis: |K| for |n| (place 3)")
@attained.mutant("sign: the 1st term of (Σ_{i′∈n} Σ_{j′∈m} S[i′, j′])/ … Σ_{j′∈m} S[i′, j′])/(|n|·|m|)) (place 2)")
@attained.mutant("missing normaliser: |m|⁻¹ (place 2)")
def the_error_is_orthogonal(p):
    # to row and column fields
    is_centred, error_of_best = (f.part(p.use(claim, "attained"), number) for number in range(2))
    rest, row, column = S[i, j] - best(i, j), Sum(S[i, j], j), Sum(S[i, j], i)
    rows = solved(Sum(rest, j), 0, (f.spec(f.part(is_centred, 0), i), 1))
    columns = solved(Sum(rest, i), 0, (f.spec(f.part(is_centred, 1), j), 1))
    along_rows = [(rows, w, i) for w in (row, row / m)]
    along_columns = [(columns, w, j) for w in (column / n, column / K, S[o, j] / n, grand_mean(S))]
    equation = p.goal.children[1].children
    return f.conj(is_centred, solved(*equation, (error_of_best, 1), *along_rows, *along_columns))


@unique.mutant("swapped index: j for j_ in S[i_, j_] (place 2)")
@unique.mutant("wrong axis: over i_ for j_ in Σ_{j∈m} S[i_, j] (place 3)")
def the_truncation_is_one(p):
    # the only total is the best one, which attains the bound
    other, optimum = f.assume(p.goal.children[0].children[0]), f.assume(And(has_rank(B[i, j]), optimal["optimal"]))
    there, back = (f.part(p.use(claim, "unique total"), number) for number in range(2))
    at_most = f.eq_le(f.part(p.use(claim, "attained"), 1))
    effects = grand_mean(S), (i, row_effect(S, i)), (j, column_effect(S, j)), ((i, j), truncated(i, j))
    itself = f.mp(f.spec(other, *effects), f.conj(p.use(eckart_young.claim, "rank"), at_most))
    same = (f.spec(f.mp(f.spec(other, mu, a, b, B), optimum), i, j), 1), (f.spec(itself, i, j), -1)
    alike = f.gen(f.linear(fitted(i, j), best(i, j), *same), i, j)
    return f.conj(f.imply(f.mp(there, f.gen(f.imply(alike, optimum), mu, a, b, B)), other), back)


@of_rank.mutant("dropped hypothesis: largest")
def by_the_gap(p):
    # where σ_k = 0, 0 ≤ σ_l
    both, some = f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1))), f.assume(Ne(sigma[k], 0))
    less = f.le(sigma[k], sigma[l], f.by(f.mp(f.mp(f.spec(p["gap"], k, l), both), some)))
    none = f.le(sigma[k], sigma[l], f.by(f.spec(p["sigma nonnegative"], l)), (f.assume(Eq(sigma[k], 0)), -1))
    largest = f.gen(f.imply(f.cases(Eq(sigma[k], 0), none, less), both), k, l)
    return f.cut(p.use(claim, "unique interaction"), largest)


@attained.mutant("dropped factor: the 2nd factor of U[i, top(c)]·sigma[top(c)]·V[j, top(c)] (place 2)")
def left_vectors_are_centred(p):
    # σ u is a combination of the columns of S̃
    (rows, _), error_of_best = (
        (f.part(f.part(p.use(claim, "attained"), 0), number) for number in range(2)),
        f.part(p.use(claim, "attained"), 1),
    )
    total = solved(
        Sum(U[i, top(c)] * sigma[top(c)], i),
        0,
        (f.spec(p["decomposed"], i, j), V[j, top(c)], i, j),
        (f.spec(p["V orthonormal"], k, top(c)), Sum(U[i, k], i) * sigma[k], k),
    )
    columns = f.gen(f.linear(Sum(U[i, top(c)] * sigma[top(c)], i, c), 0, (total, 1, c)), j)
    return f.conj(f.conj(rows, columns), error_of_best)
