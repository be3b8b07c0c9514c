"""``gaproof list``: list claims."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import IN, settings


@click.command("list")
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@IN
def list_(selectors: tuple[str, ...], folder: Path | None) -> None:
    """List claims, with the verdict each promises and what it says, in a line.

    A SELECTOR is an id, a glob on ids, a file or a folder; without any, all installed theorems.
    """
    from ..report.listing import print_list
    from ..report.terminal import print_errors
    from ..runner.checking import by_folder
    from ..runner.locking import Promises
    from ..runner.sources import select
    from ..runner.supervising import Work, supervise

    work, sources = Work(), select(selectors, folder)
    with settings(only_list=True) as how:
        for place, files in by_folder(sources).items():
            work.update(supervise(place.root, files, how))
    folders = {str(source.file): source.folder for source in sources}
    print_list([(report, folders[report.file]) for report in work.reports.values()], Promises())
    print_errors(failure.message for failure in work.failures.values())
    sys.exit(2 if work.failures else 0)
