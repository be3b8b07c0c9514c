"""Links that show what tsallis.generator cannot do without: from what it would say of each, 0 = 1 is derived."""

from gaproof.lemmas.logarithm import log_product
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero
from gaproof.tactics.search import prove
from gaproof.terms import And, Eq, Exists, Le, Lt, Ne, Rational, exp, log, scalar

from .generator import bounded, ell, x, y
from .hard import LAWS, hard_match, laws

w = scalar("w")


def proved(formula, *facts):
    """A formula that is obvious from the facts."""
    return prove(f.node(formula), facts)


def not_additive(claim):
    """ℓ(x) = x for x ⊕ y = x·y, with g(x) = x: at 0 it would be an exponential."""
    start, end = f.assume(Le(0, y)), f.assume(Le(y, 1))
    small = f.exists(f.conj(proved(Lt(0, 1)), f.gen(f.imply(end, start, end), y)), bounded(lambda w: w), 0, 1, 1)
    wrong = claim.at({"d": (x, 1), "g": (x, x), "h": (x, x), "compose": ((x, y), x * y), "ell": (x, x)}, small)
    return f.mp(f.spec(wrong, 0), proved(Lt(0, 1)))


def not_one_to_one(claim):
    """ℓ(x) = x for x ⊕ y = x·y, with g(x) = log x² where x is not 0: ℓ(-1) would be ℓ(1)."""
    x_in, y_in = f.assume(Lt(0, x * x)), f.assume(Lt(0, y * y))
    both, split = (f.lt(0, t, f.mul(f.by(x_in), f.by(y_in))) for t in (x * y * (x * y), x * x * (y * y)))
    added = f.cut(f.inst(log_product(), {"x": x * x, "y": y * y}), x_in, y_in)
    added = f.cut(f.restate(added, Eq(log(x * y * (x * y)), log(x * x) + log(y * y))), both, split)
    closed = f.conj(both, added)
    wrong = claim.at(
        {"d": (x, x * x), "g": (x, log(x * x)), "h": (x, exp(x / 2)), "compose": ((x, y), x * y), "ell": (x, x)},
        f.gen(f.imply(closed, x_in, y_in), x, y),
    )
    one = f.lt(0, Rational(-1) * Rational(-1), f.num(1))  # where log has its laws
    return f.cut(f.absurd(f.mp(f.spec(wrong, -1), one), Eq(0, 1)), one)


def not_onto(claim):
    """D = [0, ∞) is where x + ℓ(x) > 0 for the hard match ℓ, which is multiplicative there, with g(x) = x, and no exponential."""
    at_0, off = f.part(f.assume(LAWS), 0), f.spec(f.part(f.assume(LAWS), 1), x)
    zero, other = f.assume(Eq(x, 0)), f.assume(Ne(x, 0))
    gone = f.mp(off, other)  # ℓ(x) = 0 for x ≠ 0
    one = f.rewrite(f.flip(zero), at_0, w, Eq(ell(w), 1))  # ℓ(x) = 1 for x = 0

    # x is in D exactly if it is not negative, and so D is closed under sums.
    in_x, from_0 = f.assume(Lt(0, x + ell(x))), f.assume(Le(0, x))
    low = f.cases(Eq(x, 0), f.le(0, x, f.num(0), (zero, 1)), f.le(0, x, f.by(in_x), (gone, -1)))
    positive = f.cut(positive_if_nonzero(), from_0, other)
    at_start, beyond = f.lt(0, x + ell(x), f.num(1), (zero, 1), (one, 1)), f.lt(0, x + ell(x), f.by(positive), (gone, 1))
    is_in = f.cases(Eq(x, 0), at_start, beyond)
    in_y, low_y = f.assume(Lt(0, y + ell(y))), f.inst(low, {x: y})
    closed = f.cut(f.inst(is_in, {x: x + y}), f.le(0, x + y, f.add(f.by(low), f.by(low_y))))
    closed = f.gen(f.imply(f.conj(closed, f.linear(x + y, x + y)), in_x, in_y), x, y)

    # ℓ(x + y) = ℓ(x)·ℓ(y) on D: either x is 0, or ℓ is 0 at x and at x + y.
    start = f.rewrite(f.flip(zero), f.linear(ell(0 + y), ell(y)), w, Eq(ell(w + y), ell(y)))
    start = f.linear(ell(x + y), ell(x) * ell(y), (start, 1), (one, -ell(y)))
    far = f.lt(0, x + y, f.add(f.by(f.cut(positive, low)), f.by(low_y)))
    later = f.cut(f.inst(gone, {x: x + y}), f.unequal(far))
    later = f.linear(ell(x + y), ell(x) * ell(y), (later, 1), (gone, -ell(y)))
    product = f.gen(f.imply(f.cases(Eq(x, 0), start, later), in_x, in_y), x, y)

    # ℓ is not 0 everywhere on D, and it is bounded on [1, 2].
    alive = f.conj(f.lt(0, 0 + ell(0), f.num(1), (at_0, 1)), f.unequal(f.lt(0, ell(0), f.num(1), (at_0, 1))))
    alive = f.exists(alive, Exists(x, And(Lt(0, x + ell(x)), Ne(ell(x), 0))), 0)
    left, right = f.assume(Le(1, y)), f.assume(Le(y, 2))
    away = f.cut(f.inst(gone, {x: y}), f.unequal(f.lt(0, y, f.add(f.by(left), f.num(1)))))
    small = f.gen(f.imply(f.le(ell(y), 0, f.num(0), (away, -1)), left, right), y)
    small = f.exists(f.conj(proved(Lt(0, 1)), small), bounded(ell), 1, 0, 1)

    # So ℓ(1), which is 0, would be an exponential.
    values = {"d": (x, x + ell(x)), "g": (x, x), "h": (x, x), "compose": ((x, y), x + y), "ell": ell}
    wrong = claim.at(values, closed, product, alive, small)
    one_in = f.cut(f.inst(is_in, {x: 1}), f.le(0, 1, f.num(1)))
    wrong, none = f.mp(f.spec(wrong, 1), one_in), f.cut(f.inst(gone, {x: 1}), f.unequal(f.lt(0, 1, f.num(1))))
    power = wrong.conclusion.children[1]
    vanishes = f.rewrite(wrong, none, w, Eq(w, 0))
    above = f.inst(f.lt(0, exp(w), f.ex(w)), {w: power.children[0]})
    th = f.absurd(f.rewrite(vanishes, above, w, Lt(0, w)), Eq(0, 1))
    return f.cut(f.inst(th, {ell: (x, hard_match(x))}), laws())
