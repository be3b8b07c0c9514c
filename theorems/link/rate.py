"""The rate of an exponential link orders evidence, and its size is a unit of work.

ℓ_β(w) = e^(−β·w) is strictly decreasing exactly if β > 0.  Work and rate enter as a product: ℓ_β(c·w) = ℓ_{c·β}(w), so renumbering work
as w' = c·w with c ≠ 0 turns the rate β into β/c, and with the temperature τ = 1/β the link is e^(−w/τ).
Source: Geometric Attention (arXiv 2601.11618); Gibbs (1902), Elementary Principles in Statistical Mechanics, chapter IV.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, Ne, scalar
from gaproof.theory import Exponential, strictly_decreasing

beta, c, w, x, y = scalar("beta c w x y")
claim = Claim("link.rate", source="Geometric Attention (arXiv 2601.11618); Gibbs (1902), chapter IV")

falls = claim.part("falls", given={"rate": Lt(0, beta), "more work": Lt(x, y)}, shows=Lt(Exponential(beta)(y), Exponential(beta)(x)))


@falls.proof
def the_tangent_at_the_later_work(p):
    # e^(−β·x) = e^(−β·y)·e^(β·(y − x)), and the last factor is at least 1 + β·(y − x)
    tangent = f.inst(exp_tangent(), {"t": beta * (y - x)})
    return p.bound(f.mul(f.ex(-(beta * y)), f.add(f.by(tangent), f.mul(f.by(p["rate"]), f.by(p["more work"])))))


@falls.near_miss("a rate that is only not 0 may be negative: evidence of rate −1 grows with work")
def any_rate():
    return {"rate": Ne(beta, 0), "more work": Lt(x, y)}, Lt(Exponential(beta)(y), Exponential(beta)(x))


falls.necessary("rate", "the constant link", at={beta: 0, x: 0, y: 1})
falls.necessary("more work", "equal works", at={beta: 1, x: 0, y: 0})


order = claim.part("order", shows=Implies(strictly_decreasing(Exponential(beta)), Lt(0, beta)))


@order.proof
def from_work_0_to_work_1(p):
    decreasing = f.assume(strictly_decreasing(Exponential(beta)))
    below = f.mp(f.spec(decreasing, 0, 1), f.lt(0, 1, f.num(1)))  # e^(−β) < e⁰
    return f.imply(f.lt(0, beta, f.add(f.by(f.inst(exp_tangent(), {"t": -beta})), f.by(below))), decreasing)


@order.near_miss("the constant link of rate 0 is decreasing, though not strictly", at={beta: 0})
def weakly():
    return Implies(ForAll((x, y), Implies(Le(x, y), Le(Exponential(beta)(y), Exponential(beta)(x)))), Lt(0, beta))


scale = claim.part("scale", shows=Eq(Exponential(beta)(c * w), Exponential(c * beta)(w)))


@scale.proof
def a_product(p):
    return p.identity()


@scale.near_miss("the other way round: c = 2, β = w = 1")
def divided():
    return Eq(Exponential(beta)(c * w), Exponential(beta / c)(w))


unit = claim.part("unit", given={"scale": Ne(c, 0)}, shows=Eq(Exponential(beta)(w), Exponential(beta / c)(c * w)))


@unit.proof
def a_renumbering(p):
    return p.identity()


@unit.near_miss("the rate does not stay the same: c = 2, β = w = 1")
def same_rate():
    return Eq(Exponential(beta)(w), Exponential(beta)(c * w))


unit.necessary("scale", "c = 0 forgets the work", at={c: 0, beta: 1, w: 1}, undefined=0)


temperature = claim.part("temperature", given={"rate": Ne(beta, 0)}, shows=Eq(Exponential(beta)(w), Exponential(tau=1 / beta)(w)))


@temperature.proof
def one_over_the_rate(p):
    zero = f.assume(Eq(1 / beta, 0))
    live = f.cases(zero.conclusion, f.absurd(f.linear(1, 0, (zero, beta)), Ne(1 / beta, 0)), f.assume(Ne(1 / beta, 0)))
    return p.clear(p.identity(), live)


@temperature.near_miss("the temperature is not the rate: β = 2, w = 1")
def rate_is_temperature():
    return Eq(Exponential(beta)(w), Exponential(tau=beta)(w))


temperature.necessary("rate", "no temperature belongs to rate 0", at={beta: 0, w: 1}, undefined=1)
