"""Our own layout: boxes do not overlap, every edge is one curve from box to box, and none runs across another box."""

from itertools import combinations

import pytest
from hypothesis import given

from gaproof.report.pictures.layered import layered
from gaproof.report.pictures.layout import Box, Layout, Point
from gaproof.runner.graph import graph
from gaproof.runner.verdict import Outcome, Verdict
from tests.runner.claims_drawn import claims


def laid_out(found: list[Outcome]) -> Layout:
    made = graph(found)
    return layered(made, {id: (60.0 + 10.0 * (len(id) % 7), 40.0 + 10.0 * (len(id) % 3)) for id in made})


def apart(a: Box, b: Box) -> bool:
    return a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


def points(curve: list[Point], steps: int = 12) -> list[Point]:
    """Points on the pieces of a curve, to a thousandth of a pixel."""
    found = []
    for k in range(0, len(curve) - 1, 3):
        a, b, c, d = curve[k : k + 4]
        for t in (n / steps for n in range(steps + 1)):
            s = 1 - t
            found.append(tuple(round(s**3 * a[q] + 3 * s * s * t * b[q] + 3 * s * t * t * c[q] + t**3 * d[q], 3) for q in (0, 1)))
    return found  # type: ignore[return-value]


def inside(point: Point, box: Box) -> bool:
    return box.x < point[0] < box.x + box.width and box.y < point[1] < box.y + box.height


@given(claims(cyclic=True))
def test_every_claim_has_one_box_and_every_edge_one_curve_on_the_page(found: list[Outcome]) -> None:
    made, layout = graph(found), laid_out(found)
    assert (set(made.nodes), set(made.edges)) == (set(layout.boxes), set(layout.curves))
    assert all(apart(a, b) for a, b in combinations(layout.boxes.values(), 2))
    page = Box(-0.001, -0.001, layout.width + 0.002, layout.height + 0.002)
    corners = [(b.x + right * b.width, b.y + down * b.height) for b in layout.boxes.values() for right in (0, 1) for down in (0, 1)]
    assert all(inside(point, page) for point in [*corners, *(point for curve in layout.curves.values() for point in points(curve))])


@given(claims())
def test_an_edge_leads_from_a_box_to_one_on_its_right_and_through_no_other(found: list[Outcome]) -> None:
    layout = laid_out(found)
    for (tail, head), curve in layout.curves.items():
        a, b = layout.boxes[tail], layout.boxes[head]
        assert (a.x + a.width <= curve[0][0], b.x) == (True, curve[-1][0])
        assert a.y <= curve[0][1] <= a.y + a.height and b.y <= curve[-1][1] <= b.y + b.height
        assert not any(inside(point, box) for point in points(curve) for box in layout.boxes.values())


def test_a_foundation_stands_beside_the_claim_that_uses_it() -> None:
    chain = [
        Outcome(f"a.{name}", Verdict.PROVED, uses=uses) for name, uses in (("top", ["a.mid", "a.own"]), ("mid", ["a.low"]), ("low", []))
    ]
    boxes = laid_out([*chain, Outcome("a.own", Verdict.PROVED)]).boxes
    assert boxes["a.top"].x < boxes["a.mid"].x == boxes["a.own"].x < boxes["a.low"].x


@pytest.mark.parametrize("number", [0, 1])
def test_few_claims_are_no_special_case(number: int) -> None:
    layout = laid_out([Outcome("a.b", Verdict.PROVED)][:number])
    assert (number, {}) == (len(layout.boxes), layout.curves)
