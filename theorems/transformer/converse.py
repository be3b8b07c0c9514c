"""Every masked head is recovered, and next to it there is a regime for every law that it obeys.

A masked single-head attention with live rows, any query, key and value maps, any positive baseline and temperature obeys all laws of the
normal form.  Each law has a neighbour that violates it and keeps all others: a softplus link; a constant link; coefficients of both signs;
plans, whose columns are scaled too; values that depend on the row that reads them; the greatest value in place of the mean; scores
e^(xy), which no finite number of features gives; a mask that states decide.  So none of the laws follows from the others.
Source: Geometric Attention (arXiv 2601.11618), section 4; Shaw et al. (2018), NAACL, for values of pairs.
"""

from functools import cache, partial

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.separation import exponential_not_separable
from gaproof.tactics import forward as f
from gaproof.tactics.model import FACTS
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Sum, delta, exp, field, index, log, number, scalar
from gaproof.theory import extensional, multiplicative, row_anchor, softmax, strictly_decreasing
from theorems.interaction.chart_shared import claim as chart_shared
from theorems.interaction.chart_shared import r
from theorems.link.multiplicativity_needed import claim as multiplicativity_needed
from theorems.link.rate import claim as link_rate
from theorems.transformer.normal_form import a, at, attention, b, c, d, i, j, k, l, laws, m, n, o, out, p, q, rho, t, u, v, w, x, y, z

kappa, tau = field("kappa", i, j, domain="positive"), scalar("tau", domain="positive")
mask = field("N", i, j, domain="mask")
live = {"live": ForAll(i, Exists(j, Eq(mask[i, j], 1)))}
claim = Claim("transformer.converse", source="Geometric Attention, section 4; Shaw et al. (2018)")


def fixed(u, i, j):
    """The mask, the same for all states."""
    return mask[i, j]


def link(w):
    """e^(−w/τ)."""
    return exp(-w / tau)


def score(x, y):
    """⟨q(x), k(y)⟩."""
    return Sum(q[c, x] * k[c, y], c)


def value(u, i, j, a):
    """The value of a key."""
    return v[a, o(u, j)]


def weight(ell=link, kappa=kappa, M=fixed, s=score):
    """The row anchor of M κ ℓ(−s)."""
    return lambda u, i, j: row_anchor(M(u, i, j) * (kappa(i, j) * ell(-s(p(u, i), o(u, j)))), j)


def added(A, V=value):
    """Σ_j A_ij V_ij."""
    return lambda u, i, a: extensional(A(u, i, j), V(u, i, j, a), j)


def softmax_weight(u, i, j):
    """The masked softmax of ⟨q_i, k_j⟩/τ + log κ."""
    return softmax(score(p(u, i), o(u, j)) / tau + log(kappa(i, j)), over=j, mask=mask[i, j])


def head(u, i, a):
    """The output of a masked head."""
    return attention(q, k, tau, kappa, mask, v)


every = laws(link, kappa, fixed, score, softmax_weight, value, v, head)
instance = claim.part("instance", given=live, shows=And(*every.values()))
E, h = field("E", u, i, j), index("h", n)


generic = field("M", u, i, j, domain="mask")


