"""Replaying certificates in a process of its own that runs nothing but ``gaproof.proof``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .processes import Process


@dataclass
class Replay:
    """What the replay says of one certificate."""

    certificate: str
    accepted: bool
    seconds: float = 0.0
    claim: str = ""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: int = 0
    error: str = ""


class Replayer:
    """A process that replays one certificate after the other.  One that kills or stalls it is refused; the next gets a new one."""

    def __init__(self) -> None:
        self._process: Process | None = None

    def __call__(self, certificate: Path, timeout: float) -> Replay:
        """Replay the certificate in a file."""
        process = self._process = self._process or Process("gaproof.proof", "-")
        process.send(json.dumps(str(certificate)))
        try:
            line = process.line(timeout)
            if line is not None:
                return Replay(**json.loads(line))
            error = f"the process that replayed it {process.ending()}"
        except TimeoutError:
            error = f"its replay took longer than {timeout:g} s"
        except (ValueError, TypeError):
            error = "its replay wrote something else than a result"
        self.close()
        return Replay(str(certificate), accepted=False, error=error)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.__exit__(None, None, None)


def replay(certificates: Sequence[Path | str], timeout: float) -> dict[str, Replay]:
    """Replay the certificates in files."""
    replayer = Replayer()
    try:
        return {str(path): replayer(Path(path), timeout) for path in certificates}
    finally:
        replayer.close()
