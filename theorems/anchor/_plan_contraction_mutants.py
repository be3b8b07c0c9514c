"""Mutants of anchor.plan_contraction that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction
from functools import partial

from gaproof.lemmas.additive import log_tangent
from gaproof.lemmas.logarithm import log_monotone
from gaproof.lemmas.taylor import exp_below
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge
from gaproof.terms import Eq, ForAll, Le, Lt, Rational, Sum, companion, exp, field, index, log, scalar
from gaproof.terms.variables import IndexType
from gaproof.theory import between

from .plan_contraction import (
    D,
    K,
    above_one,
    c,
    claim,
    first_order,
    i,
    j,
    r,
    rate,
    sigma,
    the_logarithm_of_a_mean,
    theta,
    whole,
    width,
)


def log_mean_of_any_size(sort):
    """0 < p, Σ p = 1, |z| ≤ H ⊢ Σ p z ≤ log Σ p eᶻ ≤ Σ p z + 2H² and |log Σ p eᶻ| ≤ H.  If H ≤ 1, because eᶻ ≤ (1 + z/2 + z²/2)² is at
    most 1 + z + 2z²; if 1 < H, because 2H² is more than 2H."""
    k, H = index("k", IndexType(sort)), scalar("H")
    p, z = field("p z", k)
    weight, mass, near = f.assume(ForAll(k, Lt(0, p[k]))), f.assume(Eq(Sum(p[k], k), 1)), f.assume(between(z[k], -H, H, k))
    sign, (low, high) = f.by(f.spec(weight, k)), (f.by(f.part(f.spec(near, k), n)) for n in range(2))
    total, mean, small, large = Sum(p[k] * exp(z[k]), k), Sum(p[k] * z[k], k), f.assume(Le(H, 1)), f.assume(Lt(1, H))
    positive = f.lt(0, total, f.tot(k, f.mul(sign, f.ex(z[k]))))
    tangent, rise = (f.by(f.inst(exp_tangent(), {"t": t})) for t in (z[k] - mean, H - z[k]))
    jensen = f.le(exp(mean), total, f.tot(k, f.mul(sign, f.ex(mean), tangent)), (mass, exp(mean) * (1 - mean)))
    capped = f.le(total, exp(H), f.tot(k, f.mul(sign, f.ex(z[k]), f.add(rise, high))), (mass, -exp(H)))
    least = f.le(-H, mean, f.tot(k, f.mul(sign, low)), (mass, -H))
    logs = [
        f.cut(f.inst(log_monotone(), {"x": x, "y": y}), th, positive) for x, y, th in ((exp(mean), total, jensen), (total, exp(H), capped))
    ]
    lower, most = f.le(mean, log(total), f.by(logs[0])), f.le(log(total), H, f.by(logs[1]))
    half = f.cut(
        f.inst(exp_below(), {"z": z[k] / 2}), f.le(z[k] / 2, Rational(1, 2), f.mul(f.num(Fraction(1, 2)), f.add(high, f.by(small))))
    )
    squared = f.mul(f.by(half), f.by(half)), f.mul(f.num(2), f.ex(z[k] / 2), f.by(half))
    rest = f.mul(f.num(Fraction(1, 4)), f.sq(z[k]), f.add(high, f.by(small)), f.add(low, f.by(small), f.num(2)))
    curve = f.le(exp(z[k]), 1 + z[k] + 2 * H * H, f.add(*squared, rest, f.mul(f.num(2), low, high)))
    above = f.le(total, 1 + mean + 2 * H * H, f.tot(k, f.mul(sign, f.by(curve))), (mass, -(1 + 2 * H * H)))
    near_0 = f.le(log(total), mean + 2 * H * H, f.add(f.by(f.inst(log_tangent(), {"x": total})), f.by(above)))
    far = f.mul(f.num(2), f.by(large), f.add(f.by(large), f.num(1)))
    upper = f.cases(small.conclusion, near_0, f.le(log(total), mean + 2 * H * H, f.add(f.by(most), f.by(least), far)))
    facts = [weight, mass, near]
    shown = f.conj(lower, upper, f.le(-H, log(total), f.add(f.by(least), f.by(lower))), most)
    return discharge(shown, [*facts, positive], frozenset(x.conclusion for x in facts))


first_order.mutant("dropped hypothesis: at most 1/2")(partial(the_logarithm_of_a_mean, log_mean=log_mean_of_any_size))


def positive_margins(p, of, at, over, name):
    """The margins of a positive kernel are positive."""
    entry = f.tot(over, f.by(f.spec(p["K positive"], i, j)))
    return p.everywhere(f.lt(0, of[at], entry, (f.spec(p[name], at), -1)), at)


for part, name in ((first_order, "first order"), (rate, "second singular value")):
    for label, *of in (("r", r, i, j, "row margins"), ("c", c, j, i, "column margins")):
        part.mutant(f"dropped hypothesis: {label} positive")(
            lambda p, name=name, of=of: f.cut(p.use(claim, name), positive_margins(p, *of))
        )


@rate.mutant("dropped hypothesis: K positive")
def cross_ratios_make_it_positive(p):
    # r_i c_j = Σ_kl K_il K_kj ≤ e^Δ K_ij Σ K
    k, l = companion(i), companion(j)
    cross, total = f.by(f.spec(p["cross-ratios"], i, k, l, j)), Sum(r[i], i)
    mass = f.by(p.auto(Lt(0, total)))
    rows, columns = (f.spec(p[name], at) for name, at in (("row margins", i), ("column margins", j)))
    product = f.mul(f.by(f.spec(p["r positive"], i)), f.by(f.spec(p["c positive"], j)))
    witness = f.mul(f.add(product, f.tot(k, f.tot(l, cross))), f.inv(mass), f.ex(-width))
    uses = (rows, -c[j]), (columns, -Sum(K[i, j], j)), (f.inst(rows, {i: k}), exp(width) * K[i, j], k)
    scale = exp(-width) / total
    entry = f.lt(0, K[i, j], witness, *((th, -scale * x, *over) for th, x, *over in uses))
    return f.cut(p.use(claim, "second singular value"), p.everywhere(entry, i, j))


@rate.mutant("dropped factor: the 1st factor of ((exp(2·(Delta/4)) - 1)/(exp(2·(Delta/4)) + 1))²")
def the_square_is_less(p):
    # θ² ≤ θ since 0 ≤ θ ≤ 1
    nonzero, half = f.assume(p.goal.children[0]), f.inv(f.add(f.num(1), f.ex(width / 2)))
    below = f.mul(f.by(above_one(p)), half, f.num(2), half)
    less = f.mp(p.use(claim, "second singular value"), nonzero)
    return f.imply(f.le(sigma * sigma, theta, f.add(f.by(less), below)), nonzero)


def looser(p):
    """θ ≤ (e^(Δ/2) − 1)/(Δ/2 + 1), since Δ is not negative and 1 + t ≤ eᵗ; as a witness, and that Δ/2 + 1 is positive."""
    above, (up, down) = f.by(above_one(p)), (f.by(f.inst(exp_tangent(), {"t": t})) for t in (width / 2, -width / 2))
    more = f.lt(0, 2 * (width / 4) + 1, f.add(down, f.mul(above, f.ex(-width / 2)), f.num(1)))
    return f.mul(above, f.add(up, f.num(1)), f.inv(f.by(more)), f.inv(f.add(f.num(1), f.ex(width / 2)))), more


@whole.mutant("exp dropped: exp(2·(Delta/4)) (place 2)")
def a_looser_factor(p):
    gap, more = looser(p)
    size, other = f.by(f.spec(p["distance"], j, j)), companion(j)
    sign = f.mul(f.by(above_one(p)), f.inv(f.add(f.num(1), f.ex(width / 2))), size)
    th = f.spec(p.use(claim, "sweep"), j, other)
    looser_bound = (exp(2 * (width / 4)) - 1) / (2 * (width / 4) + 1) * theta * D
    bound = f.le(th.conclusion.children[0], looser_bound, f.add(f.by(th), f.mul(gap, sign)))
    return p.everywhere(f.cut(bound, f.unequal(more)), j, other)


@rate.mutant("exp dropped: exp(2·(Delta/4)) (place 2)")
def a_looser_bound(p):
    nonzero, (gap, more) = f.assume(p.goal.children[0]), looser(p)
    sign = f.mul(f.by(above_one(p)), f.inv(f.add(f.num(1), f.ex(width / 2))))
    less = f.mp(p.use(claim, "second singular value"), nonzero)
    bound = f.le(sigma * sigma, (exp(2 * (width / 4)) - 1) / (2 * (width / 4) + 1) * theta, f.add(f.by(less), f.mul(gap, sign)))
    return f.imply(p.clear(f.cut(bound, f.unequal(more)), nonzero), nonzero)
