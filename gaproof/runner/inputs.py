"""What a verdict depends on: files by their content, gaproof's modules as far as they are reached, packages by their versions."""

from __future__ import annotations

import ast
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import time

import gaproof

from ..library import named

PACKAGE = Path(gaproof.__file__).resolve().parent
PROVES = ("gaproof.runner.proving", "gaproof.runner.loading", "gaproof.proof.__main__")
TESTS = ("gaproof.runner.testing",)
RUNS = ("worker", "server", "reads", "inputs", "limits", "events", "task", "supervising", "processes", "replaying", "work")
SHALLOW = tuple(f"gaproof.runner.{name}" for name in RUNS)  # of these not what they import: that is what tests, or is here
PROOF_PACKAGES = ("sympy", "mpmath")
TEST_PACKAGES = ("numpy", "scipy", "torch", "python-flint", "hypothesis", "networkx")


BEGAN = time()  # what is imported now or later may be older than a file that has changed since


class Digests:
    """The SHA-256 of files, each read once, and of what is in folders; "" for what is not there."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        if path not in self._known:
            try:
                self._known[path] = sha256(_content(Path(path))).hexdigest()
            except OSError:
                self._known[path] = ""
        return self._known[path]

    def together(self, paths: Iterable[str]) -> str:
        """One digest for several files, with their names."""
        return digest({path: self.of(path) for path in paths})


def _content(path: Path) -> bytes:
    if path.is_dir():
        return b"\0".join([b"folder", *sorted(os.listdir(os.fsencode(path)))])
    if not path.is_file():
        raise FileNotFoundError(path)  # a pipe may never end
    return path.read_bytes()


def digest(content: object) -> str:
    """The SHA-256 of plain data."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def code() -> str:
    """The digest of gaproof's source, the library for Coq too, as it was when this process first asked."""
    digests = Digests()
    files = sorted(path for kind in ("*.py", "*.v") for path in PACKAGE.rglob(kind))
    return digest({str(path.relative_to(PACKAGE)): digests.of(str(path)) for path in files})


@cache
def environment(tests: bool) -> dict[str, str]:
    """Python and its variables, the machine, the packages that have theorems, and the versions of those that proofs, or also tests, are
    made with."""
    packages = PROOF_PACKAGES + (TEST_PACKAGES if tests else ())
    theorems = " ".join(f"{library.package} {library.root}" for library in named()[0])  # what an id means may depend on what is installed
    variables = {name: value for name, value in os.environ.items() if name.startswith("PYTHON") and name != "PYTHONHASHSEED"}
    python = {"python": sys.version, "variables": json.dumps(variables, sort_keys=True), "machine": platform.machine()}
    return {**python, "theorems": theorems, **{name: _version(name) for name in packages}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def reached(files: Iterable[str], tests: bool) -> list[str]:
    """The files of gaproof that theorem files reach by imports, together with those that prove, or also test, claims.

    Imports are read from the source, wherever they stand in it, so that the result is the same whatever else a process has imported.
    """
    found = {str(PACKAGE / "__init__.py"), *(str(_file(name)) for name in SHALLOW)}
    stack = [str(_file(name)) for name in PROVES + (TESTS if tests else ())]
    stack += [imported for file in files if file.endswith(".py") for imported in imports(file)]
    while stack:
        file = stack.pop()
        if file not in found:
            found.add(file)
            stack += imports(file)
    return sorted(found)


def imports(file: str) -> list[str]:
    """The files of gaproof that a file imports itself."""
    if PACKAGE in Path(file).parents:
        return _own_imports(file)
    tree = _parsed(file)
    named = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return sorted({str(path) for name in (*_names(tree, ""), *named) for path in (*_files(name), *_below(name))})


@cache
def _own_imports(file: str) -> list[str]:
    package = ".".join(Path(file).relative_to(PACKAGE.parent).parent.parts)
    return sorted({str(path) for name in _names(_parsed(file), package) for path in _files(name)})


def _parsed(file: str) -> ast.Module:
    try:
        return ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _names(tree: ast.Module, package: str) -> Iterator[str]:
    """The dotted names that a module imports; of a name that is imported from a package, it may be a module or not."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name for alias in names for name in (alias.name, *(() if alias.asname else (alias.name.partition(".")[0],))))
            case ast.ImportFrom(module=module, names=names, level=level):
                parents = package.split(".")
                origin = ".".join(filter(None, [*(parents[: len(parents) - level + 1] if level else ()), module]))
                yield from (f"{origin}.{alias.name}" for alias in names)


def _files(name: str) -> Iterator[Path]:
    """The files behind a dotted name of gaproof: its packages, its module, or where a public name of a package is defined."""
    parts = name.split(".")
    if parts[0] == PACKAGE.name:
        for length in range(1, len(parts) + 1):
            path = _file(".".join(parts[:length]))
            if path is not None:
                yield path
        package = _file(".".join(parts[:-1]))
        if package is not None and package.name == "__init__.py":
            yield from filter(None, [_file(_public(package).get(parts[-1], ""))])


def _below(name: str) -> Iterator[Path]:
    """All files of a package that somebody else imports whole: its modules can be reached as its attributes."""
    path = _file(name.removesuffix(".*")) if name.split(".")[0] == PACKAGE.name else None
    if path is not None and path.name == "__init__.py":
        yield from path.parent.rglob("*.py")


@cache
def _file(name: str) -> Path | None:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if name and p.is_file()), None)


@cache
def _public(package: Path) -> dict[str, str]:
    """The names that a package imports on first use, with their modules: the table ``_PUBLIC`` of its ``__init__.py``."""
    tree = ast.parse(package.read_bytes())
    tables = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and "_PUBLIC" in _targets(node)]
    dotted = ".".join(package.relative_to(PACKAGE.parent).parent.parts)
    table: dict[str, str] = ast.literal_eval(tables[0]) if tables and tables[0] else {}
    return {name: module if module.startswith(f"{PACKAGE.name}.") else f"{dotted}.{module}" for name, module in table.items()}


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def changed_since(paths: Iterable[str], when: float) -> bool:
    """Whether one of the files was written, renamed or linked elsewhere after a time, whatever time of writing it pretends to have."""
    return any(max(os.stat(path).st_ctime, os.lstat(path).st_ctime) >= when for path in paths if os.path.exists(path))
