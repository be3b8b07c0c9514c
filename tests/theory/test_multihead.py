"""A whole attention layer unfolds to projections, heads on one carrier, and their merge."""

import pytest
import sympy

from gaproof.errors import TermError
from gaproof.proof.normal import equal
from gaproof.terms import Sum, field, index, kernel, scalar, sizes, symbol
from gaproof.theory import Carrier, attention, linear, root, softmax
from gaproof.theory.multihead import MultiHead, affine

n, m, d, width, heads, features, out = sizes("n m d w H F O")
i, j, (c, c2), f = index("i", n), index("j", m), index("c c2", d), index("f", width)
h, p, o = index("h", heads), index("p", features), index("o", out)
x, y = field("x", i, p), field("y", j, p)
WQ, WK, WV, WO = field("WQ", h, c, p), field("WK", h, c, p), field("WV", h, f, p), field("WO", h, f, o)
bQ, bO, M, B, R, S = (
    field("bQ", h, c),
    field("bO", o),
    field("M", i, j, domain="mask"),
    field("B", h, i, j),
    field("R", i, c2, c),
    field("S", j, c2, c),
)
tau = scalar("tau", domain="positive")
query, key, value = affine(WQ[h, c, p], x[i, p], p, bQ[h, c]), affine(WK[h, c, p], y[j, p], p), affine(WV[h, f, p], y[j, p], p)
over = (h, j, c, f)


def written_out(score: object) -> object:
    heads_read = Sum(softmax(score, over=j, mask=M[i, j]) * Sum(WV[h, f, p] * y[j, p], p), j)
    return Sum(heads_read * WO[h, f, o], h, f) + bO[o]


q, k = Sum(WQ[h, c, p] * x[i, p], p) + bQ[h, c], Sum(WK[h, c, p] * y[j, p], p)
plain = MultiHead(query, key, value, WO[h, f, o], bO[o], over, mask=M[i, j])
biased = MultiHead(query, key, value, WO[h, f, o], bO[o], over, mask=M[i, j], bias=B[h, i, j])
turned = MultiHead(query, key, value, WO[h, f, o], bO[o], over, mask=M[i, j], turn=(R[i, c2, c], S[j, c2, c], c2), temperature=tau)
MEANINGS = [
    (plain, written_out(Sum(q * k, c) / root(d))),
    (biased, written_out(Sum(q * k, c) / root(d) + B[h, i, j])),
    (turned, written_out(Sum(Sum(R[i, c2, c] * q, c) * Sum(S[j, c2, c] * k, c), c2) / tau)),
]


@pytest.mark.parametrize(("layer", "meaning"), MEANINGS)
def test_a_layer_is_what_its_definition_says(layer: MultiHead, meaning: sympy.Basic) -> None:
    assert equal(kernel(layer), kernel(meaning))
    assert layer == layer.func(*layer.args)
    assert str(layer) and sympy.latex(layer) and sympy.pretty(layer)


def test_a_layer_is_read_at_a_row_and_an_output_feature() -> None:
    indices = {symbol(t) for t in (i, o)}
    assert indices == {s for s in kernel(plain).free if s in {symbol(t) for t in (i, j, c, f, h, p, o)}}


def test_a_map_needs_an_index_to_sum_over() -> None:
    with pytest.raises(TermError):
        affine(WQ[h, c, p], x[i, p], tau)


def test_a_layer_is_a_regime_of_projections_attention_and_merge() -> None:
    t = index("t", n)
    z, mask = field("z", t, p), field("M", i, t, domain="mask")
    VK, VV, merge, bK, bV = field("VK", h, c, p), field("VV", h, f, p), field("U", o, h, f), field("bK", h, c), field("bV", h, f)
    parts = linear(WQ, (i, p), (i, h, c), bQ), linear(VK, (t, p), (t, h, c), bK), linear(VV, (t, p), (t, h, f), bV)
    made = attention(Carrier(i, t, mask), *parts, tau=root(d)) >> linear(merge, (i, h, f), (i, o), bO)
    states = affine(WQ[h, c, p], z[i, p], p, bQ[h, c]), affine(VK[h, c, p], z[t, p], p, bK[h, c]), affine(VV[h, f, p], z[t, p], p, bV[h, f])
    layer = MultiHead(*states, merge[o, h, f], bO[o], (h, t, c, f), mask=mask[i, t])
    assert equal(kernel(made(z)[i, o]), kernel(layer))
