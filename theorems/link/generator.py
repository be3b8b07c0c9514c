"""Work that composes by a generator has exponential links of the generator.

Let ⊕ compose works in a set D, and let g map D one to one onto ℝ with g(x ⊕ y) = g(x) + g(y); a continuous strictly monotone bijection
of an open interval is one such g, and neither continuity nor the interval is needed.  Then ℓ turns ⊕ into a product, is not 0 everywhere,
and ℓ∘g⁻¹ is bounded above on one interval (or continuous at one point), exactly if ℓ = exp(−β·g) on D, with β = −log ℓ(g⁻¹(1)).  ℓ∘g⁻¹
decreases exactly if moreover β ≥ 0, and increases exactly if β ≤ 0.  (Measurability of ℓ itself would not do: g need not carry it over.)

Tsallis: x ⊕ y = x + y + (1−q)·x·y on D = {1 + (1−q)·x > 0}, with the links e_q(x)^(−β).  Kaniadakis: x√(1+κ²y²) + y√(1+κ²x²) on ℝ,
with e_κ(x)^(−β).  The maximum, which is a limit of such compositions, has no generator: it is not cancellative.  And where g is not onto
the theorem fails: for √(x²+y²) on [0, ∞) the hard match of link.half_line is a link.
Source: Aczél (1966), Lectures on Functional Equations, sections 2.1 and 6.2; Tsallis (1988), Journal of Statistical Physics 52, 479-487;
Kaniadakis (2002), Physical Review E 66, 056125.
"""

from functools import partial

from gaproof import Claim
from gaproof.lemmas.deformed import kaniadakis, tsallis
from gaproof.lemmas.no_generator import not_additive, not_one_to_one, not_onto_the_line
from gaproof.lemmas.regularity import (
    EXPONENTIAL,
    bounded_by,
    exponential_bounded,
    exponential_continuous,
    exponential_decreasing,
    exponential_increasing,
)
from gaproof.lemmas.step import step_at_one
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent, positive_if_nonzero, square_zero
from gaproof.tactics.solve import cofactors
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, exp, field, function, log, number, scalar
from gaproof.theory import (
    REGULARITIES,
    KappaExponential,
    QExponential,
    kaniadakis_generator,
    kaniadakis_inverse,
    kaniadakis_sum,
    multiplicative,
    nonzero,
    tsallis_generator,
    tsallis_inside,
    tsallis_inverse,
    tsallis_sum,
)
from theorems.link.exponential import claim as link_exponential
from theorems.link.half_line import from_0, hard, hard_step
from theorems.link.positive import ell, x, y

t, z, q, kappa, beta = scalar("t z q kappa beta")
d, g, h = function("d g h")  # D is where d is positive, and h is the inverse of g
compose = field("compose", x, y)  # x ⊕ y


def in_domain(formula, *variables, d=d):
    """The formula, for all variables in D."""
    for v in reversed(variables):
        formula = Implies(Lt(0, d(v)), formula)
    return ForAll(variables, formula)


def generator(d, g, h, compose):
    """g maps D one to one onto ℝ, with the inverse h, and turns ⊕ into +."""
    return {
        "onto": ForAll(t, And(Lt(0, d(h(t))), Eq(g(h(t)), t))),
        "one to one": in_domain(Eq(h(g(x)), x), x, d=d),
        "additive": in_domain(And(Lt(0, d(compose(x, y))), Eq(g(compose(x, y)), g(x) + g(y))), x, y, d=d),
    }


def carried(w):
    """ℓ∘g⁻¹."""
    return ell(h(w))


mult = in_domain(Eq(ell(compose(x, y)), ell(x) * ell(y)), x, y)
nz = Exists(x, And(Lt(0, d(x)), Ne(ell(x), 0)))
rate = -log(ell(h(1)))
law = in_domain(Eq(ell(x), exp(-(rate * g(x)))), x)
claim = Claim("link.generator", source="Aczél (1966), sections 2.1, 6.2; Tsallis (1988); Kaniadakis (2002)")


