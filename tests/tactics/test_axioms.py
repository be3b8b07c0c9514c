"""Axioms of theorem files: stated with a source and a reason, for the domains of their variables, and never hidden."""

import json

import pytest

from gaproof import Claim
from gaproof.errors import ProofError
from gaproof.proof.axioms import STANDARD
from gaproof.proof.replay import replay
from gaproof.proof.syntax import Implies
from gaproof.tactics import forward as f
from gaproof.tactics.axioms import axiom
from gaproof.terms import Eq, Le, Lt, exp, log, scalar

x, y = scalar("x y")
t = scalar("t", domain="positive")
SAID = {"source": "Euclid, book I", "why": "geometry is out of reach"}


def test_it_is_a_theorem_that_rests_on_itself() -> None:
    th = axiom("cube", Le(x, x * x * x), **SAID)
    assert ({("cube", th.conclusion)}, frozenset()) == (th.axioms, th.hypotheses)


def test_a_domain_is_a_condition_of_the_axiom_and_a_hypothesis_of_the_theorem() -> None:
    th = axiom("below", Le(log(t), t - 1), **SAID)
    positive = f.node(Lt(0, t))
    assert frozenset({positive}) == th.hypotheses
    assert {("below", Implies(positive, f.node(Le(log(t), t - 1))))} == th.axioms, "log x ≤ x − 1 for every x would be false"


def test_a_kernel_formula_is_taken_as_it_is() -> None:
    formula = f.node(Le(x, y))
    assert {("odd", formula)} == axiom("odd", formula, **SAID).axioms


@pytest.mark.parametrize("said", [{"source": " ", "why": "so"}, {"source": "Euclid", "why": ""}])
def test_an_axiom_without_a_source_or_a_reason_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(ProofError, match="needs a source and a reason"):
        axiom("cube", Le(x, x * x * x), **said)


def test_a_name_of_gaproof_cannot_be_used_for_something_else() -> None:
    with pytest.raises(ProofError, match="the axiom floor has another formula"):
        axiom("floor", Eq(x, y), **SAID)
    assert "floor" in {name for name, _ in axiom("floor", STANDARD["floor"].formula, **SAID).axioms}


def test_source_and_reason_travel_in_the_certificate_to_those_that_use_the_claim_and_replay_ignores_them() -> None:
    first, second = Claim("demo.cubed", shows=Lt(x, exp(x))), Claim("demo.cubed_again", shows=Lt(y, exp(y)))
    first.proof(lambda p: p.axiom("big", Lt(x, exp(x)), **SAID))
    second.proof(lambda p: p.use(first, values={x: y}))
    for claim in (first, second):
        document = json.loads(json.dumps(claim.certificate()))
        assert {"big": SAID} == document["axioms"]
        assert ["big"] == list(replay(document).parts[""].axioms)
        assert replay({**document, "axioms": "nonsense"}) == replay(document)


def test_source_and_reason_are_one_line_each() -> None:
    claim = Claim("demo.lines", shows=Lt(x, exp(x)))
    claim.proof(lambda p: p.axiom("big", Lt(x, exp(x)), source="Euclid,\n  book I", why="so\tsay we"))
    assert {"big": {"source": "Euclid, book I", "why": "so say we"}} == claim.certificate()["axioms"]


def test_a_certificate_without_axioms_of_theorem_files_has_no_notes_on_them() -> None:
    claim = Claim("demo.no_axiom", shows=Eq(x + x, 2 * x))
    claim.proof(lambda p: p.identity())
    assert "axioms" not in claim.certificate()
