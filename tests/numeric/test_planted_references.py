"""A reference with a bug is caught: a stranger's code, each with one thing wrong, is held against the term, and loses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import scipy.special
import torch
from torch.nn import functional

from gaproof.numeric import BallArithmetic, Model
from gaproof.numeric.ball import Ball
from gaproof.numeric.references import Attention, Reference, check, registered
from gaproof.numeric.references.attention import attention_bound
from gaproof.numeric.references.divergence import difference_bound, entropy_bound
from gaproof.numeric.references.share import share_bound
from gaproof.numeric.references.softmax import logits, logsumexp_bound, softmax_bound
from gaproof.terms import Term
from gaproof.theory.anchor import Share
from gaproof.theory.information import Divergence, Entropy, LogPartition
from gaproof.theory.softmax import Softmax
from tests.numeric.attention_models import (
    attention,
    divergence,
    everything,
    masked,
    model,
    models,
    partition,
    plain,
    projected,
    share,
    surprise,
)

Tensor = torch.Tensor
Parts = Tensor | None
Function = Callable[..., Tensor]
NO = -torch.inf


def causal_mask(x: Tensor, shift: int) -> Tensor:
    return torch.ones_like(x, dtype=torch.bool).tril(shift)


def one_by_one(x: Tensor) -> Tensor:
    """A sum that rounds to the dtype after every term."""
    total = torch.zeros_like(x[..., 0])
    for column in x.unbind(-1):
        total = total + column
    return total[..., None]


def weights(**parts: Parts) -> Tensor:
    x = logits(**parts)
    return (x - x.amax(-1, keepdim=True)).exp()


def shift_above_only(**parts: Parts) -> Tensor:
    x = logits(**parts)
    return weights(**parts) / x.exp().sum(-1, keepdim=True)


def stale_normaliser(**parts: Parts) -> Tensor:
    w = weights(**parts)
    return w / w.sum(-1, keepdim=True).roll(1, -2)


def stale_shift(**parts: Parts) -> Tensor:
    x = logits(**parts)
    peak = x.amax(-1, keepdim=True)
    return (x - peak).exp() / (x - peak.roll(1, -2)).exp().sum(-1, keepdim=True)


def global_shift(**parts: Parts) -> Tensor:
    x = logits(**parts)
    w = (x - x.amax((-1, -2), keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)


def online_without_rescaling(**parts: Parts) -> Tensor:
    """A running maximum whose old sums are not scaled down."""
    x = logits(**parts)
    w = weights(**parts)
    running = (x - x.cummax(-1).values).exp().nan_to_num(0.0)
    return w / running.sum(-1, keepdim=True)


def dropped_column(**parts: Parts) -> Tensor:
    return functional.pad(torch.softmax(logits(**parts)[..., :-1], -1), (0, 1))


def duplicated_key(**parts: Parts) -> Tensor:
    x = logits(**parts)
    return torch.softmax(torch.cat([x, x[..., -1:]], -1), -1)[..., :-1]


def doubled_temperature(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    return torch.softmax(logits(score / temperature, mask, baseline, temperature), -1)


def forgotten_temperature(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    return torch.softmax(logits(score, mask, baseline), -1)


def forgotten_baseline(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    return torch.softmax(logits(score, mask, None, temperature), -1)


def baseline_added_after(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    w = weights(score=score, mask=mask, temperature=temperature) + torch.where(mask, baseline, 0.0)
    return w / w.sum(-1, keepdim=True)


def baseline_outside(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    return torch.softmax(logits(score, mask, None, temperature), -1) * baseline


def baseline_not_logged(score: Tensor, mask: Parts, baseline: Parts, temperature: Parts) -> Tensor:
    return torch.softmax((score / temperature + baseline).masked_fill(~mask, NO), -1)


def mask_afterwards(score: Tensor, mask: Parts, **others: Parts) -> Tensor:
    return torch.softmax(logits(score, **others), -1) * mask


def mask_as_zero_scores(score: Tensor, mask: Parts, **others: Parts) -> Tensor:
    return torch.softmax(logits(score * mask, **others), -1) * mask


def mask_inverted(score: Tensor, mask: Parts, **others: Parts) -> Tensor:
    return torch.softmax(logits(score, ~mask, **others), -1)


def mask_transposed(score: Tensor, mask: Parts, **others: Parts) -> Tensor:
    fits = mask is not None and mask.shape[-1] == mask.shape[-2]
    return torch.softmax(logits(score, mask.mT if fits else mask, **others), -1)


def mask_of_the_first(score: Tensor, mask: Parts, **others: Parts) -> Tensor:
    return torch.softmax(logits(score, mask[:1].expand_as(mask), **others), -1)


def sentinel(value: float) -> Function:
    return lambda score, mask, **others: torch.softmax(logits(score, **others).masked_fill(~mask, value), -1)


def instead_of(mask_by: Callable[[Tensor], Tensor]) -> Function:
    """Where the mask is causal, j ≤ i, another one that the code makes itself."""

    def function(score: Tensor, mask: Tensor, **others: Parts) -> Tensor:
        is_causal = (mask == causal_mask(score, 0)).all((-1, -2), keepdim=True)
        return torch.softmax(logits(score, torch.where(is_causal, mask_by(score), mask), **others), -1)

    return function


def accumulated_in(dtype: torch.dtype) -> Function:
    def function(**parts: Parts) -> Tensor:
        w = weights(**parts)
        return w / one_by_one(w.to(dtype)).to(w.dtype)

    return function


def through(dtype: torch.dtype) -> Function:
    """All of it in another dtype."""

    def function(**parts: Parts) -> Tensor:
        x = logits(**parts)
        return torch.softmax(x.to(dtype), -1).to(x.dtype)

    return function


SOFTMAX: dict[str, tuple[Term, Function]] = {
    "the shift above the line only": (plain, shift_above_only),
    "no shift": (plain, lambda **parts: logits(**parts).exp() / logits(**parts).exp().sum(-1, keepdim=True)),
    "one shift for all rows": (plain, global_shift),
    "the shift of the row before": (plain, stale_shift),
    "a running maximum without rescaling": (plain, online_without_rescaling),
    "the wrong axis": (plain, lambda **parts: torch.softmax(logits(**parts), -2)),
    "both axes": (plain, lambda **parts: torch.softmax(logits(**parts).flatten(1), -1).view_as(parts["score"])),
    "no normaliser": (plain, weights),
    "the normaliser of the row before": (plain, stale_normaliser),
    "one normaliser too few: the mean": (plain, lambda **parts: weights(**parts) / weights(**parts).mean(-1, keepdim=True)),
    "the last column dropped": (plain, dropped_column),
    "the last key twice": (plain, duplicated_key),
    "the first row for all": (plain, lambda **parts: torch.softmax(logits(**parts)[:, :1], -1).expand_as(parts["score"])),
    "the first instance for all": (plain, lambda **parts: torch.softmax(logits(**parts)[:1], -1).expand_as(parts["score"])),
    "base 2": (plain, lambda **parts: torch.softmax(logits(**parts) * 0.6931471805599453, -1)),
    "the opposite sign": (plain, lambda **parts: torch.softmax(-logits(**parts), -1)),
    "ε in the normaliser": (plain, lambda **parts: weights(**parts) / (weights(**parts).sum(-1, keepdim=True) + 1e-6)),
    "an extra sink key": (plain, lambda **parts: weights(**parts) / (weights(**parts).sum(-1, keepdim=True) + 1)),
    "logits clipped": (plain, lambda **parts: torch.softmax(logits(**parts).clamp(-50, 50), -1)),
    "the mask after softmax": (masked, mask_afterwards),
    "the mask as scores 0": (masked, mask_as_zero_scores),
    "the mask ignored": (masked, lambda score, mask, **others: torch.softmax(logits(score, **others), -1)),
    "the mask inverted": (masked, mask_inverted),
    "the mask transposed": (masked, mask_transposed),
    "the mask of the first instance": (masked, mask_of_the_first),
    "a sentinel of -1e4": (masked, sentinel(-1e4)),
    "a sentinel of -1e9": (masked, sentinel(-1e9)),
    "strictly causal": (masked, instead_of(lambda x: causal_mask(x, -1) | torch.eye(*x.shape[-2:], dtype=torch.bool)[:1].expand_as(x))),
    "causal, one too far": (masked, instead_of(lambda x: causal_mask(x, 1))),
    "causal, aligned bottom right": (masked, instead_of(lambda x: causal_mask(x, x.shape[-1] - x.shape[-2]))),
    "anticausal": (masked, instead_of(lambda x: torch.ones_like(x, dtype=torch.bool).triu())),
    "the temperature twice": (everything, doubled_temperature),
    "no temperature": (everything, forgotten_temperature),
    "no baseline": (everything, forgotten_baseline),
    "the baseline added after exp": (everything, baseline_added_after),
    "the baseline after softmax": (everything, baseline_outside),
    "the baseline as a score": (everything, baseline_not_logged),
    "float32 inside": (plain, through(torch.float32)),
    "bfloat16 inside": (plain, through(torch.bfloat16)),
    "float16 sums": (plain, accumulated_in(torch.float16)),
    "float32 sums": (plain, accumulated_in(torch.float32)),
    "the scores projected as transposed": (
        projected,
        lambda score, mask, **others: torch.softmax(logits(score.mT if score.shape[-1] == score.shape[-2] else score, mask, **others), -1),
    ),
}


def lse(**parts: Parts) -> Tensor:
    return torch.logsumexp(logits(**parts), -1)


def shifted_lse(back: Callable[[Tensor], Tensor]) -> Function:
    def function(**parts: Parts) -> Tensor:
        x = logits(**parts)
        peak = x.amax(-1, keepdim=True)
        return (x - peak).exp().sum(-1).log() + back(peak)[..., 0]

    return function


LOG_PARTITION: dict[str, Function] = {
    "base 2": lambda **parts: lse(**parts) / 0.6931471805599453,
    "the shift not added back": shifted_lse(lambda peak: 0 * peak),
    "the shift subtracted": shifted_lse(lambda peak: -peak),
    "the shift of the row before": shifted_lse(lambda peak: peak.roll(1, -2)),
    "the mean": lambda score, **others: lse(score=score, **others) - torch.tensor(float(score.shape[-1])).log(),
    "the maximum": lambda **parts: logits(**parts).amax(-1),
    "no shift": lambda **parts: logits(**parts).exp().sum(-1).log(),
    "the last column dropped": lambda **parts: torch.logsumexp(logits(**parts)[..., :-1], -1),
    "the mask ignored": lambda mask, **others: lse(mask=None, **others),
    "the temperature outside": lambda temperature, **others: lse(temperature=None, **others) / temperature[..., 0],
    "float32 inside": lambda **parts: torch.logsumexp(logits(**parts).float(), -1).double(),
}


def attend(query: Tensor, key: Parts, value: Tensor, mask: Tensor, scale: Tensor, *, half: torch.dtype | None = None) -> Tensor:
    scores = query @ (torch.eye(query.shape[-1], dtype=query.dtype) if key is None else key).mT * scale
    rows = torch.softmax(scores.masked_fill(~mask, NO), -1)
    return rows @ value if half is None else (rows.to(half) @ value.to(half)).to(value.dtype)


def transposed_key(query: Tensor, key: Tensor, value: Tensor, mask: Tensor, scale: Tensor) -> Tensor:
    return attend(query, key.mT if key.shape[-1] == key.shape[-2] else key, value, mask, scale)


ATTENTION: dict[str, Function] = {
    "no 1/√d": lambda query, key, value, mask, scale: attend(query, key, value, mask, 1.0),
    "1/d": lambda query, key, value, mask, scale: attend(query, key, value, mask, scale**2),
    "√d": lambda query, key, value, mask, scale: attend(query, key, value, mask, 1 / scale),
    "1/√ of the values' width": lambda query, key, value, mask, scale: attend(query, key, value, mask, value.shape[-1] ** -0.5),
    "keys transposed": transposed_key,
    "keys negated": lambda query, key, value, mask, scale: attend(query, -key, value, mask, scale),
    "keys for queries": lambda query, key, value, mask, scale: (
        attend(key, query, value, mask, scale) if query.shape == key.shape else attend(query, key, value, mask, scale)
    ),
    "a coordinate dropped": lambda query, key, value, mask, scale: attend(query[..., :-1], key[..., :-1], value, mask, scale),
    "the last key dropped": lambda query, key, value, mask, scale: attend(query, key[:, :-1], value[:, :-1], mask[..., :-1], scale),
    "values one key off": lambda query, key, value, mask, scale: attend(query, key, value.roll(1, -2), mask, scale),
    "values of the first instance": lambda query, key, value, mask, scale: attend(query, key, value[:1].expand_as(value), mask, scale),
    "the mask ignored": lambda query, key, value, mask, scale: attend(query, key, value, torch.ones_like(mask), scale),
    "values in bfloat16": lambda **parts: attend(**parts, half=torch.bfloat16),
    "values in float32": lambda **parts: attend(**parts, half=torch.float32),
    "the mean of all values where one key is live": lambda query, key, value, mask, scale: torch.where(
        mask.sum(-1, keepdim=True) == 1, value.mean(-2, keepdim=True), attend(query, key, value, mask, scale)
    ),
}
SHARES: dict[str, Function] = {
    "the wrong axis": lambda entry: entry / entry.sum(-2, keepdim=True),
    "the 2-norm": lambda entry: functional.normalize(entry, dim=-1),
    "the largest": lambda entry: entry / entry.amax(-1, keepdim=True),
    "softmax": lambda entry: torch.softmax(entry, -1),
    "ε in the total": lambda entry: entry / (entry.sum(-1, keepdim=True) + 1e-8),
}
DIVERGENCES: dict[str, Function] = {
    "arguments exchanged": lambda p, q: (q * (q / p).log()).sum(-1),
    "base 2": lambda p, q: (p * (p / q).log2()).sum(-1),
    "the mean": lambda p, q: (p * (p / q).log()).mean(-1),
    "the entropy missing": lambda p, q: -(p * q.log()).sum(-1),
    "the last column dropped": lambda p, q: (p * (p / q).log())[..., :-1].sum(-1),
    "ε in the logarithm": lambda p, q: (p * ((p + 1e-8) / (q + 1e-8)).log()).sum(-1),
    "symmetrised": lambda p, q: ((p - q) * (p / q).log()).sum(-1) / 2,
}
ENTROPIES: dict[str, Function] = {
    "base 2": lambda p: -(p * p.log2()).sum(-1),
    "the sign": lambda p: (p * p.log()).sum(-1),
    "ε in the logarithm": lambda p: -(p * (p + 1e-9).log()).sum(-1),
    "normalised by its maximum": lambda p: -(p * p.log()).sum(-1) / torch.tensor(float(p.shape[-1])).log(),
}
PLANTED = [
    *((name, Softmax, term, function, softmax_bound) for name, (term, function) in SOFTMAX.items()),
    *((name, LogPartition, partition, function, logsumexp_bound) for name, function in LOG_PARTITION.items()),
    *((name, Attention, attention, function, attention_bound) for name, function in ATTENTION.items()),
    *((name, Share, share, function, share_bound) for name, function in SHARES.items()),
    *((name, Divergence, divergence, function, difference_bound) for name, function in DIVERGENCES.items()),
    *((name, Entropy, surprise, function, entropy_bound) for name, function in ENTROPIES.items()),
]


@pytest.fixture(scope="module")
def many() -> list[Model]:
    return list(models(seed=1))


@pytest.mark.parametrize(("name", "kind", "term", "function", "bound"), PLANTED, ids=lambda x: x if isinstance(x, str) else "")
def test_a_planted_bug_is_caught(name: str, kind: type[Term], term: Term, function: Function, bound: Function, many: list[Model]) -> None:
    buggy = Reference(f"{kind.__name__} with {name}", kind, function, bound)
    found = next((a for mod in many if (a := check(buggy, term, mod)).disagrees), None)
    assert found is not None, "no model tells it from the term"
    assert ("reference", True) == (found.fault, found.worst_ratio > 1)


IN_LOW_PRECISION = {
    "halves added one by one": (plain, accumulated_in(torch.float16), torch.float16),
    "brain floats added one by one": (plain, accumulated_in(torch.bfloat16), torch.bfloat16),
    "halves inside float32": (plain, through(torch.float16), torch.float32),
    "the last column dropped": (plain, dropped_column, torch.bfloat16),
    "the normaliser of the row before": (plain, stale_normaliser, torch.float16),
    "the mask after softmax": (masked, mask_afterwards, torch.float16),
    "the temperature twice": (everything, doubled_temperature, torch.bfloat16),
    "causal, one too far": (masked, instead_of(lambda x: causal_mask(x, 1)), torch.bfloat16),
}


@pytest.mark.parametrize("name", IN_LOW_PRECISION)
def test_a_bug_is_caught_in_low_precision_too(name: str, many: list[Model]) -> None:
    term, function, dtype = IN_LOW_PRECISION[name]
    buggy = Reference(name, Softmax, function, softmax_bound)
    assert any(check(buggy, term, mod, dtype).disagrees for mod in many)


def attention_added_one_by_one(query: Tensor, key: Tensor, value: Tensor, mask: Tensor, scale: Tensor) -> Tensor:
    rows = torch.softmax((query @ key.mT * scale).masked_fill(~mask, NO), -1)
    return one_by_one((rows[..., None] * value[:, None]).mT)[..., 0]


def test_attention_that_adds_brain_floats_one_by_one_is_caught(many: list[Model]) -> None:
    buggy = Reference("brain floats one by one", Attention, attention_added_one_by_one, attention_bound)
    assert any(check(buggy, attention, mod, torch.bfloat16).disagrees for mod in many)


LIBRARIES: dict[str, tuple[Any, str, Callable[[Any], Any], str, Term]] = {
    "torch.softmax over rows": (torch, "softmax", lambda true: lambda x, dim: true(x, -2), "torch.softmax", plain),
    "torch.softmax in bfloat16": (
        torch,
        "softmax",
        lambda true: lambda x, dim: true(x.bfloat16(), dim).to(x.dtype),
        "torch.softmax",
        plain,
    ),
    "torch.log_softmax without its shift": (
        torch,
        "log_softmax",
        lambda true: lambda x, dim: x - x.exp().sum(dim, keepdim=True).log(),
        "torch.log_softmax",
        plain,
    ),
    "torch.logsumexp of all but one": (torch, "logsumexp", lambda true: lambda x, dim: true(x[..., 1:], dim), "torch.logsumexp", partition),
    "scipy's softmax of all": (
        scipy.special,
        "softmax",
        lambda true: lambda x, axis: true(x, axis=None),
        "scipy.special.softmax",
        plain,
    ),
    "scipy's weights forgotten": (
        scipy.special,
        "logsumexp",
        lambda true: lambda a, axis, b: true(a, axis=axis),
        "scipy.special.logsumexp",
        partition,
    ),
    "attention without its mask": (
        functional,
        "scaled_dot_product_attention",
        lambda true: lambda *heads, attn_mask, **options: true(*heads, **options),
        "torch sdpa math",
        attention,
    ),
    "attention without its scale": (
        functional,
        "scaled_dot_product_attention",
        lambda true: lambda *heads, **options: true(*heads, **{**options, "scale": 1.0}),
        "torch sdpa math",
        attention,
    ),
    "attention with keys and values exchanged": (
        functional,
        "scaled_dot_product_attention",
        lambda true: lambda q, k, v, **options: true(q, v, k, **options),
        "torch sdpa math",
        attention,
    ),
    "MultiheadAttention with its mask inverted": (
        functional,
        "multi_head_attention_forward",
        lambda true: lambda *args, attn_mask, **options: true(*args, attn_mask=None if attn_mask is None else ~attn_mask, **options),
        "torch MultiheadAttention",
        masked,
    ),
    "kl_div with its arguments exchanged": (
        functional,
        "kl_div",
        lambda true: lambda log_q, p, reduction: true(p.log(), log_q.exp(), reduction=reduction),
        "torch.nn.functional.kl_div",
        divergence,
    ),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_change_in_a_library_is_caught(monkeypatch: pytest.MonkeyPatch, name: str, many: list[Model]) -> None:
    library, attribute, plant, reference, term = LIBRARIES[name]
    monkeypatch.setattr(library, attribute, plant(getattr(library, attribute)))
    assert any(check(registered[reference], term, mod).disagrees for mod in many)


def sum_without_the_last_column(self: BallArithmetic, x: Ball, axes: tuple[int, ...]) -> Ball:
    return TRUE_SUM(self, x.map(lambda t: t.narrow(axes[0], 0, max(1, t.shape[axes[0]] - 1)) if t.shape[axes[0]] > 1 else t), axes)


def without_baseline(self: BallArithmetic, factors: list[Ball]) -> Ball:
    return TRUE_TIMES(self, factors[:-1] if len(factors) > 2 else factors)


TRUE_SUM, TRUE_TIMES = BallArithmetic.sum, BallArithmetic.times


@pytest.mark.parametrize(
    ("operation", "bug", "term"), [("sum", sum_without_the_last_column, plain), ("times", without_baseline, everything)]
)
def test_if_our_own_program_is_wrong_the_fault_is_ours(monkeypatch: pytest.MonkeyPatch, operation: str, bug: Function, term: Term) -> None:
    mod = model(5, 7, 1.0, seed=2)
    reference = registered["torch.softmax"]
    assert not check(reference, term, mod).disagrees
    monkeypatch.setattr(BallArithmetic, operation, bug)
    found = check(reference, term, mod)
    assert (True, "gaproof") == (found.disagrees, found.fault)


def test_a_result_of_the_wrong_shape_or_without_a_value_disagrees() -> None:
    mod = model(5, 7, 1.0, seed=3)
    short = Reference("short", Softmax, lambda **parts: torch.softmax(logits(**parts), -1)[..., :-1], softmax_bound)
    lost = Reference("lost", Softmax, lambda **parts: logits(**parts) * torch.nan, softmax_bound)
    assert (True, "it returns the shape (6, 5, 6), expected (6, 5, 7)") == (
        check(short, plain, mod).disagrees,
        check(short, plain, mod).where,
    )
    assert (True, "reference") == (check(lost, plain, mod).disagrees, check(lost, plain, mod).fault)