def exponential_of_g(p, bounded):
    """The law, from link.exponential for ℓ∘g⁻¹ at g(x); and ℓ(h(t)) = e^(−β·t)."""
    in_x, in_y, both = f.spec(p["onto"], x), f.spec(p["onto"], y), compose(h(x), h(y))
    closed = f.mp(f.spec(p["additive"], h(x), h(y)), f.part(in_x, 0), f.part(in_y, 0))
    adds = f.linear(g(both), x + y, (f.part(closed, 1), 1), (f.part(in_x, 1), 1), (f.part(in_y, 1), 1))
    back = f.mp(f.spec(p["one to one"], both), f.part(closed, 0))  # h(g(h(x) ⊕ h(y))) = h(x) ⊕ h(y)
    same = f.rewrite(adds, back, z, Eq(h(z), both))  # h(x + y) = h(x) ⊕ h(y)
    product = f.mp(f.spec(p["mult"], h(x), h(y)), f.part(in_x, 0), f.part(in_y, 0))
    product = f.gen(f.rewrite(f.flip(same), product, z, Eq(ell(z), carried(x) * carried(y))), x, y)

    (live,) = f.obtain(p["nz"], x)
    there = f.mp(f.spec(p["one to one"], x), f.part(live, 0))  # h(g(x)) = x
    value = f.rewrite(f.flip(there), f.part(live, 1), z, Ne(ell(z), 0))
    not_zero = f.release(f.exists(value, nonzero(carried), g(x)), p["nz"], x)

    power = p.use(link_exponential, "bounded on an interval", values={ell: (t, carried(t))})
    line = f.cut(power, f.restate(product, multiplicative(carried)), not_zero, bounded)
    here = f.mp(f.spec(p["one to one"], x), f.assume(Lt(0, d(x))))
    shown = f.rewrite(here, f.spec(line, g(x)), z, Eq(ell(z), exp(-(rate * g(x)))))
    return f.gen(f.imply(shown, Lt(0, d(x))), x), line


def multiplies(p):
    """ℓ(x ⊕ y) = ℓ(x)·ℓ(y) and ℓ ≠ 0 somewhere, from the law; and ℓ(h(t)) = e^(−β·t)."""
    given, x_in, y_in = p["law"], f.assume(Lt(0, d(x))), f.assume(Lt(0, d(y)))
    closed = f.mp(f.spec(p["additive"], x, y), x_in, y_in)
    at_x, at_y = f.mp(f.spec(given, x), x_in), f.mp(f.spec(given, y), y_in)
    at_both = f.mp(f.spec(given, compose(x, y)), f.part(closed, 0))
    at_both = f.rewrite(f.part(closed, 1), at_both, z, Eq(ell(compose(x, y)), exp(-(rate * z))))
    product = f.linear(ell(compose(x, y)), ell(x) * ell(y), (at_both, 1), (at_x, -ell(y)), (at_y, -exp(-(rate * g(x)))))
    on = f.spec(p["onto"], t)
    value = f.gen(f.rewrite(f.part(on, 1), f.mp(f.spec(given, h(t)), f.part(on, 0)), z, Eq(carried(t), exp(-(rate * z)))), t)
    positive = positive_at(value, t)
    alive = f.exists(f.conj(f.part(on, 0), f.unequal(positive)), nz, h(t))
    alive, one = f.inst(alive, {t: 0}), f.inst(positive, {t: 1})
    return f.cut(f.gen(f.imply(product, x_in, y_in), x, y), one), alive, value, one


def positive_at(value, t):
    """0 < ℓ(h(t)), from ℓ(h(t)) = e^(−β·t)."""
    same = f.rewrite(f.spec(value, t), f.linear(carried(t), carried(t)), z, Eq(z, carried(t)))
    return f.rewrite(same, f.inst(f.lt(0, exp(z), f.ex(z)), {z: -(rate * t)}), z, Lt(0, z))


# e^(−β·t) is bounded somewhere and continuous; it decreases or increases as β has a sign, which shows at ±1.
EXPONENTIALS = {
    "bounded on an interval": exponential_bounded,
    "continuous at a point": exponential_continuous,
    "decreasing": exponential_decreasing,
    "increasing": exponential_increasing,
}
SIGN = {"decreasing": Le(0, rate), "increasing": Le(rate, 0)}


