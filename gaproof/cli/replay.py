"""``gaproof replay``: check certificates."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import TIMEOUT


@click.command()
@click.argument(
    "certificates", nargs=-1, required=True, metavar="CERTIFICATE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@TIMEOUT
def replay(certificates: tuple[Path, ...], timeout: float) -> None:
    """Check certificates in a fresh process that runs only the kernel, never a theorem file.

    Exit status 1 if one is refused.
    """
    from ..report.replayed import print_replayed
    from ..runner.replaying import replay

    results = replay(certificates, timeout)
    print_replayed(results.values())
    sys.exit(int(not all(result.accepted for result in results.values())))
