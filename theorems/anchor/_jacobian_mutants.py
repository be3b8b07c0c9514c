"""Mutants of anchor.jacobian that are true: no value can refute them, and these proofs say why."""

import operator
from fractions import Fraction

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.terms import And, Eq, Exists, ForAll, Le, Lt, Ne, Sum, delta, exp, scalar

from .jacobian import (
    M,
    alpha,
    applied,
    claim,
    derivative,
    epsilon,
    eta,
    h,
    j,
    k,
    kappa,
    kernel,
    mean,
    near,
    remainder,
    rest,
    s,
    semidefinite,
    tau,
    total,
    vanishing,
    within,
    x,
)


@semidefinite.mutant("constant factor: 2 times the 1st term of M[j]·kappa[j]·exp(s[j]/tau)/(Σ … k′]·kappa[k′]·exp(s[k′]/tau)))")
def more_of_the_squares(p):
    squares = f.mul(f.by(p.auto(Le(0, alpha(j)))), f.sq(x[j]), f.inv(f.by(p["temperature"])))
    return f.le(*p.goal.children, f.add(f.by(p.use(claim, "semidefinite")), f.tot(j, squares)))


@remainder.mutant("constant factor: 2 times the right side of M[j]·kappa[j]·exp((s[j] + x[j] … [j′]·exp(s[j′]/tau)))·h·h/tau²")
def a_larger_radius(p):
    low, high = (f.part(f.spec(p.use(claim, "remainder"), j), side) for side in (0, 1))
    radius = f.mul(f.num(12), f.by(p.auto(Le(0, alpha(j)))), f.sq(h), f.sq(1 / tau))
    return f.gen(f.conj(low, f.le(rest, 24 * alpha(j) * h * h / (tau * tau), f.add(f.by(high), radius))), j)


@kernel.mutant("constant factor: 2 times the right side of x[j] = x[k] (place 2)")
def x_that_is_its_double_is_zero(p):
    twice, both = f.assume(p.goal.children[1].children[0]), f.assume(And(Eq(M[j], 1), Eq(M[k], 1)))
    there, own = (f.mp(f.spec(twice, i, k), f.conj(f.part(both, side), f.part(both, 1))) for i, side in ((j, 0), (k, 1)))
    same = f.gen(f.imply(f.linear(x[j], x[k], (there, 1), (own, -1)), both), j, k)
    forward, back = (f.part(p.use(claim, "kernel"), side) for side in (0, 1))
    return f.conj(forward, f.imply(f.mp(back, same), twice))


@kernel.mutant("strictness: Σ_{k∈m} (M[j]·kappa[j]·exp(s[j … exp(s[k′]/tau))))/tau·x[k] = 0")
def the_entries_add_up_to_zero(p):
    less = f.assume(p.goal.children[0].children[0])
    forward, back = (f.part(p.use(claim, "kernel"), side) for side in (0, 1))
    none = f.zero_sum(f.le(0, -applied(j), f.by(f.spec(less, j))), p.clear(f.linear(Sum(-applied(j), j), 0)), j)
    null = p.everywhere(f.linear(applied(j), 0, (none, -1)), j, facts=[less])
    return f.conj(f.imply(f.mp(forward, null), less), back)


@kernel.mutant("swapped index: k for j_ in s[j_]")
def equality_in_cauchy_schwarz(p):
    """On the support x_j Z² = S e_j μ with S = Σ Mκ, e = exp(s/τ) and μ = Σ Mκ e x, so Σ Mκ (x Z² − μ Z)² = 0."""
    null, both = f.assume(p.goal.children[0].children[0]), f.assume(And(Eq(M[j], 1), Eq(M[k], 1)))
    weights, moment = Sum(M[j] * kappa[j], j), Sum(M[j] * kappa[j] * exp(s[j] / tau) * x[j], j)
    gap = x[j] * total**2 - moment * total
    level = f.linear(
        M[j] * kappa[j] * (x[j] * total**2 - weights * exp(s[j] / tau) * moment), 0, (f.spec(null, j), tau * weights * total**2)
    )
    level = p.clear(level, null)
    squares = f.linear(Sum(M[j] * kappa[j] * gap**2, j), 0, (level, x[j] * total**2 - 2 * moment * total, j))
    sign = f.le(0, M[j] * kappa[j] * gap**2, f.mul(f.by(p.auto(Le(0, M[j]))), f.by(f.spec(p["kappa positive"], j)), f.sq(gap)))
    square, on = f.zero_sum(sign, squares, j), f.assume(Eq(M[j], 1))
    square = f.linear(gap * gap, 0, (square, 1 / kappa[j]), (on, -gap * gap))
    zero = f.cases(Eq(gap, 0), f.assume(Eq(gap, 0)), f.linear(gap, 0, (square, 1 / gap)))
    here = p.clear(f.linear(x[j], moment / total, (zero, 1 / total**2)), on, null)
    here, there = f.cut(here, f.part(both, 0)), f.cut(f.inst(here, {j: k}), f.part(both, 1))
    same = f.imply(f.linear(x[j], x[k], (here, 1), (there, -1)), both)
    return f.conj(f.imply(f.gen(p.clear(same, null), j, k), null), f.part(p.use(claim, "kernel"), 1))


