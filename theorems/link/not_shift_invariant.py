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
from gaproof.lemmas.mask import mask_cases
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
    tsallis_inside,
)
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import ell, w, x, y

m = sizes("m")
i, j, k, l = index("i j k l", m)
M, kappa = field("M", j, domain="mask"), field("kappa", j, domain="positive")
work, (c, t, u, v, z) = field("work", j), scalar("c t u v z")
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


old, new = (Sum(M[j] * kappa[j] * ell(at), j) for at in (row, row + c))
left, right = ell(x + c) * ell(0), ell(x) * ell(c)


def entry(M, column, work):
    """This row times v and the row with c added times u agree at a column."""
    return Eq(M * kappa[column] * ell(work + c) * u, M * kappa[column] * ell(work) * v)


def same_ratio():
    """ℓ(x + c)·ℓ(0) = ℓ(x)·ℓ(c), if the rows agree at k and at l, and z = 1/u; or if z = 1/v."""
    apart, at_k, at_l = (f.part(f.assume(two), n) for n in range(3))
    same_k, same_l = (f.assume(entry(M[column], column, x * delta(column, k))) for column in (k, l))
    first = f.rewrite(f.linear(delta(k, k), 1), same_k, t, entry(M[k], k, x * t))
    first = f.rewrite(at_k, first, t, entry(t, k, x * 1))
    second = f.rewrite(at_l, f.rewrite(apart, same_l, t, entry(M[l], l, x * t)), t, entry(t, l, x * 0))
    of_u, of_v = ((f.assume(Eq(z * inverse, 1)), right - left) for inverse in (u, v))
    by_u = f.linear(left, right, (first, z * ell(0) / kappa[k]), (second, -z * ell(x) / kappa[l]), of_u)
    by_v = f.linear(left, right, (first, z * ell(c) / kappa[k]), (second, -z * ell(x + c) / kappa[l]), of_v)
    return by_u, by_v


def one_term():
    """M_j·κ_j·(ℓ(x·δ_jk)·ℓ(c) − ℓ(x·δ_jk + c)·ℓ(0)) is 0 but for j = k."""
    here, gap, at_k = delta(j, k), kappa[k] * (right - left), f.part(f.assume(two), 1)

    def term(at):
        return Eq(M[j] * kappa[j] * (ell(x * at) * ell(c) - ell(x * at + c) * ell(0)), here * gap)

    off, on = (f.assume(Eq(here, truth)) for truth in (0, 1))
    elsewhere = f.rewrite(f.flip(off), f.linear(*term(0).args, (off, -gap)), t, term(t))
    there = f.linear(*term(1).args, (on, -M[j] * kappa[j] * (right - left)), (at_k, here * gap))
    return mask_cases(f.linear(here * here, here), f.rewrite(f.flip(on), there, t, term(t)), elsewhere)


def two_totals(p):
    """The same for rows divided by their totals, whether or not these are 0."""
    one_over = {u: new**-1, v: old**-1}
    by_new, by_old = (
        f.cut(f.inst(th, one_over | {z: total}), f.linear(total * total**-1, 1)) for th, total in zip(same_ratio(), (new, old), strict=True)
    )
    # if both are 0, one term of a sum is left
    terms, no_old, no_new = one_term(), f.assume(Eq(old, 0)), f.assume(Eq(new, 0))
    none = f.linear(left, right, (terms, 1 / kappa[k], j), (no_old, -ell(c) / kappa[k]), (no_new, ell(0) / kappa[k]))
    ratio = f.cases(no_new.conclusion, f.cases(no_old.conclusion, none, by_old), by_new)
    return p.clear(ratio, f.assume(two), *(f.inst(f.assume(entry(M[column], column, x * delta(column, k))), one_over) for column in (k, l)))


def normalised(w):
    """ℓ/ℓ(0)."""
    return ell(w) / ell(0)


def only_exponentials(p, bounded):
    """The law, from the invariance and a bound on an interval."""
    blind = p["invariant"]
    product = f.cut(two_totals(p), *(f.spec(blind, (j, row), c, column) for column in (k, l)))
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
# With the other regularities ℓ need not be positive: ℓ is 0 everywhere, or ℓ/ℓ(0) is a multiplicative link.


converse = claim.part("converse", given={"positive": positive, "law": law}, shows=with_two_columns(invariant))


