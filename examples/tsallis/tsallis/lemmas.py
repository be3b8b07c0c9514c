"""Why log(1 + c·x)/c is a generator of x ⊕ y = x + y + c·x·y, for c ≠ 0."""

from functools import cache

from gaproof.lemmas.logarithm import log_of, log_product
from gaproof.tactics import forward as f
from gaproof.tactics.search import discharge
from gaproof.terms import Lt, Ne, exp, scalar

from .link import compose, generator, inside, inverse

c, x, y, t = scalar("c x y t")
c_not_0, x_in, y_in = f.assume(Ne(c, 0)), f.assume(Lt(0, inside(c, x))), f.assume(Lt(0, inside(c, y)))


@cache
def onto():
    """c ≠ 0 ⊢ ∀t h(t) ∈ D and g(h(t)) = t: 1 + c·h(t) is an exponential."""
    value = f.linear(inside(c, inverse(c, t)), exp(c * t))
    there = f.lt(0, inside(c, inverse(c, t)), f.ex(c * t), (value, 1))
    back = f.linear(generator(c, inverse(c, t)), t, (log_of(value), 1 / c))
    return f.gen(discharge(f.conj(there, back), [there, c_not_0], c_not_0.hypotheses), t)


@cache
def one_to_one():
    """c ≠ 0 ⊢ ∀x ∈ D h(g(x)) = x."""
    back = f.linear(inverse(c, generator(c, x)), x)
    return f.gen(f.imply(discharge(back, [x_in, c_not_0], c_not_0.hypotheses | x_in.hypotheses), x_in), x)


@cache
def additive():
    """c ≠ 0 ⊢ ∀x, y ∈ D x ⊕ y ∈ D and g(x ⊕ y) = g(x) + g(y): 1 + c·(x ⊕ y) is the product of two positive numbers."""
    both = compose(c, x, y)
    closed = f.lt(0, inside(c, both), f.mul(f.by(x_in), f.by(y_in)))
    product = log_of(f.linear(inside(c, both), inside(c, x) * inside(c, y)))
    split = f.cut(f.inst(log_product(), {"x": inside(c, x), "y": inside(c, y)}), x_in, y_in)
    adds = f.linear(generator(c, both), generator(c, x) + generator(c, y), (product, 1 / c), (split, 1 / c))
    facts = [closed, x_in, y_in, c_not_0]
    th = discharge(f.conj(closed, adds), facts, c_not_0.hypotheses | x_in.hypotheses | y_in.hypotheses)
    return f.gen(f.imply(th, x_in, y_in), x, y)
