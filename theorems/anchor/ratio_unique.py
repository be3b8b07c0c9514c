"""Ratios and unit mass determine a positive vector.

On a finite set, a positive vector has unit mass and the ratios of a given positive vector exactly if it is the
normalisation of that vector.  If both live on a part of the set only, as the rows of a mask do, the same holds there.
Source: Geometric Attention (arXiv 2601.11618), section 4; Luce (1959), Individual Choice Behavior.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Ne, Rational, Sum, field, index, sizes
from gaproof.theory import mass_anchor

m = sizes("m")
j, k = index("j k", m)
p, v = field("p v", j, domain="positive")

mass, ratios = Eq(Sum(p[j], j), 1), ForAll((j, k), Eq(p[j] / p[k], v[j] / v[k]))
normal = ForAll(j, Eq(p[j], mass_anchor(v[j], j)))
claim = Claim("anchor.ratio_unique", source="Luce (1959)")

unique = claim.part("unique", given={"unit mass": mass, "ratios": ratios}, shows=normal)


@unique.proof
def add_up_the_ratios(context):
    # p_j/p_k = v_j/v_k, so p_k v_j = p_j v_k; summed over k this is p_j Σv = v_j
    same = f.spec(context["ratios"], j, k)
    cross = context.clear(f.linear(p[k] * v[j], p[j] * v[k], (same, -p[k] * v[k])))
    return context.identity((cross, -1 / Sum(v[k], k), k), (context["unit mass"], v[j] / Sum(v[k], k)))


@unique.near_miss("differences do not determine it: p = (3/4, 1/4), v = p + 1")
def differences():
    return {"unit mass": mass, "differences": ForAll((j, k), Eq(p[j] - p[k], v[j] - v[k]))}, normal


unique.necessary("unit mass", "the ratios leave a factor", at={p: [2], v: [1]})
unique.necessary("ratios", "any vector of unit mass", at={p: [Rational(1, 4), Rational(3, 4)], v: [1, 1]})
# "p positive", "v positive": p_k/p_k = v_k/v_k makes neither 0 where the other is not, and p has the signs of v, which cancel in v/Σv.


normalisation = claim.part("normalisation", given={"normalised": normal}, shows=And(mass, ratios))


@normalisation.proof
def its_mass_and_ratios(context):
    at = f.spec(context["normalised"], j)
    unit = f.linear(Sum(p[j], j), 1, (at, 1, j))
    same = f.linear(p[j] / p[k], v[j] / v[k], (at, 1 / p[k]), (f.inst(at, {j: k}), -v[j] / (v[k] * p[k])))
    return f.conj(unit, f.gen(context.clear(same), j, k))


@normalisation.near_miss("dividing by the size gives unit mass only for v with mean 1: v = (2, 2)")
def mean():
    return {"normalised": ForAll(j, Eq(p[j], v[j] / m))}, And(mass, ratios)


normalisation.necessary("normalised", "another mass", at={p: [2], v: [1]})
# "p positive", "v positive": each follows from the other as far as it counts, up to a sign of v that cancels.


h, q = field("h", j, domain="mask"), field("q", j)  # on the support of h
on_support = {
    "unit mass": Eq(Sum(q[j], j), 1),
    "support": ForAll(j, And(Implies(Eq(h[j], 1), Ne(q[j], 0)), Implies(Eq(h[j], 0), Eq(q[j], 0)))),
    "ratios": ForAll((j, k), Implies(And(Eq(h[j], 1), Eq(h[k], 1)), Eq(q[j] / q[k], v[j] / v[k]))),
}
supported = claim.part("on a support", given=on_support, shows=ForAll(j, Eq(q[j], mass_anchor(h[j] * v[j], j))))


@supported.proof
def add_up_over_the_support(context):
    here, there, away, off = (f.assume(Eq(mask, truth)) for truth in (1, 0) for mask in (h[j], h[k]))
    support = context["support"]
    none, alive, gone = (f.mp(f.part(f.spec(support, at), side), th) for at, side, th in ((j, 1, away), (k, 0, there), (k, 1, off)))
    # q_k h_j v_j = q_j h_k v_k, by the ratios or because both sides are 0; summed over k this is h_j v_j = q_j Σhv
    same, goal = f.mp(f.spec(context["ratios"], j, k), f.conj(here, there)), (q[k] * (h[j] * v[j]), q[j] * (h[k] * v[k]))
    both = f.cut(f.linear(*goal, (same, -q[k] * v[k]), (here, q[k] * v[j]), (there, -q[j] * v[k])), alive)
    one = f.linear(*goal, (away, q[k] * v[j]), (none, -h[k] * v[k]))
    cross = mask_cases(f.spec(context["h mask"], j), both, one)
    cross = mask_cases(f.spec(context["h mask"], k), cross, f.linear(*goal, (gone, h[j] * v[j]), (off, -q[j] * v[k])))
    total = Sum(h[j] * v[j], j)
    cross = f.gen(f.linear(h[j] * v[j], q[j] * total, (context.clear(cross), 1, k), (context["unit mass"], -h[j] * v[j])), j)
    # a total of 0 would leave no mass
    zero = f.assume(Eq(total, 0))
    empty = context.clear(f.linear(h[j], 0, (f.spec(cross, j), 1 / v[j]), (zero, q[j] / v[j])), zero)
    nothing = f.linear(1, 0, (context["unit mass"], -1), (f.mp(f.part(f.spec(support, j), 1), empty), 1, j))
    nonzero = f.cases(zero.conclusion, f.absurd(nothing, Ne(total, 0)), f.assume(Ne(total, 0)))
    return context.clear(context.identity((f.spec(cross, j), -1 / total)), nonzero)


@supported.near_miss("the mass of all of v: v = (1, 1), h = (1, 0)")
def of_all_keys():
    return ForAll(j, Eq(q[j], mass_anchor(v[j], j)))


supported.drawn({q: (j, h[j] * v[j] / Sum(h[k] * v[k], k))})
supported.necessary("unit mass", "the ratios leave a factor", at={h: [1], q: [2], v: [1]})
supported.necessary("support", "mass off the support", at={h: [1, 0], q: [Rational(1, 2), Rational(1, 2)], v: [1, 1]})
supported.necessary("ratios", "any vector of unit mass", at={h: [1, 1], q: [Rational(1, 4), Rational(3, 4)], v: [1, 1]})
# "h mask": an h other than 0 and 1 says nothing about q there; "v positive": as above.
