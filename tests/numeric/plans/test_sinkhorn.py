"""The true plan is never outside its ball: against Newton in Arb, after any number of sweeps, and with parts of the bounds taken away."""

from __future__ import annotations

from functools import cache
from math import ceil, inf, nextafter
from typing import Any

import pytest
import torch
from flint import arb

from gaproof.numeric.ball import Ball, BallArithmetic
from gaproof.numeric.plans import bounds as plan_bounds
from gaproof.numeric.plans import sinkhorn
from gaproof.numeric.plans.bounds import PlanAnchor, enclosed
from gaproof.numeric.plans.margins import PlanError
from gaproof.numeric.plans.problem import plan_problem
from gaproof.numeric.plans.sinkhorn import plan_anchor, scalings
from gaproof.numeric.rounding import rounding
from tests.numeric.plans.true_plans import BLOCKS, CASES, HEXAGON, Case, at_random, drawn, tensor, true_plan
from tests.numeric.points import outside

A = BallArithmetic()
SWEEPS = (1, 2, 5, 17, 60)


@cache
def truth(name: str) -> list[arb]:
    return true_plan(CASES[name])


def anchor_of(case: Case, sweeps: int) -> PlanAnchor:
    return plan_anchor(*case.arguments(), rescale=case.rescale, sweeps=sweeps)


def excluded(case: Case, true: list[arb], sweeps: int) -> list[int]:
    return outside(anchor_of(case, sweeps).plan, true, provably=True)


def disjoint(x: Ball, y: Ball) -> bool:
    return bool(A.compare("eq", x, y).fails.any())


@pytest.mark.parametrize("name", CASES)
def test_the_true_plan_is_in_its_ball_however_few_sweeps_there_were(name: str) -> None:
    for sweeps in (*SWEEPS, CASES[name].sweeps):
        assert [] == excluded(CASES[name], truth(name), sweeps)


@pytest.mark.parametrize("seed", range(20))
def test_the_true_plan_of_a_random_kernel_is_in_its_ball(seed: int) -> None:
    case = drawn(2 + seed % 3, 2 + seed % 4, 100 + seed, (0.1, 1.0, 5.0, 12.0)[seed % 4])
    true = true_plan(case)
    assert [[]] * len(SWEEPS) == [excluded(case, true, sweeps) for sweeps in SWEEPS]


@pytest.mark.slow
def test_no_ball_excludes_the_true_plan_of_hundreds_of_random_problems() -> None:
    g = torch.Generator().manual_seed(0)
    entries = finite = 0
    for _ in range(300):
        case = at_random(g)
        true = true_plan(case)
        for sweeps in SWEEPS:
            found = anchor_of(case, sweeps)
            assert [] == outside(found.plan, true, provably=True), case
            entries, finite = entries + len(true), finite + int(found.distance.isfinite())
    assert entries >= 10_000 and finite >= 500


def nothing(problem: Any, *_: Any) -> torch.Tensor:
    """A bound that says nothing."""
    return torch.full_like(problem.log_kernel[0, 0], inf)


@pytest.mark.parametrize("off", ["_by_birkhoff", "_by_tree"])
def test_each_bound_holds_by_itself(off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_bounds, off, nothing)
    known = 0
    for name in CASES:
        if name != "logits ±1e4":
            assert [[]] * len(SWEEPS) == [excluded(CASES[name], truth(name), sweeps) for sweeps in SWEEPS], name
        known += bool(anchor_of(CASES[name], 60).distance < 2.0**-10)
    assert known >= len(CASES) // 2


@pytest.mark.parametrize("name", CASES)
def test_after_enough_sweeps_the_plan_is_known_well(name: str) -> None:
    found = anchor_of(CASES[name], CASES[name].sweeps)
    assert not any(
        bool(x.isnan().any()) for x in (found.f, found.g, found.residual.mid, found.residual.rad, found.plan.mid, found.plan.rad)
    )
    if name == "subnormal margins":  # a margin of 16 η is not known to many digits
        assert [inf] == found.distance.tolist()
    else:
        assert bool(found.distance < 2.0**-30)


