"""Mutants of probe.quotient that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll

from .quotient import c, claim, constant, factors, g, observable, q, x


def by_a_multiple(proof, factor):
    """f = factor·g∘q for some g as well as f = g∘q."""
    found, same, multiple = proof.use(claim, "factors"), f.assume(constant), ForAll(x, Eq(observable[x], factor * g[q(x)]))
    some, scaled = f.mp(f.part(found, 0), same), f.assume(Exists(g, multiple))
    there = f.gen(f.linear(observable[x], factor * (g[q(x)] / factor), (f.spec(f.obtain(some, g)[0], x), 1)), x)
    forward = f.release(f.exists(there, scaled.conclusion, (c, g[c] / factor)), some, g)
    by_g = f.gen(f.linear(observable[x], factor * g[q(x)], (f.spec(f.obtain(scaled, g)[0], x), 1)), x)
    back = f.mp(f.part(found, 1), f.exists(by_g, some.conclusion, (c, factor * g[c])))
    return f.imply(forward, same), f.imply(f.release(back, scaled, g), scaled), found


@factors.mutant("sign: the right side of f[x] = g[q(x)]")
def minus_a_function(proof):
    forward, _, found = by_a_multiple(proof, -1)
    return f.conj(forward, f.part(found, 1))


@factors.mutant("constant factor: 2 times the right side of f[x] = g[q(x)] (place 2)")
def twice_a_function(proof):
    _, back, found = by_a_multiple(proof, 2)
    return f.conj(f.part(found, 0), back)
