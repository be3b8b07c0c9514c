"""Generators: a function g from a set D of reals onto ℝ that turns a composition x ⊕ y of work into a sum.

D may be any set: ``d`` is any function, and D is where it is positive.  ``h`` is the inverse of g.
"""

from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, field, function, scalar

(x, y, t), (a, K), (delta, epsilon) = scalar("x y t"), scalar("a K"), scalar("delta epsilon", domain="positive")
d, g, h, ell = function("d g h ell")
compose = field("compose", x, y)  # x ⊕ y


def inside(value):
    """value ∈ D."""
    return Lt(0, d(value))


def everywhere(variables, formula):
    """The formula, for all variables in D."""
    for v in reversed(variables):
        formula = Implies(inside(v), formula)
    return ForAll(variables, formula)


onto = ForAll(t, And(inside(h(t)), Eq(g(h(t)), t)))
one_to_one = everywhere((x,), Eq(h(g(x)), x))
additive = everywhere((x, y), And(inside(compose(x, y)), Eq(g(compose(x, y)), g(x) + g(y))))
generator = {"onto": onto, "one to one": one_to_one, "additive": additive}


def within(lower, upper, formula):
    """The formula, for all y between the two."""
    return ForAll(y, Implies(Le(lower, y), Implies(Le(y, upper), formula)))


def bounded(link):
    """Bounded above on one interval."""
    return Exists((a, K, delta), within(a, a + delta, Le(link(y), K)))


def decreasing(link):
    """Nowhere increasing."""
    return ForAll((x, y), Implies(Le(x, y), Le(link(y), link(x))))


def increasing(link):
    """Nowhere decreasing."""
    return ForAll((x, y), Implies(Le(x, y), Le(link(x), link(y))))


def continuous(link):
    """Continuous at one point."""
    near = And(Le(link(a) - epsilon, link(y)), Le(link(y), link(a) + epsilon))
    return Exists(a, ForAll(epsilon, Exists(delta, within(a - delta, a + delta, near))))
