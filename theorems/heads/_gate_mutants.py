"""Mutants of heads.gate that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import Eq, Lt, Sum, exp

from .gate import M, anchored, claim, exists, g, i, j, l, other, s, size, t, x


# An expert that is not admissible has the share 0, however it is normalised.
@anchored.mutant("direction: 0 < M[i, j]·exp(s[i, j])/(Σ_{j′∈m} M[i, j′]·exp(s[i, j′]))")
def no_share_is_negative(p):
    return only_the_admissible(p, 1 / Sum(M[i, j] * exp(s[i, j]), j), lambda share: Lt(share, 0))


@anchored.mutant("sign: the exponent of exp(s[i, j_]) (place 2)")
def the_total_of_the_opposite(p):
    return only_the_admissible(p, 1 / Sum(M[i, j] * exp(-s[i, j]), j))


@anchored.mutant("off-by-one range: all but one of Σ_{j∈m} M[i, j]·exp(s[i, j]) (place 2)")
def the_total_of_the_others(p):
    share = peel(p.goal.children[1])[2].children[0].children[0].children[1]
    return only_the_admissible(p, share.children[1])


def only_the_admissible(p, normaliser, claimed=lambda share: Lt(0, share)):
    shares, share = p.use(claim, "gate"), M[i, j] * exp(s[i, j]) * size
    on, off, some = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(claimed(share))
    clash = f.absurd(f.rewrite(f.linear(share, 0, (off, exp(s[i, j]) * size)), some, other, claimed(other)), on.conclusion)
    found = f.imply(mask_cases(f.spec(p["M mask"], i, j), on, clash), some)
    found = f.inst(found, {size: normaliser})
    return f.conj(f.part(shares, 0), f.gen(f.conj(found, f.part(f.spec(f.part(shares, 1), i, j), 1)), i, j), f.part(shares, 2))


@exists.mutant("direction: t[j] < t[j_2]")
def the_opposite_labels(p):  # -t are distinct labels as well
    (k,), (distinct, room), sets = p.peeled()
    apart, opposite = f.assume(distinct), f.assume(Eq(-t[j], -t[l]))
    apart = f.gen(f.imply(f.mp(f.spec(apart, j, l), f.linear(t[j], t[l], (opposite, -1))), opposite), j, l)
    there = f.mp(f.spec(f.mp(f.inst(p.use(claim, "a top k"), {t: (j, -t[j])}), apart), k), f.assume(room))
    (known,) = f.obtain(there, g)
    ahead = f.spec(f.part(known, 3), j, l)
    ahead_, tie = f.assume(ahead.conclusion.children[0]), f.assume(Eq(x[l], x[j]))
    better, first = (f.part(f.mp(ahead, ahead_), number) for number in (0, 1))
    first = f.imply(f.lt(t[l], t[j], f.by(f.mp(first, tie))), tie)
    ahead = f.gen(f.imply(f.conj(better, first), ahead_), j, l)
    found = f.exists(f.conj(*(f.part(known, number) for number in range(3)), ahead), sets, g)
    return f.imply(f.gen(f.imply(f.release(found, there, g), room), k), distinct)
