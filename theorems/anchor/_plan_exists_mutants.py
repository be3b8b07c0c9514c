"""Mutants of anchor.plan_exists that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, ForAll, Lt, Sum
from theorems.anchor._plan_support_mutants import no_row_is_short

from .plan_exists import (
    FIELDS,
    D,
    E,
    K,
    c,
    claim,
    d,
    d2,
    e,
    e2,
    existence,
    factor,
    i,
    j,
    multiple,
    plan,
    r,
    same,
    second,
    sign,
    t,
)


@existence.mutant("swapped symbol: c for e in e[j]")
def column_margins_are_positive(p):
    found, wanted = p.use(claim, "existence"), p.goal
    *_, known = f.obtain(found, D, E)
    rest = f.conj(f.conj(f.part(f.part(known, 0), 0), p["c positive"]), f.part(known, 1))
    return f.release(f.exists(rest, wanted, D, E), found, D, E)


@existence.mutant("dropped factor: the 2nd factor of d[i]·K[i, j]·e[j]")
def row_margins_without_column_factors(p):
    by_rows = r[i] / Sum(K[i, j], j)  # then e meets the column margins
    by_columns = c[j] / Sum(by_rows * K[i, j], i)
    signs = p.auto(And(ForAll(i, Lt(0, by_rows)), ForAll(j, Lt(0, by_columns))))
    rows, columns = Eq(Sum(by_rows * K[i, j], j), r[i]), Eq(Sum(by_rows * K[i, j] * by_columns, i), c[j])
    met = f.conj(*(p.everywhere(f.linear(*x.args), at) for x, at in ((rows, i), (columns, j))))
    return f.exists(f.conj(signs, met), p.goal, (i, by_rows), (j, by_columns))


def unsigned(p, name):
    """One factor, from the margins or from the multiple."""
    both, other, given = p.use(claim, "one factor"), f.assume(second), f.assume(multiple)
    there = f.imply(f.mp(f.cut(f.part(both, 0), sign(p, name, other)), other), other)
    (known,) = f.obtain(given, t)
    factor, rows, columns = f.part(known, 0), f.spec(f.part(known, 1), i), f.spec(f.part(known, 2), j)
    up, down = f.by(factor), f.inv(f.by(factor))
    scale, use = {"d": (down, (rows, -1 / t)), "d2": (up, (rows, 1)), "e": (up, (columns, -t)), "e2": (down, (columns, 1))}[name]
    x, (at, _, x1, _, x2, _) = FIELDS[name]
    positive = p.everywhere(f.lt(0, x[at], f.mul(scale, f.by(p.auto(Lt(0, (x2 if x == x1 else x1)[at])))), use), at, facts=[known])
    back = f.release(f.mp(f.cut(f.part(both, 1), positive), given), given, t)
    return f.conj(there, f.imply(back, given))


for name in FIELDS:
    same.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name: f.cut(p.use(claim, "one plan"), sign(p, name, p["second"])))
    factor.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name: unsigned(p, name))


@factor.mutant("strictness: Σ_{j∈m} d2[i]·K[i, j]·e2[j] = r[i]")
def rows_at_most(p):
    th, short = p.use(claim, "one factor"), f.assume(p.goal.children[0].children[0])
    filled = no_row_is_short(p["first"], short, plan(d, e), plan(d2, e2))
    return f.conj(f.imply(f.mp(f.part(th, 0), filled), short), f.part(th, 1))


@factor.mutant("sign: the right side of e2[j] = e[j]/t (place 2)")
def no_factor_is_negative(p):
    given = f.assume(p.goal.children[1].children[0])
    (known,) = f.obtain(given, t)
    opposite = f.mul(f.by(f.spec(p["e positive"], j)), f.inv(f.by(f.part(known, 0))))
    never = f.lt(0, 0, f.add(f.by(f.spec(p["e2 positive"], j)), opposite), (f.spec(f.part(known, 2), j), -1))
    clash = f.release(p.clear(f.absurd(never, second), known), given, t)
    return f.conj(f.part(p.use(claim, "one factor"), 0), f.imply(clash, given))
