"""Mutants of interaction.normal_form that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import And, Eq, ForAll, Implies, Le, Ne, Sum, index, scalar
from theorems.interaction import eckart_young
from theorems.interaction._eckart_young_mutants import loosened
from theorems.interaction.decomposition import S, column_effect, grand_mean, interaction, row_effect
from theorems.interaction.eckart_young import (
    A,
    B,
    K,
    U,
    V,
    c,
    gap,
    has_rank,
    i,
    j,
    k,
    kept,
    l,
    m,
    n,
    norm,
    only,
    sigma,
    svd,
    tail,
    top,
    truncated,
    two_ways,
)

from .normal_form import a, attained, b, best, bound, claim, error, fitted, mu, of_rank, one_total, optimal, unique

o, z = index("o", n), scalar("z")
far = f.tot(i, f.tot(j, f.sq(S[i, j] - fitted(i, j))))  # 0 ≤ ‖S − F‖²


loosened(bound, far)


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


def the_only_one_is_the_best(p, other):
    """A total is the only one within the bound ⊢ a gap: it is the best one, which attains the bound."""
    optimum = f.assume(And(has_rank(B[i, j]), optimal["optimal"]))
    at_most = f.eq_le(f.part(p.use(claim, "attained"), 1))
    effects = grand_mean(S), (i, row_effect(S, i)), (j, column_effect(S, j)), ((i, j), truncated(i, j))
    itself = f.mp(f.spec(other, *effects), f.conj(p.use(eckart_young.claim, "rank"), at_most))
    same = (f.spec(f.mp(f.spec(other, mu, a, b, B), optimum), i, j), 1), (f.spec(itself, i, j), -1)
    alike = f.gen(f.linear(fitted(i, j), best(i, j), *same), i, j)
    only = f.gen(f.imply(alike, optimum), mu, a, b, B)
    return f.imply(f.mp(f.part(p.use(claim, "unique total"), 0), only), other)


@unique.mutant("swapped index: j for j_ in S[i_, j_] (place 2)")
@unique.mutant("wrong axis: over i_ for j_ in Σ_{j∈m} S[i_, j] (place 3)")
def the_truncation_is_one(p):
    other = f.assume(p.goal.children[0].children[0])
    return f.conj(the_only_one_is_the_best(p, other), f.part(p.use(claim, "unique total"), 1))


@unique.mutant("off-by-one range: the size |n| (place 3)")
def whatever_the_mean_is(p):
    # z is any number in the place of 1/(|n| - 1), which may be 1/0
    column = Sum(S[i, j], i) * z - grand_mean(S)
    another = grand_mean(S) + row_effect(S, i) + column + truncated(i, j)
    within = And(has_rank(B[i, j]), optimal["optimal"])
    other = f.assume(ForAll((mu, a, b, B), Implies(within, ForAll((i, j), Eq(fitted(i, j), another)))))
    there = f.inst(the_only_one_is_the_best(p, other), {z: (n + (-1)) ** -1})
    return f.conj(there, f.part(p.use(claim, "unique total"), 1))


@unique.mutant("dropped term: the 1st term of mu + a[i] + b[j] + B[i, j]")
def never_the_only_total(p):
    # T, the effects and μ + x are within the bound if 0 ≤ x Σ S: for x = Σ S, and for x = 1 if that is 0
    other, (flat, value) = f.assume(p.goal.children[0].children[0]), (f.part(p.use(claim, "attained"), k) for k in range(2))
    rest, total, row, column = S[i, j] - best(i, j), Sum(S[i, j], i, j), Sum(S[i, j], j), Sum(S[i, j], i)
    rows = solved(Sum(rest, j), 0, (f.spec(f.part(flat, 0), i), 1))
    columns = solved(Sum(rest, i), 0, (f.spec(f.part(flat, 1), j), 1))

    def not_moved(x, witness, *uses):
        then = f.spec(other, grand_mean(S) + x, (i, row_effect(S, i)), (j, column_effect(S, j)), ((i, j), truncated(i, j)))
        small = then.conclusion.children[0].children[1]
        within, _ = small.children
        weights = [(rows, w, i) for w in (x, grand_mean(S), row / m)] + [(columns, column / n, j), (f.spec(f.part(flat, 0), i), x, i)]
        error = solved(within, tail - x * total, (value, 1), *weights)
        least = f.le(within, tail, witness, (error, -1), *uses)
        same = f.mp(then, f.conj(p.use(eckart_young.claim, "rank"), least))
        return f.linear(x, 0, (f.spec(same, i, j), 1))

    zero = not_moved(total, f.sq(total))
    never = not_moved(1, f.num(0), (zero, 1))
    return f.conj(f.imply(f.absurd(never, gap), other), f.part(p.use(claim, "unique total"), 1))


def largest_by(p, no_tie):
    """What is kept has the largest values, if there is a gap: where σ_k = 0, 0 ≤ σ_l."""
    both, some = f.assume(And(Eq(kept(k), 0), Eq(kept(l), 1))), f.assume(Ne(sigma[k], 0))
    less = f.le(sigma[k], sigma[l], f.by(f.mp(f.mp(f.spec(no_tie, k, l), both), some)))
    none = f.le(sigma[k], sigma[l], f.by(f.spec(p["sigma nonnegative"], l)), (f.assume(Eq(sigma[k], 0)), -1))
    return f.gen(f.imply(f.cases(Eq(sigma[k], 0), none, less), both), k, l)


@of_rank.mutant("dropped hypothesis: largest")
def by_the_gap(p):
    return f.cut(p.use(claim, "unique interaction"), largest_by(p, p["gap"]))


@unique.mutant("dropped hypothesis: largest")
def a_gap_orders(p):
    no_tie, one = f.assume(gap), f.assume(one_total)
    back = f.cut(f.mp(f.part(p.use(claim, "unique total"), 1), no_tie), largest_by(p, no_tie))
    # a best approximation of S̃ together with the means is one of S
    other = f.assume(And(has_rank(B[i, j]), Le(norm(lambda i, j: interaction(S, i, j) - B[i, j]), tail)))
    small = f.restate(f.part(other, 1), Le(error(lambda i, j: best(i, j) - truncated(i, j) + B[i, j]), tail))
    totals = f.spec(one, grand_mean(S), (i, row_effect(S, i)), (j, column_effect(S, j)), B)
    totals = f.mp(totals, f.conj(f.part(other, 0), small))
    alone = f.gen(f.imply(f.gen(f.linear(B[i, j], truncated(i, j), (f.spec(totals, i, j), 1)), i, j), other), B)
    # and with two of these there are two of those
    facts = {name: f.assume(formula) for name, formula in svd(A).items()}
    facts |= {name: p[name] for name in ("distinct", "sigma nonnegative")}
    there = f.inst(two_ways(facts, f.assume(only)), {A: ((i, j), interaction(S, i, j))})
    there = f.cut(there, *(p[name] for name in svd(A)), alone)
    return f.conj(f.imply(there, one), f.imply(back, no_tie))


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
