"""``gaproof attack``: what refutes mutants is written beside the theorem file, and ``check`` tries it again."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.command import GAPROOF, check, gaproof, theorem, write


def test_what_a_long_search_finds_is_kept_and_tried_again(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/twice.py": theorem("sums.twice")}) / "mine"
    run = gaproof("attack", mine, "--no-store", cwd=tmp_path)
    assert (0, True) == (run.status, "sums.twice" in run.out), run.err
    record = json.loads((mine / "twice.mutants.json").read_text(encoding="utf-8"))["parts"]["sums.twice"]
    assert record["models"] and not record["left"]
    run, report = check(mine, "--no-store", cwd=tmp_path, evidence=True)
    mutants = report["theorems"]["sums.twice"]["numeric"]["mutants"]
    assert mutants["total"] == mutants["killed"] + mutants["equivalent"] and not mutants["survivors"]


def test_what_is_found_is_kept_though_the_search_is_given_up(tmp_path: Path) -> None:
    for_ever = theorem("sums.for_ever", proof="while True: pass")
    mine = write(tmp_path, {"mine/for_ever.py": for_ever, "mine/twice.py": theorem("sums.twice")}) / "mine"
    command = [GAPROOF, "attack", mine, "--no-store", "-j2"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while not (record := mine / "twice.mutants.json").is_file():
            assert run.poll() is None
            time.sleep(0.1)
        run.send_signal(signal.SIGINT)
    assert 130 == run.returncode and not (mine / "for_ever.mutants.json").exists()
    assert json.loads(record.read_text(encoding="utf-8"))["parts"]["sums.twice"]["models"]


def test_a_record_that_is_none_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/twice.py": theorem("sums.twice"), "mine/twice.mutants.json": "{"}) / "mine"
    run, report = check(mine, "--no-store", cwd=tmp_path, evidence=True)
    found = report["theorems"]["sums.twice"]
    assert (1, "ERROR") == (run.status, found["verdict"]) and "twice.mutants.json" in found["message"]


def test_a_change_of_the_record_is_noticed(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/twice.py": theorem("sums.twice")}) / "mine"
    store = tmp_path / "store"
    assert 0 == gaproof("check", mine, "--store", store, cwd=tmp_path).status
    write(tmp_path, {"mine/twice.mutants.json": "{"})
    assert 1 == gaproof("check", mine, "--store", store, cwd=tmp_path).status


SQUARES = "from gaproof.tactics import forward as f\nreturn f.le(-1, 2 * x * x, f.add(f.mul(f.num(2), f.sq(x)), f.num(1)))"
LOOSE = theorem("sums.loose", shows="Le(-1, 2 * x * x)", proof=SQUARES)
LESS = "strictness: -1 ≤ 2·x·x"
BESIDE = f"""\
from gaproof.tactics import forward as f

from .loose import claim, x


@claim.mutant("{LESS}")
def less(p):
    return f.lt(-1, 2 * x * x, f.add(f.mul(f.num(2), f.sq(x)), f.num(1)))
"""


def test_mutants_are_proved_in_a_file_beside_the_theorem_file(tmp_path: Path) -> None:
    mine, store = write(tmp_path, {"mine/loose.py": LOOSE}) / "mine", tmp_path / "store"
    run, report = check(mine, "--store", store, cwd=tmp_path, evidence=True)
    assert (0, "PROVED") == (run.status, report["theorems"]["sums.loose"]["verdict"]), run.err
    write(tmp_path, {"mine/_loose_mutants.py": BESIDE})
    run, report = check(mine, "--store", store, cwd=tmp_path, evidence=True)
    mutants = report["theorems"]["sums.loose"]["numeric"]["mutants"]
    assert 0 == run.status and mutants["equivalent"] and not [s for s in mutants["survivors"] if s.startswith(LESS)]


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ("1/0", "_loose_mutants.py, which proves mutants:"),
        (BESIDE.replace("strictness", "laxness"), "there is none of that name"),
        (BESIDE.replace("lt(-1", "lt(-2"), "does not go through"),
    ],
)
def test_what_is_wrong_beside_a_theorem_file_is_an_error(tmp_path: Path, beside: str, said: str) -> None:
    mine = write(tmp_path, {"mine/loose.py": LOOSE, "mine/_loose_mutants.py": beside}) / "mine"
    run, report = check(mine, "--no-store", cwd=tmp_path, evidence=True)
    found = report["theorems"]["sums.loose"]
    assert (1, "ERROR") == (run.status, found["verdict"]) and said in found["message"]


def test_what_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    run = gaproof("attack", write(tmp_path, {"mine/broken.py": "1/0"}) / "mine", cwd=tmp_path)
    assert 2 == run.status and "division by zero" in run.err + run.out
    assert 2 == gaproof("attack", "no.such", cwd=tmp_path).status
