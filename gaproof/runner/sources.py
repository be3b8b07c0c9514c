"""Which theorem files are meant: ids, globs on ids, files and folders, resolved without importing anything.

Ids are looked up in gaproof's own folder and then in those of entry points (``library.named``), or in another folder on request.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import gaproof

from ..errors import GaproofError
from ..library import named, near

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


def source_of(file: Path, selected: Path | None = None) -> Source:
    """A theorem file in its folder.  A link belongs where it lies, as it is there that the lock knows it; only the path to the folder is
    without links."""
    file = Path(os.path.abspath(file))
    folder = folder_of(file, selected)
    root = folder.root.resolve()
    return Source(root / file.relative_to(folder.root), Folder(root, folder.strict))


def folder_of(file: Path, selected: Path | None = None) -> Folder:
    """The folder of theorem files that a file belongs to: one with a lock or called theorems, or else the one selected."""
    candidates = [selected] if selected else []
    for root in (*candidates, file.parent.parent, file.parent):
        real = root.resolve()
        if real.name == INSTALLED.name or (root / LOCK).is_file() or real in [INSTALLED, *(library.root for library in named()[0])]:
            return Folder(root, strict=True)
    alone = file.parent.parent if file.parent.name.isidentifier() else file.parent
    return Folder(selected or alone, strict=False)


def theorem_files(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """All theorem files below a folder, in order; links that lead back to a folder ``above`` are not followed."""
    way = (*above, folder.resolve())
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")) or path.name == "conftest.py":
            continue
        if path.is_dir():
            if path.resolve() not in way and not (path / "pyvenv.cfg").exists():
                yield from theorem_files(path, way)
        elif path.suffix == ".py":
            yield path


def in_folder(folder: Folder) -> list[Source]:
    """The theorem files of a folder."""
    return [Source(file, folder) for file in theorem_files(folder.root)]


def select(selectors: Iterable[str], folder: Path | None = None) -> list[Source]:
    """The files meant by ids, globs on ids, files and folders; ids are looked up in ``folder``, or else in what is installed.  No
    selectors: all files of these."""
    selectors = list(selectors)
    if folder and not folder.is_dir():
        raise SelectionError(f"no such folder: {folder.resolve()}")
    folders = [Folder(folder.resolve(), strict=True)] if folder else installed()
    found: dict[Path, Source] = {}
    for sources in map(lambda s: _from_path(Path(s)) if _is_path(s) else _by_id(s, folders), selectors):
        found |= {source.file: source for source in sources if source.file not in found}
    return list(found.values()) if selectors else _nonempty(_files(folders)[0], folders[0].root)


def selection(selectors: Iterable[str], folder: Path | None = None) -> tuple[list[Source], list[str]]:
    """What is found of what is meant, and what is wrong with the rest: one bad selector hides none of the others.

    Raises ``SelectionError`` if nothing is found.
    """
    selectors = list(selectors)
    found: dict[Path, Source] = {}
    wrong: dict[str, None] = {}
    for some in [[s] for s in selectors] or [[]]:
        try:
            found |= {source.file: source for source in select(some, folder) if source.file not in found}
        except (SelectionError, OSError) as error:
            wrong[str(error)] = None
    if not found:
        raise SelectionError("; ".join(wrong))
    return list(found.values()), [*wrong, *problems(selectors, folder)]


def problems(selectors: Iterable[str], folder: Path | None = None) -> list[str]:
    """What is wrong with the entry points, if ``select`` looks ids up in their folders; it does without those that are broken."""
    selectors = list(selectors)
    if folder or (selectors and all(map(_is_path, selectors))):
        return []
    return [*named()[1], *_files(installed())[1]]


def installed() -> list[Folder]:
    """gaproof's own folder, and those of entry points."""
    return [Folder(root, strict=True) for root in dict.fromkeys((INSTALLED, *(library.root for library in named()[0])))]


def _files(folders: list[Folder]) -> tuple[list[Source], list[str]]:
    """The files of some folders, and what is wrong with them: of two with the same id the first counts, as in ``p.use``."""
    found: dict[str | Path, Source] = {}
    wrong = []
    for folder in folders:
        sources = in_folder(folder)
        if not sources and not folder.installed:
            wrong.append(f"the entry point that names {folder.root} gives no theorems: there is no <chapter>/<name>.py below it")
        for source in sources:
            first = found.setdefault(source.id or source.file, source)
            if first is not source:
                wrong.append(f"{source.file} has the id {source.id}, as has {first.file}: it is left out; rename one")
    return list(found.values()), wrong


def _is_path(selector: str) -> bool:
    return "/" in selector or selector.endswith(".py") or Path(selector).exists()


def _from_path(path: Path) -> list[Source]:
    path = Path(os.path.abspath(path))
    if path.is_file():
        return _sharing(path) if path.name.startswith("_") else [source_of(path)]
    if not path.is_dir():
        raise SelectionError(f"no such file or folder: {path}")
    return _nonempty([source_of(file, path) for file in theorem_files(path)], path)


def _sharing(path: Path) -> list[Source]:
    """The theorem files that a file which is none itself is meant for: all of its folder, as any of them may import it."""
    folder = folder_of(path)
    root = folder.root if folder.strict else path.parent
    return _nonempty([source_of(file, root) for file in theorem_files(root)], root)


def _nonempty(sources: list[Source], searched: Path) -> list[Source]:
    if not sources:
        raise SelectionError(f"nothing to check: no theorem files (*.py) below {searched}; add <chapter>/<name>.py, or name another folder")
    return sources


def _by_id(pattern: str, folders: list[Folder]) -> list[Source]:
    known = {source.id: source for source in _files(folders)[0] if source.id}
    found = [source for id, source in known.items() if fnmatchcase(id, pattern)]
    if not found:
        what = "matches" if any(c in pattern for c in "*?[") else "has the id"
        place = " and ".join(str(folder.root) for folder in folders)
        hint = near(pattern, list(known)) or f": `gaproof list` lists the {len(known)} in {place}"
        broken = named()[1] if folders[0].installed else ()
        raise SelectionError("; ".join([f"no claim {what} {pattern!r}{hint}", *broken]))
    return found
