"""Numbers made of exponentials of rationals: a field in which equality is decided, inside the balls that they claim."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis
import pytest
from flint import arb, fmpq
from hypothesis import strategies as st

from gaproof.exact import exponentials
from gaproof.exact.evaluate import differ, precision, same
from gaproof.exact.exponentials import Exponential, ball, exponential

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
            above, below = (sum((q * arb(r).exp() for r, q in part.items()), arb(0)) for part in (x.above, x.below))
            assert (above / below).overlaps(ball(x))
            assert x.below and x.above


@pytest.mark.parametrize("q", [Fraction(1, 3), Fraction(-2), Fraction(7, 5)])
def test_a_power_is_known_as_one(q: Fraction) -> None:
    r = fmpq(q.numerator, q.denominator)
    assert r == exponential(r).power
    assert (exponential(r) + 1).power is None and (exponential(r) * 2).power is None


def test_what_is_too_long_is_a_ball(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exponentials, "MOST", 3)
    total = sum((exponential(fmpq(k)) for k in range(1, 5)), fmpq(0))
    assert type(total) is arb and not same(total, total) and not differ(total, total)