t, u, v, w = scalar("t"), scalar("u"), scalar("v"), scalar("w")  # in the places of 1/τ, a number that varies, 1/Z and 1/Z'


def rest_of(t, first, second, factor=M[j], by=operator.mul):
    """The rest, with numbers in the places of 1/τ, 1/Z and 1/Z'."""
    here, there = (by(factor * kappa[j] * exp(score * t), total) for score, total in ((s[j], first), (s[j] + x[j], second)))
    other = by(M[k] * kappa[k] * exp(s[k] * t), first)
    return there - here - Sum((here * delta(j, k) - here * other) * t * x[k], k)


def totals_of(t):
    return [Sum(M[j] * kappa[j] * exp(score * t), j) for score in (s[j], s[j] + x[j])]


def over(number):
    """1/x as it stands in a quotient."""
    return f.node(s[j] / number).children[1]


@kernel.mutant("exp dropped: exp(s[j_]/tau) (place 2)")
def whatever_the_other_total_is(p):
    """With any w for 1/Σ Mκ s/τ: on the support x_j = Z w Σ α x, the same for all j."""
    spoilt = Sum((alpha(j) * delta(j, k) - M[j] * kappa[j] * exp(s[j] / tau) * w * alpha(k)) / tau * x[k], k)
    null, both = f.assume(ForAll(j, Eq(spoilt, 0))), f.assume(And(Eq(M[j], 1), Eq(M[k], 1)))
    at_j, at_k = (f.linear(x[i], total * w * mean, (f.spec(null, i), tau / alpha(i))) for i in (j, k))
    here, there = f.assume(Eq(M[j], 1)), f.assume(Eq(M[k], 1))
    same = f.linear(x[j], x[k], (p.clear(at_j, null, here), 1), (p.clear(at_k, null, there), -1))
    same = f.imply(f.cut(same, f.part(both, 0), f.part(both, 1)), both)
    forward = f.inst(f.imply(f.gen(p.clear(same, null), j, k), null), {w: over(Sum(M[j] * kappa[j] * (s[j] / tau), j))})
    return f.conj(forward, f.part(p.use(claim, "kernel"), 1))


@derivative.mutant("dropped hypothesis: live")
def an_empty_row_does_not_change(p):
    some, on = Exists(j, Eq(M[j], 1)), f.assume(Eq(M[j], 1))
    none = f.absurd(f.mp(f.assume(f.otherwise(some)), f.exists(on, some, j)), Eq(M[j], 0))
    empty = mask_cases(f.spec(p["M mask"], j), none, f.assume(Eq(M[j], 0)))
    # M_j = 0 makes the rest 0, whatever 1/0 is
    positive, close = f.assume(Lt(0, epsilon)), f.assume(near)
    step = f.spec(f.part(close, 0), j)
    radius = f.mul(f.by(positive), f.num(Fraction(1, 2)), f.add(*(f.by(f.part(step, side)) for side in (0, 1))))
    rest_, slope = (rest_of(t, v, w, factor) for factor in (M[j], 1))
    bound = f.conj(f.le(-epsilon * h, rest_, radius, (empty, slope)), f.le(rest_, epsilon * h, radius, (empty, -slope)))
    bound = f.inst(p.clear(bound, close, positive, f.assume(f.otherwise(some))), dict(zip((v, w), map(over, totals_of(t)), strict=True)))
    bound = f.inst(bound, {t: over(tau)})
    body = f.gen(f.imply(f.gen(bound, j), close), s, x, h)
    dead = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.inst(body, {eta: 1})), p.peeled()[2], 1)
    dead = f.gen(f.imply(dead, positive), epsilon)
    return f.cases(some, p.use(claim, "derivative"), dead)


