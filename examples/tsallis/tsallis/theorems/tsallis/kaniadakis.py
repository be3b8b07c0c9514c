"""x·√(1 + κ²y²) + y·√(1 + κ²x²) has a generator, and so its links are the powers of the κ-exponential.

For κ ≠ 0 the generator is g(x) = log(κx + √(1 + κ²x²))/κ on all of ℝ, with the inverse sinh(κt)/κ: a link that is not 0 everywhere and
for which ℓ∘g⁻¹ is bounded above on one interval is exp(-β·g).
Source: Kaniadakis (2002), Physical Review E 66, 056125.
"""

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Lt, Ne, Rational, exp, log, scalar
from gaproof.theory import nonzero

from tsallis import generator as general
from tsallis.generator import bounded, ell, t, x, y
from tsallis.roots import a, b, larger_in_size, root, root_of_square, u

(kappa, z), half = scalar("kappa z"), Rational(1, 2)
claim = Claim("tsallis.kaniadakis", given={"kappa": Ne(kappa, 0)}, source="Kaniadakis (2002)")


def square(value):
    return 1 + kappa * value * (kappa * value)


def grown(value):
    """e^(κ·g(value))."""
    return kappa * value + root(square(value))


def g(value):
    return log(grown(value)) / kappa


def h(value):
    return half * (exp(kappa * value) - exp(-(kappa * value))) / kappa


def compose(left, right):
    return left * root(square(right)) + right * root(square(left))


inverse = And(ForAll(t, Eq(g(h(t)), t)), ForAll(x, Eq(h(g(x)), x)))
generator = claim.part("generator", shows=And(inverse, ForAll((x, y), Eq(g(compose(x, y)), g(x) + g(y)))))


def signs(p, value):
    """0 < 1 + (κ·value)², its root r has 0 < r and r·r = 1 + (κ·value)², and 0 < κ·value + r."""
    inside = p.clear(f.lt(0, square(value), f.add(f.num(1), f.sq(kappa * value))))
    r = root(square(value))
    above = p.clear(f.lt(0, r, f.ex(log(square(value)) / 2)), inside)
    squared = p.clear(f.linear(r * r, square(value)), inside)
    wider = f.lt(0, r * r - kappa * value * (kappa * value), f.num(1), (squared, 1))
    return inside, above, squared, f.cut(f.inst(larger_in_size(), {a: kappa * value, b: r}), above, p.clear(wider, inside))


def root_is(p, value, positive, of, *facts):
    """√(1 + (κ·of)²) = value, for 0 < value whose square that is."""
    squared = p.clear(f.linear(value * value, square(of)), *facts)
    return f.rewrite(squared, f.cut(f.inst(root_of_square(), {u: value}), positive), z, Eq(root(z), value))


@generator.proof
def hyperbolic_functions(p):
    # At h(t) the root is cosh κt, and so κ·h(t) + √ is e^κt.
    cosh = half * (exp(kappa * t) + exp(-(kappa * t)))
    positive = f.lt(0, cosh, f.mul(f.num(half.value), f.add(f.ex(kappa * t), f.ex(-(kappa * t)))))
    at_h = root_is(p, cosh, positive, h(t))
    inside, _, _, grows = signs(p, h(t))
    value = p.clear(f.linear(grown(h(t)), exp(kappa * t), (at_h, 1)), inside)
    onto = p.everywhere(f.linear(g(h(t)), t, (log_of(value), 1 / kappa)), t, facts=[inside, grows])

    # (κx + √)·(√ − κx) = 1, and so e^(−κ·g(x)) is √ − κx.
    inside_x, above_x, squared_x, grows_x = signs(p, x)
    inverse = f.linear(1 / grown(x), root(square(x)) - kappa * x, (squared_x, -1 / grown(x)))
    back = f.linear(h(g(x)), x, (inverse, -half / kappa))
    back = p.everywhere(back, x, facts=[inside_x, grows_x])

    # At x ⊕ y the root is κx·κy + √·√, and κ·(x ⊕ y) + √ is the product of those at x and y.
    inside_y, above_y, _, grows_y = signs(p, y)
    both, r, s, product = compose(x, y), root(square(x)), root(square(y)), kappa * x * (kappa * y)
    facts = inside_x, inside_y
    wide = f.lt(0, r * s * (r * s) - product * product, f.add(f.num(1), f.sq(kappa * x), f.sq(kappa * y)))
    larger = f.inst(larger_in_size(), {a: product, b: r * s})
    positive = f.cut(larger, p.clear(f.lt(0, r * s, f.mul(f.by(above_x), f.by(above_y))), *facts), p.clear(wide, *facts))
    at_both = root_is(p, product + r * s, positive, both, *facts)
    inside, _, _, grows = signs(p, both)
    value = log_of(p.clear(f.linear(grown(both), grown(x) * grown(y), (at_both, 1)), inside, *facts))
    split = f.cut(f.inst(log_product(), {"x": grown(x), "y": grown(y)}), grows_x, grows_y)
    adds = f.linear(g(both), g(x) + g(y), (value, 1 / kappa), (split, 1 / kappa))
    adds = p.everywhere(adds, x, y, facts=[inside, grows, grows_x, grows_y, *facts])
    return f.conj(f.conj(onto, back), adds)


