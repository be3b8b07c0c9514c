"""What a theorem file reads while it is imported, proved and tested: what its verdict depends on besides gaproof and the packages it needs.

Python tells an audit hook of every file that it opens, whoever opens it.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

import gaproof

COVERED = ("sympy", "mpmath", "networkx", "numpy", "scipy", "torch", "flint", "hypothesis")  # by their versions: ``inputs.py``
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Reads:
    """The regular files that this process has opened for reading since this object was made."""

    def __init__(self) -> None:
        self._opened: set[str] = set()
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and not (isinstance(flags, int) and flags & WRITES):
                self._opened.add(path if os.path.isabs(path) else os.path.join(os.getcwd(), path))

    def paths(self) -> list[str]:
        """Their paths, bytecode as its source; without Python's own files, gaproof's, and those of the packages that it needs."""
        found = {source_from_cache(path) if path.endswith(".pyc") and "__pycache__" in path else path for path in list(self._opened)}
        real = {os.path.realpath(path) for path in found if _regular(path)}
        return sorted(path for path in real if not path.startswith(covered()))


def _regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


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
