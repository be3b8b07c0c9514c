"""Coq on this machine: where it is, which version, compiling files with limits of time and memory."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ..errors import GaproofError

INSTALL = "on Debian or Ubuntu: apt-get install coq libcoq-coquelicot (8.16 or newer)"


class NoCoq(GaproofError):
    """Coq is not here."""


@dataclass(frozen=True)
class Ended:
    """How a process of Coq's ended; ``limit`` says that it was stopped, and why."""

    status: int
    out: str
    err: str
    limit: str = ""

    @property
    def well(self) -> bool:
        return self.status == 0 and not self.limit

    @property
    def last(self) -> str:
        """The last line that it wrote to stderr."""
        return self.limit or (self.err.strip().splitlines() or [f"it ended with status {self.status}"])[-1]

    @property
    def said(self) -> str:
        """What it said, from the place of the error on; warnings come before."""
        return self.limit or self.err[max(self.err.rfind("\nFile "), 0) :].strip() or f"it ended with status {self.status}"


class Coq:
    """The Coq that the path finds.  Several threads may run it; ``stop`` ends all that still runs.

    Raises ``NoCoq`` with what to do about it.
    """

    def __init__(self, timeout: float, memory: int | None = None) -> None:
        self.timeout, self.memory = timeout, memory
        self._running: set[subprocess.Popen[str]] = set()
        self._stopped, self._lock = False, Lock()
        if shutil.which("coqc") is None:
            raise NoCoq(f"coqc is not on the path, so no certificate can be re-checked; {INSTALL}")
        asked = self.run(["coqc", "--print-version"], Path())
        if not asked.well:
            raise NoCoq(f"coqc does not work: {asked.said}; {INSTALL}")
        self.version = asked.out.split()[0]

    def run(self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Ended:
        """Run a program in a folder, with variables besides those that there are."""
        with self._lock:
            if self._stopped:
                return Ended(1, "", "", "it was given up")
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="backslashreplace",
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
            self._running.add(process)
        try:
            self._limit(process)
            out, err = process.communicate(timeout=self.timeout)
            return Ended(process.returncode, out, err)
        except subprocess.TimeoutExpired:
            return Ended(1, "", "", f"it took longer than {self.timeout:g} s (--timeout)")
        finally:
            self._end(process)

    def _limit(self, process: subprocess.Popen[str]) -> None:
        """Memory; and time of the processor, in case nobody is left to stop it.  Only Linux can limit a process that runs."""
        if hasattr(resource, "prlimit"):
            with suppress(ProcessLookupError):
                resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(self.timeout) + 1,) * 2)
                if self.memory is not None:
                    resource.prlimit(process.pid, resource.RLIMIT_DATA, (self.memory,) * 2)

    def _end(self, process: subprocess.Popen[str]) -> None:
        with self._lock:
            self._running.discard(process)
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def stop(self) -> None:
        """End everything that runs, and start nothing more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
