"""A regime that obeys eight laws is Transformer attention.

States have names u, and p(u, i) and o(u, j) are the states of rows and keys.  Suppose that evidence is κ_ij ℓ(w) on a mask and 0 off it,
with work w = −s(p, o), and
  link: ℓ is multiplicative over added work and strictly increasing in the score s, and evidence is positive;
  carrier: the mask is fixed, whatever the states are, and its rows are live;
  anchor: weights are read off the row ratios of the evidence, and rows have mass 1;
  values: what a key sends depends on its own state alone;
  aggregation: contributions add up;
  chart: the shared separation rank of the scores is at most d.
Then there are a temperature τ > 0 and query and key maps with d features, with ℓ(w) = e^(−w/τ), s(x, y) = ⟨q(x), k(y)⟩ and
y_i = Σ_j α_ij v(o_j), where α is the masked softmax of ⟨q_i, k_j⟩/τ + log κ.  So each part of the layer has a reason of its own.
Source: Geometric Attention (arXiv 2601.11618), section 4; Vaswani et al. (2017), Attention Is All You Need, section 3.2.
"""

from gaproof import Claim
from gaproof.lemmas.separation import exponential_not_separable
from gaproof.tactics import forward as f
from gaproof.tactics.order import exp_tangent
from gaproof.tactics.search import discharge
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, function, index, log, number, scalar, sizes
from gaproof.theory import decreasing, extensional, multiplicative, nonzero, softmax, strictly_decreasing
from theorems.anchor.ratio_unique import claim as ratio_unique
from theorems.interaction.chart_shared import claim as chart_shared
from theorems.interaction.chart_shared import r
from theorems.link.exponential import claim as link_exponential
from theorems.link.positive import claim as link_positive
from theorems.link.rate import claim as link_rate

n, m, features, d = *sizes("n m C"), sizes("d", maybe_empty=True)
i, (j, l), a, (b, c) = index("i", n), index("j l", m), index("a", features), index("b c", d)
u, t, x, y, w, z, tau = scalar("u t x y w z tau")
p, o = field("p", u, i), field("o", u, j)
ell, s, kappa, M = function("ell"), field("s", x, y), field("kappa", i, j), field("M", u, i, j, domain="mask")
A, V, out, v = field("A", u, i, j), field("V", u, i, j, a), field("out", u, i, a), field("v", a, x)
at, rho, q, k = field("at", c), field("rho", c, x), field("q", c, x), field("k", c, y)
N = field("N", i, j)


def evidence(ell, kappa, s):
    """κ_ij ℓ(−s_ij) at the states u, where the mask is 1."""
    return lambda u, i, j: kappa(i, j) * ell(-s(p(u, i), o(u, j)))


def laws(ell, kappa, M, s, A, V, v, out):
    """The laws of a regime, each by its name."""
    K = evidence(ell, kappa, s)
    ratio = Implies(And(Eq(M(u, i, j), 1), Eq(M(u, i, l), 1)), Eq(A(u, i, j) / A(u, i, l), K(u, i, j) / K(u, i, l)))
    support = And(Implies(Eq(M(u, i, j), 1), Ne(A(u, i, j), 0)), Implies(Eq(M(u, i, j), 0), Eq(A(u, i, j), 0)))
    return {
        "multiplicative": multiplicative(ell),
        "increasing in the score": strictly_decreasing(ell),
        "positive": ForAll((i, j), Lt(0, kappa(i, j))),
        "fixed mask": ForAll((u, t, i, j), Eq(M(u, i, j), M(t, i, j))),
        "live": ForAll((u, i), Exists(j, Eq(M(u, i, j), 1))),
        "row ratios": And(ForAll((u, i), Eq(Sum(A(u, i, j), j), 1)), ForAll((u, i, j), support), ForAll((u, i, j, l), ratio)),
        "source-local": ForAll((u, i, j, a), Eq(V(u, i, j, a), v(a, o(u, j)))),
        "additive": ForAll((u, i, a), Eq(out(u, i, a), Sum(A(u, i, j) * V(u, i, j, a), j))),
        "separation rank": Exists((at, rho), ForAll((x, y), Eq(s(x, y), Sum(rho[b, x] * s(at[b], y), b)))),
    }


def attention(q, k, tau, kappa, M, v):
    """Σ_j α_ij v(o_j), α the masked softmax of ⟨q_i, k_j⟩/τ + log κ_ij, at the states u."""
    score = Sum(q(c, p(u, i)) * k(c, o(u, j)), c)
    return extensional(softmax(score / tau + log(kappa(i, j)), over=j, mask=M(i, j)), v(a, o(u, j)), j)


