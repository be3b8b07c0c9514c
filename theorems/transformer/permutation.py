"""A masked layer is equivariant under the relabellings that preserve its mask, and no others.

Relabel the carrier, that is its states, scores, mask and baseline, and the output is relabelled.  If only the states are relabelled, in a
layer whose scores depend on states and not on positions, and whose value map is not constant, then the output is relabelled for all states
exactly if the relabelling preserves the row anchor of the evidence without scores, M κ; without a baseline: exactly if it preserves M.
A causal mask is preserved by no relabelling but the identity: causal attention knows the order of its tokens without any positions.
Source: Lee et al. (2019), Set Transformer, ICML, for the full mask; Haviv et al. (2022), Findings of EMNLP, for the causal one.
"""

from gaproof import Claim
from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.separation import switch
from gaproof.lemmas.support import same_shares as divided_alike
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Iff, Implies, Le, Lt, Ne, Rational, Sum, delta, exp, field, index, index_map, scalar, sizes
from gaproof.theory import Carrier, extensional, row_anchor, softmax

n, features = sizes("n C")
(i, j, k, l), c = index("i j k l", n), index("c", features)
sigma, t = index_map("sigma", i, i), field("t", i)
M, kappa = field("M", i, j, domain="mask"), field("kappa", i, j, domain="positive")
x, w, value = field("x", i), field("w", i, j), field("V", j, c)
a, b, y, z = scalar("a b y z")
s, v = field("s", a, b), field("v", c, a)

once = {"every token once": ForAll(j, Eq(Sum(delta(sigma(i), j), i), 1))}
live = {"live": Carrier(i, j, M).live_rows()}


def output(M, kappa, score, value, j):
    """Σ_j α_ij v_j of one row."""
    return extensional(softmax(score, over=j, mask=M, baseline=kappa), value, j)


moved = output(M[sigma(i), sigma(j)], kappa[sigma(i), sigma(j)], w[sigma(i), sigma(j)], value[sigma(j), c], j)
there = output(M[sigma(i), j], kappa[sigma(i), j], w[sigma(i), j], value[j, c], j)
claim = Claim("transformer.permutation", given=once, source="Lee et al. (2019), Set Transformer; Haviv et al. (2022)")
relabelled = claim.part("relabelling", given=live, shows=Eq(moved, there), model={sigma: (i, i)})


@relabelled.proof
def every_key_once(p):
    here, weight = M[sigma(i), j] * kappa[sigma(i), j] * exp(w[sigma(i), j]), f.spec(p["every token once"], j)
    of_moved = M[sigma(i), sigma(j)] * kappa[sigma(i), sigma(j)] * exp(w[sigma(i), sigma(j)])
    sums = f.linear(Sum(of_moved * value[sigma(j), c], j), Sum(here * value[j, c], j), (weight, here * value[j, c], j))
    totals = f.linear(Sum(of_moved, j), Sum(here, j), (weight, here, j))
    positive = f.lt(0, Sum(of_moved, j), f.by(p.auto(Lt(0, Sum(here, j)))), (totals, 1))
    return p.clear(p.identity((f.quotient(sums, totals), 1)), positive)


def layer(M, kappa, x, i):
    """The output at row i, with scores and values that depend on states alone."""
    return output(M[i, j], None if kappa is None else kappa[i, j], s(x(i), x(j)), v(c, x(j)), j)


def equivariant(kappa):
    """Relabelled states give relabelled outputs."""
    return ForAll((x, i, c), Eq(layer(M, kappa, lambda i: x[sigma(i)], i), layer(M, kappa, lambda i: x[i], sigma(i))))


def prior(i, j):
    """The row anchor of the evidence without scores."""
    return row_anchor(M[i, j] * kappa[i, j], j)


preserved = ForAll((i, j), Eq(M[sigma(i), sigma(j)] * kappa[sigma(i), sigma(j)] / Sum(M[sigma(i), k] * kappa[sigma(i), k], k), prior(i, j)))
not_constant = {"values": Exists((c, a, b), Ne(v(c, a), v(c, b)))}
exactly = claim.part(
    "prior", given={**live, **not_constant}, shows=Iff(equivariant(kappa), preserved), model={sigma: (i, i), v: ((c, a), a)}
)


