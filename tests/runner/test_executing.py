"""The same verdicts whatever executor does the work, and a worker that is lost costs the task that it had."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from gaproof.errors import GaproofError
from gaproof.runner.checking import Checked, check
from gaproof.runner.executing import InProcess, cluster, pool
from gaproof.runner.locking import Promises
from gaproof.runner.settings import Settings
from gaproof.runner.sources import select
from gaproof.runner.supervising import close_all
from tests.cli.command import theorem, write

FILES = {
    **{f"sums/t{k}.py": theorem(f"sums.t{k}", f"Eq({k} * x + x, {k + 1} * x)") for k in range(6)},
    "sums/uses.py": theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.t1", values={x: y})'),
    "sums/open.py": theorem("sums.open", "Eq(x / x, 1)"),
    "sums/dies.py": theorem("sums.dies", proof="import os\nos._exit(3)"),
    "sums/bad.py": "import nothing_of_this_name",
}


def slow(id: str, seconds: float) -> str:
    return theorem(id, proof=f"import time\ntime.sleep({seconds})\nreturn p.identity()")


@contextmanager
def fork_server_pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        yield executor


@contextmanager
def in_process() -> Iterator[Executor]:
    yield InProcess()
    close_all()


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed")
    with local_cluster(distributed) as made, cluster(made.scheduler_address) as executor:
        yield executor


@contextmanager
def local_cluster(distributed: Any) -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as made:
        yield made


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("executing") / "mine", FILES)


def checked(root: Path, executor: Executor, **more: Any) -> Checked:
    return check(select([str(root)]), Settings(executor=executor, **more), Promises())


def verdicts(checked: Checked) -> dict[str, tuple[str, str]]:
    return {id: (outcome.verdict.name, outcome.message) for id, outcome in checked.outcomes.items()}


@pytest.fixture(scope="module")
def expected(root: Path) -> Checked:
    with in_process() as executor:
        return checked(root, executor)


def test_in_this_process_every_file_gets_its_verdict(expected: Checked) -> None:
    found = {id: verdict for id, (verdict, _) in verdicts(expected).items()}
    assert {**{f"sums.t{k}": "PROVED" for k in range(6)}, "sums.uses": "PROVED", "sums.open": "UNPROVED", "sums.dies": "ERROR"} == found
    assert ["No module named 'nothing_of_this_name'"] == [e.rpartition("Error: ")[2] for e in expected.errors]


EXECUTORS = [
    lambda: pool(2),
    pytest.param(fork_server_pool, marks=pytest.mark.slow),
    pytest.param(dask, marks=[pytest.mark.slow, pytest.mark.filterwarnings("default")]),
]


@pytest.mark.parametrize("executor", EXECUTORS, ids=["pool", "ProcessPoolExecutor", "dask"])
def test_every_executor_gives_the_same_verdicts(root: Path, expected: Checked, executor: Callable[[], Any]) -> None:
    with executor() as used:
        found = checked(root, used)
    assert (verdicts(expected), expected.errors) == (verdicts(found), found.errors)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of distributed, about the worker that is killed
def test_a_cluster_that_loses_a_worker_gives_the_same_verdicts(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    root = write(tmp_path / "mine", {**FILES, **{f"sums/s{k}.py": slow(f"sums.s{k}", 1) for k in range(6)}})
    with in_process() as executor:
        expected = checked(root, executor)
    with local_cluster(distributed) as made, cluster(made.scheduler_address) as executor:
        killer = threading.Timer(2.0, lambda: os.kill(made.workers[0].pid, signal.SIGKILL))
        killer.start()
        found = checked(root, executor)
        killer.join()
    assert (verdicts(expected), expected.errors) == (verdicts(found), found.errors)


@pytest.mark.parametrize(("address", "said"), [("here", "named like tcp://127.0.0.1:8786"), ("tcp://127.0.0.1:9", "no scheduler answers")])
@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_not_there_is_an_error(address: str, said: str) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(GaproofError, match=said), cluster(address, timeout=1.0):
        pass


class Losing(Executor):
    """Loses the worker of a task so many times."""

    def __init__(self, losses: int) -> None:
        self.losses = losses
        self.inner = InProcess()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        if "t1" in arguments[0].file and self.losses:
            self.losses -= 1
            future: Future[Any] = Future()
            future.set_exception(RuntimeError("the worker is gone"))
            return future
        return self.inner.submit(function, *arguments, **named)


@pytest.mark.parametrize("losses", [1, 2])
def test_a_task_whose_worker_is_lost_is_tried_once_more_and_then_said_to_be_lost(root: Path, expected: Checked, losses: int) -> None:
    try:
        found = checked(root, Losing(losses))
    finally:
        close_all()
    if losses == 1:
        assert verdicts(expected) == verdicts(found)
    else:
        assert verdicts(expected).keys() - verdicts(found).keys() == {"sums.t1"}
        assert any("the worker that had it was lost (RuntimeError: the worker is gone)" in error for error in found.errors)


def servers() -> list[int]:
    """The fork servers that this process has started."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{name}/cmdline").read_bytes()
        except OSError:
            continue
        if int(status[1]) == os.getpid() and b"gaproof.runner.server" in command:
            found.append(int(name))
    return found


def test_a_server_that_is_killed_costs_the_claim_that_it_worked_on(tmp_path: Path) -> None:
    files = {"sums/slow.py": slow("sums.slow", 3), **{f"sums/t{k}.py": FILES[f"sums/t{k}.py"] for k in range(3)}}
    files["sums/slow.py"] += "#" * 1000  # the largest comes first
    root = write(tmp_path / "mine", files)

    def kill() -> None:
        while not (found := servers()):
            time.sleep(0.05)
        time.sleep(1.5)
        os.killpg(found[0], signal.SIGKILL)  # with the process that it forked

    killer = threading.Thread(target=kill)
    killer.start()
    with in_process() as executor:
        found = verdicts(checked(root, executor))
    killer.join()
    assert ("ERROR", True) == (found["sums.slow"][0], "was killed by SIGKILL" in found["sums.slow"][1])
    assert {"PROVED"} == {verdict for id, (verdict, _) in found.items() if id != "sums.slow"}


def test_nothing_runs_on_after_the_end(root: Path) -> None:
    with pool(2) as executor:
        assert isinstance(executor, ThreadPoolExecutor)
        checked(root, executor)
        assert servers()
    assert [] == servers()


def test_a_worker_with_another_gaproof_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaproof.runner.work.code", lambda: "another")
    with in_process() as executor, pytest.raises(GaproofError, match="another gaproof than the one that asks"):
        checked(root, executor)


def test_a_machine_with_another_file_of_the_same_name_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaproof.runner.inputs.Digests.of", lambda self, path: "another")
    with in_process() as executor:
        found = checked(root, executor)
    assert all("every machine needs the same files" in error for error in found.errors) and found.errors
