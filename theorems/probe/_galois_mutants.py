"""Mutants of probe.galois that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from theorems.probe.quotient import observable, x, y

from .galois import closed_probes, exchange_two_states, z


@closed_probes.mutant("strictness: f[sigma(x)] = f[x]")
def neither_is_less(proof):  # x goes to y, and y to x
    def equal(moved, at):
        below, above = (
            f.le(observable[w], observable[v], f.by(f.spec(moved, v)), (f.spec(at, v), observable[z], z)) for v, w in ((x, y), (y, x))
        )
        return f.antisymmetry(above, below)

    return exchange_two_states(proof, equal)
