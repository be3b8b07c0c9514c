"""Exponentials of numbers that are not known: what is equal by the laws of powers, and products that every matrix is."""

from typing import Any

import pytest
from flint import fmpq

from gaproof.exact import Instance, factors, formal
from gaproof.exact.polynomial import Polynomial
from gaproof.tactics.forward import symbol
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, index, scalar, sizes

x, y = scalar("x y")


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, ForAll((x, y), Eq(exp(x + y), exp(x) * exp(y)))),
        (True, ForAll((x, y), Eq(exp(2 * x - 3 * y + 1), exp(1) * exp(x) ** 2 * exp(-3 * y)))),
        (True, ForAll((x, y), Eq(exp(x * (y + 1)), exp(x * y) * exp(x)))),
        (True, ForAll((x, y), Le(exp(x * y), exp(y * x) + 1))),
        (False, Exists((x, y), And(Lt(0, x), Ne(exp(x + y), exp(y) * exp(x))))),
        (False, Exists(x, And(Le(x, 1), Ne(exp(x) * exp(x), exp(2 * x))))),
        (False, ForAll((x, y), Eq(exp(x + y), exp(x) * exp(y) + 1))),
    ],
)
def test_powers_are_told_by_their_laws(expected: bool, formula: Any) -> None:
    assert expected is Instance().holds(formula)


@pytest.mark.parametrize(
    "formula",
    [
        ForAll((x, y), Eq(exp(x * y), exp(x) * exp(y))),
        ForAll((x, y), Eq(exp(x), exp(y))),
        ForAll(x, Implies(Lt(0, x), Eq(exp(2 * x), exp(x)))),
        ForAll(x, Le(exp(x), 1)),
    ],
)
def test_what_is_not_equal_is_not_said_to_be(formula: Any) -> None:
    assert Instance().holds(formula) is not True


def test_an_exponent_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formal, "_power", lambda m, c: Polynomial({m[:1]: fmpq(1)}))
    assert Instance().holds(ForAll(x, Implies(Lt(0, x), Eq(exp(2 * x), exp(x))))) is True


n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
i, j, c = index("i", n), index("j", m), index("c", r)
p, q, A, B = field("p", i), field("q", j), field("A", i, c), field("B", j, c)
PRODUCT = Sum(A[i, c] * B[j, c], c)


def for_all(body: Any) -> Any:
    return ForAll((p, q), Exists((A, B), body))


@pytest.mark.parametrize("score", [exp(p[i] * q[j]), exp(p[i] + q[j] ** 2), p[i] * q[j] ** 2])
@pytest.mark.parametrize(("rows", "columns", "width"), [(1, 2, 1), (2, 3, 2), (3, 2, 2), (2, 2, 3)])
def test_every_matrix_is_a_product_through_as_many_numbers_as_it_has_rows(score: Any, rows: int, columns: int, width: int) -> None:
    assert Instance({n: rows, m: columns, r: width}).holds(for_all(ForAll((i, j), Eq(score, PRODUCT)))) is True


@pytest.mark.parametrize("width", [0, 1])
def test_with_fewer_it_need_not_be(width: int) -> None:
    assert Instance({n: 2, m: 2, r: width}).holds(for_all(ForAll((i, j), Eq(exp(p[i] * q[j]), PRODUCT)))) is not True


def test_one_place_in_each_row_is_enough_where_one_is_asked_for() -> None:
    some = for_all(ForAll(i, Exists(j, Eq(exp(p[i] * q[j]), PRODUCT))))
    assert Instance({n: 2, m: 2, r: 1}).holds(some) is True
    assert Instance({n: 2, m: 2, r: 0}).holds(some) is not True


@pytest.mark.parametrize(
    "more", [ForAll(c, Eq(Sum(A[i, c], i), 0)), ForAll((i, c), Eq(A[i, c], B[j, c])), ForAll((i, c), Lt(A[i, c], 0)), Eq(1, 0)]
)
def test_what_more_is_asked_of_the_factors_counts(more: Any) -> None:
    both = for_all(ForAll(j, And(ForAll(i, Eq(exp(p[i] * q[j]), PRODUCT)), more)))
    assert Instance({n: 2, m: 2, r: 2}).holds(both) is not True


@pytest.mark.parametrize("quantified", [lambda body: ForAll(j, body), lambda body: Exists(j, body)])
@pytest.mark.parametrize(
    ("sizes", "score", "expected"), [((1, 1, 1), 0, False), ((1, 1, 2), 0, True), ((1, 2, 1), 0, False), ((2, 1, 1), 1, False)]
)
def test_a_border_of_ones_with_0_in_its_corner_needs_two_numbers(quantified: Any, sizes: Any, score: int, expected: bool) -> None:
    x, y = field("x", c), field("y", c)
    inside, below = ForAll((i, j), Eq(score, PRODUCT)), ForAll(i, Eq(1, Sum(A[i, c] * y[c], c)))
    bordered = Exists((A, B, x, y), And(inside, below, quantified(Eq(1, Sum(x[c] * B[j, c], c))), Eq(0, Sum(x[c] * y[c], c))))
    assert Instance(dict(zip((n, m, r), sizes, strict=True))).holds(bordered) is not (not expected)  # it may not tell


def test_an_equation_for_some_places_only_may_ask_for_more_than_there_is() -> None:
    """a₀b₀ = 1, a₁b₀ = 0, a₁b₁ = 1: every matrix with a column is a product through one number, and this is none."""
    a, b = (symbol(field(name, i)) for name in "ab")
    pairs = [((a, 0), (b, 0), 1), ((a, 1), (b, 0), 0), ((a, 1), (b, 1), 1)]
    (found,) = factors.products([Polynomial({(x, y): fmpq(1), **({(): fmpq(-q)} if q else {})}) for x, y, q in pairs], {a, b})
    assert not found.any and found.solution() is None


def test_factors_of_too_few_columns_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors.Factors, "any", True)
    assert Instance({n: 2, m: 2, r: 1}).holds(for_all(ForAll((i, j), Eq(exp(p[i] * q[j]), PRODUCT)))) is True
