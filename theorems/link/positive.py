"""A link that turns sums into products is positive.

If ℓ(x+y) = ℓ(x)·ℓ(y) for all real x and y and ℓ is not identically 0, then ℓ(0) = 1, ℓ > 0 everywhere and
ℓ(−x) = 1/ℓ(x): evidence that multiplies where work adds can neither vanish nor change sign.
Source: Cauchy (1821), Cours d'analyse, chapter V; Aczél (1966), Lectures on Functional Equations, section 2.1.
"""

from gaproof import Claim
from gaproof.lemmas.step import step_at_one, step_laws
from gaproof.tactics import forward as f
from gaproof.tactics.search import discharge
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, Ne, Rational, function, scalar
from gaproof.theory import multiplicative, nonzero

ell, (x, y, w) = function("ell"), scalar("x y w")
half = Rational(1, 2)

mult, nz = multiplicative(ell), nonzero(ell)
additive = ForAll((x, y), Eq(ell(x + y), ell(x) + ell(y)))
multiplicative_from_0 = ForAll((x, y), Implies(Le(0, x), Implies(Le(0, y), Eq(ell(x + y), ell(x) * ell(y)))))

claim = Claim("link.positive", given={"mult": mult, "nz": nz}, source="Cauchy (1821), chapter V; Aczél (1966), section 2.1")

at_zero = claim.part("at zero", shows=Eq(ell(0), 1))


@at_zero.proof
def divide_at_a_live_point(p):
    (alive,) = f.obtain(p["nz"], w)
    same = f.spec(p["mult"], w, 0)  # ℓ(w) = ℓ(w + 0) = ℓ(w)·ℓ(0), and ℓ(w) ≠ 0
    return f.release(p.clear(p.identity((same, -1 / ell(w))), alive), p["nz"], w)


@at_zero.near_miss("an additive link has ℓ(0) = 0: ℓ(x) = x")
def additive_at_zero():
    return {"mult": additive, "nz": nz}, Eq(ell(0), 1)


@at_zero.near_miss("the value 1 is taken at 0, not at 1: ℓ(x) = eˣ")
def one_at_one():
    return Eq(ell(1), 1)


at_zero.necessary("nz", "ℓ = 0 is multiplicative", at={ell: (x, 0)})
at_zero.necessary("mult", "the constant 2 is not 0 either", at={ell: (x, 2)})


positive = claim.part("positive", shows=ForAll(x, Lt(0, ell(x))))


@positive.proof
def a_square_that_is_not_zero(p):
    square = f.spec(p["mult"], half * x, half * x)
    sign = f.le(0, ell(x), f.sq(ell(half * x)), (square, 1))  # ℓ(x) = ℓ(x/2)²
    unit = f.linear(1, ell(x) * ell(-x), (f.spec(p["mult"], x, -x), 1), (p.use(claim, "at zero"), -1))
    zero = f.assume(Eq(ell(x), 0))
    collapse = f.linear(1, 0, (unit, 1), (zero, ell(-x)))  # 1 = ℓ(0) = ℓ(x)·ℓ(−x) = 0
    live = f.cases(zero.conclusion, f.absurd(collapse, Ne(ell(x), 0)), f.assume(Ne(ell(x), 0)))
    return p.auto(Lt(0, ell(x)), sign, live)


def zero_at_one(miss):
    """The hard match has ℓ(1) = 0."""
    wrong = f.mp(f.spec(miss.at({}, *step_laws()), 1), f.le(0, 1, f.num(1)))
    return discharge(f.absurd(f.lt(0, 0, f.by(wrong), (step_at_one(), -1)), Eq(0, 1)), [], wrong.hypotheses)


@positive.near_miss("on the half-line the hard match, ℓ(0) = 1 and ℓ(x) = 0 for x > 0, obeys both laws", by=zero_at_one)
def half_line():
    return {"mult": multiplicative_from_0, "nz": nz}, ForAll(x, Implies(Le(0, x), Lt(0, ell(x))))


@positive.near_miss("the bound is 0, not 1: ℓ(x) = e⁻ˣ at 1")
def at_least_one():
    return ForAll(x, Le(1, ell(x)))


@positive.near_miss("an additive link takes both signs: ℓ(x) = x")
def additive_sign():
    return {"mult": additive, "nz": nz}, ForAll(x, Lt(0, ell(x)))


positive.necessary("nz", "ℓ = 0 is multiplicative", at={ell: (x, 0)})
positive.necessary("mult", "the constant -1 is not 0 either", at={ell: (x, -1)})


reciprocal = claim.part("reciprocal", shows=ForAll(x, Eq(ell(-x), 1 / ell(x))))


@reciprocal.proof
def opposite_work(p):
    product = f.spec(p["mult"], x, -x)  # ℓ(x)·ℓ(−x) = ℓ(0) = 1
    return p.clear(p.solve((product, 1 / ell(x)), (p.use(claim, "at zero"), 1 / ell(x))), p.use(claim, "positive"))


@reciprocal.near_miss("the sign: at 0 it says 1 = −1")
def wrong_sign():
    return ForAll(x, Eq(ell(-x), -1 / ell(x)))


@reciprocal.near_miss("a link is not even: ℓ(x) = eˣ at 1")
def even():
    return ForAll(x, Eq(ell(-x), ell(x)))


reciprocal.necessary("nz", "ℓ = 0 has no reciprocal", at={ell: (x, 0)}, undefined=1)
reciprocal.necessary("mult", "the constant 2 is not 0 either", at={ell: (x, 2)})
