"""``gaproof graph``: draw what rests on what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import OUTPUT, checked, checking

SUFFIXES = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid", ".json": "json"}


@click.command()
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "dot", "mermaid", "json"]),
    help="What to write.  [default: what the suffix of FILE says, else dot]",
)
@click.option("--out", type=OUTPUT, metavar="FILE", help="Write to this file instead of the standard output.")
@checking
def graph(selectors: tuple[str, ...], form: str | None, out: Path | None, folder: Path | None, **how: Any) -> None:
    """Draw claims and what they rest on, with their verdicts.

    An edge leads from a claim to one that its derivation really uses.  Dashed edges are claims that a
    proof asked for without resting on them (it failed, or went another way), dotted ones are only
    declared by uses=….  Claims that are used, but were not asked for, have a dashed border.

    svg needs nothing else; where Graphviz is installed, the layout is that of its program dot.
    """
    from ..report.pictures.formats import FORMATS
    from ..report.terminal import print_errors
    from ..runner.graph import cycles, graph

    if form is None and out is not None and out.suffix not in SUFFIXES:
        raise click.UsageError(f"{out.name} does not say what to write: give --format, or one of {', '.join(SUFFIXES)} as its suffix")
    found = checked(selectors, folder, **how)
    made = graph(found.outcomes.values(), found.used.values())
    text = FORMATS[form or (SUFFIXES[out.suffix] if out else "dot")](made)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    for cycle in cycles(made):
        click.echo(f"gaproof: circular use: {' → '.join(cycle)}", err=True)
    for outcome in found.outcomes.values():
        for note in outcome.notes:
            click.echo(f"gaproof: {outcome.id} {note}", err=True)
    print_errors(found.errors)
    sys.exit(found.status)