@cache
def anchored():
    """E ≠ 0 where M = 1, Σ M E ≠ 0, M is 0 or 1 ⊢ the row anchor of M E has unit rows, the support of M and the row ratios of E."""
    here, total = f.assume(Eq(generic[u, i, j], 1)), Sum(generic[u, i, j] * E[u, i, j], j)
    live_entries = f.assume(ForAll((u, i, j), Implies(Eq(generic[u, i, j], 1), Ne(E[u, i, j], 0))))
    totals = f.assume(ForAll((u, i), Ne(total, 0)))
    off, pair = f.assume(Eq(generic[u, i, j], 0)), f.assume(And(Eq(generic[u, i, j], 1), Eq(generic[u, i, l], 1)))

    def share(j):
        return row_anchor(generic[u, i, j] * E[u, i, j], j)

    def settled(th, *facts):
        known = (live_entries, totals, *facts)
        return discharge(th, known, frozenset().union(*(x.hypotheses for x in known)))

    mass = f.gen(settled(f.linear(Sum(share(j), j), 1)), u, i)
    # A = E/Σ where M = 1, which is 0 for no E but 0
    entry, zero = settled(f.linear(share(j), E[u, i, j] / total, (here, E[u, i, j] / total)), here), f.assume(Eq(share(j), 0))
    none = settled(f.linear(E[u, i, j], 0, (zero, total), (entry, -total)), zero, here)
    clash = f.rewrite(none, f.mp(f.spec(live_entries, u, i, j), here), x, Ne(x, 0))
    alive = f.cases(zero.conclusion, f.absurd(clash, Ne(share(j), 0)), f.assume(Ne(share(j), 0)))
    away = settled(f.linear(share(j), 0, (off, E[u, i, j] / total)), off)
    support = f.gen(f.conj(f.imply(alive, here), f.imply(away, off)), u, i, j)
    first, second = (f.cut(f.inst(entry, {j: at}), f.part(pair, side)) for side, at in ((0, j), (1, l)))
    ratio = f.linear(share(j) / share(l), E[u, i, j] / E[u, i, l], (f.quotient(first, second), 1))
    other = f.cut(f.inst(alive, {j: l}), f.part(pair, 1))
    ratio = settled(ratio, pair, other, f.rewrite(second, other, x, Ne(x, 0)), f.mp(f.spec(live_entries, u, i, l), f.part(pair, 1)))
    return f.conj(mass, support, f.gen(f.imply(ratio, pair), u, i, j, l))


def row_ratios(proof, wanted, entry, M, facts):
    """That a row anchor of evidence obeys its law, at the evidence of a regime."""
    th = f.inst(anchored(), {"E": ((u, i, j), entry), "M": ((u, i, j), M(u, i, j))})
    return proof.clear(f.restate(proof.clear(th, *facts), wanted), *facts)


def separated(proof):
    """⟨q(x), k(y)⟩ is spanned by d of its sections."""
    given = f.gen(f.linear(score(x, y), Sum(q[c, x] * k[c, y], c)), x, y)
    sections = f.inst(f.retype(proof.use(chart_shared, "sections"), {r: d}), {"s": ((x, y), score(x, y))})
    there = f.part(sections, 0)
    return f.mp(there, f.exists(given, there.conclusion.children[0], q, k))


def falls(proof):
    """e^(−w/τ) falls."""
    rate, more = f.lt(0, 1 / tau, f.inv(f.by(proof["tau positive"]))), f.assume(Lt(x, y))
    th = f.cut(f.inst(proof.use(link_rate, "falls"), {"beta": 1 / tau}), rate)
    return f.gen(f.imply(f.restate(th, Lt(link(y), link(x))), more), x, y)


def standing(proof, stated, known=(), entry=None, M=fixed, facts=()):
    """The laws of a regime: those that are known, and the others as in masked attention."""
    own = {
        "increasing in the score": lambda: falls(proof),
        "row ratios": lambda: row_ratios(proof, stated["row ratios"], entry, M, facts),
        "separation rank": lambda: separated(proof),
    }
    known = dict(known)
    made = {name: known[name] if name in known else own.get(name, lambda law=law: proof.auto(law))() for name, law in stated.items()}
    return [f.restate(made[name], law) for name, law in stated.items()]


def positive_link(ell, witness):
    """0 < κ ℓ at every entry, from 0 < ℓ."""

    def at_entries(proof):
        work = -score(p[u, i], o[u, j])
        product = f.mul(f.by(f.spec(proof["kappa positive"], i, j)), witness(work))
        return kappa[i, j] * ell(work), f.gen(f.lt(0, kappa[i, j] * ell(work), product), u, i, j)

    return at_entries


exponential = positive_link(link, lambda work: f.ex(-work / tau))


@instance.proof
def law_by_law(proof):
    entry, positive = exponential(proof)
    return f.conj(*standing(proof, every, entry=entry, facts=[positive]))


def neighbour(name, broken, stated, violated, given=None, model=None, kept=()):
    """A regime that obeys all laws but one, and violates that."""
    obeyed = {law: formula for law, formula in stated.items() if law != broken}
    part = claim.part(name, given={**live, **(given or {})}, shows=And(*obeyed.values(), *kept, violated), model=model)
    return part, obeyed


# ---- softplus evidence ----------------------------------------------------------------------------------------------------------------


def softplus(w):
    """log(1 + e⁻ʷ)."""
    return log(1 + exp(-w))


