"""``gaproof recheck``: let Coq check the certificates again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from .options import OUTPUT, proving, running


@click.command()
@click.argument("selectors", nargs=-1, metavar="[ID]...")
@click.option("--json", "json_file", type=OUTPUT, metavar="FILE", help="Also write what Coq says to this file.")
@click.option("--record", type=OUTPUT, metavar="FILE", help="Also write what does not change from run to run: what the book shows.")
@click.option("--accepted", type=OUTPUT, metavar="FILE", help="A store besides, of what Coq accepted only: for caches of CI services.")
@click.option("--coqchk", "with_coqchk", is_flag=True, help="Let Coq's separate checker read what was compiled, too.")
@proving
def recheck(
    selectors: tuple[str, ...],
    json_file: Path | None,
    record: Path | None,
    accepted: Path | None,
    with_coqchk: bool,
    folder: Path | None,
    **how: Any,
) -> None:
    """Let Coq, a kernel that is not ours, check the certificates of claims again.

    An ID is an id, a glob on ids, a file or a folder; without any, all installed theorems.  Each
    certificate is written out for Coq, with a proof of every step, and must prove the statement of
    the lock, which is printed separately.  What Coq accepted is remembered until the certificate,
    the library or Coq changes.

    Exit status: 1 if Coq rejects a certificate or a claim is not what its lock promises, 2 if Coq
    is not installed or a file could not be loaded.
    """
    from ..report.rechecked import Lines, document, print_rechecked, recorded, write
    from ..report.terminal import print_errors
    from ..runner.checking import check
    from ..runner.coqc import Coq
    from ..runner.locking import Promises
    from ..runner.rechecked import REJECTED
    from ..runner.rechecking import recheck
    from ..runner.sources import selection
    from ..runner.store import Store

    sources, wrong = selection(selectors, folder)
    with running(**how) as settings:
        coq = Coq(settings.timeout, settings.memory)  # or nothing is done
        settings.trouble.extend(wrong)
        found = check(sources, settings, Promises())
        settings.progress.stop()
        said = Lines(len(found.outcomes), how["quiet"])
        results = {}
        stores = [settings.store] if settings.store is not None else []
        stores += [Store(accepted, blind=how["fresh"])] if accepted is not None else []
        for id, result in recheck(found.outcomes, coq, how["jobs"] or os.cpu_count() or 1, stores, with_coqchk):
            results[id] = result
            said(id, result)
    print_rechecked(results, coq.version, how["quiet"])
    for file, made in ((json_file, document(results)), (record, recorded(results, found.outcomes))):
        if file is not None:
            write(file, made)
    print_errors(found.errors)
    if found.errors or found.trouble:
        sys.exit(2)
    sys.exit(int(any(result.coq == REJECTED for result in results.values()) or found.status))
