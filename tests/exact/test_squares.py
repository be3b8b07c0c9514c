"""Squares whose sum is at most 0 are 0: what follows, what does not, and mistakes that are noticed."""

import random
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from flint import fmpq

from gaproof.exact import Instance, factors, squares
from gaproof.exact.inequalities import AT_MOST, BELOW, EQUAL, Comparison, Impossible, comparison
from gaproof.exact.polynomial import Polynomial
from gaproof.exact.values import symbol_of
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Le, Lt, Sum, field, index, scalar, sizes

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
i, j, c = index("i", n), index("j", m), index("c", r)
E, A, B, C, z = field("E", i, j), field("A", i, c), field("B", j, c), field("C", i, j), field("z", j)
x, y = scalar("x y")
POINT = (x - 1) ** 2 + (x - 2 * y) ** 2

LOW = Exists((A, B), ForAll((i, j), Eq(C[i, j], Sum(A[i, c] * B[j, c], c))))
DISTANCE = Sum((E[i, j] - C[i, j]) ** 2, i, j)


def nearest(error: Any, best: Any) -> Any:
    """No matrix of rank 1 is nearer to diag(E) than that."""
    return ForAll(C, Implies(And(LOW, Le(DISTANCE, error)), ForAll((i, j), Eq(C[i, j], best))))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, ForAll((x, y), Implies(Le(POINT, 0), And(Eq(x, 1), Eq(2 * y, 1))))),
        (True, ForAll((x, y), Implies(Le(POINT + (x + y) ** 2, 0), Eq(x, 7)))),  # there is no such point
        (True, ForAll((x, y), Implies(Lt(POINT, 0), Eq(x, 7)))),
        (True, ForAll((x, y), Implies(And(Le(x * x, y), Le(y * y, -y)), Eq(x, 0)))),  # together: x² + y² ≤ 0
        (True, ForAll((x, y), Implies(And(Le(x * x + y * y, 2), Eq(x * y, 1)), Eq(x, y)))),  # (x − y)² ≤ 0
        (False, ForAll((x, y), Implies(Le(POINT, 0), Eq(x, 2)))),
        (False, ForAll((x, y), Implies(Le(POINT - 1, 0), Eq(x, 1)))),
        (True, Exists((x, y), And(Le(POINT, 0), Le(x, y + 1)))),
        (False, Exists((x, y), And(Le(POINT, 0), Lt(x, y)))),
        (False, Exists((x, y), Lt(x * x + y * y, 2 * x * y))),
    ],
)
def test_squares_decide_what_is_true_where_they_vanish(expected: bool, formula: Any) -> None:
    assert expected is Instance().holds(formula)


@pytest.mark.parametrize(
    "formula",
    [
        ForAll((x, y), Implies(Le(x * x - y * y, 0), Eq(x, 0))),
        ForAll((x, y), Implies(Le(x * x + y, 0), Eq(x, 0))),
        ForAll((x, y), Implies(And(Le(x * x + y * y, 3), Eq(x * y, 1)), Eq(x, y))),
        ForAll((x, y), Implies(Le(POINT - 1, 0), Le(x, 1))),
    ],
)
def test_what_need_not_vanish_is_not_said_to(formula: Any) -> None:
    assert Instance().holds(formula) is not True


def test_a_truncated_matrix_is_the_only_nearest_one_of_its_rank() -> None:
    best = Sum(E[i, j] * z[j], j) * z[j]  # the first column of a diagonal matrix
    for (first, second), unique in (((2, 1), True), ((4, 2), True), ((2, 2), False), ((1, 2), False)):
        model = Instance({r: 1}, {E: [[first, 0], [0, second]], z: [1, 0]})
        assert unique is (model.holds(nearest(second**2, best)) is True)
    assert Instance({r: 1}, {E: [[2, 0], [0, 1]], z: [1, 0]}, tried={"C": [[1, 0], [0, 0]]}).holds(nearest(2, best)) is False


def test_without_columns_a_product_is_0() -> None:
    nothing = ForAll(C, Implies(LOW, ForAll((i, j), Eq(C[i, j], 0))))
    assert Instance({n: 1, m: 1, r: 0}).holds(nothing) is True
    assert Instance({n: 1, m: 1, r: 1}).holds(nothing) is False


def test_what_holds_of_every_field_holds_of_0_and_of_the_units() -> None:
    def of_every(relation: Any, factor: int) -> Any:
        return ForAll(z, relation(Sum(C[i, j] * z[j], i, j) ** 2, factor * Sum(z[j] ** 2, j)))

    model = Instance({n: 1, m: 2})
    assert model.holds(ForAll(C, Implies(of_every(Lt, 1), Eq(1, 0)))) is True  # not at 0
    assert model.holds(ForAll(C, Implies(of_every(Le, 0), ForAll((i, j), Eq(C[i, j], 0))))) is True
    assert model.holds(ForAll(C, Implies(of_every(Le, 1), ForAll((i, j), Eq(C[i, j], 0))))) is not True


@pytest.mark.parametrize("seed", range(40))
def test_squares_make_up_a_polynomial_and_its_sign(seed: int) -> None:
    rng = random.Random(seed)
    entries = [(symbol_of(scalar(name)),) for name in "abc"]
    monomials = [(), *((e,) for e in entries), *combinations_with_replacement(entries, 2)]
    line = {mono: fmpq(rng.randint(-1, 2)) for mono in monomials}
    found = squares.completed(Polynomial({mono: q for mono, q in line.items() if q != 0 or not mono}))
    grid = [dict(zip(entries, point, strict=True)) for point in product((fmpq(-3), fmpq(-1), fmpq(0), fmpq(1, 2), fmpq(2)), repeat=3)]

    def value(mono: Any, point: Any) -> fmpq:
        out = fmpq(1)
        for e in mono:
            out *= point[e]
        return out

    values = [sum((q * value(mono, point) for mono, q in line.items()), fmpq(0)) for point in grid]
    if found:
        assert min(values) >= found[1]
    relation = rng.choice((AT_MOST, BELOW))
    more = [comparison(Polynomial({(e,): fmpq(1), (e, e): fmpq(-1)}), EQUAL) for e in entries[:2]]  # a and b are 0 or 1
    there = [
        point
        for point, v in zip(grid, values, strict=True)
        if (v <= 0 if relation == AT_MOST else v < 0) and all(point[e] in (0, 1) for e in entries[:2])
    ]
    try:
        forms = squares.vanishing([Comparison({mono: q for mono, q in line.items() if q != 0}, relation), *more])
    except Impossible:
        assert not there
    else:
        for form, point in product(forms, there):
            assert form.constant + sum(slope * point[e] for e, slope in form.slopes.items()) == 0


def test_a_constant_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = squares.completed
    monkeypatch.setattr(squares, "completed", lambda value: (found := true(value)) and (found[0], fmpq(0)))
    assert Instance().holds(ForAll((x, y), Implies(Le(POINT - 1, 0), Eq(x, 1)))) is True


def test_a_minor_that_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "determinant", lambda m: m[0][0] + m[1][1])
    assert Instance({r: 1}, {E: [[2, 0], [0, 1]], z: [1, 0]}).holds(nearest(1, Sum(E[i, j] * z[j], j) * z[j])) is not True
