"""The work on one theorem file, in the process that was forked for it.  Events, one line of JSON each, say how it goes:

``file`` and ``claim`` name what is worked on from now, ``failed`` says why the file could not be imported, ``done`` carries the report on
a claim, ``tested`` its numeric evidence; ``end``, with what was read on the way, is the last.
"""

from __future__ import annotations

import gc
import sys
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from socket import gethostname
from typing import Any, TextIO

from .. import library
from ..claim import Claim
from ..errors import GaproofError
from . import limits, loading
from .events import as_line
from .proving import describe, prove
from .reads import Reads
from .task import Task
from .verdict import Verdict


class Worker:
    """Works through the claims of one file."""

    def __init__(self, task: Task, out: TextIO) -> None:
        self.task = task
        self.out = out
        self.reads = Reads()

    def say(self, event: str, **content: Any) -> None:
        print(as_line(event, **content), file=self.out, flush=True)

    def run(self) -> None:
        """Prove the claims, then test those that are not in error."""
        claims = self.load()
        good = [claim for claim in claims if claim.id in self.task.proved or self.prove(claim)]
        if self.task.evidence is not None:
            for claim in good:
                if claim.id not in self.task.tested:
                    self.test(claim)
        absent = sorted({*library.absent, *self.reads.absent()})
        self.say("end", reads=self.reads.paths(), absent=absent, once=bool(limits.reached) or self.reads.unseen)

    def load(self) -> list[Claim]:
        """Import the file; returns the claims that it declares."""
        file, root = Path(self.task.file), Path(self.task.root)
        self.say("file", file=self.task.file)
        try:
            if self.task.digest and sha256(file.read_bytes()).hexdigest() != self.task.digest:
                raise GaproofError(f"it has changed, or is another file on {gethostname()}: every machine needs the same files")
            return loading.load(file, root, loading.open_folder(root))
        except (Exception, SystemExit) as error:
            begun = sorted({claim.id for claim in loading.declared_by(file)})
            self.say("failed", file=self.task.file, message=loading.said(error, file), claims=begun)
            return []

    def prove(self, claim: Claim) -> bool:
        """Prove a claim, or only describe it; whether it may be tested."""
        self.say("claim", id=claim.id)
        report = (describe if self.task.only_list else prove)(claim, self.doc(claim))
        self.say("done", report=report)
        return report.verdict != Verdict.ERROR.name

    def test(self, claim: Claim) -> None:
        """Gather the numeric evidence on a claim."""
        from . import testing

        self.say("claim", id=claim.id, tests=True)
        self.say("tested", tested=asdict(testing.test(claim, self.task.evidence or {})))

    def doc(self, claim: Claim) -> str:
        """The docstring of the file that declares a claim."""
        module = loading.declaring(claim)
        return (module and module.__doc__) or ""


def work(task: Task, out: TextIO) -> None:
    """Do a task in this process, which ends after it."""
    sys.dont_write_bytecode = True  # it is trusted by time and size alone: a file edited twice in a second would run as it was
    gc.set_threshold(100_000, 50, 50)  # terms have no cycles: looking for them takes a sixth of the time
    limits.limit_memory(task.memory)
    Worker(task, out).run()
