"""Mutants of anchor.lipschitz that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.convex import not_negative, phi
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, ForAll, Le, Lt, Ne, Sum, delta, exp, field, index, log, scalar
from gaproof.theory import between

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
    entry,
    epsilon,
    equality,
    every_norm,
    h,
    high,
    j,
    k,
    kappa,
    low,
    m,
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
    step,
    tau,
    test,
    top,
    u,
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


@every_norm.mutant("dropped hypothesis: tau positive")
def in_every_norm_at_any_temperature(p):
    """Below 0 the signs of the temperature and of all scores can be turned, since φ is even; at 0 the left side is Σ φ(0) = 0."""
    hot, cold, none = (f.assume(g) for g in (Lt(0, tau), Lt(tau, 0), Eq(tau, 0)))
    left, right = p.goal.children
    turned = p.use(claim, "every norm", {tau: -tau, s: (j, -s[j]), x: (j, -x[j])})
    opposite_size = f.lt(0, -tau, f.by(cold))
    turned = f.cut(turned, opposite_size)
    same = (f.spec(p["even"], 2 * tau * entry), 1, j), (f.spec(p["even"], x[j]), -M[j], j)
    never = f.absurd(f.lt(0, 0, f.by(cold), (none, 1)), Ne(tau, 0))
    facts = [cold, f.unequal(opposite_size), f.cases(none.conclusion, never, f.assume(Ne(tau, 0)))]
    below = p.clear(f.le(left, right, f.by(turned), *same), *facts)
    any_entry = field("d", j)  # whatever the rows are
    still = f.rewrite(f.flip(f.linear(2 * tau * any_entry[j], 0, (none, 2 * any_entry[j]))), p["vanishes at 0"], u, Eq(phi(u), 0))
    size = f.mul(f.by(p.auto(Le(0, M[j]))), f.by(f.inst(not_negative(), {"y": x[j]})))
    at_0 = p.clear(f.le(Sum(phi(2 * tau * any_entry[j]), j), right, f.tot(j, size), (still, -1, j)), none)
    at_0 = f.inst(at_0, {any_entry: (j, entry)})
    zero = f.antisymmetry(f.assume(Le(tau, 0)), f.assume(Le(0, tau)))
    return f.cases(hot.conclusion, p.use(claim, "every norm"), f.cases(cold.conclusion, below, f.cut(at_0, zero)))


@equality.mutant("swapped index: j for j_ in M[j_]")
def all_columns_in_the_denominator(p):
    """A new row that is smaller on the support, and 0 elsewhere, still attains the bound: so the new row does, since the test is not
    negative."""
    th, row, t, z = p.use(claim, "tests that attain it"), field("y", j), scalar("t"), scalar("z")
    weight, own = kappa[k] * exp((s[k] + x[k]) / tau), M[j] * kappa[j] * exp((s[j] + x[j]) / tau)
    whole, mutated = (Sum(v * kappa[k] * exp((s[k] + x[k]) / tau), k) for v in (t, M[j]))
    below, attained = f.assume(ForAll(j, Le(row[j], new))), f.assume(Eq(Sum((row[j] - old) * h[j], j), most(high, low)))
    above = f.mp(f.spec(p.use(claim, "bound"), h), p["test"])
    slack = f.tot(j, f.mul(f.by(f.spec(below, j)), f.by(f.part(f.spec(p["test"], j), 0))))
    same = f.antisymmetry(above, p.clear(f.le(most(high, low), Sum((new - old) * h[j], j), slack, (attained, 1)), below, attained))
    there = f.imply(f.mp(f.part(th, 0), same), attained)
    mask, on, off, every, some = f.spec(p["M mask"], k), f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0)), Sum(weight, k), Sum(M[k] * weight, k)
    rest = f.tot(k, f.mul(f.sq(1 - M[k]), f.by(f.spec(p["kappa positive"], k)), f.ex((s[k] + x[k]) / tau)))
    more, signs = f.le(some, every, rest, (mask, -weight, k)), [p.auto(Lt(0, total)) for total in (every, some)]
    factor = f.mul(f.by(p.auto(Le(0, own))), *(f.inv(f.by(sign)) for sign in signs), f.by(more))
    smaller = p.clear(f.le(own / every, own / some, factor), *signs)
    formula = Le(own / whole, new)
    live = f.rewrite(f.flip(on), f.restate(smaller, f.inst(f.assume(formula), {t: 1}).conclusion), t, formula)
    gone = p.clear(f.le(own * z, new, f.num(0), (off, kappa[j] * exp((s[j] + x[j]) / tau) * (1 / some - z))), off)
    gone = f.inst(gone, {z: mutated**-1})
    entries = p.everywhere(mask_cases(f.spec(p["M mask"], j), live, gone), j)
    return f.conj(f.cut(f.inst(there, {row: (j, own / mutated)}), entries), f.part(th, 1))


@sharp.mutant("off-by-one range: all but one of Σ_{j∈m} M[j]·kappa[j]·exp((s[j] + x[j])/tau)")
def a_column_missing_below(p):
    """If o is masked it is the theorem; if not, the row is too large where nothing changes, so that no c does."""
    o, t = index("o", m), scalar("t")
    _, (given, claimed), goal = p.peeled()
    given, claimed = f.assume(given), f.assume(claimed)
    on, off = f.assume(Eq(M[o], 1)), f.assume(Eq(M[o], 0))
    # masked: both totals are the same
    weight = M[j] * kappa[j] * exp((s[j] + x[j]) / tau)
    moved = f.assume(step["step"])
    sign = f.assume(between(h[j], -1, 1, j))
    there = f.mp(f.spec(f.mp(f.spec(claimed, s, x, epsilon), moved), h), sign)
    alike = f.linear(Sum((1 - delta(j, o)) * weight, j), Sum(weight, j), (off, -kappa[o] * exp((s[o] + x[o]) / tau)))
    share = weight / t - old
    there = f.rewrite(alike, there, t, Le(Sum(share * h[j], j), c * epsilon))
    premise = f.gen(f.imply(f.gen(f.imply(there, sign), h), moved), s, x, epsilon)
    masked = f.mp(f.spec(f.mp(f.spec(p.use(claim, "no smaller constant"), a, b), given), c), premise)
    # allowed: at s = x = 0 the row exceeds the old one
    th = f.spec(claimed, (j, 0), (j, 0), 0)
    th = f.spec(f.mp(th, p.auto(th.conclusion.children[0])), (j, 1))
    th = f.mp(th, p.auto(th.conclusion.children[0]))
    less = Sum((1 - delta(j, o)) * M[j] * kappa[j], j)

    def alive(at, live, apart):
        """The total without o is positive: it has the weight of another live column."""
        others = (1 - delta(j, o)), (1 - delta(j, at))
        rest = f.tot(j, f.mul(f.sq(M[j]), *map(f.sq, others), f.by(f.spec(p["kappa positive"], j))))
        uses = (f.spec(p["M mask"], j), -kappa[j] * others[0] * others[1], j), (live, kappa[at] * (1 - delta(at, o))), (apart, -kappa[at])
        return f.lt(0, less, f.add(f.by(f.spec(p["kappa positive"], at)), rest), *uses)

    first, second, apart = (f.part(given, side) for side in range(3))
    is_b, not_b = f.assume(Eq(delta(b, o), 1)), f.assume(Eq(delta(b, o), 0))
    turned = f.rewrite(is_b, apart, k, Eq(delta(a, k), 0))
    positive = mask_cases(f.linear(delta(b, o) * delta(b, o), delta(b, o)), alive(a, first, turned), alive(b, second, not_b))
    excess = f.mul(f.by(f.spec(p["kappa positive"], o)), f.inv(f.by(positive)))
    never = f.lt(0, 0, f.add(f.by(th), excess), (on, kappa[o] / less), (f.linear(less * less**-1, 1), 1))
    at_0 = f.inst(f.assume(Lt(0, Sum((1 - delta(j, o)) * weight, j))), {s: (j, 0), x: (j, 0)}).conclusion
    divisors = [f.unequal(th) for th in (positive, f.restate(positive, at_0))]
    allowed = p.clear(f.absurd(never, goal), given, claimed, on, positive, *divisors)
    th = mask_cases(f.spec(p["M mask"], o), allowed, p.clear(masked, given, claimed, off))
    return f.gen(f.imply(f.gen(f.imply(th, claimed), c), given), a, b)
