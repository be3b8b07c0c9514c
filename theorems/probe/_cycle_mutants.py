"""Mutants of probe.cycle that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import Eq, field, number

from ._forest_mutants import positive_instead
from .cycle import K, L, M, a, b, back, c, claim, complete, d, e, gauge, h, i, j, sound

half = number(Fraction(1, 2))


@complete.mutant("sign: the right side of h[i]² = h[i] (place 2)")
def no_entry_is_1(p):  # where h² = −h
    related = f.assume(gauge)
    cycle_ = f.assume(peel(p.goal.children[1])[1][1])
    mask, goes = (f.part(f.part(cycle_, 0), k) for k in (0, 1))
    inhabited = f.part(f.part(goes, 0), 0)
    one = f.assume(Eq(h[i], 1))
    conclusion = peel(p.goal.children[1])[2]
    clash = f.absurd(f.linear(0, 1, (f.spec(mask, i), -half), (one, half * h[i] + half * 2 - 0)), conclusion)
    none = f.release(clash, inhabited, i)
    backward = f.gen(f.imply(none, cycle_), h, c, back)
    return f.conj(f.part(p.use(claim, "complete"), 0), f.imply(backward, related))


for name, factor in {"dropped hypothesis: d positive": d, "dropped hypothesis: e positive": e}.items():

    @sound.mutant(name)
    def positive_along_the_walk(p, factor=factor):  # where b = d a e; elsewhere the factors play no part
        at = i if factor is d else j
        instead, live, off = field("Z", at), f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
        chosen = positive_instead(factor[at], at, instead)
        (known,) = f.obtain(chosen, instead)
        other, beside = (e, j) if factor is d else (d, i)
        scaled = f.spec(p["scaled"], i, j)
        signs = [f.by(f.spec(p[name_], *places)) for name_, places in (("b positive", (i, j)), ("a positive", (i, j)))]
        signs.append(f.by(f.spec(p["e positive" if factor is d else "d positive"], beside)))
        rest = b[i, j] / (a[i, j] * other[beside])
        uses = (scaled, -1 / (a[i, j] * other[beside])), (live, rest - factor[at])
        positive = f.lt(0, factor[at], f.mul(signs[0], *map(f.inv, signs[1:])), *uses)
        same = f.mp(f.part(f.spec(known, at), 1), positive)
        goal = L[i, j], (instead[i] * K[i, j] * e[j] if factor is d else d[i] * K[i, j] * instead[j])
        yes = f.linear(*goal, (scaled, 1), (same, -K[i, j] * other[beside]))
        no = f.linear(*goal, (off, b[i, j] - instead[at] * a[i, j] * other[beside]))
        entries = p.everywhere(mask_cases(f.spec(p["M mask"], i, j), yes, no), i, j, facts=[known])
        found = f.inst(p.use(claim, "sound"), {factor: instead})
        found = p.clear(found, f.gen(f.part(f.spec(known, at), 0), at), entries, known)
        return f.release(found, chosen, instead)
