"""Nothing is evaluated when a statement is built, and what is built behaves as a SymPy object."""

import pytest
import sympy

from gaproof.errors import TermError
from gaproof.proof import syntax as k
from gaproof.proof.obligations import obligations
from gaproof.terms import (
    And,
    Eq,
    Exists,
    ForAll,
    Iff,
    Implies,
    Ne,
    Rational,
    Sum,
    array,
    delta,
    exp,
    field,
    function,
    generated,
    index,
    index_map,
    kernel,
    log,
    nat,
    natural,
    number,
    scalar,
    sizes,
    succ,
    symbol,
    zero,
)

n, m = sizes("n m")
i, j, l = index("i", n), index("j", m), index("l", n)
s, c, b = field("s", i, j), field("c", i), field("b", j)
x, y = scalar("x y")
ell, pi, p = function("ell"), index_map("pi", j, i), natural("p")
X, Y = k.App(symbol(x)), k.App(symbol(y))

EXPRESSIONS = [
    x / x,
    exp(log(x)),
    c[i] * x / (c[i] * y),
    x + x,
    number(2) * 3,
    x**2,
    x**-1,
    -x - y,
    2 - x,
    n * x,
    s[pi(j), j] + delta(i, pi(j)),
    ell(x + 1),
    nat(succ(p)),
    nat(zero),
    Sum(s[i, j] * b[j], i, j),
    array((i, j), s[i, j])[l, j],
    x + x * Sum(array((i, j), s[i, j])[l, j], j),
    Eq(x, 1),
    Ne(x, Rational(1, 2)),
    x < y,
    x >= y,
    Iff(x < y, ForAll((i, s), s[i, j] > 0)),
    Exists(pi, And(x < y, Implies(x < y, Eq(x, y)))),
]


@pytest.mark.parametrize("e", EXPRESSIONS, ids=str)
def test_every_expression_is_sympy_and_prints_and_rebuilds(e: sympy.Basic) -> None:
    assert isinstance(e, sympy.Basic)
    assert e == e.func(*e.args)
    assert hash(e) == hash(e.func(*e.args))
    assert str(e) and sympy.latex(e) and sympy.pretty(e)
    assert isinstance(kernel(e), k.Node)


@pytest.mark.parametrize(
    ("e", "text"),
    [
        (x / x, "x/x"),
        (exp(log(x)), "exp(log(x))"),
        (c[i] * x / (c[i] * y), "x*c[i]/(y*c[i])"),
        (x + x, "x + x"),
        (number(2) * 3, "2*3"),
        (x - 1, "x - 1"),
        (1 / n, "1/n"),
        (x - (y - x), "x - (-x + y)"),
        (Sum(s[i, j], j), "Sum(s[i, j], (j, 1, m))"),
        (Rational(1, 2) * x, "x/2"),
        (x >= 0, "x >= 0"),
    ],
)
def test_what_is_written_is_what_is_printed(e: sympy.Basic, text: str) -> None:
    assert text == str(e)


def test_latex_is_that_of_sympy() -> None:
    tau = scalar("tau")
    assert r"\frac{e^{{s}_{i,j}}}{\tau}" == sympy.latex(exp(s[i, j]) / tau)
    assert r"\sum_{j=1}^{m} {s}_{i,j}" == sympy.latex(Sum(s[i, j], j))


def test_equality_is_of_what_is_written() -> None:
    assert x + y == x + y
    assert x + y != y + x
    assert x * 1 != x
    assert x != scalar("x", domain="positive")
    assert 2 == len({x + y, x + y, y + x})


def test_both_inverses_of_a_cancelling_quotient_are_obligations() -> None:
    a, b = c[i] * x, c[i] * y
    statement = kernel(Eq(a / b, x / y))
    owed = {k.Ne(k.Times(k.App(symbol(c), k.App(symbol(i))), Y), k.ZERO), k.Ne(Y, k.ZERO)}
    assert owed == obligations(statement)


@pytest.mark.parametrize(("e", "owed"), [(x / x, k.Ne(X, k.ZERO)), (exp(log(x)), k.Lt(k.ZERO, X)), (x**-2, k.Ne(k.Times(X, X), k.ZERO))])
def test_an_obligation_survives(e: sympy.Basic, owed: k.Formula) -> None:
    assert {owed} == obligations(kernel(e))


def test_numbers_of_python_and_sympy_may_stand_on_either_side() -> None:
    from fractions import Fraction

    half = k.Number(Fraction(1, 2))
    for literal in (Fraction(1, 2), sympy.Rational(1, 2), Rational(1, 2)):
        assert k.Times(half, X) == kernel(literal * x)
        assert k.Times(X, half) == kernel(x * literal)
        assert k.Plus(half, k.Times(k.MINUS, X)) == kernel(literal - x)
        assert k.Times(half, k.Inverse(X)) == kernel(literal / x)
    assert k.Lt(k.Number(0), X) == kernel(0 < x)


def test_a_relation_has_no_truth_value() -> None:
    for use in (lambda: bool(x < y), lambda: 0 < x < 1, lambda: Eq(x, x) and True, lambda: not Eq(x, x)):
        with pytest.raises(TermError, match="no truth value"):
            use()


def test_substitution_by_name_is_refused() -> None:
    a = Sum(b[j] * x, j)
    for attempt in (lambda: a.subs(x, b[j]), lambda: a.xreplace({x: b[j]}), lambda: Eq(a, x).subs(x, b[j]), lambda: a.replace(x, b[j])):
        with pytest.raises(TermError, match="may capture an index"):
            attempt()


def test_a_generated_type_comes_with_its_constructors() -> None:
    walk, nil, cons = generated("Walk", nil=(n,), cons=("self", m, n))
    w = index("w", walk)
    assert walk.sort == cons(w, j, i).sort == nil(i).sort
    assert symbol(w).type.result.constructors[1] == ("cons", (None, m.sort, n.sort))
    with pytest.raises(TermError, match="not a variable"):
        ForAll(cons, Eq(x, x))
