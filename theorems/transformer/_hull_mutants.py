"""Mutants of transformer.hull that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import And, ForAll, Le

from .hull import claim, dobrushin, drawn_together, i, j, k, test


@dobrushin.mutant("constant factor: 2 times the left side of h[j] ≤ 1 (place 2)")
def half_of_the_tests(p):
    """0 ≤ h and 2h ≤ 1 say more than h ≤ 1."""
    there, back = (f.part(p.use(claim, "Dobrushin's coefficient"), side) for side in (0, 1))
    together, small = f.assume(drawn_together), f.assume(ForAll(j, And(Le(0, test[j]), Le(2 * test[j], 1))))
    low, high = (f.part(f.spec(small, j), side) for side in (0, 1))
    inside = f.gen(f.conj(low, f.le(test[j], 1, f.add(f.by(low), f.by(high)))), j)
    bound = f.mp(f.spec(f.mp(back, together), i, k, test), inside)
    return f.conj(there, f.imply(f.gen(f.imply(bound, small), i, k, test), together))
