"""Theorem files as test items: ``pytest theorems/`` checks every claim as ``gaproof check`` does, with the same evidence store.

A claim is an item, named by its id, so that ``-k``, pytest-xdist and ``--junit-xml`` work as they do for tests.  Theorem files are found
without importing them: all files in a folder that is called theorems or has a lock, and elsewhere those that declare a claim at their top
level; or, if the ini option ``gaproof_theorems`` lists folders, those in them and no others.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .runner.checking import Checked
    from .runner.settings import Settings

LOCK = "STATEMENTS.lock"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("gaproof", "claims of gaproof")
    group.addoption("--gaproof-level", choices=["quick", "standard", "exhaustive"], default="quick", help="How hard the evidence tries.")
    group.addoption("--gaproof-proof-only", action="store_true", help="Leave the numeric evidence out.")
    group.addoption("--gaproof-no-store", action="store_true", help="Remember nothing, and believe nothing that is remembered.")
    group.addoption("--gaproof-timeout", type=seconds, default=300.0, metavar="SECONDS", help="Seconds allowed for each claim.")
    parser.addini("gaproof_theorems", type="paths", default=[], help="The folders of theorem files.  [default: found by what is in them]")


def seconds(text: str) -> float:
    """The value of an option; raises ``ValueError``."""
    value = float(text)
    if not 0 < value <= 1e9:
        raise ValueError
    return value


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.name == LOCK and wanted(file_path, parent.config):
        return LockFile.from_parent(parent, path=file_path)
    if file_path.suffix == ".py" and not left_out(file_path, parent.config) and wanted(file_path, parent.config):
        return TheoremFile.from_parent(parent, path=file_path)
    return None


def left_out(file: Path, config: pytest.Config) -> bool:
    """Whether a file holds tests, or what several files share."""
    return file.name.startswith("_") or file.name == "conftest.py" or any(fnmatch(file.name, p) for p in config.getini("python_files"))


def wanted(file: Path, config: pytest.Config) -> bool:
    """Whether a file belongs to a folder of theorem files, or declares claims itself."""
    from .runner.sources import folder_of

    folders: list[Path] = config.getini("gaproof_theorems")
    if folders:
        return any(folder in file.parents or folder.resolve() in file.resolve().parents for folder in folders)
    return file.name == LOCK or folder_of(file).strict or declarations(file) != []


def declarations(file: Path) -> list[ast.Call] | None:
    """The calls of ``Claim`` at the top level of a file; None if there may be some, but it cannot be parsed."""
    try:
        source = file.read_bytes()
        if b"gaproof" not in source or b"Claim" not in source:
            return []
        tree = ast.parse(source)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names = {"Claim", *(a.asname for s in tree.body if isinstance(s, ast.ImportFrom) for a in s.names if a.name == "Claim" and a.asname)}
    top = [statement for statement in tree.body if not isinstance(statement, ast.FunctionDef | ast.ClassDef)]
    return [call for statement in top for call in _calls(statement, names)]


def _calls(statement: ast.stmt, names: set[str]) -> Iterator[ast.Call]:
    """The calls of ``Claim``, by one of the names that a file has for it."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in names:
                yield node
            case ast.Call(func=ast.Attribute(attr="Claim")):
                yield node


def claims(file: Path) -> dict[str, int]:
    """The ids of the claims that are written out in a file, with their lines: ``Claim("chapter.name", …)``."""
    ids = [(call.args[0], call.lineno) for call in declarations(file) or () if call.args]
    return {first.value: line for first, line in ids if isinstance(first, ast.Constant) and isinstance(first.value, str)}


class TheoremFile(pytest.File):
    """A theorem file; what its claims are is read from its source, and if they are not written out there, it is one item."""

    @cached_property
    def items(self) -> dict[str, int]:
        """The names of its items, with their lines."""
        return claims(self.path) or {f"{self.path.parent.name}.{self.path.stem}": 1}

    def collect(self) -> Iterable[pytest.Item]:
        for id, line in self.items.items():
            yield ClaimItem.from_parent(self, name=id, line=line)

    def checked(self) -> Checked:
        """What became of the file; it is checked once."""
        if CHECKED not in self.stash:
            from .runner.checking import check
            from .runner.locking import Promises
            from .runner.sources import source_of

            self.stash[CHECKED] = check([source_of(self.path)], settings(self.config), Promises())
        return self.stash[CHECKED]


class ClaimFailed(Exception):
    """A claim does not keep its promise."""


class ClaimItem(pytest.Item):
    """A claim."""

    def __init__(self, line: int, **more: Any) -> None:
        super().__init__(**more)
        self.line = line

    def runtest(self) -> None:
        parent = self.parent
        if not isinstance(parent, TheoremFile):
            raise TypeError(f"a claim belongs to a theorem file, got {parent!r}")
        checked = parent.checked()
        outcomes = {self.name: checked.outcomes.get(self.name)}
        if self.name == next(iter(parent.items)):  # claims that the source does not name are put down to the first item
            outcomes |= {id: outcome for id, outcome in checked.outcomes.items() if id not in parent.items}
        failed = list(checked.errors)
        for id, outcome in outcomes.items():
            if outcome is not None:
                self.user_properties.append((id, outcome.verdict.name))
                failed += [] if outcome.kept else [f"{id}: {outcome.verdict}, promised {outcome.promise}: {outcome.message}"]
        if outcomes[self.name] is None and not failed and len(outcomes) == 1:
            failed.append(f"{self.name}: {parent.path} does not declare it")
        if failed:
            raise ClaimFailed("\n".join(failed))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ClaimFailed):
            return f"{excinfo.value}\n`gaproof why {self.path}` says more"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line - 1, self.name


class LockFile(pytest.File):
    """The lock of a folder: nothing that it promises may be gone."""

    def collect(self) -> Iterable[pytest.Item]:
        yield LockItem.from_parent(self, name="every_claim_has_its_file")


class LockItem(pytest.Item):
    """Every claim of a lock has its file."""

    def runtest(self) -> None:
        from .runner.locking import REMEDY, read

        gone = [id for id in read(self.path) or {} if not (self.path.parent / id.replace(".", "/")).with_suffix(".py").is_file()]
        if gone:
            raise ClaimFailed(f"{self.path} has {', '.join(gone)}, which no file declares: {REMEDY}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, ClaimFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


CHECKED = pytest.StashKey["Checked"]()
SETTINGS = pytest.StashKey["Settings"]()


def settings(config: pytest.Config) -> Settings:
    """How this session checks; one fork server does all its files."""
    if SETTINGS not in config.stash:
        from .runner.attacking import left_out as missing
        from .runner.limits import share_of_memory
        from .runner.settings import Settings
        from .runner.store import open_store

        trouble: list[str] = []
        store = None if config.getoption("--gaproof-no-store") else open_store(None, trouble, trouble.append)
        evidence = {"level": config.getoption("--gaproof-level"), "seed": 0, "models": None, "dtype": "float64", "device": "cpu"}
        workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
        config.stash[SETTINGS] = Settings(
            timeout=config.getoption("--gaproof-timeout"),
            memory=share_of_memory(workers),
            evidence=None if config.getoption("--gaproof-proof-only") or missing() else evidence,
            store=store,
            trouble=trouble,
        )
    return config.stash[SETTINGS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if SETTINGS in config.stash:
        for text in config.stash[SETTINGS].trouble:
            terminalreporter.write_line(f"gaproof: {text}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if SETTINGS in config.stash:
        from .runner.supervising import close_all

        close_all()
