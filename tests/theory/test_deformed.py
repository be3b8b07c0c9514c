"""Laws of work that does not add: what the links and generators of Tsallis and Kaniadakis unfold to, and that they are one."""

import pytest
import sympy

from gaproof.exact import Instance
from gaproof.proof.normal import equal
from gaproof.terms import Eq, exp, kernel, scalar
from gaproof.theory import (
    KappaExponential,
    QExponential,
    kaniadakis_generator,
    kaniadakis_inverse,
    kaniadakis_sum,
    root,
    tsallis_generator,
    tsallis_inverse,
    tsallis_sum,
)

q, kappa, beta, x, y = scalar("q kappa beta x y")
LINKS = [(QExponential(q, beta), tsallis_generator(q, x)), (KappaExponential(kappa, beta), kaniadakis_generator(kappa, x))]


@pytest.mark.parametrize(("link", "generator"), LINKS)
def test_the_link_is_an_exponential_of_the_generator(link: sympy.Basic, generator: sympy.Basic) -> None:
    assert equal(kernel(exp(-(beta * generator))), kernel(link(x)))
    assert link == link.func(*link.args)


def test_a_root_prints_as_one_and_squares_to_its_number() -> None:
    assert "root(x)" == str(root(x)) and r"\sqrt{x}" == sympy.latex(root(x))
    assert root(x) == root(x).func(*root(x).args)
    assert equal(kernel(root(2) * root(2)), kernel(2 + 0 * x))


def test_ordinary_addition_is_the_limit() -> None:
    """At q = 1 Tsallis' sum is x + y, and at κ = 0 Kaniadakis' is."""
    model = Instance(values={x: 3, y: 4})
    assert model.holds(Eq(tsallis_sum(1, x, y), 7)) is True
    assert 7 == round(float(model.value_of(kaniadakis_sum(0, x, y))), 12)


def test_the_inverse_undoes_the_generator() -> None:
    model = Instance(values={x: 3})
    for found in (tsallis_inverse(0, tsallis_generator(0, x)), kaniadakis_inverse(2, kaniadakis_generator(2, x))):
        assert 3 == round(float(model.value_of(found)), 12)
