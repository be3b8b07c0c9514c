"""A Python process of ours that reads lines and writes lines, which are waited for with a time limit."""

from __future__ import annotations

import os
import signal
import site
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import TracebackType

import gaproof

HOME = str(Path(gaproof.__file__).resolve().parent.parent)


class Process:
    """``python -m module arguments``, with the current folder not on its path and a session of its own."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._gone = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="backslashreplace",
            env={**os.environ, **path_to_gaproof(), **(environment or {})},
            start_new_session=True,
        )
        self._lines: Queue[str | None] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, line: str) -> None:
        """Write a line to it.  If it has died, the reader sees that."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError, ValueError):
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put(None)

    def line(self, seconds: float) -> str | None:
        """The next line, None at the end; raises ``TimeoutError``."""
        try:
            return self._lines.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None

    def ending(self) -> str:
        """How it ended, in words."""
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its output"
        self.kill()
        return in_words(status)

    def kill(self) -> None:
        """End it with all that it started, which may live longer than itself; who waits for a line sees the end."""
        if not self._gone:
            self._gone = True  # once: later its number may be that of another process
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Kill it and close its pipes."""
        self.kill()
        self._reader.join(timeout=1)
        for stream in (self._process.stdin, None if self._reader.is_alive() else self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()


def in_words(status: int) -> str:
    """How a process ended, by the status that ``subprocess`` gives it."""
    if status == -signal.SIGKILL:
        return "was killed by SIGKILL; perhaps memory ran out"
    return f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def path_to_gaproof() -> Mapping[str, str]:
    """The variable that says where gaproof is, if Python does not find it by itself."""
    if HOME in (*site.getsitepackages(), site.getusersitepackages()):
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH")]))}
