"""Near misses that no search refutes: the kernel derives 0 = 1 from them, at explicit values and for all sizes.

They say something about functions on the reals, about steps that go to 0, or about equal exponentials, which balls cannot tell.
Where two different indices are needed, a and b with δ(a, b) = 0 are assumed.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gaproof.exact.refutation import FALSE, Refutation
from gaproof.exact.refutation import refutes as refutes_exactly
from gaproof.proof import rules
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import substitute
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge, prove
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, delta, exp, function, scalar
from theorems.anchor import free_energy, jacobian, shift

Derivation = Callable[[Refutation], Theorem]
(w, x, y), ell = scalar("w x y"), function("ell")
STEP = f.node(And(ForAll(w, Implies(Le(w, 0), Eq(ell(w), 1))), ForAll(w, Implies(Lt(0, w), Eq(ell(w), 0)))))
HALF = Fraction(1, 2)


def refutes(statement: Statement, th: Theorem) -> bool:
    """Whether the theorem says 0 = 1 and assumes the statement, apart from what is harmless: that some type has two elements, or that
    ℓ is the step."""
    return refutes_exactly(statement, th, [STEP])


def proved(formula: Any, *facts: Theorem) -> Theorem:
    return prove(f.node(formula), facts)


def no_bound_for_an_exponential(claim: Refutation) -> Theorem:
    """ℓ(w) = e⁻ʷ is at most 1 on [0, 1]; a bound K everywhere fails at w = −K, because 1 + K ≤ eᴷ."""
    K = scalar("K")
    bounded = claim.at({"ell": (x, exp(-x))})
    (bound,) = f.obtain(bounded, K)
    over = f.spec(bound, -K)
    steep = f.inst(exp_tangent(), {"t": K})
    contrary = f.le(1, 0, f.add(f.by(over), f.by(steep)))
    return f.release(f.absurd(contrary, FALSE), bounded, K)


def step_cases() -> tuple[Theorem, Theorem]:
    """ℓ(w) = 1 from w ≤ 0, and ℓ(w) = 0 from 0 < w."""
    step = f.assume(STEP)
    return tuple(f.mp(f.spec(f.part(step, k), w), f.assume(c)) for k, c in enumerate((Le(w, 0), Lt(0, w))))  # type: ignore[return-value]


def step_laws() -> list[Theorem]:
    """The step decreases and is not 0, and from 0 on it turns sums into products."""
    one, zero = step_cases()
    x_one, x_none, y_one, y_none = (f.inst(th, {w: at}) for at in (x, y) for th in (one, zero))
    order, from_x, from_y = (f.assume(c) for c in (Le(x, y), Le(0, x), Le(0, y)))
    is_zero = rules.antisymmetry(f.assume(Le(x, 0)), from_x)
    start = f.rewrite(f.flip(is_zero), f.linear(ell(0 + y), ell(y)), w, Eq(ell(w + y), ell(y)))
    at_start = f.linear(ell(x + y), ell(x) * ell(y), (start, 1), (x_one, -ell(y)))
    later = f.cut(f.inst(zero, {w: x + y}), f.lt(0, x + y, f.add(f.by(f.assume(Lt(0, x))), f.by(from_y))))
    beyond = f.linear(ell(x + y), ell(x) * ell(y), (later, 1), (x_none, -ell(y)))
    product = f.gen(f.imply(f.cases(Le(x, 0), at_start, beyond), from_x, from_y), x, y)
    low, none = (f.le(ell(y), ell(x), f.num(q), (th, 1), (y_none, -1)) for q, th in ((1, x_one), (0, x_none)))
    before = f.le(x, 0, f.add(f.by(order), f.by(f.assume(Le(y, 0)))))
    high = f.cut(f.le(ell(y), ell(x), f.num(0), (x_one, 1), (y_one, -1)), before)
    decreasing = f.gen(f.imply(f.cases(Le(y, 0), high, f.cases(Le(x, 0), low, none)), order), x, y)
    alive = f.cut(f.inst(one, {w: 0}), f.le(0, 0, f.num(0)))
    nonzero = rules.unequal(f.lt(0, ell(0), f.num(1), (alive, 1)))
    return [product, decreasing, f.exists(nonzero, Exists(w, Ne(ell(w), 0)), 0)]


def step_is_not_positive(claim: Refutation) -> Theorem:
    """The hard match: ℓ(w) = 1 for w ≤ 0 and ℓ(w) = 0 for w > 0, so ℓ(1) > 0 fails."""
    wrong = f.mp(f.spec(claim.at({}, *step_laws()), 1), f.le(0, 1, f.num(1)))
    th = f.absurd(f.lt(0, 0, f.by(wrong), (_gone(), -1)), FALSE)
    return discharge(th, [], wrong.hypotheses)


def step_is_no_exponential(claim: Refutation) -> Theorem:
    """The same step: ℓ(1) = 0, and no exponential is 0."""
    wrong = f.mp(f.spec(claim.at({}, *step_laws()), 1), f.le(0, 1, f.num(1)))
    power = wrong.conclusion.children[1]
    vanishes = f.rewrite(wrong, _gone(), x, f.node(Eq(x, 0)))  # no law of log is used: log 0 may be anything
    positive = f.inst(f.lt(0, exp(x), f.ex(x)), {x: power.children[0]})
    return f.absurd(f.rewrite(vanishes, positive, x, f.node(Lt(0, x))), FALSE)


def _gone() -> Theorem:
    """ℓ(1) = 0."""
    return f.cut(f.inst(step_cases()[1], {w: 1}), f.lt(0, 1, f.num(1)))


def one_constant_for_two_rows(claim: Refutation) -> Theorem:
    """s_i = δ(i, a) is a row field, so it anchors like 0; one constant would be 1 in row a and 0 in row b."""
    i, j = shift.i, shift.j
    a, b, apart = claim.different(shift.n)
    values = {"M": ((i, j), 1), "kappa": ((i, j), 1), "tau": 1, "s": ((i, j), delta(i, a)), "t": ((i, j), 0)}
    forward = f.part(claim.at(values), 0)
    common = f.mp(forward, prove(forward.conclusion.children[0], []))
    u = scalar("u")
    (same,) = f.obtain(common, u)
    in_a, in_b = (f.mp(f.spec(same, row, j), f.linear(1, 1)) for row in (a, b))
    return f.release(f.linear(0, 1, (in_b, 1), (in_a, -1), (apart, -1)), common, u)


def maximiser_with_another_reference(claim: Refutation) -> Theorem:
    """π = 1 + δ(j, a), s = 0: the optimal p = π/(m + 1) is not uniform, at b it would be 1/(m + 1) = 1/m."""
    j, m = free_energy.j, free_energy.m
    a, b, apart = claim.different(m)
    pi = 1 + delta(j, a)
    values = {"M": (j, 1), "tau": 1, "s": (j, 0), "pi": (j, pi)}
    best = f.eq_le(f.flip(f.inst(free_energy.claim.theorem("attained"), values)))
    values["p"] = (j, pi / Sum(pi, j))
    optimal = claim.statement.hypotheses["optimal"]
    best = f.restate(best, substitute(optimal, {s: f.value(values[s.name]) for s in optimal.free}))
    uniform = f.spec(claim.at(values, discharge(best, [], frozenset())), b)
    th = f.linear(0, 1, (uniform, m * (m + 1)), (apart, -m))
    return discharge(th, [], uniform.hypotheses | apart.hypotheses)


UNIFORM = {"M": (jacobian.j, 1), "kappa": (jacobian.j, 1)}  # with s = 0 the anchor is 1/m


def derivative_without_normaliser(claim: Refutation) -> Theorem:
    """At τ = 1 and x = (h, …, h) nothing changes, but x/m does: ε = 1/(2m) fails for every η, at h = η."""
    j, m, eta = jacobian.j, jacobian.m, scalar("eta")
    small = f.mp(f.spec(claim.at({**UNIFORM, "tau": 1}), 1 / (2 * m)), proved(Lt(0, 1 / (2 * m))))
    (chosen,) = f.obtain(small, eta)
    positive, rest = (f.part(chosen, side) for side in (0, 1))
    rest = f.spec(rest, (j, 0), (j, eta), eta)
    rest = f.mp(rest, prove(rest.conclusion.children[0], [positive]))
    below = f.part(f.spec(rest, j), 0)  # −η/(2m) ≤ −η/m
    th = f.absurd(f.lt(0, 0, f.add(f.mul(f.by(positive), f.inv(f.size(m)), f.num(HALF)), f.by(below))), FALSE)
    return f.release(discharge(th, [], below.hypotheses), small, eta)


def derivative_times_temperature(claim: Refutation) -> Theorem:
    """At τ = 2 the change is Jx up to ε h, and so cannot be 2Jx: that bounds Jx by 2ε h, while the step x = h in column a of m ≥ 2
    has (Jx)_a = (m − 1) h/(2m²).  For ε = 1/(8m²) this is more."""
    k, m, (right, wrong) = jacobian.k, jacobian.m, scalar("right wrong")
    a, b, apart = claim.different(m)
    epsilon, h = 1 / (8 * m * m), right * wrong / (right + wrong)
    values = {**UNIFORM, "tau": 2}
    true = discharge(f.inst(jacobian.claim.theorem("derivative"), values), [], frozenset())
    small, smaller = (f.mp(f.spec(th, epsilon), proved(Lt(0, epsilon))) for th in (true, claim.at(values)))
    (near,), (nearer,) = f.obtain(small, right), f.obtain(smaller, wrong)
    signs = [f.part(chosen, 0) for chosen in (near, nearer)]
    positive = f.mul(*map(f.by, signs), f.inv(f.add(*map(f.by, signs))))  # h

    def rest_at_a(chosen: Theorem, radius: Any) -> Theorem:
        rest = f.spec(f.part(chosen, 1), (jacobian.j, 0), (k, h * delta(k, a)), h)
        inside = f.conj(
            f.le(-h, h * delta(k, a), f.mul(positive, f.add(f.num(1), f.sq(delta(k, a))))),
            f.le(h * delta(k, a), h, f.mul(positive, f.sq(1 - delta(k, a)))),
        )
        short = f.le(h, radius, f.mul(f.sq(radius), f.inv(f.add(*map(f.by, signs)))))
        return f.spec(f.mp(rest, f.conj(f.gen(inside, k), short)), a)

    upper, lower = f.part(rest_at_a(near, right), 1), f.part(rest_at_a(nearer, wrong), 0)
    two = f.le(2, m, f.tot(k, f.sq(1 - delta(k, a) - delta(k, b))), (apart, -2))
    excess = f.mul(positive, f.inv(f.size(m)), f.inv(f.size(m)), f.add(f.mul(f.num(HALF), f.by(two)), f.num(HALF * HALF)))
    th = f.absurd(f.lt(0, 0, f.add(f.by(upper), f.by(lower), excess)), FALSE)
    granted = frozenset().union(*(t.hypotheses for t in (near, nearer, apart, smaller)))
    return f.release(f.release(discharge(th, signs, granted), smaller, wrong), small, right)
