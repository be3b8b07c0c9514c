"""Mutants of transformer.converse that are true: no value can refute them, and these proofs say why."""

from fractions import Fraction

from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.terms import Eq, Le, Lt, Ne, Sum, exp, log, number
from theorems.transformer.normal_form import i, j, l, o, p, u, w, x, y, z

from .converse import by_columns, by_rows, claim, kappa, link, mask, of_plan, of_softplus, plan, positive_softplus, score, softplus, tau


def with_law(proof, name, new, number):
    """What a regime obeys, with another law in the place of one."""
    told = proof.use(claim, name)
    return f.conj(*(new if k == number else f.part(told, k) for k in range(len(told.conclusion.children))))


@of_softplus.mutant("dropped term: the 2nd term of 1 + exp(-y)")
def evidence_is_positive(proof):
    """log 1 = 0 < ℓ."""
    sign = f.restate(f.inst(positive_softplus(), {w: x}), Lt(log(number(1)), softplus(x)))
    return with_law(proof, "softplus link", f.gen(f.imply(sign, f.assume(Lt(x, y))), x, y), 0)


@of_softplus.mutant("sign: the 2nd term of 1 + exp(-(x + y))")
def below_and_above_0(proof):
    """log(1/2) ≤ 1/2 − 1 < ℓ(0) ℓ(log 2)."""
    at, below = log(number(2)), log(1 - exp(-log(number(2))))
    tangent, product = f.inst(exp_tangent(), {"t": below}), f.mul(*(f.by(f.inst(positive_softplus(), {w: y})) for y in (0, at)))
    same = f.assume(Eq(below, softplus(0) * softplus(at)))
    wrong = f.lt(0, 0, f.add(f.by(tangent), f.num(Fraction(1, 2)), product), (same, 1))
    differ = f.assume(f.otherwise(same.conclusion))
    differ = f.cases(same.conclusion, f.absurd(wrong, differ.conclusion), differ)
    *laws_, wanted = proof.goal.children
    return with_law(proof, "softplus link", f.exists(differ, wanted, 0, at), len(laws_))


@of_plan.mutant("dropped hypothesis: D positive")
def rows_have_mass_1(proof):
    """0 ≤ Σ_j K_ij e_j and d_i Σ_j K_ij e_j = 1."""
    weight, negative = kappa[i, j] * link(-score(p[u, i], o[u, j])) * by_columns(u, j), f.assume(Le(by_rows(u, i), 0))
    signs = f.by(f.spec(proof["kappa positive"], i, j)), f.ex(score(p[u, i], o[u, j]) / tau), f.by(f.spec(proof["G positive"], u, j))
    mass = f.le(0, Sum(mask[i, j] * weight, j), f.tot(j, f.mul(f.sq(mask[i, j]), *signs)), (f.spec(proof["N mask"], i, j), -weight, j))
    wrong = f.le(1, 0, f.mul(f.by(negative), f.by(mass)), (f.spec(proof["rows"], u, i), 1))
    positive = f.cases(negative.conclusion, f.absurd(wrong, Lt(0, by_rows(u, i))), f.assume(Lt(0, by_rows(u, i))))
    return f.cut(proof.use(claim, "plan anchor"), f.gen(positive, u, i))


@of_plan.mutant("exp dropped: exp((-y)/tau) (place 2)")
def below_the_tangent(proof):
    """−y/τ < −x/τ < e^(−x/τ)."""
    more, tangent = f.assume(Lt(x, y)), f.inst(exp_tangent(), {"t": -x / tau})
    step = f.mul(f.by(more), f.inv(f.by(proof["tau positive"])))
    below = f.lt(-y / tau, exp(-x / tau), f.add(f.by(tangent), f.num(1), step))
    return with_law(proof, "plan anchor", f.gen(f.imply(below, more), x, y), 1)


@of_plan.mutant("swapped index: j for l in N[i, l] (place 3)")
def both_keys_are_on_the_support(proof):
    """N_ij = 1 = N_il."""
    *laws_, last = proof.goal.children
    told = f.part(proof.use(claim, "plan anchor"), len(laws_))
    some = f.assume(last.children[0])
    there = f.mp(told, some)
    *_, found = f.obtain(there, u, i, j, l)
    on, differ = f.part(found, 0), f.part(found, 1)
    same = f.linear(mask[i, l], mask[i, j], (f.part(on, 1), 1), (f.part(on, 0), -1))
    K, L = (kappa[i, at] * link(-score(p[u, i], o[u, at])) for at in (j, l))
    shares = plan(u, i, j) / (by_rows(u, i) * (z * L) * by_columns(u, l))
    differ = f.rewrite(same, differ, z, Ne(shares, K / L))
    return with_law(
        proof,
        "plan anchor",
        f.imply(f.release(f.exists(f.conj(on, differ), last.children[1], u, i, j, l), there, u, i, j, l), some),
        len(laws_),
    )
