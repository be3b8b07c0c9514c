"""Which files are checked, and what is said of those that cannot be."""

from pathlib import Path

import pytest

from tests.cli.command import check, gaproof, theorem, write

GOOD = theorem("sums.twice")


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("anchor.shfit", "no claim has the id 'anchor.shfit': did you mean anchor.shift"),
        ("nowhere.*", "no claim matches 'nowhere.*'"),
        ("nowhere/", "no such file or folder"),
        ("nowhere.py", "no such file or folder"),
        ("empty", "nothing to check: no theorem files (*.py) below"),
    ],
)
def test_what_does_not_exist_is_a_usage_error_in_one_line(tmp_path: Path, selector: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    run = gaproof("check", "--proof-only", selector, cwd=tmp_path)
    assert (2, "") == (run.status, run.out)
    assert said in run.err
    assert 1 == run.err.count("\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import nothing_of_this_name", "bad.py:1: ModuleNotFoundError: No module named 'nothing_of_this_name'"),
        ("x = (", "bad.py:1: SyntaxError: '(' was never closed"),
        ("x = 1", "it declares no claim"),
        ("import os\nos._exit(7)", "ended with status 7"),
        ("raise SystemExit", "bad.py:1: SystemExit"),
        ("raise KeyboardInterrupt", "the process that worked on it"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named_and_stops_no_other(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, {"mine/bad.py": text, "mine/twice.py": GOOD})
    run, report = check("mine", cwd=tmp_path)
    assert (2, "PROVED") == (run.status, report["theorems"]["sums.twice"]["verdict"])
    (line,) = (line for line in run.err.splitlines() if line.startswith("gaproof: cannot load"))
    assert "mine/bad.py" in line and said in line
    assert 1 == len(report["errors"])


def test_a_claim_that_hangs_is_stopped(tmp_path: Path) -> None:
    write(tmp_path, {"mine/hangs.py": theorem("sums.hangs", proof="while True: pass"), "mine/twice.py": GOOD})
    run, report = check("mine", "--timeout", 4, cwd=tmp_path)
    assert 1 == run.status
    assert "it took longer than 4 s (--timeout)" == report["theorems"]["sums.hangs"]["message"]
    assert "PROVED" == report["theorems"]["sums.twice"]["verdict"]


def test_an_id_that_two_files_declare_is_an_error_naming_both(tmp_path: Path) -> None:
    write(tmp_path, {"mine/a.py": GOOD, "mine/b.py": GOOD})
    run, report = check("mine", cwd=tmp_path)
    assert (1, "ERROR") == (run.status, report["theorems"]["sums.twice"]["verdict"])
    assert all(name in report["theorems"]["sums.twice"]["message"] for name in ("mine/a.py", "mine/b.py"))


def test_a_users_folder_called_theorems_does_not_hide_the_installed_one(tmp_path: Path) -> None:
    more = (
        "import theorems\nfrom pathlib import Path\nfrom gaproof.runner.sources import INSTALLED\n"
        "if Path(theorems.__file__).parent != INSTALLED:\n    raise ValueError(theorems.__file__)\n"
    )
    write(tmp_path, {"theorems/sums/twice.py": GOOD + more, "theorems/__init__.py": "raise ValueError"})
    for selector in ("theorems", "theorems/sums/twice.py", "theorems/sums"):
        run, report = check(selector, cwd=tmp_path)
        assert (0, ["sums.twice"]) == (run.status, list(report["theorems"])), run.err


def test_the_current_folder_hides_no_module(tmp_path: Path) -> None:
    write(tmp_path, {"gaproof/__init__.py": "raise ValueError", "json.py": "raise ValueError", "mine/twice.py": GOOD})
    assert 0 == gaproof("check", "--proof-only", "mine", cwd=tmp_path).status


def test_ids_are_looked_up_in_another_folder_on_request(tmp_path: Path) -> None:
    write(tmp_path, {"mine/sums/twice.py": GOOD, "mine/sums/thrice.py": theorem("sums.thrice")})
    run, report = check("sums.tw*", "--in", "mine", cwd=tmp_path)
    assert (0, ["sums.twice"]) == (run.status, list(report["theorems"]))
    assert "did you mean sums.twice" in gaproof("show", "sums.twise", "--in", "mine", cwd=tmp_path).err


def test_a_file_is_checked_with_the_claims_that_it_uses_beside_it(tmp_path: Path) -> None:
    uses = theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.twice", values={x: y})')
    write(tmp_path, {"mine/sums/twice.py": theorem("sums.twice", given='{"a": Lt(x, 0), "b": Lt(0, x)}'), "mine/sums/uses.py": uses})
    run, report = check("mine/sums/uses.py", cwd=tmp_path)
    assert (1, ["sums.uses"]) == (run.status, list(report["theorems"]))


def test_files_share_definitions_by_relative_imports(tmp_path: Path) -> None:
    shared = GOOD.replace("x, y = scalar", "from ._shared import x\ny, _ = scalar")
    write(tmp_path, {"mine/sums/twice.py": shared, "mine/sums/_shared.py": "from gaproof.terms import scalar\nx = scalar('x')"})
    run = gaproof("check", "--proof-only", "mine", cwd=tmp_path)
    assert 0 == run.status, run.err


def test_a_claim_made_by_a_function_of_another_file_belongs_to_the_file_that_calls_it(tmp_path: Path) -> None:
    maker = "from gaproof import Claim\n\ndef make(id, shows):\n    return Claim(id, shows=shows)\n"
    text = GOOD.replace('Claim("sums.twice", shows=Eq(x + x, 2 * x), given={})', 'make("sums.twice", Eq(x + x, 2 * x))')
    write(tmp_path, {"mine/_maker.py": maker, "mine/twice.py": "from ._maker import make\n" + text})
    run = gaproof("check", "--proof-only", "mine/twice.py", cwd=tmp_path)
    assert 0 == run.status, run.err


def test_an_id_that_one_file_declares_twice_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"mine/twice.py": GOOD + 'claim = Claim("sums.twice", shows=Eq(x, x))\n'})
    run, report = check("mine", cwd=tmp_path)
    assert (1, "ERROR") == (run.status, report["theorems"]["sums.twice"]["verdict"])
    assert "it declares sums.twice twice" in report["theorems"]["sums.twice"]["message"]


def test_a_report_that_cannot_be_written_costs_only_the_report(tmp_path: Path) -> None:
    write(tmp_path, {"mine/twice.py": GOOD})
    run = gaproof("check", "--proof-only", "mine", "--json", "nowhere/report.json", cwd=tmp_path)
    assert 2 == run.status
    assert "nowhere/report.json" in run.err
    assert "1 PROVED" in run.out


def test_a_file_that_says_that_it_lies_elsewhere_is_proved_as_any_other(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/twice.py": theorem("sums.twice") + '\n__file__ = "elsewhere"\n'}) / "mine"
    run, report = check(mine, "--no-store", cwd=tmp_path)
    assert (0, "PROVED") == (run.status, report["theorems"]["sums.twice"]["verdict"]), run.err
