"""Mutants of link.not_shift_invariant that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, delta
from theorems.link.positive import ell

from .not_shift_invariant import claim, converse, k, l, q_links, two, unseen


@converse.mutant("dropped hypothesis: positive")
def of_any_sign(p):
    return unseen(p, lambda shown, no_link: f.cases(Eq(ell(0), 0), no_link, shown))


@q_links.mutant("swapped index: l for k in δ(j, k) (place 2)")
def at_either_column(p):
    apart, at_k, at_l = (f.part(f.assume(two), n) for n in range(3))
    turned = f.conj(f.linear(delta(k, l), 0, (apart, 1)), at_l, at_k)
    there, other = (f.mp(f.spec(claim.theorem("q-exponentials"), *at), th) for at, th in (((k, l), f.assume(two)), ((l, k), turned)))
    return f.gen(f.imply(f.conj(f.part(there, 0), f.part(other, 1), f.part(there, 2)), two), k, l)
