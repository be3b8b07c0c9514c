"""Mutants of probe.galois that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.context import peel
from gaproof.terms import Eq, scalar
from theorems.probe.quotient import observable, x, y

from .galois import a, b, claim, closed_gauges, closed_probes, exchange_two_states, g, move, sigma, values, z


@closed_probes.mutant("strictness: f[sigma(x)] = f[x]")
def neither_is_less(proof):  # x goes to y, and y to x
    def equal(moved, at):
        below, above = (
            f.le(observable[w], observable[v], f.by(f.spec(moved, v)), (f.spec(at, v), observable[z], z)) for v, w in ((x, y), (y, x))
        )
        return f.antisymmetry(above, below)

    return exchange_two_states(proof, equal)


@closed_gauges.mutant("strictness: f[sigma(x)] = f[x]")
def a_and_b_exchanged(proof):
    # of the observables with the values a and b neither f nor a + b − f grows, so f is kept; and the theorem for these two values decides
    w, told = scalar("w"), f.assume(proof.goal.children[0].children[0])
    both = f.inst(proof.use(claim, "closed gauges"), {values: (w, 1 - (w - a) * (w - b))})
    both = f.cut(both, *(f.linear(1 - (v - a) * (v - b), 1) for v in (a, b)))
    given = f.assume(peel(both.conclusion.children[0].children[0])[1][0])
    value, valued, alone = observable[x], f.part(given, 0), f.part(given, 1)
    at_a = f.assume(Eq(value - a, 0))
    is_a = f.linear(value, a, (at_a, 1))
    is_b = f.linear(value, b, (f.spec(valued, x), -1 / (value - a)))

    def not_more(of, in_a, in_b):
        """f(σ(x)) ≤ f(x), if V f(x) = 1 where f(x) is a and where it is b."""
        signs = (
            f.rewrite(f.linear(v, of(x), (th, c)), proof[name], w, Eq(values(w), 1)) for th, (v, name, c) in ((is_a, in_a), (is_b, in_b))
        )
        one = proof.clear(f.cases(at_a.conclusion, *signs), given)
        still = f.gen(f.linear(of(move(g, x)), of(x), (f.spec(alone, g, x), -in_a[2])), g, x)
        return f.spec(f.mp(f.spec(told, (x, of(x))), f.conj(f.gen(one, x), still)), x)

    first, second = (a, "a value"), (b, "another")
    down = not_more(lambda x: observable[x], (*first, -1), (*second, -1))
    up = not_more(lambda x: a + b - observable[x], (*second, 1), (*first, 1))
    same = f.antisymmetry(down, f.le(value, observable[sigma(x)], f.by(up)))
    orbits = f.mp(f.part(both, 0), f.gen(f.imply(f.gen(same, x), given), observable))
    return f.conj(f.imply(orbits, told), f.part(proof.use(claim, "closed gauges"), 1))
