"""Mutants of link.baseline that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Eq, exp, scalar

from .baseline import M, g, i, j, kappa, kappa2, s, s2, same, tau, u


@same.mutant("dropped hypothesis: temperature")
def whatever_1_over_the_temperature_is(p):
    """The proof of the part, with any number z for 1/τ: e^(s·z)·e^(−s·z) = 1 is all that is used of it."""
    z, inverse = scalar("z"), f.node(1 / tau).children[1]
    same_kernel, traded = (f.assume(put(side, inverse, f.node(z))) for side in p.goal.children[0].children)
    here, gone = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    shift, old, new, back = s2[i, j] - s[i, j], kappa[i, j] * exp(s[i, j] * z), kappa2[i, j] * exp(s2[i, j] * z), exp(-s2[i, j] * z)
    uses = (f.spec(same_kernel, i, j), -back), (here, back * (old - new))
    both = f.conj(f.linear(kappa2[i, j], kappa[i, j] * exp(-shift * z), *uses), f.linear(s2[i, j], s[i, j] + shift))
    there = f.exists(f.gen(f.imply(both, here), i, j), traded.conclusion, ((i, j), shift))

    (found,) = f.obtain(traded, g)
    factor, score = (f.part(f.mp(f.spec(found, i, j), here), k) for k in range(2))
    lost, gained = exp(-g[i, j] * z), exp(s[i, j] * z)
    power = f.rewrite(f.flip(score), f.linear(lost * exp((s[i, j] + g[i, j]) * z), gained), u, Eq(lost * exp(u * z), gained))
    sides = f.spec(same_kernel, i, j).conclusion.children
    equal = f.linear(*sides, (factor, -M[i, j] * exp(s2[i, j] * z)), (power, -M[i, j] * kappa[i, j]))
    entry = mask_cases(f.spec(p["M mask"], i, j), equal, f.linear(*sides, (gone, old - new)))
    again = f.release(f.gen(entry, i, j), traded, g)
    return f.inst(f.conj(f.imply(there, same_kernel), f.imply(again, traded)), {z: inverse})
