"""Mutants of depth.staged that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f

from .staged import c, claim, composition, g2, gx, s


@composition.mutant("swapped symbol: g2 for g in g[s, c]")
def whichever_stage_it_is(p):
    # the theorem for that stage in the place of the one that does both
    itself = f.gen(f.linear(g2[s, c], g2[s, c]), s, c)
    return f.cut(p.use(claim, "composition", {gx: ((s, c), g2[s, c])}), f.imply(itself, p.statement.hypotheses["function"].children[0]))
