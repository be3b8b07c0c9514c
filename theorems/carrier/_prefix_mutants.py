"""Mutants of carrier.prefix that are true: no value can refute them, and these proofs say why."""

from gaproof.tactics import forward as f
from gaproof.terms import Eq, Lt, Sum, exp

from .prefix import M, depth, inc, j, kappa, kappa2, layer, layer_by_layer, of_all, of_first, past_among_first, r, s, w, w2


@layer.mutant("dropped hypothesis: kappa2 positive")
@layer.mutant("dropped hypothesis: kappa positive")
def one_total_is_positive(p):
    # and the other is the same number
    totals, values, live = past_among_first(p)
    masses = Sum(M[inc(r), inc(s)] * kappa2[r, s] * exp(-w2[r, s]), s), Sum(M[inc(r), j] * kappa[inc(r), j] * exp(-w[inc(r), j]), j)
    totals = f.restate(totals, Eq(*masses))
    (other, known), sign = (masses, 1) if "kappa positive" in p.statement.hypotheses else (masses[::-1], -1)
    positive = p.auto(Lt(0, known), *live)
    equal = f.linear(of_first, of_all, (f.quotient(values, totals), 1))
    return p.clear(equal, positive, f.lt(0, other, f.by(positive), (totals, sign)))


for hypothesis in ("kappa positive", "kappa2 positive"):

    @depth.mutant(f"dropped hypothesis: {hypothesis}")
    def in_every_layer(p, hypothesis=hypothesis):
        return layer_by_layer(p, layer.attempt(layer.without(hypothesis).statement, one_total_is_positive))
