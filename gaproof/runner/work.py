"""All that became of theorem files: what is remembered of them, and the rest from an executor."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import GaproofError
from .events import Key, Report
from .executing import Execution
from .inputs import BEGAN, Digests, changed_since, code, digest, environment, reached
from .replaying import Replay
from .settings import Settings
from .sources import Source, folder_of
from .store import Inputs, StoreError
from .task import Failure, Result, Task
from .tested import Tested

TICK = 0.5  # seconds between two looks at what is running


@dataclass
class Work:
    """The reports on claims, the replays of their certificates, their numeric evidence, the files that could not be imported, and the
    files of which all was known."""

    reports: dict[Key, Report] = field(default_factory=dict)
    replays: dict[Key, Replay] = field(default_factory=dict)
    tested: dict[Key, Tested] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def add(self, result: Result) -> None:
        """Take in what became of a file."""
        self.reports |= {(report.id, report.file): report for report in result.reports}
        self.replays |= {(id, result.file): replay for id, replay in result.replays.items()}
        self.tested |= {(tested.id, tested.file): tested for tested in result.tested}
        if result.failure is not None:
            self.failures[result.file] = result.failure


def work(sources: list[Source], settings: Settings, only_list: bool = False) -> Work:
    """Work on theorem files and on those that their proofs use."""
    run = Run(settings, only_list)
    try:
        run.to_do([run.task(source.file, source.folder.root, settings.evidence) for source in sources])
        while len(run.execution):
            settings.progress.working(run.execution.running())
            for task, result in run.execution.completed(TICK):
                run.take(task, result)
        return run.work
    finally:
        run.execution.cancel()


class Run:
    """One run: the tasks that it has seen, and what it knows."""

    def __init__(self, settings: Settings, only_list: bool) -> None:
        self.settings = settings
        self.only_list = only_list
        self.store = None if only_list else settings.store
        self.execution = Execution(settings.executor)
        self.work = Work()
        self.digests = Digests()
        self._seen: set[str] = set()
        self._partly: dict[str, Result] = {}  # what is remembered of a file of which something is missing

    def task(self, file: Path, root: Path, evidence: dict[str, Any] | None) -> Task:
        """The task for a file."""
        return Task(
            str(root),
            str(file),
            timeout=self.settings.timeout,
            memory=self.settings.memory,
            only_list=self.only_list,
            evidence=evidence,
            digest=self.digests.of(str(file)),
            code=code(),
        )

    def to_do(self, tasks: list[Task]) -> None:
        """Do tasks that have not been seen yet, the largest files first; what is remembered is not done again."""
        new = [task for task in tasks if task.file not in self._seen]
        self._seen |= {task.file for task in new}
        self.settings.progress.more(len(new))
        for task in sorted(new, key=lambda task: (-_size(task.file), task.file)):
            remembered, rest = self.recall(task)
            if rest is None:
                self.work.known.add(task.file)
                self.settings.progress.known(task.file)
                self.add(remembered)
            else:
                self._partly[task.file] = remembered
                self.execution.submit(rest)

    def take(self, task: Task, result: Result) -> None:
        """Take in the result of a task, and remember it."""
        self.remember(task, result)
        known = self._partly.pop(task.file)
        result.reports, result.replays = known.reports + result.reports, known.replays | result.replays
        result.tested = known.tested + result.tested
        self.settings.progress.finished(result)
        self.add(result)

    def add(self, result: Result) -> None:
        """Take in what became of a file; the files that its proofs use are proved as well."""
        self.work.add(result)
        if not self.only_list:
            used = {entry[1] for report in result.reports for entry in (*report.uses, *report.asked)}
            self.to_do([self.task(Path(file), folder_of(Path(file)).root, None) for file in sorted(used)])

    # ---- what is remembered ----------------------------------------------------------------------------------------------

    def recall(self, task: Task) -> tuple[Result, Task | None]:
        """What is remembered of a file, and the task that is left; None if nothing is."""
        found, result = self._find(task, tests=False), Result(task.file)
        if found is None:
            return result, task
        result.reports = [Report(**report) for report in found["reports"]]
        result.replays = {id: Replay(**replay) for id, replay in found["replays"].items()}
        if task.evidence is None:
            return result, None
        tested = self._find(task, tests=True)
        if tested is None:
            return result, task.after(result)
        result.tested = [Tested(**one) for one in tested]
        return result, None

    def remember(self, task: Task, result: Result) -> None:
        """Put the result of a task into the store, unless another run might find something else."""
        if self.store is None or result.once or result.failure is not None or not (result.reports or result.tested):
            return
        now = Digests()  # files may have changed since the run began
        read = sorted({task.file, *result.reads})
        files = {path: now.of(path) for path in (*read, *result.absent)}
        gone, came = not all(files[path] for path in read), any(files[path] for path in result.absent)
        if gone or came or files[task.file] != task.digest or changed_since(read, result.began):
            return
        for tests in (False, True) if task.evidence is not None else (False,):
            modules = reached(read, tests)
            if changed_since(modules, BEGAN) or (not tests and task.proved):
                continue
            proof = {"reports": [asdict(r) for r in result.reports], "replays": {id: asdict(r) for id, r in result.replays.items()}}
            content: Any = [asdict(tested) for tested in result.tested] if tests else proof
            self._keep(question(task, tests), Inputs(modules, files), content)

    def _find(self, task: Task, tests: bool) -> Any | None:
        if self.store is None:
            return None
        try:
            return self.store.find(question(task, tests), self.digests)
        except StoreError as error:
            self._without_store(error)
            return None

    def _keep(self, asked: str, inputs: Inputs, content: Any) -> None:
        if self.store is not None:
            try:
                self.store.keep(asked, inputs, content, self.digests)
            except StoreError as error:
                self._without_store(error)

    def _without_store(self, error: GaproofError) -> None:
        """Go on without the store."""
        self.store = None
        self.settings.trouble.append(f"{error}; the run went on without the store")


def question(task: Task, tests: bool) -> str:
    """What is asked of the store: the digest of all that a record depends on besides the content of files."""
    return digest([task.root, task.file, tests, task.evidence if tests else None, environment(tests)])


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except OSError:
        return 0