def test_the_exponential_domain_alone_does_not_survive_large_logits() -> None:
    kernel, rows, columns, _ = CASES["logits ±1e4"].arguments()
    assert bool(kernel.exp().isinf().any())
    assert bool(plan_anchor(kernel, rows, columns, rescale=True, sweeps=50).residual.rad.isfinite().all())


@pytest.mark.parametrize("name", ["3×4", "hexagon", "logits ±88", "margins 1e-12 … 1"])
def test_the_certified_margins_are_those_of_the_scalings(name: str) -> None:
    case = CASES[name]
    found = anchor_of(case, 3)
    live = torch.ones_like(case.log_kernel, dtype=torch.bool) if case.mask is None else case.mask
    f, g = found.f[:, 0].tolist(), found.g[:, 0].tolist()
    entries = [
        [(arb(a) + arb(x) + arb(b)).exp() if y else arb(0) for b, x, y in zip(g, xs, ys, strict=True)]
        for a, xs, ys in zip(f, case.log_kernel.tolist(), live.tolist(), strict=True)
    ]
    assert [] == outside(found.rows, [sum(row, arb(0)) for row in entries], provably=True)
    assert [] == outside(found.columns, [sum(column, arb(0)) for column in zip(*entries, strict=True)], provably=True)


def test_rows_are_right_after_each_sweep_and_columns_in_the_end() -> None:
    problem = plan_problem(*CASES["3×4"].arguments(), rescale=True)
    for sweeps in (1, 2, 200):
        found = enclosed(problem, *scalings(problem, sweeps))
        # f comes from a logarithm of m exponentials, each off by 4u and by 2u of its exponent: the rows are off by at most
        size = max(float(x.abs().max()) for x in (found.f, problem.log_kernel, found.g))
        room = rounding(torch.float64).gamma(16 + 12 * ceil(size) + 4)
        for got, wanted, right in ((found.rows, problem.rows, True), (found.columns, problem.columns, sweeps == 200)):
            assert right != disjoint(Ball(got.mid, got.enclosure()[1] + room * wanted.mid), wanted)


# Each part of the bounds, taken away, lets the truth escape.


def without_birkhoffs_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_bounds, "cross_ratio", lambda kernel: torch.zeros_like(kernel[0, 0]))


def with_the_error_of_a_margin_as_that_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        plan_bounds, "_by_birkhoff", lambda problem, rows, columns: (columns.mid / problem.columns.mid).log().abs().amax(0) / 4
    )


def with_absolute_errors_for_relative_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_bounds, "_by_tree", lambda problem, exponents, Q, missing: missing.mid.abs().amax(0))


