"""Mutants of link.rate that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Lt
from gaproof.theory import Exponential

from .rate import beta, falls, order, x, y


@falls.mutant("exp dropped: exp(-beta·y)")
def below_the_tangent(p):
    rise = f.mul(f.by(p["rate"]), f.by(p["more work"]))  # −β·y < 1 − β·x ≤ e^(−β·x)
    return f.lt(-(beta * y), Exponential(beta)(x), f.add(f.by(f.inst(exp_tangent(), {"t": -(beta * x)})), f.num(1), rise))


@order.mutant("dropped factor: the 1st factor of beta·y")
def from_work_minus_1_to_work_0(p):
    decreasing = f.assume(p.peeled()[1][0])
    below = f.mp(f.spec(decreasing, -1, 0), f.lt(-1, 0, f.num(1)))  # e⁰ < e^β
    tangent = f.inst(exp_tangent(), {"t": -beta})
    return f.imply(f.lt(0, beta, f.add(f.by(tangent), f.mul(f.ex(-beta), f.by(below)))), decreasing)


@order.mutant("sign: the exponent of exp(-beta·y)")
def never_below(p):
    below = f.assume(p.peeled()[1][0])
    small, large = (f.mp(f.spec(below, y - 1, y), f.lt(y - 1, y, f.num(1))) for y in (1, -1))  # e^β < 1 and e^(−β) < e^(2β)
    cube = f.mul(f.by(small), f.add(f.num(1), f.ex(beta), f.ex(2 * beta)))
    return f.imply(f.absurd(f.lt(0, 0, f.add(cube, f.mul(f.ex(beta), f.by(large)))), Lt(0, beta)), below)
