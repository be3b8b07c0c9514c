"""The support condition against every subset of rows and every edge, decided by brute force, and on the classical cases."""

from fractions import Fraction
from itertools import chain, combinations
from math import nextafter

import networkx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gaproof.numeric.plans import margins
from gaproof.numeric.plans.margins import PlanError, Support, support_condition, surplus

THIRD = Fraction(1, 3)
TRIANGLE = [[1, 1], [0, 1]]
HEXAGON = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
BLOCKS = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


def by_brute_force(mask: list[list[int]], r: list[int], c: list[int]) -> str:
    """Hall's condition with its equality case: r(A) ≤ c(N(A)) for all A, with equality only if no edge joins the other rows to N(A)."""
    if sum(r) != sum(c):
        return "infeasible"
    outcome = "plan exists"
    everyone = range(len(r))
    for A in chain.from_iterable(combinations(everyone, k) for k in range(len(r) + 1)):
        N = {j for i in A for j, live in enumerate(mask[i]) if live}
        need, room = sum(r[i] for i in A), sum(c[j] for j in N)
        if need > room:
            return "infeasible"
        if need == room and any(mask[i][j] for i in everyone if i not in A for j in N):
            outcome = "only a limit"
    return outcome


def proves_itself(found: Support, mask: list[list[int]], r: list[int], c: list[int]) -> bool:
    """Whether the sets that are named show that the margins cannot be met."""
    need, room = sum(r[i] for i in found.rows), sum(c[j] for j in found.columns)
    rows_ask = {j for i in found.rows for j in range(len(c)) if mask[i][j]} == set(found.columns) and need > room
    columns_ask = {i for j in found.columns for i in range(len(r)) if mask[i][j]} == set(found.rows) and room > need
    return rows_ask or columns_ask


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[int]], list[int], list[int]]:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    mask = draw(st.lists(st.lists(st.integers(0, 1), min_size=m, max_size=m), min_size=n, max_size=n))
    if draw(st.booleans()):
        weights = draw(st.lists(st.integers(0, 3), min_size=n * m, max_size=n * m))
        flow = [[weights[i * m + j] * mask[i][j] for j in range(m)] for i in range(n)]
        return mask, [sum(row) for row in flow], [sum(column) for column in zip(*flow, strict=True)]
    return mask, draw(st.lists(st.integers(1, 3), min_size=n, max_size=n)), draw(st.lists(st.integers(1, 3), min_size=m, max_size=m))


@given(problems())
def test_the_flow_says_what_all_subsets_of_rows_say(problem: tuple[list[list[int]], list[int], list[int]]) -> None:
    mask, r, c = problem
    assume(0 not in (*r, *c))
    found = support_condition(mask, r, c)
    assert by_brute_force(mask, r, c) == found.outcome
    assert found.outcome != "infeasible" or proves_itself(found, mask, r, c)


def test_halls_condition_alone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networkx, "strongly_connected_components", lambda graph: [set(graph)])
    assert "plan exists" == support_condition(TRIANGLE, [1, 1], [1, 1]).outcome != by_brute_force(TRIANGLE, [1, 1], [1, 1])


def test_margins_that_are_rounded_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margins, "_integers", lambda r, c: ([int(x * 2**40) for x in r], [int(x * 2**40) for x in c], 2**40))
    assert "plan exists" == support_condition([[1, 1]], [1.0], [0.5, nextafter(0.5, 1)]).outcome


def test_the_triangle_has_only_a_limit_and_its_upper_entry_must_vanish() -> None:
    found = support_condition(TRIANGLE, [1, 1], [1, 1])
    assert ("only a limit", ((0, 1),)) == (found.outcome, found.edges)
    assert "(0, 1)" in found.reason


@pytest.mark.parametrize("mask", [HEXAGON, BLOCKS, [[1]], [[1, 1, 1]]])
def test_margins_of_a_matrix_on_the_mask_have_a_plan(mask: list[list[int]]) -> None:
    r, c = [Fraction(sum(row)) for row in mask], [Fraction(sum(column)) for column in zip(*mask, strict=True)]
    assert "plan exists" == support_condition(mask, r, c).outcome


def test_rows_that_ask_too_much_of_their_columns_are_named() -> None:
    found = support_condition([[1, 0, 0], [1, 0, 0], [1, 1, 1]], [THIRD, THIRD, THIRD], [THIRD, THIRD, THIRD])
    assert ("infeasible", (0, 1), (0,)) == (found.outcome, found.rows, found.columns)
    assert "rows {0, 1}" in found.reason and "{0}" in found.reason


def test_blocks_whose_totals_differ_are_infeasible() -> None:
    assert "infeasible" == support_condition(BLOCKS, [1, 1, 1], [1, 2, 0.0]).outcome


def test_a_dead_row_with_a_margin_is_named() -> None:
    found = support_condition([[1, 1], [0, 0]], [1, 1], [1, 1])
    assert ("infeasible", (1,), ()) == (found.outcome, found.rows, found.columns)
    assert "row 1" in found.reason and "drop it" in found.reason


def test_a_dead_column_with_a_margin_is_named() -> None:
    found = support_condition([[1, 0], [1, 0]], [1, 0.5], [1, 0.5])
    assert "infeasible" == found.outcome
    assert "plan exists" == support_condition([[1, 0], [1, 0]], [1, 0.5], [1.5, 0]).outcome


def test_totals_that_differ_by_one_ulp_differ() -> None:
    assert "plan exists" == support_condition([[1, 1]], [1.0], [0.5, 0.5]).outcome
    assert "infeasible" == support_condition([[1, 1]], [1.0], [0.5, nextafter(0.5, 1)]).outcome
    assert "infeasible" == support_condition([[1, 1]], [nextafter(1, 0)], [0.5, 0.5]).outcome


def test_the_surplus_is_zero_exactly_where_the_totals_agree() -> None:
    assert 0.0 == surplus([1.0, 2.0**-1074], [2.0**-1074, 1.0])
    assert 2.0**-1074 == surplus([1.0, 2.0**-1074], [1.0])
    assert surplus([0.1] * 10, [1.0]) > 0  # ten times the float 0.1 is more than 1


def test_margins_of_all_sizes_are_exact() -> None:
    tiny = 2.0**-1074
    found = [support_condition([[1, 0], [1, 1]], [tiny, 1.0], [c, 1.0]).outcome for c in (tiny, 2 * tiny)]
    assert ["only a limit", "infeasible"] == found


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0])
def test_what_is_no_margin_is_refused(bad: float) -> None:
    for r, c in (([bad], [1.0]), ([1.0], [bad])):
        with pytest.raises(PlanError, match="finite number ≥ 0"):
            support_condition([[1]], r, c)


def test_margins_that_do_not_fit_are_refused() -> None:
    with pytest.raises(PlanError, match="each row and each column one margin"):
        support_condition([[1, 1]], [1.0], [1.0])
    with pytest.raises(PlanError, match="smaller units"):
        support_condition([[1, 1]], [1.7e308], [1.7e308, 1.7e308])
