"""Explicit models: values and verdicts in them are exact or certain, and data that do not fit are refused."""

from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx, fmpq

from gaproof.errors import GaproofError
from gaproof.exact import Instance, InstanceError
from gaproof.exact.affine import Affine
from gaproof.exact.evaluate import precision
from gaproof.proof.substitution import Lambda
from gaproof.proof.syntax import REAL, App, Bound, Exp, Type
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Le,
    Lt,
    Ne,
    Rational,
    Sum,
    delta,
    exp,
    field,
    function,
    index,
    index_map,
    log,
    nat,
    natural,
    scalar,
    sizes,
    symbol,
)

n, m, e = *sizes("n m"), sizes("e", maybe_empty=True)
i, (j, k), l = index("i", n), index("j k", m), natural("l")
A, v, none = field("A", i, j), field("v", j), field("v0", index("z", e))
x, b, (s, t) = field("x", j), field("b", i), scalar("s t")
wide = field("wide", index("z", e), j)
ell, top = function("ell"), index_map("top", i, j)
MODEL = Instance(
    {n: 2, m: 3, e: 0},
    {A: [[1, 2, 3], [Fraction(1, 2), 0.25, -1]], v: [1, 0, -1], none: [], s: log(2), t: 2, top: [2, 0], j: 1},
    {ell: (s, exp(-2 * s))},
)


@pytest.mark.parametrize(
    ("expected", "term"),
    [
        (fmpq(23, 4), Sum(A[i, j], i, j)),
        (fmpq(7, 2), Sum(A[i, top(i)], i)),
        (fmpq(6), Sum(delta(j, k) + delta(k, j), k) * m),
        (fmpq(0), Sum(none[index("z", e)], index("z", e))),
        (fmpq(1), exp(0) + log(1)),
        (fmpq(1, 2), 1 / t),
        (fmpq(0), v[j] * log(v[j])),  # a factor 0 makes a product 0
    ],
)
def test_a_rational_value_is_exact(expected: fmpq, term: Any) -> None:
    value = MODEL.value_of(term)
    assert type(value) is fmpq
    assert expected == value


def test_a_real_value_lies_in_its_ball() -> None:
    value = MODEL.value_of(exp(s) + ell(t))
    assert type(value) is arb
    with precision():
        assert value.overlaps(2 + arb(-4).exp())
        assert value.rad() < arb(2) ** -200


def test_a_function_may_be_a_kernel_value() -> None:
    double = Lambda((REAL,), Exp(App(Bound(0, Type((), REAL)))))
    assert fmpq(1) == Instance(functions={symbol(ell): double}).value_of(ell(0))


def test_the_precision_outside_is_left_alone() -> None:
    before = ctx.prec
    MODEL.value_of(exp(t))
    assert before == ctx.prec


# ---- verdicts --------------------------------------------------------------------------------------------------------------------


def everywhere(*sides: Any) -> Any:
    return ForAll(i, Eq(*sides))


def solves(matrix: Any, unknown: Any) -> Any:
    return everywhere(Sum(matrix[i, j] * unknown[j], j), b[i])


def killed(unknown: Any) -> Any:
    return everywhere(Sum(A[i, j] * unknown[j], j), 0)


INDEPENDENT = ForAll(x, Implies(killed(x), ForAll(j, Eq(x[j], 0))))
SOLVABLE = Exists(x, solves(A, x))


