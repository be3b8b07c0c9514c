"""``gaproof export``: write certificates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import FOLDER, checked, keep, proving


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--out", type=FOLDER, metavar="DIR", default="certificates", show_default=True, help="Where to.")
@proving
def export(selectors: tuple[str, ...], out: Path, folder: Path | None, **how: Any) -> None:
    """Write the certificate of a claim that is proved to DIR/<chapter>.<name>.json.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.terminal import print_errors
    from ..runner.verdict import Verdict

    found = checked(selectors, folder, **how)
    refused = [outcome for outcome in found.outcomes.values() if outcome.verdict is not Verdict.PROVED]
    for outcome in refused:
        del found.outcomes[outcome.id]
        click.echo(f"gaproof: no certificate of {outcome.id}, which is {outcome.verdict}: {outcome.message}", err=True)
    for path in keep(found, out):
        click.echo(str(path))
    print_errors(found.errors)
    sys.exit(2 if found.errors else int(bool(refused)))
