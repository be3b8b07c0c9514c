"""The statement lock: what every claim of a folder says, the verdict it promises and its axioms, so that no claim is weakened unnoticed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import GaproofError
from .sources import Folder
from .verdict import Outcome, Verdict

Entry = dict[str, Any]
Lock = dict[str, Entry]
REMEDY = "restore it, or run `gaproof lock` in the same commit"


def read(path: Path) -> Lock | None:
    """The lock of a folder; None if there is none."""
    if not path.is_file():
        return None
    try:
        lock: Lock = json.loads(path.read_text(encoding="utf-8"))
        for entry in lock.values():
            _ = Verdict[entry["verdict"]], entry["extra"] + []
            _ = [(part["digest"], {**part["axioms"]}, Verdict[part["verdict"]]) for part in entry["parts"].values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GaproofError(f"{path}: not a lock ({type(error).__name__}: {error}); write it anew: gaproof lock") from error
    return lock


class Promises:
    """The locks of folders, each read once; ``Promises(ignored=True)`` is as if there were none."""

    def __init__(self, ignored: bool = False) -> None:
        self.ignored = ignored
        self._locks: dict[Path, Lock | None] = {}

    def _lock(self, folder: Folder) -> Lock | None:
        if folder.lock not in self._locks:
            self._locks[folder.lock] = None if self.ignored else read(folder.lock)
        return self._locks[folder.lock]

    def ids(self, folder: Folder) -> set[str]:
        """The claims that the lock of a folder has."""
        return set(self._lock(folder) or ())

    def entry(self, id: str, folder: Folder) -> Entry | None:
        """What the lock of a folder says of a claim."""
        return (self._lock(folder) or {}).get(id)

    def required(self, folder: Folder) -> bool:
        """Whether every claim of the folder must be in its lock: it has one, or is the installed one."""
        return not self.ignored and (folder.installed or self._lock(folder) is not None)


def write(path: Path, lock: Lock) -> None:
    """Write a lock, sorted, so that a diff shows what changed and nothing else."""
    path.write_text(json.dumps(lock, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def entry(outcome: Outcome) -> Entry:
    """What the lock says of a claim."""
    parts = {
        name: {"digest": part.digest, "axioms": part.axioms, "hypotheses": sorted(part.hypotheses), "verdict": part.verdict}
        for name, part in outcome.parts.items()
    }
    return {"verdict": outcome.verdict.name, "parts": parts, "extra": sorted(outcome.extra)}


def differences(locked: Entry, outcome: Outcome) -> Iterator[str]:
    """How a claim departs from its lock: statements that changed, axioms and extra hypotheses that were gained, parts that
    are no longer proved in a claim that promises no proof of all."""
    was, now = locked["parts"], outcome.parts
    unnoticed = outcome.verdict >= Verdict[locked["verdict"]]  # the claim as a whole is what it promises
    for name in sorted({*was, *now}):
        which = f"part {name!r}" if name else "its statement"
        if name not in now:
            yield f"{which} is in the lock, but not in the file"
        elif name not in was:
            yield f"{which} is not in the lock"
        elif now[name].digest != was[name]["digest"]:
            yield f"{which} is not the one in the lock"
        elif unnoticed and Verdict[now[name].verdict] < Verdict[was[name]["verdict"]] >= Verdict.CERTIFIED:
            yield f"{which} is {now[name].verdict}, in the lock {was[name]['verdict']}"
        else:
            gained = [axiom for axiom, digest in now[name].axioms.items() if was[name]["axioms"].get(axiom) != digest]
            if gained:
                yield f"{which} rests on {', '.join(sorted(gained))}, which the lock does not allow"
    if sorted(outcome.extra) != sorted(locked["extra"]):
        yield f"its extra hypotheses are {_names(outcome.extra)}, in the lock {_names(locked['extra'])}"


def _names(names: list[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def changes(old: Lock, new: Lock) -> Iterator[str]:
    """What a new lock changes, one line a claim."""
    for id in sorted({*old, *new}):
        if id not in new:
            yield f"removed {id}"
        elif id not in old:
            yield f"added {id} ({new[id]['verdict']})"
        elif old[id] != new[id]:
            yield f"changed {id}: {', '.join(_changed(old[id], new[id]))}"


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["verdict"] != new["verdict"]:
        yield f"verdict {old['verdict']} → {new['verdict']}"
    if old["extra"] != new["extra"]:
        yield f"extra hypotheses {_names(old['extra'])} → {_names(new['extra'])}"
    for name in sorted({*old["parts"], *new["parts"]}):
        was, now = old["parts"].get(name), new["parts"].get(name)
        if was != now:
            which = f" of part {name!r}" if name else ""
            if was is None or now is None:
                yield f"part {name!r} {'added' if was is None else 'removed'}"
            else:
                yield from (f"{what}{which}" for what in ("digest", "axioms", "hypotheses", "verdict") if was.get(what) != now[what])
