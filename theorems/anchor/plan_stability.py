"""The scalings of a plan move by at most 2ε/(1 − tanh(Δ/4)) if the logarithm of its kernel moves by ε.

Let K and K₂ be positive, |log K₂ − log K| ≤ ε, and Δ a bound on the logarithms of the cross-ratios of K.  If diag(d) K diag(e) and
diag(d₂) K₂ diag(e₂) have the same margins, then d and d₂ are at most 2ε/(1 − θ) apart in Hilbert's metric, θ = tanh(Δ/4), and so are e and
e₂: each half-step contracts by θ, and adds at most 2ε since it has another kernel.

The plans themselves are no further apart than 2ε?  No: with r = c = (1/100, 99/100) and K = 1 that fails by almost a factor 2.  With at
most two rows, or two columns, they are within 4ε, and from three on not even that; what holds in general is in plan_lipschitz.
Source: Franklin and Lorenz (1989), Linear Algebra and its Applications 114, for the contraction; the rest is new, as far as we know.
"""

from fractions import Fraction

from gaproof import Claim
from gaproof.lemmas.contraction import monotone
from gaproof.lemmas.extremes import maximum, minimum
from gaproof.lemmas.logarithm import log_monotone, log_of, log_product
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Implies, Le, Lt, Rational, Sum, array, companion, exp, field, index, log, scalar, sizes
from gaproof.theory import cross_ratios_at_most, hilbert_at_most, tanh
from theorems.anchor import plan_lipschitz as lipschitz
from theorems.anchor.plan_contraction import above_one, exchanged, images

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
K, K2 = field("K K2", i, j, domain="positive")
(d, d2), (e, e2) = field("d d2", i, domain="positive"), field("e e2", j, domain="positive")
width, epsilon = scalar("Delta epsilon")
theta = tanh(width / 4)
moved = log(K2[i, j]) - log(K[i, j])
close = ForAll((i, j), And(Le(-epsilon, moved), Le(moved, epsilon)))
plan, plan2 = d[i] * K[i, j] * e[j], d2[i] * K2[i, j] * e2[j]
rows, columns = ForAll(i, Eq(Sum(plan, j), Sum(plan2, j))), ForAll(j, Eq(Sum(plan, i), Sum(plan2, i)))
given = {"row margins": rows, "column margins": columns, "close": close}
HALF = Fraction(1, 2)
bound = 2 * epsilon / (1 - theta)

claim = Claim("anchor.plan_stability", source="Franklin and Lorenz (1989); new")
scalings = claim.part(
    "scalings",
    given={**given, "cross-ratios": cross_ratios_at_most(K, i, j, exp(width))},
    shows=And(hilbert_at_most(d2, d, i, bound), hilbert_at_most(e2, e, j, bound)),
)


logs = log(d2[i]) + log(K2[i, j]) + log(e2[j]) - (log(d[i]) + log(K[i, j]) + log(e[j]))  # log P₂ − log P


def plans_within(most):
    """|log P₂ − log P| ≤ most."""
    return ForAll((i, j), And(Le(-most, logs), Le(logs, most)))


few_rows = claim.part("two rows", given=given, shows=Implies(Le(n, 2), plans_within(4 * epsilon)))
few_columns = claim.part("two columns", given=given, shows=Implies(Le(m, 2), plans_within(4 * epsilon)))


