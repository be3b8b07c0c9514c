"""Tasks on any ``concurrent.futures.Executor``: in this process, in a pool of processes, on a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from ..errors import GaproofError
from .supervising import close_all, perform
from .task import Failure, Result, Task

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 2  # of a task whose worker is lost


class InProcess(Executor):
    """Does what is submitted at once, in the thread that submits it."""

    def submit(self, function: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def pool(jobs: int) -> Iterator[Executor]:
    """So many fork servers of this machine.  The threads only wait for them: theorem files never run in this process."""
    executor = ThreadPoolExecutor(jobs) if jobs > 1 else InProcess()
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        close_all()


@contextmanager
def cluster(address: str, timeout: float = 10.0) -> Iterator[Executor]:
    """The workers of a dask scheduler, which see the same files under the same names; raises ``GaproofError`` if there is none."""
    try:
        from distributed import Client
    except ImportError as error:
        raise GaproofError("a cluster needs the package distributed: pip install 'gaproof[cluster]'") from error
    if not re.fullmatch(r"\w+://.+:\d+/?", address):
        raise GaproofError(f"a scheduler is named like tcp://127.0.0.1:8786, got {address!r}")
    try:
        client: Any = Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise GaproofError(
            f"no scheduler answers at {address} ({' '.join(str(error).split())}): start one with `dask scheduler`"
        ) from error
    try:
        if not client.scheduler_info()["workers"]:
            raise GaproofError(f"the scheduler at {address} has no workers: start some with `dask worker {address}`")
        yield client.get_executor(pure=False)  # pure tasks of the same name and settings would be one task
    finally:
        client.close()


class Execution:
    """The tasks that an executor has been given and has not finished."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._pending: dict[Future[Result], tuple[Task, int]] = {}

    def __len__(self) -> int:
        return len(self._pending)

    def submit(self, task: Task, tried: int = 0) -> None:
        """Give a task to the executor."""
        self._pending[self._executor.submit(perform, task)] = (task, tried + 1)

    def running(self) -> list[str]:
        """The files that are worked on, as far as the executor says so."""
        return [task.file for future, (task, _) in self._pending.items() if future.running()]

    def completed(self, timeout: float | None = None) -> Iterator[tuple[Task, Result]]:
        """Wait until some task is finished, or for so many seconds; yields what is.  A task whose worker was lost is tried once more."""
        for future in wait(self._pending, timeout, return_when=FIRST_COMPLETED).done:
            task, tried = self._pending.pop(future)
            result = self._result(future, task, tried)
            if result is not None:
                yield task, result

    def _result(self, future: Future[Result], task: Task, tried: int) -> Result | None:
        try:
            return future.result()
        except GaproofError:
            raise
        except Exception as error:
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"
            try:
                if tried < TRIES:
                    self.submit(task, tried)
                    return None
            except Exception as broken:
                why = f"{why}; {type(broken).__name__}: {' '.join(str(broken).split())}"
            return Result(task.file, failure=Failure(task.file, f"the worker that had it was lost ({why})"), once=True)

    def cancel(self) -> None:
        """Give up what is not finished."""
        for future in self._pending:
            future.cancel()
        self._pending.clear()