def sign_of_rate(name, line, regular):
    """0 ≤ β, from ℓ(h(1)) ≤ ℓ(h(0)), or β ≤ 0, from ℓ(h(−1)) ≤ ℓ(h(0)): e^(−β) ≥ 1 − β and e^β ≥ 1 + β."""
    low, high = (0, 1) if name == "decreasing" else (-1, 0)
    step = number(low + high)
    order = f.mp(f.spec(regular, low, high), f.le(low, high, f.num(1)))
    tangent = f.inst(exp_tangent(), {"t": -(rate * step)})
    th = f.le(*SIGN[name].args, f.add(f.by(tangent), f.by(order)), (f.spec(line, step), 1), (f.spec(line, 0), -1))
    return f.cut(th, positive_at(line, number(1)))


ORDINARY = {d: (x, 1), g: (x, x), h: (x, x), compose: ((x, y), x + y)}  # g(x) = x on ℝ, for x + y
generated, links = generator(d, g, h, compose), {"mult": mult, "nz": nz}
for name, regularity in REGULARITIES.items():
    shown = And(law, SIGN[name]) if name in SIGN else law
    part = claim.part(name, given={**generated, **links, "regular": regularity(carried)}, shows=shown, model={**ORDINARY, ell: (x, 1)})

    @part.proof
    def carried_over(p, name=name):
        bounded = f.cut(f.inst(bounded_by(name), {"f": (t, carried(t))}), p["regular"])
        only, line = exponential_of_g(p, bounded)
        return f.conj(only, sign_of_rate(name, line, p["regular"])) if name in SIGN else only


bounded, falls, rises, continuous = (regularity(carried) for regularity in REGULARITIES.values())
signed = Implies(SIGN["decreasing"], falls), Implies(SIGN["increasing"], rises)
converse = claim.part(
    "converse",
    given={"onto": generated["onto"], "additive": generated["additive"], "law": law},
    shows=And(mult, nz, bounded, continuous, *signed),
    model={**ORDINARY, ell: (x, 1)},
)


@converse.proof
def exponentials_of_g(p):
    product, alive, value, one = multiplies(p)
    curve = f.restate(value, f.inst(f.assume(EXPONENTIAL), {"f": (t, carried(t)), "u": -rate}).conclusion)
    regular = {name: f.cut(f.inst(th(), {"f": (t, carried(t)), "u": -rate}), curve) for name, th in EXPONENTIALS.items()}
    slopes = {"decreasing": (-rate, 0), "increasing": (0, -rate)}
    for name, sides in slopes.items():
        sign = f.assume(SIGN[name])
        regular[name] = f.imply(f.cut(regular[name], f.cut(f.le(*sides, f.by(sign)), one)), sign)
    return f.cut(f.conj(product, alive, *(regular[name] for name in EXPONENTIALS)), one)


# Tsallis and Kaniadakis: a generator each, and so its links turn the composition into a product.
def power_of_sum(link, both, sums):
    """e^(−β·g(x ⊕ y)) = e^(−β·(g(x) + g(y))) = e^(−β·g(x))·e^(−β·g(y)), where x ⊕ y is ``both``."""
    product = f.linear(exp(-(beta * (t + z))), exp(-(beta * t)) * exp(-(beta * z)))
    product = f.inst(product, dict(zip((t, z), sums.conclusion.children[1].children, strict=True)))
    of_sum = f.rewrite(sums, f.linear(link(both), link(both)), t, Eq(link(both), exp(-(beta * t))))
    return f.rewrite(product, of_sum, t, Eq(link(both), t))


def inside(x):
    return tsallis_inside(q, x)


q_sum, e_q = tsallis_sum(q, x, y), QExponential(q, beta)
q_generator = generator(inside, partial(tsallis_generator, q), partial(tsallis_inverse, q), partial(tsallis_sum, q))
q_powers = in_domain(ForAll(beta, Eq(e_q(q_sum), e_q(x) * e_q(y))), x, y, d=inside)
of_tsallis = claim.part("Tsallis", given={"q": Ne(1 - q, 0)}, shows=And(*q_generator.values(), q_powers))


@of_tsallis.proof
def a_product_of_positive_numbers(p):
    generated = f.restate(f.inst(tsallis(), {"c": 1 - q}), And(*q_generator.values()))
    x_in, y_in = f.assume(Lt(0, inside(x))), f.assume(Lt(0, inside(y)))
    sums = f.mp(f.spec(f.part(generated, 2), x, y), x_in, y_in)
    powers = f.gen(f.imply(f.gen(power_of_sum(e_q, q_sum, f.part(sums, 1)), beta), x_in, y_in), x, y)
    return f.conj(*(f.part(generated, k) for k in range(3)), powers)


