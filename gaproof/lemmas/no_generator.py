"""Links that show what the theorem on generators cannot do without: from what it would say of each, 0 = 1 is derived.

``miss`` is the theorem without one of its hypotheses, about d, g, h, compose and ell (``gaproof.exact.Refutation``).
"""

from __future__ import annotations

from typing import Any

from ..proof.substitution import opened
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Eq, Exists, Le, Lt, Ne, exp, function, log, number, scalar
from .logarithm import log_product
from .regularity import CONTINUOUS, F, bounded_by
from .step import step_at_one, step_cases, step_laws

x, y, z, epsilon = scalar("x y z epsilon")
ell = function("ell")


def refuted(wrong: Any, at: Any, value: Theorem, *domain: Theorem) -> Theorem:
    """0 = 1, from the law at a work where ℓ is ``value`` = v says and v ≤ 0."""
    law = wrong if wrong.conclusion.tag == "forall" else f.part(wrong, 0)
    here = f.mp(f.spec(law, at), *domain)
    power = here.conclusion.children[1]  # e^…
    same = f.rewrite(here, value, z, Eq(z, value.conclusion.children[1].value))
    positive = f.inst(f.lt(0, exp(z), f.ex(z)), {z: power.children[0]})
    return f.absurd(f.rewrite(same, positive, z, Lt(0, z)), Eq(0, 1))


def tame(name: str) -> Theorem:
    """⊢ t ↦ −t decreases, or t ↦ t has the regularity of this name."""
    order = f.assume(Le(x, y))
    if name == "decreasing":
        return f.gen(f.imply(f.le(-y, -x, f.by(order)), order), x, y)
    rises = f.gen(f.imply(order, order), x, y)
    if name == "bounded on an interval":
        return f.cut(f.inst(bounded_by("increasing"), {F: (x, x)}), rises)
    if name == "increasing":
        return rises
    ends, small = (f.assume(Le(number(0) - epsilon, y)), f.assume(Le(y, number(0) + epsilon))), f.assume(Lt(0, epsilon))
    goal = f.inst(f.assume(CONTINUOUS), {F: (x, x)}).conclusion
    there = f.spec(f.assume(opened(goal, f.value(0))), epsilon).conclusion.children[1]
    some = f.exists(f.conj(small, f.gen(f.imply(f.conj(*ends), *ends), y)), there, epsilon)
    return f.exists(f.gen(f.imply(some, small), epsilon), goal, 0)


def not_additive(miss: Any, name: str) -> Theorem:
    """ℓ(x) = x for x ⊕ y = x·y with g(x) = ±x: at 0 it would be an exponential."""
    line = (x, -x if name == "decreasing" else x)
    values = {"d": (x, 1), "g": line, "h": line, "compose": ((x, y), x * y), "ell": (x, x)}
    return refuted(miss.at(values, tame(name)), 0, f.linear(0, 0), f.lt(0, 1, f.num(1)))


def not_one_to_one(miss: Any, name: str) -> Theorem:
    """ℓ(x) = x for x ⊕ y = x·y with g(x) = ±log x², which does not see the sign of x: at −1 it would be an exponential."""
    slope = -1 if name == "decreasing" else 1
    x_in, y_in = f.assume(Lt(0, x * x)), f.assume(Lt(0, y * y))
    both, split = (f.lt(0, v, f.mul(f.by(x_in), f.by(y_in))) for v in (x * y * (x * y), x * x * (y * y)))
    added = f.cut(f.inst(log_product(), {"x": x * x, "y": y * y}), x_in, y_in)
    added = f.linear(slope * log(x * y * (x * y)), slope * log(x * x) + slope * log(y * y), (added, slope))
    closed = f.gen(f.imply(f.cut(f.conj(both, added), x_in, y_in, both, split), x_in, y_in), x, y)
    values = {"d": (x, x * x), "g": (x, slope * log(x * x)), "h": (x, exp(slope * x / 2)), "compose": ((x, y), x * y), "ell": (x, x)}
    one = f.lt(0, number(-1) * number(-1), f.num(1))
    return f.cut(refuted(miss.at(values, closed), -1, f.linear(-1, -1), one), one)


def not_onto_the_line(miss: Any, name: str = "decreasing") -> Theorem:
    """On D = [0, ∞), where ℓ(−x) = 1 for a step ℓ, g(x) = x reaches no negative number, and g(x) = −x no positive one; there the hard
    match is a link, which decreases with x."""
    line = -x if name == "increasing" else x
    at_0, beyond = step_cases()
    x_in, y_in = f.assume(Lt(0, ell(-x))), f.assume(Lt(0, ell(-y)))
    gone = f.cut(f.inst(beyond, {"w": -x}), f.lt(0, -x, f.by(f.assume(Lt(x, 0)))))
    low = f.cases(Lt(x, 0), f.absurd(f.lt(0, 0, f.by(x_in), (gone, -1)), Le(0, x)), f.assume(Le(0, x)))
    low_y = f.inst(low, {x: y})
    inside = f.inst(at_0, {"w": -(x + y)})
    inside = f.cut(inside, f.le(-(x + y), 0, f.add(f.by(low), f.by(low_y))))
    g_of_both, sum_of_g = (-(x + y), -x + -y) if name == "increasing" else (x + y, x + y)
    closed = f.conj(f.lt(0, ell(-(x + y)), f.num(1), (inside, 1)), f.linear(g_of_both, sum_of_g))
    product = f.mp(f.spec(step_laws()[0], x, y), low, low_y)
    start = f.cut(f.inst(at_0, {"w": 0}), f.le(0, 0, f.num(0)))
    alive = f.conj(f.lt(0, ell(-number(0)), f.num(1), (start, 1)), f.unequal(f.lt(0, ell(0), f.num(1), (start, 1))))
    alive = f.exists(alive, Exists(x, And(Lt(0, ell(-x)), Ne(ell(x), 0))), 0)
    facts = f.gen(f.imply(closed, x_in, y_in), x, y), f.gen(f.imply(product, x_in, y_in), x, y), alive
    tamed = f.cut(f.inst(bounded_by("decreasing"), {"f": ell}), step_laws()[1])
    order = f.assume(Le(x, y))
    rises = f.gen(f.imply(f.mp(f.spec(step_laws()[1], -y, -x), f.le(-y, -x, f.by(order))), order), x, y)  # ℓ(−x)
    values = {"d": (x, ell(-x)), "g": (x, line), "h": (x, line), "compose": ((x, y), x + y)}
    wrong = miss.at(values, *facts, step_laws()[1], tamed, rises)
    one_in = f.lt(0, ell(-number(1)), f.num(1), (f.cut(f.inst(at_0, {"w": -1}), f.le(-1, 0, f.num(1))), 1))
    return refuted(wrong, 1, step_at_one(), one_in)
