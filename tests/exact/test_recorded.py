"""Models on record: written, read back, judged anew; one that refutes nothing counts for nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flint import arb, fmpq

from gaproof.claim import statement
from gaproof.errors import GaproofError
from gaproof.exact.exponentials import exponential, logarithm
from gaproof.exact.recorded import Model, Recorded, recorded
from gaproof.exact.search import refuting
from gaproof.exact.values import sorts_of
from gaproof.proof.statement import Statement
from gaproof.proof.syntax import REAL
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Le, Ne, Rational, Sum, exp, field, function, index, log, natural, scalar, sizes, succ, zero

n, m = sizes("n m")
i, j = index("i", n), index("j", m)
w, p = field("w", j), index("p", m)
x, y = scalar("x y")
ell = function("ell")


def at(recorded: Recorded, of: Statement) -> Model:
    formulas = [*of.hypotheses.values(), of.conclusion]
    return Model(recorded, {s.name: s for g in formulas for s in g.free}, {s.name: s for s in sorts_of(formulas)})


def refutes(model: Recorded, given: dict[str, Any], shows: Any) -> bool:
    stated = statement(given, shows)
    return at(model, stated).refutes(list(stated.hypotheses.values()), stated.conclusion)


def through_json(model: Recorded) -> Recorded:
    return Recorded(*json.loads(json.dumps([model.sizes, model.values, model.functions, model.tried, model.undefined])))


TOTAL = {"total": Eq(Sum(w[j], j), 1)}


def test_a_model_refutes_where_the_hypotheses_hold_and_the_conclusion_fails() -> None:
    assert refutes(Recorded({"m": 2}, {"w": ["1/2", "1/2"]}), TOTAL, ForAll(j, Eq(w[j], 1)))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"w": [1, 0]}, "the conclusion holds"),
        ({"w": ["1/2", "1/3"]}, "the hypothesis fails"),
        ({}, "a value is missing"),
        ({"v": [2, 3]}, "it is about another symbol"),
    ],
)
def test_what_does_not_refute_is_not_believed(values: dict[str, Any], why: str) -> None:
    assert not refutes(Recorded({"m": 2}, values), TOTAL, ForAll(j, Le(w[j], 1))), why


def test_a_variable_of_a_quantifier_is_tried_where_the_record_says() -> None:
    shows = ForAll(y, Ne(exp(y), exp(Rational(17, 5))))
    assert not refutes(Recorded({}, {}), {}, shows)
    assert refutes(Recorded({}, {}, None, {"y": "17/5"}), {}, shows)
    assert not refutes(Recorded({}, {}, None, {"y": "16/5"}), {}, shows)


def test_a_failure_that_hangs_on_the_value_of_one_over_zero_is_none() -> None:
    at_zero = Recorded({}, {"x": 0})
    assert not refutes(at_zero, {}, Ne(1 / x, 7))  # it fails if 1/0 is 7
    assert refutes(at_zero, {}, Eq(x / x, 1))  # it fails whatever 1/0 is


@pytest.mark.parametrize("said", [7, "7", "14/2"])
def test_a_model_may_say_what_one_over_zero_is(said: int | str) -> None:
    assert refutes(Recorded({}, {"x": 0}, undefined=said), {}, Ne(1 / x, 7))
    assert not refutes(Recorded({}, {"x": 0}, undefined="13/2"), {}, Ne(1 / x, 7))
    assert not refutes(Recorded({}, {"x": 0}, undefined=said), {}, Eq(x * x**-1, 0))  # 0·(1/0) = 0
    assert refutes(Recorded({}, {"x": 0}, undefined=0), {"log": Eq(log(x), 0)}, Ne(1 / x, 0))  # log 0 is the same number


@pytest.mark.parametrize(
    "broken",
    [
        Recorded({"m": 2}, {"w": ["1/0", 1]}),
        Recorded({"m": 2}, {"w": ["a", 1]}),
        Recorded({"m": 2}, {"w": [None, 1]}),
        Recorded({"m": 2}, {"w": [True, 1]}),
        Recorded({"m": 2}, {"w": {"above": 1}}),
        Recorded({"m": 2}, {"w": [1, 1]}, {"format": "another"}),
        Recorded({"m": 2}, {"w": ["1/2", "1/2"]}, undefined="one"),
        Recorded({"m": 2}, {"w": ["1/2", "1/2"]}, undefined=[1]),
    ],
)
def test_what_is_no_model_is_an_error_that_says_what_to_do(broken: Recorded) -> None:
    with pytest.raises(GaproofError, match=r"gaproof attack|not a certificate"):
        refutes(broken, TOTAL, ForAll(j, Eq(w[j], 1)))


def test_numbers_with_exponentials_are_written_exactly() -> None:
    symbol = f.symbol(x)
    value = exponential(fmpq(1, 2)) * fmpq(3) + fmpq(1)
    model = recorded({}, {(symbol,): value}, {}, [symbol])
    assert model is not None
    half = Rational(1, 2)
    assert refutes(through_json(model), {}, Eq(x, 3 * exp(half) + 2))
    assert not refutes(through_json(model), {}, Eq(x, 3 * exp(half) + 1))


def test_numbers_with_logarithms_are_written_exactly() -> None:
    symbol = f.symbol(x)
    two, more = logarithm(fmpq(12)), logarithm(exponential(fmpq(1)) + fmpq(3))
    model = recorded({}, {(symbol,): (two * more + fmpq(1)) * (1 / (more + exponential(fmpq(2))))}, {}, [symbol])
    assert model is not None
    value = (log(12) * log(exp(1) + 3) + 1) / (log(exp(1) + 3) + exp(2))
    assert refutes(through_json(model), {}, Eq(x, value + Rational(1, 10**90)))
    assert not refutes(through_json(model), {}, Eq(x, value)) and refutes(through_json(model), {}, Ne(x, value))


def test_the_logarithm_of_a_number_that_is_not_positive_is_no_number() -> None:
    for a in (0, "-1/2"):
        with pytest.raises(GaproofError, match=r"gaproof attack"):
            refutes(Recorded({}, {"x": {"above": [["0", "1", [[a, 1]]]], "below": [["0", "1"]]}}), {}, Eq(x, 1))


def test_a_number_that_is_only_known_as_a_ball_is_not_written() -> None:
    symbol = f.symbol(x)
    assert recorded({}, {(symbol,): arb(2).sqrt()}, {}, [symbol]) is None


k = natural("k")
steps, moving = field("steps", k, j), field("moving", x, j)


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        (ForAll((x, y), Eq(ell(x + y), ell(x) * ell(y))), Eq(ell(x), x)),
        (ForAll((k, j), Le(steps[k, j], steps[succ(k), j])), ForAll((k, j), Eq(steps[k, j], steps[zero, j]))),
        (ForAll((x, y, j), Eq(moving[x, j], moving[y, j])), Eq(Sum(moving[1, j], j), Sum(w[j], j))),
    ],
)
def test_what_a_search_finds_is_found_again_from_its_record(given: Any, shows: Any) -> None:
    stated = statement({"given": given}, shows)
    left = {0: stated.conclusion}
    symbols = sorted(frozenset().union(*(g.free for g in (*stated.hypotheses.values(), stated.conclusion))))
    found = [recorded(*model, symbols) for model in refuting(tuple(stated.hypotheses.values()), left, (0,), attempts=2)]
    assert {} == left and found
    again = through_json(found[-1]) if found[-1] else None
    assert again is not None and bool(again.functions) is any(REAL in s.type.params for s in symbols)
    assert at(again, stated).refutes(list(stated.hypotheses.values()), stated.conclusion)
