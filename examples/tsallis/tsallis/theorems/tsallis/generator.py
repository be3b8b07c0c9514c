"""Work that composes by a generator leaves one parameter as well: the link is exp(−β·g).

Let g map D one to one onto ℝ, with g(x ⊕ y) = g(x) + g(y).  A link with ℓ(x ⊕ y) = ℓ(x)·ℓ(y) on D that is not 0 everywhere on D is
ℓ(x) = exp(−β·g(x)) there, if ℓ∘g⁻¹ is monotone, or continuous at one point, or bounded above on one interval; and all these links are
such.  Neither need D be an interval nor g continuous.  Source: Aczél (1966), Lectures on Functional Equations, section 2.1, carried
over by g.
"""

from gaproof import Claim
from gaproof.lemmas.exponential import monotone
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, Lt, Ne, Rational, exp, log, scalar
from gaproof.theory import multiplicative, nonzero
from theorems.link.exponential import claim as link_exponential

from tsallis import witnesses
from tsallis.generator import (
    bounded,
    compose,
    continuous,
    d,
    decreasing,
    ell,
    everywhere,
    g,
    generator,
    h,
    increasing,
    inside,
    t,
    x,
    y,
)

z, beta = scalar("z beta")
claim = Claim("tsallis.generator", given=generator, source="Aczél (1966), section 2.1")

mult = everywhere((x, y), Eq(ell(compose(x, y)), ell(x) * ell(y)))
nz = Exists(x, And(inside(x), Ne(ell(x), 0)))
rate = -log(ell(h(1)))
law = everywhere((x,), Eq(ell(x), exp(-(rate * g(x)))))


def carried(w):
    """ℓ∘g⁻¹, a link for work that adds."""
    return ell(h(w))


def law_on_the_line(p, regularity):
    """theorems/link/exponential.py, for ℓ∘g⁻¹ at g(x)."""
    in_x, in_y, composed = f.spec(p["onto"], x), f.spec(p["onto"], y), compose(h(x), h(y))
    closed = f.mp(f.spec(p["additive"], h(x), h(y)), f.part(in_x, 0), f.part(in_y, 0))
    adds = f.linear(g(composed), x + y, (f.part(closed, 1), 1), (f.part(in_x, 1), 1), (f.part(in_y, 1), 1))
    back = f.mp(f.spec(p["one to one"], composed), f.part(closed, 0))  # h(g(h(x) ⊕ h(y))) = h(x) ⊕ h(y)
    same = f.rewrite(adds, back, z, Eq(h(z), composed))  # h(x + y) = h(x) ⊕ h(y)
    product = f.mp(f.spec(p["mult"], h(x), h(y)), f.part(in_x, 0), f.part(in_y, 0))
    product = f.gen(f.rewrite(f.flip(same), product, z, Eq(ell(z), carried(x) * carried(y))), x, y)

    (alive,) = f.obtain(p["nz"], x)
    there = f.mp(f.spec(p["one to one"], x), f.part(alive, 0))  # h(g(x)) = x
    value = f.rewrite(f.flip(there), f.part(alive, 1), z, Ne(ell(z), 0))
    not_zero = f.release(f.exists(value, nonzero(carried), g(x)), p["nz"], x)

    laws = f.restate(product, multiplicative(carried)), not_zero
    line = f.cut(p.use(link_exponential, regularity, values={ell: (t, carried(t))}), *laws)
    here = f.mp(f.spec(p["one to one"], x), f.assume(inside(x)))
    return f.rewrite(here, f.spec(line, g(x)), z, Eq(ell(z), exp(-(rate * g(x)))))


SUM = {d: (x, 1), g: (x, x), h: (x, x), compose: ((x, y), x + y)}  # the generator x of x + y, on all of ℝ
PRODUCT = {d: (x, x), g: (x, log(x)), h: (x, exp(x)), compose: ((x, y), x * y), ell: (x, x)}  # the generator log x of x·y, on (0, ∞)
REGULAR = {
    "bounded on an interval": (bounded, exp(-x)),
    "decreasing": (decreasing, exp(-x)),
    "increasing": (increasing, exp(x)),
    "continuous at a point": (continuous, exp(x)),
}
for name, (regular, link) in REGULAR.items():
    part = claim.part(name, given={"mult": mult, "nz": nz, name: regular(carried)}, shows=law, model={**SUM, ell: (x, 1)})
    part.proof(lambda p, name=name: law_on_the_line(p, name))
    part.drawn({**SUM, ell: (x, link)})
    part.necessary("mult", "the constant -1 is no exponential", at={**SUM, ell: (x, -1)}, undefined=0)
    part.necessary("nz", "ℓ = 0 is no exponential", at={**SUM, ell: (x, 0)}, undefined=0)
    part.necessary(name, cited="Hamel (1905), Mathematische Annalen 60, 459-462, for x ⊕ y = x + y")

