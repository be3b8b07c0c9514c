"""Mutants of anchor.free_energy that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.logarithm import log_monotone
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import put
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Le, Sum, delta, exp, index, log
from gaproof.theory import kl

from .free_energy import (
    M,
    alpha,
    claim,
    e,
    expanded,
    feasible,
    identity,
    inequality,
    j,
    k,
    l,
    log_z,
    logarithm_of_the_anchor,
    m,
    masses,
    maximiser,
    p,
    pi,
    row,
    s,
    tau,
    u,
    unique,
    v,
    w,
    y,
)


@inequality.mutant("dropped term: the 1st term of Σ_{j∈m} u[j] - Σ_{j∈m} v[j]")
def without_the_mass_of_u(proof):
    bound, only = (f.part(proof.use(claim, "gibbs"), k) for k in range(2))
    mass = f.tot(j, f.by(f.spec(proof["u nonnegative"], j)))
    return f.conj(f.le(-Sum(v[j], j), kl(u[j], v[j], j), f.add(f.by(bound), mass)), only)


@inequality.mutant("off-by-one range: all but one of Σ_{j∈m} u[j] (place 2)")
def less_mass_is_not_attained(proof):
    bound, only = (f.part(proof.use(claim, "gibbs"), k) for k in range(2))
    short = f.assume(proof.goal.children[1].children[0].children[0])
    below = f.le(kl(u[j], v[j], j), masses, f.by(f.spec(proof["u nonnegative"], index("o", m))), (short, -1))
    there, back = (f.part(only, side) for side in (0, 1))
    return f.conj(bound, f.conj(f.imply(f.mp(there, f.antisymmetry(below, bound)), short), back))


@feasible.mutant("missing normaliser: (Σ_{j∈m} M[j]·pi[j]·exp(s[j]/tau))⁻¹ (place 2)")
def off_the_mask_weights_are_0(proof):
    (signs, _, mass), weight = proof.goal.children, pi[j] * exp(s[j] / tau)
    off = f.linear(M[j] * weight * (1 - M[j]), 0, (f.spec(proof["M mask"], j), -weight))
    return f.conj(proof.auto(signs), f.gen(off, j), proof.auto(mass))


def some_column_is_live(proof):
    """A row p of unit mass on the support shows it."""
    live, nobody = f.node(row["live"]), f.assume(f.otherwise(row["live"]))
    on, off = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0))
    never = f.absurd(f.mp(nobody, f.exists(on, live, j)), Eq(p[j], 0))
    zero = mask_cases(f.spec(proof["M mask"], j), never, f.linear(p[j], 0, (f.spec(proof["supported"], j), 1), (off, p[j])))
    nothing = f.linear(1, 0, (proof["p simplex: unit rows"], -1), (zero, 1, j))
    return f.cases(live, f.assume(live), f.absurd(nothing, live))


for part in (identity, maximiser, unique):
    part.mutant("dropped hypothesis: live")(lambda proof, part=part: f.cut(claim.theorem(part.name), some_column_is_live(proof)))


def any_numbers(goal, row=alpha):
    """A formula with numbers instead of log p and the logarithms of a row; and what gives it back."""
    logs = {l: log(row), e: log(p[j])}
    for number, value in logs.items():
        goal = put(goal, *(f.node(Sum(x, j)).children[0] for x in (value, number[j])))
    return goal.children, {number: (j, value) for number, value in logs.items()}


@identity.mutant("dropped hypothesis: p simplex: nonnegative")
def any_logarithm_of_p(proof):
    known = f.assume(ForAll(j, Eq(p[j] * l[j], p[j] * expanded)))
    sides, logs = any_numbers(proof.goal)
    th = proof.clear(f.linear(*sides, (f.spec(known, j), -1, j), (proof["p simplex: unit rows"], log_z)), known)
    return f.cut(f.inst(th, logs), f.gen(logarithm_of_the_anchor(proof), j))


@feasible.mutant("swapped index: j for j_ in M[j_]")
def masked_columns_divide_0(proof):
    on, gone, th = f.assume(Eq(M[j], 1)), f.assume(Eq(M[j], 0)), proof.use(claim, "feasible")
    goal, inverse = f.spec(f.assume(proof.goal.children[0]), j).conclusion, f.node(1 / Sum(M[j] * pi[k] * exp(s[k] / tau), k)).children[1]
    positive = f.rewrite(f.flip(on), proof.auto(put(goal, f.node(M[j]), f.node(1))), w, put(goal, f.node(M[j]), f.node(w)))
    nothing = f.le(*put(goal, inverse, f.node(w)).children, f.num(0), (gone, pi[j] * exp(s[j] / tau) * w))
    sign = mask_cases(f.spec(proof["M mask"], j), proof.clear(positive, on), f.inst(nothing, {w: inverse}))
    return f.conj(f.gen(sign, j), f.part(th, 1), f.part(th, 2))


def with_surprise(proof, weight, sign, off, *known):
    """0 ≤ a sum with −w log α in it, 0 ≤ w on the mask, w = 0 elsewhere: a share is at most 1, so that log α is at most 0 on the mask."""
    on, best = f.assume(Eq(M[j], 1)), proof.use(claim, "maximiser")
    signs, _, mass = (f.part(proof.use(claim, "feasible"), part) for part in range(3))
    most = f.le(alpha, 1, f.tot(k, f.mul(f.sq(1 - delta(k, j)), f.by(f.spec(signs, k)))), (mass, -1))
    most = proof.clear(f.restate(f.cut(f.inst(log_monotone(), {"x": alpha, "y": 1}), most), Le(log(alpha), 0)), on)
    sides, logs = any_numbers(proof.goal.children[0])
    surprise, none = Le(0, -weight * l[j]), (f.spec(proof["supported"], j), f.assume(Eq(M[j], 0)))
    some = f.cut(f.inst(f.le(*surprise.args, f.mul(f.by(sign), f.by(f.assume(Le(l[j], 0))))), logs), most)
    never = f.inst(f.le(*surprise.args, f.num(0), *zip(none, off, strict=True)), logs)
    each = f.gen(mask_cases(f.spec(proof["M mask"], j), proof.clear(some, on), never), j)
    gains = f.tot(j, f.by(f.spec(f.assume(ForAll(j, surprise)), j))), *(f.by(f.assume(x)) for x in known)
    return f.conj(f.cut(f.inst(f.le(*sides, f.add(*gains)), logs), each, f.part(best, 0)), f.part(best, 1))


@maximiser.mutant("dropped term: the 1st term of p[j]·log(p[j]) - p[j]·log(M[j] …  M[j′]·pi[j′]·exp(s[j′]/tau)))")
def without_the_entropy(proof):
    return with_surprise(proof, p[j], f.spec(proof["p simplex: nonnegative"], j), (-l[j], -p[j] * l[j]))


@maximiser.mutant("swapped symbol: M for p in p[j] (place 3)")
def all_surprises(proof):
    others = f.tot(k, f.mul(f.sq(1 - delta(k, j)), f.by(f.spec(proof["p simplex: nonnegative"], k))))
    sign = f.le(0, M[j] - p[j], others, (f.assume(Eq(M[j], 1)), 1), (proof["p simplex: unit rows"], -1))
    return with_surprise(proof, M[j] - p[j], sign, (l[j], (p[j] - 1) * l[j]), Le(0, Sum(p[j] * e[j] - p[j] * l[j], j)))


@maximiser.mutant("swapped index: j for j_ in s[j_]")
def scores_cancel(proof):
    flat, th = M[j] * pi[j] * exp(s[j] / tau) / Sum(M[k] * pi[k] * exp(s[j] / tau), k), proof.use(claim, "maximiser", {s: (j, 0)})
    level = f.inst(f.inst(f.linear(w, w), {w: alpha}), {s: (j, 0)}).conclusion.children[0]
    equal = f.rewrite(proof.clear(f.linear(flat, level)), f.inst(f.linear(w, w), {w: log(flat)}), w, Eq(log(flat), log(w)))
    known, same = f.assume(Le(0, Sum(p[j] * e[j] - p[j] * y[j], j))), f.assume(ForAll(j, Eq(l[j], y[j])))
    sides, logs = any_numbers(proof.goal.children[0], flat)
    th_ = f.inst(f.le(*sides, f.by(known), (f.spec(same, j), -p[j], j)), {**logs, y: (j, equal.conclusion.children[1])})
    return f.conj(f.cut(th_, f.part(th, 0), f.gen(equal, j)), f.part(proof.use(claim, "maximiser"), 1))
