"""Why a claim has its verdict: the way down to the claim that decides it, and the last sentence."""

from itertools import pairwise

import pytest
from hypothesis import given

from gaproof.report.lock_differences import differing
from gaproof.report.next_step import next_step, selector
from gaproof.report.why import decided_by, why
from gaproof.runner.locking import REMEDY, entry
from gaproof.runner.sources import INSTALLED
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict, fold
from tests.report.made import NASTY, attacked, outcome
from tests.runner.claims_drawn import claims


@given(claims(cyclic=True))
def test_the_way_down_ends_at_a_claim_that_has_the_verdict_by_itself(found: list[Outcome]) -> None:
    own = {claim.id: (claim.verdict, claim.message) for claim in found}
    known = {claim.id: claim for claim in found}
    fold(known, {claim.id: claim.uses for claim in found})
    for claim in found:
        way = [claim]
        while (below := decided_by(way[-1], known)) is not None:
            way.append(below)
            assert len(way) <= len(found), "it goes round"
        assert (claim.verdict, own[way[-1].id]) == (way[-1].verdict, (way[-1].verdict, way[-1].message))
        assert all(b.id in a.uses for a, b in pairwise(way))


@given(claims())
def test_each_claim_of_the_way_has_a_line_and_what_to_do_comes_last(found: list[Outcome]) -> None:
    known = {claim.id: claim for claim in found if claim.verdict is not Verdict.PROVED}
    fold(known, {claim.id: claim.uses for claim in found})
    for claim in known.values():
        lines = list(why(claim, known, {}))
        assert lines[0].startswith(f"{claim.id}  {claim.verdict}, promised PROVED")
        assert lines[-1].startswith("what to do: ")


@pytest.mark.parametrize(
    ("verdict", "message", "said"),
    [
        (Verdict.UNPROVED, "no proof is given", "write a proof (@claim.proof)"),
        (Verdict.UNPROVED, "part 'a': open obligation: x ≠ 0; no hypothesis gives it", "add a hypothesis that gives the obligation"),
        (Verdict.UNPROVED, "not obvious: x < y", "mend the proof"),
        (Verdict.TESTED, "no proof is given; it holds at 9 models", "write a proof"),
        (Verdict.VACUOUS, "no model of its hypotheses is known", "give values at which the hypotheses hold"),
        (Verdict.REFUTED, "it fails at x = 0", "add a hypothesis that excludes the model"),
        (Verdict.ERROR, f"its statement is not the one in the lock: {REMEDY}", "restore what the lock has"),
        (Verdict.ERROR, "it is not in the lock: run `gaproof lock` in the same commit", "run `gaproof lock`"),
        (Verdict.ERROR, "circular use: a.b → a.b", "prove one of the claims on the circle"),
        (Verdict.ERROR, "the near miss “x” came out proved", "find the mistake in the proof"),
        (Verdict.ERROR, "it took longer than 4 s (--timeout)", "allow it more time (--timeout)"),
        (Verdict.ERROR, "it needs more memory than it may take: raise the limit (--memory)", "allow it more memory (--memory)"),
        (Verdict.ERROR, NASTY, "mend what the message says"),
    ],
)
def test_there_is_something_to_do_about_every_failure(verdict: Verdict, message: str, said: str) -> None:
    assert said in next_step(Outcome("a.b", verdict, message))


def test_a_claim_is_called_by_its_id_if_it_is_installed_and_by_its_file_if_not() -> None:
    assert "anchor.shift" == selector(Outcome("anchor.shift", Verdict.ERROR, file=str(INSTALLED / "anchor/shift.py")))
    assert "/elsewhere/anchor/shift.py" == selector(Outcome("anchor.shift", Verdict.ERROR, file="/elsewhere/anchor/shift.py"))


def test_every_difference_from_the_lock_is_said() -> None:
    was = entry(outcome())
    now = outcome(parts={"shift": PartOutcome("other", ["live", "new"]), "back": PartOutcome("d2", [], {"choice": "c"})}, extra=[])
    lines = list(differing(was, now))
    assert [
        "part 'back' rests on choice, which the lock does not allow",
        "part 'shift' is not the one in the lock",
        "its extra hypotheses are none, in the lock mask",
        "shift: gained the hypotheses new, dropped the hypotheses mask, positive; digest d1… in the lock, other… now",
    ] == lines


def test_a_refutation_is_told_with_its_model_and_the_proof_that_fails_as_well() -> None:
    made = outcome(verdict=Verdict.REFUTED, message="it fails at x = 0; `gaproof check c.json` tries it again; its proof: open obligation")
    assert made.tested is not None
    made.tested.refuted, made.tested.counterexample = "it fails at x = 0", "c.json"
    made.tested.parts = {"": attacked()}
    lines = list(why(made, {}, {}))
    assert ["  it fails at x = 0", "  its proof fails as well: open obligation"] == lines[1:3]
    assert "  the model is in c.json; `gaproof check c.json` tries it again" in lines
