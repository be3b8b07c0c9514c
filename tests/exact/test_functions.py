"""Laws of the exponentials that are tried as functions: the true ones are proved for every rate, false ones for none."""

from fractions import Fraction
from typing import Any

import pytest

from gaproof.exact.functions import CANDIDATES, RATES, law, proved
from gaproof.lemmas.exponential import bounded, continuous, monotone
from gaproof.proof.substitution import substitute
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Lt, Rational, exp, log, symbol
from theorems.link.exponential import bounded as some_bound
from theorems.link.exponential import continuous as somewhere_continuous
from theorems.link.exponential import decreasing, increasing, mult, nz
from theorems.link.positive import ell, w, x


def of(formula: Any, body: Any) -> Any:
    return substitute(f.node(formula), {symbol(ell): f.value((x, body))})


@pytest.mark.parametrize("rate", [*RATES, Fraction(3), Fraction(-7, 5)])
@pytest.mark.parametrize("lemma", [monotone, bounded, continuous])
def test_the_laws_of_an_exponential_rest_on_the_tangent_only(lemma: Any, rate: Fraction) -> None:
    th: Theorem = lemma(rate)
    assert frozenset() == th.hypotheses
    assert {"exp_tangent"} == {name for name, _ in th.axioms}


@pytest.mark.parametrize("rate", RATES)
def test_an_exponential_has_the_laws_of_links(rate: Fraction) -> None:
    body = exp(rate * x)
    for formula in (mult, nz, some_bound, somewhere_continuous, increasing if rate > 0 else decreasing):
        assert proved(of(formula, body)), formula
    assert not proved(of(decreasing if rate > 0 else increasing, body))


def test_other_functions_lack_what_they_lack() -> None:
    assert not proved(of(mult, x))
    assert not proved(of(nz, 0 * x))
    assert not proved(of(mult, 0 * x + 2))
    assert proved(of(mult, 0 * x))


@pytest.mark.parametrize("body", [exp(x), exp((1 + Rational(1)) * x) / 2 * 2, exp(2 * x / (1 + Rational(1)))])
def test_a_law_assumes_nothing(body: Any) -> None:
    th = law(of(increasing, body))
    assert th is not None
    assert frozenset() == th.hypotheses


def test_the_logarithm_turns_products_into_sums_where_it_has_values() -> None:
    product = Eq(log(x * w), log(x) + log(w))
    assert proved(f.node(ForAll((x, w), Implies(Lt(0, x), Implies(Lt(0, w), product)))))
    assert not proved(f.node(ForAll((x, w), Implies(Lt(0, x), product))))


def test_the_candidates_are_different_functions() -> None:
    assert len(CANDIDATES) == len(set(CANDIDATES)) == 6 + len(RATES) - 1
