"""``gaproof store``: where the evidence store is, what it holds, and removing what is old."""

from __future__ import annotations

from pathlib import Path

import click

from .options import OUTPUT


@click.command()
@click.option("--store", "path", type=OUTPUT, metavar="FILE", help="Another file than the default one.")
@click.option("--prune", type=click.FloatRange(min=0), metavar="DAYS", help="Remove what is older than so many days.")
def store(path: Path | None, prune: float | None) -> None:
    """Show where the evidence store is and what it holds.

    `gaproof check` remembers there what it found out, under the content of everything that it depends on: theorem files and what they read,
    the modules of gaproof that they reach, the versions of packages, the settings.  The file can be removed at any time.
    """
    from time import time

    from ..runner.store import Store, default_path

    path = path or default_path()
    if not path.exists():
        click.echo(f"{path}: nothing is remembered yet")
        return
    opened = Store(path, say=lambda text: click.echo(f"gaproof: {text}", err=True))
    if prune is not None:
        removed = opened.prune(time() - prune * 86_400)
        click.echo(f"{removed} record{'' if removed == 1 else 's'} removed")
    click.echo(f"{path}: {opened.count()} records, {opened.size() / 1e6:.1f} MB")
    opened.close()
