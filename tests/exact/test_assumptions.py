"""What follows from comparisons that are assumed: statements that say ε and δ of functions that are linear."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.exact import Instance, counterexample
from gaproof.exact.quantifiers import Quantifiers
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, field, index, scalar, sizes

n = sizes("n")
i = index("i", n)
e, d, u, v, c = scalar("e d u v c")
F, a = field("F", u, i), field("a", i)


def near(x: Any, y: Any, width: Any) -> Any:
    return And(Le(-width, x - y), Le(x - y, width))


def continuous(f: Callable[[Any], Any], width: Any = e) -> Any:
    close = ForAll(v, Implies(near(v, u, d), near(f(v), f(u), width)))
    return ForAll((u, e), Implies(Lt(0, e), Exists(d, And(Lt(0, d), close))))


LESS = ForAll(e, Implies(Lt(0, e), Exists(d, And(Lt(0, d), Lt(d, e)))))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, continuous(lambda x: c)),
        (True, continuous(lambda x: 3 * x)),
        (True, continuous(lambda x: 2 - c * x)),
        (None, continuous(lambda x: x * x)),  # true, but not of linear functions
        (False, continuous(lambda x: c, e - 1)),
        (False, continuous(lambda x: x, 0 * e)),
        (True, LESS),
        (False, ForAll(e, Implies(Le(0, e), Exists(d, And(Lt(0, d), Lt(d, e)))))),
        (False, And(LESS, ForAll(e, Lt(0, e)))),  # what was assumed of one variable is not known of another
        (False, And(LESS, ForAll(e, Exists(d, And(Lt(0, d), Lt(d, e)))))),
        (False, Exists(d, And(Lt(0, d), ForAll(e, Implies(Lt(0, e), Lt(d, e)))))),
        (True, ForAll((e, u), Implies(Lt(0, e), Implies(Le(e, u), Exists(d, And(Lt(0, d), Le(d, u))))))),
        (True, ForAll(e, Implies(And(Lt(0, e), Lt(e, 0)), Exists(d, Ne(d, d))))),
        (True, ForAll(e, Implies(Eq(e, 2), Exists(d, Lt(e + d, 0))))),
    ],
)
def test_what_is_said_of_all_small_numbers(expected: bool | None, formula: Any) -> None:
    assert expected is Instance(values={c: 2}).holds(formula)


def test_if_what_is_found_inside_were_kept_a_false_statement_would_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def leaking(self: Quantifiers, comparisons: Any) -> Iterator[None]:
        before, self.assumed = self.assumed, (*self.assumed, *comparisons)
        yield
        self.assumed = before

    monkeypatch.setattr(Quantifiers, "_assuming", leaking)
    assert Instance(values={c: 2}).holds(And(LESS, ForAll(e, Exists(d, And(Lt(0, d), Lt(d, e)))))) is True


def test_without_what_is_assumed_nothing_is_known_of_small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quantifiers, "_follows", lambda *_: False)
    assert Instance(values={c: 2}).holds(LESS) is None


BEYOND = ForAll(e, Implies(Lt(0, e), Exists(d, And(Lt(0, d), ForAll(u, Implies(Le(d, u), Le(c, e)))))))
NONE_IS_LEAST = Exists(d, And(Lt(0, d), ForAll(u, Implies(Lt(0, u), Le(d, u)))))
NONE_IS_MOST = Exists(d, And(Lt(0, d), ForAll(u, Le(u, d))))
SOME_IS_BELOW = Exists(d, And(Lt(0, d), ForAll(u, Implies(Lt(c, u), Le(d, u)))))
TOLD = {"e": "1/2"}


@pytest.mark.parametrize(
    ("expected", "formula", "told"),
    [
        (False, BEYOND, TOLD),  # whatever d is
        (False, BEYOND, {"e": 3}),  # not there, but elsewhere
        (False, NONE_IS_LEAST, {}),
        (None, NONE_IS_MOST, {}),  # d + 1 is not tried for u
        (True, SOME_IS_BELOW, {}),
        (False, And(SOME_IS_BELOW, BEYOND), TOLD),
        (True, Exists(d, Implies(Lt(0, d), NONE_IS_LEAST)), {}),
    ],
)
def test_that_there_is_a_number_fails_if_what_it_is_for_fails_whatever_it_is(
    expected: bool | None, formula: Any, told: dict[str, Any]
) -> None:
    assert expected is Instance(values={c: 2}, tried=told).holds(formula)


def test_if_nothing_were_assumed_of_a_number_only_numbers_would_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quantifiers, "_follows", lambda *_: False)
    assert Instance(values={c: 2}).holds(NONE_IS_LEAST) is None


def test_if_a_body_counted_as_false_because_it_is_not_known_to_hold_a_true_statement_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    between = ForAll(u, Implies(near(u, 0, d), And(Lt(0, d), Lt(d, e), Lt(e, 3 * d))))
    follows, true = Quantifiers._follows, ForAll(e, Implies(Lt(0, e), Exists(d, between)))
    assert Instance().holds(true) is True
    monkeypatch.setattr(Quantifiers, "_follows", lambda self, q: q.aim or follows(self, q))
    assert Instance().holds(true) is False


EACH = ForAll(i, continuous(lambda x: F[x, i]))


@pytest.mark.parametrize(
    ("refuted", "given", "shows"),
    [
        (True, {"continuous": EACH}, ForAll((u, v, i), Eq(F[u, i], F[v, i]))),
        (True, {"continuous": EACH}, ForAll((u, i), Le(0, F[u, i]))),
        (False, {"continuous": EACH}, EACH),
        (False, {}, LESS),
        (False, {"least": ForAll(e, Implies(Lt(0, e), Le(a[i], e)))}, Le(a[i], 0)),
    ],
)
def test_continuity_is_a_hypothesis_that_models_have(refuted: bool, given: dict[str, Any], shows: Any) -> None:
    assert refuted is (counterexample(statement(given, shows), attempts=6) is not None)
