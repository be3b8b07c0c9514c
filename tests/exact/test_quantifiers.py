"""Existence decided exactly: factors of matrices, masks, index maps, solutions of inequalities; and what must not be decided that way."""

import random
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import arb, fmpq, fmpq_mat

from gaproof.claim import statement
from gaproof.exact import Instance, counterexample, factors, inequalities
from gaproof.exact.exponentials import ball, exponential
from gaproof.exact.polynomial import Polynomial
from gaproof.exact.quantifiers import Quantifiers
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Le,
    Lt,
    Ne,
    Rational,
    Sum,
    delta,
    exp,
    field,
    index,
    index_map,
    log,
    nat,
    natural,
    scalar,
    sizes,
)

n, m, r = *sizes("n m"), sizes("r", maybe_empty=True)
(i, k), (j, l), c = index("i k", n), index("j l", m), index("c", r)
E, A, B, C = field("E", i, j), field("A", i, c), field("B", j, c), field("C", j, c)
S, G = field("S", i, k), field("G", i, c)
p, q, h, s, t, z = field("p", i), field("q", j), field("h", i), field("s", i), field("t", j), field("z", c)
x, y = scalar("x y")


def everywhere(*sides: Any) -> Any:
    return ForAll((i, j), Eq(*sides))


def holds(formula: Any, matrix: Any, width: int = 1, **more: Any) -> bool | None:
    symbols = {"s": s, "t": t}
    return Instance({n: len(matrix), m: len(matrix[0]), r: width}, {E: matrix, **{symbols[a]: v for a, v in more.items()}}).holds(formula)


PRODUCT = Sum(A[i, c] * B[j, c], c)
FACTORS = Exists((A, B), everywhere(E[i, j], PRODUCT))


@pytest.mark.parametrize("width", range(4))
@pytest.mark.parametrize("seed", range(12))
def test_factors_exist_exactly_up_to_the_rank(width: int, seed: int) -> None:
    rng = random.Random(seed)
    rows, columns, rank = rng.randint(1, 3), rng.randint(1, 3), rng.randint(0, 3)
    left, right = ([[rng.choice((-1, 0, 1, 2)) for _ in range(rank)] for _ in range(size)] for size in (rows, columns))
    matrix = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in right] for u in left]
    assert (fmpq_mat(rows, columns, [v for line in matrix for v in line]).rank() <= width) is holds(FACTORS, matrix, width)


@pytest.mark.parametrize(
    ("expected", "matrix"),
    [
        (True, [[exp(1), exp(2)], [exp(2), exp(3)]]),
        (False, [[exp(1), exp(2)], [exp(2), exp(4)]]),
        (False, [[log(2), log(3)], [1, 2]]),  # a minor that is provably not 0
        (True, [[log(2), log(4)], [1, 2]]),
        (None, [[exp(log(2) * log(3)), 2 * exp(log(2) * log(3))], [1, 2]]),  # balls never tell that a minor is 0
    ],
)
def test_the_rank_of_other_numbers_is_told_where_that_is_possible(expected: bool | None, matrix: Any) -> None:
    assert expected is holds(FACTORS, matrix)


ONE, TWO = [[1, 2], [2, 4]], [[1, 2], [2, 5]]


@pytest.mark.parametrize(
    "equation",
    [
        everywhere(Sum(B[j, c] * A[i, c], c), E[i, j]),
        everywhere(-2 * E[i, j], Sum(3 * A[i, c] * B[j, c], c)),
        everywhere(E[i, j] - PRODUCT, 0),
        everywhere(E[i, j] * s[i] * t[j], Sum(s[i] * A[i, c] * (t[j] * B[j, c]), c)),
        everywhere(s[i] * E[i, j] / t[j], s[i] * PRODUCT / t[j]),
        ForAll(j, ForAll(i, Eq(E[i, j], PRODUCT))),
        And(everywhere(E[i, j], PRODUCT), ForAll(i, Eq(Sum(A[i, c], c), Sum(A[i, c], c)))),
    ],
)
def test_it_does_not_matter_how_the_equations_are_written(equation: Any) -> None:
    for order in ((A, B), (B, A)):
        assert holds(Exists(order, equation), ONE, s=[1, 2], t=[-1, 3]) is True
        assert holds(Exists(order, equation), TWO, s=[1, 2], t=[-1, 3]) is False


