"""Mutants of heads.gate that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Lt, Sum, exp

from .gate import M, anchored, claim, i, j, other, s, size


# An expert that is not admissible has the share 0, however it is normalised.
@anchored.mutant("direction: 0 < M[i, j]·exp(s[i, j])/(Σ_{j′∈m} M[i, j′]·exp(s[i, j′]))")
def no_share_is_negative(p):
    return only_the_admissible(p, Sum(M[i, j] * exp(s[i, j]), j), lambda share: Lt(share, 0))


@anchored.mutant("sign: the exponent of exp(s[i, j_]) (place 2)")
def the_total_of_the_opposite(p):
    return only_the_admissible(p, Sum(M[i, j] * exp(-s[i, j]), j))


def only_the_admissible(p, total, claimed=lambda share: Lt(0, share)):
    shares, share = p.use(claim, "gate"), M[i, j] * size
    on, off, some = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(claimed(share))
    clash = f.absurd(f.rewrite(f.linear(share, 0, (off, size)), some, other, claimed(other)), on.conclusion)
    found = f.imply(mask_cases(f.spec(p["M mask"], i, j), on, clash), some)
    found = f.inst(found, {size: exp(s[i, j]) / total})
    return f.conj(f.part(shares, 0), f.gen(f.conj(found, f.part(f.spec(f.part(shares, 1), i, j), 1)), i, j), f.part(shares, 2))
