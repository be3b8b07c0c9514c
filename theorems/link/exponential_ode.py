"""A multiplicative link that is differentiable at 0 solves ℓ' = ℓ'(0)·ℓ and is exponential.

If ℓ(x+y) = ℓ(x)·ℓ(y), ℓ is not identically 0, and ℓ has a derivative ρ at 0, then ℓ has the derivative ρ·ℓ(x) at every x, and
ℓ(w) = e^(ρ·w): the rate β of link.exponential is −ρ.  One derivative at one point gives all derivatives everywhere, since the law carries
every step h at x back to 0: (ℓ(x+h) − ℓ(x))/h = ℓ(x)·(ℓ(h) − 1)/h.
Source: Cauchy (1821), Cours d'analyse, chapter V; Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
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


@equation.near_miss("the slope at x is ρ·ℓ(x), not ρ: ℓ(x) = eˣ at 1")
def constant_slope():
    return ForAll(x, derivative(ell, x, rho))


@law.near_miss("the sign of the exponent: ℓ(w) = e^w has slope 1 at 0")
def opposite_sign():
    return ForAll(w, Eq(ell(w), Exponential(rho)(w)))


@law.near_miss("the slope is taken at 0, where ℓ is 1: not at 1")
def slope_at_one():
    return {"mult": mult, "nz": nz, "slope": derivative(ell, 1, rho)}, law.shows


for part in (equation, law):
    part.drawn({ell: (x, exp(rho * x))})