k_sum, e_k = kaniadakis_sum(kappa, x, y), KappaExponential(kappa, beta)
k_generator, k_inverse = partial(kaniadakis_generator, kappa), partial(kaniadakis_inverse, kappa)
k_laws = (
    ForAll(t, Eq(k_generator(k_inverse(t)), t)),
    ForAll(x, Eq(k_inverse(k_generator(x)), x)),
    ForAll((x, y), Eq(k_generator(k_sum), k_generator(x) + k_generator(y))),
)
k_powers = ForAll((x, y, beta), Eq(e_k(k_sum), e_k(x) * e_k(y)))
of_kaniadakis = claim.part("Kaniadakis", given={"kappa": Ne(kappa, 0)}, shows=And(*k_laws, k_powers))


@of_kaniadakis.proof
def hyperbolic_functions(p):
    generated = f.restate(kaniadakis(), And(*k_laws))
    powers = f.gen(power_of_sum(e_k, k_sum, f.spec(f.part(generated, 2), x, y)), x, y, beta)
    return f.conj(*(f.part(generated, k) for k in range(3)), powers)


# The maximum: whatever has a generator is cancellative.
maximum = ForAll((x, y), And(Implies(Le(x, y), Eq(compose(x, y), y)), Implies(Le(y, x), Eq(compose(x, y), x))))
cancels = in_domain(Implies(Eq(compose(x, y), compose(x, z)), Eq(y, z)), x, y, z)
sums = ForAll((x, y), Eq(g(compose(x, y)), g(x) + g(y)))
not_cancellative = Exists((x, y, z), And(Eq(compose(x, y), compose(x, z)), Ne(y, z)))
cancellative = claim.part("cancellative", given={k: v for k, v in generator(d, g, h, compose).items() if k != "onto"}, shows=cancels)
limit = claim.part("the maximum has none", shows=Implies(maximum, And(not_cancellative, Implies(sums, ForAll(x, Eq(g(x), 0))))))


@cancellative.proof
def subtract_g_of_x(p):
    in_x, in_y, in_z = (f.assume(Lt(0, d(v))) for v in (x, y, z))
    same = f.assume(Eq(compose(x, y), compose(x, z)))
    sum_y, sum_z = (f.part(f.mp(f.spec(p["additive"], x, v), in_x, v_in), 1) for v, v_in in ((y, in_y), (z, in_z)))
    alike = f.rewrite(same, sum_y, t, Eq(g(t), g(x) + g(y)))
    equal = f.linear(g(y), g(z), (alike, -1), (sum_z, 1))
    back_y, back_z = (f.mp(f.spec(p["one to one"], v), v_in) for v, v_in in ((y, in_y), (z, in_z)))
    moved = f.rewrite(equal, back_y, t, Eq(h(t), y))  # h(g(z)) = y
    return f.gen(f.imply(f.linear(y, z, (moved, -1), (back_z, 1)), in_x, in_y, in_z, same), x, y, z)


@limit.proof
def at_two(p):
    given, then = (f.assume(g) for g in p.goal.children)
    found_at, adds = f.part(then, 0).conclusion, f.assume(f.part(then, 1).conclusion.children[0])

    def greater(low, high):
        return f.mp(f.part(f.spec(given, high, low), 1), f.le(low, high, f.num(high - low)))

    same = f.linear(compose(2, 1), compose(2, 0), (greater(1, 2), 1), (greater(0, 2), -1))
    found = f.exists(f.conj(same, f.unequal(f.lt(0, 1, f.num(1)))), found_at, 2, 1, 0)
    itself = f.mp(f.part(f.spec(given, x, x), 1), f.le(x, x, f.num(0)))
    alike = f.rewrite(itself, f.linear(g(compose(x, x)), g(compose(x, x))), t, Eq(g(compose(x, x)), g(t)))
    uses = cofactors(f.node(g(x)), f.node(number(0)), [(f.spec(adds, x, x), 1), (alike, 1)])  # g(x) = 2·g(x)
    zero = f.gen(f.linear(g(x), 0, *uses), x)
    return f.imply(f.conj(found, f.imply(zero, adds)), given)


