"""Regimes: what they say and what they are made of, how they compose, and what does not compose."""

import pytest
import sympy

from gaproof.errors import CarrierError
from gaproof.proof.normal import equal
from gaproof.proof.substitution import substitute
from gaproof.terms import (
    Eq,
    Exists,
    ForAll,
    Sum,
    array,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    kernel,
    lambda_,
    scalar,
    sizes,
    symbol,
)
from gaproof.theory import (
    Carrier,
    attention,
    block,
    coarsening,
    cross_attention,
    extension,
    feed_forward,
    gate,
    identity,
    layer_norm,
    linear,
    pointwise,
    reading,
    residual,
    softmax,
    stack,
    streaming,
    unary,
)
from gaproof.theory.regime import Regime, matching

n, m, p, C, D, E, H, G, A, B, F = sizes("n m p C D E H G A B F")
i, j, k, l = index("i", n), index("j", n), index("k", m), index("l", p)
c, d, e, h, g, a, b, w = (
    index("c", C), index("d", D), index("e", E), index("h", H), index("g", G), index("a", A), index("b", B), index("f", F)
)  # fmt: skip
x, z, y = field("x", i, c), field("z", k, d), field("y", k, c)
M, tau, eps = field("M", i, j, domain="mask"), scalar("tau", domain="positive"), scalar("eps", domain="positive")
N, X = field("N", i, k, domain="mask"), field("X", i, e, domain="mask")
WQ, WK, WV, WO = field("WQ", h, a, c), field("WK", h, a, c), field("WV", h, b, c), field("WO", c, h, b)
W1, W2, phi = field("W1", w, c), field("W2", c, w), function("phi")
pi, inc, part = index_map("pi", i, k), index_map("inc", k, i), index_map("part", j, l)
peaks, peak = field("P", i, h, l), field("p0", i, h)

queries, keys, values = linear(WQ, (i, c), (i, h, a)), linear(WK, (j, c), (j, h, a)), linear(WV, (j, c), (j, h, b))
heads = attention(Carrier(i, j, M), queries, keys, values, tau=tau)
layer = heads >> linear(WO, (i, h, b), (i, c), name="merge")
norm = layer_norm((i, c), eps)
feed = feed_forward((i, c), w, W1, phi, W2)
whole = block(norm, layer, norm, feed)
memory = linear(field("UK", a, d), (k, d), (k, a)), linear(field("UV", c, d), (k, d), (k, c))
cross = cross_attention(Carrier(i, k, N), linear(field("UQ", a, c), (i, c), (i, a)), *memory, z, tau=tau)
experts = unary("experts", (i, c), (i, e, c), lambda own: phi(field("V", e, c)[e, c] * own[c]))
chosen = gate(Carrier(i, e, X), linear(field("R", e, c), (i, c), (i, e), name="router"), experts)
pooled = coarsening(pi, (i, c), k)
below = residual(pointwise(phi, (k, c)))
staged = pooled >> below >> reading(pi, (k, c), i)
extended = extension(pooled, below, reading(pi, (k, c), i))
REGIMES: dict[str, Regime] = {
    "identity": identity((i, c)),
    "attention": heads,
    "layer": layer,
    "block": whole,
    "causal stack": stack(residual(layer), residual(feed), residual(layer)),
    "cross-attention": cross,
    "gate": chosen,
    "streaming attention": streaming(heads, part, l, peaks, peak),
    "coarsening": pooled,
    "staged coarsening": staged,
    "extension": extended,
}


def states(regime: Regime) -> object:
    return field("x", *regime.source)


def same(one: object, other: object) -> bool:
    return equal(kernel(one), kernel(other))


@pytest.mark.parametrize("name", REGIMES)
def test_the_equations_written_into_each_other_are_the_term(name: str) -> None:
    regime = REGIMES[name]
    put = kernel(regime(states(regime))[regime.target])
    *before, last = regime.steps(states(regime))
    written = kernel(last.term)
    for step in reversed(before):
        written = substitute(written, {symbol(step.states): lambda_(step.place, step.term)})
    assert put == written


@pytest.mark.parametrize("name", REGIMES)
def test_it_can_be_printed(name: str) -> None:
    regime = REGIMES[name]
    text = str(regime)
    assert regime.name in text
    assert text.count("\n") == len([e for s in regime.steps(states(regime)) for e in s.equations()]) + len(regime.choices)
    assert sympy.latex(regime).startswith(r"\begin{aligned}")


@pytest.mark.parametrize("name", ["attention", "layer", "block", "causal stack", "cross-attention", "gate"])
def test_every_attention_stage_says_its_four_choices(name: str) -> None:
    said = "\n".join(REGIMES[name].choices)
    assert str(REGIMES[name]).endswith("\n".join(f"  {line}" for line in REGIMES[name].choices))
    for choice in ("carrier: ", "evidence: K[", "probes: K[", "anchor and update: "):
        assert said.count(choice) == said.count("standard Transformer attention:") > 0


