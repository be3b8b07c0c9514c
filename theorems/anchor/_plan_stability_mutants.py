"""Mutants of anchor.plan_stability that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Lt, Sum, companion, exp

from .plan_stability import (
    FIELDS,
    K,
    claim,
    d,
    e,
    few_columns,
    few_rows,
    i,
    j,
    plan,
    plan2,
    scalings,
    sign,
    width,
)

for part, called in ((scalings, "scalings"), (few_rows, "two rows"), (few_columns, "two columns")):
    for name in FIELDS:
        part.mutant(f"dropped hypothesis: {name} positive")(lambda p, name=name, called=called: f.cut(p.use(claim, called), sign(p, name)))
for part, size, other in ((few_rows, "|m| for |n|", "two columns"), (few_columns, "|n| for |m|", "two rows")):
    part.mutant(f"wrong axis: {size}")(lambda p, other=other: p.use(claim, other))  # it is the other part


@scalings.mutant("dropped hypothesis: K positive")
def cross_ratios_make_it_positive(p):
    # with P = diag(d) K diag(e), whose margins are positive:  r_i c_j = Σ_kl P_il P_kj ≤ e^Δ P_ij Σ P
    k, l = companion(i), companion(j)
    row, column = (Sum(plan2, at) for at in (j, i))
    mass = p.auto(Lt(0, Sum(plan2, i, j)))
    rows, columns = (f.spec(p[name], at) for name, at in (("row margins", i), ("column margins", j)))
    scale = f.mul(*(f.by(p.auto(Lt(0, z))) for z in (d[i], e[l], d[k], e[j])))
    cross = f.tot(k, f.tot(l, f.mul(scale, f.by(f.spec(p["cross-ratios"], i, k, l, j)))))
    factor = exp(-width) / (d[i] * e[j] * Sum(plan2, i, j))
    over = f.mul(f.ex(-width), *(f.inv(f.by(x)) for x in (p.auto(Lt(0, d[i])), p.auto(Lt(0, e[j])), mass)))
    witness = f.mul(f.add(f.mul(f.by(p.auto(Lt(0, row))), f.by(p.auto(Lt(0, column)))), cross), over)
    uses = (rows, factor * column), (columns, factor * Sum(plan, j)), (f.inst(rows, {i: k}), -factor * exp(width) * plan, k)
    return f.cut(p.use(claim, "scalings"), p.everywhere(f.lt(0, K[i, j], witness, *uses), i, j))
