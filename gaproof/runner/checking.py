"""From theorem files to verdicts: work on them or remember it, judge, fold along what is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from .attributing import duplicates, failed, misplaced, missing
from .events import Key
from .judging import judge
from .locking import Promises
from .rechecking import recall
from .settings import Settings
from .sources import Folder, Source, folder_of
from .verdict import Outcome, fold
from .work import Work, work


@dataclass
class Checked:
    """The outcomes of the claims that were asked for, by id, and of those that only these use; what could not be loaded, and what went
    wrong besides; the claims for which nothing has changed since they were checked."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    used: dict[str, Outcome] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self) -> int:
        """The exit status: 0 if every claim keeps its promise, 1 if one does not, 2 if a file could not be loaded or the
        store not be used."""
        return 2 if self.errors or self.trouble else int(not all(outcome.kept for outcome in self.outcomes.values()))


def check(sources: list[Source], settings: Settings, promises: Promises) -> Checked:
    """Check all claims of the files."""
    start = perf_counter()
    done = work(sources, settings)
    _write_counterexamples(done, settings.counterexamples)
    checked = collect(sources, done, judge_all(sources, done, promises), promises)
    checked.known = {id for id, outcome in checked.outcomes.items() if outcome.file in done.known}
    recall(settings.store, [*checked.outcomes.values(), *checked.used.values()], settings.trouble)
    checked.trouble = settings.trouble
    checked.seconds = perf_counter() - start
    return checked


def _write_counterexamples(done: Work, folder: Path) -> None:
    """Write what refutes claims to the folder."""
    for tested in done.tested.values():
        if tested.document:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / tested.counterexample
            path.write_text(tested.document, encoding="utf-8")
            tested.counterexample = str(path)


def by_folder(sources: Iterable[Source]) -> dict[Folder, list[Source]]:
    """The files, grouped by the folder they belong to."""
    groups: dict[Folder, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.folder, []).append(source)
    return groups


def judge_all(sources: list[Source], done: Work, promises: Promises) -> dict[Key, Outcome]:
    """Judge every claim, asked for or used by one that was."""
    folders = {str(source.file): source.folder for source in sources}
    judged = {}
    for key, report in done.reports.items():
        folder = folders.get(report.file) or folder_of(Path(report.file))
        judged[key] = judge(
            report, done.replays.get(key), promises.entry(report.id, folder), promises.required(folder), done.tested.get(key)
        )
    return judged


def collect(sources: list[Source], done: Work, judged: dict[Key, Outcome], promises: Promises) -> Checked:
    """The outcomes that were asked for, with what is wrong about their files."""
    asked = {key: outcome for key, outcome in judged.items() if key[1] in {str(source.file) for source in sources}}
    duplicates(asked)
    for source in sources:
        misplaced(source, [outcome for (_, file), outcome in asked.items() if file == str(source.file)])
    fold(judged, {key: [(id, file) for id, file, _ in report.uses] for key, report in done.reports.items()})
    checked = Checked({outcome.id: outcome for outcome in asked.values()})
    checked.used = {outcome.id: outcome for key, outcome in sorted(judged.items()) if key not in asked}
    for source in sources:
        if str(source.file) in done.failures:
            message = failed(source, done.failures[str(source.file)], promises, checked.outcomes)
            checked.errors += [message] if message else []
    for folder, files in by_folder(sources).items():
        missing(folder, files, promises, checked.outcomes)
    checked.outcomes = dict(sorted(checked.outcomes.items()))
    return checked