IDENTITY = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_a_further_product_counts_as_one_number_more() -> None:
    more = Exists((A, p, B, q), everywhere(E[i, j], PRODUCT + p[i] * q[j]))
    assert [False, False, True] == [holds(more, IDENTITY, width) for width in range(3)]
    assert [False, True, True] == [holds(more, TWO, width) for width in range(3)]


def test_rows_and_columns_of_products_border_a_matrix() -> None:
    z2 = field("z2", c)
    edges = ForAll(i, Eq(1, Sum(A[i, c] * z2[c], c))), ForAll(j, Eq(1, Sum(z[c] * B[j, c], c))), Eq(0, Sum(z[c] * z2[c], c))
    border = Exists((A, B, z, z2), And(everywhere(E[i, j], PRODUCT), *edges))
    assert [False, False, True] == [holds(border, [[5]], width) for width in range(3)]
    assert [False, False, True] == [holds(border, [[1, 2], [4, 5]], width) for width in range(3)]
    assert [False, False, True] == [holds(border, [[1, 2], [4, 6]], width) for width in (1, 2, 3)]


def test_every_matrix_of_a_family_is_judged_by_itself() -> None:
    o = index("o", sizes("O"))
    F, A2, B2 = field("F", o, i, j), field("A2", o, i, c), field("B2", o, j, c)
    apart = Exists((A2, B2), ForAll((o, i, j), Eq(F[o, i, j], Sum(A2[o, i, c] * B2[o, j, c], c))))
    shared = Exists((A2, B), ForAll((o, i, j), Eq(F[o, i, j], Sum(A2[o, i, c] * B[j, c], c))))
    assert Instance({r: 1}, {F: [ONE, [[1, 1], [3, 3]]]}).holds(apart) is True
    assert Instance({r: 1}, {F: [ONE, TWO]}).holds(apart) is False
    assert Instance({r: 1}, {F: [ONE, [[1, 1], [3, 3]]]}).holds(shared) is False


@pytest.mark.parametrize(
    ("truth", "formula", "matrix"),
    [
        (False, Exists((A, B), And(everywhere(E[i, j], PRODUCT), ForAll(c, Eq(Sum(A[i, c], i), 0)))), [[1, 1], [1, 1]]),
        (False, Exists((A, B, C), everywhere(E[i, j], Sum(A[i, c] * (B[j, c] + C[j, c]), c))), TWO),
        (True, Exists((A, B, C), everywhere(E[i, j], Sum(A[i, c] * (B[j, c] + C[j, c]), c))), ONE),
        (True, Exists((A, B), ForAll((i, j), Le(E[i, j], PRODUCT))), TWO),
        (True, Exists((A, B, q), everywhere(E[i, j], PRODUCT + q[j])), TWO),
        (True, Exists((A, B), ForAll((i, j), Implies(Ne(delta(i, i), 1), Eq(E[i, j], PRODUCT)))), TWO),
        (True, ForAll((A, B), Implies(everywhere(E[i, j], PRODUCT), Eq(x, x + 1))), TWO),
        (False, ForAll((A, B), Implies(everywhere(E[i, j], PRODUCT), Lt(0, Sum(A[i, c], i, c)))), ONE),
        (True, Exists(x, And(everywhere(E[i, j], x * x * E[i, j]), Lt(x, 0))), TWO),
    ],
)
def test_what_is_no_such_product_is_not_taken_for_one(truth: bool, formula: Any, matrix: Any) -> None:
    assert Instance({r: 1}, {E: matrix, x: 0}).holds(formula) in (truth, None)


def test_a_matrix_that_is_no_gram_matrix_is_no_square() -> None:
    gram = Exists(G, ForAll((i, k), Eq(S[i, k], Sum(G[i, c] * G[k, c], c))))
    for matrix in ([[0, 1], [1, 0]], [[-1, 0], [0, 1]], [[1, 0], [0, 1]]):
        assert Instance({r: 1}, {S: matrix}).holds(gram) is not True
    assert Instance({r: 1}, {S: [[1, 2], [2, 4]]}).holds(gram) is not False


