"""A sign that a proof does not need: that a number is not 0 may follow from an equation, and 0 may be a case of its own."""

from __future__ import annotations

from typing import Any

import pytest

from gaproof.claim import Claim
from gaproof.errors import ProofError
from gaproof.evidence.equivalence import equivalent
from gaproof.evidence.equivalence.nonzero import nonzero_suffices, zero_or_not
from gaproof.evidence.mutants import Mutant, sample
from gaproof.terms import Eq, ForAll, Sum, exp, field, index, log, scalar, sizes

m = sizes("m")
j, k = index("j", m), index("k", m)
p, v = field("p", j), field("v", j)
y, z = scalar("y"), scalar("z")
V_POSITIVE = ForAll(j, 0 < v[j])


def without(dropped: str, given: Any, shows: Any, proof: Any) -> tuple[Any, Mutant]:
    claim = Claim("mutant.unsigned", given=given, shows=shows)
    claim.proof(proof)
    claim.theorem()
    (mutant,) = [mutant for mutant in sample(claim.only.statement, 1, 0) if mutant.where == dropped]
    return claim.only, mutant


def cancelled(given: Any) -> tuple[Any, Mutant]:
    return without("p positive", {**given, "p positive": ForAll(j, 0 < p[j])}, ForAll(j, Eq(p[j] / p[j], 1)), lambda q: q.identity())


@pytest.mark.parametrize(
    ("equation", "true"),
    [
        (ForAll((j, k), Eq(p[j] / p[k], v[j] / v[k])), True),
        (ForAll((j, k), Eq(2 * v[j], p[j] * exp(p[k]))), True),
        (ForAll((j, k), Eq(p[k] - p[j], v[k] - v[j])), False),
        (Eq(Sum(p[j], j), 1), False),
        (ForAll((j, k), Eq(v[j] / p[k], v[j] / v[k])), False),
    ],
)
def test_the_factors_of_what_is_not_zero_are_not_zero(equation: Any, true: bool) -> None:
    part, mutant = cancelled({"equation": equation, "v positive": V_POSITIVE})
    if true:
        th = nonzero_suffices(part, mutant)
        assert th.conclusion == mutant.statement.conclusion and not mutant.statement.missing(th)
    else:
        with pytest.raises(ProofError):
            nonzero_suffices(part, mutant)
    assert (equivalent(part, mutant) is not None) is true


def test_an_equation_under_a_condition_says_it_there_only() -> None:
    one = ForAll(j, Eq(v[j], 1) >> Eq(p[j] * y, v[j]))
    part, mutant = cancelled({"equation": one, "v positive": V_POSITIVE})
    assert equivalent(part, mutant) is None


def test_zero_may_be_a_case_of_its_own() -> None:
    given = {"sign": 0 < y, "z": 0 < z}
    part, mutant = without("sign", given, Eq(y * log(exp(z / y)), z), lambda q: q.identity())
    with pytest.raises(ProofError):
        zero_or_not(part, mutant)
    assert equivalent(part, mutant) is None, "0·log e^(z/0) is 0, and z is not"
    part, mutant = without("sign", given, Eq(y * y * log(z / y * y), y * y * log(z)), lambda q: q.identity())
    th = zero_or_not(part, mutant)
    assert th.conclusion == mutant.statement.conclusion and not mutant.statement.missing(th)
