"""Records of mutants: what a long search finds is found again in no time, and nothing that a record says is believed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gaproof.claim import Claim, Part, ProofFunction
from gaproof.errors import GaproofError
from gaproof.evidence import killing
from gaproof.evidence.campaign import Tally
from gaproof.evidence.equivalence import equivalent, unfounded
from gaproof.evidence.gathering import evidence
from gaproof.evidence.hunting import hunted
from gaproof.evidence.killing import Killed, mutants_killed
from gaproof.evidence.mutants import sample
from gaproof.evidence.record import Record, necessity, on_record
from gaproof.evidence.sequents import given_by
from gaproof.evidence.settings import ALL, Settings
from gaproof.exact.recorded import Recorded
from gaproof.proof.theorem import Theorem
from gaproof.records import MUTANTS, record_of
from gaproof.runner import tested
from gaproof.runner.attacking import write_records
from gaproof.tactics import forward as f
from gaproof.tactics.context import Proof
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Sum, exp, field, index, scalar, sizes
from gaproof.theory import softmax

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
s, c, w = field("s", i, j), field("c", i), field("w", j)
x, y, low, high = scalar("x y a b")
HOW = Settings(level="quick")


@pytest.fixture
def part(tmp_path: Path) -> Part:
    claim = Claim("recorded.shift", shows=ForAll((i, j), Eq(softmax(s[i, j] + c[i], over=j), softmax(s[i, j], over=j))))
    claim.proof(lambda p: p.identity())
    claim.file = str(tmp_path / "shift.py")
    return claim.only


def long_search(part: Part) -> Record:
    return hunted(part, given_by(part.claim.theorem()), {}, HOW)


def keep(part: Part, record: Record) -> None:
    parts = {part.name: record.as_json(part.statement.digest)}
    write_records([tested.Tested(part.claim.id, part.claim.file, parts=parts)])


def killed(part: Part) -> Killed:
    return mutants_killed(part, given_by(part.claim.theorem()), {}, HOW, on_record(part))


def test_what_is_on_record_is_refuted_without_a_search(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    record = long_search(part)
    assert record.models and not record.left
    keep(part, record)
    for search in ("survived", "searched"):
        monkeypatch.setattr(killing, search, lambda mutants, *_: [pytest.fail("a search") for _ in mutants])
    assert (9, 9, []) == ((found := killed(part)).total, found.killed, found.survivors)


def test_drawn_models_are_kept_as_exact_ones(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaproof.evidence.hunting._Hunt.exactly", lambda self, attempts: None)
    record = long_search(part)
    assert record.models and not record.sampled
    names = [name for _, refutes in record.models for name in refutes]
    keep(part, record)
    assert set(names) == on_record(part).refuted(sample(part.statement, 1, 0))


def test_a_second_search_starts_from_the_first(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(part, first := long_search(part))
    monkeypatch.setattr("gaproof.evidence.hunting._Hunt._search", lambda *_: pytest.fail("a search"))
    assert first.as_json("") == long_search(part).as_json("")


# ---- nothing is believed ---------------------------------------------------------------------------------------------------------------


def test_a_model_at_which_nothing_fails_refutes_nothing(part: Part) -> None:
    names = [q.name for q in sample(part.statement, 1, 0)]
    ones = Recorded({"n": 1, "m": 1}, {"s": [[0]], "c": [0]})
    record = Record([(ones, dict.fromkeys(names))], current=True)
    assert len(record.refuted(sample(part.statement, 1, 0))) < len(names)
    assert set() == Record([(ones, {"the theorem itself": None})], current=True).refuted(sample(part.statement, 1, 0))


def test_a_false_mutant_that_is_said_to_be_true_is_refuted_all_the_same(part: Part) -> None:
    keep(part, Record(true={q.name: "it follows from the theorem" for q in sample(part.statement, 1, 0)}, current=True))
    assert (9, 0) == ((found := killed(part)).killed, found.equivalent)


def test_what_is_said_to_be_left_survives_and_only_the_exhaustive_level_searches_again(part: Part) -> None:
    name = sample(part.statement, 1, 0)[0].name
    keep(part, Record(left={name: "nothing was found"}, current=True))
    assert [f"{name} — nothing was found"] == killed(part).survivors
    found = mutants_killed(part, None, {}, Settings(level="exhaustive"), on_record(part))
    assert found.total == found.killed + found.equivalent


def test_what_a_reader_says_of_a_survivor_is_kept_and_counts_for_nothing(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [q.name for q in sample(part.statement, 1, 0)]
    notes = {names[0]: "true: both sides vanish", "no such mutant": "gone"}
    keep(part, Record(left=dict.fromkeys(names, "nothing was found"), notes=notes, current=True))
    found = killed(part)
    assert (0, len(names), f"{names[0]} — nothing was found; true: both sides vanish") == (
        found.killed,
        len(found.survivors),
        found.survivors[0],
    )
    monkeypatch.setattr("gaproof.evidence.hunting._Hunt.exactly", lambda self, attempts: None)
    monkeypatch.setattr("gaproof.evidence.hunting._Hunt.drawn", lambda self, *_: dict.fromkeys(self.left, Tally()))
    monkeypatch.setattr("gaproof.evidence.hunting.equivalent", lambda *_: None)
    assert {names[0]: "true: both sides vanish"} == long_search(part).notes


def test_of_another_statement_only_the_models_count(part: Part, tmp_path: Path) -> None:
    keep(part, long_search(part))
    document = json.loads(record_of(part.claim.file).read_text(encoding="utf-8"))
    entry = document["parts"]["recorded.shift"]
    entry |= {"statement": "another", "left": {q.name: "nothing was found" for q in sample(part.statement, 1, 0)}}
    record_of(part.claim.file).write_text(json.dumps(document), encoding="utf-8")
    found = on_record(part)
    assert not found.current and not found.left
    assert (9, []) == ((again := killed(part)).killed, again.survivors)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": "another"}',
        json.dumps({"format": MUTANTS, "parts": {"recorded.shift": {"models": 1}}}),
        json.dumps({"format": MUTANTS, "parts": {"recorded.shift": {"statement": "", "models": [{"sizes": {}}]}}}),
    ],
)
def test_a_file_that_is_no_record_is_an_error_that_names_it(part: Part, text: str) -> None:
    record_of(part.claim.file).write_text(text, encoding="utf-8")
    with pytest.raises(GaproofError, match=r"shift\.mutants\.json.*gaproof attack"):
        on_record(part)


def test_sequents_of_a_conclusion_with_quantifiers_are_on_record_too(tmp_path: Path) -> None:
    claim = Claim("recorded.bound", shows=ForAll(x, Le(1 + x, exp(x))), given={"total": Eq(Sum(w[j], j), 1)})
    claim.file = str(tmp_path / "bound.py")
    record = hunted(claim.only, None, {}, HOW)
    claim.only.__dict__.pop("theorem", None)
    keep(claim.only, record)
    mutants = sample(claim.only.statement, 1, 0)
    assert {name for _, refutes in record.models for name in refutes} == on_record(claim.only).refuted(mutants) != set()


# ---- models of what arrays do not reach --------------------------------------------------------------------------------------------


@pytest.fixture
def beyond(tmp_path: Path) -> Part:
    """Numbers between any two that differ: no array holds the truth of it."""
    between = Exists(x, And(Lt(low, x), Lt(x, high)))
    claim = Claim("recorded.between", given={"apart": Lt(low, high)}, shows=And(Le(low, high), Implies(ForAll(y, Le(y * y, low)), between)))
    claim.file = str(tmp_path / "between.py")
    return claim.only


def test_models_of_what_arrays_do_not_reach_are_kept_and_judged_anew(beyond: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    record = hunted(beyond, None, {}, HOW)
    assert record.holding and record.held(beyond.statement) == 0  # nothing satisfies the condition of the second sequent
    assert [[0]] == [where for _, where in record.holding]
    keep(beyond, record)
    monkeypatch.setattr("gaproof.evidence.gathering.agreeing", lambda *_, **__: pytest.fail("a search"))
    again = on_record(beyond)
    assert record.holding == again.holding and evidence(beyond, HOW).tally.unreached


def test_no_model_is_kept_of_what_arrays_reach(part: Part) -> None:
    record = long_search(part)
    assert record.holding is None
    keep(part, record)
    assert on_record(part).holding is None


@pytest.mark.parametrize("values", [{"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 0}])
def test_a_model_at_which_a_sequent_does_not_hold_counts_for_nothing(values: dict[str, int]) -> None:
    claim = Claim("recorded.squares", given={"apart": Lt(low, high)}, shows=ForAll(x, Exists(y, Lt(x, y))))
    (good, bad), where = (Recorded({}, {"a": 0, "b": 1, "x": 0}), Recorded({}, values)), [0, 7]
    assert Record(holding=[(bad, where)]).held(claim.only.statement) == 0
    assert Record(holding=[(good, where), (bad, where)]).held(claim.only.statement) == 1


# ---- mutants that the theorem file proves ------------------------------------------------------------------------------------------------


def times(p: Proof, number: int) -> Theorem:
    return f.le(-1, number * x, f.add(f.mul(f.num(number), f.by(p["positive"])), f.num(1)))


def loose_bound() -> Part:
    """−1 ≤ 2x, of a positive x; −1 ≤ 3x as well."""
    claim = Claim("recorded.loose", given={"positive": Lt(0, x)}, shows=Le(-1, 2 * x))
    claim.proof(lambda p: times(p, 2))
    return claim.only


LOOSER = "constant factor: 3 for 2 in 2·x"


def test_a_mutant_that_the_file_proves_is_true() -> None:
    part = loose_bound()
    part.mutant(LOOSER)(lambda p: times(p, 3))
    mutant = next(q for q in sample(part.statement, 1, 0) if q.name == LOOSER)
    assert ("", "the theorem file proves it") == (unfounded(part), equivalent(part, mutant))


def test_a_mutant_that_is_proved_and_refuted_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = loose_bound()
    part.claim.file = str(tmp_path / "loose.py")
    part.mutant(LOOSER)(lambda p: times(p, 3))
    keep(part, Record([(Recorded({}, {"x": 1}), {LOOSER: None})], current=True))
    assert "" == evidence(part, HOW).unshown
    monkeypatch.setattr("gaproof.exact.recorded.Model.refutes", lambda *_: True)
    assert "is proved, and a model on record refutes it" in evidence(part, HOW).unshown


@pytest.mark.parametrize("per_kind", [1, ALL])
def test_a_mutant_may_be_proved_by_the_name_that_it_has_among_few_or_all(per_kind: int) -> None:
    part = loose_bound()
    for mutant in sample(part.statement, per_kind, 0):
        part.mutant(mutant.name)(lambda p: times(p, 3))
    assert "there is none of that name" not in unfounded(part)


@pytest.mark.parametrize(
    ("name", "proof", "said"),
    [
        ("sign: of nothing", lambda p: p["positive"], "there is none of that name"),
        (LOOSER, lambda p: times(p, 2), "does not go through"),
        ("direction: -1 ≤ 2·x", lambda p: f.assume(p.goal), "shows something else|does not go through"),
    ],
)
def test_a_proof_of_a_mutant_that_shows_nothing_is_an_error(name: str, proof: ProofFunction, said: str, tmp_path: Path) -> None:
    part = loose_bound()
    part.mutant(name)(proof)
    assert re.search(said, unfounded(part))
    assert re.search(said, evidence(part, Settings(level="quick", folder=str(tmp_path))).unshown)


# ---- near misses -------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def missed(tmp_path: Path) -> Part:
    """−1 ≤ 2x, of a positive x; 3 ≤ 2x fails at 1."""
    part = loose_bound()
    part.claim.file = str(tmp_path / "loose.py")
    part.near_miss("2x is not always 3")(lambda: Le(3, 2 * x))
    return part


def test_a_near_miss_on_record_is_false_without_a_search(missed: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    record = hunted(missed, None, {}, HOW)
    assert list(record.near) == [missed.near_misses[0].statement.digest]
    keep(missed, record)
    monkeypatch.setattr("gaproof.evidence.gathering.falsity", lambda miss: pytest.fail("a search"))
    assert evidence(missed, HOW).near_misses == {"2x is not always 3": "found"}


@pytest.mark.parametrize("values", [{"x": 2}, {"x": -1}, {}, {"x": [1]}, {"y": 1}])
def test_a_model_at_which_a_near_miss_does_not_fail_counts_for_nothing(values: dict[str, Any], missed: Part) -> None:
    digest = missed.near_misses[0].statement.digest
    assert Record(near={digest: Recorded({}, {"x": 1})}).fails(missed.near_misses[0].statement)
    assert not Record(near={digest: Recorded({}, values)}).fails(missed.near_misses[0].statement)


def test_a_model_of_another_near_miss_is_not_asked(missed: Part) -> None:
    assert not Record(near={missed.statement.digest: Recorded({}, {"x": 1})}).fails(missed.near_misses[0].statement)


def test_the_reason_that_a_theorem_file_gives_is_tried_all_the_same(missed: Part) -> None:
    missed.near_miss("nor 4, it says, for a wrong reason", at={x: 2})(lambda: Le(4, 2 * x))
    keep(missed, Record(near={miss.statement.digest: Recorded({}, {"x": 1}) for miss in missed.near_misses}, current=True))
    assert "is not shown to be false" in evidence(missed, HOW).unshown


# ---- hypotheses --------------------------------------------------------------------------------------------------------------------------


def test_a_hypothesis_is_needed_if_a_model_on_record_refutes_the_claim_without_it(tmp_path: Path) -> None:
    claim = Claim("recorded.needed", given={"positive": Lt(0, x), "idle": Lt(-5, x)}, shows=Lt(-3, x))
    claim.file = str(tmp_path / "needed.py")
    models = [(Recorded({}, {"x": -4}), {f"dropped hypothesis: {name}": None for name in ("positive", "idle")})]
    keep(claim.only, Record(models, current=True))
    assert {"positive": "witnessed", "idle": "not known"} == necessity(claim.only, on_record(claim.only))
    assert {"positive": "not known", "idle": "not known"} == necessity(claim.only, Record())
