"""Every positive kernel has exactly one plan with given margins.

For K > 0 and margins r, c > 0 of one total there are d, e > 0 such that diag(d) K diag(e) has the row sums r and the column sums c.  The
plan is the same for all such d and e, and they are unique up to a factor: all others are td and e/t with t > 0.  This is the anchor of the
two-sided gauge, entropic optimal transport, and what Sinkhorn's iteration converges to.
Source: Sinkhorn (1967), American Mathematical Monthly 74; Sinkhorn (1964), Annals of Mathematical Statistics 35.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Implies, Lt, Rational, Sum, field, index, scalar, sizes
from theorems.anchor import plan_support as support

n, m = sizes("n m")
i, j, l = index("i", n), *index("j l", m)
K = field("K", i, j, domain="positive")
(r, d, d2), (c, e, e2) = field("r d d2", i, domain="positive"), field("c e e2", j, domain="positive")
any_r, any_c, D, E, t = field("r", i), field("c", j), field("d", i), field("e", j), scalar("t")


def plan(d, e):
    """diag(d) K diag(e) at (i, j)."""
    return d[i] * K[i, j] * e[j]


def margins(entry, r, c):
    """The row sums are r, the column sums c."""
    return And(ForAll(i, Eq(Sum(entry, j), r[i])), ForAll(j, Eq(Sum(entry, i), c[j])))


positive = And(ForAll(i, Lt(0, D[i])), ForAll(j, Lt(0, E[j])))
scalable = Exists((D, E), And(positive, margins(plan(D, E), r, c)))
first, second = margins(plan(d, e), any_r, any_c), margins(plan(d2, e2), any_r, any_c)
multiple = Exists(t, And(Lt(0, t), ForAll(i, Eq(d2[i], t * d[i])), ForAll(j, Eq(e2[j], e[j] / t))))

all_ones = {K: ((i, j), 1), any_r: (i, m), any_c: (j, n), d: (i, 1), e: (j, 1)}
claim = Claim("anchor.plan_exists", source="Sinkhorn (1967); Sinkhorn (1964)")
existence = claim.part("existence", given={"totals": Eq(Sum(r[i], i), Sum(c[j], j))}, shows=scalable)
same = claim.part("one plan", given={"first": first, "second": second}, shows=ForAll((i, j), Eq(plan(d, e), plan(d2, e2))), model=all_ones)
factor = claim.part("one factor", given={"first": first}, shows=Iff(second, multiple), model=all_ones)
full = {"M": ((i, j), 1), "kappa": K}  # the full carrier


def on_full(p, part):
    """What plan_support says on the full carrier."""
    return f.inst(p.use(support.claim, part), full)


def stated(margins):
    """Margins of a plan as plan_support says it on the full carrier."""
    return f.inst(f.assume(margins), full).conclusion


@existence.proof
def independent_margins(p):
    total = Sum(r[i], i)
    shares = r[i] * c[j] / total  # a plan on the full carrier
    enough = f.part(on_full(p, "carries a plan"), 1)
    pattern = enough.conclusion.children[0]
    one, none = f.assume(Eq(1, 1)), f.assume(Eq(1, 0))
    entry = f.conj(f.imply(p.auto(Lt(0, shares)), one), f.imply(f.absurd(none, Eq(shares, 0)), none))
    columns = f.linear(Sum(shares, i), c[j])
    rows = f.linear(Sum(shares, j), r[i], (p["totals"], -r[i] / total))
    found = f.conj(f.gen(entry, i, j), f.conj(p.everywhere(rows, i), p.everywhere(columns, j)))
    return f.mp(enough, f.exists(found, pattern, ((i, j), shares)))


@same.proof
def on_the_full_carrier(p):
    given = (f.restate(p[name], stated(margins)) for name, margins in (("first", support.first), ("second", support.second)))
    return f.cut(on_full(p, "same plan"), *given)


@factor.proof
def the_full_carrier_is_connected(p):
    both = f.cut(on_full(p, "one factor for each component"), f.restate(p["first"], stated(support.first)))
    other, given, one = f.assume(second), f.assume(multiple), f.linear(1, 1)
    factors = f.mp(f.part(both, 0), other)
    t_row, w = field("t", i), field("w", j)
    *_, known = f.obtain(factors, t_row, w)
    signs, edge, scales = (f.part(known, x) for x in range(3))
    at_l, at_j = (f.mp(f.spec(edge, i, x), one) for x in (l, j))  # t_i = w_l = w_j
    rows = f.linear(d2[i], w[l] * d[i], (f.spec(f.part(scales, 0), i), 1), (at_l, d[i]))
    columns = f.linear(e2[j], e[j] / w[l], (f.spec(f.part(scales, 1), j), 1), (at_l, -e[j] / (w[j] * w[l])), (at_j, e[j] / (w[j] * w[l])))
    rows, columns = f.gen(rows, i), p.everywhere(columns, j, facts=[known])
    there = f.release(f.exists(f.conj(f.spec(f.part(signs, 1), l), rows, columns), multiple, w[l]), factors, t_row, w)
    (known,) = f.obtain(given, t)
    sign, moved = f.part(known, 0), f.conj(f.part(known, 1), f.part(known, 2))
    edges = f.gen(f.imply(f.linear(t, t), f.node(Eq(1, 1))), i, j)
    goal = f.part(both, 1).conclusion.children[0]
    back = f.exists(f.conj(f.conj(f.gen(sign, i), f.gen(sign, j)), edges, moved), goal, (i, t), (j, t))
    back = f.release(f.restate(f.mp(f.part(both, 1), back), second), given, t)
    return f.conj(f.imply(there, other), f.imply(back, given))


def margins_at(claim, kernel, row, column):
    """0 = 1, from a scaling of a kernel to margins that it does not have."""
    found = claim.at({"K": ((i, j), kernel), "r": (i, row), "c": (j, column)})
    *_, known = f.obtain(found, D, E)
    rows, columns = (f.spec(f.part(f.part(known, 1), x), at) for x, at in ((0, i), (1, j)))
    return found, rows, columns


def unequal_totals(claim):
    found, rows, columns = margins_at(claim, 1, 1, 2 * n / m)
    both = f.linear(n, 2 * n, (rows, -1, i), (columns, 1, j))  # Σ r = Σ P = Σ c
    return f.release(f.linear(0, 1, (both, 1 / n)), found, D, E)


@existence.near_miss("the totals must agree", by=unequal_totals)
def any_totals():
    return {}, scalable


existence.necessary("totals", "a plan has one total")(unequal_totals)


@existence.necessary("K positive", "no scaling of 0 has positive margins")
def kernel_zero(claim):
    found, rows, _ = margins_at(claim, 0, 1, n / m)
    return f.release(f.linear(0, 1, (rows, 1)), found, D, E)


# "r positive" and "c positive": each is necessary for two rows or columns, since the margins of a positive plan are positive.
one, half, signs = [1, 1], Rational(1, 2), [[1, -1], [-1, 1]]
alone = {K: [[1]], any_r: [1], any_c: [1], d: [1], e: [1]}
multiples = {**alone, d2: [2], e2: [half]}
hidden = {K: signs, any_r: [0, 0], any_c: [0, 0], d: one, e: one, d2: [2, 2], e2: one}


@same.near_miss("the scalings are not unique: d may be doubled and e halved", at=multiples)
def one_scaling():
    return ForAll(i, Eq(d[i], d2[i]))


same.necessary("first", "other margins", at={**multiples, d: [2]})
same.necessary("second", "other margins", at={**multiples, d2: [4]})
same.necessary("K positive", "entries of both signs hide a factor from the margins", at=hidden)
# Each of d, e, d2, e2 is a margin over a positive sum, and the margin is that of the other plan, so that its sign follows.
ROWS, COLUMNS = (i, j, d, e, d2, e2), (j, i, e, d, e2, d2)
FIELDS = {"d": (d, ROWS), "e": (e, COLUMNS), "d2": (d2, ROWS), "e2": (e2, COLUMNS)}


def sign(p, name, second):
    """0 < x for one of the fields, from the margins and the signs of the others."""
    x, (at, over, x1, y1, x2, y2) = FIELDS[name]
    mine, others = ((x1, y1, p["first"]), (x2, y2, second))[:: 1 if x == x1 else -1]
    total, margin = (Sum(K[i, j] * y[over], over) for _, y, _ in (mine, others))
    own, other = (f.spec(f.part(th, 0 if at == i else 1), at) for _, _, th in (mine, others))
    witness = f.mul(*(f.by(p.auto(Lt(0, z))) for z in (others[0][at], margin)), f.inv(f.by(p.auto(Lt(0, total)))))
    return p.everywhere(f.lt(0, x[at], witness, (own, 1 / total), (other, -1 / total)), at, facts=[second])


@factor.near_miss("both scalings cannot be doubled", at={**multiples, t: 2, d2: [2], e2: [2]})
def doubled():
    return Implies(And(Lt(0, t), ForAll(i, Eq(d2[i], t * d[i])), ForAll(j, Eq(e2[j], t * e[j]))), second)


factor.necessary("first", "then no multiple has the margins either", at={**alone, any_r: [2], d2: [1], e2: [1], t: 1})


@factor.necessary("K positive", "every scaling of 0 has the margins 0")
def all_scalings(claim):
    values = {"K": ((i, j), 0), "r": (i, 0), "c": (j, 0), "d": (i, 1), "e": (j, 1), "d2": (i, 1), "e2": (j, 2)}
    said = f.part(claim.at(values), 0)
    margins = f.conj(f.gen(f.linear(Sum(d[i] * 0 * e[j], j), 0), i), f.gen(f.linear(Sum(d[i] * 0 * e[j], i), 0), j))
    found = f.mp(said, margins)
    (known,) = f.obtain(found, t)
    one, two = f.spec(f.part(known, 1), i), f.spec(f.part(known, 2), j)  # 1 = t and 2 = 1/t
    never = f.linear(0, 1, (two, -t), (one, -2))
    return f.release(f.cut(never, f.unequal(f.part(known, 0))), found, t)


# The signs of d, e, d2, e2: as for one plan.
