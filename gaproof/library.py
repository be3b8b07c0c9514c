"""Claims by id: those declared so far, and those in folders where ``<chapter>/<name>.py`` declares ``chapter.name``.

The folders are gaproof's own and those that installed packages name: ``[project.entry-points."gaproof.theorems"]``, ``name = "package"``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Protocol

from .errors import GaproofError


class Declared(Protocol):
    """What is known here of a claim: its id and the file that declares it."""

    id: str
    file: str


GROUP = "gaproof.theorems"  # of entry points


class Library:
    """A folder of theorem files that can be imported as a package.  ``name``: of the entry point that names it."""

    def __init__(self, package: str, name: str = "") -> None:
        self.package = package
        self.name = name

    @property
    def root(self) -> Path:
        """Where its files are, found without importing it; raises ``GaproofError`` if it is no package that is installed."""
        top, *inner = self.package.split(".")
        loaded = sys.modules.get(top)
        spec = None if loaded or not top.isidentifier() else find_spec(top)
        places = getattr(loaded, "__path__", ()) if loaded else (spec and spec.submodule_search_locations) or ()
        for place in places:
            if (root := Path(place, *inner)).is_dir():
                return root.resolve()
        raise GaproofError(f"there is no package {self.package!r}")

    def open(self) -> None:
        """Import the package, and let its files be found by their true paths, which claims are known by."""
        root = self.root
        import_module(self.package).__path__ = [str(root)]

    def ids(self) -> list[str]:
        """The ids that its files should declare, by their paths."""
        return [f"{file.parent.name}.{file.stem}" for file in sorted(self.root.glob("[!_.]*/[!_.]*.py"))]

    def find(self, id: str) -> Declared | None:
        """The claim declared by the file of this id; None if there is no such file."""
        chapter, _, name = id.partition(".")
        file = self.root / chapter / f"{name}.py"
        if not file.is_file():
            absent.add(str(file))
            return None
        self.open()
        import_module(f"{self.package}.{chapter}.{name}")
        for claim in reversed(declared.get(id, [])):
            if Path(claim.file) == file:
                return claim
        raise GaproofError(f"{file} does not declare {id}")


declared: dict[str, list[Declared]] = {}
absent: set[str] = set()  # the files that were looked for in vain
libraries = [Library("theorems")]


@cache
def named() -> tuple[tuple[Library, ...], tuple[str, ...]]:
    """The libraries that entry points name, and what is wrong with those that cannot be used."""
    from importlib.metadata import entry_points  # it takes longer to import than all the rest here

    found: dict[Path, Library] = {}
    wrong: list[str] = []
    try:
        entries = sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value))
    except Exception as error:  # whatever the metadata of some package makes of it
        return (), (f"the entry points of the installed packages cannot be read ({type(error).__name__}: {error}): reinstall the last one",)
    for entry in entries:
        library = Library(entry.value, entry.name)
        try:
            found.setdefault(library.root, library)
        except (GaproofError, ImportError, ValueError) as error:
            by = f" of {entry.dist.name}" if entry.dist else ""
            wrong.append(f"the entry point {entry.name} = {entry.value!r}{by} in {GROUP} names no folder of theorem files: {error}")
    return tuple(found.values()), tuple(wrong)


def declare(claim: Declared) -> None:
    """Remember a claim; if its id is declared again (by a cell that is run again), the last one counts."""
    declared.setdefault(claim.id, []).append(claim)


def find(id: str) -> Declared:
    """The claim with this id: from the first folder that has its file, or else the last one declared."""
    for library in _all():
        claim = library.find(id)
        if claim is not None:
            return claim
    if id in declared:
        return declared[id][-1]
    known = sorted({*declared, *(i for library in _all() for i in library.ids())})
    raise GaproofError("; ".join([f"no claim has the id {id!r}{near(id, known)}", *named()[1]]))


def _all() -> Iterator[Library]:
    """Every library, those of entry points last: they are looked for only if no other has what is looked for."""
    yield from libraries
    yield from named()[0]


def near(id: str, known: list[str]) -> str:
    """A suggestion: ``: did you mean …?``, from the ids that look alike."""
    close = get_close_matches(id, known, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(close)}?" if close else ""


def declaring_file() -> str:
    """The file whose top level is running, however deep in functions of other files a claim is made."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else "<unknown>"
