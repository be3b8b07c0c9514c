"""Claims are test items of pytest: named, chosen, shared out and reported as tests are, with the verdicts of ``gaproof check``."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.command import check, theorem, write

GOOD = theorem("sums.good")
TWO = GOOD.replace("sums.good", "mine.one") + GOOD.replace("sums.good", "mine.two").partition('"""\n\n')[2].replace("2 * x", "3 * x")
FILES = {
    "sums/good.py": GOOD,
    "sums/uses.py": theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.good", values={x: y})'),
    "sums/open.py": theorem("sums.open", "Eq(x / x, 1)"),
    "sums/bad.py": "import nothing_of_this_name",
    "_shared.py": "raise ValueError",
    "conftest.py": "",
}


def pytest_run(*arguments: object, cwd: Path, proof_only: bool = True) -> subprocess.CompletedProcess[str]:
    """Run pytest on theorem files, away from this project's own settings."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)]
    more = ["--gaproof-proof-only"] if proof_only else []
    return subprocess.run([*command, *more], cwd=cwd, capture_output=True, text=True, timeout=180)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("items"), {f"theorems/{name}": text for name, text in FILES.items()})


def test_every_claim_is_an_item_and_fails_if_its_promise_is_not_kept(folder: Path) -> None:
    run = pytest_run("theorems", "-rA", cwd=folder)
    assert 1 == run.returncode
    lines = [line.partition(" - ")[0].split() for line in run.stdout.splitlines()]
    found = {line[1].rpartition("::")[2]: line[0] for line in lines if line and line[0] in ("PASSED", "FAILED")}
    assert {"sums.good": "PASSED", "sums.uses": "PASSED", "sums.open": "FAILED", "sums.bad": "FAILED"} == found, run.stdout
    assert "sums.open: UNPROVED, promised PROVED: open obligation: x ≠ 0" in run.stdout
    assert "No module named 'nothing_of_this_name'" in run.stdout
    assert "gaproof why" in run.stdout and "Traceback" not in run.stdout


def test_items_are_chosen_by_name_and_reported_as_junit(folder: Path) -> None:
    run = pytest_run("theorems", "-k", "good or uses", "--junit-xml", "junit.xml", cwd=folder)
    assert 0 == run.returncode, run.stdout
    cases = list(ET.parse(folder / "junit.xml").iter("testcase"))
    assert ["sums.good", "sums.uses"] == [case.get("name") for case in cases]
    assert ["PROVED", "PROVED"] == [prop.get("value") for case in cases for prop in case.iter("property")]


def test_items_are_shared_out_by_xdist_with_the_same_verdicts(folder: Path) -> None:
    run = pytest_run("theorems", "-n", "2", cwd=folder)
    assert (1, True) == (run.returncode, "2 failed, 2 passed" in run.stdout), run.stdout


def test_the_store_is_that_of_the_command_line(tmp_path: Path) -> None:
    slow = theorem("sums.slow", proof="import time\ntime.sleep(3)\nreturn p.identity()")
    write(tmp_path, {"theorems/sums/slow.py": slow})
    check("theorems", cwd=tmp_path)
    run = pytest_run("theorems", "--durations=1", "--durations-min=2", cwd=tmp_path)
    assert 0 == run.returncode and "call" not in run.stdout, run.stdout
    run = pytest_run("theorems", "--gaproof-no-store", "--durations=1", "--durations-min=2", cwd=tmp_path)
    assert 0 == run.returncode and "call" in run.stdout, run.stdout


def test_evidence_is_gathered_unless_it_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"theorems/sums/false.py": theorem("sums.false", "Eq(x + x, 3 * x)")})
    run = pytest_run("theorems", cwd=tmp_path, proof_only=False)
    assert 1 == run.returncode and "sums.false: REFUTED" in run.stdout, run.stdout


def test_files_elsewhere_are_theorem_files_if_they_declare_claims(tmp_path: Path) -> None:
    other = "from dataclasses import dataclass\nraise ValueError\n"
    inside = "def made():\n    from gaproof import Claim\n    return Claim('a.b')\n"
    write(tmp_path, {"mine/two.py": TWO, "mine/other.py": other, "mine/inside.py": inside, "mine/test_x.py": "def test_x(): pass\n"})
    run = pytest_run("mine", "-v", cwd=tmp_path)
    assert 1 == run.returncode
    assert "1 failed, 2 passed" in run.stdout and "mine.two: UNPROVED" in run.stdout, run.stdout


def test_the_ini_option_says_which_folders_hold_theorems(tmp_path: Path) -> None:
    write(tmp_path, {"mine/two.py": TWO, "sums/good.py": GOOD, "pytest.ini": "[pytest]\ngaproof_theorems = sums\n"})
    run = pytest_run("-v", cwd=tmp_path)
    assert (0, True) == (run.returncode, "1 passed" in run.stdout), run.stdout


def test_a_claim_that_the_source_does_not_name_is_checked_all_the_same(tmp_path: Path) -> None:
    hidden = GOOD.replace('Claim("sums.good"', 'Claim("sums." + "good"').replace("2 * x", "3 * x")
    also = GOOD + "\nother = Claim('sums.' + 'other', shows=Eq(x, y))\nother.proof(lambda p: p.identity())\n"
    write(tmp_path, {"theorems/sums/hidden.py": hidden, "theorems/sums/good.py": also})
    run = pytest_run("theorems", cwd=tmp_path)
    assert (1, True) == (run.returncode, "2 failed" in run.stdout), run.stdout
    assert "sums.other" in run.stdout


def test_a_claim_of_the_lock_that_is_gone_is_a_failure(tmp_path: Path) -> None:
    lock = '{"sums.gone": {"verdict": "PROVED", "extra": [], "parts": {}}}'
    write(tmp_path, {"mine/sums/good.py": GOOD, "mine/STATEMENTS.lock": lock})
    run = pytest_run("mine", cwd=tmp_path)
    assert (1, True) == (run.returncode, "sums.gone, which no file declares" in run.stdout), run.stdout
    assert "sums.good: ERROR, promised PROVED: it is not in the lock" in run.stdout


def test_without_theorem_files_the_plugin_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"test_x.py": "import sys\ndef test_x():\n    assert 'sympy' not in sys.modules and 'torch' not in sys.modules\n"})
    run = pytest_run("-v", cwd=tmp_path)
    assert (0, True) == (run.returncode, "1 passed" in run.stdout), run.stdout


def test_what_may_declare_claims_is_not_passed_over(tmp_path: Path) -> None:
    loop = GOOD.replace('claim = Claim("sums.good"', 'for name in ("good",):\n    claim = Claim(f"sums.{name}"')
    write(tmp_path, {"mine/sums/loop.py": loop, "mine/sums/broken.py": GOOD + "(", "mine/sums/latin.py": ""})
    (tmp_path / "mine/sums/latin.py").write_bytes(GOOD.replace("More", "M\xe4hr").encode("latin-1"))
    run = pytest_run("mine", cwd=tmp_path)
    assert (1, True) == (run.returncode, "2 failed, 1 passed" in run.stdout), run.stdout


def test_a_store_that_is_of_no_use_costs_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"theorems/sums/good.py": GOOD, "folder/x": "", "old.sqlite": "no database" * 1000})
    for name, said in {"folder": "the run goes on without a store", "old.sqlite": "the store is set aside"}.items():
        monkeypatch.setenv("GAPROOF_STORE", str(tmp_path / name))
        run = pytest_run("theorems", cwd=tmp_path)
        assert (0, True, True) == (run.returncode, "1 passed" in run.stdout, said in run.stdout), run.stdout


@pytest.mark.parametrize("text", ["-1", "nan", "soon"])
def test_a_time_without_sense_is_refused(tmp_path: Path, text: str) -> None:
    run = pytest_run(f"--gaproof-timeout={text}", cwd=tmp_path)
    assert 4 == run.returncode and f"invalid seconds value: '{text}'" in run.stderr, run.stderr


def test_a_claim_is_found_under_another_name_of_its_class(tmp_path: Path) -> None:
    renamed = TWO.replace("import Claim", "import Claim as Statement").replace("Claim(", "Statement (")
    write(tmp_path, {"mine/two.py": renamed})
    run = pytest_run("mine", cwd=tmp_path)
    assert (1, True) == (run.returncode, "1 failed, 1 passed" in run.stdout), run.stdout
