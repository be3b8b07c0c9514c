"""The style sheet of a picture: a colour for each verdict, on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Iterable

from .labels import COLOURS

DARK = {
    "ERROR": ("#4b1512", "#ff8a80"),
    "REFUTED": ("#4b1512", "#ff8a80"),
    "VACUOUS": ("#3c1a4b", "#dc9cf5"),
    "UNPROVED": ("#453100", "#f2c14e"),
    "TESTED": ("#0d3247", "#79c4ee"),
    "CERTIFIED": ("#0d3247", "#79c4ee"),
    "PROVED": ("#143a20", "#7ad391"),
    "unknown": ("#333333", "#aaaaaa"),
}
ARROW = (
    '<marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto" '
    'markerUnits="userSpaceOnUse"><path d="M0 0.5 L8 4 L0 7.5 z"/></marker>'
)
LIGHT_PAGE = """
text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1b1b1b; }
.id { font-weight: bold; }
.page { fill: #ffffff; }
.box rect { fill: #ffffff; stroke: #666666; stroke-width: 1.5; rx: 6px; }
.unselected rect { stroke-dasharray: 5 4; }
.edge { fill: none; stroke: #767676; stroke-width: 1.3; marker-end: url(#arrow); }
.asked { stroke-dasharray: 6 4; }
.declared { stroke-dasharray: 1.5 4; }
.edge:hover { stroke: #d0021b; stroke-width: 3; }
#arrow path { fill: #767676; }"""
DARK_PAGE = """
text { fill: #f0f0f0; }
.page { fill: #1a1a1a; }
.box rect { fill: #1a1a1a; stroke: #aaaaaa; }
.edge { stroke: #9a9a9a; }
#arrow path { fill: #9a9a9a; }"""


def style(verdicts: Iterable[str]) -> str:
    """The rules for pictures in which these verdicts occur."""
    light = [_rule(word, *COLOURS[word]) for word in verdicts]
    dark = [_rule(word, *DARK[word]) for word in verdicts]
    return "\n".join([LIGHT_PAGE, *light, "@media (prefers-color-scheme: dark) {", DARK_PAGE, *dark, "}", ""])


def _rule(word: str, inside: str, border: str) -> str:
    return f".{word} rect {{ fill: {inside}; stroke: {border}; }}"
