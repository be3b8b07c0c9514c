"""The option of the fuzzer; nothing else belongs here."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="at least N comparisons in each test of tests/fuzz")
