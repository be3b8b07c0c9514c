"""Mutants of probe.row_ratio that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Ne

from .row_ratio import K, L, M, a, b, c, claim, complete, d, i, j, k, sound, the_factor_cancels, unique


@complete.mutant("constant factor: 2 times the left side of M[i, j]·b[i, j] = d[i]·(M[i, j]·a[i, j])")
def twice_the_factor(p):
    found = p.use(claim, "complete")
    (known,) = f.obtain(found, d)
    entries = f.gen(f.linear(2 * L[i, j], 2 * d[i] * K[i, j], (f.spec(f.part(known, 1), i, j), 2)), i, j)
    signs = f.gen(f.lt(0, 2 * d[i], f.mul(f.num(2), f.by(f.spec(f.part(known, 0), i)))), i)
    return f.release(f.exists(f.conj(signs, entries), p.goal, ((i,), 2 * d[i])), found, d)


def b_as_well(p, factor, scaled, live):
    """0 < b from b = d·a on the carrier."""
    gap = b[i, k] - d[i] * a[i, k]
    return (f.lt(0, b[i, k], f.mul(f.by(factor), f.by(f.spec(p["a positive"], i, k))), (scaled, 1), (live, -gap)),)


def a_as_well(p, factor, scaled, live):
    """0 < a from b = d·a on the carrier."""
    gap, positive = a[i, k] - b[i, k] / d[i], f.mul(f.by(f.spec(p["b positive"], i, k)), f.inv(f.by(factor)))
    return f.lt(0, a[i, k], positive, (scaled, -1 / d[i]), (live, -gap)), factor


sound.mutant("dropped hypothesis: b positive")(partial(the_factor_cancels, sign=b_as_well))
sound.mutant("dropped hypothesis: a positive")(partial(the_factor_cancels, sign=a_as_well))


@unique.mutant("dropped hypothesis: a positive")
def b_is_no_multiple_of_0(p):
    there = f.obtain(f.spec(p["live"], i), j)[0]
    left, right = (f.spec(p[name], i, j) for name in ("c scales", "d scales"))
    zero, nonzero = f.assume(Eq(a[i, j], 0)), f.assume(Ne(a[i, j], 0))
    clash = f.lt(0, 0, f.by(f.spec(p["b positive"], i, j)), (left, -1), (there, b[i, j]), (zero, -c[i] * M[i, j]))
    live = f.cases(zero.conclusion, f.absurd(clash, nonzero.conclusion), nonzero)
    equal = f.linear(c[i], d[i], (left, -1 / K[i, j]), (right, 1 / K[i, j]))
    return f.gen(f.release(p.clear(equal, there, live, left), f.spec(p["live"], i), j), i)
