"""Laws of concrete carriers."""

import networkx as nx
import pytest

from gaproof.errors import CarrierError
from gaproof.theory import (
    ConcreteCarrier,
    block_sparse,
    causal,
    cross,
    dilated,
    full,
    graph,
    offsets,
    padding,
    prefix_lm,
    relation,
    window,
)

HEXAGON = relation(3, 3, lambda i, j: i != j)
CARRIERS = {
    "full": full(4),
    "causal": causal(5),
    "window": window(6, 2),
    "windowed causal": window(6, 2) & causal(6),
    "prefix_lm": prefix_lm(5, 2),
    "dilated": dilated(7, 3, 2),
    "offsets": offsets(7, {0, 1, 3}),
    "block_sparse": block_sparse([[True, False], [False, True]], 2),
    "graph": graph(nx.cycle_graph(5)),
    "digraph": graph(nx.DiGraph([("a", "b"), ("b", "c")])),
    "cross": cross(2, 5),
    "padding": padding([1, 3, 2]),
    "hexagon": HEXAGON,
    "a dead row": padding([1, 0, 2]),
    "a dead column": relation(2, 2, lambda i, j: j == 0),
}


@pytest.fixture(params=CARRIERS.values(), ids=CARRIERS)
def carrier(request: pytest.FixtureRequest) -> ConcreteCarrier:
    return request.param  # type: ignore[no-any-return]


def test_components_are_those_of_the_bipartite_graph(carrier: ConcreteCarrier) -> None:
    rows, cols = carrier.shape
    g = nx.Graph([(("row", i), ("col", j)) for i, j in carrier.edges])
    g.add_nodes_from([*(("row", i) for i in range(rows)), *(("col", j) for j in range(cols))])
    assert {frozenset(c) for c in nx.connected_components(g)} == set(carrier.components())
    assert nx.number_connected_components(g) == len(carrier.components())


def test_a_row_is_live_if_it_has_an_edge(carrier: ConcreteCarrier) -> None:
    assert {i for i, _ in carrier.edges} == set(carrier.live_rows())


def test_restriction_to_itself_and_to_the_full_carrier_changes_nothing(carrier: ConcreteCarrier) -> None:
    assert carrier == carrier & carrier == carrier & cross(*carrier.shape)


def test_a_dead_row_is_named_with_a_remedy() -> None:
    message = "row 1 of the carrier has no admissible key; softmax has no value there — drop the row or give it a fallback key"
    with pytest.raises(CarrierError) as caught:
        CARRIERS["a dead row"].require_live()
    assert message == str(caught.value)
    assert causal(3) == causal(3).require_live()


@pytest.mark.parametrize(
    ("carrier", "rows"),
    [
        (causal(3), ["100", "110", "111"]),
        (window(4, 1), ["1100", "1110", "0111", "0011"]),
        (prefix_lm(3, 2), ["110", "110", "111"]),
        (dilated(4, 2, 2), ["1000", "0100", "1010", "0101"]),
        (block_sparse([[True, False]], 2), ["1100", "1100"]),
        (graph(nx.path_graph(3)), ["110", "111", "011"]),
        (padding([1, 3]), ["100", "111"]),
        (padding([1, 0], keys=2), ["10", "00"]),
        (cross(1, 2), ["11"]),
    ],
)
def test_the_families_are_these_masks(carrier: ConcreteCarrier, rows: list[str]) -> None:
    assert rows == ["".join("01"[a] for a in row) for row in carrier.mask]


def test_what_is_no_carrier_is_refused() -> None:
    for make in (
        lambda: full(0),
        lambda: ConcreteCarrier(()),
        lambda: ConcreteCarrier(((True,), (True, False))),
        lambda: full(2) & full(3),
    ):
        with pytest.raises(CarrierError):
            make()