def test_minors_that_vanish_refute_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "determinant", lambda _: fmpq(1))
    assert holds(FACTORS, ONE) is False, "a determinant that is wrong is noticed above"


def test_factors_that_are_wrong_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "factorised", lambda m, _: ([[fmpq(1)] for _ in m], [[fmpq(1)] for _ in m[0]]))
    monkeypatch.setattr(Instance, "candidates", lambda *_: ())
    assert holds(FACTORS, ONE) is not True


# ---- masks and index maps --------------------------------------------------------------------------------------------------------

MASK = ForAll(i, Eq(h[i] ** 2, h[i]))


def weighed(relation: Any, total: Any) -> Any:
    return relation(Sum(h[i] * s[i], i), total)


@pytest.mark.parametrize("total", range(-1, 8))
def test_masks_are_enumerated(total: int) -> None:
    model = Instance(values={s: [1, 2, 4]})
    sums = [sum(a * b for a, b in zip(bits, (1, 2, 4), strict=True)) for bits in product((0, 1), repeat=3)]
    assert (total in sums) is model.holds(Exists(h, And(MASK, weighed(Eq, total))))
    assert all(v <= total for v in sums) is model.holds(ForAll(h, Implies(MASK, weighed(Le, total))))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (False, Exists(x, And(Eq(x * x, 4), Lt(x, -2)))),
        (True, ForAll(x, Implies(Eq(x * x * x, 8), Eq(x, 2)))),  # the other two are not real
        (False, Exists(x, Eq(x * x, -1))),
        (None, Exists(x, Eq(x * x, 2))),
        (None, ForAll(x, Implies(Eq(x * x, 2), Le(x * x * x, 3)))),  # true: its values are no rational numbers
        (True, ForAll(x, Implies(Eq(x * x, x), ForAll(y, Implies(Eq(y * y, y), Le(x * y, x)))))),
        (False, ForAll(x, Implies(Eq(x * x, x), ForAll(y, Implies(Eq(y * y, y), Le(x, x * y)))))),
    ],
)
def test_an_equation_in_one_number_says_which_it_is(expected: bool | None, formula: Any) -> None:
    assert expected is Instance().holds(formula)


def test_a_root_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Polynomial, "roots", lambda _: [fmpq(0)])
    assert Instance(values={s: [1, 2, 4]}).holds(Exists(h, And(MASK, weighed(Eq, 7)))) is False


def test_index_maps_are_enumerated() -> None:
    o = index_map("o", i, target=n)
    injective = ForAll((i, k), Implies(Eq(delta(i, k), 0), Eq(delta(o(i), o(k)), 0)))
    onto = ForAll(k, Exists(i, Eq(delta(o(i), k), 1)))
    assert Instance({n: 3}).holds(ForAll(o, Iff(injective, onto))) is True
    assert Instance({n: 2}).holds(ForAll(o, onto)) is False
    assert Instance({n: 2}).holds(Exists(o, And(onto, ForAll(i, Eq(delta(o(i), i), 0))))) is True
    assert Instance({n: 1}).holds(Exists(o, ForAll(i, Eq(delta(o(i), i), 0)))) is False


def test_what_holds_for_all_numbers_holds_at_one_that_was_said() -> None:
    between = Exists(y, ForAll(x, And(Le(x, y), Le(0, y + 2 * x))))  # 1 ≤ y at x = 1, and 2 ≤ y at x = −1
    low = Exists(y, And(ForAll(x, And(Le(x, y), Le(0, y + 2 * x))), Le(y, 1)))
    assert Instance().holds(low) is None
    assert Instance(tried={"x": -1}).holds(low) is False
    assert Instance(tried={"x": -1}).holds(Exists(y, And(ForAll(x, Le(0, y + 0 * x)), Le(y, 1)))) is True
    assert Instance(tried={"x": -1}).holds(between) is not True


