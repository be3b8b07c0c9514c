"""Mutants of interaction.chart_balanced that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.linear_algebra import two_sided_inverse
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, Le, Sum, delta, index

from .chart_balanced import (
    O,
    X,
    Y,
    c,
    claim,
    d,
    g,
    i,
    j,
    k,
    lam,
    least,
    length,
    mu,
    nuclear,
    p,
    r,
    rotation,
    s,
    short,
    ties,
    to_k,
    to_q,
    unique,
)


@least.mutant("constant factor: 2 times the 2nd term of Σ_{i∈n} Σ_{g∈D} X[i, g]² + Σ_{j∈m} Σ_{g∈D} Y[j, g]²")
def more_is_not_less(proof):  # ‖Y‖² ≥ 0
    more = (Sum(X[i, g] ** 2, i, g) + 2 * Sum(Y[j, g] ** 2, j, g)) / 2
    return f.le(nuclear, more, f.add(f.by(proof.use(claim, "least")), f.mul(f.num(Fraction(1, 2)), f.tot(j, f.tot(g, f.sq(Y[j, g]))))))


@short.mutant("strictness: (Σ_{i∈n} Σ_{g∈D} X[i, g]² + Σ_ … D} Y[j, g]²)/2 = Σ_{k∈p} s[k]²")
def at_most_the_least(proof):
    small, both = f.assume(Le(length(X, Y, g), nuclear)), proof.use(claim, "least exactly if balanced")
    equal = f.antisymmetry(small, proof.use(claim, "least"))
    return f.conj(f.imply(f.mp(f.part(both, 0), equal), small), f.part(both, 1))


@short.mutant("off-by-one range: all but one of Σ_{k∈p} s[k]²")
def all_but_one_value(proof):
    # which is then 0, for the length is at least the whole sum
    o = index("o", p)
    fewer, both = f.assume(Eq(length(X, Y, g), Sum((1 - delta(k, o)) * s[k] ** 2, k))), proof.use(claim, "least exactly if balanced")
    equal = f.antisymmetry(f.le(length(X, Y, g), nuclear, f.sq(s[o]), (fewer, -1)), proof.use(claim, "least"))
    return f.conj(f.imply(f.mp(f.part(both, 0), equal), fewer), f.part(both, 1))


# Orthonormal rows are enough: the columns of a square matrix are orthonormal then.
@unique.mutant("quantifier: ∃ for ∀ in ∀ c ∈ r, ∀ d ∈ r, Σ_{e∈r} O[e, c]·O[e, d] = δ(c, d)")
@unique.mutant("constant factor: 2 times the left side of Σ_{e∈r} O[e, c]·O[e, d] = δ(c, d) (place 2)")
def orthonormal_rows(proof):
    both, given = proof.use(claim, "unique up to rotation"), f.assume(proof.goal.children[1].children[0])
    (known,) = f.obtain(given, O)
    rows = f.part(f.part(known, 0), 0)
    lemma = f.inst(two_sided_inverse(r.sort), {"H": ((c, d), O[c, d]), "G": ((c, d), O[d, c])})
    columns = f.cut(lemma, f.restate(rows, min(lemma.hypotheses)))
    turn = f.conj(f.conj(rows, f.restate(columns, rotation.args[1])), f.part(known, 1), f.part(known, 2))
    some = f.release(f.exists(turn, Exists(O, And(rotation, to_q, to_k)), O), given, O)
    return f.conj(f.part(both, 0), f.imply(f.mp(f.part(both, 1), some), given))


@ties.mutant("swapped symbol: lambda for mu in mu[c]")
def the_same_spectrum(proof):
    # which falls as it should
    one, (there, back) = f.assume(proof.goal.children[0].children[0]), (f.part(proof.use(claim, "ties"), side) for side in (0, 1))
    (known,) = f.obtain(one, mu)
    same = f.exists(f.conj(f.part(known, 0), f.part(proof["diagonal"], 1)), there.conclusion.children[0], lam)
    return f.conj(f.imply(f.release(f.mp(there, same), one, mu), one), back)
