"""What ``gaproof check`` says of good and bad theorem files; one bad theorem never stops the others."""

from pathlib import Path
from typing import Any

import pytest

from gaproof import __version__
from tests.cli.command import Run, check, near_miss, theorem, write

FORGED = """
from gaproof.proof import theorem as module
from gaproof.proof.theorem import Theorem
fake = object.__new__(Theorem)
nothing = frozenset()
parts = {"hypotheses": nothing, "conclusion": p.goal, "axioms": nothing, "rule": "linear", "premises": (), "params": {}}
for name, value in parts.items():
    object.__setattr__(fake, name, value)
for cell in module.genuine.__closure__:
    cell.cell_contents.add(fake)
return fake
"""
PATCHED = """
from gaproof.proof import normal, rules
rules._vanishes = lambda t: None
rules.residue = normal.residue = lambda t: {}
return p.identity()
"""
PRINTS = """
import os
print("{}")
os.write(1, b"noise")
return p.identity()
"""
FILES = {
    "sums/twice.py": theorem("sums.twice", more=near_miss("Eq(x + x, 3 * x)")),
    "sums/uses.py": theorem("sums.uses", "Eq(y + y, 2 * y)", 'return p.use("sums.twice", values={x: y})'),
    "sums/open.py": theorem("sums.open", "Eq(x / x, 1)"),
    "sums/hard.py": theorem("sums.hard", "Lt(x, exp(x))", "return p.auto()"),
    "sums/bare.py": theorem("sums.bare").partition("@claim.proof")[0],
    "sums/false.py": theorem("sums.false", "Eq(x + x, 3 * x)"),
    "sums/uses_open.py": theorem("sums.uses_open", "Eq(y / y, 1)", 'return p.use("sums.open", values={x: y})'),
    "sums/near.py": theorem("sums.near", more=near_miss("Eq(x + x + y, 2 * x + y)")),
    "sums/uses_near.py": theorem("sums.uses_near", "Eq(y + y, 2 * y)", 'return p.use("sums.near", values={x: y})'),
    "sums/vacuous.py": theorem("sums.vacuous", given='{"low": Lt(x, 0), "high": Lt(0, x)}'),
    "sums/circle_a.py": theorem("sums.circle_a", proof='return p.use("sums.circle_b")'),
    "sums/circle_b.py": theorem("sums.circle_b", proof='return p.use("sums.circle_a")'),
    "sums/unknown.py": theorem("sums.unknown", proof='return p.use("sums.twise")'),
    "sums/raises.py": theorem("sums.raises", proof="return 1 / 0"),
    "sums/exits.py": theorem("sums.exits", proof="raise SystemExit(0)"),
    "sums/dies.py": theorem("sums.dies", proof="import os\nos._exit(0)"),
    "sums/crashes.py": theorem("sums.crashes", proof="import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"),
    "sums/prints.py": theorem("sums.prints", proof=PRINTS, more='print("loud")'),
    "sums/reads.py": theorem("sums.reads", proof="return input()"),
    "sums/elsewhere.py": theorem("sums.other_place"),
    "sums/half.py": theorem("sums.half", more='raise ValueError("after the claim")'),
    "sums/last.py": theorem("sums.last"),
    "_shared.py": "raise ValueError",
    "conftest.py": "raise ValueError",
    ".venv/lib.py": "raise ValueError",
    "sums/parts.py": """
from gaproof import Claim
from gaproof.terms import Eq, scalar
x = scalar("x")
claim = Claim("sums.parts")
good = claim.part("good", shows=Eq(x - x, 0))
bad = claim.part("bad", shows=Eq(x / x, 1))
good.proof(lambda p: p.identity())
bad.proof(lambda p: p.identity())
""",
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, Any]]:
    root = tmp_path_factory.mktemp("check")
    return check(write(root / "theorems", FILES), cwd=root, evidence=True)


@pytest.fixture(scope="module")
def theorems(checked: tuple[Run, dict[str, Any]]) -> dict[str, Any]:
    return checked[1]["theorems"]


