"""``gaproof show``: show a claim and its proof."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import IN, TIMEOUT, settings


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--all", "every_step", is_flag=True, help="Show every step of the proof, bookkeeping too.")
@IN
@TIMEOUT
def show(selectors: tuple[str, ...], every_step: bool, folder: Path | None, timeout: float) -> None:
    """Show what a claim says, exactly as the kernel reads it, and its proof.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.show import page
    from ..report.terminal import print_errors
    from ..runner.checking import check
    from ..runner.locking import Promises
    from ..runner.sources import select

    with settings(timeout, drafts=True) as how:
        checked = check(select(selectors, folder), how, Promises())
        sys.setrecursionlimit(10_000)  # formulas may be nested deeply
        for outcome in checked.outcomes.values():
            click.echo("\n".join(page(outcome, every_step)) + "\n")
    print_errors(checked.errors)
    sys.exit(checked.status)
