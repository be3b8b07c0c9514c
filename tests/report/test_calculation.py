"""A proof reads as a calculation: lines with reasons, side conditions folded, nothing that the certificate does not have."""

import json
from typing import Any

import pytest

from gaproof import library
from gaproof.proof.certificate import Reader
from gaproof.report.calculation import Calculation, Line
from gaproof.report.obligations import Obligations


@pytest.fixture(scope="module")
def positive() -> Any:
    """The certificate of link.positive."""
    return json.loads(json.dumps(library.find("link.positive").certificate()))


def calculation(document: Any, part: str, every_step: bool = False) -> list[Line]:
    return list(Calculation(document, Reader(document), part, every_step).lines())


def test_the_last_line_is_the_statement(positive: Any) -> None:
    for part in positive["parts"]:
        for every_step in (False, True):
            last = calculation(positive, part, every_step)[-1]
            assert last.given == []
            assert last.conclusion == calculation(positive, part)[-1].conclusion


def test_lines_are_numbered_in_order_and_refer_backwards(positive: Any) -> None:
    for part in positive["parts"]:
        lines = calculation(positive, part)
        assert list(range(1, len(lines) + 1)) == [line.number for line in lines]
        for line in lines:
            assert all(f"({later})" not in line.reason for later in range(line.number, len(lines) + 1))


def test_no_two_lines_say_the_same(positive: Any) -> None:
    for part in positive["parts"]:
        said = [(line.conclusion, *line.given) for line in calculation(positive, part)]
        assert len(set(said)) == len(said)


def test_reasons_are_in_words(positive: Any) -> None:
    reasons = " / ".join(line.reason for part in positive["parts"] for line in calculation(positive, part))
    for words in ("normal form, using", "by cases: x ≤ 0, or not", "is false", "with the w of ‘nz’", "the right side less the left is"):
        assert words in reasons


def test_every_step_is_a_line_on_request(positive: Any) -> None:
    document = positive
    for part in document["parts"]:
        long = calculation(document, part, every_step=True)
        assert len(calculation(document, part)) < len(long)
        assert "hypothesis ‘mult’" in [line.reason for line in long]


def test_an_assumption_of_the_proof_is_no_side_condition(positive: Any) -> None:
    obligations = Obligations(positive["steps"], Reader(positive))
    for number, step in enumerate(positive["steps"]):
        if step["rule"] == "assume":
            assert not obligations.is_one(number, step["conclusion"])


def test_every_rule_has_a_reason() -> None:
    """The steps of all installed theorems can be shown."""
    for id in ("link.exponential", "interaction.decomposition"):
        document = json.loads(json.dumps(library.find(id).certificate()))
        for part in document["parts"]:
            for every_step in (False, True):
                assert all(line.reason for line in calculation(document, part, every_step))