def one_to_one(p):
    """δ(σ(k), σ(j)) = δ(k, j): it is not less, and the sums over k are the same."""
    new, old = delta(sigma(k), sigma(j)), delta(k, j)
    same = f.assume(Eq(old, 1))
    moved = f.rewrite(same, f.linear(delta(sigma(k), sigma(k)), 1), l, Eq(delta(sigma(k), sigma(l)), 1))
    more = f.le(0, new - old, f.num(0), (moved, 1), (same, -1))
    less = f.le(0, new - old, f.sq(new), (f.assume(Eq(old, 0)), -1))
    more = mask_cases(f.linear(old * old, old), more, less)
    total = f.linear(Sum(new - old, k), 0, (f.spec(p["every token once"], sigma(j)), 1))
    return f.linear(new, old, (f.zero_sum(more, total, k), 1))


def first(j):
    """The evidence without scores of row i."""
    return M[i, j] * kappa[i, j]


def second(j):
    """That of row σ(i)."""
    return M[sigma(i), j] * kappa[sigma(i), j]


T1, T2 = Sum(first(k), k), Sum(second(k), k)


def state(token):
    """All states are a but for that of token σ(l), which is b: what a token of state a + t (b − a) adds, t = 0 or 1."""
    return a + delta(token, sigma(l)) * (b - a)


def one_key_of_another_state(p, *rows):
    """N₁, D₁ and N₂, D₂ of rows i and σ(i) then: N₁D₂ and N₂D₁, the equations for them, D₁D₂, and what is positive."""
    own, positive = state(sigma(i)), [p.auto(Lt(0, total), *rows) for total in (T1, T2)]

    def sums(K, token, at):
        """Σ_j K_j e_j φ_j = Σ_j K_j e(a) φ(a) + K (e(b) φ(b) − e(a) φ(a)), for φ = 1 and φ = v."""
        here = delta(token(j), sigma(l))
        mask = f.linear(here * here, here)
        out = []
        for phi in (lambda y: exp(s(own, y)), lambda y: exp(s(own, y)) * v(c, y)):
            switched = f.cut(f.inst(switch(), {"phi": (z, phi(z)), "t": here}), mask)
            total = Sum(K(j), j) * phi(a) + K(at) * (phi(b) - phi(a))
            known = [(f.inst(one_to_one(p), {k: j, j: l}), K(j) * (phi(b) - phi(a)), j)] if at == l else []
            summed = Sum(K(j) * phi(state(token(j))), j)
            out.append((summed, total, f.linear(summed, total, (switched, K(j), j), *known)))
        positive.append(p.auto(Lt(0, out[0][0]), *rows))
        return out

    (D1, d1, of_D1), (_, n1, of_N1) = sums(first, sigma, l)
    (D2, d2, of_D2), (_, n2, of_N2) = sums(second, lambda j: j, sigma(l))
    return (n1 * d2, n2 * d1), [(of_N1, -D2), (of_D2, -n1), (of_N2, D1), (of_D1, n2)], D1 * D2, positive


def another_value(p):
    """v(c, b) − v(c, a) ≠ 0, where the values are not constant."""
    *_, apart = f.obtain(p["values"], c, a, b)
    flat, wanted = f.assume(Eq(v(c, b) - v(c, a), 0)), Ne(v(c, b) - v(c, a), 0)
    clash = f.rewrite(f.linear(v(c, a), v(c, b), (flat, -1)), apart, z, Ne(z, v(c, b)))
    return f.cases(flat.conclusion, f.absurd(clash, wanted), f.assume(wanted))


def same_shares(p, same, *rows):
    """The shares of keys l and σ(l) in rows i and σ(i), from the equivariance: N₁/D₁ = N₂/D₂, so that
    0 = N₁D₂ − N₂D₁ = (K₁T₂ − K₂T₁) e(a) e(b) (v(b) − v(a))."""
    sides, uses, product, positive = one_key_of_another_state(p, *rows)
    cross, gap = f.linear(*sides, (f.spec(same, (k, state(k)), i, c), product), *uses), another_value(p)
    factor = exp(s(state(sigma(i)), a)) * exp(s(state(sigma(i)), b)) * (v(c, b) - v(c, a)) * T1 * T2
    share = f.linear(second(sigma(l)) / T2, first(l) / T1, (cross, -1 / factor))
    return f.release(p.clear(share, *positive, gap, same, *rows), p["values"], c, a, b)


