"""Mutants of transformer.permutation that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.mask import mask_cases
from gaproof.lemmas.support import by_sides, empty_share
from gaproof.lemmas.support import same_shares as divided_alike
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Le, Lt, Sum, delta, exp

from .permutation import (
    T1,
    T2,
    UNIT,
    M,
    a,
    another_value,
    as_many_tokens_before,
    b,
    c,
    claim,
    exactly,
    first,
    i,
    in_order,
    j,
    k,
    kappa,
    l,
    layer,
    masks,
    moved,
    n,
    one_key_of_another_state,
    preserved,
    relabelled,
    s,
    same_masks,
    same_outputs,
    same_shares,
    second,
    shares_of_masks,
    sigma,
    state,
    v,
    value,
    w,
    x,
    y,
    z,
)


def whatever_totals_are(p):
    """Totals are the same, so that 1/total is, even if it is 1/0."""
    here, weight = M[sigma(i), j] * kappa[sigma(i), j] * exp(w[sigma(i), j]), f.spec(p["every token once"], j)
    of_moved = M[sigma(i), sigma(j)] * kappa[sigma(i), sigma(j)] * exp(w[sigma(i), sigma(j)])
    sums = f.linear(Sum(of_moved * z * value[sigma(j), c], j), Sum(here * z * value[j, c], j), (weight, here * z * value[j, c], j))
    totals = f.linear(Sum(of_moved, j), Sum(here, j), (weight, here, j))
    same = f.inst(sums, {z: f.node(1 / Sum(of_moved, j)).children[1]})
    return f.rewrite(totals, same, z, Eq(moved, Sum(here / z * value[j, c], j)))


for hypothesis in ("live", "M mask", "kappa positive"):
    relabelled.mutant(f"dropped hypothesis: {hypothesis}")(whatever_totals_are)


@exactly.mutant("swapped symbol: M for kappa in kappa[sigma(i), k] (place 2)")
def its_total_is_its_number_of_keys(p):
    """Σ_j K_σ(i)σ(j)/C = Σ_j K_ij/T_i = 1."""
    given, told = f.assume(p.goal.children[1].children[0]), p.use(claim, "prior")
    first, second = (lambda j: M[i, j] * kappa[i, j]), (lambda j: M[sigma(i), j] * kappa[sigma(i), j])
    T1, T2, C = Sum(first(k), k), Sum(second(k), k), Sum(M[sigma(i), k] * M[sigma(i), k], k)
    one = f.linear(T2 / C, 1, (f.spec(given, i, j), 1, j), (f.spec(p["every token once"], j), -second(j) / C, j))
    same = f.linear(second(sigma(j)) / T2, first(j) / T1, (f.spec(given, i, j), 1), (one, -second(sigma(j)) / T2))
    same = p.clear(same, *(p.auto(Lt(0, total)) for total in (T1, T2)), given)
    return f.conj(f.part(told, 0), f.imply(f.mp(f.part(told, 1), f.gen(same, i, j)), given))


# ---- no output falls ------------------------------------------------------------------------------------------------------------------


def nowhere_larger(kappa):
    """Relabelled states give relabelled outputs, or less."""
    return ForAll((x, i, c), Le(layer(M, kappa, lambda i: x[sigma(i)], i), layer(M, kappa, lambda i: x[i], sigma(i))))


def at_two_states(p, *facts):
    """That 0 ≤ N₂D₁ − N₁D₂ gives 0 ≤ (K₂/T₂ − K₁/T₁) (v(b) − v(a)), and v(b) − v(a) changes its sign as a and b change places."""
    less, (sides, uses, _, positive) = f.assume(nowhere_larger(kappa)), one_key_of_another_state(p, *facts)
    whole_1, whole_2, over_1, over_2 = map(f.by, positive)
    cross = f.le(*sides, f.mul(f.by(f.spec(less, (k, state(k)), i, c)), over_1, over_2), *((th, -factor) for th, factor in uses))
    shares, gap = (second(sigma(l)) / T2, first(l) / T1), another_value(p)
    scores = (f.inv(f.ex(s(state(sigma(i)), at))) for at in (a, b))
    rise = f.le(0, (shares[0] - shares[1]) * (v(c, b) - v(c, a)), f.mul(f.by(cross), *scores, f.inv(whole_1), f.inv(whole_2)))
    rise = p.clear(rise, *positive, less, *facts)
    fall = f.le(rise.conclusion.children[1], 0, f.by(f.inst(rise, {a: b, b: a})))
    share = f.linear(*shares, (f.antisymmetry(fall, rise), 1 / (v(c, b) - v(c, a))))
    share = f.release(p.clear(share, gap, less, *positive[:2], *facts), p["values"], c, a, b)
    return f.imply(f.gen(f.inst(share, {l: j}), i, j), less)


def at_two_states_of_masks(p, *facts):
    """Without a baseline."""
    less, positive = f.assume(nowhere_larger(None)), f.assume(exactly.statement.hypotheses["kappa positive"])
    shares = p.clear(f.mp(f.inst(at_two_states(p, positive, *facts), UNIT), less), less, *facts)
    return f.imply(f.gen(same_masks(p, shares, *facts), i, j), less)


@exactly.mutant("strictness: Σ_{j∈n} M[i, j]·kappa[i, j]·ex … sigma(i)], x[j′])))·v(c, x[j])")
def no_output_falls(p):
    return f.conj(at_two_states(p), f.part(p.use(claim, "prior"), 1))


@masks.mutant("strictness: Σ_{j∈n} M[i, j]·exp(s(x[sigma( … sigma(i)], x[j′])))·v(c, x[j])")
def no_output_of_a_mask_falls(p):
    return f.conj(at_two_states_of_masks(p), f.part(p.use(claim, "mask"), 1))


@in_order.mutant("strictness: Σ_{j∈n} M[i, j]·exp(s(x[sigma( … sigma(i)], x[j′])))·v(c, x[j])")
def no_causal_output_falls(p):
    of_masks = at_two_states_of_masks(p, f.assume(masks.statement.hypotheses["live"]))
    return as_many_tokens_before(p, f.conj(of_masks, f.part(p.use(claim, "mask"), 1)))


# ---- one key ---------------------------------------------------------------------------------------------------------------------------


@exactly.mutant("dropped factor: the 1st factor of M[sigma(i), j]·kappa[sigma(i), … sigma(i)], x[j′])))·v(c, x[j])")
def a_sum_is_no_mean(p):
    """At one state for all tokens v = n v, so that n = 1 and the only key has all."""
    given, back = f.assume(p.goal.children[0].children[0]), f.part(p.use(claim, "prior"), 1)
    alive, gap, factor = p.auto(Lt(0, Sum(first(j) * exp(s(y, y)), j))), another_value(p), 1 / (v(c, b) - v(c, a))
    many = p.clear(f.linear(v(c, y), n * v(c, y), (f.spec(given, (k, y), i, c), 1)), alive, given)
    one = f.linear(n, 1, (f.inst(many, {y: b}), -factor), (f.inst(many, {y: a}), factor))
    one = f.release(p.clear(one, gap, given), p["values"], c, a, b)
    other = 1 - delta(k, j)
    none = f.zero_sum(f.le(0, other, f.sq(other)), f.linear(Sum(other, k), 0, (one, 1)), k)
    row, moved_row = (p.auto(Lt(0, total)) for total in (T1, T2))
    moved_all = f.linear(second(sigma(j)) / T2, 1, (f.inst(none, {j: sigma(j)}), -second(k) / T2, k))
    all_ = f.linear(first(j) / T1, 1, (none, -first(k) / T1, k))
    share = f.linear(second(sigma(j)) / T2, first(j) / T1, (moved_all, 1), (all_, -1))
    share = p.clear(share, row, moved_row, given)
    return f.conj(f.imply(f.gen(share, i, j), given), back)


# ---- rows without keys -----------------------------------------------------------------------------------------------------------------

LIVE = tuple(Exists(k, Eq(M[row, k], 1)) for row in (i, sigma(i)))


def empty(p, row):
    """Where a row is not live, M is 0."""
    here = f.assume(Eq(M[row, k], 1))
    clash = f.mp(f.assume(f.otherwise(Exists(k, Eq(M[row, k], 1)))), f.exists(here, Exists(k, Eq(M[row, k], 1)), k))
    return f.inst(mask_cases(f.spec(p["M mask"], row, k), f.absurd(clash, Eq(M[row, k], 0)), f.assume(Eq(M[row, k], 0))), {k: j})


def by_rows(both, neither, first_alone, second_alone):
    """What follows whichever of the rows i and σ(i) have keys."""
    return f.cases(LIVE[0], f.cases(LIVE[1], both, first_alone), f.cases(LIVE[1], second_alone, neither))


def of_one_state(p, same):
    """One of the rows i and σ(i) alone is live ⊢ 0 = 1: of one state y for all tokens the outputs are v(y) and 0, but v is not 0 at all."""
    flat, gap, factor, clashes = f.spec(same, (k, y), i, c), another_value(p), 1 / (v(c, b) - v(c, a)), []
    sides = flat.conclusion.children
    for live in (0, 1):
        here, other = f.assume(LIVE[live]), (sigma(i), i)[live]
        positive = p.auto(Lt(0, Sum((first, second)[live](j) * exp(s(y, y)), j)), here)
        whole = p.clear(f.linear(sides[live], v(c, y)), positive, here)
        none = empty_share(sides[1 - live], lambda w, other=other: [(empty(p, other), kappa[other, j] * exp(s(y, y)) * w * v(c, y), j)])
        value = by_sides(v(c, y), 0, flat, whole, none)
        never = f.linear(0, 1, *((f.inst(value, {y: at}), sign * factor) for at, sign in ((a, 1), (b, -1))))
        clashes.append(f.release(p.clear(never, gap, value), p["values"], c, a, b))
    return clashes


def no_shares(p, moved_share, share):
    """Where the rows are empty, the shares are 0."""
    moved_none = f.inst(empty(p, sigma(i)), {j: sigma(j)})
    return (
        empty_share(moved_share, lambda w: [(moved_none, kappa[sigma(i), sigma(j)] * w)]),
        empty_share(share, lambda w: [(empty(p, i), kappa[i, j] * w)]),
    )


def of_shares(p, kept, *facts):
    """The same from the shares of the rows: they add up to 1 and to 0."""
    entry, once, clashes = f.spec(kept, i, j), f.spec(p["every token once"], j), []
    moved_share, share = entry.conclusion.children
    none = no_shares(p, moved_share, share)
    for live, uses in enumerate(((), ((once, -second(j) / T2, j),))):
        here = f.assume(LIVE[live])
        zero = by_sides((share, moved_share)[live], 0, entry, none[live])
        clashes.append(p.clear(f.linear(1, 0, (zero, 1, j), *uses), p.auto(Lt(0, (T1, T2)[live]), here, *facts), zero, here))
    return clashes


@exactly.mutant("dropped hypothesis: live")
def rows_are_empty_together(p):
    same, kept, rows = *(f.assume(side.children[0]) for side in p.goal.children), [f.assume(row) for row in LIVE]
    there = f.inst(same_shares(p, same, *rows), {l: j})
    sides = there.conclusion.children
    zero = by_sides(*sides, *no_shares(p, *sides))
    there = by_rows(there, zero, *(f.absurd(th, there.conclusion) for th in of_one_state(p, same)))
    back = same_outputs(p, kept, *rows)
    sides, own = back.conclusion.children, x[sigma(i)]
    zero = [
        empty_share(side, lambda w, row=row, at=at: [(empty(p, row), kappa[row, j] * exp(s(own, x[at])) * v(c, x[at]) * w, j)])
        for side, row, at in zip(sides, (i, sigma(i)), (sigma(j), j), strict=True)
    ]
    back = by_rows(back, by_sides(*sides, *zero), *(f.absurd(th, back.conclusion) for th in of_shares(p, kept)))
    return f.conj(f.imply(f.gen(there, i, j), same), f.imply(f.gen(back, x, i, c), kept))


@masks.mutant("dropped hypothesis: live")
def rows_of_masks_are_empty_together(p):
    same, kept, rows = *(f.assume(side.children[0]) for side in p.goal.children), [f.assume(row) for row in LIVE]
    told = f.inst(exactly.attempt(exactly.without("live").statement, rows_are_empty_together), UNIT)
    there, back = (f.part(told, side) for side in (0, 1))
    # a baseline of 1 is none
    outputs, unit = (f.spec(f.assume(g), x, i, c) for g in (same.conclusion, there.conclusion.children[0]))
    sides, units = outputs.conclusion.children, unit.conclusion.children
    alike = [divided_alike(*pair) for pair in zip(units, sides, strict=True)]
    shares = f.mp(there, f.gen(by_sides(*units, *alike, outputs), x, i, c))
    back = f.gen(by_sides(*sides, *alike, f.spec(f.mp(back, shares_of_masks(p, kept)), x, i, c)), x, i, c)
    entry = same_masks(p, shares, *rows)
    zero = f.linear(*entry.conclusion.children, (f.inst(empty(p, sigma(i)), {j: sigma(j)}), 1), (empty(p, i), -1))
    positive = f.assume(exactly.statement.hypotheses["kappa positive"])
    clashes = [f.cut(f.inst(th, UNIT), shares) for th in of_shares(p, f.assume(preserved), positive)]
    entry = p.clear(by_rows(entry, zero, *(f.absurd(th, entry.conclusion) for th in clashes)), same)
    return f.conj(f.imply(f.gen(entry, i, j), same), f.imply(back, kept))
