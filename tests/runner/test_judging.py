"""The verdict is that of the replay and the lock; what the proving process says can only lower it."""

import pytest

from gaproof.runner import tested as evidence
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


@pytest.mark.parametrize("name", ["floor\n", " floor", "flo\u200bor", "floor\x1b[8m", "\ud800", " "])
def test_an_axiom_whose_name_hides_something_is_an_error(name: str) -> None:
    assert Verdict.ERROR is judge(report(), replay(parts={"": {**PART, "axioms": {name: "1"}}}), None, required=False).verdict


def test_a_claim_without_a_known_model_is_vacuous() -> None:
    outcome = judge(report(), replay(parts={"": {**PART, "consistent": False}}), None, required=False)
    assert (Verdict.VACUOUS, True) == (outcome.verdict, outcome.replayed)


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict < Verdict.PROVED])
def test_the_proving_process_can_lower_the_verdict(verdict: Verdict) -> None:
    outcome = judge(report(verdict=verdict.name, message="why"), replay(), locked(verdict=verdict.name), required=True)
    assert (verdict, "why", True) == (outcome.verdict, outcome.message, outcome.kept)


def attacked(refuted: str = "", broken: str = "", models: int = 5) -> evidence.Tested:
    part = {
        **{"models": models, "contrasts": 0, "exact": 0, "unreached": 0, "worst_ratio": 0.5, "references": [], "necessity": {}},
        **{kind: {"killed": 1, "equivalent": 0, "noticed": 0, "total": 2, "survivors": ["sign"]} for kind in ("mutants", "bugs")},
    }
    return evidence.Tested("sums.twice", "twice.py", {}, {"": part}, refuted, broken)


def test_evidence_lowers_a_verdict_and_its_messages_are_kept() -> None:
    proved = judge(report(), replay(), None, False, attacked())
    assert (Verdict.PROVED, "") == (proved.verdict, proved.message)
    refuted = judge(report(), replay(), None, False, attacked(refuted="it fails at x = 0"))
    assert (Verdict.REFUTED, "it fails at x = 0") == (refuted.verdict, refuted.message)
    both = judge(report(), replay(), None, False, attacked("it fails at x = 0", "softmax disagrees"))
    assert (Verdict.ERROR, "softmax disagrees; besides, it fails at x = 0") == (both.verdict, both.message)


def test_only_a_claim_without_a_proof_is_tested() -> None:
    unproved = {"verdict": "UNPROVED", "message": "no proof is given"}
    assert Verdict.TESTED is judge(report(open=[""], **unproved), None, None, False, attacked()).verdict
    assert Verdict.UNPROVED is judge(report(open=[""], **unproved), None, None, False, attacked(models=0)).verdict
    assert Verdict.UNPROVED is judge(report(**unproved), None, None, False, attacked()).verdict
    assert Verdict.UNPROVED is judge(report(open=[""], **unproved), None, None, False).verdict
    assert Verdict.REFUTED is judge(report(open=[""], **unproved), None, None, False, attacked(refuted="it fails")).verdict


def test_a_claim_is_as_well_tested_as_all_its_parts_together() -> None:
    two = attacked()
    two.parts = {
        "a": {**two.parts[""], "necessity": {"h": "not known", "k": "cited"}},
        "b": {**two.parts[""], "necessity": {"h": "witnessed"}},
    }
    assert (10, {"killed": 2, "equivalent": 0, "noticed": 0, "total": 4}) == (
        two.summary["models"],
        {name: n for name, n in two.summary["mutants"].items() if name != "survivors"},
    )
    assert ["part 'a': sign", "part 'b': sign"] == two.summary["mutants"]["survivors"]
    assert {"h": "witnessed", "k": "cited"} == two.necessity