A_softplus = weight(ell=softplus)
of_softplus, softplus_laws = neighbour(
    "softplus link",
    "multiplicative",
    laws(softplus, kappa, fixed, score, A_softplus, value, v, added(A_softplus)),
    Exists((x, y), Ne(softplus(x + y), softplus(x) * softplus(y))),
)


def positive_softplus():
    """0 < ℓ: log(1 + z) ≥ 1 − 1/(1 + z) for z = e⁻ʷ."""
    tangent = f.inst(exp_tangent(), {"t": -softplus(w)})
    return f.lt(0, softplus(w), f.add(f.by(tangent), f.mul(f.ex(-w), f.inv(f.add(f.num(1), f.ex(-w))))))


@of_softplus.proof
def evidence_does_not_multiply(proof):
    sign = positive_softplus()
    entry, positive = positive_link(softplus, lambda work: f.by(f.inst(sign, {w: work})))(proof)
    # and ℓ falls: log a − log b ≥ 1 − b/a for a = 1 + e⁻ˣ > b = 1 + e⁻ʸ
    more, faster = f.assume(Lt(x, y)), proof.use(link_rate, "falls", {"beta": 1})
    drop = f.restate(f.cut(faster, f.lt(0, 1, f.num(1)), more), Lt(exp(-y), exp(-x)))
    tangent = f.inst(exp_tangent(), {"t": softplus(y) - softplus(x)})
    lower = f.mul(f.by(drop), f.inv(f.add(f.num(1), f.ex(-x))))
    lower = f.gen(f.imply(f.lt(softplus(y), softplus(x), f.add(f.by(tangent), lower)), more), x, y)
    apart = f.part(proof.use(multiplicativity_needed, "softplus"), 2)  # log 2 ≠ (log 2)²
    violated = f.exists(apart, of_softplus.shows.args[-1], 0, 0)
    lower = proof.clear(lower)
    facts = [positive, f.gen(proof.clear(sign), w)]
    return f.conj(*standing(proof, softplus_laws, {"increasing in the score": lower}, entry, facts=facts), violated)


# ---- constant evidence ----------------------------------------------------------------------------------------------------------------


def constant(w):
    """1."""
    return number(1)


A_constant = weight(ell=constant)
of_constant, constant_laws = neighbour(
    "constant link",
    "increasing in the score",
    laws(constant, kappa, fixed, score, A_constant, value, v, added(A_constant)),
    Exists((x, y), And(Lt(x, y), Le(constant(x), constant(y)))),
)


@of_constant.proof
def evidence_does_not_grow(proof):
    entry, positive = positive_link(constant, lambda work: f.num(1))(proof)
    flat = f.exists(f.conj(f.lt(0, 1, f.num(1)), f.le(1, 1, f.num(0))), of_constant.shows.args[-1], 0, 1)
    return f.conj(*standing(proof, constant_laws, entry=entry, facts=[positive]), flat)


# ---- evidence of both signs -----------------------------------------------------------------------------------------------------------

signed = field("kappa", i, j)
A_signed = weight(kappa=signed)


def negative_total():
    """Σ_j −e^⟨q, k⟩ is not 0."""
    work = -score(p(u, i), o(u, j))
    total = Sum(number(1) * (number(-1) * exp(-work / number(1))), j)
    zero = f.assume(Eq(total, 0))
    wrong = f.lt(0, 0, f.tot(j, f.ex(-work)), (zero, 1))
    return f.gen(f.cases(zero.conclusion, f.absurd(wrong, Ne(total, 0)), f.assume(Ne(total, 0))), u, i)


at_rest = {mask: ((i, j), 1), tau: 1, q: ((c, x), 0), k: ((c, y), 0), p: ((u, i), 0), o: ((u, j), 0)}


of_signed, signed_laws = neighbour(
    "signed coefficients",
    "positive",
    laws(link, signed, fixed, score, A_signed, value, v, added(A_signed)),
    Exists((i, j), Le(signed[i, j], 0)),
    given={
        "not zero": ForAll((i, j), Ne(signed[i, j], 0)),
        "totals": ForAll((u, i), Ne(Sum(mask[i, j] * (signed[i, j] * link(-score(p(u, i), o(u, j)))), j), 0)),
        "a negative one": Exists((i, j), Lt(signed[i, j], 0)),
    },
    model={**at_rest, signed: ((i, j), -1), FACTS: lambda: [f.inst(negative_total(), at_rest)]},
)


