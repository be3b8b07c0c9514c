"""What Coq is asked, and what is made of its answer."""

import json
from dataclasses import replace

import pytest

from gaproof.coq import NotExported
from gaproof.runner.rechecking import ALLOWED, Locked, Refused, assumed, checking, locked
from gaproof.runner.verdict import Outcome, PartOutcome, Verdict
from tests.redteam.tampering import good

REAL = {"sorts": {"Real": {"kind": "numbers"}}, "symbols": {}, "hypotheses": {}}
ONE = {**REAL, "conclusion": ["eq", ["number", "1"], ["number", "1"]]}
FALSE = {**REAL, "conclusion": ["eq", ["number", "0"], ["number", "1"]]}


def outcome() -> Outcome:
    document = good()
    parts = {name: PartOutcome(part["digest"], list(part["hypotheses"])) for name, part in document["parts"].items()}
    return Outcome("a.bound", Verdict.PROVED, parts=parts, replayed=True, certificate=json.dumps(document))


def test_statements_and_axioms_are_read_before_the_proof() -> None:
    text = checking(Locked({"one": ONE, "again": ONE}, {"mine": FALSE, "other": FALSE}), own=["mine"])
    before, after = text.split("From Claim Require Proof.")
    assert ["stated_0", "stated_1", "axiom_mine"] == [line.split()[1] for line in before.splitlines() if line.startswith("Definition")]
    assert "0 = 1" in before and "=" not in after.replace(":=", "")
    assert "Definition same_mine : axiom_mine := Proof.axiom_mine." in after
    assert after.endswith("Definition checked := (@pair _ _ checked_0 checked_1).\nPrint Assumptions checked.\n")
    assert "Import" not in after, "what is imported can change notations"


def test_the_locked_statement_is_the_one_with_the_digest() -> None:
    assert ["all"] == list(locked(outcome()).parts)
    assert ["exp_tangent"] == list(locked(outcome()).axioms)
    other = {"all": replace(outcome().parts["all"], digest="0" * 64)}
    with pytest.raises(Refused, match="is not the locked statement"):
        locked(replace(outcome(), parts=other))


def test_it_is_written_without_what_else_is_in_the_certificate() -> None:
    """Names of the certificate's tables, such as a~2 for a second a, do not come along."""
    document = good()
    assert "a~2" in document["symbols"]
    (statement,) = locked(outcome()).parts.values()
    assert {"x", "a"} == set(statement["symbols"])
    assert {"I", "Real"} == set(statement["sorts"])


def test_a_type_that_only_the_proof_declares_is_refused() -> None:
    walk = {"Walk": {"kind": "free", "constructors": {"stay": [], "left": [None], "right": [None]}}}
    with pytest.raises(NotExported, match="Walk"):
        checking(Locked({"": {**ONE, "sorts": {**REAL["sorts"], **walk}}}, {}))
    naturals = {"Nat": {"kind": "free", "constructors": {"zero": [], "succ": [None]}}}
    assert "Definition stated_0" in checking(Locked({"": {**ONE, "sorts": {**REAL["sorts"], **naturals}}}, {}))


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Closed under the global context\n", []),
        ("Axioms:\nclassic : forall P : Prop, P \\/ ~ P\n", ["classic"]),
        ("Axioms:\nA.b.c\n  : forall P : Prop,\n    P\nd' : R\n", ["A.b.c", "d'"]),
    ],
)
def test_the_assumptions_are_the_names_that_coq_prints(printed: str, names: list[str]) -> None:
    assert names == list(assumed(printed))


@pytest.mark.parametrize("printed", ["", "Axioms:\nx relies on an unsafe hierarchy.\n", "Closed under the global context\n" * 2, "Error\n"])
def test_anything_else_that_it_prints_is_refused(printed: str) -> None:
    with pytest.raises(Refused, match="Coq says"):
        list(assumed(printed))


def test_only_axioms_of_coqs_own_library_are_allowed() -> None:
    assert all(name.startswith(("Coq.Logic.", "Coq.Reals.")) for name in ALLOWED)
