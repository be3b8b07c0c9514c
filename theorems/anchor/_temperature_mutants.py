"""Mutants of anchor.temperature that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, ForAll, Le, Lt, Rational, Sum, delta, exp, field, scalar
from gaproof.theory import between

from .temperature import (
    M,
    T,
    alpha,
    claim,
    cold,
    cold_limit,
    epsilon,
    free,
    gap,
    h,
    high,
    hot,
    hot_limit,
    j,
    kappa,
    low,
    off,
    positives,
    rho,
    s,
    tau,
    theta,
    tie,
    tied,
    top,
)

a, inverse = scalar("a"), field("inverse", j)
none_ = f.gen(f.conj(f.le(0, 0, f.num(0)), f.le(0, 1, f.num(1))), j)  # 0 is a test


def the_row_left_out(p, part, other, *facts):
    """Σ −other h is at most 0, and the test 0 shows that the bound is not negative."""
    nothing, given = f.mp(f.spec(p.use(claim, part.name), (j, 0)), none_), f.assume(between(h[j], 0, 1, j))
    weight = f.mul(f.by(p.auto(Le(0, other), *facts)), f.by(f.part(f.spec(given, j), 0)))
    th = f.le(Sum(-other * h[j], j), nothing.conclusion.children[1], f.add(f.by(nothing), f.tot(j, weight)))
    return f.gen(f.imply(p.clear(th, given, *facts), given), h)


@hot.mutant("dropped term: the 1st term of M[j]·kappa[j]·exp(s[j]/tau)/(Σ … [j]/(Σ_{j′∈m} M[j′]·kappa[j′])")
def the_hot_row_left_out(p):
    return the_row_left_out(p, hot, free)


@tie.mutant("dropped term: the 1st term of M[j]·kappa[j]·exp(s[j]/tau)/(Σ … [j]/(Σ_{j′∈m} T[j′]·kappa[j′])")
def the_cold_row_left_out(p):
    facts = positives(p)
    return the_row_left_out(p, tie, tied, *facts, p.auto(Lt(0, 1 + rho), *facts))


@hot.mutant("dropped factor: (exp(2·((high - low)/(4·tau))) + 1)⁻¹")
def a_larger_bound(p):
    power, given = 2 * ((high - low) / (4 * tau)), f.assume(between(h[j], 0, 1, j))
    nothing, gained = (f.mp(f.spec(p.use(claim, "hot"), test), th) for test, th in (((j, 0), none_), (h, given)))
    more = f.add(f.by(gained), f.mul(f.ex(power), f.by(nothing)))
    above = f.lt(0, exp(power) + 1, f.add(f.ex(power), f.num(1)))
    return f.gen(f.imply(p.clear(f.le(Sum((alpha - free) * h[j], j), exp(power) - 1, more), given, above), given), h)


@cold.mutant("dropped term: the 1st term of 1 - T[j]")
def the_best_counted_against(p):
    facts, (bound, iff) = positives(p), (f.part(p.use(claim, "cold"), side) for side in (0, 1))
    all_shares = f.tot(j, f.by(p.auto(Le(0, alpha), *facts)))
    less = f.le(Sum(-T[j] * alpha, j), bound.conclusion.children[1], f.add(f.by(bound), all_shares))
    return f.conj(p.clear(less, *facts, p.auto(Lt(0, 1 + rho), *facts)), iff)


@cold.mutant("missing normaliser: (1 + (Σ_{j∈m} M[j]·(1 - T[j])· … ]·kappa[j])·exp((-gap)/tau))⁻¹ (place 2)")
def odds_that_are_a_share_are_zero(p):
    # off = ρ ≤ ρ/(1 + ρ) makes ρ = 0, and then ρ = ρ/(1 + ρ)
    facts, (bound, iff) = positives(p), (f.part(p.use(claim, "cold"), side) for side in (0, 1))
    odds, given = f.mul(f.by(facts[2]), f.inv(f.by(facts[1])), f.ex(-gap / tau)), f.assume(Eq(off, rho))
    more = f.lt(0, 1 + rho, f.add(f.num(1), odds))
    square = f.le(rho * rho, 0, f.mul(f.by(bound), f.add(f.num(1), odds)), (given, 1 + rho))
    nothing = f.antisymmetry(f.le(rho * rho, 0, f.by(square)), f.le(0, rho * rho, f.sq(rho)))
    zero = f.cases(Eq(rho, 0), f.assume(Eq(rho, 0)), f.linear(rho, 0, (nothing, 1 / rho)))
    full = f.linear(off, rho / (1 + rho), (given, 1), (zero, rho / (1 + rho)))
    there = f.imply(p.clear(f.mp(f.part(iff, 0), full), given, *facts, more), given)
    return f.conj(bound, f.conj(there, f.part(iff, 1)))


def a_larger_share(p, excess):
    """The bound of "tie", and ``excess``, a witness made from 0 ≤ ρ."""
    facts, given = positives(p), f.assume(between(h[j], 0, 1, j))
    odds = f.mul(f.by(facts[2]), f.inv(f.by(facts[1])), f.ex(-gap / tau))
    gained, goal = f.mp(f.spec(p.use(claim, "tie"), h), given), p.peeled()[2]
    more = f.lt(0, 1 + rho, f.add(f.num(1), odds))
    th = f.le(*goal.children, f.add(f.by(gained), excess(odds, f.inv(f.by(facts[1])), f.inv(f.by(more)))))
    return f.gen(f.imply(p.clear(th, given, *facts, more), given), h)


@tie.mutant("missing normaliser: (1 + (Σ_{j∈m} M[j]·(1 - T[j])· … ]·kappa[j])·exp((-gap)/tau))⁻¹")
def the_odds_are_more_than_the_share(p):
    return a_larger_share(p, lambda odds, _, over: f.mul(odds, odds, over))


@tie.mutant("constant factor: 2 for 1 in 1 - T[j]")
def more_others(p):
    allowed = f.tot(j, f.mul(f.by(p.auto(Le(0, M[j]))), f.by(f.spec(p["kappa positive"], j))))
    return a_larger_share(p, lambda odds, best, over: f.mul(allowed, best, f.ex(-gap / tau), over))


for part, row in ((hot_limit, free), (cold_limit, tied)):

    @part.mutant("exp dropped: exp(s[j]/tau)")
    def below_its_exponential(p, part=part, row=row):
        """s/τ ≤ exp(s/τ), and so the total is at most that of the theorem, at the same temperatures."""
        (small, warm, test), goal = (f.assume(g) for g in (Lt(0, epsilon), Lt(0, tau), between(h[j], 0, 1, j))), p.peeled()[2]
        th = f.mp(f.spec(p.use(claim, part.name), epsilon), small)
        (found,) = f.obtain(th, theta)
        near = f.spec(f.part(found, 1), tau)
        near = f.mp(near, warm)
        beyond = f.assume(near.conclusion.children[0])
        gained = f.mp(f.spec(f.mp(near, beyond), h), test)
        total = p.auto(Lt(0, Sum(M[j] * kappa[j] * exp(s[j] / tau), j)), warm, *([] if part is hot_limit else positives(p)))
        share = f.mul(f.by(p.auto(Le(0, M[j]))), f.by(f.spec(p["kappa positive"], j)), f.inv(f.by(total)))
        spare = f.add(f.by(f.inst(exp_tangent(), {"t": s[j] / tau})), f.num(1))
        less = M[j] * kappa[j] * (s[j] / tau) / Sum(M[j] * kappa[j] * exp(s[j] / tau), j)
        weight = f.tot(j, f.mul(share, spare, f.by(f.part(f.spec(test, j), 0))))
        below = f.le(Sum((less - row) * h[j], j), epsilon, f.add(f.by(gained), weight))
        below = f.imply(f.gen(f.imply(p.clear(below, total, test, warm, small, beyond, found), test), h), warm, beyond)
        there = f.exists(f.conj(f.part(found, 0), f.gen(below, tau)), goal, theta)
        return f.gen(f.imply(f.release(there, th, theta), small), epsilon)


@hot_limit.mutant("sign: the exponent of exp(s[j]/tau)")
def the_total_has_the_limit_too(p):
    """With |s| ≤ B = 1 + Σ s² and y = 2B/τ ≤ ε/(1 + ε): M κ e^(−s/τ)/Z ≤ e^y M κ/Σ Mκ, and e^y ≤ 1/(1 − y) ≤ 1 + ε."""
    small, warm, test = (f.assume(g) for g in (Lt(0, epsilon), Lt(0, tau), between(h[j], 0, 1, j)))
    size = Sum(s[j] ** 2, j) + 1
    rest_ = f.tot(top, f.mul(f.sq(1 - delta(top, j)), f.sq(s[top])))
    below = f.le(-s[j], size, f.add(f.sq(s[j] + Rational(1, 2)), rest_, f.num(Fraction(3, 4))))
    chosen, wide = 2 * size * (1 + epsilon) / epsilon, f.add(f.tot(j, f.sq(s[j])), f.num(1))
    some = f.lt(0, chosen, f.mul(f.num(2), wide, f.add(f.num(1), f.by(small)), f.inv(f.by(small))))
    beyond, share = f.assume(Le(chosen, tau)), 2 * size / tau
    over = f.inv(f.by(warm))
    # 1 ≤ (1 + ε) e^(−y), since 1 − y ≤ e^(−y) and y (1 + ε) ≤ ε
    flat = f.le((1 + epsilon) * share, epsilon, f.mul(f.by(small), f.by(beyond), over))
    tangent = f.by(f.inst(exp_tangent(), {"t": -share}))
    power = f.le(exp(share), 1 + epsilon, f.mul(f.ex(share), f.add(f.by(flat), f.mul(f.add(f.num(1), f.by(small)), tangent))))
    power = p.clear(power, small, warm, beyond)
    rising = f.inst(exp_tangent(), {"t": a - low})
    rising = f.le(exp(low), exp(a), f.mul(f.ex(low), f.add(f.by(rising), f.by(f.assume(Le(low, a))))))
    most, least = (f.le(*sides, f.mul(f.by(below), over)) for sides in ((-s[j] / tau, size / tau), (-size / tau, s[j] / tau)))
    ends = (dict(zip((low, a), th.conclusion.children, strict=True)) for th in (most, least))
    upper, lower = (p.clear(f.cut(f.inst(rising, end), th), warm) for end, th in zip(ends, (most, least), strict=True))
    larger, there = f.add(f.num(1), f.by(small)), f.by(f.inst(lower, {j: top}))
    entry = f.add(f.mul(larger, there), f.mul(f.ex(-size / tau), f.by(power)), f.by(upper))
    entry = p.clear(f.le(exp(-s[j] / tau), (1 + epsilon) * exp(s[top] / tau), entry), small, warm, beyond)
    # so M κ e^(−s/τ)/Z ≤ (1 + ε) M κ/Σ Mκ, and what the test leaves out is not negative
    hot_total, cold_total = (p.auto(Lt(0, Sum(t, j)), warm) for t in (M[j] * kappa[j], M[j] * kappa[j] * exp(s[j] / tau)))
    weight = f.mul(f.by(p.auto(Le(0, M[j]))), f.by(f.spec(p["kappa positive"], j)))
    other = f.mul(f.by(f.inst(p.auto(Le(0, M[j])), {j: top})), f.by(f.spec(p["kappa positive"], top)))
    mutated = M[j] * kappa[j] * exp(-s[j] / tau) / Sum(M[j] * kappa[j] * exp(s[j] / tau), j)
    shares = f.mul(weight, f.inv(f.by(hot_total)), f.inv(f.by(cold_total)), f.tot(top, f.mul(other, f.by(entry))))
    shares = p.clear(f.le(mutated, (1 + epsilon) * free, shares), small, warm, beyond, hot_total, cold_total)
    tested, left = (f.by(f.part(f.spec(test, j), side)) for side in (0, 1))
    spare = f.mul(f.by(small), weight, f.inv(f.by(hot_total)), left)
    th = f.le(Sum((mutated - free) * h[j], j), epsilon, f.tot(j, f.add(f.mul(f.by(shares), tested), spare)))
    th = f.imply(f.gen(f.imply(p.clear(th, test, small, warm, beyond, hot_total, cold_total), test), h), warm, beyond)
    th = f.exists(f.conj(p.clear(some, small), f.gen(th, tau)), p.peeled()[2], chosen)
    return f.gen(f.imply(p.clear(th, small), small), epsilon)


@cold.mutant("swapped index: j for j_ in M[j_]")
def a_total_over_all_keys(p):
    """Where M is 1 it is larger, and where M is 0 the share is 0, whatever 1/0 is."""
    weight, every = kappa[j] * exp(s[j] / tau), Sum(kappa[j] * exp(s[j] / tau), j)
    facts, on, closed = positives(p), f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    live = Sum(M[j] * weight, j)
    totals = [p.auto(Lt(0, total), *facts) for total in (live, every)]
    there = kappa[top] * exp(s[top] / tau)
    less = f.tot(top, f.mul(f.sq(1 - M[top]), f.by(f.spec(p["kappa positive"], top)), f.ex(s[top] / tau)))
    smaller = f.mul(f.by(f.spec(p["kappa positive"], j)), f.ex(s[j] / tau), less, *(f.inv(f.by(total)) for total in totals))
    uses = (on, weight / live), (f.spec(p["M mask"], top), -weight * there / (live * every), top)
    one = f.le(weight / every, alpha, smaller, *uses)
    one = f.rewrite(f.flip(on), one, a, Le(a * kappa[j] * exp(s[j] / tau) / Sum(a * kappa[top] * exp(s[top] / tau), top), alpha))
    none = f.le(M[j] * kappa[j] * exp(s[j] / tau) * theta, alpha, f.num(0), (closed, weight / live - weight * theta))
    over = f.node(M[j] / Sum(M[j] * kappa[top] * exp(s[top] / tau), top)).children[1]
    share = mask_cases(f.spec(p["M mask"], j), one, f.inst(none, {theta: over}))
    shares = p.everywhere(share, j, facts=[*facts, *totals])
    # so the total is at most that of the theorem
    told = f.assume(ForAll(j, Le(M[j] * kappa[j] * exp(s[j] / tau) * inverse[j], alpha)))
    bound, iff = (f.part(p.use(claim, "cold"), side) for side in (0, 1))
    fewer = f.tot(j, f.mul(f.by(f.spec(facts[0], j)), f.by(f.spec(told, j))))
    mutated = Sum((1 - T[j]) * (M[j] * kappa[j] * exp(s[j] / tau) * inverse[j]), j)
    more = f.lt(0, 1 + rho, f.add(f.num(1), f.mul(f.by(facts[2]), f.inv(f.by(facts[1])), f.ex(-gap / tau))))
    th = p.clear(f.le(mutated, bound.conclusion.children[1], f.add(f.by(bound), fewer)), told, *facts, *totals, more)
    return f.conj(f.cut(f.inst(th, {inverse: (j, over)}), shares), iff)
