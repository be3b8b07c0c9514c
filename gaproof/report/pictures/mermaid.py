"""The graph of claims as a Mermaid flowchart, which Markdown pages draw."""

from __future__ import annotations

import re

import networkx as nx

from ..printable import printable
from .labels import COLOURS, lines, verdict

ARROWS = {"used": "-->", "asked": "-. asked .->", "declared": "-. declared .->"}


def text(made: nx.DiGraph) -> str:
    """A flowchart; nodes are numbered, since an id may hold a word of the language."""
    names = {id: f"n{number}" for number, id in enumerate(sorted(made))}
    found = ["flowchart LR"]
    for id, name in names.items():
        label = "<br/>".join(map(escaped, lines(id, made.nodes[id])))
        found.append(f'  {name}["{label}"]:::{verdict(made.nodes[id])}')
    for tail, head in sorted(made.edges):
        found.append(f"  {names[tail]} {ARROWS[made.edges[tail, head]['kind']]} {names[head]}")
    for word in sorted({verdict(made.nodes[id]) for id in made}):
        inside, border = COLOURS[word]
        found.append(f"  classDef {word} fill:{inside},stroke:{border},color:#111111")
    apart = [name for id, name in names.items() if not made.nodes[id]["selected"]]
    found += ["  classDef unselected stroke-dasharray:4 3", f"  class {','.join(apart)} unselected"] if apart else []
    return "\n".join([*found, ""])


def escaped(value: str) -> str:
    """A text in which no character but letters, digits, blanks and a few signs can mean anything: the others are entity codes."""
    return re.sub(r"[^\w .,:…]", lambda found: f"#{ord(found[0])};", printable(value).replace("\n", " "))
