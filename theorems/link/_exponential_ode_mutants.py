"""Mutants of link.exponential_ode that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Le, Lt, Ne
from theorems.link.positive import ell, nz, x

from .exponential_ode import claim, delta, epsilon, equation, h, rho


def at_every_x(p, wide, low, high):
    """The goal, where the steps up to δ are within ε."""
    steps = Ne(h, 0), Le(-delta, h), Le(h, delta)
    there = f.spec(f.assume(p.goal), x, epsilon).conclusion.children[1]
    return f.exists(f.conj(wide, f.gen(f.imply(f.conj(low, high), *steps), h)), there, delta)


@equation.mutant("strictness: (ell(x + h) - ell(x))/h ≤ rho·ell(x) + epsilon")
def within_half_of_it(p):
    half = f.lt(0, epsilon / 2, f.mul(f.num(Fraction(1, 2)), f.by(f.assume(Lt(0, epsilon)))))
    some = f.mp(f.spec(p.use(claim, "equation"), x, epsilon / 2), half)
    (found,) = f.obtain(some, delta)
    close = f.mp(f.spec(f.part(found, 1), h), *(f.assume(g) for g in (Ne(h, 0), Le(-delta, h), Le(h, delta))))
    quotient, low, high = (ell(x + h) - ell(x)) / h, *(f.add(f.by(f.part(close, side)), f.by(half)) for side in range(2))
    low, high = f.le(rho * ell(x) - epsilon, quotient, low), f.lt(quotient, rho * ell(x) + epsilon, high)
    shown = f.release(at_every_x(p, f.part(found, 0), low, high), some, delta)
    return f.gen(f.imply(shown, Lt(0, epsilon)), x, epsilon)


@equation.mutant("dropped hypothesis: nz")
def nothing_has_slope_0(p):
    positive, here = f.assume(Lt(0, epsilon)), f.assume(Ne(ell(x), 0))
    none = f.absurd(f.mp(f.assume(f.otherwise(nz)), f.exists(here, nz, x)), Eq(ell(x), 0))  # else ℓ is 0 everywhere
    none = f.gen(f.cases(Eq(ell(x), 0), f.assume(Eq(ell(x), 0)), none), x)
    quotient, after, before = (ell(x + h) - ell(x)) / h, f.spec(none, x + h), f.spec(none, x)
    low = f.le(rho * ell(x) - epsilon, quotient, f.by(positive), (after, 1 / h), (before, -1 / h - rho))
    high = f.le(quotient, rho * ell(x) + epsilon, f.by(positive), (after, -1 / h), (before, 1 / h + rho))
    shown = f.inst(at_every_x(p, f.assume(Lt(0, delta)), low, high), {delta: 1})
    shown = f.gen(f.imply(f.cut(shown, f.lt(0, 1, f.num(1))), positive), x, epsilon)
    return f.cases(nz, p.use(claim, "equation"), shown)