@of_signed.proof
def totals_that_do_not_vanish(proof):
    work = score(p[u, i], o[u, j])
    entry, zero = signed[i, j] * link(-work), f.assume(Eq(signed[i, j] * link(-work), 0))
    gone = f.linear(signed[i, j], 0, (zero, exp(-work / tau)))
    clash = f.rewrite(gone, f.spec(proof["not zero"], i, j), x, Ne(x, 0))
    alive = f.cases(zero.conclusion, f.absurd(clash, Ne(entry, 0)), f.assume(Ne(entry, 0)))
    *_, negative = f.obtain(proof["a negative one"], i, j)
    found = f.exists(f.le(signed[i, j], 0, f.by(negative)), of_signed.shows.args[-1], i, j)
    found = f.release(found, proof["a negative one"], i, j)
    return f.conj(*standing(proof, signed_laws, entry=entry, facts=[f.gen(proof.clear(alive), u, i, j)]), found)


# ---- plans: columns are scaled too ----------------------------------------------------------------------------------------------------

by_rows, by_columns = field("D", u, i, domain="positive"), field("G", u, j, domain="positive")


def plan(u, i, j):
    """d_i K_ij e_j."""
    return by_rows(u, i) * (mask[i, j] * (kappa(i, j) * link(-score(p(u, i), o(u, j))))) * by_columns(u, j)


plan_stated = laws(link, kappa, fixed, score, plan, value, v, added(plan))
unit_rows, support, ratio = plan_stated["row ratios"].args
on_both = And(Eq(mask[i, j], 1), Eq(mask[i, l], 1))
of_plan, plan_laws = neighbour(
    "plan anchor",
    "row ratios",
    plan_stated,
    Implies(
        Exists((u, i, j, l), And(on_both, Ne(by_columns(u, j), by_columns(u, l)))),
        Exists((u, i, j, l), And(on_both, Ne(*ratio.body.args[1].args))),
    ),
    given={"rows": unit_rows},  # the margins of the columns are what their sums are
    model={**at_rest, kappa: ((i, j), 1), by_rows: ((u, i), 1 / m), by_columns: ((u, j), 1)},
    kept=(unit_rows, support),
)


def at_key(on, j):
    """A_ij = d_i K_ij e_j at an entry of the mask."""
    bare = by_rows(u, i) * (kappa(i, j) * link(-score(p(u, i), o(u, j)))) * by_columns(u, j)
    return f.linear(plan(u, i, j), bare, (on, bare))


def positive_key(proof, on, j):
    """0 < A_ij there."""
    parts = (f.spec(proof["D positive"], u, i), f.spec(proof["kappa positive"], i, j), f.spec(proof["G positive"], u, j))
    product = f.mul(*map(f.by, parts), f.ex(score(p(u, i), o(u, j)) / tau))
    bare = by_rows(u, i) * (kappa(i, j) * link(-score(p(u, i), o(u, j)))) * by_columns(u, j)
    return f.lt(0, plan(u, i, j), product, (on, bare))


@of_plan.proof
def columns_are_seen(proof):
    K, L = (kappa[i, at] * link(-score(p[u, i], o[u, at])) for at in (j, l))
    some = f.assume(of_plan.shows.args[-1].args[0])
    *_, found = f.obtain(some, u, i, j, l)
    here, other, apart = f.part(f.part(found, 0), 0), f.part(f.part(found, 0), 1), f.part(found, 1)
    # A_ij/A_il = K_ij/K_il · e_j/e_l
    A, B = plan(u, i, j), plan(u, i, l)
    scaled = f.linear(A / B, K * by_columns(u, j) / (L * by_columns(u, l)), (f.quotient(at_key(here, j), at_key(other, l)), 1))
    same, differ = f.assume(Eq(A / B, K / L)), f.assume(Ne(A / B, K / L))
    ratio = L * by_columns(u, l) / K
    equal = f.linear(by_columns(u, j), by_columns(u, l), (scaled, -ratio), (same, ratio))
    clash = f.absurd(f.rewrite(equal, apart, z, Ne(z, by_columns(u, l))), differ.conclusion)
    differ = f.cases(same.conclusion, clash, differ)
    violated = f.exists(f.conj(f.part(found, 0), differ), of_plan.shows.args[-1].args[1], u, i, j, l)
    violated = proof.clear(violated, found, positive_key(proof, other, l), some)
    violated = f.imply(f.release(violated, some, u, i, j, l), some)
    on, off = f.assume(Eq(mask[i, j], 1)), f.assume(Eq(mask[i, j], 0))
    alive = f.imply(f.unequal(positive_key(proof, on, j)), on)
    gone = f.imply(f.linear(plan(u, i, j), 0, (off, by_rows(u, i) * K * by_columns(u, j))), off)
    support_ = f.gen(proof.clear(f.conj(alive, gone)), u, i, j)
    return f.conj(*standing(proof, plan_laws), proof["rows"], support_, violated)


