"""Mutants of anchor.plan_contraction that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Lt, Sum, companion, exp

from .plan_contraction import D, K, above_one, c, claim, first_order, i, j, r, rate, sigma, theta, whole, width


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
