"""What a theorem file reads while it is imported, proved and tested: what its verdict depends on besides gaproof and the packages it needs.

Python tells an audit hook of every file that it opens and every folder that it lists, whoever does so.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

import gaproof

COVERED = ("sympy", "mpmath", "networkx", "numpy", "scipy", "torch", "flint", "hypothesis")  # by their versions: ``inputs.py``
WRITES = os.O_WRONLY | os.O_CREAT
NOTES = f"{os.sep}.hypothesis{os.sep}"  # where Hypothesis notes down the constants of modules, which are inputs themselves
LISTS = ("os.listdir", "os.scandir")
UNSEEN = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork", "socket.connect", "sqlite3.connect", "ctypes.dlopen")
IMPORTS = "<frozen importlib._bootstrap_external>"  # it lists folders to find modules in them


class Reads:
    """What this process has read since this object was made.  ``unseen``: it has also asked a program, a socket or a library of another
    language, and what these read is not known."""

    def __init__(self) -> None:
        self._opened: set[str] = set()
        self.unseen = False
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not (isinstance(path, int) or (isinstance(flags, int) and flags & WRITES)):
                self._add(path)
        elif event in LISTS and not isinstance(arguments[0], int) and sys._getframe(1).f_code.co_filename != IMPORTS:
            self._add(arguments[0] or os.curdir)
        elif event in UNSEEN:
            self.unseen = True

    def _add(self, path: str | bytes | os.PathLike[str]) -> None:
        name = os.fsdecode(path)
        self._opened.add(name if os.path.isabs(name) else os.path.join(os.getcwd(), name))

    def paths(self) -> list[str]:
        """The regular files, bytecode as its source, and the folders; without Python's own, gaproof's, and those of the packages that it
        needs.  A link has its own name: it may lead elsewhere tomorrow."""
        return sorted(path for path in self._named() if _readable(path))

    def absent(self) -> list[str]:
        """The files that it has looked for in vain, and those that would be imported before, or with, one that it has read."""
        found = {path for path in self._named() if not os.path.exists(path)}
        for path in self.paths():
            if path.endswith(".py"):
                package = os.path.dirname(path) if os.path.basename(path) == "__init__.py" else path.removesuffix(".py")
                found |= {os.path.join(folder, "__init__.py") for folder in (package, os.path.dirname(path))}
        return sorted(path for path in found if not os.path.exists(path))

    def _named(self) -> Iterator[str]:
        for path in {source_from_cache(path) if path.endswith(".pyc") and "__pycache__" in path else path for path in [*self._opened]}:
            if "\0" not in path and NOTES not in path and not os.path.realpath(path).startswith(covered()):
                yield path


def _readable(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


@cache
def covered() -> tuple[str, ...]:
    """The folders whose files need not be named, as the versions of what they hold are."""
    packages = [os.path.join(folder, name) for folder in _site() for name in COVERED]
    folders = (*packages, str(Path(gaproof.__file__).parent), "/proc", "/sys", "/dev")
    python = (path for name in ("stdlib", "platstdlib") for path in _but_packages(sysconfig.get_path(name)))
    return (*(os.path.realpath(path) + os.sep for path in folders), *python)


def _site() -> list[str]:
    return [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]


def _but_packages(library: str) -> list[str]:
    """What lies in Python's library, without the installed packages, which lie there as well."""
    entries = [entry for entry in os.scandir(library) if entry.name not in ("site-packages", "dist-packages")]
    return [os.path.realpath(entry.path) + (os.sep if entry.is_dir() else "") for entry in entries]
