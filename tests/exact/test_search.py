"""The search for counterexamples: what it finds, and true statements that a careless search would refute."""

from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.exact import agreeing, counterexample, refuted, search
from gaproof.exact.judge import Verdict
from gaproof.exact.search import Search
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, function, index, log, nat, natural, scalar, sizes

n = sizes("n")
i, j, k = index("i", n), index("j", n), natural("k")
a, b = field("a b", i)
(x, y), g = scalar("x y"), function("g")


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({}, Eq(x * y, x)),
        ({"mass": Eq(Sum(a[i], i), 1)}, ForAll(i, Le(a[i], 1))),
        ({"order": ForAll(i, Lt(a[i], b[i]))}, ForAll((i, j), Lt(a[i], b[j]))),
        ({}, Exists(x, ForAll(i, Eq(a[i], x)))),
        ({"some": Exists(b, ForAll(i, Eq(a[i], b[i] * b[i])))}, ForAll(i, Lt(0, a[i]))),
        ({}, ForAll(b, Implies(ForAll(i, Eq(b[i], a[i])), Eq(Sum(b[i], i), 0)))),
        ({}, ForAll(k, Le(nat(k), 3))),
        ({"increasing": ForAll((x, y), Implies(Le(x, y), Le(g(x), g(y))))}, Lt(g(0), g(1))),
        ({}, Eq(exp(log(x)), x)),
    ],
)
def test_a_false_statement_has_a_counterexample(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows)) is not None


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        ({}, Exists(k, Le(5, nat(k)))),  # only the first naturals are tried
        ({}, Exists(y, Eq(y * y * y, 2))),  # no rational cube root
        ({}, Exists(y, Eq(exp(y), 2))),
        ({}, Exists(g, ForAll(x, Eq(g(x), exp(x))))),
        ({}, Eq(exp(x) * exp(-x), 1)),  # balls that meet
        ({}, Le(exp(x) * exp(y), exp(x + y))),
        ({"large": Le(9, x)}, Lt(1, x)),
        ({"none": ForAll(x, Eq(g(x), 0))}, Eq(g(1), 0)),  # a law is no hypothesis until it is proved
        ({}, Eq(x / x, x / x + 0)),  # 1/0 is the same on both sides
        ({"nonzero": ForAll(b, Implies(ForAll(i, Eq(b[i], a[i])), Ne(Sum(b[i], i), 0)))}, Ne(Sum(a[i], i), 0)),
    ],
)
def test_a_true_statement_has_none(given: dict[str, Any], shows: Any) -> None:
    assert counterexample(statement(given, shows), attempts=10) is None


def test_a_statement_that_depends_on_one_over_zero_is_not_refuted() -> None:
    assert counterexample(statement({}, Eq(1 / x, 7)), {"x": 0}) is None
    assert counterexample(statement({}, Eq(exp(1 / x), 0)), {"x": 0}) is not None, "whatever 1/0 is, no exponential is 0"


def test_without_several_values_of_one_over_zero_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "whatever", lambda *_: True)
    assert counterexample(statement({}, Eq(1 / x, 7)), {"x": 0}) is not None


def test_an_instance_judged_wrongly_would_refute_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "judge", lambda *_: Verdict(False))
    assert counterexample(statement({}, Eq(x + x, 2 * x))) is not None


def test_models_in_which_a_statement_holds_are_counted_once() -> None:
    assert [] == agreeing(statement({"low": Lt(x, 0), "high": Lt(0, x)}, Eq(x, x)))
    assert [] == agreeing(statement({}, Eq(x, x + 1)))
    some, more = (len(agreeing(statement({}, ForAll(i, Le(0, a[i] * a[i]))), attempts=n)) for n in (1, 6))
    assert 0 < some <= more <= 12  # two sizes, six orders of values


CONCLUSIONS = [
    (True, Eq(x * y, x)),
    (False, Eq(x * y, y * x)),
    (True, ForAll(i, Le(a[i], b[i]))),
    (False, Eq(x / x, x / x + 0)),
    (True, Eq(exp(log(x)), x)),
    (False, Lt(0, exp(x))),
    (True, ForAll((i, j), Eq(a[i], a[j]))),
    (True, Exists(x, ForAll(i, Eq(a[i], x)))),
]


@pytest.mark.parametrize("aims", [(), range(len(CONCLUSIONS))])
def test_together_the_false_conclusions_are_told_from_the_true_ones(aims: Any) -> None:
    given = statement({"sum": Eq(Sum(a[i], i), 1)}, Eq(0, 0)).hypotheses.values()
    found = refuted(list(given), [statement({}, shows).conclusion for _, shows in CONCLUSIONS], aims, attempts=4)
    assert {k for k, (false, _) in enumerate(CONCLUSIONS) if false} == found


def test_where_no_hypotheses_hold_nothing_is_refuted() -> None:
    given = statement({"low": Lt(x, 0), "high": Lt(0, x)}, Eq(0, 0)).hypotheses.values()
    assert set() == refuted(list(given), [statement({}, Eq(x, 1)).conclusion], (0,), attempts=4)


def test_a_conclusion_that_is_aimed_at_alone_is_not_kept_from_its_values_by_others() -> None:
    asked = [statement({}, shows).conclusion for shows in (ForAll(i, Exists(y, Lt(y, a[i]))), Le(x * x, 8))]
    assert {1} == refuted([], asked, (1,), attempts=1)
