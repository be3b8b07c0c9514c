"""Mutants of link.half_line that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, Ne
from theorems.link.positive import ell, x

from .half_line import beta, claim, hard, only, solution, t


def exponent_at_0(power, one):
    """The exponent is 0 at the work 0, and ℓ is 1 there."""
    same = f.assume(Eq(power, ell(0)))
    apart = f.otherwise(same.conclusion)
    return f.conj(f.le(0, 0, f.num(0)), f.cases(same.conclusion, f.absurd(f.linear(0, 1, (same, 1), (one, 1)), apart), f.assume(apart)))


@solution.mutant("exp dropped: exp(-beta·x)")
def no_line(p):
    given, apart = f.assume(hard), f.spec(f.assume(p.goal.children[1].children[3]), beta).conclusion
    th = f.mp(p.use(claim, "the hard match is a link"), given)
    differs = f.exists(exponent_at_0(-(beta * 0), f.part(given, 0)), apart, 0)
    return f.imply(f.conj(*(f.part(th, k) for k in range(3)), f.gen(differs, beta)), given)


def nowhere_beyond(p, positive, start):
    """A link that is not 0 from a later work on is 0 nowhere: ℓ(x + 1) = ℓ(x)·ℓ(1)."""
    from_x, found, zero = f.assume(Le(0, x)), p.use(claim, "no other"), f.assume(Eq(ell(x), 0))
    later = f.assume(ForAll(x, Implies(start, Ne(ell(x), 0))))
    product = f.mp(f.spec(p["mult"], x, 1), from_x, f.le(0, 1, f.num(1)))
    there = f.mp(f.spec(later, x + 1), positive(from_x))
    gone = f.rewrite(f.linear(ell(x + 1), 0, (product, 1), (zero, ell(1))), there, t, Ne(t, 0))
    alive = f.cases(zero.conclusion, f.absurd(gone, Ne(ell(x), 0)), f.assume(Ne(ell(x), 0)))
    never = f.gen(f.imply(alive, from_x), x)
    return f.conj(f.part(found, 0), f.imply(f.mp(f.part(found, 1), never), later))


@only.mutant("strictness: 0 ≤ x")
def after_0(p):
    return nowhere_beyond(p, lambda from_x: f.lt(0, x + 1, f.add(f.by(from_x), f.num(1))), Lt(0, x))


@only.mutant("constant factor: 1 for 0 in 0 ≤ x (place 2)")
def from_1(p):
    return nowhere_beyond(p, lambda from_x: f.le(1, x + 1, f.by(from_x)), Le(1, x))
