"""Mutants of probe.forest that are true: no value can refute them, and these proofs say why."""

from functools import partial

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Ne, delta
from theorems.probe.cycle import a, back, c, i, j

from .forest import D, E, H, claim, empty, interaction, l, the_product_is_not_1


@empty.mutant("dropped factor: the 2nd factor of M[i, j]·a[i, j]")
def related_to_the_constant_kernel(p):
    return p.clear(f.inst(p.use(claim, "empty interaction"), {a: ((i, j), 1)}), f.gen(f.lt(0, 1, f.num(1)), i, j))


interaction.mutant("constant factor: 2 times the 2nd term of 1 + δ(i, l)·δ(j, c(l))")(partial(the_product_is_not_1, extra=2))  # it is 3


@interaction.mutant("sign: the right side of 1 + δ(i, l)·δ(j, c(l)) ≠ d[i]·e[j]")
def no_factor_is_negative(p):
    on_cycle, col = f.assume(Eq(H[l], 1)), c(l)
    edge = f.part(f.mp(f.spec(p["edges"], l), on_cycle), 0)
    less = f.lt(-D[l] * E[col], 2, f.add(f.num(2), f.mul(f.by(f.spec(p["d positive"], l)), f.by(f.spec(p["e positive"], col)))))
    return f.exists(f.conj(edge, f.unequal(less)), p.goal.children[1], l, col)


@interaction.mutant("dropped term: the 1st term of 1 + δ(i, l)·δ(j, c(l))")
def no_factor_is_0(p):  # as it would be on the way into the next row
    on_cycle, col, row = f.assume(Eq(H[l], 1)), c(l), back(c(l))
    edge, stays = f.part(f.mp(f.spec(p["edges"], l), on_cycle), 1), f.mp(f.spec(p["proper"], l), on_cycle)
    signs = f.mul(f.by(f.spec(p["d positive"], row)), f.by(f.spec(p["e positive"], col)))
    equal, apart = f.assume(Eq(delta(row, l), D[row] * E[col])), Ne(delta(row, l), D[row] * E[col])
    clash = f.absurd(f.lt(0, 0, signs, (equal, 1), (stays, -1)), apart)
    return f.exists(f.conj(edge, f.cases(equal.conclusion, clash, f.assume(apart))), p.goal.children[1], row, col)
