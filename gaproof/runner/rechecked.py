"""What Coq says of a certificate."""

from __future__ import annotations

from dataclasses import dataclass, field

ACCEPTED, REJECTED, NOT_EXPORTED = "accepted", "rejected", "not exported"


@dataclass(frozen=True)
class Rechecked:
    """What it says, or why it was not asked: the axioms that it prints, its version, whether ``coqchk`` read it too."""

    coq: str
    assumptions: list[str] = field(default_factory=list)
    seconds: float = 0.0
    why: str = ""
    version: str = ""
    with_coqchk: bool = False
