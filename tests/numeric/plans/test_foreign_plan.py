"""POT's Sinkhorn as an independent reference, judged by its own certified errors; and plans with planted bugs, which are found out."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from math import inf, sqrt

import numpy
import pytest
import torch
from flint import arb

from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.numeric.plans.foreign import JudgedPlan, judge_plan
from gaproof.numeric.plans.margins import PlanError
from gaproof.numeric.plans.sinkhorn import plan_anchor
from gaproof.numeric.rounding import rounding
from tests.numeric.plans.true_plans import CASES, Case, drawn, masked, tensor, true_plan
from tests.numeric.points import EXACT, outside, precision

Tensor = torch.Tensor
FULL = [name for name, case in CASES.items() if case.mask is None and name not in ("subnormal margins", "large margins")]


def by_pot(case: Case, sweeps: int) -> tuple[Tensor, float]:
    """POT's plan (n, m, 1) after 10k + 1 sweeps, and the error that it then admits.

    POT takes ‖·‖₂ of the columns' errors: Σ|·| is at most √m times as much.  It is a computed number, off by what rounding does to a
    margin; so is what it says nothing about, the rows: each entry by 4u and 2u of its exponent's terms, the logarithm of the last half-step
    by as much, and the sum by n + m roundings.
    """
    with warnings.catch_warnings():  # POT's import probes for optional packages
        warnings.simplefilter("ignore")
        import ot

    problem = case.log_kernel.numpy()
    columns = case.columns * case.rows.sum() / case.columns.sum()
    with numpy.errstate(over="ignore"):  # it also returns exp of the scalings
        plan, log = ot.sinkhorn(
            *(case.rows.numpy(), columns.numpy(), -problem, 1.0),
            **{"method": "sinkhorn_log", "numItermax": 10 * (sweeps // 10) + 1, "stopThr": 0, "log": True, "warn": False},
        )
    size = max(float(numpy.abs(x).max()) for x in (problem, log["log_u"], log["log_v"]))
    room = rounding(torch.float64).gamma(int(2 * sum(problem.shape) + 16 + 24 * size))
    return torch.from_numpy(plan)[..., None], sqrt(problem.shape[1]) * float(log["err"][-1]) + room * float(case.rows.sum())


def judged(case: Case, plan: Tensor, claimed: float) -> JudgedPlan:
    return judge_plan(plan, *case.arguments(), claimed=claimed, rescale=case.rescale)


def apart(x: Ball, y: Ball) -> bool:
    return bool(BallArithmetic().compare("eq", x, y).fails.any())


@pytest.mark.parametrize("sweeps", [1, 21, 501])
@pytest.mark.parametrize("name", FULL)
def test_pots_plan_is_what_it_claims_to_be_and_its_certified_error_meets_our_ball(name: str, sweeps: int) -> None:
    found = judged(CASES[name], *by_pot(CASES[name], sweeps))
    assert [] == found.faults()
    assert not apart(found.plan, plan_anchor(*CASES[name].arguments(), rescale=CASES[name].rescale).plan)


@pytest.mark.parametrize("seed", range(6))
def test_the_true_plan_lies_within_the_certified_error_of_pots(seed: int) -> None:
    case = drawn(2 + seed % 3, 4 - seed % 2, 40 + seed, 3.0)
    true = true_plan(case)
    for sweeps in (1, 11, 101):
        assert [] == outside(judged(case, *by_pot(case, sweeps)).plan, true, provably=True)
    assert bool((judged(case, *by_pot(case, 501)).plan.enclosure()[1] < 2.0**-20).all())


CASE = drawn(4, 4, 77, 2.0)


def sinkhorn_by_hand(case: Case, sweeps: int = 101, *, scale: float = 1.0, dtype: torch.dtype = torch.float64) -> Tensor:
    """The iteration in the exponential domain, as one would write it first."""
    K, r, c = (x.to(dtype) for x in ((case.log_kernel * scale).exp(), case.rows, case.columns * case.rows.sum() / case.columns.sum()))
    u = torch.ones_like(r)
    for _ in range(sweeps):
        v = c / (K.T @ u)
        u = r / (K @ v)
    return (u[:, None] * K * v)[..., None]


def without_epsilon() -> Tensor:
    return sinkhorn_by_hand(CASE, scale=0.5)


def over_the_wrong_axis() -> Tensor:
    plan = sinkhorn_by_hand(CASE)
    return plan / plan.sum(0, keepdim=True) * CASE.rows[None, :, None]


def with_the_margins_of_others() -> Tensor:
    return sinkhorn_by_hand(Case(CASE.log_kernel, CASE.rows.flip(0), CASE.columns))


def with_margins_exchanged() -> Tensor:
    return sinkhorn_by_hand(Case(CASE.log_kernel, CASE.columns * CASE.rows.sum() / CASE.columns.sum(), CASE.rows))


def transposed() -> Tensor:
    return sinkhorn_by_hand(CASE).transpose(0, 1)


def without_the_last_column() -> Tensor:
    plan = sinkhorn_by_hand(Case(CASE.log_kernel[:, :-1], CASE.rows, CASE.columns[:-1]))
    return torch.cat([plan, torch.zeros_like(plan[:, :1])], 1)


def in_single_precision() -> Tensor:
    return sinkhorn_by_hand(CASE, dtype=torch.float32).double()


def summed_in_half_precision() -> Tensor:
    K, r, c = CASE.log_kernel.exp(), CASE.rows, CASE.columns * CASE.rows.sum() / CASE.columns.sum()
    u = torch.ones_like(r)
    for _ in range(101):
        v = c / (K * u[:, None]).half().sum(0).double()
        u = r / (K * v).half().sum(1).double()
    return (u[:, None] * K * v)[..., None]


def with_one_entry_too_large() -> Tensor:
    plan = sinkhorn_by_hand(CASE)
    plan[2, 1] *= 1 + 2.0**-30
    return plan


def one_sweep_instead_of_many() -> Tensor:
    return sinkhorn_by_hand(CASE, 1)


def normalised_to_one() -> Tensor:
    plan = sinkhorn_by_hand(CASE)
    return plan / plan.sum()


FORM, MARGIN = "is no diag(d) K diag(e)", "margins that are off by"
BUGS: dict[Callable[[], Tensor], str] = {
    without_epsilon: FORM,
    over_the_wrong_axis: MARGIN,
    with_the_margins_of_others: MARGIN,
    with_margins_exchanged: MARGIN,
    transposed: FORM,
    without_the_last_column: MARGIN,
    in_single_precision: FORM,
    summed_in_half_precision: MARGIN,
    with_one_entry_too_large: FORM,
    one_sweep_instead_of_many: MARGIN,
    normalised_to_one: MARGIN,
}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_plan_with_a_bug_is_found_out(bug: Callable[[], Tensor]) -> None:
    claimed = 2.0**-40
    assert [] == judged(CASE, sinkhorn_by_hand(CASE), claimed).faults()
    assert any(BUGS[bug] in fault for fault in judged(CASE, bug(), claimed).faults())


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_true_plan_lies_within_the_certified_error_even_of_a_bug(bug: Callable[[], Tensor]) -> None:
    assert [] == outside(judged(CASE, bug(), 0.0).plan, true_plan(CASE), provably=True)


def test_a_sweep_too_few_is_an_error_only_against_a_claim() -> None:
    plan = sinkhorn_by_hand(CASE, 3)
    honest = judged(CASE, plan, inf)
    assert [] == honest.faults()
    error = float(honest.column_error.mid) - float(honest.column_error.enclosure()[1])
    assert 0 < error and ["column"] == [f.split()[3] for f in judged(CASE, plan, error / 2).faults()]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_rounding_to_a_narrow_type_is_no_fault_of_form(dtype: torch.dtype) -> None:
    assert [] == judged(CASE, sinkhorn_by_hand(CASE).to(dtype), inf).faults()
    assert [] != judged(CASE, sinkhorn_by_hand(CASE, scale=-1.0).to(dtype), inf).faults()


def test_entries_that_underflow_are_no_fault_and_entries_that_do_not_are() -> None:
    case = Case(tensor([0.0, -2e3], [-3e3, 0.0]), tensor(0.5, 0.5), tensor(0.5, 0.5), rescale=False)
    right, wrong = tensor([0.5, 0.0], [0.0, 0.5])[..., None], tensor([0.0, 0.5], [0.5, 0.0])[..., None]
    assert [] == judged(case, right, 0.0).faults()
    connected = Case(tensor([0.0, 1.0], [2.0, 0.0]), tensor(0.5, 0.5), tensor(0.5, 0.5), rescale=False)
    assert [] != judged(connected, tensor([0.5, 0.0], [0.25, 0.25])[..., None], inf).faults()
    with precision(EXACT):  # the product of the other two entries is e⁻⁵⁰⁰⁰ of that of these
        small = 1 / (2 * (1 + arb(2500).exp()))
        true = [arb(0.5) - small, small, small, arb(0.5) - small]
    for plan in (right, wrong):
        assert [] == outside(judged(case, plan, 0.0).plan, true, provably=True)


@pytest.mark.parametrize("mask", [[[0, 1, 1], [1, 0, 1], [1, 1, 0]], [[1, 1, 0], [1, 1, 0], [0, 0, 1]]])
def test_plans_on_masks_are_judged_too(mask: list[list[int]]) -> None:
    case = masked(mask, 5)
    kernel = case.log_kernel.masked_fill(~case.mask, -inf) if case.mask is not None else case.log_kernel
    plan = sinkhorn_by_hand(Case(kernel, case.rows, case.columns), 2001)
    assert [] == judged(case, plan, 2.0**-40).faults()
    twisted = plan * tensor([1.5, 1.0, 1.0], [1.0, 1.0, 1.25], [1.0, 1.0, 1.0])[..., None]
    assert [] != judged(case, twisted, 2.0**-40).faults()


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (tensor([0.5, -0.5], [0.5, 0.5]), r"entry \(0, 1\) of instance 0 of the plan is -0.5"),
        (tensor([0.5, 0.5], [float("nan"), 0.5]), r"entry \(1, 0\) .* is nan"),
        (tensor([0.5, 0.5]), "must be floating-point"),
        (torch.ones(2, 2, dtype=torch.int64), "the plan is int64"),
    ],
)
def test_what_is_no_matrix_of_masses_is_refused(plan: Tensor, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        judge_plan(plan[..., None], torch.zeros(2, 2, 1).double(), tensor(1.0, 1.0)[:, None], tensor(1.0, 1.0)[:, None], claimed=0.0)


def test_mass_off_the_mask_is_refused() -> None:
    one = tensor(1.0, 1.0)[:, None]
    with pytest.raises(PlanError, match=r"entry \(0, 1\)"):
        judge_plan(torch.ones(2, 2, 1).double(), torch.zeros(2, 2, 1).double(), one, one, torch.eye(2).bool(), claimed=0.0)
