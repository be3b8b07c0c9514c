"""The claims and what they rest on, as a graph: an edge leads from a claim to one that it uses.

Nodes are ids, with ``outcome`` (None if nothing is known of the claim) and ``selected`` (whether it was asked for).  Edges have a
``kind``: the derivation rests on the other claim ("used"), or a proof only asked for it ("asked": it failed, or went another way), or
only the author says so ("declared").
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from .verdict import Outcome

KINDS = ("used", "asked", "declared")


def graph(selected: Iterable[Outcome], others: Iterable[Outcome] = ()) -> nx.DiGraph:
    """The graph of the claims that were asked for, with those of the others that they lead to."""
    chosen = {outcome.id: outcome for outcome in selected}
    known = {outcome.id: outcome for outcome in others} | chosen
    made = nx.DiGraph()
    waiting = sorted(chosen)
    for id in waiting:  # it grows
        if id not in made or "outcome" not in made.nodes[id]:
            made.add_node(id, outcome=known.get(id), selected=id in chosen)
            for kind, used in edges(known[id]) if id in known else ():
                made.add_edge(id, used, kind=kind)
                waiting.append(used)
    return made


def edges(outcome: Outcome) -> list[tuple[str, str]]:
    """What a claim uses, each with the strongest kind of its edge."""
    kinds = {id: kind for kind, ids in zip(KINDS[::-1], (outcome.declared or [], outcome.asked, outcome.uses), strict=True) for id in ids}
    return [(kinds[id], id) for id in sorted(kinds) if id != outcome.id]


def cycles(made: nx.DiGraph) -> list[list[str]]:
    """A cycle through each set of claims that rest on one another; its first claim comes again at the end."""
    found = []
    for tangled in sorted(map(sorted, nx.strongly_connected_components(made))):
        if len(tangled) > 1:
            path = [tail for tail, _ in nx.find_cycle(made.subgraph(tangled), source=tangled[0])]
            start = path.index(min(path))
            found.append([*path[start:], *path[:start], path[start]])
    return found


def layers(made: nx.DiGraph) -> list[list[str]]:
    """The claims by how long the longest way down is, those that use nothing first; claims of one cycle share a layer."""
    whole = nx.condensation(made)
    found = []
    for generation in nx.topological_generations(whole.reverse(copy=False)):
        found.append(sorted(id for component in generation for id in whole.nodes[component]["members"]))
    return found
