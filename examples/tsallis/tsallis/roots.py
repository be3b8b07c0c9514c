"""Square roots of positive numbers, which the language has as exp(log(v)/2)."""

from functools import cache

from gaproof.lemmas.logarithm import log_product
from gaproof.tactics import forward as f
from gaproof.tactics.search import discharge
from gaproof.terms import Eq, Le, Lt, exp, log, scalar

a, b, u = scalar("a b u")


def root(v):
    """√v, for v > 0."""
    return exp(log(v) / 2)


@cache
def root_of_square():
    """0 < u ⊢ √(u·u) = u: log(u·u) = 2·log u."""
    positive = f.assume(Lt(0, u))
    double = f.cut(f.inst(log_product(), {"x": u, "y": u}), positive)
    same = f.rewrite(f.flip(double), f.linear(exp((log(u) + log(u)) / 2), u), a, Eq(exp(a / 2), u))
    square = f.lt(0, u * u, f.mul(f.by(positive), f.by(positive)))
    return discharge(same, [positive, square], positive.hypotheses)


@cache
def larger_in_size():
    """0 < b, 0 < b·b - a·a ⊢ 0 < a + b: otherwise 0 ≤ -(a + b) and 0 < b - a, whose product is a·a - b·b."""
    positive, wider, other = f.assume(Lt(0, b)), f.assume(Lt(0, b * b - a * a)), f.assume(Le(a + b, 0))
    apart = f.lt(0, b - a, f.add(f.by(positive), f.by(positive), f.by(other)))
    contrary = f.lt(0, 0, f.add(f.mul(f.by(other), f.by(apart)), f.by(wider)))
    return f.cases(Lt(0, a + b), f.assume(Lt(0, a + b)), f.absurd(contrary, Lt(0, a + b)))
