"""Running the processes that prove and test: what they report is kept, and when one dies or hangs another goes on with the next claim."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import GaproofError
from .events import Key, Report
from .processes import Process
from .sources import Source
from .tested import Tested
from .verdict import Verdict

Progress = Callable[[str], None]
MODULE = "gaproof.runner.worker"
ENVIRONMENT = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}  # the same certificates in every run; a core for each process


@dataclass
class Failure:
    """A file that could not be imported, and the claims it had declared by then."""

    file: str
    message: str
    claims: list[str] = field(default_factory=list)


@dataclass
class Work:
    """All that became of the files of one folder."""

    reports: dict[Key, Report] = field(default_factory=dict)
    tested: dict[Key, Tested] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)

    def update(self, other: Work) -> None:
        """Add what another run found out, in place of what is known of the same claims."""
        self.reports |= other.reports
        self.tested |= other.tested
        self.failures |= other.failures


@dataclass(frozen=True)
class Settings:
    """How to run: seconds allowed for each claim, where certificates go, whether statements without a proof are written too.  With
    ``evidence``, the settings of the numeric evidence, claims are tested instead of proved, by so many ``jobs`` at once."""

    certificates: Path
    timeout: float = 300.0
    drafts: bool = False
    only_list: bool = False
    evidence: dict[str, Any] | None = None
    jobs: int = 1
    progress: Progress = lambda text: None


def supervise(root: Path, sources: list[Source], settings: Settings, skipped: Sequence[Key] = ()) -> Work:
    """Work through the files of one folder, in as many processes as it takes, without the claims to be skipped."""
    work = Work()
    if settings.jobs > 1:
        alone = replace(settings, jobs=1)
        with ThreadPoolExecutor(settings.jobs) as threads:
            for done in threads.map(lambda files: supervise(root, files, alone, skipped), shared_out(sources, settings.jobs)):
                work.update(done)
        return work
    while not _one_process(root, sources, settings, work, skipped):
        pass
    return work


def shared_out(sources: list[Source], jobs: int) -> list[list[Source]]:
    """The files in so many lots of about the same length, the longest first; only lots that have any."""
    lots: list[list[Source]] = [[] for _ in range(jobs)]
    length = {source.file: source.file.stat().st_size for source in sources}
    for source in sorted(sources, key=lambda s: (-length[s.file], s.file)):
        min(lots, key=lambda lot: sum(length[s.file] for s in lot)).append(source)
    return list(filter(None, lots))


def _one_process(root: Path, sources: list[Source], settings: Settings, work: Work, skipped: Sequence[Key]) -> bool:
    """Run one process; True if it came to the end, False if another must go on."""
    current: dict[str, str] = {}
    before = len(work.reports) + len(work.tested) + len(work.failures)
    text = json.dumps(_job(root, sources, settings, work, skipped))
    with Process(MODULE, text=text, environment=ENVIRONMENT) as process:
        try:
            while line := process.line(settings.timeout):
                event: dict[str, Any] = json.loads(line)
                match event.pop("event"):
                    case "end":
                        return True
                    case "file" | "claim":
                        current = event
                        settings.progress(current.get("id") or current["file"])
                    case "failed":
                        work.failures.setdefault(event["file"], Failure(**event))
                    case "done":
                        report = Report(**event["report"])
                        work.reports[report.id, report.file] = report
                        current = {}
                    case "tested":
                        tested = Tested(**event["tested"])
                        work.tested[tested.id, tested.file] = tested
                        current = {}
                    case "loaded":
                        current = {}
            ending = f"the process that worked on it {process.ending()}"
        except TimeoutError:
            ending = f"it took longer than {settings.timeout:g} s (--timeout)"
        except (ValueError, KeyError, TypeError, AttributeError):
            ending = "the process that worked on it wrote something else than its report"
    _blame(current, ending, work, settings)
    if len(work.reports) + len(work.tested) + len(work.failures) == before:
        raise GaproofError(f"the process that imports theorem files cannot start: {ending}; its error is above")
    return False


def _job(root: Path, sources: list[Source], settings: Settings, work: Work, skipped: Sequence[Key]) -> dict[str, Any]:
    used = {key for report in work.reports.values() for key in report.uses}
    return {
        "root": str(root),
        "files": [str(source.file) for source in sources if str(source.file) not in work.failures],
        "also": sorted(used - set(work.reports)),
        "done": [*skipped, *(work.tested if settings.evidence else work.reports)],
        "evidence": settings.evidence,
        "certificates": str(settings.certificates),
        "drafts": settings.drafts,
        "only_list": settings.only_list,
    }


def _blame(current: dict[str, str], ending: str, work: Work, settings: Settings) -> None:
    """Note the failure of whatever was being worked on, so that the next process leaves it out."""
    match current:
        case {"id": id, "file": file} if settings.evidence:
            work.tested[id, file] = Tested(id, file, broken=f"its numeric evidence: {ending}")
        case {"id": id, "file": file}:
            work.reports[id, file] = Report(id, file, verdict=Verdict.ERROR.name, message=ending)
        case {"file": file}:
            work.failures.setdefault(file, Failure(file, ending))
