"""Hypotheses that quantify over numbers or fields: functions are tried only with laws that the kernel proves, ranks are decided right."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
import torch
from flint import fmpq, fmpq_mat

from gaproof.evidence import laws
from gaproof.evidence.campaign import Tally, campaign
from gaproof.evidence.dice import Dice
from gaproof.evidence.laws import columns, independent, readings
from gaproof.evidence.sequents import Sequent
from gaproof.exact.functions import law
from gaproof.notation import plain
from gaproof.numeric import Model
from gaproof.proof.statement import Statement
from gaproof.proof.substitution import Lambda, apply
from gaproof.proof.syntax import NAT, REAL, ZERO, ZERO_NAT, App, Delta, Sort, Symbol, Type
from gaproof.proof.syntax import Eq as Equation
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Le, Lt, Ne, Sum, exp, field, function, index, kernel, scalar, sizes, symbol
from tests.evidence.toys import SMALL, sequent_of, tried

n, m, r = sizes("n m r")
(i, k), j, c = index("i k", n), index("j", m), index("c", r)
Q, R, cube, u, s = field("Q", i, c), field("R", c, index("d", r)), field("cube", i, k, c), field("u", c), field("s", c)
(x, y, z), g, h = scalar("x y z"), function("g"), function("h")
SUM_TO_PRODUCT, NOT_NULL = ForAll((x, y), Eq(g(x + y), g(x) * g(y))), Ne(g(0), 0)


def zero_only(vanishes: Any) -> Any:
    """Only u = 0 makes it vanish at every i."""
    return ForAll(u, Implies(ForAll(i, Eq(vanishes, 0)), ForAll(c, Eq(u[c], 0))))


FULL_RANK = zero_only(Sum(Q[i, c] * u[c], c))


# ---- functions -----------------------------------------------------------------------------------------------------------------


def functions(given: dict[str, Any], shows: Any = None) -> list[str]:
    """The functions that are tried for g."""
    found = readings(sequent_of(given, Eq(g(z), 1) if shows is None else shows))
    return [value for chosen, _ in found for value in functions_of(chosen)]


def functions_of(chosen: Mapping[Symbol, Lambda]) -> list[str]:
    """Functions as text, at t."""
    return [plain(apply(value, (f.node(scalar("t")),))) for value in chosen.values()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"law": SUM_TO_PRODUCT},
            {"exp(rate_drawn·t)", "exp(t)", "0", "1", "exp(-t)", "exp(2·t)", "exp((-2)·t)", "exp((1/2)·t)", "exp((-1/2)·t)"},
        ),
        ({"law": ForAll(x, Eq(g(x), 0))}, {"0"}),
        ({"law": ForAll((x, y), Eq(g(x + y), g(x) + g(y)))}, {"0", "t"}),
        ({"law": ForAll((x, y), Implies(Le(x, y), Le(g(y), g(x))))}, {"0", "1", "2", "-1", "exp(-t)", "exp((-2)·t)", "exp((-1/2)·t)"}),
        ({"law": ForAll(x, Eq(g(x), 5))}, set()),
    ],
)
def test_the_functions_that_are_tried_are_those_whose_laws_are_proved(given: dict[str, Any], expected: set[str]) -> None:
    assert expected == set(functions(given))


def test_a_law_that_is_left_out_is_a_theorem_without_hypotheses() -> None:
    sequent = sequent_of({"law": SUM_TO_PRODUCT, "live": NOT_NULL}, Eq(g(z), 1))
    for chosen, read in readings(sequent):
        at = sequent.at(chosen)
        (left_out,) = [f for _, f in at.hypotheses if f not in [kept for _, kept in read.hypotheses]]
        proved = law(left_out)
        assert proved is not None and left_out == proved.conclusion and not proved.hypotheses and not proved.axioms
        assert ["live"] == [name for name, _ in read.hypotheses], "what values decide goes on as a hypothesis"


def test_without_functions_there_is_one_reading() -> None:
    sequent = sequent_of({"h": Lt(0, x)}, Eq(x, y))
    assert [({}, sequent)] == list(readings(sequent))


def test_functions_are_tried_together() -> None:
    pairs = [tuple(functions_of(chosen)) for chosen, _ in readings(sequent_of({"same": ForAll(x, Eq(g(x), h(x)))}, Eq(g(z), h(z))))]
    assert 10 < len(pairs) and all(one == other for one, other in pairs)


def test_a_function_of_two_numbers_is_not_tried() -> None:
    two = App(Symbol("two", Type((REAL, REAL), REAL)), ZERO, ZERO)
    assert [] == list(readings(Sequent((), Equation(two, ZERO))))


def test_a_law_that_is_only_believed_refutes_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    given, shows = {"zero": ForAll(x, Eq(g(x), 0))}, Eq(g(z), 0)
    assert tried(given, shows).refutation is None
    monkeypatch.setattr(laws, "proved", lambda formula: True)
    assert tried(given, shows).refutation is not None


# ---- independent columns ---------------------------------------------------------------------------------------------------------


def test_the_matrix_of_a_law_is_read_off() -> None:
    for vanishes, expected in (
        (Sum(Q[i, c] * u[c], c), "Σ_{c∈r} Q[i, c]·δ"),
        (Sum(Q[i, c] * s[c] * u[c], c), "scaled"),
        (x * Sum(Q[i, c] * u[c], c) + Sum(u[c], c), "sum"),
    ):
        assert columns(kernel(zero_only(vanishes))) is not None, expected


@pytest.mark.parametrize(
    "other",
    [
        zero_only(Sum(Q[i, c] * u[c], c) - 1),
        zero_only(Sum(Q[i, c] * u[c] * u[c], c)),
        zero_only(exp(Sum(Q[i, c] * u[c], c))),
        zero_only(Sum(Q[i, c], c)),
        ForAll(u, Implies(ForAll(i, Eq(Sum(Q[i, c] * u[c], c), 0)), Eq(Sum(u[c], c), 0))),
        ForAll(u, Implies(Eq(Sum(u[c], c), 0), ForAll(c, Eq(u[c], 0)))),
        ForAll(c, Eq(u[c], 0)),
        SUM_TO_PRODUCT,
    ],
)
def test_what_is_not_linear_or_says_something_else_is_no_matrix(other: Any) -> None:
    assert columns(kernel(other)) is None


def rank(rows: list[list[float]]) -> int:
    entries = [Fraction(q) for row in rows for q in row]
    return int(fmpq_mat(len(rows), len(rows[0]), [fmpq(q.numerator, q.denominator) for q in entries]).rank())


def test_a_matrix_as_it_stands_is_exact() -> None:
    assert "Q[row, column]" == plain(columns(kernel(FULL_RANK))[0])  # type: ignore[index]
    assert "Q[row, column]·s[column]" == plain(columns(kernel(zero_only(Sum(Q[i, c] * s[c] * u[c], c))))[0])  # type: ignore[index]


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 2), (2, 3), (3, 3), (4, 3)])
def test_independence_is_decided_as_exact_ranks_say(shape: tuple[int, int]) -> None:
    (rows, cols), dice, batch = shape, Dice(sum(shape)), 60
    numbers = torch.where(
        dice.chance(0.5, (*shape, batch)), dice.integers(-1, 2, (*shape, batch)).double(), dice.magnitudes(-40, 1, (*shape, batch))
    )
    numbers[..., :20] = numbers[..., :1, :20]  # equal columns
    matrix = columns(kernel(FULL_RANK))
    assert matrix is not None
    truth = independent(matrix, Model({n: rows, r: cols}, {Q: numbers}))
    expected = [rank(numbers[..., b].tolist()) == cols for b in range(batch)]
    assert expected == truth.holds.tolist()
    assert [not e for e in expected] == truth.fails.tolist()
    assert {True, False} == set(expected) or rows < cols or cols == 1


def test_a_matrix_with_round_off_is_never_called_dependent() -> None:
    matrix = columns(kernel(zero_only(Sum(Q[i, c] * s[c] * u[c], c))))
    assert matrix is not None
    thirds = torch.full((2, 2, 3), 1 / 3, dtype=torch.float64)
    thirds[1, 1, 1] = 1
    truth = independent(matrix, Model({n: 2, r: 2}, {Q: thirds, s: torch.full((2, 3), 0.1, dtype=torch.float64)}))
    assert [False, True, False] == truth.holds.tolist()
    assert not truth.fails.any()


def test_full_rank_is_asked_for_where_a_statement_does() -> None:
    kernel_is_zero = Implies(ForAll(i, Eq(Sum(Q[i, c] * s[c], c), 0)), ForAll(c, Eq(s[c], 0)))
    found = tried({"full": FULL_RANK}, kernel_is_zero)
    assert found.refutation is None and 0 < found.models + found.contrasts
    assert tried({}, kernel_is_zero).refutation is not None


def test_a_matrix_for_each_index_is_not_tried_and_no_error() -> None:
    each = ForAll(k, Implies(zero_only(Sum(cube[k, i, c] * u[c], c)), Ne(x, x + 1)))
    assert 1 == tried({}, each).unreached


def test_a_symbol_that_is_called_like_one_of_ours_changes_no_rank() -> None:
    row, column, unknown = index("row", n), index("column", r), field("unknown", c)
    assert columns(kernel(zero_only(Sum(cube[row, i, c] * u[c], c)))) is None
    assert columns(kernel(zero_only(Sum(Q[i, c] * s[column] * u[c], c)))) is None
    found = columns(kernel(zero_only(Sum(Q[i, c] * unknown[c] * u[c], c))))
    assert found is not None and symbol(unknown) in found[0].free


def test_a_quotient_is_not_cancelled_in_a_matrix() -> None:
    found = columns(kernel(zero_only(x / x * Sum(Q[i, c] * u[c], c))))
    assert found is not None and symbol(x) in found[0].free, "where x = 0 nothing is said"


def test_a_law_in_a_conclusion_is_put_to_the_test() -> None:
    assert tried({}, FULL_RANK).refutation is not None


def test_what_no_array_holds_is_unreached_and_no_error() -> None:
    number, place = Sort("n"), App(Symbol("i", Type((), Sort("n"))))
    of_naturals, to_index = Symbol("t", Type((NAT,), REAL)), Symbol("K", Type((REAL,), number))
    for conclusion in (Equation(App(of_naturals, App(ZERO_NAT)), ZERO), Equation(Delta(App(to_index, ZERO), place), ZERO)):
        assert (1, 0) == figures(campaign(Statement({}, conclusion), SMALL, 0))


def figures(tally: Tally) -> tuple[int, int]:
    return tally.unreached, tally.models
