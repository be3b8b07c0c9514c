"""An observable is constant on the classes of the probes exactly if it factors through the quotient, in one way.

Two states are equivalent if every probe agrees on them, and the quotient map q sends a state to its class.  An observable f has one
value on every class if and only if f = g∘q for some g, and there is only one such g: what can be seen through the probes are the
functions on the quotient.  Source: Mac Lane and Birkhoff (1999), Algebra, section I.9.
"""

from gaproof import Claim
from gaproof.lemmas.circulation import if_any
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Iff, Implies, companion, delta, field, index, index_map, sizes

states, probes, classes = sizes("X R Q")
(x, y), p, c = index("x y", states), index("p", probes), index("c", classes)
probe, observable = field("P", p, x), field("f", x)
g, g2, q = *field("g g2", c), index_map("q", x, c)


def equivalent(x, y):
    """Every probe agrees."""
    return ForAll(p, Eq(probe[p, x], probe[p, y]))


onto = ForAll(c, Exists(x, Eq(delta(q(x), c), 1)))
quotient = ForAll((x, y), Iff(Eq(delta(q(x), q(y)), 1), equivalent(x, y)))
constant = ForAll((x, y), Implies(equivalent(x, y), Eq(observable[x], observable[y])))


def through(g):
    """f = g∘q."""
    return ForAll(x, Eq(observable[x], g[q(x)]))


claim = Claim("probe.quotient", source="Mac Lane and Birkhoff (1999), Algebra, section I.9")
factors = claim.part(
    "factors", given={"classes": quotient}, shows=Iff(constant, Exists(g, through(g))), model={probe: ((p, x), 0), q: (x, c)}
)
unique = claim.part(
    "unique", given={"onto": onto, "by g": through(g), "by g2": through(g2)}, shows=ForAll(c, Eq(g[c], g2[c])), model={states: classes}
)


@factors.proof
def the_value_at_a_chosen_state(proof):
    # a state of every class that has one
    state, same, z = index_map("state", c, x), f.assume(constant), companion(c)
    at, some = Eq(delta(q(x), c), 1), Exists(x, Eq(delta(q(x), c), 1))
    chosen = f.choice(f.gen(if_any(some, f.assume(some), x, at), c), state)
    (known,) = f.obtain(chosen, state)
    there = f.exists(f.linear(delta(q(x), q(x)), 1), Exists(y, Eq(delta(q(y), q(x)), 1)), x)
    one_class = f.mp(f.spec(known, q(x)), there)
    alike = f.mp(f.part(f.spec(proof["classes"], state(q(x)), x), 0), one_class)
    value = f.linear(observable[x], observable[state(q(x))], (f.mp(f.spec(same, state(q(x)), x), alike), -1))
    forward = f.release(f.exists(f.gen(value, x), Exists(g, through(g)), (c, observable[state(c)])), chosen, state)
    # the other way: equivalent states have one class
    some, agree = f.assume(Exists(g, through(g))), f.assume(equivalent(x, y))
    (by_g,) = f.obtain(some, g)
    one_class = f.mp(f.part(f.spec(proof["classes"], x, y), 1), agree)
    equal = f.rewrite(one_class, f.linear(g[q(x)], g[q(x)]), z, Eq(g[q(x)], g[z]))
    equal = f.linear(observable[x], observable[y], (equal, 1), (f.spec(by_g, x), 1), (f.spec(by_g, y), -1))
    back = f.release(f.gen(f.imply(equal, agree), x, y), some, g)
    return f.conj(f.imply(forward, same), f.imply(back, some))


@unique.proof
def every_class_has_a_state(proof):
    (there,) = f.obtain(f.spec(proof["onto"], c), x)
    z = companion(c)
    both = f.linear(g[q(x)], g2[q(x)], (f.spec(proof["by g"], x), -1), (f.spec(proof["by g2"], x), 1))
    return f.gen(f.release(f.rewrite(there, both, z, Eq(g[z], g2[z])), f.spec(proof["onto"], c), x), c)


@factors.near_miss("an observable that is constant on no more than the classes is not constant: two states that a probe tells apart")
def one_value():
    return Iff(ForAll((x, y), Eq(observable[x], observable[y])), Exists(g, through(g)))


@unique.near_miss("two observables may factor through q by different functions")
def another_observable():
    return {"onto": onto, "by g": through(g)}, ForAll(c, Eq(g[c], g2[c]))


factors.necessary("classes", "a map that forgets what a probe sees", at={probe: [[0, 1]], observable: [0, 1], q: [0, 0], classes: 1})
unique.necessary("onto", "g may be anything at a class that no state has", at={observable: [0], q: [0], g: [0, 1], g2: [0, 2]})
unique.necessary("by g", "any g", at={observable: [0], q: [0], g: [1], g2: [0]})
unique.necessary("by g2", "any g2", at={observable: [0], q: [0], g: [0], g2: [1]})
