"""Mutants of depth.collapse that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Lt, Sum, delta, field
from gaproof.theory import between

from .collapse import claim, i, j, k, n, residuals


@residuals.mutant("missing normaliser: |n|⁻¹ (place 2)")
def less_than_nothing(p):
    # 1/n ≤ 1
    test = field("h", j)
    given = f.assume(between(test[j], 0, 1, j))
    below = f.by(f.part(f.spec(given, j), 0))
    share = f.le(1 / n, 1, f.mul(f.inv(f.by(p.auto(Lt(0, n)))), f.tot(j, f.sq(1 - delta(i, j)))))
    bound = f.le(Sum((1 / n - 1) * test[j], j), 0, f.tot(j, f.mul(f.by(share), below)))
    return f.conj(f.gen(f.gen(f.imply(bound, given), test), i, k), f.part(p.use(claim, "residuals"), 1))
