"""Regimes on tensors: against plain torch, in several arithmetics, against their own terms, and where they have no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from gaproof.errors import CarrierError
from gaproof.numeric import BallArithmetic, ExactArithmetic, Model, PlainArithmetic, follow, realise
from gaproof.terms import Sum, Term, array, exp, field, index, index_map, log, scalar, sizes
from gaproof.theory import (
    MAINLINE,
    Carrier,
    EvidenceKernel,
    attention,
    block,
    causal,
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
    stack,
    streaming,
    unary,
)
from gaproof.theory.regime import Regime

n, m, p, C, D, E, H, A, B, F = sizes("n m p C D E H A B F")
i, j, k, l = index("i", n), index("j", n), index("k", m), index("l", p)
c, d, e, h, a, b, w = index("c", C), index("d", D), index("e", E), index("h", H), index("a", A), index("b", B), index("w", F)
x, z, M, N, X = (
    field("x", i, c),
    field("z", k, d),
    field("M", i, j, domain="mask"),
    field("N", i, k, domain="mask"),
    field("X", i, e, domain="mask"),
)
tau, eps = scalar("tau", domain="positive"), scalar("eps", domain="positive")
peaks, peak = field("P", i, h, l), field("p0", i, h)
pi, part = index_map("pi", i, k), index_map("part", j, l)
SIZES = {n: 6, m: 4, p: 2, C: 8, D: 5, E: 3, H: 2, A: 4, B: 3, F: 16}


def silu(t: Term) -> Term:
    return t / (1 + exp(-t))


@dataclass(frozen=True)
class Weights:
    """The fields of one block, and what it does with them as a regime and in torch."""

    number: int

    def __getattr__(self, name: str) -> object:
        over = {"Q": (h, a, c), "K": (h, a, c), "V": (h, b, c), "O": (c, h, b), "I": (w, c), "J": (c, w)}
        over |= {"g": (c,), "s": (c,), "r": (w,), "t": (c,)}
        if name not in over:
            raise AttributeError(name)
        return field(f"{name}{self.number}", *over[name])

    @property
    def fields(self) -> list[object]:
        return [getattr(self, name) for name in "QKVOIJgsrt"]

    def regime(self) -> Regime:
        norm = layer_norm((i, c), eps, self.g, self.s)  # type: ignore[arg-type]
        maps = linear(self.Q, (i, c), (i, h, a)), linear(self.K, (j, c), (j, h, a)), linear(self.V, (j, c), (j, h, b))  # type: ignore[arg-type]
        layer = attention(Carrier(i, j, M), *maps, tau=tau) >> linear(self.O, (i, h, b), (i, c))  # type: ignore[arg-type]
        return block(norm, layer, norm, feed_forward((i, c), w, self.I, silu, self.J, self.r, self.t))  # type: ignore[arg-type]

    def plain(self, value: Callable[[object], Tensor], x: Tensor, mask: Tensor) -> Tensor:
        """The block as one would write it in torch; x: (tokens, features)."""
        Q, K, V, O, I, J, g, s, r, t = map(value, self.fields)
        norm = functional.layer_norm(x, x.shape[-1:], g, s, eps=1e-5)
        q, key, v = (torch.einsum("nc,hac->hna", norm, W) for W in (Q, K, V))
        read = functional.scaled_dot_product_attention(q, key, v, attn_mask=mask)
        x = x + torch.einsum("hnb,chb->nc", read, O)
        norm = functional.layer_norm(x, x.shape[-1:], g, s, eps=1e-5)
        return x + functional.silu(norm @ I.T + r) @ J.T + t


def drawn(*fields: object, seed: int = 0, dtype: torch.dtype = torch.float64) -> dict[object, Tensor]:
    generator = torch.Generator().manual_seed(seed)

    def shape(f: object) -> list[int]:
        known = {t.sort: size for t, size in SIZES.items()}
        return [known[sort] for sort in f.symbol.type.params]  # type: ignore[attr-defined]

    return {f: torch.randn(shape(f), generator=generator, dtype=torch.float64).to(dtype) / 4 for f in fields}


LAYERS = [Weights(1), Weights(2), Weights(3)]
MASK = torch.tensor(causal(6).mask)


def network(dtype: torch.dtype) -> tuple[dict[object, Tensor], Model]:
    values = drawn(x, *(f for layer in LAYERS for f in layer.fields), dtype=dtype)
    return values, Model(SIZES, {**values, M: MASK, tau: 2.0, eps: 1e-5})


@pytest.mark.parametrize(("depth", "dtype", "most"), [(1, torch.float64, 1e-12), (3, torch.float64, 1e-8), (1, torch.float32, 1e-3)])
def test_a_block_and_a_causal_stack_are_what_torch_computes(depth: int, dtype: torch.dtype, most: float) -> None:
    # The radius bounds the error of any program that forms the same sums, in whatever order; torch's is one, the midpoint another.
    values, model = network(dtype)
    ball = follow(stack(*(layer.regime() for layer in LAYERS[:depth])), x, model, BallArithmetic(dtype=dtype))
    plain = values[x]
    for layer in LAYERS[:depth]:
        plain = layer.plain(lambda f: values[f], plain, MASK)
    off = (plain.double() - ball.mid[..., 0].double()).abs()
    assert (off <= 2 * ball.rad[..., 0].double()).all()
    assert ball.rad.max() < most


def test_a_mask_that_is_off_by_one_is_not_the_same_stack() -> None:
    values, model = network(torch.float64)
    ball = follow(stack(*(layer.regime() for layer in LAYERS)), x, model, BallArithmetic())
    plain = values[x]
    for layer in LAYERS:
        plain = layer.plain(lambda f: values[f], plain, torch.tensor([[k <= max(q - 1, 0) for k in range(6)] for q in range(6)]))
    assert ((plain - ball.mid[..., 0]).abs() > 2 * ball.rad[..., 0]).any()


HEAD = attention(
    Carrier(i, j, M),
    *(linear(field(f"W{q}", h, u, c), (at, c), (at, h, u)) for q, at, u in (("Q", i, a), ("K", j, a), ("V", j, b))),
    tau=tau,
)
MEMORY = linear(field("UK", a, d), (k, d), (k, a)), linear(field("UV", c, d), (k, d), (k, c))
CROSS = cross_attention(Carrier(i, k, N), linear(field("UQ", a, c), (i, c), (i, a)), *MEMORY, z, tau=tau)
EXPERTS = unary("experts", (i, c), (i, e, c), lambda own: silu(field("T", e, c)[e, c] * own[c]))
GATE = gate(Carrier(i, e, X), linear(field("R", e, c), (i, c), (i, e)), EXPERTS)
POOLED, COPIED = coarsening(pi, (i, c), k), reading(pi, (k, c), i)
BELOW = residual(pointwise(silu, (k, c)))
STREAMED = streaming(HEAD, part, l, peaks, peak)
REGIMES: dict[str, Regime] = {
    "identity": identity((i, c)),
    "attention": HEAD,
    "a residual layer": residual(HEAD >> linear(field("O", c, h, b), (i, h, b), (i, c))),
    "cross-attention": CROSS,
    "gate": GATE,
    "streaming attention": STREAMED,
    "staged coarsening": POOLED >> BELOW >> COPIED,
    "extension": extension(POOLED, BELOW, COPIED),
}
TOP = torch.tensor([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]])
MEMORY_MASK = torch.tensor([[1, 1, 1, 1], [1, 0, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 1], [1, 1, 0, 1]])
FIELDS = [field(f"W{q}", h, u, c) for q, u in (("Q", a), ("K", a), ("V", b))]
FIELDS += [field("UK", a, d), field("UV", c, d), field("UQ", a, c), field("T", e, c), field("R", e, c), field("O", c, h, b)]


def model() -> tuple[dict[object, Tensor], Model]:
    values = drawn(x, z, *FIELDS, peaks, peak, seed=3)
    values |= {M: MASK, N: MEMORY_MASK, X: TOP, pi: [0, 0, 1, 1, 2, 3], part: [0, 1, 0, 1, 1, 0], tau: 2.0}
    return values, Model(SIZES, values)


@pytest.mark.parametrize("name", REGIMES)
def test_step_by_step_it_has_the_value_of_its_term(name: str) -> None:
    regime, (_, at) = REGIMES[name], model()
    by_term = realise(regime(x)[regime.target], at, BallArithmetic(), axes=regime.target)
    by_steps = follow(regime, x, at, BallArithmetic())
    assert ((by_term.mid - by_steps.mid).abs() <= by_term.rad + by_steps.rad).all()
    assert by_steps.rad.max() < 1e-12


@pytest.mark.parametrize("name", REGIMES)
def test_exactly_and_in_every_dtype_it_lies_in_the_balls(name: str) -> None:
    regime, (_, at) = REGIMES[name], model()
    ball = follow(regime, x, at, BallArithmetic())
    exact = follow(regime, x, at, ExactArithmetic(200))
    for mid, rad, value in zip(ball.mid.flatten().tolist(), ball.rad.flatten().tolist(), exact.value.flatten(), strict=True):
        assert abs(mid - float(value)) <= rad + abs(mid) * 2.0**-52  # the exact value is rounded once
    for dtype in (torch.float32, torch.bfloat16):
        narrow, wide = follow(regime, x, at, BallArithmetic(dtype=dtype)), follow(regime, x, at, PlainArithmetic(dtype))
        assert ((wide.value.double() - ball.mid).abs() <= 2 * narrow.rad.double() + ball.rad).all()


@pytest.mark.parametrize("name", REGIMES)
def test_only_states_to_which_a_route_leads_change_the_result(name: str) -> None:
    regime, (values, at) = REGIMES[name], model()
    routes = realise(regime.routes()[regime.routes().args[0]], at, axes=tuple(regime.routes().args[0])).value[..., 0]
    one_moved = values[x][..., None] + torch.eye(6, dtype=torch.float64)[:, None]  # instance b of the batch: the state at b is another
    moved = follow(regime, x, Model(SIZES, {**values, x: one_moved})).value
    still = follow(regime, x, at).value
    changed = ((moved - still).abs() > 1e-12).flatten(1, -2).any(1)
    assert changed.any() and not (changed & (routes == 0)).any()


def test_another_rule_is_another_regime() -> None:
    def softplus_evidence(carrier: Carrier, work: object, baseline: object = None, tau: object = None) -> EvidenceKernel:
        return EvidenceKernel(carrier, None, baseline=array((carrier.rows, carrier.cols), log(1 + exp(-work[carrier.rows, carrier.cols]))))  # type: ignore[index]

    def null_key(entry: Term, over: object) -> Term:
        return entry / (1 + Sum(entry, over))

    values, at = model()
    rule = replace(MAINLINE, name="softplus with a null key", evidence=softplus_evidence, anchor=null_key)
    parts = {"query": HEAD.query, "key": HEAD.key, "value": HEAD.value}
    other = attention(HEAD.carrier, **parts, rule=rule)  # type: ignore[arg-type]
    q, key, v = (torch.einsum("nc,huc->hnu", values[x], values[f]) for f in FIELDS[:3])
    evidence = functional.softplus(q @ key.mT) * MASK
    expected = torch.einsum("hij,hjb->ihb", evidence / (1 + evidence.sum(-1, keepdim=True)), v)
    ball = follow(other, x, at, BallArithmetic())
    assert ((expected - ball.mid[..., 0]).abs() <= 2 * ball.rad[..., 0]).all()
    assert "softplus with a null key:" in str(other)


def test_streaming_is_the_same_attention_whatever_the_peaks_are() -> None:
    _, at = model()
    once, streamed = follow(HEAD, x, at, BallArithmetic()), follow(STREAMED, x, at, BallArithmetic())
    assert ((once.mid - streamed.mid).abs() <= once.rad + streamed.rad).all()


def test_a_gate_and_cross_attention_are_what_torch_computes() -> None:
    values, at = model()
    scores = values[x] @ values[field("R", e, c)].T
    weight = torch.softmax(scores.masked_fill(TOP == 0, -torch.inf), 1)
    answers = functional.silu(values[field("T", e, c)] * values[x][:, None])
    ball = follow(GATE, x, at, BallArithmetic())
    assert ((torch.einsum("ie,iec->ic", weight, answers) - ball.mid[..., 0]).abs() <= 2 * ball.rad[..., 0]).all()
    query, key, value = (
        values[x] @ values[field("UQ", a, c)].T,
        values[z] @ values[field("UK", a, d)].T,
        values[z] @ values[field("UV", c, d)].T,
    )
    read = functional.scaled_dot_product_attention(query, key, value, attn_mask=MEMORY_MASK.bool(), scale=0.5)
    ball = follow(CROSS, x, at, BallArithmetic())
    assert ((read - ball.mid[..., 0]).abs() <= 2 * ball.rad[..., 0]).all()


def test_a_batch_is_run_at_once() -> None:
    values, _ = model()
    several = torch.stack([values[x], -values[x], 2 * values[x]], -1)
    together = follow(REGIMES["a residual layer"], x, Model(SIZES, {**values, x: several})).value
    for number in range(3):
        alone = follow(REGIMES["a residual layer"], x, Model(SIZES, {**values, x: several[..., number]})).value
        assert torch.allclose(together[..., number], alone[..., 0], rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", ["attention", "a residual layer", "streaming attention"])
def test_a_row_without_keys_is_named(name: str) -> None:
    dead = MASK.clone()
    dead[4] = False
    with pytest.raises(CarrierError, match=r"row 4 of a carrier of .* has no admissible key"):
        follow(REGIMES[name], x, Model(SIZES, {**model()[0], M: dead}))


def test_an_empty_block_and_a_token_without_experts_are_named() -> None:
    values, _ = model()
    with pytest.raises(CarrierError, match="row 3 of a carrier of coarsening"):
        follow(POOLED, x, Model(SIZES, {**values, pi: [0, 0, 1, 1, 2, 2]}))
    with pytest.raises(CarrierError, match="row 0 of a carrier of gate"):
        follow(GATE, x, Model(SIZES, {**values, X: torch.zeros(6, 3)}))
