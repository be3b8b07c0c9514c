"""Numbers made of exponentials and logarithms: equal if their forms are, different if a theorem or a ball says so, inside their balls."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
from flint import arb, fmpq
from hypothesis import strategies as st

from gaproof.exact import exponentials
from gaproof.exact.evaluate import differ, precision, same
from gaproof.exact.exponentials import Exponential, ball, exponential, logarithm

SMALL = st.fractions(min_value=-3, max_value=3, max_denominator=4).map(lambda q: fmpq(q.numerator, q.denominator))


@st.composite
def numbers(draw: Any, depth: int = 3) -> Any:
    """Something made of rationals and their exponentials by + · and 1/x."""
    if depth == 0 or draw(st.booleans()):
        q = draw(SMALL)
        return exponential(q) if q != 0 and draw(st.booleans()) else q
    x, y = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    kind = draw(st.sampled_from("+-*/"))
    return x + y if kind == "+" else x - y if kind == "-" else x * y if kind == "*" or (type(y) is fmpq and y == 0) else x * (1 / y)


@hypothesis.given(numbers(), numbers(), numbers())
@hypothesis.settings(deadline=None)
def test_it_is_a_field_and_equality_is_decided(x: Any, y: Any, z: Any) -> None:
    with precision():
        for left, right in (((x + y) + z, x + (y + z)), (x * y, y * x), (x * (y + z), x * y + x * z), (x - x, fmpq(0)), (x + 0 * y, x)):
            assert same(left, right) and not differ(left, right)
        if not (type(x) is fmpq and x == 0):
            assert same(x * (1 / x), fmpq(1))
        assert differ(x, y) != same(x, y)
        assert differ(x, x + fmpq(1, 10**90)), "a difference that no ball of 256 bits shows"


@hypothesis.given(numbers())
@hypothesis.settings(deadline=None)
def test_a_number_lies_in_its_ball(x: Any) -> None:
    with precision():
        if type(x) is Exponential:
            above, below = (sum((q * arb(r).exp() for (r, _), q in part.items()), arb(0)) for part in (x.above, x.below))
            assert (above / below).overlaps(ball(x))
            assert x.below and x.above


def log(*q: int) -> Any:
    return logarithm(fmpq(*q))


def exp(*q: int) -> Any:
    return exponential(fmpq(*q))


def positive(x: Any) -> bool:
    return bool(ball(x) > 0)


@hypothesis.given(numbers(), numbers())
@hypothesis.settings(deadline=None)
def test_logarithms_and_exponentials_undo_each_other(x: Any, y: Any) -> None:
    hypothesis.assume(positive(x) and positive(y))
    with precision():
        a, b, product = (logarithm(z) for z in (x, y, x * y))
        assert all(z.overlaps(ball(t).log()) for z, t in ((ball(a), x), (ball(b), y), (ball(product), x * y)))
        assert not differ(product, a + b) and not differ(exponential(a), x)
        assert same(a - b, a + b * fmpq(-1)) and same(a * y - y * a, fmpq(0))
        assert (type(a) is arb) or same(exponential(a), x)


@pytest.mark.parametrize("q", [fmpq(1, 3), fmpq(-2), fmpq(7, 5)])
def test_the_logarithm_of_a_power_is_its_exponent(q: fmpq) -> None:
    with precision():
        assert same(q, logarithm(exponential(q))) and same(q + log(3), logarithm(exponential(q) * 3))


def test_logarithms_of_rationals_are_known_by_primes() -> None:
    with precision():
        assert same(log(12), log(3) + 2 * log(2)) and same(log(3, 4) * (1 / log(9, 16)), fmpq(1, 2)) and same(log(1), fmpq(0))
        assert differ(log(2), log(2) + fmpq(1, 10**90)), "a difference that no ball of 256 bits shows"
        assert differ(log(3) * fmpq(1, 10**90), log(2) * fmpq(1, 10**90)) and not differ(log(6) - log(2), log(3))
        assert same(fmpq(3, 4), exponential(log(3, 4))) and same(exponential(2 - 3 * log(2)), exp(2) * fmpq(1, 8))
        assert type(exponential(log(2) * fmpq(1, 2))) is arb, "√2 is a ball"
        assert type(log(2**80 + 1)) is arb, "too long to be factored"


def test_logarithms_of_sums_are_known_by_factors() -> None:
    with precision():
        one, two = 1 + exp(1), 1 + exp(2)
        assert same(logarithm(exp(3) * one * two * fmpq(1, 6)), 3 + logarithm(one) + logarithm(two) - log(6))
        assert same(logarithm(one * (1 / two)), logarithm(one) - logarithm(two))
        assert same(logarithm(1 - exp(-1)), logarithm(exp(1) - 1) - 1), "it is the absolute value that has a logarithm"
        p = [exp(k) * (1 / (one + exp(2))) for k in range(3)]
        assert same(sum(q * (k - logarithm(q)) for k, q in enumerate(p)), logarithm(one + exp(2))), "the free energy of a Gibbs measure"


def test_numbers_of_different_forms_may_be_equal() -> None:
    """log(e - 1) has another form in √e; that no theorem tells them from each other does not make them different."""
    with precision():
        gap = logarithm(exp(1) - 1) - logarithm(exp(1, 2) - 1) - logarithm(exp(1, 2) + 1)
        assert type(gap) is arb and gap.contains(0)
        tiny = (log(2) * log(3) - log(2) * exp(1)) * fmpq(1, 10**90) + log(5)
        assert not same(tiny, log(5)) and differ(log(2) * log(3), log(2) * exp(1))


def test_without_independence_nothing_is_called_different(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: forms that are believed to tell numbers apart, always."""
    monkeypatch.setattr(exponentials, "independent", lambda total: True)
    with pytest.raises(AssertionError):
        test_numbers_of_different_forms_may_be_equal()


def test_an_undone_sign_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: log(a/b) = log a + log b."""
    monkeypatch.setattr(exponentials, "_times", lambda x, y, times=exponentials._times: x if list(y.values()) == [-1] else times(x, y))
    with pytest.raises(AssertionError):
        test_logarithms_of_sums_are_known_by_factors()


def test_what_is_too_long_is_a_ball(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exponentials, "MOST", 3)
    total = sum((exponential(fmpq(k)) for k in range(1, 5)), fmpq(0))
    assert type(total) is arb and not same(total, total) and not differ(total, total)