# On [0, ∞), with g(x) = x², which reaches no negative number.
norm = from_0(x, y, formula=And(Le(0, compose(x, y)), Eq(compose(x, y) * compose(x, y), x * x + y * y)))
norm_mult = from_0(x, y, formula=Eq(ell(compose(x, y)), ell(x) * ell(y)))
no_rate = ForAll(beta, Exists(x, And(Le(0, x), Ne(exp(-(beta * (x * x))), ell(x)))))
not_onto = claim.part("not onto", shows=Implies(And(norm, hard), And(norm_mult, no_rate)))


@not_onto.proof
def the_hard_match_is_back(p):
    both, given = compose(x, y), f.assume(And(norm, hard))
    from_x, from_y = f.assume(Le(0, x)), f.assume(Le(0, y))
    one, none = f.part(f.part(given, 1), 0), f.part(f.part(given, 1), 1)
    far = f.mp(f.spec(f.part(given, 0), x, y), from_x, from_y)
    square = f.part(far, 1)
    x_zero, y_zero = f.assume(Eq(x, 0)), f.assume(Eq(y, 0))

    # both are 0: so is x ⊕ y, and 1 = 1·1
    gone = f.cut(f.inst(square_zero(), {"x": both}), f.linear(both * both, 0, (square, 1), (x_zero, x), (y_zero, y)))
    ones = [f.rewrite(f.flip(zero), one, z, Eq(ell(z), 1)) for zero in (gone, x_zero, y_zero)]
    all_one = f.linear(ell(both), ell(x) * ell(y), (ones[0], 1), (ones[1], -ell(y)), (ones[2], -1))

    def beyond(v, from_v, other):
        """v is not 0: neither is x ⊕ y, and 0 is a product with 0."""
        away = f.cut(f.inst(positive_if_nonzero(), {"x": v}), from_v)
        longer = f.lt(0, both * both, f.add(f.mul(f.by(away), f.by(away)), f.sq(other)), (square, 1))
        at_0 = f.assume(Eq(both, 0))
        contrary = f.absurd(f.lt(0, 0, f.by(longer), (at_0, -both)), Ne(both, 0))
        reached = f.cut(f.inst(positive_if_nonzero(), {"x": both}), f.part(far, 0), f.cases(Eq(both, 0), contrary, f.assume(Ne(both, 0))))
        left, right = f.mp(f.spec(none, both), reached), f.mp(f.spec(none, v), away)
        return f.linear(ell(both), ell(x) * ell(y), (left, 1), (right, -ell(other)))

    product = f.cases(Eq(x, 0), f.cases(Eq(y, 0), all_one, beyond(y, from_y, x)), beyond(x, from_x, y))
    product = f.gen(f.imply(product, from_x, from_y), x, y)
    # at the work 1 ℓ is 0, and no exponential is
    gone, apart = f.mp(f.spec(none, 1), f.lt(0, 1, f.num(1))), f.spec(f.assume(p.goal.children[1].children[1]), beta).conclusion
    from_0, differ = f.inst(f.obtain(f.assume(apart), x)[0], {x: 1}).conclusion.children
    power, value = differ.children
    zero = f.linear(value, 0, *cofactors(value, f.node(number(0)), [(gone, 1)]))
    above = f.lt(value, power, f.ex(power.children[0]), (zero, -1))
    differs = f.exists(f.conj(p.auto(from_0), f.unequal(above)), apart, 1)
    return f.imply(f.conj(product, f.gen(differs, beta)), given)


PRODUCT = {d: (x, x), g: (x, log(x)), h: (x, exp(x)), compose: ((x, y), x * y)}  # g(x) = log x on (0, ∞), for x·y

for name in REGULARITIES:
    part, rate_one = claim.parts[name], -1 if name == "decreasing" else 1
    part.drawn({**ORDINARY, ell: (x, exp(rate_one * x))})
    if name != "decreasing":
        part.drawn({**PRODUCT, ell: (x, x)})
    part.necessary("mult", "the constant -1 is no exponential", at={**ORDINARY, ell: (x, -1)}, undefined=0)
    part.necessary("nz", "ℓ = 0 is no exponential", at={**ORDINARY, ell: (x, 0)}, undefined=0)
    if name in SIGN:
        part.necessary("regular", "an exponential of the other rate", at={**ORDINARY, ell: (x, exp(-rate_one * x))})
    else:
        part.necessary("regular", cited="Hamel (1905), Mathematische Annalen 60, 459-462, for x ⊕ y = x + y")
    part.necessary("additive", "ℓ(x) = x for x ⊕ y = x·y with g(x) = ±x")(partial(not_additive, name=name))
    part.necessary("one to one", "g(x) = log x² does not see the sign of ℓ(x) = x")(partial(not_one_to_one, name=name))
