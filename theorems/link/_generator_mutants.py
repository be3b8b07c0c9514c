"""Mutants of link.generator that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.terms import And, Eq, Le, Lt, exp, log, number
from theorems.link._half_line_mutants import exponent_at_0
from theorems.link.half_line import hard
from theorems.link.positive import y

from .generator import SIGN, beta, carried, claim, compose, converse, h, multiplies, norm, not_onto, positive_at, t, z


def bounded_so(p, at, cap, shown):
    """The converse with another interval in it, on which the link is bounded otherwise."""
    th, some, ends = p.use(claim, "converse"), p.goal.children[2], f.obtain(f.assume(p.goal.children[2]), t, z, beta)[-1]
    steps = f.inst(f.spec(f.part(ends, 1), y), {t: at, z: cap, beta: 1}).conclusion
    inside = f.gen(f.imply(shown, steps.children[0], steps.children[1].children[0]), y)
    some = f.exists(f.conj(f.lt(0, 1, f.num(1)), inside), some, at, cap, 1)
    return f.conj(*(some if k == 2 else f.part(th, k) for k in range(len(p.goal.children))))


@converse.mutant("dropped term: the 1st term of a + delta")
def on_an_empty_interval(p):
    never = f.lt(0, 0, f.add(f.by(f.assume(Le(2, y))), f.by(f.assume(Le(y, 1))), f.num(1)))
    return bounded_so(p, number(2), number(0), f.absurd(never, Le(carried(y), 0)))


@converse.mutant("direction: ell(h(y)) ≤ K")
def bounded_below(p):
    *_, value, one = multiplies(p)
    return bounded_so(p, number(0), number(0), f.cut(f.le(0, carried(y), f.by(positive_at(value, y))), one))


def doubled(p, name):
    """A double rate has the sign of the rate, whatever its logarithm is."""
    th, sides = p.use(claim, name), [(number(0), -t), (number(0), -2 * t)]
    one, two = (Le(*(at if name == "decreasing" else at[::-1])) for at in sides)
    twice = f.inst(f.le(*two.args, f.mul(f.num(2), f.by(f.assume(one)))), {t: log(carried(1))})
    return f.conj(f.part(th, 0), f.cut(twice, f.part(th, 1)))


for name in SIGN:
    claim.parts[name].mutant("constant factor: -2 for -1 in -log(ell(h(1))) (place 2)")(partial(doubled, name=name))


@claim.parts["increasing"].mutant("log dropped: log(ell(h(1))) (place 2)")
def links_are_positive(p):
    th = f.part(p.use(claim, "increasing"), 0)
    here = f.mp(f.spec(th, h(1)), f.part(f.spec(p["onto"], 1), 0))
    same = f.rewrite(here, f.linear(carried(1), carried(1)), z, Eq(z, carried(1)))
    power = f.inst(f.lt(0, exp(z), f.ex(z)), {z: here.conclusion.children[1].children[0]})
    return f.conj(th, f.le(-carried(1), 0, f.by(f.rewrite(same, power, z, Lt(0, z)))))


@not_onto.mutant("exp dropped: exp(-beta·x²)")
def no_parabola(p):
    given, apart = f.assume(And(norm, hard)), f.spec(f.assume(p.goal.children[1].children[1]), beta).conclusion
    differs = f.exists(exponent_at_0(-(beta * (number(0) * 0)), f.part(f.part(given, 1), 0)), apart, 0)
    return f.imply(f.conj(f.part(f.mp(p.use(claim, "not onto"), given), 0), f.gen(differs, beta)), given)


@not_onto.mutant("swapped symbol: y for x in x (place 3)")
def no_such_norm(p):
    given, from_0 = f.assume(p.goal.children[0]), f.le(0, 0, f.num(0))
    at_0, at_1 = (f.part(f.mp(f.spec(f.part(given, 0), v, 0), f.le(0, v, f.num(v)), from_0), 1) for v in (0, 1))
    zero = f.cut(f.inst(square_zero(), {"x": compose(0, 0)}), f.linear(compose(0, 0) * compose(0, 0), 0, (at_0, 1)))
    never = f.linear(1, 0, (at_1, -1), (zero, compose(1, 0)))
    return f.imply(f.absurd(never, p.goal.children[1]), given)
