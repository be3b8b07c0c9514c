"""Which theorem files are meant: ids, globs on ids, files and folders, resolved without importing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import gaproof

from ..errors import GaproofError
from ..library import near

LOCK = "STATEMENTS.lock"
INSTALLED = Path(gaproof.__file__).resolve().parent.parent / "theorems"


class SelectionError(GaproofError):
    """Nothing, or nothing that exists, was asked for."""


@dataclass(frozen=True)
class Folder:
    """A folder of theorem files.  If it is ``strict``, ``<chapter>/<name>.py`` must declare ``chapter.name``."""

    root: Path
    strict: bool

    @property
    def lock(self) -> Path:
        return self.root / LOCK

    @property
    def installed(self) -> bool:
        return self.root == INSTALLED


@dataclass(frozen=True)
class Source:
    """A theorem file and the folder it belongs to."""

    file: Path
    folder: Folder

    @property
    def id(self) -> str | None:
        """The id that its path promises: the last two names of the path."""
        return f"{self.file.parent.name}.{self.file.stem}" if self.file.parent.parent == self.folder.root else None


def folder_of(file: Path, selected: Path | None = None) -> Folder:
    """The folder of theorem files that a file belongs to: one with a lock or called theorems, or else the one selected."""
    candidates = [selected] if selected else []
    for root in (*candidates, file.parent.parent, file.parent):
        if root == INSTALLED or root.name == INSTALLED.name or (root / LOCK).is_file():
            return Folder(root, strict=True)
    alone = file.parent.parent if file.parent.name.isidentifier() else file.parent
    return Folder(selected or alone, strict=False)


def theorem_files(folder: Path) -> Iterator[Path]:
    """All theorem files below a folder, in order."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")) or path.name == "conftest.py":
            continue
        if path.is_dir() and not (path / "pyvenv.cfg").exists():
            yield from theorem_files(path)
        elif path.suffix == ".py":
            yield path


def in_folder(folder: Folder) -> list[Source]:
    """The theorem files of a folder."""
    return [Source(file, folder) for file in theorem_files(folder.root)]


def select(selectors: Iterable[str], folder: Path | None = None) -> list[Source]:
    """The files meant by ids, globs on ids, files and folders; ids are looked up in ``folder``.  No selectors: all of ``folder``."""
    library = Folder(folder.resolve() if folder else INSTALLED, strict=True)
    if not library.root.is_dir():
        raise SelectionError(f"no such folder: {library.root}")
    found: dict[Path, Source] = {}
    chosen = [_from_path(Path(s)) if _is_path(s) else _by_id(s, library) for s in selectors]
    for sources in chosen or [_nonempty(in_folder(library), library.root)]:
        found |= {source.file: source for source in sources if source.file not in found}
    return list(found.values())


def _is_path(selector: str) -> bool:
    return "/" in selector or selector.endswith(".py") or Path(selector).exists()


def _from_path(path: Path) -> list[Source]:
    path = path.resolve()
    if path.is_file():
        return [Source(path, folder_of(path))]
    if not path.is_dir():
        raise SelectionError(f"no such file or folder: {path}")
    return _nonempty([Source(file, folder_of(file, path)) for file in theorem_files(path)], path)


def _nonempty(sources: list[Source], searched: Path) -> list[Source]:
    if not sources:
        raise SelectionError(f"nothing to check: no theorem files (*.py) below {searched}; add <chapter>/<name>.py, or name another folder")
    return sources


def _by_id(pattern: str, library: Folder) -> list[Source]:
    known = {source.id: source for source in in_folder(library) if source.id}
    found = [source for id, source in known.items() if fnmatchcase(id, pattern)]
    if not found:
        what = "matches" if any(c in pattern for c in "*?[") else "has the id"
        hint = near(pattern, list(known)) or f": {library.root} has {len(known)}, which `gaproof list` lists"
        raise SelectionError(f"no claim {what} {pattern!r}{hint}")
    return found