def test_a_number_is_itself_and_no_other() -> None:
    assert Instance().holds(Eq(log(2), log(2))) is True
    assert Instance().holds(Ne(log(2), log(2))) is False
    assert Instance().holds(Lt(log(2), log(2))) is False
    assert Instance().holds(Le(log(2), log(2))) is True
    assert Instance().holds(Eq(log(4), 2 * log(2))) is True
    assert Instance().holds(Eq(2 * exp(log(2) * log(3)), exp(log(2) * log(3)) * 2 + 0 * log(2))) is not False
    assert Instance().holds(Eq(log(0), log(0))) is None


def largest(v: Any) -> Any:
    return And(ForAll(i, Le(s[i], v)), Exists(i, Eq(s[i], v)))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (False, Exists(x, And(Exists(i, And(Lt(1, s[i]), Eq(x, s[i]))), Lt(x, 3)))),  # only one element is possible
        (True, ForAll(x, Implies(largest(x), Eq(x, 3)))),
        (False, ForAll(x, Implies(largest(x), Eq(x, 2)))),
        (False, Exists(x, And(largest(x), Lt(x, 3)))),
        (True, Exists(x, And(Exists(i, Eq(s[i], x)), ForAll(y, Implies(largest(y), Lt(x, y)))))),
        (False, Exists(x, And(Exists(i, Eq(s[i], x * x)), Lt(x * x, 2), Lt(1, x * x * x)))),
        (None, Exists(x, And(Exists(i, Eq(s[i], x * x)), Lt(2, x * x)))),  # true, at √3
    ],
)
def test_what_one_of_some_elements_has_is_looked_at_for_each(expected: bool | None, formula: Any) -> None:
    assert expected is Instance(values={s: [0, 3, 1]}).holds(formula)


def test_the_first_naturals_are_not_all_that_an_exists_may_be_about() -> None:
    number = natural("number")
    assert Instance().holds(Exists(x, And(Exists(number, Eq(nat(number), x)), Lt(4, x)))) is not False
    assert Instance().holds(ForAll(x, Implies(Exists(number, Eq(nat(number), x)), Le(x, 4)))) is not True


def test_an_element_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    at_least_two = Exists(x, And(Exists(i, Eq(s[i], x)), Lt(2, x)))
    assert Instance(values={s: [0, 3]}).holds(at_least_two) is True
    monkeypatch.setattr(Quantifiers, "_elements", lambda *_: [0])
    assert Instance(values={s: [0, 3]}).holds(at_least_two) is False


def test_a_value_that_was_asked_for_is_not_all_there_is() -> None:
    assert Instance(tried={"x": 1}).holds(Exists(x, And(Eq(x * x, x), Lt(x, 1)))) is not False


# ---- inequalities ----------------------------------------------------------------------------------------------------------------

SUMS = ForAll(i, Eq(Sum(E[i, j], j), s[i])), ForAll(j, Eq(Sum(E[i, j], i), t[j]))