def unseen(p, at_0):
    """The invariance, from the law: every term of the row gets the factor e^(−β·c), and one that is 0 stays 0 whatever the total is."""
    follows, power = f.assume(ForAll(w, Eq(ell(w), ell(0) * Exponential(z)(w)))), Exponential(z)  # whatever the rate is
    weight, here, there = M[j] * kappa[j], work[j], work[j] + c
    old, new = weight * ell(here), weight * ell(there)
    at_old, at_new = (f.spec(follows, at) for at in (here, there))
    off, on, none, some = (f.assume(g) for g in (Eq(M[j], 0), Eq(M[j], 1), Eq(ell(0), 0), Ne(ell(0), 0)))

    def both_zero(of_old, of_new):
        th = f.linear(new * u, old * v, (f.linear(new, 0, *of_new), u), (f.linear(old, 0, *of_old), -v))
        return f.inst(th, {u: Sum(new, j) ** -1, v: Sum(old, j) ** -1})

    no_entry = both_zero([(off, kappa[j] * ell(here))], [(off, kappa[j] * ell(there))])
    no_link = both_zero(*([(th, weight), (none, weight * power(at))] for th, at in ((at_old, here), (at_new, there))))
    term = f.linear(new, power(c) * old, (at_new, weight), (at_old, -power(c) * weight))
    share = f.quotient(term, f.linear(Sum(new, j), power(c) * Sum(old, j), (term, 1, j)))
    shown = f.linear(anchored(there), anchored(here), (share, 1))
    live, alive = f.exists(on, Exists(j, Eq(M[j], 1)), j), []
    for at, th in ((here, at_old), (there, at_new)):
        total = ell(0) * Sum(weight * power(at), j)
        total_is = f.linear(Sum(weight * ell(at), j), total, (th, weight, j))
        alive.append(p.clear(f.rewrite(f.flip(total_is), f.assume(Ne(total, 0)), t, Ne(t, 0)), live, some, follows))
    shown = p.clear(shown, *alive, follows)
    row = mask_cases(f.spec(p["M mask"], j), at_0(shown, no_link), no_entry)
    row = f.cut(f.inst(row, {z: beta}), p["law"])
    return f.gen(f.imply(f.gen(row, work, c, j), *p.peeled()[1]), k, l)


@converse.proof
def exponentials(p):
    return unseen(p, lambda shown, _: f.cut(shown, f.unequal(f.spec(p["positive"], 0))))


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


def in_the_domain():
    """All works are, before and after."""
    near = f.gen(f.lt(0, tsallis_inside(q, before), f.add(f.num(1), f.sq(before))), j)
    return near, f.gen(f.lt(0, tsallis_inside(q, after), f.add(f.num(1), f.sq(before), f.sq(step))), j)


def no_product(p, ratio):
    """0 = 1, from ℓ(2 − 2q)·ℓ(0) = ℓ(1 − q)·ℓ(1 − q), which says 1 + 2(1 − q)² = (1 + (1 − q)²)²."""
    s = step
    once, twice = tsallis_inside(q, s), tsallis_inside(q, s + s)  # 1 + (1 − q)² and 1 + 2(1 − q)²
    above = f.lt(0, once, f.add(f.num(1), f.sq(s))), f.lt(0, twice, f.add(f.num(1), f.sq(s), f.sq(s)))
    squares = f.linear(log(twice), 2 * log(once), (log_of(ratio), -s / beta_q))
    squares = f.rewrite(squares, f.linear(twice, exp(log(twice))), t, Eq(twice, exp(t)))
    return p.clear(f.linear(1, 0, (squares, -1 / (s * s * s * s))), ratio, *above)


@q_links.proof
def a_square_that_is_no_product(p):
    s, changed, (near, far) = step, p.peeled()[2].children[2], in_the_domain()
    here = {ell: (w, q_link(w)), x: s, c: s}

    # the ratio of the entries at k and at l is seen, also if one of the totals is another number
    (at_j,) = f.obtain(f.assume(changed), j)
    inverses = [side.children[1] for side in at_j.conclusion.children]
    same = [f.inst(f.inst(f.assume(entry(M[i], i, x * delta(i, k))), here), dict(zip((u, v), inverses, strict=True))) for i in (k, l)]
    ones = [f.inst(f.linear(total * total**-1, 1), here) for total in (new, old)]
    own = [one.conclusion.children[0].children[1] for one in ones]
    if inverses == own:
        ratio = f.inst(two_totals(p), here)
    else:
        known = int(inverses[0] != own[0])
        th, one = same_ratio()[known], ones[known]
        at = dict(zip((u, v, z), (*inverses, one.conclusion.children[0].children[0]), strict=True))
        live = f.exists(f.part(f.assume(two), 1), Exists(j, Eq(M[j], 1)), k)
        ratio = p.clear(f.cut(f.inst(f.inst(th, here), at), one), live, near, far, *same)

    # so the row changes at k or at l
    shown = f.absurd(no_product(p, ratio), changed)
    for column, entries in zip((k, l), same, strict=True):
        differ = f.assume(f.otherwise(entries.conclusion))
        shown = f.cases(entries.conclusion, shown, f.exists(differ, changed, column))
    return f.gen(f.imply(f.conj(near, far, shown), two), k, l)


@q_links.near_miss(
    "with the other sign the works may leave the domain: q = −1", at={q: -1, beta_q: 1, M: [1, 1], kappa: [1, 1], k: 0, l: 1}
)
def opposite_works():
    return with_two_columns(And(everywhere(-before), everywhere(-after), seen(-before, -after)))


q_links.necessary("rate", "the constant link of rate 0", at={q: 0, beta_q: 0, M: [1, 1], kappa: [1, 1], k: 0, l: 1})
# "q": for q = 1 the formula is no q-link.
