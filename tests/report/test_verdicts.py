"""Tables keep their words whole, wherever they are printed."""

import pytest

from gaproof.report.verdicts import print_checked, summary
from gaproof.runner.checking import Checked
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict

LONG = "interaction.a_name_that_is_rather_long_for_a_claim"


def outcome(id: str, verdict: Verdict = Verdict.PROVED, message: str = "") -> Outcome:
    axioms = {"archimedes": "1", "exp_tangent": "2", "floor": "3"}
    return Outcome(id, verdict, message, parts={"": PartOutcome("d", [], axioms)}, uses=["link.positive", LONG], replayed=True)


CHECKED = Checked({LONG: outcome(LONG), "link.luce": outcome("link.luce", Verdict.UNPROVED, "open obligation: x ≠ 0")}, seconds=1.5)


@pytest.mark.parametrize("columns", ["", "20", "80", "200"])
def test_no_word_of_the_table_is_cut_at_any_width(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    print_checked(CHECKED)
    words = capsys.readouterr().out.split()
    for word in (LONG, "link.luce", "PROVED", "UNPROVED", "archimedes,", "floor", "✓"):
        assert word in words


def test_failures_and_counts_follow_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_checked(CHECKED)
    out = capsys.readouterr().out
    assert "link.luce: UNPROVED, promised PROVED: open obligation: x ≠ 0\n    what to do: add a hypothesis" in out
    assert "1 PROVED, 1 UNPROVED in 1.5 s" == out.strip().splitlines()[-1]


def test_of_many_claims_there_is_a_row_for_each_chapter_and_for_each_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    many = {f"sums.t{k}": outcome(f"sums.t{k}") for k in range(60)} | CHECKED.outcomes
    print_checked(Checked(many))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["sums", "60", "60", "PROVED"] in [line[:4] for line in lines]
    assert ["link", "1", "1", "UNPROVED"] in [line[:4] for line in lines]
    assert ["link.luce", "UNPROVED"] in [line[:2] for line in lines]
    assert not any(line and line[0].startswith("sums.t") for line in lines)


def test_load_errors_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_checked(Checked({}, errors=["bad.py: no"]))
    assert ("no claims in 0.0 s", "gaproof: cannot load bad.py: no") == tuple(text.strip() for text in capsys.readouterr())


def test_a_summary_counts_the_best_first() -> None:
    assert "2 PROVED, 1 ERROR" == summary([outcome("a.b"), outcome("a.c", Verdict.ERROR), outcome("a.d")])
