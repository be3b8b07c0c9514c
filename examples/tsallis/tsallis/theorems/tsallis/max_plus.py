"""An idempotent composition of work, such as the maximum, has no generator.

If x ⊕ x = x for all x and g(x ⊕ y) = g(x) + g(y), then g = 0, which is one to one on no two numbers.  Another way to see it: whatever has
a generator is cancellative, x ⊕ y = x ⊕ z gives y = z, while max(2, 0) = max(2, 1).  So the max-plus limit of the other compositions is
not one of them.  Source: Aczél (1966), Lectures on Functional Equations, section 6.2.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Ne, scalar

from tsallis import generator as general
from tsallis.generator import compose, d, everywhere, g, h, x, y

z, w = scalar("z w")
claim = Claim("tsallis.max_plus", source="Aczél (1966), section 6.2")

idempotent = ForAll(x, Eq(compose(x, x), x))
sums = ForAll((x, y), Eq(g(compose(x, y)), g(x) + g(y)))
left = {compose: ((x, y), x)}  # x ⊕ y = x is idempotent as well
no_generator = claim.part(
    "no generator", given={"idempotent": idempotent, "sums": sums}, shows=ForAll(x, Eq(g(x), 0)), model={**left, g: (x, 0)}
)


@no_generator.proof
def twice_itself(p):
    doubled = f.rewrite(f.spec(p["idempotent"], x), f.spec(p["sums"], x, x), z, Eq(g(z), g(x) + g(x)))
    return f.gen(f.linear(g(x), 0, (doubled, -1)), x)


@no_generator.near_miss("g(x) = 0, not 1")
def one():
    return ForAll(x, Eq(g(x), 1))


no_generator.necessary("idempotent", "g(x) = x generates x + y", at={g: (x, x), compose: ((x, y), x + y)})
no_generator.necessary("sums", "g = 1 generates nothing", at={**left, g: (x, 1)})


everything = {d: (x, 1), h: (x, x), g: (x, x)}
cancellative = claim.part(
    "cancellative",
    given={"one to one": general.one_to_one, "additive": general.additive},
    shows=everywhere((x, y, z), Implies(Eq(compose(x, y), compose(x, z)), Eq(y, z))),
    model={**everything, compose: ((x, y), x + y)},
)


@cancellative.proof
def subtract_g_of_x(p):
    in_x, in_y, in_z = (f.assume(general.inside(v)) for v in (x, y, z))
    same = f.assume(Eq(compose(x, y), compose(x, z)))
    sum_y, sum_z = (f.part(f.mp(f.spec(p["additive"], x, v), in_x, v_in), 1) for v, v_in in ((y, in_y), (z, in_z)))
    alike = f.rewrite(same, sum_y, w, Eq(g(w), g(x) + g(y)))
    equal = f.linear(g(y), g(z), (alike, -1), (sum_z, 1))
    back_y, back_z = (f.mp(f.spec(p["one to one"], v), v_in) for v, v_in in ((y, in_y), (z, in_z)))
    moved = f.rewrite(equal, back_y, w, Eq(h(w), y))  # h(g(z)) = y
    return f.linear(y, z, (moved, -1), (back_z, 1))


@cancellative.near_miss("only if x ⊕ y = x ⊕ z: 0 and 1")
def without_the_condition():
    return everywhere((y, z), Eq(y, z))


cancellative.necessary("additive", "x ⊕ y = x", at={**everything, **left, x: 0, y: 0, z: 1})
cancellative.necessary("one to one", "g = 0", at={**everything, h: (x, 0), g: (x, 0), **left, x: 0, y: 0, z: 1})


maximum = {"max(2, 0)": Eq(compose(2, 0), 2), "max(2, 1)": Eq(compose(2, 1), 2)}
witness = claim.part(
    "the maximum is not",
    given=maximum,
    shows=Exists((x, y, z), And(Eq(compose(x, y), compose(x, z)), Ne(y, z))),
    model=left,
)


@witness.proof
def at_two(p):
    same = f.linear(compose(2, 1), compose(2, 0), (p["max(2, 1)"], 1), (p["max(2, 0)"], -1))
    return f.exists(f.conj(same, f.unequal(f.lt(0, 1, f.num(1)))), p.goal, 2, 1, 0)


witness.necessary("max(2, 0)", "of the sum only 2 + 1 is wrong", at={compose: ((x, y), x + y - 1)})
witness.necessary("max(2, 1)", "the sum has 2 + 0 = 2", at={compose: ((x, y), x + y)})
