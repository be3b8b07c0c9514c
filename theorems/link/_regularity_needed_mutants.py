"""Mutants of link.regularity_needed that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction
from functools import partial

from gaproof.lemmas.integers import ceiling
from gaproof.lemmas.reals import naturals_nonnegative
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Lt, Rational, exp, log, nat, number

from .regularity_needed import B, below_three, claim, epsilon, logarithms, no_exponential, p_, q_, two, unbounded


@no_exponential.mutant("exp dropped: exp(log(2)/2)")
def at_half_a_logarithm(p):
    tangent = f.by(f.inst(exp_tangent(), {"t": log(number(2))}))
    return below_three(p, log(2) / 2, f.lt(log(2) / 2, Rational(3, 2), f.add(f.mul(f.num(Fraction(1, 2)), tangent), f.num(1))))


@no_exponential.mutant("sign: the exponent of exp(log(2)/2)")
def at_half_a_root(p):
    rise = f.add(f.by(f.inst(exp_tangent(), {"t": log(2) / 2})), f.mul(f.num(Fraction(1, 2)), f.by(logarithms()[0])))
    return below_three(
        p, exp(-log(2) / 2), f.lt(exp(-log(2) / 2), Rational(3, 2), f.add(f.mul(f.ex(-log(2) / 2), rise), f.num(Fraction(1, 2))))
    )


@no_exponential.mutant("constant factor: 1 for 0 in 0·log(2)")
def below_six(p):
    return p.bound(f.add(f.by(p.use(claim, "no exponential")), f.num(3)))


def still_found(p, more):
    """The same work, where what is changed leaves more room."""
    some = f.spec(f.mp(f.spec(p.use(claim, "unbounded near 0"), epsilon), f.assume(Lt(0, epsilon))), B)
    here = f.obtain(some, p_, q_)[-1]
    goal = f.spec(f.mp(f.spec(f.assume(p.goal), epsilon), f.assume(Lt(0, epsilon))), B).conclusion
    parts = [f.part(here, k) for k in range(3)]
    wanted = f.obtain(f.assume(goal), p_, q_)[-1].conclusion.children
    shown = [th if th.conclusion == g else f.le(*g.children, more(f.by(th))) for th, g in zip(parts, wanted, strict=True)]
    shown = f.release(f.exists(f.conj(*shown), goal, p_, q_), some, p_, q_)
    return f.gen(f.imply(f.gen(shown, B), Lt(0, epsilon)), epsilon)


def tangent_at(t):
    return f.by(f.inst(exp_tangent(), {"t": t}))


FEW, MANY = (f.by(f.spec(naturals_nonnegative(), n)) for n in (p_, q_))  # 0 ≤ p and 0 ≤ q
SLOW, FAST, ABOVE_1 = nat(p_) * log(2), nat(q_) * log(3), f.by(f.lt(1, two, f.inv(f.add(f.num(1), f.ex(log(2) / 2)))))
BOTH = f.ex(-SLOW), f.ex(FAST)
LARGER = {
    "dropped term: the 1st term of -nat(p) + nat(q)·exp(log(2)/2)": lambda th: f.add(th, FEW),
    "swapped index: p for q in nat(q)": lambda _: f.add(f.by(f.assume(Lt(0, epsilon))), f.mul(FEW, ABOVE_1)),
    "exp dropped: exp(log(2)/2) (place 2)": lambda th: f.add(th, f.mul(MANY, f.add(tangent_at(log(2) / 2), f.num(1)))),
    "constant factor: 2 times the right side of B ≤ exp((-nat(p))·log(2))·exp(nat(q)·log(3))": lambda th: f.add(th, f.mul(*BOTH)),
    "sign: the exponent of exp((-nat(p))·log(2))": lambda th: f.add(
        th, f.mul(*BOTH, f.add(tangent_at(2 * SLOW), f.mul(f.num(2), FEW, f.by(logarithms()[0]))))
    ),
    "log dropped: log(3)": lambda th: f.add(
        th, f.mul(*BOTH, f.add(tangent_at(nat(q_) * (3 - log(3))), f.mul(MANY, f.add(tangent_at(log(3)), f.num(1)))))
    ),
}
for name, more in LARGER.items():
    unbounded.mutant(name)(partial(still_found, more=more))


@unbounded.mutant("direction: -epsilon ≤ -nat(p) + nat(q)·exp(log(2)/2)")
def below_0(p):
    """For p next above q√2 + ε: q·log 3 − p·log 2 ≥ q·(log 3 − √2·log 2) − (ε + 1)·log 2 ≥ q/18 − ε − 1, where
    q is at least 18·(B² + 1 + ε)."""
    narrow, (above, gap) = f.assume(Lt(0, epsilon)), logarithms()
    goal = f.spec(f.mp(f.spec(f.assume(p.goal), epsilon), narrow), B).conclusion
    reach, edge = 18 * (B * B + 1 + epsilon), nat(q_) * two + epsilon
    some_q = f.mp(f.inst(ceiling(), {"x": reach}), f.le(0, reach, f.mul(f.num(18), f.add(f.sq(B), f.num(1), f.by(narrow)))))
    (far,) = f.obtain(some_q, q_)
    some_p = f.mp(f.inst(ceiling(), {"x": edge}), f.le(0, edge, f.add(f.mul(MANY, f.ex(log(2) / 2)), f.by(narrow))))
    (next_,) = f.obtain(some_p, p_)
    low, high = (f.by(f.part(next_, side)) for side in (0, 1))
    small = f.mul(f.num(Fraction(1, 4)), f.inv(f.add(f.num(Fraction(3, 2)), f.ex(log(2) / 2))))  # 3/2 − √2
    at_most_1 = tangent_at(log(2))  # log 2 ≤ 1
    fast = f.mul(MANY, f.add(f.by(gap), f.mul(f.by(above), small)))  # q·(log 3 − √2·log 2 − 1/18)
    rest = f.mul(f.by(above), high), f.mul(f.add(f.by(narrow), f.num(1)), at_most_1), f.mul(f.num(Fraction(1, 18)), f.by(f.part(far, 0)))
    more = f.mul(f.num(Fraction(1, 2)), f.sq(B - 1)), f.mul(f.num(Fraction(1, 2)), f.sq(B)), f.num(Fraction(1, 2))
    wanted = f.obtain(f.assume(goal), p_, q_)[-1].conclusion.children
    large = f.le(*wanted[2].children, f.add(tangent_at(FAST - SLOW), fast, *rest, *more))
    shown = f.conj(f.le(*wanted[0].children, low), f.le(*wanted[1].children, f.add(low, f.by(narrow), f.by(narrow))), large)
    shown = f.release(f.release(f.exists(shown, goal, p_, q_), some_p, p_), some_q, q_)
    return f.gen(f.imply(f.gen(shown, B), narrow), epsilon)
