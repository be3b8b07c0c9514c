"""The numeric evidence on the command line: what refutes a claim is written, tried again, and said; options are looked at first."""

import json
from pathlib import Path

import pytest

from tests.cli.command import check, gaproof, theorem, write

FALSE = theorem("sums.false", "Le(x, exp(y))")
TRUE = theorem("sums.twice")


@pytest.fixture(scope="module")
def refuted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which a false claim was checked, and what was printed."""
    root = tmp_path_factory.mktemp("refuted")
    run, report = check(write(root, {"mine/false.py": FALSE, "mine/twice.py": TRUE}) / "mine", cwd=root, evidence=True)
    assert (1, "REFUTED", "PROVED") == (run.status, *(report["theorems"][f"sums.{name}"]["verdict"] for name in ("false", "twice")))
    return root, run.out


def test_what_refutes_a_claim_is_written_to_a_file_that_fails_again(refuted: tuple[Path, str]) -> None:
    root, out = refuted
    assert "`gaproof check counterexamples/sums.false.json` tries it again" in out
    run = gaproof("check", "counterexamples/sums.false.json", cwd=root)
    assert (1, True) == (run.status, "sums.false: REFUTED: it fails at" in run.out)


def test_a_counterexample_that_holds_now_says_so(refuted: tuple[Path, str]) -> None:
    root, _ = refuted
    document = json.loads((root / "counterexamples/sums.false.json").read_text(encoding="utf-8"))
    document["values"] = {"x": 0, "y": 0}
    write(root, {"edited.json": json.dumps(document)})
    run = gaproof("check", "edited.json", cwd=root)
    assert (0, "sums.false: it holds there now\n") == (run.status, run.out)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not a counterexample"),
        (
            '{"format": "x", "claim": "a", "part": "", "file": "b", "statement": "d", "sizes": {}, "values": {}, "case": 0}',
            "its format is 'x'",
        ),
        ("[]", "not a counterexample"),
    ],
)
def test_a_file_that_is_no_counterexample_is_an_error(refuted: tuple[Path, str], content: str, said: str) -> None:
    root, _ = refuted
    write(root, {"bad.json": content})
    run = gaproof("check", "bad.json", cwd=root)
    assert (2, True) == (run.status, said in run.err), run.err


def test_a_counterexample_to_another_statement_is_an_error(refuted: tuple[Path, str], tmp_path: Path) -> None:
    root, _ = refuted
    document = json.loads((root / "counterexamples/sums.false.json").read_text(encoding="utf-8"))
    write(tmp_path, {"mine/false.py": theorem("sums.false", "Le(x, 2 * exp(y))")})
    write(tmp_path, {"old.json": json.dumps({**document, "file": str(tmp_path / "mine/false.py")})})
    run = gaproof("check", "old.json", cwd=tmp_path)
    assert (2, True) == (run.status, "another statement" in run.err)


def test_the_report_says_how_hard_was_tried(tmp_path: Path) -> None:
    shaky = theorem("sums.shaky", "Le(exp(x), exp(y))", "return p.auto()", given='{"order": Le(x, y)}')
    options = ("--level", "quick", "--seed", 7, "--models", 24, "--dtype", "float32")
    run, report = check(write(tmp_path, {"mine/shaky.py": shaky}) / "mine", *options, cwd=tmp_path, evidence=True)
    assert "numeric evidence: level quick, seed 7, float32 on cpu" in run.out
    found = report["theorems"]["sums.shaky"]
    numeric = found["numeric"]
    assert ("quick", 7, "float32", "cpu") == tuple(numeric[name] for name in ("level", "seed", "dtype", "device"))
    assert {"killed", "equivalent", "noticed", "total", "survivors"} == set(numeric["mutants"]) == set(numeric["bugs"])
    assert numeric["models"] > 0 and numeric["worst_ratio"] <= 1
    assert {"order": "not known"} == found["necessity"]


def test_the_same_seed_gives_the_same_figures(tmp_path: Path) -> None:
    write(tmp_path, {"mine/twice.py": theorem("sums.near", "Le(x * x, x * x + y * y)", "return p.auto()")})
    figures = []
    for seed in (1, 1, 2):
        _, report = check("mine", "--seed", seed, cwd=tmp_path, evidence=True)
        numeric = report["theorems"]["sums.near"]["numeric"]
        figures.append({k: v for k, v in numeric.items() if k not in ("seconds", "seed")})
    assert figures[0] == figures[1]


def test_without_the_numeric_extra_it_is_said_that_the_evidence_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gaproof.report.terminal import print_left_out
    from gaproof.runner import attacking

    monkeypatch.setattr(attacking, "NEEDS", ("json", "no_such_package"))
    assert ["no_such_package"] == attacking.left_out()
    print_left_out(attacking.left_out())
    assert "no numeric evidence: no_such_package is not installed; pip install 'gaproof[numeric]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--device", "cuda"), "there is no cuda device here"),
        (("--device", "mps"), "there is no mps device here"),
        (("--dtype", "float8"), "'float8' is not one of"),
        (("--level", "easy"), "'easy' is not one of"),
        (("--models", 0), "0 is not in the range"),
    ],
)
def test_a_bad_option_is_refused_before_anything_is_done(tmp_path: Path, options: tuple[object, ...], said: str) -> None:
    run = gaproof("check", write(tmp_path, {"mine/twice.py": TRUE}) / "mine", *options, cwd=tmp_path)
    assert (2, "", True) == (run.status, run.out, said in run.err)


def test_a_claim_that_kills_its_process_in_the_evidence_costs_no_other_its_own(tmp_path: Path) -> None:
    dies = (
        "import os, sys\n\n\ndef end():\n    if 'gaproof.evidence.gathering' in sys.modules:\n        os._exit(3)\n\n\n"
        "class Part(type(claim.only)):\n    @property\n    def statement(self):\n        end()\n        return claim.only.statement\n"
    )
    more = f"{dies}\n\nbase = claim.parts['']\nclaim.parts['odd'] = Part(claim, 'odd', {{}}, Eq(x, x), _prove=lambda p: p.identity())\n"
    files = {"mine/dies.py": theorem("sums.dies", more=more), "mine/twice.py": TRUE}
    run, report = check(write(tmp_path, files) / "mine", "-j", 1, cwd=tmp_path, evidence=True)
    assert "PROVED" == report["theorems"]["sums.twice"]["verdict"], run.err
    assert report["theorems"]["sums.twice"]["numeric"]["models"] > 0
    assert "ERROR" == report["theorems"]["sums.dies"]["verdict"]
