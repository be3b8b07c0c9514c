"""From theorem files to verdicts: prove in one process, replay in another, test in more, judge, fold along what is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from .attributing import duplicates, failed, misplaced, missing
from .events import Key
from .judging import judge
from .locking import Promises
from .replaying import Replay, replay
from .sources import Folder, Source, folder_of
from .supervising import Settings, Work, supervise
from .verdict import Outcome, Verdict, fold


@dataclass
class Checked:
    """The outcomes of the claims that were asked for, by id, and what could not be loaded."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self) -> int:
        """The exit status: 0 if every claim keeps its promise, 1 if one does not, 2 if a file could not be loaded."""
        return 2 if self.errors else int(not all(outcome.kept for outcome in self.outcomes.values()))


def check(sources: list[Source], settings: Settings, promises: Promises) -> Checked:
    """Check all claims of the files."""
    start = perf_counter()
    work = Work()
    replayed: dict[str, Replay] = {}
    for folder, files in by_folder(sources).items():
        done, results = _prove_and_replay(folder, files, settings)
        work.update(done)
        replayed |= results
        if settings.evidence is not None:
            settings.progress("numeric evidence")
            work.tested |= supervise(folder.root, files, settings, skipped=in_error(work)).tested
    checked = collect(sources, work, judge_all(sources, work, replayed, promises), promises)
    checked.seconds = perf_counter() - start
    return checked


def in_error(work: Work) -> list[Key]:
    """The claims that cost the process that proves them a crash, or the like: they are not tried a second time."""
    return [key for key, report in work.reports.items() if report.verdict == Verdict.ERROR.name]


def by_folder(sources: Iterable[Source]) -> dict[Folder, list[Source]]:
    """The files, grouped by the folder they belong to."""
    groups: dict[Folder, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.folder, []).append(source)
    return groups


def _prove_and_replay(folder: Folder, files: list[Source], settings: Settings) -> tuple[Work, dict[str, Replay]]:
    """Prove the claims of a folder and replay the certificates.  If one is refused, a theorem file has spoiled the process that it
    shares with the others, and each file is worked on by itself."""
    work = supervise(folder.root, files, replace(settings, evidence=None, jobs=1))
    settings.progress("replay")
    replayed = replay(
        [r.certificate for r in work.reports.values() if r.certificate and r.verdict == Verdict.PROVED.name], settings.timeout
    )
    if len(files) > 1 and not all(result.accepted for result in replayed.values()):
        names = {str(source.file) for source in files}
        for number, source in enumerate(files):
            certificates = settings.certificates / str(number)
            certificates.mkdir()
            again, results = _prove_and_replay(folder, [source], replace(settings, certificates=certificates))
            again.reports = {key: r for key, r in again.reports.items() if r.file == str(source.file) or r.file not in names}
            work.update(again)
            replayed |= results
    return work, replayed


def judge_all(sources: list[Source], work: Work, replayed: dict[str, Replay], promises: Promises) -> dict[Key, Outcome]:
    """Judge every claim, asked for or used by one that was."""
    folders = {str(source.file): source.folder for source in sources}
    judged = {}
    for key, report in work.reports.items():
        folder = folders.get(report.file) or folder_of(Path(report.file))
        replay = replayed.get(report.certificate or "")
        judged[key] = judge(report, replay, promises.entry(report.id, folder), promises.required(folder), work.tested.get(key))
    return judged


def collect(sources: list[Source], work: Work, judged: dict[Key, Outcome], promises: Promises) -> Checked:
    """The outcomes that were asked for, with what is wrong about their files."""
    asked = {key: outcome for key, outcome in judged.items() if key[1] in {str(source.file) for source in sources}}
    duplicates(asked)
    for source in sources:
        misplaced(source, [outcome for (_, file), outcome in asked.items() if file == str(source.file)])
    fold(judged, {key: report.uses for key, report in work.reports.items()})
    checked = Checked({outcome.id: outcome for outcome in asked.values()})
    for source in sources:
        if str(source.file) in work.failures:
            message = failed(source, work.failures[str(source.file)], promises, checked.outcomes)
            checked.errors += [message] if message else []
    for folder, files in by_folder(sources).items():
        missing(folder, files, promises, checked.outcomes)
    checked.outcomes = dict(sorted(checked.outcomes.items()))
    return checked