def recovered(tau, q, k, N):
    """The link, the chart and the mask of a layer that is attention."""
    link = ForAll(w, Eq(ell(w), exp(-w / tau)))
    chart = ForAll((x, y), Eq(s(x, y), Sum(q(c, x) * k(c, y), c)))
    return Lt(0, tau), link, chart, ForAll((u, i, j), Eq(M(u, i, j), N(i, j)))


def falling():
    """ℓ(w) = e⁻ʷ falls."""
    more = f.assume(Lt(x, y))
    falls = f.cut(f.inst(link_rate.theorem("falls"), {"beta": 1}), f.lt(0, 1, f.num(1)))
    return f.gen(f.imply(f.restate(falls, Lt(exp(-y), exp(-x))), more), x, y)


layer = ForAll((u, i, a), Eq(out(u, i, a), attention(q, k, tau, kappa, N, v)))
uniform = {ell: (w, exp(-w)), s: ((x, y), 0), M: ((u, i, j), 1), kappa: ((i, j), 1), p: ((u, i), 0), o: ((u, j), 0)}
uniform |= {A: ((u, i, j), 1 / m), V: ((u, i, j, a), 1), v: ((a, x), 1), out: ((u, i, a), 1)}
given = laws(ell, kappa, M, s, A, V, v, out)
# a condition in what is shown: that some ℓ increases takes an axiom, and models take none
increasing = given.pop("increasing in the score")
is_attention = Exists((tau, q, k, N), And(*recovered(tau, q, k, N), layer))
claim = Claim(
    "transformer.normal_form",
    given=given,
    shows=Implies(increasing, is_attention),
    source="Geometric Attention, section 4; Vaswani et al. (2017), section 3.2",
    model={**uniform, ell: (w, 1)},
)


def the_link(p):
    """0 < τ, ℓ(w) = e^(−w/τ), ℓ > 0 and ℓ(1) ≠ 1, for τ = 1/β and β = −log ℓ(1)."""
    strict, beta = f.assume(increasing), -log(ell(1))
    below = f.mp(f.spec(strict, 0, 1), f.lt(0, 1, f.num(1)))  # ℓ(1) < ℓ(0), so that one of them is not 0
    zero = f.assume(Eq(ell(1), 0))
    at_0 = f.exists(f.unequal(f.lt(0, ell(0), f.by(below), (zero, 1))), nonzero(ell), 0)
    nz = f.cases(zero.conclusion, at_0, f.exists(f.assume(Ne(ell(1), 0)), nonzero(ell), 1))
    order, back = f.assume(Le(x, y)), f.assume(Le(y, x))
    same = f.rewrite(f.antisymmetry(back, order), f.le(ell(y), ell(y), f.num(0)), z, Le(ell(y), ell(z)))
    less = f.mp(f.spec(strict, x, y), f.assume(f.otherwise(back.conclusion)))
    weak = f.cases(back.conclusion, same, f.le(ell(y), ell(x), f.by(less)))
    weak = f.gen(f.imply(weak, order), x, y)
    law = f.cut(p.use(link_exponential, "decreasing"), p["multiplicative"], nz, weak)  # ℓ(w) = e^(−βw)
    more, here, there = f.assume(Lt(x, y)), f.spec(law, x), f.spec(law, y)
    falls = f.lt(exp(-(beta * y)), exp(-(beta * x)), f.by(f.mp(f.spec(strict, x, y), more)), (there, 1), (here, -1))
    sign = f.cut(p.use(link_positive, "positive"), nz)
    rate = p.clear(f.mp(p.use(link_rate, "order", {"beta": beta}), f.gen(f.imply(falls, more), x, y)), sign)
    unit = f.cut(p.use(link_rate, "temperature", {"beta": beta}), f.unequal(rate))
    link = f.gen(f.linear(ell(w), exp(-w / (1 / beta)), (f.spec(law, w), 1), (unit, 1)), w)
    flat = f.assume(Eq(log(ell(1)), 0))
    slope = f.cases(flat.conclusion, f.absurd(f.lt(0, 0, f.by(rate), (flat, 1)), Ne(log(ell(1)), 0)), f.assume(Ne(log(ell(1)), 0)))
    return p.clear(f.conj(f.lt(0, 1 / beta, f.inv(f.by(rate))), link, sign, slope), rate, sign)