@pytest.mark.parametrize(
    ("id", "verdict", "message"),
    [
        ("sums.twice", "PROVED", ""),
        ("sums.uses", "PROVED", ""),
        ("sums.open", "REFUTED", "tries it again; its proof: open obligation: x ≠ 0"),
        ("sums.uses_open", "REFUTED", "it uses sums.open, which is not proved: open obligation: x ≠ 0"),
        ("sums.hard", "UNPROVED", "not obvious: x < exp(x)"),
        ("sums.bare", "TESTED", "no proof is given; it holds at"),
        ("sums.false", "REFUTED", "it fails at x = "),
        ("sums.near", "ERROR", "the near miss “planted” came out proved"),
        ("sums.uses_near", "ERROR", "it uses sums.near, which is ERROR"),
        ("sums.vacuous", "VACUOUS", "no model of its hypotheses is known"),
        ("sums.circle_a", "ERROR", "circular use: sums.circle_a → sums.circle_b → sums.circle_a"),
        ("sums.circle_b", "ERROR", "circular use: sums.circle_b → sums.circle_a → sums.circle_b"),
        ("sums.unknown", "UNPROVED", "no claim has the id 'sums.twise': did you mean sums.twice"),
        ("sums.raises", "ERROR", "sums/raises.py:15: ZeroDivisionError: division by zero"),
        ("sums.exits", "ERROR", "SystemExit: 0"),
        ("sums.dies", "ERROR", "the process that worked on it ended with status 0"),
        ("sums.crashes", "ERROR", "the process that worked on it was killed by SIGSEGV"),
        ("sums.prints", "PROVED", ""),
        ("sums.reads", "ERROR", "EOFError"),
        ("sums.other_place", "ERROR", "but its place is"),
        ("sums.half", "ERROR", "sums/half.py:17: ValueError: after the claim"),
        ("sums.last", "PROVED", ""),
        ("sums.parts", "REFUTED", "part 'bad': open obligation: x ≠ 0"),
    ],
)
def test_every_claim_gets_its_own_verdict(theorems: dict[str, Any], id: str, verdict: str, message: str) -> None:
    assert (verdict, True) == (theorems[id]["verdict"], message in theorems[id]["message"]), theorems[id]


def test_the_status_is_1_when_a_claim_fails_and_every_file_was_loaded(checked: tuple[Run, dict[str, Any]]) -> None:
    assert 1 == checked[0].status


def test_what_theorem_files_print_goes_to_stderr(checked: tuple[Run, dict[str, Any]]) -> None:
    assert "loud" in checked[0].err
    assert "loud" not in checked[0].out


def test_uses_are_what_the_derivation_stands_on(theorems: dict[str, Any]) -> None:
    assert ["sums.twice"] == theorems["sums.uses"]["uses"]
    assert [] == theorems["sums.twice"]["uses"]


def test_the_table_has_a_line_for_each_claim_and_the_failures_below(checked: tuple[Run, dict[str, Any]]) -> None:
    table, _, below = checked[0].out.partition("\n\n")
    assert list(checked[1]["theorems"]) == [line.split()[0] for line in table.splitlines()[2:]]
    assert "sums.hard: UNPROVED, promised PROVED: not obvious" in below
    assert "4 PROVED" in below


def test_the_json_report_has_the_promised_shape(checked: tuple[Run, dict[str, Any]]) -> None:
    _, report = checked
    assert {"gaproof", "theorems", "summary"} == set(report)
    assert __version__ == report["gaproof"]
    assert len(report["theorems"]) == sum(report["summary"].values())
    one = report["theorems"]["sums.twice"]
    claim = {
        "coq",
        "verdict",
        "promised",
        "message",
        "extra",
        "modulo",
        "uses",
        "notes",
        "statement_digest",
        "parts",
        "proof",
        "numeric",
        "necessity",
    }
    assert claim == set(one)
    assert {"steps", "seconds", "replayed"} == set(one["proof"])
    assert (True, []) == (one["proof"]["replayed"], one["modulo"])
    assert one["parts"][""]["digest"] == one["statement_digest"]


def test_what_only_looks_proved_is_refused_by_the_replay(tmp_path: Path) -> None:
    forged = {
        "mine/forged.py": theorem("sums.forged", "Eq(x, x + 1)", FORGED),
        "mine/patched.py": theorem("sums.patched", "Eq(x, x + 1)", PATCHED),
        "mine/twice.py": theorem("sums.twice", more=near_miss("Eq(x + x, 3 * x)")),
    }
    run, report = check(write(tmp_path, forged) / "mine", cwd=tmp_path)
    assert 1 == run.status
    for id in ("sums.forged", "sums.patched"):
        assert ("ERROR", False) == (report["theorems"][id]["verdict"], report["theorems"][id]["proof"]["replayed"])
        assert "replay refused its certificate" in report["theorems"][id]["message"]
    assert "PROVED" == report["theorems"]["sums.twice"]["verdict"], "a file that patches the kernel has cost another its proof"