# ---- values of pairs ------------------------------------------------------------------------------------------------------------------

relative = field("R", i, j, a)


def paired(u, i, j, a):
    """The value of a key, and one of the pair."""
    return v[a, o(u, j)] + relative[i, j, a]


some_value = field("v2", a, x)
of_pairs, pair_laws = neighbour(
    "values of pairs",
    "source-local",
    laws(link, kappa, fixed, score, weight(), paired, v, added(weight(), paired)),
    Implies(
        Exists((i, h, j, a), Ne(relative[i, j, a], relative[h, j, a])),
        ForAll(some_value, Exists((u, i, j, a), Ne(paired(u, i, j, a), some_value(a, o(u, j))))),
    ),
)


@of_pairs.proof
def two_rows_that_read_one_key(proof):
    entry, positive = exponential(proof)
    some, wanted = f.assume(of_pairs.shows.args[-1].args[0]), of_pairs.shows.args[-1].args[1].body
    *_, apart = f.obtain(some, i, h, j, a)
    one, other = (Eq(paired(0, at, j, a), some_value(a, o(0, j))) for at in (i, h))
    first, second = f.assume(one), f.assume(other)
    equal = f.linear(relative[i, j, a], relative[h, j, a], (first, 1), (second, -1))
    clash = f.absurd(f.rewrite(equal, apart, z, Ne(z, relative[h, j, a])), wanted)
    at_h, at_i = (f.exists(f.assume(Ne(*relation.args)), wanted, 0, at, j, a) for relation, at in ((other, h), (one, i)))
    found = f.cases(one, f.cases(other, clash, at_h), at_i)
    violated = f.imply(f.gen(f.release(found, some, i, h, j, a), some_value), some)
    return f.conj(*standing(proof, pair_laws, entry=entry, facts=[positive]), violated)


# ---- the greatest value ---------------------------------------------------------------------------------------------------------------

attained = And(Eq(mask[i, j], 1), Eq(out(u, i, a), value(u, i, j, a)))
of_maximum, maximum_laws = neighbour(
    "max aggregation",
    "additive",
    laws(link, kappa, fixed, score, weight(), value, v, out),
    Implies(
        Exists((u, i, j, a), And(Eq(mask[i, j], 1), Lt(value(u, i, j, a), out(u, i, a)))),
        Exists((u, i, a), Ne(out(u, i, a), added(weight())(u, i, a))),
    ),
    given={
        "greatest": ForAll((u, i, j, a), Implies(Eq(mask[i, j], 1), Le(value(u, i, j, a), out(u, i, a)))),
        "attained": ForAll((u, i, a), Exists(j, attained)),
    },
    kept=(ForAll((u, i, a), Exists(j, attained)),),
    model={mask: ((i, j), 1), v: ((a, x), 0), out: ((u, i, a), 0)},
)


