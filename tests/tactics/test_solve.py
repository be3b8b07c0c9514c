"""Solving for rational coefficients, and the signs that people get wrong."""

from fractions import Fraction

import pytest

from gaproof.errors import ProofError
from gaproof.tactics import forward as f
from gaproof.tactics.solve import cofactors, solved
from gaproof.terms import Eq, ForAll, Sum, field, index, scalar, sizes

n = sizes("n")
i = index("i", n)
a, b = field("a b", i)
x, y, z = scalar("x y z")
first, second = f.assume(Eq(x + y, 3)), f.assume(Eq(x - y, 1))


def test_the_coefficients_solve_the_system() -> None:
    uses = cofactors(f.node(x), f.node(2), [(first, 1), (second, 1)])
    assert [Fraction(1, 2)] * 2 == [use[1].children[0].value for use in uses]
    assert solved(x, 2, (first, 1), (second, 1)).conclusion == f.node(Eq(x, 2))


def test_what_is_not_needed_is_not_used() -> None:
    th = solved(x, 2, (first, 1), (f.assume(Eq(z, 5)), y), (second, 1))
    assert th.hypotheses == {first.conclusion, second.conclusion}


def test_cofactors_and_summed_indices_are_kept() -> None:
    equal = f.spec(f.assume(ForAll(i, Eq(a[i], b[i]))), i)
    assert solved(Sum(y * a[i], i), Sum(y * b[i], i), (equal, y, i)).conclusion == f.node(Eq(Sum(y * a[i], i), Sum(y * b[i], i)))


def test_no_combination_is_an_error() -> None:
    with pytest.raises(ProofError, match="no combination of the candidates"):
        solved(x, 3, (first, 1), (second, 1))
    with pytest.raises(ProofError, match="no combination of the candidates"):
        solved(x * y, 2, (first, 1), (second, 1))
