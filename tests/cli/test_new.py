"""``gaproof new`` writes a theorem file that passes, and touches nothing that is there."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gaproof.claim import Claim
from gaproof.exact import counterexample
from tests.cli.command import Run, check, gaproof, write

ROOT = Path(__file__).resolve().parents[2]
FILE = Path("theorems/mine/shift.py")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("new")


@pytest.fixture(scope="module")
def made(place: Path) -> Run:
    return gaproof("new", "mine.shift", cwd=place)


@pytest.fixture(scope="module")
def checked(place: Path, made: Run) -> tuple[Run, dict[str, Any]]:
    """The command that it prints, run as it is printed."""
    *_, command = made.out.splitlines()
    assert f"next: gaproof check {FILE}" == command
    return check(*command.split()[3:], cwd=place, evidence=True)


def test_it_prints_the_path_and_the_next_command(made: Run) -> None:
    assert (0, f"{FILE}\nnext: gaproof check {FILE}\n", "") == (made.status, made.out, made.err)


def test_what_it_writes_is_proved_and_nothing_refutes_it(checked: tuple[Run, dict[str, Any]]) -> None:
    run, report = checked
    found = report["theorems"]["mine.shift"]
    assert (0, "PROVED", []) == (run.status, found["verdict"], found["modulo"]), run.err


def test_its_hypothesis_is_witnessed_to_be_necessary(checked: tuple[Run, dict[str, Any]]) -> None:
    numeric = checked[1]["theorems"]["mine.shift"]["numeric"]
    assert {"unit": "witnessed"} == numeric["parts"][""]["necessity"]
    assert 0 < numeric["models"]


def test_its_near_miss_is_false(place: Path, made: Run) -> None:
    namespace: dict[str, Any] = {"__name__": "mine"}
    exec(compile((place / FILE).read_text(encoding="utf-8"), str(FILE), "exec"), namespace)
    claim: Claim = namespace["claim"]
    (miss,) = claim.only.near_misses
    assert counterexample(miss.statement) is not None


def test_it_obeys_the_rules_of_the_project(place: Path, made: Run) -> None:
    for rules in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *rules, "--no-cache", "--config", str(ROOT / "pyproject.toml"), str(FILE)]
        done = subprocess.run(ruff, cwd=place, capture_output=True, encoding="utf-8", check=False)
        assert 0 == done.returncode, done.stdout + done.stderr
    assert 45 > len((place / FILE).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("shift", "an id is chapter.name"),
        ("a.b.c", "an id is chapter.name"),
        (".b", "an id is chapter.name"),
        ("a.", "an id is chapter.name"),
        ("../x.y", "an id is chapter.name"),
        ("my claims.shift", "an id is chapter.name"),
        ("1st.shift", "an id is chapter.name"),
        ("link.class", "'class' is a word of Python"),
        ("import.shift", "'import' is a word of Python"),
        ("_mine.shift", "'_mine'"),
        ("mine.conftest", "'conftest'"),
    ],
)
def test_an_id_that_no_file_can_have_is_refused_in_one_line(tmp_path: Path, id: str, said: str) -> None:
    refused(tmp_path, id, said=said)
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, {str(FILE): "mine"})
    refused(tmp_path, "mine.shift", said=f"{FILE} exists")
    assert "mine" == (tmp_path / FILE).read_text()


@pytest.mark.parametrize("file", ["theorems", "theorems/mine"])
def test_a_file_in_the_place_of_a_folder_is_left_as_it_is(tmp_path: Path, file: str) -> None:
    write(tmp_path, {file: "mine"})
    refused(tmp_path, "mine.shift", said=f"{file} is a file, not a folder")
    assert "mine" == (tmp_path / file).read_text()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    refused(tmp_path, "mine.shift", "--in", "/proc/theorems", said="/proc/theorems")
    refused(tmp_path, f"mine.{'x' * 300}", said="File name too long")


def test_the_chapter_of_a_folder_with_a_lock_is_no_place_for_a_chapter(tmp_path: Path) -> None:
    write(tmp_path, {"mine/STATEMENTS.lock": "{}", "mine/sums/twice.py": ""})
    refused(tmp_path, "sums.thrice", "--in", "mine/sums", said="--in")
    assert ["twice.py"] == [path.name for path in (tmp_path / "mine/sums").iterdir()]


def test_where_there_is_a_lock_it_says_that_locking_comes_next(tmp_path: Path) -> None:
    write(tmp_path, {"my theorems/STATEMENTS.lock": "{}"})
    run = gaproof("new", "mine.shift", "--in", "my theorems", cwd=tmp_path)
    assert (0, "gaproof lock 'my theorems'") == (run.status, run.out.splitlines()[-1].partition(": ")[2])


def refused(place: Path, *arguments: str, said: str) -> None:
    run = gaproof("new", *arguments, cwd=place)
    assert (2, "", 1) == (run.status, run.out, run.err.count("\n"))
    assert run.err.startswith("gaproof: ") and said in run.err
