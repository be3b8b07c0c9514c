"""Vertices of a column go as near to where they want to be as their order and their sizes allow."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gaproof.report.pictures.placing import placed

WHOLE = st.integers(-50, 50).map(float)


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[float], list[float], list[float]]:
    wanted = draw(st.lists(WHOLE, min_size=1, max_size=6))
    gaps = draw(st.lists(st.integers(0, 20).map(float), min_size=len(wanted) - 1, max_size=len(wanted) - 1))
    return wanted, gaps, draw(st.lists(st.sampled_from([1.0, 2.0, 4.0]), min_size=len(wanted), max_size=len(wanted)))


def cost(positions: list[float], wanted: list[float], weights: list[float]) -> float:
    return sum(w * (y - x) ** 2 for y, x, w in zip(positions, wanted, weights, strict=True))


SLACK = 1e-6  # positions are of the order of 100, and rounded at 1e-14


@given(columns())
def test_gaps_are_kept(drawn: tuple[list[float], list[float], list[float]]) -> None:
    wanted, gaps, weights = drawn
    assert all(b - a >= gap - SLACK for (a, b), gap in zip(pairwise(placed(wanted, gaps, weights)), gaps, strict=True))


@given(columns(), st.data())
def test_no_other_places_with_these_gaps_are_nearer(drawn: tuple[list[float], list[float], list[float]], data: st.DataObject) -> None:
    wanted, gaps, weights = drawn
    other = [data.draw(WHOLE)]
    for gap in gaps:
        other.append(other[-1] + gap + data.draw(st.integers(0, 20)))
    assert cost(placed(wanted, gaps, weights), wanted, weights) <= cost(other, wanted, weights) + SLACK


def test_who_has_room_stays_and_who_has_none_shares_the_loss() -> None:
    assert [0.0, 30.0] == placed([0.0, 30.0], [10.0], [1.0, 1.0])
    assert [-5.0, 5.0] == placed([0.0, 0.0], [10.0], [1.0, 1.0])
    assert [-8.0, 2.0] == placed([0.0, 0.0], [10.0], [1.0, 4.0])