@derivative.mutant("dropped hypothesis: temperature")
def any_number_for_the_inverse_temperature(p):
    """With t for 1/τ: at t ≠ 0 it is the theorem for the temperature 1/t, and at t = 0 nothing changes."""

    def rest_at(t):
        return rest_of(t, *totals_of(t), by=operator.truediv)

    differ, same = f.assume(Ne(t, 0)), f.assume(Eq(t, 0))
    inverse = f.cases(Eq(1 / t, 0), f.absurd(f.linear(1, 0, (f.assume(Eq(1 / t, 0)), t)), Ne(1 / t, 0)), f.assume(Ne(1 / t, 0)))
    inverse = f.cut(inverse, differ)
    th = f.restate(f.cut(f.inst(p.use(claim, "derivative"), {tau: 1 / t}), inverse), vanishing(rest_at(t)))
    th = p.clear(th, differ, inverse)
    positive, close = f.assume(Lt(0, epsilon)), f.assume(near)
    step = f.spec(f.part(close, 0), j)
    radius = f.mul(f.by(positive), f.num(Fraction(1, 2)), f.add(*(f.by(f.part(step, side)) for side in (0, 1))))
    flat = p.clear(f.conj(f.le(-epsilon * h, rest_at(0), radius), f.le(rest_at(0), epsilon * h, radius)), close, positive)
    flat = f.rewrite(f.flip(same), flat, u, within(rest_at(u), epsilon * h))
    flat = f.gen(f.imply(f.gen(p.clear(flat, close, positive, same), j), close), s, x, h)
    least = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.inst(flat, {eta: 1})), f.spec(th, epsilon).conclusion.children[1], 1)
    every = f.cases(same.conclusion, f.gen(f.imply(least, positive), epsilon), th)
    return f.inst(p.clear(every), {t: over(tau)})


@remainder.mutant("dropped hypothesis: temperature")
def no_step_without_a_temperature(p):
    """At τ = 0 the step is 0, since 16 h² ≤ τ², and nothing changes, whatever 1/0 is."""
    cold = f.assume(Eq(tau, 0))
    square = f.antisymmetry(f.le(h * h, 0, f.mul(f.num(Fraction(1, 16)), f.by(p["small"])), (cold, -tau / 16)), f.le(0, h * h, f.sq(h)))
    short = f.cut(f.inst(square_zero(), {"x": h}), square)
    low, high = (f.by(f.part(f.spec(p["step"], j), side)) for side in (0, 1))
    still = f.antisymmetry(f.le(x[j], 0, high, (short, -1)), f.le(0, x[j], low, (short, -1)))
    still = p.clear(still, cold)
    moved = f.rewrite(f.flip(still), f.linear(exp(s[j] * t), exp(s[j] * t)), u, Eq(exp((s[j] + u) * t), exp(s[j] * t)))
    first, second = totals_of(t)
    here = f.linear(*(M[j] * kappa[j] * exp(score * t) for score in (s[j] + x[j], s[j])), (moved, M[j] * kappa[j]))
    same = f.quotient(here, f.linear(second, first, (moved, M[j] * kappa[j], j)))
    rest_, share = rest_of(t, first, second, by=operator.truediv), M[j] * kappa[j] * exp(s[j] * t) / first
    other = M[k] * kappa[k] * exp(s[k] * t) / first
    gone = (same, 1), (f.inst(still, {j: k}), -(share * delta(j, k) - share * other) * t, k)
    nothing = p.clear(f.linear(rest_, 0, *gone), cold)
    radius = 12 * share * h * h * v
    bound = f.conj(
        f.le(-radius, rest_, f.num(0), (nothing, 1), (short, 12 * share * h * v)),
        f.le(rest_, radius, f.num(0), (nothing, -1), (short, 12 * share * h * v)),
    )
    bound = f.inst(p.clear(bound, cold), {t: over(tau), v: over(tau * tau)})
    return f.cases(Ne(tau, 0), p.use(claim, "remainder"), f.gen(bound, j))
