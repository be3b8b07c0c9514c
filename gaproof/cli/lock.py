"""``gaproof lock``: write a lock."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import RUNNING, running, with_options


@click.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@with_options(*RUNNING)
def lock(folders: tuple[Path, ...], **how: Any) -> None:
    """Write STATEMENTS.lock anew from what the theorems of a folder now say, and print what changed.

    The lock pins every statement with its verdict and its axioms.  A claim that is in error keeps
    its old entry.  Without FOLDER, the lock of the installed theorems is written.
    """
    from ..report.terminal import print_errors
    from ..runner.relocking import relock
    from ..runner.sources import INSTALLED

    status = 0
    for folder in folders or (INSTALLED,):
        with running(**how) as settings:
            done = relock(folder, settings)
        click.echo(f"{done.path}: {f'{len(done.changes)} changes' if done.changes else 'nothing changed'}")
        for change in done.changes:
            click.echo(f"  {change}")
        for outcome in done.refused:
            click.echo(f"gaproof: not locked: {outcome.id}: {outcome.message}", err=True)
        print_errors(done.errors)
        status = max(status, done.status)
    sys.exit(status)
