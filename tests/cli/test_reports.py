"""The reports of ``gaproof check`` for other programs are written whatever a theorem file says."""

import json
from pathlib import Path
from xml.etree.ElementTree import parse

import pytest

from tests.cli.command import Run, gaproof, near_miss, theorem, write
from tests.report.made import NASTY

FILES = {
    "sums/twice.py": theorem("sums.twice", more=near_miss("Eq(x + x, x)")),
    "sums/raises.py": theorem("sums.raises", proof=f"raise ValueError({NASTY!a})"),
    "sums/broken.py": f"raise ValueError({NASTY!a})",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reports"), FILES)


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return gaproof("check", ".", "--proof-only", "--no-store", "--json", "x.json", "--junit", "x.xml", "--markdown", "x.md", cwd=folder)


def test_what_cannot_be_encoded_is_printed_as_escapes(run: Run) -> None:
    assert 2 == run.status
    assert "Traceback" not in run.err
    assert "\\ud800" in run.out and "\\ud800" in run.err


def test_all_three_reports_agree(run: Run, folder: Path) -> None:
    document = json.loads((folder / "x.json").read_text(encoding="utf-8"))
    assert {"sums.twice": "PROVED", "sums.raises": "ERROR"} == {id: c["verdict"] for id, c in document["theorems"].items()}
    assert 1 == len(document["errors"])
    root = parse(folder / "x.xml").getroot()
    assert ("3", "0", "2") == (root.get("tests"), root.get("failures"), root.get("errors"))
    headline = (folder / "x.md").read_text(encoding="utf-8").splitlines()[0]
    assert "## gaproof failed: 1 PROVED, 1 ERROR (1 below what the lock promises, 1 wrong besides)" == headline


def test_a_report_compares_with_itself(run: Run, folder: Path) -> None:
    assert 0 == gaproof("diff", "x.json", "x.json", cwd=folder).status