def side(p, kernels, margins, over, along, scaling, other, most, near):
    """u − u′ ≤ θ·most + 2ε for any two places of u = log one₂ − log one, from d(other, other₂) ≤ most; rows, or columns by transposing."""
    (A, A2), (one, one2), (x, x2), back = kernels, scaling, other, companion(over)
    S, T, S2 = (Sum(kernel[over, along] * z[along], along) for kernel, z in ((A, x), (A, x2), (A2, x2)))
    positive = [p.auto(Lt(0, total)) for total in (S, T, S2)]
    # one S = one₂ S₂
    split = [f.inst(log_product(), {"x": z[over], "y": total}) for z, total in ((one, S), (one2, S2))]
    equal = log_of(f.linear(one[over] * S, one2[over] * S2, (f.spec(margins, over), 1)))
    u = log(one2[over]) - log(one[over])
    u_is = p.clear(f.linear(u, log(S) - log(S2), (split[0], 1), (split[1], -1), (equal, -1)), *positive)
    # the other kernel: −ε ≤ log S₂ − log T ≤ ε
    logs, entry = log(A2[over, along]) - log(A[over, along]), f.mul(f.by(f.spec(p["K positive"], i, j)), f.by(p.auto(Lt(0, x2[along]))))
    low, high = (f.by(f.part(f.spec(p["close"], i, j), k)) for k in range(2))
    less = f.le(exp(-epsilon) * T, S2, f.tot(along, f.mul(entry, monotone(-epsilon, logs, low))))
    more = f.le(S2, exp(epsilon) * T, f.tot(along, f.mul(entry, monotone(logs, epsilon, high))))
    less, more = (
        p.clear(f.inst(log_monotone(), {"x": x.conclusion.children[0], "y": x.conclusion.children[1]}), x, *positive) for x in (less, more)
    )
    moved = images(p, A, over, along, x, x2, most, near)
    parts = f.by(f.spec(moved, over, back)), f.by(less), f.by(f.inst(more, {over: back}))
    there = log(one2[back]) - log(one[back])
    th = f.le(u - there, theta * most + 2 * epsilon, f.add(*parts), (u_is, -1), (f.inst(u_is, {over: back}), 1))
    return p.clear(th, near)


@scalings.proof
def each_half_step_adds_2_epsilon(p):
    transposed = [array((j, i), kernel[i, j]) for kernel in (K, K2)]
    (top, bottom), (left, right), i2, j2 = index("top bottom", i), index("left right", j), companion(i), companion(j)
    u, v = array((i,), log(d2[i]) - log(d[i])), array((j,), log(e2[j]) - log(e[j]))
    X, Y = u[top] - u[bottom], v[left] - v[right]
    ends = [
        (f.inst(lemma(at.sort), {"h": (at, 1), "x": (at, z[at])}), name)
        for lemma, z, at, name in ((maximum, u, i, top), (minimum, u, i, bottom), (maximum, v, j, left), (minimum, v, j, right))
    ]
    found = [f.obtain(th, name)[0] for th, name in ends]
    one = f.linear(1, 1)
    within = [f.mp(f.spec(f.part(th, 1), at), one) for th, at in zip(found, (i, i2, j, j2), strict=True)]  # u_i ≤ u_top, u_bottom ≤ u_i2, …
    rows = p.everywhere(f.le(u[i] - u[i2], X, f.add(f.by(within[0]), f.by(within[1]))), i, i2, facts=found)
    columns = p.everywhere(f.le(v[j] - v[j2], Y, f.add(f.by(within[2]), f.by(within[3]))), j, j2, facts=found)
    # X ≤ θY + 2ε and Y ≤ θX + 2ε
    nearer = exchanged(p, columns, e2, e, j, Y, *found), exchanged(p, rows, d2, d, i, X, *found)
    by_rows = side(p, (K, K2), p["row margins"], i, j, (d, d2), (e, e2), Y, nearer[0])
    by_columns = side(p, transposed, p["column margins"], j, i, (e, e2), (d, d2), X, nearer[1])
    by_rows, by_columns = f.inst(by_rows, {i: top, i2: bottom}), f.inst(by_columns, {j: left, j2: right})
    root, below = f.by(above_one(p)), f.inv(f.add(f.num(1), f.ex(width / 2)))
    positive = f.mul(root, below)  # 0 ≤ θ
    gap = f.lt(0, 1 - theta, f.mul(f.num(2), below))
    over = f.mul(f.inv(f.by(gap)), f.num(HALF), f.add(f.num(1), f.ex(width / 2)), f.ex(-width / 2))  # 1/(1 − θ)(1 + θ)
    x_most = f.le(X, bound, f.mul(f.add(f.by(by_rows), f.mul(positive, f.by(by_columns))), over))
    y_most = f.le(Y, bound, f.mul(f.add(f.by(by_columns), f.mul(positive, f.by(by_rows))), over))
    rows = p.everywhere(f.le(u[i] - u[i2], bound, f.add(f.by(f.spec(rows, i, i2)), f.by(x_most))), i, i2, facts=[gap, *found])
    columns = p.everywhere(f.le(v[j] - v[j2], bound, f.add(f.by(f.spec(columns, j, j2)), f.by(y_most))), j, j2, facts=[gap, *found])
    both = f.conj(rows, columns)
    for th, name in reversed(ends):
        both = f.release(both, th, name)
    return both


