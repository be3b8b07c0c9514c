"""Sums are the only normalisers that do not depend on how keys are grouped.

A normaliser gives every positive vector on every finite set a number.  Let it be positive and homogeneous of degree 1 on sets of one
element, and natural: the normaliser of a vector is that of its block sums, for every way to group the set.  Then it is c Σ for one c >
0, and c Σ is natural; grouping all into one block is enough.  With block maxima in place of block sums it is c max.  So if evidence
adds up when keys are merged, the rows that stand for their classes are those of one mass, and the shares of merged keys add up: that is
why rows sum to 1.
Source: Geometric Attention (arXiv 2601.11618), section 4; Aczél (1966), Lectures on Functional Equations, for homogeneous functions.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, Sum, delta, field, function, index, index_map, scalar, sizes

n, q, v = sizes("n q v")  # a set, a set of blocks, names of vectors
j, k, b, t, x = *index("j k", n), *index("b t", q), index("x", v)
one, N = function("one"), field("N", x)  # the normaliser on sets of one element, and on n
W, w, c = field("W", x, j, domain="positive"), field("w", j, domain="positive"), scalar("c", domain="positive")
(y, z), a = scalar("y z"), field("a", j)
block, top = index_map("block", j, b), index_map("top", b, j)

on_a_point = {
    "homogeneous": ForAll((y, z), Implies(Lt(0, y), Implies(Lt(0, z), Eq(one(y * z), y * one(z))))),
    "positive": ForAll(y, Implies(Lt(0, y), Lt(0, one(y)))),
}


def is_maximum(value, index):
    """No entry is greater than that at the index."""
    return ForAll(k, Le(value(k), value(index)))


claim = Claim("anchor.naturality", source="Geometric Attention, section 4; Aczél (1966)")

sums_natural = {"natural": ForAll(x, Eq(N[x], one(Sum(W[x, j], j))))}
sums = claim.part("sums", given={**on_a_point, **sums_natural}, shows=And(Lt(0, one(1)), ForAll(x, Eq(N[x], one(1) * Sum(W[x, j], j)))))


def scaled(p, total, positive):
    """one(total) = total · one(1)."""
    unit = f.lt(0, 1, f.num(1))
    return f.mp(f.spec(p["homogeneous"], total, 1), positive, unit)


@sums.proof
def all_in_one_block(p):
    total = Sum(W[x, j], j)
    positive = p.auto(Lt(0, total))
    power = f.restate(scaled(p, total, positive), Eq(one(total), total * one(1)))
    value = f.linear(N[x], one(1) * total, (f.spec(p["natural"], x), 1), (power, 1))
    return f.conj(f.mp(f.spec(p["positive"], 1), f.lt(0, 1, f.num(1))), p.everywhere(value, x))


@sums.near_miss("the mean is homogeneous but does not see how many keys were merged: one(y) = y, W = (1, 1)")
def mean():
    return And(Lt(0, one(1)), ForAll(x, Eq(N[x], one(1) * Sum(W[x, j], j) / n)))


sums.necessary("homogeneous", "the constant 1", at={one: (y, 1), N: [1], W: [[2]]})
sums.necessary("positive", "the constant 0", at={one: (y, 0), N: [0], W: [[1]]})
sums.necessary("natural", "any number", at={one: (y, y), N: [2], W: [[1]]})
sums.necessary("W positive", "one(0) may be 1, where one(y) = y for y > 0", at={one: (y, y + 1 - y / y), N: [1], W: [[0]]}, undefined=0)


maxima_natural = {"natural": ForAll((x, j), Implies(is_maximum(lambda k: W[x, k], j), Eq(N[x], one(W[x, j]))))}
greatest = ForAll((x, j), Implies(is_maximum(lambda k: W[x, k], j), Eq(N[x], one(1) * W[x, j])))
maxima = claim.part("maxima", given={**on_a_point, **maxima_natural}, shows=And(Lt(0, one(1)), greatest))


@maxima.proof
def the_greatest_of_all(p):
    largest = f.assume(is_maximum(lambda k: W[x, k], j))
    power = f.restate(scaled(p, W[x, j], p.auto(Lt(0, W[x, j]))), Eq(one(W[x, j]), W[x, j] * one(1)))
    value = f.linear(N[x], one(1) * W[x, j], (f.mp(f.spec(p["natural"], x, j), largest), 1), (power, 1))
    return f.conj(f.mp(f.spec(p["positive"], 1), f.lt(0, 1, f.num(1))), f.gen(f.imply(p.clear(value, largest), largest), x, j))


@maxima.near_miss("a maximum is no sum: one(y) = y, W = (1, 1)")
def sum_of_all():
    return And(Lt(0, one(1)), ForAll(x, Eq(N[x], one(1) * Sum(W[x, j], j))))


total = Sum(w[j], j)
block_sum = Sum(delta(block(j), b) * w[j], j)
natural = claim.part(
    "sums are natural", shows=And(Lt(0, c * total), Eq(c * Sum(y * w[j], j), y * (c * total)), Eq(c * Sum(block_sum, b), c * total))
)


@natural.proof
def every_key_is_in_one_block(p):
    positive, scale, group = p.goal.children
    return f.conj(p.auto(positive), f.linear(*scale.children), f.linear(*group.children))


@natural.near_miss("sums of squares are not natural: two keys in one block, w = (1, 1)")
def squares():
    positive, scale = Lt(0, c * total), Eq(c * Sum(y * w[j], j), y * (c * total))
    return And(positive, scale, Eq(c * Sum(block_sum**2, b), c * Sum(w[j] ** 2, j)))


of_blocks = {
    "greatest of its block": ForAll(j, Le(a[j], a[top(block(j))])),
    "greatest block": ForAll(b, Le(a[top(b)], a[top(t)])),
}
natural_maxima = claim.part(
    "maxima are natural", given=of_blocks, shows=is_maximum(lambda k: a[k], top(t)), model={q: n, block: (j, j), top: (j, j)}
)


@natural_maxima.proof
def the_greatest_key_of_the_greatest_block(p):
    return f.gen(f.le(a[k], a[top(t)], f.add(f.by(f.spec(p["greatest of its block"], k)), f.by(f.spec(p["greatest block"], block(k))))), k)


shares = claim.part(
    "shares add up",
    shows=And(
        Eq(Sum(delta(block(j), b) * (w[j] / (c * total)), j), block_sum / (c * Sum(block_sum, b))), Eq(Sum(w[j] / (c * total), j), 1 / c)
    ),
)


@shares.proof
def one_denominator(p):
    merged, mass = p.goal.children
    blocks = f.lt(0, Sum(block_sum, b), f.by(p.auto(Lt(0, total))))
    return p.clear(f.conj(f.linear(*merged.children), f.linear(*mass.children)), blocks)


@shares.near_miss("multiples of the maximum do not add up to a fixed mass: two equal keys at w = 1")
def of_the_maximum():
    return And(
        Eq(Sum(delta(block(j), b) * (w[j] / (c * w[k])), j), block_sum / (c * Sum(block_sum, b))), Eq(Sum(w[j] / (c * w[k]), j), 1 / c)
    )


@natural_maxima.near_miss("another key of that block need not be greatest: one block, a = (1, 2), top = 1")
def any_key_of_the_block():
    return ForAll(j, Implies(Eq(delta(block(j), t), 1), is_maximum(lambda k: a[k], j)))


natural_maxima.necessary("greatest of its block", "another key of the block", at={block: [0, 0], top: [0], t: 0, a: [1, 2]})
natural_maxima.necessary("greatest block", "another block", at={block: [0, 1], top: [0, 1], t: 0, a: [1, 2]})
maxima.necessary("homogeneous", "the constant 1", at={one: (y, 1), N: [1], W: [[2]]})
maxima.necessary("positive", "the constant 0", at={one: (y, 0), N: [0], W: [[1]]})
maxima.necessary("natural", "any number", at={one: (y, y), N: [2], W: [[1]]})
maxima.necessary("W positive", "one(0) may be 1, where one(y) = y for y > 0", at={one: (y, y + 1 - y / y), N: [1], W: [[0]]}, undefined=0)
natural.necessary("c positive", "a negative normaliser", at={c: -1, w: [1], y: 1, block: [0], q: 1})
natural.necessary("w positive", "a negative total", at={c: 1, w: [-1], y: 1, block: [0], q: 1})
shares.necessary("c positive", "no mass at all", at={c: 0, w: [2], block: [0], q: 1, b: 0}, undefined=1)
shares.necessary("w positive", "entries that cancel", at={c: 1, w: [1, -1], block: [0, 0], q: 1, b: 0}, undefined=0)
