"""Mutants of link.multiplicativity_needed that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, log, number

from .multiplicativity_needed import claim, of_softplus, of_threshold, value


@of_softplus.mutant("log dropped: log(2) (place 5)")
def nor_its_double(p):
    th, two = p.use(claim, "softplus"), log(number(2))
    positive = f.lt(0, two, f.add(f.by(f.inst(exp_tangent(), {"t": -two})), f.num(Fraction(1, 2))))
    same = f.assume(Eq(two, 2 * two))
    apart = f.absurd(f.lt(0, 0, f.by(positive), (same, 1)), f.otherwise(same.conclusion))
    return f.conj(f.part(th, 0), f.part(th, 1), f.cases(same.conclusion, apart, f.assume(apart.conclusion)))


@of_threshold.mutant("sign: (-1)² (place 2)")
def whatever_the_other_is(p):
    th, product = p.use(claim, "threshold"), p.goal.children[1].children[0]
    return f.conj(f.part(th, 0), f.linear(product, 0, (value(p, 0), product.children[1])), f.part(th, 2))
