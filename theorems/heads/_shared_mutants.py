"""Mutants of heads.shared that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import ForAll, Implies, Le, delta

from .shared import c, charts, claim, group, h, h2, j, keys, same_group


@charts.mutant("strictness: X[h, j, c] = X[h2, j, c]")
def at_most_both_ways(p):
    less = ForAll((h, h2), Implies(same_group(h, h2), ForAll((j, c), Le(keys[h, j, c], keys[h2, j, c]))))
    both, given, same = p.use(claim, "shared charts"), f.assume(less), f.assume(same_group(h, h2))
    back = f.linear(delta(group(h2), group(h)), 1, (same, 1))
    there, here = (f.spec(f.mp(th, fact), j, c) for th, fact in ((f.spec(given, h, h2), same), (f.spec(given, h2, h), back)))
    equal = f.gen(f.imply(f.gen(f.antisymmetry(there, here), j, c), same), h, h2)
    return f.conj(f.part(both, 0), f.imply(f.mp(f.part(both, 1), equal), given))
