"""The tests of the numeric layer need torch; without it they are left out, and the header of the run says so."""

from importlib.util import find_spec

MISSING = [name for name in ("torch", "numpy", "flint") if find_spec(name) is None]
collect_ignore_glob = ["test_*.py"] if MISSING else []


def pytest_report_header() -> str:
    if MISSING:
        return f"tests/numeric: NOT collected, {', '.join(MISSING)} missing: pip install 'gaproof[numeric]'"
    return "tests/numeric: collected, torch is there"
