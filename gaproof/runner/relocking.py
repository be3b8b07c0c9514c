"""Writing the lock of a folder anew from what its files now say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import GaproofError
from .checking import check
from .locking import Lock, Promises, changes, entry, read, write
from .settings import Settings
from .sources import Folder, SelectionError, folder_of, in_folder
from .verdict import Outcome, Verdict


@dataclass
class Relocked:
    """What became of a lock: its changes, the claims that are in error and so keep their old entry, and load errors."""

    path: Path
    changes: list[str]
    refused: list[Outcome]
    errors: list[str]

    @property
    def status(self) -> int:
        return 2 if self.errors else int(bool(self.refused))


def relock(root: Path, settings: Settings) -> Relocked:
    """Check a folder as if it had no lock, and write one."""
    root = root.resolve()
    if not root.is_dir():
        raise SelectionError(f"no such folder: {root}")
    folder, around = Folder(root, strict=True), folder_of(root / "any.py")
    if around.strict and around.root != root:
        raise SelectionError(f"{root} is a chapter of {around.root}, which has one lock for all: gaproof lock {around.root}")
    sources = in_folder(folder)
    if not sources:
        raise SelectionError(f"nothing to lock: no theorem files (*.py) below {root}")
    old = _old(folder.lock)
    checked = check(sources, settings, Promises(ignored=True))
    refused = [outcome for outcome in checked.outcomes.values() if outcome.verdict is Verdict.ERROR]
    new = {id: entry(outcome) for id, outcome in checked.outcomes.items() if outcome.verdict is not Verdict.ERROR}
    kept = {id: old[id] for id in old if id not in new and (root / id.replace(".", "/")).with_suffix(".py").exists()}
    write(folder.lock, {**kept, **new})
    return Relocked(folder.lock, list(changes(old, {**kept, **new})), refused, checked.errors)


def _old(path: Path) -> Lock:
    """The lock so far; one that cannot be read is written anew."""
    try:
        return read(path) or {}
    except GaproofError:
        return {}
