"""``gaproof axioms`` says which axioms there are, where each is proved, and what rests on it; a theorem file's own are never hidden."""

import json
from pathlib import Path

import pytest

from gaproof.proof.axioms import STANDARD
from tests.cli.command import Run, check, gaproof, theorem, write
from tests.cli.linked import FILES, Linked

STRONGER = """
from gaproof.tactics import forward as f
return f.spec(p.axiom("quartic", ForAll(y, Le(0, y * y * y * y)), source="Me", why="as before"), x)
"""

OWN = '    an axiom of the theorem file; Me <2020>, p. 7\n    not proved here: squares are "obvious"\n'


@pytest.fixture(scope="module")
def index(linked: Linked) -> Run:
    return linked.run("axioms")


def block(text: str, name: str) -> list[str]:
    """The lines about an axiom."""
    (found,) = (part.splitlines() for part in text.split("\n\n") if part.startswith(f"{name}:"))
    return found


def test_every_axiom_has_its_formula_its_source_and_its_reason(index: Run) -> None:
    for name, axiom in STANDARD.items():
        assert [f"  {axiom.source}", f"  not proved here: {axiom.why}"] == block(index.out, name)[1:3]
    assert "exp_tangent:  1 + t ≤ exp(t)" in index.out


def test_claims_are_listed_by_how_they_come_to_rest_on_an_axiom(index: Run) -> None:
    assert ["  directly:  sums.quartic", "  through sums.quartic:  sums.on_quartic"] == block(index.out, "quartic")[3:]
    assert ["  directly:  sums.tangent"] == block(index.out, "exp_tangent")[3:]
    assert ["  nothing here rests on it"] == block(index.out, "floor")[3:]


def test_claims_without_axioms_and_those_not_proved_are_named(index: Run) -> None:
    assert 1 == index.status
    assert "\non no axiom:  sums.declares, sums.twice, sums.uses, sums.uses_near, sums.vacuous\n" in index.out
    assert "\nnot known:  sums.hard, which is UNPROVED\n" in index.out


def test_an_axiom_of_a_theorem_file_is_marked(index: Run) -> None:
    quartic = block(index.out, "quartic")
    assert "quartic:  0 ≤ x²·x·x" == quartic[0]
    assert ["  an axiom of the theorem file; Me <2020>, p. 7", '  not proved here: squares are "obvious"'] == quartic[1:3]


def test_the_axioms_of_a_claim_come_part_by_part_and_with_where_they_come_from(linked: Linked) -> None:
    run = linked.run("axioms", "sums.on_quartic", "sums.twice", "sums.hard")
    assert "sums.on_quartic  PROVED\n  rests on quartic (through sums.quartic)\n" in run.out
    assert "sums.twice  PROVED\n  rests on no axiom\n" in run.out
    assert "sums.hard  UNPROVED\n  what it rests on is not known, since it is not proved" in run.out


def test_an_axiom_of_a_theorem_file_shows_wherever_a_claim_that_rests_on_it_does(linked: Linked) -> None:
    assert f"Axioms\n  quartic:  0 ≤ x²·x·x\n{OWN}" in linked.run("show", "sums.on_quartic").out
    store = ("--store", linked.place / "store.sqlite")
    run, report = check("sums.on_quartic", "--in", linked.folder, *store, cwd=linked.place)
    (row,) = (line for line in run.out.splitlines() if line.startswith("sums.on_quartic"))
    assert ["quartic", "sums.quartic"] == row.split()[-2:], "it stands in the table"
    assert ["quartic"] == report["theorems"]["sums.on_quartic"]["modulo"]


def test_an_axiom_of_a_theorem_file_is_in_the_lock_by_its_formula(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/sums/quartic.py": FILES["sums/quartic.py"]}) / "mine"
    assert 0 == gaproof("lock", mine, cwd=tmp_path).status
    lock = json.loads((mine / "STATEMENTS.lock").read_text(encoding="utf-8"))
    assert ["quartic"] == list(lock["sums.quartic"]["parts"][""]["axioms"])
    write(
        tmp_path,
        {"mine/sums/quartic.py": theorem("sums.quartic", "Le(0, x * x * x * x)", STRONGER).replace("import Eq", "import Eq, ForAll")},
    )
    _, report = check("sums.quartic", "--in", mine, "--no-store", cwd=tmp_path)
    assert "rests on quartic, which the lock does not allow" in report["theorems"]["sums.quartic"]["message"]


def test_misuse_is_status_2(linked: Linked) -> None:
    run = linked.run("axioms", "sums.quartik")
    assert (2, "") == (run.status, run.out)
    assert "did you mean sums.quartic" in run.err
