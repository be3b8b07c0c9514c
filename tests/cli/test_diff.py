"""``gaproof diff`` exits with 0 if nothing got weaker, 1 if something did, 2 for what is no report; it accepts evidence when told to."""

import json
from pathlib import Path
from typing import Any

import pytest

from gaproof.report.json_report import document
from gaproof.runner.verdict import Verdict
from tests.cli.command import gaproof
from tests.report.made import base, checked, outcome


def write(path: Path, report: Any) -> Path:
    path.write_text(json.dumps(report), encoding="utf-8")
    return path


@pytest.fixture
def strong(tmp_path: Path) -> Path:
    return write(tmp_path / "strong.json", base())


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    return write(tmp_path / "weak.json", document(checked(outcome(verdict=Verdict.UNPROVED, message="open"))))


def test_the_same_report_twice_is_no_change(strong: Path) -> None:
    run = gaproof("diff", strong, strong)
    assert (0, "the evidence is the same\n", "") == (run.status, run.out, run.err)


def test_weaker_is_1_and_stronger_is_0(strong: Path, weak: Path) -> None:
    there, back = gaproof("diff", strong, weak), gaproof("diff", weak, strong)
    assert (1, 0) == (there.status, back.status)
    assert there.out.startswith("WEAKER\n  anchor.shift: verdict: PROVED → UNPROVED\nDISAPPEARED\n  anchor.row: it was UNPROVED\n")
    assert back.out.startswith("APPEARED\n  anchor.row: it is UNPROVED\nSTRONGER\n  anchor.shift: verdict: UNPROVED → PROVED\n")


def test_what_is_no_report_is_2_and_a_line(strong: Path, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.json", {"theorems": {}})
    for arguments in ((strong, bad), (bad, strong), (strong, tmp_path / "none.json"), (strong, tmp_path), (bad, strong, "--accept")):
        run = gaproof("diff", *arguments)
        assert (2, "", 1) == (run.status, run.out, len(run.err.splitlines()))
        assert run.err.startswith("gaproof: ") and "expected a report" in run.err
    assert {"theorems": {}} == json.loads(bad.read_text())


def test_the_page_for_a_summary_is_written_as_well(strong: Path, weak: Path, tmp_path: Path) -> None:
    run = gaproof("diff", strong, weak, "--markdown", tmp_path / "page.md")
    assert 1 == run.status
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("## gaproof diff: 1 weaker, 1 disappeared\n\n### Weaker\n")


def test_a_page_that_cannot_be_written_is_2_and_a_line(strong: Path, tmp_path: Path) -> None:
    run = gaproof("diff", strong, strong, "--markdown", tmp_path / "none" / "page.md")
    assert (2, 1) == (run.status, len(run.err.splitlines()))


def test_accepted_evidence_is_what_later_runs_are_compared_with(weak: Path, strong: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "evidence.json"
    first = gaproof("diff", accepted, strong, "--accept")
    assert (0, "2 appeared") == (first.status, first.out.splitlines()[-1])
    text = accepted.read_text(encoding="utf-8")
    assert "seconds" not in text and "worst_ratio" not in text
    other = base()
    other["theorems"]["anchor.row"]["proof"]["seconds"] = 77.0
    assert 0 == gaproof("diff", accepted, write(strong, other), "--accept").status
    assert text == accepted.read_text(encoding="utf-8"), "it changed though the evidence is the same"
    assert 0 == gaproof("diff", accepted, weak, "--accept").status
    assert 0 == gaproof("diff", accepted, weak).status
