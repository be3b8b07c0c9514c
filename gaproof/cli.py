"""The command line.  Only click is imported here; each command imports what it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import GaproofError

if TYPE_CHECKING:
    from .runner.checking import Checked
    from .runner.supervising import Settings

IN = click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Look ids up in this folder.  [default: the installed theorems]",
)
TIMEOUT = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, show_default=True, help="Seconds allowed for each claim."
)
DTYPES = ["float64", "float32", "bfloat16", "float16"]
OUTPUT = click.Path(dir_okay=False, path_type=Path)


class Main(click.Group):
    """Our own errors become a line on stderr and status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GaproofError as error:
            click.echo(f"gaproof: {error}", err=True)
        except OSError as error:
            click.echo(f"gaproof: {error}", err=True)
        ctx.exit(2)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="gaproof")
def main() -> None:
    """Prove the claims of a theory, replay the proofs in a fresh process, and report.

    Exit status: 0 if every claim asked for reaches the verdict that its lock promises, 1 if some
    claim does not, 2 if the command was misused or a file could not be loaded.
    """


@contextmanager
def settings(timeout: float = 300.0, **more: Any) -> Iterator[Settings]:
    """How the processes run; the certificates go to a folder that is removed in the end."""
    from .runner.supervising import Settings

    with TemporaryDirectory(prefix="gaproof-") as folder:
        yield Settings(Path(folder), timeout, progress=_progress, **more)
    _progress("")


