"""Mutants of anchor.lipschitz that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Le, Lt, Sum, exp, log, scalar

from .lipschitz import (
    M,
    a,
    attains,
    b,
    bottom,
    bound,
    c,
    claim,
    each,
    epsilon,
    equality,
    h,
    high,
    j,
    kappa,
    low,
    more_than_1,
    most,
    new,
    old,
    opposite,
    ordered,
    oscillation,
    root,
    rows,
    s,
    share_of,
    sharp,
    tau,
    test,
    top,
    x,
)


@bound.mutant("dropped term: the 1st term of M[j]·kappa[j]·exp((s[j] + x[j] … [j′]·kappa[j′]·exp(s[j′]/tau))")
def the_new_row_left_out(p):
    th = opposite(p, p.use(claim, "bound"), most(high, low))
    return f.gen(f.imply(p.clear(th, test()), test()), h)


@oscillation.mutant("dropped term: the 1st term of M[j]·kappa[j]·exp((s[j] + x[j] … [j′]·kappa[j′]·exp(s[j′]/tau))")
def the_new_row_left_out_of_the_oscillation(p):
    some = p.use(claim, "oscillation")
    known = f.obtain(some, top, bottom)[-1]
    th = opposite(p, f.part(known, 1), most(x[top], x[bottom]))
    th = f.conj(f.part(known, 0), f.gen(f.imply(p.clear(th, test(), known), test()), h))
    return f.release(f.exists(th, p.goal, top, bottom), some, top, bottom)


@equality.mutant("direction: low < high")
def high_is_not_below_low(p):
    attained, (turned, goal) = f.assume(p.goal.children[0].children[0]), p.goal.children[0].children[1].children
    never = f.absurd(f.lt(0, 0, f.add(f.by(f.assume(turned)), f.by(ordered(p)))), goal)
    return f.conj(f.imply(f.imply(never, turned), attained), f.part(p.use(claim, "tests that attain it"), 1))


@each.mutant("sign: -M[j]·kappa[j]·exp(s[j]/tau)/( … [j′]·kappa[j′]·exp(s[j′]/tau))")
def both_weights_are_not_negative(p):
    below, above = (f.part(f.spec(p.use(claim, "each weight"), j), side) for side in (0, 1))
    th = f.le(-epsilon / (2 * tau), new + old, f.add(f.by(below), f.mul(f.num(2), f.by(p.auto(Le(0, old))))))
    return p.everywhere(f.conj(th, above), j)


def nothing_moves(p, score, value, gain):
    """No c has what is claimed: where scores do not change, it says of a constant score and test that something positive is at most 0."""
    _, (given, claimed), goal = p.peeled()
    claimed = f.assume(claimed)
    th = f.spec(claimed, (j, score), (j, 0), 0)
    th = f.spec(f.mp(th, p.auto(th.conclusion.children[0])), (j, value))
    th = f.mp(th, p.auto(th.conclusion.children[0]))
    never = p.clear(f.absurd(f.lt(0, 0, f.add(f.by(th), gain)), goal), claimed)
    return f.gen(f.imply(f.gen(f.imply(never, claimed), c), given), a, b)


for changed, *places in (
    (f"dropped term: the 1st term of {rows}", 0, -1, f.num(1)),
    (f"sign: the 2nd term of {rows}", 0, 1, f.num(2)),
    ("exp dropped: exp((s[j_] + x[j_])/tau)", tau, 1, more_than_1),  # 0 < e − 1
    ("dropped factor: the 2nd factor of M[j_]·kappa[j_]·exp(s[j_]/tau)", tau, -1, more_than_1),
    ("missing normaliser: (Σ_{j∈m} M[j]·kappa[j]·exp(s[j]/tau))⁻¹", -tau * log(2 * Sum(M[j] * kappa[j], j)), 1, f.num(Fraction(1, 2))),
):
    sharp.mutant(changed)(lambda p, places=places: nothing_moves(p, *places))


@sharp.mutant("dropped hypothesis: tau positive")
def any_temperature(p):
    """For any number u instead of 1/τ: if it is not positive, a change of 1 and the test 0 show that c is not negative."""
    u, inverse = scalar("u"), f.node(1 / tau).children[1]
    goal = put(p.goal, inverse, f.node(u))
    cold, warm, inside = f.assume(Le(u, 0)), f.assume(Lt(0, u)), f.spec(f.assume(goal), a, b).conclusion
    claimed, least = f.spec(f.assume(inside.children[1]), c).conclusion.children
    th = f.spec(f.assume(claimed), (j, 0), (j, 0), 1)
    th = f.spec(f.mp(th, p.auto(th.conclusion.children[0])), (j, 0))
    th = f.le(*least.children, f.add(f.by(f.mp(th, p.auto(th.conclusion.children[0]))), f.by(cold)))
    th = p.clear(f.gen(f.imply(p.clear(th, f.assume(claimed), cold), claimed), c), cold)
    same = p.clear(f.restate(f.inst(p.use(claim, "no smaller constant"), {tau: 1 / u}), goal), warm)
    return f.inst(f.cases(cold.conclusion, f.gen(f.imply(th, inside.children[0]), a, b), same), {u: inverse})


@attains.mutant("direction: h[j] ≤ 1 (place 2)")
def one_more_than_a_test(p):
    th, (told, goal) = p.use(claim, "equality"), p.goal.children[1].children
    found = f.mp(f.part(th, 1), f.assume(told))
    (known,) = f.obtain(found, h)
    size = f.by(f.part(f.spec(f.part(known, 0), j), 0))
    inside = f.gen(f.conj(f.le(0, 1 + h[j], f.add(size, f.num(1))), f.le(1, 1 + h[j], size)), j)
    same = p.clear(f.linear(Sum((new - old) * (1 + h[j]), j), most(high, low), (f.part(known, 1), 1)), known)
    done = f.release(f.exists(f.conj(inside, same), goal, (j, 1 + h[j])), found, h)
    return f.conj(f.part(th, 0), f.imply(done, told))


@attains.mutant("swapped symbol: M for h in h[j] (place 3)")
def the_mask_gains_nothing(p):
    th, (told, goal) = p.use(claim, "equality"), p.goal.children[0].children
    given, wide, over = f.assume(told), f.assume(Lt(low, high)), f.inv(f.by(p["tau positive"]))
    (known,) = f.obtain(given, h)
    more = f.add(f.by(f.inst(exp_tangent(), {"t": (high - low) / (2 * tau)})), f.mul(f.num(Fraction(1, 2)), f.by(wide), over))
    change = kappa[j] * exp((s[j] + x[j]) / tau) / Sum(M[j] * kappa[j] * exp((s[j] + x[j]) / tau), j) - share_of
    level = f.linear(most(high, low), 0, (f.part(known, 1), -1), (f.spec(p["M mask"], j), change, j))
    never = f.lt(0, 0, f.by(f.lt(1, root(high, low), more)), (level, -(root(high, low) + 1)))
    none = p.clear(f.absurd(never, goal.children[1]), known, wide)
    back = f.imply(f.release(f.imply(none, wide), given, h), told)
    return f.conj(back, f.part(th, 1))
