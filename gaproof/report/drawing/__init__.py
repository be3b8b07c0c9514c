"""Drawings of the graph of claims: ``FORMATS`` has a function from the graph to text for each format."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from .document import text as json
from .dot import text as dot
from .mermaid import text as mermaid
from .svg import text as svg

FORMATS: dict[str, Callable[[nx.DiGraph], str]] = {"svg": svg, "dot": dot, "mermaid": mermaid, "json": json}
