"""What the numeric evidence needs, and counterexamples that are tried again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .processes import Process
from .supervising import ENVIRONMENT

NEEDS = ("torch", "numpy", "flint", "hypothesis", "scipy")


@dataclass
class Retried:
    """What became of a counterexample: the part that it is about, whether it fails there, what is wrong with the file."""

    path: str
    claim: str = ""
    part: str = ""
    fails: bool = False
    says: str = ""
    error: str = ""


def left_out() -> list[str]:
    """The packages that are missing for the numeric evidence."""
    return [name for name in NEEDS if find_spec(name) is None]


def checked_device(name: str, dtype: str) -> str:
    """The device that is meant; raises if it is not here or lacks the dtype.  Only then is torch imported."""
    if name == "cpu":
        return name
    from ..numeric.devices import resolved

    return resolved(name, dtype)


def retried(path: Path, timeout: float) -> Retried:
    """Try a counterexample again, in a process of its own."""
    if not path.is_file():
        return Retried(str(path), error="no such file")
    with Process("gaproof.runner.retrying", str(path.resolve()), environment=ENVIRONMENT) as process:
        try:
            line = process.line(timeout)
        except TimeoutError:
            return Retried(str(path), error=f"it took longer than {timeout:g} s (--timeout)")
        return Retried(str(path), **json.loads(line)) if line else Retried(str(path), error=f"the process {process.ending()}")
