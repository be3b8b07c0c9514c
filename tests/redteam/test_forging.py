"""A theorem is made by the rules or not at all; whatever is done to one in memory, its certificate does not replay."""

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaproof.errors import CertificateError, ProofError
from gaproof.proof import rules, syntax, theorem
from gaproof.proof.export import export
from gaproof.proof.replay import replay
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, lambda_of
from gaproof.proof.syntax import NAT, ONE, REAL, SUCC, ZERO, App, Eq, Number, Symbol, Type
from gaproof.proof.theorem import RULES, Theorem, genuine

ROOT = Path(__file__).resolve().parents[2]
FALSE = Eq(ZERO, ONE)


def trivial() -> Theorem:
    """⊢ 0 = 0, made anew each time."""
    return rules.linear(left=Number(0), right=Number(0), uses=())


def force(th: Any, **values: Any) -> Any:
    for name, value in values.items():
        object.__setattr__(th, name, value)
    return th


COPIES: dict[str, Callable[[Theorem], Any]] = {
    "the constructor": lambda th: Theorem(frozenset(), FALSE),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda th: pickle.loads(pickle.dumps(th)),
    "pickle, oldest protocol": lambda th: pickle.loads(pickle.dumps(th, 0)),
    "dataclasses.replace": lambda th: dataclasses.replace(th, conclusion=FALSE),  # type: ignore[type-var]
    "a subclass": lambda th: type("Mine", (Theorem,), {}),
    "assignment": lambda th: setattr(th, "conclusion", FALSE),
    "deletion and assignment": lambda th: (delattr(th, "conclusion"), setattr(th, "conclusion", FALSE)),
    "an attribute of a formula": lambda th: setattr(th.conclusion, "key", FALSE.key),
    "building a formula again": lambda th: th.conclusion.__init__(ZERO, ONE),  # type: ignore[misc]
    "another class": lambda th: setattr(th, "__class__", object),
    "pickling a formula": lambda th: pickle.dumps(th.conclusion),
}


@pytest.mark.parametrize("way", COPIES.values(), ids=COPIES)
def test_a_theorem_cannot_be_made_or_changed_by_the_usual_means(way: Callable[[Theorem], Any]) -> None:
    with pytest.raises((ProofError, TypeError)):
        way(trivial())


def test_a_theorem_put_together_by_force_is_not_genuine() -> None:
    forged = force(
        object.__new__(Theorem), hypotheses=frozenset(), conclusion=FALSE, axioms=frozenset(), rule="assume", premises=(), params={}
    )
    assert not genuine(forged)
    with pytest.raises(ProofError, match="not a theorem made by the rules"):
        rules.conjoin(forged)
    with pytest.raises(ProofError, match="not a theorem made by the rules"):
        Statement({}, FALSE).missing(forged)


def conclusion_exchanged() -> Theorem:
    return force(trivial(), conclusion=FALSE)


def formula_rewritten() -> Theorem:
    """The conclusion keeps its place and becomes another formula."""
    th = trivial()
    force(th.conclusion, key=FALSE.key, children=FALSE.children)
    return th


def key_rewritten() -> Theorem:
    th = trivial()
    force(th.conclusion, key=FALSE.key)
    return th


def hypothesis_forgotten() -> Theorem:
    return force(rules.assume(formula=FALSE), hypotheses=frozenset())


def hypothesis_of_a_premise_forgotten() -> Theorem:
    return rules.part(rules.conjoin(hypothesis_forgotten()), number=0)


def axiom_forgotten() -> Theorem:
    return force(rules.axiom(name="zero is one", formula=FALSE), axioms=frozenset())


def rule_renamed() -> Theorem:
    return force(rules.assume(formula=FALSE), rule="axiom", hypotheses=frozenset())


def premise_exchanged() -> Theorem:
    th = rules.part(rules.conjoin(trivial()), number=0)
    return force(th, premises=(rules.conjoin(rules.assume(formula=FALSE)),), conclusion=FALSE)


def parameter_exchanged() -> Theorem:
    th = trivial()
    th.params["right"] = ONE
    return force(th, conclusion=FALSE)


def constructor_instantiated() -> Theorem:
    """A value slipped into a theorem's parameters after the fact: succ becomes the identity."""
    k, m = (Symbol(name, Type((), NAT)) for name in "km")
    law = rules.specialise(rules.part(rules.naturals(), number=1), value=Lambda((), App(k)))
    nat = App(Symbol("nat", Type((NAT,), REAL)), App(k))
    th = rules.instantiate(law, values={})
    th.params["values"] = {SUCC: lambda_of((m,), App(m))}
    return force(th, conclusion=Eq(nat, rules.Plus(nat, ONE)))


FORGERIES = [
    conclusion_exchanged, formula_rewritten, key_rewritten, hypothesis_forgotten, hypothesis_of_a_premise_forgotten, axiom_forgotten,
    rule_renamed, premise_exchanged, parameter_exchanged, constructor_instantiated,
]  # fmt: skip


def certificate(th: Theorem) -> Any:
    return json.loads(json.dumps(export("forged", {"all": (Statement({}, th.conclusion), th, None)})))


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda f: f.__name__)
def test_a_forged_theorem_has_no_certificate_that_replays(forgery: Callable[[], Theorem], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the forger's process has built it shares with nobody: replay runs in another one."""
    with monkeypatch.context() as forger:
        forger.setattr(syntax, "_shared", {})
        th = forgery()
        assert genuine(th), "in memory nobody notices"
        document = certificate(th)
    with pytest.raises(CertificateError):
        replay(document)


def test_what_replaced_rules_have_made_does_not_replay_in_a_fresh_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theorem file could exchange parts of the kernel before it proves; the fresh process loads the kernel only."""
    monkeypatch.setattr(rules, "_vanishes", lambda t: None)
    th = rules.linear(left=ZERO, right=ONE, uses=())
    document = certificate(th)
    assert replay(document).parts, "in the same process nobody notices"
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(document))
    run = subprocess.run([sys.executable, "-m", "gaproof.proof", str(path)], cwd=ROOT, capture_output=True, text=True)
    assert 1 == run.returncode
    assert not json.loads(run.stdout)["accepted"]
    assert "do not cancel" in json.loads(run.stdout)["error"]


def test_a_rule_of_ones_own_has_no_place_in_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    def magic() -> Theorem:
        return force(trivial(), conclusion=FALSE, rule="magic", params={})

    monkeypatch.setitem(RULES, "magic", magic)
    document = certificate(magic())
    monkeypatch.undo()
    with pytest.raises(CertificateError, match="no such rule"):
        replay(document)


def test_no_rule_can_be_made_once_the_kernel_is_loaded() -> None:
    with pytest.raises(ProofError, match="rules are made in"):
        theorem.rule(lambda: (set(), FALSE))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_refuses_premises_by_name_and_parameters_that_it_does_not_have(name: str) -> None:
    for given in ({"th": trivial()}, {"premises": ()}, {"everything": True}):
        with pytest.raises(ProofError):
            RULES[name](**given)
