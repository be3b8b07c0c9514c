"""Mutants of interaction.chart_gauge that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.linear_algebra import two_sided_inverse
from gaproof.tactics import forward as f

from .chart_gauge import G, H, acts, claim, r, related


@acts.mutant("strictness: Σ_{e∈r} G[c, e]·H[e, d] = δ(c, d)")
@acts.mutant("swapped index: e for c in G[c, e]")
@acts.mutant("swapped symbol: G for H in H[e, d]")
def one_inverse_is_enough(p):
    # HG = 1 gives GH = 1
    condition = f.assume(p.goal.children[0])
    *_, given = f.obtain(condition, G, H)
    parts = [f.part(given, number) for number in (1, 2, 3)]
    whole = f.exists(f.conj(f.cut(two_sided_inverse(r.sort), parts[0]), *parts), related, G, H)
    return f.imply(f.release(f.mp(p.use(claim, "gauge acts"), whole), condition, G, H), condition)
