"""Only the exponential link makes anchored rows blind to a constant added to the work.

Take a row with two addressable columns k and l, a link ℓ > 0 and any baseline.  If ℓ is bounded above on one interval, or monotone,
or continuous at one point, then the anchored row is the same after every constant is added to every work of the row, whatever the
works are, exactly if ℓ(w) = ℓ(0)·e^(−β·w) with β = −log(ℓ(1)/ℓ(0)).  So the shift that softmax ignores is no accident of softmax: with
row anchoring it singles out the link, up to a factor that the anchor removes.  The q-exponential links of Tsallis all fail:
a row of work 1 − q at k and 0 elsewhere changes when 1 − q is added.
Source: Luce (1959), Individual Choice Behavior; Yellott (1977), Journal of Mathematical Psychology 15, 109-144.
"""

from gaproof import Claim
from gaproof.lemmas.logarithm import log_of
from gaproof.lemmas.regularity import bounded_by, bounded_multiple
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Ne, Sum, array, delta, exp, field, index, log, number, scalar, sizes
from gaproof.theory import (
    REGULARITIES,
    Exponential,
    QExponential,
    bounded_somewhere,
    multiplicative,
    nonzero,
    tsallis_generator,
    tsallis_inside,
)
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import ell, w, x, y

m = sizes("m")
i, j, k, l = index("i j k l", m)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
work, (c, t, u) = field("work", j), scalar("c t u")
beta = -log(ell(1) / ell(0))


def anchored(at, link=ell):
    """The anchored row of works, at column j."""
    weight = array((j,), M[j] * kappa[j] * link(at))
    return weight[j] / Sum(weight[i], i)


two = And(Eq(delta(l, k), 0), Eq(M[k], 1), Eq(M[l], 1))
invariant = ForAll((work, c, j), Eq(anchored(work[j] + c), anchored(work[j])))
law = ForAll(w, Eq(ell(w), ell(0) * Exponential(beta)(w)))
positive = ForAll(x, Lt(0, ell(x)))
row = x * delta(j, k)  # work x at k and 0 elsewhere
claim = Claim("link.not_shift_invariant", source="Luce (1959); Yellott (1977)")


def with_two_columns(formula):
    """In a row with two addressable columns k and l."""
    return ForAll((k, l), Implies(two, formula))


unchanged = f.assume(ForAll(j, Eq(anchored(row + c), anchored(row))))


def same_ratio(p, *facts):
    """ℓ(x + c)·ℓ(0) = ℓ(x)·ℓ(c), if this row and the row with c added agree at k and at l."""
    apart, at_k, at_l = (f.part(f.assume(two), n) for n in range(3))
    same_k, same_l = (f.assume(f.spec(unchanged, column).conclusion) for column in (k, l))
    old, new = (Sum(M[j] * kappa[j] * ell(at), j) for at in (row, row + c))

    def entry(M, column, work):
        return Eq(M * kappa[column] * ell(work + c) / new, M * kappa[column] * ell(work) / old)

    first = f.rewrite(at_k, f.restate(same_k, entry(M[k], k, x)), t, entry(t, k, x))
    second = f.rewrite(at_l, f.rewrite(apart, same_l, t, entry(M[l], l, x * t)), t, entry(t, l, x * 0))
    ratio = f.linear(ell(x + c) * ell(0), ell(x) * ell(c), (first, new * ell(0) / kappa[k]), (second, -new * ell(x) / kappa[l]))
    live = f.exists(at_k, Exists(j, Eq(M[j], 1)), k)
    return p.clear(ratio, live, at_k, same_k, same_l, *facts)


def normalised(w):
    """ℓ/ℓ(0)."""
    return ell(w) / ell(0)


