"""The option of the fuzzer, and an evidence store for the tests, so that they neither use nor change that of whoever runs them."""

import os
from collections.abc import Iterator

import pytest

from gaproof.runner.store import VARIABLE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="at least N comparisons in each test of tests/fuzz")


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("store") / "store.sqlite")
    yield
    if before is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = before
