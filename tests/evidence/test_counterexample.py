"""Counterexamples: simpler ones that still fail, files that say the same when they are read, and files that are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from gaproof.claim import statement
from gaproof.errors import GaproofError
from gaproof.evidence import counterexample
from gaproof.evidence.campaign import Found, confirmed
from gaproof.evidence.counterexample import CounterexampleError, described, read, shrunk, try_again, write
from gaproof.evidence.trial import Trial, Tried
from gaproof.exact import Instance
from gaproof.numeric import Model
from gaproof.proof.statement import Statement
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, exp, field, index, index_map, scalar, sizes
from tests.evidence.test_campaign import FALSE, THOROUGH
from tests.evidence.toys import tried

n, m = sizes("n m")
(i, k), j = index("i k", n), index("j", m)
a, s, pick, v = field("a", i), field("s", i, j), index_map("pick", i, m), field("v", j)
x, y = scalar("x y")
ABOUT = {"claim": "toy.claim", "part": "", "file": "toy.py"}


def found_for(given: dict[str, Any], shows: Any) -> tuple[Statement, Found]:
    refutation = tried(given, shows, effort=THOROUGH).refutation
    assert refutation is not None
    return statement(given, shows), refutation


def complexity(found: Found) -> tuple[int, int]:
    numbers = [t.numbers.flatten().tolist() for t in found.model.tables.values()]
    return sum(found.model.sizes.values()), sum(len(str(int(q) if q == int(q) else q)) for row in numbers for q in row)


# ---- shrinking -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FALSE)
def test_what_is_shrunk_still_fails_and_is_no_less_simple(name: str) -> None:
    _, found = found_for(*FALSE[name])
    simple = shrunk(found)
    assert confirmed(simple.case, simple.model, bits=500)
    assert complexity(simple) <= complexity(found)
    assert described(simple) == described(shrunk(simple)), "it is as simple as it can be"


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (ForAll((i, k), Eq(a[i], a[k])), "|n| = 2; a = [0, 1]"),
        (Lt(x, 7), "x = 7"),
        (Lt(-x, 7), "x = -7"),
        (Le(x * 4, 1), "x = 1"),
        (Implies(Lt(0, x), Lt(1, x * 4)), "x = 1/8"),
        (ForAll(i, Lt(v[pick(i)], 1)), "|m| = 1; |n| = 1; pick = [0]; v = [1]"),
        (ForAll((i, j), Eq(s[i, j], s[i, j] * s[i, j])), "|m| = 1; |n| = 1; s = [[-1]]"),
    ],
)
def test_the_simplest_numbers_are_found(shows: Any, expected: str) -> None:
    assert expected == described(shrunk(found_for({}, shows)[1]))


def test_shrinking_ends_even_where_everything_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = found_for({}, ForAll((i, j), Lt(s[i, j] * v[pick(i)], -1)))
    monkeypatch.setattr(counterexample, "confirmed", lambda case, model: True)
    simple = shrunk(found)
    assert {1} == set(simple.model.sizes.values())
    numbers = [q for t in simple.model.tables.values() for q in t.numbers.flatten().tolist()]
    assert {0.0} == set(numbers)


def test_a_shrinker_that_loses_the_failure_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = found_for({}, Lt(x, 7))
    monkeypatch.setattr(counterexample, "confirmed", lambda case, model: True)
    monkeypatch.setattr(Trial, "run", everything_fails)
    simple = shrunk(found)
    monkeypatch.undo()
    assert not confirmed(simple.case, simple.model)


def everything_fails(self: Trial, model: Model, arithmetic: Any) -> Tried:
    at_all = torch.ones(model.batch, dtype=torch.bool)
    return Tried(at_all, at_all, at_all, at_all, 0.0)


# ---- words -----------------------------------------------------------------------------------------------------------------------


def test_it_is_told_what_the_symbols_are_made_of() -> None:
    _, found = found_for(*FALSE["share"])
    assert "|m| = 1; p_drawn = [1]; p[a0] = p_drawn[a0]/(Σ_{at0∈m} p_drawn[at0])" == described(shrunk(found))
    _, found = found_for(*FALSE["law"])
    assert "g(a0) = 0" in described(found)


def test_fractions_are_told_exactly() -> None:
    _, found = found_for({"between": Lt(0, x), "below": Lt(x * 4, 1)}, Lt(x, 0))
    assert "x = 1/8" == described(shrunk(found))


# ---- files -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FALSE)
def test_a_file_says_the_same_when_it_is_read(name: str, tmp_path: Path) -> None:
    stated, found = found_for(*FALSE[name])
    for what in (found, shrunk(found)):
        again = try_again(read(write(what, stated, ABOUT, tmp_path)), stated, None)
        assert again is not None
        assert described(what) == described(again)
        assert what.case.number == again.case.number


def test_a_file_can_be_checked_by_hand(tmp_path: Path) -> None:
    stated, found = found_for({}, ForAll((i, k), Eq(a[i], a[k])))
    document = json.loads(write(shrunk(found), stated, ABOUT, tmp_path).read_text())
    assert Instance(values={a: document["values"]["a"]}).holds(stated.conclusion) is False


def test_the_name_of_a_part_stays_inside_the_folder(tmp_path: Path) -> None:
    stated, found = found_for({}, Lt(x, 7))
    folder = tmp_path / "new" / "folder"
    for part in ("a part", "../../outside", "with/slash", "a\\b:c*?"):
        path = write(found, stated, {**ABOUT, "part": part}, folder)
        assert folder == path.parent and path.is_file()
        assert part == read(path)["part"]
    assert 4 == len(list(folder.iterdir()))


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    stated, found = found_for({"below": ForAll(i, Implies(Le(0, a[i]), Lt(v[pick(i)], x)))}, ForAll(i, Lt(v[pick(i)], x)))
    return read(write(shrunk(found), stated, ABOUT, tmp_path))


STATED = statement({"below": ForAll(i, Implies(Le(0, a[i]), Lt(v[pick(i)], x)))}, ForAll(i, Lt(v[pick(i)], x)))


def changed(document: dict[str, Any], symbol: str, value: Any) -> dict[str, Any]:
    return {**document, "values": {**document["values"], symbol: value}}


def test_an_edited_file_that_does_not_fail_any_more_gives_nothing(document: dict[str, Any]) -> None:
    assert try_again(document, STATED, None) is not None
    assert {"a": [-1], "pick": [0], "v": [0], "x": 0} == {**document["values"], "a": [-1]}
    assert try_again(changed(document, "x", 1), STATED, None) is None, "the conclusion holds"
    assert try_again(changed(document, "a", [0]), STATED, None) is None, "the hypothesis fails"


@pytest.mark.parametrize(
    ("symbol", "value", "message"),
    [
        ("x", "0.1", "x has the value 0.1, which no float64 holds"),
        ("x", "1/3", "x has the value 1/3, which no float64 holds"),
        ("x", "1/0", "x: .* nested lists of numbers"),
        ("x", "much", "x: Invalid literal"),
        ("x", float("nan"), "x: .* nested lists of numbers"),
        ("x", float("inf"), "x: .* nested lists of numbers"),
        ("x", "1e400", "x: .* nested lists of numbers"),
        ("x", None, "x: .* nested lists of numbers"),
        ("x", {}, "x: .* nested lists of numbers"),
        ("x", [1, 2], r"x has the shape \(2, 1\), expected \(none\)"),
        ("a", [1, 2], r"a has the shape \(2, 1\), expected \(\|n\| = 1\)"),
        ("a", [[1]], r"a has the shape \(1, 1, 1\), expected \(\|n\| = 1\)"),
        ("a", [[1, 2], [3]], "a: .* nested lists of numbers"),
        ("pick", ["1/2"], "pick has the value 1/2, expected an integer"),
        ("pick", [1], "pick takes the values 1 … 1, expected from 0 to 0, the size of m being 1"),
        ("pick", [-1], "pick takes the values -1"),
    ],
)
def test_values_that_make_no_sense_are_refused(document: dict[str, Any], symbol: str, value: Any, message: str) -> None:
    with pytest.raises(GaproofError, match=message):
        try_again(changed(document, symbol, value), STATED, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statement": "0" * 64}, "about another statement than the part makes now — check the claim again"),
        ({"case": 99}, "not those of the statement's symbols — let gaproof check write it anew"),
        ({"sizes": {"n": 1}}, "not those of the statement's symbols"),
        ({"sizes": {"n": 1, "m": 1, "l": 1}}, "not those of the statement's symbols"),
        ({"values": {"x": 1}}, "not those of the statement's symbols"),
        ({"sizes": {"n": 0, "m": 1}}, "the size of n is 0, expected an integer ≥ 1"),
        ({"sizes": {"n": "1", "m": 1}}, "the size of n is '1', expected an integer ≥ 1"),
        ({"sizes": {"n": 2, "m": 1}}, r"a has the shape \(1, 1\), expected \(\|n\| = 2\)"),
    ],
)
def test_a_file_that_is_not_about_the_statement_is_refused(document: dict[str, Any], change: dict[str, Any], message: str) -> None:
    with pytest.raises(GaproofError, match=message):
        try_again({**document, **change}, STATED, None)


def test_a_statement_that_changed_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(CounterexampleError, match="about another statement"):
        try_again(document, statement({}, ForAll(i, Lt(v[pick(i)], x))), None)


@pytest.mark.parametrize("gone", ["claim", "part", "file", "statement", "case", "sizes", "values"])
def test_a_file_that_lacks_something_is_refused(document: dict[str, Any], gone: str, tmp_path: Path) -> None:
    path = tmp_path / "lacking.json"
    path.write_text(json.dumps({key: value for key, value in document.items() if key != gone}))
    with pytest.raises(CounterexampleError, match=f"not a counterexample .*{gone}.* — gaproof check writes them"):
        read(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a counterexample"),
        (b"{", "not a counterexample"),
        (b"[1, 2]", "not a counterexample"),
        (b"null", "not a counterexample"),
        (b"\xff\xfe\x00", "not a counterexample"),
        (b'{"format": "gaproof-certificate/2"}', "not a counterexample"),
        (b'{"claim": 1, "part": [], "file": {}, "sizes": 3}', "not a counterexample"),
    ],
)
def test_what_is_no_counterexample_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content)
    with pytest.raises(CounterexampleError, match=message):
        read(path)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.json"):
        with pytest.raises(CounterexampleError, match="not a counterexample"):
            read(path)


def test_another_format_is_refused(document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({**document, "format": "gaproof-counterexample/0"}))
    with pytest.raises(CounterexampleError, match="its format is 'gaproof-counterexample/0', expected 'gaproof-counterexample/1'"):
        read(path)


def test_without_the_digest_a_changed_statement_would_pass(monkeypatch: pytest.MonkeyPatch, document: dict[str, Any]) -> None:
    weaker = statement({"below": ForAll(i, Implies(Le(0, a[i]), Lt(v[pick(i)], x)))}, ForAll(i, Le(v[pick(i)], x + exp(a[i]))))
    monkeypatch.setattr(Statement, "digest", document["statement"])
    assert try_again(document, weaker, None) is None
