"""The tests of the numeric layer need torch; without it they are left out, which is said at the end of the run and by a skipped test."""

from importlib.util import find_spec

import pytest

MISSING = [name for name in ("torch", "numpy", "flint") if find_spec(name) is None]
REASON = f"tests/numeric needs {', '.join(MISSING)}: pip install -e '.[numeric]' -c constraints.txt"
collect_ignore_glob = ["test_[!r]*.py", "test_re*.py"] if MISSING else []  # all but test_runs.py


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MISSING:
        terminalreporter.write_line(f"NOT COLLECTED: {REASON}", yellow=True)
