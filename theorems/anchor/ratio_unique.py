"""Ratios and unit mass determine a positive vector.

On a finite set, a positive vector has unit mass and the ratios of a given positive vector exactly if it is the
normalisation of that vector.  Source: Geometric Attention (arXiv 2601.11618), section 4; Luce (1959), Individual Choice Behavior.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Rational, Sum, field, index, sizes
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
