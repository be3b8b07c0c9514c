"""``gaproof show``: show a claim and its proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import checked, proving


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--all", "every_step", is_flag=True, help="Show every step of the proof, bookkeeping too.")
@proving
def show(selectors: tuple[str, ...], every_step: bool, folder: Path | None, **how: Any) -> None:
    """Show what a claim says, exactly as the kernel reads it, and its proof.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.printable import printable
    from ..report.show import page
    from ..report.terminal import print_errors

    found = checked(selectors, folder, **how)
    sys.setrecursionlimit(10_000)  # formulas may be nested deeply
    for outcome in found.outcomes.values():
        click.echo(printable("\n".join(page(outcome, every_step))) + "\n")
    print_errors(found.errors)
    sys.exit(found.status)
