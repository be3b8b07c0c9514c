"""Depth of attention alone collapses, and residuals lift that.

Let a stack of layers x ↦ A_t x have no value map and no residual, with rows of A_t that sum to 1.  In every feature the oscillation
max − min of the states contracts at layer t by Dobrushin's coefficient τ_t, the largest total variation between two rows of A_t, and so
by Π τ_t over the layers.  If all entries are at least δ, then τ_t ≤ 1 − nδ, and after T layers at most (1 − nδ)^T of it is left.  With the
residual x ↦ x + Ax that need not be so: attention that is uniform over the tokens has τ = 0, and its residual stack keeps all differences
between states, at any depth.
Source: Dobrushin (1956), Theory of Probability and Its Applications 1; Dong, Cordonnier and Loukas (2021), Attention is not all you
need, ICML.
"""

from gaproof import Claim
from gaproof.lemmas.extremes import minimum
from gaproof.lemmas.reals import successor, zero_is_zero
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import And, Eq, ForAll, Le, Lt, Sum, delta, exp, field, index, log, nat, natural, scalar, sizes, succ, zero
from gaproof.theory import between, extensional, total_variation_at_most
from theorems.transformer import hull
from theorems.transformer.hull import claim as transformer_hull

n, features = sizes("n C")
(i, j, k), c, t = index("i j k", n), index("c", features), natural("t")
A, x, D = field("A", t, i, j), field("x", t, i, c), field("D", c)
tau, P = field("tau P", t)
least, y = scalar("delta y")
attended = extensional(A[t, i, j], x[t, j, c], j)


def differences(t, bound):
    """No two states differ by more, in any feature."""
    return ForAll((i, k, c), Le(x[t, i, c] - x[t, k, c], bound))


def product(factor):
    """P is the product of the factors over the layers."""
    return {"no layer": Eq(P[zero], 1), "one more layer": ForAll(t, Eq(P[succ(t)], P[t] * factor))}


unit_rows = {"unit rows": ForAll((t, i), Eq(Sum(A[t, i, j], j), 1))}
stack = {"layers": ForAll((t, i, c), Eq(x[succ(t), i, c], attended)), **unit_rows, "start": differences(zero, D[c])}
apart = {"coefficients": ForAll((t, i, k), total_variation_at_most(A[t, i, j], A[t, k, j], j, tau[t]))}
contracts = ForAll(t, differences(t, P[t] * D[c]))
still = {A: ((t, i, j), 1 / n), x: ((t, i, c), 0), D: (c, 0), tau: (t, 1), P: (t, 1), least: 0}
claim = Claim("depth.collapse", source="Dobrushin (1956); Dong, Cordonnier and Loukas (2021)")
dobrushin = claim.part("product of coefficients", given={**stack, **apart, **product(tau[t])}, shows=contracts, model=still)
bounded = {"least entry": ForAll((t, i, j), Le(least, A[t, i, j]))}
positive = claim.part("least entry", given={**stack, **bounded, **product(1 - n * least)}, shows=contracts, model=still)
uniform = Sum(x[t, j, c] / n, j)
lifted = {"layers": ForAll((t, i, c), Eq(x[succ(t), i, c], x[t, i, c] + uniform))}
same_differences = ForAll((t, i, k, c), Eq(x[t, i, c] - x[t, k, c], x[zero, i, c] - x[zero, k, c]))
no_spread = ForAll((i, k), total_variation_at_most(1 / n, 1 / n, j, 0))
residuals = claim.part("residuals", given=lifted, shows=And(no_spread, same_differences), model={x: ((t, i, c), 0)})


@dobrushin.proof
def layer_after_layer(p):
    known, first = f.assume(differences(t, P[t] * D[c])), index("first", n)
    width, value = P[t] * D[c], (j, x[t, j, c])
    # values of that width lie in an interval from the least of them on
    lowest = f.inst(minimum(n.sort), {"h": (j, 1), "x": value})
    (found,) = f.obtain(lowest, first)
    low = x[t, first, c]
    above = f.mp(f.spec(f.part(found, 1), j), f.linear(1, 1))
    inside = f.gen(f.conj(above, f.le(x[t, j, c], low + width, f.by(f.spec(known, j, first, c)))), j)
    coefficient = f.retype(p.use(transformer_hull, "Dobrushin's coefficient"), {hull.j: n})
    coefficient = f.inst(coefficient, {"A": ((i, j), A[t, i, j]), "D": tau[t]})
    spread = f.mp(f.part(coefficient, 0), f.gen(f.spec(p["coefficients"], t, i, k), i, k))
    spread = f.spec(f.mp(f.spec(spread, value, low, low + width), inside), i, k)
    layer = f.spec(p["layers"], t, i, c)
    uses = (layer, -1), (f.spec(p["layers"], t, k, c), 1), (f.spec(p["one more layer"], t), D[c])
    next_ = f.le(x[succ(t), i, c] - x[succ(t), k, c], P[succ(t)] * D[c], f.by(spread), *uses)
    next_ = f.gen(p.clear(f.release(next_, lowest, first), known), i, k, c)
    begin = f.le(x[zero, i, c] - x[zero, k, c], P[zero] * D[c], f.by(f.spec(p["start"], i, k, c)), (p["no layer"], D[c]))
    begin = f.gen(begin, i, k, c)
    return f.gen(f.induction(begin, next_, t, differences(t, P[t] * D[c])), t)


