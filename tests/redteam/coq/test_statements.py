"""The statement that Coq compares with is that of the lock: a proof of anything else is rejected, however near it is."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gaproof.runner.rechecking import Locked, Refused
from tests.redteam.coq.bench import Bench, bench, certificate, stated, without_coq
from tests.redteam.tampering import good

pytestmark = [pytest.mark.slow, without_coq]

POSITIVE, BOUND = "positive", "bound"
Change = Callable[[Any], object]


def text(old: str, new: str) -> Change:
    """A piece of the statement is exchanged."""

    def change(statement: Any) -> None:
        before = json.dumps(statement)
        assert old in before, before
        changed = json.loads(before.replace(old, new, 1))
        statement.clear()
        statement.update(changed)

    return change


def hypothesis(name: str, formula: Any) -> Change:
    return lambda statement: statement["hypotheses"].update({name: formula})


X: Any = ["bound", "x"]
STATEMENTS: list[tuple[str, str, str, Change]] = [
    ("a hypothesis is missing", POSITIVE, "positive", lambda s: s["hypotheses"].pop("nz")),
    ("there is one more hypothesis", POSITIVE, "positive", hypothesis("more", ["ne", ["number", "1"], ["number", "0"]])),
    ("hypotheses change places", POSITIVE, "positive", lambda s: s.update(hypotheses=dict(reversed(s["hypotheses"].items())))),
    ("something exists instead of holding for all", POSITIVE, "positive", text('"conclusion": ["forall"', '"conclusion": ["exists"')),
    ("something holds for all instead of existing", POSITIVE, "at zero", text('["exists"', '["forall"')),
    ("< becomes ≤", POSITIVE, "positive", text('["lt"', '["le"')),
    ("≠ becomes =", POSITIVE, "at zero", text('["ne"', '["eq"')),
    ("a sum becomes a product", POSITIVE, "at zero", text('["plus"', '["times"')),
    ("a product becomes a sum", POSITIVE, "positive", text('["times"', '["plus"')),
    (
        "a value is another",
        POSITIVE,
        "at zero",
        text('"conclusion": ["eq", ["app", "ell", ["number", "0"]]', '"conclusion": ["eq", ["app", "ell", ["number", "1"]]'),
    ),
    (
        "an inverse is left out",
        POSITIVE,
        "reciprocal",
        text('["inverse", ["app", "ell", ["bound", "x"]]]', '["app", "ell", ["bound", "x"]]'),
    ),
    ("a number is another", BOUND, "all", text('"3/2"', '"5/2"')),
    ("sides are exchanged", BOUND, "all", lambda s: s.update(conclusion=["le", s["conclusion"][2], s["conclusion"][1]])),
    ("a bound is for one index instead of all", BOUND, "all", text('["forall", "i"', '["exists", "i"')),
    ("an index type may be empty", BOUND, "all", lambda s: s["sorts"]["I"].update(kind="maybe_empty")),
    ("a sum is an exponential", BOUND, "all", lambda s: s["conclusion"][2].__setitem__(2, ["exp", ["app", "x"]])),
]


@pytest.fixture(scope="module")
def coq() -> Iterator[Bench]:
    with bench() as made:
        yield made


@pytest.fixture(scope="module")
def proofs(coq: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Locked]]:
    """Both certificates, exported and compiled."""
    made = {}
    for name, document in {POSITIVE: json.loads(certificate("link.positive")), BOUND: good()}.items():
        folder = tmp_path_factory.mktemp(name)
        coq.rechecker.exported(json.dumps(document), folder)
        coq.rechecker.proves(folder, stated(document))
        made[name] = folder, stated(document)
    return made


@pytest.mark.parametrize(("name", "of", "part", "change"), STATEMENTS, ids=[name for name, *_ in STATEMENTS])
def test_a_proof_of_another_statement_is_rejected(
    coq: Bench, proofs: dict[str, tuple[Path, Locked]], name: str, of: str, part: str, change: Change
) -> None:
    folder, known = proofs[of]
    other = json.loads(json.dumps(known.parts[part]))
    change(other)
    assert json.dumps(known.parts[part]) != json.dumps(other)
    with pytest.raises(Refused, match="it proves something else than the locked statement"):
        coq.rechecker.agrees(folder, replace(known, parts={**known.parts, part: other}))


CHEAT = "Axiom cheat : forall P : Prop, P."
PROOF = "From Gaproof Require Import Steps.\n{}\nTheorem part_0 : {}.\nProof. {} Qed.\n"


TWICE = "forall x : R, x + x = 2 * x"
CLASSIC = "Module Classical_Prop. Axiom classic : forall P : Prop, P. End Classical_Prop."
HAND_MADE = [
    ("", "forall y : R, y + y = 2 * y", "intro; ring.", ""),
    ("", "forall x : R, 2 * x = x + x", "intro; ring.", "something else"),
    ("", "True", "exact I.", "something else"),
    (CHEAT, TWICE, "apply cheat.", "it rests on Proof.cheat, which is neither"),
    (CLASSIC, TWICE, "apply Classical_Prop.classic.", "it rests on Proof.Classical_Prop.classic, which is neither"),
    ('Notation "x + y" := (Rmult x y) : R_scope.', "forall x : R, x + x = x * x", "reflexivity.", "something else"),
    ("Definition R := unit. Definition Rplus (x y : R) := x.", "forall x : R, x = x", "reflexivity.", "something else"),
    ("", TWICE, "admit.", "its proof is wrong at part 0"),
]


@pytest.mark.parametrize(("before", "theorem", "proof", "says"), HAND_MADE)
def test_what_stands_before_a_theorem_cannot_change_what_it_says(
    coq: Bench, tmp_path: Path, before: str, theorem: str, proof: str, says: str
) -> None:
    """x + x = 2 x by a hand-made proof, honest or not."""
    twice = {"sorts": {"Real": {"kind": "numbers"}}, "symbols": {"x": [[], "Real"]}, "hypotheses": {}}
    x = ["app", "x"]
    conclusion = ["eq", ["plus", x, x], ["times", ["number", "2"], x]]
    (tmp_path / "Proof.v").write_text(PROOF.format(before, theorem, proof))
    try:
        coq.rechecker.proves(tmp_path, Locked({"": {**twice, "conclusion": conclusion}}, {}))
        why = ""
    except Refused as error:
        why = str(error)
    assert says in why and bool(says) == bool(why), why


@pytest.mark.parametrize("words", ["*) Axiom cheat : False. (*", '"'])
@pytest.mark.parametrize("place", ["claim", "part", "hypothesis", "symbol", "label"])
def test_names_smuggle_nothing_into_the_file(coq: Bench, tmp_path: Path, words: str, place: str) -> None:
    document = good()
    match place:
        case "claim":
            document["claim"] = words
        case "part":
            document["parts"] = {words: document["parts"]["all"]}
        case "hypothesis":
            hypotheses = document["parts"]["all"]["hypotheses"]
            document["parts"]["all"]["hypotheses"] = {words: hypotheses.pop("h0"), **hypotheses}
        case "symbol":
            document = json.loads(json.dumps(document).replace('"x"', json.dumps(words)))
        case "label":
            document["steps"][3]["label"] = words
    try:
        coq.rechecker.exported(json.dumps(document), tmp_path)
        coq.rechecker.proves(tmp_path, stated(good()))
    except Refused:
        return
    (tmp_path / "Look.v").write_text("From Claim Require Proof.\nCheck Proof.cheat.\n")
    ended = coq.rechecker.coq.run(["coqc", "-q", "-Q", str(coq.rechecker.library), "Gaproof", "-Q", ".", "Claim", "Look.v"], tmp_path)
    assert "The reference Proof.cheat was not found" in ended.err
