"""Statements that are tried together: each fares as it does alone, and what they share is drawn and computed once."""

from __future__ import annotations

from typing import Any

import pytest

from gaproof.claim import statement
from gaproof.evidence import together
from gaproof.evidence.campaign import campaign
from gaproof.evidence.sequents import sequents
from gaproof.evidence.together import grouped, tried_together
from gaproof.evidence.trial import Trial
from gaproof.numeric import BallArithmetic
from gaproof.terms import Eq, Exists, ForAll, Implies, Le, Lt, Sum, exp, field, function, index, scalar, sizes
from tests.evidence.toys import SMALL

n, m = sizes("n m")
i, (j, k) = index("i", n), index("j k", m)
x, w, s = field("x", j), field("w", j, domain="positive"), field("s", i, j)
a, u = scalar("a u")
f = function("f")
share = w[j] / Sum(w[k], k)
unit = {"unit": Eq(Sum(x[j], j), 1)}

STATEMENTS: list[Any] = [
    (unit, Eq(Sum(2 * x[j], j), 2)),
    (unit, Eq(Sum(2 * x[j], j), 1)),
    (unit, ForAll(j, Le(x[j], 1))),
    (unit, ForAll(j, Implies(Lt(1, x[j]), Exists(k, Lt(x[k], 0))))),
    (unit, Implies(ForAll(j, Le(0, x[j])), ForAll(j, Le(x[j], 1)))),
    (unit, Exists(u, Lt(Sum(x[j], j), u))),
    ({}, ForAll(j, Lt(0, share))),
    ({}, ForAll(j, Lt(share, 1))),
    ({}, ForAll(i, Eq(Sum(s[i, j], j), Sum(s[i, k], k)))),
    ({}, ForAll(i, Eq(Sum(s[i, j], j), 0))),
    ({}, Lt(exp(a), exp(a) + 1)),
    ({}, Eq(f(a), a)),
]
ASKED = [statement(*said) for said in STATEMENTS]


def refuted(asked: list[Any]) -> list[bool]:
    return [t.refutation is not None for t in tried_together([sequents(q) for q in asked], SMALL, 0, BallArithmetic())]


def test_each_is_refuted_if_it_is_alone() -> None:
    alone = [campaign(q, SMALL, 0).refutation is not None for q in ASKED]
    assert [False, True, True, False, False, False, False, True, False, True, False, True] == alone
    assert alone == refuted(ASKED)


def test_what_arrays_do_not_hold_is_unreached_alone_and_together() -> None:
    alone = [campaign(q, SMALL, 0).unreached for q in ASKED]
    assert [5] == [k for k, unreached in enumerate(alone) if unreached]
    assert alone == [t.unreached for t in tried_together([sequents(q) for q in ASKED], SMALL, 0, BallArithmetic())]


def test_there_are_models_of_what_is_true() -> None:
    found = tried_together([sequents(q) for q in ASKED], SMALL, 0, BallArithmetic())
    assert all(found[k].models and found[k].exact for k in (0, 3, 6, 10))


def test_sequents_of_the_same_hypotheses_are_one() -> None:
    groups = grouped([sequents(q) for q in ASKED[:3]])
    assert [[[0], [1], [2]]] == [list(group.of.values()) for group in groups]
    again = grouped([sequents(ASKED[0]), sequents(ASKED[0])])
    assert [[[0, 1]]] == [list(group.of.values()) for group in again]


def test_one_that_fails_is_tried_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    class Counted(Trial):  # type: ignore[misc]
        def each(self, *args: Any, **how: Any) -> Any:
            seen.append(len(self.conclusions))
            return super().each(*args, **how)

    monkeypatch.setattr(together, "Trial", Counted)
    assert [False, True, True] == refuted(ASKED[:3])
    assert 3 == max(seen) and 1 == seen[-1]