def same_outputs(p, kept, *rows):
    """The outputs, from the shares: K_σ(i)σ(j) = K_ij T_σ(i)/T_i, so both sums of row σ(i) are those of row i times T_σ(i)/T_i."""
    positive, ratio, once = [p.auto(Lt(0, total), *rows) for total in (T1, T2)], T2 / T1, f.spec(p["every token once"], j)
    entry = f.linear(second(sigma(j)), first(j) * ratio, (f.spec(kept, i, j), T2))
    own, scaled = x[sigma(i)], []
    for phi in (lambda y: exp(s(own, y)) * v(c, y), lambda y: exp(s(own, y))):
        row, new = Sum(first(j) * phi(x[sigma(j)]), j), Sum(second(j) * phi(x[j]), j)
        scaled.append(f.linear(new, ratio * row, (once, -second(j) * phi(x[j]), j), (entry, phi(x[sigma(j)]), j)))
    new, old = layer(M, kappa, lambda i: x[i], sigma(i)), layer(M, kappa, lambda i: x[sigma(i)], i)
    return p.clear(f.linear(old, new, (f.quotient(*scaled), -1)), *positive, kept, *rows)


@exactly.proof
def states_that_differ_at_one_key(p):
    same, kept = (f.assume(side.children[0]) for side in p.goal.children)
    there, back = f.inst(same_shares(p, same), {l: j}), same_outputs(p, kept)
    return f.conj(f.imply(f.gen(there, i, j), same), f.imply(f.gen(back, x, i, c), kept))


UNIT = {"kappa": ((i, j), 1)}
preserves_mask = ForAll((i, j), Eq(M[sigma(i), sigma(j)], M[i, j]))
masks = claim.part(
    "mask", given={**live, **not_constant}, shows=Iff(equivariant(None), preserves_mask), model={sigma: (i, i), v: ((c, a), a)}
)


def same_masks(p, shares, *rows):
    """M_σ(i)σ(j) = M_ij, from the shares: M_σ(i)σ(j) = M_ij T_σ(i)/T_i is 0 if M_ij is, and if M_ij = 1 it is not 0."""
    totals = Sum(M[sigma(i), k], k), Sum(M[i, k], k)
    positive, ratio = [p.auto(Lt(0, total), *rows) for total in totals], totals[0] / totals[1]
    entry = f.linear(M[sigma(i), sigma(j)], M[i, j] * totals[0] / totals[1], (f.spec(shares, i, j), totals[0]))
    entry = p.clear(entry, *positive, shares, *rows)
    on, off, gone = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0)), f.assume(Eq(M[sigma(i), sigma(j)], 0))
    goal = Eq(M[sigma(i), sigma(j)], M[i, j])
    none = f.linear(1, 0, (gone, 1 / ratio), (entry, -1 / ratio), (on, -1))
    alike = f.linear(*goal.args, (f.assume(Eq(M[sigma(i), sigma(j)], 1)), 1), (on, -1))
    one = mask_cases(f.spec(p["M mask"], sigma(i), sigma(j)), alike, f.absurd(none, goal))
    zero = f.linear(*goal.args, (entry, 1), (off, ratio - 1))
    return p.clear(mask_cases(f.spec(p["M mask"], i, j), one, zero), *positive, shares, *rows)


def shares_of_masks(p, kept):
    """The shares, from the masks: the rows of a preserved mask have as many keys."""
    entry, once = f.spec(kept, i, j), f.spec(p["every token once"], j)
    sides = f.spec(f.inst(f.assume(preserved), UNIT), i, j).conclusion.children
    share = divided_alike(*sides, [(once, -M[sigma(i), j], j), (entry, 1, j)], lambda w: [(entry, w)])
    return f.gen(share, i, j)


@masks.proof
def an_entry_is_0_or_1(p):
    there, back = (f.part(p.use(claim, "prior", UNIT), side) for side in (0, 1))
    same, kept = (f.assume(side.children[0]) for side in p.goal.children)
    there = f.imply(f.gen(same_masks(p, f.mp(there, same)), i, j), same)
    return f.conj(there, f.imply(f.mp(back, shares_of_masks(p, kept)), kept))


