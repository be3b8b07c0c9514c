"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..runner.checking import Checked
    from ..runner.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class Amount(click.FloatRange):
    """A positive number, which is neither infinite nor not a number."""

    def __init__(self) -> None:
        super().__init__(min=0, max=1e9, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        return number if number == number else self.fail(f"{value!r} is not a number", param, ctx)


FOLDER = click.Path(file_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
IN = click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Look ids up in this folder.  [default: the installed theorems]",
)
TIMEOUT = click.option("--timeout", type=Amount(), default=300.0, show_default=True, help="Seconds allowed for each claim.")
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
    click.option("--scheduler", metavar="tcp://HOST:PORT", help="Let the workers of this dask scheduler do it."),
    TIMEOUT,
    click.option(
        "--memory",
        type=Amount(),
        metavar="GB",
        help="Memory allowed for each process.  [default: what this machine has, divided by the jobs]",
    ),
    click.option("--store", type=OUTPUT, metavar="FILE", help="The evidence store.  [default: `gaproof store` shows it]"),
    click.option("--no-store", is_flag=True, help="Remember nothing, and believe nothing that is remembered."),
    click.option("--fresh", is_flag=True, help="Check everything anew, and remember it."),
    click.option("-q", "--quiet", is_flag=True, help="Say only what fails."),
)


def with_options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Decorator: several options of ``click``, in this order in the help."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


checking = with_options(IN, *EVIDENCE, *RUNNING)  # of a command that checks claims; they are passed on as ``**how`` to ``checked``
proving = with_options(IN, *RUNNING)  # of a command that only proves claims


def checked(selectors: tuple[str, ...], folder: Path | None, **how: Any) -> Checked:
    """Check what the selectors mean, as the options of ``checking`` or ``proving`` say."""
    from ..runner.checking import check
    from ..runner.locking import Promises
    from ..runner.sources import selection

    sources, wrong = selection(selectors, folder)
    with running(**how) as settings:
        settings.trouble.extend(wrong)
        return check(sources, settings, Promises())


@contextmanager
def running(
    timeout: float = 300.0,
    proof_only: bool = True,
    jobs: int | None = None,
    scheduler: str | None = None,
    memory: float | None = None,
    counterexamples: Path = Path("counterexamples"),
    store: Path | None = None,
    no_store: bool = False,
    fresh: bool = False,
    quiet: bool = False,
    **evidence: Any,
) -> Iterator[Settings]:
    """What the options of ``checking`` stand for; without the packages it needs, numeric evidence is left out with a message."""
    from ..report.progress import progress
    from ..report.terminal import print_left_out, print_trouble
    from ..runner.attacking import checked_device, left_out
    from ..runner.executing import cluster, pool
    from ..runner.limits import share_of_memory
    from ..runner.settings import Settings
    from ..runner.store import open_store

    def say(text: str) -> None:
        click.echo(f"gaproof: {text}", err=True)

    missing = [] if proof_only else left_out()
    print_left_out(missing)
    attacks = None
    if not (proof_only or missing):
        attacks = {**evidence, "device": checked_device(evidence["device"], evidence["dtype"])}
    jobs = jobs or os.cpu_count() or 1
    trouble: list[str] = []
    listener = progress(quiet)
    with ExitStack() as open_:
        settings = Settings(
            timeout=timeout,
            memory=share_of_memory(jobs) if memory is None else int(memory * 1e9),
            evidence=attacks,
            counterexamples=counterexamples,
            executor=open_.enter_context(pool(jobs) if scheduler is None else cluster(scheduler)),
            store=None if no_store else open_store(store, trouble, say, blind=fresh),
            progress=listener,
            trouble=trouble,
        )
        open_.callback(listener.stop)
        yield settings
    print_trouble(trouble)


def keep(checked: Checked, folder: Path, file: Path | None = None) -> list[Path]:
    """Write the certificates that were accepted, to a folder or, if it is only one, to a file."""
    accepted = [outcome for outcome in checked.outcomes.values() if outcome.replayed and outcome.certificate]
    paths = [file or folder / f"{outcome.id}.json" for outcome in accepted]
    (file.parent if file else folder).mkdir(parents=True, exist_ok=True)
    for path, outcome in zip(paths, accepted, strict=True):
        path.write_text(str(outcome.certificate), encoding="utf-8")
    return paths
