"""``gaproof new``: write a theorem file to start from."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click


@click.command()
@click.argument("id", metavar="ID")
@click.option("--in", "folder", type=click.Path(path_type=Path), metavar="FOLDER", default="theorems", show_default=True, help="Where to.")
def new(id: str, folder: Path) -> None:
    """Write FOLDER/<chapter>/<name>.py for the ID chapter.name: a theorem file to start from.

    It is proved as it is, and its comments say what to replace.  Nothing is overwritten.
    """
    from ..runner.scaffold import scaffold

    made = scaffold(id, folder)
    click.echo(str(made.file))
    if made.locked:
        click.echo(f"{made.folder.lock} does not have it yet: gaproof lock {quote(str(folder))}")
    else:
        click.echo(f"next: gaproof check {quote(str(made.file))}")
