"""Mutants of heads.mixture that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from theorems.interaction.decomposition import i, j, k, l

from .mixture import E, F, claim, mixed, none, same_rows, t


@none.mutant("swapped index: k for i in E[i, j]")  # rows are alike
def from_another_row(proof):
    crossed = f.spec(proof.use(claim, "no interaction"), i, j, k, l)
    return f.gen(f.linear(*proof.peeled()[2].children, (crossed, 1), (same_rows(proof, E, "E"), -t * mixed(E, F)(k, l))), i, j, k, l)