@pytest.mark.parametrize("rows", [*product((-1, 0, 2), repeat=2)])
@pytest.mark.parametrize("columns", [*product((0, 1, 3), repeat=2)])
def test_a_plan_exists_exactly_if_the_totals_agree(rows: Any, columns: Any) -> None:
    model = Instance(values={s: rows, t: columns})
    assert (sum(rows) == sum(columns) and min(rows) >= 0) is model.holds(Exists(E, And(ForAll((i, j), Le(0, E[i, j])), *SUMS)))
    inside = sum(rows) == sum(columns) and min(rows) > 0 and min(columns) > 0
    assert inside is model.holds(Exists(E, And(ForAll((i, j), Lt(0, E[i, j])), *SUMS)))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, Exists(x, And(Lt(0, x), Lt(x, Rational(1, 100))))),
        (False, Exists(x, And(Lt(0, x), Lt(x, 0)))),
        (True, Exists(x, And(Le(0, x), Le(x, 0)))),
        (True, ForAll((x, y), Implies(And(Le(0, x), Le(x, y)), Le(x, 2 * y)))),
        (False, ForAll((x, y), Implies(And(Le(0, x), Le(x, y)), Le(2 * x, y)))),
        (True, ForAll(x, Implies(Le(0, x), ForAll(y, Implies(Le(x, y), And(Le(0, y), Ne(y, -1))))))),
        (False, ForAll(x, Implies(Le(0, x), ForAll(y, Implies(Le(x, y), Ne(y, 100)))))),
        (True, ForAll((x, y), Implies(And(Lt(0, x), Lt(0, y)), Lt(0, x * y)))),
        (False, Exists((x, y), And(Lt(0, x), Lt(0, y), Eq(x * y, -1)))),
        (True, Exists((x, y), And(Lt(0, x), Lt(y, 0), Eq(x * y, -1)))),
        (False, Exists((x, y), And(Lt(0, x), Lt(y, 0), Eq(x * y, 1)))),
        (False, Exists((x, y), And(Le(x, 0), Lt(y, 0), Eq(x * y, -1)))),
        (True, Exists((x, y), And(Le(x, 1), Lt(y, 0), Eq(x * y, -1)))),  # a number that is at most 1 may have any sign
        (True, Exists(x, And(Le(0, x), Le(x, 1), Eq(exp(1) * x, 2)))),
        (False, Exists(x, And(Le(0, x), Le(x, 1), Eq(exp(1) * x, 3)))),
        (True, Exists((x, y), And(Le(x, 1), Le(y, 1), Le(exp(1) + exp(-1), exp(1) * x + exp(-1) * y)))),
        (False, Exists((x, y), And(Le(x, 1), Lt(y, 1), Le(exp(1) + exp(-1), exp(1) * x + exp(-1) * y)))),
        (True, ForAll(x, Implies(Lt(exp(2), x), Lt(7, x)))),
        (False, ForAll(x, Implies(Le(exp(2), x), Lt(exp(1) * exp(1), x)))),
        (True, ForAll((x, y), Le(0, x * x + y * y))),
        (False, ForAll((x, y), Lt(0, x * x + y * y))),
        (False, Exists((x, y), Ne((x + y) * (x - y), x * x - y * y))),
        (False, Exists(x, And(Lt(0, x), Ne(x + x, 2 * x)))),
        (True, Exists((x, y), Ne((x + y) * (x - y), x * x + y * y))),
        (True, ForAll(x, Implies(Ne(x, x), Lt(x, x)))),
        (True, ForAll((x, y), Le(2 * x * y, x * x + y * y))),  # a square
        (None, ForAll(x, Le(2 * x**2, x**4 + 1))),  # true, and of degree 4
    ],
)
def test_inequalities_are_decided_by_elimination(expected: bool | None, formula: Any) -> None:
    assert expected is Instance().holds(formula)


def test_what_holds_at_the_first_naturals_need_not_hold_at_all() -> None:
    number = natural("number")
    some = ForAll(x, Implies(Le(0, x), ForAll(number, Le(nat(number), x + 4))))
    assert Instance().holds(some) is not True
    assert Instance().holds(ForAll(x, Implies(Le(5, x), ForAll(number, Le(nat(number), 3 + x * 0))))) is False


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("unit", [fmpq(1), exponential(fmpq(1)), exponential(fmpq(1)) * fmpq(1, 2) - 1])
def test_a_solution_solves_and_without_one_there_is_none(seed: int, unit: Any) -> None:
    rng = random.Random(seed)
    names = [((scalar(name),),) for name in "abc"]
    keys = [m[0] for m in names]
    lines = [{m: rng.choice((unit, fmpq(1))) * fmpq(rng.randint(-2, 2)) for m in (*keys, ())} for _ in range(rng.randint(1, 6))]
    asked = [
        inequalities.Comparison({m: v for m, v in line.items() if inequalities.sign(v)}, rng.choice(("= 0", "≤ 0", "< 0")))
        for line in lines
    ]
    grid = [fmpq(a, 2) for a in range(-4, 5)]

    def satisfied(values: Any) -> bool:
        sums = [(sum((v * (values.get(m, fmpq(0)) if m else 1) for m, v in a.line.items()), fmpq(0)), a.relation) for a in asked]
        gaps = [(inequalities.sign(gap), relation) for gap, relation in sums]
        return all({"= 0": g == 0, "≤ 0": g <= 0, "< 0": g < 0}[relation] for g, relation in gaps)

    try:
        assert satisfied(inequalities.solution(asked))
    except inequalities.Impossible:
        assert not any(satisfied(dict(zip(keys, values, strict=True))) for values in product(grid, repeat=3))


