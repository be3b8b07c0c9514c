"""The graph of claims as an SVG picture, readable on light and dark pages, in colour or not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from html import escape
from itertools import accumulate

import networkx as nx

from ...runner.verdict import Verdict
from ..printable import printable
from .graphviz import LayoutError, by_graphviz, installed
from .labels import EDGES, SIGNS, lines, tooltip, verdict
from .layered import layered
from .layout import Box, Layout, Point, alone, packed
from .style import ARROW, style

CHARACTER, LINE, PADDING, MARGIN = 7.3, 17.0, 10.0, 24.0  # a character of 12 px is so wide, a line so high, …


def text(made: nx.DiGraph, link: Callable[[str], str] | None = None) -> str:
    """The picture: boxes and edges, each with a tooltip, and a legend of what occurs.  ``link`` gives the address that a box leads to."""
    written = {id: lines(id, made.nodes[id]) for id in sorted(made)}
    sizes = {id: (CHARACTER * max(map(len, said)) + 2 * PADDING, LINE * len(said) + PADDING) for id, said in written.items()}
    legend = [_verdicts(made), _kinds(made)]
    top = MARGIN + (LINE + PADDING) * len(legend) + PADDING
    layout = _layout(made, sizes).moved(MARGIN, top)
    width = 2 * MARGIN + max([layout.width, *(_width(row) for row in legend)])
    height = top + layout.height + MARGIN
    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">',
        f"<title>{_summary(made)}</title>",
        f"<style>{style(sorted({verdict(made.nodes[id]) for id in made}))}</style>",
        f"<defs>{ARROW}</defs>",
        '<rect class="page" width="100%" height="100%"/>',
    ]
    for number, row in enumerate(legend):
        found += _row(row, MARGIN + (LINE + PADDING) * number)
    found += [_edge(edge, made.edges[edge]["kind"], points) for edge, points in sorted(layout.curves.items())]
    boxes = {id: _box(tooltip(id, made.nodes[id]), _classes(made, id), said, layout.boxes[id]) for id, said in written.items()}
    found += [f'<a href="{escape(link(id))}">{box}</a>' if link else box for id, box in boxes.items()]
    return "\n".join([*found, "</svg>", ""])


def _layout(made: nx.DiGraph, sizes: dict[str, tuple[float, float]]) -> Layout:
    """That of Graphviz where it is installed, for the claims that are connected; else our own."""
    if installed():
        lone = [id for id in sorted(made) if not made.degree(id)]
        connected = made.subgraph(set(made) - set(lone))
        try:
            return packed([*([by_graphviz(connected, sizes)] if connected else []), *(alone(id, sizes[id]) for id in lone)])
        except LayoutError as error:
            print(f"gaproof: {error}; the layout is gaproof's own", file=sys.stderr)
    return layered(made, sizes)


Entry = tuple[str, str]  # of the legend: its drawing, its text


def _verdicts(made: nx.DiGraph) -> list[Entry]:
    """The verdicts that occur, and how often."""
    counts = Counter(verdict(made.nodes[id]) for id in made)
    names = {v.name: f"{SIGNS[v]} {counts[v.name]} {v}" for v in sorted(Verdict, reverse=True)}
    names["unknown"] = f"{counts['unknown']} not checked"
    apart = sum(not made.nodes[id]["selected"] for id in made)
    found = [(f"box {word}", said) for word, said in names.items() if word in counts]
    return found + ([("box unselected", f"{apart} not asked for")] if apart else [])


def _kinds(made: nx.DiGraph) -> list[Entry]:
    present = {kind for _, _, kind in made.edges(data="kind")}
    return [(f"edge {kind}", said) for kind, said in EDGES.items() if kind in present]


def _width(row: list[Entry]) -> float:
    return sum(CHARACTER * len(said) + 64 for _, said in row)


def _row(row: list[Entry], y: float) -> list[str]:
    """A line of the legend."""
    found = []
    for (what, said), x in zip(row, accumulate((CHARACTER * len(said) + 64 for _, said in row), initial=MARGIN), strict=False):
        if what.startswith("box"):
            found.append(f'<g class="{what} legend"><rect x="{x:.0f}" y="{y:.0f}" width="28" height="{LINE:.0f}"/></g>')
        else:
            middle = y + LINE / 2
            found.append(f'<line class="{what} legend" x1="{x:.0f}" y1="{middle:.0f}" x2="{x + 28:.0f}" y2="{middle:.0f}"/>')
        found.append(f'<text x="{x + 36:.0f}" y="{y + LINE - 4:.0f}">{escape(said)}</text>')
    return found


def _summary(made: nx.DiGraph) -> str:
    return f"{len(made)} claims and what they use"


def _edge(edge: tuple[str, str], kind: str, points: list[Point]) -> str:
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in points]
    curve = f"M{start} C{' '.join(rest)}"
    return f'<path class="edge {kind}" d="{curve}"><title>{escape(f"{edge[0]} → {edge[1]} ({kind})")}</title></path>'


def _classes(made: nx.DiGraph, id: str) -> str:
    return f"box {verdict(made.nodes[id])}{'' if made.nodes[id]['selected'] else ' unselected'}"


def _box(hint: str, classes: str, said: list[str], box: Box) -> str:
    found = [
        f'<g class="{classes}"><title>{escape(hint)}</title>',
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"/>',
    ]
    for number, line in enumerate(said):
        y = box.y + PADDING / 2 + LINE * (number + 1) - 4.5
        bold = ' class="id"' if number == 0 else ""
        found.append(f'<text{bold} x="{box.x + PADDING:.1f}" y="{y:.1f}">{escape(printable(line))}</text>')
    return "".join([*found, "</g>"])
