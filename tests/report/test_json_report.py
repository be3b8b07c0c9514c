"""The report for other programs says all that a diff of evidence asks for, and is JSON whatever it is told."""

import json
from math import inf
from typing import Any

from gaproof.report.json_report import document, text
from gaproof.runner.verdict import Verdict
from tests.report.made import NASTY, SETTINGS, checked, outcome


def test_a_claim_has_its_promise_and_its_extra_hypotheses() -> None:
    claim = document(checked(outcome(verdict=Verdict.TESTED, promise=Verdict.TESTED)))["theorems"]["anchor.shift"]
    assert ("TESTED", "TESTED", ["mask"], ["floor"]) == tuple(claim[name] for name in ("verdict", "promised", "extra", "modulo"))


def test_the_models_asked_for_are_told_from_those_tried() -> None:
    some = outcome()
    some.tested.settings = {**SETTINGS, "models": 7}  # type: ignore[union-attr]
    numeric = document(checked(some))["theorems"]["anchor.shift"]["numeric"]
    assert (7, 100) == (numeric["models_asked"], numeric["models"])


def test_any_message_is_written_and_read_back() -> None:
    written = text(checked(outcome(message=NASTY), errors=(NASTY,)))
    read = json.loads(written.encode("utf-8"))
    assert [NASTY, NASTY] == [read["theorems"]["anchor.shift"]["message"], *read["errors"]]


def test_an_infinite_ratio_is_null_for_json_has_no_infinity() -> None:
    def refuse(name: str) -> Any:
        raise AssertionError(f"{name} is no JSON")

    some = outcome(verdict=Verdict.REFUTED)
    some.tested.parts["back"]["worst_ratio"] = inf  # type: ignore[union-attr]
    numeric = json.loads(text(checked(some)), parse_constant=refuse)["theorems"]["anchor.shift"]["numeric"]
    assert (None, None, 0.25) == (numeric["worst_ratio"], *(part["worst_ratio"] for part in reversed(numeric["parts"].values())))
