"""Mutants of anchor.shift that are true: no value can refute them, and these proofs say why."""

from gaproof.lemmas.logarithm import log_of
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Lt, Sum, exp, field, log

from .shift import A, M, claim, i, j, kappa, recovery, s, t, tau, weight

w = field("w", i)  # in the place of the 1/x of a total, of which nothing is asked


def another_normaliser(p, below, found, other, sign):
    """A(found) = M κ exp(other/τ) w in a live row makes w positive, and other/τ + log w = found/τ + log(1/Z) on the support."""
    given, related = p.goal.children[0].children
    told = f.assume(ForAll((i, j), Eq(*(A(found[i, j]), M[i, j] * kappa[i, j] * exp(other[i, j] / tau) * w[i])[::sign])))
    here, row = f.assume(Eq(M[i, j], 1)), f.spec(told, i, j)
    share = exp((found[i, j] - other[i, j]) / tau) * weight(found)
    same = f.linear(w[i], share, (row, -sign * exp(-other[i, j] / tau) / kappa[i, j]), (here, share - w[i]))
    total = p.auto(Lt(0, Sum(M[i, j] * kappa[i, j] * exp(found[i, j] / tau), j)))
    positive = f.lt(0, w[i], f.mul(f.ex((found[i, j] - other[i, j]) / tau), f.inv(f.by(total))), (same, 1))
    positive = f.gen(f.release(p.clear(positive, here, told, total), f.spec(p["live"], i), j), i)
    constant = sign * tau * (log(w[i]) - log(weight(found)))
    scores = f.linear(s[i, j], t[i, j] + constant, (log_of(same), -sign * tau))
    scores = f.gen(f.imply(p.clear(scores, here, told, positive, total), here), i, j)
    there = p.clear(f.cut(f.exists(scores, related, ((i,), constant)), positive), told)
    there = f.inst(there, {w: (i, f.node(M[i, j] / Sum(below, j)).children[1])})
    return f.conj(f.imply(there, f.assume(given)), f.part(p.use(claim, "recovery"), 1))


@recovery.mutant("swapped symbol: t for M in M[i, j_]")
def any_normaliser_of_the_first(p):
    return another_normaliser(p, t[i, j] * kappa[i, j] * exp(s[i, j] / tau), t, s, -1)


@recovery.mutant("exp dropped: exp(t[i, j_]/tau)")
def any_normaliser_of_the_second(p):
    return another_normaliser(p, M[i, j] * kappa[i, j] * (t[i, j] / tau), s, t, 1)