@generator.near_miss("the ordinary sum: κ = x = y = 1")
def ordinary_sum():
    return And(inverse, ForAll((x, y), Eq(g(x + y), g(x) + g(y))))


@generator.near_miss("the sign under the root: g is no longer defined everywhere")
def other_sign():
    return And(inverse, ForAll((x, y), Eq(g(x * root(2 - square(y)) + y * root(2 - square(x))), g(x) + g(y))))


def carried(w):
    """ℓ∘g⁻¹."""
    return ell(h(w))


mult = ForAll((x, y), Eq(ell(compose(x, y)), ell(x) * ell(y)))
only = claim.part(
    "the only links",
    given={"mult": mult, "nz": nonzero(ell), "bounded": bounded(carried)},
    shows=ForAll(x, Eq(ell(x), exp(-(-log(carried(1)) * g(x))))),
    model={kappa: -1, ell: (x, 1)},
)


@only.proof
def an_instance(p):
    generated, everywhere = p.use(claim, "generator"), p.auto(Lt(0, 1))  # D is ℝ, where 0 < 1

    def in_domain(th, *variables):
        return f.gen(f.imply(f.spec(th, *variables), *(everywhere for _ in variables)), *variables)

    onto = f.gen(f.conj(everywhere, f.spec(f.part(f.part(generated, 0), 0), t)), t)
    one_to_one = in_domain(f.part(f.part(generated, 0), 1), x)
    sums = f.gen(f.conj(everywhere, f.spec(f.part(generated, 1), x, y)), x, y)
    (alive,) = f.obtain(p["nz"], x)
    inhabited = f.exists(f.conj(everywhere, alive), Exists(x, And(Lt(0, 1), Ne(ell(x), 0))), x)
    facts = onto, one_to_one, in_domain(sums, x, y), in_domain(p["mult"], x, y), f.release(inhabited, p["nz"], x)
    here = {general.d: (x, 1), general.g: (x, g(x)), general.h: (t, h(t)), general.compose: ((x, y), compose(x, y))}
    shown = f.cut(p.use("tsallis.generator", "bounded on an interval", values=here), *facts)
    return f.gen(f.mp(f.spec(shown, x), everywhere), x)


@only.near_miss("the rate may be 0: ℓ = 1")
def not_constant():
    return ForAll(x, Ne(ell(x), 1))


only.necessary("mult", "the constant -1 is no exponential", at={kappa: 1, ell: (x, -1)}, undefined=0)
only.necessary("nz", "ℓ = 0 is no exponential", at={kappa: 1, ell: (x, 0)}, undefined=0)
only.necessary("bounded", cited="Hamel (1905), Mathematische Annalen 60, 459-462, carried over by g")
# That κ ≠ 0 is needed is not shown: it only gives the formula for g a meaning.
only.drawn({kappa: 1, ell: (x, 1)})