def _progress(text: str) -> None:
    """Say what is worked on, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def _keep(checked: Checked, folder: Path) -> list[Path]:
    """Copy the certificates that were accepted."""
    folder.mkdir(parents=True, exist_ok=True)
    accepted = [outcome for outcome in checked.outcomes.values() if outcome.replayed and outcome.certificate]
    return [Path(copyfile(str(outcome.certificate), folder / f"{outcome.id}.json")) for outcome in accepted]


@main.command()
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@click.option("--json", "json_file", type=OUTPUT, metavar="FILE", help="Also write the verdicts to this file.")
@click.option(
    "--certificates", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep the certificates in this folder."
)
@click.option(
    "--level",
    type=click.Choice(["quick", "standard", "exhaustive"]),
    default="quick",
    show_default=True,
    help="How hard the numeric evidence tries.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where its random draws start.")
@click.option("--models", type=click.IntRange(min=1), metavar="N", help="Draw at least N models for each sequent.  [default: by level]")
@click.option("--dtype", type=click.Choice(DTYPES), default="float64", show_default=True, help="The floating-point type it computes in.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda", "mps"]), default="cpu", show_default=True, help="Where it computes.")
@click.option(
    "--counterexamples",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default="counterexamples",
    show_default=True,
    help="Where what refutes a claim is written to.",
)
@click.option("--proof-only", is_flag=True, help="Leave the numeric evidence out.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="So many processes for it.  [default: one for each core]")
@IN
@TIMEOUT
def check(
    selectors: tuple[str, ...],
    json_file: Path | None,
    certificates: Path | None,
    folder: Path | None,
    timeout: float,
    proof_only: bool,
    jobs: int | None,
    counterexamples: Path,
    **evidence: Any,
) -> None:
    """Prove claims, replay their certificates, attack them with numbers, print the table of verdicts.

    A SELECTOR is an id (anchor.shift), a glob on ids ('anchor.*'), a file or a folder; without any,
    all installed theorems are checked.  PROVED is the verdict of the replay: a fresh process, which
    reads nothing but the certificate, derives the locked statement from the locked axioms.

    The numeric evidence tries each statement on models of its hypotheses, counts which mutants of it
    would be noticed, compares with foreign code, and checks which hypotheses are necessary.  What it
    refutes is REFUTED, and written to a file; a SELECTOR that is such a file tries it again.
    """
    from .report.json_report import text
    from .report.terminal import print_checked, print_left_out, print_retried
    from .runner.attacking import checked_device, left_out, retried
    from .runner.checking import check
    from .runner.locking import Promises
    from .runner.sources import select

    missing = [] if proof_only else left_out()
    print_left_out(missing)
    if not (proof_only or missing):
        evidence["device"] = checked_device(evidence["device"], evidence["dtype"])
    evidence = {**evidence, "folder": str(counterexamples)}
    again = [Path(s) for s in selectors if s.endswith(".json")]
    more: dict[str, Any] = {} if proof_only or missing else {"evidence": evidence, "jobs": jobs or os.cpu_count() or 1}
    with settings(timeout, **more) as how:
        if again:
            if missing or len(again) < len(selectors):
                raise click.UsageError("counterexamples are tried again by themselves, and need the numeric extra")
            results = [retried(path, how) for path in again]
            print_retried(results)
            sys.exit(2 if any(r.error for r in results) else int(any(r.fails for r in results)))
        checked = check(select(selectors, folder), how, Promises())
        if certificates is not None:
            _keep(checked, certificates)
    print_checked(checked)
    if json_file is not None:
        json_file.write_text(text(checked), encoding="utf-8")
    sys.exit(checked.status)


@main.command("list")
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...")
@IN
def list_(selectors: tuple[str, ...], folder: Path | None) -> None:
    """List claims, with the verdict each promises and what it says, in a line.

    A SELECTOR is an id, a glob on ids, a file or a folder; without any, all installed theorems.
    """
    from .report.listing import print_list
    from .report.terminal import print_errors
    from .runner.checking import by_folder
    from .runner.locking import Promises
    from .runner.sources import select
    from .runner.supervising import Work, supervise

    work, sources = Work(), select(selectors, folder)
    with settings(only_list=True) as how:
        for place, files in by_folder(sources).items():
            work.update(supervise(place.root, files, how))
    folders = {str(source.file): source.folder for source in sources}
    print_list([(report, folders[report.file]) for report in work.reports.values()], Promises())
    print_errors(failure.message for failure in work.failures.values())
    sys.exit(2 if work.failures else 0)


@main.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option("--all", "every_step", is_flag=True, help="Show every step of the proof, bookkeeping too.")
@IN
@TIMEOUT
def show(selectors: tuple[str, ...], every_step: bool, folder: Path | None, timeout: float) -> None:
    """Show what a claim says, exactly as the kernel reads it, and its proof.

    ID may also be a glob on ids, a file or a folder.
    """
    from .report.show import page
    from .report.terminal import print_errors
    from .runner.checking import check
    from .runner.locking import Promises
    from .runner.sources import select

    with settings(timeout, drafts=True) as how:
        checked = check(select(selectors, folder), how, Promises())
        sys.setrecursionlimit(10_000)  # formulas may be nested deeply
        for outcome in checked.outcomes.values():
            click.echo("\n".join(page(outcome, every_step)) + "\n")
    print_errors(checked.errors)
    sys.exit(checked.status)


@main.command()
@click.argument("selectors", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", default="certificates", show_default=True, help="Where to."
)
@IN
@TIMEOUT
def export(selectors: tuple[str, ...], out: Path, folder: Path | None, timeout: float) -> None:
    """Write the certificate of a claim that is proved to DIR/<chapter>.<name>.json.

    ID may also be a glob on ids, a file or a folder.
    """
    from .report.terminal import print_errors
    from .runner.checking import check
    from .runner.locking import Promises
    from .runner.sources import select
    from .runner.verdict import Verdict

    with settings(timeout) as how:
        checked = check(select(selectors, folder), how, Promises())
        refused = [outcome for outcome in checked.outcomes.values() if outcome.verdict is not Verdict.PROVED]
        for outcome in refused:
            del checked.outcomes[outcome.id]
            click.echo(f"gaproof: no certificate of {outcome.id}, which is {outcome.verdict}: {outcome.message}", err=True)
        for path in _keep(checked, out):
            click.echo(str(path))
    print_errors(checked.errors)
    sys.exit(2 if checked.errors else int(bool(refused)))


@main.command()
@click.argument(
    "certificates", nargs=-1, required=True, metavar="CERTIFICATE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@TIMEOUT
def replay(certificates: tuple[Path, ...], timeout: float) -> None:
    """Check certificates in a fresh process that runs only the kernel, never a theorem file.

    Exit status 1 if one is refused.
    """
    from .report.replayed import print_replayed
    from .runner.replaying import replay

    results = replay(certificates, timeout)
    print_replayed(results.values())
    sys.exit(int(not all(result.accepted for result in results.values())))


@main.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@TIMEOUT
def lock(folders: tuple[Path, ...], timeout: float) -> None:
    """Write STATEMENTS.lock anew from what the theorems of a folder now say, and print what changed.

    The lock pins every statement with its verdict and its axioms.  A claim that is in error keeps
    its old entry.  Without FOLDER, the lock of the installed theorems is written.
    """
    from .report.terminal import print_errors
    from .runner.relocking import relock
    from .runner.sources import INSTALLED

    status = 0
    for folder in folders or (INSTALLED,):
        with settings(timeout) as how:
            done = relock(folder, how)
        click.echo(f"{done.path}: {f'{len(done.changes)} changes' if done.changes else 'nothing changed'}")
        for change in done.changes:
            click.echo(f"  {change}")
        for outcome in done.refused:
            click.echo(f"gaproof: not locked: {outcome.id}: {outcome.message}", err=True)
        print_errors(done.errors)
        status = max(status, done.status)
    sys.exit(status)
