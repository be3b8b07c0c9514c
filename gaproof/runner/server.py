"""``python -m gaproof.runner.server``: imports gaproof once, and forks a process for each theorem file.

A task comes as a line of JSON on stdin.  The events of the forked process (``worker.py``) are passed on to stdout, marked by ``>``;
``ready`` comes before them, and ``ended``, with the status of the process, after them.  The line ``stop``, or the end of stdin, kills the
process that is running.  What a theorem file does to the modules of its process, or to the process, touches no other file.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from ..library import named
from . import testing
from .events import PASSED_ON, as_line
from .reads import covered
from .task import Task
from .worker import work

LOOK = 0.2  # seconds between two looks at a process whose events may be held open by one that it has started
PROVES = ("gaproof.theory", "gaproof.lemmas", "gaproof.runner.proving")
TESTS = ("gaproof.runner.testing", "gaproof.evidence.gathering")


class Server:
    """One process that reads ``tasks`` from a file descriptor and forks."""

    def __init__(self, tasks: int, out: TextIOWrapper) -> None:
        self.tasks = tasks
        self.out = out
        self._read = b""

    def run(self) -> None:
        """Serve until the end of the tasks."""
        for line in self.lines():
            if line != "stop":  # it came too late: the process has ended
                self.serve(Task(**json.loads(line)))

    def lines(self) -> Iterator[str]:
        """The lines of stdin; what is read at once may hold several."""
        while True:
            while b"\n" not in self._read:
                if not self.receive():
                    return
            line, _, self._read = self._read.partition(b"\n")
            yield line.decode()

    def receive(self) -> bool:
        """Read what is there; False at the end."""
        more = os.read(self.tasks, 65536)
        self._read += more
        return bool(more)

    def serve(self, task: Task) -> None:
        """Fork a process for a task, pass its events on, and wait for its end."""
        for module in PROVES + (() if task.evidence is None else TESTS):
            import_module(module)
        if task.evidence is not None:
            testing.prepare(task.evidence)
        covered()
        named()
        gc.freeze()  # the pages of what is imported stay shared
        self.say("ready")
        events, write = os.pipe()
        process = os.fork()
        if not process:
            os.close(events)
            self.child(task, write)
        os.close(write)
        self.pass_on(events, process)
        os.close(events)
        _, status = os.waitpid(process, 0)
        self.say("ended", status=os.waitstatus_to_exitcode(status))

    def pass_on(self, events: int, process: int) -> None:
        """Pass on the whole lines that a process writes, until it is gone or told to stop.  It has no other way out: what it, or what it
        has started, writes later is not taken for the events of another."""
        waiting, alive = b"", True
        while alive or events in select.select([events], [], [], 0)[0]:
            ready, _, _ = select.select([self.tasks, events] if alive else [events], [], [], LOOK)
            if self.tasks in ready and (not self.receive() or b"stop\n" in self._read):
                os.kill(process, signal.SIGKILL)
            if events in ready:
                more = os.read(events, 65536)
                if not more:
                    return
                lines, newline, waiting = (waiting + more).rpartition(b"\n")
                self.out.buffer.write(b"".join(PASSED_ON.encode() + line for line in (lines + newline).splitlines(keepends=True)))
                self.out.flush()
            elif alive:
                alive = os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    def child(self, task: Task, write: int) -> None:
        """What the forked process does; it does not return."""
        status = 1
        try:
            os.close(self.tasks)
            os.close(self.out.fileno())
            with os.fdopen(write, "w", encoding="utf-8") as events:
                work(task, events)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def say(self, event: str, **content: Any) -> None:
        print(as_line(event, **content), file=self.out, flush=True)


def channels() -> tuple[int, TextIOWrapper]:
    """The stdin and stdout we were given; what theorem files print goes to stderr instead, and they read nothing."""
    tasks, out = os.dup(0), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdout = sys.stderr
    return tasks, out


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    with suppress(BrokenPipeError):  # who asked is gone
        Server(*channels()).run()
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with all that theorem files have started
