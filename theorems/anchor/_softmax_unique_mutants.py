"""Mutants of anchor.softmax_unique that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.lemmas.integers import ceiling
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.reals import successor, zero_is_zero
from gaproof.lemmas.support import by_sides, put
from gaproof.tactics import forward as f
from gaproof.tactics.order import positive_if_nonzero
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, Sum, delta, index, nat, natural, scalar
from gaproof.theory import bounded_somewhere

from .softmax_unique import (
    F,
    a,
    apart,
    at_all_scores,
    b,
    beta,
    c,
    claim,
    flags,
    j,
    k,
    m,
    n,
    of_map,
    of_ratio,
    p,
    r,
    ratio,
    s,
    shares,
    softmax_row,
    t,
    u,
    value,
    width,
    x,
    y,
    z,
)

o = index("o", m)


def composed(proof):
    """r(x, z) = r(x, y) r(y, z), at scores x, y, z of three columns."""
    whole, first, second = (ratio(proof, one, other, x, y, z, 0) for one, other in ((a, c), (a, b), (b, c)))
    there = F(x, y, z, 0, b) / F(x, y, z, 0, c)
    th = f.linear(r(x, z), r(x, y) * r(y, z), (whole, -1), (first, there), (second, r(x, y)))
    return proof.clear(th, apart)


def positive_ratio(proof):
    """0 < r(x, y)."""
    sign = f.mul(f.by(f.spec(proof["positive"], x, y, 0, 0, a)), f.inv(f.by(f.spec(proof["positive"], x, y, 0, 0, b))))
    return proof.clear(f.lt(0, r(x, y), sign, (ratio(proof, a, b, x, y, 0, 0), -1)), apart)


def unit_ratio(proof):
    """r(x, x) = 1, since r(x, x) r(x, x) = r(x, x)."""
    own = f.inst(positive_ratio(proof), {y: x})
    return proof.clear(f.linear(r(x, x), 1, (f.inst(composed(proof), {y: x, z: x}), -1 / r(x, x))), apart, own)


def inverse(proof):
    """r(x, y) r(y, x) = 1."""
    return f.linear(r(x, y) * r(y, x), 1, (f.inst(composed(proof), {z: x}), -1), (unit_ratio(proof), 1))


def with_theorem(proof, part, positive, told, show):
    """The theorem at s and p, where ``show`` gives the ratios from what is told of p."""
    th = f.spec(f.mp(proof.use(claim, part.name), apart), s, p)
    row = f.mp(th, *show)
    return f.imply(f.gen(f.imply(proof.clear(row, apart, positive, told), positive, told), s, p), apart)


for part in (of_ratio, of_map):

    @part.mutant("direction: 0 < p[j]")
    def negative_shares_have_no_mass(proof):
        negative, given = f.assume(ForAll(j, Lt(p[j], 0))), f.assume(value)
        never = f.lt(0, 0, f.add(f.tot(j, f.by(f.spec(negative, j))), f.num(1)), (f.part(given, 0), 1))
        row = f.imply(f.gen(f.absurd(never, Eq(p[j], shares(beta))), j), given)
        return f.imply(f.gen(f.imply(row, negative), s, p), apart)

    @part.mutant("strictness: p[j]/p[k] = r(s[j], s[k])")
    def at_most_the_ratio(proof, part=part):
        positive, different = f.assume(ForAll(j, Lt(0, p[j]))), f.assume(Eq(delta(j, k), 0))
        told = f.assume(And(Eq(Sum(p[j], j), 1), ForAll((j, k), Implies(Eq(delta(j, k), 0), Le(p[j] / p[k], r(s[j], s[k]))))))
        here, turned = f.assume(Eq(delta(j, k), 0)), f.linear(delta(k, j), 0, (different, 1))
        above = f.mp(f.spec(f.part(told, 1), j, k), here)
        back = f.mp(f.spec(f.part(told, 1), k, j), turned)
        at_j, at_k = (f.by(f.spec(positive, at)) for at in (j, k))
        both = f.inst(inverse(proof), {x: s[j], y: s[k]})
        sign = f.by(f.inst(positive_ratio(proof), {x: s[j], y: s[k]}))
        below = f.le(r(s[j], s[k]), p[j] / p[k], f.mul(sign, at_j, f.inv(at_k), f.by(back)), (both, -p[j] / p[k]))
        same = f.antisymmetry(above, below)
        every = f.gen(f.imply(proof.clear(same, here, told, positive, apart), here), j, k)
        return with_theorem(proof, part, positive, told, (positive, f.conj(f.part(told, 0), every)))

    @part.mutant("dropped factor: p[k]⁻¹")
    def shares_with_the_product_1(proof, part=part):
        positive = f.assume(ForAll(j, Lt(0, p[j])))
        told = f.assume(And(Eq(Sum(p[j], j), 1), ForAll((j, k), Implies(Eq(delta(j, k), 0), Eq(p[j], r(s[j], s[k]))))))
        turned = f.linear(delta(b, a), 0, (flags[a, b], 1))
        first, second = f.mp(f.spec(f.part(told, 1), a, b), flags[a, b]), f.mp(f.spec(f.part(told, 1), b, a), turned)
        both = f.inst(inverse(proof), {x: s[a], y: s[b]})
        product = f.linear(p[a] * p[b], 1, (first, p[b]), (second, r(s[a], s[b])), (both, 1))
        at_a, at_b = (f.by(f.spec(positive, at)) for at in (a, b))
        # p_a ≤ 1 makes p_b ≥ 1, and there is p_a besides
        rest, others = (f.tot(n, f.mul(f.sq(1 - place), f.by(f.spec(positive, n)))) for place in (delta(n, a), delta(n, a) + delta(n, b)))
        uses = (f.part(told, 0), -1 - p[b]), (product, 1), (flags[a, b], -2 * p[a])
        never = f.lt(0, 0, f.add(at_a, others, f.mul(at_b, rest)), *uses)
        row = f.gen(f.absurd(proof.clear(never, told, positive, apart), Eq(p[j], shares(beta))), j)
        return f.imply(f.gen(f.imply(row, positive, told), s, p), apart)

    @part.mutant("swapped index: j1 for j in p[j]")
    def all_shares_have_one_sign(proof, part=part):
        given = f.assume(ForAll(j, Lt(0, p[a])))
        told, one, other = f.assume(value), f.assume(Eq(delta(j, a), 1)), f.assume(Eq(delta(j, a), 0))
        own = f.spec(given, j)
        there = f.mp(f.spec(f.part(told, 1), j, a), other)
        sign = f.by(f.inst(positive_ratio(proof), {x: s[j], y: s[a]}))
        elsewhere = f.lt(0, p[j], f.mul(sign, f.by(own)), (there, p[a]))
        here = f.rewrite(f.linear(delta(a, j), 1, (one, 1)), own, n, Lt(0, p[n]))
        every = mask_cases(f.linear(delta(j, a) * delta(j, a), delta(j, a)), here, elsewhere)
        every = f.gen(proof.clear(every, own, given, told, apart), j)
        return with_theorem(proof, part, given, told, (every, told))

    @part.mutant("quantifier: ∃ for ∀ in ∀ j ∈ m, ∀ k ∈ m, δ(j, k) = 0 → p[j]/p[k] = r(s[j], s[k])")
    def ratios_to_one_column(proof, part=part):
        """Those of j and k are the ratios of both to that column n: r(s_n, s_k) = r(s_n, s_j) r(s_j, s_k)."""
        positive, law = f.assume(ForAll(j, Lt(0, p[j]))), Implies(Eq(delta(n, k), 0), Eq(p[n] / p[k], r(s[n], s[k])))
        told = f.assume(And(Eq(Sum(p[j], j), 1), Exists(n, ForAll(k, law))))
        some = f.part(told, 1)
        (found,) = f.obtain(some, n)
        # p_n = r(s_n, s_k) p_k for every k, also for n itself
        away, same = f.assume(Eq(delta(n, k), 0)), f.assume(Eq(delta(n, k), 1))
        unit = f.inst(unit_ratio(proof), {x: s[n]})
        goal = Eq(p[n], r(s[n], s[k]) * p[k])
        elsewhere = f.linear(*goal.args, (f.mp(f.spec(found, k), away), p[k]))
        itself = f.rewrite(same, f.linear(p[n], r(s[n], s[n]) * p[n], (unit, -p[n])), o, Eq(p[n], r(s[n], s[o]) * p[o]))
        to_k = mask_cases(f.linear(delta(n, k) * delta(n, k), delta(n, k)), itself, elsewhere)
        to_k = proof.clear(to_k, f.spec(positive, k), positive, found, apart)
        both = f.inst(composed(proof), {x: s[n], y: s[j], z: s[k]})
        sign = f.inst(positive_ratio(proof), {x: s[n], y: s[j]})
        factor = 1 / (r(s[n], s[j]) * p[k])
        uses = (f.inst(to_k, {k: j}), -factor), (to_k, factor), (both, factor * p[k])
        ratios_ = proof.clear(f.linear(p[j] / p[k], r(s[j], s[k]), *uses), sign, f.spec(positive, k), positive, found, apart)
        every = f.gen(f.imply(ratios_, f.assume(Eq(delta(j, k), 0))), j, k)
        return with_theorem(proof, part, positive, told, (positive, f.conj(f.part(told, 0), f.release(every, some, n))))


# ---- rows of any sign ------------------------------------------------------------------------------------------------------------------
#
# F may be 0 or negative, and 1/0 is any number.  Where r has a value p_j/p_k at all, r(0, 0) is 1, so that F is not 0 at equal scores, nor
# near these.  There r(·, 0) is positive and bounded, and r(x + y, 0) = r(x, 0)·r(y, 0) for all x.  So it is positive everywhere.

A0, B0, C0 = (F(0, 0, 0, 0, at) for at in (a, b, c))
(alpha, beta_, gamma), k_ = scalar("alpha beta_ gamma"), natural("k")
given, positive = f.assume(value), f.assume(ForAll(j, Lt(0, p[j])))


def shift_of_any_sign(proof, x, y):
    """r(x + y, y) = r(x, 0)."""
    told = ratio(proof, a, b, x + y, 0 + y, 0 + y, 0 + y)
    value_ = told.conclusion.children[1]
    for at in (a, b):
        moved = f.spec(proof["shift"], x, 0, 0, 0, y, at)
        told = f.rewrite(moved, told, u, put(told.conclusion, moved.conclusion.children[0], f.node(u)))
    here = ratio(proof, a, b, x, 0, 0, 0)
    return f.restate(by_sides(value_, r(x, 0), told, here), Eq(r(x + y, y), r(x, 0)))


def no_quotient(top, bottom):
    """top = 0 ⊢ top/bottom = 0, whatever 1/bottom is."""
    return f.inst(f.linear(top * z, 0, (f.assume(Eq(top, 0)), z)), {z: bottom**-1})


def unit_of_any_sign(proof):
    """r(0, 0) = 1.  If it were 0, of F_b and F_c at the scores x, 0, 0, 0 one would be 0, and so r(0, x) = F_b/F_a = F_c/F_a would be."""
    A, B, C = (F(x, 0, 0, 0, at) for at in (a, b, c))
    none, unit = f.assume(Eq(r(0, 0), 0)), r(0, 0)
    of_b, of_c, of_both = (ratio(proof, *pair, x, 0, 0, 0) for pair in ((b, a), (c, a), (c, b)))
    at_0 = by_sides(r(0, x), 0, of_b, no_quotient(B, A))
    there = f.linear(C, 0, (of_both, B), (none, B))
    never = f.cases(Eq(B, 0), at_0, f.cut(by_sides(r(0, x), 0, of_c, no_quotient(C, A)), there))
    gap = s[a] - s[b]
    moved = shift_of_any_sign(proof, gap, s[b]), shift_of_any_sign(proof, gap, -gap)
    moved = f.restate(moved[0], Eq(r(s[a], s[b]), r(gap, 0))), f.restate(moved[1], Eq(r(0, -gap), r(gap, 0)))
    zero = by_sides(r(s[a], s[b]), 0, *moved, f.inst(never, {x: -gap}))
    share = f.mp(f.spec(f.part(given, 1), a, b), flags[a, b])
    size = f.mul(f.by(f.spec(positive, a)), f.inv(f.by(f.spec(positive, b))))
    clash = proof.clear(f.lt(0, 0, size, (share, -1), (zero, -1)), apart, given, positive, none)
    alive = f.cases(none.conclusion, f.absurd(clash, Ne(unit, 0)), f.assume(Ne(unit, 0)))
    told = {pair: ratio(proof, *pair, 0, 0, 0, 0) for pair in ((a, b), (b, c), (a, c), (c, b))}

    def not_0(top, bottom, pair):
        zero = by_sides(unit, 0, told[pair], no_quotient(top, bottom))
        return f.cases(Eq(top, 0), f.absurd(f.rewrite(zero, alive, t, Ne(t, 0)), Ne(top, 0)), f.assume(Ne(top, 0)))

    facts = [alive, *(not_0(*at) for at in ((B0, C0, (b, c)), (C0, B0, (c, b))))]
    one = f.linear(unit, 1, (told[a, b], -1), (told[b, c], -A0 / (B0 * unit)), (told[a, c], 1 / unit))
    same = f.linear(A0, B0, (told[a, b], B0), (one, B0))
    return tuple(proof.clear(th, apart, given, positive, *facts) for th in (one, facts[1], same))


def tame_near_0(proof):
    """0 < r(x, 0) ≤ 3 for −w ≤ x ≤ w: by continuity for ε = e²/(2 + 2e²), where e = F_b(0), both e·F_a and e·F_b are between e²/2 and
    3e²/2 there.  First that there is such a w, and what is known of it."""
    _, alive, same = unit_of_any_sign(proof)
    square = f.cut(f.inst(positive_if_nonzero(), {"x": B0 * B0}), f.le(0, B0 * B0, f.sq(B0)), proof.auto(Ne(B0 * B0, 0), alive))
    small, half = B0 * B0 / (2 * (1 + B0 * B0)), f.num(Fraction(1, 2))
    wide = f.lt(0, small, f.mul(f.by(square), half, f.inv(f.add(f.num(1), f.sq(B0)))))
    some = f.mp(f.spec(proof["continuous"], small), wide)
    (close,) = f.obtain(some, width)
    inside = f.assume(And(Le(-width, x), Le(x, width)))
    near = f.mp(f.spec(f.part(close, 1), x), inside)
    plus, minus = (f.add(f.sq(B0 + sign * Rational(1, 2)), f.num(Fraction(3, 4))) for sign in (1, -1))  # 1 + e² ± e
    (A, B), lows, tops = (F(x, 0, 0, 0, at) for at in (a, b)), [], []
    for at, value_, uses in ((a, B0 * A, [(same, B0)]), (b, B0 * B, [])):
        low, high = (f.by(f.part(f.spec(near, at), side)) for side in (0, 1))
        least, most = (f.mul(half, f.add(f.mul(plus, one), f.mul(minus, other))) for one, other in ((low, high), (high, low)))
        lows.append(f.by(f.le(B0 * B0 / 2, value_, least, *uses)))
        tops.append(f.by(f.le(value_, 3 * B0 * B0 / 2, most, *((th, -factor) for th, factor in uses))))
    above = [f.lt(0, B0 * at, f.add(low, f.mul(half, f.by(square)))) for at, low in zip((A, B), lows, strict=True)]
    never = f.absurd(f.lt(0, 0, f.by(above[1]), (f.assume(Eq(B, 0)), -B0)), Ne(B, 0))
    facts = [apart, given, positive, alive, close, inside, f.cases(Eq(B, 0), never, f.assume(Ne(B, 0)))]
    told, over = ratio(proof, a, b, x, 0, 0, 0), f.inv(f.by(above[1]))
    sign = f.lt(0, r(x, 0), f.mul(f.by(above[0]), over), (told, -1))
    bound = f.le(r(x, 0), 3, f.mul(over, f.add(f.mul(f.num(3), lows[1]), tops[0])), (told, 1))
    return proof.clear(some, *facts[:4]), close, *(proof.clear(proof.clear(th, *facts), *facts[:-1]) for th in (sign, bound))


def product(proof):
    """r(y, 0) ≠ 0 ⊢ r(x + y, 0) = r(x, 0)·r(y, 0), at the scores x + y, y, 0: F_b is not 0 there."""
    at = x + y, y, 0, y
    A, B, C = (F(*at, column) for column in (a, b, c))
    whole, first, second = (ratio(proof, *pair, *at) for pair in ((a, c), (a, b), (b, c)))
    alive = f.assume(Ne(r(y, 0), 0))
    zero = by_sides(r(y, 0), 0, second, no_quotient(B, C))
    alive = f.cases(Eq(B, 0), f.absurd(f.rewrite(zero, alive, t, Ne(t, 0)), Ne(B, 0)), f.assume(Ne(B, 0)))
    # α = A z, β = A/B and γ = B z give α = β γ
    told = [f.assume(Eq(*sides)) for sides in ((A * z, alpha), (A / B, beta_), (B * z, gamma))]
    th = f.linear(alpha, beta_ * gamma, (told[0], -1), (told[1], gamma), (told[2], A / B))
    values = {name: th.conclusion.children[1] for name, th in zip((alpha, beta_, gamma), (whole, first, second), strict=True)}
    th = f.cut(f.inst(th, {z: C**-1, **values}), whole, first, second, alive)
    return f.linear(r(x + y, 0), r(x, 0) * r(y, 0), (th, 1), (shift_of_any_sign(proof, x, y), r(y, 0)))


def multiples(proof):
    """0 < r(y, 0) ⊢ 0 < r(k·y, 0), for every natural k."""
    here, step, claim_ = f.assume(Lt(0, r(y, 0))), f.assume(Lt(0, r(nat(k_) * y, 0))), Lt(0, r(t * y, 0))
    one, *_ = unit_of_any_sign(proof)
    base = f.rewrite(f.flip(zero_is_zero()), f.lt(0, r(0 * y, 0), f.num(1), (one, 1)), t, claim_)
    both = f.cut(f.inst(product(proof), {x: nat(k_) * y}), f.unequal(here))
    more = f.lt(0, r(nat(k_) * y + y, 0), f.mul(f.by(step), f.by(here)), (both, 1))
    more = f.rewrite(f.flip(f.spec(successor(), k_)), more, t, claim_)
    return f.induction(base, more, k_, step.conclusion)


@of_map.mutant("dropped hypothesis: positive")
def near_equal_scores(proof):
    some, close, sign, bound = tame_near_0(proof)
    wide = f.part(close, 0)
    # x is k times a number between −w and w, for a natural k ≥ (x² + 1)/w
    reach = (x * x + 1) / width
    steps = f.mp(f.inst(ceiling(), {"x": reach}), f.le(0, reach, f.mul(f.add(f.sq(x), f.num(1)), f.inv(f.by(wide)))))
    (told,) = f.obtain(steps, k_)
    enough, part = f.by(f.part(told, 0)), x / nat(k_)
    many = f.lt(0, nat(k_), f.add(enough, f.mul(f.add(f.sq(x), f.num(1)), f.inv(f.by(wide)))))
    over, more = f.inv(f.by(many)), f.mul(enough, f.by(wide))
    ends = (f.add(f.sq(x + sign_ * Rational(1, 2)), f.num(Fraction(3, 4))) for sign_ in (1, -1))
    low, high = (f.mul(over, f.add(more, end)) for end in ends)
    inside = f.conj(f.le(-width, part, low), f.le(part, width, high))
    here = f.mp(f.imply(f.inst(sign, {x: part}), inside), inside)
    every = f.restate(f.cut(f.inst(multiples(proof), {y: part}), here), Lt(0, r(x, 0)))
    facts = [apart, given, positive, close]
    every = f.release(proof.clear(every, *facts, many, told), steps, k_)
    every = proof.clear(every, *facts)
    # so r(x, 0) is positive everywhere, which makes it multiplicative, and it is bounded near 0
    multiply = f.cut(product(proof), f.unequal(f.inst(every, {x: y})))
    multiply = f.gen(proof.clear(multiply, *facts), x, y)
    start, end = f.assume(Le(0, x)), f.assume(Le(x, 0 + width))
    inside = f.conj(f.le(-width, x, f.add(f.by(start), f.by(wide))), f.restate(end, Le(x, width)))
    capped = f.gen(f.imply(proof.clear(f.mp(f.imply(bound, inside), inside), *facts, start, end), start, end), x)
    tame = f.exists(f.conj(wide, capped), bounded_somewhere(lambda x: r(x, 0)), 0, 3, width)
    row = softmax_row(proof, "bounded on an interval", tame, multiply, f.inst(every, {x: 1}), shift_of_any_sign, facts)
    return at_all_scores(f.release(row, some, width))
