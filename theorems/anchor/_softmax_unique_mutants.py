"""Mutants of anchor.softmax_unique that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Lt

from .softmax_unique import apart, beta, j, of_map, of_ratio, p, s, shares, value

for part in (of_ratio, of_map):

    @part.mutant("direction: 0 < p[j]")
    def negative_shares_have_no_mass(proof):
        negative, given = f.assume(ForAll(j, Lt(p[j], 0))), f.assume(value)
        never = f.lt(0, 0, f.add(f.tot(j, f.by(f.spec(negative, j))), f.num(1)), (f.part(given, 0), 1))
        row = f.imply(f.gen(f.absurd(never, Eq(p[j], shares(beta))), j), given)
        return f.imply(f.gen(f.imply(row, negative), s, p), apart)
