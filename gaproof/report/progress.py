"""How a run goes: a bar with what is being worked on, on a terminal; a line for each finished file, in a pipe or a log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..runner.settings import Progress as Listener
from ..runner.settings import Silent
from ..runner.task import Result
from ..runner.verdict import Verdict
from .terminal import console


def progress(quiet: bool) -> Listener:
    """Who is told how a run goes: nobody, if it is to be quiet."""
    out = console(error=True)
    return Silent() if quiet else Bar(out) if out.is_terminal else Lines(out)


class Lines:
    """A line for each file that is finished."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._files = self._done = 0

    def more(self, files: int) -> None:
        self._files += files

    def known(self, file: str) -> None:
        self._done += 1

    def working(self, files: Sequence[str]) -> None:
        """Said when it is finished."""

    def finished(self, result: Result) -> None:
        self._done += 1
        self._out.print(f"[{self._done}/{self._files}] {said(result)}", soft_wrap=True)

    def stop(self) -> None:
        """Nothing is left open."""


class Bar:
    """A bar, with what is worked on beside it; it is gone in the end, and the table takes its place."""

    def __init__(self, out: Console) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
        )
        self._bar = Progress(*columns, console=out, transient=True)
        self._task = self._bar.add_task("checking", total=0, now="")
        self._files = 0

    def more(self, files: int) -> None:
        self._files += files
        self._bar.update(self._task, total=self._files)

    def known(self, file: str) -> None:
        self._bar.advance(self._task)

    def working(self, files: Sequence[str]) -> None:
        self._bar.start()
        self._bar.update(self._task, now=", ".join(map(name, files)))

    def finished(self, result: Result) -> None:
        self._bar.advance(self._task)
        if bad(result):
            self._bar.console.print(said(result), soft_wrap=True)

    def stop(self) -> None:
        self._bar.stop()


def said(result: Result) -> str:
    """What became of a file, before it is judged: only what failed is said, the verdicts come in the end."""
    return f"{name(result.file)} {', '.join((f'{result.seconds:.1f} s', *bad(result)))}"


def bad(result: Result) -> list[str]:
    """What already shows that some claim of a file fails."""
    failed = ["cannot be loaded"] if result.failure is not None else []
    failed += [Verdict[report.verdict].name for report in result.reports if report.verdict != Verdict.PROVED.name]
    failed += [Verdict.REFUTED.name for tested in result.tested if tested.refuted]
    failed += [Verdict.ERROR.name for tested in result.tested if tested.broken]
    return list(dict.fromkeys(failed))


def name(file: str) -> str:
    """A file as a person calls it: anchor.shift."""
    path = Path(file)
    return f"{path.parent.name}.{path.stem}"
