"""Importing theorem files, in the process that proves: by name if they are installed, by path if they are a user's."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from .. import library
from ..claim import Claim
from ..errors import GaproofError
from ..library import Library
from ..records import proofs_of
from .import_cycles import cycles_shown
from .limits import too_little_memory
from .sources import INSTALLED

USERS = "_gaproof_theorems"  # a user's folder may be called theorems too: its files are modules of a package of another name


def open_folder(root: Path) -> str:
    """Make a folder importable, known to ``p.use`` and the current one, wherever gaproof was called; returns the name of its package."""
    os.chdir(root)
    _installed()
    if root == INSTALLED:
        return INSTALLED.name
    for installed in library.named()[0]:
        if installed.root == root:
            installed.open()
            return installed.package
    package = ModuleType(USERS)
    package.__path__ = [str(root)]
    sys.modules[USERS] = package
    library.libraries.insert(0, Library(USERS))
    return USERS


def _installed() -> None:
    """Import the installed theorems as ``theorems``, whatever else of that name the path leads to."""
    spec = spec_from_file_location(INSTALLED.name, INSTALLED / "__init__.py", submodule_search_locations=[str(INSTALLED)])
    if spec is None or spec.loader is None:
        raise GaproofError(f"{INSTALLED} cannot be imported")
    sys.modules[INSTALLED.name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)


def load(file: Path, root: Path, package: str) -> list[Claim]:
    """Import a theorem file and collect the claims that it declares."""
    names = file.relative_to(root).with_suffix("").parts
    dotted = [name for name in names if "." in name]
    if dotted:
        raise GaproofError(f"{dotted[0]!r} has a dot in its name: rename it")
    with cycles_shown(file, root, package):
        import_module(".".join([package, *names]))
    claims = declared_by(file)
    if not claims:
        raise GaproofError('it declares no claim: write Claim("chapter.name", shows=…) at its top level, or start its name with _')
    twice = [claim.id for claim in claims if sum(other.id == claim.id for other in claims) > 1]
    if twice:
        raise GaproofError(f"it declares {twice[0]} twice: rename one")
    return claims


def load_beside(claim: Claim) -> None:
    """Import the file that proves mutants of a claim, if there is one beside its theorem file."""
    beside = proofs_of(claim.file)
    with suppress(FileNotFoundError):
        beside.open("rb").close()  # that it is not there is something that was read, too
        import_module(f"{declaring(claim).__package__}.{beside.stem}")


def declaring(claim: Claim) -> Any:
    """The module that declares a claim, which was imported lately; None if it says that it lies elsewhere.  One that is asked for what it
    lacks may import others."""
    modules = reversed(list(sys.modules.values()))
    return next((m for m in modules if getattr(m, "__dict__", {}).get("__file__") == claim.file), None)


def declared_by(file: Path) -> list[Claim]:
    """The claims that a file has declared so far."""
    return [c for claims in library.declared.values() for c in claims if isinstance(c, Claim) and Path(c.file) == file]


def said(error: BaseException, file: Path | None = None) -> str:
    """An error in one line: where in the theorem files it arose, its kind, its message."""
    if too_little_memory(error):
        return "it needs more memory than it may take: raise the limit (--memory)"
    message = " ".join(str(error).split())
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if file and Path(frame.filename) == file]
    place = f"{file}:{frames[-1].lineno}: " if frames else ""
    kind = "" if isinstance(error, GaproofError) else f"{type(error).__name__}: " if message else type(error).__name__
    return f"{place}{kind}{message}{_not_installed(error, file)}"


def _not_installed(error: BaseException, file: Path | None) -> str:
    """What to do if a theorem file imports the package that it lies in, and Python does not find that."""
    name = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    projects = [folder.parent for folder in file.parents if folder.name == name] if file and name else []
    described = [project for project in projects if (project / "pyproject.toml").is_file()]
    return f"; {name} is not installed: pip install -e {(described or projects)[0]}" if projects else ""