def short_cycles(p, number):
    """4ε, from 2nε or 2mε on the full carrier."""
    full, one = {"M": ((i, j), 1), "kappa": K, "kappa2": K2}, f.linear(1, 1)
    general, known = f.inst(p.use(lipschitz.claim, "rows and columns"), full), f.imply(f.spec(p["close"], i, j), one)
    for name in ("row margins", "column margins"):
        wanted = f.inst(f.assume(lipschitz.given[name]), full).conclusion
        general = f.cut(general, f.restate(p[name], wanted))
    general = f.cut(general, f.gen(known, i, j))
    low, high = (f.part(f.mp(f.spec(f.part(general, number), i, j), one), k) for k in range(2))
    sign = f.le(0, epsilon, f.mul(f.num(HALF), f.add(*(f.by(f.part(f.spec(p["close"], i, j), k)) for k in range(2)))))
    few = f.assume(Le((n, m)[number], 2))
    slack = f.mul(f.num(2), f.by(few), f.by(sign))
    both = f.conj(f.le(-4 * epsilon, logs, f.add(f.by(low), slack)), f.le(logs, 4 * epsilon, f.add(f.by(high), slack)))
    return f.imply(p.everywhere(both, i, j, facts=[few]), few)


@few_rows.proof
def cycles_of_two_rows(p):
    return short_cycles(p, 0)


@few_columns.proof
def cycles_of_two_columns(p):
    return short_cycles(p, 1)


# models: plans P = rc and P₂ = rc (1 + ρ (u − ū)(v − v̄)) with the same margins; |x| ≤ x² + 1/4 gives ε and Δ.  The scalings are any, or
# the same up to a factor t, so that the kernels are close.
r, c, tilt, t = field("r", i, domain="positive"), field("c", j, domain="positive"), scalar("s"), scalar("t", domain="positive")
u, v = field("u", i, domain="simplex"), field("v", j, domain="simplex")
apart = (u[i] - Sum(r[i] * u[i], i) / Sum(r[i], i)) * (v[j] - Sum(c[j] * v[j], j) / Sum(c[j], j))
drift, quarter = 1 + (exp(tilt) - 1) / (exp(tilt) + 1) * apart, Rational(1, 4)
first, second = r[i] * c[j] / (d[i] * e[j]), r[i] * c[j] * drift / (d2[i] * e2[j])
spread, change = Sum(log(first) * log(first) + quarter, i, j), log(second) - log(first)
scalings.drawn({K: ((i, j), first), K2: ((i, j), second), epsilon: Sum(change * change, i, j) + quarter, width: spread})
nearby = {K: ((i, j), first), K2: ((i, j), first * drift), d2: (i, t * d[i]), e2: (j, e[j] / t)}
for part in (few_rows, few_columns):
    part.drawn({**nearby, epsilon: Sum(log(drift) * log(drift), i, j) + quarter})


ones, two, q = [[1, 1], [1, 1]], [1, 1], Rational
plain = {K: ones, K2: ones, d: two, e: two, d2: two, e2: two, epsilon: 0}
rows_scaled = {
    **plain,
    width: 0,
    K2: [[2, 2], [q(1, 2), q(1, 2)]],
    d2: [q(1, 2), 2],
    epsilon: q(7, 10),
}  # by 2 and 1/2: d₂ is 2 log 2 from d


@scalings.near_miss("no smaller multiple will do: where rows are scaled by 2 and 1/2, half the bound is too small", at=rows_scaled)
def once_epsilon():
    return And(hilbert_at_most(d2, d, i, bound / 2), hilbert_at_most(e2, e, j, bound / 2))


