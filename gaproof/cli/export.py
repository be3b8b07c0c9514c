"""``gaproof export``: write certificates."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import FOLDER, IN, TIMEOUT, keep, settings


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--out", type=FOLDER, metavar="DIR", default="certificates", show_default=True, help="Where to.")
@IN
@TIMEOUT
def export(selectors: tuple[str, ...], out: Path, folder: Path | None, timeout: float) -> None:
    """Write the certificate of a claim that is proved to DIR/<chapter>.<name>.json.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.terminal import print_errors
    from ..runner.checking import check
    from ..runner.locking import Promises
    from ..runner.sources import select
    from ..runner.verdict import Verdict

    with settings(timeout) as how:
        checked = check(select(selectors, folder), how, Promises())
        refused = [outcome for outcome in checked.outcomes.values() if outcome.verdict is not Verdict.PROVED]
        for outcome in refused:
            del checked.outcomes[outcome.id]
            click.echo(f"gaproof: no certificate of {outcome.id}, which is {outcome.verdict}: {outcome.message}", err=True)
        for path in keep(checked, out):
            click.echo(str(path))
    print_errors(checked.errors)
    sys.exit(2 if checked.errors else int(bool(refused)))
