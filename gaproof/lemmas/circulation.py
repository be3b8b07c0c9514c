"""A flow goes round in cycles: through every positive entry there is a cycle along which it is positive and negative in turn.

From a row i one may go by a column j to a row k if F is positive at (i, j) and negative at (k, j).  The rows from which a row a can be
reached are ranked, so that every one of them but a leads to one of a lower rank, and nothing else leads to them.  Where F_ab is positive
column b leads to one of them as well, since what flows into them flows out again.  From there the ranks fall until a.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..proof import rules
from ..proof.syntax import Sort
from ..proof.theorem import Theorem
from ..tactics import forward as f
from ..terms import And, Array, Eq, Exists, ForAll, Formula, Implies, Le, Lt, Sum, Variable, array, delta, field, index, index_map
from ..terms.variables import IndexType
from ..theory.walk import going_round, is_set
from .extremes import minimum
from .mask import mask_cases
from .subsets import indicator, least_subset, round_inside, truth_is_mask, where_true

Field = Variable | Array


def along(F: Any, h: Any, c: Any, back: Any, i: Any) -> Formula:
    """On the way F is positive from row i to column c(i), negative from there to the next row."""
    return ForAll(i, Implies(Eq(h[i], 1), And(Lt(0, F[i, c(i)]), Lt(F[back(c(i)), c(i)], 0))))


def if_any(condition: Formula, some: Theorem, new: Any, wanted: Formula) -> Theorem:
    """∃new (condition → wanted), from the condition ⊢ ∃new wanted."""
    given, goal = f.assume(condition), Exists(new, Implies(condition, wanted))
    yes = f.release(f.exists(f.imply(f.assume(wanted), given), goal, new), some, new)
    clash = f.absurd(f.mp(f.assume(f.otherwise(And(condition))), f.conj(given)), wanted)
    no = f.exists(f.imply(clash, given), goal, new)
    return f.cases(And(condition), f.cut(yes, f.part(f.assume(And(condition)), 0)), no)


def apart(q: Any, k: Any, i: Any, outside: Theorem, inside: Theorem) -> Theorem:
    """δ(k, i) = 0, from q_k = 0 and q_i = 1."""
    same, z = delta(k, i), index("z_", k)
    moved = f.rewrite(f.assume(Eq(same, 1)), outside, z, Eq(q[z], 0))
    clash = f.absurd(f.linear(0, 1, (moved, -1), (inside, 1)), Eq(same, 0))
    return mask_cases(f.linear(same * same, same), clash, f.assume(Eq(same, 0)))


class Rows:
    """The flow F, the row a and the column b of an entry, and what is said of a set q of rows and of ranks d."""

    def __init__(self, rows: Sort, cols: Sort) -> None:
        self.i, self.k, self.a = index("i k a", IndexType(rows))
        self.j, self.b = index("j b", IndexType(cols))
        self.F = field("F", self.i, self.j)
        self.q, self.d = field("q d", self.i)

    def leads(self, q: Field, i: Any, j: Any, k: Any) -> Formula:
        """Row i leads by column j to row k outside q."""
        return And(Lt(0, self.F[i, j]), Lt(self.F[k, j], 0), Eq(q[k], 0))

    def descends(self, q: Field, d: Field, i: Any) -> Formula:
        """Row i leads to some row outside q of a lower rank."""
        j, k = self.j, self.k
        return Exists((j, k), And(self.leads(q, i, j, k), Lt(d[k], d[i])))

    def ranked(self, q: Field, d: Field) -> Formula:
        """Every row outside q, except a, leads to one of a lower rank."""
        i = self.i
        return ForAll(i, Implies(And(Eq(q[i], 0), Eq(delta(i, self.a), 0)), self.descends(q, d, i)))

    def ranking(self, q: Field) -> Formula:
        """a is outside q, and there are such ranks."""
        return And(Eq(q[self.a], 0), Exists(self.d, self.ranked(q, self.d)))

    def closed(self, q: Field) -> Formula:
        """No row of q leads to a row outside it."""
        i, j, k = self.i, self.j, self.k
        return ForAll((i, j, k), Implies(self.leads(q, i, j, k), Eq(q[i], 0)))


@cache
def reaching(rows: Sort, cols: Sort) -> Theorem:
    """⊢ ∃q: q is a set, the rows outside it are ranked, and no row of q leads to one outside it: take q as small as can be."""
    at = Rows(rows, cols)
    i, k, a, j, q, d = at.i, at.k, at.a, at.j, at.q, at.d
    v, x, y, z = index("v x y z", i)
    # the set of all rows but a will do at first
    start = array((i,), 1 - delta(i, a))
    given = f.assume(And(Eq(start[i], 0), Eq(delta(i, a), 0)))
    never = f.absurd(f.linear(1, 0, (f.part(given, 0), 1), (f.part(given, 1), 1)), at.descends(start, d, i))
    alone = f.exists(f.gen(f.imply(never, given), i), Exists(d, at.ranked(start, d)), d)
    smallest = f.inst(least_subset(at.ranking, i), {"p": (i, start[i])})
    smallest = f.cut(smallest, f.gen(f.linear(start[i] * start[i], start[i]), i), f.conj(f.linear(start[a], 0), alone))
    (found,) = f.obtain(smallest, q)
    (is_mask, _, has), least = (f.part(f.part(found, 0), n) for n in range(3)), f.part(found, 1)
    (known,) = f.obtain(f.part(has, 1), d)

    # a row y of q that leads to z outside it could be taken out of q, with the rank d_z + 1
    leads, inside = f.assume(at.leads(q, y, j, z)), f.assume(Eq(q[y], 1))
    fewer, ranks = array((x,), q[x] - delta(x, y)), array((x,), d[x] + delta(x, y) * (d[z] + 1 - d[x]))

    def untouched(k: Any, outside: Theorem) -> tuple[Theorem, Theorem]:
        """k is outside what is left of q and has its old rank, from q_k = 0."""
        other = apart(q, k, y, outside, inside)
        return f.linear(fewer[k], 0, (outside, 1), (other, -1)), f.linear(ranks[k], d[k], (other, d[z] + 1 - d[k]))

    out, rank = untouched(z, f.part(leads, 2))
    down = f.conj(f.conj(f.part(leads, 0), f.part(leads, 1), out), f.lt(ranks[z], ranks[y], f.num(1), (rank, -1)))
    moved = f.rewrite(f.assume(Eq(delta(y, i), 1)), f.exists(down, at.descends(fewer, ranks, y), j, z), v, at.descends(fewer, ranks, v))
    here, differs = f.assume(And(Eq(fewer[i], 0), Eq(delta(i, a), 0))), f.assume(Eq(delta(y, i), 0))
    old = f.linear(q[i], 0, (f.part(here, 0), 1), (differs, 1))
    below = f.mp(f.spec(known, i), f.conj(old, f.part(here, 1)))
    *_, step = f.obtain(below, j, k)
    out, rank = untouched(k, f.part(f.part(step, 0), 2))
    own = f.linear(ranks[i], d[i], (differs, d[z] + 1 - d[i]))
    down = f.conj(
        f.conj(f.part(f.part(step, 0), 0), f.part(f.part(step, 0), 1), out),
        f.lt(ranks[k], ranks[i], f.by(f.part(step, 1)), (rank, -1), (own, 1)),
    )
    kept = f.release(f.exists(down, at.descends(fewer, ranks, i), j, k), below, j, k)
    ranked = f.gen(f.imply(mask_cases(f.linear(delta(y, i) * delta(y, i), delta(y, i)), moved, kept), here), i)
    a_out, _ = untouched(a, f.part(has, 0))
    is_set_too = f.gen(f.linear(fewer[x] * fewer[x], fewer[x], (f.spec(is_mask, x), 1), (inside, -2 * delta(x, y))), x)
    within = f.gen(f.le(fewer[x], q[x], f.sq(delta(x, y))), x)
    smaller = f.conj(is_set_too, within, f.conj(a_out, f.exists(ranked, Exists(d, at.ranked(fewer, d)), (x, ranks[x]))))
    whole = f.spec(f.mp(f.spec(least, (x, fewer[x])), smaller), y)  # q ≤ fewer
    clash = f.absurd(f.le(1, 0, f.by(whole)), Eq(q[y], 0))
    gone = mask_cases(f.spec(is_mask, y), clash, f.assume(Eq(q[y], 0)))
    gone = f.release(gone, f.part(has, 1), d)
    closed = f.gen(f.imply(gone, leads), y, j, z)
    return f.release(f.exists(f.conj(is_mask, has, closed), Exists(q, And(is_set(q, i), at.ranking(q), at.closed(q))), q), smallest, q)


@cache
def cycle_through(rows: Sort, cols: Sort) -> Theorem:
    """F has rows and columns of sum 0, 0 < F_ab ⊢ there is a cycle through a and b, along which F is positive and negative in turn."""
    at = Rows(rows, cols)
    i, k, a, j, b, F, q, d = at.i, at.k, at.a, at.j, at.b, at.F, at.q, at.d
    t, (u, h), (v, x) = field("t", j), field("u h", i), index("v x", i)
    c, back = index_map("c", i, j), index_map("back", j, i)
    no_rows, no_columns = f.assume(ForAll(i, Eq(Sum(F[i, j], j), 0))), f.assume(ForAll(j, Eq(Sum(F[i, j], i), 0)))
    entry, found = f.assume(Lt(0, F[a, b])), reaching(rows, cols)
    (known,) = f.obtain(found, q)
    is_mask, has, closed_in = (f.part(known, n) for n in range(3))
    a_out, ranks_exist = f.part(has, 0), f.part(has, 1)
    (ranks,) = f.obtain(ranks_exist, d)

    def arrives(j: Any, k: Any) -> Formula:
        """Column j leads to row k outside q."""
        return And(Lt(F[k, j], 0), Eq(q[k], 0))

    def enters(j: Any) -> Formula:
        """Column j leads to a row outside q."""
        return Exists(k, arrives(j, k))

    # t, the columns that do: F is at most 0 from q to them, at least 0 from the others out of q, so what crosses is 0
    columns = indicator(enters(j), t, j)
    (told,) = f.obtain(columns, t)
    told = f.spec(told, j)
    t_mask, on = f.cut(truth_is_mask(enters(j), t[j]), told), f.cut(where_true(enters(j), t[j]), told)
    q_1, q_0, t_1, t_0 = (f.assume(Eq(e, n)) for e in (q[i], t[j]) for n in (1, 0))
    up, down, there = f.assume(Lt(0, F[i, j])), f.assume(Lt(F[i, j], 0)), f.assume(arrives(j, k))
    q_none = f.mp(f.spec(closed_in, i, j, k), f.conj(up, f.part(there, 0), f.part(there, 1)))
    clash = f.absurd(f.linear(0, 1, (q_none, -1), (q_1, 1)), Le(F[i, j], 0))
    lost = f.cases(Le(F[i, j], 0), f.assume(Le(F[i, j], 0)), f.release(clash, on, k))
    t_some = f.mp(f.part(told, 0), f.conj(f.exists(f.conj(down, q_0), enters(j), i)))
    clash = f.absurd(f.linear(0, 1, (t_0, -1), (t_some, 1)), Le(0, F[i, j]))
    gained = f.cases(Le(0, F[i, j]), f.assume(Le(0, F[i, j])), clash)
    crossing = F[i, j] * (1 - q[i] - t[j])
    inner = mask_cases(
        t_mask,
        f.le(0, crossing, f.by(lost), (q_1, -F[i, j]), (t_1, -F[i, j])),
        f.le(0, crossing, f.num(0), (q_1, -F[i, j]), (t_0, -F[i, j])),
    )
    outer = mask_cases(
        t_mask,
        f.le(0, crossing, f.num(0), (q_0, -F[i, j]), (t_1, -F[i, j])),
        f.le(0, crossing, f.by(gained), (q_0, -F[i, j]), (t_0, -F[i, j])),
    )
    sign = mask_cases(f.spec(is_mask, i), inner, outer)
    nothing = f.linear(Sum(crossing, i, j), 0, (f.spec(no_rows, i), 1 - q[i], i), (f.spec(no_columns, j), -t[j], j))
    zero = rules.zero_sum(sign, nothing, over=(f.symbol(i), f.symbol(j)))
    zero = f.inst(zero, {i: a, j: b})
    b_in = f.cut(f.linear(t[b], 1, (zero, -1 / F[a, b]), (a_out, -1)), f.unequal(entry))
    b_enters = f.cut(f.inst(on, {j: b}), b_in)

    # from a column back to the row of the lowest rank that it leads to
    lowest = And(arrives(j, k), ForAll(i, Implies(arrives(j, i), Le(d[k], d[i]))))
    arrivals = indicator(arrives(j, i), u, i)
    (listed,) = f.obtain(arrivals, u)
    u_mask = f.gen(f.cut(truth_is_mask(arrives(j, i), u[i]), f.spec(listed, i)), i)
    live = f.exists(f.mp(f.part(f.spec(listed, k), 0), f.conj(there)), Exists(i, Eq(u[i], 1)), k)
    least = f.cut(f.inst(minimum(rows), {"h": u, "x": d}), u_mask, f.release(live, f.assume(enters(j)), k))
    (one,) = f.obtain(least, k)
    its = f.cut(f.inst(where_true(arrives(j, i), u[i]), {i: k}), f.spec(listed, k), f.part(one, 0))
    here = f.assume(arrives(j, i))
    below = f.imply(f.mp(f.spec(f.part(one, 1), i), f.mp(f.part(f.spec(listed, i), 0), f.conj(here))), here)
    some = f.release(f.exists(f.conj(its, f.gen(below, i)), Exists(k, lowest), k), least, k)
    some = f.release(some, arrivals, u)
    backs = f.choice(f.gen(if_any(enters(j), some, k, lowest), j), back)
    (back_known,) = f.obtain(backs, back)

    # from a row outside q to a column: from a to b, else to one that leads to a row of a lower rank
    def good(i: Any, j: Any) -> Formula:
        lower = Exists(k, And(arrives(j, k), Lt(d[k], d[i])))
        return And(Lt(0, F[i, j]), enters(j), Implies(Eq(delta(i, a), 0), lower), Implies(Eq(delta(i, a), 1), Eq(delta(j, b), 1)))

    other = f.assume(Eq(delta(a, a), 0))
    itself = f.imply(f.linear(delta(b, b), 1), Eq(delta(a, a), 1))
    at_a = f.conj(entry, b_enters, f.imply(f.absurd(f.linear(1, 0, (other, 1)), good(a, b).args[2].args[1]), other), itself)
    at_a = f.rewrite(f.linear(delta(a, i), 1, (f.assume(Eq(delta(i, a), 1)), 1)), at_a, v, good(v, b))
    at_a = f.exists(at_a, Exists(j, good(i, j)), b)
    other = f.assume(Eq(delta(i, a), 0))
    falls = f.mp(f.spec(ranks, i), f.conj(q_0, other))
    *_, step = f.obtain(falls, j, k)
    leads = f.part(step, 0)
    reached = f.conj(f.part(leads, 1), f.part(leads, 2))
    down = f.imply(f.exists(f.conj(reached, f.part(step, 1)), good(i, j).args[2].args[1], k), other)
    same = f.assume(Eq(delta(i, a), 1))
    not_a = f.imply(f.absurd(f.linear(0, 1, (other, -1), (same, 1)), Eq(delta(j, b), 1)), same)
    way = f.conj(f.part(leads, 0), f.exists(reached, enters(j), k), down, not_a)
    falls = f.release(f.exists(way, Exists(j, good(i, j)), j), falls, j, k)
    chosen = mask_cases(f.linear(delta(i, a) * delta(i, a), delta(i, a)), at_a, falls)
    forths = f.choice(f.gen(if_any(Eq(q[i], 0), chosen, j, good(i, j)), i), c)
    (forth_known,) = f.obtain(forths, c)

    # this sends the rows outside q into themselves, and goes round through some of them; among these is a, where the ranks end
    def step_of(i: Any) -> Any:
        return back(c(i))

    taken = f.mp(f.spec(forth_known, i), q_0)
    to = f.mp(f.spec(back_known, c(i)), f.part(taken, 1))
    arrived = f.part(f.part(to, 0), 1)
    outside = f.assume(Eq(1 - q[i], 1))
    arrived_too = f.cut(f.linear(1 - q[step_of(i)], 1, (arrived, -1)), f.linear(q[i], 0, (outside, -1)))
    inhabited = f.exists(f.linear(1 - q[a], 1, (a_out, -1)), Exists(i, Eq(1 - q[i], 1)), a)
    rounds = f.inst(round_inside(step_of, i), {"p": (i, 1 - q[i])})
    complement = f.gen(f.linear((1 - q[i]) * (1 - q[i]), 1 - q[i], (f.spec(is_mask, i), 1)), i)
    rounds = f.cut(rounds, complement, f.conj(inhabited, f.gen(f.imply(arrived_too, outside), i)))
    (cycle,) = f.obtain(rounds, h)
    h_mask, within, going = (f.part(cycle, n) for n in range(3))
    alive = f.part(f.part(going, 0), 0)
    on_h = f.assume(Eq(h[i], 1))
    clash = f.absurd(f.le(1, 0, f.by(f.spec(within, i)), (on_h, 1), (q_1, 1)), Eq(q[i], 0))
    out = mask_cases(f.spec(is_mask, i), clash, f.assume(Eq(q[i], 0)))
    last = f.cut(f.inst(minimum(rows), {"x": d}), h_mask, alive)
    (end,) = f.obtain(last, x)
    end_out = f.cut(f.inst(out, {i: x}), f.part(end, 0))
    before = f.assume(Eq(delta(x, a), 0))
    falls = f.mp(f.part(f.cut(f.inst(taken, {i: x}), end_out), 2), before)
    (one,) = f.obtain(falls, k)
    back_at = f.cut(f.inst(to, {i: x}), end_out)
    lower = f.mp(f.spec(f.part(back_at, 1), k), f.part(one, 0))
    onward = f.mp(f.spec(f.part(f.part(going, 0), 1), x), f.part(end, 0))
    never = f.lt(0, 0, f.add(f.by(lower), f.by(f.part(one, 1)), f.by(f.mp(f.spec(f.part(end, 1), step_of(x)), onward))))
    never = f.release(f.absurd(never, Eq(h[a], 1)), falls, k)
    moved = f.rewrite(f.assume(Eq(delta(x, a), 1)), f.part(end, 0), v, Eq(h[v], 1))
    a_on = f.release(mask_cases(f.linear(delta(x, a) * delta(x, a), delta(x, a)), moved, never), last, x)
    signs = f.cut(f.conj(f.part(taken, 0), f.part(f.part(to, 0), 0)), out)
    signs = f.gen(f.imply(signs, on_h), i)
    to_b = f.mp(f.part(f.cut(f.inst(taken, {i: a}), a_out), 3), f.linear(delta(a, a), 1))
    through = And(Eq(h[a], 1), Eq(delta(c(a), b), 1))
    goal = Exists((h, c, back), And(is_set(h, i), going_round(h, step_of, i), through, along(F, h, c, back, i)))
    whole = f.exists(f.conj(h_mask, going, f.conj(a_on, to_b), signs), goal, h, c, back)
    whole = f.release(f.release(f.release(whole, rounds, h), forths, c), backs, back)
    known_d = f.release(f.release(whole, columns, t), ranks_exist, d)
    return f.release(known_d, found, q)
