"""Mutants of link.not_shift_invariant that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.lemmas.regularity import bounded_by, bounded_multiple
from gaproof.tactics import forward as f
from gaproof.tactics.order import square_zero
from gaproof.terms import Eq, Le, Lt, Ne, delta, number, scalar
from gaproof.theory import REGULARITIES, Exponential, bounded_somewhere, multiplicative, nonzero
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import claim as link_positive
from theorems.link.positive import ell, w, x, y

from .not_shift_invariant import beta, c, claim, converse, j, k, l, law, normalised, q_links, row, t, two, two_totals, unseen, z

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
