"""Comparisons that leave room, and ε/2 for ε."""

from typing import Any

import pytest

from gaproof import Claim
from gaproof.evidence.equivalence import equivalent, room
from gaproof.evidence.mutants import Mutant
from gaproof.proof.statement import Statement
from gaproof.tactics import forward as f
from gaproof.terms import Eq, Exists, ForAll, Formula, Implies, Le, Lt, field, index, scalar, sizes

n = sizes("n")
i = index("i", n)
a, h, (e, d, x) = *field("a h", i), scalar("e d x")


def small(compared: Formula, condition: Formula | None = None) -> Formula:
    """∀e > 0 ∃d > 0 …"""
    return ForAll(e, Implies(Lt(0, e) if condition is None else condition, Exists(d, Lt(0, d) & compared)))


def found(claim: Claim, wrong: Formula) -> bool:
    given = claim.only.statement.hypotheses
    return equivalent(claim.only, Mutant("planted", "planted", Statement(given, f.node(wrong)))) is not None


def near() -> Claim:
    told = small(Le(x / (x * x) * d, e))
    claim = Claim("mutant.room", given={"told": told}, shows=told)
    claim.proof(lambda p: p["told"])
    return claim


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        (True, small(Lt(x / (x * x) * d, e))),
        (True, small(Le(x / (x * x) * d, 2 * e))),
        (True, small(Lt(x / (x * x) * d, e + e))),
        (False, small(Lt(x / (x * x) * d, e / 3))),  # true, but a third is not tried
        (False, small(Lt(x / (x * x) * d, 0))),
        (False, small(Le(x / (x * x) * d, -e))),
        (False, small(Lt(x / (x * x) * d, e), Le(0, e))),
        (False, small(Lt(x / x * d, e))),
    ],
)
def test_what_holds_for_every_epsilon_holds_for_its_half(true: bool, wrong: Formula) -> None:
    assert found(near(), wrong) is true


def bounded(bound: Any, above: Any) -> Formula:
    return ForAll(h, Implies(ForAll(i, Le(0, h[i]) & Le(bound, 1)), Le(above, x)))


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        (True, bounded(2 * h[i], a[i] * h[i])),
        (True, bounded(h[i] + h[i] * h[i], a[i] * h[i])),
        (False, bounded(h[i] / 2, a[i] * h[i])),
        (False, bounded(-h[i], a[i] * h[i])),
        (False, bounded(h[i] - 1, a[i] * h[i])),
    ],
)
def test_a_condition_may_say_more(true: bool, wrong: Formula) -> None:
    told = ForAll(i, bounded(h[i], a[i] * h[i]))
    claim = Claim("mutant.condition", given={"told": told}, shows=told)
    claim.proof(lambda p: p["told"])
    assert found(claim, ForAll(i, wrong)) is true


def test_without_room_nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack: a < b is said to follow from a ≤ b; the kernel refuses, and the mutant stays unproved."""
    monkeypatch.setattr(room, "HALF", f.node(1))
    assert not found(near(), small(Lt(x / (x * x) * d, e)))


def test_a_mutant_with_inconsistent_hypotheses_is_not_excused() -> None:
    never = {"told": small(Le(d, e)), "never": Lt(e, 0) & Lt(0, e)}
    claim = Claim("mutant.never", given={"told": small(Le(d, e)), "never": Eq(e, e)}, shows=small(Le(d, e)))
    claim.proof(lambda p: p["told"])
    nodes = {name: f.node(h) for name, h in never.items()}
    wrong = Mutant("planted", "planted", Statement(nodes, f.node(small(Lt(d, e)))), "never")
    assert equivalent(claim.only, wrong) is None