@of_maximum.proof
def a_mean_is_less(proof):
    entry, positive = exponential(proof)
    some, wanted = f.assume(of_maximum.shows.args[-1].args[0]), of_maximum.shows.args[-1].args[1]
    *_, found = f.obtain(some, u, i, j, a)
    on, less = f.part(found, 0), f.part(found, 1)
    # Σ_j A_ij (y − V_ij) would be 0, and each term is not negative
    A, total = weight()(u, i, j), Sum(mask[i, j] * entry, j)
    gap, y_i = A * (out(u, i, a) - value(u, i, j, a)), out(u, i, a)
    facts = [positive, f.lt(0, total, f.by(proof.auto(Lt(0, total), f.spec(positive, u, i, j))))]
    here, away, slope = f.assume(Eq(mask[i, j], 1)), f.assume(Eq(mask[i, j], 0)), entry / total * (y_i - value(u, i, j, a))
    above, weight_ = f.mp(f.spec(proof["greatest"], u, i, j, a), here), proof.auto(Le(0, A), *facts)
    sign = mask_cases(f.spec(proof["N mask"], i, j), f.le(0, gap, f.mul(f.by(weight_), f.by(above))), f.le(0, gap, f.num(0), (away, slope)))
    same, differ = f.assume(Eq(y_i, added(weight())(u, i, a))), f.assume(Ne(y_i, added(weight())(u, i, a)))
    none = f.zero_sum(proof.clear(sign, *facts), proof.clear(f.linear(Sum(gap, j), 0, (same, 1)), *facts, same), j)
    positive_gap = f.lt(0, gap, f.mul(f.by(f.spec(positive, u, i, j)), f.inv(f.by(facts[1])), f.by(less)), (on, slope))
    clash = f.absurd(f.lt(0, 0, f.by(positive_gap), (none, -1)), differ.conclusion)
    violated = f.exists(f.cases(same.conclusion, proof.clear(clash, *facts, found, same), differ), wanted, u, i, a)
    violated = f.imply(f.release(violated, some, u, i, j, a), some)
    return f.conj(*standing(proof, maximum_laws, entry=entry, facts=[positive]), proof["attained"], violated)


# ---- scores that do not separate -----------------------------------------------------------------------------------------------------


def exponential_score(x, y):
    """e^(xy)."""
    return exp(x * y)


A_scores = weight(s=exponential_score)
of_scores, score_laws = neighbour(
    "non-separable scores",
    "separation rank",
    laws(link, kappa, fixed, exponential_score, A_scores, value, v, added(A_scores)),
    ForAll((at, rho), Exists((x, y), Ne(exp(x * y), Sum(rho[b, x] * exp(at[b] * y), b)))),
)


@of_scores.proof
def no_finite_number_of_sections(proof):
    work = -exponential_score(p[u, i], o[u, j])
    entry = kappa[i, j] * link(work)
    positive = f.lt(0, entry, f.mul(f.by(f.spec(proof["kappa positive"], i, j)), f.ex(-work / tau)))
    differ = f.retype(proof.use(chart_shared, "exponential"), {r: d})
    differ = f.inst(differ, {"q": rho, "k": ((c, y), exp(at[c] * y)), "lo": 0, "hi": 1, "low": 0, "high": 1})
    differ = proof.clear(differ)
    *_, found = f.obtain(differ, x, y)
    wanted = of_scores.shows.args[-1].body
    some = f.release(f.exists(f.part(found, 2), wanted, x, y), differ, x, y)
    return f.conj(*standing(proof, score_laws, entry=entry, facts=[f.gen(positive, u, i, j)]), f.gen(some, at, rho))


# ---- a mask that states decide --------------------------------------------------------------------------------------------------------

M_u = Eq(generic[u, i, j], 1)
A_states = weight(M=generic)
of_mask, mask_laws = neighbour(
    "state-generated mask",
    "fixed mask",
    laws(link, kappa, generic, score, A_states, value, v, added(A_states)),
    Implies(
        Exists((u, t, i, j), And(Le(p(u, i), o(u, j)), Lt(o(t, j), p(t, i)))),
        Exists((u, t, i, j), Ne(generic(u, i, j), generic(t, i, j))),
    ),
    given={
        "live": ForAll((u, i), Exists(j, M_u)),
        "threshold": ForAll((u, i, j), Iff(M_u, Le(p(u, i), o(u, j)))),
    },
    model={generic: ((u, i, j), 1), p: ((u, i), 0), o: ((u, j), 0)},
)


@of_mask.proof
def keys_below_the_threshold_are_not_addressed(proof):
    entry, positive = exponential(proof)
    some, wanted = f.assume(of_mask.shows.args[-1].args[0]), of_mask.shows.args[-1].args[1]
    *_, found = f.obtain(some, u, t, i, j)
    on = f.mp(f.part(f.spec(proof["threshold"], u, i, j), 1), f.part(found, 0))
    there, off = Eq(generic(t, i, j), 1), f.assume(Ne(generic(t, i, j), 1))
    below = f.mp(f.part(f.spec(proof["threshold"], t, i, j), 0), f.assume(there))
    away = f.cases(there, f.absurd(f.lt(0, 0, f.add(f.by(below), f.by(f.part(found, 1)))), off.conclusion), off)
    same, differ = f.assume(Eq(generic(u, i, j), generic(t, i, j))), f.assume(Ne(generic(u, i, j), generic(t, i, j)))
    one = f.linear(generic(t, i, j), 1, (same, -1), (on, 1))
    clash = f.absurd(f.rewrite(one, away, z, Ne(z, 1)), differ.conclusion)
    violated = f.exists(f.cases(same.conclusion, clash, differ), wanted, u, t, i, j)
    violated = f.imply(f.release(violated, some, u, t, i, j), some)
    return f.conj(*standing(proof, mask_laws, entry=entry, M=generic, facts=[positive]), violated)