causal = {"causal": ForAll((i, j), Iff(Eq(M[i, j], 1), Le(t[j], t[i])))}
distinct = ForAll((i, j), Implies(Eq(delta(i, j), 0), Ne(t[i], t[j])))
identity = ForAll(i, Eq(delta(sigma(i), i), 1))
in_order = claim.part(
    "causal",
    given={**causal, **not_constant},
    shows=Implies(distinct, Iff(equivariant(None), identity)),
    model={sigma: (i, i), v: ((c, a), a), t: (i, 0), M: ((i, j), 1)},
)


def fewer_before(p):
    """t_i < t_k, Σ_j M_ij = Σ_j M_kj ⊢ 0 = 1: row k sees all that row i sees, and k."""
    earlier, counts = f.assume(Lt(t[i], t[k])), f.assume(Eq(Sum(M[k, j], j), Sum(M[i, j], j)))
    on, off = f.assume(Eq(M[i, j], 1)), f.assume(Eq(M[i, j], 0))
    before = f.mp(f.part(f.spec(p["causal"], i, j), 0), on)
    seen = f.mp(f.part(f.spec(p["causal"], k, j), 1), f.le(t[j], t[k], f.add(f.by(before), f.by(earlier))))
    gap = M[k, j] - M[i, j]
    more = f.le(0, gap, f.num(0), (seen, 1), (on, -1))
    less = f.le(0, gap, f.sq(M[k, j]), (f.spec(p["M mask"], k, j), -1), (off, -1))
    more = mask_cases(f.spec(p["M mask"], i, j), more, less)
    equal = f.inst(f.zero_sum(more, f.linear(Sum(gap, j), 0, (counts, 1)), j), {j: k})
    itself = f.mp(f.part(f.spec(p["causal"], k, k), 1), f.le(t[k], t[k], f.num(0)))
    later = f.mp(f.part(f.spec(p["causal"], i, k), 0), f.linear(M[i, k], 1, (equal, -1), (itself, 1)))
    return f.absurd(f.lt(0, 0, f.add(f.by(earlier), f.by(later))), Eq(0, 1))


def as_many_tokens_before(p, of_masks):
    """The claim, from that for all masks."""
    apart, still = f.assume(distinct), f.assume(identity)
    live_rows = f.mp(f.part(f.spec(p["causal"], i, i), 1), f.le(t[i], t[i], f.num(0)))
    live_rows = f.gen(f.exists(live_rows, Exists(j, Eq(M[i, j], 1)), i), i)
    there, back = (f.part(f.cut(of_masks, live_rows), side) for side in (0, 1))
    same = f.assume(there.conclusion.children[0])
    kept, once = f.mp(there, same), f.spec(p["every token once"], j)
    count = f.linear(Sum(M[sigma(i), j], j), Sum(M[i, j], j), (once, -M[sigma(i), j], j), (f.spec(kept, i, j), 1, j))
    clash = fewer_before(p)
    up, down = f.inst(clash, {k: sigma(i)}), f.inst(clash, {k: i, i: sigma(i)})
    up, down = f.cut(up, count), f.cut(down, f.flip(count))
    # so t_σ(i) = t_i, and the tokens are one
    at_most, at_least = Le(t[sigma(i)], t[i]), Le(t[i], t[sigma(i)])
    below = f.cases(at_most, f.assume(at_most), f.absurd(up, at_most))
    above = f.cases(at_least, f.assume(at_least), f.absurd(down, at_least))
    one = delta(sigma(i), i)
    differ = f.mp(f.spec(apart, sigma(i), i), f.assume(Eq(one, 0)))
    differ = f.rewrite(f.antisymmetry(below, above), differ, z, Ne(z, t[i]))
    fixed = mask_cases(f.linear(one * one, one), f.assume(Eq(one, 1)), f.absurd(differ, Eq(one, 1)))
    # the identity preserves every mask
    moved = f.rewrite(
        f.spec(still, i), f.linear(M[sigma(i), sigma(j)], M[sigma(i), sigma(j)]), l, Eq(M[sigma(i), sigma(j)], M[l, sigma(j)])
    )
    moved = f.rewrite(f.spec(still, j), moved, l, Eq(M[sigma(i), sigma(j)], M[i, l]))
    back = f.mp(back, f.gen(moved, i, j))
    return f.imply(f.conj(f.imply(f.gen(fixed, i), same), f.imply(back, still)), apart)


