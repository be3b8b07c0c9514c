"""The formats of the graph of claims: a function from the graph to text for each."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from . import document, dot, mermaid, svg

FORMATS: dict[str, Callable[[nx.DiGraph], str]] = {"svg": svg.text, "dot": dot.text, "mermaid": mermaid.text, "json": document.text}
