"""The command line.  Only click is imported here; each command imports what it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import GaproofError

if TYPE_CHECKING:
    from .runner.checking import Checked
    from .runner.supervising import Settings

SELECTORS = "SELECTORs are ids (link.luce), globs on ids ('link.*'), files and folders; without any, all installed theorems are meant."
IN = click.option("--in", "folder", type=click.Path(path_type=Path), help="Look ids up in this folder of theorems.  [default: the installed ones]")
TIMEOUT = click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, show_default=True, help="Seconds allowed for each claim.")


class Main(click.Group):
    """Our own errors become one line on stderr and status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GaproofError as error:
            click.echo(f"gaproof: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            click.echo(f"gaproof: {error.strerror}: {error.filename}", err=True)
            ctx.exit(2)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gaproof")
def main() -> None:
    """Prove the claims of a theory, replay the proofs in a fresh process, and report.

    Exit status: 0 if every claim asked for reaches the verdict its lock promises, 1 if some claim does not, 2 if the command was misused or a file
    could not be loaded.
    """


@main.command()
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the verdicts to this file.")
@click.option("--certificates", type=click.Path(file_okay=False, path_type=Path), help="Keep the certificates in this folder.")
@IN
@TIMEOUT
def check(selectors: tuple[str, ...], json_file: Path | None, certificates: Path | None, folder: Path | None, timeout: float) -> None:
    """Prove claims, replay their certificates, print the table of verdicts.

    SELECTORs are ids (link.luce), globs on ids ('link.*'), files and folders; without any, all installed theorems are checked.
    """
    from .report.json_report import text
    from .report.terminal import print_checked
    from .runner.session import run

    with run(selectors, folder, timeout=timeout, progress=_progress()) as checked:
        if certificates is not None:
            checked.keep(certificates)
        if json_file is not None:
            json_file.write_text(text(checked), encoding="utf-8")
        print_checked(checked)
    sys.exit(checked.status)
