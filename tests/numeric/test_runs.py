"""The tests of this folder are collected; where they cannot be, this one is skipped and says why."""

import pytest

from tests.numeric.conftest import MISSING, REASON


def test_the_tests_of_the_numeric_layer_are_run() -> None:
    if MISSING:
        pytest.skip(REASON)
