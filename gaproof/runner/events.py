"""What the process that proves tells the one that asked: events, one line of JSON each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from .verdict import Verdict

PASSED_ON = ">"  # begins a line that is not the server's own
Key = tuple[str, str]  # id and file of a claim


@dataclass
class Report:
    """What the proving process says about a claim.  None of it is believed without the replay of the certificate."""

    id: str
    file: str
    title: str = ""
    doc: str = ""
    source: str = ""
    verdict: str = Verdict.PROVED.name
    message: str = ""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)  # the parts without a proof, if nothing else is wrong
    extra: list[str] = field(default_factory=list)
    uses: list[tuple[str, str, str]] = field(default_factory=list)  # id, file and part
    asked: list[tuple[str, str]] = field(default_factory=list)  # what its proofs asked for, whether or not they went through
    declared: list[str] | None = None  # what the author says it uses, by id
    where: str = ""  # file:line of the step that failed
    seconds: float = 0.0
    certificate: str | None = None  # its text

    def __post_init__(self) -> None:
        """Reports are read back from a process that anything may have happened in."""
        self.verdict = Verdict[self.verdict].name
        for name in ("id", "file", "title", "doc", "source", "message", "where"):
            setattr(self, name, str(getattr(self, name)))
        self.parts = {str(name): {**part} for name, part in self.parts.items()}
        _ = [Verdict[part["verdict"]] for part in self.parts.values() if "verdict" in part]
        self.open, self.extra, self.seconds = list(map(str, self.open)), list(map(str, self.extra)), float(self.seconds)
        self.uses = [(str(id), str(file), str(part)) for id, file, part in self.uses]
        self.asked = [(str(id), str(file)) for id, file in self.asked]
        self.declared = None if self.declared is None else [str(id) for id in self.declared]

    @property
    def proved(self) -> list[str]:
        """The parts of which it says that its certificate proves them."""
        return [name for name, part in self.parts.items() if part.get("verdict") == Verdict.PROVED.name]

    def worsen(self, verdict: Verdict, message: str, where: str = "") -> None:
        """Note a failure; the first of the worst kind stays."""
        if verdict < Verdict[self.verdict]:
            self.verdict, self.message, self.where = verdict.name, message, where


def as_line(event: str, **content: Any) -> str:
    """An event of the protocol: one line of JSON."""
    return json.dumps({"event": event, **{k: asdict(v) if isinstance(v, Report) else v for k, v in content.items()}})
