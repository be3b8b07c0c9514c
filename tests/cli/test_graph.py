"""``gaproof graph``: what is drawn, where to, and what is said about it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.command import Run
from tests.cli.linked import FILES, Linked


@pytest.fixture(scope="module")
def run(linked: Linked) -> Run:
    return linked.run("graph", "--format", "json")


@pytest.fixture(scope="module")
def document(run: Run) -> Any:
    return json.loads(run.out)


def edges(document: Any, tail: str) -> list[tuple[str, str]]:
    return [(edge["to"], edge["kind"]) for edge in document["edges"] if edge["from"] == tail]


def test_the_edges_are_what_derivations_rest_on_what_proofs_ask_for_and_what_authors_say(document: Any) -> None:
    assert [("sums.twice", "used")] == edges(document, "sums.uses")
    assert [("sums.hard", "asked")] == edges(document, "sums.deeper"), "a proof that failed keeps its edges"
    assert [("sums.hard", "declared"), ("sums.quartic", "asked"), ("sums.twice", "used")] == edges(document, "sums.declares")


def test_every_claim_is_in_it_with_its_verdict(document: Any) -> None:
    verdicts = {node["id"]: node["verdict"] for node in document["nodes"]}
    assert {file.removesuffix(".py").replace("/", ".") for file in FILES} == set(verdicts)
    assert ("PROVED", "UNPROVED", "ERROR") == (verdicts["sums.uses"], verdicts["sums.deep"], verdicts["sums.uses_near"])


def test_circles_and_notes_are_said(run: Run, document: Any) -> None:
    assert [["sums.circle_a", "sums.circle_b", "sums.circle_c", "sums.circle_a"]] == document["cycles"]
    assert "gaproof: circular use: sums.circle_a → sums.circle_b → sums.circle_c → sums.circle_a\n" in run.err
    assert "gaproof: sums.declares declares that it uses sums.hard, which its proofs do not rest on\n" in run.err
    assert "gaproof: sums.declares rests on sums.twice, which it does not declare\n" in run.err
    assert "gaproof: sums.declares asks for sums.quartic (p.use), which its proofs do not rest on\n" in run.err


def test_the_status_is_that_of_check(linked: Linked, run: Run) -> None:
    assert (1, 0) == (run.status, linked.run("graph", "sums.uses").status)


def test_what_is_used_but_not_asked_for_is_drawn_and_marked(linked: Linked) -> None:
    nodes = json.loads(linked.run("graph", "sums.deep", "--format", "json").out)["nodes"]
    assert [("sums.deep", True, "UNPROVED"), ("sums.deeper", False, "UNPROVED"), ("sums.hard", False, "UNPROVED")] == [
        (node["id"], node["selected"], node["verdict"]) for node in nodes
    ]


@pytest.mark.parametrize(
    ("name", "start"), [("g.svg", "<svg "), ("g.dot", "digraph "), ("g.gv", "digraph "), ("g.mmd", "flowchart "), ("g.json", "{")]
)
def test_the_suffix_of_the_file_says_what_is_written(linked: Linked, tmp_path: Path, name: str, start: str) -> None:
    run = linked.run("graph", "sums.uses", "--out", tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert (0, "", start) == (run.status, run.out, text[: len(start)])
    if name == "g.svg":
        ElementTree.fromstring(text)


def test_without_a_file_dot_is_printed(linked: Linked) -> None:
    assert linked.run("graph", "sums.uses").out.startswith("digraph gaproof {\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "nonsense"], "'nonsense' is not one of"),
        (["--out", "g.png"], "g.png does not say what to write: give --format"),
        (["sums.twise"], "did you mean sums.twice"),
        (["sums.uses", "--out", "nowhere/g.svg"], "nowhere/g.svg"),
    ],
)
def test_misuse_is_status_2(linked: Linked, arguments: list[str], said: str) -> None:
    run = linked.run("graph", *arguments)
    assert (2, "") == (run.status, run.out)
    assert said in run.err


def test_check_does_not_pay_for_networkx() -> None:
    listing = "import sys, gaproof.runner.checking, gaproof.report.terminal; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.split()
    assert "gaproof.runner.checking" in loaded
    assert "networkx" not in loaded
