"""``gaproof why``: explain verdicts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .options import checked, checking


@click.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@checking
def why(selectors: tuple[str, ...], folder: Path | None, **how: Any) -> None:
    """Explain the verdict on a claim, down to what decides it.

    If it is not proved: the claim it uses that fails first, the part, the line of the proof, the open
    obligation, the model that refutes it or what differs from the lock, and what to do next.  If it is
    proved: the certificate, the axioms and where they come from, which hypotheses are necessary, what
    the numbers say, and the claims that it uses.

    ID may also be a glob on ids, a file or a folder.
    """
    from ..report.printable import printable
    from ..report.terminal import print_errors
    from ..report.why import why
    from ..runner.locking import Promises
    from ..runner.sources import folder_of

    found = checked(selectors, folder, **how)
    sys.setrecursionlimit(10_000)  # formulas may be nested deeply
    known, promises = {**found.used, **found.outcomes}, Promises()
    locked = {id: promises.entry(id, folder_of(Path(outcome.file))) for id, outcome in known.items()}
    pages = ["\n".join(why(outcome, known, locked)) for outcome in found.outcomes.values()]
    if pages:
        click.echo(printable("\n\n".join(pages)))
    print_errors(found.errors)
    sys.exit(found.status)