@positive.proof
def what_all_rows_share(p):
    test = field("h", j)
    given = f.assume(between(test[j], 0, 1, j))
    above, below = (f.by(f.part(f.spec(given, j), side)) for side in (0, 1))
    own, other = (f.by(f.spec(p["least entry"], t, row, j)) for row in (i, k))
    shared = f.tot(j, f.add(f.mul(own, below), f.mul(other, above)))
    bound = f.le(Sum((A[t, i, j] - A[t, k, j]) * test[j], j), 1 - n * least, shared, (f.spec(p["unit rows"], t, i), -1))
    coefficients = f.gen(f.gen(f.imply(bound, given), test), t, i, k)
    return f.cut(p.use(claim, "product of coefficients", {tau: (t, 1 - n * least)}), coefficients)


@residuals.proof
def every_state_moves_alike(p):
    layer = f.spec(p["layers"], t, i, c)
    known = f.assume(ForAll((i, k, c), Eq(x[t, i, c] - x[t, k, c], x[zero, i, c] - x[zero, k, c])))
    start = f.linear(x[zero, i, c] - x[zero, k, c], x[zero, i, c] - x[zero, k, c])
    uses = (layer, 1), (f.spec(p["layers"], t, k, c), -1), (f.spec(known, i, k, c), 1)
    next_ = f.linear(x[succ(t), i, c] - x[succ(t), k, c], x[zero, i, c] - x[zero, k, c], *uses)
    kept = f.induction(f.gen(start, i, k, c), f.gen(next_, i, k, c), t, known.conclusion)
    return f.conj(p.auto(p.goal.children[0]), f.gen(kept, t))


def powers(rate):
    """⊢ e^(rate · 0) = 1, ∀t e^(rate · (t + 1)) = e^rate · e^(rate · t), and e^(rate · 1) = e^rate."""
    here = exp(rate * nat(t))
    none = f.rewrite(f.flip(zero_is_zero()), f.linear(exp(rate * 0), 1), y, Eq(exp(rate * y), 1))
    more = f.linear(exp(rate * (nat(t) + 1)), exp(rate) * here)
    more = f.gen(f.rewrite(f.flip(f.spec(successor(), t)), more, y, Eq(exp(rate * y), exp(rate) * here)), t)
    return none, more, f.linear(exp(rate * nat(succ(zero))), exp(rate), (f.spec(more, zero), 1), (none, exp(rate)))


def states_at_rest(miss):
    """All look at the position a, and only the state of another one, b, is not 0: what is looked up is 0, and nothing moves."""
    a, b, apart_ = miss.different(n)
    layers = f.gen(f.linear(delta(i, b), delta(i, b) + Sum(delta(j, a) * delta(j, b), j), (apart_, -1)), t, i, c)
    start = f.gen(f.le(delta(i, b) - delta(k, b), 1, f.add(f.sq(1 - delta(i, b)), f.sq(delta(k, b)))), i, k, c)
    test = field("h", j)
    equal = f.le(Sum((delta(j, a) - delta(j, a)) * test[j], j), exp(-1), f.ex(-1))
    equal = f.gen(f.gen(f.imply(equal, between(test[j], 0, 1, j)), test), t, i, k)
    none, more, once = powers(-1)
    more = f.gen(f.linear(exp(-nat(succ(t))), exp(-nat(t)) * exp(-1), (f.spec(more, t), 1)), t)
    units = f.gen(f.linear(Sum(delta(j, a), j), 1), t, i)
    values = {"A": ((t, i, j), delta(j, a)), "x": ((t, i, c), delta(i, b)), "D": (c, 1), "tau": (t, exp(-1)), "P": (t, exp(-nat(t)))}
    everywhere = miss.at(values, layers, units, start, equal, f.linear(exp(-nat(zero)), 1, (none, 1)), more)
    first = f.spec(everywhere, succ(zero), b, a, c)  # 1 ≤ 1/e
    steep = f.mul(f.ex(-1), f.by(f.inst(exp_tangent(), {"t": 1})))  # 2/e ≤ 1
    return f.le(1, 0, f.add(f.by(first), f.by(first), steep), (apart_, -2), (once, -2))


@dobrushin.near_miss("a residual stack: all look at one position, whose state is 0", by=states_at_rest)
def residual_stack():
    with_residual = {"layers": ForAll((t, i, c), Eq(x[succ(t), i, c], x[t, i, c] + attended))}
    return {**stack, **with_residual, **apart, **product(tau[t])}, contracts


def equal_states(miss):
    """States that are all 0."""
    everywhere = miss.at({"A": ((t, i, j), 1 / n), "x": ((t, i, c), 0), "D": (c, 0), "P": (t, 1), "delta": 0})
    return f.restate(f.spec(everywhere, zero, i, k, c), Lt(0, 0))


@positive.near_miss("what is bounded need not get less: states that are equal", by=equal_states)
def strictly_less():
    return ForAll((t, i, k, c), Lt(x[t, i, c] - x[t, k, c], P[t] * D[c]))


def doubled_states(miss):
    """x = 1 becomes 2."""
    none, more, once = powers(log(2))
    power = exp(log(2) * nat(t))
    layers = f.gen(f.linear(exp(log(2) * nat(succ(t))), power + Sum(power / n, j), (f.spec(more, t), 1)), t, i, c)
    everywhere = miss.at({"x": ((t, i, c), power)}, layers)
    return f.linear(2, 1, (f.spec(everywhere, succ(zero), i, c), 1), (once, -1), (none, 1))


@residuals.near_miss("the states themselves move: 1 becomes 2", by=doubled_states)
def states_rest():
    return ForAll((t, i, c), Eq(x[t, i, c], x[zero, i, c]))


# "layers": states that grow by themselves.  "unit rows": rows (1, 0) and (0, 0) tell equal states apart.  "coefficients", "least entry":
# the identity moves nothing.  "start", "no layer", "one more layer": any bound.  No model of a sequence of layers is checked.
