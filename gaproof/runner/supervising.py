"""Running the process that proves: what it reports is kept, and when it dies or hangs another one goes on after the claim at fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import GaproofError
from .events import Key, Report
from .processes import Process
from .sources import Source
from .verdict import Verdict

Progress = Callable[[str], None]
MODULE = "gaproof.runner.worker"


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
    failures: dict[str, Failure] = field(default_factory=dict)

    def update(self, other: Work) -> None:
        """Add what another run found out, in place of what is known of the same claims."""
        self.reports |= other.reports
        self.failures |= other.failures


@dataclass(frozen=True)
class Settings:
    """How to run: seconds allowed for each claim, where certificates go, whether statements without a proof are written too."""

    certificates: Path
    timeout: float = 300.0
    drafts: bool = False
    only_list: bool = False
    progress: Progress = lambda text: None


def supervise(root: Path, sources: list[Source], settings: Settings) -> Work:
    """Work through the files of one folder, in as many processes as it takes."""
    work = Work()
    while not _one_process(root, sources, settings, work):
        pass
    return work


def _one_process(root: Path, sources: list[Source], settings: Settings, work: Work) -> bool:
    """Run one process; True if it came to the end, False if another must go on."""
    current: dict[str, str] = {}
    before = len(work.reports) + len(work.failures)
    text = json.dumps(_job(root, sources, settings, work))
    with Process(MODULE, text=text, environment={"PYTHONHASHSEED": "0"}) as process:  # so that certificates are the same in every run
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
                    case "loaded":
                        current = {}
            ending = f"the process that worked on it {process.ending()}"
        except TimeoutError:
            ending = f"it took longer than {settings.timeout:g} s (--timeout)"
        except (ValueError, KeyError, TypeError, AttributeError):
            ending = "the process that worked on it wrote something else than its report"
    _blame(current, ending, work)
    if len(work.reports) + len(work.failures) == before:
        raise GaproofError(f"the process that imports theorem files cannot start: {ending}; its error is above")
    return False


def _job(root: Path, sources: list[Source], settings: Settings, work: Work) -> dict[str, Any]:
    used = {key for report in work.reports.values() for key in report.uses}
    return {
        "root": str(root),
        "files": [str(source.file) for source in sources if str(source.file) not in work.failures],
        "also": sorted(used - set(work.reports)),
        "done": list(work.reports),
        "certificates": str(settings.certificates),
        "drafts": settings.drafts,
        "only_list": settings.only_list,
    }


def _blame(current: dict[str, str], ending: str, work: Work) -> None:
    """Note the failure of whatever was being worked on, so that the next process leaves it out."""
    match current:
        case {"id": id, "file": file}:
            work.reports[id, file] = Report(id, file, verdict=Verdict.ERROR.name, message=ending)
        case {"file": file}:
            work.failures.setdefault(file, Failure(file, ending))
