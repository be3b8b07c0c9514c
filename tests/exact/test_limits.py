"""Small and large numbers: limits, derivatives and continuity of functions made of powers and exponentials are decided."""

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from flint import fmpq
from hypothesis import strategies as st

from gaproof.claim import statement
from gaproof.exact import Instance, counterexample, limits, small
from gaproof.exact.evaluate import differ, precision, same
from gaproof.exact.exponentials import ball, exponential
from gaproof.exact.limits import Limits
from gaproof.exact.recorded import Recorded, RecordError
from gaproof.exact.small import ETA, LARGE, Small, limit, sign
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Rational, Sum, exp, field, function, index, scalar, sizes
from gaproof.theory import derivative

n = sizes("n")
i = index("i", n)
e, d, u, v, c, t, y = scalar("e d u v c t y")
F, a = function("F"), field("a", i)

# ---- numbers -----------------------------------------------------------------------------------------------------------------

POINT = fmpq(1, 2**20)


def powers(coefficients: list[Any]) -> Any:
    """Σ coefficient·ηᵏ for k = 0, 1, …"""
    return small.small({(k, ()): fmpq(c) for k, c in enumerate(coefficients)})


COEFFICIENTS = st.lists(st.integers(-3, 3), min_size=1, max_size=2)


def at(x: Any, eta: fmpq) -> Any:
    """What a number is at a value of η, in a ball."""
    if type(x) is not Small:
        return ball(x)

    def total(side: small.Sum) -> Any:
        return sum((ball(exponential(sum((c * eta**p for p, c in r), fmpq(0)))) * eta**k * q for (k, r), q in side.items()), ball(0))

    return total(x.above) / total(x.below)


@st.composite
def numbers(draw: Any, depth: int = 2) -> Any:
    """Something made of small powers, exponentials of such and rationals by + · and 1/x."""
    if depth == 0 or draw(st.booleans()):
        x = powers(draw(COEFFICIENTS))
        return exponential(x) if draw(st.booleans()) and type(x) is fmpq else x.exp() if draw(st.booleans()) and type(x) is Small else x
    x, y = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    kind = draw(st.sampled_from("+-*/"))
    return x + y if kind == "+" else x - y if kind == "-" else x * y if kind == "*" or (type(y) is fmpq and y == 0) else x * (1 / y)


@hypothesis.given(numbers(), numbers(), numbers())
@hypothesis.settings(deadline=None)
def test_it_is_a_field_whose_numbers_are_what_their_terms_are(x: Any, y: Any, z: Any) -> None:
    with precision():
        for left, right in (((x + y) + z, x + (y + z)), (x * y, y * x), (x * (y + z), x * y + x * z), (x - x, fmpq(0)), (x + 0 * y, x)):
            assert same(left, right) and not differ(left, right)
        if not (type(x) is fmpq and x == 0):
            assert same(x * (1 / x), fmpq(1))
        assert differ(x, y) != same(x, y)
        for value, true in ((x + y, at(x, POINT) + at(y, POINT)), (x * y, at(x, POINT) * at(y, POINT))):
            assert at(value, POINT).overlaps(true)


@hypothesis.given(numbers())
@hypothesis.settings(deadline=None)
def test_the_sign_is_that_at_a_small_number(x: Any) -> None:
    with precision():
        value = at(x, fmpq(1, 2**40))
        assert sign(x) == 0 or sign(x) == int(value > 0) - int(value < 0) or value.contains(0)
        assert sign(x) != 0 or type(x) is fmpq or value.contains(0)


POWER = Small({(0, ((-1, fmpq(1)),)): fmpq(1)})  # e^(1/η)


