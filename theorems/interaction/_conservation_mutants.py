"""Mutants of interaction.conservation that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.tactics.solve import solved
from gaproof.terms import Eq, ForAll, Le, Sum, delta, exp
from theorems.anchor import jacobian

from .conservation import (
    B,
    M,
    R,
    X,
    Y,
    a,
    b,
    c,
    claim,
    commutes,
    d,
    decided,
    dk,
    dq,
    e,
    gradient,
    i,
    j,
    k,
    l,
    loss,
    q,
    row_gauge,
    sensitivity,
    t,
    upstream,
)


@decided.mutant("strictness: Σ_{i∈n} Σ_{c∈r} dq[i, c]·X[i,  … [i, c]·R[i, j, c, d]·Y[j, d]))")
def at_most_in_both_directions(p):  # of X and Y, and of −X and −Y
    both, still = p.use(claim, "all losses"), f.assume(commutes)
    left, right = loss.body.args
    given = f.assume(ForAll((X, Y), Le(left, right)))
    there, back = f.spec(given, X, Y), f.spec(given, ((i, c), -X[i, c]), ((j, c), -Y[j, c]))
    equal = f.gen(f.antisymmetry(there, f.le(right, left, f.by(back))), X, Y)
    kept = f.mp(f.spec(f.mp(f.part(both, 1), still), q, k, gradient, dq, dk), equal)
    return f.conj(f.part(both, 0), f.imply(f.gen(f.imply(kept, given), q, k, gradient, dq, dk), still))


@decided.mutant("dropped term: the 1st term of Σ_{i∈n} Σ_{c∈r} dq[i, c]·X[i,  … {j∈m} Σ_{c∈r} dk[j, c]·Y[j, c]")
def the_queries_may_move_anyhow(p):
    # ⟨q, B dq⟩ = 0 for all q and dq, so B = 0
    other = f.assume(p.goal.children[0].children[0])
    at, to = delta(i, a) * delta(c, e), delta(i, a) * delta(c, l)
    one = f.spec(other, ((i, c), at), ((j, c), 0), ((i, j), 0), ((i, c), to), ((j, c), 0))
    change = f.mp(one, p.auto(one.conclusion.children[0]))
    none = solved(B[e, l], 0, (change, 1), (f.spec(p["symmetric"], e, l), 1))
    row, column = f.inst(none, {e: c, l: e}), f.inst(none, {l: d})
    left, right = M[a, b] * Sum(B[c, e] * R[a, b, e, d], e), M[a, b] * Sum(R[a, b, c, e] * B[e, d], e)
    still = f.linear(left, right, (row, M[a, b] * R[a, b, e, d], e), (column, -M[a, b] * R[a, b, c, e], e))
    return f.conj(f.imply(f.gen(still, a, b, c, d), other), f.part(p.use(claim, "all losses"), 1))


@row_gauge.mutant("dropped hypothesis: temperature")
def whatever_the_temperature(p):
    # 1/τ is a factor of the scores and of the gradient; t is any number in its place
    j, k, s, x = jacobian.j, jacobian.k, jacobian.s, jacobian.x

    def weight(at):
        return jacobian.M[at] * jacobian.kappa[at] * exp(s[at] * t)

    def share(at):
        return weight(at) / Sum(weight(j), j)

    moved = Sum((share(j) * delta(j, k) - share(j) * share(k)) * t * x[k], k)
    given = f.assume(ForAll(x, Eq(Sum(sensitivity[j] * x[j], j), Sum(upstream[j] * moved, j))))
    th = p.use(claim, "row gauge", {jacobian.tau: 1, s: (j, s[j] * t), upstream: (j, upstream[j] * t)})
    (said,) = [h for h in th.hypotheses if type(h) is type(given.conclusion) and "g" in {v.name for v in h.free}]
    return f.inst(p.clear(f.cut(th, f.restate(given, said)), given), {t: jacobian.tau**-1})
