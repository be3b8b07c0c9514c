"""A Python process of ours whose lines are read with a time limit."""

from __future__ import annotations

import os
import signal
import site
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import TracebackType

import gaproof

HOME = str(Path(gaproof.__file__).resolve().parent.parent)


class Process:
    """``python -m module arguments``, with the current folder not on its path and a session of its own."""

    def __init__(self, module: str, *arguments: str, text: str = "", environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **_path(), **(environment or {})},
            start_new_session=True,
        )
        self._lines: Queue[str | None] = Queue()
        self._threads = [Thread(target=self._feed, args=(text,), daemon=True), Thread(target=self._read, daemon=True)]
        for thread in self._threads:
            thread.start()

    def _feed(self, text: str) -> None:
        if self._process.stdin is not None:
            try:
                with self._process.stdin as stdin:
                    stdin.write(text)
            except BrokenPipeError:
                pass  # it died; the reader sees that

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
        return f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Kill it with all that it started."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        for thread in self._threads:
            thread.join(timeout=1)
        if self._process.stdout is not None and not self._threads[-1].is_alive():
            self._process.stdout.close()


def _path() -> Mapping[str, str]:
    """Where gaproof is, if Python does not find it by itself."""
    if HOME in (*site.getsitepackages(), site.getusersitepackages()):
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH")]))}
