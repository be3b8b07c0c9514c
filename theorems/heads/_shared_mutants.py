"""Mutants of heads.shared that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Le, Sum, delta

from .shared import Q2, B, C, Q, c, charts, claim, complete, d, g, group, h, h2, i, j, keys, same_group, same_scores


@charts.mutant("strictness: X[h, j, c] = X[h2, j, c]")
def at_most_both_ways(p):
    less = ForAll((h, h2), Implies(same_group(h, h2), ForAll((j, c), Le(keys[h, j, c], keys[h2, j, c]))))
    both, given, same = p.use(claim, "shared charts"), f.assume(less), f.assume(same_group(h, h2))
    back = f.linear(delta(group(h2), group(h)), 1, (same, 1))
    there, here = (f.spec(f.mp(th, fact), j, c) for th, fact in ((f.spec(given, h, h2), same), (f.spec(given, h2, h), back)))
    equal = f.gen(f.imply(f.gen(f.antisymmetry(there, here), j, c), same), h, h2)
    return f.conj(f.part(both, 0), f.imply(f.mp(f.part(both, 1), equal), given))


@complete.mutant("constant factor: 2 times the left side of δ(group(h), g) = 1")
def twice_a_delta_is_not_1(p):  # so that nothing is said of the queries
    given = f.assume(same_scores)
    found = f.spec(f.mp(p.use(claim, "gauge is all"), given), g)
    *_, known = f.obtain(found, B, C)
    first, second, _, keys_ = (f.part(known, number) for number in range(4))
    one = delta(group(h), g)
    both = f.assume(Eq(2 * one, 1))
    clash = f.linear(0, 1, (both, 1 - 2 * one))
    queries = ForAll((i, c), Eq(Q2[h, i, c], Sum(Q[h, i, d] * B[d, c], d)))
    some = f.spec(f.assume(p.goal.children[1]), g).conclusion
    none = f.gen(f.imply(f.absurd(clash, queries), both), h)
    found = f.release(f.exists(f.conj(first, second, none, keys_), some, B, C), found, B, C)
    return f.imply(f.gen(found, g), given)
