"""What the numeric evidence says about a claim, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

ORDER = ("witnessed", "cited", "not needed", "not known")  # what may be known of the necessity of a hypothesis
NEEDED = ("witnessed", "cited", "not known", "not needed")  # a claim needs what one of its parts needs
FALSE = ("witnessed", "derived", "found", "not known")  # how a near miss is known to be false


@dataclass
class Tested:
    """What the numeric evidence says about a claim.  ``refuted`` and ``broken`` are messages; ``settings`` and ``parts`` say how hard
    each part was attacked and what came of it; ``counterexample`` is the file that holds what refutes it."""

    id: str
    file: str
    settings: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuted: str = ""
    broken: str = ""
    counterexample: str = ""
    document: str = ""  # the text of that file
    seconds: float = 0.0

    @property
    def summary(self) -> dict[str, Any]:
        """The evidence of all parts together."""
        parts = list(self.parts.values())
        total: dict[str, Any] = {name: sum(p[name] for p in parts) for name in ("models", "contrasts", "exact", "unreached")}
        total["worst_ratio"] = max((p["worst_ratio"] for p in parts), default=0.0)
        for kind in ("mutants", "bugs"):
            total[kind] = {name: sum(p[kind][name] for p in parts) for name in ("killed", "equivalent", "noticed", "total")}
            total[kind]["survivors"] = [f"{prefix(name)}{s}" for name, p in self.parts.items() for s in p[kind]["survivors"]]
        total["references"] = _together(r for p in parts for r in p["references"])
        return total

    @property
    def killed(self) -> tuple[int, int]:
        """How many mutants are killed, and of how many: those that are not proved true."""
        mutants = self.summary["mutants"]
        return mutants["killed"], mutants["total"] - mutants["equivalent"]

    @property
    def needed(self) -> tuple[int, int]:
        """How many hypotheses are known to be necessary, and of how many."""
        known = self.necessity.values()
        return sum(status in ("witnessed", "cited") for status in known), len(known)

    @property
    def false(self) -> tuple[int, int]:
        """How many near misses are known to be false, and of how many."""
        known = [how for part in self.parts.values() for how in part["near_misses"].values()]
        return sum(how != "not known" for how in known), len(known)

    @property
    def necessity(self) -> dict[str, str]:
        """Of each hypothesis what is known in the part that needs it most."""
        found: dict[str, str] = {}
        for part in self.parts.values():
            for hypothesis, status in part["necessity"].items():
                found[hypothesis] = min(found.get(hypothesis, status), status, key=NEEDED.index)
        return found


def prefix(part: str) -> str:
    """How a message about a part begins."""
    return f"part {part!r}: " if part else ""


def _together(references: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each reference the instances in all, and the worst comparison."""
    found: dict[str, dict[str, Any]] = {}
    for r in references:
        known = found.setdefault(r["name"], {**r, "instances": 0})
        worse = max(known, r, key=lambda x: (not x["agrees"], x["worst_ratio"]))
        found[r["name"]] = {**worse, "instances": known["instances"] + r["instances"]}
    return [found[name] for name in sorted(found) if found[name]["instances"]]
