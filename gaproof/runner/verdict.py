"""Verdicts, and what became of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

from .rechecked import ACCEPTED, Rechecked
from .tested import Tested

K = TypeVar("K")


class Verdict(IntEnum):
    """How well a claim is established, worst first."""

    ERROR = 0
    REFUTED = 1
    VACUOUS = 2
    UNPROVED = 3
    TESTED = 4
    CERTIFIED = 5
    PROVED = 6

    def __str__(self) -> str:
        return self.name


@dataclass
class Outcome:
    """What became of one claim; the verdict comes from the replay of its certificate."""

    id: str
    verdict: Verdict
    message: str = ""
    file: str = ""
    doc: str = ""
    source: str = ""
    parts: dict[str, PartOutcome] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    used_parts: dict[str, list[str]] = field(default_factory=dict)  # of each claim that it uses
    asked: list[str] = field(default_factory=list)  # by its proofs, whether or not they went through
    declared: list[str] | None = None  # by the author
    where: str = ""  # file:line of the step that failed
    digest: str | None = None
    steps: int = 0
    seconds: float = 0.0
    replayed: bool = False
    certificate: str | None = None
    promise: Verdict = Verdict.PROVED
    tested: Tested | None = None
    rechecked: Rechecked | None = None  # what Coq says of its certificate, if that is known

    @property
    def two_kernels(self) -> bool:
        """Whether Coq has accepted the certificate as well as our kernel."""
        return self.verdict is Verdict.PROVED and self.rechecked is not None and self.rechecked.coq == ACCEPTED

    @property
    def standing(self) -> str:
        """The verdict in words, with the number of kernels if it is more than ours."""
        return f"{self.verdict} (two kernels)" if self.two_kernels else str(self.verdict)

    @property
    def axioms(self) -> list[str]:
        """The axioms that it rests on, over all its parts."""
        return sorted({name for part in self.parts.values() for name in part.axioms})

    @property
    def notes(self) -> list[str]:
        """Where its derivation rests on something else than its author says, or than its proofs ask for.  A verdict depends on none."""
        if not self.replayed:
            return []
        declared = self.uses if self.declared is None else self.declared
        return [
            *(f"declares that it uses {id}, which its proofs do not rest on" for id in sorted({*declared} - {*self.uses})),
            *(f"rests on {id}, which it does not declare" for id in sorted({*self.uses} - {*declared})),
            *(f"asks for {id} (p.use), which its proofs do not rest on" for id in sorted({*self.asked} - {*self.uses, *declared})),
        ]

    @property
    def kept(self) -> bool:
        """Whether the verdict is at least the promised one."""
        return self.verdict >= self.promise

    def as_used(self, parts: Iterable[str]) -> Verdict:
        """The verdict on some of its parts: those which are proved can be used, whether or not the others are."""
        known = [self.parts[name].verdict for name in parts if name in self.parts]
        if self.verdict < Verdict.UNPROVED or not known:
            return self.verdict
        return max(self.verdict, min(Verdict[verdict] for verdict in known))

    def worsen(self, verdict: Verdict, message: str) -> None:
        """Lower the verdict, if it is better than this one; the message that explains the worst verdict stays."""
        if verdict < self.verdict:
            self.verdict, self.message = verdict, message


@dataclass
class PartOutcome:
    """One statement of a claim, as replayed; as the theorem file states it, if nothing was replayed.  ``reasons`` are those it gives why
    hypotheses are necessary, ``near_misses`` the false neighbours that its proof refused: why, and what they say, in LaTeX.  ``certified``
    says which cases were checked, and how many."""

    digest: str
    hypotheses: list[str]
    axioms: dict[str, str] = field(default_factory=dict)
    consistent: bool = True
    reasons: dict[str, str] = field(default_factory=dict)
    near_misses: list[dict[str, str]] = field(default_factory=list)
    verdict: str = Verdict.PROVED.name
    message: str = ""
    certified: str = ""


def fold(outcomes: Mapping[K, Outcome], uses: Mapping[K, list[K]]) -> None:
    """No claim is greener than the parts of other claims that it uses."""
    changed = True
    while changed:
        changed = False
        for key, outcome in outcomes.items():
            for used in (outcomes[u] for u in uses.get(key, ()) if u in outcomes):
                verdict = used.as_used(outcome.used_parts.get(used.id, ()))
                if verdict < outcome.verdict:
                    outcome.worsen(verdict, f"it uses {used.id}, which is {verdict}")
                    changed = True
