"""The committed evidence is about the statements of the lock, all of them and as they are locked."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from gaproof.report.reading import read, written
from gaproof.runner import locking

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = read(ROOT / "evidence.json")
LOCK = locking.read(ROOT / "theorems" / "STATEMENTS.lock") or {}
SETTINGS = {"level": "standard", "seed": 0, "models_asked": None, "dtype": "float64", "device": "cpu"}  # those of make check


def pinned(claim: Any) -> dict[str, Any]:
    """What the lock pins of a claim."""
    parts = {name: {what: part[what] for what in ("digest", "axioms", "hypotheses", "verdict")} for name, part in claim["parts"].items()}
    return {"verdict": claim["verdict"], "extra": claim["extra"], "parts": parts}


def stale(evidence: Any) -> list[str]:
    """The claims that are not as they are locked, or not attacked as ``make check`` does."""
    now = {id: pinned(claim) for id, claim in evidence["theorems"].items()}
    attacked = {
        id
        for id, claim in evidence["theorems"].items()
        if claim["numeric"]["parts"].keys() == claim["parts"].keys() and SETTINGS.items() <= claim["numeric"].items()
    }
    return sorted(id for id in LOCK.keys() | now.keys() if now.get(id) != LOCK.get(id) or id not in attacked)


def test_it_is_about_the_claims_of_the_lock_with_their_digests_axioms_and_verdicts() -> None:
    assert LOCK
    assert [] == stale(EVIDENCE), "run `make evidence`"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda claims: claims.pop("anchor.shift"),
        lambda claims: claims["anchor.shift"].update(verdict="TESTED"),
        lambda claims: claims["anchor.shift"]["parts"]["shift"].update(digest="other"),
        lambda claims: claims["anchor.shift"]["parts"]["shift"]["axioms"].update(floor="f"),
        lambda claims: claims["anchor.shift"]["numeric"].update(level="quick"),
        lambda claims: claims["anchor.shift"]["numeric"]["parts"].pop("shift"),
    ],
)
def test_planted_stale_evidence_is_noticed(spoil: Any) -> None:
    evidence = deepcopy(EVIDENCE)
    spoil(evidence["theorems"])
    assert ["anchor.shift"] == stale(evidence)


def test_it_is_written_so_that_it_changes_only_with_the_evidence() -> None:
    assert written(EVIDENCE) == (ROOT / "evidence.json").read_text(encoding="utf-8")
