"""Mutants of anchor.softmax_unique that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Sum, delta, index

from .softmax_unique import F, a, apart, b, beta, c, claim, flags, j, k, m, n, of_map, of_ratio, p, r, ratio, s, shares, value, x, y, z

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
