"""The tests of the evidence need what it needs; without that they are left out, which is said at the end of the run."""

import pytest

from gaproof.runner.attacking import left_out

MISSING = left_out()
collect_ignore_glob = ["test_*.py"] if MISSING else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MISSING:
        terminalreporter.write_line(f"NOT COLLECTED: tests/evidence needs {', '.join(MISSING)}: pip install -e '.[numeric]'", yellow=True)