@claim.proof
def link_chart_anchor(proof):
    temperature, tau = the_link(proof), 1 / -log(ell(1))
    cold, link_law, sign = (f.part(temperature, number) for number in range(3))
    # sections of the scores take the place of keys
    shared = f.mp(f.part(f.retype(proof.use(chart_shared, "sections"), {r: d}), 1), proof["separation rank"])
    *_, chart_law = f.obtain(shared, q, k)
    # a row of mass 1 with the row ratios of K is K_ij/Σ_j K_ij
    K = evidence(ell, kappa, s)
    positive = f.lt(0, K(u, i, j), f.mul(f.by(f.spec(proof["positive"], i, j)), f.by(f.spec(sign, -s(p(u, i), o(u, j))))))
    row = {"q": (j, A[u, i, j]), "h": (j, M[u, i, j]), "v": (j, K(u, i, j))}
    mass, support, ratios = (f.spec(f.part(proof["row ratios"], number), u, i) for number in range(3))
    anchored = f.inst(proof.use(ratio_unique, "on a support"), row)
    anchored = f.cut(anchored, mass, support, ratios, f.gen(f.spec(proof["M mask"], u, i, j), j), f.gen(positive, j))
    # K_ij is the mask of the state 0, times e^(⟨q, k⟩/τ + log κ)
    score = Sum(q[c, p(u, i)] * k[c, o(u, j)], c)
    fixed, gibbs = M[0, i, j], M[0, i, j] * exp(score / tau + log(kappa[i, j]))
    power = f.linear(exp(s(p(u, i), o(u, j)) / tau), exp(s(p(u, i), o(u, j)) / tau))
    power = f.rewrite(f.spec(chart_law, p(u, i), o(u, j)), power, z, Eq(exp(s(p(u, i), o(u, j)) / tau), exp(z / tau)))
    entry = f.linear(
        M[u, i, j] * K(u, i, j),
        gibbs,
        (f.spec(proof["fixed mask"], u, 0, i, j), K(u, i, j)),
        (f.spec(link_law, -s(p(u, i), o(u, j))), fixed * kappa[i, j]),
        (power, fixed * kappa[i, j]),
    )
    entry = proof.clear(entry, temperature, chart_law)
    # so contributions add up to the attention of the value map
    value, total = v(a, o(u, j)), Sum(M[u, i, j] * K(u, i, j), j)
    local, added = f.spec(proof["source-local"], u, i, j, a), f.spec(proof["additive"], u, i, a)
    read = Sum(M[u, i, j] * K(u, i, j) * value, j) / total
    read = f.linear(out[u, i, a], read, (added, 1), (f.spec(anchored, j), V[u, i, j, a], j), (local, M[u, i, j] * K(u, i, j) / total, j))
    sums = f.linear(Sum(M[u, i, j] * K(u, i, j) * value, j), Sum(gibbs * value, j), (entry, value, j))
    same = f.quotient(sums, f.linear(total, Sum(gibbs, j), (entry, 1, j)))
    attended = f.linear(out[u, i, a], attention(q, k, tau, kappa, lambda i, j: M[0, i, j], v), (read, 1), (same, 1))
    attended = proof.everywhere(attended, u, i, a, facts=[temperature, chart_law])
    mask = f.gen(f.spec(proof["fixed mask"], u, 0, i, j), u, i, j)
    found = f.conj(cold, link_law, chart_law, mask, attended)
    return f.release(f.exists(found, is_attention, tau, q, k, ((i, j), M[0, i, j])), shared, q, k)


# ---- what is false ------------------------------------------------------------------------------------------------------------


def concluded(statement, values, use, fall=None, key=0):
    """0 = 1, from what a statement says of uniform attention, apart from some values."""
    named = {variable.symbol.name: value for variable, value in (uniform | values).items()}
    everything = f.mp(statement.at(named), fall if fall is not None else falling())
    *_, found = f.obtain(everything, tau, q, k, N)
    link, chart, mask, layer = (f.part(found, number) for number in range(1, 5))
    # the total of a row is positive, because N = M = 1
    weight = exp(Sum(q(c, 0) * k(c, key), c) / tau + log(number(1)))
    total = f.lt(0, Sum(N(i, j) * weight, j), f.tot(j, f.ex(weight.args[0])), (f.spec(mask, 0, i, j), -weight, j))
    wrong = use(f.part(found, 0), link, chart, f.spec(layer, 0, i, a))
    return f.release(discharge(f.absurd(wrong, Eq(0, 1)), [f.part(found, 0), total], found.hypotheses), everything, tau, q, k, N)