def test_a_sign_that_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inequalities, "_signs", lambda cs: [inequalities.Comparison({m: fmpq(-1)}, "< 0") for a in cs for m in a.line if m])
    assert Instance().holds(Exists((x, y), And(Lt(0, x), Lt(y, 0), Eq(x * y, -1)))) is False


def test_a_ball_around_0_has_no_sign_and_decides_nothing() -> None:
    wide = fmpq(1) + arb(0, 2)
    asked = [inequalities.Comparison({(a,): c, (): fmpq(1)}, "≤ 0") for a, c in (((scalar("a"),), wide), ((scalar("b"),), fmpq(-1)))]
    with pytest.raises(inequalities.Unclear):
        inequalities.sign(wide)
    assert set(inequalities.solution(asked)) == {((scalar("b"),),)}, "the comparison with the ball is left out"
    with pytest.raises(inequalities.Impossible):
        inequalities.solution([*asked, inequalities.Comparison({((scalar("b"),),): fmpq(1)}, "≤ 0")])


def test_a_wrong_sign_of_an_exponential_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    beyond = Exists((x, y), And(Le(x, 1), Lt(y, 1), Le(exp(1) + exp(-1), exp(1) * x + exp(-1) * y)))
    monkeypatch.setattr(inequalities, "ball", lambda c: ball(c) * -1)
    assert Instance().holds(beyond) is not False


# ---- in a search -----------------------------------------------------------------------------------------------------------------

SQUARES = ForAll((i, j, k, l), Eq(E[i, j] * E[k, l], E[i, l] * E[k, j]))
LOW = Exists((p, q), everywhere(E[i, j], p[i] * q[j]))


def test_a_search_tells_rank_one_from_two() -> None:
    assert counterexample(statement({}, LOW), attempts=6) is not None
    assert counterexample(statement({"square": SQUARES}, LOW), attempts=6) is None
    assert counterexample(statement({}, Iff(LOW, SQUARES)), attempts=6) is None
    assert counterexample(statement({"low": LOW}, ForAll((i, j), Eq(E[i, j], 0))), attempts=6) is not None


def test_a_search_refutes_that_logarithms_are_a_product() -> None:
    assert counterexample(statement({}, Exists((p, q), everywhere(log(1 + E[i, j] * E[i, j]), p[i] * q[j]))), attempts=6) is not None
    assert counterexample(statement({}, Exists((p, q), everywhere(log(1 + s[i] * s[i]), p[i] * q[j]))), attempts=6) is None


def test_a_quantifier_that_takes_too_long_does_not_end_the_search() -> None:
    hard = Exists((A, B), ForAll((i, j), Eq(exp(PRODUCT), 1 + exp(PRODUCT))))
    assert counterexample(statement({}, And(Eq(x, 1), Implies(Eq(x, 1), hard))), attempts=2) is not None


def test_fractions_are_numbers_of_a_matrix() -> None:
    assert holds(FACTORS, [[Fraction(1, 2), 1], [0.25, 0.5]]) is True


LONG = ForAll(q, Implies(ForAll(j, Lt(0, q[j])), Exists(t, ForAll(j, Eq(t[j] * t[j] * t[j], q[j])))))  # cubic roots: not decided
SHORT = Exists(t, ForAll(j, Eq(t[j], 1)))


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, Implies(LONG, SHORT)),
        (True, Implies(Ne(1, 1), LONG)),
        (True, Implies(ForAll(t, ForAll(j, Eq(t[j], 1))), LONG)),
        (False, Implies(SHORT, ForAll(q, ForAll(j, Eq(q[j], 1))))),
        (None, Implies(LONG, Ne(1, 1))),
        (None, Implies(SHORT, LONG)),
        (True, Implies(Ne(1, 1), SHORT)),
    ],
)
def test_an_implication_is_settled_by_either_side(expected: bool | None, formula: Any) -> None:
    assert Instance({m: 2}, {}).holds(formula) is expected


def test_what_may_settle_an_implication_at_once_is_asked_first() -> None:
    model, alone = Instance({m: 2}, {}), Instance({m: 2}, {})
    assert model.holds(Implies(LONG, SHORT)) and alone.holds(SHORT)
    assert alone.work == model.work
