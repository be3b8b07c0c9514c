"""Replaying certificates in a fresh process that runs nothing but ``gaproof.proof``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .processes import Process

AT_ONCE = 200  # certificates for one process: a command line is not endless


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


def replay(certificates: Sequence[Path | str], timeout: float) -> dict[str, Replay]:
    """Replay certificates; one that kills or stalls the process is refused, and another process goes on with the rest."""
    done: dict[str, Replay] = {}
    waiting = [str(path) for path in certificates]
    while waiting:
        ending = _one_process(waiting[:AT_ONCE], timeout, done)
        left = [path for path in waiting if path not in done]
        if ending and left:
            done[left[0]] = Replay(left[0], accepted=False, error=ending)
        waiting = [path for path in left if path not in done]
    return done


def _one_process(paths: list[str], timeout: float, done: dict[str, Replay]) -> str:
    """Replay in one process; returns what stopped it before the last certificate, or nothing."""
    with Process("gaproof.proof", *paths) as process:
        try:
            for path in paths:
                line = process.line(timeout)
                if line is None:
                    return f"the process that replayed it {process.ending()}"
                result = Replay(**json.loads(line))
                done[path] = result
        except TimeoutError:
            return f"its replay took longer than {timeout:g} s"
        except (ValueError, TypeError):
            return "its replay wrote something else than a result"
    return ""
