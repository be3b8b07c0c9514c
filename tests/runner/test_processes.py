"""A process is read line by line, within a time limit, and does not outlive its use."""

import os
from pathlib import Path

import pytest

from gaproof.runner.processes import Process


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that echoes a line of its input, and then sleeps or dies."""
    text = "import os, sys, time\nprint(os.getpid(), sys.stdin.readline().strip(), *sys.argv[1:], flush=True)\n{}[sys.argv[1]]()\n"
    acts = "{'sleep': lambda: time.sleep(60), 'exit': lambda: os._exit(3), 'abort': os.abort}"
    (tmp_path / "echoes.py").write_text(text.format(acts))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "echoes"


def test_a_process_gets_lines_and_arguments(module: str) -> None:
    with Process(module, "exit", "now") as process:
        process.send("hello")
        assert ["hello", "exit", "now"] == (process.line(30) or "").split()[1:]
        assert process.line(30) is None
        assert "ended with status 3" == process.ending()


def test_a_signal_is_named(module: str) -> None:
    with Process(module, "abort") as process:
        process.send("")
        process.line(30)
        assert process.line(30) is None
        assert "was killed by SIGABRT" == process.ending()


def test_a_process_that_says_nothing_is_left_and_killed(module: str) -> None:
    with Process(module, "sleep") as process:
        process.send("")
        pid = int((process.line(30) or "").split()[0])
        with pytest.raises(TimeoutError):
            process.line(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
