"""The cells of one page, run in this process as a kernel of Jupyter would run them."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config


@dataclass
class Executed:
    """What the cells of a page gave; ``failed`` names the error of the first that did not succeed."""

    path: Path
    outputs: list[list[Any]] = field(default_factory=list)
    failed: str = ""
    seconds: float = 0.0


def execute(path: Path, cells: list[str], timeout: int) -> Executed:
    """Run cells one after the other in the folder of their page, until one fails or takes longer than so many seconds."""
    start, executed = perf_counter(), Executed(path)
    os.chdir(path.parent)
    sys.path.insert(0, "")
    shell = Shell.instance(config=Config(HistoryManager={"enabled": False}))
    signal.signal(signal.SIGALRM, _late)
    for cell in cells:
        shell.outputs = []
        signal.alarm(timeout)
        with redirect_stdout(Stream(shell, "stdout")), redirect_stderr(Stream(shell, "stderr")):
            result = shell.run_cell(cell, store_history=True)
        signal.alarm(0)
        if not result.success:
            executed.failed = type(result.error_in_exec or result.error_before_exec).__name__
            break
        executed.outputs.append(shell.outputs)
    executed.seconds = perf_counter() - start
    return executed


def _late(*_: Any) -> NoReturn:
    raise TimeoutError("a cell of the book takes too long")


class Publisher(DisplayPublisher):
    """Keeps what is displayed."""

    shell: Any

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        self.shell.outputs.append(new_output("display_data", data=data, metadata=metadata or {}))


class Results(DisplayHook):
    """Keeps the value of a last line that does not end in a semicolon."""

    shell: Any

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        result = {"data": format_dict, "metadata": md_dict or {}, "execution_count": self.prompt_count}
        self.shell.outputs.append(new_output("execute_result", **result))


class Shell(InteractiveShell):
    """IPython without a terminal; ``outputs`` are those of the current cell."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Results)
    outputs: list[Any]


class Stream(io.TextIOBase):
    """Keeps what is printed; what follows immediately is one output."""

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self._name = shell, name

    def write(self, text: str) -> int:
        outputs = self._shell.outputs
        if outputs and outputs[-1].get("name") == self._name:
            outputs[-1].text += text
        elif text:
            outputs.append(new_output("stream", name=self._name, text=text))
        return len(text)