# ---- what is false ------------------------------------------------------------------------------------------------------------------

still = {**at_rest, kappa: ((i, j), 1), v: ((a, x), 0), out: ((u, i, a), 0), relative: ((i, j, a), 0), generic: ((u, i, j), 1)}
still |= {by_rows: ((u, i), 1 / m), by_columns: ((u, j), 1)}


def said(statement, values=None, *facts):
    """What a statement says of a regime at rest, apart from some values."""
    named = {
        str(variable if hasattr(variable, "symbol") else variable.args[0]): value for variable, value in (still | (values or {})).items()
    }
    return statement.at(named, *facts)


def never(existence, *variables):
    """0 = 1, from the existence of what a comparison of numbers excludes."""
    *_, found = f.obtain(existence, *variables)
    wrong = f.part(found, 1) if found.conclusion.tag == "and" else found
    return f.release(f.absurd(wrong, Eq(0, 1)), existence, *variables)


def bare(u, i, j):
    """The softmax without log κ."""
    return softmax(score(p(u, i), o(u, j)) / tau, over=j, mask=mask[i, j])


def equal_weights(miss):
    """κ = 1 + δ_ja and no scores: the weights are equal, and their ratio is not 2."""
    first, second, apart = miss.different(m)
    law = said(miss, {kappa: ((i, j), 1 + delta(j, first))})
    ratio = f.mp(f.spec(law, 0, i, first, second), f.conj(f.linear(1, 1), f.linear(1, 1)))
    two = f.linear(1 + delta(first, second), 2, (ratio, 1 + delta(first, second)))
    two = f.cut(two, f.unequal(f.lt(0, 1 + delta(first, second), f.add(f.num(1), f.sq(delta(first, second))))))
    return discharge(f.linear(1, 2, (two, 1), (apart, -1)), [apart], apart.hypotheses | law.hypotheses)


@instance.near_miss("a baseline has to enter the weights", by=equal_weights)
def without_baseline():
    return laws(link, kappa, fixed, score, bare, value, v, head)["row ratios"].args[2]


def at_work_0(miss):
    """log 2 would be its own square."""
    apart = f.part(multiplicativity_needed.theorem("softplus"), 2)
    same = f.spec(said(miss), 0, 0)
    return f.rewrite(f.restate(same, Eq(log(number(2)), log(number(2)) * log(number(2)))), apart, z, Ne(z, log(number(2)) * log(number(2))))


@of_softplus.near_miss("softplus evidence does not multiply", by=at_work_0)
def multiplicative_softplus():
    return multiplicative(softplus)


@of_constant.near_miss("constant evidence does not grow", by=lambda miss: f.mp(f.spec(said(miss), 0, 1), f.lt(0, 1, f.num(1))))
def growing_constant():
    return strictly_decreasing(constant)


@of_signed.near_miss(
    "a coefficient may be negative",
    by=lambda miss: f.spec(said(miss, {signed: ((i, j), -1)}, f.inst(negative_total(), at_rest)), i, j),
)
def all_positive():
    return ForAll((i, j), Lt(0, signed[i, j]))


@of_plan.near_miss("a plan of equal column factors is a row anchor", by=lambda miss: never(said(miss), u, i, j, l))
def any_plan():
    return of_plan.shows.args[-1].args[1]


def one_value(miss):
    """R = 0: the values are those of the keys."""
    return never(f.spec(said(miss), ((a, x), 0)), u, i, j, a)


@of_pairs.near_miss("a term that does not see the row may vanish", by=one_value)
def any_pairs():
    return of_pairs.shows.args[-1].args[1]


