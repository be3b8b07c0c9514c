"""Mutants of anchor.jacobian that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Le

from .jacobian import M, alpha, claim, h, j, k, kernel, remainder, rest, semidefinite, tau, x


@semidefinite.mutant("constant factor: 2 times the 1st term of M[j]·kappa[j]·exp(s[j]/tau)/(Σ … k′]·kappa[k′]·exp(s[k′]/tau)))")
def more_of_the_squares(p):
    squares = f.mul(f.by(p.auto(Le(0, alpha(j)))), f.sq(x[j]), f.inv(f.by(p["temperature"])))
    return f.le(*p.goal.children, f.add(f.by(p.use(claim, "semidefinite")), f.tot(j, squares)))


@remainder.mutant("constant factor: 2 times the right side of M[j]·kappa[j]·exp((s[j] + x[j] … [j′]·exp(s[j′]/tau)))·h·h/tau²")
def a_larger_radius(p):
    low, high = (f.part(f.spec(p.use(claim, "remainder"), j), side) for side in (0, 1))
    radius = f.mul(f.num(12), f.by(p.auto(Le(0, alpha(j)))), f.sq(h), f.sq(1 / tau))
    return f.gen(f.conj(low, f.le(rest, 24 * alpha(j) * h * h / (tau * tau), f.add(f.by(high), radius))), j)


@kernel.mutant("constant factor: 2 times the right side of x[j] = x[k] (place 2)")
def x_that_is_its_double_is_zero(p):
    twice, both = f.assume(p.goal.children[1].children[0]), f.assume(And(Eq(M[j], 1), Eq(M[k], 1)))
    there, own = (f.mp(f.spec(twice, i, k), f.conj(f.part(both, side), f.part(both, 1))) for i, side in ((j, 0), (k, 1)))
    same = f.gen(f.imply(f.linear(x[j], x[k], (there, 1), (own, -1)), both), j, k)
    forward, back = (f.part(p.use(claim, "kernel"), side) for side in (0, 1))
    return f.conj(forward, f.imply(f.mp(back, same), twice))
