"""The graph of claims: what its edges are, its layers, its cycles."""

from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from gaproof.runner.graph import cycles, edges, graph, layers
from gaproof.runner.verdict import Outcome, Verdict
from tests.runner.claims_drawn import claims


def claim(id: str, *uses: str, **more: object) -> Outcome:
    return Outcome(id, Verdict.PROVED, uses=[*uses], **more)  # type: ignore[arg-type]


def test_an_edge_has_the_strongest_of_its_kinds() -> None:
    made = claim("a.a", "b.used", asked=["b.asked", "b.used"], declared=["b.used", "b.asked", "b.said"])
    assert [("asked", "b.asked"), ("declared", "b.said"), ("used", "b.used")] == edges(made)


def test_what_is_used_is_in_the_graph_though_nobody_asked_for_it() -> None:
    made = graph([claim("a.a", "a.b")], [claim("a.b", "a.c"), claim("a.unrelated")])
    assert {"a.a": True, "a.b": False, "a.c": False} == dict(made.nodes(data="selected"))
    assert (True, None) == (made.nodes["a.b"]["outcome"] is not None, made.nodes["a.c"]["outcome"])


@given(claims())
def test_every_claim_is_in_one_layer_above_all_that_it_uses(found: list[Outcome]) -> None:
    made = graph(found)
    layer = {id: n for n, ids in enumerate(layers(made)) for id in ids}
    assert sorted(made) == sorted(id for ids in layers(made) for id in ids)
    assert all(layer[head] < layer[tail] for tail, head in made.edges)
    assert all(layer[id] == 0 or any(layer[id] - 1 == layer[head] for head in made.successors(id)) for id in made), "no layer is skipped"
    assert [] == cycles(made)


@given(claims(cyclic=True))
def test_claims_are_on_a_cycle_exactly_if_one_is_shown_through_their_knot(found: list[Outcome]) -> None:
    made = graph(found)
    shown = cycles(made)
    assert all(path[0] == path[-1] == min(path) and all(made.has_edge(*step) for step in pairwise(path)) for path in shown)
    tangled = {id for ids in nx.strongly_connected_components(made) if len(ids) > 1 for id in ids}
    assert tangled == {id for path in shown for id in nx.node_connected_component(made.subgraph(tangled).to_undirected(), path[0])}
    layer = {id: n for n, ids in enumerate(layers(made)) for id in ids}
    assert all(layer[head] < layer[tail] or nx.has_path(made, head, tail) for tail, head in made.edges)


@given(claims(cyclic=True), st.randoms(use_true_random=False))
def test_the_graph_does_not_depend_on_the_order_of_the_claims(found: list[Outcome], random: object) -> None:
    shuffled = [*found]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    a, b = graph(found), graph(shuffled)
    assert (layers(a), cycles(a), sorted(a.edges(data="kind"))) == (layers(b), cycles(b), sorted(b.edges(data="kind")))