def test_attention_is_softmax_of_scores() -> None:
    scores = Sum(Sum(WQ[h, a, c] * x[i, c], c) * Sum(WK[h, a, c] * x[j, c], c), a)
    weight = softmax(scores, over=j, mask=M[i, j], temperature=tau)
    assert same(heads(x)[i, h, b], Sum(weight * Sum(WV[h, b, c] * x[j, c], c), j))


def test_a_baseline_multiplies_the_evidence_and_heads_may_have_their_own() -> None:
    slope, distance = field("m", h), field("D", i, j)
    biased = attention(Carrier(i, j, M), queries, keys, values, tau=tau, baseline=array((i, j), exp(-(slope[h] * distance[i, j]))))
    scores = Sum(Sum(WQ[h, a, c] * x[i, c], c) * Sum(WK[h, a, c] * x[j, c], c), a)
    weight = softmax(scores, over=j, mask=M[i, j], baseline=exp(-(slope[h] * distance[i, j])), temperature=tau)
    assert same(biased(x)[i, h, b], Sum(weight * Sum(WV[h, b, c] * x[j, c], c), j))


def test_heads_may_share_keys_and_values() -> None:
    groups = index_map("groups", h, g)
    shared = linear(field("GK", g, a, c), (j, c), (j, g, a)), linear(field("GV", g, b, c), (j, c), (j, g, b))
    grouped = attention(Carrier(i, j, M), queries, *shared, tau=tau, groups=groups)
    copied = [
        array((h, *rest, c), weight[groups(h), rest[0], c]) for weight, rest in ((field("GK", g, a, c), (a,)), (field("GV", g, b, c), (b,)))
    ]
    every = attention(Carrier(i, j, M), queries, linear(copied[0], (j, c), (j, h, a)), linear(copied[1], (j, c), (j, h, b)), tau=tau)
    assert matching((i, h, b), grouped.target)
    assert same(every(x)[i, h, b], grouped(x)[i, h, b])


def test_a_block_is_two_residual_halves() -> None:
    middle = array((i, c), x[i, c] + layer(norm(x))[i, c])
    assert kernel(whole(x)[i, c]) == kernel(middle[i, c] + feed(norm(middle))[i, c])
    assert ["residual layer norm >> attention >> merge", "residual layer norm >> feed-forward"] == [s.name for s in whole.stages]


def test_cross_attention_is_the_same_formula_on_two_carriers() -> None:
    scores = Sum(Sum(field("UQ", a, c)[a, c] * x[i, c], c) * Sum(field("UK", a, d)[a, d] * z[k, d], d), a)
    weight = softmax(scores, over=k, mask=N[i, k], temperature=tau)
    assert same(cross(x)[i, c], Sum(weight * Sum(field("UV", c, d)[c, d] * z[k, d], d), k))


def test_a_gate_mixes_the_answers_of_the_experts_at_the_token() -> None:
    weight = softmax(Sum(field("R", e, c)[e, c] * x[i, c], c), over=e, mask=X[i, e])
    assert same(chosen(x)[i, c], Sum(weight * phi(field("V", e, c)[e, c] * x[i, c]), e))


def test_coarsening_averages_blocks_and_reading_copies_them() -> None:
    inside = delta(pi(i), k)
    assert same(pooled(x)[k, c], Sum(inside * x[i, c], i) / Sum(inside, i))
    assert kernel(y[pi(i), c]) == kernel(reading(pi, (k, c), i)(y)[i, c])
    assert (ForAll(k, Exists(i, Eq(inside, 1))),) == pooled.requires


def test_an_extension_adds_the_change_below() -> None:
    above = array((k, c), below(pooled(x))[k, c] - pooled(x)[k, c])
    assert kernel(extended(x)[i, c]) == kernel(x[i, c] + above[pi(i), c])


# ---- composition -----------------------------------------------------------------------------------------------------------


def test_composition_applies_one_after_the_other() -> None:
    then = linear(WO, (i, h, b), (i, c))
    assert kernel(then(heads(x))[i, c]) == kernel((heads >> then)(x)[i, c])


def test_composition_is_associative_and_the_identity_is_neutral() -> None:
    one, two, three = norm, layer, feed
    assert kernel(((one >> two) >> three)(x)[i, c]) == kernel((one >> (two >> three))(x)[i, c])
    assert ((one >> two) >> three).stages == (one >> (two >> three)).stages
    for regime in (identity((i, c)) >> layer, layer >> identity((i, c))):
        assert kernel(layer(x)[i, c]) == kernel(regime(x)[i, c])


