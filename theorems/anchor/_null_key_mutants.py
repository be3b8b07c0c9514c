"""Mutants of anchor.null_key that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Lt, Sum, delta, exp, index, scalar
from gaproof.theory import gibbs

from .null_key import M, V, a, apart, claim, disjoint, empty, evidence, j, k, kappa, key, m, n, none, o, q, s, single, total, v, w, weighted


@single.mutant("dropped hypothesis: M mask")
def one_key_is_a_mask(p):
    told = f.spec(p["only a"], j)
    return f.cut(claim.theorem("one key"), f.gen(f.linear(M[j] * M[j], M[j], (told, M[j] + delta(j, a) - 1)), j))


@empty.mutant("strictness: M[j] = 0 (place 2)")
def masks_are_not_negative(p):
    iff, value = (f.part(p.use(claim, "empty row"), k) for k in range(2))
    given = f.assume(p.goal.children[1].children[0])
    zero = f.antisymmetry(f.spec(given, j), f.le(0, M[j], f.sq(M[j]), (f.spec(p["M mask"], j), -1)))
    return f.conj(iff, f.imply(f.mp(value, f.gen(zero, j)), given))


@empty.mutant("off-by-one range: all but one of Σ_{j∈m?} M[j]·kappa[j]·exp(s[j])·v[j]")
def nothing_of_an_empty_row_is_missed(p):
    iff, given = f.part(p.use(claim, "empty row"), 0), f.assume(none)
    nothing = kappa[j] * exp(s[j]) * v[j] * (1 - delta(j, index("o", m))) / total
    zero = f.linear(*p.goal.children[1].children[1].children, (f.spec(given, j), nothing, j))
    return f.conj(iff, f.imply(p.clear(zero, given, p.auto(Lt(0, total))), given))


@empty.mutant("swapped symbol: M for kappa in kappa[j]")
def masks_weigh_nothing(p):
    iff, value = (f.part(p.use(claim, "empty row"), k) for k in range(2))
    given, other = f.assume(none), Sum(M[j] * M[j] * exp(s[j]), j)
    whole = f.linear(1 + other, 1, (f.spec(given, j), M[j] * exp(s[j]), j))
    alone = f.linear(1 / (1 + other), 1, (f.quotient(f.linear(1, 1), whole), 1))
    alone = p.clear(alone, given, p.auto(Lt(0, 1 + other)))
    return f.conj(f.conj(f.imply(alone, given), f.part(iff, 1)), value)


@empty.mutant("constant factor: 2 for 1 in 1 + Σ_{j∈m?} M[j]·kappa[j]·exp(s[j]) (place 2)")
def more_than_1(p):
    iff, value = (f.part(p.use(claim, "empty row"), k) for k in range(2))
    given, positive = f.assume(Eq(1 / (1 + total), 1)), p.auto(Lt(0, 1 + total))
    never = f.lt(0, 0, f.by(p.auto(Lt(0, total))), (given, 1 + total))
    back = f.imply(p.clear(f.absurd(never, none), given, positive), given)
    return f.conj(f.conj(f.part(iff, 0), back), value)


@single.mutant("swapped index: a for j in s[j]")
def score_of_the_key(p):
    here, alike = kappa[a] * exp(s[a]), Sum(M[j] * kappa[j] * exp(s[a]), j)
    top = f.linear(gibbs(s[a], M[a], kappa[a]), here, (f.spec(p["only a"], a), here))
    share = f.quotient(top, f.linear(1 + alike, 1 + here, (f.spec(p["only a"], j), kappa[j] * exp(s[a]), j)))
    return p.clear(p.identity((share, 1)))


@disjoint.mutant("strictness: δ(key(j), o) = 0")
def keys_are_elsewhere(p):
    given, there = f.assume(p.goal.children[0]), delta(key(j), o)
    zero = f.antisymmetry(f.spec(f.part(given, 0), j), f.le(0, there, f.sq(there)))
    return f.imply(f.mp(p.use(claim, "disjoint union"), f.conj(f.gen(zero, j), f.part(given, 1))), given)


@disjoint.mutant("wrong axis: over q for j_ in Σ_{j∈m?} δ(q, key(j))·(M[j]·kappa[j]·exp(s[j]))")
def own_weight(p):
    given, here, (b, k2) = f.assume(apart), f.assume(Eq(delta(q, key(j)), 1)), index("b k2", n)
    shown, positive = f.mp(p.use(claim, "disjoint union"), given), p.auto(Lt(0, total))
    gone = f.rewrite(f.linear(delta(key(j), q), 1, (here, 1)), f.spec(f.part(given, 0), j), b, Eq(delta(b, o), 0))
    whole = f.linear(Sum(evidence, q), total)
    share = f.quotient(f.linear(delta(q, o) + Sum(delta(k2, key(j)) * w, k2), w, (gone, 1)), whole)
    share = p.clear(share, given, here, positive, f.lt(0, Sum(evidence, q), f.by(positive)))
    return f.imply(f.conj(f.part(shown, 0), f.gen(f.imply(share, here), q, j), f.part(shown, 2)), given)


@disjoint.mutant("dropped hypothesis: M mask")
@disjoint.mutant("dropped hypothesis: kappa positive")
def whatever_the_total_is(p):
    """Both totals are the same, and what is divided by them: whether that is 0 does not matter."""
    given, z, b = f.assume(apart), scalar("z"), index("b", n)
    other, injective = f.spec(f.part(given, 0), j), f.spec(f.part(given, 1), j, k)
    whole, at = f.flip(f.linear(Sum(evidence, q), total)), lambda q: delta(q, o) + Sum(delta(q, key(k)) * weighted(k), k)

    def alike(left, right, *uses):
        """left = right, where both divide by the total; and left divided by the other one."""
        sides = (put(f.node(side), f.node(1 / total).children[1], f.node(z)) for side in (left(total), right / total))
        return f.rewrite(whole, f.inst(f.linear(*sides, *uses), {z: f.node(1 / total).children[1]}), z, Eq(left(z), right / total))

    def share(place, value, *uses):
        here, th = f.assume(Eq(delta(q, place), 1)), alike(lambda t: at(place) / t, value, *uses)
        return f.imply(f.rewrite(f.linear(delta(place, q), 1, (here, 1)), th, b, Eq(at(b) / Sum(evidence, q), value / total)), here)

    first, second = share(o, 1, (other, w * z, j)), share(key(j), w, (other, z), (injective, weighted(k) * z, k))
    read = Sum(w * V[key(j)], j)
    read = alike(lambda t: Sum(evidence / t * (1 - delta(q, o)) * V[q], q), read, (other, -w * V[key(j)] * z, j))
    return f.imply(f.conj(f.gen(first, q), f.gen(second, q, j), read), given)
