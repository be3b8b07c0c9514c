"""Columns are put in an order with few crossings, and nothing else is done to them."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from gaproof.report.pictures.ordering import crossings, ordered


@st.composite
def columns_and_links(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[str, str]]]:
    columns = [[f"{c}.{n}" for n in range(draw(st.integers(1, 5)))] for c in range(draw(st.integers(1, 4)))]
    pairs = [(a, b) for left, right in pairwise(columns) for a in left for b in right]
    return columns, draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []


@given(columns_and_links())
def test_each_column_keeps_its_vertices_and_no_crossing_is_added(drawn: tuple[list[list[str]], list[tuple[str, str]]]) -> None:
    columns, links = drawn
    done = ordered(columns, links)
    assert [sorted(column) for column in columns] == [sorted(column) for column in done]
    assert crossings(columns, links) >= crossings(done, links)


@given(columns_and_links())
def test_crossings_are_counted_as_pairs_that_cross(drawn: tuple[list[list[str]], list[tuple[str, str]]]) -> None:
    columns, links = drawn
    place = {v: (c, n) for c, column in enumerate(columns) for n, v in enumerate(column)}
    spans = [(place[a], place[b][1]) for a, b in links]
    crossing = [1 for (a, b), (c, d) in combinations(spans, 2) if a[0] == c[0] and (a[1] - c[1]) * (b - d) < 0]
    assert len(crossing) == crossings(columns, links)


def test_crossed_pairs_are_uncrossed() -> None:
    columns, links = [["a", "b", "c"], ["x", "y", "z"]], [("a", "z"), ("b", "y"), ("c", "x")]
    assert 3 == crossings(columns, links)
    assert 0 == crossings(ordered(columns, links), links)
