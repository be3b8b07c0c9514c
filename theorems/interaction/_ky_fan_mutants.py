"""Mutants of interaction.ky_fan that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Sum

from .ky_fan import bound, c, claim, h, k, listed, r, top, w


@bound.mutant("constant factor: 2 times the right side of Σ_{k∈n} lam[k]·w[k] ≤ Σ_{k∈n} h[k]·lam[k]")
def without_any_weight(p):
    few = f.le(0, Sum(h[k], k), f.add(f.tot(k, f.by(f.spec(p["from 0"], k))), f.by(p["total"])))
    return p.bound(f.add(f.by(p.use(claim, "bound")), f.by(p.clear(p.use(claim, "bound", {w: (k, 0)}), few))))


def larger(p):
    """λ_r ≤ λ_top(c)."""
    return f.mp(f.spec(p["decreasing"], top(c), r), f.spec(p["inside"], c))


@listed.mutant("constant factor: 2 times the right side of Σ_{k∈n} lam[k]·w[k] ≤ Σ_{c∈R} lam[top(c)]")
def no_value_is_negative(p):
    return p.bound(f.add(f.by(p.use(claim, "head as a list")), f.tot(c, f.add(f.by(larger(p)), f.by(p["threshold"])))))


@listed.mutant("swapped index: r for k in lam[k]")
def at_the_threshold(p):
    return p.bound(f.add(f.tot(c, f.by(larger(p))), f.mul(f.by(p["threshold"]), f.by(p["total"]))))
