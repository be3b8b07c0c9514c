"""What the numeric evidence needs, and counterexamples that are tried again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..records import MUTANTS, record_of
from .processes import Process
from .settings import Progress
from .supervising import ENVIRONMENT
from .task import Result
from .tested import Tested
from .verdict import Outcome

WIDTH = 140
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


@dataclass
class Searched:
    """What a long search says about a claim: mutants that are refuted, by so many models; proved to be true; left."""

    id: str
    refuted: int
    models: int
    true: int
    left: int
    error: str = ""


@dataclass
class Keeping:
    """Keeps what is found about the mutants of a theorem file as soon as that is searched: the run may be given up later.  What is told to
    it is passed on."""

    told: Progress

    def finished(self, result: Result) -> None:
        write_records(result.tested)
        self.told.finished(result)

    def more(self, files: int) -> None:
        self.told.more(files)

    def known(self, file: str) -> None:
        self.told.known(file)

    def working(self, files: Sequence[str]) -> None:
        self.told.working(files)

    def stop(self) -> None:
        self.told.stop()


def write_records(found: Iterable[Tested]) -> None:
    """Write what was found about the mutants of claims beside their theorem files.  Where something went wrong a file stays as it is."""
    documents: dict[str, dict[str, Any]] = {}
    broken = set()
    for tested in found:
        documents.setdefault(tested.file, {}).update(_records(tested))
        broken |= {tested.file} if tested.broken else set()
    for file, parts in documents.items():
        if file not in broken:
            record_of(file).write_text(_flat({"format": MUTANTS, "parts": parts}) + "\n", encoding="utf-8")


def _records(tested: Tested) -> dict[str, Any]:
    return {f"{tested.id}[{name}]" if name else tested.id: record for name, record in tested.parts.items()}


def searched(outcome: Outcome) -> Searched:
    """What the search for the mutants of a claim has found."""
    tested = outcome.tested
    if tested is None:
        return Searched(outcome.id, 0, 0, 0, 0, outcome.message or "it was not searched")
    records = list(_records(tested).values())
    refuted = sum(len(r["sampled"]) + sum(len(m["refutes"]) for m in r["models"]) for r in records)
    models, true, left = (sum(len(r[kind]) for r in records) for kind in ("models", "true", "left"))
    return Searched(outcome.id, refuted, models, true, left, tested.broken)


def _flat(document: Any, depth: int = 0) -> str:
    """JSON in which what fits is on one line."""
    line = json.dumps(document, ensure_ascii=False)
    if len(line) + depth <= WIDTH or not isinstance(document, dict | list) or not document:
        return line
    within, outside = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(document, list):
        return f"[{within}" + f",{within}".join(_flat(x, depth + 1) for x in document) + f"{outside}]"
    entries = (f"{json.dumps(key, ensure_ascii=False)}: {_flat(x, depth + 1)}" for key, x in document.items())
    return f"{{{within}" + f",{within}".join(entries) + f"{outside}}}"


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