@pytest.mark.parametrize(
    ("expected", "matrix", "right"),
    [
        (True, [[1, 1], [1, -1]], [3, 4]),  # no equation has a single unknown
        (True, [[1, 2], [2, 4]], [1, 2]),
        (False, [[1, 2], [2, 4]], [1, 3]),
        (False, [[1, 1], [1, -1], [1, 0]], [1, 1, 2]),
        (True, [[1, 1], [1, -1], [1, 0]], [1, 1, 1]),
        (False, [[0, 0]], [Fraction(1, 10**30)]),
        (True, [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [1, 1, 1]),
        (False, [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [1, 1, 2]),
    ],
)
def test_whether_a_linear_system_has_a_solution_is_decided(expected: bool, matrix: Any, right: Any) -> None:
    assert expected is Instance(values={A: matrix, b: right}).holds(SOLVABLE)


@pytest.mark.parametrize(
    ("expected", "matrix"),
    [
        (True, [[1, 1], [1, -1]]),
        (True, [[1, 1], [1, -1], [5, 7]]),
        (False, [[1, 2], [2, 4]]),
        (False, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        (True, [[1, 2, 3], [4, 5, 6], [7, 8, 10]]),
        (False, [[0]]),
    ],
)
def test_whether_columns_are_independent_is_decided(expected: bool, matrix: Any) -> None:
    assert expected is Instance(values={A: matrix}).holds(INDEPENDENT)


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (True, ForAll(x, Implies(killed(x), Eq(Sum(A[i, j] * x[j], i, j), 0)))),  # true on all of a solution space
        (False, ForAll(x, Implies(killed(x), Eq(Sum(x[j], j), 0)))),
        (True, Exists(x, And(killed(x), Lt(0, Sum(x[j], j))))),
        (False, Exists(x, And(killed(x), Ne(Sum(A[i, j] * x[j], i, j), 0)))),
        (True, ForAll(s, Exists(t, Eq(2 * t, s)))),  # whatever s is
        (None, Exists(t, Eq(t * t, 2))),
        (True, ForAll(s, Le(2 * s, s * s + 1))),  # the difference is a square
        (False, ForAll(s, Le(s, s * s))),
        (True, Exists(l, Eq(nat(l), 3))),
        (None, ForAll(l, Le(0, nat(l)))),  # only some naturals are tried
        (False, ForAll(l, Le(nat(l), 3))),
        (None, Eq(exp(exp(t)) * exp(-exp(t)), 1)),  # balls that meet
        (True, Eq(exp(t) * exp(-t), 1)),  # exponentials of rationals are exact
        (False, Eq(exp(t) * exp(t + Rational(1, 10**90)), exp(2 * t))),
        (True, Eq((1 + exp(t)) / (exp(t) + exp(2 * t)), exp(-t))),
        (True, Eq(log(exp(t) * exp(t)), 2 * t)),
        (True, Eq(log((1 + exp(t)) / 12), log(1 + exp(t)) - log(3) - 2 * log(2))),
        (False, Eq(log(12), log(3) + 2 * log(2) + Rational(1, 10**90))),
        (True, Eq(exp(t + log(3) - 2 * log(2)), 3 * exp(t) / 4)),
        (False, Eq(exp(t), 7)),
        (None, Eq(1 / (t - 2), 0)),
        (True, Implies(Eq(t, 3), Eq(1 / (t - 2), 0))),
    ],
)
def test_a_formula_is_judged(expected: bool | None, formula: Any) -> None:
    model = Instance(values={A: [[1, 2, 0], [2, 4, 0]], t: 2})
    assert expected is model.holds(formula)


def test_the_variable_of_a_quantifier_is_no_other_variable() -> None:
    for y in scalar("s__1 s1 s_1"):
        assert Instance(values={y: 0}).holds(Exists(s, Eq(s, y + 1))) is True


def test_without_elimination_the_verdicts_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instance, "_solve", lambda *_: False)
    monkeypatch.setattr(Instance, "_compared", lambda *_: None)
    model = Instance(values={A: [[1, 1], [1, -1]], b: [3, 4]})
    assert model.holds(SOLVABLE) is None
    assert model.holds(INDEPENDENT) is None


def test_a_solution_that_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Affine.root
    monkeypatch.setattr(Affine, "root", lambda form, pivot: root(form, pivot) + fmpq(1))
    assert Instance(values={A: [[1, 1], [1, -1]], b: [3, 4]}).holds(SOLVABLE) is not True


def test_a_value_to_try_decides_what_no_equation_does() -> None:
    product = Exists(s, And(Eq(s * exp(s), t * exp(t)), Lt(0, s)))
    assert Instance(values={t: 5}).holds(product) is None
    assert Instance(values={t: 5}, tried={"s": 5}).holds(product)
    assert Instance(values={t: 5}, tried={"s": 6}).holds(product) is None


