"""The committed evidence is about the statements of the lock, all of them and as they are locked."""

from pathlib import Path
from typing import Any

from gaproof.report.reading import read, written
from gaproof.runner import locking

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = read(ROOT / "evidence.json")
LOCK = locking.read(ROOT / "theorems" / "STATEMENTS.lock") or {}


def pinned(claim: Any) -> dict[str, Any]:
    """What the lock pins of a claim."""
    parts = {name: {what: part[what] for what in ("digest", "axioms", "hypotheses")} for name, part in claim["parts"].items()}
    return {"verdict": claim["verdict"], "extra": claim["extra"], "parts": parts}


def test_it_has_the_claims_of_the_lock_with_their_digests_axioms_and_verdicts() -> None:
    assert LOCK and LOCK == {id: pinned(claim) for id, claim in EVIDENCE["theorems"].items()}


def test_every_part_was_attacked_as_make_check_does() -> None:
    for id, claim in EVIDENCE["theorems"].items():
        numeric = claim["numeric"]
        assert ("standard", 0, None, "float64", "cpu") == tuple(
            numeric[name] for name in ("level", "seed", "models_asked", "dtype", "device")
        ), id
        assert claim["parts"].keys() == numeric["parts"].keys()


def test_it_is_written_so_that_it_changes_only_with_the_evidence() -> None:
    assert written(EVIDENCE) == (ROOT / "evidence.json").read_text(encoding="utf-8")
