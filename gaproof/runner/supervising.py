"""Doing a task in processes of its own: what they say is kept, and when one dies or hangs another goes on with the next claim."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time
from typing import Any

from ..errors import GaproofError
from .events import PASSED_ON, Report
from .inputs import code
from .processes import Process, in_words
from .replaying import Replayer
from .task import Failure, Result, Task
from .tested import Tested
from .verdict import Verdict

SERVER = "gaproof.runner.server"
ENVIRONMENT = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}  # the same certificates in every run; a core for each process
START = 300.0  # seconds for the import of gaproof and torch
STOP = 5.0  # seconds for the end of a process that was told to stop


class Interrupted(GaproofError):
    """The work was given up from outside."""


class Supervisor:
    """A server, which forks a process for each task, and a replayer, which judges the certificates.  Not for several threads at once."""

    def __init__(self) -> None:
        self._server: Process | None = None
        self._replayer = Replayer()
        self._busy = self._closed = False

    def perform(self, task: Task) -> Result:
        """Do a task, in as many processes as it takes."""
        result, self._busy = Result(task.file, began=time()), True
        try:
            with TemporaryDirectory(prefix="gaproof-") as folder:
                evidence = task.evidence and {**task.evidence, "folder": folder}
                attempt = Attempt(replace(task, evidence=evidence), result, Path(folder), self._replayer)
                while not self._run(attempt):
                    pass
        except Exception:
            self._drop()  # what it still says is not about the next task
            raise
        finally:
            self._busy = False
        result.seconds = time() - result.began
        return result

    def _run(self, attempt: Attempt) -> bool:
        """Let the server fork once; True if nothing is left to do."""
        timeout = attempt.task.timeout
        server = self._server = self._server or Process(SERVER, environment=ENVIRONMENT)
        server.send(json.dumps(asdict(attempt.rest)))
        ready = False
        try:
            while line := server.line(timeout if ready else START):
                if line.startswith(PASSED_ON):
                    attempt.note(json.loads(line.removeprefix(PASSED_ON)))
                    continue
                match json.loads(line):
                    case {"event": "ended", "status": int(status)}:
                        return attempt.over(f"the process that worked on it {in_words(status)}")
                    case {"event": "ready"}:
                        ready = True
            ending = f"the process that worked on it {server.ending()}"
        except TimeoutError:
            ending = f"it took longer than {timeout:g} s (--timeout)"
            if self._stopped(server):
                return attempt.over(ending)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            ending = "the process that worked on it wrote something else than its report"
        except OSError as error:
            ending = f"what came of it cannot be kept in {attempt.folder}: {error.strerror or type(error).__name__}"
        self._drop()
        if self._closed:
            raise Interrupted("interrupted")
        if not ready:
            raise GaproofError(f"the process that imports gaproof cannot start: {ending}; its error is above")
        return attempt.over(ending)

    def _stopped(self, server: Process) -> bool:
        """Stop the forked process; False if the server does not obey."""
        server.send("stop")
        try:
            while line := server.line(STOP):
                if not line.startswith(PASSED_ON):
                    return True
        except TimeoutError:
            pass
        return False

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.__exit__(None, None, None)

    def close(self) -> None:
        """End the processes; a task that is being done, in another thread, is given up."""
        self._closed = True
        if self._busy and self._server is not None:
            self._server.kill()
        else:
            self._drop()
        self._replayer.close()


class Attempt:
    """A task that is being done: what it has come to so far, and what is worked on."""

    def __init__(self, task: Task, result: Result, folder: Path, replayer: Replayer) -> None:
        self.task = task
        self.result = result
        self.folder = folder
        self.replayer = replayer
        self.current: dict[str, Any] = {}
        self.ended = False

    @property
    def rest(self) -> Task:
        """What is left to do."""
        return self.task.after(self.result)

    def note(self, event: dict[str, Any]) -> None:
        """Take in an event of the worker."""
        match event:
            case {"event": "file" | "claim"}:
                self.current = event
            case {"event": "failed", "message": message, "claims": claims}:
                self.result.failure = Failure(self.task.file, message, claims)
            case {"event": "done", "report": report}:
                self.done(Report(**report))
            case {"event": "tested", "tested": tested}:
                self.tested(Tested(**tested))
            case {"event": "end", "reads": reads, "absent": absent, "once": once}:
                self.ended = True
                self.result.reads = sorted({*self.result.reads, *reads})
                self.result.absent = sorted({*self.result.absent, *absent})
                self.result.once |= once

    def done(self, report: Report) -> None:
        """Keep a report; if it comes with a certificate of proofs, that is replayed now."""
        self.own(report.file)
        self.result.reports.append(report)
        if report.certificate and report.proved:
            path = self.folder / "certificate"
            path.write_text(report.certificate, encoding="utf-8")
            self.result.replays[report.id] = self.replayer(path, self.task.timeout)
        self.current = {}

    def tested(self, tested: Tested) -> None:
        """Keep the evidence on a claim, with the text of a counterexample, which lies in a folder that goes away."""
        self.own(tested.file)
        if tested.counterexample:
            written = Path(tested.counterexample)
            tested.counterexample, tested.document = written.name, written.read_text(encoding="utf-8")
        self.result.tested.append(tested)
        self.current = {}

    def own(self, file: str) -> None:
        """A process speaks for its own file."""
        if file != self.task.file:
            raise ValueError(f"a report on {file}")

    def over(self, ending: str) -> bool:
        """The process is gone.  If that came too early, whatever it worked on is to blame; True if nothing is left to do."""
        if self.ended:
            if not (self.rest.proved or self.result.failure):
                self.result.failure = Failure(self.task.file, "the process that worked on it reported nothing")
            return True
        self.result.once = True
        match self.current:
            case {"event": "claim", "id": id, "tests": True}:
                self.result.tested.append(Tested(id, self.task.file, broken=f"its numeric evidence: {ending}"))
            case {"event": "claim", "id": id}:
                self.result.reports.append(Report(id, self.task.file, verdict=Verdict.ERROR.name, message=ending))
            case _:
                self.result.failure = self.result.failure or Failure(self.task.file, ending)
                return True
        self.current = {}
        return False


_here = threading.local()
_all: list[Supervisor] = []


def perform(task: Task) -> Result:
    """Do a task in this thread, wherever an executor has put it; its processes serve the next task as well."""
    if task.code and task.code != code():
        raise GaproofError("this worker runs another gaproof than the one that asks: install the same version and restart it")
    supervisor: Supervisor | None = getattr(_here, "supervisor", None)
    if supervisor is None:
        supervisor = _here.supervisor = Supervisor()
        _all.append(supervisor)
    return supervisor.perform(task)


def close_all() -> None:
    """End the processes of all threads of this process."""
    while _all:
        _all.pop().close()
    _here.__dict__.clear()
