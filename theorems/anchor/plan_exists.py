"""Every positive kernel has exactly one plan with given margins.

For K > 0 and margins r, c > 0 of one total there are d, e > 0 such that diag(d) K diag(e) has the row sums r and the column sums c.  The
plan is the same for all such d and e, and they are unique up to a factor: all others are td and e/t with t > 0.  This is the anchor of the
two-sided gauge, entropic optimal transport, and what Sinkhorn's iteration converges to.
Source: Sinkhorn (1967), American Mathematical Monthly 74; Sinkhorn (1964), Annals of Mathematical Statistics 35.
"""

from gaproof import Claim
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Iff, Lt, Sum, field, index, scalar, sizes
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

claim = Claim("anchor.plan_exists", source="Sinkhorn (1967); Sinkhorn (1964)")
existence = claim.part("existence", given={"totals": Eq(Sum(r[i], i), Sum(c[j], j))}, shows=scalable)
same = claim.part("one plan", given={"first": first, "second": second}, shows=ForAll((i, j), Eq(plan(d, e), plan(d2, e2))))
factor = claim.part("one factor", given={"first": first}, shows=Iff(second, multiple))
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


@existence.near_miss("the totals must agree: one row, one column, r = 1, c = 2")
def any_totals():
    return {}, scalable