from_bound = claim.parts["bounded on an interval"]
from_bound.drawn(PRODUCT)
from_bound.necessary("onto", "on [0, ∞) the hard match is multiplicative", undefined=0)(witnesses.not_onto)
from_bound.necessary("one to one", "g(x) = log x² does not see the sign of x: ℓ(x) = x for x ⊕ y = x·y")(witnesses.not_one_to_one)
from_bound.necessary("additive", "ℓ(x) = x is multiplicative for x ⊕ y = x·y, and g(x) = x is no generator of that")(witnesses.not_additive)


@from_bound.near_miss("the sign of the rate: ℓ = e⁻ˣ for x ⊕ y = x + y")
def opposite_rate():
    return everywhere((x,), Eq(ell(x), exp(rate * g(x))))


@from_bound.near_miss("an exponential of g, not of x: ℓ(x) = x for x ⊕ y = x·y on (0, ∞)")
def exponential_of_the_work():
    return everywhere((x,), Eq(ell(x), exp(-(rate * x))))


# All of these links are such: the theorem is an equivalence.
exponential_of_g = {"exponential": everywhere((x,), Eq(ell(x), exp(-beta * g(x))))}
converse = claim.part(
    "converse", given=exponential_of_g, shows=And(And(mult, nz), bounded(carried)), model={**SUM, ell: (x, exp(-x)), beta: 1}
)
converse.drawn({**SUM, ell: (x, exp(-beta * x))})
converse.necessary("exponential", "ℓ(x) = x adds where an exponential multiplies", at={**SUM, ell: (x, x), beta: 1})


@converse.proof
def exponentials_are_multiplicative(p):
    x_in, y_in = f.assume(inside(x)), f.assume(inside(y))
    closed = f.mp(f.spec(p["additive"], x, y), x_in, y_in)
    at_x, at_y = (f.mp(f.spec(p["exponential"], v), v_in) for v, v_in in ((x, x_in), (y, y_in)))
    at_both = f.mp(f.spec(p["exponential"], compose(x, y)), f.part(closed, 0))
    at_both = f.rewrite(f.part(closed, 1), at_both, z, Eq(ell(compose(x, y)), exp(-beta * z)))
    product = f.linear(ell(compose(x, y)), ell(x) * ell(y), (at_both, 1), (at_x, -ell(y)), (at_y, -exp(-beta * g(x))))
    product = f.gen(f.imply(product, x_in, y_in), x, y)

    on = f.spec(p["onto"], y)
    value = f.mp(f.spec(p["exponential"], h(y)), f.part(on, 0))
    value = f.rewrite(f.part(on, 1), value, z, Eq(carried(y), exp(-beta * z)))  # ℓ(h(y)) = exp(−β·y)
    positive = f.lt(0, carried(y), f.ex(-beta * y), (value, 1))
    alive = f.exists(f.conj(f.part(on, 0), p.auto(Ne(carried(y), 0), positive)), nz, h(y))
    alive = f.inst(alive, {y: 0})

    start, end, half = f.assume(0 <= y), f.assume(y <= 1), Rational(1, 2)
    cap = half * (beta * beta + 1)  # −β·y ≤ (β² + y²)/2 ≤ (β² + 1)/2
    square = f.add(f.mul(f.num(half.value), f.sq(beta + y)), f.mul(f.num(half.value), f.add(f.mul(f.by(start), f.by(end)), f.by(end))))
    below = f.mp(f.spec(monotone(1), -beta * y, cap), f.le(-beta * y, cap, square))
    below = f.gen(f.imply(f.le(carried(y), exp(cap), f.by(below), (value, -1)), start, end), y)
    return f.conj(f.conj(product, alive), f.exists(f.conj(p.auto(Lt(0, 1)), below), bounded(carried), 0, exp(cap), 1))