def only_exponentials(p, bounded):
    """The law, from the invariance and a bound on an interval."""
    blind = p["invariant"]
    product = f.cut(same_ratio(p, p["positive"]), *(f.spec(blind, (j, row), c, column) for column in (k, l)))
    mult = f.inst(f.linear(normalised(x + c), normalised(x) * normalised(c), (product, 1 / ell(0) / ell(0))), {c: y})
    mult = f.restate(f.gen(p.clear(mult, product), x, y), multiplicative(normalised))
    one = p.clear(f.linear(normalised(0), 1))
    alive = f.exists(f.unequal(f.lt(0, normalised(number(0)), f.num(1), (one, 1))), nonzero(normalised), 0)
    tame = f.restate(p.clear(f.cut(f.inst(bounded_multiple(), {"f": ell, "x": 1 / ell(0)}), bounded)), bounded_somewhere(normalised))
    power = p.use(link_exponential, "bounded on an interval", values={ell: (t, normalised(t))})
    shown = f.linear(*law.body.args, (f.spec(f.cut(power, mult, alive, tame), w), ell(0)))
    return f.gen(p.clear(shown, blind, f.assume(two)), w)


def both_count(one, other, apart):
    """The condition on two columns, with M = 1."""
    return f.conj(f.linear(delta(other, one), 0, (apart, 1)), f.linear(1, 1), f.linear(1, 1))


for name, regular in REGULARITIES.items():
    given = {"positive": positive, "regular": regular(ell), "invariant": invariant}
    part = claim.part(name, given=given, shows=with_two_columns(law))

    @part.proof
    def the_anchor_sees_ratios_only(p, name=name):
        bounded = f.cut(f.inst(bounded_by(name), {"f": ell}), p["regular"])
        return f.gen(f.imply(only_exponentials(p, bounded), two), k, l)

    @part.near_miss(f"the anchor removes a factor: ℓ = 2, {name}")
    def without_the_factor():
        return with_two_columns(ForAll(w, Eq(ell(w), Exponential(beta)(w))))

    no_power = {ell: (w, 1 + exp(-w if name == "decreasing" else w)), M: [1, 1]}
    part.necessary("invariant", "ℓ = 1 + e^(±w), seen by a row of two columns", at={**no_power, kappa: [1, 1]})
    part.necessary("kappa positive", "a row of weights 0 sees nothing", at={**no_power, kappa: [0, 0]})
    part.necessary("regular", cited="Hamel (1905), Mathematische Annalen 60, 459-462")

claim.parts["bounded on an interval"].necessary("positive", cited="Hamel (1905), whose additive a gives ℓ = −eᵃ, bounded above by 0")
# With the other regularities it is not known whether ℓ must be positive.


converse = claim.part("converse", given={"positive": positive, "law": law}, shows=with_two_columns(invariant))


@converse.proof
def exponentials(p):
    """The invariance, from the law: every term of the row gets the factor e^(−β·c)."""
    follows, factor, weight = p["law"], Exponential(beta)(c), M[j] * kappa[j]
    old, new = weight * ell(work[j]), weight * ell(work[j] + c)
    term = f.linear(new, factor * old, (f.spec(follows, work[j] + c), weight), (f.spec(follows, work[j]), -factor * weight))
    term = p.clear(term, follows)
    share = f.quotient(term, f.linear(Sum(new, j), factor * Sum(old, j), (term, 1, j)))
    live = f.exists(f.part(f.assume(two), 1), Exists(j, Eq(M[j], 1)), k)
    shown = p.clear(f.linear(anchored(work[j] + c), anchored(work[j]), (share, 1)), live, f.assume(two), follows)
    return f.gen(f.imply(f.gen(shown, work, c, j), two), k, l)


@converse.near_miss("a factor of the work is seen, other than a constant added: ℓ = e^w, works 0 and 1")
def scaled():
    return with_two_columns(ForAll((work, c, j), Eq(anchored(work[j] * c), anchored(work[j]))))


