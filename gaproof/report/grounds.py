"""What the parts of a claim rest on, read from its certificate: axioms, and theorems of other claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..notation import plain
from ..proof.axioms import STANDARD, digest
from ..proof.certificate import Json, Reader
from ..runner.verdict import Outcome


@dataclass(frozen=True)
class Axiom:
    """An axiom as readers see it.  ``standard``: it is gaproof's; the others are stated by theorem files."""

    name: str
    digest: str
    formula: str
    source: str
    why: str
    standard: bool = True

    def lines(self) -> Iterator[str]:
        """What it says, where it is proved, why it is not proved here."""
        yield f"{self.name}:  {self.formula}"
        whose = "" if self.standard else "an axiom of the theorem file; "
        yield f"  {whose}{self.source or 'no source is given'}"
        yield f"  not proved here: {self.why}" if self.why else "  why it is not proved here is not said"


STANDARD_AXIOMS = {
    name: Axiom(name, digest(known.formula), plain(known.formula), known.source, known.why) for name, known in STANDARD.items()
}


class Grounds:
    """What a claim whose certificate was replayed rests on."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._document: Json = json.loads(str(outcome.certificate))
        self._walked: dict[str, tuple[list[str], list[str]]] = {}

    def direct(self, part: str) -> list[str]:
        """The axioms of which the part's own derivation makes use, by name."""
        return self._walk(part)[0]

    def theorems(self, part: str) -> list[str]:
        """The theorems of other claims from which the part is derived: ``chapter.name`` or ``chapter.name[part]``."""
        return self._walk(part)[1]

    def _walk(self, part: str) -> tuple[list[str], list[str]]:
        """From the step that proves the part back to axioms and theorems of other claims; what is behind those is not its own."""
        if part not in self._walked:
            steps = self._document["steps"]
            axioms, theorems = set[str](), set[str]()
            proved = self._document["parts"][part]["step"]
            stack, seen = [] if proved is None else [proved], set[int]()
            while stack:
                number = stack.pop()
                step = steps[number]
                label = str(step.get("label", ""))
                if label and split(label)[0] != self.outcome.id:
                    theorems.add(label)
                elif number not in seen:
                    seen.add(number)
                    axioms |= {step["params"]["name"]} if step["rule"] == "axiom" else set()
                    stack += step["premises"]
            self._walked[part] = (sorted(axioms), sorted(theorems))
        return self._walked[part]

    @cached_property
    def axioms(self) -> dict[str, Axiom]:
        """The axioms that it rests on, directly or not, by name."""
        listed = {axiom["name"]: axiom for part in self._document["parts"].values() for axiom in part["axioms"]}
        return {name: STANDARD_AXIOMS.get(name) or self._stated(listed[name]) for name in sorted(listed)}

    def _stated(self, listed: Json) -> Axiom:
        """An axiom of a theorem file."""
        note: Any = self._document.get("axioms", {}).get(listed["name"], {})
        source, why = (" ".join(str(note.get(said, "")).split()) for said in ("source", "why"))
        return Axiom(listed["name"], listed["digest"], plain(self._reader.formula(listed["formula"])), source, why, standard=False)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._document)


def grounds(outcomes: Mapping[str, Outcome]) -> dict[str, Grounds]:
    """The grounds of all claims whose certificates were replayed."""
    return {id: Grounds(outcome) for id, outcome in outcomes.items() if outcome.replayed and outcome.certificate}


def split(label: str) -> tuple[str, str]:
    """Id and part of ``chapter.name[part]``."""
    id, _, rest = label.partition("[")
    return id, rest.removesuffix("]")


def way(axiom: str, label: str, known: Mapping[str, Grounds]) -> list[str]:
    """The shortest way from the theorem of a claim down to one whose own derivation makes use of an axiom; empty if there is none."""
    ways, seen = [[label]], {label}
    for down in ways:  # it grows
        id, part = split(down[-1])
        if id not in known or part not in known[id].outcome.parts:
            continue
        if axiom in known[id].direct(part):
            return down
        ways += [[*down, further] for further in known[id].theorems(part) if further not in seen]
        seen |= {*known[id].theorems(part)}
    return []