@pytest.mark.parametrize(
    ("expected", "tends_to", "number"),
    [
        (1, 0, ETA),
        (1, None, LARGE),
        (-1, 0, ETA * ETA - ETA),
        (1, 1, ETA.exp()),
        (1, 0, ETA.exp() - 1),
        (1, 0, ETA.exp() - 1 - ETA),
        (-1, 0, ETA.exp() - 1 - 2 * ETA),
        (1, fmpq(1, 2), (ETA.exp() - 1 - ETA) * (LARGE * LARGE)),
        (1, None, POWER * ETA * ETA * ETA - LARGE),
        (1, 0, 1 / POWER * LARGE),
        (-1, 0, 1 / POWER - ETA),
        (1, fmpq(1, 3), (POWER + LARGE) * (1 / (3 * POWER + 7 * LARGE * LARGE))),
    ],
)
def test_what_outgrows_the_others_decides(expected: int, tends_to: Any, number: Any) -> None:
    with precision():
        found = limit(number)
        assert sign(number) == expected
        assert (found is None) if tends_to is None else same(found, fmpq(tends_to))


def test_what_vanishes_for_long_is_not_told() -> None:
    rest = ETA.exp() - sum((powers([0] * k + [fmpq(1, _factorial(k))]) for k in range(14)), fmpq(0))
    with precision():
        assert sign(rest) == 0 and differ(rest, fmpq(0))


def _factorial(k: int) -> int:
    return 1 if k == 0 else k * _factorial(k - 1)


# ---- statements --------------------------------------------------------------------------------------------------------------


def near(x: Any, y: Any, width: Any) -> Any:
    return And(Le(-width, x - y), Le(x - y, width))


def continuous(f: Callable[[Any], Any], width: Any = e) -> Any:
    return ForAll(e, Implies(Lt(0, e), Exists(d, And(Lt(0, d), ForAll(v, Implies(near(v, c, d), near(f(v), f(c), width)))))))


def beyond(f: Any, *condition: Any) -> Any:
    """∀e > 0 ∃d > 0: f holds at all t that satisfy the conditions."""
    return ForAll(e, Implies(Lt(0, e), Exists(d, And(Lt(0, d), ForAll(t, Implies(And(*condition), f))))))


COLD, HOT = (Lt(0, t), Le(t, d)), (Le(d, t),)
SMALLER = And(Lt(0, y), ForAll(u, Implies(near(u, 0, y), Le(u, v * v))))
TWO = Exists(d, And(Lt(0, d), ForAll(v, Implies(And(Lt(0, v), Le(v, d)), Exists(y, SMALLER)))))
TRUE = [
    TWO,
    continuous(lambda x: x * x),
    continuous(exp),
    continuous(lambda x: exp(x * x) / (exp(x) + 1)),
    derivative(lambda x: x * x, c, 4),
    derivative(exp, c, exp(Rational(2))),
    derivative(lambda x: 1 / x, c, Rational(-1, 4)),
    ForAll(t, derivative(lambda x: x * x, t, 2 * t)),
    beyond(And(Le(exp(1 / t), 1 + e), Le(1 / t, e)), *HOT),
    beyond(Le(exp(-1 / t) / (t * t) + 1 / (1 + exp(1 / t)), e), *COLD),
    ForAll(u, Implies(Lt(0, u), Exists(d, And(Lt(0, d), ForAll(v, Implies(near(v, 0, d), Le(v * v, u))))))),
    Exists(d, And(Lt(0, d), ForAll(v, Implies(Le(d, v), ForAll(y, Eq(v * y, y * v)))))),
    Exists(
        d, And(Lt(0, d), ForAll(v, Implies(And(Lt(0, v), Le(v, d)), Exists(y, And(Lt(0, y), ForAll(u, Implies(near(u, v, y), Lt(0, u))))))))
    ),
]
FALSE = [
    continuous(exp, e - 1),
    continuous(exp, 0 * e),
    derivative(lambda x: x * x, c, 3),
    derivative(exp, c, 2 * exp(Rational(2))),
    beyond(Le(exp(1 / t), 1), *HOT),
    beyond(Le(1 / (1 + exp(t)), e), *COLD),  # it tends to 1/2
    beyond(Lt(t, e), *HOT),
    Exists(d, And(Lt(0, d), ForAll(v, Implies(near(v, 0, d), Lt(0, v))))),  # not 0
    Exists(d, And(Lt(0, d), ForAll(v, Implies(near(v, 0, d), Lt(v, 0))))),
]
UNTOLD = [
    Exists(d, And(Lt(0, d), ForAll(v, Implies(Le(v, d), Le(v * v * v, exp(v)))))),  # speaks of all negative numbers as well
]


