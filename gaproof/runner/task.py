"""A task, the work on one theorem file, and its result: names, settings and plain data, which travel to any process on any machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from .events import Report
from .replaying import Replay
from .tested import Tested
from .verdict import Verdict


@dataclass(frozen=True)
class Task:
    """What to do with one theorem file: only list its claims, prove them, and test them with the settings of ``evidence``.

    ``timeout`` is in seconds for each claim, ``memory`` in bytes; ``proved`` and ``tested`` are the claims that are done with.  ``digest``
    and ``code`` are those of the file and of gaproof's source where the task was made; another machine may have other ones.
    """

    root: str
    file: str
    timeout: float = 300.0
    memory: int | None = None
    only_list: bool = False
    evidence: dict[str, Any] | None = None
    proved: tuple[str, ...] = ()
    tested: tuple[str, ...] = ()
    digest: str = ""
    code: str = ""

    def after(self, result: Result) -> Task:
        """What is left to do after a result: the claims that it has no report on, and no evidence on unless they are in error."""
        bad = [report.id for report in result.reports if report.verdict == Verdict.ERROR.name]
        proved = (*self.proved, *(report.id for report in result.reports))
        return replace(self, proved=proved, tested=(*self.tested, *bad, *(tested.id for tested in result.tested)))


@dataclass
class Failure:
    """A file that could not be imported, and the claims it had declared by then."""

    file: str
    message: str
    claims: list[str] = field(default_factory=list)


@dataclass
class Result:
    """What became of one theorem file.  ``reads`` are the files and folders that it read besides gaproof's own, ``absent`` those that it
    looked for in vain.  ``once``: a limit, a crash, a lost worker or something that is no file had a part in it, so that another run may
    find something else."""

    file: str
    reports: list[Report] = field(default_factory=list)
    replays: dict[str, Replay] = field(default_factory=dict)
    tested: list[Tested] = field(default_factory=list)
    failure: Failure | None = None
    reads: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    once: bool = False
    began: float = 0.0
    seconds: float = 0.0
