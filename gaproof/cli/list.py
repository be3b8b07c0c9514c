"""``gaproof list``: list claims."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import IN, running


@click.command("list")
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@IN
def list_(selectors: tuple[str, ...], folder: Path | None) -> None:
    """List claims, with the verdict each promises and what it says, in a line.

    PROVED (two kernels) is promised and, as is remembered, true: Coq accepted the certificate too.

    A SELECTOR is an id, a glob on ids, a file or a folder; without any, all installed theorems.
    """
    from ..report.listing import print_list
    from ..report.terminal import print_errors
    from ..runner.locking import Promises
    from ..runner.rechecking import twice_proved
    from ..runner.sources import selection
    from ..runner.store import default_path
    from ..runner.work import work

    sources, wrong = selection(selectors, folder)
    with running(no_store=not default_path().exists(), quiet=True) as settings:
        settings.trouble.extend(wrong)
        listed = work(sources, settings, only_list=True)
        twice = twice_proved(sources, settings)
    folders = {str(source.file): source.folder for source in sources}
    print_list([(report, folders[report.file]) for report in listed.reports.values()], Promises(), twice)
    print_errors(failure.message for failure in listed.failures.values())
    sys.exit(2 if listed.failures or settings.trouble else 0)
