"""The folder of theorem files that tests of several commands share."""

import pytest

from tests.cli.linked import Linked


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    return Linked(tmp_path_factory.mktemp("linked"))
