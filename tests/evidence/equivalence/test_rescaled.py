"""A temperature that may be 0 or negative: 1/τ is a factor of the scores, whatever number it is; elsewhere nothing is excused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gaproof.claim import Claim
from gaproof.errors import ProofError
from gaproof.evidence.equivalence import equivalent, rescaled
from gaproof.evidence.equivalence.known_values import rewritten
from gaproof.evidence.mutants import sample
from gaproof.tactics import forward as f
from gaproof.terms import And, Eq, Exists, ForAll, Implies, Ne, Sum, exp, field, index, kernel, log, scalar, sizes

m = sizes("m")
j, k = index("j", m), index("k", m)
s, t, w = field("s", j), field("t", j), field("w", j)
y, tau = scalar("y"), scalar("tau")
POSITIVE = ForAll(j, 0 < w[j])


def without_temperature(shows: Any, given: Any = None, proof: Any = lambda p: p.auto()) -> Any:
    claim = Claim("mutant.cold", given={"temperature": Ne(tau, 0), "positive": POSITIVE, **(given or {})}, shows=shows)
    claim.proof(proof)
    claim.theorem()
    (mutant,) = [mutant for mutant in sample(claim.only.statement, 1, 0) if mutant.where == "temperature"]
    return claim.only, mutant


@pytest.mark.parametrize(
    "shows",
    [
        ForAll(j, 0 < w[j] * exp(s[j] / tau)),
        ForAll(j, 0 < w[j] / Sum(w[k] * exp((s[k] + t[k]) / tau), k)),
        ForAll(j, 0 < exp(Sum(s[k] * t[k], k) / tau + w[j])),
        Implies(Exists(j, Eq(exp(-s[j] / tau), 2)), 0 < w[k]),
    ],
)
def test_one_over_the_temperature_is_a_factor_of_fields(shows: Any) -> None:
    part, mutant = without_temperature(shows)
    th = rescaled.rescaled(part, mutant)
    assert th.conclusion == mutant.statement.conclusion and not mutant.statement.missing(th)


def test_what_is_given_is_given_of_them_too() -> None:
    total = Eq(Sum(w[k] * exp(s[k] / tau), k), 2 * y)
    part, mutant = without_temperature(
        Eq(Sum(w[k] * exp(s[k] / tau), k) / 2, y), {"total": total}, lambda p: p.identity((p["total"], Fraction(1, 2)))
    )
    assert not mutant.statement.missing(rescaled.rescaled(part, mutant))


@pytest.mark.parametrize(
    "shows",
    [
        ForAll(j, Eq(s[j] / tau * tau, s[j])),
        ForAll(j, Eq(w[j] * exp(s[j] / tau) * (tau / tau), w[j] * exp(s[j] / tau))),
    ],
)
def test_a_temperature_that_is_multiplied_is_needed(shows: Any) -> None:
    part, mutant = without_temperature(shows, proof=lambda p: p.identity())
    with pytest.raises(ProofError):
        rescaled.rescaled(part, mutant)
    assert equivalent(part, mutant) is None


def test_a_factor_of_no_field_or_of_a_square_is_not_taken_for_one() -> None:
    for shows in (0 < exp(1 / tau), ForAll(j, 0 < exp(s[j] * s[j] / tau)), ForAll(j, 0 < exp(s[j] / tau) + exp(1 / tau))):
        with pytest.raises(ProofError):
            rescaled.rescaled(*without_temperature(shows))


# ---- the normal form, and nothing asked of x ------------------------------------------------------------------------------------------

SHARE = w[j] * exp(s[j] / tau) / Sum(exp(s[k] / tau) * w[k], k)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (ForAll(j, Eq(SHARE, y)), ForAll(j, Eq(exp(1 * s[j] / tau) / Sum(w[k] * exp(s[k] * 1 / tau), k) * w[j], y))),
        (0 < log(s[j] * 2) * y, 0 < y * log(s[j] + s[j])),
        (And(Eq(y, 1), 0 < 1 + y - y), Eq(y, 1)),
    ],
)
def test_a_statement_is_written_in_another_way(left: Any, right: Any) -> None:
    for given, goal in ((left, right), (right, left)):
        th = rewritten(f.assume(given), kernel(goal))
        assert kernel(goal) == th.conclusion
        assert {kernel(given)} >= th.hypotheses


@pytest.mark.parametrize(
    ("given", "goal"),
    [
        (Eq(s[j] / s[j], y), Eq(y, 1)),
        (Eq(log(s[j] * t[j]), y), Eq(log(s[j]) + log(t[j]), y)),
        (Eq(Sum(w[k], k), y), Eq(Sum(s[k], k), y)),
        (0 < y, Ne(y, 0)),
    ],
)
def test_what_has_another_normal_form_or_asks_for_more_is_not_the_same(given: Any, goal: Any) -> None:
    with pytest.raises(ProofError):
        rewritten(f.assume(given), kernel(goal))


def test_a_factor_that_is_put_in_the_wrong_place_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    part, mutant = without_temperature(ForAll(j, 0 < w[j] * exp(s[j] / tau)))
    monkeypatch.setattr(rescaled, "_times", lambda field, factor: rescaled.eta(field))
    with pytest.raises(ProofError):
        rescaled.rescaled(part, mutant)