half = [q(1, 2), q(3, 2)]
scalings.necessary("row margins", "the mass moves from row to row", at={**plain, width: 0, d2: half})
scalings.necessary("column margins", "the mass moves from column to column", at={**plain, width: 0, e2: half})
scalings.necessary("close", "another kernel", at={**rows_scaled, epsilon: 0})
scalings.necessary("cross-ratios", "with Δ = −8 the bound would be about ε", at={**rows_scaled, width: -8})
# The signs of scalings follow from each other: they are those of the margins.

# P = [[p, 1], [1, 1]] and P₂ = P + p [[1, −1], [−1, 1]] with p = 1/100: a change of log 2, and only 1/5 in log K
lever = {
    **{K: [[q(1, 100), 1], [1, 1]], K2: [[q(3, 250), q(33, 40)], [q(2079, 2500), q(707, 600)]], d: two, e: two, epsilon: q(1, 5)},
    **{d2: [1, q(5, 7)], e2: [q(5, 3), q(6, 5)]},
}
# three rows: a change of log 2, and only 27/200 in log K
P = [[q(1, 100), q(1, 100), 1], [1, 1, q(1, 100)], [q(1, 100), 1, 1]]
P2 = [[q(1, 50), q(1, 80), q(79, 80)], [q(79, 80), q(2029, 2000), q(1, 125)], [q(1, 80), q(983, 1000), q(2029, 2000)]]
row, column = [1, q(7, 11), q(4, 5)], [q(7, 4), q(7, 5), q(9, 8)]
hexagon = {K: P, K2: [[P2[x][y] / (row[x] * column[y]) for y in range(3)] for x in range(3)], d: [1] * 3, e: [1] * 3, d2: row, e2: column}


# P = [[−1, 2], [2, −1]] and P₂ = 1/2: log −1, taken to be 7/10, hides that P₂ is not close to P
mixed, flat, quarters = [[-1, 2], [2, -1]], [[2, 2], [2, 2]], [q(1, 4), q(1, 4)]
hidden = {e: two, e2: two, epsilon: q(1, 100)}

for part, size, side_of in ((few_rows, n, "rows"), (few_columns, m, "columns")):
    part.near_miss(f"2ε is tempting, and for two {side_of} 3ε is not enough", at=lever)(
        lambda size=size: Implies(Le(size, 2), plans_within(3 * epsilon))
    )
    part.near_miss(f"more than two {side_of}: with three rows and columns even 5ε is too little", at={**hexagon, epsilon: q(27, 200)})(
        lambda: plans_within(4 * epsilon)
    )
    part.necessary("row margins", "the mass moves from row to row", at={**plain, d2: half})
    part.necessary("column margins", "the mass moves from column to column", at={**plain, e2: half})
    part.necessary("close", "another kernel", at={**lever, epsilon: 0})
    part.necessary("K positive", "log -1", at={**hidden, K: mixed, K2: flat, d: two, d2: quarters}, undefined=q(7, 10))
    part.necessary("K2 positive", "log -1", at={**hidden, K: flat, K2: mixed, d: quarters, d2: two}, undefined=q(7, 10))
# The signs of d, e, d2, e2 follow from each other: they are those of the margins.
FIELDS = {"d": (d, K, e, d2, K2, e2), "e": (e, K, d, e2, K2, d2), "d2": (d2, K2, e2, d, K, e), "e2": (e2, K2, d2, e, K, d)}


def sign(p, name):
    """0 < x for one of the scalings: it is the margin of the other plan, over a positive sum."""
    x, kernel, along, x2, kernel2, along2 = FIELDS[name]
    (at, over), told = ((i, j), "row margins") if name[0] == "d" else ((j, i), "column margins")
    total, total2 = Sum(kernel[i, j] * along[over], over), Sum(kernel2[i, j] * along2[over], over)
    witness = f.mul(*(f.by(p.auto(Lt(0, z))) for z in (x2[at], total2)), f.inv(f.by(p.auto(Lt(0, total)))))
    use = f.spec(p[told], at), (-1 if name.endswith("2") else 1) / total
    return p.everywhere(f.lt(0, x[at], witness, use), at)
