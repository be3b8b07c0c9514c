"""Mutants of anchor.temperature that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Le, Lt, Sum, exp
from gaproof.theory import between

from .temperature import T, alpha, claim, cold, free, h, high, hot, j, low, positives, rho, tau, tie, tied

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