@pytest.mark.parametrize(
    "bug", [without_birkhoffs_factor, with_the_error_of_a_margin_as_that_of_the_plan, with_absolute_errors_for_relative_ones]
)
def test_a_bound_without_one_of_its_parts_is_caught(bug: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    cases = {name: case for name, case in CASES.items() if name != "logits ±1e4"}
    assert any(excluded(case, truth(name), sweeps) for name, case in cases.items() for sweeps in SWEEPS)


def without_the_epsilon(case: Case) -> PlanAnchor:
    return plan_anchor(case.log_kernel[..., None] / 2, *case.arguments()[1:], rescale=case.rescale)


def with_the_margins_of_others(case: Case) -> PlanAnchor:
    kernel, rows, columns, mask = case.arguments()
    return plan_anchor(kernel, rows.flip(0), columns.flip(0), mask, rescale=case.rescale)


def transposed(case: Case) -> PlanAnchor:
    kernel, rows, columns, mask = case.arguments()
    return plan_anchor(kernel.transpose(0, 1), rows, columns, mask, rescale=case.rescale)


@pytest.mark.parametrize("bug", [without_the_epsilon, with_the_margins_of_others, transposed])
def test_the_plan_of_another_problem_is_disjoint(bug: Any) -> None:
    case = drawn(3, 3, 21)
    assert disjoint(anchor_of(case, 200).plan, bug(case).plan)


def test_more_sweeps_and_other_ways_of_computing_them_give_balls_that_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    for case in CASES.values():
        once = anchor_of(case, 40)
        assert not disjoint(once.plan, anchor_of(case, 400).plan)
        with monkeypatch.context() as change:
            change.setattr(sinkhorn, "REACH", 0.0)  # no block in the exponential domain is accepted
            assert not disjoint(once.plan, anchor_of(case, 40).plan)


def test_a_batch_is_its_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    g = torch.Generator().manual_seed(5)
    kernel, rows, columns = (torch.rand(*shape, 9, dtype=torch.float64, generator=g) + 0.5 for shape in ((4, 3), (4,), (3,)))
    one_by_one = [plan_anchor(*(x[..., k : k + 1] for x in (kernel, rows, columns)), rescale=True) for k in range(9)]
    expected = PlanAnchor.joined(one_by_one)
    for tile in (2**17, 24):
        monkeypatch.setattr(sinkhorn, "TILE", tile)
        found = plan_anchor(kernel, rows, columns, rescale=True)
        assert (4, 3, 9) == tuple(found.plan.shape)
        assert not disjoint(expected.plan, found.plan)
    assert disjoint(expected.plan, Ball(found.plan.mid.roll(1, -1), found.plan.rad))


def test_large_matrices_are_laid_out_otherwise_and_have_the_same_plan() -> None:
    case = drawn(20, 17, 3, 2.0)
    problem = plan_problem(*case.arguments(), rescale=True)
    assert not disjoint(anchor_of(case, 60).plan, enclosed(problem, *sinkhorn._in_logs(problem.log_kernel, *_logs(problem), 60)).plan)


def _logs(problem: Any) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return problem.rows.mid.log(), problem.columns.mid.log(), torch.zeros_like(problem.rows.mid)


def test_unary_fields_are_invisible_to_the_plan() -> None:
    case = drawn(4, 3, 31, 2.0)
    g = torch.Generator().manual_seed(0)
    a, b = (torch.randint(-64, 64, shape, generator=g) / 8.0 for shape in ((4, 1), (1, 3)))
    grid = (case.log_kernel * 2**20).round() / 2**20  # sums with a and b are exact
    plain, moved = (plan_anchor(x[..., None], *case.arguments()[1:], rescale=True) for x in (grid, grid + a.double() + b.double()))
    assert not disjoint(plain.plan, moved.plan)
    twisted = grid + (a * b).double()
    assert disjoint(plain.plan, plan_anchor(twisted[..., None], *case.arguments()[1:], rescale=True).plan)


def test_when_the_time_is_up_the_certificate_says_how_far_it_came() -> None:
    case = CASES["logits ±88"]
    found = plan_anchor(*case.arguments(), rescale=True, sweeps=10**9, seconds=1e-3)
    assert [] == outside(found.plan, truth("logits ±88"), provably=True)


ONES = torch.zeros(2, 2, 1, dtype=torch.float64)
HALVES = tensor(0.5, 0.5)[:, None]
HUGE = tensor(1.7e308, 1.7e308)[:, None]
NAN, TOP = float("nan"), nextafter(0.5, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((ONES + NAN, HALVES, HALVES), r"log_kernel\[0, 0\] of instance 0 is nan"),
        ((ONES - inf, HALVES, HALVES), "is -inf; it must be within ±1e[+]300 — where the kernel is 0, say so with a mask"),
        ((ONES, HALVES * NAN, HALVES), r"rows\[0\] of instance 0 is nan"),
        ((ONES, HALVES, tensor(1.5, -0.5)[:, None]), r"columns\[1\] of instance 0 is -0.5"),
        ((ONES, HALVES, tensor(1.0, 0.0)[:, None]), "drop what has the margin 0"),
        (
            (ONES, HALVES, tensor(0.5, TOP)[:, None]),
            "columns exceed those of the rows by 1.1102230246251565e-16 in total; .* use rescale=True",
        ),
        ((ONES, HALVES, HALVES, torch.tensor([[1, 1], [0, 1]]).bool()), r"only a limit: .* 0 at \(0, 1\)"),
        ((ONES, HALVES, HALVES, torch.tensor([[1, 1], [0, 0]]).bool()), "infeasible: row 1 has the margin 0.5 and no live entry"),
        ((ONES, HALVES, HALVES, torch.tensor([[1, 0], [1, 0]]).bool()), r"infeasible: rows \{0, 1\} have 1.0 in total"),
        ((ONES, HALVES, tensor(0.25, 0.75)[:, None], torch.eye(2).bool()), r"infeasible: rows \{0\} have 0.5"),
        ((ONES.float(), HALVES, HALVES), "log_kernel is float32"),
        ((ONES[..., 0], HALVES, HALVES), "float64 with 3 axes"),
        ((ONES, HALVES[:1], HALVES), r"rows has the shape \(1, 1\); it must be \(2, 1\)"),
        ((ONES, HALVES.expand(2, 3), HALVES.expand(2, 2)), "or end in 1 for all instances"),
        ((ONES[:, :0], HALVES, HALVES[:0]), "not empty"),
        ((ONES, HALVES, HALVES, torch.ones(2, 2)), "it must be bool"),
        ((ONES, HUGE, HUGE), "smaller units"),
    ],
)
def test_what_has_no_plan_is_refused_with_the_reason(arguments: tuple[torch.Tensor, ...], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan_anchor(*arguments)


def test_the_instance_without_a_plan_is_named() -> None:
    columns = torch.cat([HALVES, HALVES, HALVES * 2], 1)
    with pytest.raises(PlanError, match="instance 2: the margins of the columns"):
        plan_anchor(ONES, HALVES, columns)
    masks = torch.stack([torch.ones(2, 2), torch.tensor([[1.0, 1.0], [0.0, 1.0]])], -1).bool()
    with pytest.raises(PlanError, match="instance 1: only a limit"):
        plan_anchor(ONES, HALVES, HALVES, masks)


@pytest.mark.parametrize("mask", [HEXAGON, BLOCKS])
def test_masks_whose_zeros_are_consistent_are_fine(mask: list[list[int]]) -> None:
    live = torch.tensor(mask, dtype=torch.bool)
    rows, columns = (live.sum(axis).double()[:, None] for axis in (1, 0))
    found = plan_anchor(torch.zeros(*live.shape, 1, dtype=torch.float64).masked_fill(~live[..., None], NAN), rows, columns, live)
    assert not disjoint(found.plan, Ball(live[..., None].double()))
    assert bool((found.plan.enclosure()[1][~live] == 0).all())


@pytest.mark.parametrize("masked", [False, True])
def test_a_plan_without_a_scale_in_floats_is_refused(masked: bool) -> None:
    mask = torch.ones(2, 2, dtype=torch.bool) if masked else None
    with pytest.raises(PlanError, match="smaller units"):
        plan_anchor(ONES, HUGE, HALVES, mask, rescale=True)
    with pytest.raises(PlanError, match="larger units"):
        plan_anchor(ONES, HALVES * 2.0**-1060, tensor(1.0, 1e-300)[:, None], mask, rescale=True)


def test_no_sweep_is_refused() -> None:
    with pytest.raises(PlanError, match="at least one"):
        plan_anchor(ONES, HALVES, HALVES, sweeps=0)
    with pytest.raises(PlanError, match="at least one"):
        plan_anchor(ONES, HALVES, HALVES, seconds=NAN)
