"""How to check: limits, the numeric evidence, who does the work, what is remembered, who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .executing import InProcess
from .store import Store
from .task import Result


class Progress(Protocol):
    """Who is told how a run goes."""

    def more(self, files: int) -> None:
        """So many files more are to be checked."""

    def known(self, file: str) -> None:
        """Nothing has changed for a file since it was checked."""

    def working(self, files: Sequence[str]) -> None:
        """These files are being worked on."""

    def finished(self, result: Result) -> None:
        """The work on a file is done."""

    def stop(self) -> None:
        """The run is over, or given up."""


class Silent:
    """Nobody is told."""

    def more(self, files: int) -> None: ...

    def known(self, file: str) -> None: ...

    def working(self, files: Sequence[str]) -> None: ...

    def finished(self, result: Result) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Settings:
    """How to check.

    ``timeout`` is in seconds for each claim, ``memory`` in bytes for each process.  ``evidence`` holds the settings of the numeric
    evidence; without it claims are only proved.  ``counterexamples`` is the folder where what refutes a claim is written to.  What the
    ``store`` knows is not done again; without one, everything is.  ``trouble`` collects what goes wrong besides the claims.
    """

    timeout: float = 300.0
    memory: int | None = None
    evidence: dict[str, Any] | None = None
    counterexamples: Path = Path("counterexamples")
    executor: Executor = field(default_factory=InProcess)
    store: Store | None = None
    progress: Progress = field(default_factory=Silent)
    trouble: list[str] = field(default_factory=list)
