"""``gaproof why`` goes down to what decides a verdict, and ends with what to do."""

from pathlib import Path

import pytest

from tests.cli.command import gaproof, theorem, write
from tests.cli.linked import Linked


def line_of(linked: Linked, id: str, text: str) -> str:
    """file:line of a text in the file of a claim."""
    file = linked.folder / f"{id.replace('.', '/')}.py"
    (number,) = (n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)
    return f"{file}:{number}"


def test_an_unproved_claim_is_explained_by_the_step_that_fails(linked: Linked) -> None:
    run = linked.run("why", "sums.hard")
    assert (1, "sums.hard  UNPROVED, promised PROVED") == (run.status, run.out.splitlines()[0])
    assert [
        "  not obvious: x < exp(x); nothing known gives x < exp(x)",
        f"  at {line_of(linked, 'sums.hard', 'return p.auto()')}:  return p.auto()",
        "what to do: mend the proof at the step above, then `gaproof check theorems/sums/hard.py`",
    ] == run.out.splitlines()[1:]


def test_a_folded_verdict_is_followed_down_to_the_first_claim_that_fails_by_itself(linked: Linked) -> None:
    lines = linked.run("why", "sums.deep").out.splitlines()
    assert ["  it uses sums.deeper, which is UNPROVED", "    it uses sums.hard, which is UNPROVED"] == lines[1:3]
    assert lines[3].startswith("      not obvious: x < exp(x)")
    assert lines[-1].endswith("then `gaproof check theorems/sums/hard.py`")
    lines = linked.run("why", "sums.uses_near").out.splitlines()
    assert ["  it uses sums.near, which is ERROR", "    the near miss “planted” came out proved"] == lines[1:3]
    assert "find the mistake in the proof" in lines[-1]


def test_a_vacuous_claim_is_explained_by_its_hypotheses(linked: Linked) -> None:
    out = linked.run("why", "sums.vacuous").out
    assert all(line in out.splitlines() for line in ("    low:  x < 0", "    high:  0 < x"))
    assert "what to do: give values at which the hypotheses hold" in out


@pytest.mark.parametrize(
    ("id", "circle"),
    [
        ("sums.circle_a", "sums.circle_a → sums.circle_b → sums.circle_c → sums.circle_a"),
        ("sums.circle_b", "sums.circle_b → sums.circle_c → sums.circle_a → sums.circle_b"),
        ("sums.circle_c", "sums.circle_c → sums.circle_a → sums.circle_b → sums.circle_c"),
        ("sums.parts", "part 'a': circular use: sums.parts[a] → sums.parts[b] → sums.parts[a]"),
    ],
)
def test_every_claim_of_a_circle_is_an_error_that_shows_it(linked: Linked, id: str, circle: str) -> None:
    out = linked.run("why", id).out
    assert f"{id}  ERROR" in out and circle in out
    assert "what to do: prove one of the claims on the circle without the others" in out


def test_a_claim_beside_a_circle_is_not_on_it(linked: Linked) -> None:
    lines = linked.run("why", "sums.beside").out.splitlines()
    assert ["sums.beside  UNPROVED, promised PROVED", "  it uses sums.circle_a, which is ERROR"] == lines[:2]


def test_a_proved_claim_is_explained_by_what_it_stands_on(linked: Linked) -> None:
    run = linked.run("why", "sums.on_quartic")
    assert 0 == run.status
    for said in (
        "sums.on_quartic  PROVED\n  certificate sha256 ",
        " steps, replayed in another process\n",
        "    quartic (through sums.quartic):  0 ≤ ",
        "      an axiom of the theorem file; Me <2020>, p. 7\n",
        "  it has no hypothesis\n",
        "  numeric evidence: none in this run\n",
        "  it uses\n    sums.quartic  PROVED\n",
    ):
        assert said in run.out
    assert "what to do" not in run.out


def test_what_a_proof_does_not_rest_on_is_noted(linked: Linked) -> None:
    run = linked.run("why", "sums.declares")
    assert 0 == run.status, "notes do not lower a verdict"
    assert [
        "  note: it declares that it uses sums.hard, which its proofs do not rest on",
        "  note: it rests on sums.twice, which it does not declare",
        "  note: it asks for sums.quartic (p.use), which its proofs do not rest on",
    ] == [line for line in run.out.splitlines() if "note" in line]


def test_a_refuted_claim_is_explained_by_a_model_and_the_command_that_tries_it_again(linked: Linked) -> None:
    run = linked.run("why", "sums.false", evidence=True)
    lines = run.out.splitlines()
    assert (1, "sums.false  REFUTED, promised PROVED", "  it fails at x = 0") == (run.status, lines[0], lines[1])
    assert lines[2].startswith("  its proof fails as well: open obligation: x ≠ 0")
    command = "`gaproof check counterexamples/sums.false.json`"
    assert f"  the model is in counterexamples/sums.false.json; {command} tries it again" in lines
    assert "REFUTED: it fails at x = 0" in gaproof("check", "counterexamples/sums.false.json", cwd=linked.place).out


def test_what_differs_from_the_lock_is_said(tmp_path: Path) -> None:
    mine = write(tmp_path, {"mine/sums/twice.py": theorem("sums.twice")}) / "mine"
    assert 0 == gaproof("lock", mine, cwd=tmp_path).status
    write(tmp_path, {"mine/sums/twice.py": theorem("sums.twice", given='{"positive": Lt(0, x)}')})
    run = gaproof("why", "sums.twice", "--in", mine, "--proof-only", "--no-store", cwd=tmp_path)
    assert 1 == run.status
    assert "  its statement is not the one in the lock: restore it" in run.out
    assert "  statement: gained the hypotheses positive; digest " in run.out
    assert "what to do: restore what the lock has, or run `gaproof lock`" in run.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sums.twise"], "no claim has the id 'sums.twise': did you mean sums.twice"),
        (["nowhere.*"], "no claim matches 'nowhere.*'"),
        ([], "Missing argument"),
    ],
)
def test_misuse_is_status_2(linked: Linked, arguments: list[str], said: str) -> None:
    run = linked.run("why", *arguments)
    assert (2, "") == (run.status, run.out)
    assert said in run.err
