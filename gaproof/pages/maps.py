"""The graph of claims as a picture whose boxes are links."""

from __future__ import annotations

from collections.abc import Callable

from ..report.pictures import svg
from .ledger import Ledger


def picture(ledger: Ledger, chapter: str, link: Callable[[str], str]) -> str:
    """The claims of a chapter, or all, with those that they are tied to; nothing if there are none."""
    inside = {outcome.id for outcome in ledger.chapter(chapter)}
    near = inside | {other for id in inside for other in (*ledger.graph.successors(id), *ledger.graph.predecessors(id))}
    return svg.text(ledger.graph.subgraph(near), link) if inside else ""
