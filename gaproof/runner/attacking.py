"""What the numeric evidence needs, and counterexamples that are tried again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..records import MUTANTS, record_of
from .processes import Process
from .supervising import ENVIRONMENT
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


def write_records(outcomes: Iterable[Outcome]) -> list[Searched]:
    """Write what was found about the mutants of claims beside their theorem files."""
    documents: dict[Path, dict[str, Any]] = {}
    found = []
    for outcome in outcomes:
        tested = outcome.tested
        if tested is None:
            found.append(Searched(outcome.id, 0, 0, 0, 0, outcome.message or "it was not searched"))
            continue
        parts = {f"{outcome.id}[{name}]" if name else outcome.id: record for name, record in tested.parts.items()}
        if not tested.broken:
            documents.setdefault(record_of(tested.file), {}).update(parts)
        records = list(parts.values())
        refuted = sum(len(r["sampled"]) + sum(len(m["refutes"]) for m in r["models"]) for r in records)
        models, true, left = (sum(len(r[kind]) for r in records) for kind in ("models", "true", "left"))
        found.append(Searched(outcome.id, refuted, models, true, left, tested.broken))
    for path, parts in documents.items():
        document = {"format": MUTANTS, "parts": parts}
        path.write_text(_flat(document) + "\n", encoding="utf-8")
    return found


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