for name in ("bounded on an interval", "decreasing", "increasing"):
    claim.parts[name].necessary("onto", "on [0, ∞) the hard match is a link")(partial(not_onto_the_line, name=name))


@claim.parts["bounded on an interval"].near_miss(
    "an exponential of g, not of the work: ℓ(x) = x for x·y on (0, ∞)", at={**PRODUCT, ell: (x, x), x: 2}
)
def exponential_of_the_work():
    return in_domain(Eq(ell(x), exp(-(rate * x))), x)


@claim.parts["decreasing"].near_miss("the rate may be 0: ℓ = 1", at={**ORDINARY, ell: (x, 1)})
def positive_rate():
    return And(law, Lt(0, rate))


@claim.parts["increasing"].near_miss("the sign of the rate: ℓ = e^x", at={**ORDINARY, ell: (x, exp(x))})
def negative_growth():
    return And(law, Le(0, rate))


@claim.parts["continuous at a point"].near_miss("the sign of the exponent: ℓ = e^x for x + y", at={**ORDINARY, ell: (x, exp(x)), x: 1})
def opposite_sign():
    return in_domain(Eq(ell(x), exp(rate * g(x))), x)


@converse.near_miss("links of negative rate grow: ℓ = e^x", at={**ORDINARY, ell: (x, exp(x)), x: 0, y: 1})
def always_decreasing():
    return And(mult, nz, falls)


@of_tsallis.near_miss("not for the ordinary sum: q = 0, x = y = 1", at={q: 0, x: 1, y: 1})
def tsallis_and_plus():
    return in_domain(Eq(tsallis_generator(q, x + y), tsallis_generator(q, x) + tsallis_generator(q, y)), x, y, d=inside)


@of_kaniadakis.near_miss("not for the ordinary sum: κ = x = y = 1", at={kappa: 1, x: 1, y: 1})
def kaniadakis_and_plus():
    return ForAll((x, y), Eq(k_generator(x + y), k_generator(x) + k_generator(y)))


@cancellative.near_miss("two works may differ: 0 and 1", at={**ORDINARY, y: 0, z: 1})
def no_two_works():
    return in_domain(Eq(y, z), y, z)


@limit.near_miss("that x ⊕ x = x does not show it: x ⊕ y = y is cancellative on the left", at={compose: ((x, y), y), g: (x, 0)})
def idempotent():
    return Implies(ForAll(x, Eq(compose(x, x), x)), And(not_cancellative, Implies(sums, ForAll(x, Eq(g(x), 0)))))


def match_with_nothing(miss):
    """For x ⊕ y = 0 the hard match would say 1 = 0·0."""
    wrong = f.spec(f.part(f.mp(miss.at({"compose": ((x, y), 0)}), hard_step()), 0), 1, 1)
    wrong = f.mp(wrong, *[f.le(0, 1, f.num(1))] * 2)
    return f.linear(0, 1, (f.part(hard_step(), 0), 1), (wrong, -1), (step_at_one(), -ell(1)))


@not_onto.near_miss("the hard match is no link for every composition: x ⊕ y = 0", by=match_with_nothing)
def any_composition():
    return Implies(hard, And(norm_mult, no_rate))


alone = {**ORDINARY, ell: (x, exp(x))}
converse.necessary("law", "ℓ(x) = x adds where an exponential multiplies", at={**ORDINARY, ell: (x, x), x: 1, y: 1})
converse.necessary("additive", "g(x) = x is no generator of x·y", at={**alone, compose: ((x, y), x * y), x: 1, y: 1})
converse.necessary("onto", "on an empty D nothing is not 0", at={**alone, d: (x, -1)})
cancellative.necessary("additive", "x ⊕ y = x", at={**ORDINARY, compose: ((x, y), x), x: 0, y: 0, z: 1})
cancellative.necessary("one to one", "g = 0", at={**ORDINARY, h: (x, 0), g: (x, 0), compose: ((x, y), x), x: 0, y: 0, z: 1})
converse.drawn(alone)
# For q = 1 and κ = 0 the formulas for the generators have no meaning.
