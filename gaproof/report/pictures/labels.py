"""What is written about a claim in a drawing.  A verdict is a word and a sign before it is a colour."""

from __future__ import annotations

from typing import Any

from ...runner.verdict import Outcome, Verdict
from ..printable import printable

SIGNS = {
    Verdict.ERROR: "‼",
    Verdict.REFUTED: "✗",
    Verdict.VACUOUS: "∅",
    Verdict.UNPROVED: "?",
    Verdict.TESTED: "≈",
    Verdict.CERTIFIED: "≤",
    Verdict.PROVED: "✓",
}
COLOURS = {  # of the inside and the border, on a light page
    "ERROR": ("#ffe1de", "#b3261e"),
    "REFUTED": ("#ffe1de", "#b3261e"),
    "VACUOUS": ("#f3e2fb", "#8327a8"),
    "UNPROVED": ("#fff0cc", "#8a5a00"),
    "TESTED": ("#dff0fb", "#0b6599"),
    "CERTIFIED": ("#dff0fb", "#0b6599"),
    "PROVED": ("#def5e3", "#1a7337"),
    "unknown": ("#eeeeee", "#666666"),
}
EDGES = {
    "used": "from a claim to one that it uses",
    "asked": "asked for by a proof that failed or went another way",
    "declared": "only said to be used",
}
LONG = 40  # characters of a line


def verdict(node: dict[str, Any]) -> str:
    """The name of a node's verdict, or "unknown"."""
    return node["outcome"].verdict.name if node["outcome"] else "unknown"


def lines(id: str, node: dict[str, Any]) -> list[str]:
    """The lines of a box: the id, the verdict, the axioms if there are any."""
    outcome: Outcome | None = node["outcome"]
    if outcome is None:
        return [id, "not checked"]
    axioms = f"modulo {', '.join(outcome.axioms)}" if outcome.axioms else ""
    return [id, f"{SIGNS[outcome.verdict]} {outcome.verdict}", *([shortened(axioms)] if axioms else [])]


def shortened(text: str) -> str:
    """One line that fits into a box."""
    text = " ".join(printable(text).split())
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def tooltip(id: str, node: dict[str, Any]) -> str:
    """All that a drawing has to say of a claim."""
    outcome: Outcome | None = node["outcome"]
    if outcome is None:
        return f"{id}: nothing is known of it"
    title = outcome.doc.strip().partition("\n")[0]
    said = f"{outcome.verdict}: {outcome.message}" if outcome.message else outcome.verdict.name
    modulo = f"It rests on {', '.join(outcome.axioms)}." if outcome.axioms else ""
    where = "" if node["selected"] else "It is used, but was not asked for."
    return printable("\n".join(filter(None, [id, title, said, modulo, where, *(f"It {note}." for note in outcome.notes)])))
