"""The graph of claims as JSON, for other programs."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx

from ...runner.graph import cycles, layers
from ...runner.verdict import Outcome
from .labels import verdict


def text(made: nx.DiGraph) -> str:
    """Nodes, edges, layers (claims that use nothing first) and cycles."""
    document = {
        "nodes": [{"id": id, **_node(id, made.nodes[id])} for id in sorted(made)],
        "edges": [{"from": tail, "to": head, "kind": made.edges[tail, head]["kind"]} for tail, head in sorted(made.edges)],
        "layers": layers(made),
        "cycles": cycles(made),
    }
    return json.dumps(document, indent=2) + "\n"


def _node(id: str, node: dict[str, Any]) -> dict[str, Any]:
    outcome: Outcome | None = node["outcome"]
    return {
        "chapter": id.partition(".")[0],
        "selected": node["selected"],
        "verdict": verdict(node),
        "title": outcome.doc.strip().partition("\n")[0] if outcome else "",
        "message": outcome.message if outcome else "",
        "axioms": outcome.axioms if outcome else [],
        "notes": outcome.notes if outcome else [],
    }
