"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..runner.checking import Checked
    from ..runner.supervising import Settings

F = TypeVar("F", bound=Callable[..., Any])

FOLDER = click.Path(file_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
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
LEVELS = ["quick", "standard", "exhaustive"]
DTYPES = ["float64", "float32", "bfloat16", "float16"]
DEVICES = ["auto", "cpu", "cuda", "mps"]
EVIDENCE = (
    click.option("--level", type=click.Choice(LEVELS), default="quick", show_default=True, help="How hard the numeric evidence tries."),
    click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where its random draws start."),
    click.option("--models", type=click.IntRange(min=1), metavar="N", help="Draw at least N models for each sequent.  [default: by level]"),
    click.option(
        "--dtype", type=click.Choice(DTYPES), default="float64", show_default=True, help="The floating-point type it computes in."
    ),
    click.option("--device", type=click.Choice(DEVICES), default="cpu", show_default=True, help="Where it computes."),
    click.option(
        "--counterexamples",
        type=FOLDER,
        metavar="DIR",
        default="counterexamples",
        show_default=True,
        help="Where what refutes a claim is written to.",
    ),
    click.option("--proof-only", is_flag=True, help="Leave the numeric evidence out."),
)
RUNNING = (
    click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="So many processes at once.  [default: one for each core]"),
    TIMEOUT,
)


def checking(command: F) -> F:
    """Decorator: the options of a command that checks claims.  They are passed on as ``**how`` to ``checked``."""
    for option in reversed((IN, *EVIDENCE, *RUNNING)):
        command = option(command)
    return command


def checked(selectors: tuple[str, ...], folder: Path | None, **how: Any) -> Checked:
    """Check what the selectors mean, as the options of ``checking`` say."""
    from ..runner.checking import check
    from ..runner.locking import Promises
    from ..runner.sources import select

    with running(**how) as settings:
        return check(select(selectors, folder), settings, Promises())


@contextmanager
def running(timeout: float, proof_only: bool, jobs: int | None, counterexamples: Path, **evidence: Any) -> Iterator[Settings]:
    """What the options of ``checking`` stand for; without the packages it needs, numeric evidence is left out with a message."""
    from ..report.terminal import print_left_out
    from ..runner.attacking import checked_device, left_out

    missing = [] if proof_only else left_out()
    print_left_out(missing)
    more: dict[str, Any] = {}
    if not (proof_only or missing):
        evidence["device"] = checked_device(evidence["device"], evidence["dtype"])
        more = {"evidence": {**evidence, "folder": str(counterexamples)}, "jobs": jobs or os.cpu_count() or 1}
    with settings(timeout, **more) as how:
        yield how


@contextmanager
def settings(timeout: float = 300.0, **more: Any) -> Iterator[Settings]:
    """How the processes run; the certificates go to a folder that is removed in the end."""
    from ..runner.supervising import Settings

    with TemporaryDirectory(prefix="gaproof-") as folder:
        yield Settings(Path(folder), timeout, progress=_progress, **more)
    _progress("")


def _progress(text: str) -> None:
    """Say what is worked on, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def keep(checked: Checked, folder: Path) -> list[Path]:
    """Copy the certificates that were accepted."""
    folder.mkdir(parents=True, exist_ok=True)
    accepted = [outcome for outcome in checked.outcomes.values() if outcome.replayed and outcome.certificate]
    return [Path(copyfile(str(outcome.certificate), folder / f"{outcome.id}.json")) for outcome in accepted]
