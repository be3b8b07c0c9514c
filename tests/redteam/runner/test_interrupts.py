"""However a run is ended, nothing of it is left, and nobody waits."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import GAPROOF, theorem, write
from tests.redteam.runner.test_hostile_files import environment

STARTS = "import subprocess\nsubprocess.Popen(['sleep', '300'])\nwhile True: pass"
FILES = {f"mine/sums/{name}.py": theorem(f"sums.{name}", more=STARTS) for name in ("one", "two")}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in which two theorem files have started programs and hang."""
    write(tmp_path, {**FILES, "tmp/x": ""})
    command = [GAPROOF, "check", "--proof-only", "--no-store", "mine", "-j", "2"]
    process = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}, stderr=subprocess.PIPE)
    while 2 > sum(b"sleep" in comm for comm in commands(tmp_path)):
        pass
    yield process
    process.kill()
    process.communicate()


def commands(place: Path) -> list[bytes]:
    """The programs that a run has started."""
    pids = [pid for pid in os.listdir("/proc") if pid.isdigit() and f"TMPDIR={place}/".encode() in environment(pid)]
    return [path.read_bytes() for path in (Path(f"/proc/{pid}/cmdline") for pid in pids) if path.exists()]


@pytest.mark.parametrize("signals", [[signal.SIGINT], [signal.SIGINT] * 3, [signal.SIGTERM, signal.SIGINT]])
def test_an_interrupt_leaves_nothing_behind_and_a_second_one_changes_nothing(
    tmp_path: Path, run: subprocess.Popen[bytes], signals: list[signal.Signals]
) -> None:
    for number in signals:
        run.send_signal(number)
    _, said = run.communicate(timeout=20)
    assert (130, 1, False) == (run.returncode, said.count(b"gaproof: interrupted"), b"Traceback" in said), said
    assert ([], ["x"]) == (commands(tmp_path), os.listdir(tmp_path / "tmp"))


def test_a_kill_leaves_no_process_behind(tmp_path: Path, run: subprocess.Popen[bytes]) -> None:
    run.kill()
    _, said = run.communicate(timeout=20)  # its processes hold its stderr until they end
    assert b"Traceback" not in said
    assert [] == commands(tmp_path)
