"""The verdict is that of the replay and the lock; what the proving process says can only lower it."""

from typing import Any

import pytest

from gaproof.runner import tested as evidence
from gaproof.runner.events import Report
from gaproof.runner.judging import judge
from gaproof.runner.locking import Entry
from gaproof.runner.replaying import Replay
from gaproof.runner.verdict import Verdict

PART = {"digest": "d", "axioms": {}, "consistent": True}
LOCKED = {"digest": "d", "axioms": {}, "hypotheses": [], "verdict": "PROVED"}


def report(digest: str = "d", part: str = "PROVED", **changes: object) -> Report:
    parts = {"": {"digest": digest, "hypotheses": [], "verdict": part}}
    return Report("sums.twice", "twice.py", parts=parts, certificate="c", **changes)  # type: ignore[arg-type]


def replay(**changes: object) -> Replay:
    return Replay("c", **{"accepted": True, "claim": "sums.twice", "parts": {"": PART}, "steps": 3, **changes})  # type: ignore[arg-type]


def locked(**changes: object) -> Entry:
    return {"verdict": "PROVED", "extra": [], "parts": {"": LOCKED}, **changes}


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
        parts = {"": {**LOCKED, "axioms": axioms}}
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
        **{
            "models": models,
            "contrasts": 0,
            "exact": 0,
            "unreached": 0,
            "worst_ratio": 0.5,
            "references": [],
            "necessity": {},
            "near_misses": {},
        },
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
    unproved: dict[str, Any] = {"part": "UNPROVED", "verdict": "UNPROVED", "message": "no proof is given"}
    assert Verdict.TESTED is judge(report(open=[""], **unproved), None, None, False, attacked()).verdict
    assert Verdict.UNPROVED is judge(report(open=[""], **unproved), None, None, False, attacked(models=0)).verdict
    assert Verdict.UNPROVED is judge(report(**unproved), None, None, False, attacked()).verdict
    assert Verdict.UNPROVED is judge(report(open=[""], **unproved), None, None, False).verdict
    assert Verdict.REFUTED is judge(report(open=[""], **unproved), None, None, False, attacked(refuted="it fails")).verdict


def test_a_claim_is_as_well_tested_as_all_its_parts_together() -> None:
    two = attacked()
    two.parts = {
        "a": {**two.parts[""], "necessity": {"h": "not needed", "k": "cited", "idle": "not needed", "open": "not needed"}},
        "b": {**two.parts[""], "necessity": {"h": "witnessed", "idle": "not needed", "open": "not known"}},
    }
    assert (10, {"killed": 2, "equivalent": 0, "noticed": 0, "total": 4}) == (
        two.summary["models"],
        {name: n for name, n in two.summary["mutants"].items() if name != "survivors"},
    )
    assert ["part 'a': sign", "part 'b': sign"] == two.summary["mutants"]["survivors"]
    assert {"h": "witnessed", "k": "cited", "idle": "not needed", "open": "not known"} == two.necessity
    assert (2, 4) == two.needed


def two_parts(second: Verdict, claim: Verdict) -> Report:
    """A claim of which the certificate proves the first part."""
    stated = {"hypotheses": [], "digest": "d"}
    parts = {"first": {**stated, "verdict": "PROVED"}, "second": {**stated, "verdict": second.name, "message": "why"}}
    return Report("sums.twice", "twice.py", verdict=claim.name, message="why", parts=parts, certificate="c")


FIRST = replay(parts={"first": PART})


@pytest.mark.parametrize("second", [verdict for verdict in Verdict if verdict < Verdict.PROVED])
def test_a_claim_is_as_green_as_its_weakest_part_whatever_the_proving_process_says_of_the_whole(second: Verdict) -> None:
    for claim in (second, Verdict.PROVED):
        outcome = judge(two_parts(second, claim), FIRST, None, required=False)
        assert (second, True) == (outcome.verdict, outcome.replayed)
        assert ["PROVED", second.name] == [part.verdict for part in outcome.parts.values()]


def test_a_part_that_the_certificate_does_not_prove_is_not_proved() -> None:
    lie = two_parts(Verdict.PROVED, Verdict.PROVED)
    assert Verdict.ERROR is judge(lie, FIRST, None, required=False).verdict
    more = replay(parts={"first": PART, "second": PART})
    assert Verdict.ERROR is judge(two_parts(Verdict.UNPROVED, Verdict.UNPROVED), more, None, required=False).verdict


def test_a_part_that_is_no_longer_proved_is_noticed_though_its_claim_never_promised_to_be() -> None:
    entry = locked(verdict="UNPROVED", parts={"first": LOCKED, "second": {**LOCKED, "verdict": "UNPROVED"}})
    assert Verdict.UNPROVED is judge(two_parts(Verdict.UNPROVED, Verdict.UNPROVED), FIRST, entry, required=True).verdict
    both = locked(verdict="UNPROVED", parts={"first": LOCKED, "second": LOCKED})
    outcome = judge(two_parts(Verdict.UNPROVED, Verdict.UNPROVED), FIRST, both, required=True)
    assert Verdict.ERROR is outcome.verdict and "part 'second' is UNPROVED, in the lock PROVED" in outcome.message
