"""Claims by id: those declared so far, and those in folders where ``<chapter>/<name>.py`` declares ``chapter.name``."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Protocol

from .errors import GaproofError


class Declared(Protocol):
    """What is known here of a claim: its id and the file that declares it."""

    id: str
    file: str


class Library:
    """A folder of theorem files that can be imported as a package."""

    def __init__(self, package: str) -> None:
        self.package = package

    @property
    def root(self) -> Path:
        return Path(next(iter(import_module(self.package).__path__)))

    def ids(self) -> list[str]:
        """The ids that its files should declare, by their paths."""
        return [f"{file.parent.name}.{file.stem}" for file in sorted(self.root.glob("[!_.]*/[!_.]*.py"))]

    def find(self, id: str) -> Declared | None:
        """The claim declared by the file of this id; None if there is no such file."""
        chapter, _, name = id.partition(".")
        file = self.root / chapter / f"{name}.py"
        if not file.is_file():
            return None
        import_module(f"{self.package}.{chapter}.{name}")
        for claim in reversed(declared.get(id, [])):
            if Path(claim.file) == file:
                return claim
        raise GaproofError(f"{file} does not declare {id}")


declared: dict[str, list[Declared]] = {}
libraries = [Library("theorems")]


def declare(claim: Declared) -> None:
    """Remember a claim; if its id is declared again (by a cell that is run again), the last one counts."""
    declared.setdefault(claim.id, []).append(claim)


def find(id: str) -> Declared:
    """The claim with this id: from the first folder that has its file, or else the last one declared."""
    for library in libraries:
        claim = library.find(id)
        if claim is not None:
            return claim
    if id in declared:
        return declared[id][-1]
    known = sorted({*declared, *(i for library in libraries for i in library.ids())})
    raise GaproofError(f"no claim has the id {id!r}{near(id, known)}")


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
