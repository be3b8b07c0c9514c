"""What is multiplied by 0 does not matter, and only that does not."""

from __future__ import annotations

from typing import Any

import pytest

from gaproof.errors import ProofError
from gaproof.evidence.equivalence import zeros
from gaproof.evidence.equivalence.zeros import times_nothing
from gaproof.proof.theorem import Theorem
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Sum, exp, field, index, scalar, sizes

n = sizes("n")
i = index("i", n)
a, p = field("a p", i)
x, y, z = scalar("x y z")
mean = Sum(p[i] * a[i], i)

FOLLOWS = [
    (Eq(y - x * x, 1), Eq(x, 0), Eq(y - x * z, 1)),
    (Eq(y, z), Eq(mean, 0), Eq(y + mean * exp(x), z)),
    (Eq(y - mean * mean, 1), Eq(mean, 0), Eq(y - Sum(p[i] * (a[i] / exp(x)), i) * z, 1)),
]
DOES_NOT = [
    (Eq(y - x * x, 1), Eq(x, 1), Eq(y - x * z, 1)),
    (Eq(y - x * x, 1), Eq(z, 0), Eq(y - x, 1)),
    (Eq(y, z), Eq(mean, 0), Eq(y + Sum(a[i], i), z)),
    (Eq(y, z), Eq(x, 0), Eq(y + 1, z)),
]


def attempt(known: Any, zero: Any, goal: Any) -> Theorem:
    return times_nothing(f.node(goal), [f.assume(known), f.assume(zero)])


@pytest.mark.parametrize(("known", "zero", "goal"), FOLLOWS)
def test_products_with_0_are_left_out(known: Any, zero: Any, goal: Any) -> None:
    th = attempt(known, zero, goal)
    assert f.node(goal) == th.conclusion
    assert {f.node(known), f.node(zero)} >= th.hypotheses


@pytest.mark.parametrize(("known", "zero", "goal"), DOES_NOT)
def test_other_products_matter(known: Any, zero: Any, goal: Any) -> None:
    with pytest.raises(ProofError):
        attempt(known, zero, goal)


def test_a_factor_that_is_taken_for_another_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zeros, "equal", lambda factor, multiple: True)
    for case in DOES_NOT:
        with pytest.raises(ProofError):
            attempt(*case)
