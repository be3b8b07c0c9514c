"""Equations that follow from instances of a statement about all values, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from gaproof.errors import ProofError
from gaproof.evidence.equivalence import instances
from gaproof.evidence.equivalence.instances import combined
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.terms import Eq, ForAll, Implies, Le, Sum, delta, field, index, sizes

n, m = sizes("n m")
(i, k), (j, l) = index("i k", n), index("j l", m)
a, b, x, y = field("a b x y", j)
A, B, M = field("A B M", i, j)
dots = Sum(x[j] * a[j], j), Sum(x[j] * b[j], j)

FOLLOWS = [
    (ForAll((j, l), Eq(a[j], b[l])), ForAll((j, l), Eq(a[j], a[l]))),
    (ForAll((i, j), Eq(A[i, j] + A[i, j], B[i, j])), ForAll((i, j, l), Eq(A[i, j] - A[i, l], (B[i, j] - B[i, l]) / 2))),
    (
        ForAll((i, j, l), Implies(Eq(M[i, l], 1), Eq(A[i, j], B[i, l]))),
        ForAll((i, j, l), Implies(Eq(M[i, j], 1), Implies(Eq(M[i, l], 1), Eq(A[i, j], A[i, l])))),
    ),
    (ForAll(x, Le(*dots)), ForAll(x, Eq(*dots))),
    (ForAll(x, Eq(*dots)), ForAll(j, Eq(a[j], b[j]))),
    (ForAll((x, j), Eq(x[j] + a[j], 1 / Sum(b[j], j))), ForAll((x, j), Eq(x[j] + a[j], a[j]))),
]
DOES_NOT = [
    (ForAll(j, Le(a[j], b[j])), ForAll(j, Eq(a[j], b[j]))),
    (ForAll((i, j), Implies(Eq(M[i, j], 1), Eq(A[i, j], B[i, j]))), ForAll((i, j), Eq(A[i, j], B[i, j]))),
    (ForAll((i, j), Eq(A[i, j], B[i, j])), ForAll((i, k, j), Eq(A[i, j], B[k, j]))),
    (ForAll(x, Le(Sum(x[j] * x[j], j), dots[0])), ForAll(x, Eq(Sum(x[j] * x[j], j), dots[0]))),
    (ForAll(j, Eq(a[j], 1 / Sum(b[j], j))), ForAll((j, l), Eq(a[j], b[l]))),
    (ForAll((x, j), Eq(x[j] * delta(j, l), 0)), Eq(delta(j, l), 0)),  # no field is at hand
]


def attempt(given: Any, goal: Any) -> Theorem:
    return combined(f.node(goal), f.assume(given), ())


@pytest.mark.parametrize(("given", "goal"), FOLLOWS)
def test_instances_give_the_goal(given: Any, goal: Any) -> None:
    th = attempt(given, goal)
    assert f.node(goal) == th.conclusion
    assert frozenset({f.node(given)}) == th.hypotheses


@pytest.mark.parametrize(("given", "goal"), DOES_NOT)
def test_what_does_not_follow_is_not_found(given: Any, goal: Any) -> None:
    with pytest.raises(ProofError):
        attempt(given, goal)


def test_a_condition_that_is_skipped_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "prove", lambda condition, facts: f.assume(condition))
    given, goal = DOES_NOT[1]
    with pytest.raises(ProofError):
        attempt(given, goal)
