"""Theorem files that import each other: Python only says that one of them is half imported, here the circle is read off their text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GaproofError


class ImportCycle(GaproofError):
    """Files import each other."""


@contextmanager
def cycles_shown(file: Path, root: Path, package: str) -> Iterator[None]:
    """While a theorem file is imported: raises ``ImportCycle``, which shows the circle, for Python's "partially initialized module"."""
    try:
        yield
    except (ImportError, AttributeError) as error:
        circle = cycle(file, root, package) if "circular import" in str(error) else []
        if not circle:
            raise
        path = " → ".join(str(each.relative_to(root)) for each in circle)
        remedy = "move what they share to a file whose name starts with _, or use a claim by its id, p.use(…)"
        raise ImportCycle(f"theorem files import each other: {path}; {remedy}") from error


def cycle(file: Path, root: Path, package: str) -> list[Path]:
    """A circle of imports that a file leads to, its first file again at the end; empty if there is none.  ``package`` is the name by
    which the files of the folder are imported."""
    done = set[Path]()

    def below(way: list[Path]) -> list[Path]:
        for further in imported(way[-1], root, package):
            if further in way:
                return [*way[way.index(further) :], further]
            if further not in done and (found := below([*way, further])):
                return found
        done.add(way[-1])
        return []

    return below([file])


def imported(file: Path, root: Path, package: str) -> list[Path]:
    """The files of the folder that a file imports when it is itself imported."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return []
    own = [package, *file.relative_to(root).with_suffix("").parts]
    names = [name for statement in _run_at_import(tree) for name in _names(statement, own)]
    return list(dict.fromkeys(found for name in names if (found := _file(name, root, package)) is not None))


def _run_at_import(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements that are not inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _run_at_import(node)


def _names(statement: ast.Import | ast.ImportFrom, own: list[str]) -> Iterator[list[str]]:
    """The dotted names that a statement may import, seen from the module ``own``; ``from a import b`` may mean a.b or a."""
    if isinstance(statement, ast.Import):
        yield from (alias.name.split(".") for alias in statement.names)
    else:
        base = own[: len(own) - statement.level] if statement.level else []
        origin = [*base, *(statement.module.split(".") if statement.module else [])]
        for alias in statement.names:
            yield [*origin, alias.name]
        yield origin


def _file(name: list[str], root: Path, package: str) -> Path | None:
    """The file of a module of the folder."""
    if name[:1] != [package] or len(name) < 2:
        return None
    path = root.joinpath(*name[1:]).with_suffix(".py")
    return path if path.is_file() else None
