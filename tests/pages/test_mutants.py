"""What a page says of the mutants of a claim: each with the model that refutes it, or the reason why it survives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gaproof.pages.mutants import fates, shown
from gaproof.records import MUTANTS, record_of
from gaproof.runner.verdict import Outcome
from tests.pages.made import claimed, text, with_evidence

MODEL = {"sizes": {"n": 1, "m": 2}, "values": {"M": [[0, 1]], "tau": "1/2", "o": 0}, "refutes": ["sign: of s", "strictness: of M"]}


@pytest.fixture
def tested(tmp_path: Path) -> Outcome:
    found = with_evidence(claimed())
    assert found.tested is not None
    parts = {
        name: part | {"mutants": part["mutants"] | {"survivors": ["strictness: of M — none was found"]}}
        for name, part in found.tested.parts.items()
    }
    outcome = replace(found, tested=replace(found.tested, file=str(tmp_path / "made.py"), parts=parts))
    called = [f"{found.id}[{name}]" if name else found.id for name in parts]
    document = {"format": MUTANTS, "parts": {name: {"models": [MODEL]} for name in called}}
    record_of(str(tmp_path / "made.py")).write_text(json.dumps(document), encoding="utf-8")
    return outcome


def test_a_mutant_stands_beside_the_model_that_refutes_it(tested: Outcome) -> None:
    assert r"| sign: of s | \|n\| = 1, \|m\| = 2, M = \[\[0, 1\]\], tau = 1/2 |" in text(fates(tested))


def test_what_survives_says_so_whatever_the_record_says(tested: Outcome) -> None:
    rows = [line for line in text(fates(tested)).split("\n") if line.startswith("| strictness: of M")]
    assert rows and all("survives: none was found" in row for row in rows)


def test_without_a_record_there_are_the_survivors(tested: Outcome) -> None:
    assert tested.tested is not None
    record_of(tested.tested.file).unlink()
    assert "sign: of s" not in text(fates(tested)) and "survives: none was found" in text(fates(tested))


def test_without_evidence_there_is_nothing(tested: Outcome) -> None:
    assert "" == text(fates(replace(tested, tested=None)))


def test_numbers_with_exponentials_are_read_as_such() -> None:
    value = {"above": [["0", "1"], ["1/2", "3"]], "below": [["1", "1"]]}
    assert "|m| = 1, x = (1 + 3·exp(1/2))/(exp(1))" == shown({"sizes": {"m": 1}, "values": {"x": value}})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"above": [["0", "2", [[2, 1], [3, 2]]]], "below": [["0", "1"]]}, "2·log(2)·log(3)^2"),
        (
            {"above": [["1", "1", [[{"above": [["0", "1"], ["1", "1"]], "below": [["0", "1"]]}, 1]]]], "below": [["0", "1"]]},
            "exp(1)·log(1 + exp(1))",
        ),
        ({"small": [[1, {}, 3], [0, {"-1": -2}, "1/2"]]}, "3·η + 1/2·exp(-2·η^-1)"),
        ({"small": [[0, {}, 1]]}, "1"),
    ],
)
def test_numbers_with_logarithms_and_small_numbers_are_read_as_such(value: object, said: str) -> None:
    assert f"x = {said}" == shown({"sizes": {}, "values": {"x": value}})


def test_every_model_on_record_can_be_shown() -> None:
    for file in sorted((Path(__file__).resolve().parents[2] / "theorems").glob("*/*.mutants.json")):
        for part in json.loads(file.read_text(encoding="utf-8"))["parts"].values():
            assert all(shown(model) or not (model["sizes"] or model["values"]) for model in part["models"]), file


def test_a_long_model_is_in_the_file() -> None:
    assert "|m| = 50, numbers as in the file" == shown({"sizes": {"m": 50}, "values": {"x": [123] * 50}})
