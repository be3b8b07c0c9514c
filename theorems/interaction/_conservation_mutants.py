"""Mutants of interaction.conservation that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import ForAll, Le

from .conservation import X, Y, c, claim, commutes, decided, dk, dq, gradient, i, j, k, loss, q


@decided.mutant("strictness: Σ_{i∈n} Σ_{c∈r} dq[i, c]·X[i,  … [i, c]·R[i, j, c, d]·Y[j, d]))")
def at_most_in_both_directions(p):  # of X and Y, and of −X and −Y
    both, still = p.use(claim, "all losses"), f.assume(commutes)
    left, right = loss.body.args
    given = f.assume(ForAll((X, Y), Le(left, right)))
    there, back = f.spec(given, X, Y), f.spec(given, ((i, c), -X[i, c]), ((j, c), -Y[j, c]))
    equal = f.gen(f.antisymmetry(there, f.le(right, left, f.by(back))), X, Y)
    kept = f.mp(f.spec(f.mp(f.part(both, 1), still), q, k, gradient, dq, dk), equal)
    return f.conj(f.part(both, 0), f.imply(f.gen(f.imply(kept, given), q, k, gradient, dq, dk), still))
