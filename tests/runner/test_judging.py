"""The verdict is that of the replay and the lock; what the proving process says can only lower it."""

import pytest

from gaproof.runner.events import Report
from gaproof.runner.judging import judge
from gaproof.runner.locking import Entry
from gaproof.runner.replaying import Replay
from gaproof.runner.verdict import Verdict

PART = {"digest": "d", "axioms": {}, "consistent": True}


def report(digest: str = "d", **changes: object) -> Report:
    return Report("sums.twice", "twice.py", parts={"": {"digest": digest, "hypotheses": []}}, certificate="c", **changes)  # type: ignore[arg-type]


def replay(**changes: object) -> Replay:
    return Replay("c", **{"accepted": True, "claim": "sums.twice", "parts": {"": PART}, "steps": 3, **changes})  # type: ignore[arg-type]


def locked(**changes: object) -> Entry:
    return {"verdict": "PROVED", "extra": [], "parts": {"": {"digest": "d", "axioms": {}, "hypotheses": []}}, **changes}


def test_an_accepted_certificate_of_the_stated_claim_is_proved() -> None:
    outcome = judge(report(), replay(), None, required=False)
    assert (Verdict.PROVED, True, 3) == (outcome.verdict, outcome.replayed, outcome.steps)


@pytest.mark.parametrize(
    "said",
    [
        None,
        replay(accepted=False, error="step 3"),
        replay(claim="sums.other"),
        replay(parts={}),
        replay(parts={"": {**PART, "digest": "e"}}),
        replay(parts={"": PART, "more": PART}),
        replay(parts={"other": PART}),
    ],
)
def test_anything_else_is_an_error(said: Replay | None) -> None:
    outcome = judge(report(), said, None, required=False)
    assert (Verdict.ERROR, False) == (outcome.verdict, outcome.replayed)


def test_a_lock_outranks_what_the_proving_process_says() -> None:
    lies = replay(parts={"": {**PART, "digest": "weaker"}})
    assert Verdict.ERROR is judge(report("weaker"), lies, locked(), required=True).verdict
    assert Verdict.PROVED is judge(report(), replay(), locked(), required=True).verdict


def test_a_claim_that_must_be_locked_and_is_not_is_an_error() -> None:
    assert Verdict.ERROR is judge(report(), replay(), None, required=True).verdict


def test_an_axiom_is_allowed_by_its_formula_and_not_by_its_name() -> None:
    said = replay(parts={"": {**PART, "axioms": {"floor": "1"}}})
    for axioms, verdict in (({"floor": "1"}, Verdict.PROVED), ({"floor": "2"}, Verdict.ERROR), ({}, Verdict.ERROR)):
        parts = {"": {"digest": "d", "axioms": axioms, "hypotheses": []}}
        assert verdict is judge(report(), said, locked(parts=parts), required=True).verdict


def test_a_claim_without_a_known_model_is_vacuous() -> None:
    outcome = judge(report(), replay(parts={"": {**PART, "consistent": False}}), None, required=False)
    assert (Verdict.VACUOUS, True) == (outcome.verdict, outcome.replayed)


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict < Verdict.PROVED])
def test_the_proving_process_can_lower_the_verdict(verdict: Verdict) -> None:
    outcome = judge(report(verdict=verdict.name, message="why"), replay(), locked(verdict=verdict.name), required=True)
    assert (verdict, "why", True) == (outcome.verdict, outcome.message, outcome.kept)
