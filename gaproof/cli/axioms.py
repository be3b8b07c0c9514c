"""``gaproof axioms``: say which axioms claims rest on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import checked, proving


@click.command()
@click.argument("selectors", nargs=-1, metavar="[ID]...")
@proving
def axioms(selectors: tuple[str, ...], folder: Path | None, **how: Any) -> None:
    """List the axioms, with source and reason, and the claims that rest on them; or the axioms of the claims ID.

    A claim rests on an axiom directly, if its own derivation makes use of it, or through a claim that
    it uses.  Axioms that theorem files state are marked and written out.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.axioms import index, page
    from ..report.printable import printable
    from ..report.terminal import print_errors

    found = checked(selectors, folder, **how)
    sys.setrecursionlimit(10_000)  # formulas may be nested deeply
    if selectors:
        pages = ["\n".join(page(outcome, {**found.used, **found.outcomes})) for outcome in found.outcomes.values()]
    else:
        pages = ["\n".join(index(found.outcomes, found.used))]
    if pages:
        click.echo(printable("\n\n".join(pages)))
    print_errors(found.errors)
    sys.exit(found.status)