@in_order.proof
def no_two_tokens_have_as_many_before(p):
    return as_many_tokens_before(p, p.use(claim, "mask"))


# ---- what is false ------------------------------------------------------------------------------------------------------------------

two = {sigma: [1, 0], kappa: [[1, 1], [1, 1]], i: 0, c: 0}


@relabelled.near_miss(
    "scores of positions have to be relabelled too", at={**two, M: [[1, 1], [1, 1]], w: [[0, 1], [0, 0]], value: [[0], [1]]}
)
def scores_stay():
    return Eq(output(M[sigma(i), sigma(j)], kappa[sigma(i), sigma(j)], w[i, j], value[sigma(j), c], j), there)


relabelled.necessary(
    "every token once", "one token twice", at={**two, sigma: [0, 0], M: [[1, 1], [1, 1]], w: [[0, 0], [0, 0]], value: [[0], [1]]}
)
flat = {s: ((a, b), 0), v: ((c, a), a), features: 1}


@exactly.near_miss("a factor of a row is not seen", at={**flat, sigma: [1, 0], M: [[1, 1], [1, 1]], kappa: [[1, 1], [2, 2]]})
def baseline_itself():
    return Iff(equivariant(kappa), ForAll((i, j), Eq(M[sigma(i), sigma(j)] * kappa[sigma(i), sigma(j)], M[i, j] * kappa[i, j])))


exactly.necessary(
    "values", "one value for all states", at={**flat, v: ((c, a), 0), sigma: [1, 0], M: [[1, 1], [1, 1]], kappa: [[1, 2], [1, 1]]}
)
exactly.necessary("every token once", "one token twice", at={**flat, sigma: [0, 0], M: [[1, 1], [1, 1]], kappa: [[1, 1], [1, 1]]})


@masks.near_miss(
    "a mask may have symmetries: a shift preserves a window round a circle",
    at={**flat, sigma: [1, 2, 0], M: [[1, 1, 0], [0, 1, 1], [1, 0, 1]]},
)
def no_relabelling_at_all():
    return Iff(equivariant(None), ForAll(i, Eq(delta(sigma(i), i), 1)))


@in_order.near_miss("a full mask sees no order", at={**flat, sigma: [1, 0], M: [[1, 1], [1, 1]], t: [0, 0]})
def times_may_agree():
    return Iff(equivariant(None), identity)


in_order.necessary("causal", "a full mask", at={**flat, sigma: [1, 0], M: [[1, 1], [1, 1]], t: [0, 1]})
in_order.necessary("values", "one value for all states", at={**flat, v: ((c, a), 0), sigma: [1, 0], M: [[1, 0], [1, 1]], t: [0, 1]})
masks.necessary("values", "one value for all states", at={**flat, v: ((c, a), 0), sigma: [1, 0], M: [[1, 0], [1, 1]]})
masks.necessary("every token once", "one token twice", at={**flat, sigma: [0, 0], M: [[1, 1], [1, 1]]})
in_order.necessary("every token once", "one token twice", at={**flat, sigma: [0, 0], M: [[1, 0], [1, 1]], t: [0, 1]})
masks.necessary("M mask", "a factor of a row is not seen", at={**flat, sigma: [1, 0], M: [[1, Rational(1, 2)], [1, 2]]})
# a row whose evidence sums to 0 for some states, where 1/0 is 1: a factor of the row is seen
cancel = {**flat, s: ((a, b), b), sigma: [1, 0]}
exactly.necessary(
    "kappa positive", "evidence that cancels", at={**cancel, M: [[1, 1], [1, 1]], kappa: [[1, -exp(-1)], [-2 * exp(-1), 2]]}, undefined=1
)
exactly.necessary("M mask", "evidence that cancels", at={**cancel, kappa: [[1, 1], [1, 1]], M: [[1, -exp(-1)], [1, -exp(1)]]}, undefined=1)
in_order.necessary(
    "M mask",
    "rows that add up to 0, where 1/0 is 0",
    undefined=0,
    at={**flat, sigma: [1, 0, 2], M: [[1, 0, -1], [1, 1, -2], [1, 1, 1]], t: [0, 1, 2]},
)
# "live": an empty row is 0 · 1/0, the same in a layer and in its prior.