@pytest.mark.parametrize(("expected", "formula"), [*((True, g) for g in TRUE), *((False, g) for g in FALSE), *((None, g) for g in UNTOLD)])
def test_limits_are_decided(expected: bool | None, formula: Any) -> None:
    assert expected is Instance(values={c: 2}).holds(formula)


def test_two_small_numbers_are_not_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: the smaller number y ≤ v² is the same η as v."""
    small = Limits._small
    monkeypatch.setattr(Limits, "_small", lambda self: small(self) if len(self.spoken_of) != 3 else frozenset())
    assert Instance().holds(TWO) is False


def test_numbers_that_depend_on_a_small_one_have_no_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: every variable stands for a number that does not depend on η."""
    formula = beyond(Le(1 / (1 + exp(t)), e), *COLD)
    assert Instance().holds(formula) is False
    monkeypatch.setattr(Limits, "standing", property(lambda self: frozenset(self.bound), lambda self, value: None))
    assert Instance().holds(formula) is True


def test_a_number_that_does_not_help_by_being_small_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: what is said of d need not hold at smaller d."""
    formula = Exists(d, And(Lt(0, d), Le(1, d), ForAll(v, Implies(Le(v, d), Le(v, d)))))
    assert Instance().holds(formula) is True
    monkeypatch.setattr(limits, "decisive", lambda g, x: ETA)
    assert Instance().holds(formula) is False


def test_all_sides_of_a_number_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: what is near 0 is positive."""
    formula = Exists(d, And(Lt(0, d), ForAll(v, Implies(near(v, 0, d), Implies(Ne(v, 0), Le(0, v * v * v))))))
    assert Instance().holds(formula) is False
    monkeypatch.setattr(limits, "_nearest", lambda low, high: (high,))
    monkeypatch.setattr(Limits, "_bounds", lambda self, q, x: (fmpq(0), ETA))
    assert Instance().holds(formula) is True


@pytest.mark.parametrize(
    ("way", "formula"),
    [
        (1, Lt(c, d)),
        (-1, Le(2 * d + c, exp(c))),
        (-1, Implies(Le(c, 3 * d), Lt(c, 0))),
        (None, Le(d * d, c)),
        (None, Le(exp(d), c)),
        (None, Eq(d, c)),
        (None, And(Le(d, c), Le(c, d))),
        (0, Le(d, d)),
        (1, ForAll(v, Implies(And(Le(-v, c), Le(d, v)), Lt(v, c)))),
        (-1, Exists(v, And(Lt(-v, -d), Lt(v, c)))),
    ],
)
def test_what_larger_and_smaller_numbers_do(way: int | None, formula: Any) -> None:
    assert limits.direction(f.node(formula), f.symbol(d)) == way


def test_a_derivative_is_a_hypothesis_that_models_have() -> None:
    given = {"slope": derivative(lambda x: F(x), c, 1)}
    assert counterexample(statement(given, Le(F(c), 0)), attempts=6) is not None
    assert counterexample(statement(given, derivative(lambda x: F(x), c, 1)), attempts=6) is None


# ---- records -----------------------------------------------------------------------------------------------------------------


def test_a_record_may_tell_small_numbers() -> None:
    short = ForAll(a, Implies(ForAll(i, near(a[i], 0, d)), Le(Sum(exp(a[i]), i), 2)))
    formula, sorts = Exists(d, And(Lt(0, d), short)), {"n": i.sort}

    def told(*entries: Any) -> Recorded:
        return Recorded({"n": 2}, {}, tried={"a": [{"small": [list(x)]} for x in entries]})

    assert told((1, {}, "1/2"), (1, {}, 1)).at({}, sorts).holds(formula) is False
    assert told((-1, {}, "1/2"), (0, {"-1": "1/2"}, 1)).at({}, sorts).holds(ForAll(a, Exists(i, Le(a[i], 3)))) is False
    for wrong in ((1, {}, "x"), (1, {"y": 1}, 1), (1, {}), (1, 1, 1)):
        with pytest.raises(RecordError, match="not a model"):
            told(wrong, (1, {}, 1)).at({}, sorts)
