"""A multiplicative link that is differentiable at 0 solves ℓ' = ℓ'(0)·ℓ and is exponential.

If ℓ(x+y) = ℓ(x)·ℓ(y), ℓ is not identically 0, and ℓ has a derivative ρ at 0, then ℓ has the derivative ρ·ℓ(x) at every x, and
ℓ(w) = e^(ρ·w): the rate β of link.exponential is −ρ.  One derivative at one point gives all derivatives everywhere, since the law carries
every step h at x back to 0: (ℓ(x+h) − ℓ(x))/h = ℓ(x)·(ℓ(h) − 1)/h.
Source: Cauchy (1821), Cours d'analyse, chapter V; Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.taylor import exp_below
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent, positive_if_nonzero
from gaproof.tactics.search import discharge, prove
from gaproof.terms import Eq, ForAll, Le, Lt, Ne, Rational, exp, number, scalar
from gaproof.theory import Exponential, bounded_somewhere, derivative
from theorems.link.exponential import beta
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import claim as link_positive
from theorems.link.positive import ell, mult, nz, w, x, y

rho, h, t = scalar("rho h t")
delta, epsilon = scalar("delta epsilon", domain="positive")
slope = {"slope": derivative(ell, 0, rho)}
claim = Claim("link.exponential_ode", given={"mult": mult, "nz": nz, **slope}, source="Cauchy (1821); Aczél (1966), section 2.1")
equation = claim.part("equation", shows=ForAll(x, derivative(ell, x, rho * ell(x))))
law = claim.part("exponential", shows=ForAll(w, Eq(ell(w), Exponential(-rho)(w))))


def near(p, epsilon):
    """∃δ for ε, and that δ: 0 < δ and what it says of steps."""
    some = f.mp(f.spec(p["slope"], epsilon), f.assume(Lt(0, epsilon)))
    (found,) = f.obtain(some, delta)
    return some, f.part(found, 0), f.part(found, 1)


@equation.proof
def every_step_is_a_step_at_0(p):
    positive, one = f.spec(p.use(link_positive, "positive"), x), p.use(link_positive, "at zero")
    some, wide, steps = near(p, epsilon / ell(x))
    small = f.assume(Ne(h, 0)), f.assume(Le(-delta, h)), f.assume(Le(h, delta))
    at_0, quotient = f.mp(f.spec(steps, h), *small), (ell(x + h) - ell(x)) / h
    back = f.linear(quotient, ell(x) * ((ell(0 + h) - ell(0)) / h), (f.spec(p["mult"], x, h), 1 / h), (one, ell(x) / h))
    low = f.le(rho * ell(x) - epsilon, quotient, f.mul(f.by(positive), f.by(f.part(at_0, 0))), (back, 1))
    high = f.le(quotient, rho * ell(x) + epsilon, f.mul(f.by(positive), f.by(f.part(at_0, 1))), (back, -1))
    both = p.clear(f.conj(low, high), positive, some, wide, *small, f.assume(Lt(0, epsilon)))
    there = f.spec(f.assume(derivative(ell, x, rho * ell(x))), epsilon).conclusion.children[1]
    shown = f.exists(f.conj(wide, f.gen(f.imply(both, *small), h)), there, delta)
    shown = f.release(shown, some, delta)
    scaled = f.lt(0, epsilon / ell(x), f.mul(f.by(f.assume(Lt(0, epsilon))), f.inv(f.by(positive))))
    return f.gen(f.imply(p.clear(f.cut(shown, scaled), positive, f.assume(Lt(0, epsilon))), Lt(0, epsilon)), x, epsilon)


def small(excess, th):
    """excess ≤ 0, from excess ≤ ε for every ε > 0: half of it is none of them."""
    positive = f.assume(Lt(0, excess))
    half = f.lt(0, excess / 2, f.mul(f.by(positive), f.num(Fraction(1, 2))))
    never = f.lt(0, 0, f.add(f.by(f.cut(f.inst(th, {epsilon: excess / 2}), half)), f.by(half)))
    return f.cases(Le(excess, 0), f.assume(Le(excess, 0)), f.absurd(never, Le(excess, 0)))


@law.proof
def the_rate_is_the_slope(p):
    # bounded: ℓ(y) ≤ 1 + y·(ρ + 1) for 0 < y ≤ δ, where δ belongs to ε = 1
    one, rise = p.use(link_positive, "at zero"), rho + 1
    some, wide, steps = near(p, number(1))
    start, end = f.assume(Le(delta / 2, y)), f.assume(Le(y, delta / 2 + delta / 2))
    above = f.lt(0, y, f.add(f.by(start), f.mul(f.num(Fraction(1, 2)), f.by(wide))))
    ends = f.unequal(above), f.le(-delta, y, f.add(f.by(above), f.by(wide))), f.le(y, delta, f.by(end))
    at_y = f.part(f.mp(f.spec(steps, y), *ends), 1)
    square = f.add(f.sq(rise - Rational(1, 2)), f.num(Fraction(3, 4)))  # t ≤ t² + 1
    cap = f.add(f.mul(f.by(end), f.add(f.sq(rise), f.num(1))), f.mul(f.by(above), f.add(square, f.by(at_y))))
    bound = f.le(ell(y), 1 + delta * (rise * rise + 1), cap, (one, -1))
    bound = p.clear(bound, f.unequal(above), start, end, wide, some)
    half_wide = f.lt(0, delta / 2, f.mul(f.num(Fraction(1, 2)), f.by(wide)))
    bounded = f.conj(half_wide, f.gen(f.imply(bound, start, end), y))
    bounded = f.exists(bounded, bounded_somewhere(ell), delta / 2, 1 + delta * (rise * rise + 1), delta / 2)
    bounded = p.clear(f.release(bounded, some, delta))
    power = f.cut(p.use(link_exponential, "bounded on an interval"), bounded)  # ℓ(w) = e^(−β·w)

    # 1 − β·h ≤ e^(−β·h) at the steps h = ±δ: so −β is within every ε of ρ
    some, wide, steps = near(p, epsilon)
    positive, wider = p.use(link_positive, "positive"), f.le(-delta, delta, f.mul(f.num(2), f.by(wide)))

    def gap(excess, step, side, *ends):
        quotient = f.part(f.mp(f.spec(steps, step), p.auto(Ne(step, 0), wide), *ends), side)
        tangent = f.mul(f.inv(f.by(wide)), f.by(f.inst(exp_tangent(), {"t": -(beta * step)})))
        th = f.le(excess, epsilon, f.add(f.by(quotient), tangent), (f.spec(power, step), 1 / delta), (one, -1 / delta))
        th = p.clear(th, positive, wide, some, f.assume(Lt(0, epsilon)))
        return small(excess, f.release(th, some, delta))

    over = gap(rho + beta, -delta, 0, f.le(-delta, -delta, f.num(0)), wider)
    under = gap(-beta - rho, delta, 1, wider, f.le(delta, delta, f.num(0)))
    rate = f.antisymmetry(f.le(-beta, rho, f.by(under)), f.le(rho, -beta, f.by(over)))
    shown = f.rewrite(rate, f.spec(power, w), t, Eq(ell(w), exp(t * w)))
    return p.clear(f.restate(f.gen(p.clear(shown, positive), w), p.goal), positive)


# ---- witnesses: e^x has slope 1 at 0, and 1 + x has slope 1 everywhere -----------------------------------------------------


def slope_of(link, at, slope, both, width):
    """⊢ link has this slope, from 0 < ε, h ≠ 0, −δ ≤ h, h ≤ δ ⊢ both bounds, for the width δ."""
    positive, steps = f.assume(Lt(0, epsilon)), (Ne(h, 0), Le(-number(width), h), Le(h, width))
    there = f.spec(f.assume(derivative(link, at, slope)), epsilon).conclusion.children[1]
    shown = discharge(f.conj(*both), [positive], frozenset(f.node(g) for g in (positive.conclusion, *steps)))
    wide = prove(f.node(Lt(0, width)), [positive])
    return f.gen(f.imply(f.exists(f.conj(wide, f.gen(f.imply(shown, *steps), h)), there, width), positive), epsilon)


def slope_of_line():
    """⊢ 1 + x has slope 1 at 0."""
    quotient, positive = (1 + (number(0) + h) - (1 + number(0))) / h, f.assume(Lt(0, epsilon))
    return slope_of(lambda t: 1 + t, 0, 1, (f.le(1 - epsilon, quotient, f.by(positive)), f.le(quotient, 1 + epsilon, f.by(positive))), 1)


def slope_of_nothing():
    """⊢ 0 has slope 0 at 0."""
    quotient, positive = (number(0) - 0) / h, f.assume(Lt(0, epsilon))
    bounds = f.le(0 - epsilon, quotient, f.by(positive)), f.le(quotient, 0 + epsilon, f.by(positive))
    return slope_of(lambda t: number(0), 0, 0, bounds, 1)


def slope_of_exp():
    """⊢ e^x has slope 1 at 0: (e^h − 1)/h is between 1 and 1 + 2h, and δ = ε/(2(1 + ε))."""
    quotient, width, positive = (exp(0 + h) - exp(0)) / h, epsilon / (2 * (1 + epsilon)), f.assume(Lt(0, epsilon))
    left, right, away = f.assume(Le(-width, h)), f.assume(Le(h, width)), f.assume(Ne(h, 0))
    half = f.mul(f.num(Fraction(1, 2)), f.inv(f.add(f.num(1), f.by(positive))))
    over = f.by(f.inst(exp_tangent(), {"t": h}))  # 1 + h ≤ e^h ≤ 1 + h + 2h², as h ≤ 1/2
    under = f.by(f.cut(f.inst(exp_below(), {"z": h}), f.le(h, Rational(1, 2), f.add(f.by(right), half))))
    spare = f.mul(f.sq(epsilon), f.inv(f.add(f.num(1), f.by(positive))))  # ε − 2δ
    negative = f.assume(Lt(h, 0))
    not_0 = f.unequal(f.lt(0, number(0) - h, f.by(negative)))
    before, after = f.inv(f.by(negative)), f.inv(f.by(f.cut(f.inst(positive_if_nonzero(), {"x": h}), f.assume(Le(0, h)), away)))
    room = [f.add(f.by(side), f.by(side), spare) for side in (left, right)]
    low = f.cases(
        Lt(h, 0),
        f.cut(f.le(1 - epsilon, quotient, f.add(f.mul(under, before), room[0])), not_0),
        f.le(1 - epsilon, quotient, f.add(f.mul(over, after), f.by(positive))),
    )
    high = f.cases(
        Lt(h, 0),
        f.cut(f.le(quotient, 1 + epsilon, f.add(f.mul(over, before), f.by(positive))), not_0),
        f.le(quotient, 1 + epsilon, f.add(f.mul(under, after), room[1])),
    )
    return slope_of(exp, 0, 1, (low, high), width)


def quotient_at(th, *at):
    """What a slope says for ε = 1/2 of the step h = δ."""
    some = f.mp(f.spec(th, *at, Rational(1, 2)), f.lt(0, Rational(1, 2), f.num(Fraction(1, 2))))
    (found,) = f.obtain(some, delta)
    wide = f.part(found, 0)
    ends = f.le(-delta, delta, f.add(f.by(wide), f.by(wide))), f.le(delta, delta, f.num(0))
    near = f.mp(f.spec(f.part(found, 1), delta), f.unequal(wide), *ends)
    return some, wide, near


E = {"ell": (x, exp(x))}
TWO = f.inst(exp_tangent(), {"t": 1})  # 1 + 1 ≤ e


def steep(miss, at, rho, *facts):
    """The slope of e^x is e^x: at 0 it is not 0, at 1 not 1."""
    some, wide, near = quotient_at(miss.at(E | {"rho": rho}, *facts), at)
    rise = f.mul(f.ex(at), f.inv(f.by(wide)), f.by(f.inst(exp_tangent(), {"t": delta})))
    th = f.le(Rational(1, 2), 0, f.add(f.by(f.part(near, 1)), rise, *([f.by(TWO)] if at else [])))
    return f.release(f.absurd(f.cut(th, f.unequal(wide)), Eq(0, 1)), some, delta)


def straight(miss):
    """The slope of 1 + x at 1 is not 2."""
    some, wide, near = quotient_at(miss.at({"ell": (x, 1 + x), "rho": 1}, slope_of_line()), 1)
    th = f.cut(f.le(Rational(3, 2), 1, f.by(f.part(near, 0))), f.unequal(wide))
    return f.release(f.absurd(th, Eq(0, 1)), some, delta)


def vanishing(miss):
    """1 + x is 0 at −1, and no exponential is."""
    th = f.spec(miss.at({"ell": (x, 1 + x), "rho": 1}, slope_of_line()), -1)
    return f.absurd(f.lt(0, 0, f.ex(-1), (th, 1)), Eq(0, 1))


def falling(miss):
    """e is not 1/e."""
    square = f.linear(exp(1) * exp(1), 1, (f.spec(miss.at(E | {"rho": 1}, slope_of_exp()), 1), exp(1)))
    return f.absurd(f.le(4, 1, f.add(f.mul(f.by(TWO), f.by(TWO)), f.mul(f.num(4), f.by(TWO))), (square, -1)), Eq(0, 1))


def slope_one_later(miss):
    """e^x has slope e at 1, and e is not e^e."""
    everywhere = f.inst(claim.theorem("equation"), {ell: E["ell"], rho: number(1)})
    facts = (prove(g, []) for g in everywhere.hypotheses if g != slope_of_exp().conclusion)
    at_one = f.restate(f.spec(f.cut(everywhere, slope_of_exp(), *facts), 1), derivative(exp, 1, exp(1)))
    th = log_of(f.spec(miss.at(E | {"rho": exp(1)}, at_one), 1))
    return f.absurd(f.le(2, 1, f.by(TWO), (th, 1)), Eq(0, 1))


@equation.near_miss("the slope at x is ρ·ℓ(x), not ρ: ℓ(x) = eˣ at 1", by=lambda miss: steep(miss, 1, 1, slope_of_exp()))
def constant_slope():
    return ForAll(x, derivative(ell, x, rho))


@law.near_miss("the sign of the exponent: ℓ(w) = e^w has slope 1 at 0", by=falling)
def opposite_sign():
    return ForAll(w, Eq(ell(w), Exponential(rho)(w)))


@law.near_miss("the slope is taken at 0, where ℓ is 1, not at 1: ℓ(w) = e^w with ρ = e", by=slope_one_later)
def slope_at_one():
    return {"mult": mult, "nz": nz, "slope": derivative(ell, 1, rho)}, law.shows


equation.necessary("mult", "ℓ(x) = 1 + x has slope 1 at 1, not 2")(straight)
equation.necessary("slope", "ℓ(x) = eˣ with ρ = 0")(lambda miss: steep(miss, 0, 0))
law.necessary("mult", "ℓ(x) = 1 + x vanishes at −1")(vanishing)
law.necessary("nz", "the link 0")(lambda miss: f.spec(miss.at({"ell": (x, 0), "rho": 0}, slope_of_nothing()), 0))
law.necessary("slope", "ℓ(w) = e^w with ρ = 0", at={ell: (x, exp(x)), rho: 0, w: 1})
law.drawn({ell: (x, 1), rho: 0})