def grows(cold, link, *_):
    """e^(−τ) = e^(τ/τ), so 1 = e · e^τ ≥ 2 (1 + τ)."""
    steep, gentle = (f.inst(exp_tangent(), {"t": exponent}) for exponent in (1, tau))
    one = f.linear(1, exp(1) * exp(tau), (f.spec(link, tau), exp(tau)))
    wrong = f.mul(f.by(steep), f.ex(tau)), f.mul(f.num(2), f.by(gentle)), f.mul(f.num(2), f.by(cold)), f.num(1)
    return f.lt(1, 1, f.add(*wrong), (one, 1))


@claim.near_miss("evidence falls with the work: ℓ(w) = e⁻ʷ", by=lambda miss: concluded(miss, {}, grows))
def opposite_sign():
    cold, _, chart, mask = recovered(tau, q, k, N)
    rising = ForAll(w, Eq(ell(w), exp(w / tau)))
    return Implies(increasing, Exists((tau, q, k, N), And(cold, rising, chart, mask, layer)))


def of_outputs(cold, link, chart, layer):
    """Σ α · 1 = 1, and Σ α · 0 = 0."""
    return f.linear(*(0, 1) if layer.conclusion.children[0] == f.node(0) else (1, 0), (layer, 1))


rows_and_keys = {o: ((u, j), 1), v: ((a, x), 1 - x), V: ((u, i, j, a), 0), out: ((u, i, a), 0)}


@claim.near_miss("values are those of the keys, not of the row", by=lambda miss: concluded(miss, rows_and_keys, of_outputs, key=1))
def own_value():
    score = Sum(q(c, p(u, i)) * k(c, o(u, j)), c)
    weight = softmax(score / tau + log(kappa(i, j)), over=j, mask=N(i, j))
    own = ForAll((u, i, a), Eq(out(u, i, a), extensional(weight, v(a, p(u, i)), j)))
    return Implies(increasing, Exists((tau, q, k, N), And(*recovered(tau, q, k, N), own)))


@claim.necessary("multiplicative", "a factor: ℓ(w) = 2e⁻ʷ")
def a_factor(statement):
    fall, more = falling(), f.assume(Lt(x, y))
    fall = f.lt(2 * exp(-y), 2 * exp(-x), f.mul(f.num(2), f.by(f.mp(f.spec(fall, x, y), more))))
    fall = f.gen(f.imply(fall, more), x, y)
    return concluded(statement, {ell: (w, 2 * exp(-w))}, lambda cold, link, *_: f.spec(link, 0), fall)


def flat(cold, link, *_):
    """1 = e^(−τ/τ), and e ≥ 2."""
    return f.le(2, 1, f.by(f.inst(exp_tangent(), {"t": 1})), (f.linear(exp(1), 1, (f.spec(link, tau), exp(1))), -1))


def same_evidence():
    """ℓ = 1 decreases."""
    return f.gen(f.imply(f.le(1, 1, f.num(0)), Le(x, y)), x, y)


@claim.near_miss(
    "evidence must grow with the score, not only not fall: ℓ = 1", by=lambda miss: concluded(miss, {ell: (w, 1)}, flat, same_evidence())
)
def constant_link():
    return Implies(decreasing(ell), is_attention)


@claim.necessary("row ratios", "no weights")
def no_weights(statement):
    return concluded(statement, {A: ((u, i, j), 0), out: ((u, i, a), 0)}, of_outputs)


@claim.necessary("source-local", "V = 1 and v = 0")
def other_values(statement):
    return concluded(statement, {v: ((a, x), 0)}, of_outputs)


@claim.necessary("additive", "y = 0")
def no_output(statement):
    return concluded(statement, {out: ((u, i, a), 0)}, of_outputs)


@claim.necessary("separation rank", "s(x, y) = e^(xy)")
def exponential_scores(statement):
    def separable(cold, link, chart, *_):
        never = f.retype(exponential_not_separable(r), {r: d})
        never = f.inst(never, {"kappa": 1, "lo": 0, "hi": 1, "low": 0, "high": 1})
        equal = f.linear(exp(1 * x * y), Sum(q(c, x) * k(c, y), c), (f.spec(chart, x, y), 1))
        inside = (And(Le(0, at), Le(at, 1)) for at in (x, y))
        maps = f.gen(f.imply(equal, *map(f.assume, inside)), x, y)
        wanted = next(h for h in never.hypotheses if h.tag == "exists")
        return discharge(f.cut(never, f.exists(maps, wanted, q, k)), [], maps.hypotheses)

    return concluded(statement, {s: ((x, y), exp(x * y))}, separable)


# "positive", "fixed mask": transformer.converse has regimes that violate nothing else; without positive evidence there is no log κ.
# "live": a row of mass 1 has a weight that is not 0, and so a key.  "M mask": an entry other than 0 and 1 says nothing about the weight.