@pytest.mark.parametrize(
    ("expected", "body", "formula"),
    [
        (True, exp(-s / 2), ForAll((s, t), Implies(Le(s, t), Le(ell(t), ell(s))))),
        (False, exp(s), ForAll((s, t), Implies(Le(s, t), Le(ell(t), ell(s))))),
        (True, exp(2 * s), ForAll((s, t), Eq(ell(s + t), ell(s) * ell(t)))),
        (True, exp(s), ForAll(s, Lt(0, ell(s)))),
        (False, s, ForAll(s, Lt(0, ell(s)))),
        (None, exp(s), ForAll(s, Le(1 + s, ell(s)))),  # true, though neither searched nor among the laws
    ],
)
def test_laws_of_functions_are_proved_or_refuted(expected: bool | None, body: Any, formula: Any) -> None:
    assert expected is Instance(functions={ell: (s, body)}).holds(formula)


def test_undefined_values_decide_only_if_they_are_given() -> None:
    wrong = Eq(1 / s + log(-s), 6)
    assert Instance(values={s: 0}).holds(wrong) is None
    assert Instance(values={s: 0}, undefined=3).holds(wrong) is True
    assert Instance(values={s: 0}, undefined=2).holds(wrong) is False


# ---- data that do not fit --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({A: [[1, 2], [3]]}, r"A has 1 entries along m, expected 2 — give nested lists of shape \(\|n\|, \|m\|\)"),
        ({A: [1, 2]}, "A is nested less deep than it has indices, at 1"),
        ({A: [[[1]]]}, "A is nested deeper than it has indices"),
        ({A: [[1]], v: [1, 2]}, "v has 2 entries along m, expected 1"),
        ({A: []}, "the size of n is 0, expected an integer from 1 on"),
        ({s: [1]}, "s is nested deeper than it has indices — give one number"),
        ({s: "one"}, "s is 'one', expected an integer, a fraction, a finite float or a closed term"),
        ({s: None}, "s is None, expected"),
        ({s: float("nan")}, "s is nan, expected"),
        ({s: float("inf")}, "s is inf, expected"),
        ({s: 1j}, "s is 1j, expected"),
        ({s: t + 1}, r"s is t \+ 1, which mentions a variable"),
        ({v: [0, 0], top: [0, 2]}, r"top\[1\] is 2, expected an integer from 0 to 1, the size of m being 2"),
        ({top: [0.0]}, r"top\[0\] is 0\.0, expected an integer from 0"),
        ({l: -1}, "l is -1, expected an integer from 0 on"),
        ({s: log(0)}, r"s is log\(0\), which has no value: log — give a number"),
        ({s: 1 / (exp(exp(1)) * exp(-exp(1)) - 1)}, "which has no value: 1/x for a ball around 0"),
        ({wide: []}, "the lists of wide do not show how large m is — give its size"),
        ({ell: 1}, "ell is a function of numbers — give"),
        ({"s": 1}, "'s' is no variable"),
        ({n: 1}, "is no variable"),
    ],
)
def test_values_that_do_not_fit_are_refused(values: Any, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        Instance(values=values)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sizes": {n: 0}}, "the size of n is 0, expected an integer from 1 on"),
        ({"sizes": {n: 1.0}}, r"the size of n is 1\.0"),
        ({"sizes": {n: True}}, "the size of n is True"),
        ({"sizes": {A: 1}}, "A is no index type"),
        ({"functions": {ell: (s, exp)}}, "the value of ell is no term"),
        ({"functions": {A: (s, exp(s))}}, "A has the type n,m>Real, its value Real>Real"),
        ({"undefined": "big"}, "the value of 1/0 is 'big'"),
    ],
)
def test_other_arguments_that_do_not_fit_are_refused(arguments: Any, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        Instance(**arguments)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (Eq(s, t), r"t has no value — add it \(there are s\)"),
        (Eq(Sum(s, i), s), r"the index type n has no size — add it \(there are none\)"),
        (Eq(ell(s), 1), "ell has no value"),
    ],
)
def test_what_the_model_does_not_speak_about_is_refused(formula: Any, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        Instance(values={s: 1}).holds(formula)


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (1 / (s - 1), r"the term has no value: it depends on 1/0 — say which with undefined=…"),
        (log(s - 1), "the term has no value: it depends on log"),
        (1 / (exp(exp(s)) * exp(-exp(s)) - 1), "the value of the term cannot be told: 1/x for a ball around 0"),
    ],
)
def test_a_term_without_a_value_is_refused(term: Any, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        Instance(values={s: 1}).value_of(term)


def test_every_refusal_is_an_error_of_gaproof() -> None:
    assert issubclass(InstanceError, GaproofError)
