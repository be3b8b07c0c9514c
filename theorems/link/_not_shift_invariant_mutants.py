"""Mutants of link.not_shift_invariant that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.lemmas.regularity import bounded_by, bounded_multiple
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.terms import Eq, Exists, Le, Lt, Ne, delta, number, scalar
from gaproof.theory import REGULARITIES, Exponential, bounded_somewhere, multiplicative, nonzero
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import claim as link_positive
from theorems.link.positive import ell, w, x, y

from .not_shift_invariant import (
    M,
    beta,
    c,
    claim,
    converse,
    in_the_domain,
    j,
    k,
    kappa,
    l,
    law,
    left,
    new,
    no_product,
    normalised,
    old,
    one_term,
    q_link,
    q_links,
    right,
    row,
    step,
    t,
    two,
    two_totals,
    u,
    unseen,
    v,
    z,
)

a, (d, epsilon) = scalar("a"), scalar("delta epsilon", domain="positive")


@converse.mutant("dropped hypothesis: positive")
def of_any_sign(p):
    return unseen(p, lambda shown, no_link: f.cases(Eq(ell(0), 0), no_link, shown))


@q_links.mutant("swapped index: l for k in δ(j, k) (place 2)")
def at_either_column(p):
    apart, at_k, at_l = (f.part(f.assume(two), n) for n in range(3))
    turned = f.conj(f.linear(delta(k, l), 0, (apart, 1)), at_l, at_k)
    there, other = (f.mp(f.spec(claim.theorem("q-exponentials"), *at), th) for at, th in (((k, l), f.assume(two)), ((l, k), turned)))
    return f.gen(f.imply(f.conj(f.part(there, 0), f.part(other, 1), f.part(there, 2)), two), k, l)


@q_links.mutant("constant factor: -2 for -1 in -q (place 16)")
def always_at_the_other_column(p):
    """At l the work before is 0, whose logarithm 0 may be divided by anything.  If the row were the same there, ℓ(c)·old = new, and the
    one term that is left of Σ_j M_j·κ_j·(ℓ(x·δ_jk)·ℓ(c) − ℓ(x·δ_jk + c)) would be 0."""
    changed, (near, far), here = p.peeled()[2].children[2], in_the_domain(), {ell: (w, q_link(w)), x: step, c: step}
    apart, at_k, at_l = (f.part(f.assume(two), number) for number in range(3))
    live, (differ,) = f.exists(at_k, Exists(j, Eq(M[j], 1)), k), f.obtain(f.assume(changed), j)
    same = f.assume(f.otherwise(f.inst(differ, {j: l}).conclusion))
    at_l_0 = f.rewrite(apart, same, t, put(same.conclusion, f.node(delta(l, k)), f.node(t)))
    (entry, over_new), (entry_before, over_old) = (side.children for side in at_l_0.conclusion.children)
    (weight, power), power_before = entry.children, entry_before.children[1]
    rates = [side.children[0].children[1].children[1] for side in (power, power_before)]
    logs = [rate.children[0].children[0] for rate in rates]  # 1 + (1 − q)² and 1
    inside = f.lt(0, logs[0], f.add(f.num(1), f.sq(step))), f.lt(0, logs[1], f.num(1))
    over = rates[1].children[1]  # what the logarithm 0 is multiplied by, whatever it is
    one = f.inst(f.linear(put(power_before, over, f.node(z)), 1), {z: over})
    # v·y/x = v·t/u gives y·u = t·x, for the weight v, the powers y and t = 1, and the totals x and u
    values = {v: weight, y: power, x: over_new.children[0], u: over_old.children[0]}
    cross = f.linear(y * u, t * x, (f.assume(Eq(v * y * x**-1, v * t * u**-1)), x * u / v))
    cross = f.cut(f.inst(cross, values | {t: power_before}), at_l_0)
    cross = f.rewrite(one, cross, t, f.inst(f.assume(Eq(y * u, t * x)), values).conclusion)
    positive = [p.auto(f.inst(f.assume(Lt(0, z)), {z: values[at]}).conclusion, live, at_l, near, far) for at in (v, x, u)]
    level = f.assume(Eq(ell(c) * old, ell(0) * new))
    ratio = f.inst(f.linear(left, right, (one_term(), 1 / kappa[k], j), (level, -1 / kappa[k])), here)
    level = f.linear(*f.inst(level, here).conclusion.children, (cross, 1))
    never = no_product(p, p.clear(f.cut(ratio, level), *positive, *inside, near, far, live, same))
    found = f.cases(same.conclusion, f.absurd(never, changed), f.exists(f.assume(f.otherwise(same.conclusion)), changed, l))
    return f.gen(f.imply(f.conj(near, far, found), two), k, l)


# Which regularity −ℓ has, where ℓ has that of the name.
OPPOSITE = {"decreasing": "increasing", "increasing": "decreasing", "continuous at a point": "continuous at a point"}


def turned(name, regular):
    """The regularity of −ℓ."""
    if name != "continuous at a point":
        order, (low, high) = f.assume(Le(x, y)), (y, x) if name == "decreasing" else (x, y)
        return f.gen(f.imply(f.le(-ell(high), -ell(low), f.by(f.mp(f.spec(regular, x, y), order))), order), x, y)
    goal, wide = f.node(REGULARITIES[name](lambda v: -ell(v))), f.assume(Lt(0, epsilon))
    (at_a,) = f.obtain(regular, a)
    some = f.mp(f.spec(at_a, epsilon), wide)
    (close,) = f.obtain(some, d)
    ends = f.assume(Le(a - d, y)), f.assume(Le(y, a + d))
    inside = f.mp(f.spec(f.part(close, 1), y), *ends)
    near = f.conj(f.le(-ell(a) - epsilon, -ell(y), f.by(f.part(inside, 1))), f.le(-ell(y), -ell(a) + epsilon, f.by(f.part(inside, 0))))
    there = f.spec(f.obtain(f.assume(goal), a)[0], epsilon).conclusion.children[1]
    shown = f.release(f.exists(f.conj(f.part(close, 0), f.gen(f.imply(near, *ends), y)), there, d), some, d)
    return f.release(f.exists(f.gen(f.imply(shown, wide), epsilon), goal, a), regular, a)


def without_a_sign(p, name):
    """ℓ(x + c)·ℓ(0) = ℓ(x)·ℓ(c) whatever the signs are.  If ℓ(0) = 0, so is ℓ everywhere.  If ℓ(0) < 0, −ℓ is as regular as ℓ, though it
    rises where ℓ falls; so ℓ/ℓ(0) is bounded above on an interval, and multiplicative."""
    product = f.cut(two_totals(p), *(f.spec(p["invariant"], (j, row), c, column) for column in (k, l)))
    none, below, above = (f.assume(g) for g in (Eq(ell(0), 0), Lt(ell(0), 0), Lt(0, ell(0))))
    square = f.linear(ell(w) * ell(w), 0, (f.inst(product, {x: w, c: w}), -1), (none, ell(w + w)))
    vanishes = f.cut(f.inst(square_zero(), {"x": ell(w)}), square)
    shown = [f.inst(f.linear(ell(w), ell(0) * Exponential(z)(w), (vanishes, 1), (none, -Exponential(z)(w))), {z: beta})]
    mult = f.linear(normalised(x + y), normalised(x) * normalised(y), (f.inst(product, {c: y}), 1 / ell(0) / ell(0)))
    some, own = f.assume(Ne(ell(0), 0)), {ell: (t, normalised(t))}
    not_0 = f.absurd(f.lt(0, 0, f.by(below), (none, 1)), some.conclusion)
    for sign, alive, factor, link, regularity, regular in (
        (below, f.cases(none.conclusion, not_0, some), -1, lambda v: -ell(v), OPPOSITE[name], turned(name, p["regular"])),
        (above, f.unequal(above), 1, ell, name, p["regular"]),
    ):
        values = {"f": (t, link(t))}
        size = f.cut(f.lt(0, factor / ell(0), f.inv(f.by(sign))), alive)
        bound = f.cut(f.inst(bounded_by(regularity), values), regular)
        tame = f.cut(f.inst(bounded_multiple(), values | {"x": factor / ell(0)}), bound, size)
        tame = f.cut(f.restate(tame, bounded_somewhere(normalised)), alive)
        one = f.cut(f.linear(normalised(0), 1), alive)
        somewhere = f.exists(f.unequal(f.lt(0, normalised(number(0)), f.num(1), (one, 1))), nonzero(normalised), 0)
        laws = f.restate(f.gen(f.cut(mult, alive), x, y), multiplicative(normalised))
        power = f.cut(p.use(link_exponential, "bounded on an interval", values=own), laws, somewhere, tame)
        rate = f.spec(f.cut(p.use(link_positive, "positive", values=own), laws, somewhere), 1)
        gap = f.unequal(f.lt(0, 0 - ell(0), f.by(sign))) if sign is below else alive
        found = p.clear(f.linear(*law.body.args, (f.spec(power, w), ell(0))), sign, alive, gap, rate, f.assume(two))
        shown.append(f.cut(found, alive))
    at_most = f.antisymmetry(f.assume(Le(ell(0), 0)), f.assume(Le(0, ell(0))))
    signed = f.cases(above.conclusion, shown[2], f.cases(below.conclusion, shown[1], f.cut(shown[0], at_most)))
    return f.gen(f.imply(f.gen(p.clear(signed, f.assume(two)), w), two), k, l)


for name in OPPOSITE:
    claim.parts[name].mutant("dropped hypothesis: positive")(partial(without_a_sign, name=name))
