"""Numbers that an equation says by what is done to them, and products of which only the value is known; and what must not be decided so."""

from collections.abc import Iterator
from typing import Any

import pytest
from flint import fmpq

from gaproof.exact import Instance, quantifiers
from gaproof.exact.quantifiers import Quantifiers
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Lt, Ne, exp, log, scalar

x, y, t = scalar("x y t")

UNDONE = [
    (True, And(Eq(exp(-1 / x), exp(-1)), Lt(0, x))),
    (False, And(Eq(exp(-1 / x), exp(-1)), Lt(x, 0))),
    (False, And(Eq(exp(2 * x + 1), 3), Ne(x, (log(3) - 1) / 2))),
    (False, And(Eq(2 / (1 + exp(x)), 1), Ne(x, 0))),  # 1/0 may be 1/2, but 1 + eˣ is not 0
    (False, Eq(2 / (3 + exp(x)), 1)),
    (None, Eq(x + exp(x), 2)),  # x occurs twice
    (None, Eq(exp(exp(x)), x)),
]


@pytest.mark.parametrize(("expected", "says"), UNDONE, ids=str)
def test_a_number_is_known_by_what_is_done_to_it(expected: bool | None, says: Any) -> None:
    assert Instance().holds(Exists(x, says)) is expected


@pytest.mark.parametrize("junk", [0, 1, 2])
def test_what_1_over_0_is_may_be_the_value_that_is_asked_for(junk: int) -> None:
    assert Instance(undefined=junk).holds(Exists(x, And(Eq(exp(1 / x), exp(1)), Ne(x, 1)))) is (junk == 1)
    assert Instance(undefined=junk).holds(ForAll(x, Implies(Eq(exp(1 / x), exp(1)), Eq(x, 1)))) is (junk != 1)


def test_a_number_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = quantifiers.undone

    def first(*args: Any) -> Any:
        answer = right(*args)
        return answer and (answer[0], answer[1][:1])

    monkeypatch.setattr(quantifiers, "undone", first)
    with pytest.raises(AssertionError):
        test_what_1_over_0_is_may_be_the_value_that_is_asked_for(1)


PRODUCTS = [
    (False, And(Eq(x * y, 1), Eq(exp(x * y / 2), 1))),
    (False, And(Eq(2 * x * y + 1, 0), Lt(0, exp(x * y) - 1))),
    (True, And(Eq(x * y, 1), Eq(exp(x * y), exp(1)))),
    (None, And(Eq(x * y, 2), Eq(exp(x), exp(y)))),  # √2 is no number that is tried
    (False, And(Eq(x * y, -1), Eq(exp(x * y), exp(-1)), Eq(x, y))),  # what is known of a product does not say that there are factors
]


@pytest.mark.parametrize(("expected", "says"), PRODUCTS, ids=str)
def test_the_value_of_a_product_is_enough_to_refute(expected: bool | None, says: Any) -> None:
    assert Instance().holds(Exists((x, y), says)) is expected


def test_a_wrong_product_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Quantifiers._products

    def doubled(*args: Any) -> Iterator[tuple[Any, Any]]:
        return ((product, value * fmpq(2)) for product, value in right(*args))

    monkeypatch.setattr(Quantifiers, "_products", doubled)
    assert Instance().holds(ForAll((x, y), Implies(Eq(x * y, 1), Eq(exp(2 * x * y), exp(4))))) is True  # and it is false
