"""Options that make no sense are refused in a line; reports and stores that cannot be written cost no verdict."""

import os
import subprocess
from pathlib import Path

import pytest

from gaproof.runner.store import Store, StoreError
from tests.cli.command import GAPROOF, gaproof, theorem, write


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return write(tmp_path, {"mine/sums/good.py": theorem("sums.good")})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--timeout", "nan"], "'nan' is not a number"),
        (["--timeout", "inf"], "is not in the range"),
        (["--memory", "nan"], "'nan' is not a number"),
        (["--memory", "1e300"], "is not in the range"),
        (["--jobs", "0"], "is not in the range"),
        (["--scheduler", ""], "a scheduler is named like"),
        (["--json", "same", "--junit", "./same"], "a file each"),
    ],
)
def test_nonsense_is_status_2_and_a_line(mine: Path, options: list[str], said: str) -> None:
    run = gaproof("check", "mine", "--proof-only", "--no-store", *options, cwd=mine)
    assert (2, True) == (run.status, said in run.err), run.err
    assert "Traceback" not in run.err


def test_a_report_that_cannot_be_written_costs_no_other_report(mine: Path) -> None:
    reports = ["--json", "/dev/full", "--junit", "junit.xml", "--markdown", "summary.md"]
    run = gaproof("check", "mine", "--proof-only", "--no-store", *reports, cwd=mine)
    assert 2 == run.status
    assert "gaproof: /dev/full cannot be written: No space left on device\n" in run.err
    assert "1 PROVED" in run.out and (mine / "junit.xml").stat().st_size and (mine / "summary.md").stat().st_size


def test_who_stops_reading_hears_no_complaint(mine: Path) -> None:
    command = f"{GAPROOF} show --no-store --quiet mine/sums/good.py | true"
    assert b"" == subprocess.run(command, shell=True, cwd=mine, capture_output=True, check=True).stderr


@pytest.mark.parametrize("kind", ["pipe", "device", "nameless"])
def test_a_store_that_is_no_file_is_refused_and_nothing_is_written_beside_it(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    path = {"pipe": tmp_path / "pipe", "device": Path("/dev/full"), "nameless": Path("")}[kind]
    with pytest.raises(StoreError, match="it is no regular file"):
        Store(path)
    assert ["pipe"] == os.listdir(tmp_path)
    assert not Path("/dev/full.lock").exists()


def test_the_name_of_a_store_is_no_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store(Path("file:x?mode=memory")).close()
    assert (tmp_path / "file:x?mode=memory").is_file()
