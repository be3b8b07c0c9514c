"""Adversarial cases of attention: the term has a value in a finite ball, or its carrier is refused; torch does what is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from gaproof.errors import CarrierError
from gaproof.numeric.adversarial import CASES, Case, InputError, Trial, attend, masked_inputs
from gaproof.numeric.adversarial.boundary import naive_shares, shares
from gaproof.numeric.adversarial.cases import ADDED, FILLED, TOLD, bottom_right, top_left
from gaproof.numeric.adversarial.masking import mask_tensor
from gaproof.theory import causal, cross
from gaproof.theory.families import ConcreteCarrier

CPU = torch.device("cpu")


def named(*words: str) -> list[Case]:
    return [case for case in CASES if all(word in case.name for word in words)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_term_has_a_value_in_a_finite_ball_or_the_carrier_is_refused(case: Case) -> None:
    trial = Trial(case, CPU)
    dead = [k for k, row in enumerate(case.carrier.mask) if not any(row)]
    if dead:
        with pytest.raises(CarrierError, match=f"row {dead[0]} of the carrier has no admissible key"):
            attend(case.carrier, trial.scores, trial.values)
        return
    mid, rad = attend(case.carrier, trial.scores, trial.values)
    assert bool(mid.isfinite().all()) and bool((rad < 1e-6 * (1 + mid.abs())).all())
    if case.values is None:  # what a row reads from unit vectors is its weights: 0 where masked, 1 in all
        off = ~trial.mask
        assert bool((mid[off] == 0).all()) and bool((rad[off] == 0).all())
        assert bool(((mid.sum(-1) - 1).abs() <= rad.sum(-1) + mid.shape[-1] * 2.0**-53).all())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_torch_does_what_is_written_down(case: Case) -> None:
    trial = Trial(case, CPU)
    assert dict(case.forward) == {name: trial.outcomes(name) for name in case.forward}


@pytest.mark.parametrize("case", [case for case in CASES if case.backward], ids=lambda case: case.name)
def test_torch_sends_back_what_is_written_down(case: Case) -> None:
    trial = Trial(case, CPU)
    assert dict(case.backward or {}) == {name: trial.gradient_outcomes(name) for name in case.backward or {}}


def test_the_cases_that_an_attention_kernel_meets_are_all_there() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert {"−∞ or bool", "the lowest number", "−1e9"} <= {case.name.split(" as ")[1].split(",")[0] for case in named("fully masked")}
    for words in (("NaN", "value"), ("NaN", "key"), ("infinities",), ("sentinel above",), ("wide", "top left"), ("wide", "bottom right")):
        assert named(*words), words
    for words in (("±1e4",), ("−1e9, which is −∞", "float16"), ("ties",), ("long flat", "float16"), ("subnormal",), ("one row, one key",)):
        assert named(*words), words


def test_a_planted_change_of_torch_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    case = replace(named("fully masked", "−∞", "float64")[0], backward=None)
    true_softmax = torch.softmax
    monkeypatch.setattr(torch, "softmax", lambda x, dim: true_softmax(x, dim).nan_to_num(0.0))
    assert ("agrees", "zero", "agrees") == Trial(case, CPU).outcomes(FILLED) != case.forward[FILLED]
    monkeypatch.setattr(torch, "softmax", lambda x, dim: true_softmax(x.clamp(min=-50), dim))
    assert ("differs", "mean", "differs") == Trial(replace(case, scores=((-49.0, -70.0, 0.0),) * 3), CPU).outcomes(ADDED)
    assert ("agrees", "zero", "agrees") == Trial(case, CPU).outcomes(TOLD)


def test_what_round_off_alone_may_have_done_is_unknown_not_right() -> None:
    low = replace(named("sentinel above")[0], dtype=torch.float32)
    assert ("unknown", "unknown") == Trial(low, CPU).outcomes(TOLD)


def test_dead_entries_never_count_whatever_they_hold() -> None:
    mask = mask_tensor(causal(3))
    g = torch.Generator().manual_seed(1)
    scores, values = torch.randn(3, 3, dtype=torch.float64, generator=g), torch.randn(3, 2, dtype=torch.float64, generator=g)
    clean = attend(causal(3), scores, values)
    for junk in (float("nan"), float("inf"), -float("inf"), 1e308, 7.0):
        mid, rad = attend(causal(3), torch.where(mask, scores, junk), values)
        assert torch.equal(clean[0], mid) and torch.equal(clean[1], rad)


def test_a_live_entry_that_is_no_number_is_named() -> None:
    live = torch.tensor([[True, False], [True, True]])
    x = torch.tensor([[1.0, torch.nan], [2.0, 3.0]])
    assert [[1.0, 0.0], [2.0, 3.0]] == masked_inputs(x, live).tolist()
    for junk, text in ((torch.nan, "nan"), (torch.inf, "inf"), (-torch.inf, "-inf")):
        with pytest.raises(InputError, match=rf"scores\[1, 0\] is {text}, and the carrier addresses it"):
            masked_inputs(torch.tensor([[1.0, torch.nan], [junk, 3.0]]), live, "scores")


def test_a_value_lives_if_some_row_addresses_its_key() -> None:
    scores = torch.zeros(2, 3, dtype=torch.float64)
    values = torch.tensor([[1.0], [2.0], [torch.nan]], dtype=torch.float64)
    mid, rad = attend(ConcreteCarrier(((True, True, False), (True, False, False))), scores, values)
    assert bool(((mid[:, 0] - torch.tensor([1.5, 1.0])).abs() <= rad[:, 0]).all())
    with pytest.raises(InputError, match=r"values\[2, 0\] is nan"):
        attend(ConcreteCarrier(((True, True, False), (True, False, True))), scores, values)


def test_the_alignments_of_a_causal_mask_differ_unless_it_is_square() -> None:
    assert top_left(4, 4) == bottom_right(4, 4) == causal(4)
    assert top_left(2, 4) != bottom_right(2, 4)
    assert ((True,) * 4, (True, False, False, False)) == (bottom_right(2, 4).mask[-1], top_left(2, 4).mask[0])


# ---- α → 1 ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def scores() -> torch.Tensor:
    return 2 * torch.randn(9, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("step", [2.0**-k for k in range(4, 50, 3)])
def test_shares_of_the_q_exponential_are_those_of_softmax_within_the_known_bound(scores: torch.Tensor, step: float) -> None:
    near, limit, apart = shares(scores, step)
    gap = (near[0] - limit[0]).abs()
    assert bool((gap <= near[1] + limit[1] + apart).all())
    if step > 2.0**-20:
        assert bool((gap > near[1] + limit[1]).any()), "they are other functions"


def test_at_the_boundary_itself_the_ball_knows_that_it_knows_nothing(scores: torch.Tensor) -> None:
    near, _, _ = shares(scores, 2.0**-60)
    assert bool((near[1] == torch.inf).all())


def test_naive_code_in_float32_loses_the_boundary_and_the_bound_shows_it(scores: torch.Tensor) -> None:
    _, limit, apart = shares(scores, 2.0**-30)
    naive = naive_shares(scores.float(), 2.0**-30).double()
    room = limit[1] + apart + 2.0**-18 * limit[0]  # float32 with an accurate log1p would be within 64 units of round-off
    assert bool(((naive - limit[0]).abs() > room).any())
    assert 1 == len(set(naive.tolist())), "1 + h x is 1, so that all share alike"


@pytest.mark.parametrize("step", [0.0, -1.0, 1.0, float("nan")])
def test_a_step_outside_the_range_of_the_bound_is_refused(scores: torch.Tensor, step: float) -> None:
    with pytest.raises(Exception, match="at most 1/2"):
        shares(scores, step)


def test_the_carrier_decides_not_the_scores() -> None:
    mid, rad = attend(cross(1, 3), torch.tensor([[1e4, -1e4, 1e4]], dtype=torch.float64), torch.eye(3, dtype=torch.float64))
    assert bool(((mid[0] - torch.tensor([0.5, 0.0, 0.5])).abs() <= rad[0]).all())
