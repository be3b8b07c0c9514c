"""The graph of claims in the language of Graphviz."""

from __future__ import annotations

import networkx as nx

from ..printable import printable
from .labels import COLOURS, lines, tooltip, verdict

STYLES = {"used": "solid", "asked": "dashed", "declared": "dotted"}


def text(made: nx.DiGraph) -> str:
    """A digraph; what was not asked for has a dashed border."""
    return "\n".join(["digraph gaproof {", *_head(), *_nodes(made), *_edges(made), "}", ""])


def _head() -> list[str]:
    font = 'fontname="Helvetica,Arial,sans-serif"'
    return [f"  rankdir=LR; {font};", f"  node [shape=box, {font}, fontsize=11];", f"  edge [{font}, fontsize=9];"]


def _nodes(made: nx.DiGraph) -> list[str]:
    found = []
    for id in sorted(made):
        node = made.nodes[id]
        inside, border = COLOURS[verdict(node)]
        style = "rounded,filled" if node["selected"] else "rounded,filled,dashed"
        values = {"label": "\n".join(lines(id, node)), "tooltip": tooltip(id, node), "style": style, "fillcolor": inside, "color": border}
        found.append(f"  {quoted(id)} [{', '.join(f'{name}={quoted(value)}' for name, value in values.items())}];")
    return found


def _edges(made: nx.DiGraph) -> list[str]:
    found = []
    for tail, head in sorted(made.edges):
        kind = made.edges[tail, head]["kind"]
        label = "" if kind == "used" else f", label={quoted(kind)}"
        found.append(f"  {quoted(tail)} -> {quoted(head)} [style={STYLES[kind]}{label}];")
    return found


def quoted(value: str) -> str:
    """A string of dot, in which a backslash, a quote, a line's end and the start of an HTML entity are only what they are."""
    escaped = printable(value).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'