def test_routes_of_a_chain_are_the_product_of_those_of_its_stages() -> None:
    assert same(delta(i, j) + M[i, j], layer.routes()[i, j])  # through the query, and through the mask
    assert same(M[i, j] + 2 * delta(i, j), residual(layer).routes()[i, j])
    assert same(N[i, k], attention(Carrier(i, k, N), array((i, a), field("q", i, a)[i, a]), *memory).routes()[i, k])
    assert same(delta(i, j), cross.routes()[i, j])
    assert same(delta(i, j), whole.stages[1].parts[1].routes()[i, j])
    o = index("o", n)
    assert same(Sum((delta(i, o) + M[i, o]) * (delta(o, j) + M[o, j]), o), (layer >> layer).routes()[i, j])
    assert same(delta(pi(i), k), reading(pi, (k, c), i).routes()[i, k])


def test_stages_of_a_chain_that_is_called_something_are_kept() -> None:
    assert "two halves" == (norm >> layer).called("two halves").name
    assert 3 == len((norm >> layer).called("two halves").stages)


# ---- attacks -----------------------------------------------------------------------------------------------------------------

MISMATCHES = {
    "another carrier": (lambda: layer >> cross_attention(Carrier(k, i), *own(k), x), "ends on .* but cross-attention starts from"),
    "features that no map brings back": (
        lambda: heads >> heads,
        "ends on .*h in H.* starts from .*put a restriction, a coarsening or a map",
    ),
    "a sum on two carriers": (lambda: pooled + identity((i, c)), "states of different carriers are not added"),
    "a residual from memory to rows": (
        lambda: residual(attention(Carrier(i, k, N), array((i, a), field("q", i, a)[i, a]), *memory)),
        "has no meaning there — a residual needs one carrier on both sides",
    ),
    "a residual of a coarsening": (lambda: residual(pooled), "a residual needs one carrier"),
    "a residual of heads before they are merged": (lambda: residual(heads), "a residual needs one carrier"),
    "queries that are not at the rows": (
        lambda: attention(Carrier(k, j), queries, keys, values),
        "queries are at .*, but the rows of the carrier are in m",
    ),
    "keys that are not at the columns": (
        lambda: attention(Carrier(i, k), queries, keys, values),
        "keys are at .*, but the columns of the carrier are in m",
    ),
    "heads without values": (
        lambda: attention(Carrier(i, j), queries, keys, linear(field("UV", d, c), (j, c), (j, d))),
        "give each head its values",
    ),
    "queries and keys of different features": (
        lambda: attention(Carrier(i, j), queries, linear(WV, (j, c), (j, h, b)), values),
        "a query has the features A, a key B",
    ),
    "states of two carriers at once": (
        lambda: attention(Carrier(i, k), linear(field("UQ", a, c), (i, c), (i, a)), *memory),
        "states of another carrier are given as an array",
    ),
    "keys that are not made place by place": (lambda: attention(Carrier(i, j), queries, layer >> keys, values), "looks at other places"),
    "a part that is neither": (lambda: attention(Carrier(i, j), field("q", i, a), keys, values), "neither a regime nor given states"),
    "nothing read from the states": (
        lambda: attention(Carrier(i, j), *(array((t, h, a), field(q, t, h, a)[t, h, a]) for q, t in (("q", i), ("k", j), ("v", j)))),
        "nothing that the attention reads depends on its states",
    ),
    "experts of other tokens": (
        lambda: gate(Carrier(k, e), linear(field("R", e, c), (i, c), (i, e)), experts),
        "give each token all experts",
    ),
    "a unary map that moves": (lambda: unary("shift", (i, c), (j, c), lambda own: own[c]), "a unary map stays at its place"),
    "an empty stack": (stack, "a stack has at least one layer"),
    "an extension that changes the carrier": (
        lambda: extension(pooled, reading(pi, (k, c), i), identity((i, c))),
        "extend a regime that stays",
    ),
    "an extension that goes up elsewhere": (lambda: extension(pooled, below, identity((k, c))), "go up to where you came down from"),
    "states of another carrier": (lambda: layer(z), r"takes states over \(j in n, c in C\), got states over \(m, D\)"),
}


def own(at: object) -> tuple[Regime, ...]:
    return (
        linear(field("UQ", a, d), (at, d), (at, a)),
        linear(field("UK", a, c), (i, c), (i, a)),
        linear(field("UV", d, c), (i, c), (i, d)),
    )


@pytest.mark.parametrize("name", MISMATCHES)
def test_what_does_not_match_is_refused(name: str) -> None:
    make, message = MISMATCHES[name]
    with pytest.raises(CarrierError, match=message):
        make()