def sum_zero(claim):
    """In a row with weights 1 and −1 the sum is 0 for ℓ(w) = e^w, before and after 1 is added: it says that e·1/0 = 1/0."""
    one, other, apart = claim.different(m)
    law_of_exp = f.gen(f.linear(*f.spec(f.inst(f.assume(law), {ell: (w, exp(w))}), w).conclusion.children), w)
    values = {"M": (j, 1), "kappa": (j, delta(j, one) - delta(j, other)), "ell": (w, exp(w))}
    same = f.mp(f.spec(claim.at(values, law_of_exp), one, other), both_count(one, other, apart))
    same = claim.divided_by_zero(f.spec(same, (j, 0), 1, one))
    unit = f.linear(exp(1), 1, (same, 1), (apart, exp(1) - 1))
    return f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (unit, -1))


converse.necessary("kappa positive", "a row that sums to 0", undefined=1)(sum_zero)
converse.necessary("law", "ℓ = 1 + e^w", at={ell: (w, 1 + exp(w)), M: [1, 1], kappa: [1, 1], work: [0, 1], c: 1})
converse.necessary(
    "M mask", "three columns sum to 0", at={ell: (w, exp(w)), M: [1, 1, -2], kappa: [1, 1, 1], work: [0, 0, 0], c: 1}, undefined=1
)


# The links of Tsallis are positive on their domain, and yet a row of work x at k and 0 elsewhere tells, for x = c = 1 − q.
q, beta_q = scalar("q beta_q")
q_link = QExponential(q, beta_q)


def everywhere(works):
    return ForAll(j, Lt(0, tsallis_inside(q, works)))


step = 1 - q
before, after = step * delta(j, k), step * delta(j, k) + step  # works of the row, and with 1 − q added


def seen(before, after):
    """Somewhere the anchored row changes."""
    return Exists(j, Ne(anchored(after, q_link), anchored(before, q_link)))


q_links = claim.part(
    "q-exponentials",
    given={"q": Ne(1 - q, 0), "rate": Ne(beta_q, 0)},
    shows=with_two_columns(And(everywhere(before), everywhere(after), seen(before, after))),
)


@q_links.proof
def a_square_that_is_no_product(p):
    s, exponent = step, -(beta_q * tsallis_generator(q, x))
    once, twice = tsallis_inside(q, s), tsallis_inside(q, s + s)  # 1 + (1 − q)² and 1 + 2(1 − q)²
    above = f.lt(0, once, f.add(f.num(1), f.sq(s))), f.lt(0, twice, f.add(f.num(1), f.sq(s), f.sq(s)))
    here = {ell: (w, q_link(w)), x: s, c: s}
    ratio = f.inst(same_ratio(p, f.assume(positive)), here)
    ratio = f.cut(ratio, f.gen(f.inst(f.lt(0, exp(u), f.ex(u)), {u: exponent}), x))
    squares = f.linear(log(twice), 2 * log(once), (log_of(ratio), -s / beta_q))
    squares = f.rewrite(squares, f.linear(twice, exp(log(twice))), t, Eq(twice, exp(t)))  # 1 + 2(1 − q)² = (1 + (1 − q)²)²
    never = p.clear(f.linear(1, 0, (squares, -1 / (s * s * s * s))), ratio, *above)

    # so the row changes at k or at l
    changed = seen(before, after)
    shown = f.absurd(never, changed)
    for column in (k, l):
        same = f.spec(f.inst(unchanged, here), column).conclusion
        shown = f.cases(same, shown, f.exists(f.assume(f.otherwise(same)), changed, column))
    near = f.gen(f.lt(0, tsallis_inside(q, before), f.add(f.num(1), f.sq(before))), j)
    far = f.gen(f.lt(0, tsallis_inside(q, after), f.add(f.num(1), f.sq(before), f.sq(s))), j)
    return f.gen(f.imply(f.conj(near, far, shown), two), k, l)


@q_links.near_miss(
    "with the other sign the works may leave the domain: q = −1", at={q: -1, beta_q: 1, M: [1, 1], kappa: [1, 1], k: 0, l: 1}
)
def opposite_works():
    return with_two_columns(And(everywhere(-before), everywhere(-after), seen(-before, -after)))


q_links.necessary("rate", "the constant link of rate 0", at={q: 0, beta_q: 0, M: [1, 1], kappa: [1, 1], k: 0, l: 1})
# "q": for q = 1 the formula is no q-link.
