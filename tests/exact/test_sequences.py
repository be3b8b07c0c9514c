"""Sequences: tables that are constant from an index on decide what is said of all naturals, and only that."""

from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.exact import Instance, InstanceError, counterexample, instance, sequences
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Ne,
    Sum,
    delta,
    field,
    index,
    index_map,
    nat,
    natural,
    scalar,
    sizes,
    succ,
    zero,
)

n = sizes("n")
i, two = index("i", n), succ(succ(zero))
k, l = natural("k"), natural("l")
x, y, a, b = field("x", k), field("y", k), field("a", k, i), scalar("b")
order = index_map("order", k, k)


def at(f: Any) -> bool | None:
    return Instance(values={x: [1, 2, 3], y: [0, 0, 0], a: [[1, 2], [0, 3], [1, 1]], order: [1, 2, 0]}).holds(f)


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, ForAll(k, Le(1, x[k]))),
        (False, ForAll(k, Lt(x[k], 3))),
        (True, ForAll(k, Le(x[k], x[succ(k)]))),
        (False, ForAll(k, Lt(x[k], x[succ(k)]))),  # it fails at LAST, from where on x is 3
        (True, ForAll(k, Eq(x[succ(succ(k))], 3))),
        (False, Exists(k, Eq(x[k], 4))),
        (True, Exists(k, ForAll(l, Le(x[l], x[k])))),
        (False, ForAll(k, Exists(l, Lt(x[k], x[l])))),
        (True, ForAll((k, i), Le(a[k, i], 3))),
        (True, ForAll(k, Ne(x[order(k)], 0))),
        (True, ForAll(k, ForAll(b, Eq(x[k] * y[k] * b, 0)))),
        (True, Exists(k, Eq(nat(k), 4))),  # one is enough, whatever it is used as
        (None, ForAll(k, Implies(Eq(nat(k), 7), Eq(x[k], 0)))),  # 7 is not tried
        (None, ForAll(k, Le(0, x[k] + nat(k)))),
        (None, ForAll((k, l), Implies(Eq(delta(k, l), 0), Le(0, x[k] + x[l])))),
        (None, Exists(k, And(Eq(nat(k), 9), Eq(x[k], 3)))),
        (None, ForAll((k, l), Le(0, x[k] * nat(l)))),
    ],
)
def test_what_is_said_of_all_naturals_is_decided_where_they_are_only_places(expected: bool | None, formula: Any) -> None:
    assert expected is at(formula)


def test_it_is_the_same_beyond_the_last_entry() -> None:
    ends = x[zero], x[succ(zero)], x[succ(succ(zero))], x[succ(succ(succ(zero)))]
    model = Instance(values={x: [5, 6, 7]})
    assert [5, 6, 7, 7] == [model.value_of(end) for end in ends]


DIFFERENT = Exists(y, And(Eq(y[two], 0), Eq(y[succ(succ(two))], 1)))


def test_a_variable_stands_for_any_sequence() -> None:
    assert Instance().holds(DIFFERENT) is True
    assert Instance().holds(ForAll(y, Exists(k, Ne(y[k], y[succ(k)])))) is None, "false, but of no sequence all entries are seen"


def test_if_variables_were_tables_a_true_statement_would_be_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instance, "is_table", lambda _, symbol: sequences.is_sequence(symbol))
    assert Instance().holds(DIFFERENT) is False


COUNTED = ForAll(k, Implies(Eq(nat(k), 3), Eq(x[k], 0)))


def test_if_naturals_that_are_numbers_were_places_a_false_statement_would_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    model = {x: [1, 1, 1]}
    assert Instance(values=model).holds(COUNTED) is False
    assert Instance(values=model).holds(ForAll(k, Implies(Eq(nat(k), 7), Eq(x[k], 0)))) is None
    monkeypatch.setattr(instance, "only_places", lambda *_: True)
    assert Instance(values=model).holds(COUNTED) is True


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({x: [1, 2]}, "x has 2 entries along Nat, expected 3"),
        ({a: [[1], [2], [3, 4]]}, "a has 2 entries along n, expected 1"),
        ({x: 1}, "nested less deep"),
    ],
)
def test_a_sequence_that_does_not_fit_is_refused(values: Any, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        Instance(values=values)


STEPS = {"first": Eq(x[zero], 1), "next": ForAll(k, Eq(x[succ(k)], b * x[k]))}


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        (STEPS, ForAll(k, Eq(x[k], 1))),
        (STEPS, ForAll(k, Lt(0, x[k]))),
        ({"next": ForAll(k, Eq(x[succ(k)], x[k]))}, ForAll(k, Eq(x[k], 0))),
        ({"sum": ForAll(k, Eq(Sum(a[k, i], i), 1))}, ForAll((k, i), Le(a[k, i], 1))),
        ({"order": ForAll(k, Le(x[k], y[k]))}, ForAll(k, Le(x[k], y[succ(k)]))),
    ],
)
def test_a_false_statement_about_sequences_is_refuted(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows)) is not None


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({**STEPS, "one": Eq(b, 1)}, ForAll(k, Eq(x[k], 1))),
        ({"grows": ForAll(k, Eq(x[succ(k)], x[k] + 1))}, Eq(x[zero], 0)),  # false, but no table that repeats is a model
        ({"order": ForAll(k, Le(x[k], y[k]))}, ForAll(k, Le(x[succ(k)], y[succ(k)]))),
        ({"last": ForAll(k, Implies(Eq(nat(k), 9), Eq(x[k], 0)))}, Exists(k, Eq(x[k], 0))),
        ({}, Exists((k, l), And(Eq(delta(k, l), 0), Le(x[k], x[l])))),
        ({}, Exists(y, ForAll(k, Eq(y[succ(k)], y[k] + 1)))),
    ],
)
def test_a_statement_about_sequences_that_is_true_or_has_no_such_model_is_not_refuted(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows), attempts=6) is None