@of_maximum.near_miss("equal values have their mean as maximum", by=lambda miss: never(said(miss), u, i, a))
def any_values():
    return of_maximum.shows.args[-1].args[1]


def separable(miss):
    """e^(xy) would have d features."""
    spanned = said(miss)
    *_, known = f.obtain(spanned, at, rho)
    wrong = f.inst(f.retype(exponential_not_separable(r), {r: d}), {"kappa": 1, "lo": 0, "hi": 1, "low": 0, "high": 1})
    maps = next(h for h in wrong.hypotheses if h.tag == "exists")
    inside = [f.assume(And(Le(0, at_), Le(at_, 1))) for at_ in (x, y)]
    equal = f.linear(exp(1 * x * y), Sum(rho[c, x] * exp(at[c] * y), c), (f.spec(known, x, y), 1))
    maps = f.exists(f.gen(f.imply(equal, *inside), x, y), maps, rho, ((c, y), exp(at[c] * y)))
    return f.release(discharge(f.cut(wrong, maps), [], maps.hypotheses), spanned, at, rho)


@of_scores.near_miss("no number of features gives e^(xy)", by=separable)
def separable_exponential():
    return Exists((at, rho), ForAll((x, y), Eq(exp(x * y), Sum(rho[b, x] * exp(at[b] * y), b))))


@of_mask.near_miss("states on one side of the threshold do not move the mask", by=lambda miss: never(said(miss), u, t, i, j))
def any_states():
    return of_mask.shows.args[-1].args[1]


def law_of(part, formula):
    """The place of a law among those that are shown."""
    return part.shows.args.index(formula)


def without_keys(part, statement):
    """M = 0 has no live rows."""
    place = law_of(part, ForAll((u, i), Exists(j, Eq(mask[i, j], 1))))
    alive = f.spec(f.part(said(statement, {mask: ((i, j), 0)}), place), u, i)
    (found,) = f.obtain(alive, j)
    return f.release(found, alive, j)


def negative_baseline(part, statement):
    """κ = −1 is not positive."""
    place = law_of(part, ForAll((i, j), Lt(0, kappa[i, j])))
    return f.spec(f.part(said(statement, {kappa: ((i, j), -1)}), place), i, j)


def negative_temperature(part, statement):
    """e^(w) does not fall: e ≥ 2."""
    place = law_of(part, strictly_decreasing(link))
    wrong = f.mp(f.spec(f.part(said(statement, {tau: -1}), place), 0, 1), f.lt(0, 1, f.num(1)))
    return f.lt(2, 1, f.add(f.by(f.inst(exp_tangent(), {"t": 1})), f.by(wrong)))


def doubled_rows(statement):
    """Rows of mass 2."""
    place = law_of(of_plan, unit_rows)
    return f.spec(f.part(said(statement, {by_rows: ((u, i), 2 / m)}), place), u, i)


def full_mask(statement):
    """M = 1, at states on both sides of the threshold."""
    law = f.part(said(statement, {p: ((u, i), u)}), len(of_mask.shows.args) - 1)
    sides = f.conj(f.le(-1, 0, f.num(1)), f.lt(0, 1, f.num(1)))
    return never(f.mp(law, f.exists(sides, law.conclusion.children[0], -1, 1, i, j)), u, t, i, j)


def out_of_reach(statement):
    """y = 1, and all values are 0."""
    place = law_of(of_maximum, ForAll((u, i, a), Exists(j, attained)))
    return never(f.spec(f.part(said(statement, {out: ((u, i, a), 1)}), place), u, i, a), j)


of_maximum.necessary("attained", "more than the greatest value")(out_of_reach)
of_signed.necessary("a negative one", "κ = 1")(lambda statement: never(f.part(said(statement), len(of_signed.shows.args) - 1), i, j))
of_plan.necessary("rows", "rows of mass 2")(doubled_rows)
of_mask.necessary("threshold", "a mask that does not ask the states")(full_mask)
for part in (instance, of_softplus, of_constant, of_pairs, of_scores):
    part.necessary("live", "an empty row")(partial(without_keys, part))
    part.necessary("kappa positive", "negative evidence")(partial(negative_baseline, part))
for part in (instance, of_pairs, of_scores, of_maximum):
    part.necessary("tau positive", "evidence that grows with the work")(partial(negative_temperature, part))
# "not zero", "totals": without them a row may have no weights.  The masks, and
# signs and live rows elsewhere: not known.
